//! Pages as printed, in mm from the upper left corner: what a finished product (成品) says of its paper and a draft cannot.

use std::ops::Range;

/// A printed page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Width of the paper, mm.
    pub width: f64,
    /// Height of the paper, mm.
    pub height: f64,
    /// Its lines: indices into [`Document::lines`](super::Document::lines).
    pub lines: Range<usize>,
    /// Pieces of its text, in the order of reading.
    pub pieces: Vec<Piece>,
    /// Pictures and drawings.
    pub pictures: Vec<Area>,
    /// Seals.
    pub seals: Vec<Area>,
}

/// Characters that were set together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Piece {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Where they stand: from the left edge of the first to the right edge of the last; `top` is the base line less the size.
    pub area: Area,
    /// Size of the characters, mm.
    pub size: f64,
}

impl Piece {
    /// Where a character of it begins, as if all were of one width.
    pub fn left_of(&self, text: &str, byte: usize) -> f64 {
        let count = |range: Range<usize>| text.get(range).map_or(0, |part| part.chars().count()) as f64;
        self.area.left + self.area.width * count(self.range.start..byte) / count(self.range.clone()).max(1.0)
    }
}

/// A place on a page, mm.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// From the left edge of the paper.
    pub left: f64,
    /// From the upper edge of the paper.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Area {
    /// The smallest place that holds these points; none of them is no place.
    pub(crate) fn around(points: impl IntoIterator<Item = [f64; 2]>) -> Self {
        let mut points = points.into_iter();
        let Some([x, y]) = points.next() else { return Self::default() };
        let (mut left, mut top, mut right, mut bottom) = (x, y, x, y);
        for [x, y] in points {
            (left, right) = (left.min(x), right.max(x));
            (top, bottom) = (top.min(y), bottom.max(y));
        }
        Self { left, top, width: right - left, height: bottom - top }
    }

    /// The right edge.
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// The lower edge; of a line of text its base line.
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }
}

/// What became of the parts of a file that were sealed: whether they are as they were then. Nobody has verified the seal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sealing {
    /// Parts whose digest is that of the sealing.
    pub same: Vec<String>,
    /// Parts that have another one, or are gone.
    pub other: Vec<String>,
    /// Parts whose digest was made in a way that is not known here, or with a key.
    pub unknown: Vec<String>,
}
