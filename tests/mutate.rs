//! The bodies of the fuzz targets on a stable toolchain: mutants of good inputs, the same in every run. A few of each in a
//! usual run; `SANBU_MUTATE=360` runs so many seconds each.

#![allow(clippy::print_stdout, reason = "what was tried is shown with --nocapture")]
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

#[path = "../fuzz/src/lib.rs"]
#[allow(unreachable_pub, reason = "it is a crate of its own there")]
mod bodies;
mod support;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use support::printed::{self, Face};

/// Mutants of each kind in a usual run.
const FEW: usize = 40;
/// No seed is longer, in bytes.
const LONGEST: usize = 8 << 10;
/// No mutant takes longer.
const SLOWEST: Duration = Duration::from_secs(10);

/// Words that inputs are made of, and characters that trouble readers.
const PIECES: [&str; 40] = [
    "附件",
    "：",
    "〔2026〕",
    "号",
    "2026年3月5日",
    "签发",
    "同意",
    "《",
    "》",
    "“",
    "（",
    "）",
    "一、",
    "1．",
    "\n",
    "\r",
    "\u{200b}",
    "\u{3000}",
    "\t",
    " ",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "#",
    "[[rule]]\n",
    "check.text = {",
    "'''",
    "\"\"\"",
    "*",
    "**/",
    "$1",
    "(?:",
    "\u{feff}",
    "\u{0}",
];

/// Numbers that look like chance and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let most = if self.below(4) == 0 { length - start } else { (length - start).min(24) };
        start..start + self.below(most + 1)
    }

    /// One seed with a few changes.
    fn mutant(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..1 + self.below(6) {
            let range = self.range(bytes.len());
            match self.below(7) {
                0 if !bytes.is_empty() => {
                    let at = self.below(bytes.len());
                    bytes[at] ^= 1 << self.below(8);
                }
                1 => drop(bytes.drain(range)),
                2 => {
                    let again = bytes[range.clone()].repeat(1 + self.below(3));
                    bytes.splice(range.end..range.end, again);
                }
                3 => {
                    let other = &seeds[self.below(seeds.len())];
                    let part = other[self.range(other.len())].to_vec();
                    bytes.splice(range, part);
                }
                4 if self.below(4) == 0 => bytes.truncate(range.start),
                5 => {
                    let at = self.below(bytes.len() + 1);
                    bytes.insert(at, self.below(256) as u8);
                }
                _ => {
                    let piece = PIECES[self.below(PIECES.len())].as_bytes().to_vec();
                    bytes.splice(range.start..range.start, piece);
                }
            }
        }
        bytes.truncate(4 * LONGEST);
        bytes
    }
}

/// Files below a folder of the project with this end.
fn files(folder: &str, end: &str) -> Vec<Vec<u8>> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut found = Vec::new();
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false if path.to_string_lossy().ends_with(end) => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    found.into_iter().map(|path| fs::read(path).unwrap()).filter(|bytes| bytes.len() <= LONGEST).collect()
}

/// Every fixture with such a name, in the order of their paths.
fn documents(end: &str) -> Vec<Vec<u8>> {
    let mut all = support::fixtures::all();
    all.retain(|(path, bytes)| path.ends_with(end) && bytes.len() <= LONGEST);
    all.sort_by(|(a, _), (b, _)| Path::new(a).cmp(Path::new(b)));
    all.into_iter().map(|(_, bytes)| bytes).collect()
}

/// The shipped rules, one by one.
fn rules() -> Vec<Vec<u8>> {
    let texts: Vec<String> = sanbu::rule::builtin_files().into_iter().map(|f| f.text.to_string()).collect();
    let blocks = texts.iter().flat_map(|text| text.split("\n\n"));
    blocks.filter(|block| block.len() <= LONGEST).map(|block| block.as_bytes().to_vec()).collect()
}

fn mutate(name: &str, seeds: &[Vec<u8>], body: fn(&[u8])) {
    assert!(!seeds.is_empty(), "{name}");
    let seconds = std::env::var("SANBU_MUTATE").ok().and_then(|s| s.parse().ok()).map(Duration::from_secs);
    let started = Instant::now();
    let (mut chance, mut done, mut slowest) = (Chance(0x9e37_79b9_7f4a_7c15), 0, Duration::ZERO);
    while seconds.map_or(done < FEW, |seconds| started.elapsed() < seconds) {
        let bytes = chance.mutant(seeds);
        let before = Instant::now();
        if std::panic::catch_unwind(|| body(&bytes)).is_err() {
            let path = std::env::temp_dir().join(format!("sanbu-{name}-{done}"));
            fs::write(&path, &bytes).unwrap();
            panic!("{name}: mutant {done} in {}", path.display());
        }
        slowest = slowest.max(before.elapsed());
        assert!(slowest < SLOWEST, "{name}: mutant {done} took {slowest:?}");
        done += 1;
    }
    println!("{name}: {done} mutants in {:?}, the slowest {slowest:?}", started.elapsed());
}

