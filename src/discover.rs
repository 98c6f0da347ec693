//! From paths on disk to packets: walks folders, reads files, keeps only one folder in memory.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use sanbu::baseline::is_baseline;
use sanbu::error::{Reason, Unreadable};
use sanbu::finding::UnreadableFile;
use sanbu::log;
use sanbu::packet::{self, File, FileRole, Manifest, Packet};
use sanbu::problem::Problem;
use sanbu::terms::Terms;
use sanbu::text::Text;

/// What is said of a file that the program cannot cope with.
pub(crate) const STUMBLED: &str = "程序在这里出错，没有检查；请把文件发给开发者，其余文件不受影响";
/// Files over this size are not read.
const LARGEST: u64 = 256 << 20;
/// The file that says which file is what.
const MANIFEST: &str = "packet.toml";

/// What takes the packets, one after the other, so that only one folder is in memory.
pub(crate) type Sink<'s> = dyn FnMut(Packet) + 's;

/// Walks paths, hands over the packets, and keeps what stood in the way.
pub(crate) struct Walk<'s> {
    terms: &'s Terms,
    sink: &'s mut Sink<'s>,
    /// Every file is to carry its SHA-256.
    pub(crate) with_digests: bool,
    pub(crate) unreadable: Vec<UnreadableFile>,
    pub(crate) skipped_files: usize,
    packets: usize,
    left_alone: Vec<PathBuf>,
}

/// A folder with its files read and its sub-folders listed.
struct Folder {
    files: Vec<File>,
    folders: Vec<PathBuf>,
    manifest: Option<Result<Manifest, String>>,
}

impl<'s> Walk<'s> {
    pub(crate) fn new(terms: &'s Terms, sink: &'s mut Sink<'s>) -> Self {
        Self {
            terms,
            sink,
            with_digests: false,
            unreadable: Vec::new(),
            skipped_files: 0,
            packets: 0,
            left_alone: Vec::new(),
        }
    }

