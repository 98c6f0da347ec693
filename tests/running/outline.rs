//! Ordinals of headings, chapters, articles and items, typed and printed by the program.

use sanbu::finding::{PacketReport, Stage};
use sanbu::packet;
use sanbu::rule::RuleSet;
use sanbu::run::{self, Options};

use crate::support::ooxml::{Docx, p, par, r};
use crate::support::structures::numbering;

const GAP: &str = "DRAFT-number-a";
const ARTICLE: &str = "DRAFT-number-a-article";
const LEVEL: &str = "GBT9704-7.3.3-b";
const TITLE: &str = "某某县水库管理办法";

fn check(name: &str, bytes: &[u8]) -> PacketReport {
    let rules = RuleSet::builtin().unwrap();
    let packet = packet::single(name, packet::load(name, bytes, &rules.terms));
    run::check(&packet, &rules, &Options { stage: Stage::Draft, ..Options::default() })
}

/// What the rules of the outline say: rule, and the ordinal that they quote.
fn told(report: &PacketReport) -> Vec<(String, String)> {
    let own = |rule: &str| [GAP, ARTICLE, LEVEL].contains(&rule);
    let found = report.findings.iter().filter(|f| own(&f.rule.id));
    found.map(|f| (f.rule.id.clone(), f.excerpt.clone())).collect()
}

fn pairs(want: &[(&str, &str)]) -> Vec<(String, String)> {
    want.iter().map(|(rule, found)| ((*rule).to_owned(), (*found).to_owned())).collect()
}

/// Lists with something left out, whatever stands below their items.
#[test]
fn a_number_left_out_is_found_whatever_the_items_hold() {
    let items: [&[&str]; 6] = [
        &["各单位要落实责任。"],
        &["（一）查清底数。", "（二）排查隐患。", "（三）整改落实。", "（四）及时报告。"],
        &["1.查清底数。", "2.排查隐患。", "3.整改落实。", "4.及时报告。"],
        &["一是查清底数。二是排查隐患。三是整改落实。四是及时报告。"],
        &["①查清底数。", "②排查隐患。", "③整改落实。"],
        &["防汛物资分三类，三、四季度各查一次，共三次。"],
    ];
    for below in items {
        for (numbers, want) in [(["一", "二", "四"], Some("四、")), (["一", "二", "三"], None)] {
            let headed = numbers.iter().flat_map(|n| {
                std::iter::once(format!("　　{n}、工作安排")).chain(below.iter().map(|item| format!("　　{item}")))
            });
            let text =
                format!("{TITLE}\n\n　　为做好管理工作，制定本办法。\n{}\n", headed.collect::<Vec<_>>().join("\n"));
            let want = want.map(|found| vec![(GAP.to_owned(), found.to_owned())]).unwrap_or_default();
            assert_eq!(told(&check("甲.txt", text.as_bytes())), want, "{below:?}");
        }
    }
}

/// A rule and the ordinal that it quotes.
type Told = (&'static str, &'static str);

/// Paragraphs of a text, and what is told of them.
type Text = (&'static [&'static str], &'static [Told]);

const TEXTS: &[Text] = &[
    (&["第一章　总则", "第一条　甲。", "第二条　乙。", "第三章　职责", "第三条　丙。"], &[(GAP, "第三章")]),
    (&["第一章　总则", "第一条　甲。", "第二条　乙。", "第二章　职责", "第四条　丙。"], &[(GAP, "第四条")]),
    // Several texts in one file, each with the same heading; and one with a number twice.
    (&["三、标准", "按照规定执行。", "三、标准", "按照新的规定执行。"], &[]),
    (&["一、甲", "二、乙", "按照规定执行。", "二、丙"], &[(GAP, "二、")]),
    // What one article says of another does not stand for it.
    (&["第一条　甲。", "第二条　按照第三条办理。", "第四条　丙。"], &[(GAP, "第四条")]),
    (
        &[
            "第一条　甲：",
            "（一）子。",
            "（二）丑。",
            "（三）寅。",
            "第二条　乙：",
            "（一）子。",
            "（二）丑。",
            "（四）卯。",
        ],
        &[(GAP, "（四）")],
    ),
    (&["一、甲", "（一）子。", "（二）丑。", "二、乙", "（三）寅。", "（四）卯。"], &[]),
    (&["一、甲", "（一）子。", "（二）丑。", "二、乙", "（三）寅。", "（五）卯。"], &[(GAP, "（五）")]),
    // An ordinal with a figure right behind it goes on with its series.
    (&["1.5个工作日内整改的，当日报告。", "3.20处重点部位，明确责任人。"], &[(GAP, "3.")]),
    (&["1.5个工作日内整改的，当日报告。", "2.20处重点部位，明确责任人。"], &[]),
    (&["1.查清底数。", "2.排查隐患。", "增加的费用如下：", "2.5万元用于物资，由县财政局拨付。"], &[]),
    (&["1.1总则", "1.2职责", "1.5附则"], &[]),
    (&["第一条　甲。", "第二条　乙。", "第三条　按照本办法第十五条办理。"], &[(ARTICLE, "本办法第十五条")]),
    (
        &["第一条　甲。", "第二条　乙。", "第三条　违反《某某县水库管理办法》第4条的，给予批评。"],
        &[(ARTICLE, "《某某县水库管理办法》第4条")],
    ),
    // Another text, a quotation, and a text that is not whole.
    (&["第一条　甲。", "第二条　乙。", "第三条　按照本条例第十五条、《某某省水库管理条例》第四十条办理。"], &[]),
    (&["第一条　甲。", "第二条　乙。", "第三条　原文为“按照本办法第十五条办理”的，不再执行。"], &[]),
    (&["第三条　甲。", "第四条　乙。", "第五条　按照本办法第十五条办理。"], &[]),
];

