//! Remarks as comments at the very characters, made by changing few bytes of few parts.

use std::collections::HashSet;
use std::ops::Range;

use crate::document::{AUTHOR, Document};
use crate::error::{Reason, Unreadable};
use crate::read;
use crate::read::package::{Package, Part};
use crate::read::xml::main_space;
use crate::shown::shown;
use crate::words;
use crate::write::docx::anchor::Anchors;
use crate::write::docx::marks::{Marks, Names};
use crate::write::docx::original::{ORIGINAL, Original, TYPE, stored};
use crate::write::docx::parts::{HEAD, Stored, appended, related, typed};
use crate::write::outline::{Outline, escaped};
use crate::write::package::{Parts, rewritten};
use crate::write::patch::{Patch, patched};

pub use crate::write::docx::strip::{Stripped, is_untouched, strip};

/// How the names of documents begin that list what no comment says.
pub const LIST: &str = "批注清单";
/// The author in short, beside the comment.
const INITIALS: &str = "三不";

const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// What is to be said of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Bytes in the text of the document; none for what is said of the whole.
    pub at: Option<Range<usize>>,
    /// Its paragraphs.
    pub lines: Vec<String>,
}

/// A document with comments.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// The package.
    pub bytes: Vec<u8>,
    /// Remarks, by their number, for which there is no place.
    pub not_placed: Vec<usize>,
    /// The document is signed electronically; its signature holds only without comments.
    pub signed: bool,
}

/// The document with the remarks as comments, those of an earlier run replaced. `document` is what was read from the
/// bytes, `when` the day as `2026-03-05`.
///
/// # Errors
/// The bytes are no document, or one that cannot carry comments.
pub fn annotate(bytes: &[u8], document: &Document, remarks: &[Remark], when: &str) -> Result<Annotated, Unreadable> {
    let Some(clean) = strip(bytes)? else { return annotated(bytes, document, remarks, when) };
    let again = read::read(&document.name, &clean.bytes)?;
    same_text(document, &again)?;
    annotated(&clean.bytes, &again, remarks, when)
}

fn annotated(bytes: &[u8], document: &Document, remarks: &[Remark], when: &str) -> Result<Annotated, Unreadable> {
    let mut package = Package::open(bytes)?;
    let signed = package.is_signed();
    let main = package.main()?.ok_or_else(|| package.not_a_document())?;
    let outline = Outline::of(&main.xml)?;
    let strict = main.xml[outline.get(0).range.start..outline.tag_end(0)].contains(main_space(true));
    let space = main_space(strict);
    let part = document.parts.iter().position(|name| *name == main.name).ok_or_else(|| wide(&main.name))?;
    let mut anchors = Anchors::new(&main.xml, &outline, (part, main.mark));
    let mut comments = Comments::of(&mut package, &main, &outline, space)?;
    let mut marks = Marks::new(space);
    let mut not_placed = Vec::new();
    for (number, remark) in remarks.iter().enumerate() {
        let places = anchors.places(document, remark.at.as_ref());
        if places.is_empty() {
            not_placed.push(number);
            continue;
        }
        let id = comments.add(&remark.lines, when);
        places.into_iter().for_each(|place| marks.add(&id, place));
    }
    if not_placed.len() == remarks.len() {
        return Ok(Annotated { bytes: bytes.to_vec(), not_placed, signed });
    }
    let mut draft = Draft::default();
    draft.change(&package, &main, marks.patches(&anchors))?;
    comments.write(&mut package, &main, strict, &mut draft)?;
    let bytes = draft.write(bytes, &mut package)?;
    // Whatever a file is like: what comes of it reads the same, or there are no comments.
    same_text(document, &read::read(&document.name, &bytes)?)?;
    Ok(Annotated { bytes, not_placed, signed })
}

/// A document that bears no comment of ours, known as a copy of ours all the same: the next run may write it again. One
/// that cannot be marked stays as it is.
pub(crate) fn marked(bytes: Vec<u8>) -> Vec<u8> {
    let written = Package::open(&bytes).and_then(|mut package| Draft::default().write(&bytes, &mut package));
    written.unwrap_or(bytes)
}

/// Whether a file is a list of ours that nobody has written in since, and no paper.
pub fn is_list(name: &str, bytes: &[u8]) -> bool {
    let named = name.starts_with(LIST) && name.ends_with(".docx");
    named && Package::open(bytes).is_ok_and(|mut package| Original::is_empty(&mut package))
}

/// The part by which a document of our own is known, with its content.
pub(crate) fn mark() -> (String, Vec<u8>) {
    (ORIGINAL.to_owned(), Original::default().bytes())
}

fn same_text(one: &Document, other: &Document) -> Result<(), Unreadable> {
    if one.text.as_str() == other.text.as_str() {
        return Ok(());
    }
    Err(Unreadable::new(Reason::Corrupt, "加批注会改变正文，没有加；请用 Word 或 WPS 打开后另存，再加批注"))
}

/// What is said of a part whose bytes are not those of its text.
pub(super) fn wide(part: &str) -> Unreadable {
    let message = words!("{part} 不是 UTF-8 编码，不能加批注；请用 Word 或 WPS 打开后另存", part);
    Unreadable::new(Reason::Encoding, message)
}

