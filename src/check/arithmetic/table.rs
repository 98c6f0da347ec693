//! Totals in tables: cells that say they are the sum of others, against those.

use std::collections::HashMap;

use serde::Deserialize;

use crate::check::arithmetic::numbers::Number;
use crate::check::{Ctx, outcome, printed};
use crate::document::{Cell, Document, Table};
use crate::finding::{Hit, Outcome};
use crate::fold;
use crate::packet::FileRole;
use crate::sort;
use crate::steps;
use crate::terms::Pattern;

/// A row or a column of totals.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableSum {
    /// What a row of totals is called, and the column of them; a note in brackets may stand behind.
    labels: Vec<String>,
    /// What a row is called that sums up the rows above it, down from the last one of its kind.
    part_pattern: Pattern,
    /// Rows and columns headed by this are no summands, and a table that has such rows is left alone.
    not_pattern: Pattern,
    /// Headings of columns whose numbers are not added up.
    column_pattern: Pattern,
    /// Where one cell like this stands, a single column of numbers is left alone: it may be no sum.
    single_not_pattern: Pattern,
}

/// A cell that says it is the sum of others.
struct Claim {
    row: usize,
    column: usize,
    sum: Number,
    parts: Vec<Number>,
}

impl Claim {
    fn fits(&self) -> bool {
        self.sum.value > 0 && self.sum.differs_from(&self.parts).is_none()
    }
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

    fn table(&self, file: usize, document: &Document, table: &Table) -> Vec<Hit> {
        let grid = Grid::of(document, table);
        let labels: Vec<String> = (0..table.rows).map(|row| grid.label(row)).collect();
        if labels.iter().any(|label| self.not_pattern.is_match(label)) {
            return Vec::new();
        }
        let mut wrong = self.down(&grid, &labels);
        wrong.extend(self.across(&grid));
        sort::by_key(&mut wrong, |claim| (claim.row, claim.column));
        wrong.dedup_by_key(|claim| (claim.row, claim.column));
        wrong.iter().filter_map(|claim| self.hit(file, &grid, claim)).collect()
    }

    /// Wrong totals of columns. They are judged only where the rows are known to be the summands: another column does add
    /// up, they are numbered one by one, or nothing about a single column says otherwise.
    fn down(&self, grid: &Grid<'_>, labels: &[String]) -> Vec<Claim> {
        let groups = self.groups(labels);
        let of_group = |(total, rows): &(usize, Vec<usize>)| -> Vec<Claim> {
            (1..grid.table.columns).filter_map(|column| self.column(grid, column, *total, rows)).collect()
        };
        let (fits, wrong): (Vec<Claim>, Vec<Claim>) = groups.iter().flat_map(of_group).partition(Claim::fits);
        let [Claim { sum, parts, row, .. }] = wrong.as_slice() else {
            return if wrong.len() > fits.len() { Vec::new() } else { wrong };
        };
        let single = || sum.is_near(parts) && !grid.texts().any(|text| self.single_not_pattern.is_match(&text));
        let known = !fits.is_empty() || grid.is_numbered(*row) || groups.len() == 1 && single();
        if known { wrong } else { Vec::new() }
    }

    /// Rows of totals, each with the rows that it sums up.
    fn groups(&self, labels: &[String]) -> Vec<(usize, Vec<usize>)> {
        /// A heading, and two rows that are summed up.
        const LEAST: usize = 3;
        let rows = labels.len();
        let totals: Vec<usize> = (0..rows).filter(|&row| self.is_total(&labels[row])).collect();
        let &[total] = totals.as_slice() else { return Vec::new() };
        let mut parts: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut from = 0;
        for row in (0..total).filter(|&row| self.part_pattern.is_match(&labels[row])) {
            parts.push((row, (from..row).collect()));
            from = row + 1;
        }
        let summed: Vec<usize> = parts.iter().map(|(row, _)| *row).chain(from..total).collect();
        if !parts.is_empty() {
            parts.push((total, summed));
            parts
        } else if total >= LEAST {
            vec![(total, summed)]
        } else if rows > total + 2 {
            // The total stands on top.
            vec![(total, (total + 1..rows).collect())]
        } else {
            Vec::new()
        }
    }

