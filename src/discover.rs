//! From paths on disk to packets: walks folders, reads files, keeps only one folder a thread in memory.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::Read;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use sanbu::baseline::is_baseline;
use sanbu::error::{Reason, Unreadable};
use sanbu::finding::UnreadableFile;
use sanbu::log;
use sanbu::packet::{self, Confirm, File, MANIFEST, Manifest, Packet};
use sanbu::terms::Terms;
use sanbu::text::Text;

use crate::threads::Threads;

/// What is said of a file that the program cannot cope with.
pub(crate) const STUMBLED: &str = "程序在这里出错，没有检查；请把文件发给开发者，其余文件不受影响";
/// Files over this size are not read.
const LARGEST: u64 = 256 << 20;

/// Walks paths, has the packets worked on, hands over what comes of it in the order of the paths, and keeps what stood
/// in the way. Packets are dropped one by one, so that a thread holds no more than one folder.
pub(crate) struct Walk<'w, T> {
    search: Search<'w, T>,
    sink: &'w mut dyn FnMut(T),
    pub(crate) unreadable: Vec<UnreadableFile>,
    pub(crate) skipped_files: usize,
}

/// What all threads share.
struct Search<'w, T> {
    terms: &'w Terms,
    work: &'w (dyn Fn(Packet) -> T + Sync),
    threads: Threads,
    with_digests: bool,
    left_alone: Vec<PathBuf>,
}

/// What is come upon, in order.
enum Found<T> {
    Packet(T),
    Unreadable(UnreadableFile),
    Skipped,
}

/// Takes what is come upon.
type Out<'o, T> = dyn FnMut(Found<T>) + 'o;

/// What a name in a folder leads to.
enum Entry {
    File(Box<File>),
    Folder(PathBuf),
    Skipped,
    LeftAlone,
}

/// A folder with its files read and its sub-folders listed.
#[derive(Default)]
struct Folder {
    files: Vec<File>,
    folders: Vec<PathBuf>,
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
        let search = Search { terms, work, threads, with_digests: false, left_alone: Vec::new() };
        Self { search, sink, unreadable: Vec::new(), skipped_files: 0 }
    }

    /// Every file is to carry its SHA-256.
    pub(crate) fn with_digests(&mut self, with: bool) {
        self.search.with_digests = with;
    }

    /// Files of the run itself (output, log, register) are no part of a packet, wherever they lie.
    pub(crate) fn leave_alone<'p>(&mut self, paths: impl Iterator<Item = &'p PathBuf>) {
        let own = paths.flat_map(|path| [path.clone(), crate::journal::tip_path(path)]);
        self.search.left_alone.extend(own.map(|path| true_path(&path)));
    }

    /// Adds the packets under a path: a file is a packet of one, a folder is searched.
    pub(crate) fn add(&mut self, path: &Path) {
        self.take_in(|search, out| search.path(path, out));
    }

    /// Adds a packet of one file.
    pub(crate) fn single(&mut self, path: &str, bytes: &[u8]) {
        self.take_in(|search, out| search.file(path, bytes, Vec::new(), out));
    }

    fn take_in(&mut self, search: impl FnOnce(&Search<'w, T>, &mut Out<'_, T>)) {
        let Self { search: own, sink, unreadable, skipped_files } = self;
        search(own, &mut |found| match found {
            Found::Packet(result) => sink(result),
            Found::Unreadable(file) => unreadable.push(file),
            Found::Skipped => *skipped_files += 1,
        });
    }
}

fn failed(path: String, reason: Reason, message: &str) -> UnreadableFile {
    UnreadableFile { path, reason: reason.id(), message: message.to_owned() }
}

