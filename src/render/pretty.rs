//! For the terminal: findings with carets, the gate table, the conclusion.

use std::io::{self, Write};
use std::ops::Range;

use codespan_reporting::diagnostic::{Diagnostic, Label, Severity as Level};
use codespan_reporting::files::{self, Files};
use codespan_reporting::term::termcolor::{Ansi, NoColor, WriteColor};
use codespan_reporting::term::{self, Config};

use crate::finding::{
    Conclusion, ConfigFile, Finding, GateVerdict, MaximVerdict, PacketReport, Report, Severity, Skip, Snippet, Tick,
    Verdict,
};
use crate::render::window::{clean, width};
use crate::render::{INTERRUPTED, Options, conclusion_line, reasons};

/// A packet.
pub(super) fn one(packet: &PacketReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    if options.quiet {
        return writeln!(out, "{}：{}", clean(&packet.path), clean(&conclusion_line(packet)));
    }
    self::packet(packet, options.color, out)
}

/// What comes behind the packets.
pub(super) fn rest(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    if !report.collection.is_empty() && !options.quiet {
        writeln!(out, "── 各份公文之间 ──")?;
        together(report, options, out)?;
        writeln!(out)?;
    }
    for file in &report.unreadable {
        writeln!(out, "无法检查：{}：{}", clean(&file.path), clean(&file.message))?;
    }
    if report.interrupted {
        writeln!(out, "{INTERRUPTED}")?;
    }
    summary(report, out)
}

pub(super) fn together(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    report.collection.iter().try_for_each(|finding| diagnostic(finding, options.color, out))
}

fn packet(packet: &PacketReport, color: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "── {} ──", clean(&packet.path))?;
    for finding in &packet.findings {
        diagnostic(finding, color, out)?;
    }
    if !packet.gates.is_empty() {
        writeln!(out, "三不印制")?;
        let columns = packet.gates.iter().map(|g| columns(&g.title)).max().unwrap_or(0);
        packet.gates.iter().try_for_each(|g| gate(g, packet, columns, out))?;
    }
    packet.maxims.iter().try_for_each(|m| maxim(m, out))?;
    if !packet.left_out.is_empty() {
        writeln!(out, "packet.toml 里没有写、没有检查的文件：{}", clean(&packet.left_out.join("、")))?;
    }
    writeln!(out, "{}", clean(&conclusion_line(packet)))?;
    writeln!(out, "{}\n", counts(packet))
}

fn gate(gate: &GateVerdict, packet: &PacketReport, columns: usize, out: &mut dyn Write) -> io::Result<()> {
    let verdict = match gate.verdict {
        Verdict::Pass if gate.confirmed.is_some() => "✓ 经核对",
        Verdict::Pass => "✓ 齐全",
        Verdict::Fail => "✗ 不齐全",
        Verdict::Undecided => "? 无法判定",
    };
    let mut line = format!("  {}  {}", pad(&gate.title, columns), pad(verdict, 10));
    let reasons = reasons(gate);
    if !reasons.is_empty() {
        // What cannot be asked of a paper that is no official document is said in the conclusion.
        let unasked = |id: &str| packet.not_checked.iter().any(|(rule, s)| *s == Skip::NotOfficial && rule.id == id);
        let because: Vec<&str> = gate.because.iter().map(String::as_str).filter(|id| !unasked(id)).collect();
        let because = if because.is_empty() { String::new() } else { format!("（{}）", because.join("、")) };
        line.push_str(&format!("  {}{because}", reasons.join("、")));
    }
    if reasons.is_empty() && gate.verdict == Verdict::Undecided {
        line.push_str("  要素和手续没有查");
    }
    writeln!(out, "{}", clean(line.trim_end()))?;
    if !gate.evidence.is_empty() {
        writeln!(out, "      {}", clean(&gate.evidence.join(" → ")))?;
    }
    set_apart("没有用", &gate.off, out)?;
    set_apart("降低了轻重", &gate.lowered, out)?;
    if !gate.set_by.is_empty() {
        writeln!(out, "      设在：{}", clean(&gate.set_by.join("、")))?;
    }
    if let Some(confirmed) = &gate.confirmed {
        let note = confirmed.note.as_ref().map_or(String::new(), |note| format!("：{note}"));
        writeln!(out, "      {}核对{}", clean(&confirmed.words()), clean(&note))?;
    }
    if let Some(expired) = &gate.expired {
        writeln!(out, "      {}", clean(expired))?;
    }
    match gate.verdict {
        Verdict::Undecided if gate.may_be_settled() => writeln!(
            out,
            "      请人工核对后确认：sanbu confirm {} --gate {} --by 姓名",
            clean(&quoted(&packet.path)),
            clean(&gate.id)
        ),
        _ => Ok(()),
    }
}

/// A path as one word of a command line.
fn quoted(path: &str) -> String {
    if path.contains(char::is_whitespace) { format!("\"{path}\"") } else { path.to_owned() }
}

