//! Characters that are pictures of their own: ticks and boxes in the fonts that hold only symbols.

use crate::document::RunKind;
use crate::read::docx::blocks::Flat;
use crate::read::xml::{Node, attr};

/// A box as a form prints it.
pub(super) fn tick(on: bool) -> &'static str {
    if on { "☑" } else { "☐" }
}

impl Flat<'_> {
    /// A character given by font and code.
    pub(super) fn symbol(&mut self, node: Node<'_>, format: usize) {
        let code = attr(node, "char").and_then(|c| u32::from_str_radix(c, 16).ok()).unwrap_or(0xfffd);
        let c = glyph(attr(node, "font").unwrap_or_default(), code);
        let mut buffer = [0; 4];
        let shown = match self.control.tick {
            Some(on) => tick(on),
            None => c.encode_utf8(&mut buffer),
        };
        self.push(shown, format, None, RunKind::Symbol);
    }

    /// What a piece of text looks like where that is another character than the stored one: the state of a check
    /// box, or letters in a font of symbols (an R in Wingdings 2 is a ticked box).
    pub(super) fn pictured(&self, text: &str, format: usize) -> Option<String> {
        if let Some(on) = self.control.tick.filter(|_| text.trim().chars().count() == 1) {
            return Some(tick(on).to_owned());
        }
        let font = self.document.run_formats.get(format)?.ascii.as_deref().filter(|f| is_dingbats(f))?;
        let looks = |c: char| match u32::from(c) {
            code @ (0x21..=0xff | 0xf021..=0xf0ff) => dingbat(font, code & 0xff).unwrap_or(c),
            _ => c,
        };
        let shown: String = text.chars().map(looks).collect();
        (shown != text).then_some(shown)
    }
}

/// The character that a font shows for a code.
pub(super) fn glyph(font: &str, code: u32) -> char {
    let plain = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let shown = match plain {
        _ if is_dingbats(font) => dingbat(font, plain),
        0x20..=0x7e | 0x100.. => char::from_u32(plain),
        _ => None,
    };
    shown.unwrap_or('\u{fffd}')
}

const DINGBATS: &str = "wingdings";

fn is_dingbats(font: &str) -> bool {
    font.get(..DINGBATS.len()).is_some_and(|f| f.eq_ignore_ascii_case(DINGBATS))
}

/// The few that forms use.
fn dingbat(font: &str, code: u32) -> Option<char> {
    let c = match (font[DINGBATS.len()..].trim(), code) {
        ("", 0xfc) | ("2", 0x50) => '√',
        ("", 0xfb) | ("2", 0x4f) => '×',
        ("", 0xfe) | ("2", 0x52) => '☑',
        ("", 0xfd) | ("2", 0x51 | 0x53 | 0x54) => '☒',
        ("", 0x6f..=0x72 | 0xa8) | ("2", 0x2a | 0xa3) => '☐',
        ("", 0x6e) | ("2", 0xa2) => '■',
        ("", 0x6c) => '●',
        ("", 0xa1) => '○',
        _ => return None,
    };
    Some(c)
}
