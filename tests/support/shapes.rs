//! Texts that a pattern matches, written from the pattern itself: every branch, every odd character, every count that
//! makes a difference, one change at a time in a text that is good.

use std::collections::BTreeSet;

use regex::Regex;
use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};

/// What stands for a class of very many characters.
const PROBES: [char; 10] = ['青', '十', '某', 'A', '7', '★', '×', '、', '-', '（'];
/// A class of more characters is probed.
const FEW: usize = 80;

/// Texts that the pattern matches, each once, the good one first.
pub fn shapes(pattern: &str, good: &str) -> Vec<String> {
    let hir = regex_syntax::parse(pattern).unwrap();
    let mut seen = BTreeSet::new();
    let mut all: Vec<String> = of(&hir, &mut { good }).into_iter().map(|text| one_blank(&text)).collect();
    // What can be read in two ways is read in one.
    let regex = Regex::new(pattern).unwrap();
    let whole = |text: &str| regex.find(text).is_some_and(|m| m.range() == (0..text.len()));
    all.retain(|text| whole(text) && !text.is_empty() && seen.insert(text.clone()));
    all
}

/// Several blanks are as good as one.
fn one_blank(text: &str) -> String {
    let mut short = text.to_owned();
    while short.contains("  ") {
        short = short.replace("  ", " ");
    }
    short
}

/// `good` is what is left of the good text; what the pattern takes of it comes first.
fn of(hir: &Hir, good: &mut &str) -> Vec<String> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => {
            let word = String::from_utf8(literal.0.to_vec()).unwrap();
            *good = good.strip_prefix(word.as_str()).unwrap_or(good);
            vec![word]
        }
        HirKind::Class(Class::Unicode(class)) => members(class, good),
        HirKind::Class(Class::Bytes(_)) => Vec::new(),
        HirKind::Capture(capture) => of(&capture.sub, good),
        HirKind::Repetition(times) => repeated(&times.sub, times.min, times.max, good),
        HirKind::Concat(parts) => {
            let parts: Vec<Vec<String>> = parts.iter().map(|p| of(p, good)).collect();
            sequences(&parts)
        }
        HirKind::Alternation(branches) => {
            let mut all: Vec<(usize, Vec<String>)> = Vec::new();
            for branch in branches {
                let mut rest = *good;
                let texts = of(branch, &mut rest);
                all.push((rest.len(), texts));
            }
            all.sort_by_key(|(rest, _)| *rest);
            *good = &good[good.len() - all[0].0..];
            all.into_iter().flat_map(|(_, texts)| texts).collect()
        }
    }
}

/// The good sequence with one part changed, and with some changes of two.
fn sequences(parts: &[Vec<String>]) -> Vec<String> {
    let with = |changes: &[(usize, &String)]| -> String {
        let part = |i: usize| changes.iter().find(|(at, _)| *at == i).map_or(&parts[i][0], |(_, text)| text);
        (0..parts.len()).map(part).map(String::as_str).collect()
    };
    let some = |at: usize| {
        let all = &parts[at];
        [1, all.len() / 2, all.len() - 1]
            .into_iter()
            .filter(|&i| i > 0)
            .filter_map(|i| all.get(i))
            .map(move |t| (at, t))
    };
    let one = (0..parts.len()).flat_map(|at| parts[at].iter().map(move |t| (at, t)));
    let mut texts: Vec<String> = one.map(|change| with(&[change])).collect();
    for (a, b) in (0..parts.len()).flat_map(|a| (a + 1..parts.len()).map(move |b| (a, b))) {
        texts.extend(some(a).flat_map(|first| some(b).map(move |second| [first, second])).map(|pair| with(&pair)));
    }
    texts
}

fn members(class: &ClassUnicode, good: &mut &str) -> Vec<String> {
    let has = |c: char| class.ranges().iter().any(|r| (r.start()..=r.end()).contains(&c));
    let count: usize = class.ranges().iter().map(|r| r.end() as usize - r.start() as usize + 1).sum();
    let mut all: Vec<char> = match count {
        0..=FEW => class.ranges().iter().flat_map(|r| r.start()..=r.end()).collect(),
        _ => PROBES.into_iter().filter(|c| has(*c)).collect(),
    };
    // Blanks of every kind are one.
    all.retain(|c| !c.is_whitespace());
    if all.is_empty() {
        all.push(' ');
    }
    if let Some(next) = good.chars().next().filter(|c| has(*c)) {
        *good = &good[next.len_utf8()..];
        all.insert(0, next);
    }
    all.into_iter().map(String::from).collect()
}

fn repeated(sub: &Hir, min: u32, max: Option<u32>, good: &mut &str) -> Vec<String> {
    const SOME: u32 = 3;
    const MANY: u32 = 8;
    let mut base = String::new();
    let mut n = 0;
    let mut texts = of(sub, &mut "");
    while max.is_none_or(|max| n < max) {
        let before = good.len();
        let taken = of(sub, good);
        if good.len() == before {
            break;
        }
        base.push_str(&taken[0]);
        texts.splice(0..0, taken.into_iter().take(1));
        n += 1;
    }
    let one = texts.first().cloned().unwrap_or_default();
    base.push_str(&one.repeat(min.saturating_sub(n) as usize));
    let most = max.unwrap_or(min + SOME).min(MANY);
    let counts = [min, 1, min + 1, most].into_iter().filter(|k| (min..=most).contains(k));
    let counted = counts.map(|k| one.repeat(k as usize));
    let odd = texts.iter().filter(|_| most > 0).map(|t| one.repeat(min.max(1) as usize - 1) + t);
    std::iter::once(base).chain(counted).chain(odd).collect()
}
