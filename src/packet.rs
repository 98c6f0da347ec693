//! A packet: main document, approval form and attachments, as handed in for printing.

mod claim;
mod file;
mod finished;
mod manifest;
mod name;
mod named;
mod title;

use std::collections::{HashMap, HashSet};

use crate::document::{Document, Format};
use crate::element::{self, Elements, FormKind};
use crate::error::{Reason, Unreadable};
use crate::lang::Words;
use crate::terms::Terms;

use claim::{Named, Naming, Versions};
use file::{ARCHIVES, FILES_OF_PAGES, REFUSED, bare, extension, is_form_name, is_main_name, is_supporting_name, stem};

pub use file::{is_main, is_skipped, is_text, load, may_be_document, may_be_paper, no_paper, stand_in, unread};
pub(crate) use finished::{is_final, leave_all};
pub use manifest::{Confirm, MANIFEST, Manifest, Parts};
pub(crate) use name::meant;
pub use name::{bytes, shown};
use named::Meant;
pub use named::Paths;
pub(crate) use title::{title_key, without_tails};

/// What a file is in its packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileRole {
    /// The main document (正件).
    Main,
    /// The approval form (发文稿纸).
    Form,
    /// An attachment (附件).
    Attachment,
    /// A slip on which the re-check is signed (复核单).
    Slip,
    /// A paper that goes with the packet and is not printed.
    Supporting,
    /// The finished product (成品): what came out of printing, held against what was signed and never taken for it.
    Finished,
    /// Nothing says what it is.
    Other,
}

impl FileRole {
    /// The name used in reports.
    pub fn id(self) -> &'static str {
        match self {
            FileRole::Main => "main",
            FileRole::Form => "form",
            FileRole::Attachment => "attachment",
            FileRole::Slip => "slip",
            FileRole::Supporting => "supporting",
            FileRole::Finished => "finished",
            FileRole::Other => "other",
        }
    }

    /// The word for people.
    pub fn title(self) -> Words {
        Words::from(match self {
            FileRole::Main => "正件",
            FileRole::Form => "发文稿纸",
            FileRole::Attachment => "附件",
            FileRole::Slip => "复核单",
            FileRole::Supporting => "随送材料",
            FileRole::Finished => "成品",
            FileRole::Other => "没有认出",
        })
    }
}

/// A file of a packet, read and recognised.
#[derive(Debug)]
pub struct File {
    /// Path inside the packet, with `/`, as it is shown and kept.
    pub name: String,
    /// The same as whoever gave it meant it: what it says is read here.
    pub meant: String,
    /// Size in bytes.
    pub size: usize,
    /// SHA-256 of its bytes in hexadecimal; empty unless a record of the run is kept.
    pub sha256: String,
    /// What it is.
    pub role: FileRole,
    /// Number in an attachment's file name.
    pub n: Option<u32>,
    /// Title in an attachment's file name.
    pub title: String,
    /// What stands before the number in an attachment's file name: the document it goes with, or its title.
    pub before: String,
    /// Its name says that it was not written to its end (`.tmp`), or is a copy that a program has put aside (`.bak`).
    pub unfinished: bool,
    /// Its name says that several attachments are in it.
    pub several: bool,
    /// A manifest names it, and nobody has handed it in.
    pub absent: bool,
    /// Its format is one that is read, or it stands where text is needed; anything else is only counted.
    pub must_be_read: bool,
    /// What is said of a file of pages where it is not compared: it is counted and no more.
    pub uncompared: Option<Box<Unreadable>>,
    /// Its content with the elements, or why it could not be read.
    pub content: Result<Box<(Document, Elements)>, Unreadable>,
}

impl File {
    /// The document and its elements, if it could be read.
    pub fn read(&self) -> Option<(&Document, &Elements)> {
        self.content.as_ref().ok().map(|read| (&read.0, &read.1))
    }

