//! JSON by the contract, schema 2.

use std::borrow::Cow;
use std::io::{self, Write};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use crate::finding::{
    At, Conclusion, Confirmed, Finding, Fix, GateVerdict, Hidden, MaximVerdict, PacketReport, Rate, Related, Report,
    Severity, Stage, Tick, Totals, UnreadableFile, Verdict,
};
use crate::json;
use crate::lang::{Lang, Words};
use crate::render::Options;

/// The report on everything handed in.
#[derive(Serialize, JsonSchema)]
struct Root<'a> {
    schema: u32,
    tool: Tool,
    rules: Rules<'a>,
    stage: Stage,
    packets: Vec<Packet<'a>>,
    #[serde(flatten)]
    tail: Tail<'a>,
}

/// The program.
#[derive(Serialize, JsonSchema)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// The rules in force.
#[derive(Serialize, JsonSchema)]
struct Rules<'a> {
    digest: &'a str,
    packs: &'a [String],
}

/// What was handed in for printing together.
#[derive(Serialize, JsonSchema)]
struct Packet<'a> {
    path: &'a str,
    /// Only where it is not that of the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<Stage>,
    main: Option<&'a str>,
    form: Option<&'a str>,
    attachments: &'a [String],
    /// Only where one was handed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    finished: Option<Product<'a>>,
    findings: Vec<FindingView<'a>>,
    /// Only when something is hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<Hidden>,
    not_checked: Vec<NotChecked<'a>>,
    gates: Vec<Gate<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    maxims: Vec<Maxim<'a>>,
    /// Only when the manifest has not named every file.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    left_out: &'a [String],
    /// Only when the command line has excluded something of its folder.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    excluded: &'a [String],
    unreadable: Vec<Unread<'a>>,
    /// Only where there is running text.
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<Rate>,
    conclusion: Conclusion,
}

/// What was found.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct FindingView<'a> {
    rule: &'a str,
    title: Cow<'a, str>,
    severity: Severity,
    message: Cow<'a, str>,
    source: Cow<'a, str>,
    help: Cow<'a, str>,
    element: Option<&'a str>,
    file: Option<&'a str>,
    at: Option<&'a At>,
    excerpt: &'a str,
    related: Vec<&'a Related>,
    fix: Option<&'a Fix>,
    /// Only where so many more of the same rule and severity are counted and not listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    unlisted: Option<usize>,
}

/// A rule that could not be judged.
#[derive(Serialize, JsonSchema)]
struct NotChecked<'a> {
    rule: &'a str,
    reason: &'static str,
}

/// A gate with its verdict.
#[derive(Serialize, JsonSchema)]
struct Gate<'a> {
    id: &'a str,
    title: Cow<'a, str>,
    verdict: Verdict,
    because: &'a [String],
    reasons: Vec<Cow<'a, str>>,
    evidence: Vec<Cow<'a, str>>,
    off: &'a [String],
    lowered: &'a [String],
    /// Only when something is set otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    set_by: Vec<Cow<'a, str>>,
    confirmed: Option<&'a Confirmed>,
    /// Only when somebody had settled it.
    #[serde(skip_serializing_if = "Option::is_none")]
    expired: Option<Cow<'a, str>>,
}

/// What comes behind the packets.
#[derive(Serialize, JsonSchema)]
struct Tail<'a> {
    collection: Vec<FindingView<'a>>,
    unreadable: Vec<Unread<'a>>,
    /// Only when an office has files of its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    config: Vec<&'a str>,
    /// Only when the run was stopped before its end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    interrupted: bool,
    /// Only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<Vec<OfRule<'a>>>,
    summary: Summary,
}

/// A maxim or checklist with its answers.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MaximVerdict")]
struct Maxim<'a> {
    /// Id of the maxim.
    id: &'a str,
    /// What people call it.
    title: Cow<'a, str>,
    /// Where it comes from.
    source: Cow<'a, str>,
    /// Its items in order.
    items: Vec<Item<'a>>,
}

