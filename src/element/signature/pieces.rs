//! Cuts a cell where each piece is a signature of its own: at numbers, at the units it names, at its lines, behind its dates.

use std::ops::Range;

use super::person;
use super::words::Words;
use super::{Signature, Status};
use crate::date::Written;
use crate::fold;
use crate::terms::Terms;

/// More entries in one cell are a table, not signatures.
const MOST: usize = 100;

/// The pieces of a cell; the whole when it is one signature.
pub(super) fn pieces(words: &Words<'_>) -> Vec<Range<usize>> {
    let (terms, text, base) = (words.terms, words.text, words.base);
    let whole = base..base + text.len();
    if is_one(words) {
        return vec![whole];
    }
    let cuts = entries(words);
    if cuts.len() > MOST {
        return vec![whole];
    }
    let first = cuts.first().is_some_and(|&at| text[..at - base].trim().is_empty());
    let cuts = &cuts[usize::from(first).min(cuts.len())..];
    let parts = cut(text, &whole, cuts);
    if parts.len() < 2 {
        return by_person(words);
    }
    let of = |range: Range<usize>| {
        let own = &text[range.start - base..range.end - base];
        by_person(&Words::new(terms, own, range.start, false))
    };
    parts.into_iter().flat_map(of).collect()
}

/// One line without anything that opens another entry, and a date at its end: most cells are no more.
fn is_one(words: &Words<'_>) -> bool {
    let text = words.text.trim();
    let opens =
        |c: char| matches!(c, '\n' | '\t' | '：' | ':' | '；' | ';' | '/' | '／' | '|') || ('①'..='⑳').contains(&c);
    let end = words.base + words.text.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let last = |d: &Written| d.range.end >= end;
    text.is_empty()
        || !text.contains(opens) && (words.dates().is_empty() || matches!(words.dates(), [only] if last(only)))
}

fn cut(text: &str, whole: &Range<usize>, cuts: &[usize]) -> Vec<Range<usize>> {
    let edges: Vec<usize> =
        std::iter::once(whole.start).chain(cuts.iter().copied()).chain(std::iter::once(whole.end)).collect();
    let piece = |w: &[usize]| fold::trim(&text[w[0] - whole.start..w[1] - whole.start], w[0]);
    edges.windows(2).map(piece).filter(|r| !r.is_empty()).collect()
}

/// Several people without units: one a line, or one after the other with their dates.
fn by_person(words: &Words<'_>) -> Vec<Range<usize>> {
    let (terms, text, base) = (words.terms, words.text, words.base);
    let whole = base..base + text.len();
    let signs = |own: &str| Words::new(terms, own, base, false).says().names.iter().any(|n| n.sure);
    let lines: Vec<(usize, &str)> = text
        .split_inclusive('\n')
        .scan(0, |at, l| {
            let from = *at;
            *at += l.len();
            Some((from, l))
        })
        .collect();
    if lines.len() > 1 && lines.len() <= MOST {
        let signed: Vec<usize> = lines.iter().filter(|(_, l)| signs(l)).map(|(at, _)| *at).collect();
        // 同意。　2026年9月3日 above 同意。杨秀兰　2026年9月3日: the first has a day and nobody's name.
        let ends_dated = |l: &str| {
            let end = l.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
            terms.any_dates(l, 0).last().is_some_and(|d| d.day.is_some() && d.range.end >= end)
                && terms.date_only(l.trim(), 0).is_none()
        };
        let full: Vec<&(usize, &str)> = lines.iter().filter(|(_, l)| !l.trim().is_empty()).collect();
        if !signed.is_empty() && full.len() > 1 && full.iter().all(|(_, l)| ends_dated(l)) {
            let starts: Vec<usize> = full.iter().skip(1).map(|(at, _)| base + at).collect();
            return cut(text, &whole, &starts);
        }
        if signed.len() > 1 {
            return cut(text, &whole, &borders(terms, &lines, &signed, base));
        }
    }
    let dates = words.dates();
    if !(1..=MOST).contains(&dates.len()) || dates.iter().all(|d| d.day.is_none()) {
        return vec![whole];
    }
    let ends: Vec<usize> = dates.iter().filter(|d| d.day.is_some()).map(|d| d.range.end).collect();
    let parts = cut(text, &whole, &ends);
    let named = |r: &Range<usize>| signs(&text[r.start - base..r.end - base]);
    // A last piece without a name is a remark, or the opinion behind name and date.
    if parts.len() > 1 && parts.iter().all(named) {
        return parts;
    }
    // 同意。马国强　2026年9月3日；同意。　2026年9月3日: the second has a day and nobody's name.
    let apart = |end: &usize| {
        let rest = &text[end - base..];
        let blanks: usize =
            rest.chars().take_while(|c| c.is_whitespace() && *c != '\n').map(|c| if c == ' ' { 1 } else { 2 }).sum();
        rest.trim().is_empty()
            || blanks >= 2
            || rest.trim_start_matches([' ', '\u{3000}']).starts_with(['\n', '\t', '；', ';', '/', '／', '|', '｜'])
    };
    let begun = parts.iter().any(named);
    if ends.len() > 1 && parts.len() == ends.len() && begun && ends.iter().all(apart) { parts } else { vec![whole] }
}

