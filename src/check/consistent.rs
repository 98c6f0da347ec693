//! What a document says twice and not in the same way: a title with two numbers, a date that differs, a name one
//! character off.

mod near;

use std::collections::HashMap;
use std::ops::Range;
use std::slice::from_ref;

use serde::Deserialize;

use crate::check::arithmetic::amount::amount;
use crate::check::passage::{Passage, Place};
use crate::check::text::sentence;
use crate::check::{Ctx, index, outcome};
use crate::document::Document;
use crate::element::ElementKind;
use crate::finding::{Hit, Outcome};
use crate::fold;
use crate::steps;
use crate::terms::Pattern;
use near::{Apart, apart};

/// What must agree within one document.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Consistent {
    /// One thing is said in two ways.
    Stated(Stated),
    /// Two names that are nearly the same.
    Near(Near),
    /// The organ in the title and the one that signs are nearly the same.
    Issuer(Issuer),
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// Groups `key` (what it is said of; the same thing everywhere where there is none) and `value`; those with another
    /// group `of` are of another thing.
    patterns: Vec<Pattern>,
    /// Values are numbers: written in another way they are the same.
    #[serde(default)]
    amounts: bool,
    /// Only values of different patterns are held against each other.
    #[serde(default)]
    across: bool,
    /// Only values of which one is a slip of the other.
    #[serde(default)]
    near: bool,
    /// Where it is said more often than this, it is said of several things.
    #[serde(default)]
    most: Option<usize>,
    /// Not in a sentence that matches this.
    #[serde(default)]
    not_in: Option<Pattern>,
    /// Not in a paragraph that matches this.
    #[serde(default)]
    not_in_paragraph: Option<Pattern>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Near {
    /// Group `text`; a group `behind` must be the same for both.
    pattern: Pattern,
    /// How two of them may differ that are one.
    by: By,
    /// Shorter ones say too little, characters.
    least: usize,
    /// Only characters that sound or look alike are slips.
    #[serde(default)]
    alike: bool,
    /// Differences that make two things of them, written with what stands around: `防汛〈资/质〉管理`.
    #[serde(default)]
    not_pattern: Option<Pattern>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum By {
    /// One character is another, or is left out.
    One,
    /// Two neighbouring characters have changed places.
    Swap,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// Characters that the short form of a name may begin with: `县教育局`.
    short: String,
}

/// A text of the document, with its place.
struct Said<'c> {
    file: usize,
    range: Range<usize>,
    text: &'c str,
}

impl Consistent {
    /// What its hits fill.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        match self {
            Self::Stated(_) => &["found", "other", "what"],
            Self::Near(_) | Self::Issuer(_) => &["found", "other"],
        }
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        if let Err(skipped) = ctx.any_main() {
            return skipped;
        }
        match self {
            Self::Stated(stated) => outcome(stated.hits(ctx)),
            Self::Near(near) => outcome(near.hits(ctx)),
            Self::Issuer(issuer) => issuer.eval(ctx),
        }
    }

    /// Words of which one must stand in a paragraph that says anything of the kind.
    pub(super) fn words(&self) -> Option<Vec<&str>> {
        match self {
            Self::Stated(stated) => index::words(&stated.patterns),
            Self::Near(near) => index::words([&near.pattern]),
            Self::Issuer(_) => None,
        }
    }

    /// It finds names in which a character may be wrong.
    pub(super) fn is_of_names(&self) -> bool {
        matches!(self, Self::Near(_))
    }

    /// The organ that signs stands in a whole document.
    pub(super) fn needs_document(&self) -> bool {
        matches!(self, Self::Issuer(_))
    }
}

/// The paragraphs that concern the rule, with their documents, if one of its patterns can match at all.
fn paragraphs<'c>(ctx: &'c Ctx<'_>, patterns: &[Pattern]) -> impl Iterator<Item = (&'c Passage, &'c Document)> {
    let own = ctx.concerned_by(patterns).filter(|p| Place::OWN.contains(&p.place));
    own.filter_map(|passage| Some((passage, ctx.packet.files.get(passage.file)?.read()?.0)))
}