/// An item of a maxim with its answer.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ItemVerdict")]
struct Item<'a> {
    /// What it asks.
    text: Cow<'a, str>,
    /// The answer.
    verdict: Tick,
    /// The rules that found something.
    because: &'a [String],
    /// What proves that it holds: what was held against what, or the rules that were judged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    proof: Vec<Cow<'a, str>>,
}

/// The finished product (成品) of a packet.
#[derive(Serialize, JsonSchema)]
struct Product<'a> {
    /// Its file, relative to the packet; of several `、` between their names.
    file: &'a str,
    /// Its pages, where the file knows them.
    pages: Option<usize>,
    /// All of it was held against all that was signed.
    compared: bool,
    /// Why not, or not all of it; at a stage at which nobody asks there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Cow<'a, str>>,
}

/// A file or path that could not be checked.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UnreadableFile")]
struct Unread<'a> {
    /// Path as handed in.
    path: &'a str,
    /// Reason as reports name it.
    reason: &'static str,
    /// What is wrong and what to do.
    message: Cow<'a, str>,
}

/// Numbers.
#[derive(Serialize, JsonSchema)]
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
    /// Findings that count and are not listed; only when there are some.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_listed: Option<usize>,
    /// Only when the command line has excluded something.
    #[serde(skip_serializing_if = "Option::is_none")]
    excluded: Option<usize>,
    /// Only where there is running text.
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<Rate>,
}

/// How often a rule has found something.
#[derive(Serialize, JsonSchema)]
struct OfRule<'a> {
    rule: &'a str,
    title: Cow<'a, str>,
    severity: Severity,
    findings: usize,
}

/// Raised when a reader of the one before would read something wrong.
const SCHEMA: u32 = 2;

/// JSON Schema of a report.
pub(super) fn schema() -> serde_json::Value {
    let generator = SchemaSettings::draft07().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<Root<'_>>();
    schema.insert("title".to_owned(), "sanbu check --format json".into());
    schema.to_value()
}

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let totals = report.totals();
    let root = Root {
        schema: SCHEMA,
        tool: Tool { name: "sanbu", version: env!("CARGO_PKG_VERSION") },
        rules: Rules { digest: &report.digest, packs: &report.packs },
        stage: report.stage,
        packets: report.packets.iter().map(|p| packet(report.stage, p, options)).collect(),
        tail: tail(report, &totals, options),
    };
    json::write_pretty(out, &root)?;
    out.write_all(b"\n")
}

/// The line of a packet.
pub(super) fn line(stage: Stage, one: &PacketReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    json::write(out, &packet(stage, one, options))?;
    out.write_all(b"\n")
}

/// The line behind those of the packets.
pub(super) fn last_line(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    json::write(out, &tail(report, &report.totals(), options))?;
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
fn packet<'p>(of: Stage, packet: &'p PacketReport, options: &Options) -> Packet<'p> {
    Packet {
        path: &packet.path,
        stage: Some(packet.stage).filter(|stage| *stage != of),
        main: packet.main.as_deref(),
        form: packet.form.as_deref(),
        attachments: &packet.attachments,
        finished: packet.finished.as_ref().map(|one| product(one, options.lang)),
        findings: packet.findings.iter().filter(|f| options.lists(f)).map(|f| finding(f, options.lang)).collect(),
        hidden: Some(packet.hidden).filter(|h| h.total() > 0),
        not_checked: packet
            .not_checked
            .iter()
            .map(|(rule, skip)| NotChecked { rule: &rule.id, reason: skip.id() })
            .collect(),
        gates: packet.gates.iter().map(|one| gate(one, options.lang)).collect(),
        maxims: packet.maxims.iter().map(|one| maxim(one, options.lang)).collect(),
        left_out: &packet.left_out,
        excluded: &packet.excluded,
        unreadable: unread(&packet.unreadable, options.lang),
        rate: Some(packet.rate).filter(|rate| rate.characters > 0),
        conclusion: packet.conclusion,
    }
}

