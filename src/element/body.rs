//! 正文, 发文机关署名, 成文日期, 附注: from the recipients to the end of the main part.

use std::cell::OnceCell;
use std::ops::Range;

use crate::date::Written;
use crate::document::Align;
use crate::element::heading::{mark_row, opens_back_matter};
use crate::element::number::date_of_row;
use crate::element::organ::{MOST_LETTERS, is_organ_row, is_sentence, organs_by_space};
use crate::element::rows::{MainEnd, Scan, fold_value};
use crate::element::{Element, ElementKind, Item, Sure, attachment, imprint, note, signature};
use crate::fold;

/// Recognises the end of the main part first, then what lies between.
pub(super) fn recognise(scan: &mut Scan<'_>, start: usize) -> MainEnd {
    let limit = boundary(scan, start);
    let closing = closing_date(scan, start, limit);
    let (body_end, after) = match closing {
        Some((row, written, organ)) => signed(scan, start, row, written, organ),
        None => unsigned(scan, start, limit),
    };
    let note_end = note::recognise(scan, after, limit.max(after));
    let first = scan.next(start).unwrap_or(start);
    let last = attachment::list_start(scan, first, body_end).unwrap_or(body_end);
    if let Some(end) = scan.previous(last, first) {
        let range = scan.rows[first].range.start..scan.rows[end].range.end;
        let element = scan.element(ElementKind::Body, range, Sure::Likely, "主送机关之后、落款之前");
        scan.list.push(element);
    }
    scan.body = first..last.max(first);
    MainEnd {
        after_date: note_end,
        dated: scan.list.iter().any(|e| e.kind == ElementKind::Date && e.sure > Sure::Guess),
    }
}

/// The first row that can only stand behind the main part: an attachment heading or the imprint.
fn boundary(scan: &Scan<'_>, start: usize) -> usize {
    let mut dated = false;
    for row in start..scan.rows.len() {
        if scan.rows[row].is_blank() {
            continue;
        }
        dated |= date_of_row(scan, row).is_some();
        let heading = row > start
            && mark_row(scan, row).is_some_and(|(_, m)| {
                dated || scan.rows[row].new_page || !m.colon && !attachment::items_below(scan, row)
            });
        if heading || imprint::starts(scan, row) {
            return row;
        }
    }
    scan.rows.len()
}

/// The row, date and organ part of the first line that is a date of its own behind the body.
fn closing_date(scan: &Scan<'_>, start: usize, limit: usize) -> Option<(usize, Written, Option<Range<usize>>)> {
    let first = scan.next(start)?;
    let says = |r: &usize| scan.text(*r).contains(['。', '；', '：', ':', '，']);
    let rows = OnceCell::new();
    let said = || rows.get_or_init(|| (first..limit).filter(says).collect::<Vec<_>>());
    (first..limit)
        .filter(|&r| !scan.rows[r].table && (r > first || scan.next(r + 1).is_none_or(|n| n >= limit)))
        .find_map(|row| {
            let segments = &scan.rows[row].segments;
            let last = segments.last()?;
            let Some((written, before)) = date_of_row(scan, row) else { return organ_and_date(scan, row, last) };
            let organ = segments[..before].last().map(|end| segments[0].start..end.end);
            let plausible = match &organ {
                Some(organ) => scan.terms.is_organ(scan.slice(organ)),
                None => true,
            };
            let closes = stands_alone(scan, row, start, limit) && !is_cover(said(), row);
            (plausible && closes).then_some((row, written, organ))
        })
}

/// A date on a cover: nothing is said before it, and something is said behind it; `said` are the rows that say something.
fn is_cover(said: &[usize], row: usize) -> bool {
    const SOMETHING: usize = 3;
    said.first().is_some_and(|&first| first > row) && said.len() >= SOMETHING
}

