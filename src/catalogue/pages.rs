//! Rule files as pages of Markdown: every rule with its clause, what it says, and an example of each kind.

use std::io::{self, Write};

use super::{gates, mends, period, severities, without_holes};
use crate::lang::{Lang, Words};
use crate::rule::{Rule, RuleSet};
use crate::say;
use crate::words;

/// Lines of an example on a page.
const MOST_LINES: usize = 24;

/// The page of a rule file; false when no rule stands in one of that name.
///
/// # Errors
/// Only what the writer reports.
pub fn page(set: &RuleSet, pack: &str, lang: Lang, out: &mut dyn Write) -> io::Result<bool> {
    let rules: Vec<&Rule> = set.rules.iter().filter(|rule| *rule.pack == *pack).collect();
    if rules.is_empty() {
        return Ok(false);
    }
    say!(out, "# {pack}.toml")?;
    let about = about(set, pack);
    let told = match lang {
        // How a file is written is told in Chinese to those who write one.
        Lang::En => vec![first_sentence(&about)],
        _ => about.iter().map(String::as_str).collect(),
    };
    for paragraph in told.into_iter().filter(|paragraph| !paragraph.is_empty()) {
        lines(&["", &escaped(&lang.of(paragraph))], out)?;
    }
    lines(&["", &words!("共{count}条规则。", count = rules.len()).to(lang)], out)?;
    rules.into_iter().try_for_each(|rule| section(set, rule, lang, out))?;
    Ok(true)
}

/// The rule files that have a page, each with a link to it.
///
/// # Errors
/// Only what the writer reports.
pub fn contents(set: &RuleSet, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let heads = ["# 规则", "", "| 文件 | 条数 | 内容 |", "|---|---|---|"].map(|head| lang.of(head));
    lines(&heads.each_ref().map(|head| &**head), out)?;
    for pack in &set.packs {
        let rules = set.rules.iter().filter(|rule| *rule.pack == **pack).count();
        if rules > 0 {
            let about = lang.of(first_sentence(&about(set, pack))).replace('|', "\\|");
            say!(out, "| [{pack}.toml]({pack}.md) | {rules} | {} |", escaped(&about))?;
        }
    }
    Ok(())
}

fn lines(all: &[&str], out: &mut dyn Write) -> io::Result<()> {
    all.iter().try_for_each(|line| say!(out, "{line}"))
}

fn section(set: &RuleSet, rule: &Rule, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let (anchor, heading) = (format!("<a id=\"{}\"></a>", rule.id), format!("## {}", rule.id));
    let title = Words::beside(&rule.title, &rule.title_en);
    lines(&["", &anchor, "", &heading, "", &escaped(&title.to(lang))], out)?;
    if !rule.title_en.is_empty() && lang != Lang::En {
        say!(out, "<br>{}", escaped(&rule.title_en))?;
    }
    let gates = gates(set, rule);
    let told = [
        Some(words!("依据：{source}", source = Words::template(&rule.source))),
        Some(words!("轻重：{levels}", levels = severities(rule.severity))),
        rule.until.map(|stage| words!("查到：{stage}阶段为止", stage = stage.title())),
        period(&rule.applies).map(|period| words!("从何时起：{period}", period)),
        (!gates.is_empty()).then(|| words!("关口：{gates}", gates = Words::joined(gates, "、"))),
        Some(words!("说法：{message}", message = without_holes(&rule.message, lang))),
        Some(words!("怎样改：{help}", help = without_holes(&rule.help, lang))),
        rule.mends().map(|safe| words!("自动改：{how}", how = Words::from(mends(safe)))),
    ];
    say!(out, "")?;
    told.iter().flatten().try_for_each(|line| say!(out, "- {}", escaped(&line.to(lang))))?;
    example("不合格的例子", rule.fails.first(), lang, out)?;
    example("合格的例子", rule.passes.first(), lang, out)
}

fn example(title: &'static str, text: Option<&String>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let Some(text) = text else { return Ok(()) };
    lines(&["", &words!("{title}：", title = Words::from(title)).to(lang), "", "```text"], out)?;
    text.lines().take(MOST_LINES).try_for_each(|line| say!(out, "{line}"))?;
    if text.lines().nth(MOST_LINES).is_some() {
        say!(out, "……")?;
    }
    say!(out, "```")
}

fn first_sentence(paragraphs: &[String]) -> &str {
    paragraphs.first().and_then(|first| first.split_inclusive('。').next()).unwrap_or_default()
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
