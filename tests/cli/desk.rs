//! The desk that keeps the books: the sealed log, the registers, a batch held together, and what makes a packet.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use sanbu::finding::{Conclusion, Stage};
use sanbu::log::{self, Entry, FileDigest, Tail, Tip, Wrong};
use sanbu::register;
use sanbu::rule::{RuleSet, builtin_files};
use serde_json::Value;

use crate::support::cli::{Folder, said};

impl Folder {
    /// What `log verify` says, and its exit code.
    fn verify(&self, log: &str) -> (String, i32) {
        let output = self.sanbu(&format!("log verify {log}"));
        (said(&output), output.status.code().unwrap())
    }

    fn lines(&self, log: &str) -> usize {
        self.bytes(log).iter().filter(|b| **b == b'\n').count()
    }

    /// So many packets of one short document each, under `many`.
    fn many(&self, count: u32) {
        (1..=count)
            .for_each(|n| drop(self.put(&format!("many/{n:04}/正文.txt"), document(n, 5, &format!("{n}号水渠清淤")))));
    }

    /// A run that checks them all and keeps a log.
    fn start(&self) -> Child {
        let mut command = self.command("check many --log log.jsonl --fail-on never --quiet");
        command.stdout(Stdio::null()).spawn().unwrap()
    }
}

fn title(topic: &str) -> String {
    format!("青禾县水利局关于做好{topic}工作的通知")
}

/// Before what stands at the right.
const SPACE: &str = "　　　　　　　　　　　　　　　　";

/// The `n`th document of an invented bureau, of a day in March.
fn document(n: u32, day: u32, topic: &str) -> String {
    format!(
        "青水发〔2026〕{n}号\n\n{}\n\n各乡镇水利站：\n　　为做好{topic}工作，请各站按照职责分工逐项落实，查清台账，\
         明确责任人和完成期限，发现{topic}方面的问题及时整改并报告。\n\n{SPACE}青禾县水利局\n{SPACE}2026年3月{day}日\n",
        title(topic)
    )
}

/// The same with an attachment in its list.
fn enclosing(n: u32, day: u32, topic: &str, name: &str) -> String {
    let text = document(n, day, topic).replace("逐项落实", "逐项落实（见附件）");
    text.replacen("报告。\n", &format!("报告。\n\n　　附件：{name}\n"), 1)
}

/// Its approval form.
fn form(n: u32, day: u32, topic: &str, enclosures: &str) -> String {
    format!(
        "青禾县水利局发文稿纸\n\n标题：{}\n发文字号：青水发〔2026〕{n}号\n密级：无　　　　紧急程度：普通\n\
         主送：各乡镇水利站\n拟稿单位：水文科　　　　拟稿人：林远　2026年3月1日\n核稿：已核。方景行　2026年3月1日\n\
         签发：同意印发。周启明　2026年3月{day}日\n复核：复核无误。何静宜　2026年3月{day}日\n份数：30\n附件：{enclosures}\n",
        title(topic)
    )
}

// ── the log ──

fn entry(path: &str) -> Entry<'_> {
    let files = vec![FileDigest { name: "正文.docx", sha256: "0a5f" }];
    let (time, rules, stage) = ("2026-03-05T09:30:00Z", "sha256:9c01", Stage::Print);
    let conclusion = Conclusion::NotPrintable;
    Entry {
        time,
        path,
        files,
        rules,
        stage,
        errors: 1,
        warnings: 0,
        infos: 2,
        hidden: 0,
        gates: vec![],
        config: vec![],
        conclusion,
    }
}

/// A log from the library: its lines with their ends, and its tip.
fn sealed(count: usize, path: &str) -> (Vec<String>, Tip) {
    let mut tip = None;
    let next = |n| {
        let (line, new) = log::line(&entry(&format!("{path}/{n}")), tip.as_ref(), false).unwrap();
        tip = Some(new);
        line
    };
    let lines = (1..=count).map(next).collect();
    (lines, tip.unwrap())
}

#[test]
fn ten_thousand_lines_are_whole() {
    let (lines, tip) = sealed(10_000, "发文");
    let bytes = lines.concat().into_bytes();
    let start = Instant::now();
    let found = log::verify(&bytes, Some(&tip));
    println!("10,000 lines, {} bytes: {:?}", bytes.len(), start.elapsed());
    assert_eq!((found.lines, found.tip, found.torn), (10_000, Some(tip), 0));
    assert_eq!(found.damages, []);
}

#[test]
fn a_flipped_bit_is_found_and_its_line_named() {
    let (lines, tip) = sealed(200, "发文");
    let bytes = lines.concat().into_bytes();
    for line in [0, 99, 199] {
        let start = lines[..line].concat().len();
        let end = start + lines[line].len();
        for at in start..end {
            for bit in if at + 1 == end { 0..8 } else { at % 8..at % 8 + 1 } {
                let mut bytes = bytes.clone();
                bytes[at] ^= 1 << bit;
                let found = log::verify(&bytes, Some(&tip));
                let named = found.damages.first().map(|d| d.line);
                // The very last byte is no part of a line; what it ends is missed there.
                let right = if at + 1 == bytes.len() { named.is_some() } else { named == Some(line + 1) };
                assert!(right, "line {}, byte {}, bit {bit}: {:?}", line + 1, at - start, found.damages);
            }
        }
    }
}

/// A change in the lines of a log, and what is wrong in which line then.
type Edit<'e> = (&'e str, &'e dyn Fn(&mut Vec<String>), &'e [(usize, Wrong)]);

