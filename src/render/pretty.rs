//! For the terminal: what may not be printed and why, findings with the words they are about, and at the end what there
//! is to do.

use std::io::{self, Write};

use crate::finding::{
    CONCLUSIONS, Conclusion, Finding, GateVerdict, MaximVerdict, PacketReport, Report, Severity, Skip, Tick, Verdict,
    conclusion, reasons,
};
use crate::lang::{Lang, Words};
use crate::render::comment::other;
use crate::render::excerpt;
use crate::render::group::{Group, groups};
use crate::render::paint::{Ink, Line, Paper};
use crate::render::summary;
use crate::render::window::{width, window};
use crate::render::{INTERRUPTED, Options, left_out, verdict};
use crate::shown::{few, few_between, few_of};
use crate::words;

/// Columns at which what belongs to a packet, to a finding and to a gate stands.
const PACKET: usize = 2;
const FINDING: usize = 8;
const GATE: usize = 6;

/// A packet: one line, and below it what is to be said of it.
pub(super) fn one(packet: &PacketReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let page = &mut Page { paper: options.paper(), options, out };
    page.head(packet)?;
    if !options.quiet && page.has_more(packet) { page.block(packet) } else { Ok(()) }
}

/// What comes behind the packets.
pub(super) fn rest(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let paper = options.paper();
    let listed = report.collection.iter().any(|finding| options.lists(finding));
    if listed && !options.quiet {
        Line::at(0).ink(Ink::Strong, TOGETHER).write(paper, out)?;
        together(report, options, out)?;
        Line::at(0).write(paper, out)?;
    }
    for file in &report.unreadable {
        let line = Line::at(0).ink(Ink::Open, UNREADABLE).hang();
        line.plain(words!("{path}：{message}", path = file.path, message = file.message)).write(paper, out)?;
    }
    if report.interrupted {
        Line::at(0).ink(Ink::Open, INTERRUPTED).write(paper, out)?;
    }
    summary::write(report, options, out)
}

pub(super) fn together(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let page = &mut Page { paper: options.paper(), options, out };
    let listed = report.collection.iter().filter(|finding| options.lists(finding));
    groups(listed).iter().try_for_each(|group| page.group(group, ""))
}

/// Nobody need look at a packet: it may be printed, or was found to be clean.
pub(super) fn is_fine(packet: &PacketReport) -> bool {
    mark(packet).1 == Ink::Good
}

/// The mark of a packet, and what it is painted as.
pub(super) fn mark(packet: &PacketReport) -> (&'static str, Ink) {
    match packet.conclusion {
        Conclusion::Printable if packet.count(Severity::Error) > 0 => ("!", Ink::Open),
        Conclusion::Printable => ("✓", Ink::Good),
        Conclusion::NotPrintable => ("✗", Ink::Bad),
        Conclusion::Undecided => ("?", Ink::Open),
        Conclusion::NotAsked if packet.count(Severity::Error) > 0 => ("✗", Ink::Bad),
        Conclusion::NotAsked if packet.count(Severity::Warning) + packet.unreadable.len() > 0 => ("!", Ink::Open),
        Conclusion::NotAsked => ("✓", Ink::Good),
    }
}

pub(super) fn ink(severity: Severity) -> Ink {
    match severity {
        Severity::Error => Ink::Bad,
        Severity::Warning => Ink::Open,
        Severity::Info => Ink::Hint,
    }
}

/// What lines are written to, and how.
struct Page<'p> {
    paper: Paper,
    options: &'p Options,
    out: &'p mut dyn Write,
}

