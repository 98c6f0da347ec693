//! Names and set phrases in which a character is wrong, missing, doubled or swapped. All of them are looked for together,
//! once for a packet; a rule tells those of its groups.

use std::ops::Range;

use serde::Deserialize;

use crate::check::text::{around, is_of_old};
use crate::check::{Ctx, outcome};
use crate::document::Document;
use crate::edit::Edit;
use crate::element::ElementKind;
use crate::finding::{Fix, Hit, Outcome};
use crate::lang::Words;
use crate::letters::Letters;
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
    let mut found = Vec::new();
    for passage in ctx.passages().iter().filter(|passage| passage.prose) {
        let Some((document, _)) = ctx.packet.files.get(passage.file).and_then(|f| f.read()) else { continue };
        add(ctx, passage.file, document, &passage.range, passage.letters(document), &mut found);
    }
    if let Some((file, document, elements)) = ctx.main() {
        let around = |kind| !matches!(kind, ElementKind::Title | ElementKind::Body);
        for element in elements.list.iter().filter(|element| around(element.kind)) {
            let letters = Letters::of(document.text.slice(element.range.clone()));
            add(ctx, file, document, &element.range, &letters, &mut found);
        }
    }
    found
}

/// Those of a part of a document.
fn add(
    ctx: &Ctx<'_>,
    file: usize,
    document: &Document,
    part: &Range<usize>,
    letters: &Letters,
    found: &mut Vec<Place>,
) {
    let characters = ctx.is_odd(file).then(|| ctx.terms.characters());
    for miss in ctx.terms.near().search(letters, characters) {
        let range = part.start + miss.range.start..part.start + miss.range.end;
        let old = |year| is_of_old(ctx, document.text.slice(part.clone()), &miss.range, year);
        if !ctx.is_mentioned(document.text.slice(part.start..range.start))
            && !miss.since.is_some_and(old)
            && !found.iter().any(|known: &Place| known.file == file && known.range == range)
        {
            found.push(Place { file, range, miss });
        }
    }
}
