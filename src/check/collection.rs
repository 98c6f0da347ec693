//! Several documents together, and the register beside them: numbers, order, copies, quotations, missing entries.

mod rows;

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use crate::check::forward::like;
use crate::config::{Organisation, Told};
use crate::date::Date;
use crate::element::Number;
use crate::finding::{Hit, Severity};
use crate::fold;
use crate::lang::Words;
use crate::place::Place;
use crate::record::Record;
use crate::register::{Register, Table};
use crate::shown::few;
use crate::steps;
use crate::terms::Terms;
use crate::words;

use rows::Rows;

/// What can be wrong among the documents of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Collection {
    /// Two documents bear one number.
    NumberTwice,
    /// Numbers of a series are missing in between.
    NumberGap,
    /// A higher number bears an earlier date.
    DateOrder,
    /// The organ code is not one of the office's.
    UnknownCode,
    /// The same text twice.
    SameText,
    /// One title, two texts.
    TwoVersions,
    /// A quoted number belongs to another title.
    WrongCitation,
    /// A quoted document is dated later than the one that quotes it.
    EarlyCitation,
    /// A document that the register does not have.
    Unregistered,
    /// A row of the register without a document.
    NoDocument,
    /// Register and document disagree.
    Disagrees,
    /// A cell that must be filled is empty.
    BlankCell,
    /// Received before it was dated, or in the future.
    ReceivedEarly,
    /// Two rows of the register bear one number.
    RowTwice,
    /// Numbers of a series are missing in the register.
    RowGap,
    /// More documents in a year than in the year before.
    MoreThanBefore,
    /// The last day of a silence has passed.
    SilenceOver,
    /// A silence matches nothing.
    SilenceUnused,
}

/// The documents of a run, the register they are held against, and the silences of which there is something to say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Batch<'b> {
    /// The documents in order.
    pub records: &'b [Record],
    /// The register that was handed in.
    pub register: Option<(&'b Register, &'b Table)>,
    /// Silences that are over, or that matched nothing.
    pub silences: &'b [Told],
}

impl Batch<'_> {
    /// Which of the documents the register does not have.
    pub fn unregistered(&self, terms: &Terms) -> Vec<usize> {
        let Some((register, table)) = self.register else { return Vec::new() };
        let rows = Rows { register, table, records: self.records, terms, today: None };
        let own = (0..self.records.len()).filter(|at| !self.records[*at].row.is_empty());
        own.zip(rows.pairs()).filter(|(_, (_, row))| row.is_none()).map(|(at, _)| at).collect()
    }
}

/// Where a finding about several documents stands.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Path of the document.
    pub file: String,
    /// The place in it.
    pub place: Option<Place>,
    /// The text found.
    pub excerpt: String,
}

/// A hit, and where it stands.
pub(super) type Across = (Option<Spot>, Hit);

impl Record {
    fn spot(&self) -> Option<Spot> {
        let excerpt = if self.number_text.is_empty() { self.title.clone() } else { self.number_text.clone() };
        Some(Spot { file: self.path.clone(), place: self.place.as_deref().cloned(), excerpt })
    }
}

/// Numbers of one code and year, by serial.
type Series<'b, T> = BTreeMap<(&'b str, u32), BTreeMap<u32, Vec<T>>>;

/// The numbers of a series that are missing between the first and the last; none when most are.
fn gaps<T>(series: &BTreeMap<u32, Vec<T>>) -> Vec<u32> {
    let (Some((&first, _)), Some((&last, _))) = (series.first_key_value(), series.last_key_value()) else {
        return Vec::new();
    };
    // A handful out of a long series is a selection, not a register.
    if (last - first) as usize + 1 > 2 * series.len() {
        return Vec::new();
    }
    (first..last).filter(|n| !series.contains_key(n)).collect()
}

