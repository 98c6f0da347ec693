//! The two texts as they are compared: characters one after another, each with the way back to its file.

use std::collections::HashSet;
use std::ops::Range;

use crate::document::{CellRef, Document, FieldKind, Line, Page, RunKind, Zone};
use crate::edit::Span;
use crate::element::Elements;
use crate::fold;
use crate::steps;

/// A character that is compared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// The character, as far as it is told apart.
    pub(super) c: char,
    /// Index into [`Side::documents`].
    pub(super) document: usize,
    /// Its line there.
    pub(super) line: usize,
    /// Its first byte there.
    pub(super) at: usize,
    /// Another program may well print something else here: numbers it makes, page numbers, dates of today.
    pub(super) soft: bool,
}

/// A document that is compared, with its place among the files of the packet.
pub(super) type Part<'d> = (usize, &'d Document, &'d Elements);

/// One of the two texts.
#[derive(Debug, Default)]
pub(super) struct Side<'d> {
    pub(super) documents: Vec<Part<'d>>,
    pub(super) marks: Vec<Mark>,
    /// The characters of the marks.
    pub(super) letters: Vec<char>,
    /// Lines in the margins of its pages that are none of the other's, each once.
    pub(super) margins: Vec<(usize, Range<usize>)>,
}

/// The character that is compared; none for what takes no room or is no more than room.
fn compared(c: char) -> Option<char> {
    match c {
        c if c.is_whitespace() || fold::is_zero_width(c) => None,
        '–' | '―' | '─' | '⸺' | '‒' => Some('—'),
        '•' | '・' | '‧' | '∙' | '●' | '⋅' => Some('·'),
        '⋯' => Some('…'),
        // A font of its own draws them; what they look like nobody knows.
        c if fold::is_private_use(c) => None,
        c => Some(fold::of_radical(c).unwrap_or(c)),
    }
}

/// The characters of a text that are compared.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter_map(compared)
}

/// A line of a margin without its numbers, which change from page to page.
fn numberless(text: &str) -> String {
    letters(text).filter(|c| !c.is_numeric() && !matches!(c, '—' | '-')).collect()
}

impl<'d> Side<'d> {
    /// What was signed: running text, boxes and notes, without the form that may stand before them.
    pub(super) fn signed(documents: Vec<Part<'d>>) -> Self {
        let mut side = Self { documents, ..Self::default() };
        for (number, (_, document, elements)) in side.documents.clone().into_iter().enumerate() {
            let in_form = |line: usize| elements.form.as_ref().is_some_and(|form| form.lines.contains(&line));
            for (at, line) in document.lines.iter().enumerate() {
                if !is_margin(line) && !in_form(at) {
                    side.push(number, document, at, &is_soft);
                }
            }
        }
        side
    }

    /// The lines in the margins of what was signed.
    fn margin_lines(&self) -> HashSet<String> {
        let lines = self.documents.iter().flat_map(|(_, document, _)| {
            document.lines.iter().filter(|line| is_margin(line)).map(|line| document.text.slice(line.range.clone()))
        });
        lines.map(numberless).filter(|line| !line.is_empty()).collect()
    }

    /// What was printed: without page numbers, and without what stands in the margins of what was signed.
    pub(super) fn printed(documents: Vec<Part<'d>>, signed: &Side<'_>) -> Self {
        let known = signed.margin_lines();
        let mut side = Self { documents, ..Self::default() };
        let mut foreign = HashSet::new();
        for (number, (_, document, _)) in side.documents.clone().into_iter().enumerate() {
            let margins = document.lines.iter().filter(|line| is_margin(line) && document.pages.is_empty());
            for line in margins {
                let key = numberless(document.text.slice(line.range.clone()));
                if !key.is_empty() && !known.contains(&key) && foreign.insert(key) {
                    side.margins.push((number, line.range.clone()));
                }
            }
            if document.pages.is_empty() {
                let lines = (0..document.lines.len()).filter(|&at| !is_margin(&document.lines[at]));
                lines.for_each(|at| side.push(number, document, at, &is_soft));
            }
            for page in &document.pages {
                let skipped = margin(document, page, &known);
                for at in page.lines.clone().filter(|at| !skipped.contains(at)) {
                    let size = beside(document, page, at);
                    let small = |_: &Document, _: usize, byte: usize| {
                        piece(page, byte).is_some_and(|piece| piece.size < SMALL * size)
                    };
                    let from = side.marks.len();
                    side.push(number, document, at, &small);
                    // Only figures and signs stand above the line for a note.
                    side.marks[from..].iter_mut().for_each(|mark| mark.soft &= !fold::is_han(mark.c));
                }
            }
        }
        side
    }

