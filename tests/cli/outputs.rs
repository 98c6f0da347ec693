//! Where outputs may go: over nothing that a run reads, over nothing that is not ours, and whole or not at all.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::support::cli::{Folder, err, out};

/// Rules of an office that change nothing.
const RULES: &str = "[words]\nplaceholders = ['待补']\n";

/// Every format with the file that it is written to.
const ALL: [(&str, &str); 10] = [
    ("pretty", "p.txt"),
    ("short", "s.txt"),
    ("json", "j.json"),
    ("jsonl", "l.jsonl"),
    ("csv", "c.csv"),
    ("xlsx", "x.xlsx"),
    ("html", "h.html"),
    ("sarif", "r.sarif"),
    ("junit", "u.xml"),
    ("github", "g.txt"),
];

/// The commands that write, by the flag that says where.
const WRITERS: [&[&str]; 4] = [
    &["check", "件", "--rules", "另.toml", "--format", "json", "-o"],
    &["check", "件", "--rules", "另.toml", "--format", "json", "--write-baseline"],
    &["check", "件", "--rules", "另.toml", "--format", "json", "--log"],
    &["register", "件", "--rules", "另.toml", "-o"],
];

impl Folder {
    /// A packet, all that an office keeps beside it, and other names of the same files.
    fn office(name: &str) -> Self {
        let folder = Folder::new(&format!("outputs-{name}"));
        folder.copy("good/函", "件");
        folder.copy("good/通知", "别的");
        folder.put("规则.toml", RULES);
        folder.put("另.toml", RULES);
        folder.put("sanbu.toml", "rules = [\"规则.toml\"]\n");
        folder.put("外.txt", "我的会议记录\n");
        folder.put("空.txt", "");
        fs::create_dir(folder.0.join("夹")).unwrap();
        folder.runs(&["check", "件", "--log", "留痕.jsonl", "--write-baseline", "基线.json", "-o", "报告.txt"]);
        folder.runs(&["register", "件", "-o", "登记.csv"]);
        folder.link("件/正文.txt", "链.txt");
        folder.link("件", "链夹");
        folder.hard("件/正文.txt", "硬.txt");
        folder.hard("规则.toml", "硬规则.txt");
        folder
    }

    fn link(&self, to: &str, name: &str) {
        symlink(to, self.0.join(name)).unwrap();
    }

    fn hard(&self, of: &str, name: &str) {
        fs::hard_link(self.0.join(of), self.0.join(name)).unwrap();
    }

    /// Runs a command that must end with 0.
    fn runs(&self, args: &[&str]) -> Output {
        let output = self.sanbu(args);
        assert_eq!(output.status.code(), Some(0), "{args:?} {}", err(&output));
        output
    }

    /// Runs a command that must be refused before any file changes; its message.
    fn refuses(&self, args: &[&str]) -> String {
        let before = self.state();
        let output = self.sanbu(args);
        assert_eq!((output.status.code(), out(&output).as_str()), (Some(2), ""), "{args:?} {}", err(&output));
        assert_eq!(self.state(), before, "{args:?} changed something");
        err(&output)
    }

    /// Every file with its bytes, mode and number of names; links as they are.
    fn state(&self) -> BTreeMap<PathBuf, (Vec<u8>, u32, u64)> {
        let mut found = BTreeMap::new();
        let mut open = vec![self.0.clone()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap().map(|e| e.unwrap()) {
                let (path, meta) = (entry.path(), fs::symlink_metadata(entry.path()).unwrap());
                let bytes = match () {
                    () if meta.is_dir() => {
                        open.push(path.clone());
                        Vec::new()
                    }
                    () if meta.is_file() => fs::read(&path).unwrap(),
                    () if meta.is_symlink() => fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes(),
                    () => Vec::new(),
                };
                let links = if meta.is_file() { meta.nlink() } else { 0 };
                found.insert(path, (bytes, meta.mode(), links));
            }
        }
        found
    }

    /// A device that takes anything. Where the machine lets it be made it is the test's own: a program that went wrong
    /// would replace the one that all use.
    fn null(&self) -> String {
        let own = self.0.join("空设备");
        let made = Command::new("mknod").arg(&own).args(["c", "1", "3"]).stderr(Stdio::piped()).output();
        let works = made.is_ok_and(|made| made.status.success()) && File::options().append(true).open(&own).is_ok();
        if works { own.to_str().unwrap().to_owned() } else { "/dev/null".to_owned() }
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.0.join(folder)).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// A writer with the place it is to write to; the log knows no `--force`.
fn to<'a>(writer: &[&'a str], target: &'a str, force: bool) -> Vec<&'a str> {
    [writer, &[target][..], if force { &["--force"] } else { &[] }].concat()
}

