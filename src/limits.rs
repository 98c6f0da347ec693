//! How much of an input is taken. Every figure is far above what offices hand in and far below what would make the
//! program slow: whatever is over it is refused at once, with what to do about it.

use std::ops::Range;

use crate::error::{Reason, Unreadable};
use crate::lang::Words;
use crate::problem::Problem;
use crate::words;

/// Bytes of any file. Scanned attachments are the largest that offices have, and their systems take 100 MB; two threads
/// read at a time, each its own file.
pub const FILE: usize = 128 << 20;
/// Bytes of a plain text: 5 million Han characters, the length of an encyclopaedia. All of it is held several times
/// over while it is decoded and recognised.
pub const TEXT: usize = 16 << 20;
/// Lines of a document, plain or not: 9,000 pages of 22 lines.
pub const LINES: usize = 200_000;
/// Listed attachments times those that were handed in, each of which may be any of the list: 2,000 of both take half a
/// second. The longest lists of real documents have some fifty.
pub const COMPARED: usize = 1 << 22;
/// Bytes of a TOML file: the shipped rules take 0.5 MB in all, a `packet.toml` that settles a thousand files 0.2 MB.
/// Its reader needs up to two hundred times that.
pub const TOML: usize = 1 << 20;
/// Tables and arrays inside each other in a TOML file. Rule files need eight; a reader calls itself once a level.
pub const TOML_DEPTH: usize = 64;
/// Bytes of all rule files of a folder: thirty times what the program brings.
pub const RULES: usize = 16 << 20;
/// Bytes of a baseline: some 200,000 findings.
pub const BASELINE: usize = 32 << 20;
/// Bytes of a register as the file is stored: 100,000 entries of 300 bytes.
pub const REGISTER: usize = 32 << 20;
/// Cells of a register that hold something: 50,000 entries of ten. Each costs some 80 bytes beside its text.
pub const REGISTER_CELLS: usize = 500_000;
/// Bytes of one line of a register in JSON Lines: three thousand times an entry of 300 bytes. Its reader needs up to twenty
/// times that.
pub const REGISTER_LINE: usize = 1 << 20;
/// Bytes of a list of paths: as many as it may have, of 160 bytes each.
pub const LIST: usize = 16 << 20;
/// Bytes of one path in a list: no system takes a path of 32,768 characters.
pub const LIST_LINE: usize = 128 << 10;
/// Paths in a list: what an office sends out in ten years. Each is looked for and looked at on disk.
pub const LIST_PATHS: usize = 100_000;
/// Bytes of one line of a log: a packet of 100,000 files. A log itself may be of any length: it is read line by line.
pub const LOG_LINE: usize = 16 << 20;
/// Bytes of the small file beside a log: one number and one seal take 90.
pub const TIP: usize = 4 << 10;

/// What is over a limit in bytes: `什么超过16兆字节，没有读取；怎么办`.
pub fn too_large(what: &'static str, limit: usize, advice: &'static str) -> Unreadable {
    let size = if limit >= 1 << 20 {
        words!("{limit}兆字节", limit = limit >> 20)
    } else {
        words!("{limit}千字节", limit = limit >> 10)
    };
    Unreadable::new(
        Reason::TooLarge,
        words!("{what}超过{size}，没有读取；{advice}", what = Words::from(what), size, advice = Words::from(advice)),
    )
}

/// What is over a limit in lines.
pub(crate) fn too_many_lines() -> Unreadable {
    let message = words!("超过{x}万行，已拒绝读取；请确认是不是公文", x = LINES / 10_000);
    Unreadable::new(Reason::TooLarge, message)
}

