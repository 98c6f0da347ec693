//! The approval form (发文稿纸): found in tables or labelled lines, read into fields and signatures.

use std::collections::HashMap;
use std::ops::Range;

use crate::document::{Document, RunKind, Table};
use crate::element::rows::{self, Row, fold_value};
use crate::element::signature::{self, Signature};
use crate::fold;
use crate::terms::Terms;

/// An approval form as recognised.
#[derive(Clone, Debug)]
pub struct Form {
    /// Its name as printed, when it prints one.
    pub name: Option<String>,
    /// Bytes of its name, or of its first line.
    pub heading: Range<usize>,
    /// It is the form of an incoming document (收文处理单).
    pub incoming: bool,
    /// Lines of the document that belong to it.
    pub lines: Range<usize>,
    /// Fields that are filled in.
    pub fields: Vec<FormField>,
    /// Signing cells in printed order.
    pub signatures: Vec<Signature>,
}

/// A field of the form.
#[derive(Clone, Debug)]
pub struct FormField {
    /// Id of the field in the vocabulary.
    pub id: String,
    /// Its label as printed, without spaces.
    pub label: String,
    /// Bytes of the label.
    pub label_range: Range<usize>,
    /// Bytes of the value, empty when nothing is filled in.
    pub range: Range<usize>,
    /// The value without layout spaces.
    pub value: String,
}

impl Form {
    /// The first field with this id.
    pub fn field(&self, id: &str) -> Option<&FormField> {
        self.fields.iter().find(|f| f.id == id)
    }

    /// All signatures of a role.
    pub fn role<'f>(&'f self, id: &'f str) -> impl Iterator<Item = &'f Signature> {
        self.signatures.iter().filter(move |s| s.role == id)
    }
}

/// A form's name stands at most so many lines above its table.
const NEAR: usize = 10;

/// What a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Role(usize),
    RoleDate(usize),
    Field(usize),
}

/// `某某意见：…`: a short word before a colon at the start of a line, whether or not the label is known.
fn has_label_shape(text: &str) -> bool {
    const LONGEST: usize = 12;
    let before = text.trim_start().split(['：', ':']).next().unwrap_or_default();
    before.len() < text.trim_start().len() && (1..=LONGEST).contains(&fold::squash(before).chars().count())
}

/// A label with the place of its value.
struct Pair {
    meaning: Meaning,
    label: Range<usize>,
    value: Range<usize>,
}

/// Takes the form out of a document: the form, if there is one, and the rows that are left.
pub(super) fn take(document: &Document, terms: &Terms) -> (Option<Form>, Vec<Row>) {
    let reader = Reader { document, terms, labels: labels(terms) };
    let form = reader.find();
    let lines = form.as_ref().map_or(0..0, |f| f.lines.clone());
    (form, rows::rows(document, terms, |line| lines.contains(&line)))
}

fn labels(terms: &Terms) -> HashMap<String, Meaning> {
    let mut map = HashMap::new();
    for (i, field) in terms.fields.iter().enumerate() {
        map.extend(field.labels.iter().map(|l| (terms.label(l), Meaning::Field(i))));
    }
    for (i, role) in terms.roles.iter().enumerate() {
        map.extend(role.labels.iter().map(|l| (terms.label(l), Meaning::Role(i))));
        map.extend(role.date_labels.iter().map(|l| (terms.label(l), Meaning::RoleDate(i))));
    }
    map
}

struct Reader<'d> {
    document: &'d Document,
    terms: &'d Terms,
    labels: HashMap<String, Meaning>,
}