impl Stated {
    /// Every statement that differs from the first of its kind.
    fn hits(&self, ctx: &Ctx<'_>) -> Vec<Hit> {
        let mut all: HashMap<[&str; 2], Vec<(usize, Said<'_>)>> = HashMap::new();
        let mut keys: Vec<[&str; 2]> = Vec::new();
        for (passage, document) in paragraphs(ctx, &self.patterns) {
            let text = passage.text(document);
            if self.not_in_paragraph.as_ref().is_some_and(|p| p.is_match(text)) {
                continue;
            }
            let regexes = self.patterns.iter().enumerate().filter_map(|(n, p)| Some((n, p.on(text)?)));
            for (way, found) in regexes.flat_map(|(n, r)| r.captures_iter(text).map(move |found| (n, found))) {
                let (Some(whole), Some(value)) = (found.get(0), found.name("value")) else { continue };
                if self.not_in.as_ref().is_some_and(|p| p.is_match(&text[sentence(text, &whole.range())])) {
                    continue;
                }
                let key = ["key", "of"].map(|name| found.name(name).map_or("", |key| key.as_str()));
                let range = passage.range.start + value.start()..passage.range.start + value.end();
                let said = all.entry(key).or_default();
                if said.is_empty() {
                    keys.push(key);
                }
                said.push((way, Said { file: passage.file, range, text: value.as_str() }));
            }
        }
        let wrong = |key: &[&str; 2]| {
            let said = all.get(key)?;
            let ((way, first), others) = said.split_first()?;
            let comparable = others.iter().filter(|(other, _)| !self.across || other != way).map(|(_, said)| said);
            let other = comparable.into_iter().find(|other| self.differ(first.text, other.text))?;
            let hit = Hit::at(other.file, other.range.clone()).beside(first.file, first.range.clone());
            let hit = hit.with("found", other.text.trim()).with("other", first.text.trim()).with("what", key[0]);
            self.most.is_none_or(|most| said.len() <= most).then_some(hit)
        };
        keys.iter().filter_map(wrong).collect()
    }

    fn differ(&self, one: &str, other: &str) -> bool {
        let (one, other) = (fold::squash(one), fold::squash(other));
        let same = one == other || self.amounts && amount(&one) == amount(&other);
        !same && (!self.near || apart(&one, &other).is_some())
    }
}

impl Near {
    /// Of two that are nearly the same, the one that is said less often, or later.
    fn hits(&self, ctx: &Ctx<'_>) -> Vec<Hit> {
        /// A document that names more is a catalogue.
        const MOST: usize = 64;
        let mut names: Vec<(Said<'_>, &str, usize)> = Vec::new();
        let mut places: HashMap<(&str, &str), usize> = HashMap::new();
        for (passage, document) in paragraphs(ctx, from_ref(&self.pattern)) {
            let text = passage.text(document);
            for found in self.pattern.on(text).into_iter().flat_map(|r| r.captures_iter(text)) {
                let Some(name) = found.name("text") else { continue };
                let behind = found.name("behind").map_or("", |m| m.as_str());
                let next = names.len();
                let at = *places.entry((name.as_str(), behind)).or_insert(next);
                if at == next {
                    let range = passage.range.start + name.start()..passage.range.start + name.end();
                    names.push((Said { file: passage.file, range, text: name.as_str() }, behind, 0));
                }
                names[at].2 += 1;
            }
        }
        if names.len() > MOST {
            return Vec::new();
        }
        let mut hits = Vec::new();
        for (n, (first, behind, often)) in names.iter().enumerate() {
            for (other, _, as_often) in names[n + 1..].iter().filter(|(_, b, _)| b == behind) {
                steps::add(first.text.len() + other.text.len());
                if !self.is_slip(ctx, first.text, other.text) {
                    continue;
                }
                let (wrong, right) = if often < as_often { (first, other) } else { (other, first) };
                let hit = Hit::at(wrong.file, wrong.range.clone()).beside(right.file, right.range.clone());
                hits.push(hit.with("found", wrong.text).with("other", right.text));
            }
        }
        hits
    }

    fn is_slip(&self, ctx: &Ctx<'_>, one: &str, other: &str) -> bool {
        if one.chars().count().min(other.chars().count()) < self.least {
            return false;
        }
        match (self.by, apart(one, other)) {
            (By::Swap, None) => near::swapped(one, other),
            (By::One, Some(apart)) => {
                let unlike = || apart.exchanged().is_some_and(|(a, b)| !ctx.terms.near().are_alike(a, b));
                !(self.not_pattern.as_ref().is_some_and(|p| p.is_match(&apart.shown())) || self.alike && unlike())
            }
            _ => false,
        }
    }
}

impl Issuer {
    fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, _, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        let (Some(title), Some(issuer)) = (elements.get(ElementKind::Title), elements.get(ElementKind::Issuer)) else {
            return Outcome::NotApplicable;
        };
        let verbs = &ctx.terms.words.title_verbs;
        let organ = verbs.iter().filter_map(|verb| title.value.find(verb.as_str())).min().map(|at| &title.value[..at]);
        // Several organs are another rule's matter.
        let ([signed], Some(named)) = (issuer.items.as_slice(), organ.filter(|organ| !organ.is_empty())) else {
            return Outcome::NotApplicable;
        };
        let (named, signed) = (fold::squash(named), fold::squash(ctx.terms.without_seal(&fold::squash(&signed.text))));
        let wrong = apart(&named, &signed).is_some_and(|apart| !self.is_short(&apart, &named, &signed));
        let hit = || {
            let hit = Hit::at(file, issuer.range.clone()).beside(file, title.range.clone()).of(issuer.kind.id());
            hit.with("found", signed.as_str()).with("other", named.as_str())
        };
        outcome(wrong.then(hit).into_iter().collect())
    }

    /// The shorter name is the longer one without its first character, and one by itself.
    fn is_short(&self, apart: &Apart, one: &str, other: &str) -> bool {
        let shorter = if one.len() < other.len() { one } else { other };
        apart.before.is_empty() && apart.is_left_out() && shorter.starts_with(|c| self.short.contains(c))
    }
}
