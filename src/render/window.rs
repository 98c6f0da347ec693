//! A long line cut to a window around the place that matters.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::finding::Snippet;

/// Columns shown in all; a Han character takes two.
const ROOM: usize = 66;
/// Columns of the mark shown at most.
const MARK: usize = 40;

/// Cuts a line around a marked range; `…` stands where something was left out.
pub(super) fn window(line: &str, mark: Range<usize>) -> Snippet {
    let start = floor(line, mark.start.min(line.len()));
    let end = floor(line, mark.end.clamp(start, line.len()));
    let columns = |text: &str| text.chars().map(width).sum::<usize>();
    // What fits is shown as it is.
    let most = if columns(line) <= ROOM { ROOM } else { MARK };
    let shown = start + prefix(line[start..end].chars(), most);
    let side = (ROOM - columns(&line[start..shown])) / 2;
    // Room that one side does not need is the other's.
    let (before, behind) = (columns(&line[..start]), columns(&line[shown..]));
    let spare = |other: usize| side + side.saturating_sub(other);
    let from = start - prefix(line[..start].chars().rev(), spare(behind));
    let to = shown + prefix(line[shown..].chars(), spare(before));
    let head = if from > 0 { "…" } else { "" };
    let tail = if to < line.len() { "…" } else { "" };
    let text = format!("{head}{}{tail}", &line[from..to]);
    Snippet { mark: head.len() + start - from..head.len() + shown - from, text }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Bytes of the leading characters that fit into a number of columns.
fn prefix(chars: impl Iterator<Item = char>, columns: usize) -> usize {
    let (mut bytes, mut used) = (0, 0);
    for c in chars {
        used += width(c);
        if used > columns {
            break;
        }
        bytes += c.len_utf8();
    }
    bytes
}

/// Columns that a character takes on a terminal.
pub(super) fn width(c: char) -> usize {
    c.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_becomes_a_window() {
        let line = format!("{}第{}", "甲".repeat(300), "乙".repeat(299));
        let shown = window(&line, 900..903);
        assert_eq!(&shown.text[shown.mark.clone()], "第");
        assert!(shown.text.starts_with('…') && shown.text.ends_with('…'));
        assert!(shown.text.chars().count() < 40);
    }

    #[test]
    fn a_short_line_stays_and_no_range_is_too_odd() {
        assert_eq!(window("某政发〔2026〕3号", 0..9), Snippet { text: "某政发〔2026〕3号".into(), mark: 0..9 });
        for (a, b) in [(1, 2), (5, 3), (90, 99), (0, 99)] {
            let shown = window("某政发", Range { start: a, end: b });
            assert!(shown.text.get(shown.mark).is_some());
        }
    }
}
