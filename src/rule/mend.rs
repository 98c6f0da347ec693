//! How a rule puts right what it has found: for checks whose own pattern says what has to be there, not what is wrong.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use crate::edit::{Edit, exchanged};
use crate::finding::Fix;
use crate::lang::Words;
use crate::terms::{Pattern, lost_groups};
use crate::text::Text;

/// What to write instead in the text that a finding marks.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mend {
    /// What is replaced, wherever it stands in the text that the finding marks; `^` and `$` are its ends.
    pattern: Pattern,
    /// What to write instead; `$1` and `${name}` stand for groups.
    #[serde(default)]
    replace: Option<String>,
    /// What to write instead, piece by piece: each key inside a match becomes its value, longer keys first.
    #[serde(default)]
    swap: BTreeMap<String, String>,
    /// The change keeps the meaning and may be made without asking.
    #[serde(default)]
    pub safe: bool,
}

impl Mend {
    /// The changes in the marked part of a text; none where nothing in it is replaced.
    fn fix(&self, text: &Text, marked: &Range<usize>) -> Option<Fix> {
        let part = text.slice(marked.clone());
        let mut edits = self.pattern.edits(part, self.replace.as_deref().unwrap_or("$0"));
        edits.iter_mut().for_each(|edit| edit.text = exchanged(&edit.text, &self.swap));
        Fix::new(text.as_str(), self.safe, edits.into_iter().map(|edit| Edit::moved(edit, marked.start)))
    }

    /// What is wrong with it: nothing is said of what to write, or a group that the pattern does not have.
    pub(super) fn problems(&self) -> Vec<Words> {
        if self.replace.is_none() && self.swap.is_empty() {
            return vec![Words::from("mend 里没有写改成什么：请写 replace 或 swap")];
        }
        lost_groups(&self.pattern, self.replace.as_deref().unwrap_or_default())
    }
}

/// What the first of several ways changes in the marked part of a text that changes anything.
pub(crate) fn fix(ways: &[Mend], text: &Text, marked: &Range<usize>) -> Option<Fix> {
    ways.iter().find_map(|mend| mend.fix(text, marked))
}
