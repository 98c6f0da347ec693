//! What a difference is: which element, a page, a leftover, or plain text.

use std::collections::HashSet;
use std::ops::Range;

use super::Finished;
use super::align::Edit;
use super::order::Moved;
use super::pages;
use super::side::{Mark, Side, letters};
use super::texts::Texts;
use crate::document::{FieldKind, Run, RunKind, Trace, TraceKind, Zone};
use crate::element::ElementKind;
use crate::sort;
use crate::terms::{Pattern, Terms};

/// A difference as it is told.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    pub(super) kind: Finished,
    /// What was signed.
    pub(super) a: Range<usize>,
    /// What is printed.
    pub(super) b: Range<usize>,
    /// What of it is printed otherwise, without what is quoted around it.
    pub(super) at: Range<usize>,
    /// The page, counted from 0, where the place does not tell it.
    pub(super) page: Option<usize>,
    /// So many more of the same.
    pub(super) more: usize,
}

/// Elements that have rules of their own.
const ELEMENTS: [(ElementKind, Finished); 5] = [
    (ElementKind::CopyNumber, Finished::CopyNumber),
    (ElementKind::DocNumber, Finished::DocNumber),
    (ElementKind::Title, Finished::Title),
    (ElementKind::Recipients, Finished::Recipients),
    (ElementKind::Date, Finished::Date),
];

/// Tells the kinds of differences.
pub(super) struct Kinds<'t, 's, 'd> {
    texts: &'t Texts<'s, 'd>,
    terms: &'t Terms,
    pages: &'t [Range<usize>],
    elements: Vec<(Finished, Range<usize>)>,
    attachments: Vec<Range<usize>>,
    deleted: Vec<Vec<char>>,
    /// Places in the signed text at which something was deleted, with what.
    deletions: Vec<(usize, Vec<char>)>,
    comments: Vec<Vec<char>>,
}

impl<'t, 's, 'd> Kinds<'t, 's, 'd> {
    pub(super) fn new(texts: &'t Texts<'s, 'd>, pages: &'t [Range<usize>], terms: &'t Terms) -> Self {
        let signed = texts.signed;
        let marks = |document: usize, bytes: &Range<usize>| {
            let within = |part: &[Mark], from: usize| {
                let at = |byte: usize| part.partition_point(|mark| (mark.document, mark.at) < (document, byte)) + from;
                at(bytes.start)..at(bytes.end)
            };
            let (text, floats) = signed.marks.split_at(signed.floats);
            let own = within(text, 0);
            if own.is_empty() { within(floats, signed.floats) } else { own }
        };
        let main = signed.documents.first().map(|(_, _, elements)| *elements);
        let own = main.into_iter().flat_map(|elements| &elements.list);
        let element = |e: &crate::element::Element| {
            let (_, kind) = ELEMENTS.iter().find(|(kind, _)| *kind == e.kind)?;
            Some((*kind, marks(0, &e.range)))
        };
        let elements = own.filter_map(element).filter(|(_, range)| !range.is_empty()).collect();
        let within = main.into_iter().flat_map(|elements| &elements.pages).map(|page| marks(0, &page.range));
        let apart = (1..signed.documents.len()).map(|document| marks(document, &(0..usize::MAX)));
        let attachments = within.chain(apart).filter(|range| !range.is_empty()).collect();
        let traces = |kind: TraceKind| -> Vec<Vec<char>> {
            let all = signed.documents.iter().chain(&texts.printed.documents);
            let of_kind = all.flat_map(|(_, document, _)| &document.traces).filter(|trace| trace.kind == kind);
            of_kind.map(|trace| letters(&trace.text).collect()).filter(|text: &Vec<char>| !text.is_empty()).collect()
        };
        let places = signed.documents.iter().enumerate().flat_map(|(number, (_, document, _))| {
            let deleted = document.traces.iter().filter(|trace| trace.kind == TraceKind::Deleted);
            deleted.map(move |trace| (number, trace))
        });
        let place = |(number, trace): (usize, &Trace)| {
            (marks(number, &(trace.at..trace.at)).start, letters(&trace.text).collect())
        };
        let deletions = places.map(place).collect();
        let (deleted, comments) = (traces(TraceKind::Deleted), traces(TraceKind::Comment));
        Self { texts, terms, pages, elements, attachments, deleted, deletions, comments }
    }

