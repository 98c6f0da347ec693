//! What a run has come to: verdicts of gates, conclusions, the report on a packet and on all of them.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::{Finding, Hidden, Rate, RuleInfo, Severity, Skip, Stage};
use crate::date::Date;

/// Verdict of a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every rule it needs was judged and none found an error.
    Pass,
    /// A rule found an error.
    Fail,
    /// A rule it needs could not be judged, or is not in force as it was written.
    Undecided,
}

/// A person has settled what the program could not judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confirmed {
    /// Who.
    pub by: String,
    /// On which day.
    #[serde(serialize_with = "as_written")]
    pub date: Date,
    /// What the person has said about it.
    pub note: Option<String>,
}

impl Confirmed {
    /// `周宁2026年3月6日`.
    pub fn words(&self) -> String {
        format!("{}{}", self.by, self.date.words())
    }
}

fn as_written<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(date)
}

/// A gate with its verdict and the evidence.
#[derive(Clone, Debug)]
pub struct GateVerdict {
    /// Id of the gate.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Rules that decided it, each once, in order.
    pub because: Vec<String>,
    /// The same in a few words each.
    pub reasons: Vec<String>,
    /// What was found, in order: signatures along the chain, files of the packet.
    pub evidence: Vec<String>,
    /// Rules of the gate that were not selected: without them it cannot pass.
    pub off: Vec<String>,
    /// Rules of the gate that were made milder than an error: what they find closes it no more, so it cannot pass.
    pub lowered: Vec<String>,
    /// Where the two are set: options, configuration and rule files.
    pub set_by: Vec<String>,
    /// It was judged by settings that lie in what was handed in.
    pub doubted: bool,
    /// Who has settled it; `because` and `reasons` say what.
    pub confirmed: Option<Confirmed>,
    /// Why what a person has settled before no longer holds.
    pub expired: Option<String>,
}

impl GateVerdict {
    /// A person may settle what is open: not what a silenced rule would have found, nor what settings decide that lie in
    /// what was handed in.
    pub fn may_be_settled(&self) -> bool {
        self.off.is_empty() && self.lowered.is_empty() && !self.doubted
    }
}

/// Whether an item of a maxim holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tick {
    /// Every rule behind it was judged and found nothing.
    Pass,
    /// A rule behind it found something.
    Fail,
    /// A person decides.
    Manual,
}

/// An item of a maxim with its answer.
#[derive(Clone, Debug, Serialize)]
pub struct ItemVerdict {
    /// What it asks.
    pub text: String,
    /// The answer.
    pub verdict: Tick,
    /// The rules that found something.
    pub because: Vec<String>,
}

/// A maxim or checklist with its answers.
#[derive(Clone, Debug, Serialize)]
pub struct MaximVerdict {
    /// Id of the maxim.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Where it comes from.
    pub source: String,
    /// Its items in order.
    pub items: Vec<ItemVerdict>,
}

/// May it be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Conclusion {
    /// All gates passed.
    Printable,
    /// A gate failed.
    NotPrintable,
    /// No gate failed, and not all could be decided, or a file of the packet could not be read.
    Undecided,
    /// At this stage nobody asks.
    NotAsked,
}

/// The report on one packet.
#[derive(Clone, Debug)]
pub struct PacketReport {
    /// Path of the packet as handed in.
    pub path: String,
    /// Stage of its documents.
    pub stage: Stage,
    /// Name of the main document.
    pub main: Option<String>,
    /// Name of the approval form; the main document's name when the form is inside it.
    pub form: Option<String>,
    /// Names of the attachment files.
    pub attachments: Vec<String>,
    /// The file in what was handed in that sets a stage at which the gates are not asked.
    pub unasked_by: Option<String>,
    /// Its files that could not be read.
    pub unreadable: Vec<UnreadableFile>,
    /// Files of its folder that its manifest does not name.
    pub left_out: Vec<String>,
    /// Findings by place, then rule order.
    pub findings: Vec<Finding>,
    /// Findings that are known and not among them.
    pub hidden: Hidden,
    /// Rules that could not be judged, with the reason.
    pub not_checked: Vec<(Arc<RuleInfo>, Skip)>,
    /// Number of rules judged without a finding.
    pub passed: usize,
    /// What its findings come to as mistakes of the text.
    pub rate: Rate,
    /// The gates in order; none at a stage that does not ask them.
    pub gates: Vec<GateVerdict>,
    /// Checklists and maxims of this stage.
    pub maxims: Vec<MaximVerdict>,
    /// The conclusion.
    pub conclusion: Conclusion,
}

