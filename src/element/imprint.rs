//! 版记: copy recipients, printing office and printing date, wherever they stand.

use crate::date::Written;
use crate::element::heading::mark_row;
use crate::element::rows::{Scan, labelled};
use crate::element::{Element, ElementKind, Sure};
use crate::fold;

/// Whether a row begins the imprint.
pub(super) fn starts(scan: &Scan<'_>, row: usize) -> bool {
    let labels = &scan.terms.labels;
    let lists = [&labels.cc, &labels.cc_like, &labels.to, &labels.keywords];
    labelled(scan, &scan.rows[row].range, &lists).is_some() || printing_line(scan, row).is_some()
}

/// Recognises the imprint in the rows from `from` on.
pub(super) fn recognise(scan: &mut Scan<'_>, from: usize) {
    let mut row = from;
    while let Some(next) = scan.next(row) {
        row = if printing(scan, next) { next + 1 } else { recipients(scan, next).unwrap_or(next + 1) };
    }
}

/// 抄送, 主送 and 主题词 lines with the lines they run on to; returns the row behind.
fn recipients(scan: &mut Scan<'_>, row: usize) -> Option<usize> {
    if !scan.text(row).contains(['：', ':']) {
        return None;
    }
    let labels = &scan.terms.labels;
    let lists: [(ElementKind, Vec<&Vec<String>>); 3] = [
        (ElementKind::Cc, vec![&labels.cc, &labels.cc_like]),
        (ElementKind::ImprintTo, vec![&labels.to]),
        (ElementKind::Keywords, vec![&labels.keywords]),
    ];
    let first = scan.rows[row].range.clone();
    let (kind, label) =
        lists.into_iter().find_map(|(kind, lists)| labelled(scan, &first, &lists).map(|(label, _)| (kind, label)))?;
    let end = run_on(scan, row, kind);
    let range = scan.rows[row].range.start..scan.rows[end - 1].range.end;
    let names = fold::trim(scan.slice(&(label.end..range.end)), label.end);
    let bare = scan.slice(&names).trim_end_matches(['。', '.', '；', ';', '，', ',', '、']);
    let mut element = scan.element(kind, range, Sure::Certain, "版记中带标签的一行");
    element.items = scan.items(names.start..names.start + bare.len(), &['、', '，', ',', '；', ';', '\n']);
    element.value = element.items.iter().map(|i| i.text.as_str()).collect::<Vec<_>>().join("、");
    element.label = Some(label);
    scan.push(row..end, element);
    Some(end)
}

/// The row behind a list that may run over several rows until its full stop.
fn run_on(scan: &Scan<'_>, row: usize, kind: ElementKind) -> usize {
    let mut end = row + 1;
    while kind == ElementKind::Cc
        && !scan.text(end - 1).ends_with('。')
        && end < scan.rows.len()
        && !scan.rows[end].is_blank()
        && printing_line(scan, end).is_none()
        && !starts(scan, end)
        && !fold::begins_with_label(scan.text(end), LABEL)
        && mark_row(scan, end).is_none()
    {
        end += 1;
    }
    end
}

/// A colon behind so few characters begins another field, not more names.
const LABEL: usize = 8;

/// The date and the word behind it on a printing line: `2024年3月6日印发`.
fn printing_line(scan: &Scan<'_>, row: usize) -> Option<(Written, usize)> {
    let here = &scan.rows[row];
    let text = scan.text(row);
    let labels = &scan.terms.labels;
    // Cheap tests before any pattern: the row ends as one of the words does, and has one.
    let bare =
        text.trim_end_matches(|c: char| matches!(c, '。' | '.' | '．') || c.is_whitespace() || fold::is_zero_width(c));
    let ends = |w: &String| bare.ends_with(w.chars().next_back().unwrap_or_default());
    let words = || labels.printed.iter().chain(&labels.printed_like);
    if !words().any(ends) || text.chars().count() > 120 || !words().any(|w| text.contains(w.as_str())) {
        return None;
    }
    let closes = |written: &Written| {
        let word = fold::squash(scan.slice(&(written.range.end..here.range.end)));
        words().any(|w| *w == word.trim_end_matches(['。', '.']))
    };
    // Where nothing but the word is left behind a complete date, no other can follow.
    let complete = scan.terms.dates(text, here.range.start).pop().filter(closes);
    let written = complete.or_else(|| scan.terms.any_dates(text, here.range.start).pop().filter(closes))?;
    Some((written, here.range.end))
}

fn printing(scan: &mut Scan<'_>, row: usize) -> bool {
    let Some((written, end)) = printing_line(scan, row) else { return false };
    let start = scan.rows[row].range.start;
    let mut date =
        scan.date_element(ElementKind::PrintingDate, written.clone(), Sure::Certain, "版记末行“印发”前的日期");
    date.range.end = end;
    let office = fold::trim(scan.slice(&(start..written.range.start)), start);
    if !office.is_empty() {
        let element = scan.element(ElementKind::PrintingOffice, office, Sure::Certain, "版记末行印发日期前的机关名称");
        scan.list.push(element);
    } else if let Some(above) = scan.previous(row, 0).filter(|&p| !scan.used[p] && scan.terms.is_organ(scan.text(p))) {
        let range = scan.rows[above].range.clone();
        let element = Element {
            sure: Sure::Likely,
            ..scan.element(ElementKind::PrintingOffice, range, Sure::Likely, "印发日期上一行的机关名称")
        };
        scan.push(above..above + 1, element);
    }
    scan.push(row..row + 1, date);
    true
}
