//! Characters that are others than they seem, wherever text is read, with the right ones.

use serde::Deserialize;

use super::Places;
use crate::document::Document;
use crate::edit::Edit;
use crate::fold;
use crate::lang::Words;
use crate::shown::few;
use crate::terms::Characters;

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
}

impl Kind {
    /// Replacing them changes nothing that is read.
    fn is_safe(self) -> bool {
        matches!(self, Kind::Radicals | Kind::FullWidth)
    }

    fn title(self) -> Words {
        Words::from(match self {
            Kind::Radicals => "部首",
            Kind::PrivateUse => "自造字",
            Kind::FullWidth => "全角字母",
            Kind::Traditional => "繁体字",
            Kind::Simplified => "简化字",
            Kind::Alike => "形近的字符",
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
        }
    }
}

/// But for those that stand for a blank or for the zero of Han dates.
fn is_full_width_letter(c: char) -> bool {
    matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ') && !matches!(c, 'Ｘ' | 'ｘ' | 'Ｏ' | 'ｏ')
}

/// Whether any rule about characters has something to look at.
pub(super) fn any(document: &Document, characters: &Characters) -> bool {
    document.text.as_str().chars().any(|c| !c.is_ascii() && characters.may_be_odd(c))
}

/// All of a kind in a file, as one.
pub(super) fn places(kind: Kind, document: &Document, characters: &Characters) -> Vec<Places> {
    let text = document.text.as_str();
    if matches!(kind, Kind::Traditional | Kind::Simplified) && !is_strange(kind, text, characters) {
        return Vec::new();
    }
    let mut places = Places { safe: kind.is_safe(), ..Places::of(kind.title()) };
    let mut told: Vec<String> = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let last = before.replace(c);
        let Some(right) = (!c.is_ascii()).then(|| kind.right(c, characters)).flatten() else { continue };
        let range = at..at + c.len_utf8();
        if kind == Kind::Alike && is_among_its_own(c, last, text[range.end..].chars().next()) {
            continue;
        }
        if right != c {
            places.fixes.push(Edit::new(range.clone(), right));
        }
        let code = || format!("U+{:04X}", u32::from(c));
        let pair = if right == c { code() } else { format!("{c}→{right}") };
        if !told.contains(&pair) {
            told.push(pair);
        }
        places.ranges.push(range);
    }
    places.found = few(&told);
    if places.ranges.is_empty() { Vec::new() } else { vec![places] }
}

/// Whether the text as a whole is written in the other script: one character in so many is a slip.
fn is_strange(kind: Kind, text: &str, characters: &Characters) -> bool {
    const SLIP: usize = 5;
    let is_old = |c: &char| characters.of_traditional(*c).is_some();
    let old = text.chars().filter(is_old).count();
    // Most texts have none, and then nothing is strange.
    if old == 0 {
        return false;
    }
    let new = text.chars().filter(|c| !is_old(c) && characters.of_simplified(*c).is_some()).count();
    match kind {
        Kind::Traditional => old * SLIP <= new,
        _ => new > 0 && new * SLIP <= old,
    }
}

/// A letter beside another of its script belongs there.
fn is_among_its_own(c: char, before: Option<char>, behind: Option<char>) -> bool {
    let script = |c: char| match c {
        'Ͱ'..='Ͽ' => 1,
        'Ѐ'..='ӿ' => 2,
        '\u{3040}'..='\u{30ff}' => 3,
        _ => 0,
    };
    script(c) > 0 && [before, behind].into_iter().flatten().any(|near| script(near) == script(c))
}
