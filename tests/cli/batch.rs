//! One folder with two hundred packets, forty of them with one known fault each: all found, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use regex::Regex;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::support::batch::{Packet, packets};
use crate::support::cli::{Folder, err};
use crate::support::faults::Part::{self, Add, Both, Drop, File, Form, Main, Rename};

/// Printable, and not.
const P: &str = "printable";
const N: &str = "not-printable";

type Fault = (usize, &'static [&'static str], Part, &'static str, &'static str, &'static str);

/// Number of the packet; the rule that must fire, and those that may beside it; where and what is changed; what the
/// conclusion must be. A packet whose number or document is lost is the last one of its code: no gap is left.
#[rustfmt::skip]
const FAULTS: [Fault; 40] = [
    // ── approval form ──
    (4, &["FORM-exist-a"], Drop("发文稿纸"), "", "", N),
    (12, &["FORM-node-a"], Form, "签发：.*", "签发：", N),
    (115, &["FORM-node-a", "FORM-skip-a"], Form, "拟稿人：.*", "拟稿人：", N),
    (70, &["FORM-node-b"], Form, r"(签发：\S+)　.*", "$1", N),
    (38, &["FORM-skip-a", "FORM-node-a"], Form, "核稿：.*", "核稿：", N),
    (58, &["FORM-order-a"], Form, r"(?s)(核稿：\S+　)\S+(.*复核：\S+　)(\S+)", "$1$3$2$3", N),
    (134, &["FORM-order-c"], Form, r"(?s)(核稿：\S+　)(\S+)(.*复核：\S+　)\S+", "$1$2$3$2", N),
    (154, &["FORM-date-a"], Form, r"(核稿：\S+　).*", "${1}2026年2月30日", N),
    (86, &["FORM-date-c"], Main, r"(?s)(　{18})2026年\S+(\n.*　)(\S+)印发", "$1$3$2${3}印发", P),
    (63, &["FORM-redirect-a"], Form, r"(签发：)\S+。", "$1请宋致和签发。", N),
    (187, &["FORM-redirect-a"], Form, r"(签发：)\S+。", "$1呈宋致和同志审定。", N),
    (94, &["FORM-reject-a"], Form, r"(签发：)\S+。", "$1不同意。", N),
    (21, &["FORM-recheck-a"], Form, "复核：.*", "复核：", N),
    (130, &["FORM-recheck-a"], Form, r"(复核：\S+)　.*", "$1", N),
    (126, &["FORM-match-a"], Form, "的通报", "的通知", P),
    (100, &["FORM-match-b"], Form, r"〔2026〕\d+号", "〔2026〕99号", P),
    (90, &["FORM-match-c"], Main, r"签发人：\S+", "签发人：高远", P),
    (42, &["FORM-match-d"], Form, "附件：.*", "附件：无", N),
    // ── attachments ──
    (196, &["ATT-dir-a"], Drop("正文"), "", "", N),
    (25, &["ATT-dir-b"], Main, r"附件3\n\n.*\n\n.*\n\n", "", N),
    (52, &["ATT-dir-b"], Drop("附件2"), "", "", N),
    (51, &["ATT-dir-c"], Add("附件3.护林员名单.txt"), "", "杉林发〔2026〕5号附件3\n\n护林员名单\n\n　　全市共有护林员126名，均已完成年度培训。\n", P),
    (44, &["ATT-dir-e"], Add("附件.农村生活垃圾治理经费测算表.xlsx"), "附件.", "", N),
    (49, &["ATT-dir-f"], Rename("附件2"), "", "附件3", P),
    (56, &["ATT-list-c"], Main, r"\n　+3\.", "\n　　　　　4.", N),
    (74, &["ATT-list-e"], Main, "附件：.*", "$0；", P),
    (17, &["ATT-page-c", "ATT-page-e"], Main, r"\n附件2\n", "\n附件1\n", N),
    (30, &["ATT-page-e"], Main, r"(\n附件2\n\n).*", "$1节水设备名录", N),
    (179, &["ATT-page-e"], File("附件1"), r"(附件1\n\n).*", "$1师资名册", N),
    (8, &["ATT-ref-a"], Main, "见附件", "见附件2", N),
    (65, &["ATT-ref-b"], Main, "的检查", "的检查（见附件）", N),
    // ── main document ──
    (107, &["TL-9-a"], Main, r"　{18}2026年\S+\n", "", N),
    (82, &["TL-15.1-a"], Both, "(?m)(主送：|^)(杉岭市人民政府)(：?)$", "$1$2、杉岭市财政局$3", P),
    (89, &["GBT9704-7.2.5-a"], Both, "〔2026〕", "[2026]", P),
    (137, &["GBT9704-7.2.5-b"], Both, "〔2026〕", "$0第", P),
    (164, &["GBT9704-7.2.5-f"], Both, r"〔2026〕\d+", "〔2026〕　", N),
    (35, &["GBT9704-7.2.6-a"], Main, "　+签发人：.*", "", P),
    (145, &["GBT9704-7.3.5.4-a"], Main, r"(　{18})2026年\S+", "$1二〇二六年九月十日", P),
    (97, &["GBT9704-7.3.5.4-b"], Main, r"(　{18}2026年)(\d月)", "${1}0$2", P),
    (158, &["GBT9704-7.4.3-c"], Main, r"2026年\S+印发", "2026年1月5日印发", P),
];

