//! The fixtures in the repository are what the generators write; `UPDATE_FIXTURES=1` writes them again.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use sanbu::log::sha256;
use support::cli::root;
use support::faults::FAULTS;
use support::fixtures::{all, kept_and_generated};
use support::{as_docx, docx, folder, good, packet};

/// Every file below a folder: its path from there, and its bytes.
fn on_disk(top: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![top.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name: Vec<_> = path.strip_prefix(top).unwrap().iter().map(|part| part.to_string_lossy()).collect();
            found.insert(name.join("/"), fs::read(&path).unwrap());
        }
    }
    found
}

fn write(top: &Path, files: &[(String, Vec<u8>)]) {
    for (path, bytes) in files {
        let path = top.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn fixtures_are_up_to_date() {
    let (kept, generated) = kept_and_generated();
    let (fixtures, list) = (root().join("fixtures"), root().join("tests/golden/fixtures.txt"));
    let mut hashes: Vec<String> = generated.iter().map(|(path, bytes)| format!("{}  {path}", sha256(bytes))).collect();
    hashes.sort_by(|a, b| a[66..].cmp(&b[66..]));
    let hashes = hashes.into_iter().fold(String::new(), |mut text, line| {
        writeln!(text, "{line}").unwrap();
        text
    });
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        let _ = fs::remove_dir_all(&fixtures);
        write(&fixtures, &kept);
        fs::write(&list, &hashes).unwrap();
    }
    let disk = on_disk(&fixtures);
    let kept: BTreeMap<String, Vec<u8>> = kept.into_iter().collect();
    let paths: BTreeSet<&String> = disk.keys().chain(kept.keys()).collect();
    let stale: Vec<&&String> = paths.iter().filter(|path| disk.get(**path) != kept.get(**path)).collect();
    let written = fs::read_to_string(list).unwrap_or_default();
    let changed: Vec<&str> = hashes.lines().filter(|line| !written.lines().any(|l| l == *line)).collect();
    assert!(
        stale.is_empty() && written == hashes,
        "UPDATE_FIXTURES=1 cargo test --test fixtures\n{stale:#?}{changed:#?}"
    );
}

#[test]
fn no_fixture_has_the_path_of_another() {
    let (all, (kept, generated)) = (all(), kept_and_generated());
    let paths: BTreeSet<&String> = all.iter().map(|(path, _)| path).collect();
    assert_eq!((paths.len(), kept.len() + generated.len()), (all.len(), all.len()));
}

#[test]
fn the_repository_keeps_few_fixtures_and_none_twice() {
    let disk = on_disk(&root().join("fixtures"));
    let contents: BTreeSet<&Vec<u8>> = disk.values().collect();
    assert!(disk.len() < 200, "{} files", disk.len());
    assert_eq!(contents.len(), disk.len());
}

/// Writes every fixture where tools that are no tests look for them; the folder is named from the root.
#[test]
#[ignore = "not a test: ALL_FIXTURES=folder cargo test --test fixtures -- --ignored"]
fn write_all_fixtures() {
    write(&root().join(std::env::var_os("ALL_FIXTURES").unwrap()), &all());
}

/// `Fault::folder` itself refuses a `from` that does not stand there exactly once.
#[test]
fn faults_change_something() {
    let mut names = BTreeSet::new();
    for fault in FAULTS {
        assert!(names.insert((fault.rule, fault.name)), "{fault:?} twice");
        let slug = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(fault.name.chars().all(slug), "{fault:?}");
        let good = packet(fault.base);
        assert_ne!(fault.folder(&good), folder(&good), "{fault:?}");
        let known = fault.others.iter().chain(fault.may);
        let known: Vec<_> = known.filter(|&&rule| rule == fault.rule).collect();
        assert!(known.is_empty(), "{fault:?}");
    }
}

/// Text without blanks, as layout is not text.
fn squash(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// All `w:t` and the order they come in, through docx-rs.
fn read(bytes: &[u8]) -> String {
    fn collect(value: &serde_json::Value, text: &mut String) {
        match value {
            serde_json::Value::Object(map) => {
                if map.get("type").is_some_and(|t| t == "text") {
                    text.push_str(map["data"]["text"].as_str().unwrap());
                }
                map.values().for_each(|v| collect(v, text));
            }
            serde_json::Value::Array(list) => list.iter().for_each(|v| collect(v, text)),
            _ => {}
        }
    }
    let json = docx_rs::read_docx(bytes).unwrap().json();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let mut text = String::new();
    collect(&json["document"]["children"], &mut text);
    squash(&text)
}

#[test]
fn docx_holds_the_text() {
    let folders = good::good().into_iter().map(|p| folder(&p));
    let changed = FAULTS.iter().map(|f| f.folder(&packet(f.base)));
    for files in folders.chain(changed) {
        for ((name, text), (_, bytes)) in files.iter().zip(as_docx(files.clone())) {
            match name.as_str() {
                _ if text.is_empty() => assert!(bytes.is_empty()),
                // The table has another order and labels without colons.
                support::FORM => {
                    let read = read(&bytes);
                    let parts = text.split(['\n', '：', '　']).map(squash);
                    parts.for_each(|p| assert!(read.contains(&p), "{p} in {read}"));
                }
                _ => assert_eq!(read(&bytes), squash(text), "{name}"),
            }
        }
    }
}

#[test]
fn docx_bytes_are_stable() {
    let form = packet("通知").form;
    let here = docx::form(form);
    let there = std::thread::spawn(move || {
        docx::main_document(packet("函").main);
        docx::form(form)
    });
    assert!(here == there.join().unwrap());
    assert!(here == docx::form(form));
}
