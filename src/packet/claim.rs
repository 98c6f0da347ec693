//! Which files of one folder belong together: versions of one document, and what names a document.

use std::collections::HashMap;

use crate::element::{self, ElementKind};
use crate::fold;
use crate::packet::{File, FileRole};

/// The documents of a folder by title and number, to find the one that a file is a version of.
#[derive(Default)]
pub(super) struct Versions {
    /// The first document of a title.
    first: HashMap<String, usize>,
    /// The first document of a title and a number, or of a title without one.
    numbered: HashMap<(String, Option<String>), usize>,
}

impl Versions {
    /// The document that a file is a version of: the same title, and no two numbers.
    /// A file that is none becomes the document `next`.
    pub(super) fn place(&mut self, file: &File, next: usize) -> usize {
        let Some(title) = squashed(file, ElementKind::Title) else { return next };
        let number = squashed(file, ElementKind::DocNumber);
        let with = |number| self.numbered.get(&(title.clone(), number)).copied();
        let known = match &number {
            None => self.first.get(&title).copied(),
            Some(_) => [with(None), with(number.clone())].into_iter().flatten().min(),
        };
        if let Some(known) = known {
            return known;
        }
        self.first.entry(title.clone()).or_insert(next);
        self.numbered.entry((title, number)).or_insert(next);
        next
    }
}

fn squashed(file: &File, kind: ElementKind) -> Option<String> {
    let value = file.read()?.1.get(kind).map(|e| fold::squash(&e.value))?;
    Some(value).filter(|v| !v.is_empty())
}

/// Letters and digits of a text, folded.
fn plain(text: &str) -> String {
    text.chars().filter_map(fold::fold_char).filter(|c| c.is_alphanumeric()).collect()
}

/// What a document can be named by.
pub(super) struct Named {
    title: Option<String>,
    number: Option<String>,
    stem: String,
    stem_length: usize,
    listed: Vec<String>,
}

impl Named {
    /// None for a file that could not be read.
    pub(super) fn of(main: &File) -> Option<Self> {
        let (_, elements) = main.read()?;
        let of = |kind| elements.get(kind).map(|e: &element::Element| plain(&e.value)).filter(|v| !v.is_empty());
        let file =
            main.meant.rsplit('/').next().and_then(|f| f.rsplit_once('.')).map_or(main.meant.as_str(), |(s, _)| s);
        let stem = plain(file);
        Some(Self {
            title: of(ElementKind::Title),
            number: of(ElementKind::DocNumber),
            stem_length: stem.chars().count(),
            stem,
            listed: elements.listed.iter().map(|i| plain(&i.name)).collect(),
        })
    }
}

/// What a form or attachment says of the document it belongs to.
pub(super) struct Naming {
    name: String,
    number: Option<String>,
    title: Option<String>,
    /// The title in an attachment's file name, when it is long enough to tell something.
    key: Option<String>,
}

impl Naming {
    pub(super) fn of(file: &File) -> Self {
        let form = file.read().and_then(|(_, e)| e.form.as_ref());
        let field = |id: &str| form.and_then(|f| f.field(id)).map(|f| plain(&f.value)).filter(|v| !v.is_empty());
        let key = Some(plain(&file.title)).filter(|k| file.role == FileRole::Attachment && k.chars().count() > 2);
        Self { name: plain(&file.meant), number: field("doc_number"), title: field("title"), key }
    }

    /// How surely it belongs to a document: it names its number, its title, or its file stem; 0 not at all.
    pub(super) fn claim(&self, main: &Named) -> usize {
        let same = |said: &Option<String>, own: &Option<String>| own.is_some() && said == own;
        let in_name = |own: &Option<String>| own.as_ref().is_some_and(|part| self.names(part));
        match () {
            () if same(&self.number, &main.number) => 1000,
            () if same(&self.title, &main.title) => 900,
            () if in_name(&main.number) => 800,
            () if in_name(&main.title) => 700,
            () if main.stem_length > 2 && self.names(&main.stem) => 100 + main.stem_length.min(500),
            () if self.key.as_ref().is_some_and(|k| main.listed.contains(k)) => 50,
            () => 0,
        }
    }

    /// Its file name holds a part; 通知1 is not named by 通知11.
    fn names(&self, part: &str) -> bool {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let goes_on = |at: usize| digit(part.chars().next_back()) && digit(self.name[at + part.len()..].chars().next());
        part.len() <= self.name.len() && self.name.match_indices(part).any(|(at, _)| !goes_on(at))
    }
}
