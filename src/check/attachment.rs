//! Attachments: the list, the pages in the document, the files beside it, and what the body says.

mod form_list;
mod references;

use std::ops::Range;

use serde::Deserialize;

use crate::check::enclosures::{Enclosures, Found, title_key};
use crate::check::forward::like;
use crate::check::{Ctx, outcome, printed};
use crate::document::Document;
use crate::element::{AttachmentPage, ElementKind, Elements, ListItem, Number};
use crate::finding::{Hit, Outcome, Severity, Skip};
use crate::fold;
use crate::packet::{File, FileRole};
use crate::terms::Pattern;

pub(super) const KEYS: &[&str] = &["n", "name", "found", "other", "file", "count", "want"];

/// What can be wrong with attachments.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    fault: Fault,
    /// For faults about the look of a text: what is wrong about it.
    #[serde(default)]
    pattern: Option<Pattern>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
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
            Fault::Unmentioned => judge.unmentioned(),
            Fault::MentionOrder => judge.mention_order(),
            Fault::LoneReference => judge.lone_reference(),
            Fault::TwoVersions => judge.two_versions(),
            Fault::NestedMissing => judge.nested_missing(),
            Fault::Unlisted => judge.unlisted(),
            Fault::FormList => judge.form_list(),
            Fault::HeadingNumber | Fault::Heading | Fault::LoneHeading | Fault::TitleOnHeading => {
                judge.headings(self.fault)
            }
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
        let mut hit = self.hit(range).with("n", number(&self.all.listed, at)).with("name", item.name.clone());
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
            [item] => outcome(item.n.or(item.part).and(item.mark.clone()).map(|mark| self.item_hit(0, mark)).into_iter().collect()),
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
            let named = || {
                let (listed, name) = (title_key(self.ctx.terms, &item.name), title_key(self.ctx.terms, &found.title));
                found.place.is_none() && name.contains(&listed)
            };
            let same = found.title.is_empty() || self.same_title(&item.name, &found.title) || named();
            let numbered = found.n.is_none() || item.n.is_none() || found.n == item.n || !self.all.numbers_run();
            // Two pages of one number are another rule's matter.
            let doubled = self.elements.pages.iter().filter(|p| p.n == found.n).count() > 1;
            if same && (numbered || doubled) {
                continue;
            }
            let (file, range) = match &found.place {
                Some(place) => (found.file, place.clone()),
                None => (self.file, item.range.clone()),
            };
            let other = if same { format!("附件{}", found.n.unwrap_or_default()) } else { found.title.clone() };
            let listed = if same { format!("附件{}", number(&self.all.listed, at)) } else { item.name.clone() };
            let hit = Hit::at(file, range).of(ElementKind::AttachmentPage.id()).with("n", number(&self.all.listed, at));
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
            Fault::TitleOnHeading => {
                page.mark.start <= page.title_range.start
                    && page.title_range.end <= page.mark.end
                    && !page.title_range.is_empty()
            }
            Fault::LoneHeading => !several && self.all.found.len() == 1 && page.n.is_some(),
            _ => several && (page.n.is_none() || pages[..at].iter().any(|p| p.n == page.n)),
        };
        outcome(pages.iter().enumerate().filter(|(at, p)| wrong(*at, p)).map(|(_, p)| page_hit(p)).collect())
    }

    /// The text of an attachment that stands in the document and lies beside it as well.
    fn two_versions(&self) -> Outcome {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let pairs = self.all.found.iter().filter(|f| f.separate && f.item.is_some()).filter_map(|file| {
            let page = self.all.found.iter().position(|f| !f.separate && f.item == file.item)?;
            let page = self.elements.pages.get(page)?;
            let (document, elements) = self.ctx.packet.files[file.file].read()?;
            let text = document.text.as_str();
            let start = elements.pages.first().map_or(0, |p| p.mark.end);
            Some((
                file,
                page,
                letters(self.document.text.slice(page.mark.end..page.range.end)),
                letters(&text[start..]),
            ))
        });
        let pairs: Vec<_> = pairs.collect();
        if pairs.is_empty() {
            return Outcome::NotApplicable;
        }
        let differ = pairs.into_iter().filter(|(_, _, inside, beside)| inside != beside);
        let hits = differ.map(|(file, page, ..)| {
            let name = self.ctx.packet.files[file.file].name.clone();
            let hit = Hit::at(self.file, page.mark.clone()).of(ElementKind::AttachmentPage.id());
            let hit = hit.with("file", name).with("name", page.title.clone());
            hit.with("found", printed(self.document, page.mark.clone()))
                .with("n", file.n.map_or(String::new(), |n| n.to_string()))
        });
        outcome(hits.collect())
    }

    /// Lists of enclosed texts: their items must stand behind them.
    fn nested_missing(&self) -> Outcome {
        let nested: Vec<&ListItem> = self.elements.listed.iter().filter(|i| !i.main).collect();
        if nested.is_empty() {
            return Outcome::NotApplicable;
        }
        let terms = self.ctx.terms;
        let again = |item: &ListItem| {
            let key = title_key(terms, &item.name);
            let first = self.document.line_at(item.range.end) + 1;
            (first..self.document.lines.len()).any(|l| like(terms, &key, &title_key(terms, self.document.line_text(l))))
        };
        let there = |item: &ListItem| {
            let page = |f: &Found| f.item.is_none() && f.n.is_some() && f.n == item.n;
            // A heading that carries more on its line: 附件：计划表　单位：人.
            let held = |a: &str, b: &str| a.contains(b) || b.contains(a);
            let twin =
                |i: &ListItem| i.range != item.range && held(&title_key(terms, &i.name), &title_key(terms, &item.name));
            self.all.found.iter().any(|f| self.same_title(&item.name, &f.title) || page(f))
                || nested.iter().any(|i| twin(i))
                || again(item)
        };
        let missing = nested.iter().filter(|i| !there(i));
        outcome(missing.map(|i| self.hit(i.range.clone()).with("name", i.name.clone())).collect())
    }

    fn unlisted(&self) -> Outcome {
        if self.all.found.is_empty() {
            return Outcome::NotApplicable;
        }
        // Without a list in the main part an enclosed text may bring attachments of its own.
        let judged = !self.all.listed.is_empty() || !self.elements.listed.iter().any(|i| !i.main);
        let nested = |f: &&Found| self.elements.listed.iter().any(|i| !i.main && self.same_title(&i.name, &f.title));
        let announced = |f: &&Found| self.elements.forwarded.iter().any(|x| self.same_title(&x.title, &f.title));
        let extra = self.all.found.iter().filter(|f| {
            judged && f.item.is_none() && (f.separate || !self.all.listed.is_empty()) && !nested(f) && !announced(f)
        });
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
        let number = self.elements.get(ElementKind::DocNumber).and_then(|e| e.number.as_ref());
        let wrong = |f: &File, document: &Document, page: &AttachmentPage| match fault {
            Fault::FileHeading => {
                number.is_some_and(|n| !names_number(&fold::squash(document.text.slice(page.mark.clone())), n))
            }
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
