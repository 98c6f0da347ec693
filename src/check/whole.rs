//! Whether a text is whole: it has something below its head, says what it announces, and does not break off.

use std::ops::Range;

use serde::Deserialize;

use crate::check::enclosures::{Content, of_range};
use crate::check::outline::scopes;
use crate::check::passage::{Passage, Place};
use crate::check::{Ctx, outcome, printed};
use crate::document::Document;
use crate::element::{ElementKind, Elements};
use crate::finding::{Hit, Outcome, Skip};
use crate::fold;
use crate::lang::Words;
use crate::terms::Terms;
use crate::words;

/// What can be missing of a text.
#[derive(Clone, Copy, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Whole {
    /// The body is blank, or nothing but a promise and what leads in.
    Empty,
    /// A paragraph ends with a colon and nothing follows.
    Announced,
    /// Headings have nothing below them.
    Section,
    /// A paragraph ends in the middle of a sentence.
    Cut,
}

/// What its hits fill.
pub(super) const KEYS: &[&str] = &["found", "state"];

impl Whole {
    pub(super) fn eval(self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        let Some(body) = elements.get(ElementKind::Body).map(|e| e.range.clone()) else {
            return Outcome::NotApplicable;
        };
        let main = Main { ctx, file, document, elements, body };
        match self {
            Self::Empty => main.empty(),
            Self::Announced => main.announced(),
            Self::Section => main.section(),
            Self::Cut => main.cut(),
        }
    }
}

/// The main document.
struct Main<'c> {
    ctx: &'c Ctx<'c>,
    file: usize,
    document: &'c Document,
    elements: &'c Elements,
    body: Range<usize>,
}

/// For a person to look at, or nothing.
fn open(hits: Vec<Hit>) -> Outcome {
    if hits.is_empty() { Outcome::Pass } else { Outcome::Open(Skip::NotFinal, hits) }
}