    /// The same file in another packet, when it holds no text.
    fn again(&self) -> Option<Self> {
        let content = Err(self.content.as_ref().err()?.clone());
        let (name, meant, sha256) = (self.name.clone(), self.meant.clone(), self.sha256.clone());
        let (title, before, uncompared) = (self.title.clone(), self.before.clone(), None);
        Some(Self { name, meant, sha256, title, before, content, uncompared, ..*self })
    }

    /// The same file under another name that says the same of it: in the same folder, from another one on.
    pub fn renamed(self, name: String, terms: &Terms) -> Self {
        Self { meant: name::meant(&name, terms), name, ..self }
    }

    /// Its name was unpacked in the wrong encoding: what it means is a guess, and as good as the title in it.
    pub(crate) fn is_guessed(&self) -> bool {
        self.name != self.meant && !self.name.contains('\\')
    }

    /// It was read, and is no file of pages, which are only read to be compared.
    pub(crate) fn is_text(&self) -> bool {
        self.content.is_ok() && self.uncompared.is_none()
    }

    /// It cannot be opened at all, whatever it is for.
    fn is_torn(&self) -> bool {
        self.content.as_ref().is_err_and(|e| !matches!(e.reason, Reason::Unsupported | Reason::Empty))
    }

    /// Nobody can open it where it is only counted: nothing is in it, it is torn, or it is not what its name says.
    pub(crate) fn is_unusable(&self) -> bool {
        let Err(e) = &self.content else { return false };
        match (&self.uncompared, e.reason) {
            (Some(counted), _) => self.size == 0 || counted.reason != Reason::Unsupported,
            (None, Reason::Unsupported | Reason::LegacyDoc | Reason::Wps) => false,
            (None, Reason::NotADocx) => !REFUSED.contains(&extension(&self.meant).as_str()),
            (None, Reason::Empty) => self.size == 0,
            (None, _) => true,
        }
    }

    /// Other files are in it.
    pub(crate) fn is_archive(&self) -> bool {
        ARCHIVES.contains(&extension(&self.meant).as_str())
    }

    /// Its reading failed although it had to be read.
    pub fn failure(&self) -> Option<&Unreadable> {
        self.content.as_ref().err().filter(|_| self.must_be_read)
    }
}

/// What is handed in for printing.
#[derive(Debug, Default)]
pub struct Packet {
    /// Path of the packet as handed in.
    pub path: String,
    /// All its files.
    pub files: Vec<File>,
    /// The main document.
    pub main: Option<usize>,
    /// The approval form; the main document itself when the form is inside it.
    pub form: Option<usize>,
    /// Slips on which the re-check is signed.
    pub slips: Vec<usize>,
    /// Files of its folder that its manifest does not name.
    pub left_out: Vec<String>,
    /// Files and folders of its folder that nobody was to look at.
    pub excluded: Vec<String>,
    /// What was settled about the packets of its folder, this one or another.
    pub confirms: Vec<Confirm>,
    /// SHA-256 of the manifest of its folder; empty unless it has one and a record of the run is kept.
    pub manifest_sha256: String,
}

impl Packet {
    /// The text of a file may be changed: it was read as a document, and it is the main document, the form or an
    /// attachment. Of a packet of one, nothing but that it is the one may be known.
    pub fn is_changed_by_edits(&self, number: usize) -> bool {
        let Some((file, (document, _))) = self.files.get(number).and_then(|file| Some((file, file.read()?))) else {
            return false;
        };
        let role = matches!(file.role, FileRole::Main | FileRole::Form | FileRole::Attachment);
        let stands = role || self.main == Some(number) || self.form == Some(number);
        stands && matches!(document.format, Format::Docx | Format::Text)
    }
}

/// Makes a packet of one file.
pub fn single(path: &str, mut file: File) -> Packet {
    file.role = if file.role == FileRole::Form && file.read().is_none() { FileRole::Other } else { file.role };
    let main = match file.role {
        FileRole::Form | FileRole::Slip => None,
        _ => Some(0).filter(|_| file.is_text()),
    };
    let slips = if file.role == FileRole::Slip { vec![0] } else { Vec::new() };
    let is_form = |e: &Elements| slips.is_empty() && e.form.as_ref().is_some_and(|f| f.kind == FormKind::Outgoing);
    let form = file.read().filter(|(_, e)| is_form(e)).map(|_| 0);
    Packet { path: path.to_owned(), files: vec![file], main, form, slips, ..Packet::default() }
}

