//! Listed attachments matched with what was found: pages in the document and files beside it.

mod content;
mod name;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::check::Ctx;
use crate::check::forward;
use crate::document::{Document, TraceKind};
use crate::element::{AttachmentPage, ElementKind, Elements, ListItem, settle};
use crate::fold;
use crate::lang::Words;
use crate::limits;
pub(super) use crate::packet::title_key;
use crate::packet::{File, FileRole};
use crate::words;

pub(super) use content::{Content, of_range};
use name::{FileName, Line, Title};
pub(super) use name::{Said, without_numbers};

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
    /// Which heading of that file it is, when it has one.
    pub page: Option<usize>,
    /// The number in its heading, when it is another document's.
    pub number: Option<String>,
    /// What stands under its title.
    pub content: Content,
    /// The listed item it belongs to.
    pub item: Option<usize>,
    /// What its name says about that item.
    pub said: Said,
}

/// Why a file that might be an attachment does not count as one.
#[derive(Clone, Debug)]
pub struct Near {
    /// The file.
    pub file: usize,
    /// The heading in it.
    pub page: Option<usize>,
    /// What its name or heading says against it.
    pub said: Said,
}

/// Listed and found attachments, matched.
#[derive(Clone, Debug, Default)]
pub struct Enclosures {
    /// Items of the list in the main part.
    pub listed: Vec<ListItem>,
    /// What was found.
    pub found: Vec<Found>,
    /// For each listed item that was not found the files that are nearly it.
    pub near: Vec<Vec<Near>>,
    /// Files that were handed in, belong to no item and were not read: an item that is not there may be in them.
    pub unread: Vec<usize>,
    /// There are more of both than are compared with each other; then nothing is found.
    pub too_many: bool,
    /// Items that were found.
    there: HashSet<usize>,
    /// What is told beside an item that was not found: file and heading.
    told: HashSet<(usize, Option<usize>)>,
}

/// What items and files are compared by, made once.
struct Compared {
    titles: Vec<Title>,
    /// By the file; none for files that cannot be attachments.
    names: HashMap<usize, FileName>,
    /// The titles of what was found.
    lines: Vec<Line>,
}

impl Compared {
    fn of(ctx: &Ctx<'_>, listed: &[ListItem], found: &[Found]) -> Self {
        let separate = found.iter().filter(|f| f.separate).map(|f| f.file);
        let beside = (0..ctx.packet.files.len()).filter(|&at| ctx.packet.files[at].role == FileRole::Supporting);
        let titles: Vec<Title> = listed.iter().map(|i| Title::of(ctx.terms, i)).collect();
        let keys: HashSet<&str> = titles.iter().map(|t| t.key.as_str()).collect();
        let name = |at: usize| {
            let mut name = FileName::of(ctx, &ctx.packet.files[at]);
            name.settle(&keys);
            (at, name)
        };
        Self {
            names: separate.chain(beside).map(name).collect(),
            lines: found.iter().map(|f| Line::of(ctx.terms, &f.title)).collect(),
            titles,
        }
    }

    /// What the name of a file says about an item; what stands in the main document is told by its title alone.
    fn said(&self, item: usize, at: usize, found: &Found) -> Said {
        let title = &self.titles[item];
        if let Some(number) = &found.number {
            return Said::Number(number.clone());
        }
        match self.names.get(&found.file).filter(|_| found.separate) {
            Some(name) => name.says(title, &self.lines[at]),
            None => match self.lines[at].void(title) {
                Some(void) => void,
                None if self.lines[at].key == title.key => Said::Title,
                None if self.lines[at].key.is_empty() => Said::Nothing,
                None => Said::Another,
            },
        }
    }
}

