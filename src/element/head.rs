//! 版头: everything above the title, and what stands between title and recipients.

use std::ops::Range;

use crate::document::Zone;
use crate::element::heading::mark_row;
use crate::element::number::{after_label, at_end, date_of_row, is_dated, more_numbers, number_in_row};
use crate::element::organ::is_organ_row;
use crate::element::recipients::{self, is_recipient_row};
use crate::element::rows::{Scan, fold_value, labelled};
use crate::element::title::{self, TITLE_LINE, is_about};
use crate::element::{ElementKind, Item, Number, Sure};
use crate::element::{attachment, note, page};
use crate::fold::{self, Folded};

/// How far from the top a head reaches, in rows that are not blank.
const HEAD_ROWS: usize = 40;

/// Most rows that a web page prints between the title and the number.
const PAGE_ROWS: usize = 21;

/// Most rows between a title and the date that belongs to it.
const DATED_ROWS: usize = 6;

/// Recognises the head and notes its elements; returns the first row behind the recipients.
pub(super) fn recognise(scan: &mut Scan<'_>) -> usize {
    let begin = page::title_again(scan).unwrap_or(0);
    let number = find_number(scan, begin);
    let start = head_elements(scan, begin, number);
    let start = detached_heading(scan, start);
    let row = title::recognise(scan, start);
    let row = below_title(scan, row);
    if !numbered(scan)
        && !number_in_title(scan)
        && let Some(above) = (0..begin).find(|&r| number_in_row(scan, r).is_some())
    {
        number_row(scan, above);
    }
    recipients::recognise(scan, row)
}

fn numbered(scan: &Scan<'_>) -> bool {
    scan.list.iter().any(|e| e.kind == ElementKind::DocNumber)
}

/// `…的函（某函〔2026〕3号）`: a title that carries the number, as web pages print it.
fn number_in_title(scan: &mut Scan<'_>) -> bool {
    let Some(at) = scan.list.iter().position(|e| e.kind == ElementKind::Title) else { return false };
    let range = scan.list[at].range.clone();
    let text = scan.slice(&range);
    let Some((open, number)) = at_end(scan.terms, text) else { return false };
    // 《…》（…号） is a citation.
    if scan.terms.kind_of_title(&text[..open]).is_none() || text[..open].trim_end().ends_with(['》', '〉', '>']) {
        return false;
    }
    let parts = Number::parse(scan.terms, &text[number.clone()]);
    let place = range.start + number.start..range.start + number.end;
    let mut element = scan.element(ElementKind::DocNumber, place, Sure::Likely, "标题末尾括号里的发文字号");
    element.number = parts;
    let title = &mut scan.list[at];
    title.range.end = range.start + text[..open].trim_end().len();
    if let Some((open, _)) = at_end(scan.terms, &title.value) {
        title.value.truncate(open);
    }
    scan.list.push(element);
    true
}

/// A detached attachment begins with its heading; the title stands below.
fn detached_heading(scan: &mut Scan<'_>, start: usize) -> usize {
    let Some((row, _)) = scan.next(start).and_then(|r| mark_row(scan, r)) else { return start };
    scan.detached = true;
    attachment::take_page(scan, row, scan.rows.len());
    row + 1
}

/// The row of the document's own number: a segment that is nothing else, near the top.
fn find_number(scan: &Scan<'_>, begin: usize) -> Option<usize> {
    let top = (begin..scan.rows.len()).filter(|&r| !scan.rows[r].is_blank()).take(HEAD_ROWS);
    let mut before_body = top.take_while(|&r| !is_sentence(scan.text(r)) || number_in_row(scan, r).is_some());
    before_body.find(|&r| number_in_row(scan, r).is_some())
}

fn is_sentence(text: &str) -> bool {
    text.chars().count() > TITLE_LINE && text.contains(['。', '，', '；'])
}

