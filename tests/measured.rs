//! The finished product in mm: a good one passes every rule, and each rule finds its own slip alone.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod support;

use std::collections::BTreeSet;

use sanbu::check::Check;
use sanbu::finding::{PacketReport, Stage};
use sanbu::packet;
use sanbu::rule::RuleSet;
use sanbu::run::{self, Options};
use support::printed::{Face, Line, SIZE, Sheet, ofd, pdf};

const LEFT: f64 = 28.0;
const FIRST: f64 = 45.2;
const PITCH: f64 = 10.2;

/// The rules of what is measured alone.
fn rules() -> RuleSet {
    let mut set = RuleSet::builtin().unwrap_or_else(|problems| panic!("{problems:#?}"));
    let own = set.rules.iter().filter(|r| matches!(*r.check, Check::Measured(_))).map(|r| r.id.clone());
    let own: Vec<String> = own.collect();
    set.adjust(&own, &[], &[], "");
    set
}

/// What was signed.
fn signed() -> String {
    format!(
        "青禾县水利局文件\n\n青水发〔2026〕3号\n\n青禾县水利局关于做好防汛工作的通知\n\n各乡镇水利站：\n　　{}\n　　附件：防汛值班表\n\n　　　　　　　　　　　　　　　　　　青禾县水利局\n　　　　　　　　　　　　　　　　　　2026年3月5日\n\n附件\n\n防汛值班表\n\n　　{}\n\n抄送：青禾县应急管理局。\n青禾县水利局办公室　　　　　　2026年3月6日印发\n",
        body(34),
        "甲乡值班员常驻站内。"
    )
}

/// So many full lines of running text, without the two characters by which it is set in.
fn body(lines: usize) -> String {
    let words = "各站要按照防汛预案做好物资储备和巡查值守并及时报告重要情况";
    words.chars().cycle().take(lines * 28 - 2).collect()
}

/// Text at a row of the type area, from a character on.
fn row(text: &str, row: f64, from: f64) -> Line {
    let (left, base) = (LEFT + from * SIZE, FIRST + row * PITCH);
    Line { text: text.to_owned(), left, base, size: SIZE, step: SIZE }
}

fn number(page: usize) -> Line {
    let left = if page % 2 == 1 { 155.0 } else { LEFT + SIZE };
    Line { text: format!("— {page} —"), left, base: 273.7, size: 4.94, step: 2.47 }
}

/// The product as it should be: head and text on two pages, the attachment on a third, the imprint on the fourth.
fn good() -> Vec<Sheet> {
    let text: Vec<char> = format!("　　{}", body(34)).chars().collect();
    let lines: Vec<String> = text.chunks(28).map(|line| line.iter().collect()).collect();
    let lines = |range: std::ops::Range<usize>, top: usize| -> Vec<Line> {
        let first = range.start;
        range.map(|at| row(&lines[at], (at - first + top) as f64, 0.0)).collect()
    };
    let head = [
        row("青禾县水利局文件", 2.0, 10.0),
        row("青水发〔2026〕3号", 4.0, 9.0),
        row("青禾县水利局关于做好防汛工作的通知", 6.0, 5.0),
        row("各乡镇水利站：", 8.0, 0.0),
    ];
    let ends = [row("附件：防汛值班表", 13.0, 2.0), row("青禾县水利局", 15.0, 18.0), row("2026年3月5日", 16.0, 18.0)];
    let attachment = [row("附件", 0.0, 0.0), row("防汛值班表", 2.0, 11.0), row("甲乡值班员常驻站内。", 4.0, 2.0)];
    let imprint = [
        row("抄送：青禾县应急管理局。", 20.0, 1.0),
        row("青禾县水利局办公室", 21.0, 1.0),
        row("2026年3月6日印发", 21.0, 17.0),
    ];
    let pages = [
        [head.to_vec(), lines(0..13, 9)].concat(),
        lines(13..34, 0).into_iter().take(12).chain(ends).collect(),
        [attachment.to_vec(), lines(13..34, 6).into_iter().take(9).collect()].concat(),
        imprint.to_vec(),
    ];
    let sheet = |(at, lines): (usize, Vec<Line>)| Sheet {
        lines: [lines, vec![number(at + 1)]].concat(),
        seals: if at == 1 { vec![[125.0, 185.0, 42.0, 42.0]] } else { Vec::new() },
        ..Sheet::default()
    };
    pages.into_iter().enumerate().map(sheet).collect()
}

fn check(sheets: &[Sheet], name: &str, rules: &RuleSet) -> PacketReport {
    let bytes = if name.ends_with("ofd") { ofd(sheets) } else { pdf(sheets, Face::Table) };
    let load = |name: &str, bytes: &[u8]| packet::load(name, bytes, &rules.terms);
    let files = vec![load("正文.txt", signed().as_bytes()), load(name, &bytes)];
    let mut packets = packet::group("件", files, &rules.terms);
    assert_eq!(packets.len(), 1);
    run::check(&packets.remove(0), rules, &Options { stage: Stage::Release, ..Options::default() })
}

fn found(report: &PacketReport) -> Vec<String> {
    report.findings.iter().map(|f| format!("{} {}", f.rule.id, f.message)).collect()
}

/// What happens to the pages, the rule that finds it, and what it says.
type Slip = (&'static str, fn(&mut Vec<Sheet>), &'static str);

