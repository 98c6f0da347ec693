//! Numbers and dates that must fit each other.

pub(super) mod amount;
mod counted;
mod dates;
mod formula;
mod numbers;
mod relation;
mod table;

use std::ops::Range;
use std::slice::from_ref;

use serde::Deserialize;

use crate::check::passage::{Ground, Passage, Place};
use crate::check::{Ctx, index, outcome};
use crate::document::Document;
use crate::finding::{Hit, Outcome};
use crate::fold;
use crate::lang::Words;
use crate::terms::Pattern;
use counted::Counted;
use dates::{Calendar, Days, Deadline, Span, Weekday};
use formula::Formula;
use numbers::{Descent, Styles, Sum};
use table::TableSum;

/// What is calculated; every kind has its own patterns.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Arithmetic {
    /// The day of the week of a date.
    Weekday(Weekday),
    /// Dates that the calendar does not have.
    Calendar(Calendar),
    /// Time limits before the day of the document.
    Deadline(Deadline),
    /// Periods that end before they begin.
    Span(Span),
    /// Periods and the number of their days.
    Days(Days),
    /// Ranges whose end is smaller than their start.
    Descent(Descent),
    /// A total and its parts in one sentence.
    Sum(Sum),
    /// Numbers of one sentence that a formula holds together.
    Formula(Formula),
    /// A number and a list of what it counts.
    Counted(Counted),
    /// Totals in tables.
    Table(TableSum),
    /// One thing written in two ways.
    Styles(Styles),
}

impl Arithmetic {
    /// What its hits fill.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        match self {
            Arithmetic::Weekday(_) | Arithmetic::Deadline(_) => &["found", "want", "other"],
            Arithmetic::Calendar(_) | Arithmetic::Span(_) | Arithmetic::Descent(_) => &["found"],
            Arithmetic::Days(_) | Arithmetic::Counted(_) => &["found", "n", "count"],
            Arithmetic::Formula(_) => &["found", "n", "want"],
            Arithmetic::Sum(_) => &["found", "n", "sum", "other"],
            Arithmetic::Table(_) => &["found", "sum", "row", "column"],
            Arithmetic::Styles(_) => &["found", "other"],
        }
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        if let Err(skipped) = ctx.any_main() {
            return skipped;
        }
        let each = |hits: &dyn Fn(&Piece<'_>) -> Vec<Hit>| each(ctx, self.patterns(), hits);
        match self {
            Arithmetic::Weekday(check) => check.eval(ctx),
            Arithmetic::Calendar(check) => each(&|piece| check.hits(piece)),
            Arithmetic::Deadline(check) => check.eval(ctx),
            Arithmetic::Span(check) => each(&|piece| check.hits(piece)),
            Arithmetic::Descent(check) => each(&|piece| check.hits(piece)),
            Arithmetic::Days(check) => each(&|piece| check.hits(piece)),
            Arithmetic::Sum(check) => each(&|piece| check.hits(piece)),
            Arithmetic::Formula(check) => each(&|piece| check.hits(piece)),
            Arithmetic::Counted(check) => each(&|piece| check.hits(piece)),
            Arithmetic::Table(check) => check.eval(ctx),
            Arithmetic::Styles(check) => check.eval(ctx),
        }
    }

    /// Words of which one must stand in a paragraph that has anything to calculate.
    pub(super) fn words(&self) -> Option<Vec<&str>> {
        if let Arithmetic::Table(_) = self { None } else { index::words(self.patterns()) }
    }

    /// Where it looks, if it looks at nothing but paragraphs in which one of its patterns matches.
    pub(super) fn answers_by_words(&self) -> Option<Ground> {
        match self {
            Arithmetic::Weekday(_) | Arithmetic::Deadline(_) | Arithmetic::Table(_) | Arithmetic::Styles(_) => None,
            _ => Some(Ground::at(Place::OWN.into_iter(), false)),
        }
    }

    /// One of them matches where there is anything to calculate; tables have none.
    fn patterns(&self) -> &[Pattern] {
        match self {
            Arithmetic::Weekday(check) => from_ref(&check.pattern),
            Arithmetic::Calendar(check) => from_ref(&check.pattern),
            Arithmetic::Deadline(check) => from_ref(&check.pattern),
            Arithmetic::Span(check) => from_ref(&check.pattern),
            Arithmetic::Descent(check) => &check.patterns,
            Arithmetic::Days(check) => &check.patterns,
            Arithmetic::Sum(check) => from_ref(&check.pattern),
            Arithmetic::Formula(check) => &check.patterns,
            Arithmetic::Counted(check) => from_ref(&check.pattern),
            Arithmetic::Styles(check) => &check.patterns,
            Arithmetic::Table(_) => &[],
        }
    }

    /// It compares with other parts of the document, so that an example is a whole one.
    pub(super) fn needs_document(&self) -> bool {
        match self {
            Arithmetic::Deadline(_) => true,
            Arithmetic::Weekday(check) => check.needs_document(),
            _ => false,
        }
    }

    /// Formulas that name what their pattern does not have.
    pub(super) fn problems(&self) -> Vec<Words> {
        match self {
            Arithmetic::Formula(check) => check.problems(),
            _ => Vec::new(),
        }
    }

    /// Tables are not in plain texts.
    pub(super) fn needs_file(&self) -> bool {
        matches!(self, Arithmetic::Table(_))
    }
}

/// A paragraph with its text.
struct Piece<'c> {
    passage: &'c Passage,
    document: &'c Document,
    text: &'c str,
}

impl Piece<'_> {
    /// A hit at a range of the text, quoting it; none in quoted titles and codes.
    fn hit(&self, range: Range<usize>) -> Option<Hit> {
        self.hit_in(&range, range.clone())
    }

    /// The same, of a part of what was matched.
    fn hit_in(&self, whole: &Range<usize>, part: Range<usize>) -> Option<Hit> {
        let start = self.passage.range.start;
        let place = |range: &Range<usize>| start + range.start..start + range.end;
        let own = !self.passage.is_foreign(self.document, &place(whole));
        own.then(|| Hit::at(self.passage.file, place(&part)).with("found", self.text[part].trim()))
    }
}

/// The paragraphs of some places that concern the rule, if one of its patterns can match at all.
fn pieces<'c>(ctx: &'c Ctx<'_>, places: &'c [Place], patterns: &[Pattern]) -> impl Iterator<Item = Piece<'c>> {
    ctx.concerned_by(patterns).filter(|p| places.contains(&p.place)).filter_map(|passage| {
        let (document, _) = ctx.packet.files.get(passage.file)?.read()?;
        Some(Piece { passage, document, text: passage.text(document) })
    })
}

fn each(ctx: &Ctx<'_>, patterns: &[Pattern], hits: &dyn Fn(&Piece<'_>) -> Vec<Hit>) -> Outcome {
    if !ctx.passages().iter().any(|p| Place::OWN.contains(&p.place)) {
        return Outcome::NotApplicable;
    }
    outcome(pieces(ctx, &Place::OWN, patterns).flat_map(|piece| hits(&piece)).collect())
}

/// The number in a group of a match.
fn group(captures: &regex::Captures<'_>, name: &str) -> Option<u32> {
    fold::number(captures.name(name)?.as_str())
}