/// Everything above the title; returns the row where the title begins.
fn head_elements(scan: &mut Scan<'_>, begin: usize, number: Option<usize>) -> usize {
    let mut row = begin;
    let mut seen = 0;
    while let Some(next) = scan.next(row) {
        seen += 1;
        if let Some(behind) = beside_document(scan, next).filter(|_| seen <= HEAD_ROWS) {
            row = behind;
            continue;
        }
        let in_header = scan.rows[next].zone == Zone::Header
            || is_dateline(scan, next)
            || is_draft_mark(scan, next)
            || is_label_block(scan, next);
        if seen > HEAD_ROWS || !head_row(scan, next, number, seen) && !in_header {
            return first_behind(scan, next);
        }
        row = next + 1;
    }
    row
}

/// The row behind one that is no part of the document: of a web page, a caption, the number of a form with its owner above.
fn beside_document(scan: &Scan<'_>, row: usize) -> Option<usize> {
    let labelled = number_in_row(scan, row).is_some();
    let owner =
        || scan.terms.is_organ(scan.text(row)) && scan.next(row + 1).is_some_and(|n| page::is_form_code(scan, n));
    let beside = !labelled
        && (page::is_of_page(scan, row) || page::is_caption(scan, row) || page::is_form_code(scan, row) || owner());
    beside.then_some(row + 1)
}

/// `（征求意见稿）`, `送审稿`: how far the draft has come, above the title.
fn is_draft_mark(scan: &Scan<'_>, row: usize) -> bool {
    let squashed = scan.squashed(row);
    let bracketed = squashed.starts_with('(') && squashed.ends_with(')') && squashed.chars().count() <= TITLE_LINE;
    let bare = squashed.trim_matches(['(', ')']);
    bracketed && number_in_row(scan, row).is_none() && !title::is_hole(scan, squashed)
        || scan.terms.words.draft_marks.iter().any(|m| m == bare)
}

/// One of several `标签：值` rows, as web pages put them above a text.
fn is_label_block(scan: &Scan<'_>, row: usize) -> bool {
    const LONGEST: usize = 8;
    let labelled = |r: usize| fold::begins_with_label(scan.text(r), LONGEST) && !is_recipient_row(scan, r);
    let below = scan.next(row + 1).is_some_and(labelled);
    let above = scan.previous(row, 0).is_some_and(labelled);
    labelled(row) && (below || above)
}

/// The line of a news agency above a published text.
fn is_dateline(scan: &Scan<'_>, row: usize) -> bool {
    scan.terms.patterns.dateline.as_ref().is_some_and(|p| p.is_match(scan.squashed(row)))
}

/// Where the title begins. A number at the very top is a copy number only if more of a head follows it.
fn first_behind(scan: &mut Scan<'_>, row: usize) -> usize {
    let of_head =
        |k| matches!(k, ElementKind::Secrecy | ElementKind::Urgency | ElementKind::AgencyMark | ElementKind::DocNumber);
    if scan.list.iter().any(|e| of_head(e.kind)) || scan.list.is_empty() {
        return row;
    }
    let Some(at) = scan.list.iter().position(|e| e.kind == ElementKind::CopyNumber) else { return row };
    let start = scan.list.remove(at).range.start;
    let first = scan.rows.iter().position(|r| r.range.start == start).unwrap_or(row);
    scan.used[first] = false;
    first
}

