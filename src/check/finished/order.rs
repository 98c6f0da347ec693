//! What only stands elsewhere: drawn in another order and where it belongs on paper, or really moved.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::align::Edit;
use super::pages;
use super::table;
use super::texts::Texts;
use crate::document::Zone;
use crate::sort;
use crate::steps;

/// A text that stands elsewhere than where it was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moved {
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
}

/// Takes what was only drawn in another order out of the differences, and tells what was moved, of texts that are as long
/// as this.
pub(super) fn settle(texts: &Texts<'_, '_>, edits: Vec<Edit>, shortest: usize) -> (Vec<Edit>, Vec<Moved>) {
    let mut pool = Pool::of(texts, &edits);
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for edit in edits.iter().filter(|edit| !edit.a.is_empty()) {
        let lines = texts.signed.by_line(edit.a.clone());
        pieces.extend((lines.len() > 1).then(|| edit.a.clone()));
        pieces.extend(lines);
    }
    pieces.retain(|piece| piece.len() >= shortest);
    sort::by_key(&mut pieces, |piece| (std::cmp::Reverse(piece.len()), piece.start));
    let mut gone = vec![false; texts.signed.marks.len()];
    let mut moved: Vec<Moved> = Vec::new();
    for piece in pieces {
        if gone[piece.clone()].iter().any(|gone| *gone) {
            continue;
        }
        let found = pool.find(texts, &piece);
        let here = found.iter().find(|(_, b)| stands_there(texts, &piece, b));
        let least = if texts.signed.is_whole(&piece) { SHORTEST_LINE } else { SHORTEST_MOVED };
        // Rows of tables are looked at before what is short.
        let waits = |a: &Range<usize>, b: &Range<usize>| shortest > 1 && table::is_cut(texts, a, b);
        let far = || found.iter().find(|(a, b)| b.len() >= least && !waits(a, b));
        let Some((a, b)) = here.or_else(far) else { continue };
        if here.is_none() {
            moved.push(Moved { a: a.clone(), b: b.clone() });
        }
        // What is cut elsewhere by a character or two is the same piece.
        gone[piece].iter_mut().for_each(|gone| *gone = true);
        let around = pool.goes_on(texts, a, b);
        pool.take(b.clone().chain(around));
    }
    let left = edits.iter().flat_map(|edit| left_of(edit, &gone, &pool.gone)).collect();
    sort::by_key(&mut moved, |moved| moved.b.start);
    (left, moved)
}

/// Takes whole pages that stand elsewhere out of the differences. In what is left of two pages that were exchanged, a few
/// characters are always the same by chance, so that each is looked for by a piece of it that stands nowhere else.
pub(super) fn leaves(texts: &Texts<'_, '_>, pages: &[Range<usize>], edits: Vec<Edit>) -> (Vec<Edit>, Vec<Moved>) {
    /// A piece as long as this, looked for so often on a page.
    const PIECE: usize = 16;
    const STEP: usize = 8;
    /// Of pages that are filled in alike not more than one character in so many differs.
    const OTHER: usize = 8;
    let (own, printed) = (&texts.signed.letters, &texts.printed.letters);
    let mut differs = vec![false; printed.len()];
    edits.iter().for_each(|edit| differs[edit.b.clone()].fill(true));
    let is_other = |page: &&Range<usize>| {
        let count = differs[(*page).clone()].iter().filter(|differs| **differs).count();
        page.len() >= pages::MUCH && count * OTHER >= page.len()
    };
    let other: Vec<&Range<usize>> = pages.iter().filter(is_other).collect();
    if other.is_empty() {
        return (edits, Vec::new());
    }
    let mut places: HashMap<&[char], Option<usize>> = HashMap::new();
    for at in edits.iter().flat_map(|edit| edit.a.clone()) {
        if let Some(piece) = own.get(at..at + PIECE) {
            places.entry(piece).and_modify(|place| *place = None).or_insert(Some(at));
        }
    }
    let mut gone = vec![false; own.len()];
    let mut taken: HashSet<usize> = HashSet::new();
    let mut moved = Vec::new();
    for page in other {
        let starts = (page.start..page.end).step_by(STEP);
        let found = starts.filter_map(|at| Some((at, (*places.get(printed.get(at..at + PIECE)?)?)?))).next();
        let Some((at, place)) = found else { continue };
        let same = |(a, b): &(usize, usize)| own[*a] == printed[*b];
        let before = (0..place).rev().zip((page.start..at).rev()).take_while(same).count();
        let behind = (place..own.len()).zip(at..page.end).take_while(same).count();
        let a = place - before..place + behind;
        if a.len() * 10 < page.len() * 9 || gone[a.clone()].contains(&true) {
            continue;
        }
        gone[a.clone()].fill(true);
        let b = at - before..at + behind;
        taken.extend(b.clone());
        if !stands_there(texts, &a, &b) {
            moved.push(Moved { a, b });
        }
    }
    let left = edits.iter().flat_map(|edit| left_of(edit, &gone, &taken)).collect();
    (left, moved)
}