impl Enclosures {
    /// Matches by title first, then by number, then what is left in order.
    pub(super) fn of(ctx: &Ctx<'_>) -> Self {
        let mut all = Self::default();
        let Some((main, document, elements)) = ctx.main() else { return all };
        all.listed = elements.listed.iter().filter(|i| i.main && i.list == 0).cloned().collect();
        all.found.extend(elements.pages.iter().enumerate().map(|(at, p)| page(main, at, p)));
        let listed: HashSet<String> = all.listed.iter().map(|i| title_key(ctx.terms, &i.name)).collect();
        for (index, file) in ctx.packet.files.iter().enumerate() {
            // Which attachments are in a file of several that is not read, nobody knows.
            let closed = file.several && file.read().is_none();
            if file.role == FileRole::Attachment && !file.unfinished && !closed {
                all.found.extend(separate(ctx, index, file, &listed));
            }
        }
        if all.listed.len().saturating_mul(all.found.len()) > limits::COMPARED {
            return Self { listed: all.listed, too_many: true, ..Self::default() };
        }
        settle(&mut all.listed, &titles(ctx, &all.found));
        all.found.extend(forward::enclosed(ctx, main, document, elements, &all.listed));
        let own = elements.get(ElementKind::DocNumber).and_then(|e| e.number.as_ref());
        all.found.iter_mut().for_each(|found| {
            let page = found.page.and_then(|p| ctx.packet.files[found.file].read().map(|(d, e)| (d, e.pages.get(p))));
            let mark = page.and_then(|(d, p)| Some(d.text.slice(p?.mark.clone())));
            found.number = mark.and_then(|mark| name::without_numbers(ctx.terms, mark, own).1);
        });
        // Most documents have no attachment, and stand alone.
        let alone = ctx.packet.files.len() == 1 && document.traces.is_empty();
        if alone && all.listed.is_empty() && all.found.is_empty() {
            return all;
        }
        let compared = Compared::of(ctx, &all.listed, &all.found);
        all.pair(&compared);
        // A name that tells nothing is told whole where it leaves something open.
        let untitled = all.found.iter_mut().filter(|f| f.said.is_alike() && f.title.is_empty());
        untitled.for_each(|f| f.title.clone_from(&ctx.packet.files[f.file].name));
        all.look_inside(ctx);
        all.look_beside(ctx, &compared);
        // Of several headings in one file only those that are listed are attachments of this document.
        all.found.retain(|f| f.item.is_some() || !f.separate || f.page.is_none_or(|page| page == 0));
        all
    }

    fn pair(&mut self, compared: &Compared) {
        // What an item is already found as: in the main document, and beside it.
        let mut taken = vec![[false; 2]; self.listed.len()];
        let mut take = |found: &mut Found, items: &[usize], fits: &dyn Fn(usize) -> bool| {
            let free = |&&i: &&usize| !taken[i][usize::from(found.separate)] && fits(i);
            if found.item.is_none()
                && let Some(&item) = items.iter().find(free)
            {
                found.item = Some(item);
                taken[item][usize::from(found.separate)] = true;
            }
        };
        let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut by_number: HashMap<u32, Vec<usize>> = HashMap::new();
        for (at, item) in self.listed.iter().enumerate() {
            by_key.entry(compared.titles[at].key.as_str()).or_default().push(at);
            item.n.into_iter().for_each(|n| by_number.entry(n).or_default().push(at));
        }
        let all: Vec<usize> = (0..self.listed.len()).collect();
        for (at, found) in self.found.iter_mut().enumerate() {
            let this = found.clone();
            let titled = |i: usize| compared.said(i, at, &this) == Said::Title;
            let keyed = by_key.get(compared.lines[at].key.as_str()).map_or(&[][..], Vec::as_slice);
            take(found, if found.separate { &all } else { keyed }, &titled);
        }
        let in_order = self.numbers_run();
        let lone = self.listed.len() == 1;
        for (at, found) in self.found.iter_mut().enumerate() {
            let this = found.clone();
            let may = |i: usize| compared.said(i, at, &this).may_be();
            let numbered = found.n.filter(|_| in_order).and_then(|n| by_number.get(&n));
            take(found, numbered.map_or(&[], Vec::as_slice), &may);
            // A name that is nearly the title, and no number that says otherwise.
            let free = found.separate && (found.n.is_none() || !in_order);
            take(found, if free { &all } else { &[] }, &|i| compared.said(i, at, &this).is_alike());
            let told = !found.separate || found.n.is_some() || found.place.is_some() || found.title.is_empty();
            let first = self.listed.first().and_then(|i| i.n).or(Some(1)) == found.n.or(Some(1));
            take(found, if lone && told && first { &all } else { &[] }, &may);
        }
        if !in_order {
            // The list counts wrong: what is left belongs together in order.
            for (at, found) in self.found.iter_mut().enumerate().filter(|(_, f)| f.n.is_some()) {
                let this = found.clone();
                take(found, &all, &|i| compared.said(i, at, &this).may_be());
            }
        }
        for (at, found) in self.found.iter_mut().enumerate() {
            found.said = found.item.map_or(Said::Nothing, |i| compared.said(i, at, found));
        }
    }

    /// The list's numbers are 1, 2, 3 …, or it has none to judge.
    pub(super) fn numbers_run(&self) -> bool {
        self.listed.len() < 2 || self.listed.iter().enumerate().all(|(i, item)| item.n == Some(i as u32 + 1))
    }

