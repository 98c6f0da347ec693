//! What people are shown on a terminal, in a pipeline or in a cell: nothing in it is a command.
//!
//! Names and texts come from whoever handed in the documents. Whatever is written for people goes through
//! [`say!`](crate::say) or [`shown`], JSON through [`crate::json`]; colours are added outside.

use std::borrow::Cow;
use std::fmt::Arguments;
use std::io::{self, Write};
use std::ops::Range;

use crate::lang::{Hole, Words};
use crate::words;

/// What a build server takes for a command at the start of a line, and what anywhere in it.
const AT_START: &str = "::";
const ANYWHERE: [&str; 2] = ["##[", "##vso["];
/// What a spreadsheet takes for the start of a formula, in both widths.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Characters that steer a terminal or turn the direction of a text, end a line, or are not seen at all: two names that
/// differ only in those would look like one.
pub(crate) fn is_hidden(c: char) -> bool {
    let direction =
        matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}');
    let unseen = matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    c != '\t' && c.is_control() || direction || unseen || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Bytes before which a character of a text is written by its number, because a build server would take what begins there
/// for a command.
pub(crate) fn commands(text: &str) -> impl Iterator<Item = usize> {
    ANYWHERE.iter().flat_map(|command| text.match_indices(command)).map(|(at, _)| at)
}

/// One line of text: what cannot be seen is written by its number, `\u{1b}`, and no line of it is a command.
pub fn shown(text: &str) -> Cow<'_, str> {
    let start = text.len() - text.trim_start().len();
    let first = text[start..].starts_with(AT_START).then_some(start);
    if first.is_none() && !text.chars().any(is_hidden) && commands(text).next().is_none() {
        return Cow::Borrowed(text);
    }
    let named: Vec<usize> = first.into_iter().chain(commands(text)).collect();
    let told = |(at, c): (usize, char)| match c {
        c if is_hidden(c) || named.contains(&at) => c.escape_unicode().to_string(),
        c => c.to_string(),
    };
    Cow::Owned(text.char_indices().map(told).collect())
}

/// Lines of text behind a margin, with the same place marked in them.
pub(crate) fn shown_lines(text: &str, mark: Range<usize>) -> (String, Range<usize>) {
    let named: Vec<usize> = commands(text).collect();
    let mut lines = String::with_capacity(text.len());
    let (mut start, mut end) = (None, None);
    for (at, c) in text.char_indices() {
        start = start.or((at >= mark.start).then_some(lines.len()));
        end = end.or((at >= mark.end).then_some(lines.len()));
        match c {
            c if is_hidden(c) && c != '\n' || named.contains(&at) => lines.extend(c.escape_unicode()),
            c => lines.push(c),
        }
    }
    let (start, end) = (start.unwrap_or(lines.len()), end.unwrap_or(lines.len()));
    (lines, start..end)
}

/// Writes what is said for people, line by line; see [`say!`](crate::say).
pub trait Lines {
    /// Writes one line; the line end behind it is the only one.
    ///
    /// # Errors
    /// Only what the writer reports.
    fn line(&mut self, text: Arguments<'_>) -> io::Result<()>;
}

impl<W: Write + ?Sized> Lines for W {
    fn line(&mut self, text: Arguments<'_>) -> io::Result<()> {
        let mut line = shown(&text.to_string()).into_owned();
        line.push('\n');
        self.write_all(line.as_bytes())
    }
}

/// `writeln!` for people: one line in which nothing is a command, whatever it quotes.
#[macro_export]
macro_rules! say {
    ($out:expr, $($text:tt)*) => {{
        use $crate::shown::Lines as _;
        $out.line(format_args!($($text)*))
    }};
}

/// Whether a spreadsheet would take a cell for a formula.
pub(crate) fn is_formula(cell: &str) -> bool {
    // A dash alone says that there is nothing.
    let more = cell.chars().nth(1).is_some();
    more && cell.starts_with(FORMULA) || cell.starts_with(['\t', '\r', '\n'])
}

/// A cell of a table as it was before it was shown.
pub(crate) fn unshown(cell: &str) -> Cow<'_, str> {
    const MARK: &str = "\\u{";
    let Some(first) = cell.find(MARK) else { return Cow::Borrowed(cell) };
    let (before, mut rest) = cell.split_at(first);
    let mut text = before.to_owned();
    while let Some((before, behind)) = rest.split_once(MARK) {
        text.push_str(before);
        let code = behind.split_once('}').and_then(|(code, after)| Some((u32::from_str_radix(code, 16).ok()?, after)));
        let known = |c: &char| is_hidden(*c) || matches!(c, ':' | '#');
        match code.and_then(|(code, after)| Some((char::from_u32(code).filter(known)?, after))) {
            Some((c, after)) => {
                text.push(c);
                rest = after;
            }
            None => {
                text.push_str(MARK);
                rest = behind;
            }
        }
    }
    Cow::Owned(text + rest)
}

/// The names shown of a list; a message is to be read.
pub(crate) const FEW: usize = 10;

/// The first few of many, and how many there are.
pub fn few<T: Hole>(all: &[T]) -> Words {
    few_of(all, "个")
}

/// The same with another measure word.
pub fn few_of<T: Hole>(all: &[T], unit: &'static str) -> Words {
    few_between(all, "、", unit)
}

/// The same with something else between them.
pub(crate) fn few_between<T: Hole>(all: &[T], between: &'static str, unit: &'static str) -> Words {
    let first = Words::joined(all.iter().take(FEW).map(Hole::hole), between);
    let many = all.len() > FEW;
    if many { words!("{first}等{n}{unit}", first, n = all.len(), unit = Words::from(unit)) } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_shown_is_a_command() {
        let text = "a\u{1b}[2J\u{9b}\u{7f}\u{202e}b\n\u{2028}\tc";
        let wanted = "a\\u{1b}[2J\\u{9b}\\u{7f}\\u{202e}b\\u{a}\\u{2028}\tc";
        assert_eq!(shown(text), wanted);
        assert_eq!(unshown(wanted), text);
        assert_eq!(shown("  ::error::x"), "  \\u{3a}:error::x");
        assert_eq!(shown("某##[error]##vso[x]"), "某\\u{23}#[error]\\u{23}#vso[x]");
        assert!(matches!(shown("关于“防汛”的通知 a::b #1"), Cow::Borrowed(_)));
        let marked = shown_lines("a\u{202e}##[e]\nb", 5..7);
        assert_eq!((marked.0.as_str(), &marked.0[marked.1.clone()]), ("a\\u{202e}\\u{23}#[e]\nb", "#["));
        for unseen in ["甲\u{ad}乙", "甲\u{200b}乙", "\u{feff}甲", "甲\u{e0041}", "甲\u{2060}"] {
            assert!(shown(unseen).contains("\\u{") && unshown(&shown(unseen)) == unseen, "{unseen:?}");
        }
        assert_eq!(unshown("\\u{41}\\u{zz}\\u{"), "\\u{41}\\u{zz}\\u{", "what was not shown so stays");
    }

    #[test]
    fn of_many_names_few_are_said() {
        let names: Vec<String> = (1..=11).map(|n| n.to_string()).collect();
        assert_eq!(few(&names[..10]), "1、2、3、4、5、6、7、8、9、10");
        assert_eq!(few(&names), "1、2、3、4、5、6、7、8、9、10等11个");
    }
}
