//! Names and texts that would like to be commands, through every command and every format: what comes out steers no
//! terminal, no build server and no spreadsheet. And nothing is shown of a file that is none of ours.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::process::Stdio;

use calamine::{Data, Reader, Xlsx};

use crate::support::cli::Folder;
use crate::support::docx;

/// What a name may hold on a disk.
const NAMES: [&str; 6] = [
    "::error file=a::甲",
    "##[error]乙\u{1b}]0;x\u{7}",
    "丙\n::error::x\n##[error]y\r",
    "\u{202e}丁\u{2066}\u{9b}2J\u{7f}",
    "=cmd|' /C calc'!A0 戊",
    "@SUM(1)\u{200f}\u{61c}\u{2028}己",
];
/// What a text may hold in a file of any kind; XML knows no older control characters.
const TEXT: &str = "\u{9b}2J\u{7f}\u{202e}\u{2066}::error::x##[error]y##vso[z]\u{2028}";

impl Folder {
    /// Runs the program; what it says on either side is harmless. Both sides and the exit code.
    fn run(&self, args: &[&str]) -> (String, String, i32) {
        let output = self.command(args).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_else(|_| panic!("{args:?}: no UTF-8"));
        let err = text(output.stderr);
        if output.stdout.starts_with(b"PK") {
            workbook(&format!("{args:?}"), &output.stdout);
        }
        let out = if output.stdout.starts_with(b"PK") { String::new() } else { text(output.stdout) };
        match args.contains(&"github") {
            true => commands(&format!("{args:?} stdout"), &out),
            false => harmless(&format!("{args:?} stdout"), &out),
        }
        harmless(&format!("{args:?} stderr"), &err);
        (out, err, output.status.code().unwrap())
    }

    /// Every file below a folder that the program has written.
    fn written(&self, folder: &str) -> usize {
        let files = fs::read_dir(self.0.join(folder)).unwrap().map(|e| e.unwrap().path());
        files
            .map(|path| {
                let (bytes, name) = (fs::read(&path).unwrap(), path.display().to_string());
                match bytes.starts_with(b"PK") {
                    true => workbook(&name, &bytes),
                    false if name.ends_with(".github") => commands(&name, &String::from_utf8(bytes).unwrap()),
                    false => harmless(&name, &String::from_utf8(bytes).unwrap()),
                }
            })
            .count()
    }
}

/// No character steers a terminal, no line is a command.
fn harmless(what: &str, text: &str) {
    let hidden = |c: &char| {
        let turns =
            matches!(*c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}');
        c.is_control() && !matches!(c, '\n' | '\t') || turns
    };
    let bare = text.replace("\r\n", "\n");
    if let Some(c) = bare.chars().find(hidden) {
        panic!("{what}: {c:?} in {:?}", bare.lines().find(|l| l.contains(c)));
    }
    for line in bare.lines() {
        let start = line.trim_start_matches('\u{feff}').trim_start();
        assert!(!start.starts_with("::") && !line.contains("##[") && !line.contains("##vso["), "{what}: {line:?}");
    }
}

/// Every line is a command that is meant, and holds no other one.
fn commands(what: &str, text: &str) {
    for line in text.lines() {
        let known = ["::error ", "::warning ", "::notice "].iter().find_map(|word| line.strip_prefix(word));
        let (properties, message) =
            known.and_then(|rest| rest.split_once("::")).unwrap_or_else(|| panic!("{what}: {line:?}"));
        harmless(what, message);
        let mut keys = properties.split(',').map(|pair| pair.split_once('=').unwrap());
        assert!(keys.all(|(key, _)| ["file", "line", "col", "title"].contains(&key)), "{what}: {line:?}");
        assert!(properties.contains("title="), "{what}: {line:?}");
        message.split("%0A").for_each(|line| harmless(what, line));
    }
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']) && cell != "-"
}

/// No cell of a CSV is a formula.
fn table(what: &str, text: &str) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let cells: Vec<String> =
        reader.records().flat_map(|r| r.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect();
    assert!(cells.len() > 10 && cells.iter().all(|cell| !is_formula(cell)), "{what}: {cells:#?}");
    assert!(cells.iter().any(|cell| cell.starts_with("'=")), "{what}: one of them would be");
}

