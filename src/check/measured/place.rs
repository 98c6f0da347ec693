//! What has a place of its own: the body on the first page, the imprint, seals, attachments.

use serde::Deserialize;

use super::row::{Row, rows};
use super::{View, short};
use crate::document::{Area, Zone};
use crate::element::ElementKind;
use crate::finding::Hit;
use crate::fold;
use crate::shown::few;
use crate::words;

/// The last line of the imprint.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Foot {
    /// From the upper edge of the paper to its base line.
    mm: f64,
    /// Deviation allowed.
    within: f64,
}

/// What a seal is.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// Least and largest width and height of a picture that may be one.
    mm: [f64; 2],
}

/// The body begins on the first page.
pub(super) fn first_page(view: &View<'_>) -> Option<Vec<Hit>> {
    const START: usize = 8;
    let body = view.elements.get(ElementKind::Body)?;
    let start: String = fold::squash(view.signed.text.slice(body.range.clone())).chars().take(START).collect();
    let (number, row) = view.rows().find(|(_, row)| !start.is_empty() && row.says(&start))?;
    Some(if number > 1 { vec![view.at(number, &row).with("found", row.text)] } else { Vec::new() })
}

/// The last line of the imprint with its page.
fn imprint<'p>(view: &View<'p>) -> Option<(usize, Row<'p>)> {
    [ElementKind::PrintingDate, ElementKind::PrintingOffice].into_iter().find_map(|kind| view.row_of(kind))
}

pub(super) fn imprint_page(view: &View<'_>) -> Option<Vec<Hit>> {
    let (number, row) = imprint(view)?;
    let text = |number: &usize| {
        let page = &view.document.pages[number - 1];
        rows(view.document, page).any(|row| row.zone == Zone::Body)
    };
    let last = (number + 1..=view.document.pages.len()).filter(text).last();
    let found = match last {
        Some(last) => words!("后面还有第{page}页", page = last),
        None if number % 2 == 1 => "是单页".into(),
        None => return Some(Vec::new()),
    };
    Some(vec![view.at(number, &row).with("found", found)])
}

impl Foot {
    pub(super) fn judge(&self, view: &View<'_>) -> Option<Vec<Hit>> {
        let (number, row) = imprint(view)?;
        let off = (row.base - self.mm).abs() > self.within;
        Some(off.then(|| view.at(number, &row).with("found", short(row.base))).into_iter().collect())
    }
}

impl Seal {
    /// Seals, and pictures that may be some, on a page.
    fn on(&self, view: &View<'_>, number: usize) -> Vec<Area> {
        let Some(page) = view.document.pages.get(number - 1) else { return Vec::new() };
        let range = self.mm[0]..=self.mm[1];
        let may_be = |area: &&Area| range.contains(&area.width) && range.contains(&area.height);
        page.seals.iter().chain(page.pictures.iter().filter(may_be)).copied().collect()
    }

    pub(super) fn place(&self, view: &View<'_>) -> Option<Vec<Hit>> {
        let (number, row) = sealed(view)?;
        let seals = self.on(view, number);
        let first = seals.first()?;
        let over = |seal: &Area| {
            let beside = seal.right() < row.left || seal.left > row.right;
            !beside && seal.top < row.base && seal.bottom() > row.base - row.size
        };
        if seals.iter().any(over) {
            return Some(Vec::new());
        }
        let found = words!("距上边{top}毫米、距左边{left}毫米", top = short(first.top), left = short(first.left));
        Some(vec![view.at(number, &row).with("found", found)])
    }

    pub(super) fn missing(&self, view: &View<'_>) -> Option<Vec<Hit>> {
        let (number, row) = sealed(view)?;
        let none = (1..=view.document.pages.len()).all(|number| self.on(view, number).is_empty());
        Some(none.then(|| view.at(number, &row)).into_iter().collect())
    }
}

/// The date of a document that is signed with the name of its organ, which is where the seal stands.
fn sealed<'p>(view: &View<'p>) -> Option<(usize, Row<'p>)> {
    view.elements.get(ElementKind::Issuer)?;
    view.row_of(ElementKind::Date)
}

/// Parts whose digests differ from those of the sealing. Some programs count otherwise, so it is only told.
pub(super) fn sealed_since(view: &View<'_>) -> Option<Vec<Hit>> {
    let sealing = view.document.sealing.as_ref()?;
    let names: Vec<&str> = sealing.other.iter().map(String::as_str).collect();
    if names.is_empty() {
        return (!sealing.same.is_empty()).then(Vec::new);
    }
    Some(vec![view.on(1).whole().with("found", few(&names)).with("n", sealing.same.len().to_string())])
}

/// The mark of an attachment is the first line of its page.
pub(super) fn attachment_page(view: &View<'_>) -> Option<Vec<Hit>> {
    /// What stands higher is a header.
    const HEADER: f64 = 30.0;
    let mut judged = None;
    for (number, page) in view.pages() {
        let rows: Vec<Row<'_>> = rows(view.document, page).filter(|row| row.zone == Zone::Body).collect();
        let Some(mark) = rows.iter().find(|row| is_mark(row.text)) else { continue };
        let hits: &mut Vec<Hit> = judged.get_or_insert_with(Vec::new);
        let above = rows.iter().rfind(|row| row.base > HEADER && row.base < mark.base - mark.size);
        hits.extend(above.map(|above| view.at(number, mark).with("found", above.text.trim())));
    }
    judged
}

/// `附件2` alone.
fn is_mark(text: &str) -> bool {
    let squashed = fold::squash(text);
    let number = squashed.strip_prefix("附件");
    number.is_some_and(|number| number.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c)))
}
