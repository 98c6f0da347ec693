//! From a tree of folders to packets, whatever holds the tree: a disk, the files that a page was given, a test.
//!
//! Folders are opened when their turn comes, and a packet is dropped as soon as it is worked on: however large the tree,
//! only a few folders of it are in memory.

mod folder;
mod kept;
mod memory;

use std::collections::{BTreeMap, HashSet};
use std::hash::Hash;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use crate::error::{Reason, Unreadable};
use crate::finding::UnreadableFile;
use crate::lang::Words;
use crate::limits;
use crate::log;
use crate::packet::{self, Confirm, File, MANIFEST, Manifest, Packet, Parts, Paths};
use crate::problem::Problem;
use crate::terms::Terms;
use crate::text::Text;
use crate::words;
use crate::write::docx::comments;

use folder::{Opened, Sub};
use kept::Kept;

pub use memory::Memory;

/// What is said of a file that the program cannot cope with.
pub const STUMBLED: &str = "程序在这里出错，没有检查；请把文件发给开发者，其余文件不受影响";
/// Deepest level of folders that is searched.
const DEEPEST: usize = 1024;
/// One folder, or the folders of one packet, have at most so many names.
const MOST_NAMES: usize = 200_000;
/// Folders that are searched side by side; what is found in them is kept until what stands before them is handed over.
const AT_ONCE: usize = 512;

/// What holds folders and files.
pub trait Source: Sync {
    /// Leads to a folder.
    type Folder: Clone + Eq + Hash + Send + Sync;
    /// Tells whether two folders are one, where one can be reached in several ways.
    type Identity: Eq + Hash;
    /// A name in a folder that was not looked at yet.
    type Entry: Send;
    /// Leads to a file that was looked at.
    type File;

    /// The path of a folder as reports show it, with `/` between folders.
    fn shown(&self, folder: &Self::Folder) -> String;

    /// The names in a folder as they are shown, in order; of a folder that has more, any `most` of them.
    ///
    /// # Errors
    /// Why the folder cannot be opened.
    fn entries(&self, folder: &Self::Folder, most: usize) -> Result<Vec<(String, Self::Entry)>, Unreadable>;

    /// What a name leads to.
    ///
    /// # Errors
    /// Why that cannot be told.
    fn look(&self, entry: Self::Entry) -> Result<Look<Self::Folder, Self::File>, Unreadable>;

    /// The content of a file, dropped as soon as it is read.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn bytes(&self, file: Self::File) -> Result<impl AsRef<[u8]>, Unreadable>;

    /// The text of the manifest in a folder, or why it cannot be read; none where there is no such file.
    fn manifest(&self, folder: &Self::Folder) -> Option<Result<String, Unreadable>>;

    /// Whether a file or folder lies in a folder, by its path from there.
    fn has(&self, folder: &Self::Folder, name: &str) -> bool;

    /// A name that belongs to the run itself, and to no packet.
    fn is_left_alone(&self, _entry: &Self::Entry) -> bool {
        false
    }

    /// A name that whoever started the search does not want to be looked at.
    fn is_excluded(&self, _entry: &Self::Entry) -> bool {
        false
    }

    /// What a folder is, however it is reached; none where every folder is reached in one way only.
    fn identity(&self, _folder: &Self::Folder) -> Option<Self::Identity> {
        None
    }

    /// Where a link to a folder leads, as it is shown; none for a folder that is no link.
    fn link(&self, _folder: &Self::Folder) -> Option<String> {
        None
    }

    /// Whether a folder is a link to another one, or to one above that.
    fn leads_back(&self, _folder: &Self::Folder, _to: &Self::Folder) -> bool {
        false
    }

    /// Does the work for each item and hands over what comes of it in the order of the items. A source that has threads
    /// shares the work among them, and does no more of it once the search is stopped.
    fn each<I: Send, R: Send>(&self, items: Vec<I>, work: impl Fn(I) -> R + Sync, sink: &mut dyn FnMut(R)) {
        items.into_iter().for_each(|item| sink(work(item)));
    }

