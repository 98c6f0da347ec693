//! Tables: where cells have several lines, files hold them in one order and print them in another.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::align::Edit;
use super::pages;
use super::side::{Side, Soft};
use super::texts::Texts;
use crate::document::{CellRef, Zone};
use crate::steps;

/// Differences this close in one table are looked at together; where that is too much at a time, closer ones.
const NEAR: [usize; 2] = [600, 200];
/// Rows of more characters are left as they were compared.
const MOST: usize = 4_000;

/// Takes out what is only mixed: each cell is printed whole, whatever stands between its lines.
pub(super) fn settle(texts: &Texts<'_, '_>, edits: Vec<Edit>) -> Vec<Edit> {
    NEAR.into_iter().fold(edits, |edits, near| settled(texts, edits, near))
}

fn settled(texts: &Texts<'_, '_>, edits: Vec<Edit>, near: usize) -> Vec<Edit> {
    let mut left = Vec::new();
    let mut edits = edits.into_iter().peekable();
    while let Some(first) = edits.next() {
        let Some(table) = table_at(texts, &first) else {
            left.push(first);
            continue;
        };
        let mut group = vec![first];
        while let Some(next) = edits.next_if(|edit| {
            let last = group.last().map_or(0, |last: &Edit| last.a.end);
            edit.a.start.saturating_sub(last) <= near && table_at(texts, edit) == Some(table)
        }) {
            group.push(next);
        }
        left.extend(rows(texts, group));
    }
    left
}

/// The heads of tables that are printed again where a table goes on on another page: what stands behind them there is not
/// what was signed behind them.
pub(super) fn heads_again(signed: &Side<'_>, printed: &Side<'_>, pages: &[Range<usize>]) -> Vec<Range<usize>> {
    /// So many characters behind a head tell whether it is the first.
    const BEHIND: usize = 12;
    let mut heads: HashMap<&[char], Vec<Range<usize>>> = HashMap::new();
    for head in heads_of(signed) {
        heads.entry(&signed.letters[head.start..head.start + START]).or_default().push(head);
    }
    let again = |page: &Range<usize>| {
        let text = &printed.letters[page.clone()];
        let own = heads.get(text.get(..START)?)?;
        let here = own.iter().filter(|head| {
            steps::add(1);
            text.starts_with(&signed.letters[(*head).clone()])
        });
        let longest = here.clone().map(|head| head.len()).max()?;
        let is_first = |head: &Range<usize>| {
            let (behind, there) = (text[longest..].iter().take(BEHIND), signed.letters[head.end..].iter());
            let same = behind.clone().zip(there).filter(|(one, other)| one == other).count();
            same * 2 >= behind.count()
        };
        let first = here.filter(|head| head.len() == longest).any(is_first);
        (!first).then(|| page.start..page.start + longest)
    };
    pages.iter().skip(1).filter_map(again).collect()
}

/// A head begins with as many characters at least.
const START: usize = 2;
/// A head has no more rows.
const ROWS: usize = 3;

/// The first row of each table, the first two, and so on.
fn heads_of(side: &Side<'_>) -> Vec<Range<usize>> {
    let mut heads: Vec<Range<usize>> = Vec::new();
    let mut seen = HashSet::new();
    let mut at = 0;
    while at < side.floats {
        let table = table_of(side, at).filter(|table| seen.insert(*table));
        let Some(table) = table else {
            at += 1;
            continue;
        };
        let start = at;
        let row = |at: usize| row_in(side, at, table);
        while let Some(number) = row(at).filter(|number| *number < ROWS) {
            at += 1;
            if row(at) != Some(number) && at - start >= START {
                heads.push(start..at);
            }
        }
    }
    heads
}

/// The row of a table that a mark stands in.
fn row_in(side: &Side<'_>, at: usize, table: (usize, usize)) -> Option<usize> {
    table_of(side, at).filter(|own| *own == table)?;
    let (document, cell) = side.cell(at)?;
    Some(side.documents.get(document)?.1.tables.get(cell.table)?.cells.get(cell.cell)?.row)
}

