//! Whether every listed attachment is there, is what the list says, and is more than its title.

use std::collections::HashMap;

use std::ops::Range;

use super::{Judge, number};
use crate::check::enclosures::{Content, Found, Near, Said, title_key};
use crate::check::forward::like;
use crate::check::passage::Place;
use crate::check::{outcome, printed};
use crate::edit::Span;
use crate::element::{ElementKind, ListItem};
use crate::finding::{Hit, Outcome, Severity, Skip};
use crate::fold;
use crate::lang::Words;
use crate::limits;
use crate::words;

impl Judge<'_> {
    /// What may be in something that was not read is not known to be missing.
    pub(super) fn not_found(&self) -> Outcome {
        let listed = &self.all.listed;
        if self.all.too_many {
            let state = words!("不能确定在不在：列出{n}个附件，送来的太多，没有逐个核对，请分成几件", n = listed.len());
            let brief = Words::from("没有逐个核对");
            let hit = self.item_hit(0, listed[0].range.clone()).with("state", state).with("brief", brief);
            return Outcome::Open(Skip::NotRead, vec![hit]);
        }
        let empty = |i: usize| listed[i].name.is_empty();
        let lacking = |&i: &usize| empty(i) || self.names_something(&listed[i]) && self.all.is_missing(i);
        let missing: Vec<usize> = (0..listed.len()).filter(lacking).collect();
        let open = !self.all.unread.is_empty();
        let unread = self.all.unread_names(self.ctx);
        let hit = |&i: &usize| {
            let (state, brief) = if empty(i) {
                (Words::from("只有序号，没有名称"), Words::from("没有名称"))
            } else if open {
                (words!("不能确定在不在：送来的{unread}没有读，可能在里面", unread), Words::from("待确认"))
            } else {
                let near: Words = self.all.near.get(i).into_iter().flatten().map(|n| self.against(n)).collect();
                (words!("没有找到：正文后面没有，送印的文件里也没有{near}", near), Words::from("未找到"))
            };
            self.item_hit(i, self.all.listed[i].range.clone()).with("state", state).with("brief", brief)
        };
        let hits: Vec<Hit> = missing.iter().map(hit).collect();
        let open = open && !missing.iter().any(|&i| empty(i));
        if open && !hits.is_empty() { Outcome::Open(Skip::NotRead, hits) } else { outcome(hits) }
    }

    /// Why a file or heading that is named nearly so does not count.
    fn against(&self, near: &Near) -> Words {
        let file = &self.ctx.packet.files[near.file];
        let pages = file.read().map_or(&[][..], |(_, e)| e.pages.as_slice());
        let heading = near.page.and_then(|p| pages.get(p)).filter(|_| near.file == self.file);
        let file = heading.map_or(file.name.clone(), |p| printed(self.document, p.mark.clone()));
        match &near.said {
            Said::Void(word) => words!("；“{file}”写明了“{word}”，不能算", file, word),
            Said::Number(number) => words!("；“{file}”是{number}的附件，不能算", file, number),
            Said::Unfinished => words!("；“{file}”是没有写完的临时文件或备份，不能算", file),
            _ => Words::default(),
        }
    }

    /// Attachments of which nothing but the title is there.
    pub(super) fn hollow(&self) -> Outcome {
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
                Content::Nothing => (Words::from("只有标题，下面没有内容"), found.place.clone()),
                Content::Promised(range) => {
                    (words!("下面只有“{quote}”，没有内容", quote = quote(range)), Some(range.clone()))
                }
                Content::Doubtful(range) => {
                    (words!("下面只有“{quote}”，像是还没有内容", quote = quote(range)), Some(range.clone()))
                }
                Content::Unread => (Words::from("下面是嵌入的对象，没有读"), found.place.clone()),
                Content::There | Content::Unknown => continue,
            };
            let n =
                found.item.map_or(found.n.map_or(String::new(), |n| n.to_string()), |i| number(&self.all.listed, i));
            let name = found.item.map_or(&found.title, |i| &self.all.listed[i].name);
            let mut hit = Hit::at(found.file, place.clone().unwrap_or(0..0)).of(ElementKind::AttachmentPage.id());
            hit.whole = place.is_none();
            hit = hit.with("n", n).with("name", name.clone()).with("state", state);
            let (list, brief) = match found.content {
                Content::Unread => (&mut open, words!("内容没有读")),
                Content::Doubtful(_) => (&mut open, words!("内容待确认")),
                _ => (&mut hits, words!("没有内容")),
            };
            list.push(hit.with("brief", brief));
        }
        match (self.all.found.is_empty(), hits.is_empty(), open.is_empty()) {
            (true, ..) => Outcome::NotApplicable,
            (_, true, false) => Outcome::Open(Skip::NotRead, open),
            _ => outcome(hits),
        }
    }

    pub(super) fn title_differs(&self) -> Outcome {
        let (mut hits, mut open) = (Vec::new(), Vec::new());
        for found in &self.all.found {
            let Some((at, item)) = found.item.and_then(|i| Some((i, self.all.listed.get(i)?))) else { continue };
            let read = found.place.is_some();
            let alike = found.said.is_alike() && !read;
            // The title in a file says more than the file's name.
            let named = !read && matches!(found.said, Said::Title | Said::Nothing);
            let same = named || found.title.is_empty() || self.same_title(&item.name, &found.title) && !alike;
            // The only one is the first, whether or not it has a number.
            let own = item.n.or((self.all.listed.len() == 1).then_some(1));
            let numbered = found.n.is_none() || own.is_none() || found.n == own || !self.all.numbers_run();
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
                (true, _) => words!("附件上却是“附件{n}”", n = found.n.unwrap_or_default()),
                (false, true) => words!("附件上却是“{title}”", title = found.title),
                (false, false) => words!("送来的文件却叫“{name}”", name),
            };
            let listed =
                if same { words!("附件{n}", n = number(&self.all.listed, at)) } else { Words::from(&item.name) };
            let note =
                differing_note(&item.name, &found.title).map_or(Words::default(), |note| words!("，差“{note}”", note));
            let unread = self.ctx.packet.files[found.file].read().is_none();
            let doubt = match (alike, unread) {
                (true, true) => Words::from("，没有读，不能确定是不是同一个"),
                (true, false) => Words::from("，不能确定是不是同一个"),
                _ => Words::default(),
            };
            let hit = Hit::at(file, range).beside(self.file, item.range.clone());
            let hit = hit.of(ElementKind::AttachmentPage.id()).with("n", number(&self.all.listed, at));
            let hit = hit.with("name", listed).with("other", other).with("file", name.clone());
            let hit = hit.with("differs", note.and(doubt));
            let (list, brief) = if alike {
                (&mut open, words!("名称待确认"))
            } else {
                (&mut hits, words!("标题与附件说明不一致"))
            };
            list.push(hit.with("brief", brief));
        }
        if hits.is_empty() && !open.is_empty() { Outcome::Open(Skip::NotAlike, open) } else { outcome(hits) }
    }

    /// Equal but for marks, or but for a note in brackets at the end of one of them that is no part of the title.
    pub(super) fn same_title(&self, listed: &str, found: &str) -> bool {
        let (a, b) = (title_key(self.ctx.terms, listed), title_key(self.ctx.terms, found));
        let part = |note: &str| self.ctx.terms.words.title_notes.iter().any(|n| fold::squash(note) == *n);
        let bare = |t: &str| {
            let (before, _) = note_at_end(t).filter(|(_, note)| !part(note))?;
            Some(title_key(self.ctx.terms, before))
        };
        a == b || bare(listed).is_some_and(|t| t == b) || bare(found).is_some_and(|t| t == a)
    }

    /// Two texts of one attachment that are not the same: in the document and beside it, or in two files.
    pub(super) fn two_versions(&self) -> Outcome {
        let pairs: Vec<(&Found, &Found)> =
            self.all.found.iter().filter(|f| f.separate).filter_map(|file| Some((file, self.twin(file)?))).collect();
        if pairs.is_empty() {
            return Outcome::NotApplicable;
        }
        let differ = pairs.into_iter().filter(|(file, twin)| self.letters(file) != self.letters(twin));
        let hits = differ.map(|(file, twin)| {
            let name = |found: &Found| self.ctx.packet.files[found.file].name.clone();
            let place = |found: &Found| found.place.clone().unwrap_or(0..0);
            let hit = Hit::at(twin.file, place(twin)).of(ElementKind::AttachmentPage.id());
            let hit = hit.beside(file.file, place(file));
            let title = file.item.or(twin.item).and_then(|i| self.all.listed.get(i)).map_or(&file.title, |i| &i.name);
            let other =
                if twin.separate { words!("“{name}”", name = name(twin)) } else { Words::from("正文后面") };
            hit.with("file", name(file))
                .with("name", title.clone())
                .with("found", other)
                .with("n", file.n.map_or(String::new(), |n| n.to_string()))
        });
        let hits: Vec<Hit> = hits.collect();
        if hits.is_empty() { Outcome::Pass } else { Outcome::Open(Skip::NotAlike, hits) }
    }

    /// What is the same attachment as a file: in the document, or another file that was found for it.
    fn twin(&self, file: &Found) -> Option<&Found> {
        let read = |f: &Found| self.ctx.packet.files[f.file].read().is_some();
        if !read(file) {
            return None;
        }
        let terms = self.ctx.terms;
        let bound = |f: &&Found| !f.separate && f.item.is_some() && f.item == file.item && f.content == Content::There;
        // A second file bears the title of an item that another one was found for.
        let same = |f: &&Found| {
            let item = f.item.and_then(|i| self.all.listed.get(i));
            let titled = |i: &ListItem| title_key(terms, &i.name) == title_key(terms, &file.title);
            f.separate && f.file != file.file && read(f) && file.item.is_none() && item.is_some_and(titled)
        };
        self.all.found.iter().find(bound).or_else(|| self.all.found.iter().find(same))
    }

    /// Letters and digits of an attachment, its heading aside.
    fn letters(&self, found: &Found) -> String {
        let Some((document, elements)) = self.ctx.packet.files[found.file].read() else { return String::new() };
        let page = found.page.and_then(|p| elements.pages.get(p)).or(elements.pages.first().filter(|_| found.separate));
        let range = match page {
            Some(page) if !found.separate => page.mark.end..page.range.end,
            Some(page) => page.mark.end..document.text.as_str().len(),
            None => 0..document.text.as_str().len(),
        };
        document.text.slice(range).chars().filter(|c| c.is_alphanumeric()).collect()
    }

    /// Lists of enclosed texts: their items must stand behind them.
    pub(super) fn nested_missing(&self) -> Outcome {
        let nested: Vec<&ListItem> = self.elements.listed.iter().filter(|i| !i.main).collect();
        if nested.is_empty() {
            return self.nested_reference();
        }
        if nested.len().saturating_mul(self.document.lines.len()) > limits::COMPARED {
            let item = nested[0];
            return Outcome::Open(Skip::NotRead, vec![self.hit(item.range.clone()).with("name", item.name.clone())]);
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
        let hits: Vec<Hit> = missing.map(|i| self.hit(i.range.clone()).with("name", i.name.clone())).collect();
        if hits.is_empty() { Outcome::Pass } else { Outcome::Open(Skip::NotRead, hits) }
    }

    /// 见附件1 in an enclosed text that neither lists nor has any.
    fn nested_reference(&self) -> Outcome {
        let own = self.all.listed.is_empty() && self.all.found.is_empty() && !self.elements.forwarded.is_empty();
        let pattern = self.ctx.terms.patterns.attachment_reference.as_ref().filter(|_| own);
        let enclosed = self.ctx.passages().iter().filter(|p| p.file == self.file && p.place == Place::Attachment);
        let named = enclosed.filter_map(|p| {
            let text = p.text(self.document);
            let found = pattern?.on(text)?.find(text)?;
            let sent = text[..found.start()].ends_with(['见', '（', '(', '按', '照'])
                || found.as_str().starts_with(['（', '(']);
            sent.then(|| p.range.start + found.start()..p.range.start + found.end())
        });
        match named.into_iter().next() {
            Some(range) => {
                let name = printed(self.document, range.clone());
                Outcome::Open(Skip::NotRead, vec![self.hit(range).with("name", name)])
            }
            None => Outcome::NotApplicable,
        }
    }

    pub(super) fn unlisted(&self) -> Outcome {
        if self.all.found.is_empty() {
            return Outcome::NotApplicable;
        }
        // Without a list in the main part an enclosed text may bring attachments of its own.
        let judged = !self.all.listed.is_empty() || !self.elements.listed.iter().any(|i| !i.main);
        let nested = |f: &&Found| self.elements.listed.iter().any(|i| !i.main && self.same_title(&i.name, &f.title));
        let announced = |f: &&Found| self.elements.forwarded.iter().any(|x| self.same_title(&x.title, &f.title));
        // What may be a missing item, or is told beside it, is not told again.
        let any_missing = (0..self.all.listed.len()).any(|i| self.all.is_missing(i));
        let told = |f: &Found| any_missing && self.all.unread.contains(&f.file) || self.all.is_told(f);
        let extra = self.all.found.iter().filter(|f| {
            judged
                && f.item.is_none()
                && !told(f)
                && (f.separate || !self.all.listed.is_empty())
                && !nested(f)
                && !announced(f)
        });
        let mut items: HashMap<String, usize> = HashMap::new();
        for (at, item) in self.all.listed.iter().enumerate() {
            items.entry(title_key(self.ctx.terms, &item.name)).or_insert(at);
        }
        let hits = extra.map(|f| {
            let file = &self.ctx.packet.files[f.file];
            let mut hit = Hit { at: f.place.clone().map(|range| Span { file: f.file, range }), ..Hit::default() }
                .of(ElementKind::AttachmentPage.id());
            hit.at_most = (!f.separate).then_some(Severity::Warning);
            let name = if f.separate {
                Words::from(&file.name)
            } else {
                f.n.map_or(Words::from(&f.title), |n| words!("附件{n}", n))
            };
            let state = match items.get(&title_key(self.ctx.terms, &f.title)) {
                Some(&at) => {
                    let twin = self.all.found.iter().find(|other| other.item == Some(at));
                    let file = &self.ctx.packet.files[twin.map_or(self.file, |other| other.file)].name;
                    let (n, title) = (number(&self.all.listed, at), &self.all.listed[at].name);
                    words!("与{file}里的附件{n}“{title}”重复，只能留一份", file, n, title)
                }
                None => words!("没有列在附件说明里（附件说明有{n}个附件）", n = self.all.listed.len()),
            };
            hit.with("file", name).with("name", f.title.clone()).with("state", state)
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
