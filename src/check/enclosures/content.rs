//! What stands under the title of an attachment: a heading alone is none.

use std::ops::Range;

use crate::check::enclosures::title_key;
use crate::document::{Document, RunKind, TraceKind, Zone};
use crate::element::AttachmentPage;
use crate::fold;
use crate::terms::Terms;

/// What stands under a title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// Nobody has looked: the file is not read.
    #[default]
    Unknown,
    /// Text, a table or a picture.
    There,
    /// Nothing at all.
    Nothing,
    /// Words that say that it is still to come, and where: 待补, （此处插入清单）.
    Promised(Range<usize>),
    /// An embedded object or drawing that was not read.
    Unread,
}

/// More characters than these are a text, whatever they say.
const PROMISE: usize = 40;
/// A title has at most so many lines.
const TITLE_LINES: usize = 3;

/// Under the heading and title of a page; `title` as it is listed.
pub(super) fn of_page(terms: &Terms, document: &Document, page: &AttachmentPage, title: &str) -> Content {
    let whole = title_key(terms, &page.title) == title_key(terms, title);
    let first = document.lines.get(document.line_at(page.title_range.start)).map_or(0, |l| l.range.end);
    // Lines below a title may have been taken for more of it.
    let behind = if whole { page.title_range.end } else { page.title_range.end.min(first) };
    of_range(terms, document, page.mark.end.max(behind)..page.range.end)
}

/// In a file of its own without a heading: below its title.
pub(super) fn of_file(terms: &Terms, document: &Document, title: &str) -> Content {
    let key = title_key(terms, title);
    let lines: Vec<usize> = (0..document.lines.len()).filter(|&l| !document.is_blank(l)).take(TITLE_LINES).collect();
    let mut joined = String::new();
    let titled = lines.iter().find(|&&l| {
        joined.push_str(&title_key(terms, document.line_text(l)));
        joined == key
    });
    let start = titled.map_or(0, |&l| document.lines[l].range.end);
    of_range(terms, document, start..document.text.as_str().len())
}

/// In a part of a document.
pub(in crate::check) fn of_range(terms: &Terms, document: &Document, range: Range<usize>) -> Content {
    let first = document.lines.partition_point(|l| l.range.end < range.start);
    // A page number at the foot is no content.
    let of_page = |zone| matches!(zone, Zone::Header | Zone::Footer | Zone::Footnote);
    let lines = || {
        let within = document.lines[first..].iter().take_while(|l| l.range.start <= range.end);
        within.filter(|l| !of_page(l.zone))
    };
    let prompt = |runs: &Range<usize>| {
        !runs.is_empty() && document.runs[runs.clone()].iter().all(|r| r.kind == RunKind::Placeholder)
    };
    let mut text: Option<Range<usize>> = None;
    let mut letters = 0;
    for line in lines() {
        if line.picture {
            return Content::There;
        }
        let here = line.range.start.max(range.start)..line.range.end.min(range.end);
        if here.is_empty() || prompt(&line.runs) {
            continue;
        }
        let said = document.text.slice(here.clone()).chars().filter(|c| c.is_alphanumeric()).count();
        letters += said;
        if letters > PROMISE {
            return Content::There;
        }
        if said > 0 {
            text = Some(text.map_or(here.start, |t| t.start)..here.end);
        }
    }
    let unread = |kind| matches!(kind, TraceKind::Embedded | TraceKind::Drawing);
    let last = range.end >= document.text.as_str().len();
    let traces = || document.traces.iter().filter(|t| range.start <= t.at && (last || t.at <= range.end));
    let promise = |text: &Range<usize>| {
        let squashed = fold::squash(document.text.slice(text.clone()));
        terms.patterns.promised.as_ref().is_some_and(|p| p.is_match(&squashed))
    };
    match text {
        Some(text) if promise(&text) => Content::Promised(fold::trim(document.text.slice(text.clone()), text.start)),
        Some(_) => Content::There,
        None if traces().any(|t| unread(t.kind)) => Content::Unread,
        None => Content::Nothing,
    }
}
