//! Who may use whom. Change the table on purpose, not by accident.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sanbu::rule::builtin_files;

/// Open to all: they know nothing of the rest.
const OPEN: &[&str] = &[
    "text", "fold", "date", "error", "document", "edit", "finding", "problem", "json", "keyed", "lang", "letters",
    "limits", "shown", "packed", "say", "sort", "steps", "words",
];

const LAYERS: &[(&str, &[&str])] = &[
    ("counts", &[]),
    ("terms", &["counts"]),
    ("read", &[]),
    ("write", &["log", "read"]),
    ("element", &["terms"]),
    ("packet", &["element", "read", "terms"]),
    ("annotate", &["packet", "render", "write"]),
    ("baseline", &[]),
    ("config", &["gate", "terms"]),
    ("skeleton", &["config", "terms"]),
    ("gate", &[]),
    ("place", &["element", "packet", "terms"]),
    ("sheet", &[]),
    ("register", &["element", "gate", "packet", "read", "sheet", "terms"]),
    ("record", &["element", "packet", "place", "terms"]),
    ("log", &["packet"]),
    ("check", &["counts", "packet", "element", "terms", "config", "gate", "place", "record", "register"]),
    ("rule", &["check", "counts", "gate", "terms", "element", "packet", "config", "record", "register", "skeleton"]),
    ("catalogue", &["rule", "gate"]),
    ("render", &["log", "sheet"]),
    ("mend", &["element", "log", "packet", "read", "rule", "run", "write"]),
    ("inspect", &["element", "packet", "terms"]),
    ("session", &["rule", "config", "packet", "run", "gate", "log"]),
    ("tree", &["packet", "terms", "read", "log", "baseline", "render", "write"]),
    ("run", &["rule", "check", "gate", "packet", "config", "place", "element", "terms"]),
];

/// The modules of the program, which alone touches files, arguments and the terminal. Each may use those it names, and
/// all of these stand before it. A file of `cli/` is a module of its own here.
const BINARY: &[(&str, &[&str])] = &[
    ("stop", &[]),
    ("disk/clock", &[]),
    ("disk/terminal", &["stop"]),
    ("disk/signals", &["disk/terminal"]),
    ("disk/threads", &["disk/signals"]),
    ("disk/paths", &[]),
    ("disk/look", &["disk/paths", "stop"]),
    ("disk/input", &["disk/look", "disk/paths"]),
    ("disk/progress", &["disk/terminal"]),
    ("disk/output", &["disk/input", "disk/paths", "disk/signals", "disk/terminal", "stop"]),
    ("disk/journal", &["disk/clock", "disk/input", "disk/look", "disk/output", "disk/paths", "disk/terminal", "stop"]),
    ("disk/exclude", &["disk/paths"]),
    (
        "disk/walk",
        &[
            "disk/exclude",
            "disk/input",
            "disk/journal",
            "disk/look",
            "disk/output",
            "disk/paths",
            "disk/progress",
            "disk/signals",
            "disk/threads",
        ],
    ),
    ("disk", &["disk/look"]),
    ("cli/options", &["disk/terminal"]),
    ("cli/teller", &["cli/options", "disk/output", "disk/paths", "disk/progress", "disk/terminal", "stop"]),
    ("cli/table", &[]),
    ("cli/help", &["cli/options", "cli/table", "disk/terminal", "stop"]),
    ("cli/dropped", &["disk/paths", "disk/terminal"]),
    ("cli/man", &["cli/options", "disk/terminal", "stop"]),
    ("cli/listing", &["cli/table", "disk/terminal", "stop"]),
    ("cli/papers", &["disk", "disk/input", "disk/paths", "stop"]),
    ("cli/screen", &["cli/options", "disk/output", "disk/terminal"]),
    ("cli/init", &["cli/options", "disk/output", "disk/terminal", "stop"]),
    (
        "cli/log",
        &["cli/options", "disk", "disk/input", "disk/journal", "disk/output", "disk/paths", "disk/terminal", "stop"],
    ),
    ("cli/rules", &["disk", "disk/input", "disk/output", "disk/paths", "disk/terminal", "stop"]),
    ("cli/library", &["cli/options", "cli/rules", "disk/terminal", "stop"]),
    ("cli/office", &["cli/options", "cli/rules", "disk/paths", "stop"]),
    (
        "cli/config",
        &["cli/options", "cli/office", "cli/rules", "cli/table", "disk", "disk/paths", "disk/terminal", "stop"],
    ),
    ("cli/new", &["cli/options", "cli/office", "cli/rules", "disk/output", "disk/paths", "disk/terminal", "stop"]),
    ("cli/baseline", &["disk", "disk/input", "disk/output", "disk/paths", "disk/terminal", "stop"]),
    (
        "cli/inspect",
        &[
            "cli/options",
            "cli/office",
            "cli/rules",
            "disk/input",
            "disk/output",
            "disk/paths",
            "disk/signals",
            "disk/terminal",
            "disk/walk",
            "stop",
        ],
    ),
    (
        "cli/fix",
        &[
            "cli/options",
            "cli/office",
            "cli/rules",
            "disk/clock",
            "disk/input",
            "disk/output",
            "disk/paths",
            "disk/signals",
            "disk/terminal",
            "disk/walk",
            "stop",
        ],
    ),
    (
        "cli/confirm",
        &[
            "cli/options",
            "cli/office",
            "cli/rules",
            "disk/clock",
            "disk/output",
            "disk/paths",
            "disk/terminal",
            "disk/walk",
            "stop",
        ],
    ),
    (
        "cli/part",
        &[
            "cli/baseline",
            "cli/office",
            "cli/teller",
            "disk/clock",
            "disk/journal",
            "disk/paths",
            "disk/signals",
            "disk/walk",
            "stop",
        ],
    ),
    (
        "cli/check",
        &[
            "cli/options",
            "cli/baseline",
            "cli/listing",
            "cli/office",
            "cli/papers",
            "cli/part",
            "cli/rules",
            "cli/screen",
            "cli/teller",
            "disk/exclude",
            "disk/input",
            "disk/journal",
            "disk/output",
            "disk/progress",
            "disk/signals",
            "disk/terminal",
            "disk/walk",
            "stop",
        ],
    ),
    (
        "cli/annotate",
        &[
            "cli/options",
            "cli/baseline",
            "cli/office",
            "cli/part",
            "cli/rules",
            "disk/clock",
            "disk/input",
            "disk",
            "disk/output",
            "disk/paths",
            "disk/signals",
            "disk/terminal",
            "disk/walk",
            "stop",
        ],
    ),
    (
        "cli/register",
        &[
            "cli/options",
            "cli/check",
            "cli/office",
            "cli/rules",
            "disk",
            "disk/clock",
            "disk/input",
            "disk/output",
            "disk/paths",
            "disk/signals",
            "disk/terminal",
            "disk/walk",
            "stop",
        ],
    ),
    (
        "cli",
        &[
            "cli/options",
            "cli/annotate",
            "cli/check",
            "cli/config",
            "cli/confirm",
            "cli/dropped",
            "cli/fix",
            "cli/help",
            "cli/init",
            "cli/inspect",
            "cli/library",
            "cli/log",
            "cli/man",
            "cli/new",
            "cli/register",
            "cli/rules",
            "disk/signals",
            "disk/terminal",
            "stop",
        ],
    ),
    ("main", &["cli", "disk", "disk/terminal", "stop"]),
];