/// A shorter text that stands elsewhere is missing here and added there.
const SHORTEST_MOVED: usize = 12;
/// The same of a whole line.
const SHORTEST_LINE: usize = 6;

/// What is left of a difference, in pieces that stand together.
fn left_of(edit: &Edit, gone: &[bool], taken: &HashSet<usize>) -> Vec<Edit> {
    let runs = |range: &Range<usize>, is_gone: &dyn Fn(usize) -> bool| {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for at in range.clone().filter(|at| !is_gone(*at)) {
            match runs.last_mut().filter(|run| run.end == at) {
                Some(run) => run.end = at + 1,
                None => runs.push(at..at + 1),
            }
        }
        runs
    };
    let a = runs(&edit.a, &|at| gone[at]);
    let b = runs(&edit.b, &|at| taken.contains(&at));
    let pair = |at: usize| Edit {
        a: a.get(at).cloned().unwrap_or(edit.a.end..edit.a.end),
        b: b.get(at).cloned().unwrap_or(edit.b.end..edit.b.end),
    };
    (0..a.len().max(b.len())).map(pair).collect()
}

/// Everything that is printed and was not signed, to look for what was signed and is not printed.
struct Pool {
    chars: Vec<char>,
    /// The place of each in the printed text.
    places: Vec<usize>,
    /// The same places, to look one up.
    known: HashSet<usize>,
    /// Those that were found again.
    gone: HashSet<usize>,
    pairs: HashMap<[char; 2], Vec<usize>>,
}

/// Where a text is looked for, and in how many places at most.
const MOST_PLACES: usize = 100;
/// A text as long as this is found again by its middle: it may be cut elsewhere.
const LONG: usize = 24;
/// What stands between two pieces of the pool.
const GAP: char = '\0';

impl Pool {
    fn of(texts: &Texts<'_, '_>, edits: &[Edit]) -> Self {
        let (mut chars, mut places) = (Vec::new(), Vec::new());
        for at in edits.iter().flat_map(|edit| edit.b.clone()) {
            if places.last().is_some_and(|last: &usize| last + 1 != at) {
                chars.push(GAP);
                places.push(usize::MAX - 1);
            }
            chars.push(texts.printed.marks[at].c);
            places.push(at);
        }
        let mut pairs: HashMap<[char; 2], Vec<usize>> = HashMap::new();
        for (at, pair) in chars.windows(2).enumerate() {
            pairs.entry([pair[0], pair[1]]).or_default().push(at);
        }
        let known = edits.iter().flat_map(|edit| edit.b.clone()).collect();
        Self { chars, places, known, gone: HashSet::new(), pairs }
    }

