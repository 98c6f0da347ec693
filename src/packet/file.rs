//! What a file is in its packet: by what is in it first, and by its name second.

use super::{File, FileRole, finished, name};
use crate::document::Document;
use crate::element::{self, ElementKind, Elements, FormKind, Official};
use crate::error::{Reason, Unreadable};
use crate::fold;
use crate::read;
use crate::terms::Terms;

/// Formats whose text is read.
pub(super) const READ: [&str; 6] = ["docx", "docm", "dotx", "dotm", "txt", "text"];
/// Formats that a main document often has and that cannot be read; the message says what to do.
pub(super) const REFUSED: [&str; 8] = ["doc", "wps", "wpt", "dot", "rtf", "uot", "uof", "ofd"];

/// Formats that hold pages as printed, in which finished products are kept.
pub(super) const FILES_OF_PAGES: [&str; 2] = ["ofd", "pdf"];

/// A format in which a slip may be kept; of anything else it is only counted.
pub(super) const SLIPS: [&str; 1] = ["xlsx"];

/// Tables that are written as plain text.
pub(super) const ROWS: [&str; 2] = ["csv", "tsv"];

/// What holds other files, which are not looked at.
pub(super) const ARCHIVES: [&str; 9] = ["zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz", "cab"];

/// What points to a file and is not one.
pub(super) const SHORTCUTS: [&str; 3] = ["lnk", "url", "webloc"];

/// How the name of a file ends that a run has not written to its end.
const UNFINISHED: &str = ".sanbu-tmp";

/// Whether a file of this name is skipped: lock files and what systems leave behind.
pub fn is_skipped(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let junk = matches!(file, ".DS_Store" | "Thumbs.db" | "desktop.ini")
        || file.ends_with(".tip")
        || file.ends_with(".tip.tmp")
        || file.ends_with(UNFINISHED)
        || file.starts_with("~$")
        || file.starts_with("._")
        || file.starts_with(".~");
    junk || name.split('/').any(|part| part == "__MACOSX")
}

/// Whether a file of this name could be a paper of a packet.
pub fn may_be_paper(name: &str, terms: &Terms) -> bool {
    let meant = name::meant(name, terms);
    let (names, extension) = (Names::of(&meant, terms), extension(&meant));
    let formats = READ.iter().chain(&REFUSED).chain(&SLIPS).chain(&ROWS).chain(&PAGES).chain(&ARCHIVES);
    let called = names.attachment || names.form || names.slip || names.supporting || names.main;
    called || formats.into_iter().any(|format| *format == extension)
}

/// What is said of a file that is no paper by its name and that somebody hands in: a program has its document open, or has
/// been ended while it wrote it.
pub fn no_paper(name: &str) -> Option<Unreadable> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let lock = file.starts_with("~$") || file.starts_with(".~lock.");
    let told = "这是 Word、WPS 打开公文时生成的锁定文件，不是公文；请先关闭公文，再检查公文本身";
    let left = "这是程序中途停下时留下的半个文件，不是公文；请检查公文本身，这个文件可以删去";
    let told = if lock { Some(told) } else { file.ends_with(UNFINISHED).then_some(left) };
    told.map(|told| Unreadable::new(Reason::Unsupported, told))
}

/// Whether the text of a file of this name is read.
pub fn is_text(name: &str) -> bool {
    READ.contains(&extension(name).as_str())
}