impl Reader<'_> {
    fn find(&self) -> Option<Form> {
        let heading = self.heading();
        let enclosed = self.first_enclosed_line();
        let table = (0..self.document.tables.len()).find(|&t| {
            let table = &self.document.tables[t];
            let (Some(first), Some(last)) = (table.cells.first(), table.cells.last()) else { return false };
            let headed = heading.as_ref().is_some_and(|h| h.0 + NEAR >= first.lines.start && h.0 < last.lines.end);
            (headed || first.lines.start < enclosed) && self.is_form_table(table, headed)
        });
        let (lines, pairs) = match table {
            Some(table) => self.table_form(table, heading.as_ref().map(|h| h.0)),
            None => self.line_form(heading.as_ref().map(|h| h.0))?,
        };
        let first = heading.as_ref().map_or(lines.start, |h| h.0);
        let mut form = Form {
            name: heading.as_ref().map(|h| h.1.clone()),
            heading: self.document.lines.get(first)?.range.clone(),
            incoming: heading.is_some_and(|h| h.2),
            lines,
            fields: Vec::new(),
            signatures: Vec::new(),
        };
        self.fill(&mut form, &pairs);
        Some(form)
    }

    /// The line where the first attachment begins: application forms and tables behind it are not the approval form.
    fn first_enclosed_line(&self) -> usize {
        let pattern = self.terms.patterns.attachment_mark.as_ref();
        let starts = |text: &str| {
            self.terms.labels.attachment.iter().filter_map(|l| l.chars().next()).any(|c| text.starts_with(c))
        };
        let mark = |line: &usize| {
            let text = self.document.line_text(*line).trim();
            text.len() < 90
                && starts(text)
                && pattern.is_some_and(|p| p.is_match(text))
                && self.document.lines[*line].cell.is_none()
        };
        (0..self.document.lines.len()).find(mark).unwrap_or(usize::MAX)
    }

    /// Line, text and whether it is incoming, of the line that names a form.
    fn heading(&self) -> Option<(usize, String, bool)> {
        const LONGEST: usize = 40;
        let words = &self.terms.words;
        (0..self.document.lines.len()).find_map(|line| {
            let text = self.document.line_text(line);
            if text.len() < 6 || text.chars().count() > LONGEST * 2 {
                return None;
            }
            let label = self.terms.label(text);
            let named = |names: &[String]| {
                names.iter().any(|n| label.ends_with(n.as_str()))
                    && label.chars().count() <= LONGEST
                    && !label.contains(['，', '。', '《', ':', ','])
            };
            let incoming = named(&words.incoming_form_names);
            (incoming || named(&words.form_names)).then(|| (line, fold_value(text), incoming))
        })
    }

    /// A table with signing labels: two roles and four labels, or fewer under a heading.
    fn is_form_table(&self, table: &Table, headed: bool) -> bool {
        let mut roles = Vec::new();
        let mut all = 0;
        for cell in &table.cells {
            for meaning in self.cell_labels(cell.lines.clone()) {
                all += 1;
                if let Meaning::Role(role) = meaning
                    && !roles.contains(&role)
                {
                    roles.push(role);
                }
            }
        }
        let (enough_roles, enough_labels) = if headed { (1, 3) } else { (2, 4) };
        roles.len() >= enough_roles && all >= enough_labels
    }

    fn cell_labels(&self, lines: Range<usize>) -> Vec<Meaning> {
        let range = self.lines_range(lines);
        if range.len() > 600 {
            return Vec::new();
        }
        if let Some(meaning) = self.pure_label(&range) {
            return vec![meaning];
        }
        let pairs = self.pairs(range.clone());
        let first = self.first_line_label(&range).filter(|_| pairs.is_empty());
        pairs.into_iter().chain(first).map(|p| p.meaning).collect()
    }

    fn lines_range(&self, lines: Range<usize>) -> Range<usize> {
        let at = |line: usize| self.document.lines.get(line).map(|l| l.range.clone());
        match (at(lines.start), lines.end.checked_sub(1).and_then(at)) {
            (Some(first), Some(last)) if lines.start < lines.end => first.start..last.end,
            _ => 0..0,
        }
    }

    fn slice(&self, range: &Range<usize>) -> &str {
        self.document.text.slice(range.clone())
    }

    fn pure_label(&self, range: &Range<usize>) -> Option<Meaning> {
        self.lookup(self.slice(range))
    }

    fn lookup(&self, text: &str) -> Option<Meaning> {
        const LONGEST: usize = 90;
        if text.len() > LONGEST || text.is_empty() {
            return None;
        }
        let label = self.terms.label(text);
        // 领导意见1, 领导意见2: forms number what they print more than once.
        let known = |label: &str| self.labels.get(label).copied();
        known(&label).or_else(|| known(label.trim_end_matches(|c: char| c.is_ascii_digit())))
    }

    /// All `标签：值` in a range; a value ends where the next label begins.
    fn pairs(&self, range: Range<usize>) -> Vec<Pair> {
        let text = self.slice(&range);
        let mut pairs: Vec<Pair> = Vec::new();
        let mut from = 0;
        for (colon, c) in text.char_indices().filter(|(_, c)| matches!(c, '：' | ':')) {
            let after = colon + c.len_utf8();
            let Some((start, meaning)) = self.label_before(&text[from..colon]) else { continue };
            let label = range.start + from + start..range.start + after;
            if let Some(last) = pairs.last_mut() {
                last.value = fold::trim(self.slice(&(last.label.end..label.start)), last.label.end);
            }
            pairs.push(Pair { meaning, value: fold::trim(self.slice(&(label.end..range.end)), label.end), label });
            from = after;
        }
        pairs
    }

    /// The longest known label that ends a text and stands at a word border.
    fn label_before(&self, text: &str) -> Option<(usize, Meaning)> {
        const LONGEST: usize = 90;
        let near = text.len().saturating_sub(LONGEST);
        let border = |at: usize| {
            at == 0
                || text[..at].ends_with(|c: char| {
                    c.is_whitespace() || matches!(c, '。' | '；' | ';' | '，' | ',' | '）' | ')' | '|' | '_' | '/')
                })
        };
        let starts = text.char_indices().map(|(at, _)| at).filter(|&at| at >= near && border(at));
        starts
            .filter(|&at| !text[at..].starts_with(char::is_whitespace))
            .find_map(|at| Some((at, self.lookup(&text[at..])?)))
    }

    /// Lines and pairs of a form that is a table, with the labelled lines right above and below.
    fn table_form(&self, table: usize, heading: Option<usize>) -> (Range<usize>, Vec<Pair>) {
        let cells = &self.document.tables[table].cells;
        let first = cells.iter().map(|c| c.lines.start).min().unwrap_or(0);
        let last = cells.iter().map(|c| c.lines.end).max().unwrap_or(0);
        let top = heading.filter(|&h| h < first && first - h <= 8).map_or(first, |h| h);
        let mut pairs = Vec::new();
        let mut start = top;
        for line in (top.saturating_sub(4)..first).rev() {
            let found = self.pairs(self.lines_range(line..line + 1));
            if line < top && found.is_empty() && !self.document.is_blank(line) {
                break;
            }
            start = if found.is_empty() { start } else { start.min(line) };
            pairs.extend(found);
        }
        pairs.extend(self.grid_pairs(&self.document.tables[table]));
        let mut end = last;
        for line in last..self.document.lines.len().min(last + 4) {
            let found = self.pairs(self.lines_range(line..line + 1));
            if found.is_empty() {
                break;
            }
            pairs.extend(found);
            end = line + 1;
        }
        pairs.sort_by_key(|p| p.label.start);
        (start..end, pairs)
    }

    /// Label cells with their value cells: to the right, else below; or label and value in one cell.
    fn grid_pairs(&self, table: &Table) -> Vec<Pair> {
        let mut pairs = Vec::new();
        let ranges: Vec<Range<usize>> = table.cells.iter().map(|c| self.lines_range(c.lines.clone())).collect();
        let pure: Vec<Option<Meaning>> = ranges.iter().map(|r| self.pure_label(r)).collect();
        let inner: Vec<Vec<Pair>> = ranges
            .iter()
            .zip(&pure)
            .map(|(r, p)| if p.is_some() { Vec::new() } else { self.pairs(r.clone()) })
            .collect();
        let at: HashMap<(usize, usize), usize> =
            table.cells.iter().enumerate().map(|(i, c)| ((c.row, c.column), i)).collect();
        let free = |i: usize| pure[i].is_none() && inner[i].is_empty() && self.first_line_label(&ranges[i]).is_none();
        for (i, cell) in table.cells.iter().enumerate() {
            let Some(meaning) = pure[i] else {
                match self.first_line_label(&ranges[i]) {
                    Some(pair) if inner[i].is_empty() => pairs.push(pair),
                    _ => pairs.extend(self.pairs(ranges[i].clone())),
                }
                continue;
            };
            let right = (cell.row..cell.row + cell.row_span)
                .filter_map(|row| at.get(&(row, cell.column + cell.column_span)).copied());
            let mut values: Vec<usize> = right.filter(|&j| free(j)).collect();
            if values.is_empty() {
                let below = at.get(&(cell.row + cell.row_span, cell.column)).copied();
                values.extend(below.filter(|&j| free(j) && !has_label_shape(self.slice(&ranges[j]))));
            }
            let value = match (values.first(), values.last()) {
                (Some(&a), Some(&b)) if values.len() == 1 || ranges[a].end <= ranges[b].start => {
                    let end = if values.len() > 1 && self.mixed(&ranges[a].end, &ranges[b], &values, &ranges) {
                        ranges[a].end
                    } else {
                        ranges[b].end
                    };
                    fold::trim(self.slice(&(ranges[a].start..end)), ranges[a].start)
                }
                _ => ranges[i].end..ranges[i].end,
            };
            pairs.push(Pair { meaning, label: ranges[i].clone(), value });
        }
        pairs
    }

    /// Other cells lie between the value cells of one label, so that they are not one range.
    fn mixed(&self, from: &usize, last: &Range<usize>, values: &[usize], ranges: &[Range<usize>]) -> bool {
        ranges
            .iter()
            .enumerate()
            .any(|(j, r)| values.binary_search(&j).is_err() && r.start >= *from && r.end <= last.start && !r.is_empty())
    }

    /// A label alone on the first line of a cell, its value on the lines below.
    fn first_line_label(&self, range: &Range<usize>) -> Option<Pair> {
        let text = self.slice(range);
        let (first, rest) = text.split_once('\n')?;
        let meaning = self.lookup(first)?;
        let value = fold::trim(rest, range.start + first.len() + 1);
        Some(Pair { meaning, label: fold::trim(first, range.start), value })
    }

    /// Lines and pairs of a form of labelled lines.
    fn line_form(&self, heading: Option<usize>) -> Option<(Range<usize>, Vec<Pair>)> {
        let start = match heading {
            Some(heading) => heading,
            None => self.block_of_roles()?,
        };
        let mut pairs: Vec<Pair> = Vec::new();
        let mut end = start + usize::from(heading.is_some());
        let mut above = None;
        if heading.is_some() && start > 0 {
            above = (start.saturating_sub(2)..start)
                .find(|&l| !self.document.is_blank(l) && !self.pairs(self.lines_range(l..l + 1)).is_empty());
        }
        if let Some(line) = above {
            pairs.extend(self.pairs(self.lines_range(line..line + 1)));
        }
        let below = end;
        for line in below..self.document.lines.len() {
            let range = self.document.lines[line].range.clone();
            let found = self.pairs(range.clone());
            let more = found.is_empty() && self.runs_on(pairs.last(), &range, line == end);
            if !found.is_empty() {
                pairs.extend(found);
            } else if more {
                if let Some(last) = pairs.last_mut() {
                    last.value = if last.value.is_empty() {
                        fold::trim(self.slice(&range), range.start)
                    } else {
                        last.value.start..fold::trim(self.slice(&range), range.start).end
                    };
                }
            } else if !self.document.is_blank(line) && !has_label_shape(self.slice(&range)) {
                break;
            } else {
                continue;
            }
            end = line + 1;
        }
        let roles = pairs.iter().filter(|p| matches!(p.meaning, Meaning::Role(_))).count();
        (roles >= 1 || heading.is_some() && end > start + 1).then_some((above.unwrap_or(start)..end, pairs))
    }

    /// A line without label right below a signing line belongs to it when it holds a date or a short name.
    fn runs_on(&self, last: Option<&Pair>, range: &Range<usize>, adjacent: bool) -> bool {
        let text = self.slice(range);
        let bare = fold::squash(text);
        if adjacent && last.is_some() && text.starts_with(char::is_whitespace) && self.is_list_item(text) {
            return true;
        }
        let is_role = last.is_some_and(|p| matches!(p.meaning, Meaning::Role(_)));
        let short = bare.chars().count() <= 8 && !self.terms.is_organ(&bare);
        let dated = bare.chars().count() <= 30 && !self.terms.any_dates(text, range.start).is_empty();
        adjacent && is_role && !bare.is_empty() && (dated || short && last.is_some_and(|p| p.value.is_empty()))
    }

    /// An indented line with a list number goes on with the list in the field above.
    fn is_list_item(&self, text: &str) -> bool {
        self.terms.patterns.list_item.as_ref().is_some_and(|p| p.is_match(text.trim()))
    }

    /// The first line of a run of lines that name at least three roles.
    fn block_of_roles(&self) -> Option<usize> {
        let mut start = None;
        let mut roles: Vec<usize> = Vec::new();
        for line in 0..self.document.lines.len() {
            if self.document.is_blank(line) {
                continue;
            }
            let range = self.document.lines[line].range.clone();
            let found = if range.len() > 600 { Vec::new() } else { self.pairs(range) };
            if found.is_empty() {
                (start, roles) = (None, Vec::new());
                continue;
            }
            start = start.or(Some(line));
            for pair in found {
                if let Meaning::Role(role) = pair.meaning
                    && !roles.contains(&role)
                {
                    roles.push(role);
                }
            }
            if roles.len() >= 3 {
                return start;
            }
        }
        None
    }

    fn fill(&self, form: &mut Form, pairs: &[Pair]) {
        for pair in pairs {
            let label = self.terms.label(self.slice(&pair.label));
            let value =
                if self.is_prompt(&pair.value) { pair.value.start..pair.value.start } else { pair.value.clone() };
            match pair.meaning {
                Meaning::Field(field) => form.fields.push(FormField {
                    id: self.terms.fields[field].id.clone(),
                    label,
                    label_range: pair.label.clone(),
                    value: fold_value(self.slice(&value)),
                    range: value,
                }),
                Meaning::Role(role) => {
                    let picture = self.has_picture(&value) || self.has_picture(&pair.label);
                    let cell = signature::Cell {
                        role: &self.terms.roles[role],
                        label,
                        label_range: pair.label.clone(),
                        range: value,
                        picture,
                    };
                    signature::read(self.terms, self.document, cell, &mut form.signatures);
                }
                Meaning::RoleDate(_) => {}
            }
        }
        for pair in pairs {
            if let Meaning::RoleDate(role) = pair.meaning {
                self.add_date(form, role, pair);
            }
        }
        signature::merge(&mut form.signatures);
    }

    /// Nothing but the prompt of a content control that nobody filled in.
    fn is_prompt(&self, range: &Range<usize>) -> bool {
        let mut runs = self.document.runs_in(range).peekable();
        runs.peek().is_some() && runs.all(|r| r.kind == RunKind::Placeholder)
    }

    /// A picture stands in these lines, or alone on the lines behind them in the same cell.
    fn has_picture(&self, range: &Range<usize>) -> bool {
        let lines = &self.document.lines;
        let (first, last) = (self.document.line_at(range.start), self.document.line_at(range.end));
        let cell = lines.get(last).and_then(|l| l.cell);
        let behind = (last + 1..lines.len())
            .take_while(|&l| cell.is_some() && lines[l].cell == cell && self.document.is_blank(l))
            .count();
        lines.iter().take(last + 1 + behind).skip(first).any(|l| l.picture)
    }

    fn add_date(&self, form: &mut Form, role: usize, pair: &Pair) {
        let written = self.terms.any_dates(self.slice(&pair.value), pair.value.start).into_iter().next();
        let id = &self.terms.roles[role].id;
        let mut open: Vec<_> = form.signatures.iter_mut().filter(|s| s.role == *id && s.date.is_none()).collect();
        // The date of the cell before it; a line above the table comes before them all.
        let before = open.iter().rposition(|s| s.label_range.start < pair.label.start);
        if let Some(signature) = open.get_mut(before.unwrap_or(0)) {
            signature.set_date(written);
        }
    }
}
