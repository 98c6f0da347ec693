//! How often characters stand side by side in official writing: what hardly ever does, while something that sounds or looks
//! like it often would, is a doubtful place.
//!
//! The table is made by `.ci/words.py` and built in as it is: nothing of it is read before a text asks for it. Characters
//! are folded, and counts are kept as logarithms under fingerprints, so that an answer is right but for few in a thousand.

mod doubt;

pub use doubt::{Doubt, Judge, Kind, Said};

/// A count as the table keeps it: steps of a logarithm; none where it is not in the table.
pub type Level = Option<u8>;

/// The table.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    grams: Cells<5>,
    words: Cells<1>,
    /// Characters that can be taken for others, in order.
    chars: &'static [u8],
    /// Where the others of each begin, and where the last ends.
    starts: &'static [u8],
    others: &'static [u8],
    likenesses: &'static [u8],
}

/// How one character may be taken for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Sounds alike.
    Sound,
    /// Is written with the same strokes.
    Strokes,
    /// Sounds nearly alike.
    NearSound,
    /// Looks alike.
    Shape,
}

/// Characters in one number, the last lowest: as many as the table counts together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Gram(u64);

#[cfg(feature = "counts")]
static SHIPPED: &[u8] = include_bytes!("../rules/words/counts.bin");
#[cfg(not(feature = "counts"))]
static SHIPPED: &[u8] = &[];

const MAGIC: &[u8] = b"SANBUCT1";
/// The logarithm to base ten of one step.
const STEP: f64 = 20.5 / 31.0 * std::f64::consts::LOG10_2;
/// Characters that the table was made from, as a logarithm to base ten.
const ALL: f64 = 7.39841;
/// What a shorter context costs, as a logarithm to base ten.
const BACK_OFF: f64 = -0.522_878_745;
/// What stands for a character that was never seen: half of once.
const NEVER: f64 = -std::f64::consts::LOG10_2;

/// A word of the table, and no name.
pub fn is_word(chars: &[char]) -> bool {
    let codes: Vec<u16> = chars.iter().copied().map(folded).collect();
    Counts::shipped().is_some_and(|counts| counts.word(&codes) == Some(false))
}

impl Counts {
    /// The table that the program was built with; none without the feature `counts`.
    pub fn shipped() -> Option<Self> {
        Self::of(SHIPPED)
    }

    fn of(bytes: &'static [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut sizes = [0_usize; 4];
        for size in &mut sizes {
            *size = u32::from_le_bytes(take(&mut rest, 4)?.try_into().ok()?) as usize;
        }
        let [grams, words, chars, others] = sizes;
        Some(Self {
            grams: Cells { bytes: take(&mut rest, grams * 8)?, buckets: grams as u64 },
            words: Cells { bytes: take(&mut rest, words * 8)?, buckets: words as u64 },
            chars: take(&mut rest, chars * 2)?,
            starts: take(&mut rest, (chars + 1) * 4)?,
            others: take(&mut rest, others * 2)?,
            likenesses: take(&mut rest, others)?,
        })
    }

    /// How often these characters stand side by side, one to four of them.
    #[inline]
    pub fn level(&self, chars: &[u16]) -> Level {
        self.grams.find(Gram::of(chars)).map(|below| below as u8)
    }

    /// Whether these three stand side by side at all; asked of every character of a text.
    #[inline]
    fn knows(&self, [before, c, behind]: [u16; 3]) -> bool {
        self.grams.has(Gram::of(&[before, c, behind]))
    }

    /// Whether they are a word, and if so, whether it is a name.
    pub fn word(&self, chars: &[u16]) -> Option<bool> {
        self.words.find(Gram::of(chars)).map(|below| below == 1)
    }

    /// The characters that one can be taken for.
    pub fn others(&self, c: u16) -> impl Iterator<Item = (u16, Likeness)> {
        let at = self.place(c);
        let range = at.map_or(0..0, |at| u32_at(self.starts, at)..u32_at(self.starts, at + 1));
        let likeness = |at: usize| match self.likenesses.get(at) {
            Some(0) => Likeness::Sound,
            Some(1) => Likeness::Strokes,
            Some(2) => Likeness::NearSound,
            _ => Likeness::Shape,
        };
        range.map(move |at| (u16_at(self.others, at), likeness(at)))
    }

