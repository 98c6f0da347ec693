//! Phrases in which no character may be wrong, and the search for texts that are one edit away from one of them.
//!
//! An edit leaves one half of a phrase as it is. All halves are looked for in one pass over a text, and what stands beside
//! one is compared with the phrase; only a swap across the middle spoils both, so that form is looked for as well.

mod pieces;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use serde::Deserialize;

use self::pieces::{Around, Piece, Pieces, beginning};
use super::characters::Characters;
use crate::counts::{self, Counts};
use crate::fold;
use crate::letters::Letters;
use crate::sort;
use crate::steps;

/// Phrases of a group, with what only looks wrong.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Protected {
    /// What rules call them by.
    group: String,
    phrases: Vec<String>,
    /// Places that are not judged: a letter for the slip (`s` another character, `m` one missing, `e` one more, `w` two
    /// swapped) and the place in the phrase, from 0.
    #[serde(default)]
    skip: Vec<String>,
    /// What is right and one edit away.
    #[serde(default)]
    not: Vec<String>,
    /// In a phrase of five or six characters a character beside the first or the last may be missing as well.
    #[serde(default)]
    near_edges: bool,
    /// The first or the last character may be missing as well.
    #[serde(default)]
    edges: bool,
    /// The last character may be missing as well.
    #[serde(default)]
    last: bool,
    /// The year from which on it is said so: what is older, or tells of older days, is not judged.
    #[serde(default)]
    since: Option<u32>,
}

/// The phrases of the office itself.
pub const OWN: &str = "own";

impl Protected {
    /// Whether they are of this group.
    pub(crate) fn is_of(&self, group: &str) -> bool {
        self.group == group
    }

    /// Phrases that the office protects. In a short name another character is mostly another name.
    pub(crate) fn own<'p>(phrases: impl Iterator<Item = &'p str>) -> Self {
        let phrases = phrases.filter(|phrase| is_long(phrase)).map(str::to_owned).collect();
        Self {
            group: OWN.to_owned(),
            phrases,
            skip: Vec::new(),
            not: Vec::new(),
            near_edges: false,
            edges: false,
            last: false,
            since: None,
        }
    }
}

/// Whether a phrase is long enough to be told from others.
pub(crate) fn is_long(phrase: &str) -> bool {
    phrase.chars().count() >= SHORTEST
}

/// Which characters people take for which.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Likeness {
    /// A character, and behind it those that sound or look alike.
    pub(super) alike: Vec<String>,
    /// Characters that stand everywhere: they belong to the words around more often than they are slips.
    common: String,
    /// Characters that short forms leave out.
    dropped: String,
    /// Numerals: another one makes another thing.
    numerals: String,
    /// Last characters of a phrase that make another thing when they are others.
    ends: String,
    /// What names of places end in: another one makes another place.
    places: String,
}

impl Likeness {
    /// Adds what another rule file says.
    pub(crate) fn extend(&mut self, other: Self) {
        self.alike.extend(other.alike);
        self.common += &other.common;
        self.dropped += &other.dropped;
        self.numerals += &other.numerals;
        self.ends += &other.ends;
        self.places += &other.places;
    }
}

/// A phrase has at least so many characters.
const SHORTEST: usize = 4;
/// From so many characters on another character is a slip, even if it does not look or sound alike.
const LONG: usize = 6;

/// What happened to a phrase; of two readings of one place the first counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slip {
    Extra,
    Swapped,
    Missing,
    Substituted,
}

impl Slip {
    fn named(letter: char) -> Option<Self> {
        Some(match letter {
            's' => Self::Substituted,
            'm' => Self::Missing,
            'e' => Self::Extra,
            'w' => Self::Swapped,
            _ => return None,
        })
    }
}

/// All phrases, ready to be looked for.
#[derive(Clone, Debug)]
pub(crate) struct Near {
    phrases: Vec<Phrase>,
    pieces: Pieces,
    groups: Vec<Group>,
    /// Each character before those that it is taken for, in order; few places ever ask.
    alike: Vec<String>,
    common: String,
    dropped: String,
    numerals: String,
    ends: String,
    places: String,
}

