//! The outline: whether ordinals run on, levels follow each other, headings look like headings.

mod lists;
mod marks;

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::check::passage::Passage;
use crate::check::{Ctx, index, outcome, printed};
use crate::finding::{Hit, Outcome};
use crate::fold;
use crate::terms::Pattern;
use lists::List;
use marks::{Mark, Scope, inside, value};
pub(super) use marks::{Numbered, numbered, scopes};

/// Headings and numbered items of the running text.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outline {
    /// A number is left out, or stands twice.
    Number,
    /// A level of the standard's order is left out.
    Skip,
    /// A list of a higher level stands inside one of a lower level.
    Order,
    /// A heading on a line of its own ends with a point.
    Point(Point),
    /// Another number of items is announced than follows.
    Count(Announced),
    /// An article is cited that the text does not have.
    Article(Article),
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// What a heading on a line of its own looks like that ends wrongly.
    pattern: Pattern,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Announced {
    /// What announces a number of items, in the group `n`, at the end of a paragraph.
    pattern: Pattern,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// How an article is cited; the group `text` names the text that it stands in, `n` is its number.
    pattern: Pattern,
    /// How an article begins, its number in the group `n`.
    begins: Pattern,
}

impl Outline {
    /// What its hits fill.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        match self {
            Self::Number => &["found", "before", "want"],
            Self::Skip => &["found", "before", "n"],
            Self::Order => &["found", "before"],
            Self::Point(_) => &["found"],
            Self::Count(_) => &["found", "before", "want", "count"],
            Self::Article(_) => &["found", "count"],
        }
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        if let Err(skipped) = ctx.any_main() {
            return skipped;
        }
        let scopes = marks::scopes(ctx);
        if scopes.is_empty() {
            return Outcome::NotApplicable;
        }
        // Most texts cite no article and announce no number.
        if matches!(self, Self::Count(_) | Self::Article(_)) && ctx.concerned().next().is_none() {
            return outcome(Vec::new());
        }
        let hits: Vec<Hit> = match self {
            Self::Number => scopes.iter().flat_map(Scope::gaps).collect(),
            Self::Skip => {
                let all: Vec<Hit> = scopes.iter().flat_map(Scope::skips).collect();
                let n = all.len().to_string();
                all.into_iter().take(1).map(|hit| hit.with("n", n.clone())).collect()
            }
            Self::Order => scopes.iter().flat_map(Scope::inversions).collect(),
            Self::Point(point) => scopes.iter().flat_map(|scope| point.hits(scope)).collect(),
            Self::Count(announced) => scopes.iter().flat_map(|scope| announced.hits(scope)).collect(),
            Self::Article(article) => article.hits(&scopes),
        };
        outcome(hits)
    }

    /// Words of which one stands in every paragraph that it finds something in; none where it looks at ordinals alone.
    pub(super) fn words(&self) -> Option<Vec<&str>> {
        match self {
            Self::Count(announced) => index::words([&announced.pattern]),
            Self::Article(article) => index::words([&article.pattern]),
            _ => None,
        }
    }
}

impl Point {
    /// Headings on a line of their own, with more of their text below, that end with a point.
    fn hits(&self, scope: &Scope<'_>) -> Vec<Hit> {
        let lists = scope.lists();
        let before_others = lists.iter().flat_map(|l| l.items.split_last()).flat_map(|(_, others)| others);
        let not_last: HashSet<usize> = before_others.copied().collect();
        let wrong = |(i, mark): (usize, &Mark)| {
            let level = mark.level.filter(|_| mark.own)?;
            let heading = scope.passage(mark.passage)?;
            let mut behind = scope.marks.iter().skip(i + 1).take_while(|m| m.passage <= mark.passage + 1);
            let below = behind.find(|m| m.own && m.passage == mark.passage + 1);
            let is_heading = match below {
                Some(next) => next.level.is_some_and(|l| l == level + 1) && next.n == 1,
                None => not_last.contains(&i),
            };
            let text = heading.text(scope.document);
            (is_heading && self.pattern.is_match(text)).then(|| {
                Hit::at(scope.file, heading.range.clone()).with("found", printed(scope.document, heading.range.clone()))
            })
        };
        scope.marks.iter().enumerate().filter_map(wrong).collect()
    }
}