/// The parts that change.
#[derive(Default)]
struct Draft {
    parts: Parts,
    original: Original,
    /// New parts and their kinds.
    typed: Vec<(String, &'static str)>,
}

impl Draft {
    /// Changes a part; places count from the beginning of its text.
    fn change(&mut self, package: &Package<'_>, part: &Part, patches: Vec<Patch>) -> Result<(), Unreadable> {
        let moved = |p: Patch| Patch::new(p.range.start + part.mark..p.range.end + part.mark, p.text);
        let bytes = stored(part).ok_or_else(|| wide(&part.name))?;
        let done = patched(&bytes, patches.into_iter().map(moved).collect());
        let (new, back) = done.ok_or_else(|| Unreadable::new(Reason::Corrupt, "批注的位置互相重叠，没有加"))?;
        let name = package.stored_name(&part.name).unwrap_or(&part.name).to_owned();
        self.original.changed(&name, &new, back);
        self.parts.insert(name, Some(new));
        Ok(())
    }

    /// Adds a part.
    fn add(&mut self, name: String, text: String) {
        self.original.made(&name, text.as_bytes());
        self.parts.insert(name, Some(text.into_bytes()));
    }

    fn write(mut self, bytes: &[u8], package: &mut Package<'_>) -> Result<Vec<u8>, Unreadable> {
        let types = package.part("[Content_Types].xml")?.ok_or_else(|| package.not_a_document())?;
        self.typed.push((ORIGINAL.to_owned(), TYPE));
        self.change(package, &types, typed(&types.xml, &self.typed)?)?;
        self.parts.insert(ORIGINAL.to_owned(), Some(self.original.bytes()));
        rewritten(bytes, &self.parts)
    }
}

/// The part with the comments, old and new.
struct Comments {
    part: Option<Part>,
    /// Its name, where there is none yet.
    name: String,
    /// A relation to it is there.
    related: bool,
    names: Names,
    space: &'static str,
    used: HashSet<String>,
    next: u32,
    text: String,
}

impl Comments {
    fn of(package: &mut Package<'_>, main: &Part, outline: &Outline, space: &'static str) -> Result<Self, Unreadable> {
        let target = package.relations(&main.name)?.kind("comments").map(str::to_owned);
        let folder = main.name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        // Some programs write the part and do not say that it belongs to the text.
        let name = target.clone().unwrap_or_else(|| format!("{folder}comments.xml"));
        let part = package.part(&name)?;
        let own = part.as_ref().map(|part| Outline::of(&part.xml)).transpose()?;
        let parts = own.as_ref().zip(part.as_ref()).map(|(outline, part)| (outline, part.xml.as_str()));
        if parts.is_some_and(|(outline, xml)| !outline.is_word(xml, 0, "comments")) {
            return Err(Unreadable::new(
                Reason::Corrupt,
                words!("{name} 不是批注，没有加；请用 Word 或 WPS 打开后另存", name),
            ));
        }
        let mut used = HashSet::new();
        for (outline, xml) in parts.into_iter().chain([(outline, main.xml.as_str())]) {
            let of_comments = outline.all().filter(|&at| outline.name(xml, at).1.starts_with("comment"));
            used.extend(of_comments.filter_map(|at| outline.value(xml, at, "id")).map(str::to_owned));
        }
        let highest = used.iter().filter_map(|id| id.parse::<u32>().ok()).filter(|id| *id < 1 << 30).max();
        let names = Names::of(parts.map_or("w:", |(outline, xml)| outline.name(xml, 0).0), space);
        Ok(Self {
            name,
            part,
            related: target.is_some(),
            names,
            space,
            used,
            next: highest.map_or(0, |id| id + 1),
            text: String::new(),
        })
    }

    /// Adds a comment; gives its id.
    fn add(&mut self, lines: &[String], when: &str) -> String {
        while self.used.contains(&self.next.to_string()) {
            self.next += 1;
        }
        let id = self.next.to_string();
        self.next += 1;
        let Names { prefix: w, declared } = &self.names;
        self.text.push_str(&format!(
            "<{w}comment{declared} {w}id=\"{id}\" {w}author=\"{AUTHOR}\" {w}date=\"{when}T00:00:00Z\" {w}initials=\"{INITIALS}\">"
        ));
        for (number, line) in lines.iter().enumerate() {
            // The first paragraph holds the number that Word shows beside a comment.
            let sign = if number == 0 { format!("<{w}r><{w}annotationRef/></{w}r>") } else { String::new() };
            let line = escaped(&plain(line));
            self.text.push_str(&format!("<{w}p>{sign}<{w}r><{w}t xml:space=\"preserve\">{line}</{w}t></{w}r></{w}p>"));
        }
        self.text.push_str(&format!("</{w}comment>"));
        id
    }

    /// Puts the comments in their part, and sees that it is found.
    fn write(self, package: &mut Package<'_>, main: &Part, strict: bool, draft: &mut Draft) -> Result<(), Unreadable> {
        match &self.part {
            Some(part) => {
                let outline = Outline::of(&part.xml)?;
                draft.change(package, part, vec![appended(&part.xml, &outline, &self.text)])?;
            }
            None => {
                let text = format!("{HEAD}<w:comments xmlns:w=\"{}\">{}</w:comments>", self.space, self.text);
                draft.add(self.name.clone(), text);
            }
        }
        draft.typed.push((self.name.clone(), COMMENTS));
        if self.related {
            return Ok(());
        }
        let target = self.name.rsplit('/').next().unwrap_or(&self.name);
        match related(package, main, "comments", &[target], strict)?.stored {
            Stored::New(name, text) => draft.add(name, text),
            Stored::Changed(part, patch) => draft.change(package, &part, vec![patch])?,
        }
        Ok(())
    }
}

/// A line without what XML cannot hold or what would turn the direction of the text.
fn plain(line: &str) -> String {
    shown(line).chars().filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}
