//! The approval form (发文稿纸): found in tables or labelled lines, read into fields and signatures.

mod grid;
mod lines;

use std::ops::Range;

use crate::date::Written;
use crate::document::{Document, RunKind};
use crate::element::rows::{self, Row, fold_value};
use crate::element::signature::{self, Signature};
use crate::fold;
use crate::terms::{FormLabel, Terms};

/// What a form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// The approval form of an outgoing document (发文稿纸).
    Outgoing,
    /// The slip of an incoming document (收文处理单).
    Incoming,
    /// A record of the re-check apart from the form (复核单).
    Slip,
}

impl FormKind {
    /// The words for people.
    pub fn title(self) -> &'static str {
        match self {
            FormKind::Outgoing => "发文稿纸",
            FormKind::Incoming => "收文处理单",
            FormKind::Slip => "复核单",
        }
    }
}

/// An approval form as recognised.
#[derive(Clone, Debug)]
pub struct Form {
    /// Its name as printed, when it prints one.
    pub name: Option<String>,
    /// Bytes of its name, or of its first line.
    pub heading: Range<usize>,
    /// What it is for.
    pub kind: FormKind,
    /// Lines of the document that belong to it.
    pub lines: Range<usize>,
    /// Fields that are filled in.
    pub fields: Vec<FormField>,
    /// Signing cells in printed order.
    pub signatures: Vec<Signature>,
    /// Cells under a label that is not known, in which somebody has signed.
    pub unread: Vec<Range<usize>>,
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
    /// A date of the cell before it.
    Date,
    /// A label that no list has.
    Unknown,
}

impl From<FormLabel> for Meaning {
    fn from(label: FormLabel) -> Self {
        match label {
            FormLabel::Role(i) => Meaning::Role(i),
            FormLabel::RoleDate(i) => Meaning::RoleDate(i),
            FormLabel::Field(i) => Meaning::Field(i),
        }
    }
}

/// `某某意见：…`: a short word before a colon at the start of a line, whether or not the label is known.
fn has_label_shape(text: &str) -> bool {
    const LONGEST: usize = 12;
    fold::begins_with_label(text, LONGEST)
}

/// A label with the place of its value.
struct Pair {
    meaning: Meaning,
    label: Range<usize>,
    value: Range<usize>,
}

/// Takes the form out of a document: the form, if there is one, and the rows that are left.
pub(super) fn take(document: &Document, terms: &Terms) -> (Option<Form>, Vec<Row>) {
    let reader = Reader { document, terms };
    let form = reader.find();
    let lines = form.as_ref().map_or(0..0, |f| f.lines.clone());
    (form, rows::rows(document, terms, |line| lines.contains(&line)))
}

