//! Which marks of a paragraph belong together, and which are alone.

use std::ops::Range;

use crate::fold;
use crate::sort;
use crate::steps;

/// Which half of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Open,
    Close,
}

/// A mark without its other half.
#[derive(Clone, Debug)]
pub(super) struct Lone {
    pub pair: usize,
    pub side: Side,
    pub range: Range<usize>,
}

/// Two marks that belong together, with what stands between.
#[derive(Clone, Debug)]
pub(super) struct Couple {
    pub pair: usize,
    pub range: Range<usize>,
    /// One half is full width, the other half width.
    pub is_mixed: bool,
    /// Where the mark begins that it stands right inside of, if it is the very same.
    pub inside: Option<usize>,
}

struct Token {
    pair: usize,
    side: Side,
    /// Which of the widths.
    dress: usize,
    range: Range<usize>,
}

/// Couples and lone marks of a text, in order; `is_foreign` tells codes and Latin passages, where a lone mark is nothing.
pub(super) fn scan(text: &str, pairs: &[&str], is_foreign: impl Fn(usize) -> bool) -> (Vec<Couple>, Vec<Lone>) {
    let mut open: Vec<Token> = Vec::new();
    // How many of each pair are open.
    let mut opened = vec![0usize; pairs.len()];
    let (mut couples, mut lone): (Vec<Couple>, Vec<Lone>) = (Vec::new(), Vec::new());
    for (at, c) in text.char_indices().filter(|(_, c)| !fold::is_han(*c)) {
        let Some(token) = token(at, c, pairs) else { continue };
        // Most closing halves have their other half on top; where none is open, nothing is looked for.
        let partner = || {
            open.iter().rposition(|o| {
                steps::add(1);
                o.pair == token.pair
            })
        };
        let partner = if opened[token.pair] > 0 && token.side == Side::Close { partner() } else { None };
        match (token.side, partner) {
            (Side::Open, _) => {
                opened[token.pair] += 1;
                open.push(token);
            }
            (Side::Close, None) if is_numbering(text, at) => {}
            (Side::Close, None) => lone.push(Lone { pair: token.pair, side: token.side, range: token.range }),
            (Side::Close, Some(partner)) => {
                // Marks opened behind the partner and still open are crossed or alone.
                open[partner..].iter().for_each(|t| opened[t.pair] -= 1);
                lone.extend(open.drain(partner + 1..).map(|t| Lone { pair: t.pair, side: t.side, range: t.range }));
                let Some(first) = open.pop() else { continue };
                let like = |t: &&Token| t.pair == first.pair && t.dress == first.dress;
                let inside = open.last().filter(like).map(|t| t.range.start);
                let range = first.range.start..token.range.end;
                couples.push(Couple { pair: first.pair, range, is_mixed: first.dress != token.dress, inside });
            }
        }
    }
    lone.extend(open.into_iter().map(|t| Lone { pair: t.pair, side: t.side, range: t.range }));
    lone.retain(|l| {
        !(is_shown(text, &l.range) || is_apostrophe(text, &l.range) || is_interval(text, l) || is_smiley(text, l))
    });
    lone.retain(|l| !(text[l.range.clone()].is_ascii() && is_foreign(l.range.start)));
    sort::by_key(&mut lone, |l| l.range.start);
    (couples, lone)
}

fn token(at: usize, c: char, pairs: &[&str]) -> Option<Token> {
    let (pair, place) = pairs.iter().enumerate().find_map(|(i, p)| Some((i, p.chars().position(|k| k == c)?)))?;
    let side = if place % 2 == 0 { Side::Open } else { Side::Close };
    Some(Token { pair, side, dress: place / 2, range: at..at + c.len_utf8() })
}

/// `1）` `a)` `三）` before a heading or an item.
fn is_numbering(text: &str, at: usize) -> bool {
    const LONGEST: usize = 3;
    let before = &text[..at];
    let digit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '①'..='⑳') || fold::number(&c.to_string()).is_some();
    let word = before.trim_end_matches(digit);
    let n = before[word.len()..].chars().count();
    let starts = word.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '）' | ')' | '.'));
    (1..=LONGEST).contains(&n) && starts
}

/// A mark that is spoken of: `“（”`.
fn is_shown(text: &str, range: &Range<usize>) -> bool {
    let (before, behind) = (text[..range.start].chars().next_back(), text[range.end..].chars().next());
    matches!((before, behind), (Some('“' | '‘' | '"'), Some('”' | '’' | '"')))
}

/// `isn’t`, `students’`, `’25`, `’２５`, `50’’`.
fn is_apostrophe(text: &str, range: &Range<usize>) -> bool {
    const MOST: usize = 3;
    let before = text[..range.start].chars().rev().take(MOST).find(|c| *c != '’');
    let behind = text[range.end..].chars().next();
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '０'..='９'));
    &text[range.clone()] == "’" && (letter(before) || letter(behind))
}

/// A half-open interval: `（0，5]`.
fn is_interval(text: &str, lone: &Lone) -> bool {
    const LONGEST: usize = 24;
    let number =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '，' | '-' | '−' | '+' | '∞' | '%' | ' ');
    let is_round = text[lone.range.clone()].contains(['（', '(', '）', ')']);
    match lone.side {
        _ if !is_round => false,
        Side::Open => {
            let behind = text[lone.range.end..].trim_start_matches(number);
            let n = text.len() - lone.range.end - behind.len();
            (1..LONGEST).contains(&n) && behind.starts_with([']', '］', '】'])
        }
        Side::Close => {
            let before = text[..lone.range.start].trim_end_matches(number);
            let n = lone.range.start - before.len();
            (1..LONGEST).contains(&n) && before.ends_with(['[', '［', '【'])
        }
    }
}

/// `:)` `:-(`
fn is_smiley(text: &str, lone: &Lone) -> bool {
    let before = &text[..lone.range.start];
    let before = before.strip_suffix('-').unwrap_or(before);
    text[lone.range.clone()].is_ascii() && before.ends_with([':', ';', '：', '；', '^'])
}
