//! Runs the examples that every rule carries.

use crate::check::{Check, Ctx};
use crate::config::Organisation;
use crate::element::{self, Element, ElementKind, Elements, Item, Official, Sure};
use crate::finding::Outcome;
use crate::packet::{self, File, FileRole, Packet};
use crate::rule::{Rule, RuleSet};
use crate::terms::Terms;

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
        let outcome = eval(rule, text, &set.terms);
        let ok = match example {
            Example::Fails => matches!(outcome, Outcome::Fail(_)),
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

/// An example is the text of one element, or a packet: files under `=== name` lines, or one file.
fn eval(rule: &Rule, text: &str, terms: &Terms) -> Outcome {
    let packet = match rule.check.example_element() {
        Some(kind) => of_element(kind, text, terms),
        None => of_files(text, terms),
    };
    let Some(packet) = packet else { return Outcome::NotApplicable };
    Check::eval(&rule.check, &Ctx::new(&packet, terms, &Organisation::default(), None))
}

fn of_element(kind: ElementKind, text: &str, terms: &Terms) -> Option<Packet> {
    let mut file = packet::load("例子.txt", text.as_bytes(), terms);
    let (document, _) = file.content.as_ref().ok()?;
    let all = document.text.as_str();
    let range = 0..all.trim_end().len();
    let label = all.find(['：', ':']).map(|at| 0..at + all[at..].chars().next().map_or(0, char::len_utf8));
    let element = Element {
        kind,
        label,
        value: all.trim().to_owned(),
        items: vec![Item { range: range.clone(), text: all.trim().to_owned() }],
        range,
        date: None,
        number: None,
        sure: Sure::Certain,
        why: "例子",
    };
    let recognised = element::recognise(document, terms);
    let elements = Elements { list: vec![element], official: Official::Yes, ..recognised };
    file.content = Ok((document.clone(), elements));
    file.role = FileRole::Main;
    Some(Packet { path: String::new(), files: vec![file], main: Some(0), form: None })
}

fn of_files(text: &str, terms: &Terms) -> Option<Packet> {
    let mut files: Vec<File> = Vec::new();
    if !text.trim_start().starts_with("=== ") {
        files.push(packet::load("例子.txt", text.as_bytes(), terms));
    }
    for part in text.split("=== ").skip(1) {
        let (name, content) = part.split_once('\n').unwrap_or((part, ""));
        files.push(packet::load(name.trim(), content.as_bytes(), terms));
    }
    // An example is short: what would be too little for an official document is meant as one.
    for file in &mut files {
        if let Ok((_, elements)) = &mut file.content
            && matches!(file.role, FileRole::Other | FileRole::Main)
        {
            file.role = FileRole::Main;
            elements.official = Official::Yes;
        }
    }
    packet::group("", files, terms).into_iter().next()
}
