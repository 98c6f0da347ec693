//! Fields: what they compute, where their results stand, and form fields, whose state is stored apart from any result.

use crate::document::{FieldKind, RunKind, Trace, TraceKind};
use crate::read::docx::blocks::Flat;
use crate::read::docx::equation;
use crate::read::docx::symbols::{glyph, tick};
use crate::read::xml::{Node, attr, child, on, val};
use crate::words;

/// Stands for the number of a page where the file stores none.
pub(super) const PAGE_NUMBER: &str = "1";

/// Fields that always print something, which only their results tell.
const PRINTS: [&str; 16] = [
    "DOCPROPERTY",
    "DOCVARIABLE",
    "REF",
    "PAGEREF",
    "STYLEREF",
    "INCLUDETEXT",
    "INCLUDEPICTURE",
    "LINK",
    "IF",
    "=",
    "FILLIN",
    "DATE",
    "TIME",
    "CREATEDATE",
    "FORMCHECKBOX",
    "FORMDROPDOWN",
];

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

    /// What it computes, in capitals, and the rest of its instruction.
    fn parts(&self) -> (String, &str) {
        let instruction = self.instruction.trim();
        let (name, rest) = instruction.split_once(char::is_whitespace).unwrap_or((instruction, ""));
        // `EQ\o(…)` needs no blank.
        let (name, rest) = name.split_once('\\').map_or((name, rest), |(name, _)| (name, &instruction[name.len()..]));
        (name.to_ascii_uppercase(), rest.trim())
    }

    pub(super) fn kind(&self) -> FieldKind {
        match self.parts().0.as_str() {
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
            if let Some(format) = format.filter(|_| shown && !field.printed) {
                self.without_result(&field, format);
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

impl Flat<'_> {
    /// What a field prints of which the file stores no result: its instruction tells, or nothing does.
    fn without_result(&mut self, field: &Field, format: usize) {
        let (name, arguments) = field.parts();
        match name.as_str() {
            "EQ" => self.push(&equation::words(arguments), format, None, RunKind::Field(FieldKind::Other)),
            "SYMBOL" => self.symbol_field(arguments, format),
            "MACROBUTTON" => {
                let prompt = arguments.split_once(char::is_whitespace).map_or("", |(_, prompt)| prompt.trim());
                self.push(prompt, format, None, RunKind::Placeholder);
            }
            "QUOTE" => {
                self.push(arguments.trim_matches('"'), format, None, RunKind::Field(FieldKind::Other));
            }
            "FORMTEXT" => {
                let prompt = field.prompt.as_deref().unwrap_or_default().trim();
                self.push(prompt, format, None, RunKind::Placeholder);
            }
            _ if field.kind() == FieldKind::Page => {
                self.push(PAGE_NUMBER, format, None, RunKind::Field(FieldKind::Page));
            }
            "MERGEFIELD" => {
                let name = arguments.trim_start_matches('"').split(['"', ' ', '\\']).next().unwrap_or_default();
                self.push(&format!("«{name}»"), format, None, RunKind::Field(FieldKind::Merge));
            }
            _ if PRINTS.contains(&name.as_str()) => self.unread_field(&name),
            _ => {}
        }
    }

    /// What it prints is not known: a part of the text that was not read.
    fn unread_field(&mut self, name: &str) {
        let text = words!("域 {name}，没有存结果", name);
        self.document.traces.push(Trace { kind: TraceKind::Embedded, at: self.text.len(), text, ..Trace::default() });
    }

    /// `SYMBOL 163 \f "Wingdings 2"`: a character by its code.
    fn symbol_field(&mut self, arguments: &str, format: usize) {
        let code = arguments.split_whitespace().next().unwrap_or_default();
        let hex = code.strip_prefix("0x").or(code.strip_prefix("0X"));
        let code = hex.map_or_else(|| code.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
        let font = arguments.split_once("\\f").map_or("", |(_, font)| font.trim());
        let font = font.strip_prefix('"').map_or(font, |f| f.split('"').next().unwrap_or_default());
        match code {
            Some(code) => self.push(glyph(font, code).encode_utf8(&mut [0; 4]), format, None, RunKind::Symbol),
            None => self.unread_field("SYMBOL"),
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
