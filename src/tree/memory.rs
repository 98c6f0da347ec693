//! A tree of folders in memory: what a page was given, an archive that was unpacked, a test.

use std::collections::BTreeMap;

use super::{Found, Look, Search, Source, join};
use crate::error::{NOT_UTF8, Reason, Unreadable};
use crate::limits;
use crate::packet::{self, MANIFEST, Packet};
use crate::read;
use crate::terms::Terms;

/// The content of a file, or why it could not be read.
type Content = Result<Vec<u8>, Unreadable>;

/// Named bytes as a tree of folders.
#[derive(Debug)]
pub struct Memory {
    /// The first is the root.
    folders: Vec<Folder>,
}

#[derive(Debug)]
struct Folder {
    shown: String,
    names: BTreeMap<String, Node>,
}

#[derive(Debug)]
enum Node {
    Folder(usize),
    File(Content),
}

impl Memory {
    /// Files by their paths from the root on, with `/` between folders; `root` is how reports call the root.
    pub fn new(root: &str, files: impl IntoIterator<Item = (String, Result<Vec<u8>, Unreadable>)>) -> Self {
        let mut memory = Self { folders: vec![Folder { shown: root.to_owned(), names: BTreeMap::new() }] };
        for (path, content) in files {
            let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
            let Some(name) = parts.pop() else { continue };
            let folder = parts.into_iter().fold(0, |folder, part| memory.sub_folder(folder, part));
            memory.folders[folder].names.insert(name.to_owned(), Node::File(content));
        }
        memory
    }

    /// A folder in a folder, made when it is not there yet.
    fn sub_folder(&mut self, of: usize, name: &str) -> usize {
        if let Some(Node::Folder(known)) = self.folders[of].names.get(name) {
            return *known;
        }
        let shown = join(&self.folders[of].shown, &packet::shown(name.as_bytes()));
        let new = self.folders.len();
        self.folders.push(Folder { shown, names: BTreeMap::new() });
        self.folders[of].names.insert(name.to_owned(), Node::Folder(new));
        new
    }

    /// The packets in it, and what stands in the way of others, in the order of the paths.
    pub fn packets(&self, terms: &Terms) -> Vec<Found<Packet>> {
        let mut found = Vec::new();
        Search::new(self, terms).folder(0, &|packet| packet, &mut |one| found.push(one));
        found
    }
}

impl<'m> Source for &'m Memory {
    type Folder = usize;
    type Identity = usize;
    type Entry = (usize, &'m str);
    type File = (&'m str, &'m Result<Vec<u8>, Unreadable>);

    fn shown(&self, folder: &usize) -> String {
        self.folders[*folder].shown.clone()
    }

    fn entries(&self, folder: &usize, most: usize) -> Result<Vec<(String, Self::Entry)>, Unreadable> {
        let entry = |name: &'m String| (packet::shown(name.as_bytes()), (*folder, name.as_str()));
        Ok(self.folders[*folder].names.keys().take(most).map(entry).collect())
    }

    fn look(&self, (folder, name): Self::Entry) -> Result<Look<usize, Self::File>, Unreadable> {
        Ok(match &self.folders[folder].names[name] {
            Node::Folder(folder) => Look::Folder(*folder),
            Node::File(content) => Look::File((name, content)),
        })
    }

    fn bytes(&self, (name, content): Self::File) -> Result<impl AsRef<[u8]>, Unreadable> {
        let bytes = content.as_ref().map_err(Clone::clone)?;
        let limit = read::limit(name, bytes);
        if bytes.len() > limit { Err(read::too_long(limit)) } else { Ok(bytes) }
    }

    fn manifest(&self, folder: &usize) -> Option<Result<String, Unreadable>> {
        let Node::File(content) = self.folders[*folder].names.get(MANIFEST)? else { return None };
        let read = |bytes: &Vec<u8>| {
            if bytes.len() > limits::TOML {
                return Err(limits::too_large("文件", limits::TOML, "请确认是不是这个文件"));
            }
            String::from_utf8(bytes.clone()).map_err(|_| Unreadable::new(Reason::Corrupt, NOT_UTF8))
        };
        Some(content.as_ref().map_err(Clone::clone).and_then(read))
    }

    fn has(&self, folder: &usize, name: &str) -> bool {
        let mut parts = name.split('/');
        let last = parts.next_back().unwrap_or_default();
        let inner = parts.try_fold(*folder, |folder, part| match self.folders[folder].names.get(part)? {
            Node::Folder(inner) => Some(*inner),
            Node::File(_) => None,
        });
        inner.is_some_and(|folder| self.folders[folder].names.contains_key(last))
    }
}