/// Makes the packet that a manifest describes: files that it names and that are not there are files that cannot be read,
/// those that it does not name are left out, and count where they cannot be read.
pub fn by_manifest(path: &str, files: Vec<File>, parts: &Parts, paths: &Paths<'_>, terms: &Terms) -> Packet {
    let mut packet = Packet { path: path.to_owned(), ..Packet::default() };
    let at: HashMap<String, usize> = files.iter().enumerate().map(|(at, file)| (file.name.clone(), at)).collect();
    let mut files: Vec<Option<File>> = files.into_iter().map(Some).collect();
    let mut named = HashSet::new();
    for (role, name) in parts.named().filter(|(_, name)| named.insert(Parts::file(name))) {
        let meant = paths.meant(name);
        let there = match &meant {
            Meant::Exactly(path) | Meant::Reads(path) => at.get(path).and_then(|&at| files.get_mut(at)),
            _ => None,
        };
        let file = match (there.map(Option::take), &meant) {
            (Some(None), _) => continue,
            (Some(Some(file)), Meant::Reads(_)) => file::read_as(file, Parts::file(name), terms),
            (Some(Some(file)), _) => file,
            (None, _) => {
                let absent = !matches!(meant, Meant::Several(_));
                File { absent, ..unread(name, named::not_there(name, &meant), terms) }
            }
        };
        packet.files.push(File { role, ..file });
    }
    let ignored: HashSet<String> = parts
        .ignore
        .iter()
        .filter_map(|name| match paths.meant(name.get_ref()) {
            Meant::Exactly(path) | Meant::Reads(path) => Some(path),
            _ => None,
        })
        .collect();
    let is_ignored = |file: &File| named::above(&file.name).any(|path| ignored.contains(path));
    let files: Vec<File> = files.into_iter().flatten().filter(|file| !is_ignored(file)).collect();
    packet.left_out = files.iter().map(|f| f.name.clone()).collect();
    // Nobody has looked at it, and nobody can: whatever it is, it was handed in.
    let torn = files.into_iter().filter(|f| f.failure().is_some());
    packet.files.extend(torn.map(|f| File { role: FileRole::Other, ..f }));
    packet.files.sort_by_cached_key(|f| (natural(&f.meant), f.name.clone()));
    finished::leave_rest(&mut packet.files);
    packet.settle(terms);
    packet
}

