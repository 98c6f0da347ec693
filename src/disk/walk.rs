//! The walk over paths on disk: what the search for packets asks of a disk, and what a run makes of what it finds.

use sanbu::lang::Words;
use sanbu::words;
use std::any::Any;
use std::fs::{self, FileType, Metadata};
use std::io::{self, ErrorKind};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sanbu::error::{Reason, Unreadable};
use sanbu::finding::{Skipped, UnreadableFile};
use sanbu::limits;
use sanbu::packet::{self, MANIFEST};
use sanbu::shown::few;
use sanbu::terms::Terms;
use sanbu::tree::{Found, Look, Out, Search, Source, Work};

use super::exclude::Exclude;
use super::input;
use super::journal::tip_path;
use super::look::{Looked, Root, io_message, link_message, look, not_opened, odd};
use super::output::is_page;
use super::paths::{Identity, SETTINGS, identity, show, show_folder, true_path};
use super::progress::Progress;
use super::signals;
use super::threads::Threads;

/// Walks paths, has the packets worked on, hands over what comes of it in the order of the paths, and keeps what stood
/// in the way. Packets are dropped one by one.
pub(crate) struct Walk<'w> {
    terms: &'w Terms,
    work: Box<Work<'w, Done>>,
    with_digests: bool,
    without_comments: bool,
    run: Run,
    kept: WhatIsTold<'w>,
}

/// What comes of the work on a packet; its type is forgotten on the way, so that all commands share the code of a walk.
type Done = Box<dyn Any + Send>;

/// What holds for all paths of a run.
struct Run {
    threads: Threads,
    /// Files that the run reads or writes for itself, by their true paths.
    left_alone: Vec<PathBuf>,
    /// Standard output, where it is a file: it may lie in a folder that is searched.
    stdout: Option<Identity>,
    /// The settings of the run, by their true paths; those of the same name that were met below, as they are met.
    settings: Vec<PathBuf>,
    met: Mutex<Vec<PathBuf>>,
    exclude: Exclude,
    progress: Progress,
    /// Large files are read one after the other, so that more threads need no more memory.
    large: Mutex<()>,
}

/// Bytes from which on a file is large: scans, and what holds pictures.
const LARGE: u64 = 8 << 20;

/// What is found, as a run takes it.
struct WhatIsTold<'w> {
    sink: Box<dyn FnMut(Done) + 'w>,
    unreadable: Vec<UnreadableFile>,
    skipped: Skipped,
    /// What was passed by and is no paper, but should not be passed by in silence.
    passed_by: Vec<Words>,
}

impl<'w> Walk<'w> {
    /// `work` is done by as many threads as `jobs` says; `sink` gets its results in order.
    pub(crate) fn new<T: Send + 'static>(
        terms: &'w Terms,
        jobs: Option<NonZeroUsize>,
        work: &'w Work<'_, T>,
        sink: &'w mut dyn FnMut(T),
    ) -> Self {
        let kept = WhatIsTold {
            sink: Box::new(|done| done.downcast().map_or((), |result| sink(*result))),
            unreadable: Vec::new(),
            skipped: Skipped::default(),
            passed_by: Vec::new(),
        };
        let work = Box::new(|packet| Box::new(work(packet)) as Done);
        Self { terms, work, with_digests: false, without_comments: false, run: Run::new(jobs), kept }
    }

    /// Every file is to carry its SHA-256.
    pub(crate) fn with_digests(&mut self, with: bool) {
        self.with_digests = with;
    }

    /// Documents are read without the comments that the program has put in them.
    pub(crate) fn without_comments(&mut self, without: bool) {
        self.without_comments = without;
    }

    /// Files of the run itself (output, log, register) are no part of a packet, wherever they lie.
    pub(crate) fn leave_alone<'p>(&mut self, paths: impl Iterator<Item = &'p PathBuf>) {
        let own = paths.flat_map(|path| [path.clone(), tip_path(path)]);
        self.run.left_alone.extend(own.map(|path| true_path(&path)));
    }

    /// The settings that the run uses: others of that name, further down, are told of.
    pub(crate) fn uses<'p>(&mut self, settings: impl Iterator<Item = &'p Path>) {
        self.run.settings = settings.map(true_path).collect();
    }

    /// Files and folders that are passed by.
    pub(crate) fn exclude(&mut self, exclude: &Exclude) {
        self.run.exclude = exclude.clone();
    }

    /// Somebody watches how far the search is.
    pub(crate) fn watched(&mut self, progress: &Progress) {
        self.run.progress = progress.clone();
    }

    /// Adds the packets under a path: a file is a packet of one, a folder is searched.
    pub(crate) fn add(&mut self, path: &Path) {
        if self.run.exclude.fits(path, path, path.is_dir()) {
            return;
        }
        let message = |e: &io::Error| if path.is_symlink() { link_message(path, e) } else { io_message(e) };
        let looked = fs::metadata(path).map_err(|e| Unreadable::new(Reason::Io, message(&e)));
        let looked = looked.and_then(|meta| odd(&meta).map_or(Ok(meta), |odd| Err(not_opened(odd))));
        if looked.as_ref().is_ok_and(Metadata::is_dir) {
            let folder = Folder { path: path.to_path_buf(), link: None };
            return self.search(path, |search, work, out| search.folder(folder, work, out));
        }
        let shown = show(path);
        self.run.progress.step();
        let read = looked.and_then(|meta| packet::no_paper(&shown).map_or_else(|| input::file(path, &meta), Err));
        let beside = Folder { path: path.parent().unwrap_or(path).to_path_buf(), link: None };
        self.search(path, |search, work, out| {
            let confirms = if read.is_ok() { search.records_of_single_files(&beside) } else { Vec::new() };
            search.file(&shown, read.as_deref().map_err(Clone::clone), confirms, work, out);
        });
    }

    /// Adds a packet of one file, or why it could not be read.
    pub(crate) fn single(&mut self, path: &str, bytes: Result<&[u8], Unreadable>) {
        self.search(Path::new(path), |search, work, out| search.file(path, bytes, Vec::new(), work, out));
    }

    /// Ends the search: what could not be read, and which files were skipped. What was passed by is told.
    pub(crate) fn close(self, tell: impl Fn(Words)) -> (Vec<UnreadableFile>, Skipped) {
        self.kept.passed_by.iter().for_each(|told| tell(words!("没有打开：{told}", told)));
        let idle = self.run.idle_settings();
        if !idle.is_empty() {
            tell(words!("没有使用：{list}：配置文件从命令行写明的路径向上找，或者用 --config 指明", list = few(&idle)));
        }
        (self.kept.unreadable, self.kept.skipped)
    }

    fn search(&mut self, root: &Path, search: impl FnOnce(&Search<'_, Disk<'_>>, &Work<'_, Done>, &mut Out<'_, Done>)) {
        let disk = Disk { root: Root::new(root), run: &self.run };
        let kept = &mut self.kept;
        let searched = Search::new(disk, self.terms).with_digests(self.with_digests);
        let searched = searched.without_comments(self.without_comments);
        search(&searched, &*self.work, &mut |found| kept.take(found));
    }
}

