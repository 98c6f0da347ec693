//! The loop: every rule over one packet, the gates over the outcomes, everything put in words.

use std::ops::Range;
use std::rc::Rc;

use crate::check::{self, Ctx};
use crate::config::Organisation;
use crate::date::Date;
use crate::document::{CellRef, Document, Zone};
use crate::finding::{At, Finding, Hit, Outcome, PacketReport, RuleInfo, Severity, Skip, Snippet, Stage};
use crate::gate::{self, Evidence, glob};
use crate::packet::{File, FileRole, Packet};
use crate::render;
use crate::rule::{Rule, RuleSet};

/// What a run is told from outside.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Stage of the documents.
    pub stage: Stage,
    /// The day taken for today; without it nothing is called a future date.
    pub today: Option<Date>,
    /// What the office says about itself.
    pub organisation: Organisation,
}

/// Asks every rule about a packet and folds the answers into a report.
pub fn check(packet: &Packet, rules: &RuleSet, options: &Options) -> PacketReport {
    let ctx = Ctx::new(packet, &rules.terms, &options.organisation, options.today);
    let mut outcomes: Vec<Outcome> = rules.rules.iter().map(|r| ask(r, &ctx, options.stage)).collect();
    yield_to_better(&rules.rules, &mut outcomes);
    let writer = Writer { packet, rules, stage: options.stage };
    let found: Vec<Vec<Finding>> = (0..outcomes.len()).map(|i| writer.findings(i, &outcomes[i])).collect();
    let evidence: Vec<Evidence<'_>> = rules
        .rules
        .iter()
        .zip(&outcomes)
        .zip(&found)
        .map(|((r, outcome), f)| Evidence { id: &r.id, outcome, findings: f.iter().collect() })
        .collect();
    let gates: Vec<_> = rules.gates.iter().map(|g| g.judge(&evidence, check::evidence(&ctx, g.shows))).collect();
    let shown = rules.maxims.iter().filter(|m| m.stages.contains(&options.stage));
    let maxims = shown.map(|m| m.judge(&evidence)).collect();
    let skipped = |(rule, outcome): (&Rule, &Outcome)| match outcome {
        Outcome::Skipped(skip) => Some((rule.id.clone(), *skip)),
        _ => None,
    };
    let mut report = PacketReport {
        path: packet.path.clone(),
        main: packet.main.map(|m| packet.files[m].name.clone()),
        form: packet.form.map(|f| packet.files[f].name.clone()),
        attachments: packet.attachments().map(str::to_owned).collect(),
        conclusion: gate::conclude(&gates),
        gates,
        maxims,
        not_checked: rules.rules.iter().zip(&outcomes).filter_map(skipped).collect(),
        passed: outcomes.iter().filter(|o| matches!(o, Outcome::Pass)).count(),
        findings: Vec::new(),
    };
    report.findings = in_order(packet, found);
    report
}

fn ask(rule: &Rule, ctx: &Ctx<'_>, stage: Stage) -> Outcome {
    if rule.severity.at(stage).is_none() {
        return Outcome::Skipped(Skip::Stage);
    }
    if ctx.is_foreign() {
        return Outcome::Skipped(Skip::Foreign);
    }
    if ctx.main().is_some_and(|(_, _, elements)| !rule.applies.to(elements)) {
        return Outcome::NotApplicable;
    }
    rule.check.eval(ctx)
}

/// One finding for one cause: a rule is silent when a rule that it yields to has found something.
fn yield_to_better(rules: &[Rule], outcomes: &mut [Outcome]) {
    let fired: Vec<&str> = rules
        .iter()
        .zip(outcomes.iter())
        .filter(|(_, o)| matches!(o, Outcome::Fail(_)))
        .map(|(r, _)| r.id.as_str())
        .collect();
    let silent: Vec<usize> = (0..rules.len())
        .filter(|&i| {
            matches!(outcomes[i], Outcome::Fail(_)) && rules[i].yields.iter().any(|y| fired.iter().any(|f| glob(y, f)))
        })
        .collect();
    for i in silent {
        outcomes[i] = Outcome::NotApplicable;
    }
}

/// Main document first, then form, then the rest; inside a file by place, then in rule order.
fn in_order(packet: &Packet, found: Vec<Vec<Finding>>) -> Vec<Finding> {
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
    let mut all: Vec<Finding> = found.into_iter().flatten().collect();
    all.sort_by_key(|f| (rank(f), place(f)));
    all
}

/// One rule states so many places of one packet, and says how many more there are.
const MOST_OF_A_RULE: usize = 200;

struct Writer<'r> {
    packet: &'r Packet,
    rules: &'r RuleSet,
    stage: Stage,
}

