//! Which files are finished products (成品): by their names, and by the text of the document beside them.

use std::collections::HashSet;

use super::{FILES_OF_PAGES, File, FileRole, bare, extension, stem};
use crate::element::ElementKind;
use crate::fold;
use crate::terms::Terms;

/// Whether the name says so: a file of pages may be called 定稿 as well, which of a document that is written on says
/// nothing.
pub(super) fn is_named(name: &str, terms: &Terms) -> bool {
    let named = |pattern: &Option<_>| matches(pattern, name);
    let folder = name.rsplit_once('/').and_then(|(folder, _)| folder.rsplit('/').next());
    let patterns = &terms.patterns;
    let in_folder = folder.is_some_and(|folder| matches(&patterns.finished_file, folder));
    // 清单（定稿）.pdf may as well be an attachment: that is told by its text.
    let bare = stem(name).chars().count() < GRAM;
    in_folder || named(&patterns.finished_file) || is_of_pages(name) && bare && named(&patterns.final_file)
}

/// Whether the name of a document that is written on may be that of a finished product.
pub(crate) fn is_final(name: &str, terms: &Terms) -> bool {
    !is_of_pages(name) && matches(&terms.patterns.final_file, name)
}

fn matches(pattern: &Option<crate::terms::Pattern>, name: &str) -> bool {
    pattern.as_ref().is_some_and(|p| p.is_match(&fold::squash(stem(name))))
}

/// Whether a file is laid out in pages, by its name.
pub(super) fn is_of_pages(name: &str) -> bool {
    FILES_OF_PAGES.contains(&extension(name).as_str())
}

/// Finds the finished products that are called something else: pages that hold the text of a document beside them or
/// are called like it, and a 定稿 beside the same document.
pub(super) fn choose(files: &mut [File], terms: &Terms) {
    let written = |f: &File| f.role == FileRole::Main && !is_of_pages(&f.meant);
    let drafts: Vec<Draft> =
        files.iter().filter(|f| written(f) && !is_final(&f.meant, terms)).filter_map(Draft::of).collect();
    if drafts.is_empty() {
        return;
    }
    for file in files.iter_mut() {
        let pages = is_of_pages(&file.meant) && matches!(file.role, FileRole::Main | FileRole::Other);
        let last = written(file) && is_final(&file.meant, terms);
        if pages && drafts.iter().any(|draft| draft.is_printed(file))
            || last && drafts.iter().any(|draft| draft.is_meant(file, drafts.len() == 1))
        {
            file.role = FileRole::Finished;
        }
    }
}

/// Counts the files of pages that are no finished product, whatever was read of them.
pub(super) fn leave_rest(files: &mut [File]) {
    files.iter_mut().filter(|file| file.role != FileRole::Finished).for_each(leave);
}

/// Counts all files of pages: nothing lies beside them that they could be compared with.
pub(crate) fn leave_all(files: &mut [File]) {
    files.iter_mut().for_each(leave);
}

fn leave(file: &mut File) {
    if let Some(said) = file.uncompared.take() {
        file.content = Err(*said);
    }
}

/// What a document that was written can be known by in its finished product.
struct Draft {
    name: String,
    title: Option<String>,
    number: Option<String>,
    grams: HashSet<[char; GRAM]>,
}

/// Characters of which a text is taken apart to be held against another.
const GRAM: usize = 6;
/// So many of a hundred of them make a text the same, whatever was changed in it.
const ALIKE: usize = 60;

impl Draft {
    fn of(file: &File) -> Option<Self> {
        let (document, _) = file.read()?;
        Some(Self {
            name: bare(&file.meant),
            title: value(file, ElementKind::Title),
            number: value(file, ElementKind::DocNumber),
            grams: grams(document.text.as_str()).collect(),
        })
    }

    /// Pages are a print of it when they hold its text, or when nobody can read them and they are called like it.
    fn is_printed(&self, pages: &File) -> bool {
        let Some((document, _)) = pages.read() else { return bare(&pages.meant) == self.name };
        let (mut all, mut known) = (0, 0);
        for gram in grams(document.text.as_str()) {
            all += 1;
            known += usize::from(self.grams.contains(&gram));
        }
        all > 0 && known * 100 >= all * ALIKE
    }

    /// Another document is the same one: its title or number, or alone beside it and called nothing but that.
    fn is_meant(&self, other: &File, alone: bool) -> bool {
        let same = |own: &Option<String>, kind| own.is_some() && *own == value(other, kind);
        let whole = || stem(&other.meant).chars().count() < GRAM;
        same(&self.title, ElementKind::Title) || same(&self.number, ElementKind::DocNumber) || alone && whole()
    }
}

fn value(file: &File, kind: ElementKind) -> Option<String> {
    file.read()?.1.get(kind).map(|e| fold::squash(&e.value)).filter(|value| !value.is_empty())
}

/// Every few letters that stand side by side.
fn grams(text: &str) -> impl Iterator<Item = [char; GRAM]> + '_ {
    let letters = text.chars().filter_map(fold::fold_char).filter(|c| c.is_alphanumeric());
    let mut last = ['\0'; GRAM];
    letters.filter_map(move |c| {
        last.rotate_left(1);
        last[GRAM - 1] = c;
        (last[0] != '\0').then_some(last)
    })
}