#[test]
fn nothing_that_a_run_reads_is_written_over() {
    let folder = Folder::office("read");
    let absolute = folder.0.join("件/正文.txt");
    let cases = [
        ("件/正文.txt", "要检查的"),
        ("./件/../件/正文.txt", "要检查的"),
        (absolute.to_str().unwrap(), "要检查的"),
        ("链.txt", "要检查的"),
        ("链夹/正文.txt", "要检查的"),
        ("硬.txt", "同一个文件"),
        ("sanbu.toml", "配置文件"),
        ("规则.toml", "规则文件"),
        ("硬规则.txt", "规则文件"),
        ("另.toml", "规则文件"),
        ("件/packet.toml", "配置文件"),
        ("件/sanbu.toml", "配置文件"),
        ("留痕.jsonl", "留痕"),
        ("留痕.jsonl.tip", "留痕"),
        ("夹", "文件夹"),
        ("没有/结果", "没有这个文件夹"),
    ];
    for writer in WRITERS {
        for (target, why) in cases {
            if writer.contains(&"--log") && target == "留痕.jsonl" {
                continue;
            }
            for force in [false, true] {
                let said = folder.refuses(&to(writer, target, force));
                let told =
                    said.starts_with(&format!("写不了 {}：", target.trim_start_matches("./"))) && said.contains(why);
                assert!(told, "{writer:?} {target} {force}: {said}");
            }
        }
    }
    // Named as files, not found in a folder.
    for (target, why) in [("件/正文.txt", "要检查的文件"), ("链.txt", "要检查的文件"), ("硬.txt", "要检查的文件")]
    {
        let said = folder.refuses(&["check", "件/发文稿纸.txt", "件/正文.txt", "-o", target, "--force"]);
        assert!(said.contains(why), "{target}: {said}");
        assert!(folder.refuses(&["register", "件/正文.txt", "-o", target, "--force"]).contains(why));
    }
    let input = File::open(folder.0.join("外.txt")).unwrap();
    let piped = folder.command(&["check", "-", "-o", "外.txt", "--force"]).stdin(input).output().unwrap();
    assert!(piped.status.code() == Some(2) && err(&piped).contains("要检查的文件"), "{}", err(&piped));
    assert_eq!(folder.read("外.txt"), "我的会议记录\n");
    // What is read besides.
    let said = folder.refuses(&["check", "件", "--baseline", "基线.json", "-o", "基线.json", "--force"]);
    assert!(said.contains("基线"), "{said}");
    let said = folder.refuses(&["register", "件", "--against", "登记.csv", "-o", "登记.csv", "--force"]);
    assert!(said.contains("要核对的登记簿"), "{said}");
    folder.runs(&["check", "件", "--baseline", "基线.json", "--write-baseline", "基线.json"]);
}

#[test]
fn two_outputs_never_go_to_one_file() {
    let folder = Folder::office("two");
    folder.put("甲.json", "");
    folder.hard("甲.json", "乙.json");
    folder.link("丙.json", "到丙");
    let check = |args: &[&str]| folder.refuses(&[&["check", "件", "--format", "json"], args].concat());
    for args in [
        ["-o", "丙.json", "--write-baseline", "./丙.json"],
        ["-o", "甲.json", "--write-baseline", "乙.json"],
        ["-o", "到丙", "--write-baseline", "丙.json"],
        ["-o", "丙.jsonl", "--log", "丙.jsonl"],
        ["-o", "丙.jsonl.tip", "--log", "丙.jsonl"],
        ["-o", "-", "--write-baseline", "/dev/stdout"],
        ["--fail-on", "never", "--write-baseline", "-"],
    ] {
        let said = check(&args);
        assert!(said.contains("已经有一项输出"), "{args:?} {said}");
    }
    let said = folder.refuses(&["register", "件", "--against", "登记.csv", "-o", "-"]);
    assert!(said.contains("已经有一项输出"), "{said}");
    // A device takes whatever comes.
    let null = folder.null();
    folder.runs(&["check", "件", "-o", &null, "--write-baseline", &null]);
}

