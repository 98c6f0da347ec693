//! A wrong word as one short table: what it is written as, what is right, and when it only looks wrong.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::check::{Check, Text};
use crate::date::Day;
use crate::finding::Severity;
use crate::rule::{Applies, Rule, Severities, phrase};
use crate::terms::{Before, Behind, Pattern};

/// A wrong word; it becomes a rule that looks for it in title, text and tables.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Word {
    id: String,
    /// The wrong word as people name it.
    wrong: String,
    /// The right one.
    right: String,
    /// How the wrong word is found; the word itself when nothing is said.
    pattern: Option<Pattern>,
    /// What to write instead, with groups of `pattern`; the right word when nothing is said.
    replace: Option<String>,
    /// What to write instead, piece by piece, when the words of one row differ.
    #[serde(default)]
    swap: BTreeMap<String, String>,
    /// Not when the text right before matches this.
    not_after: Option<Behind>,
    /// Not when the text right behind matches this.
    not_before: Option<Before>,
    /// Not in a sentence that matches this.
    not_in: Option<Pattern>,
    /// The guards name every word that another may run into so: it is put right without asking all the same.
    #[serde(default)]
    closed: bool,
    /// Up to which day it was right: what is older, or tells of older days, is not judged.
    since: Option<Day>,
    severity: Severity,
    /// Where the right form comes from.
    source: String,
    /// More to know.
    #[serde(default)]
    note: String,
    #[serde(default)]
    fails: Vec<String>,
    #[serde(default)]
    passes: Vec<String>,
}

impl Word {
    pub(super) fn rule(self) -> Rule {
        let pattern = self.pattern.unwrap_or_else(|| Pattern::new(regex_syntax::escape(&self.wrong)));
        let whole = self.replace.or_else(|| self.swap.is_empty().then(|| self.right.clone()));
        // What only looks wrong in most places is told and left to a person, and so is what two words may be: nobody can
        // name all words that end or begin so.
        let certain = self.closed || self.not_after.is_none() && self.not_before.is_none();
        let safe = certain && self.severity > Severity::Info;
        let text = Text::of_word(pattern).written(whole, self.swap).safe(safe);
        let text = text.guarded(self.not_after, self.not_before, self.not_in);
        let text = match &self.since {
            Some(since) => text.after(since.0.year),
            None => text,
        };
        let only_info = self.severity == Severity::Info;
        Rule {
            title: phrase::title(only_info, &self.wrong, &self.right),
            title_en: format!("“{}” should be “{}”", self.wrong, self.right),
            id: self.id,
            source: self.source,
            severity: Severities::always(self.severity),
            until: None,
            applies: Applies { since: self.since, ..Applies::default() },
            yields: Vec::new(),
            check: Arc::new(Check::Text(text)),
            mend: Vec::new(),
            message: phrase::message(only_info),
            brief: String::new(),
            help: phrase::advice(only_info, &self.note),
            fails: self.fails,
            passes: self.passes,
            pack: Arc::default(),
        }
    }
}