/// Takes out the heads of tables, which are printed again on every page that a table goes on on.
pub(super) fn without_heads(texts: &Texts<'_, '_>, pages: &[Range<usize>], mut edits: Vec<Edit>) -> Vec<Edit> {
    let begins = |at: usize| pages.iter().any(|page| page.start.abs_diff(at) <= pages::SLACK);
    edits.retain(|edit| {
        let table = if edit.a.is_empty() && begins(edit.b.start) { table_at(texts, edit) } else { None };
        !table.is_some_and(|table| is_head(texts, table, edit))
    });
    edits
}

/// Whether what is added are the first rows of a table, or one of them.
fn is_head(texts: &Texts<'_, '_>, (document, number): (usize, usize), edit: &Edit) -> bool {
    let signed = texts.signed;
    let Some(table) = signed.documents.get(document).and_then(|(_, document, _)| document.tables.get(number)) else {
        return false;
    };
    let first = (0..edit.a.start).rev().take_while(|&at| table_of(signed, at) == Some((document, number))).last();
    let Some(first) = first else { return false };
    let in_row = |at: &usize| signed.cell(*at).and_then(|(_, cell)| table.cells.get(cell.cell)).map_or(ROWS, |c| c.row);
    let mut head = (first..edit.a.start).take_while(|at| in_row(at) < ROWS).map(|at| signed.letters[at]);
    texts.printed.letters[edit.b.clone()].iter().all(|c| head.next() == Some(*c))
}

/// What is moved within a table, from one page to the next: its rows are cut there, each cell of them.
pub(super) fn is_cut(texts: &Texts<'_, '_>, a: &Range<usize>, b: &Range<usize>) -> bool {
    let table = table_of(texts.signed, a.start);
    let page = |at: usize| texts.printed.page(at).map(|(number, _)| number);
    let (here, there) = (page(b.start), page(texts.across(a.start)));
    let near = here.zip(there).is_some_and(|(here, there)| here.abs_diff(there) <= 1);
    table.is_some() && table == table_of(texts.signed, a.end - 1) && near
}

/// The table that a difference lies in, by its document.
fn table_at(texts: &Texts<'_, '_>, edit: &Edit) -> Option<(usize, usize)> {
    let of = |at: usize| table_of(texts.signed, at);
    of(edit.a.start).or_else(|| of(edit.a.start.checked_sub(1)?))
}

fn table_of(side: &Side<'_>, at: usize) -> Option<(usize, usize)> {
    let (document, cell) = side.cell(at)?;
    (side.zone(at) == Some(Zone::Table)).then_some((document, cell.table))
}

/// The differences of the rows that some differences lie in, cell by cell; the differences themselves where that does
/// not make them fewer.
fn rows(texts: &Texts<'_, '_>, group: Vec<Edit>) -> Vec<Edit> {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return group };
    let a = row(texts.signed, first.a.start, last.a.end.max(first.a.start + 1));
    let b = texts.across(a.start).min(first.b.start)..texts.behind(a.end).max(last.b.end);
    if a.len() > MOST || b.len() > MOST || b.is_empty() {
        return group;
    }
    let mut cells = cells(texts.signed, a);
    let fragments = fragments(texts.printed, b);
    let lost = taken(texts, &mut cells, fragments);
    let missing: Vec<Range<usize>> = cells.iter().flat_map(Cell::left).collect();
    let size = |edits: &[Edit]| edits.iter().map(|edit| edit.a.len() + edit.b.len()).sum::<usize>();
    let pair = |at: usize| {
        let (end, behind) = (last.a.end, last.b.end);
        Edit { a: missing.get(at).cloned().unwrap_or(end..end), b: lost.get(at).cloned().unwrap_or(behind..behind) }
    };
    let told: Vec<Edit> = (0..missing.len().max(lost.len())).map(pair).collect();
    if size(&told) < size(&group) { told } else { group }
}

/// All marks of the rows that a range lies in.
fn row(side: &Side<'_>, start: usize, end: usize) -> Range<usize> {
    let key = |at: usize| {
        let (number, cell) = side.cell(at)?;
        let table = side.documents.get(number)?.1.tables.get(cell.table)?;
        Some((number, cell.table, table.cells.get(cell.cell)?.row))
    };
    let start = start.min(side.marks.len().saturating_sub(1));
    let end = end.clamp(start + 1, side.marks.len());
    let (first, last) = (key(start).or_else(|| key(start.checked_sub(1)?)), key(end - 1));
    let before = (0..start).rev().take_while(|&at| first.is_some() && key(at) == first).count();
    let behind = (end..side.marks.len()).take_while(|&at| last.is_some() && key(at) == last).count();
    start - before..end + behind
}

