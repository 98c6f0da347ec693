//! One line a finding.

use std::io::{self, Write};

use crate::finding::{Finding, PacketReport, Report, Severity};
use crate::render::{CONCLUSIONS, INTERRUPTED, Options, conclusion_line, left_out};
use crate::say;

/// A packet.
pub(super) fn one(packet: &PacketReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for finding in packet.findings.iter().filter(|_| !options.quiet) {
        line(packet, finding, out)?;
    }
    if !packet.left_out.is_empty() && !options.quiet {
        say!(out, "{}: {}", packet.path, left_out(packet))?;
    }
    say!(out, "{}: {}", packet.path, conclusion_line(packet))
}

/// What comes behind the packets.
pub(super) fn rest(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    report.collection.iter().try_for_each(|finding| across(finding, out))?;
    for file in &report.unreadable {
        say!(out, "{}: unreadable[{}]: {}", file.path, file.reason, file.message)?;
    }
    if report.interrupted {
        say!(out, "{INTERRUPTED}")?;
    }
    Ok(())
}

/// The first and the last line are lines of a report. A foreign file of such findings has no conclusion.
pub(super) fn wrote(start: &str, end: &str) -> bool {
    let concluded = |line: &str| CONCLUSIONS.iter().any(|c| line.contains(&format!(": {c}")));
    let unreadable = |line: &str| line.contains(": unreadable[");
    let levels = [Severity::Error, Severity::Warning, Severity::Info];
    let found = |line: &str| levels.iter().any(|s| line.contains(&format!("{}[", s.id())));
    let known = |line: &str| concluded(line) || unreadable(line) || found(line);
    let told = |text: &str| text.lines().any(|line| concluded(line) || unreadable(line));
    let ends = [start.lines().next(), end.lines().last()];
    end.ends_with('\n') && ends.iter().all(|line| line.is_some_and(known)) && (told(start) || told(end))
}

pub(super) fn together(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    report.collection.iter().try_for_each(|finding| across(finding, out))
}

/// A finding about several documents, at the one it shows in.
fn across(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let at = finding.at.as_ref().map_or(String::new(), |a| format!(":{}:{}", a.line, a.column));
    let place = finding.file.as_ref().map_or(String::new(), |file| format!("{file}{at}: "));
    say!(out, "{place}{}[{}]: {}", finding.severity.id(), finding.rule.id, finding.message)
}

fn line(packet: &PacketReport, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let file = finding.file.as_deref().filter(|f| !packet.path.ends_with(f)).map_or(String::new(), |f| format!("/{f}"));
    let at = finding.at.as_ref().map_or(String::new(), |a| format!(":{}:{}", a.line, a.column));
    say!(out, "{}{file}{at}: {}[{}]: {}", packet.path, finding.severity.id(), finding.rule.id, finding.message)
}
