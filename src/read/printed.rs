//! Characters with their places to a document: lines in the order in which the file draws them, pieces and pages.
//!
//! Programs draw paragraph by paragraph and cell by cell, as the document had them; only inside a line what stands in
//! another face comes earlier. So a line is what is drawn on one base line without a break, sorted across the page.

mod matrix;

use std::ops::Range;

use crate::document::{Area, Document, Format, Line, Page, Piece, Run, RunFormat, RunKind, Trace, TraceKind, Zone};
use crate::error::{Reason, Unreadable};
use crate::fold;
use crate::limits;
use crate::sort;
use crate::text::Text;
use crate::words;

pub(super) use matrix::Matrix;

/// More pages than this are refused: their text is over the limit of lines as well.
pub(super) const MOST_PAGES: usize = 9_000;
/// Characters of all pages together: what 9,000 full pages hold.
pub(super) const MOST_GLYPHS: usize = limits::TEXT / 3;
/// A base line that is as far away as this is another one, mm.
const JUMP: f32 = 0.6;
/// Direction of reading, from left to right.
const ACROSS: [f32; 2] = [1.0, 0.0];
/// The lowest part of a page, in which page numbers stand, mm: the lower margin less what fits under the type area.
const FOOT: f32 = 33.0;
/// A page of which pictures cover as much as this has its text in them.
const COVERED: f64 = 0.25;
/// A page without text and with as many outlines has its text drawn.
const DRAWN: usize = 100;
/// What stands for a character that the file does not name.
pub(super) const UNKNOWN: char = '\u{fffd}';

/// A character at its place, mm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glyph {
    pub(super) sign: char,
    /// Direction of reading on the page, of length 1.
    pub(super) way: [f32; 2],
    /// Its origin in that direction.
    pub(super) along: f32,
    /// The place of its base line at a right angle to it.
    pub(super) across: f32,
    /// How wide it is.
    pub(super) advance: f32,
    /// Its size.
    pub(super) size: f32,
}

impl Glyph {
    /// A character at a point of the page, read in a direction of any length.
    pub(super) fn at(sign: char, point: [f64; 2], way: [f64; 2], advance: f64, size: f64) -> Self {
        let length = way[0].hypot(way[1]);
        let [x, y] = if length > 0.0 { [way[0] / length, way[1] / length] } else { [1.0, 0.0] };
        let along = point[0] * x + point[1] * y;
        let across = point[1] * x - point[0] * y;
        Self {
            sign,
            way: [x as f32, y as f32],
            along: along as f32,
            across: across as f32,
            advance: advance as f32,
            size: size as f32,
        }
    }

    fn end(&self) -> f32 {
        self.along + self.advance
    }

    /// It stands on the base line of another.
    fn follows(&self, other: &Self) -> bool {
        let same_way = self.way[0] * other.way[0] + self.way[1] * other.way[1] > 0.999;
        same_way && (self.across - other.across).abs() <= JUMP
    }

    /// The same drawn once more: how programs make it bold.
    fn doubles(&self, other: &Self) -> bool {
        const AWAY: f32 = 0.15;
        self.sign == other.sign && (self.along - other.along).abs() < AWAY * self.size
    }

    /// Set together with the one before: of one size, and of one width as far as a character tells it.
    fn joins(&self, before: &Self) -> bool {
        let alike = (self.size - before.size).abs() <= 0.02 * before.size && is_wide(self.sign) == is_wide(before.sign);
        alike && !self.is_away(before)
    }

    /// A gap lies before it that has no space of its own, and is as good as one.
    fn stands_apart(&self, before: &Self) -> bool {
        let spaced = self.sign.is_whitespace() || before.sign.is_whitespace();
        self.is_away(before) && !spaced && self.way == ACROSS
    }

    /// It stands further from the one before than characters of a word do.
    fn is_away(&self, before: &Self) -> bool {
        let narrow = self.sign.is_ascii() && before.sign.is_ascii();
        // Figures may be set as wide as Han characters.
        let figures = self.sign.is_ascii_digit() && before.sign.is_ascii_digit();
        let gap = self.size.max(before.size) * if narrow && !figures { 0.2 } else { 0.55 };
        self.along - before.end() > gap
    }
}

/// A page with what is drawn on it, in the order of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) glyphs: Vec<Glyph>,
    /// What is drawn across every page, and is no part of its text.
    pub(super) watermarks: Vec<Glyph>,
    pub(super) pictures: Vec<Area>,
    pub(super) seals: Vec<Area>,
    /// Number of strokes and filled shapes.
    pub(super) strokes: usize,
    /// Those of them that have bends, as the outlines of characters do.
    pub(super) outlines: usize,
}

