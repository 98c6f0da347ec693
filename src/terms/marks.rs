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

#[cfg(test)]
mod tests {
    use super::Marks;

    fn of(text: &str) -> Marks {
        let mut marks = Marks::default();
        text.chars().for_each(|c| marks.set(c));
        marks
    }

    #[test]
    fn a_character_in_both_sets_is_never_denied() {
        let odd = of("⽇Ａ\u{200b}\u{10000}");
        for text in ["青禾县⽇", "Ａ", "防\u{200b}汛", "\u{20000}", "\u{f0001}"] {
            assert!(odd.meets(&of(text)) && text.chars().any(|c| odd.has(c)), "{text}");
        }
        assert!(!odd.meets(&of("青禾县人民政府A")));
    }
}