impl Writer<'_> {
    fn findings(&self, index: usize, outcome: &Outcome) -> Vec<Finding> {
        let (Outcome::Fail(hits), Some(rule)) = (outcome, self.rules.rules.get(index)) else { return Vec::new() };
        let Some(severity) = rule.severity.at(self.stage) else { return Vec::new() };
        let info = &self.rules.infos()[index];
        let mut all: Vec<Finding> =
            hits.iter().take(MOST_OF_A_RULE).map(|hit| self.finding(rule, info, severity, hit)).collect();
        let more = hits.len() - all.len();
        if let Some(last) = all.last_mut().filter(|_| more > 0) {
            last.message.push_str(&format!("（同样的问题另有{more}处，没有一一列出）"));
        }
        all
    }

    fn finding(&self, rule: &Rule, info: &Rc<RuleInfo>, severity: Severity, hit: &Hit) -> Finding {
        let fill = |template: &str| fill(template, &hit.values);
        let mut finding = Finding {
            rule: Rc::clone(info),
            severity: hit.at_most.map_or(severity, |most| severity.min(most)),
            message: fill(&rule.message),
            brief: fill(if rule.brief.is_empty() { &rule.title } else { &rule.brief }),
            help: fill(&rule.help),
            element: hit.element.clone(),
            file: None,
            at: None,
            excerpt: String::new(),
            snippet: None,
            fix: hit.fix.clone(),
        };
        if let Some((file, range)) = &hit.at
            && let Some(file) = self.packet.files.get(*file)
            && let Some((document, elements)) = file.read()
        {
            let in_form = elements.form.as_ref().is_some_and(|f| f.lines.contains(&document.line_at(range.start)));
            finding.file = Some(file.name.clone());
            finding.at = Some(self.at(file, document, range, in_form, hit));
            finding.excerpt = document.text.slice(hit.excerpt.clone().unwrap_or(range.clone())).trim().to_owned();
            finding.snippet = Some(snippet(document, range));
        }
        finding
    }

    fn at(&self, file: &File, document: &Document, range: &Range<usize>, in_form: bool, hit: &Hit) -> At {
        let (start, end) = (document.text.position(range.start), document.text.position(range.end));
        let line = document.lines.get(document.line_at(range.start));
        let zone = line.map_or(Zone::Body, |l| l.zone);
        let mut at = At {
            part: if in_form { "form" } else { zone.id() },
            paragraph: line.map_or(1, |l| l.paragraph),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            place: String::new(),
        };
        at.place =
            if in_form { self.form_place(hit) } else { place(file, document, &at, zone, line.and_then(|l| l.cell)) };
        at
    }

    /// `发文稿纸·签发`.
    fn form_place(&self, hit: &Hit) -> String {
        let terms = &self.rules.terms;
        let form = terms.words.form_names.first().map_or("", String::as_str);
        let id = hit.element.as_deref().unwrap_or_default();
        let role = terms.role(id).map(|r| r.title.as_str());
        let field = terms.fields.iter().find(|f| f.id == id).map(|f| f.title.as_str());
        match role.or(field) {
            Some(title) => format!("{form}·{title}"),
            None => form.to_owned(),
        }
    }
}

/// The place as a person would say it.
fn place(file: &File, document: &Document, at: &At, zone: Zone, cell: Option<CellRef>) -> String {
    let attachment = file.read().and_then(|(_, e)| {
        let offset = document.text.line(at.line).start;
        let at = e.pages.partition_point(|p| p.range.start <= offset);
        e.pages[..at].last().filter(|p| p.range.contains(&offset))
    });
    let page = attachment.map(|p| p.n.map_or("附件·".to_owned(), |n| format!("附件{n}·"))).unwrap_or_default();
    let page = if page.is_empty() && file.role == FileRole::Attachment { "附件·".to_owned() } else { page };
    let spot = match (
        zone,
        cell.and_then(|c| document.tables.get(c.table).and_then(|t| t.cells.get(c.cell)).map(|cell| (c.table, cell))),
    ) {
        (Zone::TextBox, _) => format!("文本框第{}段", at.paragraph),
        (Zone::Header, _) => "页眉".to_owned(),
        (Zone::Footer, _) => "页脚".to_owned(),
        (Zone::Footnote, _) => format!("脚注第{}段", at.paragraph),
        (_, Some((table, cell))) => format!("表{}第{}行第{}列", table + 1, cell.row + 1, cell.column + 1),
        _ if document.has_layout() => format!("第{}段", at.paragraph),
        _ => format!("第{}行", at.line),
    };
    format!("{page}{spot}")
}

/// The line around a range, as a window.
fn snippet(document: &Document, range: &Range<usize>) -> Snippet {
    let position = document.text.position(range.start);
    let line = document.text.line(position.line);
    let mark = range.start - line.start..range.end.min(line.end).max(range.start) - line.start;
    render::window(document.text.slice(line), mark)
}

/// Fills `{key}` in a template; unknown keys stay as they are.
fn fill(template: &str, values: &[(&'static str, String)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((key, behind)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            continue;
        };
        if let Some((_, value)) = values.iter().find(|(k, _)| *k == key) {
            text.push_str(value);
        }
        rest = behind;
    }
    text.push_str(rest);
    text
}
