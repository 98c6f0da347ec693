//! The machine around the checker: what lies in a folder, what it is called, what ends a run.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod hostile;
mod names;
mod outputs;
mod signals;
#[path = "../support/mod.rs"]
mod support;
mod trace;
mod unusable;
mod walk;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value;
use support::cli::{Folder, program};

impl Folder {
    /// A packet that may be printed.
    fn packet(&self, at: impl AsRef<Path>) -> PathBuf {
        self.copy("demo/01-可以印制", at)
    }
}

/// What the program says; a run that does not end within a minute is killed and fails.
fn ended(command: &mut Command) -> Output {
    let mut child = command.spawn().unwrap();
    let out = std::thread::spawn({
        let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        move || {
            let errors = std::thread::spawn(move || {
                let mut bytes = Vec::new();
                std::io::Read::read_to_end(&mut err, &mut bytes).unwrap();
                bytes
            });
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut out, &mut bytes).unwrap();
            (bytes, errors.join().unwrap())
        }
    });
    let started = Instant::now();
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None if started.elapsed() > Duration::from_secs(60) => {
                child.kill().unwrap();
                panic!("{command:?} hangs");
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let (stdout, stderr) = out.join().unwrap();
    Output { status, stdout, stderr }
}

/// The report about a path, the exit code, and what was said beside it.
fn check(path: impl AsRef<OsStr>) -> (Value, i32, String) {
    let output = ended(program(&["check", "--format", "json", "--today", "2026-03-10"]).arg(path));
    let said = String::from_utf8(output.stderr).unwrap();
    let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}"));
    (report, output.status.code().unwrap(), said)
}

fn conclusions(report: &Value) -> Vec<&str> {
    report["packets"].as_array().unwrap().iter().map(|p| p["conclusion"].as_str().unwrap()).collect()
}
