//! Reading from disk, pipe or standard input: never more than a limit and one byte.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use sanbu::error::{NOT_UTF8, Reason, Unreadable};
use sanbu::lang::Words;
use sanbu::limits::too_large;
use sanbu::read;

use super::look::{io_message, not_opened, odd};
use super::paths::show;

/// All of a reader, unless there is more than the limit.
pub(crate) fn read_limited(reader: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit { Err(over(limit)) } else { Ok(bytes) }
}

fn over(limit: usize) -> io::Error {
    io::Error::new(ErrorKind::FileTooLarge, too_large("文件", limit, "请确认是不是这个文件").message)
}

/// Opens a file; a pipe would be waited for, but for those that a shell makes.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let meta = std::fs::metadata(path)?;
    match odd(&meta).filter(|_| !path.starts_with("/dev")) {
        Some(odd) => Err(io::Error::new(ErrorKind::Unsupported, not_opened(odd).message)),
        None => open_as(path, &meta),
    }
}

/// Opens a file that was looked at. Linux has files of no size that never end and make a reader wait: what is not there
/// at once is not waited for.
#[cfg(unix)]
fn open_as(path: &Path, meta: &Metadata) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let is_endless = meta.is_file() && meta.len() == 0;
    std::fs::OpenOptions::new().read(true).custom_flags(if is_endless { libc::O_NONBLOCK } else { 0 }).open(path)
}

#[cfg(not(unix))]
fn open_as(path: &Path, _: &Metadata) -> io::Result<File> {
    File::open(path)
}

/// A file that may not be larger than the limit.
pub(crate) fn bytes(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    read_limited(open(path)?, limit)
}

/// The same of a file of text.
pub(crate) fn text(path: &Path, limit: usize) -> io::Result<String> {
    let other = |_| io::Error::new(ErrorKind::InvalidData, Words::from(NOT_UTF8));
    String::from_utf8(bytes(path, limit)?).map_err(other)
}

/// The content of a file that was looked at; it may have grown, shrunk or gone since.
pub(super) fn file(path: &Path, meta: &Metadata) -> Result<Vec<u8>, Unreadable> {
    let file = open_as(path, meta).map_err(|e| Unreadable::new(Reason::Io, io_message(&e)))?;
    document(&show(path), Some(meta.len()), file)
}

/// A document by its path.
pub(crate) fn paper(path: &Path) -> Result<Vec<u8>, Unreadable> {
    let meta = std::fs::metadata(path).map_err(|e| Unreadable::new(Reason::Io, io_message(&e)))?;
    odd(&meta).map_or(Ok(()), |odd| Err(not_opened(odd)))?;
    file(path, &meta)
}

/// A document or what lies beside one: how much is taken of it depends on its name and how it begins.
pub(crate) fn document(name: &str, size: Option<u64>, mut reader: impl Read) -> Result<Vec<u8>, Unreadable> {
    const START: u64 = 512;
    const LARGE: usize = 8 << 20;
    let io = |e: io::Error| Unreadable::new(Reason::Io, io_message(&e));
    let mut bytes = Vec::new();
    reader.by_ref().take(START).read_to_end(&mut bytes).map_err(io)?;
    let limit = read::limit(name, &bytes);
    let over = || read::too_long(limit);
    if size.is_some_and(|size| size > limit as u64) {
        return Err(over());
    }
    // Room for all of it and one byte more, so that nothing is moved and the end is seen without growing; a large file that
    // grows meanwhile would be moved with all that was read.
    let size = size.and_then(|size| usize::try_from(size).ok()).unwrap_or(limit);
    for room in [if size > LARGE { limit } else { size }, limit] {
        bytes.reserve_exact((room + 1).saturating_sub(bytes.len()));
        let rest = (room + 1).saturating_sub(bytes.len()) as u64;
        if reader.by_ref().take(rest).read_to_end(&mut bytes).map_err(io)? < rest as usize {
            break;
        }
    }
    if bytes.len() > limit { Err(over()) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use sanbu::limits;

    use super::*;

    /// A pipe stands for what the kernel has: a test must not take that.
    #[cfg(unix)]
    #[test]
    fn what_says_that_it_is_empty_is_not_waited_for() {
        let folder = std::env::temp_dir().join(format!("sanbu-waited-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (empty, pipe) = (folder.join("空.txt"), folder.join("管道"));
        std::fs::write(&empty, "").unwrap();
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success();
        let read = file(&pipe, &std::fs::metadata(&empty).unwrap());
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!((made, read.ok()), (true, Some(Vec::new())));
    }

    #[test]
    fn what_grows_while_it_is_read_is_too_large() {
        for (size, read) in [(Some(1), true), (None, true), (Some(u64::MAX), false)] {
            let mut endless = io::repeat(b'a').take(1 << 30);
            let refused = document("正文.txt", size, &mut endless).unwrap_err();
            let taken = (1 << 30) - endless.limit() as usize;
            assert_eq!((refused.reason, taken > limits::TEXT), (Reason::TooLarge, read), "{size:?}: {taken} bytes");
            assert!(taken <= limits::TEXT + 1, "{size:?}: {taken} bytes");
        }
    }
}