fn is_binary(module: &str) -> bool {
    BINARY.iter().any(|(name, _)| *name == module)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Path below `src` without the extension, and code (tests left out), of every source file.
fn files() -> Vec<(String, String)> {
    let mut open = vec![root().join("src")];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            // The page for a browser has a style and a script of its own.
            if path.extension().is_none_or(|end| end != "rs") {
                continue;
            }
            let inner = path.strip_prefix(root().join("src")).unwrap().with_extension("");
            let name: Vec<_> = inner.iter().map(|part| part.to_string_lossy()).collect();
            let code = fs::read_to_string(&path).unwrap();
            found.push((name.join("/"), code.split("#[cfg(test)]").next().unwrap().to_owned()));
        }
    }
    found
}

/// Module and code of every source file.
fn sources() -> Vec<(String, String)> {
    files().into_iter().map(|(path, code)| (path.split('/').next().unwrap().to_owned(), code)).collect()
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The module of the table that `name` and what follows it (`::more`) means.
fn named(name: &str, rest: &str) -> String {
    let inner = format!("{name}/{}", word(rest.strip_prefix("::").unwrap_or("")));
    if is_binary(&inner) { inner } else { name.to_owned() }
}

/// The modules of the program that a file of the module uses.
fn used(module: &str, path: &str, code: &str) -> BTreeSet<String> {
    let code: String = code.lines().filter(|l| !l.trim_start().starts_with("//")).map(|l| format!("{l}\n")).collect();
    let mut found = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        let name = word(after);
        found.insert(named(&name, &after[name.len()..]));
    }
    if let Some((parent, _)) = path.split_once('/').filter(|_| path == module) {
        found.extend(code.split("super::").skip(1).map(|after| named(parent, &format!("::{after}"))));
    }
    // The files that declare modules name them without a prefix.
    if let Some(folder) = match path {
        "main" => Some(""),
        "cli" => Some("cli/"),
        "disk" => Some("disk/"),
        _ => None,
    } {
        for declared in code.lines().filter_map(|l| l.strip_prefix("mod ")?.strip_suffix(';')) {
            let call = format!("{declared}::");
            let uses = code.match_indices(&call).any(|(at, _)| !code[..at].ends_with([':', '_']));
            found.extend(uses.then(|| format!("{folder}{declared}")));
        }
    }
    found.remove(module);
    found
}

#[test]
fn modules_use_only_what_stands_below_them() {
    for (module, code) in sources() {
        if is_binary(&module) || module == "lib" {
            continue;
        }
        let allowed = LAYERS.iter().find(|(m, _)| *m == module).map_or(&[][..], |(_, below)| *below);
        for used in code.split("crate::").skip(1) {
            let name = word(used);
            let fine = name == module || OPEN.contains(&name.as_str()) || allowed.contains(&name.as_str());
            assert!(fine, "src/{module} uses {name}");
        }
    }
}

#[test]
fn modules_of_the_program_use_only_what_stands_before_them() {
    let mut before: Vec<&str> = Vec::new();
    for (module, uses) in BINARY {
        let later: Vec<_> = uses.iter().filter(|used| !before.contains(used)).collect();
        assert!(later.is_empty(), "{module} stands before {later:?}");
        before.push(module);
    }
    for (path, code) in files() {
        let above = path.match_indices('/').map(|(at, _)| &path[..at]).rev();
        let Some((module, allowed)) =
            [path.as_str()].into_iter().chain(above).find_map(|path| BINARY.iter().find(|(name, _)| *name == path))
        else {
            continue;
        };
        for used in used(module, &path, &code) {
            assert!(allowed.contains(&used.as_str()), "src/{path}.rs uses {used}");
        }
    }
}

#[test]
fn the_library_does_no_input_or_output() {
    for (module, code) in sources() {
        if is_binary(&module) {
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
