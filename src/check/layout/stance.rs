//! Where a line stands across the page, as far as its format tells.

use serde::Deserialize;

use crate::document::{Align, Document, Zone};
use crate::lang::Words;

/// A place across the page that a format states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Stance {
    /// At the left border.
    Flush,
    /// Some characters in, by format.
    Indented,
    /// Moved by blanks or spread over the line: where it comes to stand is for the eye.
    Spaced,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

impl Stance {
    pub(super) fn title(self) -> Words {
        Words::from(match self {
            Stance::Flush => "顶格",
            Stance::Indented => "向右缩进",
            Stance::Spaced => "用空格移动位置",
            Stance::Center => "居中",
            Stance::Right => "居右",
        })
    }
}

/// Twips of one character of a line, where the file says.
pub(super) fn stated_em(document: &Document, line: usize) -> Option<f64> {
    let runs = document.lines.get(line).and_then(|l| document.runs.get(l.runs.clone()))?;
    let size = runs.iter().find_map(|r| document.run_formats.get(r.format)?.size)?;
    Some(f64::from(size.max(1)) * 10.0)
}

/// Twips of one character of a line; those of 三号 where the file does not say.
pub(super) fn em(document: &Document, line: usize) -> f64 {
    stated_em(document, line).unwrap_or(320.0)
}

/// An indent in characters: stated so, or from twips. A zero in characters only cancels.
fn chars(stated: Option<i32>, twips: i32, em: f64) -> f64 {
    stated.filter(|c| *c != 0).map_or(f64::from(twips) / em, |c| f64::from(c) / 100.0)
}

/// Characters from the left border to where the first line of a paragraph begins, by its format.
pub(super) fn first_offset(document: &Document, line: usize) -> Option<f64> {
    let (format, em) = (document.paragraph_format(line)?, em(document, line));
    let left = chars(format.left_chars, format.left, em);
    Some(left + chars(format.first_line_chars, format.first_line, em))
}

/// Characters from the left border to where the other lines begin.
pub(super) fn left_offset(document: &Document, line: usize) -> Option<f64> {
    let format = document.paragraph_format(line)?;
    Some(chars(format.left_chars, format.left, em(document, line)))
}

/// Characters from the right border.
pub(super) fn right_offset(document: &Document, line: usize) -> Option<f64> {
    let format = document.paragraph_format(line)?;
    Some(chars(format.right_chars, format.right, em(document, line)))
}

/// Width of blanks in characters, none where a tab stands among them.
pub(super) fn blanks(text: &str) -> Option<f64> {
    let blank = text.chars().take_while(|c| c.is_whitespace());
    blank.map(|c| if c == '\t' { None } else { Some(width(c)) }).sum()
}

/// Width of a character against a Han one.
pub(super) fn width(c: char) -> f64 {
    if c.is_ascii() || c == '\u{a0}' { 0.5 } else { 1.0 }
}

/// Where a line stands; none in tables, boxes and frames, and where tabs decide.
pub(super) fn of(document: &Document, line: usize) -> Option<Stance> {
    const NOTICEABLE: f64 = 0.3;
    let here = document.lines.get(line)?;
    let text = document.line_text(line);
    if here.zone != Zone::Body || here.cell.is_some() || here.placed.is_some() || text.contains('\t') {
        return None;
    }
    let blank = blanks(text)? > NOTICEABLE || text.ends_with(char::is_whitespace);
    Some(match document.paragraph_format(line)?.align {
        Align::Distribute => Stance::Spaced,
        Align::Center if blank => Stance::Spaced,
        Align::Right if blank => Stance::Spaced,
        Align::Center => Stance::Center,
        Align::Right => Stance::Right,
        Align::Left | Align::Justify if blanks(text)? > NOTICEABLE => Stance::Spaced,
        Align::Left | Align::Justify if first_offset(document, line)? > NOTICEABLE => Stance::Indented,
        Align::Left | Align::Justify => Stance::Flush,
    })
}
