//! One signing cell: opinion, name and date, and what they amount to.

use std::ops::Range;

use crate::date::Written;
use crate::document::Document;
use crate::element::Item;
use crate::fold;
use crate::terms::{Means, Role, Terms};

/// What a signing cell amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Name and complete date.
    Signed,
    /// Something is there, but the name or the date is missing.
    Incomplete,
    /// Passed on to somebody else.
    Redirected,
    /// Refused, held or sent back.
    Rejected,
    /// Nothing but blanks and placeholders.
    Empty,
    /// A picture that cannot be read.
    Picture,
    /// The step is marked as not needed.
    NotApplicable,
}

impl Status {
    /// The word used in reports.
    pub fn id(self) -> &'static str {
        match self {
            Status::Signed => "signed",
            Status::Incomplete => "incomplete",
            Status::Redirected => "redirected",
            Status::Rejected => "rejected",
            Status::Empty => "empty",
            Status::Picture => "picture",
            Status::NotApplicable => "not-applicable",
        }
    }

    /// The words for people.
    pub fn title(self) -> &'static str {
        match self {
            Status::Signed => "已签",
            Status::Incomplete => "签得不全",
            Status::Redirected => "转请他人",
            Status::Rejected => "不同意或退回",
            Status::Empty => "空着",
            Status::Picture => "图片，无法辨认",
            Status::NotApplicable => "不需要",
        }
    }
}

/// A signing cell as read.
#[derive(Clone, Debug)]
pub struct Signature {
    /// Id of the role.
    pub role: String,
    /// Label as printed, without spaces.
    pub label: String,
    /// Bytes of the label.
    pub label_range: Range<usize>,
    /// Bytes of the cell's content, empty when there is none.
    pub range: Range<usize>,
    /// Who signed.
    pub name: Option<Item>,
    /// The organ or section that the signer speaks for, when the cell names one.
    pub unit: Option<Item>,
    /// The date as written.
    pub date: Option<Written>,
    /// The opinion as written.
    pub opinion: Option<Item>,
    /// What the opinion means, when its words are known.
    pub means: Option<Means>,
    /// The person it is passed on to.
    pub who: Option<String>,
    /// Signed on behalf of somebody.
    pub behalf: bool,
    /// A placeholder stands in the cell.
    pub placeholder: bool,
    /// The verdict.
    pub status: Status,
}

impl Signature {
    /// Something that counts as a signature stands here.
    pub fn is_signed(&self) -> bool {
        self.name.is_some() && matches!(self.status, Status::Signed | Status::Incomplete)
            || self.status == Status::Picture
    }

    pub(super) fn set_date(&mut self, date: Option<Written>) {
        self.date = date;
        self.judge(self.status == Status::Picture);
    }

    fn judge(&mut self, picture: bool) {
        let dated = self.date.as_ref().is_some_and(Written::is_complete);
        self.status = match self.means {
            Some(Means::Rejected) => Status::Rejected,
            Some(Means::Redirected | Means::Conditional) => Status::Redirected,
            Some(Means::NotApplicable) if self.name.is_none() => Status::NotApplicable,
            _ if self.name.is_some() && dated => Status::Signed,
            _ if picture && self.name.is_none() => Status::Picture,
            _ if self.name.is_some() || self.opinion.is_some() || self.date.is_some() => Status::Incomplete,
            _ => Status::Empty,
        };
    }
}

/// A signing cell before it is read.
pub(super) struct Cell<'r> {
    pub role: &'r Role,
    pub label: String,
    pub label_range: Range<usize>,
    pub range: Range<usize>,
    pub picture: bool,
}

/// Reads a cell; several people may have signed in it.
pub(super) fn read(terms: &Terms, document: &Document, cell: Cell<'_>, out: &mut Vec<Signature>) {
    let parts = signers(terms, document, &cell.range);
    for range in parts {
        let mut signature = Signature {
            role: cell.role.id.clone(),
            label: cell.label.clone(),
            label_range: cell.label_range.clone(),
            range: range.clone(),
            name: None,
            unit: None,
            date: None,
            opinion: None,
            means: None,
            who: None,
            behalf: false,
            placeholder: false,
            status: Status::Empty,
        };
        Words { terms, text: document.text.slice(range.clone()), base: range.start }.read(&mut signature);
        signature.judge(cell.picture);
        out.push(signature);
    }
}