#[test]
fn what_the_program_did_not_write_is_kept_unless_forced() {
    let folder = Folder::office("foreign");
    // By a name that says nothing.
    let reports = ALL.map(|(format, file)| (format, &file[..1]));
    let write = |format: &'static str, target: &'static str| ["check", "件", "别的", "--format", format, "-o", target];
    for (format, target) in reports {
        folder.runs(&write(format, target));
        let first = folder.bytes(target);
        // The same again, and empty ones.
        folder.runs(&write(format, target));
        folder.runs(&write(format, "空.txt"));
        assert_eq!((folder.bytes(target), folder.bytes("空.txt")), (first.clone(), first));
        folder.put("空.txt", "");
    }
    folder.runs(&["check", "件", "--quiet", "-o", "p"]);
    folder.runs(&["check", "件", "--quiet", "-o", "p"]);
    folder.runs(&["check", "件", "--write-baseline", "基线.json"]);
    let foreign = ["外.txt", "基线.json", "登记.csv", "p", "s", "j", "l", "c", "x", "h", "r", "u", "g"];
    for (format, own) in reports {
        for target in foreign.into_iter().filter(|target| *target != own) {
            let said = folder.refuses(&write(format, target));
            assert!(said.contains("不是本程序写的同一种结果") && said.contains("--force"), "{format} {target} {said}");
        }
    }
    for target in ["外.txt", "登记.csv", "p", "j"] {
        assert!(folder.refuses(&["check", "件", "--write-baseline", target]).contains("--force"));
        assert!(folder.refuses(&["check", "件", "--log", target, "--force"]).contains("不是检查留痕"));
        assert!(folder.refuses(&["register", "件", "-o", target, "--format", "jsonl"]).contains("--extend"));
    }
    // A torn report is not known any more; nor is one in the folder that is checked, unless it is one.
    let whole = folder.read("j");
    let half = (0..=whole.len() / 2).rev().find(|at| whole.is_char_boundary(*at)).unwrap();
    folder.put("j", &whole[..half]);
    assert!(folder.refuses(&write("json", "j")).contains("--force"));
    folder.put("件/结果.json", &whole);
    folder.runs(&["check", "件", "--format", "json", "-o", "件/结果.json"]);
    folder.put("件/结果.html", folder.read("h"));
    folder.runs(&["check", "件", "--format", "html", "-o", "件/结果.html"]);
    // What a run has left in the folder is no paper, and may be replaced when that is wanted.
    folder.put("件/基线.json", folder.read("基线.json"));
    assert!(folder.refuses(&write("json", "件/基线.json")).contains("--force"));
    folder.runs(&[&write("json", "件/基线.json")[..], &["--force"]].concat());
    // What only may be read is not written either.
    folder.put("只读.json", &whole);
    fs::set_permissions(folder.0.join("只读.json"), fs::Permissions::from_mode(0o444)).unwrap();
    assert!(folder.refuses(&write("json", "只读.json")).contains("只读"));
    for target in ["外.txt", "基线.json", "只读.json"] {
        folder.runs(&[&write("json", target)[..], &["--force"]].concat());
        assert!(folder.read(target).starts_with("{\n  \"schema\": 2"), "{target}");
    }
    assert_eq!(fs::metadata(folder.0.join("只读.json")).unwrap().mode() & 0o777, 0o444);
}

#[test]
fn settings_are_left_as_they_are() {
    let folder = Folder::office("init");
    for target in ["sanbu.toml", "外.txt", "件/正文.txt", "链.txt", "规则.toml"] {
        assert!(folder.refuses(&["init", "-o", target]).contains("已经有了"), "{target}");
    }
    for target in ["外.txt", "件/正文.txt", "链.txt", "硬.txt", "规则.toml", "报告.txt", "登记.csv"] {
        assert!(folder.refuses(&["init", "-o", target, "--force"]).contains("不是 sanbu.toml"), "{target}");
    }
    for target in ["留痕.jsonl", "留痕.jsonl.tip"] {
        assert!(folder.refuses(&["init", "-o", target, "--force"]).contains("留痕"), "{target}");
    }
    assert!(folder.refuses(&["init", "-o", "件/packet.toml"]).contains("配置文件"));
    folder.runs(&["init", "--force"]);
    let written = folder.read("sanbu.toml");
    assert!(written.contains("[organisation]"));
    folder.runs(&["init", "-o", "另一份.toml"]);
    folder.runs(&["init", "-o", "另一份.toml", "--force", "--preset", "company"]);
    assert_ne!(folder.read("另一份.toml"), written);
    assert_eq!(out(&folder.runs(&["init", "-o", "-"])), written);
}

#[test]
fn blank_documents_replace_nothing_but_by_force() {
    let folder = Folder::office("new");
    for (target, why) in [
        ("外.txt", "已经有这个文件，没有改动"),
        ("件/正文.txt", "已经有这个文件，没有改动"),
        ("链.txt", "已经有这个文件，没有改动"),
        ("sanbu.toml", "配置文件"),
        ("规则.toml", "规则文件"),
        ("硬规则.txt", "规则文件"),
        ("留痕.jsonl", "留痕"),
        ("没有/甲.docx", "没有这个文件夹"),
        ("没有.doc", ".docx"),
    ] {
        let said = folder.refuses(&["new", "通知", "-o", target]);
        assert!(said.contains(&format!("写不了 {target}：")) && said.contains(why), "{target} {said}");
    }
    for target in ["sanbu.toml", "规则.toml", "硬规则.txt", "留痕.jsonl"] {
        folder.refuses(&["new", "通知", "-o", target, "--force"]);
    }
    folder.runs(&["new", "通知", "-o", "空.txt"]);
    folder.runs(&["new", "通知", "--form", "-o", "新"]);
    assert_eq!(folder.names("新"), ["发文稿纸.docx", "正文.docx"]);
    // Neither file is written when one of them may not be.
    fs::remove_file(folder.0.join("新/正文.docx")).unwrap();
    assert!(folder.refuses(&["new", "通知", "--form", "-o", "新"]).contains("新/发文稿纸.docx"));
    folder.runs(&["new", "函", "--form", "-o", "新", "--force"]);
    // The same document each time, wherever it goes.
    let written = fs::read(folder.0.join("新/正文.docx")).unwrap();
    assert_eq!(folder.runs(&["new", "函", "-o", "-"]).stdout, written);
    assert!(folder.refuses(&["new", "函", "--form", "-o", "-"]).contains("标准输出"));
    folder.runs(&["new", "函", "-o", "甲.docx", "--form"]);
    assert_eq!(fs::read(folder.0.join("甲.docx")).unwrap(), written);
    assert!(folder.0.join("甲 发文稿纸.docx").exists());
}

