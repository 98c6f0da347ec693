//! Gates and maxims: questions about outcomes, never about text. The three 不印制 gates are data.

use serde::Deserialize;

use crate::finding::{
    Conclusion, Finding, GateVerdict, ItemVerdict, MaximVerdict, Outcome, Severity, Stage, Tick, Verdict,
};
use crate::lang::Words;
use crate::shown::few_of;
use crate::words;

/// A gate as its rule file says it.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// ASCII id.
    pub id: String,
    /// What must be complete.
    pub title: String,
    /// Where it comes from.
    pub source: String,
    /// Ids or globs of the rules that decide it, in the order in which reasons are given.
    pub rules: Vec<String>,
    /// What it shows as evidence.
    pub shows: Shows,
    /// The rules of a gate of the same id before it, and the file that put this one in its place.
    #[serde(skip)]
    pub instead: Option<(Vec<String>, Words)>,
}

/// What a gate shows as evidence, whatever its verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shows {
    /// The signatures of checking and signing, in chain order.
    Approval,
    /// The main document and every attachment with its place.
    Enclosures,
    /// The signatures of the re-check, the number and the copies.
    Recheck,
}

/// A maxim or checklist of an office as its rule file says it.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Maxim {
    /// ASCII id.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Where it comes from, and how sure its wording is.
    pub source: String,
    /// Shown at these stages.
    pub stages: Vec<Stage>,
    /// Its items.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
}

/// An item of a maxim.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What it asks.
    pub text: String,
    /// Ids or globs of the rules that fail it; without any a person decides.
    #[serde(default)]
    pub rules: Vec<String>,
    /// Those of them that must have judged something: that they do not apply verifies nothing.
    #[serde(default)]
    pub each: Vec<String>,
    /// What these rules must have compared with the form, as ids of its fields; what they find of others is no matter of
    /// this item.
    #[serde(default)]
    pub compares: Vec<String>,
}

/// What a gate sees of a rule: its id, its outcome, its findings.
#[derive(Debug)]
pub struct Evidence<'r> {
    /// Id of the rule.
    pub id: &'r str,
    /// What it answered.
    pub outcome: &'r Outcome,
    /// Its findings, in words.
    pub findings: &'r [Finding],
}

/// What the ticks of a checklist ask beside the answers of the rules.
pub trait Compared {
    /// The rule compares with the form, so that where it does not apply nothing was compared.
    fn is_with_form(&self, rule: usize) -> bool;
    /// The ids of what a rule has compared with the form.
    fn by(&self, rule: usize) -> Vec<String>;
    /// What a rule has held against what, in words: what proves a tick.
    /// Of these elements alone where any are named.
    fn proof(&self, rule: usize, of: &[String]) -> Option<Words>;
    /// Some rule of these globs is not asked.
    fn lacks(&self, globs: &[String]) -> bool;
    /// Every file of the packet was read.
    fn is_all_read(&self) -> bool;
}

/// Rules of a gate that are not in force as they were written.
#[derive(Debug, Default)]
pub struct Missing {
    /// They are not asked.
    pub off: Vec<String>,
    /// What they find is no error.
    pub lowered: Vec<String>,
    /// Where that is set, each once.
    pub set_by: Vec<Words>,
}

impl Gate {
    /// Folds the outcomes of its rules into a verdict: one error fails it, one rule that could not be
    /// judged or is `missing` leaves it undecided, and a rule that does not apply leaves it alone. `named` are the
    /// places of its rules, of which `evidence` tells what they answered.
    pub fn judge<'r>(
        &self,
        evidence: impl Fn(usize) -> Option<Evidence<'r>>,
        named: &[usize],
        missing: Missing,
        shown: Vec<Words>,
    ) -> GateVerdict {
        let mut failed: (Vec<String>, Vec<Words>) = Default::default();
        let mut open: (Vec<String>, Vec<Words>) = Default::default();
        let mut judged = false;
        for rule in named.iter().filter_map(|&i| evidence(i)) {
            judged |= matches!(rule.outcome, Outcome::Pass | Outcome::Fail(_));
            for finding in rule.findings.iter().filter(|f| f.severity == Severity::Error) {
                note(&mut failed, rule.id, &finding.brief);
            }
            match rule.outcome {
                Outcome::Skipped(skip) => note(&mut open, rule.id, &skip.text()),
                Outcome::Open(..) => rule.findings.iter().for_each(|f| note(&mut open, rule.id, &f.brief)),
                _ => {}
            }
        }
        let Missing { off, lowered, set_by } = missing;
        if !off.is_empty() {
            open.1.push(words!("有{n}条规则按设定没有用", n = off.len()));
        }
        if !lowered.is_empty() {
            open.1.push(words!("有{n}条规则按设定降低了轻重", n = lowered.len()));
        }
        let (verdict, (because, reasons)) = match () {
            () if !failed.0.is_empty() => (Verdict::Fail, failed),
            () if !open.1.is_empty() => (Verdict::Undecided, open),
            () if judged => (Verdict::Pass, Default::default()),
            () => (Verdict::Undecided, (Vec::new(), vec![NOTHING_JUDGED.into()])),
        };
        GateVerdict {
            id: self.id.clone(),
            title: Words::template(&self.title),
            verdict,
            because,
            reasons,
            evidence: shown,
            off,
            lowered,
            set_by,
            doubted: false,
            confirmed: None,
            expired: None,
        }
    }

    /// Whether a rule is one of its own.
    pub fn names(&self, rule: &str) -> bool {
        self.rules.iter().any(|g| glob(g, rule))
    }
}

