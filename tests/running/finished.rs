//! The finished product against what was signed: pages made by hand, one change at a time.

use std::ops::Range;

use sanbu::document::{Area, Cell, CellRef, Document, Format, Line, Page, Piece, Run, RunFormat, RunKind, Table, Zone};
use sanbu::element;
use sanbu::finding::{PacketReport, Stage, Tick};
use sanbu::packet::{self, FileRole, Packet};
use sanbu::rule::RuleSet;
use sanbu::run::{self, Options};
use sanbu::text::Text;

/// A line of a page: from the left and the upper edge in mm, and what stands there.
type Printed<'t> = (f64, f64, &'t str);

const SIGNED: &str = "000012\n某政发〔2026〕3号\n关于做好防汛工作的通知\n各单位：\n　　请做好防汛工作，落实值班制度，重要情况及时报告。\n　　附件：1.值班表\n　　某某市人民政府\n　　2026年3月5日\n附件1\n\n值班表\n　　周一由办公室值班，周二由水利科值班，周三由防汛科值班。\n";

/// The same on two pages.
fn pages() -> Vec<Vec<Printed<'static>>> {
    let first = vec![
        (28.0, 40.0, "000012"),
        (70.0, 95.0, "某政发〔2026〕3号"),
        (50.0, 120.0, "关于做好防汛工作的通知"),
        (28.0, 140.0, "各单位："),
        (39.0, 150.0, "请做好防汛工作，落实值班制度，重要情况及"),
        (28.0, 160.0, "时报告。"),
        (39.0, 170.0, "附件：1.值班表"),
        (110.0, 190.0, "某某市人民政府"),
        (115.0, 200.0, "2026年3月5日"),
    ];
    let second = vec![
        (28.0, 40.0, "附件1"),
        (90.0, 60.0, "值班表"),
        (39.0, 80.0, "周一由办公室值班，周二由水利科值班，周三由"),
        (28.0, 90.0, "防汛科值班。"),
    ];
    vec![first, second]
}

