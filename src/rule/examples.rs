//! Runs the examples that every rule carries.

use crate::check::{Batch, Check, Collection, Ctx};
use crate::config::{Config, Organisation};
use crate::element::{self, Element, ElementKind, Elements, Item, Official, Sure};
use crate::finding::Outcome;
use crate::packet::{self, File, FileRole, Packet};
use crate::record::Record;
use crate::register;
use crate::rule::{Applies, Rule, RuleSet};
use crate::terms::Terms;
use crate::text::Text;

/// One example of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Example {
    /// The rule must fire on it.
    Fails,
    /// The rule must judge it and stay silent.
    Passes,
}

/// What came of an example.
#[derive(Clone, Debug)]
pub struct ExampleResult {
    /// Id of the rule.
    pub rule: String,
    /// What was expected.
    pub example: Example,
    /// Its text.
    pub text: String,
    /// The rule did what was expected.
    pub ok: bool,
    /// What the rule answered, in short.
    pub answer: String,
}

pub(super) fn run(set: &RuleSet) -> Vec<ExampleResult> {
    let of = |rule: &Rule, example, text: &String| {
        let outcome = eval(rule, text, set);
        let ok = match example {
            // What it leaves to a person it has found as well.
            Example::Fails => !outcome.hits().is_empty(),
            Example::Passes => matches!(outcome, Outcome::Pass),
        };
        ExampleResult { rule: rule.id.clone(), example, text: text.clone(), ok, answer: format!("{outcome:?}") }
    };
    let each = |rule: &Rule| -> Vec<ExampleResult> {
        let fails = rule.fails.iter().map(|t| of(rule, Example::Fails, t));
        fails.chain(rule.passes.iter().map(|t| of(rule, Example::Passes, t))).collect()
    };
    set.rules.iter().flat_map(each).collect()
}

/// What a rule answers on an example.
fn eval(rule: &Rule, text: &str, set: &RuleSet) -> Outcome {
    eval_with(rule, text, set, |_| ())
}

/// The same; the packet that the example stands for is lent to `look`.
///
/// An example is the text of one element, or a packet: files under `=== name` lines, or one file.
fn eval_with(rule: &Rule, text: &str, set: &RuleSet, look: impl FnOnce(&Packet)) -> Outcome {
    let parts = parts(text);
    let (own, organisation) = match settings(&parts, &set.terms) {
        Ok(settings) => settings,
        Err(_) => return Outcome::NotApplicable,
    };
    let terms = own.as_ref().unwrap_or(&set.terms);
    if let Check::Collection(check) = &*rule.check {
        return of_batch(*check, &parts, set, terms, &organisation);
    }
    // A rule that depends on the kind of document needs a document; the day alone may be any.
    let timeless = Applies { since: None, until: None, ..rule.applies.clone() };
    let whole = parts[0].0 != UNNAMED || matches!(*rule.check, Check::Text(_)) && timeless != Applies::default();
    let packet = match rule.check.example_element().filter(|_| !whole) {
        Some(kind) => of_element(kind, text, terms, rule.applies.system.as_ref()),
        None => of_files(&parts, terms),
    };
    let Some(packet) = packet else { return Outcome::NotApplicable };
    look(&packet);
    let ctx = Ctx::new(&packet, terms, &organisation, None);
    rule.unasked(&ctx).unwrap_or_else(|| rule.check.eval(&ctx))
}

/// The files of an example; one without a name is a document.
fn parts(text: &str) -> Vec<(&str, &str)> {
    if !text.trim_start().starts_with("=== ") {
        return vec![(UNNAMED, text)];
    }
    text.split("=== ")
        .skip(1)
        .map(|part| part.split_once('\n').unwrap_or((part, "")))
        .map(|(name, content)| (name.trim(), content))
        .collect()
}

/// The name of an example that is one text.
const UNNAMED: &str = "例子.txt";

/// The name of the part that holds an office's settings.
const SETTINGS: &str = "sanbu.toml";

