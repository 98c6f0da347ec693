//! Plain text to .docx in the GB/T 9704 layout, through docx-rs. Lines are told apart by position
//! and prefix only, so that a changed text gives the changed document. Same text, same bytes.

use std::io::Cursor;

use docx_rs::*;

const SONG: &str = "方正小标宋简体";
const FANGSONG: &str = "仿宋_GB2312";
const KAI: &str = "楷体_GB2312";
const HEI: &str = "黑体";
const RED: &str = "FF0000";
/// Width of the type area and of one character of 三号, in twips.
const WIDTH: usize = 8844;
const EM: i32 = 320;
/// Columns of the approval form.
const LABEL: usize = 1560;
const VALUE: usize = WIDTH / 2 - LABEL;
/// Half-points of 二号, 三号, 四号 and 小四.
const SIZE_2: usize = 44;
const SIZE_3: usize = 32;
const SIZE_4: usize = 28;
const SIZE_FORM: usize = 24;
/// Line pitch for 22 lines a page, in twips.
const PITCH: i32 = 579;

/// The main document with the attachments bound into it.
pub fn main_document(text: &str) -> Vec<u8> {
    alone(|| main(text))
}

/// An attachment in a file of its own.
pub fn attachment(text: &str) -> Vec<u8> {
    alone(|| separate(text))
}

/// The approval form: a heading and a table of four columns.
pub fn form(text: &str) -> Vec<u8> {
    alone(|| sheet(text))
}

/// docx-rs numbers paragraphs by thread: a thread of its own makes the bytes repeatable.
fn alone(make: impl FnOnce() -> Docx + Send) -> Vec<u8> {
    let pack = || {
        let mut bytes = Cursor::new(Vec::new());
        make().pack(&mut bytes).expect("a .docx in memory");
        bytes.into_inner()
    };
    std::thread::scope(|scope| scope.spawn(pack).join().expect("a .docx"))
}

fn main(text: &str) -> Docx {
    let blocks = blocks(text);
    let number = |line: &&str| line.contains(['〔', '[', '（', '【']);
    let found = blocks.iter().position(|b| b.iter().any(number));
    let head = found.unwrap_or_else(|| panic!("no document number in {text}")) + 1;
    let letter = blocks[..head].iter().flatten().any(|l| shift(l) >= 8);

    let mut docx = page(letter);
    for line in blocks[..head].iter().flatten() {
        docx = head_line(docx, line, text.contains("的请示"));
    }
    let mut titles = 1;
    for (index, block) in blocks.iter().enumerate().skip(head) {
        let first = block[0];
        let salutation = index == head && first.ends_with(['：', ':', '，']);
        if is_imprint(first) {
            docx = docx.add_table(imprint(block, !letter));
            docx = docx.add_paragraph(Paragraph::new().snap_to_grid(false).line_spacing(exact(20)));
        } else if is_marker(first) {
            docx = docx.add_paragraph(line(first, HEI).page_break_before(true));
            titles += 1;
        } else if titles > 0 && !salutation && shift(first) < 2 {
            let before = if index == head { 2 } else { 1 };
            docx = add(docx, title(block, before));
            titles -= 1;
        } else {
            titles = 0;
            docx = docx.add_paragraph(blank());
            docx = add(docx, block.iter().map(|l| body_line(l)).collect());
        }
    }
    docx
}

fn separate(text: &str) -> Docx {
    let blocks = blocks(text);
    let mut docx = page(false).add_paragraph(line(blocks[0][0], HEI));
    for (index, block) in blocks.iter().enumerate().skip(1) {
        docx = match index {
            1 => add(docx, title(block, 1)),
            _ => {
                let body = block.iter().map(|l| body_line(l)).collect();
                add(docx.add_paragraph(blank()), body)
            }
        };
    }
    docx
}