#[derive(Clone, Debug)]
struct Phrase {
    chars: Vec<char>,
    /// Which of the groups it belongs to.
    group: usize,
}

/// What holds for all phrases of a table.
#[derive(Clone, Debug)]
struct Group {
    name: String,
    skip: Vec<(Slip, usize)>,
    not: Vec<String>,
    near_edges: bool,
    edges: bool,
    last: bool,
    since: Option<u32>,
}

/// Where a text is one edit away from a phrase.
#[derive(Clone, Debug)]
pub(crate) struct NearMiss {
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
    /// What is meant.
    pub(crate) phrase: String,
    /// Its group.
    pub(crate) group: String,
    /// The year from which on it is said so.
    pub(crate) since: Option<u32>,
}

/// A reading of a place: the phrase, where it begins, how many characters it has there, what happened and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reading {
    phrase: usize,
    start: usize,
    len: usize,
    slip: Slip,
    at: usize,
}

impl Near {
    pub(super) fn of(protected: &[Protected], likeness: &Likeness) -> Self {
        let phrases: Vec<Phrase> = protected.iter().enumerate().flat_map(Phrase::of).collect();
        let mut alike = likeness.alike.clone();
        // Of what two files say of a character, the later.
        alike.reverse();
        sort::by_key(&mut alike, |entry| entry.chars().next());
        Self {
            pieces: Pieces::of_all(&phrases),
            phrases,
            groups: protected.iter().map(Group::of).collect(),
            alike,
            common: likeness.common.clone(),
            dropped: likeness.dropped.clone(),
            numerals: likeness.numerals.clone(),
            ends: likeness.ends.clone(),
            places: likeness.places.clone(),
        }
    }

    fn group(&self, phrase: usize) -> &Group {
        &self.groups[self.phrases[phrase].group]
    }

    /// Where a text is one edit away from a phrase, in order; one answer for a place, of the longest phrase. The characters
    /// are asked for Simplified ones where the text may have others.
    pub(crate) fn search(&self, text: &Letters, characters: Option<&Characters>) -> Vec<NearMiss> {
        let simple = |of: &Characters| text.chars.iter().map(|c| of.simple(*c)).collect();
        let chars: Cow<'_, [char]> = characters.map_or(Cow::Borrowed(&text.chars), simple);
        let chars = &*chars;
        steps::add(chars.len());
        let mut readings = Vec::new();
        for (at, pair) in chars.windows(2).enumerate() {
            let beginning = beginning(pair);
            if !self.pieces.may_begin(beginning) {
                continue;
            }
            let known = readings.len();
            for half in self.pieces.beginning(beginning).filter(|half| chars[at..].starts_with(&half.chars)) {
                let around = Around::of(chars, at, half.chars.len());
                for piece in self.pieces.of(half).iter().filter(|piece| around.may_be_nearly(piece)) {
                    self.read(chars, at, piece, &mut readings);
                }
            }
            if readings.len() > known + 1 {
                sort::by_key(&mut readings[known..], |reading| reading.phrase);
            }
        }
        if readings.is_empty() {
            return Vec::new();
        }
        // A character that is lost in a phrase and stands right before it has only gone astray.
        let lost = |reading: &Reading| self.phrases[reading.phrase].chars[reading.at];
        let astray =
            |reading: &Reading| reading.slip == Slip::Missing && chars[..reading.start].last() == Some(&lost(reading));
        let told = |reading: Reading| {
            let before = usize::from(astray(&reading));
            NearMiss {
                range: text.range(reading.start - before, reading.len + before),
                phrase: self.phrases[reading.phrase].chars.iter().collect(),
                group: self.group(reading.phrase).name.clone(),
                since: self.group(reading.phrase).since,
            }
        };
        self.longest(readings).into_iter().map(told).collect()
    }

