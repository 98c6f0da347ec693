//! One packet: a line that says how it stands, and behind it the gates, the signing chain, the texts and what was found.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::findings::{Group, cards, groups};
use super::index::{Index, Standing, unit};
use super::paper::papers;
use super::safe::{Html, html};
use crate::finding::{
    Finding, GateVerdict, ItemVerdict, MaximVerdict, PacketReport, Papers, RuleInfo, Severity, Signed, Skip, Step,
    Tick, Verdict, reasons,
};
use crate::lang::Words;
use crate::render::{Options, conclusion_line, left_out, verdict_words};
use crate::shown::{FEW, few, few_of};
use crate::sort;
use crate::words;

/// A packet; open at once where it is the only one.
pub(super) fn packet(at: usize, packet: &PacketReport, index: &Index, options: &Options, short: bool) -> Html {
    let open = html(" open", &[]).when(index.single);
    let groups = groups(options.listed(&packet.findings));
    Entry::of(packet, options).html(
        at,
        index,
        &html(
            "<details{}><summary class=\"line\">{}</summary>\n{}</details>",
            &[&open, &line(packet), &body(at, packet, &groups, index, short)],
        ),
    )
}

/// What a packet is filtered by.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) standing: Standing,
    pub(super) unit: String,
    /// Rules that have found something in it, each with how grave that is.
    pub(super) found: Vec<(Arc<RuleInfo>, Severity)>,
}

impl Entry {
    pub(super) fn of(packet: &PacketReport, options: &Options) -> Self {
        let mut found: Vec<(Arc<RuleInfo>, Severity)> = Vec::new();
        for finding in options.listed(&packet.findings) {
            if !found.iter().any(|(rule, severity)| *severity == finding.severity && rule.id == finding.rule.id) {
                found.push((Arc::clone(&finding.rule), finding.severity));
            }
        }
        sort::by_key(&mut found, |(_, severity)| Reverse(*severity));
        Self { standing: Standing::of(packet), unit: unit(packet).to_owned(), found }
    }

    /// The packet among others, with what is shown of it.
    pub(super) fn html(&self, at: usize, index: &Index, shown: &Html) -> Html {
        let found = self.found.iter().map(|(rule, severity)| format!(" {}-{}", index.rule(&rule.id), severity.id()));
        html(
            "<article class=\"packet {}\" id=\"p{}\" data-says=\"{}\" data-unit=\"{}\" data-found=\"{} \">\n{}\n</article>\n",
            &[
                &self.standing.class(),
                &at,
                &(self.standing as usize),
                &index.unit(&self.unit),
                &found.collect::<String>(),
                shown,
            ],
        )
    }
}

/// The line that says how a packet stands.
pub(super) fn line(packet: &PacketReport) -> Html {
    html(
        "<em>{}</em><span class=\"name\"><b>{}</b><small>{}</small></span><span class=\"why\">{}</span>{}",
        &[&Standing::of(packet).word(), &name(packet), &known_by(packet), &few(&why(packet)), &counts(packet)],
    )
}

/// The title of the document, or the last name of its path.
pub(super) fn name(packet: &PacketReport) -> &str {
    let title = packet.papers.as_ref().and_then(|papers| papers.title.as_deref());
    title.unwrap_or_else(|| packet.path.rsplit('/').next().unwrap_or(&packet.path))
}

/// Path, number and unit.
fn known_by(packet: &PacketReport) -> Words {
    let papers = packet.papers.as_deref();
    let number = papers.and_then(|p| p.number.as_deref());
    let unit = papers.and_then(|p| p.unit.as_deref());
    let known = [Some(packet.path.as_str()), number, unit].into_iter().flatten();
    Words::joined(known.map(|known| known.to_owned().into()), "　")
}

/// Why its gates have not passed, a few words each; without gates what is wrong.
fn why(packet: &PacketReport) -> Vec<&Words> {
    let of = |verdict: Verdict| packet.gates.iter().filter(move |gate| gate.verdict == verdict).flat_map(reasons);
    let found = |severity: Severity| packet.findings.iter().filter(move |f| f.severity == severity);
    let all: [Vec<&Words>; 4] = [
        of(Verdict::Fail).collect(),
        of(Verdict::Undecided).collect(),
        found(Severity::Error).map(|f| &f.brief).collect(),
        found(Severity::Warning).map(|f| &f.brief).collect(),
    ];
    let mut seen = BTreeSet::new();
    let gravest = all.into_iter().find(|reasons| !reasons.is_empty()).unwrap_or_default();
    gravest.into_iter().filter(|reason| seen.insert(reason.as_str())).collect()
}

