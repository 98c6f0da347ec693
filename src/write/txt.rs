//! Plain text written again: encoding, mark, line ends and every byte that no change touches stay.

use std::ops::Range;

use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::document::{Document, Format};
use crate::edit::Edit;
use crate::error::{Reason, Unreadable};
use crate::read::txt::decode;
use crate::write::Why;
use crate::write::patch::{Patch, patched};

/// A plain text and where in the file its characters stand.
#[derive(Debug)]
pub(crate) struct Editor<'f> {
    bytes: &'f [u8],
    document: &'f Document,
    encoding: &'static Encoding,
    /// For each character: its first byte in the text as read, and in the file; behind the last one both ends.
    places: Vec<(usize, usize)>,
    /// Characters of four bytes are in use: whoever reads the file knows them.
    wide: bool,
}

impl<'f> Editor<'f> {
    pub(crate) fn open(bytes: &'f [u8], document: &'f Document) -> Result<Self, Unreadable> {
        if document.format != Format::Text {
            return Ok(Self { bytes, document, encoding: UTF_8, places: Vec::new(), wide: false });
        }
        let decoded = decode(bytes)?;
        let encoding = decoded.encoding;
        let (mut places, mut wide) = (Vec::with_capacity(decoded.text.len() / 2), false);
        let (mut read, mut stored) = (0, decoded.mark);
        let mut pending = false;
        let mut rest = decoded.text.as_str();
        while let Some(first) = rest.chars().next() {
            let length = unit(encoding, bytes.get(stored..).unwrap_or_default(), first);
            wide |= encoding == GB18030 && length > 2;
            // A few codes of Big5 stand for two characters.
            let characters = one(encoding, bytes.get(stored..stored + length).unwrap_or_default(), first);
            // Of two bytes that end one line the text as read has one.
            if !(pending && first == '\n') {
                places.push((read, stored));
                read += if ends_line(first) { 1 } else { characters };
            }
            pending = first == '\r';
            stored += length;
            rest = rest.get(characters..).unwrap_or_default();
        }
        places.push((read, stored));
        Ok(Self { bytes, document, encoding, places, wide })
    }

    pub(crate) fn refuses(&self, edit: &Edit) -> Option<Why> {
        if self.document.format != Format::Text {
            return Some(Why::File);
        }
        if self.document.text.slice(edit.range()).contains(|c: char| c.is_control()) {
            return Some(Why::Blank);
        }
        if self.stored(&edit.range()).is_none() {
            return Some(Why::Structure);
        }
        self.encoded(&edit.text).is_none().then_some(Why::Encoding)
    }

    pub(crate) fn written(&self, edits: Vec<&Edit>) -> Result<Vec<u8>, Unreadable> {
        let patch = |edit: &Edit| Some(Patch::new(self.stored(&edit.range())?, self.encoded(&edit.text)?));
        let patches = edits.into_iter().filter_map(patch).collect();
        let overlapping = || Unreadable::new(Reason::Corrupt, "几处修改互相重叠，没有写出");
        patched(self.bytes, patches).map(|(new, _)| new).ok_or_else(overlapping)
    }

    /// The bytes of some characters.
    fn stored(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let place = |at: usize| self.places.binary_search_by_key(&at, |(read, _)| *read).ok().map(|n| self.places[n].1);
        Some(place(range.start)?..place(range.end)?)
    }

    /// A text in the encoding of the file; none if that lacks one of its characters.
    fn encoded(&self, text: &str) -> Option<Vec<u8>> {
        let wide = |bytes: fn(u16) -> [u8; 2]| Some(text.encode_utf16().flat_map(bytes).collect());
        match self.encoding {
            e if e == UTF_8 => Some(text.as_bytes().to_vec()),
            e if e == UTF_16LE => wide(u16::to_le_bytes),
            e if e == UTF_16BE => wide(u16::to_be_bytes),
            // What every program knows comes before what only newer ones do.
            e => encoded(if e == GB18030 && !self.wide { GBK } else { e }, text),
        }
    }
}

