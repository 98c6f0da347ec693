//! A mistake in a rule or configuration file, at its place and in words an office understands.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::lang::Words;
use crate::steps;
use crate::text::Text;
use crate::words;

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
    pub message: Words,
    /// What to write instead.
    pub help: Option<Words>,
}

impl Problem {
    /// A mistake at a place.
    pub fn new(range: Range<usize>, message: impl Into<Words>) -> Self {
        Self { file: 0, range, message: message.into(), help: None }
    }

    /// With advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<Words>) -> Self {
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
        Self::new(range, words!("缺少“{key}”", key)).help(words!("请补上 {key} = …", key))
    }

    /// A key that is not known here.
    pub fn unknown_key(key: &str, known: &[&str]) -> Self {
        let problem = Self::new(0..0, words!("没有叫“{key}”的项", key));
        match nearest(key, known.iter().copied()) {
            Some(near) => {
                problem.help(words!("是不是想写“{near}”？可以写的有：{known}", near, known = Words::list(known)))
            }
            None => problem.help(words!("可以写的有：{known}", known = Words::list(known))),
        }
    }

    /// A word for something that does not exist.
    pub fn unknown_word<'w>(what: &'static str, wanted: &str, known: impl Iterator<Item = &'w str> + Clone) -> Self {
        let near = nearest(wanted, known.clone()).map_or(Words::default(), |near| words!("是不是想写“{near}”？", near));
        let known: Vec<&str> = known.collect();
        Self::new(0..0, words!("没有{what}叫“{wanted}”", what = Words::from(what), wanted)).help(words!(
            "{near}可以写的有：{known}",
            near,
            known = Words::list(known)
        ))
    }

    /// What is wrong and what to write instead.
    pub fn in_one_line(&self) -> Words {
        match &self.help {
            Some(help) => words!("{message}；{help}", message = self.message, help),
            None => self.message.clone(),
        }
    }

    /// A rule, or a glob of rules, that does not exist.
    pub fn unknown_rule<'r>(wanted: &str, known: impl Iterator<Item = &'r str>) -> Self {
        let problem = Self::new(0..0, words!("没有规则叫“{wanted}”", wanted));
        match nearest(wanted, known) {
            Some(near) => problem.help(words!("是不是想写“{near}”？全部规则见 sanbu rules list", near)),
            None => problem.help("全部规则见 sanbu rules list；一组规则可以写成 FORM-*"),
        }
    }

    /// What the TOML reader says, in Chinese.
    pub fn of_toml(error: &toml::de::Error, text: &Text) -> Self {
        Self::of_reader(&Fault::from(error), text)
    }

    /// What a reader says, in Chinese.
    fn of_reader(fault: &Fault, text: &Text) -> Self {
        let range = fault.range.clone();
        let range = if range.is_empty() { widen(range, text) } else { range };
        let message = fault.message.as_str();
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        if let Some(key) = quoted.first() {
            if message.starts_with("unknown field") {
                return Self { range, ..Self::unknown_key(key, &quoted[1..]) };
            }
            if message.starts_with("unknown variant") {
                let known = &quoted[1..];
                let problem = Self::new(range, words!("“{key}”不是这里可以写的值", key));
                let near =
                    nearest(key, known.iter().copied()).map_or(Words::default(), |n| words!("是不是想写“{n}”？", n));
                return problem.help(words!("{near}可以写的有：{known}", near, known = Words::list(known)));
            }
            if message.starts_with("missing field") {
                return Self::missing(key, range);
            }
            if message.starts_with("duplicate") {
                return Self::new(range, words!("“{key}”写了两次", key)).help("请删去一个");
            }
        }
        if message.starts_with("duplicate key") {
            return Self::new(range, "同一项写了两次").help("请删去一个");
        }
        if message == "invalid type: unit variant, expected newtype variant" {
            let name = text.slice(range.clone()).trim_matches(['"', '\'']);
            let help = words!("请写成 {{ {name} = {{ … }} }}；没有要写的项，写 {{ {name} = {{}} }}", name);
            return Self::new(range, words!("“{name}”有自己的项，要写成键", name)).help(help);
        }
        if message == "invalid type: unit variant, expected struct variant" {
            let name = text.slice(range.clone()).trim_matches(['"', '\'']);
            return Self::new(range, words!("“{name}”有自己的项，要写成 {{ {name} = {{ … }} }}", name));
        }
        if let Some(found) = message.strip_prefix("invalid type: ") {
            return Self::new(range, words!("值的类型不对：{types}", types = types(found)));
        }
        let own = message.starts_with(|c: char| !c.is_ascii());
        let message = if own { carried(message) } else { in_chinese(message) };
        Self::new(range, message)
    }
}

