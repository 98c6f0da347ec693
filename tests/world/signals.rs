//! A run that is stopped in its middle.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::support::cli::{Folder, program};
use super::{check, ended};

#[test]
fn what_is_finished_is_told_when_a_signal_comes() {
    const PACKETS: usize = 400;
    let folder = Folder::new("signal");
    // Each in a folder of its own, and all in one.
    (0..PACKETS).for_each(|n| {
        folder.packet(format!("发文/{n:04}"));
        folder.put(&format!("散件/{n:04}.txt"), format!("青政发〔2026〕{n}号\n\n关于做好防汛工作的通知\n"));
    });
    for (signal, code, papers) in [("INT", 130, "发文"), ("TERM", 143, "散件")] {
        let (log, baseline) = (folder.0.join(format!("{signal}.jsonl")), folder.0.join("baseline.json"));
        let mut command = program(&["check", "--format", "json", "--jobs", "2", "--log"]);
        command.arg(&log);
        if signal == "INT" {
            command.arg("--write-baseline").arg(&baseline);
        }
        command.arg(folder.0.join(papers));
        let run = std::thread::spawn(move || ended(&mut command));
        // Enough of them that something could be said of all together.
        while fs::read_to_string(&log).map_or(0, |text| text.lines().count()) < 4 {
            std::thread::sleep(Duration::from_millis(2));
        }
        // The program is the one that has this log among its arguments.
        let found = Command::new("pgrep").arg("-f").arg(&log).output().unwrap();
        let id = String::from_utf8(found.stdout).unwrap().trim().to_owned();
        assert!(Command::new("kill").arg(format!("-{signal}")).arg(id).status().unwrap().success());
        let output = run.join().unwrap();
        assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let told = report["packets"].as_array().unwrap().len();
        assert!(report["interrupted"] == true && told > 0 && told < PACKETS, "{told}");
        assert_eq!(report["collection"], serde_json::json!([]), "nothing is said of all by a part of them");
        assert!(!baseline.exists(), "half a baseline");
        assert_eq!(fs::read_to_string(&log).unwrap().lines().count(), told);
        let verified = ended(program(&["log", "verify"]).arg(&log));
        assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stdout));
    }
    assert_eq!(check(folder.0.join("发文/0000")).0["interrupted"], Value::Null);
}

/// Waits until the program keeps signals for itself; false on a system that does not tell.
fn is_watching(id: u32) -> bool {
    const TERM: u64 = 1 << 14;
    for _ in 0..10_000 {
        let Ok(status) = fs::read_to_string(format!("/proc/{id}/status")) else { return false };
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
        if u64::from_str_radix(caught.trim(), 16).unwrap() & TERM > 0 {
            std::thread::sleep(Duration::from_millis(20));
            return true;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    panic!("no signal is kept");
}

#[test]
fn what_is_made_of_all_is_not_made_of_a_part() {
    let folder = Folder::new("signal-all");
    (0..400).for_each(|n| drop(folder.packet(format!("发文/{n:04}"))));
    let report = ["check", "发文", "--format", "json", "-o", "报告.json"];
    folder.sanbu(&["check", "发文/0000", "--format", "json", "-o", "报告.json"]);
    let before = folder.read("报告.json");
    let register = ["register", "发文", "-o", "登记.csv"];
    // What is said of one signal; a second one ends the program at once.
    for (args, signals, codes, says) in [
        (&register[..], "TERM", &[143][..], "没有写登记簿"),
        (&report, "INT", &[130], "没有改动，仍是原来的"),
        (&report[..4], "TERM INT", &[130, 143], ""),
    ] {
        let child = folder.command(args).spawn().unwrap();
        let (id, watching) = (child.id(), is_watching(child.id()));
        if watching {
            let kill = format!("for s in {signals}; do kill -$s {id}; done");
            assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        }
        let output = child.wait_with_output().unwrap();
        if !watching {
            return;
        }
        let said = String::from_utf8(output.stderr).unwrap();
        let code = output.status.code().unwrap();
        assert!(codes.contains(&code) && said.contains(says) && output.stdout.is_empty(), "{args:?}: {code} {said}");
        assert!(folder.read("报告.json") == before && !folder.has("登记.csv"), "{args:?}");
    }
}

#[test]
fn a_folder_that_was_not_looked_at_is_not_called_empty() {
    let folder = Folder::new("signal-early");
    (0..20).for_each(|n| drop(folder.packet(format!("发文/{n:04}"))));
    let child = folder.command("check 发文 --format json").spawn().unwrap();
    if is_watching(child.id()) {
        assert!(Command::new("kill").arg("-TERM").arg(child.id().to_string()).status().unwrap().success());
    }
    let output = child.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["unreadable"], serde_json::json!([]), "{report:#}");
}

#[test]
fn every_command_that_is_stopped_says_so() {
    const PACKETS: usize = 400;
    let folder = Folder::new("signal-said");
    (0..PACKETS).for_each(|n| drop(folder.packet(format!("发文/{n:04}"))));
    let papers = folder.0.join("发文").display().to_string();
    let copies = folder.0.join("批").display().to_string();
    for args in [
        &["inspect", &papers][..],
        &["inspect", "--format", "json", &papers],
        &["fix", &papers],
        &["fix", "--diff", &papers],
        &["annotate", &papers, "-o", &copies],
    ] {
        let mut child = program(args).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(700));
        assert!(Command::new("kill").arg("-INT").arg(child.id().to_string()).status().unwrap().success());
        let mut said = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
        let code = child.wait().unwrap().code();
        assert!(code == Some(130) && said.contains("中途停止"), "{args:?}: {code:?} {said}");
    }
}

#[test]
fn help_that_cannot_be_written_is_an_error() {
    for page in ["--help", "--version"] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = program(&[page]).stdout(full).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{page}: {said}");
        assert!(said.contains("写出结果失败"), "{said}");
        // Nobody reads any more: that is no mistake.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        assert_eq!(program(&[page]).stdout(writer).output().unwrap().status.code(), Some(0), "{page}");
    }
}
