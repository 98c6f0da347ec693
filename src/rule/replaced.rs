//! Laws and bodies that were replaced or renamed: one line each, in a table that says what is common to all of them.

use std::sync::Arc;

use serde::Deserialize;

use crate::check::{Check, Text};
use crate::date::Day;
use crate::finding::Severity;
use crate::rule::{Applies, Rule, Severities, phrase};
use crate::terms::{Before, Behind, Pattern};

/// A group of names that are no longer in use. `{old}`, `{new}` and `{since}` in its texts stand for those of an entry.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Replaced {
    severity: Severity,
    /// Look into quoted titles as well.
    #[serde(default)]
    quoted: bool,
    /// Not in a sentence that matches this: it tells of the past.
    not_in: Option<Pattern>,
    /// Not when the text right before matches this.
    #[serde(default)]
    not_after: String,
    /// Not when the text right behind matches this: the name goes on in another word.
    #[serde(default)]
    not_before: String,
    /// What is wrong.
    message: String,
    /// What to do.
    help: String,
    /// The names.
    entries: Vec<Entry>,
    /// Texts on which every entry must fire.
    #[serde(default)]
    fails: Vec<String>,
    /// Texts on which none may.
    #[serde(default)]
    passes: Vec<String>,
}

/// A name that is no longer in use.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    /// The old name as people know it.
    old: String,
    /// How it is found; the name itself when nothing is said.
    pattern: Option<Pattern>,
    /// What it is now.
    new: String,
    /// The same for English, with its quotation marks, where it is more than a name.
    #[serde(default)]
    new_en: String,
    /// From which day on.
    since: Day,
    /// Up to which day this is what it is.
    until: Option<Day>,
    /// Not when the text right before matches this too.
    #[serde(default)]
    not_after: String,
    /// Not when the text right behind matches this too.
    #[serde(default)]
    not_before: String,
    /// Where that is written.
    source: String,
    /// Texts on which it must not fire, for the guards of its own.
    #[serde(default)]
    passes: Vec<String>,
}

impl Replaced {
    pub(super) fn rules(self) -> Vec<Rule> {
        let Self { severity, quoted, not_in, not_after, not_before, message, help, entries, fails, passes } = self;
        let rule = |entry: Entry| {
            let (old, new, since) = (entry.old.clone(), entry.new.clone(), entry.since.0.words().to_string());
            let filled = |text: &str| text.replace("{old}", &old).replace("{new}", &new).replace("{since}", &since);
            let behind = either(&not_after, &entry.not_after).map(|guard| Behind::new(&guard));
            let before = either(&not_before, &entry.not_before).map(|guard| Before::new(&guard));
            let pattern = entry.pattern.unwrap_or_else(|| Pattern::new(regex_syntax::escape(&entry.old)));
            let text = Text::of_name(pattern, quoted);
            let text = text.guarded(behind, before, not_in.clone()).after(entry.since.0.year);
            Rule {
                title: format!("“{old}”已由{new}代替"),
                title_en: format!("“{old}” has been replaced by {}", phrase::name(&new, &entry.new_en)),
                source: entry.source,
                severity: Severities::always(severity),
                until: None,
                pack: Arc::default(),
                applies: Applies { since: Some(entry.since), until: entry.until, ..Applies::default() },
                yields: Vec::new(),
                check: Arc::new(Check::Text(text)),
                mend: Vec::new(),
                message: filled(&message),
                brief: String::new(),
                help: filled(&help),
                fails: fails.iter().map(|text| filled(text)).collect(),
                passes: passes.iter().map(|text| filled(text)).chain(entry.passes).collect(),
                id: entry.id,
            }
        };
        entries.into_iter().map(rule).collect()
    }
}

/// One guard of two, of which both may be missing.
fn either(one: &str, other: &str) -> Option<String> {
    let guards: Vec<&str> = [one, other].into_iter().filter(|guard| !guard.is_empty()).collect();
    (!guards.is_empty()).then(|| guards.join("|"))
}
