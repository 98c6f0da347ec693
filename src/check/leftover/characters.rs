//! Characters that are others than they seem, wherever text is read, with the right ones.

use std::ops::Range;

use serde::Deserialize;

use super::Places;
use crate::document::Document;
use crate::edit::Edit;
use crate::finding::Severity;
use crate::fold;
use crate::lang::Words;
use crate::shown::few;
use crate::terms::{Characters, Terms, UNSEEN};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// Radicals and compatibility characters that look like Han characters.
    Radicals,
    /// Characters that only one font knows.
    PrivateUse,
    /// Full-width letters.
    FullWidth,
    /// Traditional characters in a Simplified text.
    Traditional,
    /// Simplified characters in a Traditional text.
    Simplified,
    /// Letters and marks of another script that look like the right ones.
    Alike,
    /// Characters that take no room.
    ZeroWidth,
}

impl Kind {
    /// Replacing them changes nothing that is read.
    fn is_safe(self) -> bool {
        matches!(self, Kind::Radicals | Kind::FullWidth | Kind::ZeroWidth)
    }

    fn title(self) -> Words {
        Words::from(match self {
            Kind::Radicals => "部首",
            Kind::PrivateUse => "自造字",
            Kind::FullWidth => "全角字母",
            Kind::Traditional => "繁体字",
            Kind::Simplified => "简化字",
            Kind::Alike => "形近的字符",
            Kind::ZeroWidth => "看不见的字符",
        })
    }

    /// The right character for one of these; itself where nobody knows it.
    fn right(self, c: char, characters: &Characters) -> Option<char> {
        match self {
            Kind::Radicals => fold::of_radical(c).or_else(|| characters.of_compatible(c)),
            Kind::PrivateUse => fold::is_private_use(c).then_some(c),
            Kind::FullWidth => is_full_width_letter(c).then(|| fold::fold_char(c)).flatten(),
            Kind::Traditional => characters.of_traditional(c),
            Kind::Simplified => characters.of_simplified(c),
            Kind::Alike => characters.of_alike(c),
            Kind::ZeroWidth => UNSEEN.iter().any(|unseen| unseen.contains(&c)).then_some(c),
        }
    }
}

/// But for those that stand for a blank or for the zero of Han dates.
fn is_full_width_letter(c: char) -> bool {
    matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ') && !matches!(c, 'Ｘ' | 'ｘ' | 'Ｏ' | 'ｏ')
}

/// All of a kind in a file, as one; but for what the office writes so.
pub(super) fn places(kind: Kind, document: &Document, terms: &Terms) -> Vec<Places> {
    let (text, characters) = (document.text.as_str(), terms.characters());
    if matches!(kind, Kind::Traditional | Kind::Simplified) && !is_strange(kind, text, characters) {
        return Vec::new();
    }
    let quoted = if kind == Kind::Traditional { quotations(text, characters) } else { Vec::new() };
    let is_meant = |at: usize, right: char| {
        let next = quoted.partition_point(|quotation| quotation.end <= at);
        let known = || terms.words.known.iter().any(|word| is_written_so(word, text, at, right, characters));
        kind == Kind::Traditional && (quoted.get(next).is_some_and(|q| q.start <= at) || known())
    };
    let is_simplified = kind == Kind::Radicals && matches!(counted(text, characters), (old, new) if old < new);
    let mut places = Places { safe: kind.is_safe(), ..Places::of(kind.title()) };
    let mut told: Vec<String> = Vec::new();
    let (mut before, mut proven) = (None, false);
    for (at, c) in text.char_indices() {
        let last = before.replace(c);
        let Some(right) = (!c.is_ascii()).then(|| kind.right(c, characters)).flatten() else { continue };
        // A compatibility character may be a Traditional one.
        let right = if is_simplified { characters.simple(right) } else { right };
        let range = at..at + c.len_utf8();
        if kind == Kind::Alike && is_among_its_own(c, last, &text[range.end..]) || is_meant(at, right) {
            continue;
        }
        if kind == Kind::ZeroWidth {
            places.fixes.push(Edit::new(range.clone(), String::new()));
        } else if right != c {
            places.fixes.push(Edit::new(range.clone(), right));
        }
        let code = || format!("U+{:04X}", u32::from(c));
        let pair = if right == c { code() } else { format!("{c}→{right}") };
        if !told.contains(&pair) {
            told.push(pair);
        }
        proven |= kind != Kind::Traditional || !may_be_name(c, last, &text[range.end..], characters);
        places.ranges.push(range);
    }
    places.at_most = (!proven).then_some(Severity::Info);
    places.found = few(&told);
    if places.ranges.is_empty() { Vec::new() } else { vec![places] }
}

