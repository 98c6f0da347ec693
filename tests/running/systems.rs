//! Other systems of official writing, and offices that are no organs: which rules have a say, and how grave they are.

use sanbu::config::{Organisation, OrganisationKind};
use sanbu::finding::{PacketReport, Severity, Verdict};
use sanbu::packet;
use sanbu::rule::RuleSet;
use sanbu::run::{self, Options};

const TAIWAN: &str = "檔　　號：\n保存年限：\n\n青禾市政府　函\n\n地址：青禾市中山路1號\n承辦人：林遠\n\n受文者：青禾市立圖書館\n\n發文日期：中華民國115年3月5日\n發文字號：青府教字第1150001234號\n速別：普通件\n密等及解密條件或保密期限：\n附件：如說明二\n\n主旨：檢送閱讀推廣計畫1份，請查照。\n\n說明：\n　一、依據本府115年度施政計畫辦理。\n　二、檢附計畫1份。\n\n正本：青禾市立圖書館\n副本：本府教育局\n";

const MAINLAND: &str = "青禾投资有限公司文件\n青投发〔2026〕第3号\n青禾投资有限公司关于安全生产的通知\n各部门：\n　　请做好安全生产工作。\n　　　　青禾投资有限公司\n　　　　2026年3月5日\n";

fn check(text: &str, organisation: Organisation) -> PacketReport {
    let rules = RuleSet::builtin().unwrap_or_else(|problems| panic!("{problems:#?}"));
    let packet = packet::single("正文.txt", packet::load("正文.txt", text.as_bytes(), &rules.terms));
    run::check(&packet, &rules, &Options { organisation, ..Options::default() })
}

#[test]
fn a_taiwanese_document_is_judged_by_its_own_rules_only() {
    let report = check(TAIWAN, Organisation::default());
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    assert!(report.not_checked.iter().all(|(rule, _)| !rule.id.starts_with("TW-")), "{:?}", report.not_checked);
    assert!(report.not_checked.iter().any(|(rule, _)| rule.id == "TL-9-a"));
    assert_eq!(report.passed, 8, "the seven that apply to a letter, and that no character is a simplified one");
    assert!(report.gates.iter().all(|g| g.verdict == Verdict::Undecided));
}

#[test]
fn its_faults_are_named_by_the_labels_it_prints() {
    let late = TAIWAN.replace("速別：普通件\n", "").replace("發文日期：", "速別：普通件\n發文日期：");
    let report = check(&late, Organisation::default());
    let said: Vec<_> = report.findings.iter().map(|f| (f.rule.id.as_str(), f.message.as_str())).collect();
    let dated = ("TW-head-a", "發文日期“中華民國115年3月5日”排在了速別之后");
    let numbered = ("TW-head-a", "發文字號“青府教字第1150001234號”排在了速別之后");
    assert_eq!(said, [dated, numbered]);
}

#[test]
fn no_rule_of_another_system_is_asked_about_a_mainland_document() {
    let report = check(MAINLAND, Organisation::default());
    assert!(report.not_checked.iter().all(|(rule, _)| !rule.id.starts_with("TW-")), "{:?}", report.not_checked);
}

#[test]
fn deviations_from_the_standard_weigh_less_where_it_does_not_bind() {
    let grave = |kind, adopts_gbt9704| {
        let report = check(MAINLAND, Organisation { kind, adopts_gbt9704, ..Organisation::default() });
        report.findings.iter().find(|f| f.rule.id == "GBT9704-7.2.5-b").map(|f| f.severity)
    };
    assert_eq!(grave(OrganisationKind::Organ, false), Some(Severity::Error));
    assert_eq!(grave(OrganisationKind::Company, false), Some(Severity::Warning));
    assert_eq!(grave(OrganisationKind::University, false), Some(Severity::Warning));
    assert_eq!(grave(OrganisationKind::Company, true), Some(Severity::Error));
}
