//! A named text and the only place that counts lines and columns.

use std::ops::Range;
use std::sync::OnceLock;

use crate::sort;
use crate::steps;

/// Line and column of a place in a text, both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A text with its line starts. Offsets are bytes and lie on character borders.
#[derive(Clone, Debug, Default)]
pub struct Text {
    text: String,
    starts: Vec<usize>,
    /// How many characters begin before each block of the text; counted when first a long line is asked about.
    counts: OnceLock<Vec<usize>>,
}

/// Bytes of a block: a column is never counted over more than two.
const BLOCK: usize = 4096;

impl Text {
    /// Takes the text and notes where its lines start. Only `\n` ends a line.
    pub fn new(text: String) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts, counts: OnceLock::new() }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text of a byte range, empty if the range is not one of this text.
    pub fn slice(&self, range: Range<usize>) -> &str {
        steps::add(1);
        self.text.get(range).unwrap_or_default()
    }

    /// Line and column of a byte offset; an offset behind the end counts as the end.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|&start| start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let end = offset.min(self.text.len());
        let whole = self.text.is_char_boundary(end) && start <= end;
        let column = match end.saturating_sub(start) {
            _ if !whole => 0,
            length if length <= BLOCK => characters(&self.text.as_bytes()[start..end]),
            _ => self.before(end) - self.before(start),
        };
        Position { line, column: column + 1 }
    }

    /// How many characters begin before an offset.
    fn before(&self, offset: usize) -> usize {
        let counts = self.counts.get_or_init(|| {
            let mut all = 0;
            let blocks = self.text.as_bytes().chunks(BLOCK).map(|block| {
                all += characters(block);
                all
            });
            std::iter::once(0).chain(blocks).collect()
        });
        let block = offset / BLOCK;
        counts[block] + characters(&self.text.as_bytes()[block * BLOCK..offset])
    }

    /// The byte range of a line (from 1) without its line end.
    pub fn line(&self, line: usize) -> Range<usize> {
        let at = |n: usize| self.starts.get(n).copied();
        let start = at(line.saturating_sub(1)).unwrap_or(self.text.len());
        let end = at(line).map_or(self.text.len(), |next| next - 1);
        start..end.max(start)
    }

    /// Number of lines; an empty text has one.
    pub fn line_count(&self) -> usize {
        self.starts.len().max(1)
    }
}

/// How many characters begin in some bytes.
fn characters(bytes: &[u8]) -> usize {
    steps::add(bytes.len());
    bytes.iter().filter(|byte| (**byte & 0xc0) != 0x80).count()
}

/// The same bytes as ranges in order that do not overlap.
pub fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| !range.is_empty());
    sort::by_key(&mut ranges, |range| range.start);
    let mut all: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match all.last_mut().filter(|last| range.start < last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => all.push(range),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_characters_from_one() {
        let text = Text::new("甲\n乙丙丁\n".into());
        assert_eq!(text.position(0), Position { line: 1, column: 1 });
        assert_eq!(text.position(3), Position { line: 1, column: 2 });
        assert_eq!(text.position(7), Position { line: 2, column: 2 });
        assert_eq!(text.position(99), Position { line: 3, column: 1 });
        assert_eq!(text.slice(text.line(2)), "乙丙丁");
        assert_eq!(text.slice(text.line(3)), "");
        assert_eq!(text.line_count(), 3);
    }

    #[test]
    fn columns_of_a_long_line_are_counted_in_blocks() {
        let line = "a甲𠮷é".repeat(3 * BLOCK);
        let text = Text::new(format!("乙\n{line}\n丙"));
        for (column, (at, _)) in line.char_indices().enumerate().step_by(97) {
            assert_eq!(text.position(4 + at), Position { line: 2, column: column + 1 });
        }
    }
}