fn sheet(text: &str) -> Docx {
    let (heading, rest) = text.split_once('\n').unwrap_or((text, ""));
    let cells = form_cells(rest);
    let get = |label: &str| {
        let found = cells.iter().find(|(l, _)| l == label);
        found.unwrap_or_else(|| panic!("no {label} in {text}"))
    };
    let row = |cells| TableRow::new(cells).row_height(560.0);
    let pair = |a, b| {
        let (a, b) = (get(a), get(b));
        row(vec![label(&a.0), value(&a.1), label(&b.0), value(&b.1)])
    };
    let wide = |a| {
        let (name, lines) = get(a);
        row(vec![label(name), value(lines).grid_span(3)])
    };
    let tall = |a, b| {
        let cells = vec![signing(get(a)), signing(get(b))];
        TableRow::new(cells).row_height(1900.0).cant_split()
    };
    let mut rows = vec![
        pair("发文字号", "份数"),
        pair("密级", "紧急程度"),
        tall("签发", "会签"),
        tall("核稿", "复核"),
        wide("标题"),
        wide("主送"),
        wide("抄送"),
    ];
    let (name, items) = get("附件");
    for (index, item) in items.iter().enumerate() {
        let (first, merge) = match index {
            0 => (label(name), VMergeType::Restart),
            _ => (cell(vec![], LABEL), VMergeType::Continue),
        };
        let item = value(std::slice::from_ref(item)).grid_span(3);
        rows.push(row(vec![first.vertical_merge(merge), item]));
    }
    rows.push(pair("拟稿单位", "拟稿人"));
    rows.push(wide("拟稿单位负责人"));
    let table = Table::new(rows)
        .set_grid(vec![LABEL, VALUE, LABEL, VALUE])
        .width(WIDTH, WidthType::Dxa)
        .layout(TableLayoutType::Fixed);
    let heading = centred(heading, SONG, SIZE_2);
    page(false).add_paragraph(heading).add_table(table)
}

/// Labels and values of a form: pairs on one line lie four spaces apart, further items are
/// indented.
fn form_cells(text: &str) -> Vec<(String, Vec<String>)> {
    let mut cells: Vec<(String, Vec<String>)> = Vec::new();
    for line in text.lines().filter(|l| !l.is_empty()) {
        if shift(line) > 0 {
            let last = cells.last_mut().expect("an item follows a label");
            last.1.push(line.trim().to_owned());
            continue;
        }
        for part in line.split("　　　　") {
            let (label, value) = part.split_once('：').expect("label and colon");
            cells.push((label.to_owned(), vec![value.to_owned()]));
        }
    }
    cells
}

/// A cell in which someone signs: label, opinion, name and date, the last two on the right.
fn signing((name, lines): &(String, Vec<String>)) -> TableCell {
    let text = lines.join("");
    let (opinion, who) = match text.rfind('。') {
        Some(at) => text.split_at(at + '。'.len_utf8()),
        None => (text.as_str(), ""),
    };
    let mut all = vec![entry(&spread(name), HEI), entry(opinion, FANGSONG)];
    let who = who.split('　').filter(|part| !part.is_empty());
    all.extend(who.map(|part| entry(part, KAI).align(AlignmentType::Right)));
    cell(all, WIDTH / 2).grid_span(2)
}

fn label(text: &str) -> TableCell {
    let text = entry(&spread(text), HEI).align(AlignmentType::Center);
    cell(vec![text], LABEL).vertical_align(VAlignType::Center)
}

fn value(lines: &[String]) -> TableCell {
    let lines = lines.iter().map(|l| entry(l, FANGSONG)).collect();
    cell(lines, VALUE).vertical_align(VAlignType::Center)
}

fn cell(lines: Vec<Paragraph>, width: usize) -> TableCell {
    let cell = TableCell::new().width(width, WidthType::Dxa);
    lines.into_iter().fold(cell, TableCell::add_paragraph)
}

/// Two characters are set apart, as printed forms do.
fn spread(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(a), Some(b), None) => format!("{a}　{b}"),
        _ => label.to_owned(),
    }
}

