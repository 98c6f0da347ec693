//! Reports for people and machines: one match over formats. A renderer sees only the report.

pub mod comment;
mod csv;
mod excerpt;
mod github;
mod group;
mod html;
mod json;
mod junit;
mod list;
mod paint;
mod pretty;
mod problems;
mod sarif;
mod short;
mod summary;
mod window;
mod xlsx;

use std::io::{self, Write};

use crate::finding::{Conclusion, Finding, GateVerdict, PacketReport, Report, Severity, Stage, Verdict};
use crate::lang::{Lang, Words};
use crate::words;

use crate::shown::few;

pub use crate::finding::conclusion_line;
pub use html::{Book, Page, is_page_name, is_page_of};
pub use paint::wrapped;
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
    /// The list of findings, for a spreadsheet.
    Csv,
    /// The same as a workbook.
    Xlsx,
    /// One page for a browser, with the papers and a check sheet for each packet.
    Html,
    /// SARIF 2.1.0.
    Sarif,
    /// Test results.
    Junit,
    /// Workflow commands.
    Github,
}

impl Format {
    /// A packet can be written before the next one is checked.
    pub fn streams(self) -> bool {
        !matches!(self, Format::Json | Format::Xlsx | Format::Html | Format::Sarif | Format::Junit)
    }

    /// It shows the papers themselves, so that they have to be kept for it.
    pub fn shows_papers(self) -> bool {
        self == Format::Html
    }

    /// It is no text.
    pub fn is_binary(self) -> bool {
        self == Format::Xlsx
    }

    /// All formats.
    pub const ALL: [Format; 10] = [
        Format::Pretty,
        Format::Short,
        Format::Json,
        Format::Jsonl,
        Format::Csv,
        Format::Xlsx,
        Format::Html,
        Format::Sarif,
        Format::Junit,
        Format::Github,
    ];

    /// The name used in options.
    pub fn name(self) -> &'static str {
        match self {
            Format::Pretty => "pretty",
            Format::Short => "short",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Html => "html",
            Format::Sarif => "sarif",
            Format::Junit => "junit",
            Format::Github => "github",
        }
    }

    /// The word for people, taken as well.
    pub fn title(self) -> &'static str {
        match self {
            Format::Pretty => "屏幕",
            Format::Short => "简表",
            Format::Json => "JSON",
            Format::Jsonl => "逐行JSON",
            Format::Csv => "表格",
            Format::Xlsx => "工作簿",
            Format::Html => "网页",
            Format::Sarif => "SARIF",
            Format::Junit => "JUnit",
            Format::Github => "GitHub",
        }
    }

    /// The usual end of the names of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Pretty | Format::Short | Format::Github => "txt",
            Format::Junit => "xml",
            other => other.name(),
        }
    }

    /// The format that a file name asks for: the first with that end.
    pub fn of_name(name: &str) -> Option<Self> {
        let end = name.rsplit_once('.')?.1.to_ascii_lowercase();
        let end = if end == "htm" { Format::Html.extension() } else { end.as_str() };
        Self::ALL.into_iter().find(|format| format.extension() == end)
    }
}

/// Said of a run that somebody has stopped.
pub const INTERRUPTED: &str = "中途停止：这里只有已经检查完的，其余没有检查";

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
    /// The language for people; what machines go by is the same in each.
    pub lang: Lang,
}

impl Default for Options {
    fn default() -> Self {
        let show = Severity::Info;
        Self { color: false, width: None, quiet: false, verbose: false, show, statistics: false, lang: Lang::Hans }
    }
}

impl Options {
    /// Those of some findings that are listed. The others count all the same.
    fn listed<'f>(&self, findings: &'f [Finding]) -> impl Iterator<Item = &'f Finding> + use<'f> {
        let show = self.show;
        findings.iter().filter(move |finding| finding.severity >= show)
    }

    /// Whether a finding is listed. It counts all the same.
    pub fn lists(&self, finding: &Finding) -> bool {
        finding.severity >= self.show
    }

    fn paper(&self) -> paint::Paper {
        paint::Paper { color: self.color, width: self.width, lang: self.lang }
    }
}

/// JSON Schema of a report in [`Format::Json`]; the lines of [`Format::Jsonl`] are its packets, and then what is behind
/// them.
pub fn schema() -> serde_json::Value {
    json::schema()
}

/// Writes a report.
///
/// # Errors
/// Only what the writer reports.
pub fn write(format: Format, report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    begin(format, options, out)?;
    if !format.streams() {
        return rest(format, report, options, out);
    }
    let mut queue = Queue::default();
    report.packets.iter().try_for_each(|one| queue.packet(format, report.stage, one, options, out))?;
    queue.close(out)?;
    rest(format, report, options, out)
}

/// Packets as they are checked. On a screen what needs somebody stands first: the lines of those that may be printed wait
/// until all are told, or until there are so many that they would fill the memory.
#[derive(Debug, Default)]
pub struct Queue {
    waiting: Vec<u8>,
}

/// Bytes of lines that wait.
const MOST_WAITING: usize = 1 << 20;

