//! For the terminal: findings with carets, the gate table, the conclusion.

use std::io::{self, Write};
use std::ops::Range;

use codespan_reporting::diagnostic::{Diagnostic, Label, Severity as Level};
use codespan_reporting::files::{self, Files};
use codespan_reporting::term::termcolor::{Ansi, NoColor, WriteColor};
use codespan_reporting::term::{self, Config};

use crate::finding::{
    Conclusion, ConfigFile, Finding, GateVerdict, MaximVerdict, PacketReport, Report, Severity, Skip, Tick, Verdict,
};
use crate::render::comment::other;
use crate::render::window::{width, window};
use crate::render::{CONCLUSIONS, INTERRUPTED, Options, conclusion_line, left_out, reasons, verdict_words};
use crate::say;
use crate::shown::{few, few_of, shown, shown_lines};
use crate::text::Position;

/// A packet.
pub(super) fn one(packet: &PacketReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    if options.quiet {
        return say!(out, "{}：{}", packet.path, conclusion_line(packet));
    }
    self::packet(packet, options.color, out)
}

/// What comes behind the packets.
pub(super) fn rest(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    if !report.collection.is_empty() && !options.quiet {
        say!(out, "{HEAD}各份公文之间 ──")?;
        together(report, options, out)?;
        say!(out, "")?;
    }
    for file in &report.unreadable {
        say!(out, "{UNREADABLE}{}：{}", file.path, file.message)?;
    }
    if report.interrupted {
        say!(out, "{INTERRUPTED}")?;
    }
    summary(report, out)
}

pub(super) fn together(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    report.collection.iter().try_for_each(|finding| diagnostic(finding, options.color, out))
}

fn packet(packet: &PacketReport, color: bool, out: &mut dyn Write) -> io::Result<()> {
    say!(out, "{HEAD}{} ──", packet.path)?;
    for finding in &packet.findings {
        diagnostic(finding, color, out)?;
    }
    if !packet.gates.is_empty() {
        say!(out, "三不印制")?;
        let columns = packet.gates.iter().map(|g| columns(&g.title)).max().unwrap_or(0);
        packet.gates.iter().try_for_each(|g| gate(g, packet, columns, out))?;
    }
    packet.maxims.iter().try_for_each(|m| maxim(m, out))?;
    if !packet.left_out.is_empty() {
        say!(out, "{}", left_out(packet))?;
    }
    say!(out, "{}", conclusion_line(packet))?;
    say!(out, "{}", counts(packet))?;
    say!(out, "")
}

fn gate(gate: &GateVerdict, packet: &PacketReport, columns: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut line = format!("  {}  {}", pad(&gate.title, columns), pad(verdict_words(gate), 10));
    let reasons = reasons(gate);
    if !reasons.is_empty() {
        // What cannot be asked of a paper that is no official document is said in the conclusion.
        let unasked = |id: &str| packet.not_checked.iter().any(|(rule, s)| *s == Skip::NotOfficial && rule.id == id);
        let because: Vec<&str> = gate.because.iter().map(String::as_str).filter(|id| !unasked(id)).collect();
        let because = if because.is_empty() { String::new() } else { format!("（{}）", few_of(&because, "条")) };
        line.push_str(&format!("  {}{because}", few(&reasons)));
    }
    if reasons.is_empty() && gate.verdict == Verdict::Undecided {
        line.push_str("  要素和手续没有查");
    }
    say!(out, "{}", line.trim_end())?;
    if !gate.evidence.is_empty() {
        say!(out, "      {}", gate.evidence.join(" → "))?;
    }
    set_apart("没有用", &gate.off, out)?;
    set_apart("降低了轻重", &gate.lowered, out)?;
    if !gate.set_by.is_empty() {
        say!(out, "      设在：{}", few(&gate.set_by))?;
    }
    if let Some(confirmed) = &gate.confirmed {
        let note = confirmed.note.as_ref().map_or(String::new(), |note| format!("：{note}"));
        say!(out, "      {}核对{}", confirmed.words(), note)?;
    }
    if let Some(expired) = &gate.expired {
        say!(out, "      {}", expired)?;
    }
    match gate.verdict {
        Verdict::Undecided if gate.may_be_settled() => {
            say!(out, "      请人工核对后确认：sanbu confirm {} --gate {} --by 姓名", quoted(&packet.path), gate.id)
        }
        _ => Ok(()),
    }
}

/// A path as one word of a command line.
fn quoted(path: &str) -> String {
    if path.contains(char::is_whitespace) { format!("\"{path}\"") } else { path.to_owned() }
}

