//! Packets mended: the findings that can be are gone, no other has come, and a second time there is nothing to do.

use std::collections::BTreeMap;

use sanbu::finding::{PacketReport, Stage};
use sanbu::mend::{Judge, Mended, Wishes, mend};
use sanbu::packet::{self, Packet};
use sanbu::read::read;
use sanbu::rule::{RuleFile, RuleSet, builtin_files};
use sanbu::run::Options;
use sanbu::write::Why;

use super::parts::{changed, decided, looks, raw};
use super::stamp;
use crate::support::faults::FAULTS;
use crate::support::layout::SLIPS;
use crate::support::{as_docx, fault, folder, packet as good};

type Files = BTreeMap<String, Vec<u8>>;

thread_local! {
    static RULES: RuleSet = RuleSet::builtin().unwrap();
}

fn packets(files: &Files, rules: &RuleSet) -> Vec<Packet> {
    let load = |(name, bytes): (&String, &Vec<u8>)| packet::load(name, bytes, &rules.terms);
    packet::group("", files.iter().map(load).collect(), &rules.terms)
}

/// What has become of the files of a folder, and of its packets.
fn mended(files: &Files, wishes: &Wishes) -> (Files, Vec<Mended>) {
    RULES.with(|rules| {
        let options = Options { stage: Stage::Print, ..Options::default() };
        let judge = Judge { rules, options: &options, hide: &|_: &mut PacketReport| {} };
        let load = |path: &str| files.get(path).cloned();
        let all: Vec<Mended> = packets(files, rules).into_iter().map(|p| mend(p, &load, &judge, wishes)).collect();
        let mut new = files.clone();
        for file in all.iter().flat_map(|m| &m.files) {
            assert_eq!(files[&file.path], file.original);
            new.insert(file.path.clone(), file.bytes.clone());
        }
        (new, all)
    })
}

fn found(files: &Files) -> Vec<String> {
    RULES.with(|rules| {
        let options = Options { stage: Stage::Print, ..Options::default() };
        let reports = packets(files, rules).iter().map(|p| sanbu::run::check(p, rules, &options)).collect::<Vec<_>>();
        let mut ids: Vec<String> =
            reports.iter().flat_map(|r| r.findings.iter().map(|f| format!("{} {:?}", f.rule.id, f.file))).collect();
        ids.sort();
        ids
    })
}

/// The rule of a finding yields to one of these.
fn yields(finding: &str, to: &[&str]) -> bool {
    let id = finding.split(' ').next().unwrap();
    RULES.with(|rules| {
        let rule = rules.rules.iter().find(|rule| rule.id == id).unwrap();
        rule.yields.iter().any(|better| to.iter().any(|id| sanbu::gate::glob(better, id)))
    })
}

fn text(name: &str, bytes: &[u8]) -> String {
    read(name, bytes).map_or(String::new(), |document| document.text.as_str().to_owned())
}

/// Mends a folder in every way, and looks at what comes of it.
fn holds(name: &str, files: &Files, wishes: &Wishes) -> usize {
    let before = found(files);
    let (once, said) = mended(files, wishes);
    let after = found(&once);
    let n: usize = said.iter().flat_map(|m| &m.mended).map(|(_, n)| n).sum();
    // A rule that was silent beside the one that is mended may be heard now.
    let rules: Vec<&str> = said.iter().flat_map(|m| &m.mended).map(|(rule, _)| rule.id.as_str()).collect();
    let new: Vec<&String> = after.iter().filter(|id| !before.contains(id) && !yields(id, &rules)).collect();
    assert!(new.is_empty(), "{name}: {new:?}");
    assert!(n == 0 || after != before, "{name}: {before:?}");
    let (twice, again) = mended(&once, wishes);
    assert_eq!(twice, once, "{name}");
    assert!(again.iter().all(|m| m.files.is_empty() && m.mended.is_empty()), "{name}");
    let (tracked, _) = mended(files, &Wishes { stamp: Some(stamp()), ..wishes.clone() });
    for (path, original) in files.iter().filter(|(path, bytes)| path.ends_with(".docx") && !bytes.is_empty()) {
        // A footer that comes new is no revision.
        if raw(&once[path]).len() > raw(original).len() {
            assert!(wishes.layout && text(path, &once[path]).ends_with("— 1 —"), "{name}");
            continue;
        }
        assert!(changed(original, &once[path]).iter().all(|part| part.ends_with(".xml")), "{name}");
        let accepted = text(path, &decided(&tracked[path], true));
        assert_eq!(accepted, text(path, &once[path]), "{name}: accepted");
        assert_eq!(text(path, &decided(&tracked[path], false)), text(path, original), "{name}: rejected");
        if wishes.layout {
            assert_eq!(looks(path, &decided(&tracked[path], true)), looks(path, &once[path]), "{name}: accepted");
            assert_eq!(looks(path, &decided(&tracked[path], false)), looks(path, original), "{name}: rejected");
        }
    }
    for (path, original) in files.iter().filter(|(path, _)| path.ends_with(".txt")) {
        assert_eq!(&tracked[path], original, "{name}: a text has no revisions");
    }
    n
}