/// `某某局 2024年3月5日` with a single space between.
fn organ_and_date(
    scan: &Scan<'_>,
    row: usize,
    segment: &Range<usize>,
) -> Option<(usize, Written, Option<Range<usize>>)> {
    let text = scan.slice(segment);
    if text.chars().count() > 40 {
        return None;
    }
    let written = scan.terms.dates(text, segment.start).pop()?;
    let (before, behind) = (segment.start..written.range.start, written.range.end..segment.end);
    // 某某局（2024年3月5日）
    let name = match scan.slice(&behind).trim() {
        "" => scan.slice(&before),
        "）" | ")" => scan.slice(&before).trim_end().strip_suffix(['（', '('])?,
        _ => return None,
    };
    let organ = fold::trim(name, segment.start);
    let name = scan.slice(&organ);
    (scan.terms.is_organ(name) && !name.contains(['，', '。', '：', ':'])).then_some((row, written, Some(organ)))
}

/// A date line in the middle of running text is not the closing one: something must close around it.
fn stands_alone(scan: &Scan<'_>, row: usize, start: usize, limit: usize) -> bool {
    let organ_above = scan.previous(row, start).is_some_and(|p| is_organ_row(scan, p));
    let below = scan.next(row + 1).filter(|&n| n < limit);
    let closes = match below {
        None => true,
        Some(n) => {
            is_person_above(scan, row, start)
                || note::end(scan, n, limit).is_some()
                || n > row + 1
                || scan.rows[n].new_page
                || opens_back_matter(scan, n)
        }
    };
    organ_above || closes
}

/// `市长　林远` right above the day: what is published by a person ends so.
fn is_person_above(scan: &Scan<'_>, row: usize, start: usize) -> bool {
    let titled = |e: &&Element| matches!(e.kind, ElementKind::AgencyMark | ElementKind::Title);
    let mut kinds = scan.list.iter().filter(titled).filter_map(|e| scan.terms.kind_of_title(&e.value));
    kinds.any(|k| !k.to_whom) && scan.previous(row, start).is_some_and(|r| names_person(scan, r))
}

/// The row is a post and a name: `县长　林远`.
fn names_person(scan: &Scan<'_>, row: usize) -> bool {
    let words = &scan.terms.words;
    let squashed = fold::squash(scan.text(row));
    let behind = |post: &String| Some(&squashed[squashed.find(post.as_str())? + post.len()..]);
    let mut named = words.honorifics.iter().chain(&words.person_ends).filter_map(behind);
    squashed.chars().count() <= MOST_LETTERS && named.any(|name| signature::is_name(scan.terms, name))
}

/// Notes date and issuers; returns the end of the body and the row behind the date.
fn signed(
    scan: &mut Scan<'_>,
    start: usize,
    row: usize,
    written: Written,
    organ: Option<Range<usize>>,
) -> (usize, usize) {
    let written = dressed(scan, row, written);
    let date = scan.date_element(ElementKind::Date, written, Sure::Certain, "正文之后独立成行的日期");
    scan.list.retain(|e| !matches!(e.kind, ElementKind::Date | ElementKind::Issuer));
    scan.push(row..row + 1, date);
    let mut first = row;
    // From the date upwards, the parts of each row backwards.
    let mut items: Vec<Item> = Vec::new();
    if let Some(organ) = organ {
        items.extend(organ_items(scan, &organ).into_iter().rev());
    } else {
        while let Some(above) = scan.previous(first, start)
            && (is_organ_row(scan, above)
                || is_seal_row(scan, above)
                || items.is_empty() && is_signature_row(scan, above, start))
            && first - above <= 4
        {
            let (top, more) = signature_items(scan, above, start);
            items.extend(more.into_iter().rev());
            first = top;
        }
    }
    items.reverse();
    issuer(scan, first, row, items);
    (first, row + 1)
}

