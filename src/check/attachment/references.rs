//! What the body says of attachments, against the list.

use super::Judge;
use std::ops::Range;

use crate::check::enclosures::{Content, of_range, title_key};
use crate::check::forward::like;
use crate::check::outcome;
use crate::element::ElementKind;
use crate::finding::{Hit, Outcome, Skip};
use crate::fold;

impl Judge<'_> {
    pub(super) fn no_list(&self) -> Outcome {
        let bare = self.elements.references.first();
        match bare {
            None => Outcome::NotApplicable,
            Some(_) if !self.elements.listed.is_empty() => {
                let hits: Vec<Hit> = self.unlisted_title().map(|range| self.hit(range)).into_iter().collect();
                if hits.is_empty() { Outcome::Pass } else { Outcome::Open(Skip::NotRead, hits) }
            }
            Some(reference) => Outcome::Fail(vec![self.hit(reference.range.clone())]),
        }
    }

    /// 随文附送《…》: a text that the body says goes with it, and that is neither listed nor there.
    fn unlisted_title(&self) -> Option<Range<usize>> {
        let terms = self.ctx.terms;
        let body = self.elements.get(ElementKind::Body)?.range.end;
        self.elements.references.iter().filter(|r| r.n.is_none()).find_map(|reference| {
            let behind = self.document.text.slice(reference.range.end..body.max(reference.range.end));
            let (title, _) = behind.strip_prefix('《')?.split_once('》')?;
            let key = title_key(terms, title);
            let known = self.all.listed.iter().map(|i| i.name.as_str());
            let mut known = known.chain(self.all.found.iter().map(|f| f.title.as_str()));
            let same = known.any(|name| like(terms, &key, &title_key(terms, name)));
            (!same)
                .then(|| reference.range.start..reference.range.end + '《'.len_utf8() + title.len() + '》'.len_utf8())
        })
    }

    /// The body sends the reader to a table or a picture: one in the document, a listed attachment or a file may be it.
    pub(super) fn no_table(&self) -> Outcome {
        let Some(body) = self.elements.get(ElementKind::Body) else { return Outcome::NotApplicable };
        let text = self.document.text.slice(body.range.clone());
        let pattern = self.ctx.terms.patterns.table_reference.as_ref();
        let stands = pattern.filter(|p| p.may_stand(self.ctx.seen(self.file)));
        let Some(c) = stands.and_then(|p| p.on(text)).and_then(|r| r.captures(text)) else {
            return Outcome::NotApplicable;
        };
        let place = c.get(0).map_or(0..0, |m| body.range.start + m.start()..body.range.start + m.end());
        let what = fold::squash(c.name("what").map_or("", |m| m.as_str()));
        let pictured = self.document.lines.iter().any(|l| l.picture);
        let read = |file: usize| self.ctx.packet.files[file].read().is_some();
        let named = |title: &str| self.ctx.terms.words.table_names.iter().any(|n| title.contains(n.as_str()));
        // A picture is no table, and another attachment none of both.
        let drawn = text[place.start - body.range.start..place.end - body.range.start].contains('图');
        let picture = |title: &str| title.contains('图');
        let enclosed = if drawn {
            self.all.found.iter().any(|f| picture(&f.title)) || self.named().any(|i| picture(&i.name))
        } else {
            self.all.found.iter().any(|f| read(f.file) || named(&f.title)) || self.named().next().is_some()
        };
        let spread = (self.document.line_at(place.end) + 1..self.document.lines.len()).filter(|&l| self.is_spread(l));
        if pictured
            || enclosed
            || !drawn && (self.has_drawn_table() || spread.count() > 1)
            || !drawn && self.has_table_heading(place.end, &what)
        {
            return Outcome::Pass;
        }
        let hits = vec![self.hit(place)];
        let unread = !self.all.found.is_empty() || !self.all.unread.is_empty();
        if unread { Outcome::Open(Skip::NotRead, hits) } else { Outcome::Fail(hits) }
    }

    /// A table with something in it, the form aside.
    fn has_drawn_table(&self) -> bool {
        let form = self.elements.form.as_ref().map_or(0..0, |f| f.lines.clone());
        let filled = |line: usize| self.document.line_text(line).contains(char::is_alphanumeric);
        let mut cells = self.document.tables.iter().flat_map(|t| &t.cells);
        cells.any(|c| !form.contains(&c.lines.start) && c.lines.clone().any(filled))
    }

    /// A line of a table in plain text: three columns or more.
    fn is_spread(&self, line: usize) -> bool {
        const COLUMNS: usize = 3;
        fold::segments(self.document.line_text(line), 0).len() >= COLUMNS
    }

    /// A line behind begins as the heading of a table does, 附表, 附表1, and more than its title stands below.
    fn has_table_heading(&self, from: usize, what: &str) -> bool {
        let labels = &self.ctx.terms.labels;
        let headings = || labels.attachment.iter().chain(&labels.attachment_like);
        let first = self.document.line_at(from) + 1;
        let imprint = [ElementKind::Cc, ElementKind::PrintingDate].map(|kind| self.elements.get(kind));
        let end = imprint.iter().flatten().map(|e| e.range.start).min().unwrap_or(self.document.text.as_str().len());
        let heading = |&l: &usize| {
            let text = fold::squash(self.document.line_text(l));
            headings().any(|h| text.starts_with(h.as_str())) || !what.is_empty() && text.starts_with(what)
        };
        let Some(heading) = (first..self.document.lines.len()).find(heading) else { return false };
        // 附表1 alone is the heading, and the title stands on the next line.
        let text = fold::squash(self.document.line_text(heading));
        let bare = headings().map(String::as_str).chain([what]).filter_map(|h| text.strip_prefix(h));
        let bare =
            bare.into_iter().any(|rest| rest.chars().all(|c| !c.is_alphabetic()) || fold::number(rest).is_some());
        let title = |l: usize| (l + 1..self.document.lines.len()).find(|&l| !self.document.is_blank(l));
        let last = if bare { title(heading).unwrap_or(heading) } else { heading };
        let start = self.document.lines[last].range.end;
        start < end
            && !matches!(
                of_range(self.ctx.terms, self.document, start..end, ""),
                Content::Nothing | Content::Promised(_)
            )
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
        let named = |at: &usize| self.names_something(&self.all.listed[*at]);
        let silent = (0..self.all.listed.len()).filter(named).filter(|&at| !mentioned(at));
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