/// A file or path that could not be checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnreadableFile {
    /// Path as handed in.
    pub path: String,
    /// Reason as reports name it.
    pub reason: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

/// A file of an office that has changed what is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFile {
    /// Path as found.
    pub path: String,
    /// It lies in what was handed in.
    pub inside: bool,
    /// It sets a stage at which the gates are not asked.
    pub early: Option<Stage>,
}

impl ConfigFile {
    /// The path, and what nobody expects of it.
    pub fn words(&self) -> String {
        let inside = self.inside.then(|| "在送检的文件夹里".to_owned());
        let early = self.early.map(|stage| format!("其中设定的阶段是 {}，没有问关口", stage.id()));
        let notes: Vec<String> = inside.into_iter().chain(early).collect();
        if notes.is_empty() { self.path.clone() } else { format!("{}（{}）", self.path, notes.join("；")) }
    }
}

/// The report on everything handed in.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// SHA-256 of the rules in force, `sha256:…`.
    pub digest: String,
    /// Names of the rule packs in force.
    pub packs: Vec<String>,
    /// Stage of the run.
    pub stage: Stage,
    /// Configuration and rule files of an office that were used.
    pub config: Vec<ConfigFile>,
    /// One report for each packet.
    pub packets: Vec<PacketReport>,
    /// Findings about several packets together.
    pub collection: Vec<Finding>,
    /// Findings about several packets that are known and not among them.
    pub hidden: Hidden,
    /// What could not be read.
    pub unreadable: Vec<UnreadableFile>,
    /// Files skipped by name (lock files and the like).
    pub skipped_files: usize,
    /// Somebody stopped the run: it tells only what was finished.
    pub interrupted: bool,
    /// Packets that were told already, and are none of `packets`.
    pub told: Totals,
}

/// What is counted of packets.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// Packets.
    pub packets: usize,
    /// Findings by severity: infos, warnings, errors.
    pub findings: [usize; 3],
    /// Findings that can be put right without asking.
    pub mendable: usize,
    /// Findings that are known and not listed.
    pub hidden: Hidden,
    /// Rules that could not be judged, over all packets.
    pub not_checked: usize,
    /// Mistakes of all texts.
    pub rate: Rate,
    /// By conclusion, in the order of its variants.
    concluded: [usize; 4],
    /// Packets whose gates were not asked because of settings handed in with them.
    pub unasked: usize,
}

impl Totals {
    /// Counts a packet.
    pub fn add(&mut self, packet: &PacketReport) {
        self.packets += 1;
        self.count_in(&packet.findings);
        self.mendable += packet.findings.iter().filter(|f| f.fix.as_ref().is_some_and(|fix| fix.safe)).count();
        self.hidden = self.hidden.and(packet.hidden);
        self.not_checked += packet.not_checked.len();
        self.rate = self.rate.and(packet.rate);
        self.concluded[packet.conclusion as usize] += 1;
        self.unasked += usize::from(packet.unasked_by.is_some());
    }

    /// Counts findings that are of no packet alone.
    pub fn count_in(&mut self, findings: &[Finding]) {
        findings.iter().for_each(|f| self.findings[f.severity as usize] += 1);
    }

    /// Number of packets with a conclusion.
    pub fn concluded(&self, conclusion: Conclusion) -> usize {
        self.concluded[conclusion as usize]
    }

    /// Number of findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings[severity as usize]
    }
}

impl Report {
    /// What is counted of all packets and of what was found about them together.
    pub fn totals(&self) -> Totals {
        let mut totals = self.told.clone();
        self.packets.iter().for_each(|packet| totals.add(packet));
        totals.count_in(&self.collection);
        totals.hidden = totals.hidden.and(self.hidden);
        totals
    }
}
