//! Document kinds, form fields, and other systems of official writing.

use serde::Deserialize;

/// Which way a document of a kind goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// To a superior organ.
    Up,
    /// To subordinate organs.
    Down,
    /// Between organs without chain of command.
    Level,
    /// To everybody.
    Public,
    /// Depends on the document.
    Any,
}

/// A document kind (文种).
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocKind {
    /// Its name.
    pub name: String,
    /// What titles of this kind end in.
    pub ends: Vec<String>,
    /// What ends so is of this kind in name only, and no official document: 承诺函.
    #[serde(default)]
    pub not_ends: Vec<String>,
    /// Which way it goes.
    pub direction: Direction,
    /// Normally in letter format (信函格式).
    #[serde(default)]
    pub letter: bool,
    /// Has main recipients.
    pub to_whom: bool,
    /// A title of this kind alone makes an official document.
    #[serde(default)]
    pub alone: bool,
}

impl DocKind {
    /// A kind of another system, of which only the name is known.
    pub fn named(name: &str) -> Self {
        let direction = Direction::Any;
        Self {
            name: name.to_owned(),
            ends: Vec::new(),
            not_ends: Vec::new(),
            direction,
            letter: false,
            to_whom: false,
            alone: false,
        }
    }
}

/// A field of the approval form that is filled in, not signed.
#[derive(Clone, Debug)]
pub struct Field {
    /// ASCII id.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Labels that forms print for it.
    pub labels: Vec<String>,
    /// What composed labels of it end in, behind words such as 发文, 文件.
    pub ends: Vec<String>,
}

/// Another system of official writing, told by its labels.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Foreign {
    /// ASCII id, as reports name it.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// So many different labels make a document of this system.
    pub least: usize,
    /// One of these labels at least, which no other system prints.
    pub sure: Vec<String>,
    /// Kinds that the head ends in.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// What is added to a year below 1000.
    #[serde(default)]
    pub era: u32,
    /// Labels and what they name.
    pub labels: Vec<ForeignLabel>,
}

/// A label of another system.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForeignLabel {
    /// The word of the element that comes nearest; a label without one only ends what stands before it.
    #[serde(default)]
    pub element: Option<String>,
    /// The label as printed, without spaces.
    pub words: Vec<String>,
}