fn counts(packet: &PacketReport) -> Html {
    let one = |severity: Severity| {
        let n = packet.count(severity);
        html("<i class=\"{}\" title=\"{}\">{}</i>", &[&severity.id(), &severity.title(), &n]).when(n > 0)
    };
    let counts: Html = [Severity::Error, Severity::Warning, Severity::Info].map(one).into_iter().collect();
    html("<span class=\"counts\">{}</span>", &[&counts])
}

fn body(at: usize, packet: &PacketReport, groups: &[Group<'_>], index: &Index, short: bool) -> Html {
    let texts = packet.papers.as_ref().filter(|papers| !papers.texts.is_empty());
    let cards = cards(at, groups, index, texts.is_some());
    let none = match packet.findings.iter().map(Finding::number).sum::<usize>() {
        0 => html("<p class=\"nothing\">没有发现问题。</p>\n", &[]),
        n => html("<p class=\"nothing\">有{}处问题按 --show 没有列出。</p>\n", &[&n]),
    };
    let none = none.when(cards.is_empty());
    let read = texts.map_or_else(Html::default, |held| papers(at, &held.texts, groups, short));
    // Of a single packet the head of the page says it.
    let says = html("<p class=\"says {}\">{}</p>", &[&Standing::of(packet).class(), &conclusion_line(packet)]);
    html(
        "<div class=\"inside\">\n<div class=\"told\">{}<a class=\"button\" href=\"#s{}\">检查单</a></div>\n\
         {}{}{}{}<div class=\"columns{}\">\n{}<div class=\"findings\">\n{}{}</div>\n</div>\n{}</div>\n",
        &[
            &says.when(!index.single),
            &at,
            &notes(packet),
            &gates(packet),
            &packet.papers.as_deref().map_or_else(Html::default, |papers| chain(packet, papers)),
            &packet.maxims.iter().map(maxim).collect::<Html>(),
            &if texts.is_some() { "" } else { " alone" },
            &html("<div class=\"papers\">\n{}</div>\n", &[&read]).when(texts.is_some()),
            &cards,
            &none,
            &asked(packet),
        ],
    )
}

/// Files that nobody has looked at.
fn notes(packet: &PacketReport) -> Html {
    let unread =
        packet.unreadable.iter().map(|file| words!("{path}：{message}", path = file.path, message = file.message));
    let left = left_out(packet);
    unread.chain(left).map(|line| html("<p class=\"note\">{}</p>\n", &[&line])).collect()
}

/// The class of a verdict.
pub(super) fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "good",
        Verdict::Fail => "bad",
        Verdict::Undecided => "open",
    }
}

fn gates(packet: &PacketReport) -> Html {
    let chain: Vec<Words> = packet.papers.iter().flat_map(|papers| papers.chain.iter().map(Step::words)).collect();
    let gate = |gate: &GateVerdict| {
        let why = reasons(gate);
        let shown: Vec<&Words> = gate.evidence.iter().filter(|one| !chain.contains(one)).collect();
        let left = shown.len().saturating_sub(FEW);
        let more = words!("等{n}个", n = shown.len());
        html(
            "<li class=\"{}\"><h3>{}</h3><p class=\"verdict\">{}</p>{}{}{}{}</li>\n",
            &[
                &verdict_class(gate.verdict),
                &gate.title,
                &verdict_words(gate),
                &html("<p>{}</p>", &[&few(&why)]).when(!why.is_empty()),
                &shown.iter().take(FEW).map(|one| html("<small>{}</small>", &[*one])).collect::<Html>(),
                &html("<small>{}</small>", &[&more]).when(left > 0),
                &gate_notes(gate, packet),
            ],
        )
    };
    let gates: Html = packet.gates.iter().map(gate).collect();
    html("<ul class=\"gates\">\n{}</ul>\n", &[&gates]).when(!packet.gates.is_empty())
}

