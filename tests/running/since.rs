//! Facts that hold from a day on: a document dated before is not judged by them, and one without a date gets advice.

use sanbu::date::Date;
use sanbu::finding::{Severity, Stage};
use sanbu::packet;
use sanbu::rule::RuleSet;
use sanbu::run::{self, Options};

/// What a rule finds in a notice with this date line, on this day.
fn found(rule: &str, sentence: &str, date: &str, today: Option<&str>) -> Option<Severity> {
    let rules = RuleSet::builtin().unwrap();
    let text = format!(
        "青禾县人民政府关于做好有关工作的通知\n\n各乡镇人民政府：\n　　{sentence}\n\n　　青禾县人民政府\n　　{date}\n"
    );
    let packet = packet::single("正文.txt", packet::load("正文.txt", text.as_bytes(), &rules.terms));
    let options = Options { stage: Stage::Draft, today: today.and_then(Date::parse_iso), ..Options::default() };
    let report = run::check(&packet, &rules, &options);
    report.findings.iter().find(|f| f.rule.id == rule).map(|f| f.severity)
}

#[test]
fn a_law_is_replaced_from_its_day_on() {
    let cites = "请依照《中华人民共和国合同法》办理。";
    let law = |date, today| found("OLD-law-006", cites, date, today);
    assert_eq!(law("2021年1月1日", None), Some(Severity::Warning));
    assert_eq!(law("2020年12月31日", None), None);
    assert_eq!(law("2020年12月31日", Some("2026-03-05")), None);
    // Without a date today's law holds, and it is only said.
    assert_eq!(law("", None), Some(Severity::Info));
    assert_eq!(law("", Some("2026-03-05")), Some(Severity::Warning));
    assert_eq!(law("", Some("2019-03-05")), None);
}

#[test]
fn what_is_told_of_the_past_stays() {
    for past in [
        "2016年依照《中华人民共和国合同法》订立的合同继续有效。",
        "《中华人民共和国合同法》同时废止。",
        "依照原《中华人民共和国合同法》订立的合同继续有效。",
    ] {
        assert_eq!(found("OLD-law-006", past, "2026年3月5日", None), None, "{past}");
    }
    // Another year in another sentence tells nothing of this one.
    let other = "2016年启动改革。请依照《中华人民共和国合同法》办理。";
    assert_eq!(found("OLD-law-006", other, "2026年3月5日", None), Some(Severity::Warning));
}

#[test]
fn a_fact_ends_where_another_takes_its_place() {
    let cites = "请依照《环境噪声污染防治法》办理。";
    assert!(found("OLD-law-014", cites, "2024年3月5日", None).is_some());
    assert_eq!(found("OLD-law-014", cites, "2026年11月5日", None), None);
    let cites = "请依照《水污染防治法》办理。";
    assert_eq!(found("OLD-law-code", cites, "2026年3月5日", None), None);
    assert!(found("OLD-law-code", cites, "2026年11月5日", None).is_some());
}

#[test]
fn a_long_notice_is_judged_since_the_rule_of_2024() {
    let long = "各单位要落实责任。".repeat(500);
    assert_eq!(found("LESS-len-a", &long, "2023年3月5日", None), None);
    assert_eq!(found("LESS-len-a", &long, "2026年3月5日", None), Some(Severity::Info));
}

#[test]
fn the_day_of_the_document_decides_the_year_of_a_date() {
    let week = |sentence, date| found("DRAFT-week-b", sentence, date, None);
    assert_eq!(week("定于11月12日（星期五）召开会议。", "2026年11月5日"), Some(Severity::Warning));
    assert_eq!(week("定于11月12日（星期四）召开会议。", "2026年11月5日"), None);
    // Too far away, in a paragraph of another year, or without a date: nothing is certain.
    assert_eq!(week("定于4月9日（星期五）召开会议。", "2026年11月5日"), None);
    assert_eq!(week("2027年将于11月12日（星期五）召开会议。", "2026年11月5日"), None);
    assert_eq!(week("定于11月12日（星期五）召开会议。", ""), None);
}

#[test]
fn a_phrase_is_judged_from_its_year_on() {
    let phrase = |sentence, date| found("SEV-theory", sentence, date, None);
    assert_eq!(phrase("建设社会主义法制国家。", "2026年3月5日"), Some(Severity::Error));
    assert_eq!(phrase("建设社会主义法制国家。", "1998年3月5日"), None);
    assert_eq!(phrase("１９９６年提出建设社会主义法制国家。", "2026年3月5日"), None);
    assert_eq!(found("T126", "建设法制社会。", "1998年3月5日", None), None);
}