/// More dates in one cell are a table, not signatures.
const MOST_SIGNERS: usize = 100;

/// Cuts a cell at its line ends, or behind its dates, when every piece is a signature of its own.
fn signers(terms: &Terms, document: &Document, range: &Range<usize>) -> Vec<Range<usize>> {
    let text = document.text.slice(range.clone());
    let dates: Vec<Written> = terms.any_dates(text, range.start).into_iter().filter(|d| d.day.is_some()).collect();
    if !(2..=MOST_SIGNERS).contains(&dates.len()) {
        return vec![range.clone()];
    }
    let whole = |cuts: Vec<usize>| {
        let edges: Vec<usize> = std::iter::once(range.start).chain(cuts).chain(std::iter::once(range.end)).collect();
        let pieces: Vec<Range<usize>> = edges
            .windows(2)
            .map(|w| fold::trim(document.text.slice(w[0]..w[1]), w[0]))
            .filter(|r| !r.is_empty())
            .collect();
        pieces
    };
    let named = |piece: &Range<usize>| {
        let mut probe = Probe::default();
        Words { terms, text: document.text.slice(piece.clone()), base: piece.start }.tokens(&mut probe);
        probe.name.is_some()
    };
    let by_line = whole(text.match_indices('\n').map(|(at, _)| range.start + at).collect());
    let by_date = whole(dates[..dates.len() - 1].iter().map(|d| d.range.end).collect());
    [by_line, by_date]
        .into_iter()
        .find(|p| p.len() == dates.len() && p.iter().all(named))
        .unwrap_or_else(|| vec![range.clone()])
}

/// A sheet with more is a list of people, not a form: nothing in it is joined.
pub(super) const MOST_ON_A_FORM: usize = 200;

/// Joins cells of one role that hold the parts of one signature: 签发人 + 签发意见.
pub(super) fn merge(signatures: &mut Vec<Signature>) {
    let mut at = if signatures.len() > MOST_ON_A_FORM { signatures.len() } else { 0 };
    while at < signatures.len() {
        let other = (at + 1..signatures.len()).find(|&j| complementary(&signatures[at], &signatures[j]));
        match other {
            Some(j) => {
                let rest = signatures.remove(j);
                let first = &mut signatures[at];
                let picture = first.status == Status::Picture || rest.status == Status::Picture;
                first.name = first.name.take().or(rest.name);
                first.unit = first.unit.take().or(rest.unit);
                first.date = first.date.take().or(rest.date);
                first.opinion = first.opinion.take().or(rest.opinion);
                first.means = first.means.or(rest.means);
                first.who = first.who.take().or(rest.who);
                first.behalf |= rest.behalf;
                first.judge(picture);
            }
            None => at += 1,
        }
    }
}

fn complementary(a: &Signature, b: &Signature) -> bool {
    let apart = |x: bool, y: bool| !(x && y);
    a.role == b.role
        && a.label != b.label
        && apart(a.name.is_some(), b.name.is_some())
        && apart(a.opinion.is_some(), b.opinion.is_some())
        && apart(a.date.is_some(), b.date.is_some())
}

/// What the words of a cell say.
#[derive(Default)]
struct Probe {
    name: Option<Item>,
    unit: Option<Item>,
    opinion: Option<Range<usize>>,
    means: Option<Means>,
    who: Option<String>,
    behalf: bool,
    placeholder: bool,
}

struct Words<'t> {
    terms: &'t Terms,
    text: &'t str,
    base: usize,
}

