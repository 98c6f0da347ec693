//! Paper, margins, lines and characters.

use serde::Deserialize;

use super::row::{BODY, Row, rows};
use super::{View, median, short};
use crate::document::{Page, Piece};
use crate::finding::Hit;
use crate::fold;
use crate::lang::Words;
use crate::sort;
use crate::words;

/// Fewer lines, distances or pieces than this tell nothing.
const FEW: usize = 5;
/// Distances of lines of running text.
const PITCHES: std::ops::Range<f64> = 8.0..13.5;
/// What stands higher is a header.
const HEADER: f64 = 30.0;

/// Size of the paper.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Width and height of a portrait page.
    mm: [f64; 2],
    /// Deviation allowed.
    within: f64,
}

/// Where lines begin.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Left {
    /// From the left edge of the paper.
    mm: f64,
    /// On even pages, where margins change places, this may be it as well.
    even: f64,
    /// Deviation allowed.
    within: f64,
}

/// The first base line of the pages behind the first.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Top {
    /// From the upper edge of the paper to the base line.
    mm: f64,
    /// Deviation allowed.
    within: f64,
}

/// How much of something fits in the type area.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// So many.
    count: u32,
    /// In this height or width.
    mm: f64,
}

/// Where text may stand.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outside {
    /// Left and right edge of the type area, and the lower one.
    mm: [f64; 3],
    /// What stands out less than this is let pass.
    within: f64,
}

/// A page that stands upright.
fn is_portrait(page: &Page) -> bool {
    page.width < page.height
}

impl Paper {
    pub(super) fn judge(&self, view: &View<'_>) -> Option<Vec<Hit>> {
        let off = |page: &Page| {
            let (narrow, long) = (page.width.min(page.height), page.width.max(page.height));
            (narrow - self.mm[0]).abs() > self.within || (long - self.mm[1]).abs() > self.within
        };
        let mut wrong = view.pages().filter(|(_, page)| off(page));
        let Some((number, page)) = wrong.next() else { return Some(Vec::new()) };
        let found = words!("{width}×{height}毫米", width = short(page.width), height = short(page.height));
        Some(vec![Hit { more: wrong.count(), ..view.on(number).with("found", found) }])
    }
}

