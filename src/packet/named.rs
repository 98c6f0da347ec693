//! Which file of a folder a name in its `packet.toml` means: the one that is called exactly so; where there is none, the
//! one that is called so in an older encoding, or was unpacked in the wrong one.

use std::collections::{HashMap, HashSet};

use super::{File, Parts, name};
use crate::error::{Reason, Unreadable};
use crate::problem::Problem;
use crate::terms::Terms;
use crate::words;

/// What is called in a folder, files and the folders they lie in, and how else that may be read.
#[expect(missing_debug_implementations, reason = "it holds a function")]
pub struct Paths<'p> {
    exact: HashSet<String>,
    read: HashMap<String, Vec<String>>,
    /// Something of this name is there, be it no paper of the packet.
    is_there: &'p dyn Fn(&str) -> bool,
}

/// What a name means.
pub(super) enum Meant {
    /// The path of what is called exactly so.
    Exactly(String),
    /// The path of the only one that reads so.
    Reads(String),
    /// So many that read so.
    Several(usize),
    /// Something that is no paper of the packet.
    NoPaper,
    Nothing,
}

impl<'p> Paths<'p> {
    /// Of the files of a packet; `is_there` asks for what else lies in the folder.
    pub fn of(files: &[File], is_there: &'p dyn Fn(&str) -> bool, terms: &Terms) -> Self {
        let mut paths = Self { exact: HashSet::new(), read: HashMap::new(), is_there };
        files.iter().for_each(|file| paths.add(&file.name, terms));
        paths
    }

    fn add(&mut self, path: &str, terms: &Terms) {
        // The folders of one that is known are known.
        for path in above(path) {
            if !self.exact.insert(path.to_owned()) {
                return;
            }
            for reading in name::readings(path, terms) {
                self.read.entry(reading).or_default().push(path.to_owned());
            }
        }
    }

    pub(super) fn meant(&self, name: &str) -> Meant {
        let file = Parts::file(name);
        // Also as reports show it: nothing else tells apart two files that read the same.
        if let Some(exact) = [name, file.as_str()].into_iter().find(|name| self.exact.contains(*name)) {
            return Meant::Exactly(exact.to_owned());
        }
        match self.read.get(&file).map(Vec::as_slice) {
            _ if (self.is_there)(&file) => Meant::NoPaper,
            None | Some([]) => Meant::Nothing,
            Some([one]) => Meant::Reads(one.clone()),
            Some(several) => Meant::Several(several.len()),
        }
    }
}

/// A path and the folders that it lies in, the nearest first.
pub(super) fn above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.rsplit_once('/').map(|(folder, _)| folder))
}

impl Parts {
    /// The first name of what is to be left alone that means nothing, or several: whoever wrote it meant another one.
    pub fn unclear(&self, paths: &Paths<'_>) -> Option<Problem> {
        let is_lost = |name: &str| Self::file(name).split('/').any(|part| part.is_empty() || part == "..");
        self.ignore.iter().find_map(|name| {
            let (lost, place) = (name.get_ref(), name.span());
            match paths.meant(lost) {
                Meant::Several(n) => {
                    let what =
                        words!("ignore 里的“{name}”：有{n}个文件的名字都读作这样，分不清是哪一个", name = lost, n);
                    Some(Problem::new(place, what).help("请把它们改成不同的名字，用统一的编码"))
                }
                Meant::Exactly(_) => None,
                Meant::Reads(_) | Meant::NoPaper if !is_lost(lost) => None,
                _ => {
                    let what = words!("ignore 里的“{lost}”不是这个文件夹里的文件", lost);
                    let help = "请核对文件名；子文件夹里的写成 子文件夹/文件名，已经没有了的请删去";
                    Some(Problem::new(place, what).help(help))
                }
            }
        })
    }
}

/// What is said of a file that a manifest names and that is not in its folder, or of a name that means several.
pub(super) fn not_there(name: &str, meant: &Meant) -> Unreadable {
    let message = match meant {
        Meant::Several(n) => {
            words!("packet.toml 里写的这个名字，有{n}个文件都读作这样，分不清是哪一个；请把它们改成不同的名字", n)
        }
        _ if Parts::leads_out(name) => {
            "packet.toml 里写的文件在这个文件夹之外，没有打开；请放进文件夹，只写文件名".into()
        }
        _ => "packet.toml 里写的文件不存在，请核对文件名".into(),
    };
    Unreadable::new(Reason::Io, message)
}