/// Notes the head elements of a row; false if the row is not part of the head.
fn head_row(scan: &mut Scan<'_>, row: usize, number: Option<usize>, seen: usize) -> bool {
    let mut any = number_row(scan, row);
    if scan.rows[row].zone == Zone::Header {
        // A page header may hold the mark; the rest of it is not part of the document's head.
        return any || agency_mark(scan, row, number);
    }
    // Under the mark and number of minutes stand the office and the day.
    let begun = scan.list.iter().any(|e| matches!(e.kind, ElementKind::AgencyMark | ElementKind::DocNumber));
    if begun && scan.rows[row].segments.len() > 1 && is_dated(scan, row) {
        dated_row(scan, row..row + 1);
        return true;
    }
    if another_signer(scan, row) {
        return true;
    }
    let segments = &scan.rows[row].segments;
    // 加　急: a word spread over the row is one.
    let spread = segments.iter().all(|s| scan.slice(s).chars().count() == 1);
    let segments = if spread && !segments.is_empty() { vec![scan.rows[row].range.clone()] } else { segments.clone() };
    for segment in segments {
        any |= signer(scan, row, &segment) || mark_of_reading(scan, row, &segment, seen);
    }
    any || agency_mark(scan, row, number)
}

/// Notes the document number of a row.
fn number_row(scan: &mut Scan<'_>, row: usize) -> bool {
    let Some((range, number)) = number_in_row(scan, row) else {
        return order_number(scan, row);
    };
    let more = more_numbers(scan, row, &range);
    for (range, number) in std::iter::once((in_brackets(scan, row, range), number)).chain(more) {
        let mut element =
            scan.element(ElementKind::DocNumber, range, Sure::Certain, "独立成行，形如“机关代字〔年份〕序号”");
        element.number = Some(number);
        scan.push(row..row + 1, element);
    }
    true
}

/// Under the mark the brackets around a number are part of what is wrong; below a title they are usual.
fn in_brackets(scan: &Scan<'_>, row: usize, range: Range<usize>) -> Range<usize> {
    let has = |kind| scan.list.iter().any(|e| e.kind == kind);
    let around = scan.rows[row].segments.iter().find(|s| s.start < range.start && s.end > range.end);
    let around = around.filter(|s| scan.slice(s).starts_with(['（', '(']) && scan.slice(s).ends_with(['）', ')']));
    let marked = || has(ElementKind::AgencyMark) && !has(ElementKind::Title);
    around.filter(|_| marked()).cloned().unwrap_or(range)
}

fn is_order_number(scan: &Scan<'_>, row: usize) -> bool {
    scan.terms.patterns.order_number.as_ref().is_some_and(|p| p.is_match(Folded::new(scan.text(row), 0).as_str()))
}

/// `第5号` under the mark of an order.
fn order_number(scan: &mut Scan<'_>, row: usize) -> bool {
    scan.list.iter().any(|e| e.kind == ElementKind::AgencyMark) && note_order_number(scan, row)
}

fn note_order_number(scan: &mut Scan<'_>, row: usize) -> bool {
    let range = scan.rows[row].range.clone();
    let folded = Folded::new(scan.slice(&range), range.start);
    let Some(captures) = scan.terms.patterns.order_number.as_ref().and_then(|p| p.captures(folded.as_str())) else {
        return false;
    };
    let serial = captures.name("serial").and_then(|m| fold::number(m.as_str()));
    let mut element = scan.element(ElementKind::DocNumber, range, Sure::Likely, "标志或标题下独立成行的令号、期号");
    element.number = Some(Number { code: String::new(), year: None, serial });
    scan.push(row..row + 1, element);
    true
}

/// `签发人：王某`.
fn signer(scan: &mut Scan<'_>, row: usize, segment: &Range<usize>) -> bool {
    let Some((label, value)) = labelled(scan, segment, &[&scan.terms.labels.signer, &scan.terms.labels.signer_like])
    else {
        // A second line of names under the label stands alone in its segment.
        return false;
    };
    let mut element = scan.element(ElementKind::Signer, segment.clone(), Sure::Certain, "版头中“签发人”后的姓名");
    let mut rest = value;
    let later =
        scan.rows[row].segments.iter().filter(|s| s.start >= segment.end && number_free(scan, s)).map(|s| s.end).max();
    rest.end = later.unwrap_or(rest.end);
    element.range.end = rest.end;
    element.items = name_items(scan, rest);
    element.label = Some(label);
    element.value = element.items.iter().map(|i| i.text.as_str()).collect::<Vec<_>>().join("、");
    scan.push(row..row + 1, element);
    true
}

