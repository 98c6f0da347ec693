//! The fixtures on disk are the generated ones; `UPDATE_FIXTURES=1` writes them.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use support::faults::FAULTS;
use support::{all, as_docx, docx, folder, good, packet};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Folders of `fixtures/` that are made here; whatever else lies there is left alone.
fn generated(fixtures: &BTreeMap<String, Vec<u8>>) -> BTreeSet<&str> {
    let top = fixtures.keys().filter_map(|path| path.split('/').next());
    top.collect()
}

fn on_disk(top: &BTreeSet<&str>) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders: Vec<PathBuf> = top.iter().map(|name| root().join(name)).collect();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(root()).unwrap();
            let name: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
            found.insert(name.join("/"), fs::read(&path).unwrap());
        }
    }
    found
}

#[test]
fn fixtures_are_up_to_date() {
    let count = all().len();
    let fixtures: BTreeMap<String, Vec<u8>> = all().into_iter().collect();
    assert_eq!(count, fixtures.len(), "a path twice");
    let top = generated(&fixtures);
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        for name in &top {
            let _ = fs::remove_dir_all(root().join(name));
        }
        for (path, bytes) in &fixtures {
            let path = root().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
    let disk = on_disk(&top);
    let differ = |path: &&String| disk.get(*path) != fixtures.get(*path);
    let paths: BTreeSet<&String> = disk.keys().chain(fixtures.keys()).collect();
    let stale: Vec<&String> = paths.into_iter().filter(differ).collect();
    assert!(stale.is_empty(), "UPDATE_FIXTURES=1 cargo test --test fixtures\n{stale:#?}");
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