/// Rules of a gate that an office has set otherwise.
fn set_apart(how: &str, rules: &[String], out: &mut dyn Write) -> io::Result<()> {
    match rules {
        [] => Ok(()),
        _ => say!(out, "      按设定{how}的规则：{}", few_of(rules, "条")),
    }
}

/// A checklist: what was verified is ticked, the rest is left to a person.
fn maxim(maxim: &MaximVerdict, out: &mut dyn Write) -> io::Result<()> {
    say!(out, "{}（{}）", maxim.title, maxim.source)?;
    maxim.items.iter().try_for_each(|item| {
        let (tick, note) = match item.verdict {
            Tick::Pass => ("☑", String::new()),
            Tick::Fail => ("☒", format!("（{}）", few_of(&item.because, "条"))),
            Tick::Manual => ("☐", "（请人工核对）".to_owned()),
        };
        say!(out, "  {tick} {}{note}", item.text)
    })
}

fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(columns(text))))
}

/// How many rules said what, and why some could not be judged.
fn counts(packet: &PacketReport) -> String {
    let mut why: Vec<(Skip, usize)> = Vec::new();
    for (_, skip) in &packet.not_checked {
        match why.iter_mut().find(|(s, _)| s == skip) {
            Some((_, n)) => *n += 1,
            None => why.push((*skip, 1)),
        }
    }
    let word = |skip: Skip| if skip == Skip::NotOfficial { "要素和手续" } else { skip.text() };
    let reasons: Vec<String> = why.iter().map(|(s, n)| format!("{} {n}", word(*s))).collect();
    let open = if reasons.is_empty() { String::new() } else { format!("（{}）", few(&reasons)) };
    let of = |severity| packet.count(severity);
    let hidden = match packet.hidden.total() {
        0 => String::new(),
        n => format!(" · 不再列出 {n}"),
    };
    format!(
        "通过 {} · 错误 {} · 警告 {} · 提示 {} · 未检查 {}{open}{hidden}",
        packet.passed,
        of(Severity::Error),
        of(Severity::Warning),
        of(Severity::Info),
        packet.not_checked.len()
    )
}

/// A report begins with a packet, or with what it has instead of one, and its summary stands at its end.
pub(super) fn wrote(start: &str, end: &str) -> bool {
    let first = start.lines().next().unwrap_or_default();
    let quiet = CONCLUSIONS.iter().any(|c| first.contains(&format!("：{c}")));
    let begins = quiet || [HEAD, UNREADABLE, SUMMARY].iter().any(|known| first.starts_with(known));
    let ends = |line: &str| line.starts_with(SUMMARY) && line.contains(SKIPPED);
    begins && end.ends_with('\n') && end.lines().rev().take(LAST_LINES).any(ends)
}

/// How the line of a packet begins.
const HEAD: &str = "── ";
/// How a file that could not be read is told.
const UNREADABLE: &str = "无法检查：";
/// How the summary begins, and what it holds.
const SUMMARY: &str = "共检查 ";
const SKIPPED: &str = "；跳过 ";
/// Lines at the end of a report among which the summary stands.
const LAST_LINES: usize = 8;

fn summary(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let known = [
        ("可以印制", Conclusion::Printable),
        ("不得印制", Conclusion::NotPrintable),
        ("无法判定", Conclusion::Undecided),
        ("未到印制", Conclusion::NotAsked),
    ];
    let totals = report.totals();
    let early = totals.concluded(Conclusion::NotAsked);
    // Only what was asked is counted: a batch of drafts has no conclusion.
    let shown = known.iter().filter(|(_, conclusion)| match conclusion {
        Conclusion::NotAsked => early > 0,
        _ => early == 0 || early < totals.packets,
    });
    let conclusions: Vec<String> = shown.map(|(word, c)| format!("{word} {}", totals.concluded(*c))).collect();
    say!(
        out,
        "{SUMMARY}{} 件：{}；错误 {}，警告 {}，提示 {}；无法读取 {}{SKIPPED}{} 个文件",
        totals.packets,
        conclusions.join("，"),
        totals.count(Severity::Error),
        totals.count(Severity::Warning),
        totals.count(Severity::Info),
        report.unreadable.len(),
        report.skipped_files
    )?;
    if totals.mendable > 0 {
        say!(out, "其中 {} 处可以自动改：sanbu fix", totals.mendable)?;
    }
    if let Some(rate) = totals.rate.words() {
        say!(out, "{rate}")?;
    }
    match totals.hidden {
        hidden if hidden.total() == 0 => {}
        hidden => say!(out, "不再列出：按本单位设定 {}，基线里已有 {}", hidden.silenced, hidden.known)?,
    }
    match report.config.as_slice() {
        [] => Ok(()),
        files => {
            let files: Vec<String> = files.iter().map(ConfigFile::words).collect();
            say!(out, "用了本单位的设定：{}", few(&files))
        }
    }
}

