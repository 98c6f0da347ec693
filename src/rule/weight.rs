//! How much a finding counts as a mistake of the text.

use serde::Deserialize;

use crate::finding::{Finding, Severity};
use crate::gate::glob;

/// What the findings of some rules count.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// The rules, as globs. Of several weights the first holds.
    pub(super) rules: Vec<String>,
    /// What one finding counts.
    each: f64,
    /// What all findings of one rule in a document count at most.
    most: Option<f64>,
}

/// The mistakes that findings count; what is only advice is none.
pub(super) fn counted<'f>(weights: &[Weight], findings: impl Iterator<Item = &'f [Finding]>) -> f64 {
    let of_rule = |found: &[Finding]| {
        let grave = found.iter().filter(|f| f.severity > Severity::Info);
        let n: usize = grave.map(Finding::places).sum();
        let id = found.first().map_or("", |f| f.rule.id.as_str());
        let weight = weights.iter().find(|weight| weight.rules.iter().any(|g| glob(g, id)));
        weight.map_or(0.0, |weight| (weight.each * n as f64).min(weight.most.unwrap_or(f64::INFINITY)))
    };
    findings.map(of_rule).fold(0.0, |all, n| all + n)
}
