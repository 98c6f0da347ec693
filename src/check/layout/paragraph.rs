//! How far in paragraphs begin, and where long ones go on. Lengths are characters of the paragraph's own size.

use serde::Deserialize;

use crate::check::layout::role::lines;
use crate::check::layout::stance::{blanks, em, first_offset, left_offset, right_offset, width};
use crate::check::layout::{Judged, View, short};
use crate::document::{Align, CellRef, Document, RunKind, Zone};
use crate::edit::Setting;
use crate::element::{Element, ElementKind, Sure};
use crate::finding::Severity;
use crate::lang::Words;
use crate::words;

/// How far in the paragraphs of the body begin.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstLine {
    /// Characters.
    chars: f64,
    /// Deviation allowed, characters.
    within: f64,
    /// Up to this share of the paragraphs may begin otherwise.
    share: f64,
}

/// How a paragraph begins.
#[derive(Clone, Copy, PartialEq)]
enum Begin {
    Fits,
    /// Far enough, by typed blanks.
    Blanks,
    /// So many characters in.
    Off(f64),
}

impl FirstLine {
    pub(super) fn judge(&self, view: &View<'_>) -> Judged {
        let Some(starts) = self.starts(view) else { return Judged::Nothing };
        if starts.is_empty() {
            return Judged::Open;
        }
        let most = (self.share * starts.len() as f64) as usize;
        let off: Vec<_> = starts.iter().filter(|(_, b)| matches!(b, Begin::Off(_))).collect();
        let typed: Vec<_> = starts.iter().filter(|(_, b)| *b == Begin::Blanks).collect();
        let (guilty, mild) = if off.len() > most { (off, false) } else { (typed, true) };
        if guilty.len() <= most {
            return Judged::Hits(Vec::new());
        }
        let (line, begin) = guilty[0];
        let how = match begin {
            Begin::Off(chars) if *chars < 0.5 => Words::from("没有首行缩进"),
            Begin::Off(chars) => words!("首行缩进{n}个字", n = short(*chars)),
            _ => Words::from("首行缩进是用空格打的"),
        };
        let found = words!("{how}（{all}段中有{n}段）", how, all = starts.len(), n = guilty.len());
        let range = view.document.lines[*line].range.clone();
        let mut hit = view.hit(range, ElementKind::Body.title(), found).of(ElementKind::Body.id());
        hit.at_most = mild.then_some(Severity::Info);
        Judged::Hits(vec![hit.with("n", guilty.len().to_string())])
    }

    /// How the paragraphs of the body begin, by their lines; none without a body.
    fn starts(&self, view: &View<'_>) -> Option<Vec<(usize, Begin)>> {
        let body = view.elements.get(ElementKind::Body).filter(|e| e.sure > Sure::Guess)?;
        // Without recipients, a line with a colon may be theirs.
        let addressed = view.elements.get(ElementKind::Recipients).is_some();
        let salutation = |l: usize| !addressed && view.document.line_text(l).trim().ends_with(['：', ':']);
        let paragraphs = lines(view, &body.range).filter(|&l| !salutation(l));
        Some(paragraphs.filter_map(|l| Some((l, self.begin(view.document, l)?))).collect())
    }

    /// The indent that is right, for paragraphs that have another. What is typed as blanks stays: it is text.
    pub(super) fn asks(&self, view: &View<'_>) -> Vec<Setting> {
        let document = view.document;
        let off = |(line, begin): (usize, Begin)| {
            let typed = blanks(document.line_text(line))?;
            let length = (self.chars * em(document, line)).round() as i32;
            let off = matches!(begin, Begin::Off(_)) && typed < self.within;
            off.then_some(Setting::FirstLine(line, (self.chars * 100.0) as i32, length))
        };
        self.starts(view).unwrap_or_default().into_iter().filter_map(off).collect()
    }