#[test]
fn lines_removed_doubled_swapped_inserted_or_cut_off_are_named() {
    use Wrong::{Changed, CutOff, Moved, Removed};
    let (lines, tip) = sealed(200, "发文");
    let (other, _) = sealed(60, "收文");
    let cases: [Edit<'_>; 12] = [
        ("nothing", &|_| {}, &[]),
        ("the first removed", &|l| drop(l.remove(0)), &[(1, Removed(1))]),
        ("one removed", &|l| drop(l.remove(99)), &[(100, Removed(1))]),
        ("three removed", &|l| drop(l.drain(49..52)), &[(50, Removed(3))]),
        ("doubled", &|l| l.insert(100, l[99].clone()), &[(101, Moved)]),
        ("doubled at the end", &|l| l.push(l[199].clone()), &[(201, Moved)]),
        ("swapped", &|l| l.swap(99, 100), &[(100, Removed(1)), (101, Moved), (102, Removed(1))]),
        ("inserted from another log", &|l| l.insert(50, other[50].clone()), &[(51, Moved), (52, Moved)]),
        ("inserted text", &|l| l.insert(50, "{}\n".to_owned()), &[(51, Changed)]),
        ("the last cut off", &|l| l.truncate(199), &[(200, CutOff(1))]),
        ("three cut off", &|l| l.truncate(197), &[(198, CutOff(3))]),
        ("all cut off", &|l| l.clear(), &[(1, CutOff(200))]),
    ];
    for (name, edit, wanted) in cases {
        let mut edited = lines.clone();
        edit(&mut edited);
        let found = log::verify(edited.concat().as_bytes(), Some(&tip));
        assert_eq!(found.damages.iter().map(|d| (d.line, d.what)).collect::<Vec<_>>(), wanted, "{name}");
    }
}

#[test]
fn a_torn_last_line_leaves_the_rest() {
    let (lines, tip) = sealed(199, "发文");
    let (whole, last) = (lines.concat(), sealed(200, "发文").0.remove(199));
    for cut in (1..last.len() - 1).filter(|cut| last.is_char_boundary(*cut)) {
        let mut text = format!("{whole}{}", &last[..cut]);
        let found = log::verify(text.as_bytes(), Some(&tip));
        assert_eq!((found.lines, found.torn, &found.damages[..]), (199, 1, &[][..]), "{cut}");
        let tail = log::tail(text.as_bytes(), true).unwrap();
        assert_eq!(tail, Tail { tip: Some(tip.clone()), torn: true }, "{cut}");
        let (line, tip) = log::line(&entry("接着记"), tail.tip.as_ref(), tail.torn).unwrap();
        text += &format!("\n{line}");
        let found = log::verify(text.as_bytes(), Some(&tip));
        assert_eq!((found.lines, found.torn, &found.damages[..]), (200, 1, &[][..]), "{cut}");
    }
}

#[test]
fn the_program_appends_behind_a_torn_line() {
    let folder = Folder::new("torn");
    folder.many(3);
    folder.start().wait().unwrap();
    let (bytes, tip) = (folder.bytes("log.jsonl"), folder.bytes("log.jsonl.tip"));
    assert_eq!((folder.lines("log.jsonl"), folder.verify("log.jsonl").1), (3, 0));
    for cut in [1, 100, 200, 400] {
        folder.put("log.jsonl", [&bytes, &bytes[..cut]].concat());
        folder.put("log.jsonl.tip", &tip);
        let (said, code) = folder.verify("log.jsonl");
        assert!(code == 0 && said.contains("有1处写到一半中断") && said.contains("共3行"), "{cut}: {said}");
        folder.start().wait().unwrap();
        let (said, code) = folder.verify("log.jsonl");
        assert!(code == 0 && said.contains("有1处写到一半中断") && said.contains("共6行"), "{cut}: {said}");
    }
    folder.put("log.jsonl", [&bytes[..bytes.len() / 2], b"x", &bytes[bytes.len() / 2..]].concat());
    let (said, code) = folder.verify("log.jsonl");
    assert!(code == 1 && said.contains("第2行") && said.contains("改过"), "{said}");
    assert_eq!(folder.verify("none.jsonl").1, 2);
}

#[test]
fn two_programs_at_once_lose_no_line() {
    let folder = Folder::new("two");
    folder.many(1000);
    [folder.start(), folder.start()].into_iter().for_each(|mut run| assert!(run.wait().unwrap().success()));
    let (said, code) = folder.verify("log.jsonl");
    assert!(code == 0 && said.contains("共2000行") && folder.lines("log.jsonl") == 2000, "{said}");
    let log = String::from_utf8(folder.bytes("log.jsonl")).unwrap();
    for n in [1, 500, 1000] {
        assert_eq!(log.matches(&format!("\"many/{n:04}\"")).count(), 2, "{n}");
    }
}

#[test]
fn killed_programs_leave_a_log_that_holds() {
    let folder = Folder::new("killed");
    folder.many(1000);
    let (mut lines, mut killed) = (0, 0);
    for round in 1..=12 {
        let runs = [folder.start(), folder.start()];
        std::thread::sleep(Duration::from_millis(200 + round * 7919 % 700));
        for mut run in runs {
            run.kill().unwrap();
            killed += usize::from(run.wait().unwrap().code().is_none());
        }
        let (said, code) = folder.verify("log.jsonl");
        assert!(code == 0 && folder.lines("log.jsonl") >= lines, "round {round}: {said}");
        lines = folder.lines("log.jsonl");
    }
    assert!(lines > 0 && (cfg!(windows) || killed > 0), "{lines} lines, {killed} killed");
    assert!(folder.start().wait().unwrap().success());
    let (said, code) = folder.verify("log.jsonl");
    assert!(code == 0 && said.contains(&format!("共{}行", lines + 1000)), "{said}");
}

// ── registers ──

const TOPICS: [&str; 4] = ["防汛值班", "校园饮水", "春耕用水", "河道养护"];

/// Three documents sent out, with their forms, of the second, third and fourth of March.
fn sent(folder: &Folder) {
    for (n, topic) in (1..).zip(&TOPICS[..3]) {
        folder.put(&format!("out/{n}/正文.txt"), document(n, n + 1, topic));
        folder.put(&format!("out/{n}/发文稿纸.txt"), form(n, n + 1, topic, "无"));
    }
}

