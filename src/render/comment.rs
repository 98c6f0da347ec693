//! What is said beside a text: a finding and the conclusion, paragraph by paragraph.

use crate::finding::{Finding, PacketReport, Related, Severity, conclusion_line, reasons};
use crate::lang::Words;
use crate::render::group::same;
use crate::render::window::window;
use crate::render::{left_out, verdict_words};
use crate::shown::few;
use crate::words;

/// A finding at its place: the rule, what is wrong, what to write, the clause. `elsewhere` says that the comment stands
/// only near the place, because there can be none at it.
pub fn finding(finding: &Finding, elsewhere: bool) -> Vec<Words> {
    let mut lines = head(finding);
    if let Some(at) = finding.at.as_ref().filter(|_| elsewhere) {
        lines.push(words!("位置：{place}", place = quoted(&at.place, &finding.excerpt)));
    }
    lines.extend(finding.others().iter().map(other).chain(same(finding)));
    lines.extend(advice(finding));
    lines
}

/// The same at another place that it is about.
pub fn related(finding: &Finding) -> Vec<Words> {
    let mut lines = head(finding);
    if let (Some(file), Some(at)) = (&finding.file, &finding.at) {
        lines.push(beside(file, &at.place, &finding.excerpt));
    }
    lines.extend(advice(finding));
    lines
}

fn head(finding: &Finding) -> Vec<Words> {
    let (rule, level) = (&finding.rule, finding.severity.title());
    vec![words!("【{level}】{title}（{rule}）", level, title = rule.title, rule = rule.id), finding.message.clone()]
}

fn advice(finding: &Finding) -> [Words; 2] {
    [words!("建议：{help}", help = finding.help), words!("依据：{source}", source = finding.rule.basis())]
}

/// Another place that a finding is about: `对照：发文稿纸.docx 发文稿纸·标题“……”`.
pub(super) fn other(related: &Related) -> Words {
    beside(&related.file, &related.at.place, &related.excerpt)
}

/// The same without what every such line begins with.
pub(super) fn other_place(related: &Related) -> Words {
    words!("{file} {place}", file = related.file, place = quoted(&related.at.place, &related.excerpt))
}

fn beside(file: &str, place: &Words, text: &str) -> Words {
    words!("对照：{file} {place}", file, place = quoted(place, text))
}

pub(super) fn quoted(place: &Words, text: &str) -> Words {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = window(&text, 0..0).text;
    if text.is_empty() { place.clone() } else { words!("{place}“{shown}”", place, shown) }
}

/// The gates and the conclusion.
pub fn conclusion(packet: &PacketReport) -> Vec<Words> {
    let mut lines = vec![conclusion_line(packet)];
    if !packet.gates.is_empty() {
        lines.push(Words::from("三不印制"));
    }
    for gate in &packet.gates {
        let why = reasons(gate);
        let why = if why.is_empty() { Words::default() } else { words!("：{why}", why = few(&why)) };
        lines.push(words!("{gate} {verdict}{why}", gate = gate.title, verdict = verdict_words(gate), why));
    }
    lines.extend(left_out(packet));
    lines.push(words!(
        "错误{errors}处，警告{warnings}处，提示{infos}处；没有查的规则{open}条",
        errors = packet.count(Severity::Error),
        warnings = packet.count(Severity::Warning),
        infos = packet.count(Severity::Info),
        open = packet.not_checked.len()
    ));
    lines
}
