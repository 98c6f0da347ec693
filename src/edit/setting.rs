//! Changes of the layout, in the units of the file.

use std::ops::Range;

/// One thing that is to be set. Lengths are twips, sections and lines indices.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// Width and height of an upright page of a section.
    Page(usize, i32, i32),
    /// A margin of a section; at the binding side the gutter goes.
    Margin(usize, Side, i32),
    /// Distance of the lines of the document grid of a section.
    Grid(usize, i32),
    /// What the grid of a section adds to each character, 1/4096 pt.
    Characters(usize, i32),
    /// Distance of the lines of the paragraph that a line is part of.
    Pitch(usize, i32),
    /// Beginning of the paragraph that a line is part of: 1/100 of a character, and the same as a length.
    FirstLine(usize, i32, i32),
    /// The page number in the paragraph that a line is part of stands at the right, or else at the left.
    Number(usize, bool),
    /// The numbers in these lines of the footer stand at the right, and at the left on even pages, which have no footer of
    /// their own yet. It takes a new part of the file.
    Sides(Vec<usize>),
    /// Every page shows its number, in this look: no section has a footer yet. It takes new parts of the file.
    Numbers(Look),
    /// Face of Han characters, and size in half-points.
    Look(Range<usize>, Look),
    /// The same of the digits of a number.
    Digits(Range<usize>, Look),
}

/// How characters look. What is left out stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Name of the face as files write it.
    pub face: Option<String>,
    /// Half-points.
    pub size: Option<u32>,
    /// The colour of heads.
    pub red: bool,
}

/// A side of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// 天头.
    Top,
    /// 切口.
    Right,
    /// 地脚.
    Bottom,
    /// 订口, with the gutter.
    Left,
}
