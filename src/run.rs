//! The loop: every rule over one packet, the gates over the outcomes, everything put in words.

mod papers;

use std::sync::Arc;

use crate::check::{self, Batch, Check, Ctx, Wording};
use crate::config::Organisation;
use crate::date::Date;
use crate::edit::{Setting, Span};
use crate::error::Unreadable;
use crate::finding::{
    Conclusion, Finding, GateVerdict, Hidden, Hit, Outcome, PacketReport, Rate, Related, RuleInfo, Severity, Skip,
    Stage, UnreadableFile, Verdict,
};
use crate::gate::{self, Compared, Evidence, Gate};
use crate::lang::Words;
use crate::packet::{Confirm, File, FileRole, Packet};
use crate::place::{self, Place, Places};
use crate::rule::{self, Brief, Links, Rule, RuleSet};
use crate::shown::few;
use crate::sort;
use crate::words;

pub use papers::papers;

/// What a run is told from outside.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Stage of the documents.
    pub stage: Stage,
    /// The day taken for today; without it nothing is called a future date.
    pub today: Option<Date>,
    /// What the office says about itself.
    pub organisation: Organisation,
    /// Settings that lie in what was handed in, in words: whoever handed it in may have written them, and what passes by
    /// them has not passed.
    pub inside: Vec<String>,
    /// The file of those that sets the stage.
    pub stage_by: Option<String>,
}

/// Asks every rule about a packet and folds the answers into a report.
pub fn check(packet: &Packet, rules: &RuleSet, options: &Options) -> PacketReport {
    let ctx = Ctx::new(packet, &rules.terms, &options.organisation, options.today);
    let ctx = ctx.at(options.stage).with(rules.index());
    let mut outcomes = ask_all(rules, &ctx, options.stage);
    let links = rules.links();
    // Most rules find nothing: only what was found is kept, by rule.
    let fired: Vec<usize> = (0..outcomes.len()).filter(|&at| !outcomes[at].hits().is_empty()).collect();
    yield_to_better(links, &fired, &mut outcomes);
    tell_once(rules, &fired, &mut outcomes);
    let writer = Writer { packet, rules, options, places: Places::new(packet, &rules.terms) };
    let failed = fired.into_iter().filter(|&at| !outcomes[at].hits().is_empty());
    let found: Vec<(usize, Vec<Finding>)> = failed.map(|i| (i, writer.findings(i, &outcomes[i]))).collect();
    let findings = |rule: usize| match found.binary_search_by_key(&rule, |(i, _)| *i) {
        Ok(at) => found[at].1.as_slice(),
        Err(_) => &[],
    };
    let evidence = |rule: usize| {
        // What is asked up to an earlier stage has had its say.
        if rules.briefs().all.get(rule)?.is_over(options.stage) {
            return None;
        }
        let (id, outcome) = (&rules.rules.get(rule)?.id, outcomes.get(rule)?);
        Some(Evidence { id, outcome, findings: findings(rule) })
    };
    let judge = |(g, named): (&Gate, &Vec<usize>)| {
        let missing = rules.missing(g, named, options.stage, &options.organisation);
        let verdict = g.judge(evidence, named, missing, check::evidence(&ctx, g.shows));
        settled(doubted(verdict, &options.inside), packet)
    };
    let asked = rules.gates.iter().zip(&links.gates).filter(|_| options.stage.asks_gates());
    let gates: Vec<GateVerdict> = asked.map(judge).collect();
    let shown = rules.maxims.iter().zip(&links.maxims).filter(|(m, _)| m.stages.contains(&options.stage));
    let compared = AtRelease { rules, ctx: &ctx };
    let maxims = shown.map(|(m, named)| m.judge(evidence, named, &compared)).collect();
    let skipped = |(info, outcome): (&Arc<RuleInfo>, &Outcome)| Some((Arc::clone(info), outcome.skip()?));
    let mut report = PacketReport {
        path: packet.path.clone(),
        stage: options.stage,
        main: packet.main.map(|m| packet.files[m].name.clone()),
        form: packet.form.map(|f| packet.files[f].name.clone()),
        attachments: packet.attachments().map(str::to_owned).collect(),
        finished: if rules.asks_of_product(options.stage) {
            ctx.finished().product.clone()
        } else {
            check::present(packet)
        },
        unreadable: Vec::new(),
        left_out: packet.left_out.clone(),
        excluded: packet.excluded.clone(),
        conclusion: Conclusion::NotAsked,
        unasked_by: options.stage_by.clone().filter(|_| !options.stage.asks_gates()),
        gates,
        maxims,
        not_checked: rules.infos().iter().zip(&outcomes).filter_map(skipped).collect(),
        rate: Rate::default(),
        passed: outcomes.iter().filter(|o| matches!(o, Outcome::Pass)).count(),
        findings: Vec::new(),
        hidden: Hidden::default(),
        papers: None,
    };
    let text = check::characters(&ctx);
    report.rate = Rate { errors: rules.mistakes(found.iter().map(|(_, found)| found.as_slice())), characters: text };
    report.findings = in_order(packet, found);
    report.unreadable = unreadable(packet, &report);
    if options.stage.asks_gates() {
        report.conclusion = gate::conclude(&report.gates, report.unreadable.is_empty());
    }
    report
}

