//! Numbers of one sentence that a formula holds together: price and total, growth, attendance, hours of a day.

use regex::Captures;
use serde::Deserialize;

use crate::check::arithmetic::Piece;
use crate::check::arithmetic::amount::amount;
use crate::check::arithmetic::relation::{Held, Relation};
use crate::check::text::sentence;
use crate::finding::Hit;
use crate::lang::Words;
use crate::terms::Pattern;
use crate::words;

/// What must hold between the numbers of a match.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    /// Find the numbers: every group that a formula names; one that took no part counts as nothing. A group `told` is what
    /// is quoted of a match.
    pub(super) patterns: Vec<Pattern>,
    /// What must hold; the first that does not is reported. The group alone on its left is the number that is wrong.
    holds: Vec<Relation>,
    /// Nothing is said unless all of this holds.
    #[serde(default)]
    when: Vec<Relation>,
    /// Groups that must have the same text, two by two: units.
    #[serde(default)]
    same: Vec<[String; 2]>,
    /// How far numbers may be apart that are equal.
    #[serde(default)]
    within: f64,
    /// The same as a part of the number.
    #[serde(default)]
    share: f64,
    /// Not in a sentence that matches this.
    #[serde(default)]
    not_in: Option<Pattern>,
}

impl Formula {
    pub(super) fn hits(&self, piece: &Piece<'_>) -> Vec<Hit> {
        let all = self.patterns.iter().filter_map(|p| p.on(piece.text)).flat_map(|r| r.captures_iter(piece.text));
        all.filter_map(|found| self.hit(piece, &found)).collect()
    }

    fn hit(&self, piece: &Piece<'_>, found: &Captures<'_>) -> Option<Hit> {
        let whole = found.get(0)?.range();
        let part = found.name("told").map_or_else(|| whole.clone(), |told| told.range());
        let value = |name: &str| found.name(name).map_or(Some(0.0), |group| amount(group.as_str()));
        let text = |name: &str| found.name(name).map_or("", |group| group.as_str());
        let judged = |relation: &Relation| relation.judge(&value, |right| self.within.max(self.share * right.abs()));
        let meant = self.same.iter().all(|[a, b]| text(a) == text(b))
            && self.when.iter().all(|relation| judged(relation).is_some_and(|held| held.holds));
        let told = || self.not_in.as_ref().is_some_and(|p| p.is_match(&piece.text[sentence(piece.text, &whole)]));
        if !meant || told() {
            return None;
        }
        let (relation, Held { left, right, .. }) = self.holds.iter().find_map(|relation| {
            let held = judged(relation)?;
            (!held.holds).then_some((relation, held))
        })?;
        let stated = relation.stated().map(text).filter(|stated| !stated.is_empty());
        let n = stated.map_or_else(|| written(left, ""), str::to_owned);
        let want = written(right, stated.unwrap_or_default());
        Some(piece.hit_in(&whole, part)?.with("n", n).with("want", want))
    }

    /// Groups that are named and that the pattern does not have.
    pub(super) fn problems(&self) -> Vec<Words> {
        let formulas = self.holds.iter().chain(&self.when).flat_map(Relation::names);
        let names = formulas.chain(self.same.iter().flatten().map(String::as_str));
        let lost = names.filter(|name| !self.patterns.iter().any(|p| p.has_group(name)));
        lost.map(|name| words!("算式里的“{name}”在正则表达式里没有对应的组", name)).collect()
    }
}

/// A number in the dress of another: in 万 where that is, and with two decimals at most.
fn written(value: f64, like: &str) -> String {
    let (unit, suffix) = match like.chars().next_back() {
        Some('万') => (1e4, "万"),
        Some('亿') => (1e8, "亿"),
        _ => (1.0, ""),
    };
    let text = format!("{:.2}", value / unit);
    format!("{}{suffix}", text.trim_end_matches('0').trim_end_matches('.'))
}
