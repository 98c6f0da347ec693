//! Which rules gates, checklists and other rules name: globs turned into indices once, not for every packet.

use std::collections::HashMap;

use crate::gate::glob;
use crate::rule::RuleSet;

/// Indices into [`RuleSet::rules`].
#[derive(Clone, Debug)]
pub(crate) struct Links {
    /// For each gate the rules that decide it, in the order of its globs.
    pub(crate) gates: Vec<Vec<usize>>,
    /// For each maxim and each of its items the rules that decide it.
    pub(crate) maxims: Vec<Vec<Vec<usize>>>,
    /// For each rule those that it yields to.
    pub(crate) yields: Vec<Vec<usize>>,
}

impl Links {
    pub(super) fn of(set: &RuleSet) -> Self {
        let at: HashMap<&str, usize> = set.rules.iter().enumerate().map(|(i, r)| (r.id.as_str(), i)).collect();
        let matching = |g: &String| match g.contains('*') {
            true => (0..set.rules.len()).filter(|&i| glob(g, &set.rules[i].id)).collect(),
            false => at.get(g.as_str()).copied().into_iter().collect::<Vec<_>>(),
        };
        let named = |globs: &[String]| globs.iter().flat_map(matching).collect::<Vec<_>>();
        Self {
            gates: set.gates.iter().map(|g| named(&g.rules)).collect(),
            maxims: set.maxims.iter().map(|m| m.items.iter().map(|i| named(&i.rules)).collect()).collect(),
            yields: set.rules.iter().map(|r| named(&r.yields)).collect(),
        }
    }
}
