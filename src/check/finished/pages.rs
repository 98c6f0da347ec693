//! Pages as wholes: printed twice, blank, left out.

use std::collections::HashMap;
use std::ops::Range;

use super::side::Side;
use super::texts::Texts;

/// A page with fewer characters is not told from another by them.
const LEAST: usize = 20;
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
    // A part of its own begins on the front of a sheet, and the imprint stands on the back of the last.
    let is_part = |number: usize| {
        let next = pages[number].start;
        let a = texts.back(next);
        let breaks = texts.signed.line(a).is_some_and(|line| line.new_page) && texts.signed.begins_line(a);
        breaks && number % 2 == 1 || pages[number + 1..].iter().filter(|page| !page.is_empty()).count() == 1 && breaks
    };
    (0..pages.len())
        .filter(empty)
        .filter(|&number| pages[number].start < printed.marks.len() && !is_part(number))
        .collect()
}

/// The page before which a place lies, where that is where a page begins or the end of the text.
pub(super) fn before(pages: &[Range<usize>], place: usize) -> Option<usize> {
    let near = |page: &Range<usize>| !page.is_empty() && page.start.abs_diff(place) <= SLACK;
    let last = pages.iter().rposition(|page| !page.is_empty())?;
    pages.iter().position(near).or((pages[last].end.abs_diff(place) <= SLACK).then_some(last))
}
