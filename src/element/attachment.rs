//! 附件: the list under the body, the pages behind the main part, and what the body says of them.

mod list;
mod references;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::document::Document;

use crate::element::heading::{Mark, mark_row};
use crate::element::organ::is_organ_row;
use crate::element::rows::{MainEnd, Scan, fold_value};
use crate::element::title::title_goes_on;
use crate::element::{Element, ElementKind, Sure};
use crate::fold;

pub(crate) use list::settle;
pub(super) use list::{is_list_row, items_below, list_start, recognise_lists};
pub(crate) use references::numbers_in;
pub(super) use references::references;

/// An item of an attachment list (附件说明).
#[derive(Clone, Debug)]
pub struct ListItem {
    /// Number as written, when there is one.
    pub n: Option<u32>,
    /// The second part of a number in two parts: 1-2.
    pub part: Option<u32>,
    /// Bytes of the number with its mark.
    pub mark: Option<Range<usize>>,
    /// Bytes of the name.
    pub range: Range<usize>,
    /// The name without layout spaces.
    pub name: String,
    /// The number that its text begins with, or what may be one.
    pub front: Option<Front>,
    /// Which list of the document it stands in, from 0.
    pub list: usize,
    /// The list stands in the main part, not in an enclosed text.
    pub main: bool,
}

/// What an item begins with and may be its number or the first of its name: `1.` of `1.5万吨项目表`.
#[derive(Clone, Debug)]
pub struct Front {
    /// Its bytes, mark and blanks included.
    pub range: Range<usize>,
    /// The same without layout spaces.
    pub text: String,
    /// The number.
    pub n: Option<u32>,
    /// The second part of a number in two parts.
    pub part: Option<u32>,
    /// It is a number whatever stands before and behind it.
    pub certain: bool,
    /// How it is written: the mark behind it, or the first of the marks of its kind.
    pub style: char,
}

/// An attachment page in the document.
#[derive(Clone, Debug)]
pub struct AttachmentPage {
    /// Number of its heading, when there is one.
    pub n: Option<u32>,
    /// Which part of the attachment with this number it is: 附件2-1.
    pub part: Option<u32>,
    /// Bytes of its heading.
    pub mark: Range<usize>,
    /// Bytes of its title, empty when none was found.
    pub title_range: Range<usize>,
    /// Its title without layout spaces.
    pub title: String,
    /// Bytes of the page, heading included, down to what comes next.
    pub range: Range<usize>,
}

impl AttachmentPage {
    /// The title under its heading as some list has it: of the lines below, the first few that together are one.
    pub fn titled(&self, document: &Document, is_listed: impl Fn(&str) -> bool) -> Option<Range<usize>> {
        const LINES: usize = 3;
        let inline = !self.title_range.is_empty() && self.title_range.end <= self.mark.end;
        let first = document.line_at(self.mark.end);
        let first = if inline { first } else { first + 1 };
        let lines = (first..document.lines.len()).filter(|&l| !document.is_blank(l)).take(LINES);
        let mut joined = String::new();
        let mut start = None;
        lines.map(|l| document.lines[l].range.clone()).take_while(|r| r.start < self.range.end).find_map(|line| {
            let line = if inline && start.is_none() { self.title_range.clone() } else { line };
            let from = *start.get_or_insert(line.start);
            joined.push_str(document.text.slice(line.clone()));
            is_listed(&joined).then(|| fold::trim(document.text.slice(from..line.end), from))
        })
    }
}

/// An attachment number that the body names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The number; none for a mention without one.
    pub n: Option<u32>,
    /// Bytes of the mention.
    pub range: Range<usize>,
}

/// Cheap test before any pattern: the text begins as a label does.
fn may_begin_list(scan: &Scan<'_>, text: &str) -> bool {
    let labels = &scan.terms.labels;
    let first = text.chars().next();
    first.is_some_and(|c| labels.attachment.iter().chain(&labels.attachment_like).any(|l| l.starts_with(c)))
}