/// A4 with the margins, grid and page numbers of the standard; a letter has no number on page 1.
fn page(letter: bool) -> Docx {
    let margin = PageMargin::new().top(2098).left(1587).bottom(1984).right(1474).header(851).footer(1304);
    let grid = DocGrid::with_empty().grid_type(DocGridType::Lines).line_pitch(PITCH as usize);
    let mut docx = Docx::new()
        .page_size(11906, 16838)
        .page_margin(margin)
        .default_fonts(fonts(FANGSONG))
        .default_size(SIZE_3)
        .footer(footer(AlignmentType::Right))
        .even_footer(footer(AlignmentType::Left));
    if letter {
        let rule = border(ParagraphBorderPosition::Top, BorderType::ThinThickSmallGap, RED);
        docx = docx.first_footer(Footer::new().add_paragraph(bordered(Paragraph::new(), rule)));
    }
    docx.document.section_property = docx.document.section_property.clone().doc_grid(grid);
    docx
}

/// `— 1 —`, one character in from the edge.
fn footer(side: AlignmentType) -> Footer {
    let run = |text: &str| run(text, "宋体", SIZE_4).fonts(fonts("宋体").ascii("宋体"));
    let piece = || Run::new().size(SIZE_4).fonts(fonts("宋体").ascii("宋体"));
    // As programs write it, each mark in a run of its own.
    let number = [
        piece().add_field_char(FieldCharType::Begin, false),
        piece().add_instr_text(InstrText::PAGE(InstrPAGE::new())),
        piece().add_field_char(FieldCharType::Separate, false),
        piece().add_text("1"),
        piece().add_field_char(FieldCharType::End, false),
    ];
    let line = Paragraph::new().align(side).indent(Some(280), None, Some(280), None).add_run(run("— "));
    let line = number.into_iter().fold(line, Paragraph::add_run).add_run(run(" —"));
    Footer::new().add_paragraph(line)
}

/// A line of the head: copy number, secrecy, urgency, mark, or number with or without signer.
fn head_line(docx: Docx, text: &str, table: bool) -> Docx {
    let trimmed = text.trim();
    let starts = ["秘密", "机密", "绝密", "特急", "加急", "急件"];
    if trimmed.chars().all(|c| c.is_ascii_digit()) {
        return docx.add_paragraph(line(trimmed, FANGSONG));
    }
    if starts.iter().any(|s| trimmed.starts_with(s)) {
        return docx.add_paragraph(line(trimmed, HEI));
    }
    let letter = shift(text) >= 8;
    if !trimmed.contains(['〔', '[', '（', '【']) {
        return mark(docx, trimmed);
    }
    let rule = border(ParagraphBorderPosition::Bottom, BorderType::Single, RED).size(18);
    let Some(at) = trimmed.find("签发人") else {
        let number = line(trimmed, FANGSONG);
        return docx.add_paragraph(match letter {
            true => number.align(AlignmentType::Right),
            false => bordered(number.align(AlignmentType::Center), rule),
        });
    };
    let (number, signer) = trimmed.split_at(at);
    let name = signer.trim_start_matches("签发人").trim_start_matches(['：', ':']);
    let label = signer.strip_suffix(name).unwrap_or_default();
    let signer = |p: Paragraph| p.add_run(run(label, FANGSONG, SIZE_3)).add_run(run(name, KAI, SIZE_3));
    if !table {
        let row = signer(line(number, FANGSONG));
        return docx.add_paragraph(bordered(row, rule));
    }
    let left = line(number.trim_end(), FANGSONG).indent(Some(EM), None, None, None);
    let right = signer(Paragraph::new().line_spacing(exact(PITCH))).align(AlignmentType::Right).indent(
        None,
        None,
        Some(EM),
        None,
    );
    let cells = [left, right].map(|p| cell(vec![p], WIDTH / 2).set_borders(rules(None, Some((18, RED)))));
    let row = plain_table(vec![TableRow::new(cells.into())]).set_grid(vec![WIDTH / 2, WIDTH / 2]);
    docx.add_table(row)
}

