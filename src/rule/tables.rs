//! The tables of a rule file.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::counts::Judge;
use crate::gate::{Gate, Maxim};
use crate::register::Register;
use crate::rule::replaced::Replaced;
use crate::rule::word::Word;
use crate::rule::{LeftOut, Milder, Rule, Weight};
use crate::skeleton::{Sheet, Skeleton};
use crate::terms::{
    Chain, CharacterLists, DocKind, FieldEntry, Font, Foreign, Labels, Likeness, Opinion, Ordinal, Patterns, Protected,
    Records, RoleEntry, Size, Step, Wording, Words,
};

/// A rule file.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Tables {
    pub(super) rule: Option<Vec<Rule>>,
    pub(super) word: Option<Vec<Word>>,
    pub(super) replaced: Option<Vec<Replaced>>,
    pub(super) gate: Option<Vec<Gate>>,
    pub(super) maxim: Option<Vec<Maxim>>,
    pub(super) milder: Option<Vec<Milder>>,
    pub(super) weight: Option<Vec<Weight>>,
    pub(super) rows: Option<Vec<String>>,
    pub(super) left_out: Option<Vec<LeftOut>>,
    pub(super) register: Option<Vec<Register>>,
    pub(super) skeleton: Option<Vec<Skeleton>>,
    pub(super) sheet: Option<Sheet>,
    pub(super) chain: Option<Vec<Chain>>,
    pub(super) kind: Option<Vec<DocKind>>,
    pub(super) role: Option<Vec<RoleEntry>>,
    pub(super) field: Option<Vec<FieldEntry>>,
    pub(super) opinion: Option<Vec<Opinion>>,
    pub(super) foreign: Option<Vec<Foreign>>,
    pub(super) ordinal: Option<Vec<Ordinal>>,
    pub(super) font: Option<Vec<Font>>,
    pub(super) size: Option<Vec<Size>>,
    pub(super) step: Option<Vec<Step>>,
    pub(super) words: Option<Words>,
    pub(super) wording: Option<Wording>,
    pub(super) records: Option<Records>,
    pub(super) labels: Option<Labels>,
    pub(super) patterns: Option<Patterns>,
    pub(super) characters: Option<CharacterLists>,
    pub(super) protected: Option<Vec<Protected>>,
    pub(super) near: Option<Likeness>,
    pub(super) doubt: Option<Judge>,
}
