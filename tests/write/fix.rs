//! `fix`: edits of the flat text in the files, plain and as revisions, and the loop that mends packets.

mod cli;
mod packets;
mod parts;

use std::ops::Range;

use proptest::prelude::*;
use sanbu::document::Document;
use sanbu::edit::{Edit, applied};
use sanbu::read::read;
use sanbu::write::{Stamp, Why, edited};

use crate::support::ooxml::{Docx, boxed, control, escape, field, p, par, r};
use crate::support::structures;
use parts::{changed, decided, part};

const NAME: &str = "正文.docx";

fn stamp() -> Stamp {
    Stamp { author: "sanbu".to_owned(), date: "2026-03-06T09:30:00Z".to_owned() }
}

/// A body, and what comes of replacing a piece of its text.
fn replaced(docx: &Docx, from: &str, to: &str, stamp: Option<&Stamp>) -> Result<Vec<u8>, Why> {
    let bytes = docx.bytes();
    let document = read(NAME, &bytes).unwrap();
    let start = document.text.as_str().find(from).unwrap();
    let (new, refused) = edited(&bytes, &document, &[Edit::new(start..start + from.len(), to)], stamp).unwrap();
    refused.first().map_or(Ok(new), |(_, why)| Err(*why))
}

fn body(docx: &[u8]) -> String {
    let xml = part(docx, "word/document.xml");
    let (_, body) = xml.split_once("<w:body>").unwrap();
    body.split_once("</w:body>").unwrap().0.to_owned()
}

fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{}</w:t></w:r>", escape(text))
}

#[test]
fn each_run_keeps_its_format() {
    let docx = Docx::new(&par("", &[run("<w:b/>", "示教发[20"), run("<w:i/>", "26]第"), r("1号")].concat()));
    let new = replaced(&docx, "[2026]第", "〔2026〕", None).unwrap();
    let expected = [run("<w:b/>", "示教发〔2026〕"), run("<w:i/>", ""), r("1号")].concat();
    assert_eq!(body(&new), par("", &expected));
    assert_eq!(changed(&docx.bytes(), &new), ["word/document.xml"]);
}

#[test]
fn what_is_put_in_joins_the_run_before_it() {
    let docx = Docx::new(&par("", &[run("<w:b/>", "各单位"), run("<w:i/>", "请办理")].concat()));
    let document = read(NAME, &docx.bytes()).unwrap();
    let put = |at: usize| edited(&docx.bytes(), &document, &[Edit::new(at..at, "：")], None).unwrap().0;
    assert_eq!(body(&put("各单位".len())), par("", &[run("<w:b/>", "各单位："), run("<w:i/>", "请办理")].concat()));
    assert_eq!(body(&put(0)), par("", &[run("<w:b/>", "：各单位"), run("<w:i/>", "请办理")].concat()));
}

