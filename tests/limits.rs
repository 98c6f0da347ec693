//! Every input has a limit: what is over it is refused at once as too large, and no more of it is read than that.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod support;

use std::fs::{self, File};
use std::io::Write;
use std::process::{Output, Stdio};

use peak_alloc::PeakAlloc;
use sanbu::config::Config;
use sanbu::error::{Reason, Unreadable};
use sanbu::limits;
use sanbu::log::{self, Verifier};
use sanbu::packet::Manifest;
use sanbu::read::read;
use sanbu::register;
use sanbu::rule::{RuleFile, RuleSet};
use sanbu::text::Text;
use support::cli::{Folder, said};
use support::ooxml::Docx;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What is refused takes no more memory than this.
const ROOM: f32 = 200.0;

/// A folder with one good document in it.
fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.put("正文.txt", support::packet("通知").main);
    folder
}

impl Folder {
    /// A file that begins so and goes on with nothing for a long way; it takes no room on the disk.
    fn long(&self, name: &str, start: &str, length: usize) {
        let mut file = File::create(self.0.join(name)).unwrap();
        file.write_all(start.as_bytes()).unwrap();
        file.set_len(length as u64).unwrap();
    }

    /// Runs it with standard input that never ends; how much of it was taken.
    fn endless(&self, args: &[&str], start: &[u8]) -> (usize, Output) {
        const PIECE: usize = 1 << 16;
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let mut taken = start.len();
        pipe.write_all(start).unwrap();
        while taken < 1 << 30 && pipe.write_all(&[b'a'; PIECE]).is_ok() {
            taken += PIECE;
        }
        drop(pipe);
        (taken, child.wait_with_output().unwrap())
    }
}

#[test]
fn documents_and_registers_over_a_limit_are_refused() {
    let rules = RuleSet::builtin().unwrap();
    let kept = rules.registers.iter().find(|r| r.id == "dispatch").unwrap();
    let against = |name: &str, bytes: &[u8]| register::read(name, bytes, kept, &rules.terms).err();
    let document = |bytes: &[u8]| read("正文.txt", bytes).err();
    let head = "发文字号,标题,成文日期\n";
    let cells = |line: &str| head.to_owned() + &line.repeat(limits::REGISTER_CELLS / 2);
    let shared = |inner: &[u8]| workbook(&[b"<sst>", inner, b"</sst>"].concat());
    type Case<'c> = (&'c str, Vec<u8>, &'c dyn Fn(&[u8]) -> Option<Unreadable>);
    let book = |text: &str, rows: u32, first: u32| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let cells = (first..first + rows).flat_map(|row| (0..200).map(move |column| (row, column)));
        cells.for_each(|(row, column)| {
            sheet.write_string(row, column, text).unwrap();
        });
        book.save_to_buffer().unwrap()
    };
    let paragraphs = Docx { stored: true, ..Docx::new(&"<w:p/>".repeat(limits::LINES + 1)) }.bytes();
    let cases: [Case<'_>; 15] = [
        ("many paragraphs", paragraphs, &|b| read("正文.docx", b).err()),
        ("one text of a workbook many times", book(&"甲".repeat(30_000), 4, 0), &|b| against("a.xlsx", b)),
        ("a cell far below", book("甲", 1, 600_000), &|b| against("a.xlsx", b)),
        ("more shared texts than there can be", workbook(b"<sst count=\"4000000000\"></sst>"), &|b| {
            against("a.xlsx", b)
        }),
        ("a long text", vec![b'a'; limits::TEXT + 1], &document),
        ("many lines", b"a\n".repeat(limits::LINES), &document),
        ("many lines ended otherwise", b"a\r\x0b\x0c".repeat(limits::LINES / 3 + 1), &document),
        ("many lines of two bytes", wide(&"甲\n".repeat(limits::LINES)), &document),
        ("a long register", vec![b'a'; limits::REGISTER + 1], &|b| against("a.csv", b)),
        ("many cells", cells("a,b\n").into_bytes(), &|b| against("a.csv", b)),
        ("many blank cells", (head.to_owned() + &",".repeat(limits::REGISTER - 100)).into_bytes(), &|b| {
            against("a.csv", b)
        }),
        ("many columns", (head.to_owned() + &"a,".repeat(300) + "\n").into_bytes(), &|b| against("a.csv", b)),
        ("many objects", "{\"标题\":\"甲\"}\n".repeat(limits::REGISTER_CELLS).into_bytes(), &|b| {
            against("a.jsonl", b)
        }),
        // What a part says of its own size is not asked.
        ("shared texts of 200 MB", shared(&b" ".repeat(200 << 20)), &|b| against("a.xlsx", b)),
        ("ten million shared texts", shared(&b"<si/>".repeat(10_000_000)), &|b| against("a.xlsx", b)),
    ];
    for (name, bytes, read) in cases {
        MEMORY.reset_peak_usage();
        let before = MEMORY.current_usage_as_mb();
        let refused = read(&bytes).unwrap_or_else(|| panic!("{name} was taken"));
        assert_eq!(refused.reason, Reason::TooLarge, "{name}: {}", refused.message);
        let used = MEMORY.peak_usage_as_mb() - before;
        assert!(used < ROOM, "{name} took {used} MB");
    }
    assert_eq!(document("a\n".repeat(limits::LINES - 1).as_bytes()), None);
}

