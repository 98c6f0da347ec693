//! Files by their true paths and by their device and number: what was noted of one is found at once, however many there
//! are.

use std::collections::HashMap;
use std::fs::Metadata;
use std::path::PathBuf;

use super::system::id;

/// A file by its true path and, where the system has it, by device and number.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    pub(super) id: Option<(u64, u64)>,
}

impl Place {
    pub(super) fn of(path: PathBuf, meta: Option<&Metadata>) -> Self {
        Self { path, id: meta.and_then(id) }
    }
}

/// What was noted of files.
#[derive(Debug)]
pub(super) struct Noted<T> {
    by_path: HashMap<PathBuf, Vec<T>>,
    by_id: HashMap<(u64, u64), Vec<T>>,
}

impl<T> Default for Noted<T> {
    fn default() -> Self {
        Self { by_path: HashMap::new(), by_id: HashMap::new() }
    }
}

impl<T: Copy + PartialEq> Noted<T> {
    pub(super) fn note(&mut self, place: Place, what: T) {
        let by_id = place.id.map(|id| self.by_id.entry(id).or_default());
        for noted in by_id.into_iter().chain([self.by_path.entry(place.path).or_default()]) {
            if !noted.contains(&what) {
                noted.push(what);
            }
        }
    }

    /// All that was noted of a file, by whatever name.
    pub(super) fn of(&self, place: &Place) -> impl Iterator<Item = T> {
        let by_id = place.id.and_then(|id| self.by_id.get(&id));
        self.by_path.get(&place.path).into_iter().chain(by_id).flatten().copied()
    }
}
