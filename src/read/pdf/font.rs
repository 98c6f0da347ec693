//! Faces: what the codes of a text stand for and how wide they are.

use std::collections::HashMap;
use std::rc::Rc;

use encoding_rs::{MACINTOSH, WINDOWS_1252};

use super::cmap::{Coding, Table, of_gb1};
use super::file::File;
use super::object::{Dict, Object};
use crate::error::Unreadable;
use crate::read::printed::UNKNOWN;
use crate::sort;

/// A face as a text uses it.
#[derive(Debug)]
pub(super) struct Font {
    coding: Coding,
    to_characters: Option<Table>,
    /// Characters of single bytes.
    bytes: Vec<char>,
    /// The glyphs are those of Adobe-GB1.
    gb1: bool,
    widths: HashMap<u32, f64>,
    /// First glyph, last glyph, their width.
    ranges: Vec<(u32, u32, f64)>,
    /// Width of all others, in sizes.
    other: f64,
    /// Lines run downwards.
    pub(super) vertical: bool,
}

/// A code of a text as it is drawn.
pub(super) struct Drawn {
    pub(super) text: String,
    /// Width in sizes.
    pub(super) width: f64,
    /// It is the single byte that spaces between words are added to.
    pub(super) space: bool,
}

impl Font {
    pub(super) fn read(file: &File<'_>, dict: &Dict) -> Result<Self, Unreadable> {
        let to_characters = match file.get(dict, b"ToUnicode")? {
            Object::Stream(stream) => Some(Table::parse(&file.unpacked(&stream)?)),
            _ => None,
        };
        let mut font = Self {
            coding: Coding::Bytes,
            to_characters,
            bytes: Vec::new(),
            gb1: false,
            widths: HashMap::new(),
            ranges: Vec::new(),
            other: 0.5,
            vertical: false,
        };
        if file.get(dict, b"Subtype")?.name() == Some(b"Type0") {
            font.composite(file, dict)?;
        } else {
            font.simple(file, dict)?;
        }
        Ok(font)
    }

    fn simple(&mut self, file: &File<'_>, dict: &Dict) -> Result<(), Unreadable> {
        let encoding = file.get(dict, b"Encoding")?;
        self.bytes = bytes(file, &encoding)?;
        // Type 3 faces say in what unit they tell widths.
        let matrix = file.get(dict, b"FontMatrix")?;
        let unit = matrix.array().and_then(|m| m.first()?.number()).map_or(0.001, f64::abs);
        let descriptor = file.get(dict, b"FontDescriptor")?;
        const SYMBOLIC: usize = 4;
        let flags = descriptor.dict().and_then(|d| d.get(&b"Flags"[..])?.index()).unwrap_or(0);
        if encoding == Object::Null && flags & SYMBOLIC != 0 {
            // Its codes are its own, and only a table can say what they stand for.
            self.bytes.clear();
        }
        if let Some(missing) = descriptor.dict().and_then(|d| d.get(&b"MissingWidth"[..])?.number()) {
            self.other = missing * unit;
        }
        let first = file.get(dict, b"FirstChar")?.index().unwrap_or(0) as u32;
        let widths = file.get(dict, b"Widths")?;
        for (at, width) in widths.array().unwrap_or_default().iter().take(256).enumerate() {
            if let Some(width) = file.resolve(width)?.number() {
                self.widths.insert(first.saturating_add(at as u32), width * unit);
            }
        }
        Ok(())
    }

    fn composite(&mut self, file: &File<'_>, dict: &Dict) -> Result<(), Unreadable> {
        let encoding = file.get(dict, b"Encoding")?;
        let coding = match &encoding {
            Object::Name(name) => Coding::named(name),
            Object::Stream(stream) => Some(Coding::Own(Table::parse(&file.unpacked(stream)?))),
            _ => None,
        };
        self.vertical = encoding.name().is_some_and(|name| name.ends_with(b"-V"));
        self.coding = coding.unwrap_or(Coding::Glyphs);
        let descendants = file.get(dict, b"DescendantFonts")?;
        let first = descendants.array().and_then(<[Object]>::first).unwrap_or(&Object::Null);
        let descendant = file.resolve(first)?;
        let Some(descendant) = descendant.dict() else { return Ok(()) };
        let system = file.get(descendant, b"CIDSystemInfo")?;
        let ordering = system.dict().and_then(|system| system.get(&b"Ordering"[..]));
        self.gb1 = ordering.and_then(Object::text) == Some(b"GB1");
        self.other = file.get(descendant, b"DW")?.number().unwrap_or(1000.0) / 1000.0;
        self.wide(file, &file.get(descendant, b"W")?)
    }

    /// Widths: `first [each …]` and `first last all`.
    fn wide(&mut self, file: &File<'_>, widths: &Object) -> Result<(), Unreadable> {
        let mut rest = widths.array().unwrap_or_default();
        while let [first, second, behind @ ..] = rest {
            let first = first.index().map_or(0, |n| n as u32);
            match file.resolve(second)? {
                Object::Array(each) => {
                    for (at, width) in each.iter().enumerate() {
                        let glyph = first.saturating_add(at as u32);
                        self.widths.extend(width.number().map(|width| (glyph, width / 1000.0)));
                    }
                    rest = behind;
                }
                last => {
                    let (Some(last), Some((width, behind))) = (last.index(), behind.split_first()) else { break };
                    let width = width.number().unwrap_or(1000.0) / 1000.0;
                    self.ranges.push((first, last.min(u32::MAX as usize) as u32, width));
                    rest = behind;
                }
            }
        }
        sort::by_key(&mut self.ranges, |(first, ..)| *first);
        Ok(())
    }

