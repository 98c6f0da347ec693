//! The end of a report for people, made for the last screen: what may not be printed and why, then the counts.

use std::io::{self, Write};

use crate::finding::{Alike, Conclusion, ConfigFile, Report, Severity, Skip, Totals};
use crate::lang::{Lang, Words};
use crate::render::paint::{Ink, Line, Paper};
use crate::render::{Options, not_looked_at};
use crate::shown::few;
use crate::words;

/// Rows of the list of packets.
const MOST_ROWS: usize = 15;
/// How the counts begin, and what follows the number.
const COUNTS: &str = "共检查 ";
const UNIT: &str = " 件";
/// Lines at the end of a report among which the counts stand.
const LAST_LINES: usize = 10;

/// Paths of one row on a screen.
const MOST_PATHS: usize = 3;

/// The conclusions that are listed, the gravest first.
const LISTED: [(Conclusion, &str, &str, Ink); 4] = [
    (Conclusion::NotPrintable, "✗", "不得印制", Ink::Bad),
    (Conclusion::NotAsked, "✗", "有错误", Ink::Bad),
    (Conclusion::Undecided, "?", "无法判定", Ink::Open),
    (Conclusion::Printable, "!", "手续齐全、还有错误", Ink::Open),
];

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let (totals, paper) = (report.totals(), options.paper());
    if options.statistics {
        statistics(&totals, paper, out)?;
    }
    if is_said_already(report, &totals, options) {
        return settings(report).map_or(Ok(()), |note| remark(note, paper, out));
    }
    if totals.packets > 1 {
        list(&totals, options, out)?;
    }
    counts(report, &totals, paper, out)?;
    if !options.quiet {
        notes(report, &totals, paper, out)?;
    }
    Ok(())
}

/// One packet without a finding has said all in its line, but by which settings.
fn is_said_already(report: &Report, totals: &Totals, options: &Options) -> bool {
    let nothing = report.collection.is_empty() && report.unreadable.is_empty() && totals.hidden.total() == 0;
    let plain = not_looked_at(report).is_empty() && !report.interrupted;
    let clean = totals.findings == [0; 3] && totals.alike.is_empty();
    totals.packets == 1 && nothing && plain && clean && !options.statistics && !options.quiet
}

/// The packets of one conclusion.
struct Section<'t> {
    title: &'static str,
    mark: &'static str,
    ink: Ink,
    packets: usize,
    rows: Vec<(&'t Alike, Line)>,
}

/// The packets that may not be printed or could not be judged, by why. On a screen in so many rows that the last one
/// shows them, with at least one of each conclusion; elsewhere all that are known.
fn list(totals: &Totals, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let paper = options.paper();
    let sections: Vec<Section<'_>> = LISTED.iter().filter_map(|listed| section(totals, paper, *listed)).collect();
    let mut room = if paper.width.is_some() { MOST_ROWS } else { usize::MAX };
    let mut least: usize = sections.iter().map(|section| section.least(paper)).sum();
    for section in sections {
        least -= section.least(paper);
        let used = section.write(room.saturating_sub(least), options, out)?;
        room = room.saturating_sub(used);
    }
    Ok(())
}

fn section<'t>(
    totals: &'t Totals,
    paper: Paper,
    (conclusion, mark, title, ink): (Conclusion, &'static str, &'static str, Ink),
) -> Option<Section<'t>> {
    let of: Vec<&Alike> = totals.alike.iter().filter(|alike| alike.conclusion == conclusion).collect();
    let packets: usize = of.iter().map(|alike| alike.packets).sum();
    // Of these all are listed, and not only those with errors.
    let whole = matches!(conclusion, Conclusion::NotPrintable | Conclusion::Undecided);
    let packets = packets.max(if whole && packets > 0 { totals.concluded(conclusion) } else { 0 });
    let row = |alike: &&'t Alike| {
        let line = Line::at(2).ink(ink, mark).plain(" ").hang().ink(Ink::Strong, paths(alike, paper));
        (*alike, line.plain("：").plain(&alike.why))
    };
    (packets > 0).then(|| Section { title, mark, ink, packets, rows: of.iter().map(row).collect() })
}

impl Section<'_> {
    /// Rows that its first reason takes.
    fn least(&self, paper: Paper) -> usize {
        self.rows.first().map_or(0, |(_, line)| line.height(paper))
    }

    /// Writes as many rows as there is room for, at least one, and how many packets are left; gives the rows used.
    /// Where all packets can be named, a long reason is cut rather than a packet left out.
    fn write(self, room: usize, options: &Options, out: &mut dyn Write) -> io::Result<usize> {
        let paper = options.paper();
        let (title, packets) = (Words::from(self.title), self.packets);
        let (all, cuts) = (self.rows.len(), self.rows.len() <= room);
        Line::at(0).ink(self.ink, words!("{title} {packets} 件", title, packets)).write(paper, out)?;
        let (mut used, mut told) = (0, 0);
        for (at, (alike, line)) in self.rows.into_iter().enumerate() {
            let most = if cuts { room.saturating_sub(used + all - at - 1).max(1) } else { usize::MAX };
            let height = line.height(paper).min(most);
            if used > 0 && used + height > room {
                break;
            }
            (used, told) = (used + height, told + alike.packets);
            line.write_in(most, paper, out)?;
        }
        if packets > told {
            let left = packets - told;
            let left = match options.quiet {
                true => words!("还有 {left} 件，见上面各件", left),
                false => words!("还有 {left} 件，见上面各件；只看结论用 --quiet", left),
            };
            Line::at(2).ink(self.ink, self.mark).plain(" ").plain(left).write(paper, out)?;
        }
        Ok(used)
    }
}

