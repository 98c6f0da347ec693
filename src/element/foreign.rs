//! Documents of another system of official writing, told by their labels: recognised, and judged by its own rules only.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::element::rows::Scan;
use crate::element::{Element, ElementKind, Number, Sure};
use crate::fold::{self, Folded};
use crate::terms::{DocKind, Foreign};

/// A label on a row: its element if it names one, its own bytes, and the bytes of what follows on the row.
type Labelled = (Option<ElementKind>, Range<usize>, Range<usize>);

/// The system whose labels the document carries, with the elements they name.
pub(super) fn recognise<'t>(scan: &Scan<'t>) -> Option<(&'t Foreign, Vec<Element>)> {
    scan.terms.foreign.iter().find_map(|foreign| Some((foreign, elements(scan, foreign)?)))
}

fn elements(scan: &Scan<'_>, foreign: &Foreign) -> Option<Vec<Element>> {
    let found: Vec<(usize, Labelled)> =
        (0..scan.rows.len()).filter_map(|row| Some((row, label(scan, foreign, row)?))).collect();
    let kinds: BTreeSet<ElementKind> = found.iter().filter_map(|(_, (kind, ..))| *kind).collect();
    let is_sure = |(row, _): &(usize, Labelled)| name(scan, *row).is_some_and(|n| foreign.sure.contains(&n));
    if kinds.len() < foreign.least || !found.iter().any(is_sure) {
        return None;
    }
    let mut list: Vec<Element> = Vec::new();
    for (at, (row, (kind, label, value))) in found.iter().enumerate() {
        let Some(kind) = kind else { continue };
        let next = found.get(at + 1).map_or(scan.rows.len(), |(row, _)| *row);
        // A value runs on over lines that begin no label, known or not.
        let goes_on = |&r: &usize| !scan.rows[r].is_blank() && !fold::begins_with_label(scan.text(r), LABEL);
        let end = (row + 1..next).take_while(goes_on).last().unwrap_or(*row);
        let whole = value.start..scan.rows[end].range.end.max(value.end);
        if !whole.is_empty() && !list.iter().any(|e| e.kind == *kind) {
            list.push(element(scan, foreign, *kind, label.clone(), whole));
        }
    }
    Some(list)
}

/// A colon behind so few characters ends a label.
const LABEL: usize = 16;

/// What stands before the colon of a row.
fn name(scan: &Scan<'_>, row: usize) -> Option<String> {
    Some(fold::squash(scan.text(row).split_once(['：', ':'])?.0))
}

/// The label a row begins with.
fn label(scan: &Scan<'_>, foreign: &Foreign, row: usize) -> Option<Labelled> {
    let range = scan.rows[row].range.clone();
    let text = scan.slice(&range);
    // A label is short, however widely it is spread: most rows have no colon so near.
    let (colon, _) = text.char_indices().take(2 * LABEL).find(|(_, c)| matches!(c, '：' | ':'))?;
    let name = fold::squash(&text[..colon]);
    let known = foreign.labels.iter().find(|l| l.words.contains(&name))?;
    let after = colon + text[colon..].chars().next().map_or(1, char::len_utf8);
    let kind = known.element.as_deref().and_then(ElementKind::named);
    Some((kind, range.start..range.start + after, fold::trim(&text[after..], range.start + after)))
}

fn element(scan: &Scan<'_>, foreign: &Foreign, kind: ElementKind, label: Range<usize>, value: Range<usize>) -> Element {
    let mut element = scan.element(kind, value.clone(), Sure::Certain, "以固定标签起头的一栏");
    element.label = Some(label);
    match kind {
        ElementKind::Recipients | ElementKind::Cc => {
            element.items = scan.items(value, &['、', '，', ',', '；', '\n']);
        }
        ElementKind::Date => {
            element.date = scan.terms.dates(scan.slice(&value), value.start).into_iter().next().map(|mut written| {
                written.year = written.year.map(|y| if y < 1000 { y + foreign.era } else { y });
                written
            });
        }
        ElementKind::DocNumber => {
            let folded = Folded::new(scan.slice(&value), value.start);
            let digits: String = folded.as_str().chars().filter(char::is_ascii_digit).collect();
            let code = folded.as_str().chars().take_while(|c| !c.is_ascii_digit()).collect();
            element.number = Some(Number { code, year: None, serial: fold::number(&digits) });
        }
        _ => {}
    }
    element
}

/// The row above the labelled elements that names organ and kind (`某某市政府　函`), with the kind if it is a known one.
pub(super) fn head(scan: &Scan<'_>, foreign: &Foreign, list: &[Element]) -> Option<(Element, Option<DocKind>)> {
    let first = list.iter().filter_map(|e| Some(e.label.as_ref()?.start)).min()?;
    let above = |r: &usize| scan.rows[*r].range.end < first && !fold::begins_with_label(scan.text(*r), LABEL);
    let above = || (0..scan.rows.len()).filter(|&r| !scan.rows[r].is_blank()).filter(above);
    let kind = |r: usize| {
        let head = fold::squash(scan.text(r));
        foreign.kinds.iter().filter(|k| head.ends_with(k.as_str())).max_by_key(|k| k.len())
    };
    let row = above().find(|&r| kind(r).is_some()).or_else(|| above().find(|&r| names_a_kind(scan, r)))?;
    let why = "机关名称和文别，在各栏之上";
    let mark = scan.element(ElementKind::AgencyMark, scan.rows[row].range.clone(), Sure::Likely, why);
    Some((mark, kind(row).map(|k| DocKind::named(k))))
}

/// The name of an organ, a gap, and a short word behind it.
fn names_a_kind(scan: &Scan<'_>, row: usize) -> bool {
    const LONGEST: usize = 6;
    let parts = scan.text(row).trim().rsplit_once(char::is_whitespace);
    parts.is_some_and(|(organ, word)| word.chars().count() <= LONGEST && scan.terms.is_organ(organ))
}
