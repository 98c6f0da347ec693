//! What stands under the title of an attachment: a heading alone is none.

use std::ops::Range;

use crate::check::enclosures::title_key;
use crate::document::{Cell, Document, Line, RunKind, TraceKind, Zone};
use crate::element::AttachmentPage;
use crate::fold;
use crate::terms::{Pattern, Terms};

/// What stands under a title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// Nobody has looked: the file is not read.
    #[default]
    Unknown,
    /// Text, a table or a picture.
    There,
    /// Nothing at all.
    Nothing,
    /// Words that say that it is still to come, and where: 待补, （此处插入清单）.
    Promised(Range<usize>),
    /// A few words that may say so, or the head of a table without a row.
    Doubtful(Range<usize>),
    /// An embedded object or drawing that was not read.
    Unread,
}

/// A longer sentence is a text, whatever it says.
const PROMISE: usize = 30;
/// A longer one is no doubtful promise either.
const DOUBT: usize = 16;
/// Characters from which on a line is content, even if it begins as a placeholder does.
const LONG: usize = 100;
/// More letters beside a promise are a text.
const BESIDE: usize = 60;
/// Most lines of an attachment's title.
const TITLE_LINES: usize = 3;

/// Under the heading and title of a page; `title` as it is listed.
pub(super) fn of_page(terms: &Terms, document: &Document, page: &AttachmentPage, title: &str) -> Content {
    let key = title_key(terms, title);
    let first = document.lines.get(document.line_at(page.title_range.start)).map_or(0, |l| l.range.end);
    // Lines below a title may have been taken for more of it.
    let behind = match page.titled(document, |text| title_key(terms, text) == key) {
        Some(range) => range.end,
        None => page.title_range.end.min(first),
    };
    of_range(terms, document, page.mark.end.max(behind)..page.range.end, &key)
}

/// In a file of its own without a heading: below its title.
pub(super) fn of_file(terms: &Terms, document: &Document, title: &str) -> Content {
    let key = title_key(terms, title);
    let lines: Vec<usize> = (0..document.lines.len()).filter(|&l| !document.is_blank(l)).take(TITLE_LINES).collect();
    let mut joined = String::new();
    let titled = lines.iter().find(|&&l| {
        joined.push_str(&title_key(terms, document.line_text(l)));
        joined == key
    });
    let start = titled.map_or(0, |&l| document.lines[l].range.end);
    of_range(terms, document, start..document.text.as_str().len(), &key)
}

/// What a line under a title is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    /// Nothing that anybody would look for: a page number, the title again.
    Aside,
    /// A promise.
    Promise,
    /// Perhaps a promise.
    Doubt,
    /// The name of an organ: one is a signature, several are a list.
    Organ,
    /// Text.
    Text,
}

/// In a part of a document, under a title that is compared by `key`.
pub(in crate::check) fn of_range(terms: &Terms, document: &Document, range: Range<usize>, key: &str) -> Content {
    let first = document.lines.partition_point(|l| l.range.end < range.start);
    // A page number at the foot is no content.
    let of_page = |zone| matches!(zone, Zone::Header | Zone::Footer | Zone::Footnote);
    let within = document.lines[first..].iter().take_while(|l| l.range.start <= range.end);
    let prompt = |line: &Line| {
        !line.runs.is_empty() && document.runs[line.runs.clone()].iter().all(|r| r.kind == RunKind::Placeholder)
    };
    let (mut promise, mut doubt, mut organ, mut head) = (None, None, None, None);
    // Letters of lines that alone would be text, and whether one of them is more than a short heading.
    let (mut letters, mut text) = (0, false);
    for line in within.filter(|l| !of_page(l.zone)) {
        if line.picture {
            return Content::There;
        }
        let here = line.range.start.max(range.start)..line.range.end.min(range.end);
        if here.is_empty() || prompt(line) {
            continue;
        }
        let said = document.text.slice(here.clone());
        let place = || fold::trim(said, here.start);
        match worth(terms, said, key) {
            Some(Worth::Promise) => promise = promise.or_else(|| Some(place())),
            Some(Worth::Organ) if organ.is_none() => organ = Some(place()),
            Some(Worth::Doubt) => doubt = doubt.or_else(|| Some(place())),
            Some(Worth::Text) if is_table_head(document, line, head.is_none()) => head = head.or_else(|| Some(place())),
            Some(Worth::Text | Worth::Organ) => {
                letters += said.chars().filter(|c| c.is_alphanumeric()).count();
                text |= !is_short_heading(said);
                if letters > BESIDE {
                    return Content::There;
                }
            }
            Some(Worth::Aside) | None => {}
        }
    }
    let last = range.end >= document.text.as_str().len();
    let unread = |kind| matches!(kind, TraceKind::Embedded | TraceKind::Drawing);
    let mut traces = document.traces.iter().filter(|t| range.start <= t.at && (last || t.at <= range.end));
    match (promise, doubt.or(organ).or_else(|| head.clone())) {
        (Some(place), _) if letters == 0 => Content::Promised(place),
        (Some(place), _) if !text => Content::Doubtful(place),
        _ if letters > 0 => Content::There,
        // The rows of a form are blank until somebody fills them in.
        _ if head.is_some() && has_blank_rows(document, &range) => Content::There,
        (_, Some(place)) => Content::Doubtful(place),
        _ if traces.any(|t| unread(t.kind)) => Content::Unread,
        _ => Content::Nothing,
    }
}

