//! Paragraphs that stand twice.

use std::collections::HashMap;

use serde::Deserialize;

use crate::check::passage::Place;
use crate::check::{Ctx, outcome, printed};
use crate::finding::{Hit, Outcome};
use crate::fold;

pub(super) const KEYS: &[&str] = &["found", "n"];

/// A paragraph of the body that says word for word what an earlier one said.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// Shorter ones may stand twice, characters.
    least: usize,
}

impl Repeat {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, _) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut hits = Vec::new();
        for passage in ctx.passages().iter().filter(|p| p.place == Place::Body && p.file == file) {
            let text = fold::squash(passage.text(document));
            if text.chars().count() < self.least {
                continue;
            }
            let line = document.line_at(passage.range.start) + 1;
            match seen.get(&text) {
                Some(first) => {
                    let hit = Hit::at(file, passage.range.clone()).of("body").with("n", first.to_string());
                    hits.push(hit.with("found", printed(document, passage.range.clone())));
                }
                None => {
                    seen.insert(text, line);
                }
            }
        }
        outcome(hits)
    }
}
