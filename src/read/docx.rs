//! Office Open XML: the package, its styles and numbers, and the flattened text.

mod blocks;
mod format;
mod inline;
mod numbering;
mod numerals;
mod package;
mod table;
mod xml;

use crate::document::{Document, Format, Section, Trace, TraceKind, Zone};
use crate::error::{Reason, Unreadable};

use blocks::Flat;
use package::{Package, Part};
use xml::{attr, child, int, is_w, length, on};

/// Reads a .docx, .docm, .dotx or .dotm.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let mut package = Package::open(bytes)?;
    let main = package.main()?;
    let styles = format::read(&mut package, &main)?;
    let numbering = numbering::read(&mut package, &main)?;
    let comments = comments(&mut package, &main)?;
    let even_odd = setting(&mut package, &main, "evenAndOddHeaders")?;
    let tree = main.parse()?;
    let mut flat = Flat::new(&styles, &numbering, comments);

    let shown = shown_parts(&tree, even_odd);
    let header_parts = related(&mut package, &main, &shown, "headerReference")?;
    let footer_parts = related(&mut package, &main, &shown, "footerReference")?;
    for part in &header_parts {
        flat.part(part, Zone::Header)?;
    }
    flat.enter(&main, Zone::Body);
    if let Some(body) = child(tree.root_element(), "body") {
        flat.blocks(body, None);
    }
    flat.close_section(tree.root_element());
    for part in &footer_parts {
        flat.part(part, Zone::Footer)?;
    }
    for kind in ["footnotes", "endnotes"] {
        if let Some(part) = package.related(&main, kind)? {
            flat.part(&part, Zone::Footnote)?;
        }
    }
    if package.has_macros() {
        flat.document.traces.push(Trace { kind: TraceKind::Macros, at: 0, detail: String::new() });
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
    Ok(document)
}

/// Relationship ids of headers and footers that are shown, in order, each once.
fn shown_parts(tree: &roxmltree::Document<'_>, even_odd: bool) -> Vec<(String, String)> {
    let mut shown = Vec::new();
    for section in tree.descendants().filter(|n| is_w(*n, "sectPr")) {
        let title_page = child(section, "titlePg").is_some_and(on);
        for reference in section.children().filter(|n| is_w(*n, "headerReference") || is_w(*n, "footerReference")) {
            let visible = match attr(reference, "type") {
                Some("first") => title_page,
                Some("even") => even_odd,
                _ => true,
            };
            if let Some(id) = attr(reference, "id").filter(|_| visible) {
                let entry = (reference.tag_name().name().to_owned(), id.to_owned());
                if !shown.contains(&entry) {
                    shown.push(entry);
                }
            }
        }
    }
    shown
}

fn related(
    package: &mut Package<'_>,
    main: &Part,
    shown: &[(String, String)],
    kind: &str,
) -> Result<Vec<Part>, Unreadable> {
    let mut parts: Vec<Part> = Vec::new();
    for (_, id) in shown.iter().filter(|(k, _)| k == kind) {
        if let Some(part) = package.by_id(main, id)?
            && !parts.iter().any(|p| p.name == part.name)
        {
            parts.push(part);
        }
    }
    Ok(parts)
}

/// Whether a switch is set in settings.xml.
fn setting(package: &mut Package<'_>, main: &Part, name: &str) -> Result<bool, Unreadable> {
    let Some(part) = package.related(main, "settings")? else { return Ok(false) };
    let tree = part.parse()?;
    Ok(child(tree.root_element(), name).is_some_and(on))
}

/// Author and text of each comment by id.
fn comments(package: &mut Package<'_>, main: &Part) -> Result<Vec<(String, String)>, Unreadable> {
    let Some(part) = package.related(main, "comments")? else { return Ok(Vec::new()) };
    let tree = part.parse()?;
    let comments = tree.root_element().children().filter(|n| is_w(*n, "comment"));
    let text = |n: roxmltree::Node<'_, '_>| {
        n.descendants().filter(|d| is_w(*d, "t")).filter_map(|d| d.text().map(str::to_owned)).collect::<String>()
    };
    let entry = |n: roxmltree::Node<'_, '_>| {
        Some((attr(n, "id")?.to_owned(), format!("{}：{}", attr(n, "author").unwrap_or_default(), text(n))))
    };
    Ok(comments.filter_map(entry).collect())
}

/// Page, margins and grid of a section.
fn section(node: roxmltree::Node<'_, '_>, end_line: usize) -> Section {
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
