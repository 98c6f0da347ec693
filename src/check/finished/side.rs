//! The two texts as they are compared: characters one after another, each with the way back to its file.

use std::collections::HashSet;
use std::ops::Range;

use super::margin::{Margins, numberless, numbers, shown, skipped};
use crate::document::{CellRef, Document, FieldKind, Line, Page, Piece, Run, RunKind, TraceKind, Zone};
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
    /// What another program may print here.
    pub(super) soft: Soft,
}

/// What another program may print instead of a character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Soft {
    /// Nothing else.
    #[default]
    No,
    /// Another number, date or sign, or none: what it makes by itself.
    Number,
    /// Whatever a field that is worked out anew refers to.
    Field,
    /// Nothing at all: a form stands before or behind the text, and is printed or not.
    Form,
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
    /// Where boxes and notes begin, which stand behind all running text: a file may hold them anywhere.
    pub(super) floats: usize,
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

/// A character as it is shown, where small letters are shown as capitals.
pub(super) fn capital(c: char) -> char {
    let mut capitals = c.to_uppercase();
    capitals.next().filter(|_| capitals.next().is_none()).unwrap_or(c)
}

/// Whether small letters are shown as capitals at a byte of a line.
pub(super) fn caps<'d>(document: &'d Document, line: &'d Line) -> impl Fn(usize) -> bool + 'd {
    let runs = document.runs.get(line.runs.clone()).unwrap_or_default();
    let is_caps = |run: &&Run| document.run_formats.get(run.format).is_some_and(|format| format.caps);
    let caps: Vec<&Range<usize>> = runs.iter().filter(is_caps).map(|run| &run.range).collect();
    move |byte| caps.iter().any(|range| range.contains(&byte))
}

impl<'d> Side<'d> {
    /// What was signed: running text, boxes and notes, and the form that may stand before them.
    pub(super) fn signed(documents: Vec<Part<'d>>) -> Self {
        let mut side = Self { documents, ..Self::default() };
        side.push_all(|_| true);
        side
    }

    /// Adds the lines of the documents that a condition holds for: running text first, then boxes and notes.
    fn push_all(&mut self, is_meant: impl Fn(&Document) -> bool) {
        for floats in [false, true] {
            self.floats = self.marks.len();
            for (number, (_, document, elements)) in self.documents.clone().into_iter().enumerate() {
                let lines = document.lines.iter().enumerate().filter(|_| is_meant(document));
                for (at, line) in lines.filter(|(_, line)| !is_margin(line) && is_float(line) == floats) {
                    let in_form = elements.form.as_ref().is_some_and(|form| form.lines.contains(&at));
                    let form = || vec![(line.range.clone(), Soft::Form)];
                    self.push(number, document, at, if in_form { form() } else { softness(document, at) });
                }
            }
        }
    }

    /// What is drawn as art: it is on every page, and no part of the text.
    fn drawn(&self) -> Vec<String> {
        let traces = self.documents.iter().flat_map(|(_, document, _)| &document.traces);
        let art = traces.filter(|trace| trace.kind == TraceKind::WordArt).map(|trace| letters(&trace.text).collect());
        art.filter(|text: &String| !text.is_empty()).collect()
    }

    /// What was printed: without page numbers, and without what stands in the margins of what was signed.
    pub(super) fn printed(documents: Vec<Part<'d>>, signed: &Side<'_>) -> Self {
        let known = Margins::of(signed);
        let drawn = signed.drawn();
        let mut side = Self { documents, ..Self::default() };
        let mut foreign = HashSet::new();
        for (number, (_, document, _)) in side.documents.clone().into_iter().enumerate() {
            let margins = document.lines.iter().filter(|line| is_margin(line) && document.pages.is_empty());
            for line in margins {
                let text = shown(document, line);
                let key = numberless(&text);
                if !key.is_empty() && !known.hold(&text) && foreign.insert(key) {
                    side.margins.push((number, line.range.clone()));
                }
            }
            let numbers = numbers(document);
            for page in &document.pages {
                let skipped = skipped(document, page, &known);
                let is_drawn = |at: usize| drawn.iter().any(|text| letters(document.line_text(at)).eq(text.chars()));
                for at in
                    page.lines.clone().filter(|at| !skipped.contains(at) && !numbers.contains(at) && !is_drawn(*at))
                {
                    let from = side.marks.len();
                    side.push(number, document, at, raised(document, page, at));
                    // Only figures and signs stand above the line for a note.
                    let words = side.marks[from..].iter_mut().filter(|mark| fold::is_han(mark.c));
                    words.for_each(|mark| mark.soft = Soft::No);
                }
            }
        }
        match side.marks.is_empty() {
            true => side.push_all(|document| document.pages.is_empty()),
            false => side.floats = side.marks.len(),
        }
        side
    }

    /// Adds a line, with what may be printed instead of parts of it, in order.
    fn push(&mut self, number: usize, document: &Document, at: usize, soft: Vec<(Range<usize>, Soft)>) {
        let Some(line) = document.lines.get(at) else { return };
        let text = document.text.slice(line.range.clone());
        steps::add(text.len());
        let mut soft = soft.into_iter().peekable();
        let caps = caps(document, line);
        for (byte, c) in text.char_indices() {
            let byte = line.range.start + byte;
            while soft.next_if(|(range, _)| range.end <= byte).is_some() {}
            let own = soft.peek().filter(|(range, _)| range.contains(&byte)).map_or(Soft::No, |(_, soft)| *soft);
            let Some(c) = compared(if caps(byte) { capital(c) } else { c }) else { continue };
            let own = if own == Soft::Field && !c.is_ascii_digit() { Soft::No } else { own };
            self.marks.push(Mark { c, document: number, line: at, at: byte, soft: own });
            self.letters.push(c);
        }
    }

