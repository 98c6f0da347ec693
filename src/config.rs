//! `sanbu.toml`: what an office sets for its own documents.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::finding::{Severity, Stage};
use crate::fold;
use crate::problem::Problem;
use crate::terms::{Chain, Node, Terms};
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
    /// Chains of the office's own.
    pub chain: Vec<Chain>,
}

/// What kind of body an office is: the Regulations and GB/T 9704 bind organs, others may follow them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrganisationKind {
    /// A party or government organ (党政机关).
    #[default]
    Organ,
    /// A university or school.
    University,
    /// A company.
    Company,
}

/// An office.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Organisation {
    /// What it is.
    pub kind: OrganisationKind,
    /// Its own rules adopt GB/T 9704, so that deviations weigh as they do for organs.
    pub adopts_gbt9704: bool,
    /// Its full names.
    pub names: Vec<String>,
    /// Its short names.
    pub short_names: Vec<String>,
    /// The codes of its document numbers (机关代字).
    pub codes: Vec<String>,
    /// Its signing chain; without one the form's own cells are the chain.
    pub chain: Option<ChainChoice>,
    /// Who holds which post, by list: `principals`, `office`, `desk` and others that chains and rules name.
    pub people: BTreeMap<String, Vec<String>>,
    /// Who may sign (签发) documents of a code (机关代字) or of a kind (文种).
    pub signers: BTreeMap<String, Vec<String>>,
    /// Who may sign on behalf of somebody.
    pub delegates: Vec<String>,
    /// Names that its blank forms carry already, which say nothing about signing.
    pub printed_names: Vec<String>,
}

/// A chain by its id, or as role ids in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainChoice {
    /// A known chain.
    Named(String),
    /// Steps that must all be signed.
    Roles(Vec<String>),
}

impl<'de> Deserialize<'de> for ChainChoice {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = ChainChoice;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the id of a chain, or role ids in order")
            }

            fn visit_str<E: serde::de::Error>(self, id: &str) -> Result<ChainChoice, E> {
                Ok(ChainChoice::Named(id.to_owned()))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<ChainChoice, A::Error> {
                let mut roles = Vec::new();
                while let Some(role) = seq.next_element()? {
                    roles.push(role);
                }
                Ok(ChainChoice::Roles(roles))
            }
        }
        from.deserialize_any(Visitor)
    }
}

impl Organisation {
    /// Who may sign a document of this code and kind; what is said of the code counts first.
    pub fn signers_of(&self, code: Option<&str>, kind: Option<&str>) -> Option<&[String]> {
        let told = |word: &str| self.signers.iter().find(|(key, _)| fold::squash(key) == fold::squash(word));
        let (_, names) = code.and_then(told).or_else(|| kind.and_then(told))?;
        Some(names)
    }

    /// The office's chain in full, from the known ones.
    ///
    /// # Errors
    /// What is wrong with the choice, and what may be written.
    pub fn chosen_chain(&self, terms: &Terms) -> Result<Option<Chain>, String> {
        let Some(choice) = &self.chain else { return Ok(None) };
        let chain = match choice {
            ChainChoice::Named(id) => terms.chains.iter().find(|c| c.id == *id).cloned().ok_or_else(|| {
                let known: Vec<&str> = terms.chains.iter().map(|c| c.id.as_str()).collect();
                format!("没有叫“{id}”的签批链，可以写：{}", known.join("、"))
            })?,
            ChainChoice::Roles(roles) => Chain {
                id: String::new(),
                title: String::new(),
                source: String::new(),
                nodes: roles.iter().map(|id| Node::of(id)).collect(),
            },
        };
        match chain.nodes.iter().find(|n| terms.role(&n.role).is_none()) {
            Some(lost) => {
                let known: Vec<&str> = terms.roles.iter().map(|r| r.id.as_str()).collect();
                Err(format!("chain 里没有叫“{}”的签批角色，可以写：{}", lost.role, known.join("、")))
            }
            None => Ok(Some(chain)),
        }
    }
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
            "chain" => config.chain = take(value, text)?,
            other => {
                let known = ["stage", "rules", "select", "ignore", "severity", "organisation", "chain"];
                return Err(Problem::unknown_key(other, &known));
            }
        }
        Ok(())
    }
}
