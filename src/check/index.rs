//! One table of the words that rules about running text cannot do without: a single pass over a paragraph tells which
//! rules it concerns, and a rule that no paragraph concerns costs nothing.

use std::borrow::Cow;
use std::ops::Range;

use crate::check::Check;
use crate::check::passage::Ground;
use crate::terms::Pattern;

/// Which words belong to which rules.
///
/// The words have three characters at most and most stand in no text: a table by their first two characters, small enough
/// to stay in the nearest cache, is passed over a text several times faster than an automaton, and made sooner.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// The words, by `bucket`.
    words: Vec<Word>,
    /// The rules they belong to, word by word.
    rules: Vec<u32>,
    /// By bucket, where its words begin; one more at the end.
    starts: Vec<u32>,
    /// Which beginnings there are at all, a bit for each of `MARKS`.
    marks: Vec<u64>,
    /// By rule, what its words decide.
    decided: Vec<Decided>,
}

/// The first characters of a word; a longer one is hardly rarer and takes longer to prepare.
type Beginning = [Option<char>; 3];

#[derive(Clone, Debug)]
struct Word {
    beginning: Beginning,
    /// Where its rules stand among all.
    rules: Range<u32>,
}

/// What the words of a rule decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decided {
    /// Nothing: it can do without any, or looks at other things than paragraphs.
    Nothing,
    /// Where it can match.
    Places,
    /// That, and what it answers where none of them stands: it looks at nothing else, and there alone.
    Answer(Ground),
}

/// What was found in the paragraphs so far.
struct Found {
    /// By rule, the last paragraph that concerns it.
    last: Vec<u32>,
    /// By word, the last paragraph in which it stands.
    seen: Vec<u32>,
    /// Rule and paragraph.
    pairs: Vec<(u32, u32)>,
}

/// No paragraph.
const NONE: u32 = u32::MAX;

/// Which paragraphs concern which rule.
#[derive(Debug)]
pub(super) struct Concerned {
    /// Rule and paragraph, sorted.
    pairs: Vec<(u32, u32)>,
    /// By rule, the last paragraph that concerns it.
    last: Vec<u32>,
}

impl Index {
    /// The index over the checks of rules, in their order.
    pub fn new<'c>(checks: impl Iterator<Item = &'c Check>) -> Self {
        let (mut named, mut decided) = (Vec::new(), Vec::new());
        for (rule, check) in (0..).zip(checks) {
            let words = check.words();
            decided.push(match check.answers_by_words() {
                _ if words.is_none() => Decided::Nothing,
                None => Decided::Places,
                Some(ground) => Decided::Answer(ground),
            });
            let of = |word| {
                let beginning = beginning(word);
                (bucket(mixed(beginning)), beginning, rule)
            };
            named.extend(words.into_iter().flatten().map(of));
        }
        named.sort_unstable();
        named.dedup();
        let mut index = Self { starts: vec![0; BUCKETS + 1], marks: vec![0; MARKS / 64], decided, ..Self::default() };
        for same in named.chunk_by(|a, b| a.1 == b.1) {
            let (bucket, beginning, _) = same[0];
            let (at_mark, bit) = mark(mixed(beginning));
            index.starts[bucket + 1] += 1;
            index.marks[at_mark] |= bit;
            let from = index.rules.len() as u32;
            index.rules.extend(same.iter().map(|(_, _, rule)| rule));
            index.words.push(Word { beginning, rules: from..index.rules.len() as u32 });
        }
        (0..BUCKETS).for_each(|at| index.starts[at + 1] += index.starts[at]);
        index
    }

    /// Which of the texts concern which rule.
    pub(super) fn concerned<'t>(&self, texts: impl Iterator<Item = Cow<'t, [char]>>) -> Concerned {
        let mut found =
            Found { last: vec![NONE; self.decided.len()], seen: vec![NONE; self.words.len()], pairs: Vec::new() };
        for (at, chars) in (0..).zip(texts) {
            for place in 0..chars.len() {
                let single = first(chars[place]);
                if self.may_begin(single) {
                    self.look(single, &chars[place..], at, &mut found);
                }
                let Some(next) = chars.get(place + 1) else { break };
                let both = single ^ second(*next);
                if self.may_begin(both) {
                    self.look(both, &chars[place..], at, &mut found);
                }
            }
        }
        let Found { last, mut pairs, .. } = found;
        pairs.sort_unstable();
        Concerned { pairs, last }
    }

    /// Which words that may begin so a place of a paragraph has.
    fn look(&self, beginning: u32, text: &[char], at: u32, found: &mut Found) {
        let bucket = bucket(beginning);
        for n in self.starts[bucket] as usize..self.starts[bucket + 1] as usize {
            let word = &self.words[n];
            if found.seen[n] == at || !word.begins(text) {
                continue;
            }
            found.seen[n] = at;
            for &rule in &self.rules[word.rules.start as usize..word.rules.end as usize] {
                if std::mem::replace(&mut found.last[rule as usize], at) != at {
                    found.pairs.push((rule, at));
                }
            }
        }
    }

    /// Whether any word may begin so.
    #[inline]
    fn may_begin(&self, beginning: u32) -> bool {
        let (at, bit) = mark(beginning);
        self.marks[at] & bit != 0
    }

    /// Whether the words of a rule decide where it can match.
    pub(super) fn decides(&self, rule: usize) -> bool {
        self.decided.get(rule).is_some_and(|decided| *decided != Decided::Nothing)
    }

    /// Where a rule looks that answers by its words alone when none of them stands there.
    #[inline]
    pub(super) fn answers(&self, rule: usize) -> Option<Ground> {
        match self.decided.get(rule)? {
            Decided::Answer(ground) => Some(*ground),
            _ => None,
        }
    }
}

