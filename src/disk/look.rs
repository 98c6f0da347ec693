//! Looking before opening: what a name on disk is, where a link leads, how large a file is.

use sanbu::lang::Words;
use sanbu::words;
use std::collections::HashSet;
use std::fs::{self, FileType, Metadata};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use sanbu::error::{Reason, Unreadable};

use super::paths::show;
use crate::stop::io_words;

/// A folder named on the command line; links that leave it are not followed.
pub(super) struct Root {
    path: PathBuf,
    /// Its true path; asked for when the first link is met.
    whole: OnceLock<Option<PathBuf>>,
}

impl Root {
    pub(super) fn new(path: &Path) -> Self {
        Self { path: path.to_path_buf(), whole: OnceLock::new() }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where a link leads, when it stays in the folder; otherwise why it is not followed.
    fn follow(&self, link: &Path) -> Result<PathBuf, Unreadable> {
        let whole = self.whole.get_or_init(|| fs::canonicalize(&self.path).ok());
        let target = fs::canonicalize(link).map_err(|e| Unreadable::new(Reason::Io, link_message(link, &e)))?;
        if whole.as_ref().is_some_and(|whole| target.starts_with(whole)) {
            return Ok(target);
        }
        let message =
            words!("是链接，指向检查的文件夹之外（{path}），没有打开；要检查，请在命令行写明", path = show(&target));
        Err(Unreadable::new(Reason::Io, message))
    }
}

/// What a name in a folder is.
pub(super) enum Looked {
    File(Metadata),
    Folder,
    /// A link to a folder that is searched at its own place as well; where that is.
    Link(PathBuf),
    /// Neither file nor folder: what it is.
    Odd(&'static str),
}

/// Looks at a name in a folder, without opening it.
pub(super) fn look(root: &Root, path: &Path, kind: std::io::Result<FileType>) -> Result<Looked, Unreadable> {
    let unread = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::PermissionDenied => Unreadable::new(Reason::Io, io_message(&e)),
        _ => Unreadable::new(Reason::Io, "无法打开，请确认文件还在、有权限读取"),
    };
    let kind = kind.map_err(unread)?;
    if kind.is_dir() {
        return Ok(Looked::Folder);
    }
    let target = if kind.is_symlink() { Some(root.follow(path)?) } else { None };
    let meta = fs::metadata(path).map_err(unread)?;
    Ok(match (odd(&meta), target) {
        (Some(odd), _) => Looked::Odd(odd),
        (None, Some(target)) if meta.is_dir() => Looked::Link(target),
        _ => Looked::File(meta),
    })
}

/// What is neither a file nor a folder, in words.
pub(super) fn odd(meta: &Metadata) -> Option<&'static str> {
    if meta.is_file() || meta.is_dir() {
        return None;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = meta.file_type();
        if kind.is_fifo() {
            return Some("管道");
        }
        if kind.is_socket() {
            return Some("套接字");
        }
    }
    Some("设备")
}

/// What is said of something that is neither a file nor a folder.
pub(super) fn not_opened(odd: &'static str) -> Unreadable {
    Unreadable::new(
        Reason::Io,
        words!("是{odd}，不是文件，没有打开；里面是公文的，请存成文件，不是的请移走", odd = Words::from(odd)),
    )
}

/// What is said of a link that leads nowhere.
pub(super) fn link_message(link: &Path, error: &std::io::Error) -> Words {
    match error.kind() {
        std::io::ErrorKind::NotFound => Words::from("是链接，指向的文件或文件夹不存在"),
        std::io::ErrorKind::PermissionDenied => io_message(error),
        _ if goes_round(link) => Words::from("是链接，绕成了圈，指不到任何文件"),
        _ => Words::from("是链接，一个接一个太多，系统打不开；请让它直接指向文件"),
    }
}

/// Whether a link comes back to itself, or has more links behind it than anybody makes.
fn goes_round(link: &Path) -> bool {
    const MOST: usize = 1000;
    let mut met = HashSet::new();
    let mut at = link.to_path_buf();
    while met.len() < MOST {
        // A folder on the way that cannot be reached is the end of it too.
        let Ok(folder) = fs::canonicalize(at.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")))
        else {
            return true;
        };
        let here = at.file_name().map_or_else(|| folder.clone(), |name| folder.join(name));
        if !met.insert(here.clone()) {
            return true;
        }
        match fs::read_link(&here) {
            Ok(to) => at = folder.join(to),
            Err(_) => return false,
        }
    }
    true
}

/// What is said of a failure of the system.
pub(crate) fn io_message(error: &std::io::Error) -> Words {
    match error.kind() {
        std::io::ErrorKind::NotFound => Words::from("没有这个文件或文件夹，请核对路径"),
        std::io::ErrorKind::PermissionDenied => Words::from("没有权限读取，请检查文件权限"),
        std::io::ErrorKind::IsADirectory => Words::from("这是文件夹，不是文件"),
        // What the reader itself has to say.
        std::io::ErrorKind::FileTooLarge | std::io::ErrorKind::InvalidData | std::io::ErrorKind::Unsupported
            if error.get_ref().is_some() =>
        {
            io_words(error)
        }
        _ => words!("读取失败：{why}", why = io_words(error)),
    }
}
