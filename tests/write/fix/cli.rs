//! The command: what it writes, what it says, and how it ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::faults::Fault;
use crate::support::{as_docx, fault, packet};

/// A folder of its own for a test, gone at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, fault: &Fault) -> Self {
        let path = std::env::temp_dir().join(format!("sanbu-fix-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        for (name, bytes) in as_docx(fault.folder(&packet(fault.base))) {
            fs::write(path.join(name), bytes).unwrap();
        }
        Self(path)
    }

    fn main(&self) -> PathBuf {
        self.0.join("正文.docx")
    }

    fn fix(&self, args: &[&str]) -> Output {
        let today = ["--today", "2026-03-10"];
        let program = Path::new(env!("CARGO_BIN_EXE_sanbu"));
        Command::new(program).arg("fix").arg(".").args(today).args(args).current_dir(&self.0).output().unwrap()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(&self.0).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_difference_is_shown_and_nothing_written() {
    let folder = Folder::new("diff", fault("GBT9704-7.2.5-b", "di"));
    let before = fs::read(folder.main()).unwrap();
    let output = folder.fix(&["--diff"]);
    let shown = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(shown.starts_with("--- ./正文.docx\n+++ ./正文.docx\n@@ "), "{shown}");
    assert!(shown.contains("-青政办发〔2026〕第12号\n+青政办发〔2026〕12号\n"), "{shown}");
    assert_eq!(fs::read(folder.main()).unwrap(), before);
    folder.fix(&[]);
    let output = folder.fix(&["--diff"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0), "{}", said(&output));
}

#[test]
fn a_file_is_mended_in_its_place() {
    let folder = Folder::new("plain", fault("GBT9704-7.2.5-b", "di"));
    let names = folder.names();
    let output = folder.fix(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("1处  发文顺序号前不加“第”字（GBT9704-7.2.5-b）"), "{}", said(&output));
    assert!(said(&output).contains("可以印制"), "{}", said(&output));
    assert_eq!(folder.names(), names);
    let output = folder.fix(&[]);
    assert!(said(&output).contains("没有可以改的"), "{}", said(&output));
}

#[test]
fn a_backup_is_kept_when_asked_and_never_replaced() {
    let folder = Folder::new("backup", fault("GBT9704-7.2.5-b", "di"));
    let before = fs::read(folder.main()).unwrap();
    let output = folder.fix(&["--backup"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(fs::read(folder.0.join("正文.docx.bak")).unwrap(), before);
    let mended = fs::read(folder.main()).unwrap();
    assert_ne!(mended, before);
    // The copy is no paper of the packet.
    let output = folder.fix(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    fs::write(folder.main(), &before).unwrap();
    let output = folder.fix(&["--backup"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(fs::read(folder.main()).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn rights_stay_and_what_may_not_be_written_is_not() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("rights", fault("GBT9704-7.2.5-b", "di"));
    let before = fs::read(folder.main()).unwrap();
    fs::set_permissions(folder.main(), fs::Permissions::from_mode(0o440)).unwrap();
    let output = folder.fix(&[]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(fs::read(folder.main()).unwrap(), before);
    fs::set_permissions(folder.main(), fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(folder.fix(&[]).status.code(), Some(0));
    assert_eq!(fs::metadata(folder.main()).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn revisions_are_left_to_be_accepted() {
    let folder = Folder::new("tracked", fault("GBT9704-7.2.5-b", "di"));
    let output = folder.fix(&["--tracked"]);
    // They are left, and a check says so.
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("另有1处警告"), "{}", said(&output));
    let xml = super::parts::part(&fs::read(folder.main()).unwrap(), "word/document.xml");
    assert!(xml.contains(r#"w:author="sanbu""#));
    assert_eq!(folder.fix(&["--tracked", "--layout"]).status.code(), Some(2));
}
