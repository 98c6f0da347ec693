//! From paths on disk to packets: walks folders, reads each once, keeps only a few folders a thread in memory.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ffi::OsString;
use std::fmt;
use std::fs::{self, FileType};
use std::io::{self, ErrorKind};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sanbu::baseline::is_baseline;
use sanbu::error::{Reason, Unreadable};
use sanbu::finding::UnreadableFile;
use sanbu::limits;
use sanbu::log;
use sanbu::packet::{self, Confirm, File, MANIFEST, Manifest, Packet};
use sanbu::render::{self, Format};
use sanbu::terms::Terms;
use sanbu::text::Text;

use super::journal::tip_path;
use super::look::{Look, Root, io_message, look, not_opened, odd};
use super::paths::{Identity, identity, join, show, true_path};
use super::threads::Threads;
use super::{input, signals};

/// What is said of a file that the program cannot cope with.
pub(crate) const STUMBLED: &str = "程序在这里出错，没有检查；请把文件发给开发者，其余文件不受影响";
/// Folders are searched so many levels down.
const DEEPEST: usize = 1024;
/// One folder, or the folders of one packet, have at most so many names.
const MOST: usize = 200_000;
/// Folders that are searched side by side; what comes of them is kept until those before them are told.
const AT_ONCE: usize = 512;
/// So many bytes of files are kept that were read to find out whose they are; over that they are read again.
const KEPT: usize = 32 << 20;

/// Walks paths, has the packets worked on, hands over what comes of it in the order of the paths, and keeps what stood
/// in the way. Packets are dropped one by one.
pub(crate) struct Walk<'w, T> {
    search: Search<'w, T>,
    sink: &'w mut dyn FnMut(T),
    unreadable: Vec<UnreadableFile>,
    skipped_files: usize,
    /// What was passed by and is no paper, but should not be passed by in silence.
    passed_by: Vec<String>,
}

/// What all threads share.
struct Search<'w, T> {
    terms: &'w Terms,
    work: &'w (dyn Fn(Packet) -> T + Sync),
    threads: Threads,
    with_digests: bool,
    left_alone: Vec<PathBuf>,
    /// Standard output, where it is a file: it may lie in a folder that is searched.
    stdout: Option<Identity>,
    kept: Mutex<Kept>,
}

/// Folders that were read while it was looked for whose they are, and belong to a packet of their own.
#[derive(Default)]
struct Kept {
    folders: HashMap<PathBuf, Folder>,
    bytes: usize,
}

/// What is come upon, in order.
enum Found<T> {
    Packet(T),
    Unreadable(UnreadableFile),
    Skipped,
    PassedBy(String),
}

/// Takes what is come upon.
type Out<'o, T> = dyn FnMut(Found<T>) + 'o;

/// What a name in a folder leads to.
enum Entry {
    File(Box<File>),
    Folder(Sub),
    Skipped,
    LeftAlone,
    Manifest,
    PassedBy(String),
}

/// A folder in a folder.
struct Sub {
    path: PathBuf,
    /// It is a link to a folder elsewhere below the one named on the command line.
    link: Option<PathBuf>,
}

/// A folder with its files read and its sub-folders listed.
#[derive(Default)]
struct Folder {
    files: Vec<File>,
    folders: Vec<Sub>,
    /// Names that are no papers.
    skipped: usize,
    passed_by: Vec<String>,
    /// It has a manifest.
    manifest: bool,
    /// It was read with the digests of its files.
    digests: bool,
}

/// A folder that is still to be searched.
struct Visit {
    path: PathBuf,
    depth: usize,
}

/// What is still to do, in order.
enum Step<T> {
    Visit(Visit),
    Tell(Vec<Found<T>>),
}

/// The folders below a packet, as far as they are its own.
struct Below<'b> {
    root: &'b Root,
    /// The folder that files are named from.
    packet: &'b Path,
    digests: bool,
    /// Folders that are read already: links may lead to them again.
    seen: HashSet<Identity>,
}

