//! Every structure of real files is read as the plain document is; what must differ is written down.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod support;

use std::collections::BTreeSet;

use sanbu::document::{FieldKind, RunKind, Zone};
use sanbu::finding::Stage;
use sanbu::packet::{self, File};
use sanbu::rule::RuleSet;
use sanbu::run::{self, Options};
use serde_json::Value;
use support::structures::{self, Structure, refused, structures};

fn rules() -> RuleSet {
    RuleSet::builtin().unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn elements(file: &File) -> Value {
    let mut json = sanbu::inspect::json("", file);
    json["elements"].take()
}

/// The printed text of every element, blanks aside: what the spans lead to.
fn spans(file: &File) -> Vec<(&'static str, String)> {
    let (document, elements) = file.read().unwrap();
    let text = |range| sanbu::fold::squash(document.text.slice(range)).replace('．', ".");
    let mut all: Vec<_> =
        elements.list.iter().filter(|e| e.kind.id() != "body").map(|e| (e.kind.id(), text(e.range.clone()))).collect();
    all.sort();
    all
}

fn fired(name: &str, bytes: &[u8], rules: &RuleSet) -> BTreeSet<String> {
    let packet = packet::single(name, packet::load(name, bytes, &rules.terms));
    let report = run::check(&packet, rules, &Options { stage: Stage::Print, ..Options::default() });
    report.findings.iter().map(|f| f.rule.id.clone()).collect()
}

/// What is wrong with a structure, against the plain document.
fn judge(s: &Structure, plain: &File, rules: &RuleSet) -> Vec<String> {
    let name = format!("{}.{}", s.name, s.extension);
    let file = packet::load(&name, &s.bytes, &rules.terms);
    if let Some(failure) = file.failure() {
        return vec![failure.message.clone()];
    }
    let (ours, mut want) = (elements(&file), elements(plain));
    s.differs.iter().for_each(|(id, value)| want[*id] = value.clone());
    let ids: Vec<&String> = want.as_object().unwrap().keys().collect();
    let mut wrong: Vec<String> = ids
        .into_iter()
        .filter(|id| ours[*id] != want[*id])
        .map(|id| format!("{id}: {} instead of {}", ours[id], want[id]))
        .collect();
    let mut rules_wanted = fired("plain.docx", &structures::plain(), rules);
    rules_wanted.extend(s.adds.iter().map(|r| (*r).to_owned()));
    let rules_fired = fired(&name, &s.bytes, rules);
    if rules_fired != rules_wanted {
        let more: Vec<_> = rules_fired.difference(&rules_wanted).collect();
        let less: Vec<_> = rules_wanted.difference(&rules_fired).collect();
        wrong.push(format!("fires {more:?}, silent {less:?}"));
    }
    if s.differs.is_empty() && !s.name.starts_with("4.") && spans(&file) != spans(plain) {
        let plain = spans(plain);
        wrong.push(format!("{:?}", spans(&file).iter().filter(|s| !plain.contains(s)).collect::<Vec<_>>()));
    }
    wrong
}

#[test]
fn every_structure_is_read_as_the_plain_document() {
    let rules = rules();
    let plain = packet::load("plain.docx", &structures::plain(), &rules.terms);
    let mut wrong = Vec::new();
    for s in structures() {
        let found = judge(&s, &plain, &rules);
        wrong.extend(found.into_iter().map(|w| format!("{}: {w}", s.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_read_is_refused_for_the_right_reason() {
    let rules = rules();
    for r in refused() {
        let file = packet::load(&format!("{}.{}", r.name, r.extension), &r.bytes, &rules.terms);
        assert_eq!(file.failure().map(|f| f.reason.id()), Some(r.reason), "{}", r.name);
    }
}

#[test]
fn automatic_numbers_of_every_format() {
    let (bytes, lines) = structures::number_formats();
    let document = sanbu::read::read("a.docx", &bytes).unwrap();
    assert_eq!(document.text.as_str().lines().collect::<Vec<_>>(), lines);
}

#[test]
fn page_numbers_are_found_wherever_they_stand() {
    for s in structures().iter().filter(|s| s.name.starts_with("2.8")) {
        let document = sanbu::read::read("a.docx", &s.bytes).unwrap();
        let footer = document.lines.iter().filter(|l| l.zone == Zone::Footer);
        let mut runs = footer.flat_map(|l| &document.runs[l.runs.clone()]);
        assert!(runs.any(|r| r.kind == RunKind::Field(FieldKind::Page)), "{}", s.name);
    }
}
