//! What is said beside a text: a finding and the conclusion, paragraph by paragraph.

use crate::finding::{Finding, PacketReport, Related, Severity, Skip, conclusion_line, reasons};
use crate::render::window::window;
use crate::render::{left_out, verdict_words};
use crate::shown::few;

/// A finding at its place: the rule, what is wrong, what to write, the clause. `elsewhere` says that the comment stands
/// only near the place, because there can be none at it.
pub fn finding(finding: &Finding, elsewhere: bool) -> Vec<String> {
    let rule = &finding.rule;
    let mut lines =
        vec![format!("【{}】{}（{}）", finding.severity.title(), rule.title, rule.id), finding.message.clone()];
    if let Some(at) = finding.at.as_ref().filter(|_| elsewhere) {
        lines.push(format!("位置：{}", quoted(&at.place, &finding.excerpt)));
    }
    lines.extend(finding.others().iter().map(other));
    lines.extend(advice(finding));
    lines
}

/// The same at another place that it is about.
pub fn related(finding: &Finding) -> Vec<String> {
    let rule = &finding.rule;
    let mut lines =
        vec![format!("【{}】{}（{}）", finding.severity.title(), rule.title, rule.id), finding.message.clone()];
    if let (Some(file), Some(at)) = (&finding.file, &finding.at) {
        lines.push(beside(file, &at.place, &finding.excerpt));
    }
    lines.extend(advice(finding));
    lines
}

fn advice(finding: &Finding) -> [String; 2] {
    [format!("建议：{}", finding.help), format!("依据：{}", finding.rule.source)]
}

/// Another place that a finding is about: `对照：发文稿纸.docx 发文稿纸·标题“……”`.
pub(super) fn other(related: &Related) -> String {
    beside(&related.file, &related.at.place, &related.excerpt)
}

fn beside(file: &str, place: &str, text: &str) -> String {
    format!("对照：{file} {}", quoted(place, text))
}

pub(super) fn quoted(place: &str, text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = window(&text, 0..0).text;
    if text.is_empty() { place.to_owned() } else { format!("{place}“{shown}”") }
}

/// The gates and the conclusion.
pub fn conclusion(packet: &PacketReport) -> Vec<String> {
    let mut lines = vec![conclusion_line(packet)];
    if !packet.gates.is_empty() {
        lines.push("三不印制".to_owned());
    }
    for gate in &packet.gates {
        let why = reasons(gate);
        let why = if why.is_empty() { String::new() } else { format!("：{}", few(&why)) };
        lines.push(format!("{} {}{why}", gate.title, verdict_words(gate)));
    }
    lines.extend(left_out(packet));
    let open = packet.not_checked.iter().filter(|(_, skip)| *skip != Skip::Stage).count();
    lines.push(format!(
        "错误{}处，警告{}处，提示{}处；没有查的规则{open}条",
        packet.count(Severity::Error),
        packet.count(Severity::Warning),
        packet.count(Severity::Info),
    ));
    lines
}
