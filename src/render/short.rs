//! One line a finding.

use std::io::{self, Write};

use crate::finding::{Finding, PacketReport, Report};
use crate::render::window::clean;
use crate::render::{INTERRUPTED, Options, conclusion_line};

/// A packet.
pub(super) fn one(packet: &PacketReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    for finding in packet.findings.iter().filter(|_| !options.quiet) {
        line(packet, finding, &mut bytes)?;
    }
    writeln!(bytes, "{}: {}", packet.path, conclusion_line(packet))?;
    out.write_all(clean(&String::from_utf8_lossy(&bytes)).as_bytes())
}

/// What comes behind the packets.
pub(super) fn rest(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    report.collection.iter().try_for_each(|finding| across(finding, &mut bytes))?;
    for file in &report.unreadable {
        writeln!(bytes, "{}: unreadable[{}]: {}", file.path, file.reason, file.message)?;
    }
    if report.interrupted {
        writeln!(bytes, "{INTERRUPTED}")?;
    }
    out.write_all(clean(&String::from_utf8_lossy(&bytes)).as_bytes())
}

pub(super) fn together(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    report.collection.iter().try_for_each(|finding| across(finding, &mut bytes))?;
    out.write_all(clean(&String::from_utf8_lossy(&bytes)).as_bytes())
}

/// A finding about several documents, at the one it shows in.
fn across(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let at = finding.at.as_ref().map_or(String::new(), |a| format!(":{}:{}", a.line, a.column));
    let place = finding.file.as_ref().map_or(String::new(), |file| format!("{file}{at}: "));
    writeln!(out, "{place}{}[{}]: {}", finding.severity.id(), finding.rule.id, finding.message)
}

fn line(packet: &PacketReport, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let file = finding.file.as_deref().filter(|f| !packet.path.ends_with(f)).map_or(String::new(), |f| format!("/{f}"));
    let at = finding.at.as_ref().map_or(String::new(), |a| format!(":{}:{}", a.line, a.column));
    writeln!(out, "{}{file}{at}: {}[{}]: {}", packet.path, finding.severity.id(), finding.rule.id, finding.message)
}