    /// Somebody has stopped the search: nothing more is begun.
    fn is_stopped(&self) -> bool {
        false
    }
}

/// What a name leads to.
#[derive(Debug)]
pub enum Look<D, F> {
    /// A folder.
    Folder(D),
    /// A file.
    File(F),
    /// Neither file nor folder, with what is said of it.
    Odd(Unreadable),
}

/// What a search finds, in the order of the paths.
#[derive(Debug)]
pub enum Found<T> {
    /// What came of the work on a packet.
    Packet(T),
    /// A file or folder that should have been read.
    Unreadable(UnreadableFile),
    /// A file that is no paper: its path.
    Skipped(String),
    /// What is no paper and should not be passed by in silence: its path and why.
    PassedBy(Words),
}

/// Takes what is found.
pub type Out<'o, T> = dyn FnMut(Found<T>) + 'o;

/// What is done with each packet.
pub type Work<'w, T> = dyn Fn(Packet) -> T + Sync + 'w;

/// A search for packets.
#[derive(Debug)]
pub struct Search<'t, S: Source> {
    source: S,
    terms: &'t Terms,
    digests: bool,
    without_comments: bool,
    most_names: usize,
    kept: Mutex<Kept<S::Folder>>,
}

/// A folder that is still to be searched.
struct Visit<D> {
    folder: D,
    depth: usize,
}

/// What is still to do, in order.
enum Step<D, T> {
    Visit(Visit<D>),
    HandOver(Vec<Found<T>>),
}

/// The folders below that of a packet, as far as they are its own.
struct Below<'b, S: Source> {
    packet: &'b S::Folder,
    digests: bool,
    /// Folders that were opened already: links may lead to them again.
    seen: HashSet<S::Identity>,
    /// What in them was not to be looked at.
    excluded: Vec<String>,
}

impl<'t, S: Source> Search<'t, S> {
    /// A search of what a source holds.
    pub fn new(source: S, terms: &'t Terms) -> Self {
        let kept = Mutex::default();
        Self { source, terms, digests: false, without_comments: false, most_names: MOST_NAMES, kept }
    }

    /// Every file is to carry its SHA-256, or only those that a person has settled something about.
    #[must_use]
    pub fn with_digests(self, digests: bool) -> Self {
        Self { digests, ..self }
    }

    /// Documents are read without the comments that the program has put in them.
    #[must_use]
    pub fn without_comments(self, without_comments: bool) -> Self {
        Self { without_comments, ..self }
    }

