//! Where a text says what official writing hardly ever says, and something that sounds or looks like it would be common.

mod said;
mod told;

use std::ops::Range;

use serde::Deserialize;

use self::said::Pair;
pub use self::said::Said;
use super::{Counts, Likeness, folded, level_of, log};
use crate::letters::Letters;
use crate::steps;

/// How doubtful places are judged.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Judge {
    /// Of a character for another.
    character: Regression,
    /// Of two characters the other way round.
    swapped: Regression,
    /// Of a word for another.
    word: Regression,
    /// Characters that stand everywhere and are never doubtful.
    common: String,
    /// What names of people stand behind.
    titles: Vec<String>,
    names: Names,
    /// Characters of which any may stand before any of some others: what an office calls itself by and the kinds of
    /// bodies, what things are counted in and `数`.
    free: Vec<[String; 2]>,
}

/// How names of people are told from words.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Names {
    /// Surnames of one character.
    first: String,
    /// What stands behind nothing but names.
    behind: Vec<String>,
    /// What a clause begins with before a name, and what it goes on with behind one: both together make a name.
    before: Vec<String>,
    acts: Vec<String>,
}

impl Names {
    fn extend(&mut self, other: Self) {
        self.first += &other.first;
        self.behind.extend(other.behind);
        self.before.extend(other.before);
        self.acts.extend(other.acts);
    }
}

/// What each property of a place counts for, as `.ci/words.py` has worked out.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Regression {
    weights: Vec<f64>,
    /// What is added to all of them.
    bias: f64,
}

impl Regression {
    fn score(&self, values: impl IntoIterator<Item = f64>) -> f64 {
        self.bias + values.into_iter().zip(&self.weights).map(|(value, weight)| value * weight).sum::<f64>()
    }

    fn extend(&mut self, other: Self) {
        if !other.weights.is_empty() {
            *self = other;
        }
    }
}

/// What is doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A character, for one that sounds or looks alike.
    Character,
    /// Two characters, the other way round.
    Swapped,
    /// A word, for one that sounds alike.
    Word,
}

/// A doubtful place.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// What it is.
    pub kind: Kind,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What may be meant.
    pub right: String,
    /// How much more likely that is.
    pub score: f64,
    /// The doubtful character with the one before it, and with the one behind it.
    pairs: [Pair; 2],
}

/// Characters of no text before the first and behind the last one.
const BEFORE: usize = 3;
const BEHIND: usize = 5;
const EDGE: u16 = '\n' as u16;
/// A pair that stands side by side so often is common.
const COMMON_PAIR: u32 = 10;
/// A word that stands so often is; one that is meant stands more often, one that is a slip less.
const COMMON_WORD: u32 = 30;
/// A candidate makes a place at least so much more likely, as a logarithm.
const GAIN: f64 = 1.5;

impl Judge {
    /// Adds what another rule file says; its weights take the place of those before.
    pub(crate) fn extend(&mut self, other: Self) {
        self.character.extend(other.character);
        self.swapped.extend(other.swapped);
        self.word.extend(other.word);
        self.common += &other.common;
        self.titles.extend(other.titles);
        self.names.extend(other.names);
        self.free.extend(other.free);
    }

    /// All doubtful places of some texts of one document, whatever their score: each with the number of its text. What the
    /// rest of the document says of them, `Said` knows.
    pub(crate) fn doubts<'t>(
        &self,
        counts: Counts,
        texts: impl Iterator<Item = (&'t str, &'t Letters)>,
    ) -> Vec<(usize, Doubt)> {
        let readings = texts.map(|(text, letters)| Reading::of(counts, self, text, letters)).enumerate();
        let readings: Vec<(usize, Reading<'_>)> = readings.filter(|(_, r)| !r.is_of_another_style()).collect();
        // What is strange twice needs no look at the rest of the document.
        let mut meant = Said::new(readings.iter().map(|(_, reading)| reading.strange.len() * 2).sum());
        readings.iter().for_each(|(_, reading)| reading.say(&mut meant));
        let mut doubts = Vec::new();
        for (n, reading) in &readings {
            reading.doubts(&meant, |doubt| doubts.push((*n, doubt)));
        }
        doubts
    }
}

impl Kind {
    /// Whether a document says the pairs that a doubtful character stands in again: then it means them.
    fn is_meant(self, said: &Said, [before, behind]: [Pair; 2]) -> bool {
        said.again(behind) || self == Self::Character && said.again(before)
    }
}

/// A text as the table knows it.
struct Reading<'t> {
    counts: Counts,
    judge: &'t Judge,
    text: &'t str,
    letters: &'t Letters,
    /// The codes of the letters, with some edge on both sides.
    codes: Vec<u16>,
    /// How many of them are Han characters.
    han: usize,
    /// Han characters that no text that was counted has together with the two around them, in order.
    strange: Vec<usize>,
}

