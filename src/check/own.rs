//! The office itself: what bears its name.

use serde::Deserialize;

use crate::check::{Ctx, on_element, outcome};
use crate::element::ElementKind;
use crate::finding::Outcome;
use crate::fold;
use crate::shown::few;

pub(super) const KEYS: &[&str] = &["element", "found", "other"];

/// An element must name the office, by its full name or a short one; of several organs one is the office.
#[derive(Clone, Copy, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Own {
    element: ElementKind,
}

impl Own {
    /// An office that has not said its names is not asked.
    pub(super) fn eval(self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        let names: Vec<&String> = ctx.organisation.names.iter().chain(&ctx.organisation.short_names).collect();
        let Some(element) = elements.get(self.element).filter(|_| !names.is_empty()) else {
            return Outcome::NotApplicable;
        };
        let bare = |text: &str| ctx.terms.without_seal(&fold::squash(text)).to_owned();
        // A person may have signed.
        if !element.items.iter().any(|item| ctx.terms.is_organ(&item.text)) {
            return Outcome::NotApplicable;
        }
        if element.items.iter().any(|item| names.iter().any(|name| fold::squash(name) == bare(&item.text))) {
            return Outcome::Pass;
        }
        let own: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
        outcome(vec![on_element(file, document, element).with("other", few(&own))])
    }
}
