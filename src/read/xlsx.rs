//! Workbooks that stand for a document, such as a re-check slip: the first visible sheet with content, as one table.
//!
//! Read with the package and the trees of the .docx reader, cell by cell as the file has them, so that a far-away cell
//! costs nothing. Registers, which are larger and only looked up, are streamed instead.

mod number;

use std::collections::{BTreeMap, HashMap};

use crate::document::{Cell, CellRef, Document, Format, Line, Run, RunFormat, RunKind, Table, Trace, TraceKind, Zone};
use crate::error::{Reason, Unreadable};
use crate::read::package::{Package, Part};
use crate::read::xml::{Node, Tree, attr};
use crate::text::Text;
use crate::words;

use number::Numbers;

/// More rows with content are no slip.
const MOST_ROWS: usize = 2_000;
/// More columns with content are no slip.
const MOST_COLUMNS: usize = 64;
/// One stored text may be used by every cell: all text together stays under this.
const LONGEST_TEXT: usize = 4 << 20;
/// Sheets that are looked at.
const MOST_SHEETS: usize = 20;

/// Reads a .xlsx.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let mut package = Package::open(bytes)?;
    let none = || {
        let message = "名为 .xlsx，实际不是 Excel 表格；请用 Excel 或 WPS 打开后另存为 .xlsx";
        Unreadable::new(Reason::NotADocx, message)
    };
    let main = package.main()?.ok_or_else(none)?;
    let tree = main.parse()?;
    if tree.root().name() != "workbook" {
        return Err(none());
    }
    let relations = package.relations(&main.name)?;
    let mut part = |kind: &str| relations.kind(kind).map_or(Ok(None), |target| package.part(target));
    let (strings, styles) = (part("sharedStrings")?, part("styles")?);
    let (strings, styles) = (parse(&strings)?, parse(&styles)?);
    let old_epoch = inner(tree.root(), "workbookPr").is_some_and(|p| set(p, "date1904"));
    let book = Book {
        strings: strings.iter().flat_map(|t| t.root().children()).filter(|n| n.name() == "si").collect(),
        numbers: Numbers::new(styles.as_ref().map(Tree::root), old_epoch),
    };
    let sheets = inner(tree.root(), "sheets").into_iter().flat_map(Node::children).filter(|n| n.name() == "sheet");
    let visible = sheets.filter(|s| !matches!(attr(*s, "state"), Some("hidden" | "veryHidden")));
    let mut document = None;
    for sheet in visible.take(MOST_SHEETS) {
        let Some(target) = attr(sheet, "id").and_then(|id| relations.id(id)) else { continue };
        let Some(part) = package.part(target)? else { continue };
        match &mut document {
            None => document = book.sheet(&part)?,
            Some(document) if part.xml.contains("<v>") || part.xml.contains("<is>") => {
                let text = attr(sheet, "name").unwrap_or_default().chars().take(30).collect::<String>().into();
                document.traces.push(Trace { kind: TraceKind::Embedded, text, ..Trace::default() });
            }
            Some(_) => {}
        }
    }
    document.ok_or_else(|| Unreadable::new(Reason::Empty, "表格里没有内容，请确认是否保存成功"))
}

/// No sheet of a .xlsx holds a value, a formula or a drawing. What cannot be opened is not known to be blank.
pub fn is_blank(bytes: &[u8]) -> bool {
    blank(bytes).is_ok_and(|blank| blank)
}

fn blank(bytes: &[u8]) -> Result<bool, Unreadable> {
    const FILLED: [&str; 9] = ["</v>", ":v>", "</t>", ":t>", "</f>", ":f>", "rawing", "oleObject", "picture"];
    let mut package = Package::open(bytes)?;
    let Some(main) = package.main()? else { return Ok(false) };
    let tree = main.parse()?;
    let relations = package.relations(&main.name)?;
    let sheets: Vec<Node<'_>> = inner(tree.root(), "sheets").into_iter().flat_map(Node::children).collect();
    for sheet in &sheets {
        let target = attr(*sheet, "id").and_then(|id| relations.id(id));
        let Some(part) = target.map(|t| package.part(t)).transpose()?.flatten() else { return Ok(false) };
        if FILLED.iter().any(|sign| part.xml.contains(sign)) {
            return Ok(false);
        }
    }
    Ok(!sheets.is_empty())
}

fn parse(part: &Option<Part>) -> Result<Option<Tree<'_>>, Unreadable> {
    part.as_ref().map(Part::parse).transpose()
}

/// The first child of this name.
fn inner<'a>(node: Node<'a>, name: &str) -> Option<Node<'a>> {
    node.children().find(|n| n.name() == name)
}

