//! Labels and values inside one text: `标签：值`, one after the other on a line or in a cell.

use std::ops::Range;

use crate::document::Format;
use crate::element::form::label::Found;
use crate::element::form::record::Entry;
use crate::element::form::{Meaning, Reader};
use crate::element::signature;
use crate::fold;
use crate::terms::{Act, Who};

/// A label with the place of its value.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub meaning: Meaning,
    pub label: Range<usize>,
    pub value: Value,
}

/// What stands under a label.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// Text, in one piece or several (a label merged over rows).
    Text(Vec<Range<usize>>),
    /// A row of a table of steps or signatures.
    Entry(Entry),
}

impl Value {
    pub(super) fn one(range: Range<usize>) -> Self {
        Value::Text(vec![range])
    }
}

impl Pair {
    pub(super) fn new(meaning: Meaning, label: Range<usize>, value: Range<usize>) -> Self {
        Self { meaning, label, value: Value::one(value) }
    }

    /// Bytes of the value, from the first piece to the last.
    pub(super) fn range(&self) -> Range<usize> {
        match &self.value {
            Value::Text(ranges) => match (ranges.first(), ranges.last()) {
                (Some(a), Some(b)) => a.start..b.end.max(a.start),
                _ => self.label.end..self.label.end,
            },
            Value::Entry(entry) => entry.range.clone(),
        }
    }

    /// Sets the value to one piece.
    pub(super) fn set(&mut self, range: Range<usize>) {
        self.value = Value::one(range);
    }

    pub(super) fn is_role(&self) -> bool {
        matches!(self.meaning, Meaning::Role(_))
    }
}

/// What stands between the cells of a table that is written as text.
pub(super) const BARS: [char; 6] = ['\t', '|', '｜', '│', '┃', '║'];

/// What ends a label.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Colon,
    Bar,
    /// A run of blanks, in plain text.
    Gap,
    /// The end of a label in brackets: `【签发】`.
    Bracket,
}

