//! Objects of a PDF and the words of its content streams, from bytes. Nothing is followed here.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// Arrays and dictionaries inside each other deeper than this are damage.
const DEEPEST: usize = 64;
/// Values in one object: a character map of a whole face has some 100,000.
const MOST_VALUES: usize = 500_000;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    Null,
    Number(f64),
    Name(Rc<[u8]>),
    Text(Rc<[u8]>),
    Array(Rc<[Object]>),
    Dict(Rc<Dict>),
    Stream(Rc<Stream>),
    /// The number of an object.
    Reference(u32),
    /// `true`, `false`, and in content streams what is to be done.
    Word(Rc<[u8]>),
}

/// Values by their names.
pub(super) type Dict = HashMap<Rc<[u8]>, Object>;

/// A dictionary and the bytes behind it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stream {
    pub(super) dict: Rc<Dict>,
    /// Bytes in the file.
    pub(super) bytes: Range<usize>,
}

impl Object {
    pub(super) fn number(&self) -> Option<f64> {
        if let Object::Number(number) = self { Some(*number) } else { None }
    }

    /// A whole number that counts or points.
    pub(super) fn index(&self) -> Option<usize> {
        self.number().filter(|n| *n >= 0.0 && *n < 1e15 && n.fract() == 0.0).map(|n| n as usize)
    }

    pub(super) fn name(&self) -> Option<&[u8]> {
        if let Object::Name(name) = self { Some(name) } else { None }
    }

    pub(super) fn text(&self) -> Option<&[u8]> {
        if let Object::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn array(&self) -> Option<&[Object]> {
        if let Object::Array(array) = self { Some(array) } else { None }
    }

    /// The dictionary, of a stream its own.
    pub(super) fn dict(&self) -> Option<&Rc<Dict>> {
        match self {
            Object::Dict(dict) => Some(dict),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }
}

/// Reads objects one after the other.
pub(super) struct Lexer<'b> {
    bytes: &'b [u8],
    pub(super) at: usize,
    /// Values that may still be read of the current object.
    left: usize,
    /// Numbers may be references.
    references: bool,
}

impl<'b> Lexer<'b> {
    /// Objects of a file.
    pub(super) fn new(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at, left: MOST_VALUES, references: true }
    }

    /// Operands and operators of a content stream.
    pub(super) fn content(bytes: &'b [u8]) -> Self {
        Self { references: false, ..Self::new(bytes, 0) }
    }

    /// The next object; none at the end and where there is none.
    pub(super) fn object(&mut self) -> Option<Object> {
        self.left = MOST_VALUES;
        self.value(0)
    }

    /// Values of the object that was read last.
    pub(super) fn taken(&self) -> usize {
        MOST_VALUES - self.left
    }

    fn value(&mut self, depth: usize) -> Option<Object> {
        self.left = self.left.checked_sub(1)?;
        if depth > DEEPEST {
            return None;
        }
        self.skip_blanks();
        match *self.bytes.get(self.at)? {
            b'/' => self.name().map(Object::Name),
            b'(' => Some(Object::Text(self.literal())),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => self.dict(depth),
            b'<' => Some(Object::Text(self.hexadecimal())),
            b'[' => self.array(depth),
            b'+' | b'-' | b'.' | b'0'..=b'9' => Some(self.number()),
            b')' | b'>' | b']' | b'{' | b'}' => None,
            _ => Some(self.plain_word()),
        }
    }