/// Notes the page that begins at `row` and ends before `end`; returns the row behind its title.
pub(super) fn take_page(scan: &mut Scan<'_>, row: usize, end: usize) -> usize {
    let Some((_, mark)) = mark_row(scan, row) else { return row + 1 };
    take_marked(scan, row, mark, end)
}

/// The same under a heading that is known.
fn take_marked(scan: &mut Scan<'_>, row: usize, mark: Mark, end: usize) -> usize {
    let mark_range = scan.rows[row].range.clone();
    let (title, behind) = match mark.title {
        Some(range) => (range, row + 1),
        None => page_title(scan, row + 1, end),
    };
    let page = AttachmentPage {
        n: mark.n,
        part: mark.part,
        mark: mark_range.clone(),
        title: fold_value(scan.slice(&title)),
        title_range: title.clone(),
        range: mark_range.start..scan.rows.get(end).map_or(scan.document.text.as_str().len(), |r| r.range.start),
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
    // A table is no more of the title, however small.
    let cell = |row: usize| scan.document.lines.get(scan.rows[row].line).and_then(|l| l.cell);
    let apart = |row: usize| cell(row) != cell(first);
    while row < end && rows.len() < LINES && title_goes_on(scan, &rows, row) && !author(&rows, row) && !apart(row) {
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

/// Titles that break over lines, or run into what stands below, end where the list says.
pub(super) fn settle_titles(scan: &mut Scan<'_>) {
    let letters = |text: &str| fold::squash(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let listed: HashSet<String> = scan.listed.iter().filter(|i| i.main).map(|i| letters(&i.name)).collect();
    let headings = scan.list.iter().enumerate().filter(|(_, e)| e.kind == ElementKind::AttachmentPage);
    let headings: HashMap<usize, usize> = headings.map(|(at, e)| (e.range.start, at)).collect();
    for page in scan.pages.iter_mut().filter(|p| !listed.contains(&letters(&p.title))) {
        let Some(range) = page.titled(scan.document, |text| listed.contains(&letters(text))) else { continue };
        page.title = fold_value(scan.document.text.slice(range.clone()));
        page.title_range = range;
        if let Some(element) = headings.get(&page.mark.start).and_then(|&at| scan.list.get_mut(at)) {
            element.value = page.title.clone();
            element.range.end = page.title_range.end.max(page.mark.end);
        }
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
    let listed = std::cell::OnceCell::new();
    let repeated = |scan: &Scan<'_>, row: usize| {
        let title = list::named_on(scan, row)?;
        let listed = listed.get_or_init(|| list::names_before(scan, end.after_date));
        let mark = Mark { n: None, part: None, colon: true, title: Some(title.clone()) };
        listed.contains(&fold::squash(scan.slice(&title))).then_some(mark)
    };
    let heading = |scan: &Scan<'_>, row: usize| {
        if scan.used[row] || scan.rows[row].is_blank() {
            return None;
        }
        let stands = |m: &Mark| !m.colon || end.dated || scan.rows[row].new_page;
        mark_row(scan, row).map(|(_, m)| m).filter(stands).or_else(|| repeated(scan, row).filter(|_| end.dated))
    };
    let starts: Vec<(usize, Mark)> =
        (end.after_date..scan.rows.len()).filter_map(|r| Some((r, heading(scan, r)?))).collect();
    // In a file of its own the first heading was taken above everything else.
    if let (Some(page), Some((next, _))) = (scan.pages.last_mut(), starts.first()) {
        page.range.end = scan.rows[*next].range.start;
    }
    let mut starts = starts.into_iter().peekable();
    while let Some((row, mark)) = starts.next() {
        let next = starts.peek().map_or(scan.rows.len(), |(next, _)| *next);
        let imprint = (row + 1..next).find(|&r| scan.used[r]).unwrap_or(next);
        take_marked(scan, row, mark, imprint);
    }
}
