//! Which patterns of opinions are worth a try: clauses are short, and most patterns need a word that is not there.

use std::collections::HashMap;

use super::Opinion;

/// A pattern: the place of its opinion, and its place there.
type Place = (usize, usize);

/// Patterns by the first characters of the words of which they need one.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    by_char: HashMap<char, Vec<Place>>,
    /// Those that can match without any word.
    always: Vec<Place>,
}

impl Index {
    pub(super) fn of(opinions: &[Opinion]) -> Self {
        let mut index = Self::default();
        for (at, opinion) in opinions.iter().enumerate() {
            for (n, pattern) in opinion.patterns.iter().enumerate() {
                match pattern.words() {
                    None => index.always.push((at, n)),
                    Some(words) => {
                        for first in words.filter_map(|w| w.chars().next()) {
                            let places = index.by_char.entry(first).or_default();
                            if places.last() != Some(&(at, n)) {
                                places.push((at, n));
                            }
                        }
                    }
                }
            }
        }
        index
    }

    /// In the order in which the rule files list them.
    pub(super) fn candidates(&self, text: &str) -> Vec<Place> {
        let found = text.chars().filter_map(|c| self.by_char.get(&c)).flatten();
        let mut all: Vec<Place> = found.chain(&self.always).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
