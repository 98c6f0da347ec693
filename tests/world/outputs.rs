//! Outputs that are no files, and lists that have no end.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use super::ended;
use super::support::cli::{Folder, program};

/// What is said on standard error, and the exit code.
fn said(folder: &Folder, args: &[&str]) -> (String, i32) {
    let output = ended(program(args).current_dir(&folder.0));
    (String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap())
}

#[test]
fn a_pipe_that_nobody_reads_is_not_waited_for() {
    let folder = Folder::new("output-pipe");
    folder.copy("good/函", "件");
    folder.copy("good-docx/报告", "报告");
    fs::create_dir(folder.0.join("批")).unwrap();
    for pipe in ["管", "件/正文.txt.bak", "批/正文.docx"] {
        assert!(Command::new("mkfifo").arg(folder.0.join(pipe)).status().unwrap().success());
    }
    symlink("管", folder.0.join("接")).unwrap();
    let text = fs::read_to_string(folder.0.join("件/正文.txt")).unwrap();
    fs::write(folder.0.join("件/正文.txt"), text.replace("〕7号", "〕第7号")).unwrap();
    for args in [
        &["check", "报告", "--format", "json", "-o", "管"][..],
        &["check", "报告", "-o", "接"],
        &["check", "报告", "--format", "json=管"],
        &["check", "报告", "--write-baseline", "管"],
        &["check", "报告", "--log", "管"],
        &["register", "报告", "-o", "管"],
        &["init", "-o", "管"],
        &["new", "通知", "-o", "管"],
        &["annotate", "报告", "-o", "批"],
        &["fix", "件", "--unsafe", "--backup"],
    ] {
        let (said, code) = said(&folder, args);
        assert!(code == 2 && said.contains("是管道，没有程序在读"), "{args:?}: {code} {said}");
    }
    assert_eq!(fs::read_to_string(folder.0.join("件/正文.txt")).unwrap().matches("第7号").count(), 1, "as it was");
}

#[test]
fn a_list_over_a_limit_is_told_as_such() {
    let folder = Folder::new("lists");
    folder.put("行", "x".repeat(15_000_000));
    folder.put("多", (0..100_001).map(|n| format!("没有/{n}\n")).collect::<String>());
    folder.put("大", "件\n".repeat(5_000_000));
    for (list, told) in [("行", "有一行超过128千字节"), ("多", "超过10万个路径"), ("大", "文件超过16兆字节")]
    {
        for from in ["", "-"] {
            let named = if from.is_empty() { list } else { from };
            let mut command = program(&["check", "--files-from", named]);
            command.current_dir(&folder.0).stdin(fs::File::open(folder.0.join(list)).unwrap());
            let output = ended(&mut command);
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.code() == Some(2) && said.contains(told) && said.len() < 300, "{named}: {said}");
        }
    }
}

#[test]
fn a_log_without_a_line_is_not_called_whole() {
    let folder = Folder::new("empty-log");
    folder.put("空.jsonl", "");
    let output = ended(program(&["log", "verify", "空.jsonl"]).current_dir(&folder.0));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.code() == Some(1) && told.contains("一行记录也没有") && !told.contains("完好"), "{told}");
}

#[test]
fn a_log_that_could_not_be_begun_is_not_left() {
    let folder = Folder::new("full-log");
    folder.packet("件");
    // As on a disk that is full: the system takes an empty file and nothing more.
    let full = "trap '' XFSZ; ulimit -f 0; exec \"$0\" check 件 --log 留痕.jsonl";
    let begin = || {
        let mut shell = Command::new("sh");
        let output = shell.args(["-c", full]).arg(env!("CARGO_BIN_EXE_sanbu")).current_dir(&folder.0).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    };
    begin();
    assert!(!folder.has("留痕.jsonl") && !folder.has("留痕.jsonl.tip"));
    // One that was there stays.
    folder.put("留痕.jsonl", "");
    begin();
    assert!(folder.has("留痕.jsonl"));
}

#[test]
fn what_a_stopped_run_has_left_is_called_what_it_is() {
    let folder = Folder::new("left");
    folder.put("正文.txt.5.sanbu-tmp", "x");
    let output = ended(program(&["check", "正文.txt.5.sanbu-tmp"]).current_dir(&folder.0));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.code() == Some(2) && told.contains("留下的半个文件"), "{told}");
}

#[test]
fn a_long_chain_of_links_is_no_loop() {
    let folder = Folder::new("chained");
    folder.put("0", "x");
    (1..=60).for_each(|n| symlink((n - 1).to_string(), folder.0.join(n.to_string())).unwrap());
    let output = ended(program(&["check", "60"]).current_dir(&folder.0));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("一个接一个太多") && !told.contains("绕成了圈"), "{told}");
}
