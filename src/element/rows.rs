//! Printed rows: lines and table rows as a reader sees them, cut where they are spread.

use std::cell::OnceCell;
use std::ops::Range;

use crate::date::Written;
use crate::document::{Align, Document, Line, RunFormat, RunKind, Zone};
use crate::element::broken;
use crate::element::{AttachmentPage, Element, ElementKind, Item, ListItem, Number, Sure};
use crate::fold;
use crate::steps;
use crate::terms::Terms;

/// One printed row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// First line.
    pub line: usize,
    /// Bytes from the first to the last character that is not blank.
    pub range: Range<usize>,
    /// Its parts, where it is spread or lies in several cells.
    pub segments: Vec<Range<usize>>,
    /// It is a row of a table (not of a table used for layout).
    pub table: bool,
    /// Where it stands.
    pub zone: Zone,
    /// Starts a page.
    pub new_page: bool,
    /// Alignment, when known.
    pub align: Option<Align>,
    /// Red, as heads are.
    pub red: bool,
    /// Its text without blanks, folded; made when first asked for.
    squashed: OnceCell<Box<str>>,
    /// The document number that it is; looked for when first asked.
    pub number: OnceCell<Option<(Range<usize>, Number)>>,
    /// The date that it ends in, and how many of its parts stand before it; looked for when first asked.
    pub date: OnceCell<Option<(Written, usize)>>,
}

impl Row {
    /// Nothing stands in it.
    pub(super) fn is_blank(&self) -> bool {
        self.segments.is_empty()
    }
}

/// Where the main part ends.
pub(super) struct MainEnd {
    /// First row behind date and note (or behind the body if there is no date).
    pub after_date: usize,
    /// A date was found at the end of the main part.
    pub dated: bool,
}

/// What recognition works on and fills.
pub(super) struct Scan<'d> {
    /// The document.
    pub document: &'d Document,
    /// The vocabulary.
    pub terms: &'d Terms,
    /// Its rows without the approval form.
    pub rows: Vec<Row>,
    /// Rows that already are part of an element.
    pub used: Vec<bool>,
    /// Elements found.
    pub list: Vec<Element>,
    /// Items of attachment lists.
    pub listed: Vec<ListItem>,
    /// Attachment pages.
    pub pages: Vec<AttachmentPage>,
    /// The document begins with an attachment heading.
    pub detached: bool,
    /// Rows of the body: first and behind the last.
    pub body: Range<usize>,
}

impl<'d> Scan<'d> {
    /// The row begins at the left border, without blanks or an indent.
    pub(super) fn is_flush(&self, row: usize) -> bool {
        let Some(row) = self.rows.get(row) else { return false };
        let format = self.document.paragraph_format(row.line);
        let indented = format.is_some_and(|f| f.first_line > 0 || f.left > 0 || f.first_line_chars > Some(0));
        !indented && !self.document.line_text(row.line).starts_with(char::is_whitespace)
    }

    pub(super) fn new(document: &'d Document, terms: &'d Terms, rows: Vec<Row>) -> Self {
        let used = vec![false; rows.len()];
        Self {
            document,
            terms,
            rows,
            used,
            list: Vec::new(),
            listed: Vec::new(),
            pages: Vec::new(),
            detached: false,
            body: 0..0,
        }
    }

