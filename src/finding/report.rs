//! What a run has come to: verdicts of gates, conclusions, the report on a packet and on all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::{Finding, Hidden, Papers, Rate, RuleInfo, Severity, Skip, Stage, words};
use crate::date::Date;
use crate::lang::Words;
use crate::sort;
use crate::words;

/// Verdict of a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Confirmed {
    /// Who.
    pub by: String,
    /// On which day.
    #[serde(serialize_with = "as_written")]
    #[schemars(with = "String")]
    pub date: Date,
    /// What the person has said about it.
    pub note: Option<String>,
}

impl Confirmed {
    /// `周宁2026年3月6日`.
    pub fn words(&self) -> Words {
        words!("{by}{date}", by = self.by, date = self.date.words())
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
    pub title: Words,
    /// The verdict.
    pub verdict: Verdict,
    /// Rules that decided it, each once, in order.
    pub because: Vec<String>,
    /// The same in a few words each.
    pub reasons: Vec<Words>,
    /// What was found, in order: signatures along the chain, files of the packet.
    pub evidence: Vec<Words>,
    /// Rules of the gate that were not selected: without them it cannot pass.
    pub off: Vec<String>,
    /// Rules of the gate that were made milder than an error: what they find closes it no more, so it cannot pass.
    pub lowered: Vec<String>,
    /// Where the two are set: options, configuration and rule files.
    pub set_by: Vec<Words>,
    /// It was judged by settings that lie in what was handed in.
    pub doubted: bool,
    /// Who has settled it; `because` and `reasons` say what.
    pub confirmed: Option<Confirmed>,
    /// Why what a person has settled before no longer holds.
    pub expired: Option<Words>,
}

impl GateVerdict {
    /// A person may settle what is open: not what a silenced rule would have found, nor what settings decide that lie in
    /// what was handed in.
    pub fn may_be_settled(&self) -> bool {
        self.off.is_empty() && self.lowered.is_empty() && !self.doubted
    }
}

/// Whether an item of a maxim holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
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
#[derive(Clone, Debug)]
pub struct ItemVerdict {
    /// What it asks.
    pub text: Words,
    /// The answer.
    pub verdict: Tick,
    /// The rules that found something.
    pub because: Vec<String>,
    /// What proves that it holds: what was held against what, or the rules that were judged.
    pub proof: Vec<Words>,
}

/// A maxim or checklist with its answers.
#[derive(Clone, Debug)]
pub struct MaximVerdict {
    /// Id of the maxim.
    pub id: String,
    /// What people call it.
    pub title: Words,
    /// Where it comes from.
    pub source: String,
    /// Its items in order.
    pub items: Vec<ItemVerdict>,
}

/// May it be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
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
    /// The finished product that was held against it.
    pub finished: Option<Product>,
    /// Its files that could not be read.
    pub unreadable: Vec<UnreadableFile>,
    /// Files of its folder that its manifest does not name.
    pub left_out: Vec<String>,
    /// Files and folders of its folder that the command line has excluded.
    pub excluded: Vec<String>,
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
    /// The papers themselves, where a format shows them.
    pub papers: Option<Box<Papers>>,
}

/// The finished product (成品) of a packet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Product {
    /// Its file, relative to the packet; of several `、` between their names.
    pub file: String,
    /// Its pages, where the file knows them.
    pub pages: Option<usize>,
    /// All of it was held against all that was signed.
    pub compared: bool,
    /// Its characters, blanks and what stands in the margins left out.
    pub characters: usize,
    /// Why not, or not all of it; at a stage at which nobody asks there is none.
    pub reason: Option<Words>,
}

/// A file or path that could not be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableFile {
    /// Path as handed in.
    pub path: String,
    /// Reason as reports name it.
    pub reason: &'static str,
    /// What is wrong and what to do.
    pub message: Words,
}

/// Names that are kept of what was not looked at.
const MOST_NAMES: usize = 100;

/// Files that are no papers, and were passed by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// How many.
    pub files: usize,
    /// The paths of the first of them.
    pub first: Vec<String>,
}

/// What was passed by because somebody wanted it so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excluded {
    /// Files.
    pub files: usize,
    /// Folders, with all that lies in them.
    pub folders: usize,
    /// The paths of the first of both.
    pub first: Vec<String>,
}

/// A few names in brackets; more than that are only counted.
fn named(first: &[String], all: usize) -> Words {
    const FEW: usize = 3;
    if all > FEW { Words::default() } else { words!("（{names}）", names = Words::list(first)) }
}

impl Skipped {
    /// Counts a file.
    pub fn add(&mut self, path: String) {
        self.files += 1;
        self.first.extend((self.first.len() < MOST_NAMES).then_some(path));
    }

    /// Counts what another part of the run has skipped.
    pub fn and(&mut self, other: Self) {
        self.files += other.files;
        self.first.extend(other.first.into_iter().take(MOST_NAMES.saturating_sub(self.first.len())));
    }

    /// `跳过 2 个文件`; none where there is nothing to say.
    pub fn words(&self) -> Option<Words> {
        let which = || named(&self.first, self.files);
        (self.files > 0).then(|| words!("跳过 {n} 个文件{which}", n = self.files, which = which()))
    }
}

impl Excluded {
    /// Counts a file or a folder.
    pub fn add(&mut self, path: String, is_folder: bool) {
        if is_folder {
            self.folders += 1;
        } else {
            self.files += 1;
        }
        self.first.extend((self.first.len() < MOST_NAMES).then_some(path));
    }