/// No cell of a workbook is a formula, nor becomes one when somebody clicks into it.
fn workbook(what: &str, bytes: &[u8]) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names().remove(0);
    assert!(book.worksheet_formula(&name).unwrap().is_empty(), "{what}");
    let cells = book.worksheet_range(&name).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let styles = part("xl/styles.xml");
    let styles: Vec<&str> = styles.split("<cellXfs").nth(1).unwrap().split("<xf ").skip(1).collect();
    let sheet = part("xl/worksheets/sheet1.xml");
    let mut formulas = 0;
    for (row, column, cell) in cells.used_cells() {
        let Data::String(text) = cell else { panic!("{what}: {cell:?}") };
        harmless(what, text);
        if is_formula(text) {
            let place = format!("<c r=\"{}{}\"", char::from(b'A' + column as u8), row + 1);
            let tag = sheet.split(&place).nth(1).and_then(|rest| rest.split('>').next()).unwrap();
            let style: usize = tag.split("s=\"").nth(1).map_or(0, |s| s.split('"').next().unwrap().parse().unwrap());
            assert!(styles[style].contains("quotePrefix=\"1\""), "{what}: {text}");
            formulas += 1;
        }
    }
    assert!(formulas > 0, "{what}: one of them would be");
}

/// TOML's way of writing any text.
fn quoted(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || c == '"' { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() })
        .collect()
}

/// A packet of a main document and a form in which every line has something that it should not, in a folder.
fn packet(folder: &Folder, path: &str, n: usize) {
    let title = format!("=cmd|' /C calc'!A0{TEXT}青禾县水利局关于做好防汛工作的通知");
    let main = format!(
        "青水发〔2026〕第{n}号{TEXT}\n\n{title}\n\n各乡镇水利站{TEXT}，+县{TEXT}站：\n　　做好防汛（见附件）{TEXT}，，工作。\n\n　　\
         附件：1. @SUM(1){TEXT}值班表\n　　　　　2. -2+3{TEXT}名单\n\n　　　　　　　　　　青禾县水利局{TEXT}\n　　　　　　　　　　\
         2026年3月5日\n\n抄送：=县{TEXT}公安局。\n::error::x\n##[error]y\n"
    );
    let form = format!(
        "青禾县水利局发文稿纸\n\n标题：{title}\n发文字号：青水发〔2026〕{n}号{TEXT}\n密级：=无{TEXT}　　　　紧急程度：+普通\n\
         主送：各乡镇水利站{TEXT}\n拟稿单位：=水文科{TEXT}　　　　拟稿人：@林远　2026年3月1日\n\
         核稿：已核{TEXT}。方景行　2026年3月1日\n签发：请某某{TEXT}阅示。=周启明　2026年3月5日\n备案{TEXT}：::error::\n份数：-30\n"
    );
    folder.put(&format!("{path}/正文{TEXT}.docx"), docx::main_document(&main));
    folder.put(&format!("{path}/发文稿纸{TEXT}.txt"), form.replace(['\u{9b}', '\u{7f}'], ""));
    folder.put(&format!("{path}/附件1 =表{TEXT}.xlsx"), b"PK no workbook");
    folder.put(&format!("{path}/坏\n::error::的.docx"), b"PK\x03\x04");
}

/// Rules, a register and a gate of an office in which every text has something that it should not.
fn rules() -> String {
    let text = quoted(&format!("{TEXT}\u{1b}[2J\n::error::z"));
    format!(
        "[[rule]]\nid = \"OWN-a\"\ntitle = \"::error::{text}\"\ntitle_en = \"::error::{text}\"\nsource = \"::error::{text}\"\n\
         severity = \"error\"\ncheck.forbid = {{ element = \"标题\", pattern = '通知' }}\nmessage = \"::error::{text}{{found}}\"\n\
         help = \"{text}\"\nfails = [\"关于防汛的通知\\n::error::\\n##[error]\"]\npasses = [\"关于防汛的函{text}\"]\n\
         [[register]]\nid = \"own\"\ntitle = \"登记\"\nsource = \"{text}\"\ncolumn = [\n\
         {{ id = \"a\", title = \"=标题{text}\", from = [{{ element = \"标题\" }}], is = \"title\", compare = true }},\n\
         {{ id = \"b\", title = \"::error::{text}\", from = [\"path\"] }},\n\
         {{ id = \"c\", title = \"##[error]\", from = [{{ text = \"\\t=1+1{text}\" }}] }},\n\
         {{ id = \"number\", title = \"发文字号\", from = [{{ element = \"发文字号\" }}], is = \"number\" }},\n]\n\
         [[skeleton]]\nkind = \"::error::{text}\"\nuse = \"##[error]{text}\"\norgan = \"{text}\"\ncode = \"{text}\"\n\
         mark = \"{text}\"\nnumber = \"{text}\"\ntext = [\"{text}\"]\n"
    )
}

