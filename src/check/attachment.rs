//! Attachments: the list, the pages in the document, the files beside it, and what the body says.

mod form_list;
mod references;

use std::ops::Range;

use serde::Deserialize;

use crate::check::enclosures::{Content, Enclosures, Found, Near, Said, title_key};
use crate::check::forward::like;
use crate::check::{Ctx, idle, outcome, printed};
use crate::document::Document;
use crate::element::{AttachmentPage, ElementKind, Elements, ListItem, Number};
use crate::finding::{Hit, Outcome, Severity, Skip};
use crate::fold;
use crate::packet::{File, FileRole};
use crate::terms::Pattern;

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
    /// Nothing stands under the title of an attachment, or only a promise.
    Hollow,
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

struct Judge<'c> {
    check: &'c Attachment,
    ctx: &'c Ctx<'c>,
    file: usize,
    document: &'c Document,
    elements: &'c Elements,
    all: &'c Enclosures,
}

impl Fault {
    /// What its hits fill. The number of a single attachment is empty.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Fault::ListRow | Fault::SecondList | Fault::NoList | Fault::NoTable | Fault::LoneReference => &["found"],
            Fault::ItemName | Fault::ItemMark | Fault::LoneNumber | Fault::Unmentioned => &["found", "n", "name"],
            Fault::NotFound => &["found", "n", "name", "state", "brief"],
            Fault::Hollow => &["n", "name", "state", "brief"],
            Fault::HeadingNumber | Fault::Heading | Fault::LoneHeading | Fault::TitleOnHeading => {
                &["found", "n", "name"]
            }
            Fault::Numbering => &["found", "n", "name", "want"],
            Fault::TitleDiffers => &["n", "name", "other", "file", "differs", "brief"],
            Fault::TwoVersions => &["found", "n", "name", "file"],
            Fault::BadReference => &["found", "n", "count"],
            Fault::MentionOrder => &["found", "n", "want"],
            Fault::Unlisted => &["file", "name", "count"],
            Fault::FileNumber | Fault::FileHeading => &["file", "found", "n", "want"],
            Fault::FormList => &["found", "other", "count"],
            Fault::NestedMissing => &["found", "name"],
        }
    }

    /// It asks whether a text matches the pattern.
    fn looks(self) -> bool {
        matches!(self, Fault::ListRow | Fault::ItemName | Fault::ItemMark | Fault::Heading)
    }
}