fn finding(finding: &Finding, lang: Lang) -> FindingView<'_> {
    FindingView {
        rule: &finding.rule.id,
        title: finding.rule.title.to(lang),
        severity: finding.severity,
        message: finding.message.to(lang),
        source: lang.of(&finding.rule.source),
        help: finding.help.to(lang),
        element: finding.element.as_deref(),
        file: finding.file.as_deref(),
        at: finding.at.as_ref(),
        excerpt: &finding.excerpt,
        related: finding.beside().collect(),
        fix: finding.fix.as_ref(),
        unlisted: Some(finding.unlisted).filter(|more| *more > 0),
    }
}

fn gate(gate: &GateVerdict, lang: Lang) -> Gate<'_> {
    Gate {
        id: &gate.id,
        title: gate.title.to(lang),
        verdict: gate.verdict,
        because: &gate.because,
        reasons: gate.reasons.iter().map(|why| why.to(lang)).collect(),
        evidence: gate.evidence.iter().map(|one| one.to(lang)).collect(),
        off: &gate.off,
        lowered: &gate.lowered,
        set_by: gate.set_by.iter().map(|by| by.to(lang)).collect(),
        confirmed: gate.confirmed.as_ref(),
        expired: gate.expired.as_ref().map(|why| why.to(lang)),
    }
}

fn maxim(maxim: &MaximVerdict, lang: Lang) -> Maxim<'_> {
    let items = maxim.items.iter();
    let items = items.map(|item| Item {
        text: item.text.to(lang),
        verdict: item.verdict,
        because: &item.because,
        proof: item.proof.iter().map(|one| one.to(lang)).collect(),
    });
    let source = lang.of(&maxim.source);
    Maxim { id: &maxim.id, title: maxim.title.to(lang), source, items: items.collect() }
}

fn unread(files: &[UnreadableFile], lang: Lang) -> Vec<Unread<'_>> {
    let files = files.iter();
    files.map(|file| Unread { path: &file.path, reason: file.reason, message: file.message.to(lang) }).collect()
}

fn tail<'r>(report: &'r Report, totals: &'r Totals, options: &Options) -> Tail<'r> {
    let of_rule = |(rule, title, severity, findings): (&'r str, &'r Words, Severity, usize)| OfRule {
        rule,
        title: title.to(options.lang),
        severity,
        findings,
    };
    let unlisted = Severity::ALL.into_iter().filter(|severity| *severity < options.show);
    Tail {
        collection: report.collection.iter().filter(|f| options.lists(f)).map(|f| finding(f, options.lang)).collect(),
        unreadable: unread(&report.unreadable, options.lang),
        config: report.config.iter().map(|file| file.path.as_str()).collect(),
        interrupted: report.interrupted,
        statistics: options.statistics.then(|| totals.by_rule().into_iter().map(of_rule).collect()),
        summary: Summary {
            packets: totals.packets,
            errors: totals.count(Severity::Error),
            warnings: totals.count(Severity::Warning),
            infos: totals.count(Severity::Info),
            not_checked: totals.not_checked,
            unreadable: report.unreadable.len(),
            skipped_files: report.skipped.files,
            hidden: Some(totals.hidden).filter(|h| h.total() > 0),
            not_listed: Some(unlisted.map(|severity| totals.count(severity)).sum()).filter(|n| *n > 0),
            excluded: Some(report.excluded.total()).filter(|n| *n > 0),
            rate: Some(totals.rate).filter(|rate| rate.characters > 0),
        },
    }
}

fn product(product: &crate::finding::Product, lang: Lang) -> Product<'_> {
    Product {
        file: &product.file,
        pages: product.pages,
        compared: product.compared,
        reason: product.reason.as_ref().map(|why| why.to(lang)),
    }
}
