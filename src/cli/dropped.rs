//! What is dropped on the program, where people work with a mouse: it is started with nothing but full paths. They are
//! checked, and a report for a browser is left beside the first of them.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use sanbu::words;

use crate::disk::paths::show;
use crate::disk::terminal::tell;

/// Papers that were dropped on the program.
pub(super) struct Dropped {
    paths: Vec<OsString>,
    report: PathBuf,
}

impl Dropped {
    /// No command is called like a full path of something that is there.
    pub(super) fn of(arguments: &[OsString]) -> Option<Self> {
        let (_, paths) = arguments.split_first()?;
        let is_there = |path: &OsString| Path::new(path).is_absolute() && Path::new(path).exists();
        let first = Path::new(paths.first().filter(|_| paths.iter().all(is_there))?);
        let own = if first.is_dir() { first.file_name() } else { first.file_stem() };
        let mut name = own.map_or_else(OsString::new, |own| [own, "-".as_ref()].into_iter().collect());
        name.push("检查报告.html");
        let report = first.parent().unwrap_or(first).join(name);
        Some(Self { paths: paths.to_vec(), report })
    }

    /// What is meant by it, as somebody would write it.
    pub(super) fn arguments(&self) -> Vec<OsString> {
        let mut report = OsString::from("html=");
        report.push(&self.report);
        let asked = ["sanbu", "check", "--format", "pretty", "--format"].map(OsString::from);
        asked.into_iter().chain([report, "--".into()]).chain(self.paths.iter().cloned()).collect()
    }

    /// Says where the report is; a window that was opened for the program alone stays until it is read.
    pub(super) fn end(&self) {
        if self.report.exists() {
            tell(words!("网页报告：{path}，用浏览器打开", path = show(&self.report)));
        }
        if cfg!(windows) && io::stdin().is_terminal() && io::stdout().is_terminal() {
            tell("按回车键关闭");
            let _ = io::stdin().read_line(&mut String::new());
        }
    }
}