fn wide(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A workbook with these shared texts.
fn workbook(strings: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [("xl/workbook.xml", &b"<workbook/>"[..]), ("xl/sharedStrings.xml", strings)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn settings_that_are_too_large_or_too_deep_are_refused() {
    let deep = limits::TOML_DEPTH + 1;
    let texts = [
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}", "{ a = ".repeat(deep)),
        format!("a{} = 1", ".a".repeat(100_000)),
        format!("[a{}]\nb = 1", ".a".repeat(100_000)),
        format!("a = '{}'", "x".repeat(limits::TOML)),
    ];
    for text in texts {
        let start: String = text.chars().take(20).collect();
        let text = Text::new(text);
        let over = |message: &str| assert!(message.contains("没有读取"), "{start}: {message}");
        over(&Config::parse(&text).unwrap_err()[0].message);
        over(&Manifest::parse(&text).unwrap_err().message);
        let own = RuleFile { name: "own.toml".to_owned(), text: text.as_str().to_owned().into() };
        let problems = RuleSet::load(vec![own]).unwrap_err();
        assert_eq!(problems.len(), 1, "{start}");
        over(&problems[0].message);
    }
    let named = Text::new(format!("main = '正文.txt'\nattachments = [{}]\n", "'a',".repeat(2_001)));
    assert!(Manifest::parse(&named).unwrap_err().message.contains("超过2000个"));
    // Of many mistakes the first are told.
    let many: String = (0..20_000).map(|n| format!("k{n} = 1\n")).collect();
    assert!(Config::parse(&Text::new(many.clone())).unwrap_err().len() <= 60);
    let own = RuleFile { name: "own.toml".to_owned(), text: format!("[[rule]]\n{many}").into() };
    assert!(RuleSet::load(vec![own]).unwrap_err().len() <= 60);
}

#[test]
fn a_log_of_any_length_is_verified_line_by_line() {
    let lines = 200_000;
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage_as_mb();
    let mut verifier = Verifier::new(None);
    (0..lines).for_each(|_| verifier.line(b"{\"schema\":1,\"n\":1}\n"));
    let found = verifier.end();
    assert!(MEMORY.peak_usage_as_mb() - before < 1.0);
    assert_eq!((found.damages.len() + found.more, found.damages.len()), (lines, 1_000));
    // Lines that hold, each in the place of another.
    let (line, _) = log::line(&serde_json::json!({ "time": "" }), None, false).unwrap();
    let found = log::verify(line.repeat(1_502).as_bytes(), None);
    assert_eq!((found.damages.len(), found.more), (1_000, 501));
    // The same as of the whole.
    let text = "{\"schema\":1,\"n\":1}\n".repeat(5) + "{\"sch";
    let whole = log::verify(text.as_bytes(), None);
    assert_eq!((whole.damages.len(), whole.torn, whole.bytes), (5, 1, text.len()));
}

#[test]
fn files_over_a_limit_are_not_read() {
    let folder = folder("files");
    let gigabyte = 1 << 30;
    folder.long("rules.toml", "a = 1\n", gigabyte);
    folder.long("settings.toml", "stage = 'print'\n", gigabyte);
    folder.long("known.json", "{\n  \"kind\": \"sanbu-baseline\"", gigabyte);
    folder.long("kept.csv", "发文字号,标题\n", gigabyte);
    folder.long("kept.xlsx", "PK\u{3}\u{4}", gigabyte);
    folder.long("log.jsonl", "{\"schema\":1,\"n\":1,", gigabyte);
    for args in [
        &["check", "--rules", "rules.toml", "正文.txt"][..],
        &["check", "--config", "settings.toml", "正文.txt"],
        &["check", "--baseline", "known.json", "正文.txt"],
        &["register", "--against", "kept.csv", "正文.txt"],
        &["register", "--against", "kept.xlsx", "正文.txt"],
        &["log", "verify", "log.jsonl"],
    ] {
        let output = folder.sanbu(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", said(&output));
        assert!(said(&output).contains("兆字节，没有读取"), "{args:?}: {}", said(&output));
    }
    // Nobody looks for the last line of a log for ever.
    let output = folder.sanbu(&["check", "正文.txt", "--log", "log.jsonl"]);
    assert!(said(&output).contains("找不到上一行"), "{}", said(&output));
    // The files of a folder, each small enough.
    let words = format!("[words]\n#{}\n", "x".repeat(limits::TOML - 20));
    (0..=limits::RULES / words.len()).for_each(|n| drop(folder.put(&format!("rules/{n:02}.toml"), &words)));
    let output = folder.sanbu(&["check", "正文.txt", "--rules", "rules"]);
    assert!(said(&output).contains("没有读取"), "{}", said(&output));
}

#[test]
fn a_file_of_a_packet_over_the_limit_is_unreadable_and_not_missing() {
    let folder = folder("packet");
    let main = "青禾县人民政府文件\n\n青政发〔2026〕12号\n\n青禾县人民政府关于防汛的通知\n\n各乡镇人民政府：\n\n　　请做好防汛工作。\n\n　　附件：值班表\n\n　　　　　　　　青禾县人民政府\n　　　　　　　　2026年3月5日\n";
    folder.put("正文.txt", main);
    for (name, start) in [("附件 值班表.pdf", "%PDF-1.7\n"), ("附件 值班表.txt", "值班表\n")] {
        folder.long(name, start, 300 << 20);
        let output = folder.sanbu(&["check", "--format", "json", "."]);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let packet = &report["packets"][0];
        assert_eq!(packet["unreadable"][0]["reason"], "too-large", "{name}: {packet:#}");
        assert_ne!(packet["conclusion"], "printable");
        let missing = |f: &serde_json::Value| f["rule"] == "ATT-dir-b";
        assert!(!packet["findings"].as_array().unwrap().iter().any(missing), "{name}: {packet:#}");
        assert_eq!(output.status.code(), Some(2));
        fs::remove_file(folder.0.join(name)).unwrap();
    }
    // What says which file is what.
    folder.long("packet.toml", "main = '正文.txt'\n", 300 << 20);
    for deep in [None, Some(format!("main{} = 1\n", ".a".repeat(1_000)))] {
        deep.iter().for_each(|text| drop(folder.put("packet.toml", text)));
        let output = folder.sanbu(&["check", "--format", "json", "."]);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["unreadable"][0]["reason"], "too-large", "{report:#}");
        assert_eq!(output.status.code(), Some(2));
    }
}

#[cfg(unix)]
#[test]
fn no_more_is_taken_from_a_pipe_than_the_limit() {
    let folder = folder("pipe");
    // What the pipe itself holds, and what was read ahead.
    const AHEAD: usize = 1 << 20;
    for (args, start, limit) in [
        (&["check", "-"][..], "", limits::TEXT),
        (&["check", "-"], "PK\u{3}\u{4}", limits::FILE),
        (&["check", "--stdin-filename", "正文.docx", "-"], "", limits::FILE),
        (&["check", "--rules", "/dev/stdin", "正文.txt"], "#", limits::TOML),
        (&["check", "--config", "/dev/stdin", "正文.txt"], "#", limits::TOML),
        (&["check", "--baseline", "/dev/stdin", "正文.txt"], "{", limits::BASELINE),
        (&["log", "verify", "/dev/stdin"], "{", limits::LOG_LINE),
        (&["check", "正文.txt", "--files-from", "-"], "", limits::TEXT),
    ] {
        let (taken, output) = folder.endless(args, start.as_bytes());
        assert!(taken <= limit + AHEAD, "{args:?} took {taken} bytes of at most {limit}");
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", said(&output));
        assert!(said(&output).contains("没有读取"), "{args:?}: {}", said(&output));
    }
}

#[test]
fn one_line_of_a_register_has_an_end() {
    let folder = folder("register-line");
    let long = format!("{{\"f\":[{}]}}\n", "{\"rule\":\"A\"},".repeat(120_000).trim_end_matches(','));
    for args in [
        &["register", "正文.txt", "--against", "簿.jsonl"][..],
        &["register", "正文.txt", "-o", "簿.jsonl", "--extend"],
    ] {
        folder.put("簿.jsonl", &long);
        let output = folder.sanbu(args);
        let told = said(&output);
        assert!(output.status.code() == Some(2) && told.contains("登记簿有一行超过1兆字节"), "{args:?}: {told}");
    }
}

#[test]
fn more_attachments_than_are_compared_are_not_called_missing_or_there() {
    let folder = folder("attachments");
    // A list counts no further.
    let most = 999;
    let files = limits::COMPARED / most + 1;
    let list: String = (3..=most).map(|n| format!("\n　　　　　{n}.值班表{n}")).collect();
    let main = support::packet("通知").main;
    let last = main.find("2.乡镇").map(|at| at + main[at..].find('\n').unwrap()).unwrap();
    folder.put("正文.txt", format!("{}{list}{}", &main[..last], &main[last..]));
    (1..=files).for_each(|n| drop(folder.put(&format!("附件{n} 值班表{n}.pdf"), "%PDF")));
    let (report, _) = folder.report(&["."]);
    let gates = &report["packets"][0]["gates"];
    let attachments = gates.as_array().unwrap().iter().find(|gate| gate["id"] == "enclosures").unwrap();
    assert_eq!(attachments["verdict"], "undecided", "{attachments:#}");
    assert!(attachments.to_string().contains("没有逐个核对"), "{attachments:#}");
}

#[test]
fn more_attachments_of_an_enclosed_text_than_are_looked_for_are_left_open() {
    let folder = Folder::new("enclosed");
    let most = 900;
    let list: String = (2..=most).map(|n| format!("\n　　　　　{n}.预警信号表{n}")).collect();
    let text = "青政发〔2026〕3号\n青禾县人民政府关于印发《青禾县防汛应急预案》的通知\n各单位：\n　　现将《青禾县防汛应急预案》印发给你们，请遵照执行。\n　　青禾县人民政府\n　　2026年3月5日\n青禾县防汛应急预案\n　　第一条　为做好防汛工作，制定本预案。\n　　附件：1.预警信号表1";
    folder.put("正文.txt", format!("{text}{list}\n{}", "　　略。\n".repeat(limits::COMPARED / most + 1)));
    let (report, _) = folder.report(&["正文.txt", "--select", "ATT-fwd-c"]);
    let findings = report["packets"][0]["findings"].as_array().unwrap();
    assert!(findings.len() == 1 && findings[0]["severity"] == "warning", "{findings:#?}");
}

#[test]
fn of_one_fault_so_many_places_are_listed_and_the_rest_is_counted() {
    const LISTED: usize = 200;
    let folder = Folder::new("one-fault");
    for (faults, more) in [(LISTED, false), (LISTED + 30, true)] {
        folder.put("正文.txt", format!("关于做好防汛工作的通知\n\n{}", "　　请做好工作。。\n".repeat(faults)));
        let (report, _) = folder.report(&["正文.txt", "--select", "GBT15834-dup-a"]);
        let findings = report["packets"][0]["findings"].as_array().unwrap();
        let last = findings[findings.len() - 1]["message"].as_str().unwrap();
        assert_eq!((findings.len(), last.contains("另有30处")), (LISTED, more), "{last}");
    }
}
