//! HTML that is ours, and the one place where text of others gets into it.

use std::borrow::Cow;
use std::rc::Rc;

use crate::lang::{Lang, Words, is_chinese};
use crate::shown::shown;

/// A piece of HTML, in no language yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Html(Vec<Piece>);

#[derive(Clone, Debug)]
enum Piece {
    /// A template, and what stands at its `{}`.
    Template(&'static str, Rc<[Html]>),
    /// Text, which is escaped.
    Text(Rc<Words>),
    /// The first so many characters of a text; twice as many of those that take half the room.
    Cut(Rc<Words>, usize),
    /// Text of the page itself that is no template: its style, its script.
    Ours(Rc<str>),
}

/// What can be put into HTML: text is escaped, numbers and HTML are as they are.
pub(super) trait Put {
    fn put(&self) -> Html;
}

/// A template with what stands at its `{}`. Attributes stand in double quotes. What it says in Chinese is said in another
/// language piece by piece, between tags and in attributes.
pub(super) fn html(template: &'static str, pieces: &[&dyn Put]) -> Html {
    debug_assert_eq!(template.matches("{}").count(), pieces.len(), "{template}");
    Html(vec![Piece::Template(template, pieces.iter().map(|piece| piece.put()).collect())])
}

/// What is said between the tags of a template and in its attributes, with the places of it.
fn said(template: &str) -> impl Iterator<Item = &str> {
    let pieces = template.split(['<', '>', '"', '\n']).map(str::trim);
    pieces.filter(|piece| is_chinese(piece))
}

/// A template in a language.
fn in_language(template: &'static str, lang: Lang) -> Cow<'static, str> {
    if lang == Lang::Hans || !is_chinese(template) {
        return Cow::Borrowed(template);
    }
    let mut told = String::with_capacity(template.len());
    let mut rest = template;
    for piece in said(template) {
        let Some((before, behind)) = rest.split_once(piece) else { continue };
        told.push_str(before);
        told.push_str(&lang.of(piece));
        rest = behind;
    }
    Cow::Owned(told + rest)
}

/// Text as it is shown, with what would be markup written otherwise.
fn escape(text: &str, into: &mut String) {
    for c in shown(text).chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            c => into.push(c),
        }
    }
}

impl Piece {
    fn is_empty(&self) -> bool {
        match self {
            Piece::Template(template, pieces) => {
                template.split("{}").all(str::is_empty) && pieces.iter().all(Html::is_empty)
            }
            Piece::Text(text) | Piece::Cut(text, _) => text.is_empty(),
            Piece::Ours(text) => text.is_empty(),
        }
    }

    fn write(&self, lang: Lang, into: &mut String) {
        match self {
            Piece::Template(template, pieces) => {
                let told = in_language(template, lang);
                let mut parts = told.split("{}");
                into.push_str(parts.next().unwrap_or_default());
                let mut pieces = pieces.iter();
                for part in parts {
                    if let Some(piece) = pieces.next() {
                        piece.write(lang, into);
                    }
                    into.push_str(part);
                }
            }
            Piece::Text(text) => escape(&text.to(lang), into),
            Piece::Cut(text, most) => {
                let text = text.to(lang);
                let most = if lang == Lang::En { 2 * most } else { *most };
                match text.char_indices().nth(most).and_then(|(end, _)| text.get(..end)) {
                    Some(first) => escape(&format!("{first}…"), into),
                    None => escape(&text, into),
                }
            }
            Piece::Ours(text) => into.push_str(text),
        }
    }
}

impl Html {
    /// Text of the page itself that is no template: its style, its script.
    pub(super) fn ours(text: impl Into<Rc<str>>) -> Self {
        Self(vec![Piece::Ours(text.into())])
    }

    /// The first so many characters of a text.
    pub(super) fn cut(text: impl Into<Words>, most: usize) -> Self {
        Self(vec![Piece::Cut(Rc::new(text.into()), most)])
    }

    /// Nothing is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(Piece::is_empty)
    }

    /// The same when something holds.
    pub(super) fn when(self, holds: bool) -> Self {
        if holds { self } else { Self::default() }
    }

    pub(super) fn to(&self, lang: Lang) -> String {
        let mut text = String::new();
        self.write(lang, &mut text);
        text
    }

    fn write(&self, lang: Lang, into: &mut String) {
        self.0.iter().for_each(|piece| piece.write(lang, into));
    }

    pub(super) fn push(&mut self, more: Html) {
        self.0.extend(more.0);
    }
}

impl FromIterator<Html> for Html {
    fn from_iter<I: IntoIterator<Item = Html>>(pieces: I) -> Self {
        Self(pieces.into_iter().flat_map(|piece| piece.0).collect())
    }
}

impl Put for Html {
    fn put(&self) -> Html {
        self.clone()
    }
}

impl Put for Words {
    fn put(&self) -> Html {
        Html(vec![Piece::Text(Rc::new(self.clone()))])
    }
}

impl Put for &str {
    fn put(&self) -> Html {
        (*self).to_owned().put()
    }
}

impl Put for String {
    fn put(&self) -> Html {
        Words::from(self).put()
    }
}

impl Put for usize {
    fn put(&self) -> Html {
        self.to_string().put()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        let text = "</p><script>alert(1)</script>\" onload='x' & \u{202e}{}\n::error::";
        let told = html("<p title=\"{}\">{}</p>", &[&text, &text.to_owned()]).to(Lang::Hans);
        assert_eq!(told.matches(['<', '>']).count(), 4, "{told}");
        assert_eq!(told.matches(['"', '\'']).count(), 2, "{told}");
        assert!(told.contains("&lt;script&gt;") && !told.contains(['\u{202e}', '\n']), "{told}");
        assert_eq!(html("{}{}", &[&html("<br>", &[]), &3]).to(Lang::Hans), "<br>3");
        let told = html("<p title=\"规则\">没有 {}</p>", &[&"规则"]).to(Lang::Hant);
        assert_eq!(told, "<p title=\"規則\">沒有 规则</p>");
    }
}