impl Words<'_> {
    fn read(&self, signature: &mut Signature) {
        let blank = |d: &Written| d.month.is_none() && d.day.is_none();
        let mut probe = Probe::default();
        self.tokens(&mut probe);
        let dates = self.terms.any_dates(self.text, self.base);
        signature.placeholder = probe.placeholder || dates.iter().any(blank);
        signature.date = dates.into_iter().rev().find(|d| !blank(d));
        signature.opinion = probe.opinion.map(|range| Item {
            text: self.text[range.start - self.base..range.end - self.base].trim().to_owned(),
            range,
        });
        (signature.name, signature.unit) = (probe.name, probe.unit);
        (signature.means, signature.who, signature.behalf) = (probe.means, probe.who, probe.behalf);
    }

    /// Sorts the words outside the dates into opinion and name.
    fn tokens(&self, probe: &mut Probe) {
        let dates = self.terms.any_dates(self.text, self.base);
        let mut from = self.base;
        for date in dates
            .iter()
            .map(|d| d.range.clone())
            .chain(std::iter::once(self.base + self.text.len()..self.base + self.text.len()))
        {
            for range in self.words(from..date.start) {
                self.token(range, probe);
            }
            from = date.end;
        }
    }

    /// Words between marks and spaces; single characters spread by spaces are one word.
    fn words(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let text = &self.text[range.start - self.base..range.end - self.base];
        let is_mark = |c: char| {
            matches!(
                c,
                '。' | '，'
                    | '；'
                    | '、'
                    | '：'
                    | ':'
                    | ','
                    | ';'
                    | '.'
                    | '！'
                    | '!'
                    | '（'
                    | '）'
                    | '('
                    | ')'
                    | '_'
                    | '“'
                    | '”'
                    | '"'
            )
        };
        let mut words: Vec<(Range<usize>, bool)> = Vec::new();
        let mut start = None;
        let mut spaced = false;
        for (at, c) in text.char_indices().chain(std::iter::once((text.len(), '。'))) {
            let gap = c.is_whitespace() || fold::is_zero_width(c);
            if !gap && !is_mark(c) {
                start.get_or_insert(at);
                continue;
            }
            if let Some(from) = start.take() {
                words.push((range.start + from..range.start + at, spaced));
                spaced = true;
            }
            spaced &= gap && c != '\n';
        }
        let single = |r: &Range<usize>| self.slice(r).chars().count() == 1 && self.slice(r).chars().all(fold::is_han);
        let mut joined: Vec<Range<usize>> = Vec::new();
        for (word, spaced) in words {
            match joined.last_mut() {
                Some(last)
                    if spaced
                        && single(&word)
                        && fold::squash(self.slice(last)).chars().count() <= 2
                        && self.spread(last)
                        && !self.is_opinion(&word) =>
                {
                    last.end = word.end
                }
                _ => joined.push(word),
            }
        }
        joined
    }

    /// One character, or characters already spread.
    fn spread(&self, range: &Range<usize>) -> bool {
        let text = self.slice(range);
        (text.chars().count() == 1 || text.contains(char::is_whitespace)) && !self.is_opinion(range)
    }

    fn is_opinion(&self, range: &Range<usize>) -> bool {
        self.whole_opinion(&fold::squash(self.slice(range))).is_some()
    }

    fn slice(&self, range: &Range<usize>) -> &str {
        &self.text[range.start - self.base..range.end - self.base]
    }

    fn token(&self, range: Range<usize>, probe: &mut Probe) {
        let word = fold::squash(self.slice(&range));
        let words = &self.terms.words;
        if word.is_empty() || word.chars().all(|c| matches!(c, '_' | '年' | '月' | '日')) {
            probe.placeholder |= !word.is_empty();
        } else if words.placeholders.iter().any(|p| fold::squash(p) == word)
            || self.terms.patterns.placeholder.as_ref().is_some_and(|p| p.is_match(&word))
        {
            probe.placeholder = true;
        } else if words.behalf.contains(&word) && probe.name.is_some() {
            probe.behalf = true;
        } else if let Some((means, who)) = self.whole_opinion(&word) {
            probe.say(range, Some(means), who);
        } else if let Some((split, means, front)) = self.opinion_and_name(&range) {
            let (opinion, name) =
                if front { (range.start..split, split..range.end) } else { (split..range.end, range.start..split) };
            probe.say(opinion, Some(means), None);
            probe.name = Some(Item { text: fold::squash(self.slice(&name)), range: name });
        } else if self.is_unit(&word) {
            probe.unit = Some(Item { text: word, range });
        } else if self.is_name(&word) {
            if let Some(earlier) = probe.name.replace(Item { text: word, range }) {
                probe.say(earlier.range, None, None);
            }
        } else {
            let means = self.opinion_prefix(&word);
            probe.say(range, means, None);
        }
    }

    /// A whole phrase: the longest known word, or a pattern that names somebody.
    fn whole_opinion(&self, word: &str) -> Option<(Means, Option<String>)> {
        for opinion in &self.terms.opinions {
            if opinion.words.iter().any(|w| fold::squash(w) == word) {
                return Some((opinion.means, None));
            }
            if let Some(c) = opinion.patterns.iter().find_map(|p| p.captures(word)) {
                return Some((opinion.means, c.name("who").map(|m| self.terms.bare_name(m.as_str()))));
            }
        }
        None
    }

    /// `同意王某` and `王某同意` written without a mark between.
    fn opinion_and_name(&self, range: &Range<usize>) -> Option<(usize, Means, bool)> {
        let text = self.slice(range);
        let known = self.terms.opinions.iter().flat_map(|o| o.words.iter().map(move |w| (w.as_str(), o.means)));
        known
            .filter(|(w, _)| w.chars().count() >= 2)
            .filter_map(|(w, means)| {
                let front = text
                    .strip_prefix(w)
                    .filter(|rest| self.is_short_name(rest))
                    .map(|_| (range.start + w.len(), means, true));
                let back = text
                    .strip_suffix(w)
                    .filter(|rest| self.is_short_name(rest))
                    .map(|rest| (range.start + rest.len(), means, false));
                front.or(back).map(|found| (w.len(), found))
            })
            .max_by_key(|(length, _)| *length)
            .map(|(_, found)| found)
    }

    fn is_short_name(&self, text: &str) -> bool {
        (2..=3).contains(&text.chars().count()) && text.chars().all(fold::is_han)
    }

    /// An organ: by a long name, or by an end that no person's name has.
    fn is_unit(&self, word: &str) -> bool {
        let length = word.chars().count();
        let short = || length == 3 && self.terms.words.unit_ends.iter().any(|e| word.ends_with(e.as_str()));
        self.terms.is_organ(word) && (length >= 4 || short())
    }

    fn is_name(&self, word: &str) -> bool {
        const LONGEST: usize = 4;
        let fits = word.chars().count() <= LONGEST || word.contains('·') || word.is_ascii();
        word.chars().count() >= 2 && fits && self.terms.patterns.name.as_ref().is_some_and(|p| p.is_match(word))
    }

    /// The meaning of a sentence by the longest known phrase it starts with.
    fn opinion_prefix(&self, word: &str) -> Option<Means> {
        let known = self
            .terms
            .opinions
            .iter()
            .filter(|o| o.means != Means::NotApplicable)
            .flat_map(|o| o.words.iter().map(move |w| (w, o.means)));
        known
            .filter(|(w, _)| w.chars().count() >= 2 && (word.starts_with(w.as_str())))
            .max_by_key(|(w, _)| w.len())
            .map(|(_, means)| means)
    }
}

impl Probe {
    /// Adds words to the opinion; the graver meaning stands (means are listed gravest first).
    fn say(&mut self, range: Range<usize>, means: Option<Means>, who: Option<String>) {
        let whole = self.opinion.take().map_or(range.clone(), |o| o.start.min(range.start)..o.end.max(range.end));
        self.opinion = Some(whole);
        self.means = match (self.means, means) {
            (Some(a), Some(b)) => Some(if (b as u8) < (a as u8) { b } else { a }),
            (a, b) => a.or(b),
        };
        self.who = self.who.take().or(who);
    }
}
