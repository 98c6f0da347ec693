//! Tokens to a tree: one pass over the bytes, well-formedness and limits on the way.

use std::ops::Range;

use memchr::memchr2;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::error::{Reason, Unreadable};
use crate::lang::Words;
use crate::read::xml::{Entry, SECTION, TEXT_BOX, Tree, attributes};
use crate::words;

/// Elements nested deeper than this are refused; real documents stay under 60.
const DEEPEST: usize = 200;
/// A start tag longer than this is refused; Word keeps whole pictures in attributes of old drawings.
const LONGEST_TAG: usize = 8 << 20;
/// A name of this length is none.
const LONGEST_NAME: usize = 1 << 10;
/// A start tag with more attributes than this is refused.
const MOST_ATTRIBUTES: usize = 256;
/// ` a=""`
const SHORTEST_ATTRIBUTE: usize = 5;
/// More elements and texts in one part than this are refused.
const MOST_ENTRIES: usize = 8_000_000;
pub(in crate::read) const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(in crate::read) const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

impl<'x> Tree<'x> {
    /// Reads a part; refuses what is not well-formed, what would cost too much, and what no document needs.
    pub(crate) fn parse(part: &str, xml: &'x str) -> Result<Self, Unreadable> {
        Self::of_at_most(MOST_ENTRIES, part, xml)
    }

    /// The same of a part of so many elements and texts.
    pub(super) fn of_at_most(most: usize, part: &str, xml: &'x str) -> Result<Self, Unreadable> {
        let entries = Vec::with_capacity(xml.len() / 40);
        let tree = Tree { xml, entries, resolved: Vec::new(), landmarks: Vec::new() };
        let mut builder = Builder { part, most, tree, open: Vec::new(), spaces: Vec::new() };
        builder.read()?;
        Ok(builder.tree)
    }
}

struct Builder<'x, 'p> {
    part: &'p str,
    most: usize,
    tree: Tree<'x>,
    /// Entries of the elements that are open.
    open: Vec<u32>,
    /// Prefixes of the main namespace, and those that hide one: depth, prefix, whether it is the main one.
    spaces: Vec<(usize, &'x str, bool)>,
}

impl<'x> Builder<'x, '_> {
    fn read(&mut self) -> Result<(), Unreadable> {
        let mut reader = Reader::from_str(self.tree.xml);
        // Names are compared here, against the open entries.
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        loop {
            let at = reader.buffer_position() as usize;
            match reader.read_event() {
                Ok(Event::Start(tag)) => self.element(at + 1, &tag, true)?,
                Ok(Event::Empty(tag)) => self.element(at + 1, &tag, false)?,
                Ok(Event::End(tag)) => self.close(at, tag.name().as_ref())?,
                Ok(Event::Text(text)) => self.text(at, text.len())?,
                Ok(Event::CData(text)) => self.text(at + "<![CDATA[".len(), text.len())?,
                Ok(Event::GeneralRef(reference)) => self.reference(at, &reference)?,
                Ok(Event::DocType(_)) => return Err(self.doctype()),
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
                Ok(Event::Eof) if self.open.is_empty() && !self.tree.entries.is_empty() => return Ok(()),
                Ok(Event::Eof) | Err(_) => return Err(self.broken(at)),
            }
        }
    }

    fn element(&mut self, start: usize, tag: &BytesStart<'_>, opens: bool) -> Result<(), Unreadable> {
        if self.open.is_empty() && !self.tree.entries.is_empty() {
            return Err(self.broken(start));
        }
        if tag.len() > LONGEST_TAG {
            return Err(self.too_large("有一个标记过长"));
        }
        if self.open.len() >= DEEPEST {
            return Err(self.too_large("嵌套过深"));
        }
        let name = tag.name().as_ref().len();
        let full = self.tree.xml.as_bytes().get(start..start + name).filter(|n| (1..LONGEST_NAME).contains(&n.len()));
        let full = full.ok_or_else(|| self.broken(start))?;
        let prefix = full.iter().position(|&b| b == b':').map_or(0, |colon| colon + 1);
        if name < tag.len() {
            self.attributes(start + name..start + tag.len())?;
        }
        let space = &full[..prefix.saturating_sub(1)];
        let word = self.spaces.iter().rev().find(|(_, p, _)| p.as_bytes() == space).is_some_and(|(_, _, word)| *word);
        let at = self.tree.entries.len() as u32;
        let local = &full[prefix..];
        if word && (local == TEXT_BOX.as_bytes() || local == SECTION.as_bytes()) {
            self.tree.landmarks.push(at);
        }
        let (name, prefix) = (name as u16, prefix as u16);
        self.push(Entry { start: start as u32, end: (start + tag.len()) as u32, after: at + 1, name, prefix, word })?;
        match opens {
            true => self.open.push(at),
            false => self.forget_spaces(),
        }
        Ok(())
    }

