//! Findings that are known and not listed. What they have decided stays decided: a gate that one of them closed stays
//! closed and says why it is not in the list.

use serde::Serialize;

use super::{Finding, PacketReport, Severity};

/// Why a finding is not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The office has silenced it.
    Silenced,
    /// The baseline has it.
    Known,
}

impl Why {
    /// What a gate says behind the reason.
    fn note(self) -> &'static str {
        match self {
            Why::Silenced => "（本单位设为不再提示）",
            Why::Known => "（基线里已有）",
        }
    }
}

/// Numbers of findings that are not listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Hidden {
    /// The office has silenced them.
    pub silenced: usize,
    /// The baseline has them.
    pub known: usize,
}

impl Hidden {
    /// Counts more of them.
    pub fn count(&mut self, why: Why, number: usize) {
        match why {
            Why::Silenced => self.silenced += number,
            Why::Known => self.known += number,
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

    /// Takes findings off the list; gates keep their verdict.
    pub fn hide(&mut self, why: Why, mut is_hidden: impl FnMut(&Finding) -> bool) {
        let (hidden, listed): (Vec<Finding>, Vec<Finding>) =
            std::mem::take(&mut self.findings).into_iter().partition(|f| is_hidden(f));
        self.findings = listed;
        self.hidden.count(why, hidden.len());
        for finding in hidden.iter().filter(|f| f.severity == Severity::Error) {
            self.note(finding, why);
        }
    }

    /// A reason that no listed finding gives any more is marked.
    fn note(&mut self, hidden: &Finding, why: Why) {
        let same = |f: &Finding| f.rule.id == hidden.rule.id && f.brief == hidden.brief;
        if self.findings.iter().any(|f| f.severity == Severity::Error && same(f)) {
            return;
        }
        for gate in self.gates.iter_mut().filter(|g| g.because.contains(&hidden.rule.id)) {
            gate.reasons.iter_mut().filter(|r| **r == hidden.brief).for_each(|r| r.push_str(why.note()));
        }
    }
}
