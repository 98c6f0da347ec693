//! The page of GB/T 9704-2012 and the styles of its elements, in twips (1/20 point) and half-points.

use std::io::{self, Cursor};

use docx_rs::{
    AlignmentType, BorderType, DocGrid, DocGridType, Docx, FieldCharType, Footer, InstrPAGE, InstrText, LineSpacing,
    LineSpacingType, PageMargin, PageSize, Paragraph, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Run,
    RunFonts, SectionProperty, SpecialIndentType, Style, StyleType, Table, TableCell, TableCellBorder,
    TableCellBorderPosition, TableCellBorders, TableCellMargins, TableLayoutType, TableRow, WidthType,
};

use crate::terms::Terms;

/// Width of the type area, 156 mm.
pub(super) const WIDTH: usize = 8844;
/// Pitch of 22 lines in 225 mm.
pub(super) const PITCH: i32 = 579;
/// A character of 三号 and of 四号.
pub(super) const EM: i32 = 320;
pub(super) const EM_4: i32 = 280;
pub(super) const RED: &str = "FF0000";
pub(super) const BLACK: &str = "000000";
/// Half-points of 二号, 三号, 四号 and 小四.
const SIZE_2: usize = 44;
const SIZE_3: usize = 32;
const SIZE_4: usize = 28;
const SIZE_SMALL_4: usize = 24;
/// What a character of 三号 is set closer so that 28 of them fill the line: for the grid in 1/4096 points, and in twips. The
/// text itself keeps to the second and not to the grid, because not every program sets Han characters closer by a grid.
const CLOSER: isize = -842;
const CLOSER_TWIPS: i32 = -5;

/// Twips of so many millimetres.
pub(super) const fn mm(n: i32) -> i32 {
    n * 1440 * 10 / 254
}

/// The faces of the standard, as files name them.
#[derive(Clone, Copy)]
pub(super) struct Faces<'t>(&'t Terms);

impl<'t> Faces<'t> {
    pub(super) fn of(terms: &'t Terms) -> Self {
        Self(terms)
    }

    /// Han characters in a face, figures and Latin letters in the one that goes with it.
    pub(super) fn fonts(self, name: &str) -> RunFonts {
        let face = self.0.typeface(name).unwrap_or(name);
        let latin = if name == "宋体" { face } else { "Times New Roman" };
        RunFonts::new().ascii(latin).hi_ansi(latin).east_asia(face)
    }
}

/// Where the lines of a style begin and end.
enum Shape {
    Flush,
    Centre,
    Right,
    FirstLine,
}

/// The style of paragraphs that name none.
const NORMAL: &str = "Normal";
/// Styles by the names of the elements: face, half-points, shape.
const STYLES: [(&str, &str, usize, Shape); 16] = [
    ("发文机关标志", "小标宋", SIZE_2, Shape::Centre),
    ("发文字号", "仿宋", SIZE_3, Shape::Centre),
    ("公文标题", "小标宋", SIZE_2, Shape::Centre),
    ("题注", "楷体", SIZE_3, Shape::Centre),
    ("主送机关", "仿宋", SIZE_3, Shape::Flush),
    ("公文正文", "仿宋", SIZE_3, Shape::FirstLine),
    ("一级标题", "黑体", SIZE_3, Shape::FirstLine),
    ("附件说明", "仿宋", SIZE_3, Shape::Flush),
    ("署名和日期", "仿宋", SIZE_3, Shape::Right),
    ("附件标记", "黑体", SIZE_3, Shape::Flush),
    ("附件标题", "小标宋", SIZE_2, Shape::Centre),
    ("版记", "仿宋", SIZE_4, Shape::Flush),
    ("页码", "宋体", SIZE_4, Shape::Flush),
    ("稿纸标题", "小标宋", SIZE_2, Shape::Centre),
    ("稿纸栏目", "黑体", SIZE_SMALL_4, Shape::Centre),
    ("稿纸内容", "仿宋", SIZE_SMALL_4, Shape::Flush),
];
/// Styles whose lines are as high as their type asks for, not a 22nd of the page.
const FREE: [&str; 5] = ["发文机关标志", "页码", "稿纸标题", "稿纸栏目", "稿纸内容"];
/// Pitch of lines of 二号, and of those of an imprint.
pub(super) const TITLE_LINE: i32 = 640;
pub(super) const IMPRINT_LINE: i32 = 420;

/// An empty document: page, grid, styles, and the page numbers unless it is a form.
pub(super) fn paper(faces: Faces<'_>, numbered: bool) -> Docx {
    let mut docx = Docx::new().default_fonts(faces.fonts("仿宋")).default_size(SIZE_3);
    docx.styles.styles = vec![style(NORMAL, "仿宋", SIZE_3, &Shape::Flush, faces)];
    for (name, face, size, shape) in STYLES {
        docx = docx.add_style(style(name, face, size, &shape, faces));
    }
    docx.document.section_property = page();
    if numbered {
        docx = docx.footer(number(AlignmentType::Right)).even_footer(number(AlignmentType::Left));
    }
    docx
}

