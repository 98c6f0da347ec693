//! Tables from codes to characters: those that a file brings, and those that every viewer knows by name.

use std::collections::HashMap;

use encoding_rs::{BIG5, Encoding, GB18030};

use super::object::{Lexer, Object};
use crate::sort;

/// Ranges and single codes of one table.
const MOST_ENTRIES: usize = 200_000;

/// A table of a file.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Length in bytes, first and last code.
    spaces: Vec<(usize, u32, u32)>,
    /// What single codes stand for.
    singles: HashMap<u32, Target>,
    /// What ranges of codes stand for, by their first.
    ranges: Vec<(u32, u32, Target)>,
}

/// What a code stands for.
#[derive(Clone, Debug)]
enum Target {
    /// UTF-16, its last unit counted on in a range.
    Units(Vec<u16>),
    /// A glyph of a collection.
    Glyph(u32),
}

impl Table {
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut table = Self::default();
        let mut lexer = Lexer::content(bytes);
        let mut operands: Vec<Object> = Vec::new();
        loop {
            match lexer.object() {
                Some(Object::Word(word)) => {
                    table.take(&word, &operands);
                    operands.clear();
                }
                Some(operand) if operands.len() < MOST_ENTRIES => operands.push(operand),
                Some(_) => operands.clear(),
                None if lexer.at >= bytes.len() => break,
                // Signs that are no objects stand in the program around the tables.
                None => lexer.at += 1,
            }
        }
        sort::by_key(&mut table.ranges, |(first, ..)| *first);
        table
    }

    fn take(&mut self, word: &[u8], operands: &[Object]) {
        if self.singles.len() + self.ranges.len() > MOST_ENTRIES {
            return;
        }
        match word {
            b"endcodespacerange" => {
                let space = |pair: &[Object]| Some((pair[0].text()?.len(), code(&pair[0])?, code(&pair[1])?));
                self.spaces.extend(operands.chunks_exact(2).filter_map(space));
            }
            b"endbfchar" | b"endcidchar" => {
                let single = |pair: &[Object]| Some((code(&pair[0])?, target(&pair[1])?));
                self.singles.extend(operands.chunks_exact(2).filter_map(single));
            }
            b"endbfrange" | b"endcidrange" => {
                for range in operands.chunks_exact(3) {
                    let (Some(first), Some(last)) = (code(&range[0]), code(&range[1])) else { continue };
                    match &range[2] {
                        Object::Array(each) => {
                            let each = (first..=last).zip(each.iter());
                            self.singles.extend(each.filter_map(|(code, to)| Some((code, target(to)?))));
                        }
                        to => self.ranges.extend(target(to).map(|to| (first, last, to))),
                    }
                }
            }
            _ => {}
        }
    }

    fn find(&self, code: u32) -> Option<(&Target, u32)> {
        if let Some(target) = self.singles.get(&code) {
            return Some((target, 0));
        }
        let behind = self.ranges.partition_point(|(first, ..)| *first <= code);
        let (first, last, target) = self.ranges.get(behind.checked_sub(1)?)?;
        (code <= *last).then_some((target, code - first))
    }

    /// The characters that a code stands for; none when the table does not say.
    pub(super) fn characters(&self, code: u32) -> Option<String> {
        let (Target::Units(units), on) = self.find(code)? else { return None };
        let mut units = units.clone();
        if let Some(last) = units.last_mut() {
            *last = last.wrapping_add(on as u16);
        }
        let text = String::from_utf16(&units).ok()?;
        Some(text).filter(|text| !text.is_empty() && !text.contains(['\0', '\u{fffd}']))
    }

    /// The glyph that a code stands for.
    fn glyph(&self, code: u32) -> u32 {
        match self.find(code) {
            Some((Target::Glyph(glyph), on)) => glyph.saturating_add(on),
            _ => 0,
        }
    }
}

/// The bytes of a code as a number.
fn code(object: &Object) -> Option<u32> {
    let bytes = object.text().filter(|bytes| (1..=4).contains(&bytes.len()))?;
    Some(bytes.iter().fold(0, |all, &byte| all << 8 | u32::from(byte)))
}