impl<'w, T: Send> Walk<'w, T> {
    /// `work` is done by as many threads as `jobs` says; `sink` gets its results in order.
    pub(crate) fn new(
        terms: &'w Terms,
        jobs: Option<NonZeroUsize>,
        work: &'w (dyn Fn(Packet) -> T + Sync),
        sink: &'w mut dyn FnMut(T),
    ) -> Self {
        let threads = Threads::new(jobs);
        let (left_alone, kept) = (Vec::new(), Mutex::default());
        let is_file = |path: &&Path| fs::metadata(path).is_ok_and(|meta| meta.is_file());
        let stdout = Some(Path::new("/dev/stdout")).filter(is_file).and_then(identity);
        let search = Search { terms, work, threads, with_digests: false, left_alone, stdout, kept };
        Self { search, sink, unreadable: Vec::new(), skipped_files: 0, passed_by: Vec::new() }
    }

    /// Every file is to carry its SHA-256.
    pub(crate) fn with_digests(&mut self, with: bool) {
        self.search.with_digests = with;
    }

    /// Files of the run itself (output, log, register) are no part of a packet, wherever they lie.
    pub(crate) fn leave_alone<'p>(&mut self, paths: impl Iterator<Item = &'p PathBuf>) {
        let own = paths.flat_map(|path| [path.clone(), tip_path(path)]);
        self.search.left_alone.extend(own.map(|path| true_path(&path)));
    }

    /// Adds the packets under a path: a file is a packet of one, a folder is searched.
    pub(crate) fn add(&mut self, path: &Path) {
        self.take_in(|search, out| search.path(path, out));
    }

    /// Adds a packet of one file, or why it could not be read.
    pub(crate) fn single(&mut self, path: &str, bytes: Result<&[u8], Unreadable>) {
        self.take_in(|search, out| match bytes {
            Ok(bytes) => search.file(path, bytes, Vec::new(), out),
            Err(e) => out(Found::Unreadable(failed(path.to_owned(), e.reason, &e.message))),
        });
    }

    /// Ends the search: what could not be read, and how many files were skipped. What was passed by is told.
    pub(crate) fn close(self, tell: impl Fn(fmt::Arguments<'_>)) -> (Vec<UnreadableFile>, usize) {
        self.passed_by.iter().for_each(|told| tell(format_args!("没有打开：{told}")));
        (self.unreadable, self.skipped_files)
    }

    fn take_in(&mut self, search: impl FnOnce(&Search<'w, T>, &mut Out<'_, T>)) {
        let Self { search: own, sink, unreadable, skipped_files, passed_by } = self;
        search(own, &mut |found| match found {
            Found::Packet(result) => sink(result),
            Found::Unreadable(file) => unreadable.push(file),
            Found::Skipped => *skipped_files += 1,
            Found::PassedBy(told) => passed_by.push(told),
        });
    }
}

fn failed(path: String, reason: Reason, message: &str) -> UnreadableFile {
    UnreadableFile { path, reason: reason.id(), message: message.to_owned() }
}

