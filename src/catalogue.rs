//! The rules in words: what is in force, what one rule says, and how its examples fare.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::finding::Stage;
use crate::gate::glob;
use crate::lang::Words;
use crate::rule::{Applies, Day, Example, ExampleResult, Rule, RuleSet, Severities};
use crate::say;
use crate::words;

/// One line a rule that is listed, and, of all rules, the counts: requirements covered by others, requirements left out.
///
/// # Errors
/// Only what the writer reports.
pub fn list(set: &RuleSet, listed: &dyn Fn(&Rule) -> bool, all: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut count = 0;
    for rule in set.rules.iter().filter(|rule| listed(rule)) {
        count += 1;
        let mends = rule.mends().map_or(String::new(), |safe| format!("\t{}", mends(safe)));
        say!(out, "{}\t{}\t{}\t{}{mends}", rule.id, severities(rule.severity), rule.title, rule.source)?;
    }
    let digest = Digest::of(set);
    say!(out, "共{count}条规则")?;
    if all && digest.rows > 0 {
        say!(
            out,
            "标准摘要里的要求{}条：{}条是规则，{}条由别的规则说明，{}条不检查，{}条还没有规则；另加的规则{}条（见 sanbu explain 编号）",
            digest.rows,
            digest.rules,
            digest.covered,
            digest.unchecked,
            digest.pending,
            digest.own
        )?;
    }
    Ok(())
}

/// How the rows of the digest of the standards are accounted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest {
    /// All rows.
    pub rows: usize,
    /// Rows that are rules.
    pub rules: usize,
    /// Rows that other rules say already.
    pub covered: usize,
    /// Rows left out with a reason.
    pub unchecked: usize,
    /// Rows that nothing is said of yet.
    pub pending: usize,
    /// Rules that are no rows.
    pub own: usize,
}

impl Digest {
    /// Counts a set; rows, then rules, in one place each.
    pub fn of(set: &RuleSet) -> Self {
        let rows: BTreeSet<&str> = set.rows.iter().map(String::as_str).collect();
        let rules = set.rules.iter().filter(|r| rows.contains(r.id.as_str())).count();
        let left: Vec<_> = set.left_out.iter().filter(|l| rows.contains(l.id.as_str())).collect();
        let covered = left.iter().filter(|l| !l.covered_by.is_empty()).count();
        let pending = rows.len().saturating_sub(rules + left.len());
        let unchecked = left.len() - covered;
        Self { rows: rows.len(), rules, covered, unchecked, pending, own: set.rules.len() - rules }
    }
}

/// The same for programs.
pub fn list_json(set: &RuleSet, listed: &dyn Fn(&Rule) -> bool) -> Value {
    let rule = |r: &Rule| {
        let by_stage: serde_json::Map<String, Value> =
            Stage::ALL.iter().filter_map(|s| Some((s.id().to_owned(), r.severity.at(*s)?.id().into()))).collect();
        json!({ "id": r.id, "title": r.title, "title_en": r.title_en, "source": r.source, "severity": by_stage,
                "file": &*r.pack, "fix": r.mends().map(|safe| if safe { "safe" } else { "unsafe" }),
                "since": r.applies.since.map(|day| day.0.to_string()),
                "until": r.applies.until.map(|day| day.0.to_string()) })
    };
    let left = |l: &crate::rule::LeftOut| json!({ "id": l.id, "covered_by": l.covered_by, "reason": l.reason });
    json!({
        "digest": set.digest(),
        "packs": set.packs,
        "rules": set.rules.iter().filter(|r| listed(r)).map(rule).collect::<Vec<_>>(),
        "left_out": set.left_out.iter().map(left).collect::<Vec<_>>(),
    })
}

