//! 附件: the list under the body, the pages behind the main part, and what the body says of them.

use std::ops::Range;

use crate::element::body::is_organ_row;
use crate::element::rows::{MainEnd, Row, Scan, fold_value, labelled};
use crate::element::title::title_goes_on;
use crate::element::{Element, ElementKind, Sure};
use crate::fold::{self, Folded};

/// An item of an attachment list (附件说明).
#[derive(Clone, Debug)]
pub struct ListItem {
    /// Number as written, when there is one.
    pub n: Option<u32>,
    /// Bytes of the number with its mark.
    pub mark: Option<Range<usize>>,
    /// Bytes of the name.
    pub range: Range<usize>,
    /// The name without layout spaces.
    pub name: String,
    /// Which list of the document it stands in, from 0.
    pub list: usize,
    /// The list stands in the main part, not in an enclosed text.
    pub main: bool,
}

/// An attachment page in the document.
#[derive(Clone, Debug)]
pub struct AttachmentPage {
    /// Number of its heading, when there is one.
    pub n: Option<u32>,
    /// Bytes of its heading.
    pub mark: Range<usize>,
    /// Bytes of its title, empty when none was found.
    pub title_range: Range<usize>,
    /// Its title without layout spaces.
    pub title: String,
    /// Bytes of the page, heading included.
    pub range: Range<usize>,
}

/// An attachment number that the body names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The number; none for a mention without one.
    pub n: Option<u32>,
    /// Bytes of the mention.
    pub range: Range<usize>,
}

/// An attachment heading found on a row.
pub(super) struct Mark {
    pub n: Option<u32>,
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
    let n = |c: &regex::Captures<'_>| c.name("n").and_then(|m| fold::number(m.as_str()));
    if let Some(c) = patterns.attachment_mark.as_ref().and_then(|p| p.captures(folded.as_str())) {
        let colon = c.name("colon").is_some_and(|m| !m.as_str().is_empty());
        return Some((row, Mark { n: n(&c), colon, title: None }));
    }
    let c = patterns.attachment_mark_title.as_ref().and_then(|p| p.captures(folded.as_str()))?;
    let range = folded.printed(c.name("title")?.range());
    let sentence = scan.slice(&range).contains(['。', '，', '；']);
    (!sentence).then_some((row, Mark { n: n(&c), colon: true, title: Some(range) }))
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
fn may_be_heading(scan: &Scan<'_>, text: &str) -> bool {
    scan.terms.labels.attachment.iter().filter_map(|l| l.chars().next()).any(|c| text.contains(c))
}

/// Notes the page that begins at `row` and ends before `end`; returns the row behind its title.
pub(super) fn take_page(scan: &mut Scan<'_>, row: usize, end: usize) -> usize {
    let Some((_, mark)) = mark_row(scan, row) else { return row + 1 };
    let mark_range = scan.rows[row].range.clone();
    let (title, behind) = match mark.title {
        Some(range) => (range, row + 1),
        None => page_title(scan, row + 1, end),
    };
    let last = scan.previous(end, row).unwrap_or(row);
    let page = AttachmentPage {
        n: mark.n,
        mark: mark_range.clone(),
        title: fold_value(scan.slice(&title)),
        title_range: title.clone(),
        range: mark_range.start..scan.rows[last].range.end,
    };
    let element = Element {
        value: page.title.clone(),
        ..scan.element(
            ElementKind::AttachmentPage,
            mark_range.start..title.end.max(mark_range.end),
            Sure::Certain,
            "单独成行的“附件”标记",
        )
    };
    scan.push(row..row + 1, element);
    scan.pages.push(page);
    behind
}

/// The title lines below a heading.
fn page_title(scan: &Scan<'_>, from: usize, end: usize) -> (Range<usize>, usize) {
    const LINES: usize = 3;
    let none = |row: usize| {
        let at = scan.rows.get(row).map_or(scan.document.text.as_str().len(), |r| r.range.start);
        (at..at, row)
    };
    let Some(first) = scan.next(from).filter(|&r| r < end) else { return none(from) };
    if mark_row(scan, first).is_some() || scan.rows[first].table {
        return none(first);
    }
    let mut rows = Vec::new();
    let mut row = first;
    // Below a title may stand who wrote it.
    let author = |rows: &[usize], row: usize| !rows.is_empty() && is_organ_row(scan, row);
    while row < end && rows.len() < LINES && title_goes_on(scan, &rows, row) && !author(&rows, row) {
        rows.push(row);
        row += 1;
        if !scan.document.has_layout()
            && row < end
            && !scan.rows[row].is_blank()
            && !page_title_runs_on(scan, row - 1, row)
        {
            break;
        }
    }
    match rows.last() {
        Some(&last) => (scan.rows[first].range.start..scan.rows[last].range.end, last + 1),
        None => none(first),
    }
}

/// In plain text a second title line must look like one: both lines short and a blank line behind.
fn page_title_runs_on(scan: &Scan<'_>, last: usize, row: usize) -> bool {
    let plain = |r: usize| !scan.text(r).contains(['。', '，', '：', ':', '；']) && scan.text(r).chars().count() <= 36;
    let flush = |r: usize| !scan.document.line_text(scan.rows[r].line).starts_with('\u{3000}');
    plain(last)
        && plain(row)
        && flush(last) == flush(row)
        && scan.rows.get(row + 1).is_none_or(super::rows::Row::is_blank)
}

/// All pages behind the main part.
pub(super) fn recognise_pages(scan: &mut Scan<'_>, end: &MainEnd) {
    if scan.detached {
        return;
    }
    let is_page = |scan: &Scan<'_>, r: usize| {
        mark_row(scan, r).is_some_and(|(_, m)| !m.colon || end.dated || scan.rows[r].new_page) && !scan.used[r]
    };
    let starts: Vec<usize> =
        (end.after_date..scan.rows.len()).filter(|&r| !scan.rows[r].is_blank() && is_page(scan, r)).collect();
    for (at, &row) in starts.iter().enumerate() {
        let next = starts.get(at + 1).copied().unwrap_or(scan.rows.len());
        let imprint = (row + 1..next).find(|&r| scan.used[r]).unwrap_or(next);
        take_page(scan, row, imprint);
    }
}

