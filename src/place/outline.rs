//! Where a line stands as a person finds it: under which heading, which paragraph there.

use std::ops::Range;

use crate::document::{Document, Zone};
use crate::element::{ElementKind, Elements};
use crate::terms::Terms;

/// Characters at the beginning of a paragraph in which its ordinal stands.
const ORDINAL: usize = 24;

/// The headings of a document, and its paragraphs counted.
#[derive(Debug)]
pub(super) struct Outline {
    headings: Vec<Heading>,
    /// Paragraphs with text that begin before each line.
    before: Vec<usize>,
}

/// A heading, or the beginning of a text with headings of its own.
#[derive(Debug)]
struct Heading {
    line: usize,
    /// The line from which paragraphs are counted.
    from: usize,
    /// Place of its ordinal among all; a text begins above them.
    rank: Option<usize>,
    /// Its ordinal as printed.
    mark: String,
    above: Option<usize>,
}

/// Where a line stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Under {
    /// The ordinals of the headings above, `二、（一）`; empty where there is none.
    pub(super) heading: String,
    /// Paragraph below that, from 1; none for the heading itself.
    pub(super) paragraph: Option<usize>,
}

impl Outline {
    /// Looks through a document once. The running text and each attachment have headings of their own.
    pub(super) fn of(document: &Document, elements: &Elements, terms: &Terms) -> Self {
        let mut outline = Self { headings: Vec::new(), before: Vec::with_capacity(document.lines.len() + 1) };
        let mut texts = texts(document, elements).into_iter().peekable();
        let (mut count, mut last) = (0, None);
        for (number, line) in document.lines.iter().enumerate() {
            outline.before.push(count);
            while let Some((_, from)) = texts.next_if(|(begins, _)| *begins <= number) {
                outline.headings.push(Heading { line: number, from, rank: None, mark: String::new(), above: None });
            }
            let plain = line.zone == Zone::Body && line.cell.is_none() && !document.is_blank(number);
            if !plain || last == Some(line.paragraph) {
                continue;
            }
            (count, last) = (count + 1, Some(line.paragraph));
            if is_running(elements, line.range.start) {
                outline.heading(number, document.line_text(number).trim_start(), terms);
            }
        }
        outline.before.push(count);
        outline
    }

    /// Takes up the heading that a paragraph begins with, if it does.
    fn heading(&mut self, line: usize, text: &str, terms: &Terms) {
        let start = text.char_indices().nth(ORDINAL).map_or(text, |(end, _)| &text[..end]);
        let found =
            terms.ordinals.iter().enumerate().filter(|(_, ordinal)| !ordinal.inline).find_map(|(rank, known)| {
                let mark = known.pattern.on(start)?.captures(start)?.name("mark")?;
                Some((rank, mark.as_str().split_whitespace().collect::<String>()))
            });
        let Some((rank, mark)) = found else { return };
        let mut above = self.headings.len().checked_sub(1);
        while let Some(at) = above.filter(|at| self.headings[*at].rank.is_some_and(|own| own >= rank)) {
            above = self.headings[at].above;
        }
        self.headings.push(Heading { line, from: line + 1, rank: Some(rank), mark, above });
    }

    pub(super) fn under(&self, line: usize) -> Under {
        let nearest = self.headings.partition_point(|heading| heading.line <= line).checked_sub(1);
        let from = nearest.map_or(0, |at| self.headings[at].from);
        let before = |line: usize| self.before.get(line).or(self.before.last()).copied().unwrap_or(0);
        let paragraph = before(line + 1).saturating_sub(before(from));
        let mut marks = Vec::new();
        let mut open = nearest;
        while let Some(heading) = open.map(|at| &self.headings[at]) {
            marks.push(heading.mark.as_str());
            open = heading.above;
        }
        marks.reverse();
        Under { heading: marks.concat(), paragraph: Some(paragraph).filter(|n| *n > 0) }
    }
}

/// The lines at which texts begin, and from which on their paragraphs are counted: behind the heading of an attachment.
fn texts(document: &Document, elements: &Elements) -> Vec<(usize, usize)> {
    let body = elements.get(ElementKind::Body).map(|body| document.line_at(body.range.start));
    let page = |mark: &Range<usize>| {
        let line = document.line_at(mark.start);
        (line, line + 1)
    };
    let mut all: Vec<_> = body.map(|line| (line, line)).into_iter().collect();
    all.extend(elements.pages.iter().map(|attachment| page(&attachment.mark)));
    all.sort_unstable();
    all
}

/// Whether a place is in the text of the document or of an attachment, and not in a part of it with a name.
pub(super) fn is_running(elements: &Elements, at: usize) -> bool {
    named(elements, at).is_none()
}

/// The part with a name that holds a place: the title, the list of attachments.
pub(super) fn named(elements: &Elements, at: usize) -> Option<ElementKind> {
    let before = elements.list.partition_point(|element| element.range.start <= at);
    let of_text = |kind: ElementKind| matches!(kind, ElementKind::Body | ElementKind::AttachmentPage);
    let holds = elements.list[..before].iter().rev().take(NEAR).find(|e| e.range.contains(&at) || e.range.start == at);
    holds.map(|element| element.kind).filter(|kind| !of_text(*kind))
}

/// Elements that are looked at before a place: they hardly ever lie in one another.
const NEAR: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet;
    use crate::rule::RuleSet;

    #[test]
    fn a_line_stands_under_its_headings() {
        let terms = RuleSet::builtin().unwrap().terms;
        let text = "青禾县人民政府办公室关于防汛工作的通知\n\n各乡镇：\n　　为做好工作，通知如下。\n\n　　一、总体要求\n　　\
                    甲。\n　　二、任务\n　　（一）备汛。乙。\n\n　　丙。\n　　丁。\n　　（二）值班\n　　三、其他\n　　戊。\n\n　　\
                    青禾县人民政府办公室\n　　2026年3月5日\n";
        let file = packet::load("正文.txt", text.as_bytes(), &terms);
        let (document, elements) = file.read().unwrap();
        let outline = Outline::of(document, elements, &terms);
        let under = |words: &str| {
            let Under { heading, paragraph } = outline.under(document.line_at(text.find(words).unwrap()));
            format!("{heading}{}", paragraph.map_or(String::new(), |n| n.to_string()))
        };
        let all = ["为做好", "一、总", "甲。", "乙", "丁", "（二）", "戊"].map(under);
        assert_eq!(all, ["1", "一、", "一、1", "二、（一）", "二、（一）2", "二、（二）", "三、1"]);
    }
}
