//! Brackets and quotation marks: each has its other half, of the same width, and none stands in its like.

mod scan;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde::Deserialize;

use crate::check::passage::{Ground, Passage, Place};
use crate::check::{Ctx, outcome};
use crate::document::Document;
use crate::finding::{Hit, Outcome, Severity};
use crate::steps;
use crate::terms::{Before, Behind};
use scan::{Couple, Lone, Side};

/// Marks that come in pairs. A pair is written as its opening and its closing mark, one after the other: `《》`. Further
/// characters are the same marks in another width: `（）()`.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Pairs {
    /// One half is missing.
    Lone(Halves),
    /// The halves are of different width.
    Mixed(Mixed),
    /// A pair stands inside a pair of the same marks.
    Nested(Nested),
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Halves {
    /// The pairs.
    pairs: Vec<String>,
    /// Pairs that may run over several paragraphs, each of which opens; a missing half is at most a warning.
    #[serde(default)]
    quotes: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mixed {
    /// The pairs.
    pairs: Vec<String>,
    /// Not when the text right before the pair matches this.
    #[serde(default)]
    not_after: Option<Behind>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nested {
    /// The pairs.
    pairs: Vec<String>,
    /// Pairs that keep others apart: a bracket in a quoted title in a bracket is not nested.
    #[serde(default)]
    apart: Vec<String>,
    /// Not when the text right before the pair matches this.
    #[serde(default)]
    not_after: Option<Behind>,
    /// Not when the text right behind the pair matches this.
    #[serde(default)]
    not_before: Option<Before>,
    /// What the inner pair should be, in the order of `pairs`.
    #[serde(default)]
    inner: Vec<String>,
}

/// Where pairs are looked for.
const PLACES: [Place; 3] = [Place::Title, Place::Body, Place::Attachment];

/// A pair that runs over more paragraphs than this is none.
const BRACKET_REACH: usize = 5;
const QUOTE_REACH: usize = 60;
/// Items between two paragraphs of a quotation that open it.
const REOPENS: usize = 12;

impl Pairs {
    /// What its hits fill.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        const ALL: [&str; 4] = ["found", "other", "part", "inner"];
        let named = matches!(self, Self::Nested(nested) if nested.inner.len() >= nested.pairs.len());
        if named { &ALL } else { &ALL[..3] }
    }

    /// The pairs that are judged.
    fn pairs(&self) -> &[String] {
        match self {
            Self::Lone(Halves { pairs, .. })
            | Self::Mixed(Mixed { pairs, .. })
            | Self::Nested(Nested { pairs, .. }) => pairs,
        }
    }

    /// The pairs that are read beside them.
    fn others(&self) -> &[String] {
        match self {
            Self::Lone(lone) => &lone.quotes,
            Self::Mixed(_) => &[],
            Self::Nested(nested) => &nested.apart,
        }
    }

    /// The text right before or behind a couple lets it stand.
    fn spares(&self, before: &str, behind: &str) -> bool {
        let (not_after, not_before) = match self {
            Self::Lone(_) => (None, None),
            Self::Mixed(mixed) => (mixed.not_after.as_ref(), None),
            Self::Nested(nested) => (nested.not_after.as_ref(), nested.not_before.as_ref()),
        };
        not_after.is_some_and(|n| n.is_match(before)) || not_before.is_some_and(|n| n.is_match(behind))
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        if let Err(skipped) = ctx.any_main() {
            return skipped;
        }
        let own = |(_, p): &(usize, &Passage)| PLACES.contains(&p.place);
        let (marked, passages): (Vec<bool>, Vec<&Passage>) =
            ctx.passages().iter().enumerate().filter(own).map(|(at, p)| (ctx.concerns(at), p)).unzip();
        if passages.is_empty() {
            return Outcome::NotApplicable;
        }
        let mut hits = Vec::new();
        let mut lone: Vec<(usize, Lone)> = Vec::new();
        for (index, passage) in passages.iter().enumerate().filter(|(index, _)| marked[*index]) {
            let Some((document, _)) = ctx.packet.files.get(passage.file).and_then(|f| f.read()) else { continue };
            let (couples, left) = scan::scan(passage.text(document), &self.all(), |at| {
                let at = passage.range.start + at;
                passage.is_foreign(document, &(at..at))
            });
            lone.extend(left.into_iter().map(|l| (index, l)));
            let starts: HashSet<usize> = couples.iter().map(|c| c.range.start).collect();
            let within = |c: &Couple| c.inside.filter(|at| starts.contains(at));
            // What stands in one that is told already is told when that is put right.
            let deep: HashSet<usize> = couples.iter().filter(|c| within(c).is_some()).map(|c| c.range.start).collect();
            let nested = |c: &Couple| within(c).is_some_and(|at| !deep.contains(&at));
            hits.extend(couples.iter().filter_map(|c| self.coupled(document, passage, c, nested(c))));
        }
        if matches!(self, Self::Lone(_)) {
            hits = self.unpaired(ctx, &passages, lone);
        }
        outcome(hits)
    }

    /// The marks, each as a word.
    pub(super) fn marks(&self) -> Vec<&str> {
        let marks = |pair: &'_ str| pair.char_indices().map(|(at, c)| at..at + c.len_utf8()).collect::<Vec<_>>();
        self.all().into_iter().flat_map(|pair| marks(pair).into_iter().map(move |range| &pair[range])).collect()
    }

    /// Where it looks; of a text without any of the marks it has nothing to say.
    pub(super) fn ground(&self) -> Ground {
        Ground::at(PLACES.into_iter(), false)
    }

    fn all(&self) -> Vec<&str> {
        self.pairs().iter().chain(self.others()).map(String::as_str).collect()
    }

    /// What is wrong with two halves that belong together.
    fn coupled(&self, document: &Document, passage: &Passage, couple: &Couple, nested: bool) -> Option<Hit> {
        let (text, Range { start, end }) = (passage.text(document), couple.range.clone());
        let wrong = match self {
            _ if couple.pair >= self.pairs().len() || self.spares(&text[..start], &text[end..]) => false,
            Self::Lone(_) => false,
            Self::Mixed(_) => couple.is_mixed,
            Self::Nested(_) => nested,
        };
        let inner = match self {
            Self::Nested(nested) => nested.inner.get(couple.pair).cloned(),
            _ => None,
        };
        let range = absolute(passage, couple.range.clone());
        let text = document.text.slice(range.clone());
        let part = |at: usize| text.chars().nth(at).map_or(String::new(), String::from);
        wrong.then(|| {
            let found = shortened(text);
            steps::add(found.len());
            let hit = Hit::at(passage.file, range.clone()).with("found", found).with("part", part(0));
            hit.with("other", text.chars().next_back().map_or(String::new(), String::from))
                .with("inner", inner.unwrap_or_default())
        })
    }

    /// Halves without the other one: what is left when those of neighbouring paragraphs have found each other.
    fn unpaired(&self, ctx: &Ctx<'_>, passages: &[&Passage], all: Vec<(usize, Lone)>) -> Vec<Hit> {
        let is_quote = |pair: usize| pair >= self.pairs().len();
        let reach = |pair| if is_quote(pair) { QUOTE_REACH } else { BRACKET_REACH };
        let together =
            |a: usize, b: usize| passages[a].file == passages[b].file && passages[a].place == passages[b].place;
        let mut left: Vec<Option<(usize, Lone)>> = Vec::new();
        // Opening halves of each pair that may still be closed, by where they stand, the last on top.
        let mut open: HashMap<(usize, usize, Place), Vec<(usize, usize)>> = HashMap::new();
        for (index, lone) in all {
            steps::add(1);
            let (pair, passage) = (lone.pair, passages[index]);
            let open = open.entry((pair, passage.file, passage.place)).or_default();
            if lone.side == Side::Open {
                open.push((index, left.len()));
            } else {
                // What opens in the same paragraph was looked at before.
                let same = open.len() - open.partition_point(|(at, _)| *at < index);
                let near = |open: &[(usize, usize)]| {
                    let below = open.len().checked_sub(same + 1)?;
                    (index - open[below].0 <= reach(pair)).then_some(below)
                };
                let mut closed = false;
                while let Some(at) = near(open) {
                    steps::add(1);
                    left[open.remove(at).1] = None;
                    closed = true;
                    // Each paragraph of a long quotation opens, only the last one closes.
                    if !is_quote(pair) {
                        break;
                    }
                }
                if closed {
                    continue;
                }
            }
            left.push(Some((index, lone)));
        }
        let mut left: Vec<(usize, Lone)> = left.into_iter().flatten().collect();
        // A paragraph further on opens the quotation again, so that this one need not close it.
        let opens_again = |index: usize, pair: usize| {
            let next = passages.iter().enumerate().skip(index + 1).take(REOPENS);
            next.filter(|(i, _)| together(index, *i)).any(|(_, p)| {
                let text = ctx.packet.files.get(p.file).and_then(|f| f.read()).map_or("", |(d, _)| p.text(d));
                text.starts_with(|c| self.all()[pair].starts_with(c))
            })
        };
        left.retain(|(i, l)| !(l.side == Side::Open && is_quote(l.pair) && opens_again(*i, l.pair)));
        left.dedup_by(|b, a| a.0 == b.0 && a.1.pair == b.1.pair);
        left.iter()
            .filter_map(|(index, lone)| self.lone(ctx, passages.get(*index)?, lone, is_quote(lone.pair)))
            .collect()
    }

    fn lone(&self, ctx: &Ctx<'_>, passage: &Passage, lone: &Lone, quote: bool) -> Option<Hit> {
        let (document, _) = ctx.packet.files.get(passage.file)?.read()?;
        let range = absolute(passage, lone.range.clone());
        let halves: Vec<char> = self.all().get(lone.pair)?.chars().collect();
        let other = halves.get(if lone.side == Side::Open { 1 } else { 0 })?.to_string();
        let around = passage.text(document);
        let start = around[..lone.range.start].char_indices().rev().nth(7).map_or(0, |(at, _)| at);
        let end = around[lone.range.end..].char_indices().nth(8).map_or(around.len(), |(at, _)| lone.range.end + at);
        let part = document.text.slice(range.clone());
        let mut hit = Hit::at(passage.file, range.clone()).with("part", part).with("other", other);
        hit = hit.with("found", around[start..end].replace('\n', ""));
        // Half-width brackets stand in formulas and codes too.
        hit.at_most = (quote || part.is_ascii()).then_some(Severity::Warning);
        Some(hit)
    }
}

/// A pair with the beginning of what stands in it.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 200;
    match text.char_indices().nth(LONGEST).zip(text.chars().next_back()) {
        Some(((end, _), last)) => format!("{}…{last}", &text[..end]),
        None => text.to_owned(),
    }
}

fn absolute(passage: &Passage, range: Range<usize>) -> Range<usize> {
    passage.range.start + range.start..passage.range.start + range.end
}
