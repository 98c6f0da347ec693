//! Lines that copying from a web page broke: a number or a date over several, a mark on a line of its own.

use crate::document::{Document, Zone};
use crate::fold;

/// Marks that no line begins with: alone on one, they belong to the line above.
const CLOSING: [char; 15] = ['：', ':', '。', '；', '，', '、', '）', ')', '》', '〉', '”', '〕', '﹞', '］', '】'];
/// Marks that no line ends in: alone on one, they belong to the line below.
const OPENING: [char; 11] = ['（', '(', '《', '〈', '<', '“', '〔', '﹝', '［', '[', '【'];
/// Most lines over which a number or a date is broken.
const LINES: usize = 8;
/// Most bytes of one of its pieces.
const PIECE: usize = 48;

/// The line behind those that were one with `line` before they were copied.
pub(super) fn end(document: &Document, line: usize) -> usize {
    // A cheap test: of a line and the next one at least one is short.
    let long = |line: usize| document.lines.get(line).is_none_or(|l| l.range.len() > 2 * PIECE);
    if long(line) && long(line + 1) {
        return line + 1;
    }
    let mut end = spread(document, line).unwrap_or(line + 1);
    while goes_on(document, end) {
        end += 1;
    }
    end
}

/// The text of a line of running text that stands right below another.
fn below(document: &Document, line: usize) -> Option<&str> {
    let here = document.lines.get(line)?;
    let plain = here.zone == Zone::Body && here.cell.is_none() && !here.new_page;
    Some(document.line_text(line).trim()).filter(|t| plain && !t.is_empty())
}

/// The line belongs to the one above: one of them is a mark alone.
fn goes_on(document: &Document, line: usize) -> bool {
    let Some(text) = below(document, line) else { return false };
    let above = document.line_text(line - 1).trim();
    !above.is_empty()
        && document.lines[line - 1].cell.is_none()
        && (is_one_of(text, &CLOSING) || is_one_of(above, &OPENING))
}

fn is_one_of(text: &str, marks: &[char]) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| marks.contains(&c)) && chars.next().is_none()
}

/// The line behind a number or a date that begins on `line` and ends on a later one.
fn spread(document: &Document, line: usize) -> Option<usize> {
    let here = document.line_text(line).trim();
    let next = below(document, line + 1).filter(|t| t.len() <= PIECE && !here.is_empty() && here.len() <= PIECE)?;
    let dated = here.starts_with(|c: char| c.is_ascii_digit()) && next.starts_with(|c: char| in_date(c));
    let numbered = || is_one_of(next, &OPENING) && here.chars().all(fold::is_han);
    if !(dated || numbered()) {
        return None;
    }
    let complete = if dated { is_date } else { is_number };
    let mut whole = fold::squash(here);
    for end in line + 1..line + LINES {
        whole.push_str(&fold::squash(below(document, end).filter(|t| t.len() <= PIECE)?));
        if complete(&whole) {
            return Some(end + 1);
        }
    }
    None
}

fn in_date(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '年' | '月' | '日')
}

/// `2026年3月5日` and nothing else.
fn is_date(text: &str) -> bool {
    let part =
        |text: &'_ str, most: usize| text.len() <= most && text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty();
    let parts =
        text.strip_suffix('日').and_then(|t| t.split_once('年')).and_then(|(y, t)| Some((y, t.split_once('月')?)));
    parts.is_some_and(|(y, (m, d))| y.len() == 4 && part(y, 4) && part(m, 2) && part(d, 2))
}

/// A code, the year in any brackets and a serial with 号: the form is enough, which brackets they are is judged later.
fn is_number(text: &str) -> bool {
    let figures = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.strip_suffix('号').unwrap_or_default().splitn(3, |c: char| !c.is_alphanumeric());
    let (code, year, serial) = (parts.next(), parts.next(), parts.next());
    code.is_some_and(|c| !c.is_empty())
        && year.is_some_and(|y| y.len() == 4 && figures(y))
        && serial.is_some_and(|s| figures(s.trim_start_matches('第')))
}
