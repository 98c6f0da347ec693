//! Why something could not be checked. Every reason says what to do.

use crate::lang::Words;

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Unreadable {
    /// The reason as reports name it.
    pub reason: Reason,
    /// What is wrong and what to do, in plain words.
    pub message: Words,
}

impl Unreadable {
    /// A reason with its message.
    pub fn new(reason: Reason, message: impl Into<Words>) -> Self {
        Self { reason, message: message.into() }
    }
}

/// What is said of a file of text that is no UTF-8.
pub const NOT_UTF8: &str = "不是 UTF-8 文本，请另存为 UTF-8";

/// Reasons as reports name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Protected by a password.
    Encrypted,
    /// Word 97-2003 or another OLE document.
    LegacyDoc,
    /// WPS's own formats.
    Wps,
    /// Not a .docx although it is named so.
    NotADocx,
    /// A format that is never read, where text is needed.
    Unsupported,
    /// Damaged: zip, XML or a part of it.
    Corrupt,
    /// Over a limit on size, depth or ratio.
    TooLarge,
    /// Text whose encoding cannot be told.
    Encoding,
    /// No bytes or no text.
    Empty,
    /// Could not be opened or read from disk.
    Io,
}

impl Reason {
    /// The name used in reports.
    pub fn id(self) -> &'static str {
        match self {
            Reason::Encrypted => "encrypted",
            Reason::LegacyDoc => "legacy-doc",
            Reason::Wps => "wps",
            Reason::NotADocx => "not-a-docx",
            Reason::Unsupported => "unsupported",
            Reason::Corrupt => "corrupt",
            Reason::TooLarge => "too-large",
            Reason::Encoding => "encoding",
            Reason::Empty => "empty",
            Reason::Io => "io",
        }
    }
}
