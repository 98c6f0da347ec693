//! What every reader hands over: one flattened text cut into lines, with tables, formats and the way back to the file.

mod format;
mod measured;

use std::ops::Range;

use crate::date::Date;
use crate::lang::Words;
use crate::text::Text;

pub use format::{Align, Edge, ParagraphFormat, Pitch, Placed, RunFormat, is_red, rgb};
pub use measured::{Area, Page, Piece, Sealing};

/// The author of what the program itself writes into documents. Its comments are about a document and no part of it.
pub const AUTHOR: &str = "sanbu";

/// A document as read, free of its file format.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Name as handed in, with `/` between folders.
    pub name: String,
    /// What the bytes were.
    pub format: Format,
    /// All text as a person sees it on paper, one printed line a text line.
    pub text: Text,
    /// The lines of `text`, in order; blank ones included.
    pub lines: Vec<Line>,
    /// Pieces of the lines with one format and one origin, in order of `text`.
    pub runs: Vec<Run>,
    /// Tables as grids, in order of appearance, nested ones after the one that holds them.
    pub tables: Vec<Table>,
    /// Paragraph formats that the lines point to.
    pub paragraph_formats: Vec<ParagraphFormat>,
    /// Run formats that the runs point to.
    pub run_formats: Vec<RunFormat>,
    /// Sections in order; empty when the format has none (plain text).
    pub sections: Vec<Section>,
    /// Names of the package parts that origins point to.
    pub parts: Vec<String>,
    /// Pictures, ink and drawings without text, in order of the lines they stand in.
    pub pictures: Vec<Picture>,
    /// What was found in the file and is not text as printed.
    pub traces: Vec<Trace>,
    /// Bytes at which pages begin, after the first; empty where the file does not say it.
    pub page_starts: Vec<usize>,
    /// Its pages as printed, where the file is a finished product and knows them; empty for drafts.
    pub pages: Vec<Page>,
    /// What became of its sealed parts; none where nothing was sealed.
    pub sealing: Option<Sealing>,
    /// The day the file was last saved, as its properties say.
    pub saved: Option<Date>,
    /// Left and right margins change places on even pages (双面打印).
    pub mirrored: bool,
    /// Even pages have their own headers and footers.
    pub even_odd: bool,
}

/// File format a document was read from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Plain text: content only, no layout.
    #[default]
    Text,
    /// Office Open XML.
    Docx,
    /// A sheet of a workbook: a table, without the layout of a document.
    Xlsx,
    /// Pages as printed, GB/T 33190.
    Ofd,
    /// Pages as printed.
    Pdf,
}

/// Where on the paper a line stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Running text.
    #[default]
    Body,
    /// A table in the running text.
    Table,
    /// A text box, shape or frame, and tables in it.
    TextBox,
    /// A page header.
    Header,
    /// A page footer.
    Footer,
    /// Footnotes and endnotes.
    Footnote,
}

impl Zone {
    /// The name used in reports.
    pub fn id(self) -> &'static str {
        match self {
            Zone::Body => "body",
            Zone::Table => "table",
            Zone::TextBox => "textbox",
            Zone::Header => "header",
            Zone::Footer => "footer",
            Zone::Footnote => "footnote",
        }
    }

    /// The word for people.
    pub fn title(self) -> Words {
        Words::from(match self {
            Zone::Body => "",
            Zone::Table => "表格",
            Zone::TextBox => "文本框",
            Zone::Header => "页眉",
            Zone::Footer => "页脚",
            Zone::Footnote => "脚注",
        })
    }
}

/// One printed line: a paragraph, or the part of it before a manual line break.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Bytes in the text, without the line end.
    pub range: Range<usize>,
    /// Where it stands.
    pub zone: Zone,
    /// Paragraph in its zone, from 1, blank ones counted; manual breaks do not start a new one.
    pub paragraph: usize,
    /// The innermost table cell that holds it.
    pub cell: Option<CellRef>,
    /// Index into `paragraph_formats`; none for plain text.
    pub format: Option<usize>,
    /// Indices into `runs`.
    pub runs: Range<usize>,
    /// A page or section break stands right before it.
    pub new_page: bool,
    /// A picture, ink or drawing without text stands in it.
    pub picture: bool,
    /// Where across the page the box or frame stands that holds it; none in the running text.
    pub placed: Option<Placed>,
    /// Its paragraph, the whole element; none for plain text, and where bytes of the part cannot be told.
    pub origin: Option<Origin>,
}

