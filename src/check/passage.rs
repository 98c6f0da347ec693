//! Running text: paragraphs of title, body, attachments and tables, without what is quoted from others.

use std::cell::OnceCell;
use std::ops::Range;

use serde::Deserialize;

use crate::check::Ctx;
use crate::document::{Document, Line, Zone};
use crate::element::{Element, ElementKind, Elements, Official};
use crate::fold;
use crate::letters::Letters;
use crate::packet::FileRole;
use crate::sort;
use crate::steps;
use crate::terms::Terms;
use crate::text;

/// Where running text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, schemars::JsonSchema)]
pub enum Place {
    /// The title of the main document.
    #[serde(rename = "标题")]
    Title,
    /// The body of the main document.
    #[serde(rename = "正文")]
    Body,
    /// Attachments, behind the main part or in files of their own.
    #[serde(rename = "附件")]
    Attachment,
    /// Table cells in body and attachments.
    #[serde(rename = "表格")]
    Table,
}

/// One paragraph.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Index of the file.
    pub file: usize,
    /// Where it stands.
    pub place: Place,
    /// Bytes in the document, without blanks at both ends.
    pub range: Range<usize>,
    /// The last paragraph but two of the body, or behind it: where documents close.
    pub closing: bool,
    /// It is Chinese running text, or stands in an official document; not data, code or another language.
    pub prose: bool,
    /// Bytes that are not the office's own words; made when first asked for.
    foreign: OnceCell<Vec<Range<usize>>>,
    /// Its characters; worked out when first asked for.
    letters: OnceCell<Letters>,
}

impl Passage {
    /// Its text.
    pub fn text<'d>(&self, document: &'d Document) -> &'d str {
        document.text.slice(self.range.clone())
    }

    /// The characters of its text.
    pub(crate) fn letters(&self, document: &Document) -> &Letters {
        self.letters.get_or_init(|| Letters::of(self.text(document)))
    }

    /// Whether a range (in the document) lies in a quoted title, an address, a code or a Latin passage.
    pub fn is_foreign(&self, document: &Document, range: &Range<usize>) -> bool {
        let foreign = self.foreign.get_or_init(|| foreign(self.text(document), self.range.start));
        let next = foreign.partition_point(|f| {
            steps::add(1);
            f.end <= range.start
        });
        foreign.get(next).is_some_and(|f| f.start <= range.start)
    }
}

/// Where a packet has running text at all, or where a rule looks for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ground {
    /// A bit for each place.
    places: u8,
    /// The body has a last paragraph; the rule looks at the last ones alone.
    closing: bool,
}

impl Ground {
    pub(super) fn of(passages: &[Passage]) -> Self {
        Self {
            closing: passages.iter().any(|passage| passage.closing),
            ..Self::at(passages.iter().map(|passage| passage.place), false)
        }
    }

    pub(super) fn at(places: impl Iterator<Item = Place>, closing: bool) -> Self {
        Self { places: places.fold(0, |all, place| all | 1 << place as u8), closing }
    }

    /// Whether there is text where a rule looks.
    #[inline]
    pub(super) fn has(self, looks: Self) -> bool {
        self.places & looks.places != 0 && (self.closing || !looks.closing)
    }
}

/// All running text of a packet that is its own: what the document only forwards is left alone. Of a paper that is no
/// official document every paragraph is looked at by itself: it may be a value, code or in another language.
pub(super) fn passages(ctx: &Ctx<'_>) -> Vec<Passage> {
    let mut all = collected(ctx);
    let other = |file: usize| {
        let read = ctx.packet.files.get(file).and_then(|f| f.read());
        read.filter(|(_, elements)| !matches!(elements.official, Official::Yes | Official::Foreign))
    };
    // Of such a file: how much of it is prose, and how much is anything.
    let mut sizes = vec![(0, 0); ctx.packet.files.len()];
    for passage in &mut all {
        let Some((document, _)) = other(passage.file) else { continue };
        let text = passage.text(document);
        passage.prose = is_prose(text);
        let size = &mut sizes[passage.file];
        *size = (size.0 + if passage.prose { text.len() } else { 0 }, size.1 + text.len());
    }
    // Where little is prose, what stands between is no part of its series either.
    all.retain(|passage| passage.prose || sizes[passage.file].0 * 2 >= sizes[passage.file].1);
    all
}