    fn width(&self, glyph: u32) -> f64 {
        if let Some(width) = self.widths.get(&glyph) {
            return *width;
        }
        let at = self.ranges.partition_point(|(first, ..)| *first <= glyph).checked_sub(1);
        let range = at.and_then(|at| self.ranges.get(at)).filter(|(_, last, _)| glyph <= *last);
        range.map_or(self.other, |(.., width)| *width)
    }

    /// The codes of a text, one after the other.
    pub(super) fn drawn<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = Drawn> + 't {
        let mut rest = text;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let (code, length) = self.coding.next(rest);
            rest = rest.get(length..).unwrap_or_default();
            let text = self.characters(code);
            Some(Drawn { text, width: self.width(self.coding.glyph(code)), space: length == 1 && code == 0x20 })
        })
    }

    fn characters(&self, code: u32) -> String {
        if let Some(text) = self.to_characters.as_ref().and_then(|table| table.characters(code)) {
            return text;
        }
        let by_byte = || self.bytes.get(code as usize).copied().filter(|c| *c != UNKNOWN);
        let by_glyph = || of_gb1(self.coding.glyph(code)).filter(|_| self.gb1);
        self.coding.character(code).or_else(by_byte).or_else(by_glyph).unwrap_or(UNKNOWN).to_string()
    }
}

/// The characters of single bytes: a base encoding, and what differs from it.
fn bytes(file: &File<'_>, encoding: &Object) -> Result<Vec<char>, Unreadable> {
    let base = match encoding.dict() {
        Some(dict) => file.get(dict, b"BaseEncoding")?,
        None => encoding.clone(),
    };
    let encoding_of_letters = if base.name() == Some(b"MacRomanEncoding") { MACINTOSH } else { WINDOWS_1252 };
    let mut all: Vec<char> = (0..=255u8)
        .map(|byte| {
            let letter = [byte];
            let text = encoding_of_letters.decode_without_bom_handling_and_without_replacement(&letter);
            text.and_then(|text| text.chars().next()).filter(|c| !c.is_control()).unwrap_or(UNKNOWN)
        })
        .collect();
    let differences = match encoding.dict() {
        Some(dict) => file.get(dict, b"Differences")?,
        None => Object::Null,
    };
    let mut code = 0;
    for one in differences.array().unwrap_or_default() {
        match one {
            Object::Name(name) => {
                if let Some(letter) = all.get_mut(code) {
                    *letter = of_name(name).unwrap_or(UNKNOWN);
                }
                code += 1;
            }
            other => code = other.index().unwrap_or(code),
        }
    }
    Ok(all)
}

/// The character that a glyph is named after.
fn of_name(name: &Rc<[u8]>) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    let base = name.split('.').next().unwrap_or(name);
    let mut letters = base.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(letter);
    }
    let by_code = base.strip_prefix("uni").or_else(|| base.strip_prefix('u')).filter(|hex| hex.len() >= 4);
    let by_code = by_code.and_then(|hex| u32::from_str_radix(hex.get(..hex.len().min(6))?, 16).ok());
    by_code.and_then(char::from_u32).or_else(|| {
        let at = NAMES.binary_search_by_key(&base, |(name, _)| name).ok()?;
        Some(NAMES[at].1)
    })
}

/// Names of signs and digits, in order.
const NAMES: [(&str, char); 61] = [
    ("ampersand", '&'),
    ("asciicircum", '^'),
    ("asciitilde", '~'),
    ("asterisk", '*'),
    ("at", '@'),
    ("backslash", '\\'),
    ("bar", '|'),
    ("braceleft", '{'),
    ("braceright", '}'),
    ("bracketleft", '['),
    ("bracketright", ']'),
    ("bullet", '•'),
    ("colon", ':'),
    ("comma", ','),
    ("copyright", '©'),
    ("degree", '°'),
    ("divide", '÷'),
    ("dollar", '$'),
    ("eight", '8'),
    ("ellipsis", '…'),
    ("emdash", '—'),
    ("endash", '–'),
    ("equal", '='),
    ("exclam", '!'),
    ("fi", 'ﬁ'),
    ("five", '5'),
    ("fl", 'ﬂ'),
    ("four", '4'),
    ("grave", '`'),
    ("greater", '>'),
    ("guillemotleft", '«'),
    ("guillemotright", '»'),
    ("hyphen", '-'),
    ("less", '<'),
    ("minus", '−'),
    ("multiply", '×'),
    ("nine", '9'),
    ("numbersign", '#'),
    ("one", '1'),
    ("parenleft", '('),
    ("parenright", ')'),
    ("percent", '%'),
    ("period", '.'),
    ("periodcentered", '·'),
    ("plus", '+'),
    ("question", '?'),
    ("quotedbl", '"'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotesingle", '\''),
    ("semicolon", ';'),
    ("seven", '7'),
    ("six", '6'),
    ("slash", '/'),
    ("space", ' '),
    ("three", '3'),
    ("two", '2'),
    ("underscore", '_'),
    ("zero", '0'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_are_known_by_name() {
        assert!(NAMES.is_sorted());
        let named =
            ["A", "uni9752", "u20000", "zero", "emdash", "g12", "one.alt"].map(|n| of_name(&n.as_bytes().into()));
        assert_eq!(named, [Some('A'), Some('青'), Some('𠀀'), Some('0'), Some('—'), None, Some('1')]);
    }
}