/// The issuer's mark: red, as large as one line allows; a letter has the double rule under it.
fn mark(docx: Docx, text: &str) -> Docx {
    let letter = !text.ends_with("文件") && !text.ends_with("纪要");
    let size = (2 * 436 / text.chars().count()).min(104);
    let mark = Paragraph::new().align(AlignmentType::Center).add_run(run(text, SONG, size).color(RED));
    if letter {
        let rule = border(ParagraphBorderPosition::Bottom, BorderType::ThickThinSmallGap, RED);
        return docx.add_paragraph(bordered(mark, rule.size(24)));
    }
    let mark = mark.line_spacing(LineSpacing::new().before(1000));
    docx.add_paragraph(mark).add_paragraph(blank()).add_paragraph(blank())
}

/// A title below some empty lines.
fn title(block: &[&str], before: usize) -> Vec<Paragraph> {
    let empty = (0..before).map(|_| blank());
    let lines = block.iter().map(|l| centred(l.trim(), SONG, SIZE_2));
    empty.chain(lines).collect()
}

const ATTENDANCE: [&str; 3] = ["出席", "请假", "列席"];

/// A line below the title.
fn body_line(text: &str) -> Paragraph {
    let trimmed = text.trim_matches('　');
    match shift(text) {
        0 => line(trimmed, FANGSONG),
        2 if trimmed.starts_with("附件：") => {
            let number = match trimmed.contains("：1.") {
                true => 240,
                false => 0,
            };
            hanging(line(trimmed, FANGSONG), 5 * EM + number, 3 * EM + number)
        }
        2 if ATTENDANCE.contains(&trimmed.split('：').next().unwrap_or_default()) => {
            let (label, names) = trimmed.split_at("出席：".len());
            let names = run(names, FANGSONG, SIZE_3);
            hanging(line(label, HEI).add_run(names), 5 * EM, 3 * EM)
        }
        2 => {
            let (font, end) = heading(trimmed);
            let (start, rest) = trimmed.split_at(end);
            let first = Some(SpecialIndentType::FirstLine(2 * EM));
            let body = line(start, font).indent(None, first, None, None);
            match rest {
                "" => body,
                _ => body.add_run(run(rest, FANGSONG, SIZE_3)),
            }
        }
        3..8 => hanging(line(trimmed, FANGSONG), 5 * EM + 240, 240),
        _ => {
            // The date ends four characters from the edge; the name stands over its middle.
            let halves = trimmed.chars().map(|c| if c.is_ascii() { 1 } else { 2 });
            let right = 4 * EM + (12 - halves.sum::<i32>()) * EM / 4;
            let right = Some(right.max(0));
            let line = line(trimmed, FANGSONG).align(AlignmentType::Right);
            line.indent(None, None, right, None)
        }
    }
}

/// Font of the heading that starts a paragraph, and where the heading ends: 一、 takes the whole
/// line, （一） may run into its text.
fn heading(text: &str) -> (&'static str, usize) {
    const HAN: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let rest = text.trim_start_matches('（').trim_start_matches(HAN);
    match (text.starts_with(HAN), text.starts_with('（')) {
        (true, _) if rest.starts_with('、') => (HEI, text.len()),
        (_, true) if rest.starts_with('）') => {
            let stop = text.find('。').map(|at| at + '。'.len_utf8());
            (KAI, stop.unwrap_or(text.len()))
        }
        _ => (FANGSONG, text.len()),
    }
}

/// The imprint at the foot of the last page: thick, thin and thick rules, none in a letter.
fn imprint(block: &[&str], ruled: bool) -> Table {
    let last = block.len() - 1;
    let rows = block.iter().enumerate().map(|(index, text)| {
        let rule = |thick: bool| ruled.then_some((if thick { 8 } else { 6 }, "000000"));
        let bottom = rule(true).filter(|_| index == last);
        let borders = rules(rule(index == 0), bottom);
        let whole = |text: &str| small(text, FANGSONG).indent(Some(280), None, Some(280), None);
        TableRow::new(match text.split_once("　　") {
            Some((office, date)) if text.contains('年') => {
                let date = whole(date.trim()).align(AlignmentType::Right);
                let half = |p| cell(vec![p], WIDTH / 2).set_borders(borders.clone());
                vec![half(whole(office)), half(date)]
            }
            _ => {
                let text = hanging(small(text, FANGSONG), 280 * 4, 280 * 3);
                vec![cell(vec![text], WIDTH).grid_span(2).set_borders(borders)]
            }
        })
    });
    let foot = TablePositionProperty::new()
        .vertical_anchor("margin")
        .horizontal_anchor("margin")
        .position_x_alignment("left")
        .position_y_alignment("bottom");
    plain_table(rows.collect()).set_grid(vec![WIDTH / 2, WIDTH / 2]).position(foot)
}