/// Whether a rule is about the layout.
pub(crate) fn is_layout(rules: &RuleSet, rule: &str) -> bool {
    rules.rules.iter().any(|known| known.id == rule && matches!(*known.check, Check::Layout(_)))
}

/// What a rule of the layout asks to be set in a file of the packet, so that it finds nothing.
pub(crate) fn settings(
    packet: &Packet,
    rules: &RuleSet,
    options: &Options,
    rule: &str,
) -> Option<(usize, Vec<Setting>)> {
    let rule = rules.rules.iter().find(|known| known.id == rule)?;
    let Check::Layout(check) = &*rule.check else { return None };
    check.asked(&Ctx::new(packet, &rules.terms, &options.organisation, options.today))
}

/// What the rules of a checklist have compared.
struct AtRelease<'r> {
    rules: &'r RuleSet,
    ctx: &'r Ctx<'r>,
}

impl Compared for AtRelease<'_> {
    fn is_with_form(&self, rule: usize) -> bool {
        self.rules.rules.get(rule).is_some_and(|r| r.check.is_with_form())
    }

    fn by(&self, rule: usize) -> Vec<String> {
        let asked = self.rules.rules.get(rule).filter(|r| r.unasked(self.ctx).is_none());
        asked.map_or_else(Vec::new, |r| r.check.compared(self.ctx))
    }

    fn proof(&self, rule: usize, of: &[String]) -> Option<Words> {
        self.rules.rules.get(rule)?.check.proof(self.ctx, of)
    }

    fn lacks(&self, globs: &[String]) -> bool {
        self.rules.lacks(globs)
    }

    fn is_all_read(&self) -> bool {
        self.ctx.packet.files.iter().all(|f| f.failure().is_none())
    }
}

/// The files of a packet that had to be read and could not be, by their paths as handed in.
fn unreadable(packet: &Packet, report: &PacketReport) -> Vec<UnreadableFile> {
    // The finished product is compared at the release, and has to be read there. Before that it is only counted, as an
    // attachment of any format is; but one that was handed in for printing and that nobody can open is a file of the packet
    // that is unreadable. One that is only named may still be made.
    let product = |f: &File| {
        f.role == FileRole::Finished
            && match report.stage {
                Stage::Release => true,
                Stage::Print => !f.absent && f.is_unusable(),
                Stage::Draft | Stage::Review => false,
            }
    };
    let failed = packet.files.iter().filter_map(|f| {
        let failure = f.failure().or_else(|| f.content.as_ref().err().filter(|_| product(f)))?;
        Some((f, failure))
    });
    let told = |(file, failure): (&File, &Unreadable)| UnreadableFile {
        path: report.path_of(Some(&file.name)),
        reason: failure.reason.id(),
        message: failure.message.clone(),
    };
    failed.map(told).collect()
}

