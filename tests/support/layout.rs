//! Single slips in the layout of the good documents: the .docx with some of its XML changed.

use std::io::{Cursor, Read};

use super::ooxml::{Habit, zip};
use super::{docx, packet};

const DOCUMENT: &str = "word/document.xml";
const ODD: &str = "word/footer1.xml";
const EVEN: &str = "word/footer2.xml";

/// What a slip starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// The good document of a kind.
    Good(&'static str),
    /// The good notice with copy number, secrecy and urgency.
    Secret,
    /// The good notice with names in list and imprint that are too long for a line.
    Long,
}

/// One change: in a part, in every paragraph (or table, or section) that holds `near` (everywhere without one), `to` for
/// `from`.
pub type Edit = (&'static str, &'static str, &'static str, &'static str);

/// One slip.
pub struct Slip {
    /// The rule that must fire.
    pub rule: &'static str,
    /// ASCII, for paths and messages.
    pub name: &'static str,
    /// What it starts from.
    pub base: Base,
    /// The changes.
    pub edits: &'static [Edit],
    /// What the message must hold.
    pub says: &'static str,
}

use Base::{Good, Long, Secret};

const NOTICE: Base = Good("通知");
const REPORT: Base = Good("报告");
const LETTER: Base = Good("函");

macro_rules! slips {
    ($($rule:literal $name:literal $base:ident $says:literal [$($edit:expr),* $(,)?])*) => {
        /// Every slip.
        pub const SLIPS: &[Slip] =
            &[$(Slip { rule: $rule, name: $name, base: $base, edits: &[$($edit),*], says: $says }),*];
    };
}

const FS: &str = r#"w:eastAsia="仿宋_GB2312""#;
const SONG: &str = r#"w:eastAsia="宋体""#;
const BODY: &str = r#"w:firstLine="640""#;
const SIZE_3: &str = r#"<w:sz w:val="32" />"#;
const CENTRE: &str = r#"<w:jc w:val="center" />"#;
const LEFT: &str = r#"<w:jc w:val="left" />"#;
const RIGHT: &str = r#"<w:jc w:val="right" />"#;
const PLAIN: &str = "<w:pPr><w:rPr />";
const PLAIN_CENTRED: &str = r#"<w:pPr><w:rPr /><w:jc w:val="center" />"#;
const NOTE: &str = "（此件公开发布）";
const END: &str = "</w:pPr>";
const NEXT_SECTION: &str = r#"<w:sectPr><w:pgSz w:w="11906" w:h="16838" /><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:gutter="0" /><w:docGrid w:type="lines" w:linePitch="579" /><w:footerReference w:type="default" r:id="rIdFooter1" /><w:footerReference w:type="even" r:id="rIdFooter2" /></w:sectPr></w:pPr>"#;
const LINES_GRID: &str = r#"<w:docGrid w:type="lines" w:linePitch="579" />"#;
const COLUMNS: &str = r#"<w:cols w:space="425" w:num="1" />"#;
const PORTRAIT: &str =
    r#"<w:pgSz w:w="11906" w:h="16838" /><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587""#;
const LANDSCAPE: &str = r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape" /><w:pgMar w:top="1587" w:right="2098" w:bottom="1474" w:left="1984""#;

