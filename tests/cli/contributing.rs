//! What CONTRIBUTING.md says about the code is so.

use std::collections::BTreeMap;
use std::fs;

use sanbu::render::Format;
use sanbu::rule::{builtin_files, schema};

use crate::support::cli::{out, root, sanbu};

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// What stands between backticks.
fn quoted(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_file_named_is_there() {
    let guide = text("CONTRIBUTING.md");
    let tops = ["src/", "tests/", "rules/", "fixtures/", "fuzz/", "benches/", ".ci/"];
    let is_path = |word: &&str| {
        let names_one = tops.iter().any(|top| word.starts_with(top)) || word.ends_with(".md") || word.ends_with(".rs");
        names_one && !word.contains([' ', '*'])
    };
    let named: Vec<&str> = guide.lines().flat_map(quoted).filter(is_path).collect();
    let missing: Vec<_> = named.iter().filter(|path| !root().join(path).exists()).collect();
    assert!(named.len() > 40 && missing.is_empty(), "{missing:?}");
}

/// Names as the table of the guide calls them.
fn all_of_them() -> BTreeMap<&'static str, Vec<String>> {
    let schema = schema();
    let kinds = schema["definitions"]["Check"]["oneOf"].as_array().unwrap().iter();
    let kinds = kinds.map(|kind| kind["required"][0].as_str().unwrap().to_owned()).collect();
    let formats = Format::ALL.iter().map(|format| format.name().to_owned()).collect();
    let help = out(&sanbu(&["--help"]));
    let commands = help.split("命令：\n").nth(1).unwrap().lines().take_while(|line| !line.is_empty());
    let commands =
        commands.filter_map(|line| line.strip_prefix("  ")?.split(' ').next().filter(|name| !name.is_empty()));
    let files = builtin_files().into_iter().filter(|f| f.text.contains("\n[[rule]]") || f.text.contains("\n[[word]]"));
    let files = files.map(|file| file.name.rsplit('/').next().unwrap().to_owned()).collect();
    let commands = commands.map(str::to_owned).collect();
    BTreeMap::from([("check kind", kinds), ("format", formats), ("command", commands), ("rule file", files)])
}

#[test]
fn everything_is_named_where_the_guide_says_so() {
    let (guide, all) = (text("CONTRIBUTING.md"), all_of_them());
    assert!(all.values().all(|names| names.len() > 3), "{all:?}");
    let table = guide.split("| Every | Written | In |\n|---|---|---|\n").nth(1).unwrap();
    let mut missing = Vec::new();
    for row in table.lines().take_while(|line| line.starts_with('|')) {
        let what = row.split('|').nth(1).unwrap().trim();
        let [written, files @ ..] = &quoted(row)[..] else { panic!("{row}") };
        for (file, name) in files.iter().flat_map(|file| all[what].iter().map(move |name| (file, name))) {
            let written = written.replace('*', name);
            if !text(file).contains(&written) {
                missing.push(format!("{file} lacks {written}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