impl Maxim {
    /// Ticks what the rules have verified, crosses what they found wrong, and leaves the rest to a person: what nobody
    /// has compared is not ticked. `named` are the places of each item's rules, of which `evidence` tells what they
    /// answered.
    pub fn judge<'r>(
        &self,
        evidence: impl Fn(usize) -> Option<Evidence<'r>>,
        named: &[Vec<usize>],
        compared: &impl Compared,
    ) -> MaximVerdict {
        let item = |(item, named): (&Item, &Vec<usize>)| {
            let rules: Vec<_> = named.iter().filter_map(|&i| Some((i, evidence(i)?))).collect();
            let own = |f: &Finding| {
                item.compares.is_empty() || f.element.as_ref().is_some_and(|element| item.compares.contains(element))
            };
            // Any finding, even advice, leaves the item unverified.
            let failed = rules.iter().filter(|(_, e)| e.outcome.skip().is_none() && e.findings.iter().any(own));
            let failed: Vec<&str> = failed.map(|(_, e)| e.id).collect();
            let is_judged = |e: &Evidence<'_>| matches!(e.outcome, Outcome::Pass | Outcome::Fail(_));
            let nothing = |at: usize, e: &Evidence<'_>| {
                let each = item.each.iter().any(|g| glob(g, e.id));
                !is_judged(e) && (each || item.compares.is_empty() && compared.is_with_form(at))
            };
            let skipped = |e: &Evidence<'_>| e.outcome.skip().is_some();
            let open = rules.iter().any(|(at, e)| skipped(e) || nothing(*at, e));
            let judged = rules.iter().any(|(_, e)| is_judged(e));
            let told = |what: &String| rules.iter().any(|(at, _)| compared.by(*at).contains(what));
            let whole = || item.compares.iter().all(told) && !compared.lacks(&item.rules) && compared.is_all_read();
            let verdict = match () {
                () if !failed.is_empty() => Tick::Fail,
                () if open || !judged || !whole() => Tick::Manual,
                () => Tick::Pass,
            };
            let because = failed.into_iter().map(str::to_owned).collect();
            let proof = if verdict == Tick::Pass { proof(&rules, &item.compares, compared) } else { Vec::new() };
            ItemVerdict { text: Words::template(&item.text), verdict, because, proof }
        };
        let items = self.items.iter().zip(named).map(item).collect();
        MaximVerdict { id: self.id.clone(), title: Words::template(&self.title), source: self.source.clone(), items }
    }
}

/// What was held against what, each once, or the rules that were judged where they have read only the document.
fn proof(rules: &[(usize, Evidence<'_>)], of: &[String], compared: &impl Compared) -> Vec<Words> {
    let judged = || rules.iter().filter(|(_, e)| matches!(e.outcome, Outcome::Pass | Outcome::Fail(_)));
    let mut proofs: Vec<Words> = Vec::new();
    for proof in judged().filter_map(|(at, _)| compared.proof(*at, of)) {
        if !proofs.contains(&proof) {
            proofs.push(proof);
        }
    }
    if proofs.is_empty() {
        let ids: Vec<&str> = judged().map(|(_, e)| e.id).collect();
        proofs.push(words!("按{rules}判断", rules = few_of(&ids, "条规则")));
    }
    proofs
}

/// Why a gate without a rule that was asked is open.
const NOTHING_JUDGED: &str = "没有用到这一关口的规则";

fn note((ids, reasons): &mut (Vec<String>, Vec<Words>), id: &str, reason: &Words) {
    if !ids.iter().any(|i| i == id) {
        ids.push(id.to_owned());
    }
    if !reasons.iter().any(|r| r == reason) {
        reasons.push(reason.clone());
    }
}

/// One failed gate forbids printing; otherwise one undecided gate, or one file that nobody has read, leaves it open.
pub fn conclude(gates: &[GateVerdict], all_read: bool) -> Conclusion {
    let any = |verdict| gates.iter().any(|g| g.verdict == verdict);
    if any(Verdict::Fail) {
        Conclusion::NotPrintable
    } else if any(Verdict::Undecided) || gates.is_empty() || !all_read {
        Conclusion::Undecided
    } else {
        Conclusion::Printable
    }
}

/// Whether an id matches a glob with `*`.
pub fn glob(pattern: &str, id: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(first) = parts.next() else { return false };
    let Some(mut rest) = id.strip_prefix(first) else { return false };
    let tail: Vec<&str> = parts.collect();
    let Some((last, middle)) = tail.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn globs_match_whole_ids() {
        assert!(glob("FORM-*", "FORM-node-a") && glob("*-a", "FORM-node-a") && glob("FORM-*-a", "FORM-node-a"));
        assert!(
            glob("FORM-node-a", "FORM-node-a") && !glob("FORM-node", "FORM-node-a") && !glob("ATT-*", "FORM-node-a")
        );
    }
}