impl<T: Send> Search<'_, T> {
    fn path(&self, path: &Path, out: &mut Out<'_, T>) {
        let shown = show(path);
        let unreadable = |e: Unreadable| Found::Unreadable(failed(shown.clone(), e.reason, &e.message));
        let meta = match fs::metadata(path) {
            Err(e) => return out(unreadable(Unreadable::new(Reason::Io, io_message(&e)))),
            Ok(meta) => meta,
        };
        if let Some(odd) = odd(&meta) {
            return out(unreadable(not_opened(odd)));
        }
        if !meta.is_dir() {
            return match packet::lock_file(&shown).map_or_else(|| input::file(path, &meta), Err) {
                Err(e) => out(unreadable(e)),
                Ok(bytes) => self.file(&shown, &bytes, records_beside(path), out),
            };
        }
        let mut any = false;
        self.folders(path, &mut |found| {
            any |= matches!(found, Found::Packet(_) | Found::Unreadable(_));
            out(found);
        });
        if !any && signals::caught().is_none() {
            let message = "文件夹里没有可以检查的文件（.docx 或 .txt），请确认路径";
            out(unreadable(Unreadable::new(Reason::Empty, message)));
        }
    }

    fn file(&self, path: &str, bytes: &[u8], confirms: Vec<Confirm>, out: &mut Out<'_, T>) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let mut file = self.load(name, bytes, !confirms.is_empty());
        file.must_be_read = true;
        match &file.content {
            Err(e) => out(Found::Unreadable(failed(path.to_owned(), e.reason, &e.message))),
            Ok(_) => out(Found::Packet((self.work)(Packet { confirms, ..packet::single(path, file) }))),
        }
    }

    /// A folder and all below it. Folders that stand next to each other are searched side by side; what is found is told
    /// in the order of the paths.
    fn folders(&self, path: &Path, out: &mut Out<'_, T>) {
        let root = Root::new(path);
        let mut open = vec![Step::Visit(Visit { path: path.to_path_buf(), depth: 0 })];
        while let Some(step) = open.pop().filter(|_| signals::caught().is_none()) {
            let mut side_by_side = match step {
                Step::Tell(found) => {
                    found.into_iter().for_each(&mut *out);
                    continue;
                }
                Step::Visit(visit) => vec![visit],
            };
            while side_by_side.len() < AT_ONCE && matches!(open.last(), Some(Step::Visit(_))) {
                side_by_side.extend(open.pop().and_then(Step::visit));
            }
            let mut later: Vec<Step<T>> = Vec::new();
            if let [visit] = side_by_side.as_slice() {
                later.extend(self.folder(&root, visit, out).into_iter().map(Step::Visit));
            } else {
                let search = |visit: Visit| {
                    let mut found = Vec::new();
                    let below = self.folder(&root, &visit, &mut |f| found.push(f));
                    (found, below)
                };
                self.threads.each(side_by_side, search, &mut |(found, below)| {
                    if later.is_empty() {
                        found.into_iter().for_each(&mut *out);
                    } else if !found.is_empty() {
                        later.push(Step::Tell(found));
                    }
                    later.extend(below.into_iter().map(Step::Visit));
                });
            }
            open.extend(later.into_iter().rev());
        }
    }

    /// A folder with a main document is a packet, together with the sub-folders that hold none; what is still to be
    /// searched for itself is handed back.
    fn folder(&self, root: &Root, visit: &Visit, out: &mut Out<'_, T>) -> Vec<Visit> {
        let path = visit.path.as_path();
        let shown = show(path);
        let stop = |out: &mut Out<'_, T>, e: Unreadable| {
            out(Found::Unreadable(failed(shown.clone(), e.reason, &e.message)));
            Vec::new()
        };
        if visit.depth > DEEPEST {
            return stop(out, too_deep());
        }
        let (Manifest { parts, confirms }, manifest_sha256) = match read_manifest(path) {
            Some(Err(e)) => {
                out(Found::Unreadable(failed(join(&shown, MANIFEST), e.reason, &e.message)));
                return Vec::new();
            }
            Some(Ok((manifest, text))) => {
                (manifest, if self.with_digests { log::sha256(text.as_bytes()) } else { String::new() })
            }
            None => Default::default(),
        };
        let digests = !confirms.is_empty();
        let told =
            |packet: Packet| Packet { confirms: confirms.clone(), manifest_sha256: manifest_sha256.clone(), ..packet };
        let folder = match self.read_folder(root, path, "", digests) {
            Ok(folder) => folder,
            Err(e) => return stop(out, e),
        };
        // What was read only in part is not judged.
        if signals::caught().is_some() {
            return Vec::new();
        }
        folder.tell(out);
        let Folder { mut files, folders, .. } = folder;
        let mut own = Below { root, packet: path, digests, seen: identity(path).into_iter().collect() };
        if let Some(parts) = parts {
            folders.iter().for_each(|sub| files.extend(self.gather(&mut own, sub, false, out).unwrap_or_default()));
            if signals::caught().is_some() {
                return Vec::new();
            }
            let packet = packet::by_manifest(&shown, files, &parts, self.terms);
            report_unreadable(&shown, std::slice::from_ref(&packet), out);
            out(Found::Packet((self.work)(told(packet))));
            return Vec::new();
        }
        let is_main = |file: &File| packet::is_main(file, self.terms);
        let mut below = Vec::new();
        if files.iter().any(is_main) {
            for sub in folders {
                let enclosures = is_enclosure_folder(&sub.path, self.terms);
                match self.gather(&mut own, &sub, !enclosures, out) {
                    Some(found) => files.extend(found),
                    None => below.push(sub),
                }
            }
        } else {
            below = folders;
        }
        if signals::caught().is_some() {
            return Vec::new();
        }
        // A folder of pictures holds no packet, one of nothing but pages that cannot be read may have been meant as one.
        let any = files.iter().any(|f| f.read().is_some() || f.failure().is_some());
        if any {
            let mut packets = packet::group(&shown, files, self.terms);
            report_unreadable(&shown, &packets, out);
            // A packet of nothing but unreadable files says no more than the list of unreadable files does.
            packets.retain(|packet| packet.files.iter().any(|f| f.failure().is_none()));
            self.threads.each(packets, |packet| (self.work)(told(packet)), &mut |result| out(Found::Packet(result)));
        } else {
            let meant = |f: &File| Some(packet::may_be_document(f).filter(|_| below.is_empty())?.clone());
            let told = |f: &File, e: Unreadable| Found::Unreadable(failed(join(&shown, &f.name), e.reason, &e.message));
            files.iter().for_each(|f| out(meant(f).map_or(Found::Skipped, |e| told(f, e))));
        }
        let (links, below): (Vec<Sub>, Vec<Sub>) = below.into_iter().partition(|sub| sub.link.is_some());
        links.iter().for_each(|link| out(passed_by(link)));
        below.into_iter().map(|sub| Visit { path: sub.path, depth: visit.depth + 1 }).collect()
    }

    /// A file that the program stumbles over is one unreadable file, not the end of the batch.
    fn load(&self, name: &str, bytes: &[u8], digest: bool) -> File {
        let load = |bytes: &[u8]| packet::load(name, bytes, self.terms);
        let stumbled = || packet::unread(name, Unreadable::new(Reason::Corrupt, STUMBLED), self.terms);
        let mut file = catch_unwind(AssertUnwindSafe(|| load(bytes))).unwrap_or_else(|_| stumbled());
        if digest || self.with_digests {
            file.sha256 = log::sha256(bytes);
        }
        file
    }

    /// All files of a sub-folder and below, named from the packet's folder on; a folder that cannot be opened is a file
    /// that cannot be read. With `apart` none when a document stands there that is a packet for itself: then what was
    /// read is kept for it.
    fn gather(&self, of: &mut Below<'_>, sub: &Sub, apart: bool, out: &mut Out<'_, T>) -> Option<Vec<File>> {
        let links_back = |sub: &Sub| sub.link.as_ref().is_some_and(|to| is_above(to, of.packet));
        // Real folders before links, which may lead to them.
        let (mut open, mut linked) = (vec![(sub.again(), 1)], Vec::new());
        let mut read: Vec<(PathBuf, Folder)> = Vec::new();
        let (mut unread, mut links) = (Vec::new(), Vec::new());
        let mut count = 0;
        let mut own = true;
        while let Some((next, depth)) = open.pop().or_else(|| linked.pop()) {
            let prefix = next.path.strip_prefix(of.packet).map(show).unwrap_or_default();
            let mut fail = |e| unread.push(packet::unread(&prefix, e, self.terms));
            if links_back(&next) {
                links.push(next);
                continue;
            }
            if identity(&next.path).is_some_and(|identity| !of.seen.insert(identity)) {
                continue;
            }
            if depth > DEEPEST || count > MOST {
                fail(if depth > DEEPEST { too_deep() } else { too_many() });
                continue;
            }
            match self.read_folder(of.root, &next.path, &prefix, of.digests) {
                Ok(inner) => {
                    count += inner.files.len();
                    own &= !(apart && self.stands_apart(&next.path, &inner));
                    for sub in &inner.folders {
                        let stack = if sub.link.is_some() { &mut linked } else { &mut open };
                        stack.push((sub.again(), depth + 1));
                    }
                    read.push((next.path, inner));
                }
                Err(e) => fail(e),
            }
            if !own {
                self.keep(read);
                return None;
            }
        }
        for (_, folder) in &read {
            folder.tell(out);
            // A manifest of a part of the packet says nothing.
            (0..usize::from(folder.manifest)).for_each(|_| out(Found::Skipped));
        }
        links.iter().for_each(|link| out(passed_by(link)));
        unread.extend(read.into_iter().flat_map(|(_, folder)| folder.files));
        Some(unread)
    }

    /// A folder in that of a packet holds a document that is a packet for itself.
    fn stands_apart(&self, path: &Path, folder: &Folder) -> bool {
        let described =
            || read_manifest(path).is_some_and(|read| read.is_ok_and(|(manifest, _)| manifest.parts.is_some()));
        folder.files.iter().any(|f| packet::is_main(f, self.terms)) || folder.manifest && described()
    }

    /// Keeps folders that were read, as long as there is room.
    fn keep(&self, read: Vec<(PathBuf, Folder)>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        for (path, folder) in read {
            let bytes: usize = folder.files.iter().map(|f| f.size).sum();
            if kept.bytes + bytes <= KEPT {
                kept.bytes += bytes;
                kept.folders.insert(path, folder);
            }
        }
    }

    /// The folder as it was read before, its files named anew. What lies in a folder of attachments says so by where it
    /// lies: that one is read again when it is searched for itself.
    fn kept(&self, path: &Path, prefix: &str, digests: bool) -> Option<Folder> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = kept.folders.remove(path)?;
        kept.bytes -= folder.files.iter().map(|f| f.size).sum::<usize>();
        drop(kept);
        if digests && !folder.digests || prefix.is_empty() && is_enclosure_folder(path, self.terms) {
            return None;
        }
        let renamed = |file: File| {
            let name = join(prefix, file.name.rsplit('/').next().unwrap_or_default());
            file.renamed(name, self.terms)
        };
        Some(Folder { files: folder.files.into_iter().map(renamed).collect(), ..folder })
    }

    fn read_folder(&self, root: &Root, path: &Path, prefix: &str, digests: bool) -> Result<Folder, Unreadable> {
        if let Some(folder) = self.kept(path, prefix, digests) {
            return Ok(folder);
        }
        let mut folder = Folder { digests, ..Folder::default() };
        let io = |e: io::Error| Unreadable::new(Reason::Io, io_message(&e));
        let entries = fs::read_dir(path).map_err(io)?.take(MOST + 1).collect::<Result<Vec<_>, _>>().map_err(io)?;
        if entries.len() > MOST {
            return Err(too_many());
        }
        let sorted: BTreeMap<_, _> = entries.into_iter().map(|e| (e.file_name(), (e.path(), e.file_type()))).collect();
        let open = |(name, (path, kind)): (OsString, (PathBuf, io::Result<FileType>))| {
            self.entry(root, &join(prefix, &packet::shown(name.as_encoded_bytes())), path, kind, digests)
        };
        self.threads.each(sorted.into_iter().collect(), open, &mut |entry| match entry {
            Entry::File(file) => folder.files.push(*file),
            Entry::Folder(sub) => folder.folders.push(sub),
            Entry::Skipped => folder.skipped += 1,
            Entry::PassedBy(told) => folder.passed_by.push(told),
            Entry::Manifest => folder.manifest = true,
            Entry::LeftAlone => {}
        });
        Ok(folder)
    }

    fn entry(&self, root: &Root, name: &str, path: PathBuf, kind: io::Result<FileType>, digest: bool) -> Entry {
        if name.rsplit('/').next() == Some(MANIFEST) {
            return Entry::Manifest;
        }
        if self.is_left_alone(&path) {
            return Entry::LeftAlone;
        }
        if packet::is_skipped(name) {
            return Entry::Skipped;
        }
        let unread = |e| Entry::File(Box::new(packet::unread(name, e, self.terms)));
        let settings = name.ends_with(".toml") || name.rsplit('/').next().is_some_and(|n| n.starts_with('.'));
        match look(root, &path, kind) {
            Ok(Look::Folder) => Entry::Folder(Sub { path, link: None }),
            Ok(Look::Link(to)) => Entry::Folder(Sub { path, link: Some(to) }),
            Ok(Look::Odd(odd)) if !settings && packet::may_be_paper(name, self.terms) => unread(not_opened(odd)),
            Ok(Look::Odd(odd)) => Entry::PassedBy(format!("{}：{}", show(&path), not_opened(odd).message)),
            _ if settings => Entry::Skipped,
            Err(e) => unread(e),
            Ok(Look::File(meta)) => match input::file(&path, &meta) {
                // What a run has left behind is no paper of the packet.
                Ok(bytes) if log::is_log(&bytes) || is_baseline(&bytes) || is_report(name, &bytes) => Entry::Skipped,
                Ok(bytes) => Entry::File(Box::new(self.load(name, &bytes, digest))),
                Err(e) => unread(e),
            },
        }
    }

    fn is_left_alone(&self, path: &Path) -> bool {
        let same_name = |own: &PathBuf| own.file_name() == path.file_name();
        let is_output = || self.stdout.is_some() && identity(path) == self.stdout;
        self.left_alone.iter().any(same_name) && self.left_alone.contains(&true_path(path)) || is_output()
    }
}

