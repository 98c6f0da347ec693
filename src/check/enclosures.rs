//! Listed attachments matched with what was found: pages in the document and files beside it.

use std::ops::Range;

use crate::check::Ctx;
use crate::element::{AttachmentPage, ListItem};
use crate::fold;
use crate::packet::{File, FileRole};
use crate::terms::Terms;

/// An attachment as found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Number of its heading or file name.
    pub n: Option<u32>,
    /// Its title; empty when it could not be told.
    pub title: String,
    /// The file it is or stands in.
    pub file: usize,
    /// Its title or heading in that file, when its text was read.
    pub place: Option<Range<usize>>,
    /// It is a file of its own.
    pub separate: bool,
    /// The listed item it belongs to.
    pub item: Option<usize>,
}

/// Listed and found attachments, matched.
#[derive(Clone, Debug, Default)]
pub struct Enclosures {
    /// Items of the list in the main part.
    pub listed: Vec<ListItem>,
    /// What was found.
    pub found: Vec<Found>,
}

impl Enclosures {
    /// Matches by title first, then by number, then what is left in order.
    pub(super) fn of(ctx: &Ctx<'_>) -> Self {
        let mut all = Self::default();
        let Some((main, _, elements)) = ctx.main() else { return all };
        all.listed = elements.listed.iter().filter(|i| i.main && i.list == 0).cloned().collect();
        all.found.extend(elements.pages.iter().map(|p| page(main, p)));
        for (index, file) in ctx.packet.files.iter().enumerate() {
            if file.role == FileRole::Attachment {
                all.found.push(separate(index, file));
            }
        }
        all.pair(ctx.terms);
        all
    }

    fn pair(&mut self, terms: &Terms) {
        let key = |title: &str| title_key(terms, title);
        self.pair_by(|item, found| !found.title.is_empty() && key(&item.name) == key(&found.title));
        let in_order = self.numbers_run();
        self.pair_by(|item, found| in_order && item.n.is_some() && item.n == found.n);
        // A file that also names its document: 附件 值班表（某政发〔2026〕2号）.
        self.pair_by(|item, found| {
            let item = key(&item.name);
            found.separate && item.chars().count() > 2 && found.place.is_none() && key(&found.title).contains(&item)
        });
        let lone = self.listed.len() == 1;
        self.pair_by(|item, found| {
            lone && (item.n.or(Some(1)) == found.n.or(Some(1)))
                && (!found.separate || found.n.is_some() || found.place.is_some() || found.title.is_empty())
        });
        if !in_order {
            // The list counts wrong: what is left belongs together in order.
            self.pair_by(|_, found| found.n.is_some());
        }
    }

    fn pair_by(&mut self, fits: impl Fn(&ListItem, &Found) -> bool) {
        for at in 0..self.found.len() {
            if self.found[at].item.is_some() {
                continue;
            }
            let separate = self.found[at].separate;
            let taken = |i: usize| self.found.iter().any(|f| f.item == Some(i) && f.separate == separate);
            self.found[at].item = (0..self.listed.len()).find(|&i| !taken(i) && fits(&self.listed[i], &self.found[at]));
        }
    }

    /// The list's numbers are 1, 2, 3 …, or it has none to judge.
    pub(super) fn numbers_run(&self) -> bool {
        self.listed.len() < 2 || self.listed.iter().enumerate().all(|(i, item)| item.n == Some(i as u32 + 1))
    }
}

/// The main document and every listed attachment with its place: `附件1 值班表（正文之后）`.
pub(super) fn evidence(ctx: &Ctx<'_>) -> Vec<String> {
    let Some((main, _, _)) = ctx.main() else { return Vec::new() };
    let name = |file: usize| ctx.packet.files[file].name.as_str();
    let all = ctx.enclosures();
    let item = |(at, item): (usize, &ListItem)| {
        let place = match all.found.iter().find(|f| f.item == Some(at)) {
            Some(found) if found.separate => name(found.file).to_owned(),
            Some(_) => "在正文之后".to_owned(),
            None => "未找到".to_owned(),
        };
        format!("附件{} {}（{place}）", item.n.map_or(String::new(), |n| n.to_string()), item.name)
    };
    std::iter::once(format!("正件 {}", name(main))).chain(all.listed.iter().enumerate().map(item)).collect()
}

fn page(main: usize, page: &AttachmentPage) -> Found {
    let place = if page.title_range.is_empty() { page.mark.clone() } else { page.title_range.clone() };
    Found { n: page.n, title: page.title.clone(), file: main, place: Some(place), separate: false, item: None }
}

fn separate(index: usize, file: &File) -> Found {
    let inside = file.read().and_then(|(_, e)| e.pages.first());
    let place = inside.map(|p| if p.title_range.is_empty() { p.mark.clone() } else { p.title_range.clone() });
    let title = inside.map(|p| p.title.clone()).filter(|t| !t.is_empty()).unwrap_or_else(|| file.title.clone());
    Found { n: inside.and_then(|p| p.n).or(file.n), title, file: index, place, separate: true, item: None }
}

/// Titles as they are compared: letters and digits only, without the tails of file names.
pub(super) fn title_key(terms: &Terms, title: &str) -> String {
    let mut bare = fold::squash(title);
    while let Some(m) = terms
        .patterns
        .file_tail
        .as_ref()
        .and_then(|p| p.on(&bare))
        .and_then(|r| r.find(&bare))
        .filter(|m| tail_of_name(terms, m.as_str()))
    {
        bare.truncate(m.start());
    }
    for tail in &terms.words.name_tails {
        if let Some(rest) = bare.strip_suffix(tail.as_str()) {
            bare.truncate(rest.len());
        }
    }
    bare.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A bracketed tail only counts when it says which version this is.
fn tail_of_name(terms: &Terms, tail: &str) -> bool {
    let word = tail.trim_matches(|c: char| !c.is_alphanumeric());
    !tail.starts_with(['(', '（'])
        || terms.words.name_tails.iter().any(|t| t == word)
        || word.chars().all(|c| c.is_ascii_digit())
}