/// On a screen the first few, elsewhere all that are known.
fn paths(alike: &Alike, paper: Paper) -> Words {
    let most = if paper.width.is_some() { MOST_PATHS } else { usize::MAX };
    let shown: Vec<Words> = alike.first.iter().take(most).map(Words::from).collect();
    let more = if alike.packets > shown.len() { words!("等{n}件", n = alike.packets) } else { Words::default() };
    Words::joined(shown, "、").and(more)
}

fn counts(report: &Report, totals: &Totals, paper: Paper, out: &mut dyn Write) -> io::Result<()> {
    let known = [
        ("可以印制", Conclusion::Printable, Ink::Good),
        ("不得印制", Conclusion::NotPrintable, Ink::Bad),
        ("无法判定", Conclusion::Undecided, Ink::Open),
        ("未到印制", Conclusion::NotAsked, Ink::Plain),
    ];
    let mut line = Line::at(0).plain(words!("共检查 {n} 件", n = totals.packets));
    // Only what was asked is counted: a batch of drafts has no conclusion.
    let all_early = totals.concluded(Conclusion::NotAsked) == totals.packets;
    let asked = known.iter().filter(|(_, conclusion, _)| !all_early && totals.concluded(*conclusion) > 0);
    for (at, (word, conclusion, ink)) in asked.enumerate() {
        line = line.plain(if at > 0 { "，" } else { "：" });
        line = line.ink(*ink, words!("{word} {n}", word = Words::from(*word), n = totals.concluded(*conclusion)));
        if *conclusion == Conclusion::Printable {
            let faulty = totals.alike.iter().filter(|alike| alike.conclusion == Conclusion::Printable);
            let faulty: usize = faulty.map(|alike| alike.packets).sum();
            line = line.plain(if faulty > 0 {
                words!("（其中有错误 {faulty}）", faulty)
            } else {
                Words::default()
            });
        }
    }
    line = line.plain(if totals.packets == 0 { "：没有找到公文；" } else { "；" });
    for (at, severity) in Severity::ALL.into_iter().enumerate() {
        let n = totals.count(severity);
        let ink = if n > 0 { super::pretty::ink(severity) } else { Ink::Plain };
        line = line.plain(if at > 0 { "，" } else { "" }).ink(ink, severity.counted(n));
    }
    let unread = report.unreadable.len();
    let unread = (unread > 0).then(|| words!("无法读取 {unread} 处", unread));
    let told = unread.into_iter().chain(not_looked_at(report)).map(|told| words!("；{told}", told));
    line.plain(told.collect::<Words>()).write(paper, out)
}

/// What can be done next, and what the report does not show.
fn notes(report: &Report, totals: &Totals, paper: Paper, out: &mut dyn Write) -> io::Result<()> {
    let mut notes = Vec::new();
    if totals
        .alike
        .iter()
        .any(|alike| alike.conclusion == Conclusion::Undecided && alike.why.contains(&*Skip::NoForm.text()))
    {
        notes.push(Words::from("还在起草、没有稿纸的，加 --stage 起草 只查文字"));
    }
    if totals.mendable > 0 {
        notes.push(words!("其中至多 {n} 处可以自动改：sanbu fix（只看不改加 --diff）", n = totals.mendable));
    }
    notes.extend(totals.rate.words());
    if totals.hidden.total() > 0 {
        let hidden = totals.hidden;
        notes.push(words!(
            "不再列出：按本单位设定 {silenced}，基线里已有 {known}",
            silenced = hidden.silenced,
            known = hidden.known
        ));
    }
    notes.extend(apart(totals));
    notes.extend(settings(report));
    notes.into_iter().try_for_each(|note| remark(note, paper, out))
}

fn remark(note: Words, paper: Paper, out: &mut dyn Write) -> io::Result<()> {
    Line::at(0).ink(Ink::Faint, note).write(paper, out)
}

/// The settings that were used.
fn settings(report: &Report) -> Option<Words> {
    let files: Vec<Words> = report.config.iter().map(ConfigFile::words).collect();
    (!files.is_empty()).then(|| words!("用了本单位的设定：{files}", files = few(&files)))
}

/// Files of one folder that were named one by one are packets of their own: what one of them lacks may be another.
fn apart(totals: &Totals) -> Option<Words> {
    let [mains, forms] = &totals.lone;
    let folder = mains.iter().find(|folder| forms.contains(*folder))?;
    let folder = if folder.is_empty() { "." } else { folder };
    Some(words!(
        "几个文件是分开检查的，一个文件算一件；同一件的正文、稿纸和附件，请一起查：sanbu check {folder}",
        folder
    ))
}

/// Findings by rule, the most frequent first.
fn statistics(totals: &Totals, paper: Paper, out: &mut dyn Write) -> io::Result<()> {
    let rules = totals.by_rule();
    if rules.is_empty() {
        return Ok(());
    }
    Line::at(0).ink(Ink::Strong, "各条规则查出的处数").write(paper, out)?;
    for (rule, title, severity, n) in rules {
        let line = Line::at(0).plain(format!("{n:>6}  ")).ink(super::pretty::ink(severity), severity.title());
        line.plain("  ").hang().plain(title).ink(Ink::Faint, words!("（{rule}）", rule)).write(paper, out)?;
    }
    Ok(())
}

/// A report of nothing but counts begins so.
pub(super) fn is_one(line: &str) -> bool {
    Lang::ALL.iter().any(|lang| line.starts_with(&*lang.of(COUNTS)) && line.contains(&*lang.of(UNIT)))
}

/// Whether a report ends like this.
pub(super) fn ends(end: &str) -> bool {
    end.lines().rev().take(LAST_LINES).any(is_one)
}
