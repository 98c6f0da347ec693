//! 附件说明: the list under the body, item by item.

use std::collections::HashSet;
use std::ops::Range;

use crate::element::attachment::{Front, ListItem, may_begin_list};
use crate::element::heading::ordinal;
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
    /// How it is written: the mark behind it, or the first of the marks of its kind.
    style: char,
}

/// A number with the name right behind it, and no mark: `1甲`.
const GLUED: char = '\0';
/// Marks behind a number that one list may mix.
const BEHIND: [char; 5] = ['.', '、', ':', ',', ')'];

impl Mark {
    /// A name may begin with digits itself (`1.12345热线…`, `1 月…`): then the number counts where it goes on the series.
    fn fits(&self, expected: u32) -> bool {
        self.certain || self.n == Some(expected)
    }

    /// Below an item whose number is written in this style it begins the next one, and does not go on with the name:
    /// `一、二级公路` under `1.关于`.
    fn begins_next(&self, style: Option<char>, expected: u32) -> bool {
        match style {
            None => self.fits(expected) && self.style != GLUED,
            Some(style) if style == self.style => self.fits(expected),
            Some(style) => {
                let mixed = BEHIND.contains(&style) && BEHIND.contains(&self.style);
                self.certain && (mixed || self.n == Some(expected))
            }
        }
    }
}

impl ListItem {
    /// Its text with the number before it.
    fn whole(&self) -> String {
        let front = self.front.as_ref().filter(|_| self.mark.is_some());
        front.map_or(String::new(), |f| f.text.clone()) + &self.name
    }

    /// What it begins with belongs to the name.
    fn leave_number(&mut self) {
        self.name = self.whole();
        if let Some(front) = self.front.as_ref().filter(|_| self.mark.take().is_some()) {
            self.range.start = front.range.start;
            (self.n, self.part) = (None, None);
        }
    }

    /// What its name begins with is the number.
    fn take_number(&mut self) {
        let Some(front) = self.front.as_ref().filter(|_| self.mark.is_none()) else { return };
        if let Some(name) = self.name.strip_prefix(front.text.as_str()) {
            self.name = name.trim_start().to_owned();
            self.range.start = front.range.end;
            self.mark = Some(front.range.clone());
            (self.n, self.part) = (self.n.or(front.n), front.part);
        }
    }
}

/// Reads the items of a list again where a title says how: `1.5万吨项目表` has a number or begins with one, and a line
/// that begins with a number may go on with the name above. `titled`: titles of attachments, squashed.
pub(crate) fn settle(items: &mut Vec<ListItem>, titled: &HashSet<String>) {
    let is = |text: &str| titled.contains(&fold::squash(text));
    let alone = items.len() == 1;
    let mut settled: Vec<ListItem> = Vec::with_capacity(items.len());
    for mut item in std::mem::take(items) {
        let named = is(&item.name);
        let joins = |last: &&mut ListItem| {
            last.list == item.list && !(named && is(&last.name)) && is(&(last.name.clone() + &item.whole()))
        };
        if let Some(last) = settled.last_mut().filter(|last| item.mark.is_some() && joins(last)) {
            last.name += &item.whole();
            last.range.end = item.range.end;
            continue;
        }
        let number = item.front.as_ref().filter(|_| !named);
        match number.map(|f| (item.mark.is_some(), f)) {
            Some((true, f)) if (alone || !f.certain) && is(&item.whole()) => item.leave_number(),
            Some((false, f)) if item.name.strip_prefix(f.text.as_str()).is_some_and(is) => item.take_number(),
            _ => {}
        }
        settled.push(item);
    }
    *items = settled;
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
    if !may_begin_list(scan, text) {
        return None;
    }
    if let Some((n, value)) = numbered_label(scan, &here.range) {
        return Some(Label { range: here.range.start..value.start, value, n });
    }
    let labels = &scan.terms.labels;
    if let Some((range, _)) = labelled(scan, &here.range, &[&labels.attachment, &labels.attachment_like]) {
        let value = fold::trim(scan.slice(&(range.end..here.range.end)), range.end);
        return Some(Label { range, value, n: None });
    }
    let squashed = fold::squash(text);
    let bare = labels.attachment.contains(&squashed);
    bare.then(|| Label { range: here.range.clone(), value: here.range.end..here.range.end, n: None })
}

/// The number of a label with a number that a text begins with, and what stands behind it: 附件1：甲.
fn numbered_label(scan: &Scan<'_>, range: &Range<usize>) -> Option<(Option<u32>, Range<usize>)> {
    let text = scan.slice(range);
    if !may_begin_list(scan, text) {
        return None;
    }
    let folded = Folded::new(text, range.start);
    let c = scan.terms.patterns.attachment_mark_title.as_ref()?.captures(folded.as_str())?;
    let n = c.name("n").or(c.name("m")).and_then(|m| ordinal(m.as_str()));
    Some((n, folded.printed(c.name("title")?.range())))
}

