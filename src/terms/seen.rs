//! Which characters a text has, and which of them side by side: tells at once that most words do not stand in it.

use super::literals::{List, Needs};
use super::marks::Marks;

/// Its characters, and a bit for each two side by side; those with the same last bits share theirs.
#[derive(Debug)]
pub(crate) struct Seen {
    single: Marks,
    pairs: Box<[u64; BITS / 64]>,
}

const BITS: usize = 1 << 16;

/// Which of the bits.
type Bit = u16;

/// What tells quickly whether a text may have what a pattern needs.
#[derive(Debug)]
pub(super) struct Traces {
    anywhere: Vec<Words>,
    branches: Vec<Vec<Words>>,
}

/// Words, each by the bits of its first two characters and of its last two: hardly a text has both and not the word.
#[derive(Debug, Default)]
struct Words {
    ends: Vec<[Bit; 2]>,
    /// Those of one character.
    single: Vec<char>,
}

impl Traces {
    pub(super) fn of(needs: &Needs) -> Self {
        let lists = |lists: &[List]| lists.iter().map(|list| Words::of(list.words())).collect();
        Self {
            anywhere: lists(needs.anywhere()),
            branches: needs.branches().iter().map(|branch| lists(branch)).collect(),
        }
    }
}

impl Words {
    fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut all = Self::default();
        for word in words {
            let (mut chars, mut back) = (word.chars(), word.chars().rev());
            match (chars.next(), chars.next(), back.next(), back.next()) {
                (Some(first), Some(second), Some(last), Some(before)) => {
                    all.ends.push([pair(first, second), pair(before, last)]);
                }
                (one, ..) => all.single.extend(one),
            }
        }
        all
    }
}

impl Seen {
    /// Of a text, its breaks included.
    pub(crate) fn of(text: &str) -> Self {
        let mut all = Self { single: Marks::default(), pairs: Box::new([0; BITS / 64]) };
        let mut before = '\0';
        for c in text.chars() {
            all.single.set(c);
            let bit = pair(before, c);
            all.pairs[usize::from(bit) / 64] |= 1 << (bit % 64);
            before = c;
        }
        all
    }

    /// Whether a character may stand in the text; if not, it surely does not.
    #[inline]
    pub(crate) fn has(&self, c: char) -> bool {
        self.single.has(c)
    }

    /// The same of all characters of a set.
    pub(super) fn has_any(&self, of: &Marks) -> bool {
        self.single.meets(of)
    }

    /// The same of all that is needed.
    pub(super) fn may_meet(&self, traces: &Traces) -> bool {
        let one = |words: &Words| self.has_one_of(words);
        traces.anywhere.iter().all(one)
            && (traces.branches.is_empty() || traces.branches.iter().any(|lists| lists.iter().all(one)))
    }

    fn has_one_of(&self, words: &Words) -> bool {
        words.ends.iter().any(|[first, last]| self.has_pair(*first) && self.has_pair(*last))
            || words.single.iter().any(|c| self.has(*c))
    }

    #[inline]
    fn has_pair(&self, bit: Bit) -> bool {
        self.pairs[usize::from(bit) / 64] & (1 << (bit % 64)) != 0
    }
}

#[inline]
fn pair(one: char, other: char) -> Bit {
    let mixed = (one as u32).wrapping_mul(0x9E37_79B1).rotate_left(7) ^ (other as u32).wrapping_mul(0x85EB_CA77);
    (mixed >> 16) as Bit
}

#[cfg(test)]
mod tests {
    use super::{Seen, Words};

    #[test]
    fn what_stands_in_a_text_is_never_denied() {
        let text = "各乡镇人民政府：\n　　请做好防汛工作。";
        let seen = Seen::of(text);
        let may_have = |word: &str| seen.has_one_of(&Words::of(std::iter::once(word)));
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for (n, from) in places.iter().enumerate() {
            assert!(places[n + 1..].iter().all(|to| may_have(&text[*from..*to])));
        }
        assert!(!["××", "防旱", "政府机关", "x", "。请"].into_iter().any(may_have));
    }
}