/// Whether a switch is on that is off when it is not there.
fn set(node: Node<'_>, name: &str) -> bool {
    matches!(attr(node, name), Some("1" | "true"))
}

/// Row and column, from 0, of `B12`.
fn place(reference: &str) -> Option<(usize, usize)> {
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = reference.split_at(digits);
    let column = letters.chars().try_fold(0usize, |all, c| {
        let letter = c.to_digit(36).filter(|d| *d >= 10)? as usize - 9;
        (all < 1 << 20).then_some(all * 26 + letter)
    })?;
    Some((row.parse::<u32>().ok()?.checked_sub(1)? as usize, column.checked_sub(1)?))
}

/// What cells refer to.
struct Book<'a> {
    strings: Vec<Node<'a>>,
    numbers: Numbers<'a>,
}

/// The cells of a sheet that show something: text or a border.
struct Sheet {
    cells: BTreeMap<(usize, usize), String>,
    hidden_rows: [bool; MOST_ROWS],
    hidden_columns: [bool; MOST_COLUMNS],
    /// Rows and columns of the corners.
    merged: Vec<[usize; 4]>,
    /// The start of what stands in hidden rows and columns.
    hidden: Option<String>,
}

impl Book<'_> {
    /// The document of a sheet; none when it is blank.
    fn sheet(&self, part: &Part) -> Result<Option<Document>, Unreadable> {
        let tree = part.parse()?;
        let root = tree.root();
        let mut sheet = Sheet {
            cells: BTreeMap::new(),
            hidden_rows: [false; MOST_ROWS],
            hidden_columns: [false; MOST_COLUMNS],
            merged: Vec::new(),
            hidden: None,
        };
        for column in inner(root, "cols").into_iter().flat_map(Node::children).filter(|c| set(*c, "hidden")) {
            let at = |name: &str| attr(column, name).and_then(|n| n.parse::<usize>().ok()).unwrap_or(1);
            let (from, to) = (at("min").clamp(1, MOST_COLUMNS) - 1, at("max").min(MOST_COLUMNS));
            sheet.hidden_columns[from..to.max(from)].fill(true);
        }
        let (mut row, mut length) = (0, 0);
        for line in inner(root, "sheetData").into_iter().flat_map(Node::children) {
            row = attr(line, "r").and_then(|r| r.parse::<u32>().ok()).map_or(row, |r| r.max(1) as usize - 1);
            if let Some(hidden) = sheet.hidden_rows.get_mut(row) {
                *hidden = set(line, "hidden");
            }
            let mut column = 0;
            for cell in line.children().filter(|n| n.name() == "c") {
                let at = attr(cell, "r").and_then(place).unwrap_or((row, column));
                column = at.1 + 1;
                let text = self.text(cell);
                length += text.len();
                let blank = text.trim().is_empty();
                let outside = at.0 >= MOST_ROWS || at.1 >= MOST_COLUMNS;
                if length > LONGEST_TEXT || outside && !blank {
                    let message = words!(
                        "表格的内容超过{most_rows}行、{most_columns}列或{x}兆字节，没有读取；请只保留需要核对的内容",
                        most_rows = MOST_ROWS,
                        most_columns = MOST_COLUMNS,
                        x = LONGEST_TEXT >> 20
                    );
                    return Err(Unreadable::new(Reason::TooLarge, message));
                }
                if outside || blank && !self.numbers.is_bordered(attr(cell, "s")) {
                    continue;
                }
                if sheet.hidden_rows[at.0] || sheet.hidden_columns[at.1] {
                    sheet.hidden = sheet.hidden.take().or_else(|| (!blank).then(|| text.chars().take(30).collect()));
                    continue;
                }
                sheet.cells.insert(at, text);
            }
            row = row.saturating_add(1);
        }
        for merge in inner(root, "mergeCells").into_iter().flat_map(Node::children) {
            let corners = attr(merge, "ref").and_then(|r| r.split_once(':'));
            if let Some((from, to)) = corners.and_then(|(a, b)| Some((place(a)?, place(b)?))) {
                sheet.merged.push([from.0, from.1, to.0, to.1]);
            }
        }
        let blank = sheet.hidden.is_none() && sheet.cells.values().all(|t| t.trim().is_empty());
        Ok((!blank).then(|| sheet.document(&part.name)))
    }

    /// What a cell shows.
    fn text(&self, cell: Node<'_>) -> String {
        let value = inner(cell, "v").map(Node::text).unwrap_or_default();
        let plain = value.trim();
        match attr(cell, "t") {
            Some("s") => {
                plain.parse().ok().and_then(|n: usize| self.strings.get(n)).map_or(String::new(), |s| rich(*s))
            }
            Some("inlineStr") => inner(cell, "is").map_or(String::new(), rich),
            Some("str") => unescape(&value),
            Some("b") => if plain == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            Some("d") => number::stamp(plain),
            Some("e") => plain.to_owned(),
            _ => plain.parse().map_or_else(|_| plain.to_owned(), |n| self.numbers.print(n, attr(cell, "s"))),
        }
    }
}

