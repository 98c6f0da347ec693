//! The file as objects: where each stands (cross-reference tables and streams), and objects by their numbers.
//!
//! Viewers repair what is broken and show what is left. Here the half of a document would be taken for the whole, so a
//! file that does not say where its objects are is refused.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::filter::{Fault, Filter, unpack};
use super::object::{Dict, Lexer, Object, Stream};
use crate::error::{Reason, Unreadable};
use crate::lang::Words;
use crate::words;

/// Objects of a file. A page of text takes some ten.
const MOST_OBJECTS: usize = 1_000_000;
/// A table may go on in an earlier one so often: once for each time the file was saved.
const MOST_TABLES: usize = 1_000;
/// Bytes of one stream, unpacked, and of all together.
pub(super) const LARGEST: usize = 32 << 20;
const LARGEST_TOTAL: usize = 96 << 20;
/// Values of all objects together that are looked at.
const MOST_VALUES: usize = 2_000_000;
/// A reference leads to a reference so often.
const MOST_STEPS: usize = 8;

/// Where an object stands.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// From this byte on.
    At(usize),
    /// In a stream of objects, as this one of them.
    Inside(u32, usize),
    Free,
}

/// An opened file.
pub(super) struct File<'b> {
    bytes: &'b [u8],
    places: HashMap<u32, Place>,
    pub(super) trailer: Rc<Dict>,
    known: RefCell<HashMap<u32, Object>>,
    /// Streams of objects, unpacked, with the bytes at which their objects begin.
    packs: RefCell<HashMap<u32, Rc<Pack>>>,
    unpacked: Cell<usize>,
    /// Values that may still be read.
    left: Cell<usize>,
    /// A stream of objects is being looked up: none may stand in another.
    packing: Cell<bool>,
}

struct Pack {
    bytes: Vec<u8>,
    starts: Vec<usize>,
}

/// What is damaged, and what to do about it.
pub(super) fn damaged(what: impl Into<Words>) -> Unreadable {
    let what = what.into();
    Unreadable::new(Reason::Corrupt, words!("PDF 文件{what}，不完整或已损坏；请重新生成或重新传一份", what))
}

pub(super) fn too_large() -> Unreadable {
    Unreadable::new(Reason::TooLarge, "PDF 文件里的内容太多，已拒绝读取；请确认文件来源")
}