    /// Where a piece of the signed text is printed: the part of it that is, and where.
    fn find(&self, texts: &Texts<'_, '_>, piece: &Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
        let text: Vec<char> = texts.signed.marks[piece.clone()].iter().map(|mark| mark.c).collect();
        let core = if text.len() >= LONG { text.len() / 4..text.len() / 4 * 3 } else { 0..text.len() };
        let within = core.start..core.end.min(core.start + LONG);
        let pairs = text[within.clone()].windows(2).enumerate();
        let places = pairs.map(|(at, pair)| (within.start + at, self.pairs.get(&[pair[0], pair[1]])));
        let rarest = places.min_by_key(|(_, places)| places.map_or(0, |places| places.len()));
        let candidates: Vec<usize> = match (rarest, text.as_slice()) {
            (Some((at, Some(places))), _) => {
                places.iter().take(MOST_PLACES).filter_map(|place| (place + core.start).checked_sub(at)).collect()
            }
            (None, [one]) => (0..self.chars.len()).filter(|&at| self.chars[at] == *one).take(MOST_PLACES).collect(),
            _ => return Vec::new(),
        };
        let free = |at: usize| self.chars[at] != GAP && !self.gone.contains(&self.places[at]);
        let found = candidates.into_iter().filter_map(|start| {
            steps::add(core.len());
            let same = self.chars.get(start..start + core.len())? == &text[core.clone()];
            if !same || !(start..start + core.len()).all(free) {
                return None;
            }
            let before = text[..core.start].iter().rev().zip((0..start).rev());
            let before = before.take_while(|(c, at)| **c == self.chars[*at] && free(*at)).count();
            let end = start + core.len();
            let behind = text[core.end..].iter().zip(end..self.chars.len());
            let behind = behind.take_while(|(c, at)| **c == self.chars[*at] && free(*at)).count();
            let own = core.start - before..core.end + behind;
            // All of it, but for what another cut may have given to its neighbours.
            let enough = own.len() == text.len() || text.len() >= LONG && own.len() * 10 >= text.len() * 9;
            let printed = self.places[start - before]..self.places[end + behind - 1] + 1;
            enough.then(|| (piece.start + own.start..piece.start + own.end, printed))
        });
        found.collect()
    }

    /// What stands around a moved text and around the same in the signed one: a cut between two texts that begin or end
    /// alike may lie here or there.
    fn goes_on(&self, texts: &Texts<'_, '_>, a: &Range<usize>, b: &Range<usize>) -> Vec<usize> {
        let (own, printed) = (&texts.signed.letters, &texts.printed.letters);
        let free = |at: usize| self.known.contains(&at) && !self.gone.contains(&at);
        let behind = (a.end..own.len()).zip(b.end..printed.len());
        let before = (0..a.start).rev().zip((0..b.start).rev());
        let same = |(a, b): &(usize, usize)| own[*a] == printed[*b] && free(*b);
        let behind = behind.take_while(same).map(|(_, b)| b);
        behind.chain(before.take_while(same).map(|(_, b)| b)).collect()
    }

    fn take(&mut self, b: impl IntoIterator<Item = usize>) {
        self.gone.extend(b);
    }
}

/// On paper it stands where it was signed: between what stands before it and behind it, or in a box or a note.
fn stands_there(texts: &Texts<'_, '_>, a: &Range<usize>, b: &Range<usize>) -> bool {
    let (printed, page) = (texts.printed, |at: usize| Some(texts.printed.page(at)?.0));
    let before = texts.across(a.start).checked_sub(1);
    let home = texts.home(a.start);
    let there = page(home).or_else(|| page(home.checked_sub(1)?));
    let near = match (page(b.start), there) {
        (Some(here), Some(there)) => here.abs_diff(there) <= 1,
        _ => false,
    };
    let placed = texts.signed.line(a.start).is_some_and(|line| line.placed.is_some());
    match texts.signed.zone(a.start) {
        Some(Zone::Footnote) => return page(b.start).is_some(),
        Some(Zone::TextBox) => return near,
        _ if placed => return near,
        _ if !near => return false,
        _ => {}
    }
    let place = |at: usize| {
        let (left, base) = printed.place(at)?;
        Some((page(at)?, base, left))
    };
    let behind = Some(texts.behind(a.end)).filter(|&at| at < printed.marks.len());
    let (Some(first), Some(last)) = (place(b.start), place(b.end - 1)) else { return false };
    let in_order = |one: (usize, f64, f64), other: (usize, f64, f64)| match one.0.cmp(&other.0) {
        std::cmp::Ordering::Equal if (one.1 - other.1).abs() <= SAME_LINE => one.2 <= other.2,
        std::cmp::Ordering::Equal => one.1 < other.1,
        order => order.is_lt(),
    };
    before.is_none_or(|at| place(at).is_some_and(|before| in_order(before, first)))
        && behind.is_none_or(|at| place(at).is_some_and(|behind| in_order(last, behind)))
}

/// Base lines that differ by less, in mm, are one.
const SAME_LINE: f64 = 1.5;
