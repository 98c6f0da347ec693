//! Tables as grids: merged cells once, nested tables inside their cell.

use crate::document::{Cell, CellRef, Edge, Table, TraceKind, Zone};
use crate::read::docx::blocks::Flat;
use crate::read::docx::format::edge;
use crate::read::docx::wrappers::{Control, branch};
use crate::read::xml::{Node, attr, child, int, is_w, on, val};

/// Columns beyond this are not counted; Word stops at 63.
const MOST_COLUMNS: i32 = 512;

/// Reads a table into the text and the list of tables.
pub(super) fn read(flat: &mut Flat<'_>, node: Node<'_>, inside: Option<CellRef>) {
    let index = flat.document.tables.len();
    flat.document.tables.push(Table { inside, ..Table::default() });
    let outer = flat.zone;
    if outer == Zone::Body {
        flat.zone = Zone::Table;
    }
    flat.end_line();
    // For each grid column the cell that a vertical merge continues.
    let mut above: Vec<Option<usize>> = Vec::new();
    let mut rows = 0;
    let outer_control = flat.control;
    for (row, control) in contents(node, "tr", outer_control) {
        if let Some(mark) = child(row, "trPr").and_then(|p| child(p, "del")) {
            flat.deleted(row, mark);
            continue;
        }
        flat.control = control;
        read_row(flat, row, index, rows, &mut above);
        flat.control = outer_control;
        rows += 1;
    }
    let table = &mut flat.document.tables[index];
    if let Some(borders) = child(node, "tblPr").and_then(|p| child(p, "tblBorders")) {
        rule(&mut table.cells, rows, borders);
    }
    table.rows = rows;
    table.columns = above.len();
    flat.zone = outer;
}

fn read_row(flat: &mut Flat<'_>, row: Node<'_>, index: usize, number: usize, above: &mut Vec<Option<usize>>) {
    let before = child(row, "trPr").and_then(|p| val(p, "gridBefore")).and_then(int).unwrap_or(0);
    let mut column = before.clamp(0, MOST_COLUMNS) as usize;
    let outer_control = flat.control;
    for (node, control) in contents(row, "tc", outer_control) {
        let properties = child(node, "tcPr");
        let span =
            properties.and_then(|p| val(p, "gridSpan")).and_then(int).unwrap_or(1).clamp(1, MOST_COLUMNS) as usize;
        if above.len() < column + span {
            above.resize(column + span, None);
        }
        if let Some(mark) = properties.and_then(|p| child(p, "cellDel")) {
            flat.deleted(node, mark);
            column += span;
            continue;
        }
        if let Some(mark) = properties.and_then(|p| child(p, "cellIns")) {
            flat.trace(TraceKind::Inserted, mark, "");
        }
        let merge = properties.and_then(|p| child(p, "vMerge"));
        let continues = merge.is_some_and(|m| attr(m, "val") != Some("restart"));
        let joins_left =
            properties.and_then(|p| child(p, "hMerge")).is_some_and(|m| attr(m, "val") != Some("restart") && on(m));
        let blank = || !node.descendants().any(|n| is_w(n, "t") && !n.text().trim().is_empty());
        if joins_left && blank() && extend_left(flat, index, number, span) {
            column += span;
            continue;
        }
        match above[column].filter(|_| continues && blank()) {
            Some(cell) => {
                flat.document.tables[index].cells[cell].row_span =
                    number + 1 - flat.document.tables[index].cells[cell].row
            }
            None => {
                flat.control = control;
                let cell = read_cell(
                    flat,
                    node,
                    index,
                    Cell { row: number, column, row_span: 1, column_span: span, ..Cell::default() },
                );
                flat.control = outer_control;
                above[column..column + span].fill(merge.is_some().then_some(cell));
            }
        }
        column += span;
    }
}

/// Rules that the table states where a cell does not.
fn rule(cells: &mut [Cell], rows: usize, borders: Node<'_>) {
    let (first, inner, last) = (edge(borders, "top"), edge(borders, "insideH"), edge(borders, "bottom"));
    for cell in cells {
        let (above, below) = (cell.row == 0, cell.row + cell.row_span == rows);
        let own = |set: &Option<Edge>, outer: bool, at: &Option<Edge>| {
            set.clone().or_else(|| if outer { at.clone() } else { inner.clone() })
        };
        cell.top = own(&cell.top, above, &first);
        cell.bottom = own(&cell.bottom, below, &last);
    }
}

/// A horizontally merged cell widens the one before it in the row.
fn extend_left(flat: &mut Flat<'_>, index: usize, row: usize, span: usize) -> bool {
    match flat.document.tables[index].cells.last_mut().filter(|c| c.row == row) {
        Some(cell) => {
            cell.column_span += span;
            true
        }
        None => false,
    }
}

fn read_cell(flat: &mut Flat<'_>, node: Node<'_>, index: usize, cell: Cell) -> usize {
    let number = flat.document.tables[index].cells.len();
    flat.document.tables[index].cells.push(cell);
    let first = flat.document.lines.len();
    flat.blocks(node, Some(CellRef { table: index, cell: number }));
    flat.end_line();
    let lines = first..flat.document.lines.len();
    let borders = child(node, "tcPr").and_then(|p| child(p, "tcBorders"));
    let side = |name: &str| borders.and_then(|b| edge(b, name));
    let cell = &mut flat.document.tables[index].cells[number];
    (cell.lines, cell.top, cell.bottom) = (lines, side("top"), side("bottom"));
    number
}

/// Rows or cells, also inside wrappers, and what the content controls round them say.
fn contents<'a>(parent: Node<'a>, name: &str, outer: Control) -> Vec<(Node<'a>, Control)> {
    let mut found = Vec::new();
    let mut open: Vec<(Node<'a>, Control)> = parent.children().map(|n| (n, outer)).collect();
    open.reverse();
    while let Some((node, control)) = open.pop() {
        match node.name() {
            n if n == name => found.push((node, control)),
            "AlternateContent" => open.extend(branch(node).map(|b| (b, control))),
            "sdt" | "sdtContent" | "customXml" | "smartTag" | "ins" | "moveTo" | "Choice" | "Fallback" => {
                let control = if node.name() == "sdt" { control.enter(node) } else { control };
                let inner: Vec<_> = node.children().map(|n| (n, control)).collect();
                open.extend(inner.into_iter().rev());
            }
            _ => {}
        }
    }
    found
}