    /// All differences, each once.
    pub(super) fn all(&self, edits: Vec<Edit>, moved: Vec<Moved>) -> Vec<Difference> {
        let mut told: Vec<Difference> = moved.iter().map(|moved| self.moved(moved)).collect();
        let edits = self.without_attachments(edits, &mut told);
        let mut headers: Vec<(Vec<char>, usize)> = Vec::new();
        let mut elements = HashSet::new();
        let lost: Vec<Edit> = edits.iter().filter(|edit| self.lost_page(edit).is_some()).cloned().collect();
        for edit in edits {
            if let Some(page) = self.lost_page(&edit) {
                told.push(Difference { page: Some(page), ..self.as_it_is(Finished::PageMissing, &edit) });
                continue;
            }
            if self.is_on(&edit, &lost) || self.is_header(&edit) && self.is_number(&edit) {
                continue;
            }
            if self.is_header(&edit) {
                let text = self.texts.printed.letters[edit.b.clone()].to_vec();
                match headers.iter().find(|(known, _)| *known == text) {
                    Some((_, at)) => told[*at].more += 1,
                    None => {
                        headers.push((text, told.len()));
                        told.push(self.as_it_is(Finished::Header, &edit));
                    }
                }
                continue;
            }
            let element = self.elements.iter().position(|(_, range)| self.touches(range, &edit));
            if element.is_none_or(|element| elements.insert(element)) {
                told.push(self.edit(&edit, element));
            }
        }
        sort::by_key(&mut told, |difference| (difference.at.start, difference.a.start));
        shuffled(told)
    }

    /// The page at which pages are left out, where they are: what a difference lacks begins or ends one, and is too much
    /// for a slip.
    fn lost_page(&self, edit: &Edit) -> Option<usize> {
        let within = edit.a.start < self.texts.signed.floats && edit.b.len() <= pages::SLACK;
        let page = pages::before(self.pages, edit.b.start).filter(|_| within)?;
        let own = self.elements.iter().filter(|(_, range)| edit.a.contains(&range.start));
        let own: usize = own.map(|(_, range)| range.len()).sum();
        // The last page may hold little more than a signature.
        let last = edit.b.end + pages::SLACK >= self.texts.printed.floats && edit.a.len() >= own + pages::LEAST;
        (edit.a.len() >= pages::MUCH || last).then_some(page)
    }

    /// What is missing stood on a page that is: a box or a note.
    fn is_on(&self, edit: &Edit, lost: &[Edit]) -> bool {
        let floats = self.texts.signed.floats;
        let anchor = self.texts.anchor(edit.a.start);
        let missing = edit.b.is_empty() && edit.a.start >= floats;
        missing && lost.iter().any(|lost| lost.a.start <= anchor && anchor <= lost.a.end)
    }

    fn as_it_is(&self, kind: Finished, edit: &Edit) -> Difference {
        Difference { kind, a: edit.a.clone(), b: edit.b.clone(), at: edit.b.clone(), page: None, more: 0 }
    }

    /// What was moved: pages, attachments, or text.
    fn moved(&self, moved: &Moved) -> Difference {
        let page = |at: usize| self.texts.printed.page(at).map(|(number, _)| number);
        let from = self.texts.home(moved.a.start);
        let first = [page(moved.b.start), page(from).or_else(|| page(from.checked_sub(1)?))];
        let begins = |at: usize| self.pages.iter().any(|page| page.start.abs_diff(at) <= pages::SLACK);
        let whole = moved.a.len() >= pages::MUCH && begins(moved.b.start) && begins(moved.b.end);
        let attachment = self.attachments.iter().any(|own| {
            moved.a.start <= own.start + pages::SLACK && own.start < moved.a.end && moved.a.contains(&own.start)
        });
        let kind = match () {
            () if attachment => Finished::AttachmentOrder,
            () if whole => Finished::PageOrder,
            () => Finished::Order,
        };
        let page = first.into_iter().flatten().min();
        Difference { kind, a: moved.a.clone(), b: moved.b.clone(), at: moved.b.clone(), page, more: 0 }
    }

