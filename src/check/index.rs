//! One automaton over the words that rules about running text cannot do without: a single pass over a paragraph tells
//! which rules it concerns, and a rule that no paragraph concerns costs nothing.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};

use crate::check::Check;
use crate::terms::Pattern;

/// Which words belong to which rules.
#[derive(Clone, Debug)]
pub struct Index {
    /// None when there are no words: then every rule is tried everywhere.
    words: Option<AhoCorasick>,
    /// By word, the rules it belongs to.
    rules: Vec<Vec<usize>>,
    /// By rule, whether the words decide where it can match.
    decided: Vec<bool>,
}

/// No paragraph.
const NONE: usize = usize::MAX;

/// Which paragraphs concern which rule.
#[derive(Debug)]
pub(super) struct Concerned {
    /// Rule and paragraph, sorted.
    pairs: Vec<(usize, usize)>,
    /// By rule, the last paragraph that concerns it.
    last: Vec<usize>,
}

impl Index {
    /// The index over the checks of rules, in their order.
    pub fn new<'c>(checks: impl Iterator<Item = &'c Check>) -> Self {
        let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut decided = Vec::new();
        for (rule, check) in checks.enumerate() {
            let words = check.words();
            decided.push(words.is_some());
            for word in words.into_iter().flatten().map(beginning) {
                let rules = by_word.entry(word).or_default();
                if rules.last() != Some(&rule) {
                    rules.push(rule);
                }
            }
        }
        let mut all: Vec<(&str, Vec<usize>)> = by_word.into_iter().collect();
        all.sort_unstable();
        let (words, rules): (Vec<&str>, Vec<Vec<usize>>) = all.into_iter().unzip();
        // It is built at every start: the kind that is built soonest among those that search fast.
        let mut builder = AhoCorasickBuilder::new();
        builder.kind(Some(AhoCorasickKind::ContiguousNFA)).dense_depth(1).prefilter(false);
        let words = builder.build(&words).ok().filter(|_| !rules.is_empty());
        if words.is_none() {
            decided.clear();
        }
        Self { words, rules, decided }
    }

    /// Which of the texts concern which rule.
    pub(super) fn concerned<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Concerned {
        let mut last = vec![NONE; self.decided.len()];
        let mut pairs = Vec::new();
        for (at, text) in texts.enumerate() {
            for word in self.words.iter().flat_map(|words| words.find_overlapping_iter(text)) {
                for &rule in &self.rules[word.pattern().as_usize()] {
                    if last[rule] != at {
                        last[rule] = at;
                        pairs.push((rule, at));
                    }
                }
            }
        }
        pairs.sort_unstable();
        Concerned { pairs, last }
    }

    /// Whether the words of a rule decide where it can match.
    pub(super) fn decides(&self, rule: usize) -> bool {
        self.decided.get(rule).copied().unwrap_or(false)
    }
}

impl Concerned {
    /// The paragraphs that concern a rule, in order.
    pub(super) fn by(&self, rule: usize) -> impl Iterator<Item = usize> {
        let none = self.last.get(rule).is_none_or(|last| *last == NONE);
        let from = if none { self.pairs.len() } else { self.pairs.partition_point(|(r, _)| *r < rule) };
        self.pairs[from..].iter().take_while(move |(r, _)| *r == rule).map(|(_, at)| *at)
    }

    /// Whether a paragraph concerns a rule.
    pub(super) fn has(&self, rule: usize, at: usize) -> bool {
        self.pairs.binary_search(&(rule, at)).is_ok()
    }
}

/// What is looked for of a word: a longer one is hardly rarer and takes longer to prepare.
fn beginning(word: &str) -> &str {
    const CHARACTERS: usize = 3;
    word.char_indices().nth(CHARACTERS).map_or(word, |(end, _)| &word[..end])
}

/// Words of which one stands in every match of any of the patterns; none when one of them can do without.
pub(super) fn words<'p>(patterns: impl IntoIterator<Item = &'p Pattern>) -> Option<Vec<&'p str>> {
    let mut all = Vec::new();
    for pattern in patterns {
        all.extend(pattern.words()?);
    }
    Some(all)
}