/// A name alone on the line below the signer: one organ more, one name more.
fn another_signer(scan: &mut Scan<'_>, row: usize) -> bool {
    let range = scan.rows[row].range.clone();
    let name = fold_value(scan.slice(&range));
    let fits = (2..=4).contains(&name.chars().count()) && name.chars().all(fold::is_han) && !scan.terms.is_organ(&name);
    let Some(signer) = scan.list.last_mut().filter(|e| e.kind == ElementKind::Signer && fits) else { return false };
    signer.items.push(Item { range: range.clone(), text: name });
    signer.value = signer.items.iter().map(|i| i.text.as_str()).collect::<Vec<_>>().join("、");
    signer.range.end = signer.range.end.max(range.end);
    scan.used[row] = true;
    true
}

fn number_free(scan: &Scan<'_>, segment: &Range<usize>) -> bool {
    !scan.slice(segment).contains(['〔', '[', '号', '：', ':'])
}

/// Names separated by marks or by wide gaps; a single space may spread one name.
fn name_items(scan: &Scan<'_>, range: Range<usize>) -> Vec<Item> {
    let mut items = Vec::new();
    for part in scan.items(range, &['、', '，', ',', ';', '；']) {
        // 周　平 is one name, 项前进　闵敏 are two: a single character goes with what follows it.
        let mut names: Vec<Range<usize>> = Vec::new();
        for word in words(scan.slice(&part.range), part.range.start) {
            let count = |r: &Range<usize>| scan.slice(r).chars().filter(|c| !c.is_whitespace()).count();
            let single = |r: &Range<usize>| count(r) == 1;
            match names.last_mut() {
                Some(last)
                    if single(last)
                        || single(&word) && scan.slice(last).contains(char::is_whitespace) && count(last) < 3 =>
                {
                    last.end = word.end;
                }
                _ => names.push(word),
            }
        }
        if names.len() > 1 {
            items.extend(names.into_iter().map(|r| Item { text: fold_value(scan.slice(&r)), range: r }));
        } else {
            items.push(part);
        }
    }
    items
}

/// The words of a text between blanks.
fn words(text: &str, base: usize) -> Vec<Range<usize>> {
    let starts = text.split_whitespace().map(|w| w.as_ptr() as usize - text.as_ptr() as usize);
    starts.zip(text.split_whitespace()).map(|(at, w)| base + at..base + at + w.len()).collect()
}

/// 份号, 密级和保密期限, 紧急程度: the block at the top left.
fn mark_of_reading(scan: &mut Scan<'_>, row: usize, segment: &Range<usize>, seen: usize) -> bool {
    const TOP_LEFT: usize = 8;
    let text = scan.slice(segment);
    let squashed = fold::squash(text);
    if seen > TOP_LEFT || squashed.chars().count() > 24 {
        return false;
    }
    let words = &scan.terms.words;
    let patterns = &scan.terms.patterns;
    let kind = if is_copy_number(scan, segment) {
        ElementKind::CopyNumber
    } else if words.urgency.iter().chain(&words.urgency_like).any(|u| *u == squashed)
        || patterns.urgency_odd.as_ref().is_some_and(|p| p.is_match(&squashed))
    {
        ElementKind::Urgency
    } else if patterns.secrecy.as_ref().is_some_and(|p| p.is_match(Folded::new(text, 0).as_str()))
        || patterns.secrecy_odd.as_ref().is_some_and(|p| p.is_match(&squashed))
    {
        ElementKind::Secrecy
    } else {
        return false;
    };
    if kind != ElementKind::CopyNumber && scan.rows[row].segments.len() > 3 {
        return false;
    }
    let mut element = scan.element(kind, segment.clone(), Sure::Certain, "版头左上角独立成行");
    if kind == ElementKind::Urgency {
        element.value = squashed;
    }
    scan.push(row..row + 1, element);
    true
}