/// The name behind 附件： on a row, where it has no number.
pub(super) fn named_on(scan: &Scan<'_>, row: usize) -> Option<Range<usize>> {
    let label = label(scan, row).filter(|l| l.n.is_none() && !l.value.is_empty())?;
    (!scan.slice(&label.value).contains(['。', '，', '；'])).then_some(label.value)
}

/// What may be names of a list above a row, squashed: short lines without label and number.
pub(super) fn names_before(scan: &Scan<'_>, row: usize) -> HashSet<String> {
    const LONGEST: usize = 300;
    let name = |row: usize| {
        let value = label(scan, row).map_or(scan.rows[row].range.clone(), |l| l.value);
        let text = scan.slice(&value);
        let end = mark_of(scan, text).map_or(0, |m| m.end);
        [fold::squash(text), fold::squash(&text[end..])]
    };
    let short = |&row: &usize| !scan.rows[row].is_blank() && scan.rows[row].range.len() <= LONGEST;
    (scan.body.start..row.min(scan.rows.len())).filter(short).flat_map(name).filter(|name| !name.is_empty()).collect()
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
    /// A number and its mark are no longer, in bytes, with what tells them from a name.
    const LONGEST: usize = 60;
    const MANY: u32 = 99;
    let text = head(text, LONGEST);
    let folded = Folded::new(text, 0);
    let patterns = &scan.terms.patterns;
    let Some(c) = patterns.list_item.as_ref().and_then(|p| p.captures(folded.as_str())) else {
        let c = patterns.list_item_bare.as_ref()?.captures(folded.as_str())?;
        let (end, digits) = (folded.printed(c.get(0)?.range()).end, folded.printed(c.name("n")?.range()).end);
        let style = if end > digits { ' ' } else { GLUED };
        let stands = style != GLUED || text[end..].starts_with(fold::is_han);
        let n = fold::number(c.name("n")?.as_str());
        return stands.then_some(Mark { end, n, part: None, certain: false, style });
    };
    let end = folded.printed(c.get(0)?.range()).end;
    // `1.5万` may be the name itself; `1. ` is a number.
    let digits = text[end..].starts_with(|c: char| c.is_ascii_digit()) && c.name("n").is_some();
    let year = digits && text[end..].trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('年');
    let n = ["n", "h", "p", "a", "c"].iter().find_map(|g| c.name(g)).and_then(|m| ordinal(m.as_str()));
    let part = c.name("sub").and_then(|m| fold::number(m.as_str()));
    let behind = || c.name("behind").and_then(|m| m.as_str().chars().next());
    let kind = || ["h", "p", "a", "c"].iter().find(|g| c.name(g).is_some()).and_then(|g| g.chars().next());
    let style = behind().or_else(kind).unwrap_or(' ');
    Some(Mark { end, n, part, certain: (!digits || year) && n.is_none_or(|n| n <= MANY), style })
}

/// The first bytes of a text.
fn head(text: &str, longest: usize) -> &str {
    &text[..text.char_indices().map(|(at, _)| at).find(|at| *at >= longest).unwrap_or(text.len())]
}