    fn push(&mut self, entry: Entry) -> Result<(), Unreadable> {
        if self.tree.entries.len() >= self.most {
            return Err(self.too_large("标记太多"));
        }
        self.tree.entries.push(entry);
        Ok(())
    }

    fn close(&mut self, at: usize, name: &[u8]) -> Result<(), Unreadable> {
        let open = self.open.pop().ok_or_else(|| self.broken(at))?;
        let after = self.tree.entries.len() as u32;
        let entry = &mut self.tree.entries[open as usize];
        entry.after = after;
        let start = entry.start as usize;
        if &self.tree.xml.as_bytes()[start..start + usize::from(entry.name)] != name {
            return Err(self.broken(at));
        }
        self.forget_spaces();
        Ok(())
    }

    /// Notes what an element declares, and resolves the values that hold references.
    fn attributes(&mut self, range: Range<usize>) -> Result<(), Unreadable> {
        let tag = &self.tree.xml[range.clone()];
        if tag.len() > MOST_ATTRIBUTES * SHORTEST_ATTRIBUTE && attributes(tag).count() > MOST_ATTRIBUTES {
            return Err(self.too_large("有一个标记过长"));
        }
        // Nearly all tags neither declare nor refer.
        let Some(first) = memchr2(b'&', b'x', tag.as_bytes()) else { return Ok(()) };
        if !tag[first..].contains('&') && !tag[first..].contains("xmlns") {
            return Ok(());
        }
        for (name, value) in attributes(tag) {
            let text = &tag[value.clone()];
            if text.contains('&') {
                let at = range.start + value.start;
                let plain = quick_xml::escape::unescape(text).map_err(|_| self.broken(at))?;
                self.tree.resolved.push((at as u32, plain.into_owned()));
            }
            let name = &tag[name];
            let Some(prefix) = name.strip_prefix("xmlns:").or((name == "xmlns").then_some("")) else { continue };
            let word = matches!(text, TRANSITIONAL | STRICT);
            if word || self.spaces.iter().any(|(_, p, _)| *p == prefix) {
                self.spaces.push((self.open.len(), prefix, word));
            }
        }
        Ok(())
    }

    fn text(&mut self, start: usize, len: usize) -> Result<(), Unreadable> {
        let end = start + len;
        if self.open.is_empty() {
            let outside = self.tree.xml.get(start..end).unwrap_or_default();
            return if outside.trim().is_empty() { Ok(()) } else { Err(self.broken(start)) };
        }
        if len == 0 {
            return Ok(());
        }
        let after = self.tree.entries.len() as u32 + 1;
        self.push(Entry { start: start as u32, end: end as u32, after, name: 0, prefix: 0, word: false })
    }

    /// `&amp;` and `&#x4e00;`; no other reference has a meaning without a document type.
    fn reference(&mut self, at: usize, reference: &BytesRef<'_>) -> Result<(), Unreadable> {
        let named = || match &**reference {
            b"amp" => Some('&'),
            b"lt" => Some('<'),
            b"gt" => Some('>'),
            b"quot" => Some('"'),
            b"apos" => Some('\''),
            _ => None,
        };
        let by_code = reference.resolve_char_ref().map_err(|_| self.broken(at))?;
        let c = by_code.or_else(named).filter(|c| !c.is_control() || c.is_whitespace());
        let c = c.filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'));
        let c = c.filter(|_| !self.open.is_empty()).ok_or_else(|| self.broken(at))?;
        self.tree.resolved.push((at as u32, c.to_string()));
        self.text(at, reference.len() + 2)
    }

    /// What an element declares ends with it.
    fn forget_spaces(&mut self) {
        while self.spaces.last().is_some_and(|(depth, _, _)| *depth >= self.open.len()) {
            self.spaces.pop();
        }
    }

    fn broken(&self, at: usize) -> Unreadable {
        Unreadable::new(
            Reason::Corrupt,
            words!(
                "{part} 第{at}字节处的 XML 有错误，文件可能已损坏；请用 Word 或 WPS 打开后另存",
                part = self.part,
                at = at + 1
            ),
        )
    }

    fn doctype(&self) -> Unreadable {
        Unreadable::new(
            Reason::Corrupt,
            words!(
                "{part} 含有文档类型声明（DOCTYPE），正常的文档不会有，已拒绝读取；请用 Word 或 WPS 另存后再检查",
                part = self.part
            ),
        )
    }

    fn too_large(&self, what: &'static str) -> Unreadable {
        Unreadable::new(
            Reason::TooLarge,
            words!(
                "{part} 里{what}，已拒绝读取；请用 Word 或 WPS 另存后再检查",
                part = self.part,
                what = Words::from(what)
            ),
        )
    }
}
