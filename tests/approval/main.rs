//! Approval forms and what is enclosed: many layouts, and one change at a time.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

mod changes;
mod enclosures;
mod layouts;
mod settings;
#[path = "../support/mod.rs"]
mod support;

/// A folder of its own for a test, gone at its end; the program runs in it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sanbu-approval-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn has(&self, name: &str) -> bool {
        self.0.join(name).exists()
    }

    fn sanbu(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_sanbu")).args(args).current_dir(&self.0).output().unwrap()
    }

    /// What the program prints, one JSON value a line.
    fn json_lines(&self, args: &[&str], paths: &[String]) -> Vec<Value> {
        let output =
            Command::new(env!("CARGO_BIN_EXE_sanbu")).args(args).args(paths).current_dir(&self.0).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let line = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{args:?}: {e}: {line}"));
        let values: Vec<Value> = said.lines().map(line).collect();
        assert!(!values.is_empty(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        values
    }

    /// The packets of these paths.
    fn check(&self, paths: &[String]) -> Vec<Value> {
        let lines = self.json_lines(&["check", "--format", "jsonl", "--today", "2026-11-28"], paths);
        lines.into_iter().filter(|line| line.get("gates").is_some()).collect()
    }

    /// What `inspect` shows of these files.
    fn inspect(&self, paths: &[String]) -> Vec<Value> {
        self.json_lines(&["inspect", "--format", "json"], paths)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The verdict of a gate of a packet.
fn verdict<'v>(packet: &'v Value, gate: &str) -> &'v str {
    let gates = packet["gates"].as_array().into_iter().flatten();
    gates.filter(|g| g["id"] == gate).find_map(|g| g["verdict"].as_str()).unwrap_or("not asked")
}

/// A label or message without blanks, colons and brackets.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"：:*※【】[]（）()".contains(*c)).collect()
}
