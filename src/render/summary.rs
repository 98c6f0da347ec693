//! The end of a report for people, made for the last screen: what may not be printed and why, then the counts.

use std::io::{self, Write};

use crate::finding::{Alike, Conclusion, ConfigFile, Report, Severity, Skip, Totals};
use crate::lang::{Lang, Words};
use crate::render::Options;
use crate::render::paint::{Ink, Line, Paper};
use crate::shown::few;
use crate::words;

/// Rows of the list of packets.
const MOST_ROWS: usize = 15;
/// How the counts begin, and what follows the number.
const COUNTS: &str = "共检查 ";
const UNIT: &str = " 件";
/// Lines at the end of a report among which the counts stand.
const LAST_LINES: usize = 10;

/// The conclusions that are listed, the gravest first.
const LISTED: [(Conclusion, &str, &str, Ink); 3] = [
    (Conclusion::NotPrintable, "✗", "不得印制", Ink::Bad),
    (Conclusion::NotAsked, "✗", "有错误", Ink::Bad),
    (Conclusion::Undecided, "?", "无法判定", Ink::Open),
];

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let (totals, paper) = (report.totals(), options.paper());
    if options.statistics {
        statistics(&totals, paper, out)?;
    }
    if is_said_already(report, &totals, options) {
        return Ok(());
    }
    if totals.packets > 1 && !options.quiet {
        list(&totals, paper, out)?;
    }
    counts(report, &totals, paper, out)?;
    if !options.quiet {
        notes(report, &totals, paper, out)?;
    }
    Ok(())
}

/// One packet without a finding has said all in its line.
fn is_said_already(report: &Report, totals: &Totals, options: &Options) -> bool {
    let nothing = report.collection.is_empty() && report.unreadable.is_empty() && totals.hidden.total() == 0;
    let plain = report.skipped_files + report.excluded == 0 && report.config.is_empty() && !report.interrupted;
    let clean = totals.findings == [0; 3] && totals.alike.is_empty();
    totals.packets == 1 && nothing && plain && clean && !options.statistics && !options.quiet
}

/// The packets that may not be printed or could not be judged, by why, in so many rows.
fn list(totals: &Totals, paper: Paper, out: &mut dyn Write) -> io::Result<()> {
    let (mut rows, mut left) = (0, 0);
    for (conclusion, mark, title, ink) in LISTED {
        let of: Vec<&Alike> = totals.alike.iter().filter(|alike| alike.conclusion == conclusion).collect();
        let packets: usize = of.iter().map(|alike| alike.packets).sum();
        if packets == 0 {
            continue;
        }
        let packets = packets.max(if conclusion == Conclusion::NotAsked { 0 } else { totals.concluded(conclusion) });
        Line::at(0).ink(ink, words!("{title} {packets} 件", title = Words::from(title), packets)).write(paper, out)?;
        let mut told = 0;
        for alike in of {
            let line = Line::at(2).ink(ink, mark).plain(" ").hang().ink(Ink::Strong, paths(alike));
            let line = line.plain("：").plain(&alike.why);
            rows += line.height(paper);
            if rows > MOST_ROWS {
                break;
            }
            told += alike.packets;
            line.write(paper, out)?;
        }
        left += packets - told;
    }
    if left > 0 {
        Line::at(2).plain(words!("还有 {left} 件，见上面各件；只看结论用 --quiet", left)).write(paper, out)?;
    }
    Ok(())
}

fn paths(alike: &Alike) -> Words {
    let more =
        if alike.packets > alike.first.len() { words!("等{n}件", n = alike.packets) } else { Words::default() };
    Words::joined(alike.first.iter().map(Words::from), "、").and(more)
}

fn counts(report: &Report, totals: &Totals, paper: Paper, out: &mut dyn Write) -> io::Result<()> {
    let known = [
        ("可以印制", Conclusion::Printable, Ink::Good),
        ("不得印制", Conclusion::NotPrintable, Ink::Bad),
        ("无法判定", Conclusion::Undecided, Ink::Open),
        ("未到印制", Conclusion::NotAsked, Ink::Plain),
    ];
    let mut line = Line::at(0).plain(COUNTS).plain(totals.packets.to_string()).plain(UNIT);
    // Only what was asked is counted: a batch of drafts has no conclusion.
    let all_early = totals.concluded(Conclusion::NotAsked) == totals.packets;
    let asked = known.iter().filter(|(_, conclusion, _)| !all_early && totals.concluded(*conclusion) > 0);
    for (at, (word, conclusion, ink)) in asked.enumerate() {
        line = line.plain(if at > 0 { "，" } else { "：" });
        line = line.ink(*ink, words!("{word} {n}", word = Words::from(*word), n = totals.concluded(*conclusion)));
    }
    line = line.plain(if totals.packets == 0 { "：没有找到公文；" } else { "；" });
    for (at, severity) in Severity::ALL.into_iter().enumerate() {
        let n = totals.count(severity);
        let ink = if n > 0 { super::pretty::ink(severity) } else { Ink::Plain };
        line = line.plain(if at > 0 { "，" } else { "" }).ink(ink, words!("{level} {n}", level = severity.title(), n));
    }
    let files = [
        ("无法读取", report.unreadable.len()),
        ("跳过", report.skipped_files),
        ("按 --exclude 没有检查", report.excluded),
    ];
    let told = files.iter().filter(|(_, n)| *n > 0);
    let told = told.map(|(word, n)| words!("；{word} {n} 个文件", word = Words::from(*word), n));
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
    if !report.config.is_empty() {
        let files: Vec<Words> = report.config.iter().map(ConfigFile::words).collect();
        notes.push(words!("用了本单位的设定：{files}", files = few(&files)));
    }
    notes.into_iter().try_for_each(|note| Line::at(0).ink(Ink::Faint, note).write(paper, out))
}

/// Findings by rule, the most frequent first.
fn statistics(totals: &Totals, paper: Paper, out: &mut dyn Write) -> io::Result<()> {
    Line::at(0).ink(Ink::Strong, "各条规则查出的处数").write(paper, out)?;
    for (rule, title, severity, n) in totals.by_rule() {
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
