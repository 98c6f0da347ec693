//! Layout: every rule passes the good documents and fires on its own slips alone.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod support;

use std::collections::BTreeSet;

use sanbu::check::Check;
use sanbu::finding::{Finding, PacketReport, Severity, Skip, Stage};
use sanbu::packet;
use sanbu::rule::RuleSet;
use sanbu::run::{self, Options};
use support::layout::{Base, Edit, SLIPS};

const DOCUMENT: &str = "word/document.xml";
const STYLES: &str = "word/styles.xml";
const NOTICE: Base = Base::Good("通知");
const REPORT: Base = Base::Good("报告");

/// The rules of layout alone.
fn rules() -> RuleSet {
    let mut set = RuleSet::builtin().unwrap_or_else(|problems| panic!("{problems:#?}"));
    let layout: Vec<String> =
        set.rules.iter().filter(|r| matches!(*r.check, Check::Layout(_))).map(|r| r.id.clone()).collect();
    set.adjust(&layout, &[], &[], "");
    set
}

fn check(bytes: &[u8], name: &str, rules: &RuleSet) -> PacketReport {
    let packet = packet::single(name, packet::load(name, bytes, &rules.terms));
    run::check(&packet, rules, &Options { stage: Stage::Print, ..Options::default() })
}

fn findings(base: Base, edits: &[Edit]) -> Vec<Finding> {
    check(&base.edited(edits), "正文.docx", &rules()).findings
}

fn lines(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{} {} {}", f.severity.id(), f.rule.id, f.message)).collect()
}

fn skipped(report: &PacketReport, skip: Skip) -> BTreeSet<&str> {
    report.not_checked.iter().filter(|(_, s)| *s == skip).map(|(rule, _)| rule.id.as_str()).collect()
}

