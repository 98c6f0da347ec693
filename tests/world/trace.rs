//! What is lost is told: the tip of a log, what a manifest leaves out or names wrongly, a lock file taken for a document.

use std::fs;
use std::process::Command;

use sanbu::log::{Standing, Tip, sha256};
use serde_json::json;

use super::support::cli::{Folder, said};

impl Folder {
    /// A packet of the fixtures that may be printed.
    fn letter(&self, to: &str) {
        self.copy("good/函", to);
    }

    /// What the program says on both sides, and its exit code.
    fn said(&self, line: &str) -> (String, i32) {
        let output = self.sanbu(line);
        (said(&output), output.status.code().unwrap())
    }

    /// Checks the packet this often, each time with a line in the log; what was said.
    fn note(&self, times: usize) -> String {
        (0..times).map(|_| self.said("check 甲 --quiet --log log.jsonl").0).collect()
    }
}

#[test]
fn a_lost_tip_is_told_until_a_person_answers_for_it() {
    let folder = Folder::new("lost");
    folder.letter("甲");
    folder.note(5);
    let (said, code) = folder.said("log verify log.jsonl");
    assert!(code == 0 && said.starts_with("完好：共5行"), "{said}");
    let whole = folder.read("log.jsonl");

    // Lines cut off at the end, and the tip with them.
    let cut: String = whole.lines().take(3).map(|l| format!("{l}\n")).collect();
    folder.put("log.jsonl", cut);
    fs::remove_file(folder.0.join("log.jsonl.tip")).unwrap();
    let (said, code) = folder.said("log verify log.jsonl");
    assert!(code == 1 && said.contains("旁边没有 log.jsonl.tip") && !said.contains("完好：共"), "{said}");
    assert!(said.contains("sanbu log accept log.jsonl --by"), "{said}");
    // The next check does not mend it unsaid.
    let said = folder.note(1);
    assert!(said.contains("log.jsonl.tip 不在了，或者是旧的"), "{said}");
    assert!(!folder.note(1).contains("不在了"), "told once");
    let (said, code) = folder.said("log verify log.jsonl");
    assert!(code == 1 && said.contains("第4行之前：.tip 丢失过") && said.contains("无法判断：共6行"), "{said}");
    // A person answers for it, in the log itself.
    let (said, code) = folder.said("log accept log.jsonl --by 何静宜 --note 与备份一致");
    assert!(code == 0 && said.contains("第7行：何静宜确认了") && said.contains("完好：共7行"), "{said}");
    assert!(folder.read("log.jsonl").contains("\"accepted_by\":\"何静宜\",\"note\":\"与备份一致\""));
    folder.note(1);
    let (said, code) = folder.said("log verify log.jsonl");
    assert!(code == 0 && said.contains("何静宜确认了") && said.contains("完好：共8行"), "{said}");
    let (said, code) = folder.said("log accept log.jsonl --by 何静宜");
    assert!(code == 0 && said.contains("没有需要确认的") && said.contains("完好：共8行"), "{said}");
    // What is damaged nobody can answer for.
    folder.put("log.jsonl", folder.read("log.jsonl").replacen("甲", "乙", 1));
    fs::remove_file(folder.0.join("log.jsonl.tip")).unwrap();
    let (said, code) = folder.said("log accept log.jsonl --by 何静宜");
    assert!(code == 1 && said.contains("第1行") && said.contains("对不上"), "{said}");
    assert_eq!(folder.said("log accept 没有.jsonl --by 何静宜").1, 2);
    assert!(!folder.0.join("没有.jsonl").exists(), "a log that is not there is not made");
}

