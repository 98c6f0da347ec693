//! How a rule puts right what it has found: for checks whose own pattern says what has to be there, not what is wrong.

use std::ops::Range;

use serde::Deserialize;

use crate::finding::Fix;
use crate::terms::{Pattern, lost_groups};
use crate::text::Text;

/// What to write instead in the text that a finding quotes.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mend {
    /// What is replaced, wherever it stands in the text that the finding quotes.
    pattern: Pattern,
    /// What to write instead; `$1` and `${name}` stand for groups.
    replace: String,
    /// The change keeps the meaning and may be made without asking.
    #[serde(default)]
    pub safe: bool,
}

impl Mend {
    /// The changes in the quoted part of a text; none where nothing in it is replaced.
    pub(crate) fn fix(&self, text: &Text, quoted: Range<usize>) -> Option<Fix> {
        let edits = self.pattern.edits(text.slice(quoted.clone()), &self.replace);
        Fix::new(text.as_str(), self.safe, edits.into_iter().map(|edit| edit.moved(quoted.start)))
    }

    /// A replacement that names a group which the pattern does not have.
    pub(super) fn problems(&self) -> Vec<String> {
        lost_groups(&self.pattern, &self.replace)
    }
}
