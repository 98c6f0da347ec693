//! Ordinals that belong together, and what is wrong between them.

use std::collections::HashSet;

use crate::check::outline::marks::{Mark, Scope, dressed};
use crate::finding::Hit;
use crate::fold;

/// A list: indices of its marks, in order.
pub(super) struct List {
    pub items: Vec<usize>,
    /// The list that was open when it began.
    inside: Option<usize>,
}

/// A list that may go on.
struct Open<'s> {
    /// Its last number, as it should be.
    n: u32,
    /// Its last item.
    last: &'s Mark,
    /// The item of a higher level that it began under.
    under: Option<usize>,
}

/// So many lists may be open one inside the other; more are a text that begins anew over and over.
const DEPTH: usize = 32;

/// Opens a list; the outermost one is closed where there are too many.
fn push<T>(open: &mut Vec<T>, list: T) {
    if open.len() >= DEPTH {
        open.remove(0);
    }
    open.push(list);
}

/// A number further on than this is no ordinal: a clause, an extract, a figure.
const FARTHEST: u32 = 3;

impl Scope<'_> {
    /// The lists of ordinals that begin paragraphs. A list goes on where the next number stands, whatever lies between.
    pub(super) fn lists(&self) -> Vec<List> {
        let mut all: Vec<List> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for (i, mark) in self.marks.iter().enumerate().filter(|(_, m)| m.own) {
            let goes_on = |list: &usize| self.last(&all[*list]).is_some_and(|l| self.follows(l, mark));
            match open.iter().rposition(goes_on) {
                Some(at) => {
                    all[open[at]].items.push(i);
                    open.truncate(at + 1);
                }
                None => {
                    let inside = open.last().copied();
                    push(&mut open, all.len());
                    all.push(List { items: vec![i], inside });
                }
            }
        }
        all
    }

    fn last(&self, list: &List) -> Option<&Mark> {
        self.marks.get(*list.items.last()?)
    }

    fn follows(&self, before: &Mark, mark: &Mark) -> bool {
        before.ordinal == mark.ordinal && before.n + 1 == mark.n
    }

    /// Numbers that are left out or stand twice.
    pub(super) fn gaps(&self) -> Vec<Hit> {
        let mut hits = Vec::new();
        let above = self.above();
        let mut kinds: Vec<usize> = self.marks.iter().map(|m| m.ordinal).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            // The lists of this kind that may go on; the innermost is the last.
            let mut open: Vec<Open<'_>> = Vec::new();
            let marks: Vec<(usize, &Mark)> = self.marks.iter().enumerate().filter(|(_, m)| m.ordinal == kind).collect();
            for (i, (at, mark)) in marks.iter().enumerate() {
                let under = above[*at];
                let (mut n, mut begun) = (mark.n, under);
                // A list that has begun anew under this heading is the one that goes on, not one under another.
                let anew = open.last().is_some_and(|list| list.under == under);
                let goes_on = |list: &Open<'_>| list.n + 1 == mark.n && (!anew || list.under == under);
                match open.iter().rposition(goes_on) {
                    Some(at) => {
                        begun = open[at].under;
                        open.truncate(at);
                    }
                    None if mark.n == 1 => {}
                    None => {
                        let Some(list) = open.pop() else { continue };
                        hits.extend(self.gap(list.last, mark));
                        begun = list.under;
                        // Only this one is wrong when the next goes on as if it were right.
                        if marks.get(i + 1).is_some_and(|(_, next)| next.n == list.n + 2) {
                            n = list.n + 1;
                        }
                    }
                }
                push(&mut open, Open { n, last: mark, under: begun });
            }
        }
        hits
    }

    /// For each mark the last one before it that it can stand under: one that begins a paragraph, of a kind that the
    /// vocabulary names before its own.
    fn above(&self) -> Vec<Option<usize>> {
        let mut last: Vec<(usize, usize)> = Vec::new();
        let under = |(at, mark): (usize, &Mark)| {
            if mark.own {
                last.retain(|(kind, _)| *kind < mark.ordinal);
            }
            let above = last.iter().rev().find(|(kind, _)| *kind < mark.ordinal).map(|(_, at)| *at);
            last.extend(mark.own.then_some((mark.ordinal, at)));
            above
        };
        self.marks.iter().enumerate().map(under).collect()
    }

    fn gap(&self, last: &Mark, mark: &Mark) -> Option<Hit> {
        let twice = mark.n == last.n;
        let far = mark.n > last.n && mark.n - last.n <= FARTHEST;
        let missing = last.n + 1..mark.n;
        // The very same heading again begins another text, one behind the other in one file.
        let text = |m: &Mark| self.passage(m.passage).map(|p| p.text(self.document));
        if twice && mark.own && text(last) == text(mark) {
            return None;
        }
        if last.own != mark.own || !(twice || far) || missing.clone().any(|n| self.is_somewhere(n, last, mark)) {
            return None;
        }
        let want = mark.with_number(self.document, last.n + 1);
        let hit = Hit::at(self.file, mark.range.clone()).with("found", mark.print(self.document));
        Some(hit.with("before", last.print(self.document)).with("want", want.trim()))
    }

    /// Whether a number stands between two ordinals in some other form: behind a point, in brackets. The ordinals of
    /// other series are none, nor is a number with another word behind it: `第二条` is no `第二章`.
    fn is_somewhere(&self, n: u32, last: &Mark, mark: &Mark) -> bool {
        const ENDS: [char; 8] = ['、', '.', '．', ')', '）', ':', '：', '是'];
        let start = last.range.end;
        let between = self.document.text.slice(start..mark.range.start);
        let closes = self.document.text.slice(mark.number.end..mark.range.end).chars().next();
        let begins = |at: usize| {
            let before = between[..at].trim_end_matches('第').chars().next_back();
            // `，三、四季度` goes on with a sentence; a circled number is never part of one.
            let circled = between[at..].starts_with(|c: char| !c.is_ascii_digit() && !fold::is_han(c));
            before.is_none_or(|c| circled || !c.is_alphanumeric() && !matches!(c, '，' | '、'))
        };
        let ends = |at: usize| {
            let behind = between[at..].chars().next();
            let alike = behind.zip(closes).is_none_or(|(a, b)| a == b || ENDS.contains(&a) && ENDS.contains(&b));
            alike || closes.is_some_and(|c| ENDS.contains(&c)) && behind.is_some_and(|c| !c.is_alphanumeric())
        };
        let of_others = |at: usize| {
            let before = self.marks.partition_point(|m| m.range.start <= start + at);
            let around = before.checked_sub(1).and_then(|m| self.marks.get(m));
            around.is_some_and(|m| m.ordinal != mark.ordinal && m.number.contains(&(start + at)))
        };
        let forms = [n.to_string(), fold::han(n), dressed(n, "①")];
        forms.iter().any(|form| {
            let found = between.match_indices(form.as_str());
            found.into_iter().any(|(at, _)| begins(at) && ends(at + form.len()) && !of_others(at))
        })
    }

    /// First items that stand more than one level below the heading above.
    pub(super) fn skips(&self) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut above: Vec<&Mark> = Vec::new();
        // `1.甲；2.乙` in one paragraph is no heading: its list has one item here.
        let several: Vec<usize> = self.lists().iter().filter(|l| l.items.len() > 1).map(|l| l.items[0]).collect();
        let used: HashSet<u32> = self.marks.iter().filter(|m| m.own).filter_map(|m| m.level).collect();
        for (i, mark) in self.marks.iter().enumerate().filter(|(_, m)| m.own) {
            let Some(level) = mark.level else { continue };
            above.retain(|m| m.level < Some(level));
            // An office that never uses the level between has two levels, and leaves out none.
            let far = |p: &&&Mark| p.level.is_some_and(|l| l + 1 < level && (l + 1..level).any(|l| used.contains(&l)));
            let begins = || mark.n == 1 && several.binary_search(&i).is_ok();
            if let Some(parent) = above.last().filter(|_| begins()).filter(far) {
                let hit = Hit::at(self.file, mark.range.clone()).with("found", mark.print(self.document));
                hits.push(hit.with("before", parent.print(self.document)));
            }
            above.push(mark);
        }
        hits
    }

    /// Lists that stand inside a list of a lower level, which goes on behind them.
    pub(super) fn inversions(&self) -> Vec<Hit> {
        let lists = self.lists();
        let mut hits = Vec::new();
        for inner in &lists {
            let (Some(&first), Some(&last)) = (inner.items.first(), inner.items.last()) else { continue };
            let around = std::iter::successors(inner.inside, |at| lists.get(*at)?.inside).take(DEPTH);
            let outer = around.filter_map(|at| lists.get(at)).find_map(|outer| {
                let before = outer.items.partition_point(|i| *i < first).checked_sub(1)?;
                let behind = outer.items.partition_point(|i| *i <= last);
                let mark = |item: usize| self.marks.get(*outer.items.get(item)?);
                let (before, behind, first) = (mark(before)?, mark(behind)?, self.marks.get(first)?);
                (first.level? < before.level? && behind.n == before.n + 1 && first.n == 1).then_some(before)
            });
            if let Some(outer) = outer {
                let mark = &self.marks[first];
                let hit = Hit::at(self.file, mark.range.clone()).with("found", mark.print(self.document));
                hits.push(hit.with("before", outer.print(self.document)));
            }
        }
        hits
    }
}