/// The same with what is no prose.
fn collected(ctx: &Ctx<'_>) -> Vec<Passage> {
    let mut all = Vec::new();
    let Some((main, document, elements)) = ctx.main() else { return all };
    if elements.official == Official::Attachment {
        paragraphs(main, document, elements, &(0..document.text.as_str().len()), Place::Attachment, &mut all);
        return all;
    }
    let relays = elements.forwarded.iter().any(|f| ctx.terms.words.relay_verbs.contains(&f.verb));
    main_passages(main, document, elements, (ctx.terms, relays), &mut all);
    if !relays {
        for (file, entry) in ctx.packet.files.iter().enumerate() {
            let Some((document, elements)) =
                entry.read().filter(|_| entry.role == FileRole::Attachment && file != main)
            else {
                continue;
            };
            if elements.official != Official::Foreign {
                let whole = 0..document.text.as_str().len();
                paragraphs(file, document, elements, &whole, Place::Attachment, &mut all);
            }
        }
    }
    all
}

/// `relays`: what stands behind the main part is a text of others.
fn main_passages(
    file: usize,
    document: &Document,
    elements: &Elements,
    (terms, relays): (&Terms, bool),
    all: &mut Vec<Passage>,
) {
    const CLOSING: usize = 3;
    let titles = elements.all(ElementKind::Title).filter(|title| !is_text(document, elements, terms, title));
    all.extend(titles.map(|title| passage(file, Place::Title, title.range.clone())));
    let from = all.len();
    for block in bodies(document, elements, terms) {
        paragraphs(file, document, elements, &block, Place::Body, all);
    }
    let own: Vec<usize> = (from..all.len()).filter(|&i| all[i].place == Place::Body).collect();
    own.iter().rev().take(CLOSING).for_each(|&i| all[i].closing = true);
    if relays {
        return;
    }
    for page in &elements.pages {
        let start = page.title_range.end.max(page.mark.end);
        paragraphs(file, document, elements, &(start..page.range.end), Place::Attachment, all);
    }
    // The office's own text that the document issues stands behind the date, often without a heading.
    let behind = elements.get(ElementKind::Date).map_or(usize::MAX, |date| date.range.end);
    if elements.official == Official::Yes && !elements.forwarded.is_empty() {
        for block in elements.unknown.iter().filter(|block| block.start >= behind) {
            paragraphs(file, document, elements, block, Place::Attachment, all);
        }
    }
}

/// Where the main part's own text stands: in the body; in a paper that is no official document, wherever nothing else was
/// recognised.
fn bodies(document: &Document, elements: &Elements, terms: &Terms) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = elements.all(ElementKind::Body).map(|body| body.range.clone()).collect();
    if elements.official == Official::No {
        blocks.extend(elements.unknown.iter().cloned());
        let titles = elements.all(ElementKind::Title).filter(|title| is_text(document, elements, terms, title));
        blocks.extend(titles.map(|title| title.range.clone()));
        sort::by_key(&mut blocks, |block| block.start);
    }
    blocks
}

/// What was taken for the title of a paper that is no official document, and is its first sentence or heading.
fn is_text(document: &Document, elements: &Elements, terms: &Terms, title: &Element) -> bool {
    const ENDS: [char; 13] = ['。', '；', '！', '？', '：', '，', '、', '…', '.', ';', '!', '?', ':'];
    let text = document.text.slice(title.range.clone()).trim();
    let numbered = || terms.ordinals.iter().any(|ordinal| !ordinal.inline && ordinal.pattern.is_match(text));
    elements.official == Official::No && (text.ends_with(ENDS) || numbered())
}

fn passage(file: usize, place: Place, range: Range<usize>) -> Passage {
    Passage { file, place, range, closing: false, prose: true, foreign: OnceCell::new(), letters: OnceCell::new() }
}

