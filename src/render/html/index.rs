//! What is counted over all packets: in which order they stand, by rule, by unit, by gate.

use std::collections::BTreeMap;

use crate::finding::{Conclusion, Finding, PacketReport, Report, RuleInfo, Severity, Verdict};
use crate::lang::Words;

/// How a packet stands: its conclusion, or what was found in it where no gate is asked yet. In the order in which packets
/// are shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    NotPrintable,
    Undecided,
    Unread,
    Errors,
    Warnings,
    Fine,
    Printable,
}

impl Standing {
    pub(super) const ALL: [Standing; 7] = [
        Standing::NotPrintable,
        Standing::Undecided,
        Standing::Unread,
        Standing::Errors,
        Standing::Warnings,
        Standing::Fine,
        Standing::Printable,
    ];

    pub(super) fn of(packet: &PacketReport) -> Self {
        match packet.conclusion {
            Conclusion::NotPrintable => Standing::NotPrintable,
            Conclusion::Undecided => Standing::Undecided,
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
            Standing::Fine => "没有问题",
            Standing::Printable => "可以印制",
        })
    }

    /// The class that gives its colour.
    pub(super) fn class(self) -> &'static str {
        match self {
            Standing::NotPrintable | Standing::Errors => "bad",
            Standing::Undecided | Standing::Unread | Standing::Warnings => "open",
            Standing::Fine | Standing::Printable => "good",
        }
    }
}

/// Numbers of packets by how they stand.
pub(super) type Standings = [usize; Standing::ALL.len()];

/// A rule that has found something.
pub(super) struct Rule<'r> {
    pub(super) info: &'r RuleInfo,
    /// The gravest of its findings.
    pub(super) worst: Severity,
    pub(super) findings: usize,
    pub(super) packets: usize,
}

/// A unit with its packets.
pub(super) struct Unit<'r> {
    /// None where no paper names one.
    name: &'r str,
    pub(super) standings: Standings,
}

/// A gate over all packets that ask it.
pub(super) struct Gate<'r> {
    pub(super) title: &'r Words,
    /// By verdict, in the order of the variants.
    pub(super) verdicts: [usize; 3],
    /// Why it did not pass, with the number of packets, the most frequent first.
    pub(super) reasons: Vec<(&'r Words, usize)>,
}

/// The counts of a report.
pub(super) struct Index<'r> {
    /// Packets as they are shown: first what must not be printed.
    pub(super) order: Vec<usize>,
    pub(super) standings: Standings,
    /// The report is on one packet and nothing else: the head of the page is its head.
    pub(super) single: bool,
    /// The rules that have found most first.
    pub(super) rules: Vec<Rule<'r>>,
    pub(super) units: Vec<Unit<'r>>,
    pub(super) gates: Vec<Gate<'r>>,
    /// Place of each rule, by its id.
    by_rule: BTreeMap<&'r str, usize>,
    by_unit: BTreeMap<&'r str, usize>,
}

/// Said where no paper names a unit.
const NO_UNIT: &str = "未写明单位";

impl Unit<'_> {
    pub(super) fn name(&self) -> Words {
        if self.name.is_empty() { NO_UNIT.into() } else { self.name.to_owned().into() }
    }
}

fn unit(packet: &PacketReport) -> &str {
    packet.papers.as_ref().and_then(|papers| papers.unit.as_deref()).unwrap_or_default()
}

impl<'r> Index<'r> {
    pub(super) fn of(report: &'r Report) -> Self {
        let rules = rules(report);
        let units = units(report);
        Self {
            order: order(&report.packets),
            standings: standings(&report.packets),
            single: report.packets.len() == 1
                && report.unreadable.is_empty()
                && report.collection.is_empty()
                && !report.interrupted,
            by_rule: rules.iter().enumerate().map(|(at, rule)| (rule.info.id.as_str(), at)).collect(),
            by_unit: units.iter().enumerate().map(|(at, unit)| (unit.name, at)).collect(),
            gates: gates(&report.packets),
            rules,
            units,
        }
    }

    /// The place of a finding's rule.
    pub(super) fn rule(&self, finding: &Finding) -> usize {
        self.by_rule.get(finding.rule.id.as_str()).copied().unwrap_or(0)
    }

    /// The place of a packet's unit.
    pub(super) fn unit(&self, packet: &PacketReport) -> usize {
        self.by_unit.get(unit(packet)).copied().unwrap_or(0)
    }
}

fn order(packets: &[PacketReport]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..packets.len()).collect();
    order.sort_by_key(|&at| Standing::of(&packets[at]));
    order
}

fn standings<'p>(packets: impl IntoIterator<Item = &'p PacketReport>) -> Standings {
    let mut standings = Standings::default();
    packets.into_iter().for_each(|packet| standings[Standing::of(packet) as usize] += 1);
    standings
}

fn rules(report: &Report) -> Vec<Rule<'_>> {
    let mut all: BTreeMap<&str, Rule<'_>> = BTreeMap::new();
    let groups = report.packets.iter().map(|p| p.findings.as_slice()).chain([report.collection.as_slice()]);
    for findings in groups {
        let mut seen: Vec<&str> = Vec::new();
        for finding in findings {
            let info = &*finding.rule;
            let rule = all.entry(&info.id).or_insert(Rule { info, worst: Severity::Info, findings: 0, packets: 0 });
            rule.findings += 1;
            rule.worst = rule.worst.max(finding.severity);
            if !seen.contains(&info.id.as_str()) {
                seen.push(&info.id);
                rule.packets += 1;
            }
        }
    }
    let mut rules: Vec<Rule<'_>> = all.into_values().collect();
    rules.sort_by_key(|rule| std::cmp::Reverse((rule.worst, rule.packets, rule.findings)));
    rules
}

fn units(report: &Report) -> Vec<Unit<'_>> {
    let mut all: BTreeMap<&str, Vec<&PacketReport>> = BTreeMap::new();
    report.packets.iter().for_each(|packet| all.entry(unit(packet)).or_default().push(packet));
    let one = |(name, packets)| Unit { name, standings: standings::<'_>(packets) };
    let mut units: Vec<Unit<'_>> = all.into_iter().map(one).collect();
    units.sort_by_key(|unit| std::cmp::Reverse((unit.standings[0], unit.standings.iter().sum::<usize>())));
    units
}

fn gates(packets: &[PacketReport]) -> Vec<Gate<'_>> {
    let mut gates: Vec<(&str, Gate<'_>)> = Vec::new();
    for one in packets.iter().flat_map(|packet| &packet.gates) {
        let at = gates.iter().position(|(id, _)| *id == one.id).unwrap_or_else(|| {
            gates.push((&one.id, Gate { title: &one.title, verdicts: [0; 3], reasons: Vec::new() }));
            gates.len() - 1
        });
        let gate = &mut gates[at].1;
        gate.verdicts[one.verdict as usize] += 1;
        for reason in one.reasons.iter().filter(|_| one.verdict != Verdict::Pass) {
            match gate.reasons.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, n)) => *n += 1,
                None => gate.reasons.push((reason, 1)),
            }
        }
    }
    let mut gates: Vec<Gate<'_>> = gates.into_iter().map(|(_, gate)| gate).collect();
    gates.iter_mut().for_each(|gate| gate.reasons.sort_by_key(|(_, n)| std::cmp::Reverse(*n)));
    gates
}
