//! Attachments: the list, the pages in the document, the files beside it, and what the body says.

mod form_list;
mod presence;
mod references;

use std::collections::HashMap;
use std::ops::Range;

use serde::Deserialize;

use crate::check::enclosures::{Enclosures, Found};
use crate::check::{Ctx, outcome, printed};
use crate::document::Document;
use crate::element::{AttachmentPage, ElementKind, Elements, ListItem, Number};
use crate::finding::{Hit, Outcome};
use crate::fold;
use crate::lang::Words;
use crate::packet::{File, FileRole};
use crate::terms::Pattern;
use crate::words;

/// What can be wrong with attachments.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Attachment {
    /// The list's row matches the pattern.
    ListRow(Look),
    /// The name of an item matches the pattern.
    ItemName(Look),
    /// The number before an item matches the pattern.
    ItemMark(Look),
    /// Numbers of the list do not run 1, 2, 3.
    Numbering,
    /// A single item has a number.
    LoneNumber,
    /// There is more than one list in the main part.
    SecondList,
    /// An item is neither in the document nor a file.
    NotFound,
    /// Nothing stands under the title of an attachment, or only a promise.
    Hollow,
    /// The title of an attachment is not the one in the list.
    TitleDiffers,
    /// Among several attachments a heading has no number, or two have the same.
    HeadingNumber,
    /// The heading matches the pattern.
    Heading(Look),
    /// A single attachment has a number in its heading.
    LoneHeading,
    /// The body names a number that the list does not have.
    BadReference,
    /// The body names an attachment and there is no list.
    NoList,
    /// The body sends the reader to a table, and there is none.
    NoTable,
    /// A file or a page that the list does not have.
    Unlisted,
    /// The number in a file's first line is not the one in its name.
    FileNumber,
    /// The form's list of attachments differs.
    FormList,
    /// The first line of a separate file lacks the document number.
    FileHeading,
    /// The title of an attachment stands on the line of its heading.
    TitleOnHeading,
    /// The body never names an item.
    Unmentioned,
    /// The body names a higher number first.
    MentionOrder,
    /// The body numbers the only attachment.
    LoneReference,
    /// The attachment in the document and the one beside it differ.
    TwoVersions,
    /// An attachment of an enclosed text is not there.
    NestedMissing,
}

/// How a text looks.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// What is wrong about it.
    pattern: Pattern,
}

struct Judge<'c> {
    ctx: &'c Ctx<'c>,
    file: usize,
    document: &'c Document,
    elements: &'c Elements,
    all: &'c Enclosures,
}

impl Attachment {
    /// What its hits fill. The number of a single attachment is empty.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        match self {
            Self::ListRow(_) | Self::SecondList | Self::NoList | Self::NoTable | Self::LoneReference => &["found"],
            Self::ItemName(_) | Self::ItemMark(_) | Self::LoneNumber | Self::Unmentioned => &["found", "n", "name"],
            Self::NotFound => &["found", "n", "name", "state", "brief"],
            Self::Hollow => &["n", "name", "state", "brief"],
            Self::HeadingNumber => &["found", "n", "name", "state"],
            Self::Heading(_) | Self::LoneHeading | Self::TitleOnHeading => &["found", "n", "name"],
            Self::Numbering => &["found", "n", "name", "want"],
            Self::TitleDiffers => &["n", "name", "other", "file", "differs", "brief"],
            Self::TwoVersions => &["found", "n", "name", "file"],
            Self::BadReference => &["found", "n", "count"],
            Self::MentionOrder => &["found", "n", "want"],
            Self::Unlisted => &["file", "name", "state"],
            Self::FileNumber | Self::FileHeading => &["file", "found", "n", "want"],
            Self::FormList => &["found", "other", "count"],
            Self::NestedMissing => &["found", "name"],
        }
    }

    pub(super) fn is_with_form(&self) -> bool {
        matches!(self, Self::FormList)
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        let judge = Judge { ctx, file, document, elements, all: ctx.enclosures() };
        match self {
            Self::NoList => judge.no_list(),
            Self::NoTable => judge.no_table(),
            Self::Hollow => judge.hollow(),
            Self::BadReference => judge.bad_reference(),
            Self::Unmentioned => judge.unmentioned(),
            Self::MentionOrder => judge.mention_order(),
            Self::LoneReference => judge.lone_reference(),
            Self::TwoVersions => judge.two_versions(),
            Self::NestedMissing => judge.nested_missing(),
            Self::Unlisted => judge.unlisted(),
            Self::FormList => judge.form_list(),
            Self::HeadingNumber | Self::Heading(_) | Self::LoneHeading | Self::TitleOnHeading => judge.headings(self),
            Self::FileNumber | Self::FileHeading => judge.files(self),
            Self::SecondList => judge.second_list(),
            _ if judge.all.listed.is_empty() => Outcome::NotApplicable,
            Self::ListRow(look) => judge.list_row(look),
            Self::ItemName(look) => judge.items(look, |item| Some(&item.range)),
            Self::ItemMark(look) => judge.items(look, |item| item.mark.as_ref()),
            Self::Numbering => judge.numbering(),
            Self::LoneNumber => judge.lone_number(),
            Self::NotFound => judge.not_found(),
            Self::TitleDiffers => judge.title_differs(),
        }
    }
}

