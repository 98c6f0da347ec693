//! Reports for people and machines: one match over formats. A renderer sees only the report.

pub mod comment;
mod html;
mod json;
mod pretty;
mod problems;
mod short;
mod window;

use std::io::{self, Write};

use crate::finding::{Conclusion, GateVerdict, PacketReport, Report, Severity, Skip, Stage, Verdict};

use crate::shown::few;

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
    /// One page for a browser, with the papers and a check sheet for each packet.
    Html,
}

impl Format {
    /// A packet can be written before the next one is checked.
    pub fn streams(self) -> bool {
        !matches!(self, Format::Json | Format::Html)
    }

    /// It shows the papers themselves, so that they have to be kept for it.
    pub fn shows_papers(self) -> bool {
        self == Format::Html
    }

    /// All formats.
    pub const ALL: [Format; 5] = [Format::Pretty, Format::Short, Format::Json, Format::Jsonl, Format::Html];

    /// The name used in options.
    pub fn name(self) -> &'static str {
        match self {
            Format::Pretty => "pretty",
            Format::Short => "short",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Html => "html",
        }
    }
}

/// Said of a run that somebody has stopped.
const INTERRUPTED: &str = "中途停止：这里只有已经检查完的，其余没有检查";

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
    if !format.streams() {
        return rest(format, report, options, out);
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
        Format::Json | Format::Html => Ok(()),
        Format::Jsonl => json::line(stage, packet, out),
    }
}

/// Writes what comes behind the packets.
///
/// # Errors
/// Only what the writer reports.
pub fn rest(format: Format, report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Pretty => pretty::rest(report, options, out),
        Format::Short => short::rest(report, out),
        Format::Json => json::write(report, out),
        Format::Jsonl => json::last_line(report, out),
        Format::Html => html::write(report, options, out),
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
        Format::Jsonl => json::last_line(report, out),
        Format::Html => html::together(report, out),
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
        Format::Html => html::wrote(&start, &end),
    }
}

/// How the lines begin that [`conclusion_line`] makes.
const CONCLUSIONS: [&str; 3] = ["印制结论：", "起草检查：", "审核检查："];

/// `印制结论：…`, the line a secretary looks for; at a stage that does not ask it, what was found.
pub fn conclusion_line(packet: &PacketReport) -> String {
    let gates = |verdict: Verdict, word: &str| {
        let of = packet.gates.iter().filter(|g| g.verdict == verdict);
        let told = of.map(|g| (g, reasons(g))).filter(|(_, reasons)| !reasons.is_empty());
        told.map(|(g, reasons)| format!("{}{word}：{}", g.title, few(&reasons))).collect::<Vec<_>>()
    };
    let (unreadable, only_text) = (unreadable(packet), only_text(packet));
    match packet.conclusion {
        Conclusion::Printable => match printable_but(packet) {
            what if what.is_empty() => "印制结论：可以印制".to_owned(),
            what => format!("印制结论：可以印制（{}）", what.join("；")),
        },
        Conclusion::NotPrintable => {
            let why: Vec<String> = gates(Verdict::Fail, "不齐全").into_iter().chain(only_text).collect();
            format!("印制结论：不得印制（{}）", why.join("；"))
        }
        Conclusion::Undecided => {
            let none = packet.gates.is_empty().then(|| "没有用到关口".to_owned());
            let open = gates(Verdict::Undecided, "").into_iter().chain(none).chain(unreadable);
            let why: Vec<String> = only_text.into_iter().chain(open).collect();
            format!("印制结论：无法判定（{}）", why.join("；"))
        }
        Conclusion::NotAsked => {
            let found = counted(packet, "");
            let found = Some(found).filter(|f| !f.is_empty() || unreadable.is_some());
            let told = found.map_or("没有发现问题".to_owned(), |f| {
                f.into_iter().chain(unreadable).collect::<Vec<_>>().join("、")
            });
            let unasked = packet.unasked_by.as_ref();
            let unasked = unasked.map(|by| format!("没有问关口：阶段是送检的文件夹里的 {by} 设定的"));
            let beside: Vec<String> = only_text.into_iter().chain(unasked).collect();
            let only = if beside.is_empty() { String::new() } else { format!("（{}）", beside.join("；")) };
            format!("{}检查：{told}{only}", packet.stage.title())
        }
    }
}

/// What was judged of a paper that is no official document; said once, for all rules and gates.
fn only_text(packet: &PacketReport) -> Option<String> {
    let skipped = packet.not_checked.iter().any(|(_, skip)| *skip == Skip::NotOfficial);
    skipped.then(|| format!("{}，只检查了文字", Skip::NotOfficial.text()))
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

/// The reasons of a gate that are its own.
fn reasons(gate: &GateVerdict) -> Vec<&str> {
    gate.reasons.iter().map(String::as_str).filter(|reason| *reason != Skip::NotOfficial.text()).collect()
}

/// Errors and warnings, with their numbers.
fn counted(packet: &PacketReport, unit: &str) -> Vec<String> {
    let words = [(Severity::Error, "错误"), (Severity::Warning, "警告")];
    let numbers = words.map(|(severity, word)| (packet.count(severity), word));
    let told = numbers.iter().filter(|(n, _)| *n > 0);
    told.map(|(n, word)| if unit.is_empty() { format!("{word}{n}") } else { format!("{n}{unit}{word}") }).collect()
}

/// What is said beside 可以印制: who has settled what, and what is left.
fn printable_but(packet: &PacketReport) -> Vec<String> {
    let settled = packet.gates.iter().filter_map(|g| Some((g, g.confirmed.as_ref()?)));
    let mut what: Vec<String> = settled.map(|(g, c)| format!("{}经{}核对", g.title, c.words())).collect();
    let left = counted(packet, "处").join("、");
    match packet.count(Severity::Error) {
        0 if left.is_empty() => {}
        0 => what.push(format!("另有{left}")),
        _ => what.push(format!("手续齐全；另有{left}，请改正后再印")),
    }
    if !packet.left_out.is_empty() {
        what.push(format!("packet.toml 里没有写的{}个文件没有检查", packet.left_out.len()));
    }
    what
}

/// The files that a manifest does not name.
fn left_out(packet: &PacketReport) -> String {
    format!("packet.toml 里没有写、没有检查的文件：{}", few(&packet.left_out))
}

/// The names of what could not be read, the first few of them.
fn unreadable(packet: &PacketReport) -> Option<String> {
    const SHOWN: usize = 3;
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let names: Vec<String> = packet.unreadable.iter().take(SHOWN).map(|f| name(&f.path)).collect();
    let more = packet.unreadable.len();
    let more = if more > SHOWN { format!("等{more}个文件") } else { String::new() };
    (!names.is_empty()).then(|| format!("{}{more}无法读取", names.join("、")))
}
