//! Which characters a text has, and which of them side by side: tells at once that most words do not stand in it.

use super::marks::Marks;

/// Its characters, and a bit for each two side by side; those with the same last bits share theirs.
#[derive(Debug)]
pub(crate) struct Seen {
    single: Marks,
    pairs: Box<Bits>,
}

const BITS: usize = 1 << 16;

type Bits = [u64; BITS / 64];

impl Seen {
    /// Of a text, its breaks included.
    pub(crate) fn of(text: &str) -> Self {
        let mut all = Self { single: Marks::default(), pairs: Box::new([0; BITS / 64]) };
        let mut before = '\0';
        for c in text.chars() {
            all.single.set(c);
            set(&mut all.pairs, pair(before, c));
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

    /// The same of two side by side.
    pub(super) fn has_pair(&self, before: char, c: char) -> bool {
        has(&self.pairs, pair(before, c))
    }
}

fn pair(one: char, other: char) -> usize {
    ((one as u32).wrapping_mul(0x9E37_79B1).rotate_left(7) ^ (other as u32).wrapping_mul(0x85EB_CA77)) as usize >> 16
}

fn set(bits: &mut Bits, at: usize) {
    bits[at / 64 % bits.len()] |= 1 << (at % 64);
}

fn has(bits: &Bits, at: usize) -> bool {
    bits[at / 64 % bits.len()] & (1 << (at % 64)) != 0
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn what_stands_in_a_text_is_never_denied() {
        let text = "各乡镇人民政府：\n　　请做好防汛工作。";
        let seen = Seen::of(text);
        let may_have = |word: &str| {
            let chars: Vec<char> = word.chars().collect();
            chars.first().is_none_or(|c| seen.has(*c)) && chars.windows(2).all(|pair| seen.has_pair(pair[0], pair[1]))
        };
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for (n, from) in ends.iter().enumerate() {
            assert!(ends[n..].iter().all(|to| may_have(&text[*from..*to])));
        }
        assert!(!["××", "防旱", "政府机关", "x", "。请"].into_iter().any(may_have));
    }
}