    /// Tells what stands under the title of each.
    fn look_inside(&mut self, ctx: &Ctx<'_>) {
        for found in &mut self.found {
            let Some((document, elements)) = ctx.packet.files[found.file].read() else { continue };
            let title = found.item.map_or(found.title.as_str(), |i| self.listed[i].name.as_str());
            match found.page.and_then(|p| elements.pages.get(p)) {
                Some(page) => found.content = content::of_page(ctx.terms, document, page, title),
                None if found.separate => found.content = content::of_file(ctx.terms, document, title),
                None => {}
            }
        }
    }

    /// Notes what is nearly an item that was not found, and what was not read.
    fn look_beside(&mut self, ctx: &Ctx<'_>, compared: &Compared) {
        let files = &ctx.packet.files;
        self.there = self.found.iter().filter_map(|f| f.item).collect();
        let missing: Vec<usize> = (0..self.listed.len()).filter(|&i| self.is_missing(i)).collect();
        let left = || self.found.iter().enumerate().filter(|(_, f)| f.item.is_none());
        let mut near: Vec<Vec<Near>> = vec![Vec::new(); self.listed.len()];
        let is_beside = |at: usize| files[at].role == FileRole::Supporting;
        for &item in &missing {
            let same = |f: &Found| f.n.is_some() && f.n == self.listed[item].n;
            for (at, found) in left() {
                let said = compared.said(item, at, found);
                let name = compared.names.get(&found.file).filter(|_| found.separate);
                let titled = compared.lines[at].key == compared.titles[item].key;
                let voided = found.page.is_some() && compared.lines[at].void(&compared.titles[item]).is_some();
                let called = name.is_some_and(|n| n.is_of(&compared.titles[item]));
                if said.is_sure() && (same(found) || titled || voided || called) {
                    near[item].push(Near { file: found.file, page: found.page, said });
                }
            }
            let title = &compared.titles[item];
            let beside = |at: usize| compared.names.get(&at).filter(|n| is_beside(at) && n.is_of(title));
            let beside = (0..files.len()).filter_map(|at| Some((at, beside(at)?.says(title, &Line::default()))));
            near[item].extend(beside.filter(|(_, s)| s.is_sure()).map(|(file, said)| Near { file, page: None, said }));
            let of =
                |f: &File| f.n.is_some() && f.n == self.listed[item].n || f.title.contains(&self.listed[item].name);
            let unfinished = files.iter().enumerate().filter(|(_, f)| f.unfinished && of(f));
            near[item].extend(unfinished.map(|(file, _)| Near { file, page: None, said: Said::Unfinished }));
        }
        // What a name says to be something else was not left out: it is known not to be the item.
        let other = |at: usize, f: &Found| {
            f.n.is_some_and(|n| !missing.iter().any(|&i| self.listed[i].n == Some(n)))
                || missing.iter().all(|&i| compared.said(i, at, f).is_sure())
        };
        let unread = left()
            .filter(|(at, f)| f.separate && files[f.file].read().is_none() && !other(*at, f))
            .map(|(_, f)| f.file);
        // One file may hold the next item too: 甲和乙.pdf.
        let more = |f: &&Found| {
            let name = compared.names.get(&f.file).filter(|_| files[f.file].read().is_none());
            f.item.is_some()
                && f.said == Said::More
                && missing.iter().any(|&i| name.is_some_and(|n| n.is_of(&compared.titles[i])))
        };
        let unread = unread.chain(self.found.iter().filter(more).map(|f| f.file));
        let files_found: HashSet<usize> = self.found.iter().filter(|f| f.item.is_some()).map(|f| f.file).collect();
        let known = |at: usize| files_found.contains(&at);
        let stands = |f: &File| matches!(f.role, FileRole::Form | FileRole::Slip);
        let holds = |(at, f): &(usize, &File)| match f.read() {
            Some((document, _)) => document.traces.iter().any(|t| t.kind == TraceKind::Embedded),
            None if f.failure().is_some() => !stands(f) && !known(*at),
            None => (f.role == FileRole::Other || f.several) && !f.unfinished,
        };
        let held = files.iter().enumerate().filter(holds).map(|(at, _)| at);
        let all: std::collections::BTreeSet<usize> = unread.chain(held).collect();
        self.told = near.iter().flatten().map(|n| (n.file, n.page)).collect();
        (self.near, self.unread) = (near, all.into_iter().collect());
    }

    /// It is told beside an item that was not found why this does not count.
    pub(super) fn is_told(&self, found: &Found) -> bool {
        self.told.contains(&(found.file, found.page))
    }

