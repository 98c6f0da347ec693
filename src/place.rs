//! Places in words and numbers: what a person looks for (heading, paragraph, page), line and column, the line around.

mod outline;

use std::cell::OnceCell;
use std::ops::Range;

use crate::document::{Document, Zone};
use crate::element::{Element, ElementKind, Elements};
use crate::finding::{At, Snippet};
use crate::lang::Words;
use crate::packet::{FileRole, Packet};
use crate::terms::Terms;
use crate::words;
use outline::{Outline, Under};

/// A place as reports show it.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where it is.
    pub at: At,
    /// The line around it.
    pub snippet: Snippet,
}

/// The places of a packet. What they are told by is worked out for a file when it is first needed.
#[derive(Debug)]
pub struct Places<'p> {
    packet: &'p Packet,
    terms: &'p Terms,
    outlines: Vec<OnceCell<Outline>>,
}

impl<'p> Places<'p> {
    /// Those of a packet, in the words of an office.
    pub fn new(packet: &'p Packet, terms: &'p Terms) -> Self {
        Self { packet, terms, outlines: packet.files.iter().map(|_| OnceCell::new()).collect() }
    }

    /// Where some bytes of a file stand; `element` is the id of what stands there. None if the file was not read.
    pub fn locate(&self, file: usize, range: &Range<usize>, element: Option<&str>) -> Option<Place> {
        let (document, elements) = self.packet.files.get(file)?.read()?;
        let number = document.line_at(range.start);
        let in_form = elements.form.as_ref().is_some_and(|form| form.lines.contains(&number));
        let (start, end) = (document.text.position(range.start), document.text.position(range.end));
        let line = document.lines.get(number);
        let zone = line.map_or(Zone::Body, |line| line.zone);
        let named = outline::named(elements, range.start);
        let running = !in_form && named.is_none() && matches!(zone, Zone::Body | Zone::Table);
        let outline = self.outlines.get(file)?;
        let worked_out = || outline.get_or_init(|| Outline::of(document, elements, self.terms));
        let under = running.then(|| worked_out().under(number));
        let on_pages = !document.pages.is_empty();
        let mut at = At {
            part: if in_form { "form" } else { zone.id() },
            paragraph: line.map_or(1, |line| line.paragraph),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            heading: under.as_ref().map(|under| under.heading.clone()).filter(|heading| !heading.is_empty()),
            page: document.page(range.start).filter(|_| on_pages || matches!(zone, Zone::Body | Zone::Table)),
            mm: document.spot(range.start).map(|at| at.map(|mm| (mm * 10.0).round() / 10.0)),
            place: Words::default(),
        };
        at.place = match named {
            _ if on_pages => printed_place(&at),
            _ if in_form => form_place(self.terms, element.unwrap_or_default()),
            // Wherever it is drawn, it is found by what it is.
            Some(kind) if matches!(zone, Zone::Body | Zone::TextBox) => kind.title(),
            _ => self.place(file, (document, elements), &at, under.as_ref()),
        };
        Some(Place { at, snippet: snippet(document, range) })
    }

    /// The place as a person would say it: `附件2·二、（一）下第2段`.
    fn place(
        &self,
        file: usize,
        (document, elements): (&Document, &Elements),
        at: &At,
        under: Option<&Under>,
    ) -> Words {
        let start = document.text.line(at.line).start;
        let before = elements.pages.partition_point(|page| page.range.start <= start);
        let in_margin = ["header", "footer", "footnote"].contains(&at.part);
        let page = elements.pages[..before].last().filter(|page| !in_margin && page.range.contains(&start));
        let attached = self.packet.files.get(file).is_some_and(|file| file.role == FileRole::Attachment);
        let text = match page.map(|page| page.n) {
            Some(Some(n)) => words!("附件{n}", n),
            Some(None) => Words::from("附件"),
            None if attached => Words::from("附件"),
            None => Words::default(),
        };
        let spot = spot(document, elements, at, under);
        if text.is_empty() || spot.is_empty() { text.and(spot) } else { words!("{text}·{spot}", text, spot) }
    }
}

