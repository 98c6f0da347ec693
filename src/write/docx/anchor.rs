//! Where marks may stand in a text: at the very characters if that is allowed there, else at the nearest place around.

use std::collections::HashMap;
use std::ops::Range;

use crate::document::{Document, Origin};
use crate::write::outline::Outline;

/// Elements of a paragraph inside which marks may stand like in the paragraph itself.
const OPEN: [&str; 8] = ["hyperlink", "smartTag", "customXml", "bdo", "dir", "ins", "moveTo", "sdtContent"];
/// Properties of a control whose content is one value: a program writes it anew, and what stands between is lost.
const ONE_VALUE: [&str; 8] =
    ["text", "date", "dropDownList", "comboBox", "dataBinding", "checkbox", "picture", "equation"];

/// A place for marks: bytes that go, and what has to stand before the marks and behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// Bytes that the marks take the place of; empty where they are only put in.
    pub(super) range: Range<usize>,
    /// What ends before the marks.
    pub(super) before: String,
    /// What begins again behind them.
    pub(super) after: String,
    /// The text element that is cut: its blanks at the new ends are to be kept.
    pub(super) text: Option<usize>,
    /// The prefix that the marks have here, with its colon.
    pub(super) prefix: String,
}

impl Cut {
    fn at(place: usize, prefix: &str) -> Self {
        Self { range: place..place, before: String::new(), after: String::new(), text: None, prefix: prefix.to_owned() }
    }

    fn moved(mut self, from: usize, to: usize) -> Self {
        self.range = self.range.start - from + to..self.range.end - from + to;
        self
    }
}

/// Which end of a passage a mark stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Start,
    End,
}

/// The two places of a passage, and the paragraphs they stand in.
#[derive(Clone, Debug)]
struct Passage {
    cuts: [Cut; 2],
    paragraphs: [usize; 2],
}

/// The places of the main part.
#[derive(Debug)]
pub(super) struct Anchors<'x> {
    xml: &'x str,
    outline: &'x Outline,
    /// The main part among those that a document names, and the bytes before its text.
    part: usize,
    mark: usize,
    /// Complex fields that begin and end in a paragraph, by the paragraph: their first and last run.
    fields: HashMap<usize, Vec<(usize, usize)>>,
}

impl<'x> Anchors<'x> {
    pub(super) fn new(xml: &'x str, outline: &'x Outline, (part, mark): (usize, usize)) -> Self {
        Self { xml, outline, part, mark, fields: HashMap::new() }
    }

    /// The places before and behind some bytes of the text, once for each way in which the file tells the paragraph. Of
    /// what stands in a header, a note or a box it is the paragraph that it hangs on; without bytes the first paragraph.
    pub(super) fn places(&mut self, document: &Document, range: Option<&Range<usize>>) -> Vec<[Cut; 2]> {
        let exact = range.and_then(|range| self.exact(document, range));
        let line = || {
            let line = document.lines.get(document.line_at(range?.start))?;
            self.host(self.outline.beginning(self.own(line.origin.as_ref()?)?.start)?)
        };
        let whole = || line().or_else(|| self.first()).map(|paragraph| self.whole(paragraph));
        let Some(passage) = exact.or_else(whole) else { return Vec::new() };
        let twins = self.twins(&passage);
        std::iter::once(passage.cuts).chain(twins).collect()
    }

    /// The places at the very characters; none where no character in the main part stands for them.
    fn exact(&mut self, document: &Document, range: &Range<usize>) -> Option<Passage> {
        let range = shown(document, range);
        let runs = document.runs_in(&range).filter_map(|run| {
            let bytes = self.own(run.origin.as_ref()?)?;
            // What is written as it reads can be cut between any two characters, a reference cannot.
            let literal = bytes.len() == run.range.len();
            let start = if literal { bytes.start + range.start.saturating_sub(run.range.start) } else { bytes.start };
            let end = if literal { bytes.end - run.range.end.saturating_sub(range.end) } else { bytes.end };
            Some((start, end))
        });
        let (start, end) =
            runs.fold(None, |all: Option<(usize, usize)>, (start, end)| Some((all.map_or(start, |all| all.0), end)))?;
        let host = |place: usize| self.host(self.outline.around(place)?);
        let [first, last] = [host(start)?, host(end)?];
        let cuts = [self.legal(first, start, Side::Start)?, self.legal(last, end, Side::End)?];
        // A box is read apart from where it hangs: its end may come before its start.
        Some(match cuts[0].range.start <= cuts[1].range.start {
            true => Passage { cuts, paragraphs: [first, last] },
            false => self.whole(first),
        })
    }

    /// Bytes of the main part, from the beginning of its text.
    fn own(&self, origin: &Origin) -> Option<Range<usize>> {
        (origin.part == self.part).then(|| origin.bytes.start - self.mark..origin.bytes.end - self.mark)
    }

    fn is(&self, element: usize, name: &str) -> bool {
        self.outline.is_word(self.xml, element, name)
    }