impl Queue {
    /// Writes a packet, now or later.
    ///
    /// # Errors
    /// Only what the writer reports.
    pub fn packet(
        &mut self,
        format: Format,
        stage: Stage,
        one: &PacketReport,
        options: &Options,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if format != Format::Pretty || !pretty::is_fine(one) {
            return packet(format, stage, one, options, out);
        }
        packet(format, stage, one, options, &mut self.waiting)?;
        if self.waiting.len() > MOST_WAITING { self.close(out) } else { Ok(()) }
    }

    /// Writes what waits.
    ///
    /// # Errors
    /// Only what the writer reports.
    pub fn close(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&std::mem::take(&mut self.waiting))
    }
}

/// Writes what comes before the packets.
///
/// # Errors
/// Only what the writer reports.
pub fn begin(format: Format, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    if format == Format::Csv { csv::begin(options.lang, out) } else { Ok(()) }
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
        Format::Jsonl => json::line(stage, packet, options, out),
        Format::Csv => csv::one(packet, options, out),
        Format::Github => github::one(packet, options, out),
        Format::Json | Format::Xlsx | Format::Html | Format::Sarif | Format::Junit => Ok(()),
    }
}

/// Writes what comes behind the packets; all of the report where the format needs it at once.
///
/// # Errors
/// Only what the writer reports.
pub fn rest(format: Format, report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Pretty => pretty::rest(report, options, out),
        Format::Short => short::rest(report, options, out),
        Format::Json => json::write(report, options, out),
        Format::Jsonl => json::last_line(report, options, out),
        Format::Csv => csv::rest(report, options, out),
        Format::Xlsx => xlsx::write(report, options, out),
        Format::Html => html::write(report, options, out),
        Format::Sarif => sarif::write(report, options, out),
        Format::Junit => junit::write(report, options, out),
        Format::Github => github::rest(report, options, out),
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
        Format::Html => html::together(report, options, out),
        _ => begin(format, options, out).and_then(|()| rest(format, report, options, out)),
    }
}

/// Bytes at the beginning and at the end of a file that tell who wrote it.
pub const ENDS: usize = 64 << 10;

/// Whether a file that begins and ends like this is a report in a format; the two may overlap. Of a binary format both
/// are the whole file.
pub fn wrote(format: Format, start: &[u8], end: &[u8]) -> bool {
    if format.is_binary() { xlsx::wrote(start) } else { told(format, &lossy(start), &lossy(end)) }
}

/// Whether a file is a report in any format.
pub fn is_report(bytes: &[u8]) -> bool {
    let start = lossy(&bytes[..bytes.len().min(ENDS)]);
    let end = lossy(&bytes[bytes.len().saturating_sub(ENDS)..]);
    let is = |format: Format| if format.is_binary() { xlsx::wrote(bytes) } else { told(format, &start, &end) };
    Format::ALL.into_iter().any(is)
}

fn lossy(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn told(format: Format, start: &str, end: &str) -> bool {
    match format {
        Format::Pretty => pretty::wrote(start, end),
        Format::Short => short::wrote(start, end),
        Format::Json => json::wrote(start, end),
        Format::Jsonl => json::wrote_lines(start, end),
        Format::Csv => csv::wrote(start, end),
        Format::Html => html::wrote(start, end),
        Format::Sarif => sarif::wrote(start, end),
        Format::Junit => junit::wrote(start, end),
        Format::Github => github::wrote(start, end),
        Format::Xlsx => false,
    }
}

/// How grave the conclusion is for machines that show only what is wrong; none where nobody need look.
fn gravity(packet: &PacketReport) -> Option<Severity> {
    match packet.conclusion {
        Conclusion::NotPrintable => Some(Severity::Error),
        Conclusion::Undecided => Some(Severity::Warning),
        Conclusion::NotAsked if packet.unasked_by.is_some() => Some(Severity::Warning),
        Conclusion::Printable | Conclusion::NotAsked => None,
    }
}

/// What a gate has come to.
fn verdict_words(gate: &GateVerdict) -> Words {
    let (mark, words) = verdict(gate);
    words!("{mark} {words}", mark, words)
}

/// The same in two pieces: its mark, and the words.
fn verdict(gate: &GateVerdict) -> (&'static str, Words) {
    let (mark, words) = match gate.verdict {
        Verdict::Pass if gate.confirmed.is_some() => ("✓", "经核对"),
        Verdict::Pass => ("✓", "齐全"),
        Verdict::Fail => ("✗", "不齐全"),
        Verdict::Undecided => ("?", "无法判定"),
    };
    (mark, words.into())
}

/// The files of a packet that nobody has looked at, and why; none where there are no such files.
fn left_out(packet: &PacketReport) -> Option<Words> {
    let unnamed = (!packet.left_out.is_empty())
        .then(|| words!("packet.toml 里没有写、没有检查的文件：{list}", list = few(&packet.left_out)));
    let excluded =
        (!packet.excluded.is_empty()).then(|| words!("按 --exclude 没有检查：{list}", list = few(&packet.excluded)));
    let told: Vec<Words> = unnamed.into_iter().chain(excluded).collect();
    (!told.is_empty()).then(|| Words::joined(told, "；"))
}

/// What of a run was not looked at.
fn not_looked_at(report: &Report) -> Vec<Words> {
    [report.skipped.words(), report.excluded.words()].into_iter().flatten().collect()
}
