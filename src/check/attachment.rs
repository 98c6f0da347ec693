//! Attachments: the list, the pages in the document, the files beside it, and what the body says.

use std::ops::Range;

use serde::Deserialize;

use crate::check::enclosures::{Enclosures, title_key};
use crate::check::{Ctx, outcome, printed};
use crate::document::Document;
use crate::element::{AttachmentPage, ElementKind, Elements, ListItem};
use crate::finding::{Hit, Outcome, Severity, Skip};
use crate::fold;
use crate::packet::{File, FileRole};
use crate::terms::{Pattern, Terms};

pub(super) const KEYS: &[&str] = &["n", "name", "found", "other", "file", "count", "want"];

/// What can be wrong with attachments.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    fault: Fault,
    /// For faults about the look of a text: what is wrong about it.
    #[serde(default)]
    pattern: Option<Pattern>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Fault {
    /// The list's row matches the pattern.
    ListRow,
    /// The name of an item matches the pattern.
    ItemName,
    /// The number before an item matches the pattern.
    ItemMark,
    /// Numbers of the list do not run 1, 2, 3.
    Numbering,
    /// A single item has a number.
    LoneNumber,
    /// There is more than one list in the main part.
    SecondList,
    /// An item is neither in the document nor a file.
    NotFound,
    /// The title of an attachment is not the one in the list.
    TitleDiffers,
    /// Among several attachments a heading has no number, or two have the same.
    HeadingNumber,
    /// The heading matches the pattern.
    Heading,
    /// A single attachment has a number in its heading.
    LoneHeading,
    /// The body names a number that the list does not have.
    BadReference,
    /// The body names an attachment and there is no list.
    NoList,
    /// A file or a page that the list does not have.
    Unlisted,
    /// The number in a file's first line is not the one in its name.
    FileNumber,
    /// The form's list of attachments differs.
    FormList,
    /// The first line of a separate file lacks the document number.
    FileHeading,
}

struct Judge<'c> {
    check: &'c Attachment,
    ctx: &'c Ctx<'c>,
    file: usize,
    document: &'c Document,
    elements: &'c Elements,
    all: &'c Enclosures,
}

impl Attachment {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        let judge = Judge { check: self, ctx, file, document, elements, all: ctx.enclosures() };
        match self.fault {
            Fault::NoList => judge.no_list(),
            Fault::BadReference => judge.bad_reference(),
            Fault::Unlisted => judge.unlisted(),
            Fault::FormList => judge.form_list(),
            Fault::HeadingNumber | Fault::Heading | Fault::LoneHeading => judge.headings(self.fault),
            Fault::FileNumber | Fault::FileHeading => judge.files(self.fault),
            Fault::SecondList => judge.second_list(),
            _ if judge.all.listed.is_empty() => Outcome::NotApplicable,
            Fault::ListRow => judge.list_row(),
            Fault::ItemName | Fault::ItemMark => judge.items(self.fault),
            Fault::Numbering => judge.numbering(),
            Fault::LoneNumber => judge.lone_number(),
            Fault::NotFound => judge.not_found(),
            Fault::TitleDiffers => judge.title_differs(),
        }
    }

    fn matches(&self, text: &str) -> bool {
        self.pattern.as_ref().is_some_and(|p| p.is_match(text))
    }
}

