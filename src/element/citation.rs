//! Other documents that the body quotes by title and number: 《…》（某政发〔2026〕1号）.

use std::ops::Range;

use crate::element::Number;
use crate::element::rows::Scan;
use crate::fold::{self, Folded};

/// A document quoted in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Its title, without title marks and layout spaces.
    pub title: String,
    /// Its number.
    pub number: Number,
    /// Bytes of title and number.
    pub range: Range<usize>,
}

/// All documents that the body quotes by title and number.
pub(super) fn citations(scan: &Scan<'_>) -> Vec<Citation> {
    let Some(pattern) = scan.terms.patterns.citation.as_ref() else { return Vec::new() };
    let quoting = |row: &usize| {
        let text = scan.text(*row);
        text.contains('》') && text.contains('号')
    };
    let mut found = Vec::new();
    for row in scan.body.clone().filter(quoting) {
        let folded = Folded::new(scan.text(row), scan.rows[row].range.start);
        for c in pattern.on(folded.as_str()).into_iter().flat_map(|r| r.captures_iter(folded.as_str())) {
            let (Some(whole), Some(title), Some(number)) = (c.get(0), c.name("title"), c.name("number")) else {
                continue;
            };
            let Some(number) = Number::parse(scan.terms, number.as_str()) else { continue };
            found.push(Citation { title: fold::squash(title.as_str()), number, range: folded.printed(whole.range()) });
        }
    }
    found
}