    /// Only what a condition on the place holds for.
    pub(super) fn retain(&mut self, keep: impl Fn(usize) -> bool) {
        let kept = |at: &usize| keep(*at);
        self.floats = (0..self.floats).filter(kept).count();
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

    /// The right edge of the piece that a mark stands in, mm.
    pub(super) fn right(&self, mark: usize) -> Option<f64> {
        let (_, page) = self.page(mark)?;
        Some(piece(page, self.marks.get(mark)?.at)?.area.right())
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

fn piece(page: &Page, byte: usize) -> Option<&Piece> {
    let at = page.pieces.partition_point(|piece| piece.range.end <= byte);
    page.pieces.get(at).filter(|piece| piece.range.contains(&byte))
}

/// The largest size on a line, or on the one that a mark above the line stands at: what is raised has a base line of
/// its own.
fn beside(document: &Document, page: &Page, line: usize) -> f64 {
    /// The marks of notes that stand at one place have no more characters.
    const LONGEST: usize = 8;
    let Some(own) = tallest(document, page, line) else { return 0.0 };
    if document.line_text(line).chars().count() > LONGEST {
        return own.size;
    }
    let beside = [line.checked_sub(1), line.checked_add(1)].into_iter().flatten();
    let beside = beside.filter(|at| page.lines.contains(at)).filter_map(|at| tallest(document, page, at));
    let raised = |other: &&Piece| (other.area.bottom() - own.area.bottom()).abs() < other.size;
    beside.filter(raised).map(|other| other.size).fold(own.size, f64::max)
}

/// The largest piece of a line.
fn tallest<'p>(document: &Document, page: &'p Page, line: usize) -> Option<&'p Piece> {
    pieces(document, page, line).iter().max_by(|one, other| one.size.total_cmp(&other.size))
}

/// The pieces of a line.
fn pieces<'p>(document: &Document, page: &'p Page, line: usize) -> &'p [Piece] {
    let Some(line) = document.lines.get(line) else { return &[] };
    let from = page.pieces.partition_point(|piece| piece.range.end <= line.range.start);
    let count = page.pieces[from..].iter().take_while(|piece| piece.range.start < line.range.end).count();
    &page.pieces[from..from + count]
}

/// A box, a frame or a note.
fn is_float(line: &Line) -> bool {
    matches!(line.zone, Zone::TextBox | Zone::Footnote) || line.placed.is_some()
}

pub(super) fn is_margin(line: &Line) -> bool {
    matches!(line.zone, Zone::Header | Zone::Footer)
}

/// The parts of a line that another program may print otherwise, or with signs of another face: the numbers of
/// paragraphs, page numbers and those of a table of contents, dates that change by themselves, prompts, references.
fn softness(document: &Document, line: usize) -> Vec<(Range<usize>, Soft)> {
    let Some(line) = document.lines.get(line) else { return Vec::new() };
    let runs = document.runs.get(line.runs.clone()).unwrap_or_default();
    let contents = of_contents(document, line);
    let soft = |run: &Run| {
        let kind = match run.kind {
            RunKind::Number | RunKind::Placeholder | RunKind::Symbol => Soft::Number,
            RunKind::Field(FieldKind::Page | FieldKind::Clock) => Soft::Number,
            // Numbers of pictures, and of what is referred to, are counted anew.
            RunKind::Field(FieldKind::Other) => Soft::Field,
            _ => Soft::No,
        };
        let tail = contents.clone().filter(|tail| tail.start < run.range.end && run.range.start < tail.end);
        let cut = tail.as_ref().map_or(run.range.end, |tail| tail.start.max(run.range.start));
        let tail = tail.map(|tail| (tail.start.max(run.range.start)..run.range.end, Soft::Number));
        [Some((run.range.start..cut, kind)), tail].into_iter().flatten()
    };
    runs.iter().flat_map(soft).filter(|(range, soft)| *soft != Soft::No && range.start < range.end).collect()
}

/// The page number at the end of a line of a table of contents.
fn of_contents(document: &Document, line: &Line) -> Option<Range<usize>> {
    /// A page number has no more characters.
    const LONGEST: usize = 6;
    let text = document.text.slice(line.range.clone());
    let tab = text.rfind('\t')?;
    let number = text[tab..].trim();
    let is_number =
        !number.is_empty() && number.chars().all(char::is_alphanumeric) && number.chars().count() <= LONGEST;
    let is_field = |run: &Run| run.kind == RunKind::Field(FieldKind::Other);
    let of_field = document.runs.get(line.runs.clone()).is_some_and(|runs| runs.iter().any(is_field));
    (is_number && of_field).then(|| line.range.start + tab..line.range.end)
}

/// The pieces of a printed line that stand above it.
fn raised(document: &Document, page: &Page, line: usize) -> Vec<(Range<usize>, Soft)> {
    let size = beside(document, page, line);
    let small = |piece: &&Piece| piece.size < SMALL * size;
    pieces(document, page, line).iter().filter(small).map(|piece| (piece.range.clone(), Soft::Number)).collect()
}

/// The base line of a line.
pub(super) fn base(page: &Page, line: &Line) -> Option<f64> {
    let at = page.pieces.partition_point(|piece| piece.range.end <= line.range.start);
    page.pieces.get(at).filter(|piece| piece.range.start < line.range.end).map(|piece| piece.area.bottom())
}
