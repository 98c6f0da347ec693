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

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "<!doctype html>\n<html lang=\"zh-Hans\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"generator\" content=\"sanbu\">\n<meta name=\"sanbu-index\" content=\"../r.html\">\n</html>\n<!-- sanbu -->\n";

    /// The pages of the report `r.html` in a folder of its own.
    struct Beside(PathBuf);

    impl Beside {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("sanbu-pages-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir_all(folder.join("r_files")).unwrap();
            Self(folder)
        }

        fn pages(&self) -> Pages {
            let target = Target::File(self.0.join("r.html"));
            Pages::of(&Output { target, shown: "r.html".into(), unchanged: false }).unwrap()
        }

        fn at(&self, name: &str) -> PathBuf {
            self.0.join("r_files").join(name)
        }

        /// What lies beside the report; none when there is no folder.
        fn names(&self) -> Option<Vec<String>> {
            let entries = fs::read_dir(self.0.join("r_files")).ok()?;
            let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            Some(names)
        }
    }

    impl Drop for Beside {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn page(number: usize) -> Page {
        Page { name: format!("{number:03}-00000000.html"), bytes: OWN.into() }
    }

    #[test]
    fn a_page_takes_the_place_of_nothing_but_the_same_page() {
        let beside = Beside::new("foreign");
        let foreign = beside.at(&page(2).name);
        fs::write(&foreign, "<p>mine</p>").unwrap();
        fs::write(beside.at(&page(3).name), OWN).unwrap();
        let mut pages = beside.pages();
        pages.write(&page(1)).unwrap();
        pages.write(&page(3)).unwrap();
        assert!(pages.write(&page(2)).is_err());
        assert_eq!(fs::read_to_string(&foreign).unwrap(), "<p>mine</p>");
        // The run has failed: what it made goes, what the report that is there names stays.
        drop(pages);
        assert_eq!(beside.names().unwrap(), [page(2).name, page(3).name]);
        #[cfg(unix)]
        {
            fs::rename(beside.at(&page(3).name), beside.0.join("elsewhere.html")).unwrap();
            std::os::unix::fs::symlink("../elsewhere.html", beside.at(&page(3).name)).unwrap();
            assert!(beside.pages().write(&page(3)).is_err(), "a link is no page of ours");
        }
    }

    #[test]
    fn what_no_report_names_any_more_goes_with_its_folder() {
        let beside = Beside::new("kept");
        let kept = |numbers: &[usize]| {
            let mut pages = beside.pages();
            numbers.iter().for_each(|number| pages.write(&page(*number)).unwrap());
            pages.keep();
        };
        let others = ["001-00000000.html.x.sanbu-tmp", "001-00000001.html", "notes.html"];
        kept(&[1, 2]);
        fs::write(beside.at("001-00000000.html.12-3.sanbu-tmp"), "half").unwrap();
        others.iter().for_each(|name| fs::write(beside.at(name), "mine").unwrap());
        kept(&[2]);
        let mut left = [page(2).name].into_iter().chain(others.map(str::to_owned)).collect::<Vec<_>>();
        left.sort_unstable();
        assert_eq!(beside.names().unwrap(), left);
        others.iter().for_each(|name| fs::remove_file(beside.at(name)).unwrap());
        kept(&[]);
        assert_eq!(beside.names(), None);
        // An empty folder that others have made is none of ours.
        fs::create_dir(beside.0.join("r_files")).unwrap();
        kept(&[]);
        assert_eq!(beside.names(), Some(Vec::new()));
    }

    #[test]
    fn a_page_of_a_report_is_known_by_its_place_and_its_name() {
        let beside = Beside::new("known");
        let reports = [beside.0.join("r.html")];
        assert!(is_page(&beside.at("001-00000000.html"), &reports));
        assert!(is_page(&beside.at("001-00000000.html.7.sanbu-tmp"), &reports));
        assert!(!is_page(&beside.at("notes.html"), &reports));
        assert!(!is_page(&beside.0.join("001-00000000.html"), &reports));
    }
}
