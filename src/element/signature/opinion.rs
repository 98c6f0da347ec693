//! What a clause amounts to: the longest known phrase, refusals first; what could turn an approval is never passed over.

use super::person;
use crate::fold;
use crate::terms::{Means, Terms};

/// A clause of an opinion.
pub(super) enum Clause {
    /// Its meaning, and to whom it passes the document on.
    Known(Means, Option<String>),
    /// It may turn an approval into something else: a person must look.
    Unclear,
    /// It sends the document on its way: 送办公室核稿.
    PassesOn,
    /// It says nothing about approval.
    Neutral,
}

/// Whether a word is a known opinion as it stands.
pub(super) fn is_word(terms: &Terms, word: &str) -> bool {
    terms.opinion_word(word).is_some()
}

/// Whether a text is a known opinion, as a word or by a pattern.
pub(in crate::element) fn is_opinion(terms: &Terms, text: &str) -> bool {
    meaning(terms, text).is_some()
}

/// What a text means that is a known opinion.
pub(super) fn meaning(terms: &Terms, text: &str) -> Option<Means> {
    terms.opinion_word(text).or_else(|| match clause(terms, text) {
        Clause::Known(means, _) => Some(means),
        _ => None,
    })
}

/// Whether a text is a known opinion from end to end.
pub(in crate::element) fn is_phrase(terms: &Terms, text: &str) -> bool {
    is_word(terms, text) || terms.opinion_patterns(text).any(|(_, p)| p.is_match(text))
}

/// Whether a text is a known refusal.
pub(in crate::element) fn refuses(terms: &Terms, text: &str) -> bool {
    matches!(clause(terms, text), Clause::Known(Means::Rejected | Means::Pending, _))
}

/// Whether a longer word begins with a known opinion of two characters or more.
pub(super) fn begins(terms: &Terms, word: &str) -> bool {
    prefix(terms, word).is_some()
}

/// Whether a clause begins with an approval, whatever it goes on to say.
pub(super) fn approves_first(terms: &Terms, word: &str) -> bool {
    prefix(terms, word).is_some_and(|(_, means)| means == Means::Approved)
}

/// A clause that is no single known word.
pub(super) fn clause(terms: &Terms, word: &str) -> Clause {
    for (means, pattern) in terms.opinion_patterns(word) {
        if let Some(c) = pattern.captures(word) {
            return Clause::Known(means, c.name("who").map(|m| bare(terms, m.as_str())));
        }
    }
    let has = |list: &[String], text: &str| list.iter().any(|t| text.contains(t.as_str()));
    let words = &terms.words;
    match prefix(terms, word) {
        Some((length, means)) if !has(&words.turns, &word[length..]) && !has(&words.passes, &word[length..]) => {
            Clause::Known(means, None)
        }
        _ if has(&words.turns, word) => Clause::Unclear,
        _ if has(&words.passes, word) => Clause::PassesOn,
        _ => Clause::Neutral,
    }
}

/// The person without verbs before and without titles when a whole name is left.
fn bare(terms: &Terms, mut who: &str) -> String {
    while let Some(rest) = terms.words.passes.iter().find_map(|verb| who.strip_prefix(verb.as_str())) {
        who = rest;
    }
    let name = terms.bare_name(who);
    if person::is_short_name(terms, &name) { name } else { who.to_owned() }
}

/// The longest known phrase that a clause begins with. Short refusals count only as whole words: 不发 is not 不发纸质版.
fn prefix(terms: &Terms, word: &str) -> Option<(usize, Means)> {
    let ends = word.char_indices().map(|(at, c)| (at + c.len_utf8(), word[..at].chars().count() + 1));
    let known = |(end, count): (usize, usize)| {
        let means = terms.opinion_word(&word[..end])?;
        let least = if matches!(means, Means::Rejected | Means::NotApplicable) { 3 } else { 2 };
        (count >= least && end < word.len() && means != Means::NotApplicable).then_some((end, means))
    };
    ends.filter_map(known).last()
}

/// `同意王某` and `王某同意` written without a mark between: where to cut, the meaning, and whether the opinion is in front.
pub(super) fn beside_name(terms: &Terms, text: &str) -> Option<(usize, Means, bool)> {
    let cuts = text.char_indices().map(|(at, _)| at).filter(|&at| at > 0);
    let found = cuts.filter_map(|at| {
        let (front, back) = text.split_at(at);
        let long = |t: &str| t.chars().count() >= 2;
        let named = |t: &str| person::is_short_name(terms, &fold::squash(t));
        match (terms.opinion_word(front), terms.opinion_word(back)) {
            (Some(means), _) if long(front) && named(back) => Some((front.len(), (at, means, true))),
            (_, Some(means)) if long(back) && named(front) => Some((back.len(), (at, means, false))),
            _ => None,
        }
    });
    found.max_by_key(|(length, _)| *length).map(|(_, cut)| cut)
}
