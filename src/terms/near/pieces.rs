//! Halves of phrases, found in a text by their first two characters.

use std::ops::Range;

use super::Phrase;
use crate::sort;

/// Halves of phrases by their first two characters: most stand in no text, and a bit for each beginning tells so.
#[derive(Clone, Debug)]
pub(super) struct Pieces {
    halves: Vec<Half>,
    /// By bucket, where its halves begin; one more at the end.
    starts: Vec<u32>,
    marks: Vec<u64>,
    /// What each of the halves is a part of.
    pub(super) all: Vec<Piece>,
}

/// A half of one phrase or of several.
#[derive(Clone, Debug)]
pub(super) struct Half {
    pub(super) chars: Vec<char>,
    /// Where its pieces stand among all.
    pieces: Range<u32>,
}

#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) phrase: usize,
    /// Where it stands in the phrase.
    pub(super) from: usize,
    /// Of the other half the two characters that stand nearest; none where it is the whole phrase.
    pub(super) beside: Option<[char; 2]>,
}

const BUCKETS: usize = 1 << 10;
const MARKS: usize = 1 << 16;

impl Pieces {
    pub(super) fn of_all(phrases: &[Phrase]) -> Self {
        let pieces = |(phrase, Phrase { chars, .. }): (usize, &Phrase)| {
            let half = chars.len() / 2;
            let mut swapped = chars.clone();
            swapped.swap(half - 1, half);
            let (before, behind) = ([chars[half - 1], chars[half - 2]], [chars[half], chars[half + 1]]);
            let keyed = |chars: &[char], piece| (bucket(beginning(chars)), chars.to_vec(), piece);
            [
                keyed(&chars[..half], Piece { phrase, from: 0, beside: Some(behind) }),
                keyed(&chars[half..], Piece { phrase, from: half, beside: Some(before) }),
                keyed(&swapped, Piece { phrase, from: 0, beside: None }),
            ]
        };
        let mut all: Vec<(usize, Vec<char>, Piece)> = phrases.iter().enumerate().flat_map(pieces).collect();
        sort::by(&mut all, |a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        let mut sorted =
            Self { halves: Vec::new(), starts: vec![0; BUCKETS + 1], marks: vec![0; MARKS / 64], all: Vec::new() };
        for same in all.chunk_by(|a, b| a.1 == b.1) {
            let (bucket, chars, from) = (same[0].0, same[0].1.clone(), sorted.all.len() as u32);
            sorted.all.extend(same.iter().map(|(_, _, piece)| piece.clone()));
            let (at, bit) = mark(beginning(&chars));
            sorted.marks[at] |= bit;
            sorted.starts[bucket + 1] += 1;
            sorted.halves.push(Half { chars, pieces: from..sorted.all.len() as u32 });
        }
        (0..BUCKETS).for_each(|at| sorted.starts[at + 1] += sorted.starts[at]);
        sorted
    }

    /// Whether any half may begin so.
    #[inline]
    pub(super) fn may_begin(&self, beginning: u32) -> bool {
        let (at, bit) = mark(beginning);
        self.marks[at] & bit != 0
    }

    /// The halves that begin so, and perhaps others.
    pub(super) fn beginning(&self, beginning: u32) -> impl Iterator<Item = &Half> {
        let bucket = bucket(beginning);
        self.halves[self.starts[bucket] as usize..self.starts[bucket + 1] as usize].iter()
    }

    pub(super) fn of(&self, half: &Half) -> &[Piece] {
        &self.all[half.pieces.start as usize..half.pieces.end as usize]
    }
}

/// What stands around a half, the nearest first.
pub(super) struct Around {
    before: [Option<char>; 2],
    behind: [Option<char>; 2],
}

impl Around {
    pub(super) fn of(chars: &[char], at: usize, n: usize) -> Self {
        let get = |at: Option<usize>| at.and_then(|at| chars.get(at).copied());
        Self {
            before: [get(at.checked_sub(1)), get(at.checked_sub(2))],
            behind: [get(Some(at + n)), get(Some(at + n + 1))],
        }
    }

    /// Whether the other half may stand there with no more than one edit: then one of the two nearest characters is one of
    /// those that stand nearest in the phrase. Most phrases with the same half are told apart by that.
    pub(super) fn may_be_nearly(&self, piece: &Piece) -> bool {
        let [one, other] = if piece.from == 0 { self.behind } else { self.before };
        piece.beside.is_none_or(|[near, far]| {
            one == Some(near) || one == Some(far) || other == Some(near) || other == Some(far)
        })
    }
}

/// The first two characters of a text in one number.
#[inline]
pub(super) fn beginning(text: &[char]) -> u32 {
    (text[0] as u32).wrapping_mul(0x9E37_79B1) ^ (text[1] as u32).wrapping_mul(0x85EB_CA77)
}

#[inline]
fn bucket(beginning: u32) -> usize {
    (beginning >> 22) as usize % BUCKETS
}

#[inline]
fn mark(beginning: u32) -> (usize, u64) {
    let mark = (beginning >> 16) as usize % MARKS;
    (mark / u64::BITS as usize, 1 << (mark % u64::BITS as usize))
}
