//! What a document says again: then it means it.

use super::{Doubt, EDGE};
use crate::counts::{Gram, folded, mixed};
use crate::letters::is_seen;
use crate::steps;

/// How often a document says the pairs of characters that are asked about.
#[derive(Debug)]
pub struct Said {
    /// A pair and its number, at the place that its hash names or at the next free one.
    slots: Vec<(Pair, u32)>,
    /// A bit for each character that one of the pairs asked about ends in, by its last bits: most of a text has none.
    ends: [u64; 16],
}

pub(super) type Pair = [u16; 2];

/// No pair: it begins with no character.
const FREE: Pair = [0, 0];

impl Said {
    /// What a document says of some doubtful places of its own.
    pub fn of<'d>(document: &str, doubts: impl Iterator<Item = &'d Doubt> + Clone) -> Self {
        let mut said = Self::new(2 * doubts.clone().count());
        doubts.flat_map(|doubt| doubt.pairs).for_each(|pair| said.ask(pair));
        said.read(document);
        said
    }

    /// Whether the document says again what is doubtful: then it is meant.
    pub fn means(&self, doubt: &Doubt) -> bool {
        doubt.kind.is_meant(self, doubt.pairs)
    }

    /// For so many pairs at most.
    pub(super) fn new(pairs: usize) -> Self {
        Self { slots: vec![(FREE, 0); (2 * pairs).next_power_of_two()], ends: [0; 16] }
    }

    /// A pair is asked about.
    fn ask(&mut self, pair: Pair) {
        let slot = self.slot(pair);
        self.slots[slot].0 = pair;
        let (at, bit) = Self::end(pair[1]);
        self.ends[at] |= bit;
    }

    /// A pair is asked about, and said once.
    pub(super) fn add(&mut self, pair: Pair) {
        let slot = self.slot(pair);
        self.slots[slot] = (pair, self.slots[slot].1 + 1);
    }

    /// Counts the pairs of a text.
    fn read(&mut self, text: &str) {
        steps::add(text.len());
        let mut last = EDGE;
        for c in text.chars().filter(|c| is_seen(*c)).map(folded) {
            let (at, bit) = Self::end(c);
            if self.ends[at] & bit != 0 {
                let slot = self.slot([last, c]);
                self.slots[slot].1 += u32::from(self.slots[slot].0 != FREE);
            }
            last = c;
        }
    }

    fn end(c: u16) -> (usize, u64) {
        (usize::from(c) / 64 % 16, 1 << (c % 64))
    }

    /// Where a pair is, or would be.
    fn slot(&self, pair: Pair) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = mixed(Gram::of(&pair).0) as usize & mask;
        while self.slots[slot].0 != pair && self.slots[slot].0 != FREE {
            slot = (slot + 1) & mask;
        }
        slot
    }

    pub(super) fn again(&self, pair: Pair) -> bool {
        self.slots[self.slot(pair)].1 > 1
    }
}