#[test]
fn every_fault_is_mended_once_and_brings_no_other() {
    let mut n = 0;
    for fault in FAULTS {
        let files = fault.folder(&good(fault.base));
        let plain: Files = files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect();
        let docx: Files = as_docx(files).into_iter().collect();
        let name = format!("{}/{}", fault.rule, fault.name);
        for all in [false, true] {
            let wishes = Wishes { all, ..Wishes::default() };
            n += holds(&name, &plain, &wishes) + holds(&format!("{name}, .docx"), &docx, &wishes);
        }
    }
    assert!(n > 50, "{n}");
}

#[test]
fn what_is_right_stays_as_it_is() {
    for kind in ["通知", "请示", "函"] {
        let files: Files = folder(&good(kind)).into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        let (new, said) = mended(&files, &Wishes { all: true, layout: true, stamp: None });
        assert_eq!(new, files);
        assert!(said.iter().all(|m| m.left.is_empty()));
    }
}

#[test]
fn the_layout_is_set_where_a_rule_finds_it_wrong() {
    let wishes = Wishes { layout: true, ..Wishes::default() };
    // These rules say what is wrong and no setting that mends it alone: places, rules drawn, colours, how numbers go on.
    let mut left = Vec::new();
    for slip in SLIPS {
        let files = Files::from([("正文.docx".to_owned(), slip.bytes())]);
        if holds(&format!("{}/{}", slip.rule, slip.name), &files, &wishes) == 0 {
            left.push(slip.name);
        }
    }
    assert!(left.len() * 2 < SLIPS.len(), "{left:?}");
    for must in
        ["left-margin", "title-small", "title-hei", "mark-black", "centred", "both-right", "pitch-24", "narrow", "none"]
    {
        assert!(!left.contains(&must), "{left:?}");
    }
}

#[test]
fn a_text_keeps_its_encoding_and_its_line_ends() {
    let (_, bad) = fault("GBT9704-7.2.5-a", "square").folder(&good("通知")).remove(0);
    let right = bad.replace('[', "〔").replace(']', "〕");
    type Encode = fn(&str) -> Vec<u8>;
    let ways: [Encode; 3] = [
        |text| format!("\u{feff}{text}").into_bytes(),
        |text| format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        |text| encoding_rs::GB18030.encode(text).0.into_owned(),
    ];
    for way in ways {
        let (bad, right) = (bad.replace('\n', "\r\n"), right.replace('\n', "\r\n"));
        let files = Files::from([("正文.txt".to_owned(), way(&bad))]);
        let (new, _) = mended(&files, &Wishes::default());
        assert_eq!(new["正文.txt"], way(&right));
    }
}

#[test]
fn what_changed_since_it_was_read_is_not_mended() {
    let (name, text) = fault("GBT9704-7.2.5-a", "square").folder(&good("通知")).remove(0);
    RULES.with(|rules| {
        let mut file = packet::load(&name, text.as_bytes(), &rules.terms);
        file.sha256 = "0".repeat(64);
        let judge = Judge { rules, options: &Options::default(), hide: &|_: &mut PacketReport| {} };
        let load = |_: &str| Some(text.clone().into_bytes());
        let said = mend(packet::single(&name, file), &load, &judge, &Wishes::default());
        assert!(said.files.is_empty());
        assert!(said.left.iter().any(|left| left.why == Why::Changed));
    });
}

