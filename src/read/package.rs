//! The zip container: parts by name, relationships, and limits on everything.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{Reason, Unreadable};
use crate::lang::Words;
use crate::read::xml::{Node, Tree, attr};
use crate::words;

/// More entries than this are refused.
const MOST_ENTRIES: usize = 10_000;
/// A part larger than this is refused.
const LARGEST_PART: u64 = 48 << 20;
/// All parts read together.
const LARGEST_TOTAL: u64 = 96 << 20;
/// A part of more than `RATIO_FROM` bytes that shrank more than this is a bomb.
const RATIO: u64 = 200;
const RATIO_FROM: u64 = 2 << 20;
/// Most room made for a part before its bytes arrive.
const ROOM: u64 = 1 << 20;

/// A part as text, with the length of its byte order mark.
#[derive(Debug)]
pub(crate) struct Part {
    /// Name in the package.
    pub(crate) name: String,
    /// Its text.
    pub(crate) xml: String,
    /// Bytes before the text in the stored part.
    pub(crate) mark: usize,
    /// Offsets in `xml` are offsets in the stored part (it is UTF-8).
    pub(crate) exact: bool,
}

impl Part {
    /// The tree, refused if it is broken or costs too much.
    pub(crate) fn parse(&self) -> Result<Tree<'_>, Unreadable> {
        Tree::parse(&self.name, &self.xml)
    }
}

fn corrupt(message: impl Into<Words>) -> Unreadable {
    Unreadable::new(Reason::Corrupt, message)
}

/// An opened package.
pub(crate) struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// The entries by their names, as these are compared.
    names: HashMap<String, usize>,
    total: u64,
}

/// What a part relates to, inside the package.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    /// The first target of each kind.
    kinds: HashMap<String, String>,
    /// Targets by id.
    ids: HashMap<String, String>,
}

impl Relations {
    /// The target of the first relation of this kind.
    pub(crate) fn kind(&self, kind: &str) -> Option<&str> {
        self.kinds.get(kind).map(String::as_str)
    }

    /// The target of the relation with this id.
    pub(crate) fn id(&self, id: &str) -> Option<&str> {
        self.ids.get(id).map(String::as_str)
    }
}

