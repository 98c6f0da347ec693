//! What is said to people, and in which language: words are a template with what fills its holes, and are put into a
//! language where they are shown.
//!
//! Simplified Chinese is the language of the sources. Its template is the key to the other two: English stands in
//! `rules/lang/en/`, Traditional Chinese is the same template in other characters (`hant`). What fills a hole is either
//! words again or text that somebody else has written, which is the same in every language.

mod english;
mod given;
mod hant;

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use given::is_same;

/// The languages in which people are spoken to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-Hans")]
    Hans,
    /// Traditional Chinese.
    #[serde(rename = "zh-Hant")]
    Hant,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Lang {
    /// All of them.
    pub const ALL: [Lang; 3] = [Lang::Hans, Lang::Hant, Lang::En];

    /// The name used in options, a BCP 47 tag.
    pub fn id(self) -> &'static str {
        match self {
            Lang::Hans => "zh-Hans",
            Lang::Hant => "zh-Hant",
            Lang::En => "en",
        }
    }

    /// The name that people use, each in its own language.
    pub fn title(self) -> &'static str {
        match self {
            Lang::Hans => "简体中文",
            Lang::Hant => "繁體中文",
            Lang::En => "English",
        }
    }

    /// A template in this language. What has no English stays as it is; the tests see that there is nothing of that kind.
    pub fn of(self, template: &str) -> Cow<'_, str> {
        match self {
            Lang::Hans => Cow::Borrowed(template),
            Lang::Hant => Cow::Owned(hant::converted(template)),
            Lang::En => Cow::Borrowed(english::of(template).unwrap_or(template)),
        }
    }
}

/// Whether a template says something that has to be said otherwise in another language: there are Chinese characters or
/// marks in it.
pub fn is_chinese(template: &str) -> bool {
    template.chars().any(|c| matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'))
}

/// The English of a template, where there is one.
pub fn english(template: &str) -> Option<&'static str> {
    english::of(template)
}

/// What is said: read as text it is Simplified Chinese, [`Words::to`] says it in another language.
#[derive(Clone, Default)]
pub struct Words {
    text: Cow<'static, str>,
    how: How,
}