/// Makes packets of the files of one folder: one for each main document. Forms and attachments join the
/// document they name by number, title or file stem; what joins none makes a packet without a main document.
pub fn group(path: &str, mut files: Vec<File>, terms: &Terms) -> Vec<Packet> {
    files.sort_by_cached_key(|f| (natural(&f.meant), f.name.clone()));
    choose_mains(&mut files, terms);
    finished::leave_rest(&mut files);
    let mains = files.iter().filter(|f| f.role == FileRole::Main).count();
    if mains <= 1 {
        let mut packet = Packet { path: path.to_owned(), files, ..Packet::default() };
        packet.settle(terms);
        return vec![packet];
    }
    let (mains, rest): (Vec<File>, Vec<File>) = files.into_iter().partition(|f| f.role == FileRole::Main);
    let mut versions: Vec<Vec<File>> = Vec::new();
    let mut known = Versions::default();
    for main in mains {
        let at = known.place(&main, versions.len());
        match versions.get_mut(at) {
            Some(version) => version.push(main),
            None => versions.push(vec![main]),
        }
    }
    let in_folder = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
    let mut packets: Vec<Packet> =
        versions.into_iter().map(|v| Packet { path: in_folder(&v[0].name), files: v, ..Packet::default() }).collect();
    let mut orphans = Vec::new();
    let named: Vec<Option<Named>> =
        packets.iter().filter(|_| !rest.is_empty()).map(|p| Named::of(&p.files[0])).collect();
    for mut file in rest {
        let naming = Naming::of(&file);
        let claims = named.iter().map(|main| main.as_ref().map_or(0, |m| naming.claim(m)));
        // The strongest claim; of equal ones the first.
        let best = claims.enumerate().filter(|(_, c)| *c > 0).min_by_key(|(at, c)| (std::cmp::Reverse(*c), *at));
        match best {
            Some((at, _)) => {
                if file.role == FileRole::Other && file.failure().is_none() && !file.unfinished {
                    file.role = FileRole::Attachment;
                }
                packets[at].files.push(file);
            }
            None => {
                // A readable document that nobody claims is looked at for itself.
                if matches!(file.role, FileRole::Other | FileRole::Supporting) && file.read().is_some() {
                    file.role = FileRole::Main;
                }
                // An attachment that nobody can open may be that of any document that lists some.
                if file.role == FileRole::Attachment && (file.failure().is_some() || file.is_torn()) {
                    let lists = |p: &&mut Packet| p.files[0].read().is_some_and(|(_, e)| !e.listed.is_empty());
                    packets.iter_mut().filter(lists).for_each(|p| p.files.extend(file.again()));
                }
                orphans.push(file);
            }
        }
    }
    packets.extend(orphans.into_iter().map(|f| Packet {
        path: in_folder(&f.name),
        files: vec![f],
        ..Packet::default()
    }));
    packets.iter_mut().for_each(|p| p.settle(terms));
    packets
}

/// Decides between several candidates: a file named as the main document wins; without any official
/// document the only readable file is the main one.
fn choose_mains(files: &mut [File], terms: &Terms) {
    let official = |f: &File| f.role == FileRole::Main;
    // A form that also holds the text is the form where the text lies beside it.
    let holds_form = |f: &File| f.read().is_some_and(|(_, e)| e.form.is_some()) && is_form_name(&f.meant, terms);
    finished::choose(files, terms);
    if files.iter().any(|f| official(f) && !holds_form(f)) {
        for file in files.iter_mut().filter(|f| official(f) && holds_form(f)) {
            file.role = FileRole::Form;
        }
    }
    if files.iter().filter(|f| official(f)).count() > 1 {
        let named = |f: &File| is_main_name(&f.meant, terms);
        let supporting = |f: &File| is_supporting_name(&f.meant, terms);
        let by_name = files.iter().filter(|f| official(f) && named(f)).count() == 1;
        let but_papers = files.iter().filter(|f| official(f) && !supporting(f)).count() == 1;
        for file in files.iter_mut().filter(|f| official(f)) {
            if (by_name && !named(file) || but_papers) && supporting(file) {
                file.role = FileRole::Supporting;
            } else if by_name && !named(file) {
                file.role = FileRole::Attachment;
            }
        }
        return;
    }
    if files.iter().any(official) {
        let rest = |f: &&mut File| f.role == FileRole::Other && f.failure().is_none() && !f.unfinished;
        for file in files.iter_mut().filter(rest) {
            file.role = FileRole::Attachment;
        }
        return;
    }
    let is_text = |f: &&mut File| f.role == FileRole::Other && f.is_text();
    files.iter_mut().filter(is_text).for_each(|file| file.role = FileRole::Main);
    finished::choose(files, terms);
}

/// File names in the order people expect: 附件2 before 附件10.
fn natural(name: &str) -> Vec<(u64, String)> {
    let mut parts = Vec::new();
    let mut word = String::new();
    let mut digits = String::new();
    for c in name.chars() {
        if c.is_ascii_digit() && digits.len() < 18 {
            digits.push(c);
        } else {
            if !digits.is_empty() {
                parts.push((digits.parse().unwrap_or(u64::MAX), std::mem::take(&mut word)));
                digits.clear();
            }
            word.push(c);
        }
    }
    parts.push((digits.parse().unwrap_or(0), word));
    parts
}

