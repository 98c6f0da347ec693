//! What the program writes: where it may go, and whole or not at all. Every output of every command passes here.

mod claim;
mod folders;
mod noted;
mod pages;
mod system;
mod whole;

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sanbu::lang::Words;
use sanbu::limits;
use sanbu::words;

use super::input;
use super::paths::show;
use super::signals;
use super::terminal;
use crate::stop::{Stop, io_words};

pub(crate) use claim::{Kind, Outputs, Role};
use folders::Folders;
pub(crate) use pages::{Pages, is_page};
pub(crate) use system::is_at;
use system::{is_pipe, is_socket, links, read_pipe};
use whole::{replace, sync_folder};

/// Links after which a path leads nowhere.
const MOST_LINKS: usize = 40;

/// An output that may be written.
#[derive(Debug)]
pub(crate) struct Output {
    target: Target,
    shown: Words,
    /// A register that is there may only be found to say the same.
    unchanged: bool,
}

/// Where an output goes.
#[derive(Debug)]
enum Target {
    Stdout,
    Stderr,
    /// Written to as it is: a device, an open file.
    Open(PathBuf),
    /// A pipe that somebody reads.
    Pipe(PathBuf, File),
    /// Replaced as a whole.
    File(PathBuf),
}

/// What is said of a register that is there.
const THERE: &str = "已经有登记簿，没有改动；核对用 --against，把没有登记的接在后面用 --extend，重新生成用 --force";

impl Target {
    fn of(path: &Path, folders: &mut Folders) -> Result<Self, Words> {
        match path.to_str() {
            Some("-" | "/dev/stdout" | "/dev/fd/1" | "/proc/self/fd/1") => return Ok(Target::Stdout),
            Some("/dev/stderr" | "/dev/fd/2" | "/proc/self/fd/2") => return Ok(Target::Stderr),
            _ if path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd") => {
                return Ok(Target::Open(path.to_path_buf()));
            }
            _ => {}
        }
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => Err(Words::from("这是文件夹；请写文件名")),
            // One that nobody reads would be waited for.
            Ok(meta) if is_pipe(&meta) => match read_pipe(path) {
                Ok(pipe) => Ok(Target::Pipe(path.to_path_buf(), pipe)),
                Err(_) => Err(NOBODY_READS.into()),
            },
            Ok(meta) if is_socket(&meta) => Err(Words::from("这是套接字，不是文件，没有写；请换个文件名")),
            Ok(meta) if !meta.is_file() => Ok(Target::Open(path.to_path_buf())),
            Err(e) if e.kind() != ErrorKind::NotFound => Err(reason(&e)),
            _ => meant(path, folders).map(Target::File).map_err(|e| reason(&e)),
        }
    }

    /// How messages name it; of what is printed, the file that it is led into.
    fn shown(&self, path: &Path) -> Words {
        match (self, self.now()) {
            (Target::Stdout, (led, Some(meta))) if meta.is_file() => words!("标准输出（{path}）", path = show(&led)),
            (Target::Stdout, _) => Words::from("标准输出"),
            _ => show(path).into(),
        }
    }

    /// The path, and what is there now.
    fn now(&self) -> (PathBuf, Option<Metadata>) {
        let named = match self {
            Target::Stdout => Path::new("/dev/stdout"),
            Target::Stderr => Path::new("/dev/stderr"),
            // Known by its true path already.
            Target::File(path) => return (path.clone(), fs::metadata(path).ok()),
            Target::Open(path) | Target::Pipe(path, _) => path,
        };
        (fs::canonicalize(named).unwrap_or_else(|_| named.to_path_buf()), fs::metadata(named).ok())
    }
}

/// What is said of a pipe into which nothing can be written.
const NOBODY_READS: &str =
    "这是管道，没有程序在读，没有写；请先让别的程序读它，或者写到标准输出（-），再用 | 接给别的程序";

/// Where a file is, or where it is made when its path leads to none yet: links are followed.
fn meant(path: &Path, folders: &mut Folders) -> io::Result<PathBuf> {
    let mut path = std::path::absolute(path)?;
    for _ in 0..MOST_LINKS {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { break };
        let here = folders.true_path(folder)?.join(name);
        match fs::read_link(&here) {
            Ok(to) => path = here.parent().unwrap_or(&here).join(to),
            Err(_) => return Ok(here),
        }
    }
    Err(ErrorKind::NotFound.into())
}

impl Output {
    /// It is standard output, to which packets go as soon as they are checked.
    pub(crate) fn is_standard(&self) -> bool {
        matches!(self.target, Target::Stdout)
    }

    /// It replaces a file.
    pub(crate) fn is_there(&self) -> bool {
        matches!(&self.target, Target::File(path) if path.exists())
    }

    /// Whether people look at it.
    pub(crate) fn is_terminal(&self) -> bool {
        matches!(self.target, Target::Stdout) && io::stdout().is_terminal()
    }

    /// Its path as messages name it.
    pub(crate) fn shown(&self) -> &Words {
        &self.shown
    }

    /// The file that is replaced and what it holds, when there is one.
    pub(crate) fn read(&self) -> Result<Option<Vec<u8>>, Stop> {
        match &self.target {
            Target::File(path) => match input::bytes(path, limits::REGISTER) {
                Ok(bytes) => Ok(Some(bytes).filter(|bytes| !bytes.is_empty())),
                Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
                Err(e) => Err(refused(&self.shown, &reason(&e))),
            },
            _ => Ok(None),
        }
    }