    /// Blanks and remarks.
    pub(super) fn skip_blanks(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'%' => {
                    let rest = &self.bytes[self.at..];
                    self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
                }
                byte if is_blank(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    /// The next word if it is this one.
    pub(super) fn word(&mut self, word: &[u8]) -> bool {
        self.skip_blanks();
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let here = rest.starts_with(word) && rest.get(word.len()).is_none_or(|&b| is_blank(b) || is_delimiter(b));
        self.at += if here { word.len() } else { 0 };
        here
    }

    fn plain_word(&mut self) -> Object {
        let word = self.regular();
        match word {
            b"null" => Object::Null,
            word => Object::Word(word.into()),
        }
    }

    /// The characters up to a blank or delimiter.
    fn regular(&mut self) -> &'b [u8] {
        let rest = &self.bytes[self.at..];
        let end = rest.iter().position(|&b| is_blank(b) || is_delimiter(b)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn name(&mut self) -> Option<Rc<[u8]>> {
        self.at += 1;
        let word = self.regular();
        if !word.contains(&b'#') {
            return Some(word.into());
        }
        let mut name = Vec::with_capacity(word.len());
        let mut rest = word;
        while let [first, behind @ ..] = rest {
            let code = behind.get(..2).filter(|_| *first == b'#').and_then(|d| Some(hex(d[0])? << 4 | hex(d[1])?));
            name.push(code.unwrap_or(*first));
            rest = &behind[if code.is_some() { 2 } else { 0 }..];
        }
        Some(name.into())
    }

    /// A number, or a reference: `12 0 R`.
    fn number(&mut self) -> Object {
        let word = self.regular();
        let number = plain_number(word);
        if self.references && word.iter().all(u8::is_ascii_digit) {
            let back = self.at;
            self.skip_blanks();
            let generation = self.regular();
            if !generation.is_empty() && generation.iter().all(u8::is_ascii_digit) && self.word(b"R") {
                return Object::Reference(number as u32);
            }
            self.at = back;
        }
        Object::Number(number)
    }

    /// A text in round brackets.
    fn literal(&mut self) -> Rc<[u8]> {
        let mut text = Vec::new();
        let mut open = 0usize;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'(' => {
                    open += 1;
                    if open == 1 {
                        continue;
                    }
                }
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    text.extend(self.escaped());
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text.into()
    }

    /// What a backslash and what follows stand for.
    fn escaped(&mut self) -> Option<u8> {
        let &byte = self.bytes.get(self.at)?;
        self.at += 1;
        match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\n' => None,
            b'\r' => {
                self.at += usize::from(self.bytes.get(self.at) == Some(&b'\n'));
                None
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.bytes.get(self.at) else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                Some(code as u8)
            }
            other => Some(other),
        }
    }

    /// A text in angle brackets.
    fn hexadecimal(&mut self) -> Rc<[u8]> {
        self.at += 1;
        let rest = &self.bytes[self.at..];
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        self.at += (end + 1).min(rest.len());
        let digits: Vec<u8> = rest[..end].iter().filter_map(|&b| hex(b)).collect();
        digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect()
    }

    fn array(&mut self, depth: usize) -> Option<Object> {
        self.at += 1;
        let mut values = Vec::new();
        loop {
            self.skip_blanks();
            if *self.bytes.get(self.at)? == b']' {
                self.at += 1;
                return Some(Object::Array(values.into()));
            }
            values.push(self.value(depth + 1)?);
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Object> {
        self.at += 2;
        let mut dict = Dict::new();
        loop {
            self.skip_blanks();
            match self.bytes.get(self.at..)? {
                [b'>', b'>', ..] => {
                    self.at += 2;
                    return Some(Object::Dict(dict.into()));
                }
                [b'/', ..] => {
                    let name = self.name()?;
                    let value = self.value(depth + 1)?;
                    dict.insert(name, value);
                }
                _ => return None,
            }
        }
    }
}

/// Whatever begins as a number is one, as viewers take it: `1.5`, `-.5`, `+3`, `4.`, `--5`.
fn plain_number(word: &[u8]) -> f64 {
    let text = std::str::from_utf8(word).unwrap_or_default();
    let number = text.parse().or_else(|_| text.replace("--", "-").parse()).unwrap_or(0.0);
    if f64::abs(number) < 1e15 { number } else { 0.0 }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Option<Object> {
        Lexer::new(text.as_bytes(), 0).object()
    }

    #[test]
    fn objects_are_read() {
        let text = |bytes: &[u8]| Some(Object::Text(bytes.into()));
        assert_eq!(one(" -1.5 "), Some(Object::Number(-1.5)));
        assert_eq!(one("12 0 R"), Some(Object::Reference(12)));
        assert_eq!(one("12 0 obj"), Some(Object::Number(12.0)));
        assert_eq!(one("/A#20B"), Some(Object::Name((*b"A B").into())));
        assert_eq!(one(r"(a(b)\)\101\n)"), text(b"a(b))A\n"));
        assert_eq!(one("<4e 0>"), text(b"\x4e\x00"));
        let Some(Object::Dict(dict)) = one("<</A[1 2 0 R]%x\n/B<</C null>>>>") else { panic!() };
        assert_eq!(dict[&b"A"[..]].array().map(<[Object]>::len), Some(2));
    }

    #[test]
    fn what_is_deep_long_or_cut_is_no_object() {
        assert_eq!(one(&"[".repeat(1_000_000)), None);
        assert_eq!(one(&format!("[{}]", "0 ".repeat(MOST_VALUES))), None);
        assert_eq!(one("<</A"), None);
        assert_eq!(one("(abc").map(|o| o.text().map(<[u8]>::len)), Some(Some(3)));
    }
}