impl Collection {
    /// What its hits fill.
    pub(super) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::NumberTwice => &["found", "path", "n", "what"],
            Self::NumberGap | Self::RowGap => &["found", "n"],
            Self::DateOrder => &["found", "date", "other", "other_date", "path"],
            Self::UnknownCode => &["found", "what", "other"],
            Self::SameText | Self::TwoVersions => &["found", "path", "n"],
            Self::WrongCitation => &["found", "other", "n", "path"],
            Self::EarlyCitation => &["found", "other", "n", "path", "date", "other_date"],
            Self::Unregistered => &["found", "path"],
            Self::NoDocument => &["row", "found"],
            Self::Disagrees => &["row", "found", "what", "other", "n", "path"],
            Self::BlankCell => &["row", "found", "what"],
            Self::ReceivedEarly => &["row", "found", "date", "other_date", "what"],
            Self::RowTwice => &["row", "found", "n"],
            Self::MoreThanBefore => &["found", "n", "other"],
            Self::SilenceOver => &["found", "what", "date"],
            Self::SilenceUnused => &["found", "what"],
        }
    }

    /// A silence shows only in a run, not in an example.
    pub(super) fn needs_file(self) -> bool {
        matches!(self, Self::SilenceOver | Self::SilenceUnused)
    }

    /// Judges a batch.
    pub fn judge(
        self,
        batch: &Batch<'_>,
        organisation: &Organisation,
        terms: &Terms,
        today: Option<Date>,
    ) -> Vec<Across> {
        let records = batch.records;
        match self {
            Self::NumberTwice => number_twice(records),
            Self::NumberGap if batch.register.is_some() => Vec::new(),
            Self::NumberGap => number_gap(records),
            Self::DateOrder => date_order(records),
            Self::UnknownCode if batch.register.is_some_and(|(r, _)| !r.own) => Vec::new(),
            Self::UnknownCode => unknown_code(records, &organisation.codes),
            Self::SameText => same_text(records),
            Self::TwoVersions => two_versions(records),
            Self::WrongCitation | Self::EarlyCitation => self.citations(records, terms),
            Self::SilenceOver | Self::SilenceUnused => silences(batch.silences, self == Self::SilenceOver),
            _ => match batch.register {
                Some((register, table)) => self.register(&Rows { register, table, records, terms, today }),
                None => Vec::new(),
            },
        }
    }

    fn register(self, rows: &Rows<'_>) -> Vec<Across> {
        match self {
            Self::Unregistered => rows.unregistered(),
            Self::NoDocument => rows.no_document(),
            Self::Disagrees => rows.disagreements(),
            Self::BlankCell => rows.blank_cells(),
            Self::ReceivedEarly => rows.received_early(),
            Self::RowGap | Self::MoreThanBefore if !rows.register.own => Vec::new(),
            Self::MoreThanBefore => rows.more_than_before(),
            Self::RowTwice | Self::RowGap => rows.series(self),
            _ => Vec::new(),
        }
    }

    fn citations(self, records: &[Record], terms: &Terms) -> Vec<Across> {
        // A number that more titles bear than this names no document: that it is used twice is another rule's matter.
        const MOST: usize = 20;
        let mut titles = HashSet::new();
        let mut by_number: HashMap<&Number, Vec<(String, &Record)>> = HashMap::new();
        for (number, record) in records.iter().filter_map(|r| Some((r.number.as_ref()?, r))) {
            let title = letters(&record.title);
            if titles.insert((number, title.clone())) {
                by_number.entry(number).or_default().push((title, record));
            }
        }
        by_number.retain(|_, bearers| bearers.len() <= MOST);
        let mut found = Vec::new();
        for record in records {
            for cited in &record.citations {
                let Some(bearers) = by_number.get(&cited.number) else { continue };
                let title = letters(&cited.title);
                let fits = |(own, _): &&(String, &Record)| {
                    steps::add(1);
                    like(terms, &title, own)
                };
                // Used twice, a number may mean either document.
                let fitting = bearers.iter().find(fits);
                let Some((_, meant)) = fitting.or(bearers.first()).filter(|(_, m)| m.path != record.path) else {
                    continue;
                };
                let early = matches!((meant.date, record.date), (Some(a), Some(b)) if a > b);
                let wrong = if self == Self::WrongCitation { fitting.is_none() } else { fitting.is_some() && early };
                if !wrong {
                    continue;
                }
                let day = |d: Option<Date>| d.map_or_else(Words::default, Date::words);
                let hit =
                    Hit::default().of("body").with("found", cited.title.clone()).with("other", meant.title.clone());
                let hit = hit.with("n", meant.number_text.clone()).with("path", meant.path.clone());
                let hit = hit.with("date", day(record.date)).with("other_date", day(meant.date));
                let spot = Spot {
                    file: record.path.clone(),
                    place: cited.place.as_deref().cloned(),
                    excerpt: cited.title.clone(),
                };
                found.push((Some(spot), hit));
            }
        }
        found
    }
}

fn silences(all: &[Told], over: bool) -> Vec<Across> {
    let hit = |told: &Told| {
        let hit = Hit::default().with("found", told.rule.clone()).with("what", told.reason.clone());
        (None, hit.with("date", told.over.map_or_else(Words::default, Date::words)))
    };
    all.iter().filter(|told| told.over.is_some() == over).map(hit).collect()
}