#[test]
fn an_older_tip_is_told_and_one_that_a_kill_left_is_led_up() {
    let folder = Folder::new("older");
    folder.letter("甲");
    let mut tips = Vec::new();
    for _ in 0..4 {
        folder.note(1);
        tips.push(folder.read("log.jsonl.tip"));
    }
    // A run that was killed between the line and the tip.
    folder.put("log.jsonl.tip", &tips[2]);
    let (said, code) = folder.said("log verify log.jsonl");
    assert!(code == 0 && said.contains("比留痕少一行") && said.contains("完好：共4行"), "{said}");
    let said = folder.note(1);
    assert!(!said.contains("不在了"), "{said}");
    assert_eq!(folder.said("log verify log.jsonl").0.lines().count(), 1);
    // One from a backup.
    for old in [&tips[0], &tips[2]] {
        folder.put("log.jsonl.tip", old);
        let (said, code) = folder.said("log verify log.jsonl");
        assert!(code == 1 && said.contains("是旧的，只到第") && said.contains("没有改动"), "{said}");
    }
    assert!(folder.note(1).contains("是旧的"));
    assert!(folder.said("log verify log.jsonl").0.contains("第6行之前：.tip 丢失过"));
    // The tip is there before the first line: a log without one has lost it, however short.
    let first: String = folder.read("log.jsonl").lines().take(1).map(|l| format!("{l}\n")).collect();
    folder.put("log.jsonl", first);
    folder.put("log.jsonl.tip", "{\"n\":0,\"seal\":\"\"}\n");
    assert_eq!(folder.said("log verify log.jsonl").1, 0, "a kill between the two");
    fs::remove_file(folder.0.join("log.jsonl.tip")).unwrap();
    assert_eq!(folder.said("log verify log.jsonl").1, 1);
    let torn: String = folder.read("log.jsonl").chars().take(300).collect();
    folder.put("log.jsonl", torn);
    assert_eq!(folder.said("log verify log.jsonl").1, 1);
    // What the tip knows and the log has lost is told by the next check too.
    fs::remove_file(folder.0.join("log.jsonl")).unwrap();
    folder.note(3);
    let cut: String = folder.read("log.jsonl").lines().take(1).map(|l| format!("{l}\n")).collect();
    folder.put("log.jsonl", cut);
    assert!(folder.note(1).contains("末尾少了2行"));
    // The next line follows what the tip knows: what is lost stays to be seen.
    let (said, code) = folder.said("log verify log.jsonl");
    assert!(code == 1 && said.contains("之前：少了2行"), "{said}");
}

#[test]
fn who_verifies_waits_for_who_writes() {
    let folder = Folder::new("held");
    folder.letter("甲");
    folder.note(1);
    let writing = fs::File::open(folder.0.join("log.jsonl")).unwrap();
    writing.lock().unwrap();
    let mut child = folder.command("log verify log.jsonl").spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_secs(1));
    assert!(child.try_wait().unwrap().is_none());
    drop(writing);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_last_line_sealed_anew_is_told_now_and_later() {
    let folder = Folder::new("resealed");
    folder.letter("甲");
    folder.note(2);
    let text = folder.read("log.jsonl");
    let (before, last) = text.trim_end().rsplit_once('\n').unwrap();
    let content = last.rsplit_once(",\"seal\":\"").unwrap().0.replacen("\"time\":\"2", "\"time\":\"3", 1);
    folder.put("log.jsonl", format!("{before}\n{content},\"seal\":\"{}\"}}\n", sha256(content.as_bytes())));
    let (said, code) = folder.said("log verify log.jsonl");
    assert!(code == 1 && said.contains("第2行") && said.contains("内容被改过"), "{said}");
    folder.note(1);
    let (said, code) = folder.said("log verify log.jsonl");
    assert!(code == 1 && said.contains("第3行") && said.contains("与前一行接不上"), "{said}");
    // A tip that is none tells nothing, and is not written over.
    folder.put("log.jsonl.tip", "不是\n");
    for line in ["log verify log.jsonl", "check 甲 --log log.jsonl"] {
        let (said, code) = folder.said(line);
        assert!(code == 2 && said.contains("内容不对，无法判断"), "{line}: {said}");
    }
    assert_eq!(folder.read("log.jsonl.tip"), "不是\n");
}