    /// How the paragraph that begins on this line begins; none where a number of its own or a tab decides.
    fn begin(&self, document: &Document, line: usize) -> Option<Begin> {
        let here = &document.lines[line];
        let before = line.checked_sub(1).and_then(|l| document.lines.get(l));
        let goes_on = before.is_some_and(|b| b.zone == here.zone && b.paragraph == here.paragraph);
        let numbered = document.runs.get(here.runs.clone())?.first().is_some_and(|r| r.kind == RunKind::Number);
        let paragraph = is_paragraph(document.line_text(line).trim());
        if goes_on || numbered || !paragraph || document.paragraph_format(line)?.align == Align::Right {
            return None;
        }
        let (format, typed) = (first_offset(document, line)?, blanks(document.line_text(line))?);
        let all = format + typed;
        Some(match (all - self.chars).abs() <= self.within {
            true if typed > 0.5 => Begin::Blanks,
            true => Begin::Fits,
            // Typed blanks are as wide as the face makes them.
            false if typed >= 1.0 && format.abs() < self.within => Begin::Blanks,
            false => Begin::Off(all),
        })
    }
}

/// A sentence, or too long for one line: not a label or a heading without a number.
fn is_paragraph(text: &str) -> bool {
    const LINE: usize = 28;
    text.ends_with(['。', '；', '：', '！', '？', '.', ';', ':']) || text.chars().count() > LINE
}

/// Where a list goes on that is too long for one line: under the first character of its text.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wrap {
    of: Vec<ElementKind>,
    /// Deviation allowed, characters.
    within: f64,
}

impl Wrap {
    pub(super) fn judge(&self, view: &View<'_>) -> Judged {
        let elements: Vec<&Element> = self.of.iter().flat_map(|k| view.elements.all(*k)).collect();
        let wraps: Vec<_> = elements.iter().flat_map(|e| wraps(view, e)).collect();
        if wraps.is_empty() {
            return Judged::Nothing;
        }
        let off = wraps.iter().find(|(_, _, by)| by.abs() > self.within);
        Judged::Hits(off.map_or(Vec::new(), |(line, element, by)| {
            let n = short(by.abs());
            let found = if *by < 0.0 { words!("偏左{n}个字", n) } else { words!("偏右{n}个字", n) };
            let range = view.document.lines[*line].range.clone();
            vec![view.hit(range, element.kind.title(), found).of(element.kind.id())]
        }))
    }
}

/// The lines of an element that are too long for one, and by how many characters they go on too far right.
fn wraps<'e>(view: &View<'_>, element: &'e Element) -> Vec<(usize, &'e Element, f64)> {
    let names = view.elements.listed.iter().map(|i| i.range.start).chain(element.label.as_ref().map(|l| l.end));
    let names: Vec<usize> = names.collect();
    let by = |line: usize| {
        let (document, range) = (view.document, view.document.lines[line].range.clone());
        let text = document.line_text(line);
        // The last of them: in `附件：1.甲` the name follows label and number.
        let name = names.iter().copied().filter(|n| range.contains(n)).max()?;
        let wide = |text: &str| text.chars().map(width).sum::<f64>();
        let start = first_offset(document, line)?;
        let room = room(document, line)? - right_offset(document, line)?;
        if text.contains('\t') || start + wide(text) < room + 1.0 {
            return None;
        }
        let name = start + wide(document.text.slice(range.start..name));
        Some((line, element, left_offset(document, line)? - name))
    };
    let document = view.document;
    let all = document.line_at(element.range.start)..document.line_at(element.range.end) + 1;
    all.filter(|&l| is_wide(document, l)).filter_map(by).collect()
}

/// The line has the whole width of the type area: it stands in the text, or in a cell as wide as its table.
fn is_wide(document: &Document, line: usize) -> bool {
    let Some(line) = document.lines.get(line) else { return false };
    let whole = |cell: CellRef| {
        let table = document.tables.get(cell.table)?;
        Some(table.cells.get(cell.cell)?.column_span == table.columns)
    };
    let flows = matches!(line.zone, Zone::Body | Zone::Table) && line.placed.is_none();
    flows && line.cell.is_none_or(|c| whole(c) == Some(true))
}

/// Characters of a line's size that its section has room for.
fn room(document: &Document, line: usize) -> Option<f64> {
    let section = document.section(line)?;
    let ((wide, _), [_, right, _, left]) = (section.page?, section.margins?);
    let margins: f64 = [left, right, section.gutter].into_iter().map(f64::from).sum();
    Some((f64::from(wide) - margins) / em(document, line))
}