/// A document in the making, page by page.
#[derive(Debug, Default)]
pub(super) struct Printed {
    document: Document,
    text: String,
    glyphs: usize,
    unknown: usize,
    /// Paragraphs of running text and of page numbers.
    paragraphs: [usize; 2],
    pictures: usize,
    outlines: usize,
}

impl Printed {
    /// The next page.
    pub(super) fn add(&mut self, sheet: Sheet) -> Result<(), Unreadable> {
        self.glyphs += sheet.glyphs.len() + sheet.watermarks.len();
        if self.document.pages.len() >= MOST_PAGES || self.glyphs > MOST_GLYPHS {
            return Err(too_much());
        }
        let first = self.document.lines.len();
        if !self.document.pages.is_empty() {
            self.document.page_starts.push(self.text.len());
        }
        let start = self.text.len();
        let mut page = Page { width: sheet.width, height: sheet.height, ..Page::default() };
        for line in sheet.glyphs.chunk_by(|before, glyph| glyph.follows(before)) {
            self.line(line, &mut page);
        }
        let text_end = self.document.lines.len();
        for line in sheet.watermarks.chunk_by(|before, glyph| glyph.follows(before)) {
            self.line(line, &mut page);
        }
        self.document.lines[text_end..].iter_mut().for_each(|line| line.zone = Zone::Header);
        if self.document.lines.len() > limits::LINES {
            return Err(limits::too_many_lines());
        }
        let end = self.document.lines.len();
        self.notes(first..end, &page);
        if let Some(line) = self.document.lines.get_mut(first).filter(|_| !self.document.pages.is_empty()) {
            line.new_page = true;
        }
        if first == text_end && sheet.hides_text() {
            let text = words!("第{page}页", page = self.document.pages.len() + 1);
            self.document.traces.push(Trace { kind: TraceKind::Drawing, at: start, text, ..Trace::default() });
        }
        self.pictures += sheet.pictures.len();
        self.outlines += sheet.outlines;
        page.lines = first..end;
        (page.pictures, page.seals) = (sheet.pictures, sheet.seals);
        self.document.pages.push(page);
        Ok(())
    }

    /// Figures at the foot of a page behind which a line goes on number a note, and not the page.
    fn notes(&mut self, lines: Range<usize>, page: &Page) {
        let place = |line: &Line| {
            let at = page.pieces.partition_point(|piece| piece.range.end <= line.range.start);
            page.pieces.get(at).filter(|piece| piece.range.start < line.range.end)
        };
        for at in lines.start..lines.end.saturating_sub(1) {
            let [own, next] = [at, at + 1].map(|at| &self.document.lines[at]);
            let figures = self.text[own.range.clone()].trim().bytes().all(|b| b.is_ascii_digit());
            let (Some(mark), Some(text)) = (place(own), place(next)) else { continue };
            let beside = (-0.5..2.0 * text.size).contains(&(text.area.left - mark.area.right()));
            let raised = (text.area.bottom() - mark.area.bottom()).abs() < text.size;
            if own.zone == Zone::Footer && figures && beside && raised {
                self.document.lines[at].zone = Zone::Body;
            }
        }
    }

    /// What stands on one base line, as one line of the text.
    fn line(&mut self, drawn: &[Glyph], page: &mut Page) {
        let mut glyphs: Vec<Glyph> = drawn.iter().filter_map(legible).collect();
        sort::by(&mut glyphs, |a, b| a.along.total_cmp(&b.along));
        glyphs.dedup_by(|glyph, before| glyph.doubles(before));
        let end = glyphs.iter().rposition(|g| !g.sign.is_whitespace()).map_or(0, |at| at + 1);
        let glyphs = &glyphs[..end];
        let start = self.text.len();
        let mut before: Option<&Glyph> = None;
        for piece in glyphs.chunk_by(|before, glyph| glyph.joins(before)) {
            if piece.first().zip(before).is_some_and(|(first, before)| first.stands_apart(before)) {
                self.text.push(' ');
            }
            self.piece(piece, page);
            before = piece.last();
        }
        if self.text.len() == start {
            return;
        }
        self.unknown += glyphs.iter().filter(|g| g.sign == UNKNOWN).count();
        let low = |glyph: &Glyph| glyph.way == ACROSS && f64::from(glyph.across + FOOT) > page.height;
        let foot = page.height > 0.0 && glyphs.first().is_some_and(low);
        let footer = foot && is_page_number(&self.text[start..]);
        let (zone, count) = if footer { (Zone::Footer, 1) } else { (Zone::Body, 0) };
        self.paragraphs[count] += 1;
        let (range, run) = (start..self.text.len(), self.document.runs.len());
        self.document.runs.push(Run { range: range.clone(), format: 0, origin: None, kind: RunKind::Text });
        self.text.push('\n');
        self.document.lines.push(Line {
            range,
            zone,
            paragraph: self.paragraphs[count],
            runs: run..run + 1,
            ..Line::default()
        });
    }