impl Left {
    pub(super) fn judge(&self, view: &View<'_>) -> Option<Vec<Hit>> {
        // Where two lines or more begin, furthest to the left.
        let edge = |odd: bool| {
            let pages = view.pages().filter(|(number, page)| (number % 2 == 1) == odd && is_portrait(page));
            let rows = pages.flat_map(|(number, page)| rows(view.document, page).map(move |row| (number, row)));
            let mut rows: Vec<(usize, Row<'_>)> = rows.filter(|(_, row)| row.is_long()).collect();
            sort::by(&mut rows, |(_, a), (_, b)| a.left.total_cmp(&b.left));
            let together = |pair: &&[(usize, Row<'_>)]| pair[1].1.left - pair[0].1.left < 0.5;
            let first = rows.windows(2).find(together).map(|pair| pair[0].clone());
            first.filter(|_| rows.len() >= FEW)
        };
        let mut hits = Vec::new();
        let mut judged = false;
        for (odd, also) in [(true, self.mm), (false, self.even)] {
            let Some((number, row)) = edge(odd) else { continue };
            judged = true;
            if [self.mm, also].iter().all(|mm| (row.left - mm).abs() > self.within) {
                hits.push(view.at(number, &row).with("found", short(row.left)));
            }
        }
        hits.truncate(1);
        judged.then_some(hits)
    }
}

impl Top {
    pub(super) fn judge(&self, view: &View<'_>) -> Option<Vec<Hit>> {
        let first = |(number, page)| {
            let all: Vec<Row<'_>> = rows(view.document, page).filter(|row| row.base > HEADER).collect();
            let full = is_portrait(page) && all.iter().filter(|row| row.is_long()).count() >= FEW;
            let first = all.into_iter().min_by(|a, b| a.base.total_cmp(&b.base))?;
            // Where a paragraph ends, blank lines may stand above.
            Some((number, first)).filter(|(_, row)| full && row.is_long())
        };
        let mut firsts: Vec<(usize, Row<'_>)> = view.pages().skip(1).filter_map(first).collect();
        sort::by(&mut firsts, |(_, a), (_, b)| a.base.total_cmp(&b.base));
        let (number, row) = firsts.get(firsts.len() / 2)?;
        let off = (row.base - self.mm).abs() > self.within;
        Some(off.then(|| view.at(*number, row).with("found", short(row.base))).into_iter().collect())
    }
}

impl Count {
    /// How many of a distance fit in; a little more than all is all.
    fn fits(&self, each: f64) -> u32 {
        const ROUNDING: f64 = 0.05;
        (self.mm / each + ROUNDING).floor() as u32
    }

    pub(super) fn lines(&self, view: &View<'_>) -> Option<Vec<Hit>> {
        let pitches = |page| {
            let rows: Vec<Row<'_>> = rows(view.document, page).filter(Row::is_body).collect();
            let pairs = rows.windows(2).filter(|pair| pair[0].is_long());
            pairs.map(|pair| pair[1].base - pair[0].base).filter(|pitch| PITCHES.contains(pitch)).collect()
        };
        let pages: Vec<(usize, Vec<f64>)> = view.pages().map(|(number, page)| (number, pitches(page))).collect();
        self.judge(view, &pages, |pitch| {
            words!("{n}行（行距{mm}毫米）", n = self.fits(pitch), mm = format!("{pitch:.1}"))
        })
    }

    pub(super) fn characters(&self, view: &View<'_>) -> Option<Vec<Hit>> {
        let pitches = |page| {
            let rows = rows(view.document, page).filter(Row::is_long);
            rows.flat_map(|row| row.pieces.iter().filter_map(|piece| pitch(view, piece))).collect()
        };
        let pages: Vec<(usize, Vec<f64>)> = view.pages().map(|(number, page)| (number, pitches(page))).collect();
        self.judge(view, &pages, |pitch| {
            words!("{n}字（字距{mm}毫米）", n = self.fits(pitch), mm = format!("{pitch:.2}"))
        })
    }

    /// The distance in the middle, told on a page that shows it: the first behind the head, else the one with most.
    fn judge(&self, view: &View<'_>, pages: &[(usize, Vec<f64>)], told: impl Fn(f64) -> Words) -> Option<Vec<Hit>> {
        let all: Vec<f64> = pages.iter().flat_map(|(_, pitches)| pitches).copied().collect();
        let pitch = median(all.clone()).filter(|_| all.len() >= FEW)?;
        // Set without any space between, which is what a line of 28 comes to without a grid.
        let solid = (pitch - BODY).abs() < 0.01;
        if self.fits(pitch) == self.count || solid {
            return Some(Vec::new());
        }
        let behind = pages.iter().find(|(number, pitches)| *number > 1 && pitches.len() >= FEW);
        let page = behind.or_else(|| pages.iter().max_by_key(|(_, pitches)| pitches.len()));
        Some(page.map(|(number, _)| view.on(*number).with("found", told(pitch))).into_iter().collect())
    }
}

/// The distance from one Han character to the next, in a piece that holds nothing narrower.
fn pitch(view: &View<'_>, piece: &Piece) -> Option<f64> {
    const SHORTEST: usize = 8;
    let text = view.document.text.slice(piece.range.clone());
    let count = text.chars().count();
    let plain = count >= SHORTEST
        && text.starts_with(fold::is_han)
        && text.ends_with(fold::is_han)
        && !text.contains(|c: char| c.is_ascii());
    plain.then(|| (piece.area.width - piece.size) / (count - 1) as f64)
}

impl Outside {
    pub(super) fn judge(&self, view: &View<'_>) -> Option<Vec<Hit>> {
        let [left, right, low] = self.mm;
        let off = |page: &Page, row: &Row<'_>| {
            let inside = row.pieces.iter().all(|piece| {
                // What closes a line may hang over its edge.
                let text = view.document.text.slice(piece.range.clone());
                let hangs = text.ends_with(|c: char| !c.is_alphanumeric());
                let end = piece.area.right() - if hangs { piece.size } else { 0.0 };
                piece.area.left >= left - self.within && end <= right + self.within
            });
            let over = row.base > low + self.within && row.zone == crate::document::Zone::Body;
            let watermark = row.zone == crate::document::Zone::Header;
            is_portrait(page) && !watermark && row.count > 0 && (!inside || over)
        };
        let pages = view.pages().flat_map(|(number, page)| {
            rows(view.document, page).filter(move |row| off(page, row)).map(move |row| (number, row))
        });
        let mut wrong = pages;
        let Some((number, row)) = wrong.next() else { return Some(Vec::new()) };
        let found = match () {
            () if row.left < left - self.within => words!("距左边只有{mm}毫米", mm = short(row.left)),
            () if row.base > low + self.within => words!("距上边{mm}毫米", mm = short(row.base)),
            () => words!("到了距左边{mm}毫米处", mm = short(row.right)),
        };
        Some(vec![Hit { more: wrong.count(), ..view.at(number, &row).with("found", found) }])
    }
}
