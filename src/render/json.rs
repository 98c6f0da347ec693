//! JSON by the contract, schema 2.

use std::io::{self, Write};

use serde::Serialize;

use crate::finding::{
    At, Conclusion, Confirmed, Finding, Fix, GateVerdict, Hidden, MaximVerdict, PacketReport, Rate, Related, Report,
    Severity, Stage, UnreadableFile, Verdict,
};
use crate::json;

#[derive(Serialize)]
struct Root<'a> {
    schema: u32,
    tool: Tool,
    rules: Rules<'a>,
    stage: &'static str,
    packets: Vec<Packet<'a>>,
    #[serde(flatten)]
    tail: Tail<'a>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Rules<'a> {
    digest: &'a str,
    packs: &'a [String],
}

#[derive(Serialize)]
struct Packet<'a> {
    path: &'a str,
    /// Only where it is not that of the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<Stage>,
    main: Option<&'a str>,
    form: Option<&'a str>,
    attachments: &'a [String],
    findings: Vec<FindingView<'a>>,
    /// Only when something is hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<Hidden>,
    not_checked: Vec<NotChecked<'a>>,
    gates: Vec<Gate<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    maxims: &'a [MaximVerdict],
    /// Only when the manifest has not named every file.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    left_out: &'a [String],
    unreadable: &'a [UnreadableFile],
    /// Only where there is running text.
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<Rate>,
    conclusion: Conclusion,
}

#[derive(Serialize)]
struct FindingView<'a> {
    rule: &'a str,
    title: &'a str,
    severity: Severity,
    message: &'a str,
    source: &'a str,
    help: &'a str,
    element: Option<&'a str>,
    file: Option<&'a str>,
    at: Option<&'a At>,
    excerpt: &'a str,
    related: &'a [Related],
    fix: Option<&'a Fix>,
}

#[derive(Serialize)]
struct NotChecked<'a> {
    rule: &'a str,
    reason: &'static str,
}

#[derive(Serialize)]
struct Gate<'a> {
    id: &'a str,
    title: &'a str,
    verdict: Verdict,
    because: &'a [String],
    reasons: &'a [String],
    evidence: &'a [String],
    off: &'a [String],
    lowered: &'a [String],
    /// Only when something is set otherwise.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    set_by: &'a [String],
    confirmed: Option<&'a Confirmed>,
    /// Only when somebody had settled it.
    #[serde(skip_serializing_if = "Option::is_none")]
    expired: Option<&'a str>,
}

#[derive(Serialize)]
struct Tail<'a> {
    collection: Vec<FindingView<'a>>,
    unreadable: &'a [UnreadableFile],
    /// Only when an office has files of its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    config: Vec<&'a str>,
    /// Only when the run was stopped before its end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    interrupted: bool,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    packets: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    not_checked: usize,
    unreadable: usize,
    skipped_files: usize,
    /// Only when something is hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<Hidden>,
    /// Only where there is running text.
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<Rate>,
}

/// Raised when a reader of the one before would read something wrong.
const SCHEMA: u32 = 2;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let root = Root {
        schema: SCHEMA,
        tool: Tool { name: "sanbu", version: env!("CARGO_PKG_VERSION") },
        rules: Rules { digest: &report.digest, packs: &report.packs },
        stage: report.stage.id(),
        packets: report.packets.iter().map(|p| packet(report.stage, p)).collect(),
        tail: tail(report),
    };
    json::write_pretty(out, &root)?;
    out.write_all(b"\n")
}

/// The line of a packet.
pub(super) fn line(stage: Stage, one: &PacketReport, out: &mut dyn Write) -> io::Result<()> {
    json::write(out, &packet(stage, one))?;
    out.write_all(b"\n")
}

/// The line behind those of the packets.
pub(super) fn last_line(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    json::write(out, &tail(report))?;
    out.write_all(b"\n")
}

/// An object of ours, of whatever schema, with its summary.
pub(super) fn wrote(start: &str, end: &str) -> bool {
    let tool = start.split_once("\"tool\": {\n    \"name\": \"sanbu\"");
    let begins = tool.is_some_and(|(before, _)| before.starts_with("{\n  \"schema\": ") && before.len() < 64);
    begins && end.ends_with("}\n") && end.contains("\n  \"summary\": {\n    \"packets\": ")
}

/// Objects of packets, if any, and behind them the one for the rest.
pub(super) fn wrote_lines(start: &str, end: &str) -> bool {
    let begins = ["{\"path\":", "{\"collection\":["].iter().any(|known| start.starts_with(known));
    let last = end.trim_end_matches('\n').rsplit('\n').next().unwrap_or_default();
    begins && end.ends_with("}\n") && last.contains("\"summary\":{\"packets\":")
}

/// `of` is the stage of the run.
fn packet(of: Stage, packet: &PacketReport) -> Packet<'_> {
    Packet {
        path: &packet.path,
        stage: Some(packet.stage).filter(|stage| *stage != of),
        main: packet.main.as_deref(),
        form: packet.form.as_deref(),
        attachments: &packet.attachments,
        findings: packet.findings.iter().map(finding).collect(),
        hidden: Some(packet.hidden).filter(|h| h.total() > 0),
        not_checked: packet
            .not_checked
            .iter()
            .map(|(rule, skip)| NotChecked { rule: &rule.id, reason: skip.id() })
            .collect(),
        gates: packet.gates.iter().map(gate).collect(),
        maxims: &packet.maxims,
        left_out: &packet.left_out,
        unreadable: &packet.unreadable,
        rate: Some(packet.rate).filter(|rate| rate.characters > 0),
        conclusion: packet.conclusion,
    }
}

fn finding(finding: &Finding) -> FindingView<'_> {
    FindingView {
        rule: &finding.rule.id,
        title: &finding.rule.title,
        severity: finding.severity,
        message: &finding.message,
        source: &finding.rule.source,
        help: &finding.help,
        element: finding.element.as_deref(),
        file: finding.file.as_deref(),
        at: finding.at.as_ref(),
        excerpt: &finding.excerpt,
        related: &finding.related,
        fix: finding.fix.as_ref(),
    }
}

fn gate(gate: &GateVerdict) -> Gate<'_> {
    Gate {
        id: &gate.id,
        title: &gate.title,
        verdict: gate.verdict,
        because: &gate.because,
        reasons: &gate.reasons,
        evidence: &gate.evidence,
        off: &gate.off,
        lowered: &gate.lowered,
        set_by: &gate.set_by,
        confirmed: gate.confirmed.as_ref(),
        expired: gate.expired.as_deref(),
    }
}

fn tail(report: &Report) -> Tail<'_> {
    let totals = report.totals();
    Tail {
        collection: report.collection.iter().map(finding).collect(),
        unreadable: &report.unreadable,
        config: report.config.iter().map(|file| file.path.as_str()).collect(),
        interrupted: report.interrupted,
        summary: Summary {
            packets: totals.packets,
            errors: totals.count(Severity::Error),
            warnings: totals.count(Severity::Warning),
            infos: totals.count(Severity::Info),
            not_checked: totals.not_checked,
            unreadable: report.unreadable.len(),
            skipped_files: report.skipped_files,
            hidden: Some(totals.hidden).filter(|h| h.total() > 0),
            rate: Some(totals.rate).filter(|rate| rate.characters > 0),
        },
    }
}