/// Whether the text as a whole is written in the other script: not where most of it is in the first.
fn is_strange(kind: Kind, text: &str, characters: &Characters) -> bool {
    const SLIP: usize = 2;
    let (old, new) = counted(text, characters);
    match kind {
        Kind::Traditional => old > 0 && old * SLIP <= new,
        _ => new > 0 && new * SLIP <= old,
    }
}

/// How many characters of a text are Traditional only, and how many Simplified only.
fn counted(text: &str, characters: &Characters) -> (usize, usize) {
    let count = |(old, new), c| match () {
        () if characters.of_traditional(c).is_some() => (old + 1, new),
        () if characters.of_simplified(c).is_some() => (old, new + 1),
        () => (old, new),
    };
    text.chars().filter(|c| !c.is_ascii()).fold((0, 0), count)
}

/// What is quoted and has Traditional characters and no Simplified ones: inscriptions, old books.
fn quotations(text: &str, characters: &Characters) -> Vec<Range<usize>> {
    const LONGEST: usize = 600;
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '“' | '”' | '《' | '》' | '\n')) {
        match (c, open.take()) {
            ('“' | '《', _) => open = Some(at),
            ('”' | '》', Some(from)) if at - from <= LONGEST => {
                let (old, new) = counted(&text[from..at], characters);
                if old > 0 && new == 0 {
                    found.push(from..at);
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether a character stands in a word of the office, in either script.
fn is_written_so(word: &str, text: &str, at: usize, right: char, characters: &Characters) -> bool {
    let simple = |c: char| characters.simple(c);
    word.char_indices().filter(|(_, c)| simple(*c) == simple(right)).any(|(place, _)| {
        let before = word[..place].chars().rev().map(simple).eq(text[..at]
            .chars()
            .rev()
            .take(word[..place].chars().count())
            .map(simple));
        before
            && text[at..].chars().map(simple).take(word[place..].chars().count()).eq(word[place..].chars().map(simple))
    })
}

/// A character of names between others that are not Traditional: nobody can tell `石濛溪` from a slip.
fn may_be_name(c: char, before: Option<char>, behind: &str, characters: &Characters) -> bool {
    let mut beside = before.into_iter().chain(behind.chars().next());
    characters.may_name(c) && !beside.any(|near| characters.of_traditional(near).is_some())
}

/// A letter beside another of its script belongs there, but for a word that has Latin letters as well.
fn is_among_its_own(c: char, before: Option<char>, behind: &str) -> bool {
    let script = |c: char| match c {
        'Ͱ'..='Ͽ' => 1,
        'Ѐ'..='ӿ' => 2,
        '\u{3040}'..='\u{30ff}' => 3,
        _ => 0,
    };
    let own = |near: char| script(near) == script(c);
    let word = |near: &char| own(*near) || near.is_ascii_alphabetic();
    let rest: Vec<char> = behind.chars().take_while(word).take(LONGEST_WORD).collect();
    let mixed = before.into_iter().chain(rest.iter().copied()).any(|near| near.is_ascii_alphabetic());
    script(c) > 0 && !mixed && before.into_iter().chain(rest).any(own)
}

const LONGEST_WORD: usize = 24;