impl<'t> Reading<'t> {
    fn of(counts: Counts, judge: &'t Judge, text: &'t str, letters: &'t Letters) -> Self {
        steps::add(text.len());
        let mut codes = Vec::with_capacity(letters.chars.len() + BEFORE + BEHIND);
        codes.extend([EDGE; BEFORE]);
        codes.extend(letters.chars.iter().map(|c| folded(*c)));
        codes.extend([EDGE; BEHIND]);
        let (mut han, mut strange) = (0, Vec::new());
        for (at, window) in codes[BEFORE - 1..][..letters.chars.len() + 2].windows(3).enumerate() {
            let [before, c, behind] = [window[0], window[1], window[2]];
            if is_han(c) {
                han += 1;
                if !counts.knows([before, c, behind]) {
                    strange.push(at);
                }
            }
        }
        Self { counts, judge, text, letters, codes, han, strange }
    }

    fn len(&self) -> usize {
        self.letters.chars.len()
    }

    /// Says the pairs that strange characters stand in, each once.
    fn say(&self, said: &mut Said) {
        let mut next = None;
        for &at in &self.strange {
            let [before, behind] = self.pairs_at(at);
            if next != Some(at) {
                said.add(before);
            }
            said.add(behind);
            next = Some(at + 1);
        }
    }

    /// A character with the one before it, and with the one behind it.
    fn pairs_at(&self, at: usize) -> [Pair; 2] {
        let around = &self.codes[at + BEFORE - 1..][..3];
        [[around[0], around[1]], [around[1], around[2]]]
    }

    /// Tells what is doubtful and not said again.
    fn doubts(&self, said: &Said, mut tell: impl FnMut(Doubt)) {
        for &at in &self.strange {
            let pairs = self.pairs_at(at);
            let mut add = |doubt: Option<Doubt>| {
                if let Some(doubt) = doubt.filter(|doubt| !self.is_meant(at, doubt) && self.is_told(at, doubt)) {
                    tell(doubt);
                }
            };
            if !Kind::Character.is_meant(said, pairs) {
                add(self.character(at));
            }
            if !Kind::Word.is_meant(said, pairs) {
                add(self.swapped(at));
                add(self.word(at));
            }
        }
    }

    /// In a name anything may stand, and so may some pairs.
    fn is_meant(&self, at: usize, doubt: &Doubt) -> bool {
        (at..at + doubt.right.chars().count()).any(|at| self.is_in_name(at) || self.is_free(at))
    }

    /// The codes from a place of the text on, counted from the edge before it.
    fn codes(&self, at: usize, n: usize) -> &[u16] {
        &self.codes[at..at + n]
    }

    fn char(&self, at: usize) -> char {
        code_char(self.codes[at + BEFORE])
    }

    fn is_strange(&self, at: usize) -> bool {
        self.strange.binary_search(&at).is_ok()
    }

    /// Two thirds of it are strange, as in poems, names and old texts: nothing in it is doubtful for that.
    fn is_of_another_style(&self) -> bool {
        /// In less text a few slips are as much.
        const SHORT: usize = 20;
        self.han >= SHORT && self.strange.len() * 3 > self.han * 2
    }

    /// Whether neither of two characters fits what stands around.
    fn is_strange_pair(&self, at: usize) -> bool {
        self.codes[at + BEFORE] != self.codes[at + BEFORE + 1] && self.is_strange(at + 1)
    }

    fn doubt(&self, kind: Kind, at: usize, right: &[u16], score: f64) -> Doubt {
        let range = self.letters.range(at, right.len());
        let right = right.iter().filter_map(|c| char::from_u32(u32::from(*c))).collect();
        Doubt { kind, range, right, score, pairs: self.pairs_at(at) }
    }

    /// A character for another.
    fn character(&self, at: usize) -> Option<Doubt> {
        if self.is_excused(at) {
            return None;
        }
        let here: [u16; 7] = self.codes(at, 7).try_into().ok()?;
        let with = |c: u16| {
            let mut window = here;
            window[BEFORE] = c;
            window
        };
        let common = level_of(COMMON_PAIR);
        let is_common = |pair: Pair| self.counts.level(&pair) >= Some(common);
        let fits = |c: u16| is_common([here[2], c]) || is_common([c, here[4]]);
        let mut before = None;
        let mut best: Option<(f64, u16, Likeness)> = None;
        for (c, likeness) in self.counts.others(here[BEFORE]).filter(|(c, _)| fits(*c)) {
            let before = *before.get_or_insert_with(|| self.counts.likelihood(&here));
            let gain = self.counts.likelihood(&with(c)) - before;
            if gain >= GAIN && best.is_none_or(|(most, ..)| gain > most) {
                best = Some((gain, c, likeness));
            }
        }
        let (gain, c, likeness) = best?;
        let score = self.score(at, &with(c), gain, likeness);
        Some(self.doubt(Kind::Character, at, &[c], score))
    }