/// Reads a file and says what it is by its content first, by its name second.
pub fn load(name: &str, bytes: &[u8], terms: &Terms) -> File {
    let meant = name::meant(name, terms);
    let extension = extension(&meant);
    let is_of = |formats: &[&str]| formats.contains(&extension.as_str());
    let names = Names::of(&meant, terms);
    let shortcut = is_of(&SHORTCUTS);
    let signs = || bytes.iter().all(|b| b.is_ascii() && !b.is_ascii_alphanumeric());
    let blank = names.attachment && (is_of(&SLIPS) && read::is_blank(bytes) || is_of(&ROWS) && signs());
    let stands = !names.attachment && (names.main || names.form || names.slip);
    let readable = is_of(&READ) || is_of(&REFUSED) && !names.attachment || is_of(&SLIPS) && names.slip;
    let must_be_read = shortcut || readable || stands || blank;
    let called = names.attachment || names.form || names.slip || names.supporting || names.unfinished;
    let pages = is_of(&FILES_OF_PAGES) && !called;
    let counted = || read::broken(&extension, bytes).unwrap_or_else(|| read::unsupported(&extension));
    let content = if shortcut {
        Err(Unreadable::new(Reason::NotADocx, "这是快捷方式，不是文件本身，请把原文件放进来"))
    } else if readable || pages || extension.is_empty() {
        read::read(name, bytes).map(|document| {
            let elements = element::recognise(&document, terms);
            Box::new((document, elements))
        })
    } else if names.unfinished {
        Err(Unreadable::new(Reason::NotADocx, "这是临时文件或备份，不是文件本身"))
    } else if bytes.is_empty() {
        Err(Unreadable::new(Reason::Empty, "文件是空的（0字节）"))
    } else if blank {
        Err(Unreadable::new(Reason::Empty, "表格里没有内容，请确认是否保存成功"))
    } else {
        Err(counted())
    };
    let uncompared = pages.then(|| Box::new(counted()));
    File { uncompared, ..made(name, meant, &names, bytes.len(), must_be_read, content) }
}

/// What a file of this name begins with when only the rest of it was written; nothing where its text is read.
pub fn stand_in(name: &str) -> &'static [u8] {
    let extension = extension(name);
    if READ.contains(&extension.as_str()) { b"" } else { read::stand_in(&extension) }
}

/// A file of which nothing but the name is known, with the reason.
pub fn unread(name: &str, reason: Unreadable, terms: &Terms) -> File {
    let meant = name::meant(name, terms);
    let names = Names::of(&meant, terms);
    made(name, meant, &names, 0, true, Err(reason))
}

/// A file whose name somebody has read for us.
pub(super) fn read_as(file: File, meant: String, terms: &Terms) -> File {
    let Names { n, title, before, several, unfinished, .. } = Names::of(&meant, terms);
    File { meant, n, title, before, several, unfinished, ..file }
}

pub(super) fn made(
    name: &str,
    meant: String,
    names: &Names,
    size: usize,
    must_be_read: bool,
    content: Result<Box<(Document, Elements)>, Unreadable>,
) -> File {
    let (n, title, before) = (names.n, names.title.clone(), names.before.clone());
    let mut file = File {
        name: name.to_owned(),
        meant,
        size,
        sha256: String::new(),
        role: FileRole::Other,
        n,
        title,
        before,
        unfinished: names.unfinished,
        several: names.several,
        absent: false,
        must_be_read,
        uncompared: None,
        content,
    };
    file.role = role(&file, names);
    file
}

/// What a file's name says.
pub(super) struct Names {
    attachment: bool,
    form: bool,
    slip: bool,
    supporting: bool,
    main: bool,
    finished: bool,
    /// The number stands behind other words: a document may be called so as well.
    inside: bool,
    unfinished: bool,
    several: bool,
    n: Option<u32>,
    title: String,
    before: String,
}

impl Names {
    pub(super) fn of(name: &str, terms: &Terms) -> Self {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let stem = stem(name);
        let in_folder =
            folder.rsplit('/').next().is_some_and(|f| terms.labels.attachment.iter().any(|l| fold::squash(f) == *l));
        let leading = terms.patterns.attachment_file.as_ref().and_then(|p| p.captures(stem));
        let behind = || terms.patterns.attachment_file_behind.as_ref().and_then(|p| p.captures(stem));
        let inside = if leading.is_none() { behind() } else { None };
        let numbered = || terms.patterns.numbered_file.as_ref().and_then(|p| p.captures(stem));
        let numbered = if leading.is_none() && inside.is_none() && in_folder { numbered() } else { None };
        let found = leading.as_ref().or(inside.as_ref()).or(numbered.as_ref());
        let part = |group: &str| found.and_then(|c| c.name(group)).map(|m| m.as_str());
        let several = terms.patterns.attachment_files.as_ref().is_some_and(|p| p.is_match(stem));
        let attachment = leading.is_some() || inside.is_some() || in_folder;
        let form = is_form_name(name, terms);
        let file = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
        let words = &terms.words;
        Self {
            attachment,
            form,
            slip: !attachment && !form && words.slip_names.iter().any(|w| stem.contains(w.as_str())),
            supporting: is_supporting_name(name, terms),
            main: is_main_name(name, terms),
            finished: !attachment && finished::is_named(name, terms),
            inside: inside.is_some(),
            unfinished: words.unfinished_ends.iter().any(|e| file.ends_with(e.as_str())) || file.starts_with('~'),
            several,
            n: part("n").or(part("m")).or(part("k")).filter(|_| !several).and_then(fold::number),
            title: part("title")
                .or(part("rest"))
                .or(part("bare"))
                .filter(|_| !several)
                .unwrap_or(if found.is_some() || several { "" } else { stem })
                .to_owned(),
            before: part("before").or(part("lead")).unwrap_or_default().to_owned(),
        }
    }
}

