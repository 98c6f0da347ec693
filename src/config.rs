//! `sanbu.toml`: what an office sets for its own documents.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::finding::{Severity, Stage};
use crate::problem::Problem;
use crate::text::Text;

/// The settings of one `sanbu.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Stage when the command line names none.
    pub stage: Option<Stage>,
    /// Rule files, relative to this file.
    pub rules: Vec<String>,
    /// Rules to run, as globs; all when empty.
    pub select: Vec<String>,
    /// Rules not to run, as globs.
    pub ignore: Vec<String>,
    /// Severities by rule glob.
    pub severity: BTreeMap<String, Severity>,
    /// What the office says about itself.
    pub organisation: Organisation,
}

/// An office.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Organisation {
    /// Its full names.
    pub names: Vec<String>,
    /// Its short names.
    pub short_names: Vec<String>,
    /// Its signing chain, as role ids in order; the form's own cells when empty.
    pub chain: Vec<String>,
}

impl Config {
    /// Reads a configuration file.
    ///
    /// # Errors
    /// Every mistake with its place.
    pub fn parse(text: &Text) -> Result<Self, Vec<Problem>> {
        let (table, errors) = toml::de::DeTable::parse_recoverable(text.as_str());
        if !errors.is_empty() {
            return Err(errors.iter().map(|e| Problem::of_toml(e, text)).collect());
        }
        let mut problems = Vec::new();
        let mut config = Self::default();
        for (key, value) in table.into_inner() {
            let span = key.span();
            match Self::one(key.get_ref(), value, text, &mut config) {
                Ok(()) => {}
                Err(problem) => problems.push(problem.at_least(span)),
            }
        }
        problems.sort_by_key(|p| p.range.start);
        if problems.is_empty() { Ok(config) } else { Err(problems) }
    }

    fn one(
        key: &str,
        value: toml::Spanned<toml::de::DeValue<'_>>,
        text: &Text,
        config: &mut Self,
    ) -> Result<(), Problem> {
        fn take<'de, T: Deserialize<'de>>(
            value: toml::Spanned<toml::de::DeValue<'de>>,
            text: &Text,
        ) -> Result<T, Problem> {
            T::deserialize(toml::de::ValueDeserializer::from(value)).map_err(|e| Problem::of_toml(&e, text))
        }
        match key {
            "stage" => config.stage = Some(take(value, text)?),
            "rules" => config.rules = take(value, text)?,
            "select" => config.select = take(value, text)?,
            "ignore" => config.ignore = take(value, text)?,
            "severity" => config.severity = take(value, text)?,
            "organisation" => config.organisation = take(value, text)?,
            other => {
                let known = ["stage", "rules", "select", "ignore", "severity", "organisation"];
                return Err(Problem::unknown_key(other, &known));
            }
        }
        Ok(())
    }
}
