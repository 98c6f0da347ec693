//! Rule files as pages of Markdown: every rule with its clause, what it says, and an example of each kind.

use std::io::{self, Write};

use super::{gates, mends, period, severities};
use crate::lang::Words;
use crate::rule::{Rule, RuleSet};
use crate::say;

/// Lines of an example on a page.
const MOST_LINES: usize = 24;

/// The page of a rule file; false when no rule stands in one of that name.
///
/// # Errors
/// Only what the writer reports.
pub fn page(set: &RuleSet, pack: &str, out: &mut dyn Write) -> io::Result<bool> {
    let rules: Vec<&Rule> = set.rules.iter().filter(|rule| *rule.pack == *pack).collect();
    if rules.is_empty() {
        return Ok(false);
    }
    say!(out, "# {pack}.toml")?;
    for paragraph in about(set, pack) {
        lines(&["", &escaped(&paragraph)], out)?;
    }
    lines(&["", &format!("共{}条规则。", rules.len())], out)?;
    rules.into_iter().try_for_each(|rule| section(set, rule, out))?;
    Ok(true)
}

/// The rule files that have a page, each with a link to it.
///
/// # Errors
/// Only what the writer reports.
pub fn contents(set: &RuleSet, out: &mut dyn Write) -> io::Result<()> {
    lines(&["# 规则", "", "| 文件 | 条数 | 内容 |", "|---|---|---|"], out)?;
    for pack in &set.packs {
        let rules = set.rules.iter().filter(|rule| *rule.pack == **pack).count();
        let about = about(set, pack).into_iter().next().unwrap_or_default();
        let about = about.split_inclusive('。').next().unwrap_or_default();
        if rules > 0 {
            say!(out, "| [{pack}.toml]({pack}.md) | {rules} | {} |", escaped(about).replace('|', "\\|"))?;
        }
    }
    Ok(())
}

fn lines(all: &[&str], out: &mut dyn Write) -> io::Result<()> {
    all.iter().try_for_each(|line| say!(out, "{line}"))
}

fn section(set: &RuleSet, rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    let (anchor, heading) = (format!("<a id=\"{}\"></a>", rule.id), format!("## {}", rule.id));
    lines(&["", &anchor, "", &heading, "", &escaped(&rule.title)], out)?;
    if !rule.title_en.is_empty() {
        say!(out, "<br>{}", escaped(&rule.title_en))?;
    }
    let gates = gates(set, rule);
    let told = [
        ("依据", Some(rule.source.clone())),
        ("轻重", Some(severities(rule.severity).to_string())),
        ("查到", rule.until.map(|stage| format!("{}阶段为止", stage.title()))),
        ("从何时起", period(&rule.applies).map(|period| period.to_string())),
        ("关口", (!gates.is_empty()).then(|| Words::joined(gates, "、").to_string())),
        ("说法", Some(rule.message.clone())),
        ("怎样改", Some(rule.help.clone())),
        ("自动改", rule.mends().map(|safe| mends(safe).to_owned())),
    ];
    say!(out, "")?;
    for (label, text) in told.iter().filter_map(|(label, text)| Some((label, text.as_ref()?))) {
        say!(out, "- {label}：{}", escaped(text))?;
    }
    example("不合格", rule.fails.first(), out)?;
    example("合格", rule.passes.first(), out)
}

fn example(title: &str, text: Option<&String>, out: &mut dyn Write) -> io::Result<()> {
    let Some(text) = text else { return Ok(()) };
    lines(&["", &format!("{title}的例子："), "", "```text"], out)?;
    text.lines().take(MOST_LINES).try_for_each(|line| say!(out, "{line}"))?;
    if text.lines().nth(MOST_LINES).is_some() {
        say!(out, "……")?;
    }
    say!(out, "```")
}

/// What a rule file says of itself first of all, in paragraphs.
fn about(set: &RuleSet, pack: &str) -> Vec<String> {
    let text = set.file(pack).map_or("", |file| &*file.text);
    let lines = text.lines().skip_while(|line| line.starts_with("#:")).map_while(|line| line.strip_prefix('#'));
    let mut paragraphs = vec![String::new()];
    for line in lines.map(str::trim) {
        match paragraphs.last_mut() {
            Some(last) if !line.is_empty() => last.push_str(line),
            _ => paragraphs.push(String::new()),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// Text that is nothing else in Markdown.
fn escaped(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '~') {
            all.push('\\');
        }
        all.push(if c == '\n' { ' ' } else { c });
    }
    all
}
