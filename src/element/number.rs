//! Rows that are a 发文字号 or a date and nothing else, in any dress.

use std::ops::Range;

use crate::date::Written;
use crate::element::Number;
use crate::element::rows::Scan;
use crate::fold::{self, Folded};
use crate::terms::Terms;

/// A number segment of a row with its parts.
pub(super) fn number_in_row(scan: &Scan<'_>, row: usize) -> Option<(Range<usize>, Number)> {
    let patterns = &scan.terms.patterns;
    let row = &scan.rows[row];
    // A blank left for the serial spreads the number over two segments.
    let pairs = row.segments.windows(2).map(|w| w[0].start..w[1].end);
    row.segments.iter().cloned().chain(pairs).find_map(|segment| {
        let segment = &segment;
        let segment = after_label(scan, segment, &scan.terms.labels.number);
        let folded = Folded::new(scan.slice(&segment), segment.start);
        let text = folded.as_str();
        if text.len() > 90 || !text.contains(['号', '〕', ']', '］', '﹞', '】', '）', ')']) {
            return None;
        }
        let captures =
            [&patterns.doc_number, &patterns.doc_number_plain].into_iter().flatten().find_map(|p| p.captures(text))?;
        let code = captures.name("code")?;
        if code.as_str().is_empty() || scan.terms.words.secrecy.iter().any(|s| s == code.as_str()) {
            return None;
        }
        let last =
            ["hao", "serial", "close"].iter().filter_map(|g| captures.name(g)).find(|m| !m.as_str().is_empty())?;
        if captures.name("hao").is_none_or(|h| h.as_str().is_empty())
            && captures.name("serial").is_none_or(|s| s.as_str().trim().is_empty())
        {
            return None;
        }
        Some((folded.printed(code.start()..last.end()), of_captures(&captures)))
    })
}

fn of_captures(captures: &regex::Captures<'_>) -> Number {
    let value = |group: &str| captures.name(group).and_then(|m| fold::number(m.as_str()));
    Number {
        code: captures.name("code").map_or(String::new(), |m| fold::squash(m.as_str())),
        year: value("year").map(full_year),
        serial: value("serial"),
    }
}

impl Number {
    /// The number that a text is, in any dress.
    pub fn parse(terms: &Terms, text: &str) -> Option<Self> {
        let folded = Folded::new(text.trim(), 0);
        let patterns = [&terms.patterns.doc_number, &terms.patterns.doc_number_plain];
        let captures = patterns.into_iter().flatten().find_map(|p| p.captures(folded.as_str()))?;
        Some(of_captures(&captures)).filter(|n| !n.code.is_empty())
    }
}

fn full_year(year: u32) -> u32 {
    if year < 100 { 2000 + year } else { year }
}

/// The range behind a label and its colon, or the whole range.
pub(super) fn after_label(scan: &Scan<'_>, range: &Range<usize>, labels: &[String]) -> Range<usize> {
    let text = scan.slice(range);
    for label in labels {
        if let Some(rest) = text.strip_prefix(label.as_str())
            && let Some(value) = rest.trim_start().strip_prefix(['：', ':'])
        {
            return fold::trim(value, range.end - value.len());
        }
    }
    range.clone()
}

/// The date that a row ends in, and how many of its parts stand before it. A blank left for the day spreads a date.
pub(super) fn date_of_row(scan: &Scan<'_>, row: usize) -> Option<(Written, usize)> {
    let segments = &scan.rows[row].segments;
    let end = segments.last()?.end;
    (0..segments.len()).find_map(|before| {
        let range = segments[before].start..end;
        Some((scan.terms.date_only(scan.slice(&range), range.start)?, before))
    })
}

/// A row that is nothing but a date, alone or behind an organ.
pub(super) fn is_dated(scan: &Scan<'_>, row: usize) -> bool {
    let segments = &scan.rows[row].segments;
    date_of_row(scan, row).is_some_and(|(_, n)| segments[..n].iter().all(|s| scan.terms.is_organ(scan.slice(s))))
}
