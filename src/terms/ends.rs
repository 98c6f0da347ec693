//! Lists of words that a text ends in or holds, looked up by their last character.

use std::collections::HashMap;

/// Endings by their last character.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends(HashMap<char, Vec<String>>);

impl Ends {
    pub(super) fn of<'w>(list: impl IntoIterator<Item = &'w String>) -> Self {
        let mut ends: HashMap<char, Vec<String>> = HashMap::new();
        for (last, end) in list.into_iter().filter_map(|e| Some((e.chars().next_back()?, e))) {
            ends.entry(last).or_default().push(end.clone());
        }
        Self(ends)
    }

    /// Whether a text ends as one of them does.
    pub(super) fn end(&self, text: &str) -> bool {
        let ends = text.chars().next_back().and_then(|last| self.0.get(&last));
        ends.is_some_and(|ends| ends.iter().any(|end| text.ends_with(end.as_str())))
    }

    /// Whether one of them stands anywhere in a short text.
    pub(super) fn within(&self, text: &str) -> bool {
        text.char_indices().any(|(at, c)| self.end(&text[..at + c.len_utf8()]))
    }
}
