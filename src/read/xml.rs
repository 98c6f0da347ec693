//! XML of one part as a light tree: where elements and texts stand; attributes are read only when asked for.

mod build;

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2};

use build::{STRICT, TRANSITIONAL};

/// Elements that a tree notes the places of.
const TEXT_BOX: &str = "txbxContent";
const SECTION: &str = "sectPr";

/// The elements and texts of a part in document order.
#[derive(Debug)]
pub(crate) struct Tree<'x> {
    xml: &'x str,
    entries: Vec<Entry>,
    /// What texts and attribute values with references stand for, by their first byte.
    resolved: Vec<(u32, String)>,
    /// Entries that are text boxes or section properties: asked for often, and rare.
    landmarks: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// First byte: of the name for an element, of the content for a text.
    start: u32,
    /// End of the start tag without `>`, or of the content.
    end: u32,
    /// The entry behind everything inside.
    after: u32,
    /// Bytes of the name, prefix included; 0 for a text.
    name: u16,
    /// Bytes of the prefix with its colon.
    prefix: u16,
    /// Of the main namespace, transitional or strict.
    word: bool,
}

/// An element of a tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'a> {
    tree: &'a Tree<'a>,
    at: usize,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl<'a> Node<'a> {
    fn entry(self) -> &'a Entry {
        &self.tree.entries[self.at]
    }

    /// The name without prefix.
    pub(crate) fn name(self) -> &'a str {
        let e = self.entry();
        &self.tree.xml[e.start as usize + usize::from(e.prefix)..e.start as usize + usize::from(e.name)]
    }

    /// Whether it is of the main namespace.
    pub(crate) fn is_word(self) -> bool {
        self.entry().word
    }

    /// The elements right inside.
    pub(crate) fn children(self) -> impl Iterator<Item = Node<'a>> {
        let end = self.entry().after as usize;
        let mut next = self.at + 1;
        std::iter::from_fn(move || {
            while next < end {
                let at = next;
                let entry = &self.tree.entries[at];
                next = entry.after as usize;
                if entry.name > 0 {
                    return Some(Node { tree: self.tree, at });
                }
            }
            None
        })
    }

    /// All elements inside, at any depth.
    pub(crate) fn descendants(self) -> impl Iterator<Item = Node<'a>> {
        let inside = self.at + 1..self.entry().after as usize;
        inside.filter(|&at| self.tree.entries[at].name > 0).map(move |at| Node { tree: self.tree, at })
    }

    /// The pieces of text right inside: bytes in the part and what they stand for.
    pub(crate) fn texts(self) -> impl Iterator<Item = (Range<usize>, &'a str)> {
        let end = self.entry().after as usize;
        let mut next = self.at + 1;
        std::iter::from_fn(move || {
            while next < end {
                let entry = &self.tree.entries[next];
                next = entry.after as usize;
                if entry.name == 0 {
                    let range = entry.start as usize..entry.end as usize;
                    return Some((range.clone(), self.tree.plain(range)));
                }
            }
            None
        })
    }

    /// The text right inside.
    pub(crate) fn text(self) -> Cow<'a, str> {
        let mut all = self.texts().map(|(_, t)| t);
        match (all.next(), all.next()) {
            (None, _) => Cow::Borrowed(""),
            (Some(one), None) => Cow::Borrowed(one),
            (Some(one), Some(two)) => Cow::Owned([one, two].into_iter().chain(all).collect()),
        }
    }

    /// Bytes of the start tag and all that is inside: equal bytes are equal elements.
    pub(crate) fn source(self) -> &'a str {
        let entry = self.entry();
        let last = &self.tree.entries[(entry.after as usize).max(self.at + 1) - 1];
        &self.tree.xml[entry.start as usize..last.end as usize]
    }

    /// Bytes from the `<` of the start tag to behind the `>` of the end tag.
    pub(crate) fn range(self) -> Range<usize> {
        self.entry().start as usize - 1..self.end()
    }

    /// Behind the end tag. What stands inside is passed over child by child, what is no entry sign by sign.
    fn end(self) -> usize {
        let (entry, xml) = (self.entry(), self.tree.xml);
        let mut at = entry.end as usize;
        if entry.name > 0 && xml[at..].starts_with("/>") {
            return at + 2;
        }
        let mut next = self.at + 1;
        while next < entry.after as usize {
            let inner = &self.tree.entries[next];
            at = inner.end as usize;
            if inner.after >= entry.after && inner.name > 0 {
                at = Node { tree: self.tree, at: next }.end();
            }
            next = inner.after as usize;
        }
        // Only remarks, instructions and empty sections of characters may stand between the last child and the end tag.
        while let Some(sign) = xml[at..].find('<').map(|found| at + found) {
            let rest = &xml[sign..];
            let close = [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("</", ">")];
            let close = close.into_iter().find(|(open, _)| rest.starts_with(open));
            let Some(behind) = close.and_then(|(_, close)| Some(sign + rest.find(close)? + close.len())) else { break };
            if rest.starts_with("</") {
                return behind;
            }
            at = behind;
        }
        xml.len()
    }

    /// The text boxes inside, at any depth.
    pub(crate) fn boxes(self) -> impl Iterator<Item = Node<'a>> {
        self.landmarks().filter(|n| n.name() == TEXT_BOX)
    }

    /// The section properties inside, at any depth; those that a tracked change has replaced are left out.
    pub(crate) fn sections(self) -> impl Iterator<Item = Node<'a>> {
        let mut behind = 0;
        self.landmarks().filter(move |n| {
            let own = n.name() == SECTION && n.at >= behind;
            behind = if own { n.entry().after as usize } else { behind };
            own
        })
    }

    fn landmarks(self) -> impl Iterator<Item = Node<'a>> {
        let all = &self.tree.landmarks;
        let first = all.partition_point(|&at| (at as usize) <= self.at);
        let inside = all[first..].iter().take_while(move |&&at| at < self.entry().after);
        inside.map(move |&at| Node { tree: self.tree, at: at as usize })
    }

    fn tag(self) -> (usize, &'a str) {
        let entry = self.entry();
        let start = entry.start as usize + usize::from(entry.name);
        (start, &self.tree.xml[start..entry.end as usize])
    }
}

