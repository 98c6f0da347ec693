//! Mistakes of one table in words: where they stand, and what was meant.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use crate::check::Check;
use crate::keyed;
use crate::problem::{Fault, Problem};
use crate::rule::Rule;
use crate::skeleton::VARIABLES;
use crate::text::Text;
use crate::words;

/// The header line of a table.
pub(super) fn first_line(range: Range<usize>, text: &Text) -> Range<usize> {
    let all = text.slice(range.clone());
    range.start..range.start + all.find('\n').unwrap_or(all.len())
}

/// A mistake that spans several lines points at the first.
pub(super) fn narrow(problem: Problem, text: &Text) -> Problem {
    Problem { range: first_line(problem.range.clone(), text), ..problem }
}

/// What is wrong with the sub-kind of a rule's check where serde only sees the table that it stands in: it is written as
/// rule files wrote it before it became a key, or it has no fields and some are given.
pub(super) fn sub_kind(rule: &Spanned<DeValue<'_>>, error: &Fault) -> Option<Problem> {
    let DeValue::Table(check) = value_of(rule, "check")?.get_ref() else { return None };
    let (kind, value) = check.iter().next()?;
    let (kind, DeValue::Table(table)) = (kind.get_ref(), value.get_ref()) else { return None };
    let before = |(key, value): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)| match value.get_ref() {
        DeValue::String(name) if matches!(key.get_ref().as_ref(), "fault" | "what") => {
            Some((key.span().start..value.span().end, name.to_string()))
        }
        _ => None,
    };
    if let Some((place, name)) = table.iter().find_map(before) {
        let bare = serde_json::json!({ kind.as_ref(): name }).to_string();
        let key = match keyed::json::<Check>(&bare) {
            Ok(_) => format!("{kind} = \"{name}\""),
            Err(_) if table.len() > 1 => format!("{kind}.{name} = {{ … }}"),
            Err(_) => format!("{kind}.{name} = {{}}"),
        };
        let told = Problem::new(place, words!("查哪一种，现在直接写成键“{name}”", name));
        return Some(told.help(words!("请写成 check.{key}", key)));
    }
    let (name, DeValue::Table(fields)) = table.iter().next().map(|(name, v)| (name.get_ref(), v.get_ref()))? else {
        return None;
    };
    let first = fields.keys().min_by_key(|key| key.span().start)?;
    (error.message == "expected empty table").then(|| {
        let told = Problem::new(first.span(), words!("没有叫“{first}”的项", first = first.get_ref()));
        told.help(words!("这一种没有自己的项，请写成 check.{kind} = \"{name}\"", kind, name))
    })
}

/// The value of a key.
pub(super) fn value_of<'i, 's>(item: &'i Spanned<DeValue<'s>>, key: &str) -> Option<&'i Spanned<DeValue<'s>>> {
    let DeValue::Table(table) = item.get_ref() else { return None };
    table.iter().find(|(k, _)| k.get_ref() == key).map(|(_, v)| v)
}

/// The place of a key in a table or in what stands in it.
pub(super) fn key_below(value: &Spanned<DeValue<'_>>, key: &str) -> Option<Range<usize>> {
    match value.get_ref() {
        DeValue::Table(table) => {
            let own = table.iter().find(|(k, _)| k.get_ref() == key).map(|(k, _)| k.span());
            own.or_else(|| table.iter().find_map(|(_, v)| key_below(v, key)))
        }
        DeValue::Array(items) => items.iter().find_map(|v| key_below(v, key)),
        _ => None,
    }
}

/// What of a rule says nothing: a source left empty, a placeholder that is not closed.
pub(super) fn hollow(rule: &Rule) -> Vec<(&'static str, &'static str)> {
    let texts = [("message", &rule.message), ("brief", &rule.brief), ("help", &rule.help)];
    let open = |text: &str| text.split('{').skip(1).any(|part| !part.contains('}'));
    let open = texts.into_iter().filter(|(_, text)| open(text)).map(|(key, _)| (key, "花括号 { 没有合上"));
    let blank = rule.source.trim().is_empty().then_some(("source", "没有写出处"));
    open.chain(blank).collect()
}

/// What a text of a blank document names between braces and nobody fills in.
pub(super) fn no_variable(name: &str, range: Range<usize>) -> Problem {
    Problem::new(range, words!("没有叫“{{{name}}}”的变量", name))
        .help(words!("可以写的有：{{{join}}}", join = VARIABLES.join("}、{")))
}

pub(super) fn unknown_placeholders(rule: &Rule) -> Vec<String> {
    let texts = [&rule.message, &rule.brief, &rule.help];
    let names = texts
        .into_iter()
        .flat_map(|t| t.split('{').skip(1).filter_map(|p| p.split_once('}').map(|(name, _)| name.to_owned())));
    names.filter(|n| !rule.check.keys().contains(&n.as_str())).collect()
}
