//! What is counted over all packets: in which order they stand, by rule, by unit, by gate.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{Conclusion, Finding, GateVerdict, PacketReport, RuleInfo, Severity, Verdict};
use crate::lang::Words;
use crate::sort;

/// How a packet stands: its conclusion, or what was found in it where no gate is asked yet. In the order in which packets
/// are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    NotPrintable,
    Undecided,
    Unread,
    Errors,
    Faulty,
    Warnings,
    Fine,
    Printable,
}

impl Standing {
    pub(super) const ALL: [Standing; 8] = [
        Standing::NotPrintable,
        Standing::Undecided,
        Standing::Unread,
        Standing::Errors,
        Standing::Faulty,
        Standing::Warnings,
        Standing::Fine,
        Standing::Printable,
    ];

    pub(super) fn of(packet: &PacketReport) -> Self {
        match packet.conclusion {
            Conclusion::NotPrintable => Standing::NotPrintable,
            Conclusion::Undecided => Standing::Undecided,
            Conclusion::Printable if packet.count(Severity::Error) > 0 => Standing::Faulty,
            Conclusion::Printable => Standing::Printable,
            Conclusion::NotAsked if !packet.unreadable.is_empty() => Standing::Unread,
            Conclusion::NotAsked if packet.count(Severity::Error) > 0 => Standing::Errors,
            Conclusion::NotAsked if packet.count(Severity::Warning) > 0 => Standing::Warnings,
            Conclusion::NotAsked => Standing::Fine,
        }
    }

    /// The words for people.
    pub(super) fn word(self) -> Words {
        Words::from(match self {
            Standing::NotPrintable => "不得印制",
            Standing::Undecided => "无法判定",
            Standing::Unread => "没有读全",
            Standing::Errors => "有错误",
            Standing::Warnings => "有警告",
            Standing::Faulty => "手续齐全、还有错误",
            Standing::Fine => "没有错误和警告",
            Standing::Printable => "可以印制",
        })
    }

    /// The class that gives its colour.
    pub(super) fn class(self) -> &'static str {
        match self {
            Standing::NotPrintable | Standing::Errors => "bad",
            Standing::Undecided | Standing::Unread | Standing::Faulty | Standing::Warnings => "open",
            Standing::Fine | Standing::Printable => "good",
        }
    }
}

/// Numbers of packets by how they stand.
pub(super) type Standings = [usize; Standing::ALL.len()];

/// A rule that has found something.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) info: Arc<RuleInfo>,
    /// The gravest of its findings.
    pub(super) worst: Severity,
    /// Its findings by severity.
    pub(super) levels: [usize; 3],
    pub(super) findings: usize,
    packets: usize,
}

/// A unit with its packets.
pub(super) struct Unit {
    /// Empty where no paper names one.
    name: String,
    pub(super) standings: Standings,
}

/// A gate over all packets that ask it.
#[derive(Debug)]
pub(super) struct Gate {
    id: String,
    pub(super) title: Words,
    /// By verdict, in the order of the variants.
    pub(super) verdicts: [usize; 3],
    /// Why it did not pass, with the number of packets, the most frequent first.
    pub(super) reasons: Vec<(Words, usize)>,
}

/// Different reasons of a gate that are counted.
const MOST_REASONS: usize = 200;

/// What is counted while packets come.
#[derive(Debug, Default)]
pub(super) struct Counts {
    standings: Standings,
    /// By severity.
    levels: [usize; Severity::ALL.len()],
    rules: BTreeMap<String, Rule>,
    units: BTreeMap<String, Standings>,
    gates: Vec<Gate>,
}

/// Said where no paper names a unit.
const NO_UNIT: &str = "未写明单位";

impl Unit {
    pub(super) fn name(&self) -> Words {
        if self.name.is_empty() { NO_UNIT.into() } else { self.name.clone().into() }
    }
}

/// The unit of a packet.
pub(super) fn unit(packet: &PacketReport) -> &str {
    packet.papers.as_ref().and_then(|papers| papers.unit.as_deref()).unwrap_or_default()
}

impl Counts {
    /// Counts a packet.
    pub(super) fn add(&mut self, packet: &PacketReport) {
        let standing = Standing::of(packet) as usize;
        self.standings[standing] += 1;
        self.units.entry(unit(packet).to_owned()).or_default()[standing] += 1;
        self.found(&packet.findings);
        packet.gates.iter().for_each(|gate| self.gate(gate));
    }