impl Reader<'_> {
    /// All `标签：值` in a range; a value ends where the next label begins. A tab or bar ends a label as a colon does; in
    /// plain text a run of blanks too, when `spread` says that the text is a line of its own.
    pub(super) fn pairs(&self, range: Range<usize>, spread: bool) -> Vec<Pair> {
        self.pairs_under(range, spread, None)
    }

    /// The same in a text that stands under the label of a role.
    pub(super) fn pairs_under(&self, range: Range<usize>, spread: bool, under: Option<usize>) -> Vec<Pair> {
        let text = self.slice(&range);
        let gaps = spread && self.document.format == Format::Text;
        let mut pairs: Vec<Pair> = Vec::new();
        let mut from = 0;
        for (mark, after, kind) in marks(text, gaps) {
            if mark < from {
                continue;
            }
            let before = &text[from..mark];
            let role = match pairs.last().map(|p| p.meaning) {
                Some(Meaning::Role(role)) => Some(role),
                Some(Meaning::Unknown) | None => under,
                Some(_) => None,
            };
            let within = role.is_some() || pairs.last().is_some_and(|p| p.meaning == Meaning::Unknown);
            // 领导批示：局长：…: a post right behind the label opens an entry.
            let entry = |at: usize, f: &Found| {
                let close = |p: &Pair| {
                    p.is_role() && p.label.end == range.start + from && !before.starts_with(char::is_whitespace)
                };
                let inner = || self.is_inner_label(&before[at..]);
                let near = under.is_some() && pairs.is_empty() || at == 0 && pairs.last().is_some_and(close);
                near && (f.weak || inner())
            };
            let found = match kind {
                Mark::Colon => {
                    let known = self.label_before(before, role).filter(|(at, f)| !entry(*at, f));
                    let unknown = || {
                        let found = self.unknown_before(before, within, pairs.is_empty())?;
                        // 审批结果：通过 at the head of a value, 一审：…, 二审：… are said in the cell itself.
                        let at_head = under.is_some() && pairs.is_empty() && before[..found].trim().is_empty();
                        let label = &before[found..];
                        if (at_head || role.is_some() && self.opens_entry(label)) && self.is_inner_label(label) {
                            return None;
                        }
                        // 会签：残联：同意…: each entry of the cell begins with a unit, known or not.
                        let listed = role.is_some_and(|r| self.terms.roles[r].several);
                        let from = pairs.last().map_or(0, |p| p.label.end - range.start);
                        (!(listed && is_opened(&text[from..after]))).then_some((found, Meaning::Unknown))
                    };
                    known.map(|(at, f)| (at, f.meaning)).or_else(unknown)
                }
                Mark::Bar => self.whole_label(before).map(|(at, f)| (at, f.meaning)),
                Mark::Bracket => before.rfind('【').and_then(|at| Some((at, self.lookup(&before[at..])?.meaning))),
                // 签发：批准　周启明: what is said in a cell is no label of another.
                Mark::Gap => self
                    .whole_label(before)
                    .filter(|(at, f)| {
                        !(f.weak || role.is_some() && signature::is_phrase(self.terms, &fold::squash(&before[*at..])))
                    })
                    .map(|(at, f)| (at, f.meaning)),
            };
            let Some((start, meaning)) = found else { continue };
            let label = range.start + from + start..range.start + after;
            if let Some(last) = pairs.last_mut() {
                let end = last.label.end;
                last.set(self.between(end..label.start));
            }
            // 签发：签发人：… and 核稿：一核：…: the second label stands in the value of the first.
            let colon = |last: &Pair| label.start == last.label.end && self.slice(&last.label).ends_with(['：', ':']);
            // 签发：　　　　局长：… are two cells; 签发人：… right behind 签发： is the same one.
            let close_by = |last: &Pair| {
                let between = self.slice(&(last.label.end..label.start));
                between.chars().map(|c| if c == ' ' { 1 } else { 2 }).sum::<usize>() < 2
                    || self.parts(self.slice(&label)).is_some_and(|p| p.person && p.who == Who::Alone)
            };
            let nested = |last: &Pair| {
                last.range().is_empty()
                    && last.is_role()
                    && (last.meaning == meaning && !self.same_label(last, &label) && close_by(last)
                        || kind == Mark::Colon && colon(last) && matches!(meaning, Meaning::Role(_)))
            };
            if pairs.last().is_some_and(nested) {
                pairs.pop();
            }
            pairs.push(Pair::new(meaning, label.clone(), self.between(label.end..range.end)));
            from = after;
        }
        pairs
    }

    /// A value without blanks, and without the bars of a table that is drawn with characters.
    fn between(&self, range: Range<usize>) -> Range<usize> {
        let text = self.slice(&range);
        let drawn = |c: char| c.is_whitespace() || BARS[1..].contains(&c);
        let start = range.start + text.len() - text.trim_start_matches(drawn).len();
        start..(range.start + text.trim_end_matches(drawn).len()).max(start)
    }

    /// How many labels may end in a line.
    pub(super) fn label_ends(&self, range: Range<usize>) -> usize {
        let text = self.slice(&range).trim_start();
        if !fold::any_byte(text, may_end_label) {
            return 0;
        }
        let ends = marks(text, self.document.format == Format::Text);
        ends.into_iter().filter(|(at, ..)| !text[..*at].trim().is_empty()).count()
    }

    fn same_label(&self, pair: &Pair, label: &Range<usize>) -> bool {
        self.terms.label(self.slice(&pair.label)) == self.terms.label(self.slice(label))
    }

    /// A label that is all there is before a tab, bar or run of blanks.
    fn whole_label(&self, text: &str) -> Option<(usize, Found)> {
        let bar = |c: char| c == '\n' || BARS.contains(&c);
        let start = text.rfind(bar).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        // A value that ends in two blanks is no part of the label behind them.
        let start = fold::segments(&text[start..], start).last().map_or(start, |r| r.start);
        let label = text[start..].trim();
        let found = self.lookup(label).filter(|f| !f.named)?;
        Some((start + (text[start..].len() - text[start..].trim_start().len()), found))
    }

    /// A label nobody has listed ends the cell before it, when it stands apart.
    fn unknown_before(&self, text: &str, within: bool, first: bool) -> Option<usize> {
        let apart = |c: char| c.is_whitespace() || matches!(c, '。' | '；' | ';' | '，' | ',');
        let start = text.rfind(apart).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        let stands = start > 0 || text.is_empty() || first;
        (stands && within && self.is_unknown_label(&text[start..])).then_some(start)
    }

    /// The longest known label that ends a text and stands at a word border.
    fn label_before(&self, text: &str, role: Option<usize>) -> Option<(usize, Found)> {
        const LONGEST: usize = 72;
        let near = text.len().saturating_sub(LONGEST);
        let border = |at: usize| {
            at == 0
                || text[..at].ends_with(|c: char| {
                    c.is_whitespace()
                        || BARS.contains(&c)
                        || matches!(c, '。' | '；' | ';' | '，' | ',' | '）' | ')' | '_' | '/' | '】')
                })
        };
        let starts = text.char_indices().map(|(at, _)| at).filter(|&at| at >= near && border(at));
        let found = starts
            .filter(|&at| !text[at..].starts_with(char::is_whitespace) && is_one_word(&text[at..]))
            .find_map(|at| Some((at, self.lookup(&text[at..]).filter(|f| !f.named)?)))?;
        // 会签：办公室：同意…: the units of an entry are no cells of their own; 签名：, 审核人： say which part follows.
        let several = |role: usize| self.terms.roles[role].several;
        let unit = || {
            let parts = self.parts(&text[found.0..]);
            parts.is_none_or(|p| !p.says_act && matches!(p.who, Who::Office | Who::Unit | Who::Named | Who::Others))
        };
        // 会签：法务部意见：无。…: the same.
        if role.is_some_and(several) && (found.1.weak && unit() || self.is_heard(&text[found.0..])) {
            return None;
        }
        let part = || role.is_some() && self.is_part_label(&fold::squash(text[found.0..].trim()));
        (!part()).then_some(found)
    }

    /// A unit that is asked, and its opinion: 法务部意见.
    pub(super) fn is_heard(&self, label: &str) -> bool {
        let parts = self.parts(label);
        parts.is_some_and(|p| p.act == Act::Opinion && matches!(p.who, Who::Named | Who::Others))
    }

    /// The value of a role as far as no other label stands in it, and what stands behind.
    pub(super) fn split_value(&self, range: Range<usize>, role: usize) -> (Range<usize>, Vec<Pair>) {
        let behind = self.pairs_under(range.clone(), false, Some(role));
        let end = behind.first().map_or(range.end, |p| p.label.start);
        (self.trimmed(&(range.start..end)), behind)
    }

    /// A label alone on the first line of a cell, its value on the lines below.
    pub(super) fn first_line_label(&self, range: &Range<usize>) -> Option<Pair> {
        let text = self.slice(range);
        let (first, rest) = text.split_once('\n')?;
        let found =
            self.lookup(first).filter(|f| !f.named && (!f.doubtful || first.trim_end().ends_with(['：', ':'])))?;
        let value = fold::trim(rest, range.start + first.len() + 1);
        Some(Pair::new(found.meaning, fold::trim(first, range.start), value))
    }
}

