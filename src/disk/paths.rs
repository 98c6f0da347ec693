//! Paths: how they are shown, and what they are on disk.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use sanbu::packet;

/// A path as shown, with `/` between folders; two paths are never shown alike. The current folder is not named in front
/// of what lies in it.
pub(crate) fn show(path: &Path) -> String {
    let path = path.strip_prefix(".").ok().filter(|inner| !inner.as_os_str().is_empty()).unwrap_or(path);
    let text = packet::shown(path.as_os_str().as_encoded_bytes());
    let text = if cfg!(windows) { text.replace("\\\\", "/") } else { text };
    if text.len() > 1 { text.trim_end_matches('/').to_owned() } else { text }
}

/// The path that is shown so.
pub(crate) fn real(shown: &str) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        PathBuf::from(std::ffi::OsString::from_vec(packet::bytes(shown)))
    }
    #[cfg(not(unix))]
    PathBuf::from(shown)
}

/// The path that these bytes are.
pub(crate) fn of_bytes(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
    }
    #[cfg(not(unix))]
    PathBuf::from(String::from_utf8_lossy(bytes).as_ref())
}

/// A folder by its name, also where it is the current one: `../2026-011`.
pub(crate) fn show_folder(folder: &Path) -> String {
    let is_here = folder.components().all(|part| part == Component::CurDir);
    let here = std::env::current_dir().ok().filter(|_| is_here);
    let named = here.map(|here| here.file_name().map_or(here.clone(), |name| Path::new("..").join(name)));
    show(named.as_deref().unwrap_or(folder))
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

/// Where a path leads, links followed; a file that is not there yet is told by its folder.
pub(crate) fn resolved(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| true_path(path))
}

/// The paths in their order, each once, however it is written.
pub(crate) fn once<'p>(paths: impl IntoIterator<Item = &'p PathBuf>) -> Vec<PathBuf> {
    let mut met = HashSet::new();
    paths.into_iter().filter(|path| met.insert(resolved(path))).cloned().collect()
}

/// The same without those that lie in a folder which is named as well: nothing is written twice. What is not there is
/// kept: it is to be told.
pub(crate) fn apart(paths: &[PathBuf]) -> Vec<PathBuf> {
    let whole: Vec<PathBuf> = paths.iter().map(|path| resolved(path)).collect();
    let named: HashSet<&Path> = whole.iter().map(PathBuf::as_path).collect();
    let is_inside =
        |path: &Path, whole: &Path| whole.ancestors().skip(1).any(|folder| named.contains(folder)) && path.exists();
    let mut met = HashSet::new();
    let apart = paths.iter().zip(&whole).filter(|(path, whole)| met.insert(*whole) && !is_inside(path, whole));
    apart.map(|(path, _)| path.clone()).collect()
}

/// The configuration of an office, by its name.
pub(super) const SETTINGS: &str = "sanbu.toml";

/// Places of files that were met before, by whatever paths.
#[derive(Default)]
pub(crate) struct Places {
    /// By folder and name; there may be very many, and few names among them.
    seen: HashSet<(Option<Identity>, usize)>,
    names: HashMap<PathBuf, usize>,
    /// Files of one folder come one after the other.
    last: Option<(PathBuf, Identity)>,
}

impl Places {
    /// Whether a file is met for the first time.
    pub(crate) fn insert(&mut self, path: &Path) -> bool {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if self.last.as_ref().is_none_or(|(of, _)| of != folder) {
            self.last = identity(folder).map(|identity| (folder.to_path_buf(), identity));
        }
        let name = path.file_name().map_or_else(|| path.to_path_buf(), PathBuf::from);
        let (folder, name) = match &self.last {
            Some((_, identity)) => (Some(identity.clone()), name),
            None => (None, path.to_path_buf()),
        };
        let next = self.names.len();
        let name = *self.names.entry(name).or_insert(next);
        self.seen.insert((folder, name))
    }
}

/// What one file or folder is, by whatever path: device and inode, or its true path where there are none.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Identity {
    #[cfg(unix)]
    Inode(u64, u64),
    #[cfg(not(unix))]
    Path(PathBuf),
}

/// None for what is not there.
pub(super) fn identity(path: &Path) -> Option<Identity> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(path).ok().map(|meta| Identity::Inode(meta.dev(), meta.ino()))
    }
    #[cfg(not(unix))]
    fs::canonicalize(path).ok().map(Identity::Path)
}
