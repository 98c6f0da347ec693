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