/// The path without extension.
pub(super) fn bare(name: &str) -> String {
    let extension = name.len() - stem(name).len() - name.rfind('/').map_or(0, |at| at + 1);
    name[..name.len() - extension].to_owned()
}

/// The file name without folders and extension.
pub(super) fn stem(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

pub(super) fn is_form_name(name: &str, terms: &Terms) -> bool {
    terms.names_form(stem(name))
}

pub(super) fn is_supporting_name(name: &str, terms: &Terms) -> bool {
    terms.names_supporting(stem(name))
}

pub(super) fn is_main_name(name: &str, terms: &Terms) -> bool {
    let letters = stem(name).trim_start_matches(|c: char| !c.is_alphabetic());
    terms.words.main_names.iter().any(|w| letters.starts_with(w.as_str()))
}

pub(super) fn extension(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or(String::new(), |(_, e)| e.to_ascii_lowercase())
}

pub(super) fn role(file: &File, names: &Names) -> FileRole {
    if names.finished {
        return FileRole::Finished;
    }
    // What is laid out in pages was made from something else: it is called what its name says.
    let Some((_, elements)) = file.read().filter(|_| !finished::is_of_pages(&file.meant)) else {
        return match () {
            () if names.unfinished => FileRole::Other,
            () if names.attachment => FileRole::Attachment,
            () if names.form => FileRole::Form,
            () if names.slip => FileRole::Slip,
            () if names.supporting => FileRole::Supporting,
            () => FileRole::Other,
        };
    };
    let form = elements.form.as_ref();
    let has_text = elements.list.iter().any(|e| e.kind == ElementKind::Body);
    let called = |kind| elements.get(kind).is_some();
    // A document whose name tells of attachments is one all the same.
    let own = elements.official == Official::Yes && called(ElementKind::DocNumber) && called(ElementKind::Recipients);
    match elements.official {
        Official::Attachment => FileRole::Attachment,
        _ if names.attachment && !(names.inside && own) => FileRole::Attachment,
        Official::No if form.is_some_and(|f| f.kind == FormKind::Slip) => FileRole::Slip,
        Official::No if form.is_some_and(|f| f.kind != FormKind::Outgoing) => FileRole::Supporting,
        Official::Yes if form.is_some() && names.form && !has_text => FileRole::Form,
        // A slip holds the number of its document; only a document has a title of its own.
        Official::Yes if names.slip && elements.get(ElementKind::Title).is_none() => FileRole::Slip,
        Official::Yes | Official::Foreign => FileRole::Main,
        // A form that does not say what it is called is what its file is called.
        Official::No if names.slip && form.is_none_or(|f| f.name.is_none()) => FileRole::Slip,
        Official::No if form.is_some() => FileRole::Form,
        Official::No if names.form => FileRole::Form,
        Official::No if names.main => FileRole::Main,
        Official::No if names.supporting => FileRole::Supporting,
        Official::No => FileRole::Other,
    }
}

/// Formats in which a whole document is handed on and that are not read.
pub(super) const PAGES: [&str; 7] = ["pdf", "html", "htm", "mht", "mhtml", "xml", "odt"];

/// Whether a file that is only counted may be a document for itself, where nothing else lies beside it.
pub fn may_be_document(file: &File) -> Option<&Unreadable> {
    file.content.as_ref().err().filter(|_| PAGES.contains(&extension(&file.meant).as_str()))
}

/// Whether a folder with this file is a packet: it holds a document, or what is named as one and cannot be read.
pub fn is_main(file: &File, terms: &Terms) -> bool {
    let unread = file.must_be_read && !file.is_text();
    let named = || unread && is_main_name(&file.meant, terms);
    file.role == FileRole::Main || file.role == FileRole::Other && (file.is_text() || named())
}