impl Page<'_> {
    fn write(&mut self, line: Line) -> io::Result<()> {
        line.write(self.paper, self.out)
    }

    /// `✗ 发文/2026-011  不得印制（正件附件不齐全：附件2未找到）`.
    fn head(&mut self, packet: &PacketReport) -> io::Result<()> {
        let (mark, ink) = mark(packet);
        let line = Line::at(0).ink(ink, mark).plain(" ").hang().ink(Ink::Strong, &packet.path).plain("  ");
        self.write(line.ink(ink, conclusion(packet)))
    }

    /// A clean packet is told in its one line.
    fn has_more(&self, packet: &PacketReport) -> bool {
        let told = packet.findings.iter().any(|finding| self.options.lists(finding));
        let noted = !packet.maxims.is_empty() || left_out(packet).is_some();
        told || noted || self.options.verbose || packet.gates.iter().any(|gate| self.shows(packet, gate))
    }

    /// All gates of a packet that may not be printed; otherwise those that a person has settled.
    fn shows(&self, packet: &PacketReport, gate: &GateVerdict) -> bool {
        self.options.verbose || packet.conclusion != Conclusion::Printable || gate.confirmed.is_some()
    }

    fn block(&mut self, packet: &PacketReport) -> io::Result<()> {
        let gates: Vec<&GateVerdict> = packet.gates.iter().filter(|gate| self.shows(packet, gate)).collect();
        let lang = self.options.lang;
        let columns = gates.iter().map(|gate| columns(&gate.title.to(lang))).max().unwrap_or(0);
        gates.iter().try_for_each(|gate| self.gate(gate, packet, columns))?;
        self.what_to_confirm(packet)?;
        let listed = packet.findings.iter().filter(|finding| self.options.lists(finding));
        groups(listed).iter().try_for_each(|group| self.group(group, &packet.path))?;
        packet.maxims.iter().try_for_each(|maxim| self.maxim(maxim))?;
        if let Some(left_out) = left_out(packet) {
            self.write(Line::at(PACKET).plain(left_out))?;
        }
        if self.options.verbose {
            self.write(Line::at(PACKET).ink(Ink::Faint, counts(packet)))?;
        }
        self.write(Line::at(0))
    }

    fn gate(&mut self, gate: &GateVerdict, packet: &PacketReport, columns: usize) -> io::Result<()> {
        let (mark, words) = verdict(gate);
        let ink = match gate.verdict {
            Verdict::Pass => Ink::Good,
            Verdict::Fail => Ink::Bad,
            Verdict::Undecided => Ink::Open,
        };
        let line = Line::at(PACKET)
            .ink(ink, mark)
            .plain(format!(" {}  ", pad(&gate.title.to(self.options.lang), columns)))
            .hang();
        self.write(line.ink(ink, words).plain(because(gate, packet, self.options.verbose)))?;
        if !gate.evidence.is_empty() {
            self.write(Line::at(GATE).plain(few_between(&gate.evidence, " → ", "个")))?;
        }
        let mut notes = Vec::new();
        notes.extend(set_apart("没有用", &gate.off));
        notes.extend(set_apart("降低了轻重", &gate.lowered));
        notes.extend((!gate.set_by.is_empty()).then(|| words!("设在：{places}", places = few(&gate.set_by))));
        notes.extend(gate.confirmed.as_ref().map(|confirmed| {
            let note = confirmed.note.as_ref().map_or(Words::default(), |note| words!("：{note}", note));
            words!("{who}核对{note}", who = confirmed.words(), note)
        }));
        notes.extend(gate.expired.clone());
        notes.into_iter().try_for_each(|note| self.write(Line::at(GATE).plain(note)))
    }

    /// What a person can settle, in one command for the first gate.
    fn what_to_confirm(&mut self, packet: &PacketReport) -> io::Result<()> {
        let open = |gate: &&GateVerdict| gate.verdict == Verdict::Undecided && gate.may_be_settled();
        let gates: Vec<&str> = packet.gates.iter().filter(open).map(|gate| gate.id.as_str()).collect();
        let Some((first, rest)) = gates.split_first() else { return Ok(()) };
        let rest = if rest.is_empty() { Words::default() } else { words!("（另有 {gates}）", gates = few(rest)) };
        let command =
            words!("sanbu confirm {path} --gate {first} --by 姓名{rest}", path = quoted(&packet.path), first, rest);
        self.write(Line::at(PACKET).plain("请人工核对后确认：").plain(command))
    }

    /// A finding with its place, the words there, and what to do; `path` is that of the packet.
    fn group(&mut self, group: &Group<'_>, path: &str) -> io::Result<()> {
        let finding = group.first;
        let ink = ink(finding.severity);
        let line = Line::at(PACKET).ink(ink, finding.severity.title()).plain("  ").hang();
        self.write(line.plain(&finding.message))?;
        let place = place(finding, path);
        if !place.is_empty() {
            self.write(Line::at(FINDING).plain(place))?;
        }
        if let Some(snippet) = &finding.snippet {
            let shown = window(&snippet.text, snippet.mark.clone());
            excerpt::write(&shown.text, shown.mark, (FINDING - 1, None), ink, self.paper, self.out)?;
        }
        let others = finding.others().iter().map(other).chain(group.others());
        others.into_iter().try_for_each(|other| self.write(Line::at(FINDING).plain(other)))?;
        self.write(Line::at(FINDING).plain("建议：").hang().plain(&finding.help))?;
        let source = words!("依据：{source}（{rule}）", source = finding.rule.basis(), rule = finding.rule.id);
        self.write(Line::at(FINDING).ink(Ink::Faint, source))
    }

    /// A checklist: what was verified is ticked, the rest is left to a person.
    fn maxim(&mut self, maxim: &MaximVerdict) -> io::Result<()> {
        self.write(Line::at(PACKET).plain(words!(
            "{maxim}（{source}）",
            maxim = maxim.title,
            source = Words::template(&maxim.source)
        )))?;
        maxim.items.iter().try_for_each(|item| {
            let (tick, ink, note) = match item.verdict {
                Tick::Pass => {
                    ("☑", Ink::Good, words!("（{why}）", why = Words::joined(item.proof.iter().cloned(), "；")))
                }
                Tick::Fail => ("☒", Ink::Bad, words!("（{rules}）", rules = few_of(&item.because, "条"))),
                Tick::Manual => ("☐", Ink::Open, Words::from("（请人工核对）")),
            };
            self.write(Line::at(2 * PACKET).ink(ink, tick).plain(" ").hang().plain(item.text.clone().and(note)))
        })
    }
}

