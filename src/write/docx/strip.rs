//! Comments of the program taken out again.

use std::collections::HashSet;
use std::ops::Range;

use crate::document::AUTHOR;
use crate::error::Unreadable;
use crate::read::package::{Package, Part};
use crate::write::docx::comments::wide;
use crate::write::docx::original::{ORIGINAL, Original, stored};
use crate::write::outline::Outline;
use crate::write::package::{Parts, rewritten};
use crate::write::patch::{Patch, patched};

/// A package without the comments of the program.
#[derive(Clone, Debug)]
pub struct Stripped {
    /// The package.
    pub bytes: Vec<u8>,
    /// Every part is byte for byte what it was before; else another program has saved it since, and only the comments
    /// and their marks were taken out.
    pub exact: bool,
}

/// Takes out the comments of the program; none if there are none.
///
/// # Errors
/// The bytes are no document, or one that cannot be written.
pub fn strip(bytes: &[u8]) -> Result<Option<Stripped>, Unreadable> {
    let mut package = Package::open(bytes)?;
    let exact = Original::of(&mut package)?;
    let is_exact = exact.is_some();
    let parts = match exact {
        Some(parts) => parts,
        None => without_comments(&mut package)?,
    };
    if parts.is_empty() {
        return Ok(None);
    }
    Ok(Some(Stripped { bytes: rewritten(bytes, &parts)?, exact: is_exact }))
}

/// Whether a package is as this program has annotated it: nothing of anybody else is in its comments.
pub fn is_untouched(bytes: &[u8]) -> bool {
    Package::open(bytes).and_then(|mut package| Original::of(&mut package)).is_ok_and(|parts| parts.is_some())
}

/// The parts that change when comments are found by their author, and what becomes of them.
fn without_comments(package: &mut Package<'_>) -> Result<Parts, Unreadable> {
    let main = package.main()?.ok_or_else(|| package.not_a_document())?;
    let relations = package.relations(&main.name)?;
    let mut part = |kind: &str| relations.kind(kind).map_or(Ok(None), |target| package.part(target));
    let (comments, people) = (part("comments")?, part("people")?);
    let (extended, ids, extensible) = (part("commentsExtended")?, part("commentsIds")?, part("commentsExtensible")?);
    let types = package.part("[Content_Types].xml")?;
    let kept = package.stored_name(ORIGINAL).map(str::to_owned);
    let mut parts = Parts::new();
    let mut change = |part: &Part, gone: Vec<Range<usize>>| -> Result<(), Unreadable> {
        if gone.is_empty() {
            return Ok(());
        }
        let patches = gone.into_iter().map(|r| Patch::new(r.start + part.mark..r.end + part.mark, "")).collect();
        let bytes = stored(part).ok_or_else(|| wide(&part.name))?;
        let (new, _) = patched(&bytes, patches).ok_or_else(|| wide(&part.name))?;
        parts.insert(package.stored_name(&part.name).unwrap_or(&part.name).to_owned(), Some(new));
        Ok(())
    };
    if let Some(comments) = &comments {
        let own = Own::of(comments)?;
        if !own.comments.is_empty() {
            change(&main, own.marks(&main)?)?;
            let mut durable = HashSet::new();
            if let Some(ids) = &ids {
                let outline = Outline::of(&ids.xml)?;
                let gone: Vec<usize> = own.rows(&ids.xml, &outline, "paraId", &own.paragraphs).collect();
                durable
                    .extend(gone.iter().filter_map(|&at| outline.value(&ids.xml, at, "durableId").map(str::to_owned)));
                change(ids, gone.into_iter().map(|at| outline.get(at).range.clone()).collect())?;
            }
            if let Some(extensible) = &extensible {
                let outline = Outline::of(&extensible.xml)?;
                let gone = own.rows(&extensible.xml, &outline, "durableId", &durable);
                change(extensible, gone.map(|at| outline.get(at).range.clone()).collect())?;
            }
            if let Some(extended) = &extended {
                change(extended, own.threads(extended)?)?;
            }
            if let Some(people) = &people {
                let outline = Outline::of(&people.xml)?;
                let gone = outline.all().skip(1).filter(|&at| outline.value(&people.xml, at, "author") == Some(AUTHOR));
                change(people, gone.map(|at| outline.get(at).range.clone()).collect())?;
            }
            change(comments, own.comments)?;
        }
    }
    if let Some(name) = kept {
        if let Some(types) = &types {
            let outline = Outline::of(&types.xml)?;
            let is_its = |&at: &usize| {
                let name = outline.value(&types.xml, at, "PartName");
                name.is_some_and(|name| name.trim_start_matches('/') == ORIGINAL)
            };
            change(types, outline.all().filter(is_its).map(|at| outline.get(at).range.clone()).collect())?;
        }
        parts.insert(name, None);
    }
    Ok(parts)
}

