//! 附件说明: the list under the body, item by item.

use std::ops::Range;

use crate::element::attachment::{ListItem, may_be_heading, ordinal};
use crate::element::rows::{Scan, fold_value, labelled};
use crate::element::{ElementKind, Item, Sure, page};
use crate::fold::{self, Folded};

/// The label of a list on a row.
struct Label {
    /// Its bytes, colon included.
    range: Range<usize>,
    /// The bytes of what follows on the row.
    value: Range<usize>,
    /// The number it carries: 附件1：.
    n: Option<u32>,
}

/// The number before an item.
#[derive(Clone, Copy)]
struct Mark {
    /// Bytes of the number with its mark and the blanks behind.
    end: usize,
    /// The number.
    n: Option<u32>,
    /// The second part of a number in two parts (1-2).
    part: Option<u32>,
    /// It is a number whatever stands before and behind it.
    certain: bool,
}

impl Mark {
    /// A name may begin with digits itself (`1.12345热线…`, `1 月…`): then the number counts where it goes on the series.
    fn fits(&self, expected: u32) -> bool {
        self.certain || self.n == Some(expected)
    }
}

/// `附件：…` or a bare `附件` row before the signature.
pub(in crate::element) fn is_list_row(scan: &Scan<'_>, row: usize) -> bool {
    label(scan, row).is_some()
}

/// The label that a row begins with or is.
fn label(scan: &Scan<'_>, row: usize) -> Option<Label> {
    let here = scan.rows.get(row)?;
    if here.is_blank() || here.table {
        return None;
    }
    let text = scan.text(row);
    if !may_be_heading(scan, text) {
        return None;
    }
    let labels = &scan.terms.labels;
    if let Some((range, _)) = labelled(scan, &here.range, &[&labels.attachment, &labels.attachment_like]) {
        let value = fold::trim(scan.slice(&(range.end..here.range.end)), range.end);
        return Some(Label { range, value, n: None });
    }
    let folded = Folded::new(text, here.range.start);
    if let Some(c) = scan.terms.patterns.attachment_mark_title.as_ref().and_then(|p| p.captures(folded.as_str())) {
        let (title, n) = (folded.printed(c.name("title")?.range()), c.name("n")?);
        return Some(Label { range: here.range.start..title.start, value: title, n: ordinal(n.as_str()) });
    }
    let squashed = fold::squash(text);
    let bare = labels.attachment.contains(&squashed);
    bare.then(|| Label { range: here.range.clone(), value: here.range.end..here.range.end, n: None })
}

/// The row where the list begins between body and signature.
pub(in crate::element) fn list_start(scan: &Scan<'_>, start: usize, end: usize) -> Option<usize> {
    (start..end).find(|&r| is_list(scan, r, end))
}

fn is_list(scan: &Scan<'_>, row: usize, end: usize) -> bool {
    let Some(label) = label(scan, row) else { return false };
    let named = !label.value.is_empty() && !has_sentence(scan.slice(&label.value));
    let colon = scan.slice(&label.range).ends_with(['：', ':']);
    let below = scan.next(row + 1).filter(|&n| n < end);
    let short = |n: usize| scan.text(n).chars().count() < 60;
    named
        || below.is_some_and(|n| mark_of(scan, scan.text(n)).is_some_and(|m| m.fits(1)))
        || (colon && label.value.is_empty() && below.is_some_and(short))
}

/// A full stop before the end: a name may wrongly end in one, a sentence goes on behind it.
fn has_sentence(text: &str) -> bool {
    text.trim_end_matches('。').contains('。')
}

/// A numbered item stands right below.
pub(in crate::element) fn items_below(scan: &Scan<'_>, row: usize) -> bool {
    scan.next(row + 1).is_some_and(|n| mark_of(scan, scan.text(n)).is_some_and(|m| m.certain))
}

