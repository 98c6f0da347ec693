//! What stands above and below a title and is no part of the document: lines of the web page it was copied from, numbers
//! of forms, captions of pictures.

use std::ops::Range;

use crate::element::rows::Scan;
use crate::fold::{self, Folded};

/// Ends a label of a web page, when anything follows.
const BEHIND_LABEL: [char; 14] = [':', '|', '>', '/', '[', ']', '【', '】', '(', ')', '·', '»', '-', '_'];

/// A line of a web page: `来源：…`, `2026-03-06 10:23　浏览次数：12`, `【打印】【关闭】`.
pub(super) fn is_of_page(scan: &Scan<'_>, row: usize) -> bool {
    const LONGEST: usize = 120;
    let text = scan.text(row);
    if text.is_empty()
        || text.chars().count() > LONGEST
        || text.contains('。')
        || super::recipients::is_recipient_row(scan, row)
    {
        return false;
    }
    let dates = scan.terms.any_dates(text, 0);
    let stamp = dates.first().filter(|d| d.range.start == 0);
    let rest = stamp.map_or(text, |d| &text[d.range.end..]);
    let timed = stamp.is_some_and(|d| d.time.is_some()) && rest.trim().is_empty();
    timed || begins_with_label(scan, rest)
}

/// The whole row is a label, whose value stands on the next.
pub(super) fn is_bare_label(scan: &Scan<'_>, row: usize) -> bool {
    let squashed = fold::squash(scan.text(row));
    scan.terms.words.page_labels.iter().any(|l| l.as_str() == squashed.trim_end_matches(':'))
}

fn begins_with_label(scan: &Scan<'_>, text: &str) -> bool {
    const SHORT: usize = 12;
    // A cheap test before the words: a label is alone, or something tells it from its value.
    if text.chars().nth(SHORT).is_some() && !text.contains(['：', ':', '|', '>', '【', '[', '\u{3000}']) {
        return false;
    }
    let words = fold::segments(text, 0);
    let first = words.first().map_or("", |r| &text[r.clone()]);
    // A label may be spread: 索　引　号.
    [fold::squash(text), fold::squash(first)].iter().any(|text| {
        let bare = text.trim_start_matches(BEHIND_LABEL);
        let behind = |l: &String| bare.strip_prefix(l.as_str());
        // What goes on right behind a bracket is no label: [发文机关]文件.
        let ends = |rest: &str| {
            let behind = rest.trim_start_matches([']', '】', ')']);
            behind.is_empty() || behind.starts_with(BEHIND_LABEL)
        };
        scan.terms.words.page_labels.iter().filter_map(behind).any(ends)
    })
}

/// The row is a caption of a picture that stands above the title.
pub(super) fn is_caption(scan: &Scan<'_>, row: usize) -> bool {
    const LONGEST: usize = 100;
    let text = scan.text(row);
    text.chars().count() <= LONGEST && scan.terms.patterns.caption.as_ref().is_some_and(|p| p.is_match(text))
}

/// The row is the number of a form, alone or with its version behind.
pub(super) fn is_form_code(scan: &Scan<'_>, row: usize) -> bool {
    let segments = &scan.rows[row].segments;
    if scan.terms.patterns.copy_number.as_ref().is_some_and(|p| p.is_match(&fold::squash(scan.text(row)))) {
        return false;
    }
    let label = |r: &Range<usize>| fold::begins_with_label(scan.slice(r), 8);
    segments.first().is_some_and(|first| code_end(scan, first) == Some(first.end)) && segments[1..].iter().all(label)
}

/// Where the title begins in a row: behind the number of a form, if there is one before it.
pub(super) fn behind_form_code(scan: &Scan<'_>, row: usize) -> usize {
    let range = &scan.rows[row].range;
    match code_end(scan, range) {
        Some(end) if end < range.end => fold::trim(scan.slice(&(end..range.end)), end).start,
        _ => range.start,
    }
}

/// The end of the form number that a range begins with.
fn code_end(scan: &Scan<'_>, range: &Range<usize>) -> Option<usize> {
    let text = scan.slice(range);
    // A cheap test before the pattern.
    if !text.bytes().any(|b| b.is_ascii_digit()) || !text.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let folded = Folded::new(text, range.start);
    let found = scan.terms.patterns.form_code.as_ref()?.captures(folded.as_str())?.get(0)?;
    let length = found.as_str().trim_end().len();
    Some(folded.printed(0..length).end)
}
