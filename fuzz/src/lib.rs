//! What the fuzz targets do with bytes: no panic, no hang, no range off the text. The same bodies are run on a stable
//! toolchain by `tests/mutate.rs`.

use std::cell::OnceCell;
use std::io::{Cursor, Write, sink};

use sanbu::config::{Config, path_glob};
use sanbu::finding::{Report, Stage};
use sanbu::lang::Lang;
use sanbu::log::{self, Tip};
use sanbu::packet::{self, Manifest};
use sanbu::problem::Problem;
use sanbu::render::{self, Problems};
use sanbu::rule::{RuleFile, RuleSet};
use sanbu::run::{self, Options};
use sanbu::text::Text;
use sanbu::{inspect, register};

thread_local! {
    static RULES: OnceCell<RuleSet> = const { OnceCell::new() };
}

const RELATIONS: &str =
    r#"<Relationships><Relationship Id="1" Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#;
const PARTS: &str = r#"<Relationships><Relationship Id="1" Type="x/styles" Target="s.xml"/><Relationship Id="2" Type="x/numbering" Target="s.xml"/><Relationship Id="3" Type="x/header" Target="document.xml"/></Relationships>"#;
const MAIN: &[u8] = include_bytes!("../main.xml");

fn container(main: &[u8], side: &[u8]) -> Vec<u8> {
    zipped(&[
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/_rels/document.xml.rels", PARTS.as_bytes()),
        ("word/document.xml", main),
        ("word/s.xml", side),
    ])
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        zip.start_file(*name, options).expect("in memory");
        zip.write_all(bytes).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

fn with_rules(work: impl FnOnce(&RuleSet)) {
    RULES.with(|rules| work(rules.get_or_init(|| RuleSet::builtin().expect("shipped rules"))));
}

/// XML is put into a container as the main part, or as styles and numbers beside a main part; a container and plain
/// text are taken as they are.
pub fn read(data: &[u8]) {
    let (name, bytes) = match data {
        [b'<', ..] if data.len().is_multiple_of(4) => ("正文.docx", container(MAIN, data)),
        [b'<', ..] => ("正文.docx", container(data, b"<w:x/>")),
        [b'P', b'K', ..] => ("正文.docx", data.to_vec()),
        _ => ("正文.txt", data.to_vec()),
    };
    check(name, &bytes);
}

/// Pages as printed: a whole file, or a part of one that is put into a whole one.
pub fn pages(data: &[u8]) {
    let (name, bytes) = match data {
        [b'P', b'K', ..] => ("成品.ofd", data.to_vec()),
        [b'%', ..] => ("成品.pdf", data.to_vec()),
        [b'<', b'<', ..] => ("成品.pdf", pdf(data, b"")),
        [b'<', ..] => ("成品.ofd", ofd(data)),
        _ => ("成品.pdf", pdf(PAGE, data)),
    };
    let Ok(document) = sanbu::read::read(name, &bytes) else { return };
    let text = document.text.as_str();
    for (number, page) in document.pages.iter().enumerate() {
        assert!(document.lines.get(page.lines.clone()).is_some(), "lines off the document");
        for piece in &page.pieces {
            assert!(text.get(piece.range.clone()).is_some(), "a piece off the text");
            let page = document.page(piece.range.start).unwrap_or(1);
            assert_eq!(page, number + 1, "a piece of another page");
        }
    }
    inspect::as_read(&document, Lang::Hans, &mut sink()).expect("nothing is written");
    check(name, &bytes);
}

const PAGE: &[u8] = b"<</Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</G 4 0 R>>>>>>";

/// A file with this page, and with this as its content and as the table of its face.
fn pdf(page: &[u8], content: &[u8]) -> Vec<u8> {
    let stream = |bytes: &[u8]| {
        [format!("<</Length {}/Subtype/Form>>stream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"].concat()
    };
    let objects = [
        b"<</Pages 2 0 R>>".to_vec(),
        b"<</Kids[3 0 R]>>".to_vec(),
        page.to_vec(),
        stream(content),
        b"<</Subtype/Type0/Encoding/Identity-H/ToUnicode 4 0 R/DescendantFonts[6 0 R]>>".to_vec(),
        b"<</DW 1000/W[1[500]]>>".to_vec(),
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (at, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend(format!("{} 0 obj\n", at + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let (at, count) = (file.len(), objects.len() + 1);
    file.extend(format!("xref\n0 {count}\n{table}trailer\n<</Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n").bytes());
    file
}

/// A file of which this is the part that its root element says.
fn ofd(part: &[u8]) -> Vec<u8> {
    const NAMES: [&str; 7] = ["OFD.xml", "Document.xml", "Page.xml", "Res.xml", "Annots.xml", "Annot.xml", "Signs.xml"];
    const PARTS: [&str; 7] = [
        "<OFD><DocBody><DocRoot>Document.xml</DocRoot><Signatures>Signs.xml</Signatures></DocBody></OFD>",
        "<Document><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea><PublicRes>Res.xml</PublicRes><TemplatePage ID='2' BaseLoc='Page.xml'/></CommonData><Pages><Page ID='1' BaseLoc='Page.xml'/></Pages><Annotations>Annots.xml</Annotations></Document>",
        "<Page><Template TemplateID='2'/><Content><Layer><TextObject Boundary='30 40 9 9' Size='5'><TextCode X='0' Y='5' DeltaX='g 1 5'>甲乙</TextCode></TextObject><CompositeObject ResourceID='3' Boundary='0 0 9 9'/></Layer></Content></Page>",
        "<Res><CompositeGraphicUnit ID='3'><Content/></CompositeGraphicUnit></Res>",
        "<Annotations><Page PageID='1'><FileLoc>Annot.xml</FileLoc></Page></Annotations>",
        "<PageAnnot/>",
        "<Signatures><Signature BaseLoc='Signs.xml'/></Signatures>",
    ];
    let root = |text: &[u8]| {
        let name = text.iter().position(|b| *b == b'<').map_or(text, |at| &text[at + 1..]);
        let end = name.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(name.len());
        name[..end].to_vec()
    };
    let own = root(part);
    let files = NAMES
        .iter()
        .zip(PARTS)
        .map(|(name, text)| (*name, if root(text.as_bytes()) == own { part } else { text.as_bytes() }));
    let mut files: Vec<(&str, &[u8])> = files.collect();
    if !PARTS.iter().any(|text| root(text.as_bytes()) == own) {
        files[2].1 = part;
    }
    zipped(&files)
}

/// A plain text: as a document, and as its form.
pub fn text(data: &[u8]) {
    check("正文.txt", data);
    check("发文稿纸.txt", data);
}

/// Reads, recognises, checks and shows a file.
fn check(name: &str, bytes: &[u8]) {
    with_rules(|rules| {
        let file = packet::load(name, bytes, &rules.terms);
        if let Some((document, elements)) = file.read() {
            for line in &document.lines {
                assert!(document.text.as_str().get(line.range.clone()).is_some(), "a line off the text");
            }
            for element in &elements.list {
                assert!(document.text.as_str().get(element.range.clone()).is_some(), "an element off the text");
            }
        }
        let _ = inspect::json(name, &file, &rules.terms, Lang::Hans);
        let _ = inspect::text(name, &file, &rules.terms, Lang::Hans, &mut sink());
        let packet = packet::single(name, file);
        let report = run::check(&packet, rules, &Options { stage: Stage::Print, ..Options::default() });
        let report = Report { packets: vec![report], ..Report::default() };
        for format in [render::Format::Pretty, render::Format::Json] {
            let options = render::Options::default();
            render::write(format, &report, &options, &mut sink()).expect("nothing is written");
        }
    });
}

/// Mistakes lie in the text, and can be shown.
fn sound(text: &Text, problems: &[Problem]) {
    for problem in problems {
        assert!(text.as_str().get(problem.range.clone()).is_some(), "a mistake off the text: {problem:?}");
        let _ = text.position(problem.range.start);
    }
    let files = [("文件.toml".to_owned(), text.clone())];
    Problems { files: &files, problems, color: false, width: None, lang: Lang::Hans }
        .write(&mut sink())
        .expect("nothing is written");
}

/// A rule file by itself; what loads runs its examples.
pub fn rules(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let file = RuleFile { name: "文件.toml".to_owned(), text: text.to_owned().into() };
    match RuleSet::load(vec![file]) {
        Ok(set) => drop(set.examples()),
        Err(problems) => sound(&Text::new(text.to_owned()), &problems),
    }
}

/// A `sanbu.toml`.
pub fn config(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let text = Text::new(text.to_owned());
    match Config::parse(&text) {
        Ok(config) => {
            let _ = config.at("发文/2026-011/正文.docx");
            let _ = path_glob(text.slice(text.line(1)), "发文/2026-011/正文.docx");
        }
        Err(problems) => sound(&text, &problems),
    }
}

/// A `packet.toml`; what was settled is written and read again the same.
pub fn manifest(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let text = Text::new(text.to_owned());
    match Manifest::parse(&text) {
        Ok(manifest) if manifest.confirms.is_empty() => {}
        Ok(manifest) => {
            let again: String = manifest.confirms.iter().map(|c| c.to_toml() + "\n").collect();
            let again = Manifest::parse(&Text::new(again)).expect("what was written can be read");
            assert_eq!(again.confirms, manifest.confirms);
        }
        Err(problem) => sound(&text, &[problem]),
    }
}

/// A log: the whole and its end say the same of the last line.
pub fn log(data: &[u8]) {
    let found = log::verify(data, None);
    assert_eq!(found.bytes, data.len());
    let tail = log::tail(data, true).expect("the whole of it");
    assert_eq!(tail.tip, found.tip);
    let _ = log::tail(data, false);
    let _ = tail.follow(Some(Tip { n: data.len() as u64, seal: String::new() }));
    let tip = Tip { n: u64::MAX, seal: "x".to_owned() };
    assert!(!log::verify(data, Some(&tip)).damages.is_empty(), "a tip that the log does not reach");
}

/// A register in one of the three formats; XML is put into a workbook. What was read can be written.
pub fn registers(data: &[u8]) {
    let (name, bytes) = match data {
        [b'<', ..] => ("登记簿.xlsx", workbook(data)),
        [b'P', b'K', ..] => ("登记簿.xlsx", data.to_vec()),
        [b'{', ..] => ("登记簿.jsonl", data.to_vec()),
        _ => ("登记簿.csv", data.to_vec()),
    };
    with_rules(|rules| {
        let kept = rules.registers.first().expect("a shipped register");
        let Ok(table) = register::read(name, &bytes, kept, &rules.terms) else { return };
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
        let jsonl = table.write(register::Format::Jsonl, &kept.title).expect("in memory");
        let _ = register::read("登记簿.jsonl", &jsonl, kept, &rules.terms);
        let _ = table.write(register::Format::Csv, &kept.title).expect("in memory");
    });
}

/// A workbook with this as its sheet and as its shared texts.
fn workbook(part: &[u8]) -> Vec<u8> {
    const BOOK: &str = r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    const PARTS: &str = r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
    const TOP: &str = r#"<Relationships><Relationship Id="1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    zipped(&[
        ("_rels/.rels", TOP.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", PARTS.as_bytes()),
        ("xl/worksheets/sheet1.xml", part),
        ("xl/sharedStrings.xml", part),
    ])
}