/// How words come about.
#[derive(Clone, Debug, Default)]
enum How {
    /// Somebody else's text, the same in every language.
    #[default]
    Quoted,
    /// A template without holes.
    Template,
    /// The same, with its own English.
    Beside(Arc<str>),
    /// A template and what fills its holes.
    Filled(Arc<(Cow<'static, str>, Holes)>),
    /// One after the other, with something between.
    Joined(Arc<(&'static str, Vec<Words>)>),
    /// With something else in place of a part of it.
    Replaced(Arc<(Words, [&'static str; 2])>),
}

/// What stands in which hole.
type Holes = Vec<(&'static str, Words)>;

impl Words {
    /// A template that stands in data: a rule, a name of the vocabulary.
    pub fn template(template: &str) -> Self {
        Self { text: Cow::Owned(template.to_owned()), how: How::Template }
    }

    /// A template that brings its own English; without it, as [`Words::template`].
    pub fn beside(template: &str, english: &str) -> Self {
        match english {
            "" => Self::template(template),
            english => Self { text: Cow::Owned(template.to_owned()), how: How::Beside(english.into()) },
        }
    }

    /// A Chinese word of documents that English leaves as it is: a kind, a verb of titles.
    pub fn term(word: &str) -> Self {
        Self::beside(word, word)
    }

    /// A template with what fills its holes; a hole for which there is nothing is left empty.
    pub fn filled(template: impl Into<Cow<'static, str>>, holes: Holes) -> Self {
        let template = template.into();
        let text = fill(&template, |key| find(&holes, key).map(|words| Cow::Borrowed(&*words.text)));
        Self { text: Cow::Owned(text), how: How::Filled(Arc::new((template, holes))) }
    }

    /// What a template says, from the text that it has come to; for what others carry as text only.
    pub fn said_by(template: &'static str, text: &str) -> Option<Self> {
        let mut parts = template.split('{');
        let mut rest = text.strip_prefix(parts.next()?)?;
        let mut holes = Vec::new();
        for part in parts {
            let (name, behind) = part.split_once('}')?;
            let end = if behind.is_empty() { rest.len() } else { rest.find(behind)? };
            let names = rest[..end].split('、').map(str::to_owned);
            holes.push((name, Words::list(names)));
            rest = &rest[end + behind.len()..];
        }
        rest.is_empty().then(|| Self::filled(template, holes))
    }

    /// Words one after the other.
    pub fn joined(all: impl IntoIterator<Item = Words>, between: &'static str) -> Self {
        let all: Vec<Words> = all.into_iter().collect();
        let text = all.iter().map(|words| &*words.text).collect::<Vec<_>>().join(between);
        Self { text: Cow::Owned(text), how: How::Joined(Arc::new((between, all))) }
    }

    /// A list of names: the marks between them are those of the language.
    pub fn list<T: Hole>(all: impl IntoIterator<Item = T>) -> Self {
        Self::joined(all.into_iter().map(|one| one.hole()), "、")
    }

    /// With more words behind them.
    #[must_use]
    pub fn and(self, more: Words) -> Self {
        Self::joined([self, more], "")
    }

    /// With something else in place of a part of it; each has its own English.
    #[must_use]
    pub fn replace(self, part: &'static str, by: &'static str) -> Self {
        Self { text: Cow::Owned(self.text.replace(part, by)), how: How::Replaced(Arc::new((self, [part, by]))) }
    }

    /// The same in a language.
    pub fn to(&self, lang: Lang) -> Cow<'_, str> {
        if lang == Lang::Hans {
            return Cow::Borrowed(&self.text);
        }
        match &self.how {
            How::Quoted => Cow::Borrowed(&self.text),
            How::Template => lang.of(&self.text),
            How::Beside(english) if lang == Lang::En => Cow::Borrowed(english),
            How::Beside(_) => lang.of(&self.text),
            How::Filled(said) => {
                let (template, holes) = &**said;
                Cow::Owned(fill(&lang.of(template), |key| find(holes, key).map(|words| words.to(lang))))
            }
            How::Joined(said) => {
                let (between, all) = &**said;
                let all: Vec<Cow<'_, str>> = all.iter().map(|words| words.to(lang)).collect();
                Cow::Owned(all.join(&lang.of(between)))
            }
            How::Replaced(said) => {
                let (words, [part, by]) = &**said;
                Cow::Owned(words.to(lang).replace(&*lang.of(part), &lang.of(by)))
            }
        }
    }

    /// What of it is quoted: the same in every language.
    pub fn quoted(&self) -> Vec<&str> {
        match &self.how {
            How::Quoted => vec![&self.text],
            How::Template | How::Beside(_) => Vec::new(),
            How::Filled(said) => said.1.iter().flat_map(|(_, words)| words.quoted()).collect(),
            How::Joined(said) => said.1.iter().flat_map(Words::quoted).collect(),
            How::Replaced(said) => said.0.quoted(),
        }
    }

    /// In Simplified Chinese.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

fn find<'h>(holes: &'h Holes, key: &str) -> Option<&'h Words> {
    holes.iter().find(|(name, _)| *name == key).map(|(_, words)| words)
}

/// Fills the holes of a template; a brace that is none is written twice. Where nothing stands in a hole, no blank too
/// many is left beside it. English has two more kinds of hole, see [`filled_hole`].
fn fill<'h>(template: &str, hole: impl Fn(&str) -> Option<Cow<'h, str>>) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let brace = &rest[at..=at];
        rest = match behind.strip_prefix(brace) {
            Some(behind) => {
                text.push_str(brace);
                behind
            }
            None => match behind.split_once('}').filter(|_| brace == "{") {
                Some((key, behind)) => match filled_hole(key, &hole) {
                    said if said.is_empty() && !key.contains('|') => closed_up(&mut text, behind),
                    said => {
                        text.push_str(&said);
                        behind
                    }
                },
                None => {
                    text.push_str(brace);
                    behind
                }
            },
        };
    }
    text + rest
}

/// A template with the same in every hole, for those who look at templates.
pub fn with_holes(template: &str, shown: impl Fn(&str) -> String) -> String {
    fill(template, |name| Some(Cow::Owned(shown(name))))
}

/// What is said in a hole: what fills it; in `{n|one|more}` one of two texts, the first where `n` is 1 or the word no; in
/// `{^name}` what fills it, as the beginning of a sentence.
fn filled_hole<'h>(key: &str, hole: &impl Fn(&str) -> Option<Cow<'h, str>>) -> String {
    let said = |name: &str| hole(name).unwrap_or_default().into_owned();
    if let Some((name, choice)) = key.split_once('|') {
        let (one, more) = choice.split_once('|').unwrap_or((choice, choice));
        return if matches!(&*said(name), "1" | "no") { one } else { more }.to_owned();
    }
    match key.strip_prefix('^') {
        Some(name) => capital(&said(name)),
        None => said(key),
    }
}

/// A text as a sentence begins.
pub fn capital(text: &str) -> String {
    let first = text.chars().next().map_or(0, char::len_utf8);
    text[..first].to_uppercase() + &text[first..]
}

/// What follows an empty hole: of two blanks round it one stays, and none at an end or before a mark. A colon that would
/// announce nothing, or an empty quotation, goes with it.
fn closed_up<'t>(text: &mut String, behind: &'t str) -> &'t str {
    let quoted = text.strip_suffix('“').zip(behind.strip_prefix('”'));
    let (before, after) = quoted.unwrap_or((text, behind));
    let announced = before.trim_end_matches(' ').strip_suffix(['：', ':']).map(str::len);
    if let Some(end) = announced.filter(|_| quoted.is_some() || after.is_empty()) {
        text.truncate(end);
        return after;
    }
    let is_end = behind.is_empty() || behind.starts_with([',', '.', ':', ';', ')', ' ']);
    if is_end && text.ends_with(' ') && !text.trim_end().is_empty() {
        text.pop();
    }
    if text.is_empty() { behind.trim_start_matches(' ') } else { behind }
}

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl AsRef<str> for Words {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.text, f)
    }
}