    /// A file that was named for itself: a packet of one. `confirms` is what a person has settled about it.
    pub fn file<T>(
        &self,
        path: &str,
        bytes: Result<&[u8], Unreadable>,
        confirms: Vec<Confirm>,
        work: &Work<'_, T>,
        out: &mut Out<'_, T>,
    ) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let loaded = bytes.map(|bytes| self.load(name, bytes, !confirms.is_empty())).and_then(|mut file| {
            file.must_be_read = true;
            // Pages are read to be compared, and nothing lies beside them.
            packet::leave_all(std::slice::from_mut(&mut file));
            file.content.as_ref().err().map_or(Ok(()), |e| Err(e.clone()))?;
            Ok(file)
        });
        out(match loaded {
            Ok(file) => Found::Packet(work(Packet { confirms, ..packet::single(path, file) })),
            Err(e) => unreadable(path.to_owned(), &e),
        });
    }

    /// A folder and all below it. Folders that stand next to each other are searched side by side; what is found is
    /// handed over in the order of the paths.
    pub fn folder<T: Send>(&self, root: S::Folder, work: &Work<'_, T>, out: &mut Out<'_, T>) {
        let shown = self.source.shown(&root);
        let mut any = false;
        let mut noted = |found: Found<T>| {
            any |= matches!(found, Found::Packet(_) | Found::Unreadable(_));
            out(found);
        };
        self.all_below(root, work, &mut noted);
        if !any && !self.source.is_stopped() {
            let message = "文件夹里没有可以检查的文件（.docx 或 .txt），请确认路径";
            out(unreadable(shown, &Unreadable::new(Reason::Empty, message)));
        }
    }

    fn all_below<T: Send>(&self, root: S::Folder, work: &Work<'_, T>, out: &mut Out<'_, T>) {
        let mut open = vec![Step::Visit(Visit { folder: root, depth: 0 })];
        while let Some(step) = open.pop().filter(|_| !self.source.is_stopped()) {
            let mut side_by_side = match step {
                Step::HandOver(found) => {
                    found.into_iter().for_each(&mut *out);
                    continue;
                }
                Step::Visit(visit) => vec![visit],
            };
            while side_by_side.len() < AT_ONCE && matches!(open.last(), Some(Step::Visit(_))) {
                side_by_side.extend(open.pop().and_then(Step::visit));
            }
            let mut later: Vec<Step<S::Folder, T>> = Vec::new();
            if let [visit] = side_by_side.as_slice() {
                later.extend(self.visit(visit, work, out).into_iter().map(Step::Visit));
            } else {
                let search = |visit: Visit<S::Folder>| {
                    let mut found = Vec::new();
                    let below = self.visit(&visit, work, &mut |f| found.push(f));
                    (found, below)
                };
                self.source.each(side_by_side, search, &mut |(found, below)| {
                    if later.is_empty() {
                        found.into_iter().for_each(&mut *out);
                    } else if !found.is_empty() {
                        later.push(Step::HandOver(found));
                    }
                    later.extend(below.into_iter().map(Step::Visit));
                });
            }
            open.extend(later.into_iter().rev());
        }
    }

    /// A folder with a main document is a packet, together with the sub-folders that hold none; what is still to be
    /// searched for itself is handed back.
    fn visit<T: Send>(
        &self,
        visit: &Visit<S::Folder>,
        work: &Work<'_, T>,
        out: &mut Out<'_, T>,
    ) -> Vec<Visit<S::Folder>> {
        let shown = self.source.shown(&visit.folder);
        let stop = |out: &mut Out<'_, T>, path: String, e: &Unreadable| {
            out(unreadable(path, e));
            Vec::new()
        };
        if visit.depth > DEEPEST {
            return stop(out, shown, &too_deep());
        }
        let (Manifest { parts, confirms }, text) = match self.manifest(&visit.folder) {
            Some(Err(e)) => return stop(out, join(&shown, MANIFEST), &e),
            Some(Ok(read)) => read,
            None => Default::default(),
        };
        let is_kept = self.digests && !text.as_str().is_empty();
        let manifest_sha256 = if is_kept { log::sha256(text.as_str().as_bytes()) } else { String::new() };
        let digests = !confirms.is_empty();
        let opened = match self.open(&visit.folder, "", digests) {
            Ok(opened) => opened,
            Err(e) => return stop(out, shown, &e),
        };
        // What was read only in part is not judged.
        if self.source.is_stopped() {
            return Vec::new();
        }
        opened.tell(out);
        let described = parts.is_some();
        let sorted = match parts {
            Some(parts) => {
                self.as_described(visit, opened, &parts, digests, out).map_err(|problem| mistake(&text, problem))
            }
            None => Ok(self.sort(visit, &shown, opened, digests, out)),
        };
        let Sorted { mut packets, others, below, excluded } = match sorted {
            Ok(sorted) => sorted,
            Err(e) => return stop(out, join(&shown, MANIFEST), &e),
        };
        let settled = |packet: Packet| Packet {
            confirms: confirms.clone(),
            manifest_sha256: manifest_sha256.clone(),
            excluded: excluded.clone(),
            ..packet
        };
        report_unreadable(&shown, &packets, out);
        // A packet of nothing but unreadable files says no more than the list of unreadable files does.
        packets.retain(|packet| described || packet.files.iter().any(|f| f.failure().is_none()));
        self.source.each(packets, |packet| work(settled(packet)), &mut |result| out(Found::Packet(result)));
        let meant = |f: &File| packet::may_be_document(f).filter(|_| below.is_empty()).cloned();
        for file in &others {
            let path = join(&shown, &file.name);
            out(match meant(file) {
                None => Found::Skipped(path),
                Some(e) => unreadable(path, &e),
            });
        }
        let (links, below): (Vec<_>, Vec<_>) =
            below.into_iter().partition(|sub| self.source.link(&sub.folder).is_some());
        links.iter().for_each(|link| out(self.passed_by(&link.folder)));
        below.into_iter().map(|sub| Visit { folder: sub.folder, depth: visit.depth + 1 }).collect()
    }

    /// Makes the packet that the manifest of a folder describes.
    fn as_described<T>(
        &self,
        visit: &Visit<S::Folder>,
        opened: Opened<S::Folder>,
        parts: &Parts,
        digests: bool,
        out: &mut Out<'_, T>,
    ) -> Result<Sorted<S::Folder>, Problem> {
        let Opened { mut files, folders, excluded, .. } = opened;
        let seen = self.source.identity(&visit.folder).into_iter().collect();
        let mut own = Below { packet: &visit.folder, digests, seen, excluded };
        folders.iter().for_each(|sub| files.extend(self.gather(&mut own, sub, false, out).unwrap_or_default()));
        let is_there = |name: &str| self.source.has(&visit.folder, name);
        let paths = Paths::of(&files, &is_there, self.terms);
        if let Some(problem) = parts.unclear(&paths) {
            return Err(problem);
        }
        let shown = self.source.shown(&visit.folder);
        let packets = vec![packet::by_manifest(&shown, files, parts, &paths, self.terms)];
        Ok(Sorted { packets, others: Vec::new(), below: Vec::new(), excluded: own.excluded })
    }

    /// Makes packets of a folder and of those below it that are its own.
    fn sort<T>(
        &self,
        visit: &Visit<S::Folder>,
        shown: &str,
        opened: Opened<S::Folder>,
        digests: bool,
        out: &mut Out<'_, T>,
    ) -> Sorted<S::Folder> {
        let Opened { mut files, folders, excluded, .. } = opened;
        let mut below = Vec::new();
        let seen = self.source.identity(&visit.folder).into_iter().collect();
        let mut own = Below { packet: &visit.folder, digests, seen, excluded };
        if files.iter().any(|file| packet::is_main(file, self.terms)) {
            for sub in folders {
                let apart = !is_enclosure_folder(&sub.name, self.terms);
                match self.gather(&mut own, &sub, apart, out) {
                    Some(found) => files.extend(found),
                    None => below.push(sub),
                }
            }
        } else {
            below = folders;
        }
        // A folder of pictures holds no packet, one of nothing but pages that cannot be read may be meant as one.
        if !files.iter().any(File::is_text) {
            packet::leave_all(&mut files);
        }
        let excluded = own.excluded;
        if files.iter().any(|f| f.read().is_some() || f.failure().is_some()) {
            Sorted { packets: packet::group(shown, files, self.terms), others: Vec::new(), below, excluded }
        } else {
            Sorted { packets: Vec::new(), others: files, below, excluded }
        }
    }

    /// A file that the program stumbles over is one unreadable file, not the end of the batch.
    fn load(&self, name: &str, bytes: &[u8], digest: bool) -> File {
        let load = |bytes: &[u8]| {
            let clean = if self.without_comments { comments::strip(bytes).ok().flatten() } else { None };
            packet::load(name, clean.as_ref().map_or(bytes, |clean| &clean.bytes), self.terms)
        };
        let stumbled = || packet::unread(name, Unreadable::new(Reason::Corrupt, STUMBLED), self.terms);
        let mut file = catch_unwind(AssertUnwindSafe(|| load(bytes))).unwrap_or_else(|_| stumbled());
        if digest || self.digests {
            file.sha256 = log::sha256(bytes);
        }
        file
    }

    /// The manifest of a folder with its text, or what is wrong with it; none when it has none.
    fn manifest(&self, folder: &S::Folder) -> Option<Result<(Manifest, Text), Unreadable>> {
        let text = match self.source.manifest(folder)? {
            Ok(text) => Text::new(text),
            Err(e) => return Some(Err(e)),
        };
        Some(match Manifest::parse(&text) {
            Ok(manifest) => Ok((manifest, text)),
            Err(problem) => Err(mistake(&text, problem)),
        })
    }

    /// What a person has settled about files for themselves. The rest of the manifest beside them speaks of the folder.
    pub fn records_of_single_files(&self, folder: &S::Folder) -> Vec<Confirm> {
        let (manifest, _) = self.manifest(folder).and_then(Result::ok).unwrap_or_default();
        manifest.confirms.into_iter().filter(|c| c.files.len() == 1).collect()
    }

    /// A link to a folder that is searched where it lies.
    fn passed_by<T>(&self, folder: &S::Folder) -> Found<T> {
        let (from, to) = (self.source.shown(folder), self.source.link(folder).unwrap_or_default());
        Found::PassedBy(words!("{from}：是链接，指向的文件夹（{to}）在它自己的位置检查，这里没有再进去", from, to))
    }
}

