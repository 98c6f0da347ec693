//! Papers that are no official documents: their text is judged, what they lack is not.

use sanbu::finding::{Conclusion, PacketReport, Severity, Skip, Stage, Verdict};
use sanbu::packet;
use sanbu::render::{self, Format};
use sanbu::rule::RuleSet;
use sanbu::run::{self, Options};

use crate::support::docx;

/// Papers with mistakes, and the rules that must name them; nothing else may be found.
const PAPERS: &[(&str, &str, &[&str])] = &[
    (
        "a plan",
        "某某县防汛工作方案\n\n　　为做好防汛工作，制定本方案。\n　　一、工作按排\n　　（一）提高认识,落实责任。\n　　\
         （三）加强督查（见附表。\n　　二、时间要求\n　　2026年2月30日前完成。\n",
        &["T005", "GBT15834-half-a", "DRAFT-number-a", "GBT15834-pair-a", "DRAFT-date-b"],
    ),
    (
        "a speech",
        "在全县防汛工作会议上的讲话\n林远\n（2026年3月5日）\n\n同志们：\n　　今天召开会议,部署防汛工作。\n　　下面，我讲几点意见。\n",
        &["GBT15834-half-a"],
    ),
    (
        "an opinion without a head",
        "关于加强水库管理的实施意见\n\n　　为加强水库管理，提出以下意见：\n　　一、明确责任\n　　各单位要落实责任。\n　　三、加强督查\n　　\
         县水利局要定期督查。\n",
        &["DRAFT-number-a"],
    ),
    ("a paragraph", "　　各单位要做好工作按排，落实责任。", &["T005"]),
    ("a heading", "工作按排", &["T005"]),
    (
        "an attachment by itself",
        "附件1\n\n某某县水库管理办法\n\n　　第一条　为加强水库管理,制定本办法。\n　　第二条　水库的日常管理工作按排专人负责。\n",
        &["GBT15834-half-a", "T005"],
    ),
    (
        "a paragraph in a paper of another language",
        "Notice\n\nAll towns and all offices shall be on duty this week, day and night.\n　　要认真布署各项工作，落实工作按排。\n",
        &["T001", "T005"],
    ),
    ("a note with a clean end", "　　防汛值班24小时不断岗，领导带班。", &[]),
];

/// What is no Chinese running text.
const OTHERS: &[(&str, &str)] = &[
    (
        "english",
        "Dear all,\n\n1. Please come (at 9:00.\n3. Please come, please come.\nPlease come, please come.\nTODAY,OK\n",
    ),
    (
        "english with a name",
        "The office (水利局, Water Bureau) reports, as planned, that it's done.\n2. Next, (see above.\n4. Last.\n",
    ),
    ("code", "// 计算合计,返回结果\nfn sum(a: i32, b: i32) -> i32 {\n    let c = a + b; // 相加,不检查\n    c\n}\n"),
    ("json", "{\n  \"姓名\": \"林远\",\n  \"单位\": \"县水利局\",\n  \"说明\": \"工作,按排\"\n}\n"),
    ("json in one line", "{\"姓名\":\"林远\",\"单位\":\"县水利局\",\"说明\":\"甲,乙\"}"),
    ("values", "姓名,单位,职务\n林远,县水利局,局长\n苏敏,县财政局,副局长\n"),
    ("tabs", "姓名\t单位\t职务\n林远\t县水利局\t局长\n苏敏\t县财政局\t副局长\n"),
    ("a marked table", "| 姓名 | 单位 |\n|---|---|\n| 林远 | 县水利局(本级) |\n"),
    ("markup", "<div class=\"a\">\n<p>各单位,请落实</p>\n<p>各单位,请落实</p>\n</div>\n"),
    ("japanese", "　　本日は会議を開催いたしました,ありがとうございます。\n"),
    ("nothing", "\n\n---\n\n"),
];

fn check(name: &str, bytes: &[u8], stage: Stage, rules: &RuleSet) -> PacketReport {
    let packet = packet::single(name, packet::load(name, bytes, &rules.terms));
    run::check(&packet, rules, &Options { stage, ..Options::default() })
}

fn ids(report: &PacketReport) -> Vec<&str> {
    report.findings.iter().map(|f| f.rule.id.as_str()).collect()
}

#[test]
fn the_text_of_every_paper_is_judged_and_nothing_is_missed_in_it() {
    let rules = RuleSet::builtin().unwrap();
    for (what, text, want) in PAPERS {
        for stage in [Stage::Draft, Stage::Print] {
            let report = check("文稿.txt", text.as_bytes(), stage, &rules);
            let (mut found, mut wanted) = (ids(&report), want.to_vec());
            found.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(found, wanted, "{what}, {stage:?}");
            let skipped = |id: &str| report.not_checked.iter().any(|(r, s)| r.id == id && *s == Skip::NotOfficial);
            assert!(skipped("GBT9704-7.3.1-a") || stage == Stage::Draft, "{what}: elements are not asked for");
        }
    }
}

#[test]
fn a_word_file_is_judged_alike() {
    let rules = RuleSet::builtin().unwrap();
    for (what, text, want) in PAPERS {
        let report = check("文稿.docx", &docx::attachment(text), Stage::Draft, &rules);
        let found = ids(&report);
        assert!(want.iter().all(|rule| found.contains(rule)), "{what}: {found:?}");
    }
}

#[test]
fn an_unofficial_paper_passes_no_gate_and_is_reported_once() {
    let rules = RuleSet::builtin().unwrap();
    for (what, text, _) in PAPERS {
        let report = check("文稿.txt", text.as_bytes(), Stage::Print, &rules);
        assert_eq!(report.conclusion, Conclusion::Undecided, "{what}");
        assert!(report.gates.iter().all(|g| g.verdict == Verdict::Undecided), "{what}");
        let all = sanbu::finding::Report { packets: vec![report], ..Default::default() };
        for format in [Format::Pretty, Format::Short] {
            let mut out = Vec::new();
            render::write(format, &all, &render::Options::default(), &mut out).unwrap();
            let out = String::from_utf8(out).unwrap();
            assert_eq!(out.matches("未识别为公文").count(), 1, "{what}: {out}");
        }
    }
}

#[test]
fn what_is_no_chinese_text_has_no_findings() {
    let rules = RuleSet::builtin().unwrap();
    for (what, text) in OTHERS {
        let report = check("资料.txt", text.as_bytes(), Stage::Draft, &rules);
        assert!(report.findings.is_empty(), "{what}: {:#?}", report.findings);
    }
}

#[test]
fn values_among_sentences_are_left_alone_and_keep_their_numbers() {
    let rules = RuleSet::builtin().unwrap();
    let text = "　　现将有关人员名单公布如下,请核对：\n　　1.林远,苏敏,江鸣\n　　2.方景行,周宁,何静宜\n　　3.李亮,王同,陈实\n　　\
                以上人员要按时到会，不得请假，有特殊情况的，应当事先向县防汛办公室说明。\n";
    let report = check("名单.txt", text.as_bytes(), Stage::Draft, &rules);
    assert_eq!(ids(&report), ["GBT15834-half-a"]);
    assert!(report.findings.iter().all(|f| f.severity < Severity::Error && f.at.as_ref().unwrap().line == 1));
}
