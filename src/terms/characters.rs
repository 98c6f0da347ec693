//! Characters that are others than they seem, with the right ones.

use std::ops::RangeInclusive;

use serde::Deserialize;

use super::Seen;
use super::marks::Marks;

/// They take no room, and do not choose the shape of the character before.
pub(crate) const UNSEEN: [RangeInclusive<char>; 4] =
    ['\u{ad}'..='\u{ad}', '\u{200b}'..='\u{200d}', '\u{2060}'..='\u{2060}', '\u{feff}'..='\u{feff}'];
/// Radicals, characters of one font, full-width letters, and what is rare.
const ODD: [RangeInclusive<char>; 5] =
    ['\u{2e80}'..='\u{2fd5}', '\u{e000}'..='\u{f8ff}', 'Ａ'..='Ｚ', 'ａ'..='ｚ', '\u{10000}'..='\u{10000}'];

/// Pairs of what is written and what is right, several in a string.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CharacterLists {
    /// Traditional and Simplified characters.
    traditional: Vec<String>,
    /// Simplified characters that stand for several Traditional ones, or are some themselves.
    ambiguous: String,
    /// Traditional characters that names of people and places keep.
    named: String,
    /// Compatibility characters and Han characters.
    compatible: Vec<String>,
    /// Letters and marks that look like others.
    alike: Vec<String>,
}

impl CharacterLists {
    /// Adds what another rule file says.
    pub(crate) fn extend(&mut self, other: Self) {
        self.traditional.extend(other.traditional);
        self.ambiguous += &other.ambiguous;
        self.named += &other.named;
        self.compatible.extend(other.compatible);
        self.alike.extend(other.alike);
    }
}

/// The lists, ready to be asked about every character of a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Characters {
    traditional: Pairs,
    simplified: Pairs,
    compatible: Pairs,
    alike: Pairs,
    named: String,
    /// All but the Simplified ones, radicals and the like, and those that take no room.
    odd: Marks,
}

impl Characters {
    pub(super) fn of(lists: &CharacterLists) -> Self {
        let traditional: Vec<(char, char)> = pairs(&lists.traditional).collect();
        let clear = |(_, simple): &(char, char)| !lists.ambiguous.contains(*simple);
        let simplified = Pairs::of(traditional.iter().copied().filter(clear).map(|(t, s)| (s, t)));
        let traditional = Pairs::of(traditional.into_iter());
        let compatible = Pairs::of(pairs(&lists.compatible));
        let alike = Pairs::of(pairs(&lists.alike));
        let mut odd = Marks::default();
        let listed = [&traditional, &compatible, &alike].into_iter().flat_map(|pairs| &pairs.sorted);
        let listed = listed.map(|(written, _)| *written).filter(|c| !c.is_ascii());
        listed.chain(ODD.into_iter().chain(UNSEEN).flatten()).for_each(|c| odd.set(c));
        Self { traditional, simplified, compatible, alike, named: lists.named.clone(), odd }
    }

    /// Whether a text may have characters that are others than they seem: radicals or full-width, of one font, Traditional
    /// or alike, or of no width.
    pub(crate) fn may_be_odd(&self, text: &Seen) -> bool {
        text.has_any(&self.odd)
    }

    /// A character as Simplified texts have it.
    pub(crate) fn simple(&self, c: char) -> char {
        self.traditional.right(c).unwrap_or(c)
    }

    /// Whether a Traditional character may stand in a name.
    pub(crate) fn may_name(&self, c: char) -> bool {
        self.named.contains(c)
    }

    /// The Simplified character for a Traditional one.
    pub(crate) fn of_traditional(&self, c: char) -> Option<char> {
        self.traditional.right(c)
    }

    /// The Traditional character for a Simplified one that stands for no other.
    pub(crate) fn of_simplified(&self, c: char) -> Option<char> {
        self.simplified.right(c)
    }

    /// The Han character for a compatibility one.
    pub(crate) fn of_compatible(&self, c: char) -> Option<char> {
        self.compatible.right(c)
    }

    /// What is meant by a character that looks like another.
    pub(crate) fn of_alike(&self, c: char) -> Option<char> {
        self.alike.right(c)
    }
}

fn pairs(lists: &[String]) -> impl Iterator<Item = (char, char)> {
    lists.iter().flat_map(|list| list.chars().zip(list.chars().skip(1)).step_by(2))
}

/// Pairs by the first character. Hardly a character of a text has one: a bit for each tells so at once.
#[derive(Clone, Debug, Default)]
struct Pairs {
    sorted: Vec<(char, char)>,
    marks: Marks,
}

impl Pairs {
    fn of(pairs: impl Iterator<Item = (char, char)>) -> Self {
        let mut all = Self { sorted: pairs.collect(), ..Self::default() };
        all.sorted.sort_unstable();
        all.sorted.iter().for_each(|(written, _)| all.marks.set(*written));
        all
    }

    fn right(&self, c: char) -> Option<char> {
        if !self.marks.has(c) {
            return None;
        }
        let at = self.sorted.binary_search_by_key(&c, |(written, _)| *written).ok()?;
        Some(self.sorted[at].1)
    }
}
