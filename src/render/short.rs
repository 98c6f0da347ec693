//! One line a finding.

use std::io::{self, Write};

use crate::finding::{CONCLUSIONS, Finding, PacketReport, Report, Severity, conclusion_line};
use crate::render::{INTERRUPTED, Options, left_out};
use crate::say;

/// How a file that could not be read is told.
const UNREADABLE: &str = "无法检查";

/// A packet.
pub(super) fn one(packet: &PacketReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for finding in packet.findings.iter().filter(|f| options.lists(f) && !options.quiet) {
        line(packet, finding, out)?;
    }
    if let Some(left_out) = left_out(packet).filter(|_| !options.quiet) {
        say!(out, "{}: {left_out}", packet.path)?;
    }
    say!(out, "{}: {}", packet.path, conclusion_line(packet))
}

/// What comes behind the packets.
pub(super) fn rest(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    together(report, options, out)?;
    for file in &report.unreadable {
        say!(out, "{}: {UNREADABLE}[{}]: {}", file.path, file.reason, file.message)?;
    }
    if report.interrupted {
        say!(out, "{INTERRUPTED}")?;
    }
    if options.statistics {
        for (rule, title, severity, n) in report.totals().by_rule() {
            say!(out, "{n}: {}[{rule}]: {title}", severity.title())?;
        }
    }
    Ok(())
}

/// The first and the last line are lines of a report. A foreign file of such findings has no conclusion.
pub(super) fn wrote(start: &str, end: &str) -> bool {
    let concluded = |line: &str| CONCLUSIONS.iter().any(|c| line.contains(&format!(": {c}")));
    let unreadable = |line: &str| line.contains(&format!(": {UNREADABLE}["));
    let found = |line: &str| Severity::ALL.iter().any(|s| line.contains(&format!("{}[", s.title())));
    let known = |line: &str| concluded(line) || unreadable(line) || found(line);
    let told = |text: &str| text.lines().any(|line| concluded(line) || unreadable(line));
    let ends = [start.lines().next(), end.lines().last()];
    end.ends_with('\n') && ends.iter().all(|line| line.is_some_and(known)) && (told(start) || told(end))
}

pub(super) fn together(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    report.collection.iter().filter(|f| options.lists(f)).try_for_each(|finding| across(finding, out))
}

/// A finding about several documents, at the one it shows in.
fn across(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let at = finding.at.as_ref().map_or(String::new(), |a| format!(":{}:{}", a.line, a.column));
    let place = finding.file.as_ref().map_or(String::new(), |file| format!("{file}{at}: "));
    say!(out, "{place}{}[{}]: {}", finding.severity.title(), finding.rule.id, finding.message)
}

fn line(packet: &PacketReport, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let file = finding.file.as_deref().filter(|f| !packet.path.ends_with(f)).map_or(String::new(), |f| format!("/{f}"));
    let at = finding.at.as_ref().map_or(String::new(), |a| format!(":{}:{}", a.line, a.column));
    say!(out, "{}{file}{at}: {}[{}]: {}", packet.path, finding.severity.title(), finding.rule.id, finding.message)
}