    fn place(&self, c: u16) -> Option<usize> {
        let (mut from, mut to) = (0, self.chars.len() / 2);
        while from < to {
            let middle = from.midpoint(to);
            match u16_at(self.chars, middle).cmp(&c) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }

    /// How likely a text is behind its first three characters, as a logarithm: each character by the three before it, or
    /// by fewer at a cost where they are not in the table.
    pub fn likelihood(&self, text: &[u16]) -> f64 {
        text.windows(4).map(|window| self.term(window)).sum()
    }

    fn term(&self, window: &[u16]) -> f64 {
        let end = window.len();
        for (n, cost) in [(4, 0.0), (3, BACK_OFF), (2, 2.0 * BACK_OFF)] {
            if let Some(whole) = self.level(&window[end - n..]) {
                let context = self.level(&window[end - n..end - 1]).unwrap_or(0).max(whole);
                return cost + log(Some(whole)) - log(Some(context));
            }
        }
        3.0 * BACK_OFF + log(self.level(&window[end - 1..])) - ALL
    }
}

/// A level as a logarithm to base ten.
pub fn log(level: Level) -> f64 {
    level.map_or(NEVER, |level| f64::from(level) * STEP)
}

/// The level of a count.
pub fn level_of(count: u32) -> u8 {
    (f64::from(count).log10() / STEP).round() as u8
}

/// A character as the table knows it: digits are one, and so are letters; punctuation is full-width.
#[inline]
pub fn folded(c: char) -> u16 {
    let folded = match c {
        // Nearly all of a text.
        '\u{4e00}'..='\u{9fff}' => c,
        '0'..='9' | '０'..='９' => '0',
        'A'..='Z' | 'a'..='z' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => 'a',
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '(' => '（',
        ')' => '）',
        '?' => '？',
        '!' => '！',
        c => c,
    };
    u16::try_from(u32::from(folded)).unwrap_or(0xfffd)
}

/// Buckets of four cells: a fingerprint of what is counted, and some bits below it.
#[derive(Clone, Copy, Debug)]
struct Cells<const BELOW: u32> {
    bytes: &'static [u8],
    buckets: u64,
}

impl<const BELOW: u32> Cells<BELOW> {
    /// The bits below the fingerprint. Each is in one of two buckets.
    #[inline]
    fn find(&self, Gram(gram): Gram) -> Option<u16> {
        let hash = mixed(gram);
        let print = Self::print(hash);
        let below = |hash: u64| {
            let cells = self.bucket(hash);
            let found = Self::found(cells, print);
            (found != 0).then(|| (cells >> (found.trailing_zeros() / 16 * 16)) as u16 & ((1 << BELOW) - 1))
        };
        below(hash).or_else(|| below(mixed(hash)))
    }

    /// Whether it is there. Both buckets are looked at without waiting for what the first has: nobody can tell before.
    #[inline]
    fn has(&self, Gram(gram): Gram) -> bool {
        let hash = mixed(gram);
        let print = Self::print(hash);
        Self::found(self.bucket(hash), print) | Self::found(self.bucket(mixed(hash)), print) != 0
    }

    #[inline]
    fn print(hash: u64) -> u16 {
        (hash as u32 % ((1 << (16 - BELOW)) - 1) + 1) as u16
    }

    /// Four cells in one number, the first lowest.
    #[inline]
    fn bucket(&self, hash: u64) -> u64 {
        let bucket = (((hash >> 32) * self.buckets) >> 32) as usize;
        let cells = self.bytes.get(bucket * 8..bucket * 8 + 8).and_then(|cells| cells.try_into().ok());
        cells.map_or(0, u64::from_le_bytes)
    }

    /// The highest bit of the first cell with a fingerprint, and perhaps of later ones; zero where none has it.
    #[inline]
    fn found(cells: u64, print: u16) -> u64 {
        const EACH: u64 = 0x0001_0001_0001_0001;
        let differs = (cells ^ (EACH * u64::from(print << BELOW))) & !(EACH * ((1 << BELOW) - 1));
        differs.wrapping_sub(EACH) & !differs & (EACH << 15)
    }
}

impl Gram {
    #[inline]
    fn of(chars: &[u16]) -> Self {
        let and = |all: u64, c: u16| all << 16 | u64::from(c);
        // Mostly two, of which the caller knows that they are two.
        Self(match *chars {
            [a, b] => and(a.into(), b),
            [a, b, c] => and(and(a.into(), b), c),
            _ => chars.iter().fold(0, |all, c| and(all, *c)),
        })
    }
}

/// The finaliser of SplitMix64.
#[inline]
fn mixed(key: u64) -> u64 {
    let key = key.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let key = (key ^ (key >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let key = (key ^ (key >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    key ^ (key >> 31)
}

fn take(rest: &mut &'static [u8], n: usize) -> Option<&'static [u8]> {
    let (taken, left) = rest.split_at_checked(n)?;
    *rest = left;
    Some(taken)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at * 2..at * 2 + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> usize {
    bytes.get(at * 4..at * 4 + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes) as usize
}

#[cfg(all(test, feature = "counts"))]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<u16> {
        text.chars().map(folded).collect()
    }

    #[test]
    fn the_table_is_read_as_it_was_made() {
        let counts = Counts::shipped().unwrap();
        assert!(counts.level(&codes("人民政府")) > counts.level(&codes("青禾")));
        assert_eq!(counts.level(&codes("禾府桥")), None);
        assert_eq!((counts.word(&codes("工作")), counts.word(&codes("作公"))), (Some(false), None));
        assert!(counts.others('炼' as u16).any(|(other, _)| other == '练' as u16));
        assert_eq!(counts.others('A' as u16).count(), 0);
        assert!(counts.likelihood(&codes("认真做好工作")) > counts.likelihood(&codes("认真做好作工")));
    }

    #[test]
    fn a_table_that_is_cut_off_is_none() {
        assert!(Counts::of(&SHIPPED[..SHIPPED.len() / 2]).is_none() && Counts::of(b"SANBU").is_none());
    }
}
