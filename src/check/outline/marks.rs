//! Ordinals as they stand in the text, by the stretch of text that they number.

use std::ops::Range;

use crate::check::Ctx;
use crate::check::passage::{Passage, Place};
use crate::document::{Document, RunKind};
use crate::element::{ElementKind, Elements, Official};
use crate::fold;
use crate::sort;
use crate::steps;
use crate::terms::Ordinal;

const QUOTES: [char; 2] = ['“', '”'];

/// An ordinal in the text.
#[derive(Clone, Debug)]
pub(in crate::check) struct Mark {
    /// Which of the office's ordinals it is.
    pub ordinal: usize,
    /// Its level in the standard's order.
    pub level: Option<u32>,
    /// Its number.
    pub n: u32,
    /// Which paragraph of the scope holds it.
    pub passage: usize,
    /// It begins its paragraph.
    pub own: bool,
    /// Bytes in the document of the mark as printed.
    pub range: Range<usize>,
    /// Bytes in the document of the number in it.
    pub number: Range<usize>,
}

impl Mark {
    /// The mark as printed.
    pub(super) fn print(&self, document: &Document) -> String {
        document.text.slice(self.range.clone()).trim().to_owned()
    }

    /// The mark as it would be printed with another number.
    pub(super) fn with_number(&self, document: &Document, n: u32) -> String {
        let text = |range| document.text.slice(range);
        let number = dressed(n, text(self.number.clone()));
        format!("{}{number}{}", text(self.range.start..self.number.start), text(self.number.end..self.range.end))
    }
}

/// The ordinals of a stretch of text with a numbering of its own: the body, one attachment.
#[derive(Debug)]
pub(in crate::check) struct Numbered {
    file: usize,
    /// What the text is called: the title of the document, of the attachment, of what is issued.
    title: String,
    /// Its paragraphs, by their place among all.
    passages: Vec<usize>,
    marks: Vec<Mark>,
}

/// The same with what it stands in.
pub(in crate::check) struct Scope<'c> {
    pub file: usize,
    pub document: &'c Document,
    pub title: &'c str,
    pub marks: &'c [Mark],
    /// Its paragraphs, by their place among all.
    own: &'c [usize],
    all: &'c [Passage],
}

impl<'c> Scope<'c> {
    /// Its paragraphs.
    pub(in crate::check) fn passages(&self) -> impl Iterator<Item = &'c Passage> {
        self.own.iter().filter_map(|&at| self.all.get(at))
    }

    pub(in crate::check) fn passage(&self, index: usize) -> Option<&'c Passage> {
        self.all.get(*self.own.get(index)?)
    }
}

/// The body and every attachment, with their ordinals.
pub(in crate::check) fn scopes<'c>(ctx: &'c Ctx<'_>) -> Vec<Scope<'c>> {
    let scope = |numbered: &'c Numbered| {
        let (document, _) = ctx.packet.files.get(numbered.file)?.read()?;
        let (title, marks) = (numbered.title.as_str(), numbered.marks.as_slice());
        Some(Scope { file: numbered.file, document, title, marks, own: &numbered.passages, all: ctx.passages() })
    };
    ctx.ordinals().iter().filter_map(scope).collect()
}

/// The ordinals of the body and of every attachment; what stands inside quotation marks numbers another text.
pub(in crate::check) fn numbered(ctx: &Ctx<'_>) -> Vec<Numbered> {
    let mut all: Vec<((usize, Place, usize), Numbered)> = Vec::new();
    for (at, passage) in ctx.passages().iter().enumerate().filter(|(_, p)| Place::OWN.contains(&p.place)) {
        let Some((_, elements)) = ctx.packet.files.get(passage.file).and_then(|f| f.read()) else { continue };
        let page = elements.pages.partition_point(|p| p.range.start <= passage.range.start);
        let key = (passage.file, passage.place, page);
        if all.last().is_none_or(|(k, _)| *k != key) {
            let title = title(elements, passage.place, page);
            all.push((key, Numbered { file: passage.file, title, passages: Vec::new(), marks: Vec::new() }));
        }
        if let Some((_, numbered)) = all.last_mut() {
            numbered.passages.push(at);
        }
    }
    let mut all: Vec<Numbered> = all.into_iter().map(|(_, numbered)| numbered).collect();
    for numbered in &mut all {
        if let Some((document, _)) = ctx.packet.files.get(numbered.file).and_then(|f| f.read()) {
            let passages = numbered.passages.iter().filter_map(|&at| ctx.passages().get(at));
            let seen = ctx.seen(numbered.file);
            let stands =
                |o: &Ordinal| o.pattern.may_stand(seen) || o.figure.as_ref().is_some_and(|p| p.may_stand(seen));
            let ordinals: Vec<(usize, &Ordinal)> =
                ctx.terms.ordinals.iter().enumerate().filter(|(_, o)| stands(o)).collect();
            let quotes: Vec<char> = QUOTES.into_iter().filter(|quote| seen.has(*quote)).collect();
            numbered.marks = marks(document, passages, &ordinals, &quotes);
        }
    }
    all
}

