//! Rows that look like the heading of an attachment, whatever part of the document they turn out to stand in.

use std::ops::Range;

use crate::element::rows::{Row, Scan};
use crate::fold::{self, Folded};

/// An attachment heading found on a row.
pub(super) struct Mark {
    pub n: Option<u32>,
    pub part: Option<u32>,
    pub colon: bool,
    pub title: Option<Range<usize>>,
}

/// The heading on a row, if the row is one.
pub(super) fn mark_row(scan: &Scan<'_>, row: usize) -> Option<(usize, Mark)> {
    let here = scan.rows.get(row)?;
    let text = scan.text(row);
    if here.table || !may_be_heading(scan, text) || text.chars().count() > 80 || is_contents(scan, here) {
        return None;
    }
    let patterns = &scan.terms.patterns;
    let folded = Folded::new(text, here.range.start);
    let n = |c: &regex::Captures<'_>| c.name("n").or(c.name("m")).and_then(|m| ordinal(m.as_str()));
    let part = |c: &regex::Captures<'_>| c.name("part").and_then(|m| fold::number(m.as_str()));
    if let Some(c) = patterns.attachment_mark.as_ref().and_then(|p| p.captures(folded.as_str())) {
        let colon = c.name("colon").is_some_and(|m| !m.as_str().is_empty());
        return Some((row, Mark { n: n(&c), part: part(&c), colon, title: None }));
    }
    let mark = match patterns.attachment_mark_title.as_ref().and_then(|p| p.captures(folded.as_str())) {
        Some(c) => {
            Mark { n: n(&c), part: part(&c), colon: true, title: Some(folded.printed(c.name("title")?.range())) }
        }
        None => Mark { n: None, part: None, colon: true, title: Some(spaced_title(scan, row)?) },
    };
    let sentence = mark.title.as_ref().is_some_and(|title| scan.slice(title).contains(['。', '，', '；']));
    (!sentence).then_some((row, mark))
}

/// A title on the line of a heading without a number, with nothing but blanks between: 附件　2026年计划.
fn spaced_title(scan: &Scan<'_>, row: usize) -> Option<Range<usize>> {
    let text = scan.text(row);
    let (label, title) = text.trim().split_once(char::is_whitespace)?;
    let start = scan.rows[row].range.end - title.len() - (text.len() - text.trim_end().len());
    (scan.terms.labels.attachment.iter().any(|l| l == label)).then(|| fold::trim(title, start))
}

/// The number that a numeral, a circled one or a letter stands for: `A` is the first.
pub(crate) fn ordinal(text: &str) -> Option<u32> {
    /// Circled numbers, those in brackets and those with a point stand one behind the other, twenty of each.
    const CIRCLED: u32 = '①' as u32;
    const FORMAL: &str = "壹贰叁肆伍陆柒捌玖拾";
    let c = text.chars().next()?;
    let circled = || ('①'..='⒛').contains(&c).then(|| (u32::from(c) - CIRCLED) % 20 + 1);
    let formal = || FORMAL.chars().zip(1..).find(|(f, _)| *f == c).map(|(_, n)| n);
    let letter = || c.is_ascii_uppercase().then(|| u32::from(c) - u32::from('A') + 1);
    fold::number(text).or_else(circled).or_else(formal).or_else(letter)
}

/// A line of a table of contents: its last part is a page number.
fn is_contents(scan: &Scan<'_>, row: &Row) -> bool {
    let page = |r: &Range<usize>| scan.slice(r).bytes().all(|b| b.is_ascii_digit());
    row.segments.len() > 1 && row.segments.last().is_some_and(page)
}

/// A short row that opens what stands behind the main part: 附录, 附表, 附件2-1.
pub(super) fn opens_back_matter(scan: &Scan<'_>, row: usize) -> bool {
    const LONGEST: usize = 40;
    let text = fold::squash(scan.text(row));
    let labels = scan.terms.labels.attachment.iter().chain(&scan.terms.labels.attachment_like);
    text.chars().count() <= LONGEST && labels.into_iter().any(|l| text.starts_with(l.as_str()))
}

/// Cheap test before any pattern: the first character of the label stands in the text.
pub(super) fn may_be_heading(scan: &Scan<'_>, text: &str) -> bool {
    scan.terms.labels.attachment.iter().filter_map(|l| l.chars().next()).any(|c| text.contains(c))
}
