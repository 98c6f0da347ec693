//! Elements that must be there, and the title that must state its kind.

use serde::Deserialize;

use crate::check::{Ctx, on_element, outcome};
use crate::element::ElementKind;
use crate::finding::{Hit, Outcome, Severity};
use crate::lang::Words;
use crate::words;

pub(super) const KEYS: &[&str] = &["element", "title"];
pub(super) const KIND_KEYS: &[&str] = &["element", "found"];

/// Every named element must be in the document.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Required {
    /// What must be there.
    pub items: Vec<Item>,
}

/// One required element.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The element.
    element: ElementKind,
    /// Highest severity of a finding that this element is missing.
    #[serde(default)]
    at_most: Option<Severity>,
    /// Only for these document kinds.
    #[serde(default)]
    kinds: Vec<String>,
    /// Not for these document kinds.
    #[serde(default)]
    not_kinds: Vec<String>,
    /// Only for kinds that have main recipients.
    #[serde(default)]
    to_whom: bool,
    /// Not for documents in letter format.
    #[serde(default)]
    not_letter: bool,
    /// Only where the format can hold it (a mark printed on the paper is not in a text file).
    #[serde(default)]
    layout_only: bool,
    /// Not for documents dated under the title, as those are that a meeting adopted.
    #[serde(default)]
    not_adopted: bool,
    /// Only when this other element is there.
    #[serde(default)]
    with: Option<ElementKind>,
}

impl Required {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        let kind = elements.kind.as_ref();
        let start = |kind| elements.get(kind).map(|e| e.range.start);
        let adopted = start(ElementKind::Date).zip(start(ElementKind::Body)).is_some_and(|(date, body)| date < body);
        let applies = |item: &&Item| {
            let name = kind.map(|k| k.name.as_str());
            let named = |list: &[String]| name.is_some_and(|n| list.iter().any(|k| k == n));
            (item.kinds.is_empty() || named(&item.kinds))
                && !named(&item.not_kinds)
                && (!item.to_whom || kind.is_some_and(|k| k.to_whom))
                && (!item.not_letter || elements.letter == Some(false))
                && (!item.layout_only || document.has_layout())
                && (!item.not_adopted || !adopted)
                && item.with.is_none_or(|with| elements.get(with).is_some())
        };
        let due: Vec<&Item> = self.items.iter().filter(applies).collect();
        if due.is_empty() {
            return Outcome::NotApplicable;
        }
        let missing = due.into_iter().filter(|item| elements.get(item.element).is_none()).map(|item| {
            let near = near(elements, document, item.element);
            let mut hit = Hit::at(file, near).of(item.element.id()).with("element", item.element.title());
            hit = hit.with(
                "title",
                elements.get(ElementKind::Title).map_or_else(|| words!("（没有标题）"), |t| Words::from(&t.value)),
            );
            hit.at_most = item.at_most;
            hit.whole()
        });
        outcome(missing.collect())
    }
}

/// Where a missing element would stand: behind the last element that comes before it on a page.
fn near(
    elements: &crate::element::Elements,
    document: &crate::document::Document,
    kind: ElementKind,
) -> std::ops::Range<usize> {
    let before = elements.list.iter().filter(|e| e.kind < kind).max_by_key(|e| e.kind);
    let at = before.map_or(0, |e| e.range.end);
    let line = document.line_at(at);
    let line = document.lines.get(line).map_or(0..0, |l| l.range.clone());
    if before.is_some() { line } else { line.start..line.start }
}

/// The title must end in a document kind.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KindOfTitle {}

impl KindOfTitle {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        match (elements.get(ElementKind::Title), &elements.kind) {
            (None, _) => Outcome::NotApplicable,
            // What was left to be filled in has a rule of its own.
            (Some(title), None)
                if ctx.terms.is_unfilled(&title.value)
                    || ctx.terms.is_hole_for(&title.value, &ctx.terms.labels.title) =>
            {
                Outcome::NotApplicable
            }
            (Some(_), Some(_)) => Outcome::Pass,
            (Some(title), None) => Outcome::Fail(vec![on_element(file, document, title)]),
        }
    }
}