/// All lists: the one of the main part, and those of enclosed texts.
pub(in crate::element) fn recognise_lists(scan: &mut Scan<'_>) {
    let titled: HashSet<String> = scan.pages.iter().map(|p| fold::squash(&p.title)).filter(|t| !t.is_empty()).collect();
    let mut lists = 0;
    let mut row = scan.body.start;
    let mut end = row;
    while let Some(next) = scan.next(row) {
        row = next + 1;
        let taken = scan.used[next] || scan.detached && next < 2;
        if taken || !is_list_row(scan, next) || is_caption(scan, next) {
            continue;
        }
        end = if end > next { end } else { list_end(scan, next) };
        if is_list(scan, next, end) {
            row = take_list(scan, next, end, lists, &titled);
            lists += 1;
        }
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

fn take_list(scan: &mut Scan<'_>, row: usize, end: usize, list: usize, titled: &HashSet<String>) -> usize {
    let Some(Label { range: label, value, n }) = label(scan, row) else { return row + 1 };
    let first = scan.listed.len();
    if !value.is_empty() {
        let series = scan.next(row + 1).filter(|&r| r < end).and_then(|r| series(scan, &value, r));
        push_items(scan, value, n, list, series);
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
    let mut items = scan.listed.split_off(first);
    settle(&mut items, titled);
    scan.listed.extend(items);
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

/// How the numbers of a list are written whose first item is `value` and whose second stands on the row below, if that
/// one has the number 2: `1甲` and `2乙` go together, `1号泵站` and a date do not.
fn series(scan: &Scan<'_>, value: &Range<usize>, below: usize) -> Option<char> {
    let second = label(scan, below).map_or(scan.rows[below].range.clone(), |l| l.value);
    let second = mark_of(scan, scan.slice(&second)).filter(|m| m.n == Some(2) || m.part == Some(2))?;
    let glued = second.style == GLUED;
    let alike = || mark_of(scan, scan.slice(value)).is_some_and(|m| m.style == GLUED);
    (!glued || alike()).then_some(second.style)
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
        push_items(scan, value, n, list, Some(' '));
        return true;
    }
    if empty {
        let series = scan.next(row + 1).and_then(|below| series(scan, &range, below));
        push_items(scan, range, None, list, series.or(Some(' ')));
        return true;
    }
    let numbered = scan.listed.get(first).is_none_or(|i| i.mark.is_some() || i.n.is_some());
    let expected = scan.listed[first..].iter().filter_map(|i| i.n).next_back().unwrap_or(0) + 1;
    let style = scan.listed.get(first).and_then(|i| i.front.as_ref()).map(|f| f.style);
    let next = mark_of(scan, text).filter(|m| numbered && m.begins_next(style, expected));
    if let Some(mark) = next {
        push_items(scan, range, None, list, Some(mark.style));
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

/// Adds the items of one printed row; several may stand on it. `series`: how the numbers are written of what else of the
/// list there is; it says that what goes on it is a number.
fn push_items(scan: &mut Scan<'_>, range: Range<usize>, labelled: Option<u32>, list: usize, series: Option<char>) {
    let known = scan.listed.iter().filter(|i| i.list == list).filter_map(|i| i.n).next_back().unwrap_or(0);
    // Pieces are items where each is the next of the series.
    let run = |pieces: &Vec<Range<usize>>| {
        let next = |(at, r): (usize, &Range<usize>)| {
            let expected = known + 1 + at as u32;
            let marked = || mark_of(scan, scan.slice(r)).is_some_and(|m| m.fits(expected) && m.style != GLUED);
            numbered_label(scan, r).map_or_else(marked, |(n, _)| n == Some(expected))
        };
        pieces.len() > 1 && pieces.iter().enumerate().all(next)
    };
    let marked: Vec<Range<usize>> = scan.items(range.clone(), &['；', ';']).into_iter().map(|i| i.range).collect();
    let spread = fold::segments(scan.slice(&range), range.start);
    let pieces = [spread, marked, in_line(scan, &range, known + 1)].into_iter().find(run);
    let series = series.or(pieces.as_ref().map(|_| ' '));
    for (at, piece) in pieces.unwrap_or_else(|| vec![range]).into_iter().enumerate() {
        let (labelled, piece) = numbered_label(scan, &piece).map_or((labelled, piece), |(n, p)| (n.or(labelled), p));
        let text = scan.slice(&piece);
        let front = mark_of(scan, text).map(|mark| Front {
            range: piece.start..piece.start + mark.end,
            text: fold_value(&text[..mark.end]),
            n: mark.n,
            part: mark.part,
            certain: mark.certain,
            style: mark.style,
        });
        let expected = known + 1 + at as u32;
        // Alone, `1.12345热线` has a number before its name, and `1.5万吨` may have none.
        let long = |end: usize| text[end..].chars().take_while(char::is_ascii_digit).count() > 2;
        let stands = |m: &Mark| match m.style {
            GLUED => series == Some(GLUED) && m.fits(expected),
            _ => m.certain || m.fits(expected) && (series.is_some() || long(m.end)),
        };
        let mark = mark_of(scan, text).filter(stands);
        let skip = mark.map_or(0, |m| m.end);
        let name = fold::trim(&text[skip..], piece.start + skip);
        let item = ListItem {
            n: labelled.or(mark.and_then(|m| m.n)),
            part: mark.and_then(|m| m.part),
            mark: (skip > 0).then(|| piece.start..piece.start + skip),
            name: fold_value(scan.slice(&name)),
            range: name,
            front,
            list,
            main: true,
        };
        scan.listed.push(item);
    }
}

/// A row parted before each number that goes on with the series as its first is written: `1.甲 2.乙`, `①甲②乙`. What
/// stands in brackets and title marks is not looked at.
fn in_line(scan: &Scan<'_>, range: &Range<usize>, first: u32) -> Vec<Range<usize>> {
    let text = scan.slice(range);
    let begins = |at: usize| mark_of(scan, &text[at..]).filter(|m| m.certain);
    let Some(opening) = begins(0).filter(|m| m.n == Some(first)) else { return Vec::new() };
    let (mut pieces, mut start) = (Vec::new(), 0);
    let (mut depth, mut before) = (0usize, ' ');
    for (at, c) in text.char_indices() {
        let free = depth == 0 && !before.is_ascii_alphanumeric() && !['.', '-', '第'].contains(&before);
        let may = c.is_numeric() || ['(', '（'].contains(&c) || opening.style == 'h' && before.is_whitespace();
        let expected = first + pieces.len() as u32 + 1;
        if at >= opening.end
            && free
            && may
            && begins(at).is_some_and(|m| m.style == opening.style && m.n == Some(expected))
        {
            pieces.push(fold::trim(&text[start..at], range.start + start));
            start = at;
        }
        match c {
            '《' | '（' | '(' | '“' => depth += 1,
            '》' | '）' | ')' | '”' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = c;
    }
    pieces.push(fold::trim(&text[start..], range.start + start));
    pieces
}
