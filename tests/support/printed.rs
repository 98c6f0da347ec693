//! Pages as printed, as .ofd and .pdf: characters at places in mm. Everything on them is invented.

use std::fmt::Write as _;

use sm3::{Digest, Sm3};

use super::ooxml::{Habit, escape, zip};

/// Text of one size on one base line: mm from the left and upper edge.
#[derive(Clone, Debug)]
pub struct Line {
    pub text: String,
    pub left: f64,
    pub base: f64,
    pub size: f64,
    /// From one character to the next.
    pub step: f64,
}

/// A page, A4 unless told otherwise.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub paper: [f64; 2],
    pub lines: Vec<Line>,
    /// Pictures: left, top, width, height.
    pub pictures: Vec<[f64; 4]>,
    /// Seals: in an .ofd a stamp of a signature, in a .pdf a picture.
    pub seals: Vec<[f64; 4]>,
    /// Outlines that are filled.
    pub strokes: usize,
    /// Straight lines.
    pub rules: usize,
    /// It is no longer what was sealed.
    pub changed: bool,
}

impl Default for Sheet {
    fn default() -> Self {
        Self {
            paper: [210.0, 297.0],
            lines: Vec::new(),
            pictures: Vec::new(),
            seals: Vec::new(),
            strokes: 0,
            rules: 0,
            changed: false,
        }
    }
}

/// 三号: 16 points.
pub const SIZE: f64 = 16.0 * POINT;
const POINT: f64 = 25.4 / 72.0;

/// A page with these lines: text, left, base line.
pub fn page(lines: &[(&str, f64, f64)]) -> Sheet {
    let line =
        |&(text, left, base): &(&str, f64, f64)| Line { text: text.to_owned(), left, base, size: SIZE, step: SIZE };
    Sheet { lines: lines.iter().map(line).collect(), ..Sheet::default() }
}

const OFD: &str = r#"xmlns:ofd="http://www.ofdspec.org/2016""#;

