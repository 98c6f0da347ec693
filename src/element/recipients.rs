//! 主送机关: the rows between title and body that name organs and end in a colon.

use crate::element::rows::{Scan, fold_value, labelled};
use crate::element::{ElementKind, Sure};
use crate::fold;
use crate::terms::Direction;

/// 主送机关: rows up to a colon; returns the row behind.
pub(super) fn recognise(scan: &mut Scan<'_>, from: usize) -> usize {
    let Some(first) = scan.next(from).filter(|_| !scan.detached) else { return from };
    if let Some(end) = labelled_row(scan, first) {
        return end;
    }
    let hole = scan.terms.is_hole_for(scan.text(first), &scan.terms.labels.to).then_some(first);
    let Some(last) = hole.or_else(|| recipient_rows(scan, first)) else { return first };
    let whole = scan.rows[first].range.start..scan.rows[last].range.end;
    let text = scan.slice(&whole);
    let named = text.trim_end_matches(['：', ':', '，', ',', '。', '、', ' ', '\u{3000}']);
    let named = whole.start..whole.start + named.len();
    let sure = if text.ends_with(['：', ':']) { Sure::Certain } else { Sure::Likely };
    let mut element = scan.element(ElementKind::Recipients, whole, sure, "标题之下、以冒号收尾的机关名称");
    element.items = scan.items(named.clone(), &['、', '，', ',', '；', ';']);
    element.value = fold_value(scan.slice(&named));
    scan.push(first..last + 1, element);
    last + 1
}

/// `主送：某某局` right under the title.
fn labelled_row(scan: &mut Scan<'_>, row: usize) -> Option<usize> {
    let range = scan.rows[row].range.clone();
    let (label, value) = labelled(scan, &range, &[&scan.terms.labels.to]).filter(|(_, v)| !v.is_empty())?;
    let bare = scan.slice(&value).trim_end_matches(['：', ':', '。', '，']).len();
    let named = value.start..value.start + bare;
    let mut element = scan.element(ElementKind::Recipients, range, Sure::Certain, "标题之下带标签的一行");
    element.items = scan.items(named.clone(), &['、', '，', ',', '；', ';']);
    element.value = fold_value(scan.slice(&named));
    element.label = Some(label);
    scan.push(row..row + 1, element);
    Some(row + 1)
}

/// The last row of a recipient list that starts at `first`.
fn recipient_rows(scan: &Scan<'_>, first: usize) -> Option<usize> {
    const ROWS: usize = 8;
    if scan.rows[first].table {
        return None;
    }
    for row in first..(first + ROWS).min(scan.rows.len()) {
        let squashed = fold::squash(scan.text(row));
        if squashed.is_empty() || squashed.contains('。') && !squashed.ends_with('。') {
            return None;
        }
        if squashed.ends_with(':') {
            let whole = fold::squash(scan.slice(&(scan.rows[first].range.start..scan.rows[row].range.end)));
            return (is_recipient_list(scan, &whole) || stands_as_one(scan, first, row)).then_some(row);
        }
        let goes_on = squashed.ends_with(['、', ',']) && row == first || row > first;
        if !goes_on || row == first && is_bare_recipient(scan, row) {
            return is_bare_recipient(scan, first).then_some(first);
        }
    }
    None
}

/// Most characters of a name such as `某某委员`.
const LONGEST_PERSON: usize = 30;

/// A short row at the left border between title and indented text, with a colon: it is written to somebody, whoever that is.
fn stands_as_one(scan: &Scan<'_>, first: usize, row: usize) -> bool {
    const LONGEST: usize = 20;
    let names = fold::squash(scan.text(row));
    let names = names.trim_end_matches(':');
    let words = &scan.terms.words;
    let leads = words.lead_in_starts.iter().any(|l| names.starts_with(l.as_str()))
        || words.lead_ins.iter().any(|l| names.ends_with(l.as_str()))
        || words.salutations.iter().any(|s| names.starts_with(s.as_str()));
    let titled = scan.list.iter().find(|e| e.kind == ElementKind::Title);
    let to_whom = titled.and_then(|e| scan.terms.kind_of_title(&e.value)).is_some_and(|k| k.to_whom);
    let below = scan.next(row + 1);
    let text_below = below.is_some_and(|n| !scan.is_flush(n) && scan.text(n).chars().count() > LONGEST);
    first == row
        && to_whom
        && !leads
        && (2..=LONGEST).contains(&names.chars().count())
        && names.chars().all(|c| fold::is_han(c) || matches!(c, '、' | ',' | '(' | ')'))
        && scan.is_flush(row)
        && text_below
}

/// A row that ends a recipient list with a colon.
pub(super) fn is_recipient_row(scan: &Scan<'_>, row: usize) -> bool {
    let squashed = scan.squashed(row);
    squashed.ends_with(':') && is_recipient_list(scan, squashed)
}

fn is_recipient_list(scan: &Scan<'_>, squashed: &str) -> bool {
    let names = squashed.trim_end_matches(':');
    let words = &scan.terms.words;
    if names.is_empty() {
        return false;
    }
    let titled = scan.list.iter().find(|e| e.kind == ElementKind::Title);
    let kind = || titled.and_then(|e| scan.terms.kind_of_title(&e.value));
    // A speech greets its audience; a notice may be addressed to one.
    let addressed = || kind().is_some_and(|k| matches!(k.direction, Direction::Down | Direction::Level));
    let mut items = names.split(['、', ',', ';']);
    let plausible = |n: &str| {
        scan.terms.is_organ(n)
            || scan.terms.is_office(n)
            || scan.terms.is_unfilled(n)
            || words.recipient_starts.iter().any(|s| n.starts_with(s.as_str()))
    };
    // A person is named alone, and only where the title says that somebody is written to.
    let person = || {
        names.chars().count() <= LONGEST_PERSON
            && words.person_ends.iter().any(|e| names.ends_with(e.as_str()))
            && kind().is_some_and(|k| k.to_whom)
    };
    (items.any(plausible) || person())
        && names.chars().count() <= 400
        && !names.contains([':', '。'])
        && !words.lead_in_starts.iter().any(|l| names.starts_with(l.as_str()))
        && !words.lead_ins.iter().any(|l| names.ends_with(l.as_str()))
        && (!words.salutations.iter().any(|s| names.starts_with(s.as_str())) || addressed())
}

/// Looks like recipients although the colon is missing: `各科室，` before an indented paragraph.
pub(super) fn is_bare_recipient(scan: &Scan<'_>, row: usize) -> bool {
    let text = scan.text(row);
    let squashed = fold::squash(text);
    let names = squashed.trim_end_matches([',', '、', '.', '。']);
    let words = &scan.terms.words;
    let starts = words.recipient_starts.iter().any(|s| names.starts_with(s.as_str()));
    let ends = scan.terms.is_organ(names) || scan.terms.is_office(names);
    let body_below = scan.next(row + 1).is_some_and(|n| {
        let below = scan.document.line_text(scan.rows[n].line);
        below.starts_with("\u{3000}\u{3000}") || below.trim().ends_with('。') || below.chars().count() > 40
    });
    (2..=80).contains(&names.chars().count()) && starts && ends && body_below && !names.contains([':', '。', '(', '《'])
}