impl Word {
    /// Whether a text begins with it.
    fn begins(&self, text: &[char]) -> bool {
        let [one, two, three] = self.beginning;
        one == text.first().copied()
            && (two.is_none() || two == text.get(1).copied())
            && (three.is_none() || three == text.get(2).copied())
    }
}

impl Concerned {
    /// Whether any paragraph concerns a rule.
    #[inline]
    pub(super) fn any(&self, rule: usize) -> bool {
        self.last.get(rule).is_some_and(|last| *last != NONE)
    }

    /// The paragraphs that concern a rule, in order.
    pub(super) fn by(&self, rule: usize) -> impl Iterator<Item = usize> {
        let all = if self.any(rule) { &self.pairs[..] } else { &[] };
        let from = all.partition_point(|(r, _)| (*r as usize) < rule);
        all[from..].iter().take_while(move |(r, _)| *r as usize == rule).map(|(_, at)| *at as usize)
    }

    /// Whether a paragraph concerns a rule.
    pub(super) fn has(&self, rule: usize, at: usize) -> bool {
        self.any(rule) && self.pairs.binary_search_by_key(&(rule, at), |(r, p)| (*r as usize, *p as usize)).is_ok()
    }
}

const BUCKETS: usize = 1 << 12;
const MARKS: usize = 1 << 16;

/// The first two characters of a word or of what stands in a text, in one number; a word of one has no second.
fn mixed([one, two, _]: Beginning) -> u32 {
    one.map_or(0, first) ^ two.map_or(0, second)
}

#[inline]
fn first(c: char) -> u32 {
    (c as u32).wrapping_mul(0x9E37_79B1)
}

#[inline]
fn second(c: char) -> u32 {
    (c as u32).wrapping_mul(0x85EB_CA77)
}

#[inline]
fn bucket(beginning: u32) -> usize {
    (beginning >> 20) as usize % BUCKETS
}

/// Which number of the marks, and which bit of it.
#[inline]
fn mark(beginning: u32) -> (usize, u64) {
    let mark = (beginning >> 16) as usize % MARKS;
    (mark / u64::BITS as usize, 1 << (mark % u64::BITS as usize))
}

fn beginning(word: &str) -> Beginning {
    let mut chars = word.chars();
    [chars.next(), chars.next(), chars.next()]
}

/// Words of which one stands in every match of any of the patterns; none when one of them can do without.
pub(super) fn words<'p>(patterns: impl IntoIterator<Item = &'p Pattern>) -> Option<Vec<&'p str>> {
    let mut all = Vec::new();
    for pattern in patterns {
        all.extend(pattern.words()?);
    }
    Some(all)
}