#[test]
fn a_killed_run_leaves_the_tip_one_line_behind() {
    let tip = |n| Some(Tip { n, seal: String::new() });
    let of = |known: u64, last: u64| Standing::of(tip(known).as_ref(), tip(last).as_ref());
    assert_eq!(
        [of(5, 5), of(6, 5), of(4, 5), of(3, 5)],
        [Standing::Right, Standing::Right, Standing::Behind, Standing::Lost]
    );
    assert_eq!(Standing::of(None, None), Standing::Right);
    assert_eq!([1, 2].map(|n| Standing::of(None, tip(n).as_ref())), [Standing::Lost; 2]);
}

#[test]
fn a_tip_that_a_kill_left_is_led_up_before_anything_is_written() {
    let folder = Folder::new("led");
    folder.letter("甲");
    folder.note(4);
    let behind = folder.read("log.jsonl.tip");
    folder.note(1);
    let (log, tip) = (folder.read("log.jsonl"), folder.read("log.jsonl.tip"));
    folder.put("log.jsonl.tip", behind);
    // No more goes into a file of this length: were the line written first, the tip would be two lines behind.
    let check = "trap '' XFSZ; ulimit -f 1; exec \"$0\" check 甲 --quiet --log log.jsonl";
    let mut shell = Command::new("sh");
    shell.args(["-c", check]).arg(env!("CARGO_BIN_EXE_sanbu")).current_dir(&folder.0);
    assert_eq!(shell.output().unwrap().status.code(), Some(2));
    assert_eq!((folder.read("log.jsonl"), folder.read("log.jsonl.tip")), (log, tip));
}