/// What a folder and those below it come to.
struct Sorted<D> {
    packets: Vec<Packet>,
    /// Files of a folder in which there is no packet.
    others: Vec<File>,
    /// Folders that are searched for themselves.
    below: Vec<Sub<D>>,
    /// What of the packets was not to be looked at.
    excluded: Vec<String>,
}

impl<D, T> Step<D, T> {
    fn visit(self) -> Option<Visit<D>> {
        match self {
            Step::Visit(visit) => Some(visit),
            Step::HandOver(_) => None,
        }
    }
}

fn unreadable<T>(path: String, e: &Unreadable) -> Found<T> {
    Found::Unreadable(UnreadableFile { path, reason: e.reason.id(), message: e.message.clone() })
}

/// What is wrong in a manifest, at its place.
fn mistake(text: &Text, problem: Problem) -> Unreadable {
    let reason = if limits::toml(text.as_str()).is_err() { Reason::TooLarge } else { Reason::Corrupt };
    let at = text.position(problem.range.start);
    let help = problem.help.map_or(Words::default(), |h| words!("；{h}", h));
    let message = words!(
        "{manifest} 第{line}行第{column}列有误：{message}{help}",
        manifest = MANIFEST,
        line = at.line,
        column = at.column,
        message = problem.message,
        help
    );
    Unreadable::new(reason, message)
}

