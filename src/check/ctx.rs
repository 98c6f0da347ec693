//! What a check may look at: a packet with the vocabulary, and what several rules ask of it, worked out once.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use super::enclosures::Enclosures;
use super::finished::Comparison;
use super::index::{self, Index};
use super::passage::{self, Passage};
use super::{Check, doubt, near, outline};
use crate::config::Organisation;
use crate::date::Date;
use crate::document::Document;
use crate::element::{ElementKind, Elements, Form, Official};
use crate::finding::{Outcome, Skip, Stage};
use crate::fold;
use crate::packet::{File, Packet};
use crate::terms::{Pattern, Seen, Terms};

/// What a check may look at.
#[derive(Clone, Debug)]
pub struct Ctx<'p> {
    /// The packet.
    pub packet: &'p Packet,
    /// The vocabulary.
    pub terms: &'p Terms,
    /// What the office says about itself.
    pub organisation: &'p Organisation,
    /// The day the run takes for today, if it was told one.
    pub today: Option<Date>,
    /// The stage of the documents.
    pub stage: Stage,
    /// Which words stand for which rule; without it every rule looks everywhere.
    index: Option<&'p Index>,
    /// The rule that is being asked, by its place among those of the index.
    asked: usize,
    derived: Rc<Derived>,
}

/// What several rules ask of a packet, worked out when the first of them does.
#[derive(Debug, Default)]
struct Derived {
    enclosures: OnceCell<Enclosures>,
    finished: OnceCell<Comparison>,
    passages: OnceCell<Vec<Passage>>,
    ground: OnceCell<Result<passage::Ground, Skip>>,
    concerned: OnceCell<index::Concerned>,
    seen: OnceCell<Vec<Seen>>,
    ordinals: OnceCell<Vec<outline::Numbered>>,
    near: OnceCell<Vec<near::Place>>,
    doubts: OnceCell<Vec<doubt::Found>>,
    odd: OnceCell<Vec<bool>>,
}

impl<'p> Ctx<'p> {
    /// The context of one packet.
    pub fn new(packet: &'p Packet, terms: &'p Terms, organisation: &'p Organisation, today: Option<Date>) -> Self {
        let stage = Stage::default();
        Self { packet, terms, organisation, today, stage, index: None, asked: 0, derived: Rc::default() }
    }

    /// At a stage.
    #[must_use]
    pub fn at(self, stage: Stage) -> Self {
        Self { stage, ..self }
    }

    /// With an index over the rules that will be asked.
    #[must_use]
    pub fn with(self, index: &'p Index) -> Self {
        Self { index: Some(index), ..self }
    }

    /// The main document with its index and elements.
    pub fn main(&self) -> Option<(usize, &'p Document, &'p Elements)> {
        let index = self.packet.main?;
        let (document, elements) = self.packet.files.get(index)?.read()?;
        Some((index, document, elements))
    }

    /// The day that the document bears, or the day of the run where it bears none.
    pub(crate) fn written_on(&self) -> Option<Date> {
        let (_, _, elements) = self.main()?;
        elements.get(ElementKind::Date).and_then(|e| e.date.as_ref()?.date()).or(self.today)
    }

    /// The approval form with the index of its file.
    pub fn form(&self) -> Option<(usize, &'p Document, &'p Form)> {
        let index = self.packet.form?;
        let (document, elements) = self.packet.files.get(index)?.read()?;
        Some((index, document, elements.form.as_ref()?))
    }

    /// Why there is no form to be judged.
    pub(super) fn formless(&self) -> Skip {
        match () {
            () if self.packet.blank_form() => Skip::NotUnderstood,
            () if self.packet.unreadable_form() => Skip::Unreadable,
            () => Skip::NoForm,
        }
    }

