//! What checking costs: 2,000 drafts of 4 KB in memory on one thread, by step, and with ten times the rules.
//!
//! `cargo bench --bench check`
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use sanbu::document::Document;
use sanbu::finding::Stage;
use sanbu::packet::{self, Packet};
use sanbu::rule::{RuleFile, RuleSet, builtin_files};
use sanbu::{element, read, run};

const DOCUMENTS: usize = 2000;
const BYTES: usize = 4000;
const ROUNDS: usize = 5;
const TIMES: usize = 10;

fn main() {
    let texts: Vec<(String, String)> = (1..=DOCUMENTS).map(|n| (format!("公文{n:04}.txt"), text(n))).collect();
    let files = builtin_files();
    let started = Instant::now();
    let rules = RuleSet::load(files.clone()).unwrap();
    println!("装入{}条规则 {:?}", rules.rules.len(), started.elapsed());
    let started = Instant::now();
    let words = many(files.clone(), rules.rules.len(), other_word);
    println!("装入{}条规则 {:?}", words.rules.len(), started.elapsed());
    let again = many(files, rules.rules.len(), again);

    let options = run::Options { stage: Stage::Draft, ..run::Options::default() };
    let check = |packet: &Packet, rules: &RuleSet| drop(black_box(run::check(packet, rules, &options)));
    let documents: Vec<Document> = texts.iter().map(|(name, t)| read::read(name, t.as_bytes()).unwrap()).collect();
    let packets: Vec<Packet> = texts.iter().map(|text| load(text, &rules)).collect();

    each("读入", || texts.iter().for_each(|(name, t)| drop(black_box(read::read(name, t.as_bytes())))));
    each("识别", || documents.iter().for_each(|d| drop(black_box(element::recognise(d, &rules.terms)))));
    let one = each("检查", || packets.iter().for_each(|p| check(p, &rules)));
    let of = |set: &RuleSet, name: &str| {
        let ten = each(&format!("检查（十倍规则，{name}）"), || packets.iter().for_each(|p| check(p, set)));
        println!("检查一步 {:.2} 倍", ratio(ten, one));
    };
    of(&words, "别的词");
    of(&again, "同样的写法再来九遍");
    let one = each("合计", || texts.iter().for_each(|t| check(&load(t, &rules), &rules)));
    let ten =
        each("合计（十倍规则，别的词）", || texts.iter().for_each(|t| check(&load(t, &words), &words)));
    println!("合计 {:.2} 倍", ratio(ten, one));
}

fn load((name, text): &(String, String), rules: &RuleSet) -> Packet {
    packet::single(name, packet::load(name, text.as_bytes(), &rules.terms))
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}

/// The least time of several rounds over all documents.
fn each(what: &str, work: impl Fn()) -> Duration {
    work();
    let time = |_| {
        let started = Instant::now();
        work();
        started.elapsed()
    };
    let least = (0..ROUNDS).map(time).min().unwrap();
    println!("{what} {:?} 一份，{least:?} 全部", least / DOCUMENTS as u32);
    least
}

/// A notice with sections, a signature and an imprint.
fn text(n: usize) -> String {
    const SENTENCES: [&str; 5] = [
        "各乡镇人民政府要加强组织领导，落实防汛责任，按时完成隐患排查工作。",
        "对发现的问题，要建立台账，明确责任单位和整改时限，逐项销号。",
        "严格执行24小时值班制度和领导带班制度，重要情况及时报告。",
        "请县水利局、县应急管理局结合实际，制定具体措施，抓好贯彻落实。",
        "2026年3月5日前，将排查情况报送县防汛抗旱指挥部办公室。",
    ];
    let mut text = format!(
        "青禾县人民政府文件\n\n青政发〔2026〕{n}号\n\n青禾县人民政府关于做好第{n}批防汛隐患排查工作的通知\n\n各乡镇人民政府，县直各部门：\n"
    );
    let mut part = 0;
    while text.len() < BYTES - 400 {
        if part % 4 == 0 {
            text.push_str(&format!("　　{}、加强组织领导\n", ["一", "二", "三", "四", "五"][part / 4 % 5]));
        }
        let sentences = (0..4).map(|i| SENTENCES[(n + 3 * part + i * i) % SENTENCES.len()]);
        text.push_str(&format!("　　{}\n", sentences.collect::<String>()));
        part += 1;
    }
    text + "　　特此通知。\n\n　　　　　　　　　　　　青禾县人民政府\n　　　　　　　　　　　　2026年3月5日\n\n抄送：县委办公室。\n青禾县人民政府办公室　　2026年3月6日印发\n"
}

/// The shipped rules, and nine times as many made from those about wording.
fn many(mut files: Vec<RuleFile>, shipped: usize, make: impl Fn(&str, usize) -> String) -> RuleSet {
    let of = |kinds: &[&str]| files.iter().flat_map(|f| tables(&f.text, kinds)).collect::<Vec<_>>();
    let blocks = of(&["[[word]]", "check.text"]);
    let copies = (TIMES - 1) * shipped;
    // A rule file has a limit, and so have people.
    for part in (0..copies).collect::<Vec<_>>().chunks(500) {
        let text: String = part.iter().map(|&n| make(&blocks[n % blocks.len()], n)).collect();
        files.push(RuleFile { name: format!("more-{}.toml", part[0]), text: text.into() });
    }
    RuleSet::load(files).unwrap()
}

/// The tables of a file that are rules of these kinds.
fn tables(file: &str, kinds: &[&str]) -> Vec<String> {
    let starts: Vec<usize> = file.match_indices("\n[[").map(|(at, _)| at + 1).chain([file.len()]).collect();
    let tables = starts.windows(2).map(|w| &file[w[0]..w[1]]);
    let rule = |t: &&str| t.starts_with("[[rule]]") || t.starts_with("[[word]]");
    tables.filter(rule).filter(|t| kinds.iter().any(|k| t.contains(k))).map(str::to_owned).collect()
}

/// A rule that looks for a word of its own, as the rules do that an office adds.
fn other_word(_: &str, n: usize) -> String {
    let han = |n: usize| char::from_u32(0x4e00 + (n % 20000) as u32).unwrap();
    let (a, b) = (han(7 * n + 11), han(13 * n + 5));
    format!(
        "[[word]]\nid = \"more-{n}\"\nwrong = \"{a}{b}\"\nright = \"甲乙\"\nseverity = \"info\"\nsource = \"惯例\"\n\
         not_after = '[公发]'\nfails = [\"{a}{b}\"]\npasses = [\"甲\"]\n\n"
    )
}

/// The same rule under another id, with one word more.
fn again(table: &str, n: usize) -> String {
    let mut copy = String::with_capacity(table.len() + 40);
    for line in table.lines() {
        let line = match line.strip_prefix("id = \"") {
            Some(id) => format!("id = \"more-{n}-{id}"),
            None => line.replacen(" pattern = '", &format!(" pattern = '甲{n}乙丙|"), 1),
        };
        copy.push_str(&line);
        copy.push('\n');
    }
    copy
}
