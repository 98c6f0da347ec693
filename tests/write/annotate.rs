//! Remarks as comments: at the very characters, in a document that stays what it was.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::ops::Range;

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use sanbu::document::Document;
use sanbu::element;
use sanbu::error::Reason;
use sanbu::read::read;
use sanbu::rule::RuleSet;
use sanbu::write::docx::comments::{Annotated, Remark, annotate, is_untouched, strip};
use zip::ZipArchive;

use crate::support;
use crate::support::cli::{Folder, said};
use crate::support::faults::FAULTS;
use crate::support::ooxml::{Docx, SPACES, boxed, control, escape, field, p, par, r, table};

const DAY: &str = "2026-03-06";

/// The entries of a package by name.
fn entries(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut entries = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        entries.insert(file.name().to_owned(), content);
    }
    entries
}

fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(entries(bytes).remove(name).unwrap()).unwrap()
}

fn document(bytes: &[u8]) -> Document {
    read("正文.docx", bytes).unwrap()
}

/// A remark on the first place where this is written.
fn on(document: &Document, text: &str) -> Remark {
    let start = document.text.as_str().find(text).unwrap_or_else(|| panic!("{text}"));
    at(start..start + text.len())
}

fn at(range: Range<usize>) -> Remark {
    Remark { at: Some(range), lines: vec!["【错误】试".to_owned(), "第二段 <&>\u{1}".to_owned()] }
}

fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == name.as_bytes());
    found.map(|a| String::from_utf8(a.value.into_owned()).unwrap())
}

/// What stands between the marks of each comment, by its id; and how often it is referred to.
fn commented(xml: &str) -> BTreeMap<String, (String, usize)> {
    let mut reader = Reader::from_str(xml);
    let (mut open, mut found) = (Vec::new(), BTreeMap::<String, (String, usize)>::new());
    let mut texts = 0;
    loop {
        let mut add = |open: &[String], text: &str| {
            open.iter().for_each(|id| found.entry(id.clone()).or_default().0.push_str(text));
        };
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.local_name().as_ref() == b"t" => texts += 1,
            Event::End(tag) if tag.local_name().as_ref() == b"t" => texts -= 1,
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                b"commentRangeStart" => open.push(value(&tag, "id").unwrap()),
                b"commentRangeEnd" => {
                    let id = value(&tag, "id").unwrap();
                    assert!(open.contains(&id), "{id} ends before it begins");
                    open.retain(|own| *own != id);
                }
                b"commentReference" => found.entry(value(&tag, "id").unwrap()).or_default().1 += 1,
                b"tab" => add(&open, "\t"),
                b"br" => add(&open, "\n"),
                _ => {}
            },
            Event::Text(text) if texts > 0 => add(&open, &text.decode().unwrap()),
            Event::GeneralRef(name) if texts > 0 => add(&open, &format!("&{};", name.decode().unwrap())),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?} do not end");
    found
}

/// Annotates; whatever it is, it reads the same, nothing else in the package has changed, and all can be taken out again.
fn annotated(bytes: &[u8], remarks: &[Remark]) -> Annotated {
    let before = document(bytes);
    let done = annotate(bytes, &before, remarks, DAY).unwrap();
    let after = document(&done.bytes);
    assert_eq!(after.text.as_str(), before.text.as_str());
    assert_eq!(after.lines.len(), before.lines.len());
    if done.not_placed.len() == remarks.len() {
        assert_eq!(done.bytes, bytes);
        return done;
    }
    let (old, new) = (entries(bytes), entries(&done.bytes));
    for (name, content) in &old {
        let may_change = name.to_lowercase().contains("document")
            || name.contains("comments")
            || name == "[Content_Types].xml"
            || name.ends_with(".rels");
        assert!(new.get(name) == Some(content) || may_change, "{name}");
    }
    let stripped = strip(&done.bytes).unwrap().unwrap();
    assert!(stripped.exact);
    assert_eq!(entries(&stripped.bytes), old);
    assert!(is_untouched(&done.bytes) && !is_untouched(bytes));
    // Again: the old comments go, the new ones are the same to the byte.
    let again = annotate(&done.bytes, &after, remarks, DAY).unwrap();
    assert!(again.bytes == done.bytes, "another result the second time");
    done
}

