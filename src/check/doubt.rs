//! Doubtful places, by how often characters stand side by side in official writing: a hint to look there, no more.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::check::passage::{Ground, Passage, Place};
use crate::check::text::around;
use crate::check::{Ctx, outcome};
use crate::counts::{self, Counts, Kind, Said};
use crate::edit::{Edit, Span};
use crate::finding::{Fix, Hit, Outcome};
use crate::sort;

pub(super) const KEYS: &[&str] = &["found", "fixed", "sentence"];

const PLACES: [Place; 3] = [Place::Title, Place::Body, Place::Attachment];

/// Doubtful places. Those that score less than the bound of their kind are not told.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Doubt {
    /// A character for one that sounds or looks alike.
    character: f64,
    /// Two characters the other way round.
    swapped: f64,
    /// A word for one that sounds alike.
    word: f64,
}

/// A doubtful place in a packet.
#[derive(Debug)]
pub(super) struct Found {
    span: Span,
    doubt: counts::Doubt,
}

impl Doubt {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        if let Some(answer) = ctx.without_text(Ground::at(PLACES.into_iter(), false)) {
            return answer;
        }
        if Counts::shipped().is_none() {
            return Outcome::NotApplicable;
        }
        let told: Vec<&Found> = ctx.doubts().iter().filter(|found| self.tells(&found.doubt)).collect();
        let mut told = not_meant(ctx, &told);
        // Of two readings of a place the longer says more.
        sort::by_key(&mut told, |found| (std::cmp::Reverse(found.span.range.len()), found.span.range.start));
        let mut free: Vec<&Found> = Vec::new();
        // Where each of them ends, by where it begins: of those that do not meet, only two can meet another.
        let mut ends: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for found in told {
            let Span { file, range } = &found.span;
            let before = ends.range(..=(*file, range.start)).next_back();
            let behind = ends.range((*file, range.start)..).next();
            let meets = before.is_some_and(|((of, _), end)| of == file && *end > range.start)
                || behind.is_some_and(|((of, start), _)| of == file && *start < range.end);
            if !meets {
                ends.insert((*file, range.start), range.end);
                free.push(found);
            }
        }
        if is_of_another_style(ctx, free.len()) {
            return Outcome::NotApplicable;
        }
        sort::by_key(&mut free, |found| (found.span.file, found.span.range.start));
        outcome(free.into_iter().filter_map(|found| hit(ctx, found)).collect())
    }

    fn tells(&self, doubt: &counts::Doubt) -> bool {
        let bound = match doubt.kind {
            Kind::Character => self.character,
            Kind::Swapped => self.swapped,
            Kind::Word => self.word,
        };
        doubt.score >= bound
    }
}

/// Those of which a document does not say the same again.
fn not_meant<'f>(ctx: &Ctx<'_>, told: &[&'f Found]) -> Vec<&'f Found> {
    let mut own = Vec::new();
    for told in told.chunk_by(|a, b| a.span.file == b.span.file) {
        let Some((document, _)) = ctx.packet.files.get(told[0].span.file).and_then(|f| f.read()) else { continue };
        let said = Said::of(document.text.as_str(), told.iter().map(|found| &found.doubt));
        own.extend(told.iter().filter(|found| !said.means(&found.doubt)));
    }
    own
}

/// So many places are doubtful that the text is of another kind than the table knows.
fn is_of_another_style(ctx: &Ctx<'_>, doubtful: usize) -> bool {
    const FEW: usize = 5;
    /// One in so many bytes, about eighty characters.
    const BYTES: usize = 240;
    let all: usize = ctx.passages().iter().map(|passage| passage.range.len()).sum();
    doubtful > FEW && doubtful * BYTES > all
}

fn hit(ctx: &Ctx<'_>, found: &Found) -> Option<Hit> {
    let Span { file, range } = &found.span;
    let (document, elements) = ctx.packet.files.get(*file)?.read()?;
    // What another script has is told by the rule about that.
    let traditional = |c| ctx.terms.characters().of_traditional(c).is_some();
    if document.text.slice(range.clone()).chars().any(traditional) {
        return None;
    }
    let mut hit = Hit::at(*file, range.clone()).with("found", document.text.slice(range.clone()));
    hit.element = elements.list.iter().find(|e| e.range.contains(&range.start)).map(|e| e.kind.id().to_owned());
    hit = hit.with("fixed", &*found.doubt.right).with("sentence", around(document, range));
    hit.fix = Fix::new(document.text.as_str(), false, [Edit::new(range.clone(), &*found.doubt.right)]);
    Some(hit)
}

/// All doubtful places of the running text.
pub(super) fn doubts(ctx: &Ctx<'_>) -> Vec<Found> {
    let Some(counts) = Counts::shipped() else { return Vec::new() };
    let looks = |p: &&Passage| p.prose && PLACES.contains(&p.place);
    let passages: Vec<&Passage> = ctx.passages().iter().filter(looks).collect();
    let mut found = Vec::new();
    for passages in passages.chunk_by(|a, b| a.file == b.file) {
        let file = passages[0].file;
        let Some((document, _)) = ctx.packet.files.get(file).and_then(|f| f.read()) else { continue };
        let texts = passages.iter().map(|passage| (passage.text(document), passage.letters(document)));
        for (n, doubt) in ctx.terms.judge.doubts(counts, texts) {
            let start = passages[n].range.start;
            let range = start + doubt.range.start..start + doubt.range.end;
            if !ctx.is_known(passages[n], &range) {
                found.push(Found { span: Span { file, range }, doubt });
            }
        }
    }
    found
}
