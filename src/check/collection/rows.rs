//! The rows of a register held against the documents, and against each other.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Across, Collection, Series, gaps, letters, shown_numbers};
use crate::date::Date;
use crate::element::Number;
use crate::finding::Hit;
use crate::fold;
use crate::lang::Words;
use crate::record::Record;
use crate::register::{Column, Meaning, Register, Table};
use crate::shown::few;
use crate::terms::Terms;
use crate::words;

/// The rows of a register beside the documents.
pub(super) struct Rows<'b> {
    pub register: &'b Register,
    pub table: &'b Table,
    pub records: &'b [Record],
    pub terms: &'b Terms,
    pub today: Option<Date>,
}

/// The first number of a cell: 6, 6份, 共六份.
fn amount(text: &str) -> Option<u32> {
    let squashed = fold::squash(text);
    let digits = |c: char| c.is_ascii_digit() || fold::number(c.encode_utf8(&mut [0; 4])).is_some();
    squashed.split(|c| !digits(c)).find(|part| !part.is_empty()).and_then(fold::number)
}

/// The letters of a title, without the numbers that a list puts before it.
fn plain(text: &str) -> String {
    letters(text).chars().filter(|c| !c.is_ascii_digit()).collect()
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
    pub(super) fn pairs(&self) -> Vec<(&'b Record, Option<usize>)> {
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

    pub(super) fn unregistered(&self) -> Vec<Across> {
        let lost = self.pairs().into_iter().filter(|(_, row)| row.is_none());
        let hit = |record: &Record| {
            Hit::default()
                .of("register")
                .with("found", self.name(&record.row).to_owned())
                .with("path", record.path.clone())
        };
        lost.map(|(record, _)| (record.spot(), hit(record))).collect()
    }

    pub(super) fn no_document(&self) -> Vec<Across> {
        let rows = &self.table.rows;
        let taken: HashSet<usize> = self.pairs().into_iter().filter_map(|(_, row)| row).collect();
        // A second row of one number is another rule's matter.
        let numbers: HashSet<Number> = taken.iter().filter_map(|at| self.number(&rows[*at])).collect();
        let again = |at: usize| self.number(&rows[at]).is_some_and(|n| numbers.contains(&n));
        let lost = (0..rows.len()).filter(|at| !taken.contains(at) && !self.name(&rows[*at]).is_empty() && !again(*at));
        lost.map(|at| (None, self.hit(at))).collect()
    }

    pub(super) fn disagreements(&self) -> Vec<Across> {
        let filled: Vec<bool> = (0..self.register.columns.len()).map(|column| self.is_kept(column)).collect();
        let mut found = Vec::new();
        for (record, at) in self.pairs() {
            let Some(at) = at else { continue };
            let row = &self.table.rows[at];
            let columns = self.register.columns.iter().enumerate().filter(|(_, c)| c.compare);
            for (column, told) in columns {
                let (own, kept) = (&record.row[column], &row[column]);
                // A document that was read and lists no attachment has none.
                let listed = told.is == Some(Meaning::Attachments) && !record.title.is_empty();
                let none = || self.terms.words.none_values.first().cloned().unwrap_or_default();
                let own = if own.is_empty() && listed { &none() } else { own };
                // A grade or a number of copies that the register leaves out, in a column that it keeps.
                let left_out = kept.is_empty() && filled[column] && self.must_be_told(told, own);
                if left_out || !own.is_empty() && !kept.is_empty() && self.differ(told, own, kept) {
                    let kept = if left_out { words!("空白") } else { Words::from(kept) };
                    let hit = self.hit(at).with("what", Words::template(&told.title)).with("other", own.clone());
                    found.push((record.spot(), hit.with("n", kept).with("path", record.path.clone())));
                }
            }
        }
        found
    }

    /// Some row has something in the column.
    fn is_kept(&self, column: usize) -> bool {
        self.table.rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()))
    }

    fn must_be_told(&self, column: &Column, own: &str) -> bool {
        matches!(column.is, Some(Meaning::Grade | Meaning::Amount)) && !own.is_empty() && !self.is_none(own)
    }

    fn differ(&self, column: &Column, a: &str, b: &str) -> bool {
        let written = || letters(a) != letters(b);
        let by_number = || Some(Number::parse(self.terms, a)? != Number::parse(self.terms, b)?);
        let by_day = || Some(self.day(a)? != self.day(b)?);
        match column.is {
            Some(Meaning::Number) => by_number().unwrap_or_else(written),
            Some(Meaning::Dated | Meaning::Received) => by_day().unwrap_or_else(written),
            Some(Meaning::Grade) => self.grades_differ(a, b),
            Some(Meaning::Names) => written() && self.names_differ(a, b),
            Some(Meaning::Amount) => amount(a).zip(amount(b)).is_some_and(|(a, b)| a != b),
            Some(Meaning::Attachments) => self.attachments_differ(a, b),
            Some(Meaning::Title) | None => written(),
        }
    }

    /// "None" in any wording, and a bare dash.
    fn is_none(&self, text: &str) -> bool {
        let bare = fold::squash(text);
        letters(text).is_empty() || self.terms.words.none_values.iter().any(|none| fold::squash(none) == bare)
    }

    /// Equal, or "none" on both sides; the period of secrecy may be left out.
    fn grades_differ(&self, a: &str, b: &str) -> bool {
        let grade = |text: &str| if self.is_none(text) { String::new() } else { letters(text) };
        let (a, b) = (grade(a), grade(b));
        let level_only = !a.is_empty() && b.starts_with(&a) || !b.is_empty() && a.starts_with(&b);
        a != b && !level_only
    }

    /// The same people or organs in any order, by their full names or short ones. Where one side only sums up (各县,
    /// 等5家), nothing can be compared.
    fn names_differ(&self, a: &str, b: &str) -> bool {
        if self.is_none(a) || self.is_none(b) {
            return self.is_none(a) != self.is_none(b);
        }
        let sums_up = |text: &str| self.terms.words.collective.iter().any(|w| text.contains(w.as_str()));
        if sums_up(a) || sums_up(b) {
            return false;
        }
        let names = |text: &str| -> Vec<String> {
            let parts = text.split(['、', '，', ',', '；', ';', '\n', '/']);
            // 县长林远 and 林远（县长） are 林远, and 县财政局 is 青禾县财政局.
            parts.map(|part| letters(&self.terms.bare_name(part))).filter(|name| !name.is_empty()).collect()
        };
        let (a, b) = (names(a), names(b));
        let same = |x: &String, y: &String| x.contains(y.as_str()) || y.contains(x.as_str());
        let lacks = |these: &[String], those: &[String]| these.iter().any(|x| !those.iter().any(|y| same(x, y)));
        a.len() != b.len() || lacks(&a, &b) || lacks(&b, &a)
    }

    /// Titles in any order and however numbered, or nothing but how many they are.
    fn attachments_differ(&self, own: &str, kept: &str) -> bool {
        if self.is_none(own) || self.is_none(kept) || self.terms.affirms(kept) {
            return self.is_none(own) != self.is_none(kept);
        }
        let listed: Vec<String> = own.split('；').map(plain).collect();
        let counted = self.terms.patterns.count_only.as_ref().and_then(|p| p.captures(kept));
        if let Some(n) = counted.and_then(|c| fold::number(c.name("n")?.as_str())).or(fold::number(kept)) {
            return n as usize != listed.len();
        }
        let mut kept = plain(kept);
        for label in &self.terms.labels.attachment {
            kept = if listed.iter().any(|name| name.contains(label.as_str())) { kept } else { kept.replace(label, "") };
        }
        let own = |w: &str| listed.iter().any(|name| name.contains(w));
        let sums_up = self.terms.words.collective.iter().any(|w| kept.contains(w.as_str()) && !own(w));
        let more = kept.chars().count() != listed.iter().map(|name| name.chars().count()).sum::<usize>();
        !sums_up && (more || listed.iter().any(|name| !kept.contains(name.as_str())))
    }

    pub(super) fn blank_cells(&self) -> Vec<Across> {
        let mut found = Vec::new();
        for (at, row) in self.table.rows.iter().enumerate() {
            let blank = |(_, cell): &(&Column, &String)| cell.trim().is_empty();
            let required = self.register.columns.iter().zip(row).filter(|(c, _)| c.required);
            let titles: Vec<Words> = required.filter(blank).map(|(c, _)| Words::template(&c.title)).collect();
            if !titles.is_empty() {
                found.push((None, self.hit(at).with("what", few(&titles))));
            }
        }
        found
    }

    pub(super) fn received_early(&self) -> Vec<Across> {
        let mut dated: HashMap<&Number, Option<Date>> = HashMap::new();
        for (number, date) in self.records.iter().filter_map(|r| Some((r.number.as_ref()?, r.date))) {
            dated.entry(number).or_insert(date);
        }
        let dates = |at: usize| {
            let row = &self.table.rows[at];
            let received = self.day(self.cell(row, Meaning::Received))?;
            let by_number = || *dated.get(&self.number(row)?)?;
            let early = self
                .day(self.cell(row, Meaning::Dated))
                .or_else(by_number)
                .filter(|d| received < *d)
                .map(|d| (words!("早于成文日期"), d));
            let late = || self.today.filter(|today| received > *today).map(|today| (words!("晚于当天"), today));
            let (what, bound) = early.or_else(late)?;
            let hit = self.hit(at).with("date", received.words()).with("other_date", bound.words());
            Some((None, hit.with("what", what)))
        };
        (0..self.table.rows.len()).filter_map(dates).collect()
    }

    pub(super) fn series(&self, check: Collection) -> Vec<Across> {
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
            if check == Collection::RowGap {
                let missing = gaps(rows);
                let hit = Hit::default().of("register").with("found", words!("{code}〔{year}〕", code, year));
                found.extend((!missing.is_empty()).then(|| (None, hit.with("n", shown_numbers(&missing)))));
                continue;
            }
            for (first, again) in rows.values().filter_map(|same| same.split_first()) {
                found.extend(again.iter().map(|at| (None, self.hit(*at).with("n", (first + 1).to_string()))));
            }
        }
        found
    }

    /// The last year of the register, if it has more documents than the year before, of which it has all from the first on.
    pub(super) fn more_than_before(&self) -> Vec<Across> {
        /// Fewer documents are no year of an office.
        const LEAST: usize = 5;
        /// The rules are of August 2024: the first year that can be held against the one before.
        const SINCE: u32 = 2025;
        let mut years: BTreeMap<u32, usize> = BTreeMap::new();
        let mut first: BTreeMap<(u32, String), u32> = BTreeMap::new();
        for number in self.table.rows.iter().filter_map(|row| self.number(row)) {
            let Some(year) = number.year else { continue };
            *years.entry(year).or_default() += 1;
            let serial = number.serial.unwrap_or(1);
            first.entry((year, number.code)).and_modify(|least| *least = serial.min(*least)).or_insert(serial);
        }
        let last = years.last_key_value().map(|(year, n)| (*year, *n));
        let whole = |year: u32| first.iter().all(|((of, _), serial)| *of != year || *serial <= 1);
        let more = last.filter(|(year, _)| *year >= SINCE).and_then(|(year, n)| {
            let before = *years.get(&(year - 1))?;
            (before >= LEAST && n > before && whole(year - 1)).then(|| {
                let hit = Hit::default().of("register").with("found", year.to_string());
                (None, hit.with("n", n.to_string()).with("other", before.to_string()))
            })
        });
        more.into_iter().collect()
    }
}
