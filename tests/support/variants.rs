//! More ways to write the plain document: what the standards of the format allow and programs do, beyond `structures`.
//! Expectations come from the format, not from what the reader does today.

use serde_json::{Value, json};

use super::ooxml::*;
use super::structures::{Body, CC, LINES, OFFICE, PRINTED, SIGNER, numbering, plain as plain_bytes, right, text};

/// A document in another structure, beside the document that it must be read as.
pub struct Variant {
    /// Row of the table of structures.
    pub row: &'static str,
    /// What is special.
    pub name: &'static str,
    /// File extension.
    pub extension: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// The document it must be read as.
    pub base: Vec<u8>,
    /// Elements that differ from the base, by their ids in reports.
    pub differs: Vec<(&'static str, Value)>,
    /// Rules that fire here and not on the base; none when rules are not compared.
    pub adds: Option<Vec<&'static str>>,
    /// The body reads the same, blanks aside.
    pub same_body: bool,
}

impl Variant {
    fn differs(mut self, id: &'static str, value: Value) -> Self {
        self.differs.push((id, value));
        self
    }

    fn adds(mut self, rules: &[&'static str]) -> Self {
        self.adds.get_or_insert_default().extend(rules);
        self
    }

    /// Rules are not compared.
    fn any_rules(mut self) -> Self {
        self.adds = None;
        self
    }

    /// The body may read otherwise.
    fn other_body(mut self) -> Self {
        self.same_body = false;
        self
    }

    fn on(mut self, base: &Body) -> Self {
        self.base = base.docx().bytes();
        self
    }
}

fn file(row: &'static str, name: &'static str, bytes: Vec<u8>) -> Variant {
    Variant {
        row,
        name,
        extension: "docx",
        bytes,
        base: plain_bytes(),
        differs: Vec::new(),
        adds: Some(Vec::new()),
        same_body: true,
    }
}

fn same(row: &'static str, name: &'static str, docx: Docx) -> Variant {
    file(row, name, docx.bytes())
}

fn body(row: &'static str, name: &'static str, body: Body) -> Variant {
    same(row, name, body.docx())
}

fn plain() -> Body {
    Body::plain()
}

fn mark() -> String {
    plain().of(&["mark"])
}

fn centre(inlines: &str) -> String {
    par(r#"<w:jc w:val="center"/>"#, inlines)
}

fn in_run(drawing: &str) -> String {
    par("", &format!("<w:r>{drawing}</w:r>"))
}

/// A run that anchors a text box twice.
fn twin(blocks: &str) -> String {
    format!(
        r#"<w:r><mc:AlternateContent><mc:Choice Requires="wps">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>"#,
        anchor(&shape(blocks)),
        vml(blocks)
    )
}

fn imprint() -> String {
    table(&[&[p(CC)], &[p(OFFICE), p(PRINTED)]])
}

/// Every variant.
pub fn variants() -> Vec<Variant> {
    let mut all = boxes();
    all.extend(headers_and_tables());
    all.extend(controls_and_inlines());
    all.extend(pages());
    all.extend(numbers());
    all.extend(fields());
    all.extend(revisions());
    all.extend(characters());
    all.extend(markup());
    all.extend(packages());
    all
}

/// The blocks of the attachments.
const ATTACHMENTS: [&str; 8] = ["list1", "list2", "a1", "a1t", "a1p", "a2", "a2t", "a2p"];

/// 1.1 to 1.5 and 1.7: text boxes, shapes, frames.
fn boxes() -> Vec<Variant> {
    let secret = "秘密★1年";
    let head = |blocks: &[&str]| blocks.iter().map(|t| p(t)).collect::<String>() + &mark();
    let boxed_head = |blocks: &[&str]| blocks.iter().map(|t| boxed(&p(t))).collect::<String>() + &boxed(&mark());
    let three = ["000001", secret, "特急"];
    let choice = |requires: &str, graphic: &str, fallback: &str| {
        in_run(&format!(
            r#"<mc:AlternateContent><mc:Choice Requires="{requires}">{}</mc:Choice>{fallback}</mc:AlternateContent>"#,
            anchor(graphic)
        ))
    };
    let frame = r#"<w:framePr w:w="8844" w:wrap="around" w:vAnchor="page" w:hAnchor="margin" w:y="14000"/>"#;
    let top = |inlines: &str| centre(&format!("{}{inlines}", twin(&mark())));
    let vml_group = format!(
        "<mc:Fallback><w:pict><v:group><v:line/><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></v:group></w:pict></mc:Fallback>",
        mark()
    );
    vec![
        body("1.1", "secrecy-number-urgency-in-boxes", plain().with("mark", boxed_head(&three)))
            .on(&plain().with("mark", head(&three)))
            .any_rules(),
        body("1.1", "secrecy-in-a-box-anchored-in-mark", plain().with("mark", centre(&format!("{}{}", twin(&p(secret)), r(text("mark"))))))
            .on(&plain().with("mark", head(&[secret])))
            .any_rules(),
        body("1.1", "two-boxes-in-one-paragraph", plain().with("mark", par("", &format!("{}{}", twin(&p(secret)), twin(&mark())))))
            .on(&plain().with("mark", head(&[secret])))
            .any_rules(),
        body("1.1", "head-and-title-in-one-box", plain().with("mark", boxed(&plain().of(&["mark", "number", "title1", "title2"]))).with("number", String::new()).with("title1", String::new()).with("title2", String::new())),
        // The box stands at the foot of the page, wherever its anchor is.
        body("1.5", "box-at-page-foot-anchored-in-date", plain().without(&ATTACHMENTS).with("date", right(&format!("{}{}", r(text("date")), twin(&imprint()).replace("914400", "8229600")))).without(&["cc", "print"]))
            .on(&plain().without(&ATTACHMENTS)),
        body("1.5", "box-at-page-foot-anchored-in-first-paragraph", plain().without(&ATTACHMENTS).with("mark", centre(&format!("{}{}", r(text("mark")), twin(&imprint()).replace("914400", "8229600")))).without(&["cc", "print"]))
            .on(&plain().without(&ATTACHMENTS)),
        // The box stands at the top of the page, wherever its anchor is.
        body("1.1", "box-at-page-top-anchored-in-title", plain().with("mark", String::new()).with("title1", top(&r(text("title1"))))),
        body("1.1", "box-at-page-top-anchored-in-body", plain().with("mark", String::new()).with("p1", par("", &format!("{}{}", r(text("p1")), twin(&mark()))))),
        body("1.1", "box-of-mark-and-number", plain().with("mark", boxed(&plain().of(&["mark", "number"]))).with("number", String::new())),
        body("1.1", "inline-box", plain().with("mark", boxed(&mark()).replace("wp:anchor", "wp:inline"))),
        body("1.1", "twin-around-the-run", plain().with("mark", par("", &format!(
            r#"<mc:AlternateContent><mc:Choice Requires="wps"><w:r>{}</w:r></mc:Choice><mc:Fallback><w:r>{}</w:r></mc:Fallback></mc:AlternateContent>"#, anchor(&shape(&mark())), vml(&mark()))))),
        body("1.1", "twin-around-the-paragraph", plain().with("mark", format!(
            r#"<mc:AlternateContent><mc:Choice Requires="wps">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"#, in_run(&anchor(&shape(&mark()))), in_run(&vml(&mark()))))),
        body("1.1", "box-in-control", plain().with("mark", control("", &boxed(&mark())))),
        body("1.1", "control-in-box", plain().with("mark", boxed(&control("", &mark())))),
        body("1.1", "mark-on-two-lines", plain().with("mark", boxed(&(centred("青禾县人民政府") + &centred("办公室文件")))))
            .on(&plain().with("mark", centred("青禾县人民政府") + &centred("办公室文件"))),
        body("1.2", "choice-under-another-prefix", plain().with("mark", choice("q", &shape(&mark()), "").replace("wps:", "q:")
            .replace("<mc:AlternateContent>", r#"<mc:AlternateContent xmlns:q="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">"#))),
        body("1.2", "two-choices", plain().with("mark", in_run(&format!(
            r#"<mc:AlternateContent><mc:Choice Requires="zzz">{}</mc:Choice><mc:Choice Requires="wps wp14">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"#,
            anchor(&shape(&p("看不懂的分支"))), anchor(&shape(&mark())), vml(&p("后备的分支")))))),
        body("1.2", "choice-empty-for-wps-office", plain().with("number", centre(&format!(
            r#"<mc:AlternateContent><mc:Choice Requires="wpsCustomData"><wpsCustomData:docfieldStart id="0" docfieldname="发文字号" hidden="0" print="1"/></mc:Choice></mc:AlternateContent>{}<mc:AlternateContent><mc:Choice Requires="wpsCustomData"><wpsCustomData:docfieldEnd id="0"/></mc:Choice></mc:AlternateContent>"#, r(text("number")))))),
        body("1.3", "vml-table-in-box", plain().with("cc", in_run(&vml(&imprint()))).without(&["print"])),
        body("1.3", "vml-in-object-run-with-shapetype", plain().with("mark", in_run(&vml(&mark()).replace("<w:pict>", r#"<w:pict><v:shapetype id="t202"><v:stroke/><v:path/></v:shapetype>"#)))),
        body("1.3", "word-art", plain().with("mark", in_run(&format!(r#"<w:pict><v:shape type="\#_x0000_t136" fillcolor="red"><v:textpath style="font-family:&quot;方正小标宋简体&quot;" string="{}"/></v:shape></w:pict>"#, text("mark"))))),
        body("1.4", "group-with-vml-twin", plain().with("mark", choice("wpg", &format!("<wpg:wgp><wpg:grpSp>{}</wpg:grpSp><wps:wsp/></wpg:wgp>", shape(&mark())), &vml_group))),
        body("1.4", "canvas-with-vml-twin", plain().with("mark", choice("wpc", &format!("<wpc:wpc><wpc:bg/>{}</wpc:wpc>", shape(&mark())), &vml_group))),
        body("1.4", "group-of-two-boxes", plain().with("mark", choice("wpg", &format!("<wpg:wgp>{}{}</wpg:wgp>", shape(&mark()), shape(&plain().of(&["number"]))), "")).with("number", String::new())),
        body("1.4", "box-in-box-in-vml", plain().with("mark", in_run(&vml(&in_run(&vml(&mark())))))),
        body("1.4", "locked-canvas", plain().with("mark", in_run(&anchor(&format!(
            r#"<lc:lockedCanvas xmlns:lc="http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas"><a:sp><a:txSp><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:txSp></a:sp></lc:lockedCanvas>"#, text("mark")))))),
        body("1.4", "empty-boxes-everywhere", plain().with("number", plain().of(&["number"]) + &boxed("<w:p/>") + &boxed(&(p("") + &p("　")))).with("h2", boxed("<w:p/>") + &plain().of(&["h2"]))),
        body("1.5", "nested-table-in-box", plain().with("cc", boxed(&table(&[&[imprint() + "<w:p/>"]]))).without(&["print"])),
        body("1.5", "table-row-per-line-in-box", plain().with("cc", boxed(&table(&[&[p(CC)], &[par("", &format!("{}<w:r><w:tab/></w:r>{}", r(OFFICE), r(PRINTED)))]]))).without(&["print"])),
        body("1.7", "imprint-in-frames", plain().with("cc", par(frame, &r(CC))).with("print", par(frame, &format!("{}<w:r><w:tab/></w:r>{}", r(OFFICE), r(PRINTED))))),
        body("1.7", "frame-by-style", plain().with("mark", par(r#"<w:pStyle w:val="f"/>"#, &r(text("mark"))))).styled(r#"<w:style w:type="paragraph" w:styleId="f"><w:name w:val="红头"/><w:pPr><w:framePr w:vAnchor="page" w:hAnchor="page" w:y="2000"/></w:pPr></w:style>"#),
    ]
}

/// 1.6 and 1.8 to 1.12: headers and tables.
fn headers_and_tables() -> Vec<Variant> {
    let reference = |kind: &str, id: usize| format!(r#"<w:headerReference w:type="{kind}" r:id="rId{id}"/>"#);
    let section = |inner: &str| format!("<w:sectPr>{inner}</w:sectPr>");
    let marked = |more: &str| plain().without(&["mark"]).all() + &section(more);
    let header = |docx: Docx, inner: &str| {
        let name = format!("header{}.xml", docx.parts.len() + 1);
        docx.part("header", &name, "w:hdr", inner)
    };
    let settings = format!("<w:settings {SPACES}><w:evenAndOddHeaders/></w:settings>");
    // Head and body in a section of their own, the attachments in another.
    let two_sections = |first: &str, second: &str, with_mark: bool| {
        let xml = plain();
        let xml = if with_mark { xml } else { xml.with("mark", String::new()) };
        xml.with("note", plain().of(&["note"]) + &par(&section(first), "")).all() + &section(second)
    };
    let named = |v: Variant| v.differs("signer", json!(["周启明"]));
    let number = |xml: String| plain().with("number", xml);
    let (n, tab) = (text("number"), "<w:r><w:tab/></w:r>");
    let rows =
        |cells: &[&str]| cells.iter().map(|c| format!("<w:tr><w:tc><w:tcPr/>{c}</w:tc></w:tr>")).collect::<String>();
    let head = ["mark", "number"];
    let names: Vec<&str> = LINES.iter().map(|(n, _)| *n).chain(["cc", "print"]).collect();
    let after_head: Vec<&str> = names.iter().copied().filter(|n| !head.contains(n)).collect();
    let until_note: Vec<&str> = names.iter().copied().take_while(|n| *n != "a1").collect();
    let signature = |cells: &[&[String]]| plain().with("issuer", table(cells)).without(&["date"]);
    vec![
        same(
            "1.6",
            "odd-and-even-headers-both-with-mark",
            header(header(Docx::new(&marked(&(reference("default", 1) + &reference("even", 2)))), &mark()), &mark())
                .raw_part("settings", "settings.xml", &settings),
        ),
        same(
            "1.6",
            "first-header-and-empty-default",
            header(
                header(
                    Docx::new(&marked(&(reference("first", 1) + &reference("default", 2) + "<w:titlePg/>"))),
                    &mark(),
                ),
                "<w:p/>",
            ),
        ),
        same(
            "1.6",
            "first-header-of-first-section-only",
            header(
                header(
                    Docx::new(&two_sections(
                        &(reference("first", 1) + "<w:titlePg/>"),
                        &reference("default", 2),
                        false,
                    )),
                    &mark(),
                ),
                "<w:p/>",
            ),
        ),
        same(
            "1.6",
            "same-header-in-two-sections",
            header(Docx::new(&two_sections(&reference("default", 1), &reference("default", 1), false)), &mark()),
        ),
        same(
            "1.6",
            "equal-headers-in-two-sections",
            header(
                header(Docx::new(&two_sections(&reference("default", 1), &reference("default", 2), false)), &mark()),
                &mark(),
            ),
        ),
        same(
            "1.6",
            "running-title-over-attachments",
            header(Docx::new(&two_sections("", &reference("default", 1), true)), &centred("汛期值班安排表")),
        )
        .other_body(),
        same(
            "1.6",
            "mark-in-table-in-header",
            header(
                Docx::new(&marked(&reference("first", 1).replace("/>", "/><w:titlePg/>"))),
                &(table(&[&[mark()]]) + "<w:p/>"),
            ),
        ),
        same(
            "1.6",
            "mark-in-box-in-header",
            header(Docx::new(&marked(&(reference("first", 1) + "<w:titlePg/>"))), &boxed(&mark())),
        ),
        same(
            "1.6",
            "mark-in-frame-in-header",
            header(Docx::new(&marked(&reference("default", 1))), &par(r#"<w:framePr w:y="1"/>"#, &r(text("mark")))),
        ),
        same("1.6", "header-that-leads-nowhere", Docx::new(&(plain().all() + &section(&reference("default", 9))))),
        same(
            "1.6",
            "header-outside-the-file",
            header(Docx::new(&(plain().all() + &section(&reference("default", 1)))), &p("x")).external(),
        ),
        same(
            "1.6",
            "watermark-in-header",
            header(
                Docx::new(&(plain().all() + &section(&reference("default", 1)))),
                &in_run(r#"<w:pict><v:shape><v:textpath string="内部资料"/></v:shape></w:pict>"#),
            ),
        ),
        body(
            "1.8",
            "head-in-table-with-rule",
            plain()
                .with("mark", table(&[&[mark()], &[p("")], &[plain().of(&["number"])]]))
                .with("number", String::new()),
        ),
        body(
            "1.8",
            "head-and-title-in-table",
            plain()
                .with(
                    "mark",
                    table(&[
                        &[plain().of(&["mark"])],
                        &[plain().of(&["number"])],
                        &[plain().of(&["title1", "title2"])],
                    ]),
                )
                .with("number", String::new())
                .with("title1", String::new())
                .with("title2", String::new()),
        ),
        named(body("1.9", "three-cells", number(table(&[&[p(n), p(""), p(SIGNER)]])))),
        named(body("1.9", "label-in-its-own-cell", number(table(&[&[p(n), p("签发人："), p("周启明")]])))),
        named(body(
            "1.9",
            "row-control",
            number(format!(
                "<w:tbl>{}</w:tbl>",
                control(
                    "",
                    &format!(
                        "<w:tr><w:tc>{}</w:tc>{}</w:tr>",
                        p(n),
                        control("", &format!("<w:tc>{}</w:tc>", p(SIGNER)))
                    )
                )
            )),
        )),
        body("1.9", "two-signers-in-a-cell", number(table(&[&[p(n), p("签发人：周启明") + &p("　　　　方景行")]])))
            .differs("signer", json!(["周启明", "方景行"]))
            .any_rules(),
        named(body("1.10", "full-width-spaces", number(p(&format!("{n}　　　　　　　　{SIGNER}"))))),
        named(body(
            "1.10",
            "two-tabs-and-spread-label",
            number(par("", &format!("{}{tab}{tab}{}", r(n), r("签 发 人：周启明")))),
        )),
        named(body("1.10", "no-break-spaces", number(p(&format!("{n}{}{SIGNER}", "\u{a0}".repeat(20)))))),
        named(body(
            "1.10",
            "aligned-tab",
            number(par(
                "",
                &format!(r#"{}<w:r><w:ptab w:relativeTo="margin" w:alignment="right"/></w:r>{}"#, r(n), r(SIGNER)),
            )),
        )),
        body(
            "1.11",
            "three-columns",
            plain()
                .with(
                    "cc",
                    table(&[
                        &[p("抄送："), p("中共青禾县委办公室，青禾县人民武装部。")],
                        &[p(OFFICE), p(""), p(PRINTED)],
                    ]),
                )
                .without(&["print"]),
        ),
        body(
            "1.11",
            "merged-cells",
            plain()
                .with(
                    "cc",
                    table(&[&[p(CC)], &[p(OFFICE), p(PRINTED)]]).replacen(
                        "<w:tcPr/>",
                        r#"<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>"#,
                        1,
                    ),
                )
                .without(&["print"]),
        ),
        body(
            "1.11",
            "all-in-one-cell",
            plain().with("cc", table(&[&[p(CC) + &p(&format!("{OFFICE}　　　　{PRINTED}"))]])).without(&["print"]),
        ),
        body(
            "1.11",
            "two-tables",
            plain().with("cc", table(&[&[p(CC)]]) + &p("") + &table(&[&[p(OFFICE), p(PRINTED)]])).without(&["print"]),
        ),
        body(
            "1.11",
            "empty-rows-and-paragraph-behind",
            plain()
                .with("cc", table(&[&[p("")], &[p(CC)], &[p(OFFICE), p(PRINTED)], &[p("")]]) + &p("") + &p(""))
                .without(&["print"]),
        ),
        body("1.12", "signature-in-cells", signature(&[&[p(""), p(text("issuer"))], &[p(""), p(text("date"))]])),
        body("1.12", "signature-in-one-cell", signature(&[&[p(""), p(text("issuer")) + &p(text("date"))]])),
        same(
            "1.12",
            "one-column-of-three-rows",
            Docx::new(&format!(
                "<w:tbl>{}</w:tbl>",
                rows(&[&plain().of(&head), &plain().of(&after_head[..18]), &plain().of(&after_head[18..])])
            )),
        ),
        same(
            "1.12",
            "head-row-and-body-row",
            Docx::new(&format!("<w:tbl>{}</w:tbl>", rows(&[&plain().of(&head), &plain().of(&after_head)]))),
        ),
        same("1.12", "two-tables-nested", Docx::new(&table(&[&[table(&[&[plain().all()]]) + "<w:p/>"]]))),
        same(
            "1.12",
            "cell-then-attachments-as-paragraphs",
            Docx::new(
                &(table(&[&[plain().of(&until_note)]])
                    + &plain().of(&["a1", "a1t", "a1p", "a2", "a2t", "a2p", "cc", "print"])),
            ),
        ),
        same("1.12", "cell-with-margin-columns", Docx::new(&table(&[&[p(""), plain().all(), p("")]]))),
        same(
            "1.12",
            "cell-with-imprint-table-inside",
            Docx::new(&table(&[&[plain().with("cc", imprint()).without(&["print"]).all() + "<w:p/>"]])),
        ),
        same("1.12", "cell-in-control", Docx::new(&control("", &table(&[&[plain().all()]])))),
    ]
}

/// 1.13 to 1.18: controls, wrappers, runs, symbols, notes.
fn controls_and_inlines() -> Vec<Variant> {
    let number = |inlines: String| plain().with("number", centre(&inlines));
    let dated = |inlines: String| plain().with("date", right(&inlines));
    let n = text("number");
    let all_in = |open: &str, close: &str| Docx::new(&format!("{open}{}{close}", plain().all()));
    let shattered = {
        let one = |t: &str| {
            t.chars().map(|c| format!(
            r#"<w:r w:rsidR="00A1" w:rsidRPr="00B2"><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="仿宋"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr><w:lastRenderedPageBreak/><w:t xml:space="preserve">{}</w:t></w:r><w:proofErr w:type="gramEnd"/><w:bookmarkStart w:id="9" w:name="b"/><w:bookmarkEnd w:id="9"/>"#, escape(&c.to_string()))).collect::<String>()
        };
        let texts = LINES.iter().map(|(_, t)| *t).chain([CC, OFFICE, PRINTED]);
        let mut texts: Vec<&str> = texts.collect();
        texts.sort_unstable_by_key(|t| std::cmp::Reverse(t.len()));
        texts.dedup();
        let mut xml = plain().all();
        for t in texts {
            xml = xml.replace(&r(t), &one(t));
        }
        assert!(!xml.contains("关于做好"));
        Docx::new(&xml)
    };
    let several = |t: &str| format!("<w:r>{}</w:r>", t.chars().map(|c| format!("<w:t>{c}</w:t>")).collect::<String>());
    let sym = |font: &str, code: &str| format!(r#"<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>"#);
    let emoji = |choice: &str, fallback: &str| {
        format!(
            r#"<w:r><mc:AlternateContent><mc:Choice Requires="w16se">{choice}</mc:Choice><mc:Fallback><w:t>{fallback}</w:t></mc:Fallback></mc:AlternateContent></w:r>"#
        )
    };
    let endnotes = r#"<w:endnote w:type="separator" w:id="-1"><w:p/></w:endnote><w:endnote w:id="1"><w:p><w:r><w:t>抄送：以县水利局预报为准。</w:t></w:r></w:p></w:endnote>"#;
    let smart_art = r#"<w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"><dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="rId7"/></a:graphicData></a:graphic></wp:inline></w:drawing>"#;
    vec![
        same("1.13", "whole-body-in-control", all_in("<w:sdt><w:sdtPr><w:docPartObj/></w:sdtPr><w:sdtContent>", "</w:sdtContent></w:sdt>")),
        same("1.13", "controls-round-every-element", Docx::new(&LINES.iter().map(|(n, _)| *n).chain(["cc", "print"]).map(|n| control(r#"<w:text/>"#, &control("", &plain().of(&[n])))).collect::<String>())),
        body("1.13", "date-control", dated(control(r#"<w:date w:fullDate="2026-03-05T00:00:00Z"><w:dateFormat w:val="yyyy年M月d日"/></w:date>"#, &r(text("date"))))),
        body("1.13", "prompt-switched-off", number(control(r#"<w:showingPlcHdr w:val="0"/>"#, &r(n)))),
        body("1.13", "choice-control-in-cell", plain().with("number", table(&[&[control("<w:dropDownList/>", &centred(n))]]))),
        body("1.13", "imprint-rows-in-controls", plain().with("cc", format!("<w:tbl>{}{}</w:tbl>", control("", &format!("<w:tr><w:tc>{}</w:tc></w:tr>", p(CC))), control("", &format!("<w:tr><w:tc>{}</w:tc>{}</w:tr>", p(OFFICE), control("", &format!("<w:tc>{}</w:tc>", p(PRINTED))))))).without(&["print"])),
        body("1.13", "prompt-for-recipients", plain().with("to", control("<w:showingPlcHdr/>", &p("单击或点击此处输入主送机关")))).differs("main_recipients", Value::Null).adds(&["DRAFT-place-a", "TL-9-a"]),
        body("1.13", "prompt-in-box-for-number", plain().with("number", boxed(&centre(&control("<w:showingPlcHdr/>", &r("单击此处输入发文字号")))))).differs("doc_number", Value::Null).any_rules(),
        same("1.14", "custom-xml-round-all", all_in(r#"<w:customXml w:uri="urn:x" w:element="doc"><w:customXmlPr/>"#, "</w:customXml>")),
        body("1.14", "nested-smart-tags", dated(format!(r#"<w:smartTag w:element="chsdate"><w:smartTagPr><w:attr w:name="Year" w:val="2026"/></w:smartTagPr>{}<w:smartTag w:element="x">{}</w:smartTag></w:smartTag>"#, r("2026年"), r("3月5日")))),
        body("1.14", "custom-xml-row-and-cell", plain().with("number", format!(r#"<w:tbl><w:customXml w:element="r"><w:tr><w:customXml w:element="c"><w:tc>{}</w:tc></w:customXml></w:tr></w:customXml></w:tbl>"#, centred(n)))),
        body("1.15", "hyperlink-field", dated(field(r#" HYPERLINK "http://localhost/" "#, &r(text("date"))))),
        body("1.15", "nested-wrappers", number(format!("<w:hyperlink><w:smartTag><w:bdo>{}<w:dir>{}</w:dir></w:bdo></w:smartTag></w:hyperlink>", r("青政办发〔2026〕"), r("12号")))),
        body("1.15", "permissions-and-bookmarks-between-blocks", plain().with("to", format!(r#"<w:permStart w:id="1" w:edGrp="everyone"/><w:bookmarkStart w:id="2" w:name="x"/>{}<w:bookmarkEnd w:id="2"/><w:permEnd w:id="1"/>"#, plain().of(&["to"])))),
        body("1.15", "fitted-text", plain().with("mark", centre(&"青禾县人民政府办公室文件".chars().map(|c| format!(r#"<w:r><w:rPr><w:spacing w:val="60"/><w:w w:val="80"/><w:fitText w:val="8000" w:id="1"/></w:rPr><w:t>{c}</w:t></w:r>"#)).collect::<String>()))),
        same("1.16", "every-run-shattered", shattered),
        body("1.16", "several-texts-in-a-run", number(several(n))),
        body("1.16", "empty-runs-and-texts", number(format!("<w:r/><w:r><w:t/></w:r>{}<w:r><w:rPr/></w:r>{}<w:r><w:t></w:t></w:r>", r("青政办发〔2026〕"), r("12号")))),
        body("1.17", "symbols-of-symbol-font", plain().with("s1", par("", &format!("{}{}{}{}", sym("Symbol", "F028"), r("一"), sym("Symbol", "F029"), r(&text("s1")["（一）".len()..])))))
            .on(&plain().say("s1", "（一）", "(一)")),
        body("1.17", "unknown-symbol-is-shown", plain().say("p3", "补齐物资", &format!("补齐</w:t></w:r>{}<w:r><w:t>物资", sym("某某专用字体", "F0E5"))))
            .on(&plain().say("p3", "补齐物资", "补齐\u{fffd}物资")),
        body("1.17", "extended-symbol-with-fallback", plain().say("p3", "补齐物资", &format!("补齐</w:t></w:r>{}<w:r><w:t>资", emoji(r#"<w16se:symEx xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex" w16se:font="仿宋" w16se:char="7269"/>"#, "物")))),
        body("1.17", "title-with-carriage-return", plain().with("title1", centre(&format!("{}<w:r><w:cr/></w:r>{}", r(text("title1")), r(text("title2"))))).with("title2", String::new())),
        body("1.17", "clear-break-and-soft-hyphen-in-title", plain().with("title1", centre(&format!(r#"{}<w:r><w:br w:type="textWrapping" w:clear="all"/></w:r>{}<w:r><w:softHyphen/></w:r>{}"#, r(text("title1")), r("关于做好2026年防汛"), r("准备工作的通知")))).with("title2", String::new())),
        same("1.18", "endnote-like-an-imprint", plain().with("p2", plain().of(&["p2"]).replace("</w:p>", r#"<w:r><w:endnoteReference w:id="1"/></w:r></w:p>"#)).docx().part("endnotes", "endnotes.xml", "w:endnotes", endnotes)),
        body("1.18", "smart-art", plain().with("p2", plain().of(&["p2"]) + &in_run(smart_art))),
    ]
}

/// Section 2: title, placeholders, labels, lists, sections.
fn pages() -> Vec<Variant> {
    let label = |name: &'static str, one: &str, two: &str| {
        let page = |t: &str| par("<w:pageBreakBefore/>", &r(t));
        body("2.3", name, plain().with("a1", page(one)).with("a2", page(two)))
    };
    let paged = |name: &'static str, a1: String, a2: String| body("2.6", name, plain().with("a1", a1).with("a2", a2));
    let br = r#"<w:r><w:br w:type="page"/></w:r>"#;
    let list =
        |name: &'static str, xml: String| body("2.4", name, plain().with("list1", xml).with("list2", String::new()));
    let (one, two) = ("1.汛期值班安排表", "2.防汛物资储备清单");
    let hole = |name: &'static str, t: &str| {
        body("2.2", name, plain().say("p3", "2026年3月27日", t)).adds(&["DRAFT-place-a"]).other_body()
    };
    let with_note = |more: &str| plain().with("note", plain().of(&["note"]) + more);
    let section = |kind: &str| par(&format!(r#"<w:sectPr><w:type w:val="{kind}"/></w:sectPr>"#), "");
    let no_breaks = |b: Body| b.with("a1", p(text("a1"))).with("a2", p(text("a2")));
    let vml_seal = r#"<w:r><w:pict><v:shape><v:imagedata r:id="rId9" title="印章"/></v:shape></w:pict></w:r>"#;
    vec![
        body("2.1", "title-styled-not-centred", plain().with("title1", par(r#"<w:pStyle w:val="Title"/>"#, &r(text("title1")))).with("title2", par(r#"<w:pStyle w:val="Title"/>"#, &r(text("title2"))))).styled(r#"<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/></w:rPr></w:style>"#),
        body("2.1", "title-with-spaces-and-tabs-to-centre", plain().with("title1", p(&format!("{}{}", " ".repeat(12), text("title1")))).with("title2", par("", &format!("<w:r><w:tab/></w:r>{}", r(text("title2")))))),
        hole("crosses", "××××年×月×日"),
        hole("letters", "XXXX年XX月"),
        hole("boxes", "□□□□年"),
        hole("braces", "{{完成期限}}"),
        hole("macro-button", &format!("</w:t></w:r>{}<w:r><w:t>", field("MACROBUTTON NoMacro [此处输入完成期限]", ""))),
        body("2.2", "empty-date", plain().with("date", right(&r("　　年　月　日")))).any_rules().differs("date", Value::Null),
        label("label-then-colon", "附件1：", "附件2：").any_rules(),
        label("label-spread-full-width", "附　件　１", "附　件　２").any_rules(),
        label("label-with-no-break-space", "附\u{a0}件\u{a0}1", "附\u{a0}件\u{a0}2").any_rules(),
        body("2.3", "label-and-title-on-one-line", plain().with("a1", par("<w:pageBreakBefore/>", &r("附件1：汛期值班安排表"))).with("a2", par("<w:pageBreakBefore/>", &r("附件2：防汛物资储备清单"))).with("a1t", String::new()).with("a2t", String::new())).any_rules(),
        body("2.3", "label-and-title-by-break", plain().with("a1", par("<w:pageBreakBefore/>", &format!("{}<w:r><w:br/></w:r>{}", r("附件1"), r("汛期值班安排表")))).with("a1t", String::new())),
        list("items-after-their-own-line", p("附件：") + &p(one) + &p(two)).any_rules(),
        list("items-in-table", table(&[&[p("附件："), p(one) + &p(two)]])).any_rules(),
        list("items-in-two-rows", table(&[&[p("附件："), p(one)], &[p(""), p(two)]])).any_rules(),
        list("items-by-break", par("", &format!("{}<w:r><w:br/></w:r>{}", r(&format!("附件：{one}")), r(&format!("　　　　　{two}"))))),
        // The name is what is printed, so that the rule against marks behind it can point there.
        list("semicolons", p(&format!("附件：{one}；")) + &p(&format!("{two}。"))).differs("attachments_listed", json!([{ "n": 1, "name": "汛期值班安排表；" }, { "n": 2, "name": "防汛物资储备清单。" }])).adds(&["ATT-list-e"]),
        list("hanging-paragraph", par("", &r("附件：1.汛期值班")) + &par(r#"<w:ind w:left="1280"/>"#, &r("安排表")) + &p(two)),
        list("spread-label", p(&format!("附　件：{one}")) + &p(two)).any_rules(),
        list("full-width-numbers", p("附件：１．汛期值班安排表") + &p("２．防汛物资储备清单")).any_rules(),
        paged("page-break-in-label", par("", &format!("{br}{}", r("附件1"))), par("", &format!("{br}{}", r("附件2")))),
        paged("page-break-in-own-paragraph", par("", br) + &p("附件1"), par("", br) + &p("附件2")),
        body("2.6", "page-break-behind-text", no_breaks(plain()).with("note", par("", &format!("{}{br}", r(text("note"))))).with("a1p", par("", &format!("{}{br}", r(text("a1p")))))),
        body("2.6", "page-break-by-style", no_breaks(plain()).with("a1", par(r#"<w:pStyle w:val="B"/>"#, &r("附件1"))).with("a2", par(r#"<w:pStyle w:val="B"/>"#, &r("附件2")))).styled(r#"<w:style w:type="paragraph" w:styleId="B"><w:name w:val="附件"/><w:pPr><w:pageBreakBefore/></w:pPr></w:style>"#),
        body("2.7", "next-page-sections", no_breaks(with_note(&section("nextPage"))).with("a1p", plain().of(&["a1p"]) + &section("oddPage"))),
        body("2.7", "section-in-last-paragraph", no_breaks(plain()).with("note", par("<w:sectPr/>", &r(text("note")))).with("a1p", par("<w:sectPr/>", &r(text("a1p"))))),
        body("2.12", "seal-in-vml", plain().with("issuer", right(&format!("{}{vml_seal}", r(text("issuer")))))),
        body("2.12", "seal-in-its-own-paragraph", plain().with("issuer", plain().of(&["issuer"]) + &par("", vml_seal))),
    ]
}

impl Variant {
    /// With these styles: the body goes over again, with a part of styles.
    fn styled(mut self, styles: &str) -> Self {
        let bytes = std::mem::take(&mut self.bytes);
        let mut docx = Docx::new("");
        docx.document = document_of(&bytes);
        self.bytes = docx.part("styles", "styles.xml", "w:styles", styles).bytes();
        self
    }
}

/// The main part of a package made here.
fn document_of(bytes: &[u8]) -> String {
    use std::io::Read;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

/// 3.1 to 3.4: automatic numbers.
fn numbers() -> Vec<Variant> {
    let number =
        |level: usize, num: usize| format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>"#);
    let bare = |name: &str| text(name).trim_start_matches(|c| "一二三、（）12.".contains(c)).to_owned();
    let levels = [("h1", 0), ("h2", 0), ("s1", 1), ("s2", 1), ("n1", 2), ("n2", 2), ("h3", 0)];
    let set = |b: Body, properties: &dyn Fn(&str, usize) -> String| {
        levels.iter().fold(b, |b, (n, l)| b.with(n, par(&properties(n, *l), &r(&bare(n)))))
    };
    let chinese = [("chineseCounting", "%1、", ""), ("chineseCounting", "（%2）", ""), ("decimal", "%3.", "")];
    let listed = |docx: Docx, definitions: &str| docx.part("numbering", "numbering.xml", "w:numbering", definitions);
    let automatic = |definitions: &str| listed(set(plain(), &|_, l| number(l, 1)).docx(), definitions);
    let style = |id: &str, more: &str| {
        format!(r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{id}"/>{more}</w:style>"#)
    };
    let of = |level: usize| format!(r#"<w:pStyle w:val="H{level}"/>"#);
    let styled = |docx: Docx, styles: &str| docx.part("styles", "styles.xml", "w:styles", styles);
    let linked = [
        ("chineseCounting", "%1、", r#"<w:pStyle w:val="H0"/>"#),
        ("chineseCounting", "（%2）", r#"<w:pStyle w:val="H1"/>"#),
        ("decimal", "%3.", r#"<w:pStyle w:val="H2"/>"#),
    ];
    let with_level = |l: usize| style(&format!("H{l}"), &format!("<w:pPr>{}</w:pPr>", number(l, 1)));
    let own = |num: usize, levels: &[(&str, &str, &str)]| {
        numbering(levels).replace(r#"abstractNumId="0""#, &format!(r#"abstractNumId="{num}""#)).replace(
            r#"<w:num w:numId="1"><w:abstractNumId w:val="0"/>"#,
            &format!(r#"<w:num w:numId="{}"><w:abstractNumId w:val="{num}"/>"#, num + 1),
        )
    };
    // Definitions must stand before the lists: take them apart and put them in order.
    let together = |all: &[String]| {
        let (mut definitions, mut nums) = (String::new(), String::new());
        for one in all {
            let at = one.find("<w:num ").unwrap();
            definitions += &one[..at];
            nums += &one[at..];
        }
        definitions + &nums
    };
    let starting = |format: &str, text: &str, start: u32| {
        numbering(&[(format, text, "")]).replace(r#"<w:start w:val="1"/>"#, &format!(r#"<w:start w:val="{start}"/>"#))
    };
    let mut all = vec![
        // Two lists of one definition go on counting; an override starts again.
        same(
            "3.1",
            "two-lists-of-one-definition",
            listed(
                set(plain(), &|n, l| number(l, if n == "h3" { 2 } else { 1 })).docx(),
                &(numbering(&chinese) + r#"<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>"#),
            ),
        ),
        same(
            "3.1",
            "override-starts-where-the-text-is",
            listed(
                set(plain(), &|n, l| number(l, if n == "h3" { 2 } else { 1 })).docx(),
                &(numbering(&chinese)
                    + r#"<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride></w:num>"#),
            ),
        ),
        same(
            "3.1",
            "level-redefined-by-override",
            listed(
                set(plain(), &|_, l| number(l, 2)).docx(),
                &(numbering(&[("decimal", "%1.", ""), ("decimal", "%2.", ""), ("decimal", "%3.", "")])
                    + r#"<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:lvlOverride><w:lvlOverride w:ilvl="1"><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl></w:lvlOverride></w:num>"#),
            ),
        ),
        same(
            "3.1",
            "list-by-style-link",
            listed(
                set(plain(), &|_, l| number(l, 1)).docx(),
                &format!(
                    r#"<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="L"/></w:abstractNum>{}"#,
                    numbering(&chinese)
                )
                .replace(
                    r#"<w:abstractNum w:abstractNumId="0">"#,
                    r#"<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="L"/>"#,
                )
                .replace(
                    r#"<w:num w:numId="1"><w:abstractNumId w:val="0"/>"#,
                    r#"<w:num w:numId="1"><w:abstractNumId w:val="7"/>"#,
                ),
            ),
        ),
        same(
            "3.1",
            "a-list-for-each-level",
            listed(
                set(plain(), &|_, l| number(0, l + 1)).with("n1", par(&number(0, 3), &r(&bare("n1")))).docx(),
                &together(&[
                    own(0, &chinese[..1]),
                    own(1, &[("chineseCounting", "（%1）", "")]),
                    own(2, &[("decimal", "%1.", "")]),
                ]),
            ),
        ),
        same(
            "3.1",
            "full-width-and-circles",
            automatic(&numbering(&[
                ("chineseCountingThousand", "%1、", ""),
                ("ideographDigital", "（%2）", ""),
                ("decimalFullWidth", "%3．", ""),
            ])),
        )
        .on(&plain().say("n1", "1.", "１．").say("n2", "2.", "２．")),
        same(
            "3.1",
            "circles",
            automatic(&numbering(&[
                ("japaneseCounting", "%1、", ""),
                ("chineseCounting", "（%2）", ""),
                ("decimalEnclosedCircle", "%3", r#"<w:suff w:val="nothing"/>"#),
            ])),
        )
        .on(&plain().say("n1", "1.", "①").say("n2", "2.", "②")),
        same(
            "3.1",
            "roman",
            automatic(&numbering(&[
                ("upperRoman", "%1、", ""),
                ("chineseCounting", "（%2）", ""),
                ("decimal", "%3.", ""),
            ])),
        )
        .on(&plain().say("h1", "一、", "I、").say("h2", "二、", "II、").say("h3", "三、", "III、")),
        same(
            "3.1",
            "legal-levels",
            automatic(&numbering(&[
                ("chineseCounting", "%1、", ""),
                ("chineseCounting", "%1.%2", r#"<w:isLgl/>"#),
                ("chineseCounting", "%1.%2.%3", r#"<w:isLgl/>"#),
            ])),
        )
        .on(&plain()
            .say("s1", "（一）", "2.1 ")
            .say("s2", "（二）", "2.2 ")
            .say("n1", "1.", "2.2.1 ")
            .say("n2", "2.", "2.2.2 ")),
        same(
            "3.1",
            "label-of-attachment-by-number",
            listed(
                plain()
                    .with("a1", par(&format!("<w:pageBreakBefore/>{}", number(0, 1)), ""))
                    .with("a2", par(&format!("<w:pageBreakBefore/>{}", number(0, 1)), ""))
                    .docx(),
                &numbering(&[("decimal", "附件%1", "")]),
            ),
        ),
        same(
            "3.1",
            "attachment-list-by-number",
            listed(
                plain()
                    .with("list1", p("附件：") + &par(&number(0, 1), &r("汛期值班安排表")))
                    .with("list2", par(&number(0, 1), &r("防汛物资储备清单")))
                    .docx(),
                &numbering(&[("decimal", "%1.", "")]),
            ),
        )
        .any_rules(),
        same(
            "3.1",
            "attachment-list-label-in-number",
            listed(
                plain()
                    .with("list1", par(&number(0, 1), &r("汛期值班安排表")))
                    .with("list2", par(&number(0, 2), &r("防汛物资储备清单")))
                    .docx(),
                &together(&[
                    own(0, &[("decimal", "附件：%1.", "")]),
                    own(1, &[("decimal", "%1.", "")]).replace(r#"<w:start w:val="1"/>"#, r#"<w:start w:val="2"/>"#),
                ]),
            ),
        ),
        same(
            "3.1",
            "numbers-in-a-box",
            listed(set(plain(), &|_, l| number(l, 1)).with("mark", boxed(&mark())).docx(), &numbering(&chinese)),
        ),
        same(
            "3.1",
            "numbers-from-ten",
            listed(
                plain().with("h1", par(&number(0, 1), &r(&bare("h1")))).docx(),
                &starting("chineseCounting", "%1、", 10),
            ),
        )
        .on(&plain().say("h1", "一、", "十、"))
        .any_rules(),
        same(
            "3.2",
            "style-names-the-list-only",
            styled(
                listed(set(plain(), &|_, l| of(l)).docx(), &numbering(&linked)),
                &(0..3)
                    .map(|l| style(&format!("H{l}"), r#"<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>"#))
                    .collect::<String>(),
            ),
        ),
        same(
            "3.2",
            "style-based-on-numbered-style",
            styled(
                listed(set(plain(), &|_, l| format!(r#"<w:pStyle w:val="X{l}"/>"#)).docx(), &numbering(&chinese)),
                &(0..3)
                    .map(|l| with_level(l) + &style(&format!("X{l}"), &format!(r#"<w:basedOn w:val="H{l}"/>"#)))
                    .collect::<String>(),
            ),
        ),
        same(
            "3.2",
            "cancelled-by-zero",
            styled(
                listed(
                    levels
                        .iter()
                        .fold(plain(), |b, (n, l)| {
                            b.with(
                                n,
                                par(&format!(r#"{}<w:numPr><w:numId w:val="0"/></w:numPr>"#, of(*l)), &r(text(n))),
                            )
                        })
                        .docx(),
                    &numbering(&chinese),
                ),
                &(0..3).map(with_level).collect::<String>(),
            ),
        ),
        same(
            "3.2",
            "cancelled-by-zero-in-style",
            styled(
                listed(
                    levels
                        .iter()
                        .fold(plain(), |b, (n, l)| b.with(n, par(&format!(r#"<w:pStyle w:val="X{l}"/>"#), &r(text(n)))))
                        .docx(),
                    &numbering(&chinese),
                ),
                &(0..3)
                    .map(|l| {
                        with_level(l)
                            + &style(
                                &format!("X{l}"),
                                &format!(
                                    r#"<w:basedOn w:val="H{l}"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>"#
                                ),
                            )
                    })
                    .collect::<String>(),
            ),
        ),
        same(
            "3.2",
            "list-of-style-moved-a-level",
            styled(
                listed(
                    set(plain(), &|_, l| format!(r#"<w:pStyle w:val="H"/><w:numPr><w:ilvl w:val="{l}"/></w:numPr>"#))
                        .docx(),
                    &numbering(&chinese),
                ),
                &style("H", r#"<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>"#),
            ),
        ),
        same(
            "3.3",
            "list-that-is-not-defined",
            listed(
                levels.iter().fold(plain(), |b, (n, l)| b.with(n, par(&number(*l, 99), &r(text(n))))).docx(),
                &numbering(&chinese),
            ),
        ),
        same(
            "3.3",
            "no-numbering-part",
            levels.iter().fold(plain(), |b, (n, l)| b.with(n, par(&number(*l, 1), &r(text(n))))).docx(),
        ),
        same(
            "3.3",
            "none-with-text-of-upper-level",
            listed(
                set(plain(), &|_, l| number(l, 1)).with("p2", par(&number(3, 1), &r(text("p2")))).docx(),
                &numbering(&[chinese[0], chinese[1], chinese[2], ("none", "", "")]),
            ),
        ),
        same(
            "3.3",
            "suffix-nothing-on-every-level",
            automatic(&numbering(&[
                ("chineseCounting", "%1、", r#"<w:suff w:val="nothing"/>"#),
                ("chineseCounting", "（%2）", r#"<w:suff w:val="nothing"/>"#),
                ("decimal", "%3.", r#"<w:suff w:val="nothing"/>"#),
            ])),
        ),
        same(
            "3.3",
            "bullets-of-symbol-font",
            listed(
                plain().with("p3", par(&number(0, 1), &r(text("p3")))).docx(),
                &numbering(&[("bullet", "\u{f0b7}", "")]),
            ),
        )
        .other_body(),
        same(
            "3.4",
            "typed-in-every-heading",
            listed(
                levels.iter().fold(plain(), |b, (n, l)| b.with(n, par(&number(*l, 1), &r(text(n))))).docx(),
                &numbering(&chinese),
            ),
        )
        .adds(&["DRAFT-dup-a"])
        .other_body(),
    ];
    // A row for each format: the second paragraph prints the second number.
    for (name, format, printed) in [
        ("format-decimal", "decimal", "2"),
        ("format-chinese-counting", "chineseCounting", "二"),
        ("format-chinese-counting-thousand", "chineseCountingThousand", "二"),
        ("format-ideograph-digital", "ideographDigital", "二"),
        ("format-japanese-counting", "japaneseCounting", "二"),
        ("format-decimal-full-width", "decimalFullWidth", "２"),
        ("format-circle", "decimalEnclosedCircle", "②"),
        ("format-upper-roman", "upperRoman", "II"),
        ("format-none", "none", ""),
    ] {
        let docx = plain()
            .with("h1", par(&number(0, 1), &r(&bare("h1"))))
            .with("h2", par(&number(0, 1), &r(&bare("h2"))))
            .docx();
        let first = ["1", "一", "一", "一", "一", "１", "①", "I", ""][[
            "decimal",
            "chineseCounting",
            "chineseCountingThousand",
            "ideographDigital",
            "japaneseCounting",
            "decimalFullWidth",
            "decimalEnclosedCircle",
            "upperRoman",
            "none",
        ]
        .iter()
        .position(|f| *f == format)
        .unwrap()];
        let text = if format == "none" { "" } else { "%1、" };
        let sign = |n: &str| if n.is_empty() { String::new() } else { format!("{n}、") };
        all.push(
            same("3.1", name, listed(docx, &numbering(&[(format, text, "")]))).on(&plain()
                .with("h1", p(&format!("{}{}", sign(first), bare("h1"))))
                .with("h2", p(&format!("{}{}", sign(printed), bare("h2"))))),
        );
    }
    all
}

/// 3.5: fields.
fn fields() -> Vec<Variant> {
    let number = |inlines: String| plain().with("number", centre(&inlines));
    let dated = |inlines: String| plain().with("date", right(&inlines));
    let printed =
        |inlines: String| plain().with("print", par("", &format!("{}<w:r><w:tab/></w:r>{inlines}", r(OFFICE))));
    let clock = |name: &'static str, instruction: &str| {
        body("3.5", name, dated(field(instruction, &r(text("date"))))).adds(&["DRAFT-field-a"])
    };
    let n = text("number");
    let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let instruction = |t: &str| format!(r#"<w:r><w:instrText xml:space="preserve">{t}</w:instrText></w:r>"#);
    let toc = par(
        "",
        &format!("{}{}{}{}", mark("begin"), instruction(r#" TOC \o "1-3" "#), mark("separate"), r("一、落实值守责任")),
    );
    vec![
        body(
            "3.5",
            "simple-property-field",
            number(format!(r#"<w:fldSimple w:instr=" DOCPROPERTY 发文字号 ">{}</w:fldSimple>"#, r(n))),
        ),
        body(
            "3.5",
            "field-split-over-runs",
            number(format!(
                "{}{}{}{}{}{}{}",
                mark("begin"),
                instruction(" DOC"),
                instruction("PROPERTY  x"),
                mark("separate"),
                r("青政办发〔2026〕"),
                r("12号"),
                mark("end")
            )),
        ),
        body(
            "3.5",
            "all-field-marks-in-one-run",
            number(format!(
                r#"<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> DOCPROPERTY x </w:instrText><w:fldChar w:fldCharType="separate"/><w:t>{n}</w:t><w:fldChar w:fldCharType="end"/></w:r>"#
            )),
        ),
        body("3.5", "ref-to-bookmark", number(field(r" REF 文号 \h ", &r(n)))),
        body(
            "3.5",
            "form-text-field",
            number(format!(
                r#"<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="文号"/><w:textInput><w:default w:val="请输入"/></w:textInput></w:ffData></w:fldChar></w:r>{}{}{}{}"#,
                instruction(" FORMTEXT "),
                mark("separate"),
                r(n),
                mark("end")
            )),
        ),
        clock("time-field", r#"TIME \@ "yyyy年M月d日""#),
        clock("save-date-field", r#"SAVEDATE \@ "yyyy年M月d日""#),
        clock("lower-case-date-field", r#" date \@ "yyyy年M月d日" "#),
        body(
            "3.5",
            "simple-date-field",
            dated(format!(
                r#"<w:fldSimple w:instr=" DATE \@ &quot;yyyy年M月d日&quot; ">{}</w:fldSimple>"#,
                r(text("date"))
            )),
        )
        .adds(&["DRAFT-field-a"]),
        body(
            "3.5",
            "date-field-for-part-of-the-date",
            dated(format!("{}{}", field(r#"DATE \@ "yyyy""#, &r("2026")), r("年3月5日"))),
        )
        .adds(&["DRAFT-field-a"]),
        body(
            "3.5",
            "date-field-nested-in-if",
            dated(field(
                &format!("IF </w:instrText></w:r>{}<w:r><w:instrText> = 1", field("DOCPROPERTY x", &r("1"))),
                &field(r#"DATE \@ "yyyy年M月d日""#, &r(text("date"))),
            )),
        )
        .adds(&["DRAFT-field-a"]),
        body("3.5", "date-field-in-control", dated(control("", &field(r#"DATE \@ "yyyy年M月d日""#, &r(text("date"))))))
            .adds(&["DRAFT-field-a"]),
        body(
            "3.5",
            "date-field-for-printing-date",
            printed(format!("{}{}", field(r#"DATE \@ "yyyy年M月d日""#, &r("2026年3月6日")), r("印发"))),
        )
        .adds(&["DRAFT-field-a"]),
        body("3.5", "create-date-field", dated(field(r#"CREATEDATE \@ "yyyy年M月d日""#, &r(text("date"))))),
        body(
            "3.5",
            "locked-date-field",
            dated(
                field(r#"DATE \@ "yyyy年M月d日""#, &r(text("date")))
                    .replace(r#"w:fldCharType="begin""#, r#"w:fldCharType="begin" w:fldLock="1""#),
            ),
        )
        .any_rules(),
        body(
            "3.5",
            "merge-field-without-result",
            plain().with("to", par("", &format!("{}{}", field("MERGEFIELD 主送", &r("«主送机关»")), r("：")))),
        )
        .differs("main_recipients", json!(["«主送机关»"]))
        .adds(&["DRAFT-place-a"]),
        body(
            "3.5",
            "table-of-contents-over-paragraphs",
            plain().with("to", toc + &p("二、排查风险隐患") + &par("", &mark("end")) + &plain().of(&["to"])),
        )
        .on(&plain().with("to", p("一、落实值守责任") + &p("二、排查风险隐患") + &p("") + &plain().of(&["to"]))),
        // Nothing may be lost behind a field that is broken.
        body(
            "3.5",
            "field-without-end",
            plain().with(
                "to",
                par("", &format!("{}{}{}{}", mark("begin"), instruction(" REF x "), mark("separate"), r(text("to")))),
            ),
        ),
        body(
            "3.5",
            "field-begun-and-never-ended",
            plain().with("note", par("", &format!("{}{}", r(text("note")), mark("begin")))),
        ),
        body(
            "3.5",
            "field-ended-and-never-begun",
            plain().with("to", par("", &format!("{}{}", mark("end"), r(text("to"))))),
        ),
        body(
            "3.5",
            "phonetic-guide-as-equation-field",
            plain().say(
                "to",
                "各乡镇",
                &format!(
                    "各</w:t></w:r>{}{}{}<w:r><w:t>镇",
                    mark("begin"),
                    instruction(r#"EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(xiāng),乡)"#),
                    mark("end")
                ),
            ),
        ),
        body(
            "3.5",
            "circled-number-as-equation-field",
            plain().with(
                "n1",
                par(
                    "",
                    &format!(
                        "{}{}{}{}",
                        mark("begin"),
                        instruction(r"eq \o\ac(○,1)"),
                        mark("end"),
                        r(&text("n1")["1.".len()..])
                    ),
                ),
            ),
        )
        .on(&plain().say("n1", "1.", "①")),
    ]
}

/// 3.6 and 3.7: revisions, hidden things.
fn revisions() -> Vec<Variant> {
    let who = r#"w:id="1" w:author="苏敏" w:date="2026-03-04T10:00:00Z""#;
    let gone = |t: &str| format!("<w:del {who}><w:r><w:delText xml:space=\"preserve\">{t}</w:delText></w:r></w:del>");
    let new = |t: &str| format!("<w:ins {who}>{}</w:ins>", r(t));
    let mark = |kind: &str| format!("<w:rPr><w:{kind} {who}/></w:rPr>");
    let deleted = |properties: &str, t: &str| par(&format!("{properties}{}", mark("del")), &gone(t));
    const CHANGED: &[&str] = &["DRAFT-clean-a", "DRAFT-clean-a-changes"];
    let clean = |name: &'static str, b: Body| body("3.6", name, b).adds(&["DRAFT-clean-a"]);
    let changed = |name: &'static str, b: Body| body("3.6", name, b).adds(CHANGED);
    let before = |name: &str, xml: String| plain().with(name, xml + &plain().of(&[name]));
    let behind = |name: &str, xml: String| plain().with(name, plain().of(&[name]) + &xml);
    let number = |level: usize| format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>"#);
    let bare = |name: &str| text(name).trim_start_matches(|c| "一二三、（）12.".contains(c)).to_owned();
    let heads = |b: Body| ["h1", "h2", "h3"].iter().fold(b, |b, n| b.with(n, par(&number(0), &r(&bare(n)))));
    let listed = |name: &'static str, b: Body| {
        same(
            "3.6",
            name,
            b.docx().part("numbering", "numbering.xml", "w:numbering", &numbering(&[("chineseCounting", "%1、", "")])),
        )
    };
    let hidden = |t: &str| format!("<w:r><w:rPr><w:vanish/></w:rPr><w:t>{t}</w:t></w:r>");
    let put_before = |b: &Body, name: &str, xml: String| b.clone().with(name, xml + &b.of(&[name]));
    let moved = |kind: &str| {
        format!(
            r#"<w:{kind}RangeStart {who} w:name="m"/>{}<w:{kind}RangeEnd w:id="1"/>"#,
            par(&mark(kind), &format!("<w:{kind} {who}>{}</w:{kind}>", r(text("p2"))))
        )
    };
    let row = |properties: &str, cells: &str| format!("<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>");
    let cell = |properties: &str, xml: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{xml}</w:tc>");
    let section = |change: &str| format!(r#"<w:sectPr><w:type w:val="nextPage"/>{change}</w:sectPr>"#);
    let old_section =
        format!("<w:sectPrChange {who}><w:sectPr><w:type w:val=\"continuous\"/></w:sectPr></w:sectPrChange>");
    vec![
        changed("deleted-paragraph-in-body", before("p2", deleted("", "原来的一段。"))),
        changed("deleted-paragraph-before-title", before("title1", deleted("", "原来的标题"))),
        changed("deleted-paragraphs-before-date", before("date", deleted("", "原来的") + &deleted("", "署名"))),
        changed("deleted-paragraph-before-table", plain().with("cc", deleted("", "原来的抄送") + &imprint()).without(&["print"])),
        changed("deleted-paragraph-before-page-break", before("a1", deleted("", "原来的附注"))),
        listed("deleted-paragraph-before-automatic-heading", put_before(&heads(plain()), "h2", deleted("", "原来的一段。"))).adds(CHANGED),
        listed("deleted-automatic-heading", put_before(&heads(plain()), "h2", deleted(&number(0), "原来的第二条"))).adds(CHANGED),
        listed("deleted-centred-paragraph-before-automatic-heading", put_before(&heads(plain()), "h3", par(&format!(r#"<w:jc w:val="center"/>{}"#, mark("del")), &gone("原来的小标题")))).adds(CHANGED),
        listed("deleted-automatic-heading-before-text", put_before(&heads(plain()), "p3", deleted(&number(0), "原来的第四条"))).adds(CHANGED),
        changed("inserted-paragraph", plain().with("p3", par(&mark("ins"), &new(text("p3"))))),
        changed("split-paragraph", plain().with("s1", par(&mark("ins"), &r(text("s1"))))),
        changed("inserted-then-deleted", plain().say("p3", "补齐物资，", &format!("补齐物资，</w:t></w:r><w:ins {who}>{}</w:ins><w:r><w:t>", gone("并造册，")))),
        changed("moved-paragraph", plain().with("p2", moved("moveTo")).with("note", plain().of(&["note"]) + &moved("moveFrom"))),
        changed("deleted-text-box", before("number", par("", &format!("<w:del {who}>{}</w:del>", twin(&p("青禾县水利局文件")))))),
        changed("inserted-text-box", plain().with("mark", par("", &format!("<w:ins {who}>{}</w:ins>", twin(&mark_block()))))),
        changed("revisions-in-text-box", plain().with("mark", boxed(&centre(&format!("{}{}{}", r("青禾县人民政府"), gone("水利局"), new("办公室文件")))))),
        changed("deleted-field", plain().with("number", centre(&format!(r#"<w:del {who}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:delInstrText>REF x</w:delInstrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:delText>青水发</w:delText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:del>{}"#, r(text("number")))))),
        changed("deleted-break-in-title", plain().with("title1", centre(&format!("{}<w:del {who}><w:r><w:br/></w:r></w:del>", r("青禾县人民政府办公室"))))),
        changed("deleted-table", before("p2", format!("<w:tbl>{}</w:tbl>", row(&format!("<w:del {who}/>"), &cell("", &par(&mark("del"), &gone("原来的表"))))))),
        changed("inserted-row", plain().with("cc", format!("<w:tbl>{}{}</w:tbl>", row("", &cell("", &p(CC))), row(&format!("<w:ins {who}/>"), &(cell("", &p(OFFICE)) + &cell("", &par(&mark("ins"), &new(PRINTED))))))).without(&["print"])),
        changed("inserted-cell", plain().with("cc", format!("<w:tbl>{}{}</w:tbl>", row("", &cell("", &p(CC))), row("", &(cell("", &p(OFFICE)) + &cell(&format!("<w:cellIns {who}/>"), &p(PRINTED)))))).without(&["print"])),
        changed("control-inserted-by-revision", plain().with("number", centre(&format!("<w:ins {who}>{}</w:ins>", control("", &r(text("number"))))))),
        changed("deleted-note-behind-date", behind("date", deleted("", "（此件不公开）"))),
        same("3.6", "old-properties-of-a-paragraph", plain().with("p2", par(&format!(r#"<w:pPrChange {who}><w:pPr><w:pageBreakBefore/>{}<w:jc w:val="center"/></w:pPr></w:pPrChange>"#, number(0)), &r(text("p2")))).docx().part("numbering", "numbering.xml", "w:numbering", &numbering(&[("chineseCounting", "%1、", "")]))).adds(&["DRAFT-clean-a"]),
        clean("old-properties-of-a-section", plain().with("note", plain().of(&["note"]) + &par(&section(&old_section), "")).with("print", plain().of(&["print"]) + &section(""))),
        clean("old-properties-of-a-run-hidden", plain().with("p2", par("", &format!("<w:r><w:rPr><w:rPrChange {who}><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>{}</w:t></w:r>", text("p2"))))),
        body("3.7", "hidden-paragraph", before("p2", par("<w:rPr><w:vanish/></w:rPr>", &hidden("内部说明，不印。")))).adds(&["DRAFT-clean-a"]),
        listed("hidden-automatic-heading", put_before(&heads(plain()), "h2", par(&format!("{}<w:rPr><w:vanish/></w:rPr>", number(0)), &hidden("不印的一条")))).row("3.7").adds(&["DRAFT-clean-a"]),
        body("3.7", "hidden-by-paragraph-style", before("p2", par(r#"<w:pStyle w:val="V"/>"#, &r("内部说明，不印。")))).styled(r#"<w:style w:type="paragraph" w:styleId="V"><w:name w:val="V"/><w:rPr><w:vanish/></w:rPr></w:style>"#).adds(&["DRAFT-clean-a"]),
        body("3.7", "hidden-row", plain().with("cc", format!("<w:tbl>{}{}{}</w:tbl>", row("", &cell("", &p(CC))), row("<w:hidden/>", &cell("", &par("<w:rPr><w:vanish/></w:rPr>", &hidden("印数：30份")))), row("", &(cell("", &p(OFFICE)) + &cell("", &p(PRINTED)))))).without(&["print"])).adds(&["DRAFT-clean-a"]),
        body("3.7", "hidden-text-box", before("number", par("", &twin(&p("青禾县水利局文件")).replacen("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>", 1)))).adds(&["DRAFT-clean-a"]),
        body("3.7", "web-hidden-is-printed", plain().with("number", centre(&format!("<w:r><w:rPr><w:webHidden/></w:rPr><w:t>{}</w:t></w:r>", text("number"))))),
        body("3.7", "vanish-switched-off", plain().with("number", centre(&format!(r#"<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>{}</w:t></w:r>"#, text("number"))))),
        body("3.7", "comment-without-its-part", plain().with("date", right(&format!(r#"<w:commentRangeStart w:id="7"/>{}<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>"#, r(text("date")))))),
        same("3.8", "document-variables-and-properties", {
            let settings = format!(r#"<w:settings {SPACES}><w:docVars><w:docVar w:name="密级" w:val="机密★10年"/></w:docVars></w:settings>"#);
            let mut docx = plain().docx().raw_part("settings", "settings.xml", &settings);
            docx.extra.push(("docProps/custom.xml".into(), "<Properties><property name=\"密级\">机密</property></Properties>".as_bytes().to_vec()));
            docx.extra.push(("customXml/item1.xml".into(), "<x>秘密★1年</x>".as_bytes().to_vec()));
            docx
        }),
    ]
}

fn mark_block() -> String {
    mark()
}

impl Variant {
    fn row(mut self, row: &'static str) -> Self {
        self.row = row;
        self
    }
}

/// Section 4: characters inside every element.
fn characters() -> Vec<Variant> {
    // The same characters inside every element.
    let names = ["mark", "number", "title2", "to", "issuer", "date", "a1t", "list1", "cc"];
    let everywhere = |c: &str| {
        names.iter().fold(plain(), |b, n| {
            let own = match *n {
                "cc" => "青禾县人民武装部",
                "list1" => "汛期值班安排表",
                n => text(n),
            };
            // Behind a whole number: a blank inside digits is no layout.
            let cut = own.char_indices().nth(4).unwrap().0;
            let (before, after) = own.split_at(cut);
            b.say(n, own, &format!("{before}{c}{after}"))
        })
    };
    let v = |name: &'static str, c: &str| body("4.2", name, everywhere(c)).any_rules();
    let odd = |name: &'static str, c: &str| body("4.2", name, everywhere(c)).adds(&["DRAFT-char-a"]);
    let labels = |name: &'static str, c: &str| {
        let spread = |b: Body, n: &str, label: &str| {
            let (first, rest) = label.split_at(label.chars().next().unwrap().len_utf8());
            b.say(n, label, &format!("{first}{c}{rest}"))
        };
        let all = [("list1", "附件"), ("a1", "附件"), ("a2", "附件"), ("cc", "抄送"), ("print", "印发")];
        let b = all.iter().fold(plain(), |b, (n, label)| spread(b, n, label));
        body("4.2", name, b).any_rules()
    };
    let date = |name: &'static str, t: &str| body("4.3", name, plain().with("date", right(&r(t)))).any_rules();
    let cells = |cells: &[&str]| table(&[&cells.iter().map(|c| p(c)).collect::<Vec<_>>()]);
    let printed = |name: &'static str, t: &str| {
        body("4.3", name, plain().with("print", p(&format!("{OFFICE}　　　　{t}")))).any_rules()
    };
    let signed = |label: &str| {
        body("4.2", "names-of-signers-spread", plain().with("number", p(&format!("{}        {label}", text("number")))))
            .differs("signer", json!(["张三"]))
            .any_rules()
    };
    let bracket = |name: &'static str, t: &str| {
        body("4.1", name, plain().with("number", centred(t))).differs("doc_number", json!(t)).any_rules()
    };
    vec![
        bracket("lenticular-white", "青政办发〖2026〗12号"),
        bracket("mixed-pair", "青政办发〔2026]12号"),
        bracket("ornamental-tortoise", "青政办发❲2026❳12号"),
        odd("zero-width-space-in-every-element", "\u{200b}").adds(&["CHAR-zero-a"]),
        odd("byte-order-mark-in-every-element", "\u{feff}").adds(&["CHAR-zero-a"]),
        odd("word-joiner-in-every-element", "\u{2060}").adds(&["CHAR-zero-a"]),
        odd("direction-mark-in-every-element", "\u{200e}"),
        odd("zero-width-joiner-in-every-element", "\u{200d}").adds(&["CHAR-zero-a"]),
        odd("soft-hyphen-in-every-element", "\u{ad}").adds(&["CHAR-zero-a"]),
        odd("bidi-embedding-in-every-element", "\u{202a}"),
        v("no-break-space-in-every-element", "\u{a0}"),
        v("full-width-space-in-every-element", "\u{3000}"),
        v("thin-space-in-every-element", "\u{2009}"),
        v("ascii-space-in-every-element", " "),
        v("four-em-spaces-in-every-element", "\u{2003}\u{2003}\u{2003}\u{2003}"),
        labels("zero-width-space-in-labels", "\u{200b}"),
        labels("full-width-space-in-labels", "　"),
        labels("no-break-space-in-labels", "\u{a0}"),
        body(
            "4.4",
            "half-width-colons-and-parentheses",
            plain().say("to", "：", ":").say("list1", "：", ":").say("cc", "：", ":").say(
                "note",
                "（此件公开发布）",
                "(此件公开发布)",
            ),
        )
        .any_rules(),
        body("4.4", "half-width-commas-in-lists", plain().say("cc", "，", ",").say("cc", "。", ".")).any_rules(),
        signed("签发人：张　三"),
        body("4.2", "mark-spread", plain().with("mark", centred("青 禾 县 人 民 政 府 办 公 室 文 件"))),
        body("4.2", "recipients-spread", plain().with("to", p("各 乡 镇 人 民 政 府："))),
        body("4.2", "kind-spread-in-title", plain().say("title2", "通知", "通　知")).any_rules(),
        body(
            "4.2",
            "indent-by-every-space",
            ["p1", "p2", "p3"]
                .iter()
                .zip(["\u{a0}\u{a0}\u{a0}\u{a0}", "\u{2003}\u{2003}", "    "])
                .fold(plain(), |b, (n, s)| b.with(n, p(&format!("{s}{}", text(n))))),
        ),
        date("han-with-ling", "二零二六年三月五日"),
        date("han-with-digit-zero", "二0二六年三月五日"),
        date("mixed-widths", "2026年３月5日"),
        date("no-break-spaces", "2026\u{a0}年\u{a0}3\u{a0}月\u{a0}5\u{a0}日"),
        date("leading-zeros", "2026年03月05日"),
        date("nian-twenty", "二〇二六年三月廿日").differs("date", json!("2026-03-20")),
        date("thirty-one", "二〇二六年三月三十一日").differs("date", json!("2026-03-31")),
        body("4.3", "over-cells", plain().with("date", cells(&["2026年", "3月", "5日"]))),
        body("4.3", "number-over-cells", plain().with("number", cells(&["青政办发", "〔2026〕", "12号"]))),
        printed("printing-date-han", "二〇二六年三月六日印发"),
        printed("printing-date-spread", "2026 年 3 月 6 日 印 发"),
        printed("printing-date-without-word", "2026年3月6日").any_rules(),
        body(
            "4.4",
            "parenthesised-forms",
            plain().say("s1", "（一）", "(一)").say("s2", "（二）", "㈡").say("n1", "1.", "⑴").say("n2", "2.", "2．"),
        )
        .adds(&["GBT15834-B.3.3-b-width", "GBT15834-half-a-brackets"])
        .other_body(),
        body("4.5", "quotes-in-title", plain().say("title2", "防汛准备工作", "“防汛”准备工作"))
            .differs("title", json!("青禾县人民政府办公室关于做好2026年“防汛”准备工作的通知"))
            .any_rules(),
        body("4.6", "mixed-scripts-in-number", plain().with("number", centred("青政辦發〔2026〕12号")))
            .differs("doc_number", json!("青政辦發〔2026〕12号"))
            .any_rules(),
        body("4.6", "compatibility-ideograph", plain().say("p3", "补齐物资", "补齐物\u{f900}资"))
            .other_body()
            .adds(&["CHAR-radical-a"]),
        body("4.6", "beyond-the-basic-plane", plain().say("issuer", "青禾县", "青\u{20000}县"))
            .any_rules()
            .differs("issuer_signature", json!(["青\u{20000}县人民政府办公室"])),
    ]
}

/// 6.5 to 6.8, 6.10 to 6.13 as far as XML goes: other ways to write the same markup.
fn markup() -> Vec<Variant> {
    let document = |change: &dyn Fn(String) -> String| {
        let mut docx = plain().docx();
        docx.document = change(docx.document);
        docx
    };
    let prefixed = |to: &str| {
        document(&|d| {
            d.replace("<w:", &format!("<{to}:"))
                .replace("</w:", &format!("</{to}:"))
                .replace(" w:", &format!(" {to}:"))
                .replace("xmlns:w=", &format!("xmlns:{to}="))
        })
    };
    let default_space = document(&|d| {
        d.replace("<w:", "<")
            .replace("</w:", "</")
            .replace("xmlns:w=", r#"xmlns:ns0="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns="#)
            .replace(" w:val", " ns0:val")
    });
    let processed = |xml: String| {
        let mut docx = Docx::new(&xml);
        docx.document = docx
            .document
            .replace(r#"mc:Ignorable="w14""#, r#"xmlns:z="urn:z" mc:Ignorable="w14 z" mc:ProcessContent="z:wrap""#);
        docx
    };
    let pretty = document(&|d| d.replace("><w:", ">\n    <w:").replace("></w:", ">\r\n  </w:"));
    let references = document(&|d| {
        d.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("&#x{:X};", c as u32) }).collect()
    });
    let utf16 = {
        let mut docx = plain().docx();
        let text = docx.document.replace("UTF-8", "UTF-16");
        docx.raw = Some([0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect());
        docx
    };
    let mut strict_box = plain()
        .with("mark", boxed(&mark()))
        .with(
            "p1",
            par(
                r#"<w:ind w:firstLine="32pt"/><w:spacing w:line="28.9pt" w:lineRule="exact"/><w:keepNext w:val="on"/>"#,
                &r(text("p1")),
            ),
        )
        .docx();
    strict_box.strict = true;
    strict_box.document = strict_box
        .document
        .replace("http://schemas.openxmlformats.org/drawingml/2006/", "http://purl.oclc.org/ooxml/drawingml/");
    let mut strict_numbers = plain()
        .with("h1", par(r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>"#, &r("落实值守责任")))
        .docx()
        .part("numbering", "numbering.xml", "w:numbering", &numbering(&[("chineseCounting", "%1、", "")]));
    strict_numbers.strict = true;
    vec![
        same("6.6", "strict-with-box-and-units", strict_box),
        same("6.6", "strict-with-numbering-part", strict_numbers),
        same("6.7", "main-namespace-under-another-prefix", prefixed("ns0")),
        same("6.7", "main-namespace-without-prefix", default_space),
        same("6.7", "single-quotes", document(&|d| d.replace('"', "'"))),
        same("6.7", "indented-markup", pretty),
        same("6.7", "characters-as-references", references),
        same(
            "6.7",
            "text-in-cdata",
            document(&|d| {
                d.replace(r#"<w:t xml:space="preserve">"#, r#"<w:t xml:space="preserve"><![CDATA["#)
                    .replace("</w:t>", "]]></w:t>")
            }),
        ),
        same(
            "6.7",
            "comments-and-instructions-inside",
            document(&|d| d.replace("青政办发", "青<!-- 注 -->政办<?x y?>发")),
        ),
        same(
            "6.7",
            "unknown-elements",
            Docx::new(&format!(
                "<zz:top xmlns:zz=\"urn:zz\"/>{}",
                plain().all().replace("<w:p>", "<w:p><zz:x xmlns:zz=\"urn:zz\"><zz:y>看不见</zz:y></zz:x>")
            )),
        ),
        same("6.7", "process-content-of-blocks", processed(format!("<z:wrap>{}</z:wrap>", plain().all()))),
        same(
            "6.7",
            "process-content-of-runs",
            processed(plain().with("number", centre(&format!("<z:wrap>{}</z:wrap>", r(text("number"))))).all()),
        ),
        same(
            "6.7",
            "ignorable-blocks-are-not-read",
            processed(
                plain().with("to", plain().of(&["to"]) + &format!("<z:other>{}</z:other>", p("看不见的一段"))).all(),
            ),
        ),
        same("6.7", "space-around-texts", document(&|d| d.replace(r#" xml:space="preserve""#, ""))),
        same("6.11", "main-part-in-utf16", utf16),
        same("6.11", "astral-references", document(&|d| d.replace("补齐物资", "补齐&#29289;&#x8D44;"))),
    ]
}

/// 6.5 to 6.13: containers and parts.
fn packages() -> Vec<Variant> {
    let entries = || plain().docx().entries();
    let renamed = |change: &dyn Fn(&str) -> String| {
        let mut all = entries();
        all.iter_mut().for_each(|(name, _)| *name = change(name));
        zip(&all, Habit::Plain)
    };
    let edited = |part: &str, change: &dyn Fn(String) -> String| {
        let mut all = entries();
        let one = all.iter_mut().find(|(name, _)| name == part).unwrap();
        one.1 = change(String::from_utf8(std::mem::take(&mut one.1)).unwrap()).into_bytes();
        zip(&all, Habit::Plain)
    };
    let without = |names: &[&str]| {
        let kept: Vec<_> = entries().into_iter().filter(|(n, _)| !names.contains(&n.as_str())).collect();
        zip(&kept, Habit::Plain)
    };
    let with = |name: &str, bytes: &[u8]| {
        let mut all = entries();
        all.push((name.to_owned(), bytes.to_vec()));
        zip(&all, Habit::Plain)
    };
    let typed = |extension, name, kind: &str| Variant {
        extension,
        ..file(
            "6.12",
            name,
            edited("[Content_Types].xml", &|t| {
                t.replace("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", kind)
            }),
        )
    };
    let chinese_name = {
        // A name in GBK, without the mark of UTF-8: the bytes are put into the made file.
        let mut bytes = with("word/media/ABCD.png", b"x");
        let (from, to) = (b"ABCD", [0xd3, 0xa1, 0xd5, 0xc2]);
        let at: Vec<usize> = (0..bytes.len() - 4).filter(|i| &bytes[*i..*i + 4] == from).collect();
        assert_eq!(at.len(), 2);
        at.into_iter().for_each(|i| bytes[i..i + 4].copy_from_slice(&to));
        bytes
    };
    let elsewhere = {
        let mut all = entries();
        all.retain(|(n, _)| n != "word/_rels/document.xml.rels");
        all.iter_mut().for_each(|(n, b)| {
            if n == "word/document.xml" {
                *n = "document.xml".into();
            } else {
                *b = String::from_utf8_lossy(b).replace("word/document.xml", "document.xml").into_bytes();
            }
        });
        zip(&all, Habit::Plain)
    };
    let glossary = {
        let mut docx = plain().docx().raw_part("glossaryDocument", "glossary/document.xml", &format!("<w:glossaryDocument {SPACES}><w:docParts><w:docPart><w:docPartBody>{}</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>", p("单击此处输入文字")));
        docx.extra.push(("word/glossary/styles.xml".into(), b"<x/>".to_vec()));
        docx.bytes()
    };
    let reversed = {
        let mut all = entries();
        all.reverse();
        zip(&all, Habit::Plain)
    };
    let top = |target: &str| {
        edited("_rels/.rels", &|t| t.replace(r#"Target="word/document.xml""#, &format!(r#"Target="{target}""#)))
    };
    let decoy = {
        // The relation leads to one document; another lies where the main part usually is.
        let mut docx = plain().docx();
        docx.main = "word/document1.xml".into();
        docx.extra.push(("word/document.xml".into(), Docx::new(&p("旧稿，不是正文")).document.into_bytes()));
        docx.bytes()
    };
    vec![
        file("6.5", "absolute-target", top("/word/document.xml")),
        file("6.5", "dotted-target", top("./x/../word/document.xml")),
        file("6.5", "target-in-other-case", top("/Word/DOCUMENT.xml")),
        file("6.5", "target-with-backslash", top(r"word\document.xml")),
        file("6.5", "main-part-at-the-top", elsewhere),
        file("6.5", "decoy-where-the-main-part-usually-is", decoy),
        file("6.5", "no-top-relations", without(&["_rels/.rels"])),
        file("6.5", "relation-leads-nowhere", top("word/nothing.xml")),
        file("6.5", "no-relations-of-the-main-part", without(&["word/_rels/document.xml.rels"])),
        file("6.5", "no-content-types", without(&["[Content_Types].xml"])),
        file("6.5", "several-top-relations", edited("_rels/.rels", &|t| t.replace("<Relationship Id", r#"<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/><Relationship Id"#))),
        file("6.8", "streamed", zip(&entries(), Habit::Streamed)),
        file("6.8", "zip64", zip(&entries(), Habit::Zip64)),
        file("6.8", "comment", zip(&entries(), Habit::Commented)),
        file("6.8", "names-in-upper-case", renamed(&|n| n.to_uppercase())),
        file("6.8", "name-in-gbk", chinese_name),
        file("6.8", "entries-in-other-order", reversed),
        file("6.8", "folders-and-mac-extras", with("__MACOSX/word/._document.xml", b"\0\x05\x16\x07")),
        file("6.8", "prefix-like-a-script", [b"#!/bin/sh\nexit 0\n".to_vec(), plain_bytes()].concat()),
        file("6.8", "bytes-behind", [plain_bytes(), vec![0; 512]].concat()),
        typed("docm", "macro-type", "application/vnd.ms-word.document.macroEnabled.main+xml"),
        typed("dotx", "template-type", "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"),
        typed("dotm", "macro-template-type", "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
        typed("DOCX", "upper-case-extension", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
        file("6.12", "glossary-of-a-template", glossary),
        body("6.13", "sub-document", plain().with("p3", plain().of(&["p3"]).replace("</w:p>", r#"<w:subDoc r:id="rId9"/></w:p>"#))).any_rules(),
        body("6.13", "embedded-object", plain().with("p3", plain().of(&["p3"]) + &in_run(r#"<w:object><v:shape><v:imagedata r:id="rId8"/></v:shape><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Excel.Sheet.12" r:id="rId9"/></w:object>"#))).any_rules(),
    ]
}

/// A file that must be refused.
pub struct Refused {
    /// Row of the table of structures.
    pub row: &'static str,
    /// What is wrong.
    pub name: &'static str,
    /// Name of the file as handed in.
    pub file: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Why, as reports name it.
    pub reason: &'static str,
    /// What the message must say.
    pub says: &'static [&'static str],
}

/// Files that cannot be read, and why.
pub fn refused() -> Vec<Refused> {
    let refuse = |row, name, file, bytes: Vec<u8>, reason| Refused { row, name, file, bytes, reason, says: &[] };
    let wide = |t: &str| t.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let ole = |t: &str| [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 504], &wide(t)].concat();
    let gbk = |t: &str| encoding_rs::GB18030.encode(t).0.into_owned();
    let whole = plain_bytes();
    let container = |names: &[&str]| {
        zip(&names.iter().map(|n| ((*n).to_owned(), b"<x/>".to_vec())).collect::<Vec<_>>(), Habit::Plain)
    };
    let with_document = |bytes: Vec<u8>| {
        let mut docx = plain().docx();
        docx.raw = Some(bytes);
        docx.bytes()
    };
    let document = plain().docx().document;
    let cut_in = |with: &[u8]| {
        let (before, after) = document.split_once("值守").unwrap();
        [before.as_bytes(), with, after.as_bytes()].concat()
    };
    let flip = |habit: Habit| {
        // One bit in the data of the main part.
        let mut bytes = zip(&plain().docx().entries(), habit);
        let name = b"word/document.xml";
        let named = |at: &usize| &bytes[*at..*at + 4] == b"PK\x03\x04" && bytes[*at + 30..].starts_with(name);
        let at = (0..bytes.len() - 30).find(named).unwrap();
        let in_text = if habit == Habit::Stored { 1500 } else { 400 };
        bytes[at + 30 + name.len() + in_text] ^= 0x01;
        bytes
    };
    let twice = {
        // Another name of the same length becomes the same name, in both places.
        let mut all = plain().docx().entries();
        all.push(("word/documenT.xml".into(), Docx::new(&p("另一份正文")).document.into_bytes()));
        let mut bytes = zip(&all, Habit::Plain);
        let at: Vec<usize> = (0..bytes.len() - 17).filter(|i| &bytes[*i..*i + 17] == b"word/documenT.xml").collect();
        assert_eq!(at.len(), 2);
        at.into_iter().for_each(|i| bytes[i + 12] = b't');
        bytes
    };
    let other_case = {
        let mut all = plain().docx().entries();
        all.push(("Word/Document.xml".into(), Docx::new(&p("另一份正文")).document.into_bytes()));
        zip(&all, Habit::Plain)
    };
    let locked = {
        // The flag of encryption on every entry.
        let mut bytes = whole.clone();
        let signs: [(&[u8], usize); 2] = [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)];
        for (sign, flag) in signs {
            for i in (0..bytes.len() - 4).filter(|i| &bytes[*i..*i + 4] == sign).collect::<Vec<_>>() {
                bytes[i + flag] |= 1;
            }
        }
        bytes
    };
    let main = |xml: String| with_document(xml.into_bytes());
    let opened = |inner: &str| format!("<w:document {SPACES}><w:body>{inner}</w:body></w:document>");
    let bad_header = {
        let xml = plain().all() + r#"<w:sectPr><w:headerReference w:type="default" r:id="rId1"/></w:sectPr>"#;
        Docx::new(&xml).part("header", "header1.xml", "w:hdr", "<w:p><w:r></w:p>").bytes()
    };
    let bad_styles = {
        let mut docx = plain().docx().raw_part("styles", "styles.xml", "x");
        let last = docx.parts.len() - 1;
        docx.parts[last].2 = "<w:styles><w:style></w:styles>".into();
        docx.bytes()
    };
    let many: Vec<(String, Vec<u8>)> =
        plain().docx().entries().into_iter().chain((0..10_001).map(|i| (format!("x/{i}"), Vec::new()))).collect();
    let html = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>关于做好工作的通知</body></html>";
    let says = |r: Refused, says: &'static [&'static str]| Refused { says, ..r };
    vec![
        says(refuse("6.1", "old-word", "正文.docx", ole("WordDocument"), "legacy-doc"), &[".docx", ".doc"]),
        refuse("6.1", "old-word-named-doc", "正文.doc", ole("WordDocument"), "legacy-doc"),
        refuse("6.1", "old-excel", "正文.docx", ole("Workbook"), "legacy-doc"),
        refuse("6.1", "rtf", "正文.docx", b"{\\rtf1\\ansi\\ansicpg936 }".to_vec(), "not-a-docx"),
        refuse("6.1", "html", "正文.docx", html.as_bytes().to_vec(), "not-a-docx"),
        refuse("6.1", "html-with-mark", "正文.docx", format!("\u{feff}{html}").into_bytes(), "not-a-docx"),
        refuse(
            "6.1",
            "html-of-office-in-gbk",
            "正文.docx",
            gbk("<html xmlns:w=\"urn:schemas-microsoft-com:office:word\"><body>通知</body></html>"),
            "not-a-docx",
        ),
        refuse(
            "6.1",
            "mhtml",
            "正文.docx",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n".to_vec(),
            "not-a-docx",
        ),
        refuse(
            "6.1",
            "word-2003-xml",
            "正文.docx",
            br#"<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>"#.to_vec(),
            "not-a-docx",
        ),
        refuse("6.1", "gbk-text", "正文.docx", gbk("关于做好工作的通知"), "not-a-docx"),
        refuse("6.1", "pdf", "正文.docx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), "not-a-docx"),
        refuse("6.1", "picture", "正文.docx", b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), "not-a-docx"),
        says(
            refuse(
                "6.1",
                "spreadsheet",
                "正文.docx",
                container(&["[Content_Types].xml", "xl/workbook.xml"]),
                "not-a-docx",
            ),
            &["xlsx"],
        ),
        refuse("6.1", "archive-without-a-document", "正文.docx", container(&["a.txt"]), "not-a-docx"),
        refuse("6.1", "old-word-named-txt", "正文.txt", ole("WordDocument"), "legacy-doc"),
        says(refuse("6.2", "wps", "正文.wps", ole("WordDocument"), "wps"), &[".wps"]),
        refuse("6.2", "et", "附件1.et", ole("Workbook"), "wps"),
        says(refuse("6.2", "ofd", "正文.ofd", container(&["OFD.xml", "Doc_0/Document.xml"]), "corrupt"), &["页面"]),
        says(
            refuse("6.2", "ofd-named-docx", "正文.docx", container(&["OFD.xml", "Doc_0/Document.xml"]), "not-a-docx"),
            &["ofd"],
        ),
        refuse(
            "6.2",
            "uot",
            "正文.uot",
            r#"<?xml version="1.0" encoding="UTF-8"?><uof:UOF/>"#.as_bytes().to_vec(),
            "not-a-docx",
        ),
        refuse("6.2", "odt", "正文.odt", container(&["mimetype", "content.xml"]), "not-a-docx"),
        says(refuse("6.3", "encrypted", "正文.docx", ole("EncryptedPackage"), "encrypted"), &["密码"]),
        refuse("6.3", "encrypted-wps", "正文.wps", ole("EncryptionInfo"), "encrypted"),
        says(refuse("6.3", "zip-encryption", "正文.docx", locked, "encrypted"), &["密码"]),
        refuse("6.4", "lock-file-of-word", "~$正文.docx", vec![b'\x04'; 162], "not-a-docx"),
        refuse("6.4", "empty-file", "正文.docx", Vec::new(), "empty"),
        refuse("6.9", "truncated-early", "正文.docx", whole[..200].to_vec(), "corrupt"),
        refuse("6.9", "truncated-in-directory", "正文.docx", whole[..whole.len() - 40].to_vec(), "corrupt"),
        refuse(
            "6.9",
            "truncated-and-filled-with-zeros",
            "正文.docx",
            [&whole[..whole.len() - 600], &[0; 600]].concat(),
            "corrupt",
        ),
        says(
            refuse("6.9", "bit-flipped-in-stored-data", "正文.docx", flip(Habit::Stored), "corrupt"),
            &["word/document.xml"],
        ),
        says(
            refuse("6.9", "bit-flipped-in-deflated-data", "正文.docx", flip(Habit::Plain), "corrupt"),
            &["word/document.xml"],
        ),
        refuse("6.9", "main-part-twice-same-name", "正文.docx", twice, "corrupt"),
        refuse("6.9", "main-part-twice-other-case", "正文.docx", other_case, "corrupt"),
        refuse("6.10", "spaces-64-mib", "正文.docx", main(opened(&" ".repeat(64 << 20))), "too-large"),
        refuse(
            "6.10",
            "zeros-behind-the-document",
            "正文.docx",
            with_document([document.as_bytes(), &vec![0; 64 << 20]].concat()),
            "too-large",
        ),
        refuse(
            "6.10",
            "nested-tables",
            "正文.docx",
            main(opened(&format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(2000), "</w:tc></w:tr></w:tbl>".repeat(2000)))),
            "too-large",
        ),
        refuse(
            "6.10",
            "nested-unknown-elements",
            "正文.docx",
            main(opened(&format!("{}{}", "<x>".repeat(5000), "</x>".repeat(5000)))),
            "too-large",
        ),
        refuse(
            "6.10",
            "nested-boxes",
            "正文.docx",
            main(opened(&format!(
                "{}{}",
                "<w:p><w:r><w:pict><w:txbxContent>".repeat(1000),
                "</w:txbxContent></w:pict></w:r></w:p>".repeat(1000)
            ))),
            "too-large",
        ),
        refuse(
            "6.10",
            "many-attributes",
            "正文.docx",
            main(opened(&format!("<w:p {}/>", (0..5000).map(|i| format!("a{i}=\"1\" ")).collect::<String>()))),
            "too-large",
        ),
        refuse("6.10", "many-entries", "正文.docx", zip(&many, Habit::Stored), "too-large"),
        refuse(
            "6.10",
            "billion-laughs",
            "正文.docx",
            main(format!(
                r#"<!DOCTYPE x [<!ENTITY a "哈"><!ENTITY b "&a;&a;">]>{}"#,
                opened(&p("&b;").replace("&amp;", "&"))
            )),
            "corrupt",
        ),
        refuse(
            "6.10",
            "external-entity",
            "正文.docx",
            main(format!(
                r#"<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>{}"#,
                opened("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")
            )),
            "corrupt",
        ),
        refuse(
            "6.10",
            "doctype-without-entities",
            "正文.docx",
            main(format!(r#"<!DOCTYPE w:document SYSTEM "http://localhost/x.dtd">{}"#, opened(&p("甲")))),
            "corrupt",
        ),
        says(
            refuse("6.11", "gbk-inside-utf8", "正文.docx", with_document(cut_in(&[0xd6, 0xb5, 0xca, 0xd8])), "corrupt"),
            &["word/document.xml", "字节"],
        ),
        says(
            refuse("6.11", "zero-byte", "正文.docx", with_document(cut_in(&[0])), "corrupt"),
            &["word/document.xml", "字节"],
        ),
        refuse("6.11", "overlong-byte-form", "正文.docx", with_document(cut_in(&[0xc0, 0x80])), "corrupt"),
        refuse("6.11", "surrogate-bytes", "正文.docx", with_document(cut_in(&[0xed, 0xa0, 0x80])), "corrupt"),
        says(
            refuse("6.11", "surrogate-reference", "正文.docx", with_document(cut_in(b"&#xDC00;")), "corrupt"),
            &["word/document.xml", "字节"],
        ),
        refuse("6.11", "zero-reference", "正文.docx", with_document(cut_in(b"&#0;")), "corrupt"),
        refuse("6.11", "control-reference", "正文.docx", with_document(cut_in(b"&#8;")), "corrupt"),
        refuse("6.11", "noncharacter-reference", "正文.docx", with_document(cut_in(b"&#xFFFF;")), "corrupt"),
        refuse(
            "6.11",
            "whole-part-declared-gbk",
            "正文.docx",
            with_document(gbk(&document.replace("UTF-8", "GBK"))),
            "corrupt",
        ),
        refuse(
            "6.11",
            "utf16-cut-in-a-unit",
            "正文.docx",
            with_document([vec![0xff, 0xfe], wide(&document), vec![0x20]].concat()),
            "corrupt",
        ),
        says(refuse("6.11", "header-not-well-formed", "正文.docx", bad_header, "corrupt"), &["header1.xml"]),
        says(refuse("6.11", "styles-not-well-formed", "正文.docx", bad_styles, "corrupt"), &["styles.xml"]),
        refuse(
            "6.11",
            "main-part-not-closed",
            "正文.docx",
            main(document.replace("</w:body></w:document>", "")),
            "corrupt",
        ),
        refuse("6.11", "main-part-empty", "正文.docx", main(String::new()), "corrupt"),
        refuse("6.11", "two-roots", "正文.docx", main(format!("{document}<w:document/>")), "corrupt"),
    ]
}

/// Documents with content that is not read and must be named: what stands there, and whether it is a drawing.
pub fn unread() -> Vec<(&'static str, bool, Vec<u8>)> {
    let chunk = |xml: &str| plain().with("p3", plain().of(&["p3"]) + xml).docx().bytes();
    let graphic = |inner: &str| {
        chunk(&in_run(&format!(
            "<w:drawing><wp:inline><a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic></wp:inline></w:drawing>"
        )))
    };
    let sub = r#"<w:p><w:subDoc r:id="rId9"/></w:p>"#;
    let alt = r#"<w:altChunk r:id="rId9"/>"#;
    vec![
        ("6.13 altChunk", false, chunk(alt)),
        ("6.13 altChunk in a cell", false, chunk(&table(&[&[format!("{alt}<w:p/>")]]))),
        ("6.13 altChunk in a control", false, chunk(&control("", alt))),
        ("6.13 altChunk in a text box", false, chunk(&boxed(&format!("{alt}<w:p/>")))),
        ("6.13 altChunk for the whole body", false, Docx::new(alt).bytes()),
        ("6.13 sub-document", false, chunk(sub)),
        ("6.13 sub-document for the whole body", false, Docx::new(sub).bytes()),
        ("1.18 chart", true, graphic(r#"<c:chart xmlns:c="urn:c" r:id="rId9"/>"#)),
        ("1.18 chart of 2016", true, graphic(r#"<cx:chart xmlns:cx="urn:cx" r:id="rId9"/>"#)),
        ("1.18 SmartArt", true, graphic(r#"<dgm:relIds xmlns:dgm="urn:dgm" r:dm="rId9"/>"#)),
    ]
}

/// Names that are passed over without reading.
pub const SKIPPED: [&str; 6] =
    ["a/~$正文.docx", "a/.~lock.正文.docx#", "a/Thumbs.db", "a/__MACOSX/._正文.docx", "a/._正文.docx", "a/.DS_Store"];

/// Lists whose numbers go past ten, and what they print.
pub fn high_numbers() -> (Vec<u8>, Vec<String>) {
    let lists: [(&str, &[(u32, &str)]); 10] = [
        ("decimal", &[(10, "10"), (105, "105")]),
        ("chineseCounting", &[(10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]),
        ("chineseCountingThousand", &[(10, "十"), (21, "二十一"), (99, "九十九"), (110, "一百一十")]),
        ("japaneseCounting", &[(10, "十"), (12, "十二"), (30, "三十")]),
        ("ideographDigital", &[(10, "一〇"), (12, "一二"), (20, "二〇")]),
        ("decimalFullWidth", &[(10, "１０"), (123, "１２３")]),
        ("decimalEnclosedCircle", &[(10, "⑩"), (20, "⑳"), (21, "21")]),
        ("decimalEnclosedCircleChinese", &[(10, "⑩")]),
        ("upperRoman", &[(4, "IV"), (9, "IX"), (40, "XL"), (1994, "MCMXCIV")]),
        ("chineseLegalSimplified", &[(10, "壹拾"), (11, "壹拾壹"), (20, "贰拾")]),
    ];
    let (mut definitions, mut nums, mut blocks, mut lines, mut id) =
        (String::new(), String::new(), String::new(), Vec::new(), 0);
    for (format, values) in lists {
        for (start, printed) in values {
            id += 1;
            definitions += &format!(
                r#"<w:abstractNum w:abstractNumId="{id}"><w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/><w:suff w:val="nothing"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>"#
            );
            nums += &format!(r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{id}"/></w:num>"#);
            blocks +=
                &par(&format!(r#"<w:numPr><w:numId w:val="{id}"/></w:numPr>"#), &r(&format!("　{format}{start}")));
            lines.push(format!("第{printed}条　{format}{start}"));
        }
    }
    (Docx::new(&blocks).part("numbering", "numbering.xml", "w:numbering", &(definitions + &nums)).bytes(), lines)
}