    /// Characters set together.
    fn piece(&mut self, glyphs: &[Glyph], page: &mut Page) {
        let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else { return };
        let at = self.text.len();
        self.text.extend(glyphs.iter().map(|glyph| glyph.sign));
        let (size, area) = (f64::from(first.size), area(first, last));
        page.pieces.push(Piece { range: at..self.text.len(), area, size });
    }

    /// The document, or why nothing of it can be used.
    pub(super) fn finish(mut self, format: Format) -> Result<Document, Unreadable> {
        if self.document.pages.is_empty() {
            return Err(Unreadable::new(Reason::Corrupt, "文件里没有页面，可能已损坏；请重新生成或重新传一份"));
        }
        if self.text.trim().is_empty() {
            return Err(self.without_text());
        }
        // A few signs of symbol faces are harmless; more than one in fifty is text that nobody can read.
        if self.unknown * 50 > self.glyphs {
            let message =
                words!("有{n}个字在文件里没有编码，读不出是什么字，不能核对；请换一种方式重新生成", n = self.unknown);
            return Err(Unreadable::new(Reason::Encoding, message));
        }
        self.text.pop();
        Ok(Document { format, text: Text::new(self.text), run_formats: vec![RunFormat::default()], ..self.document })
    }

    fn without_text(&self) -> Unreadable {
        let why = match (self.pictures, self.outlines) {
            (0, 0) => "文件里没有文字，请确认是否生成成功",
            (0, _) => "文字都转成了图形（曲线），读不出来，不能核对；请重新生成，不要把文字转成曲线",
            _ => "只有图片，没有文字（扫描件），读不出来，不能核对；请换成直接生成的版式文件",
        };
        Unreadable::new(Reason::Empty, why)
    }
}

impl Sheet {
    /// What another one holds is drawn on this one as well.
    pub(super) fn take(&mut self, other: &Self) {
        self.glyphs.extend(&other.glyphs);
        self.watermarks.extend(&other.watermarks);
        self.pictures.extend(&other.pictures);
        self.seals.extend(&other.seals);
        self.strokes += other.strokes;
        self.outlines += other.outlines;
    }

    /// Told from the corner of its paper, of which left and upper edge, width and height are given.
    pub(super) fn on(mut self, [left, top, width, height]: [f64; 4]) -> Self {
        (self.width, self.height) = (width, height);
        if (left, top) != (0.0, 0.0) {
            for glyph in self.glyphs.iter_mut().chain(&mut self.watermarks) {
                let [x, y] = glyph.way.map(f64::from);
                glyph.along -= (left * x + top * y) as f32;
                glyph.across -= (top * x - left * y) as f32;
            }
            for area in self.pictures.iter_mut().chain(&mut self.seals) {
                (area.left, area.top) = (area.left - left, area.top - top);
            }
        }
        self
    }

    /// Text may stand in its pictures, or be drawn.
    fn hides_text(&self) -> bool {
        let covered: f64 = self.pictures.iter().map(|picture| picture.width * picture.height).sum();
        covered > COVERED * self.width * self.height || self.outlines > DRAWN
    }
}

/// A character is as wide as it is high, in most faces.
pub(super) fn is_wide(sign: char) -> bool {
    fold::is_han(sign)
        || matches!(sign, '\u{2e80}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}' | '‘'..='’' | '“'..='”' | '—' | '…')
}

/// What is over a limit in pages or characters.
pub(super) fn too_much() -> Unreadable {
    Unreadable::new(Reason::TooLarge, "页数或文字太多，已拒绝读取；请确认是不是公文")
}

/// A character as it is read: radicals that a face shares with characters are these, and what nobody sees is nothing.
fn legible(glyph: &Glyph) -> Option<Glyph> {
    let sign = match glyph.sign {
        '\t' | '\n' | '\r' | '\u{a0}' => ' ',
        c if c.is_control() || fold::is_zero_width(c) => return None,
        c => fold::of_radical(c).unwrap_or(c),
    };
    let numbers = [glyph.along, glyph.across, glyph.advance, glyph.size];
    numbers.iter().all(|n| n.is_finite()).then_some(Glyph { sign, ..*glyph })
}