    fn is_total(&self, label: &str) -> bool {
        let bare = label.split(['（', '(']).next().unwrap_or_default();
        self.labels.iter().any(|known| known == bare)
    }

    /// What a total of a column says of the rows; none where any of their cells is something else.
    fn column(&self, grid: &Grid<'_>, column: usize, total: usize, rows: &[usize]) -> Option<Claim> {
        let sum = Number::read(&grid.text(total, column)).or_else(|| grid.number(total, column))?;
        let first = (0..=total).find(|&row| grid.number(row, column).is_some())?;
        let heading: String = (0..first).map(|row| grid.text(row, column)).collect();
        if heading.is_empty() || self.column_pattern.is_match(&heading) || self.not_pattern.is_match(&heading) {
            return None;
        }
        let summed: Vec<usize> = rows.iter().copied().filter(|row| *row >= first).collect();
        let told = summed.iter().filter(|&&row| grid.number(row, column).is_some()).count();
        let parts: Option<Vec<Number>> = summed.iter().map(|&row| grid.summand(row, column)).collect();
        Some(Claim { row: total, column, sum, parts: parts.filter(|parts| parts.len() >= 2 && told > 0)? })
    }

    /// Wrong totals of rows, in the last column; most of the rows do add up.
    fn across(&self, grid: &Grid<'_>) -> Vec<Claim> {
        const LEAST: usize = 2;
        let last = grid.table.columns.saturating_sub(1);
        let heading = |column: usize| grid.text(0, column);
        let summed = || (1..last).filter(|&column| !self.column_pattern.is_match(&heading(column)));
        let judged = last > LEAST && self.is_total(&heading(last)) && summed().count() == last - 1;
        let claim = |row: usize| {
            let parts: Option<Vec<Number>> = summed().map(|column| grid.summand(row, column)).collect();
            Some(Claim { row, column: last, sum: grid.number(row, last)?, parts: parts? })
        };
        let rows = if judged { 1..grid.table.rows } else { 0..0 };
        let (fits, wrong): (Vec<Claim>, Vec<Claim>) = rows.filter_map(claim).partition(Claim::fits);
        if fits.len() >= LEAST && wrong.len() < fits.len() { wrong } else { Vec::new() }
    }

    fn hit(&self, file: usize, grid: &Grid<'_>, claim: &Claim) -> Option<Hit> {
        let sum = claim.sum.differs_from(&claim.parts)?;
        let cell = grid.cell(claim.row, claim.column)?;
        let range = grid.document.lines.get(cell.lines.start)?.range.clone();
        let hit = Hit::at(file, range.clone()).with("found", printed(grid.document, range)).with("sum", sum);
        Some(hit.with("row", grid.label(claim.row)).with("column", grid.text(0, claim.column)))
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

    /// What a row is called: behind an empty cell for its number, the next one.
    fn label(&self, row: usize) -> String {
        Some(self.text(row, 0)).filter(|label| !label.is_empty()).unwrap_or_else(|| self.text(row, 1))
    }

    /// The number in a cell, with what it counts or without.
    fn number(&self, row: usize, column: usize) -> Option<Number> {
        const UNITS: [char; 13] = ['人', '名', '户', '个', '件', '项', '家', '亩', '元', '台', '套', '所', '辆'];
        let text = self.text(row, column);
        Number::read(&text).or_else(|| Number::read(text.strip_suffix(UNITS)?))
    }

    /// What a cell adds to a sum; an empty one and a dash add nothing.
    fn summand(&self, row: usize, column: usize) -> Option<Number> {
        let nothing = || matches!(self.text(row, column).as_str(), "" | "—" | "－" | "-" | "–" | "/" | "——" | "无");
        self.number(row, column).or_else(|| if nothing() { Number::read("0") } else { None })
    }

    /// The texts of all cells.
    fn texts(&self) -> impl Iterator<Item = String> {
        (0..self.table.rows).flat_map(move |row| (0..self.table.columns).map(move |column| self.text(row, column)))
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