/// Why a gate is as it is, as far as the line of the packet does not say it, and the rules that decided it.
fn because(gate: &GateVerdict, packet: &PacketReport, verbose: bool) -> Words {
    let reasons = reasons(gate);
    if reasons.is_empty() {
        return if gate.verdict == Verdict::Undecided {
            Words::from("：要素和手续没有查")
        } else {
            Words::default()
        };
    }
    let told = matches!(
        (packet.conclusion, gate.verdict),
        (Conclusion::NotPrintable, Verdict::Fail) | (Conclusion::Undecided, Verdict::Undecided)
    );
    let reasons = if told { Words::default() } else { words!("：{why}", why = few(&reasons)) };
    // Which rules could not be judged is of no use to who has to look for himself.
    if gate.verdict == Verdict::Undecided && !verbose {
        return reasons;
    }
    // What cannot be asked of a paper that is no official document is said in the conclusion.
    let unasked = |id: &str| packet.not_checked.iter().any(|(rule, s)| *s == Skip::NotOfficial && rule.id == id);
    let rules: Vec<&str> = gate.because.iter().map(String::as_str).filter(|id| !unasked(id)).collect();
    let rules =
        if rules.is_empty() { Words::default() } else { words!("（{rules}）", rules = few_of(&rules, "条")) };
    reasons.and(rules)
}

/// Rules of a gate that an office has set otherwise.
fn set_apart(how: &'static str, rules: &[String]) -> Option<Words> {
    let how = Words::from(how);
    (!rules.is_empty()).then(|| words!("按设定{how}的规则：{rules}", how, rules = few_of(rules, "条")))
}

/// `正文.docx  二、（一）下第2段  第3页`; the file only where the packet is more than that.
fn place(finding: &Finding, path: &str) -> Words {
    let file = finding.file.clone().filter(|file| !path.ends_with(file.as_str()));
    let at = finding.at.as_ref();
    let page = at.and_then(|at| at.page).map(|page| words!("第{page}页", page));
    let parts = [file.map(Words::from), at.map(|at| at.place.clone()), page];
    Words::joined(parts.into_iter().flatten().filter(|part| !part.is_empty()), "  ")
}

