//! The document itself: head, body, attachments, imprint.

use std::io;

use docx_rs::{
    AlignmentType, BorderType, Docx, Footer, LineSpacing, Paragraph, ParagraphBorderPosition, Run, SpecialIndentType,
    Tab, TabValueType,
};

use crate::skeleton::layout::{
    EM, Faces, PITCH, RED, TITLE_LINE, WIDTH, blank, bytes, empty, exact, hanging, line, mm, paper, ruled, run, tiny,
};
use crate::skeleton::{Draft, Format};
use crate::terms::Terms;

/// Half-points that all characters of a mark share on one line, and those of the largest mark.
const MARK_LINE: usize = 2 * 432;
const LARGEST_MARK: usize = 104;
/// The rule under a document number, in eighths of a point.
const RULE: usize = 18;
/// Points between a line and the rule below it. With the room that the line itself has below its type they are the 4 mm of
/// the standard.
const BELOW_NUMBER: usize = 8;
const BELOW_MARK: usize = 4;
/// Between a rule of a letter and the number below it: 7/8 of the height of 三号, in twips.
const SEVEN_EIGHTHS: u32 = 280;
/// The rules of a letter.
const LETTER_RULE: usize = 24;
/// Width of the rules of a letter, in millimetres, and where they begin.
const LETTER: (i32, i32) = (170, 20);

impl Draft {
    /// The document as .docx, the same bytes each time.
    ///
    /// # Errors
    /// It cannot be packed.
    pub fn document(&self, terms: &Terms) -> io::Result<Vec<u8>> {
        let faces = Faces::of(terms);
        let mut docx = paper(faces, true);
        if self.texts.format == Format::Letter {
            docx = docx.first_footer(letter_foot());
        }
        let body = [self.head(faces), self.title(), self.text(faces), self.end(faces), self.attached()].concat();
        let pages = pages(&body);
        docx = body.into_iter().fold(docx, Docx::add_paragraph);
        bytes(self.imprint(docx, pages), |main| self.boxed(main))
    }

    fn head(&self, faces: Faces<'_>) -> Vec<Paragraph> {
        let texts = &self.texts;
        let number = line("发文字号", &texts.number);
        match texts.format {
            Format::Document | Format::Minutes => {
                let number = if texts.signer.is_empty() { number } else { self.with_signer(faces) };
                let number = ruled(number, ParagraphBorderPosition::Bottom, BorderType::Single, RULE, BELOW_NUMBER);
                // 35 mm, of which three lines are left for copy number, secrecy and urgency.
                vec![blank(), blank(), blank(), self.mark(faces, mm(35) - 3 * PITCH), blank(), blank(), number]
            }
            Format::Order => {
                vec![blank(), self.mark(faces, mm(20) - PITCH), blank(), blank(), number]
            }
            Format::Letter => {
                let (width, left) = LETTER;
                // Its top edge stands 30 mm from the edge of the page, above the type area.
                let mark = ruled(
                    self.mark(faces, 0),
                    ParagraphBorderPosition::Bottom,
                    BorderType::ThickThinSmallGap,
                    LETTER_RULE,
                    BELOW_MARK,
                );
                let number = number.align(AlignmentType::Right).line_spacing(LineSpacing::new().before(SEVEN_EIGHTHS));
                vec![framed(mark, mm(30), mm(left), mm(width)), number]
            }
        }
    }

    /// The mark, as large as one line allows, so far below what stands above it. Its line is as high as its type, so that
    /// the upper edge of the type is where it is measured.
    fn mark(&self, faces: Faces<'_>, below: i32) -> Paragraph {
        let text = &self.texts.mark;
        let size = (MARK_LINE / text.chars().count().max(1)).min(LARGEST_MARK);
        let line = exact(size as i32 * 10).before(below.unsigned_abs());
        empty("发文机关标志").line_spacing(line).add_run(run(text).fonts(faces.fonts("小标宋")).size(size).color(RED))
    }

    /// The number of an upward document stands at the left, who signs it at the right, each one character in.
    fn with_signer(&self, faces: Faces<'_>) -> Paragraph {
        let right = Tab::new().val(TabValueType::Right).pos(WIDTH - EM as usize);
        line("发文字号", &self.texts.number)
            .align(AlignmentType::Left)
            .indent(None, Some(SpecialIndentType::FirstLine(EM)), None, None)
            .add_tab(right)
            .add_run(Run::new().add_tab())
            .add_run(run("签发人："))
            .add_run(run(&self.texts.signer).fonts(faces.fonts("楷体")))
    }

    fn title(&self) -> Vec<Paragraph> {
        let texts = &self.texts;
        let mut lines = vec![blank(), blank()];
        lines.extend(texts.title.iter().map(|text| line("公文标题", text)));
        if !texts.adopted.is_empty() {
            lines.extend([blank(), line("题注", &texts.adopted)]);
        }
        if !texts.title.is_empty() {
            lines.push(blank());
        }
        if !texts.to.is_empty() {
            lines.push(line("主送机关", &format!("{}：", texts.to)));
        }
        lines
    }

    fn text(&self, faces: Faces<'_>) -> Vec<Paragraph> {
        self.texts.text.iter().map(|text| paragraph(text, faces)).collect()
    }

