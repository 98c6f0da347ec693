//! 标题: lines joined until something else begins.

use std::ops::Range;

use crate::document::{Align, RunKind};
use crate::element::number::{is_dated, number_in_row};
use crate::element::recipients::{is_bare_recipient, is_recipient_row};
use crate::element::rows::Scan;
use crate::element::{Element, ElementKind, Sure, page};
use crate::fold;

/// Most lines of a title.
const TITLE_LINES: usize = 6;
/// Most characters of a line of a title.
pub(super) const TITLE_LINE: usize = 60;

/// A word between `的` and a kind, with the `的`.
const WORD: usize = 4;
/// A colon behind so few characters ends a label.
const LABEL: usize = 8;

/// The title from `start`: rows joined until something else begins. Returns the row behind.
pub(super) fn recognise(scan: &mut Scan<'_>, start: usize) -> usize {
    let Some(first) = scan.next(start) else { return start };
    let mut rows: Vec<usize> = Vec::new();
    let mut row = first;
    while rows.len() < TITLE_LINES && row < scan.rows.len() && title_goes_on(scan, &rows, row) {
        rows.push(row);
        row += 1;
    }
    if rows.is_empty() {
        return first;
    }
    row = over_blanks(scan, &mut rows, row);
    let range = title_part(scan, rows[0]).start..title_part(scan, row - 1).end;
    let value = join_title(scan, &rows);
    let sure = if scan.terms.kind_of_title(&value).is_some() { Sure::Certain } else { Sure::Likely };
    let element = Element {
        value, ..scan.element(ElementKind::Title, range, sure, "版头之下、正文之前的首个短行")
    };
    scan.push(first..row, element);
    row
}

/// A title that a blank line cuts in two: the lines behind it belong to it when only they end it with a kind.
fn over_blanks(scan: &Scan<'_>, rows: &mut Vec<usize>, behind: usize) -> usize {
    if scan.terms.kind_of_title(&join_title(scan, rows)).is_some() {
        return behind;
    }
    let mut more = rows.clone();
    let mut row = behind;
    while let Some(next) = scan.next(row).filter(|&n| more.len() < TITLE_LINES && title_goes_on(scan, &more, n)) {
        more.push(next);
        row = next + 1;
        if scan.terms.kind_of_title(&join_title(scan, &more)).is_some_and(|k| k.to_whom) {
            *rows = more;
            return row;
        }
    }
    behind
}

/// Whether `row` belongs to the title that consists of `rows` so far.
pub(super) fn title_goes_on(scan: &Scan<'_>, rows: &[usize], row: usize) -> bool {
    let here = &scan.rows[row];
    let text = scan.text(row);
    let squashed = fold::squash(text);
    if here.is_blank()
        || is_numbered(scan, row)
        || here.table
        || !text.contains(char::is_alphanumeric)
        || squashed.chars().count() > longest(scan, &squashed)
        || squashed.chars().count() < 2 && rows.is_empty()
    {
        return false;
    }
    if is_recipient_row(scan, row)
        || squashed.ends_with(':')
        || number_in_row(scan, row).is_some()
        || is_dated(scan, row)
        || squashed.ends_with('。') && squashed.contains(',')
    {
        return false;
    }
    if (text.contains('。') && !squashed.ends_with('。')) || squashed.contains(';') || squashed.ends_with(',') {
        return false;
    }
    let Some(&last) = rows.last() else {
        let note = squashed.starts_with('(') && squashed.ends_with(')') && !is_hole(scan, &squashed);
        // A detached attachment may begin with its first heading.
        let body = scan.terms.is_hole(&squashed) && squashed.contains(ElementKind::Body.word());
        let heading = scan.detached && is_heading(scan, text);
        return !(is_sentence(scan, &squashed) || note || body || heading);
    };
    // Of a note that runs over two lines this is the first.
    let note = squashed.starts_with('(') && !squashed.contains(')') && text.contains(char::is_numeric);
    if note || begins_with_day(scan, row) || page::is_of_page(scan, row) || page::is_form_code(scan, row) {
        return false;
    }
    let labelled = fold::begins_with_label(&squashed, LABEL);
    let chapter = scan.terms.patterns.chapter.as_ref().is_some_and(|p| p.is_match(&squashed));
    if squashed.starts_with('(') && squashed.ends_with(')')
        || labelled
        || chapter
        || starts_with_number(scan, text)
        || is_bare_recipient(scan, row)
    {
        return false;
    }
    let joined = join_title(scan, rows);
    let joins = &scan.terms.words.title_joins;
    // What follows a dash under a whole title says where it was given.
    if squashed.starts_with('—') && scan.terms.kind_of_title(&joined).is_some() {
        return false;
    }
    let continues = joins.iter().any(|j| squashed.starts_with(j.as_str()) || joined.ends_with(j.as_str()));
    let ended = scan.terms.kind_of_title(&joined).is_some();
    // A line may end in the word of a kind by chance: `…重大执法决定`, and the next in the real one.
    let by_chance = ended && !ends_as_title(scan, &joined) && ends_as_title(scan, &squashed);
    // A title in marks that began above ends here.
    let count = |text: &str, mark: char| text.chars().filter(|c| *c == mark).count();
    let open = squashed.contains('》') && count(&joined, '《') > count(&joined, '》');
    if (ended || joined.ends_with('。')) && !continues && !by_chance && !open {
        return false;
    }
    match (scan.rows[last].align, here.align) {
        (Some(Align::Center), Some(Align::Center)) => true,
        (Some(Align::Center), Some(_)) => false,
        _ => {
            (squashed.chars().count() <= 40 || ends_as_title(scan, &squashed))
                && (!squashed.ends_with('。') || scan.terms.kind_of_title(&squashed).is_some())
        }
    }
}