    fn is_open(&self, element: usize) -> bool {
        OPEN.iter().any(|name| self.is(element, name)) || self.is(element, "sdt") && !self.holds_one_value(element)
    }

    fn holds_one_value(&self, control: usize) -> bool {
        let properties = self.outline.child(self.xml, control, "sdtPr");
        properties
            .is_some_and(|p| self.outline.children(p).any(|n| ONE_VALUE.contains(&self.outline.name(self.xml, n).1)))
    }

    fn prefix(&self, element: usize) -> &'x str {
        self.outline.name(self.xml, element).0
    }

    /// The paragraph around an element that stands in no other: comments are not allowed in boxes.
    fn host(&self, inner: usize) -> Option<usize> {
        std::iter::once(inner).chain(self.outline.ancestors(inner)).filter(|&at| self.is(at, "p")).last()
    }

    /// The first paragraph of the text.
    fn first(&self) -> Option<usize> {
        let body = self.outline.child(self.xml, 0, "body")?;
        self.outline.inside(body).find(|&at| self.is(at, "p"))
    }

    /// A place in a paragraph as near to a character as marks may stand.
    fn legal(&mut self, paragraph: usize, place: usize, side: Side) -> Option<Cut> {
        let leaf = self.outline.around(place)?;
        if let Some(run) = self.field(paragraph, place, side) {
            return Some(self.outside(paragraph, run, side));
        }
        match self.outline.get(leaf).parent {
            Some(run) if self.is(leaf, "t") && self.is(run, "r") && self.closed(paragraph, leaf) == run => {
                Some(self.in_run(run, leaf, place, side))
            }
            _ => Some(self.outside(paragraph, leaf, side)),
        }
    }

    /// The first or last run of the complex field around a place: what it shows is written anew with it.
    fn field(&mut self, paragraph: usize, place: usize, side: Side) -> Option<usize> {
        let (outline, xml) = (self.outline, self.xml);
        let fields = self.fields.entry(paragraph).or_insert_with(|| fields(outline, xml, paragraph));
        let bytes = |&(first, last): &(usize, usize)| outline.get(first).range.start..outline.get(last).range.end;
        let around = fields.iter().filter(|field| bytes(field).contains(&place));
        let (first, last) = around.max_by_key(|field| bytes(field).len())?;
        Some(if side == Side::Start { *first } else { *last })
    }

    /// The outermost element around a leaf inside which no marks may stand.
    fn closed(&self, paragraph: usize, leaf: usize) -> usize {
        let way = std::iter::once(leaf).chain(self.outline.ancestors(leaf)).take_while(|&at| at != paragraph);
        way.filter(|&at| !self.is_open(at)).last().unwrap_or(leaf)
    }

    /// Before or behind the outermost element around a leaf inside which no marks may stand; of a paragraph itself, in it.
    fn outside(&self, paragraph: usize, leaf: usize, side: Side) -> Cut {
        if leaf == paragraph {
            return self.whole(paragraph).cuts[if side == Side::Start { 0 } else { 1 }].clone();
        }
        self.beside(self.closed(paragraph, leaf), side)
    }

    fn beside(&self, element: usize, side: Side) -> Cut {
        let element = self.outline.get(element);
        let place = if side == Side::Start { element.range.start } else { element.range.end };
        Cut::at(place, element.parent.map_or("", |parent| self.prefix(parent)))
    }

    /// Cuts a run in two, between two characters of its text or between two of its elements.
    fn in_run(&self, run: usize, text: usize, place: usize, side: Side) -> Cut {
        let (outline, xml) = (self.outline, self.xml);
        let inner = outline.get(text).inner.clone();
        // Sections of characters and remarks are not cut.
        let closed = xml[inner.clone()].contains('<');
        let at_start = place == inner.start || closed && side == Side::Start;
        let at_end = place == inner.end || closed && side == Side::End;
        let mut inside = outline.children(run).filter(|&at| !self.is(at, "rPr"));
        let (first, last) = (inside.next(), outline.children(run).last());
        match () {
            () if at_start && first == Some(text) => return self.beside(run, Side::Start),
            () if at_end && last == Some(text) => return self.beside(run, Side::End),
            () => {}
        }
        let tag = |at: usize| &xml[outline.get(at).range.start..outline.tag_end(at)];
        let properties = outline.child(xml, run, "rPr").map_or("", |at| &xml[outline.get(at).range.clone()]);
        let mut before = format!("</{}>", outline.full_name(xml, run));
        let mut after = format!("{}{properties}", tag(run));
        let (place, text) = match () {
            () if at_start => (outline.get(text).range.start, None),
            () if at_end => (outline.get(text).range.end, None),
            () => {
                before.insert_str(0, &format!("</{}>", outline.full_name(xml, text)));
                let (start, behind) = (tag(text), outline.behind_name(text) - outline.get(text).range.start);
                let keep = if self.keeps_blanks(text) { "" } else { KEEP };
                after.push_str(&format!("{}{keep}{}", &start[..behind], &start[behind..]));
                (place, Some(text))
            }
        };
        Cut { range: place..place, before, after, text, prefix: self.prefix(run).to_owned() }
    }

    /// The text element says so, or has no blanks.
    fn keeps_blanks(&self, text: usize) -> bool {
        let inner = &self.xml[self.outline.get(text).inner.clone()];
        self.outline.attribute(self.xml, text, "space").is_some() || !inner.contains(|c: char| c.is_ascii_whitespace())
    }

    /// Where a text element that is cut has to say that its blanks count.
    pub(super) fn keeping(&self, text: usize) -> Option<(usize, &'static str)> {
        (!self.keeps_blanks(text)).then(|| (self.outline.behind_name(text), KEEP))
    }

    /// All that a paragraph holds; one without an end tag gets one.
    fn whole(&self, paragraph: usize) -> Passage {
        let (outline, element) = (self.outline, self.outline.get(paragraph));
        let prefix = self.prefix(paragraph);
        let cuts = if element.inner.end == element.range.end {
            let after = format!("</{}>", outline.full_name(self.xml, paragraph));
            let range = element.range.end - "/>".len()..element.range.end;
            let cut = Cut { range, before: ">".to_owned(), after, ..Cut::at(0, prefix) };
            [cut.clone(), cut]
        } else {
            let properties = outline.child(self.xml, paragraph, "pPr");
            let start = properties.map_or(element.inner.start, |at| outline.get(at).range.end);
            [Cut::at(start, prefix), Cut::at(element.inner.end, prefix)]
        };
        Passage { cuts, paragraphs: [paragraph; 2] }
    }

    /// The same places in the other branches that tell the paragraphs for other programs.
    fn twins(&self, passage: &Passage) -> Vec<[Cut; 2]> {
        let [first, last] = passage.paragraphs;
        let copies = |of: usize| self.copies(of);
        let both = copies(first).into_iter().zip(copies(last));
        both.map(|(start, end)| {
            let moved = |at: usize, from: usize, to: usize| {
                let [from_bytes, to_bytes] = [from, to].map(|p| self.outline.get(p).range.clone());
                let same = self.xml[from_bytes.clone()] == self.xml[to_bytes.clone()];
                match same {
                    true => passage.cuts[at].clone().moved(from_bytes.start, to_bytes.start),
                    false => self.whole(to).cuts[at].clone(),
                }
            };
            [moved(0, first, start), moved(1, last, end)]
        })
        .collect()
    }

    /// The paragraphs at the same place in the other branches of the alternatives around one.
    fn copies(&self, paragraph: usize) -> Vec<usize> {
        let (outline, xml) = (self.outline, self.xml);
        let named = |at: usize, name: &str| outline.name(xml, at).1 == name;
        let mut way = std::iter::once(paragraph).chain(outline.ancestors(paragraph));
        let Some(branch) = way.find(|&at| named(at, "Choice") || named(at, "Fallback")) else { return Vec::new() };
        let paragraphs = |branch: usize| outline.inside(branch).filter(|&at| self.is(at, "p"));
        let Some(number) = paragraphs(branch).position(|at| at == paragraph) else { return Vec::new() };
        let alternatives = outline.get(branch).parent.into_iter().flat_map(|all| outline.children(all));
        alternatives.filter(|&other| other != branch).filter_map(|other| paragraphs(other).nth(number)).collect()
    }
}

