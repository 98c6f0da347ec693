//! From TOML to settings: every mistake is kept with its place.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::{Config, Override, Silence, Word};
use crate::finding::Severity;
use crate::lang::Words;
use crate::limits;
use crate::problem::{self, MOST_PROBLEMS, Problem, items, span_of};
use crate::sort;
use crate::terms::is_long;
use crate::text::Text;
use crate::words;

/// The keys of the file.
pub(super) const KEYS: [&str; 10] =
    ["stage", "lang", "rules", "select", "ignore", "severity", "organisation", "words", "chain", "override"];

/// What is read of a file, and what is wrong in it.
pub(super) fn config(text: &Text) -> (Config, Vec<Problem>) {
    if let Err(problem) = limits::toml(text.as_str()) {
        return (Config::default(), vec![problem]);
    }
    let (table, errors) = DeTable::parse_recoverable(text.as_str());
    let broken: Vec<Problem> = errors.iter().take(MOST_PROBLEMS).map(|e| Problem::of_toml(e, text)).collect();
    if let Some(open) = unclosed(text, &broken) {
        // All that follows is read as if it stood inside: only what stands before tells anything.
        let line = text.line(text.position(open).line).start;
        let (config, mut problems) = config(&Text::new(text.slice(0..line).to_owned()));
        let bracket = text.slice(open..open + 1);
        let (kind, close) = if bracket == "[" { ("方括号", "]") } else { ("花括号", "}") };
        let told = Problem::new(open..open + 1, words!("{kind} {bracket} 没有合上", kind = Words::from(kind), bracket));
        problems.push(told.help(words!("在这一项的末尾补上 {close}", close)));
        return (config, problems);
    }
    let mut reader = Reader { text, problems: Vec::new() };
    let mut config = Config::default();
    for (key, value) in table.into_inner() {
        if KEYS.contains(&key.get_ref().as_ref()) {
            reader.key(key.get_ref(), value, &mut config);
        } else {
            reader.problems.push(unknown(key.get_ref()).at_least(key.span()));
        }
    }
    config.settings.chain = config.organisation.chain.clone();
    // What follows from a line that cannot be read says nothing new, and no file is meant by what stands there.
    let line = |place: usize| text.position(place).line;
    let lines: Vec<usize> = broken.iter().map(|problem| line(problem.range.start)).collect();
    reader.problems.retain(|problem| !lines.contains(&line(problem.range.start)));
    config.rules.retain(|file| !lines.contains(&line(file.span().start)));
    reader.problems.extend(broken);
    sort::by_key(&mut reader.problems, |p| p.range.start);
    reader.problems.truncate(MOST_PROBLEMS);
    (config, reader.problems)
}

/// Where a bracket stands that is still open when the next entry begins; none where the first thing wrong is another.
fn unclosed(text: &Text, broken: &[Problem]) -> Option<usize> {
    let first = broken.iter().map(|problem| problem.range.start).min()?;
    let line = text.line(text.position(first).line);
    let words = text.slice(line.clone()).trim_start();
    let is_key = |key: &str| !key.contains([',', '[', '{']);
    let begins = words.starts_with('[') || words.split_once('=').is_some_and(|(key, _)| is_key(key));
    if begins { open_bracket(text.slice(0..line.start)) } else { None }
}

/// The last bracket of a text that is not closed in it.
fn open_bracket(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote = None;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match (quote, c) {
            (Some('"'), '\\') => drop(chars.next()),
            (Some(mark), c) if c == mark => quote = None,
            (Some('#'), '\n') => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '#') => quote = Some(c),
            (None, '[' | '{') => open.push(at),
            (None, ']' | '}') => drop(open.pop()),
            _ => {}
        }
    }
    open.pop()
}

/// Tables of rule files that offices are likely to write here.
const OF_RULE_FILES: [&str; 8] = ["rule", "gate", "maxim", "register", "kind", "role", "field", "opinion"];

pub(super) fn is_meant(text: &str) -> bool {
    let (table, errors) = DeTable::parse_recoverable(text);
    let table = table.get_ref();
    let known = |key: &str| KEYS.contains(&key) || OF_RULE_FILES.contains(&key);
    table.keys().any(|key| known(key.get_ref())) || table.is_empty() && errors.is_empty()
}

/// Where the first mistake in the writing stands; at the beginning where there is none.
pub(super) fn first_mistake(text: &Text) -> usize {
    let (_, errors) = DeTable::parse_recoverable(text.as_str());
    errors.iter().map(|error| Problem::of_toml(error, text).range.start).min().unwrap_or(0)
}

fn unknown(key: &str) -> Problem {
    let problem = Problem::unknown_key(key, &KEYS);
    if OF_RULE_FILES.contains(&key) {
        return problem.help(words!("{key} 写在另一个文件里，再用 rules = [\"文件.toml\"] 引进来", key));
    }
    problem
}