/// The pages as a reader hands them over.
fn document(pages: &[Vec<Printed<'_>>]) -> Document {
    let mut document = Document { format: Format::Pdf, run_formats: vec![RunFormat::default()], ..Document::default() };
    let mut text = String::new();
    for (number, lines) in pages.iter().enumerate() {
        let mut page = Page { width: 210.0, height: 297.0, ..Page::default() };
        let first = document.lines.len();
        if number > 0 {
            document.page_starts.push(text.len());
        }
        for (left, base, line) in lines {
            let range: Range<usize> = text.len()..text.len() + line.len();
            text.push_str(line);
            text.push('\n');
            let area = Area { left: *left, top: base - 5.6, width: 5.6 * line.chars().count() as f64, height: 5.6 };
            page.pieces.push(Piece { range: range.clone(), area, size: 5.6 });
            let runs = document.runs.len()..document.runs.len() + 1;
            document.runs.push(Run { range: range.clone(), format: 0, origin: None, kind: RunKind::Text });
            let paragraph = document.lines.len() + 1;
            document.lines.push(Line { range, zone: Zone::Body, paragraph, runs, ..Line::default() });
        }
        page.lines = first..document.lines.len();
        document.pages.push(page);
    }
    Document { name: "成品.pdf".to_owned(), text: Text::new(text), ..document }
}

fn packet(signed: &str, pages: &[Vec<Printed<'_>>], rules: &RuleSet) -> Packet {
    let terms = &rules.terms;
    let document = document(pages);
    let elements = element::recognise(&document, terms);
    let mut product = packet::load("成品.txt", "成品".as_bytes(), terms);
    product.content = Ok(Box::new((document, elements)));
    let files = vec![packet::load("正文.txt", signed.as_bytes(), terms), product];
    let mut packets = packet::group("", files, terms);
    assert_eq!(packets.len(), 1);
    packets.remove(0)
}

fn checked(signed: &str, pages: &[Vec<Printed<'_>>]) -> PacketReport {
    let rules = RuleSet::builtin().unwrap();
    let options = Options { stage: Stage::Release, ..Options::default() };
    run::check(&packet(signed, pages, &rules), &rules, &options)
}

/// Rule, page, and message of what was found.
fn found(pages: &[Vec<Printed<'_>>]) -> Vec<(String, Option<usize>, String)> {
    let report = checked(SIGNED, pages);
    assert!(report.finished.as_ref().is_some_and(|product| product.compared), "{:?}", report.finished);
    // What is measured on paper has tests of its own.
    let pages = ["REL-page-missing", "REL-page-twice", "REL-page-order", "REL-page-blank"];
    let of_text = |id: &str| id.starts_with("REL-text-") || pages.contains(&id);
    let own = report.findings.into_iter().filter(|f| of_text(&f.rule.id));
    own.map(|f| (f.rule.id.clone(), f.at.as_ref().and_then(|at| at.page), f.message.to_string())).collect()
}

/// One finding of a rule on a page, which names a text.
fn one(pages: &[Vec<Printed<'_>>], rule: &str, page: usize, text: &str) {
    let all = found(pages);
    let [(id, at, message)] = all.as_slice() else { panic!("{rule}: {all:#?}") };
    assert_eq!((id.as_str(), *at), (rule, Some(page)), "{message}");
    assert!(message.contains(text), "{message}");
}

fn changed(page: usize, line: usize, text: &'static str) -> Vec<Vec<Printed<'static>>> {
    let mut pages = pages();
    pages[page][line].2 = text;
    pages
}

#[test]
fn the_same_text_is_no_difference() {
    assert_eq!(found(&pages()), []);
    let report = checked(SIGNED, &pages());
    let items = report.maxims.iter().flat_map(|maxim| &maxim.items);
    let ticked: Vec<_> =
        items.filter(|item| item.text.starts_with("成品")).map(|item| (item.verdict, &item.proof)).collect();
    assert_eq!(ticked.len(), 5);
    for (verdict, proof) in ticked {
        assert_eq!(verdict, Tick::Pass);
        assert!(proof[0].starts_with("成品.txt（2页"), "{proof:?}");
    }
}

#[test]
fn every_difference_is_told_with_its_place() {
    one(&changed(0, 4, "请做好防汛工作，落实值守制度，重要情况及"), "REL-text-a", 1, "第1页（距上边150毫米");
    one(&changed(0, 4, "请做好防汛工作，落实值班制度，突发情况及"), "REL-text-a", 1, "突发情况及时报告");
    one(&changed(0, 4, "请做好防汛工作，重要情况及"), "REL-text-b", 1, "落实值班制度");
    one(&changed(0, 5, "时报告，逾期不报的予以通报。"), "REL-text-c", 1, "逾期不报的予以通报");
    one(&changed(0, 1, "某政发〔2026〕8号"), "REL-text-docno", 1, "印的是“某政发〔2026〕8号”");
    one(&changed(0, 1, ""), "REL-text-docno", 1, "没有印");
    one(&changed(0, 1, "某政发〔2026〕××号"), "REL-text-placeholder", 1, "××号");
    one(&changed(0, 2, "关于加强防汛工作的通知"), "REL-text-title", 1, "关于加强防汛工作的通知");
    one(&changed(0, 3, "各县区、各单位："), "REL-text-recipients", 1, "各县区、各单位");
    one(&changed(0, 8, "2026年3月15日"), "REL-text-date", 1, "2026年3月15日");
    one(&changed(0, 0, ""), "REL-text-copy", 1, "000012");
    one(&changed(1, 2, "周一由办公室值班，周二由防汛科值班，周三由"), "REL-text-a", 2, "周二由防汛科值班");
}

#[test]
fn pages_are_told_as_wholes() {
    let all = pages();
    one(&all[..1], "REL-text-attachment", 1, "附件1 值班表");
    one(&[all[0].clone(), all[0].clone(), all[1].clone()], "REL-page-twice", 2, "第2页");
    one(&[all[0][..5].to_vec(), vec![], all[0][5..].to_vec(), all[1].clone()], "REL-page-blank", 2, "第2页是空白页");
}

#[test]
fn what_is_drawn_in_another_order_is_no_difference() {
    // The number of the copy behind everything else, as text boxes are.
    let mut pages = pages();
    let number = pages[0].remove(0);
    pages[0].push(number);
    assert_eq!(found(&pages), []);
    // Moved on paper it is one.
    let report = self::pages();
    let mut moved = report.clone();
    moved[0][4..6].iter_mut().for_each(|line| line.1 += 30.0);
    let lines: Vec<_> = moved[0].drain(4..6).collect();
    moved[0].splice(5..5, lines);
    one(&moved, "REL-text-d", 1, "附件：1.值班表");
}

#[test]
fn headers_of_another_file_are_told_once() {
    let mut pages = pages();
    pages.iter_mut().for_each(|page| page.insert(0, (28.0, 18.0, "某某县水利局关于报送值班表的函")));
    one(&pages, "REL-text-header", 1, "某某县水利局关于报送值班表的函");
}

#[test]
fn another_document_is_told_once() {
    let pages =
        vec![vec![(28.0, 40.0, "某某县教育局关于召开座谈会的函"), (28.0, 60.0, "定于下周三召开座谈会，请派人参加。")]];
    one(&pages, "REL-text-other", 1, "不是这份公文");
}

#[test]
fn a_finished_product_is_never_the_main_document_or_an_attachment() {
    let rules = RuleSet::builtin().unwrap();
    let load = |name: &str, text: &str| packet::load(name, text.as_bytes(), &rules.terms);
    let roles = |names: &[&str]| -> Vec<FileRole> {
        let files = names.iter().map(|name| load(name, SIGNED)).collect();
        let packets = packet::group("", files, &rules.terms);
        packets.iter().flat_map(|packet| packet.files.iter().map(|file| file.role)).collect()
    };
    assert_eq!(roles(&["正文.txt", "成品.txt"]), [FileRole::Finished, FileRole::Main]);
    assert_eq!(roles(&["正文.txt", "通知（定稿）.txt"]), [FileRole::Main, FileRole::Finished]);
    assert_eq!(roles(&["通知（定稿）.txt"]), [FileRole::Main]);
    assert_eq!(roles(&["正文.txt", "成品油管理.txt"])[0], FileRole::Attachment);
    assert_eq!(roles(&["成品.txt"]), [FileRole::Finished]);
}

/// Lines of a page: mm from its corner, and what stands there.
type Lines = Vec<(f64, f64, String)>;

/// Pages of a long text, each line another one, 20 lines on each.
fn long(pages: usize) -> (String, Vec<Lines>) {
    let line = |n: usize| format!("第{n}项由牵头单位负责办理，编号{:05}，办结后报送。", n * 7919 % 100_000);
    let lines: Vec<String> = (0..pages * 20).map(line).collect();
    let head = "某政发〔2026〕3号\n关于做好防汛工作的通知\n各单位：";
    let signed = format!("{head}\n{}\n某某市人民政府\n2026年3月5日\n", lines.join("\n"));
    let all: Vec<String> = signed.lines().map(str::to_owned).collect();
    let page = |lines: &[String]| {
        lines.iter().enumerate().map(|(n, line)| (28.0, 40.0 + 10.0 * n as f64, line.clone())).collect()
    };
    (signed, all.chunks(20).map(page).collect())
}

/// Rules and messages of a long text of which some pages were printed, in some order.
fn found_long(count: usize, order: impl Fn(&mut Vec<Lines>)) -> Vec<(String, String)> {
    let (signed, mut pages) = long(count);
    order(&mut pages);
    let lines = |page: &'static [(f64, f64, String)]| page.iter().map(|(x, y, text)| (*x, *y, text.as_str())).collect();
    let pages: Vec<Vec<Printed<'_>>> = Vec::leak(pages).iter().map(|page| lines(page)).collect();
    let report = checked(&signed, &pages);
    let found = report.findings.into_iter().filter(|f| f.rule.id.starts_with("REL-"));
    let found = found.filter(|f| f.rule.id.starts_with("REL-text-") || f.rule.id.starts_with("REL-page-"));
    let found = found.filter(|f| !f.rule.id.starts_with("REL-page-number"));
    found.map(|f| (f.rule.id.clone(), f.message.to_string())).collect()
}

#[test]
fn pages_that_are_left_out_at_either_end_are_pages() {
    let rules = |order: fn(&mut Vec<Lines>)| -> Vec<String> {
        found_long(6, order).into_iter().map(|(rule, _)| rule).collect()
    };
    assert_eq!(rules(|_| {}), Vec::<String>::new());
    assert_eq!(rules(|pages| pages.truncate(4)), ["REL-page-missing"]);
    assert_eq!(rules(|pages| pages.truncate(6)), ["REL-page-missing"], "the last holds little more than a signature");
    assert_eq!(rules(|pages| drop(pages.remove(0))), ["REL-page-missing"]);
    assert_eq!(rules(|pages| drop(pages.drain(..3))), ["REL-page-missing"]);
    assert_eq!(rules(|pages| drop(pages.remove(3))), ["REL-page-missing"]);
}

#[test]
fn pages_in_another_order_are_told_as_pages() {
    let swapped = found_long(8, |pages| pages.swap(2, 5));
    assert!(!swapped.is_empty() && swapped.iter().all(|(rule, _)| rule == "REL-page-order"), "{swapped:#?}");
    let turned = found_long(12, |pages| pages.reverse());
    assert!(turned.iter().any(|(rule, _)| rule == "REL-page-order"), "{turned:#?}");
    assert!(turned.iter().all(|(rule, _)| rule != "REL-text-other"), "{turned:#?}");
}

/// What is found in a product of a draft that was changed after it was read.
fn found_with(signed: &str, pages: &[Vec<Printed<'_>>], change: impl Fn(&mut Document)) -> Vec<String> {
    let rules = RuleSet::builtin().unwrap();
    let mut packet = packet(signed, pages, &rules);
    let main = packet.main.unwrap();
    change(&mut packet.files[main].content.as_mut().unwrap().0);
    let options = Options { stage: Stage::Release, ..Options::default() };
    let report = run::check(&packet, &rules, &options);
    let pages = ["REL-page-missing", "REL-page-twice", "REL-page-order", "REL-page-blank"];
    let of_text = |id: &str| id.starts_with("REL-text-") || pages.contains(&id);
    let own = report.findings.into_iter().filter(|f| of_text(&f.rule.id));
    own.map(|f| format!("{}: {}", f.rule.id, f.message)).collect()
}

/// A draft whose boxes or notes hold most of the text.
#[test]
fn boxes_and_notes_are_part_of_what_is_the_same() {
    let note = "本说明所称有关单位，是指承担防汛任务的单位，不含乡镇。";
    for zone in [Zone::TextBox, Zone::Footnote] {
        let pages = vec![vec![(28.0, 40.0, "短文。"), (28.0, 200.0, note)]];
        let found = found_with(&format!("短文。\n{note}\n"), &pages, |draft| draft.lines[1].zone = zone);
        assert_eq!(found, Vec::<String>::new(), "{zone:?}");
    }
}

#[test]
fn small_letters_may_be_shown_as_capitals() {
    let pages = vec![vec![(28.0, 100.0, "本表按 GDP 和 PMI 填报，逐级汇总。")]];
    let signed = "本表按 gdp 和 Pmi 填报，逐级汇总。\n";
    assert_eq!(found_with(signed, &pages, |draft| draft.run_formats[0].caps = true), Vec::<String>::new());
    assert!(!found_with(signed, &pages, |_| {}).is_empty());
}

#[test]
fn margins_may_stand_side_by_side_and_reach_far_in() {
    let mut signed = "左边的页眉\n右边的页眉\n第三行页眉\n第四行页眉\n".to_owned();
    signed.push_str(SIGNED);
    let mut pages = pages();
    for page in &mut pages {
        page.iter_mut().for_each(|line| line.1 += 60.0);
        let header = [(28.0, 30.0, "左边的页眉 右边的页眉"), (28.0, 44.0, "第三行页眉"), (28.0, 58.0, "第四行页眉")];
        page.splice(0..0, header);
    }
    let headers = |draft: &mut Document| draft.lines[..4].iter_mut().for_each(|line| line.zone = Zone::Header);
    assert_eq!(found_with(&signed, &pages, headers), Vec::<String>::new());
}

#[test]
fn the_head_of_a_table_is_printed_again_on_each_page() {
    let rows: Vec<String> = (1..=9).map(|n| format!("第{n}组\n负责第{}号堤段的巡查\n", n * 37)).collect();
    let signed = format!("值班安排\n组别\n任务\n{}表后说明到此为止。\n", rows.concat());
    let table = |draft: &mut Document| {
        let cell = |at: usize| Cell {
            row: at / 2,
            column: at % 2,
            row_span: 1,
            column_span: 1,
            lines: at + 1..at + 2,
            ..Cell::default()
        };
        draft.tables = vec![Table { rows: 10, columns: 2, cells: (0..20).map(cell).collect(), inside: None }];
        for at in 0..20 {
            (draft.lines[at + 1].zone, draft.lines[at + 1].cell) = (Zone::Table, Some(CellRef { table: 0, cell: at }));
        }
    };
    let lines: Vec<&str> = signed.lines().collect();
    let page = |range: Range<usize>, head: bool| -> Vec<Printed<'_>> {
        let own = if head { [&lines[1..3], &lines[range]].concat() } else { lines[range].to_vec() };
        own.into_iter().enumerate().map(|(n, line)| (28.0, 60.0 + 10.0 * n as f64, line)).collect()
    };
    let again = [page(0..9, false), page(9..15, true), page(15..22, true)];
    assert_eq!(found_with(&signed, &again, table), Vec::<String>::new());
    // Where it is no head, it is too much.
    let mut other = again.to_vec();
    other[1][0].2 = "班次";
    assert!(!found_with(&signed, &other, table).is_empty());
}

/// The same paragraph again and again has no place that stands once.
#[test]
fn what_repeats_itself_is_still_the_same_document() {
    let line = "各单位要落实值班制度，重要情况及时报告，逾期不报的通报批评。";
    let changed = "各单位要落实好值班制度，重要情况要及时报告，逾期不报的通报批评。";
    let lines: Vec<&str> = (0..900).map(|n| if n % 3 == 0 { changed } else { line }).collect();
    let page = |lines: &[&'static str]| -> Vec<Printed<'static>> {
        lines.iter().enumerate().map(|(n, line)| (28.0, 40.0 + 10.0 * n as f64, *line)).collect()
    };
    let pages: Vec<_> = lines.chunks(20).map(page).collect();
    let report = checked(&format!("{line}\n").repeat(900), &pages);
    assert!(report.findings.iter().all(|f| f.rule.id != "REL-text-other"));
    assert!(report.findings.iter().any(|f| f.rule.id.starts_with("REL-text-")));
}

/// Many pages of text with a difference on each, and how long the comparison takes in steps.
fn steps(count: usize) -> u64 {
    let body = |n: usize| {
        format!("第{n}项工作由牵头单位负责，于{n}月底前完成，编号{:05}，逾期不报的通报。", n * 7919 % 100_000)
    };
    let lines: Vec<String> = (0..count * 20).map(body).collect();
    let changed: Vec<String> = lines.iter().map(|line| line.replace("0月底", "1月底")).collect();
    let signed = format!("某政发〔2026〕3号\n关于做好防汛工作的通知\n各单位：\n{}\n", lines.join("\n"));
    let pages: Vec<Vec<Printed<'_>>> = changed
        .chunks(20)
        .map(|page| page.iter().enumerate().map(|(n, line)| (28.0, 40.0 + 10.0 * n as f64, line.as_str())).collect())
        .collect();
    let rules = RuleSet::builtin().unwrap();
    let packet = packet(&signed, &pages, &rules);
    let options = Options::default();
    let before = sanbu::steps::taken().unwrap();
    let ctx = sanbu::check::Ctx::new(&packet, &rules.terms, &options.organisation, None);
    assert!(ctx.finished().product.as_ref().is_some_and(|product| product.pages == Some(count)));
    sanbu::steps::taken().unwrap() - before
}

#[test]
fn twice_the_pages_take_twice_the_time() {
    let (one, two) = (steps(150), steps(300));
    assert!(two < one * 5 / 2, "{one} {two}");
}

#[test]
fn letters_that_only_a_face_knows_are_not_compared() {
    let with = |line: &'static str| {
        let mut pages = pages();
        pages[0].iter_mut().filter(|(_, y, _)| *y == 160.0).for_each(|(_, _, text)| *text = line);
        checked(SIGNED, &pages)
    };
    let coded = with("\u{e001}\u{e002}告。");
    let product = coded.finished.unwrap();
    assert!(!product.compared && product.reason.unwrap().contains("2个字在文件里没有编码"));
    assert!(!coded.findings.iter().any(|f| f.rule.id.starts_with("REL-text-")), "{:?}", coded.findings);
    // One alone is a sign of a face for signs.
    assert!(with("\u{e001}时报告。").finished.unwrap().compared);
}
