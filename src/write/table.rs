//! A small Word document of our own: a heading, paragraphs, a table.

use crate::error::Unreadable;
use crate::read::xml::main_space;
use crate::shown::shown;
use crate::write::docx::comments::mark;
use crate::write::docx::parts::{HEAD, OF_PACKAGES};
use crate::write::outline::escaped;
use crate::write::package::{Parts, rewritten};

/// What a document of our own holds.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its heading.
    pub title: String,
    /// Paragraphs above the table.
    pub lines: Vec<String>,
    /// The heads of the columns, with their widths in twips.
    pub columns: Vec<(String, u32)>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// A package without entries.
const EMPTY: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
const TYPES: &str = concat!(
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    "<Default Extension=\"json\" ContentType=\"application/json\"/>",
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>",
    "</Types>"
);
const RELATIONS: &str = concat!(
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>",
    "</Relationships>"
);
/// Landscape A4, 2 cm around.
const PAGE: &str = concat!(
    "<w:sectPr><w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>",
    "<w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"851\" w:footer=\"851\" w:gutter=\"0\"/></w:sectPr>"
);
const BORDERS: &str = concat!(
    "<w:tblBorders><w:top w:val=\"single\" w:sz=\"4\"/><w:left w:val=\"single\" w:sz=\"4\"/><w:bottom w:val=\"single\" w:sz=\"4\"/>",
    "<w:right w:val=\"single\" w:sz=\"4\"/><w:insideH w:val=\"single\" w:sz=\"4\"/><w:insideV w:val=\"single\" w:sz=\"4\"/></w:tblBorders>"
);

impl Table {
    /// As a package.
    ///
    /// # Errors
    /// None in practice: what the program makes up can be written.
    pub fn docx(&self) -> Result<Vec<u8>, Unreadable> {
        let part = |name: &str, text: String| (name.to_owned(), Some(text.into_bytes()));
        let (name, content) = mark();
        let parts = Parts::from([
            part("[Content_Types].xml", format!("{HEAD}{TYPES}")),
            part("_rels/.rels", format!("{HEAD}{RELATIONS}")),
            part("word/_rels/document.xml.rels", format!("{HEAD}<Relationships xmlns=\"{OF_PACKAGES}\"/>")),
            part("word/document.xml", self.document()),
            (name, Some(content)),
        ]);
        rewritten(EMPTY, &parts)
    }

    fn document(&self) -> String {
        let lines: String = self.lines.iter().map(|line| paragraph(line, "", false)).collect();
        let widths = self.columns.iter().map(|(_, width)| width);
        let grid: String = widths.clone().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
        let row = |cells: &[String], head: bool| {
            let cell = |(text, (_, width)): (&String, &(String, u32))| {
                format!(
                    "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{}</w:tc>",
                    paragraph(text, "", head)
                )
            };
            let again = if head { "<w:trPr><w:tblHeader/></w:trPr>" } else { "" };
            format!("<w:tr>{again}{}</w:tr>", cells.iter().zip(&self.columns).map(cell).collect::<String>())
        };
        let heads: Vec<String> = self.columns.iter().map(|(head, _)| (*head).to_owned()).collect();
        let rows: String = self.rows.iter().map(|cells| row(cells, false)).collect();
        let table = format!(
            "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/>{BORDERS}<w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{}{rows}</w:tbl>",
            widths.sum::<u32>(),
            row(&heads, true)
        );
        let table = if self.rows.is_empty() { String::new() } else { table };
        format!(
            "{HEAD}<w:document xmlns:w=\"{}\"><w:body>{}{lines}{table}<w:p/>{PAGE}</w:body></w:document>",
            main_space(false),
            paragraph(&self.title, "<w:pPr><w:jc w:val=\"center\"/></w:pPr>", true)
        )
    }
}

fn paragraph(text: &str, properties: &str, strong: bool) -> String {
    let bold = if strong { "<w:b/>" } else { "" };
    let size = if properties.is_empty() { 21 } else { 32 };
    let text: String = shown(text).chars().filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    format!(
        "<w:p>{properties}<w:r><w:rPr><w:rFonts w:ascii=\"宋体\" w:hAnsi=\"宋体\" w:eastAsia=\"宋体\"/>{bold}<w:sz w:val=\"{size}\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
        escaped(&text)
    )
}
