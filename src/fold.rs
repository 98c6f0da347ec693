//! Folding for matching: spaces, zero-width characters and full-width forms; the way back stays exact.

use std::ops::Range;

/// Whether a character takes no room on paper.
pub fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// One character folded: full-width ASCII to ASCII, every space to a plain one, nothing for zero width.
pub fn fold_char(c: char) -> Option<char> {
    if is_zero_width(c) {
        return None;
    }
    Some(match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c if c.is_whitespace() => ' ',
        c => c,
    })
}

/// A text without any spaces, folded: what labels and names are compared by.
pub fn squash(text: &str) -> String {
    text.chars().filter_map(fold_char).filter(|&c| c != ' ').collect()
}

/// The part of `text` (which starts at `base`) without blanks at its ends.
pub fn trim(text: &str, base: usize) -> Range<usize> {
    let blank = |c: char| c.is_whitespace() || is_zero_width(c);
    let rest = text.trim_start_matches(blank);
    let start = base + text.len() - rest.len();
    start..start + rest.trim_end_matches(blank).len()
}

/// Splits a printed line where it is spread: at two or more spaces, a tab, or two half-width worth of blank.
/// The ranges are bytes in the text that `text` is the part of from `base`.
pub fn segments(text: &str, base: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut gap: Option<(usize, usize)> = None;
    for (at, c) in text.char_indices() {
        let width = match c {
            '\t' => 2,
            '\u{3000}' | '\u{2003}' => 2,
            c if c.is_whitespace() => 1,
            _ => 0,
        };
        match (&mut gap, width) {
            (_, 0) => {
                if let Some((from, wide)) = gap.take()
                    && wide >= 2
                {
                    parts.push(start..from);
                    start = at;
                }
            }
            (Some((_, wide)), w) => *wide += w,
            (None, w) => gap = Some((at, w)),
        }
    }
    parts.push(start..text.len());
    parts.into_iter().map(|r| trim(&text[r.clone()], base + r.start)).filter(|r| !r.is_empty()).collect()
}

/// Whether a character is a Han character (with the zero of Han dates).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇' | '\u{20000}'..='\u{3ffff}')
}

/// Value of a number written in Arabic (also full-width) or Han digits, the plain form or with 十.
pub fn number(text: &str) -> Option<u32> {
    let text = squash(text);
    if !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let digits: Vec<char> = text.chars().collect();
    if digits.is_empty() || digits.len() > 6 {
        return None;
    }
    if digits.len() > 1 && digits.iter().all(|&c| han_digit(c).is_some()) {
        return Some(digits.iter().fold(0, |n, &c| n * 10 + han_digit(c).unwrap_or(0)));
    }
    let (mut total, mut last) = (0, None);
    for c in digits {
        match (c, han_digit(c)) {
            (_, Some(d)) if last.is_none() || d == 0 => last = Some(d),
            ('十', _) => total += last.take().unwrap_or(1) * 10,
            ('廿', _) if last.is_none() => total += 20,
            ('百', _) => total += last.take()? * 100,
            _ if last == Some(0) => last = han_digit(c),
            _ => return None,
        }
    }
    Some(total + last.unwrap_or(0))
}

fn han_digit(c: char) -> Option<u32> {
    const DIGITS: [&[char]; 10] = [
        &['〇', '零', '○', 'O', 'o', '0', '◯'],
        &['一', '1', '元'],
        &['二', '2', '两'],
        &['三', '3'],
        &['四', '4'],
        &['五', '5'],
        &['六', '6'],
        &['七', '7'],
        &['八', '8'],
        &['九', '9'],
    ];
    DIGITS.iter().position(|forms| forms.contains(&c)).map(|n| n as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_every_dress() {
        for (text, value) in [
            ("12", 12),
            ("１２", 12),
            ("十二", 12),
            ("二十", 20),
            ("二十一", 21),
            ("二〇二四", 2024),
            ("一百零三", 103),
            ("廿五", 25),
            ("十", 10),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
        assert_eq!(number("甲"), None);
        assert_eq!(number(""), None);
    }

    #[test]
    fn lines_split_where_they_are_spread() {
        let text = "某政发〔2026〕3号    签发人：王某";
        let parts: Vec<&str> = segments(text, 0).into_iter().map(|r| &text[r]).collect();
        assert_eq!(parts, ["某政发〔2026〕3号", "签发人：王某"]);
        assert_eq!(segments("张 三", 0).len(), 1);
        assert_eq!(squash("拟 稿　人："), "拟稿人:");
    }
}