    /// What a piece that stands at a place may mean.
    fn read(&self, chars: &[char], at: usize, piece: &Piece, readings: &mut Vec<Reading>) {
        let phrase = &self.phrases[piece.phrase].chars;
        let mut add = |start: usize, end: Option<usize>| {
            for (slip, len, place) in slips(chars, start, phrase).into_iter().flatten() {
                let reading = Reading { phrase: piece.phrase, start, len, slip, at: place };
                if end.is_none_or(|end| start + len == end) && self.counts(chars, reading) {
                    readings.push(reading);
                }
            }
        };
        let half = piece.from;
        if half == 0 {
            return add(at, None);
        }
        // Before a second half the first may be a character shorter or longer.
        let end = Some(at + phrase.len() - half);
        for start in
            (at.saturating_sub(half + 1)..=(at + 1).saturating_sub(half)).filter(|start| start + half <= at + 1)
        {
            add(start, end);
        }
    }

    /// Whether a reading is a slip, and not a text that says something else.
    fn counts(&self, chars: &[char], reading: Reading) -> bool {
        let Reading { phrase, start, len, slip, at } = reading;
        let right = &self.phrases[phrase].chars;
        let Group { name, skip, not, near_edges, edges, last, .. } = self.group(phrase);
        let (n, here, own) = (right.len(), &chars[start..start + len], name == OWN);
        let edge = at == 0 || at == n - 1;
        let common = |c: &char| self.common.contains(*c);
        let slipped = match slip {
            Slip::Swapped => true,
            Slip::Substituted => {
                let (old, new) = (right[at], here[at]);
                let (alike, end) = (self.is_alike(old, new, own), at == n - 1 && self.ends.contains(old));
                let judged = fold::is_han(old) && old != '〇' && fold::is_han(new) && !self.is_another(old, new);
                judged
                    && match (edge, own) {
                        (true, _) => alike && !common(&new) && !end && !Self::goes_on(chars, start, at, n),
                        // A neighbour has a name of its own, often one of words.
                        (false, true) => alike && !self.is_of_word(chars, start + at),
                        (false, false) if self.is_summed_up(right, at) => alike,
                        (false, false) => alike || n >= LONG && !common(&new) && !self.is_of_word(chars, start + at),
                    }
            }
            Slip::Missing => {
                let inside = n > LONG || (2..n - 2).contains(&at) || *near_edges;
                let judged = if edge { *edges || *last && at > 0 } else { inside && n > SHORTEST };
                let placed = || right[..at].iter().any(|c| self.places.contains(*c));
                let other = || own && (!placed() || joins(chars, start + at));
                judged && !self.dropped.contains(right[at]) && !other()
            }
            Slip::Extra => {
                let new = here[at];
                let doubled = new == right[at - 1] || new == right[at];
                let judged = doubled || !own && n >= LONG && !common(&new) && !self.is_summed_up(right, at);
                fold::is_han(new) && !(at == 1 && new == right[0]) && judged
            }
        };
        slipped && !skip.contains(&(slip, at)) && !self.is_right(here, not)
    }

    /// Whether one character is taken for the other; names of offices have characters that no list of phrases has.
    fn is_alike(&self, old: char, new: char, own: bool) -> bool {
        let known = |one: char, other: char| {
            let entry = self.alike.partition_point(|entry| entry.chars().next() < Some(one));
            let alike = self.alike.get(entry).and_then(|entry| entry.strip_prefix(one));
            alike.is_some_and(|alike| alike.contains(other))
        };
        let counted = |one: char, other: char| {
            Counts::shipped().is_some_and(|all| all.others(code(one)).any(|(c, _)| c == code(other)))
        };
        known(old, new) || own && (known(new, old) || counted(old, new) || counted(new, old))
    }

    /// Whether one of two characters is taken for the other.
    pub(crate) fn are_alike(&self, one: char, other: char) -> bool {
        self.is_alike(one, other, true)
    }

    /// Whether a character at an end of a phrase is a word with what stands outside: 人民政负责 has lost a character.
    fn goes_on(chars: &[char], start: usize, at: usize, n: usize) -> bool {
        let outside = if at == 0 { start.checked_sub(1) } else { Some(start + n - 1) };
        outside.is_some_and(|from| is_word(chars.get(from..from + 2)))
    }

