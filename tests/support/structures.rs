//! One document in every structure that real files use: the rows of sections 1 to 6 of what is seen in the wild.
//! Each holds the content of the plain one; what must differ is written beside it.

use serde_json::{Value, json};

use super::ooxml::*;

/// A document in an unusual structure.
pub struct Structure {
    /// Number in the list of structures, and what is special.
    pub name: &'static str,
    /// File extension.
    pub extension: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Elements that differ from the plain document, by their ids in reports.
    pub differs: Vec<(&'static str, Value)>,
    /// Rules that fire here and not on the plain document.
    pub adds: Vec<&'static str>,
}

/// The blocks of the plain document by name.
#[derive(Clone)]
pub struct Body(Vec<(&'static str, String)>);

pub(super) const LINES: [(&str, &str); 26] = [
    ("mark", "青禾县人民政府办公室文件"),
    ("number", "青政办发〔2026〕12号"),
    ("title1", "青禾县人民政府办公室"),
    ("title2", "关于做好2026年防汛准备工作的通知"),
    ("to", "各乡镇人民政府："),
    ("p1", "为做好2026年防汛准备工作，经县人民政府同意，现将有关事项通知如下："),
    ("h1", "一、落实值守责任"),
    ("p2", "各乡镇要从2026年4月1日起实行24小时值班，值班人员按照汛期值班安排表（附件1）到岗。"),
    ("h2", "二、排查风险隐患"),
    ("s1", "（一）查清重点部位。对辖区内的水库、河堤逐处排查，建立台账。"),
    ("s2", "（二）及时整改问题。排查发现的问题，按照下列要求整改："),
    ("n1", "1.能够立即整改的，当日整改到位。"),
    ("n2", "2.不能立即整改的，明确责任人和完成期限。"),
    ("h3", "三、备足物资队伍"),
    ("p3", "各乡镇要对照防汛物资储备清单（附件2）补齐物资，于2026年3月27日前完成。"),
    ("list1", "附件：1.汛期值班安排表"),
    ("list2", "2.防汛物资储备清单"),
    ("issuer", "青禾县人民政府办公室"),
    ("date", "2026年3月5日"),
    ("note", "（此件公开发布）"),
    ("a1", "附件1"),
    ("a1t", "汛期值班安排表"),
    ("a1p", "每日由1名负责人带班、2名工作人员值班，每班24小时。"),
    ("a2", "附件2"),
    ("a2t", "防汛物资储备清单"),
    ("a2p", "每个乡镇储备编织袋5000条，铁锹200把，救生衣100件。"),
];
pub(super) const CC: &str = "抄送：中共青禾县委办公室，青禾县人民武装部。";
pub(super) const OFFICE: &str = "青禾县人民政府办公室";
pub(super) const PRINTED: &str = "2026年3月6日印发";
pub(super) const SIGNER: &str = "签发人：周启明";

/// The text of a block.
pub(super) fn text(name: &str) -> &'static str {
    LINES.iter().find(|(n, _)| *n == name).unwrap_or_else(|| panic!("no block {name}")).1
}

pub(super) fn right(inlines: &str) -> String {
    par(r#"<w:jc w:val="right"/>"#, inlines)
}

impl Body {
    /// Paragraphs one after the other.
    pub fn plain() -> Self {
        let block = |(name, text): &(&'static str, &str)| {
            let xml = match *name {
                "mark" | "number" | "title1" | "title2" | "a1t" | "a2t" => centred(text),
                "issuer" | "date" => right(&r(text)),
                "a1" | "a2" => par("<w:pageBreakBefore/>", &r(text)),
                _ => p(text),
            };
            (*name, xml)
        };
        let mut blocks: Vec<_> = LINES.iter().map(block).collect();
        blocks.push(("cc", p(CC)));
        blocks.push(("print", par("", &format!("{}<w:r><w:tab/></w:r>{}", r(OFFICE), r(PRINTED)))));
        Self(blocks)
    }

    /// Another block in the place of one.
    pub fn with(mut self, name: &str, xml: String) -> Self {
        let at = self.0.iter().position(|(n, _)| *n == name).unwrap_or_else(|| panic!("no block {name}"));
        self.0[at].1 = xml;
        self
    }

    /// Another text in the place of a paragraph.
    pub fn say(self, name: &str, from: &str, to: &str) -> Self {
        let now = self.xml(name).replace(&escape(from), to);
        assert_ne!(now, self.xml(name), "{from} is not in {name}");
        self.with(name, now)
    }

    /// Without some blocks.
    pub fn without(mut self, names: &[&str]) -> Self {
        self.0.retain(|(n, _)| !names.contains(n));
        self
    }

    fn xml(&self, name: &str) -> &str {
        &self.0.iter().find(|(n, _)| *n == name).unwrap_or_else(|| panic!("no block {name}")).1
    }

    /// Some blocks, one after the other.
    pub fn of(&self, names: &[&str]) -> String {
        names.iter().map(|n| self.xml(n)).collect()
    }

    /// All blocks, one after the other.
    pub fn all(&self) -> String {
        self.0.iter().map(|(_, xml)| xml.as_str()).collect()
    }

    pub(super) fn docx(&self) -> Docx {
        Docx::new(&self.all())
    }
}

/// The plain document.
pub fn plain() -> Vec<u8> {
    Body::plain().docx().bytes()
}

fn same(name: &'static str, docx: Docx) -> Structure {
    Structure { name, extension: "docx", bytes: docx.bytes(), differs: Vec::new(), adds: Vec::new() }
}

fn body(name: &'static str, body: Body) -> Structure {
    same(name, body.docx())
}

impl Structure {
    fn differs(mut self, id: &'static str, value: Value) -> Self {
        self.differs.push((id, value));
        self
    }

    fn adds(mut self, rules: &[&'static str]) -> Self {
        self.adds.extend(rules);
        self
    }
}

/// Every structure that is read.
pub fn structures() -> Vec<Structure> {
    let mut all = places();
    all.extend(pages());
    all.extend(numbers());
    all.extend(fields_and_revisions());
    all.extend(characters());
    all.extend(packages());
    all
}

/// Section 1: where the text is.
fn places() -> Vec<Structure> {
    let plain = Body::plain;
    let mark = || plain().of(&["mark"]);
    let in_run = |drawing: &str| par("", &format!("<w:r>{drawing}</w:r>"));
    let choice = |requires: &str, blocks: &str, fallback: &str| {
        in_run(&format!(
            r#"<mc:AlternateContent><mc:Choice Requires="{requires}">{}</mc:Choice>{fallback}</mc:AlternateContent>"#,
            anchor(&shape(blocks))
        ))
    };
    let imprint = || table(&[&[p(CC)], &[p(OFFICE), p(PRINTED)]]);
    let signed = |number: String| plain().with("number", number);
    let named = |s: Structure| s.differs("signer", json!(["周启明"]));
    let header = |kind: &str| format!(r#"<w:headerReference w:type="{kind}" r:id="rId1"/>"#);
    let section = |inner: &str| format!("<w:sectPr>{inner}</w:sectPr>");
    let with_header = |kind: &str, more: &str| {
        let xml = plain().without(&["mark"]).all() + &section(&format!("{}{more}", header(kind)));
        Docx::new(&xml).part("header", "header1.xml", "w:hdr", &mark())
    };
    let wrapped = |open: &str, close: &str| {
        plain().with("date", right(&format!("{}{open}{}{close}{}", r("2026年"), r("3月"), r("5日"))))
    };
    let shattered: String = text("title2").chars().map(|c| format!(r#"<w:proofErr w:type="spellStart"/><w:r w:rsidR="00A1"><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>{c}</w:t></w:r>"#)).collect();
    let note = r#"<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>以县水利局预报为准。</w:t></w:r></w:p></w:footnote>"#;
    vec![
        body("1.1-textbox-twice", plain().with("mark", boxed(&mark()))),
        body("1.1-textbox-in-the-number", plain().with("mark", String::new()).with("number", par("", &format!(r#"<w:r><mc:AlternateContent><mc:Choice Requires="wps">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>{}"#, anchor(&shape(&mark())), vml(&mark()), r(text("number")))))),
        body("1.2-choice-only", plain().with("mark", choice("wps", &mark(), ""))),
        body("1.2-choice-of-wps-office", plain().with("mark", choice("wpsCustomData", &mark(), ""))),
        body("1.2-unknown-choice", plain().with("mark", choice("zzz", &p("看不懂的分支"), &format!("<mc:Fallback>{}</mc:Fallback>", vml(&mark()))))),
        body("1.3-vml", plain().with("mark", in_run(&vml(&mark())))),
        body("1.3-vml-rect-in-group", plain().with("mark", in_run(&format!("<w:pict><v:group><v:rect><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:rect></v:group></w:pict>", mark())))),
        body("1.4-group", plain().with("mark", choice("wpg", "", "").replace(&shape(""), &format!("<wpg:wgp><wps:wsp/>{}</wpg:wgp>", shape(&mark()))))),
        body("1.4-canvas-nested", plain().with("mark", choice("wpc", "", "").replace(&shape(""), &format!("<wpc:wpc>{}</wpc:wpc>", shape(&boxed(&mark())))))),
        body("1.4-red-rule", plain().with("number", plain().of(&["number"]) + &in_run(&anchor("<wps:wsp><wps:spPr><a:ln w=\"28575\"/></wps:spPr></wps:wsp>")))),
        body("1.5-imprint-table-in-textbox", plain().with("cc", boxed(&imprint())).without(&["print"])),
        same("1.6-first-header", with_header("first", "<w:titlePg/>")),
        same("1.6-default-header", with_header("default", "")),
        same("1.6-even-header", with_header("even", "").raw_part("settings", "settings.xml", &format!("<w:settings {SPACES}><w:evenAndOddHeaders/></w:settings>"))),
        same("1.6-header-not-shown", Docx::new(&(plain().all() + &section(&header("first")))).part("header", "header1.xml", "w:hdr", &p("作废"))),
        body("1.7-frame", plain().with("mark", par(r#"<w:framePr w:w="8000" w:hAnchor="page" w:vAnchor="page" w:y="2000"/><w:jc w:val="center"/>"#, &r(text("mark"))))),
        body("1.8-head-in-table", plain().with("mark", table(&[&[mark()], &[plain().of(&["number"])]])).without(&["number"])),
        named(body("1.9-number-and-signer-in-cells", signed(table(&[&[p(text("number")), p(SIGNER)]])))),
        named(body("1.10-number-and-signer-by-spaces", signed(p(&format!("{}{}{SIGNER}", text("number"), " ".repeat(28)))))),
        named(body("1.10-number-and-signer-by-tab", signed(par("", &format!("{}<w:r><w:tab/></w:r>{}", r(text("number")), r(SIGNER)))))),
        body("1.11-imprint-two-columns", plain().with("cc", table(&[&[p(CC)], &[p(OFFICE), p(PRINTED)]])).without(&["print"])),
        body("1.11-imprint-one-column", plain().with("cc", table(&[&[p(CC)], &[p(&format!("{OFFICE}　　　　{PRINTED}"))]])).without(&["print"])),
        same("1.12-all-in-one-cell", Docx::new(&table(&[&[plain().all()]]))),
        body("1.13-control-block", plain().with("to", control("", &plain().of(&["to"])))),
        body("1.13-control-nested-inline", plain().with("number", par("", &control("", &format!("{}{}", r("青政办发"), control(r#"<w:dataBinding w:xpath="/n"/>"#, &r("〔2026〕12号"))))))),
        body("1.13-prompt", plain().with("date", right(&control("<w:showingPlcHdr/>", &r("单击此处输入日期"))))).differs("date", Value::Null).adds(&["DRAFT-place-a", "TL-9-a"]),
        body("1.14-smart-tag", wrapped(r#"<w:smartTag w:element="date">"#, "</w:smartTag>")),
        body("1.14-custom-xml", wrapped(r#"<w:customXml w:element="date">"#, "</w:customXml>")),
        body("1.15-hyperlink", wrapped(r#"<w:hyperlink w:anchor="a">"#, "</w:hyperlink>")),
        body("1.15-simple-field", wrapped(r#"<w:fldSimple w:instr="DOCPROPERTY Month">"#, "</w:fldSimple>")),
        body("1.15-direction", wrapped(r#"<w:bdo w:val="ltr"><w:dir w:val="ltr">"#, "</w:dir></w:bdo>")),
        body("1.15-ruby", wrapped("<w:r><w:ruby><w:rt><w:r><w:t>sān yuè</w:t></w:r></w:rt><w:rubyBase>", "</w:rubyBase></w:ruby></w:r>")),
        body("1.16-shattered-runs", plain().with("title2", par(r#"<w:jc w:val="center"/>"#, &shattered))),
        body("1.17-symbols", plain().with("number", par("", &format!(r#"{}<w:r><w:sym w:font="仿宋" w:char="3014"/></w:r>{}<w:r><w:sym w:font="仿宋" w:char="3015"/></w:r>{}"#, r("青政办发"), r("2026"), r("12号"))))),
        body("1.17-breaks-and-hyphens", plain().with("p3", par("", &format!("{}<w:r><w:softHyphen/><w:cr/><w:noBreakHyphen/><w:ptab/></w:r>{}", r("各乡镇要对照防汛物资储备清单（附件2）补齐物资，"), r("于2026年3月27日前完成。"))))),
        same("1.18-footnote", plain().with("p2", plain().of(&["p2"]).replace("</w:p>", r#"<w:r><w:footnoteReference w:id="2"/></w:r></w:p>"#)).docx().part("footnotes", "footnotes.xml", "w:footnotes", note)),
        body("1.18-chart", plain().with("p2", plain().of(&["p2"]) + &in_run(r#"<w:drawing><a:graphic><a:graphicData><c:chart xmlns:c="urn:c" r:id="rId9"/></a:graphicData></a:graphic></w:drawing>"#))),
    ]
}

/// Section 2: the page and its parts.
fn pages() -> Vec<Structure> {
    let plain = Body::plain;
    let centre = |inlines: &str| par(r#"<w:jc w:val="center"/>"#, inlines);
    let title = |xml: String| plain().with("title1", xml).without(&["title2"]);
    let (one, two) = (text("title1"), text("title2"));
    let footer = |inner: &str| {
        let xml = plain().all() + r#"<w:sectPr><w:footerReference w:type="default" r:id="rId1"/></w:sectPr>"#;
        Docx::new(&xml).part("footer", "footer1.xml", "w:ftr", inner)
    };
    let page = field("PAGE", &r("1"));
    let sections = |kind: &str| {
        format!(
            r#"<w:sectPr>{kind}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"/></w:sectPr>"#
        )
    };
    let wide = r#"<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1588" w:right="2098" w:bottom="1474" w:left="1984"/></w:sectPr>"#;
    let names = ["p1", "p2", "s1", "s2", "n1", "n2", "p3"];
    let indented = |how: &str, lead: &str| {
        names.iter().fold(plain(), |b, n| b.with(n, par(how, &r(&format!("{lead}{}", text(n))))))
    };
    vec![
        body("2.1-title-by-break", title(centre(&format!("{}<w:r><w:br/></w:r>{}", r(one), r(two))))),
        body("2.1-title-on-one-line", title(centre(&r(&format!("{one}{two}"))))),
        body("2.1-title-by-spaces", title(centre(&r(&format!("{one}　{two}"))))),
        body("2.1-title-on-three-lines", title(centre(&r(one)) + &centre(&r("关于做好2026年")) + &centre(&r("防汛准备工作的通知")))),
        body("2.2-placeholders", plain().say("p3", "2026年3月27日", "××月××日")).adds(&["DRAFT-place-a"]),
        body("2.2-prompt-in-brackets", plain().with("p3", p("[此处输入第三部分]"))).adds(&["DRAFT-place-a"]),
        body("2.3-label-spread", plain().say("a1", "附件1", "附　件1").say("a2", "附件2", "附 件 2")),
        body("2.3-label-full-width", plain().say("a1", "附件1", "附件１").say("a2", "附件2", "附件２")),
        body("2.4-full-width-dot-and-tab", plain().say("list1", "1.", "1．").with("list2", par(r#"<w:ind w:left="960"/>"#, &format!("{}<w:r><w:tab/></w:r>{}", r("2．"), r("防汛物资储备清单"))))).adds(&["ATT-list-h"]),
        body("2.4-name-runs-on", plain().with("list1", par("", &format!("{}<w:r><w:br/></w:r>{}", r("附件：1.汛期值班"), r("　　　　　安排表"))))),
        body("2.6-imprint-before-attachments", {
            let (cc, print) = (plain().of(&["cc"]), plain().of(&["print"]));
            plain().without(&["cc", "print"]).with("note", plain().of(&["note"]) + &cc + &print)
        })
        .adds(&["ATT-page-a"]),
        body("2.7-landscape-attachment", plain().with("a1p", plain().of(&["a1p"]) + &par(&sections(""), "")).with("print", plain().of(&["print"]) + wide)),
        body("2.7-continuous-section", plain().with("h2", par(&sections(r#"<w:type w:val="continuous"/>"#), "") + &plain().of(&["h2"])).with("print", plain().of(&["print"]) + &sections(r#"<w:type w:val="continuous"/>"#))),
        same("2.8-page-number-in-control", footer(&control("", &par("", &format!("{}{page}{}", r("— "), r(" —")))))),
        same("2.8-page-number-in-textbox", footer(&boxed(&par("", &page)))),
        same("2.8-page-number-in-frame", footer(&par(r#"<w:framePr w:wrap="around"/>"#, r#"<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#))),
        body("2.9-grid", plain().with("print", plain().of(&["print"]) + r#"<w:sectPr><w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>"#)),
        body("2.9-exact-pitch", indented(r#"<w:spacing w:line="580" w:lineRule="exact"/>"#, "")),
        body("2.10-indent-by-characters", indented(r#"<w:ind w:firstLineChars="200" w:firstLine="640"/>"#, "")),
        body("2.10-indent-by-twips", indented(r#"<w:ind w:firstLine="640"/>"#, "")),
        body("2.10-indent-by-spaces", indented("", "　　")),
        body("2.11-rule-as-border", plain().with("number", par(r#"<w:pBdr><w:bottom w:val="single" w:sz="12" w:color="FF0000"/></w:pBdr><w:jc w:val="center"/>"#, &r(text("number"))))),
        body("2.12-seal", plain().with("issuer", right(&format!(r#"{}<w:r><w:drawing><wp:anchor><a:graphic><a:graphicData><a:blip r:embed="rId9"/></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"#, r(text("issuer")))))),
    ]
}

/// `w:abstractNum` 0 and `w:num` 1 with these levels: format, text, more.
pub fn numbering(levels: &[(&str, &str, &str)]) -> String {
    let level = |(i, (format, text, more)): (usize, &(&str, &str, &str))| {
        format!(
            r#"<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let levels: String = levels.iter().enumerate().map(level).collect();
    format!(
        r#"<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#
    )
}

/// Section 3, first half: automatic numbers in the place of typed ones.
fn numbers() -> Vec<Structure> {
    let item = |level: usize, text: &str| {
        par(&format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>"#), &r(text))
    };
    let bare = |name: &str| text(name).trim_start_matches(|c| "一二三、（）12.".contains(c)).to_owned();
    let levels = [("h1", 0), ("h2", 0), ("s1", 1), ("s2", 1), ("n1", 2), ("n2", 2), ("h3", 0)];
    let automatic = || levels.iter().fold(Body::plain(), |b, (name, level)| b.with(name, item(*level, &bare(name))));
    let chinese = [("chineseCounting", "%1、", ""), ("chineseCountingThousand", "（%2）", ""), ("decimal", "%3.", "")];
    let styled = || {
        levels.iter().fold(Body::plain(), |b, (name, level)| {
            b.with(name, par(&format!(r#"<w:pStyle w:val="H{level}"/>"#), &r(&bare(name))))
        })
    };
    let style = |level: usize| {
        format!(
            r#"<w:style w:type="paragraph" w:styleId="H{level}"><w:name w:val="heading {level}"/><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"#
        )
    };
    let doubled = levels[..1].iter().fold(Body::plain(), |b, (name, level)| b.with(name, item(*level, text(name))));
    vec![
        same(
            "3.1-automatic",
            automatic().docx().part("numbering", "numbering.xml", "w:numbering", &numbering(&chinese)),
        ),
        same(
            "3.1-japanese-counting",
            automatic().docx().part(
                "numbering",
                "numbering.xml",
                "w:numbering",
                &numbering(&[
                    ("japaneseCounting", "%1、", ""),
                    ("japaneseCounting", "（%2）", ""),
                    ("decimal", "%3.", ""),
                ]),
            ),
        ),
        same(
            "3.2-from-style",
            styled().docx().part("numbering", "numbering.xml", "w:numbering", &numbering(&chinese)).part(
                "styles",
                "styles.xml",
                "w:styles",
                &(0..3).map(style).collect::<String>(),
            ),
        ),
        same(
            "3.3-none-and-empty",
            ["p1", "p2"].iter().enumerate().fold(Body::plain(), |b, (i, n)| b.with(n, item(i, text(n)))).docx().part(
                "numbering",
                "numbering.xml",
                "w:numbering",
                &numbering(&[("none", "", ""), ("decimal", "", "")]),
            ),
        ),
        same(
            "3.3-suffix",
            automatic().docx().part(
                "numbering",
                "numbering.xml",
                "w:numbering",
                &numbering(&[
                    ("chineseCounting", "%1、", r#"<w:suff w:val="nothing"/>"#),
                    ("chineseCounting", "（%2）", r#"<w:suff w:val="space"/>"#),
                    ("decimal", "%3.", r#"<w:suff w:val="tab"/>"#),
                ]),
            ),
        ),
        same(
            "3.4-typed-and-automatic",
            doubled.docx().part("numbering", "numbering.xml", "w:numbering", &numbering(&chinese)),
        )
        .adds(&["DRAFT-dup-a"]),
    ]
}

/// Lists in every number format, and what they print.
pub fn number_formats() -> (Vec<u8>, Vec<String>) {
    let formats = [
        ("decimal", "%1.", ["1.", "2.", "3."]),
        ("chineseCounting", "%1、", ["一、", "二、", "三、"]),
        ("chineseCountingThousand", "（%1）", ["（一）", "（二）", "（三）"]),
        ("chineseLegalSimplified", "%1、", ["壹、", "贰、", "叁、"]),
        ("ideographDigital", "%1、", ["一、", "二、", "三、"]),
        ("japaneseCounting", "第%1条", ["第一条 ", "第二条 ", "第三条 "]),
        ("ideographTraditional", "%1、", ["甲、", "乙、", "丙、"]),
        ("ideographZodiac", "%1、", ["子、", "丑、", "寅、"]),
        ("decimalFullWidth", "%1．", ["１．", "２．", "３．"]),
        ("decimalEnclosedCircle", "%1", ["① ", "② ", "③ "]),
        ("decimalEnclosedCircleChinese", "%1", ["① ", "② ", "③ "]),
        ("decimalEnclosedParen", "%1", ["⑴ ", "⑵ ", "⑶ "]),
        ("decimalZero", "%1.", ["01.", "02.", "03."]),
        ("upperRoman", "%1.", ["I.", "II.", "III."]),
        ("lowerRoman", "%1.", ["i.", "ii.", "iii."]),
        ("upperLetter", "%1.", ["A.", "B.", "C."]),
        ("lowerLetter", "%1)", ["a)", "b)", "c)"]),
        ("none", "", ["", "", ""]),
    ];
    let mut definitions = String::new();
    let (mut blocks, mut lines) = (String::new(), Vec::new());
    for (i, (format, text, printed)) in formats.iter().enumerate() {
        definitions += &format!(
            r#"<w:abstractNum w:abstractNumId="{i}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>"#
        );
        for number in printed {
            blocks += &par(&format!(r#"<w:numPr><w:numId w:val="{}"/></w:numPr>"#, i + 1), &r("项"));
            lines.push(format!("{number}项"));
        }
    }
    // Levels, a restart by a higher level, one by an override, decimal numbers in a legal level, and numId 0.
    let n = formats.len();
    definitions += &format!(
        r#"<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2."/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlRestart w:val="0"/><w:lvlText w:val="%3)"/></w:lvl></w:abstractNum>"#
    );
    let nums: String =
        (0..=n).map(|i| format!(r#"<w:num w:numId="{}"><w:abstractNumId w:val="{i}"/></w:num>"#, i + 1)).collect();
    definitions += &nums;
    definitions += &format!(
        r#"<w:num w:numId="{0}"><w:abstractNumId w:val="{n}"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"#,
        n + 2
    );
    for (num, level, printed) in [
        (n + 1, 0, "一、"),
        (n + 1, 1, "1.1."),
        (n + 1, 2, "3)"),
        (n + 1, 0, "二、"),
        (n + 1, 1, "2.1."),
        (n + 1, 2, "4)"),
        (n + 2, 0, "五、"),
        (n + 2, 0, "六、"),
        (0, 0, ""),
    ] {
        blocks += &par(&format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>"#), &r("项"));
        lines.push(format!("{printed}项"));
    }
    (Docx::new(&blocks).part("numbering", "numbering.xml", "w:numbering", &definitions).bytes(), lines)
}

/// Section 3, second half: fields, revisions, comments, hidden things.
fn fields_and_revisions() -> Vec<Structure> {
    let plain = Body::plain;
    let number = |inlines: String| plain().with("number", par(r#"<w:jc w:val="center"/>"#, &inlines));
    let deleted = |t: &str| format!(r#"<w:del w:id="2" w:author="苏敏"><w:r><w:delText>{t}</w:delText></w:r></w:del>"#);
    let inserted = |t: &str| format!(r#"<w:ins w:id="1" w:author="苏敏">{}</w:ins>"#, r(t));
    let moved = |name: &str, t: &str| format!(r#"<w:{name} w:id="3" w:author="苏敏">{}</w:{name}>"#, r(t));
    let clean = |s: Structure| s.adds(&["DRAFT-clean-a"]);
    let changed = |s: Structure| s.adds(&["DRAFT-clean-a", "DRAFT-clean-a-changes"]);
    let comment = r#"<w:comment w:id="7" w:author="苏敏"><w:p><w:r><w:t>核对日期</w:t></w:r></w:p></w:comment>"#;
    let run = |properties: &str, t: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{t}</w:t></w:r>");
    let row_gone = format!(
        r#"<w:tbl><w:tr><w:trPr><w:del w:id="4" w:author="苏敏"/></w:trPr><w:tc>{}</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:cellDel w:id="5" w:author="苏敏"/></w:tcPr>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"#,
        p("删去的行"),
        p("删去的格"),
        p("每个乡镇储备编织袋5000条，铁锹200把，救生衣100件。")
    );
    vec![
        body("3.5-property-field", number(field(" DOCPROPERTY  发文字号 ", &r(text("number"))))),
        body("3.5-list-field", number(form_field("FORMDROPDOWN", &format!(r#"<w:ddList><w:result w:val="1"/><w:listEntry w:val="〔〕号"/><w:listEntry w:val="{0}"/></w:ddList>"#, text("number")), None))),
        body("3.5-list-field-with-result", number(form_field("FORMDROPDOWN", &format!(r#"<w:ddList><w:listEntry w:val="{0}"/></w:ddList>"#, text("number")), Some(text("number"))))),
        body("3.5-text-field", plain().with("date", right(&form_field("FORMTEXT", r#"<w:textInput><w:default w:val="年月日"/></w:textInput>"#, Some(text("date")))))),
        body("3.5-nested-field", number(field(&format!("IF </w:instrText></w:r>{}<w:r><w:instrText> = 1", field("DOCPROPERTY x", &r("1"))), &r(text("number"))))),
        body("3.5-date-field", plain().with("date", right(&field(r#"DATE \@ "yyyy年M月d日""#, &r(text("date")))))).adds(&["DRAFT-field-a"]),
        body("3.5-merge-field", plain().with("p3", par("", &format!("{}{}{}", r("各乡镇要对照防汛物资储备清单（附件2）补齐物资，于"), field("MERGEFIELD 期限", &r("«期限»")), r("前完成。"))))).adds(&["DRAFT-place-a"]),
        changed(body("3.6-inserted-and-deleted", number(format!("{}{}{}{}", r("青政办发〔2026〕"), deleted("11"), inserted("12"), r("号"))))),
        changed(body("3.6-moved", plain().with("h1", par("", &format!("{}{}{}", moved("moveFrom", "责任"), r("一、落实值守"), moved("moveTo", "责任")))))),
        changed(body("3.6-deleted-paragraph-mark", plain().with("p1", par(r#"<w:rPr><w:del w:id="6" w:author="苏敏"/></w:rPr>"#, &r("为做好2026年防汛准备工作，经县人民政府同意，")) + &p("现将有关事项通知如下：")))),
        changed(body("3.6-deleted-row-and-cell", plain().with("a2p", row_gone))),
        clean(body("3.6-changed-format", plain().with("h1", par("", r#"<w:r><w:rPr><w:b/><w:rPrChange w:id="8" w:author="苏敏"><w:rPr/></w:rPrChange></w:rPr><w:t>一、落实值守责任</w:t></w:r>"#)))),
        clean(same("3.7-comment", plain().with("date", right(&format!(r#"<w:commentRangeStart w:id="7"/>{}<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>"#, r(text("date"))))).docx().part("comments", "comments.xml", "w:comments", comment))),
        clean(body("3.7-highlight", plain().with("h1", par("", &run(r#"<w:highlight w:val="yellow"/>"#, text("h1")))))),
        clean(body("3.7-hidden", plain().with("h1", par("", &format!("{}{}", r(text("h1")), run("<w:vanish/>", "暂不公开")))))),
        clean(same("3.7-hidden-by-style", plain().with("h1", par("", &format!("{}{}", r(text("h1")), run(r#"<w:rStyle w:val="X"/>"#, "暂不公开")))).docx().part("styles", "styles.xml", "w:styles", r#"<w:style w:type="character" w:styleId="X"><w:name w:val="x"/><w:rPr><w:vanish/></w:rPr></w:style>"#))),
        body("3.7-white", plain().with("p1", par("", &format!("{}{}", run(r#"<w:color w:val="FFFFFF"/>"#, "　"), run(r#"<w:color w:val="FFFFFF"/>"#, text("p1")))))).adds(&["DRAFT-clean-a", "DRAFT-clean-a-unseen"]),
        body("3.8-bookmarks", plain().with("number", par(r#"<w:jc w:val="center"/>"#, &format!(r#"<w:bookmarkStart w:id="1" w:name="_文号"/>{}<w:bookmarkEnd w:id="1"/>"#, r(text("number")))))),
    ]
}

/// Section 4: characters.
fn characters() -> Vec<Structure> {
    let plain = Body::plain;
    let number = |t: &str| plain().with("number", centred(t));
    let bracket = |name: &'static str, t: &str, rules: &[&'static str]| {
        body(name, number(t)).differs("doc_number", json!(t)).adds(rules)
    };
    let date = |name: &'static str, t: &str, rules: &[&'static str]| {
        body(name, plain().with("date", right(&r(t)))).adds(rules)
    };
    vec![
        bracket("4.1-square", "青政办发[2026]12号", &["GBT9704-7.2.5-a"]),
        bracket("4.1-full-width-square", "青政办发［2026］12号", &["GBT9704-7.2.5-a"]),
        bracket("4.1-round", "青政办发（2026）12号", &["GBT9704-7.2.5-a"]),
        bracket("4.1-half-width-round", "青政办发(2026)12号", &["GBT9704-7.2.5-a"]),
        bracket("4.1-black", "青政办发【2026】12号", &["GBT9704-7.2.5-a"]),
        bracket("4.1-small-tortoise", "青政办发﹝2026﹞12号", &["GBT9704-7.2.5-a"]),
        bracket("4.1-curly", "青政办发{2026}12号", &["GBT9704-7.2.5-a"]),
        body("4.2-no-break-space", number("青政办发\u{a0}〔2026〕\u{a0}12\u{a0}号")).adds(&["GBT9704-7.2.5-f"]),
        body("4.2-zero-width", number("青政办\u{200b}发〔2026\u{feff}〕12号")).adds(&["DRAFT-char-a"]),
        body("4.2-full-width-space", number("青政办发　〔2026〕12号")).adds(&["GBT9704-7.2.5-f"]),
        body("4.2-spread-date", plain().with("date", right(&r("2026 年 3 月 5 日")))).adds(&[]),
        date("4.3-han", "二〇二六年三月五日", &["GBT9704-7.3.5.4-a"]),
        date("4.3-han-circle", "二○二六年三月五日", &["GBT9704-7.3.5.4-a"]),
        date("4.3-han-letter", "二Ｏ二六年三月五日", &["GBT9704-7.3.5.4-a"]),
        date("4.3-han-spread", "二 〇 二 六 年 三 月 五 日", &["GBT9704-7.3.5.4-a"]),
        date("4.3-full-width", "２０２６年３月５日", &["GBT9704-7.3.5.4-a"]),
        body(
            "4.3-over-runs",
            plain().with("date", right(&"2026年3月5日".chars().map(|c| r(&c.to_string())).collect::<String>())),
        ),
        body("4.4-levels", plain().say("n1", "1.", "１．").say("n2", "2.", "②").say("s1", "（一）", "㈠"))
            .adds(&["GBT15835-width-a"]),
        body(
            "4.5-quotes",
            plain().say("p1", "经县人民政府同意", "经\"县人民政府\"同意").say("p3", "补齐物资", "补齐「物资」"),
        )
        .adds(&["GBT15834-half-b"]),
        body("4.6-radicals", plain().with("date", right(&r("2026年3⽉5⽇")))).adds(&["CHAR-radical-a"]),
        body("4.6-private-use", plain().say("to", "各乡镇人民政府", "各乡镇人民政府\u{e863}"))
            .differs("main_recipients", json!(["各乡镇人民政府\u{e863}"]))
            .adds(&["DRAFT-char-a"]),
    ]
}

/// Faces that the machine may not have, and section 6: packages.
fn packages() -> Vec<Structure> {
    let plain = || Body::plain().docx();
    let with = |change: fn(&mut Docx)| {
        let mut docx = plain();
        change(&mut docx);
        docx
    };
    let faced = |face: &str| {
        let run = format!(r#"<w:r><w:rPr><w:rFonts w:eastAsia="{face}"/></w:rPr><w:t>{}</w:t></w:r>"#, text("title1"));
        Body::plain().with("title1", par(r#"<w:jc w:val="center"/>"#, &run))
    };
    let prefixed = |name, before: &[u8], after: &[u8]| Structure {
        bytes: [before, &plain().bytes(), after].concat(),
        ..same(name, plain())
    };
    let other = |name, extension| Structure { extension, ..same(name, plain()) };
    vec![
        body("5.3-faces-of-other-foundries", faced("FZXiaoBiaoSong-B05S")),
        body("5.6-face-that-is-nowhere", faced("某单位自造字体")),
        same("6.5-main-part-elsewhere", with(|d| d.main = "word/document2.xml".into())),
        same("6.5-other-case", with(|d| d.main = "WORD/Document.XML".into())),
        same("6.6-strict", with(|d| d.strict = true)),
        same("6.7-wps-extras", plain().raw_part("settings", "settings.xml", &format!(r#"<w:settings {SPACES}><mc:AlternateContent><mc:Choice Requires="wpsCustomData"><wpsCustomData:x/></mc:Choice></mc:AlternateContent><w:zoom/></w:settings>"#))),
        same("6.8-backslashes", with(|d| d.backslashes = true)),
        same("6.8-stored", with(|d| d.stored = true)),
        same("6.8-folders", with(|d| d.extra.push(("word/media/".into(), Vec::new())))),
        prefixed("6.8-prefix-bytes", b"PREFIX", b""),
        same("6.10-external-target", with(|d| d.parts.push(("attachedTemplate\" TargetMode=\"External".into(), "http://localhost/x.dotm".into(), String::new())))),
        same("6.11-mark-before", with(|d| d.document.insert(0, '\u{feff}'))),
        other("6.12-template", "dotx"),
        Structure { extension: "docm", ..same("6.12-macros", with(|d| d.extra.push(("word/vbaProject.bin".into(), vec![0; 8])))) }.adds(&["DRAFT-clean-a"]),
        body("6.13-embedded-part", Body::plain().with("p3", Body::plain().of(&["p3"]) + r#"<w:altChunk r:id="rId9"/>"#)).adds(&["ATT-dir-a-embedded"]),
    ]
}

/// Section 5: body text in 仿宋_GB2312 三号, not bold, stated in every way.
pub fn formats() -> Vec<(&'static str, Vec<u8>)> {
    let body = |paragraph: &str, run: &str| {
        Docx::new(&par(paragraph, &format!("<w:r><w:rPr>{run}</w:rPr><w:t>各乡镇人民政府</w:t></w:r>")))
    };
    let fonts = r#"<w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/>"#;
    let style = |more: &str, inner: &str| {
        format!(r#"<w:style w:type="paragraph" {more}><w:name w:val="正文"/>{inner}</w:style>"#)
    };
    let of_style = r#"<w:pStyle w:val="s"/>"#;
    let theme = r#"<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:fontScheme><a:majorFont><a:latin typeface="Arial"/><a:ea typeface="黑体"/></a:majorFont><a:minorFont><a:latin typeface="Times New Roman"/><a:ea typeface=""/><a:font script="Hans" typeface="仿宋_GB2312"/></a:minorFont></a:fontScheme></a:theme>"#;
    let styled = |docx: Docx, styles: &str| docx.part("styles", "styles.xml", "w:styles", styles);
    let basis = style(r#"w:default="1" w:styleId="a""#, &format!("<w:rPr>{fonts}</w:rPr>"));
    let cases = vec![
        ("5.1-direct", body("", fonts)),
        ("5.1-defaults", styled(body("", ""), &format!("<w:docDefaults><w:rPrDefault><w:rPr>{fonts}</w:rPr></w:rPrDefault></w:docDefaults>"))),
        ("5.1-default-style", styled(body("", ""), &basis)),
        ("5.1-style-chain", styled(body(of_style, ""), &(basis.clone() + &style(r#"w:styleId="s""#, r#"<w:basedOn w:val="a"/>"#)))),
        ("5.1-character-style", styled(body("", r#"<w:rStyle w:val="c"/>"#), &format!(r#"<w:style w:type="character" w:styleId="c"><w:name w:val="c"/><w:rPr>{fonts}</w:rPr></w:style>"#))),
        ("5.1-switches-cancel", styled(body(of_style, r#"<w:rStyle w:val="c"/>"#), &(style(r#"w:styleId="s""#, &format!("<w:rPr>{fonts}<w:b/></w:rPr>")) + r#"<w:style w:type="character" w:styleId="c"><w:name w:val="c"/><w:rPr><w:b/></w:rPr></w:style>"#))),
        ("5.2-theme-wins", body("", r#"<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:eastAsia="宋体"/><w:sz w:val="32"/>"#).raw_part("theme", "theme1.xml", theme)),
        ("5.4-slots", body("", r#"<w:rFonts w:hint="eastAsia" w:ascii="Times New Roman" w:hAnsi="宋体" w:eastAsia="仿宋_GB2312" w:cs="黑体"/><w:sz w:val="32"/><w:szCs w:val="21"/>"#)),
        ("5.5-size-in-points", body("", r#"<w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋_GB2312"/><w:sz w:val="16pt"/>"#)),
    ];
    cases.into_iter().map(|(name, docx)| (name, docx.bytes())).collect()
}

/// Attachments in files of their own, in every naming form: the packet is complete.
pub fn separate_files() -> Vec<(&'static str, Vec<u8>)> {
    let pages = ["a1", "a1t", "a1p", "a2", "a2t", "a2p"];
    let second = ["a2t", "a2p"];
    let body = Body::plain();
    vec![
        ("正文.docx", Body::plain().without(&pages).docx().bytes()),
        ("附件1：汛期值班安排表.xlsx", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec()),
        ("附件/附件2 防汛物资储备清单（定稿）.docx", Docx::new(&body.of(&second)).bytes()),
    ]
}

/// A file that must be refused.
pub struct Refused {
    /// Number in the list of structures, and what is wrong.
    pub name: &'static str,
    /// File extension.
    pub extension: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Why, as reports name it.
    pub reason: &'static str,
}

/// Files that cannot be read, and why.
pub fn refused() -> Vec<Refused> {
    let refuse = |name, extension, bytes: Vec<u8>, reason| Refused { name, extension, bytes, reason };
    let wide = |t: &str| t.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let ole = |t: &str| [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 504], &wide(t)].concat();
    let whole = plain();
    let document = |xml: String| {
        let mut docx = Docx::new("");
        docx.document = xml;
        docx.bytes()
    };
    let mut crc = {
        let mut docx = Body::plain().docx();
        docx.stored = true;
        docx.bytes()
    };
    let at = crc.windows(6).position(|w| w == "值守".as_bytes()).unwrap();
    crc[at] ^= 1;
    let twice = {
        let mut docx = Body::plain().docx();
        docx.extra.push(("word\\document.xml".into(), docx.document.clone().into_bytes()));
        docx.bytes()
    };
    let gbk = {
        let mut docx = Body::plain().docx();
        let (before, after) = docx.document.split_once("值守").unwrap();
        docx.raw = Some([before.as_bytes(), &[0xd6, 0xb5, 0xca, 0xd8], after.as_bytes()].concat());
        docx.bytes()
    };
    vec![
        refuse("6.1-old-word", "docx", ole("WordDocument"), "legacy-doc"),
        refuse("6.1-rtf", "docx", b"{\\rtf1\\ansi }".to_vec(), "not-a-docx"),
        refuse("6.1-html", "docx", b"<html><body>x</body></html>".to_vec(), "not-a-docx"),
        refuse("6.1-pdf", "docx", b"%PDF-1.7\n".to_vec(), "not-a-docx"),
        refuse("6.1-text", "docx", "关于做好工作的通知".as_bytes().to_vec(), "not-a-docx"),
        refuse("6.2-wps", "wps", ole("WordDocument"), "wps"),
        refuse("6.3-encrypted", "docx", ole("EncryptedPackage"), "encrypted"),
        refuse("6.9-truncated", "docx", whole[..whole.len() / 2].to_vec(), "corrupt"),
        refuse("6.9-crc", "docx", crc, "corrupt"),
        refuse("6.9-main-part-twice", "docx", twice, "corrupt"),
        refuse("6.10-doctype", "docx", document(r#"<!DOCTYPE x [<!ENTITY a "b">]><w:document/>"#.into()), "corrupt"),
        refuse(
            "6.10-nested",
            "docx",
            document(format!(
                "<w:document {SPACES}>{}{}</w:document>",
                "<w:sdt>".repeat(5000),
                "</w:sdt>".repeat(5000)
            )),
            "too-large",
        ),
        refuse("6.11-gbk-inside-utf8", "docx", gbk, "corrupt"),
        refuse("6.11-control-character", "docx", document("<w:document>\u{1}</w:document>".into()), "corrupt"),
        refuse(
            "6.11-surrogate",
            "docx",
            document(
                format!("<w:document {SPACES}><w:body>{}</w:body></w:document>", p("x")).replace(">x<", ">&#xD800;<"),
            ),
            "corrupt",
        ),
    ]
}

/// The good 通知 as plain text in every encoding, and texts that tempt a reader into guessing.
pub fn texts() -> (Vec<Structure>, Vec<Refused>) {
    let notice = super::packet("通知").main;
    let gbk = |t: &str| encoding_rs::GB18030.encode(t).0.into_owned();
    let little = |t: &str| t.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = |t: &str| t.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let text = |name, bytes| Structure { name, extension: "txt", bytes, differs: Vec::new(), adds: Vec::new() };
    let refuse = |name, bytes| Refused { name, extension: "txt", bytes, reason: "encoding" };
    let utf8 = notice.as_bytes();
    let read = vec![
        text("7.1-utf8", utf8.to_vec()),
        text("7.1-utf8-mark", ["\u{feff}".as_bytes(), utf8].concat()),
        text("7.1-gb18030-crlf", gbk(&notice.replace('\n', "\r\n"))),
        text("4.7-vertical-tab", notice.replacen("办公室\n关于", "办公室\u{b}关于", 1).into_bytes()),
        text(
            "7.6-layout-by-spaces",
            notice
                .replacen("青禾县人民政府办公室\n关于", "　　　　青禾县人民政府办公室\n　　　　　　关于", 1)
                .replacen("青政办发", "　　　　　　　　青政办发", 1)
                .into_bytes(),
        ),
        text("7.2-utf16le-mark", little(&format!("\u{feff}{notice}"))),
        text("7.2-utf16be-mark", big(&format!("\u{feff}{notice}"))),
        text("7.2-utf16le", little(notice)),
        text("7.2-utf16be", big(notice)),
    ];
    let half = gbk("各单位").len() - 1;
    let cut = vec![
        refuse("7.4-utf8-then-gbk", [utf8, &gbk("各单位请认真落实")].concat()),
        refuse("7.4-utf8-cut", utf8[..utf8.len() - 2].to_vec()),
        refuse("7.4-gbk-cut", gbk("各单位")[..half].to_vec()),
        refuse("7.5-no-encoding", vec![0xff, 0x81, 0xfe, 0xff, 0xb0, 0xff, 0xff]),
    ];
    (read, cut)
}
