//! Forms that are tables: label cells and where their values stand.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::document::Table;
use crate::element::form::{Meaning, Pair, Reader, has_label_shape};
use crate::fold;

impl Reader<'_> {
    /// A table with signing labels: two roles and four labels, or fewer under a heading.
    pub(super) fn is_form_table(&self, table: &Table, headed: bool) -> bool {
        let mut roles = Vec::new();
        let mut all = 0;
        for cell in &table.cells {
            for meaning in self.cell_labels(cell.lines.clone()) {
                all += 1;
                if let Meaning::Role(role) = meaning
                    && !roles.contains(&role)
                {
                    roles.push(role);
                }
            }
        }
        let (enough_roles, enough_labels) = if headed { (1, 3) } else { (2, 4) };
        roles.len() >= enough_roles && all >= enough_labels
    }

    fn cell_labels(&self, lines: Range<usize>) -> Vec<Meaning> {
        let range = self.lines_range(lines);
        if range.len() > 600 {
            return Vec::new();
        }
        if let Some(meaning) = self.pure_label(&range) {
            return vec![meaning];
        }
        let pairs = self.pairs(range.clone());
        let first = self.first_line_label(&range).filter(|_| pairs.is_empty());
        pairs.into_iter().chain(first).map(|p| p.meaning).collect()
    }

    /// Lines and pairs of a form that is a table, with the labelled lines right above and below.
    pub(super) fn table_form(&self, table: usize, heading: Option<usize>) -> (Range<usize>, Vec<Pair>) {
        let cells = &self.document.tables[table].cells;
        let first = cells.iter().map(|c| c.lines.start).min().unwrap_or(0);
        let last = cells.iter().map(|c| c.lines.end).max().unwrap_or(0);
        let top = heading.filter(|&h| h < first && first - h <= 8).map_or(first, |h| h);
        let mut pairs = Vec::new();
        let mut start = top;
        for line in (top.saturating_sub(4)..first).rev() {
            let found = self.pairs(self.lines_range(line..line + 1));
            if line < top && found.is_empty() && !self.document.is_blank(line) {
                break;
            }
            start = if found.is_empty() { start } else { start.min(line) };
            pairs.extend(found);
        }
        pairs.extend(self.grid_pairs(&self.document.tables[table]));
        let mut end = last;
        for line in last..self.document.lines.len().min(last + 4) {
            let found = self.pairs(self.lines_range(line..line + 1));
            if found.is_empty() {
                break;
            }
            pairs.extend(found);
            end = line + 1;
        }
        pairs.sort_by_key(|p| p.label.start);
        (start..end, pairs)
    }

    /// Label cells with their value cells: to the right, else below; or label and value in one cell.
    fn grid_pairs(&self, table: &Table) -> Vec<Pair> {
        let mut pairs = Vec::new();
        let ranges: Vec<Range<usize>> = table.cells.iter().map(|c| self.lines_range(c.lines.clone())).collect();
        let pure: Vec<Option<Meaning>> = ranges.iter().map(|r| self.pure_label(r)).collect();
        let inner: Vec<Vec<Pair>> = ranges
            .iter()
            .zip(&pure)
            .map(|(r, p)| if p.is_some() { Vec::new() } else { self.pairs(r.clone()) })
            .collect();
        let at: HashMap<(usize, usize), usize> =
            table.cells.iter().enumerate().map(|(i, c)| ((c.row, c.column), i)).collect();
        // Parts of a signature have labels of their own: 签名：… 日期：…
        let part = |p: &Pair| matches!(p.meaning, Meaning::Date | Meaning::Unknown);
        let free =
            |i: usize| pure[i].is_none() && inner[i].iter().all(part) && self.first_line_label(&ranges[i]).is_none();
        // The cell right before a cell, and the label in it.
        let ends: HashMap<(usize, usize), usize> =
            table.cells.iter().enumerate().map(|(i, c)| ((c.row, c.column + c.column_span), i)).collect();
        let left_of = |j: usize| ends.get(&(table.cells[j].row, table.cells[j].column)).copied();
        let label_of = |j: usize| left_of(j).and_then(|left| pure[left]);
        let steps = self.step_headings(table, &ranges);
        for (i, cell) in table.cells.iter().enumerate().filter(|(_, c)| Some(c.row) != steps) {
            let Some(meaning) = pure[i] else {
                match self.first_line_label(&ranges[i]) {
                    Some(pair) if inner[i].is_empty() => pairs.push(pair),
                    _ if free(i) => {}
                    _ => pairs.extend(self.pairs(ranges[i].clone())),
                }
                continue;
            };
            let right = (cell.row..cell.row + cell.row_span)
                .filter_map(|row| at.get(&(row, cell.column + cell.column_span)).copied());
            let mut values: Vec<usize> = right.filter(|&j| free(j)).collect();
            // 签发 and 签发人： in one row are one cell that nobody has signed.
            if values.is_empty() && label_of(i) != Some(meaning) {
                let below = at.get(&(cell.row + cell.row_span, cell.column)).copied();
                let unknown = |j: usize| left_of(j).is_some_and(|k| self.is_unknown_label(self.slice(&ranges[k])));
                let alone = |j: usize| label_of(j).is_none() && !unknown(j);
                values.extend(below.filter(|&j| free(j) && alone(j) && !has_label_shape(self.slice(&ranges[j]))));
            }
            if let (Meaning::Role(_), Some(headings), Some(&first)) = (meaning, &steps, values.first())
                && cell.row > *headings
            {
                // One row a step: person, opinion and time stand side by side.
                let next = |j: usize| at.get(&(cell.row, table.cells[j].column + table.cells[j].column_span)).copied();
                values = std::iter::successors(Some(first), |&j| next(j).filter(|&j| free(j))).collect();
            }
            let value = match (values.first(), values.last()) {
                (Some(&a), Some(&b)) if values.len() == 1 || ranges[a].end <= ranges[b].start => {
                    let end = if values.len() > 1 && self.mixed(&ranges[a].end, &ranges[b], &values, &ranges) {
                        ranges[a].end
                    } else {
                        ranges[b].end
                    };
                    fold::trim(self.slice(&(ranges[a].start..end)), ranges[a].start)
                }
                _ => ranges[i].end..ranges[i].end,
            };
            pairs.push(Pair { meaning, label: ranges[i].clone(), value });
        }
        pairs
    }

    /// The row that heads a table of steps: step, person, opinion, time.
    fn step_headings(&self, table: &Table, ranges: &[Range<usize>]) -> Option<usize> {
        let named = |i: usize| {
            ranges[i].len() < 60 && self.terms.words.step_headings.contains(&self.terms.label(self.slice(&ranges[i])))
        };
        let mut rows: BTreeMap<usize, usize> = BTreeMap::new();
        (0..ranges.len()).filter(|&i| named(i)).for_each(|i| *rows.entry(table.cells[i].row).or_default() += 1);
        rows.into_iter().find(|(_, known)| *known >= 2).map(|(row, _)| row)
    }

    /// Other cells lie between the value cells of one label, so that they are not one range.
    fn mixed(&self, from: &usize, last: &Range<usize>, values: &[usize], ranges: &[Range<usize>]) -> bool {
        ranges
            .iter()
            .enumerate()
            .any(|(j, r)| values.binary_search(&j).is_err() && r.start >= *from && r.end <= last.start && !r.is_empty())
    }

    /// A label alone on the first line of a cell, its value on the lines below.
    pub(super) fn first_line_label(&self, range: &Range<usize>) -> Option<Pair> {
        let text = self.slice(range);
        let (first, rest) = text.split_once('\n')?;
        let meaning = self.lookup(first)?;
        let value = fold::trim(rest, range.start + first.len() + 1);
        Some(Pair { meaning, label: fold::trim(first, range.start), value })
    }
}
