//! `[[ignore]]`: findings that an office knows of and does not want listed, with the reason and, it may be, a last day.

use serde::Deserialize;

use super::path::fixed_part;
use super::{Word, path_glob};
use crate::date::{Date, Day};
use crate::finding::{Finding, PacketReport, Why};
use crate::gate::glob;

/// A silence as the file says it.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// Rules, as a glob.
    #[schemars(with = "String")]
    pub rule: Word,
    /// Globs of paths relative to the file; everywhere when left out.
    #[serde(default)]
    #[schemars(with = "Option<Vec<String>>")]
    pub paths: Option<Vec<Word>>,
    /// The last day on which it works.
    #[serde(default)]
    pub until: Option<Day>,
    /// Why, and who decided so.
    #[schemars(with = "String")]
    pub reason: Word,
}

impl Silence {
    /// Its last day has passed.
    fn is_over(&self, today: Option<Date>) -> bool {
        matches!((self.until, today), (Some(until), Some(today)) if until.0 < today)
    }

    fn covers(&self, rule: &str, path: &str) -> bool {
        let here = |globs: &Vec<Word>| globs.iter().any(|g| path_glob(g.get_ref(), path));
        glob(self.rule.get_ref(), rule) && self.paths.as_ref().is_none_or(here)
    }

    /// The folders it speaks of, relative to the file; the file's own folder is empty.
    fn folders(&self) -> Vec<String> {
        let globs = self.paths.as_deref().unwrap_or_default();
        if globs.is_empty() { vec![String::new()] } else { globs.iter().map(|g| fixed_part(g.get_ref())).collect() }
    }
}

/// What a run has to say of a silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its rules.
    pub rule: String,
    /// Its reason.
    pub reason: String,
    /// Its last day, when that has passed; otherwise it has matched nothing.
    pub over: Option<Date>,
}

/// The silences of an office at work.
#[derive(Debug)]
pub struct Silences<'c> {
    all: Vec<AtWork<'c>>,
    today: Option<Date>,
}

#[derive(Debug)]
struct AtWork<'c> {
    silence: &'c Silence,
    /// It has hidden something.
    used: bool,
    /// A rule of it could not be asked somewhere: nobody knows whether it is needed.
    open: bool,
}

impl<'c> Silences<'c> {
    /// Silences on a day; without a day none is over.
    pub fn new(silences: &'c [Silence], today: Option<Date>) -> Self {
        Self { all: silences.iter().map(|silence| AtWork { silence, used: false, open: false }).collect(), today }
    }

    /// Takes the silenced findings off a report. `place` makes a path relative to the file, `asked` tells whether
    /// every rule of a glob was asked.
    pub fn packet(&mut self, report: &mut PacketReport, place: impl Fn(&str) -> String, asked: impl Fn(&str) -> bool) {
        if self.all.is_empty() {
            return;
        }
        for one in &mut self.all {
            let rule = one.silence.rule.get_ref();
            one.open |= report.not_checked.iter().any(|(unasked, _)| glob(rule, &unasked.id)) || !asked(rule);
        }
        let paths: Vec<String> = report.findings.iter().map(|f| place(&report.path_of(f.file.as_deref()))).collect();
        let mut paths = paths.iter();
        report.hide(|f| paths.next().and_then(|path| self.silenced(f, path)).map(Why::Silenced));
    }

    /// Takes the silenced findings off those about several documents; says how many.
    pub fn together(&mut self, findings: &mut Vec<Finding>, place: impl Fn(&str) -> String) -> usize {
        let before = findings.len();
        findings.retain(|f| self.silenced(f, &place(f.file.as_deref().unwrap_or_default())).is_none());
        before - findings.len()
    }

    /// Why a finding is silenced. Every silence that fits is used, not only the first.
    fn silenced(&mut self, finding: &Finding, path: &str) -> Option<String> {
        let today = self.today;
        let fits = |o: &&mut AtWork<'_>| !o.silence.is_over(today) && o.silence.covers(&finding.rule.id, path);
        let mut reasons = self.all.iter_mut().filter(fits).map(|one| {
            one.used = true;
            one.silence.reason.get_ref().trim().to_owned()
        });
        let first = reasons.next();
        reasons.for_each(drop);
        first
    }

    /// Nothing is certain any more: part of what was handed in could not be read.
    pub fn doubt(&mut self) {
        self.all.iter_mut().for_each(|o| o.open = true);
    }

    /// Silences whose day has passed, and those that matched nothing although the run went over all their paths:
    /// the folders of the run, relative to the file, hold them.
    pub fn told(&self, run: &[String]) -> Vec<Told> {
        let held = |folder: &String| run.iter().any(|r| r.is_empty() || path_glob(r, folder));
        let of = |one: &AtWork<'_>| {
            let over = one.silence.until.map(|d| d.0).filter(|_| one.silence.is_over(self.today));
            let unused = !one.used && !one.open && one.silence.folders().iter().all(held);
            (over.is_some() || unused).then(|| Told {
                rule: one.silence.rule.get_ref().clone(),
                reason: one.silence.reason.get_ref().trim().to_owned(),
                over,
            })
        };
        self.all.iter().filter_map(of).collect()
    }
}
