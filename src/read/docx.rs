//! Office Open XML: the package, its styles and numbers, and the flattened text.

mod blocks;
mod format;
mod inline;
mod numbering;
mod numerals;
mod package;
mod resolve;
mod table;
mod xml;

use std::collections::{HashMap, HashSet};

use crate::date::Date;
use crate::document::{Document, Format, Section, Trace, TraceKind, Zone};
use crate::error::{Reason, Unreadable};

use blocks::{Flat, Transparent};
use format::Styles;
use numbering::Numbering;
use package::{Package, Part, Relations};
use xml::{Node, Tree, attr, child, int, is_w, length, on};

/// Reads a .docx, .docm, .dotx or .dotm.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let mut package = Package::open(bytes)?;
    let main = package.main()?;
    let tree = main.parse()?;
    if tree.root().name() != "document" {
        return Err(package.not_a_document());
    }
    let relations = package.relations(&main.name)?;
    let mut part = |kind: &str| relations.kind(kind).map_or(Ok(None), |target| package.part(target));
    let (styles, theme, numbering) = (part("styles")?, part("theme")?, part("numbering")?);
    let (comments, settings) = (part("comments")?, part("settings")?);
    let notes = [part("footnotes")?, part("endnotes")?];
    let (styles, theme) = (parse(&styles)?, parse(&theme)?);
    let styles = Styles::new(styles.as_ref(), theme.as_ref());
    let numbering = parse(&numbering)?.map(|t| Numbering::new(t.root())).unwrap_or_default();
    let comments = parse(&comments)?.map(|t| self::comments(t.root())).unwrap_or_default();
    let even_odd = parse(&settings)?.is_some_and(|t| child(t.root(), "evenAndOddHeaders").is_some_and(on));
    let mut flat = Flat::new(&styles, &numbering, comments);

    let shown = shown_parts(&tree, even_odd);
    let header_parts = linked(&mut package, &relations, &shown, "headerReference")?;
    let footer_parts = linked(&mut package, &relations, &shown, "footerReference")?;
    for part in &header_parts {
        flat.part(part, Zone::Header)?;
    }
    flat.enter(&main, Zone::Body);
    flat.transparent = Transparent::of(tree.root());
    if let Some(body) = child(tree.root(), "body") {
        flat.blocks(body, None);
    }
    flat.close_section(tree.root());
    for part in &footer_parts {
        flat.part(part, Zone::Footer)?;
    }
    for part in notes.iter().flatten() {
        flat.part(part, Zone::Footnote)?;
    }
    if package.has_macros() {
        flat.document.traces.push(Trace { kind: TraceKind::Macros, ..Trace::default() });
    }
    if main.xml.contains("PrChange ") {
        flat.document.traces.push(Trace { kind: TraceKind::Reformatted, ..Trace::default() });
    }
    let lines = flat.document.lines.len();
    if lines > xml::MOST_PARAGRAPHS {
        return Err(Unreadable::new(
            Reason::TooLarge,
            format!("段落超过{}个，没有检查；请确认是不是公文", xml::MOST_PARAGRAPHS),
        ));
    }
    let mut document = flat.finish();
    document.format = Format::Docx;
    document.saved = package.part("docProps/core.xml").ok().flatten().and_then(|core| saved(&core.xml));
    Ok(document)
}

/// The day in `<dcterms:modified>` of the core properties; a file whose properties are odd is still read.
fn saved(core: &str) -> Option<Date> {
    let behind = core.split_once("modified")?.1;
    Date::of_stamp(behind.split_once('>')?.1.trim_start())
}

/// Relationship ids of headers and footers that are shown, in order, each once.
fn shown_parts(tree: &Tree<'_>, even_odd: bool) -> Vec<(String, String)> {
    let (mut shown, mut seen) = (Vec::new(), HashSet::new());
    for section in tree.root().sections() {
        let title_page = child(section, "titlePg").is_some_and(on);
        for reference in section.children().filter(|n| is_w(*n, "headerReference") || is_w(*n, "footerReference")) {
            let visible = match attr(reference, "type") {
                Some("first") => title_page,
                Some("even") => even_odd,
                _ => true,
            };
            if let Some(id) = attr(reference, "id").filter(|_| visible) {
                let entry = (reference.name().to_owned(), id.to_owned());
                if seen.insert(entry.clone()) {
                    shown.push(entry);
                }
            }
        }
    }
    shown
}

/// The tree of a part, where there is one.
fn parse(part: &Option<Part>) -> Result<Option<Tree<'_>>, Unreadable> {
    part.as_ref().map(Part::parse).transpose()
}

/// The parts that these references lead to, each once.
fn linked(
    package: &mut Package<'_>,
    relations: &Relations,
    shown: &[(String, String)],
    kind: &str,
) -> Result<Vec<Part>, Unreadable> {
    let mut parts: Vec<Part> = Vec::new();
    for target in shown.iter().filter(|(k, _)| k == kind).filter_map(|(_, id)| relations.id(id)) {
        if !parts.iter().any(|p| p.name == target) {
            parts.extend(package.part(target)?);
        }
    }
    Ok(parts)
}

/// A comment of comments.xml.
#[derive(Debug)]
struct Comment {
    who: String,
    day: Option<Date>,
    text: String,
}

/// Comments by id.
fn comments(root: Node<'_>) -> HashMap<String, Comment> {
    let comments = root.children().filter(|n| is_w(*n, "comment"));
    let text = |n: Node<'_>| n.descendants().filter(|d| is_w(*d, "t")).map(|d| d.text()).collect::<String>();
    let own = |n: Node<'_>, name: &str| attr(n, name).unwrap_or_default().to_owned();
    let day = |n: Node<'_>| attr(n, "date").and_then(Date::of_stamp);
    let comment = |n: Node<'_>| Comment { who: own(n, "author"), day: day(n), text: text(n) };
    let entry = |n: Node<'_>| Some((attr(n, "id")?.to_owned(), comment(n)));
    comments.filter_map(entry).collect()
}

/// Page, margins and grid of a section.
fn section(node: Node<'_>, end_line: usize) -> Section {
    let size = child(node, "pgSz");
    let side = |name: &str| child(node, "pgMar").and_then(|m| length(attr(m, name)?));
    let margins = match (side("top"), side("right"), side("bottom"), side("left")) {
        (Some(top), Some(right), Some(bottom), Some(left)) => Some([top, right, bottom, left]),
        _ => None,
    };
    let grid =
        child(node, "docGrid").filter(|g| matches!(attr(*g, "type"), Some("lines" | "linesAndChars" | "snapToChars")));
    Section {
        end_line,
        page: size.and_then(|s| Some((length(attr(s, "w")?)?, length(attr(s, "h")?)?))),
        landscape: size.and_then(|s| attr(s, "orient")) == Some("landscape"),
        margins,
        grid_pitch: grid.and_then(|g| length(attr(g, "linePitch")?)),
        title_page: child(node, "titlePg").is_some_and(on),
        restart: child(node, "pgNumType").and_then(|p| int(attr(p, "start")?)),
    }
}
