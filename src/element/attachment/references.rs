//! What the body says of attachments.

use std::ops::Range;

use crate::element::attachment::Reference;
use crate::element::heading::{may_be_heading, ordinal};
use crate::element::rows::Scan;
use crate::fold::{self, Folded};
use crate::terms::Terms;

/// Attachment numbers that the body names, title marks left out.
pub(in crate::element) fn references(scan: &Scan<'_>) -> Vec<Reference> {
    let mut found = Vec::new();
    let patterns = &scan.terms.patterns;
    for row in scan.body.clone().filter(|&r| !scan.rows[r].is_blank()) {
        let text = scan.text(row);
        if !may_be_heading(scan, text) {
            continue;
        }
        let folded = Folded::new(text, scan.rows[row].range.start);
        let text = folded.as_str();
        let titles = titles(text);
        let outside = |at: usize| titles.get(titles.partition_point(|t| t.end <= at)).is_none_or(|t| t.start >= at);
        for c in patterns
            .attachment_reference
            .as_ref()
            .and_then(|p| p.on(text))
            .into_iter()
            .flat_map(|r| r.captures_iter(text))
        {
            let Some(whole) = c.get(0).filter(|m| outside(m.start()) && is_reference(text, m.start())) else {
                continue;
            };
            // 附件一并报送 names no number.
            let han = c.name("n").is_some_and(|n| n.as_str().chars().all(fold::is_han));
            if han && text[whole.end()..].starts_with(['并', '同', '起', '式', '定', '次', '样', '律']) {
                continue;
            }
            let range = folded.printed(whole.range());
            found.extend(numbers(&c).into_iter().map(|n| Reference { n: Some(n), range: range.clone() }));
        }
        for m in patterns.attachment_bare.as_ref().and_then(|p| p.on(text)).into_iter().flat_map(|r| r.find_iter(text))
        {
            if outside(m.start()) {
                found.push(Reference { n: None, range: folded.printed(m.range()) });
            }
        }
    }
    found
}

/// The quoted titles of a text, `《》` nested ones with their outermost.
fn titles(text: &str) -> Vec<Range<usize>> {
    let (mut titles, mut depth) = (Vec::new(), 0usize);
    for (at, c) in text.char_indices() {
        match c {
            '《' => {
                depth += 1;
                if depth == 1 {
                    titles.push(at..text.len());
                }
            }
            '》' => {
                depth = depth.saturating_sub(1);
                if let (0, Some(title)) = (depth, titles.last_mut().filter(|t| t.end == text.len())) {
                    title.end = at;
                }
            }
            _ => {}
        }
    }
    titles
}

/// `零附件1` is not a reference; `某发〔2026〕3号附件1` is another document's.
fn is_reference(text: &str, at: usize) -> bool {
    let before = &text[..at];
    // 省厅通知（省水〔2026〕3号）附件4 is another document's.
    let cited = before.strip_suffix([')', '）']).is_some_and(|b| b.ends_with('号'));
    !before.ends_with(['零', '号', '》', '无'])
        && !before.ends_with("邮件")
        && !before.ends_with("号文件")
        && !before.ends_with("号文")
        && !cited
}

/// The attachment numbers that a text names and nothing else: 附件1、附件2, 附件1-3.
pub(crate) fn numbers_in(terms: &Terms, text: &str) -> Vec<u32> {
    let pattern = terms.patterns.attachment_reference.as_ref().and_then(|p| p.on(text));
    let (mut found, mut end) = (Vec::new(), 0);
    for c in pattern.into_iter().flat_map(|r| r.captures_iter(text)) {
        let Some(whole) = c.get(0).filter(|m| !text[end..m.start()].contains(char::is_alphanumeric)) else {
            return Vec::new();
        };
        found.extend(numbers(&c));
        end = whole.end();
    }
    if text[end..].contains(char::is_alphanumeric) { Vec::new() } else { found }
}

fn numbers(c: &regex::Captures<'_>) -> Vec<u32> {
    const MOST: u32 = 999;
    let first = ["n", "p", "q"].iter().find_map(|g| c.name(g));
    let Some(first) = first.and_then(|m| ordinal(m.as_str())) else { return Vec::new() };
    if let Some(last) = c.name("m").and_then(|m| fold::number(m.as_str())) {
        return (first..=last.min(MOST).max(first)).collect();
    }
    let more = c.name("more").map_or("", |m| m.as_str());
    let rest = more.split('、').filter_map(|p| fold::number(p.trim_start_matches(|c: char| !c.is_numeric())));
    std::iter::once(first).chain(rest).collect()
}
