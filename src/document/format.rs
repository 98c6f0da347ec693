//! Effective formats of paragraphs and runs, rules and places. Lengths in twips (1/20 pt).

/// Effective paragraph format after defaults, styles and direct settings. Lengths in twips (1/20 pt).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParagraphFormat {
    /// Style name as the user sees it.
    pub style: Option<String>,
    /// Alignment.
    pub align: Align,
    /// Indent of all lines at the left, twips.
    pub left: i32,
    /// Indent at the right, twips.
    pub right: i32,
    /// First line against the left indent, twips; negative hangs.
    pub first_line: i32,
    /// Left indent in 1/100 of a character, when set; it wins over `left`.
    pub left_chars: Option<i32>,
    /// Right indent in 1/100 of a character, when set.
    pub right_chars: Option<i32>,
    /// First line in 1/100 of a character, when set; negative hangs.
    pub first_line_chars: Option<i32>,
    /// Line pitch.
    pub pitch: Pitch,
    /// Space before and after, twips.
    pub space: (i32, i32),
    /// Outline level from 0, when the paragraph is a heading.
    pub outline: Option<u8>,
    /// The rule above the paragraph.
    pub top: Option<Edge>,
    /// The rule below it.
    pub bottom: Option<Edge>,
    /// It stands in a frame, and where.
    pub frame: Option<Placed>,
    /// Snaps to the document grid.
    pub snap: bool,
}

/// Alignment of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Flush left.
    #[default]
    Left,
    /// Centred.
    Center,
    /// Flush right.
    Right,
    /// Justified.
    Justify,
    /// Spread over the whole line, the last line as well.
    Distribute,
}

/// Line pitch of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pitch {
    /// A multiple of the single line.
    Multiple(f32),
    /// Exactly so many twips.
    Exact(i32),
    /// At least so many twips.
    AtLeast(i32),
}

impl Default for Pitch {
    fn default() -> Self {
        Pitch::Multiple(1.0)
    }
}

/// Effective run format after defaults, styles, theme and direct settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunFormat {
    /// Face for Han characters.
    pub east_asia: Option<String>,
    /// Face for Latin letters and digits.
    pub ascii: Option<String>,
    /// Size in half-points.
    pub size: Option<u32>,
    /// Colour as `RRGGBB`; none for automatic.
    pub color: Option<String>,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Struck through.
    pub strike: bool,
    /// Small letters are shown as capitals.
    pub caps: bool,
    /// Highlighted or shaded.
    pub highlight: bool,
    /// Character scale in per cent.
    pub scale: u32,
    /// Extra character spacing, twips.
    pub spacing: i32,
}

impl RunFormat {
    /// Red, as heads and rules of documents are.
    pub fn is_red(&self) -> bool {
        self.color.as_deref().is_some_and(is_red)
    }
}

/// Whether a colour written `RRGGBB` is a red.
pub fn is_red(color: &str) -> bool {
    rgb(color).is_some_and(|[r, g, b]| r >= 0xb0 && g <= 0x60 && b <= 0x60)
}

/// Red, green and blue of a colour written `RRGGBB`.
pub fn rgb(color: &str) -> Option<[u8; 3]> {
    let part = |at: usize| color.get(at..at + 2).and_then(|h| u8::from_str_radix(h, 16).ok());
    Some([part(0)?, part(2)?, part(4)?])
}

/// A rule at the border of a paragraph or cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    /// Kind of line as the file names it: `single`, `thickThinSmallGap`; `nil` and `none` draw nothing.
    pub kind: String,
    /// Width in eighths of a point.
    pub size: u32,
    /// Colour as `RRGGBB`; none for automatic.
    pub color: Option<String>,
}

impl Edge {
    /// Something is drawn.
    pub fn is_drawn(&self) -> bool {
        !matches!(self.kind.as_str(), "nil" | "none" | "")
    }
}

/// Place of a box or frame across the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
    /// At the binding side: left on odd pages, right on even ones.
    Inside,
    /// At the cutting side: right on odd pages, left on even ones.
    Outside,
    /// At a distance, or where the file does not say.
    Elsewhere,
}