    /// What stands below the text: list of attachments, people of a meeting, signature, date, note.
    fn end(&self, faces: Faces<'_>) -> Vec<Paragraph> {
        let texts = &self.texts;
        let mut lines = Vec::new();
        if !self.attachments.is_empty() {
            lines.push(blank());
        }
        lines.extend(self.attachments.iter().enumerate().map(|(at, name)| listed(at, name)));
        if !texts.people.is_empty() {
            lines.push(blank());
        }
        lines.extend(texts.people.iter().map(|people| {
            let (label, names) = people.split_once('：').unwrap_or((people, ""));
            let label = run(&format!("{label}：")).fonts(faces.fonts("黑体"));
            hanging(empty("附件说明").add_run(label), 5 * EM, 3 * EM, 0).add_run(run(names))
        }));
        let date = || at_right(&self.date, 4 * EM);
        if !texts.post.is_empty() {
            // Room for the stamp of the signature.
            lines.extend([blank(), blank(), at_right(&format!("{}　　×××", texts.post), 4 * EM), blank(), date()]);
        } else if texts.adopted.is_empty() {
            lines.extend([blank(), self.signature(), date()]);
        }
        if !texts.note.is_empty() {
            lines.push(line("公文正文", &texts.note));
        }
        lines
    }

    /// The organ stands over the middle of the date, which ends four characters from the edge.
    fn signature(&self) -> Paragraph {
        let organ = &self.texts.organ;
        at_right(organ, (4 * EM + (halves(&self.date) - halves(organ)) * EM / 4).max(0))
    }

    /// A page for each attachment.
    fn attached(&self) -> Vec<Paragraph> {
        let count = self.attachments.len();
        let of_one = |at: usize| {
            let mark = if count == 1 { "附件".to_owned() } else { format!("附件{}", at + 1) };
            [
                line("附件标记", &mark).page_break_before(true),
                blank(),
                line("附件标题", "××××"),
                blank(),
                line("公文正文", "××××。"),
            ]
        };
        (0..count).flat_map(of_one).collect()
    }
}

/// A paragraph of the text: `一、` is a heading of its own, `（一）` one that its text may follow.
fn paragraph(text: &str, faces: Faces<'_>) -> Paragraph {
    const NUMBERS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let numbered =
        |text: &str, end: char| text.starts_with(NUMBERS) && text.trim_start_matches(NUMBERS).starts_with(end);
    if numbered(text, '、') && !text.contains('。') {
        return line("一级标题", text);
    }
    match text.strip_prefix('（') {
        Some(rest) if numbered(rest, '）') => {
            let end = text.find('。').map_or(text.len(), |at| at + '。'.len_utf8());
            let heading = run(&text[..end]).fonts(faces.fonts("楷体"));
            empty("公文正文").add_run(heading).add_run(run(&text[end..]))
        }
        _ => line("公文正文", text),
    }
}

/// A line of the list of attachments: further lines of a name begin below its first character.
fn listed(at: usize, name: &str) -> Paragraph {
    let number = if name.starts_with(|c: char| c.is_ascii_digit()) { EM * 3 / 4 } else { 0 };
    match at {
        0 => hanging(line("附件说明", &format!("附件：{name}")), 5 * EM + number, 3 * EM + number, 0),
        _ => hanging(line("附件说明", name), 5 * EM + number, number, 0),
    }
}

/// How many pages the paragraphs take, as far as that can be told from their characters.
fn pages(body: &[Paragraph]) -> usize {
    /// Characters of a line, and the height of a page in twips.
    const LINE: usize = 28;
    const PAGE: i32 = 22 * PITCH;
    let (mut pages, mut filled) = (1, 0);
    for paragraph in body {
        let lines = paragraph.raw_text().chars().count().div_ceil(LINE).max(1) as i32;
        let style = paragraph.property.style.as_ref().map_or("", |style| style.val.as_str());
        let height = match style {
            // With the room above it.
            "发文机关标志" => 2 * PITCH,
            "公文标题" | "附件标题" => lines * TITLE_LINE,
            _ => lines * PITCH,
        };
        if paragraph.property.page_break_before == Some(true) || filled + height > PAGE {
            (pages, filled) = (pages + 1, 0);
        }
        filled += height;
    }
    pages
}

fn at_right(text: &str, from_edge: i32) -> Paragraph {
    line("署名和日期", text).indent(None, None, Some(from_edge), None)
}

/// The width of a text in half characters.
fn halves(text: &str) -> i32 {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// A paragraph at a place of the page, in twips from its upper left corner; text goes on below it.
fn framed(paragraph: Paragraph, top: i32, left: i32, width: i32) -> Paragraph {
    paragraph
        .wrap("notBeside")
        .v_anchor("page")
        .h_anchor("page")
        .frame_x(left)
        .frame_y(top)
        .frame_width(width.unsigned_abs())
}

/// The first page of a letter has no number, and a double rule 20 mm from the lower edge.
fn letter_foot() -> Footer {
    let (width, left) = LETTER;
    let rule = ruled(tiny(), ParagraphBorderPosition::Bottom, BorderType::ThinThickSmallGap, LETTER_RULE, 0);
    Footer::new().add_paragraph(framed(rule, mm(297 - 20), mm(left), mm(width))).add_paragraph(empty("页码"))
}