    /// Files and folders.
    pub fn total(&self) -> usize {
        self.files + self.folders
    }

    /// `按 --exclude 没有检查 30 个文件夹、2 个文件`; none where there is nothing to say.
    pub fn words(&self) -> Option<Words> {
        let folders = (self.folders > 0).then(|| words!("{n} 个文件夹", n = self.folders));
        let files = (self.files > 0).then(|| words!("{n} 个文件", n = self.files));
        let told: Vec<Words> = folders.into_iter().chain(files).collect();
        let which = || named(&self.first, self.total());
        (!told.is_empty())
            .then(|| words!("按 --exclude 没有检查 {told}{which}", told = Words::joined(told, "、"), which = which()))
    }
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
    pub fn words(&self) -> Words {
        let inside = self.inside.then(|| Words::from("在送检的文件夹里"));
        let early = self.early.map(|stage| words!("其中设定的阶段是 {stage}，没有问关口", stage = stage.id()));
        let notes = Words::joined(inside.into_iter().chain(early), "；");
        if notes.is_empty() { self.path.clone().into() } else { words!("{path}（{notes}）", path = self.path, notes) }
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
    /// Files that are no papers (lock files and the like).
    pub skipped: Skipped,
    /// What the command line has excluded.
    pub excluded: Excluded,
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
    /// Findings that can be put right without asking, as far as the text tells; the file may still forbid it.
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
    /// Findings by rule: its title and how many of each severity.
    pub rules: BTreeMap<String, (Words, [usize; 3])>,
    /// Packets that may not be printed, could not be judged, or have errors, by why.
    pub alike: Vec<Alike>,
    /// Folders of files that were named for themselves: of documents without a form, and of forms without a document.
    pub lone: [BTreeSet<String>; 2],
}

/// Packets with one conclusion for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The conclusion.
    pub conclusion: Conclusion,
    /// The reason in words.
    pub why: Words,
    /// How many there are.
    pub packets: usize,
    /// The paths of the first of them.
    pub first: Vec<String>,
}

/// Reasons that are kept, and paths of each.
const MOST_REASONS: usize = 200;
const MOST_PATHS: usize = 100;

impl Totals {
    /// Counts a packet.
    pub fn add(&mut self, packet: &PacketReport) {
        self.packets += 1;
        self.count_in(&packet.findings);
        let mendable = |f: &&Finding| f.fix.as_ref().is_some_and(|fix| fix.safe && fix.open);
        self.mendable += packet.findings.iter().filter(mendable).count();
        self.hidden = self.hidden.and(packet.hidden);
        self.not_checked += packet.not_checked.len();
        self.rate = self.rate.and(packet.rate);
        self.concluded[packet.conclusion as usize] += 1;
        self.unasked += usize::from(packet.unasked_by.is_some());
        self.remember(packet);
        let file = packet.path.rsplit_once('/').unwrap_or(("", &packet.path));
        let is_lone =
            |name: &Option<String>, other: &Option<String>| name.as_deref() == Some(file.1) && other.is_none();
        let lone = [is_lone(&packet.main, &packet.form), is_lone(&packet.form, &packet.main)];
        for (folders, _) in
            self.lone.iter_mut().zip(lone).filter(|(folders, lone)| *lone && folders.len() < MOST_REASONS)
        {
            folders.insert(file.0.to_owned());
        }
    }

    /// Keeps why a packet may not be printed, as long as there are not too many reasons.
    fn remember(&mut self, packet: &PacketReport) {
        let fine = match packet.conclusion {
            Conclusion::Printable | Conclusion::NotAsked => packet.count(Severity::Error) == 0,
            _ => false,
        };
        if fine {
            return;
        }
        let (conclusion, why) = (packet.conclusion, words::why(packet));
        let known = self.alike.iter().position(|alike| alike.conclusion == conclusion && alike.why == why);
        let room = self.alike.len() < MOST_REASONS;
        if known.is_none() && room {
            self.alike.push(Alike { conclusion, why, packets: 0, first: Vec::new() });
        }
        if let Some(alike) = known.or(room.then(|| self.alike.len() - 1)).and_then(|at| self.alike.get_mut(at)) {
            alike.packets += 1;
            if alike.first.len() < MOST_PATHS {
                alike.first.push(packet.path.clone());
            }
        }
    }

    /// Counts findings that are of no packet alone.
    pub fn count_in(&mut self, findings: &[Finding]) {
        for finding in findings {
            self.findings[finding.severity as usize] += finding.number();
            let rule = &finding.rule;
            let known = self.rules.entry(rule.id.clone()).or_insert_with(|| (rule.title.clone(), [0; 3]));
            known.1[finding.severity as usize] += finding.number();
        }
    }

    /// Findings by rule and severity, the most frequent first: id, title, severity, number.
    pub fn by_rule(&self) -> Vec<(&str, &Words, Severity, usize)> {
        let mut all = Vec::new();
        for (id, (title, numbers)) in &self.rules {
            let of = Severity::ALL.map(|severity| (id.as_str(), title, severity, numbers[severity as usize]));
            all.extend(of.into_iter().filter(|(.., n)| *n > 0));
        }
        sort::by_key(&mut all, |(_, _, severity, n)| (std::cmp::Reverse(*n), std::cmp::Reverse(*severity)));
        all
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
