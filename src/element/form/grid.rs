//! Forms that are tables: label cells and where their values stand.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::document::{CellRef, Table};
use crate::element::form::label::{Found, Meaning};
use crate::element::form::pairs::{Pair, Value};
use crate::element::form::record::{Cells, Head};
use crate::element::form::{FormKind, Reader};
use crate::fold;
use crate::sort;

/// A table as it is read: what each cell is, and which were taken as the value of another.
struct Grid<'t> {
    table: &'t Table,
    cells: Vec<Cell>,
    /// Cells by the place where they begin.
    at: HashMap<(usize, usize), usize>,
    /// Cells of each row, from left to right.
    rows: BTreeMap<usize, Vec<usize>>,
}

/// A table of steps that is being read: its head, the label it stands under, and how many rows were signatures.
type Record = (Head, Option<(Meaning, Range<usize>)>, usize);

/// A cell and what it is.
struct Cell {
    /// Its bytes, nested tables left out.
    range: Range<usize>,
    /// Where its text begins.
    text_from: usize,
    /// It is nothing but a label.
    label: Option<Found>,
    /// Labels with their values stand in it.
    inner: Vec<Pair>,
    /// Tables inside.
    nested: Vec<usize>,
    /// It begins with a label nobody has listed.
    unknown: bool,
    /// It begins with a label that only says which part of a signature follows.
    part: bool,
    /// Every label in it is a unit and its opinion: 法务部意见：无.
    heard: bool,
    /// It was read as part of something.
    taken: bool,
}

impl Grid<'_> {
    /// The cell right behind, in a row that it covers.
    fn right(&self, cell: usize, row: usize) -> Option<usize> {
        let own = &self.table.cells[cell];
        self.at.get(&(row, own.column + own.column_span)).copied()
    }

    /// Nothing but a value can stand there.
    fn is_free(&self, cell: usize) -> bool {
        let own = &self.cells[cell];
        // Behind a value there may be labels of its own: 电话, 备注.
        let behind = own.part
            || own.inner.first().is_none_or(|p| {
                matches!(p.meaning, Meaning::Date | Meaning::Unknown) && own.inner.iter().all(|p| !p.is_role())
                    || p.label.start > own.text_from && !p.is_role()
            });
        !own.taken && own.label.is_none_or(|l| l.weak) && behind && (!own.unknown || own.part)
    }

    fn is_label(&self, cell: usize) -> bool {
        self.cells[cell].label.is_some()
    }
}

