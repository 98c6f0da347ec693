//! Workflow commands of GitHub, which it shows beside the files of a change.

use std::io::{self, Write};

use crate::finding::{At, Conclusion, Finding, PacketReport, Report, Severity};
use crate::render::{INTERRUPTED, Options, conclusion_line, gravity, left_out, not_looked_at};
use crate::shown::shown;

/// The title of what the program says about the run.
const OWN: &str = "sanbu";

/// A packet.
pub(super) fn one(packet: &PacketReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for finding in options.listed(&packet.findings) {
        self::finding(finding, Some(packet.path_of(finding.file.as_deref())), out)?;
    }
    let whole = |severity: Severity, title: &str, text: &str| Command {
        severity,
        file: Some(packet.path_of(None)),
        at: None,
        title: title.to_owned(),
        lines: vec![format!("{}：{text}", packet.path)],
    };
    if let Some(left_out) = left_out(packet) {
        whole(Severity::Info, "没有检查", &left_out).write(out)?;
    }
    match gravity(packet) {
        Some(severity) => whole(severity, "结论", &conclusion_line(packet)).write(out),
        None => Ok(()),
    }
}

/// What comes behind the packets; the last line says what was checked, also when nothing was found.
pub(super) fn rest(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    options.listed(&report.collection).try_for_each(|f| finding(f, f.file.clone(), out))?;
    for file in &report.unreadable {
        let (title, lines) = ("无法读取".to_owned(), vec![file.message.clone()]);
        Command { severity: Severity::Error, file: Some(file.path.clone()), at: None, title, lines }.write(out)?;
    }
    let own =
        |severity, text: String| Command { severity, file: None, at: None, title: OWN.to_owned(), lines: vec![text] };
    if report.interrupted {
        own(Severity::Error, INTERRUPTED.to_owned()).write(out)?;
    }
    own(Severity::Info, counts(report)).write(out)
}

fn counts(report: &Report) -> String {
    let totals = report.totals();
    format!(
        "检查{}件，不得印制{}，无法判定{}；错误{}，警告{}，提示{}；无法读取{}",
        totals.packets,
        totals.concluded(Conclusion::NotPrintable),
        totals.concluded(Conclusion::Undecided),
        totals.count(Severity::Error),
        totals.count(Severity::Warning),
        totals.count(Severity::Info),
        report.unreadable.len(),
    ) + &not_looked_at(report).iter().map(|told| format!("；{told}")).collect::<String>()
}

fn finding(finding: &Finding, file: Option<String>, out: &mut dyn Write) -> io::Result<()> {
    let advice = [format!("建议：{}", finding.help), format!("依据：{}", finding.rule.source)];
    let command = Command {
        severity: finding.severity,
        file,
        at: finding.at.as_ref(),
        title: format!("{}（{}）", finding.rule.title, finding.rule.id),
        lines: std::iter::once(finding.message.clone()).chain(advice).collect(),
    };
    command.write(out)
}

/// One line that is meant to be a command, and in which nothing else is one.
struct Command<'c> {
    severity: Severity,
    file: Option<String>,
    at: Option<&'c At>,
    title: String,
    lines: Vec<String>,
}

impl Command<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let place = self.at.map_or(String::new(), |at| format!("line={},col={},", at.line, at.column));
        let file = self.file.as_ref().map_or(String::new(), |file| format!("file={},{place}", property(file)));
        let lines: Vec<String> = self.lines.iter().map(|line| data(line)).collect();
        let line = format!("::{} {file}title={}::{}\n", word(self.severity), property(&self.title), lines.join("%0A"));
        out.write_all(line.as_bytes())
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    }
}

/// A text behind the second pair of colons.
fn data(text: &str) -> String {
    shown(text).replace('%', "%25")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Every line is such a command, and the last one is that of the run.
pub(super) fn wrote(start: &str, end: &str) -> bool {
    let levels = [Severity::Error, Severity::Warning, Severity::Info].map(word);
    let first = start.lines().next().unwrap_or_default();
    let begins = levels.iter().any(|level| first.strip_prefix("::").is_some_and(|rest| rest.starts_with(level)));
    let own = format!("::{} title={OWN}::", word(Severity::Info));
    begins && end.ends_with('\n') && end.lines().last().is_some_and(|line| line.starts_with(&own))
}
