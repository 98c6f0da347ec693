//! Which characters of two texts are the same ones: anchors that stand once in both, then a plain comparison of what is
//! left between them. Every step is bounded, so that twice the text takes twice the time.

use std::collections::HashMap;
use std::ops::Range;

use crate::sort;
use crate::steps;

/// A place where two texts differ: what the first has, and what the second has instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// Characters of the first text.
    pub(super) a: Range<usize>,
    /// Characters of the second.
    pub(super) b: Range<usize>,
}

/// Characters that stand in both texts in the same order.
#[derive(Clone, Copy, Debug)]
struct Same {
    a: usize,
    b: usize,
    len: usize,
}

/// Lengths of the anchors, from the surest on; each is looked for once in what the ones before have left.
const ANCHORS: [usize; 7] = [32, 16, 12, 8, 6, 4, 3];
/// Most differences of what no anchor divides. With more it is taken for a difference as a whole, but where most of it is
/// the same: then it is gone on with, so many at a time.
const MOST: usize = 400;
const MOST_MORE: usize = 100;

/// What is left of a text is so short, and stands again so soon.
const FEW: usize = 2;
const SOON: usize = 20;

/// The differences of two texts, in order.
pub(super) fn edits(a: &[char], b: &[char]) -> Vec<Edit> {
    let mut same = Vec::new();
    let mut open = vec![(0..a.len(), 0..b.len(), 0)];
    while let Some((mut left, mut right, mut level)) = open.pop() {
        steps::add(left.len() + right.len());
        let begin = common(a[left.clone()].iter(), b[right.clone()].iter());
        same.push(Same { a: left.start, b: right.start, len: begin });
        (left.start, right.start) = (left.start + begin, right.start + begin);
        // A mark that ends a short text ends the notes and boxes behind it as well: where it stands first, it is meant.
        let few = (1..=FEW).contains(&left.len()) && right.end == b.len() && right.len() > SOON;
        let first = || b[right.clone()][..SOON].windows(left.len()).position(|own| *own == a[left.clone()]);
        if let Some(at) = few.then(first).flatten() {
            same.push(Same { a: left.start, b: right.start + at, len: left.len() });
            continue;
        }
        let end = common(a[left.clone()].iter().rev(), b[right.clone()].iter().rev());
        (left.end, right.end) = (left.end - end, right.end - end);
        same.push(Same { a: left.end, b: right.end, len: end });
        let mut anchors = Vec::new();
        while !left.is_empty() && !right.is_empty() && anchors.is_empty() && level < ANCHORS.len() {
            anchors = self::anchors(&a[left.clone()], &b[right.clone()], ANCHORS[level]);
            level += 1;
        }
        if anchors.is_empty() {
            shortest(&a[left.clone()], &b[right.clone()], |s| {
                same.push(Same { a: s.a + left.start, b: s.b + right.start, ..s });
            });
            continue;
        }
        let (from, to) = (left.start, right.start);
        for found in anchors {
            let here = Same { a: found.a + from, b: found.b + to, ..found };
            open.push((left.start..here.a, right.start..here.b, level));
            (left.start, right.start) = (here.a + here.len, here.b + here.len);
            same.push(here);
        }
        open.push((left, right, level));
    }
    same.retain(|s| s.len > 0);
    sort::by_key(&mut same, |s| (s.a, s.b));
    between(&same, a.len(), b.len())
}

fn common<'t>(a: impl Iterator<Item = &'t char>, b: impl Iterator<Item = &'t char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

/// What lies between the characters that are the same.
fn between(same: &[Same], a: usize, b: usize) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (mut from, mut to) = (0, 0);
    for s in same.iter().chain(&[Same { a, b, len: 0 }]) {
        if s.a > from || s.b > to {
            edits.push(Edit { a: from..s.a, b: to..s.b });
        }
        (from, to) = (s.a + s.len, s.b + s.len);
    }
    edits
}