slips! {
    "GBT9704-5.1-a" "letter-paper" NOTICE "216×279" [(DOCUMENT, "", r#"w:w="11906" w:h="16838""#, r#"w:w="12240" w:h="15840""#)]
    "GBT9704-5.2.1-a" "top-margin" NOTICE "25.4毫米" [(DOCUMENT, "", r#"w:top="2098""#, r#"w:top="1440""#)]
    "GBT9704-5.2.1-b" "left-margin" NOTICE "31.7毫米" [(DOCUMENT, "", r#"w:left="1587" w:header"#, r#"w:left="1797" w:header"#)]
    "GBT9704-5.2.1-b" "gutter" NOTICE "33毫米" [(DOCUMENT, "", r#"w:gutter="0""#, r#"w:gutter="284""#)]
    "GBT9704-5.2.1-c" "right-margin" NOTICE "宽162" [(DOCUMENT, "", r#"w:right="1474""#, r#"w:right="1134""#)]
    "GBT9704-5.2.2-a" "body-song" REPORT "正文：宋体五号" [(DOCUMENT, BODY, FS, SONG), (DOCUMENT, BODY, SIZE_3, r#"<w:sz w:val="21" />"#), (DOCUMENT, BODY, BODY, r#"w:firstLine="420""#)]
    "GBT9704-5.2.2-a" "recipients-hei" NOTICE "主送机关：黑体三号（7字）" [(DOCUMENT, "各乡镇人民政府：", FS, r#"w:eastAsia="SimHei""#)]
    "GBT9704-5.2.3-a" "pitch-one-and-a-half" REPORT "43.4磅" [(DOCUMENT, BODY, r#"w:line="579" w:lineRule="exact""#, r#"w:line="360" w:lineRule="auto""#)]
    "GBT9704-5.2.3-a-lines" "lines-of-29-and-a-half" REPORT "每面21行" [(DOCUMENT, BODY, r#"w:line="579""#, r#"w:line="590""#)]
    "GBT9704-5.2.3-a-chars" "characters-not-closer" REPORT "每行27个字" [(DOCUMENT, "", LINES_GRID, r#"<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="0" />"#)]
    "GBT9704-5.2.3-a-chars" "characters-closer" REPORT "每行29个字" [(DOCUMENT, "", LINES_GRID, r#"<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-3400" />"#)]
    "GBT9704-5.2.3-a-chars" "narrow" REPORT "每行27个字" [(DOCUMENT, "", r#"w:right="1474""#, r#"w:right="1554""#)]
    "GBT9704-5.2.3-a" "pitch-24" REPORT "24磅" [(DOCUMENT, BODY, r#"w:line="579""#, r#"w:line="480""#)]
    "GBT9704-5.2.4-a" "blue" NOTICE "蓝色" [(DOCUMENT, "为做好2026年", "<w:r><w:rPr>", r#"<w:r><w:rPr><w:color w:val="0563C1" />"#)]
    "GBT9704-7.2.1-b" "copy-number-centred" Secret "居中" [(DOCUMENT, ">000017<", PLAIN, PLAIN_CENTRED)]
    "GBT9704-7.2.1-b" "copy-number-small" Secret "四号（6字）" [(DOCUMENT, ">000017<", SIZE_3, r#"<w:sz w:val="28" />"#)]
    "GBT9704-7.2.2-b" "secrecy-fangsong" Secret "仿宋三号" [(DOCUMENT, "秘密★", "黑体", "仿宋")]
    "GBT9704-7.2.3-b-font" "urgency-small" Secret "黑体四号" [(DOCUMENT, "特急", SIZE_3, r#"<w:sz w:val="28" />"#)]
    "GBT9704-7.2.4-b" "mark-black" NOTICE "不是红色" [(DOCUMENT, "办公室文件", r#"<w:color w:val="FF0000" />"#, "")]
    "GBT9704-7.2.5-j" "number-left" NOTICE "顶格" [(DOCUMENT, "〔2026〕12号", CENTRE, LEFT)]
    "GBT9704-7.2.5-j-up" "number-centred" REPORT "居中" [(DOCUMENT, "〔2026〕8号", PLAIN, PLAIN_CENTRED)]
    "GBT9704-7.2.6-c" "signer-fangsong" REPORT "签发人姓名：仿宋_GB2312三号" [(DOCUMENT, "程望舒", "楷体_GB2312", "仿宋_GB2312")]
    "GBT9704-7.2.7-a" "rule-black" NOTICE "不是红色" [(DOCUMENT, "〔2026〕12号", r#"w:color="FF0000""#, r#"w:color="000000""#)]
    "GBT9704-7.3.1-a" "title-hei" NOTICE "黑体二号" [(DOCUMENT, "的通知</w:t>", "方正小标宋简体", "黑体"), (DOCUMENT, "青禾县人民政府办公室</w:t>", "方正小标宋简体", "黑体")]
    "GBT9704-7.3.1-a" "title-small" NOTICE "方正小标宋简体三号" [(DOCUMENT, "的通知</w:t>", r#"<w:sz w:val="44" />"#, SIZE_3)]
    "GBT9704-7.3.1-a" "title-zhongsong" NOTICE "华文中宋二号" [(DOCUMENT, "的通知</w:t>", "方正小标宋简体", "华文中宋")]
    "GBT9704-7.3.1-a" "title-left" NOTICE "顶格" [(DOCUMENT, "的通知</w:t>", CENTRE, LEFT), (DOCUMENT, "青禾县人民政府办公室</w:t>", CENTRE, LEFT)]
    "GBT9704-7.3.2-a" "recipients-indented" NOTICE "向右缩进" [(DOCUMENT, "各乡镇人民政府：", PLAIN, r#"<w:pPr><w:rPr /><w:ind w:firstLineChars="200" w:firstLine="640" />"#)]
    "GBT9704-7.3.3-a" "no-indent" REPORT "没有首行缩进" [(DOCUMENT, BODY, BODY, r#"w:firstLine="0""#)]
    "GBT9704-7.3.3-a" "indent-by-blanks" REPORT "用空格打的" [(DOCUMENT, BODY, "<w:t xml:space=\"preserve\">", "<w:t xml:space=\"preserve\">　　"), (DOCUMENT, BODY, BODY, r#"w:firstLine="0""#)]
    "GBT9704-7.3.3-a" "indent-by-chars" REPORT "首行缩进4个字" [(DOCUMENT, BODY, BODY, r#"w:firstLine="640" w:firstLineChars="400""#)]
    "GBT9704-7.3.3-d" "heading-song" NOTICE "一级标题：宋体三号（7字）" [(DOCUMENT, "一、落实", "黑体", "宋体")]
    "GBT9704-7.3.4-d" "list-wraps-left" Long "偏左6个字" [(DOCUMENT, "附件：1.", r#"w:left="1840" w:right="0" w:hanging="1200""#, r#"w:left="0" w:right="0" w:firstLine="640""#)]
    "GBT9704-7.3.5.1-a" "date-flush-right" NOTICE "离右边0个字" [(DOCUMENT, "2026年3月5日</w:t>", r#"w:right="1280""#, r#"w:right="0""#)]
    "GBT9704-7.3.5.2-a" "issuer-left" REPORT "顶格" [(DOCUMENT, "青禾县教育局</w:t>", RIGHT, LEFT)]
    "ATT-page-b-font" "mark-fangsong" NOTICE "仿宋三号" [(DOCUMENT, "附件1</w:t>", "黑体", "仿宋")]
    "ATT-page-d-place" "title-left" NOTICE "顶格" [(DOCUMENT, ">汛期值班安排表</w:t>", CENTRE, LEFT)]
    "ATT-page-f" "text-small" NOTICE "五号" [(DOCUMENT, "每日", SIZE_3, r#"<w:sz w:val="21" />"#)]
    "ATT-page-g" "starts-again" NOTICE "又从1编起" [(DOCUMENT, NOTE, END, NEXT_SECTION), (DOCUMENT, "", COLUMNS, r#"<w:pgNumType w:start="1" />"#)]
    "GBT9704-7.4.1-a" "rules-alike" NOTICE "没有比中间的粗" [(DOCUMENT, "", r#"w:val="single" w:sz="8""#, r#"w:val="single" w:sz="6""#)]
    "GBT9704-7.4.2-a-font" "cc-large" NOTICE "仿宋_GB2312三号" [(DOCUMENT, "抄送：", r#"<w:sz w:val="28" />"#, SIZE_3)]
    "GBT9704-7.4.2-c" "cc-wraps-left" Long "偏左3个字" [(DOCUMENT, "抄送：", r#"w:left="1120" w:right="0" w:hanging="840""#, r#"w:left="280" w:right="0""#)]
    "GBT9704-7.5-a" "hyphens" NOTICE "写作“- 1 -”" [(ODD, "", "— <", "- <"), (ODD, "", " —<", " -<")]
    "GBT9704-7.5-a" "times" NOTICE "Times New Roman" [(ODD, "", r#"w:ascii="宋体""#, r#"w:ascii="Times New Roman""#)]
    "GBT9704-7.5-a" "none" NOTICE "没有设置" [(DOCUMENT, "", r#"<w:footerReference w:type="default" r:id="rIdFooter1" /><w:footerReference w:type="even" r:id="rIdFooter2" />"#, "")]
    "GBT9704-7.5-b" "centred" NOTICE "居中" [(ODD, "", RIGHT, CENTRE), (EVEN, "", LEFT, CENTRE)]
    "GBT9704-7.5-b" "both-right" NOTICE "双页上没有居左" [(EVEN, "", LEFT, RIGHT)]
    "GBT9704-8-a" "landscape" NOTICE "横排" [(DOCUMENT, NOTE, END, NEXT_SECTION), (DOCUMENT, COLUMNS, PORTRAIT, LANDSCAPE)]
    "GBT9704-10.1-b" "single-rule" LETTER "单线" [(DOCUMENT, "青禾县交通运输局", "thickThinSmallGap", "single")]
    "GBT9704-10.1-c" "number-centred" LETTER "居中" [(DOCUMENT, "〔2026〕7号", RIGHT, CENTRE)]
    "GBT9704-10.1-e" "number-on-first-page" LETTER "首页" [(DOCUMENT, "", "<w:titlePg />", "")]
}

impl Base {
    /// The entries of the good document: name and text.
    pub fn entries(self) -> Vec<(String, String)> {
        let notice = packet("通知").main;
        let text = match self {
            Good(kind) => packet(kind).main.to_owned(),
            Secret => format!("000017\n秘密★1年\n特急\n\n{notice}")
                .replace("〕12号", "〕12号\n")
                .replace("12号\n\n", "12号\n"),
            Long => notice
                .replace("汛期值班安排表", "汛期值班安排和重点部位巡查责任人及联系方式一览表")
                .replace("青禾县人民武装部。", "青禾县人民武装部，青禾县水利局，青禾县应急管理局，青禾县自然资源局。"),
        };
        let bytes = docx::main_document(&text);
        let mut archive = ::zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let count = archive.len();
        let read = |at: usize| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().to_owned(), text)
        };
        (0..count).map(read).filter(|(name, _)| !name.ends_with('/')).collect()
    }

    /// The file with some changes.
    pub fn edited(self, edits: &[Edit]) -> Vec<u8> {
        let mut entries = self.entries();
        for edit in edits {
            let entry = entries.iter_mut().find(|(name, _)| name == edit.0).unwrap();
            entry.1 = apply(&entry.1, edit);
        }
        let entries: Vec<_> = entries.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        zip(&entries, Habit::Plain)
    }
}

/// The text with a change; it must change something.
fn apply(xml: &str, edit: &Edit) -> String {
    let (_, near, from, to) = *edit;
    let ends = ["</w:p>", "</w:sectPr>", "</w:tbl>"];
    let mut changed = String::new();
    let mut rest = xml;
    while !rest.is_empty() {
        let end = ends.iter().filter_map(|e| rest.find(e).map(|at| at + e.len())).min().unwrap_or(rest.len());
        let (block, behind) = rest.split_at(end);
        if block.contains(near) {
            changed.push_str(&block.replace(from, to))
        } else {
            changed.push_str(block)
        }
        rest = behind;
    }
    assert_ne!(changed, xml, "{edit:?} changes nothing");
    changed
}

impl Slip {
    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        self.base.edited(self.edits)
    }
}