#[test]
fn each_slip_raises_its_own_rule_and_nothing_else() {
    let rules = rules();
    let mut wrong = Vec::new();
    for slip in SLIPS {
        let found = check(&slip.bytes(), "正文.docx", &rules).findings;
        let own = found.len() == 1 && found[0].rule.id == slip.rule && found[0].message.contains(slip.says);
        let placed = found.iter().all(|f| f.at.is_some() && !f.message.contains('{'));
        if !own || !placed {
            wrong.push(format!("{} {}: {:#?}", slip.rule, slip.name, lines(&found)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_slip_and_a_good_document_that_it_judges() {
    let rules = rules();
    let bases = ["通知", "请示", "报告", "函", "纪要"].map(Base::Good).into_iter().chain([Base::Secret, Base::Long]);
    let reports: Vec<_> = bases.map(|b| check(&b.edited(&[]), "正文.docx", &rules)).collect();
    reports.iter().for_each(|r| assert!(r.findings.is_empty(), "{:#?}", lines(&r.findings)));
    for rule in &rules.rules {
        assert!(SLIPS.iter().any(|s| s.rule == rule.id), "{} has no slip", rule.id);
        let mut one = RuleSet::builtin().unwrap();
        one.adjust(std::slice::from_ref(&rule.id), &[], &[], "");
        let judged = [NOTICE, REPORT, Base::Good("函"), Base::Secret, Base::Long]
            .into_iter()
            .any(|b| check(&b.edited(&[]), "正文.docx", &one).passed == 1);
        // Only landscape pages have something to judge there, and the good documents have none.
        assert!(judged || rule.id == "GBT9704-8-a", "{} judges no good document", rule.id);
    }
}

#[test]
fn a_grid_of_characters_counts_as_it_is_stated() {
    const LINES: &str = r#"<w:docGrid w:type="lines" w:linePitch="579" />"#;
    let grid = |space: &str| format!(r#"<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="{space}" />"#);
    let told = |space: &str| {
        let to: &'static str = grid(space).leak();
        let report = check(&REPORT.edited(&[(DOCUMENT, "", LINES, to)]), "正文.docx", &rules());
        let open = skipped(&report, Skip::NotStated).contains("GBT9704-5.2.3-a-chars");
        (report.findings.len(), open)
    };
    assert_eq!(told("-842"), (0, false));
    assert_eq!(told("0"), (1, false));
    // Made for another size of type: the file does not say how wide this one comes to be.
    assert_eq!(told("21679"), (0, true));
}

#[test]
fn plain_text_has_no_layout() {
    let rules = rules();
    let report = check(support::packet("通知").main.as_bytes(), "正文.txt", &rules);
    assert!(report.findings.is_empty() && report.passed == 0);
    assert!(skipped(&report, Skip::NoLayout).contains("GBT9704-5.2.1-a"));
}

/// A mutation that is milder than its rule.
#[test]
fn substitutes_and_blanks_are_advice() {
    for name in ["title-zhongsong", "indent-by-blanks"] {
        let slip = SLIPS.iter().find(|s| s.name == name).unwrap();
        assert_eq!(findings(slip.base, slip.edits)[0].severity, Severity::Info, "{name}");
    }
    let one_side = [
        ("word/settings.xml", "", "<w:evenAndOddHeaders />", ""),
        (DOCUMENT, "", r#"<w:footerReference w:type="even" r:id="rIdFooter2" />"#, ""),
    ];
    let found = findings(NOTICE, &one_side);
    assert_eq!(lines(&found).len(), 1, "{found:#?}");
    assert_eq!((found[0].rule.id.as_str(), found[0].severity), ("GBT9704-7.5-b", Severity::Info));
}

const FANGSONG: &str = r#"<w:sz w:val="32" /><w:szCs w:val="32" /><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312" />"#;

/// Whatever states face and size, the effective ones are judged.
#[test]
fn faces_come_from_runs_styles_defaults_and_themes() {
    let theme = r#"<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:majorFont><a:ea typeface="宋体"/></a:majorFont><a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/><a:font script="Hans" typeface="FangSong"/></a:minorFont></a:theme>"#;
    let of_theme = r#"w:eastAsiaTheme="minorEastAsia" w:eastAsia="宋体""#;
    let style = r#"</w:docDefaults><w:style w:type="paragraph" w:styleId="b"><w:name w:val="公文正文" /><w:rPr><w:rFonts w:eastAsia="STFangsong" /><w:sz w:val="32" /></w:rPr></w:style>"#;
    let body = r#"w:firstLine="640""#;
    let song = (STYLES, "", r#"w:eastAsia="仿宋_GB2312""#, r#"w:eastAsia="宋体""#);
    let good: [&[Edit]; 3] = [
        &[(DOCUMENT, "", FANGSONG, "")],
        &[
            song,
            (STYLES, "", "</w:docDefaults>", style),
            (DOCUMENT, body, FANGSONG, ""),
            (DOCUMENT, body, "<w:pPr>", r#"<w:pPr><w:pStyle w:val="b" />"#),
        ],
        &[(DOCUMENT, "", r#"w:eastAsia="方正小标宋简体""#, r#"w:eastAsia="方正小标宋_GBK""#)],
    ];
    for edits in good {
        assert_eq!(lines(&findings(REPORT, edits)), [""; 0], "{edits:?}");
    }
    // The defaults say 宋体 and the body leaves it to them.
    let found = findings(REPORT, &[song, (DOCUMENT, body, FANGSONG, "")]);
    assert_eq!(lines(&found).len(), 1, "{:#?}", lines(&found));
    assert!(found[0].message.starts_with("正文：宋体三号"), "{}", found[0].message);

    let relation = r#"<Relationship Id="rIdT" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme" Target="theme1.xml" /></Relationships>"#;
    let mut entries = REPORT.entries();
    for (name, text) in &mut entries {
        match name.as_str() {
            DOCUMENT => *text = text.replace(r#"w:eastAsia="仿宋_GB2312""#, of_theme),
            "word/footer1.xml" => *text = text.replace(r#"w:ascii="宋体""#, r#"w:asciiTheme="majorEastAsia""#),
            "word/_rels/document.xml.rels" => *text = text.replace("</Relationships>", relation),
            _ => {}
        }
    }
    entries.push(("word/theme1.xml".to_owned(), theme.to_owned()));
    let entries: Vec<_> = entries.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    let bytes = support::ooxml::zip(&entries, support::ooxml::Habit::Plain);
    assert_eq!(lines(&check(&bytes, "正文.docx", &rules()).findings), [""; 0]);
}

#[test]
fn what_the_file_leaves_open_is_not_judged() {
    let rules = rules();
    let silent = [
        (DOCUMENT, "", FANGSONG, ""),
        (STYLES, "", FANGSONG, ""),
        (DOCUMENT, "", r#"w:w="11906" w:h="16838""#, ""),
        (DOCUMENT, "", r#"w:top="2098""#, ""),
    ];
    let report = check(&REPORT.edited(&silent), "正文.docx", &rules);
    assert!(report.findings.is_empty(), "{:#?}", lines(&report.findings));
    let open = skipped(&report, Skip::NotStated);
    for rule in ["GBT9704-5.1-a", "GBT9704-5.2.1-a", "GBT9704-5.2.1-b", "GBT9704-5.2.1-c", "GBT9704-5.2.2-a"] {
        assert!(open.contains(rule), "{rule} {open:?}");
    }
    // A Latin name for Han characters: which face they get is up to the program.
    let latin = [(DOCUMENT, "", r#"w:eastAsia="仿宋_GB2312""#, r#"w:eastAsia="Times New Roman""#)];
    assert_eq!(lines(&findings(REPORT, &latin)), [""; 0]);
}

/// A few words in another face, and a list item that is a sentence, are no fault.
#[test]
fn a_few_characters_and_items_weigh_little() {
    let edits: [Edit; 2] = [
        (DOCUMENT, "特此报告", r#"w:eastAsia="仿宋_GB2312""#, r#"w:eastAsia="楷体""#),
        (DOCUMENT, "（一）压实工作责任。", "压实工作责任。", "压实工作责任，"),
    ];
    assert_eq!(lines(&findings(REPORT, &edits)), [""; 0]);
    let item = [(DOCUMENT, "（二）突出检查重点。", "楷体_GB2312", "仿宋_GB2312")];
    let found = findings(REPORT, &item);
    assert_eq!(found.iter().map(|f| f.rule.id.as_str()).collect::<Vec<_>>(), ["GBT9704-7.3.3-d"]);
}

/// Frames and boxes that programs put page numbers in.
#[test]
fn page_numbers_are_found_and_placed_in_frames_and_boxes() {
    let right = r#"<w:jc w:val="right" />"#;
    let frame = |align: &str| format!(r#"<w:framePr w:wrap="around" w:hAnchor="margin" w:xAlign="{align}" />"#);
    for (align, wrong) in [("outside", false), ("center", true), ("inside", true)] {
        let frame = frame(align);
        let mut entries = NOTICE.entries();
        for (_, text) in entries.iter_mut().filter(|(name, _)| name.starts_with("word/footer")) {
            *text = text.replace(right, &frame).replace(r#"<w:jc w:val="left" />"#, &frame);
        }
        let entries: Vec<_> = entries.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        let bytes = support::ooxml::zip(&entries, support::ooxml::Habit::Plain);
        let found = check(&bytes, "正文.docx", &rules()).findings;
        assert_eq!(found.len(), usize::from(wrong), "{align} {:#?}", lines(&found));
    }
    // A field without a stored result prints its number all the same.
    let bare = [("word/footer1.xml", "", "<w:t xml:space=\"preserve\">1</w:t>", "")];
    assert_eq!(lines(&findings(NOTICE, &bare)), [""; 0]);
}

/// In orders, announcements and minutes the mark is the title: red, and as large as it likes.
#[test]
fn a_red_title_is_a_mark() {
    let red = [
        (DOCUMENT, "", "青禾县人民政府办公室文件", ""),
        (DOCUMENT, "", "青政办发〔2026〕12号", ""),
        (
            DOCUMENT,
            "青禾县人民政府办公室</w:t>",
            r#"<w:sz w:val="44" />"#,
            r#"<w:sz w:val="90" /><w:color w:val="FF0000" />"#,
        ),
        (DOCUMENT, "的通知</w:t>", r#"<w:sz w:val="44" />"#, r#"<w:sz w:val="90" /><w:color w:val="FF0000" />"#),
    ];
    assert_eq!(lines(&findings(NOTICE, &red)), [""; 0]);
    let spread = [(DOCUMENT, "办公室文件", r#"<w:jc w:val="center" />"#, r#"<w:jc w:val="distribute" />"#)];
    assert_eq!(lines(&findings(NOTICE, &spread)), [""; 0]);
}

/// Each row of the digest about layout is a rule, or left out with a reason.
#[test]
fn no_row_about_layout_is_forgotten() {
    const ROWS: &[(&str, &str)] = &[
        (
            "GBT9704-",
            "4-a 5.1-a 5.2.1-a 5.2.1-b 5.2.1-c 5.2.2-a 5.2.3-a 5.2.4-a 6-a 8-a 7.3.3-z 7.2.1-b 7.2.2-b 7.2.3-b",
        ),
        (
            "GBT9704-",
            "7.2.4-b 7.2.5-j 7.2.6-c 7.2.7-a 7.3.1-a 7.3.2-a 7.3.2-e 7.3.3-a 7.3.3-d 7.3.3-e 7.3.4-d 7.3.5.1-a",
        ),
        ("GBT9704-", "7.3.5.1-b 7.3.5.2-a 7.3.5.3-a 7.4.1-a 7.4.1-b 7.4.2-c 7.4.3-d 7.5-a 7.5-b 7.5-c 7.5-d"),
        ("GBT9704-10.1-", "b c d e"),
        ("ATT-page-", "f g"),
    ];
    let set = RuleSet::load(sanbu::rule::builtin_files()).unwrap();
    for id in ROWS.iter().flat_map(|(family, rows)| rows.split(' ').map(move |row| format!("{family}{row}"))) {
        let rule = set.rules.iter().any(|r| r.id == id);
        let left_out = set.left_out.iter().any(|l| l.id == id && !l.reason.is_empty());
        assert!(rule != left_out, "{id}: a rule {rule}, left out {left_out}");
    }
}

/// Layout never forbids printing.
#[test]
fn no_gate_asks_about_layout() {
    let set = RuleSet::builtin().unwrap();
    let asked = |id: &str| set.gates.iter().flat_map(|g| &g.rules).any(|r| sanbu::gate::glob(r, id));
    for rule in rules().rules {
        assert!(!asked(&rule.id), "{}", rule.id);
    }
}

#[test]
fn a_face_or_size_that_nobody_named_is_a_mistake_in_the_rule() {
    let mut files = sanbu::rule::builtin_files();
    let wrong = files.iter_mut().find(|f| f.name.ends_with("layout.toml")).unwrap();
    wrong.text = wrong.text.replacen(r#"size = ["二号"]"#, r#"size = ["2号"]"#, 1).into();
    let problems = RuleSet::load(files).unwrap_err();
    assert!(problems.iter().any(|p| p.message.contains("没有叫“2号”的字号")), "{problems:#?}");
}