impl<T: Send> Search<'_, T> {
    fn path(&self, path: &Path, out: &mut Out<'_, T>) {
        let shown = show(path);
        let unreadable = |reason, message: &str| Found::Unreadable(failed(shown.clone(), reason, message));
        match fs::metadata(path) {
            Err(e) => out(unreadable(Reason::Io, &io_message(&e))),
            Ok(meta) if meta.is_dir() => {
                let mut any = false;
                self.folder(path, &mut |found| {
                    any |= !matches!(found, Found::Skipped);
                    out(found);
                });
                if !any {
                    out(unreadable(Reason::Empty, "文件夹里没有可以检查的文件（.docx 或 .txt），请确认路径"));
                }
            }
            Ok(meta) => match read_file(path, &meta) {
                Err(e) => out(unreadable(e.reason, &e.message)),
                Ok(bytes) => self.file(&shown, &bytes, records_beside(path), out),
            },
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

    /// A folder with a main document is a packet, together with the sub-folders that hold none;
    /// one without is searched further down.
    fn folder(&self, path: &Path, out: &mut Out<'_, T>) {
        let shown = show(path);
        let (Manifest { parts, confirms }, manifest_sha256) = match read_manifest(path) {
            Some(Err(message)) => {
                return out(Found::Unreadable(failed(join(&shown, MANIFEST), Reason::Corrupt, &message)));
            }
            Some(Ok((manifest, text))) => {
                (manifest, if self.with_digests { log::sha256(text.as_bytes()) } else { String::new() })
            }
            None => Default::default(),
        };
        let digests = !confirms.is_empty();
        let told =
            |packet: Packet| Packet { confirms: confirms.clone(), manifest_sha256: manifest_sha256.clone(), ..packet };
        let folder = match self.read_folder(path, "", digests, out) {
            Ok(folder) => folder,
            Err(e) => return out(Found::Unreadable(failed(shown, e.reason, &e.message))),
        };
        let mut files = folder.files;
        if let Some(parts) = parts {
            files.extend(folder.folders.iter().flat_map(|sub| self.gather(path, sub, digests, out)));
            let packet = packet::by_manifest(&shown, files, &parts, self.terms);
            report_unreadable(&shown, std::slice::from_ref(&packet), out);
            return out(Found::Packet((self.work)(told(packet))));
        }
        let mut below = Vec::new();
        let is_main = |file: &File| packet::is_main(file, self.terms);
        if files.iter().any(is_main) {
            for sub in folder.folders {
                let found = self.gather(path, &sub, digests, out);
                if found.iter().any(is_main) && !is_enclosure_folder(&sub, self.terms) {
                    below.push(sub);
                } else {
                    files.extend(found);
                }
            }
        } else {
            below = folder.folders;
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
        self.below(below, out);
    }

    fn below(&self, mut folders: Vec<PathBuf>, out: &mut Out<'_, T>) {
        if folders.len() == 1 {
            return folders.drain(..).for_each(|sub| self.folder(&sub, out));
        }
        let search = |sub: PathBuf| {
            let mut found = Vec::new();
            self.folder(&sub, &mut |f| found.push(f));
            found
        };
        self.threads.each(folders, search, &mut |found| found.into_iter().for_each(&mut *out));
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

    /// All files below a folder, named from the packet's folder on; a folder that cannot be opened is a file that cannot
    /// be read.
    fn gather(&self, root: &Path, folder: &Path, digests: bool, out: &mut Out<'_, T>) -> Vec<File> {
        let mut open = vec![folder.to_path_buf()];
        let mut files = Vec::new();
        while let Some(next) = open.pop() {
            let prefix = next.strip_prefix(root).map(show).unwrap_or_default();
            match self.read_folder(&next, &prefix, digests, out) {
                Ok(inner) => {
                    files.extend(inner.files);
                    open.extend(inner.folders);
                }
                Err(e) => files.push(packet::unread(&prefix, e, self.terms)),
            }
        }
        files
    }

    fn read_folder(
        &self,
        path: &Path,
        prefix: &str,
        digests: bool,
        out: &mut Out<'_, T>,
    ) -> Result<Folder, Unreadable> {
        let mut folder = Folder::default();
        let entries = fs::read_dir(path).map_err(|e| Unreadable::new(Reason::Io, io_message(&e)))?;
        let entries =
            entries.collect::<Result<Vec<_>, _>>().map_err(|e| Unreadable::new(Reason::Io, io_message(&e)))?;
        let sorted: BTreeMap<_, _> = entries.into_iter().map(|e| (e.file_name(), e.path())).collect();
        let open =
            |(name, path): (OsString, PathBuf)| self.entry(&join(prefix, &name.to_string_lossy()), path, digests);
        self.threads.each(sorted.into_iter().collect(), open, &mut |entry| match entry {
            Entry::File(file) => folder.files.push(*file),
            Entry::Folder(path) => folder.folders.push(path),
            Entry::Skipped => out(Found::Skipped),
            Entry::LeftAlone => {}
        });
        Ok(folder)
    }

    fn entry(&self, name: &str, path: PathBuf, digest: bool) -> Entry {
        if name == MANIFEST || self.is_left_alone(&path) {
            return Entry::LeftAlone;
        }
        if packet::is_skipped(name) {
            return Entry::Skipped;
        }
        let unread = |e| Entry::File(Box::new(packet::unread(name, e, self.terms)));
        let Ok(meta) = fs::metadata(&path) else {
            return unread(Unreadable::new(Reason::Io, "无法打开，请确认文件还在、有权限读取"));
        };
        if meta.is_dir() {
            Entry::Folder(path)
        } else if name.ends_with(".toml") || name.rsplit('/').next().is_some_and(|n| n.starts_with('.')) {
            Entry::Skipped
        } else {
            match read_file(&path, &meta) {
                // What a run has left behind is no paper of the packet.
                Ok(bytes) if log::is_log(&bytes) || is_baseline(&bytes) => Entry::Skipped,
                Ok(bytes) => Entry::File(Box::new(self.load(name, &bytes, digest))),
                Err(e) => unread(e),
            }
        }
    }

    fn is_left_alone(&self, path: &Path) -> bool {
        let same_name = |own: &PathBuf| own.file_name() == path.file_name();
        self.left_alone.iter().any(same_name) && self.left_alone.contains(&true_path(path))
    }
}

/// Every file that could not be read, once: it may be part of several packets.
fn report_unreadable<T>(folder: &str, packets: &[Packet], out: &mut Out<'_, T>) {
    let files = packets.iter().flat_map(|p| &p.files).filter_map(|f| Some((&f.name, f.failure()?)));
    for (name, e) in files.collect::<BTreeMap<_, _>>() {
        out(Found::Unreadable(failed(join(folder, name), e.reason, &e.message)));
    }
}

/// The manifest of a folder with its text, or what is wrong with it; none when it has none.
fn read_manifest(folder: &Path) -> Option<Result<(Manifest, String), String>> {
    let text = match fs::read_to_string(folder.join(MANIFEST)) {
        Ok(text) => Text::new(text),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return None,
        Err(e) => return Some(Err(io_message(&e))),
    };
    let read = Manifest::parse(&text).map(|manifest| (manifest, text.as_str().to_owned()));
    Some(read.map_err(|problem| {
        let at = text.position(problem.range.start);
        let help = problem.help.map_or(String::new(), |h| format!("；{h}"));
        format!("{MANIFEST} 第{}行第{}列有误：{}{help}", at.line, at.column, problem.message)
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

/// A path in its one true spelling; a file that is not there yet is told by its folder.
pub(crate) fn true_path(path: &Path) -> PathBuf {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = full.parent().and_then(|p| fs::canonicalize(p).ok());
    match (folder, full.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => full,
    }
}

/// True paths, with the last folder kept: files of one folder come one after the other.
#[derive(Default)]
pub(crate) struct Places {
    last: Option<(PathBuf, PathBuf)>,
}

impl Places {
    pub(crate) fn true_path(&mut self, path: &Path) -> PathBuf {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return true_path(path) };
        if self.last.as_ref().is_none_or(|(of, _)| of != folder) {
            self.last = true_path(path).parent().map(|to| (folder.to_owned(), to.to_owned()));
        }
        self.last.as_ref().map_or_else(|| true_path(path), |(_, to)| to.join(name))
    }
}

fn read_file(path: &Path, meta: &fs::Metadata) -> Result<Vec<u8>, Unreadable> {
    let io = |e: &std::io::Error| Unreadable::new(Reason::Io, io_message(e));
    let too_large = || Unreadable::new(Reason::TooLarge, "文件超过256兆字节，没有读取；请确认是不是公文");
    if meta.len() > LARGEST {
        return Err(too_large());
    }
    let file = fs::File::open(path).map_err(|e| io(&e))?;
    // One byte more, so that the end is seen without growing.
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len().min(LARGEST)).unwrap_or(0) + 1);
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| io(&e))?;
    if bytes.len() as u64 > LARGEST { Err(too_large()) } else { Ok(bytes) }
}

pub(crate) fn io_message(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "没有这个文件或文件夹，请核对路径".to_owned(),
        std::io::ErrorKind::PermissionDenied => "没有权限读取，请检查文件权限".to_owned(),
        std::io::ErrorKind::IsADirectory => "这是文件夹，不是文件".to_owned(),
        _ => format!("读取失败：{error}"),
    }
}

/// A path as shown, with `/` between folders.
pub(crate) fn show(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    if text.len() > 1 { text.trim_end_matches('/').to_owned() } else { text }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