/// The register of them as a clerk keeps it.
const DISPATCH: &str = "\
顺序号,成文日期,发文字号,标题,密级
1,2026-03-02,青水发〔2026〕1号,青禾县水利局关于做好防汛值班工作的通知,无
2,2026-03-03,青水发〔2026〕2号,青禾县水利局关于做好校园饮水工作的通知,无
3,2026-03-04,青水发〔2026〕3号,青禾县水利局关于做好春耕用水工作的通知,无
";

/// Two documents that came in, and their register.
const RECEIPT: &str = "\
收文号,收到时间,发文机关,发文字号,成文日期,标题,秘密等级,处理情况
1,2026-03-05,青禾县水利局,青水发〔2026〕1号,2026-03-02,青禾县水利局关于做好防汛值班工作的通知,无,已转水利站
2,2026-03-06,青禾县水利局,青水发〔2026〕2号,2026-03-03,青禾县水利局关于做好校园饮水工作的通知,无,已办结
";

fn cells(text: &str) -> Vec<Vec<&str>> {
    text.lines().map(|line| line.split(',').collect()).collect()
}

/// A register in the ways it comes: file name, bytes.
fn shapes(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let rows = cells(text);
    let turned = |text: &str| -> String {
        cells(text).iter().map(|row| row.iter().rev().copied().collect::<Vec<_>>().join(",") + "\r\n").collect()
    };
    let excel = |text: &str| encoding_rs::GBK.encode(&text.replace('\n', "\r\n")).0.into_owned();
    let others = [("顺序号", "序号"), ("成文日期", "成文时间"), ("发文字号", "文　号"), ("标题", "文件标题")];
    let synonyms = others.iter().fold(text.to_owned(), |text, (from, to)| text.replacen(from, to, 1));
    let spelled = synonyms.replace("2026-03-0", "2026/3/").replace('〔', "[").replace('〕', "]");
    let titled = format!("青禾县水利局发文登记簿\n2026年度,,,\n\n{text}\n,,,,\n");
    let object = |row: &Vec<&str>| {
        let pairs = rows[0].iter().zip(row).map(|(key, cell)| ((*key).to_owned(), Value::from(*cell)));
        Value::Object(pairs.collect()).to_string() + "\n"
    };
    vec![
        ("a.csv", text.into()),
        ("mark.csv", format!("\u{feff}{text}").into()),
        ("excel.csv", excel(text)),
        ("titled.csv", titled.clone().into()),
        ("turned.csv", turned(&synonyms).into()),
        ("spelled.csv", excel(&spelled)),
        ("a.xlsx", workbook(&rows)),
        ("titled.xlsx", workbook(&cells(&titled))),
        ("a.jsonl", rows[1..].iter().map(object).collect::<String>().into()),
    ]
}