#[test]
fn references_and_blanks_stay_what_they_are() {
    let docx = Docx::new(&par("", "<w:r><w:t>甲&amp;乙&#x4E19;丁 戊</w:t></w:r>"));
    let new = replaced(&docx, "&乙丙", "<和>", None).unwrap();
    assert!(body(&new).contains("<w:t>甲&lt;和&gt;丁 戊</w:t>"), "{}", body(&new));
    let new = replaced(&docx, "戊", "", None).unwrap();
    assert!(body(&new).contains(r#"<w:t xml:space="preserve">甲&amp;乙&#x4E19;丁 </w:t>"#), "{}", body(&new));
}

#[test]
fn a_box_that_is_stored_twice_is_changed_in_both() {
    // The second branch has its runs cut otherwise.
    let twice = boxed(&p("青政发[2026]1号"));
    let (choice, fallback) = twice.split_once("<mc:Fallback>").unwrap();
    let other = fallback.replace("青政发[2026]1号</w:t></w:r>", &format!("青政发[2</w:t></w:r>{}", r("026]1号")));
    assert_ne!(other, fallback);
    let docx = Docx::new(&[format!("{choice}<mc:Fallback>{other}"), p("关于防汛的通知")].concat());
    let new = replaced(&docx, "[2026]", "〔2026〕", None).unwrap();
    let xml = body(&new);
    assert!(xml.contains("青政发〔2026〕1号") && xml.contains("青政发〔2026〕</w:t>"), "{xml}");
    assert!(!xml.contains('[') && !xml.contains("026]"), "{xml}");
    let tracked = replaced(&docx, "[2026]", "〔2026〕", Some(&stamp())).unwrap();
    assert_eq!(body(&tracked).matches("<w:ins ").count(), 2);
    // What says something else is left alone.
    let docx = Docx::new(&[twice.replacen("青政发", "旧政发", 1), p("关于防汛的通知")].concat());
    let xml = body(&replaced(&docx, "[2026]", "〔2026〕", None).unwrap());
    assert_eq!((xml.matches("〔2026〕").count(), xml.matches("[2026]").count()), (1, 1));
}

#[test]
fn what_cannot_be_changed_safely_is_left_with_the_reason() {
    let ins = |name: &str| format!(r#"<w:{name} w:id="1" w:author="王某" w:date="2026-03-01T00:00:00Z">"#);
    let text = "各单位[2026]请办理";
    let numbered = r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>"#;
    let cases = [
        (par("", &field("DOCPROPERTY x", &r(text))), Why::Field),
        (par("", &format!(r#"<w:fldSimple w:instr="REF x">{}</w:fldSimple>"#, r(text))), Why::Field),
        (par("", &control("<w:showingPlcHdr/>", &r(text))), Why::Placeholder),
        (par("", &control(r#"<w:lock w:val="contentLocked"/>"#, &r(text))), Why::Locked),
        (control(r#"<w:lock w:val="sdtContentLocked"/>"#, &p(text)), Why::Locked),
        (par("", &control(r#"<w:dataBinding w:xpath="/a"/>"#, &r(text))), Why::Bound),
        (par("", &control(r#"<w:dropDownList><w:listItem w:value="甲"/></w:dropDownList>"#, &r(text))), Why::Choice),
        (par("", &format!("{}{}</w:ins>", ins("ins"), r(text))), Why::Tracked),
        (par("", &format!("{}{}{}</w:del>{}", r("各单位[20"), ins("del"), r("25"), r("26]请办理"))), Why::Tracked),
        (par("", &format!("<m:oMath xmlns:m='urn:m'><m:r><m:t>{text}</m:t></m:r></m:oMath>")), Why::Formula),
        (par("", &format!("{}<w:r><w:tab/></w:r>{}", r("各单位[20"), r("26]请办理"))), Why::Blank),
        (par("", &format!("{}<w:r><w:noBreakHyphen/></w:r>{}", r("各单位[20"), r("26]请办理"))), Why::Symbol),
        (par("", &format!("{}<w:r><w:br/></w:r>{}", r("各单位[20"), r("26]请办理"))), Why::Blank),
        (par("", "<w:r><w:t>各单位<![CDATA[[2026]]]>请办理</w:t></w:r>"), Why::Structure),
    ];
    for (body, why) in cases {
        let docx = Docx::new(&body).part(
            "numbering",
            "numbering.xml",
            "w:numbering",
            &structures::numbering(&[("decimal", "%1.", "")]),
        );
        let document = read(NAME, &docx.bytes()).unwrap();
        let whole = document.text.as_str();
        let (start, end) = (whole.find('[').unwrap(), whole.find(']').unwrap() + 1);
        let bytes = docx.bytes();
        let (new, refused) = edited(&bytes, &document, &[Edit::new(start..end, "〔2026〕")], None).unwrap();
        assert_eq!(refused, [(0, why)], "{body}");
        assert_eq!(changed(&bytes, &new), Vec::<String>::new());
    }
    let docx = Docx::new(&par(numbered, &r("总则"))).part(
        "numbering",
        "numbering.xml",
        "w:numbering",
        &structures::numbering(&[("decimal", "%1.", "")]),
    );
    assert_eq!(replaced(&docx, "1.", "2.", None), Err(Why::Number));
    let plain = Docx::new(&p(text));
    assert_eq!(replaced(&plain, "[2026]", "\n", None), Err(Why::Blank));
    let wide: Vec<u8> = format!("\u{feff}{}", plain.document.replace("UTF-8", "UTF-16"))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(replaced(&Docx { raw: Some(wide), ..plain.clone() }, "[2026]", "", None), Err(Why::Encoding));
    let signed = Docx { extra: vec![("_xmlsignatures/sig1.xml".to_owned(), b"<a/>".to_vec())], ..plain.clone() };
    assert_eq!(replaced(&signed, "[2026]", "", None), Err(Why::Signed));
    let set = r#"<w:documentProtection w:edit="readOnly" w:enforcement="1"/>"#;
    let closed = plain.clone().part("settings", "settings.xml", "w:settings", set);
    assert_eq!(replaced(&closed, "[2026]", "", None), Err(Why::Protected));
}

#[test]
fn revisions_stand_where_they_may_and_split_runs_only_where_they_must() {
    let own =
        |at: usize, name: &str| format!(r#"<w:{name} w:id="{at}" w:author="sanbu" w:date="2026-03-06T09:30:00Z">"#);
    let old = |at, rpr: &str, text: &str| {
        let text = format!(r#"<w:delText xml:space="preserve">{text}</w:delText>"#);
        format!("{}<w:r><w:rPr>{rpr}</w:rPr>{text}</w:r></w:del>", own(at, "del"))
    };
    let new = |at, rpr: &str, text: &str| {
        let text = format!(r#"<w:t xml:space="preserve">{text}</w:t>"#);
        format!("{}<w:r><w:rPr>{rpr}</w:rPr>{text}</w:r></w:ins>", own(at, "ins"))
    };
    let bold = "<w:b/>";
    let tracked = |body: &str, from: &str, to: &str| {
        let docx = Docx::new(&par("", body));
        let new = replaced(&docx, from, to, Some(&stamp())).unwrap();
        let new = self::body(&new);
        new.strip_prefix("<w:p><w:pPr></w:pPr>").unwrap().strip_suffix("</w:p>").unwrap().to_owned()
    };
    let whole = run(bold, "甲乙丙");
    // The number of the bookmark is taken.
    let mark = r#"<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>"#;
    assert_eq!(
        tracked(&format!("{mark}{whole}"), "甲乙丙", "丁"),
        format!("{mark}{}{}", old(2, bold, "甲乙丙"), new(3, bold, "丁"))
    );
    assert_eq!(
        tracked(&whole, "甲", "丁"),
        format!("{}{}{}", old(1, bold, "甲"), new(2, bold, "丁"), run(bold, "乙丙"))
    );
    assert_eq!(tracked(&whole, "丙", ""), format!("{}{}", run(bold, "甲乙"), old(1, bold, "丙")));
    let rest = r#"<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">丙</w:t></w:r>"#;
    assert_eq!(
        tracked(&whole, "乙", "丁"),
        format!("{}{}{}{rest}", run(bold, "甲"), old(1, bold, "乙"), new(2, bold, "丁"))
    );
    // A run with a tab in it.
    let tabbed = "<w:r><w:rPr><w:b/></w:rPr><w:tab/><w:t>甲乙</w:t><w:tab/></w:r>";
    assert_eq!(
        tracked(tabbed, "甲乙", "丁"),
        format!(
            "<w:r><w:rPr><w:b/></w:rPr><w:tab/></w:r>{}{}<w:r><w:rPr><w:b/></w:rPr><w:tab/></w:r>",
            old(1, bold, "甲乙"),
            new(2, bold, "丁")
        )
    );
    let inside = tracked(&format!(r#"<w:hyperlink w:anchor="a">{whole}</w:hyperlink>"#), "丙", "丁");
    assert!(inside.ends_with("</w:ins></w:hyperlink>"), "{inside}");
}

/// Documents to change at random: one of each structure.
fn samples() -> Vec<(&'static str, Vec<u8>, Document)> {
    let all = structures::structures().into_iter().filter(|s| s.extension == "docx");
    all.filter_map(|s| read(NAME, &s.bytes).ok().map(|document| (s.name, s.bytes, document))).collect()
}

/// A place in a text, by numbers without bounds.
fn place(text: &str, (at, length): (usize, usize)) -> Range<usize> {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let first = at % ends.len();
    ends[first]..ends[(first + length).min(ends.len() - 1)]
}

/// The first line that differs, and no more.
fn differ(name: &str, is: &str, must: &str, made: &[Edit]) {
    let pair = is.lines().zip(must.lines()).find(|(is, must)| is != must);
    assert!(pair.is_none() && is.len() == must.len(), "{name}: {pair:?}, {made:?}");
}

/// What holds for any changes of any document.
pub(crate) fn holds(name: &str, bytes: &[u8], document: &Document, edits: &[Edit]) -> Vec<(usize, Why)> {
    let before = document.text.as_str();
    let (new, refused) = edited(bytes, document, edits, None).unwrap();
    let made: Vec<Edit> = edits
        .iter()
        .enumerate()
        .filter(|(at, _)| !refused.iter().any(|(no, _)| no == at))
        .map(|(_, edit)| edit.clone().trimmed(before))
        .collect();
    let after = applied(before, &made);
    let again = read(NAME, &new).unwrap();
    differ(name, again.text.as_str(), &after, &made);
    assert_eq!(again.lines.len(), document.lines.len(), "{name}");
    let touched = changed(bytes, &new);
    assert!(touched.iter().all(|part| part.to_lowercase().ends_with(".xml")), "{name}: {touched:?}");
    let (tracked, same) = edited(bytes, document, edits, Some(&stamp())).unwrap();
    assert_eq!(same, refused, "{name}");
    differ(name, read(NAME, &tracked).unwrap().text.as_str(), &after, &made);
    assert_eq!(changed(bytes, &tracked), touched, "{name}");
    let (accepted, rejected) = (decided(&tracked, true), decided(&tracked, false));
    differ(&format!("{name}, accepted"), read(NAME, &accepted).unwrap().text.as_str(), &after, &made);
    differ(&format!("{name}, rejected"), read(NAME, &rejected).unwrap().text.as_str(), before, &made);
    refused
}

thread_local! {
    static SAMPLES: Vec<(&'static str, Vec<u8>, Document)> = samples();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_changes_can_be_accepted_and_rejected(
        which in any::<usize>(),
        changes in prop::collection::vec(
            ((any::<usize>(), 0_usize..8), prop::sample::select(vec!["", "〔", "甲乙", " <&> ", "丙 "])),
            1..6,
        ),
    ) {
        SAMPLES.with(|all| {
            let (name, bytes, document) = &all[which % all.len()];
            let text = document.text.as_str();
            let edits: Vec<Edit> = changes.iter().map(|(at, new)| Edit::new(place(text, *at), *new)).collect();
            holds(name, bytes, document, &edits);
        });
    }
}

/// Documents of one's own: `SANBU_DOCUMENTS=folder cargo test --test write -- --ignored --nocapture`. With `SANBU_OUT`
/// what comes of them is written there, for other programs to open.
#[test]
#[ignore = "needs a folder of documents"]
fn documents_of_ones_own_can_be_changed_anywhere() {
    const CHANGES: usize = 40;
    let mut open = vec![std::path::PathBuf::from(std::env::var("SANBU_DOCUMENTS").unwrap())];
    let out = std::env::var("SANBU_OUT").ok().map(std::path::PathBuf::from);
    let (mut files, mut all, mut seed) = (0, 0, 1_usize);
    let mut refused: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    };
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let bytes =
            if path.extension().is_some_and(|e| e == "docx") { std::fs::read(&path).unwrap() } else { continue };
        let Ok(document) = read(NAME, &bytes) else { continue };
        let text = document.text.as_str();
        let words = ["", "〔", "甲乙", " <&> ", "丙 "];
        let edit = |_| Edit::new(place(text, (next(), next() % 8)), words[next() % words.len()]);
        let edits: Vec<Edit> = (0..CHANGES).map(edit).collect();
        holds(&path.to_string_lossy(), &bytes, &document, &edits)
            .iter()
            .for_each(|(_, why)| *refused.entry(why.text()).or_default() += 1);
        if let Some(out) = &out {
            for (name, stamp) in [("plain", None), ("tracked", Some(stamp()))] {
                let new = edited(&bytes, &document, &edits, stamp.as_ref()).unwrap().0;
                std::fs::write(out.join(format!("{files}-{name}.docx")), new).unwrap();
            }
        }
        (files, all) = (files + 1, all + CHANGES);
    }
    println!("{files} documents, {all} changes; refused: {refused:?}");
}