    /// Characters that stand everywhere, names of people, spread text, and what stands by itself between marks.
    fn is_excused(&self, at: usize) -> bool {
        let blank = |c: &u16| *c == u16::from(b' ') || *c == '\u{3000}' as u16;
        let [before, behind] = [self.codes[at + BEFORE - 1], self.codes[at + BEFORE + 1]];
        let named = |back: usize| {
            let before = &self.text[..self.letters.place(at.checked_sub(back)?)?];
            Some(self.judge.titles.iter().any(|title| before.ends_with(title.as_str())))
        };
        self.judge.common.contains(self.char(at))
            || self.codes(at, 7).iter().any(blank)
            || !is_han(before) && !is_han(behind)
            || self.is_in_measure(at)
            || [named(0), named(1)].contains(&Some(true))
    }

    /// 一村一策, 四事四权, 应改尽改: such pairs are made up as they are needed.
    fn is_in_measure(&self, at: usize) -> bool {
        let around: [char; 7] = std::array::from_fn(|n| code_char(self.codes[at + n]));
        let numeral =
            |c: &&char| matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '两');
        let frame = |window: &[char]| matches!(window, ['应' | '能' | '当' | '愿' | '可', _, '尽']);
        around.iter().filter(numeral).count() > 1 || around.windows(3).any(frame)
    }

    /// 本局, 你园, 起数: any of such pairs may be meant.
    fn is_free(&self, at: usize) -> bool {
        let is = |at: usize, all: &str| at < self.len() && all.contains(self.char(at));
        let pair = |at: usize| self.judge.free.iter().any(|[first, second]| is(at, first) && is(at + 1, second));
        pair(at) || at > 0 && pair(at - 1)
    }

    /// A place in a name of a person: behind a title; or two or three characters from a surname on, with what stands
    /// around names.
    fn is_in_name(&self, at: usize) -> bool {
        const LONGEST: usize = 3;
        let names = &self.judge.names;
        let place = |at: usize| self.letters.place(at).unwrap_or(self.text.len());
        let ends = |at: usize, all: &[String]| all.iter().any(|word| self.text[..place(at)].ends_with(word.as_str()));
        let goes = |at: usize, all: &[String]| all.iter().any(|word| self.text[place(at)..].starts_with(word.as_str()));
        let begins = |start: usize| {
            let named = ends(start, &self.judge.titles);
            let surname = start < self.len() && names.first.contains(self.char(start));
            let led = || start == 0 || ends(start, &names.before);
            let told = |n: usize| {
                let end = start + n;
                at < end && end <= self.len() && (goes(end, &names.behind) || led() && goes(end, &names.acts))
            };
            named || surname && (2..=LONGEST).any(told)
        };
        (at.saturating_sub(LONGEST - 1)..=at).any(begins)
    }

    /// What is known of a place and of the candidate, in one number.
    fn score(&self, at: usize, window: &[u16; 7], gain: f64, likeness: Likeness) -> f64 {
        const GRAMS: [(usize, usize); 10] =
            [(1, 3), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3), (4, 0), (4, 1), (4, 2), (4, 3)];
        let here = self.codes(at, 7);
        let grams = |codes: &[u16]| GRAMS.map(|(n, from)| log(self.counts.level(&codes[from..from + n])));
        let is = |same: Likeness| f64::from(u8::from(likeness == same));
        let kinds = [is(Likeness::Sound), is(Likeness::Strokes), is(Likeness::NearSound)];
        let covers = [self.cover(at, here[BEFORE]), self.cover(at, window[BEFORE])].concat();
        let all = grams(here).into_iter().chain(grams(window)).chain([gain]).chain(kinds).chain(covers);
        self.judge.character.score(all)
    }

    /// The best known word that a place lies in when this character stands there: how often it stands, and its length.
    fn cover(&self, at: usize, c: u16) -> [f64; 2] {
        let place = at + BEFORE;
        let mut best = [-1.0, 0.0];
        for n in [4, 3, 2] {
            for from in (place + 1).saturating_sub(n)..=place {
                let Some(codes) = self.codes.get(from..from + n) else { continue };
                let mut word = [0; 4];
                word[..n].copy_from_slice(codes);
                word[place - from] = c;
                if self.counts.word(&word[..n]).is_some() {
                    let often = self.counts.level(&word[..n]).map_or(0.0, |level| f64::from(level) + 1.0);
                    if often > best[0] {
                        best = [often, n as f64];
                    }
                }
            }
        }
        best
    }

    /// How much more likely the text is with other characters at a place.
    fn gain(&self, at: usize, pair: Pair) -> f64 {
        self.counts.likelihood(&self.with(at, pair)) - self.counts.likelihood(self.codes(at, 8))
    }

    fn with(&self, at: usize, pair: Pair) -> [u16; 8] {
        let mut with = [EDGE; 8];
        with.copy_from_slice(self.codes(at, 8));
        with[BEFORE..BEFORE + 2].copy_from_slice(&pair);
        with
    }

    /// The same of a pair and of the one that is meant.
    fn score_pair(&self, regression: &Regression, at: usize, pair: Pair, gain: f64) -> f64 {
        const OF_BOTH: [(usize, usize); 5] = [(1, 3), (1, 4), (2, 2), (2, 3), (2, 4)];
        const OF_NEW: [(usize, usize); 7] = [(3, 1), (3, 2), (3, 3), (3, 4), (4, 1), (4, 2), (4, 3)];
        let (here, with) = (self.codes(at, 8), self.with(at, pair));
        let known = |codes: &[u16], n: usize, from: usize| log(self.counts.level(&codes[from..from + n]));
        let before = OF_BOTH.map(|(n, from)| known(here, n, from));
        let behind = OF_BOTH.into_iter().chain(OF_NEW).map(|(n, from)| known(&with, n, from));
        let words = [2, 4].map(|from| f64::from(u8::from(self.counts.word(&here[from..from + 2]).is_some())));
        regression.score(std::iter::once(gain).chain(before).chain(behind).chain(words))
    }

    /// Two characters the other way round.
    fn swapped(&self, at: usize) -> Option<Doubt> {
        let [before, x, y, behind] = self.codes(at + BEFORE - 1, 4).try_into().ok()?;
        let is_word = |pair: Pair| self.counts.word(&pair).is_some();
        let common = self.is_strange_pair(at) && self.counts.level(&[y, x]) >= Some(level_of(COMMON_PAIR));
        if !common
            || self.is_in_measure(at)
            || !is_han(before) && !is_han(behind)
            || is_word([x, y])
            || is_word([before, x]) && is_word([y, behind])
        {
            return None;
        }
        let gain = Some(self.gain(at, [y, x])).filter(|gain| *gain >= GAIN)?;
        Some(self.doubt(Kind::Swapped, at, &[y, x], self.score_pair(&self.judge.swapped, at, [y, x], gain)))
    }

    /// A word for another one.
    fn word(&self, at: usize) -> Option<Doubt> {
        if !self.is_strange_pair(at) {
            return None;
        }
        let [before, x, y, behind] = self.codes(at + BEFORE - 1, 4).try_into().ok()?;
        let often = Some(level_of(COMMON_WORD));
        let common = |at| self.judge.common.contains(self.char(at));
        let counts = &self.counts;
        // A name is what it is.
        if counts.level(&[x, y]) > often || common(at) || common(at + 1) || counts.word(&[x, y]) != Some(false) {
            return None;
        }
        let alike = |c: u16| -> Vec<u16> {
            let others = counts.others(c).filter(|(_, likeness)| *likeness == Likeness::Sound).map(|(c, _)| c);
            std::iter::once(c).chain(others).collect()
        };
        let (firsts, seconds) = (alike(x), alike(y));
        // A word that fits what stands around begins or ends as something that does.
        let begins = |c: &u16| counts.level(&[before, *c]).is_some();
        let ends = |c: &u16| counts.level(&[*c, behind]).is_some();
        let ends: Vec<bool> = seconds.iter().map(ends).collect();
        let mut best: Option<(f64, Pair)> = None;
        for first in firsts {
            let begins = begins(&first);
            for (second, _) in seconds.iter().zip(&ends).filter(|(_, ends)| begins || **ends) {
                let pair = [first, *second];
                let fits = || {
                    counts.level(&[before, first, *second]).is_some()
                        || counts.level(&[first, *second, behind]).is_some()
                };
                if pair == [x, y] || counts.level(&pair) < often || counts.word(&pair).is_none() || !fits() {
                    continue;
                }
                let gain = self.gain(at, pair);
                if best.is_none_or(|(most, _)| gain > most) {
                    best = Some((gain, pair));
                }
            }
        }
        let (gain, pair) = best.filter(|(gain, _)| *gain >= GAIN)?;
        Some(self.doubt(Kind::Word, at, &pair, self.score_pair(&self.judge.word, at, pair, gain)))
    }
}

fn code_char(code: u16) -> char {
    char::from_u32(u32::from(code)).unwrap_or_default()
}

#[inline]
fn is_han(code: u16) -> bool {
    (0x4e00..=0x9fff).contains(&code)
}
