//! Names of people and organs in a signing cell.

use crate::fold;
use crate::terms::Terms;

/// A person as found in a word.
pub(super) struct Person {
    pub name: String,
    /// The organ or section glued to the name.
    pub unit: Option<String>,
    pub behalf: bool,
}

/// Whether a word has the form of a name.
pub(in crate::element) fn is_name(terms: &Terms, word: &str) -> bool {
    find(terms, word).is_some()
}

/// A unit: by an end that names of people do not have.
pub(in crate::element) fn is_unit(terms: &Terms, word: &str) -> bool {
    let words = &terms.words;
    let length = word.chars().count();
    let ends = || terms.ends_as_unit(word);
    let name = || words.never_units.iter().any(|n| word.ends_with(n.as_str()));
    let shape = match length {
        0 | 1 => false,
        2 => words.unit_ends.iter().any(|e| e == word),
        3 => ends(),
        _ => ends() || terms.is_organ(word),
    };
    shape && !is_verb(terms, word) && !name()
}

/// 问一下财政局, 让李明去办公室: an order that ends in a unit.
pub(super) fn is_told(terms: &Terms, word: &str) -> bool {
    terms.words.never_in_units.iter().any(|w| word.contains(w.as_str()))
}

/// Begins with a surname.
pub(super) fn has_surname(terms: &Terms, word: &str) -> bool {
    surname(terms, word) > 0
}

/// 退办公室, 请法规处 are what to do with it, not where somebody works.
fn is_verb(terms: &Terms, word: &str) -> bool {
    let words = &terms.words;
    let first = word.chars().next();
    first.is_some_and(|c| words.turns.iter().chain(&words.passes).any(|t| t.chars().eq([c])))
        || words.asks.iter().any(|w| word.starts_with(w.as_str()))
}

/// The person in a word: a name, alone or with a title, an organ or a mark of signing glued to it.
pub(super) fn find(terms: &Terms, word: &str) -> Option<Person> {
    let plain = |name: &str| Person { name: name.replace(['.', '．', '•', '・'], "·"), unit: None, behalf: false };
    // 王建国代, 王建国签, 王建国签字: a name with a mark behind it.
    let marks = terms.words.sign_marks.iter().chain(&terms.words.behalf).chain(&terms.words.asides);
    let marked = marks.filter_map(|m| word.strip_suffix(m.as_str()).map(|rest| (rest, m)));
    let marked = marked
        .filter(|(rest, m)| (rest.chars().count() >= 3 || terms.words.behalf.contains(m)) && is_short_name(terms, rest))
        .min_by_key(|(rest, _)| rest.len());
    if let Some((name, mark)) = marked {
        return Some(Person { behalf: terms.words.behalf.contains(mark), ..plain(name) });
    }
    if is_plain_name(terms, word) {
        return Some(plain(word));
    }
    let titles = || terms.words.honorifics.iter().filter(|t| t.chars().count() >= 2);
    if let Some(rest) = titles().filter_map(|t| word.strip_suffix(t.as_str())).min_by_key(|r| r.len())
        && (is_short_name(terms, rest) || surname(terms, rest) == rest.len() && !rest.is_empty())
    {
        // 王建国局长 is 王建国; 王局长 stays as it is.
        return Some(plain(if is_short_name(terms, rest) { rest } else { word }));
    }
    // A name has two to four characters: it stands behind one of the last cuts.
    let cuts: Vec<usize> = word.char_indices().rev().map(|(at, _)| at).skip(1).take(3).filter(|&at| at > 0).collect();
    for at in cuts.into_iter().rev() {
        let (front, back) = word.split_at(at);
        let organ = terms.is_organ(front) && !is_verb(terms, front);
        let titled =
            titles().filter_map(|t| front.strip_suffix(t.as_str())).find(|r| r.is_empty() || terms.is_organ(r));
        if (organ || titled.is_some()) && is_short_name(terms, back) {
            let unit = titled.filter(|u| !u.is_empty()).map(str::to_owned).or_else(|| organ.then(|| front.to_owned()));
            return Some(Person { unit, ..plain(back) });
        }
    }
    None
}

/// A name of two to four characters that begins with a surname, one of several parts, or a transliterated one.
fn is_plain_name(terms: &Terms, word: &str) -> bool {
    let length = word.chars().count();
    if word.contains(['·', '.', '．', '•', '・']) {
        return word.split(['·', '.', '．', '•', '・']).all(|p| !p.is_empty() && p.chars().all(fold::is_han))
            && length >= 3;
    }
    if word.is_ascii() {
        return length >= 2 && terms.patterns.name.as_ref().is_some_and(|p| p.is_match(word));
    }
    if !word.chars().all(fold::is_han) || terms.is_organ(word) && length >= 3 && is_unit(terms, word) {
        return false;
    }
    is_short_name(terms, word)
        || length == 4 && compound(terms, word) && !turns(terms, word, true)
        || length >= 3 && is_transliterated(terms, word)
}

/// Two or three characters (four with a compound surname) that begin with a surname.
pub(super) fn is_short_name(terms: &Terms, word: &str) -> bool {
    let length = word.chars().count();
    let two = compound(terms, word);
    let fits = if two { (3..=4).contains(&length) } else { (2..=3).contains(&length) };
    fits && word.chars().all(fold::is_han) && surname(terms, word) > 0 && !turns(terms, word, false)
}

/// Words of turning an approval make no name; single characters only where they never stand in one.
fn turns(terms: &Terms, word: &str, any: bool) -> bool {
    let long = |t: &&String| any || t.chars().count() > 1;
    terms.words.turns.iter().filter(long).any(|t| word.contains(t.as_str()))
        || terms.words.never_starts_names.iter().any(|t| word.starts_with(t.as_str()))
        || word.chars().any(|c| terms.words.never_in_names.iter().any(|n| n.starts_with(c)))
}

fn compound(terms: &Terms, word: &str) -> bool {
    terms.has_compound_surname(word)
}

/// Bytes of the surname that a word begins with; 0 without one.
fn surname(terms: &Terms, word: &str) -> usize {
    if compound(terms, word) {
        return word.chars().take(2).map(char::len_utf8).sum();
    }
    let Some(first) = word.chars().next() else { return 0 };
    if terms.is_surname(first) { first.len_utf8() } else { 0 }
}

/// Nothing but characters that names from other languages are written with.
pub(super) fn is_transliterated(terms: &Terms, word: &str) -> bool {
    const LONGEST: usize = 12;
    word.chars().count() <= LONGEST && word.chars().all(|c| terms.is_name_letter(c))
}

/// Could be a name nobody has on a list: two or three Han characters.
pub(super) fn may_be_name(word: &str) -> bool {
    (2..=3).contains(&word.chars().count()) && word.chars().all(fold::is_han)
}
