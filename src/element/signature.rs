//! One signing cell: opinion, name and date, and what they amount to.

mod aside;
mod opinion;
mod person;
mod pieces;
mod rounds;
mod words;

use std::ops::Range;

use crate::date::Written;
use crate::document::Document;
use crate::element::Item;
use crate::fold;
use crate::steps;
use crate::terms::{Means, Role, Terms};

pub(super) use aside::{Aside, aside};
pub(crate) use aside::{heard, objects};
pub(super) use opinion::{is_opinion, is_phrase, refuses as is_refusal};
pub(super) use person::{is_name, is_unit};
pub(super) use pieces::{join_pieces, opens_entry};
pub(super) use rounds::settle_rounds;
use words::Words;
pub(super) use words::dates;
pub(crate) use words::is_tick;

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
    pub fn title(self) -> crate::lang::Words {
        crate::lang::Words::from(match self {
            Status::Signed => "已签",
            Status::Incomplete => "签得不全",
            Status::Redirected => "转请他人",
            Status::Rejected => "不同意或退回",
            Status::Empty => "空着",
            Status::Picture => "图片，无法辨认",
            Status::NotApplicable => "不需要",
        })
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
    /// One of several entries of a cell, each of which must be complete.
    pub listed: bool,
    /// A later entry of the same step has taken its place after the document was sent back.
    pub past: bool,
    /// Options left without a tick where others have one.
    pub unticked: Vec<Item>,
    /// Who signed by what the picture is called, where a picture stands for the name.
    pub pictured: Option<String>,
    /// The picture is called something that is no signature.
    pub other_picture: bool,
    /// The verdict.
    pub status: Status,
}

impl Signature {
    /// Something that counts as a signature stands here.
    pub fn is_signed(&self) -> bool {
        self.name.is_some() && matches!(self.status, Status::Signed | Status::Incomplete)
            || self.status == Status::Picture
    }

    /// Day and minute of its date; the first minute where none is written.
    pub(crate) fn when(&self) -> Option<(i64, u32)> {
        let written = self.date.as_ref()?;
        Some((written.date()?.days(), written.time.unwrap_or(0)))
    }

    pub(super) fn set_date(&mut self, date: Option<Written>) {
        self.date = date;
        self.judge(self.status == Status::Picture);
    }

    /// Takes in another part of the same signature.
    fn take_in(&mut self, rest: Signature) {
        let picture = self.status == Status::Picture || rest.status == Status::Picture;
        self.name = self.name.take().or(rest.name);
        self.unit = self.unit.take().or(rest.unit);
        self.date = self.date.take().or(rest.date);
        self.opinion = self.opinion.take().or(rest.opinion);
        self.means = self.means.or(rest.means);
        self.who = self.who.take().or(rest.who);
        self.behalf |= rest.behalf;
        self.unclear |= rest.unclear;
        self.passes |= rest.passes;
        self.placeholder |= rest.placeholder;
        self.pictured = self.pictured.take().or(rest.pictured);
        self.judge(picture);
    }

    /// Takes in what is said behind it under a label of its own.
    pub(super) fn hear(&mut self, means: Means, who: Option<String>, range: Range<usize>) {
        if self.means.is_none_or(|own| (means as u8) < own as u8) {
            (self.means, self.who) = (Some(means), who);
        }
        self.unclear |= means == Means::Pending;
        self.range.end = self.range.end.max(range.end);
        self.judge(self.status == Status::Picture);
    }

    fn judge(&mut self, picture: bool) {
        let dated = self.date.as_ref().is_some_and(Written::is_complete);
        self.status = match self.means {
            Some(Means::Rejected) => Status::Rejected,
            Some(Means::Redirected | Means::Conditional) => Status::Redirected,
            Some(Means::Pending) if self.name.is_none() && !dated => Status::Empty,
            Some(Means::Pending) => Status::Incomplete,
            Some(Means::NotApplicable) if self.name.is_none() => Status::NotApplicable,
            _ if self.name.is_some() && dated => Status::Signed,
            _ if picture && self.name.is_none() => Status::Picture,
            _ if self.name.is_some() || self.opinion.is_some() || self.date.is_some() => Status::Incomplete,
            _ => Status::Empty,
        };
    }
}

/// A signing cell before it is read.
#[derive(Clone)]
pub(super) struct Cell<'r> {
    pub role: &'r Role,
    pub label: String,
    pub label_range: Range<usize>,
    pub range: Range<usize>,
    /// The words of the picture that stands in it.
    pub picture: Option<Vec<String>>,
}

