//! Workflow commands of GitHub, which it shows beside the files of a change.

use std::io::{self, Write};

use crate::finding::{At, Conclusion, Finding, PacketReport, Report, Severity};
use crate::lang::{Lang, Words};
use crate::render::{INTERRUPTED, Options, conclusion_line, gravity, left_out, not_looked_at};
use crate::shown::shown;
use crate::words;

/// The title of what the program says about the run.
const OWN: &str = "sanbu";

/// A packet.
pub(super) fn one(packet: &PacketReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for finding in options.listed(&packet.findings) {
        self::finding(finding, Some(packet.path_of(finding.file.as_deref())), options.lang, out)?;
    }
    let whole = |severity: Severity, title: &'static str, text: Words| Command {
        severity,
        file: Some(packet.path_of(None)),
        at: None,
        title: title.into(),
        lines: vec![words!("{path}：{text}", path = packet.path, text)],
    };
    if let Some(left_out) = left_out(packet) {
        whole(Severity::Info, "没有检查", left_out).write(options.lang, out)?;
    }
    match gravity(packet) {
        Some(severity) => whole(severity, "结论", conclusion_line(packet)).write(options.lang, out),
        None => Ok(()),
    }
}

/// What comes behind the packets; the last line says what was checked, also when nothing was found.
pub(super) fn rest(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    options.listed(&report.collection).try_for_each(|f| finding(f, f.file.clone(), options.lang, out))?;
    for file in &report.unreadable {
        let (title, lines) = (Words::from("无法读取"), vec![file.message.clone()]);
        Command { severity: Severity::Error, file: Some(file.path.clone()), at: None, title, lines }
            .write(options.lang, out)?;
    }
    let own = |severity, text: Words| Command { severity, file: None, at: None, title: OWN.into(), lines: vec![text] };
    if report.interrupted {
        own(Severity::Error, INTERRUPTED.into()).write(options.lang, out)?;
    }
    own(Severity::Info, counts(report)).write(options.lang, out)
}

fn counts(report: &Report) -> Words {
    let totals = report.totals();
    words!(
        "检查{packets}件，不得印制{bad}，无法判定{open}；错误{errors}，警告{warnings}，提示{infos}；无法读取{unreadable}{more}",
        packets = totals.packets,
        bad = totals.concluded(Conclusion::NotPrintable),
        open = totals.concluded(Conclusion::Undecided),
        errors = totals.count(Severity::Error),
        warnings = totals.count(Severity::Warning),
        infos = totals.count(Severity::Info),
        unreadable = report.unreadable.len(),
        more = not_looked_at(report).into_iter().map(|told| words!("；{told}", told)).collect::<Words>()
    )
}

fn finding(finding: &Finding, file: Option<String>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let advice = [words!("建议：{help}", help = finding.help), words!("依据：{source}", source = finding.rule.basis())];
    let command = Command {
        severity: finding.severity,
        file,
        at: finding.at.as_ref(),
        title: words!("{title}（{rule}）", title = finding.rule.title, rule = finding.rule.id),
        lines: std::iter::once(finding.message.clone()).chain(advice).collect(),
    };
    command.write(lang, out)
}

/// One line that is meant to be a command, and in which nothing else is one.
struct Command<'c> {
    severity: Severity,
    file: Option<String>,
    at: Option<&'c At>,
    title: Words,
    lines: Vec<Words>,
}

impl Command<'_> {
    fn write(&self, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        let place = self.at.map_or(String::new(), |at| format!("line={},col={},", at.line, at.column));
        let file = self.file.as_ref().map_or(String::new(), |file| format!("file={},{place}", property(file)));
        let lines: Vec<String> = self.lines.iter().map(|line| data(&line.to(lang))).collect();
        let line = format!(
            "::{} {file}title={}::{}\n",
            word(self.severity),
            property(&self.title.to(lang)),
            lines.join("%0A")
        );
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