/// A label, brackets or a full stop around a date that stands alone are part of what is printed there.
fn dressed(scan: &Scan<'_>, row: usize, mut written: Written) -> Written {
    let around = scan.rows[row].range.clone();
    let (before, behind) =
        (scan.slice(&(around.start..written.range.start)), scan.slice(&(written.range.end..around.end)));
    let bare = before.trim();
    let label = bare.trim_end_matches(['：', ':']).trim_end();
    let labelled = label.len() < bare.len() && scan.terms.labels.date.iter().any(|l| l == label);
    let bracketed = matches!(bare, "（" | "(") && matches!(behind.trim(), "）" | ")");
    let stopped = bare.is_empty() && matches!(behind.trim(), "。" | "." | "．");
    if labelled || bracketed || stopped {
        written.range = around;
    }
    written
}

/// The organs of a signature row, with its first row; a row that names none is one signature (`县长　林远`).
fn signature_items(scan: &Scan<'_>, row: usize, start: usize) -> (usize, Vec<Item>) {
    let range = scan.rows[row].range.clone();
    if is_seal_row(scan, row) {
        return (row, Vec::new());
    }
    if !is_organ_row(scan, row) {
        return (row, vec![Item { text: fold_value(scan.slice(&range)), range }]);
    }
    let mut items: Vec<Item> = scan.rows[row].segments.iter().flat_map(|s| organ_items(scan, s)).collect();
    let head = name_above(scan, row, start);
    if let (Some(head), [whole]) = (head, items.as_mut_slice()) {
        whole.range.start = scan.rows[head].range.start;
        whole.text.insert_str(0, &fold_value(scan.text(head)));
    }
    (head.unwrap_or(row), items)
}

/// `（某某局代章）` on a line of its own: the seal of another organ.
fn is_seal_row(scan: &Scan<'_>, row: usize) -> bool {
    let squashed = fold::squash(scan.text(row));
    !squashed.is_empty() && scan.terms.without_seal(&squashed).is_empty()
}

/// The line right above with the first half of a name that was too long for one.
fn name_above(scan: &Scan<'_>, row: usize, start: usize) -> Option<usize> {
    const LONGEST: usize = 40;
    let above = row.checked_sub(1).filter(|&a| a > start && !scan.rows[a].is_blank() && !scan.rows[a].new_page)?;
    let one = scan.rows[row].segments.len() == 1 && scan.rows[above].segments.len() == 1;
    let length = scan.text(above).chars().count() + scan.text(row).chars().count();
    // A heading at the end of the text stands where paragraphs begin, a signature further in.
    let apart = scan
        .previous(above, start)
        .is_none_or(|p| p + 1 < above || is_organ_row(scan, p) || scan.text(p).ends_with('。'));
    let whole = scan.terms.is_organ(scan.text(above)) || date_of_row(scan, above).is_some();
    let inside = apart && stands_in(scan, above) && stands_in(scan, row);
    let fits = one && length <= LONGEST && !whole && (inside || is_named_above(scan, above..row + 1, start));
    (fits && is_signature_row(scan, above, start) && !is_seal_row(scan, above)).then_some(above)
}

/// The rows together are an organ that the head of the document names.
fn is_named_above(scan: &Scan<'_>, rows: Range<usize>, start: usize) -> bool {
    const HEAD: usize = 12;
    let name: String = rows.map(|r| fold::squash(scan.text(r))).collect();
    let named = |e: &Element| fold::squash(&e.value).contains(&name);
    let head = |r: usize| fold::squash(scan.text(r)).contains(&name);
    scan.terms.is_organ(&name) && (scan.list.iter().any(named) || (start.saturating_sub(HEAD)..start).any(head))
}

/// Further in than paragraphs begin: at the right, in the middle, or behind many blanks.
fn stands_in(scan: &Scan<'_>, row: usize) -> bool {
    const PARAGRAPH: usize = 4;
    const TWIPS: i32 = 900;
    let line = scan.rows[row].line;
    let blank = |c: char| if c.is_ascii() { 1 } else { 2 };
    let spaces: usize = scan.document.line_text(line).chars().take_while(|c| c.is_whitespace()).map(blank).sum();
    let format = scan.document.paragraph_format(line);
    let indent = |f: &crate::document::ParagraphFormat| f.left + f.first_line > TWIPS || f.left_chars > Some(400);
    spaces > PARAGRAPH || format.is_some_and(|f| matches!(f.align, Align::Right | Align::Center) || indent(f))
}

