//! The attachments that the form names, against the list of the document.

use super::Judge;
use crate::check::enclosures::title_key;
use crate::finding::{Hit, Outcome, Skip};
use crate::fold;
use crate::terms::Terms;

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
        let mut listed: Vec<String> = self.all.listed.iter().map(|i| title_key(terms, &i.name)).collect();
        listed.sort();
        // A mark between two titles may be part of one.
        let named = |marks: &[char]| {
            let mut named: Vec<String> = form_items(terms, text, marks).iter().map(|i| title_key(terms, i)).collect();
            named.sort();
            named == listed
        };
        let counted = terms.patterns.count_only.as_ref().and_then(|p| p.captures(&field.value));
        let counted = counted.and_then(|c| fold::number(c.name("n")?.as_str()));
        let same = if none {
            listed.is_empty()
        } else if let Some(counted) = counted {
            counted as usize == listed.len()
        } else {
            [
                &['；', ';', '\t'][..],
                &['；', ';', '\t', '、', '，', ','],
                &['；', ';', '\t', '、', '，', ',', '》', '和'],
            ]
            .into_iter()
            .any(named)
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
}

/// The titles named in the form's attachment cell, with these marks between them.
fn form_items(terms: &Terms, text: &str, marks: &[char]) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    let marked = text
        .lines()
        .flat_map(|l| l.split(marks))
        .flat_map(|piece| fold::segments(piece, 0).into_iter().map(|r| piece[r].to_owned()).collect::<Vec<_>>());
    for piece in marked {
        for part in split_at_numbers(&piece) {
            let bare = terms
                .patterns
                .list_item
                .as_ref()
                .and_then(|p| p.captures(&part))
                .and_then(|c| Some(part[c.get(0)?.end()..].to_owned()))
                .unwrap_or(part);
            if bare.chars().any(char::is_alphanumeric) {
                items.push(bare);
            }
        }
    }
    items
}

/// `1.甲表 2.乙表` and `1.甲表2.乙表` are two items.
fn split_at_numbers(text: &str) -> Vec<String> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut cuts = vec![0];
    for window in chars.windows(2) {
        let [(at, digit), (_, mark)] = window else { continue };
        let before = text[..*at].chars().next_back();
        if digit.is_ascii_digit() && matches!(mark, '.' | '．' | '、') && before.is_some_and(|c| !c.is_ascii_digit())
        {
            cuts.push(*at);
        }
    }
    cuts.push(text.len());
    cuts.windows(2).map(|w| text[w[0]..w[1]].trim().to_owned()).filter(|s| !s.is_empty()).collect()
}