/// Text with or without formats; how it is pronounced is left out.
fn rich(node: Node<'_>) -> String {
    let mut all = String::new();
    for piece in node.children() {
        match piece.name() {
            "t" => all += &piece.text(),
            "r" => piece.children().filter(|n| n.name() == "t").for_each(|t| all += &t.text()),
            _ => {}
        }
    }
    unescape(&all)
}

/// Line ends as files keep them.
fn unescape(text: &str) -> String {
    text.replace("_x000D_", "").replace("\r\n", "\n").replace('\r', "\n")
}

impl Sheet {
    /// Lays the cells out as one table, hidden rows and columns closed up.
    fn document(self, part: &str) -> Document {
        let Self { mut cells, hidden_rows, hidden_columns, merged, hidden } = self;
        let last = |at: fn(&(usize, usize)) -> usize| cells.keys().map(at).max().map_or(0, |n| n + 1);
        let shown = |all: usize, gone: &[bool]| (0..all).filter(|n| !gone[*n]).collect::<Vec<_>>();
        let (rows, columns) = (shown(last(|k| k.0), &hidden_rows), shown(last(|k| k.1), &hidden_columns));
        let first = |at: fn(&(usize, usize)) -> usize| cells.keys().map(at).min().unwrap_or(0);
        let (top, left) = (first(|k| k.0), first(|k| k.1));
        let (mut spans, mut covered) = (HashMap::new(), vec![false; rows.len() * columns.len()]);
        // Merged ranges do not overlap; what claims to is cut short.
        let mut room = covered.len();
        for [row, column, to_row, to_column] in merged {
            let within =
                |all: &[usize], from, to| all.partition_point(|n| *n < from)..all.partition_point(|n| *n <= to);
            let (r, c) = (within(&rows, row, to_row), within(&columns, column, to_column));
            let area = r.len() * c.len();
            if area == 0 || area > room || covered[r.start * columns.len() + c.start] {
                continue;
            }
            room -= area;
            r.clone().for_each(|r| covered[r * columns.len()..][c.clone()].fill(true));
            spans.insert((r.start, c.start), (r.len(), c.len()));
        }
        let mut document = Document {
            format: Format::Xlsx,
            parts: vec![part.to_owned()],
            run_formats: vec![RunFormat::default()],
            tables: vec![Table { rows: rows.len(), columns: columns.len(), ..Table::default() }],
            ..Document::default()
        };
        let mut text = String::new();
        for (row, sheet_row) in rows.iter().enumerate().skip_while(|(_, r)| **r < top) {
            for (column, sheet_column) in columns.iter().enumerate().skip_while(|(_, c)| **c < left) {
                let span = spans.get(&(row, column)).copied();
                if span.is_none() && covered[row * columns.len() + column] {
                    continue;
                }
                let (row_span, column_span) = span.unwrap_or((1, 1));
                let cell = Cell { row, column, row_span, column_span, ..Cell::default() };
                put(&mut document, &mut text, cell, &cells.remove(&(*sheet_row, *sheet_column)).unwrap_or_default());
            }
        }
        text.pop();
        document.text = Text::new(text);
        if let Some(text) = hidden {
            document.traces.push(Trace { kind: TraceKind::Hidden, text: text.into(), ..Trace::default() });
        }
        document
    }
}

/// Adds a cell with its lines.
fn put(document: &mut Document, flat: &mut String, cell: Cell, content: &str) {
    let number = document.tables[0].cells.len();
    let first = document.lines.len();
    for line in content.split('\n') {
        let (at, run) = (flat.len(), document.runs.len());
        flat.push_str(line);
        if !line.is_empty() {
            document.runs.push(Run { range: at..flat.len(), format: 0, origin: None, kind: RunKind::Text });
        }
        document.lines.push(Line {
            range: at..flat.len(),
            zone: Zone::Table,
            paragraph: document.lines.len() + 1,
            cell: Some(CellRef { table: 0, cell: number }),
            runs: run..document.runs.len(),
            ..Line::default()
        });
        flat.push('\n');
    }
    document.tables[0].cells.push(Cell { lines: first..document.lines.len(), ..cell });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_and_nonsense_is_not() {
        assert_eq!(place("A1"), Some((0, 0)));
        assert_eq!(place("XFD1048576"), Some((1_048_575, 16_383)));
        for wrong in ["", "A", "1", "A0", "甲1", "A99999999999", "AAAAAAAAAAAA1", "$A$1"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }
}