/// `附件：…` or a bare `附件` row before the signature.
pub(super) fn is_list_row(scan: &Scan<'_>, row: usize) -> bool {
    list_label(scan, row).is_some()
}

/// Ranges of the label and of what follows on its row; whether the label carries a number.
fn list_label(scan: &Scan<'_>, row: usize) -> Option<(Range<usize>, Range<usize>, Option<u32>)> {
    let here = scan.rows.get(row)?;
    if here.is_blank() || here.table {
        return None;
    }
    let text = scan.text(row);
    if !may_be_heading(scan, text) {
        return None;
    }
    let labels = &scan.terms.labels;
    if let Some((label, _)) = labelled(scan, &here.range, &[&labels.attachment, &labels.attachment_like]) {
        let value = fold::trim(scan.slice(&(label.end..here.range.end)), label.end);
        return Some((label, value, None));
    }
    let folded = Folded::new(text, here.range.start);
    if let Some(c) = scan.terms.patterns.attachment_mark_title.as_ref().and_then(|p| p.captures(folded.as_str())) {
        let (title, n) = (folded.printed(c.name("title")?.range()), c.name("n")?);
        return Some((here.range.start..title.start, title, fold::number(n.as_str())));
    }
    let squashed = fold::squash(text);
    labels.attachment.contains(&squashed).then(|| (here.range.clone(), here.range.end..here.range.end, None))
}

/// The row where the list begins between body and signature.
pub(super) fn list_start(scan: &Scan<'_>, start: usize, end: usize) -> Option<usize> {
    (start..end).find(|&r| is_list(scan, r, end))
}