/// Where the pieces of several signed lines begin: an opinion stands above its name, a date alone below it.
fn borders(terms: &Terms, lines: &[(usize, &str)], signed: &[usize], base: usize) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut done = false;
    for (at, line) in lines.iter().filter(|(_, line)| !line.trim().is_empty()) {
        let is_signed = signed.contains(at);
        if done && (is_signed || terms.date_only(line.trim(), 0).is_none()) {
            cuts.push(base + at);
            done = false;
        }
        done |= is_signed;
    }
    // What stands behind the last signature belongs to it.
    if !done {
        cuts.pop();
    }
    cuts
}

/// Where entries begin: `1.`, `①`, `第一负责人：`, `县财政局：`, or a line or column that begins with a unit.
fn entries(words: &Words<'_>) -> Vec<usize> {
    let (terms, text, base) = (words.terms, words.text, words.base);
    let several = words.several;
    let opened = several && is_opened(terms, text);
    let mut found: Vec<usize> = Vec::new();
    let mut expected = 1;
    let ends = words.dates().iter().map(|d| d.range.end - base);
    let circled = text.char_indices().filter(|(_, c)| ('①'..='⑳').contains(c)).map(|(at, _)| at);
    let mut starts: Vec<usize> = leads(text).into_iter().chain(ends).chain(circled).collect();
    starts.sort_unstable();
    starts.dedup();
    for at in starts {
        let rest = &text[at..];
        if let Some((n, length)) = mark(terms, rest)
            && n == expected
            && !rest[length..].starts_with(|c: char| c.is_ascii_digit())
        {
            expected += 1;
            found.push(base + at);
        }
    }
    if found.len() < 2 {
        found.clear();
    }
    for (range, apart) in words.leading() {
        let word = fold::squash(&text[range.start - base..range.end - base]);
        let colon = text[range.end - base..].trim_start().starts_with(['：', ':']);
        let unit = match colon {
            true => {
                person::is_unit(terms, &word)
                    || terms.words.entry_labels.contains(&word)
                    || terms.names_unit(&word) && !person::is_name(terms, &word)
                    || several
                        && opened
                        && (is_word(terms, &word) || person::may_be_name(&word) && is_free(terms, &word))
            }
            false => apart && person::is_unit(terms, &word) && !person::is_told(terms, &word),
        };
        // Behind a number the entry has begun already.
        let numbered = found.iter().any(|&f| {
            f <= range.start && range.start - f <= 24 && only_mark(terms, &text[f - base..range.start - base])
        });
        if unit && !numbered {
            found.push(range.start);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// No word for a part of a signature, and no opinion.
fn is_free(terms: &Terms, word: &str) -> bool {
    !terms.words.part_labels.iter().any(|w| w == word) && terms.opinion_word(word).is_none()
}

/// A short word before a colon that could be the name of a unit that no list has.
fn is_word(terms: &Terms, word: &str) -> bool {
    (2..=10).contains(&word.chars().count())
        && word.chars().all(fold::is_han)
        && !person::is_name(terms, word)
        && is_free(terms, word)
}

/// The text begins with a word and a colon: each of its entries does.
fn is_opened(terms: &Terms, text: &str) -> bool {
    let text = text.trim_start();
    let rest = mark(terms, text).map_or(text, |(_, length)| text[length..].trim_start());
    rest.split_once(['：', ':']).is_some_and(|(word, _)| {
        let word = fold::squash(word);
        is_word(terms, &word) || person::may_be_name(&word) && is_free(terms, &word)
    })
}

fn only_mark(terms: &Terms, text: &str) -> bool {
    mark(terms, text).is_some_and(|(_, length)| text[length..].trim().is_empty())
}

/// Whether a word with its colon opens an entry: 第一负责人.
pub(in crate::element) fn opens_entry(terms: &Terms, word: &str) -> bool {
    mark(terms, &format!("{word}：")).is_some()
}

/// The number that a text begins with as an entry does, and its length.
fn mark(terms: &Terms, text: &str) -> Option<(u32, usize)> {
    const WINDOW: usize = 12;
    let end = text.char_indices().nth(WINDOW).map_or(text.len(), |(at, _)| at);
    let captures = terms.patterns.entry_mark.as_ref()?.captures(&text[..end])?;
    let group = |name: &str| captures.name(name).map(|m| m.as_str());
    let circled = group("c").and_then(|c| c.chars().next()).map(|c| c as u32 - '①' as u32 + 1);
    let written = ["n", "p", "h", "o"].iter().find_map(|n| group(n)).and_then(fold::number);
    Some((circled.or(written)?, captures.get(0)?.end()))
}

/// Places where something may begin: the start, behind a line end, a mark or a run of blanks.
fn leads(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut lead = true;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() || matches!(c, '；' | ';' | '。' | '/' | '／' | '，' | '|' | '｜') {
            lead = true;
            continue;
        }
        if lead {
            found.push(at);
        }
        lead = false;
    }
    found
}

/// Joins the pieces of one label: a unit above and a person below, an opinion and a name.
pub(in crate::element) fn join_pieces(found: &mut Vec<Signature>, several: bool) {
    let blank = |s: &Signature| s.status == Status::Empty && s.unit.is_none();
    if found.iter().any(|s| !blank(s)) {
        found.retain(|s| !blank(s));
    } else {
        found.truncate(1);
    }
    if several {
        // One person in several pieces: the opinion above, and below it who had it and when.
        let at_most_one = |has: fn(&Signature) -> bool| found.iter().filter(|s| has(s)).count() < 2;
        let one = at_most_one(|s| s.name.is_some())
            && at_most_one(|s| s.date.is_some())
            && at_most_one(|s| s.opinion.is_some())
            && at_most_one(|s| s.unit.is_some());
        if one && found.iter().any(|s| s.name.is_some()) {
            for rest in found.split_off(1) {
                found[0].take_in(rest);
            }
        }
        return;
    }
    let mut at = 0;
    while at + 1 < found.len() {
        let (a, b) = (&found[at], &found[at + 1]);
        let apart = |x: bool, y: bool| !(x && y);
        let parts = apart(a.name.is_some(), b.name.is_some())
            && apart(a.date.is_some(), b.date.is_some())
            && apart(a.opinion.is_some(), b.opinion.is_some());
        if !parts {
            at += 1;
            continue;
        }
        let rest = found.remove(at + 1);
        found[at].take_in(rest);
    }
}