/// Everything about one rule or left-out requirement; false when nothing bears the id.
///
/// # Errors
/// Only what the writer reports.
pub fn explain(set: &RuleSet, id: &str, out: &mut dyn Write) -> io::Result<bool> {
    if let Some(left) = set.left_out.iter().find(|l| l.id.eq_ignore_ascii_case(id)) {
        say!(out, "{}：不是单独的规则", left.id)?;
        say!(out, "原因：{}", left.reason)?;
        if !left.covered_by.is_empty() {
            say!(out, "由这些规则说明：{}", left.covered_by.join("、"))?;
        }
        return Ok(true);
    }
    let Some(rule) = set.rules.iter().find(|r| r.id.eq_ignore_ascii_case(id)) else { return Ok(false) };
    say!(out, "{}　{}", rule.id, rule.title)?;
    say!(out, "{}", rule.title_en)?;
    say!(out, "依据：{}", rule.source)?;
    say!(out, "轻重：{}", severities(rule.severity))?;
    if let Some(period) = period(&rule.applies) {
        say!(out, "从何时起：{period}")?;
    }
    say!(out, "说法：{}", rule.message)?;
    say!(out, "怎样改：{}", rule.help)?;
    say!(out, "自动改：{}", rule.mends().map_or("不能，要由人来改", mends))?;
    let gates: Vec<&str> =
        set.gates.iter().filter(|g| g.rules.iter().any(|p| glob(p, &rule.id))).map(|g| g.title.as_str()).collect();
    if !gates.is_empty() {
        say!(out, "关口：{}", gates.join("、"))?;
    }
    if !rule.yields.is_empty() {
        say!(out, "这些规则说了同一件事时，它不再说：{}", rule.yields.join("、"))?;
    }
    example("不合格的例子", rule.fails.first(), out)?;
    example("合格的例子", rule.passes.first(), out)?;
    Ok(true)
}

/// From which day on, and up to which, documents are judged by a rule; none for one that always holds.
fn period(applies: &Applies) -> Option<Words> {
    let words = |day: &Day| day.0.words();
    match (&applies.since, &applies.until) {
        (None, None) => None,
        (Some(since), None) => Some(words!("{words}起；成文日期更早的公文不按它查", words = words(since))),
        (None, Some(until)) => Some(words!("{words}以前；成文日期更晚的公文不按它查", words = words(until))),
        (Some(since), Some(until)) => Some(words!(
            "{words}起、{words2}以前；成文日期不在其间的公文不按它查",
            words = words(since),
            words2 = words(until)
        )),
    }
}

/// Which command puts right what a rule finds.
fn mends(safe: bool) -> &'static str {
    if safe { "sanbu fix" } else { "sanbu fix --unsafe（改后请核对）" }
}

fn example(title: &str, text: Option<&String>, out: &mut dyn Write) -> io::Result<()> {
    let Some(text) = text else { return Ok(()) };
    say!(out, "{title}：")?;
    text.lines().try_for_each(|line| say!(out, "  {line}"))
}

/// What came of the examples: one line for each that does not hold, and the count.
///
/// # Errors
/// Only what the writer reports.
pub fn examples(results: &[ExampleResult], out: &mut dyn Write) -> io::Result<()> {
    let wrong: Vec<&ExampleResult> = results.iter().filter(|r| !r.ok).collect();
    for result in &wrong {
        let wanted = match result.example {
            Example::Fails => "应当查出问题，没有查出",
            Example::Passes => "应当合格，没有判为合格",
        };
        say!(out, "{}：{wanted}：", result.rule)?;
        result.text.lines().try_for_each(|line| say!(out, "  {line}"))?;
    }
    say!(out, "{}个例子，{}个不符", results.len(), wrong.len())
}

/// `提示；印制起：错误`.
fn severities(all: Severities) -> Words {
    let mut parts: Vec<Words> = Vec::new();
    let mut before = None;
    for stage in Stage::ALL {
        let now = all.at(stage);
        if let Some(severity) = now.filter(|_| now != before) {
            parts.push(if stage == Stage::Draft {
                severity.title()
            } else {
                words!("{stage}起{level}", stage = stage.title(), level = severity.title())
            });
        }
        before = now;
    }
    Words::joined(parts, "，")
}