fn letters(text: &str) -> String {
    fold::squash(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Documents by code, year and serial; those without all three are left out.
fn series(records: &[Record]) -> Series<'_, &Record> {
    let mut series: Series<'_, &Record> = BTreeMap::new();
    for record in records {
        let Some(Number { code, year: Some(year), serial: Some(serial) }) = &record.number else { continue };
        series.entry((code.as_str(), *year)).or_default().entry(*serial).or_default().push(record);
    }
    series
}

/// One finding for one number, at its second use, with all the documents that bear it.
fn number_twice(records: &[Record]) -> Vec<Across> {
    let all = series(records);
    let doubled = all.values().flat_map(|s| s.values()).filter_map(|same| match same.as_slice() {
        [first, second, rest @ ..] => Some((*first, *second, rest)),
        _ => None,
    });
    let hit = |(first, second, rest): (&Record, &Record, &[&Record])| {
        let others: Vec<&str> = std::iter::once(&first).chain(rest).map(|r| r.path.as_str()).collect();
        let copies =
            rest.iter().chain([&second]).all(|r| first.fingerprint.is_some() && r.fingerprint == first.fingerprint);
        let what = if copies { words!("，内容相同") } else { Words::default() };
        let hit = Hit::default().of("doc_number").with("found", second.number_text.clone());
        (second.spot(), hit.with("path", few(&others)).with("n", (rest.len() + 2).to_string()).with("what", what))
    };
    doubled.map(hit).collect()
}

fn shown_numbers(numbers: &[u32]) -> Words {
    few(numbers)
}

fn number_gap(records: &[Record]) -> Vec<Across> {
    let mut found = Vec::new();
    for ((code, year), numbers) in series(records) {
        let missing = gaps(&numbers);
        let Some(first) = missing.first() else { continue };
        let behind = numbers.range(first..).next().and_then(|(_, r)| r.first());
        let hit = Hit::default().of("doc_number").with("found", words!("{code}〔{year}〕", code, year));
        let mut hit = hit.with("n", shown_numbers(&missing));
        // What is handed in may be a part of what was sent.
        hit.at_most = Some(Severity::Info);
        found.push((behind.and_then(|r| r.spot()), hit));
    }
    found
}

fn date_order(records: &[Record]) -> Vec<Across> {
    let mut found = Vec::new();
    for numbers in series(records).values() {
        let dated: Vec<(&Record, Date)> =
            numbers.values().filter_map(|r| Some((*r.first()?, r.first()?.date?))).collect();
        for pair in dated.windows(2) {
            let [(before, earlier), (record, date)] = pair else { continue };
            if date < earlier {
                let hit =
                    Hit::default().of("date").with("found", record.number_text.clone()).with("date", date.words());
                let hit = hit.with("other", before.number_text.clone()).with("other_date", earlier.words());
                found.push((record.spot(), hit.with("path", before.path.clone())));
            }
        }
    }
    found
}

fn unknown_code(records: &[Record], codes: &[String]) -> Vec<Across> {
    let unknown = |r: &&Record| {
        let code = r.number.as_ref().map(|n| n.code.as_str());
        !codes.is_empty() && code.is_some_and(|c| !codes.iter().any(|known| fold::squash(known) == c))
    };
    let hit = |r: &Record| {
        let code = r.number.as_ref().map_or(String::new(), |n| n.code.clone());
        let hit = Hit::default().of("doc_number").with("found", r.number_text.clone()).with("what", code);
        (r.spot(), hit.with("other", few(codes)))
    };
    records.iter().filter(unknown).map(hit).collect()
}

/// Documents by something they share, in order of first appearance; groups of one are left out.
fn groups<K: std::hash::Hash + Eq>(records: &[Record], key: impl Fn(&Record) -> Option<K>) -> Vec<Vec<&Record>> {
    let mut places: HashMap<K, usize> = HashMap::new();
    let mut groups: Vec<Vec<&Record>> = Vec::new();
    for record in records {
        let Some(key) = key(record) else { continue };
        let at = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(record),
            None => groups.push(vec![record]),
        }
    }
    groups.retain(|g| g.len() > 1);
    groups
}

/// One finding for a group, at its second document, with the others.
fn of_group(group: &[&Record]) -> Option<Across> {
    let [first, second, rest @ ..] = group else { return None };
    let others: Vec<&str> = std::iter::once(first).chain(rest).map(|r| r.path.as_str()).collect();
    let hit = Hit::default().of("title").with("found", named(second)).with("path", few(&others));
    Some((second.spot(), hit.with("n", group.len().to_string())))
}

/// A document by its title; one without a title by its path.
fn named(record: &Record) -> String {
    if record.title.is_empty() { record.path.clone() } else { record.title.clone() }
}

/// The same text under different numbers or none; under one number it is that number's matter.
fn same_text(records: &[Record]) -> Vec<Across> {
    let one_number = |g: &[&Record]| g[0].number.is_some() && g.iter().all(|r| r.number == g[0].number);
    groups(records, |r| r.fingerprint).iter().filter(|g| !one_number(g)).filter_map(|g| of_group(g)).collect()
}

/// One title, not each with a number of its own, and more than one text: versions of one document.
fn two_versions(records: &[Record]) -> Vec<Across> {
    let versions =
        |g: &[&Record]| g.iter().any(|r| r.number.is_none()) && g.iter().any(|r| r.fingerprint != g[0].fingerprint);
    let titled = |r: &Record| Some(letters(&r.title)).filter(|t| !t.is_empty());
    groups(records, titled).iter().filter(|g| versions(g)).filter_map(|g| of_group(g)).collect()
}
