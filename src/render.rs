//! Reports for people and machines: one match over formats. A renderer sees only the report.

pub mod comment;
mod excerpt;
mod group;
mod json;
mod paint;
mod pretty;
mod problems;
mod short;
mod summary;
mod window;

use std::io::{self, Write};

use crate::finding::{Finding, GateVerdict, PacketReport, Report, Severity, Stage, Verdict};

use crate::shown::few;

pub use crate::finding::conclusion_line;
pub use problems::Problems;

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
    /// A packet can be written before the next one is checked.
    pub fn streams(self) -> bool {
        self != Format::Json
    }

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

    /// The word for people, taken as well.
    pub fn title(self) -> &'static str {
        match self {
            Format::Pretty => "屏幕",
            Format::Short => "简表",
            Format::Json => "JSON",
            Format::Jsonl => "逐行JSON",
        }
    }
}

/// Said of a run that somebody has stopped.
const INTERRUPTED: &str = "中途停止：这里只有已经检查完的，其余没有检查";

/// How a report is written.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// With colours (ANSI).
    pub color: bool,
    /// Columns of the terminal, where there is one; without it no line is broken.
    pub width: Option<usize>,
    /// Conclusions only.
    pub quiet: bool,
    /// Also what was checked and found right, and what was not checked.
    pub verbose: bool,
    /// What is listed: findings at least as grave as this.
    pub show: Severity,
    /// With the number of findings of each rule.
    pub statistics: bool,
}

impl Default for Options {
    fn default() -> Self {
        let show = Severity::Info;
        Self { color: false, width: None, quiet: false, verbose: false, show, statistics: false }
    }
}

impl Options {
    /// Whether a finding is listed. It counts all the same.
    pub fn lists(&self, finding: &Finding) -> bool {
        finding.severity >= self.show
    }

    fn paper(&self) -> paint::Paper {
        paint::Paper { color: self.color, width: self.width }
    }
}

/// Writes a report.
///
/// # Errors
/// Only what the writer reports.
pub fn write(format: Format, report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    if format == Format::Json {
        return json::write(report, options, out);
    }
    report.packets.iter().try_for_each(|one| packet(format, report.stage, one, options, out))?;
    rest(format, report, options, out)
}

/// Writes a packet of a run at a stage, as soon as it is checked. Nothing where the format needs them all.
///
/// # Errors
/// Only what the writer reports.
pub fn packet(
    format: Format,
    stage: Stage,
    packet: &PacketReport,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Pretty => pretty::one(packet, options, out),
        Format::Short => short::one(packet, options, out),
        Format::Json => Ok(()),
        Format::Jsonl => json::line(stage, packet, options, out),
    }
}

/// Writes what comes behind the packets.
///
/// # Errors
/// Only what the writer reports.
pub fn rest(format: Format, report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Pretty => pretty::rest(report, options, out),
        Format::Short => short::rest(report, options, out),
        Format::Json => json::write(report, options, out),
        Format::Jsonl => json::last_line(report, options, out),
    }
}

/// Writes only what was found about several documents together.
///
/// # Errors
/// Only what the writer reports.
pub fn together(format: Format, report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Pretty => pretty::together(report, options, out),
        Format::Short => short::together(report, options, out),
        Format::Json => json::write(report, options, out),
        Format::Jsonl => json::last_line(report, options, out),
    }
}

/// Whether a file that begins and ends like this is a report in a format; the two may overlap.
pub fn wrote(format: Format, start: &[u8], end: &[u8]) -> bool {
    let (start, end) = (String::from_utf8_lossy(start), String::from_utf8_lossy(end));
    match format {
        Format::Pretty => pretty::wrote(&start, &end),
        Format::Short => short::wrote(&start, &end),
        Format::Json => json::wrote(&start, &end),
        Format::Jsonl => json::wrote_lines(&start, &end),
    }
}

/// What a gate has come to.
fn verdict_words(gate: &GateVerdict) -> &'static str {
    match gate.verdict {
        Verdict::Pass if gate.confirmed.is_some() => "✓ 经核对",
        Verdict::Pass => "✓ 齐全",
        Verdict::Fail => "✗ 不齐全",
        Verdict::Undecided => "? 无法判定",
    }
}

/// The files that a manifest does not name.
fn left_out(packet: &PacketReport) -> String {
    format!("packet.toml 里没有写、没有检查的文件：{}", few(&packet.left_out))
}
