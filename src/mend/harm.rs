//! Whether changes do more harm than good: what is judged after them against what was judged before.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::work::Group;
use super::{Content, Mender};
use crate::edit::Edit;
use crate::element::ElementKind;
use crate::finding::{Finding, PacketReport, RuleInfo};
use crate::lang::Words;
use crate::words;

/// Why changes were taken back.
#[derive(Clone, Debug)]
pub enum Harm {
    /// This would be found, and was not before.
    Brings(Box<Finding>),
    /// The finding would still be there.
    Stays,
    /// This rule could not be judged any more.
    Blinds(Arc<RuleInfo>),
    /// One element of this kind would not be recognised any more.
    Loses(ElementKind),
    /// The file would not read as it was meant to.
    Reads,
}

impl Harm {
    /// What would be, in words.
    pub fn words(&self) -> Words {
        let what = match self {
            Harm::Brings(finding) => {
                words!("会带来新的问题：{message}（{rule}）", message = finding.message, rule = finding.rule.id)
            }
            Harm::Stays => Words::from("还是同样的问题"),
            Harm::Blinds(rule) => words!("会有规则无法判断：{title}（{rule}）", title = rule.title, rule = rule.id),
            Harm::Loses(kind) => words!("会认不出{kind}", kind = kind.title()),
            Harm::Reads => Words::from("文件读出来与要写的不一样"),
        };
        words!("试过，改了以后{what}，已经退回", what)
    }
}

impl Mender<'_, '_> {
    /// What is worse than before: a finding is new, something is less judged, an element is recognised no more. What only
    /// was not heard beside the rules that have been mended is not new.
    pub(super) fn harm(
        &self,
        before: &PacketReport,
        after: &PacketReport,
        mended: &HashSet<&str>,
        olds: &[(usize, Content)],
    ) -> Option<Harm> {
        let (old, new) = (counted(before), counted(after));
        let known = |of: &(&str, Option<&str>)| old.get(of).copied().unwrap_or(0);
        let is_new = |finding: &&Finding| {
            let of = (finding.rule.id.as_str(), finding.file.as_deref());
            let hidden = || known(&of) == 0 && self.was_hidden_by(of.0, mended);
            new.get(&of).copied().unwrap_or(0) > known(&of) && !hidden()
        };
        let brings = after.findings.iter().find(is_new).map(|finding| Harm::Brings(Box::new(finding.clone())));
        let blinds = || {
            let unasked: HashSet<&str> = before.not_checked.iter().map(|(rule, _)| rule.id.as_str()).collect();
            let mut now = after.not_checked.iter().map(|(rule, _)| rule);
            now.find(|rule| !unasked.contains(rule.id.as_str())).map(|rule| Harm::Blinds(Arc::clone(rule)))
        };
        brings.or_else(blinds).or_else(|| self.lost(olds).map(Harm::Loses))
    }

    /// A rule that yields to one that has been mended was only not heard before.
    fn was_hidden_by(&self, rule: &str, mended: &HashSet<&str>) -> bool {
        let rules = &self.judge.rules.rules;
        let Some(at) = rules.iter().position(|r| r.id == rule) else { return false };
        let better = self.judge.rules.links().yields.get(at);
        better.into_iter().flatten().any(|&to| rules.get(to).is_some_and(|to| mended.contains(to.id.as_str())))
    }

    /// A kind of element of which fewer are recognised.
    fn lost(&self, olds: &[(usize, Content)]) -> Option<ElementKind> {
        let kinds = |content: &Content| {
            let mut kinds: HashMap<ElementKind, usize> = HashMap::new();
            let list = content.as_ref().map(|read| read.1.list.as_slice()).unwrap_or_default();
            list.iter().for_each(|element| *kinds.entry(element.kind).or_default() += 1);
            kinds
        };
        olds.iter().find_map(|(file, old)| {
            let new = kinds(&self.packet.files[*file].content);
            let fewer = |(kind, n): (ElementKind, usize)| (new.get(&kind).copied().unwrap_or(0) < n).then_some(kind);
            kinds(old).into_iter().filter_map(fewer).min()
        })
    }
}

/// Some finding that was to be mended is found again, at its place.
pub(super) fn is_still_there(
    before: &PacketReport,
    after: &PacketReport,
    trial: &[&Group],
    edits: &BTreeMap<usize, Vec<&Edit>>,
) -> bool {
    let spans = after.findings.iter().filter_map(|f| Some((f.rule.id.as_str(), f.span.as_ref()?)));
    let starts: HashSet<(&str, usize, usize)> = spans.map(|(rule, span)| (rule, span.file, span.range.start)).collect();
    let (old, new) = (by_line(before), by_line(after));
    trial.iter().any(|group| {
        let of = (group.rule.id.as_str(), group.name.as_str(), group.line);
        let fewer = new.get(&of).copied().unwrap_or(0) < old.get(&of).copied().unwrap_or(0);
        let start = group.moved(edits.get(&group.file).map_or(&[], Vec::as_slice));
        !fewer && starts.contains(&(group.rule.id.as_str(), group.file, start))
    })
}

/// Findings by rule and file.
pub(super) fn counted(report: &PacketReport) -> HashMap<(&str, Option<&str>), usize> {
    let mut counts = HashMap::new();
    for finding in &report.findings {
        *counts.entry((finding.rule.id.as_str(), finding.file.as_deref())).or_default() += finding.places();
    }
    counts
}

/// How many findings of a rule there are.
pub(super) fn found(report: &PacketReport, rule: &str) -> usize {
    report.findings.iter().filter(|f| f.rule.id == rule).map(Finding::places).sum()
}

/// Findings by rule, file and line.
fn by_line(report: &PacketReport) -> HashMap<(&str, &str, usize), usize> {
    let mut counts = HashMap::new();
    for finding in &report.findings {
        if let (Some(file), Some(at)) = (&finding.file, &finding.at) {
            *counts.entry((finding.rule.id.as_str(), file.as_str(), at.line)).or_default() += 1;
        }
    }
    counts
}