    fn push(&mut self, number: usize, document: &Document, at: usize, soft: &dyn Fn(&Document, usize, usize) -> bool) {
        let Some(line) = document.lines.get(at) else { return };
        let text = document.text.slice(line.range.clone());
        steps::add(text.len());
        let mark = |(byte, c): (usize, char)| {
            let byte = line.range.start + byte;
            Some(Mark { c: compared(c)?, document: number, line: at, at: byte, soft: soft(document, at, byte) })
        };
        let from = self.marks.len();
        self.marks.extend(text.char_indices().filter_map(mark));
        self.letters.extend(self.marks[from..].iter().map(|mark| mark.c));
    }

    /// Only what a condition on the place holds for.
    pub(super) fn retain(&mut self, keep: impl Fn(usize) -> bool) {
        let kept = |at: &usize| keep(*at);
        self.letters = (0..self.letters.len()).filter(kept).map(|at| self.letters[at]).collect();
        self.marks = (0..self.marks.len()).filter(kept).map(|at| self.marks[at]).collect();
    }

    /// A gap as wide as that between columns stands before a mark.
    pub(super) fn stands_apart(&self, at: usize) -> bool {
        let piece = |at: usize| {
            let byte = self.marks.get(at)?.at;
            piece(self.page(at)?.1, byte)
        };
        let pair = at.checked_sub(1).and_then(piece).zip(piece(at));
        pair.is_some_and(|(before, own)| {
            before.range != own.range && own.area.left - before.area.right() > own.size / 2.0
        })
    }

    /// The line of a mark.
    pub(super) fn line(&self, mark: usize) -> Option<&'d Line> {
        let mark = self.marks.get(mark)?;
        self.documents.get(mark.document)?.1.lines.get(mark.line)
    }

    /// Where on the page a line of its own begins.
    pub(super) fn begins_line(&self, mark: usize) -> bool {
        let key = |at: usize| self.marks.get(at).map(|mark| (mark.document, mark.line));
        mark == 0 || key(mark - 1) != key(mark)
    }

    /// The marks of a range, cut where lines end.
    pub(super) fn by_line(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut lines: Vec<Range<usize>> = Vec::new();
        for at in range {
            match lines.last_mut().filter(|_| !self.begins_line(at)) {
                Some(line) => line.end = at + 1,
                None => lines.push(at..at + 1),
            }
        }
        lines
    }

    /// A range is all of a line, or of several.
    pub(super) fn is_whole(&self, range: &Range<usize>) -> bool {
        !range.is_empty() && self.begins_line(range.start) && self.begins_line(range.end)
    }

    /// The cell that a mark stands in.
    pub(super) fn cell(&self, mark: usize) -> Option<(usize, CellRef)> {
        Some((self.marks.get(mark)?.document, self.line(mark)?.cell?))
    }

    pub(super) fn zone(&self, mark: usize) -> Option<Zone> {
        Some(self.line(mark)?.zone)
    }

    /// The bytes of a range of marks, in the file that the first of them stands in; of an empty one the place before it.
    pub(super) fn span(&self, range: &Range<usize>) -> Option<Span> {
        let first = self.marks.get(range.start).or(self.marks.last())?;
        let (file, document, _) = *self.documents.get(first.document)?;
        let end = |mark: &Mark| {
            let rest = document.text.as_str().get(mark.at..)?;
            Some(mark.at + rest.chars().next().map_or(0, char::len_utf8))
        };
        let within = self.marks.get(range.clone()).unwrap_or_default();
        let last = within.iter().rev().find(|mark| mark.document == first.document);
        let bytes = match last {
            Some(last) => first.at..end(last)?.max(first.at),
            None if range.start < self.marks.len() => first.at..first.at,
            None => end(first)?..end(first)?,
        };
        Some(Span { file, range: bytes })
    }

    /// The text of a range as a person reads it: words apart, lines joined.
    pub(super) fn text(&self, range: Range<usize>) -> String {
        let mut text = String::new();
        let mut last: Option<&Mark> = None;
        for mark in self.marks.get(range).unwrap_or_default() {
            let (_, document, _) = self.documents[mark.document];
            let own = document.text.as_str();
            if let Some(last) = last {
                let between = if last.document == mark.document { own.get(last.at..mark.at) } else { None };
                let apart = match last.line == mark.line {
                    true => between.is_some_and(|between| between.contains(char::is_whitespace)),
                    // A line of a page ends where it is full, one of a draft where the paragraph does.
                    false => document.pages.is_empty(),
                };
                let spread = fold::is_han(last.c) && fold::is_han(mark.c) && last.line == mark.line;
                if apart && !spread {
                    text.push(' ');
                }
            }
            text.push(own.get(mark.at..).and_then(|rest| rest.chars().next()).unwrap_or(mark.c));
            last = Some(mark);
        }
        text
    }

    /// The page that a mark stands on, and its number among all pages.
    pub(super) fn page(&self, mark: usize) -> Option<(usize, &'d Page)> {
        let mark = self.marks.get(mark)?;
        let before: usize = self.documents[..mark.document].iter().map(|(_, document, _)| document.pages.len()).sum();
        let pages = &self.documents.get(mark.document)?.1.pages;
        let number = pages.partition_point(|page| page.lines.end <= mark.line);
        Some((before + number, pages.get(number)?))
    }

    /// Where a mark stands on its page, in mm: from the left, and the base line from above.
    pub(super) fn place(&self, mark: usize) -> Option<(f64, f64)> {
        let (_, page) = self.page(mark)?;
        let at = self.marks.get(mark)?.at;
        let piece = piece(page, at)?;
        let (_, document, _) = self.documents.get(self.marks[mark].document)?;
        Some((piece.left_of(document.text.as_str(), at), piece.area.bottom()))
    }
}