/// The parts of an .ofd.
pub fn ofd_parts(sheets: &[Sheet]) -> Vec<(String, Vec<u8>)> {
    let part = |name: &str, text: String| (name.to_owned(), text.into_bytes());
    let sealed = sheets.iter().any(|sheet| !sheet.seals.is_empty());
    let signatures = if sealed { "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>" } else { "" };
    let root = format!(
        "<ofd:OFD {OFD}><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot>{signatures}</ofd:DocBody></ofd:OFD>"
    );
    let (mut list, mut stamps, mut digests, mut pages) = (String::new(), String::new(), String::new(), Vec::new());
    for (at, sheet) in sheets.iter().enumerate() {
        write!(list, r#"<ofd:Page ID="{}" BaseLoc="Pages/Page_{at}/Content.xml"/>"#, at + 1).unwrap();
        for [left, top, width, height] in &sheet.seals {
            let page = at + 1;
            let place = format!("{left} {top} {width} {height}");
            write!(stamps, r#"<ofd:StampAnnot PageRef="{page}" Boundary="{place}"/>"#).unwrap();
        }
        let (name, content) = (format!("Doc_0/Pages/Page_{at}/Content.xml"), ofd_page(sheet));
        let digest = base64(&Sm3::digest(if sheet.changed { "" } else { content.as_str() }));
        let value = format!("<ofd:CheckValue>{digest}</ofd:CheckValue>");
        write!(digests, r#"<ofd:Reference FileRef="/{name}">{value}</ofd:Reference>"#).unwrap();
        pages.push(part(&name, content));
    }
    let document = format!("<ofd:Document {OFD}><ofd:CommonData/><ofd:Pages>{list}</ofd:Pages></ofd:Document>");
    let mut parts = vec![part("OFD.xml", root), part("Doc_0/Document.xml", document)];
    parts.extend(pages);
    if sealed {
        digests = format!(r#"<ofd:References CheckMethod="1.2.156.10197.1.401">{digests}</ofd:References>"#);
        let list = r#"<ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/>"#;
        parts.push(part("Doc_0/Signs/Signatures.xml", format!("<ofd:Signatures {OFD}>{list}</ofd:Signatures>")));
        let signed = format!("<ofd:Signature {OFD}><ofd:SignedInfo>{stamps}{digests}</ofd:SignedInfo></ofd:Signature>");
        parts.push(part("Doc_0/Signs/Sign_0/Signature.xml", signed));
    }
    parts
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |three: &[u8]| {
        let all = (0..3).fold(0usize, |all, at| all << 8 | usize::from(three.get(at).copied().unwrap_or(0)));
        let sign = |at: usize| if at > three.len() { '=' } else { char::from(SIGNS[all >> (18 - 6 * at) & 63]) };
        [0, 1, 2, 3].map(sign)
    };
    bytes.chunks(3).flat_map(group).collect()
}

fn ofd_page(sheet: &Sheet) -> String {
    let mut objects = String::new();
    for line in &sheet.lines {
        let (count, base) = (line.text.chars().count(), line.base - line.size);
        let width = line.step * count as f64;
        // The size is told in the object's own coordinates, which are ten times as large.
        let (size, step, rest) = (line.size * 10.0, line.step * 10.0, count.saturating_sub(1));
        write!(
            objects,
            r#"<ofd:TextObject Boundary="{} {base} {width} {}" Size="{size}" CTM="0.1 0 0 0.1 0 0"><ofd:TextCode X="0" Y="{size}" DeltaX="g {rest} {step}">{}</ofd:TextCode></ofd:TextObject>"#,
            line.left,
            line.size,
            escape(&line.text)
        )
        .unwrap();
    }
    for [left, top, width, height] in &sheet.pictures {
        write!(objects, r#"<ofd:ImageObject Boundary="{left} {top} {width} {height}" ResourceID="9"/>"#).unwrap();
    }
    let outline = r#"<ofd:PathObject Boundary="0 0 1 1"><ofd:AbbreviatedData>M 0 0 Q 1 0 1 1 C</ofd:AbbreviatedData></ofd:PathObject>"#;
    objects.push_str(&outline.repeat(sheet.strokes));
    let rule =
        r#"<ofd:PathObject Boundary="0 0 1 1"><ofd:AbbreviatedData>M 0 0 L 1 0</ofd:AbbreviatedData></ofd:PathObject>"#;
    objects.push_str(&rule.repeat(sheet.rules));
    let [width, height] = sheet.paper;
    format!(
        "<ofd:Page {OFD}><ofd:Area><ofd:PhysicalBox>0 0 {width} {height}</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
    )
}

/// An .ofd.
pub fn ofd(sheets: &[Sheet]) -> Vec<u8> {
    zip(&ofd_parts(sheets), Habit::Plain)
}

/// How a .pdf says which characters its codes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Glyphs of the face, with a table of characters.
    Table,
    /// The face's own glyphs, and nothing that says what they are.
    Nameless,
    /// A coding that viewers know by name.
    Gbk,
}

/// A .pdf.
pub fn pdf(sheets: &[Sheet], face: Face) -> Vec<u8> {
    let encoding = if face == Face::Gbk { "GBK-EUC-H" } else { "Identity-H" };
    let table = if face == Face::Table { "/ToUnicode 5 0 R" } else { "" };
    let kids: String = (0..sheets.len()).map(|at| format!("{} 0 R ", 7 + 2 * at)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}/Resources<</Font<</F1 3 0 R>>/XObject<</Im 6 0 R>>>>>>", sheets.len()),
        format!("<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/{encoding}/DescendantFonts[4 0 R]{table}>>"),
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>".to_owned(),
        stream("", "1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <ffff> <0000> endbfrange"),
        stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "x"),
    ];
    for (at, sheet) in sheets.iter().enumerate() {
        let [width, height] = sheet.paper.map(|mm| mm / POINT);
        let content = 8 + 2 * at;
        objects.push(format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents {content} 0 R>>"));
        objects.push(stream("", &pdf_page(sheet, face)));
    }
    numbered(&objects)
}

fn stream(dict: &str, content: &str) -> String {
    format!("<<{dict}/Length {}>>\nstream\n{content}\nendstream", content.len())
}

fn pdf_page(sheet: &Sheet, face: Face) -> String {
    let mut content = String::new();
    let up = |mm: f64| (sheet.paper[1] - mm) / POINT;
    for line in &sheet.lines {
        let (left, base, size) = (line.left / POINT, up(line.base), line.size / POINT);
        let between = line.step / POINT - size;
        let codes: String = match face {
            Face::Gbk => encoding_rs::GBK.encode(&line.text).0.iter().map(|byte| format!("{byte:02x}")).collect(),
            _ => line.text.encode_utf16().map(|unit| format!("{unit:04x}")).collect(),
        };
        writeln!(content, "BT /F1 {size} Tf {between} Tc {left} {base} Td <{codes}> Tj ET").unwrap();
    }
    for [left, top, width, height] in sheet.pictures.iter().chain(&sheet.seals) {
        let (width, height, left, low) = (width / POINT, height / POINT, left / POINT, up(top + height));
        writeln!(content, "q {width} 0 0 {height} {left} {low} cm /Im Do Q").unwrap();
    }
    content.push_str(&"0 0 m 1 0 1 1 0 1 c f\n".repeat(sheet.strokes));
    content.push_str(&"0 0 m 1 0 l S\n".repeat(sheet.rules));
    content
}

/// A file of these objects, numbered from 1; the first is the root.
pub fn numbered(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = String::new();
    for (at, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
        write!(file, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    let (at, count) = (file.len(), objects.len() + 1);
    write!(
        file,
        "xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n"
    )
    .unwrap();
    file.into_bytes()
}
