//! Several documents together, and the register beside them: numbers, order, copies, quotations, missing entries.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use crate::check::forward::like;
use crate::config::Organisation;
use crate::date::Date;
use crate::element::Number;
use crate::finding::{Hit, Severity};
use crate::fold;
use crate::place::Place;
use crate::record::Record;
use crate::register::{Column, Meaning, Register, Table};
use crate::terms::Terms;

pub(super) const KEYS: &[&str] = &["found", "other", "what", "n", "date", "other_date", "row", "path"];

/// What can be wrong among the documents of a batch.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    fault: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Fault {
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
}

/// The documents of a run, and the register they are held against.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'b> {
    /// The documents in order.
    pub records: &'b [Record],
    /// The register that was handed in.
    pub register: Option<(&'b Register, &'b Table)>,
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
        Some(Spot { file: self.path.clone(), place: self.place.clone(), excerpt })
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
    /// Judges a batch.
    pub fn judge(
        self,
        batch: &Batch<'_>,
        organisation: &Organisation,
        terms: &Terms,
        today: Option<Date>,
    ) -> Vec<Across> {
        let records = batch.records;
        match self.fault {
            Fault::NumberTwice => number_twice(records),
            Fault::NumberGap if batch.register.is_some() => Vec::new(),
            Fault::NumberGap => number_gap(records),
            Fault::DateOrder => date_order(records),
            Fault::UnknownCode if batch.register.is_some_and(|(r, _)| !r.own) => Vec::new(),
            Fault::UnknownCode => unknown_code(records, &organisation.codes),
            Fault::SameText => same_text(records),
            Fault::TwoVersions => two_versions(records),
            Fault::WrongCitation | Fault::EarlyCitation => self.citations(records),
            _ => match batch.register {
                Some((register, table)) => self.register(&Rows { register, table, records, terms, today }),
                None => Vec::new(),
            },
        }
    }

    fn register(self, rows: &Rows<'_>) -> Vec<Across> {
        match self.fault {
            Fault::Unregistered => rows.unregistered(),
            Fault::NoDocument => rows.no_document(),
            Fault::Disagrees => rows.disagreements(),
            Fault::BlankCell => rows.blank_cells(),
            Fault::ReceivedEarly => rows.received_early(),
            Fault::RowGap if !rows.register.own => Vec::new(),
            Fault::RowTwice | Fault::RowGap => rows.series(self.fault),
            _ => Vec::new(),
        }
    }

    fn citations(self, records: &[Record]) -> Vec<Across> {
        let mut by_number: HashMap<&Number, Vec<&Record>> = HashMap::new();
        for record in records {
            record.number.iter().for_each(|n| by_number.entry(n).or_default().push(record));
        }
        let mut found = Vec::new();
        for record in records {
            for cited in &record.citations {
                let Some(bearers) = by_number.get(&cited.number) else { continue };
                let fits = |m: &&&Record| like(&letters(&cited.title), &letters(&m.title));
                // Used twice, a number may mean either document.
                let meant = bearers.iter().find(fits).or(bearers.first());
                let Some(meant) = meant.filter(|m| m.path != record.path) else { continue };
                let early = matches!((meant.date, record.date), (Some(a), Some(b)) if a > b);
                let wrong = if self.fault == Fault::WrongCitation { !fits(&meant) } else { fits(&meant) && early };
                if !wrong {
                    continue;
                }
                let day = |d: Option<Date>| d.map_or(String::new(), Date::words);
                let hit =
                    Hit::default().of("body").with("found", cited.title.clone()).with("other", meant.title.clone());
                let hit = hit.with("n", meant.number_text.clone()).with("path", meant.path.clone());
                let hit = hit.with("date", day(record.date)).with("other_date", day(meant.date));
                let spot = Spot { file: record.path.clone(), place: cited.place.clone(), excerpt: cited.title.clone() };
                found.push((Some(spot), hit));
            }
        }
        found
    }
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
        let what = if copies { "，内容相同" } else { "" };
        let hit = Hit::default().of("doc_number").with("found", second.number_text.clone());
        (second.spot(), hit.with("path", shown(&others)).with("n", (rest.len() + 2).to_string()).with("what", what))
    };
    doubled.map(hit).collect()
}