/// A picture, and what the file says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// The line it stands in.
    pub line: usize,
    /// Its name, its description (alternative text) and the name of its file, each once; what programs call pictures
    /// by themselves (图片 1, image1.png) is left out.
    pub words: Vec<String>,
}

/// A table cell: table, then cell in that table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CellRef {
    /// Index into [`Document::tables`].
    pub table: usize,
    /// Index into [`Table::cells`].
    pub cell: usize,
}

/// A table laid out as a grid; merged cells appear once.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Number of rows.
    pub rows: usize,
    /// Number of grid columns.
    pub columns: usize,
    /// Cells in reading order.
    pub cells: Vec<Cell>,
    /// The cell this table is nested in.
    pub inside: Option<CellRef>,
}

/// One cell of the grid.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// First row, from 0.
    pub row: usize,
    /// First grid column, from 0.
    pub column: usize,
    /// Rows covered, at least 1.
    pub row_span: usize,
    /// Grid columns covered, at least 1.
    pub column_span: usize,
    /// Lines of the cell, nested tables included.
    pub lines: Range<usize>,
    /// The rule above, as cell or table state it; none when only a style could say.
    pub top: Option<Edge>,
    /// The rule below.
    pub bottom: Option<Edge>,
}

/// A piece of a line with one format and one origin.
#[derive(Clone, Debug)]
pub struct Run {
    /// Bytes in the text.
    pub range: Range<usize>,
    /// Index into `run_formats`.
    pub format: usize,
    /// Where it came from; none for text that the reader made up (numbers, line ends).
    pub origin: Option<Origin>,
    /// How the piece came about.
    pub kind: RunKind,
}

/// How a piece of text came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// Typed text.
    Text,
    /// A tab, shown as `\t`.
    Tab,
    /// A symbol or special character that the file stores as an element.
    Symbol,
    /// A number that the program prints before the paragraph and the file does not store.
    Number,
    /// The stored result of a field; what it is computed from decides whether it can be trusted.
    Field(FieldKind),
    /// The prompt of a content control nobody filled in.
    Placeholder,
}

/// What a field computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// DATE, TIME, SAVEDATE, PRINTDATE: changes by itself.
    Clock,
    /// PAGE, NUMPAGES, SECTIONPAGES.
    Page,
    /// MERGEFIELD and other fields that are filled from outside.
    Merge,
    /// Any other field.
    Other,
}

/// Bytes in a package part. For text it is the content of the text element, entities not resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Index into [`Document::parts`].
    pub part: usize,
    /// Bytes in the part as stored, byte order mark counted.
    pub bytes: Range<usize>,
}

/// A section: its page and where it ends.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// First line behind the section.
    pub end_line: usize,
    /// Page width and height, twips, when set.
    pub page: Option<(i32, i32)>,
    /// Landscape.
    pub landscape: bool,
    /// Top, right, bottom, left margin, twips, when set.
    pub margins: Option<[i32; 4]>,
    /// Line pitch of the document grid, twips, when there is one.
    pub grid_pitch: Option<i32>,
    /// What the document grid adds to the width of each character, 1/4096 pt, when it is one of characters too.
    pub grid_space: Option<i32>,
    /// The first page has its own header and footer.
    pub title_page: bool,
    /// Page number the section starts with, when it restarts.
    pub restart: Option<i32>,
    /// Extra room at the binding side, twips.
    pub gutter: i32,
    /// How page numbers are written, when the section says: `decimal`, `numberInDash`.
    pub number_format: Option<String>,
    /// Lines of the footer of odd pages (of all, where even ones have none of their own).
    pub footer: Option<Range<usize>>,
    /// Lines of the footer of the first page, where it has its own.
    pub first_footer: Option<Range<usize>>,
    /// Lines of the footer of even pages, where they have their own.
    pub even_footer: Option<Range<usize>>,
}

/// Something in the file that is not part of the text as printed.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// What it is.
    pub kind: TraceKind,
    /// Nearest place in the text.
    pub at: usize,
    /// Who left it, when the file says so.
    pub who: String,
    /// The day it was left, when the file says so.
    pub day: Option<Date>,
    /// The text concerned, or what it is, in short.
    pub text: Words,
}