impl Announced {
    /// Announced numbers of items that are not the number of the items.
    fn hits(&self, scope: &Scope<'_>) -> Vec<Hit> {
        let lists = scope.lists();
        let first = |list: &'_ List| scope.marks.get(*list.items.first()?).filter(|m| m.own && m.n == 1);
        let by_place: HashMap<usize, &List> = lists.iter().filter_map(|l| Some((first(l)?.passage, l))).collect();
        let wrong = |(i, passage): (usize, &Passage)| {
            let text = passage.text(scope.document);
            let found = self.pattern.captures(text)?;
            let n = found.name("n")?;
            let whole = found.get(0)?.range();
            let list = by_place.get(&(i + 1))?;
            let last = scope.marks.get(*list.items.last()?)?;
            let counted = list.items.len();
            let announced = fold::number(n.as_str())? as usize;
            // A list with a gap is another rule's.
            if counted < 2 || last.n as usize != counted || announced == counted {
                return None;
            }
            let range = passage.range.start + whole.start..passage.range.start + whole.end;
            let hit = Hit::at(scope.file, range).with("found", &text[whole.clone()]).with("count", counted.to_string());
            Some(hit.with("want", announced.to_string()).with("before", last.print(scope.document)))
        };
        scope.passages().enumerate().filter_map(wrong).collect()
    }
}

impl Article {
    /// Citations of articles behind the last one: of the text itself, or of another one of the packet by its title.
    fn hits(&self, scopes: &[Scope<'_>]) -> Vec<Hit> {
        let last = |scope: &Scope<'_>| Some((fold::squash(scope.title), self.last_article(scope)?));
        let texts: HashMap<String, u32> = scopes.iter().filter_map(last).collect();
        let mut hits = Vec::new();
        for scope in scopes {
            let (title, own, mut quoted) = (trial_aside(scope.title), self.last_article(scope), false);
            for passage in scope.passages() {
                let text = passage.text(scope.document);
                for found in self.pattern.on(text).into_iter().flat_map(|p| p.captures_iter(text)) {
                    let (Some(whole), Some(name), Some(n)) = (found.get(0), found.name("text"), found.name("n")) else {
                        continue;
                    };
                    let last = match name.as_str().strip_prefix('本') {
                        Some(kind) => own.filter(|_| title.ends_with(kind) && !inside(text, name.start(), quoted)),
                        None => texts.get(&fold::squash(name.as_str().trim_matches(['《', '》']))).copied(),
                    };
                    if let Some(last) = last.filter(|last| value(n.as_str()).is_some_and(|n| n > *last)) {
                        let at = passage.range.start + whole.start()..passage.range.start + whole.end();
                        hits.push(
                            Hit::at(scope.file, at).with("found", whole.as_str()).with("count", last.to_string()),
                        );
                    }
                }
                quoted = inside(text, text.len(), quoted);
            }
        }
        hits
    }

    /// The number of the last article of a text that is written in articles from the first on.
    fn last_article(&self, scope: &Scope<'_>) -> Option<u32> {
        const LEAST: usize = 3;
        let number = |passage: &Passage| {
            let text = passage.text(scope.document);
            value(self.begins.on(text)?.captures(text)?.name("n")?.as_str())
        };
        let numbers: Vec<u32> = scope.passages().filter_map(number).collect();
        let whole = numbers.first() == Some(&1) && numbers.len() >= LEAST;
        numbers.into_iter().max().filter(|_| whole)
    }
}

/// A title without what stands in brackets behind it: `办法（试行）`.
fn trial_aside(title: &str) -> &str {
    let bare = title.trim_end().strip_suffix(['）', ')']).and_then(|title| title.rsplit_once(['（', '(']));
    bare.map_or(title, |(before, _)| before).trim_end()
}
