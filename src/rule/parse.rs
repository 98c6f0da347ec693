//! From TOML to rules: everything is read once, every mistake is kept with its place.

mod entries;
mod json;
mod pattern;
mod whole;
mod words;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::counts::Judge;
use crate::keyed;
use crate::lang;
use crate::limits;
use crate::problem::{self, MOST_PROBLEMS, Problem, items, span_of};
use crate::rule::replaced::Replaced;
use crate::rule::tables::Tables;
use crate::rule::{RuleFile, RuleSet, RuleText};
use crate::skeleton::Sheet;
use crate::sort;
use crate::terms::{CharacterLists, Labels, Likeness, Patterns, Records, Wording, Words};
use crate::text::Text;
use words::{first_line, narrow, sub_kind};

/// The tables a rule file may hold.
const KEYS: [&str; 31] = [
    "rule",
    "weight",
    "word",
    "replaced",
    "gate",
    "maxim",
    "milder",
    "rows",
    "left_out",
    "register",
    "chain",
    "kind",
    "role",
    "field",
    "opinion",
    "foreign",
    "ordinal",
    "words",
    "labels",
    "patterns",
    "font",
    "size",
    "step",
    "wording",
    "records",
    "characters",
    "protected",
    "near",
    "doubt",
    "skeleton",
    "sheet",
];

/// Whether a text is meant as a rule file: it is empty, or something in it is known.
pub(super) fn is_meant(text: &str) -> bool {
    let (table, errors) = DeTable::parse_recoverable(text);
    let table = table.get_ref();
    let holds = |value: &DeValue<'_>| matches!(value, DeValue::Table(_) | DeValue::Array(_));
    let known = |(key, value): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        KEYS.contains(&key.get_ref().as_ref()) && holds(value.get_ref())
    };
    table.iter().any(known) || table.is_empty() && errors.is_empty()
}

/// Reads rule files. Shipped ones are taken in the form that the build has made of them, without their examples, where
/// `quick` allows it.
pub(super) fn load(files: Vec<RuleFile>, quick: bool) -> Result<RuleSet, Vec<Problem>> {
    let mut loader = Loader::default();
    let mut written = false;
    for (index, file) in files.iter().enumerate() {
        let (from, rules) = (loader.problems.len(), loader.set.rules.len());
        loader.by = matches!(file.text, RuleText::Written(_)).then(|| lang::Words::from(&file.name));
        match &file.text {
            RuleText::Shipped(shipped) if quick => shipped.tables(|json| loader.shipped(json)),
            text => {
                written = true;
                loader.file(&Text::new(text.to_string()));
            }
        }
        let pack: Arc<str> = stem(&file.name).into();
        loader.set.rules[rules..].iter_mut().for_each(|rule| rule.pack = Arc::clone(&pack));
        loader.problems[from..].iter_mut().for_each(|p| p.file = index);
        sort::by_key(&mut loader.problems[from..], |p| p.range.start);
        loader.places.iter_mut().for_each(|p| p.file = p.file.or(Some(index)));
        loader.chains.iter_mut().chain(&mut loader.compares).for_each(|c| c.2 = c.2.or(Some(index)));
        loader.globs.iter_mut().for_each(|g| g.3 = g.3.or(Some(index)));
    }
    if written {
        loader.cross_check();
    }
    if !loader.problems.is_empty() {
        return Err(loader.problems);
    }
    let mut set = loader.set;
    set.packs = files.iter().map(|f| stem(&f.name)).collect();
    set.files = files;
    Ok(set)
}

/// The name of a rule file as people say it.
fn stem(name: &str) -> String {
    name.rsplit('/').next().unwrap_or(name).trim_end_matches(".toml").to_owned()
}

/// Where a rule stands, for mistakes found when all files are read.
struct Place {
    file: Option<usize>,
    header: Range<usize>,
}

/// Rules that something names: what it is, the globs, where it stands.
type Globs = (lang::Words, Vec<String>, Range<usize>, Option<usize>);

