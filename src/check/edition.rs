//! Laws that are cited by the year of an edition that is no longer in force.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::check::passage::Place;
use crate::check::{Ctx, index, outcome};
use crate::date::Day;
use crate::finding::{Hit, Outcome, Severity};
use crate::fold;
use crate::terms::Pattern;

pub(super) const KEYS: &[&str] = &["found", "what", "want"];

/// Editions in force.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// A citation with the year of its edition: groups `name` and `y`.
    pattern: Pattern,
    /// By name, from which day on the edition of today is in force.
    current: BTreeMap<String, Day>,
}

impl Edition {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        if let Err(skipped) = ctx.any_main() {
            return skipped;
        }
        let written_on = ctx.written_on();
        let mut hits = Vec::new();
        for passage in ctx.concerned().filter(|p| Place::OWN.contains(&p.place)) {
            let Some((document, _)) = ctx.packet.files.get(passage.file).and_then(|f| f.read()) else { continue };
            let text = passage.text(document);
            for found in self.pattern.on(text).into_iter().flat_map(|r| r.captures_iter(text)) {
                let (Some(whole), Some(name), Some(y)) = (found.get(0), found.name("name"), found.name("y")) else {
                    continue;
                };
                let Some(day) = self.current.get(name.as_str()).map(|day| day.0) else { continue };
                // An edition is adopted the year before it is in force at the earliest.
                let older = fold::number(y.as_str()).is_some_and(|y| y + 1 < day.year);
                if !older || written_on.is_some_and(|written| written < day) {
                    continue;
                }
                let at = passage.range.start + whole.start()..passage.range.start + whole.end();
                let hit = Hit::at(passage.file, at).with("found", whole.as_str()).with("what", name.as_str());
                let at_most = written_on.is_none().then_some(Severity::Info);
                hits.push(Hit { at_most, ..hit.with("want", day.words()) });
            }
        }
        outcome(hits)
    }

    /// Words of which one must stand in a paragraph that cites an edition.
    pub(super) fn words(&self) -> Option<Vec<&str>> {
        index::words([&self.pattern])
    }
}