/// What is wrong can be said as an error.
impl std::error::Error for Words {}

/// Words are the same when they read the same.
impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Words {}

impl<S: AsRef<str> + ?Sized> PartialEq<&S> for Words {
    fn eq(&self, other: &&S) -> bool {
        *self.text == *other.as_ref()
    }
}

impl PartialEq<str> for Words {
    fn eq(&self, other: &str) -> bool {
        *self.text == *other
    }
}

impl PartialEq<String> for Words {
    fn eq(&self, other: &String) -> bool {
        *self.text == **other
    }
}

/// What stands in the sources is a template.
impl From<&'static str> for Words {
    fn from(template: &'static str) -> Self {
        Self { text: Cow::Borrowed(template), how: How::Template }
    }
}

/// What was made or read is quoted.
impl From<String> for Words {
    fn from(text: String) -> Self {
        Self { text: Cow::Owned(text), how: How::Quoted }
    }
}

impl From<&String> for Words {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl From<&Words> for Words {
    fn from(words: &Words) -> Self {
        words.clone()
    }
}

impl From<Cow<'_, str>> for Words {
    fn from(text: Cow<'_, str>) -> Self {
        text.into_owned().into()
    }
}

impl FromIterator<Words> for Words {
    fn from_iter<I: IntoIterator<Item = Words>>(all: I) -> Self {
        Self::joined(all, "")
    }
}

/// What can stand in a hole: text is quoted.
pub trait Hole {
    /// As words.
    fn hole(&self) -> Words;
}

