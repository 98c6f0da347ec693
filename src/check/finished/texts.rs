//! Both texts side by side with what tells them apart, and the way from a place in one to the same place in the other.

use std::ops::Range;

use super::align::{self, Edit};
use super::side::{Side, Soft};
use crate::document::Zone;
use crate::sort;

/// The signed text and the printed one.
#[derive(Debug)]
pub(super) struct Texts<'s, 'd> {
    pub(super) signed: &'s Side<'d>,
    pub(super) printed: &'s Side<'d>,
    /// Every difference, in order.
    edits: Vec<Edit>,
}

impl<'s, 'd> Texts<'s, 'd> {
    pub(super) fn new(signed: &'s Side<'d>, printed: &'s Side<'d>) -> Self {
        let (a, b) = (signed.letters.split_at(signed.floats), printed.letters.split_at(printed.floats));
        let mut edits = align::joined(align::edits(a.0, b.0));
        let behind = align::joined(align::edits(a.1, b.1)).into_iter();
        let moved = |range: &Range<usize>, by: usize| range.start + by..range.end + by;
        edits.extend(behind.map(|edit| Edit { a: moved(&edit.a, a.0.len()), b: moved(&edit.b, b.0.len()) }));
        let edits = edits.into_iter().map(|edit| settled(edit, signed, printed)).collect();
        Self { signed, printed, edits }
    }

    /// All differences, also those that do not count: what is missing here may be printed there.
    pub(super) fn differences(&self) -> Vec<Edit> {
        self.edits.clone()
    }

    /// Differences without what another program may print otherwise.
    pub(super) fn that_count(&self, mut edits: Vec<Edit>) -> Vec<Edit> {
        edits.retain(|edit| !self.is_soft(edit));
        edits
    }

    /// Puts together what is left of boxes and notes with what is printed of them, wherever that is, and gives the rest of
    /// them the place in the printed text that is theirs.
    pub(super) fn with_floats(&self, edits: Vec<Edit>) -> Vec<Edit> {
        let (floats, mut rest): (Vec<Edit>, Vec<Edit>) =
            edits.into_iter().partition(|edit| edit.a.start >= self.signed.floats && edit.b.is_empty());
        for float in floats {
            let mut lost: Vec<Range<usize>> = Vec::new();
            for line in self.signed.by_line(float.a) {
                let own = &self.signed.letters[line.clone()];
                let alike =
                    |edit: &&mut Edit| edit.a.is_empty() && is_alike(own, &self.printed.letters[edit.b.clone()]);
                match (rest.iter_mut().find(alike), lost.last_mut().filter(|last| last.end == line.start)) {
                    (Some(printed), _) => printed.a = line,
                    (None, Some(last)) => last.end = line.end,
                    (None, None) => lost.push(line),
                }
            }
            rest.extend(lost.into_iter().map(|a| {
                let home = self.home(a.start);
                Edit { a, b: home..home }
            }));
        }
        sort::by_key(&mut rest, |edit| (edit.b.start, edit.a.start));
        rest
    }

    /// The place in the printed text at which something stands in the signed one; of a box or a note where it is anchored.
    pub(super) fn home(&self, a: usize) -> usize {
        self.across(self.anchor(a))
    }

    /// The same place in the signed text.
    pub(super) fn anchor(&self, a: usize) -> usize {
        let Some(own) = self.signed.marks.get(a).filter(|_| a >= self.signed.floats) else { return a };
        let text = &self.signed.marks[..self.signed.floats];
        text.partition_point(|mark| (mark.document, mark.at) < (own.document, own.at))
    }

    /// The place in the printed text at which a character of the signed one stands, or would.
    pub(super) fn across(&self, a: usize) -> usize {
        let after = self.edits.partition_point(|edit| edit.a.start <= a);
        match after.checked_sub(1).map(|at| &self.edits[at]) {
            None => a,
            Some(edit) if a < edit.a.end => edit.b.start,
            Some(edit) => edit.b.end + (a - edit.a.end),
        }
    }