impl Reader<'_> {
    /// Lines and pairs of a form that is a table, with the labelled lines right above and below, and the tables that go on
    /// with it.
    pub(super) fn table_form(&self, table: usize, heading: Option<usize>) -> (Range<usize>, Vec<Pair>) {
        /// So many lines may lie between two tables of one form.
        const APART: usize = 3;
        let document = self.document;
        let span = |t: usize| {
            let cells = &document.tables[t].cells;
            let first = cells.iter().map(|c| c.lines.start).min().unwrap_or(0);
            (first, cells.iter().map(|c| c.lines.end).max().unwrap_or(0))
        };
        let (first, mut last) = span(table);
        // 份数, 文号 may stand in a table of their own above.
        let mut tables: Vec<usize> = Vec::new();
        let mut above = first;
        for before in (0..table).rev() {
            let (from, to) = span(before);
            let near = to <= above && above - to <= APART && document.tables[before].inside.is_none();
            if !near || self.count_labels(&document.tables[before]) < 2 {
                break;
            }
            tables.insert(0, before);
            above = from;
        }
        let first = above;
        tables.push(table);
        for next in table + 1..document.tables.len() {
            let (from, to) = span(next);
            let near = from >= last && from - last <= APART && document.tables[next].inside.is_none();
            if near && self.is_form_table(&document.tables[next], Some(FormKind::Outgoing)) {
                tables.push(next);
                last = to;
            }
        }
        let top = heading.filter(|&h| h < first && first - h <= 8).map_or(first, |h| h);
        let mut pairs = Vec::new();
        let mut start = top;
        for line in (top.saturating_sub(4)..first).rev() {
            let found = self.pairs(self.lines_range(line..line + 1), true);
            if line < top && found.is_empty() && !document.is_blank(line) {
                break;
            }
            start = if found.is_empty() { start } else { start.min(line) };
            pairs.extend(found);
        }
        tables.iter().for_each(|&t| self.grid_pairs(t, None, &mut pairs));
        let mut end = last;
        for line in last..document.lines.len().min(last + 4) {
            let found = self.pairs(self.lines_range(line..line + 1), true);
            if found.is_empty() {
                break;
            }
            pairs.extend(found);
            end = line + 1;
        }
        sort::by_key(&mut pairs, |p| p.label.start);
        (start..end, pairs)
    }

    /// Labels of fields and steps in a table; a list has none, whatever its columns are called.
    fn count_labels(&self, table: &Table) -> usize {
        /// A table of more cells is a list.
        const MOST: usize = 60;
        if table.cells.len() > MOST {
            return 0;
        }
        table.cells.iter().map(|c| self.cell_labels(c.lines.clone()).len()).sum()
    }

    fn grid(&self, at: usize) -> Grid<'_> {
        let table = &self.document.tables[at];
        let inside = |cell: usize| {
            let within = move |t: &usize| self.document.tables[*t].inside == Some(CellRef { table: at, cell });
            (at + 1..self.document.tables.len()).filter(within)
        };
        let any_nested = self.document.tables[at + 1..].iter().any(|t| t.inside.is_some_and(|i| i.table == at));
        let cell = |(i, c): (usize, &crate::document::Cell)| {
            let nested: Vec<usize> = if any_nested { inside(i).collect() } else { Vec::new() };
            let first =
                nested.iter().filter_map(|t| self.document.tables[*t].cells.first()).map(|c| c.lines.start).min();
            let range = self.lines_range(c.lines.start..first.unwrap_or(c.lines.end));
            let label = self.lookup(self.slice(&range));
            let inner = if label.is_some() { Vec::new() } else { self.pairs(range.clone(), false) };
            let first = self.first_line_label(&range).filter(|_| label.is_none() && inner.is_empty());
            let text_from = self.trimmed(&range).start;
            let mut inner: Vec<Pair> = inner.into_iter().chain(first).collect();
            let begins = inner.first().is_none_or(|p| p.label.start > text_from);
            let unknown = self
                .begins_unknown(&self.slice(&range)[text_from - range.start..])
                .filter(|_| label.is_none() && begins);
            if let Some(length) = unknown {
                let end = inner.first().map_or(range.end, |p| p.label.start);
                let own = text_from..text_from + length;
                let value = self.trimmed(&(own.end.min(end)..end));
                inner.insert(0, Pair::new(Meaning::Unknown, own, value));
            }
            // 审批结果：通过, 同意。签字：…: what it says of itself, not a step of its own.
            let own_part = |p: &Pair| self.is_inner_label(self.slice(&p.label));
            let part = inner.first().is_some_and(|p| p.label.start > text_from || own_part(p))
                && inner.iter().all(|p| !p.is_role() || own_part(p));
            let of_unit = |p: &Pair| self.is_heard(self.slice(&p.label));
            let heard = inner.first().is_some_and(|p| p.label.start == text_from) && inner.iter().all(of_unit);
            Cell { range, text_from, label, inner, nested, unknown: unknown.is_some(), part, heard, taken: false }
        };
        let cells: Vec<Cell> = table.cells.iter().enumerate().map(cell).collect();
        let mut rows: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        table.cells.iter().enumerate().for_each(|(i, c)| rows.entry(c.row).or_default().push(i));
        rows.values_mut().for_each(|row| sort::by_key(row, |&i| table.cells[i].column));
        let at = table.cells.iter().enumerate().map(|(i, c)| ((c.row, c.column), i)).collect();
        Grid { table, cells, at, rows }
    }

    /// Label cells with their value cells, as a person reads them: to the right, else below; or both in one cell.
    fn grid_pairs(&self, table: usize, heading: Option<(Meaning, Range<usize>)>, pairs: &mut Vec<Pair>) {
        let mut grid = self.grid(table);
        // 意见|…, 签名|…, 日期|… inside the cell of a step are its parts.
        let parts = |c: &Cell| {
            c.label.is_none_or(|l| l.weak || l.meaning == Meaning::Date) && !c.inner.iter().any(|p| p.is_role())
        };
        let head = |row: &Vec<usize>| {
            let own: Cells = row.iter().map(|&i| (grid.table.cells[i].column, grid.cells[i].range.clone())).collect();
            self.record_head(&own).is_some()
        };
        if let Some((meaning @ Meaning::Role(_), label)) = heading.clone()
            && grid.cells.iter().all(parts)
            && !grid.rows.values().any(head)
        {
            let (from, to) =
                (grid.cells.iter().map(|c| c.range.start).min(), grid.cells.iter().map(|c| c.range.end).max());
            let whole = from.unwrap_or(label.end)..to.unwrap_or(label.end);
            return pairs.push(Pair::new(meaning, label, self.trimmed(&whole)));
        }
        self.matter_rows(&mut grid);
        self.record_rows(&mut grid, heading, pairs);
        self.head_rows(&mut grid, pairs);
        let order: Vec<usize> = grid.rows.values().flatten().copied().collect();
        for i in order {
            if grid.cells[i].taken {
                continue;
            }
            grid.cells[i].taken = true;
            let nested = std::mem::take(&mut grid.cells[i].nested);
            let range = grid.cells[i].range.clone();
            match grid.cells[i].label {
                Some(found) if !self.is_value(&grid, i, found) => {
                    let (value, behind) = self.values(&mut grid, i, found.meaning);
                    let own = (found.meaning, range.clone());
                    let mut below = nested;
                    if let Value::Text(ranges) = &value {
                        below.extend(self.nested_in(&mut grid, ranges));
                    }
                    let before = pairs.len();
                    for inner in &below {
                        self.grid_pairs(*inner, Some(own.clone()), pairs);
                    }
                    let heads =
                        below.is_empty() && (self.is_group(&grid, i) || self.is_named_beside(&grid, i, found.meaning));
                    let signed = pairs[before..].iter().any(|p| p.meaning == found.meaning);
                    if !(heads || signed) {
                        pairs.push(Pair { meaning: found.meaning, label: range, value });
                    }
                    pairs.extend(behind);
                }
                _ if !grid.cells[i].inner.is_empty() => {
                    let inner = std::mem::take(&mut grid.cells[i].inner);
                    let own = inner.last().map(|p| (p.meaning, p.label.clone()));
                    let before = pairs.len();
                    nested.iter().for_each(|t| self.grid_pairs(*t, own.clone(), pairs));
                    let signed = own.is_some_and(|(m, _)| pairs[before..].iter().any(|p| p.meaning == m));
                    let count = inner.len() - usize::from(signed);
                    pairs.extend(inner.into_iter().take(count));
                }
                _ => {
                    nested.iter().for_each(|t| self.grid_pairs(*t, None, pairs));
                    self.unknown_cell(&mut grid, i, pairs);
                }
            }
        }
    }

    /// Tables inside the cells of a value.
    fn nested_in(&self, grid: &mut Grid<'_>, ranges: &[Range<usize>]) -> Vec<usize> {
        let within = |c: &&mut Cell| ranges.iter().any(|r| c.range.start >= r.start && c.range.start <= r.end);
        let cells = grid.cells.iter_mut().filter(|c| !c.nested.is_empty()).filter(within);
        cells.flat_map(|c| std::mem::take(&mut c.nested)).collect()
    }

    /// A word that only names somebody is a value where a label to the left wants one.
    fn is_value(&self, grid: &Grid<'_>, cell: usize, found: Found) -> bool {
        let text = self.slice(&grid.cells[cell].range);
        if !found.weak || text.trim_end().ends_with([':', '：']) {
            return false;
        }
        let own = &grid.table.cells[cell];
        // 抄送 above it, with nothing to the right of that: it is what stands there.
        let above = grid
            .at
            .iter()
            .find(|((row, column), i)| *column == own.column && row + grid.table.cells[**i].row_span == own.row);
        let heads = |i: usize| {
            let field = matches!(grid.cells[i].label, Some(Found { meaning: Meaning::Field(_), .. }));
            let right = grid.right(i, grid.table.cells[i].row);
            field && right.is_some_and(|j| self.slice(&grid.cells[j].range).trim().is_empty())
        };
        if above.is_some_and(|(_, &i)| heads(i)) {
            return true;
        }
        // Alone in its row, with nothing to sign beside or below it, it labels nothing.
        let beside = grid.right(cell, own.row).is_some_and(|j| grid.is_free(j) || grid.is_label(j));
        let below = grid.at.get(&(own.row + own.row_span, own.column)).is_some_and(|&j| grid.is_free(j));
        !(beside || below)
    }

    /// A label beside several labelled rows heads them and is no cell of its own: 领导批示 beside 局长, 副局长.
    fn is_group(&self, grid: &Grid<'_>, cell: usize) -> bool {
        let own = &grid.table.cells[cell];
        let labelled = |row: usize| {
            grid.right(cell, row).is_some_and(|j| {
                grid.is_label(j) || grid.cells[j].inner.iter().any(Pair::is_role) || {
                    let next = grid.right(j, row);
                    self.looks_like_label(self.slice(&grid.cells[j].range)) && next.is_some_and(|n| !grid.is_label(n))
                }
            })
        };
        // Units beside 会签 are its entries.
        let meaning = grid.cells[cell].label.map(|l| l.meaning);
        let several = matches!(meaning, Some(Meaning::Role(role)) if self.terms.roles[role].several);
        let unit = |row: usize| {
            grid.right(cell, row).is_some_and(|j| {
                let word = fold::squash(self.slice(&grid.cells[j].range));
                grid.cells[j].label.is_none_or(|l| l.weak)
                    && (self.terms.is_unit_name(&word) || self.terms.is_organ(&word))
            })
        };
        if several && (own.row..own.row + own.row_span).any(unit) {
            return false;
        }
        let starts: Vec<usize> =
            (own.row..own.row + own.row_span).filter(|row| grid.right(cell, *row).is_some()).collect();
        starts.len() >= 2 && starts.into_iter().all(labelled)
    }

    /// The cell beside a label says the same again: 签发 and 签发人：…
    fn is_named_beside(&self, grid: &Grid<'_>, cell: usize, meaning: Meaning) -> bool {
        let right = grid.right(cell, grid.table.cells[cell].row);
        right.is_some_and(|j| {
            let own = &grid.cells[j];
            !own.part && own.inner.first().is_some_and(|p| p.meaning == meaning && p.label.start == own.text_from)
        })
    }

    /// The value of a label: the free cells to its right in every row that it covers, else the one below it.
    fn values(&self, grid: &mut Grid<'_>, cell: usize, meaning: Meaning) -> (Value, Vec<Pair>) {
        let own = &grid.table.cells[cell];
        let (row, spans, column) = (own.row, own.row_span, own.column);
        let mut ranges = Vec::new();
        let group = self.is_group(grid, cell);
        let several = matches!(meaning, Meaning::Role(role) if self.terms.roles[role].several);
        for row in row..row + spans {
            // 会签 | 法务部意见：无。…: entries of the cell, and no cells of their own.
            let entries = |j: usize| several && grid.cells[j].heard && !grid.cells[j].taken;
            let mut next = grid.right(cell, row).filter(|&j| !group && (grid.is_free(j) || entries(j)));
            let mut piece: Option<Range<usize>> = None;
            while let Some(j) = next {
                grid.cells[j].taken = true;
                let range = grid.cells[j].range.clone();
                piece = Some(piece.map_or(range.clone(), |p| p.start..range.end.max(p.start)));
                let follows = |k: usize| grid.is_free(k) && self.goes_on(grid, k, meaning);
                next = grid.right(j, row).filter(|&k| follows(k));
            }
            ranges.extend(piece.map(|r| self.trimmed(&r)));
        }
        if ranges.is_empty() && !group {
            let below = grid.at.get(&(row + spans, column)).copied();
            let beside = |j: usize| {
                let cell = &grid.table.cells[j];
                let left = grid
                    .rows
                    .get(&cell.row)
                    .and_then(|row| row.iter().rev().find(|&&k| grid.table.cells[k].column < cell.column));
                left.is_some_and(|&k| grid.is_label(k) || self.looks_like_label(self.slice(&grid.cells[k].range)))
            };
            let good = |j: usize| {
                let text = self.slice(&grid.cells[j].range);
                grid.is_free(j) && !beside(j) && !fold::begins_with_label(text, 12) && !self.looks_like_label(text)
            };
            if let Some(j) = below.filter(|&j| good(j)) {
                grid.cells[j].taken = true;
                ranges.push(self.trimmed(&grid.cells[j].range));
            }
        }
        if ranges.is_empty() {
            let end = grid.cells[cell].range.end;
            ranges.push(end..end);
        }
        let mut behind = Vec::new();
        for range in &mut ranges {
            let (own, more) = match meaning {
                Meaning::Role(role) => self.split_value(range.clone(), role),
                _ => (range.clone(), Vec::new()),
            };
            *range = own;
            behind.extend(more);
        }
        (Value::Text(ranges), behind)
    }

    /// A cell behind the first value cell goes on with it: what somebody signs may lie in several cells.
    fn goes_on(&self, grid: &Grid<'_>, cell: usize, meaning: Meaning) -> bool {
        let text = self.slice(&grid.cells[cell].range);
        let after = |row: usize| grid.right(cell, row).is_some_and(|k| grid.is_free(k));
        let role = matches!(meaning, Meaning::Role(_));
        let several = matches!(meaning, Meaning::Role(role) if self.terms.roles[role].several);
        let word = fold::squash(text);
        // 办公室 behind the value of 签发 begins a cell of its own.
        let named = grid.is_label(cell) || self.terms.is_organ(&word) || self.terms.names_unit(&word);
        if role && !several && named {
            return false;
        }
        text.trim().is_empty()
            || role && (!self.looks_like_label(text) || !after(grid.table.cells[cell].row) && self.is_signed_text(text))
    }

    /// Rows of labels with their values in the rows below, column by column: one row; one with the days below it; or several
    /// that say at the left which part of the signatures they hold.
    fn head_rows(&self, grid: &mut Grid<'_>, pairs: &mut Vec<Pair>) {
        let rows: Vec<(usize, Vec<usize>)> = grid.rows.iter().map(|(r, c)| (*r, c.clone())).collect();
        for (at, (_, all)) in rows.iter().enumerate() {
            let parted = self.part_rows(grid, &rows, at);
            let heads = if parted.is_empty() { &all[..] } else { &all[1..] };
            let label = |&i: &usize| {
                let cell = &grid.cells[i];
                !cell.taken
                    && (cell.label.is_some() || cell.inner.is_empty() && self.looks_like_label(self.slice(&cell.range)))
            };
            let roles =
                heads.iter().filter(|&&i| grid.cells[i].label.is_some_and(|f| matches!(f.meaning, Meaning::Role(_))));
            let all_labels = heads.len() >= 2 && roles.count() >= 1 && heads.iter().all(label);
            let single = heads.iter().all(|&i| grid.table.cells[i].row_span == 1);
            if !(all_labels && single) {
                continue;
            }
            let below = if parted.is_empty() { self.value_rows(grid, &rows, at) } else { parted };
            if below.is_empty() {
                continue;
            }
            let heads = heads.to_vec();
            let lead = all.len() - heads.len();
            all[..lead].iter().for_each(|&i| grid.cells[i].taken = true);
            for &i in &heads {
                let mut ranges = Vec::new();
                for row in &below {
                    row[..row.len().min(lead)].iter().for_each(|&j| grid.cells[j].taken = true);
                    let cells = row.iter().skip(lead).filter(|&&j| overlap(grid.table, i, j));
                    let free = |&&j: &&usize| !grid.cells[j].taken || row.len() < heads.len() + lead;
                    for j in cells.filter(free).copied().collect::<Vec<_>>() {
                        ranges.push(self.trimmed(&grid.cells[j].range));
                        grid.cells[j].taken = true;
                    }
                }
                grid.cells[i].taken = true;
                let meaning = grid.cells[i].label.map_or(Meaning::Unknown, |f| f.meaning);
                let label = grid.cells[i].range.clone();
                if ranges.is_empty() {
                    ranges.push(label.end..label.end);
                }
                pairs.push(Pair { meaning, label, value: Value::Text(ranges) });
            }
        }
    }

    /// The rows below a row of labels whose first cells say which part of the signatures they hold: 意见, 签名, 日期.
    fn part_rows(&self, grid: &Grid<'_>, rows: &[(usize, Vec<usize>)], at: usize) -> Vec<Vec<usize>> {
        let first = |row: &[usize]| row.first().map_or("", |&i| self.slice(&grid.cells[i].range).trim()).to_owned();
        let head = &rows[at].1;
        if head.len() < 3
            || grid.is_label(head[0])
            || !first(head).is_empty() && self.terms.record_head(&first(head)).is_none()
        {
            return Vec::new();
        }
        let is_part = |row: &&Vec<usize>| row.len() > 1 && self.is_part_label(&fold::squash(&first(row)));
        rows[at + 1..].iter().map(|(_, row)| row).take_while(is_part).cloned().collect()
    }

    /// The row of values right below a row of labels, and a row of days below that.
    fn value_rows(&self, grid: &Grid<'_>, rows: &[(usize, Vec<usize>)], at: usize) -> Vec<Vec<usize>> {
        let (row, heads) = &rows[at];
        let Some((below_row, below)) = rows.get(at + 1) else { return Vec::new() };
        // 主送 above 各处室: what stands under a field may look like a label.
        let of_field = |j: usize| {
            let head = heads.iter().find(|&&i| overlap(grid.table, i, j));
            head.is_some_and(|&i| matches!(grid.cells[i].label, Some(Found { meaning: Meaning::Field(_), .. })))
        };
        let fits =
            |&j: &usize| grid.is_free(j) && (of_field(j) || !self.looks_like_label(self.slice(&grid.cells[j].range)));
        if *below_row != row + 1 || !below.iter().all(fits) {
            return Vec::new();
        }
        let text = |j: &usize| self.slice(&grid.cells[*j].range).trim();
        let undated = |j: &usize| self.terms.any_dates(text(j), 0).is_empty();
        let day = |j: &usize| text(j).is_empty() || self.terms.date_only(text(j), 0).is_some();
        let days = rows.get(at + 2).filter(|(next, cells)| {
            let dated = cells.iter().filter(|j| !text(j).is_empty()).count() > 1;
            *next == row + 2
                && dated
                && cells.len() == below.len()
                && cells.iter().all(day)
                && below.iter().all(undated)
        });
        std::iter::once(below).chain(days.map(|(_, cells)| cells)).cloned().collect()
    }

    /// Tables of the matter inside a form (申报|审定|核减): nobody signs there.
    fn matter_rows(&self, grid: &mut Grid<'_>) {
        let words = &self.terms.words.matter_heads;
        let is_matter = |i: &&usize| {
            let label = self.terms.label(self.slice(&grid.cells[**i].range));
            words.contains(&label) || words.iter().any(|w| fold::squash(w) == label)
        };
        let rows: Vec<Vec<usize>> = grid
            .rows
            .values()
            .filter(|row| row.len() > 2 && row.iter().filter(is_matter).count() >= 2)
            .cloned()
            .collect();
        for i in rows.into_iter().flatten() {
            if grid.table.cells[i].row_span == 1 {
                grid.cells[i].taken = true;
            }
        }
    }

    /// Rows below a head of columns, each a step or a signature.
    fn record_rows(&self, grid: &mut Grid<'_>, outer: Option<(Meaning, Range<usize>)>, pairs: &mut Vec<Pair>) {
        let rows: Vec<(usize, Vec<usize>)> = grid.rows.iter().map(|(r, c)| (*r, c.clone())).collect();
        let cells = |grid: &Grid<'_>, row: &[usize]| -> Cells {
            row.iter().map(|&i| (grid.table.cells[i].column, grid.cells[i].range.clone())).collect()
        };
        let mut open: Option<Record> = None;
        for (at, (_, row)) in rows.iter().enumerate() {
            let own = cells(grid, row);
            if let Some((leading, head)) = self.record_head(&own) {
                let left = leading.map(|_| row[0]);
                let above = || {
                    let before = at.checked_sub(1).map(|b| &rows[b].1)?;
                    let [only] = before.as_slice() else { return None };
                    grid.is_label(*only).then_some(*only)
                };
                let role = |i: &usize| matches!(grid.cells[*i].label, Some(Found { meaning: Meaning::Role(_), .. }));
                let labelled = left.or_else(above).filter(|i| !head.has_steps() || role(i));
                let head = if labelled.is_some() { head.without_steps() } else { head };
                let heading = labelled
                    .and_then(|i| Some((grid.cells[i].label?.meaning, grid.cells[i].range.clone())))
                    .or(outer.clone());
                if !head.has_steps() && heading.is_none() {
                    continue;
                }
                row.iter().chain(labelled.iter()).for_each(|&i| grid.cells[i].taken = true);
                if let Some((_, heading, 0)) = open.take() {
                    pairs.extend(heading.map(blank));
                }
                open = Some((head, heading, 0));
                continue;
            }
            let Some((head, heading, count)) = open.as_mut() else { continue };
            let first_free = |&i: &usize| {
                let cell = &grid.cells[i];
                let own = grid.table.cells[i].column;
                let strange = row.len() != head.width() || head.wants_value(own);
                cell.label.is_some_and(|f| !f.weak) && strange && !head.has_steps()
                    || cell.inner.iter().any(Pair::is_role)
            };
            let narrow = row.len() < 2;
            if narrow || row.iter().any(first_free) {
                if let Some((_, heading, 0)) = open.take() {
                    pairs.extend(heading.map(blank));
                }
                continue;
            }
            let pair = self.record_row(head, &own, heading.clone());
            if let (Some(pair), true) = (&pair, head.has_steps()) {
                *heading = Some((pair.meaning, pair.label.clone()));
            }
            let stays = pair.is_some() || own.iter().all(|(_, r)| self.slice(r).trim().is_empty());
            if head.has_steps() && pair.is_none() && !stays {
                open = None;
                continue;
            }
            row.iter().for_each(|&i| grid.cells[i].taken = true);
            *count += usize::from(pair.is_some());
            pairs.extend(pair);
        }
        if let Some((_, heading, 0)) = open {
            pairs.extend(heading.map(blank));
        }
    }

    /// A cell that is neither label nor value of a known one: by its looks a label with its value, or something that was
    /// signed without one.
    fn unknown_cell(&self, grid: &mut Grid<'_>, cell: usize, pairs: &mut Vec<Pair>) {
        let range = self.trimmed(&grid.cells[cell].range);
        let text = self.slice(&range);
        if text.is_empty() || self.names_a_form(text) {
            return;
        }
        if self.looks_like_label(text) || self.decides(text) {
            let row = grid.table.cells[cell].row;
            let value = grid.right(cell, row).filter(|&j| grid.is_free(j));
            if let Some(j) = value {
                grid.cells[j].taken = true;
                let value = self.trimmed(&grid.cells[j].range);
                return pairs.push(Pair::new(Meaning::Unknown, range, value));
            }
        }
        if self.is_signed_text(text) || self.refuses(text) {
            pairs.push(Pair::new(Meaning::Unknown, range.start..range.start, range));
        }
    }
}

/// Two cells stand over some of the same columns.
fn overlap(table: &Table, a: usize, b: usize) -> bool {
    let span = |k: usize| table.cells[k].column..table.cells[k].column + table.cells[k].column_span;
    let (a, b) = (span(a), span(b));
    a.start < b.end && b.start < a.end
}

/// A label under which nothing was signed.
fn blank((meaning, label): (Meaning, Range<usize>)) -> Pair {
    let end = label.end;
    Pair::new(meaning, label, end..end)
}