fn desk(name: &str) -> Folder {
    let folder = Folder::new(name);
    for (n, name) in NAMES.iter().enumerate() {
        packet(&folder, &format!("发文/{name}"), n / 2 + 1);
    }
    let (main, form) = (format!("正文{TEXT}.docx"), format!("发文稿纸{TEXT}.txt"));
    let manifest = format!(
        "main = \"{}\"\nform = \"{}\"\nattachments = [\"没有{}.docx\"]\n",
        quoted(&main),
        quoted(&form),
        quoted(TEXT)
    );
    folder.put(&format!("发文/{}/packet.toml", NAMES[0]), manifest);
    folder.put("规则/own.toml", rules());
    let text = quoted(&format!("{TEXT}\n::error::z"));
    let office = format!(
        "ignore = [{{ rule = \"OWN-a\", paths = [\"没有\"], reason = \"::error::{text}\" }}]\n\
         [organisation]\nnames = [\"=甲{text}\"]\ncodes = [\"@乙{text}\"]\n"
    );
    folder.put("office.toml", office);
    fs::create_dir_all(folder.0.join("out")).unwrap();
    folder
}

const OFFICE: [&str; 4] = ["--rules", "规则/own.toml", "--config", "office.toml"];

fn with<'a>(args: &[&'a str]) -> Vec<&'a str> {
    args.iter().copied().chain(OFFICE).collect()
}

