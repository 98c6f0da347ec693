//! A mistake in a rule or configuration file, at its place and in words an office understands.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use crate::steps;
use crate::text::Text;

/// Nobody reads more mistakes of one file, or of one table: each of them costs a look at all that is left.
pub(crate) const MOST_PROBLEMS: usize = 50;

/// A mistake with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Index of the file, for callers that load several.
    pub file: usize,
    /// Bytes that are wrong.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl Problem {
    /// A mistake at a place.
    pub fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { file: 0, range, message: message.into(), help: None }
    }

    /// With advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With a place, if it has none yet.
    #[must_use]
    pub fn at_least(mut self, range: Range<usize>) -> Self {
        if self.range.is_empty() {
            self.range = range;
        }
        self
    }

    /// A key that is not there.
    pub fn missing(key: &str, range: Range<usize>) -> Self {
        Self::new(range, format!("缺少“{key}”")).help(format!("请补上 {key} = …"))
    }

    /// A key that is not known here.
    pub fn unknown_key(key: &str, known: &[&str]) -> Self {
        let problem = Self::new(0..0, format!("没有叫“{key}”的项"));
        match nearest(key, known.iter().copied()) {
            Some(near) => problem.help(format!("是不是想写“{near}”？可以写的有：{}", known.join("、"))),
            None => problem.help(format!("可以写的有：{}", known.join("、"))),
        }
    }

    /// A rule, or a glob of rules, that does not exist.
    pub fn unknown_rule<'r>(wanted: &str, known: impl Iterator<Item = &'r str>) -> Self {
        let problem = Self::new(0..0, format!("没有规则叫“{wanted}”"));
        match nearest(wanted, known) {
            Some(near) => problem.help(format!("是不是想写“{near}”？全部规则见 sanbu rules list")),
            None => problem.help("全部规则见 sanbu rules list；一组规则可以写成 FORM-*"),
        }
    }

    /// What the TOML reader says, in Chinese.
    pub fn of_toml(error: &toml::de::Error, text: &Text) -> Self {
        let range = error.span().unwrap_or(0..0);
        let range = if range.is_empty() { widen(range, text) } else { range };
        let message = error.message();
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        if let Some(key) = quoted.first() {
            if message.starts_with("unknown field") {
                return Self { range, ..Self::unknown_key(key, &quoted[1..]) };
            }
            if message.starts_with("unknown variant") {
                let known = &quoted[1..];
                let problem = Self::new(range, format!("“{key}”不是这里可以写的值"));
                let near = nearest(key, known.iter().copied()).map_or(String::new(), |n| format!("是不是想写“{n}”？"));
                return problem.help(format!("{near}可以写的有：{}", known.join("、")));
            }
            if message.starts_with("missing field") {
                return Self::missing(key, range);
            }
            if message.starts_with("duplicate") {
                return Self::new(range, format!("“{key}”写了两次")).help("请删去一个");
            }
        }
        if message.starts_with("duplicate key") {
            return Self::new(range, "同一项写了两次").help("请删去一个");
        }
        if message == "invalid type: unit variant, expected newtype variant" {
            let name = text.slice(range.clone()).trim_matches(['"', '\'']);
            let help = format!("请写成 {{ {name} = {{ … }} }}；没有要写的项，写 {{ {name} = {{}} }}");
            return Self::new(range, format!("“{name}”有自己的项，要写成键")).help(help);
        }
        if let Some(found) = message.strip_prefix("invalid type: ") {
            return Self::new(range, format!("值的类型不对：{}", types(found)));
        }
        let own = message.starts_with(|c: char| !c.is_ascii());
        let message = if own { message.to_owned() } else { in_chinese(message) };
        Self::new(range, message)
    }
}

/// The commonest words of the TOML reader in Chinese; the rest as it says them.
fn in_chinese(message: &str) -> String {
    const KNOWN: [(&str, &str); 9] = [
        ("invalid length", "项数不对"),
        ("wanted exactly 1 element", "这里要写一种，而且只写一种"),
        ("expected table", "应为表"),
        ("wanted string or table", "应为字符串或表"),
        ("data did not match any variant", "不是这里可以写的值"),
        ("key with no value", "项的后面没有写 = 和值"),
        ("string values must be quoted", "字符串要加引号"),
        ("unclosed", "没有合上"),
        ("missing", "缺少符号"),
    ];
    let known = KNOWN.iter().find(|(en, _)| message.contains(en));
    known.map_or_else(|| format!("不符合 TOML 语法：{message}"), |(_, zh)| format!("写得不对：{zh}"))
}

/// The items of an array in a file; anything else is its own only item.
pub(crate) fn items(value: Spanned<DeValue<'_>>) -> Vec<Spanned<DeValue<'_>>> {
    let span = value.span();
    match value.into_inner() {
        DeValue::Array(items) => items.into_iter().collect(),
        other => vec![Spanned::new(span, other)],
    }
}

/// The place of a key's value in a table.
pub(crate) fn span_of(item: &Spanned<DeValue<'_>>, key: &str) -> Option<Range<usize>> {
    let DeValue::Table(table) = item.get_ref() else { return None };
    table.iter().find(|(k, _)| k.get_ref() == key).map(|(_, v)| v.span())
}

/// An empty place becomes the character there, or the one before a line end.
fn widen(range: Range<usize>, text: &Text) -> Range<usize> {
    let all = text.as_str();
    let start = range.start.min(all.len());
    match all.get(start..).and_then(|rest| rest.chars().next()) {
        Some(c) if c != '\n' => start..start + c.len_utf8(),
        _ => {
            let before = all.get(..start).and_then(|b| b.chars().next_back()).map_or(0, char::len_utf8);
            start - before..start
        }
    }
}

/// `integer `5`, expected a string` in Chinese.
fn types(found: &str) -> String {
    let names = [
        ("integer", "整数"),
        ("string", "字符串"),
        ("boolean", "真假值"),
        ("floating point", "小数"),
        ("sequence", "数组"),
        ("map", "表"),
        ("unit", "空"),
        ("expected", "应为"),
        (" a ", ""),
        (", ", "，"),
    ];
    names.iter().fold(found.to_owned(), |text, (en, zh)| text.replace(en, zh))
}

/// The known word closest to a misspelt one.
pub(crate) fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    const FAR: usize = 3;
    let near = known.map(|k| (distance(word, k), k)).min_by_key(|(d, _)| *d)?;
    (near.0 <= FAR && near.0 * 2 <= word.chars().count().max(2)).then_some(near.1)
}

/// Edit distance in characters.
fn distance(a: &str, b: &str) -> usize {
    steps::add(a.len() + b.len());
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_the_nearest_word() {
        assert_eq!(nearest("mesage", ["message", "help"].into_iter()), Some("message"));
        assert_eq!(nearest("xyz", ["message", "help"].into_iter()), None);
    }
}
