//! Sections: page, margins, grid, and which header and footer stands on which of their pages.

use std::ops::Range;

use crate::document::{Document, Line, Section, Zone};
use crate::error::Unreadable;
use crate::read::package::{Package, Part, Relations};
use crate::read::xml::{Node, Tree, attr, child, int, is_w, length, on};

/// Header or footer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Header,
    Footer,
}

/// The pages of a section that have headers and footers of their own, in the order of `PAGES`.
const PAGES: [&str; 3] = ["default", "first", "even"];

/// Relationship ids of headers, then footers, by page; a page that shows none of its own has none.
type Shown = [[Option<String>; 3]; 2];

/// The headers and footers that are shown, by section.
#[derive(Debug)]
pub(super) struct PageParts(Vec<Shown>);

impl PageParts {
    /// A section without a header or footer of some kind goes on with that of the section before.
    pub(super) fn of(tree: &Tree<'_>, even_odd: bool) -> Self {
        let mut all = Vec::new();
        let mut linked = Shown::default();
        for section in tree.root().sections() {
            for (kind, name) in ["headerReference", "footerReference"].into_iter().enumerate() {
                for reference in section.children().filter(|n| is_w(*n, name)) {
                    let page = attr(reference, "type").unwrap_or(PAGES[0]);
                    if let Some(at) = PAGES.iter().position(|p| *p == page) {
                        linked[kind][at] = attr(reference, "id").map(str::to_owned);
                    }
                }
            }
            let visible = [true, child(section, "titlePg").is_some_and(on), even_odd];
            let mut shown = linked.clone();
            for pages in &mut shown {
                pages.iter_mut().zip(visible).filter(|(_, visible)| !visible).for_each(|(id, _)| *id = None);
            }
            all.push(shown);
        }
        Self(all)
    }

    /// The parts of a kind in order, each once.
    pub(super) fn parts(
        &self,
        kind: Kind,
        package: &mut Package<'_>,
        relations: &Relations,
    ) -> Result<Vec<Part>, Unreadable> {
        let mut parts: Vec<Part> = Vec::new();
        let ids = self.0.iter().flat_map(|shown| shown[kind as usize].iter().flatten());
        for target in ids.filter_map(|id| relations.id(id)) {
            if !parts.iter().any(|p| p.name == target) {
                parts.extend(package.part(target)?);
            }
        }
        Ok(parts)
    }

    /// Notes the lines of a footer on the sections that show it.
    pub(super) fn note_footer(&self, sections: &mut [Section], lines: &Range<usize>, is_it: impl Fn(&str) -> bool) {
        for (section, shown) in sections.iter_mut().zip(&self.0) {
            let places = [&mut section.footer, &mut section.first_footer, &mut section.even_footer];
            for (place, id) in places.into_iter().zip(&shown[Kind::Footer as usize]) {
                if id.as_deref().is_some_and(&is_it) {
                    *place = Some(lines.clone());
                }
            }
        }
    }
}

/// Where pages begin: where the program that wrote the file saw them begin, and at breaks behind which it saw no text. A
/// file that was never laid out does not say where a page is full.
pub(super) fn starts(document: &Document) -> Vec<usize> {
    let seen = &document.page_starts;
    if seen.is_empty() {
        return Vec::new();
    }
    let inside = |line: &Line| matches!(line.zone, Zone::Body | Zone::Table);
    let (mut all, mut first) = (seen.clone(), None);
    for (number, line) in document.lines.iter().enumerate().filter(|(_, line)| inside(line)) {
        if line.new_page {
            first = first.or(Some(line.range.start));
        }
        if let Some(start) = first.filter(|_| !document.is_blank(number)) {
            let at = seen.partition_point(|seen| *seen < start);
            let is_seen = seen.get(at).is_some_and(|seen| *seen <= line.range.end);
            all.extend((!is_seen).then_some(start));
            first = None;
        }
    }
    all.sort_unstable();
    all
}

/// Page, margins and grid of a section.
pub(super) fn section(node: Node<'_>, end_line: usize) -> Section {
    let size = child(node, "pgSz");
    let margin = child(node, "pgMar");
    let side = |name: &str| length(attr(margin?, name)?);
    let margins = match (side("top"), side("right"), side("bottom"), side("left")) {
        (Some(top), Some(right), Some(bottom), Some(left)) => Some([top, right, bottom, left]),
        _ => None,
    };
    let grid =
        child(node, "docGrid").filter(|g| matches!(attr(*g, "type"), Some("lines" | "linesAndChars" | "snapToChars")));
    let of_characters = grid.filter(|g| attr(*g, "type") != Some("lines"));
    let number = child(node, "pgNumType");
    Section {
        end_line,
        page: size.and_then(|s| Some((length(attr(s, "w")?)?, length(attr(s, "h")?)?))),
        landscape: size.and_then(|s| attr(s, "orient")) == Some("landscape"),
        margins,
        grid_pitch: grid.and_then(|g| length(attr(g, "linePitch")?)),
        grid_space: of_characters.map(|g| attr(g, "charSpace").and_then(int).unwrap_or(0)),
        title_page: child(node, "titlePg").is_some_and(on),
        restart: number.and_then(|p| int(attr(p, "start")?)),
        gutter: side("gutter").unwrap_or(0),
        number_format: number.and_then(|p| attr(p, "fmt")).map(str::to_owned),
        ..Section::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[test]
    fn pages_begin_where_they_were_seen_and_at_breaks_that_nobody_saw() {
        let line = |range: Range<usize>, new_page| Line { range, new_page, ..Line::default() };
        let mut document = Document {
            text: Text::new("甲\n乙\n\n丙\n".to_owned()),
            lines: vec![line(0..3, false), line(4..7, true), line(8..8, true), line(9..12, false)],
            ..Document::default()
        };
        assert_eq!((starts(&document), document.page(9)), (vec![], None), "it was never laid out");
        document.page_starts = vec![4];
        document.page_starts = starts(&document);
        assert_eq!(document.page_starts, [4, 8]);
        assert_eq!([0, 4, 9].map(|offset| document.page(offset)), [Some(1), Some(2), Some(3)]);
    }
}