impl<T> Step<T> {
    fn visit(self) -> Option<Visit> {
        match self {
            Step::Visit(visit) => Some(visit),
            Step::Tell(_) => None,
        }
    }
}

impl Folder {
    /// Tells what in it is no paper.
    fn tell<T>(&self, out: &mut Out<'_, T>) {
        (0..self.skipped).for_each(|_| out(Found::Skipped));
        self.passed_by.iter().for_each(|told| out(Found::PassedBy(told.clone())));
    }
}

impl Sub {
    fn again(&self) -> Self {
        Self { path: self.path.clone(), link: self.link.clone() }
    }
}

/// A report of an earlier run.
fn is_report(name: &str, bytes: &[u8]) -> bool {
    const ENDS: usize = 64 << 10;
    let named = ["json", "jsonl", "txt", "text", "log"].iter().any(|end| name.ends_with(end));
    let (start, end) = (&bytes[..bytes.len().min(ENDS)], &bytes[bytes.len().saturating_sub(ENDS)..]);
    named && Format::ALL.into_iter().any(|format| render::wrote(format, start, end))
}

fn too_deep() -> Unreadable {
    Unreadable::new(Reason::TooLarge, format!("文件夹套了{DEEPEST}层以上，更深的没有检查；请分开放置"))
}

