//! The attachments that the form names, against the list of the document.

use super::Judge;
use crate::check::enclosures::title_key;
use crate::finding::{Hit, Outcome, Skip};
use crate::fold;

impl Judge<'_> {
    /// Titles in the form's cell against the list; a bare count is compared as a count.
    pub(super) fn form_list(&self) -> Outcome {
        let Some((file, document, form)) = self.ctx.form() else {
            return if self.ctx.packet.unreadable_form() {
                Outcome::Skipped(Skip::Unreadable)
            } else {
                Outcome::NotApplicable
            };
        };
        let Some(field) = form.field("attachments") else { return Outcome::NotApplicable };
        let terms = self.ctx.terms;
        let text = document.text.slice(field.range.clone());
        let none = terms.words.none_values.contains(&field.value) || field.value.is_empty();
        let counted = terms.patterns.count_only.as_ref().and_then(|p| p.captures(&field.value));
        let counted = counted.and_then(|c| fold::number(c.name("n")?.as_str()));
        let same = if none {
            self.all.listed.is_empty()
        } else if let Some(counted) = counted {
            counted as usize == self.all.listed.len()
        } else {
            self.names_all(text)
        };
        if same {
            return Outcome::Pass;
        }
        let place = if field.range.is_empty() { field.label_range.clone() } else { field.range.clone() };
        let names: Vec<&str> = self.all.listed.iter().map(|i| i.name.as_str()).collect();
        let listed = if names.is_empty() { "没有附件".to_owned() } else { names.join("、") };
        let stated = if field.value.is_empty() { "（空）".to_owned() } else { field.value.clone() };
        Outcome::Fail(vec![
            Hit::at(file, place)
                .of("attachments")
                .with("found", stated)
                .with("other", listed)
                .with("count", names.len().to_string()),
        ])
    }

    /// Every listed title once, in whatever order and with whatever numbers and marks between them, and nothing else.
    fn names_all(&self, text: &str) -> bool {
        let terms = self.ctx.terms;
        let mut left: String = fold::squash(text).chars().filter(|c| c.is_alphanumeric()).collect();
        let mut titles: Vec<String> = self.all.listed.iter().map(|i| title_key(terms, &i.name)).collect();
        // A title may be part of a longer one.
        titles.sort_by_key(|t| std::cmp::Reverse(t.len()));
        for title in titles {
            let Some(at) = left.find(&title) else { return false };
            left.replace_range(at..at + title.len(), " ");
        }
        let joints = terms.words.list_joints.iter().chain(&terms.labels.attachment).chain(&terms.words.name_tails);
        for word in joints.map(|w| w.trim_start_matches('.')) {
            left = left.replace(word, " ");
        }
        left.chars().all(|c| c.is_whitespace() || fold::number(&c.to_string()).is_some())
    }
}