    /// The first place in the printed text of what is the same from a place in the signed one on.
    pub(super) fn behind(&self, a: usize) -> usize {
        let differs = |edit: &&Edit| edit.a.start <= a && a < edit.a.end;
        let after = self.edits.partition_point(|edit| edit.a.start <= a);
        let within = after.checked_sub(1).map(|at| &self.edits[at]).filter(differs);
        within.map_or_else(|| self.across(a), |edit| edit.b.end)
    }

    /// The place in the signed text at which a character of the printed one stands, or would.
    pub(super) fn back(&self, b: usize) -> usize {
        let after = self.edits.partition_point(|edit| edit.b.start <= b);
        match after.checked_sub(1).map(|at| &self.edits[at]) {
            None => b,
            Some(edit) if b < edit.b.end => edit.a.start,
            Some(edit) => edit.a.end + (b - edit.b.end),
        }
    }

    /// What stands in the printed text where the signed one has a range.
    pub(super) fn instead(&self, a: &Range<usize>) -> Range<usize> {
        let before = self.edits.partition_point(|edit| edit.a.end < a.start);
        let start = match self.edits.get(before).filter(|edit| edit.a.end == a.start && edit.a.is_empty()) {
            // What was put in right before it may belong to it.
            Some(edit) => edit.b.start,
            None => self.across(a.start),
        };
        let end = match self.edits.get(self.edits.partition_point(|edit| edit.a.end < a.end)) {
            Some(edit) if edit.a.start <= a.end && edit.a.end >= a.end && a.end > edit.a.start => edit.b.end,
            Some(edit) if edit.a == (a.end..a.end) => edit.b.end,
            _ => self.across(a.end),
        };
        start..end.max(start)
    }

    /// Nothing but what a program makes by itself differs.
    fn is_soft(&self, edit: &Edit) -> bool {
        let hard = |side: &Side<'_>, range: &Range<usize>| -> Vec<char> {
            side.marks[range.clone()].iter().filter(|mark| mark.soft == Soft::No).map(|mark| mark.c).collect()
        };
        let (a, b) = (hard(self.signed, &edit.a), hard(self.printed, &edit.b));
        let is_field = self.signed.marks[edit.a.clone()].iter().any(|mark| mark.soft == Soft::Field);
        let numbers = b.len() <= LONGEST_NUMBER && (is_field || b.iter().all(|c| is_of_number(*c)));
        // A date of today may share figures with that of another day.
        let beside = self.beside(edit);
        let near = |soft: Soft| beside.contains(&Some(soft));
        match (a.is_empty(), b.is_empty()) {
            (true, true) => true,
            // A form is no part of what is signed, whatever is printed of it.
            (true, false) if beside == [Some(Soft::Form); 2] => true,
            (true, false) if numbers && edit.a.is_empty() && (near(Soft::Number) || near(Soft::Field)) => true,
            (true, false) if !edit.a.is_empty() && numbers => true,
            (true, false) if numbers && self.is_note(&edit.b, &b) => true,
            (false, true) if self.hangs(&a, edit.b.start) => true,
            _ => a.iter().chain(&b).all(|c| is_leader(*c)) && self.is_spread(edit),
        }
    }

    /// What may be printed instead of the characters before and behind a difference.
    fn beside(&self, edit: &Edit) -> [Option<Soft>; 2] {
        let soft = |at: usize| self.signed.marks.get(at).map(|mark| mark.soft);
        [edit.a.start.checked_sub(1).and_then(soft), soft(edit.a.end)]
    }

    /// The number of a note, where it begins a line.
    fn is_note(&self, b: &Range<usize>, number: &[char]) -> bool {
        let notes = self
            .signed
            .documents
            .iter()
            .any(|(_, document, _)| document.lines.iter().any(|line| line.zone == Zone::Footnote));
        number.len() <= 3 && notes && self.printed.begins_line(b.start)
    }

    /// A mark at the end of a full line: some programs hang it over the margin and lose it there.
    fn hangs(&self, lost: &[char], b: usize) -> bool {
        /// mm from the right edge of the text within which a line is full.
        const FULL: f64 = 8.0;
        let ([mark], Some(last)) = (lost, b.checked_sub(1)) else { return false };
        let edge = || {
            let right = self.printed.right(last)?;
            let (_, page) = self.printed.page(last)?;
            let far = page.pieces.iter().map(|piece| piece.area.right()).fold(0.0, f64::max);
            Some(far - right < FULL)
        };
        "，。、；：！？,.;:".contains(*mark) && self.printed.begins_line(b) && edge() == Some(true)
    }

    /// Dots or a rule that a tab is filled with.
    fn is_spread(&self, edit: &Edit) -> bool {
        let tab = |mark: usize| {
            let (line, mark) = (self.signed.line(mark), self.signed.marks.get(mark));
            let document = mark.and_then(|mark| self.signed.documents.get(mark.document));
            line.zip(document)
                .is_some_and(|(line, (_, document, _))| document.text.slice(line.range.clone()).contains('\t'))
        };
        edit.a.start.checked_sub(1).into_iter().chain([edit.a.start]).any(tab)
    }
}