/// Kinds of traces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TraceKind {
    /// A tracked insertion that nobody accepted (its text is in the text).
    #[default]
    Inserted,
    /// A tracked deletion that nobody accepted (its text is not in the text).
    Deleted,
    /// A comment.
    Comment,
    /// Hidden text (not in the text).
    Hidden,
    /// Changed formats that nobody accepted.
    Reformatted,
    /// Content in an embedded part that was not read.
    Embedded,
    /// A chart or diagram, whose words were not read.
    Drawing,
    /// Letters drawn as art: watermarks.
    WordArt,
    /// A plain text that reads in two encodings; which one was taken.
    Encoding,
    /// The file carries macros.
    Macros,
}

impl TraceKind {
    /// The word for people.
    pub fn title(self) -> Words {
        Words::from(match self {
            TraceKind::Inserted => "插入，没有接受",
            TraceKind::Deleted => "删除，没有接受",
            TraceKind::Comment => "批注",
            TraceKind::Hidden => "隐藏文字，没有读入正文",
            TraceKind::Reformatted => "格式修订，没有接受",
            TraceKind::Embedded => "嵌入的内容，没有读",
            TraceKind::Drawing => "图形里的文字，没有读",
            TraceKind::WordArt => "水印或艺术字",
            TraceKind::Encoding => "编码有两种读法，取了其中一种",
            TraceKind::Macros => "宏",
        })
    }
}

impl Document {
    /// The page that a byte offset stands on, where the file knows it.
    pub fn page(&self, offset: usize) -> Option<usize> {
        let before = self.page_starts.partition_point(|start| *start <= offset);
        (!self.page_starts.is_empty() || !self.pages.is_empty()).then_some(before + 1)
    }

    /// Where a byte offset stands on its page, in mm from the left and the upper edge, to the base line; none for drafts.
    pub fn spot(&self, offset: usize) -> Option<[f64; 2]> {
        let page = self.pages.get(self.page(offset)?.checked_sub(1)?)?;
        let piece = page.pieces.get(page.pieces.partition_point(|piece| piece.range.end <= offset))?;
        Some([piece.left_of(self.text.as_str(), offset.max(piece.range.start)), piece.area.bottom()])
    }

    /// Text of a line.
    pub fn line_text(&self, line: usize) -> &str {
        self.lines.get(line).map_or("", |l| self.text.slice(l.range.clone()))
    }

    /// The line that holds a byte offset.
    pub fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|l| l.range.end < offset).min(self.lines.len().saturating_sub(1))
    }

    /// The runs that hold some of a byte range.
    pub fn runs_in(&self, range: &Range<usize>) -> impl Iterator<Item = &Run> {
        let first = self.runs.partition_point(|r| r.range.end <= range.start);
        let end = range.end;
        self.runs[first..].iter().take_while(move |r| r.range.start < end)
    }

    /// Whether all characters of a range, or for an empty one those beside it, were typed, and not made up by a program.
    pub fn is_typed(&self, range: &Range<usize>) -> bool {
        let typed = |run: &Run| run.kind == RunKind::Text && (run.origin.is_some() || self.format == Format::Text);
        if range.is_empty() {
            let beside = range.start.saturating_sub(1)..range.end + 1;
            return self.runs_in(&beside).any(typed);
        }
        let mut at = range.start;
        for run in self.runs_in(range) {
            if run.range.start > at || !typed(run) {
                return false;
            }
            at = run.range.end;
        }
        at >= range.end
    }

    /// The paragraph format of a line.
    pub fn paragraph_format(&self, line: usize) -> Option<&ParagraphFormat> {
        self.lines.get(line).and_then(|l| self.paragraph_formats.get(l.format?))
    }

    /// The section that a line stands in.
    pub fn section(&self, line: usize) -> Option<&Section> {
        self.sections.get(self.sections.partition_point(|s| s.end_line <= line))
    }

    /// Whether layout is known at all.
    pub fn has_layout(&self) -> bool {
        self.format == Format::Docx
    }

    /// Whether a line is blank.
    pub fn is_blank(&self, line: usize) -> bool {
        self.line_text(line).chars().all(|c| c.is_whitespace() || crate::fold::is_zero_width(c))
    }
}