fn style(name: &str, face: &str, size: usize, shape: &Shape, faces: Faces<'_>) -> Style {
    let style = Style::new(name, StyleType::Paragraph).name(name).fonts(faces.fonts(face)).size(size);
    let mut style = match name {
        "公文标题" | "附件标题" => style.line_spacing(exact(TITLE_LINE)),
        "版记" => style.line_spacing(exact(IMPRINT_LINE)),
        _ if FREE.contains(&name) => style,
        _ => style.line_spacing(exact(PITCH)),
    };
    style = style.snap_to_grid(false);
    if size == SIZE_3 {
        style.run_property = style.run_property.character_spacing(CLOSER_TWIPS);
    }
    match shape {
        Shape::Flush => style.align(AlignmentType::Both),
        Shape::Centre => style.align(AlignmentType::Center),
        Shape::Right => style.align(AlignmentType::Right),
        Shape::FirstLine => style
            .align(AlignmentType::Both)
            .indent(None, Some(SpecialIndentType::FirstLine(2 * EM)), None, None)
            .first_line_chars(200),
    }
}

/// A4 with the margins of the type area and the grid of 28 by 22.
pub(super) fn page() -> SectionProperty {
    let margin = PageMargin::new().top(mm(37)).left(mm(28)).bottom(mm(35)).right(mm(26)).header(mm(15)).footer(mm(23));
    let grid = DocGrid::with_empty().grid_type(DocGridType::LinesAndChars).line_pitch(579).char_space(CLOSER);
    SectionProperty::new().page_size(PageSize::new().size(11906, 16838)).page_margin(margin).doc_grid(grid)
}

/// `— 1 —`, one character in from the edge.
fn number(side: AlignmentType) -> Footer {
    let field = [
        Run::new().add_text("— "),
        Run::new().add_field_char(FieldCharType::Begin, false),
        Run::new().add_instr_text(InstrText::PAGE(InstrPAGE::new())),
        Run::new().add_field_char(FieldCharType::Separate, false),
        Run::new().add_text("1"),
        Run::new().add_field_char(FieldCharType::End, false),
        Run::new().add_text(" —"),
    ];
    let line = empty("页码").align(side).indent(Some(EM_4), None, Some(EM_4), None);
    Footer::new().add_paragraph(field.into_iter().fold(line, Paragraph::add_run))
}

/// A paragraph without text. Its number is left open: the writer then counts from the first of the file, and not of all
/// that this thread has made, so that the same document gives the same bytes.
pub(super) fn empty(style: &str) -> Paragraph {
    Paragraph::new().id("").style(style)
}

pub(super) fn line(style: &str, text: &str) -> Paragraph {
    empty(style).add_run(run(text))
}

/// Text in the face of its style. What XML has no character for is left out.
pub(super) fn run(text: &str) -> Run {
    let known = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    Run::new().add_text(text.chars().filter(known).collect::<String>())
}

/// An empty line of the text.
pub(super) fn blank() -> Paragraph {
    empty("主送机关")
}

/// A paragraph that takes next to no room, to hold a break or to stand behind a table.
pub(super) fn tiny() -> Paragraph {
    empty("页码").line_spacing(exact(20))
}

pub(super) fn exact(twips: i32) -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Exact).line(twips)
}

/// The first line begins `by` before the others, which begin at `left`; all end `right` before the edge.
pub(super) fn hanging(paragraph: Paragraph, left: i32, by: i32, right: i32) -> Paragraph {
    paragraph.indent(Some(left), Some(SpecialIndentType::Hanging(by)), Some(right), None)
}

/// With a rule above or below it: eighths of a point, and points of space.
pub(super) fn ruled(
    mut paragraph: Paragraph,
    at: ParagraphBorderPosition,
    kind: BorderType,
    size: usize,
    space: usize,
) -> Paragraph {
    let rule = ParagraphBorder::new(at).val(kind).size(size).space(space).color(RED);
    paragraph.property = paragraph.property.set_borders(ParagraphBorders::with_empty().set(rule));
    paragraph
}

pub(super) fn cell(width: usize, lines: impl IntoIterator<Item = Paragraph>) -> TableCell {
    lines.into_iter().fold(TableCell::new().width(width, WidthType::Dxa), TableCell::add_paragraph)
}

/// A table of the width of the type area, without rules of its own.
pub(super) fn bare_table(rows: Vec<TableRow>, columns: Vec<usize>) -> Table {
    Table::without_borders(rows)
        .set_grid(columns)
        .width(WIDTH, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(0, 0, 0, 0))
}

/// Black rules above and below a cell, in eighths of a point.
pub(super) fn cell_rules(top: Option<usize>, bottom: Option<usize>) -> TableCellBorders {
    let side = |at: TableCellBorderPosition, size: Option<usize>| match size {
        Some(size) => TableCellBorder::new(at).size(size).color(BLACK),
        None => TableCellBorder::new(at).border_type(BorderType::Nil),
    };
    TableCellBorders::with_empty()
        .set(side(TableCellBorderPosition::Top, top))
        .set(side(TableCellBorderPosition::Bottom, bottom))
}

/// The bytes of a document; its main part may be changed before. The writer does not say which style is the one of
/// paragraphs that name none, from whose size the grid is reckoned.
pub(super) fn bytes(docx: Docx, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> io::Result<Vec<u8>> {
    let mut parts = docx.build();
    parts.document = change(parts.document);
    let styles = String::from_utf8_lossy(&parts.styles);
    let normal = format!(r#"w:styleId="{NORMAL}""#);
    parts.styles = styles.replace(&normal, &format!(r#"w:default="1" {normal}"#)).into_bytes();
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes)?;
    Ok(bytes.into_inner())
}
