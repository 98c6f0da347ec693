//! Lines of a page with what is measured of them.

use std::ops::Range;

use crate::document::{Document, Page, Piece, Zone};
use crate::fold;

/// Size of the characters of running text: 三号, 16 points, mm.
pub(super) const BODY: f64 = 16.0 * 25.4 / 72.0;
/// Sizes are the same within this, mm: programs round them.
const ALIKE: f64 = 0.2;
/// A line of this many characters is running text that goes from edge to edge, but for its end.
const LONG: usize = 20;

/// A line of a page that is read across it.
#[derive(Clone, Debug)]
pub(super) struct Row<'d> {
    pub(super) range: Range<usize>,
    pub(super) text: &'d str,
    pub(super) pieces: &'d [Piece],
    pub(super) zone: Zone,
    /// The base line.
    pub(super) base: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    /// Size of most of its characters.
    pub(super) size: f64,
    /// Characters without spaces.
    pub(super) count: usize,
}

/// The lines of a page.
pub(super) fn rows<'d>(document: &'d Document, page: &'d Page) -> impl Iterator<Item = Row<'d>> {
    let lines = document.lines.get(page.lines.clone()).unwrap_or_default();
    lines.iter().filter_map(move |line| {
        let first = page.pieces.partition_point(|piece| piece.range.end <= line.range.start);
        let end = page.pieces.partition_point(|piece| piece.range.start < line.range.end);
        let pieces = page.pieces.get(first..end)?;
        let largest = pieces.iter().max_by_key(|piece| piece.range.len())?;
        // What is turned is as high as it is long.
        let upright = (largest.area.height - largest.size).abs() < 0.1 * largest.size;
        let text = document.text.slice(line.range.clone());
        let left = pieces.iter().map(|piece| piece.area.left).fold(f64::INFINITY, f64::min);
        let right = pieces.iter().map(|piece| piece.area.right()).fold(0.0, f64::max);
        upright.then(|| Row {
            range: line.range.clone(),
            text,
            pieces,
            zone: line.zone,
            base: largest.area.bottom(),
            left,
            right,
            size: largest.size,
            count: text.chars().filter(|c| !c.is_whitespace()).count(),
        })
    })
}

impl Row<'_> {
    /// Running text in its usual size.
    pub(super) fn is_body(&self) -> bool {
        self.zone == Zone::Body && (self.size - BODY).abs() <= ALIKE
    }

    /// Running text that fills the line.
    pub(super) fn is_long(&self) -> bool {
        self.is_body() && self.count >= LONG
    }

    /// The text without blanks holds this.
    pub(super) fn says(&self, wanted: &str) -> bool {
        fold::squash(self.text).contains(wanted)
    }
}