    /// The text of a row as printed.
    pub(super) fn text(&self, row: usize) -> &'d str {
        self.rows.get(row).map_or("", |r| self.document.text.slice(r.range.clone()))
    }

    /// The text of a row as labels and names are compared: without blanks, folded.
    pub(super) fn squashed(&self, row: usize) -> &str {
        self.rows[row].squashed.get_or_init(|| fold::squash(self.text(row)).into())
    }

    /// Text of a byte range.
    pub(super) fn slice(&self, range: &Range<usize>) -> &'d str {
        self.document.text.slice(range.clone())
    }

    /// The next row at or after `from` that is not blank.
    pub(super) fn next(&self, from: usize) -> Option<usize> {
        (from..self.rows.len()).find(|&r| self.says(r))
    }

    /// The last row before `before` and not before `from` that is not blank.
    pub(super) fn previous(&self, before: usize, from: usize) -> Option<usize> {
        (from..before.min(self.rows.len())).rev().find(|&r| self.says(r))
    }

    fn says(&self, row: usize) -> bool {
        steps::add(1);
        !self.rows[row].is_blank()
    }

    /// Notes an element that covers whole rows and marks them as used.
    pub(super) fn push(&mut self, rows: Range<usize>, element: Element) {
        for row in rows {
            if let Some(used) = self.used.get_mut(row) {
                *used = true;
            }
        }
        self.list.push(element);
    }

    /// Rows that are part of nothing: no element, not the body, not an attachment. Rows one after the other are one block.
    pub(super) fn unknown(&self) -> Vec<Range<usize>> {
        let mut blocks: Vec<Range<usize>> = Vec::new();
        let mut page = 0;
        let mut goes_on = false;
        for (row, here) in self.rows.iter().enumerate().filter(|(_, r)| !r.is_blank()) {
            while self.pages.get(page).is_some_and(|p| p.range.end <= here.range.start) {
                page += 1;
            }
            let paged = self.pages.get(page).is_some_and(|p| p.range.contains(&here.range.start));
            let free = !self.used[row] && !self.body.contains(&row) && !paged;
            match blocks.last_mut().filter(|_| goes_on) {
                Some(block) if free => block.end = here.range.end,
                _ if free => blocks.push(here.range.clone()),
                _ => {}
            }
            goes_on = free;
        }
        blocks
    }

    /// An element of a kind over a range, its value squashed; the body is too long for one.
    pub(super) fn element(&self, kind: ElementKind, range: Range<usize>, sure: Sure, why: &'static str) -> Element {
        let value = if kind == ElementKind::Body { String::new() } else { fold_value(self.slice(&range)) };
        Element { kind, range, label: None, value, items: Vec::new(), date: None, number: None, sure, why }
    }

    /// An element that is a date.
    pub(super) fn date_element(&self, kind: ElementKind, written: Written, sure: Sure, why: &'static str) -> Element {
        Element { date: Some(written.clone()), ..self.element(kind, written.range, sure, why) }
    }

    /// Splits a range at any of the separators into items.
    pub(super) fn items(&self, range: Range<usize>, separators: &[char]) -> Vec<Item> {
        let text = self.slice(&range);
        let mut items = Vec::new();
        let mut start = 0;
        let ends = text.char_indices().filter(|(_, c)| separators.contains(c)).map(|(at, c)| (at, at + c.len_utf8()));
        for (end, next) in ends.chain(std::iter::once((text.len(), text.len()))) {
            let trimmed = fold::trim(&text[start..end], range.start + start);
            if !trimmed.is_empty() {
                items.push(Item { text: fold_value(self.slice(&trimmed)), range: trimmed });
            }
            start = next;
        }
        items
    }
}

/// Splits `标签：值` when the squashed label is one of the lists; ranges of label and value.
pub(super) fn labelled(
    scan: &Scan<'_>,
    range: &Range<usize>,
    labels: &[&Vec<String>],
) -> Option<(Range<usize>, Range<usize>)> {
    const NEAR: usize = 48;
    let text = scan.slice(range);
    let mut near = text.char_indices().take_while(|(at, _)| *at <= NEAR);
    let (colon, _) = near.find(|(_, c)| matches!(c, '：' | ':'))?;
    let label = scan.terms.label(&text[..colon]);
    labels.iter().any(|list| list.iter().any(|l| scan.terms.is_label(l, &label))).then(|| {
        let after = colon + text[colon..].chars().next().map_or(1, char::len_utf8);
        (range.start..range.start + after, fold::trim(&text[after..], range.start + after))
    })
}

/// Lines of which each says something of its own, in one.
pub(crate) fn fold_lines(text: &str) -> String {
    let lines = text.lines().map(fold_value).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("；")
}

/// A value for comparison and reports: one line, without layout spaces between Han characters.
pub(crate) fn fold_value(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().filter(|&c| !fold::is_zero_width(c)) {
        if c.is_whitespace() {
            gap = !value.is_empty();
            continue;
        }
        let latin = |c: char| c.is_ascii_alphanumeric();
        if gap && latin(c) && value.chars().next_back().is_some_and(latin) {
            value.push(' ');
        }
        gap = false;
        value.push(c);
    }
    value
}