/// Where characters of one line stand.
fn area(first: &Glyph, last: &Glyph) -> Area {
    let [x, y] = first.way.map(f64::from);
    let point = |along: f32, across: f32| {
        let (along, across) = (f64::from(along), f64::from(across));
        [along * x - across * y, along * y + across * x]
    };
    let (low, high) = (first.across, first.across - first.size);
    let corners = [first.along, last.end()].map(|along| [point(along, low), point(along, high)]);
    Area::around(corners.into_iter().flatten())
}

/// A number alone, with dashes or in the words of one: `— 3 —`, `第3页 共5页`.
fn is_page_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let other = |c: char| !c.is_ascii_digit() && !c.is_whitespace() && !"-—–－―‐一·.第页共/|｜".contains(c);
    (1..=8).contains(&digits) && !text.contains(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, x: f64, y: f64) -> Vec<Glyph> {
        let sign = |(at, sign): (usize, char)| Glyph::at(sign, [x + 5.0 * at as f64, y], [1.0, 0.0], 5.0, 5.0);
        text.chars().enumerate().map(sign).collect()
    }

    fn read(pages: Vec<Vec<Glyph>>) -> Document {
        let mut printed = Printed::default();
        for glyphs in pages {
            printed.add(Sheet { width: 210.0, height: 297.0, glyphs, ..Sheet::default() }).unwrap();
        }
        printed.finish(Format::Ofd).unwrap()
    }

    #[test]
    fn a_line_is_sorted_and_lines_stay_in_the_order_of_the_file() {
        let document = read(vec![[set("乙", 35.0, 40.3), set("甲", 30.0, 40.0), set("上", 30.0, 20.0)].concat()]);
        assert_eq!(document.text.as_str(), "甲乙\n上");
        let area = document.pages[0].pieces[0].area;
        assert_eq!([area.left, area.top, area.width, area.height], [30.0, 35.0, 10.0, 5.0]);
    }

    #[test]
    fn what_is_drawn_twice_is_read_once() {
        let twice = [set("甲甲乙", 30.0, 40.0), set("甲甲乙", 30.2, 40.0)].concat();
        assert_eq!(read(vec![twice]).text.as_str(), "甲甲乙");
    }

    #[test]
    fn pages_know_their_lines_and_where_they_begin() {
        let document =
            read(vec![set("甲", 30.0, 40.0), Vec::new(), [set("乙", 30.0, 40.0), set("—3—", 90.0, 270.0)].concat()]);
        assert_eq!(document.text.as_str(), "甲\n乙\n—3—");
        let lines: Vec<_> = document.pages.iter().map(|page| page.lines.clone()).collect();
        assert_eq!(lines, [0..1, 1..1, 1..3]);
        assert_eq!((document.page(0), document.page(4)), (Some(1), Some(3)));
        assert_eq!(document.lines[2].zone, Zone::Footer);
        assert!(document.lines[1].new_page && !document.lines[0].new_page);
    }

    #[test]
    fn a_gap_is_a_space() {
        let document = read(vec![[set("甲", 30.0, 40.0), set("乙", 60.0, 40.0)].concat()]);
        assert_eq!(document.text.as_str(), "甲 乙");
        assert_eq!(document.pages[0].pieces.len(), 2);
    }

    #[test]
    fn what_no_document_needs_is_too_large() {
        let glyph = Glyph::at('甲', [30.0, 40.0], [1.0, 0.0], 5.0, 5.0);
        let below = |at: usize| Glyph { across: 2.0 * at as f32, ..glyph };
        let sheet = |glyphs: Vec<Glyph>| Sheet { width: 210.0, height: 297.0, glyphs, ..Sheet::default() };
        let mut printed = Printed::default();
        (0..MOST_PAGES).for_each(|_| printed.add(sheet(Vec::new())).unwrap());
        let characters = sheet(vec![glyph; MOST_GLYPHS + 1]);
        let lines = sheet((0..=limits::LINES).map(below).collect());
        for (mut printed, sheet) in
            [(printed, sheet(Vec::new())), (Printed::default(), characters), (Printed::default(), lines)]
        {
            assert_eq!(printed.add(sheet).unwrap_err().reason, Reason::TooLarge);
        }
    }
}