    /// Whether a character is half of a word with one of its neighbours: somebody meant it. 和县 is a place, as is any name
    /// that stands before 县.
    fn is_of_word(&self, chars: &[char], at: usize) -> bool {
        let word = |from: usize| chars.get(from..from + 2).filter(|pair| !self.places.contains(pair[1]));
        (at.saturating_sub(1)..=at).any(|from| is_word(word(from)))
    }

    /// A character in quotation marks behind a numeral: offices sum up what they do in such words, each in its own, `“三改”工作`.
    fn is_summed_up(&self, right: &[char], at: usize) -> bool {
        let before = at.checked_sub(2).and_then(|from| right.get(from..at));
        before.is_some_and(|pair| pair[0] == '“' && self.numerals.contains(pair[1]))
    }

    /// Another number or another kind of place is another thing.
    fn is_another(&self, old: char, new: char) -> bool {
        [&self.numerals, &self.places].iter().any(|set| set.contains(old) && set.contains(new))
    }

    /// It is one edit away and right: another phrase, or named beside this one.
    fn is_right(&self, here: &[char], not: &[String]) -> bool {
        not.iter().any(|not| not.chars().eq(here.iter().copied())) || self.phrases.iter().any(|p| p.chars == here)
    }

    fn longest(&self, mut readings: Vec<Reading>) -> Vec<Reading> {
        sort::by_key(&mut readings, |r| (std::cmp::Reverse(self.phrases[r.phrase].chars.len()), r.slip, r.start));
        let mut taken = HashSet::new();
        readings.retain(|reading| {
            let place = reading.start + reading.at;
            let last = place + usize::from(reading.slip == Slip::Swapped);
            let free = (place.saturating_sub(1)..=last + 1).all(|near| !taken.contains(&near));
            if free {
                taken.extend(place..=last);
            }
            free
        });
        sort::by_key(&mut readings, |r| r.start);
        readings
    }
}

impl Phrase {
    fn of((group, table): (usize, &Protected)) -> impl Iterator<Item = Self> + '_ {
        let phrase = move |text: &String| Self { chars: text.chars().collect(), group };
        table.phrases.iter().map(phrase).filter(|phrase| phrase.chars.len() >= SHORTEST)
    }
}

impl Group {
    fn of(protected: &Protected) -> Self {
        let skipped = |place: &String| {
            let (letter, at) = place.split_at_checked(1)?;
            Some((Slip::named(letter.chars().next()?)?, at.parse().ok()?))
        };
        Self {
            name: protected.group.clone(),
            skip: protected.skip.iter().filter_map(skipped).collect(),
            not: protected.not.clone(),
            near_edges: protected.near_edges,
            edges: protected.edges,
            last: protected.last,
            since: protected.since,
        }
    }
}

/// The ways in which a text may be the phrase with one edit, if it begins there: what happened, how many characters it
/// has, where.
fn slips(text: &[char], start: usize, phrase: &[char]) -> [Option<(Slip, usize, usize)>; 4] {
    let n = phrase.len();
    let here = &text[start..(start + n + 1).min(text.len())];
    let at = here.iter().zip(phrase).take_while(|(a, b)| a == b).count();
    if at == n {
        return [None; 4];
    }
    let stands = |there: Option<&[char]>, rest: Option<&[char]>| there.is_some() && there == rest;
    let extra = at > 0 && stands(here.get(at + 1..n + 1), phrase.get(at..));
    let swapped = at + 1 < n
        && here.get(at) == phrase.get(at + 1)
        && here.get(at + 1) == phrase.get(at)
        && stands(here.get(at + 2..n), phrase.get(at + 2..));
    let before = start.checked_sub(1).and_then(|before| text.get(before));
    let missing = (at > 0 || before != phrase.first()) && stands(here.get(at..n - 1), phrase.get(at + 1..));
    let substituted = stands(here.get(at + 1..n), phrase.get(at + 1..));
    [
        extra.then_some((Slip::Extra, n + 1, at)),
        swapped.then_some((Slip::Swapped, n, at)),
        missing.then_some((Slip::Missing, n - 1, at)),
        substituted.then_some((Slip::Substituted, n, at)),
    ]
}

