//! Reading .docx: what a person sees on paper, with the way back to the bytes; limits on everything.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod support;

use std::io::{Cursor, Read, Write};

use sanbu::document::{Document, FieldKind, RunKind, TraceKind, Zone};
use sanbu::error::Reason;
use sanbu::read::read;
use support::{as_docx, folder, good};
use zip::write::SimpleFileOptions;

const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A package with these parts and relationships of the main part.
fn package(main: &str, parts: &[(&str, &str)], document: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let relation = |i: usize, kind: &str, target: &str| {
        format!(r#"<Relationship Id="r{i}" Type="{RELS}/{kind}" Target="{target}"/>"#)
    };
    let root = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#;
    put("_rels/.rels", &format!("{root}{}</Relationships>", relation(1, "officeDocument", main)));
    let folder = main.rsplit_once('/').unwrap().0;
    let name = main.rsplit_once('/').unwrap().1;
    let own: String =
        parts.iter().enumerate().map(|(i, (kind, _))| relation(i, kind, &format!("{kind}{i}.xml"))).collect();
    put(&format!("{folder}/_rels/{name}.rels"), &format!("{root}{own}</Relationships>"));
    for (i, (kind, text)) in parts.iter().enumerate() {
        put(&format!("{folder}/{kind}{i}.xml"), text);
    }
    put(main, document);
    zip.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    package("word/document.xml", &[], &format!("<w:document {W}><w:body>{body}</w:body></w:document>"))
}

fn doc(body: &str) -> Document {
    read("a.docx", &docx(body)).unwrap()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn text(document: &Document) -> &str {
    document.text.as_str()
}

fn traces(document: &Document) -> Vec<TraceKind> {
    document.traces.iter().map(|t| t.kind).collect()
}

#[test]
fn one_branch_of_alternate_content_and_boxes_before_the_text() {
    let boxed = |t: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(t));
    let body = format!(
        r#"<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
        <mc:Choice Requires="wps"><w:drawing><x xmlns="urn:x">{}</x></w:drawing></mc:Choice>
        <mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>{}"#,
        boxed("某局文件"),
        boxed("某局文件"),
        p("某发〔2026〕1号")
    );
    let document = doc(&body);
    assert_eq!(text(&document), "某局文件\n\n某发〔2026〕1号");
    assert_eq!(document.lines[0].zone, Zone::TextBox);
}

#[test]
fn merged_cells_appear_once() {
    let cell = |props: &str, t: &str| format!("<w:tc><w:tcPr>{props}</w:tcPr>{}</w:tc>", p(t));
    let rows = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell(r#"<w:vMerge w:val="restart"/>"#, "签发"),
        cell(r#"<w:gridSpan w:val="2"/>"#, "同意"),
        cell("<w:vMerge/>", ""),
        cell("", "甲"),
        cell("", "乙")
    );
    let document = doc(&rows);
    let table = &document.tables[0];
    let grid: Vec<_> = table.cells.iter().map(|c| (c.row, c.column, c.row_span, c.column_span)).collect();
    assert_eq!(grid, [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]);
    assert_eq!((table.rows, table.columns), (2, 3));
    assert_eq!(text(&document), "签发\n同意\n甲\n乙");
}

#[test]
fn the_accepted_view_with_traces_of_what_is_left() {
    let body = r#"<w:p><w:r><w:t>某发〔2026〕1</w:t></w:r><w:ins w:author="甲"><w:r><w:t>2</w:t></w:r></w:ins>
        <w:del w:author="乙"><w:r><w:delText>3</w:delText></w:r></w:del><w:r><w:t>号</w:t></w:r></w:p>
        <w:p><w:pPr><w:rPr><w:del w:author="乙"/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>
        <w:p><w:r><w:t>后半</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>"#;
    let document = doc(body);
    assert_eq!(text(&document), "某发〔2026〕12号\n前半后半");
    assert_eq!(traces(&document), [TraceKind::Inserted, TraceKind::Deleted, TraceKind::Deleted, TraceKind::Hidden]);
}

#[test]
fn content_controls_fields_and_soft_breaks() {
    let body = r#"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>请输入标题</w:t></w:r></w:p></w:sdtContent></w:sdt>
        <w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE \@ "yyyy"</w:instrText></w:r>
        <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2026年3月5日</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
        <w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r></w:p>"#;
    let document = doc(body);
    assert_eq!(text(&document), "请输入标题\n2026年3月5日\n上\n下");
    let kinds: Vec<RunKind> = document.runs.iter().map(|r| r.kind).collect();
    assert_eq!(kinds[..2], [RunKind::Placeholder, RunKind::Field(FieldKind::Clock)]);
    let paragraphs: Vec<usize> = document.lines.iter().map(|l| l.paragraph).collect();
    assert_eq!(paragraphs, [1, 2, 3, 3]);
}

#[test]
fn automatic_numbers_are_printed_and_restart() {
    let lvl = |i: usize, format: &str, text: &str| {
        format!(
            r#"<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let numbering = format!(
        r#"<w:numbering {W}><w:abstractNum w:abstractNumId="0">{}{}{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#,
        lvl(0, "chineseCountingThousand", "%1、"),
        lvl(1, "chineseCountingThousand", "（%2）"),
        lvl(2, "decimal", "%3.")
    );
    let item = |level: usize, t: &str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{t}</w:t></w:r></w:p>"#
        )
    };
    let body: String =
        [(0, "甲"), (1, "乙"), (2, "丙"), (2, "丁"), (0, "戊"), (1, "己")].iter().map(|(l, t)| item(*l, t)).collect();
    let bytes = package(
        "word/document.xml",
        &[("numbering", &numbering)],
        &format!("<w:document {W}><w:body>{body}</w:body></w:document>"),
    );
    assert_eq!(text(&read("a.docx", &bytes).unwrap()), "一、甲\n（一）乙\n1.丙\n2.丁\n二、戊\n（一）己");
}

#[test]
fn styles_and_theme_make_the_effective_format() {
    let theme = r#"<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>
        <a:minorFont><a:latin typeface="Times"/><a:ea typeface=""/><a:font script="Hans" typeface="仿宋"/></a:minorFont>
        </a:fontScheme></a:themeElements></a:theme>"#;
    let styles = format!(
        r#"<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsiaTheme="minorEastAsia" w:eastAsia="宋体"/><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>
        <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:rPr><w:sz w:val="32"/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="b"><w:name w:val="标题"/><w:basedOn w:val="a"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style></w:styles>"#
    );
    let body = r#"<w:p><w:pPr><w:pStyle w:val="b"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"#;
    let bytes = package(
        "word/document2.xml",
        &[("styles", &styles), ("theme", theme)],
        &format!("<w:document {W}><w:body>{body}</w:body></w:document>"),
    );
    let document = read("a.docx", &bytes).unwrap();
    let run = &document.run_formats[document.runs[0].format];
    assert_eq!((run.east_asia.as_deref(), run.size, run.bold), (Some("仿宋"), Some(32), true));
    let paragraph = document.paragraph_format(0).unwrap();
    assert_eq!((paragraph.align, paragraph.style.as_deref()), (sanbu::document::Align::Center, Some("标题")));
}

#[test]
fn strict_namespace_is_read() {
    let strict = r#"xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main""#;
    let bytes =
        package("word/document.xml", &[], &format!("<w:document {strict}><w:body>{}</w:body></w:document>", p("甲")));
    assert_eq!(text(&read("a.docx", &bytes).unwrap()), "甲");
}

/// Text as XML stores it, entities resolved.
fn unescape(xml: &str) -> String {
    xml.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

#[test]
fn every_run_leads_back_to_its_bytes() {
    let body = format!("\u{feff}<w:document {W}><w:body>{}{}</w:body></w:document>", p("甲 &amp; 乙&lt;"), p("丙"));
    let mut packages = vec![package("word/document.xml", &[], &body)];
    packages.extend(good::good().iter().flat_map(|g| as_docx(folder(g))).map(|(_, bytes)| bytes));
    for bytes in packages {
        let document = read("a.docx", &bytes).unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        for line in &document.lines {
            let mut at = line.range.start;
            for run in &document.runs[line.runs.clone()] {
                assert_eq!(run.range.start, at, "a gap between runs");
                at = run.range.end;
                let Some(origin) = &run.origin else { continue };
                let mut part = Vec::new();
                zip.by_name(&document.parts[origin.part]).unwrap().read_to_end(&mut part).unwrap();
                let stored = String::from_utf8(part[origin.bytes.clone()].to_vec()).unwrap();
                assert_eq!(unescape(&stored), document.text.slice(run.range.clone()));
            }
            assert_eq!(at, line.range.end, "a gap at the end of a line");
        }
    }
}

#[test]
fn what_costs_too_much_is_refused() {
    let nested = |n: usize, open: &str, close: &str| docx(&format!("{}{}", open.repeat(n), close.repeat(n)));
    let attributes: String = (0..300_000).map(|i| format!(" a{i}=\"\"")).collect();
    let refused = [
        nested(5_000, "<w:sdt>", "</w:sdt>"),
        nested(20_000, "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        docx(&format!("<w:p{attributes}/>")),
        docx(&"<w:p/>".repeat(7_000_000)),
    ];
    for bytes in refused {
        assert_eq!(read("a.docx", &bytes).unwrap_err().reason, Reason::TooLarge);
    }
}

#[test]
fn no_cut_or_flipped_file_panics() {
    let packet = support::packet("通知");
    let mut files: Vec<Vec<u8>> = as_docx(folder(&packet)).into_iter().map(|(_, b)| b).collect();
    files.push(packet.main.as_bytes().to_vec());
    for bytes in files {
        for n in (0..bytes.len()).step_by(bytes.len() / 60 + 1) {
            let _ = read("a.docx", &bytes[..n]);
            let mut flipped = bytes.clone();
            flipped[n] ^= 0x55;
            let _ = read("a.docx", &flipped);
        }
    }
}