    /// The records of the re-check that lie beside the form, with the index of their file; not those of another document.
    pub fn slips(&self) -> impl Iterator<Item = (usize, &'p Document, &'p Form)> + '_ {
        self.all_slips().filter(|(_, _, form)| !self.is_of_another(form))
    }

    /// The records of the re-check that lie beside the form and name another document.
    pub fn other_slips(&self) -> impl Iterator<Item = (usize, &'p Document, &'p Form)> + '_ {
        self.all_slips().filter(|(_, _, form)| self.is_of_another(form))
    }

    pub(super) fn all_slips(&self) -> impl Iterator<Item = (usize, &'p Document, &'p Form)> + '_ {
        self.packet.slips.iter().filter_map(|&at| {
            let (document, elements) = self.packet.files.get(at)?.read()?;
            Some((at, document, elements.form.as_ref()?))
        })
    }

    /// It names another number than the document's, or, without a number, another title.
    pub(super) fn is_of_another(&self, form: &Form) -> bool {
        let letters = |text: &str| fold::squash(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let own = |kind| self.main().and_then(|(_, _, e)| e.get(kind)).map(|e| letters(&e.value));
        let stated = |id: &str| form.field(id).map(|f| letters(&f.value)).filter(|v| !v.is_empty());
        let differ = |id: &str, kind| {
            let (stated, own) = stated(id).zip(own(kind).filter(|v| !v.is_empty()))?;
            Some(!stated.contains(&own) && !own.contains(&stated))
        };
        differ("doc_number", ElementKind::DocNumber).or_else(|| differ("title", ElementKind::Title)).unwrap_or(false)
    }

    /// Which listed attachment was found where.
    pub fn enclosures(&self) -> &Enclosures {
        self.derived.enclosures.get_or_init(|| Enclosures::of(self))
    }

    /// What came of holding the finished product against what was signed.
    pub fn finished(&self) -> &Comparison {
        self.derived.finished.get_or_init(|| Comparison::of(self))
    }

    /// The running text of the packet.
    pub fn passages(&self) -> &[Passage] {
        self.derived.passages.get_or_init(|| passage::passages(self))
    }

    /// Where there is running text, or why it cannot be judged.
    pub(super) fn ground(&self) -> Result<passage::Ground, Skip> {
        *self.derived.ground.get_or_init(|| match self.any_main() {
            Err(Outcome::Skipped(skip)) => Err(skip),
            _ => Ok(passage::Ground::of(self.passages())),
        })
    }

    /// The answer for want of text where a rule looks; none when there is some.
    pub(super) fn without_text(&self, looks: passage::Ground) -> Option<Outcome> {
        without_text(self.ground(), looks)
    }

    /// What rules of the index answer that look for words alone; none without an index.
    pub fn by_words_alone(&self) -> Option<ByWords<'_>> {
        let index = self.index?;
        Some(ByWords { index, concerned: self.concerned_all(index), ground: self.ground() })
    }

    /// Asks a rule of the index, known by its place there.
    pub fn ask(&self, rule: usize, check: &Check) -> Outcome {
        check.eval(&Self { asked: rule, ..self.clone() })
    }

    /// The passages that concern the rule being asked; all where words do not decide that.
    pub(super) fn concerned(&self) -> impl Iterator<Item = &Passage> {
        let few = self.by_words(self.asked);
        let all = self.passages();
        let everywhere = if few.is_none() { all } else { &[] };
        let some = few.into_iter().flat_map(|few| few.by(self.asked)).filter_map(|at| all.get(at));
        everywhere.iter().chain(some).filter(|passage| passage.prose)
    }

    /// The same for one that finds nothing but what some patterns match: none where no file has what one of them needs.
    pub(super) fn concerned_by(&self, patterns: &[Pattern]) -> impl Iterator<Item = &Passage> {
        let stands = |pattern: &Pattern| (0..self.packet.files.len()).any(|file| pattern.may_stand(self.seen(file)));
        let few = self.by_words(self.asked);
        let any = few.is_none_or(|few| few.any(self.asked)) && patterns.iter().any(stands);
        any.then(|| self.concerned()).into_iter().flatten()
    }

    /// Whether a passage, by its place among all, concerns the rule being asked.
    pub(super) fn concerns(&self, at: usize) -> bool {
        let prose = self.passages().get(at).is_some_and(|passage| passage.prose);
        prose && self.by_words(self.asked).is_none_or(|few| few.has(self.asked, at))
    }

    pub(super) fn by_words(&self, rule: usize) -> Option<&index::Concerned> {
        let index = self.index.filter(|index| index.decides(rule))?;
        Some(self.concerned_all(index))
    }

    fn concerned_all(&self, index: &Index) -> &index::Concerned {
        let all = || index.concerned(self.passages().iter().map(|passage| self.chars(passage)));
        self.derived.concerned.get_or_init(all)
    }

    /// All characters of a passage.
    pub(super) fn chars<'a>(&self, passage: &'a Passage) -> Cow<'a, [char]> {
        let read = self.packet.files.get(passage.file).and_then(|f| f.read());
        read.map_or(Cow::default(), |(document, _)| passage.letters(document).all(passage.text(document)))
    }

    /// What characters a file has, by its place in the packet; of one that was not read none.
    pub(super) fn seen(&self, file: usize) -> &Seen {
        let of = |file: &File| Seen::of(file.read().map_or("", |(document, _)| document.text.as_str()));
        let all = || self.packet.files.iter().map(of).collect();
        &self.derived.seen.get_or_init(all)[file]
    }

    /// The ordinals of the running text.
    pub(super) fn ordinals(&self) -> &[outline::Numbered] {
        self.derived.ordinals.get_or_init(|| outline::numbered(self))
    }

    /// Where the text is one edit away from a phrase in which no character may be wrong.
    pub(super) fn near(&self) -> &[near::Place] {
        self.derived.near.get_or_init(|| near::places(self))
    }

    /// What is doubtful in the running text.
    pub(super) fn doubts(&self) -> &[doubt::Found] {
        self.derived.doubts.get_or_init(|| doubt::doubts(self))
    }

    /// Whether a file has characters that may be others than they seem.
    pub(super) fn is_odd(&self, file: usize) -> bool {
        let odd = |file| self.terms.characters().may_be_odd(self.seen(file));
        let all = || (0..self.packet.files.len()).map(odd).collect();
        self.derived.odd.get_or_init(all)[file]
    }

    /// Whether a place in a passage lies in a word that the office writes so, or is quoted as an error.
    pub(super) fn is_known(&self, passage: &Passage, range: &Range<usize>) -> bool {
        let Some((document, _)) = self.packet.files.get(passage.file).and_then(|f| f.read()) else { return false };
        let text = passage.text(document);
        let (start, end) = (range.start - passage.range.start, range.end - passage.range.start);
        let covers = |word: &String| {
            (end.saturating_sub(word.len())..=start).any(|at| text.get(at..at + word.len()) == Some(word.as_str()))
        };
        self.terms.words.known.iter().any(covers) || self.is_mentioned(&text[..start])
    }

    /// Whether a text ends in a quotation that begins behind 错写为 or the like.
    pub(super) fn is_mentioned(&self, before: &str) -> bool {
        const LONGEST: usize = 24;
        let quoted = before.char_indices().rev().take(LONGEST).find(|(_, c)| matches!(c, '“' | '”' | '"' | '。'));
        let Some((at, '“' | '"')) = quoted else { return false };
        self.terms.words.mentions.iter().any(|word| before[..at].ends_with(word.as_str()))
    }

    /// The main document, whatever it is: running text is judged by itself.
    ///
    /// # Errors
    /// The outcome that stands for "cannot be judged".
    pub fn any_main(&self) -> Result<(usize, &'p Document, &'p Elements), Outcome> {
        self.main().ok_or_else(|| {
            let unreadable = self.packet.files.iter().any(|f| f.content.is_err());
            Outcome::Skipped(if unreadable { Skip::Unreadable } else { Skip::NoMain })
        })
    }

    /// The main document, or why its elements cannot be judged.
    ///
    /// # Errors
    /// The outcome that stands for "cannot be judged".
    pub fn judged_main(&self) -> Result<(usize, &'p Document, &'p Elements), Outcome> {
        let main = self.any_main()?;
        match main.2.official {
            // Only rules of its own system are asked about a foreign one.
            Official::Yes | Official::Foreign => Ok(main),
            Official::No | Official::Attachment => Err(Outcome::Skipped(Skip::NotOfficial)),
        }
    }
}

/// What rules of an index answer that look for words alone: most rules, of which most find none.
#[derive(Debug)]
pub struct ByWords<'c> {
    index: &'c Index,
    concerned: &'c index::Concerned,
    ground: Result<passage::Ground, Skip>,
}

impl ByWords<'_> {
    /// The answer of a rule that finds none of its words: its check need not be asked.
    #[inline]
    pub fn answer(&self, rule: usize) -> Option<Outcome> {
        let looks = self.index.answers(rule)?;
        let finds_none = !self.concerned.any(rule);
        finds_none.then(|| without_text(self.ground, looks).unwrap_or(Outcome::Pass))
    }
}

#[inline]
fn without_text(ground: Result<passage::Ground, Skip>, looks: passage::Ground) -> Option<Outcome> {
    match ground {
        Err(skip) => Some(Outcome::Skipped(skip)),
        Ok(ground) => (!ground.has(looks)).then_some(Outcome::NotApplicable),
    }
}
