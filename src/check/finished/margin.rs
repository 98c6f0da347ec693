//! Headers, footers and page numbers: what stands in the margins of what was signed is no part of the text that is compared,
//! wherever on its pages another program puts it.

use std::collections::{HashMap, HashSet};

use super::side::{Side, base, capital, caps, is_margin, letters};
use crate::document::{Document, Line, Page, Zone};
use crate::sort;

/// The lines in the margins of what was signed.
#[derive(Debug, Default)]
pub(super) struct Margins {
    known: HashSet<String>,
    /// How many there are above and below the text.
    count: [usize; 2],
}

/// A line of a margin without its numbers, which change from page to page.
pub(super) fn numberless(text: &str) -> String {
    letters(text).filter(|c| !c.is_numeric() && !matches!(c, '—' | '-')).collect()
}

/// The text of a line as it is shown.
pub(super) fn shown(document: &Document, line: &Line) -> String {
    let caps = caps(document, line);
    let text = document.text.slice(line.range.clone()).char_indices();
    text.map(|(at, c)| if caps(line.range.start + at) { capital(c) } else { c }).collect()
}

impl Margins {
    pub(super) fn of(signed: &Side<'_>) -> Self {
        let mut margins = Self::default();
        for (_, document, _) in &signed.documents {
            for line in document.lines.iter().filter(|line| is_margin(line)) {
                let text = shown(document, line);
                let both = [numberless(&text), letters(&text).collect()];
                margins.known.extend(both.into_iter().filter(|line| !line.is_empty()));
                margins.count[usize::from(line.zone == Zone::Footer)] += 1;
            }
        }
        margins
    }

    /// Whether a printed line is one of them, or several: cells of a table stand side by side.
    pub(super) fn hold(&self, text: &str) -> bool {
        let keys = [numberless(text), letters(text).collect()];
        keys.iter().any(|key| self.known.contains(key) || self.is_of_several(key))
    }

    fn is_of_several(&self, text: &str) -> bool {
        /// Longer lines, and those of more margins, are not looked at so closely.
        const LONGEST: usize = 400;
        const MOST: usize = 200;
        if text.is_empty() || text.len() > LONGEST || self.known.len() > MOST {
            return false;
        }
        let mut ends = vec![false; text.len() + 1];
        ends[0] = true;
        for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            if ends[at] {
                let next = self.known.iter().filter(|line| text[at..].starts_with(line.as_str()));
                next.for_each(|line| ends[at + line.len()] = true);
            }
        }
        ends[text.len()]
    }
}

/// mm from the edges of the paper in which margins are looked for.
const MARGIN: f64 = 45.0;

/// The lines of a page that are its number or stand in the margins of what was signed as well.
pub(super) fn skipped(document: &Document, page: &Page, known: &Margins) -> HashSet<usize> {
    let line = |at: usize| document.lines.get(at);
    let is_known = |at: usize| line(at).is_some_and(|line| known.hold(document.text.slice(line.range.clone())));
    let bases = page.lines.clone().filter_map(|at| Some((at, base(page, line(at)?)?)));
    let mut bases: Vec<(usize, f64)> = bases.collect();
    sort::by(&mut bases, |(_, one), (_, other)| one.total_cmp(other));
    let is_near = |base: f64| base < MARGIN || base > page.height - MARGIN;
    let near = bases.iter().filter(|(at, base)| is_near(*base) && is_known(*at)).map(|(at, _)| *at);
    let mut skipped: HashSet<usize> = near.collect();
    skipped.extend(page.lines.clone().filter(|at| line(*at).is_some_and(is_margin)));
    // One of many lines reaches further in.
    let (high, low) = bases.split_at(bases.partition_point(|(_, base)| *base < page.height / 2.0));
    let goes_on = |at: usize, skipped: &HashSet<usize>| {
        skipped.contains(&at) || is_known(at) || page_number(document.line_text(at)).is_some()
    };
    let inwards: [Vec<usize>; 2] =
        [high.iter().map(|(at, _)| *at).collect(), low.iter().rev().map(|(at, _)| *at).collect()];
    for (lines, count) in inwards.into_iter().zip(known.count) {
        let whole = lines.first().is_some_and(|first| skipped.contains(first));
        let own: Vec<usize> = lines.into_iter().take(count).take_while(|at| whole && goes_on(*at, &skipped)).collect();
        skipped.extend(own.into_iter().filter(|at| is_known(*at)));
    }
    skipped
}

/// The lines that number the pages, wherever above or below the text they stand: they count on from page to page.
pub(super) fn numbers(document: &Document) -> HashSet<usize> {
    let outermost = |(number, page): (usize, &Page)| {
        let base = |at: &usize| base(page, document.lines.get(*at)?);
        let bases: Vec<(usize, f64)> = page.lines.clone().filter_map(|at| Some((at, base(&at)?))).collect();
        let low = bases.iter().max_by(|one, other| one.1.total_cmp(&other.1)).copied();
        let high = bases.iter().min_by(|one, other| one.1.total_cmp(&other.1)).copied();
        let numbered = |(at, base): (usize, f64)| {
            let first = page_number(document.line_text(at))?.checked_sub(number)?;
            Some((at, first, base > page.height - MARGIN))
        };
        [low, high].into_iter().flatten().filter_map(numbered).collect::<Vec<_>>()
    };
    let all: Vec<(usize, usize, bool)> = document.pages.iter().enumerate().flat_map(outermost).collect();
    let mut times: HashMap<usize, usize> = HashMap::new();
    all.iter().for_each(|(_, first, _)| *times.entry(*first).or_default() += 1);
    let Some((&first, &count)) = times.iter().max_by_key(|(first, count)| (**count, std::cmp::Reverse(**first))) else {
        return HashSet::new();
    };
    let alone = document.pages.len() == 1 && all.iter().all(|(_, first, low)| *low && *first == 1);
    let own = all.iter().filter(|(_, own, _)| *own == first && (count > 1 || alone));
    own.map(|(at, ..)| *at).collect()
}

/// A number alone, with dashes or in the words of one.
fn page_number(text: &str) -> Option<usize> {
    let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let other = |c: char| !c.is_ascii_digit() && !c.is_whitespace() && !"-—–－―‐·.第页共/|｜".contains(c);
    if digits.len() > 4 || text.contains(other) { None } else { digits.parse().ok() }
}
