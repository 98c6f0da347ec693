//! Ruled lines that paragraphs and table cells state; drawn ones cannot be judged.

use serde::Deserialize;

use crate::check::layout::{Judged, View};
use crate::document::{Document, Edge, Line, Table, is_red};
use crate::element::ElementKind;
use crate::lang::Words;

/// The rule under an element.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleUnder {
    element: ElementKind,
    /// It is red.
    #[serde(default)]
    red: bool,
    /// Kinds of line, as files name them, that it must not be.
    #[serde(default)]
    not: Vec<String>,
}

impl RuleUnder {
    pub(super) fn judge(&self, view: &View<'_>) -> Judged {
        let Some(element) = view.elements.get(self.element) else { return Judged::Nothing };
        let last = view.document.line_at(element.range.end);
        let Some(edge) = below(view.document, last) else { return Judged::Open };
        let found = match () {
            () if self.not.contains(&edge.kind) => "是一条单线",
            () if self.red && !edge.color.as_deref().is_some_and(is_red) => "不是红色的",
            () => return Judged::Hits(Vec::new()),
        };
        let range = view.document.lines[last].range.clone();
        Judged::Hits(vec![view.hit(range, self.element.title(), Words::from(found)).of(self.element.id())])
    }
}

/// The rule right below a line, or below the blank lines that follow it.
fn below(document: &Document, line: usize) -> Option<&Edge> {
    let here = document.lines.get(line)?;
    if let Some(edge) = edges(document, here).1 {
        return Some(edge);
    }
    for (offset, next) in document.lines.get(line + 1..)?.iter().enumerate() {
        let (top, bottom) = edges(document, next);
        if next.zone != here.zone || next.cell.is_some() && here.cell.is_none() {
            return None;
        }
        if !document.is_blank(line + 1 + offset) {
            return top;
        }
        if let Some(edge) = top.or(bottom) {
            return Some(edge);
        }
    }
    None
}

/// The rules above and below a line: of its cell, else of its paragraph.
fn edges<'d>(document: &'d Document, line: &Line) -> (Option<&'d Edge>, Option<&'d Edge>) {
    let format = line.format.and_then(|f| document.paragraph_formats.get(f));
    let own = format.map_or((None, None), |f| (f.top.as_ref(), f.bottom.as_ref()));
    let cell = line.cell.and_then(|c| document.tables.get(c.table)?.cells.get(c.cell));
    let cell = cell.map_or((None, None), |c| (c.top.as_ref(), c.bottom.as_ref()));
    let drawn = |a: Option<&'d Edge>, b: Option<&'d Edge>| a.filter(|e| e.is_drawn()).or(b.filter(|e| e.is_drawn()));
    (drawn(own.0, cell.0), drawn(own.1, cell.1))
}

/// The rules of an imprint in a table: the first and the last are thicker than those between.
pub(super) fn imprint(view: &View<'_>) -> Judged {
    let kinds = [
        ElementKind::Keywords,
        ElementKind::ImprintTo,
        ElementKind::Cc,
        ElementKind::PrintingOffice,
        ElementKind::PrintingDate,
    ];
    let elements: Vec<_> = view.elements.list.iter().filter(|e| kinds.contains(&e.kind)).collect();
    let (Some(first), Some(last)) = (elements.first(), elements.last()) else { return Judged::Nothing };
    let document = view.document;
    let cell = |at: usize| document.lines.get(document.line_at(at)).and_then(|l| l.cell);
    let (Some(top), Some(bottom)) = (cell(first.range.start), cell(last.range.start)) else { return Judged::Open };
    let Some(table) = document.tables.get(top.table).filter(|_| top.table == bottom.table) else { return Judged::Open };
    let row = |cell: usize| table.cells.get(cell).map_or(0, |c| c.row);
    let (top, bottom) = (row(top.cell), row(bottom.cell) + 1);
    let inner = (top + 1..bottom).find_map(|r| above(table, r));
    let (Some(top), Some(bottom), Some(inner)) = (above(table, top), above(table, bottom), inner) else {
        return Judged::Open;
    };
    if inner < top && inner < bottom {
        return Judged::Hits(Vec::new());
    }
    let found = "首条、末条分隔线没有比中间的粗";
    Judged::Hits(vec![view.hit(first.range.clone(), Words::from("版记"), Words::from(found)).of(first.kind.id())])
}

/// Width of the rule above a row of a table; none where nothing is drawn.
fn above(table: &Table, row: usize) -> Option<u32> {
    let lower = table.cells.iter().filter(|c| c.row == row).filter_map(|c| c.top.as_ref());
    let upper = table.cells.iter().filter(|c| c.row + c.row_span == row).filter_map(|c| c.bottom.as_ref());
    lower.chain(upper).filter(|e| e.is_drawn()).map(|e| e.size).max()
}