/// Dates are those of a spreadsheet.
fn workbook(rows: &[Vec<&str>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let (sheet, day) = (book.add_worksheet(), Format::new().set_num_format("yyyy/m/d"));
    for (line, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
            match ExcelDateTime::parse_from_str(cell).ok().filter(|_| cell.len() == 10) {
                Some(date) => sheet.write_datetime_with_format(line, column, date, &day).unwrap(),
                None => sheet.write_string(line, column, *cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// Rules that fired with their messages, and the exit code, of a register held against documents.
fn against(folder: &Folder, line: &str, name: &str, bytes: &[u8]) -> (Vec<(String, String)>, i32) {
    folder.put(name, bytes);
    let (report, code) = folder.json(&format!("register {line} --report json --against {name}"));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (report["collection"].as_array().unwrap().iter().map(|f| (text(&f["rule"]), text(&f["message"]))).collect(), code)
}

/// One change in a register, the rules that then fire with a word of what they say, and the exit code.
type Change = (&'static str, &'static str, &'static [(&'static str, &'static str)], i32);

fn changed(text: &str, (from, to, ..): Change) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replacen(from, to, 1)
}

fn assert_found(name: &str, found: &[(String, String)], wanted: &[(&str, &str)]) {
    let fits = |(f, w): (&(String, String), &(&str, &str))| f.0 == w.0 && f.1.contains(w.1);
    assert!(found.len() == wanted.len() && found.iter().zip(wanted).all(fits), "{name}: {found:#?}\nnot {wanted:#?}");
}

#[test]
fn a_dispatch_register_is_held_against_the_documents() {
    let folder = Folder::new("dispatch");
    sent(&folder);
    #[rustfmt::skip]
    let changes: [Change; 9] = [
        ("防汛值班", "防汛值班", &[], 0),
        ("\n3,2026-03-04,青水发〔2026〕3号,青禾县水利局关于做好春耕用水工作的通知,无", "", &[("REG-out-b", "“青水发〔2026〕3号”（out/3/正文.txt）")], 1),
        ("\n2,2026-03-03,青水发〔2026〕2号,青禾县水利局关于做好校园饮水工作的通知,无", "", &[("REG-out-b", "out/2/"), ("REG-out-a-gap", "缺2号")], 1),
        ("\n3,", "\n3,2026-03-05,青水发〔2026〕4号,青禾县水利局关于做好河道养护工作的通知,无\n4,", &[("REG-out-b-document", "第3条")], 1),
        ("做好校园饮水", "做好校园用水", &[("REG-match-a", "标题写的是“青禾县水利局关于做好校园用水")], 1),
        ("2026-03-03", "2026-03-09", &[("REG-match-a", "登记簿第2条")], 1),
        ("2026-03-03", "", &[], 0),
        ("青水发〔2026〕3号", "", &[("REG-in-a", "没有填发文字号")], 1),
        ("青禾县水利局关于做好校园饮水工作的通知", "", &[("REG-in-a", "没有填标题")], 1),
    ];
    for change in changes {
        for (name, bytes) in shapes(&changed(DISPATCH, change)) {
            let (found, code) = against(&folder, "out", name, &bytes);
            assert_found(&format!("{name}, {:?} to {:?}", change.0, change.1), &found, change.2);
            assert_eq!(code, change.3, "{name}: {found:?}");
        }
    }
    let doubled = format!("{DISPATCH}4,2026-03-04,青水发〔2026〕3号,青禾县水利局关于做好河道养护工作的通知,无\n");
    let (found, code) = against(&folder, "out", "a.csv", doubled.as_bytes());
    assert!(code == 1 && found.iter().any(|f| f.0 == "REG-out-a-twice" && f.1.contains("第4条")), "{found:?}");
}

#[test]
fn exit_codes_of_a_register() {
    let folder = Folder::new("codes");
    sent(&folder);
    folder.put("gap.csv", DISPATCH.split_inclusive('\n').filter(|line| !line.starts_with('2')).collect::<String>());
    let code = |line: &str| folder.sanbu(line).status.code().unwrap();
    assert_eq!(code("register out/1 out/3 --against gap.csv"), 0);
    assert_eq!(code("register out/1 out/3 --against gap.csv --fail-on warning"), 1);
    assert_eq!(code("register out --against gap.csv"), 1);
    assert_eq!(code("register out --against gap.csv --fail-on never"), 0);
    assert_eq!(code("register out --against none.csv"), 2);
    assert_eq!(code("register out --kind nothing"), 2);
    folder.put("out/4/正文.docx", "没有内容");
    assert_eq!(code("register out --against gap.csv --fail-on never"), 2);
    assert_eq!(code("register out"), 2);
}

#[test]
fn a_receipt_register_is_held_against_the_documents() {
    let folder = Folder::new("receipt");
    (1..)
        .zip(&TOPICS[..2])
        .for_each(|(n, topic)| drop(folder.put(&format!("in/{n}/来文.txt"), document(n, n + 1, topic))));
    folder.put(
        "in/1/收文处理单.txt",
        "某某收文处理单\n\n来文单位：青禾县水利局\n收文日期：2026年3月5日\n拟办意见：请水利站阅办。\n",
    );
    let rows = folder.sanbu("register in --kind receipt --format jsonl").stdout;
    let rows: Vec<Value> = rows.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let told =
        |row: &Value| ["serial", "organ", "number", "date", "secrecy"].map(|key| row[key].as_str().unwrap().to_owned());
    let wanted = [
        ["1", "青禾县水利局", "青水发〔2026〕1号", "2026-03-02", "无"],
        ["2", "青禾县水利局", "青水发〔2026〕2号", "2026-03-03", "无"],
    ];
    assert_eq!(rows.iter().map(told).collect::<Vec<_>>(), wanted);
    #[rustfmt::skip]
    let changes: [Change; 10] = [
        ("防汛值班", "防汛值班", &[], 0),
        ("\n2,2026-03-06,", "\n2,2026-03-02,", &[("REG-in-b", "登记簿第2条")], 0),
        ("\n2,2026-03-06,", "\n2,2026-04-01,", &[("REG-in-b", "登记簿第2条")], 0),
        ("\n2,2026-03-06,", "\n2,,", &[("REG-in-a", "没有填收到时间")], 1),
        ("\n2,2026-03-06,青禾县水利局,", "\n2,2026-03-06,,", &[("REG-in-a", "没有填发文机关")], 1),
        ("饮水工作的通知,无,", "饮水工作的通知,,", &[("REG-in-a", "没有填秘密等级")], 1),
        (",无,已办结", ",,", &[("REG-in-a", "没有填秘密等级、处理情况")], 1),
        ("2026-03-03", "2026-03-04", &[("REG-match-a", "的成文日期写的是")], 1),
        ("校园饮水", "校园用水", &[("REG-match-a", "的标题写的是")], 1),
        ("成文日期", "备考", &[], 0),
    ];
    for change in changes {
        for (name, bytes) in shapes(&changed(RECEIPT, change)) {
            let (found, code) = against(&folder, "in --kind receipt --today 2026-03-10", name, &bytes);
            assert_found(&format!("{name}, {:?} to {:?}", change.0, change.1), &found, change.2);
            assert_eq!(code, change.3, "{name}: {found:?}");
        }
    }
}

#[test]
fn a_file_that_is_no_register_is_refused_in_words() {
    let folder = Folder::new("hostile");
    sent(&folder);
    let rules = RuleSet::load(builtin_files()).unwrap();
    let whole = workbook(&cells(DISPATCH));
    let mut far = Workbook::new();
    let sheet = far.add_worksheet();
    (0..).zip(["发文字号", "标题"]).for_each(|(at, text)| drop(sheet.write_string(0, at, text)));
    sheet.write_string(1_048_575, 16_383, "远").unwrap();
    let noise: Vec<u8> = (0..=255).cycle().take(5000).collect();
    let files: [(&str, Vec<u8>); 16] = [
        ("empty.csv", Vec::new()),
        ("empty.xlsx", Vec::new()),
        ("empty.jsonl", Vec::new()),
        ("spaces.csv", b" \r\n \r\n".to_vec()),
        ("noise.csv", noise.clone()),
        ("noise.xlsx", noise.clone()),
        ("noise.jsonl", noise),
        ("half.xlsx", whole[..whole.len() / 2].to_vec()),
        ("torn.xlsx", whole[..whole.len() - 1].to_vec()),
        ("far.xlsx", far.save_to_buffer().unwrap()),
        ("csv.xlsx", DISPATCH.into()),
        ("csv.jsonl", DISPATCH.into()),
        ("list.jsonl", b"[1,2]\n".to_vec()),
        ("deep.jsonl", b"{\"a\":".repeat(5000)),
        ("letter.csv", document(1, 2, TOPICS[0]).into()),
        ("register.ods", DISPATCH.into()),
    ];
    for (name, bytes) in files {
        folder.put(name, bytes);
        let output = folder.sanbu(&format!("register out --against {name}"));
        let said = said(&output);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{name}: {said}");
        assert!(said.starts_with(&format!("读不了登记簿 {name}：")) && !said.contains("panicked"), "{name}: {said}");
    }
    let kept = rules.registers.iter().find(|r| r.id == "dispatch").unwrap();
    for cut in (0..whole.len()).step_by(7) {
        assert!(register::read("a.xlsx", &whole[..cut], kept, &rules.terms).is_err(), "{cut} bytes of a workbook");
    }
}

// ── a batch held together ──

/// The documents 甲, 乙, 丙 of a batch, and what is found among them: rule, severity, the documents it names.
type Batch<'b> = (&'b str, Vec<String>, &'b [(&'b str, &'b str, &'b str)]);

#[test]
fn documents_are_held_together_whatever_their_order() {
    let citing = |text: String, topic: &str| {
        text.replacen("　　为", &format!("　　根据《{}》（青水发〔2026〕1号），为", title(topic)), 1)
    };
    let behind_others = |text: String| {
        let quoted = |n: u32| format!("《关于第{n}项工作的通知》（青农发〔2025〕{n}号）、");
        text.replacen("根据", &format!("根据{}", (1..=60).map(quoted).collect::<String>()), 1)
    };
    let draft = |text: String| text.replace("查清台账，", "").replace("〔2026〕2号", "〔2026〕　号");
    let [a, b, c, d] = TOPICS;
    #[rustfmt::skip]
    let batches: [Batch<'_>; 13] = [
        ("nothing", vec![document(1, 2, a), document(2, 3, b), document(3, 3, c)], &[]),
        ("a number twice", vec![document(1, 2, a), document(1, 2, b), document(2, 3, c)], &[("GBT9704-7.2.5-i", "error", "甲乙")]),
        ("a number thrice", vec![document(1, 2, a), document(1, 2, b), document(1, 2, c)], &[("GBT9704-7.2.5-i", "error", "甲乙丙")]),
        ("a copy", vec![document(1, 2, a), document(1, 2, a)], &[("GBT9704-7.2.5-i", "error", "甲乙")]),
        ("a gap", vec![document(1, 2, a), document(2, 3, b), document(4, 4, c)], &[("REG-out-a", "info", "丙")]),
        ("the order", vec![document(1, 2, a), document(2, 9, b), document(3, 8, c)], &[("REG-out-a-order", "warning", "丙")]),
        ("the same text", vec![document(1, 2, a), document(2, 3, a), document(3, 4, b)], &[("COLL-same-a", "warning", "甲乙")]),
        ("two versions", vec![document(1, 2, a), draft(document(2, 3, a))], &[("COLL-version-a", "warning", "甲乙")]),
        ("two documents of one title", vec![document(1, 2, a), document(2, 3, a).replace("查清台账，", "")], &[]),
        ("a citation", vec![document(1, 2, a), citing(document(2, 3, b), a)], &[]),
        ("a wrong citation", vec![document(1, 2, a), citing(document(2, 3, b), d), document(3, 3, c)], &[("COLL-cite-a", "warning", "甲乙")]),
        ("a wrong citation behind sixty", vec![document(1, 2, a), behind_others(citing(document(2, 3, b), d)), document(3, 3, c)], &[("COLL-cite-a", "warning", "甲乙")]),
        ("an early citation", vec![document(1, 9, a), citing(document(2, 8, b), a)], &[("COLL-cite-b", "warning", "乙"), ("REG-out-a-order", "warning", "乙")]),
    ];
    let folder = Folder::new("together");
    for (name, documents, wanted) in batches {
        let names = &["甲.txt", "乙.txt", "丙.txt"][..documents.len()];
        names.iter().zip(&documents).for_each(|(file, text)| drop(folder.put(file, text)));
        let mut wanted: Vec<_> =
            wanted.iter().map(|(rule, level, about)| [rule, level, about].map(|w| (*w).to_owned())).collect();
        wanted.sort_unstable();
        for order in orders(names) {
            let select = "--select COLL-* --select REG-* --select GBT9704-7.2.5-i*";
            let (report, _) = folder.json(&format!("check {} --format json {select}", order.join(" ")));
            let told = |finding: &Value| {
                let [rule, level, file, message] =
                    ["rule", "severity", "file", "message"].map(|k| finding[k].as_str().unwrap());
                let about = |n: &&&str| file == **n || message.contains(**n);
                [rule.to_owned(), level.to_owned(), names.iter().filter(about).map(|n| &n[..3]).collect()]
            };
            let mut found: Vec<_> = report["collection"].as_array().unwrap().iter().map(told).collect();
            found.sort_unstable();
            assert_eq!(found, wanted, "{name} in the order {order:?}");
            let errors = wanted.iter().filter(|w| w[1] == "error").count();
            assert_eq!(report["summary"]["errors"], errors, "{name}");
        }
    }
}

/// All orders of a few names.
fn orders<'n>(names: &[&'n str]) -> Vec<Vec<&'n str>> {
    let Some((first, rest)) = names.split_first() else { return vec![Vec::new()] };
    let with = |order: Vec<&'n str>| (0..=order.len()).map(move |at| [&order[..at], &[*first], &order[at..]].concat());
    orders(rest).into_iter().flat_map(with).collect()
}

