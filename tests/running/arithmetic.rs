//! Totals in tables: what plain texts cannot show.

use super::support::ooxml::{Docx, p, table};
use sanbu::finding::Stage;
use sanbu::packet;
use sanbu::rule::RuleSet;
use sanbu::run::{self, Options};

/// Messages of the rule about totals, for a notice with this table.
fn totals(rows: &[&[&str]]) -> Vec<String> {
    let rules = RuleSet::builtin().unwrap_or_else(|problems| panic!("{problems:#?}"));
    let cells: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|c| p(c)).collect()).collect();
    let cells: Vec<&[String]> = cells.iter().map(Vec::as_slice).collect();
    let head = ["青政发〔2026〕3号", "青禾县人民政府关于分配名额的通知", "各镇人民政府：", "名额分配如下。"];
    let foot = ["青禾县人民政府", "2026年3月5日"];
    let text = |lines: &[&str]| lines.iter().map(|l| p(l)).collect::<String>();
    let body = format!("{}{}{}", text(&head), table(&cells), text(&foot));
    let packet = packet::single("a.docx", packet::load("a.docx", &Docx::new(&body).bytes(), &rules.terms));
    let report = run::check(&packet, &rules, &Options { stage: Stage::Draft, ..Options::default() });
    report.findings.iter().filter(|f| f.rule.id == "DRAFT-sum-c").map(|f| f.message.to_string()).collect()
}

#[test]
fn a_total_is_the_sum_of_its_column() {
    let right: &[&[&str]] =
        &[&["镇", "人数", "户数"], &["甲镇", "3", "1,200"], &["乙镇", "4", "300"], &["合计", "7", "1500"]];
    assert!(totals(right).is_empty());
    let wrong: &[&[&str]] =
        &[&["镇", "人数", "户数"], &["甲镇", "3", "1,200"], &["乙镇", "4", "300"], &["合 计", "7", "1600"]];
    assert_eq!(totals(wrong), ["表格“合计”一行写的是1600，各项相加是1500（户数）"]);
}

#[test]
fn a_single_column_is_added_up_where_its_rows_are_numbered() {
    let rows = |total: &'static str| -> Vec<Vec<&str>> {
        vec![vec!["序号", "镇", "人数"], vec!["1", "甲镇", "3"], vec!["2", "乙镇", "4"], vec!["合计", "", total]]
    };
    let totals = |total| totals(&rows(total).iter().map(Vec::as_slice).collect::<Vec<_>>());
    assert!(totals("7").is_empty());
    assert_eq!(totals("8"), ["表格“合计”一行写的是8，各项相加是7（人数）"]);
}

#[test]
fn what_may_be_no_sum_is_left_alone() {
    // Parts of parts, a rate, and a single column that something speaks against.
    let parts: &[&[&str]] = &[
        &["镇", "人数", "户数"],
        &["甲镇", "3", "2"],
        &["其中：男", "2", "1"],
        &["乙镇", "4", "3"],
        &["合计", "7", "9"],
    ];
    let rate: &[&[&str]] =
        &[&["镇", "人数", "完成率"], &["甲镇", "3", "90"], &["乙镇", "4", "80"], &["合计", "7", "85"]];
    let years: &[&[&str]] = &[&["年份", "人数"], &["2025", "3"], &["2026", "4"], &["合计", "8"]];
    for rows in [parts, rate, years] {
        assert!(totals(rows).is_empty(), "{rows:?}");
    }
}

#[test]
fn a_single_column_is_added_up_and_one_with_an_empty_cell_is_not_judged() {
    let empty: &[&[&str]] = &[&["镇", "人数", "户数"], &["甲镇", "3", ""], &["乙镇", "4", "3"], &["合计", "7", "9"]];
    let lone: &[&[&str]] = &[&["镇", "人数"], &["甲镇", "3"], &["乙镇", "4"], &["合计", "8"]];
    assert_eq!((totals(empty).len(), totals(lone).len()), (0, 1));
}