/// What the example's own settings say, with the vocabulary under its chain.
fn settings(parts: &[(&str, &str)], terms: &Terms) -> Result<(Option<Terms>, Organisation), String> {
    let Some((_, text)) = parts.iter().find(|(name, _)| *name == SETTINGS) else {
        return Ok((None, Organisation::default()));
    };
    let config = Config::parse(&Text::new((*text).to_owned())).map_err(|p| format!("{p:?}"))?;
    let mut own = terms.clone();
    config.organisation.introduce(&mut own);
    own.words.known.extend(config.words.known.iter().cloned());
    if let Some(chain) = config.organisation.chosen_chain(&own).map_err(|e| e.to_string())? {
        own.follow(chain);
    }
    Ok((Some(own), config.organisation))
}

/// Documents and a register beside them, named as the register is.
fn of_batch(
    check: Collection,
    parts: &[(&str, &str)],
    set: &RuleSet,
    terms: &Terms,
    organisation: &Organisation,
) -> Outcome {
    let named =
        |name: &str| set.registers.iter().find(|r| name.split_once('.').is_some_and(|(stem, _)| stem == r.title));
    let table = parts.iter().find_map(|(name, text)| {
        let register = named(name)?;
        Some((register, register::read(name, text.as_bytes(), register, terms).ok()?))
    });
    let documents = parts.iter().filter(|(name, _)| *name != SETTINGS && named(name).is_none());
    let record = |(serial, (name, text)): (usize, &(&str, &str))| {
        let packet = packet::single(name, packet::load(name, text.as_bytes(), terms));
        let row = table.as_ref().map_or(Vec::new(), |(register, _)| register.row(&packet, &[]).numbered(serial + 1));
        Record { row, ..Record::of(&packet, terms) }
    };
    let records: Vec<Record> = documents.enumerate().map(record).collect();
    let register = table.as_ref().map(|(register, table)| (*register, table));
    let batch = Batch { records: &records, register, silences: &[] };
    let hits: Vec<_> = check.judge(&batch, organisation, terms, None).into_iter().map(|(_, hit)| hit).collect();
    if hits.is_empty() { Outcome::Pass } else { Outcome::Fail(hits) }
}

fn of_element(kind: ElementKind, text: &str, terms: &Terms, system: Option<&String>) -> Option<Packet> {
    let mut file = packet::load(UNNAMED, text.as_bytes(), terms);
    let (document, _) = file.read()?;
    let all = document.text.as_str();
    let range = 0..all.trim_end().len();
    let label = all.find(['：', ':']).map(|at| 0..at + all[at..].chars().next().map_or(0, char::len_utf8));
    let element = Element {
        kind,
        label,
        value: all.trim().to_owned(),
        items: vec![Item { range: range.clone(), text: all.trim().to_owned() }],
        date: terms.date_only(all.trim_end(), 0),
        range,
        number: None,
        sure: Sure::Certain,
        why: "例子",
    };
    let recognised = element::recognise(document, terms);
    let elements = Elements {
        list: vec![element],
        official: Official::Yes,
        foreign: system.map(|id| (id.clone(), id.clone())),
        ..recognised
    };
    file.content = Ok(Box::new((document.clone(), elements)));
    file.role = FileRole::Main;
    Some(Packet { path: String::new(), files: vec![file], main: Some(0), ..Packet::default() })
}

/// An example holds nothing but text: where a file is only counted, its first bytes are put before what stands for the
/// rest, and an empty file stays empty.
fn bytes(name: &str, content: &str) -> Vec<u8> {
    let start = if content.is_empty() { b"" } else { packet::stand_in(name) };
    [start, content.as_bytes()].concat()
}

