//! The order of elements on the page, and how many there may be.

use serde::Deserialize;

use crate::check::{Ctx, name_of, on_element, outcome, printed};
use crate::edit::Span;
use crate::element::{Element, ElementKind};
use crate::finding::{Hit, Outcome};

pub(super) const KEYS: &[&str] = &["element", "found", "other"];
pub(super) const COUNT_KEYS: &[&str] = &["element", "found", "n", "most"];

/// Elements that are there must stand in this order.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Order {
    elements: Vec<ElementKind>,
}

impl Order {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        let rank = |kind| self.elements.iter().position(|k| *k == kind);
        // The day under the title on which a meeting adopted a text has its place there.
        let title = elements.get(ElementKind::Title).map(|title| title.range.end);
        let body = elements.get(ElementKind::Body).map(|body| body.range.start);
        let between = |at: usize| title.is_some_and(|end| end <= at) && body.is_some_and(|start| at < start);
        let adopted = |e: &Element| e.kind == ElementKind::Date && between(e.range.start);
        let there: Vec<_> = elements.list.iter().filter(|e| rank(e.kind).is_some() && !adopted(e)).collect();
        if there.len() < 2 {
            return Outcome::NotApplicable;
        }
        let mut hits = Vec::new();
        let mut furthest: Option<&Element> = None;
        for element in there {
            match furthest {
                Some(far) if rank(element.kind) < rank(far.kind) => {
                    hits.push(on_element(file, document, element).with("other", name_of(document, far)));
                }
                _ => furthest = Some(element),
            }
        }
        outcome(hits)
    }
}

/// How often an element may occur, or how many items it may hold.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Count {
    element: ElementKind,
    /// The highest number allowed.
    most: usize,
    /// Count the items in it, not the element.
    #[serde(default)]
    items: bool,
}

impl Count {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        let all: Vec<_> = elements.all(self.element).collect();
        let Some(first) = all.first() else {
            return if self.most == 0 { Outcome::Pass } else { Outcome::NotApplicable };
        };
        let (n, extra) = if self.items {
            (first.items.len(), first.items.get(self.most).map(|i| i.range.clone()))
        } else {
            (all.len(), all.get(self.most).map(|e| e.range.clone()))
        };
        let hits = extra.map(|range| {
            let mut hit = Hit::at(file, range.clone()).of(self.element.id());
            let others = all.iter().take(self.most).filter(|_| !self.items);
            hit.related = others.map(|e| Span { file, range: e.range.clone() }).collect();
            hit.excerpt = Some(if self.items { first.range.clone() } else { range.clone() });
            hit.with("element", self.element.title())
                .with("found", printed(document, range))
                .with("n", n.to_string())
                .with("most", self.most.to_string())
        });
        outcome(hits.into_iter().collect())
    }
}
