//! Approval forms and what is enclosed: many layouts, and one change at a time.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use serde_json::Value;

mod changes;
mod enclosures;
mod held;
mod layouts;
mod settings;
#[path = "../support/mod.rs"]
mod support;

use support::cli::{Folder, out, said};

impl Folder {
    /// What the program prints, one JSON value a line.
    fn json_lines(&self, args: &[&str], paths: &[String]) -> Vec<Value> {
        let output = self.command(args).args(paths).output().unwrap();
        let line = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{args:?}: {e}: {line}"));
        let values: Vec<Value> = out(&output).lines().map(line).collect();
        assert!(!values.is_empty(), "{args:?}: {}", said(&output));
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

/// The verdict of a gate of a packet.
fn verdict<'v>(packet: &'v Value, gate: &str) -> &'v str {
    let gates = packet["gates"].as_array().into_iter().flatten();
    gates.filter(|g| g["id"] == gate).find_map(|g| g["verdict"].as_str()).unwrap_or("not asked")
}

/// A label or message without blanks, colons and brackets.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"：:*※【】[]（）()".contains(*c)).collect()
}
