//! Patterns: every one must compile, and what is wrong with it is told at the very characters.

use std::ops::Range;

use regex_syntax::hir::{Class, Hir, HirKind};
use toml::Spanned;
use toml::de::DeValue;

use super::Loader;
use crate::lang;
use crate::problem::Problem;
use crate::rule::keys::PATTERNS;
use crate::text::Text;
use crate::words;

impl Loader {
    /// Every pattern must compile: found by key, wherever it stands.
    pub(super) fn patterns_in(&mut self, key: &str, value: &Spanned<DeValue<'_>>, text: &Text) {
        const GUARDS: [&str; 2] = ["not_before", "not_after"];
        let mut open = vec![(key.to_owned(), key == "patterns", value)];
        while let Some((key, inside, value)) = open.pop() {
            let is_pattern = inside || PATTERNS.contains(&key.as_str()) || GUARDS.contains(&key.as_str());
            match value.get_ref() {
                DeValue::String(source) if is_pattern => {
                    let problem = match pattern(source, value.span(), text) {
                        Err(problem) => Some(problem),
                        // Shipped patterns are compiled by the tests, and when somebody's text asks for them.
                        Ok(parsed) if self.by.is_some() && room(&parsed) > AMPLE => {
                            too_large(&key, source, value.span())
                        }
                        Ok(_) => None,
                    };
                    self.problems.extend(problem);
                }
                DeValue::Array(items) => open.extend(items.iter().map(|v| (key.clone(), is_pattern, v))),
                DeValue::Table(table) => open.extend(table.iter().map(|(k, v)| (k.get_ref().to_string(), inside, v))),
                _ => {}
            }
        }
    }
}

/// A pattern as parsed, or what is wrong with it, at the very characters when the string is a literal one.
fn pattern(source: &str, span: Range<usize>, text: &Text) -> Result<Hir, Problem> {
    use regex_syntax::Error;
    if source.is_empty() {
        return Err(Problem::new(span, "正则表达式是空的，处处都符合").help("请写上要找的字样，或者删去这一项"));
    }
    let error = match regex_syntax::Parser::new().parse(source) {
        Ok(parsed) => return Ok(parsed),
        Err(error) => error,
    };
    let (range, message) = match &error {
        Error::Parse(e) => (e.span().start.offset..e.span().end.offset, e.kind().to_string()),
        Error::Translate(e) => (e.span().start.offset..e.span().end.offset, e.kind().to_string()),
        _ => (0..source.len(), error.to_string()),
    };
    // With escapes in it the string is longer than what it stands for, and places in the two differ.
    let quote = span.len().saturating_sub(source.len()) / 2;
    let is_as_written = text.slice(span.start + quote..(span.end - quote).max(span.start + quote)) == source;
    let at = if is_as_written {
        let first = source.get(range.start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        let start = span.start + quote + range.start;
        // What is missing at the end is told at the last character.
        start..(start + (range.len()).max(first)).min(span.end)
    } else {
        span
    };
    Err(Problem::new(at, words!("正则表达式有误：{what}", what = lang::Words::from(in_chinese(&message)))))
}

/// A pattern of fewer states is never too large to compile: a state takes some tens of bytes, and there is room for
/// millions of them.
const AMPLE: usize = 20_000;

/// How many states a pattern has when it is compiled, at most: what is repeated stands there so many times.
fn room(pattern: &Hir) -> usize {
    /// States of one range of characters, at most: it becomes a few sequences of bytes.
    const STATES: usize = 16;
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => STATES * class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        HirKind::Capture(capture) => 2 + room(&capture.sub),
        HirKind::Repetition(times) => {
            room(&times.sub).saturating_mul(1 + times.max.unwrap_or(times.min).max(times.min) as usize)
        }
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(room).fold(2, usize::saturating_add),
    }
}

/// A pattern that the engine refuses although it is written well: compiled, it takes too much room. Guards are compiled
/// with the end that they are held to.
fn too_large(key: &str, source: &str, span: Range<usize>) -> Option<Problem> {
    let whole = match key {
        "not_before" => format!("^(?:{source})"),
        "not_after" => format!("(?:{source})$"),
        _ => source.to_owned(),
    };
    let message = match regex::Regex::new(&whole).err()? {
        regex::Error::CompiledTooBig(most) => words!("正则表达式太大，展开后超过{most}兆字节", most = most >> 20),
        other => words!("正则表达式有误：{what}", what = lang::Words::from(in_chinese(&other.to_string()))),
    };
    Some(Problem::new(span, message).help("请减少重复的次数，或者拆成几条规则"))
}

/// What the reader of expressions says, in Chinese. The first that fits: what is said more exactly stands above.
fn in_chinese(message: &str) -> &'static str {
    const KNOWN: [(&str, &str); 18] = [
        ("nest", "括号套得太深"),
        ("unclosed counted repetition", "花括号没有合上"),
        ("unclosed group", "圆括号没有合上"),
        ("unclosed character class", "方括号没有合上"),
        ("unopened group", "多了一个右圆括号"),
        ("repetition operator missing expression", "重复符号前面没有内容"),
        ("repetition quantifier", "花括号里的重复次数不对"),
        ("decimal literal", "花括号里要写次数"),
        ("unrecognized escape sequence", "不认识的反斜杠写法"),
        ("escape sequence", "反斜杠后面的写法不完整"),
        ("hexadecimal", "字符编号写得不对"),
        ("character class range", "方括号里的起止颠倒了"),
        ("range", "方括号里的起止颠倒了"),
        ("capture group name", "组的名称不对，或者重复了"),
        ("flag", "圆括号开头的 ?… 写得不对"),
        ("backreferences", "不支持反向引用（\\1 之类）"),
        ("look-around", "不支持前后断言，请用 not_before、not_after"),
        ("property", "没有这样的字符类别"),
    ];
    KNOWN.iter().find(|(en, _)| message.contains(en)).map_or("不是正则表达式的写法", |(_, zh)| zh)
}