fn is_copy_number(scan: &Scan<'_>, segment: &Range<usize>) -> bool {
    let bare = after_label(scan, segment, &scan.terms.labels.copies);
    let first = !scan
        .list
        .iter()
        .any(|e| matches!(e.kind, ElementKind::CopyNumber | ElementKind::DocNumber | ElementKind::AgencyMark));
    let pattern = scan.terms.patterns.copy_number.as_ref().filter(|_| first);
    pattern.is_some_and(|p| [&bare, segment].into_iter().any(|r| p.is_match(Folded::new(scan.slice(r), 0).as_str())))
}

/// 发文机关标志: above the number, or red, or ending in 文件 with a title below.
fn agency_mark(scan: &mut Scan<'_>, row: usize, number: Option<usize>) -> bool {
    let terms = scan.terms;
    let text = scan.text(row);
    let squashed = fold::squash(text);
    let here = &scan.rows[row];
    let short = (2..=40).contains(&squashed.chars().count()) && !text.contains(['。', '，', '：', ':', '；']);
    if !short || scan.list.iter().any(|e| e.kind == ElementKind::Title) {
        return false;
    }
    let above_number = number.is_some_and(|n| row < n);
    let ends_in_mark = terms.words.mark_ends.iter().any(|m| squashed.ends_with(m.as_str()));
    let goes_on = scan.next(row + 1).is_some_and(|n| {
        n == row + 1 && terms.words.title_verbs.iter().any(|v| scan.text(n).trim_start().starts_with(v.as_str()))
    });
    let about = is_about(scan, &squashed) || squashed.starts_with('附') || goes_on && !here.red;
    let more_below =
        scan.next(row + 1).is_some_and(|n| !is_recipient_row(scan, n) && scan.text(n).chars().count() <= TITLE_LINE);
    let organ = terms.is_organ(&squashed) || terms.is_unfilled(&squashed);
    let order_below = || scan.next(row + 1).is_some_and(|n| is_order_number(scan, n));
    // `某某局公告` over its number is the title itself, where no other stands below.
    let numbered_below =
        terms.kind_of_title(&squashed).is_some_and(|k| !k.alone || !about && titled_below(scan, row)) && order_below();
    let kind_mark = terms.kind_of_title(&squashed).is_some_and(|k| !k.to_whom) && above_number;
    // A running header in black names whoever made the template.
    let shown = here.red || here.zone == Zone::TextBox || here.zone == Zone::Header && ends_in_mark;
    // A title may stand above the number: down to there the rows end like one.
    let title = number.is_some_and(|n| {
        let rows: Vec<usize> = (row..n).filter(|&r| !scan.rows[r].is_blank()).collect();
        let last = rows.last().is_some_and(|&r| scan.rows[r].line - here.line < rows.len());
        let joined = title::join_title(scan, &rows);
        let titled = terms.kind_of_title(&joined).is_some_and(|k| k.to_whom) || title::ends_as_title(scan, &joined);
        last && !ends_in_mark && titled
    });
    let is_mark = numbered_below
        || !about
            && (here.red || !title)
            && more_below
            && (above_number && (ends_in_mark || organ || kind_mark || here.red)
                || shown && (ends_in_mark || organ)
                || ends_in_mark && (number.is_some_and(|n| row < n) || titled_below(scan, row)));
    if !is_mark {
        return false;
    }
    let why = if above_number { "位于发文字号之上" } else { "红色或置于文本框的机关名称" };
    if let Some(mark) = scan.list.iter_mut().find(|e| e.kind == ElementKind::AgencyMark) {
        // A joint head names several organs on several lines; a header of the next section repeats the mark.
        if mark.value.ends_with(&squashed) {
            scan.used[row] = true;
            return true;
        }
        mark.range.end = here.range.end;
        mark.value.push_str(&squashed);
        scan.used[row] = true;
        return true;
    }
    let range = here.range.clone();
    let mut element =
        scan.element(ElementKind::AgencyMark, range, if above_number { Sure::Certain } else { Sure::Likely }, why);
    element.value = squashed;
    scan.push(row..row + 1, element);
    true
}