impl<'b> Package<'b> {
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| corrupt(Words::from("压缩包不完整或已损坏，请重新保存或重新传一份")))?;
        if zip.len() > MOST_ENTRIES {
            return Err(Unreadable::new(
                Reason::TooLarge,
                words!(
                    "压缩包里有{n}个文件，超过{most_entries}个，已拒绝读取",
                    n = zip.len(),
                    most_entries = MOST_ENTRIES
                ),
            ));
        }
        // The reader keeps one of those that share a name to the letter.
        if entries(bytes, zip.central_directory_start()) != zip.len() {
            return Err(corrupt(words!("压缩包里有重名的部件，{refused}", refused = Words::from(REFUSED))));
        }
        let mut names = HashMap::with_capacity(zip.len());
        for (at, name) in zip.file_names().enumerate() {
            if leads_outside(name) {
                return Err(corrupt(words!(
                    "压缩包里的部件“{shown}”用了绝对路径或“..”，已拒绝读取；请用 Word 或 WPS 打开后另存",
                    shown = shown(name)
                )));
            }
            if names.insert(key(name), at).is_some() {
                return Err(corrupt(words!(
                    "压缩包里有两个“{shown}”（大小写不同），{refused}",
                    shown = shown(name),
                    refused = Words::from(REFUSED)
                )));
            }
        }
        Ok(Self { names, total: 0, zip })
    }

    /// The main part, by relationship, else by content type; none if the package has none.
    pub(crate) fn main(&mut self) -> Result<Option<Part>, Unreadable> {
        let target = self.relations("")?.kind("officeDocument").map(str::to_owned);
        let target = target.filter(|t| self.names.contains_key(&key(t))).or_else(|| self.main_by_type());
        let Some(target) = target else { return Ok(None) };
        self.part(&target)?.map(Some).ok_or_else(|| corrupt(Words::from("压缩包里缺少正文")))
    }

    fn main_by_type(&mut self) -> Option<String> {
        let types = self.part("[Content_Types].xml").ok()??;
        let tree = types.parse().ok()?;
        let main = tree.root().descendants().find(|n| {
            attr(*n, "ContentType").is_some_and(|t| t.contains("wordprocessingml") && t.contains("main+xml"))
        })?;
        Some(attr(main, "PartName")?.trim_start_matches('/').to_owned())
    }

    pub(crate) fn not_a_document(&self) -> Unreadable {
        let has = |start: &str| self.names.keys().any(|n| n.starts_with(start));
        let what = match () {
            () if has("xl/") => "Excel 表格（.xlsx）",
            () if has("ppt/") => "演示文稿（.pptx）",
            () if has("ofd.xml") => "版式文件（.ofd）",
            () if has("content.xml") => "OpenDocument 文档（.odt）",
            () => "普通压缩包，里面没有 Word 正文",
        };
        Unreadable::new(
            Reason::NotADocx,
            words!("这是{what}，不是 .docx 文档；请另存为 .docx 后再检查", what = Words::from(what)),
        )
    }

    /// It carries an electronic signature of its parts.
    pub(crate) fn is_signed(&self) -> bool {
        self.names.keys().any(|n| n.starts_with("_xmlsignatures/"))
    }

    pub(crate) fn has_macros(&self) -> bool {
        self.names.keys().any(|n| n.ends_with("vbaproject.bin"))
    }

    /// Relationships of a part (of the package for an empty name); external targets are left out.
    pub(crate) fn relations(&mut self, source: &str) -> Result<Relations, Unreadable> {
        let (folder, file) = source.rsplit_once('/').unwrap_or(("", source));
        let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let mut relations = Relations::default();
        let Some(part) = self.part(&name)? else { return Ok(relations) };
        let tree = part.parse()?;
        let inside = |n: &Node<'_>| n.name() == "Relationship" && attr(*n, "TargetMode") != Some("External");
        for node in tree.root().children().filter(inside) {
            if let (Some(id), Some(kind), Some(target)) = (attr(node, "Id"), attr(node, "Type"), attr(node, "Target")) {
                let (kind, target) = (kind.rsplit('/').next().unwrap_or(kind), resolve(folder, target));
                relations.kinds.entry(kind.to_owned()).or_insert_with(|| target.clone());
                relations.ids.insert(id.to_owned(), target);
            }
        }
        Ok(relations)
    }

    /// The name under which a part is stored, case and slashes aside.
    pub(crate) fn stored_name(&self, name: &str) -> Option<&str> {
        self.zip.name_for_index(*self.names.get(&key(name))?)
    }

    /// A part by name, case and slashes aside; none if the package has no such part.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Part>, Unreadable> {
        let Some(&index) = self.names.get(&key(name)) else { return Ok(None) };
        let bytes = self.inflate(index, name)?;
        decode(name, bytes).map(Some)
    }

    /// The bytes of a part as they are stored.
    pub(crate) fn raw(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let index = self.names.get(&key(name)).copied();
        index.map(|index| self.inflate(index, name)).transpose()
    }

    fn inflate(&mut self, index: usize, name: &str) -> Result<Vec<u8>, Unreadable> {
        let file = self.zip.by_index(index).map_err(|e| match e {
            ZipError::UnsupportedArchive(why) if why.contains("assword") => {
                Unreadable::new(Reason::Encrypted, "压缩包设有密码，请去掉密码后再检查")
            }
            _ => corrupt(words!("{name} 解压失败，文件可能已损坏；请重新保存或重新传一份", name)),
        })?;
        let packed = file.compressed_size().max(1);
        let room = LARGEST_PART.min(LARGEST_TOTAL.saturating_sub(self.total));
        let most = room.min((packed.saturating_mul(RATIO)).max(RATIO_FROM));
        // The stated size is a wish, not a fact.
        let mut bytes = Vec::with_capacity(file.size().min(ROOM) as usize + 1);
        file.take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| corrupt(words!("{name} 解压失败或校验和不符，文件已损坏；请重新保存或重新传一份", name)))?;
        self.total += bytes.len() as u64;
        if bytes.len() as u64 > most {
            return Err(too_large(name, most));
        }
        Ok(bytes)
    }
}

/// What is said of names that come twice.
const REFUSED: &str = "无法确定用哪一个，已拒绝读取；请用 Word 或 WPS 打开后另存";

