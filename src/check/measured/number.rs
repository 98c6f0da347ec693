//! Page numbers: on every page that needs one, in order, between dashes, at the outer side.

use super::row::{Row, rows};
use super::{View, short};
use crate::document::{Page, Zone};
use crate::finding::Hit;
use crate::fold;
use crate::lang::Words;
use crate::words;

/// A number nearer to the middle of the page than this stands in the middle.
const MIDDLE: f64 = 15.0;

/// The page number at the foot of a page.
fn number<'d>(view: &View<'d>, page: &'d Page) -> Option<(u32, Row<'d>)> {
    let footer = rows(view.document, page).filter(|row| row.zone == Zone::Footer).last();
    let row = footer.or_else(|| higher(view, page))?;
    let digits: String =
        row.text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    Some((digits.parse().ok()?, row))
}

/// The lowest line of a page, where it is a number between dashes that stands higher than others do.
fn higher<'d>(view: &View<'d>, page: &'d Page) -> Option<Row<'d>> {
    /// mm from the lower edge of the paper.
    const HIGHEST: f64 = 45.0;
    let lowest = rows(view.document, page).max_by(|a, b| a.base.total_cmp(&b.base))?;
    (lowest.base > page.height - HIGHEST && is_dashed(&fold::squash(lowest.text))).then_some(lowest)
}

/// A number between dashes.
fn is_dashed(text: &str) -> bool {
    let dash = |c: char| "—－-–―─".contains(c);
    let inner = text.trim_start_matches(dash);
    let digits = inner.trim_end_matches(dash);
    let both = inner.len() < text.len() && digits.len() < inner.len();
    both && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The numbers of the pages that have one.
fn numbers<'d>(view: &View<'d>) -> Vec<(usize, u32, Row<'d>)> {
    view.pages().filter_map(|(at, page)| number(view, page).map(|(found, row)| (at, found, row))).collect()
}

pub(super) fn missing(view: &View<'_>) -> Option<Vec<Hit>> {
    // A letter has none on its first page, and one of a single page none at all.
    let first = usize::from(view.elements.letter != Some(false)) + 1;
    let text = |page: &Page| rows(view.document, page).any(|row| row.zone == Zone::Body);
    let needed = view.pages().filter(|(number, page)| *number >= first && text(page));
    let needed: Vec<(usize, &Page)> = needed.collect();
    if needed.is_empty() {
        return None;
    }
    let mut without = needed.iter().filter(|(_, page)| number(view, page).is_none());
    let Some((at, _)) = without.next() else { return Some(Vec::new()) };
    Some(vec![Hit { more: without.count(), ..view.on(*at) }])
}

pub(super) fn order(view: &View<'_>) -> Option<Vec<Hit>> {
    let numbers = numbers(view);
    let wrong = numbers.iter().find(|(at, found, _)| *found as usize != *at);
    let hit = wrong.map(|(at, found, row)| view.at(*at, row).with("found", found.to_string()));
    (!numbers.is_empty()).then(|| hit.into_iter().collect())
}

pub(super) fn form(view: &View<'_>) -> Option<Vec<Hit>> {
    let numbers = numbers(view);
    let mut wrong = numbers.iter().filter(|(_, _, row)| !is_dashed(&fold::squash(row.text)));
    let hit = wrong.next().map(|(at, _, row)| (view.at(*at, row).with("found", row.text.trim()), wrong.count()));
    (!numbers.is_empty()).then(|| hit.map(|(hit, more)| Hit { more, ..hit }).into_iter().collect())
}

pub(super) fn side(view: &View<'_>) -> Option<Vec<Hit>> {
    let numbers = numbers(view);
    let mut wrong = numbers.iter().filter_map(|(at, _, row)| {
        let page = view.document.pages.get(at - 1)?;
        // On a landscape page the number stands where it is when the page is turned.
        let off = (row.left + row.right - page.width) / 2.0;
        let stands = match off {
            off if off.abs() < MIDDLE => "在中间",
            off if off > 0.0 => "在右边",
            _ => "在左边",
        };
        let right = if at % 2 == 1 { "在右边" } else { "在左边" };
        (page.width < page.height && stands != right).then_some((*at, row, stands))
    });
    let hit = wrong.next().map(|(at, row, stands)| {
        let found = words!("{stands}（距左边{mm}毫米）", stands = Words::from(stands), mm = short(row.left));
        (view.at(at, row).with("found", found), wrong.count())
    });
    (!numbers.is_empty()).then(|| hit.map(|(hit, more)| Hit { more, ..hit }).into_iter().collect())
}