    /// The names of what was not read, quoted; of many the first few.
    pub(super) fn unread_names(&self, ctx: &Ctx<'_>) -> Words {
        const NAMED: usize = 5;
        let name = |&at: &usize| words!("“{name}”", name = ctx.packet.files[at].name);
        let named = Words::joined(self.unread.iter().take(NAMED).map(name), "、");
        if self.unread.len() > NAMED { words!("{named}等{n}个文件", named, n = self.unread.len()) } else { named }
    }

    /// No heading and no file is this item.
    pub(super) fn is_missing(&self, item: usize) -> bool {
        !self.there.contains(&item)
    }
}

/// The titles that were found, squashed: of headings and file names, and what files begin with.
fn titles(ctx: &Ctx<'_>, found: &[Found]) -> HashSet<String> {
    let first = |f: &Found| {
        let (document, _) = ctx.packet.files[f.file].read().filter(|_| f.separate)?;
        (0..document.lines.len()).find(|&l| !document.is_blank(l)).map(|l| fold::squash(document.line_text(l)))
    };
    let titles = found.iter().flat_map(|f| [Some(fold::squash(&f.title)), first(f)]);
    titles.flatten().filter(|title| !title.is_empty()).collect()
}

/// The main document and every listed attachment with its place: `附件1 值班表（正文之后）`.
pub(super) fn evidence(ctx: &Ctx<'_>) -> Vec<Words> {
    let Some((main, _, _)) = ctx.main() else { return Vec::new() };
    let name = |file: usize| ctx.packet.files[file].name.as_str();
    let all = ctx.enclosures();
    let item = |(at, item): (usize, &ListItem)| {
        let found = all.found.iter().find(|f| f.item == Some(at));
        let place = match found {
            Some(found) if found.separate => name(found.file).to_owned().into(),
            Some(_) => Words::from("在正文之后"),
            None if !all.unread.is_empty() => Words::from("未确认"),
            None => Words::from("未找到"),
        };
        let hollow = found.is_some_and(|f| matches!(f.content, Content::Nothing | Content::Promised(_)));
        let unread = found.is_some_and(|f| f.separate && ctx.packet.files[f.file].read().is_none());
        let hollow = match (hollow, unread) {
            (true, _) => Words::from("，没有内容"),
            (_, true) => Words::from("，内容没有读"),
            _ => Words::default(),
        };
        words!("附件{n} {name}（{place}{hollow}）", n = item.n, name = item.name, place, hollow)
    };
    let papers = ctx.packet.files.iter().filter(|f| f.role == FileRole::Supporting);
    let papers = papers.map(|f| words!("随件材料 {name}（不是附件，不印）", name = f.name));
    std::iter::once(words!("正件 {name}", name = name(main)))
        .chain(all.listed.iter().enumerate().map(item))
        .chain(papers)
        .collect()
}

fn page(file: usize, at: usize, page: &AttachmentPage) -> Found {
    let place = if page.title_range.is_empty() { page.mark.clone() } else { page.title_range.clone() };
    Found { n: page.n, title: page.title.clone(), page: Some(at), ..Found::at(file, place) }
}

/// What a file holds: an attachment under each heading, or one without a heading.
fn separate(ctx: &Ctx<'_>, index: usize, file: &File, listed: &HashSet<String>) -> Vec<Found> {
    let pages = file.read().map_or(&[][..], |(_, e)| e.pages.as_slice());
    let of_page = |(at, p): (usize, &AttachmentPage)| {
        let known = |(document, _): (&Document, &Elements)| {
            let range = p.titled(document, |text| listed.contains(&title_key(ctx.terms, text)))?;
            Some(document.text.slice(range).to_owned())
        };
        let titled = if p.title.is_empty() { file.title.clone() } else { p.title.clone() };
        let listed = listed.contains(&title_key(ctx.terms, &titled));
        let titled = if listed { titled } else { file.read().and_then(known).unwrap_or(titled) };
        // One heading without a number has the number of its file.
        let n = p.n.or(file.n.filter(|_| pages.len() == 1));
        Found { n, title: titled, separate: true, ..page(index, at, p) }
    };
    if pages.is_empty() {
        // （定稿） is no title.
        let title = if title_key(ctx.terms, &file.title).is_empty() { String::new() } else { file.title.clone() };
        let found = Found { n: file.n, title, separate: true, ..Found::at(index, 0..0) };
        return vec![Found { place: None, ..found }];
    }
    pages.iter().enumerate().map(of_page).collect()
}

impl Found {
    /// At a place of a file, of which nothing else is known.
    pub(super) fn at(file: usize, place: Range<usize>) -> Self {
        Self {
            n: None,
            title: String::new(),
            file,
            place: Some(place),
            separate: false,
            page: None,
            number: None,
            content: Content::Unknown,
            item: None,
            said: Said::Nothing,
        }
    }
}