/// No gate passes, and no person settles it, by settings that lie in what was handed in.
fn doubted(mut gate: GateVerdict, inside: &[String]) -> GateVerdict {
    if !inside.is_empty() && gate.verdict != Verdict::Fail {
        (gate.verdict, gate.doubted) = (Verdict::Undecided, true);
        gate.reasons.push(words!("用的设定在送检的文件夹里（{which}）", which = few(inside)));
    }
    gate
}

/// A gate that the program could not decide is decided by what a person has settled about these very files.
fn settled(mut gate: GateVerdict, packet: &Packet) -> GateVerdict {
    let of_gate = packet.confirms.iter().filter(|c| c.gate == gate.id && c.concerns(packet));
    let open = gate.verdict == Verdict::Undecided && gate.may_be_settled();
    let settles = |c: &&Confirm| open && c.holds(packet) && c.covers(&gate);
    if let Some(confirm) = of_gate.clone().rfind(settles) {
        gate.verdict = Verdict::Pass;
        gate.confirmed = Some(confirm.told());
    } else if gate.verdict != Verdict::Pass {
        let why = |c: &Confirm| match c.changed(packet) {
            Some(changed) => Some(changed),
            None if gate.verdict == Verdict::Undecided && !gate.may_be_settled() => {
                Some(Words::from("有规则按设定没有用，或降低了轻重，或者设定在送检的文件夹里"))
            }
            None if gate.verdict == Verdict::Undecided => Some(Words::from("现在无法判定的是别的事项")),
            None => None,
        };
        let outdated = |c: &Confirm| Some(words!("{who}的核对已失效：{why}", who = c.told().words(), why = why(c)?));
        gate.expired = of_gate.rev().find_map(outdated);
    }
    gate
}

/// The answers of all rules. What is the same for all of them is asked once, and a rule is only looked at when it has
/// something to say.
fn ask_all(rules: &RuleSet, ctx: &Ctx<'_>, stage: Stage) -> Vec<Outcome> {
    let briefs = rules.briefs();
    let unasked: Vec<Option<Outcome>> = briefs.conditions.iter().map(|&of| rules.rules[of].unasked(ctx)).collect();
    let by_words = ctx.by_words_alone();
    let ask = |(at, brief): (usize, &Brief)| {
        if !brief.is_asked(stage) {
            return Outcome::Skipped(Skip::Stage);
        }
        if let Some(answer) = &unasked[brief.conditions] {
            return answer.clone();
        }
        let answer = by_words.as_ref().and_then(|words| words.answer(at));
        answer.unwrap_or_else(|| ctx.ask(at, &rules.rules[at].check))
    };
    briefs.all.iter().enumerate().map(ask).collect()
}

/// One finding for one cause: a rule is silent when a rule that it yields to has found something.
fn yield_to_better(links: &Links, fired: &[usize], outcomes: &mut [Outcome]) {
    for &at in fired {
        if links.yields[at].iter().any(|better| fired.binary_search(better).is_ok()) {
            outcomes[at] = Outcome::NotApplicable;
        }
    }
}

/// A place is told once: as a wrong name before a wrong word, and as that before a doubtful one.
fn tell_once(rules: &RuleSet, fired: &[usize], outcomes: &mut [Outcome]) {
    let of =
        |wording: Wording| fired.iter().copied().filter(move |&at| rules.rules[at].check.wording() == Some(wording));
    let mut told: Vec<Span> = Vec::new();
    for wording in Wording::ALL {
        for at in of(wording) {
            let Outcome::Fail(hits) = &mut outcomes[at] else { continue };
            hits.retain(|hit| !hit.at.as_ref().is_some_and(|span| told.iter().any(|other| other.meets(span))));
            if hits.is_empty() {
                outcomes[at] = Outcome::Pass;
            }
        }
        told.extend(of(wording).flat_map(|at| outcomes[at].hits()).filter_map(|hit| hit.at.clone()));
    }
}