impl Hole for Words {
    fn hole(&self) -> Words {
        self.clone()
    }
}

impl<T: Hole + ?Sized> Hole for &T {
    fn hole(&self) -> Words {
        (**self).hole()
    }
}

impl<T: Hole> Hole for Option<T> {
    fn hole(&self) -> Words {
        self.as_ref().map_or_else(Words::default, Hole::hole)
    }
}

macro_rules! quoted {
    ($($type:ty),*) => {$(
        impl Hole for $type {
            fn hole(&self) -> Words {
                self.to_string().into()
            }
        }
    )*};
}

quoted!(str, String, Cow<'_, str>, Arc<str>, char, usize, u8, u16, u32, u64, i32, i64, f32, f64);

/// Words from a template and what fills its holes, written as for `format!`: every hole has a name, and what fills it is
/// named behind the template, as `name` or `name = value`.
#[macro_export]
macro_rules! words {
    ($template:literal $(,)?) => {
        $crate::lang::Words::filled($template, ::std::vec::Vec::new())
    };
    ($template:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {{
        let holes = ::std::vec![$((
            ::std::stringify!($name),
            $crate::lang::Hole::hole(&$crate::words!(@ $name $(= $value)?)),
        )),+];
        // Never run: the compiler sees that every name has its hole.
        let _ = || ::std::format!($template, $($name = ""),+);
        $crate::lang::Words::filled($template, holes)
    }};
    (@ $name:ident) => { $name };
    (@ $name:ident = $value:expr) => { $value };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_said_in_each_language() {
        let name = "复核表";
        let words = words!("没有叫“{name}”的规则", name);
        assert_eq!(words, "没有叫“复核表”的规则");
        assert_eq!(words.to(Lang::Hant), "沒有叫“复核表”的規則", "what is quoted is not converted");
        let both = Words::joined(["错误".into(), words!("{n}处", n = 3)], "、");
        assert_eq!((&*both, &*both.to(Lang::Hant)), ("错误、3处", "錯誤、3處"));
        let own = Words::beside("“帐号”应为“账号”", "“帐号” should be “账号”");
        assert_eq!((&*own.to(Lang::En), &*own.to(Lang::Hant)), ("“帐号” should be “账号”", "“帐号”應為“账号”"));
        let term = words!("标题说{verb}“{name}”", verb = Words::term("印发"), name = "办法");
        assert_eq!(
            term.to(Lang::Hant),
            "標題說印發“办法”",
            "a word of the rules is converted, beside one that is quoted"
        );
        assert_eq!(Words::term("命令").to(Lang::En), "命令");
        assert_eq!(words!("{a}{{}}{b}", a = 1, b = "x"), "1{}x");
        assert_eq!(fill("{a}{", |_| None), "{");
        let counted = |n: &'static str| fill("{n} {n|entry|entries}, file{n||s}", move |_| Some(n.into()));
        assert_eq!((counted("1"), counted("2")), ("1 entry, file".to_owned(), "2 entries, files".to_owned()));
        assert_eq!(fill("{^a} ended", |_| Some("the date".into())), "The date ended");
        let empty = |template| fill(template, |_| None);
        assert_eq!(["a {n} b", "a {n}: b", "{n} b", "a {n}", "a {n}b"].map(empty), ["a b", "a: b", "b", "a", "a b"]);
        let bare = ["还有1处：“{n}”，不知道", "n: “{n}”; it", "宏1处：{n}", "“{n}”"].map(empty);
        assert_eq!(bare, ["还有1处，不知道", "n; it", "宏1处", "“”"]);
        let carried = Words::said_by("没有叫“{word}”的要素，可以写：{known}", "没有叫“甲”的要素，可以写：乙、丙");
        assert_eq!(carried.unwrap().to(Lang::Hant), "沒有叫“甲”的要素，可以寫：乙、丙");
    }
}