/// The comments of the program in a package that another program has saved.
struct Own {
    /// Their bytes.
    comments: Vec<Range<usize>>,
    ids: HashSet<String>,
    /// The ids of their paragraphs, by which other parts name them.
    paragraphs: HashSet<String>,
}

impl Own {
    fn of(part: &Part) -> Result<Self, Unreadable> {
        let (xml, outline) = (&part.xml, Outline::of(&part.xml)?);
        let mut own = Self { comments: Vec::new(), ids: HashSet::new(), paragraphs: HashSet::new() };
        let by_us = |at: usize| outline.is_word(xml, at, "comment") && outline.value(xml, at, "author") == Some(AUTHOR);
        for comment in outline.children(0).filter(|&at| by_us(at)) {
            own.comments.push(outline.get(comment).range.clone());
            own.ids.extend(outline.value(xml, comment, "id").map(str::to_owned));
            own.paragraphs
                .extend(outline.inside(comment).filter_map(|at| outline.value(xml, at, "paraId")).map(str::to_owned));
        }
        Ok(own)
    }

    /// Their marks in the text, with the runs that hold nothing else.
    fn marks(&self, main: &Part) -> Result<Vec<Range<usize>>, Unreadable> {
        let (xml, outline) = (&main.xml, Outline::of(&main.xml)?);
        let is = |at: usize, name: &str| outline.is_word(xml, at, name);
        let is_own = |&at: &usize| {
            (is(at, "commentRangeStart") || is(at, "commentRangeEnd") || is(at, "commentReference"))
                && outline.value(xml, at, "id").is_some_and(|id| self.ids.contains(id))
        };
        let alone = |mark: usize| {
            let run = outline.get(mark).parent.filter(|&run| is(run, "r") && is(mark, "commentReference"))?;
            outline.children(run).all(|at| at == mark || is(at, "rPr")).then_some(run)
        };
        let gone = outline.all().filter(is_own).map(|at| alone(at).unwrap_or(at));
        Ok(gone.map(|at| outline.get(at).range.clone()).collect())
    }

    /// Elements of another part that name something of them.
    fn rows<'o>(
        &self,
        xml: &'o str,
        outline: &'o Outline,
        by: &'o str,
        names: &'o HashSet<String>,
    ) -> impl Iterator<Item = usize> + use<'o> {
        outline.all().skip(1).filter(move |&at| outline.value(xml, at, by).is_some_and(|id| names.contains(id)))
    }

    /// What says how comments follow each other: their own rows, and of an answer that it is one.
    fn threads(&self, part: &Part) -> Result<Vec<Range<usize>>, Unreadable> {
        let (xml, outline) = (&part.xml, Outline::of(&part.xml)?);
        let own: Vec<usize> = self.rows(xml, &outline, "paraId", &self.paragraphs).collect();
        let answers = self.rows(xml, &outline, "paraIdParent", &self.paragraphs).filter(|at| !own.contains(at));
        let says_so = |at: usize| {
            let value = outline.attribute(xml, at, "paraIdParent")?;
            let name = xml[..value.start].rfind(|c: char| c.is_ascii_whitespace())?;
            Some(name..value.end + 1)
        };
        let rows = own.iter().map(|&at| outline.get(at).range.clone());
        Ok(rows.chain(answers.filter_map(says_so)).collect())
    }
}