/// Whether two short texts have half of their characters in common.
fn is_alike(one: &[char], other: &[char]) -> bool {
    let mut left = other.to_vec();
    let shared = one.iter().filter(|c| {
        let at = left.iter().position(|own| own == *c);
        at.map(|at| left.swap_remove(at)).is_some()
    });
    one.len() <= SHORT && other.len() <= SHORT && shared.count() * 4 >= one.len() + other.len()
}

/// Longer texts are not looked at so closely.
const SHORT: usize = 200;
/// What a program prints before a paragraph, or for a page or a day, is no longer.
const LONGEST_NUMBER: usize = 14;

fn is_of_number(c: char) -> bool {
    c.is_alphanumeric() && !crate::fold::is_han(c)
        || "一二三四五六七八九十百〇零年月日时分星期第条章节款项页上下午.．、,，:：()（）〔〕-—/·①②③④⑤⑥⑦⑧⑨⑩*※■□◆◇○●➢→√"
            .contains(c)
}

fn is_leader(c: char) -> bool {
    ".．…·_＿—-".contains(c)
}

/// A text that is only there, or only missing, may be cut in several ways: it begins where a line does, if it can.
fn settled(edit: Edit, signed: &Side<'_>, printed: &Side<'_>) -> Edit {
    let (side, own) = match (edit.a.is_empty(), edit.b.is_empty()) {
        (true, false) => (printed, &edit.b),
        (false, true) => (signed, &edit.a),
        _ => return edit,
    };
    let text = &side.letters;
    let back = (1..=FARTHEST).take_while(|n| {
        let (Some(before), Some(last)) = (own.start.checked_sub(*n), own.end.checked_sub(*n)) else { return false };
        let apart = edit.a.start >= signed.floats && edit.a.start - signed.floats < *n;
        let same = |a: usize, b: usize| signed.letters[a - n] == printed.letters[b - n];
        let within = edit.a.start >= *n && edit.b.start >= *n && !apart;
        text[before] == text[last] && within && same(edit.a.start, edit.b.start)
    });
    if let Some(n) = std::iter::once(0).chain(back).find(|n| side.begins_line(own.start - n)) {
        let moved = |range: Range<usize>| range.start - n..range.end - n;
        return Edit { a: moved(edit.a), b: moved(edit.b) };
    }
    let ahead = (1..=FARTHEST).take_while(|n| {
        let apart = edit.a.start < signed.floats && edit.a.end + n > signed.floats;
        let next = |text: &[char], end: usize| text.get(end + n - 1).copied();
        let same = next(&signed.letters, edit.a.end) == next(&printed.letters, edit.b.end);
        next(text, own.end).is_some_and(|next| next == text[own.start + n - 1]) && same && !apart
    });
    let n = ahead.into_iter().find(|n| side.begins_line(own.start + n)).unwrap_or(0);
    let moved = |range: Range<usize>| range.start + n..range.end + n;
    Edit { a: moved(edit.a), b: moved(edit.b) }
}

/// So far a cut is moved.
const FARTHEST: usize = 40;
