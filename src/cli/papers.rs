//! Which papers a run is about: paths, a list of paths, and what of them is left out.

use sanbu::lang::Words;
use sanbu::words;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use sanbu::limits;
use sanbu::read::list;

use crate::disk::input;
use crate::disk::io_message;
use crate::disk::paths::{apart, of_bytes, show};
use crate::stop::Stop;

#[derive(Debug, Args)]
pub(super) struct Papers {
    /// 文件、文件夹，或 - 表示标准输入；不写则检查当前文件夹
    #[arg(value_name = "路径")]
    paths: Vec<PathBuf>,
    /// 要检查的路径写在这个文件里，一行一个；- 是标准输入
    #[arg(long, value_name = "文件")]
    files_from: Option<PathBuf>,
    /// 不检查这样的文件和文件夹：可用 *、?、**，没有 / 的看名称，有 / 的看路径（可写多次）
    #[arg(long, value_name = "模式", value_parser = exclude)]
    pub(super) exclude: Vec<String>,
    /// 标准输入的文件名
    #[arg(long, value_name = "名称", default_value = "标准输入.txt")]
    pub(super) stdin_filename: String,
}

impl Papers {
    /// The paths, each once, and none that lies in another; the current folder where none is named.
    pub(super) fn paths(&self) -> Result<Vec<PathBuf>, Stop> {
        let listed = self.files_from.as_ref().map_or_else(|| Ok(Vec::new()), |list| self.listed(list))?;
        let paths = apart(&self.paths.iter().chain(&listed).cloned().collect::<Vec<_>>());
        Ok(if paths.is_empty() { vec![PathBuf::from(".")] } else { paths })
    }

    /// The paths of a list.
    fn listed(&self, list: &Path) -> Result<Vec<PathBuf>, Stop> {
        let is_stdin = list.as_os_str() == "-";
        if is_stdin && self.paths.iter().any(|path| path.as_os_str() == "-") {
            return Err(Stop(Words::from("标准输入只有一份：不能既是要检查的文件，又是 --files-from 的清单")));
        }
        let read =
            if is_stdin { input::read_limited(io::stdin(), limits::LIST) } else { input::bytes(list, limits::LIST) };
        let unread = |why: Words| Stop(words!("读不了清单 {path}：{why}", path = show(list), why));
        let bytes = read.map_err(|e| unread(io_message(&e)))?;
        let lines = list::lines(&bytes).map_err(|e| unread(e.message))?;
        let paths: Vec<PathBuf> = lines.iter().filter_map(|line| named(line)).collect();
        if paths.is_empty() && self.paths.is_empty() {
            return Err(Stop(words!("清单 {path} 里没有写路径，没有检查任何公文", path = show(list))));
        }
        Ok(paths)
    }
}

/// The path that a line of a list names. What an editor leaves behind it, or the encoding of its system, is taken off where
/// there is no such file otherwise.
fn named(line: &[u8]) -> Option<PathBuf> {
    let is_there = |path: &PathBuf| path.exists() || path.is_symlink();
    let as_written = of_bytes(line);
    let read = list::words(line);
    let trimmed = PathBuf::from(read.trim());
    let mut spellings = vec![&as_written];
    let words = PathBuf::from(&read);
    for other in [&words, &trimmed] {
        spellings.extend((!spellings.contains(&other)).then_some(other));
    }
    let meant = spellings.into_iter().find(|path| is_there(path)).cloned();
    (!read.trim().is_empty()).then(|| meant.unwrap_or(trimmed))
}

/// A glob; one of nothing would fit everything.
fn exclude(text: &str) -> Result<String, Words> {
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() };
    let is_empty = text.split('/').all(|part| part.trim().is_empty() || part == ".");
    if is_empty {
        Err(words!("是空的，什么都不会检查；用变量的，看看变量有没有值"))
    } else {
        Ok(text)
    }
}
