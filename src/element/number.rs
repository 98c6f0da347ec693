//! Rows that are a 发文字号 or a date and nothing else, in any dress.

use std::ops::Range;

use crate::date::Written;
use crate::element::Number;
use crate::element::rows::Scan;
use crate::fold::{self, Folded};
use crate::terms::Terms;

/// The Han characters that numbers end in, with 号 and without.
const ENDS: &str = "号期號文次之第待编定未填发函办字〇一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾";

/// Most bytes of a 发文字号.
const LONGEST: usize = 90;

/// A number segment of a row with its parts.
pub(super) fn number_in_row(scan: &Scan<'_>, row: usize) -> Option<(Range<usize>, Number)> {
    scan.rows[row].number.get_or_init(|| find_in_row(scan, row)).clone()
}

fn find_in_row(scan: &Scan<'_>, row: usize) -> Option<(Range<usize>, Number)> {
    let segments = &scan.rows[row].segments;
    // Blanks left for year and serial spread the number over several segments.
    let joined = segments.windows(2).chain([segments.as_slice()].into_iter().filter(|all| all.len() > 2));
    let joined = joined.filter_map(|w| Some(w.first()?.start..w.last()?.end));
    joined.chain(segments.iter().cloned()).find_map(|segment| {
        let whole = segment;
        let mut segment = after_label(scan, &whole, &scan.terms.labels.number);
        // The bracket that closes a note of the page was opened on a row above.
        if segment != whole && !scan.slice(&segment).contains(['(', '（']) {
            segment.end = segment.start + scan.slice(&segment).trim_end_matches([')', '）']).len();
        }
        if segment.is_empty() {
            let open = Number { code: String::new(), year: None, serial: None };
            return is_open_label(scan, row).then_some((whole, open));
        }
        if scan.terms.is_hole_for(scan.slice(&segment), &scan.terms.labels.number) {
            return Some((segment, Number { code: String::new(), year: None, serial: None }));
        }
        let folded = Folded::new(scan.slice(&segment), segment.start);
        let text = folded.as_str();
        // A cheap test before any pattern: most rows end in a word.
        if text.len() > LONGEST || text.ends_with(|c| fold::is_han(c) && !ENDS.contains(c)) {
            return None;
        }
        // So does what ends in a mark, unless the word of a number stands before it.
        let bare = text.trim_end_matches(['。', '.', ' ']);
        let sentence = text.ends_with(['。', '.']) && !bare.ends_with(['号', '期', '號']);
        if sentence || text.ends_with([',', ';', ':']) {
            return None;
        }
        let (range, number) = of_text(scan.terms, text)?;
        Some((folded.printed(range), number))
    })
}

/// A label with nothing behind it, and nothing on the next row that could be its value: not one of a web page.
fn is_open_label(scan: &Scan<'_>, row: usize) -> bool {
    let value = |text: &str| text.contains(['：', ':', '〔', '[', '（', '(']) || text.trim_end().ends_with('号');
    let beside = [scan.previous(row, 0), scan.next(row + 1)];
    !beside.into_iter().flatten().any(|r| value(scan.text(r)))
}

/// The numbers of a row behind its first one.
pub(super) fn more_numbers(scan: &Scan<'_>, row: usize, first: &Range<usize>) -> Vec<(Range<usize>, Number)> {
    let behind = scan.rows[row].segments.iter().filter(|s| s.start >= first.end);
    let number = |s: &Range<usize>| {
        let folded = Folded::new(scan.slice(s), s.start);
        let (range, number) = of_text(scan.terms, folded.as_str())?;
        Some((folded.printed(range), number))
    };
    behind.filter(|s| s.len() <= LONGEST).filter_map(number).collect()
}

/// The number that a folded text is, in any dress, and where in it.
fn of_text(terms: &Terms, text: &str) -> Option<(Range<usize>, Number)> {
    let p = &terms.patterns;
    let patterns = [&p.doc_number, &p.doc_number_plain, &p.doc_number_part, &p.doc_number_blank];
    let patterns = patterns.into_iter().chain([&p.doc_number_odd, &p.doc_number_turned]);
    let captures = patterns.flatten().find_map(|p| p.captures(text))?;
    let whole = captures.name("number").or(captures.get(0))?;
    // A blank behind the first digits of the year is left for the others.
    let part = |group: &str| captures.name(group).map(|m| m.as_str()).filter(|part| !part.ends_with(' '));
    let value = |group: &str| part(group).and_then(|part| fold::number(part.trim_end_matches('年')));
    let code = captures.name("code").map_or(String::new(), |m| fold::squash(m.as_str()));
    let about = |verb: &String| verb.chars().count() > 1 && code.contains(verb.as_str());
    if terms.words.secrecy.contains(&code) || terms.words.title_verbs.iter().any(about) {
        return None;
    }
    // A bracket on one side only is part of what is printed.
    let half = (whole.start() == 0) != (whole.end() == text.len());
    let range = if half { 0..text.len() } else { whole.range() };
    Some((range, Number { code, year: value("year").map(full_year), serial: value("serial") }))
}

impl Number {
    /// The number that a text is, in any dress.
    pub fn parse(terms: &Terms, text: &str) -> Option<Self> {
        let folded = Folded::new(text.trim(), 0);
        of_text(terms, folded.as_str()).map(|(_, number)| number).filter(|n| !n.code.is_empty())
    }
}

/// The number in brackets that a title ends in: where its bracket opens, and the bytes of the number.
pub(super) fn at_end(terms: &Terms, title: &str) -> Option<(usize, Range<usize>)> {
    let inside = title.trim_end().strip_suffix(['）', ')'])?;
    let mut depth = 1;
    let (open, bracket) = inside.char_indices().rev().find(|(_, c)| {
        depth += i32::from(matches!(c, '）' | ')')) - i32::from(matches!(c, '（' | '('));
        depth == 0
    })?;
    let number = open + bracket.len_utf8()..inside.len();
    Number::parse(terms, &inside[number.clone()]).map(|_| (open, number))
}

fn full_year(year: u32) -> u32 {
    if year < 100 { 2000 + year } else { year }
}

/// The range behind a label and its colon, or the whole range.
pub(super) fn after_label(scan: &Scan<'_>, range: &Range<usize>, labels: &[String]) -> Range<usize> {
    let text = scan.slice(range);
    for label in labels {
        if let Some(rest) = text.strip_prefix(label.as_str())
            && let Some(value) = rest.trim_start().strip_prefix(['：', ':'])
        {
            return fold::trim(value, range.end - value.len());
        }
    }
    range.clone()
}

/// The date that a row ends in, and how many of its parts stand before it. A blank left for the day spreads a date.
pub(super) fn date_of_row(scan: &Scan<'_>, row: usize) -> Option<(Written, usize)> {
    scan.rows[row].date.get_or_init(|| find_date(scan, row)).clone()
}

fn find_date(scan: &Scan<'_>, row: usize) -> Option<(Written, usize)> {
    let segments = &scan.rows[row].segments;
    let end = segments.last()?.end;
    (0..segments.len()).find_map(|before| {
        let range = segments[before].start..end;
        Some((scan.terms.date_only(scan.slice(&range), range.start)?, before))
    })
}

/// A row that is nothing but a date, alone or behind an organ.
pub(super) fn is_dated(scan: &Scan<'_>, row: usize) -> bool {
    let segments = &scan.rows[row].segments;
    date_of_row(scan, row).is_some_and(|(_, n)| segments[..n].iter().all(|s| scan.terms.is_organ(scan.slice(s))))
}
