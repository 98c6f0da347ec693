//! The approval form (发文稿纸): found in tables or labelled lines, read into fields and signatures.

mod fill;
mod grid;
mod label;
mod lines;
mod pairs;
mod record;

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use crate::document::{Document, Table};
use crate::element::rows::{self, Row, fold_value};
use crate::element::signature::Signature;
use crate::fold;
use crate::lang::Words;
use crate::terms::{Means, Terms};

use label::{Found, Meaning};

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
    pub fn title(self) -> Words {
        Words::from(match self {
            FormKind::Outgoing => "发文稿纸",
            FormKind::Incoming => "收文处理单",
            FormKind::Slip => "复核单",
        })
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
    /// What looks like a signature, an opinion or a state and was understood as none.
    pub unread: Vec<Range<usize>>,
    /// Labels that ask for a decision, of somebody whom no list has, with nothing under them: 局党组审议.
    pub blank: Vec<Range<usize>>,
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

    /// The signatures of a role that count; what a later round has replaced is history.
    pub fn role<'f>(&'f self, id: &'f str) -> impl Iterator<Item = &'f Signature> {
        self.signatures.iter().filter(move |s| s.role == id && !s.past)
    }

    /// When the document was last sent back, to begin another round: day and minute.
    pub fn last_return(&self) -> Option<(i64, u32)> {
        self.signatures.iter().filter(|s| s.past && s.means == Some(Means::Rejected)).filter_map(Signature::when).max()
    }
}

/// Most lines between a form's name and its table.
const NEAR: usize = 10;

/// Takes the form out of a document: the form, if there is one, and the rows that are left.
pub(super) fn take(document: &Document, terms: &Terms) -> (Option<Form>, Vec<Row>) {
    let reader = Reader { document, terms, labels: RefCell::default(), looks: RefCell::default() };
    let form = reader.find();
    let lines = form.as_ref().map_or(0..0, |f| f.lines.clone());
    (form, rows::rows(document, terms, |line| lines.contains(&line)))
}

struct Reader<'d> {
    document: &'d Document,
    terms: &'d Terms,
    /// Labels that were looked up before: forms print the same ones in several places.
    labels: RefCell<HashMap<String, Option<Found>>>,
    /// Texts that were asked before whether they look like labels.
    looks: RefCell<HashMap<String, bool>>,
}

impl Reader<'_> {
    fn find(&self) -> Option<Form> {
        let heading = self.heading();
        let enclosed = self.first_enclosed_line();
        let table = (0..self.document.tables.len()).find(|&t| {
            let table = &self.document.tables[t];
            let (Some(first), Some(last)) = (table.cells.first(), table.cells.last()) else { return false };
            let near = |h: &&(usize, String, FormKind)| h.0 + NEAR >= first.lines.start && h.0 < last.lines.end;
            let headed = heading.as_ref().filter(near).map(|h| h.2);
            (headed.is_some() || first.lines.start < enclosed) && self.is_form_table(table, headed)
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
            blank: Vec::new(),
        };
        self.fill(&mut form, pairs);
        // 公文处理单 is the name of both: what it asks to be signed tells which it is.
        let asks = |id: &str| form.role(id).next().is_some();
        if form.kind == FormKind::Incoming && asks(DRAFTER) && asks(SIGNER) {
            form.kind = FormKind::Outgoing;
        }
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
            let end = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
            // Most lines end in something else than a name does.
            if text.len() < 6 || !end.chars().next_back().is_some_and(|c| self.terms.may_end_form_name(c)) {
                return None;
            }
            if text.chars().filter(|c| !c.is_whitespace()).count() > LONGEST * 2 {
                return None;
            }
            let label = self.terms.label(text);
            let whole = fold::squash(text);
            let named = |names: &[String]| {
                names.iter().any(|n| label.ends_with(n.as_str()) || whole.ends_with(n.as_str()))
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

    /// A text that ends in the name of a form.
    fn names_a_form(&self, text: &str) -> bool {
        let whole = fold::squash(text);
        self.terms.words.form_names.iter().any(|name| whole.ends_with(name.as_str()))
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

    fn trimmed(&self, range: &Range<usize>) -> Range<usize> {
        fold::trim(self.slice(range), range.start)
    }

    /// A table with signing labels: two roles and four labels, or fewer under a heading.
    fn is_form_table(&self, table: &Table, headed: Option<FormKind>) -> bool {
        let (enough_roles, enough_labels) = match headed {
            Some(FormKind::Slip) => (1, 1),
            Some(_) => (1, 3),
            None => (2, 4),
        };
        let (mut roles, mut all) = (Vec::new(), 0);
        for cell in &table.cells {
            for meaning in self.cell_labels(cell.lines.clone()) {
                all += 1;
                if let Meaning::Role(role) = meaning
                    && !roles.contains(&role)
                {
                    roles.push(role);
                }
            }
            if roles.len() >= enough_roles && all >= enough_labels {
                return true;
            }
        }
        false
    }

    fn cell_labels(&self, lines: Range<usize>) -> Vec<Meaning> {
        const LONGEST: usize = 600;
        let range = self.lines_range(lines);
        if range.len() > LONGEST || range.is_empty() {
            return Vec::new();
        }
        if let Some(found) = self.lookup(self.slice(&range)) {
            return if found.weak { Vec::new() } else { vec![found.meaning] };
        }
        let pairs = self.pairs(range.clone(), false);
        let first = self.first_line_label(&range).filter(|_| pairs.is_empty());
        pairs.into_iter().chain(first).map(|p| p.meaning).filter(|m| *m != Meaning::Unknown).collect()
    }
}

/// Roles by which a form of an outgoing document is told.
const DRAFTER: &str = "drafter";
const SIGNER: &str = "sign";