    /// Tells the attachments of which nothing is printed, and leaves the rest.
    fn without_attachments(&self, edits: Vec<Edit>, told: &mut Vec<Difference>) -> Vec<Edit> {
        let overlap = |one: &Range<usize>, other: &Range<usize>| {
            one.end.min(other.end).saturating_sub(one.start.max(other.start))
        };
        let lost = |own: &&Range<usize>| {
            let missing: usize = edits.iter().map(|edit| overlap(own, &edit.a)).sum();
            missing * 10 >= own.len() * 9
        };
        let lost: Vec<&Range<usize>> = self.attachments.iter().filter(lost).collect();
        for own in &lost {
            let b = self.texts.across(own.start);
            let edit = Edit { a: (*own).clone(), b: b..b };
            told.push(Difference { page: pages::before(self.pages, b), ..self.as_it_is(Finished::Attachment, &edit) });
        }
        let is_rest = |edit: &Edit| {
            let told: usize = lost.iter().map(|own| overlap(own, &edit.a)).sum();
            told == 0 || edit.a.len() - told > pages::SLACK || edit.b.len() > pages::SLACK
        };
        let cut = |edit: Edit| {
            let inside = lost.iter().filter(|own| overlap(own, &edit.a) > 0);
            let (start, end) = inside.fold((edit.a.end, edit.a.start), |(start, end), own| {
                (start.min(own.start.max(edit.a.start)), end.max(own.end.min(edit.a.end)))
            });
            match () {
                () if start >= end => edit,
                () if start > edit.a.start => Edit { a: edit.a.start..start, ..edit },
                () => Edit { a: end..edit.a.end, ..edit },
            }
        };
        edits.into_iter().filter(is_rest).map(cut).collect()
    }

    /// Whether a difference concerns an element: lies in it, or at its edge on the same line.
    fn touches(&self, range: &Range<usize>, edit: &Edit) -> bool {
        let printed = self.texts.printed;
        match edit.a.is_empty() {
            false => edit.a.start < range.end && range.start < edit.a.end,
            true if edit.a.start == range.start => !printed.begins_line(edit.b.end),
            true if edit.a.start == range.end => !printed.begins_line(edit.b.start),
            true => range.contains(&edit.a.start),
        }
    }

    /// Lines above or below the type area that nobody has signed.
    fn is_header(&self, edit: &Edit) -> bool {
        /// mm from the edge of the paper: less than any margin of an official document.
        const MARGIN: f64 = 33.0;
        let (printed, b) = (self.texts.printed, &edit.b);
        if !edit.a.is_empty() || !printed.is_whole(b) {
            return false;
        }
        let outside = |at: usize| {
            let (Some((number, page)), Some((_, base))) = (printed.page(at), printed.place(at)) else { return false };
            let own = &self.pages[number];
            let edge = at == own.start || b.end == own.end;
            edge && (base < MARGIN || base > page.height - MARGIN)
        };
        outside(b.start)
    }

    /// The number of the page on a line of its own, where pages of what was signed are numbered.
    fn is_number(&self, edit: &Edit) -> bool {
        let is_page = |run: &Run| run.kind == RunKind::Field(FieldKind::Page);
        let numbered = || self.texts.signed.documents.iter().any(|(_, document, _)| document.runs.iter().any(is_page));
        let text: String = self.texts.printed.letters[edit.b.clone()].iter().collect();
        let page = self.texts.printed.page(edit.b.start).map(|(number, _)| number + 1);
        page.is_some() && text.parse().ok() == page && numbered()
    }

