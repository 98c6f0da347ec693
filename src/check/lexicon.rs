//! Words that are always wrong, many in one rule: what is written, and what is meant.

use std::collections::BTreeMap;
use std::ops::{Bound, Range};

use serde::Deserialize;

use crate::check::passage::{Ground, Passage, Place};
use crate::check::text::around;
use crate::check::{Ctx, outcome};
use crate::edit::Edit;
use crate::finding::{Fix, Hit, Outcome};
use crate::lang::Words;
use crate::words;

pub(super) const KEYS: &[&str] = &["found", "fixed", "sentence"];

/// Where it looks: a wrong word is one wherever it stands.
const PLACES: [Place; 4] = [Place::Title, Place::Body, Place::Attachment, Place::Table];

/// Wrong words with the right ones.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    pairs: BTreeMap<String, String>,
    /// Where the wrong word is the end of one word and the beginning of the next: `立刻服从`.
    #[serde(default)]
    not: Vec<String>,
}

impl Lexicon {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        if let Some(answer) = ctx.without_text(Ground::at(PLACES.into_iter(), false)) {
            return answer;
        }
        outcome(ctx.concerned().flat_map(|passage| self.hits(ctx, passage)).collect())
    }

    fn hits<'c>(&'c self, ctx: &'c Ctx<'_>, passage: &'c Passage) -> impl Iterator<Item = Hit> + 'c {
        let read = ctx.packet.files.get(passage.file).and_then(|f| f.read());
        read.into_iter().flat_map(move |(document, elements)| {
            let text = passage.text(document);
            self.places(text).filter_map(move |(place, right)| {
                let range = passage.range.start + place.start..passage.range.start + place.end;
                if passage.is_foreign(document, &range) || ctx.is_known(passage, &range) || self.is_two(text, &place) {
                    return None;
                }
                let mut hit = Hit::at(passage.file, range.clone()).with("found", &text[place]);
                hit.element =
                    elements.list.iter().find(|e| e.range.contains(&range.start)).map(|e| e.kind.id().to_owned());
                hit = hit.with("fixed", right).with("sentence", around(document, &range));
                hit.fix = Fix::new(document.text.as_str(), false, [Edit::new(range, right)]);
                Some(hit)
            })
        })
    }

    /// Where wrong words stand in a text, in order, with the right ones.
    fn places<'c>(&'c self, text: &'c str) -> impl Iterator<Item = (Range<usize>, &'c str)> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let (at, wrong, right) = text[from..].char_indices().find_map(|(at, _)| {
                let (wrong, right) = self.begins(&text[from + at..])?;
                Some((from + at, wrong, right))
            })?;
            from = at + wrong.len();
            Some((at..from, right))
        })
    }

    /// The word that a text begins with. No word begins with another: of those that come before the text in order, only
    /// the last can.
    fn begins(&self, text: &str) -> Option<(&str, &str)> {
        let before = (Bound::Unbounded, Bound::Included(text));
        let (wrong, right) = self.pairs.range::<str, _>(before).next_back()?;
        text.starts_with(wrong.as_str()).then_some((wrong, right))
    }

    /// Whether a place lies where two words stand side by side.
    fn is_two(&self, text: &str, place: &Range<usize>) -> bool {
        self.not.iter().any(|not| {
            let mut wrong = not.match_indices(&text[place.clone()]);
            wrong.any(|(at, _)| {
                place
                    .start
                    .checked_sub(at)
                    .and_then(|from| text.get(from..))
                    .is_some_and(|rest| rest.starts_with(not.as_str()))
            })
        })
    }

    /// Words of which one must stand in a paragraph with a wrong one.
    pub(super) fn words(&self) -> Vec<&str> {
        self.pairs.keys().map(String::as_str).collect()
    }

    /// Where it looks, and finds nothing but its words.
    pub(super) fn ground(&self) -> Ground {
        Ground::at(PLACES.into_iter(), false)
    }

    /// A word that is empty, right, or hidden by another that it begins with; a place that has no wrong word.
    pub(super) fn problems(&self) -> Vec<Words> {
        let empty = self.pairs.iter().filter(|(wrong, right)| wrong.is_empty() || wrong == right);
        let empty = empty.map(|(wrong, _)| words!("“{wrong}”没有写错在哪里", wrong));
        let hidden =
            self.pairs.keys().zip(self.pairs.keys().skip(1)).filter(|(one, next)| next.starts_with(one.as_str()));
        let idle = self.not.iter().filter(|not| !self.pairs.keys().any(|wrong| not.contains(wrong.as_str())));
        let idle = idle.map(|not| words!("not 里的“{not}”里没有 pairs 里的词", not));
        let hidden = hidden.map(|(one, next)| words!("“{next}”里已经有“{one}”，只要写一个", next, one));
        empty.chain(hidden).chain(idle).collect()
    }
}
