//! The command: what it writes, what it says, and how it ends.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use crate::support::cli::Folder;
use crate::support::{as_docx, fault, packet};

/// A packet as .docx whose number has a word too many.
fn faulty(name: &str) -> Folder {
    let (folder, fault) = (Folder::new(name), fault("GBT9704-7.2.5-b", "di"));
    for (name, bytes) in as_docx(fault.folder(&packet(fault.base))) {
        folder.put(&name, bytes);
    }
    folder
}

fn main(folder: &Folder) -> PathBuf {
    folder.0.join("正文.docx")
}

fn fix(folder: &Folder, args: &[&str]) -> Output {
    folder.sanbu(&[&["fix", ".", "--today", "2026-03-10"], args].concat())
}

fn names(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(&folder.0).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_difference_is_shown_and_nothing_written() {
    let folder = faulty("diff");
    let before = fs::read(main(&folder)).unwrap();
    let output = fix(&folder, &["--diff"]);
    let shown = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let path = format!("../{}/正文.docx", folder.0.file_name().unwrap().to_str().unwrap());
    assert!(shown.starts_with(&format!("--- {path}\n+++ {path}\n@@ ")), "{shown}");
    assert!(shown.contains("-青政办发〔2026〕第12号\n+青政办发〔2026〕12号\n"), "{shown}");
    assert_eq!(fs::read(main(&folder)).unwrap(), before);
    fix(&folder, &[]);
    let output = fix(&folder, &["--diff"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0), "{}", said(&output));
}

#[test]
fn a_file_is_mended_in_its_place() {
    let folder = faulty("plain");
    let before = names(&folder);
    let output = fix(&folder, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("1处  发文顺序号前不加“第”字（GBT9704-7.2.5-b）"), "{}", said(&output));
    assert!(said(&output).contains("可以印制"), "{}", said(&output));
    assert_eq!(names(&folder), before);
    let output = fix(&folder, &[]);
    assert!(said(&output).contains("没有可以改的"), "{}", said(&output));
}

#[test]
fn a_backup_is_kept_when_asked_and_never_replaced() {
    let folder = faulty("backup");
    let before = fs::read(main(&folder)).unwrap();
    let output = fix(&folder, &["--backup"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(fs::read(folder.0.join("正文.docx.bak")).unwrap(), before);
    let mended = fs::read(main(&folder)).unwrap();
    assert_ne!(mended, before);
    // The copy is no paper of the packet.
    let output = fix(&folder, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    fs::write(main(&folder), &before).unwrap();
    let output = fix(&folder, &["--backup"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("已经有这个备份"), "{}", said(&output));
    assert_eq!(fs::read(main(&folder)).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn rights_stay_and_what_may_not_be_written_is_not() {
    use std::os::unix::fs::PermissionsExt;
    let folder = faulty("rights");
    let before = fs::read(main(&folder)).unwrap();
    fs::set_permissions(main(&folder), fs::Permissions::from_mode(0o440)).unwrap();
    let output = fix(&folder, &[]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(fs::read(main(&folder)).unwrap(), before);
    fs::set_permissions(main(&folder), fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(fix(&folder, &[]).status.code(), Some(0));
    assert_eq!(fs::metadata(main(&folder)).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn revisions_are_left_to_be_accepted() {
    let folder = faulty("tracked");
    let output = fix(&folder, &["--tracked"]);
    // They are left, and nobody knows which text is final until somebody accepts them.
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("有增删没有接受或拒绝"), "{}", said(&output));
    let xml = super::parts::part(&fs::read(main(&folder)).unwrap(), "word/document.xml");
    assert!(xml.contains(r#"w:author="sanbu""#));
}

#[test]
fn what_is_named_twice_is_mended_once() {
    let folder = faulty("twice");
    let output = folder.sanbu(&["fix", ".", "正文.docx", "./正文.docx", "--today", "2026-03-06"]);
    assert!(output.status.code() == Some(0) && said(&output).matches("改了 ").count() == 1, "{}", said(&output));
    let output = folder.sanbu(&["fix", "-"]);
    assert!(output.status.code() == Some(2) && said(&output).contains("标准输入不能改"), "{}", said(&output));
}

#[cfg(unix)]
#[test]
fn other_names_of_a_file_are_told_of() {
    let folder = faulty("linked");
    let before = fs::read(main(&folder)).unwrap();
    fs::hard_link(main(&folder), folder.0.join("另名.docx.bak")).unwrap();
    // In a folder that is mended as a whole both names would be papers: then nothing is written.
    let output = fix(&folder, &[]);
    assert!(output.status.code() == Some(2) && said(&output).contains("同一个文件"), "{}", said(&output));
    let output = folder.sanbu(&["fix", "正文.docx", "--today", "2026-03-10"]);
    assert!(said(&output).contains("另有1个硬链接"), "{}", said(&output));
    assert!(fs::read(folder.0.join("另名.docx.bak")).unwrap() == before);
}

#[test]
fn nothing_is_concluded_about_what_could_not_be_written() {
    let folder = faulty("read-only");
    let path = main(&folder);
    let before = fs::read(&path).unwrap();
    let mut mode = fs::metadata(&path).unwrap().permissions();
    mode.set_readonly(true);
    fs::set_permissions(&path, mode).unwrap();
    let output = fix(&folder, &[]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("只读的，没有改动") && !said(&output).contains("印制结论"), "{}", said(&output));
    assert!(fs::read(&path).unwrap() == before);
}