fn too_many() -> Unreadable {
    Unreadable::new(Reason::TooLarge, format!("文件夹里超过{MOST}个文件，没有检查；请分成几个文件夹"))
}

/// A link to a folder that is searched where it lies.
fn passed_by<T>(link: &Sub) -> Found<T> {
    let to = link.link.as_deref().map(show).unwrap_or_default();
    Found::PassedBy(format!("{}：是链接，指向的文件夹（{to}）在它自己的位置检查，这里没有再进去", show(&link.path)))
}

/// Whether a folder, by its true path, is another one or one above it.
fn is_above(folder: &Path, other: &Path) -> bool {
    fs::canonicalize(other).is_ok_and(|other| other.starts_with(folder))
}

/// Every file that could not be read, once: it may be part of several packets.
fn report_unreadable<T>(folder: &str, packets: &[Packet], out: &mut Out<'_, T>) {
    let files = packets.iter().flat_map(|p| &p.files).filter_map(|f| Some((&f.name, f.failure()?)));
    for (name, e) in files.collect::<BTreeMap<_, _>>() {
        out(Found::Unreadable(failed(join(folder, name), e.reason, &e.message)));
    }
}

/// The manifest of a folder with its text, or what is wrong with it; none when it has none.
fn read_manifest(folder: &Path) -> Option<Result<(Manifest, String), Unreadable>> {
    let text = match input::text(&folder.join(MANIFEST), limits::TOML) {
        Ok(text) => Text::new(text),
        Err(e) if e.kind() == ErrorKind::NotFound => return None,
        Err(e) if e.kind() == ErrorKind::FileTooLarge => {
            return Some(Err(Unreadable::new(Reason::TooLarge, io_message(&e))));
        }
        Err(e) => return Some(Err(Unreadable::new(Reason::Corrupt, io_message(&e)))),
    };
    let reason = if limits::toml(text.as_str()).is_err() { Reason::TooLarge } else { Reason::Corrupt };
    let is_there = |name: &str| folder.join(name).exists();
    let read = Manifest::parse(&text).and_then(|read| read.lost(is_there).map_or(Ok(read), Err));
    let read = read.map(|manifest| (manifest, text.as_str().to_owned()));
    Some(read.map_err(|problem| {
        let at = text.position(problem.range.start);
        let help = problem.help.map_or(String::new(), |h| format!("；{h}"));
        let message = format!("{MANIFEST} 第{}行第{}列有误：{}{help}", at.line, at.column, problem.message);
        Unreadable::new(reason, message)
    }))
}

