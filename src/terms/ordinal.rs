//! The ordinals that number headings and items.

use serde::Deserialize;

use crate::terms::Pattern;

/// One way of numbering: `一、`, `（一）`, `1.`.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ordinal {
    /// How messages name it: its first number.
    pub name: String,
    /// Finds it in a paragraph; the group `mark` is what is printed, `n` the number in it.
    pub pattern: Pattern,
    /// The same with a figure right behind it (`3.20处`), which is one only where it goes on with the series above.
    #[serde(default)]
    pub figure: Option<Pattern>,
    /// Its level in the order of the standard, from 1; none for forms outside that order.
    #[serde(default)]
    pub level: Option<u32>,
    /// Stands inside paragraphs too.
    #[serde(default)]
    pub inline: bool,
}