impl Main<'_> {
    fn hit(&self, range: Range<usize>, state: Words) -> Hit {
        let hit = Hit::at(self.file, range.clone()).of(ElementKind::Body.id());
        hit.with("found", printed(self.document, range)).with("state", state)
    }

    /// What the body only points to is there.
    fn points_beyond(&self) -> bool {
        !(self.elements.listed.is_empty() && self.elements.pages.is_empty() && self.elements.forwarded.is_empty())
    }

    fn empty(&self) -> Outcome {
        let beyond = self.points_beyond();
        match of_range(self.ctx.terms, self.document, self.body.clone(), "") {
            Content::Nothing if !beyond => outcome(vec![self.hit(self.body.clone(), words!("下面没有内容"))]),
            Content::Promised(range) if !(beyond && self.names_attachment(&range)) => {
                outcome(vec![self.hit(range, words!("没有别的内容"))])
            }
            Content::Nothing => open(vec![self.hit(self.body.clone(), words!("下面没有内容"))]),
            Content::Doubtful(range) if !beyond => open(vec![self.hit(range, words!("像是还没有内容"))]),
            _ => Outcome::Pass,
        }
    }

    fn names_attachment(&self, range: &Range<usize>) -> bool {
        let text = self.document.text.slice(range.clone());
        self.ctx.terms.labels.attachment.iter().any(|l| text.contains(l.as_str()))
    }

    /// The paragraphs of the body, its tables included.
    fn paragraphs(&self) -> Vec<&Passage> {
        let own = |p: &&Passage| {
            p.file == self.file && matches!(p.place, Place::Body | Place::Table) && self.body.contains(&p.range.start)
        };
        self.ctx.passages().iter().filter(own).collect()
    }

    /// A picture stands between two places.
    fn is_pictured(&self, between: Range<usize>) -> bool {
        let lines = self.document.line_at(between.start)..self.document.line_at(between.end) + 1;
        self.document.lines.get(lines).is_some_and(|lines| lines.iter().any(|l| l.picture))
    }

    fn announced(&self) -> Outcome {
        let all = self.paragraphs();
        let (mut hits, mut doubts) = (Vec::new(), Vec::new());
        for (at, passage) in all.iter().enumerate() {
            let text = passage.text(self.document);
            let said = text.trim_end_matches(['：', ':']);
            if passage.place != Place::Body || said.len() == text.len() || is_closed(self.ctx.terms, said) {
                continue;
            }
            let next = all.get(at + 1);
            let end = next.map_or(self.body.end, |n| n.range.start);
            if self.is_pictured(passage.range.end..end) {
                continue;
            }
            match next {
                None if self.points_beyond() => doubts.push(self.hit(passage.range.clone(), words!("后面没有了"))),
                None => hits.push(self.hit(passage.range.clone(), words!("后面没有了"))),
                // 二、报送要求： right before 三、: the first of a series is what is announced.
                Some(next) if self.heading(next).is_some_and(|n| n > 1) => {
                    doubts.push(self.hit(passage.range.clone(), words!("后面就是下一部分")));
                }
                Some(_) => {}
            }
        }
        if hits.is_empty() { open(doubts) } else { outcome(hits) }
    }

    /// The number of a heading of the first level that the paragraph begins with.
    fn heading(&self, passage: &Passage) -> Option<u32> {
        let text = passage.text(self.document);
        let first = self.ctx.terms.ordinals.iter().filter(|o| o.level == Some(1));
        let n = first.filter_map(|o| o.pattern.captures(text)).next()?;
        fold::number(n.name("n")?.as_str())
    }

    /// Headings of the first level without a sentence, of which the next line is the next one or the end: those of a text
    /// in which others have something below them, and those that name parts of a text.
    fn section(&self) -> Outcome {
        const LONGEST: usize = 16;
        let all = self.paragraphs();
        let is_bare = |p: &Passage| {
            let text = p.text(self.document);
            text.chars().count() <= LONGEST && !text.contains(['。', '，', '；', '：', ':', '、', ',']) || {
                let rest = text.split_once('、').map_or("", |(_, rest)| rest);
                rest.chars().count() <= LONGEST && !rest.contains(['。', '，', '；', '：', ':', ','])
            }
        };
        let bare = |at: usize| {
            let heading = all[at].place == Place::Body && self.heading(all[at]).is_some() && is_bare(all[at]);
            let next = all.get(at + 1);
            let end = next.map_or(self.body.end, |n| n.range.start);
            heading
                && next.is_none_or(|n| n.place == Place::Body && self.heading(n).is_some_and(|n| n > 1))
                && !self.is_pictured(all[at].range.end..end)
        };
        let empty: Vec<usize> = (0..all.len()).filter(|&at| bare(at)).collect();
        let headings = all.iter().filter(|p| self.heading(p).is_some()).count();
        let names_part = |at: &usize| {
            let text = fold::squash(all[*at].text(self.document));
            self.ctx.terms.patterns.part_heading.as_ref().is_some_and(|p| p.is_match(&text))
        };
        let some_below = headings > empty.len() && empty.len() * 2 <= headings;
        let told = empty.into_iter().filter(|at| names_part(at) && (some_below || headings > 1));
        // Behind the last heading of a text that points to its attachments there may be no more to say.
        open(told.map(|at| self.hit(all[at].range.clone(), words!("下面没有内容"))).collect())
    }

    /// Paragraphs of all that is printed that end in the middle of a sentence, where the others end with a mark.
    fn cut(&self) -> Outcome {
        let mut hits = Vec::new();
        for scope in scopes(self.ctx) {
            let texts: Vec<&str> = scope.passages().map(|p| p.text(scope.document)).collect();
            let body = scope.passage(0).is_some_and(|p| p.place == Place::Body);
            let runs = |text: &str| text.contains(['，', '；', '。']);
            let ended = texts.iter().filter(|t| runs(t) && t.ends_with('。')).count();
            let breaks = |at: usize| {
                let (text, last) = (texts[at], at + 1 == texts.len());
                let headed = || texts.get(at + 1).is_some_and(|next| begins_part(self.ctx.terms, next));
                // Texts from web pages have their lines broken behind commas.
                if text.ends_with('，') && !last {
                    return headed();
                }
                if text.ends_with(['、', '，']) {
                    return last || headed() || scope.document.has_layout() && !is_list(&texts, at);
                }
                let others =
                    texts.iter().enumerate().filter(|(i, t)| *i != at && runs(t) && !is_closed(self.ctx.terms, t));
                last && runs(text) && others.count() == 0 && ended > 0 && !is_closed(self.ctx.terms, text)
                    || last && body && self.is_open(&texts)
            };
            for at in (0..texts.len()).filter(|&at| breaks(at)) {
                let Some(range) = scope.passage(at).map(|p| p.range.clone()) else { continue };
                let hit = Hit::at(scope.file, range.clone()).of(ElementKind::Body.id());
                hits.push(hit.with("found", tail(scope.document, range)).with("state", words!("没有写完")));
            }
        }
        open(hits)
    }

    /// A short body in which no sentence has an end.
    fn is_open(&self, texts: &[&str]) -> bool {
        const FEW: usize = 3;
        let running = || texts.iter().filter(|text| text.contains('，'));
        texts.len() <= FEW && running().next().is_some() && !texts.iter().any(|text| is_closed(self.ctx.terms, text))
    }
}

/// Lines that end in the same mark above or below: addresses and names in a list.
fn is_list(texts: &[&str], at: usize) -> bool {
    let same = |i: usize| texts.get(i).is_some_and(|t| t.chars().last() == texts[at].chars().last());
    same(at + 1) || at > 0 && same(at - 1)
}

/// A paragraph that begins with an ordinal of the standard's order.
fn begins_part(terms: &Terms, text: &str) -> bool {
    terms.ordinals.iter().filter(|o| o.level.is_some()).any(|o| o.pattern.is_match(text))
}

/// It ends in a mark, a figure or a closing phrase.
fn is_closed(terms: &Terms, text: &str) -> bool {
    let end = text.trim_end().chars().last();
    let han = end.is_some_and(fold::is_han);
    !(han || end.is_some_and(|c| matches!(c, '、' | '，')))
        || terms.patterns.whole_end.as_ref().is_some_and(|p| p.is_match(&fold::squash(text)))
}

/// The last words of a paragraph, quoted.
fn tail(document: &Document, range: Range<usize>) -> String {
    const LAST: usize = 24;
    let text = printed(document, range.clone());
    let whole = document.text.slice(range).trim();
    let count = whole.chars().count();
    if count <= LAST { text } else { whole.chars().skip(count - LAST).collect() }
}