#[derive(Default)]
struct Loader {
    set: RuleSet,
    problems: Vec<Problem>,
    /// The words of this file mean what they mean here, whatever a file before has said.
    redefines: bool,
    /// The file that is being read, when it is not a shipped one.
    by: Option<lang::Words>,
    places: Vec<Place>,
    /// Ids of the rules so far.
    ids: HashSet<String>,
    /// Rules that gates, maxims and left-out rows name.
    globs: Vec<Globs>,
    /// What maxims compare with the form, with their place.
    compares: Vec<(Vec<String>, Range<usize>, Option<usize>)>,
    /// Roles, place and file of every chain.
    chains: Vec<(Vec<String>, Range<usize>, Option<usize>)>,
}

impl Loader {
    /// A shipped file, from the form that the build has made of it. It has no mistakes, and so no places.
    fn shipped(&mut self, json: &str) {
        self.redefines = false;
        let tables: Tables = match keyed::json(json) {
            Ok(tables) => tables,
            Err(e) => return self.problems.push(Problem::new(0..0, e.to_string())),
        };
        fn all<T>(list: Option<Vec<T>>) -> impl Iterator<Item = T> {
            list.into_iter().flatten()
        }
        let nowhere = || 0..0;
        all(tables.chain).for_each(|c| self.chain(c, nowhere()));
        all(tables.field).for_each(|f| self.field(f, nowhere()));
        all(tables.font).for_each(|f| self.font(f));
        all(tables.foreign).for_each(|f| self.foreign(f, nowhere()));
        all(tables.gate).for_each(|g| self.gate(g, nowhere()));
        all(tables.kind).for_each(|k| self.set.terms.kinds.push(k));
        tables.labels.into_iter().for_each(|l| self.set.terms.labels.extend(l));
        all(tables.left_out).for_each(|l| self.left_out(l, nowhere()));
        all(tables.maxim).for_each(|m| self.maxim(m, nowhere()));
        all(tables.milder).for_each(|m| self.milder(m, nowhere()));
        all(tables.weight).for_each(|w| self.set.weights.push(w));
        all(tables.opinion).for_each(|o| self.opinion(o));
        all(tables.ordinal).for_each(|o| self.set.terms.ordinals.push(o));
        tables.patterns.into_iter().for_each(|p| self.set.terms.patterns.extend(p));
        all(tables.register).for_each(|r| self.register(r));
        all(tables.skeleton).for_each(|s| self.skeleton(s, nowhere()));
        tables.sheet.into_iter().for_each(|s| self.sheet(s, nowhere()));
        all(tables.role).for_each(|r| self.role(r, nowhere()));
        self.set.rows.extend(all(tables.rows));
        all(tables.replaced).flat_map(Replaced::rules).for_each(|r| self.add(r, nowhere(), nowhere()));
        all(tables.rule).for_each(|r| self.add(r, nowhere(), nowhere()));
        all(tables.size).for_each(|s| self.size(s));
        all(tables.word).for_each(|w| self.add(w.rule(), nowhere(), nowhere()));
        all(tables.step).for_each(|s| self.set.terms.steps.push(s));
        tables.words.into_iter().for_each(|w| self.set.terms.words.extend(w));
        tables.wording.into_iter().for_each(|w| self.set.terms.wording.extend(w));
        tables.records.into_iter().for_each(|r| self.set.terms.records.extend(r));
        tables.characters.into_iter().for_each(|c| self.set.terms.lists.extend(c));
        self.set.terms.protected.extend(all(tables.protected));
        tables.near.into_iter().for_each(|n| self.set.terms.likeness.extend(n));
        tables.doubt.into_iter().for_each(|d| self.set.terms.judge.extend(d));
    }

