//! Office Open XML: the package, its styles and numbers, and the flattened text.

mod blocks;
mod boxes;
mod equation;
mod fields;
mod format;
mod inline;
mod numbering;
mod numerals;
mod pages;
mod pictures;
mod resolve;
mod symbols;
mod table;
mod wrappers;

use std::collections::{HashMap, HashSet};

use crate::date::Date;
use crate::document::{AUTHOR, Document, Format, Trace, TraceKind, Zone};
use crate::error::Unreadable;
use crate::limits;
use crate::read::package::{Package, Part};
use crate::read::xml::{Node, Tree, attr, child, is_w, on};

use blocks::Flat;
use format::Styles;
use numbering::Numbering;
use pages::{Kind, PageParts};
use wrappers::Transparent;

/// Reads a .docx, .docm, .dotx or .dotm.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let mut package = Package::open(bytes)?;
    let main = package.main()?.ok_or_else(|| package.not_a_document())?;
    let tree = main.parse()?;
    if tree.root().name() != "document" {
        return Err(package.not_a_document());
    }
    let relations = package.relations(&main.name)?;
    let mut part = |kind: &str| relations.kind(kind).map_or(Ok(None), |target| package.part(target));
    let (styles, theme, numbering) = (part("styles")?, part("theme")?, part("numbering")?);
    let (comments, settings) = (part("comments")?, part("settings")?);
    let notes = [("footnoteReference", part("footnotes")?), ("endnoteReference", part("endnotes")?)];
    let (styles, theme) = (parse(&styles)?, parse(&theme)?);
    let styles = Styles::new(styles.as_ref(), theme.as_ref());
    let numbering = parse(&numbering)?.map(|t| Numbering::new(t.root())).unwrap_or_default();
    let comments = parse(&comments)?.map(|t| self::comments(t.root())).unwrap_or_default();
    let settings = parse(&settings)?;
    let set = |name: &str| settings.as_ref().is_some_and(|t| child(t.root(), name).is_some_and(on));
    let (even_odd, mirrored) = (set("evenAndOddHeaders"), set("mirrorMargins"));
    let mut flat = Flat::new(&styles, &numbering, comments);
    flat.reformatted = main.xml.contains("PrChange ");

    let shown = PageParts::of(&tree, even_odd);
    for part in shown.parts(Kind::Header, &mut package, &relations)? {
        flat.part(&part, Zone::Header)?;
    }
    flat.enter(&main, Zone::Body);
    flat.relations = Some(&relations);
    flat.transparent = Transparent::of(tree.root());
    if let Some(body) = child(tree.root(), "body") {
        flat.blocks(body, None);
    }
    flat.close_section(tree.root());
    for part in shown.parts(Kind::Footer, &mut package, &relations)? {
        let first = flat.document.lines.len();
        flat.part(&part, Zone::Footer)?;
        let lines = first..flat.document.lines.len();
        shown.note_footer(&mut flat.document.sections, &lines, |id| relations.id(id) == Some(&part.name));
    }
    for (reference, part) in &notes {
        let Some(part) = part else { continue };
        let references = tree.root().descendants().filter(|node| node.name() == *reference);
        let referred: HashSet<&str> = references.filter_map(|node| attr(node, "id")).collect();
        flat.notes(part, &referred)?;
    }
    if package.has_macros() {
        flat.document.traces.push(Trace { kind: TraceKind::Macros, ..Trace::default() });
    }
    // Of tables and sections nobody asks where they were changed.
    if flat.reformatted && !flat.document.traces.iter().any(|trace| trace.kind == TraceKind::Reformatted) {
        flat.document.traces.push(Trace { kind: TraceKind::Reformatted, ..Trace::default() });
    }
    let lines = flat.document.lines.len();
    if lines > limits::LINES {
        return Err(limits::too_many_lines());
    }
    let mut document = flat.finish();
    document.format = Format::Docx;
    document.page_starts = pages::starts(&document);
    (document.even_odd, document.mirrored) = (even_odd, mirrored);
    document.saved = package.part("docProps/core.xml").ok().flatten().and_then(|core| saved(&core.xml));
    Ok(document)
}

/// The day in `<dcterms:modified>` of the core properties; a file whose properties are odd is still read.
fn saved(core: &str) -> Option<Date> {
    let behind = core.split_once("modified")?.1;
    Date::of_stamp(behind.split_once('>')?.1.trim_start())
}

/// The tree of a part, where there is one.
fn parse(part: &Option<Part>) -> Result<Option<Tree<'_>>, Unreadable> {
    part.as_ref().map(Part::parse).transpose()
}

/// A comment of comments.xml.
#[derive(Debug)]
struct Comment {
    who: String,
    day: Option<Date>,
    text: String,
}

/// Comments by id, without those of the program itself.
fn comments(root: Node<'_>) -> HashMap<String, Comment> {
    let by_people = |n: &Node<'_>| is_w(*n, "comment") && attr(*n, "author") != Some(AUTHOR);
    let comments = root.children().filter(by_people);
    let text = |n: Node<'_>| n.descendants().filter(|d| is_w(*d, "t")).map(|d| d.text()).collect::<String>();
    let own = |n: Node<'_>, name: &str| attr(n, name).unwrap_or_default().to_owned();
    let day = |n: Node<'_>| attr(n, "date").and_then(Date::of_stamp);
    let comment = |n: Node<'_>| Comment { who: own(n, "author"), day: day(n), text: text(n) };
    let entry = |n: Node<'_>| Some((attr(n, "id")?.to_owned(), comment(n)));
    comments.filter_map(entry).collect()
}