/// Pieces of some length that stand once in each text, the longest row of them in which both orders agree, each made as
/// long as it can be.
fn anchors(a: &[char], b: &[char], len: usize) -> Vec<Same> {
    // Where a piece begins, in the first text and in the second; none once it was met again.
    let mut places: HashMap<u64, [Option<Option<usize>>; 2]> = HashMap::new();
    for (side, text) in [a, b].into_iter().enumerate() {
        for (at, hash) in hashes(text, len).enumerate() {
            let place = &mut places.entry(hash).or_default()[side];
            *place = Some(if place.is_none() { Some(at) } else { None });
        }
    }
    let once = places.into_values().filter_map(|[a, b]| Some((a??, b??)));
    let mut once: Vec<(usize, usize)> = once.filter(|(x, y)| a[*x..x + len] == b[*y..y + len]).collect();
    once.sort_unstable();
    let mut rows: Vec<Same> = Vec::new();
    let mut free = (0, 0);
    for (mut x, mut y) in rising(&once) {
        if x < free.0 || y < free.1 {
            continue;
        }
        let mut size = len + common(a[x + len..].iter(), b[y + len..].iter());
        let before = common(a[free.0..x].iter().rev(), b[free.1..y].iter().rev());
        (x, y, size) = (x - before, y - before, size + before);
        rows.push(Same { a: x, b: y, len: size });
        free = (x + size, y + size);
    }
    rows
}

/// A number for every piece of a length, in order; pieces with different numbers differ.
fn hashes(text: &[char], len: usize) -> impl Iterator<Item = u64> + '_ {
    const BASE: u64 = 0x0001_0000_01b3;
    let top = (1..len).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let mut hash = 0u64;
    text.iter().enumerate().filter_map(move |(at, c)| {
        if let Some(gone) = at.checked_sub(len) {
            hash = hash.wrapping_sub(u64::from(text[gone]).wrapping_add(1).wrapping_mul(top));
        }
        hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(*c) + 1);
        (at + 1 >= len).then_some(hash)
    })
}

/// The longest row of pairs, sorted by the first, in which the second rises too.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, (_, second)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < *second);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        if length == ends.len() { ends.push(at) } else { ends[length] = at }
    }
    let mut row: Vec<_> = std::iter::successors(ends.last().copied(), |&at| before[at]).map(|at| pairs[at]).collect();
    row.reverse();
    row
}

/// The fewest differences of two short texts (Myers), piece by piece where there are many; nothing when the texts have
/// less in common than not.
fn shortest(a: &[char], b: &[char], mut take: impl FnMut(Same)) {
    let (mut from, mut to, mut most) = (0, 0, MOST);
    while from < a.len() && to < b.len() {
        let (same, differences) = stretch(&a[from..], &b[to..], most);
        let common: usize = same.iter().map(|s| s.len).sum();
        let Some(end) = same.iter().map(|s| (s.a + s.len, s.b + s.len)).max() else { return };
        if differences == most && common <= differences {
            return;
        }
        same.into_iter().for_each(|s| take(Same { a: s.a + from, b: s.b + to, ..s }));
        // All of it, or one step further on the way.
        if differences < most || end == (0, 0) {
            return;
        }
        (from, to, most) = (from + end.0, to + end.1, MOST_MORE);
    }
}

/// What two texts have in common, up to so many differences; and how many there are.
fn stretch(a: &[char], b: &[char], most: usize) -> (Vec<Same>, usize) {
    // Of every number of differences how far one comes in the first text on each diagonal.
    let mut rounds: Vec<Diagonals> = Vec::new();
    let mut k = a.len() as isize - b.len() as isize;
    loop {
        let d = rounds.len();
        let mut now = Diagonals::new(d);
        for k in (-(d as isize)..=d as isize).step_by(2) {
            let Some((start, _)) = Diagonals::enter(rounds.last(), k, (a.len(), b.len())) else { continue };
            let run = common(a[start..].iter(), b[across(start, k)..].iter());
            steps::add(1 + run);
            now.set(k, start + run);
        }
        let done = now.get(k) == Some(a.len());
        let furthest = now.furthest();
        rounds.push(now);
        if done {
            break;
        }
        if d == most {
            let Some(furthest) = furthest else { return (Vec::new(), d) };
            k = furthest;
            break;
        }
    }
    let differences = rounds.len() - 1;
    let mut same = Vec::new();
    while let Some(now) = rounds.pop() {
        let entered = Diagonals::enter(rounds.last(), k, (a.len(), b.len()));
        let (Some(end), Some((start, from))) = (now.get(k), entered) else { break };
        same.push(Same { a: start, b: across(start, k), len: end - start });
        k = from;
    }
    (same, differences)
}

/// Where one stands in the second text, on a diagonal.
fn across(x: usize, k: isize) -> usize {
    x.saturating_add_signed(-k)
}