fn target(object: &Object) -> Option<Target> {
    match object {
        Object::Text(bytes) => {
            // One byte alone is a character of its own.
            let units = |pair: &[u8]| pair.iter().fold(0u16, |all, &byte| all << 8 | u16::from(byte));
            Some(Target::Units(bytes.chunks(2).take(64).map(units).collect()))
        }
        other => other.index().and_then(|n| u32::try_from(n).ok()).map(Target::Glyph),
    }
}

/// How bytes of a text become codes, and codes glyphs or characters, where no table of the file says it.
#[derive(Debug)]
pub(super) enum Coding {
    /// One byte each.
    Bytes,
    /// Two bytes each, which are the glyph.
    Glyphs,
    /// Codes of an encoding of characters; glyphs of letters from here on.
    Encoded(&'static Encoding, u32),
    /// UTF-16.
    Units,
    /// A table of the file.
    Own(Table),
}

/// The glyphs of letters, from the space on: of their own width, and half as wide as a Han character.
const PROPORTIONAL: u32 = 1;
const HALF: u32 = 813;

impl Coding {
    /// One that viewers know by name, such as `GBK-EUC-H`; none for one that is not known here.
    pub(super) fn named(name: &[u8]) -> Option<Self> {
        let name = std::str::from_utf8(name).ok()?;
        let name = name.strip_suffix("-H").or_else(|| name.strip_suffix("-V")).unwrap_or(name);
        match name {
            "Identity" => Some(Coding::Glyphs),
            "GB-EUC" | "GBK-EUC" => Some(Coding::Encoded(GB18030, HALF)),
            "GBpc-EUC" | "GBKp-EUC" | "GBK2K" => Some(Coding::Encoded(GB18030, PROPORTIONAL)),
            "B5pc" | "ETen-B5" | "ETenms-B5" | "HKscs-B5" => Some(Coding::Encoded(BIG5, PROPORTIONAL)),
            name if name.ends_with("-UCS2") || name.ends_with("-UTF16") => Some(Coding::Units),
            _ => None,
        }
    }

    /// The next code with its length in bytes; at least one byte is taken.
    pub(super) fn next(&self, bytes: &[u8]) -> (u32, usize) {
        let length = match self {
            Coding::Bytes => 1,
            Coding::Glyphs => 2,
            Coding::Encoded(encoding, _) => match bytes {
                [0x81..=0xfe, 0x30..=0x39, ..] if *encoding == GB18030 => 4,
                [0x81..=0xfe, ..] => 2,
                _ => 1,
            },
            Coding::Units if matches!(bytes, [0xd8..=0xdb, ..]) => 4,
            Coding::Units => 2,
            Coding::Own(table) => table.length(bytes),
        };
        let taken = &bytes[..length.min(bytes.len())];
        (taken.iter().fold(0, |all, &byte| all << 8 | u32::from(byte)), taken.len().max(1))
    }

    /// The glyph of a code, by which widths are told.
    pub(super) fn glyph(&self, code: u32) -> u32 {
        match self {
            Coding::Bytes | Coding::Glyphs => code,
            Coding::Encoded(_, letters) if (0x20..0x7f).contains(&code) => letters + code - 0x20,
            Coding::Units if (0x20..0x7f).contains(&code) => PROPORTIONAL + code - 0x20,
            // Everything else is as wide as a Han character.
            Coding::Encoded(..) | Coding::Units => u32::MAX,
            Coding::Own(table) => table.glyph(code),
        }
    }

    /// The character of a code, where the coding is one of characters.
    pub(super) fn character(&self, code: u32) -> Option<char> {
        match self {
            Coding::Encoded(encoding, _) => {
                let bytes = code.to_be_bytes();
                let first = bytes.iter().position(|byte| *byte != 0)?;
                let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[first..])?;
                text.chars().next()
            }
            Coding::Units if code > 0xffff => {
                let units = [(code >> 16) as u16, code as u16];
                char::decode_utf16(units).next()?.ok()
            }
            Coding::Units => char::from_u32(code),
            Coding::Bytes | Coding::Glyphs | Coding::Own(_) => None,
        }
    }
}

