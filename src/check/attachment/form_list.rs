//! The attachments that the form names, against the list of the document.

use std::ops::Range;

use super::Judge;
use crate::check::enclosures::title_key;
use crate::document::Document;
use crate::element::{Form, fold_lines, is_tick, numbers_in, ordinal, valid_text};
use crate::finding::{Hit, Outcome, Skip};
use crate::fold;
use crate::lang::Words;
use crate::shown::few;
use crate::sort;
use crate::terms::Pattern;

impl Judge<'_> {
    /// What stands in the form's cell against the list: titles, a bare count, or only that there are some or none.
    pub(super) fn form_list(&self) -> Outcome {
        let Some((file, document, form)) = self.ctx.form() else {
            return if self.ctx.packet.unreadable_form() {
                Outcome::Skipped(Skip::Unreadable)
            } else {
                Outcome::NotApplicable
            };
        };
        let Some((label, range)) = field_of(form, document) else { return Outcome::NotApplicable };
        let text = document.text.slice(range.clone());
        let stated = fold::squash(&valid_text(text).replace(is_tick, ""));
        let stated = if is_open(&stated) { String::new() } else { stated };
        let names: Vec<&str> = self.named().map(|i| i.name.as_str()).collect();
        // A tick and nothing else says that there are some.
        let ticked = stated.is_empty() && text.contains(is_tick) && !names.is_empty();
        if ticked || self.agrees(&stated, &names) {
            return Outcome::Pass;
        }
        let listed = if names.is_empty() { Words::from("没有附件") } else { few(&names) };
        let written = if stated.is_empty() { Words::from("（空）") } else { short(&fold_lines(text)).into() };
        Outcome::Fail(vec![
            Hit::at(file, if range.is_empty() { label } else { range })
                .of("attachments")
                .with("found", written)
                .with("other", listed)
                .with("count", names.len().to_string()),
        ])
    }

    /// What the form states, squashed, is true of these names.
    fn agrees(&self, stated: &str, names: &[&str]) -> bool {
        let terms = self.ctx.terms;
        let bare = stated.trim_matches(|c: char| !c.is_alphanumeric());
        let says = |words: &[String]| words.iter().any(|w| w == stated || w == bare);
        if stated.is_empty() || says(&terms.words.none_values) || says(&terms.words.unattached_values) {
            return names.is_empty();
        }
        if says(&terms.words.attached_values) {
            return !names.is_empty();
        }
        let counted = |p: Option<&Pattern>, text: &str| -> Option<(usize, bool, usize)> {
            let c = p?.captures(text)?;
            Some((ordinal(c.name("n")?.as_str())? as usize, c.name("more").is_some(), c.get(0)?.start()))
        };
        let only = terms.patterns.count_only.as_ref();
        if let Some((count, ..)) = counted(only, stated).or_else(|| counted(only, bare)) {
            return count == names.len();
        }
        let numbers = numbers_in(terms, stated);
        if !numbers.is_empty() {
            return numbers.into_iter().eq(1..=names.len() as u32);
        }
        match counted(terms.patterns.count_behind.as_ref(), bare) {
            // 甲等2个附件 names some of them.
            Some((count, true, at)) => count == names.len() && self.names_all(&bare[..at], names, true),
            Some((count, false, _)) if count != names.len() => false,
            _ => self.names_all(stated, names, false),
        }
    }

    /// Every listed title once, in whatever order and with whatever numbers and marks between them, and nothing else;
    /// `some`: not every one, but one at least.
    fn names_all(&self, text: &str, names: &[&str], some: bool) -> bool {
        let terms = self.ctx.terms;
        let mut left: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let mut titles: Vec<String> = names.iter().map(|name| title_key(terms, name)).collect();
        // A title may be part of a longer one.
        sort::by_key(&mut titles, |t| std::cmp::Reverse(t.len()));
        let mut named = 0;
        for title in titles {
            match left.find(&title) {
                Some(at) => left.replace_range(at..at + title.len(), " "),
                None if some => continue,
                None => return false,
            }
            named += 1;
        }
        // 送审稿 is said of a version; another one is another text.
        let tails = terms.words.name_tails.iter().filter(|t| !terms.words.title_notes.contains(*t));
        let joints = terms.words.list_joints.iter().chain(&terms.labels.attachment).chain(tails);
        let mut joints: Vec<&str> = joints.map(|w| w.trim_start_matches('.')).collect();
        // 附件 is taken out before 件.
        sort::by_key(&mut joints, |w| std::cmp::Reverse(w.len()));
        for word in joints {
            left = left.replace(word, " ");
        }
        let number = |c: char| c.is_numeric() || fold::number(&c.to_string()).is_some();
        named > 0 && left.chars().all(|c| c.is_whitespace() || number(c))
    }
}

/// Where the form names the attachments, with its label: `附件：附件1：甲；附件2：乙` reads as one label behind another.
fn field_of(form: &Form, document: &Document) -> Option<(Range<usize>, Range<usize>)> {
    let first = form.fields.iter().position(|f| f.id == "attachments")?;
    let field = &form.fields[first];
    let mut range = field.range.clone();
    for more in form.fields[first + 1..].iter().take_while(|f| f.id == field.id) {
        let between = range.end..more.label_range.start;
        if between.is_empty() || document.text.slice(between).trim().is_empty() {
            range.end = more.range.end.max(range.end);
        }
    }
    Some((field.label_range.clone(), range))
}

/// Signs that somebody was to replace, and nothing else: `1.××××2.××××`.
fn is_open(stated: &str) -> bool {
    stated.contains('×') && !stated.chars().any(char::is_alphabetic)
}

/// So much of a long text as a message has room for.
fn short(text: &str) -> String {
    const MOST: usize = 150;
    let end = text.char_indices().nth(MOST).map_or(text.len(), |(at, _)| at);
    let more = if end < text.len() { "……" } else { "" };
    format!("{}{more}", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::is_open;

    #[test]
    fn a_cell_of_signs_to_replace_is_not_filled_in() {
        assert!(is_open("1.××××2.××××"));
        assert!(!is_open("××县值班表") && !is_open("2") && !is_open(""));
    }
}