/// What was settled about a file for itself. The manifest beside it speaks of the folder, and says nothing else here.
fn records_beside(path: &Path) -> Vec<Confirm> {
    let folder = path.parent().unwrap_or(path);
    let (manifest, _) = read_manifest(folder).and_then(Result::ok).unwrap_or_default();
    manifest.confirms.into_iter().filter(|c| c.files.len() == 1).collect()
}

/// A sub-folder named 附件 holds attachments whatever they look like.
fn is_enclosure_folder(path: &Path, terms: &Terms) -> bool {
    path.file_name().is_some_and(|n| terms.labels.attachment.iter().any(|l| n.to_string_lossy() == l.as_str()))
}

#[cfg(test)]
mod tests {
    use sanbu::rule::RuleSet;
    use sanbu::steps;

    use super::*;

    const TEXT: &str =
        "青禾县人民政府文件\n\n青政发〔2026〕8号\n\n关于做好防汛工作的通知\n\n各乡镇人民政府：\n　　请做好防汛工作。\n";

    /// Packets below a path, and the steps that it took to find and read them.
    fn walked(path: &Path, terms: &Terms) -> (usize, u64) {
        let mut packets = 0;
        let before = steps::taken();
        let mut sink = |n: usize| packets += n;
        let mut walk = Walk::new(terms, NonZeroUsize::new(1), &|_| 1, &mut sink);
        walk.add(path);
        let taken = steps::taken().zip(before).map_or(0, |(after, before)| after - before);
        (packets, taken)
    }

    #[test]
    fn a_folder_is_read_once_however_many_lie_above_it() {
        const LEVELS: usize = 12;
        let terms = RuleSet::builtin().unwrap().terms;
        let folder = std::env::temp_dir().join(format!("sanbu-discover-{}", std::process::id()));
        let mut path = folder.clone();
        for _ in 0..LEVELS {
            fs::create_dir_all(&path).unwrap();
            fs::write(path.join("正文.txt"), TEXT).unwrap();
            path.push("下");
        }
        let (one, alone) = walked(path.parent().unwrap(), &terms);
        let (all, nested) = walked(&folder, &terms);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!((one, all), (1, LEVELS));
        assert!(alone > 0 && nested <= alone * LEVELS as u64 * 11 / 10, "{LEVELS} folders: {nested}, one: {alone}");
    }
}