/// A short line right above the date that does not end like a sentence.
fn is_signature_row(scan: &Scan<'_>, row: usize, start: usize) -> bool {
    let text = scan.text(row);
    let bare = fold::squash(text);
    let list = attachment::is_list_row(scan, row)
        || scan.previous(row, start).is_some_and(|p| attachment::is_list_row(scan, p))
            && bare.starts_with(|c: char| c.is_ascii_digit());
    row > start
        && (2..=24).contains(&bare.chars().count())
        && !list
        && !text.contains(['。', '，', '：', ':', '；', '！', '？', '、', '《'])
        && !is_sentence(scan, &bare)
        && !(bare.starts_with('(') && bare.ends_with(')') && !scan.terms.is_hole(&bare))
        && scan.terms.any_dates(text, 0).is_empty()
}

fn organ_items(scan: &Scan<'_>, range: &Range<usize>) -> Vec<Item> {
    let listed = scan.items(range.clone(), &['、']);
    let pieces = listed.into_iter().flat_map(|i| fold::segments(scan.slice(&i.range), i.range.start));
    let words: Vec<Range<usize>> = pieces.flat_map(|piece| organs_by_space(scan, piece)).collect();
    let named = |r: Range<usize>| {
        let value = fold_value(scan.slice(&r));
        let half = fold::squash(&value);
        // Marks for the seal are no part of the name.
        let bare = scan.terms.without_seal(&half).chars().count();
        let extra = half.chars().count() - bare;
        let kept = value.chars().count().saturating_sub(extra);
        Item { text: value.chars().take(kept).collect(), range: r }
    };
    words.into_iter().map(named).filter(|item| !item.text.is_empty()).collect()
}

fn issuer(scan: &mut Scan<'_>, first: usize, end: usize, items: Vec<Item>) {
    let (Some(a), Some(b)) = (items.first(), items.last()) else { return };
    let range = a.range.start..b.range.end;
    let sure = if items.iter().all(|i| scan.terms.is_organ(&i.text)) { Sure::Certain } else { Sure::Guess };
    let mut element = scan.element(ElementKind::Issuer, range, sure, "成文日期之上的机关名称");
    element.value = items.iter().map(|i| i.text.as_str()).collect::<Vec<_>>().join("、");
    element.items = items;
    scan.push(first..end, element);
}

/// No date at the end: an organ's name alone on the last line is still the signature.
fn unsigned(scan: &mut Scan<'_>, start: usize, limit: usize) -> (usize, usize) {
    let mut end = limit;
    while let Some(last) = scan.previous(end, start)
        && note::is_note(scan, last)
    {
        end = last;
    }
    let candidates: Vec<usize> = (start..end).filter(|&r| !scan.rows[r].is_blank()).collect();
    let list = attachment::list_start(scan, start, end);
    let after_text = |row: usize| {
        scan.previous(row, start).is_some_and(|p| {
            let above = scan.text(p);
            above.ends_with(['。', '！', '：'])
                || list.is_some_and(|l| l < row)
                || scan.rows[row].align == Some(Align::Right)
                || scan.rows[p].line + 1 < scan.rows[row].line
        })
    };
    let Some(&row) = candidates.iter().rev().find(|&&r| is_organ_row(scan, r) && after_text(r)) else {
        return (end, end);
    };
    let next_is_end = scan.next(row + 1).is_none_or(|n| n >= end || scan.rows[n].new_page || n > row + 1);
    if !next_is_end || row == start {
        return (end, end);
    }
    let (first, items) = signature_items(scan, row, start);
    issuer(scan, first, row + 1, items);
    (first, row + 1)
}