#[test]
fn the_codes_of_the_office_are_those_it_states() {
    let folder = Folder::new("code");
    folder.put("甲.txt", document(1, 2, TOPICS[0]));
    for (codes, wanted) in [("\"青水发\", \"青水函\"", 0), ("\"青水函\"", 1), ("", 0)] {
        folder.put("sanbu.toml", format!("[organisation]\ncodes = [{codes}]\n"));
        let (report, _) = folder.json("check 甲.txt --format json");
        let found = report["collection"].as_array().unwrap();
        assert_eq!(found.iter().filter(|f| f["rule"] == "GBT9704-7.2.5-i-code").count(), wanted, "{codes}: {found:?}");
    }
}

// ── packets ──

/// Path, main document, form, attachments and conclusion of a packet.
type Told<'r> = (&'r str, &'r str, &'r str, Vec<&'r str>, &'r str);

fn told(packet: &Value) -> Told<'_> {
    let word = |key: &str| packet[key].as_str().unwrap_or_default();
    let attachments = packet["attachments"].as_array().unwrap().iter().filter_map(Value::as_str);
    (word("path"), word("main"), word("form"), attachments.collect(), word("conclusion"))
}

fn packets(report: &Value) -> BTreeSet<Told<'_>> {
    report["packets"].as_array().unwrap().iter().map(told).collect()
}

