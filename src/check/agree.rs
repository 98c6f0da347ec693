//! Agreement: between elements, between document and form, between dates.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Deserialize;

use crate::check::chain::same_person;
use crate::check::{Ctx, outcome, printed};
use crate::date::{Date, Written};
use crate::edit::Span;
use crate::element::{Element, ElementKind, Item, Number, Signature, Status};
use crate::finding::{Hit, Outcome, Severity, Skip};
use crate::fold;
use crate::lang::Words;
use crate::sort;
use crate::terms::Terms;
use crate::words;

/// Pairs of things that must agree.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agree {
    pairs: Vec<Pair>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Pair {
    left: Side,
    right: Side,
    compare: Compare,
    /// Not compared when this field of the form is filled in.
    #[serde(default)]
    unless_field: Option<String>,
    /// A disagreement is at most this grave.
    #[serde(default)]
    at_most: Option<Severity>,
}

/// One side of a comparison.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Side {
    /// An element of the main document.
    Element(ElementKind),
    /// A field of the approval form, by id.
    Field(String),
    /// The signatures of a role on the form, by id.
    Role(String),
    /// The signatures of several roles: their people, and the day of the last one.
    Roles(Vec<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Compare {
    /// The same text, spaces and width aside.
    Text,
    /// The same document number, brackets aside.
    Number,
    /// The same grade, with "none" in any wording.
    Grade,
    /// The same set of names.
    Names,
    /// Everybody on the left also stands on the right.
    People,
    /// No name on both sides.
    Disjoint,
    /// The same day.
    Day,
    /// The same year.
    Year,
    /// Left is not earlier than right.
    NotBefore,
    /// The organ on the left is the one on the right.
    Organ,
    /// The first name on the right stands before its other names on the left.
    Lead,
    /// As many names on the left as on the right.
    AsMany,
    /// What is numbered on the left is there on the right.
    Given,
}

/// The beginning of a long text.
fn cut(text: &str) -> String {
    const LONGEST: usize = 20;
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A side as found: where, what, and whether it is there at all.
#[derive(Clone, Debug, Default)]
struct Found {
    title: Words,
    place: Option<(usize, Range<usize>)>,
    id: String,
    text: String,
    items: Vec<Item>,
    date: Option<Date>,
    year: Option<u32>,
    number: Option<Number>,
}

impl Agree {
    /// What its hits fill: days only where both sides have one.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        const ALL: [&str; 6] = ["what", "found", "other_what", "other", "date", "other_date"];
        let dated = |p: &Pair| match p.compare {
            Compare::Day | Compare::NotBefore => (true, true),
            Compare::Year => (p.left.is_dated(), p.right.is_dated()),
            _ => (false, false),
        };
        match self.pairs.iter().map(dated).reduce(|a, b| (a.0 && b.0, a.1 && b.1)) {
            Some((true, true)) => &ALL,
            Some((true, false)) => &ALL[..5],
            Some((false, true)) => &["what", "found", "other_what", "other", "other_date"],
            _ => &ALL[..4],
        }
    }

    pub(super) fn problems(&self, terms: &Terms) -> Vec<Words> {
        let sides = self.pairs.iter().flat_map(|p| [&p.left, &p.right]);
        let unknown = |side: &Side| match side {
            Side::Field(id) if !terms.fields.iter().any(|f| f.id == *id) => Some(words!("没有叫“{id}”的稿纸栏目", id)),
            Side::Role(id) if terms.role(id).is_none() => Some(words!("没有叫“{id}”的签批角色", id)),
            Side::Roles(ids) => {
                ids.iter().find(|id| terms.role(id).is_none()).map(|id| words!("没有叫“{id}”的签批角色", id))
            }
            _ => None,
        };
        sides.filter_map(unknown).collect()
    }

    pub(super) fn needs_form(&self) -> bool {
        self.pairs.iter().any(|p| [&p.left, &p.right].into_iter().any(|s| !matches!(s, Side::Element(_))))
    }

    /// What was compared with the form, and what both say.
    pub(super) fn proof(&self, ctx: &Ctx<'_>, of: &[String]) -> Option<Words> {
        let judged = self.pairs.iter().filter(|pair| pair.judge(ctx).is_some());
        let said = |pair: &Pair| {
            let is_told = |found: &Found| !found.text.is_empty() && (of.is_empty() || of.contains(&found.id));
            let found = pair.left.find(ctx).filter(is_told)?;
            Some(words!("{what}“{text}”", what = found.title, text = cut(&found.text)))
        };
        let said: Vec<Words> = judged.filter_map(said).collect();
        let told = !said.is_empty() && self.needs_form();
        told.then(|| words!("正文与稿纸都是{said}", said = Words::joined(said, "、")))
    }

    /// The ids of the left sides that were compared, or of which neither side has anything to compare.
    pub(super) fn compared(&self, ctx: &Ctx<'_>) -> Vec<String> {
        let told = |pair: &&Pair| {
            let both = || pair.left.find(ctx).zip(pair.right.find(ctx));
            let none = |text: &str| text.is_empty() || ctx.terms.words.none_values.contains(&plain(text));
            let blank = || both().is_some_and(|(a, b)| none(&a.text) && none(&b.text) && a.items.len() < 2);
            pair.judge(ctx).is_some() || blank()
        };
        let id = |pair: &Pair| pair.left.find(ctx).map(|found| found.id);
        self.pairs.iter().filter(told).filter_map(id).collect()
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        if let Err(skipped) = ctx.judged_main() {
            return skipped;
        }
        if self.needs_form() && ctx.form().is_none() {
            return if ctx.packet.unreadable_form() {
                Outcome::Skipped(Skip::Unreadable)
            } else {
                Outcome::NotApplicable
            };
        }
        let judged: Vec<Option<Vec<Hit>>> = self.pairs.iter().map(|p| p.judge(ctx)).collect();
        if judged.iter().all(Option::is_none) {
            return Outcome::NotApplicable;
        }
        outcome(judged.into_iter().flatten().flatten().collect())
    }
}

impl Pair {
    /// The disagreements, or none when there is nothing to compare.
    fn judge(&self, ctx: &Ctx<'_>) -> Option<Vec<Hit>> {
        let filled = |id: &String| {
            let field = ctx.form().and_then(|(_, _, form)| form.field(id));
            field.is_some_and(|f| f.value.chars().any(|c| c.is_ascii_digit()))
        };
        if self.unless_field.as_ref().is_some_and(filled) {
            return None;
        }
        let (left, right) = (self.left.find(ctx)?, self.right.find(ctx)?);
        let wrong = self.differs(ctx.terms, &left, &right)?;
        let hits = wrong.then(|| {
            // Marked is what somebody has to look at: the document, not the form that it differs from.
            let (here, there) = match (&left.place, &right.place) {
                (left, Some(right)) if matches!(self.left, Side::Field(_)) => (right, left.as_ref()),
                (left, right) => (left.as_ref()?, right.as_ref()),
            };
            let mut hit = Hit::at(here.0, here.1.clone()).of(left.id.clone());
            hit.related = there.map(|(file, range)| Span { file: *file, range: range.clone() }).into_iter().collect();
            hit.at_most = self.at_most;
            let text =
                |found: &Found| if found.text.is_empty() { Words::from("（空）") } else { Words::from(&found.text) };
            let date = |d: Option<Date>| d.map_or_else(Words::default, Date::words);
            hit = hit.with("what", left.title.clone()).with("found", text(&left)).with("date", date(left.date));
            Some(
                hit.with("other_what", right.title.clone())
                    .with("other", text(&right))
                    .with("other_date", date(right.date)),
            )
        });
        Some(hits.flatten().into_iter().collect())
    }

    fn differs(&self, terms: &Terms, left: &Found, right: &Found) -> Option<bool> {
        let both = |a: &Found, b: &Found| !a.text.is_empty() && !b.text.is_empty();
        match self.compare {
            Compare::Text => both(left, right).then(|| plain(&left.text) != plain(&right.text)),
            Compare::Number => number_differs(left, right),
            Compare::Given => left.text.contains(|c: char| c.is_ascii_digit()).then_some(right.text.is_empty()),
            Compare::Grade => grade_differs(terms, left, right),
            // A form that prints the field and leaves it blank disagrees with a document that has it.
            Compare::Names => (!right.text.is_empty()).then(|| names(terms, left) != names(terms, right)),
            Compare::People => (!left.items.is_empty() && !right.items.is_empty())
                .then(|| left.items.iter().any(|l| !right.items.iter().any(|r| same_person(terms, &l.text, &r.text)))),
            Compare::Disjoint => both(left, right).then(|| !names(terms, left).is_disjoint(&names(terms, right))),
            Compare::Day => Some(left.date? != right.date?),
            Compare::Year => Some(left.year? != right.year?),
            Compare::NotBefore => Some(left.date? < right.date?),
            Compare::Organ => both(left, right).then(|| organ_differs(terms, left, right)),
            Compare::Lead => lead_differs(left, right),
            Compare::AsMany => {
                (!left.items.is_empty() && !right.items.is_empty()).then_some(left.items.len() != right.items.len())
            }
        }
    }
}

impl Side {
    /// Where it has a year, it has a day.
    fn is_dated(&self) -> bool {
        !matches!(self, Side::Element(kind) if !matches!(kind, ElementKind::Date | ElementKind::PrintingDate))
    }

    fn find(&self, ctx: &Ctx<'_>) -> Option<Found> {
        match self {
            Side::Element(kind) => {
                let (file, document, elements) = ctx.main()?;
                let title = kind.title();
                let Some(element) = elements.get(*kind) else {
                    return Some(Found { title, id: kind.id().to_owned(), ..Found::default() });
                };
                Some(of_element(title, file, document, element))
            }
            Side::Field(id) => of_field(ctx, id),
            Side::Role(id) => of_role(ctx, id),
            Side::Roles(ids) => {
                let mut all: Vec<Found> = ids.iter().filter_map(|id| of_role(ctx, id)).collect();
                let items = all.iter().flat_map(|f| f.items.clone()).collect();
                sort::by_key(&mut all, |f| f.date);
                let text = all.iter().map(|f| f.text.as_str()).collect::<Vec<_>>().join("、");
                all.pop().map(|last| Found { items, text, ..last })
            }
        }
    }
}

fn of_element(title: Words, file: usize, document: &crate::document::Document, element: &Element) -> Found {
    let date = element.date.as_ref().and_then(Written::date);
    Found {
        title,
        place: Some((file, element.range.clone())),
        id: element.kind.id().to_owned(),
        text: if element.value.is_empty() { printed(document, element.range.clone()) } else { element.value.clone() },
        items: element.items.clone(),
        date,
        year: element.number.as_ref().and_then(|n| n.year).or(date.map(|d| d.year)),
        number: element.number.clone(),
    }
}

/// A field of the form; none when the form does not print it.
fn of_field(ctx: &Ctx<'_>, id: &str) -> Option<Found> {
    let (file, document, form) = ctx.form()?;
    let field = form.field(id)?;
    let place = if field.range.is_empty() { field.label_range.clone() } else { field.range.clone() };
    let parts = field
        .value
        .trim_end_matches(['。', '.', '：', ':'])
        .split(['、', '，', ',', '；', ';'])
        .filter(|p| !p.is_empty());
    Some(Found {
        title: Words::from(&field.label),
        place: Some((file, place)),
        id: id.to_owned(),
        text: field.value.clone(),
        items: parts.map(|p| Item { range: field.range.clone(), text: p.to_owned() }).collect(),
        date: ctx.terms.dates(document.text.slice(field.range.clone()), 0).first().and_then(Written::date),
        ..Found::default()
    })
}

/// The signatures of a role: its people, and the day of the last one.
fn of_role(ctx: &Ctx<'_>, id: &str) -> Option<Found> {
    let (file, document, form) = ctx.form()?;
    let valid: Vec<&Signature> =
        form.role(id).filter(|s| matches!(s.status, Status::Signed | Status::Incomplete)).collect();
    let first = valid.first()?;
    let role = ctx.terms.role(id)?;
    let last = valid.iter().filter_map(|s| Some((s.date.as_ref()?.date()?, *s))).max_by_key(|(d, _)| *d);
    Some(Found {
        title: Words::template(&role.title),
        place: Some((file, first.range.clone())),
        id: id.to_owned(),
        text: first.name.as_ref().map_or_else(|| printed(document, first.range.clone()), |n| n.text.clone()),
        items: valid.iter().filter_map(|s| s.name.clone()).collect(),
        date: last.map(|(d, _)| d),
        year: last.map(|(d, _)| d.year),
        number: None,
    })
}

/// Text without spaces, marks and their width.
fn plain(text: &str) -> String {
    let mut plain = fold::squash(text);
    plain.retain(char::is_alphanumeric);
    plain
}

fn names(terms: &Terms, found: &Found) -> BTreeSet<String> {
    found
        .items
        .iter()
        .map(|i| plain(&i.text))
        .filter(|n| !n.is_empty() && !terms.words.none_values.contains(n))
        .collect()
}

/// The number on the form against the number of the document: code, year and serial, brackets aside.
fn number_differs(left: &Found, right: &Found) -> Option<bool> {
    if !left.text.is_empty() && plain(&left.text) == plain(&right.text) {
        return Some(false);
    }
    let number = right.number.as_ref().or(left.number.as_ref())?;
    let other = if right.number.is_some() { left } else { right };
    if other.title.is_empty() || !other.text.chars().any(char::is_alphanumeric) {
        return Some(true);
    }
    let digits = |text: &str| {
        let groups = text.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty());
        groups.filter_map(|g| g.parse::<u32>().ok()).collect::<Vec<_>>()
    };
    let bare = fold::squash(&other.text);
    let code: String = bare.chars().take_while(|c| c.is_alphabetic()).filter(|c| *c != '第').collect();
    let written = digits(&bare);
    let meant: Vec<u32> = [number.year, number.serial].into_iter().flatten().collect();
    Some(code != number.code || written != meant)
}

