//! Reading .ofd and .pdf: all text with its places, and a reason where it is not all of it.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod support;

use std::io::{Cursor, Write};

use sanbu::document::{Document, Format, TraceKind, Zone};
use sanbu::error::{Reason, Unreadable};
use sanbu::read::read;
use support::ooxml::{Habit, zip};
use support::printed::{self, Face, Line, SIZE, Sheet, numbered, ofd, ofd_parts, page, pdf};

/// The same pages in every way in which they are read.
fn every(sheets: &[Sheet]) -> Vec<Document> {
    let pdf = |face| read("成品.pdf", &pdf(sheets, face)).unwrap();
    vec![read("成品.ofd", &ofd(sheets)).unwrap(), pdf(Face::Table), pdf(Face::Gbk)]
}

fn refused(name: &str, bytes: &[u8]) -> Unreadable {
    read(name, bytes).map(|d| d.text.as_str().to_owned()).unwrap_err()
}

#[test]
fn pages_are_read_with_their_places() {
    let sheets = [
        page(&[("青禾县水利局文件", 45.0, 60.0), ("关于做好防汛工作的通知", 40.0, 100.0), ("各乡镇：", 28.0, 120.0)]),
        page(&[("2026年3月5日", 120.0, 80.0), ("— 2 —", 28.0, 270.0)]),
    ];
    for document in every(&sheets) {
        let format = document.format;
        let text = "青禾县水利局文件\n关于做好防汛工作的通知\n各乡镇：\n2026年3月5日\n— 2 —";
        assert_eq!(document.text.as_str(), text, "{format:?}");
        let lines: Vec<_> = document.pages.iter().map(|page| page.lines.clone()).collect();
        assert_eq!(lines, [0..3, 3..5], "{format:?}");
        assert_eq!(document.page(text.find("2026").unwrap()), Some(2));
        assert_eq!((document.lines[3].zone, document.lines[4].zone), (Zone::Body, Zone::Footer));
        let page = &document.pages[0];
        assert!((page.width - 210.0).abs() < 0.01 && (page.height - 297.0).abs() < 0.01, "{page:?}");
        let piece = &page.pieces[0];
        assert_eq!(document.text.slice(piece.range.clone()), "青禾县水利局文件");
        for (found, wanted) in
            [(piece.area.left, 45.0), (piece.area.bottom(), 60.0), (piece.area.width, 8.0 * SIZE), (piece.size, SIZE)]
        {
            assert!((found - wanted).abs() < 0.05, "{format:?}: {found} for {wanted}");
        }
    }
}

#[test]
fn pictures_and_seals_have_their_places() {
    let sheet = Sheet { seals: vec![[116.0, 130.0, 42.0, 42.0]], ..page(&[("青禾县水利局", 120.0, 150.0)]) };
    let [ofd, pdf, _] = every(&[sheet]).try_into().unwrap();
    let (stamp, picture) = (ofd.pages[0].seals[0], pdf.pages[0].pictures[0]);
    for area in [stamp, picture] {
        let wanted = [(area.left, 116.0), (area.top, 130.0), (area.right(), 158.0), (area.bottom(), 172.0)];
        assert!(wanted.iter().all(|(found, wanted)| (found - wanted).abs() < 0.01), "{area:?}");
    }
}

#[test]
fn what_was_sealed_is_compared_part_by_part() {
    let sealed = Sheet { seals: vec![[116.0, 130.0, 42.0, 42.0]], ..page(&[("甲", 30.0, 50.0)]) };
    let sheets = [sealed.clone(), Sheet { changed: true, ..sealed }];
    let sealing = |parts: &[(String, Vec<u8>)]| read("成品.ofd", &zip(parts, Habit::Plain)).unwrap().sealing.unwrap();
    let name = |page: usize| vec![format!("/Doc_0/Pages/Page_{page}/Content.xml")];
    let mut parts = ofd_parts(&sheets);
    let found = sealing(&parts);
    assert_eq!((found.same, found.other, found.unknown), (name(0), name(1), Vec::new()));
    // With a key, nothing can be said.
    let (_, signature) = parts.iter_mut().find(|(part, _)| part.ends_with("Signature.xml")).unwrap();
    *signature = String::from_utf8(signature.clone()).unwrap().replace(".401\"", ".401.2\"").into_bytes();
    let found = sealing(&parts);
    assert_eq!((found.same, found.other, found.unknown), (Vec::new(), Vec::new(), [name(0), name(1)].concat()));
    assert_eq!(read("成品.ofd", &ofd(&[page(&[("甲", 30.0, 50.0)])])).unwrap().sealing, None);
}