/// The folder of a test as it is called from inside.
fn here(folder: &Folder) -> String {
    format!("../{}", folder.0.file_name().unwrap().to_str().unwrap())
}

/// Conclusions.
/// A workbook as far as anybody looks at an attachment that is only counted: a container with its end.
const TABLE: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
const P: &str = "printable";
const N: &str = "not-printable";
const U: &str = "undecided";

#[test]
fn one_file_is_a_packet_of_one() {
    let folder = Folder::new("one");
    let (text, form) = (document(1, 2, TOPICS[0]), form(1, 2, TOPICS[0], "无"));
    folder.put("前.txt", format!("{form}\n\n{text}"));
    folder.put("后.txt", format!("{text}\n\n{form}"));
    folder.put("无.txt", text);
    for (name, form, conclusion) in [("前.txt", "前.txt", P), ("后.txt", "后.txt", P), ("无.txt", "", N)] {
        let (report, _) = folder.json(&format!("check {name} --format json"));
        assert_eq!(packets(&report), BTreeSet::from([(name, name, form, vec![], conclusion)]), "{report:#}");
    }
}

#[test]
fn a_manifest_is_taken_at_its_word() {
    let folder = Folder::new("manifest");
    let [a, b, ..] = TOPICS;
    folder.put("甲.txt", enclosing(1, 2, a, "值班表"));
    folder.put("乙.txt", form(1, 2, a, "值班表"));
    folder.put("附/值班表.xlsx", TABLE);
    folder.put("附件 别的表.xlsx", TABLE);
    folder.put("草稿.txt", document(2, 3, b));
    let manifest = "main = '甲.txt'\nform = './乙.txt'\nattachments = ['附/值班表.xlsx']\nignore = ['草稿.txt']\n";
    folder.put("packet.toml", manifest);
    let (report, code) = folder.json("check . --format json");
    let here = here(&folder);
    let wanted = BTreeSet::from([(here.as_str(), "甲.txt", "乙.txt", vec!["附/值班表.xlsx"], P)]);
    assert_eq!((packets(&report), code), (wanted, 0), "{report:#}");
    for bad in [&manifest.replace("ignore", "ignored"), &manifest.replace("乙.txt", "丁.txt"), "main = 3", ""] {
        folder.put("packet.toml", bad);
        let (report, code) = folder.json("check . --format json");
        assert_eq!((report["unreadable"].as_array().unwrap().len(), code), (1, 2), "{bad}: {report:#}");
    }
}

#[test]
fn folders_below_are_packets_when_they_hold_a_document() {
    let folder = Folder::new("tree");
    let [a, b, c, d] = TOPICS;
    folder.put("一/正文.txt", enclosing(1, 2, a, "值班表"));
    folder.put("一/发文稿纸.txt", form(1, 2, a, "值班表"));
    folder.put("一/附件/值班表.xlsx", TABLE);
    folder.put("二/正文.txt", document(2, 3, b));
    folder.put("二/签批/发文稿纸.txt", form(2, 3, b, "无"));
    folder.put("三/待印/正文.txt", document(3, 4, c));
    folder.put("三/待印/发文稿纸.txt", form(3, 4, c, "无"));
    folder.put("三/待印/再送/正文.txt", document(4, 5, d));
    folder.put("三/待印/再送/发文稿纸.txt", form(4, 5, d, "无"));
    let (report, code) = folder.json("check . --format json");
    let wanted = BTreeSet::from([
        ("一", "正文.txt", "发文稿纸.txt", vec!["附件/值班表.xlsx"], P),
        ("二", "正文.txt", "签批/发文稿纸.txt", vec![], P),
        ("三/待印", "正文.txt", "发文稿纸.txt", vec![], P),
        ("三/待印/再送", "正文.txt", "发文稿纸.txt", vec![], P),
    ]);
    assert_eq!((packets(&report), code), (wanted, 0), "{report:#}");
}

/// Forms name their document by number, by title, by both and by its file; attachments as the list names them.
#[test]
fn a_flat_folder_is_sorted_out_and_nothing_is_dropped() {
    let folder = Folder::new("flat");
    let [a, b, c, d] = TOPICS;
    folder.put("值守通知.txt", enclosing(1, 2, a, "值班表"));
    folder.put("饮水通知.txt", enclosing(2, 3, b, "水质检查表"));
    folder.put("用水通知.txt", document(3, 4, c));
    folder.put("养护通知.txt", document(4, 5, d));
    folder.put("稿纸甲.txt", form(1, 2, a, "值班表").replace(&title(a), ""));
    folder.put("稿纸乙.txt", form(2, 3, b, "水质检查表").replace("青水发〔2026〕2号", ""));
    folder.put("稿纸丙.txt", form(3, 4, c, "无"));
    folder.put("养护通知发文稿纸.txt", form(4, 5, d, "无").replace(&title(d), "").replace("青水发〔2026〕4号", ""));
    folder.put("附件 值班表.xlsx", TABLE);
    folder.put("附件1.水质检查表.pdf", "%PDF-1.7 表");
    let here = here(&folder);
    let at = |name: &str| -> &'static str { format!("{here}/{name}").leak() };
    let mut wanted = BTreeSet::from([
        (at("值守通知.txt"), "值守通知.txt", "稿纸甲.txt", vec!["附件 值班表.xlsx"], P),
        (at("饮水通知.txt"), "饮水通知.txt", "稿纸乙.txt", vec!["附件1.水质检查表.pdf"], P),
        (at("用水通知.txt"), "用水通知.txt", "稿纸丙.txt", vec![], P),
        (at("养护通知.txt"), "养护通知.txt", "养护通知发文稿纸.txt", vec![], P),
    ]);
    let (report, code) = folder.json("check . --format json");
    assert_eq!((packets(&report), code), (wanted.clone(), 1), "{report:#}");

    folder.put("附件 谁的表.xlsx", TABLE);
    folder.put("稿纸丁.txt", form(9, 9, "沙场整治", "无"));
    folder.put("照片.jpg", "照片");
    wanted.insert((at("附件 谁的表.xlsx"), "", "", vec!["附件 谁的表.xlsx"], N));
    wanted.insert((at("稿纸丁.txt"), "", "稿纸丁.txt", vec![], N));
    wanted.insert((at("照片.jpg"), "", "", vec![], U));
    let (report, code) = folder.json("check . --format json");
    assert_eq!((packets(&report), code), (wanted, 2), "{report:#}");
}

