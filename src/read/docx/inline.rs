//! Runs of a paragraph: text, fields, revisions, symbols, anchors.

use crate::document::{FieldKind, Origin, Run, RunKind, TraceKind, Zone};
use crate::read::docx::blocks::Flat;
use crate::read::docx::fields::{Field, PAGE_NUMBER};
use crate::read::docx::wrappers::branch;
use crate::read::xml::{Node, attr, child, is_w};

impl Flat<'_> {
    /// Reads the inline children of a paragraph or of a wrapper in it.
    pub(super) fn inlines(&mut self, parent: Node<'_>) {
        for node in parent.children() {
            match node.name() {
                "r" if node.is_word() => self.run(node),
                "r" | "oMath" | "oMathPara" => self.math(node),
                "ins" | "moveTo" => {
                    self.trace(TraceKind::Inserted, node, "");
                    self.inlines(node);
                }
                "del" | "moveFrom" => self.deleted(node, node),
                "sdt" => {
                    let outer = self.control;
                    self.control = outer.enter(node);
                    if let Some(content) = child(node, "sdtContent") {
                        self.inlines(content);
                    }
                    self.control = outer;
                }
                "fldSimple" => {
                    self.fields.push(Field::simple(attr(node, "instr").unwrap_or_default(), self.text.len()));
                    self.inlines(node);
                    let format = self.formats.run(None, &mut self.document);
                    self.end_field(format);
                }
                "AlternateContent" => {
                    if let Some(branch) = branch(node) {
                        self.inlines(branch);
                    }
                }
                "ruby" => self.ruby(node),
                "subDoc" => self.trace(TraceKind::Embedded, node, "另一份文档"),
                "commentRangeStart" => self.comment(attr(node, "id").unwrap_or_default()),
                "hyperlink" | "smartTag" | "customXml" | "bdo" | "dir" | "sdtContent" => self.inlines(node),
                name if self.transparent.covers(name, node.is_word()) => self.inlines(node),
                _ => {}
            }
        }
    }

    /// Deleted text stays out of the text; `mark` says who deleted it.
    pub(super) fn deleted(&mut self, node: Node<'_>, mark: Node<'_>) {
        const LONGEST: usize = 30;
        let text: String =
            node.descendants().filter(|n| is_w(*n, "delText") || is_w(*n, "t")).map(|n| n.text()).collect();
        let text: String = text.chars().take(LONGEST).collect();
        self.trace(TraceKind::Deleted, mark, &text);
    }

    fn ruby(&mut self, node: Node<'_>) {
        if let Some(base) = child(node, "rubyBase") {
            self.inlines(base);
        }
    }

    /// Formulas as their plain characters.
    fn math(&mut self, node: Node<'_>) {
        let format = self.formats.run(None, &mut self.document).unwrap_or(0);
        for text in node.descendants().filter(|n| n.name() == "t") {
            self.text_node(text, format, RunKind::Text);
        }
    }

    fn run(&mut self, node: Node<'_>) {
        if self.reformatted {
            self.reformatted(child(node, "rPr"), "rPrChange");
        }
        let Some(format) = self.formats.run(child(node, "rPr"), &mut self.document) else {
            let text: String = node.descendants().filter(|n| is_w(*n, "t")).map(|n| n.text()).collect();
            if !text.is_empty() {
                self.trace(TraceKind::Hidden, node, &text);
            }
            self.hidden_fields(node);
            return;
        };
        self.contents(node, format);
    }

    /// Field marks count even in hidden runs.
    fn hidden_fields(&mut self, node: Node<'_>) {
        for child in node.children().filter(|n| is_w(*n, "fldChar")) {
            self.field_mark(child, None);
        }
    }

    fn contents(&mut self, node: Node<'_>, format: usize) {
        for piece in node.children() {
            match piece.name() {
                "fldChar" => self.field_mark(piece, Some(format)),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|f| !f.result) {
                        field.instruction.push_str(&piece.text());
                    }
                }
                "AlternateContent" => {
                    if let Some(branch) = branch(piece) {
                        self.contents(branch, format);
                    }
                }
                "commentReference" => self.comment(attr(piece, "id").unwrap_or_default()),
                _ if self.fields.iter().any(|f| !f.result) => {}
                "t" => self.text_node(piece, format, self.kind()),
                "tab" | "ptab" => self.push("\t", format, None, RunKind::Tab),
                "br" => self.manual_break(piece),
                "lastRenderedPageBreak" => self.page_begins(),
                "cr" => self.break_line(),
                "noBreakHyphen" => self.push("-", format, None, RunKind::Symbol),
                "pgNum" => self.push(PAGE_NUMBER, format, None, RunKind::Field(FieldKind::Page)),
                "sym" | "symEx" => self.symbol(piece, format),
                "ruby" => self.ruby(piece),
                // WPS puts formulas inside runs.
                "oMath" | "oMathPara" => self.math(piece),
                "drawing" | "pict" | "object" | "contentPart" => self.picture(piece),
                _ => {}
            }
        }
    }

    fn kind(&self) -> RunKind {
        match self.fields.last() {
            _ if self.control.prompt => RunKind::Placeholder,
            Some(field) => RunKind::Field(field.kind()),
            None => RunKind::Text,
        }
    }

    /// A page began here when the file was last laid out.
    fn page_begins(&mut self) {
        if matches!(self.zone, Zone::Body | Zone::Table) {
            self.document.page_starts.push(self.text.len());
        }
    }

    fn manual_break(&mut self, node: Node<'_>) {
        let page = matches!(attr(node, "type"), Some("page" | "column"));
        let begun = self.open.as_ref().is_some_and(|l| !self.text[l.range.start..].trim().is_empty());
        match (page, begun) {
            (true, true) => {
                self.new_page = true;
                self.break_line();
            }
            (true, false) => {
                if let Some(line) = &mut self.open {
                    line.new_page = true;
                }
                self.new_page = true;
            }
            (false, _) => self.break_line(),
        }
    }

    /// The text of a text element, with its bytes in the part.
    fn text_node(&mut self, node: Node<'_>, format: usize, kind: RunKind) {
        for (range, content) in node.texts() {
            if let Some(looks) = self.pictured(content, format) {
                self.push(&looks, format, None, RunKind::Symbol);
                continue;
            }
            let origin = self.part.map(|(part, mark)| Origin { part, bytes: range.start + mark..range.end + mark });
            if !content.contains(['\n', '\r', '\u{b}']) {
                self.push(content, format, origin, kind);
                continue;
            }
            // A vertical tab is a manual break; line ends inside a text element are spaces.
            for (at, piece) in content.split('\u{b}').enumerate() {
                if at > 0 {
                    self.break_line();
                }
                self.push(&piece.replace(['\n', '\r'], " "), format, origin.clone(), kind);
            }
        }
    }

    /// Adds a piece of text to the open line.
    pub(super) fn push(&mut self, text: &str, format: usize, origin: Option<Origin>, kind: RunKind) {
        if text.is_empty() || self.open.is_none() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.document.runs.push(Run { range: start..self.text.len(), format, origin, kind });
    }
}
