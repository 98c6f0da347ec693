//! Which characters a text has, and which of them side by side: tells at once that most words do not stand in it.

use super::literals::{List, Needs};

/// A bit for each character, and behind these one for each two side by side; those with the same last bits share theirs.
#[derive(Debug)]
pub(crate) struct Seen(Box<[u64; 2 * BITS / 64]>);

const BITS: usize = 1 << 16;

/// Which of the bits.
type Bit = u32;

/// What tells whether a text may have what a pattern needs: of every word the bits of its first two characters and of its
/// last two. Hardly a word has them and does not stand there.
#[derive(Debug)]
pub(super) struct Traces {
    anywhere: Vec<Words>,
    branches: Vec<Vec<Words>>,
}

type Words = Box<[[Bit; 2]]>;

impl Traces {
    pub(super) fn of(needs: &Needs) -> Self {
        let words = |list: &List| list.words().map(ends).collect();
        let lists = |lists: &[List]| lists.iter().map(words).collect();
        Self {
            anywhere: lists(needs.anywhere()),
            branches: needs.branches().iter().map(|branch| lists(branch)).collect(),
        }
    }
}

fn ends(word: &str) -> [Bit; 2] {
    let (mut chars, mut back) = (word.chars(), word.chars().rev());
    match (chars.next(), chars.next(), back.next(), back.next()) {
        (Some(first), Some(second), Some(last), Some(before)) => [pair(first, second), pair(before, last)],
        (one, ..) => [single(one.unwrap_or_default()); 2],
    }
}

impl Seen {
    /// Of a text, its breaks included.
    pub(crate) fn of(text: &str) -> Self {
        let mut all = Self(Box::new([0; 2 * BITS / 64]));
        let mut before = '\0';
        for c in text.chars() {
            all.set(single(c));
            all.set(pair(before, c));
            before = c;
        }
        all
    }

    /// Whether the text may have all that is needed; if not, it surely has not.
    pub(super) fn may_meet(&self, traces: &Traces) -> bool {
        let one = |words: &Words| words.iter().any(|ends| ends.iter().all(|bit| self.has(*bit)));
        traces.anywhere.iter().all(one)
            && (traces.branches.is_empty() || traces.branches.iter().any(|lists| lists.iter().all(one)))
    }

    #[inline]

    fn set(&mut self, bit: Bit) {
        self.0[bit as usize / 64 % (2 * BITS / 64)] |= 1 << (bit % 64);
    }

    #[inline]

    fn has(&self, bit: Bit) -> bool {
        self.0[bit as usize / 64 % (2 * BITS / 64)] & (1 << (bit % 64)) != 0
    }
}

#[inline]

fn single(c: char) -> Bit {
    c as u32 % BITS as u32
}

#[inline]

fn pair(one: char, other: char) -> Bit {
    let mixed = (one as u32).wrapping_mul(0x9E37_79B1).rotate_left(7) ^ (other as u32).wrapping_mul(0x85EB_CA77);
    BITS as u32 + (mixed >> 16)
}

#[cfg(test)]
mod tests {
    use super::{Seen, ends};

    #[test]
    fn what_stands_in_a_text_is_never_denied() {
        let text = "各乡镇人民政府：\n　　请做好防汛工作。";
        let seen = Seen::of(text);
        let may_have = |word: &str| ends(word).into_iter().all(|bit| seen.has(bit));
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for (n, from) in places.iter().enumerate() {
            assert!(places[n + 1..].iter().all(|to| may_have(&text[*from..*to])));
        }
        assert!(!["××", "防旱", "政府机关", "x", "。请"].into_iter().any(may_have));
    }
}