#[test]
fn a_blank_page_is_a_page_and_one_of_pictures_is_named() {
    let scan = Sheet { pictures: vec![[0.0, 0.0, 210.0, 297.0]], ..Sheet::default() };
    for document in every(&[page(&[("甲", 30.0, 50.0)]), Sheet::default(), scan]) {
        assert_eq!(document.pages.len(), 3);
        let [trace] = document.traces.as_slice() else { panic!("{:?}", document.traces) };
        assert_eq!((trace.kind, trace.text.as_str()), (TraceKind::Drawing, "第3页"));
    }
}

#[test]
fn what_cannot_be_read_as_a_whole_has_a_reason() {
    let good = [page(&[("甲", 30.0, 50.0)]), page(&[("乙", 30.0, 50.0)])];
    let scan = [Sheet { pictures: vec![[0.0, 0.0, 210.0, 297.0]], ..Sheet::default() }];
    let outlines = [Sheet { strokes: 300, ..Sheet::default() }];
    let rules = [Sheet { rules: 300, ..Sheet::default() }];
    let (ofd_file, pdf_file) = (ofd(&good), pdf(&good, Face::Table));
    let half = |bytes: &[u8]| bytes[..bytes.len() * 2 / 3].to_vec();
    let without = |name: &str| {
        let mut parts = ofd_parts(&good);
        parts.retain(|(part, _)| !part.ends_with(name));
        zip(&parts, Habit::Plain)
    };
    let with = |name: &str| {
        let mut parts = ofd_parts(&good);
        parts.push((name.to_owned(), b"<a/>".to_vec()));
        zip(&parts, Habit::Plain)
    };
    let text = String::from_utf8(pdf_file.clone()).unwrap();
    let locked = text.replace("/Root 1 0 R", "/Encrypt 4 0 R /Root 1 0 R").into_bytes();
    for (name, bytes, reason, said) in [
        ("成品.ofd", ofd(&scan), Reason::Empty, "扫描"),
        ("成品.pdf", pdf(&scan, Face::Table), Reason::Empty, "扫描"),
        ("成品.ofd", ofd(&outlines), Reason::Empty, "曲线"),
        ("成品.pdf", pdf(&outlines, Face::Table), Reason::Empty, "曲线"),
        ("成品.ofd", ofd(&[Sheet::default()]), Reason::Empty, "没有文字"),
        ("成品.ofd", ofd(&rules), Reason::Empty, "没有文字"),
        ("成品.pdf", pdf(&rules, Face::Table), Reason::Empty, "没有文字"),
        ("成品.pdf", pdf(&good, Face::Nameless), Reason::Encoding, "没有编码"),
        ("成品.ofd", half(&ofd_file), Reason::Corrupt, "不完整"),
        ("成品.pdf", half(&pdf_file), Reason::Corrupt, "不完整"),
        ("成品.pdf", locked, Reason::Encrypted, "密码"),
        ("成品.ofd", with("Encryptions.xml"), Reason::Encrypted, "密码"),
        ("成品.ofd", without("Page_1/Content.xml"), Reason::Corrupt, "Page_1/Content.xml"),
        ("成品.ofd", without("OFD.xml"), Reason::NotADocx, ".ofd"),
        ("成品.ofd", b"<html>".to_vec(), Reason::NotADocx, ".ofd"),
        ("成品.pdf", b"<html>".to_vec(), Reason::NotADocx, ".pdf"),
        ("成品.ofd", Vec::new(), Reason::Empty, "0字节"),
    ] {
        let found = refused(name, &bytes);
        assert_eq!(found.reason, reason, "{found:?}");
        assert!(found.message.contains(said) && !found.message.contains("Word"), "{found:?}");
    }
}