impl Judge<'_> {
    fn hit(&self, range: Range<usize>) -> Hit {
        Hit::at(self.file, range.clone())
            .of(ElementKind::AttachmentList.id())
            .with("found", printed(self.document, range))
    }

    fn item_hit(&self, at: usize, range: Range<usize>) -> Hit {
        let item = &self.all.listed[at];
        let mut hit = self.hit(range).with("n", number(item, at)).with("name", item.name.clone());
        hit.excerpt = Some(item.range.clone());
        hit
    }

    fn list_row(&self) -> Outcome {
        let lists = self.elements.all(ElementKind::AttachmentList).take(1);
        let wrong = lists.filter(|e| self.check.matches(self.document.text.slice(e.range.clone())));
        outcome(wrong.map(|e| self.hit(e.range.clone())).collect())
    }

    fn items(&self, fault: Fault) -> Outcome {
        let mut hits = Vec::new();
        for (at, item) in self.all.listed.iter().enumerate() {
            let range = if fault == Fault::ItemName { Some(item.range.clone()) } else { item.mark.clone() };
            if let Some(range) = range.filter(|r| self.check.matches(self.document.text.slice(r.clone()))) {
                hits.push(self.item_hit(at, range));
            }
        }
        outcome(hits)
    }

    fn numbering(&self) -> Outcome {
        let listed = &self.all.listed;
        if listed.len() < 2 {
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
            [item] => outcome(item.n.and(item.mark.clone()).map(|mark| self.item_hit(0, mark)).into_iter().collect()),
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

    fn not_found(&self) -> Outcome {
        let missing = (0..self.all.listed.len()).filter(|i| !self.all.found.iter().any(|f| f.item == Some(*i)));
        let hits: Vec<Hit> = missing.map(|i| self.item_hit(i, self.all.listed[i].range.clone())).collect();
        let unread =
            self.ctx.packet.files.iter().any(|f| f.role == FileRole::Other && f.content.is_err() && f.must_be_read);
        if unread && !hits.is_empty() { Outcome::Skipped(Skip::Unreadable) } else { outcome(hits) }
    }

    fn title_differs(&self) -> Outcome {
        let mut hits = Vec::new();
        for found in &self.all.found {
            let Some((at, item)) = found.item.and_then(|i| Some((i, self.all.listed.get(i)?))) else { continue };
            let same = found.title.is_empty() || self.same_title(&item.name, &found.title);
            let numbered = found.n.is_none() || item.n.is_none() || found.n == item.n || !self.all.numbers_run();
            if same && numbered {
                continue;
            }
            let (file, range) = match &found.place {
                Some(place) => (found.file, place.clone()),
                None => (self.file, item.range.clone()),
            };
            let other = if same { format!("附件{}", found.n.unwrap_or_default()) } else { found.title.clone() };
            let listed = if same { format!("附件{}", number(item, at)) } else { item.name.clone() };
            let hit = Hit::at(file, range).of(ElementKind::AttachmentPage.id()).with("n", number(item, at));
            hits.push(
                hit.with("name", listed)
                    .with("found", other)
                    .with("file", self.ctx.packet.files[found.file].name.clone()),
            );
        }
        outcome(hits)
    }

    /// Equal but for marks, or but for a note in brackets that one of them has at its end.
    fn same_title(&self, listed: &str, found: &str) -> bool {
        let (a, b) = (title_key(self.ctx.terms, listed), title_key(self.ctx.terms, found));
        let bare = |t: &str| {
            let open = t.strip_suffix([')', '）']).and_then(|t| t.rfind(['(', '（']));
            open.filter(|at| *at > 0).map(|at| title_key(self.ctx.terms, &t[..at]))
        };
        a == b || bare(listed).is_some_and(|t| t == b) || bare(found).is_some_and(|t| t == a)
    }

    fn headings(&self, fault: Fault) -> Outcome {
        let pages = &self.elements.pages;
        if pages.is_empty() {
            return Outcome::NotApplicable;
        }
        let page_hit = |page: &AttachmentPage| {
            let mut hit = Hit::at(self.file, page.mark.clone()).of(ElementKind::AttachmentPage.id());
            hit.excerpt = Some(page.mark.clone());
            hit.with("found", printed(self.document, page.mark.clone()))
                .with("n", page.n.map_or(String::new(), |n| n.to_string()))
                .with("name", page.title.clone())
        };
        let several = pages.len() > 1 || self.all.listed.len() > 1;
        let wrong = |at: usize, page: &AttachmentPage| match fault {
            Fault::Heading => self.check.matches(self.document.text.slice(page.mark.clone()).trim()),
            Fault::LoneHeading => !several && self.all.found.len() == 1 && page.n.is_some(),
            _ => several && (page.n.is_none() || pages[..at].iter().any(|p| p.n == page.n)),
        };
        outcome(pages.iter().enumerate().filter(|(at, p)| wrong(*at, p)).map(|(_, p)| page_hit(p)).collect())
    }

    fn no_list(&self) -> Outcome {
        let bare = self.elements.references.first();
        match bare {
            None => Outcome::NotApplicable,
            Some(_) if !self.elements.listed.is_empty() => Outcome::Pass,
            Some(reference) => Outcome::Fail(vec![self.hit(reference.range.clone())]),
        }
    }

    fn bad_reference(&self) -> Outcome {
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

    fn unlisted(&self) -> Outcome {
        if self.all.found.is_empty() {
            return Outcome::NotApplicable;
        }
        // Without a list in the main part an enclosed text may bring attachments of its own.
        let judged = !self.all.listed.is_empty() || !self.elements.listed.iter().any(|i| !i.main);
        let extra =
            self.all.found.iter().filter(|f| judged && f.item.is_none() && (f.separate || !self.all.listed.is_empty()));
        let hits = extra.map(|f| {
            let file = &self.ctx.packet.files[f.file];
            let mut hit =
                Hit { at: f.place.clone().map(|p| (f.file, p)), ..Hit::default() }.of(ElementKind::AttachmentPage.id());
            hit.at_most = (!f.separate).then_some(Severity::Warning);
            let name =
                if f.separate { file.name.clone() } else { f.n.map_or(f.title.clone(), |n| format!("附件{n}")) };
            hit.with("file", name).with("name", f.title.clone()).with("count", self.all.listed.len().to_string())
        });
        outcome(hits.collect())
    }

    fn files(&self, fault: Fault) -> Outcome {
        let files = self.ctx.packet.files.iter().enumerate().filter(|(_, f)| f.role == FileRole::Attachment);
        let read: Vec<_> = files.filter_map(|(i, f)| Some((i, f, f.read()?.0, f.read()?.1.pages.first()?))).collect();
        if read.is_empty() {
            return Outcome::NotApplicable;
        }
        let number = self.elements.get(ElementKind::DocNumber).map(|e| fold::squash(&e.value));
        let wrong = |f: &File, document: &Document, page: &AttachmentPage| match fault {
            Fault::FileHeading => number
                .as_ref()
                .is_some_and(|n| !fold::squash(document.text.slice(page.mark.clone())).contains(n.as_str())),
            _ => f.n.is_some() && page.n.is_some() && f.n != page.n,
        };
        let hits = read.into_iter().filter(|(_, f, d, p)| wrong(f, d, p)).map(|(i, f, document, page)| {
            let hit = Hit::at(i, page.mark.clone()).of(ElementKind::AttachmentPage.id()).with("file", f.name.clone());
            let want = format!(
                "{}附件{}",
                self.elements.get(ElementKind::DocNumber).map_or("", |e| e.value.as_str()),
                f.n.map_or(String::new(), |n| n.to_string())
            );
            hit.with("found", printed(document, page.mark.clone()))
                .with("n", f.n.map_or(String::new(), |n| n.to_string()))
                .with("want", want)
        });
        outcome(hits.collect())
    }

    /// Titles in the form's cell against the list; a bare count is compared as a count.
    fn form_list(&self) -> Outcome {
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
        let items = form_items(terms, text);
        let listed: Vec<String> = self.all.listed.iter().map(|i| title_key(terms, &i.name)).collect();
        let counted = terms.patterns.count_only.as_ref().and_then(|p| p.captures(&field.value));
        let counted = counted.and_then(|c| fold::number(c.name("n")?.as_str()));
        let same = if none {
            listed.is_empty()
        } else if let Some(counted) = counted {
            counted as usize == listed.len()
        } else {
            let mut named: Vec<String> = items.iter().map(|i| title_key(terms, i)).collect();
            let mut listed = listed.clone();
            named.sort();
            listed.sort();
            named == listed
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

fn number(item: &ListItem, at: usize) -> String {
    item.n.unwrap_or(at as u32 + 1).to_string()
}

/// The titles named in the form's attachment cell.
fn form_items(terms: &Terms, text: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    let marked = text
        .lines()
        .flat_map(|l| l.split(['；', ';', '\t']))
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