/// Main document first, then form, then the rest; inside a file by place, then in rule order.
fn in_order(packet: &Packet, found: Vec<(usize, Vec<Finding>)>) -> Vec<Finding> {
    let rank = |f: &Finding| {
        let file = f.file.as_ref().and_then(|name| packet.files.iter().position(|p| p.name == *name));
        match file {
            None => 0,
            Some(i) if packet.main == Some(i) => 1,
            Some(i) if packet.form == Some(i) => 2,
            Some(i) => 3 + i,
        }
    };
    let place = |f: &Finding| f.at.as_ref().map_or((0, 0), |a| (a.line, a.column));
    let mut all: Vec<Finding> = found.into_iter().flat_map(|(_, findings)| findings).collect();
    sort::by_key(&mut all, |f| (rank(f), place(f)));
    all
}

/// Most findings of one rule and one severity about one packet: each takes up to a kilobyte, and a long text holds
/// millions. The last one says how many more there are, and counts for them.
const MOST_OF_A_RULE: usize = 200;

/// The place of what is about a page or the file as a whole.
const WHOLE: &str = "整份文件";

struct Writer<'r> {
    packet: &'r Packet,
    rules: &'r RuleSet,
    options: &'r Options,
    places: Places<'r>,
}

impl Writer<'_> {
    fn findings(&self, index: usize, outcome: &Outcome) -> Vec<Finding> {
        let (hits, Some(rule)) = (outcome.hits(), self.rules.rules.get(index)) else { return Vec::new() };
        let Some(severity) = self.rules.severity(rule, self.options.stage, &self.options.organisation) else {
            return Vec::new();
        };
        // What is not decided is no error yet.
        let severity = if outcome.skip().is_some() { severity.min(Severity::Warning) } else { severity };
        let info = &self.rules.infos()[index];
        let of = |wanted: Severity| hits.iter().filter(move |hit| milder(severity, hit) == wanted);
        let listed = |wanted: Severity| {
            let listed = of(wanted).take(MOST_OF_A_RULE).map(|hit| self.finding(rule, info, severity, hit));
            let mut listed: Vec<Finding> = listed.collect();
            let more = of(wanted).count() - listed.len();
            if let Some(last) = listed.last_mut().filter(|_| more > 0) {
                last.unlisted = more;
                last.message = last.message.clone().and(words!("（同样的问题另有{more}处，没有一一列出）", more));
            }
            listed
        };
        Severity::ALL.into_iter().flat_map(listed).collect()
    }

    fn finding(&self, rule: &Rule, info: &Arc<RuleInfo>, severity: Severity, hit: &Hit) -> Finding {
        let mut finding = worded(rule, info, severity, hit);
        let Some(span) = &hit.at else { return finding };
        let Some(mut place) = self.locate(span, hit.element.as_deref()) else { return finding };
        if hit.page.is_some() {
            (place.at.page, place.at.mm) = (hit.page, None);
            place.at.place = place::printed_place(&place.at);
        }
        if hit.whole && hit.page.is_none() {
            place.at.place = WHOLE.into();
        }
        let Some((document, _)) = self.packet.files[span.file].read() else { return finding };
        let quoted = hit.excerpt.clone().unwrap_or(span.range.clone());
        finding.file = Some(self.packet.files[span.file].name.clone());
        if !hit.whole {
            finding.excerpt = document.text.slice(quoted).trim().to_owned();
            finding.snippet = Some(place.snippet);
        }
        finding.fix = finding.fix.or_else(|| rule::fix(&rule.mend, &document.text, &span.range));
        if let Some(fix) = &mut finding.fix {
            let typed = fix.edits.iter().all(|change| document.is_typed(&change.edit.range()));
            fix.open = typed && self.packet.is_changed_by_edits(span.file);
        }
        for change in finding.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
            let at = Span { file: span.file, range: change.edit.range() };
            change.at = self.locate(&at, hit.element.as_deref()).map(|place| place.at);
        }
        let same = hit.same.iter().map(|range| Span { file: span.file, range: range.clone() });
        finding.same = same.filter_map(|span| self.same(span)).collect();
        finding.related = hit.related.iter().filter_map(|span| self.related(span)).collect();
        (finding.span, finding.at) = (Some(span.clone()), Some(place.at));
        finding
    }

    fn locate(&self, span: &Span, element: Option<&str>) -> Option<Place> {
        self.places.locate(span.file, &span.range, element)
    }

    /// Another place of the same: one word may stand in many, so that it is quoted with what is around it.
    fn same(&self, span: Span) -> Option<Related> {
        let file = self.packet.files.get(span.file)?.name.clone();
        let Place { at, snippet } = self.locate(&span, None)?;
        Some(Related { span, file, at, excerpt: snippet.words().trim().to_owned() })
    }

    fn related(&self, span: &Span) -> Option<Related> {
        let file = self.packet.files.get(span.file)?;
        let at = self.locate(span, None)?.at;
        let excerpt = file.read()?.0.text.slice(span.range.clone()).trim().to_owned();
        Some(Related { span: span.clone(), file: file.name.clone(), at, excerpt })
    }
}