#[test]
fn read() {
    let mut seeds = documents(".docx");
    seeds.push(include_bytes!("../fuzz/main.xml").to_vec());
    mutate("read", &seeds, bodies::read);
}

/// Pages in every part of which something may be wrong.
fn pages() -> [Vec<Vec<u8>>; 2] {
    let sheets = [
        printed::page(&[("青禾县水利局文件", 45.0, 60.0), ("关于做好防汛工作的通知", 40.0, 100.0)]),
        printed::Sheet {
            seals: vec![[116.0, 130.0, 42.0, 42.0]], ..printed::page(&[("2026年3月5日", 120.0, 150.0)])
        },
    ];
    let mut ofd: Vec<Vec<u8>> = printed::ofd_parts(&sheets).into_iter().map(|(_, part)| part).collect();
    let bare = |part: Vec<u8>| String::from_utf8(part).unwrap().replace("ofd:", "").into_bytes();
    ofd = ofd.into_iter().map(bare).collect();
    ofd.push(
        "<PageAnnot><Annot Type='Stamp'><Appearance Boundary='1 2 3 4'><PathObject/></Appearance></Annot></PageAnnot>"
            .into(),
    );
    ofd.push(printed::ofd(&sheets));
    let mut pdf: Vec<Vec<u8>> = [Face::Table, Face::Gbk].map(|face| printed::pdf(&sheets, face)).into();
    pdf.push(
        "q 1 0 0 1 30 40 cm BT /F1 16 Tf 1 0 0 1 9 9 Tm [<97528 2>-250 (a\\)b)]TJ T* (c)' ET /G Do BI /W 1 ID x EI Q"
            .into(),
    );
    pdf.push("1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <ffff> [<4e00>] endbfrange 2 beginbfchar <01> <9752> <02> <0066> endbfchar".into());
    pdf.push("<</MediaBox[0 0 595 842]/Rotate 90/Contents[4 0 R]/Resources<</Font<</F1 5 0 R>>>>/Annots[<</F 4/Rect[0 0 9 9]/AP<</N 4 0 R>>>>]>>".into());
    [ofd, pdf]
}

#[test]
fn ofd() {
    mutate("ofd", &pages()[0], bodies::pages);
}

#[test]
fn pdf() {
    mutate("pdf", &pages()[1], bodies::pages);
}

#[test]
fn text() {
    mutate("text", &documents(".txt"), bodies::text);
}

#[test]
fn rule_files() {
    mutate("rules", &rules(), bodies::rules);
}

#[test]
fn config() {
    let mut seeds = files("presets", ".toml");
    let own = "[[override]]\npaths = ['**/甲/*.docx']\nstage = 'draft'\n[[ignore]]\nrule = 'A-*'\nreason = '试'\nuntil = 2026-12-31\n";
    seeds.push(own.into());
    mutate("config", &seeds, bodies::config);
}

#[test]
fn manifest() {
    let confirm = "[[confirm]]\ngate = \"recheck\"\nby = \"林某\"\ndate = \"2026-03-05\"\nbecause = []\n[confirm.files]\n\"正文.docx\" = \"00ff\"\n";
    let main = "main = '正文.docx'\nform = '发文稿纸.docx'\nattachments = ['附件1.xlsx']\nignore = ['草稿.docx']\n";
    mutate("manifest", &[confirm.into(), main.into(), format!("{main}{confirm}").into()], bodies::manifest);
}

#[test]
fn log() {
    let mut whole = String::new();
    let mut before = String::new();
    for n in 1..8 {
        let content = format!("{{\"schema\":1,\"n\":{n},\"path\":\"件{n}\",\"prev\":\"{before}\"");
        before = sanbu::log::sha256(content.as_bytes());
        whole += &format!("{content},\"seal\":\"{before}\"}}\n");
    }
    mutate("log", &[whole.into()], bodies::log);
}

#[test]
fn registers() {
    let csv = "发文登记簿\n发文字号,标题,成文日期,密级\n青政发〔2026〕1号,关于防汛的通知,2026-03-05,无\n,\"关于,防火\",45000,\n合计,2,,\n";
    let jsonl = "{\"发文字号\":\"青政发〔2026〕1号\",\"标题\":\"通知\",\"成文日期\":45000}\n{\"标题\":\"函\"}\n";
    let cell = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let (number, title, value) = (cell("A1", "发文字号"), cell("B1", "标题"), cell("A2", "青政发〔2026〕1号"));
    let shared = "<c r=\"B2\" t=\"s\"><v>0</v></c>";
    let rows = format!("<row r=\"1\">{number}{title}</row><row r=\"2\">{value}{shared}</row>");
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData><si><t>甲</t></si></worksheet>");
    mutate("registers", &[csv.into(), jsonl.into(), sheet.into()], bodies::registers);
}