    /// How many names besides this one the file has that is replaced: they keep what it holds now.
    pub(crate) fn other_names(&self) -> u64 {
        match &self.target {
            Target::File(path) => fs::metadata(path).map_or(0, |meta| links(&meta).saturating_sub(1)),
            _ => 0,
        }
    }

    /// Whether the file that is replaced still holds this.
    pub(crate) fn holds(&self, bytes: &[u8]) -> bool {
        matches!(&self.target, Target::File(path) if fs::read(path).is_ok_and(|now| now == bytes))
    }

    /// Writes it as a whole, so that neither a kill nor a power cut leaves half of it.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Stop> {
        if let Some(kept) = if self.unchanged { self.read()? } else { None } {
            return if kept == bytes { Ok(()) } else { Err(refused(&self.shown, &Words::from(THERE))) };
        }
        match &self.target {
            Target::Stdout => return terminal::print(bytes),
            Target::Stderr => io::stderr().write_all(bytes),
            Target::Open(path) => OpenOptions::new().append(true).open(path).and_then(|mut f| f.write_all(bytes)),
            Target::Pipe(_, pipe) => pour(pipe, bytes),
            Target::File(path) => replace(path, bytes, true),
        }
        .or_else(|e| if e.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(refused(&self.shown, &reason(&e))) })
    }

    /// The same for what is written again and again: a kill leaves it whole, `sync` makes it outlast a power cut.
    pub(crate) fn write_often(&self, bytes: &[u8]) -> Result<(), Stop> {
        let Target::File(path) = &self.target else { return self.write(bytes) };
        replace(path, bytes, false).map_err(|e| refused(&self.shown, &reason(&e)))
    }

    /// Takes away a file that nothing could be written to.
    pub(crate) fn take_back(&self) {
        if let Target::File(path) = &self.target {
            let _ = fs::remove_file(path);
        }
    }

    /// Makes what was written outlast a power cut.
    pub(crate) fn sync(&self) -> Result<(), Stop> {
        match &self.target {
            Target::File(path) if path.exists() => {
                let kept = File::open(path).and_then(|file| file.sync_all());
                kept.map(|()| sync_folder(path)).map_err(|e| refused(&self.shown, &reason(&e)))
            }
            _ => Ok(()),
        }
    }
}

/// Writes into a pipe as fast as it is read; a signal ends the wait for who does not.
fn pour(mut pipe: &File, mut bytes: &[u8]) -> io::Result<()> {
    const WAIT: Duration = Duration::from_millis(1);
    while !bytes.is_empty() {
        match pipe.write(bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) if e.kind() == ErrorKind::WouldBlock && signals::caught().is_none() => std::thread::sleep(WAIT),
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

/// The folder of an output, with those above it.
pub(crate) fn make_folder(path: &Path) -> Result<(), Stop> {
    fs::create_dir_all(path).map_err(|e| match e.kind() {
        ErrorKind::AlreadyExists => refused(&show(path).into(), &"这是文件，不是文件夹；请换个名字".into()),
        _ => refused(&show(path).into(), &reason(&e)),
    })
}

fn refused(path: &Words, why: &Words) -> Stop {
    Stop(words!("写不了 {path}：{why}", path, why))
}

/// Why the system does not let a file be written, and what to do.
fn reason(error: &io::Error) -> Words {
    match error.kind() {
        ErrorKind::NotFound => Words::from("没有这个文件夹；请先建好"),
        ErrorKind::PermissionDenied => Words::from("没有权限写；请换个文件夹，或者请管理员开通"),
        ErrorKind::ReadOnlyFilesystem => Words::from("这里只能读，不能写；请换个文件夹"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Words::from("磁盘满了，原来的文件没有改动；请腾出空间"),
        ErrorKind::WouldBlock => Words::from("读它的程序没有读完，没有写完"),
        ErrorKind::IsADirectory | ErrorKind::NotADirectory => Words::from("路径不对；请核对文件夹和文件名"),
        ErrorKind::InvalidFilename => Words::from("文件名太长或不能用；请换个文件名"),
        _ => io_words(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A system that has just followed a path may find other links there a moment later.
    #[cfg(unix)]
    #[test]
    fn links_that_go_round_lead_to_no_file() {
        use std::os::unix::fs::symlink;

        let folder = std::env::temp_dir().join(format!("sanbu-round-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        symlink("乙", folder.join("甲")).unwrap();
        symlink("甲", folder.join("乙")).unwrap();
        symlink("没有", folder.join("丙")).unwrap();
        let led = |name: &str| meant(&folder.join(name), &mut Folders::default()).ok();
        let (round, nowhere) = (led("甲"), led("丙"));
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!((round, nowhere.is_some_and(|path| path.ends_with("没有"))), (None, true));
    }

    #[test]
    fn a_paper_that_has_changed_since_is_known() {
        let path = std::env::temp_dir().join(format!("sanbu-holds-{}", std::process::id()));
        fs::write(&path, "改过").unwrap();
        let claimed = Outputs::new(false)
            .claim(&path, Kind::Mended)
            .map(|output| ["改过", "原来"].map(|is| output.holds(is.as_bytes())));
        fs::remove_file(&path).unwrap();
        assert_eq!(claimed.ok(), Some([true, false]));
    }
}