/// How grave a hit of a rule is.
fn milder(severity: Severity, hit: &Hit) -> Severity {
    hit.at_most.map_or(severity, |most| severity.min(most))
}

/// A hit in the words of its rule; the place is still to be told.
fn worded(rule: &Rule, info: &Arc<RuleInfo>, severity: Severity, hit: &Hit) -> Finding {
    let given = |key: &str| hit.values.iter().any(|(k, _)| *k == key);
    debug_assert!(rule.check.keys().iter().all(|key| given(key)), "{}: {:?}", rule.id, hit.values);
    let fill = |template: &str| Words::filled(template.to_owned(), hit.values.clone());
    Finding {
        rule: Arc::clone(info),
        severity: milder(severity, hit),
        message: fill(&rule.message),
        brief: if rule.brief.is_empty() {
            words!("不符合“{title}”", title = info.title.clone().replace("“", "‘").replace("”", "’"))
        } else {
            fill(&rule.brief)
        },
        help: fill(&rule.help),
        element: hit.element.clone(),
        file: None,
        span: None,
        at: None,
        excerpt: String::new(),
        snippet: None,
        related: Vec::new(),
        fix: hit.fix.clone(),
        more: hit.more,
        same: Vec::new(),
        unlisted: 0,
    }
}

/// Asks every rule about the documents of a batch together, and about the register beside them.
pub fn check_together(batch: &Batch<'_>, rules: &RuleSet, options: &Options) -> Vec<Finding> {
    let mut found = Vec::new();
    for (rule, info) in rules.rules.iter().zip(rules.infos()) {
        let severity = rules.severity(rule, options.stage, &options.organisation);
        let (Some(severity), Check::Collection(check)) = (severity, &*rule.check) else { continue };
        for (spot, hit) in check.judge(batch, &options.organisation, &rules.terms, options.today) {
            let mut finding = worded(rule, info, severity, &hit);
            if let Some(spot) = spot {
                finding.file = Some(spot.file);
                finding.excerpt = spot.excerpt;
                (finding.at, finding.snippet) = spot.place.map_or((None, None), |p| (Some(p.at), Some(p.snippet)));
            }
            found.push(finding);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet;

    #[test]
    fn a_rule_answers_the_same_whether_or_not_it_is_looked_at() {
        let rules = RuleSet::load(crate::rule::builtin_files()).unwrap();
        let texts = rules.rules.iter().step_by(5).flat_map(|r| r.fails.first().into_iter().chain(r.passes.first()));
        let organisation = Organisation::default();
        for text in texts.map(String::as_str).chain(["", "说明\n", "<xml>\n", "2026.3\n{}\n"]) {
            let packet = packet::single("正文.txt", packet::load("正文.txt", text.as_bytes(), &rules.terms));
            let ctx = || Ctx::new(&packet, &rules.terms, &organisation, None);
            let (quick, whole) = (ctx().with(rules.index()), ctx());
            for stage in [Stage::Draft, Stage::Release] {
                for (rule, answer) in rules.rules.iter().zip(ask_all(&rules, &quick, stage)) {
                    let asked = || rule.unasked(&whole).unwrap_or_else(|| rule.check.eval(&whole));
                    let stands = Brief::of(rule).is_asked(stage);
                    let wanted = if stands { asked() } else { Outcome::Skipped(Skip::Stage) };
                    assert_eq!(format!("{answer:?}"), format!("{wanted:?}"), "{} on {text}", rule.id);
                }
            }
        }
    }
}
