//! .docx files from raw XML, for structures that no writer library makes. Same input, same bytes.

use std::io::{Cursor, Seek, Write};

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// Namespaces that the body may use.
pub const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" xmlns:wpc="http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData" mc:Ignorable="w14""#;
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A package being put together.
#[derive(Clone)]
pub struct Docx {
    /// Name of the main part.
    pub main: String,
    /// The whole main part.
    pub document: String,
    /// The main part as bytes that are no text.
    pub raw: Option<Vec<u8>>,
    /// Kind, name and text of the parts beside it.
    pub parts: Vec<(String, String, String)>,
    /// More entries: name and bytes.
    pub extra: Vec<(String, Vec<u8>)>,
    /// Entries are stored, not deflated.
    pub stored: bool,
    /// Names are written with backslashes.
    pub backslashes: bool,
    /// Namespaces of ISO strict.
    pub strict: bool,
}

impl Docx {
    /// A package with this body.
    pub fn new(body: &str) -> Self {
        Self {
            main: "word/document.xml".into(),
            document: format!(
                r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {SPACES}><w:body>{body}</w:body></w:document>"#
            ),
            raw: None,
            parts: Vec::new(),
            extra: Vec::new(),
            stored: false,
            backslashes: false,
            strict: false,
        }
    }

    /// With a part of this kind; its relationship id is `rId` and its place among the parts, from 1.
    pub fn part(mut self, kind: &str, name: &str, root: &str, inner: &str) -> Self {
        self.parts.push((kind.into(), name.into(), format!("<{root} {SPACES}>{inner}</{root}>")));
        self
    }

    /// With a part given as a whole.
    pub fn raw_part(mut self, kind: &str, name: &str, text: &str) -> Self {
        self.parts.push((kind.into(), name.into(), text.into()));
        self
    }

    /// The last part lies outside the file.
    pub fn external(mut self) -> Self {
        let (kind, name, _) = self.parts.pop().unwrap();
        self.parts.push((format!("{kind}\" TargetMode=\"External"), format!("http://localhost/{name}"), String::new()));
        self
    }

    /// The entries in order: name and bytes.
    pub fn entries(&self) -> Vec<(String, Vec<u8>)> {
        let strict = |text: &str| match self.strict {
            true => text
                .replace(
                    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    "http://purl.oclc.org/ooxml/wordprocessingml/main",
                )
                .replace(
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    "http://purl.oclc.org/ooxml/officeDocument/relationships",
                ),
            false => text.to_owned(),
        };
        let root = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#;
        let (folder, name) = self.main.rsplit_once('/').unwrap();
        let types = format!(
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/{}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#,
            self.main
        );
        let top = format!(
            r#"{root}<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="{}"/></Relationships>"#,
            self.main
        );
        let own: String = self
            .parts
            .iter()
            .enumerate()
            .map(|(i, (kind, name, _))| {
                format!(r#"<Relationship Id="rId{}" Type="{RELATIONS}/{kind}" Target="{name}"/>"#, i + 1)
            })
            .collect();
        let document = self.raw.clone().unwrap_or_else(|| strict(&self.document).into_bytes());
        let mut entries = vec![
            ("[Content_Types].xml".to_owned(), types.into_bytes()),
            ("_rels/.rels".to_owned(), strict(&top).into_bytes()),
            (format!("{folder}/_rels/{name}.rels"), strict(&format!("{root}{own}</Relationships>")).into_bytes()),
            (self.main.clone(), document),
        ];
        let part = |(_, name, text): &(String, String, String)| (format!("{folder}/{name}"), strict(text).into_bytes());
        entries.extend(self.parts.iter().map(part));
        entries.extend(self.extra.iter().cloned());
        if self.backslashes {
            entries.iter_mut().for_each(|(name, _)| *name = name.replace('/', "\\"));
        }
        entries
    }

    /// The bytes.
    pub fn bytes(&self) -> Vec<u8> {
        zip(&self.entries(), if self.stored { Habit::Stored } else { Habit::Plain })
    }
}

/// How a program writes its containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// Deflated, with sizes in front.
    Plain,
    /// Not compressed.
    Stored,
    /// Sizes behind the data, as programs write that cannot seek.
    Streamed,
    /// 64-bit sizes.
    Zip64,
    /// With a comment behind the directory.
    Commented,
}

/// A container of these entries, byte for byte the same each time.
pub fn zip(entries: &[(String, Vec<u8>)], habit: Habit) -> Vec<u8> {
    if habit == Habit::Streamed {
        let mut zip = zip::ZipWriter::new_stream(Vec::new());
        fill(&mut zip, entries, habit);
        return zip.finish().unwrap().into_inner();
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    if habit == Habit::Commented {
        zip.set_comment("公文处理系统").unwrap();
    }
    fill(&mut zip, entries, habit);
    zip.finish().unwrap().into_inner()
}

fn fill<W: Write + Seek>(zip: &mut zip::ZipWriter<W>, entries: &[(String, Vec<u8>)], habit: Habit) {
    let method = if habit == Habit::Stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    let options = SimpleFileOptions::default()
        .compression_method(method)
        .large_file(habit == Habit::Zip64)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    for (name, bytes) in entries {
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(bytes).unwrap();
    }
}

/// Text as XML holds it.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A run.
pub fn r(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, escape(text))
}

