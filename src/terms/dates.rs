//! Dates as an office writes them, found in a text.

use super::{Pattern, Terms};
use crate::date::{self, Written};
use crate::fold::{self, Folded};
use crate::sort;

/// One of them stands in every date.
const DATE_MARKS: [char; 11] = ['年', '月', '.', '-', '/', '．', '／', '－', '·', '—', '–'];

impl Terms {
    /// All complete dates in a text that starts at `base`, in order.
    pub fn dates(&self, text: &str, base: usize) -> Vec<Written> {
        self.find_dates(&self.patterns.dates, text, base)
    }

    /// All dates in a text, complete or not, in order, without overlap.
    pub fn any_dates(&self, text: &str, base: usize) -> Vec<Written> {
        let mut found = self.dates(text, base);
        self.find_more(&self.patterns.partial_dates, text, base, &mut found);
        found
    }

    fn find_dates(&self, patterns: &[Pattern], text: &str, base: usize) -> Vec<Written> {
        let mut found = Vec::new();
        self.find_more(patterns, text, base, &mut found);
        found
    }

    /// Adds what the patterns find beside what is there already; an earlier pattern wins.
    fn find_more(&self, patterns: &[Pattern], text: &str, base: usize, found: &mut Vec<Written>) {
        if !text.contains(DATE_MARKS) {
            return;
        }
        let folded = Folded::new(text, base);
        let mut rest = None;
        for pattern in patterns {
            // Whatever it finds beside the others must have all its words there.
            let open = match found.is_empty() {
                true => folded.as_str(),
                false => rest.get_or_insert_with(|| beside(found, text, base)),
            };
            let Some(regex) = pattern.on(open) else { continue };
            let free = |w: &Written| {
                let next = found.partition_point(|f| f.range.end <= w.range.start);
                found.get(next).is_none_or(|f| f.range.start >= w.range.end)
            };
            let matches = regex.captures_iter(folded.as_str()).filter_map(|c| date::from_captures(&c, &folded));
            let new: Vec<Written> = matches.filter(free).collect();
            if !new.is_empty() {
                found.extend(new);
                sort::by_key(found, |f| f.range.start);
                rest = None;
            }
        }
    }

    /// The date, if the text is nothing but a date (of any form, possibly incomplete or a blank to fill in).
    pub fn date_only(&self, text: &str, base: usize) -> Option<Written> {
        const LONGEST: usize = 40;
        /// A date with its label has not so many bytes.
        const MOST_BYTES: usize = 300;
        let mut trimmed = fold::trim(text, base);
        if trimmed.len() > MOST_BYTES {
            return None;
        }
        let label = text.split_once(['：', ':']).filter(|(l, _)| self.labels.date.contains(&self.label(l)));
        if let Some((_, value)) = label {
            trimmed = fold::trim(value, base + text.len() - value.len());
        }
        let bare = text[trimmed.start - base..trimmed.end - base].trim_end_matches('。');
        if self.is_hole_for(bare, &self.labels.date) {
            return Some(Written { range: trimmed, year: None, month: None, day: None, time: None });
        }
        let sealed = bare.rfind(['（', '(']).filter(|at| self.words.seal_marks.contains(&fold::squash(&bare[*at..])));
        let bare = sealed.map_or(bare, |at| bare[..at].trim_end());
        // Brackets around the whole are no part of it.
        let inside = bare.strip_prefix(['（', '(']).and_then(|b| b.strip_suffix(['）', ')']));
        let (bare, trimmed) = inside.map_or((bare, trimmed.clone()), |inside| {
            let range = fold::trim(inside, trimmed.start + bare.find(inside).unwrap_or(0));
            (inside.trim(), range)
        });
        if bare.is_empty() || bare.chars().count() > LONGEST || !bare.contains(DATE_MARKS) {
            return None;
        }
        // Nothing but a date: no space in it means anything, but for the one before a time.
        let tight = Folded::tight(bare, trimmed.start);
        if tight.as_str().chars().count() > 24 {
            return None;
        }
        let timed = bare.contains([':', '：']).then(|| Folded::new(bare, trimmed.start));
        let whole = |pattern: &Pattern, text: &Folded<'_>| {
            let all = 0..text.as_str().len();
            let captures = pattern.captures(text.as_str()).filter(|c| c.get(0).is_some_and(|m| m.range() == all))?;
            date::from_captures(&captures, text)
        };
        let of = |p: &Pattern| whole(p, &tight).or_else(|| whole(p, timed.as_ref()?));
        self.patterns.dates.iter().chain(&self.patterns.partial_dates).find_map(of)
    }
}

/// A text as it is searched, without the dates that were found in it.
fn beside(found: &[Written], text: &str, base: usize) -> String {
    let ends = found.iter().map(|f| f.range.end - base);
    let starts = found.iter().map(|f| f.range.start - base).chain([text.len()]);
    let gaps = std::iter::once(0).chain(ends).zip(starts).filter_map(|(from, to)| text.get(from..to));
    gaps.map(|gap| Folded::new(gap, 0).as_str().to_owned()).collect::<Vec<_>>().join("\n")
}
