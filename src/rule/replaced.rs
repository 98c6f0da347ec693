//! Laws and bodies that were replaced or renamed: one line each, in a table that says what is common to all of them.

use serde::Deserialize;

use crate::check::{Check, Text};
use crate::date::Day;
use crate::finding::Severity;
use crate::rule::{Applies, Rule, Severities};
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
    /// Not when the text right behind matches this, where an entry does not say otherwise.
    not_before: Option<Before>,
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
    /// From which day on.
    since: Day,
    /// Up to which day this is what it is.
    until: Option<Day>,
    /// Not when the text right before matches this too.
    #[serde(default)]
    not_after: String,
    /// Not when the text right behind matches this.
    not_before: Option<Before>,
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
            let guards = [not_after.as_str(), entry.not_after.as_str()];
            let guards: Vec<&str> = guards.into_iter().filter(|guard| !guard.is_empty()).collect();
            let behind = (!guards.is_empty()).then(|| Behind::new(&guards.join("|")));
            let pattern = entry.pattern.unwrap_or_else(|| Pattern::new(regex_syntax::escape(&entry.old)));
            let text = Text::of_name(pattern, quoted);
            let text = text
                .guarded(behind, entry.not_before.or_else(|| not_before.clone()), not_in.clone())
                .after(entry.since.0.year);
            Rule {
                title: format!("“{old}”已由{new}代替"),
                title_en: format!("“{old}” has been replaced by “{new}”"),
                source: entry.source,
                severity: Severities::always(severity),
                until: None,
                pack: std::sync::Arc::default(),
                applies: Applies { since: Some(entry.since), until: entry.until, ..Applies::default() },
                yields: Vec::new(),
                check: Box::new(Check::Text(text)),
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
