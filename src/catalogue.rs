//! The rules in words: what is in force, what one rule says, and how its examples fare.

mod pages;

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::finding::Stage;
use crate::gate::glob;
use crate::lang::{Lang, Words, with_holes};
use crate::rule::{Applies, Day, Example, ExampleResult, Rule, RuleSet, Severities};
use crate::say;
use crate::words;

pub use pages::{contents, page};

/// One line a rule that is listed, and, of all rules, the counts: requirements covered by others, requirements left out.
///
/// # Errors
/// Only what the writer reports.
pub fn list(
    set: &RuleSet,
    listed: &dyn Fn(&Rule) -> bool,
    all: bool,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut count = 0;
    for rule in set.rules.iter().filter(|rule| listed(rule)) {
        count += 1;
        let mends = rule.mends().map_or(String::new(), |safe| format!("\t{}", lang.of(mends(safe))));
        let (levels, title) = (severities(rule.severity), Words::beside(&rule.title, &rule.title_en));
        say!(out, "{}\t{}\t{}\t{}{mends}", rule.id, levels.to(lang), title.to(lang), lang.of(&rule.source))?;
    }
    let digest = Digest::of(set);
    say!(out, "{}", words!("共{count}条规则", count).to(lang))?;
    if all && digest.rows > 0 {
        say!(out, "{}", words!("标准摘要里的要求{rows}条：{rules}条是规则，{covered}条由别的规则说明，{unchecked}条不检查，{pending}条还没有规则；另加的规则{own}条（见 sanbu explain 编号）", rows = digest.rows, rules = digest.rules, covered = digest.covered, unchecked = digest.unchecked, pending = digest.pending, own = digest.own).to(lang))?;
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

/// The same for programs; names and ids are the same in every language.
pub fn list_json(set: &RuleSet, listed: &dyn Fn(&Rule) -> bool, lang: Lang) -> Value {
    let rule = |r: &Rule| {
        let by_stage: serde_json::Map<String, Value> =
            Stage::ALL.iter().filter_map(|s| Some((s.id().to_owned(), r.severity.at(*s)?.id().into()))).collect();
        let title = Words::beside(&r.title, &r.title_en);
        json!({ "id": r.id, "title": title.to(lang), "title_en": r.title_en, "source": lang.of(&r.source), "severity": by_stage,
                "file": &*r.pack, "fix": r.mends().map(|safe| if safe { "safe" } else { "unsafe" }),
                "since": r.applies.since.map(|day| day.0.to_string()),
                "until": r.applies.until.map(|day| day.0.to_string()) })
    };
    let left =
        |l: &crate::rule::LeftOut| json!({ "id": l.id, "covered_by": l.covered_by, "reason": lang.of(&l.reason) });
    json!({
        "digest": set.digest(),
        "packs": set.packs,
        "rules": set.rules.iter().filter(|r| listed(r)).map(rule).collect::<Vec<_>>(),
        "left_out": set.left_out.iter().map(left).collect::<Vec<_>>(),
    })
}

/// Whether a word stands in what a list says of a rule, in the language of the list or in Simplified Chinese; letters
/// without regard to case.
pub fn says(rule: &Rule, word: &str, lang: Lang) -> bool {
    let (word, title) = (word.to_lowercase(), Words::beside(&rule.title, &rule.title_en));
    let said = [&*rule.id, &title, &rule.source, &title.to(lang), &lang.of(&rule.source)];
    said.iter().any(|text| text.to_lowercase().contains(&word))
}

/// Everything about one rule or left-out requirement, or about each rule that a glob names; false when nothing bears the
/// id.
///
/// # Errors
/// Only what the writer reports.
pub fn explain(set: &RuleSet, id: &str, lang: Lang, out: &mut dyn Write) -> io::Result<bool> {
    if !id.contains('*') {
        return explain_one(set, id, lang, out);
    }
    let wanted = id.to_uppercase();
    let named = set.rules.iter().filter(|rule| glob(&wanted, &rule.id.to_uppercase()));
    let mut any = false;
    for rule in named {
        if any {
            say!(out, "")?;
        }
        any = explain_one(set, &rule.id, lang, out)?;
    }
    Ok(any)
}

/// Everything about one rule or left-out requirement; false when nothing bears the id.
fn explain_one(set: &RuleSet, id: &str, lang: Lang, out: &mut dyn Write) -> io::Result<bool> {
    if let Some(left) = set.left_out.iter().find(|l| l.id.eq_ignore_ascii_case(id)) {
        say!(out, "{}", words!("{id}：不是单独的规则", id = left.id).to(lang))?;
        say!(out, "{}", words!("原因：{reason}", reason = Words::template(&left.reason)).to(lang))?;
        if !left.covered_by.is_empty() {
            say!(out, "{}", words!("由这些规则说明：{rules}", rules = Words::list(&left.covered_by)).to(lang))?;
        }
        return Ok(true);
    }
    let Some(rule) = set.rules.iter().find(|r| r.id.eq_ignore_ascii_case(id)) else { return Ok(false) };
    let title = Words::beside(&rule.title, &rule.title_en);
    say!(out, "{}", words!("{rule}　{title}", rule = rule.id, title).to(lang))?;
    say!(out, "{}", words!("依据：{source}", source = Words::template(&rule.source)).to(lang))?;
    say!(out, "{}", words!("轻重：{levels}", levels = severities(rule.severity)).to(lang))?;
    if let Some(period) = period(&rule.applies) {
        say!(out, "{}", words!("从何时起：{period}", period).to(lang))?;
    }
    say!(out, "{}", words!("说法：{message}", message = without_holes(&rule.message, lang)).to(lang))?;
    say!(out, "{}", words!("怎样改：{help}", help = without_holes(&rule.help, lang)).to(lang))?;
    let how = Words::from(rule.mends().map_or("不能，要由人来改", mends));
    say!(out, "{}", words!("自动改：{how}", how).to(lang))?;
    let gates = gates(set, rule);
    if !gates.is_empty() {
        say!(out, "{}", words!("关口：{gates}", gates = Words::joined(gates, "、")).to(lang))?;
    }
    if !rule.yields.is_empty() {
        say!(
            out,
            "{}",
            words!("这些规则说了同一件事时，它不再说：{rules}", rules = Words::list(&rule.yields)).to(lang)
        )?;
    }
    example("不合格的例子", rule.fails.first(), lang, out)?;
    example("合格的例子", rule.passes.first(), lang, out)?;
    Ok(true)
}

/// A template for readers who do not know what its holes are called.
fn without_holes(template: &str, lang: Lang) -> String {
    with_holes(&lang.of(template), |_| "…".to_owned())
}

/// The gates that a rule decides.
fn gates(set: &RuleSet, rule: &Rule) -> Vec<Words> {
    let of = set.gates.iter().filter(|gate| gate.rules.iter().any(|named| glob(named, &rule.id)));
    of.map(|gate| Words::template(&gate.title)).collect()
}

/// From which day on, and up to which, documents are judged by a rule; none for one that always holds.
fn period(applies: &Applies) -> Option<Words> {
    let words = |day: &Day| day.0.words();
    match (&applies.since, &applies.until) {
        (None, None) => None,
        (Some(since), None) => Some(words!("{day}起；成文日期更早的公文不按它查", day = words(since))),
        (None, Some(until)) => Some(words!("{day}以前；成文日期更晚的公文不按它查", day = words(until))),
        (Some(since), Some(until)) => Some(words!(
            "{from}起、{until}以前；成文日期不在其间的公文不按它查",
            from = words(since),
            until = words(until)
        )),
    }
}

/// Which command puts right what a rule finds.
fn mends(safe: bool) -> &'static str {
    if safe { "sanbu fix" } else { "sanbu fix --unsafe（改后请核对）" }
}

fn example(title: &'static str, text: Option<&String>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    /// Nobody reads more of a line; there are examples of a whole long document.
    const LONGEST: usize = 200;
    let Some(text) = text else { return Ok(()) };
    say!(out, "{}", words!("{title}：", title = Words::from(title)).to(lang))?;
    text.lines().try_for_each(|line| match line.char_indices().nth(LONGEST) {
        Some((end, _)) => {
            let all = words!("（共{n}字）", n = line.chars().count());
            say!(out, "  {}……{}", &line[..end], all.to(lang))
        }
        None => say!(out, "  {line}"),
    })
}

/// What came of the examples: one line for each that does not hold, and the count.
///
/// # Errors
/// Only what the writer reports.
pub fn examples(results: &[ExampleResult], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let wrong: Vec<&ExampleResult> = results.iter().filter(|r| !r.ok).collect();
    for result in &wrong {
        let wanted = match result.example {
            Example::Fails => "应当查出问题，没有查出",
            Example::Passes => "应当合格，没有判为合格",
        };
        say!(out, "{}", words!("{rule}：{wanted}：", rule = result.rule, wanted = Words::from(wanted)).to(lang))?;
        result.text.lines().try_for_each(|line| say!(out, "  {line}"))?;
    }
    say!(out, "{}", words!("{all}个例子，{wrong}个不符", all = results.len(), wrong = wrong.len()).to(lang))
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