/// A row of a table of signatures, by its columns.
pub(super) struct Columns<'c> {
    pub person: Option<Range<usize>>,
    pub unit: Option<Range<usize>>,
    pub opinion: &'c [Range<usize>],
    pub status: &'c [Range<usize>],
    pub date: Option<Range<usize>>,
    /// It has come and is not done.
    pub pending: bool,
}

impl Cell<'_> {
    fn blank(&self, range: Range<usize>) -> Signature {
        Signature {
            role: self.role.id.clone(),
            label: self.label.clone(),
            label_range: self.label_range.clone(),
            range,
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
            listed: false,
            past: false,
            unticked: Vec::new(),
            pictured: None,
            other_picture: false,
            status: Status::Empty,
        }
    }

    fn words<'t>(&self, terms: &'t Terms, text: &'t str, base: usize) -> Words<'t> {
        Words { several: self.role.several, ..Words::new(terms, text, base, self.role.passes_on) }
    }

    /// Whom the picture names, when its words are those of a person.
    fn pictured(&self, terms: &Terms) -> Option<String> {
        let words = self.picture.iter().flatten().map(|w| fold::squash(w));
        words.filter_map(|w| person::find(terms, &w)).map(|p| p.name).next()
    }

    /// The picture is called something that is no signature: 公章, 二维码.
    fn is_other_picture(&self, terms: &Terms) -> bool {
        let of = |w: &String| {
            let word = fold::squash(w).to_lowercase();
            terms.words.no_signatures.iter().any(|n| word.contains(n.as_str())) || opinion::refuses(terms, &word)
        };
        self.picture.iter().flatten().any(of)
    }
}

/// Reads a cell; several people may have signed in it.
pub(super) fn read(terms: &Terms, document: &Document, cell: Cell<'_>, out: &mut Vec<Signature>) {
    /// More text than this is not what anybody writes into a cell; a person must look.
    const LONGEST: usize = 6_000;
    if cell.range.len() > LONGEST {
        let end = cell.range.start
            + document.text.slice(cell.range.clone()).chars().take(100).map(char::len_utf8).sum::<usize>();
        return out.push(Signature {
            opinion: Some(Item { text: String::new(), range: cell.range.start..end }),
            unclear: true,
            status: Status::Incomplete,
            ..cell.blank(cell.range.clone())
        });
    }
    let mut text = valid(document, &cell.range);
    words::without_ticked(terms, &mut text, document.text.slice(cell.range.clone()));
    let before = out.len();
    let whole = cell.words(terms, &text, cell.range.start);
    let pieces = pieces::pieces(&whole);
    let listed = pieces.len() > 1;
    if !listed {
        whole.read(cell.blank(cell.range.clone()), out);
    }
    for range in pieces.into_iter().filter(|_| listed) {
        let own = &text[range.start - cell.range.start..range.end - cell.range.start];
        cell.words(terms, own, range.start).read(cell.blank(range), out);
    }
    let (picture, pictured) = (cell.picture.is_some(), cell.pictured(terms));
    let other = cell.is_other_picture(terms);
    let printed = document.text.slice(cell.range.clone());
    let unticked = words::left_open(terms, printed, cell.range.start);
    let unanswered = words::is_unanswered(terms, printed);
    if listed {
        name_units(&text, cell.range.start, &mut out[before..]);
    }
    for signature in &mut out[before..] {
        signature.listed = listed;
        if cell.role.plain {
            (signature.unclear, signature.passes) = (false, false);
        }
        // A choice that was printed and not made is no answer.
        signature.unclear |= unanswered && signature.means.is_none();
        signature.pictured.clone_from(&pictured);
        signature.other_picture = other;
        signature.unticked.clone_from(&unticked);
        signature.judge(picture);
    }
}

/// `计财：同意。` among entries that begin with their units names one, and nobody.
fn name_units(text: &str, base: usize, entries: &mut [Signature]) {
    let leads = |s: &Signature, item: &Item| {
        item.range.start == s.range.start && text[item.range.end - base..].trim_start().starts_with(['：', ':'])
    };
    let by_unit = |s: &Signature| s.name.is_some() && s.unit.as_ref().is_some_and(|u| leads(s, u));
    if !entries.iter().any(by_unit) {
        return;
    }
    for entry in entries.iter_mut().filter(|s| s.unit.is_none()) {
        if entry.name.as_ref().is_some_and(|n| leads(entry, n)) {
            entry.unit = entry.name.take();
        }
    }
}