#[test]
fn what_is_no_part_of_a_packet_is_left_alone() {
    let folder = Folder::new("alone");
    let a = TOPICS[0];
    folder.put("件/正文.txt", document(1, 2, a));
    folder.put("件/发文稿纸.txt", form(1, 2, a, "无"));
    for name in ["件/~$正文.docx", "件/.DS_Store", "件/Thumbs.db", "件/__MACOSX/._正文.docx"] {
        folder.put(name, "x");
    }
    let own = ["件/留痕.jsonl", "件/留痕.jsonl.tip", "件/结果.json"];
    for _ in 0..2 {
        let output = folder.sanbu(&format!("check 件 --format json --log {} -o {}", own[0], own[2]));
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let report: Value = serde_json::from_slice(&folder.bytes(own[2])).unwrap();
        assert_eq!(packets(&report), BTreeSet::from([("件", "正文.txt", "发文稿纸.txt", vec![], P)]), "{report:#}");
        assert_eq!(report["summary"]["skipped_files"], 4);
    }
    let (verified, code) = folder.verify("件/留痕.jsonl");
    assert!(code == 0 && verified.contains("共2行"), "{verified}");
    own.iter().for_each(|name| fs::remove_file(folder.0.join(name)).unwrap());
    for _ in 0..2 {
        assert_eq!(folder.sanbu("register 件 -o 件/登记簿.xlsx").status.code(), Some(0));
        let output = folder.sanbu("register 件 --against 件/登记簿.xlsx");
        let right = output.status.code() == Some(0) && said(&output) == "登记簿1条，公文1份：对不上的0处\n";
        assert!(right, "{}", said(&output));
    }
}

/// Every column that both sides have is compared, and a notation is no difference.
#[test]
fn a_register_is_compared_column_by_column() {
    const FORM: &str = "某局发文稿纸\n密级：机密★3年\n主送：某某县教育局、某某县财政局\n抄送：某某县人大办公室\n份数：6\n附件：1.值班表 2.物资表\n\
        拟稿：周宁 2026年3月2日\n核稿：已核。温言 2026年3月3日\n签发：同意。林远 2026年3月5日\n复核：无误。许诺 2026年3月5日\n";
    const TEXT: &str = concat!(
        "机密★3年\n\n某政发〔2026〕1号\n\n某某县人民政府关于做好防汛工作的通知\n\n某某县教育局、某某县财政局：\n",
        "　　请做好防汛工作（附件1、2）。\n\n　　附件：1.值班表\n　　　　　2.物资表\n\n　　　　　　　　某某县人民政府\n",
        "　　　　　　　　2026年3月5日\n\n附件1\n\n值班表\n\n　　周一：甲\n\n附件2\n\n物资表\n\n　　沙袋：100\n\n抄送：某某县人大办公室。\n",
    );
    // A column, what the register says, and whether that is another thing than the document says.
    let cells = [
        ("密级", "机密★3年", false),
        ("密级", "机密", false),
        ("秘密等级", "机 密", false),
        ("密级", "秘密", true),
        ("密级", "无", true),
        ("签发人", "林远", false),
        ("签发", "林　远", false),
        ("签发人", "林远县长", false),
        ("签发人", "苏敏", true),
        ("签发人", "林远、苏敏", true),
        ("主送机关", "某某县教育局，某某县财政局", false),
        ("主送", "财政局、教育局", false),
        ("主送机关", "县教育局等2家单位", false),
        ("主送机关", "各有关单位", false),
        ("主送机关", "某某县教育局", true),
        ("主送机关", "某某县教育局、某某县水利局", true),
        ("抄送机关", "某某县人大办公室。", false),
        ("抄送", "县人大办公室", false),
        ("抄送机关", "某某县政协办公室", true),
        ("抄送机关", "无", true),
        ("抄送机关", "", false),
        ("份数", "6", false),
        ("印制份数", "６份", false),
        ("份数", "共六份", false),
        ("份数", "8", true),
        ("附件", "值班表；物资表", false),
        ("附件", "1.值班表 2.物资表", false),
        ("附件", "附件：1、物资表，2、值班表", false),
        ("附件", "2", false),
        ("附件", "2个", false),
        ("附件", "有", false),
        ("附件", "值班表等", false),
        ("附件", "3个", true),
        ("附件", "无", true),
        ("附件", "值班表、通讯录", true),
        ("成文日期", "2026-03-05", false),
        ("成文日期", "2026年3月5日", false),
        ("成文日期", "2026/3/5", false),
        ("成文日期", "46086", false),
        ("成文日期", "46086.0", false),
        ("成文日期", "46000", true),
        ("拟稿人", "周宁", false),
        ("拟稿人", "周明", true),
    ];
    let folder = Folder::new("columns");
    folder.put("件/正文.txt", TEXT);
    folder.put("件/发文稿纸.txt", FORM);
    for (column, cell, differs) in cells {
        let rows = vec![
            vec!["发文字号", "标题", column],
            vec!["某政发〔2026〕1号", "某某县人民政府关于做好防汛工作的通知", cell],
        ];
        let csv: String = rows.iter().map(|row| format!("\"{}\"\n", row.join("\",\""))).collect();
        folder.put("簿.csv", csv);
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (line, row) in (0..).zip(&rows) {
            for (place, text) in (0..).zip(row) {
                // A day whose cell has lost its format is a number.
                match text.parse::<f64>() {
                    Ok(number) => sheet.write_number(line, place, number).unwrap(),
                    Err(_) => sheet.write_string(line, place, *text).unwrap(),
                };
            }
        }
        folder.put("簿.xlsx", book.save_to_buffer().unwrap());
        for name in ["簿.csv", "簿.xlsx"] {
            let output = folder.sanbu(&format!("register 件 --against {name} --report short"));
            let told = said(&output).matches("REG-match-a").count();
            let title = |text: &str| said(&output).contains(text);
            assert_eq!(told, usize::from(differs), "{name} {column} {cell}: {}", said(&output));
            assert!(!differs || column == "成文日期" || title(&format!("写的是“{cell}”")), "{}", said(&output));
            assert!(cell != "46000" || title("写的是“2025-12-09”"), "{}", said(&output));
        }
    }
    // What a document does not have is none, and a register that has it says another thing.
    folder.put("件/正文.txt", TEXT.replace("（附件1、2）", "").split("\n　　附件：").next().unwrap());
    for (cell, differs) in [("无", false), ("", false), ("/", false), ("0", false), ("值班表", true), ("有", true)]
    {
        folder.put(
            "簿.csv",
            format!("发文字号,标题,附件\n某政发〔2026〕1号,某某县人民政府关于做好防汛工作的通知,{cell}\n"),
        );
        let told = said(&folder.sanbu("register 件 --against 簿.csv --report short"));
        assert_eq!(told.contains("REG-match-a"), differs, "{cell}: {told}");
    }
}

