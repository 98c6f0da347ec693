//! One folder opened, and the folders below that of a packet.

use super::{Below, DEEPEST, Found, Look, Out, Search, Source, join, too_deep, too_many};
use crate::baseline::is_baseline;
use crate::error::Unreadable;
use crate::lang::Words;
use crate::log;
use crate::packet::{self, File, MANIFEST};
use crate::render::{self, Format};
use crate::terms::Terms;
use crate::words;
use crate::write::docx::comments;

/// A folder with its files read and its sub-folders listed.
#[derive(Debug)]
pub(super) struct Opened<D> {
    pub(super) files: Vec<File>,
    pub(super) folders: Vec<Sub<D>>,
    /// Paths of names that are no papers.
    skipped: Vec<String>,
    /// Names that were not to be looked at.
    pub(super) excluded: Vec<String>,
    passed_by: Vec<Words>,
    has_manifest: bool,
    /// It was read with the digests of its files.
    pub(super) digests: bool,
}

/// A folder in a folder.
#[derive(Clone, Debug)]
pub(super) struct Sub<D> {
    pub(super) folder: D,
    /// Its path from the folder of the packet on.
    pub(super) name: String,
}

/// What a name in a folder turns out to be.
enum Named<D> {
    File(Box<File>),
    Folder(Sub<D>),
    Skipped(String),
    LeftAlone,
    Excluded(String),
    Manifest,
    PassedBy(Words),
}

impl<D> Opened<D> {
    fn empty(digests: bool) -> Self {
        Self {
            files: Vec::new(),
            folders: Vec::new(),
            skipped: Vec::new(),
            excluded: Vec::new(),
            passed_by: Vec::new(),
            has_manifest: false,
            digests,
        }
    }

    fn add(&mut self, named: Named<D>) {
        match named {
            Named::File(file) => self.files.push(*file),
            Named::Folder(sub) => self.folders.push(sub),
            Named::Skipped(path) => self.skipped.push(path),
            Named::Excluded(name) => self.excluded.push(name),
            Named::PassedBy(told) => self.passed_by.push(told),
            Named::Manifest => self.has_manifest = true,
            Named::LeftAlone => {}
        }
    }

    /// With all in it under other names.
    pub(super) fn renamed(self, new: impl Fn(&str) -> String, terms: &Terms) -> Self {
        let file = |file: File| {
            let name = new(&file.name);
            file.renamed(name, terms)
        };
        let sub = |sub: Sub<D>| Sub { name: new(&sub.name), ..sub };
        let files = self.files.into_iter().map(file).collect();
        let excluded = self.excluded.iter().map(|name| new(name)).collect();
        Self { files, folders: self.folders.into_iter().map(sub).collect(), excluded, ..self }
    }

    /// The size of its files.
    pub(super) fn bytes(&self) -> usize {
        self.files.iter().map(|f| f.size).sum()
    }

    /// Tells what in it is no paper.
    pub(super) fn tell<T>(&self, out: &mut Out<'_, T>) {
        self.skipped.iter().for_each(|path| out(Found::Skipped(path.clone())));
        self.passed_by.iter().for_each(|told| out(Found::PassedBy(told.clone())));
    }
}

