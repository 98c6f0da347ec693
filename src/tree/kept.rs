//! Folders that were opened to find out whose they are, and turned out to be packets of their own: kept, so that they are
//! not read a second time when their turn comes.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::PoisonError;

use super::folder::Opened;
use super::{Search, Source, is_enclosure_folder, join};

/// Bytes of the files that are kept; what is over that is read again.
const MOST_BYTES: usize = 32 << 20;

#[derive(Debug)]
pub(super) struct Kept<D> {
    folders: HashMap<D, Opened<D>>,
    bytes: usize,
}

impl<D> Default for Kept<D> {
    fn default() -> Self {
        Self { folders: HashMap::new(), bytes: 0 }
    }
}

impl<D: Eq + Hash> Kept<D> {
    fn put(&mut self, folder: D, opened: Opened<D>) {
        let bytes = opened.bytes();
        if self.bytes + bytes <= MOST_BYTES {
            self.bytes += bytes;
            self.folders.insert(folder, opened);
        }
    }

    fn take(&mut self, folder: &D) -> Option<Opened<D>> {
        let opened = self.folders.remove(folder)?;
        self.bytes -= opened.bytes();
        Some(opened)
    }
}

impl<S: Source> Search<'_, S> {
    /// Keeps folders that were opened, as long as there is room.
    pub(super) fn keep(&self, opened: Vec<(S::Folder, Opened<S::Folder>)>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        opened.into_iter().for_each(|(folder, opened)| kept.put(folder, opened));
    }

    /// A folder as it was opened before, with all in it named from another folder on. What lies in a folder of attachments
    /// says so by where it lies: that one is read again when it is searched for itself.
    pub(super) fn kept(&self, folder: &S::Folder, prefix: &str, digests: bool) -> Option<Opened<S::Folder>> {
        let opened = self.kept.lock().unwrap_or_else(PoisonError::into_inner).take(folder)?;
        let own_labels = prefix.is_empty() && is_enclosure_folder(&self.source.shown(folder), self.terms);
        if digests && !opened.digests || own_labels {
            return None;
        }
        Some(opened.renamed(|name| join(prefix, name.rsplit('/').next().unwrap_or_default()), self.terms))
    }
}
