//! One signing cell: opinion, name and date, and what they amount to.

mod opinion;
mod person;
mod words;

use std::ops::Range;

use crate::date::Written;
use crate::document::Document;
use crate::element::Item;
use crate::fold;
use crate::terms::{Means, Role, Terms};

pub(super) use opinion::is_opinion;
pub(super) use person::is_name;
use words::Words;

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
    /// Part of it could mean that it is no approval, or no name: a person must look.
    pub unclear: bool,
    /// Part of it sends the document on its way, which is no approval where it should end.
    pub passes: bool,
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
    let text = valid(document, &cell.range);
    for range in signers(terms, &text, cell.range.start) {
        let blank = Signature {
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
            unclear: false,
            passes: false,
            status: Status::Empty,
        };
        let own = &text[range.start - cell.range.start..range.end - cell.range.start];
        let before = out.len();
        Words { terms, text: own, base: range.start, passes_on: cell.role.passes_on }.read(blank, out);
        out[before..].iter_mut().for_each(|s| s.judge(cell.picture));
    }
}

/// The text of a cell with what was struck out, and options whose box is empty, made blank; bytes keep their places.
pub(super) fn valid(document: &Document, range: &Range<usize>) -> String {
    let mut text = document.text.slice(range.clone()).to_owned();
    let mut blank = |part: Range<usize>| {
        let (from, to) = (part.start.max(range.start) - range.start, part.end.min(range.end) - range.start);
        if from < to {
            let kept: String = text[from..to]
                .chars()
                .map(|c| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) })
                .collect();
            text.replace_range(from..to, &kept);
        }
    };
    let struck = |r: &&crate::document::Run| document.run_formats.get(r.format).is_some_and(|f| f.strike);
    document.runs_in(range).filter(struck).map(|r| r.range.clone()).for_each(&mut blank);
    let unticked = words::unticked(document.text.slice(range.clone()));
    unticked.into_iter().for_each(|r| blank(r.start + range.start..r.end + range.start));
    text
}

/// More dates in one cell are a table, not signatures.
const MOST_SIGNERS: usize = 100;

/// Cuts a cell where each piece is a signature of its own: at the organs it names, at its line ends, or behind its dates.
fn signers(terms: &Terms, text: &str, base: usize) -> Vec<Range<usize>> {
    let whole = base..base + text.len();
    let cut = |cuts: Vec<usize>| {
        let edges: Vec<usize> = std::iter::once(base).chain(cuts).chain(std::iter::once(whole.end)).collect();
        let pieces = edges.windows(2).map(|w| fold::trim(&text[w[0] - base..w[1] - base], w[0]));
        pieces.filter(|r| !r.is_empty()).collect::<Vec<Range<usize>>>()
    };
    let words = Words { terms, text, base, passes_on: false };
    let organs = words.entries();
    let begins = organs.first().is_some_and(|&at| text[..at - base].trim().is_empty());
    if begins && organs.len() > 1 && organs.len() <= MOST_SIGNERS {
        return cut(organs);
    }
    let dates: Vec<Written> = terms.any_dates(text, base).into_iter().filter(|d| d.day.is_some()).collect();
    if !(2..=MOST_SIGNERS).contains(&dates.len()) {
        return vec![whole];
    }
    let signed = |piece: &Range<usize>| {
        let own = &text[piece.start - base..piece.end - base];
        let own = Words { terms, text: own, base: piece.start, passes_on: false };
        own.says().names.iter().any(|n| n.sure)
    };
    let by_line = cut(text.match_indices('\n').map(|(at, _)| base + at).collect());
    let by_date = cut(dates[..dates.len() - 1].iter().map(|d| d.range.end).collect());
    let found = [by_line, by_date].into_iter().find(|p| p.len() == dates.len() && p.iter().all(signed));
    found.unwrap_or_else(|| vec![whole])
}

/// A sheet with more is a list of people, not a form: nothing in it is joined.
pub(super) const MOST_ON_A_FORM: usize = 200;

/// Joins cells of one role that hold the parts of one signature: 签发人 + 签发意见.
pub(super) fn merge(terms: &Terms, signatures: &mut Vec<Signature>) {
    let mut at = if signatures.len() > MOST_ON_A_FORM { signatures.len() } else { 0 };
    while at < signatures.len() {
        let other = (at + 1..signatures.len()).find(|&j| complementary(terms, &signatures[at], &signatures[j]));
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
                first.unclear |= rest.unclear;
                first.passes |= rest.passes;
                first.judge(picture);
            }
            None => at += 1,
        }
    }
}

/// Two cells hold parts of one signature: person and opinion apart, or one label in two forms (签发人, 签发意见).
fn complementary(terms: &Terms, a: &Signature, b: &Signature) -> bool {
    if a.role != b.role || a.label == b.label {
        return false;
    }
    let apart = |x: bool, y: bool| !(x && y);
    let same_name = matches!((&a.name, &b.name), (Some(x), Some(y)) if x.text == y.text);
    let parts = (apart(a.name.is_some(), b.name.is_some()) || same_name)
        && apart(a.opinion.is_some(), b.opinion.is_some())
        && apart(a.date.is_some(), b.date.is_some());
    let person_and_opinion = |x: &Signature, y: &Signature| {
        x.name.is_some() && x.opinion.is_none() && y.opinion.is_some() && y.name.is_none()
    };
    let one_label = terms.label_base(&a.label) == terms.label_base(&b.label);
    parts && (one_label || person_and_opinion(a, b) || person_and_opinion(b, a))
}