/// Whether a text is one word, even with blanks between its characters (`拟 稿 人`); a value followed by the next label is not.
fn is_one_word(text: &str) -> bool {
    let parts = fold::segments(text, 0);
    parts.len() < 2 || parts.iter().all(|r| fold::squash(&text[r.clone()]).chars().count() == 1)
}

/// The text up to a mark begins with a short word and a colon.
fn is_opened(text: &str) -> bool {
    const LONGEST: usize = 10;
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || ".．、（）()".contains(c));
    let word = text.split(['：', ':']).next().unwrap_or_default();
    (2..=LONGEST).contains(&word.chars().count()) && word.chars().all(fold::is_han)
}

/// A byte that a mark of [`marks`] may begin with: bars and most blanks share theirs with nothing but quotation marks, and
/// colon, bracket and the wide blank are told from other marks by their third.
#[inline]
fn may_end_label(byte: u8, third: u8) -> bool {
    let narrow = (byte == b':') | (byte == b'|') | (byte == b'\t') | (byte == b' ') | (byte == 0xc2) | (byte == 0xe2);
    let wide =
        ((byte == 0xef) & ((third == 0x9a) | (third == 0x9c))) | ((byte == 0xe3) & ((third == 0x80) | (third == 0x91)));
    narrow | wide
}

/// Where labels may end: place, where the value begins, and by what.
fn marks(text: &str, gaps: bool) -> Vec<(usize, usize, Mark)> {
    let mut found = Vec::new();
    let mut blanks: Option<(usize, usize)> = None;
    for (at, c) in text.char_indices() {
        // Most characters are Han, and end nothing but a run of blanks.
        let han = matches!(c, '\u{4e00}'..='\u{9fff}');
        if han && blanks.is_none() {
            continue;
        }
        let wide = match c {
            '\u{3000}' | '\u{2003}' => 2,
            ' ' | '\u{a0}' => 1,
            _ => 0,
        };
        if wide > 0 {
            let (_, width) = blanks.get_or_insert((at, 0));
            *width += wide;
            continue;
        }
        if let Some((from, width)) = blanks.take()
            && gaps
            && width >= 2
        {
            found.push((from, at, Mark::Gap));
        }
        match c {
            '：' | ':' => found.push((at, at + c.len_utf8(), Mark::Colon)),
            // With a colon behind it the colon ends the label.
            '】' if !text[at + c.len_utf8()..].trim_start().starts_with(['：', ':']) => {
                found.push((at, at + c.len_utf8(), Mark::Bracket));
            }
            c if BARS.contains(&c) => found.push((at, at + c.len_utf8(), Mark::Bar)),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mark_is_missed_by_the_cheap_test() {
        for text in ["甲：乙", "甲:乙", "【甲】乙", "甲　　乙", "甲  乙", "甲\u{a0}\u{a0}乙", "甲\u{2003}乙"]
        {
            assert!(!marks(text, true).is_empty() && fold::any_byte(text, may_end_label), "{text}");
        }
        assert!(BARS.iter().all(|bar| fold::any_byte(&bar.to_string(), may_end_label)));
        assert!(!fold::any_byte("请结合实际，认真贯彻落实。《某某》", may_end_label));
    }
}