/// A title with its kind begins right below: what stands above is the mark, although the number is missing.
fn titled_below(scan: &Scan<'_>, row: usize) -> bool {
    let mut rows = Vec::new();
    let mut next = scan.next(row + 1);
    // A number without a code may stand between them.
    next = next.map(|n| if is_order_number(scan, n) { n + 1 } else { n }).and_then(|n| scan.next(n));
    while let Some(at) = next.filter(|&n| rows.len() < 4 && title::title_goes_on(scan, &rows, n)) {
        rows.push(at);
        next = Some(at + 1).filter(|&n| n < scan.rows.len());
    }
    !rows.is_empty() && scan.terms.kind_of_title(&title::join_title(scan, &rows)).is_some()
}

/// Number, date line or note between title and recipients.
fn below_title(scan: &mut Scan<'_>, from: usize) -> usize {
    let mut row = from;
    while let Some(next) = scan.next(row) {
        if number_row_once(scan, next) || issue_number(scan, next) {
            row = next + 1;
        } else if let Some(number) = number_below(scan, next) {
            row = number;
        } else if next < from + PAGE_ROWS && (page::is_stamp(scan, next) || is_editor(scan, next)) {
            row = next + 1;
        } else if page::is_of_page(scan, next) && next < from + PAGE_ROWS {
            // The value of a label may stand on a row of its own.
            let is_value = |v: usize| !is_recipient_row(scan, v) && !attachment::is_list_row(scan, v);
            let value = page::is_bare_label(scan, next) && scan.next(next + 1).is_some_and(is_value);
            row = next + 1 + usize::from(value && !scan.rows[next + 1].is_blank());
        } else if let Some(end) = dated_rows(scan, next, from) {
            row = end;
        } else {
            return next;
        }
    }
    row
}

/// Who put it on the page, alone on a row above the time.
fn is_editor(scan: &Scan<'_>, row: usize) -> bool {
    const LONGEST: usize = 8;
    let text = scan.text(row);
    text.chars().count() <= LONGEST
        && text.chars().all(fold::is_han)
        && scan.next(row + 1).is_some_and(|n| page::is_stamp(scan, n))
}

/// The rows under a title that say when it was given or adopted, with the organ above: notes them and returns the row behind.
fn dated_rows(scan: &mut Scan<'_>, row: usize, from: usize) -> Option<usize> {
    if let Some(dated) = organ_above_date(scan, row) {
        let range = scan.rows[row].range.clone();
        let mut issuer = scan.element(ElementKind::Issuer, range.clone(), Sure::Guess, "标题下、日期前的机关名称");
        issuer.items = vec![Item { text: issuer.value.clone(), range }];
        scan.push(row..row + 1, issuer);
        dated_row(scan, dated..dated + 1);
        return Some(dated + 1);
    }
    let end = note::bracketed_end(scan, row, scan.rows.len()).filter(|&end| is_short(scan, row..end));
    let plain = || is_dated(scan, row).then_some(row + 1).or_else(|| adoption_end(scan, row));
    let end = end.or_else(|| plain().filter(|_| row < from + DATED_ROWS))?;
    dated_row(scan, row..end);
    Some(end)
}

/// A note under a title is no paragraph.
fn is_short(scan: &Scan<'_>, rows: Range<usize>) -> bool {
    const LONGEST: usize = 120;
    rows.map(|r| scan.text(r).chars().count()).sum::<usize>() < LONGEST
}