impl Run {
    fn new(jobs: Option<NonZeroUsize>) -> Self {
        let is_file = |path: &&Path| fs::metadata(path).is_ok_and(|meta| meta.is_file());
        Self {
            threads: Threads::new(jobs),
            left_alone: Vec::new(),
            stdout: Some(Path::new("/dev/stdout")).filter(is_file).and_then(identity),
            settings: Vec::new(),
            met: Mutex::default(),
            exclude: Exclude::default(),
            progress: Progress::default(),
            large: Mutex::default(),
        }
    }

    /// The settings that were met and are not those of the run, as they are shown.
    fn idle_settings(&self) -> Vec<String> {
        let mut met = std::mem::take(&mut *self.met.lock().unwrap_or_else(PoisonError::into_inner));
        met.retain(|path| !self.settings.contains(&true_path(path)));
        met.sort_unstable();
        met.dedup();
        met.iter().map(|path| show(path)).collect()
    }
}

impl WhatIsTold<'_> {
    fn take(&mut self, found: Found<Done>) {
        match found {
            Found::Packet(result) => (self.sink)(result),
            Found::Unreadable(file) => self.unreadable.push(file),
            Found::Skipped(path) => self.skipped.add(path),
            Found::PassedBy(told) => self.passed_by.push(told),
        }
    }
}

/// What lies below a path of the command line.
struct Disk<'r> {
    root: Root,
    run: &'r Run,
}

/// The content of a file; of a large one, the next is read when this one is dropped.
struct Content<'r> {
    bytes: Vec<u8>,
    _turn: Option<MutexGuard<'r, ()>>,
}

impl AsRef<[u8]> for Content<'_> {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// A folder on disk.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Folder {
    path: PathBuf,
    /// Where it leads, when it is a link to a folder elsewhere below the root.
    link: Option<PathBuf>,
}

