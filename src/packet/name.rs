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
pub(crate) fn meant(shown: &str, terms: &Terms) -> String {
    if shown.is_ascii() && !shown.contains('\\') {
        return shown.to_owned();
    }
    let parts: Vec<String> = shown.split('/').map(|part| likeliest(part, &ways(part), terms)).collect();
    parts.join("/")
}

/// All that a path may say beside itself, each once; nothing where there is no doubt.
pub(super) fn readings(shown: &str, terms: &Terms) -> Vec<String> {
    let all: Vec<(&str, Ways)> = shown.split('/').map(|part| (part, ways(part))).collect();
    let mut readings = vec![meant(shown, terms)];
    for way in (0..WAYS).filter(|&way| all.iter().any(|(_, ways)| ways[way].is_some())) {
        let part = |(part, ways): &(&str, Ways)| ways[way].clone().unwrap_or_else(|| likeliest(part, ways, terms));
        readings.push(all.iter().map(part).collect::<Vec<_>>().join("/"));
    }
    readings.sort();
    readings.dedup();
    readings.retain(|reading| reading != shown);
    readings
}

/// The ways to read a name that is not what it says: as UTF-8 with bytes too many; in three encodings; in these without
/// the bytes that are part of no character; back from two code pages in which archives are unpacked.
const WAYS: usize = 9;
type Ways = [Option<String>; WAYS];

fn ways(part: &str) -> Ways {
    if part.is_ascii() && !part.contains('\\') || !part.contains('\\') && part.contains(fold::is_han) {
        return Ways::default();
    }
    let han = |name: &String| name.contains(fold::is_han);
    match String::from_utf8(bytes(part)) {
        Ok(name) => {
            let again = |bytes: Option<Vec<u8>>| decoded(GB18030, &bytes?).filter(han);
            let (page, letters) = (again(cp437(&name)), again(latin(&name)));
            [None, None, None, None, None, None, None, page, letters]
        }
        Err(e) => {
            let bytes = e.as_bytes();
            let whole: String = bytes.utf8_chunks().map(|chunk| chunk.valid()).collect();
            // By chance a few bytes of another encoding are a character of this one.
            let lost = bytes.len() - whole.len();
            let whole = Some(whole).filter(|name| name.bytes().filter(|b| !b.is_ascii()).count() > lost);
            let [gb, jis, big5] = [GB18030, SHIFT_JIS, BIG5].map(|of| decoded(of, bytes));
            let [gb_sifted, jis_sifted, big5_sifted] = [(GB18030, &gb), (SHIFT_JIS, &jis), (BIG5, &big5)]
                .map(|(of, strict)| if strict.is_none() { Some(sifted(of, bytes)).filter(han) } else { None });
            [whole.filter(han), gb, jis, big5, gb_sifted, jis_sifted, big5_sifted, None, None]
        }
    }
}

/// Chinese in UTF-8 with a byte too many is still that; otherwise the reading in which a word stands that tells what a file
/// is, or the one of the most common characters: what is read in the wrong encoding is made of rare ones.
fn likeliest(part: &str, ways: &Ways, terms: &Terms) -> String {
    let all = || ways.iter().flatten();
    let common = || all().min_by_key(|name| std::cmp::Reverse(common(name)));
    let known = ways[0].as_ref().or_else(|| all().find(|name| says_something(name, terms))).or_else(common);
    let folders = || String::from_utf8(bytes(part)).map_or_else(|_| part.to_owned(), |name| name.replace('\\', "/"));
    known.cloned().unwrap_or_else(folders)
}

/// How many of a hundred Han characters of a name are among the 6,763 of GB/T 2312.
fn common(name: &str) -> usize {
    let han = || name.chars().filter(|c| fold::is_han(*c));
    let is_common = |c: &char| {
        let mut buffer = [0; 4];
        matches!(*GB18030.encode(c.encode_utf8(&mut buffer)).0, [0xB0..=0xF7, 0xA1..=0xFE])
    };
    han().filter(is_common).count() * 100 / han().count().max(1)
}

/// A name without the bytes that are part of no character, and without what encodings make of 0x80.
fn sifted(encoding: &'static Encoding, bytes: &[u8]) -> String {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    text.chars().filter(|c| !c.is_control() && !matches!(*c, char::REPLACEMENT_CHARACTER | '€')).collect()
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
        // No word tells what they are: what is read in the wrong encoding is made of rare characters.
        for (encoding, name) in [(GB18030, "值班安排.mp4"), (SHIFT_JIS, "安全整改情况表.mp4"), (BIG5, "值班安排.mp4")]
        {
            let (bytes, ..) = encoding.encode(name);
            assert_eq!(read(&bytes), name);
            let (stem, end) = bytes.split_at(bytes.len() - ".mp4".len());
            assert_eq!(read(&[stem, b"\x80\xff", end].concat()), name, "bytes too many are set aside");
        }
        assert_eq!(read("Café.docx".as_bytes()), "Café.docx");
    }
}