/// What the TOML reader says, in Chinese. The first that fits: what is said more exactly stands above.
const KNOWN: [(&str, &str); 45] = [
    ("expected empty table", "这里的表应当是空的"),
    ("expected empty array", "这里的数组应当是空的"),
    ("expected table", "应为表"),
    ("wanted string or table", "应为字符串或表"),
    ("wanted exactly 1 element", "这里要写一种，而且只写一种"),
    ("data did not match any variant", "不是这里可以写的值"),
    ("invalid length", "项数不对"),
    ("invalid value", "值不对"),
    ("overflowed", "数字太大"),
    ("too large", "数字太大"),
    ("key with no value", "项的后面没有写 = 和值"),
    ("missing value", "= 后面没有写值"),
    ("missing assignment", "项和值之间要写 ="),
    ("missing comma", "两项之间要写逗号"),
    ("missing key", "缺少项的名称"),
    ("missing opening quote", "缺少前面的引号"),
    ("missing escaped value", "反斜杠后面缺少字符"),
    ("missing", "缺少符号"),
    ("string values must be quoted", "字符串要加引号"),
    ("unclosed array table", "[[ 没有用 ]] 合上"),
    ("unclosed inline table", "花括号 { 没有合上"),
    ("unclosed table", "[ 没有用 ] 合上"),
    ("unclosed array", "方括号 [ 没有合上"),
    ("unclosed", "没有合上"),
    ("extra comma", "多了一个逗号"),
    ("extra", "多了一个 ="),
    ("unexpected `=`", "这里不能写 ="),
    ("unexpected leading zero", "数字前面多了 0"),
    ("unexpected sign", "正负号的位置不对"),
    ("redundant", "数字前面多了符号"),
    ("radix", "数字前面的符号不对"),
    ("may only go between digits", "下划线只能写在数字之间"),
    ("unquoted key", "项的名称只能用字母、数字、- 和 _，别的要加引号"),
    ("keys cannot be multi-line", "项的名称不能分几行写"),
    ("invalid key-value pair", "不是“项 = 值”的写法"),
    ("invalid inline table element", "花括号里要写“项 = 值”"),
    ("comment", "注释里有不能用的字符"),
    ("carriage return", "换行符不对"),
    ("unicode", "\\u 后面的编号不对"),
    ("literal string", "引号没有合上"),
    ("basic string", "引号没有合上"),
    ("recursion", "套得太深"),
    ("recurse", "套得太深"),
    ("unexpected", "这里有多余的内容"),
    ("invalid", "有不能用的写法"),
];

/// What readers of ours say with something in it, which the TOML reader carries as text.
const CARRIED: [&str; 3] = [
    "没有叫“{word}”的要素，可以写：{known}",
    "“{word}”不是要素，也不是{own}",
    "看不懂算式“{source}”，应写成 \"t = a * n\" 这样的形式",
];

fn carried(message: &str) -> Words {
    let said = CARRIED.iter().find_map(|template| Words::said_by(template, message));
    said.unwrap_or_else(|| Words::template(message))
}

/// The words of the TOML reader in Chinese; of what nobody knows no word is foreign to the reader.
fn in_chinese(message: &str) -> Words {
    let known = KNOWN.iter().find(|(en, _)| message.contains(en));
    known.map_or_else(
        || Words::from("不符合 TOML 的写法"),
        |(_, zh)| words!("写得不对：{what}", what = Words::from(*zh)),
    )
}

/// What a reader of tables does not accept, in its own words, and where it stands.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) range: Range<usize>,
}

impl From<&toml::de::Error> for Fault {
    fn from(error: &toml::de::Error) -> Self {
        Self { message: error.message().to_owned(), range: error.span().unwrap_or(0..0) }
    }
}

/// Reads one value by `parse`, and keeps every mistake in it: what has one is not taken. `told` may say better what is wrong,
/// or at which key.
pub(crate) fn take<T>(
    value: Spanned<DeValue<'_>>,
    text: &Text,
    problems: &mut Vec<Problem>,
    parse: impl Fn(&Spanned<DeValue<'_>>) -> Result<T, Fault>,
    told: &Told<'_>,
) -> Option<T> {
    let (before, mut taken) = (problems.len(), None);
    read(value, text, problems, &mut |value| parse(value).map(|read| taken = Some(read)), told, false);
    taken.filter(|_| problems.len() == before)
}

/// Reads as much of one value as can be read, and keeps every mistake in the rest.
pub(crate) fn take_partly<T: for<'de> Deserialize<'de>>(
    value: Spanned<DeValue<'_>>,
    text: &Text,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let mut taken = None;
    let mut parse = |value: &Spanned<DeValue<'_>>| {
        let read = T::deserialize(ValueDeserializer::from(value.clone()));
        read.map(|read| taken = Some(read)).map_err(|error| Fault::from(&error))
    };
    read(value, text, problems, &mut parse, &|_, _, _, problem| problem, true);
    taken
}

/// Says better what is wrong with a value, or with the one of a key in it.
type Told<'t> = dyn Fn(&Spanned<DeValue<'_>>, Option<&str>, &Fault, Problem) -> Problem + 't;

