//! A set of characters that is asked about every character of a text.

/// A bit for each of the first characters there are; all behind them share one.
#[derive(Clone, Debug)]
pub(super) struct Marks(Box<[u64; WORDS]>);

const WORDS: usize = 1 << 10;
const BITS: usize = u64::BITS as usize;

impl Default for Marks {
    fn default() -> Self {
        Self(Box::new([0; WORDS]))
    }
}

impl Marks {
    #[inline]
    pub(super) fn set(&mut self, c: char) {
        let at = place(c);
        self.0[at / BITS] |= 1 << (at % BITS);
    }

    /// Whether a character may be in it; if not, it surely is not.
    #[inline]
    pub(super) fn has(&self, c: char) -> bool {
        let at = place(c);
        self.0[at / BITS] & (1 << (at % BITS)) != 0
    }

    /// The same of any character of another set.
    pub(super) fn meets(&self, other: &Self) -> bool {
        // To the end in any case: words are compared several at once.
        self.0.iter().zip(&other.0[..]).fold(0, |common, (a, b)| common | a & b) != 0
    }
}

#[inline]
fn place(c: char) -> usize {
    (c as usize).min(WORDS * BITS - 1)
}