/// What the body of a notice comes to when it has this paragraph.
fn paragraph(text: &str, wishes: &Wishes) -> String {
    let notice = good("通知").main;
    let at = notice.find("。\n").unwrap() + "。\n".len();
    let files =
        Files::from([("正文.txt".to_owned(), format!("{}　　{text}\n{}", &notice[..at], &notice[at..]).into())]);
    let (new, _) = mended(&files, wishes);
    let new = String::from_utf8(new["正文.txt"].clone()).unwrap();
    let (before, behind) = new.split_at(at);
    assert_eq!(before, &notice[..at]);
    behind.lines().next().unwrap().trim().to_owned()
}

#[test]
fn pairs_of_a_paragraph_are_mended_together_or_not_at_all() {
    let plain = Wishes::default();
    let cases = [
        ("落实\"三保\"要求和\"六稳\"任务。", "落实“三保”要求和“六稳”任务。"),
        ("落实“三保”要求和\"六稳\"任务。", "落实“三保”要求和“六稳”任务。"),
        (
            "(1)查清底数；(2)立行立改,不留死角;(三)按时报送。",
            "（1）查清底数；（2）立行立改，不留死角；（三）按时报送。",
        ),
        ("各镇(街道)于3月底前(2026年)报送。", "各镇（街道）于3月底前（2026年）报送。"),
    ];
    for (bad, right) in cases {
        assert_eq!(paragraph(bad, &plain), right);
    }
    // What belongs to what is not known: an odd mark, one that is none, a pair in a pair.
    for open in [
        "落实\"三保\"要求和\"六稳任务。",
        "管径为5\"，落实\"三保\"要求。",
        "落实“三保\"、\"六稳”任务。",
        "机型为\"A7\"，落实\"三保\"要求。",
        "各镇(街道)按公式(2)计算。",
        "各镇(含街道(社区)报送。",
    ] {
        assert_eq!(paragraph(open, &plain), open);
    }
}

#[test]
fn both_ends_of_a_range_of_days_are_mended() {
    let bad = "活动于2018年07月30日～08月11日举行，09月03日总结，10月20日公布。";
    assert_eq!(paragraph(bad, &Wishes::default()), "活动于2018年7月30日～8月11日举行，9月3日总结，10月20日公布。");
}

#[test]
fn what_is_taken_back_says_what_it_would_have_led_to() {
    let rule = |id: &str, check: &str, bad: &str| {
        format!(
            "[[rule]]\nid = \"{id}\"\ntitle = \"试\"\nsource = \"试\"\nseverity = \"warning\"\ncheck.text = {{ {check} }}\n\
             message = \"写了“{{found}}”\"\nhelp = \"改\"\nfails = [\"落实{bad}。\"]\npasses = [\"落实。\"]\n"
        )
    };
    let text = rule("OWN-a", "pattern = '甲方案', replace = '乙方案', safe = true", "甲方案")
        + &rule("OWN-b", "pattern = '乙方案'", "乙方案");
    let own = RuleFile { name: "own.toml".to_owned(), text: text.into() };
    let rules = RuleSet::load(builtin_files().into_iter().chain([own]).collect()).unwrap();
    let main = good("通知").main.replacen("。\n", "，落实甲方案。\n", 1);
    let judge = Judge { rules: &rules, options: &Options::default(), hide: &|_: &mut PacketReport| {} };
    let load = |_: &str| Some(main.clone().into_bytes());
    let packet = packet::single("正文.txt", packet::load("正文.txt", main.as_bytes(), &rules.terms));
    let said = mend(packet, &load, &judge, &Wishes::default());
    assert!(said.files.is_empty() && said.left.len() == 1, "{:?}", said.left);
    let words = said.left[0].words();
    assert!(words.contains("写了“乙方案”（OWN-b）") && words.contains("已经退回"), "{words}");
}
