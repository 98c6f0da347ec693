//! Places in words and numbers: part, paragraph, line and column, and the line around.

use std::ops::Range;

use crate::document::{CellRef, Document, Zone};
use crate::finding::{At, Snippet};
use crate::packet::{File, FileRole, Packet};
use crate::terms::Terms;

/// A place as reports show it.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where it is.
    pub at: At,
    /// The line around it.
    pub snippet: Snippet,
}

/// Where some bytes of a file stand; `element` is the id of what stands there. None if the file was not read.
pub fn locate(
    packet: &Packet,
    terms: &Terms,
    file: usize,
    range: &Range<usize>,
    element: Option<&str>,
) -> Option<Place> {
    let file = packet.files.get(file)?;
    let (document, elements) = file.read()?;
    let in_form = elements.form.as_ref().is_some_and(|f| f.lines.contains(&document.line_at(range.start)));
    let (start, end) = (document.text.position(range.start), document.text.position(range.end));
    let line = document.lines.get(document.line_at(range.start));
    let zone = line.map_or(Zone::Body, |l| l.zone);
    let mut at = At {
        part: if in_form { "form" } else { zone.id() },
        paragraph: line.map_or(1, |l| l.paragraph),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        place: String::new(),
    };
    at.place = if in_form {
        form_place(terms, element.unwrap_or_default())
    } else {
        place(file, document, &at, zone, line.and_then(|l| l.cell))
    };
    Some(Place { at, snippet: snippet(document, range) })
}

/// `发文稿纸·签发`.
fn form_place(terms: &Terms, id: &str) -> String {
    let form = terms.words.form_names.first().map_or("", String::as_str);
    let role = terms.role(id).map(|r| r.title.as_str());
    let field = terms.fields.iter().find(|f| f.id == id).map(|f| f.title.as_str());
    match role.or(field) {
        Some(title) => format!("{form}·{title}"),
        None => form.to_owned(),
    }
}

/// The place as a person would say it.
fn place(file: &File, document: &Document, at: &At, zone: Zone, cell: Option<CellRef>) -> String {
    let attachment = file.read().and_then(|(_, e)| {
        let offset = document.text.line(at.line).start;
        let at = e.pages.partition_point(|p| p.range.start <= offset);
        e.pages[..at].last().filter(|p| p.range.contains(&offset))
    });
    let page = attachment.map(|p| p.n.map_or("附件·".to_owned(), |n| format!("附件{n}·"))).unwrap_or_default();
    let page = if page.is_empty() && file.role == FileRole::Attachment { "附件·".to_owned() } else { page };
    let spot = match (
        zone,
        cell.and_then(|c| document.tables.get(c.table).and_then(|t| t.cells.get(c.cell)).map(|cell| (c.table, cell))),
    ) {
        (Zone::TextBox, _) => format!("文本框第{}段", at.paragraph),
        (Zone::Header, _) => "页眉".to_owned(),
        (Zone::Footer, _) => "页脚".to_owned(),
        (Zone::Footnote, _) => format!("脚注第{}段", at.paragraph),
        (_, Some((table, cell))) => format!("表{}第{}行第{}列", table + 1, cell.row + 1, cell.column + 1),
        _ if document.has_layout() => format!("第{}段", at.paragraph),
        _ => format!("第{}行", at.line),
    };
    format!("{page}{spot}")
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