/// On paper: `第2页距上边116毫米、距左边39毫米处`.
pub(crate) fn printed_place(at: &At) -> Words {
    let page = at.page.map_or_else(Words::default, |page| words!("第{page}页", page));
    let Some([left, top]) = at.mm.map(|mm| mm.map(|mm| format!("{mm:.0}"))) else { return page };
    words!("{page}距上边{top}毫米、距左边{left}毫米处", page, top, left)
}

/// `发文稿纸·签发`.
fn form_place(terms: &Terms, id: &str) -> Words {
    let form = terms.words.form_names.first().map_or_else(Words::default, |name| Words::template(name));
    let role = terms.role(id).map(|r| r.title.as_str());
    let field = terms.fields.iter().find(|f| f.id == id).map(|f| f.title.as_str());
    match role.or(field) {
        Some(title) => words!("{form}·{title}", form, title = Words::template(title)),
        None => form,
    }
}

/// The place inside a text; nothing for the heading of an attachment.
fn spot(document: &Document, elements: &Elements, at: &At, under: Option<&Under>) -> Words {
    let line = document.lines.get(at.line - 1);
    let cell =
        line.and_then(|line| line.cell).and_then(|c| Some((c.table, document.tables.get(c.table)?.cells.get(c.cell)?)));
    let heading = at.heading.as_deref().unwrap_or_default();
    let below = if heading.is_empty() { Words::default() } else { words!("{heading}下", heading) };
    match (line.map_or(Zone::Body, |line| line.zone), cell, under.map(|under| under.paragraph)) {
        (Zone::TextBox, ..) => words!("文本框第{paragraph}段", paragraph = at.paragraph),
        (Zone::Header, ..) => Words::from("页眉"),
        (Zone::Footer, ..) => Words::from("页脚"),
        (Zone::Footnote, ..) => words!("脚注第{paragraph}段", paragraph = at.paragraph),
        (_, Some((table, cell)), _) => words!(
            "{below}表{table}第{row}行第{column}列",
            below,
            table = table + 1,
            row = cell.row + 1,
            column = cell.column + 1
        ),
        (_, None, Some(None)) => heading.to_owned().into(),
        (_, None, Some(Some(n))) => {
            let line = document.text.line(at.line);
            let holds = |body: &Element| body.range.start < line.end && line.start < body.range.end;
            let body = elements.get(ElementKind::Body).is_some_and(holds);
            match body && below.is_empty() {
                true => words!("{text}第{n}段", text = ElementKind::Body.title(), n),
                false if below.is_empty() => words!("第{n}段", n),
                false => words!("{heading}下第{n}段", heading, n),
            }
        }
        (_, None, None) => words!("第{paragraph}段", paragraph = at.paragraph),
    }
}

/// The line around a range; of a line that is longer than anybody shows only what is near.
fn snippet(document: &Document, range: &Range<usize>) -> Snippet {
    let position = document.text.position(range.start);
    let line = document.text.line(position.line);
    let mark = range.start - line.start..range.end.min(line.end).max(range.start) - line.start;
    around(document.text.slice(line), mark)
}

/// Characters that are kept before and behind a place, and of it. Reports show fewer.
const NEAR: usize = 60;

fn around(line: &str, mark: Range<usize>) -> Snippet {
    let marked = line.get(mark.clone()).unwrap_or_default();
    let mark = mark.start..mark.start + marked.char_indices().nth(NEAR).map_or(marked.len(), |(at, _)| at);
    let (before, behind) = (line.get(..mark.start).unwrap_or_default(), line.get(mark.end..).unwrap_or_default());
    let from = before.char_indices().rev().nth(NEAR - 1).map_or(0, |(at, _)| at);
    let to = mark.end + behind.char_indices().nth(NEAR).map_or(behind.len(), |(at, _)| at);
    let (head, tail) = (if from > 0 { "…" } else { "" }, if to < line.len() { "…" } else { "" });
    let shift = |at: usize| head.len() + at - from;
    Snippet {
        mark: shift(mark.start)..shift(mark.end),
        text: format!("{head}{}{tail}", line.get(from..to).unwrap_or_default()),
    }
}
