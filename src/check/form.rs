//! The form of an element: what it must look like, and what must not stand in it.

use std::ops::Range;

use serde::Deserialize;

use crate::check::{Ctx, idle, on_element, outcome};
use crate::date::Written;
use crate::document::Document;
use crate::edit::{Span, applied};
use crate::element::{Element, ElementKind, Elements};
use crate::finding::{Fix, Hit, Outcome, Severity};
use crate::fold;
use crate::terms::{Before, Behind, Pattern};

/// An element as printed must match a pattern.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// The element.
    pub element: ElementKind,
    /// What its text must match.
    pattern: Pattern,
    /// A text that matches this is at most a warning.
    #[serde(default)]
    mild: Option<Pattern>,
    /// Judge each item of a list instead of the whole.
    #[serde(default)]
    pub of_items: bool,
    /// Judge the label only.
    #[serde(default)]
    label: bool,
    /// A date that is complete must also be a day of the calendar.
    #[serde(default)]
    calendar: bool,
}

/// What a hit on a part of an element fills.
const KEYS: [&str; 5] = ["element", "found", "part", "code", "fixed"];

impl Shape {
    pub(super) fn keys(&self) -> &'static [&'static str] {
        &KEYS[..4]
    }

    pub(super) fn idle(&self) -> Vec<&'static str> {
        idle(&[("label", self.label, !self.of_items)])
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        each(ctx, self.element, |file, document, element| {
            let ranges: Vec<Range<usize>> = match (self.of_items, self.label) {
                (true, _) => element.items.iter().map(|i| i.range.clone()).collect(),
                (_, true) => element.label.iter().cloned().collect(),
                _ => vec![element.range.clone()],
            };
            // As a person sees it; characters that nobody sees have a rule of their own.
            let seen = |r: &Range<usize>| fold::seen(document.text.slice(r.clone()).trim());
            let no_day = |date: &Written| date.is_complete() && date.date().is_none();
            let unreal = self.calendar && element.date.as_ref().is_some_and(no_day);
            let wrong = ranges.into_iter().filter(|r| unreal || !self.pattern.is_match(&seen(r)));
            wrong.map(|range| self.hit(file, document, element, range)).collect()
        })
    }
}

impl Shape {
    fn hit(&self, file: usize, document: &Document, element: &Element, range: Range<usize>) -> Hit {
        let text = document.text.slice(range.clone()).trim();
        let mild = self.mild.as_ref().is_some_and(|m| m.is_match(text));
        Hit { at_most: mild.then_some(Severity::Warning), ..part_hit(file, document, element, range) }
    }
}

/// Something must not stand in an element.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forbid {
    /// The element.
    pub element: ElementKind,
    /// What must not stand in it.
    pattern: Pattern,
    /// Only when each of these elements matches.
    #[serde(default)]
    given: Vec<Other>,
    /// Not when one of these elements matches.
    #[serde(default)]
    unless: Vec<Other>,
    /// Not when the text right before matches this.
    #[serde(default)]
    not_after: Option<Behind>,
    /// Not when the text right behind matches this.
    #[serde(default)]
    not_before: Option<Before>,
    /// A hit whose text matches this is at most a warning.
    #[serde(default)]
    mild: Option<Pattern>,
    /// What to write instead; `$1` and `${name}` stand for groups.
    #[serde(default)]
    replace: Option<String>,
    /// The replacement changes no meaning and may be applied without asking.
    #[serde(default)]
    safe: bool,
}

/// Another element, and what its text must match.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Other {
    element: ElementKind,
    pattern: Pattern,
}

impl Other {
    fn holds(&self, document: &Document, elements: &Elements) -> bool {
        elements.all(self.element).any(|e| self.pattern.is_match(document.text.slice(e.range.clone()).trim()))
    }
}

impl Forbid {
    /// What its hits fill; what to write instead only where the rule knows it.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        if self.replace.is_some() { &KEYS } else { &KEYS[..4] }
    }

    pub(super) fn idle(&self) -> Vec<&'static str> {
        idle(&[("safe", self.safe, self.replace.is_some())])
    }

    /// What it can put right: nothing, or with asking, or without.
    pub(super) fn mends(&self) -> Option<bool> {
        self.replace.as_ref().map(|_| self.safe)
    }

    /// It looks at one element only.
    pub(super) fn stands_alone(&self) -> bool {
        self.given.is_empty() && self.unless.is_empty()
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (_, document, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        if !self.given.iter().all(|o| o.holds(document, elements)) {
            return Outcome::NotApplicable;
        }
        if self.unless.iter().any(|o| o.holds(document, elements)) {
            return Outcome::Pass;
        }
        each(ctx, self.element, |file, document, element| {
            let text = document.text.slice(element.range.clone());
            // What a file has not, an element has not: that is known sooner.
            let regex = Some(&self.pattern).filter(|p| p.may_stand(ctx.seen(file))).and_then(|p| p.on(text));
            let Some(regex) = regex else { return Vec::new() };
            let guarded = |m: &Range<usize>| {
                self.not_after.as_ref().is_some_and(|g| g.is_match(&text[..m.start]))
                    || self.not_before.as_ref().is_some_and(|g| g.is_match(&text[m.end..]))
            };
            let places = regex.find_iter(text).map(|m| m.range()).filter(|m| !guarded(m));
            // One cause, one finding: where the whole can be put right at once, the first place stands for all.
            let most = if self.replace.is_some() { 1 } else { usize::MAX };
            let hits = places.take(most).map(|m| {
                let range = element.range.start + m.start..element.range.start + m.end;
                let mut hit = part_hit(file, document, element, range);
                let mild = self.mild.as_ref().is_some_and(|p| p.is_match(&text[m]));
                hit.at_most = mild.then_some(Severity::Warning);
                if let Some(replace) = &self.replace {
                    let mut edits = self.pattern.edits(text, replace);
                    edits.retain(|edit| !guarded(&edit.range()));
                    hit = hit.with("fixed", applied(text, &edits).trim().to_owned());
                    let moved = edits.into_iter().map(|edit| edit.moved(element.range.start));
                    hit.fix = Fix::new(document.text.as_str(), self.safe, moved);
                }
                hit
            });
            hits.collect()
        })
    }
}

/// A hit on a part of an element, quoting the whole.
fn part_hit(file: usize, document: &Document, element: &Element, range: Range<usize>) -> Hit {
    let mut hit = on_element(file, document, element);
    let part = document.text.slice(range.clone());
    let part = if part.trim().is_empty() { part } else { part.trim() };
    // What is wrong is rarely a letter, a digit or the right bracket.
    let odd = part.chars().find(|c| !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, '〔' | '〕'));
    let code = odd.or(part.chars().next()).map_or(String::new(), |c| format!("U+{:04X}", c as u32));
    hit.at = Some(Span { file, range });
    hit.with("part", part.to_owned()).with("code", code)
}

/// Judges every element of a kind.
fn each(ctx: &Ctx<'_>, kind: ElementKind, judge: impl Fn(usize, &Document, &Element) -> Vec<Hit>) -> Outcome {
    let (file, document, elements) = match ctx.judged_main() {
        Ok(main) => main,
        Err(skipped) => return skipped,
    };
    if elements.get(kind).is_none() {
        return Outcome::NotApplicable;
    }
    outcome(elements.all(kind).flat_map(|e| judge(file, document, e)).collect())
}
