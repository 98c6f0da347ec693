//! How a file is written whole or not at all: beside the old one, whose place it takes.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::system::{is_at, keep_owner, restrict};

/// How the name of a file ends that is not written to its end yet.
const UNFINISHED: &str = ".sanbu-tmp";
/// Bytes of a name that all file systems take.
const LONGEST_NAME: usize = 255;

/// A temporary file that has the place of the old one taken; rights and, where that is allowed, owner stay.
pub(super) fn replace(path: &Path, bytes: &[u8], lasting: bool) -> io::Result<()> {
    let old = fs::metadata(path).ok();
    let mut temporary = Temporary::beside(path, old.as_ref())?;
    temporary.file.write_all(bytes)?;
    if let Some(old) = &old {
        keep_owner(&temporary.file, old);
        temporary.file.set_permissions(old.permissions())?;
    }
    if lasting {
        temporary.file.sync_all()?;
    }
    fs::rename(&temporary.path, path)?;
    temporary.path.clear();
    if lasting {
        sync_folder(path);
    }
    Ok(())
}

/// The name of a file in its folder. Not every file system can be told to keep it now.
pub(super) fn sync_folder(path: &Path) {
    let _ = path.parent().map(|folder| File::open(folder).and_then(|folder| folder.sync_all()));
}

/// A file beside another, locked while it is written and gone when it comes to nothing.
pub(super) struct Temporary {
    path: PathBuf,
    file: File,
}

impl Temporary {
    /// Nobody may read it who may not read the old one.
    pub(super) fn beside(target: &Path, old: Option<&Metadata>) -> io::Result<Self> {
        const MOST_TRIES: usize = 100;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        restrict(&mut options, old);
        let start = Self::start(target);
        for attempt in 0..MOST_TRIES {
            let again = if attempt == 0 { String::new() } else { format!("-{attempt}") };
            let mut name = start.clone();
            name.push(format!("{}{again}{UNFINISHED}", std::process::id()));
            let path = target.with_file_name(name);
            let made = match options.open(&path) {
                Err(e) if e.kind() == ErrorKind::AlreadyExists => continue,
                other => Self { path, file: other? },
            };
            if let Some(held) = made.held() {
                return Ok(held);
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// Itself locked, if it still has its name: a run that was clearing may just have taken it, and another the name.
    fn held(mut self) -> Option<Self> {
        // Where nothing can be locked nothing is cleared either.
        let _ = self.file.lock();
        if is_at(&self.file, &self.path) {
            return Some(self);
        }
        self.path.clear();
        None
    }

    /// How the names of the temporary files of a target begin: like its own, as far as there is room.
    fn start(target: &Path) -> OsString {
        /// Room for two numbers and what stands around them.
        const ROOM: usize = 32;
        let name = target.file_name().unwrap_or_default();
        let mut start = name.to_owned();
        if name.len() > LONGEST_NAME - ROOM {
            let text = name.to_string_lossy();
            let ends = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST_NAME - ROOM);
            start = text[..ends.last().unwrap_or(0)].into();
        }
        start.push(".");
        start
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Removes what killed runs have left of a target: temporary files that nobody holds.
pub(super) fn clear(target: &Path) {
    let start = Temporary::start(target);
    let start = start.as_encoded_bytes();
    let is_left = |name: &OsString| {
        let number = name.as_encoded_bytes().strip_prefix(start).and_then(|n| n.strip_suffix(UNFINISHED.as_bytes()));
        number.is_some_and(|n| !n.is_empty() && n.iter().all(|b| b.is_ascii_digit() || *b == b'-'))
    };
    let entries = target.parent().and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten();
    for entry in entries.filter_map(Result::ok).filter(|e| is_left(&e.file_name())) {
        if !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        match File::open(entry.path()).map(|file| (file.try_lock(), file)) {
            Ok((Ok(()), _held)) => drop(fs::remove_file(entry.path())),
            Ok((Err(TryLockError::WouldBlock | TryLockError::Error(_)), _)) | Err(_) => {}
        }
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    use super::*;

    #[test]
    fn what_is_being_written_is_nobody_elses_and_takes_nothing() {
        let folder = std::env::temp_dir().join(format!("sanbu-whole-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("果.json");
        fs::write(&path, "旧").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        // Somebody has put a file where the first would be.
        let taken = folder.join(format!("果.json.{}{UNFINISHED}", std::process::id()));
        fs::write(&taken, "别人的").unwrap();
        let made = Temporary::beside(&path, fs::metadata(&path).ok().as_ref()).unwrap();
        let mode = made.file.metadata().unwrap().mode();
        // Who clears leaves alone what is held.
        clear(&path);
        let held = made.path.exists();
        drop(made);
        fs::write(&taken, "别人的").unwrap();
        replace(&path, "新".as_bytes(), false).unwrap();
        let (new, kept) = (fs::read_to_string(&path).unwrap(), fs::read_to_string(&taken).unwrap());
        let names = fs::read_dir(&folder).unwrap().count();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!((mode & 0o077, held), (0, true), "{mode:o}");
        assert_eq!((new.as_str(), kept.as_str(), names), ("新", "别人的", 2));
    }

    #[test]
    fn a_file_that_another_run_has_cleared_is_not_written_to() {
        let folder = std::env::temp_dir().join(format!("sanbu-held-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("果.json.1{UNFINISHED}"));
        let made = || Temporary { path: path.clone(), file: File::create(&path).unwrap() };
        let whole = made().held().is_some();
        let gone = made();
        fs::remove_file(&path).unwrap();
        let gone = gone.held().is_some();
        let taken = made();
        // Beside the old one first, so that the new one is another file for sure.
        fs::write(folder.join("别人的"), "别人的").unwrap();
        fs::rename(folder.join("别人的"), &path).unwrap();
        let taken = taken.held().is_some();
        let kept = fs::read_to_string(&path);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!((whole, gone, taken), (true, false, false));
        assert_eq!(kept.ok().as_deref(), Some("别人的"));
    }
}