/// Every file that could not be read, once: it may be part of several packets.
fn report_unreadable<T>(folder: &str, packets: &[Packet], out: &mut Out<'_, T>) {
    let files = packets.iter().flat_map(|p| &p.files).filter_map(|f| Some((&f.name, f.failure()?)));
    for (name, e) in files.collect::<BTreeMap<_, _>>() {
        out(unreadable(join(folder, name), e));
    }
}

/// A sub-folder named 附件 holds attachments whatever they look like.
fn is_enclosure_folder(path: &str, terms: &Terms) -> bool {
    let name = packet::meant(path.rsplit('/').next().unwrap_or(path), terms);
    terms.labels.attachment.iter().any(|label| name == label.as_str())
}

/// The path of a name in a folder; an empty folder is the one that paths are named from.
fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() || folder.ends_with('/') { format!("{folder}{name}") } else { format!("{folder}/{name}") }
}

fn too_deep() -> Unreadable {
    Unreadable::new(
        Reason::TooLarge,
        words!("文件夹套了{deepest}层以上，更深的没有检查；请分开放置", deepest = DEEPEST),
    )
}

fn too_many(most_names: usize) -> Unreadable {
    Unreadable::new(Reason::TooLarge, words!("文件夹里超过{most_names}个文件，没有检查；请分成几个文件夹", most_names))
}