#[test]
fn nothing_of_the_documents_is_a_command_in_a_check() {
    let folder = desk("check");
    for stage in ["draft", "review", "print", "release"] {
        for format in ["pretty", "short", "json", "jsonl", "csv", "xlsx", "html", "sarif", "junit", "github"] {
            let (out, _, code) = folder.run(&with(&["check", "发文", "--stage", stage, "--format", format]));
            let told = out.contains("error") || out.contains("错误") || format == "xlsx";
            assert!(code > 0 && told && (out.lines().count() > 6 || format == "xlsx"), "{stage} {format}: {out}");
            if format == "csv" {
                table(stage, &out);
            }
            let file = format!("out/{stage}.{format}");
            folder.run(&with(&["check", "发文", "--stage", stage, "--format", format, "-o", &file]));
        }
    }
    // Shown, not swallowed.
    let (out, _, _) = folder.run(&with(&["check", "发文"]));
    for seen in ["\\u{9b}2J\\u{7f}\\u{202e}", "\\u{1b}]0;x\\u{7}", "丙\\u{a}::error", "\\u{23}#[error]"] {
        assert!(out.contains(seen), "{seen}: {out}");
    }
    folder.run(&with(&["check", "发文", "--quiet"]));
    folder.run(&with(&["check", "发文", "--log", "out/log.jsonl", "--write-baseline", "out/known.json"]));
    folder.run(&with(&["check", "发文", "--baseline", "out/known.json", "--format", "short"]));
    folder.run(&["log", "verify", "out/log.jsonl"]);
    assert_eq!(folder.written("out"), 43);
    for name in NAMES {
        folder.run(&["check", &format!("发文/{name}")]);
        folder.run(&["check", &format!("没有/{name}")]);
    }
    for name in ["::error::a\u{1b}.txt", "\u{202e}\n::error::.txt", "##[error].docx"] {
        let mut command = folder.command(&["check", "-", "--stdin-filename", name]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(format!("关于{TEXT}的通知\n").replace(['\u{9b}', '\u{7f}'], "").as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        harmless(name, &String::from_utf8(output.stdout).unwrap());
        harmless(name, &String::from_utf8(output.stderr).unwrap());
    }
}

#[test]
fn colours_are_never_inside_quoted_text() {
    let folder = desk("colour");
    let output = folder.command(&with(&["check", "发文", "--color", "always"])).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("\u{1b}["), "{text}");
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap().to_owned();
    let bare = |part: &str| {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap();
        assert!(part[end..].starts_with('m'), "{part:?} is no colour");
        part[end + 1..].to_owned()
    };
    harmless("colours", &(first + &parts.map(bare).collect::<String>()));
}

#[test]
fn nothing_of_the_documents_is_a_command_in_the_other_commands() {
    let folder = desk("others");
    let packets: Vec<String> = NAMES.iter().map(|name| format!("发文/{name}")).collect();
    for format in ["pretty", "json"] {
        for path in &packets {
            let (out, ..) = folder.run(&with(&["inspect", path, "--format", format]));
            assert!(out.contains("正文"), "{out}");
        }
        folder.run(&["inspect", "没有\u{1b}::", "--format", format]);
    }
    for path in packets.iter().map(String::as_str).chain(["发文", "没有\n::error::"]) {
        for gate in ["signing", "enclosures", "recheck", "::error::\u{202e}"] {
            let by = format!("{TEXT}某").replace(['\u{9b}', '\u{7f}', '\u{2028}'], "");
            let note = by.clone();
            folder.run(&with(&["confirm", path, "--gate", gate, "--by", &by, "--note", &note]));
        }
    }
    for path in &packets {
        if let Ok(manifest) = fs::read_to_string(folder.0.join(path).join("packet.toml")) {
            let confirmed = manifest.split("[[confirm]]").skip(1).collect::<String>();
            harmless("packet.toml", &confirmed);
        }
    }
    for kind in ["dispatch", "receipt", "own"] {
        for format in ["csv", "xlsx", "jsonl"] {
            let file = format!("out/{kind}.{format}");
            let (out, ..) = folder.run(&with(&["register", "发文", "--kind", kind, "--format", format]));
            folder.run(&with(&["register", "发文", "--kind", kind, "-o", &file]));
            if format == "csv" {
                table(kind, &out);
            }
            for report in ["pretty", "short", "json", "jsonl", "csv", "html", "sarif", "junit", "github"] {
                let args = ["register", "发文", "--kind", kind, "--against", &file, "--report", report];
                let (out, err, code) = folder.run(&with(&args));
                // What was written is read back as it was, whatever stands in it.
                let differs = out.contains("DESK-reg-b") || err.contains("读不了");
                assert!(!differs || code == 2 && kind == "receipt", "{args:?}: {out}{err}");
            }
        }
    }
    assert_eq!(folder.written("out"), 9);
    folder.run(&with(&["register", "发文", "--kind", "::error::\u{1b}"]));
    for args in [&["rules", "list"][..], &["rules", "list", "--format", "json"], &["rules", "test", "OWN-*"]] {
        let (out, ..) = folder.run(&with(args));
        assert!(!out.is_empty(), "{args:?}");
    }
    for id in ["OWN-a", "::error::\u{1b}\u{202e}\n##[error]"] {
        for args in [["explain", id].to_vec(), vec!["rules", "show", id], vec!["rules", "test", id]] {
            folder.run(&with(&args));
        }
    }
    folder.run(&["rules", "schema"]);
    folder.run(&["rules", "schema", "--config"]);
    folder.run(&with(&["new"]));
    for kind in ["通知", "函", "::error::\u{1b}\u{202e}"] {
        folder.run(&with(&["new", kind, "--form", "-o", &format!("新{kind}\n::error::")]));
        folder.run(&with(&["check", &format!("新{kind}\n::error::")]));
    }
    folder.run(&["init", "-o", "新\u{1b}[2J\n::error::.toml"]);
    folder.run(&["init", "-o", "没有\u{1b}[2J\n::error::/x.toml"]);
    folder.run(&["log", "verify", "没有\u{202e}\n::error::"]);
    folder.put("留\u{1b}\n::error::痕", "x");
    folder.run(&["log", "verify", "留\u{1b}\n::error::痕"]);
    folder.run(&["log", "accept", "留\u{1b}\n::error::痕", "--by", "\u{202e}某"]);
    folder.run(&["check", "发文", "--log", "留\u{1b}\n::error::痕"]);
}

#[test]
fn nothing_of_the_documents_is_a_command_in_copies_and_mended_files() {
    let folder = desk("copies");
    let packets: Vec<String> = NAMES.iter().map(|name| format!("发文/{name}")).collect();
    for path in packets.iter().map(String::as_str).chain(["发文", "没有\n::error::"]) {
        for ways in [&["--diff"][..], &["--diff", "--unsafe", "--layout"]] {
            folder.run(&with(&[&["fix", path], ways].concat()));
        }
        let (out, err, _) = folder.run(&with(&["annotate", path, "-o", "批\u{202e}\n::error::"]));
        assert!(!(out + &err).is_empty(), "{path:?}");
    }
    let (shown, ..) = folder.run(&with(&["fix", "发文", "--diff", "--unsafe"]));
    assert!(shown.contains("+++ "), "{shown}");
    folder.run(&["annotate", "--strip", "批\u{202e}\n::error::", "-o", "还原"]);
    for ways in [&["--tracked", "--layout", "--backup"][..], &["--unsafe"], &["--layout"]] {
        let (out, err, _) = folder.run(&with(&[&["fix", "发文"], ways].concat()));
        assert!(out.contains("发文"), "{out}{err}");
    }
    // What was written in comments and lists is harmless as well.
    let mut open = vec![folder.0.clone()];
    let mut seen = 0;
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
            continue;
        }
        let Ok(bytes) = fs::read(&path) else { continue };
        let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else { continue };
        let list = path.to_string_lossy().contains("批注清单");
        let name = if list { "word/document.xml" } else { "word/comments.xml" };
        let Ok(mut part) = zip.by_name(name) else { continue };
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        harmless(&format!("{}: {name}", path.display()), &text.replace('>', ">\n"));
        seen += 1;
    }
    assert!(seen >= NAMES.len(), "{seen}");
}