#[test]
fn links_are_followed_and_rights_are_kept() {
    let folder = Folder::office("links");
    fs::create_dir(folder.0.join("远")).unwrap();
    folder.link("远/结果.json", "链.json");
    folder.link("链.json", "链链.json");
    let write = ["check", "件", "--format", "json", "-o"];
    for (target, mode) in [("链链.json", 0o600), ("链.json", 0o640), ("远/结果.json", 0o604)] {
        folder.runs(&[&write[..], &[target]].concat());
        let real = folder.0.join("远/结果.json");
        assert!(folder.read("远/结果.json").starts_with("{\n"), "{target}");
        assert!(fs::symlink_metadata(folder.0.join("链.json")).unwrap().is_symlink());
        fs::set_permissions(&real, fs::Permissions::from_mode(mode)).unwrap();
        folder.runs(&[&write[..], &[target]].concat());
        assert_eq!(fs::metadata(real).unwrap().mode() & 0o7777, mode, "{target}");
    }
    assert_eq!(folder.names("远"), ["结果.json"]);
    // The root of a machine leaves a file to whom it belongs.
    let (real, other) = (folder.0.join("远/结果.json"), 65_534);
    if chown(&real, Some(other), Some(other)).is_ok() {
        folder.runs(&[&write[..], &["链.json"]].concat());
        let meta = fs::metadata(real).unwrap();
        assert_eq!((meta.uid(), meta.gid()), (other, other));
    }
    folder.link("圈", "圈");
    assert_eq!(folder.sanbu(&[&write[..], &["圈"]].concat()).status.code(), Some(2));
    folder.link("没有/结果.json", "断.json");
    assert!(folder.refuses(&[&write[..], &["断.json"]].concat()).contains("没有这个文件夹"));
    // A link in the folder that is checked leads out of it: what it leads to is a paper.
    folder.put("远/附件.txt", "附件\n");
    folder.link("../远/附件.txt", "件/附件1 表.txt");
    let said = folder.refuses(&[&write[..], &["远/附件.txt", "--force"]].concat());
    assert!(said.contains("同一个文件"), "{said}");
    // A log behind a link, and a name as long as names may be.
    folder.link("远/痕.jsonl", "痕.jsonl");
    folder.runs(&["check", "别的", "--log", "痕.jsonl"]);
    assert!(folder.read("远/痕.jsonl").starts_with("{\"schema\":1"));
    let long = "长".repeat(85);
    folder.runs(&["check", "别的", "--format", "json", "-o", &long]);
    folder.runs(&["check", "别的", "--format", "json", "-o", &long]);
}