fn shown_numbers(numbers: &[u32]) -> String {
    let words: Vec<String> = numbers.iter().map(u32::to_string).collect();
    shown(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The first few of many, and how many there are.
fn shown(all: &[&str]) -> String {
    const SHOWN: usize = 10;
    let more = if all.len() > SHOWN { format!("等{}个", all.len()) } else { String::new() };
    format!("{}{more}", all[..all.len().min(SHOWN)].join("、"))
}

fn number_gap(records: &[Record]) -> Vec<Across> {
    let mut found = Vec::new();
    for ((code, year), numbers) in series(records) {
        let missing = gaps(&numbers);
        let Some(first) = missing.first() else { continue };
        let behind = numbers.range(first..).next().and_then(|(_, r)| r.first());
        let hit = Hit::default().of("doc_number").with("found", format!("{code}〔{year}〕"));
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
        (r.spot(), hit.with("other", codes.join("、")))
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
    let hit = Hit::default().of("title").with("found", second.title.clone()).with("path", shown(&others));
    Some((second.spot(), hit.with("n", group.len().to_string())))
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

/// The rows of a register beside the documents.
struct Rows<'b> {
    register: &'b Register,
    table: &'b Table,
    records: &'b [Record],
    terms: &'b Terms,
    today: Option<Date>,
}

impl<'b> Rows<'b> {
    fn cell(&self, row: &'b [String], meaning: Meaning) -> &'b str {
        self.register.column(meaning).and_then(|c| row.get(c)).map_or("", String::as_str)
    }

    fn number(&self, row: &'b [String]) -> Option<Number> {
        Number::parse(self.terms, self.cell(row, Meaning::Number))
    }

    fn day(&self, text: &str) -> Option<Date> {
        self.terms.dates(text, 0).first().and_then(crate::date::Written::date)
    }

    /// A row as messages name it: its number, else its title; rows count from 1 below the headings.
    fn name(&self, row: &'b [String]) -> &'b str {
        let number = self.cell(row, Meaning::Number);
        if number.is_empty() { self.cell(row, Meaning::Title) } else { number }
    }

    fn hit(&self, at: usize) -> Hit {
        let row = &self.table.rows[at];
        Hit::default().of("register").with("row", (at + 1).to_string()).with("found", self.name(row))
    }

    /// What the register of this run says of a document: number and title.
    fn own(&self, record: &'b Record) -> (Option<Number>, &'b str) {
        (self.number(&record.row), self.cell(&record.row, Meaning::Title))
    }

    /// Documents with their rows: by number; then by title, where the title tells one document and one row.
    fn pairs(&self) -> Vec<(&'b Record, Option<usize>)> {
        let rows = &self.table.rows;
        let mut by_number: HashMap<Number, usize> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            if let Some(number) = self.number(row) {
                by_number.entry(number).or_insert(at);
            }
        }
        let own: Vec<&Record> = self.records.iter().filter(|r| !r.row.is_empty()).collect();
        let mut pairs: Vec<(&Record, Option<usize>)> =
            own.into_iter().map(|r| (r, self.own(r).0.and_then(|n| by_number.get(&n).copied()))).collect();
        let taken: HashSet<usize> = pairs.iter().filter_map(|(_, row)| *row).collect();
        let mut by_title: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, row) in rows.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
            by_title.entry(letters(self.cell(row, Meaning::Title))).or_default().push(at);
        }
        let mut titles: HashMap<String, usize> = HashMap::new();
        for (record, _) in pairs.iter().filter(|(_, row)| row.is_none()) {
            *titles.entry(letters(self.own(record).1)).or_default() += 1;
        }
        for (record, row) in pairs.iter_mut().filter(|(_, row)| row.is_none()) {
            let title = letters(self.own(record).1);
            *row = match by_title.get(&title).map(Vec::as_slice) {
                Some([one]) if !title.is_empty() && titles.get(&title) == Some(&1) => Some(*one),
                _ => None,
            };
        }
        pairs
    }

    fn unregistered(&self) -> Vec<Across> {
        let lost = self.pairs().into_iter().filter(|(_, row)| row.is_none());
        let hit = |record: &Record| {
            Hit::default()
                .of("register")
                .with("found", self.name(&record.row).to_owned())
                .with("path", record.path.clone())
        };
        lost.map(|(record, _)| (record.spot(), hit(record))).collect()
    }

    fn no_document(&self) -> Vec<Across> {
        let rows = &self.table.rows;
        let taken: HashSet<usize> = self.pairs().into_iter().filter_map(|(_, row)| row).collect();
        // A second row of one number is another rule's matter.
        let numbers: HashSet<Number> = taken.iter().filter_map(|at| self.number(&rows[*at])).collect();
        let again = |at: usize| self.number(&rows[at]).is_some_and(|n| numbers.contains(&n));
        let lost = (0..rows.len()).filter(|at| !taken.contains(at) && !self.name(&rows[*at]).is_empty() && !again(*at));
        lost.map(|at| (None, self.hit(at))).collect()
    }

    fn disagreements(&self) -> Vec<Across> {
        let mut found = Vec::new();
        for (record, at) in self.pairs() {
            let Some(at) = at else { continue };
            let row = &self.table.rows[at];
            let columns = self.register.columns.iter().enumerate().filter(|(_, c)| c.compare);
            for (column, told) in columns {
                let (own, kept) = (&record.row[column], &row[column]);
                if !own.is_empty() && !kept.is_empty() && self.differ(told, own, kept) {
                    let hit = self.hit(at).with("what", told.title.clone()).with("other", own.clone());
                    found.push((record.spot(), hit.with("n", kept.clone()).with("path", record.path.clone())));
                }
            }
        }
        found
    }

    fn differ(&self, column: &Column, a: &str, b: &str) -> bool {
        let by_number = || Some(Number::parse(self.terms, a)? != Number::parse(self.terms, b)?);
        let by_day = || Some(self.day(a)? != self.day(b)?);
        let told = match column.is {
            Some(Meaning::Number) => by_number(),
            Some(Meaning::Dated | Meaning::Received) => by_day(),
            Some(Meaning::Title) | None => None,
        };
        told.unwrap_or_else(|| letters(a) != letters(b))
    }

    fn blank_cells(&self) -> Vec<Across> {
        let mut found = Vec::new();
        for (at, row) in self.table.rows.iter().enumerate() {
            let blank = |(_, cell): &(&Column, &String)| cell.trim().is_empty();
            let required = self.register.columns.iter().zip(row).filter(|(c, _)| c.required);
            let titles: Vec<&str> = required.filter(blank).map(|(c, _)| c.title.as_str()).collect();
            if !titles.is_empty() {
                found.push((None, self.hit(at).with("what", titles.join("、"))));
            }
        }
        found
    }

    fn received_early(&self) -> Vec<Across> {
        let dates = |at: usize| {
            let row = &self.table.rows[at];
            let received = self.day(self.cell(row, Meaning::Received))?;
            let dated = self.day(self.cell(row, Meaning::Dated));
            let by_number = || {
                let number = self.number(row)?;
                self.records.iter().find(|r| r.number.as_ref() == Some(&number))?.date
            };
            let early = dated.or_else(by_number).filter(|d| received < *d).map(|d| ("早于成文日期", d));
            let late = || self.today.filter(|today| received > *today).map(|today| ("晚于当天", today));
            let (what, bound) = early.or_else(late)?;
            let hit = self.hit(at).with("date", received.words()).with("other_date", bound.words());
            Some((None, hit.with("what", what)))
        };
        (0..self.table.rows.len()).filter_map(dates).collect()
    }

    fn series(&self, fault: Fault) -> Vec<Across> {
        let numbers: Vec<(usize, Number)> =
            self.table.rows.iter().enumerate().filter_map(|(at, row)| Some((at, self.number(row)?))).collect();
        let mut series: Series<'_, usize> = BTreeMap::new();
        for (at, number) in &numbers {
            if let (Some(year), Some(serial)) = (number.year, number.serial) {
                series.entry((number.code.as_str(), year)).or_default().entry(serial).or_default().push(*at);
            }
        }
        let mut found = Vec::new();
        for ((code, year), rows) in &series {
            if fault == Fault::RowGap {
                let missing = gaps(rows);
                let hit = Hit::default().of("register").with("found", format!("{code}〔{year}〕"));
                found.extend((!missing.is_empty()).then(|| (None, hit.with("n", shown_numbers(&missing)))));
                continue;
            }
            for again in rows.values().flat_map(|same| &same[1..]) {
                let first = rows.values().find(|same| same.contains(again)).and_then(|same| same.first());
                found.push((None, self.hit(*again).with("n", first.map_or(String::new(), |f| (f + 1).to_string()))));
            }
        }
        found
    }
}