impl<'b> File<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        // Places are counted from the sign at the start, before which some systems put bytes of their own.
        let start = memchr::memmem::find(&bytes[..bytes.len().min(1 << 10)], b"%PDF").unwrap_or(0);
        let bytes = &bytes[start..];
        let mut file = Self {
            bytes,
            places: HashMap::new(),
            trailer: Rc::default(),
            known: RefCell::default(),
            packs: RefCell::default(),
            unpacked: Cell::new(0),
            left: Cell::new(MOST_VALUES),
            packing: Cell::new(false),
        };
        file.tables()?;
        if file.trailer.contains_key(&b"Encrypt"[..]) {
            let message = "PDF 文件设有密码或使用限制（已加密），读不出来；请换成没有加密的";
            return Err(Unreadable::new(Reason::Encrypted, message));
        }
        Ok(file)
    }

    /// All tables, the latest first: what it says of an object holds.
    fn tables(&mut self) -> Result<(), Unreadable> {
        const TAIL: usize = 2 << 10;
        const SIGN: &[u8] = b"startxref";
        let from = self.bytes.len().saturating_sub(TAIL);
        let sign = memchr::memmem::rfind(&self.bytes[from..], SIGN).ok_or_else(|| damaged("缺少结尾"))?;
        let first = Lexer::new(self.bytes, from + sign + SIGN.len()).object().and_then(|o| o.index());
        let mut open: Vec<usize> = first.into_iter().collect();
        let mut seen = HashSet::new();
        while let Some(at) = open.pop() {
            if !seen.insert(at) {
                continue;
            }
            let trailer = self.table(at).ok_or_else(|| damaged("的对象表读不出来"))?;
            if self.places.len() > MOST_OBJECTS || seen.len() > MOST_TABLES {
                return Err(too_large());
            }
            let next = |name: &[u8]| trailer.get(name).and_then(Object::index);
            // Of the two that a table can go on in, the stream beside it comes first.
            open.extend([next(b"Prev"), next(b"XRefStm")].into_iter().flatten());
            if seen.len() == 1 {
                self.trailer = trailer;
            }
        }
        if seen.is_empty() { Err(damaged("缺少结尾")) } else { Ok(()) }
    }

    fn table(&mut self, at: usize) -> Option<Rc<Dict>> {
        let mut lexer = Lexer::new(self.bytes, at);
        if !lexer.word(b"xref") {
            return self.table_stream(at);
        }
        while !lexer.word(b"trailer") {
            let (first, count) = (lexer.object()?.index()?, lexer.object()?.index()?);
            for number in first..first.checked_add(count)? {
                let (at, _) = (lexer.object()?.index()?, lexer.object()?.index()?);
                let place = if lexer.word(b"n") { Place::At(at) } else { Place::Free };
                if matches!(place, Place::Free) && !lexer.word(b"f") || self.places.len() > MOST_OBJECTS {
                    return None;
                }
                self.places.entry(u32::try_from(number).ok()?).or_insert(place);
            }
        }
        lexer.object()?.dict().cloned()
    }

    /// A table as a stream of numbers.
    fn table_stream(&mut self, at: usize) -> Option<Rc<Dict>> {
        let Object::Stream(stream) = self.object_at(at, None)? else { return None };
        let dict = &stream.dict;
        let widths: Vec<usize> = dict.get(&b"W"[..])?.array()?.iter().filter_map(Object::index).collect();
        let &[kind, second, third] = widths.as_slice() else { return None };
        let row = kind.checked_add(second)?.checked_add(third)?;
        if row == 0 || row > 24 {
            return None;
        }
        let size = dict.get(&b"Size"[..])?.index()?;
        let index: Vec<usize> = match dict.get(&b"Index"[..]) {
            Some(index) => index.array()?.iter().filter_map(Object::index).collect(),
            None => vec![0, size],
        };
        let bytes = self.unpacked(&stream).ok()?;
        let mut rows = bytes.chunks_exact(row);
        for part in index.chunks_exact(2) {
            for number in part[0]..part[0].checked_add(part[1])? {
                let Some(row) = rows.next() else { break };
                let whole = |bytes: &[u8]| bytes.iter().fold(0usize, |all, &byte| all << 8 | usize::from(byte));
                let (first, rest) = row.split_at(kind);
                let (second, third) = rest.split_at(second);
                let place = match if kind == 0 { 1 } else { whole(first) } {
                    1 => Place::At(whole(second)),
                    2 => Place::Inside(u32::try_from(whole(second)).ok()?, whole(third)),
                    _ => Place::Free,
                };
                self.places.entry(u32::try_from(number).ok()?).or_insert(place);
                if self.places.len() > MOST_OBJECTS {
                    return None;
                }
            }
        }
        Some(Rc::clone(dict))
    }

    /// The object that a value stands for.
    pub(super) fn resolve(&self, object: &Object) -> Result<Object, Unreadable> {
        let mut object = object.clone();
        for _ in 0..MOST_STEPS {
            let Object::Reference(number) = object else { return Ok(object) };
            object = self.numbered(number)?;
        }
        Ok(Object::Null)
    }

    /// A value of a dictionary; null when it has none of this name.
    pub(super) fn get(&self, dict: &Dict, name: &[u8]) -> Result<Object, Unreadable> {
        dict.get(name).map_or(Ok(Object::Null), |object| self.resolve(object))
    }

    /// An object by its number. What no table names is null; what one names and is not there is damage.
    fn numbered(&self, number: u32) -> Result<Object, Unreadable> {
        if let Some(known) = self.known.borrow().get(&number) {
            return Ok(known.clone());
        }
        let missing = || damaged(words!("的第{number}号对象读不出来", number));
        let object = match self.places.get(&number) {
            None | Some(Place::Free) => Object::Null,
            Some(&Place::At(at)) => self.object_at(at, Some(number)).ok_or_else(missing)?,
            Some(&Place::Inside(pack, at)) => {
                let pack = self.pack(pack)?;
                let start = pack.starts.get(at).ok_or_else(missing)?;
                self.value(&mut Lexer::new(&pack.bytes, *start)).ok_or_else(missing)?
            }
        };
        if self.left.get() == 0 {
            return Err(too_large());
        }
        self.known.borrow_mut().insert(number, object.clone());
        Ok(object)
    }

    /// The next object, counted.
    fn value(&self, lexer: &mut Lexer<'_>) -> Option<Object> {
        let object = lexer.object()?;
        self.left.set(self.left.get().saturating_sub(lexer.taken()));
        Some(object)
    }

    /// The object that begins at a byte, if it has this number.
    fn object_at(&self, at: usize, wanted: Option<u32>) -> Option<Object> {
        let mut lexer = Lexer::new(self.bytes, at);
        let (number, _) = (lexer.object()?.index()?, lexer.object()?.index()?);
        if !lexer.word(b"obj") || wanted.is_some_and(|wanted| wanted as usize != number) {
            return None;
        }
        let object = self.value(&mut lexer)?;
        let Object::Dict(dict) = &object else { return Some(object) };
        if !lexer.word(b"stream") {
            return Some(object);
        }
        let start = match self.bytes.get(lexer.at..)? {
            [b'\r', b'\n', ..] => lexer.at + 2,
            [b'\n' | b'\r', ..] => lexer.at + 1,
            _ => lexer.at,
        };
        let length = match dict.get(&b"Length"[..])? {
            // Nothing but a number may stand there, so this goes one step deep.
            &Object::Reference(number) => match self.places.get(&number)? {
                &Place::At(at) => self.number_at(at)?,
                _ => self.numbered(number).ok()?.index()?,
            },
            length => length.index()?,
        };
        let end = start.checked_add(length).filter(|end| *end <= self.bytes.len())?;
        lexer.at = end;
        let stream = Stream { dict: Rc::clone(dict), bytes: start..end };
        lexer.word(b"endstream").then(|| Object::Stream(stream.into()))
    }

    /// The number that is an object of its own.
    fn number_at(&self, at: usize) -> Option<usize> {
        let mut lexer = Lexer::new(self.bytes, at);
        let _ = (lexer.object()?.index()?, lexer.object()?.index()?);
        lexer.word(b"obj").then(|| lexer.object()?.index()).flatten()
    }

    /// A stream of objects.
    fn pack(&self, number: u32) -> Result<Rc<Pack>, Unreadable> {
        if let Some(pack) = self.packs.borrow().get(&number) {
            return Ok(Rc::clone(pack));
        }
        let broken = || damaged("的对象流读不出来");
        // It stands in the file itself, never in another one.
        let Some(&Place::At(at)) = self.places.get(&number) else { return Err(broken()) };
        if self.packing.replace(true) {
            return Err(broken());
        }
        let object = self.object_at(at, Some(number));
        self.packing.set(false);
        let Some(Object::Stream(stream)) = object else { return Err(broken()) };
        let count = stream.dict.get(&b"N"[..]).and_then(Object::index).ok_or_else(broken)?;
        let first = stream.dict.get(&b"First"[..]).and_then(Object::index).ok_or_else(broken)?;
        let bytes = self.unpacked(&stream)?;
        let mut lexer = Lexer::new(&bytes, 0);
        let mut starts = Vec::new();
        for _ in 0..count.min(MOST_OBJECTS) {
            let _number = lexer.object().ok_or_else(broken)?;
            let at = lexer.object().and_then(|o| o.index()).ok_or_else(broken)?;
            starts.push(first.saturating_add(at));
        }
        let pack = Rc::new(Pack { bytes, starts });
        self.packs.borrow_mut().insert(number, Rc::clone(&pack));
        Ok(pack)
    }

    /// The content of a stream.
    pub(super) fn unpacked(&self, stream: &Stream) -> Result<Vec<u8>, Unreadable> {
        let all = |names: [&[u8]; 2]| -> Result<Vec<Object>, Unreadable> {
            let value = names.into_iter().find_map(|name| stream.dict.get(name));
            let value = value.map_or(Ok(Object::Null), |value| self.resolve(value))?;
            match value {
                Object::Null => Ok(Vec::new()),
                Object::Array(array) => array.iter().map(|one| self.resolve(one)).collect(),
                one => Ok(vec![one]),
            }
        };
        let (names, parameters) = (all([b"Filter", b"F"])?, all([b"DecodeParms", b"DP"])?);
        let filters: Vec<Filter<'_>> = names
            .iter()
            .enumerate()
            .filter_map(|(at, name)| {
                let parameters = parameters.get(at).and_then(Object::dict).map(Rc::as_ref);
                Some(Filter { name: name.name()?, parameters })
            })
            .collect();
        let bytes = self.bytes.get(stream.bytes.clone()).unwrap_or_default();
        let left = LARGEST_TOTAL.saturating_sub(self.unpacked.get());
        let unpacked = unpack(bytes, &filters, LARGEST.min(left)).map_err(|fault| match fault {
            Fault::Damaged => damaged("里有一段解压失败"),
            Fault::TooLarge => too_large(),
            Fault::Unknown => damaged("里有一段用了不认识的压缩方式"),
        })?;
        self.unpacked.set(self.unpacked.get() + unpacked.len());
        Ok(unpacked)
    }
}