/// How far one comes on each diagonal with a number of differences.
struct Diagonals {
    most: isize,
    reached: Vec<Option<usize>>,
}

impl Diagonals {
    fn new(d: usize) -> Self {
        Self { most: d as isize, reached: vec![None; 2 * d + 1] }
    }

    fn get(&self, k: isize) -> Option<usize> {
        *self.reached.get(usize::try_from(k + self.most).ok()?)?
    }

    fn set(&mut self, k: isize, x: usize) {
        if let Some(place) = usize::try_from(k + self.most).ok().and_then(|at| self.reached.get_mut(at)) {
            *place = Some(x);
        }
    }

    /// The diagonal on which one has come furthest in both texts.
    fn furthest(&self) -> Option<isize> {
        let all = self.reached.iter().enumerate().filter_map(|(at, x)| Some((at as isize - self.most, (*x)?)));
        all.max_by_key(|(k, x)| 2 * *x as isize - k).map(|(k, _)| k)
    }

    /// Where one enters a diagonal with one difference more, and from which: by leaving out a character of the first text
    /// or by taking in one of the second.
    fn enter(before: Option<&Self>, k: isize, (n, m): (usize, usize)) -> Option<(usize, isize)> {
        let Some(before) = before else { return (k == 0).then_some((0, 0)) };
        let inside = |(x, _): &(usize, isize)| *x <= n && usize::try_from(*x as isize - k).is_ok_and(|y| y <= m);
        let right = before.get(k - 1).map(|x| (x + 1, k - 1)).filter(inside);
        let down = before.get(k + 1).map(|x| (x, k + 1)).filter(inside);
        right.max(down)
    }
}

/// Differences that hardly anything stands between are one.
pub(super) fn joined(edits: Vec<Edit>) -> Vec<Edit> {
    let size = |edit: &Edit| edit.a.len().max(edit.b.len());
    // The same number of characters between them on both sides.
    let gap = |last: &Edit, edit: &Edit| {
        let gap = edit.a.start.checked_sub(last.a.end)?;
        (edit.b.start.checked_sub(last.b.end) == Some(gap)).then_some(gap)
    };
    let mut all: Vec<Edit> = Vec::new();
    for edit in edits {
        match all.last_mut() {
            Some(last) if gap(last, &edit).is_some_and(|gap| gap <= size(last).min(size(&edit)).min(NEAR)) => {
                (last.a.end, last.b.end) = (edit.a.end, edit.b.end);
            }
            _ => all.push(edit),
        }
    }
    all
}

/// So many characters at most between two differences that are told as one.
const NEAR: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(a: &str, b: &str) -> Vec<(String, String)> {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let all = joined(edits(&a, &b));
        all.iter().map(|e| (a[e.a.clone()].iter().collect(), b[e.b.clone()].iter().collect())).collect()
    }

    fn pair(a: &str, b: &str) -> (String, String) {
        (a.to_owned(), b.to_owned())
    }

    #[test]
    fn differences_are_told_with_what_stands_instead() {
        assert_eq!(diff("请做好防汛工作", "请做好防汛工作"), []);
        assert_eq!(diff("", "请"), [pair("", "请")]);
        assert_eq!(diff("覆盖人口529余人", "覆盖人口559余人"), [pair("2", "5")]);
        assert_eq!(diff("2026年8月27日", "2026年9月1日"), [pair("8月27", "9月1")]);
        assert_eq!(diff("甲乙丙丁戊己", "甲丙丁戊庚己"), [pair("乙", ""), pair("", "庚")]);
    }

    #[test]
    fn whatever_two_texts_are_the_differences_turn_one_into_the_other() {
        let mut seed = 7u64;
        let mut next = move |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for round in 0..300 {
            let letters = 2 + round % 7;
            let mut text = |longest: u64| -> Vec<char> {
                (0..next(longest)).map(|_| char::from(b'a' + next(letters) as u8)).collect()
            };
            let (a, b) = (text(60), text(60));
            let mut made = Vec::new();
            let mut from = 0;
            for edit in edits(&a, &b) {
                made.extend_from_slice(&a[from..edit.a.start]);
                assert_eq!(made.len(), edit.b.start);
                made.extend_from_slice(&b[edit.b.clone()]);
                from = edit.a.end;
            }
            made.extend_from_slice(&a[from..]);
            assert_eq!(made, b);
        }
    }
}