/// Says that the blanks at the ends of a text count.
const KEEP: &str = " xml:space=\"preserve\"";

/// A place between two characters is shown at one of them.
fn shown(document: &Document, range: &Range<usize>) -> Range<usize> {
    if !range.is_empty() {
        return range.clone();
    }
    let line = document.lines.get(document.line_at(range.start)).map_or(0..0, |line| line.range.clone());
    let text = document.text.slice(line.clone());
    let (before, behind) = text.split_at_checked(range.start.saturating_sub(line.start)).unwrap_or((text, ""));
    match (behind.chars().next(), before.chars().next_back()) {
        (Some(c), _) => range.start..range.start + c.len_utf8(),
        (None, Some(c)) => range.start - c.len_utf8()..range.start,
        (None, None) => range.clone(),
    }
}

/// The complex fields that begin and end in a paragraph: the runs of their first and last mark.
fn fields(outline: &Outline, xml: &str, paragraph: usize) -> Vec<(usize, usize)> {
    let (mut open, mut fields) = (Vec::new(), Vec::new());
    for mark in outline.inside(paragraph).filter(|&at| outline.is_word(xml, at, "fldChar")) {
        let Some(run) = outline.get(mark).parent else { continue };
        match outline.value(xml, mark, "fldCharType") {
            Some("begin") => open.push(run),
            Some("end") => fields.extend(open.pop().map(|first| (first, run))),
            _ => {}
        }
    }
    fields
}