/// The number that a text begins with.
fn mark_of(scan: &Scan<'_>, text: &str) -> Option<Mark> {
    let folded = Folded::new(text, 0);
    let patterns = &scan.terms.patterns;
    let Some(c) = patterns.list_item.as_ref().and_then(|p| p.captures(folded.as_str())) else {
        let c = patterns.list_item_bare.as_ref()?.captures(folded.as_str())?;
        let end = folded.printed(c.get(0)?.range()).end;
        return Some(Mark { end, n: fold::number(c.name("n")?.as_str()), part: None, certain: false });
    };
    let end = folded.printed(c.get(0)?.range()).end;
    // `1.5万` may be the name itself; `1. ` is a number.
    let digits = text[end..].starts_with(|c: char| c.is_ascii_digit()) && c.name("n").is_some();
    let year = digits && text[end..].trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('年');
    let circled = c.name("c").and_then(|m| m.as_str().chars().next()).map(|c| c as u32 - '①' as u32 + 1);
    let n = ["n", "h", "p", "a"].iter().find_map(|g| c.name(g)).and_then(|m| ordinal(m.as_str())).or(circled);
    let part = c.name("sub").and_then(|m| fold::number(m.as_str()));
    Some(Mark { end, n, part, certain: !digits || year })
}

/// All lists: the one of the main part, and those of enclosed texts.
pub(in crate::element) fn recognise_lists(scan: &mut Scan<'_>) {
    let mut lists = 0;
    let mut row = scan.body.start;
    while let Some(next) = scan.next(row) {
        row = next + 1;
        let taken = scan.used[next] || scan.detached && next < 2;
        if taken || !is_list_row(scan, next) || !is_list(scan, next, list_end(scan, next)) || is_caption(scan, next) {
            continue;
        }
        row = take_list(scan, next, lists);
        lists += 1;
    }
}

/// `附表：` in an enclosed text with no number below: what follows is the table itself, and no list.
fn is_caption(scan: &Scan<'_>, row: usize) -> bool {
    let squashed = fold::squash(scan.text(row));
    let like = scan.terms.labels.attachment_like.iter().any(|l| l.as_str() == squashed.trim_end_matches(':'));
    like && !in_main_part(scan, row) && !items_below(scan, row)
}

/// The first row behind `row` that is another element, or the end.
fn list_end(scan: &Scan<'_>, row: usize) -> usize {
    (row + 1..scan.rows.len()).find(|&r| scan.used[r]).unwrap_or(scan.rows.len())
}

fn take_list(scan: &mut Scan<'_>, row: usize, list: usize) -> usize {
    let Some(Label { range: label, value, n }) = label(scan, row) else { return row + 1 };
    let end = list_end(scan, row);
    let first = scan.listed.len();
    if !value.is_empty() {
        let second = scan.next(row + 1).filter(|&r| r < end && is_second(scan, r));
        push_items(scan, value, n, list, second.is_some());
    }
    let mut last = row;
    let mut at = row + 1;
    while let Some(next) = scan.next(at).filter(|&r| r < end) {
        let gap = next > at;
        if !continue_list(scan, next, first, list, gap) {
            break;
        }
        last = next;
        at = next + 1;
    }
    let in_main = in_main_part(scan, row);
    for item in &mut scan.listed[first..] {
        item.main = in_main;
    }
    if !in_main {
        // The list of an enclosed text is not an element of this document.
        (row..=last).for_each(|r| scan.used[r] = true);
        return last + 1;
    }
    let range = scan.rows[row].range.start..scan.rows[last].range.end;
    let mut element = scan.element(ElementKind::AttachmentList, range, Sure::Certain, "以“附件：”起头的一段");
    element.items =
        scan.listed[first..].iter().map(|i| Item { range: i.range.clone(), text: i.name.clone() }).collect();
    element.value = element.items.iter().map(|i| i.text.as_str()).collect::<Vec<_>>().join("、");
    element.label = Some(label);
    scan.push(row..last + 1, element);
    last + 1
}

/// The row goes on a list whose first item stands above it: its number is 2, or the label is repeated before it.
fn is_second(scan: &Scan<'_>, row: usize) -> bool {
    let value = label(scan, row).map_or(scan.rows[row].range.clone(), |l| l.value);
    mark_of(scan, scan.slice(&value)).is_some_and(|m| m.n == Some(2) || m.part == Some(2))
}