/// The reader stops at the first mistake, so the key that is wrong is taken away and the rest is read again: a table with
/// three mistakes is told three. What is wrong in a table within is taken out of that table when `deep`. `parse` keeps what it
/// has read: this is one piece of code for all that is.
fn read(
    mut value: Spanned<DeValue<'_>>,
    text: &Text,
    problems: &mut Vec<Problem>,
    parse: &mut dyn FnMut(&Spanned<DeValue<'_>>) -> Result<(), Fault>,
    told: &Told<'_>,
    deep: bool,
) {
    let whole = value.span();
    let mut removed: Vec<String> = Vec::new();
    loop {
        let Err(error) = parse(&value) else { return };
        let follows = |key: &String| error.message == format!("missing field `{key}`");
        if removed.iter().any(follows) || removed.len() >= MOST_PROBLEMS {
            return;
        }
        let problem = Problem::of_reader(&error, text).at_least(whole.clone());
        let (place, guilty) = (problem.range.clone(), key_at(&value, &problem.range));
        problems.push(told(&value, guilty.as_deref(), &error, problem));
        let (DeValue::Table(table), Some(key)) = (value.get_mut(), guilty) else { return };
        remove(table, &key, &place, deep);
        removed.push(key);
    }
}

/// Takes a key out of a table, or what is wrong out of the table that is its value.
fn remove(table: &mut DeTable<'_>, key: &str, place: &Range<usize>, deep: bool) {
    let within = table.get(key).filter(|_| deep).and_then(|value| key_at(value, place));
    match (within, table.get_mut(key).map(Spanned::get_mut)) {
        (Some(within), Some(DeValue::Table(below))) => remove(below, &within, place, deep),
        _ => drop(table.remove(key)),
    }
}

/// The key of a table that a place lies in: at the key, in its value, or deeper (a dotted key has no span of its own).
fn key_at(item: &Spanned<DeValue<'_>>, place: &Range<usize>) -> Option<String> {
    let DeValue::Table(table) = item.get_ref() else { return None };
    let holds = |span: Range<usize>| span.start <= place.start && place.end <= span.end;
    let inside = |v: &Spanned<DeValue<'_>>| holds(v.span()) || key_at(v, place).is_some();
    table.iter().find(|(k, v)| holds(k.span()) || inside(v)).map(|(k, _)| k.get_ref().to_string())
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

/// `integer `5`, expected a string` in Chinese; what a reader of ours expects is Chinese already.
fn types(found: &str) -> Words {
    const NAMES: [(&str, &str); 14] = [
        ("integer", "整数"),
        ("string", "字符串"),
        ("boolean", "真假值"),
        ("floating point", "小数"),
        ("datetime", "日期"),
        ("date", "日期"),
        ("sequence", "方括号里的列表"),
        ("tuple", "方括号里的列表"),
        ("map", "表"),
        ("struct", "表"),
        ("enum", "几种之一"),
        ("variant", "几种之一"),
        ("number", "数字"),
        ("u32", "不小于0的整数"),
    ];
    let word = |text: &str| {
        let known = NAMES.iter().find(|(en, _)| text.contains(en)).map(|(_, zh)| Words::from(*zh));
        let own = (!text.is_ascii()).then(|| Words::template(text.trim_start_matches("a ")));
        own.or(known).unwrap_or_else(|| Words::from("别的值"))
    };
    let (given, expected) = found.split_once(", expected ").unwrap_or((found, ""));
    // The value is quoted as it is written.
    let value = given.split_once('`').map_or("", |(_, value)| value.trim_end_matches('`'));
    let value = given.split_once('"').map_or(value.to_owned(), |(_, value)| format!("\"{value}"));
    let given = given.split(['`', '"']).next().unwrap_or_default();
    match (word(given), word(expected)) {
        (given, expected) if value.is_empty() => words!("{given}，应为{expected}", given, expected),
        (given, expected) => words!("{given} {value}，应为{expected}", given, value, expected),
    }
}

/// The known word closest to a misspelt one.
pub(crate) fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    const FAR: usize = 3;
    if word.is_empty() {
        return None;
    }
    let length = word.chars().count();
    // Of words as near, one that only has letters more or fewer: 公函 means 函 and not 公报.
    let far = |known: &str| {
        let far = distance(&word.to_lowercase(), &known.to_lowercase());
        (far, far != known.chars().count().abs_diff(length))
    };
    let ((far, _), near) = known.map(|known| (far(known), known)).min_by_key(|(far, _)| *far)?;
    (far <= FAR && far * 2 <= length.max(2)).then_some(near)
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
        assert_eq!(nearest("公函", ["公报", "函"].into_iter()), Some("函"));
        assert_eq!(nearest("xyz", ["message", "help"].into_iter()), None);
        assert_eq!(nearest("", ["令"].into_iter()), None);
    }
}
