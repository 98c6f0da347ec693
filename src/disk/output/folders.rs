//! True paths of folders. Outputs lie in the same folders or right below them, and a system that is asked for the true path
//! of a folder looks at every folder above it: in a deep tree that is asked once for each.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folders from the first one that was asked for down to the last, with their true paths.
#[derive(Debug, Default)]
pub(super) struct Folders(Vec<(PathBuf, PathBuf)>);

impl Folders {
    /// The true path of a folder.
    pub(super) fn true_path(&mut self, folder: &Path) -> io::Result<PathBuf> {
        while self.0.last().is_some_and(|(above, _)| !folder.starts_with(above)) {
            self.0.pop();
        }
        let known = self.0.last().map_or(0, |(above, _)| above.components().count());
        let mut at = self.0.last().map_or_else(PathBuf::new, |(above, _)| above.clone());
        for part in folder.components().skip(known) {
            at.push(part);
            let is_plain = || fs::symlink_metadata(&at).is_ok_and(|meta| meta.is_dir());
            let below = self.0.last().and_then(|(_, whole)| {
                let name = at.file_name().filter(|name| part.as_os_str() == *name)?;
                is_plain().then(|| whole.join(name))
            });
            let whole = below.map_or_else(|| fs::canonicalize(&at), Ok)?;
            self.0.push((at.clone(), whole));
        }
        self.0.last().map_or_else(|| fs::canonicalize(folder), |(_, whole)| Ok(whole.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_true_path_is_that_of_the_system() {
        let root = std::env::temp_dir().join(format!("sanbu-folders-{}", std::process::id()));
        fs::create_dir_all(root.join("甲/乙/丙")).unwrap();
        fs::create_dir_all(root.join("丁/戊")).unwrap();
        std::os::unix::fs::symlink("../../丁", root.join("甲/乙/接")).unwrap();
        let mut folders = Folders::default();
        let inner = ["", "甲", "甲/乙/丙", "甲/乙/接/戊", "甲/乙/接/../丁/戊", "丁/戊", "甲/./乙", "甲/乙/丙/../丙"];
        for inner in inner {
            let path = root.join(inner);
            assert_eq!(folders.true_path(&path).unwrap(), fs::canonicalize(&path).unwrap(), "{inner}");
        }
        assert!(folders.true_path(&root.join("甲/没有/丙")).is_err());
        assert!(folders.true_path(&root.join("甲/乙")).is_ok());
        fs::remove_dir_all(&root).unwrap();
    }
}