impl<'x> Tree<'x> {
    /// The outermost element.
    pub(crate) fn root<'a>(&'a self) -> Node<'a>
    where
        'x: 'a,
    {
        Node { tree: self, at: 0 }
    }

    /// What a range stands for, references resolved.
    fn plain(&self, range: Range<usize>) -> &str {
        match self.resolved.binary_search_by_key(&(range.start as u32), |(at, _)| *at) {
            Ok(found) => &self.resolved[found].1,
            Err(_) => &self.xml[range],
        }
    }
}

/// Names and values in a start tag behind its name, as byte ranges.
fn attributes(tag: &str) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    let bytes = tag.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(at..)?;
        let start = at + rest.iter().position(|b| !b.is_ascii_whitespace())?;
        let end = start + bytes[start..].iter().position(|&b| b == b'=' || b.is_ascii_whitespace())?;
        let quote = end + memchr2(b'"', b'\'', &bytes[end..])?;
        let close = quote + 1 + memchr(bytes[quote], &bytes[quote + 1..])?;
        at = close + 1;
        Some((start..end, quote + 1..close))
    })
}

/// Whether a node is this element of the main namespace, transitional or strict.
pub(crate) fn is_w(node: Node<'_>, name: &str) -> bool {
    node.is_word() && node.name() == name
}

/// The first child element of this name.
pub(crate) fn child<'a>(node: Node<'a>, name: &str) -> Option<Node<'a>> {
    node.children().find(|n| is_w(*n, name))
}

/// An attribute by its local name.
pub(crate) fn attr<'a>(node: Node<'a>, name: &str) -> Option<&'a str> {
    let (start, tag) = node.tag();
    let value = attribute(tag, name)?;
    Some(node.tree.plain(start + value.start..start + value.end))
}

/// Where in a start tag behind its name the value of an attribute stands, by its local name.
pub(crate) fn attribute(tag: &str, name: &str) -> Option<Range<usize>> {
    let bytes = tag.as_bytes();
    let is = |full: &Range<usize>| {
        let short = full.len().checked_sub(name.len()).map(|before| full.start + before);
        short.is_some_and(|s| &bytes[s..full.end] == name.as_bytes() && (s == full.start || bytes[s - 1] == b':'))
    };
    attributes(tag).find(|(n, _)| is(n)).map(|(_, value)| value)
}

/// Prefixes of the main namespace, transitional or strict, that a start tag declares, each with its colon.
pub(crate) fn main_prefixes(tag: &str) -> impl Iterator<Item = String> {
    attributes(tag).filter(|(_, uri)| matches!(&tag[uri.clone()], TRANSITIONAL | STRICT)).filter_map(|(name, _)| {
        let name = &tag[name];
        if name == "xmlns" { Some(String::new()) } else { Some(format!("{}:", name.strip_prefix("xmlns:")?)) }
    })
}

/// The main namespace, strict or transitional.
pub(crate) fn main_space(strict: bool) -> &'static str {
    if strict { STRICT } else { TRANSITIONAL }
}

/// The `val` attribute of a child.
pub(crate) fn val<'a>(node: Node<'a>, name: &str) -> Option<&'a str> {
    child(node, name).and_then(|c| attr(c, "val"))
}

/// Whether a switch element is on: `val` absent, `1`, `true` or `on`.
pub(crate) fn on(node: Node<'_>) -> bool {
    !matches!(attr(node, "val"), Some("0" | "false" | "off" | "none"))
}