/// Secrecy and urgency: equal, or "none" on both sides in any wording.
fn grade_differs(terms: &Terms, left: &Found, right: &Found) -> Option<bool> {
    let grade = |found: &Found| {
        let text = plain(&found.text);
        if terms.words.none_values.iter().any(|n| plain(n) == text) { String::new() } else { text }
    };
    let (a, b) = (grade(left), grade(right));
    // A form often states the level without the period.
    let level_only = !a.is_empty() && b.starts_with(&a) || !b.is_empty() && a.starts_with(&b);
    Some(a != b && !level_only)
}

/// A mark names the organ, often with a word behind it; joint documents name several.
fn organ_differs(terms: &Terms, mark: &Found, issuer: &Found) -> bool {
    let organ = |text: &str| {
        let bare = plain(text);
        let end = terms.words.mark_ends.iter().filter_map(|e| bare.strip_suffix(e.as_str())).next().map(str::len);
        bare[..end.unwrap_or(bare.len())].to_owned()
    };
    let head = organ(&mark.text);
    !issuer.items.iter().any(|i| head.contains(&plain(&i.text)) || plain(&i.text).ends_with(&head))
}

/// A mark may name all the organs or some; nothing is said where the first of the signatures is not in it.
fn lead_differs(mark: &Found, issuer: &Found) -> Option<bool> {
    let head = plain(&mark.text);
    let place = |item: &Item| head.find(plain(&item.text).as_str());
    let (lead, others) = issuer.items.split_first().filter(|(_, others)| !others.is_empty())?;
    let at = place(lead)?;
    Some(others.iter().filter_map(place).any(|other| other < at))
}
