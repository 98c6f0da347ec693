//! One automaton over the words of all text rules: a single pass over a paragraph tells which rules it concerns.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;

use crate::check::Check;

/// Which words belong to which text rules.
#[derive(Clone, Debug)]
pub struct Index {
    /// None when there are no words: then every rule is tried everywhere.
    words: Option<AhoCorasick>,
    /// By word, the rules it belongs to.
    rules: Vec<Vec<usize>>,
    /// By rule, whether the words decide at all.
    indexed: Vec<bool>,
}

/// Which paragraphs concern which rule.
#[derive(Debug)]
pub(in crate::check) struct Candidates {
    /// Rule and paragraph, sorted.
    pairs: Vec<(usize, usize)>,
}

impl Index {
    /// The index over checks; text rules are known by their number.
    pub fn new<'c>(checks: impl Iterator<Item = &'c Check>) -> Self {
        let mut slots: HashMap<String, Vec<usize>> = HashMap::new();
        let mut indexed = Vec::new();
        for check in checks {
            let Check::Text(text) = check else { continue };
            let Some(slot) = text.slot else { continue };
            indexed.resize(indexed.len().max(slot + 1), false);
            for word in text.literals().into_iter().flatten() {
                indexed[slot] = true;
                slots.entry(word).or_default().push(slot);
            }
        }
        let mut all: Vec<(String, Vec<usize>)> = slots.into_iter().collect();
        all.sort();
        let (words, rules): (Vec<String>, Vec<Vec<usize>>) = all.into_iter().unzip();
        let words = AhoCorasick::new(&words).ok().filter(|_| !rules.is_empty());
        if words.is_none() {
            indexed.clear();
        }
        Self { words, rules, indexed }
    }

    /// Which of the texts concern which rule.
    pub(in crate::check) fn candidates<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Candidates {
        let mut last = vec![usize::MAX; self.indexed.len()];
        let mut pairs = Vec::new();
        for (at, text) in texts.enumerate() {
            for word in self.words.iter().flat_map(|words| words.find_overlapping_iter(text)) {
                for &slot in &self.rules[word.pattern().as_usize()] {
                    if last[slot] != at {
                        last[slot] = at;
                        pairs.push((slot, at));
                    }
                }
            }
        }
        pairs.sort_unstable();
        Candidates { pairs }
    }

    /// Whether the words of a rule decide where it can match.
    pub(in crate::check) fn decides(&self, slot: usize) -> bool {
        self.indexed.get(slot).copied().unwrap_or(false)
    }
}

impl Candidates {
    /// The paragraphs that concern a rule.
    pub(in crate::check) fn of(&self, slot: usize) -> impl Iterator<Item = usize> {
        let from = self.pairs.partition_point(|(s, _)| *s < slot);
        self.pairs[from..].iter().take_while(move |(s, _)| *s == slot).map(|(_, at)| *at)
    }
}