    fn edit(&self, edit: &Edit, element: Option<usize>) -> Difference {
        let printed = &self.texts.printed.letters[edit.b.clone()];
        let text: String = printed.iter().collect();
        let own: String = self.texts.signed.letters[edit.a.clone()].iter().collect();
        let matches = |pattern: &Option<Pattern>, text: &str| pattern.as_ref().is_some_and(|p| p.is_match(text));
        let patterns = &self.terms.patterns;
        let within = |known: &[Vec<char>]| {
            known.iter().any(|known| {
                // What is long is kept in short.
                printed.len() > 1 && (printed.starts_with(known) || known.windows(printed.len()).any(|w| w == printed))
            })
        };
        let quoted = match element.map(|at| &self.elements[at]) {
            Some((_, range)) => self.whole(range, edit),
            None => self.around(edit),
        };
        let told = |kind| Difference {
            kind,
            at: edit.b.clone(),
            page: None,
            more: 0,
            a: quoted.0.clone(),
            b: quoted.1.clone(),
        };
        match () {
            () if matches(&patterns.printed_comment, &text) || within(&self.comments) => {
                self.as_it_is(Finished::Comment, edit)
            }
            () if within(&self.deleted) || self.was_deleted(edit) => told(Finished::Revision),
            () if matches(&patterns.printed_blank, &text) && !matches(&patterns.printed_blank, &own) => {
                told(Finished::Placeholder)
            }
            () if element.is_some() => told(element.map_or(Finished::Text, |at| self.elements[at].0)),
            () if edit.b.is_empty() && edit.a.len() >= LONG => self.as_it_is(Finished::Missing, edit),
            () if edit.a.is_empty() && edit.b.len() >= LONG => self.as_it_is(Finished::Added, edit),
            () if self.texts.signed.zone(edit.a.start) == Some(Zone::Table) => told(Finished::Table),
            () => told(Finished::Text),
        }
    }

    /// What is printed was deleted here.
    fn was_deleted(&self, edit: &Edit) -> bool {
        let printed = &self.texts.printed.letters[edit.b.clone()];
        let near = |place: usize| edit.a.start.saturating_sub(2) <= place && place <= edit.a.end + 2;
        let same = |text: &[char]| text.iter().all(|c| printed.contains(c));
        !printed.is_empty() && self.deletions.iter().any(|(place, text)| near(*place) && !text.is_empty() && same(text))
    }

    /// An element with all that is printed of it.
    fn whole(&self, range: &Range<usize>, edit: &Edit) -> (Range<usize>, Range<usize>) {
        if range.start >= self.texts.signed.floats {
            return (range.start.min(edit.a.start)..range.end.max(edit.a.end), edit.b.clone());
        }
        let b = self.texts.instead(range);
        (range.start.min(edit.a.start)..range.end.max(edit.a.end), b.start.min(edit.b.start)..b.end.max(edit.b.end))
    }

    /// A difference with the words around it that are the same on both sides.
    fn around(&self, edit: &Edit) -> (Range<usize>, Range<usize>) {
        let (a, b) = (self.texts.signed, self.texts.printed);
        let same = |one: usize, other: usize| a.letters.get(one) == b.letters.get(other);
        let mut before = 0;
        while before < AROUND
            && edit.a.start > before
            && edit.b.start > before
            && same(edit.a.start - before - 1, edit.b.start - before - 1)
            && !stops(a, edit.a.start - before, before)
        {
            before += 1;
        }
        let mut behind = 0;
        while behind < AROUND
            && edit.a.end + behind < a.letters.len()
            && same(edit.a.end + behind, edit.b.end + behind)
            && !stops(a, edit.a.end + behind, behind)
        {
            behind += 1;
        }
        (edit.a.start - before..edit.a.end + behind, edit.b.start - before..edit.b.end + behind)
    }
}

/// Of pages that are all mixed up the first is told, and how many more there are.
fn shuffled(mut told: Vec<Difference>) -> Vec<Difference> {
    /// So many are told one by one.
    const FEW: usize = 4;
    let is_order = |difference: &Difference| difference.kind == Finished::PageOrder;
    let count = told.iter().filter(|difference| is_order(difference)).count();
    if count <= FEW {
        return told;
    }
    let first = told.iter().position(is_order);
    let mut at = 0..;
    told.retain(|difference| !is_order(difference) || at.next() == Some(0));
    if let Some(first) = first {
        told[first].more = count - 1;
    }
    told
}

/// A shorter text that is only missing or only added is quoted with what stands around it.
const LONG: usize = 6;
/// So many characters are quoted on each side.
const AROUND: usize = 10;
/// A mark or the end of a line ends what is quoted, when there is enough.
fn stops(side: &Side<'_>, at: usize, so_far: usize) -> bool {
    const ENOUGH: usize = 4;
    const MARKS: &str = "。；！？";
    let before = at.checked_sub(1).and_then(|at| side.letters.get(at));
    side.begins_line(at) || so_far >= ENOUGH && before.is_some_and(|c| MARKS.contains(*c))
}