/// The title of the text that a paragraph belongs to; what stands behind the main part without a heading is what the
/// title announces.
fn title(elements: &Elements, place: Place, page: usize) -> String {
    let own = || elements.get(ElementKind::Title).map(|title| title.value.clone());
    let found = match (place, page.checked_sub(1).and_then(|page| elements.pages.get(page))) {
        (Place::Attachment, Some(page)) if !page.title.is_empty() => Some(page.title.clone()),
        (Place::Attachment, None) if elements.official == Official::Yes && !elements.forwarded.is_empty() => {
            elements.forwarded.first().map(|text| text.title.clone())
        }
        _ => own(),
    };
    found.unwrap_or_default()
}

fn marks<'c>(
    document: &Document,
    passages: impl Iterator<Item = &'c Passage>,
    ordinals: &[(usize, &Ordinal)],
    quotes: &[char],
) -> Vec<Mark> {
    let mut found: Vec<Mark> = Vec::new();
    let mut quoted = false;
    for (index, passage) in passages.enumerate() {
        let text = passage.text(document);
        let automatic = automatic(document, passage);
        let from = found.len();
        // Each mark by itself is found sooner than both.
        let quotes: Vec<(usize, char)> = match quotes.iter().any(|quote| text.contains(*quote)) {
            true => text.match_indices(QUOTES).map(|(at, quote)| (at, first(quote))).collect(),
            false => Vec::new(),
        };
        let is_quoted = |at: usize| match quotes[..quotes.partition_point(|(quote, _)| *quote < at)].last() {
            Some((_, quote)) => *quote == '“',
            None => quoted,
        };
        for &(ordinal, known) in ordinals {
            // What the program prints before a paragraph is its ordinal, whatever is typed behind it.
            let text = automatic.filter(|_| !known.inline).unwrap_or(text);
            let most = if known.inline { usize::MAX } else { 1 };
            let regex = known.pattern.on(text).filter(|regex| regex.is_match(text));
            let plain = regex.into_iter().flat_map(|regex| regex.captures_iter(text).take(most));
            let figure = known.figure.as_ref().filter(|_| regex.is_none()).and_then(|p| p.on(text)?.captures(text));
            if regex.is_none() && figure.is_none() {
                continue;
            }
            for captures in plain.chain(figure) {
                let (Some(mark), Some(n)) = (captures.name("mark"), captures.name("n")) else { continue };
                let Some(value) = value(n.as_str()) else { continue };
                let in_document = |r: Range<usize>| passage.range.start + r.start..passage.range.start + r.end;
                let stray = || regex.is_none() && !goes_on(&found[..from], ordinal, value, index);
                if !(is_quoted(mark.start()) || stray()) {
                    found.push(Mark {
                        ordinal,
                        level: known.level,
                        n: value,
                        passage: index,
                        own: mark.start() == 0,
                        range: in_document(mark.range()),
                        number: in_document(n.range()),
                    });
                }
            }
        }
        sort::by_key(&mut found[from..], |m| m.range.start);
        quoted = quotes.last().map_or(quoted, |(_, quote)| *quote == '“');
    }
    found
}

fn first(text: &str) -> char {
    text.chars().next().unwrap_or_default()
}

/// The number that the program prints before a paragraph.
fn automatic<'d>(document: &'d Document, passage: &Passage) -> Option<&'d str> {
    let line = document.lines.get(document.line_at(passage.range.start))?;
    let first = document.runs.get(line.runs.clone())?.first()?;
    let range = passage.range.start..first.range.end.min(passage.range.end);
    let printed = first.kind == RunKind::Number && range.start < range.end;
    printed.then(|| document.text.slice(range).trim_end())
}

/// Whether a number begins a series or goes on with one in the paragraph above.
fn goes_on(found: &[Mark], ordinal: usize, n: u32, passage: usize) -> bool {
    let above = |m: &Mark| m.own && m.ordinal == ordinal && m.passage + 1 == passage;
    let near = |m: &&Mark| {
        steps::add(1);
        m.passage + 1 >= passage
    };
    n == 1 || found.iter().rev().take_while(near).any(|m| above(m) && m.n < n)
}

/// Whether a place is quoted: the last quotation mark before it opens; `before` is the state at the start of the text.
pub(super) fn inside(text: &str, at: usize, before: bool) -> bool {
    text[..at].chars().rev().find(|c| QUOTES.contains(c)).map_or(before, |c| c == '“')
}

const CIRCLED: char = '①';

pub(super) fn value(number: &str) -> Option<u32> {
    match number.chars().next()? {
        c @ '①'..='⑳' => Some(c as u32 - CIRCLED as u32 + 1),
        _ => fold::number(number).filter(|n| *n > 0),
    }
}

/// A number in the dress of another: Arabic, circled or Han.
pub(super) fn dressed(n: u32, like: &str) -> String {
    match like.chars().next() {
        Some('①'..='⑳') => char::from_u32(CIRCLED as u32 + n - 1).map_or(n.to_string(), String::from),
        Some(c) if c.is_ascii_digit() => n.to_string(),
        _ => fold::han(n),
    }
}
