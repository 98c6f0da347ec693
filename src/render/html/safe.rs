//! HTML that is ours, and the one place where text of others gets into it.

use crate::shown::shown;

/// A piece of HTML.
#[derive(Clone, Debug, Default)]
pub(super) struct Html(String);

/// What can be put into HTML: text is escaped, numbers and HTML are as they are.
pub(super) trait Put {
    fn put(&self, into: &mut String);
}

/// A template with what stands at its `{}`. Attributes stand in double quotes.
pub(super) fn html(template: &'static str, pieces: &[&dyn Put]) -> Html {
    let mut text = String::with_capacity(template.len() + 32 * pieces.len());
    let given = pieces.len();
    let mut parts = template.split("{}");
    text.push_str(parts.next().unwrap_or_default());
    let mut pieces = pieces.iter();
    for part in parts {
        if let Some(piece) = pieces.next() {
            piece.put(&mut text);
        }
        text.push_str(part);
    }
    debug_assert_eq!(template.matches("{}").count(), given, "{template}");
    Html(text)
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

impl Html {
    /// Text of the page itself that is no template: its style, its script.
    pub(super) fn ours(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Nothing is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same when something holds.
    pub(super) fn when(self, holds: bool) -> Self {
        if holds { self } else { Self::default() }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn push(&mut self, more: &Html) {
        self.0.push_str(&more.0);
    }
}

impl FromIterator<Html> for Html {
    fn from_iter<I: IntoIterator<Item = Html>>(pieces: I) -> Self {
        let mut all = Self::default();
        pieces.into_iter().for_each(|piece| all.push(&piece));
        all
    }
}

impl Put for Html {
    fn put(&self, into: &mut String) {
        into.push_str(&self.0);
    }
}

impl Put for &str {
    fn put(&self, into: &mut String) {
        escape(self, into);
    }
}

impl Put for String {
    fn put(&self, into: &mut String) {
        escape(self, into);
    }
}

impl Put for usize {
    fn put(&self, into: &mut String) {
        into.push_str(&self.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        let text = "</p><script>alert(1)</script>\" onload='x' & \u{202e}{}\n::error::";
        let told = html("<p title=\"{}\">{}</p>", &[&text, &text.to_owned()]).0;
        assert_eq!(told.matches(['<', '>']).count(), 4, "{told}");
        assert_eq!(told.matches(['"', '\'']).count(), 2, "{told}");
        assert!(told.contains("&lt;script&gt;") && !told.contains(['\u{202e}', '\n']), "{told}");
        assert_eq!(html("{}{}", &[&html("<br>", &[]), &3]).0, "<br>3");
    }
}
