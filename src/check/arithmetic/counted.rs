//! Things that are counted and listed: `五项工作：一是…；二是…`, `甲镇、乙镇、丙镇等2个镇`.

use serde::Deserialize;

use crate::check::arithmetic::Piece;
use crate::check::arithmetic::amount::amount;
use crate::check::text::sentence;
use crate::finding::Hit;
use crate::lang::Words;
use crate::terms::Pattern;

/// A number and the list of what it counts.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// Groups `n` (the number) and `list`.
    pub(super) pattern: Pattern,
    /// What one thing of the list looks like. With a group `n` it is its ordinal: they must run from one on, else nothing
    /// is said.
    part_pattern: Pattern,
    /// Splits the list; all parts must be such things. Without it they are looked for.
    #[serde(default)]
    split: Vec<char>,
    /// The list may name some of them only: more than the number are wrong, fewer are not.
    #[serde(default)]
    over: bool,
    /// Not in a sentence that matches this.
    #[serde(default)]
    not_in: Option<Pattern>,
}

impl Counted {
    pub(super) fn hits(&self, piece: &Piece<'_>) -> Vec<Hit> {
        let Some(regex) = self.pattern.on(piece.text) else { return Vec::new() };
        let hit = |found: regex::Captures<'_>| {
            let whole = found.get(0)?.range();
            let n = found.name("n")?.as_str();
            let stated = amount(n).filter(|n| *n >= 1.0)? as usize;
            let count = self.count(found.name("list")?.as_str())?;
            let wrong = if self.over { count > stated } else { count != stated };
            let told = || self.not_in.as_ref().is_some_and(|p| p.is_match(&piece.text[sentence(piece.text, &whole)]));
            let hit = piece.hit(whole.clone()).filter(|_| wrong && !told())?;
            Some(hit.with("n", Words::beside(n, &stated.to_string())).with("count", count.to_string()))
        };
        regex.captures_iter(piece.text).filter_map(hit).collect()
    }

    /// How many things the list names; none where it is no list of such things.
    fn count(&self, list: &str) -> Option<usize> {
        const LEAST: usize = 2;
        let part = self.part_pattern.on(list)?;
        if !self.split.is_empty() {
            let parts: Vec<&str> = list.split(self.split.as_slice()).map(str::trim).collect();
            return (parts.len() >= LEAST && parts.iter().all(|p| part.is_match(p))).then_some(parts.len());
        }
        let ordinals = part.captures_iter(list).map(|c| c.name("n").map(|n| amount(n.as_str())));
        let mut count = 0;
        for ordinal in ordinals {
            count += 1;
            if ordinal.is_some_and(|n| n != Some(f64::from(count))) {
                return None;
            }
        }
        (count as usize >= LEAST).then_some(count as usize)
    }
}
