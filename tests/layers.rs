//! Who may use whom. Change the table on purpose, not by accident.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sanbu::rule::builtin_files;

/// Open to all: they know nothing of the rest.
const OPEN: &[&str] = &[
    "text", "fold", "date", "error", "document", "edit", "finding", "problem", "json", "limits", "shown", "say",
    "steps",
];

const LAYERS: &[(&str, &[&str])] = &[
    ("terms", &[]),
    ("read", &[]),
    ("write", &["read"]),
    ("element", &["terms"]),
    ("packet", &["element", "read", "terms"]),
    ("baseline", &[]),
    ("config", &["gate", "terms"]),
    ("gate", &[]),
    ("place", &["packet", "terms", "render"]),
    ("register", &["element", "gate", "packet", "read", "terms"]),
    ("record", &["element", "packet", "place", "terms"]),
    ("log", &["packet"]),
    ("check", &["packet", "element", "terms", "config", "gate", "place", "record", "register"]),
    ("rule", &["check", "gate", "terms", "element", "packet", "config", "record", "register"]),
    ("catalogue", &["rule", "gate"]),
    ("render", &[]),
    ("inspect", &["element", "packet", "terms"]),
    ("session", &["rule", "config", "packet", "run", "gate", "log"]),
    ("tree", &["packet", "terms", "read", "log", "baseline", "render"]),
    ("run", &["rule", "check", "gate", "packet", "config", "place"]),
];

/// Only the binary touches files, arguments and the terminal.
const BINARY: &[&str] = &["main", "cli", "disk", "stop"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Module and code (tests left out) of every source file.
fn sources() -> Vec<(String, String)> {
    let mut open = vec![root().join("src")];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let inner = path.strip_prefix(root().join("src")).unwrap();
            let module = inner.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned();
            let code = fs::read_to_string(&path).unwrap();
            found.push((module, code.split("#[cfg(test)]").next().unwrap().to_owned()));
        }
    }
    found
}

#[test]
fn modules_use_only_what_stands_below_them() {
    for (module, code) in sources() {
        if BINARY.contains(&module.as_str()) || module == "lib" {
            continue;
        }
        let allowed = LAYERS.iter().find(|(m, _)| *m == module).map_or(&[][..], |(_, below)| *below);
        for used in code.split("crate::").skip(1) {
            let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let fine = name == module || OPEN.contains(&name.as_str()) || allowed.contains(&name.as_str());
            assert!(fine, "src/{module} uses {name}");
        }
    }
}

#[test]
fn the_library_does_no_input_or_output() {
    for (module, code) in sources() {
        if BINARY.contains(&module.as_str()) {
            continue;
        }
        for word in ["std::fs", "std::net", "std::env", "std::time", "std::process", "println!", "eprintln!"] {
            assert!(!code.contains(word), "src/{module} has {word}");
        }
    }
}

#[test]
fn every_rule_file_is_embedded() {
    let embedded: BTreeSet<String> = builtin_files().into_iter().map(|f| f.name).collect();
    let on_disk: BTreeSet<String> = fs::read_dir(root().join("rules"))
        .unwrap()
        .map(|e| format!("rules/{}", e.unwrap().file_name().to_string_lossy()))
        .filter(|name| name.ends_with(".toml"))
        .collect();
    assert_eq!(embedded, on_disk);
}

#[test]
fn every_source_file_says_what_it_is() {
    for (module, code) in sources() {
        assert!(code.starts_with("//! "), "src/{module}: no //! line");
    }
}

/// Whatever people are shown goes through one place, so that no name and no text can be forgotten.
#[test]
fn nothing_is_written_for_people_but_as_it_is_shown() {
    for (module, code) in sources() {
        for word in ["writeln!(", "print!(", "serde_json::to_"] {
            assert!(!code.contains(word), "src/{module} has {word}");
        }
        // /dev/stderr is an output like others.
        let may = ["cli", "disk"].contains(&module.as_str());
        assert!(!code.contains("stderr()") || may, "src/{module} writes to standard error");
    }
}