fn is_list(scan: &Scan<'_>, row: usize, end: usize) -> bool {
    let Some((label, value, _)) = list_label(scan, row) else { return false };
    let named = !value.is_empty() && !has_sentence(scan.slice(&value));
    let colon = scan.slice(&label).ends_with(['：', ':']);
    let items_below = scan.next(row + 1).is_some_and(|n| n < end && item_mark(scan, scan.text(n)).is_some());
    named
        || items_below
        || (colon
            && value.is_empty()
            && scan.next(row + 1).is_some_and(|n| n < end && scan.text(n).chars().count() < 60))
}

/// A full stop before the end: a name may wrongly end in one, a sentence goes on behind it.
fn has_sentence(text: &str) -> bool {
    text.trim_end_matches('。').contains('。')
}

/// A numbered item stands right below.
pub(super) fn items_below(scan: &Scan<'_>, row: usize) -> bool {
    scan.next(row + 1).is_some_and(|n| item_mark(scan, scan.text(n)).is_some())
}

/// Length of the number at the start of an item, and the number.
fn item_mark(scan: &Scan<'_>, text: &str) -> Option<(usize, Option<u32>)> {
    let folded = Folded::new(text, 0);
    let c = scan.terms.patterns.list_item.as_ref()?.captures(folded.as_str())?;
    let end = folded.printed(c.get(0)?.range()).end;
    // `2024.5` or `1.5万` is not a number before a name; `1. ` is.
    if text[end..].starts_with(|c: char| c.is_ascii_digit()) && c.name("n").is_some() && !text[end..].contains('年') {
        return None;
    }
    let circled = c.name("c").and_then(|m| m.as_str().chars().next()).map(|c| c as u32 - '①' as u32 + 1);
    let n = ["n", "h", "p"].iter().find_map(|g| c.name(g)).and_then(|m| fold::number(m.as_str())).or(circled);
    Some((end, n))
}

/// All lists: the one of the main part, and those of enclosed texts.
pub(super) fn recognise_lists(scan: &mut Scan<'_>) {
    let mut lists = 0;
    let mut row = scan.body.start;
    while let Some(next) = scan.next(row) {
        row = next + 1;
        let taken = scan.used[next] || scan.detached && next < 2;
        if taken || !is_list_row(scan, next) || !is_list(scan, next, list_end(scan, next)) {
            continue;
        }
        row = take_list(scan, next, lists);
        lists += 1;
    }
}

/// The first row behind `row` that is another element, or the end.
fn list_end(scan: &Scan<'_>, row: usize) -> usize {
    (row + 1..scan.rows.len()).find(|&r| scan.used[r]).unwrap_or(scan.rows.len())
}