/// Smaller than this beside the others of its line a figure stands above the line.
const SMALL: f64 = 0.75;

fn piece(page: &Page, byte: usize) -> Option<&crate::document::Piece> {
    let at = page.pieces.partition_point(|piece| piece.range.end <= byte);
    page.pieces.get(at).filter(|piece| piece.range.contains(&byte))
}

/// The largest size on a line, or on the one that a mark above the line stands at: what is raised has a base line of
/// its own.
fn beside(document: &Document, page: &Page, line: usize) -> f64 {
    /// A mark of a note has no more characters.
    const LONGEST: usize = 3;
    let Some(own) = tallest(document, page, line) else { return 0.0 };
    if document.line_text(line).chars().count() > LONGEST {
        return own.size;
    }
    let beside = [line.checked_sub(1), line.checked_add(1)].into_iter().flatten();
    let beside = beside.filter(|at| page.lines.contains(at)).filter_map(|at| tallest(document, page, at));
    let raised = |other: &&crate::document::Piece| (other.area.bottom() - own.area.bottom()).abs() < other.size;
    beside.filter(raised).map(|other| other.size).fold(own.size, f64::max)
}

/// The largest piece of a line.
fn tallest<'p>(document: &Document, page: &'p Page, line: usize) -> Option<&'p crate::document::Piece> {
    let line = document.lines.get(line)?;
    let from = page.pieces.partition_point(|piece| piece.range.end <= line.range.start);
    let own = page.pieces[from..].iter().take_while(|piece| piece.range.start < line.range.end);
    own.max_by(|one, other| one.size.total_cmp(&other.size))
}

fn is_margin(line: &Line) -> bool {
    matches!(line.zone, Zone::Header | Zone::Footer)
}

/// What another program may print otherwise: the numbers of paragraphs, page numbers and those of a table of contents,
/// dates that change by themselves, prompts.
fn is_soft(document: &Document, line: usize, byte: usize) -> bool {
    let kind = document.runs_in(&(byte..byte + 1)).next().map(|run| run.kind);
    match kind {
        Some(RunKind::Number | RunKind::Placeholder) => true,
        Some(RunKind::Field(FieldKind::Page | FieldKind::Clock)) => true,
        Some(RunKind::Field(FieldKind::Other) | RunKind::Text) => is_of_contents(document, line, byte),
        _ => false,
    }
}

/// The page number at the end of a line of a table of contents.
fn is_of_contents(document: &Document, line: usize, byte: usize) -> bool {
    let Some(line) = document.lines.get(line) else { return false };
    let text = document.text.slice(line.range.clone());
    let Some(tab) = text.rfind('\t') else { return false };
    let number = text[tab..].trim();
    let tail = byte >= line.range.start + tab && !number.is_empty() && number.chars().all(char::is_alphanumeric);
    tail && number.chars().count() <= LONGEST_NUMBER
        && document.runs[line.runs.clone()].iter().any(|run| run.kind == RunKind::Field(FieldKind::Other))
}

/// A page number has no more characters.
const LONGEST_NUMBER: usize = 6;

/// mm from the edges of the paper in which margins are looked for.
const MARGIN: f64 = 45.0;
/// The lines of a page that are its number or stand in the margins of what was signed as well.
fn margin(document: &Document, page: &Page, known: &HashSet<String>) -> HashSet<usize> {
    let skipped = page.lines.clone().filter(|&at| {
        let Some(line) = document.lines.get(at) else { return false };
        if is_margin(line) {
            return true;
        }
        let Some(base) = base(page, line) else { return false };
        let near = base < MARGIN || base > page.height - MARGIN;
        let own = || numberless(document.text.slice(line.range.clone()));
        near && (known.contains(&own()) || is_part(known, &own()))
    });
    skipped.collect()
}

/// The base line of a line.
fn base(page: &Page, line: &Line) -> Option<f64> {
    let at = page.pieces.partition_point(|piece| piece.range.end <= line.range.start);
    page.pieces.get(at).filter(|piece| piece.range.start < line.range.end).map(|piece| piece.area.bottom())
}

/// A line of a margin may be printed in several pieces.
fn is_part(known: &HashSet<String>, text: &str) -> bool {
    const SHORTEST: usize = 4;
    text.chars().count() >= SHORTEST && known.iter().any(|line| line.contains(text))
}