/// The paragraphs in a range, form and page margins left out; lines that go on are one paragraph.
fn paragraphs(
    file: usize,
    document: &Document,
    elements: &Elements,
    range: &Range<usize>,
    place: Place,
    all: &mut Vec<Passage>,
) {
    let first = document.line_at(range.start);
    let lines = document.lines.iter().enumerate().skip(first).take_while(|(_, l)| l.range.start < range.end);
    let in_form = |n: usize| elements.form.as_ref().is_some_and(|f| f.lines.contains(&n));
    let mut before: Option<&Line> = None;
    for (_, line) in lines.filter(|(n, l)| l.range.end > range.start && !in_form(*n)) {
        let own = match line.zone {
            Zone::Body => place,
            Zone::Table => Place::Table,
            _ => continue,
        };
        let trimmed = fold::trim(document.text.slice(line.range.clone()), line.range.start);
        let joins = before.is_some_and(|b| goes_on(document, b, line));
        before = Some(line);
        match all.last_mut().filter(|p| joins && p.file == file && p.place == own) {
            _ if trimmed.is_empty() => {}
            Some(last) => last.range.end = trimmed.end,
            None => all.push(passage(file, own, trimmed)),
        }
    }
}

/// A line that goes on with the paragraph above: the same paragraph of a .docx, or the next line of a wrapped text.
fn goes_on(document: &Document, before: &Line, line: &Line) -> bool {
    const WRAPPED: usize = 20;
    let (above, here) = (document.text.slice(before.range.clone()), document.text.slice(line.range.clone()));
    if here.is_empty() || here.starts_with(char::is_whitespace) || above.trim().is_empty() {
        return false;
    }
    let ended = above.trim_end().ends_with(['。', '：', '；', '！', '？', ':']);
    if document.has_layout() {
        return before.format == line.format
            && before.paragraph == line.paragraph
            && line.cell == before.cell
            && !ended;
    }
    !ended && above.starts_with(char::is_whitespace) && above.chars().count() >= WRAPPED
}

/// Whether a paragraph is Chinese, and written in sentences or the heading of some: the greater part of its letters is
/// Han, and it looks like nothing that programs write for programs.
fn is_prose(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (han, all) = letters.fold((0, 0), |(han, all), c| (han + usize::from(fold::is_han(c)), all + 1));
    han > 0 && 2 * han >= all && !is_data(text)
}

/// A line of code, of markup or of a table of values: it begins or ends as those do, or all that divides it is ASCII.
fn is_data(text: &str) -> bool {
    const VALUES: usize = 2;
    const BEGINS: [&str; 12] = ["{", "}", "[", "]", "<", "|", "#", "$", "@", "//", "/*", "--"];
    const ENDS: [&str; 8] = ["{", "}", "[", "]", ">", "|", ";", "\\"];
    let divided = text.bytes().filter(|b| matches!(b, b',' | b'\t' | b'|' | b';')).count();
    let written = text.contains(['，', '。', '、', '；', '：', '？', '！']);
    BEGINS.iter().any(|sign| text.starts_with(sign))
        || ENDS.iter().any(|sign| text.ends_with(sign))
        || text.starts_with('"') && text.ends_with(['"', ','])
        || !written && (divided >= VALUES || text.ends_with(','))
}

/// Ranges inside title marks, and runs of Latin text, addresses and codes.
fn foreign(text: &str, base: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    let mut latin: Option<(usize, usize, bool)> = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), '\n'))) {
        match c {
            '《' => {
                depth += 1;
                if depth == 1 {
                    start = at + c.len_utf8();
                }
            }
            '》' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push(base + start..base + at);
                }
            }
            _ => {}
        }
        // A run of ASCII with a letter in it, up to its last character that is not a blank.
        latin = match (latin, c.is_ascii() && c != '\n') {
            (None, true) if !c.is_whitespace() => Some((at, at + 1, c.is_ascii_alphabetic())),
            (Some((from, end, letters)), true) => {
                Some((from, if c == ' ' { end } else { at + 1 }, letters || c.is_ascii_alphabetic()))
            }
            (Some((from, end, true)), false) => {
                found.push(base + from..base + end);
                None
            }
            _ => None,
        };
    }
    text::joined(found)
}

impl Place {
    /// Where a rule looks that says nothing.
    pub(super) const OWN: [Place; 2] = [Place::Body, Place::Attachment];
}