/// A folder with the packets in it, and the packets as they lie there.
fn batch(name: &str) -> (Folder, Vec<Packet>) {
    let folder = Folder::new(name);
    let mut packets = packets();
    for (n, _, part, from, to, _) in FAULTS {
        packets[n - 1].change(part, from, to);
    }
    for packet in &packets {
        for (name, bytes) in packet.clone().bytes() {
            folder.put(&format!("{}/{name}", packet.folder), bytes);
        }
    }
    (folder, packets)
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

/// How a packet differs from what it should be.
fn judge(n: usize, packet: &Packet, report: &Value) -> Option<String> {
    let fault = FAULTS.iter().find(|f| f.0 == n);
    let (rules, conclusion) = fault.map_or((&[][..], P), |f| (f.1, f.5));
    let fired: BTreeSet<&str> =
        report["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect();
    let failed = report["gates"].as_array().unwrap().iter().any(|g| g["verdict"] == "fail");
    let bytes = packet.clone().bytes();
    let files: BTreeSet<&str> = bytes.iter().map(|(name, _)| name.as_str()).collect();
    let known = report["main"].as_str().into_iter().chain(report["form"].as_str());
    let known: BTreeSet<&str> = known.chain(texts(&report["attachments"])).collect();
    let right = report["path"] == packet.folder.as_str()
        && known == files
        && rules.first().is_none_or(|rule| fired.contains(rule))
        && fired.iter().all(|rule| rules.contains(rule))
        && report["conclusion"] == conclusion
        && failed == (conclusion == N);
    (!right).then(|| {
        let messages: Vec<_> = report["findings"].as_array().unwrap().iter().map(|f| &f["message"]).collect();
        let (path, actual, gates) = (&report["path"], &report["conclusion"], &report["gates"]);
        format!(
            "{}: {rules:?} {conclusion} {files:?}\n  is {path}: {fired:?} {actual} {known:?}\n  {messages:?}\n  {gates}",
            packet.folder
        )
    })
}

#[test]
fn forty_faults_in_two_hundred_packets_are_found_and_nothing_else() {
    let (folder, packets) = batch("batch-check");
    let output = folder.sanbu(&["check", "--format", "json", "--today", "2026-12-31", "."]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = report["packets"].as_array().unwrap();
    let wrong: Vec<String> = packets.iter().zip(found).zip(1..).filter_map(|((p, r), n)| judge(n, p, r)).collect();
    assert!(wrong.is_empty(), "{} packets differ\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!((packets.len(), found.len(), report["summary"]["packets"].as_u64()), (200, 200, Some(200)));
    let empty = Value::Array(Vec::new());
    assert_eq!((&report["collection"], &report["unreadable"]), (&empty, &empty));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_faults_are_forty_in_as_many_packets_and_of_many_rules() {
    let numbers: BTreeSet<usize> = FAULTS.iter().map(|f| f.0).collect();
    let rules: BTreeSet<&str> = FAULTS.iter().map(|f| f.1[0]).collect();
    assert!(numbers.len() == 40 && rules.len() >= 25, "{} {}", numbers.len(), rules.len());
}

/// Numbers of a code run 1, 2, 3, dates do not go back, and no title or text comes twice.
#[test]
fn the_packets_are_a_year_of_eight_registers() {
    let date = Regex::new(r"签发：\S+　2026年(\d+)月(\d+)日").unwrap();
    let mut last: BTreeMap<String, (usize, [usize; 2])> = BTreeMap::new();
    let (mut titles, mut bodies, mut kinds) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for packet in packets() {
        let (code, serial) = packet.number.split_once("〔2026〕").unwrap();
        let serial: usize = serial.trim_end_matches('号').parse().unwrap();
        let form = packet.files[1].1.as_str();
        let day = date.captures(form).unwrap().extract().1.map(|d| d.parse::<usize>().unwrap());
        let before = last.insert(code.to_owned(), (serial, day)).unwrap_or_default();
        assert!(serial == before.0 + 1 && day >= before.1, "{}", packet.folder);
        assert!(titles.insert(form.lines().find(|l| l.starts_with("标题：")).unwrap().to_owned()), "{}", packet.folder);
        assert!(bodies.insert(packet.files[0].1.split_once("：\n").unwrap().1.to_owned()), "{}", packet.folder);
        assert!(packet.files.iter().all(|(_, text)| !text.contains('{')), "{}", packet.folder);
        kinds.insert(packet.kind);
    }
    assert_eq!((kinds.len(), last.len()), (8, 24));
}

/// A header and rows of cells.
type Table = Vec<Vec<String>>;

#[test]
fn register_is_the_same_in_three_formats() {
    let (folder, packets) = batch("batch-register");
    let out = Folder::new("batch-registers");
    let [csv, xlsx, jsonl] = ["csv", "xlsx", "jsonl"].map(|extension| {
        let name = format!("batch-register.{extension}");
        let output = folder.sanbu(&["register", ".", "-o", out.0.join(&name).to_str().unwrap()]);
        assert!(out.has(&name), "{}", err(&output));
        out.bytes(&name)
    });
    let (csv, xlsx, jsonl) = (from_csv(&csv), from_xlsx(xlsx), from_jsonl(&jsonl));
    assert_eq!((csv.len(), xlsx.len(), jsonl.len()), (201, 201, 200));
    assert_eq!(csv[0], xlsx[0]);
    for (i, packet) in packets.iter().enumerate() {
        assert_eq!(csv[i + 1], xlsx[i + 1], "{}", packet.folder);
        assert_eq!(csv[i + 1], jsonl[i], "{}", packet.folder);
        let faulty = FAULTS.iter().any(|f| f.0 == i + 1);
        assert!(faulty || csv[i + 1].contains(&packet.number), "{}: {:?}", packet.number, csv[i + 1]);
    }
}

/// CSV with a byte order mark, for Excel.
fn from_csv(bytes: &[u8]) -> Table {
    let text = std::str::from_utf8(bytes).unwrap().strip_prefix('\u{feff}').expect("a byte order mark");
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            _ if quoted => cell.push(c),
            ',' => row.push(std::mem::take(&mut cell)),
            '\r' => {}
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(c),
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty(), "the last row has no end");
    rows
}

/// The first sheet; strings are shared, inline or plain.
fn from_xlsx(bytes: Vec<u8>) -> Table {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).ok()?.read_to_string(&mut text).unwrap();
        Some(text)
    };
    let shared = part("xl/sharedStrings.xml").unwrap_or_default();
    let sheet = part("xl/worksheets/sheet1.xml").expect("a first sheet");
    let shared: Vec<String> = shared.split("<si>").skip(1).map(|item| between(item, "t")).collect();
    let cell = Regex::new(r#"(?s)<c\b([^>]*?)(?:/>|>(.*?)</c>)"#).unwrap();
    let column = Regex::new(r#"\br="([A-Z]+)"#).unwrap();
    let mut rows = Table::new();
    for row in sheet.split("<row").skip(1) {
        let mut cells: Vec<String> = Vec::new();
        for found in cell.captures_iter(row) {
            let (attributes, inner) = (&found[1], found.get(2).map_or("", |m| m.as_str()));
            // A cell that is left out is an empty one.
            if let Some(at) = column.captures(attributes) {
                let at = at[1].bytes().fold(0, |sum, b| sum * 26 + usize::from(b - b'A') + 1);
                cells.resize(at - 1, String::new());
            }
            cells.push(match attributes {
                a if a.contains("t=\"s\"") => shared[between(inner, "v").parse::<usize>().unwrap()].clone(),
                a if a.contains("t=\"inlineStr\"") => between(inner, "t"),
                _ => between(inner, "v"),
            });
        }
        let width = rows.first().map_or(cells.len(), Vec::len);
        cells.resize(width, String::new());
        rows.push(cells);
    }
    rows
}

/// The text in all elements of a name.
fn between(xml: &str, name: &str) -> String {
    let element = Regex::new(&format!("(?s)<{name}(?: [^>]*)?>(.*?)</{name}>")).unwrap();
    let text: String = element.captures_iter(xml).map(|c| c[1].to_owned()).collect();
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#10;", "\n"), ("&amp;", "&")];
    entities.iter().fold(text, |text, (entity, c)| text.replace(entity, c))
}

/// One object a line, its values in the order of the columns.
fn from_jsonl(bytes: &[u8]) -> Table {
    let lines = std::str::from_utf8(bytes).unwrap().lines();
    lines.map(|line| serde_json::from_str::<Row>(line).unwrap().0).collect()
}

/// The values of an object as they are written, which a map would sort.
struct Row(Vec<String>);

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Cells).map(Row)
    }
}

struct Cells;

impl<'de> Visitor<'de> for Cells {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a row")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut cells = Vec::new();
        while let Some((_, value)) = map.next_entry::<String, Value>()? {
            cells.push(match value {
                Value::Null => String::new(),
                Value::String(text) => text,
                Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("、"),
                other => other.to_string(),
            });
        }
        Ok(cells)
    }
}
