//! Phrases that documents close with, and the kinds of documents that do.

use serde::Deserialize;

use crate::check::passage::Place;
use crate::check::{Ctx, index, outcome};
use crate::finding::{Hit, Outcome};
use crate::lang::Words;
use crate::shown::few;
use crate::terms::Pattern;

pub(super) const KEYS: &[&str] = &["found", "kind", "want"];

/// Closing phrases.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    phrases: Vec<Phrase>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Phrase {
    pattern: Pattern,
    /// Kinds of documents that close so.
    kinds: Vec<String>,
}

impl Closing {
    /// Words of which one must stand in a paragraph with a phrase.
    pub(super) fn words(&self) -> Option<Vec<&str>> {
        index::words(self.phrases.iter().map(|phrase| &phrase.pattern))
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, elements) = match ctx.any_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        let Some(kind) = elements.kind_name() else { return Outcome::NotApplicable };
        let closing = ctx.concerned().filter(|p| p.closing && p.place == Place::Body);
        let wrong = closing.flat_map(|passage| {
            let text = passage.text(document);
            let others = self.phrases.iter().filter(|p| !p.kinds.iter().any(|k| k == kind));
            others.filter_map(move |phrase| {
                let found = phrase.pattern.on(text)?.find(text)?;
                let at = passage.range.start + found.start()..passage.range.start + found.end();
                let hit =
                    Hit::at(file, at.clone()).of("body").with("found", found.as_str()).with("kind", Words::term(kind));
                let kinds: Vec<Words> = phrase.kinds.iter().map(|kind| Words::term(kind)).collect();
                (!passage.is_foreign(document, &at)).then(|| hit.with("want", few(&kinds)))
            })
        });
        outcome(wrong.collect())
    }
}
