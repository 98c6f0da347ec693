//! Documents written again: only the bytes that have to change do.

pub mod docx;
pub(crate) mod outline;
pub(crate) mod package;
pub(crate) mod patch;
pub mod table;
pub(crate) mod txt;

use crate::document::{Document, Format};
use crate::edit::{Edit, Setting, compatible};
use crate::error::Unreadable;

/// Why a change of the text is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// The result of a field: what computes it would bring it back.
    Field,
    /// A number that the program prints by itself.
    Number,
    /// The prompt of a control that nobody has filled in.
    Placeholder,
    /// A control that may not be changed.
    Locked,
    /// A control that shows what is stored elsewhere in the file.
    Bound,
    /// One of the values of a drop-down list: another is chosen, not written.
    Choice,
    /// Somebody's insertion or deletion that nobody has accepted.
    Tracked,
    /// Part of a formula.
    Formula,
    /// A symbol that is no typed character.
    Symbol,
    /// A tab, or the end of a line.
    Blank,
    /// There is no text to which it could be joined.
    NoText,
    /// The file stores the place in a way that is not understood well enough to write there.
    Structure,
    /// The encoding of the file has no such character, or is one that is not written.
    Encoding,
    /// The file is signed electronically: any change breaks the signature.
    Signed,
    /// The file is protected against changes.
    Protected,
    /// Another change at the same place comes first.
    Meets,
    /// The finding would still be there, or another one come.
    NoGood,
    /// The file is none whose text is changed.
    File,
    /// The format has no revisions.
    NoRevisions,
    /// The file has changed since it was judged, or is gone.
    Changed,
}

impl Why {
    /// The reason in words.
    pub fn text(self) -> &'static str {
        match self {
            Why::Field => "是域的结果，改了也会被重新计算",
            Why::Number => "是自动编号，文件里没有这几个字",
            Why::Placeholder => "是没有填写的提示文字",
            Why::Locked => "在锁定的内容控件里",
            Why::Bound => "在内容控件里，内容存在文件的别处",
            Why::Choice => "是下拉列表里的值，请在列表里另选",
            Why::Tracked => "在没有接受的修订里，请先接受或者拒绝修订",
            Why::Formula => "在公式里",
            Why::Symbol => "是插入的符号，不是文字",
            Why::Blank => "牵涉到制表符或换行",
            Why::NoText => "那里没有文字可以接着写",
            Why::Structure => "文件里的存法特殊，没有把握改对",
            Why::Encoding => "文件的编码写不了要改成的字",
            Why::Signed => "文件有电子签名，一改签名就失效",
            Why::Protected => "文档设了限制编辑",
            Why::Meets => "与同一处的另一项修改重叠",
            Why::NoGood => "改了以后仍有问题，或者会带来新的问题，已经退回",
            Why::File => "这个文件不能自动改",
            Why::Changed => "文件在检查之后变了，请再运行一次",
            Why::NoRevisions => "纯文本记不了修订，请不加 --tracked 再改",
        }
    }
}

/// Whose revisions they are, and when they are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The author that programs show.
    pub author: String,
    /// `2026-03-06T09:30:00Z`.
    pub date: String,
}

/// Changes that were not made, by their index.
pub type Refused = Vec<(usize, Why)>;

/// A file with changes of its text, and why some were not made, by their index. As revisions where a stamp is given.
///
/// # Errors
/// The bytes are not those that the document was read from.
pub fn edited(
    bytes: &[u8],
    document: &Document,
    edits: &[Edit],
    stamp: Option<&Stamp>,
) -> Result<(Vec<u8>, Refused), Unreadable> {
    let editor = Editor::open(bytes, document)?;
    let edits: Vec<Edit> = edits.iter().map(|edit| edit.clone().trimmed(document.text.as_str())).collect();
    let mut refused = Refused::new();
    let open = edits.iter().enumerate().filter(|(at, edit)| match editor.refuses(edit) {
        Some(why) => {
            refused.push((*at, why));
            false
        }
        None => true,
    });
    let open: Vec<(usize, &Edit)> = open.collect();
    let single: Vec<&[Edit]> = open.iter().map(|(_, edit)| std::slice::from_ref(*edit)).collect();
    let fits = compatible(&single);
    refused.extend(open.iter().zip(&fits).filter(|(_, fits)| !**fits).map(|((at, _), _)| (*at, Why::Meets)));
    let made: Vec<Edit> =
        open.iter().zip(&fits).filter(|(_, fits)| **fits).map(|((_, edit), _)| (*edit).clone()).collect();
    refused.sort_unstable();
    Ok((editor.written(&made, stamp)?, refused))
}

/// A file whose text can be changed.
#[derive(Debug)]
pub(crate) enum Editor<'f> {
    Docx(docx::edits::Editor<'f>),
    Txt(txt::Editor<'f>),
}

impl<'f> Editor<'f> {
    /// Opens a file that was read as this document.
    pub(crate) fn open(bytes: &'f [u8], document: &'f Document) -> Result<Self, Unreadable> {
        match document.format {
            Format::Docx => docx::edits::Editor::open(bytes, document).map(Editor::Docx),
            Format::Text | Format::Xlsx | Format::Ofd | Format::Pdf => {
                txt::Editor::open(bytes, document).map(Editor::Txt)
            }
        }
    }

    /// Why a change cannot be made; none when it can.
    pub(crate) fn refuses(&self, edit: &Edit) -> Option<Why> {
        // A line more or less is not a change of the characters of a line.
        if edit.text.chars().any(char::is_control) {
            return Some(Why::Blank);
        }
        match self {
            Editor::Docx(editor) => editor.refuses(edit),
            Editor::Txt(editor) => editor.refuses(edit),
        }
    }

    /// The file with a layout, as revisions where a stamp is given; plain text has none.
    pub(crate) fn arranged(&self, settings: &[Setting], stamp: Option<&Stamp>) -> Option<Vec<u8>> {
        match self {
            Editor::Docx(editor) => editor.arranged(settings, stamp),
            Editor::Txt(_) => None,
        }
    }

    /// The file with changes that do not meet and are not refused; as revisions where a stamp is given, which plain text
    /// has none of.
    pub(crate) fn written(&self, edits: &[Edit], stamp: Option<&Stamp>) -> Result<Vec<u8>, Unreadable> {
        let edits: Vec<&Edit> = edits.iter().filter(|e| !(e.range().is_empty() && e.text.is_empty())).collect();
        match self {
            Editor::Docx(editor) => editor.written(&edits, stamp),
            Editor::Txt(editor) => editor.written(edits),
        }
    }
}
