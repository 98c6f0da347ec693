//! Paragraphs that stand twice, one right below the other: elsewhere texts say the same thing twice on purpose.

use std::collections::HashMap;

use serde::Deserialize;

use crate::check::passage::{Passage, Place};
use crate::check::{Ctx, outcome, printed};
use crate::finding::{Hit, Outcome, Skip};
use crate::fold;

pub(super) const KEYS: &[&str] = &["found"];

/// A paragraph of the body that says word for word what the one above says.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// Shorter ones may stand twice, characters.
    least: usize,
    /// So many paragraphs one after the other, wherever they stand again: the answer is "cannot judge".
    #[serde(default)]
    run: Option<usize>,
}

impl Repeat {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, _) = match ctx.any_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        let body: Vec<_> =
            ctx.passages().iter().filter(|p| p.place == Place::Body && p.file == file && p.prose).collect();
        if let Some(run) = self.run {
            let texts: Vec<String> = body.iter().map(|p| fold::squash(p.text(document))).collect();
            let hits = self.second(&texts, run).map(|(again, first)| {
                let hit = Hit::at(file, body[again].range.clone()).beside(file, body[first].range.clone()).of("body");
                hit.with("found", printed(document, body[again].range.clone()))
            });
            return hits.map_or(Outcome::Pass, |hit| Outcome::Open(Skip::NotFinal, vec![hit]));
        }
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

    /// Where the first run of paragraphs begins that stood before, and where it stood.
    fn second(&self, texts: &[String], run: usize) -> Option<(usize, usize)> {
        let mut seen: HashMap<&[String], usize> = HashMap::new();
        texts.windows(run.max(1)).enumerate().find_map(|(at, window)| {
            // Minutes of two meetings have the same place and people above them.
            let said = window.iter().any(|t| t.ends_with('。'));
            let long = said && window.iter().map(|t| t.chars().count()).sum::<usize>() >= self.least;
            let before = *seen.entry(window).or_insert(at);
            (long && before + window.len() <= at).then_some((at, before))
        })
    }
}