impl Table {
    /// How many bytes the next code has: the first space that it lies in.
    fn length(&self, bytes: &[u8]) -> usize {
        let inside = |&&(length, first, last): &&(usize, u32, u32)| {
            let code = bytes.get(..length).map(|taken| taken.iter().fold(0, |all, &byte| all << 8 | u32::from(byte)));
            code.is_some_and(|code: u32| (first..=last).contains(&code))
        };
        let shortest = self.spaces.iter().map(|(length, ..)| *length).min();
        self.spaces.iter().find(inside).map_or(shortest.unwrap_or(2), |(length, ..)| *length)
    }
}

/// The character of a glyph of Adobe-GB1, as far as they stand in the order of GB 2312.
pub(super) fn of_gb1(glyph: u32) -> Option<char> {
    /// First glyph, first code, number of codes.
    const ROWS: [(u32, u32, u32); 18] = [
        (96, 0xa1a1, 94),
        (190, 0xa2b1, 50),
        (240, 0xa2e5, 10),
        (250, 0xa2f1, 12),
        (262, 0xa3a1, 94),
        (356, 0xa4a1, 83),
        (439, 0xa5a1, 86),
        (525, 0xa6a1, 24),
        (549, 0xa6c1, 24),
        (592, 0xa7a1, 33),
        (625, 0xa7d1, 33),
        (658, 0xa8a1, 26),
        (684, 0xa8c5, 37),
        (721, 0xa9a4, 76),
        (939, 0xb0a1, 0),
        (4605, 0xd7a1, 89),
        (4694, 0xd8a1, 0),
        (7702, 0, 0),
    ];
    if (1..=95).contains(&glyph) {
        return char::from_u32(glyph + 0x1f);
    }
    if (814..=907).contains(&glyph) {
        return char::from_u32(glyph - 814 + 0x21);
    }
    let at = ROWS.partition_point(|(first, ..)| *first <= glyph).checked_sub(1)?;
    let (first, start, count) = ROWS[at];
    let on = glyph - first;
    // Whole rows of Han characters, 94 in each.
    let code = match count {
        0 if start > 0 => start + (on / 94) * 0x100 + on % 94,
        count if on < count => start + on,
        _ => return None,
    };
    Coding::Encoded(GB18030, HALF).character(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_says_what_codes_stand_for() {
        let table = Table::parse(
            b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <00> <80> <8140> <fefe> endcodespacerange
            2 beginbfchar <01> <9752> <02> <00660066> endbfchar
            2 beginbfrange <10> <12> <4e00> <20> <21> [<0041> <0042>] endbfrange
            1 begincidrange <8140> <81ff> 100 endcidrange",
        );
        let all = |codes: &[u32]| codes.iter().map(|c| table.characters(*c).unwrap_or_default()).collect::<Vec<_>>();
        assert_eq!(all(&[1, 2, 0x12, 0x13, 0x21]), ["青", "ff", "丂", "", "B"]);
        let own = Coding::Own(table);
        assert_eq!((own.next(b"\x01\x02"), own.next(b"\x81\x41")), ((1, 1), (0x8141, 2)));
        assert_eq!(own.glyph(0x8141), 101);
    }

    #[test]
    fn known_names_are_decoded() {
        let read = |name: &str, mut bytes: &[u8]| {
            let coding = Coding::named(name.as_bytes()).unwrap();
            let mut text = String::new();
            while !bytes.is_empty() {
                let (code, length) = coding.next(bytes);
                text.extend(coding.character(code));
                bytes = &bytes[length..];
            }
            text
        };
        assert_eq!(read("GBK-EUC-H", b"\xc7\xe0\xba\xcc A"), "青禾 A");
        assert_eq!(read("GBK2K-V", b"\x81\x39\xee\x39"), "㐀");
        assert_eq!(read("UniGB-UTF16-H", b"\x97\x52\xd8\x40\xdc\x00"), "青𠀀");
        assert!(Coding::named(b"UniKS-X").is_none());
    }

    #[test]
    fn glyphs_of_gb1_stand_in_the_order_of_gb2312() {
        let all: String = [34, 96, 939, 1033, 4605, 4694, 7701].map(|g| of_gb1(g).unwrap_or('?')).iter().collect();
        assert_eq!(all, "A\u{3000}啊薄住亍齄");
        assert_eq!((of_gb1(0), of_gb1(800), of_gb1(20_000)), (None, None, None));
    }
}