/// A whole number, also from `1.5` or with blanks.
pub(crate) fn int(text: &str) -> Option<i32> {
    let text = text.trim();
    if let Ok(number) = text.parse::<i32>() {
        return (number.abs() < 1_000_000_000).then_some(number);
    }
    let number: f64 = text.parse().ok()?;
    (number.abs() < 1e9).then_some(number as i32)
}

/// A length in twips; strict files write units.
pub(crate) fn length(text: &str) -> Option<i32> {
    let text = text.trim();
    let units =
        [("pt", 20.0), ("mm", 1440.0 / 25.4), ("cm", 1440.0 / 2.54), ("in", 1440.0), ("pc", 240.0), ("pi", 240.0)];
    for (unit, twips) in units {
        if let Some(number) = text.strip_suffix(unit) {
            let number: f64 = number.trim().parse().ok()?;
            return (number.abs() < 1e5).then_some((number * twips).round() as i32);
        }
    }
    int(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Reason;

    #[test]
    fn lengths_come_with_and_without_units() {
        assert_eq!(length("1440"), Some(1440));
        assert_eq!(length("595.3pt"), Some(11906));
        assert_eq!(length("37mm"), Some(2098));
        assert_eq!(length(""), None);
    }

    #[test]
    fn what_no_document_needs_is_refused() {
        let refused = |xml: &str| Tree::parse("a.xml", xml).err().map(|e| e.reason);
        assert_eq!(refused("<a b='1>2'><!-- <<< --><c/></a>"), None);
        assert_eq!(refused("<!DOCTYPE a><a/>"), Some(Reason::Corrupt));
        assert_eq!(refused(&"<a>".repeat(5000)), Some(Reason::TooLarge));
        let attributes: String = (0..300).map(|i| format!(" a{i}=''")).collect();
        assert_eq!(refused(&format!("<a{attributes}/>")), Some(Reason::TooLarge));
        for broken in
            ["", "<a>", "<a></b>", "<a/><b/>", "</a>", "<a>&x;</a>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a/>x"]
        {
            assert_eq!(refused(broken), Some(Reason::Corrupt), "{broken}");
        }
    }

    #[test]
    fn a_part_of_too_many_elements_and_texts_is_refused() {
        let refused = |xml: &str| Tree::of_at_most(4, "a.xml", xml).err().map(|e| e.reason);
        assert_eq!(refused("<a><b/>1<c/></a>"), None);
        assert_eq!(refused("<a><b/>1<c/>2</a>"), Some(Reason::TooLarge));
        assert_eq!(refused("<a><b/>1<c/><d/></a>"), Some(Reason::TooLarge));
    }

    #[test]
    fn an_element_ends_behind_its_end_tag() {
        let xml = "<a><b><c>1</c ><!-- </b> --><?d </b>?></b><e>2<![CDATA[</e>]]></e><f><![CDATA[]]></f><g></g></a>";
        let tree = Tree::parse("a.xml", xml).unwrap();
        let sources: Vec<&str> = tree.root().children().map(|n| &xml[n.range()]).collect();
        let b = "<b><c>1</c ><!-- </b> --><?d </b>?></b>";
        assert_eq!(sources, [b, "<e>2<![CDATA[</e>]]></e>", "<f><![CDATA[]]></f>", "<g></g>"]);
        assert_eq!(tree.root().range(), 0..xml.len());
    }

    #[test]
    fn a_tree_knows_names_attributes_and_texts_with_their_bytes() {
        let xml = format!(
            "<w:a xmlns:w='{TRANSITIONAL}'><w:b w:c='1&lt;2' d=\"x\"/>甲&amp;<![CDATA[乙<]]><b xmlns='{STRICT}'/><b/></w:a>"
        );
        let tree = Tree::parse("a.xml", &xml).unwrap();
        let root = tree.root();
        assert!(is_w(root, "a"));
        let all: Vec<(&str, bool)> = root.children().map(|n| (n.name(), n.is_word())).collect();
        assert_eq!(all, [("b", true), ("b", true), ("b", false)]);
        let b = child(root, "b").unwrap();
        assert_eq!((attr(b, "c"), attr(b, "d"), attr(b, "e")), (Some("1<2"), Some("x"), None));
        assert_eq!(root.text(), "甲&乙<");
        assert_eq!(root.range(), 0..xml.len());
        let sources: Vec<&str> = root.children().map(|n| &xml[n.range()]).collect();
        assert_eq!(sources[0], "<w:b w:c='1&lt;2' d=\"x\"/>");
        assert_eq!(sources[2], "<b/>");
        let pieces: Vec<&str> = root.texts().map(|(r, _)| &xml[r]).collect();
        assert_eq!(pieces, ["甲", "&amp;", "乙<"]);
    }
}