fn of_files(parts: &[(&str, &str)], terms: &Terms) -> Option<Packet> {
    let documents = parts.iter().filter(|(name, _)| *name != SETTINGS);
    let mut files: Vec<File> =
        documents.map(|(name, content)| packet::load(name, &bytes(name, content), terms)).collect();
    // An example is short: what would be too little for an official document is meant as one.
    for file in &mut files {
        if let Ok((_, elements)) = file.content.as_deref_mut()
            && matches!(file.role, FileRole::Other | FileRole::Main)
            && elements.foreign.is_none()
        {
            file.role = FileRole::Main;
            elements.official = Official::Yes;
        }
    }
    packet::group("", files, terms).into_iter().next()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::edit::applied;
    use crate::finding::{Fix, Hit};
    use crate::rule::{Mend, builtin_files};

    /// An example with everything done that the rule, mending in these ways, would do to it; none where it would do
    /// nothing.
    fn mended(rule: &Rule, ways: &[Mend], whole: &str, set: &RuleSet) -> Option<String> {
        let mut read = None;
        let outcome = eval_with(rule, whole, set, |packet| {
            read = packet.files.first().and_then(|f| Some(f.read()?.0.text.clone()))
        });
        let text = read?;
        let of_rule = |hit: &Hit| crate::rule::fix(ways, &text, &hit.at.as_ref()?.range);
        let fixes: Vec<Fix> =
            outcome.hits().iter().filter_map(|hit| hit.fix.clone().or_else(|| of_rule(hit))).collect();
        let edits: Vec<_> = fixes.iter().flat_map(Fix::changes).collect();
        let name = parts(whole)[0].0;
        let head = if name == UNNAMED { String::new() } else { format!("=== {name}\n") };
        (!edits.is_empty()).then(|| head + &applied(text.as_str(), &edits))
    }

    #[test]
    fn what_a_rule_has_mended_it_finds_no_more() {
        let set = RuleSet::load(builtin_files()).unwrap();
        let (mut idle, mut again) = (Vec::new(), Vec::new());
        // Those whose examples are single texts.
        let single = |rule: &&Rule| rule.fails.iter().any(|text| parts(text).len() == 1);
        for rule in set.rules.iter().filter(|rule| rule.mends().is_some()).filter(single) {
            let mut any = false;
            for text in rule.fails.iter().filter(|text| parts(text).len() == 1) {
                let Some(mut new) = mended(rule, &rule.mend, text, &set) else { continue };
                any = true;
                // One change may show the next.
                for _ in 0..4 {
                    new = mended(rule, &rule.mend, &new, &set).unwrap_or(new);
                }
                if !eval(rule, &new, &set).hits().is_empty() {
                    again.push(format!("{}: {text} → {new}", rule.id));
                }
            }
            let used = |way: &Mend| {
                rule.fails.iter().any(|text| mended(rule, std::slice::from_ref(way), text, &set).is_some())
            };
            if !any || !rule.mend.iter().all(used) {
                idle.push(rule.id.as_str());
            }
        }
        assert!(idle.is_empty() && again.is_empty(), "no example is mended: {idle:?}; still wrong: {again:#?}");
    }

    /// Kind and sub-kind of a check.
    fn kind(check: &Check) -> String {
        let shown = format!("{check:?}");
        shown.split(['(', ')', ' ']).take(2).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_message_is_whole_and_every_value_is_given() {
        let set = RuleSet::load(builtin_files()).unwrap();
        let mut given: BTreeMap<(String, &str), bool> = BTreeMap::new();
        for rule in set.rules.iter().filter(|rule| !rule.fails.is_empty()) {
            for text in &rule.fails {
                let outcome = eval(rule, text, &set);
                let hits = outcome.hits();
                assert!(!hits.is_empty(), "{}: {text}", rule.id);
                for hit in hits {
                    let value = |key: &str| hit.values.iter().find(|(k, _)| *k == key).map(|(_, value)| value.as_str());
                    for key in rule.check.keys() {
                        let value = value(key).unwrap_or_else(|| panic!("{}: no {key} in {hit:?}", rule.id));
                        *given.entry((kind(&rule.check), key)).or_default() |= !value.is_empty();
                        // Nothing stands in marks in which a value was to stand.
                        let marks = ["“”", "《》", "（）", "〔〕"].map(|pair| pair.split_at(pair.len() / 2));
                        let hole = |(open, close): &(&str, &str)| format!("{open}{{{key}}}{close}");
                        for said in [&rule.message, &rule.brief, &rule.help] {
                            let holes = marks.iter().any(|pair| said.contains(&hole(pair)));
                            assert!(!holes || !value.is_empty(), "{}: {said} without {key}", rule.id);
                        }
                    }
                }
            }
        }
        let never: Vec<_> = given.iter().filter(|(_, filled)| !**filled).map(|(key, _)| key).collect();
        assert!(given.len() > 150, "{} {given:#?}", given.len());
        // A number that only a list of several attachments has, a half sentence that is not always said, and a copy
        // number that the finished product has not.
        let by_design = |(kind, key): &&(String, &str)| {
            let told = kind == "Finished CopyNumber" && *key == "found";
            kind.starts_with("Attachment") && *key == "n" || *key == "what" || told
        };
        assert!(never.iter().all(by_design), "{never:?}");
    }
}
