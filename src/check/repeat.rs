//! Paragraphs that stand twice, one right below the other: elsewhere texts say the same thing twice on purpose.

use serde::Deserialize;

use crate::check::passage::{Passage, Place};
use crate::check::{Ctx, outcome, printed};
use crate::finding::{Hit, Outcome};
use crate::fold;

pub(super) const KEYS: &[&str] = &["found"];

/// A paragraph of the body that says word for word what the one above says.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// Shorter ones may stand twice, characters.
    least: usize,
}

impl Repeat {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, _) = match ctx.any_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        let body: Vec<_> =
            ctx.passages().iter().filter(|p| p.place == Place::Body && p.file == file && p.prose).collect();
        let wrong = body.windows(2).filter_map(|pair| {
            let [above, here] = pair else { return None };
            let first = |p: &Passage| p.text(document).chars().next();
            if first(above) != first(here) {
                return None;
            }
            let text = fold::squash(here.text(document));
            let twice = text.chars().count() >= self.least && text == fold::squash(above.text(document));
            let hit = Hit::at(file, here.range.clone()).beside(file, above.range.clone()).of("body");
            twice.then(|| hit.with("found", printed(document, here.range.clone())))
        });
        outcome(wrong.collect())
    }
}
