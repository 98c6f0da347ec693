//! Fields: what they compute, where their results stand, and form fields, whose state is stored apart from any result.

use crate::document::{FieldKind, RunKind};
use crate::read::docx::blocks::Flat;
use crate::read::docx::symbols::tick;
use crate::read::xml::{Node, attr, child, on, val};

/// Stands for the number of a page where the file stores none.
pub(super) const PAGE_NUMBER: &str = "1";

/// A field being read.
#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    pub(super) instruction: String,
    /// Its result has begun; before that there is only the instruction.
    pub(super) result: bool,
    /// Bytes of text before it.
    at: usize,
    /// A check box or a list: its state was printed when it began, a stored result is not shown beside it.
    printed: bool,
    /// What stands in a text field that nobody filled in.
    prompt: Option<String>,
}

impl Field {
    /// A field whose instruction stands apart from its result.
    pub(super) fn simple(instruction: &str, at: usize) -> Self {
        Self { instruction: instruction.to_owned(), result: true, at, ..Self::default() }
    }

    pub(super) fn kind(&self) -> FieldKind {
        match self.instruction.split_whitespace().next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "DATE" | "TIME" | "SAVEDATE" | "PRINTDATE" => FieldKind::Clock,
            "PAGE" | "NUMPAGES" | "SECTIONPAGES" => FieldKind::Page,
            "MERGEFIELD" | "ASK" | "FILLIN" | "DOCVARIABLE" => FieldKind::Merge,
            _ => FieldKind::Other,
        }
    }
}

impl Flat<'_> {
    /// The marks of a field: begin, separate, end. Those in hidden runs have no format.
    pub(super) fn field_mark(&mut self, node: Node<'_>, format: Option<usize>) {
        match attr(node, "fldCharType") {
            Some("begin") => self.begin_field(node, format),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.result = !field.printed;
                }
            }
            Some("end") => self.end_field(format),
            _ => {}
        }
    }

    fn begin_field(&mut self, node: Node<'_>, format: Option<usize>) {
        let mut field = Field { at: self.text.len(), ..Field::default() };
        if let Some(form) = child(node, "ffData") {
            field.prompt = child(form, "textInput").and_then(|t| val(t, "default")).map(str::to_owned);
            if let Some((text, kind)) = state(form) {
                field.printed = true;
                if let Some(format) = format.filter(|_| self.fields.iter().all(|f| f.result)) {
                    self.push(text, format, None, kind);
                }
            }
        }
        self.fields.push(field);
    }

    pub(super) fn end_field(&mut self, format: Option<usize>) {
        let Some(field) = self.fields.pop() else { return };
        let shown = self.fields.iter().all(|f| f.result);
        if field.at == self.text.len() {
            // A page number is printed even when the file stores no result.
            if let Some(format) = format.filter(|_| shown && field.kind() == FieldKind::Page) {
                self.push(PAGE_NUMBER, format, None, RunKind::Field(FieldKind::Page));
            }
            return;
        }
        let result = self.text[field.at..].trim();
        if field.prompt.is_some_and(|p| !result.is_empty() && p.trim() == result) {
            let runs = self.document.runs.iter_mut().rev().take_while(|r| r.range.start >= field.at);
            runs.for_each(|r| r.kind = RunKind::Placeholder);
        }
    }
}

/// What a check box or a list shows: its own state, not the result that some programs store beside it.
fn state<'a>(form: Node<'a>) -> Option<(&'a str, RunKind)> {
    if let Some(check_box) = child(form, "checkBox") {
        let state = child(check_box, "checked").or_else(|| child(check_box, "default"));
        return Some((tick(state.is_some_and(on)), RunKind::Symbol));
    }
    let list = child(form, "ddList")?;
    let chosen = val(list, "result").or_else(|| val(list, "default"));
    let chosen = chosen.and_then(|n| n.trim().parse().ok()).unwrap_or(0);
    let entry = list.children().filter(|n| n.name() == "listEntry").nth(chosen)?;
    Some((attr(entry, "val").unwrap_or_default(), RunKind::Field(FieldKind::Other)))
}