/// Nothing is ticked that was not compared: a word is taken out of the form or the document, and the tick goes.
#[test]
fn the_release_list_ticks_only_what_was_compared() {
    let good =
        |name: &str| fs::read_to_string(format!("{}/fixtures/good/函/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let folder = Folder::new("ticks");
    let ticks = |folder: &Folder, args: &str| -> Vec<(String, String)> {
        let (report, _) = folder.json(format!("check 件 --stage release --format json {args}").trim_end());
        let items = report["packets"][0]["maxims"][0]["items"].as_array().unwrap().clone();
        let word = |v: &Value| v.as_str().unwrap().to_owned();
        items.iter().map(|i| (word(&i["text"]), word(&i["verdict"]))).collect()
    };
    let of = |all: &[(String, String)], item: &str| -> String {
        let one: Vec<_> = all.iter().filter(|(text, _)| text.contains(item)).collect();
        assert_eq!(one.len(), 1, "{item}");
        one[0].1.clone()
    };
    // A line of the form or of the document that is gone or otherwise, the item, and what is said of it.
    let cases = [
        ("", "", "标题与稿纸", "pass"),
        ("", "", "发文字号与稿纸", "pass"),
        ("", "", "成文日期与稿纸", "pass"),
        ("", "", "密级、紧急程度与稿纸", "pass"),
        ("", "", "主送与稿纸", "pass"),
        ("", "", "抄送与稿纸", "pass"),
        ("", "", "附件与稿纸", "pass"),
        ("", "", "手续", "pass"),
        ("标题：青禾县交通运输局关于联合养护界河公路的函\n", "", "标题与稿纸", "manual"),
        ("发文字号：青交函〔2026〕7号\n", "", "发文字号与稿纸", "manual"),
        ("密级：无　　　　紧急程度：普通\n", "", "密级、紧急程度与稿纸", "manual"),
        ("密级：无　　　　紧急程度：普通\n", "密级：无\n", "密级、紧急程度与稿纸", "manual"),
        ("主送：白苇县交通运输局\n", "", "主送与稿纸", "manual"),
        ("主送：白苇县交通运输局\n", "主送：白苇县水利局\n", "主送与稿纸", "fail"),
        ("主送：白苇县交通运输局\n", "主送：白苇县水利局\n", "抄送与稿纸", "pass"),
        ("主送：白苇县交通运输局\n", "主送：白苇县水利局\n", "发文字号与稿纸", "pass"),
        ("抄送：青禾县公安局\n", "", "抄送与稿纸", "manual"),
        ("附件：无\n", "", "附件与稿纸", "manual"),
        ("郑远航　2026年3月5日", "郑远航", "成文日期与稿纸", "manual"),
        ("复核：复核无误。许诺言　2026年3月5日\n", "", "手续", "manual"),
        ("\n抄送：青禾县公安局。", "", "抄送与稿纸", "manual"),
    ];
    for (from, to, item, wanted) in cases {
        let (form, text) = (good("发文稿纸.txt"), good("正文.txt"));
        assert!(form.contains(from) || text.contains(from), "{from}");
        let changed = |text: &str| if from.is_empty() { text.to_owned() } else { text.replacen(from, to, 1) };
        folder.put("件/发文稿纸.txt", changed(&form));
        folder.put("件/正文.txt", if form.contains(from) { text } else { changed(&text) });
        let all = ticks(&folder, "");
        assert_eq!(of(&all, item), wanted, "{from} {item}: {all:#?}");
    }
    // Neither has one: nothing differs. Without the form nothing was compared, and so with a rule off or a file unread.
    folder.put("件/发文稿纸.txt", good("发文稿纸.txt").replace("抄送：青禾县公安局", "抄送：无"));
    folder.put("件/正文.txt", good("正文.txt").replace("\n抄送：青禾县公安局。", ""));
    assert_eq!(of(&ticks(&folder, ""), "抄送与稿纸"), "pass");
    assert_eq!(of(&ticks(&folder, "--ignore FORM-match-b"), "抄送与稿纸"), "manual");
    assert_eq!(of(&ticks(&folder, "--ignore ATT-dir-c"), "与附件说明一致"), "manual");
    folder.put("件/旧稿.docx", b"PK\x03\x04 torn");
    assert!(ticks(&folder, "").iter().all(|(_, verdict)| verdict != "pass"));
    fs::remove_file(folder.0.join("件/旧稿.docx")).unwrap();
    fs::remove_file(folder.0.join("件/发文稿纸.txt")).unwrap();
    assert!(ticks(&folder, "").iter().all(|(text, verdict)| verdict != "pass" || !text.contains("稿纸")));
}
