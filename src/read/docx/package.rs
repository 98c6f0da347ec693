//! The zip container: parts by name, relationships, and limits on everything.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use roxmltree::ParsingOptions;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{Reason, Unreadable};
use crate::read::docx::xml::{self, attr};

/// More entries than this are refused.
const MOST_ENTRIES: usize = 10_000;
/// A part larger than this is refused.
const LARGEST_PART: u64 = 48 << 20;
/// All parts read together.
const LARGEST_TOTAL: u64 = 96 << 20;
/// A part of more than `RATIO_FROM` bytes that shrank more than this is a bomb.
const RATIO: u64 = 200;
const RATIO_FROM: u64 = 2 << 20;

/// A part as text, with the length of its byte order mark.
#[derive(Debug)]
pub(super) struct Part {
    /// Name in the package.
    pub(super) name: String,
    /// Its text.
    pub(super) xml: String,
    /// Bytes before the text in the stored part.
    pub(super) mark: usize,
    /// Offsets in `xml` are offsets in the stored part (it is UTF-8).
    pub(super) exact: bool,
}

impl Part {
    /// The tree, after the guard.
    pub(super) fn parse(&self) -> Result<roxmltree::Document<'_>, Unreadable> {
        let options = ParsingOptions { allow_dtd: false, nodes_limit: 8_000_000, ..ParsingOptions::default() };
        roxmltree::Document::parse_with_options(&self.xml, options).map_err(|e| {
            let pos = e.pos();
            corrupt(format!(
                "{} 第{}行第{}列的 XML 有错误，文件可能已损坏；请用 Word 或 WPS 打开后另存",
                self.name, pos.row, pos.col
            ))
        })
    }
}

fn corrupt(message: String) -> Unreadable {
    Unreadable::new(Reason::Corrupt, message)
}

/// An opened package.
pub(super) struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    names: HashMap<String, usize>,
    doubled: Vec<String>,
    total: u64,
    relations: HashMap<String, Vec<Relation>>,
}