/// Reads a row of a table of signatures: what is what is told by its column.
pub(super) fn read_columns(terms: &Terms, document: &Document, cell: Cell<'_>, columns: Columns<'_>) -> Signature {
    let mut signature = cell.blank(cell.range.clone());
    let mut read = |range: &Range<usize>| {
        let text = valid(document, range);
        let mut found = Vec::new();
        cell.words(terms, &text, range.start).read(cell.blank(range.clone()), &mut found);
        found.into_iter().next()
    };
    if let Some(range) = &columns.person {
        let text = fold::squash(document.text.slice(range.clone()));
        let person = read(range).unwrap_or_else(|| cell.blank(range.clone()));
        // A column of names needs no list of surnames.
        let post = |text: &str| terms.cell_word(text).is_some() || terms.words.anyone.iter().any(|w| w == text);
        let nobody = |text: &str| terms.words.no_names.iter().any(|n| n.eq_ignore_ascii_case(text));
        let other = |text: &str| terms.names_unit(text) || is_unit(terms, text) || post(text) || nobody(text);
        let somebody = |text: &str| person::may_be_name(text) && !other(text);
        let named = || somebody(&text).then(|| Item { text: text.clone(), range: range.clone() });
        signature.name = person.name.or_else(named);
        (signature.behalf, signature.placeholder) = (person.behalf, person.placeholder);
        (signature.unit, signature.date) = (person.unit, person.date);
    }
    if let Some(range) = &columns.unit {
        signature.unit = Some(Item { text: fold::squash(document.text.slice(range.clone())), range: range.clone() });
    }
    let done = |r: &&Range<usize>| terms.words.done_states.contains(&fold::squash(document.text.slice((*r).clone())));
    let states = columns.status.iter().filter(|r| !done(r));
    // rejected, 已读: a state that nobody knows, or that is no end, is none to rely on.
    let ended = |range: &Range<usize>| {
        let text = fold::squash(document.text.slice(range.clone()));
        !text.chars().any(char::is_alphanumeric)
            || matches!(opinion::meaning(terms, &text), Some(Means::Approved | Means::NotApplicable | Means::Rejected))
    };
    signature.unclear |= states.clone().any(|r| !ended(r)) && !cell.role.plain;
    for found in columns.opinion.iter().chain(states).filter_map(&mut read) {
        let text = |range: &Range<usize>| Item {
            text: document.text.slice(range.clone()).trim().to_owned(),
            range: range.clone(),
        };
        signature.opinion = signature.opinion.take().or(Some(text(&found.range)));
        if let Some(means) = found.means
            && signature.means.is_none_or(|own| (means as u8) < own as u8)
        {
            (signature.means, signature.who) = (Some(means), found.who);
        }
        signature.unclear |= (found.unclear || found.opinion.is_some() && found.means.is_none()) && !cell.role.plain;
        signature.passes |= found.passes;
        signature.placeholder |= found.placeholder;
    }
    if let Some(range) = &columns.date {
        signature.date = dates(terms, document.text.slice(range.clone()), range.start).into_iter().next_back();
    }
    if columns.pending {
        // It has come to somebody who has not acted yet.
        signature.name = None;
    }
    signature.judge(cell.picture.is_some());
    signature
}

/// The text of a cell with what was struck out or is white, and options whose box is empty, made blank; bytes keep their places.
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
    let unseen = |r: &&crate::document::Run| {
        let format = document.run_formats.get(r.format);
        format.is_some_and(|f| f.strike || f.color.as_deref() == Some("FFFFFF"))
    };
    document.runs_in(range).filter(unseen).map(|r| r.range.clone()).for_each(&mut blank);
    let unticked = words::unticked(document.text.slice(range.clone()));
    unticked.into_iter().for_each(|r| blank(r.start + range.start..r.end + range.start));
    text
}

/// A text without the options that were not chosen.
pub(crate) fn valid_text(text: &str) -> String {
    let mut text = text.to_owned();
    for range in words::unticked(&text.clone()).into_iter().rev() {
        text.replace_range(range, "");
    }
    text
}

/// A sheet with more is a list of people, not a form: nothing in it is joined.
pub(super) const MOST_ON_A_FORM: usize = 200;

/// Joins cells of one role that hold the parts of one signature: 签发人 + 签发意见.
pub(super) fn merge(terms: &Terms, signatures: &mut Vec<Signature>) {
    let mut at = if signatures.len() > MOST_ON_A_FORM { signatures.len() } else { 0 };
    while at < signatures.len() {
        let other = (at + 1..signatures.len()).find(|&j| {
            steps::add(1);
            complementary(terms, &signatures[at], &signatures[j])
        });
        match other {
            Some(j) => {
                let rest = signatures.remove(j);
                signatures[at].take_in(rest);
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