fn diagnostic(finding: &Finding, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let level = match finding.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Info => Level::Note,
    };
    let told = [format!("依据：{}", finding.rule.source), format!("建议：{}", finding.help)];
    let told = Told {
        level,
        code: Some(&finding.rule.id),
        message: &finding.message,
        notes: finding.others().iter().map(other).chain(told).collect(),
    };
    let place = finding.snippet.as_ref().zip(finding.at.as_ref()).map(|(snippet, at)| {
        let name = format!("{} {}", finding.file.as_deref().unwrap_or_default(), at.place);
        let shown = window(&snippet.text, snippet.mark.clone());
        Place::new(&name, &shown.text, shown.mark, Position { line: at.line, column: at.column })
    });
    told.write(place.as_ref(), color, out)
}

/// What is said of a place in a text.
pub(super) struct Told<'t> {
    pub(super) level: Level,
    pub(super) code: Option<&'t str>,
    pub(super) message: &'t str,
    pub(super) notes: Vec<String>,
}

impl Told<'_> {
    /// Writes it, with the text under the place when there is one. Nothing of it gets to the terminal but as it is shown;
    /// colours are put around it.
    pub(super) fn write(&self, place: Option<&Place>, color: bool, out: &mut dyn Write) -> io::Result<()> {
        let mut diagnostic = Diagnostic::new(self.level).with_message(shown(self.message));
        diagnostic.code = self.code.map(|code| shown(code).into_owned());
        diagnostic.notes = self.notes.iter().map(|note| shown(note).into_owned()).collect();
        let nowhere = Place::default();
        diagnostic.labels = place.iter().map(|place| Label::primary((), place.mark.clone())).collect();
        let place = place.unwrap_or(&nowhere);
        let mut bytes = Vec::new();
        let write =
            |writer: &mut dyn WriteColor| term::emit_to_write_style(writer, &Config::default(), place, &diagnostic);
        let done = if color { write(&mut Ansi::new(&mut bytes)) } else { write(&mut NoColor::new(&mut bytes)) };
        done.map_err(io::Error::other)?;
        out.write_all(&bytes)
    }
}

/// The lines of a place as they are shown, under their true number and column.
pub(super) struct Place {
    name: String,
    text: String,
    starts: Vec<usize>,
    mark: Range<usize>,
    at: Position,
}

impl Default for Place {
    fn default() -> Self {
        Self::new("", "", 0..0, Position { line: 1, column: 1 })
    }
}

impl Place {
    /// `text` is the line of the place, or the lines, or what of it is shown; `mark` stands in it, and begins at `at`.
    pub(super) fn new(name: &str, text: &str, mark: Range<usize>, at: Position) -> Self {
        let (text, mark) = shown_lines(text, mark);
        // An empty mark points at one character.
        let next = || text.get(mark.start..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        let width = if mark.is_empty() { next() } else { mark.len() };
        let mark = mark.start..mark.start + width;
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name: shown(name).into_owned(), text, starts, mark, at }
    }
}

impl<'f> Files<'f> for Place {
    type FileId = ();
    type Name = &'f str;
    type Source = &'f str;

    fn name(&'f self, (): ()) -> Result<&'f str, files::Error> {
        Ok(&self.name)
    }

    fn source(&'f self, (): ()) -> Result<&'f str, files::Error> {
        Ok(&self.text)
    }

    fn line_index(&'f self, (): (), byte: usize) -> Result<usize, files::Error> {
        Ok(self.starts.partition_point(|start| *start <= byte).saturating_sub(1))
    }

    fn line_number(&'f self, (): (), index: usize) -> Result<usize, files::Error> {
        Ok(self.at.line + index)
    }

    fn column_number(&'f self, (): (), index: usize, byte: usize) -> Result<usize, files::Error> {
        // Only the first place of a mark is told in numbers, and the line before it may have been cut.
        let line = self.text.get(self.starts.get(index).copied().unwrap_or(0)..byte);
        Ok(if byte == self.mark.start { self.at.column } else { line.map_or(1, |line| line.chars().count() + 1) })
    }

    fn line_range(&'f self, (): (), index: usize) -> Result<Range<usize>, files::Error> {
        let end = self.starts.get(index + 1).copied().unwrap_or(self.text.len());
        Ok(self.starts.get(index).copied().unwrap_or(end)..end)
    }
}