/// Whether what stands on both sides of a place is one word.
fn joins(chars: &[char], at: usize) -> bool {
    (2..=4).any(|n| (1..n).any(|before| is_word(at.checked_sub(before).and_then(|from| chars.get(from..from + n)))))
}

fn is_word(chars: Option<&[char]>) -> bool {
    chars.is_some_and(counts::is_word)
}

fn code(c: char) -> u16 {
    counts::folded(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near() -> Near {
        let protected = Protected {
            group: "例".to_owned(),
            phrases: ["青禾县人民政府", "青禾大桥", "青禾县人民政府办公室"].map(str::to_owned).to_vec(),
            skip: vec!["s2".to_owned()],
            not: vec!["青苗大桥".to_owned()],
            near_edges: false,
            edges: false,
            last: false,
            since: None,
        };
        let likeness = Likeness {
            alike: ["禾和苗河", "府俯附", "桥侨"].map(str::to_owned).to_vec(),
            common: "的和".to_owned(),
            ..Likeness::default()
        };
        Near::of(&[protected], &likeness)
    }

    fn found(text: &str) -> Vec<(String, String)> {
        let misses = near().search(&Letters::of(text), None);
        misses.into_iter().map(|miss| (text[miss.range].to_owned(), miss.phrase)).collect()
    }

    #[test]
    fn one_edit_is_found_at_its_place() {
        for (text, wrong, right) in [
            ("请青河县人民政府负责", "青河县人民政府", "青禾县人民政府"),
            ("请青禾县人民政俯负责", "青禾县人民政俯", "青禾县人民政府"),
            ("请青禾县人政府负责", "青禾县人政府", "青禾县人民政府"),
            ("请青禾县县人民政府负责", "青禾县县人民政府", "青禾县人民政府"),
            ("请青禾县民人政府负责", "青禾县民人政府", "青禾县人民政府"),
            ("请青禾人县民政府负责", "青禾人县民政府", "青禾县人民政府"),
            ("过青禾大侨", "青禾大侨", "青禾大桥"),
            ("过青大禾桥", "青大禾桥", "青禾大桥"),
            ("请青禾县人民\n政附负责", "青禾县人民\n政附", "青禾县人民政府"),
            ("请青禾县人民政附办公室负责", "青禾县人民政附办公室", "青禾县人民政府办公室"),
        ] {
            assert_eq!(found(text), [(wrong.to_owned(), right.to_owned())], "{text}");
        }
    }

    #[test]
    fn no_slip_is_lost_by_a_look_at_what_stands_beside_a_half() {
        let (quick, mut slow) = (near(), near());
        slow.pieces.all.iter_mut().for_each(|piece| piece.beside = None);
        let phrases: Vec<Vec<char>> = quick.phrases.iter().map(|phrase| phrase.chars.clone()).collect();
        for (phrase, at) in phrases.iter().flat_map(|phrase| (0..phrase.len()).map(move |at| (phrase, at))) {
            let mut edited = vec![[&phrase[..at], &phrase[at + 1..]].concat()];
            for c in "青禾和府桥的".chars() {
                edited.push([&phrase[..at], &[c], &phrase[at + 1..]].concat());
                edited.push([&phrase[..at], &[c], &phrase[at..]].concat());
            }
            if at + 1 < phrase.len() {
                let mut swapped = phrase.clone();
                swapped.swap(at, at + 1);
                edited.push(swapped);
            }
            for text in edited.iter().flat_map(|text| [text.clone(), [&['请'], &text[..], &['办']].concat()]) {
                let letters = Letters::of(&text.iter().collect::<String>());
                let found = |near: &Near| format!("{:?}", near.search(&letters, None));
                assert_eq!(found(&quick), found(&slow), "{text:?}");
            }
        }
    }

    #[test]
    fn what_is_right_is_left_alone() {
        for text in ["青禾县人民政府", "青苗大桥", "青禾大路", "青禾市人民政府", "青禾县人民政", "", "青禾"]
        {
            assert!(found(text).is_empty(), "{text} {:?}", found(text));
        }
    }
}
