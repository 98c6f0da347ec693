//! Rows that are names of organs, whatever part of the document they turn out to stand in.

use std::ops::Range;

use crate::element::rows::Scan;
use crate::fold;

/// Most characters of a line that is names of organs.
pub(super) const MOST_LETTERS: usize = 40;

/// Every segment of the row is an organ's name, or several with 、 between.
pub(super) fn is_organ_row(scan: &Scan<'_>, row: usize) -> bool {
    let segments = &scan.rows[row].segments;
    let organ = |s: &Range<usize>| {
        let text = scan.slice(s);
        // A cheap test before the words: most rows are sentences.
        if text.contains(['。', '，', '：', ':', '；', '“', '《', '.']) {
            return false;
        }
        let bare = fold::squash(text);
        let names: Vec<&str> = bare.split('、').collect();
        let office = |n: &str| names.len() > 1 && n.chars().count() > 2 && scan.terms.is_office(n);
        let organ = |n: &&str| scan.terms.is_organ(n) || office(n);
        bare.chars().count() <= MOST_LETTERS
            && !is_sentence(scan, &bare)
            && (names.iter().all(organ) && names.iter().any(|n| scan.terms.is_organ(n))
                || organs_by_space(scan, s.clone()).len() > 1)
    };
    !segments.is_empty() && !scan.rows[row].table && segments.iter().all(organ)
}

/// Has words that no organ's name has, or ends in one that only looks like an organ: a sentence, a heading.
pub(super) fn is_sentence(scan: &Scan<'_>, squashed: &str) -> bool {
    let bare = scan.terms.without_seal(squashed);
    scan.terms.is_never_organ(bare) || scan.terms.is_said(bare)
}

/// `某局 某厅` with one space are two organs if both sides are.
pub(super) fn organs_by_space(scan: &Scan<'_>, piece: Range<usize>) -> Vec<Range<usize>> {
    let text = scan.slice(&piece);
    let words: Vec<&str> = text.split_whitespace().collect();
    let organ = |w: &&str| w.chars().count() > 2 && (scan.terms.is_organ(w) || scan.terms.is_office(w));
    if words.len() < 2 || !words.iter().all(organ) || !words.iter().any(|w| scan.terms.is_organ(w)) {
        return vec![piece];
    }
    let at = |word: &str| piece.start + (word.as_ptr() as usize - text.as_ptr() as usize);
    words.iter().map(|w| at(w)..at(w) + w.len()).collect()
}
