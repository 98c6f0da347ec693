//! One table of the words that rules about running text cannot do without: a single pass over a paragraph tells which
//! rules it concerns, and a rule that no paragraph concerns costs nothing.

use std::collections::HashMap;

use crate::check::Check;
use crate::terms::Pattern;

/// Which words belong to which rules.
///
/// The words have three characters at most and most stand in no text: a table by their first two characters, small enough
/// to stay in the nearest cache, is passed over a text several times faster than an automaton, and made sooner.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// The words with the rules they belong to, by `bucket`.
    words: Vec<(Box<str>, Vec<usize>)>,
    /// By bucket, where its words begin; one more at the end.
    starts: Vec<u32>,
    /// Which beginnings there are at all, a bit for each of `MARKS`.
    marks: Vec<u64>,
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
        let mut words: Vec<(Box<str>, Vec<usize>)> = by_word.into_iter().map(|(w, rules)| (w.into(), rules)).collect();
        words.sort_by_cached_key(|(word, _)| bucket(beginning_of(word)));
        let mut starts = vec![0; BUCKETS + 1];
        let mut marks = vec![0; MARKS / u64::BITS as usize];
        for (word, _) in &words {
            let beginning = beginning_of(word);
            starts[bucket(beginning) + 1] += 1;
            marks[mark(beginning).0] |= mark(beginning).1;
        }
        (0..BUCKETS).for_each(|at| starts[at + 1] += starts[at]);
        Self { words, starts, marks, decided }
    }

    /// Which of the texts concern which rule.
    pub(super) fn concerned<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Concerned {
        let mut last = vec![NONE; self.decided.len()];
        let mut seen = vec![NONE; self.words.len()];
        let mut pairs = Vec::new();
        for (at, text) in texts.enumerate() {
            let mut chars = text.char_indices().peekable();
            while let Some((from, first)) = chars.next() {
                let two = chars.peek().map(|(_, second)| mixed(first, Some(*second)));
                for beginning in [Some(mixed(first, None)), two].into_iter().flatten() {
                    let (at_mark, bit) = mark(beginning);
                    if self.marks[at_mark] & bit == 0 {
                        continue;
                    }
                    let here = bucket(beginning);
                    let here = self.starts[here] as usize..self.starts[here + 1] as usize;
                    for ((word, rules), seen) in self.words[here.clone()].iter().zip(&mut seen[here]) {
                        if *seen == at || !text[from..].starts_with(&**word) {
                            continue;
                        }
                        *seen = at;
                        for &rule in rules.iter().filter(|&&rule| std::mem::replace(&mut last[rule], at) != at) {
                            pairs.push((rule, at));
                        }
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

const BUCKETS: usize = 1 << 12;
const MARKS: usize = 1 << 16;

/// The beginning of a word or of what stands in a text, in one number; a word of one character has no second.
fn mixed(first: char, second: Option<char>) -> u32 {
    (first as u32).wrapping_mul(0x9E37_79B1) ^ second.map_or(0, |c| (c as u32).wrapping_mul(0x85EB_CA77))
}

fn beginning_of(word: &str) -> u32 {
    let mut chars = word.chars();
    chars.next().map_or(0, |first| mixed(first, chars.next()))
}

fn bucket(beginning: u32) -> usize {
    (beginning >> 20) as usize % BUCKETS
}

/// Which number of the marks, and which bit of it.
fn mark(beginning: u32) -> (usize, u64) {
    let mark = (beginning >> 16) as usize % MARKS;
    (mark / u64::BITS as usize, 1 << (mark % u64::BITS as usize))
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