struct Reader<'t> {
    text: &'t Text,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn key(&mut self, key: &str, value: Spanned<DeValue<'_>>, config: &mut Config) {
        let settings = &mut config.settings;
        match key {
            "stage" => settings.stage = self.take(value),
            "lang" => config.lang = self.take(value),
            "rules" => config.rules = self.words(value),
            "select" => settings.select = self.words(value),
            "ignore" => self.ignore(value, config),
            "severity" => settings.severity = self.severity(value),
            "organisation" => {
                config.organisation = self.take(value).unwrap_or_default();
                self.protected(&config.organisation.protected);
            }
            "words" => config.words = self.take(value).unwrap_or_default(),
            "chain" => config.chain = items(value).into_iter().filter_map(|item| self.take(item)).collect(),
            _ => {
                let all: Vec<Override> = items(value).into_iter().filter_map(|item| self.one_override(item)).collect();
                config.overrides = all;
            }
        }
    }

    /// Reads as much of a value as can be read, and keeps every mistake in the rest.
    fn take<T: for<'de> Deserialize<'de>>(&mut self, value: Spanned<DeValue<'_>>) -> Option<T> {
        problem::take_partly(value, self.text, &mut self.problems)
    }

    /// The same of a table with one key that it must have: where that is wrong or left out, something that is right
    /// stands in for it, so that what else the table names is looked at all the same.
    fn take_with<'d, T: for<'de> Deserialize<'de>>(
        &mut self,
        item: Spanned<DeValue<'d>>,
        key: &'static str,
        stand_in: DeValue<'d>,
    ) -> Option<T> {
        let mut other = item.clone();
        self.take(item).or_else(|| {
            let DeValue::Table(table) = other.get_mut() else { return None };
            table.insert(Spanned::new(0..0, key.into()), Spanned::new(0..0, stand_in));
            problem::take_partly(other, self.text, &mut Vec::new())
        })
    }

    /// Severities, each for itself: a rule that nobody knows is told beside a level that nobody knows.
    fn severity(&mut self, value: Spanned<DeValue<'_>>) -> Vec<(Word, Severity)> {
        let DeValue::Table(_) = value.get_ref() else {
            return self.take::<BTreeMap<Word, Severity>>(value).unwrap_or_default().into_iter().collect();
        };
        let DeValue::Table(table) = value.into_inner() else { return Vec::new() };
        let mut all: Vec<(Word, Severity)> = Vec::new();
        for (key, level) in table {
            let word = Word::new(key.span(), key.into_inner().into_owned());
            all.push((word, self.take(level).unwrap_or(Severity::Info)));
        }
        sort::by(&mut all, |a, b| a.0.get_ref().cmp(b.0.get_ref()));
        all
    }

    /// A list of words; what is no list is read as one to say so.
    fn words(&mut self, value: Spanned<DeValue<'_>>) -> Vec<Word> {
        match value.get_ref() {
            DeValue::Array(_) => items(value).into_iter().filter_map(|item| self.take(item)).collect(),
            _ => self.take(value).unwrap_or_default(),
        }
    }

    /// A word is a rule that is not run; a table is a finding that is known.
    fn ignore(&mut self, value: Spanned<DeValue<'_>>, config: &mut Config) {
        for item in items(value) {
            if matches!(item.get_ref(), DeValue::Table(_)) {
                config.silences.extend(self.silence(item));
            } else {
                config.settings.ignore.extend(self.take::<Word>(item));
            }
        }
    }

    fn silence(&mut self, item: Spanned<DeValue<'_>>) -> Option<Silence> {
        let place = span_of(&item, "paths");
        let silence: Silence = self.take_with(item, "reason", DeValue::String("……".into()))?;
        if silence.reason.get_ref().trim().is_empty() {
            let empty = Problem::new(silence.reason.span(), "没有写原因").help("写明为什么不再提示、谁定的");
            self.problems.push(empty);
        }
        self.paths(silence.paths.as_deref(), place);
        Some(silence)
    }

    fn one_override(&mut self, item: Spanned<DeValue<'_>>) -> Option<Override> {
        let place = span_of(&item, "paths");
        let mut everywhere = DeArray::new();
        everywhere.push(Spanned::new(0..0, DeValue::String("**".into())));
        let one: Override = self.take_with(item, "paths", DeValue::Array(everywhere))?;
        self.paths(Some(&one.paths), place);
        Some(one)
    }

    /// A name of three characters is one slip away from too many others.
    fn protected(&mut self, names: &[Word]) {
        let short = names.iter().filter(|name| !is_long(name.get_ref()));
        let problem = |name: &Word| {
            let message = words!("protected 里的“{name}”不到四个字，查不了", name = name.get_ref());
            Problem::new(name.span(), message).help("写长一些：人名连同职务（县长某某某），地名连同机关")
        };
        self.problems.extend(short.map(problem));
    }

    /// Paths lie below the file and are written alike on every system.
    fn paths(&mut self, globs: Option<&[Word]>, place: Option<std::ops::Range<usize>>) {
        let Some((globs, place)) = globs.zip(place) else { return };
        if globs.is_empty() {
            self.problems.push(Problem::new(place, "paths 里没有写路径").help("如 paths = [\"信函/**\"]"));
        }
        let odd = |glob: &&Word| {
            let glob = glob.get_ref();
            glob.trim().is_empty()
                || glob.starts_with('/')
                || glob.contains(['\\', ':'])
                || glob.split('/').any(|p| p == "..")
        };
        let help = "写成相对于 sanbu.toml 所在文件夹的路径，用 / 分隔，如 信函/**";
        let problem =
            |glob: &Word| Problem::new(glob.span(), words!("路径“{glob}”不能这样写", glob = glob.get_ref())).help(help);
        self.problems.extend(globs.iter().filter(odd).map(problem));
    }
}
