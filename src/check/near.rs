//! Names and set phrases in which a character is wrong, missing, doubled or swapped. All of them are looked for together,
//! once for a packet; a rule tells those of its groups.

use std::ops::Range;

use serde::Deserialize;

use crate::check::text::{around, is_of_old};
use crate::check::{Ctx, outcome};
use crate::edit::Edit;
use crate::element::ElementKind;
use crate::finding::{Fix, Hit, Outcome};
use crate::lang::Words;
use crate::terms::{self, NearMiss, Terms};
use crate::words;

pub(super) const KEYS: &[&str] = &["found", "fixed", "sentence"];

/// Phrases of these groups.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Near {
    groups: Vec<String>,
}

/// Where something is nearly a phrase.
#[derive(Debug)]
pub(super) struct Place {
    file: usize,
    /// Bytes in the document.
    range: Range<usize>,
    miss: NearMiss,
}

impl Near {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        if let Err(skipped) = ctx.any_main() {
            return skipped;
        }
        let own = ctx.near().iter().filter(|place| self.groups.contains(&place.miss.group));
        outcome(own.filter_map(|place| hit(ctx, place)).collect())
    }

    /// A group in which there is no phrase; an office may protect none.
    pub(super) fn problems(&self, terms: &Terms) -> Vec<Words> {
        let lost = self
            .groups
            .iter()
            .filter(|group| *group != terms::OWN && !terms.protected.iter().any(|protected| protected.is_of(group)));
        lost.map(|group| words!("没有叫“{group}”的一组提法（[[protected]]）", group)).collect()
    }
}

fn hit(ctx: &Ctx<'_>, place: &Place) -> Option<Hit> {
    let (document, elements) = ctx.packet.files.get(place.file)?.read()?;
    let text = document.text.as_str();
    let element = elements.list.iter().find(|e| e.range.contains(&place.range.start));
    let mut hit = Hit::at(place.file, place.range.clone()).with("found", document.text.slice(place.range.clone()));
    hit.element = element.map(|e| e.kind.id().to_owned());
    hit = hit.with("fixed", &*place.miss.phrase).with("sentence", around(document, &place.range));
    // A sibling may be meant: a person has to say.
    hit.fix = Fix::new(text, false, [Edit::new(place.range.clone(), &*place.miss.phrase)]);
    Some(hit)
}

/// All such places: in running text, and in the elements around it.
pub(super) fn places(ctx: &Ctx<'_>) -> Vec<Place> {
    let (near, characters) = (ctx.terms.near(), ctx.terms.characters());
    let running = ctx.passages().iter().filter(|p| p.prose).map(|p| (p.file, p.range.clone()));
    let around = ctx.main().into_iter().flat_map(|(file, _, elements)| {
        let other = |kind| !matches!(kind, ElementKind::Title | ElementKind::Body);
        elements.list.iter().filter(move |e| other(e.kind)).map(move |e| (file, e.range.clone()))
    });
    let mut found = Vec::new();
    for (file, range) in running.chain(around) {
        let Some((document, _)) = ctx.packet.files.get(file).and_then(|f| f.read()) else { continue };
        for miss in near.search(document.text.slice(range.clone()), characters) {
            let before = &document.text.slice(range.clone())[..miss.range.start];
            let place = Place { file, range: range.start + miss.range.start..range.start + miss.range.end, miss };
            let old = |year| is_of_old(ctx, document.text.slice(range.clone()), &place.miss.range, year);
            if !ctx.is_mentioned(before)
                && !place.miss.since.is_some_and(old)
                && !found.iter().any(|known: &Place| known.file == file && known.range == place.range)
            {
                found.push(place);
            }
        }
    }
    found
}