impl Packet {
    /// Points to main document, form and slips by the roles of the files.
    fn settle(&mut self, terms: &Terms) {
        self.main = self.files.iter().position(|f| f.role == FileRole::Main && f.read().is_some());
        title::settle(self, terms);
        self.settle_unread();
        let has_form = |f: &File| {
            f.read().is_some_and(|(_, e)| e.form.as_ref().is_some_and(|form| form.kind == FormKind::Outgoing))
        };
        self.form = self
            .files
            .iter()
            .position(|f| f.role == FileRole::Form && has_form(f))
            .or_else(|| self.main.filter(|&m| has_form(&self.files[m])));
        self.slips = (0..self.files.len()).filter(|&at| self.files[at].role == FileRole::Slip).collect();
    }

    /// Which of the files without text had to have one: what is main document, form or slip, what may be the main
    /// document where there is none, and attachments that nobody can open; not a copy of a file that is read.
    fn settle_unread(&mut self) {
        if self.files.iter().all(|f| f.content.is_ok()) {
            return;
        }
        let read: HashSet<String> = self.files.iter().filter(|f| f.read().is_some()).map(|f| bare(&f.meant)).collect();
        let no_main = self.main.is_none() && self.files.len() > 1;
        let names: HashSet<String> =
            self.files.iter().filter(|f| f.read().is_some()).map(|f| f.meant.clone()).collect();
        for file in &mut self.files {
            let Err(e) = &file.content else { continue };
            let counted = e.reason == Reason::Unsupported;
            file.must_be_read = match file.role {
                FileRole::Attachment => file.must_be_read || file.is_torn(),
                FileRole::Main | FileRole::Form | FileRole::Slip => !counted || !read.contains(&bare(&file.meant)),
                // 正文.docx.bak beside 正文.docx: what a program, or ours, has kept of it.
                FileRole::Other if file.unfinished && names.contains(&bare(&file.meant)) => false,
                FileRole::Other if counted => (file.must_be_read || no_main) && !read.contains(&bare(&file.meant)),
                FileRole::Other => file.must_be_read || no_main,
                FileRole::Supporting => file.must_be_read,
                // It is asked for where it is compared, and nowhere else.
                FileRole::Finished => false,
            };
        }
    }

    /// Recognises its files again, with another vocabulary.
    pub fn recognise(&mut self, terms: &Terms) {
        for file in &mut self.files {
            if let Ok((document, elements)) = file.content.as_deref_mut() {
                *elements = element::recognise(document, terms);
            }
        }
    }

    /// The elements of the main document.
    pub fn main(&self) -> Option<&Elements> {
        self.files.get(self.main?)?.read().map(|(_, elements)| elements)
    }

    /// Number of approval forms, the one inside the main document counted.
    pub fn forms(&self) -> usize {
        let separate = self
            .files
            .iter()
            .filter(|f| f.role == FileRole::Form && f.read().is_some_and(|(_, e)| e.form.is_some()))
            .count();
        let inside = self
            .main
            .and_then(|m| self.files[m].read())
            .is_some_and(|(_, e)| e.form.as_ref().is_some_and(|f| f.kind == FormKind::Outgoing));
        separate + usize::from(inside)
    }

    /// A file named as the form could not be read.
    pub fn unreadable_form(&self) -> bool {
        self.files.iter().any(|f| f.role == FileRole::Form && f.read().is_none_or(|(_, e)| e.form.is_none()))
    }

    /// A form was read, and nothing that is asked for was recognised on it.
    pub fn blank_form(&self) -> bool {
        self.files.iter().any(|f| f.role == FileRole::Form && f.read().is_some_and(|(_, e)| e.form.is_none()))
    }

    /// Names of the attachment files.
    pub fn attachments(&self) -> impl Iterator<Item = &str> {
        self.files.iter().filter(|f| f.role == FileRole::Attachment).map(|f| f.name.as_str())
    }
}