fn plain_table(rows: Vec<TableRow>) -> Table {
    Table::without_borders(rows)
        .width(WIDTH, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(0, 0, 0, 0))
}

/// Rules above and below a cell: eighths of a point and colour.
fn rules(top: Option<(usize, &str)>, bottom: Option<(usize, &str)>) -> TableCellBorders {
    let side = |at: TableCellBorderPosition, rule: Option<(usize, &str)>| {
        let border = TableCellBorder::new(at);
        match rule {
            Some((size, colour)) => border.size(size).color(colour),
            None => border.border_type(BorderType::Nil),
        }
    };
    TableCellBorders::with_empty()
        .set(side(TableCellBorderPosition::Top, top))
        .set(side(TableCellBorderPosition::Bottom, bottom))
}

fn border(at: ParagraphBorderPosition, kind: BorderType, colour: &str) -> ParagraphBorder {
    ParagraphBorder::new(at).val(kind).size(18).space(4).color(colour)
}

fn bordered(mut paragraph: Paragraph, rule: ParagraphBorder) -> Paragraph {
    let borders = ParagraphBorders::with_empty().set(rule);
    paragraph.property = paragraph.property.set_borders(borders);
    paragraph
}

fn hanging(paragraph: Paragraph, left: i32, by: i32) -> Paragraph {
    paragraph.indent(Some(left), Some(SpecialIndentType::Hanging(by)), None, None)
}

fn centred(text: &str, font: &str, size: usize) -> Paragraph {
    Paragraph::new().align(AlignmentType::Center).line_spacing(exact(640)).add_run(run(text, font, size))
}

fn line(text: &str, font: &str) -> Paragraph {
    blank().add_run(run(text, font, SIZE_3))
}

/// A line of the approval form; an empty cell has no run.
fn entry(text: &str, font: &str) -> Paragraph {
    match text {
        "" => Paragraph::new(),
        _ => Paragraph::new().add_run(run(text, font, SIZE_FORM)),
    }
}

fn small(text: &str, font: &str) -> Paragraph {
    Paragraph::new().add_run(run(text, font, SIZE_4))
}

fn blank() -> Paragraph {
    Paragraph::new().line_spacing(exact(PITCH))
}

fn exact(twips: i32) -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Exact).line(twips)
}

fn run(text: &str, font: &str, size: usize) -> Run {
    Run::new().fonts(fonts(font)).size(size).add_text(text)
}

fn fonts(east_asia: &str) -> RunFonts {
    let latin = "Times New Roman";
    RunFonts::new().ascii(latin).hi_ansi(latin).east_asia(east_asia)
}

fn add(docx: Docx, paragraphs: Vec<Paragraph>) -> Docx {
    paragraphs.into_iter().fold(docx, Docx::add_paragraph)
}

/// Lines in blocks that empty lines part.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let lines: Vec<&str> = text.lines().collect();
    let blocks = lines.split(|l| l.is_empty()).filter(|b| !b.is_empty());
    blocks.map(<[&str]>::to_vec).collect()
}

/// U+3000 at the start.
fn shift(line: &str) -> usize {
    line.chars().take_while(|&c| c == '　').count()
}

fn is_marker(line: &str) -> bool {
    line.starts_with("附件") && line.chars().count() <= 5
}

fn is_imprint(line: &str) -> bool {
    let starts = ["抄送", "抄报", "主题词"];
    starts.iter().any(|s| line.starts_with(s)) || (shift(line) == 0 && line.ends_with("日印发"))
}
