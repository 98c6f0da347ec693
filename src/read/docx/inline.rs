//! Runs of a paragraph: text, fields, revisions, symbols, anchors.

use crate::document::{FieldKind, Origin, Run, RunKind, TraceKind};
use crate::read::docx::blocks::{Flat, branch, shows_prompt};
use crate::read::docx::xml::{Node, attr, child, is_w};

/// Stands for the number of a page where the file stores none.
const PAGE_NUMBER: &str = "1";

/// A field being read.
#[derive(Clone, Debug)]
pub(super) struct Field {
    instruction: String,
    /// Its result has begun; before that there is only the instruction.
    result: bool,
    /// Bytes of text before it.
    at: usize,
}

impl Field {
    fn kind(&self) -> FieldKind {
        match self.instruction.split_whitespace().next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "DATE" | "TIME" | "SAVEDATE" | "PRINTDATE" => FieldKind::Clock,
            "PAGE" | "NUMPAGES" | "SECTIONPAGES" => FieldKind::Page,
            "MERGEFIELD" | "ASK" | "FILLIN" | "DOCVARIABLE" => FieldKind::Merge,
            _ => FieldKind::Other,
        }
    }
}

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
                    let outer = self.prompt;
                    self.prompt |= shows_prompt(node);
                    if let Some(content) = child(node, "sdtContent") {
                        self.inlines(content);
                    }
                    self.prompt = outer;
                }
                "fldSimple" => {
                    let instruction = attr(node, "instr").unwrap_or_default().to_owned();
                    self.fields.push(Field { instruction, result: true, at: self.text.len() });
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
            _ if self.prompt => RunKind::Placeholder,
            Some(field) => RunKind::Field(field.kind()),
            None => RunKind::Text,
        }
    }

    fn field_mark(&mut self, node: Node<'_>, format: Option<usize>) {
        match attr(node, "fldCharType") {
            Some("begin") => {
                self.fields.push(Field { instruction: String::new(), result: false, at: self.text.len() });
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.result = true;
                }
            }
            Some("end") => self.end_field(format),
            _ => {}
        }
    }

    /// A page number is printed even when the file stores no result.
    fn end_field(&mut self, format: Option<usize>) {
        let Some(field) = self.fields.pop() else { return };
        let shown = self.fields.iter().all(|f| f.result);
        if let Some(format) = format.filter(|_| shown && field.at == self.text.len() && field.kind() == FieldKind::Page)
        {
            self.push(PAGE_NUMBER, format, None, RunKind::Field(FieldKind::Page));
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

    fn symbol(&mut self, node: Node<'_>, format: usize) {
        let code = attr(node, "char").and_then(|c| u32::from_str_radix(c, 16).ok()).unwrap_or(0xfffd);
        let plain = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
        let font = attr(node, "font").unwrap_or_default().to_ascii_lowercase();
        let c = match plain {
            _ if font.contains("wingdings") => wingding(plain),
            0x20..=0x7e => char::from_u32(plain).unwrap_or('\u{fffd}'),
            0x100.. => char::from_u32(plain).unwrap_or('\u{fffd}'),
            _ => '\u{fffd}',
        };
        self.push(c.encode_utf8(&mut [0; 4]), format, None, RunKind::Symbol);
    }

    /// A drawing without text is a picture; one with text was read as a box.
    fn picture(&mut self, node: Node<'_>) {
        let unread = |name: &str| node.descendants().any(|n| n.name() == name);
        match () {
            () if unread("chart") => self.trace(TraceKind::Drawing, node, "图表"),
            () if unread("relIds") => self.trace(TraceKind::Drawing, node, "示意图（SmartArt）"),
            () => {}
        }
        let has_text = node.descendants().any(|n| is_w(n, "txbxContent"));
        let shows = node
            .descendants()
            .any(|n| matches!(n.name(), "blip" | "imagedata" | "contentPart" | "OLEObject" | "inkml"));
        if let Some(line) = self.open.as_mut().filter(|_| !has_text && (shows || node.name() == "contentPart")) {
            line.picture = true;
        }
    }

    /// The text of a text element, with its bytes in the part.
    fn text_node(&mut self, node: Node<'_>, format: usize, kind: RunKind) {
        for (range, content) in node.texts() {
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

/// The few Wingdings that forms use.
fn wingding(code: u32) -> char {
    match code {
        0xfc => '√',
        0xfb => '×',
        0xfe => '☑',
        0xfd => '☒',
        0xa8 | 0x6f | 0x71 => '□',
        0x6e => '■',
        0x6c => '●',
        0xa1 => '○',
        _ => '\u{fffd}',
    }
}