fn take_list(scan: &mut Scan<'_>, row: usize, list: usize) -> usize {
    let Some((label, value, n)) = list_label(scan, row) else { return row + 1 };
    let end = list_end(scan, row);
    let first = scan.listed.len();
    if !value.is_empty() {
        push_items(scan, value, n, list);
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
        scan.listed[first..].iter().map(|i| super::Item { range: i.range.clone(), text: i.name.clone() }).collect();
    element.value = element.items.iter().map(|i| i.text.as_str()).collect::<Vec<_>>().join("、");
    element.label = Some(label);
    scan.push(row..last + 1, element);
    last + 1
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
    if scan.rows[row].table || has_sentence(text) || text.chars().count() > 80 || signed() {
        return false;
    }
    if let Some((_, value, Some(n))) = list_label(scan, row) {
        push_items(scan, value, Some(n), list);
        return true;
    }
    let empty = scan.listed.len() == first;
    let numbered = scan.listed.get(first).is_none_or(|i| i.n.is_some());
    if item_mark(scan, text).is_some() && (numbered || empty) {
        push_items(scan, range, None, list);
        return true;
    }
    if empty {
        push_items(scan, range, None, list);
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

/// Adds the items of one printed row; several may stand on it.
fn push_items(scan: &mut Scan<'_>, range: Range<usize>, labelled: Option<u32>, list: usize) {
    let pieces = fold::segments(scan.slice(&range), range.start);
    let numbered = |r: &Range<usize>| item_mark(scan, scan.slice(r)).is_some();
    let marked: Vec<Range<usize>> = scan.items(range.clone(), &['；', ';']).into_iter().map(|i| i.range).collect();
    let pieces = [pieces, marked].into_iter().find(|p| p.len() > 1 && p.iter().all(numbered)).unwrap_or(vec![range]);
    for piece in pieces {
        let text = scan.slice(&piece);
        let (skip, n) = item_mark(scan, text).unwrap_or((0, None));
        let name = fold::trim(&text[skip..], piece.start + skip);
        let item = ListItem {
            n: labelled.or(n),
            mark: (skip > 0).then(|| piece.start..piece.start + skip),
            name: fold_value(scan.slice(&name)),
            range: name,
            list,
            main: true,
        };
        scan.listed.push(item);
    }
}

/// Attachment numbers that the body names, title marks left out.
pub(super) fn references(scan: &Scan<'_>) -> Vec<Reference> {
    let mut found = Vec::new();
    let patterns = &scan.terms.patterns;
    for row in scan.body.clone().filter(|&r| !scan.rows[r].is_blank()) {
        let text = scan.text(row);
        if !may_be_heading(scan, text) {
            continue;
        }
        let folded = Folded::new(text, scan.rows[row].range.start);
        let text = folded.as_str();
        let titles = titles(text);
        let outside = |at: usize| titles.get(titles.partition_point(|t| t.end <= at)).is_none_or(|t| t.start >= at);
        for c in patterns
            .attachment_reference
            .as_ref()
            .and_then(|p| p.on(text))
            .into_iter()
            .flat_map(|r| r.captures_iter(text))
        {
            let Some(whole) = c.get(0).filter(|m| outside(m.start()) && is_reference(text, m.start())) else {
                continue;
            };
            // 附件一并报送 names no number.
            let han = c.name("n").is_some_and(|n| n.as_str().chars().all(fold::is_han));
            if han && text[whole.end()..].starts_with(['并', '同', '起', '式', '定', '次', '样', '律']) {
                continue;
            }
            let range = folded.printed(whole.range());
            found.extend(numbers(&c).into_iter().map(|n| Reference { n: Some(n), range: range.clone() }));
        }
        for m in patterns.attachment_bare.as_ref().and_then(|p| p.on(text)).into_iter().flat_map(|r| r.find_iter(text))
        {
            if outside(m.start()) {
                found.push(Reference { n: None, range: folded.printed(m.range()) });
            }
        }
    }
    found
}

/// The quoted titles of a text, `《》` nested ones with their outermost.
fn titles(text: &str) -> Vec<Range<usize>> {
    let (mut titles, mut depth) = (Vec::new(), 0usize);
    for (at, c) in text.char_indices() {
        match c {
            '《' => {
                depth += 1;
                if depth == 1 {
                    titles.push(at..text.len());
                }
            }
            '》' => {
                depth = depth.saturating_sub(1);
                if let (0, Some(title)) = (depth, titles.last_mut().filter(|t| t.end == text.len())) {
                    title.end = at;
                }
            }
            _ => {}
        }
    }
    titles
}

/// `零附件1` is not a reference; `某发〔2026〕3号附件1` is another document's.
fn is_reference(text: &str, at: usize) -> bool {
    let before = &text[..at];
    // 省厅通知（省水〔2026〕3号）附件4 is another document's.
    let cited = before.strip_suffix([')', '）']).is_some_and(|b| b.ends_with('号'));
    !before.ends_with(['零', '号', '》', '无']) && !before.ends_with("邮件") && !cited
}

fn numbers(c: &regex::Captures<'_>) -> Vec<u32> {
    const MOST: u32 = 99;
    let Some(first) = c.name("n").and_then(|m| fold::number(m.as_str())) else { return Vec::new() };
    if let Some(last) = c.name("m").and_then(|m| fold::number(m.as_str())) {
        return (first..=last.min(MOST).max(first)).collect();
    }
    let more = c.name("more").map_or("", |m| m.as_str());
    let rest = more.split('、').filter_map(|p| fold::number(p.trim_start_matches(|c: char| !c.is_numeric())));
    std::iter::once(first).chain(rest).collect()
}
