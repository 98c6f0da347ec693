//! What a part of the text is for, by the words of the standard: elements, headings, parts of attachments.

use std::ops::Range;

use serde::Deserialize;

use crate::check::layout::View;
use crate::document::{Align, Zone};
use crate::element::{ElementKind, Sure};
use crate::fold::Folded;
use crate::lang::Words;
use crate::words;

/// A role that a rule names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Element(ElementKind),
    /// A heading in the body, by level from 1.
    Heading(u8),
    SignerLabel,
    SignerName,
    /// `附件1` above an attachment.
    PageMark,
    PageTitle,
    /// Running text of attachments.
    PageText,
}

const WORDS: [(&str, Role); 9] = [
    ("一级标题", Role::Heading(1)),
    ("二级标题", Role::Heading(2)),
    ("三级标题", Role::Heading(3)),
    ("四级标题", Role::Heading(4)),
    ("签发人标签", Role::SignerLabel),
    ("签发人姓名", Role::SignerName),
    ("附件标记", Role::PageMark),
    ("附件标题", Role::PageTitle),
    ("附件正文", Role::PageText),
];

impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let word = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        let known = WORDS.iter().find(|(w, _)| *w == word).map(|(_, role)| *role);
        known.or_else(|| ElementKind::named(&word).map(Role::Element)).ok_or_else(|| {
            let own: Vec<&str> = WORDS.iter().map(|(w, _)| *w).collect();
            serde::de::Error::custom(words!("“{word}”不是要素，也不是{own}", word, own = own.join("、")))
        })
    }
}

impl schemars::JsonSchema for Role {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LayoutRole".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let elements = ElementKind::ALL.iter().flat_map(|kind| [kind.word(), kind.id()]);
        let words: Vec<&str> = WORDS.iter().map(|(word, _)| *word).chain(elements).collect();
        schemars::json_schema!({ "type": "string", "enum": words })
    }
}

impl Role {
    pub(super) fn title(self) -> Words {
        Words::from(match self {
            Role::Element(kind) => kind.word(),
            role => WORDS.iter().find(|(_, r)| *r == role).map_or("", |(w, _)| *w),
        })
    }

    /// Its bytes in the document. Words that were recognised by guess are left out.
    pub(super) fn ranges(self, view: &View<'_>) -> Vec<Range<usize>> {
        let sure = |kind| view.elements.all(kind).filter(|e| e.sure > Sure::Guess);
        let signer = |label: bool| {
            sure(ElementKind::Signer).filter_map(move |e| {
                let at = e.label.as_ref()?.end;
                Some(if label { e.range.start..at } else { at..e.range.end })
            })
        };
        let pages = &view.elements.pages;
        match self {
            Role::Element(ElementKind::Body) => running(view, body(view)),
            // Published texts repeat the number under the title, in a look of their own.
            Role::Element(kind @ ElementKind::DocNumber) => {
                sure(kind).map(|e| e.range.clone()).filter(|r| r.start < view.head_end()).collect()
            }
            // What states no kind may be no title, and a red one is a mark.
            Role::Element(ElementKind::Title) if view.elements.kind.is_none() || view.titled_in_red() => Vec::new(),
            // Above the body they are part of a head, as minutes have it.
            Role::Element(kind @ (ElementKind::Issuer | ElementKind::Date)) => {
                let body = body(view).next().map_or(usize::MAX, |b| b.start);
                sure(kind).map(|e| e.range.clone()).filter(|r| r.start > body).collect()
            }
            Role::Element(kind) => sure(kind).map(|e| e.range.clone()).collect(),
            Role::Heading(level) => headings(view, level),
            Role::SignerLabel => signer(true).collect(),
            Role::SignerName => signer(false).collect(),
            Role::PageMark => pages.iter().map(|p| p.mark.clone()).collect(),
            Role::PageTitle => pages.iter().map(|p| p.title_range.clone()).filter(|r| !r.is_empty()).collect(),
            Role::PageText => running(view, pages.iter().map(|p| p.mark.end.max(p.title_range.end)..p.range.end)),
        }
    }
}

