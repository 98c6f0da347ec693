//! The machine around the checker: what lies in a folder, what it is called, what ends a run.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod hostile;
mod names;
mod signals;
#[path = "../support/mod.rs"]
mod support;
mod trace;
mod walk;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// A folder of its own for a test, gone at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sanbu-world-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// A packet that may be printed.
    fn packet(&self, at: impl AsRef<Path>) -> PathBuf {
        self.fixture("demo/01-可以印制", at)
    }

    fn fixture(&self, fixture: &str, at: impl AsRef<Path>) -> PathBuf {
        let to = self.0.join(at);
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(fixture)).unwrap() {
            let entry = entry.unwrap();
            if entry.path().is_file() {
                fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            }
        }
        to
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanbu"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What the program says, if it comes to an end at all.
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
    let output = ended(program().args(["check", "--format", "json", "--today", "2026-03-10"]).arg(path));
    let said = String::from_utf8(output.stderr).unwrap();
    let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}"));
    (report, output.status.code().unwrap(), said)
}

fn conclusions(report: &Value) -> Vec<&str> {
    report["packets"].as_array().unwrap().iter().map(|p| p["conclusion"].as_str().unwrap()).collect()
}
