//! The elements of a part by their bytes, with the way up: what is needed to write between them.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::error::{Reason, Unreadable};
use crate::read::xml::{attribute, main_prefixes};

/// The elements of a part in document order. The part has been read before, so that it is well-formed and of bearable size.
#[derive(Debug)]
pub(crate) struct Outline {
    elements: Vec<Element>,
    /// Prefixes of the main namespace, each with its colon; an empty one where it is the default.
    prefixes: Vec<String>,
}

/// An element by its bytes.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    /// From `<` to behind the last `>`.
    pub(crate) range: Range<usize>,
    /// Between start tag and end tag; empty, at the end, for an element without an end tag.
    pub(crate) inner: Range<usize>,
    /// The element around.
    pub(crate) parent: Option<usize>,
    /// The element behind everything inside.
    after: usize,
    /// Bytes of the name, prefix included.
    name: usize,
}

impl Outline {
    /// Notes the elements of a part.
    ///
    /// # Errors
    /// The part is broken.
    pub(crate) fn of(xml: &str) -> Result<Self, Unreadable> {
        let broken = || Unreadable::new(Reason::Corrupt, "部件的标记不成对，无法改写");
        let mut outline = Self { elements: Vec::with_capacity(xml.len() / 60), prefixes: Vec::new() };
        let mut open: Vec<usize> = Vec::new();
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        loop {
            let at = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|_| broken())?;
            let end = reader.buffer_position() as usize;
            match event {
                Event::Start(ref tag) | Event::Empty(ref tag) => {
                    let (number, name) = (outline.elements.len(), tag.name().as_ref().len());
                    let (range, inner, parent) = (at..end, end..end, open.last().copied());
                    outline.elements.push(Element { range, inner, parent, after: number + 1, name });
                    for prefix in main_prefixes(&xml[at + 1 + name..end]) {
                        if !outline.prefixes.contains(&prefix) {
                            outline.prefixes.push(prefix);
                        }
                    }
                    if matches!(event, Event::Start(_)) {
                        open.push(number);
                    }
                }
                Event::End(_) => {
                    let number = open.pop().ok_or_else(broken)?;
                    let after = outline.elements.len();
                    let element = &mut outline.elements[number];
                    (element.inner.end, element.range.end, element.after) = (at, end, after);
                }
                Event::Eof if open.is_empty() => return Ok(outline),
                Event::Eof => return Err(broken()),
                _ => {}
            }
        }
    }

    /// An element by its number.
    pub(crate) fn get(&self, at: usize) -> &Element {
        &self.elements[at]
    }

    /// The element that begins at this byte.
    pub(crate) fn beginning(&self, place: usize) -> Option<usize> {
        self.elements.binary_search_by_key(&place, |element| element.range.start).ok()
    }

    /// The innermost element whose content holds this place.
    pub(crate) fn around(&self, place: usize) -> Option<usize> {
        let before = self.elements.partition_point(|e| e.range.start < place).checked_sub(1)?;
        let holds = |at: &usize| {
            let inner = &self.elements[*at].inner;
            inner.start <= place && place <= inner.end
        };
        std::iter::once(before).chain(self.ancestors(before)).find(holds)
    }

    /// The elements around one, from the inside to the outside.
    pub(crate) fn ancestors(&self, at: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.elements[at].parent, |&at| self.elements[at].parent)
    }

    /// The elements right inside one.
    pub(crate) fn children(&self, at: usize) -> impl Iterator<Item = usize> {
        let end = self.elements[at].after;
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.elements[child].after;
            Some(child)
        })
    }

    /// All elements inside one, at any depth.
    pub(crate) fn inside(&self, at: usize) -> Range<usize> {
        at + 1..self.elements[at].after
    }

    /// All elements.
    pub(crate) fn all(&self) -> Range<usize> {
        0..self.elements.len()
    }

    /// The name with its prefix.
    pub(crate) fn full_name<'x>(&self, xml: &'x str, at: usize) -> &'x str {
        let element = &self.elements[at];
        &xml[element.range.start + 1..element.range.start + 1 + element.name]
    }

    /// Prefix, with its colon, and name.
    pub(crate) fn name<'x>(&self, xml: &'x str, at: usize) -> (&'x str, &'x str) {
        let full = self.full_name(xml, at);
        full.split_at(full.find(':').map_or(0, |colon| colon + 1))
    }

    /// Whether it is this element of the main namespace.
    pub(crate) fn is_word(&self, xml: &str, at: usize, name: &str) -> bool {
        let (prefix, own) = self.name(xml, at);
        own == name && self.prefixes.iter().any(|p| p == prefix)
    }

    /// The first child of this name, of the main namespace.
    pub(crate) fn child(&self, xml: &str, at: usize, name: &str) -> Option<usize> {
        self.children(at).find(|&child| self.is_word(xml, child, name))
    }

    /// An attribute by its local name: where its value stands.
    pub(crate) fn attribute(&self, xml: &str, at: usize, name: &str) -> Option<Range<usize>> {
        let element = &self.elements[at];
        let start = element.range.start + 1 + element.name;
        let value = attribute(&xml[start..self.tag_end(at)], name)?;
        Some(start + value.start..start + value.end)
    }

    /// The value of an attribute, as it is written.
    pub(crate) fn value<'x>(&self, xml: &'x str, at: usize, name: &str) -> Option<&'x str> {
        self.attribute(xml, at, name).map(|range| &xml[range])
    }

    /// Behind the name in the start tag: where attributes are put in.
    pub(crate) fn behind_name(&self, at: usize) -> usize {
        let element = &self.elements[at];
        element.range.start + 1 + element.name
    }

    /// Behind the start tag.
    pub(crate) fn tag_end(&self, at: usize) -> usize {
        self.elements[at].inner.start
    }

    /// A prefix of the main namespace that attributes can have.
    pub(crate) fn prefix(&self) -> Option<&str> {
        self.prefixes.iter().map(String::as_str).find(|p| !p.is_empty())
    }
}

/// Text as the content of an element.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_known_by_their_bytes() {
        let xml = concat!(
            "<?xml version='1.0'?><w:a xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>",
            "<w:b c='1>2'/><w:d>甲<!-- > -->乙</w:d></w:a>"
        );
        let outline = Outline::of(xml).unwrap();
        let names: Vec<&str> = outline.all().map(|at| outline.full_name(xml, at)).collect();
        assert_eq!(names, ["w:a", "w:b", "w:d"]);
        assert_eq!(outline.value(xml, 1, "c"), Some("1>2"));
        let d = outline.get(2);
        assert_eq!((&xml[d.inner.clone()], d.parent), ("甲<!-- > -->乙", Some(0)));
        assert_eq!(outline.around(xml.find('乙').unwrap()), Some(2));
        assert_eq!(outline.around(d.inner.end), Some(2));
        assert_eq!((outline.beginning(d.range.start), outline.beginning(1)), (Some(2), None));
        assert_eq!(outline.children(0).collect::<Vec<_>>(), [1, 2]);
        assert!(outline.is_word(xml, 2, "d") && !outline.is_word(xml, 2, "e"));
    }
}