impl Judge<'_> {
    fn hit(&self, range: Range<usize>) -> Hit {
        Hit::at(self.file, range.clone())
            .of(ElementKind::AttachmentList.id())
            .with("found", printed(self.document, range))
    }

    /// It says more than a number or that there is no attachment.
    fn names_something(&self, item: &ListItem) -> bool {
        let words = &self.ctx.terms.words;
        let name = fold::squash(&item.name);
        let none = || words.none_values.iter().chain(&words.unattached_values).any(|w| *w == name);
        name.contains(char::is_alphanumeric) && !none()
    }

    /// The items that name an attachment.
    fn named(&self) -> impl Iterator<Item = &ListItem> {
        self.all.listed.iter().filter(|i| self.names_something(i))
    }

    fn item_hit(&self, at: usize, range: Range<usize>) -> Hit {
        let item = &self.all.listed[at];
        let name = if item.name.is_empty() { Words::from("（空）") } else { Words::from(&item.name) };
        let mut hit = self.hit(range).with("n", number(&self.all.listed, at)).with("name", name);
        hit.excerpt = Some(item.range.clone());
        hit
    }

    fn list_row(&self, look: &Look) -> Outcome {
        let lists = self.elements.all(ElementKind::AttachmentList).take(1);
        let wrong = lists.filter(|e| look.pattern.is_match(self.document.text.slice(e.range.clone())));
        outcome(wrong.map(|e| self.hit(e.range.clone())).collect())
    }

    fn items(&self, look: &Look, part: impl Fn(&ListItem) -> Option<&Range<usize>>) -> Outcome {
        let mut hits = Vec::new();
        // 附件：无 above an attachment is told as a title that differs.
        let contradicted = |at: usize| {
            let titled = |f: &Found| f.item == Some(at) && f.place.is_some() && !f.title.is_empty();
            !self.all.listed[at].name.is_empty() && self.all.found.iter().any(titled)
        };
        for (at, item) in self.all.listed.iter().enumerate() {
            if !self.names_something(item) && contradicted(at) {
                continue;
            }
            let wrong = |r: &&Range<usize>| look.pattern.is_match(self.document.text.slice((*r).clone()));
            if let Some(range) = part(item).filter(wrong) {
                hits.push(self.item_hit(at, range.clone()));
            }
        }
        outcome(hits)
    }

    fn numbering(&self) -> Outcome {
        let listed = &self.all.listed;
        // Numbers in two parts are wrong as such.
        if listed.len() < 2 || listed.iter().any(|i| i.part.is_some()) {
            return Outcome::NotApplicable;
        }
        let wrong = listed.iter().enumerate().find(|(i, item)| item.n != Some(*i as u32 + 1));
        let hit = wrong.map(|(at, item)| {
            let place = item.mark.clone().unwrap_or(item.range.clone());
            self.item_hit(at, place).with("want", (at + 1).to_string())
        });
        outcome(hit.into_iter().collect())
    }

    fn lone_number(&self) -> Outcome {
        match self.all.listed.as_slice() {
            [item] => outcome(
                item.n.or(item.part).and(item.mark.clone()).map(|mark| self.item_hit(0, mark)).into_iter().collect(),
            ),
            _ => Outcome::NotApplicable,
        }
    }

    fn second_list(&self) -> Outcome {
        let second = self.elements.listed.iter().find(|i| i.main && i.list > 0);
        match (self.all.listed.is_empty(), second) {
            (true, _) => Outcome::NotApplicable,
            (_, second) => outcome(second.map(|i| self.hit(i.range.clone())).into_iter().collect()),
        }
    }

    fn headings(&self, check: &Attachment) -> Outcome {
        let pages = &self.elements.pages;
        if pages.is_empty() {
            return Outcome::NotApplicable;
        }
        let page_hit = |page: &AttachmentPage| {
            let mut hit = Hit::at(self.file, page.mark.clone()).of(ElementKind::AttachmentPage.id());
            hit.excerpt = Some(page.mark.clone());
            let hit = hit
                .with("found", printed(self.document, page.mark.clone()))
                .with("n", page.n.map_or(String::new(), |n| n.to_string()))
                .with("name", page.title.clone());
            let state = if page.n.is_none() { words!("没有序号") } else { words!("序号重复") };
            if matches!(check, Attachment::HeadingNumber) { hit.with("state", state) } else { hit }
        };
        let several = pages.len() > 1 || self.all.listed.len() > 1;
        let mut first = HashMap::new();
        for (at, page) in pages.iter().enumerate() {
            first.entry((page.n, page.part)).or_insert(at);
        }
        let wrong = |at: usize, page: &AttachmentPage| match check {
            Attachment::Heading(look) => look.pattern.is_match(self.document.text.slice(page.mark.clone()).trim()),
            Attachment::TitleOnHeading => {
                page.mark.start <= page.title_range.start
                    && page.title_range.end <= page.mark.end
                    && !page.title_range.is_empty()
            }
            Attachment::LoneHeading => !several && self.all.found.len() == 1 && page.n.is_some(),
            _ => several && (page.n.is_none() || first[&(page.n, page.part)] < at),
        };
        outcome(pages.iter().enumerate().filter(|(at, p)| wrong(*at, p)).map(|(_, p)| page_hit(p)).collect())
    }

    fn files(&self, check: &Attachment) -> Outcome {
        let files = self.ctx.packet.files.iter().enumerate().filter(|(_, f)| f.role == FileRole::Attachment);
        let read: Vec<_> = files.filter_map(|(i, f)| Some((i, f, f.read()?.0, f.read()?.1.pages.first()?))).collect();
        if read.is_empty() {
            return Outcome::NotApplicable;
        }
        let number = self.elements.get(ElementKind::DocNumber).and_then(|e| e.number.as_ref());
        let wrong = |f: &File, document: &Document, page: &AttachmentPage| match check {
            Attachment::FileHeading => {
                number.is_some_and(|n| !names_number(&fold::squash(document.text.slice(page.mark.clone())), n))
            }
            _ => f.n.is_some() && page.n.is_some() && f.n != page.n,
        };
        let told = |at: usize| self.all.near.iter().flatten().any(|n| n.file == at);
        let hits = read.into_iter().filter(|(i, f, d, p)| !told(*i) && wrong(f, d, p)).map(|(i, f, document, page)| {
            let hit = Hit::at(i, page.mark.clone()).of(ElementKind::AttachmentPage.id()).with("file", f.name.clone());
            let own = self.elements.get(ElementKind::DocNumber).map_or("", |e| e.value.as_str());
            // What is to stand in the document is the same in every language.
            let want = format!("{own}附件{}", f.n.map_or(String::new(), |n| n.to_string()));
            hit.with("found", printed(document, page.mark.clone()))
                .with("n", f.n.map_or(String::new(), |n| n.to_string()))
                .with("want", want)
        });
        outcome(hits.collect())
    }
}

/// The number stands in a text, in whatever brackets and with or without 第.
fn names_number(text: &str, number: &Number) -> bool {
    let groups: Vec<u32> = text.split(|c: char| !c.is_ascii_digit()).filter_map(|g| g.parse().ok()).collect();
    text.contains(&number.code)
        && number.year.is_none_or(|y| groups.contains(&y))
        && number.serial.is_none_or(|s| groups.contains(&s))
}

/// The number of a listed attachment; a single one without a number has none.
fn number(listed: &[ListItem], at: usize) -> String {
    match listed.get(at).and_then(|item| item.n) {
        None if listed.len() == 1 => String::new(),
        n => n.unwrap_or(at as u32 + 1).to_string(),
    }
}
