//! Bytes to documents: the format is told by content before name.

mod container;
mod docx;
pub mod list;
mod ofd;
pub(crate) mod package;
mod pdf;
mod printed;
pub(crate) mod txt;
mod xlsx;
pub(crate) mod xml;

use crate::document::Document;
use crate::error::{Reason, Unreadable};
use crate::lang::Words;
use crate::limits;
use crate::words;

pub use container::{broken, stand_in, unsupported};
pub use xlsx::is_blank;

/// Reads one file. The name is used for messages and as a last hint of the format.
///
/// # Errors
/// [`Unreadable`] names why the bytes are not a document that can be checked.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, Unreadable> {
    let extension = extension(name);
    let file = name.rsplit('/').next().unwrap_or(name);
    if (file.starts_with("~$") || file.starts_with(".~")) && bytes.len() < LOCK {
        let message = "这是 Word 或 WPS 打开文档时的临时文件，不是文档；请检查同名的文档，关闭后这个文件会自动消失";
        return Err(Unreadable::new(Reason::NotADocx, message));
    }
    let mut document = match sniff(bytes) {
        Kind::Empty => return Err(Unreadable::new(Reason::Empty, "文件是空的（0字节），请确认是否保存成功")),
        _ if extension == "pdf" => pdf::read(bytes)?,
        Kind::Zip if extension == "xlsx" => xlsx::read(bytes)?,
        Kind::Zip if extension == "ofd" => ofd::read(bytes)?,
        Kind::Zip => docx::read(bytes)?,
        Kind::Ole => return Err(ole(bytes, &extension)),
        Kind::Other(what) => return Err(not_a_docx(&extension, what)),
        Kind::Text if matches!(extension.as_str(), "docx" | "docm" | "dotx" | "dotm") => {
            // Some systems put bytes before the container; its directory stands at the end.
            if !bytes.windows(4).any(|w| w == b"PK\x05\x06") {
                return Err(not_a_docx(&extension, "纯文本或损坏的文件"));
            }
            docx::read(bytes)?
        }
        Kind::Text if matches!(extension.as_str(), "xlsx" | "ofd") => {
            return Err(not_a_docx(&extension, "纯文本或损坏的文件"));
        }
        Kind::Text => txt::read(bytes)?,
    };
    document.name = name.to_owned();
    Ok(document)
}

/// How many bytes of a file are taken that is called so and begins so. What is plain text, or what nobody can tell from
/// it, is held several times over while it is decoded.
pub fn limit(name: &str, start: &[u8]) -> usize {
    let extension = extension(name);
    let plain = extension.is_empty() || matches!(extension.as_str(), "txt" | "text");
    if plain && matches!(sniff(start), Kind::Text | Kind::Empty) { limits::TEXT } else { limits::FILE }
}

/// What is said of a file of more bytes than its limit.
pub fn too_long(limit: usize) -> Unreadable {
    limits::too_large(if limit < limits::FILE { "文字" } else { "文件" }, limit, "请确认是不是公文")
}

/// The characters of a plain text in whatever encoding, for files that are no documents.
///
/// # Errors
/// [`Unreadable`] when the encoding cannot be told.
pub fn text(bytes: &[u8]) -> Result<String, Unreadable> {
    txt::text(bytes)
}

fn extension(name: &str) -> String {
    name.rsplit('/').next().and_then(|f| f.rsplit_once('.')).map_or(String::new(), |(_, e)| e.to_ascii_lowercase())
}

/// What a program leaves beside an open document is smaller than this.
const LOCK: usize = 1 << 10;

/// How the containers of Office 97-2003 begin.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What is said of a file that asks for a password.
const LOCKED: &str = "文件设有打开密码，请去掉密码后再检查";

/// What the first bytes say.
enum Kind {
    Empty,
    Zip,
    Ole,
    Other(&'static str),
    Text,
}

fn sniff(bytes: &[u8]) -> Kind {
    const SIGNS: [(&[u8], &str); 8] = [
        (b"%PDF", "PDF 文件"),
        (b"{\\rtf", "RTF 文档"),
        (b"\x89PNG", "图片（PNG）"),
        (b"\xff\xd8\xff", "图片（JPEG）"),
        (b"GIF8", "图片（GIF）"),
        (b"Rar!", "RAR 压缩包"),
        (b"7z\xbc\xaf", "7z 压缩包"),
        (b"MIME-Version", "网页存档（MHTML）"),
    ];
    if bytes.is_empty() {
        return Kind::Empty;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    if bytes.starts_with(OLE) {
        return Kind::Ole;
    }
    if let Some((_, what)) = SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)) {
        return Kind::Other(what);
    }
    let start: Vec<u8> = bytes
        .iter()
        .take(256)
        .copied()
        .skip_while(|b| b.is_ascii_whitespace() || !b.is_ascii())
        .take(15)
        .map(|b| b.to_ascii_lowercase())
        .collect();
    if start.starts_with(b"<html") || start.starts_with(b"<!doctype html") {
        return Kind::Other("网页（HTML）");
    }
    if start.starts_with(b"<?xml") {
        return Kind::Other("XML 文件（可能是“Word XML 文档”）");
    }
    Kind::Text
}

fn not_a_docx(extension: &str, what: &'static str) -> Unreadable {
    // 正文.rtf that is a text in that format is called nothing else.
    let named = what.to_ascii_lowercase().contains(&extension.to_ascii_lowercase());
    let is = if named {
        words!("这是{what}", what = Words::from(what))
    } else {
        words!("名为 .{extension}，实际是{what}", extension, what = Words::from(what))
    };
    Unreadable::new(Reason::NotADocx, words!("{is}；{save_as}", is, save_as = Words::from(save_as(extension))))
}

/// What to do with a file in another format.
fn save_as(extension: &str) -> &'static str {
    match extension {
        "xlsx" => "请用 Excel 或 WPS 另存为 .xlsx 后再检查",
        "ofd" => "请重新导出为 .ofd",
        _ => "请用 Word 或 WPS 另存为 .docx 后再检查",
    }
}

/// An OLE container names a stream of its own.
fn names_stream(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|w| w == wide)
}

/// An OLE container that holds an encrypted document.
fn is_locked(bytes: &[u8]) -> bool {
    names_stream(bytes, "EncryptedPackage") || names_stream(bytes, "EncryptionInfo")
}

/// OLE containers: encrypted, WPS, or an old Word document.
fn ole(bytes: &[u8], extension: &str) -> Unreadable {
    if is_locked(bytes) {
        return Unreadable::new(Reason::Encrypted, LOCKED);
    }
    if matches!(extension, "wps" | "wpt" | "et" | "dps") {
        return Unreadable::new(
            Reason::Wps,
            words!("这是 WPS 的 .{extension} 文件，请用 WPS 另存为 .docx 后再检查", extension),
        );
    }
    let what = if names_stream(bytes, "WordDocument") {
        "Word 97—2003 或 WPS 的旧格式文档（.doc）"
    } else {
        "旧的 Office 格式文件"
    };
    let named = if extension.is_empty() { Words::default() } else { words!("名为 .{extension}，实际", extension) };
    Unreadable::new(
        Reason::LegacyDoc,
        words!(
            "{named}是{what}，{save_as}",
            named,
            what = Words::from(what),
            save_as = Words::from(save_as(extension))
        ),
    )
}
