//! The characters of a text that people see, each with its place: worked out once for all who look at every one of them.

use std::borrow::Cow;
use std::ops::Range;

use crate::fold;
use crate::steps;

/// The characters of a text without its breaks and what takes no room: a line that goes on has its break between any two.
#[derive(Clone, Debug, Default)]
pub(crate) struct Letters {
    /// The characters.
    pub(crate) chars: Vec<char>,
    /// The byte that each begins with.
    places: Vec<u32>,
    /// The text has no other characters.
    whole: bool,
}

impl Letters {
    /// Of a text, which is shorter than 4 GB.
    pub(crate) fn of(text: &str) -> Self {
        steps::add(text.len());
        // All but a few take three bytes.
        let likely = text.len() / 3 + text.len() / 24 + 1;
        let (mut chars, mut places) = (Vec::with_capacity(likely), Vec::with_capacity(likely));
        let mut whole = true;
        for (at, c) in text.char_indices() {
            if is_seen(c) {
                chars.push(c);
                places.push(at as u32);
            } else {
                whole = false;
            }
        }
        Self { chars, places, whole }
    }

    /// All characters of the text that they are of: these, unless some are not seen.
    pub(crate) fn all<'l>(&'l self, text: &str) -> Cow<'l, [char]> {
        if self.whole { Cow::Borrowed(&self.chars) } else { text.chars().collect() }
    }

    /// The byte that a character begins with; none behind the last.
    pub(crate) fn place(&self, at: usize) -> Option<usize> {
        self.places.get(at).map(|place| *place as usize)
    }

    /// The bytes of some characters, at least one.
    pub(crate) fn range(&self, at: usize, n: usize) -> Range<usize> {
        let last = at + n - 1;
        self.places[at] as usize..self.places[last] as usize + self.chars[last].len_utf8()
    }
}

/// Whether a character is neither a break nor without width.
#[inline]
pub(crate) fn is_seen(c: char) -> bool {
    // Nearly all of a text.
    matches!(c, '\u{4e00}'..='\u{9fff}') || c != '\n' && !fold::is_zero_width(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_left_out_and_places_stay() {
        let text = "请\n示\u{200b}a。";
        let letters = Letters::of(text);
        assert_eq!(letters.chars, ['请', '示', 'a', '。']);
        assert_eq!(&text[letters.range(0, 2)], "请\n示");
        assert_eq!(&text[letters.range(1, 3)], "示\u{200b}a。");
        assert_eq!((letters.place(3), letters.place(4)), (text.find('。'), None));
        assert_eq!(letters.all(text).iter().collect::<String>(), text);
        assert!(matches!(Letters::of("请示").all("请示"), Cow::Borrowed(['请', '示'])));
    }
}
