//! Papers that lie in a packet and keep its document from being printed: 退文告知单, 此件暂不印发, 审查意见：不通过.

use std::ops::Range;

use crate::check::enclosures::without_numbers;
use crate::check::{Ctx, printed};
use crate::document::Document;
use crate::element::ElementKind;
use crate::finding::{Hit, Outcome, Skip};
use crate::fold;
use crate::packet::{File, FileRole};
use crate::terms::{Pattern, Terms};

/// What a person writes beside a document to stop it is short; longer papers are about the matter.
const LONGEST: usize = 2_000;

/// What such papers say. Whether it still stands, a person must tell.
pub(super) fn stopped(ctx: &Ctx<'_>) -> Outcome {
    let files = &ctx.packet.files;
    let enclosed: Vec<usize> =
        ctx.enclosures().found.iter().filter(|f| f.separate && f.item.is_some()).map(|f| f.file).collect();
    let beside = |at: &usize| {
        let is_paper = matches!(files[*at].role, FileRole::Supporting | FileRole::Attachment | FileRole::Other);
        is_paper && Some(*at) != ctx.packet.form && !enclosed.contains(at)
    };
    let papers: Vec<usize> = (0..files.len()).filter(beside).filter(|&at| files[at].read().is_some()).collect();
    if papers.is_empty() {
        return Outcome::NotApplicable;
    }
    let hits: Vec<Hit> = papers.into_iter().filter_map(|at| stop(ctx, at, &files[at])).collect();
    if hits.is_empty() { Outcome::Pass } else { Outcome::Open(Skip::Unclear, hits) }
}

/// The first sentence of a paper about this document that stops it.
fn stop(ctx: &Ctx<'_>, at: usize, file: &File) -> Option<Hit> {
    let (document, _) = file.read()?;
    let text = document.text.as_str();
    if text.chars().nth(LONGEST).is_some() || !is_about(ctx, text) {
        return None;
    }
    let terms = ctx.terms;
    let sentences = sentences(document);
    let says = |pattern: &Option<Pattern>, range: &Range<usize>| {
        pattern.as_ref().is_some_and(|p| p.is_match(&fold::squash(&text[range.clone()])))
    };
    let slip = is_slip(terms, file, document);
    let stops = |n: usize| {
        let range = &sentences[n];
        let said = says(&terms.patterns.stops_printing, range) || slip && says(&terms.patterns.slip_refuses, range);
        said && !sentences[n..].iter().take(2).any(|s| says(&terms.patterns.settled, s))
    };
    let range = sentences[(0..sentences.len()).find(|&n| stops(n))?].clone();
    let hit = Hit::at(at, range.clone()).of("form").with("file", file.name.clone());
    Some(hit.with("found", printed(document, range)))
}

/// It names this document, or no other one.
fn is_about(ctx: &Ctx<'_>, text: &str) -> bool {
    let own = |kind| ctx.main().and_then(|(_, _, e)| e.get(kind));
    let squashed = fold::squash(text);
    let named = |kind| own(kind).is_some_and(|e| squashed.contains(&fold::squash(&e.value)));
    let number = own(ElementKind::DocNumber).and_then(|e| e.number.as_ref());
    named(ElementKind::DocNumber) || named(ElementKind::Title) || without_numbers(ctx.terms, text, number).1.is_none()
}

/// A slip on which somebody gives an opinion of the document, and not a report of opinions that were heard.
fn is_slip(terms: &Terms, file: &File, document: &Document) -> bool {
    let stem = file.meant.rsplit('/').next().unwrap_or_default();
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let first = (0..document.lines.len()).find(|&l| !document.is_blank(l)).map_or("", |l| document.line_text(l));
    let called = |name: &str| {
        let name = fold::squash(name);
        let ends = || terms.words.opinion_slips.iter().any(|e| name.ends_with(e.as_str()));
        ends() && !terms.words.opinion_reports.iter().any(|w| name.contains(w.as_str()))
    };
    called(stem) || called(first)
}

/// Sentences, and lines without a mark, with their bytes.
fn sentences(document: &Document) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    for line in &document.lines {
        let mut from = line.range.start;
        let text = document.text.slice(line.range.clone());
        for (at, mark) in text.match_indices(['。', '；', '！', ';']) {
            all.push(from..line.range.start + at + mark.len());
            from = line.range.start + at + mark.len();
        }
        all.push(from..line.range.end);
    }
    all.retain(|range| !document.text.slice(range.clone()).trim().is_empty());
    all
}
