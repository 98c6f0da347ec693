//! Pages beside a report that is too long for one file. They are named by what is in them, so the report that is there
//! keeps its own until the new one has taken its place; pages that no report names any more go then, or when it comes to
//! nothing.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use sanbu::render::{Page, is_page_name, is_page_of};

use super::claim::Ends;
use super::whole::{clear, replace};
use super::{Output, Target, make_folder, reason, refused};
use crate::disk::paths::{show, true_path};
use crate::stop::Stop;

/// The pages of a report that is written to a file.
#[derive(Debug)]
pub(crate) struct Pages {
    index: OsString,
    folder: PathBuf,
    named: BTreeSet<String>,
    /// Those that were not there before.
    made: Vec<PathBuf>,
    /// Something was written to the folder, or taken from it.
    changed: bool,
}

/// The folder of the pages of a report. Systems that know of such folders move the two together.
fn folder(report: &Path) -> PathBuf {
    let name = report.file_name().unwrap_or_default();
    let is_page = report.extension().is_some_and(|end| end.eq_ignore_ascii_case("html"));
    let mut folder = if is_page { report.file_stem().unwrap_or(name) } else { name }.to_owned();
    folder.push("_files");
    report.with_file_name(folder)
}

/// Whether a file is a page of one of these reports, or is to become one.
pub(crate) fn is_page(path: &Path, reports: &[PathBuf]) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).and_then(page);
    let above = || true_path(path).parent().map(Path::to_path_buf);
    let is_above =
        |above: &PathBuf| reports.iter().any(|report| fs::canonicalize(folder(report)).is_ok_and(|f| f == *above));
    name.is_some() && above().is_some_and(|above| is_above(&above))
}

/// The page that a file is, or is to become, and what stands behind its name.
fn page(name: &str) -> Option<(&str, &str)> {
    const END: &str = ".html";
    let (page, rest) = name.split_at_checked(name.find(END)? + END.len())?;
    is_page_name(page).then_some((page, rest))
}

impl Pages {
    /// Of an output, when it is a file.
    pub(crate) fn of(output: &Output) -> Option<Self> {
        let Target::File(path) = &output.target else { return None };
        let index = path.file_name().unwrap_or_default().to_owned();
        Some(Self { index, folder: folder(path), named: BTreeSet::new(), made: Vec::new(), changed: false })
    }

    /// The names of the report and of the folder of its pages.
    pub(crate) fn names(&self) -> [&[u8]; 2] {
        [&self.index, self.folder.file_name().unwrap_or_default()].map(OsStr::as_encoded_bytes)
    }

    /// Writes a page; one that is there already says the same.
    pub(crate) fn write(&mut self, page: &Page) -> Result<(), Stop> {
        make_folder(&self.folder)?;
        let path = self.folder.join(&page.name);
        let there = fs::symlink_metadata(&path).is_ok();
        if there && !self.is_own(&path) {
            return Err(refused(
                &show(&path).into(),
                &"已经有这个文件，不是本程序写的；请移走它，或者换个文件名".into(),
            ));
        }
        replace(&path, &page.bytes, true).map_err(|e| refused(&show(&path).into(), &reason(&e)))?;
        self.changed = true;
        self.named.insert(page.name.clone());
        self.made.extend((!there).then_some(path));
        Ok(())
    }

    /// The report is written and names these pages: what it named before goes, with what killed runs have left.
    pub(crate) fn keep(mut self) {
        self.made.clear();
        for entry in fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok) {
            let (path, name) = (entry.path(), entry.file_name());
            match name.to_str().and_then(page) {
                Some((page, "")) if !self.named.contains(page) && self.is_own(&path) => {
                    self.changed |= fs::remove_file(&path).is_ok();
                }
                None | Some((_, "")) => {}
                Some((page, _)) => clear(&self.folder.join(page)),
            }
        }
    }

    fn is_own(&self, path: &Path) -> bool {
        let is_file = fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file());
        let index = self.index.as_encoded_bytes();
        is_file && Ends::of(path).is_ok_and(|ends| is_page_of(&ends.start, &ends.end, index))
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.made.iter().for_each(|path| drop(fs::remove_file(path)));
        // Only an empty one goes, and none that others have made.
        if self.changed {
            let _ = fs::remove_dir(&self.folder);
        }
    }
}