#[test]
fn devices_and_pipes_are_written_to() {
    let folder = Folder::office("devices");
    let check = |target: &str| folder.runs(&["check", "件", "--format", "json", "-o", target]);
    let printed = out(&folder.runs(&["check", "件", "--format", "json"]));
    for target in ["-", "/dev/stdout", "/dev/fd/1"] {
        assert_eq!(out(&check(target)), printed, "{target}");
    }
    assert!(err(&check("/dev/stderr")).contains("\"schema\": 2"));
    let null = folder.null();
    check(&null);
    assert!(fs::metadata(&null).unwrap().file_type().is_char_device());
    let text = out(&folder.runs(&["check", "件", "-o", "-"]));
    assert!(text.contains("可以印制") && !text.contains('\u{1b}'), "no colour where nobody looks");
    let fifo = folder.0.join("管道");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let reader = std::thread::spawn({
        let fifo = fifo.clone();
        move || fs::read_to_string(fifo).unwrap()
    });
    check("管道");
    assert_eq!(reader.join().unwrap(), printed);
    assert!(fs::metadata(&fifo).unwrap().file_type().is_fifo());
    // An open file of the shell: what stands in it stays, and what the shell writes next comes behind.
    for (n, target) in [(3, "/dev/fd/3"), (2, "/dev/stderr")] {
        let run = format!("\"$0\" check 件 --format json -o {target}");
        let lines = format!("exec {n}>>{n}.json; echo 前 >&{n}; {run}; echo 后 >&{n}");
        let mut shell = Command::new("sh");
        shell.args(["-c", &lines]).arg(env!("CARGO_BIN_EXE_sanbu"));
        assert!(shell.current_dir(&folder.0).status().unwrap().success());
        assert_eq!(folder.read(&format!("{n}.json")), format!("前\n{printed}后\n"), "{target}");
    }
    for target in ["-", &null, "/dev/stdout"] {
        assert!(folder.refuses(&["check", "件", "--log", target]).contains("读回来"), "{target}");
    }
    // Nobody makes a file there: it is told before anything is written.
    folder.refuses(&["check", "件", "--write-baseline", "新基线.json", "-o", "/proc/结果.json"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_told_before_the_work() {
    let folder = Folder::office("closed");
    let closed = folder.0.join("夹");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    // Nothing is closed to the root of a machine.
    if File::create(closed.join("试")).is_err() {
        let said = folder.refuses(&["check", "件", "-o", "夹/结果.txt"]);
        assert!(said.contains("没有权限"), "{said}");
    }
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_redirection_of_the_shell_into_a_document_is_reported() {
    let folder = Folder::office("redirected");
    let led = |name: &str, args: &[&str]| {
        let file = File::options().append(true).open(folder.0.join(name)).unwrap();
        let output = folder.command(args).stdout(file).output().unwrap();
        (output.status.code(), err(&output))
    };
    let before = folder.read("件/正文.txt");
    for args in [["check", "件/正文.txt"], ["check", "件"], ["register", "件/正文.txt"], ["inspect", "件/正文.txt"]]
    {
        let (code, said) = led("件/正文.txt", &args);
        assert!(code == Some(2) && said.contains("标准输出（") && said.contains("重定向到别处"), "{args:?} {said}");
        assert_eq!(folder.read("件/正文.txt"), before);
    }
    assert_eq!(led("外.txt", &["check", "件"]).0, Some(0));
    // The record of the night may lie among what is checked, and is no paper; a text that is read is one.
    let plain = out(&folder.runs(&["check", "件"]));
    for (name, before) in [("件/夜.txt", ""), ("件/夜.out", "昨夜\n")] {
        folder.put(name, before);
        assert_eq!(led(name, &["check", "件"]), (Some(0), String::new()), "{name}");
        assert_eq!(folder.read(name), format!("{before}{plain}"));
        fs::remove_file(folder.0.join(name)).unwrap();
    }
    // What may be written and not read may be printed to.
    let kept = File::create(folder.0.join("只写")).unwrap();
    kept.set_permissions(fs::Permissions::from_mode(0o200)).unwrap();
    if let Some(mut command) = folder.as_nobody(&["check", "件"]) {
        assert_eq!(command.stdout(kept).output().unwrap().status.code(), Some(0));
    }
    let gone = File::create(folder.0.join("没了")).unwrap();
    fs::remove_file(folder.0.join("没了")).unwrap();
    let code = folder.command(&["check", "件"]).stdout(gone).output().unwrap().status.code();
    assert_eq!(code, Some(0), "a file without a name may be printed to");
    folder.put("件/正文.txt", "");
    let (code, said) = led("件/正文.txt", &["check", "件/正文.txt"]);
    assert!(code == Some(2) && said.contains("已经被清空"), "{said}");
}

#[test]
fn what_killed_runs_left_is_cleared_and_never_a_paper() {
    let folder = Folder::office("left");
    let check = ["check", "件", "--format", "json", "--log", "件/痕.jsonl", "--write-baseline", "件/基.json"];
    let check = [&check[..], &["-o", "件/果.json"]].concat();
    let plain = out(&folder.runs(&["check", "件", "--format", "json"]));
    folder.runs(&check);
    let left = ["果.json.123.sanbu-tmp", "基.json.7-2.sanbu-tmp", "痕.jsonl.tip.9.sanbu-tmp"];
    left.iter().for_each(|name| drop(folder.put(&format!("件/{name}"), "半")));
    let others = ["正文.txt.5.sanbu-tmp", "果.json.x.sanbu-tmp", "packet.toml.6.sanbu-tmp"];
    others.iter().for_each(|name| drop(folder.put(&format!("件/{name}"), "某发〔2026〕3号")));
    // What no run has made is not opened: a pipe would be waited for.
    let pipe = folder.0.join("件/果.json.8.sanbu-tmp");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    fs::remove_file(folder.0.join("件/果.json")).unwrap();
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap()["packets"].clone();
    assert_eq!(read(&out(&folder.runs(&["check", "件", "--format", "json"]))), read(&plain));
    // What another run is writing is not cleared.
    let held = File::options().write(true).open(folder.0.join("件").join(left[0])).unwrap();
    held.lock().unwrap();
    folder.runs(&check);
    let names = folder.names("件");
    assert!(names.contains(&left[0].to_owned()) && !names.iter().any(|n| left[1..].contains(&n.as_str())), "{names:?}");
    drop(held);
    folder.runs(&check);
    let names = folder.names("件");
    assert!(!names.iter().any(|n| left.contains(&n.as_str())), "{names:?}");
    assert!(others.iter().all(|name| names.contains(&(*name).to_owned())) && pipe.exists(), "{names:?}");
    assert_eq!(read(&folder.read("件/果.json")), read(&plain));
}

/// A packet that only a person can judge.
fn unsettled(name: &str) -> Folder {
    let folder = Folder::office(name);
    let form = folder.read("件/发文稿纸.txt");
    let lines = form.lines().filter(|line| !line.contains("复核"));
    folder.put("件/发文稿纸.txt", lines.map(|line| format!("{line}\n")).collect::<String>());
    folder
}

#[test]
fn a_confirmation_is_written_like_any_output() {
    let folder = unsettled("confirm");
    let confirm = ["confirm", "件", "--gate", "recheck", "--by", "周宁", "--today", "2026-03-06"];
    folder.put("件/正文.txt.5.sanbu-tmp", "某发〔2026〕3号");
    folder.put("件/packet.toml.6.sanbu-tmp", "main =");
    let printed = out(&folder.runs(&confirm));
    assert!(printed.contains("印制结论：可以印制"), "{printed}");
    assert!(!folder.read("件/packet.toml").contains("sanbu-tmp"));
    assert_eq!(folder.names("件"), ["packet.toml", "发文稿纸.txt", "正文.txt", "正文.txt.5.sanbu-tmp"]);
    // A manifest elsewhere stays there, with its rights.
    fs::rename(folder.0.join("件/packet.toml"), folder.0.join("夹/集.toml")).unwrap();
    fs::set_permissions(folder.0.join("夹/集.toml"), fs::Permissions::from_mode(0o600)).unwrap();
    folder.link("../夹/集.toml", "件/packet.toml");
    folder.runs(&confirm);
    assert_eq!(folder.read("夹/集.toml").matches("[[confirm]]").count(), 2);
    assert_eq!(fs::metadata(folder.0.join("夹/集.toml")).unwrap().mode() & 0o777, 0o600);
    assert!(fs::symlink_metadata(folder.0.join("件/packet.toml")).unwrap().is_symlink());
}

#[test]
fn a_register_is_extended_only_when_asked() {
    let folder = Folder::office("register");
    for name in ["簿.csv", "簿.jsonl", "簿.xlsx"] {
        folder.runs(&["register", "件", "-o", name]);
        // The same register is the same file.
        folder.runs(&["register", "件", "-o", name]);
        let before = folder.state();
        let output = folder.sanbu(&["register", "件", "别的", "-o", name]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        let said = err(&output);
        assert!(["--against", "--extend", "--force"].iter().all(|way| said.contains(way)), "{name} {said}");
        assert_eq!(folder.state(), before);
        let first = fs::read(folder.0.join(name)).unwrap();
        let extend = ["register", "件", "别的", "-o", name, "--extend"];
        if name == "簿.xlsx" {
            assert!(folder.refuses(&extend).contains("工作簿"));
        } else {
            for _ in 0..2 {
                folder.runs(&extend);
                let all = fs::read(folder.0.join(name)).unwrap();
                assert!(all.starts_with(&first) && all.len() > first.len(), "{name}");
                folder.runs(&["register", "件", "别的", "--against", name]);
            }
        }
        folder.runs(&["register", "件", "别的", "-o", name, "--force"]);
        assert_ne!(fs::read(folder.0.join(name)).unwrap(), first);
    }
    // An office's own columns and line ends.
    folder.put("自.csv", "发文登记\n标题,柜号,文号,序号\n旧文,3,青交函〔2026〕1号,1");
    folder.runs(&["register", "别的", "-o", "自.csv", "--extend"]);
    let text = folder.read("自.csv");
    let rows: Vec<&str> = text.lines().skip(2).collect();
    assert!(text.starts_with("发文登记\n标题,柜号,文号,序号\n旧文,3,青交函〔2026〕1号,1\n"), "{text}");
    assert!(rows.len() == 2 && rows[1].contains(",,青政办发〔2026〕12号,2"), "{text}");
    // What is registered in other words is registered.
    folder.put("自.csv", text.replace("关于", "关 于"));
    folder.runs(&["register", "别的", "-o", "自.csv", "--extend"]);
    assert_eq!(folder.read("自.csv"), text.replace("关于", "关 于"));
    // A new one is made; what is none is left alone; one that is read is not extended.
    folder.runs(&["register", "件", "-o", "新.csv", "--extend"]);
    assert!(folder.refuses(&["register", "件", "-o", "外.txt", "--format", "csv", "--extend"]).contains("表头"));
    assert_eq!(folder.sanbu(&["register", "件", "--extend"]).status.code(), Some(2));
    // A table of the packet is no register, whatever is asked for.
    folder.put("件/数据.csv", "项目,金额\n堤防加固,100\n");
    for how in ["--force", "--extend"] {
        let said = folder.refuses(&["register", "件", "-o", "件/数据.csv", how]);
        assert!(said.contains("在要检查的文件夹里"), "{how} {said}");
    }
    let read = ["register", "件", "--against", "新.csv", "-o", "新.csv", "--extend"];
    assert_eq!(folder.sanbu(&read).status.code(), Some(2));
    assert!(Path::new(&folder.0.join("新.csv")).exists());
}

#[test]
fn copies_with_comments_and_mended_papers_are_outputs_like_others() {
    let folder = Folder::office("copies");
    for target in ["件", "链夹", "."] {
        assert!(folder.refuses(&["annotate", "件", "-o", target]).contains("请另写一个文件夹"), "{target}");
    }
    assert!(folder.refuses(&["annotate", "件", "-o", "外.txt"]).contains("不是文件夹"));
    folder.put("夹/批注清单.docx", "我的\n");
    assert!(folder.refuses(&["annotate", "件", "-o", "夹"]).contains("--force"));
    folder.runs(&["annotate", "件", "-o", "夹", "--force"]);
    // A list is no paper of the packet in which it lies, and is counted among what was skipped.
    let findings = |skipped: u64| {
        let (report, _) = folder.json(&["check", "件", "--format", "json"]);
        assert_eq!(report["summary"]["skipped_files"], skipped);
        report["packets"].clone()
    };
    let before = findings(0);
    fs::copy(folder.0.join("夹/批注清单.docx"), folder.0.join("件/批注清单.docx")).unwrap();
    assert_eq!(findings(1), before);
    let said = out(&folder.runs(&["annotate", "件", "--strip", "-o", "还原"]));
    assert!(said.contains("没有本程序加的批注"), "{said}");
    // Whatever leads to a paper, it is mended once; its other names keep what they had, and that is said.
    folder.change("件/正文.txt", "〔2026〕", "[2026]");
    let faulty = folder.read("件/正文.txt");
    let said = out(&folder.runs(&["fix", "件", "链夹/正文.txt", "链.txt", "--today", "2026-03-06"]));
    assert!(said.matches("改了 ").count() == 1 && said.contains("另有1个硬链接"), "{said}");
    assert_eq!(folder.read("硬.txt"), faulty);
    assert!(folder.read("链.txt") == folder.read("件/正文.txt") && folder.read("链.txt") != faulty);
    for role in ["规则.toml", "硬规则.txt", "报告.txt", "基线.json"] {
        let before = folder.state();
        assert_eq!(folder.sanbu(&["fix", role, "--unsafe"]).status.code(), Some(2), "{role}");
        assert_eq!(folder.state(), before, "{role}");
    }
}

#[test]
fn several_reports_are_those_that_each_run_alone_gives() {
    let folder = Folder::office("several");
    let formats: Vec<String> = ALL.iter().map(|(format, file)| format!("--format={format}=夹/{file}")).collect();
    let mut first = Vec::new();
    for jobs in ["1", "2", "8"] {
        let args =
            ["check", "件", "别的", "外.txt", "--jobs", jobs].into_iter().chain(formats.iter().map(String::as_str));
        let output = folder.sanbu(&args.collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(2), "{}", err(&output));
        let written: Vec<Vec<u8>> = ALL.iter().map(|(_, file)| folder.bytes(&format!("夹/{file}"))).collect();
        assert_eq!(output.stdout, written[0], "what is on the screen is not asked for and not left out");
        if first.is_empty() {
            first = written;
        } else {
            assert!(first == written, "{jobs} threads");
        }
    }
    for ((format, file), bytes) in ALL.iter().zip(&first) {
        let alone = folder.sanbu(&["check", "件", "别的", "外.txt", "--format", format]);
        assert!(alone.stdout == *bytes, "{format}");
        let beside = folder.sanbu(&["check", "件", "别的", "外.txt", "--format", format, "-o", &format!("夹/{file}")]);
        assert!(beside.stdout.is_empty() && folder.bytes(&format!("夹/{file}")) == *bytes, "{format}");
    }
    // A report of an earlier run is no paper of the folder that it was left in.
    let plain = out(&folder.sanbu(&["check", "件", "--format", "jsonl"]));
    for (_, file) in ALL {
        fs::copy(folder.0.join("夹").join(file), folder.0.join("件").join(file)).unwrap();
    }
    let beside = out(&folder.sanbu(&["check", "件", "--format", "jsonl"]));
    let packet = |text: &str| text.lines().next().unwrap().to_owned();
    assert_eq!(packet(&beside), packet(&plain));
    assert!(beside.contains("\"skipped_files\":10"), "{beside}");
}

#[test]
fn a_report_goes_where_it_is_told_to() {
    let folder = Folder::office("where");
    // The name of the file says which, and that is said.
    for (format, file) in ALL.into_iter().filter(|(_, file)| !file.ends_with(".txt")) {
        let output = folder.runs(&["check", "件", "-o", file]);
        assert!(err(&output).contains(&format!("按文件名写成 {format}")) && output.stdout.is_empty(), "{format}");
        folder.runs(&["check", "件", "--format", format, "-o", file]);
    }
    assert_eq!(err(&folder.runs(&["check", "件", "-o", "结果"])), "");
    assert!(folder.read("结果").contains("可以印制"));
    // One that names no file has the place of -o; the others have their own.
    folder.runs(&["check", "件", "--format", "junit=甲.xml", "--format", "short", "-o", "乙.txt"]);
    assert!(folder.read("甲.xml").contains("<testsuites") && folder.read("乙.txt").contains(": 印制结论："));
    let output = folder.runs(&["check", "件", "--format", "json=-"]);
    assert!(out(&output).starts_with("{\n  \"schema\""));
    for args in [
        &["--format", "json", "--format", "short"][..],
        &["--format", "json=丙", "--format", "sarif=丙"],
        &["--format", "json=丙", "-o", "./丙"],
        &["--format", "json=留痕.jsonl", "--log", "留痕.jsonl"],
    ] {
        let said = folder.refuses(&[&["check", "件"], args].concat());
        assert!(said.contains("已经有一项输出") || said.contains("留痕"), "{args:?} {said}");
    }
    for (args, why) in
        [("yaml", "可以写：屏幕（pretty）、简表（short）"), ("json=", "等号后面要有文件名"), ("yaml=x", "可以写")]
    {
        let said = folder.refuses(&["check", "件", "--format", args]);
        assert!(said.contains(why), "{args} {said}");
    }
    for target in ["件/正文.txt", "sanbu.toml", "规则.toml"] {
        folder.refuses(&["check", "件", "--force", "--format", &format!("csv={target}")]);
    }
    // Another workbook is not ours to replace.
    folder.runs(&["check", "件", "--format", "xlsx=清单.xlsx"]);
    folder.runs(&["check", "件", "--format", "xlsx=清单.xlsx"]);
    folder.runs(&["register", "件", "-o", "登记.xlsx"]);
    assert!(folder.refuses(&["check", "件", "--format", "xlsx=登记.xlsx"]).contains("--force"));
}

#[test]
fn an_output_that_fails_leaves_the_others_whole() {
    let folder = Folder::office("fails");
    let whole = out(&folder.runs(&["check", "件", "--format", "sarif"]));
    // Nobody listens to what is printed.
    let mut child = folder.command(&["check", "件", "--format", "sarif=甲.sarif"]).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(folder.read("甲.sarif"), whole);
    let mut child = folder.command(&["check", "件", "--format", "json", "-o", "/dev/stderr"]).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    // Nor is there anybody to be told what is said beside it.
    let (reader, closed) = std::io::pipe().unwrap();
    drop(reader);
    let output = folder.command(&["check", "件", "-o", "丙.sarif"]).stderr(closed).output().unwrap();
    assert_eq!((output.status.code(), folder.read("丙.sarif")), (Some(0), whole.clone()));
    if Path::new("/dev/full").exists() {
        let output = folder.sanbu(&["check", "件", "--format", "json=/dev/full", "--format", "sarif=乙.sarif"]);
        assert!(output.status.code() == Some(2) && err(&output).contains("磁盘满了"), "{}", err(&output));
        assert_eq!(folder.read("乙.sarif"), whole);
    }
}

#[test]
fn half_of_a_file_is_never_left() {
    let folder = Folder::office("half");
    let whole = "exec \"$0\" check 件 --format json -o 果.json";
    // As on a disk that is full: the system takes no more than a few lines of a file.
    let half = format!("trap '' XFSZ; ulimit -f 1; {whole}");
    let mut before = None;
    for (line, code) in [(&half[..], 2), (whole, 0), (&half[..], 2)] {
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).arg(env!("CARGO_BIN_EXE_sanbu")).current_dir(&folder.0).stderr(Stdio::piped());
        let output = shell.output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{}", err(&output));
        assert!(code == 0 || err(&output).contains("写不了 果.json："), "{}", err(&output));
        let left = folder.names(".").into_iter().filter(|name| name.ends_with(".sanbu-tmp")).count();
        let now = folder.has("果.json").then(|| folder.read("果.json"));
        assert_eq!((left, code == 0 || now == before), (0, true));
        before = now;
    }
    assert!(before.is_some_and(|text| text.len() > 1024));
}

/// A text with all changes made that a SARIF report tells of it.
fn changed(text: &str, sarif: &serde_json::Value) -> String {
    let mut lines: Vec<Vec<char>> = text.split('\n').map(|line| line.chars().collect()).collect();
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    let fixes = list(&sarif["runs"][0]["results"]).into_iter().flat_map(|result| list(&result["fixes"]));
    let changes = fixes.flat_map(|fix| list(&fix["artifactChanges"])).flat_map(|change| list(&change["replacements"]));
    let mut changes: Vec<_> = changes
        .map(|change| {
            let at = |key: &str| change["deletedRegion"][key].as_u64().unwrap() as usize - 1;
            assert_eq!(at("startLine"), at("endLine"));
            let text: Vec<char> = change["insertedContent"]["text"].as_str().unwrap().chars().collect();
            (at("startLine"), at("startColumn")..at("endColumn"), text)
        })
        .collect();
    changes.sort_by_key(|(line, range, _)| (*line, range.start));
    for (line, range, text) in changes.into_iter().rev() {
        lines[line].splice(range, text);
    }
    lines.into_iter().map(String::from_iter).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_changes_told_of_a_text_are_those_that_are_made() {
    let folder = Folder::new("outputs-changes");
    let text = [
        "青交函〔2026〕第7号\n\n青禾县交通运输局关于联合养护界河公路的函\n\n白苇县交通运输局:\n　　界河公路, 请予支持.\n\n",
        "　　　　　　青禾县交通运输局\n　　　　　　2026年3月5日\n",
    ]
    .concat();
    folder.put("正文.txt", &text);
    let (sarif, _) = folder.json(&["check", "正文.txt", "--stage", "draft", "--format", "sarif"]);
    folder.sanbu(&["fix", "正文.txt", "--stage", "draft"]);
    assert_ne!(folder.read("正文.txt"), text);
    assert_eq!(changed(&text, &sarif), folder.read("正文.txt"));
}

#[test]
fn a_page_holds_the_texts_and_is_the_same_for_any_number_of_threads() {
    let folder = Folder::new("outputs-threads");
    for n in 0..6 {
        folder.copy(["good/通知", "good/函", "good/请示"][n % 3], format!("批/{n}"));
    }
    let page = |jobs: &str| out(&folder.sanbu(&["check", "批", "--format", "html", "--jobs", jobs]));
    let one = page("1");
    assert_eq!(one.matches("class=\"paper\"").count(), 12);
    assert_eq!((one.matches("<article").count(), one.matches("class=\"page\"").count()), (6, 6));
    assert!(["2", "8"].iter().all(|jobs| page(jobs) == one));
}