struct Reader<'d> {
    document: &'d Document,
    terms: &'d Terms,
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
            kind: heading.map_or(FormKind::Outgoing, |h| h.2),
            lines,
            fields: Vec::new(),
            signatures: Vec::new(),
            unread: Vec::new(),
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

    /// Line, text and kind, of the line that names a form.
    fn heading(&self) -> Option<(usize, String, FormKind)> {
        const LONGEST: usize = 40;
        let words = &self.terms.words;
        (0..self.document.lines.len()).find_map(|line| {
            let text = self.document.line_text(line);
            if text.len() < 6 || text.chars().count() > LONGEST * 2 {
                return None;
            }
            // Most lines end in something else than a name does.
            let end = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
            let end = self.terms.label(end.char_indices().next_back().map_or("", |(at, _)| &end[at..]));
            let names = || words.incoming_form_names.iter().chain(&words.slip_names).chain(&words.form_names);
            if !text.contains(['(', '（']) && !names().any(|name| name.ends_with(end.as_str())) {
                return None;
            }
            let label = self.terms.label(text);
            let named = |names: &[String]| {
                names.iter().any(|n| label.ends_with(n.as_str()))
                    && label.chars().count() <= LONGEST
                    && !label.contains(['，', '。', '《', ':', ','])
            };
            let kind = match () {
                () if named(&words.incoming_form_names) => FormKind::Incoming,
                () if named(&words.slip_names) => FormKind::Slip,
                () if named(&words.form_names) => FormKind::Outgoing,
                () => return None,
            };
            let sample = words.samples.iter().any(|s| text.contains(s.as_str()));
            (!sample).then(|| (line, fold_value(text), kind))
        })
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
        let known = |label: &str| self.terms.form_label(label).map(Meaning::from);
        let plain = known(&label).or_else(|| known(label.trim_end_matches(|c: char| c.is_ascii_digit())));
        let words = &self.terms.words;
        // 核稿人签字 is 核稿人, 核稿时间 the time of 核稿; 日期 alone belongs to the cell before.
        let based = || known(self.terms.label_base(&label)).filter(|m| matches!(m, Meaning::Role(_)));
        let dated = || {
            let rest = words.date_tails.iter().find_map(|t| label.strip_suffix(t.as_str()))?;
            match known(rest).or_else(|| known(self.terms.label_base(rest))) {
                Some(Meaning::Role(role)) => Some(Meaning::RoleDate(role)),
                _ => rest.is_empty().then_some(Meaning::Date),
            }
        };
        let ends = |role: &crate::terms::Role| {
            role.label_ends.iter().any(|e| label.ends_with(e.as_str()) && label.len() > e.len())
        };
        let ended = || {
            self.terms
                .roles
                .iter()
                .position(ends)
                .map(Meaning::Role)
                .filter(|_| !text.trim().contains(char::is_whitespace) && self.names_a_step(&label))
        };
        plain.or_else(based).or_else(dated).or_else(ended)
    }

    /// A longer label is a few Han characters, and no opinion such as 不需要会签.
    fn names_a_step(&self, label: &str) -> bool {
        const LONGEST: usize = 10;
        let placeholder = label.chars().any(|c| matches!(c, '未' | '待' | '请' | '已'));
        label.chars().count() <= LONGEST
            && label.chars().all(fold::is_han)
            && !placeholder
            && !signature::is_opinion(self.terms, label)
    }

    /// A short word before a colon that is no organ, no person and no part of a signature: a label nobody has listed.
    fn is_unknown_label(&self, word: &str) -> bool {
        const LONGEST: usize = 8;
        let word = fold::squash(word).trim_end_matches(':').to_owned();
        let aside = self.terms.words.asides.contains(&word);
        (2..=LONGEST).contains(&word.chars().count())
            && word.chars().all(fold::is_han)
            && !aside
            && !self.terms.is_organ(&word)
            && !signature::is_name(self.terms, &word)
            && self.terms.opinion_word(&word).is_none()
    }

    /// All `标签：值` in a range; a value ends where the next label begins. A tab or bar ends a label as a colon does.
    fn pairs(&self, range: Range<usize>) -> Vec<Pair> {
        let text = self.slice(&range);
        let mut pairs: Vec<Pair> = Vec::new();
        let mut from = 0;
        for (mark, c) in text.char_indices().filter(|(_, c)| matches!(c, '：' | ':' | '\t' | '|' | '｜')) {
            let after = mark + c.len_utf8();
            let before = &text[from..mark];
            let found = match c {
                '：' | ':' => self.label_before(before).or_else(|| self.unknown_before(before, &pairs)),
                _ => self.whole_label(before),
            };
            let Some((start, meaning)) = found else { continue };
            let label = range.start + from + start..range.start + after;
            if let Some(last) = pairs.last_mut() {
                last.value = fold::trim(self.slice(&(last.label.end..label.start)), last.label.end);
            }
            // 签发：签发人：…: the second label stands in the value of the first.
            let nested =
                |last: &Pair| last.meaning == meaning && last.value.is_empty() && !self.same_label(last, &label);
            if pairs.last().is_some_and(nested) {
                pairs.pop();
            }
            pairs.push(Pair { meaning, value: fold::trim(self.slice(&(label.end..range.end)), label.end), label });
            from = after;
        }
        pairs
    }

    fn same_label(&self, pair: &Pair, label: &Range<usize>) -> bool {
        self.terms.label(self.slice(&pair.label)) == self.terms.label(self.slice(label))
    }

    /// A label that is all there is before a tab or bar.
    fn whole_label(&self, text: &str) -> Option<(usize, Meaning)> {
        let start = text
            .rfind(['\n', '\t', '|', '｜'])
            .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        let label = text[start..].trim();
        let meaning = self.lookup(label)?;
        Some((start + (text[start..].len() - text[start..].trim_start().len()), meaning))
    }

    /// A label nobody has listed ends the cell before it, when it stands apart.
    fn unknown_before(&self, text: &str, pairs: &[Pair]) -> Option<(usize, Meaning)> {
        let apart = |c: char| c.is_whitespace();
        let start = text.rfind(apart).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        let stands = start > 0 || text.is_empty() || pairs.is_empty();
        let within = pairs.last().is_some_and(|p| matches!(p.meaning, Meaning::Role(_)));
        (stands && within && self.is_unknown_label(&text[start..])).then_some((start, Meaning::Unknown))
    }

    /// The longest known label that ends a text and stands at a word border.
    fn label_before(&self, text: &str) -> Option<(usize, Meaning)> {
        const LONGEST: usize = 90;
        let near = text.len().saturating_sub(LONGEST);
        let border = |at: usize| {
            at == 0
                || text[..at].ends_with(|c: char| {
                    c.is_whitespace()
                        || matches!(c, '。' | '；' | ';' | '，' | ',' | '）' | ')' | '|' | '｜' | '_' | '/')
                })
        };
        let starts = text.char_indices().map(|(at, _)| at).filter(|&at| at >= near && border(at));
        starts
            .filter(|&at| !text[at..].starts_with(char::is_whitespace))
            .find_map(|at| Some((at, self.lookup(&text[at..])?)))
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
                    value: fold_value(&signature::valid(self.document, &value)),
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
                Meaning::RoleDate(_) | Meaning::Date => {}
                Meaning::Unknown if self.is_signed(&value) => form.unread.push(pair.label.start..value.end),
                Meaning::Unknown => {}
            }
        }
        let few = form.signatures.len() <= signature::MOST_ON_A_FORM;
        let mut before = None;
        for pair in pairs.iter().filter(|_| few) {
            match pair.meaning {
                Meaning::Role(role) => before = Some(role),
                Meaning::RoleDate(role) => self.add_date(form, role, pair),
                Meaning::Date => before.into_iter().for_each(|role| self.add_date(form, role, pair)),
                Meaning::Field(_) | Meaning::Unknown => before = None,
            }
        }
        signature::merge(self.terms, &mut form.signatures);
    }

    /// Somebody has written an opinion or a dated name there.
    fn is_signed(&self, range: &Range<usize>) -> bool {
        const LONGEST: usize = 300;
        if range.is_empty() || range.len() > LONGEST {
            return false;
        }
        let Some(role) = self.terms.roles.first() else { return false };
        let cell =
            signature::Cell { role, label: String::new(), label_range: 0..0, range: range.clone(), picture: false };
        let mut found = Vec::new();
        signature::read(self.terms, self.document, cell, &mut found);
        found.iter().any(|s| {
            let dated = s.name.is_some() && s.date.as_ref().is_some_and(Written::is_complete);
            dated || s.name.is_some() && s.means.is_some()
        })
    }

    /// Nothing but the prompt of a content control that nobody filled in.
    fn is_prompt(&self, range: &Range<usize>) -> bool {
        let mut runs = self.document.runs_in(range).peekable();
        runs.peek().is_some() && runs.all(|r| r.kind == RunKind::Placeholder)
    }

    /// A picture stands in these lines, or alone on the lines around them in the same cell.
    fn has_picture(&self, range: &Range<usize>) -> bool {
        let lines = &self.document.lines;
        let (first, last) = (self.document.line_at(range.start), self.document.line_at(range.end));
        let cell = lines.get(last).and_then(|l| l.cell);
        let alone = |l: &usize| cell.is_some() && lines[*l].cell == cell && self.document.is_blank(*l);
        let behind = (last + 1..lines.len()).take_while(alone).count();
        let before = (0..first).rev().take_while(alone).count();
        lines.iter().take(last + 1 + behind).skip(first - before).any(|l| l.picture)
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
