//! 附注: what stands in brackets under the date, on one line or several, and contact lines without brackets.

use crate::element::rows::Scan;
use crate::element::{ElementKind, Sure};
use crate::fold;

/// Most lines of a note in brackets (附注).
const LINES: usize = 16;
/// Most characters of one of its lines.
const LONGEST: usize = 80;

/// A line in brackets, or one that starts as notes do.
pub(super) fn is_note(scan: &Scan<'_>, row: usize) -> bool {
    let squashed = fold::squash(scan.text(row));
    let bracketed = squashed.starts_with('(') && squashed.ends_with(')');
    let known = scan.terms.words.annotations.iter().any(|a| squashed.starts_with(a.as_str()));
    !scan.rows[row].table && squashed.chars().count() <= LONGEST && (bracketed || known)
}

/// The row behind the note that begins at `row` and ends before `limit`.
pub(super) fn end(scan: &Scan<'_>, row: usize, limit: usize) -> Option<usize> {
    let squash = |r: usize| fold::squash(scan.text(r));
    if squash(row).starts_with('(') {
        return bracketed_end(scan, row, limit);
    }
    // Contact lines without brackets go on below.
    let goes_on = |r: &usize| !scan.rows[*r].is_blank() && (is_note(scan, *r) || is_contact(scan, *r));
    is_note(scan, row).then(|| (row + 1..limit).take_while(goes_on).last().map_or(row + 1, |last| last + 1))
}

/// One contact more: a short line with a label of the note somewhere and figures at its end.
fn is_contact(scan: &Scan<'_>, row: usize) -> bool {
    let squashed = fold::squash(scan.text(row));
    let labelled = |label: &String| squashed.contains(&format!("{label}:"));
    squashed.chars().count() <= LONGEST
        && squashed.ends_with(|c: char| c.is_ascii_digit())
        && scan.terms.words.annotations.iter().any(labelled)
}

/// The row behind the one that closes the bracket that `row` opens.
pub(super) fn bracketed_end(scan: &Scan<'_>, row: usize, limit: usize) -> Option<usize> {
    let part =
        |r: &usize| !scan.rows[*r].is_blank() && !scan.rows[*r].table && scan.text(*r).chars().count() <= LONGEST;
    let mut rows = (row..limit.min(row + LINES)).take_while(part);
    fold::squash(scan.text(row)).starts_with('(').then(|| rows.find(|&r| closes(scan, r)))?.map(|r| r + 1)
}

/// The row ends in the bracket that closes what was opened above or in it.
fn closes(scan: &Scan<'_>, row: usize) -> bool {
    fold::squash(scan.text(row)).trim_end_matches(['。', ';', ',']).ends_with(')')
}

/// Notes what stands under the date; returns the row behind.
pub(super) fn recognise(scan: &mut Scan<'_>, from: usize, limit: usize) -> usize {
    const GAP: usize = 3;
    let mut behind = from;
    while let Some((row, end)) = scan
        .next(behind)
        .filter(|&r| r < limit && r <= behind + GAP)
        .and_then(|r| Some((r, end(scan, r, limit)?)))
        // Of several notes all but the first must stand in brackets.
        .filter(|&(r, _)| behind == from || scan.text(r).starts_with(['（', '(']))
    {
        let range = scan.rows[row].range.start..scan.rows[end - 1].range.end;
        let mut element = scan.element(ElementKind::Annotation, range, Sure::Certain, "成文日期之下的说明");
        element.value = element.value.trim_matches(['（', '）', '(', ')']).to_owned();
        scan.push(row..end, element);
        behind = end;
    }
    behind
}