/// A path as one word of a command line, in which no shell finds a command: whoever copies the line runs it.
fn quoted(path: &str) -> String {
    let path = if path.starts_with('-') { format!("./{path}") } else { path.to_owned() };
    let is_plain = |c: char| {
        if c.is_ascii() { c.is_ascii_alphanumeric() || "/._-+:,@%".contains(c) } else { !c.is_whitespace() }
    };
    match () {
        () if path.chars().all(is_plain) => path,
        // So it is one word for every shell.
        () if path.chars().all(|c| is_plain(c) || c.is_whitespace()) => format!("\"{path}\""),
        () => format!("'{}'", path.replace('\'', "'\\''")),
    }
}

fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(columns(text))))
}

/// How many rules said what, and why some could not be judged.
fn counts(packet: &PacketReport) -> Words {
    let mut why: Vec<(Skip, usize)> = Vec::new();
    for (_, skip) in &packet.not_checked {
        match why.iter_mut().find(|(s, _)| s == skip) {
            Some((_, n)) => *n += 1,
            None => why.push((*skip, 1)),
        }
    }
    let word = |skip: Skip| if skip == Skip::NotOfficial { "要素和手续".into() } else { skip.text() };
    let reasons: Vec<Words> = why.iter().map(|(s, n)| words!("{why} {n}", why = word(*s), n)).collect();
    let open = if reasons.is_empty() { Words::default() } else { words!("（{why}）", why = few(&reasons)) };
    let hidden = match packet.hidden.total() {
        0 => Words::default(),
        n => words!(" · 不再列出 {n}", n),
    };
    let level = |severity: Severity| severity.counted(packet.count(severity));
    words!(
        "通过 {passed} · {levels} · 未检查 {n}{open}{hidden}",
        passed = packet.passed,
        levels = Words::joined(Severity::ALL.map(level), " · "),
        n = packet.not_checked.len(),
        open,
        hidden
    )
}

/// A report begins with a packet, or with what it has instead of one, and ends with its summary; one of a clean packet is
/// one line.
pub(super) fn wrote(start: &str, end: &str) -> bool {
    let first = start.lines().next().unwrap_or_default();
    let is_packet = |line: &str| {
        let marked = ["✓ ", "✗ ", "? ", "! "].iter().any(|mark| line.starts_with(mark));
        let begins =
            |words: &&str| Lang::ALL.iter().any(|lang| line.contains(&format!("  {}", lang.of(words).trim_end())));
        marked && VERDICTS.iter().chain(&CONCLUSIONS).any(begins)
    };
    let told = |known: &&str| Lang::ALL.iter().any(|lang| first.starts_with(&*lang.of(known)));
    let begins = is_packet(first) || [TOGETHER, UNREADABLE].iter().any(told);
    let alone = is_packet(first) && start.lines().nth(1).is_none() && start == end;
    end.ends_with('\n') && (alone || (begins || summary::is_one(first)) && summary::ends(end))
}

/// How a conclusion begins.
const VERDICTS: [&str; 3] = ["可以印制", "不得印制", "无法判定"];
/// What stands above findings about several documents.
const TOGETHER: &str = "各份公文之间";
/// How a file that could not be read is told.
const UNREADABLE: &str = "无法检查：";

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_path_is_one_word_of_a_command_line() {
        for (path, word) in [
            ("发文/2026-011", "发文/2026-011"),
            ("发 文", "\"发 文\""),
            ("甲（一）〔2026〕", "甲（一）〔2026〕"),
            ("$(touch x) `id`", "'$(touch x) `id`'"),
            ("a\"b", "'a\"b'"),
            ("it's;rm", "'it'\\''s;rm'"),
            ("-q", "./-q"),
            ("~", "'~'"),
        ] {
            assert_eq!(quoted(path), word);
        }
    }
}