#[test]
fn nothing_of_an_argument_is_a_command() {
    let folder = desk("arguments");
    let odd = "::error::\u{1b}[2J\u{9b}\u{202e}\n##[error]x\u{2028}";
    let flag = format!("--{odd}");
    let cases: Vec<Vec<&str>> = vec![
        vec![odd],
        vec!["check", &flag],
        vec!["check", "--stage", odd],
        vec!["check", "--stage", "print", "--stage", odd],
        vec!["check", "--today", odd],
        vec!["check", "--jobs", odd],
        vec!["check", "--severity", odd],
        vec!["check", "发文", "--select", odd],
        vec!["check", "发文", "--ignore", odd],
        vec!["check", "发文", "--severity", "OWN=error"],
        vec!["check", "发文", "--baseline", odd],
        vec!["check", "发文", "--rules", odd],
        vec!["check", "发文", "--config", odd],
        vec!["check", "发文", "-o", "没有/\u{1b}\n::error::"],
        vec!["check", "发文", "--write-baseline", "没有/\u{1b}\n::error::"],
        vec!["check", "发文", "--log", "没有/\u{1b}\n::error::"],
        vec!["register", "发文", "--against", odd],
        vec!["confirm", "发文", "--gate", "signing", "--by", odd],
        vec!["explain", odd, odd],
        vec!["rules", odd],
        vec!["init", "--preset", odd],
        vec!["new", odd],
        vec!["new", "通知", "--title", odd],
        vec!["new", "通知", "--date", odd],
        vec!["new", "通知", "--attachments", odd],
        vec!["new", "通知", "-o", "没有/\u{1b}\n::error::.docx"],
    ];
    for args in cases {
        let (_, err, code) = folder.run(&args);
        assert!(code == 2 && !err.is_empty(), "{args:?}: {err}");
    }
}