    /// Files of the run itself (output, log, register) are no part of a packet, wherever they lie.
    pub(crate) fn leave_alone<'p>(&mut self, paths: impl Iterator<Item = &'p PathBuf>) {
        let own = paths.flat_map(|path| [path.clone(), crate::journal::tip_path(path)]);
        self.left_alone.extend(own.map(|path| true_path(&path)));
    }

    fn is_left_alone(&self, path: &Path) -> bool {
        !self.left_alone.is_empty() && self.left_alone.contains(&true_path(path))
    }

    /// Adds the packets under a path: a file is a packet of one, a folder is searched.
    pub(crate) fn add(&mut self, path: &Path) {
        let shown = show(path);
        match fs::metadata(path) {
            Err(e) => self.fail(shown, Reason::Io, &io_message(&e)),
            Ok(meta) if meta.is_dir() => {
                let before = (self.packets, self.unreadable.len());
                self.folder(path);
                if before == (self.packets, self.unreadable.len()) {
                    self.fail(shown, Reason::Empty, "文件夹里没有可以检查的文件（.docx 或 .txt），请确认路径");
                }
            }
            Ok(_) => match read_file(path) {
                Err(e) => self.fail(shown, e.reason, &e.message),
                Ok(bytes) => self.single(&shown, &bytes),
            },
        }
    }

    /// Adds a packet of one file.
    pub(crate) fn single(&mut self, path: &str, bytes: &[u8]) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let mut file = self.load(name, bytes);
        file.must_be_read = true;
        match &file.content {
            Err(e) => self.fail(path.to_owned(), e.reason, &e.message.clone()),
            Ok(_) => self.hand_over(packet::single(path, file)),
        }
    }

    fn fail(&mut self, path: String, reason: Reason, message: &str) {
        self.unreadable.push(UnreadableFile { path, reason: reason.id(), message: message.to_owned() });
    }

    /// A folder with a main document is a packet, together with the sub-folders that hold none;
    /// one without is searched further down.
    fn folder(&mut self, path: &Path) {
        let folder = self.read_folder(path, "");
        let shown = show(path);
        match folder.manifest {
            Some(Err(message)) => return self.fail(format!("{shown}/{MANIFEST}"), Reason::Corrupt, &message),
            Some(Ok(manifest)) => return self.manifest(path, &shown, folder.files, &folder.folders, &manifest),
            None => {}
        }
        let mut files = folder.files;
        let mut below = Vec::new();
        if files.iter().any(is_main) {
            for sub in folder.folders {
                let parts = self.gather(path, &sub);
                if parts.iter().any(is_main) && !is_enclosure_folder(&sub, self.terms) {
                    below.push(sub);
                } else {
                    files.extend(parts);
                }
            }
        } else {
            below = folder.folders;
        }
        // A folder of pictures holds no packet.
        let any = files.iter().any(|f| f.read().is_some() || f.failure().is_some());
        if any {
            let packets = packet::group(&shown, files, self.terms);
            for packet in packets {
                self.report_unreadable(&shown, &packet);
                self.push(packet);
            }
        }
        for sub in below {
            self.folder(&sub);
        }
    }

    /// A packet of nothing but unreadable files says no more than the list of unreadable files does.
    fn push(&mut self, packet: Packet) {
        if packet.files.iter().any(|f| f.failure().is_none()) {
            self.hand_over(packet);
        }
    }

    fn hand_over(&mut self, packet: Packet) {
        self.packets += 1;
        (self.sink)(packet);
    }

    /// A file that the program stumbles over is one unreadable file, not the end of the batch.
    fn load(&self, name: &str, bytes: &[u8]) -> File {
        let load = |bytes: &[u8]| packet::load(name, bytes, self.terms);
        let mut file = catch_unwind(AssertUnwindSafe(|| load(bytes))).unwrap_or_else(|_| File {
            must_be_read: true,
            content: Err(Unreadable::new(Reason::Corrupt, STUMBLED)),
            ..load(&[])
        });
        if self.with_digests {
            file.sha256 = log::sha256(bytes);
        }
        file
    }

    fn report_unreadable(&mut self, folder: &str, packet: &Packet) {
        for file in &packet.files {
            if let Some(e) = file.failure() {
                self.fail(join(folder, &file.name), e.reason, &e.message.clone());
            }
        }
    }

    fn manifest(&mut self, path: &Path, shown: &str, mut files: Vec<File>, folders: &[PathBuf], manifest: &Manifest) {
        for sub in folders {
            files.extend(self.gather(path, sub));
        }
        let named = std::iter::once(&manifest.main).chain(&manifest.form).chain(&manifest.attachments);
        let missing: Vec<String> =
            named.filter(|n| !files.iter().any(|f| f.name == n.trim_start_matches("./"))).cloned().collect();
        for name in missing {
            self.fail(join(shown, &name), Reason::Io, &format!("{MANIFEST} 里写的文件不存在，请核对文件名"));
        }
        let packet = packet::by_manifest(shown, files, manifest);
        self.report_unreadable(shown, &packet);
        self.hand_over(packet);
    }

    /// All files below a folder, named from the packet's folder on.
    fn gather(&mut self, root: &Path, folder: &Path) -> Vec<File> {
        let mut open = vec![folder.to_path_buf()];
        let mut files = Vec::new();
        while let Some(next) = open.pop() {
            let prefix = next.strip_prefix(root).map(show).unwrap_or_default();
            let inner = self.read_folder(&next, &prefix);
            files.extend(inner.files);
            open.extend(inner.folders);
        }
        files
    }

    fn read_folder(&mut self, path: &Path, prefix: &str) -> Folder {
        let mut folder = Folder { files: Vec::new(), folders: Vec::new(), manifest: None };
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(e) => {
                self.fail(show(path), Reason::Io, &io_message(&e));
                return folder;
            }
        };
        let sorted: BTreeMap<_, _> = entries.filter_map(Result::ok).map(|e| (e.file_name(), e.path())).collect();
        for (name, path) in sorted {
            let name = join(prefix, &name.to_string_lossy());
            self.entry(&mut folder, name, path);
        }
        folder
    }

    fn entry(&mut self, folder: &mut Folder, name: String, path: PathBuf) {
        let Ok(meta) = fs::metadata(&path) else {
            return self.fail(show(&path), Reason::Io, "无法打开，请确认文件还在、有权限读取");
        };
        if self.is_left_alone(&path) {
            return;
        }
        if packet::is_skipped(&name) {
            self.skipped_files += 1;
        } else if meta.is_dir() {
            folder.folders.push(path);
        } else if name == MANIFEST {
            let text = fs::read_to_string(&path).map_err(|e| io_message(&e));
            folder.manifest = Some(text.and_then(|t| {
                let said = |e: &toml::de::Error| Problem::of_toml(e, &Text::new(t.clone()));
                toml::from_str(&t).map_err(|e| {
                    let problem = said(&e);
                    format!(
                        "{MANIFEST} 有误：{}{}",
                        problem.message,
                        problem.help.map_or(String::new(), |h| format!("；{h}"))
                    )
                })
            }));
        } else if name.ends_with(".toml") || name.rsplit('/').next().is_some_and(|n| n.starts_with('.')) {
            self.skipped_files += 1;
        } else {
            match read_file(&path) {
                // What a run has left behind is no paper of the packet.
                Ok(bytes) if log::is_log(&bytes) || is_baseline(&bytes) => self.skipped_files += 1,
                Ok(bytes) => folder.files.push(self.load(&name, &bytes)),
                Err(e) => self.fail(show(&path), e.reason, &e.message),
            }
        }
    }
}

fn is_main(file: &File) -> bool {
    file.role == FileRole::Main || file.role == FileRole::Other && file.read().is_some()
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

fn read_file(path: &Path) -> Result<Vec<u8>, Unreadable> {
    let io = |e: &std::io::Error| Unreadable::new(Reason::Io, io_message(e));
    let file = fs::File::open(path).map_err(|e| io(&e))?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| io(&e))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Unreadable::new(Reason::TooLarge, "文件超过256兆字节，没有读取；请确认是不是公文"));
    }
    Ok(bytes)
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