impl Attachment {
    pub(super) fn keys(&self) -> &'static [&'static str] {
        self.fault.keys()
    }

    pub(super) fn is_with_form(&self) -> bool {
        self.fault == Fault::FormList
    }

    pub(super) fn idle(&self) -> Vec<&'static str> {
        idle(&[("pattern", self.pattern.is_some(), self.fault.looks())])
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        let judge = Judge { check: self, ctx, file, document, elements, all: ctx.enclosures() };
        match self.fault {
            Fault::NoList => judge.no_list(),
            Fault::NoTable => judge.no_table(),
            Fault::Hollow => judge.hollow(),
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

    /// What may be in something that was not read is not known to be missing.
    fn not_found(&self) -> Outcome {
        let missing: Vec<usize> = (0..self.all.listed.len()).filter(|&i| self.all.is_missing(i)).collect();
        let open = !self.all.unread.is_empty();
        let name = |file: usize| self.ctx.packet.files[file].name.as_str();
        let unread = self.all.unread.iter().map(|&f| format!("“{}”", name(f))).collect::<Vec<_>>().join("、");
        let hit = |&i: &usize| {
            let (state, brief) = if open {
                (format!("不能确定在不在：送来的{unread}没有读，可能在里面"), "待确认")
            } else {
                let near: String = self.all.near.get(i).into_iter().flatten().map(|n| self.against(n)).collect();
                (format!("没有找到：正文后面没有，送印的文件里也没有{near}"), "未找到")
            };
            self.item_hit(i, self.all.listed[i].range.clone()).with("state", state).with("brief", brief)
        };
        let hits: Vec<Hit> = missing.iter().map(hit).collect();
        if open && !hits.is_empty() { Outcome::Open(Skip::NotRead, hits) } else { outcome(hits) }
    }

    /// Why a file or heading that is named nearly so does not count.
    fn against(&self, near: &Near) -> String {
        let file = &self.ctx.packet.files[near.file];
        let pages = file.read().map_or(&[][..], |(_, e)| e.pages.as_slice());
        let heading = near.page.and_then(|p| pages.get(p)).filter(|_| near.file == self.file);
        let file = heading.map_or(file.name.clone(), |p| printed(self.document, p.mark.clone()));
        match &near.said {
            Said::Void(word) => format!("；“{file}”写明了“{word}”，不能算"),
            Said::Number(number) => format!("；“{file}”是{number}的附件，不能算"),
            Said::Unfinished => format!("；“{file}”是没有写完的临时文件或备份，不能算"),
            _ => String::new(),
        }
    }

    /// Attachments of which nothing but the title is there.
    fn hollow(&self) -> Outcome {
        let (mut hits, mut open) = (Vec::new(), Vec::new());
        // Where an attachment lies beside the document as well, one of the two may be no more than a pointer.
        let full = |item: usize| {
            let other = |f: &&Found| f.item == Some(item) && matches!(f.content, Content::There | Content::Unknown);
            self.all.found.iter().any(|f| other(&f))
        };
        let judged = self.all.found.iter().filter(|f| f.item.is_none_or(|i| !full(i)));
        for found in judged {
            let document = self.ctx.packet.files[found.file].read().map(|(document, _)| document);
            let quote = |range: &Range<usize>| document.map_or(String::new(), |d| printed(d, range.clone()));
            let (state, place) = match &found.content {
                Content::Nothing => ("只有标题，下面没有内容".to_owned(), found.place.clone()),
                Content::Promised(range) => (format!("下面只有“{}”，没有内容", quote(range)), Some(range.clone())),
                Content::Doubtful(range) => (format!("下面只有“{}”，像是还没有内容", quote(range)), Some(range.clone())),
                Content::Unread => ("下面是嵌入的对象，没有读".to_owned(), found.place.clone()),
                Content::There | Content::Unknown => continue,
            };
            let n =
                found.item.map_or(found.n.map_or(String::new(), |n| n.to_string()), |i| number(&self.all.listed, i));
            let name = found.item.map_or(&found.title, |i| &self.all.listed[i].name);
            let mut hit = Hit::at(found.file, place.unwrap_or(0..0)).of(ElementKind::AttachmentPage.id());
            hit = hit.with("n", n).with("name", name.clone()).with("state", state);
            let (list, brief) = match found.content {
                Content::Unread => (&mut open, "内容没有读"),
                Content::Doubtful(_) => (&mut open, "内容待确认"),
                _ => (&mut hits, "没有内容"),
            };
            list.push(hit.with("brief", brief));
        }
        match (self.all.found.is_empty(), hits.is_empty(), open.is_empty()) {
            (true, ..) => Outcome::NotApplicable,
            (_, true, false) => Outcome::Open(Skip::NotRead, open),
            _ => outcome(hits),
        }
    }

    fn title_differs(&self) -> Outcome {
        let (mut hits, mut open) = (Vec::new(), Vec::new());
        for found in &self.all.found {
            let Some((at, item)) = found.item.and_then(|i| Some((i, self.all.listed.get(i)?))) else { continue };
            let read = found.place.is_some();
            let alike = found.said.is_alike() && !read;
            // The title in a file says more than the file's name.
            let named = !read && matches!(found.said, Said::Title | Said::Nothing);
            let same = named || found.title.is_empty() || self.same_title(&item.name, &found.title) && !alike;
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
            let name = &self.ctx.packet.files[found.file].name;
            let other = match (same, read) {
                (true, _) => format!("附件上却是“附件{}”", found.n.unwrap_or_default()),
                (false, true) => format!("附件上却是“{}”", found.title),
                (false, false) => format!("送来的文件却叫“{name}”"),
            };
            let listed = if same { format!("附件{}", number(&self.all.listed, at)) } else { item.name.clone() };
            let note = differing_note(&item.name, &found.title).map_or(String::new(), |note| format!("，差“{note}”"));
            let doubt = if alike { "，没有读，不能确定是不是同一个" } else { "" };
            let hit = Hit::at(file, range).of(ElementKind::AttachmentPage.id()).with("n", number(&self.all.listed, at));
            let hit = hit.with("name", listed).with("other", other).with("file", name.clone());
            let hit = hit.with("differs", format!("{note}{doubt}"));
            let (list, brief) =
                if alike { (&mut open, "名称待确认") } else { (&mut hits, "标题与附件说明不一致") };
            list.push(hit.with("brief", brief));
        }
        if hits.is_empty() && !open.is_empty() { Outcome::Open(Skip::NotAlike, open) } else { outcome(hits) }
    }

    /// Equal but for marks, or but for a note in brackets at the end of one of them that is no part of the title.
    fn same_title(&self, listed: &str, found: &str) -> bool {
        let (a, b) = (title_key(self.ctx.terms, listed), title_key(self.ctx.terms, found));
        let part = |note: &str| self.ctx.terms.words.title_notes.iter().any(|n| fold::squash(note) == *n);
        let bare = |t: &str| {
            let (before, _) = note_at_end(t).filter(|(_, note)| !part(note))?;
            Some(title_key(self.ctx.terms, before))
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
            _ => several && (page.n.is_none() || pages[..at].iter().any(|p| (p.n, p.part) == (page.n, page.part))),
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
        // What may be a missing item, or is told beside it, is not told again.
        let told = |f: &Found| {
            self.all.unread.contains(&f.file) && (0..self.all.listed.len()).any(|i| self.all.is_missing(i))
                || self.all.is_told(f)
        };
        let extra = self.all.found.iter().filter(|f| {
            judged
                && f.item.is_none()
                && !told(f)
                && (f.separate || !self.all.listed.is_empty())
                && !nested(f)
                && !announced(f)
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
        let told = |at: usize| self.all.near.iter().flatten().any(|n| n.file == at);
        let hits = read.into_iter().filter(|(i, f, d, p)| !told(*i) && wrong(f, d, p)).map(|(i, f, document, page)| {
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

/// A title and the note in brackets at its end.
fn note_at_end(title: &str) -> Option<(&str, &str)> {
    let inner = title.trim_end().strip_suffix([')', '）'])?;
    let open = inner.rfind(['(', '（']).filter(|at| *at > 0)?;
    let note = inner[open..].trim_start_matches(['(', '（']);
    Some((&inner[..open], note))
}

/// The note in brackets that one of two titles has at its end and the other has not, brackets included.
fn differing_note<'t>(a: &'t str, b: &'t str) -> Option<&'t str> {
    match (note_at_end(a), note_at_end(b)) {
        (Some((before, _)), None) => Some(&a[before.len()..]),
        (None, Some((before, _))) => Some(&b[before.len()..]),
        _ => None,
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