#[test]
fn chapters_articles_and_figures_are_ordinals_too() {
    for (paragraphs, want) in TEXTS {
        let lines: Vec<String> = paragraphs.iter().map(|line| format!("　　{line}")).collect();
        let text = format!("{TITLE}\n\n　　为做好水库的管理工作，根据有关规定，制定本办法。\n{}\n", lines.join("\n"));
        assert_eq!(told(&check("甲.txt", text.as_bytes())), pairs(want), "{paragraphs:?}");
    }
}

/// A paragraph with the number of a level before it, or a typed one.
enum Line {
    Numbered(usize, &'static str),
    Typed(&'static str),
}

use Line::{Numbered, Typed};

/// What numbers look like, the lines, and what is told.
type Automatic = (&'static [(&'static str, &'static str)], &'static [Line], &'static [Told]);

const HEADINGS: &[(&str, &str)] = &[("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")];

const AUTOMATIC: &[Automatic] = &[
    (HEADINGS, &[Numbered(0, "甲"), Numbered(0, "乙"), Typed("四、丙")], &[(GAP, "四、")]),
    (HEADINGS, &[Typed("一、甲"), Typed("二、乙"), Numbered(0, "丙")], &[]),
    (
        HEADINGS,
        &[
            Numbered(0, "甲"),
            Numbered(1, "子。"),
            Numbered(1, "丑。"),
            Numbered(0, "乙"),
            Numbered(2, "寅。"),
            Numbered(2, "卯。"),
        ],
        &[(LEVEL, "1.")],
    ),
    (
        HEADINGS,
        &[
            Numbered(0, "甲"),
            Typed("1.子。"),
            Typed("2.丑。"),
            Numbered(0, "乙"),
            Numbered(1, "寅。"),
            Numbered(1, "卯。"),
        ],
        &[(LEVEL, "1.")],
    ),
    (HEADINGS, &[Numbered(0, "甲"), Numbered(1, "子。"), Numbered(1, "丑。"), Numbered(0, "乙")], &[]),
    // The program prints no blank behind the number of an article.
    (
        &[("chineseCounting", "第%1条")],
        &[Numbered(0, "各单位要落实责任。"), Numbered(0, "各单位要排查隐患。"), Typed("第四条　各单位要及时报告。")],
        &[(GAP, "第四条")],
    ),
    (&[("chineseCounting", "第%1条")], &[Numbered(0, "各单位要落实责任。"), Typed("第二条　各单位要及时报告。")], &[]),
];

#[test]
fn numbers_that_the_program_prints_are_ordinals() {
    for (levels, lines, want) in AUTOMATIC {
        let levels: Vec<_> =
            levels.iter().map(|(format, text)| (*format, *text, r#"<w:suff w:val="nothing"/>"#)).collect();
        let line = |line: &Line| match line {
            Numbered(level, text) => {
                par(&format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>"#), &r(text))
            }
            Typed(text) => p(text),
        };
        let body = format!("{}{}", p(TITLE), p("为做好水库的管理工作，根据有关规定，制定本办法。"));
        let body = lines.iter().map(line).fold(body, |all, line| all + &line);
        let docx = Docx::new(&body).part("numbering", "numbering.xml", "w:numbering", &numbering(&levels));
        assert_eq!(told(&check("甲.docx", &docx.bytes())), pairs(want));
    }
}

/// Texts that begin anew over and over, or leave numbers out all the time, take no more work than they are long. Steps are
/// counted in debug builds only.
#[cfg(debug_assertions)]
#[test]
fn twice_as_many_items_are_twice_the_work() {
    for line in
        ["　　1.各单位要落实责任。\n", "　　第三条　各单位要落实责任，一是甲，三是乙。\n", "　　四、甲\n　　（三）乙\n"]
    {
        let steps = |times: usize| {
            let text = format!("{TITLE}\n\n　　为做好管理工作，制定本办法。\n{}", line.repeat(times));
            let before = sanbu::steps::taken().unwrap();
            check("甲.txt", text.as_bytes());
            sanbu::steps::taken().unwrap() - before
        };
        let (one, two) = (steps(2_000), steps(4_000));
        assert!(two * 10 <= one * 24, "{line}{one} steps, {two} for twice as much");
    }
}
