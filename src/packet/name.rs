//! Names of files: bytes that need not be UTF-8, shown without loss, and read as whoever gave them meant them.

use encoding_rs::{BIG5, Encoding, GB18030, SHIFT_JIS};

use crate::fold;
use crate::terms::Terms;

/// What stands before the two digits of a byte that is part of no character.
const BYTE: &str = "\\x";

/// A name as it is shown and kept: two names of different bytes are never shown alike. A byte that is part of no
/// character is `\xB8`, a backslash in a name is doubled.
pub fn shown(bytes: &[u8]) -> String {
    let mut shown = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        shown.push_str(&chunk.valid().replace('\\', "\\\\"));
        chunk.invalid().iter().for_each(|byte| shown.push_str(&format!("{BYTE}{byte:02X}")));
    }
    shown
}

/// The bytes of a name that is shown.
pub fn bytes(shown: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(shown.len());
    let mut rest = shown;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at..];
        let byte = rest.strip_prefix(BYTE).and_then(|r| u8::from_str_radix(r.get(..2)?, 16).ok());
        let taken = match byte {
            Some(byte) => {
                bytes.push(byte);
                BYTE.len() + 2
            }
            None => {
                bytes.push(b'\\');
                if rest.starts_with("\\\\") { 2 } else { 1 }
            }
        };
        rest = &rest[taken..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// What a name means: itself, but for one that is written in an older encoding, or that a program has unpacked in the
/// wrong one. Folders are told by `/`, also where they are only written in the name, with `\`.
pub(super) fn meant(shown: &str, terms: &Terms) -> String {
    if shown.is_ascii() && !shown.contains('\\') {
        return shown.to_owned();
    }
    let parts: Vec<String> = shown.split('/').map(|part| meant_part(part, terms)).collect();
    parts.join("/")
}

fn meant_part(part: &str, terms: &Terms) -> String {
    if part.is_ascii() && !part.contains('\\') || !part.contains('\\') && part.contains(fold::is_han) {
        return part.to_owned();
    }
    let bytes = bytes(part);
    let readings: Vec<String> = match String::from_utf8(bytes) {
        Ok(name) => {
            let again = [cp437(&name), latin(&name)].into_iter().flatten();
            let again = again.filter_map(|bytes| decoded(GB18030, &bytes)).filter(|name| name.contains(fold::is_han));
            again.chain([name.replace('\\', "/")]).collect()
        }
        Err(e) => {
            // Chinese in UTF-8 with a byte too many is still that.
            let whole: String = e.as_bytes().utf8_chunks().map(|chunk| chunk.valid()).collect();
            let whole = Some(whole).filter(|name| name.contains(fold::is_han));
            let others = [GB18030, SHIFT_JIS, BIG5].into_iter().filter_map(|of| decoded(of, e.as_bytes()));
            whole.into_iter().chain(others).collect()
        }
    };
    let known = readings.iter().find(|name| says_something(name, terms)).or(readings.first());
    known.cloned().unwrap_or_else(|| part.to_owned())
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
}

/// A name in which a word stands that tells what a file is.
fn says_something(name: &str, terms: &Terms) -> bool {
    let words = &terms.words;
    let mut known = terms.labels.attachment.iter().chain(&words.form_files).chain(&words.form_names);
    let mut others = words.main_names.iter().chain(&words.slip_names).chain(&words.supporting);
    known.any(|word| name.contains(word.as_str())) || others.any(|word| name.contains(word.as_str()))
}

/// The upper half of code page 437, in which old archives are unpacked.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

fn cp437(name: &str) -> Option<Vec<u8>> {
    let byte = |c: char| match c {
        c if c.is_ascii() => Some(c as u8),
        // Greek letters have two code points each.
        'μ' => Some(0xE6),
        'β' => Some(0xE1),
        c => CP437.chars().position(|known| known == c).map(|at| 0x80 + at as u8),
    };
    name.chars().map(byte).collect()
}

/// Latin letters back into the bytes that they stand for: Windows-1252, with its gaps as they are.
fn latin(name: &str) -> Option<Vec<u8>> {
    let byte = |c: char| match u8::try_from(c) {
        Ok(byte) => Some(byte),
        Err(_) => {
            let mut buffer = [0; 4];
            let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
            if lost { None } else { bytes.first().copied() }
        }
    };
    name.chars().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::RuleSet;

    fn read(bytes: &[u8]) -> String {
        meant(&shown(bytes), &RuleSet::builtin().unwrap().terms)
    }

    #[test]
    fn names_of_different_bytes_are_never_shown_alike() {
        let names: [&[u8]; 8] =
            [b"\xB8", b"\xB9", b"\\xB8", b"\\\\xB8", b"\\", b"\\\\", "\u{fffd}".as_bytes(), b"x\xE5\x8F"];
        let all: std::collections::BTreeSet<String> = names.iter().map(|name| shown(name)).collect();
        assert_eq!(all.len(), names.len());
        for name in names {
            assert_eq!(bytes(&shown(name)), name);
        }
    }

    #[test]
    fn a_name_means_the_same_in_whatever_encoding_it_came() {
        for name in ["附件1.值班安排表.xlsx", "附件/附件2.docx", "正文.docx"] {
            let (gbk, ..) = GB18030.encode(name);
            assert_eq!(read(&gbk), name);
            assert_eq!(read(name.as_bytes()), name);
            let unpacked: String = gbk
                .iter()
                .map(|&b| if b < 0x80 { b as char } else { CP437.chars().nth(b as usize - 0x80).unwrap() })
                .collect();
            assert_eq!(read(unpacked.as_bytes()), name);
            let latin: String = gbk.iter().map(|&b| b as char).collect();
            assert_eq!(read(latin.as_bytes()), name);
        }
        assert_eq!(read(&["附件1 值班表".as_bytes(), b"\xFF.docx"].concat()), "附件1 值班表.docx");
        let (jis, ..) = SHIFT_JIS.encode("附件1.docx");
        assert_eq!(read(&jis), "附件1.docx");
        assert_eq!(read("附件\\附件1.docx".as_bytes()), "附件/附件1.docx");
        assert_eq!(read("Café.docx".as_bytes()), "Café.docx");
    }
}
