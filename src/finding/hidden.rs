//! Findings that are known and not listed. What they have decided stays decided: a gate that one of them closed stays
//! closed and says why it is not in the list.

use crate::lang::Words;
use crate::words;
use serde::Serialize;

use super::{Finding, PacketReport, Severity};

/// Why a finding is not listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The office has silenced it, for this reason.
    Silenced(String),
    /// The baseline has it.
    Known,
}

impl Why {
    /// What a gate says behind its own reason.
    fn note(&self) -> Words {
        match self {
            Why::Silenced(reason) => words!("（本单位设为不再提示：{reason}）", reason),
            Why::Known => Words::from("（基线里已有）"),
        }
    }
}

/// Numbers of findings that are not listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Hidden {
    /// The office has silenced them.
    pub silenced: usize,
    /// The baseline has them.
    pub known: usize,
}

impl Hidden {
    /// Counts a finding.
    fn count(&mut self, finding: &Finding, why: &Why) {
        match why {
            Why::Silenced(_) => self.silenced += finding.number(),
            Why::Known => self.known += finding.number(),
        }
    }

    /// Both numbers together with those of another.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { silenced: self.silenced + other.silenced, known: self.known + other.known }
    }

    /// All of them.
    pub fn total(self) -> usize {
        self.silenced + self.known
    }
}

impl PacketReport {
    /// The folder that its files are named from, as handed in; empty for the current one.
    pub fn folder(&self) -> &str {
        let named = [&self.main, &self.form].into_iter().flatten();
        let inside = named.filter_map(|name| self.path.strip_suffix(name.as_str()));
        let folder = inside.map(|f| if f.is_empty() { Some("") } else { f.strip_suffix('/') }).find_map(|f| f);
        folder.unwrap_or(&self.path)
    }

    /// The path of one of its files as handed in; without a name that of the main document, or its own.
    pub fn path_of(&self, file: Option<&str>) -> String {
        match (file.or(self.main.as_deref()), self.folder()) {
            (None, _) => self.path.clone(),
            (Some(name), "") => name.to_owned(),
            (Some(name), folder) => format!("{folder}/{name}"),
        }
    }

    /// Number of its findings of a severity, but for those that are known.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|f| f.severity == severity).map(Finding::number).sum()
    }

    /// Takes findings off the list; gates keep their verdict.
    pub fn hide(&mut self, mut why: impl FnMut(&Finding) -> Option<Why>) {
        let mut hidden = Vec::new();
        for finding in std::mem::take(&mut self.findings) {
            match why(&finding) {
                Some(why) => hidden.push((finding, why)),
                None => self.findings.push(finding),
            }
        }
        for (finding, why) in &hidden {
            self.hidden.count(finding, why);
            self.note(finding, why);
        }
    }

    /// The reason of a gate that no listed finding gives any more says why.
    fn note(&mut self, hidden: &Finding, why: &Why) {
        let same =
            |f: &Finding| f.severity == Severity::Error && f.rule.id == hidden.rule.id && f.brief == hidden.brief;
        if !same(hidden) || self.findings.iter().any(same) {
            return;
        }
        for gate in self.gates.iter_mut().filter(|g| g.because.contains(&hidden.rule.id)) {
            gate.reasons.iter_mut().filter(|r| **r == hidden.brief).for_each(|r| *r = r.clone().and(why.note()));
        }
    }
}