/// A cell of what was signed, with how far it was found in print.
struct Cell<'c> {
    marks: Range<usize>,
    text: &'c [char],
    found: usize,
    /// Where its last line begins, mm.
    left: Option<f64>,
    soft: Vec<Soft>,
}

impl Cell<'_> {
    /// What was not found of it.
    fn left(&self) -> Option<Range<usize>> {
        let rest = self.marks.start + self.found..self.marks.end;
        (!rest.is_empty() && self.soft[self.found..].contains(&Soft::No)).then_some(rest)
    }

    /// How many characters of a text it goes on with.
    fn goes_on(&self, text: &[char]) -> usize {
        steps::add(1);
        self.text[self.found..].iter().zip(text).take_while(|(own, other)| own == other).count()
    }
}

/// A table cell, by its file.
type Stands = Option<(usize, CellRef)>;

fn cells<'c>(side: &'c Side<'_>, a: Range<usize>) -> Vec<Cell<'c>> {
    let mut ranges: Vec<(Stands, Range<usize>)> = Vec::new();
    for at in a {
        let cell = side.cell(at);
        match ranges.last_mut().filter(|(own, _)| *own == cell && cell.is_some() || !side.begins_line(at)) {
            Some((_, range)) => range.end = at + 1,
            None => ranges.push((cell, at..at + 1)),
        }
    }
    let cell = |(_, marks): (_, Range<usize>)| {
        let soft = side.marks[marks.clone()].iter().map(|mark| mark.soft).collect();
        Cell { text: &side.letters[marks.clone()], marks, found: 0, left: None, soft }
    };
    ranges.into_iter().map(cell).collect()
}

/// The printed characters that stand together on one line.
fn fragments(side: &Side<'_>, b: Range<usize>) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for at in b {
        let apart = side.begins_line(at) || side.stands_apart(at);
        match all.last_mut().filter(|_| !apart) {
            Some(fragment) => fragment.end = at + 1,
            None => all.push(at..at + 1),
        }
    }
    all
}

/// Gives every fragment to a cell that goes on with it; those that none does are handed back.
fn taken(texts: &Texts<'_, '_>, cells: &mut [Cell<'_>], fragments: Vec<Range<usize>>) -> Vec<Range<usize>> {
    /// Columns begin at least so far apart, mm.
    const COLUMN: f64 = 3.0;
    /// Fewer characters tell no cell from another.
    const CLOSE: usize = 2;
    let mut lost: Vec<Range<usize>> = Vec::new();
    for mut fragment in fragments {
        while !fragment.is_empty() {
            let text = &texts.printed.letters[fragment.clone()];
            let left = texts.printed.place(fragment.start).map(|(left, _)| left);
            let fits = |number: usize, cells: &[Cell<'_>]| {
                let cell = &cells[number];
                let n = cell.goes_on(text);
                let ends = n == text.len() || cell.found + n == cell.text.len();
                // Lines of two cells may stand so close that they are one.
                let other = |(at, other): (usize, &Cell<'_>)| at != number && other.goes_on(&text[n..]) >= CLOSE;
                if ends || n >= CLOSE && cells.iter().enumerate().any(other) { n } else { 0 }
            };
            let same_column = |cell: &Cell<'_>| {
                cell.left.zip(left).is_some_and(|(one, other): (f64, f64)| (one - other).abs() < COLUMN)
            };
            let best = (0..cells.len()).map(|at| (fits(at, cells), at)).filter(|(n, _)| *n > 0);
            let best = best.max_by_key(|(n, at)| (same_column(&cells[*at]), *n, std::cmp::Reverse(*at)));
            match best {
                Some((n, at)) => {
                    let cell = &mut cells[at];
                    (cell.found, cell.left) = (cell.found + n, left);
                    fragment.start += n;
                }
                None => {
                    match lost.last_mut().filter(|last| last.end == fragment.start) {
                        Some(last) => last.end = fragment.end,
                        None => lost.push(fragment.clone()),
                    }
                    break;
                }
            }
        }
    }
    lost
}
