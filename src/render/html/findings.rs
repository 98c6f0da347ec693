//! Findings as cards, one for a rule: what is wrong and where, then what to do and by which clause.

use super::index::Index;
use super::safe::{Html, html};
use crate::finding::{Finding, RuleInfo, Severity, Snippet};
use crate::lang::Words;
use crate::render::comment::other;
use crate::render::group::same;
use crate::render::window::window;
use crate::sort;

/// Findings of one rule, each with its number among those of the packet.
pub(super) struct Group<'f> {
    pub(super) rule: &'f RuleInfo,
    pub(super) severity: Severity,
    pub(super) findings: Vec<(usize, &'f Finding)>,
}

/// The gravest first; rules in the order of their first places. Numbers follow this order, from 1.
pub(super) fn groups<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Vec<Group<'f>> {
    let mut groups: Vec<Group<'f>> = Vec::new();
    for finding in findings {
        let (rule, severity) = (&*finding.rule, finding.severity);
        let same = |group: &&mut Group<'_>| group.severity == severity && group.rule.id == rule.id;
        match groups.iter_mut().find(same) {
            Some(group) => group.findings.push((0, finding)),
            None => groups.push(Group { rule, severity, findings: vec![(0, finding)] }),
        }
    }
    sort::by_key(&mut groups, |group| std::cmp::Reverse(group.severity));
    groups.iter_mut().flat_map(|group| &mut group.findings).zip(1..).for_each(|((number, _), n)| *number = n);
    groups
}

/// Places of one rule that are shown without asking.
const PLACES: usize = 5;

impl Group<'_> {
    /// How many findings it stands for.
    pub(super) fn number(&self) -> usize {
        self.findings.iter().map(|(_, finding)| finding.number()).sum()
    }
}

/// The cards of a packet; `texts` says that the places stand marked beside them.
pub(super) fn cards(packet: usize, groups: &[Group<'_>], index: &Index, texts: bool) -> Html {
    groups.iter().map(|group| card(packet, group, index, texts)).collect()
}

fn card(packet: usize, group: &Group<'_>, index: &Index, texts: bool) -> Html {
    let mut items = group.findings.iter().map(|(number, finding)| item(packet, *number, finding, texts));
    let shown: Html = items.by_ref().take(PLACES).collect();
    let more: usize = group.findings.iter().skip(PLACES).map(|(_, finding)| finding.number()).sum();
    let rest = html(
        "<details class=\"more\"><summary>另有 {} 处</summary><ol>{}</ol></details>",
        &[&more, &items.collect::<Html>()],
    );
    html(
        "<section class=\"card {}\" data-level=\"{}\" data-rule=\"{}\">\n<h4><em>{}</em>{}</h4>\n<ol>{}</ol>{}\n{}\
         <p class=\"by\">{}<code>{}</code></p>\n</section>\n",
        &[
            &group.severity.id(),
            &group.severity.id(),
            &index.rule(&group.rule.id),
            &group.severity.title(),
            &group.rule.title,
            &shown,
            &rest.when(more > 0),
            &helps(group),
            &group.rule.basis(),
            &group.rule.id.as_str(),
        ],
    )
}

/// What to do, each once.
fn helps(group: &Group<'_>) -> Html {
    let mut helps: Vec<&Words> = Vec::new();
    for (_, finding) in &group.findings {
        if !finding.help.is_empty() && !helps.contains(&&finding.help) && helps.len() < PLACES {
            helps.push(&finding.help);
        }
    }
    let safe = group.findings.iter().any(|(_, f)| f.fix.as_ref().is_some_and(|fix| fix.safe));
    let mend = html("<small>可以自动改：sanbu fix</small>", &[]).when(safe);
    let last = helps.len().saturating_sub(1);
    let line = |(at, help): (usize, &&Words)| {
        html("<p class=\"help\">{}{}</p>\n", &[*help, &if at == last { mend.clone() } else { Html::default() }])
    };
    helps.iter().enumerate().map(line).collect()
}

fn item(packet: usize, number: usize, finding: &Finding, texts: bool) -> Html {
    let place = finding.at.as_ref().map(|at| at.place.clone()).unwrap_or_default();
    let place = match (texts && finding.span.is_some(), place) {
        (_, place) if place.is_empty() => Html::default(),
        (true, place) => html("<a href=\"#m{}-{}\">{}</a>", &[&packet, &number, &place]),
        (false, place) => html("<span class=\"place\">{}</span>", &[&place]),
    };
    let snippet = finding.snippet.as_ref().filter(|_| !texts).map_or_else(Html::default, snippet);
    let others: Html =
        finding.others().iter().map(other).chain(same(finding)).map(|o| html("<small>{}</small>", &[&o])).collect();
    html(
        "<li class=\"item\" id=\"f{}-{}\" value=\"{}\"><p>{}{}</p>{}{}</li>\n",
        &[&packet, &number, &number, &finding.message, &place, &snippet, &others],
    )
}

/// The line of a place where the text itself is not shown.
fn snippet(snippet: &Snippet) -> Html {
    let shown = window(&snippet.text, snippet.mark.clone());
    let part = |range: std::ops::Range<usize>| shown.text.get(range).unwrap_or_default().to_owned();
    let (before, marked) = (part(0..shown.mark.start), part(shown.mark.clone()));
    let behind = part(shown.mark.end..shown.text.len());
    html("<q>{}<mark>{}</mark>{}</q>", &[&before, &marked, &behind])
}

/// What was found about several documents together.
pub(super) fn together<'f>(findings: impl Iterator<Item = &'f Finding>, index: &Index) -> Html {
    let line = |finding: &Finding| {
        html(
            "<li class=\"card {}\" data-level=\"{}\" data-rule=\"{}\"><h4><em>{}</em>{}</h4><p>{}</p>{}<p class=\"help\">{}</p><p class=\"by\">{}<code>{}</code></p></li>\n",
            &[
                &finding.severity.id(),
                &finding.severity.id(),
                &index.rule(&finding.rule.id),
                &finding.severity.title(),
                &finding.rule.title,
                &finding.message,
                &html("<p class=\"place\">{}</p>", &[&finding.file.clone().unwrap_or_default()])
                    .when(finding.file.is_some()),
                &finding.help,
                &finding.rule.basis(),
                &finding.rule.id,
            ],
        )
    };
    let lines: Html = findings.map(line).collect();
    html("<section id=\"together\">\n<h2>各份公文之间</h2>\n<ul>\n{}</ul>\n</section>\n", &[&lines])
        .when(!lines.is_empty())
}
