//! Findings of one cause as one: told once, with how many there are and where the first of them stand.

use std::collections::HashMap;

use crate::finding::{Finding, Severity};
use crate::lang::Words;
use crate::render::comment::quoted;
use crate::words;

/// Other places that are named.
const NAMED: usize = 4;

/// A finding, and the others that say the same of other places.
#[derive(Debug)]
pub(super) struct Group<'f> {
    pub(super) first: &'f Finding,
    others: Vec<&'f Finding>,
}

/// The groups of findings: the gravest first, otherwise in their order.
pub(super) fn groups<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<Group<'f>> {
    let mut groups: Vec<Group<'f>> = Vec::new();
    let mut known: HashMap<_, usize> = HashMap::new();
    for finding in findings {
        let same = cause(finding).map(|cause| *known.entry(cause).or_insert(groups.len()));
        match same.and_then(|at| groups.get_mut(at)) {
            Some(group) => group.others.push(finding),
            None => groups.push(Group { first: finding, others: Vec::new() }),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.first.severity));
    groups
}

type Cause<'f> = (&'f str, Severity, &'f str, &'f str, &'f str);

/// What findings of one cause share. One that compares two places stands for itself, and so does one without a place.
fn cause(finding: &Finding) -> Option<Cause<'_>> {
    let alone = finding.at.is_none() || !finding.related.is_empty();
    let file = finding.file.as_deref().filter(|_| !alone)?;
    Some((&finding.rule.id, finding.severity, file, &finding.brief, &finding.help))
}

impl Group<'_> {
    /// `同样的还有11处：二、（一）下第2段“甲,乙”、…`.
    pub(super) fn others(&self) -> Option<Words> {
        let place = |finding: &&Finding| {
            let place = finding.at.as_ref().map_or_else(Words::default, |at| at.place.clone());
            quoted(&place, &words(finding))
        };
        let mut named: Vec<Words> = self.others.iter().take(NAMED).map(place).collect();
        named.dedup();
        let (any, n, all) = (!named.is_empty(), self.others.len(), self.others.len() <= NAMED);
        let named = Words::joined(named, "、");
        any.then(|| match all {
            true => words!("同样的还有{n}处：{named}", n, named),
            false => words!("同样的还有{n}处：{named}等", n, named),
        })
    }
}

/// The words to look for: what is marked, with a few characters around where that is too short to be found.
fn words(finding: &Finding) -> String {
    const ENOUGH: usize = 4;
    const AROUND: usize = 3;
    let Some(snippet) = &finding.snippet else { return String::new() };
    let marked = snippet.text.get(snippet.mark.clone()).unwrap_or_default();
    if marked.chars().count() >= ENOUGH {
        return marked.to_owned();
    }
    let before = snippet.text.get(..snippet.mark.start).unwrap_or_default().char_indices().rev().nth(AROUND - 1);
    let behind = snippet.text.get(snippet.mark.end..).unwrap_or_default();
    let to = snippet.mark.end + behind.char_indices().nth(AROUND).map_or(behind.len(), |(at, _)| at);
    snippet.text.get(before.map_or(0, |(at, _)| at)..to).unwrap_or_default().to_owned()
}
