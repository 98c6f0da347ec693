//! Documents to begin with: one of each kind, laid out as GB/T 9704-2012 prescribes, and the approval form beside it. Their
//! texts are data; what is not known yet stands there as a placeholder that checks find.

mod document;
mod draft;
mod imprint;
mod layout;
mod sheet;

use serde::Deserialize;

use crate::lang::{Words, is_same};
use crate::problem::nearest;
use crate::words;

pub use draft::{Draft, Given};

/// What stands between braces in the texts.
pub(crate) const VARIABLES: [&str; 9] =
    ["organ", "code", "year", "date", "number", "title", "to", "attachments", "mentioned"];

/// A document to begin with, as its rule file says it. Texts may hold variables: `{organ}`.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Skeleton {
    /// The kind (文种), as the command line names it.
    pub kind: String,
    /// Other words for it.
    #[serde(default)]
    pub names: Vec<String>,
    /// What it is used for.
    #[serde(rename = "use")]
    pub used_for: String,
    /// How it is laid out.
    #[serde(default)]
    pub format: Format,
    /// It may also be laid out as a letter.
    #[serde(default)]
    letter: bool,
    /// The issuing organ where nobody has named one.
    organ: String,
    /// The code of the document number (机关代字) where the office has none that ends like it.
    code: String,
    /// The issuer's mark (发文机关标志).
    mark: String,
    /// The document number.
    number: String,
    /// Who signs it, beside the number of an upward document (签发人).
    #[serde(default)]
    signer: String,
    /// The title, line by line.
    #[serde(default)]
    title: Vec<String>,
    /// The line under the title that says when a meeting adopted it; there is no date at the end then.
    #[serde(default)]
    adopted: String,
    /// Main recipients, without the colon.
    #[serde(default)]
    to: String,
    /// The text, paragraph by paragraph.
    text: Vec<String>,
    /// Who was there, was excused, sat in: lines with a label.
    #[serde(default)]
    people: Vec<String>,
    /// The office of the person who signs the document itself; without it the organ stands over the date.
    #[serde(default)]
    post: String,
    /// The note under the date.
    #[serde(default)]
    note: String,
    /// Copy recipients.
    #[serde(default)]
    copies: String,
    /// Who prints it.
    #[serde(default)]
    printed: String,
}

/// The formats of the standard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// With a red head (chapter 7).
    #[default]
    Document,
    /// 信函格式 (10.1).
    Letter,
    /// 命令（令）格式 (10.2).
    Order,
    /// 纪要格式 (10.3).
    Minutes,
}

/// An approval form to begin with.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// What stands over it.
    title: String,
    /// Roles that sign where the office has chosen no chain.
    steps: Vec<String>,
    /// The rows over the signing cells, each with one cell or two.
    fields: Vec<Vec<Cell>>,
}

/// A cell that people fill in.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Cell {
    label: String,
    #[serde(default)]
    value: String,
}

/// The skeleton that a word names.
///
/// # Errors
/// There is none; what may be written.
pub fn named<'s>(skeletons: &'s [Skeleton], word: &str) -> Result<&'s Skeleton, Words> {
    let found = skeletons.iter().find(|s| s.words().any(|own| is_same(word, own)));
    found.ok_or_else(|| {
        let near = nearest(word, skeletons.iter().flat_map(Skeleton::words));
        let near = near.map_or(Words::default(), |near| words!("是不是想写“{near}”？", near));
        words!("没有叫“{word}”的文种。{near}全部文种见 sanbu new", word, near)
    })
}

/// Something between braces that is no variable.
fn unknown<'t>(texts: impl Iterator<Item = &'t String>) -> Option<&'t str> {
    let between = texts.flat_map(|text| text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)));
    between.into_iter().find(|name| !VARIABLES.contains(name))
}

impl Sheet {
    /// Something between braces that is no variable.
    pub(crate) fn unknown(&self) -> Option<&str> {
        let values = self.fields.iter().flatten().map(|cell| &cell.value);
        unknown(values.chain([&self.title]))
    }
}

impl Skeleton {
    /// Something between braces that is no variable.
    pub(crate) fn unknown(&self) -> Option<&str> {
        let single = [
            &self.mark,
            &self.number,
            &self.signer,
            &self.adopted,
            &self.to,
            &self.post,
            &self.note,
            &self.copies,
            &self.printed,
        ];
        unknown(single.into_iter().chain(&self.title).chain(&self.text).chain(&self.people))
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.kind).chain(&self.names).map(String::as_str)
    }
}
