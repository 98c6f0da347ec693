//! The finished product (成品) as it lies on paper: what of the layout can only be measured there. A printer shifts, a
//! viewer rounds, faces differ: rules say how much is let pass, and what was not met often enough is not judged.

mod area;
mod number;
mod place;
mod row;

use serde::Deserialize;

use crate::check::{Ctx, outcome};
use crate::document::{Document, Page};
use crate::element::{ElementKind, Elements};
use crate::finding::{Hit, Outcome};
use crate::fold;
use crate::packet::FileRole;
use crate::sort;
use crate::words;

use row::{Row, rows};

/// What of a printed page is judged. Lengths are millimetres.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Measured {
    /// Size of the paper.
    Paper(area::Paper),
    /// Where lines begin.
    Left(area::Left),
    /// The first base line of the pages behind the first.
    Top(area::Top),
    /// Lines of a full page.
    Lines(area::Count),
    /// Characters of a full line.
    Characters(area::Count),
    /// Text outside the type area.
    Outside(area::Outside),
    /// The first page shows some of the body.
    FirstPage,
    /// Every page with text has a number.
    NumberMissing,
    /// Numbers count the pages.
    NumberOrder,
    /// Numbers stand between dashes.
    NumberForm,
    /// Odd numbers stand at the right, even ones at the left.
    NumberSide,
    /// The imprint stands on the last page, and that is an even one.
    ImprintPage,
    /// The last line of the imprint is the lowest of the type area.
    ImprintFoot(place::Foot),
    /// A seal stands over the date.
    SealPlace(place::Seal),
    /// There is a seal.
    SealMissing(place::Seal),
    /// An attachment begins a page.
    AttachmentPage,
    /// What was sealed was not changed since.
    Sealed,
}

/// A finished product with the document that it was made from.
struct View<'p> {
    file: usize,
    document: &'p Document,
    signed: &'p Document,
    elements: &'p Elements,
}

impl Measured {
    /// What its hits fill.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        match self {
            Self::Sealed => &["found", "n"],
            Self::FirstPage | Self::NumberMissing | Self::SealMissing(_) => &["where"],
            _ => &["where", "found"],
        }
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let Some((main, signed, elements)) = ctx.main() else { return Outcome::NotApplicable };
        let products = ctx.packet.files.iter().enumerate().filter(|(at, file)| {
            file.role == FileRole::Finished && *at != main && file.read().is_some_and(|(d, _)| !d.pages.is_empty())
        });
        let mut judged = None;
        for (file, product) in products {
            let Some((document, _)) = product.read() else { continue };
            if let Some(hits) = self.judge(&View { file, document, signed, elements }) {
                judged.get_or_insert_with(Vec::new).extend(hits);
            }
        }
        // Whether there are pages to be measured is said where they are compared.
        judged.map_or(Outcome::NotApplicable, outcome)
    }

    /// What is wrong; nothing where there is nothing of the kind, or too little to be measured.
    fn judge(&self, view: &View<'_>) -> Option<Vec<Hit>> {
        match self {
            Self::Paper(check) => check.judge(view),
            Self::Left(check) => check.judge(view),
            Self::Top(check) => check.judge(view),
            Self::Lines(check) => check.lines(view),
            Self::Characters(check) => check.characters(view),
            Self::Outside(check) => check.judge(view),
            Self::FirstPage => place::first_page(view),
            Self::NumberMissing => number::missing(view),
            Self::NumberOrder => number::order(view),
            Self::NumberForm => number::form(view),
            Self::NumberSide => number::side(view),
            Self::ImprintPage => place::imprint_page(view),
            Self::ImprintFoot(check) => check.judge(view),
            Self::SealPlace(check) => check.place(view),
            Self::SealMissing(check) => check.missing(view),
            Self::AttachmentPage => place::attachment_page(view),
            Self::Sealed => place::sealed_since(view),
        }
    }
}

impl<'p> View<'p> {
    /// The pages, each with its number from 1.
    fn pages(&self) -> impl Iterator<Item = (usize, &'p Page)> {
        self.document.pages.iter().enumerate().map(|(at, page)| (at + 1, page))
    }

    /// The rows of all pages, each with the number of its page.
    fn rows(&self) -> impl Iterator<Item = (usize, Row<'p>)> {
        let document = self.document;
        self.pages().flat_map(move |(number, page)| rows(document, page).map(move |row| (number, row)))
    }

    /// The first row that says no more than an element of what was signed; from the end where there are several.
    fn row_of(&self, kind: ElementKind) -> Option<(usize, Row<'p>)> {
        let element = self.elements.all(kind).last()?;
        let wanted = fold::squash(self.signed.text.slice(element.range.clone()));
        let rows: Vec<(usize, Row<'p>)> =
            self.rows().filter(|(_, row)| !wanted.is_empty() && row.says(&wanted)).collect();
        rows.into_iter().min_by_key(|(number, row)| (row.text.len(), std::cmp::Reverse(*number)))
    }

    /// A hit at a row of a page.
    fn at(&self, number: usize, row: &Row<'_>) -> Hit {
        Hit::at(self.file, row.range.clone()).with("where", words!("第{page}页", page = number))
    }

    /// A hit at a page as a whole.
    fn on(&self, number: usize) -> Hit {
        let starts = &self.document.page_starts;
        let start = number.checked_sub(2).and_then(|at| starts.get(at)).copied().unwrap_or(0);
        let end = self.document.text.as_str().len();
        let mut hit =
            Hit::at(self.file, start.min(end)..start.min(end)).with("where", words!("第{page}页", page = number));
        hit.page = Some(number);
        hit
    }
}

/// The one in the middle.
fn median(mut numbers: Vec<f64>) -> Option<f64> {
    sort::by(&mut numbers, f64::total_cmp);
    numbers.get(numbers.len() / 2).copied()
}

/// `28`, `28.5`.
fn short(mm: f64) -> String {
    let text = format!("{mm:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}