/// Rows of all lines that `skip` does not name; footers are left out.
pub(super) fn rows(document: &Document, terms: &Terms, skip: impl Fn(usize) -> bool) -> Vec<Row> {
    let mut rows = Vec::with_capacity(document.lines.len());
    let mut line = 0;
    while line < document.lines.len() {
        let here = &document.lines[line];
        if skip(line) || matches!(here.zone, Zone::Footer | Zone::Footnote) {
            line += 1;
            continue;
        }
        let group = table_row(document, line);
        let end = if here.cell.is_none() && here.zone == Zone::Body { broken::end(document, line) } else { group.end };
        if end > group.end && !(line..end).any(&skip) {
            rows.push(row(document, terms, line..end));
            line = end;
            continue;
        }
        line = group.end;
        if group.len() > 1 && group.clone().all(|l| !skip(l)) && spread_over_cells(document, group.clone()) {
            rows.push(row(document, terms, group));
        } else {
            rows.extend(group.filter(|&l| !skip(l)).map(|l| row(document, terms, l..l + 1)));
        }
    }
    rows
}

/// The lines of the table row that starts at `line`, or that line alone.
fn table_row(document: &Document, line: usize) -> Range<usize> {
    let place = |l: usize| {
        let cell = document.lines.get(l)?.cell?;
        Some((cell.table, document.tables.get(cell.table)?.cells.get(cell.cell)?.row))
    };
    let Some(here) = place(line) else { return line..line + 1 };
    let mut end = line + 1;
    while place(end) == Some(here) {
        end += 1;
    }
    line..end
}

/// Each cell of the row has at most one line that is not blank.
fn spread_over_cells(document: &Document, lines: Range<usize>) -> bool {
    let filled: Vec<_> = lines.filter(|&l| !document.is_blank(l)).map(|l| document.lines[l].cell).collect();
    filled.windows(2).all(|w| w[0] != w[1])
}

fn row(document: &Document, terms: &Terms, lines: Range<usize>) -> Row {
    let first = &document.lines[lines.start];
    let mut segments = Vec::new();
    let mut red = false;
    // A prompt nobody answered is as good as a blank line, and so is a hole of a template where nothing says what for.
    let labels = &terms.labels;
    let named = |text: &str| {
        [&labels.number, &labels.title, &labels.to, &labels.date].iter().any(|l| terms.is_hole_for(text, l))
    };
    let unfilled = |line: &Line| {
        let mut runs = document.runs[line.runs.clone()].iter();
        let hole = || {
            let text = document.text.slice(line.range.clone());
            text.contains("{{") && terms.is_hole(&fold::squash(text)) && !named(text)
        };
        !line.runs.is_empty() && (runs.all(|r| r.kind == RunKind::Placeholder) || hole())
    };
    for line in lines.clone().filter_map(|l| document.lines.get(l)).filter(|l| !unfilled(l)) {
        let mut parts = fold::segments(document.text.slice(line.range.clone()), line.range.start).into_iter();
        // What was broken goes on; cells stand apart.
        if let Some(last) = segments.last_mut().filter(|_| line.cell.is_none()) {
            let last: &mut Range<usize> = last;
            last.end = parts.next().map_or(last.end, |p| p.end);
        }
        segments.extend(parts);
        for run in &document.runs[line.runs.clone()] {
            let coloured = document.run_formats.get(run.format).is_some_and(RunFormat::is_red);
            red |= coloured && !document.text.slice(run.range.clone()).trim().is_empty();
        }
    }
    let range = match (segments.first(), segments.last()) {
        (Some(a), Some(b)) => a.start..b.end,
        _ => first.range.start..first.range.start,
    };
    Row {
        line: lines.start,
        range,
        segments,
        table: first.cell.is_some_and(|c| !is_layout(document, c)),
        zone: first.zone,
        new_page: first.new_page,
        align: document.paragraph_format(lines.start).map(|f| f.align),
        red,
        squashed: OnceCell::new(),
        number: OnceCell::new(),
        date: OnceCell::new(),
    }
}

/// A cell with many lines is a page laid out in a table, and a few words in few cells are lines laid out in one.
fn is_layout(document: &Document, cell: crate::document::CellRef) -> bool {
    const PAGE: usize = 12;
    const WORDS: usize = 300;
    let few = document.tables.get(cell.table).filter(|t| t.rows <= 4 && t.columns <= 3).is_some_and(|t| {
        let lines = t.cells.iter().map(|c| c.lines.start).min()..t.cells.iter().map(|c| c.lines.end).max();
        let at = |line: Option<usize>| line.and_then(|l| document.lines.get(l)).map(|l| l.range.clone());
        let (first, last) = (at(lines.start), at(lines.end.and_then(|e| e.checked_sub(1))));
        first.zip(last).is_some_and(|(a, b)| b.end.saturating_sub(a.start) <= WORDS)
    });
    few || document.tables.get(cell.table).and_then(|t| t.cells.get(cell.cell)).is_some_and(|c| c.lines.len() >= PAGE)
}
