//! Reading .docx: what a person sees on paper, with the way back to the bytes; limits on everything.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod support;

use std::io::{Cursor, Read, Write};

use sanbu::document::{Document, FieldKind, Format, RunKind, TraceKind, Zone};
use sanbu::error::Reason;
use sanbu::read::read;
use support::ooxml::{self, Docx};
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

/// The text of a paragraph of these inlines, and how its pieces came about.
fn inlines(xml: &str) -> (String, Vec<RunKind>) {
    let document = read("a.docx", &Docx::new(&ooxml::par("", xml)).bytes()).unwrap();
    (text(&document).to_owned(), document.runs.iter().map(|r| r.kind).collect())
}

#[test]
fn form_fields_show_their_state() {
    let check = |inner: &str| ooxml::form_field("FORMCHECKBOX", &format!("<w:checkBox>{inner}</w:checkBox>"), None);
    let list = |inner: &str, result| {
        let entries: String = ["无需", "需要"].map(|e| format!(r#"<w:listEntry w:val="{e}"/>"#)).concat();
        ooxml::form_field("FORMDROPDOWN", &format!("<w:ddList>{inner}{entries}</w:ddList>"), result)
    };
    let field = |inner: &str, result| {
        ooxml::form_field("FORMTEXT", &format!("<w:textInput>{inner}</w:textInput>"), Some(result))
    };
    let other = RunKind::Field(FieldKind::Other);
    for (xml, printed, kind) in [
        (check("<w:sizeAuto/><w:default w:val=\"0\"/><w:checked/>"), "☑", RunKind::Symbol),
        (check("<w:default w:val=\"1\"/><w:checked w:val=\"0\"/>"), "☐", RunKind::Symbol),
        (check("<w:default w:val=\"true\"/>"), "☑", RunKind::Symbol),
        (check(""), "☐", RunKind::Symbol),
        (list("<w:result w:val=\"1\"/>", None), "需要", other),
        (list("<w:default w:val=\"1\"/>", None), "需要", other),
        (list("<w:result w:val=\"0\"/><w:default w:val=\"1\"/>", None), "无需", other),
        (list("", None), "无需", other),
        (list("<w:result w:val=\"1\"/>", Some("需要")), "需要", other),
        (list("<w:result w:val=\"9\"/>", Some("需要")), "需要", other),
        (field("", "何静宜"), "何静宜", other),
        (field("<w:default w:val=\"填写姓名\"/>", "何静宜"), "何静宜", other),
        (field("<w:default w:val=\"填写姓名\"/>", "填写姓名"), "填写姓名", RunKind::Placeholder),
        (field("", "\u{2002}\u{2002}\u{2002}\u{2002}\u{2002}"), "\u{2002}\u{2002}\u{2002}\u{2002}\u{2002}", other),
    ] {
        assert_eq!(inlines(&xml), (printed.to_owned(), vec![kind]), "{xml}");
    }
    // Beside text, and as what another field is computed from.
    let all = format!("{}{}{}{}", check("<w:checked/>"), ooxml::r("同意　"), check(""), ooxml::r("不同意"));
    assert_eq!(inlines(&all).0, "☑同意　☐不同意");
    let hidden = format!("IF </w:instrText></w:r>{}<w:r><w:instrText> = 1", check("<w:checked/>"));
    assert_eq!(inlines(&ooxml::field(&hidden, &ooxml::r("甲"))).0, "甲");
}

#[test]
fn check_boxes_in_controls_and_symbol_fonts() {
    let state = |on: u8| format!(r#"<w14:checkbox><w14:checked w14:val="{on}"/></w14:checkbox>"#);
    let sym = |font: &str, code: &str| format!(r#"<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>"#);
    let lettered = |font: &str, t: &str| {
        format!(r#"<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr><w:t>{t}</w:t></w:r>"#)
    };
    for (xml, printed) in [
        (ooxml::control(&state(1), &ooxml::r("☒")), "☑"),
        (ooxml::control(&state(0), &ooxml::r("☐")), "☐"),
        (ooxml::control(&state(1), &sym("Wingdings", "F0FE")), "☑"),
        (ooxml::control(&state(0), &sym("Wingdings 2", "F0A3")), "☐"),
        (ooxml::control(&state(1), &sym("Segoe UI Symbol", "2612")), "☑"),
        (ooxml::control("<w14:checkbox/>", &ooxml::r("□")), "☐"),
        (sym("Wingdings", "F0FC"), "√"),
        (sym("Wingdings", "00FE"), "☑"),
        (sym("Wingdings", "F0FD"), "☒"),
        (sym("Wingdings", "F0A8") + &sym("Wingdings", "F06F") + &sym("Wingdings", "F071"), "☐☐☐"),
        (sym("Wingdings 2", "F052") + &sym("Wingdings 2", "F050") + &sym("Wingdings 2", "F053"), "☑√☒"),
        (sym("Wingdings", "F04A"), "\u{fffd}"),
        (lettered("Wingdings 2", "R") + &ooxml::r("同意"), "☑同意"),
        (lettered("Wingdings", "\u{f06f}"), "☐"),
        (lettered("Wingdings", "同意 2026"), "同意 2026"),
        (lettered("仿宋", "R"), "R"),
    ] {
        assert_eq!(inlines(&xml).0, printed, "{xml}");
    }
    // A control round a whole cell.
    let cell = format!("<w:tc>{}</w:tc>", ooxml::p("☒"));
    let prompt = format!("<w:tc>{}</w:tc>", ooxml::p("选择一项"));
    let row = ooxml::control(&state(1), &cell) + &ooxml::control("<w:showingPlcHdr/>", &prompt);
    let document = doc(&format!("<w:tbl><w:tr>{row}</w:tr></w:tbl>").replace("w14:", ""));
    assert_eq!(text(&document), "☑\n选择一项");
    assert_eq!(document.runs[1].kind, RunKind::Placeholder);
}

#[test]
fn pictures_keep_their_words() {
    let run = |inner: &str| ooxml::par("", &format!("<w:r>{inner}</w:r>"));
    let plain = |n: u8| ooxml::picture(&format!(r#"name="图片 {n}""#), r#"name="Picture 2""#, "rId2");
    let body = [
        // The name of the file, a description, and a name in both places.
        run(&ooxml::picture(r#"name="图片 1""#, r#"name="image1.png" descr="""#, "rId1")),
        run(&ooxml::picture(r#"name="签名" descr="周启明签名" title="签名""#, r#"name="签名""#, "rId2")),
        run(&ooxml::picture(r#"name="图片 3""#, r#"name="图片 3" descr="D:\签批\何静宜.jpg""#, "rId2")),
        run(&ooxml::picture(r#"name="图片 4" descr="文本&#10;描述已自动生成""#, "", "rId2")),
        // Twice for two kinds of programs.
        run(&format!(
            r#"<mc:AlternateContent><mc:Choice Requires="wpg">{}</mc:Choice><mc:Fallback><w:pict><v:shape alt="别的"><v:imagedata r:id="rId1"/></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"#,
            ooxml::picture(r#"name="Graphic 5" descr="孙宁""#, r#"name="Graphic 5""#, "rId2")
        )),
        run(
            r#"<w:pict><v:shape id="_x0000_i1025" alt="林远"><v:imagedata r:id="rId2" o:title="林远签名" xmlns:o="urn:o"/></v:shape></w:pict>"#,
        ),
        run(
            r#"<w:object><v:shape><v:imagedata r:id="rId1"/></v:shape><o:OLEObject xmlns:o="urn:o" ProgID="PBrush"/></w:object>"#,
        ),
        // A picture in a text box stands in the box, not in the paragraph that holds it.
        ooxml::boxed(&run(&ooxml::picture(r#"name="章" descr="公章""#, "", "rId2"))),
        run(&format!("{}<w:br/>{}", plain(6), plain(7))),
    ];
    let docx = Docx::new(&body.concat())
        .raw_part("image", "media/周启明.png", "")
        .raw_part("image", "media/image2.png", "")
        .bytes();
    let document = read("a.docx", &docx).unwrap();
    let words: Vec<Vec<&str>> =
        document.pictures.iter().map(|p| p.words.iter().map(String::as_str).collect()).collect();
    let wanted: [&[&str]; 10] = [
        &["周启明"],
        &["签名", "周启明签名"],
        &["何静宜"],
        &[],
        &["孙宁"],
        &["林远", "林远签名"],
        &["周启明"],
        &["章", "公章"],
        &[],
        &[],
    ];
    assert_eq!(words, wanted);
    let marked: Vec<usize> = (0..document.lines.len()).filter(|l| document.lines[*l].picture).collect();
    let noted: Vec<usize> = document.pictures.iter().map(|p| p.line).collect();
    assert_eq!(noted, marked);
    assert_eq!(document.lines[noted[7]].zone, Zone::TextBox);
}

/// A cell with text of its own.
fn cell(at: &str, content: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{content}</t></is></c>"#)
}

#[test]
fn a_workbook_is_a_table() {
    let strings = "<si><t>复核单</t></si><si><r><t>何静</t></r><r><t>宜</t></r><rPh><t>hé</t></rPh></si>";
    let styles = r#"<numFmts><numFmt numFmtId="180" formatCode="yyyy/m/d\ h:mm"/></numFmts><borders><border/><border><left style="thin"/></border></borders><cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="180"/><xf borderId="1"/></cellXfs>"#;
    let rows = [
        r#"<row r="2"><c r="A2" t="s"><v>0</v></c></row>"#.to_owned(),
        format!(
            r#"<row r="3">{}<c t="s"><v>1</v></c>{}<c r="D3" s="1"><v>46087</v></c></row>"#,
            cell("A3", "复核人"),
            cell("C3", "日期")
        ),
        format!(r#"<row r="4">{}<c r="B4" s="2"><v>46087.3958333</v></c></row>"#, cell("A4", "时间")),
        format!(r#"<row r="5" hidden="1">{}</row>"#, cell("A5", "看不见")),
        format!(r#"<row r="6">{}<c r="B6"><v>30</v></c><c r="D6" s="3"/></row>"#, cell("A6", "份数&#10;（份）")),
        r#"<row r="90000"><c r="XFD90000" s="3"/></row>"#.to_owned(),
    ];
    let sheet = format!(
        r#"<dimension ref="A1:XFD1048576"/><sheetData>{}</sheetData><mergeCells><mergeCell ref="A2:D2"/><mergeCell ref="A2:XFD1048576"/><mergeCell ref="?:B7"/></mergeCells>"#,
        rows.concat()
    );
    let other = format!("<sheetData><row>{}</row></sheetData>", cell("A1", "别的"));
    let sheets = [
        (r#"name="隐" state="hidden""#, other.clone()),
        (r#"name="空""#, "<sheetData/>".to_owned()),
        (r#"name="复核""#, sheet),
        (r#"name="附表""#, other),
    ];
    let document = read("复核单.xlsx", &ooxml::workbook(&sheets, strings, styles)).unwrap();
    assert_eq!(
        text(&document),
        "复核单\n复核人\n何静宜\n日期\n2026-03-06\n时间\n2026-03-06 09:30\n\n\n份数\n（份）\n30\n\n"
    );
    let table = &document.tables[0];
    assert_eq!((table.rows, table.columns, table.cells.len()), (5, 4, 13));
    let first = &table.cells[0];
    assert_eq!((first.row, first.column, first.row_span, first.column_span), (1, 0, 1, 4));
    assert_eq!(table.cells[9].lines.len(), 2);
    assert!(document.lines.iter().all(|l| l.zone == Zone::Table && l.cell.is_some()));
    assert_eq!((document.format, document.has_layout()), (Format::Xlsx, false));
    assert_eq!(traces(&document), [TraceKind::Hidden, TraceKind::Embedded]);
    assert_eq!((&*document.traces[0].text, &*document.traces[1].text), ("看不见", "附表"));
}

#[test]
fn what_is_no_workbook_is_refused() {
    let sheet = |inner: &str| ooxml::workbook(&[("name=\"甲\"", format!("<sheetData>{inner}</sheetData>"))], "", "");
    let far = |at: &str| sheet(&format!("<row>{}{}</row>", cell("A1", "甲"), cell(at, "乙")));
    let many: String = (1..=2100).map(|n| format!("<row>{}</row>", cell(&format!("A{n}"), "甲"))).collect();
    // One long text in the place of many.
    let long = format!("<si><t>{}</t></si>", "长".repeat(100_000));
    let used: String = (1..=1000).map(|n| format!(r#"<row><c r="A{n}" t="s"><v>0</v></c></row>"#)).collect();
    let repeated = ooxml::workbook(&[("name=\"甲\"", format!("<sheetData>{used}</sheetData>"))], &long, "");
    let whole = far("B2");
    for (bytes, reason) in [
        (far("XFD1048576"), Reason::TooLarge),
        (far("A3000"), Reason::TooLarge),
        (far("ZZ1"), Reason::TooLarge),
        (sheet(&many), Reason::TooLarge),
        (repeated, Reason::TooLarge),
        (sheet(""), Reason::Empty),
        (sheet("<row>"), Reason::Corrupt),
        (whole[..whole.len() / 2].to_vec(), Reason::Corrupt),
        (docx(&p("甲")), Reason::NotADocx),
        (b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec(), Reason::NotADocx),
        ("甲,乙".into(), Reason::NotADocx),
        (Vec::new(), Reason::Empty),
    ] {
        let refused = read("复核单.xlsx", &bytes).map(|d| d.text.as_str().to_owned()).unwrap_err();
        assert_eq!(refused.reason, reason, "{refused}");
        assert!(!refused.message.contains(".docx"), "{refused}");
    }
    // Odd cells are read as far as they can be.
    let odd = r#"<row r="x"><c t="s"><v>99</v></c><c r="A99999999999"><v>1</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c><v>1e999</v></c><c s="77"><v>7</v></c></row>"#;
    assert!(read("a.xlsx", &sheet(odd)).unwrap().text.as_str().contains("TRUE\n#N/A"));
    assert!(read("a.docx", &whole).unwrap_err().message.contains("Excel 表格（.xlsx）"));
}

#[test]
fn no_changed_sheet_panics() {
    let inner = format!(
        r#"<cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="2">{}<c r="D2" s="1"><v>46087.5</v></c></row></sheetData><mergeCells><mergeCell ref="A2:D3"/></mergeCells>"#,
        cell("A2", "复核人")
    );
    let styles = r##"<numFmts><numFmt numFmtId="180" formatCode="[h]&quot;时&quot;#,##0.0#%;@"/></numFmts><cellXfs><xf/><xf numFmtId="180"/></cellXfs>"##;
    for (at, c) in inner.char_indices() {
        for other in ["", "9", "99999999999999999999", "18446744073709551615", "Z", "\"", "-"] {
            let changed = format!("{}{other}{}", &inner[..at], &inner[at + c.len_utf8()..]);
            let _ = read("a.xlsx", &ooxml::workbook(&[("name=\"甲\"", changed)], "", styles));
        }
    }
    for (at, _) in styles.char_indices() {
        for other in ["", "9", "\\", "[", "h", "%"] {
            let changed = format!("{}{other}{}", &styles[..at], &styles[at..]);
            let _ = read("a.xlsx", &ooxml::workbook(&[("name=\"甲\"", inner.clone())], "", &changed));
        }
    }
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

/// The same package with its numbers where zip64 has them.
fn zip64(mut bytes: Vec<u8>) -> Vec<u8> {
    const END: usize = 22;
    let end = bytes.split_off(bytes.len() - END);
    let small = |at: usize| u64::from(u16::from_le_bytes([end[at], end[at + 1]]));
    let large = |at: usize| small(at) + (small(at + 2) << 16);
    let start = bytes.len() as u64;
    let mut more = b"PK\x06\x06".to_vec();
    more.extend(44u64.to_le_bytes());
    more.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    [small(10), small(10), large(12), large(16)].iter().for_each(|n| more.extend(n.to_le_bytes()));
    more.extend(b"PK\x06\x07\0\0\0\0");
    more.extend(start.to_le_bytes());
    more.extend([1, 0, 0, 0]);
    more.extend(b"PK\x05\x06\0\0\0\0");
    more.extend([0xff; 12]);
    more.extend([0, 0]);
    bytes.extend(more);
    bytes
}

/// A good package with one more entry, which is called so.
fn with_entry(name: &str) -> Vec<u8> {
    let mut package = Docx::new(&p("正文"));
    package.extra.push((name.to_owned(), b"<x/>".to_vec()));
    package.bytes()
}

#[test]
fn names_that_are_no_part_of_a_document_are_refused() {
    let refused = |bytes: &[u8], told: &str| {
        let e = read("a.docx", bytes).unwrap_err();
        assert_eq!(e.reason, Reason::Corrupt, "{told}: {}", e.message);
        assert!(e.message.contains(told), "{told}: {}", e.message);
    };
    // The same name to the letter: written as another one of the same length.
    let mut twice = with_entry("word/documenT.xml");
    let name = b"word/documenT.xml";
    for at in (0..twice.len() - name.len()).filter(|at| twice[*at..].starts_with(name)).collect::<Vec<_>>() {
        twice[at + 12] = b't';
    }
    assert!(read("a.docx", &zip64(with_entry("word/other.xml"))).is_ok(), "zip64 is read");
    refused(&twice, "重名");
    refused(&zip64(twice), "重名");
    for other in ["Word/Document.xml", "WORD\\document.XML", "word/%64ocument.xml", "word/theme/Ａ.xml"] {
        let mut bytes = with_entry(other);
        if other.contains('Ａ') {
            let mut package = Docx::new(&p("正文"));
            package.extra.extend([(other.to_owned(), Vec::new()), (other.to_lowercase(), Vec::new())]);
            bytes = package.bytes();
        }
        refused(&bytes, "大小写不同");
    }
    for outside in ["/etc/passwd", "../正文.xml", "word/../../x.xml", "word\\..\\..\\x.xml", "C:\\x.xml", "\\\\host\\x"]
    {
        refused(&with_entry(outside), "已拒绝读取");
        refused(&zip64(with_entry(outside)), "已拒绝读取");
    }
    for good in ["word/..x.xml", "word/a..b.xml", "word/media/图片 1.png"] {
        assert!(read("a.docx", &with_entry(good)).is_ok(), "{good}");
    }
}

#[test]
fn a_part_that_lies_outside_the_file_is_none_of_its_own() {
    let run = r#"<w:r><w:footnoteReference w:id="2"/></w:r>"#;
    let note = format!(r#"<w:footnote w:id="2">{}</w:footnote>"#, p("注文"));
    let package = Docx::new(&format!("<w:p><w:r><w:t>正文</w:t></w:r>{run}</w:p>"));
    let with = |package: Docx| package.part("footnotes", "footnotes.xml", "w:footnotes", &note);
    let plain = read("a.docx", &with(package.clone()).bytes()).unwrap();
    let outside = read("a.docx", &with(package.raw_part("footnotes", "x.xml", "").external()).bytes()).unwrap();
    assert!(text(&plain).contains("注文"), "{}", text(&plain));
    assert_eq!(text(&outside), text(&plain));
}

#[test]
fn a_part_in_utf16_is_held_to_the_same_rules() {
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let in_both = |document: String| {
        let wide = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
            mark.into_iter().chain(document.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
        };
        let raw =
            [document.clone().into_bytes(), wide([0xff, 0xfe], u16::to_le_bytes), wide([0xfe, 0xff], u16::to_be_bytes)];
        raw.map(|raw| {
            let package = Docx { raw: Some(raw), stored: true, ..Docx::new("") };
            read("a.docx", &package.bytes()).map(|d| d.text.as_str().trim().to_owned()).map_err(|e| e.reason)
        })
    };
    let whole = |body: &str| format!("<w:document xmlns:w=\"{space}\"><w:body>{body}</w:body></w:document>");
    assert_eq!(in_both(whole(&p("正文"))), ["正文"; 3].map(|text| Ok(text.to_owned())));
    let refused = [
        (format!("<!DOCTYPE w:document [<!ENTITY a \"甲\">]>{}", whole(&p("&a;"))), Reason::Corrupt),
        (whole(&p("&a;")), Reason::Corrupt),
        (whole(&p("甲\u{1}乙")), Reason::Corrupt),
        (whole(&p("甲\0乙")), Reason::Corrupt),
        (whole(&"<w:sdt>".repeat(5_000)), Reason::TooLarge),
    ];
    for (document, reason) in refused {
        let start: String = document.chars().take(160).collect();
        assert_eq!(in_both(document), [Err(reason), Err(reason), Err(reason)], "{start}");
    }
    // Two bytes in the file and three as they are held.
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let (before, behind) = (
        format!("<w:document xmlns:w=\"{space}\"><w:body><w:p><w:r><w:t>"),
        "</w:t></w:r></w:p></w:body></w:document>",
    );
    let raw = [&[0xff, 0xfe][..], &wide(&before), &wide("正").repeat(17 << 20), &wide(behind)].concat();
    let package = Docx { raw: Some(raw), stored: true, ..Docx::new("") };
    assert_eq!(read("a.docx", &package.bytes()).unwrap_err().reason, Reason::TooLarge);
}

#[test]
fn what_costs_too_much_is_refused() {
    let nested = |n: usize, open: &str, close: &str| docx(&format!("{}{}", open.repeat(n), close.repeat(n)));
    let attributes: String = (0..300_000).map(|i| format!(" a{i}=\"\"")).collect();
    let remark = |length: usize| p("正文") + &format!("<!--{}-->", "x".repeat(length));
    let stored = |package: Docx| Docx { stored: true, ..package }.bytes();
    let entries = (0..10_000).map(|n| (format!("word/{n}.bin"), Vec::new()));
    let most = 40 << 20;
    let refused = [
        // What shrinks as no text does; three parts of a size that is taken; too many; a long tag.
        docx(&remark(10 << 20)),
        stored(Docx::new(&remark(most)).part("footnotes", "footnotes.xml", "w:footnotes", &remark(most)).part(
            "endnotes",
            "endnotes.xml",
            "w:endnotes",
            &remark(most),
        )),
        Docx { extra: entries.collect(), ..Docx::new(&p("正文")) }.bytes(),
        stored(Docx::new(&format!("<w:p a=\"{}\"/>", "x".repeat(9 << 20)))),
        nested(5_000, "<w:sdt>", "</w:sdt>"),
        nested(20_000, "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        docx(&format!("<w:p{attributes}/>")),
        docx(&"<w:p/>".repeat(7_000_000)),
    ];
    for bytes in refused {
        assert_eq!(read("a.docx", &bytes).unwrap_err().reason, Reason::TooLarge);
    }
    assert!(read("a.docx", &stored(Docx::new(&remark(most)))).is_ok());
}

#[test]
fn no_cut_or_flipped_file_panics() {
    let packet = support::packet("通知");
    let mut files: Vec<Vec<u8>> = as_docx(folder(&packet)).into_iter().map(|(_, b)| b).collect();
    files.push(packet.main.as_bytes().to_vec());
    let sheet = format!("<sheetData><row>{}</row></sheetData>", cell("A1", "复核人：何静宜"));
    files.push(ooxml::workbook(&[("name=\"甲\"", sheet)], "", ""));
    for bytes in files {
        for n in (0..bytes.len()).step_by(bytes.len() / 60 + 1) {
            for name in ["a.docx", "a.xlsx"] {
                let _ = read(name, &bytes[..n]);
                let mut flipped = bytes.clone();
                flipped[n] ^= 0x55;
                let _ = read(name, &flipped);
            }
        }
    }
}

/// A field that stores no result: what its instruction prints, what it asks for, or that it was not read.
#[test]
fn fields_without_a_result_are_told_by_their_instructions() {
    let field = |instruction: &str, state: &str| {
        let mark =
            |kind: &str, inner: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>"#);
        let instruction = ooxml::escape(instruction);
        format!(
            "<w:p>{}<w:r><w:instrText>{instruction}</w:instrText></w:r>{}</w:p>",
            mark("begin", state),
            mark("end", "")
        )
    };
    let other = RunKind::Field(FieldKind::Other);
    for (instruction, state, printed, kind) in [
        (r" EQ \o\ac(○,2) ", "", "②", other),
        (r" EQ \o\ad(\s\up9(青禾县水利局),\s\do9(青禾县应急局)) ", "", "青禾县水利局青禾县应急局", other),
        (r#" SYMBOL 82 \f "Wingdings 2" \s 16 "#, "", "☑", RunKind::Symbol),
        (r" SYMBOL 0x2460 \u ", "", "①", RunKind::Symbol),
        (" MACROBUTTON NoMacro [单击此处输入姓名] ", "", "[单击此处输入姓名]", RunKind::Placeholder),
        (r#" QUOTE "青禾县" "#, "", "青禾县", other),
        (" MERGEFIELD 姓名 ", "", "«姓名»", RunKind::Field(FieldKind::Merge)),
        (
            " FORMTEXT ",
            r#"<w:ffData><w:textInput><w:default w:val="填日期"/></w:textInput></w:ffData>"#,
            "填日期",
            RunKind::Placeholder,
        ),
        (" FORMCHECKBOX ", r#"<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>"#, "☑", RunKind::Symbol),
        (" FORMDROPDOWN ", r#"<w:ffData><w:ddList><w:listEntry w:val="特急"/></w:ddList></w:ffData>"#, "特急", other),
        (" PAGE ", "", "1", RunKind::Field(FieldKind::Page)),
    ] {
        let document = doc(&field(instruction, state));
        assert_eq!(text(&document).trim(), printed, "{instruction}");
        assert_eq!(document.runs.first().map(|r| r.kind), Some(kind), "{instruction}");
        assert_eq!(traces(&document), [], "{instruction}");
    }
    for unread in [" DOCPROPERTY 文号 ", " REF x ", " IF 1 = 1 甲 乙 ", " DATE ", " FORMCHECKBOX ", " FORMDROPDOWN "]
    {
        let document = doc(&field(unread, ""));
        assert_eq!((text(&document).trim(), traces(&document)), ("", vec![TraceKind::Embedded]), "{unread}");
    }
    // What prints nothing was not lost.
    for silent in [" TC 标题 ", " XE 词 ", " SET x 1 ", ""] {
        assert_eq!(traces(&doc(&field(silent, ""))), [], "{silent}");
    }
}