#[derive(Clone)]
struct Relation {
    id: String,
    kind: String,
    target: String,
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| corrupt("压缩包不完整或已损坏，请重新保存或重新传一份".to_owned()))?;
        if zip.len() > MOST_ENTRIES {
            return Err(Unreadable::new(
                Reason::TooLarge,
                format!("压缩包里有{}个文件，超过{MOST_ENTRIES}个，已拒绝读取", zip.len()),
            ));
        }
        let mut package = Self { names: HashMap::new(), doubled: Vec::new(), total: 0, relations: HashMap::new(), zip };
        let stored: Vec<String> =
            (0..package.zip.len()).map(|i| package.zip.name_for_index(i).unwrap_or_default().to_owned()).collect();
        for (i, name) in stored.iter().enumerate() {
            let key = key(name);
            if package.names.insert(key.clone(), i).is_some() {
                package.doubled.push(key);
            }
        }
        Ok(package)
    }

    /// The main part, by relationship, else by content type.
    pub(super) fn main(&mut self) -> Result<Part, Unreadable> {
        let target = self.relations_of("")?.into_iter().find(|r| r.kind == "officeDocument").map(|r| r.target);
        let target = target.filter(|t| self.names.contains_key(&key(t))).or_else(|| self.main_by_type());
        let Some(target) = target else { return Err(self.not_a_document()) };
        if self.doubled.contains(&key(&target)) {
            return Err(corrupt(format!(
                "压缩包里有两个 {target}，无法确定哪个是正文，已拒绝读取；请用 Word 或 WPS 打开后另存"
            )));
        }
        let part = self.part(&target)?.ok_or_else(|| corrupt("压缩包里缺少正文".to_owned()))?;
        let root = part.parse()?.root_element().tag_name().name().to_owned();
        if root == "document" { Ok(part) } else { Err(self.not_a_document()) }
    }

    fn main_by_type(&mut self) -> Option<String> {
        let types = self.part("[Content_Types].xml").ok()??;
        let tree = types.parse().ok()?;
        let main = tree.descendants().find(|n| {
            attr(*n, "ContentType").is_some_and(|t| t.contains("wordprocessingml") && t.contains("main+xml"))
        })?;
        Some(attr(main, "PartName")?.trim_start_matches('/').to_owned())
    }

    fn not_a_document(&self) -> Unreadable {
        let has = |start: &str| self.names.keys().any(|n| n.starts_with(start));
        let what = match () {
            () if has("xl/") => "Excel 表格（.xlsx）",
            () if has("ppt/") => "演示文稿（.pptx）",
            () if has("ofd.xml") => "版式文件（.ofd）",
            () if has("content.xml") => "OpenDocument 文档（.odt）",
            () => "普通压缩包，里面没有 Word 正文",
        };
        Unreadable::new(Reason::NotADocx, format!("这是{what}，不是 .docx 文档；请另存为 .docx 后再检查"))
    }

    /// The part that the main part relates to by this kind.
    pub(super) fn related(&mut self, main: &Part, kind: &str) -> Result<Option<Part>, Unreadable> {
        match self.relations_of(&main.name)?.into_iter().find(|r| r.kind == kind) {
            Some(relation) => self.part(&relation.target),
            None => Ok(None),
        }
    }

    /// The part with this relationship id.
    pub(super) fn by_id(&mut self, main: &Part, id: &str) -> Result<Option<Part>, Unreadable> {
        match self.relations_of(&main.name)?.into_iter().find(|r| r.id == id) {
            Some(relation) => self.part(&relation.target),
            None => Ok(None),
        }
    }

    pub(super) fn has_macros(&self) -> bool {
        self.names.keys().any(|n| n.ends_with("vbaproject.bin"))
    }

    /// Relationships of a part (of the package for an empty name); external targets are left out.
    fn relations_of(&mut self, source: &str) -> Result<Vec<Relation>, Unreadable> {
        if let Some(known) = self.relations.get(source) {
            return Ok(known.clone());
        }
        let (folder, file) = source.rsplit_once('/').unwrap_or(("", source));
        let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let mut relations = Vec::new();
        if let Some(part) = self.part(&name)? {
            let tree = part.parse()?;
            for node in tree.root_element().children().filter(|n| n.tag_name().name() == "Relationship") {
                let external = attr(node, "TargetMode") == Some("External");
                if let (Some(id), Some(kind), Some(target), false) =
                    (attr(node, "Id"), attr(node, "Type"), attr(node, "Target"), external)
                {
                    let kind = kind.rsplit('/').next().unwrap_or(kind).to_owned();
                    relations.push(Relation { id: id.to_owned(), kind, target: resolve(folder, target) });
                }
            }
        }
        self.relations.insert(source.to_owned(), relations.clone());
        Ok(relations)
    }

    /// A part by name, case and slashes aside; none if the package has no such part.
    fn part(&mut self, name: &str) -> Result<Option<Part>, Unreadable> {
        let Some(&index) = self.names.get(&key(name)) else { return Ok(None) };
        let bytes = self.inflate(index, name)?;
        let part = decode(name, bytes)?;
        xml::guard(name, &part.xml)?;
        Ok(Some(part))
    }

    fn inflate(&mut self, index: usize, name: &str) -> Result<Vec<u8>, Unreadable> {
        let file = self.zip.by_index(index).map_err(|e| match e {
            ZipError::UnsupportedArchive(why) if why.contains("assword") => {
                Unreadable::new(Reason::Encrypted, "压缩包设有密码，请去掉密码后再检查")
            }
            _ => corrupt(format!("{name} 解压失败，文件可能已损坏；请重新保存或重新传一份")),
        })?;
        let packed = file.compressed_size().max(1);
        let room = LARGEST_PART.min(LARGEST_TOTAL.saturating_sub(self.total));
        let most = room.min((packed.saturating_mul(RATIO)).max(RATIO_FROM));
        let mut bytes = Vec::new();
        file.take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| corrupt(format!("{name} 解压失败或校验和不符，文件已损坏；请重新保存或重新传一份")))?;
        self.total += bytes.len() as u64;
        if bytes.len() as u64 > most {
            return Err(Unreadable::new(
                Reason::TooLarge,
                format!("{name} 解压后过大（超过{}兆字节或压缩比异常），已拒绝读取；请确认文件来源", most >> 20),
            ));
        }
        Ok(bytes)
    }
}

/// Names are compared without case, leading slash and with one kind of slash.
fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

/// A relationship target from the folder of its source.
fn resolve(folder: &str, target: &str) -> String {
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
            return Err(corrupt(format!("{name} 的编码有错误，文件可能已损坏")));
        };
        return Ok(Part { name, xml: text.into_owned(), mark: 2, exact: false });
    }
    let mark = if bytes.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
    bytes.drain(..mark);
    let xml = String::from_utf8(bytes).map_err(|e| {
        corrupt(format!(
            "{name} 在第{}字节处的编码有错误，文件可能已损坏；请用 Word 或 WPS 打开后另存",
            e.utf8_error().valid_up_to() + mark
        ))
    })?;
    Ok(Part { name, xml, mark, exact: true })
}