/// What is too large or nested too deep in a TOML file, before any reader is let at it.
///
/// # Errors
/// What is over the limit, at its place.
pub fn toml(text: &str) -> Result<(), Problem> {
    if text.len() > TOML {
        let message = too_large("文件", TOML, "请拆成几个文件，或者删去用不到的部分").message;
        return Err(Problem::new(0..0, message));
    }
    match too_deep(text) {
        Some(place) => {
            let message = words!("嵌套超过{toml_depth}层，没有读取", toml_depth = TOML_DEPTH);
            Err(Problem::new(place, message).help("请改成不用这么多层的写法"))
        }
        None => Ok(()),
    }
}

/// The place where brackets and dotted keys are nested deeper than the limit. Nothing in strings and remarks counts.
fn too_deep(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    // For each open bracket the dots before it; then those since the last sign that ends a key.
    let (mut open, mut below, mut dots) = (Vec::new(), 0, 0);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => {
                at = behind_string(bytes, at);
                continue;
            }
            b'#' => {
                at += memchr::memchr(b'\n', &bytes[at..]).unwrap_or(bytes.len() - at);
                continue;
            }
            b'[' | b'{' => {
                open.push(dots);
                (below, dots) = (below + dots, 0);
            }
            b']' | b'}' => {
                below -= open.pop().unwrap_or(0);
                dots = 0;
            }
            b'.' => dots += 1,
            b'\n' | b',' => dots = 0,
            _ => {}
        }
        if open.len() + below + dots > TOML_DEPTH {
            return Some(at..at + 1);
        }
        at += 1;
    }
    None
}

/// The first byte behind the string that begins at a quote; one that is not closed ends with its line, or with the text.
fn behind_string(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let long = bytes[at..].starts_with(&[quote; 3]);
    let mut next = at + if long { 3 } else { 1 };
    while let Some(&byte) = bytes.get(next) {
        match byte {
            b'\\' if quote == b'"' => next += 1,
            b'\n' if !long => return next,
            _ if byte == quote && !long => return next + 1,
            _ if byte == quote && bytes[next..].starts_with(&[quote; 3]) => return next + 3,
            _ => {}
        }
        next += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_in_brackets_and_dots() {
        let most = TOML_DEPTH;
        let nested = |n: usize| format!("a = {}{}", "[".repeat(n), "]".repeat(n));
        let dotted = |n: usize| format!("a{} = 1", ".a".repeat(n));
        let mixed = |n: usize| format!("a = {}1{}", "{ a.a = ".repeat(n), "}".repeat(n));
        for (deep, more) in [
            (nested(most), nested(most + 1)),
            (dotted(most), dotted(most + 1)),
            (mixed(most / 2), mixed(most / 2 + 1)),
            (format!("[{}]", dotted(most - 1).replace(" = 1", "")), format!("[{}]", dotted(most).replace(" = 1", ""))),
        ] {
            assert_eq!(too_deep(&deep), None, "{deep}");
            assert!(too_deep(&more).is_some(), "{more}");
        }
    }

    #[test]
    fn what_stands_in_strings_and_remarks_is_not_counted() {
        let signs = "[{.".repeat(TOML_DEPTH);
        for text in [
            format!("# {signs}\na = 1"),
            format!("a = '{signs}'"),
            format!("a = \"\\\"{signs}\""),
            format!("a = '''\n'{signs}\n'''"),
            format!("a = \"\"\"\n\\\"\"{signs}\n\"\"\"\nb = 1"),
            "a = [1.5, 2.5]\n".repeat(TOML_DEPTH),
            "[a.b]\nc.d = 1\n".repeat(TOML_DEPTH),
        ] {
            assert_eq!(too_deep(&text), None, "{text}");
        }
        assert!(too_deep(&format!("a = 'x\nb = {signs}")).is_some(), "a string that is not closed ends with its line");
    }

    #[test]
    fn sizes_are_told_in_round_figures() {
        assert_eq!(too_large("文件", TEXT, "请拆开").message, "文件超过16兆字节，没有读取；请拆开");
        assert!(too_large("文件", TIP, "").message.contains("4千字节"));
    }
}
