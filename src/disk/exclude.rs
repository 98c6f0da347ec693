//! What is passed by because the command line says so: which globs hold, what they held for, and which held for nothing.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sanbu::config::path_glob;
use sanbu::finding::Excluded;

use super::paths::show;

/// The globs of a run, whatever walks over its paths.
#[derive(Clone, Debug, Default)]
pub(crate) struct Exclude(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    globs: Vec<(String, AtomicBool)>,
    met: Mutex<Met>,
}

#[derive(Debug, Default)]
struct Met {
    told: Excluded,
    /// A folder is looked at more than once, and counts once.
    paths: HashSet<PathBuf>,
}

impl Exclude {
    pub(crate) fn new(globs: &[String]) -> Self {
        let globs = globs.iter().map(|glob| (glob.clone(), AtomicBool::new(false))).collect();
        Self(Arc::new(Inner { globs, met: Mutex::default() }))
    }

    /// Whether a path is passed by; `inner` is the same from the folder on that the command line names.
    pub(super) fn fits(&self, path: &Path, inner: &Path, is_folder: bool) -> bool {
        let mut fits = false;
        // Each is asked: one that never holds is told.
        for (_, used) in self.0.globs.iter().filter(|(glob, _)| self::fits(glob, path, inner)) {
            used.store(true, Ordering::Relaxed);
            fits = true;
        }
        if fits {
            self.0.met.lock().unwrap_or_else(PoisonError::into_inner).add(path, is_folder);
        }
        fits
    }

    /// What was passed by so far.
    pub(crate) fn told(&self) -> Excluded {
        self.0.met.lock().unwrap_or_else(PoisonError::into_inner).told.clone()
    }

    /// The globs that nothing has fitted.
    pub(crate) fn idle(&self) -> Vec<&str> {
        self.0.globs.iter().filter(|(_, used)| !used.load(Ordering::Relaxed)).map(|(glob, _)| glob.as_str()).collect()
    }
}

impl Met {
    fn add(&mut self, path: &Path, is_folder: bool) {
        if self.paths.insert(path.to_path_buf()) {
            self.told.add(show(path), is_folder);
        }
    }
}

/// A glob without `/` is one of names; any other one of paths, as they are shown, as they lead on from the folder named,
/// or from the root of the disk.
fn fits(glob: &str, path: &Path, inner: &Path) -> bool {
    if !glob.trim_end_matches('/').contains('/') {
        return path.file_name().is_some_and(|name| path_glob(glob, &show(Path::new(name))));
    }
    let whole = || std::path::absolute(path).is_ok_and(|whole| path_glob(glob, &show(&whole)));
    if glob.starts_with('/') { whole() } else { path_glob(glob, &show(inner)) || path_glob(glob, &show(path)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_fits_as_it_is_shown_and_from_its_root_on() {
        let fits = |glob: &str| fits(glob, Path::new("发文/2026-003/正文.docx"), Path::new("2026-003/正文.docx"));
        for glob in ["正文.docx", "2026-00?/*", "发文/2026-003", "./发文/2026-00?/**", "发文/**", "**/2026-003/"]
        {
            assert!(fits(glob), "{glob}");
        }
        for glob in ["2026-003", "甲/正文.docx", "/发文/2026-003"] {
            assert!(!fits(glob), "{glob}");
        }
        let here = std::path::absolute("发文/2026-003").unwrap();
        assert!(fits(&show(&here)));
    }

    #[test]
    fn what_fits_nothing_is_known() {
        let exclude = Exclude::new(&["草稿".to_owned(), "没有".to_owned()]);
        for _ in 0..2 {
            assert!(exclude.fits(Path::new("发文/草稿"), Path::new("草稿"), true));
        }
        assert!(!exclude.fits(Path::new("发文/正文.txt"), Path::new("正文.txt"), false));
        assert_eq!((exclude.idle(), exclude.told().folders, exclude.told().files), (vec!["没有"], 1, 0));
    }
}
