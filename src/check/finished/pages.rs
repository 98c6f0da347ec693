//! Pages as wholes: printed twice, blank, left out.

use std::collections::HashMap;
use std::ops::Range;

use super::side::Side;
use super::texts::Texts;
use crate::document::TraceKind;

/// A page with fewer characters is not told from another by them.
pub(super) const LEAST: usize = 20;
/// So many characters without a break are no slip of the pen.
pub(super) const MUCH: usize = 100;
/// A page may be cut by so many characters elsewhere.
pub(super) const SLACK: usize = 3;

/// The marks of every page, in order; blank pages have none.
pub(super) fn ranges(side: &Side<'_>) -> Vec<Range<usize>> {
    let count = side.documents.iter().map(|(_, document, _)| document.pages.len()).sum();
    let mut pages: Vec<Range<usize>> = vec![0..0; count];
    let mut next = 0;
    for at in 0..side.marks.len() {
        let Some((number, _)) = side.page(at) else { continue };
        // Pages without marks lie before the first mark behind them.
        pages[next.min(number)..number].fill(at..at);
        if pages[number].is_empty() {
            pages[number] = at..at;
        }
        pages[number].end = at + 1;
        next = number + 1;
    }
    let end = side.marks.len();
    pages[next.min(count)..].fill(end..end);
    pages
}

/// The pages that bear the text of an earlier one, where it was signed only once: each with its marks.
pub(super) fn twice(signed: &Side<'_>, printed: &Side<'_>, pages: &[Range<usize>]) -> Vec<(usize, Range<usize>)> {
    let mut first: HashMap<&[char], usize> = HashMap::new();
    let mut twice = Vec::new();
    for (number, page) in pages.iter().enumerate().filter(|(_, page)| page.len() >= LEAST) {
        let text = &printed.letters[page.clone()];
        if *first.entry(text).or_insert(number) != number && times(&signed.letters, text) < 2 {
            twice.push((number, page.clone()));
        }
    }
    twice
}

/// How often a text stands in another, as far as its beginning tells; no more than twice is counted.
fn times(all: &[char], text: &[char]) -> usize {
    let start = &text[..text.len().min(2 * LEAST)];
    all.windows(start.len()).filter(|window| *window == start).take(2).count()
}

/// Pages with nothing on them, in the middle of the text: not where a part begins on a page of its own, and not the last.
pub(super) fn blank(texts: &Texts<'_, '_>, pages: &[Range<usize>]) -> Vec<usize> {
    let printed = texts.printed;
    let empty = |number: &usize| {
        let page = printed.documents.iter().flat_map(|(_, document, _)| &document.pages).nth(*number);
        pages[*number].is_empty() && page.is_some_and(|page| page.pictures.is_empty() && page.seals.is_empty())
    };
    /// So many blank lines push what is behind them to the next page.
    const SPREAD: usize = 12;
    // Several breaks leave a page blank, and one of a section may ask for the front of a sheet.
    let is_part = |number: usize| {
        let mark = |at: usize| texts.signed.marks.get(at).map(|mark| (mark.document, mark.line));
        let next = texts.back(pages[number].start);
        let (Some((document, to)), before) = (mark(next), next.checked_sub(1).and_then(mark)) else { return false };
        let Some((_, own, _)) = texts.signed.documents.get(document) else { return false };
        let from = before.filter(|(other, _)| *other == document).map_or(0, |(_, line)| line + 1);
        let between = &own.lines[from.min(to)..=to];
        let breaks = between.iter().filter(|line| line.new_page).count();
        let spread = between.len() > SPREAD;
        let section = own.sections.iter().any(|section| (from..=to).contains(&section.end_line));
        spread || breaks > 1 || section && number % 2 == 1
    };
    let hidden = hidden(printed);
    let empty = |number: &usize| empty(number) && !hidden.contains(&pages[*number].start);
    (0..pages.len())
        .filter(empty)
        .filter(|&number| pages[number].start < printed.marks.len() && !is_part(number))
        .collect()
}

/// Places in the printed text at which pages stand that cannot be read: pictures, or text that is drawn.
pub(super) fn hidden(printed: &Side<'_>) -> Vec<usize> {
    let all = printed.documents.iter().enumerate().flat_map(|(number, (_, document, _))| {
        let traces = document.traces.iter().filter(|trace| trace.kind == TraceKind::Drawing);
        traces.map(move |trace| (number, trace.at))
    });
    all.map(|place| printed.marks.partition_point(|mark| (mark.document, mark.at) < place)).collect()
}

/// The page before which a place lies, where that is where a page begins or the end of the text.
pub(super) fn before(pages: &[Range<usize>], place: usize) -> Option<usize> {
    let near = |page: &Range<usize>| !page.is_empty() && page.start.abs_diff(place) <= SLACK;
    let last = pages.iter().rposition(|page| !page.is_empty())?;
    pages.iter().position(near).or((pages[last].end.abs_diff(place) <= SLACK).then_some(last))
}
