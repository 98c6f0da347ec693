//! Places in the files of a packet, and changes of their texts: put in order, checked for overlap, applied.

mod setting;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::sort;

pub use setting::{Look, Setting, Side};

/// Some bytes of the text of a file, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Index of the file in its packet.
    pub file: usize,
    /// Bytes in the text of its document.
    pub range: Range<usize>,
}

impl Span {
    /// Whether two places have a byte in common.
    pub fn meets(&self, other: &Self) -> bool {
        self.file == other.file && self.range.start < other.range.end && other.range.start < self.range.end
    }
}

/// A change of one text: what stands at a range is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edit {
    /// First byte that goes; with `end` the same, text is put in there.
    pub start: usize,
    /// First byte that stays.
    pub end: usize,
    /// What is written instead.
    pub text: String,
}

impl Edit {
    /// What stands at a range is replaced.
    pub fn new(range: Range<usize>, text: impl Into<String>) -> Self {
        Self { start: range.start, end: range.end.max(range.start), text: text.into() }
    }

    /// The bytes that go.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The same change in a text that holds this one from a byte on.
    #[must_use]
    pub fn moved(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by, ..self }
    }

    /// The same change without what stays at its beginning and its end, in whole characters.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let old = text.get(self.range()).unwrap_or_default();
        let same = |pair: &(char, char)| pair.0 == pair.1;
        let head: usize = old.chars().zip(self.text.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let (rest, new) = (&old[head..], &self.text[head..]);
        let tail: usize = rest.chars().rev().zip(new.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        Self { start: self.start + head, end: self.start + old.len() - tail, text: new[..new.len() - tail].to_owned() }
    }

    /// The same change as several, each for characters that really change: what both texts have in common stays. A long
    /// change is only cut at its ends.
    pub fn pieces(self, text: &str) -> Vec<Self> {
        /// More pairs of characters are not compared.
        const MOST: usize = 1 << 16;
        let whole = self.trimmed(text);
        let old: Vec<char> = text.get(whole.range()).unwrap_or_default().chars().collect();
        let new: Vec<char> = whole.text.chars().collect();
        if old.is_empty() && new.is_empty() {
            return Vec::new();
        }
        if old.len().saturating_mul(new.len()) > MOST {
            return vec![whole];
        }
        // For each pair of places how many characters from there on can stay.
        let width = new.len() + 1;
        let mut stay = vec![0_u16; (old.len() + 1) * width];
        for i in (0..old.len()).rev() {
            for j in (0..new.len()).rev() {
                let at = i * width + j;
                stay[at] = if old[i] == new[j] { stay[at + width + 1] + 1 } else { stay[at + width].max(stay[at + 1]) };
            }
        }
        let (mut pieces, mut i, mut j, mut at) = (Vec::new(), 0, 0, whole.start);
        let mut open: Option<Self> = None;
        while i < old.len() || j < new.len() {
            if i < old.len() && j < new.len() && old[i] == new[j] {
                pieces.extend(open.take());
                at += old[i].len_utf8();
                (i, j) = (i + 1, j + 1);
                continue;
            }
            let piece = open.get_or_insert_with(|| Self::new(at..at, ""));
            let here = i * width + j;
            if j == new.len() || i < old.len() && stay[here + width] >= stay[here + 1] {
                at += old[i].len_utf8();
                piece.end = at;
                i += 1;
            } else {
                piece.text.push(new[j]);
                j += 1;
            }
        }
        pieces.extend(open);
        pieces
    }

    /// Whether two changes cannot both be made: they share a byte, or both write at the same place.
    fn meets(&self, other: &Self) -> bool {
        let (first, second) = if self.start <= other.start { (self, other) } else { (other, self) };
        second.start < first.end || first.start == second.start
    }
}

/// Which of the groups can be made together: in the order given, all changes of a group or none. The same change asked
/// for twice is made once.
pub fn compatible(groups: &[&[Edit]]) -> Vec<bool> {
    let mut taken: BTreeSet<&Edit> = BTreeSet::new();
    let mut fits = Vec::with_capacity(groups.len());
    for group in groups {
        let clear = group.iter().all(|edit| {
            // Those taken do not meet one another, so that only neighbours can be in the way.
            let before = taken.range::<&Edit, _>(..edit).next_back();
            let behind = taken.range::<&Edit, _>(edit..).next();
            before.into_iter().chain(behind).all(|other| *other == edit || !other.meets(edit))
        });
        if clear {
            taken.extend(group.iter());
        }
        fits.push(clear);
    }
    fits
}

/// A text with all changes made; they do not meet.
pub fn applied(text: &str, edits: &[Edit]) -> String {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort();
    sorted.dedup();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in sorted.into_iter().filter(|e| text.get(e.range()).is_some()) {
        if edit.start < at {
            continue;
        }
        out.push_str(&text[at..edit.start]);
        out.push_str(&edit.text);
        at = edit.end;
    }
    out.push_str(&text[at..]);
    out
}

