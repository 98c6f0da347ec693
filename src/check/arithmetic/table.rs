//! Totals in tables: a row that says it is the total, against the numbers above it.

use std::collections::HashMap;

use serde::Deserialize;

use crate::check::arithmetic::numbers::Number;
use crate::check::{Ctx, outcome, printed};
use crate::document::{Cell, Document, Table};
use crate::finding::{Hit, Outcome};
use crate::fold;
use crate::packet::FileRole;
use crate::steps;
use crate::terms::Pattern;

/// A row of totals.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableSum {
    /// What the first cell of a row of totals says, whole.
    labels: Vec<String>,
    /// Rows and columns headed by this are no summands, and a table that has such rows is left alone.
    not_pattern: Pattern,
    /// Headings of columns whose numbers are not added up.
    column_pattern: Pattern,
}

impl TableSum {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let mut hits = Vec::new();
        for (file, entry) in ctx.packet.files.iter().enumerate() {
            let Some((document, _)) = entry.read() else { continue };
            if matches!(entry.role, FileRole::Main | FileRole::Attachment) {
                hits.extend(document.tables.iter().flat_map(|t| self.table(file, document, t)));
            }
        }
        outcome(hits)
    }

    /// A column is judged only where the rows are known to be the summands: another column does add up, or they are
    /// numbered one by one.
    fn table(&self, file: usize, document: &Document, table: &Table) -> Vec<Hit> {
        let grid = Grid::of(document, table);
        let Some(total) = self.total_row(&grid) else { return Vec::new() };
        let columns: Vec<(usize, Vec<Number>, Number)> = (1..table.columns)
            .filter_map(|c| {
                let (numbers, sum) = self.column(&grid, c, total)?;
                Some((c, numbers, sum))
            })
            .collect();
        let fits =
            columns.iter().filter(|(_, numbers, sum)| sum.value > 0 && sum.differs_from(numbers).is_none()).count();
        let wrong = columns.iter().filter_map(|(c, numbers, sum)| Some((*c, sum.differs_from(numbers)?)));
        let wrong: Vec<(usize, String)> = wrong.collect();
        let numbered = || fits == 0 && wrong.len() == 1 && grid.is_numbered(total);
        if wrong.len() > fits && !numbered() {
            return Vec::new();
        }
        wrong.into_iter().filter_map(|(c, sum)| self.hit(file, &grid, total, c, sum)).collect()
    }

    /// The only row of totals, if it is the last row with numbers and no other row is a part of another.
    fn total_row(&self, grid: &Grid<'_>) -> Option<usize> {
        let rows = grid.table.rows;
        let labels: Vec<String> = (0..rows).map(|r| grid.text(r, 0)).collect();
        let is_total = |r: &usize| self.labels.contains(&labels[*r]);
        let totals: Vec<usize> = (0..rows).filter(is_total).collect();
        let partial = labels.iter().any(|l| self.not_pattern.is_match(l));
        match totals.as_slice() {
            [row] if !partial && *row >= 3 => Some(*row),
            _ => None,
        }
    }

    /// The numbers of a column above the total, and the total; none if any cell there is something else.
    fn column(&self, grid: &Grid<'_>, column: usize, total: usize) -> Option<(Vec<Number>, Number)> {
        let sum = Number::read(&grid.text(total, column))?;
        let first = (0..total).find(|&r| Number::read(&grid.text(r, column)).is_some())?;
        let heading: String = (0..first).map(|r| grid.text(r, column)).collect();
        if heading.is_empty() || self.column_pattern.is_match(&heading) || self.not_pattern.is_match(&heading) {
            return None;
        }
        let numbers: Option<Vec<Number>> = (first..total).map(|r| Number::read(&grid.text(r, column))).collect();
        Some((numbers.filter(|n| n.len() >= 2)?, sum))
    }

    fn hit(&self, file: usize, grid: &Grid<'_>, total: usize, column: usize, sum: String) -> Option<Hit> {
        let cell = grid.cell(total, column)?;
        let range = grid.document.lines.get(cell.lines.start)?.range.clone();
        let hit = Hit::at(file, range.clone()).with("found", printed(grid.document, range)).with("sum", sum);
        Some(hit.with("row", grid.text(total, 0)).with("column", grid.text(0, column)))
    }
}

/// A table by rows and columns.
struct Grid<'d> {
    document: &'d Document,
    table: &'d Table,
    /// The cells by row and column.
    cells: HashMap<(usize, usize), &'d Cell>,
}

impl<'d> Grid<'d> {
    fn of(document: &'d Document, table: &'d Table) -> Self {
        // Of two cells in one place the first is the one that is printed.
        let cells = table.cells.iter().rev().map(|cell| ((cell.row, cell.column), cell)).collect();
        Self { document, table, cells }
    }

    /// The rows above one are numbered from one on in their first column, below at most two rows of headings.
    fn is_numbered(&self, below: usize) -> bool {
        const HEADINGS: usize = 2;
        let first = (0..=HEADINGS).find(|row| self.text(*row, 0) == "1");
        first.is_some_and(|first| (first..below).all(|row| self.text(row, 0) == (row - first + 1).to_string()))
    }

    fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        steps::add(1);
        self.cells.get(&(row, column)).copied()
    }

    /// Its text without spaces; empty where there is none.
    fn text(&self, row: usize, column: usize) -> String {
        let lines = self.cell(row, column).map_or(0..0, |c| c.lines.clone());
        lines.map(|l| fold::squash(self.document.line_text(l))).collect()
    }
}