/// How many entries the directory has from its first byte on, whatever it says of their number here or, of many or in
/// zip64, elsewhere.
fn entries(bytes: &[u8], start: u64) -> usize {
    const ENTRY: &[u8] = b"PK\x01\x02";
    const HEADER: usize = 46;
    let mut rest = usize::try_from(start).ok().and_then(|start| bytes.get(start..)).unwrap_or_default();
    let mut count = 0;
    while rest.starts_with(ENTRY) && rest.len() >= HEADER {
        count += 1;
        // Name, extra fields and remark follow the header; their lengths stand in it one behind the other.
        let lengths = rest[28..34].chunks(2).map(|pair| usize::from(pair[0]) + (usize::from(pair[1]) << 8));
        rest = rest.get(HEADER + lengths.sum::<usize>()..).unwrap_or_default();
    }
    count
}

/// Names are compared with one kind of slash, without case and without what says nothing in a path.
fn key(name: &str) -> String {
    let plain = decoded(name).replace('\\', "/").to_lowercase();
    plain.split('/').filter(|part| !part.is_empty() && *part != ".").collect::<Vec<_>>().join("/")
}

/// `%64` is a `d`.
fn decoded(name: &str) -> String {
    let mut parts = name.split('%');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let sign = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(u8::is_ascii);
        match sign {
            Some(sign) => plain.extend([char::from(sign)].into_iter().chain(part[2..].chars())),
            None => plain.extend(['%'].into_iter().chain(part.chars())),
        }
    }
    plain
}

/// A name that would leave the folder where a package is unpacked: no program writes one for a document.
fn leads_outside(name: &str) -> bool {
    let name = name.replace('\\', "/");
    let drive = name.as_bytes().get(1) == Some(&b':');
    drive || name.starts_with('/') || name.split('/').any(|folder| folder == "..")
}

/// The start of a name.
fn shown(name: &str) -> String {
    const LONGEST: usize = 60;
    name.chars().take(LONGEST).collect()
}

/// A place that a part names, from the folder of that part.
pub(in crate::read) fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for piece in target.split('/') {
        match piece {
            "" | "." => {}
            ".." => drop(parts.pop()),
            piece => parts.push(piece),
        }
    }
    parts.join("/")
}

/// UTF-8 with or without mark, or UTF-16 with one.
fn decode(name: &str, mut bytes: Vec<u8>) -> Result<Part, Unreadable> {
    let name = name.to_owned();
    let wide = match bytes.get(..2) {
        Some([0xff, 0xfe]) => Some(encoding_rs::UTF_16LE),
        Some([0xfe, 0xff]) => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = wide {
        let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(&bytes[2..]) else {
            return Err(corrupt(words!("{name} 的编码有错误，文件可能已损坏", name)));
        };
        // What is one unit there may be three bytes here.
        if text.len() as u64 > LARGEST_PART {
            return Err(too_large(&name, LARGEST_PART));
        }
        // Of the file it is the place in units of two bytes.
        let at = |at: usize| text[..at].encode_utf16().count() * 2 + 2;
        return match control(text.as_bytes()) {
            Some(found) => Err(no_control(&name, at(found))),
            None => Ok(Part { name, xml: text.into_owned(), mark: 2, exact: false }),
        };
    }
    let mark = if bytes.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
    bytes.drain(..mark);
    let xml = String::from_utf8(bytes).map_err(|e| {
        corrupt(words!(
            "{name} 在第{utf8_error}字节处的编码有错误，文件可能已损坏；请用 Word 或 WPS 打开后另存",
            name,
            utf8_error = e.utf8_error().valid_up_to() + mark + 1
        ))
    })?;
    if let Some(at) = control(xml.as_bytes()) {
        return Err(no_control(&name, at + mark));
    }
    Ok(Part { name, xml, mark, exact: true })
}

fn no_control(name: &str, at: usize) -> Unreadable {
    corrupt(words!(
        "{name} 在第{at}字节处有 XML 里不许有的控制符，文件可能已损坏；请用 Word 或 WPS 打开后另存",
        name,
        at = at + 1
    ))
}

fn too_large(name: &str, most: u64) -> Unreadable {
    let size = most >> 20;
    let message = words!("{name} 解压后过大（超过{size}兆字节或压缩比异常），已拒绝读取；请确认文件来源", name, size);
    Unreadable::new(Reason::TooLarge, message)
}

/// The first byte that no XML may hold.
fn control(bytes: &[u8]) -> Option<usize> {
    const BLOCK: usize = 64;
    let bad = |b: u8| b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r');
    // Block by block without leaving early, so that it runs many bytes at a time.
    let block = bytes.chunks(BLOCK).position(|c| c.iter().fold(false, |any, &b| any | bad(b)))?;
    bytes[block * BLOCK..].iter().position(|&b| bad(b)).map(|at| block * BLOCK + at)
}
