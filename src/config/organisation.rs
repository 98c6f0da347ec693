//! An office: its names, its codes, its people, its signing chain.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::Word;
use crate::fold;
use crate::lang::Words;
use crate::shown::few;
use crate::terms::{Chain, Node, Terms};
use crate::words;

/// What kind of body an office is: the Regulations and GB/T 9704 bind organs, others may follow them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
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
    #[schemars(with = "Option<ChainChoice>")]
    pub chain: Option<Spanned<ChainChoice>>,
    /// Names of its leaders, organs and places in which no character may be wrong, of four characters at least.
    #[schemars(with = "Vec<String>")]
    pub protected: Vec<Word>,
    /// Who holds which post, by list: `principals`, `office`, `desk` and others that chains and rules name.
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub people: BTreeMap<Word, Vec<String>>,
    /// Who may sign (签发) documents of a code (机关代字) or of a kind (文种).
    pub signers: BTreeMap<String, Vec<String>>,
    /// Who may sign on behalf of somebody.
    pub delegates: Vec<String>,
    /// Names that its blank forms carry already, which say nothing about signing.
    pub printed_names: Vec<String>,
    /// A picture in a signing cell is a signature; the date must still be text.
    pub picture_signatures: bool,
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
    pub fn chosen_chain(&self, terms: &Terms) -> Result<Option<Chain>, Words> {
        self.chain.as_ref().map(|choice| choice.get_ref().chain(terms)).transpose()
    }

    /// The people of a list.
    pub fn list(&self, name: &str) -> Option<&[String]> {
        self.people.iter().find(|(word, _)| word.get_ref() == name).map(|(_, people)| people.as_slice())
    }

    /// Its own names end like the names of organs, whatever they end in; what it protects is looked for.
    pub fn introduce(&self, terms: &mut Terms) {
        let names = self.names.iter().chain(&self.short_names).map(|name| fold::squash(name));
        terms.words.organ_ends.extend(names.filter(|name| name.chars().count() >= 2));
        if !self.protected.is_empty() {
            terms.protect(self.protected.iter().map(|name| name.get_ref().as_str()));
        }
    }
}

/// A chain by its id, or as role ids in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainChoice {
    /// A known chain.
    Named(String),
    /// Steps that must all be signed.
    Roles(Vec<String>),
}

impl ChainChoice {
    /// The chain in full, from the known ones.
    ///
    /// # Errors
    /// What is wrong with the choice, and what may be written.
    pub fn chain(&self, terms: &Terms) -> Result<Chain, Words> {
        let chain = match self {
            Self::Named(id) => terms.chains.iter().find(|c| c.id == *id).cloned().ok_or_else(|| {
                let known: Vec<&str> = terms.chains.iter().map(|c| c.id.as_str()).collect();
                words!("没有叫“{id}”的签批链，可以写：{known}", id, known = few(&known))
            })?,
            Self::Roles(roles) => Chain {
                id: String::new(),
                title: String::new(),
                source: String::new(),
                nodes: roles.iter().map(|id| Node::of(id)).collect(),
            },
        };
        match chain.nodes.iter().find(|n| terms.role(&n.role).is_none()) {
            Some(lost) => {
                let known: Vec<&str> = terms.roles.iter().map(|r| r.id.as_str()).collect();
                Err(words!("chain 里没有叫“{role}”的签批角色，可以写：{known}", role = lost.role, known = few(&known)))
            }
            None => Ok(chain),
        }
    }
}

impl<'de> Deserialize<'de> for ChainChoice {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = ChainChoice;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("签批链的编号，或者按先后列出的签批角色")
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