/// An organ alone on its row, and right below the day in brackets; without them only where nobody is written to.
fn organ_above_date(scan: &Scan<'_>, row: usize) -> Option<usize> {
    let date = scan.next(row + 1).filter(|_| is_organ_row(scan, row))?;
    let titled = scan.list.iter().find(|e| e.kind == ElementKind::Title);
    let public = titled.and_then(|e| scan.terms.kind_of_title(&e.value)).is_some_and(|k| !k.to_whom);
    let (written, before) = date_of_row(scan, date)?;
    let bracketed = scan.text(date).starts_with(['（', '(']);
    (before == 0 && written.is_complete() && (bracketed || public)).then_some(date)
}

/// The row behind `2021年5月31日 …会议通过` under a title, without brackets: a day first, and at the end what was done on it.
fn adoption_end(scan: &Scan<'_>, row: usize) -> Option<usize> {
    const LINES: usize = 3;
    title::begins_with_day(scan, row).then_some(())?;
    let ends =
        |r: &usize| scan.terms.words.adoption_ends.iter().any(|end| scan.text(*r).trim().ends_with(end.as_str()));
    let end = (row..(row + LINES).min(scan.rows.len())).take_while(|&r| !scan.rows[r].is_blank()).find(ends)? + 1;
    is_short(scan, row..end).then_some(end)
}

/// Above or under the title of minutes stand the issuing office and the date; under one adopted by a meeting, its day.
fn dated_row(scan: &mut Scan<'_>, rows: Range<usize>) {
    let row = rows.start;
    let range = scan.rows[row].range.start..scan.rows[rows.end - 1].range.end;
    let Some(written) = scan.terms.any_dates(scan.slice(&range), range.start).into_iter().next() else { return };
    let organ = scan.rows[row].segments.first().filter(|s| s.end <= written.range.start).cloned();
    let date = scan.date_element(ElementKind::Date, written, Sure::Guess, "标题下的日期");
    if let Some(organ) = organ {
        let mut issuer = scan.element(ElementKind::Issuer, organ.clone(), Sure::Guess, "标题下、日期前的机关名称");
        issuer.items = vec![Item { text: issuer.value.clone(), range: organ }];
        scan.list.push(issuer);
    }
    scan.push(rows, date);
}

/// The number stands a few short lines below the title, as in texts copied from a web page.
fn number_below(scan: &Scan<'_>, from: usize) -> Option<usize> {
    const ROWS: usize = 6;
    if scan.list.iter().any(|e| e.kind == ElementKind::DocNumber) {
        return None;
    }
    let short = |r: &usize| scan.text(*r).chars().count() <= TITLE_LINE && !scan.text(*r).contains('。');
    let open = |r: &usize| short(r) && !is_recipient_row(scan, *r);
    let rows = (from..scan.rows.len()).filter(|&r| !scan.rows[r].is_blank()).take(PAGE_ROWS).take_while(open);
    let mut of_page = false;
    rows.enumerate()
        // Further down only what a web page printed stands between.
        .take_while(|&(n, r)| {
            of_page |= page::is_of_page(scan, r);
            n < ROWS || of_page
        })
        .map(|(_, r)| r)
        .find(|&r| number_in_row(scan, r).is_some())
}

/// `第5期` under a title whose kind is published, not sent.
fn issue_number(scan: &mut Scan<'_>, row: usize) -> bool {
    let titled = scan.list.iter().find(|e| e.kind == ElementKind::Title);
    let published = titled.and_then(|e| scan.terms.kind_of_title(&e.value)).is_some_and(|k| !k.to_whom);
    let numbered = scan.list.iter().any(|e| e.kind == ElementKind::DocNumber);
    published && !numbered && is_order_number(scan, row) && note_order_number(scan, row)
}

fn number_row_once(scan: &mut Scan<'_>, row: usize) -> bool {
    number_in_row(scan, row).is_some() && number_row(scan, row)
}