#[test]
fn what_a_manifest_leaves_out_is_named_and_counts_where_nobody_can_read_it() {
    let folder = Folder::new("left");
    folder.letter("甲");
    folder.put("甲/packet.toml", "main = '正文.txt'\nform = '发文稿纸.txt'\n");
    folder.put("甲/草稿.txt", "随便写几句。\n");
    folder.put("甲/里/照片.png", "x");
    for format in ["pretty", "short"] {
        let (said, code) = folder.said(&format!("check 甲 --format {format}"));
        assert!(code == 0 && said.contains("没有写、没有检查的文件：草稿.txt、里/照片.png\n"), "{said}");
        assert!(said.contains("可以印制（packet.toml 里没有写的2个文件没有检查）"), "{said}");
    }
    assert!(folder.said("check 甲 --quiet").0.contains("没有写的2个文件没有检查"));
    for format in ["json", "jsonl"] {
        let said = folder.said(&format!("check 甲 --format {format}")).0;
        assert!(said.replace([' ', '\n'], "").contains(r#""left_out":["草稿.txt","里/照片.png"]"#), "{said}");
    }
    let torn: [(&str, &[u8]); 4] = [
        ("密.docx", b"PK\x03\x04"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("附件1.docx", b""),
        ("里/发文稿纸.docx", b"PK\x03\x04"),
    ];
    for (name, bytes) in torn {
        folder.put(&format!("甲/{name}"), bytes);
        let (report, code) = folder.json("check 甲 --format json");
        let packet = &report["packets"][0];
        assert_eq!((code, &packet["conclusion"]), (2, &json!("undecided")), "{name}: {packet:#}");
        assert_eq!(packet["unreadable"][0]["path"], format!("甲/{name}"));
        assert!(packet["left_out"].as_array().unwrap().contains(&json!(name)), "{packet:#}");
        for format in ["pretty", "short"] {
            let (said, code) = folder.said(&format!("check 甲 --format {format}"));
            assert!(code == 2 && !said.contains("可以印制（") && said.contains("无法读取"), "{said}");
        }
        // Named as left alone, it is left alone.
        let manifest = format!("main = '正文.txt'\nform = '发文稿纸.txt'\nignore = ['{name}', '草稿.txt']\n");
        folder.put("甲/packet.toml", manifest);
        let (report, code) = folder.json("check 甲 --format json");
        assert_eq!((code, &report["packets"][0]["left_out"]), (0, &json!(["里/照片.png"])), "{report:#}");
        fs::remove_file(folder.0.join("甲").join(name)).unwrap();
        folder.put("甲/packet.toml", "main = '正文.txt'\nform = '发文稿纸.txt'\n");
    }
}

#[test]
fn a_wrong_name_under_ignore_is_told_at_its_place() {
    let folder = Folder::new("ignore");
    folder.letter("甲");
    folder.put("甲/草稿.txt", "随便写几句。\n");
    folder.put("甲/里/旧稿.txt", "随便写几句。\n");
    folder.put("甲/.DS_Store", "x");
    folder.put("外.txt", "x");
    for wrong in ["草搞.txt", "里外", "里/草稿.txt", "../外.txt", "..\\\\外.txt", "/etc/passwd", "", "*.txt"] {
        let manifest = format!("main = '正文.txt'\nform = '发文稿纸.txt'\nignore = ['草稿.txt', \"{wrong}\"]\n");
        folder.put("甲/packet.toml", manifest);
        for format in ["pretty", "short", "json"] {
            let (said, code) = folder.said(&format!("check 甲 --format {format}"));
            assert!(code == 2 && said.contains("packet.toml 第3行第21列有误：ignore 里的“"), "{wrong}: {said}");
            assert!(!said.contains("可以印制（") && !said.contains("  可以印制"), "{wrong}: {said}");
        }
    }
    for right in [
        "草稿.txt', '里/旧稿.txt",
        "./草稿.txt', '里\\旧稿.txt",
        "草稿.txt', '里/旧稿.txt', '.DS_Store",
        "草稿.txt', '里",
    ] {
        folder.put("甲/packet.toml", format!("main = '正文.txt'\nform = '发文稿纸.txt'\nignore = ['{right}']\n"));
        let (report, code) = folder.json("check 甲 --format json");
        assert_eq!((code, report["packets"][0].get("left_out")), (0, None), "{right}: {report:#}");
    }
    // In settings it is rules that are named.
    for (settings, place) in [
        ("ignore = ['ATT-*', 'ATTT-*']\n", "2:20"),
        ("[[override]]\npaths = ['甲']\nignore = ['ATTT-*']\n", "4:11"),
        ("[[ignore]]\nrule = 'ATTT-*'\nreason = '试'\n", "3:8"),
    ] {
        folder.put("sanbu.toml", format!("stage = 'print'\n{settings}"));
        let (said, code) = folder.said("check 甲");
        assert!(code == 2 && said.contains(&format!("sanbu.toml:{place}")) && said.contains("ATTT-*"), "{said}");
    }
}

#[test]
fn a_lock_file_is_called_what_it_is() {
    let folder = Folder::new("lock");
    folder.letter("甲");
    for name in ["甲/~$文.docx", "甲/~$文.txt", "甲/.~lock.正文.docx#"] {
        folder.put(name, [6, 76, 105, 110, 0, 0x81]);
        for command in ["check", "inspect", "register", "confirm --gate signing --by 某"] {
            let (said, code) = folder.said(&format!("{command} {name}"));
            assert!(code == 2 && said.contains("锁定文件") && said.contains("先关闭公文"), "{command}: {said}");
            assert!(!said.contains("损坏") && !said.contains("corrupt"), "{command}: {said}");
        }
        let (report, _) = folder.json(&format!("check {name} --format json"));
        assert_eq!(report["unreadable"][0]["reason"], "unsupported");
    }
    // In a folder it is no paper of the packet.
    assert_eq!(folder.said("check 甲").1, 0);
    assert_eq!(folder.said("check ~$没有.docx").1, 2);
}