impl<S: Source> Search<'_, S> {
    /// Reads a folder; what is in it is named from another folder on, which `prefix` leads from.
    pub(super) fn open(
        &self,
        folder: &S::Folder,
        prefix: &str,
        digests: bool,
    ) -> Result<Opened<S::Folder>, Unreadable> {
        if let Some(opened) = self.kept(folder, prefix, digests) {
            return Ok(opened);
        }
        let names = self.source.entries(folder, self.most_names + 1)?;
        if names.len() > self.most_names {
            return Err(too_many(self.most_names));
        }
        let shown = self.source.shown(folder);
        let named = |(name, entry): (String, S::Entry)| self.named(&shown, prefix, &name, entry, digests);
        let mut opened = Opened::empty(digests);
        self.source.each(names, named, &mut |named| opened.add(named));
        Ok(opened)
    }

    fn named(&self, shown: &str, prefix: &str, bare: &str, entry: S::Entry, digest: bool) -> Named<S::Folder> {
        let name = join(prefix, bare);
        if bare == MANIFEST {
            return Named::Manifest;
        }
        if self.source.is_left_alone(&entry) {
            return Named::LeftAlone;
        }
        if self.source.is_excluded(&entry) {
            return Named::Excluded(name);
        }
        let skipped = || Named::Skipped(join(shown, bare));
        if packet::is_skipped(&name) {
            return skipped();
        }
        let unread = |e| Named::File(Box::new(packet::unread(&name, e, self.terms)));
        let settings = bare.ends_with(".toml") || bare.starts_with('.');
        match self.source.look(entry) {
            Ok(Look::Folder(folder)) => Named::Folder(Sub { folder, name }),
            Ok(Look::Odd(odd)) if !settings && packet::may_be_paper(&name, self.terms) => unread(odd),
            Ok(Look::Odd(odd)) => {
                Named::PassedBy(words!("{path}：{message}", path = join(shown, bare), message = odd.message))
            }
            _ if settings => skipped(),
            Err(e) => unread(e),
            Ok(Look::File(file)) => match self.source.bytes(file) {
                Ok(bytes) if is_left_behind(bare, bytes.as_ref()) => skipped(),
                Ok(bytes) => Named::File(Box::new(self.load(&name, bytes.as_ref(), digest))),
                Err(e) => unread(e),
            },
        }
    }

    /// All files of a sub-folder and below, named from the packet's folder on; a folder that cannot be opened is a file
    /// that cannot be read. With `apart` none when a document stands there that is a packet for itself: then what was
    /// read is kept for it.
    pub(super) fn gather<T>(
        &self,
        of: &mut Below<'_, S>,
        sub: &Sub<S::Folder>,
        apart: bool,
        out: &mut Out<'_, T>,
    ) -> Option<Vec<File>> {
        let is_link = |folder: &S::Folder| self.source.link(folder).is_some();
        // Real folders before links, which may lead to them.
        let (mut open, mut linked) = (vec![(sub.clone(), 1)], Vec::new());
        let (mut read, mut unread, mut passed_by) = (Vec::new(), Vec::new(), Vec::new());
        let mut count = 0;
        while let Some((Sub { folder, name }, depth)) = open.pop().or_else(|| linked.pop()) {
            if self.source.leads_back(&folder, of.packet) {
                passed_by.push(folder);
                continue;
            }
            if self.source.identity(&folder).is_some_and(|identity| !of.seen.insert(identity)) {
                continue;
            }
            let opened = match () {
                () if depth > DEEPEST => Err(too_deep()),
                () if count > self.most_names => Err(too_many(self.most_names)),
                () => self.open(&folder, &name, of.digests),
            };
            let opened = match opened {
                Ok(opened) => opened,
                Err(e) => {
                    unread.push(packet::unread(&name, e, self.terms));
                    continue;
                }
            };
            count += opened.files.len();
            for sub in &opened.folders {
                let later = if is_link(&sub.folder) { &mut linked } else { &mut open };
                later.push((sub.clone(), depth + 1));
            }
            let stands_apart = apart && self.stands_apart(&folder, &opened);
            read.push((folder, opened));
            if stands_apart {
                self.keep(read);
                return None;
            }
        }
        for (folder, opened) in &read {
            opened.tell(out);
            of.excluded.extend(opened.excluded.iter().cloned());
            // A manifest of a part of the packet says nothing.
            if opened.has_manifest {
                out(Found::Skipped(join(&self.source.shown(folder), MANIFEST)));
            }
        }
        passed_by.iter().for_each(|folder| out(self.passed_by(folder)));
        unread.extend(read.into_iter().flat_map(|(_, opened)| opened.files));
        Some(unread)
    }

    /// A folder in that of a packet holds a document that is a packet for itself.
    fn stands_apart(&self, folder: &S::Folder, opened: &Opened<S::Folder>) -> bool {
        let described =
            || self.manifest(folder).is_some_and(|read| read.is_ok_and(|(manifest, _)| manifest.parts.is_some()));
        opened.files.iter().any(|f| packet::is_main(f, self.terms)) || opened.has_manifest && described()
    }
}

/// What an earlier run has left behind: a log, a baseline, a report, a list of comments. It is no paper of the packet.
fn is_left_behind(name: &str, bytes: &[u8]) -> bool {
    let is_report = || {
        let mut ends = Format::ALL.iter().map(|format| format.extension()).chain(["htm", "text", "log"]);
        ends.any(|end| name.ends_with(end)) && render::is_report(bytes)
    };
    log::is_log(bytes) || is_baseline(bytes) || is_report() || comments::is_list(name, bytes)
}

#[cfg(test)]
mod tests {
    use crate::rule::RuleSet;
    use crate::tree::Memory;

    use super::*;

    const LETTER: &str =
        "青禾县人民政府文件\n\n青政发〔2026〕8号\n\n关于做好防汛工作的通知\n\n各乡镇人民政府：\n　　请做好防汛工作。\n";

    /// How many files the packet has, and what could not be opened, where a folder has at most three names.
    fn searched(names: &[&str]) -> (usize, Vec<String>) {
        let terms = RuleSet::builtin().unwrap().terms;
        let files = names.iter().map(|name| ((*name).to_owned(), Ok(LETTER.as_bytes().to_vec())));
        let memory = Memory::new("件", files);
        let (mut files, mut unread) = (0, Vec::new());
        let search = Search { most_names: 3, ..Search::new(&memory, &terms) };
        search.folder(0, &|packet| packet.files.len(), &mut |found| match found {
            Found::Packet(read) => files += read,
            Found::Unreadable(file) => unread.push(format!("{} {}", file.path, file.reason)),
            other => panic!("{other:?}"),
        });
        (files, unread)
    }

    #[test]
    fn a_folder_of_too_many_names_is_not_opened() {
        let three = ["正文.txt", "附件/1.csv", "附件/2.csv", "附件/3.csv"];
        assert_eq!(searched(&three), (4, Vec::new()));
        assert_eq!(searched(&[&three[..], &["附件/4.csv"]].concat()), (2, vec!["件/附件 too-large".to_owned()]));
    }

    #[test]
    fn no_more_folders_of_a_packet_are_opened_than_may_have_so_many_names() {
        let below = ["正文.txt", "附件/1.csv", "附件/2.csv", "附件/下/3.csv", "附件/下/4.csv", "附件/下/下/5.csv"];
        assert_eq!(searched(&below[..5]), (5, Vec::new()));
        assert_eq!(searched(&below), (6, vec!["件/附件/下/下 too-large".to_owned()]));
    }
}