/// The texts between the marks, in the order of the remarks.
fn marked(docx: &Docx, remarks: &[Remark]) -> Vec<String> {
    let done = annotated(&docx.bytes(), remarks);
    assert_eq!(done.not_placed, Vec::<usize>::new());
    let main = part(&done.bytes, &docx.main);
    let found = commented(&main);
    let comments = part(&done.bytes, "word/comments.xml");
    let mut ids: Vec<&String> =
        found.keys().filter(|id| comments.contains(&format!("w:id=\"{id}\" w:author=\"sanbu\""))).collect();
    ids.sort_by_key(|id| id.parse::<u32>().unwrap());
    assert_eq!(ids.len(), remarks.len());
    ids.into_iter().map(|id| found[id].0.clone()).collect()
}

/// What the body of a document comes to with a remark on this text.
fn body(blocks: &str, text: &str) -> String {
    let bytes = Docx::new(blocks).bytes();
    let done = annotated(&bytes, &[on(&document(&bytes), text)]);
    let main = part(&done.bytes, "word/document.xml");
    let body = main.split_once("<w:body>").unwrap().1.split_once("</w:body>").unwrap().0;
    body.replace(r#"<w:commentRangeStart w:id="0"/>"#, "⟦")
        .replace(r#"<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>"#, "⟧")
}

#[test]
fn a_run_is_cut_at_the_characters() {
    let run = r#"<w:r w:rsidR="00A1"><w:rPr><w:b/><w:sz w:val="32"/></w:rPr><w:t>青水发[2026]第1号</w:t></w:r>"#;
    let own = |text: &str| run.replace("青水发[2026]第1号", text);
    assert_eq!(
        body(&par("", run), "[2026]"),
        par("", &format!("{}⟦{}⟧{}", own("青水发"), own("[2026]"), own("第1号")))
    );
    // At the ends of a run nothing is cut.
    assert_eq!(
        body(&par("", &format!("{}{run}", r("甲"))), "青水发[2026]第1号"),
        par("", &format!("{}⟦{run}⟧", r("甲")))
    );
    assert_eq!(body(&par("", &format!("{}{}", r("甲乙"), r("丙丁"))), "乙丙"), {
        let cut = |text: &str| r(text);
        par("", &format!("{}⟦{}{}⟧{}", cut("甲"), cut("乙"), cut("丙"), cut("丁")))
    });
}

#[test]
fn references_tabs_and_breaks_are_not_torn() {
    let docx = Docx::new(&par("", "<w:r><w:t>甲&amp;乙&#x4e19;丁</w:t></w:r>"));
    let bytes = docx.bytes();
    let read = document(&bytes);
    let remarks = [on(&read, "&乙"), on(&read, "丙"), on(&read, "甲&")];
    assert_eq!(marked(&docx, &remarks), ["&amp;乙", "&#x4e19;", "甲&amp;"]);
    let mixed = "<w:r><w:rPr><w:i/></w:rPr><w:t>甲乙</w:t><w:tab/><w:t>丙丁</w:t><w:br/><w:t>戊</w:t></w:r>";
    let docx = Docx::new(&par("", mixed));
    let read = document(&docx.bytes());
    let remarks = ["乙\t丙", "丙丁", "丁\n戊", "\t", "甲乙"].map(|text| on(&read, text));
    assert_eq!(marked(&docx, &remarks)[..3], ["乙\t丙", "丙丁", "丁\n戊"]);
    let head = "<w:r><w:rPr><w:i/></w:rPr>";
    assert_eq!(
        body(&par("", mixed), "丙丁"),
        par(
            "",
            &format!(
                "{head}<w:t>甲乙</w:t><w:tab/></w:r>⟦{head}<w:t>丙丁</w:t></w:r>⟧{head}<w:br/><w:t>戊</w:t></w:r>"
            )
        )
    );
}

#[test]
fn blanks_at_the_cut_are_kept() {
    let xml = body(&par("", "<w:r><w:t>甲 乙 丙</w:t></w:r>"), "乙");
    assert_eq!(xml.matches(r#"<w:t xml:space="preserve">"#).count(), 3, "{xml}");
    let xml = body(&par("", r#"<w:r><w:t xml:space="preserve">甲 乙</w:t></w:r>"#), "乙");
    assert_eq!(xml.matches(r#" xml:space="preserve""#).count(), 2, "{xml}");
}

#[test]
fn marks_stand_in_containers_and_around_what_is_closed() {
    let run = |text: &str| r(text);
    for open in ["w:hyperlink", "w:smartTag", "w:ins w:id=\"7\" w:author=\"周宁\"", "w:bdo"] {
        let name = open.split(' ').next().unwrap();
        let wrap = |inner: &str| par("", &format!("{}<{open}>{inner}</{name}>", run("甲")));
        let cut = format!("{}⟦{}⟧", run("乙"), run("丙"));
        assert_eq!(body(&wrap(&run("乙丙")), "丙"), wrap(&cut), "{open}");
    }
    let rich = |inner: &str| par("", &control("<w:alias w:val=\"标题\"/>", inner));
    assert_eq!(body(&rich(&run("乙丙")), "乙"), rich(&format!("⟦{}⟧{}", run("乙"), run("丙"))));
    // What is written anew by the program is marked as a whole.
    let date = control("<w:date/>", &run("2026年3月5日"));
    assert_eq!(body(&par("", &format!("{date}{}", run("印发"))), "3月"), par("", &format!("⟦{date}⟧{}", run("印发"))));
    let number = field("DOCPROPERTY 文号", &run("青水发〔2026〕1号"));
    assert_eq!(body(&par("", &format!("{}{number}", run("甲"))), "2026"), par("", &format!("{}⟦{number}⟧", run("甲"))));
    let simple = format!("<w:fldSimple w:instr=\"REF 文号\">{}</w:fldSimple>", run("乙丙"));
    assert_eq!(body(&par("", &simple), "乙"), par("", &format!("⟦{simple}⟧")));
    let ruby =
        format!("<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>", run("xiang"), run("乡镇"));
    assert_eq!(body(&par("", &ruby), "镇"), par("", &format!("⟦{ruby}⟧")));
    let math = r#"<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x+1</m:t></m:r></m:oMath>"#;
    assert_eq!(body(&par("", math), "+"), par("", &format!("⟦{math}⟧")));
    let choice = format!(
        "<mc:AlternateContent><mc:Choice Requires=\"w14\">{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>",
        run("乙丙")
    );
    assert_eq!(body(&par("", &choice), "乙"), par("", &format!("⟦{choice}⟧")));
    let section = "<w:r><w:t><![CDATA[乙<丙]]></w:t></w:r>";
    assert_eq!(
        body(&par("", &format!("{section}{}", run("丁"))), "丙丁"),
        par("", &format!("⟦{section}{}⟧", run("丁")))
    );
}

#[test]
fn a_passage_may_go_over_paragraphs_and_cells() {
    let docx = Docx::new(&format!("{}{}{}", p("甲乙"), p("丙丁"), table(&[&[p("戊己"), p("庚辛")]])));
    let text = document(&docx.bytes());
    let remarks = ["乙\n丙", "丁\n戊", "己\n庚"].map(|piece| on(&text, piece));
    assert_eq!(marked(&docx, &remarks), ["乙丙", "丁戊", "己庚"]);
}

#[test]
fn remarks_on_nothing_stand_in_the_paragraph() {
    let blocks = format!(
        "{}<w:p/>{}{}",
        p("甲"),
        par("<w:jc w:val=\"center\"/>", ""),
        table(&[&[p("乙"), "<w:p />".to_owned()]])
    );
    let docx = Docx::new(&blocks);
    let bytes = docx.bytes();
    let read = document(&bytes);
    let blank: Vec<usize> = (0..read.lines.len()).filter(|&line| read.line_text(line).is_empty()).collect();
    let remarks: Vec<Remark> = blank
        .iter()
        .flat_map(|&line| [at(read.lines[line].range.clone()), at(read.lines[line].range.clone())])
        .collect();
    assert_eq!(remarks.len(), 6);
    assert!(marked(&docx, &remarks).iter().all(String::is_empty));
    let main = part(&annotated(&bytes, &remarks).bytes, "word/document.xml");
    assert!(
        main.contains(r#"<w:p><w:commentRangeStart w:id="0"/>"#) && main.contains("<w:p ><w:commentRangeStart"),
        "{main}"
    );
    assert!(main.contains(r#"<w:jc w:val="center"/></w:pPr><w:commentRangeStart"#), "{main}");
    // A place between two characters is shown at the next, or at the last.
    let end = read.text.as_str().find('甲').unwrap() + '甲'.len_utf8();
    assert_eq!(marked(&docx, &[at(end..end), at(0..0)]), ["甲", "甲"]);
}

#[test]
fn what_stands_apart_is_marked_where_it_hangs() {
    let noted = p("第一段").replace("</w:p>", r#"<w:r><w:footnoteReference w:id="1"/></w:r></w:p>"#);
    let blocks = format!("{}{}{}", noted, boxed(&format!("{}{}", p("青禾县水利局文件"), "<w:p/>")), p("第三段"));
    let docx = Docx::new(&blocks).part("header", "header1.xml", "w:hdr", &p("页眉里的字")).part(
        "footnotes",
        "footnotes.xml",
        "w:footnotes",
        &format!("<w:footnote w:id=\"1\">{}</w:footnote>", p("脚注里的字")),
    );
    let mut docx = docx;
    docx.document = docx
        .document
        .replace("</w:body>", r#"<w:sectPr><w:headerReference w:type="default" r:id="rId1"/></w:sectPr></w:body>"#);
    let read = document(&docx.bytes());
    let remarks = ["水利", "页眉", "脚注", "第三"].map(|piece| on(&read, piece));
    let found = marked(&docx, &remarks);
    assert_eq!(found[1..], ["第一段", "第一段", "第三"]);
    // The paragraph that holds the box is marked once, around both tellings of the box.
    assert_eq!(found[0], "青禾县水利局文件青禾县水利局文件");
    let main = part(&annotated(&docx.bytes(), &remarks[..1]).bytes, "word/document.xml");
    let boxes: Vec<&str> =
        main.split("<w:txbxContent>").skip(1).map(|rest| rest.split("</w:txbxContent>").next().unwrap()).collect();
    assert!(boxes.len() == 2 && boxes.iter().all(|inner| !inner.contains("comment")), "{main}");
}

#[test]
fn a_paragraph_told_twice_is_marked_in_both() {
    let twice = |first: &str, second: &str| {
        Docx::new(&format!(
            "{}<mc:AlternateContent><mc:Choice Requires=\"w14\">{}{first}</mc:Choice><mc:Fallback>{}{second}</mc:Fallback></mc:AlternateContent>",
            p("甲"),
            p("头"),
            p("头")
        ))
    };
    for (docx, both) in [(twice(&p("乙丙"), &p("乙丙")), "丙丙"), (twice(&p("乙丙"), &p("乙 丙")), "丙乙 丙")]
    {
        let done = annotated(&docx.bytes(), &[on(&document(&docx.bytes()), "丙")]);
        assert_eq!(commented(&part(&done.bytes, "word/document.xml"))["0"], (both.to_owned(), 2));
    }
}

#[test]
fn comments_and_revisions_of_others_stay() {
    let old =
        r#"<w:comment w:id="3" w:author="周宁" w:initials="周"><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment>"#;
    let marked_by = r#"<w:commentRangeStart w:id="3"/><w:r><w:t>甲乙丙</w:t></w:r><w:commentRangeEnd w:id="3"/><w:r><w:commentReference w:id="3"/></w:r><w:del w:id="9" w:author="周宁"><w:r><w:delText>丁</w:delText></w:r></w:del>"#;
    let docx = Docx::new(&par("", marked_by)).part("comments", "comments.xml", "w:comments", old);
    let bytes = docx.bytes();
    let done = annotated(&bytes, &[on(&document(&bytes), "乙")]);
    let found = commented(&part(&done.bytes, "word/document.xml"));
    assert_eq!(found["3"].0, "甲乙丙");
    assert_eq!(found["4"].0, "乙");
    let comments = part(&done.bytes, "word/comments.xml");
    assert!(comments.contains(old) && comments.contains("第二段 &lt;&amp;&gt;\\u{1}"), "{comments}");
    assert!(part(&done.bytes, "word/document.xml").contains("<w:delText>丁</w:delText>"));
    let types = part(&done.bytes, "[Content_Types].xml");
    assert_eq!(types.matches("/word/comments.xml").count(), 1, "{types}");
}

#[test]
fn own_comments_are_no_part_of_a_document_and_those_of_others_are() {
    let comment = |id: u32, author: &str| {
        format!(r#"<w:comment w:id="{id}" w:author="{author}"><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment>"#)
    };
    let refers = |id: u32| format!(r#"<w:r><w:commentReference w:id="{id}"/></w:r>"#);
    let docx = Docx::new(&par("", &[r("甲"), refers(1), r("乙"), refers(2)].concat()));
    let all = [comment(1, "sanbu"), comment(2, "周宁")].concat();
    let docx = docx.part("comments", "comments.xml", "w:comments", &all);
    let traces = document(&docx.bytes()).traces;
    let who: Vec<(&str, usize)> = traces.iter().map(|trace| (trace.who.as_str(), trace.at)).collect();
    assert_eq!(who, [("周宁", "甲乙".len())]);
}

#[test]
fn a_changed_format_is_told_where_it_is() {
    let changed = |author: &str, text: &str| {
        let change = format!(r#"<w:rPrChange w:id="1" w:author="{author}"><w:rPr/></w:rPrChange>"#);
        format!("<w:r><w:rPr><w:b/>{change}</w:rPr><w:t>{text}</w:t></w:r>")
    };
    let second = [r("乙"), changed("周宁", "丙"), changed("周宁", "丁"), changed("林远", "戊")].concat();
    let bytes = Docx::new(&format!("{}{}{}", p("甲"), par("", &second), par("", &changed("周宁", "己")))).bytes();
    let read = document(&bytes);
    let told: Vec<(&str, usize)> = read.traces.iter().map(|trace| (trace.who.as_str(), trace.at)).collect();
    let place = |text: &str| read.text.as_str().find(text).unwrap();
    assert_eq!(told, [("周宁", place("丙")), ("林远", place("戊")), ("周宁", place("己"))]);
    // Marked at its first character, where the run begins, and the change is not made twice.
    let done = annotated(&bytes, &[at(place("丙")..place("丙"))]);
    let main = part(&done.bytes, "word/document.xml");
    assert_eq!(commented(&main)["0"].0, "丙");
    assert_eq!(main.matches("<w:rPrChange ").count(), 4);
}

#[test]
fn a_copy_of_a_signed_document_says_that_the_signature_breaks() {
    let mut docx = Docx::new(&p("甲乙"));
    assert!(!annotated(&docx.bytes(), &[at(0..3)]).signed);
    docx.extra.push(("_xmlsignatures/sig1.xml".to_owned(), b"<a/>".to_vec()));
    assert!(annotated(&docx.bytes(), &[at(0..3)]).signed);
}

#[test]
fn names_and_namespaces_are_those_of_the_file() {
    let mut strict = Docx::new(&p("甲乙丙"));
    strict.strict = true;
    let done = annotated(&strict.bytes(), &[on(&document(&strict.bytes()), "乙")]);
    assert!(part(&done.bytes, "word/comments.xml").contains("purl.oclc.org/ooxml/wordprocessingml/main"));
    assert!(
        part(&done.bytes, "word/_rels/document.xml.rels")
            .contains("purl.oclc.org/ooxml/officeDocument/relationships/comments")
    );
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    for (declared, prefix, own) in [("xmlns:文", "文:", "文:"), ("xmlns", "", "w:")] {
        let mut docx = Docx::new("");
        docx.document = format!(
            "<{prefix}document {declared}=\"{space}\"><{prefix}body><{prefix}p><{prefix}r><{prefix}t>甲乙丙</{prefix}t></{prefix}r></{prefix}p></{prefix}body></{prefix}document>"
        );
        let done = annotated(&docx.bytes(), &[on(&document(&docx.bytes()), "乙")]);
        let main = part(&done.bytes, "word/document.xml");
        assert!(main.contains(&format!("<{own}commentRangeStart")), "{main}");
        assert_eq!(commented(&main)["0"].0, "乙");
    }
    // A part with a mark in front, and lines of Windows.
    let mut marked = Docx::new("");
    marked.raw = Some(
        format!(
            "\u{feff}<?xml version=\"1.0\"?>\r\n<w:document {SPACES}>\r\n<w:body>{}</w:body></w:document>",
            p("甲乙丙")
        )
        .into_bytes(),
    );
    let done = annotated(&marked.bytes(), &[on(&document(&marked.bytes()), "乙")]);
    assert_eq!(commented(part(&done.bytes, "word/document.xml").trim_start_matches('\u{feff}'))["0"].0, "乙");
}

#[test]
fn what_cannot_carry_comments_says_so() {
    let mut docx = Docx::new(&p("甲乙"));
    docx.raw = Some(
        [0xff, 0xfe]
            .into_iter()
            .chain(docx.document.replace("UTF-8", "UTF-16").encode_utf16().flat_map(u16::to_le_bytes))
            .collect(),
    );
    let bytes = docx.bytes();
    let why = annotate(&bytes, &document(&bytes), &[at(0..3)], DAY).unwrap_err();
    assert_eq!(why.reason, Reason::Encoding);
    assert!(strip(&bytes).unwrap().is_none());
    // A body without a paragraph has no place.
    let bytes = Docx::new("<w:sectPr/>").bytes();
    assert_eq!(annotated(&bytes, &[at(0..0)]).not_placed, [0]);
}

#[test]
fn comments_saved_by_another_program_are_still_taken_out() {
    let docx = Docx::new(&format!("{}{}", p("甲乙丙"), p("丁")));
    let bytes = docx.bytes();
    let done = annotated(&bytes, &[on(&document(&bytes), "乙"), at(0..0)]);
    let mut saved = entries(&done.bytes);
    let main = saved.get_mut("word/document.xml").unwrap();
    *main = String::from_utf8(main.clone()).unwrap().replace("丁", "戊").into_bytes();
    let extended = r#"<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>"#;
    saved.insert("word/commentsExtended.xml".to_owned(), extended.as_bytes().to_vec());
    let saved: Vec<(String, Vec<u8>)> = saved.into_iter().collect();
    let saved = support::ooxml::zip(&saved, support::ooxml::Habit::Plain);
    assert!(!is_untouched(&saved));
    let stripped = strip(&saved).unwrap().unwrap();
    assert!(!stripped.exact);
    let parts = entries(&stripped.bytes);
    let main = String::from_utf8(parts["word/document.xml"].clone()).unwrap();
    assert!(!main.contains("comment") && main.contains("戊"), "{main}");
    assert!(!parts.keys().any(|name| name.starts_with("sanbu/")));
    assert!(!String::from_utf8(parts["[Content_Types].xml"].clone()).unwrap().contains("sanbu"));
    assert!(!String::from_utf8(parts["word/comments.xml"].clone()).unwrap().contains("sanbu"));
    assert_eq!(document(&stripped.bytes).text.as_str(), "甲乙丙\n戊");
    assert!(strip(&stripped.bytes).unwrap().is_none());
}

/// Pieces of paragraphs, as they are written.
fn pieces() -> impl Strategy<Value = String> {
    let run = "[甲乙丙丁 &<a1]{1,6}".prop_map(|text| r(&text));
    let odd = prop::sample::select(vec![
        "<w:r><w:t>子丑</w:t><w:tab/><w:t xml:space=\"preserve\"> 寅</w:t></w:r>".to_owned(),
        "<w:r><w:br/><w:t>卯</w:t></w:r>".to_owned(),
        format!("<w:ins w:id=\"1\" w:author=\"周宁\">{}</w:ins>", r("辰巳")),
        "<w:del w:id=\"2\" w:author=\"周宁\"><w:r><w:delText>午</w:delText></w:r></w:del>".to_owned(),
        format!("<w:hyperlink w:anchor=\"a\">{}{}</w:hyperlink>", r("未"), r("申酉")),
        control("", &r("戌亥")),
        control("<w:text/>", &r("天地")),
        field("REF a", &r("玄黄")),
        format!("<w:fldSimple w:instr=\"PAGE\">{}</w:fldSimple>", r("9")),
        "<w:bookmarkStart w:id=\"5\" w:name=\"a\"/><w:bookmarkEnd w:id=\"5\"/>".to_owned(),
    ]);
    prop_oneof![3 => run, 2 => odd]
}

fn blocks() -> impl Strategy<Value = String> {
    let paragraph = prop::collection::vec(pieces(), 0..5).prop_map(|pieces| par("", &pieces.concat()));
    let block = prop_oneof![
        5 => paragraph,
        1 => Just("<w:p/>".to_owned()),
        1 => Just(table(&[&[p("宇宙"), "<w:p/>".to_owned()]])),
        1 => Just(boxed(&p("洪荒"))),
        1 => Just(control("", &p("日月"))),
    ];
    prop::collection::vec(block, 1..6).prop_map(|blocks| blocks.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_remarks_on_any_document(blocks in blocks(), places in prop::collection::vec((0..80_usize, 0..12_usize), 1..6)) {
        let bytes = Docx::new(&blocks).bytes();
        let read = document(&bytes);
        let ends: Vec<usize> = read.text.as_str().char_indices().map(|(at, _)| at).chain([read.text.as_str().len()]).collect();
        let range = |(start, length): &(usize, usize)| {
            let start = start % ends.len();
            ends[start]..ends[(start + length).min(ends.len() - 1)]
        };
        let remarks: Vec<Remark> = places.iter().map(|place| at(range(place))).collect();
        let done = annotated(&bytes, &remarks);
        prop_assert!(done.not_placed.is_empty());
        let found = commented(&part(&done.bytes, "word/document.xml"));
        prop_assert_eq!(found.len(), remarks.len());
        for (id, (text, references)) in found {
            prop_assert_eq!(references, 1);
            // What is remarked on is marked, if it stands in one paragraph of the running text.
            let wanted = &read.text.as_str()[range(&places[id.parse::<usize>().unwrap()])];
            let plain = wanted.chars().all(|c| !matches!(c, '\n' | '\t' | '洪' | '荒'));
            prop_assert!(!plain || text.contains(&escape(wanted)), "{} {}", text, wanted);
        }
    }
}

/// The .docx of the repository.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let docx = |name: &str| [".docx", ".docm", ".dotx"].iter().any(|end| name.ends_with(end));
    support::fixtures::all().into_iter().filter(|(name, _)| docx(name)).collect()
}

#[test]
fn every_fixture_stays_what_it_was() {
    let terms = RuleSet::builtin().unwrap().terms;
    let (mut tried, mut placed) = (0, 0);
    for (name, bytes) in fixtures() {
        let Ok(before) = read(&name, &bytes) else { continue };
        let lines = before.lines.iter().step_by(3).map(|line| at(line.range.clone()));
        let remarks: Vec<Remark> =
            std::iter::once(Remark { at: None, lines: vec!["结论".to_owned()] }).chain(lines).collect();
        let done = match annotate(&bytes, &before, &remarks, DAY) {
            Ok(done) => done,
            Err(why) => {
                assert_eq!(why.reason, Reason::Encoding, "{name}: {}", why.message);
                continue;
            }
        };
        assert!(done.not_placed.is_empty(), "{name}");
        let after = read(&name, &done.bytes).unwrap();
        assert_eq!(after.text.as_str(), before.text.as_str(), "{name}");
        let elements = |document: &Document| format!("{:?}", element::recognise(document, &terms));
        assert_eq!(elements(&after), elements(&before), "{name}");
        assert_eq!(entries(&strip(&done.bytes).unwrap().unwrap().bytes), entries(&bytes), "{name}");
        // The other reader takes what it took before.
        assert!(docx_rs::read_docx(&bytes).is_err() || docx_rs::read_docx(&done.bytes).is_ok(), "{name}");
        (tried, placed) = (tried + 1, placed + remarks.len());
    }
    assert!(tried > 60 && placed > 1000, "{tried} {placed}");
}

/// The program: copies, a list, exit codes as of a check, nothing written where it may not be.
#[test]
fn the_program_writes_copies_and_a_list() {
    let folder = Folder::new("annotate");
    let fault = FAULTS.iter().find(|f| f.rule == "GBT9704-7.2.5-b").unwrap();
    let files = fault.folder(&support::packet(fault.base));
    for (name, bytes) in support::as_docx(files.clone()) {
        folder.put(&format!("送印/{name}"), bytes);
    }
    let run = |args: &[&str]| {
        let done = folder.sanbu(&[args, &["--today", "2026-03-06"]].concat()[..]);
        (done.status.code().unwrap(), said(&done))
    };
    let (code, told) = run(&["annotate", "送印", "-o", "批注"]);
    assert_eq!(code, run(&["check", "送印"]).0, "{told}");
    let main = folder.bytes("批注/正文.docx");
    let comments = part(&main, "word/comments.xml");
    assert!(comments.contains("印制结论：") && comments.contains("GBT9704-7.2.5-b"), "{comments}");
    assert!(told.contains("批注/正文.docx：") && told.contains("共写出"), "{told}");
    // The same again, and from the copies as well.
    run(&["annotate", "送印", "-o", "批注"]);
    assert_eq!(folder.bytes("批注/正文.docx"), main);
    run(&["annotate", "批注", "-o", "再批"]);
    assert_eq!(folder.bytes("再批/正文.docx"), main);
    // A path named twice is one; what is judged of the copies is what was judged of the papers.
    run(&["annotate", "送印", "送印/正文.docx", "./送印", "-o", "两次"]);
    assert_eq!(folder.bytes("两次/正文.docx"), main);
    let judged = |of: &str| folder.report(&[of, "--today", "2026-03-06"]).0["packets"][0]["findings"].clone();
    assert_eq!(judged("批注"), judged("送印"));
    // Back.
    let (code, told) = run(&["annotate", "--strip", "批注", "-o", "还原"]);
    assert!(code == 0 && told.contains("与加批注之前一样"), "{told}");
    assert_eq!(entries(&folder.bytes("还原/正文.docx")), entries(&folder.bytes("送印/正文.docx")));
    // Of several folders each keeps its name, and one inside what is checked is no part of it.
    let (_, told) = run(&["annotate", "送印", "再批", "-o", "送印/几处"]);
    assert!(folder.has("送印/几处/送印/正文.docx") && folder.has("送印/几处/再批/正文.docx"), "{told}");
    assert!(run(&["annotate", "送印", "-o", "送印/几处"]).1.contains("共写出2个文件"));
}

#[test]
fn the_program_writes_over_nothing_of_others() {
    let folder = Folder::new("annotate-over");
    for (name, bytes) in support::as_docx(support::folder(&support::packet("通知"))) {
        folder.put(&format!("送印/{name}"), bytes);
    }
    let before = folder.bytes("送印/正文.docx");
    folder.put("别人/正文.docx", &before);
    for (args, why) in [
        (["annotate", "送印", "-o", "送印"], "请另写一个文件夹"),
        (["annotate", "送印", "-o", "."], "请另写一个文件夹"),
        (["annotate", "送印/正文.docx", "-o", "送印"], "它是要检查的文件"),
        (["annotate", "送印", "-o", "别人"], "--force"),
        (["annotate", "-", "-o", "批注"], "标准输入不能加批注"),
        (["annotate", "送印", "-o", "送印/正文.docx"], "不是文件夹"),
    ] {
        let done = folder.sanbu(&args[..]);
        assert!(done.status.code() == Some(2) && said(&done).contains(why), "{args:?}: {}", said(&done));
    }
    assert!(folder.bytes("送印/正文.docx") == before && folder.bytes("别人/正文.docx") == before);
}

#[test]
fn what_has_no_comments_is_told_in_a_list() {
    let folder = Folder::new("annotate-list");
    let fault = FAULTS.iter().find(|f| f.rule == "GBT9704-7.2.5-b").unwrap();
    for (name, text) in fault.folder(&support::packet(fault.base)) {
        folder.put(&format!("文本/{name}"), text);
    }
    let told = said(&folder.sanbu("annotate 文本 -o 清单"));
    let list = folder.bytes("清单/批注清单.docx");
    let text = document(&list).text.as_str().to_owned();
    assert!(text.contains("印制结论：") && text.contains("GBT9704-7.2.5-b"), "{text}");
    assert!(told.contains("清单/批注清单.docx：1处"), "{told}");
    docx_rs::read_docx(&list).unwrap();
    // The list of an earlier run is not left behind when there is nothing to list any more.
    folder.change("文本/正文.txt", fault.to, fault.from);
    folder.sanbu("annotate 文本 -o 清单");
    assert!(!document(&folder.bytes("清单/批注清单.docx")).text.as_str().contains("GBT9704-7.2.5-b"));
}

#[test]
fn packets_of_one_folder_have_lists_of_their_own_and_may_be_annotated_again() {
    let folder = Folder::new("annotate-lists");
    let notice = support::packet("通知");
    for (name, number) in [("甲.txt", "〔2026〕12号"), ("乙.txt", "〔2026〕13号")] {
        folder.put(&format!("送印/{name}"), notice.main.replace("〔2026〕12号", number));
    }
    for (name, bytes) in support::as_docx(support::folder(&support::packet("请示"))) {
        folder.put(&format!("送印/丙/{name}"), bytes);
    }
    for _ in 0..2 {
        let done = folder.sanbu("annotate 送印 -o 批注 --fail-on never");
        assert!(!said(&done).contains("写不了"), "{}", said(&done));
        assert!(folder.has("批注/批注清单（甲.txt）.docx") && folder.has("批注/批注清单（乙.txt）.docx"));
    }
    // A document without comments is a copy of ours as well, and gives back what it was.
    let before = folder.bytes("送印/丙/发文稿纸.docx");
    assert!(is_untouched(&folder.bytes("批注/丙/发文稿纸.docx")));
    folder.sanbu("annotate --strip 批注 -o 还原");
    assert!(entries(&folder.bytes("还原/丙/发文稿纸.docx")) == entries(&before));
}