/// Before the date, or misplaced right behind it; further down lists belong to enclosed texts.
fn in_main_part(scan: &Scan<'_>, row: usize) -> bool {
    let dated = scan.list.iter().find(|e| e.kind == ElementKind::Date && e.sure > Sure::Guess);
    let before = dated.is_none_or(|d| d.range.end > scan.rows[row].range.start);
    before || scan.previous(row, 0).is_some_and(|p| scan.used[p] && !scan.rows[row].new_page)
}

/// Takes a row below the label as a new item or as the rest of the last name; false if the list has ended.
fn continue_list(scan: &mut Scan<'_>, row: usize, first: usize, list: usize, gap: bool) -> bool {
    let range = scan.rows[row].range.clone();
    let text = scan.slice(&range);
    let signed = || scan.terms.date_only(text, range.start).is_some() || scan.terms.is_organ(text);
    let blank_page = || scan.terms.words.blank_pages.contains(&fold::squash(text));
    if scan.rows[row].table
        || blank_page()
        || page::is_of_page(scan, row)
        || has_sentence(text)
        || text.chars().count() > 80
        || signed()
    {
        return false;
    }
    let empty = scan.listed.len() == first;
    let again = label(scan, row).filter(|l| !l.value.is_empty() && (l.n.is_some() || !gap && !empty));
    if let Some(Label { value, n, .. }) = again {
        push_items(scan, value, n, list, true);
        return true;
    }
    let numbered = scan.listed.get(first).is_none_or(|i| i.mark.is_some() || i.n.is_some());
    let expected = scan.listed[first..].iter().filter_map(|i| i.n).next_back().unwrap_or(0) + 1;
    if empty || numbered && mark_of(scan, text).is_some_and(|m| m.fits(expected)) {
        push_items(scan, range, None, list, true);
        return true;
    }
    if gap || scan.rows[row].new_page || text.chars().count() > 40 {
        return false;
    }
    let rest = fold_value(text);
    if let Some(item) = scan.listed.last_mut() {
        item.name.push_str(&rest);
        item.range.end = range.end;
    }
    true
}

/// Adds the items of one printed row; several may stand on it. `series`: more of the list than this row says that what
/// goes on it is a number.
fn push_items(scan: &mut Scan<'_>, range: Range<usize>, labelled: Option<u32>, list: usize, series: bool) {
    let known = scan.listed.iter().filter(|i| i.list == list).filter_map(|i| i.n).next_back().unwrap_or(0);
    // Pieces are items where each is the next of the series.
    let run = |pieces: &Vec<Range<usize>>| {
        let mark = |(at, r): (usize, &Range<usize>)| {
            mark_of(scan, scan.slice(r)).is_some_and(|m| m.fits(known + 1 + at as u32))
        };
        pieces.len() > 1 && pieces.iter().enumerate().all(mark)
    };
    let marked: Vec<Range<usize>> = scan.items(range.clone(), &['；', ';']).into_iter().map(|i| i.range).collect();
    let pieces = [fold::segments(scan.slice(&range), range.start), marked].into_iter().find(run);
    let series = series || pieces.is_some();
    for (at, piece) in pieces.unwrap_or_else(|| vec![range]).into_iter().enumerate() {
        let text = scan.slice(&piece);
        let mark = mark_of(scan, text);
        // Alone, `1.12345热线` has a number before its name, and `1.5万吨` may have none.
        let long = |end: usize| text[end..].chars().take_while(char::is_ascii_digit).count() > 2;
        let stands = |m: &Mark| m.certain || m.fits(known + 1 + at as u32) && (series || long(m.end));
        let mark = mark.filter(stands);
        let skip = mark.map_or(0, |m| m.end);
        let name = fold::trim(&text[skip..], piece.start + skip);
        let item = ListItem {
            n: labelled.or(mark.and_then(|m| m.n)),
            part: mark.and_then(|m| m.part),
            mark: (skip > 0).then(|| piece.start..piece.start + skip),
            name: fold_value(scan.slice(&name)),
            range: name,
            list,
            main: true,
        };
        scan.listed.push(item);
    }
}