impl Source for Disk<'_> {
    type Folder = Folder;
    type Identity = Identity;
    type Entry = (PathBuf, io::Result<FileType>);
    type File = (PathBuf, Metadata);

    fn shown(&self, folder: &Folder) -> String {
        show_folder(&folder.path)
    }

    fn entries(&self, folder: &Folder, most: usize) -> Result<Vec<(String, Self::Entry)>, Unreadable> {
        let io = |e: io::Error| Unreadable::new(Reason::Io, io_message(&e));
        let listed = fs::read_dir(&folder.path).map_err(io)?.take(most);
        let mut entries = listed.collect::<Result<Vec<_>, _>>().map_err(io)?;
        entries.sort_by_cached_key(fs::DirEntry::file_name);
        if entries.iter().any(|e| e.file_name() == SETTINGS) {
            self.run.met.lock().unwrap_or_else(PoisonError::into_inner).push(folder.path.join(SETTINGS));
        }
        let named = |e: fs::DirEntry| (packet::shown(e.file_name().as_encoded_bytes()), (e.path(), e.file_type()));
        Ok(entries.into_iter().map(named).collect())
    }

    fn look(&self, (path, kind): Self::Entry) -> Result<Look<Folder, Self::File>, Unreadable> {
        Ok(match look(&self.root, &path, kind)? {
            Looked::Folder => Look::Folder(Folder { path, link: None }),
            Looked::Link(to) => Look::Folder(Folder { path, link: Some(to) }),
            Looked::Odd(odd) => Look::Odd(not_opened(odd)),
            Looked::File(meta) => Look::File((path, meta)),
        })
    }

    fn bytes(&self, (path, meta): Self::File) -> Result<impl AsRef<[u8]>, Unreadable> {
        self.run.progress.step();
        let turn = (meta.len() > LARGE).then(|| self.run.large.lock().unwrap_or_else(PoisonError::into_inner));
        input::file(&path, &meta).map(|bytes| Content { bytes, _turn: turn })
    }

    fn manifest(&self, folder: &Folder) -> Option<Result<String, Unreadable>> {
        let reason = |e: &io::Error| match e.kind() {
            ErrorKind::NotFound => None,
            // Then it is the folder that nobody may open.
            ErrorKind::PermissionDenied if fs::read_dir(&folder.path).is_err() => None,
            ErrorKind::FileTooLarge => Some(Reason::TooLarge),
            ErrorKind::InvalidData => Some(Reason::Corrupt),
            _ => Some(Reason::Io),
        };
        match input::text(&folder.path.join(MANIFEST), limits::TOML) {
            Ok(text) => Some(Ok(text)),
            Err(e) => reason(&e).map(|reason| Err(Unreadable::new(reason, io_message(&e)))),
        }
    }

    fn has(&self, folder: &Folder, name: &str) -> bool {
        folder.path.join(name).exists()
    }

    fn is_left_alone(&self, (path, _): &Self::Entry) -> bool {
        let same_name = |own: &PathBuf| own.file_name() == path.file_name();
        let is_output = || self.run.stdout.is_some() && identity(path) == self.run.stdout;
        self.run.left_alone.iter().any(same_name) && self.run.left_alone.contains(&true_path(path))
            || is_page(path, &self.run.left_alone)
            || is_output()
    }

    fn is_excluded(&self, (path, kind): &Self::Entry) -> bool {
        let is_folder = kind.as_ref().is_ok_and(FileType::is_dir);
        self.run.exclude.fits(path, path.strip_prefix(self.root.path()).unwrap_or(path), is_folder)
    }

    fn identity(&self, folder: &Folder) -> Option<Identity> {
        identity(&folder.path)
    }

    fn link(&self, folder: &Folder) -> Option<String> {
        folder.link.as_deref().map(show)
    }

    fn leads_back(&self, folder: &Folder, to: &Folder) -> bool {
        let is_below = |above: &PathBuf| fs::canonicalize(&to.path).is_ok_and(|path| path.starts_with(above));
        folder.link.as_ref().is_some_and(is_below)
    }

    fn each<I: Send, R: Send>(&self, items: Vec<I>, work: impl Fn(I) -> R + Sync, sink: &mut dyn FnMut(R)) {
        self.run.threads.each(items, work, sink);
    }

    fn is_stopped(&self) -> bool {
        signals::caught().is_some()
    }
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
        Walk::new(terms, NonZeroUsize::new(1), &|_| 1, &mut sink).add(path);
        let taken = steps::taken().zip(before).map_or(0, |(after, before)| after - before);
        (packets, taken)
    }

    #[test]
    fn no_more_of_a_folder_is_listed_than_is_asked_for() {
        let folder = std::env::temp_dir().join(format!("sanbu-listed-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        (0..5).for_each(|n| fs::write(folder.join(format!("{n}.txt")), TEXT).unwrap());
        let terms = RuleSet::builtin().unwrap().terms;
        let mut sink = |()| {};
        let walk = Walk::new(&terms, None, &|_| (), &mut sink);
        let disk = Disk { root: Root::new(&folder), run: &walk.run };
        let listed = [3, 9].map(|most| {
            disk.entries(&Folder { path: folder.clone(), link: None }, most).map(|entries| entries.len()).ok()
        });
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(listed, [Some(3), Some(5)]);
    }

    #[test]
    fn of_large_files_one_is_read_at_a_time() {
        let folder = std::env::temp_dir().join(format!("sanbu-large-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let terms = RuleSet::builtin().unwrap().terms;
        let mut sink = |()| {};
        let walk = Walk::new(&terms, None, &|_| (), &mut sink);
        let disk = Disk { root: Root::new(&folder), run: &walk.run };
        let is_waited_for = |size: u64| {
            let path = folder.join("附件.pdf");
            fs::File::create(&path).unwrap().set_len(size).unwrap();
            let read = disk
                .bytes((path.clone(), fs::metadata(&path).unwrap()))
                .ok()
                .map(|content| (content.as_ref().len() as u64, walk.run.large.try_lock().is_err()));
            (read, walk.run.large.try_lock().is_err())
        };
        let waited = [LARGE, LARGE + 1].map(is_waited_for);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(waited, [(Some((LARGE, false)), false), (Some((LARGE + 1, true)), false)]);
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
