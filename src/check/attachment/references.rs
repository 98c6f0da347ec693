//! What the body says of attachments, against the list.

use super::Judge;
use crate::check::outcome;
use crate::element::ElementKind;
use crate::finding::Outcome;
use crate::fold;

impl Judge<'_> {
    pub(super) fn no_list(&self) -> Outcome {
        let bare = self.elements.references.first();
        match bare {
            None => Outcome::NotApplicable,
            Some(_) if !self.elements.listed.is_empty() => Outcome::Pass,
            Some(reference) => Outcome::Fail(vec![self.hit(reference.range.clone())]),
        }
    }

    /// The body sends the reader to a table: one in the document, a listed attachment, a file or a picture may be it.
    pub(super) fn no_table(&self) -> Outcome {
        let Some(body) = self.elements.get(ElementKind::Body) else { return Outcome::NotApplicable };
        let text = self.document.text.slice(body.range.clone());
        let pattern = self.ctx.terms.patterns.table_reference.as_ref();
        let Some(found) = pattern.and_then(|p| p.on(text)).and_then(|r| r.find(text)) else {
            return Outcome::NotApplicable;
        };
        let place = body.range.start + found.start()..body.range.start + found.end();
        let form = self.elements.form.as_ref().map_or(0..0, |f| f.lines.clone());
        let drawn = self.document.tables.iter().any(|t| t.cells.iter().any(|c| !form.contains(&c.lines.start)));
        let pictured = self.document.lines.iter().any(|l| l.picture);
        let enclosed = !self.all.found.is_empty() || !self.all.listed.is_empty() || !self.all.unread.is_empty();
        let spread = (self.document.line_at(place.end) + 1..self.document.lines.len()).filter(|&l| self.is_spread(l));
        if drawn || pictured || enclosed || spread.count() > 1 || self.has_table_heading(place.end) {
            return Outcome::Pass;
        }
        Outcome::Fail(vec![self.hit(place)])
    }

    /// A line of a table in plain text: three columns or more.
    fn is_spread(&self, line: usize) -> bool {
        const COLUMNS: usize = 3;
        fold::segments(self.document.line_text(line), 0).len() >= COLUMNS
    }

    /// A line behind begins as the heading of a table does: 附表, 附表1.
    fn has_table_heading(&self, from: usize) -> bool {
        let labels = &self.ctx.terms.labels;
        let headings = || labels.attachment.iter().chain(&labels.attachment_like);
        let heading = |l: usize| {
            let text = fold::squash(self.document.line_text(l));
            headings().any(|h| text.starts_with(h.as_str()))
        };
        (self.document.line_at(from) + 1..self.document.lines.len()).any(heading)
    }

    pub(super) fn bad_reference(&self) -> Outcome {
        let listed = &self.all.listed;
        if listed.is_empty() || self.elements.references.is_empty() {
            return Outcome::NotApplicable;
        }
        let most = listed.len() as u32;
        let exists = |n: u32| n >= 1 && n <= most || listed.iter().any(|i| i.n == Some(n));
        let wrong = self.elements.references.iter().filter_map(|r| Some((r, r.n.filter(|&n| !exists(n))?)));
        outcome(
            wrong
                .map(|(r, n)| self.hit(r.range.clone()).with("n", n.to_string()).with("count", most.to_string()))
                .collect(),
        )
    }

    /// Items that the body names neither by number nor by title; a mention without a number stands for a single item.
    pub(super) fn unmentioned(&self) -> Outcome {
        let Some(body) = self.elements.get(ElementKind::Body).filter(|_| !self.all.listed.is_empty()) else {
            return Outcome::NotApplicable;
        };
        let text = fold::squash(self.document.text.slice(body.range.clone()));
        let references = &self.elements.references;
        let bare = references.iter().any(|r| r.n.is_none());
        let mentioned = |at: usize| {
            let item = &self.all.listed[at];
            let n = item.n.unwrap_or(at as u32 + 1);
            let numbered = references.iter().any(|r| r.n == Some(n));
            numbered || bare || text.contains(&fold::squash(&item.name))
        };
        let silent = (0..self.all.listed.len()).filter(|&at| !mentioned(at));
        outcome(silent.map(|at| self.item_hit(at, self.all.listed[at].range.clone())).collect())
    }

    /// The first number that the body names before a smaller one it has not named yet.
    pub(super) fn mention_order(&self) -> Outcome {
        let mut seen: Vec<u32> = Vec::new();
        for reference in &self.elements.references {
            let Some(n) = reference.n.filter(|n| !seen.contains(n)) else { continue };
            if seen.last().is_some_and(|last| n < *last) {
                let hit = self.hit(reference.range.clone()).with("n", n.to_string());
                return outcome(vec![hit.with("want", seen.last().map_or(String::new(), u32::to_string))]);
            }
            seen.push(n);
        }
        if seen.len() < 2 { Outcome::NotApplicable } else { Outcome::Pass }
    }

    /// The body numbers the only attachment.
    pub(super) fn lone_reference(&self) -> Outcome {
        if self.all.listed.len() != 1 || self.elements.references.is_empty() {
            return Outcome::NotApplicable;
        }
        let numbered = self.elements.references.iter().find(|r| r.n == Some(1));
        outcome(numbered.map(|r| self.hit(r.range.clone())).into_iter().collect())
    }
}