fn each(sheets: &mut [Sheet], change: impl Fn(&mut Line)) {
    sheets.iter_mut().flat_map(|sheet| &mut sheet.lines).for_each(change);
}

const SLIPS: [Slip; 18] = [
    ("REL-layout-paper", |all| all.iter_mut().for_each(|s| s.paper = [215.9, 297.0]), "第1页的纸张是215.9×297毫米"),
    ("REL-layout-left", |all| each(all, |line| line.left -= 3.0), "从距左边25毫米处起"),
    ("REL-layout-top", |all| each(&mut all[1..2], |line| line.base += 3.0), "第2页第一行字的底线距上边48.2毫米"),
    (
        "REL-layout-lines",
        |all| {
            each(all, |line| {
                if line.base < 250.0 {
                    line.base = FIRST + (line.base - FIRST) * 10.71 / PITCH;
                }
            });
        },
        "排21行（行距10.7毫米）",
    ),
    (
        "REL-layout-characters",
        |all| {
            each(all, |line| {
                let long = line.text.chars().count() == 28;
                if long {
                    line.text.pop();
                    line.step = 156.0 / 27.0;
                }
            });
        },
        "排27字（字距5.78毫米）",
    ),
    ("REL-area-outside", |all| all[0].lines[5].left = 6.0, "第1页有文字出了版心：距左边只有6毫米"),
    ("REL-area-outside", |all| all[2].lines[5].base = 268.0, "第3页有文字出了版心：距上边268毫米"),
    (
        "REL-layout-first",
        |all| {
            let moved = all[0].lines.split_off(4);
            let number = moved.last().cloned();
            all[1].lines.splice(0..0, moved.into_iter().rev().skip(1).rev());
            all[0].lines.extend(number);
        },
        "首页没有正文",
    ),
    (
        "REL-layout-attachment",
        |all| all[2].lines.insert(0, row("甲乡值班", -1.2, 0.0)),
        "第3页的附件前面还有“甲乡值班”",
    ),
    ("REL-page-number", |all| drop(all[1].lines.pop()), "第2页没有页码"),
    (
        "REL-page-number-order",
        |all| each(all, |line| line.text = line.text.replace("— 3 —", "— 5 —")),
        "第3页印的页码是5",
    ),
    ("REL-page-number-form", |all| each(all, |line| line.text = line.text.replace("— 2 —", "2")), "页码是“2”"),
    ("REL-page-number-side", |all| all[1].lines.last_mut().unwrap().left = 155.0, "第2页的页码在右边"),
    (
        "REL-imprint-page",
        |all| {
            all.insert(3, Sheet { lines: vec![number(4)], ..Sheet::default() });
            *all[4].lines.last_mut().unwrap() = number(5);
        },
        "版记在第5页，是单页",
    ),
    (
        "REL-imprint-foot",
        |all| {
            for line in all[3].lines.iter_mut().take(3) {
                line.base -= 60.0;
            }
        },
        "最后一行距上边199.4毫米",
    ),
    ("REL-seal-place", |all| all[1].seals[0][0] = 40.0, "印章（距上边185毫米、距左边40毫米）没有压在成文日期上"),
    ("REL-seal-since", |all| all[1].changed = true, "摘要不同：/Doc_0/Pages/Page_1/Content.xml（另有3个部分没有改动）"),
    ("REL-seal-missing", |all| all[1].seals.clear(), "第2页的成文日期上没有看到印章"),
];

#[test]
fn a_good_product_passes_every_rule() {
    let rules = rules();
    for name in ["成品.ofd", "成品.pdf"] {
        let report = check(&good(), name, &rules);
        assert_eq!(found(&report), [""; 0], "{name}");
        // Only an .ofd says what was sealed.
        let unsealed = usize::from(name == "成品.pdf");
        assert_eq!(report.passed, rules.rules.len() - unsealed, "{name}: not everything was measured");
    }
}

#[test]
fn each_slip_raises_its_own_rule_and_nothing_else() {
    let rules = rules();
    let mut wrong = Vec::new();
    for (rule, slip, says) in SLIPS {
        let names = if rule == "REL-seal-since" { &["成品.ofd"][..] } else { &["成品.ofd", "成品.pdf"] };
        for name in names {
            let mut sheets = good();
            slip(&mut sheets);
            let report = check(&sheets, name, &rules);
            let found = found(&report);
            let own = found.len() == 1 && found[0].starts_with(&format!("{rule} ")) && found[0].contains(says);
            let placed = report.findings.iter().all(|f| f.at.as_ref().is_some_and(|at| at.page.is_some()));
            if !own || !placed || found.iter().any(|f| f.contains('{')) {
                wrong.push(format!("{rule} {name}: {found:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let tried: BTreeSet<&str> = SLIPS.iter().map(|(rule, ..)| *rule).collect();
    let all: BTreeSet<&str> = rules.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(tried, all);
}

/// What is too little to be measured is not judged, and before the release nobody asks.
#[test]
fn what_cannot_be_measured_is_not_judged() {
    let rules = rules();
    let short = [Sheet {
        lines: vec![row("青禾县水利局关于做好防汛工作的通知", 2.0, 5.0)], ..Sheet::default()
    }];
    let report = check(&short, "成品.pdf", &rules);
    let ids: Vec<&str> = report.findings.iter().map(|f| f.rule.id.as_str()).collect();
    assert_eq!(ids, ["REL-page-number"]);
    assert!(report.passed < 4, "{}", report.passed);
}
