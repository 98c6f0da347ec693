//! What stands above and below a title and is no part of the document: lines of the web page it was copied from, numbers
//! of forms, captions of pictures.

use std::ops::Range;

use crate::date::Written;
use crate::element::rows::Scan;
use crate::fold::{self, Folded};

/// Ends a label of a web page, when anything follows.
const BEHIND_LABEL: [char; 14] = [':', '|', '>', '/', '[', ']', '【', '】', '(', ')', '·', '»', '-', '_'];

/// A line of a web page: `来源：…`, `2026-03-06 10:23　浏览次数：12`, `【打印】【关闭】`.
pub(super) fn is_of_page(scan: &Scan<'_>, row: usize) -> bool {
    const LONGEST: usize = 120;
    let text = scan.text(row);
    if text.is_empty() || text.chars().count() > LONGEST || text.contains('。') {
        return false;
    }
    let dated = text.starts_with(|c: char| c.is_numeric() || matches!(c, '〇' | '一' | '二'));
    let dates = if dated { scan.terms.any_dates(text, 0) } else { Vec::new() };
    let stamp = dates.first().filter(|d| d.range.start == 0);
    let rest = stamp.map_or(text, |d| &text[d.range.end..]);
    let between = text.chars().all(|c| matches!(c, '|' | '>' | '/' | '»'));
    let of_page = between || is_stamp(scan, row) || begins_with_label(scan, rest);
    of_page && (is_bare_label(scan, row) || !super::recipients::is_recipient_row(scan, row))
}

/// A day with the time of day, or one written in figures only, and nothing else: when a page was made, or a log begun.
pub(super) fn is_stamp(scan: &Scan<'_>, row: usize) -> bool {
    let text = scan.text(row);
    let begins = text.starts_with(|c: char| c.is_ascii_digit());
    let figures = !text.contains(fold::is_han);
    let whole = |d: &Written| {
        d.range.start == 0 && (d.time.is_some() || figures && d.is_complete()) && text[d.range.end..].trim().is_empty()
    };
    begins && scan.terms.any_dates(text, 0).first().is_some_and(whole)
}

/// The whole row is a label, whose value stands on the next.
pub(super) fn is_bare_label(scan: &Scan<'_>, row: usize) -> bool {
    let squashed = scan.squashed(row).trim_end_matches(':');
    scan.terms.words.page_labels.iter().any(|l| l == squashed)
}

fn begins_with_label(scan: &Scan<'_>, text: &str) -> bool {
    const SHORT: usize = 12;
    // A cheap test before the words: a label is alone, or something tells it from its value.
    if text.chars().nth(SHORT).is_some() && !text.contains(['：', ':', '|', '>', '【', '[', '\u{3000}']) {
        return false;
    }
    // A label may be spread: 索　引　号.
    let words = fold::segments(text, 0);
    let first = words.first().filter(|_| words.len() > 1).map(|r| fold::squash(&text[r.clone()]));
    [Some(fold::squash(text)), first].iter().flatten().any(|text| {
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

/// The title in the first row of a page, where the name of the site stands behind it: `…的通知_某某局`, `【…】-某某网`.
pub(super) fn without_site(scan: &Scan<'_>, row: usize) -> Option<Range<usize>> {
    const BEFORE_SITE: [char; 5] = ['_', '-', '－', '|', '–'];
    let text = scan.text(row);
    if !text.contains(BEFORE_SITE) || scan.next(0) != Some(row) {
        return None;
    }
    let base = scan.rows[row].range.start;
    let inside = text.strip_prefix('【').and_then(|t| t.split_once('】')).filter(|(_, site)| {
        let name = site.trim_start().trim_start_matches(BEFORE_SITE);
        name.len() < site.trim_start().len() && !name.trim().is_empty()
    });
    if let Some((title, _)) = inside {
        return Some(fold::trim(title, base + '【'.len_utf8()));
    }
    let of_site = |name: &str| {
        let squashed = fold::squash(name);
        scan.terms.is_organ(name) || scan.terms.words.site_ends.iter().any(|end| squashed.ends_with(end.as_str()))
    };
    let (at, mark) = text.char_indices().find(|(_, c)| BEFORE_SITE.contains(c))?;
    let (title, site) = (&text[..at], &text[at + mark.len_utf8()..]);
    let named = !site.trim().is_empty() && !site.starts_with(BEFORE_SITE) && (mark == '_' || of_site(site));
    (named && scan.terms.kind_of_title(title).is_some()).then(|| fold::trim(title, base))
}

/// Where the title stands again below its first line with the name of the site: all between is of the page.
pub(super) fn title_again(scan: &Scan<'_>) -> Option<usize> {
    const ROWS: usize = 60;
    const TITLE_LINES: usize = 4;
    let first = scan.next(0)?;
    let Some(named) = without_site(scan, first) else {
        let mut below = (first + 1..scan.rows.len().min(first + ROWS)).filter(|&r| scan.text(r) == scan.text(first));
        return below.next().filter(|&r| (first + 1..r).any(|r| is_of_page(scan, r)));
    };
    let name = plain_title(scan, scan.slice(&named));
    let rows: Vec<usize> = (first + 1..scan.rows.len())
        .filter(|&r| !scan.rows[r].is_blank())
        .take(ROWS)
        .take_while(|&r| !scan.text(r).contains('。'))
        .take_while(|&r| !super::recipients::is_recipient_row(scan, r) || is_bare_label(scan, r))
        .collect();
    let again = |at: &usize| {
        let mut whole = String::new();
        rows[*at..].iter().take(TITLE_LINES).any(|&r| {
            whole.push_str(scan.text(r));
            // The organs stand before it where the page left them out.
            plain_title(scan, &whole)
                .strip_suffix(name.as_str())
                .is_some_and(|o| o.is_empty() || scan.terms.is_organ(o))
        })
    };
    // The organs before it may stand on a row above: the first of the rows that end in it.
    let last = (0..rows.len()).rev().find(again)?;
    let begin = (last.saturating_sub(TITLE_LINES - 1)..last)
        .find(again)
        .filter(|&b| (b..last).all(|r| scan.terms.is_organ(scan.text(rows[r]))));
    Some(rows[begin.unwrap_or(last)])
}

/// A title for comparison: without its number in brackets, and without years, which pages leave out.
fn plain_title(scan: &Scan<'_>, title: &str) -> String {
    let title = super::number::at_end(scan.terms, title).map_or(title, |(at, _)| &title[..at]);
    let squashed = fold::squash(title);
    squashed.chars().filter(|c| !c.is_ascii_digit() && *c != '年').collect()
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
    if scan.terms.patterns.copy_number.as_ref().is_some_and(|p| p.is_match(scan.squashed(row))) {
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
