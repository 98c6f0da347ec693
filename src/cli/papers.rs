//! Which papers a run is about: paths, a list of paths, and what of them is left out.

use sanbu::lang::Words;
use sanbu::words;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use sanbu::limits;

use crate::disk::input;
use crate::disk::io_message;
use crate::disk::paths::{of_bytes, once, show};
use crate::stop::Stop;

#[derive(Debug, Args)]
pub(super) struct Papers {
    /// 文件、文件夹，或 - 表示标准输入；不写则检查当前文件夹
    #[arg(value_name = "路径")]
    paths: Vec<PathBuf>,
    /// 要检查的路径写在这个文件里，一行一个；- 是标准输入
    #[arg(long, value_name = "文件")]
    files_from: Option<PathBuf>,
    /// 不检查这样的文件和文件夹：可用 *、**，没有 / 的看名称，有 / 的看写明的文件夹里的路径（可写多次）
    #[arg(long, value_name = "模式")]
    pub(super) exclude: Vec<String>,
    /// 标准输入的文件名
    #[arg(long, value_name = "名称", default_value = "标准输入.txt")]
    pub(super) stdin_filename: String,
}

impl Papers {
    /// The paths, each once; the current folder where none is named.
    pub(super) fn paths(&self) -> Result<Vec<PathBuf>, Stop> {
        let listed = self.files_from.as_ref().map_or_else(|| Ok(Vec::new()), |list| self.listed(list))?;
        let paths = once(self.paths.iter().chain(&listed));
        Ok(if paths.is_empty() { vec![PathBuf::from(".")] } else { paths })
    }

    /// The paths of a list, one a line, or between zero bytes where it has some.
    fn listed(&self, list: &Path) -> Result<Vec<PathBuf>, Stop> {
        let is_stdin = list.as_os_str() == "-";
        if is_stdin && self.paths.iter().any(|path| path.as_os_str() == "-") {
            return Err(Stop(Words::from("标准输入只有一份：不能既是要检查的文件，又是 --files-from 的清单")));
        }
        let read = if is_stdin {
            input::read_limited(io::stdin(), limits::TEXT).map(Option::unwrap_or_default)
        } else {
            input::bytes(list, limits::TEXT)
        };
        let bytes =
            read.map_err(|e| Stop(words!("读不了清单 {path}：{why}", path = show(list), why = io_message(&e))))?;
        let end = if bytes.contains(&0) { 0 } else { b'\n' };
        let lines = bytes.split(|byte| *byte == end).map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        let paths: Vec<PathBuf> = lines.filter(|line| !line.trim_ascii().is_empty()).map(of_bytes).collect();
        if paths.is_empty() && self.paths.is_empty() {
            return Err(Stop(words!("清单 {path} 里没有写路径，没有检查任何公文", path = show(list))));
        }
        Ok(paths)
    }
}
