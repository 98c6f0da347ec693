//! The names of files held against the titles that the document lists.

use std::collections::HashSet;

use crate::error::{Reason, Unreadable};
use crate::fold;
use crate::packet::{File, FileRole, Packet, REFUSED, extension, stem};
use crate::read;
use crate::terms::Terms;

/// Names can be read in two ways, and what is listed tells which: 附件24小时值班表 has no number, 附件120个重点村名单 has 1,
/// and a paper that is called as an item is that item.
pub(super) fn settle(packet: &mut Packet, terms: &Terms) {
    let main = packet.main.and_then(|main| packet.files[main].read());
    let listed = main.into_iter().flat_map(|(_, e)| &e.listed).filter(|i| i.main && i.list == 0);
    let listed: HashSet<String> = listed.map(|i| title_key(terms, &i.name)).filter(|key| !key.is_empty()).collect();
    if listed.is_empty() {
        return;
    }
    for file in packet.files.iter_mut().filter(|f| f.content.is_err() || f.role != FileRole::Main) {
        let extension = extension(&file.meant);
        let old = |e: &Unreadable| matches!(e.reason, Reason::LegacyDoc | Reason::Wps | Reason::NotADocx);
        let counted = REFUSED.contains(&extension.as_str()) && file.content.as_ref().is_err_and(old);
        if matches!(file.role, FileRole::Supporting | FileRole::Other)
            && (counted || file.failure().is_none())
            && !file.unfinished
            && listed.contains(&title_key(terms, &file.title))
        {
            file.role = FileRole::Attachment;
            // An attachment need not be read.
            if counted {
                file.content = Err(read::unsupported(&extension));
                file.must_be_read = false;
            }
        }
        if file.role == FileRole::Attachment && !file.several {
            reread(file, &listed, terms);
        }
    }
}

/// Tells number and title of a name apart by the listed titles, where one of them is in it.
fn reread(file: &mut File, listed: &HashSet<String>, terms: &Terms) {
    const LONGEST: usize = 3;
    let is_listed = |title: &str| listed.contains(&title_key(terms, title));
    let stem = stem(&file.meant);
    let label = terms.labels.attachment.iter().find_map(|l| stem.strip_prefix(l.as_str()));
    let text = label.unwrap_or(stem);
    let numbered = terms.patterns.numbered_file.as_ref().and_then(|p| p.captures(text));
    let behind = numbered.as_ref().and_then(|c| Some((c.name("n")?.as_str(), c.name("title")?.as_str())));
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST);
    let glued = ends.map(|at| text.split_at(at)).take_while(|(n, _)| fold::number(n).is_some());
    let found = std::iter::once(("", text)).chain(behind).chain(glued).find(|(_, title)| is_listed(title));
    if let Some((n, title)) = found {
        (file.n, file.title) = (fold::number(n), title.to_owned());
    }
}

/// Titles as they are compared: letters and digits only, without the tails of file names.
pub(crate) fn title_key(terms: &Terms, title: &str) -> String {
    without_tails(terms, title).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A title without the tails of file names.
pub(crate) fn without_tails(terms: &Terms, title: &str) -> String {
    let mut bare = fold::squash(title);
    let pattern = terms.patterns.file_tail.as_ref();
    loop {
        let matched = pattern.and_then(|p| p.on(&bare)).and_then(|r| r.find(&bare));
        let by_pattern = matched.filter(|m| tail_of_name(terms, m.as_str())).map(|m| m.start());
        let by_word = || terms.words.name_tails.iter().find_map(|t| bare.strip_suffix(t.as_str())).map(str::len);
        match by_pattern.or_else(by_word) {
            Some(end) if end < bare.len() => bare.truncate(end),
            _ => return bare,
        }
    }
}

/// A bracketed tail only counts when it says which version this is.
fn tail_of_name(terms: &Terms, tail: &str) -> bool {
    let word = tail.trim_matches(|c: char| !c.is_alphanumeric());
    !tail.starts_with(['(', '（', '[', '【'])
        || terms.words.name_tails.iter().chain(&terms.words.name_notes).any(|t| t == word)
        || word.len() <= 2 && word.chars().all(|c| c.is_ascii_digit())
}