/// Who has settled it, what is set otherwise, and how to settle what is open.
fn gate_notes(gate: &GateVerdict, packet: &PacketReport) -> Html {
    let confirmed = gate.confirmed.as_ref().map(|confirmed| {
        let note = confirmed.note.as_ref().map_or(Words::default(), |note| words!("：{note}", note));
        words!("{who}核对{note}", who = confirmed.words(), note)
    });
    let set = |how: &'static str, rules: &[String]| {
        let how = Words::from(how);
        (!rules.is_empty()).then(|| words!("按设定{how}：{rules}", how, rules = few_of(rules, "条")))
    };
    let by = (!gate.set_by.is_empty()).then(|| words!("设在：{places}", places = few(&gate.set_by)));
    let notes = [confirmed, gate.expired.clone(), set("没有用", &gate.off), set("降低了轻重", &gate.lowered), by];
    let notes = notes.into_iter().flatten().map(|note| html("<small>{}</small>", &[&note]));
    let settle = (gate.verdict == Verdict::Undecided && gate.may_be_settled()).then(|| {
        html(
            "<small>人工核对后确认：<code>sanbu confirm \"{}\" --gate {} --by 姓名</code></small>",
            &[&packet.path, &gate.id],
        )
    });
    notes.chain(settle).collect()
}

/// The signing chain, step by step.
fn chain(packet: &PacketReport, papers: &Papers) -> Html {
    let step = |step: &Step| {
        let (class, _) = step_class(packet, step);
        let text = |class: &'static str, text: Option<Words>| {
            let text = text.unwrap_or_default();
            html("<span class=\"{}\">{}</span>", &[&class, &text]).when(!text.is_empty())
        };
        html(
            "<li class=\"{}\"><b>{}</b>{}{}{}{}</li>\n",
            &[
                &class,
                &step.label,
                &text("who", step.name.as_ref().map(Words::from)),
                &text("when", step.date.as_ref().map(Words::from)),
                &text("state", step.state.clone()),
                &text("said", step.opinion.as_ref().map(Words::from)),
            ],
        )
    };
    let steps: Html = papers.chain.iter().map(step).collect();
    html("<ol class=\"chain\" aria-label=\"审核签发的环节\">\n{}</ol>\n", &[&steps]).when(!papers.chain.is_empty())
}

/// The class of a step and its sign: what a rule has found wrong with it weighs more than how it is signed.
pub(super) fn step_class(packet: &PacketReport, step: &Step) -> (&'static str, &'static str) {
    let about = packet.findings.iter().filter(|f| f.element.as_deref() == Some(step.role.as_str()));
    match (about.map(|f| f.severity).max(), step.signed) {
        (Some(Severity::Error), _) | (_, Signed::Refused) => ("bad", "✗"),
        (_, Signed::Unclear) | (Some(Severity::Warning), _) => ("open", "?"),
        (_, Signed::Done) => ("good", "✓"),
        (_, Signed::Open) => ("none", "○"),
    }
}

/// A checklist: what was verified is ticked, the rest is left to a person.
fn maxim(maxim: &MaximVerdict) -> Html {
    let items = maxim.items.iter().map(|item| {
        let (class, tick) = tick(item.verdict);
        let proof = html("<small>{}</small>", &[&proof(item)]).when(!item.proof.is_empty());
        html("<li class=\"{}\">{} {}{}</li>\n", &[&class, &tick, &item.text, &proof])
    });
    html(
        "<section class=\"maxim\"><h3>{}<small>{}</small></h3>\n<ul>\n{}</ul></section>\n",
        &[&maxim.title, &Words::template(&maxim.source), &items.collect::<Html>()],
    )
}

/// What proves an item that holds.
pub(super) fn proof(item: &ItemVerdict) -> Words {
    Words::joined(item.proof.iter().cloned(), "；")
}

/// The class and the box of an item.
pub(super) fn tick(tick: Tick) -> (&'static str, &'static str) {
    match tick {
        Tick::Pass => ("good", "☑"),
        Tick::Fail => ("bad", "☒"),
        Tick::Manual => ("none", "☐"),
    }
}

/// How many rules were asked, and why some were not.
fn asked(packet: &PacketReport) -> Html {
    let mut why: Vec<(Skip, usize)> = Vec::new();
    for (_, skip) in &packet.not_checked {
        match why.iter_mut().find(|(known, _)| known == skip) {
            Some((_, n)) => *n += 1,
            None => why.push((*skip, 1)),
        }
    }
    let why: Html =
        why.iter().map(|(skip, n)| html("<li>{}</li>", &[&words!("{why}：{n} 条", why = skip.text(), n)])).collect();
    html(
        "<details class=\"asked\"><summary>{}</summary><ul>{}</ul></details>\n",
        &[
            &words!("没有问题的规则 {n} 条，没有检查的 {open} 条", n = packet.passed, open = packet.not_checked.len()),
            &why,
        ],
    )
}