/// A paragraph of these runs or other inlines.
pub fn par(properties: &str, inlines: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{inlines}</w:p>")
}

/// A paragraph of text.
pub fn p(text: &str) -> String {
    par("", &r(text))
}

/// A centred paragraph.
pub fn centred(text: &str) -> String {
    par(r#"<w:jc w:val="center"/>"#, &r(text))
}

/// A table; each cell is given as its blocks.
pub fn table(rows: &[&[String]]) -> String {
    let cell = |blocks: &String| format!("<w:tc><w:tcPr/>{blocks}</w:tc>");
    let row = |cells: &&[String]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl><w:tblPr/>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

/// The content of a text box in DrawingML.
pub fn shape(blocks: &str) -> String {
    format!("<wps:wsp><wps:txbx><w:txbxContent>{blocks}</w:txbxContent></wps:txbx></wps:wsp>")
}

/// An anchored drawing.
pub fn anchor(graphic: &str) -> String {
    format!(
        r#"<w:drawing><wp:anchor><wp:positionV relativeFrom="page"><wp:posOffset>914400</wp:posOffset></wp:positionV><a:graphic><a:graphicData>{graphic}</a:graphicData></a:graphic></wp:anchor></w:drawing>"#
    )
}

/// A text box in VML.
pub fn vml(blocks: &str) -> String {
    format!("<w:pict><v:shape><v:textbox><w:txbxContent>{blocks}</w:txbxContent></v:textbox></v:shape></w:pict>")
}

/// A paragraph that anchors a text box twice: for Word, and for what cannot read that.
pub fn boxed(blocks: &str) -> String {
    par(
        "",
        &format!(
            r#"<w:r><mc:AlternateContent><mc:Choice Requires="wps">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>"#,
            anchor(&shape(blocks)),
            vml(blocks)
        ),
    )
}

/// A content control round blocks or inlines.
pub fn control(properties: &str, content: &str) -> String {
    format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")
}

/// A form field of Word 97: its state, and the result that some programs store beside it.
pub fn form_field(instruction: &str, state: &str, result: Option<&str>) -> String {
    let begin = format!(r#"<w:fldChar w:fldCharType="begin"><w:ffData><w:enabled/>{state}</w:ffData></w:fldChar>"#);
    let result = result.map(|t| format!(r#"<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}"#, r(t)));
    format!(
        r#"<w:r>{begin}</w:r><w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>"#,
        result.unwrap_or_default()
    )
}

/// An inline picture: what describes it, and the relationship of its file.
pub fn picture(properties: &str, inner: &str, relation: &str) -> String {
    format!(
        r#"<w:drawing><wp:inline><wp:docPr id="1" {properties}/><a:graphic><a:graphicData><pic:pic xmlns:pic="urn:pic"><pic:nvPicPr><pic:cNvPr id="1" {inner}/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"#
    )
}

/// A workbook: its sheets with their attributes, the inside of each, shared strings and styles.
pub fn workbook(sheets: &[(&str, String)], strings: &str, styles: &str) -> Vec<u8> {
    const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let root = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#;
    let relation = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#)
    };
    let (mut list, mut own) = (String::new(), String::new());
    let mut entries = Vec::new();
    for (i, (attributes, inner)) in sheets.iter().enumerate() {
        list += &format!(r#"<sheet sheetId="{0}" r:id="rId{0}" {attributes}/>"#, i + 1);
        own += &relation(&format!("rId{}", i + 1), "worksheet", &format!("worksheets/sheet{}.xml", i + 1));
        let sheet = format!(r#"<worksheet xmlns="{SHEET}">{inner}</worksheet>"#);
        entries.push((format!("xl/worksheets/sheet{}.xml", i + 1), sheet.into_bytes()));
    }
    own += &(relation("s", "sharedStrings", "sharedStrings.xml") + &relation("t", "styles", "styles.xml"));
    let book = format!(r#"<workbook xmlns="{SHEET}" xmlns:r="{RELATIONS}"><sheets>{list}</sheets></workbook>"#);
    let top = relation("rId1", "officeDocument", "xl/workbook.xml");
    for (name, text) in [
        ("_rels/.rels", format!("{root}{top}</Relationships>")),
        ("xl/_rels/workbook.xml.rels", format!("{root}{own}</Relationships>")),
        ("xl/workbook.xml", book),
        ("xl/sharedStrings.xml", format!(r#"<sst xmlns="{SHEET}">{strings}</sst>"#)),
        ("xl/styles.xml", format!(r#"<styleSheet xmlns="{SHEET}">{styles}</styleSheet>"#)),
    ] {
        entries.push((name.to_owned(), text.into_bytes()));
    }
    zip(&entries, Habit::Plain)
}

/// A complex field with its result.
pub fn field(instruction: &str, result: &str) -> String {
    let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    format!(
        "{}<w:r><w:instrText>{instruction}</w:instrText></w:r>{}{result}{}",
        mark("begin"),
        mark("separate"),
        mark("end")
    )
}
