//! Reports for people and machines: one match over formats. A renderer sees only the report.

mod json;
mod pretty;
mod problems;
mod short;
mod window;

use std::io::{self, Write};

use crate::finding::{Conclusion, PacketReport, Report, Severity, Skip, Verdict};

pub use problems::Problems;
pub use window::window;

/// Output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Findings with the line they stand in, gates, conclusion.
    Pretty,
    /// One line a finding.
    Short,
    /// One JSON object.
    Json,
    /// One JSON object a packet, then one for the rest.
    Jsonl,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 4] = [Format::Pretty, Format::Short, Format::Json, Format::Jsonl];

    /// The name used in options.
    pub fn name(self) -> &'static str {
        match self {
            Format::Pretty => "pretty",
            Format::Short => "short",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
        }
    }
}

/// How a report is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// With colours (ANSI).
    pub color: bool,
    /// Conclusions only.
    pub quiet: bool,
}

/// Writes a report.
///
/// # Errors
/// Only what the writer reports.
pub fn write(format: Format, report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Pretty => pretty::write(report, options, out),
        Format::Short => short::write(report, options, out),
        Format::Json => json::write(report, out),
        Format::Jsonl => json::write_lines(report, out),
    }
}

/// Writes only what was found about several documents together.
///
/// # Errors
/// Only what the writer reports.
pub fn together(format: Format, report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Pretty => pretty::together(report, options, out),
        Format::Short => short::together(report, out),
        Format::Json => json::write(report, out),
        Format::Jsonl => json::write_lines(report, out),
    }
}

/// `印制结论：…`, the line a secretary looks for.
pub fn conclusion_line(packet: &PacketReport) -> String {
    let gates = |verdict: Verdict, word: &str| {
        let of = packet.gates.iter().filter(|g| g.verdict == verdict);
        of.map(|g| format!("{}{word}：{}", g.title, g.reasons.join("、"))).collect::<Vec<_>>().join("；")
    };
    match packet.conclusion {
        Conclusion::Printable => match packet.findings.iter().filter(|f| f.severity == Severity::Error).count() {
            0 => "印制结论：可以印制".to_owned(),
            errors => format!("印制结论：可以印制（手续齐全；另有{errors}处错误，请改正后再印）"),
        },
        Conclusion::NotPrintable => format!("印制结论：不得印制（{}）", gates(Verdict::Fail, "不齐全")),
        Conclusion::Undecided if before_printing(packet) => format!("印制结论：无法判定（{}）", Skip::Stage.text()),
        Conclusion::Undecided => format!("印制结论：无法判定（{}）", gates(Verdict::Undecided, "")),
    }
}

/// The gates do not apply yet: every one waits for a rule of a later stage.
fn before_printing(packet: &PacketReport) -> bool {
    packet.gates.iter().all(|g| g.verdict == Verdict::Undecided && g.reasons.iter().any(|r| r == Skip::Stage.text()))
}
