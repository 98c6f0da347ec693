//! What systems say of files in ways of their own.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// A device that takes or gives anything and is nobody's file.
#[cfg(unix)]
pub(super) fn is_endless(meta: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    meta.file_type().is_char_device()
}

#[cfg(not(unix))]
pub(super) fn is_endless(_: &Metadata) -> bool {
    false
}

/// A pipe by its name.
#[cfg(unix)]
pub(super) fn is_pipe(meta: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&meta.file_type())
}

#[cfg(not(unix))]
pub(super) fn is_pipe(_: &Metadata) -> bool {
    false
}

#[cfg(unix)]
pub(super) fn is_socket(meta: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_socket(&meta.file_type())
}

#[cfg(not(unix))]
pub(super) fn is_socket(_: &Metadata) -> bool {
    false
}

/// Opens a pipe that somebody reads already; neither opening it nor writing to it waits.
#[cfg(unix)]
pub(super) fn read_pipe(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).custom_flags(libc::O_NONBLOCK).open(path)
}

#[cfg(not(unix))]
pub(super) fn read_pipe(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).open(path)
}

/// What a file is by, whatever its names: its device and its number there.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
pub(super) fn id(meta: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
pub(super) fn id(_: &Metadata) -> Option<(u64, u64)> {
    None
}

/// Whether an open file is still the one that has this name.
pub(crate) fn is_at(file: &File, path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|now| file.metadata().is_ok_and(|own| id(&own) == id(&now)))
}

/// How many names a file has.
#[cfg(unix)]
pub(super) fn links(meta: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(meta)
}

#[cfg(not(unix))]
pub(super) fn links(_: &Metadata) -> u64 {
    1
}

#[cfg(unix)]
pub(super) fn restrict(options: &mut OpenOptions, old: Option<&Metadata>) {
    use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
    if let Some(old) = old {
        options.mode(old.mode() & 0o600);
    }
}

#[cfg(not(unix))]
pub(super) fn restrict(_: &mut OpenOptions, _: Option<&Metadata>) {}

/// Only some may give a file away; who may not owns it then.
#[cfg(unix)]
pub(super) fn keep_owner(file: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    if file.metadata().is_ok_and(|own| (own.uid(), own.gid()) != (old.uid(), old.gid())) {
        let _ = fchown(file, Some(old.uid()), Some(old.gid())).or_else(|_| fchown(file, None, Some(old.gid())));
    }
}

#[cfg(not(unix))]
pub(super) fn keep_owner(_: &File, _: &Metadata) {}