/// Rules of a gate that an office has set otherwise.
fn set_apart(how: &str, rules: &[String], out: &mut dyn Write) -> io::Result<()> {
    const SHOWN: usize = 5;
    let more = if rules.len() > SHOWN { format!("等{}条", rules.len()) } else { String::new() };
    match rules {
        [] => Ok(()),
        _ => writeln!(out, "      按设定{how}的规则：{}{more}", clean(&rules[..rules.len().min(SHOWN)].join("、"))),
    }
}

/// A checklist: what was verified is ticked, the rest is left to a person.
fn maxim(maxim: &MaximVerdict, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}（{}）", clean(&maxim.title), clean(&maxim.source))?;
    maxim.items.iter().try_for_each(|item| {
        let (tick, note) = match item.verdict {
            Tick::Pass => ("☑", String::new()),
            Tick::Fail => ("☒", format!("（{}）", item.because.join("、"))),
            Tick::Manual => ("☐", "（请人工核对）".to_owned()),
        };
        writeln!(out, "  {tick} {}{note}", clean(&item.text))
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
    let open = if reasons.is_empty() { String::new() } else { format!("（{}）", reasons.join("、")) };
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
    writeln!(
        out,
        "共检查 {} 件：{}；错误 {}，警告 {}，提示 {}；无法读取 {}；跳过 {} 个文件",
        totals.packets,
        conclusions.join("，"),
        totals.count(Severity::Error),
        totals.count(Severity::Warning),
        totals.count(Severity::Info),
        report.unreadable.len(),
        report.skipped_files
    )?;
    match totals.hidden {
        hidden if hidden.total() == 0 => {}
        hidden => writeln!(out, "不再列出：按本单位设定 {}，基线里已有 {}", hidden.silenced, hidden.known)?,
    }
    match report.config.as_slice() {
        [] => Ok(()),
        files => {
            let files: Vec<String> = files.iter().map(ConfigFile::words).collect();
            writeln!(out, "用了本单位的设定：{}", clean(&files.join("、")))
        }
    }
}

fn diagnostic(finding: &Finding, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let level = match finding.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Info => Level::Note,
    };
    let mut diagnostic = Diagnostic::new(level).with_code(&finding.rule.id).with_message(clean(&finding.message));
    diagnostic.notes = vec![format!("依据：{}", finding.rule.source), format!("建议：{}", clean(&finding.help))];
    let place = finding.snippet.as_ref().zip(finding.at.as_ref()).map(|(snippet, at)| Place {
        name: clean(&format!("{} {}", finding.file.as_deref().unwrap_or_default(), at.place)),
        text: clean(&snippet.text),
        snippet,
        line: at.line,
        column: at.column,
    });
    if let Some(place) = &place {
        diagnostic.labels = vec![Label::primary((), place.mark())];
    }
    match &place {
        Some(place) => {
            emit(out, color, |writer| term::emit_to_write_style(writer, &Config::default(), place, &diagnostic))
        }
        None => emit(out, color, |writer| {
            term::emit_to_write_style(
                writer,
                &Config::default(),
                &files::SimpleFile::new("", ""),
                &unplaced(&diagnostic),
            )
        }),
    }
}

/// The same diagnostic for a finding that has no place.
fn unplaced(diagnostic: &Diagnostic<()>) -> Diagnostic<()> {
    Diagnostic { labels: Vec::new(), ..diagnostic.clone() }
}

/// Lets codespan write to any writer, with or without colour.
pub(super) fn emit(
    out: &mut dyn Write,
    color: bool,
    write: impl FnOnce(&mut dyn WriteColor) -> Result<(), files::Error>,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    let done = if color { write(&mut Ansi::new(&mut bytes)) } else { write(&mut NoColor::new(&mut bytes)) };
    done.map_err(io::Error::other)?;
    out.write_all(&bytes)
}

/// The one line of a finding, under its true number and column.
struct Place<'f> {
    name: String,
    text: String,
    snippet: &'f Snippet,
    line: usize,
    column: usize,
}

impl Place<'_> {
    /// The marked bytes; an empty mark points at one character.
    fn mark(&self) -> Range<usize> {
        let mark = self.snippet.mark.clone();
        if !mark.is_empty() {
            return mark;
        }
        let next = self.text.get(mark.start..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        mark.start..mark.start + next
    }
}

impl<'f> Files<'f> for Place<'f> {
    type FileId = ();
    type Name = &'f str;
    type Source = &'f str;

    fn name(&'f self, (): ()) -> Result<&'f str, files::Error> {
        Ok(&self.name)
    }

    fn source(&'f self, (): ()) -> Result<&'f str, files::Error> {
        Ok(&self.text)
    }

    fn line_index(&'f self, (): (), _: usize) -> Result<usize, files::Error> {
        Ok(0)
    }

    fn line_number(&'f self, (): (), _: usize) -> Result<usize, files::Error> {
        Ok(self.line)
    }

    fn column_number(&'f self, (): (), _: usize, byte_index: usize) -> Result<usize, files::Error> {
        let behind = byte_index.saturating_sub(self.snippet.mark.start);
        let start = self.snippet.mark.start;
        Ok(self.column + self.text.get(start..start + behind).map_or(0, |t| t.chars().count()))
    }

    fn line_range(&'f self, (): (), _: usize) -> Result<Range<usize>, files::Error> {
        Ok(0..self.text.len())
    }
}