/// A text with each piece exchanged that the table names; of two that begin at one place the longer.
pub(crate) fn exchanged(text: &str, table: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let piece = table.iter().filter(|(from, _)| !from.is_empty() && rest.starts_with(from.as_str()));
        match piece.max_by_key(|(from, _)| from.len()) {
            Some((from, to)) => {
                out.push_str(to);
                rest = &rest[from.len()..];
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

/// Changes made one after the other as changes of the first text. `between` is the text that the first have made and the
/// second change.
pub fn followed(first: &[Edit], second: &[Edit], between: &str) -> Vec<Edit> {
    // Where in the text between them each stands, and by how much the first have moved what follows.
    let mut places: Vec<(Range<usize>, isize, Option<&Edit>)> = Vec::with_capacity(first.len() + second.len());
    let mut moved: isize = 0;
    for edit in first {
        let start = edit.start.saturating_add_signed(moved);
        let by = edit.text.len() as isize - edit.range().len() as isize;
        places.push((start..start + edit.text.len(), by, None));
        moved += by;
    }
    places.extend(second.iter().map(|edit| (edit.range(), 0, Some(edit))));
    sort::by_key(&mut places, |(range, _, edit)| (range.start, range.end, edit.is_some()));
    let mut all = Vec::with_capacity(places.len());
    let (mut before, mut rest) = (0, places.into_iter().peekable());
    while let Some((mut range, mut by, edit)) = rest.next() {
        let mut own: Vec<Edit> = edit.cloned().into_iter().collect();
        while let Some((next, moves, edit)) = rest.next_if(|(next, ..)| next.start <= range.end) {
            range.end = range.end.max(next.end);
            by += moves;
            own.extend(edit.cloned());
        }
        let old = range.start.saturating_add_signed(-before)..range.end.saturating_add_signed(-before - by);
        own.iter_mut().for_each(|edit| (edit.start, edit.end) = (edit.start - range.start, edit.end - range.start));
        all.push(Edit::new(old, applied(between.get(range).unwrap_or_default(), &own)));
        before += by;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_change_is_cut_at_its_ends_only() {
        for (times, pieces) in [(100, 100), (200, 1)] {
            let (old, new) = ("甲乙".repeat(times), "甲丙".repeat(times));
            let cut = Edit::new(0..old.len(), &new).pieces(&old);
            assert_eq!((cut.len(), applied(&old, &cut)), (pieces, new));
        }
    }

    #[test]
    fn a_change_is_cut_to_what_changes() {
        let text = "某政发[2026]第1号";
        let start = "某政发".len();
        let edit = Edit::new(start..text.len(), "〔2026〕第1号").trimmed(text);
        assert_eq!(applied(text, std::slice::from_ref(&edit)), "某政发〔2026〕第1号");
        assert_eq!(edit.range(), start..start + "[2026]".len());
        let gone = Edit::new(0..3, "").trimmed("甲乙");
        assert_eq!((gone.range(), gone.text.as_str()), (0..3, ""));
        let same = Edit::new(0..3, "甲").trimmed("甲乙");
        assert!(same.range().is_empty() && same.text.is_empty());
    }

    #[test]
    fn what_both_texts_have_stays() {
        let pieces = |old: &str, new: &str| {
            let all = Edit::new(0..old.len(), new).pieces(old);
            assert_eq!(applied(old, &all), new);
            all.into_iter().map(|e| format!("{}→{}", &old[e.range()], e.text)).collect::<Vec<_>>()
        };
        assert_eq!(pieces("\"引用\"", "“引用”"), ["\"→“", "\"→”"]);
        assert_eq!(pieces("2026.03.5", "2026年3月5日"), [".0→年", ".→月", "→日"]);
        assert_eq!(pieces("第一节", "第一节　"), ["→　"]);
        assert!(pieces("甲", "甲").is_empty());
    }

    #[test]
    fn changes_that_follow_each_other_are_changes_of_the_first_text() {
        let text = "甲乙丙丁戊";
        let first = [Edit::new(3..6, "二二"), Edit::new(9..9, "三"), Edit::new(12..15, "")];
        let between = applied(text, &first);
        assert_eq!(between, "甲二二丙三丁");
        for second in [
            vec![],
            vec![Edit::new(0..3, "")],
            vec![Edit::new(6..9, "五"), Edit::new(12..15, ""), Edit::new(18..18, "末")],
            vec![Edit::new(0..18, "全")],
            vec![Edit::new(9..12, "六")],
        ] {
            let all = followed(&first, &second, &between);
            assert_eq!(applied(text, &all), applied(&between, &second), "{second:?}");
        }
    }

    #[test]
    fn of_changes_that_meet_the_first_is_made() {
        let a = [Edit::new(0..3, "乙")];
        let b = [Edit::new(6..9, "丁"), Edit::new(0..6, "")];
        let c = [Edit::new(3..3, "，")];
        let d = [Edit::new(3..6, "")];
        let same = [Edit::new(0..3, "乙")];
        assert_eq!(compatible(&[&a, &b, &c, &d, &same]), [true, false, true, false, true]);
        assert_eq!(applied("甲丙丁", &[a, c, same].concat()), "乙，丙丁");
    }
}