/// The row begins with a whole date: when a text was adopted or put on a page.
pub(super) fn begins_with_day(scan: &Scan<'_>, row: usize) -> bool {
    let text = scan.text(row);
    let digit = |c: char| c.is_numeric() || c == '〇' || c == '○';
    text.starts_with(digit) && scan.terms.dates(text, 0).first().is_some_and(|d| d.range.start == 0 && d.is_complete())
}

/// A line in round brackets that a title was to take the place of.
pub(super) fn is_hole(scan: &Scan<'_>, squashed: &str) -> bool {
    scan.terms.is_hole(squashed) || scan.terms.is_hole_for(squashed, &scan.terms.labels.title)
}

/// A long line with a full stop and no kind before it is the text itself: some proclamations have no title.
fn is_sentence(scan: &Scan<'_>, squashed: &str) -> bool {
    const LONG: usize = 30;
    let bare = squashed.trim_end_matches('。');
    bare.len() < squashed.len() && bare.chars().count() > LONG && scan.terms.kind_of_title(bare).is_none()
}

/// The program prints a number before it: an item of a list.
fn is_numbered(scan: &Scan<'_>, row: usize) -> bool {
    let document = scan.document;
    document
        .lines
        .get(scan.rows[row].line)
        .is_some_and(|l| document.runs[l.runs.clone()].first().is_some_and(|r| r.kind == RunKind::Number))
}

/// A line of a title may be longer when it ends like one.
fn longest(scan: &Scan<'_>, squashed: &str) -> usize {
    if ends_as_title(scan, squashed) { 2 * TITLE_LINE } else { TITLE_LINE }
}

/// Ends in `的` and a kind, with a word between at most (`的指导意见`).
pub(super) fn ends_as_title(scan: &Scan<'_>, squashed: &str) -> bool {
    let ends = |k: &crate::terms::DocKind| {
        let of = |t: &str| t.chars().rev().take(WORD).any(|c| c == '的');
        k.ends.iter().any(|e| squashed.strip_suffix(e.as_str()).is_some_and(of))
    };
    scan.terms.kinds.iter().any(ends)
}

/// Starts like a numbered paragraph.
fn starts_with_number(scan: &Scan<'_>, text: &str) -> bool {
    let text = text.trim_start();
    let numbered = text.starts_with(['（', '(', '①']) || text.chars().take(4).any(|c| matches!(c, '、' | '.' | '．'));
    numbered && scan.terms.patterns.list_item.as_ref().is_some_and(|p| p.is_match(text))
}

/// The part of a row that belongs to a title: without the number of a form before it and the name of a site behind.
fn title_part(scan: &Scan<'_>, row: usize) -> Range<usize> {
    page::without_site(scan, row).unwrap_or_else(|| page::behind_form_code(scan, row)..scan.rows[row].range.end)
}

/// `一、…`: the first heading of a text.
fn is_heading(scan: &Scan<'_>, text: &str) -> bool {
    let item = || scan.terms.patterns.list_item.as_ref().and_then(|p| p.captures(text));
    text.chars().take(4).any(|c| c == '、') && item().is_some_and(|c| c.name("h").is_some())
}

/// Joins title rows without spaces, but keeps them between two organ names.
pub(super) fn join_title(scan: &Scan<'_>, rows: &[usize]) -> String {
    let mut title = String::new();
    let text = |&r: &usize| scan.slice(&title_part(scan, r));
    let words = rows.iter().map(text).flat_map(|t| t.split(|c: char| c.is_whitespace() || fold::is_zero_width(c)));
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    for word in words.filter(|w| !w.is_empty()) {
        let organs = organ_alone(scan, &title) && starts_with_organ(scan, word);
        if organs || latin(title.chars().next_back()) && latin(word.chars().next()) && !title.is_empty() {
            title.push(' ');
        }
        title.push_str(word);
    }
    title
}

/// What stands so far is nothing but organ names.
fn organ_alone(scan: &Scan<'_>, title: &str) -> bool {
    title.chars().count() >= 3 && !is_about(scan, title) && scan.terms.is_organ(title)
}

/// Says what it is about, as only titles do.
pub(super) fn is_about(scan: &Scan<'_>, text: &str) -> bool {
    scan.terms.words.title_verbs.iter().any(|v| v.chars().count() > 1 && text.contains(v.as_str()))
}

/// The word begins with an organ name, before `关于` or any other verb of a title.
fn starts_with_organ(scan: &Scan<'_>, word: &str) -> bool {
    let head =
        scan.terms.words.title_verbs.iter().filter_map(|v| word.find(v.as_str())).min().map_or(word, |at| &word[..at]);
    head.chars().count() >= 3 && scan.terms.is_organ(head)
}