/// What a line is worth; none for one without a letter.
fn worth(terms: &Terms, text: &str, key: &str) -> Option<Worth> {
    let squashed = fold::squash(text);
    let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).count();
    // A cheap test before any pattern: a long line without a label is a text.
    if squashed.chars().count() > LONG || squashed.chars().count() > 2 * PROMISE && !squashed.contains([':', '.']) {
        return Some(Worth::Text);
    }
    let is = |pattern: &Option<Pattern>, s: &str| pattern.as_ref().is_some_and(|p| p.is_match(s));
    let patterns = &terms.patterns;
    match letters(&squashed) {
        0 => return None,
        1 if !is(&patterns.promised, &squashed) => return Some(Worth::Aside),
        _ => {}
    }
    let again = || !key.is_empty() && title_key(terms, text) == key;
    if is(&patterns.aside_line, &squashed) || again() || terms.date_only(text, 0).is_some() {
        return Some(Worth::Aside);
    }
    if terms.is_organ(&squashed) {
        return Some(Worth::Organ);
    }
    let sentence = |s: &str| match () {
        () if letters(s) == 0 => None,
        () if s.chars().count() > PROMISE => Some(Worth::Text),
        () if is(&patterns.promised, s.strip_prefix(key).unwrap_or(s)) => Some(Worth::Promise),
        () if s.chars().count() <= DOUBT && is(&patterns.doubtful, s) && !has_amount(s) => Some(Worth::Doubt),
        () if is(&patterns.aside_line, s) => Some(Worth::Aside),
        () => Some(Worth::Text),
    };
    // An address is long and says no more.
    let said = squashed.chars().filter(|c| !c.is_ascii()).count();
    if said <= PROMISE && is(&patterns.promised, &squashed) {
        return Some(Worth::Promise);
    }
    squashed.split(['。', ';', '!']).filter_map(sentence).max()
}

/// A number of three digits or more: who promises counts nothing.
fn has_amount(text: &str) -> bool {
    const DIGITS: usize = 3;
    text.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= DIGITS)
}

/// A few words without a mark, as headings are.
fn is_short_heading(text: &str) -> bool {
    const LONGEST: usize = 16;
    text.chars().filter(|c| c.is_alphanumeric()).count() <= LONGEST && !text.contains(['。', '，', '；', '：', ','])
}

/// A few words in the first row of a table with columns, or the first line that is spread over columns.
fn is_table_head(document: &Document, line: &Line, first: bool) -> bool {
    const COLUMNS: usize = 3;
    const LONGEST: usize = 12;
    let text = document.text.slice(line.range.clone());
    match line.cell.and_then(|c| document.tables.get(c.table).map(|t| (t, c.cell))) {
        Some((table, cell)) => {
            let head = |c: &Cell| c.row == 0 && c.lines.len() <= COLUMNS;
            table.columns > 1 && table.cells.get(cell).is_some_and(head) && text.trim().chars().count() <= LONGEST
        }
        None => first && fold::segments(text, 0).len() >= COLUMNS,
    }
}

/// A table in the range has rows under its first.
fn has_blank_rows(document: &Document, range: &Range<usize>) -> bool {
    let inside = |line: usize| document.lines.get(line).is_some_and(|l| range.contains(&l.range.start));
    document.tables.iter().any(|t| t.rows > 1 && t.cells.first().is_some_and(|c| inside(c.lines.start)))
}