/// In an encoding of one or more bytes for a character, if it reads the same again.
fn encoded(encoding: &'static Encoding, text: &str) -> Option<Vec<u8>> {
    let (bytes, _, lost) = encoding.encode(text);
    let again = encoding.decode_without_bom_handling_and_without_replacement(&bytes)?;
    (!lost && again == text).then(|| bytes.into_owned())
}

/// How many bytes of the file the next character takes.
fn unit(encoding: &'static Encoding, rest: &[u8], character: char) -> usize {
    match encoding {
        e if e == UTF_8 => character.len_utf8(),
        e if e == UTF_16LE || e == UTF_16BE => character.len_utf16() * 2,
        _ if rest.first().is_none_or(|b| *b <= 0x80) => 1,
        e if e == GB18030 && rest.get(1).is_some_and(u8::is_ascii_digit) => 4,
        _ => 2,
    }
}

/// How many bytes of text the next bytes of the file stand for.
fn one(encoding: &'static Encoding, bytes: &[u8], character: char) -> usize {
    let twice = encoding == BIG5 && bytes.len() == 2;
    let both = || encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.len());
    if twice { both().unwrap_or(character.len_utf8()) } else { character.len_utf8() }
}

fn ends_line(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{b}' | '\u{c}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    const TEXT: &str = "示教发[2026]1号\r\n甲\r\r\n乙，€\u{b}丙\u{c}丁\n\n";

    fn edited(bytes: &[u8], from: &str, to: &str) -> Result<Vec<u8>, Why> {
        let document = read::read("正文.txt", bytes).unwrap();
        let editor = Editor::open(bytes, &document).unwrap();
        let start = document.text.as_str().find(from).unwrap();
        let edit = Edit::new(start..start + from.len(), to);
        match editor.refuses(&edit) {
            Some(why) => Err(why),
            None => Ok(editor.written(vec![&edit]).unwrap()),
        }
    }

    fn wide(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_other_byte_stays_in_every_encoding() {
        fn gb(text: &str) -> Vec<u8> {
            GB18030.encode(text).0.into_owned()
        }
        type Encode = fn(&str) -> Vec<u8>;
        let encodings: [Encode; 6] = [
            |text| text.as_bytes().to_vec(),
            |text| format!("\u{feff}{text}").into_bytes(),
            |text| wide(&format!("\u{feff}{text}"), u16::to_le_bytes),
            |text| wide(&format!("\u{feff}{text}"), u16::to_be_bytes),
            |text| wide(text, u16::to_le_bytes),
            gb,
        ];
        for encode in encodings {
            for (from, to) in [("[2026]", "〔2026〕"), ("丁", "丁二"), ("乙，€", "")] {
                assert_eq!(edited(&encode(TEXT), from, to), Ok(encode(&TEXT.replace(from, to))), "{from}");
            }
        }
        let big5 = |text: &str| BIG5.encode(text).0.into_owned();
        let notice = "關於做好防汛工作的通知\r\n各單位：\r\n請貫徹執行。";
        assert_eq!(edited(&big5(notice), "各單位", "各位"), Ok(big5(&notice.replace("各單位", "各位"))));
    }

    #[test]
    fn what_the_encoding_lacks_is_not_written() {
        let notice = "关于做好防汛工作的通知\r\n各单位：\r\n";
        let (gb, _, _) = GB18030.encode(notice);
        assert_eq!(edited(&gb, "各", "\u{20000}"), Err(Why::Encoding));
        assert_eq!(edited(&gb, "通知\n各", "各"), Err(Why::Blank));
        let (gb, _, _) = GB18030.encode("关于做好防汛工作的通知\u{20001}\r\n各单位：");
        assert!(edited(&gb, "各", "\u{20000}").is_ok());
    }
}