    /// Counts what was found in a packet, or about several together.
    pub(super) fn found(&mut self, findings: &[Finding]) {
        let mut seen: Vec<&str> = Vec::new();
        for finding in findings {
            let (info, severity) = (&finding.rule, finding.severity);
            self.levels[severity as usize] += finding.number();
            let new =
                || Rule { info: Arc::clone(info), worst: Severity::Info, levels: [0; 3], findings: 0, packets: 0 };
            let rule = self.rules.entry(info.id.clone()).or_insert_with(new);
            rule.findings += finding.number();
            rule.levels[severity as usize] += finding.number();
            rule.worst = rule.worst.max(severity);
            if !seen.contains(&info.id.as_str()) {
                seen.push(&info.id);
                rule.packets += 1;
            }
        }
    }

    fn gate(&mut self, one: &GateVerdict) {
        let at = self.gates.iter().position(|gate| gate.id == one.id).unwrap_or_else(|| {
            let (id, title) = (one.id.clone(), one.title.clone());
            self.gates.push(Gate { id, title, verdicts: [0; 3], reasons: Vec::new() });
            self.gates.len() - 1
        });
        let gate = &mut self.gates[at];
        gate.verdicts[one.verdict as usize] += 1;
        for reason in one.reasons.iter().filter(|_| one.verdict != Verdict::Pass) {
            let room = gate.reasons.len() < MOST_REASONS;
            match gate.reasons.iter_mut().find(|(known, _)| known == reason) {
                Some((_, n)) => *n += 1,
                None if room => gate.reasons.push((reason.clone(), 1)),
                None => {}
            }
        }
    }
}

/// The counts in the order in which they are shown.
pub(super) struct Index {
    pub(super) standings: Standings,
    /// By severity, findings about several packets together included.
    pub(super) levels: [usize; Severity::ALL.len()],
    /// The report is on one packet and nothing else: the head of the page is its head.
    pub(super) single: bool,
    /// The rules that have found most first.
    pub(super) rules: Vec<Rule>,
    pub(super) units: Vec<Unit>,
    pub(super) gates: Vec<Gate>,
    /// Place of each rule, by its id.
    by_rule: BTreeMap<String, usize>,
    by_unit: BTreeMap<String, usize>,
}

impl Index {
    /// Of packets, and of what was found about them together.
    pub(super) fn of(packets: &[PacketReport], together: &[Finding]) -> Self {
        let mut counts = Counts::default();
        packets.iter().for_each(|packet| counts.add(packet));
        counts.found(together);
        counts.into()
    }

    /// How many packets there are.
    pub(super) fn packets(&self) -> usize {
        self.standings.iter().sum()
    }

    /// The place of a rule.
    pub(super) fn rule(&self, id: &str) -> usize {
        self.by_rule.get(id).copied().unwrap_or(0)
    }

    /// The place of a unit.
    pub(super) fn unit(&self, name: &str) -> usize {
        self.by_unit.get(name).copied().unwrap_or(0)
    }
}

impl From<Counts> for Index {
    fn from(counts: Counts) -> Self {
        let mut rules: Vec<Rule> = counts.rules.into_values().collect();
        sort::by_key(&mut rules, |rule| Reverse((rule.worst, rule.packets, rule.findings)));
        let mut units: Vec<Unit> = counts.units.into_iter().map(|(name, standings)| Unit { name, standings }).collect();
        sort::by_key(&mut units, |unit| Reverse((unit.standings[0], unit.standings.iter().sum::<usize>())));
        let mut gates = counts.gates;
        gates.iter_mut().for_each(|gate| sort::by_key(&mut gate.reasons, |(_, n)| Reverse(*n)));
        Self {
            standings: counts.standings,
            levels: counts.levels,
            single: false,
            by_rule: rules.iter().enumerate().map(|(at, rule)| (rule.info.id.clone(), at)).collect(),
            by_unit: units.iter().enumerate().map(|(at, unit)| (unit.name.clone(), at)).collect(),
            rules,
            units,
            gates,
        }
    }
}

/// Packets as they are shown: first what must not be printed.
pub(super) fn order(packets: &[PacketReport]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..packets.len()).collect();
    sort::by_key(&mut order, |&at| Standing::of(&packets[at]));
    order
}