fn body<'v>(view: &'v View<'_>) -> impl Iterator<Item = Range<usize>> + 'v {
    let bodies = view.elements.all(ElementKind::Body).filter(|e| e.sure > Sure::Guess);
    bodies.map(|e| e.range.clone())
}

/// The lines of a range that are set as running text: not in tables, boxes and frames, not centred.
pub(super) fn lines<'v>(view: &'v View<'_>, range: &Range<usize>) -> impl Iterator<Item = usize> + 'v {
    let document = view.document;
    let (first, end) = (document.line_at(range.start), range.end);
    let inside = (first..document.lines.len()).take_while(move |&l| document.lines[l].range.start < end);
    inside.filter(|&l| {
        let line = &document.lines[l];
        let flows = line.zone == Zone::Body && line.cell.is_none() && line.placed.is_none();
        let centred = document.paragraph_format(l).is_some_and(|f| f.align == Align::Center);
        flows && !centred && !document.is_blank(l)
    })
}

/// Running text without headings, and without numbered items that could be headings.
fn running(view: &View<'_>, ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let part = |line: usize| {
        let range = view.document.lines[line].range.clone();
        match numbered(view, line) {
            Some((_, Some(heading))) => (heading.end < range.end).then_some(heading.end..range.end),
            Some((1 | 2, None)) => None,
            _ => Some(behind_attendance(view, range)),
        }
    };
    ranges.flat_map(|r| lines(view, &r).filter_map(part).collect::<Vec<_>>()).collect()
}

/// A line without the label of those who were at a meeting, which has a face of its own.
fn behind_attendance(view: &View<'_>, range: Range<usize>) -> Range<usize> {
    let text = view.document.text.slice(range.clone());
    let label = |word: &String| text.trim_start().strip_prefix(word.as_str())?.strip_prefix(['：', ':']).map(str::len);
    let behind = view.terms.words.attendance.iter().find_map(label).filter(|length| *length > 0);
    behind.map_or(range.start, |length| range.end - length)..range.end
}

fn headings(view: &View<'_>, level: u8) -> Vec<Range<usize>> {
    let heading = |line: usize| numbered(view, line).filter(|(l, _)| *l == level)?.1;
    body(view).flat_map(|r| lines(view, &r).filter_map(heading).collect::<Vec<_>>()).collect()
}

/// Level of the number that a line begins with, and the heading behind it: the whole line, or up to the first full
/// stop. A line that is one sentence, or a long one, is an item rather than a heading.
fn numbered(view: &View<'_>, line: usize) -> Option<(u8, Option<Range<usize>>)> {
    const LONGEST: usize = 40;
    const NUMBER: usize = 12;
    let line = view.document.lines.get(line)?;
    let text = view.document.text.slice(line.range.clone());
    let start = line.range.start + text.len() - text.trim_start().len();
    let text = text.trim();
    let number_end = text.char_indices().nth(NUMBER).map_or(text.len(), |(at, _)| at);
    let folded = Folded::new(&text[..number_end], start);
    let number = view.terms.patterns.list_item.as_ref()?.captures(folded.as_str())?;
    let han = |m: regex::Match<'_>| !m.as_str().starts_with(|c: char| c.is_ascii_digit());
    let level = match (number.name("h"), number.name("p"), number.name("n")) {
        (Some(_), ..) => 1,
        (_, Some(p), _) if han(p) => 2,
        (.., Some(_)) => 3,
        (_, Some(_), _) => 4,
        _ => return None,
    };
    let end = match text.find('。') {
        Some(at) if at + '。'.len_utf8() < text.len() => at + '。'.len_utf8(),
        Some(_) => return Some((level, None)),
        None => text.len(),
    };
    let heading = &text[..end];
    let sentence = heading.ends_with(['；', ';', '：', ':', '，', ',', '、']) || heading.contains(['；', '：']);
    let fits = !sentence && heading.chars().count() <= LONGEST;
    Some((level, fits.then_some(start..start + end)))
}