#[test]
fn nothing_of_a_rule_file_or_a_configuration_is_a_command() {
    let folder = desk("mistakes");
    let (raw, text) = ("\u{202e}\u{9b}##[error]", quoted(&format!("{TEXT}\u{1b}\n::error::z")));
    let wrong = [
        format!("[[rule]]\nid = 'A'\n\"::error::{text}\" = 1 # {raw}\n"),
        format!("[[rule]]\nid = \"::error::{text}\" # {raw}\nseverity = \"{text}\"\n"),
        format!("[[rule]]\nid = 'A' # {raw}\ncheck.forbid = {{ element = \"{text}\", pattern = '({raw}' }}\n"),
        format!("[[gate]]\nid = \"{text}\"\ntitle = 3 # {raw}\n::error::\n"),
        format!("[[word]]\n{raw} = \n"),
    ];
    for (n, wrong) in wrong.iter().enumerate() {
        let name = format!("错/{n}\u{1b}[2J\n::error::.toml");
        folder.put(&name, wrong);
        for command in ["check", "register", "inspect"] {
            let (_, err, code) = folder.run(&[command, "发文", "--rules", &name]);
            assert!(code == 2 && err.contains("┌─"), "{n} {command}: {err}");
        }
        folder.run(&["rules", "list", "--rules", &name]);
    }
    let wrong = [
        format!("stage = \"{text}\" # {raw}\n"),
        format!("rules = [\"{text}\"]\n"),
        format!("ignore = [\"{text}\"] # {raw}\n"),
        format!("[severity]\n\"{text}\" = \"error\" # {raw}\n"),
        format!("[organisation]\nchain = \"{text}\" # {raw}\n"),
        format!("[organisation.people]\n\"{text}\" = [] # {raw}\n"),
        format!("[[override]]\npaths = [\"/{text}\"] # {raw}\n"),
    ];
    for (n, wrong) in wrong.iter().enumerate() {
        folder.put("发文/sanbu.toml", wrong);
        let (_, err, code) = folder.run(&["check", "发文"]);
        assert!(code == 2 && !err.is_empty(), "{n}: {err}");
    }
    fs::remove_file(folder.0.join("发文/sanbu.toml")).unwrap();
    for wrong in [
        format!("main = 3 # {raw}\n"),
        format!("\"::error::{text}\" = 1\n"),
        format!("main = 'a'\nignore = [\"{text}\"]"),
    ] {
        folder.put(&format!("发文/{}/packet.toml", NAMES[1]), wrong);
        for format in ["pretty", "short", "json"] {
            assert_eq!(folder.run(&["check", "发文", "--format", format]).2, 2);
        }
    }
    // The place is the true one, also behind what cannot be seen.
    folder.put("列.toml", "[[rule]]\nid = 'A' # 甲\ntitle = '\u{202e}\u{202e}', x = 3\n");
    let (_, err, _) = folder.run(&["check", "发文", "--rules", "列.toml"]);
    assert!(err.contains("列.toml:3:13") && err.contains("\\u{202e}\\u{202e}', x"), "{err}");
}

/// Lines of a file that is none of ours.
const SECRET: &str = "root:x:0:0:root:/root:/bin/bash\ntoken = \"geheim\"\n[default]\nsecret = 'geheim'\n";

#[test]
fn nothing_is_shown_of_a_file_that_is_none_of_ours() {
    let folder = desk("foreign");
    for (name, text) in [
        ("秘密", SECRET),
        ("秘密.toml", SECRET),
        ("好.toml", "token = \"geheim\"\n"),
        ("环境", "kind = geheim\nwords = geheim\n"),
        ("秘密.csv", "root,geheim\n\"a\",\"geheim\"\n"),
        ("秘密.jsonl", "{\"root\": \"geheim\"}\ngeheim\n"),
        ("秘密.json", "{\"token\": \"geheim\"}"),
    ] {
        folder.put(name, text);
        for flag in ["--rules", "--config", "--baseline", "--log"] {
            let (out, err, code) = folder.run(&["check", "发文", flag, name]);
            assert!(code == 2 && err.contains(name) && !(out + &err).contains("geheim"), "{flag} {name}: {err}");
            assert!(!err.contains("root"), "{flag} {name}: {err}");
        }
        let (out, err, code) = folder.run(&["register", "发文", "--against", name]);
        assert!(code == 2 && err.contains(name) && !(out + &err).contains("geheim"), "{name}: {err}");
        folder.put("发文/sanbu.toml", "rules = ['x.toml']\n");
        let link = folder.0.join("发文/x.toml");
        fs::copy(folder.0.join(name), &link).unwrap();
        let (out, err, code) = folder.run(&["check", "发文"]);
        assert!(code == 2 && err.contains("x.toml 不是规则文件") && !(out + &err).contains("geheim"), "{name}: {err}");
        fs::remove_file(link).unwrap();
        fs::remove_file(folder.0.join("发文/sanbu.toml")).unwrap();
    }
    // A rule file with a mistake is shown at its place.
    folder.put("规.toml", "[[rule]]\nid = 'A'\ntitel = 'b'\n");
    let (_, err, _) = folder.run(&["check", "发文", "--rules", "规.toml"]);
    assert!(err.contains("titel = 'b'") && err.contains("是不是想写“title”"), "{err}");
}

