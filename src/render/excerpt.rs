//! Lines of a text with what matters in them underlined; carets stand right under double-width characters.

use std::io::{self, Write};
use std::ops::Range;

use crate::render::paint::{Ink, Line, Paper};
use crate::render::window::width;
use crate::shown::shown_lines;

/// Writes the lines of a text, each behind a margin of so many columns and its number, if it has one.
pub(super) fn write(
    text: &str,
    mark: Range<usize>,
    (margin, first): (usize, Option<usize>),
    ink: Ink,
    paper: Paper,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (text, mark) = shown_lines(text, mark);
    let mark = at_least_one(&text, mark);
    // What is cut to a window is not broken.
    let paper = Paper { width: None, ..paper };
    let mut start = 0;
    for (number, line) in text.split('\n').enumerate() {
        let label = first.map_or(String::new(), |first| (first + number).to_string());
        let bar = |label: &str| Line::at(margin.saturating_sub(label.len())).ink(Ink::Faint, format!("{label} │ "));
        bar(&label).plain(line.replace('\t', " ")).write(paper, out)?;
        let inside = |at: usize| at.clamp(start, start + line.len()) - start;
        let (from, to) = (inside(mark.start), inside(mark.end));
        let columns = |text: &str| text.chars().map(|c| if c == '\t' { 1 } else { width(c) }).sum::<usize>();
        if from < to || mark.is_empty() && number == 0 {
            let carets = "^".repeat(columns(&line[from..to]).max(1));
            bar("").plain(" ".repeat(columns(&line[..from]))).ink(ink, carets).write(paper, out)?;
        }
        start += line.len() + 1;
    }
    Ok(())
}

/// An empty mark points at one character.
fn at_least_one(text: &str, mark: Range<usize>) -> Range<usize> {
    let next =
        || text.get(mark.start..).and_then(|t| t.chars().next()).filter(|c| *c != '\n').map_or(0, char::len_utf8);
    let width = if mark.is_empty() { next() } else { mark.len() };
    mark.start..mark.start + width
}