    /// A file that somebody has written.
    fn file(&mut self, text: &Text) {
        self.redefines = !self.set.terms.roles.is_empty();
        if let Err(problem) = limits::toml(text.as_str()) {
            return self.problems.push(problem);
        }
        let (table, errors) = DeTable::parse_recoverable(text.as_str());
        self.problems.extend(errors.iter().take(MOST_PROBLEMS).map(|e| Problem::of_toml(e, text)));
        for (key, value) in table.into_inner() {
            self.patterns_in(key.get_ref(), &value, text);
            match key.get_ref().as_ref() {
                "rule" => items(value).into_iter().for_each(|item| self.rule(item, text)),
                "replaced" => self.each(value, text, |item| Some(first_line(item.span(), text)), Self::replaced),
                "word" => items(value).into_iter().for_each(|item| self.word(item, text)),
                "gate" => self.each(value, text, |item| span_of(item, "rules"), Self::gate),
                "maxim" => self.each(value, text, |item| span_of(item, "id"), Self::maxim),
                "rows" => self.take::<Vec<String>>(value, text).into_iter().for_each(|ids| self.set.rows.extend(ids)),
                "milder" => self.each(value, text, |item| Some(first_line(item.span(), text)), Self::milder),
                "weight" => self.each(value, text, |item| span_of(item, "rules"), Self::weight),
                "register" => self.each(value, text, |_| None, |loader, r, _| loader.register(r)),
                "skeleton" => self.each(value, text, |item| span_of(item, "kind"), Self::skeleton),
                "sheet" => {
                    let range = value.span();
                    self.take::<Sheet>(value, text).into_iter().for_each(|s| self.sheet(s, range.clone()))
                }
                "left_out" => self.each(value, text, |item| span_of(item, "id"), Self::left_out),
                "chain" => self.each(value, text, |item| Some(first_line(item.span(), text)), Self::chain),
                "kind" => self.each(value, text, |_| None, |loader, k, _| loader.set.terms.kinds.push(k)),
                "role" => self.each(value, text, |item| Some(first_line(item.span(), text)), Self::role),
                "field" => self.each(value, text, |item| Some(first_line(item.span(), text)), Self::field),
                "foreign" => self.each(value, text, |_| None, Self::foreign),
                "font" => self.each(value, text, |_| None, |loader, f, _| loader.font(f)),
                "size" => self.each(value, text, |_| None, |loader, s, _| loader.size(s)),
                "opinion" => self.each(value, text, |_| None, |loader, o, _| loader.opinion(o)),
                "ordinal" => self.each(value, text, |_| None, |loader, o, _| loader.set.terms.ordinals.push(o)),
                "words" => self.take::<Words>(value, text).into_iter().for_each(|w| self.set.terms.words.extend(w)),
                "step" => self.each(value, text, |_| None, |loader, s, _| loader.set.terms.steps.push(s)),
                "wording" => {
                    self.take::<Wording>(value, text).into_iter().for_each(|w| self.set.terms.wording.extend(w))
                }
                "records" => {
                    self.take::<Records>(value, text).into_iter().for_each(|r| self.set.terms.records.extend(r))
                }
                "characters" => {
                    self.take::<CharacterLists>(value, text).into_iter().for_each(|c| self.set.terms.lists.extend(c))
                }
                "protected" => self.each(value, text, |_| None, |loader, p, _| loader.set.terms.protected.push(p)),
                "near" => {
                    self.take::<Likeness>(value, text).into_iter().for_each(|n| self.set.terms.likeness.extend(n))
                }
                "doubt" => self.take::<Judge>(value, text).into_iter().for_each(|d| self.set.terms.judge.extend(d)),
                "labels" => self.take::<Labels>(value, text).into_iter().for_each(|l| self.set.terms.labels.extend(l)),
                "patterns" => {
                    self.take::<Patterns>(value, text).into_iter().for_each(|p| self.set.terms.patterns.extend(p))
                }
                other => self.problems.push(Problem { range: key.span(), ..Problem::unknown_key(other, &KEYS) }),
            }
        }
    }

    /// Reads every table of a key and takes it up with its place: what `place` finds of it, or all of it.
    fn each<T: for<'de> Deserialize<'de>>(
        &mut self,
        value: Spanned<DeValue<'_>>,
        text: &Text,
        place: impl Fn(&Spanned<DeValue<'_>>) -> Option<Range<usize>>,
        take_up: impl Fn(&mut Self, T, Range<usize>),
    ) {
        for item in items(value) {
            let range = place(&item).unwrap_or(item.span());
            if let Some(taken) = self.take::<T>(item, text) {
                take_up(self, taken, range);
            }
        }
    }

    /// Reads one table, and keeps every mistake in it.
    fn take<T: for<'de> Deserialize<'de>>(&mut self, value: Spanned<DeValue<'_>>, text: &Text) -> Option<T> {
        problem::take(value, text, &mut self.problems, json::read, &|value, key, error, problem| {
            let of_check = key.is_none_or(|key| key == "check");
            narrow(of_check.then(|| sub_kind(value, error)).flatten().unwrap_or(problem), text)
        })
    }
}