#[test]
fn an_ofd_is_read_as_programs_write_it() {
    const PAGE: &str = r#"<o:Page xmlns:o="x"><o:Area><o:PhysicalBox>10 20 100 100</o:PhysicalBox></o:Area>"#;
    let text = |x: f64, y: f64, text: &str, more: &str| {
        format!(
            r#"<o:TextObject Boundary="{x} {y} 50 10" Size="5"><o:TextCode X="0" Y="5" {more}>{text}</o:TextCode></o:TextObject>"#
        )
    };
    let parts = [
        ("OFD.xml", r#"<o:OFD xmlns:o="x"><o:DocBody><o:DocRoot>doc_0/document.XML</o:DocRoot></o:DocBody></o:OFD>"#.to_owned()),
        (
            "Doc_0/Document.xml",
            r#"<o:Document xmlns:o="x"><o:CommonData><o:PublicRes>Res.xml</o:PublicRes><o:TemplatePage ID="5" BaseLoc="Tpl.xml"/></o:CommonData>
            <o:Pages><o:Page ID="7" BaseLoc="/Doc_0/B.xml"/><o:Page ID="6" BaseLoc="A.xml"/></o:Pages><o:Annotations>Annots/All.xml</o:Annotations></o:Document>"#.to_owned(),
        ),
        ("Doc_0/Tpl.xml", format!("{PAGE}<o:Content><o:Layer>{}</o:Layer></o:Content></o:Page>", text(20.0, 30.0, "样", ""))),
        (
            "Doc_0/A.xml",
            format!(
                r#"{PAGE}<o:Template TemplateID="5" ZOrder="Foreground"/><o:Content><o:Layer><o:PageBlock>{}{}{}</o:PageBlock></o:Layer></o:Content></o:Page>"#,
                text(20.0, 50.0, "竖排", r#"DeltaY="6""#),
                text(20.0, 70.0, "看不见", "").replace("Boundary", "Visible=\"false\" Boundary"),
                r#"<o:CompositeObject Boundary="40 40 10 10" ResourceID="3"/>"#,
            ),
        ),
        ("Doc_0/B.xml", format!("{PAGE}<o:Content><o:Layer>{}</o:Layer></o:Content></o:Page>", text(20.0, 50.0, "先", ""))),
        (
            "Doc_0/Res.xml",
            format!(r#"<o:Res xmlns:o="x"><o:CompositeGraphicUnits><o:CompositeGraphicUnit ID="3"><o:Content>{}</o:Content></o:CompositeGraphicUnit></o:CompositeGraphicUnits></o:Res>"#, text(0.0, 20.0, "组", "")),
        ),
        ("Doc_0/Annots/All.xml", r#"<o:Annotations xmlns:o="x"><o:Page PageID="6"><o:FileLoc>P.xml</o:FileLoc></o:Page></o:Annotations>"#.to_owned()),
        (
            "Doc_0/Annots/P.xml",
            format!(
                r#"<o:PageAnnot xmlns:o="x"><o:Annot Type="Watermark"><o:Appearance Boundary="60 60 30 30">{}</o:Appearance></o:Annot>
                <o:Annot Type="Stamp"><o:Appearance Boundary="50 70 40 40"><o:ImageObject Boundary="0 0 40 40"/></o:Appearance></o:Annot>
                <o:Annot Type="Stamp"><o:Appearance Boundary="1 1 4 4"/></o:Annot></o:PageAnnot>"#,
                text(0.0, 0.0, "水印", "")
            ),
        ),
    ];
    let parts: Vec<_> = parts.map(|(name, text)| (name.to_owned(), text.into_bytes())).into();
    let document = read("成品.ofd", &zip(&parts, Habit::Plain)).unwrap();
    assert_eq!(document.text.as_str(), "先\n竖排\n组\n样\n水印");
    let page = &document.pages[1];
    let places: Vec<_> = page.pieces.iter().map(|p| (p.area.left.round(), p.area.bottom().round())).collect();
    assert_eq!(places, [(10.0, 46.0), (30.0, 45.0), (10.0, 15.0), (50.0, 45.0)]);
    assert_eq!(page.seals.iter().map(|s| (s.left, s.top, s.width)).collect::<Vec<_>>(), [(40.0, 50.0, 40.0)]);
    // A watermark is read, and is no part of the text.
    assert_eq!(document.lines.last().map(|line| line.zone), Some(Zone::Header));
}

#[test]
fn a_pdf_is_read_as_programs_write_it() {
    let stream =
        |dict: &str, content: &str| format!("<<{dict}/Length {}>>stream\r\n{content}\nendstream", content.len());
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/MediaBox[0 0 300 200]/Rotate 90/Resources<</Font<</F 5 0 R>>/XObject<</G 6 0 R>>>>>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/Contents[4 0 R 7 0 R]/Annots[8 0 R 10 0 R]>>".to_owned(),
        stream("", "BT /F 10 Tf 0 1 -1 0 100 50 Tm [(A) -2000 (B)] TJ 12 TL T* (C) ' ET"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 65/Widths[500 500 500]/Encoding<</Differences[67/uni9752]>>>>".to_owned(),
        stream("/Subtype/Form/Matrix[1 0 0 1 0 20]", "BT 0 1 -1 0 150 50 Tm /F 10 Tf (BB) Tj ET BI /W 1 ID \x01EI\x02 EI"),
        stream("", "q 1 0 0 1 10 0 cm /G Do Q /G Do"),
        "<</Subtype/Widget/FT/Sig/F 4/Rect[200 100 240 140]/AP<</N 9 0 R>>>>".to_owned(),
        stream("/Subtype/Form/BBox[0 0 1 1]", "0 0 1 1 re f"),
        "<</Subtype/Text/F 0/Rect[0 0 9 9]/AP<</N 6 0 R>>>>".to_owned(),
    ];
    let document = read("成品.pdf", &numbered(&objects)).unwrap();
    assert_eq!(document.text.as_str(), "A B\n青\nBB\nBB");
    let page = &document.pages[0];
    let point = 25.4 / 72.0;
    let near = |found: f64, points: f64| (found - points * point).abs() < 0.01;
    assert!(near(page.width, 200.0) && near(page.height, 300.0), "{page:?}");
    // Read from below upwards on the sheet, it runs across the turned page.
    let area = page.pieces[0].area;
    assert!(near(area.left, 50.0) && near(area.bottom(), 100.0) && near(area.width, 5.0), "{area:?}");
    let group = page.pieces.iter().find(|p| document.text.slice(p.range.clone()) == "BB").unwrap().area;
    assert!(near(group.left, 70.0) && near(group.bottom(), 160.0), "{group:?}");
    assert_eq!((page.seals.len(), page.pictures.len()), (1, 2));
    assert!(near(page.seals[0].left, 100.0) && near(page.seals[0].top, 200.0), "{:?}", page.seals);
}

/// A page of a .pdf that is drawn like this.
fn drawn(content: &str) -> Document {
    let objects = [
        "<</Pages 2 0 R>>".to_owned(),
        "<</Kids[3 0 R]/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>>>".to_owned(),
        "<</Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Subtype/Type1/BaseFont/Helvetica/FirstChar 48/Widths[500 500 500]>>".to_owned(),
    ];
    read("成品.pdf", &numbered(&objects)).unwrap()
}

#[test]
fn what_is_cut_off_is_not_printed() {
    let show = |x: f64, text: &str| format!("BT /F 10 Tf {x} 500 Td ({text}) Tj ET ");
    let cut = format!("q 100 490 20 20 re W n {}{}Q {}", show(102.0, "A"), show(130.0, "B"), show(160.0, "C"));
    assert_eq!(drawn(&cut).text.as_str(), "A C");
    // A path that only looks like it, and one that was drawn before, cut off nothing.
    assert_eq!(drawn(&format!("100 490 1 1 re f W n {}", show(130.0, "B"))).text.as_str(), "B");
}

#[test]
fn the_number_of_a_note_is_not_that_of_the_page() {
    let notes =
        page(&[("正文", 28.0, 100.0), ("1", 28.0, 268.0), ("本表不含乡镇", 34.0, 269.0), ("— 1 —", 95.0, 280.0)]);
    for document in every(&[notes]) {
        let zones: Vec<Zone> = document.lines.iter().map(|line| line.zone).collect();
        assert_eq!(zones, [Zone::Body, Zone::Body, Zone::Body, Zone::Footer]);
    }
}

#[test]
fn objects_in_streams_are_found() {
    let pack = |text: &str| {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(text.as_bytes()).unwrap();
        packed.finish().unwrap()
    };
    let inner = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Kids[3 0 R]>>",
        "<</MediaBox[0 0 200 200]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>",
        "<</Subtype/Type1>>",
    ];
    let mut heads = String::new();
    let mut bodies = String::new();
    for (at, object) in inner.iter().enumerate() {
        heads += &format!("{} {} ", at + 1, bodies.len());
        bodies += &format!("{object} ");
    }
    let packed = pack(&format!("{heads}{bodies}"));
    let mut file = b"junk\n%PDF-1.5\n".to_vec();
    let start = 5;
    let put = |file: &mut Vec<u8>, number: usize, dict: &str, bytes: &[u8]| {
        let at = file.len() - start;
        writeln!(file, "{number} 0 obj<<{dict}/Length {}>>stream", bytes.len()).unwrap();
        file.extend_from_slice(bytes);
        file.extend_from_slice(b"\nendstream endobj\n");
        at
    };
    let content = put(&mut file, 5, "", b"BT /F 10 Tf 20 20 Td (AB) Tj ET");
    let pack = put(&mut file, 6, &format!("/Type/ObjStm/N 4/First {}/Filter/FlateDecode", heads.len()), &packed);
    let at = file.len() - start;
    let mut rows = vec![0, 0, 0, 0];
    for index in 0..4 {
        rows.extend([2, 0, 6, index]);
    }
    for place in [content, pack, at] {
        rows.extend([1, (place >> 8) as u8, place as u8, 0]);
    }
    put(&mut file, 7, "/Type/XRef/W[1 2 1]/Size 8/Root 1 0 R", &rows);
    write!(file, "startxref\n{at}\n%%EOF").unwrap();
    assert_eq!(read("成品.pdf", &file).unwrap().text.as_str(), "AB");
}

/// Whatever would take for ever or all memory is refused, and soon.
#[test]
fn what_is_hostile_is_refused() {
    let body = |objects: &[String]| numbered(objects);
    let root = "<</Pages 2 0 R>>".to_owned();
    let cycle = body(&[root.clone(), "<</Kids[2 0 R]>>".to_owned()]);
    let twice = body(&[root.clone(), "<</Kids[3 0 R 3 0 R]>>".to_owned(), "<</Kids[]>>".to_owned()]);
    let deep = {
        let mut objects = vec![root.clone()];
        objects.extend((2..200).map(|at| format!("<</Kids[{} 0 R]>>", at + 1)));
        body(&objects)
    };
    let group = |content: &str| {
        format!(
            "<</Subtype/Form/Resources<</XObject<</G 4 0 R/H 5 0 R>>>>/Length {}>>stream\n{content}\nendstream",
            content.len()
        )
    };
    let page = "<</Kids[3 0 R]/Resources<</XObject<</G 4 0 R>>>>>>".to_owned();
    let leaf = |content: &str| format!("<</Contents 6 0 R/Note({content})>>");
    let draw = "<</Length 5>>stream\n/G Do\nendstream".to_owned();
    let endless = body(&[root.clone(), page.clone(), leaf(""), group("/G Do"), group(""), draw.clone()]);
    let many = group(&"/H Do ".repeat(10_000));
    let wide = body(&[root.clone(), page.clone(), leaf(""), many.clone(), group(&"0 0 m n ".repeat(10_000)), draw]);
    let itself = "<</Type/ObjStm/N 1/First 4/Length 1 0 R>>stream\n1 0 5\nendstream".to_owned();
    let long = body(&[root.clone(), format!("<</Kids[{}]>>", "0 ".repeat(3_000_000))]);
    let bomb = {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(&vec![b' '; 80 << 20]).unwrap();
        let packed = packed.finish().unwrap();
        // Twice as many signs as bytes, so that the file is text.
        let digits: String = packed.iter().map(|byte| format!("{byte:02x}")).collect();
        let length = digits.len();
        body(&[
            root.clone(),
            "<</Contents 3 0 R>>".to_owned(),
            format!("<</Filter[/AHx/Fl]/Length {length}>>stream\n{digits}\nendstream"),
        ])
    };
    let nested = body(&[root.clone(), "[".repeat(3_000_000)]);
    let text = "A".repeat(2 << 20);
    let stream = |content: &str| format!("<</Length {}>>stream\n{content}\nendstream", content.len());
    let shown = body(&[root.clone(), "<</Contents 3 0 R>>".to_owned(), stream(&format!("({text}) Tj"))]);
    let again = format!("<</Contents[{}]>>", "3 0 R ".repeat(40));
    let again = body(&[root, again, stream(&" ".repeat(1 << 20))]);
    for (reason, what, bytes) in [
        (Reason::Corrupt, "cycle", cycle),
        (Reason::Corrupt, "twice", twice),
        (Reason::Corrupt, "deep", deep),
        (Reason::TooLarge, "endless", endless),
        (Reason::TooLarge, "wide", wide),
        (Reason::Corrupt, "itself", body(&[itself])),
        (Reason::Corrupt, "long", long),
        (Reason::Corrupt, "nested", nested),
        (Reason::TooLarge, "bomb", bomb),
        (Reason::TooLarge, "shown", shown),
        (Reason::TooLarge, "again", again),
    ] {
        let found = refused("成品.pdf", &bytes);
        assert_eq!(found.reason, reason, "{what}: {found:?}");
    }
    let content = |inner: &str| {
        let mut parts = ofd_parts(&[printed::page(&[("甲", 30.0, 50.0)])]);
        let page = parts.iter_mut().find(|(name, _)| name.ends_with("Content.xml")).unwrap();
        page.1 = format!("<Page><Content>{inner}</Content></Page>").into_bytes();
        zip(&parts, Habit::Plain)
    };
    let blocks = content(&format!("{}{}", "<PageBlock>".repeat(150), "</PageBlock>".repeat(150)));
    let deltas = content(
        r#"<TextObject Boundary="0 0 9 9" Size="5"><TextCode X="0" Y="5" DeltaX="g 4000000000 1e308">甲</TextCode></TextObject>"#,
    );
    assert_eq!(refused("成品.ofd", &blocks).reason, Reason::TooLarge);
    assert_eq!(read("成品.ofd", &deltas).unwrap().text.as_str(), "甲");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("OFD.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&vec![b' '; 60 << 20]).unwrap();
    let bomb = zip.finish().unwrap().into_inner();
    assert_eq!(refused("成品.ofd", &bomb).reason, Reason::TooLarge);
}

/// Letters that are shown as capitals, and notes that nothing refers to.
#[test]
fn a_draft_is_read_as_it_is_shown() {
    use support::ooxml::{Docx, p};
    let small = r#"<w:p><w:r><w:rPr><w:smallCaps/></w:rPr><w:t>gdp</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>"#;
    let notes =
        format!("<w:footnote w:id=\"1\">{}</w:footnote><w:footnote w:id=\"2\">{}</w:footnote>", p("甲"), p("乙"));
    let docx = Docx::new(small).part("footnotes", "footnotes.xml", "w:footnotes", &notes);
    let document = read("正文.docx", &docx.bytes()).unwrap();
    assert_eq!(document.text.as_str(), "gdp\n乙");
    let caps = |text: &str| {
        let run = document.runs.iter().find(|run| document.text.slice(run.range.clone()) == text).unwrap();
        document.run_formats[run.format].caps
    };
    assert!(caps("gdp") && !caps("乙"));
}

#[test]
fn lines_of_another_size_are_told_apart() {
    let line = |text: &str, left: f64, size: f64| Line { text: text.to_owned(), left, base: 50.0, size, step: size };
    let sheet = Sheet { lines: vec![line("大", 30.0, 8.0), line("小", 38.0, 4.0)], ..Sheet::default() };
    for document in every(&[sheet]) {
        let sizes: Vec<f64> = document.pages[0].pieces.iter().map(|piece| piece.size.round()).collect();
        assert_eq!((document.text.as_str(), sizes), ("大小", vec![8.0, 4.0]));
        assert!(matches!(document.format, Format::Ofd | Format::Pdf));
    }
}
