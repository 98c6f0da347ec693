//! Formats that are not read: what to do about them, and whether the first bytes are what the name says.

use super::{LOCKED, OLE, is_locked};
use crate::error::{Reason, Unreadable};
use crate::words;

const PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp"];
/// Zip containers: of Office, of OpenDocument, of nothing in particular, of pages.
const ZIPPED: [&str; 15] = [
    "docx", "docm", "dotx", "dotm", "xlsx", "xlsm", "xltx", "xlsb", "pptx", "pptm", "ppsx", "odt", "ods", "zip", "ofd",
];
/// What Office of long ago has written.
const OLD: [&str; 7] = ["doc", "dot", "xls", "ppt", "wps", "et", "dps"];

/// Why a file of a format that is not read cannot stand where text is needed.
pub fn unsupported(extension: &str) -> Unreadable {
    let what = match extension {
        "pdf" => "PDF 文件不能检查，请换成排版前的 .docx",
        "zip" | "rar" | "7z" => "压缩包里的文件没有读，请解压后再检查",
        "html" | "htm" | "mht" | "mhtml" | "xml" => "网页和 XML 文件不能检查，请用 Word 或 WPS 打开后另存为 .docx",
        _ if PICTURES.contains(&extension) => "图片和扫描件不能检查，请换成原稿的 .docx",
        _ => "这种格式不能检查，请用 Word 或 WPS 另存为 .docx",
    };
    Unreadable::new(Reason::Unsupported, what)
}

/// Why a file that is only counted cannot be opened: it is locked, torn, or its first bytes are not what its name says.
/// Of formats that begin in no known way nothing is said.
pub fn broken(extension: &str, bytes: &[u8]) -> Option<Unreadable> {
    if ZIPPED.contains(&extension) && bytes.starts_with(OLE) && is_locked(bytes) {
        return Some(Unreadable::new(Reason::Encrypted, LOCKED));
    }
    let message = || words!("名为 .{extension}，内容却不是这种格式或者不完整，打不开；请重新放一份", extension);
    (!fits(extension, bytes)).then(|| Unreadable::new(Reason::Corrupt, message()))
}

/// The first bytes that a format begins with, for examples, which can hold nothing but text.
pub fn stand_in(extension: &str) -> &'static [u8] {
    const EMPTY_ZIP: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    const SIGNS: [&[u8]; 7] = [b"", EMPTY_ZIP, OLE, b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"Rar!", b"7z\xbc\xaf"];
    SIGNS.into_iter().find(|sign| fits(extension, sign)).unwrap_or_default()
}

fn fits(extension: &str, bytes: &[u8]) -> bool {
    match extension {
        "pdf" => is_pdf(bytes),
        "rtf" => is_rtf(bytes),
        "rar" => bytes.starts_with(b"Rar!"),
        "7z" => bytes.starts_with(b"7z\xbc\xaf"),
        _ if ZIPPED.contains(&extension) => is_zip(bytes),
        _ if OLD.contains(&extension) => is_old(bytes),
        _ if PICTURES.contains(&extension) => is_picture(bytes),
        _ => true,
    }
}

/// A zip begins as one and still has its directory, which stands at the end.
fn is_zip(bytes: &[u8]) -> bool {
    const END: &[u8] = b"PK\x05\x06";
    // The end itself, and the longest remark behind it.
    const REACH: usize = 22 + (1 << 16);
    let tail = &bytes[bytes.len().saturating_sub(REACH)..];
    bytes.starts_with(b"PK") && tail.windows(END.len()).any(|w| w == END)
}

/// A newer format, a page or a table under an old name is opened by Office as well.
fn is_old(bytes: &[u8]) -> bool {
    let signs: [&[u8]; 5] = [OLE, b"<", b"\xef\xbb\xbf<", b"{\\rtf", b"\x09\x08"];
    is_zip(bytes) || signs.iter().any(|sign| bytes.starts_with(sign))
}

/// Office opens what it has written itself under this name as well.
fn is_rtf(bytes: &[u8]) -> bool {
    [b"{\\rtf", OLE, b"PK"].iter().any(|sign| bytes.starts_with(sign))
}

/// Readers look for the sign in the first kilobyte.
fn is_pdf(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1 << 10)].windows(4).any(|w| w == b"%PDF")
}

/// A picture of one format under the name of another is shown all the same.
fn is_picture(bytes: &[u8]) -> bool {
    const SIGNS: [&[u8]; 7] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF"];
    SIGNS.iter().any(|sign| bytes.starts_with(sign))
}
