//! Findings of one cause as one: told once, with how many there are and where the first of them stand.

use std::collections::HashMap;

use crate::finding::{Finding, Severity, Snippet};
use crate::lang::Words;
use crate::render::comment::quoted;
use crate::sort;
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
    let findings: Vec<&Finding> = findings.collect();
    let mut numbers: HashMap<_, usize> = HashMap::new();
    findings.iter().for_each(|finding| *numbers.entry(rule(finding)).or_default() += 1);
    let mut groups: Vec<Group<'f>> = Vec::new();
    let mut known: HashMap<_, usize> = HashMap::new();
    for finding in findings {
        let many = numbers.get(&rule(finding)).is_some_and(|n| *n > FEW);
        let cause = if many { Some((rule(finding), None)) } else { cause(finding) };
        let same = cause.map(|cause| *known.entry(cause).or_insert(groups.len()));
        match same.and_then(|at| groups.get_mut(at)) {
            Some(group) => group.others.push(finding),
            None => groups.push(Group { first: finding, others: Vec::new() }),
        }
    }
    sort::by_key(&mut groups, |group| std::cmp::Reverse(group.first.severity));
    groups
}

/// So many findings of one rule in one file may each be told; more of them are one.
const FEW: usize = 3;

type RuleOf<'f> = (&'f str, Severity, Option<&'f str>);

fn rule(finding: &Finding) -> RuleOf<'_> {
    (&finding.rule.id, finding.severity, finding.file.as_deref())
}

/// What a few findings of one cause share. One that compares two places stands for itself, and so does one without a place.
fn cause(finding: &Finding) -> Option<(RuleOf<'_>, Option<(&str, &str)>)> {
    let alone = finding.at.is_none() || !finding.related.is_empty();
    (!alone).then(|| (rule(finding), Some((finding.brief.as_str(), finding.help.as_str()))))
}

impl Group<'_> {
    /// `同样的还有11处：二、（一）下第2段“甲,乙”、…`; what is not quite the same is told by what is wrong.
    pub(super) fn others(&self) -> Option<Words> {
        let named = |finding: &&Finding| {
            let place = finding.at.as_ref().map_or_else(Words::default, |at| at.place.clone());
            match () {
                () if finding.brief != self.first.brief => finding.brief.clone(),
                () if place.is_empty() => Words::from(&finding.excerpt),
                () => quoted(&place, finding.snippet.as_ref().map_or("", Snippet::words)),
            }
        };
        let others: Vec<Words> = self.others.iter().take(NAMED).map(named).collect();
        let n = self.others.iter().map(|other| other.number()).sum::<usize>();
        match n {
            0 => same(self.first),
            n => Some(more(n, others)),
        }
    }
}

/// The same of the other places that one finding tells.
pub(super) fn same(finding: &Finding) -> Option<Words> {
    let mut named: Vec<Words> = finding.same.iter().map(|other| quoted(&other.at.place, &other.excerpt)).collect();
    named.dedup();
    named.truncate(NAMED);
    (!finding.same.is_empty()).then(|| more(finding.more, named))
}

fn more(n: usize, mut named: Vec<Words>) -> Words {
    named.dedup();
    named.retain(|name| !name.is_empty());
    let (any, all) = (!named.is_empty(), n <= NAMED);
    let named = Words::joined(named, "、");
    match (any, all) {
        (true, true) => words!("同样的还有{n}处：{named}", n, named),
        (true, false) => words!("同样的还有{n}处：{named}等", n, named),
        (false, _) => words!("同样的还有{n}处", n),
    }
}