#[test]
fn settings_that_were_handed_in_name_nothing_outside_their_folder() {
    let folder = Folder::new("outside");
    folder.put("规则/own.toml", rules());
    folder.put("件/正文.txt", "关于防汛的通知\n各单位：\n　　请防汛。\n");
    folder.put("件/里/own.toml", rules());
    std::os::unix::fs::symlink(folder.0.join("规则"), folder.0.join("件/接")).unwrap();
    std::os::unix::fs::symlink(folder.0.join("规则/own.toml"), folder.0.join("件/里/链.toml")).unwrap();
    let full = folder.0.join("规则/own.toml").display().to_string();
    let outside = ["../规则/own.toml", "里/../../规则", "../没有.toml", "接", "接/own.toml", "里/链.toml", "里", &full];
    for rules in outside {
        folder.put("件/sanbu.toml", format!("stage = 'print'\nrules = ['{rules}']\n"));
        for path in ["件", "."] {
            let from = if path == "." { "件" } else { "" };
            let output = folder.command(&["check", path]).current_dir(folder.0.join(from)).output().unwrap();
            let err = String::from_utf8(output.stderr).unwrap();
            let placed = err.contains("sanbu.toml:2:10") && err.contains("之外");
            assert!(output.status.code() == Some(2) && placed && output.stdout.is_empty(), "{rules} {path}: {err}");
        }
        // Named by somebody, it may name what it likes.
        let (_, err, _) = folder.run(&["check", "件", "--config", "件/sanbu.toml"]);
        assert!(!err.contains("之外"), "{rules}: {err}");
    }
    for link in ["件/里/链.toml", "件/接"] {
        fs::remove_file(folder.0.join(link)).unwrap();
    }
    for rules in ["里/own.toml", "里", "./里/../里/own.toml"] {
        folder.put("件/sanbu.toml", format!("rules = ['{rules}']\n"));
        let (out, err, code) = folder.run(&["check", "件"]);
        assert!(code == 1 && out.contains("OWN-a") && err.is_empty(), "{rules}: {err}");
    }
    // Above what is checked it is the office's own.
    fs::remove_file(folder.0.join("件/sanbu.toml")).unwrap();
    folder.put("甲/sanbu.toml", "rules = ['../规则/own.toml']\n");
    fs::rename(folder.0.join("件"), folder.0.join("甲/件")).unwrap();
    let (out, err, _) = folder.run(&["check", "甲/件"]);
    assert!(out.contains("OWN-a") && err.is_empty(), "{err}");
}

#[test]
fn no_message_names_more_than_ten() {
    let folder = Folder::new("many");
    for n in 1..=30 {
        folder.put(
            &format!("发文/{n:02}/正文.txt"),
            "青水发〔2026〕3号\n\n青禾县水利局关于防汛的通知\n\n各站：\n　　请防汛。\n",
        );
        folder.put(&format!("件/多{n}.txt"), "x");
    }
    folder.put("件/正文.txt", "青水发〔2026〕3号\n\n青禾县水利局关于防汛的通知\n\n各站：\n　　请防汛。\n");
    folder.put("件/packet.toml", "main = '正文.txt'\n");
    for format in ["pretty", "short"] {
        for path in ["发文", "件"] {
            let (out, ..) = folder.run(&["check", path, "--format", format]);
            assert!(out.contains("等30个") || out.contains("等29个"), "{out}");
            let named =
                |line: &str| line.split('、').filter(|word| word.contains("正文") || word.contains("多")).count();
            let most = out.lines().max_by_key(|line| named(line)).unwrap();
            assert!(named(most) <= 11, "{most}");
        }
    }
    // A list of attachments longer than anybody reads.
    let listed: String = (3..=40).map(|n| format!("\n　　　　　{n}.名单{n}")).collect();
    folder.copy("good/报告", "报告");
    let text = fs::read_to_string(folder.0.join("报告/正文.txt")).unwrap();
    let at = text.find("2.").filter(|at| text[..*at].contains("附件：")).unwrap();
    let end = at + text[at..].find('\n').unwrap();
    fs::write(folder.0.join("报告/正文.txt"), format!("{}{listed}{}", &text[..end], &text[end..])).unwrap();
    for format in ["pretty", "short", "html", "csv", "junit"] {
        let (out, ..) = folder.run(&["check", "报告", "--format", format]);
        let named = |line: &str| line.matches("（未找到）").count() + line.matches("未找到、").count();
        let most = out.split(['\n', '<', '>']).max_by_key(|line| named(line)).unwrap();
        assert!(named(most) <= 10, "{format}: {most}");
        assert!(out.contains("等"), "{format}");
    }
    let gate = ["confirm", "发文", "--gate", "signing", "--by", "某"];
    let (_, err, code) = folder.run(&gate);
    assert!(code == 2 && err.lines().count() == 12 && err.ends_with("  等30份\n"), "{err}");
}
