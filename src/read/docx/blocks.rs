//! The flattened text: blocks in reading order, one printed line a line.

use std::collections::HashMap;

use crate::document::{CellRef, Document, Line, ParagraphFormat, Section, Trace, TraceKind, Zone};
use crate::error::Unreadable;
use crate::read::docx::format::{RunSettings, Styles, paragraph_settings};
use crate::read::docx::inline::Field;
use crate::read::docx::numbering::{Counters, Numbering};
use crate::read::docx::package::Part;
use crate::read::docx::xml::{Node, attr, child, is_w, on, val};
use crate::read::docx::{Comment, section, table};
use crate::text::Text;

/// Prefixes of extensions whose content is understood well enough to read its text.
const UNDERSTOOD: [&str; 16] = [
    "wps",
    "wpg",
    "wpc",
    "wpi",
    "wp14",
    "wp15",
    "w14",
    "w15",
    "w16",
    "w16se",
    "w16cid",
    "w16cex",
    "w16sdtdh",
    "cx",
    "wpsCustomData",
    "am3d",
];

/// The document while it is read.
pub(super) struct Flat<'s> {
    pub(super) document: Document,
    pub(super) text: String,
    pub(super) styles: &'s Styles<'s>,
    numbering: &'s Numbering,
    counters: Counters,
    pub(super) comments: Vec<Comment>,
    pub(super) zone: Zone,
    pub(super) part: Option<(usize, usize)>,
    pub(super) fields: Vec<Field>,
    paragraphs: HashMap<Zone, usize>,
    /// What paragraph properties come to, by their source: most paragraphs repeat one of a few.
    known_paragraphs: HashMap<String, Paragraph>,
    /// What runs start from in paragraphs of a style.
    bases: Vec<Base>,
    /// Inside a content control that still shows its prompt.
    pub(super) prompt: bool,
    /// The next line starts a page.
    pub(super) new_page: bool,
    /// The paragraph mark was deleted: the next paragraph goes on in the same line.
    joined: bool,
    /// Text has been seen in the body.
    seen_text: bool,
    /// The line being filled.
    pub(super) open: Option<Line>,
    /// Index of the run settings of the paragraph being read.
    base: usize,
}

/// What the properties of a paragraph come to.
#[derive(Clone, Copy, Debug)]
struct Paragraph {
    format: usize,
    base: usize,
    number: (Option<i32>, Option<i32>),
    page_break: bool,
    /// Its mark is deleted: the next paragraph goes on in the same line.
    joins_next: bool,
    /// Its mark is put in or taken out and nobody has accepted that.
    tracked: bool,
}

/// Run settings that a paragraph style gives, and what run properties come to over them, by their source.
#[derive(Debug)]
struct Base {
    settings: RunSettings,
    runs: HashMap<String, Option<usize>>,
}

impl<'s> Flat<'s> {
    pub(super) fn new(styles: &'s Styles<'s>, numbering: &'s Numbering, comments: Vec<Comment>) -> Self {
        Self {
            document: Document::default(),
            text: String::new(),
            styles,
            numbering,
            counters: Counters::default(),
            comments,
            zone: Zone::Body,
            part: None,
            fields: Vec::new(),
            paragraphs: HashMap::new(),
            known_paragraphs: HashMap::new(),
            bases: vec![Base { settings: RunSettings::default(), runs: HashMap::new() }],
            prompt: false,
            new_page: false,
            joined: false,
            seen_text: false,
            open: None,
            base: 0,
        }
    }

    /// Reads a whole part into a zone.
    pub(super) fn part(&mut self, part: &Part, zone: Zone) -> Result<(), Unreadable> {
        self.enter(part, zone);
        let tree = part.parse()?;
        let root = tree.root();
        if zone == Zone::Footnote {
            for note in root.children().filter(|n| attr(*n, "type").is_none_or(|t| t == "normal")) {
                self.blocks(note, None);
            }
        } else {
            self.blocks(root, None);
        }
        self.end_line();
        Ok(())
    }

    /// From here on text comes from this part and stands in this zone.
    pub(super) fn enter(&mut self, part: &Part, zone: Zone) {
        self.end_line();
        self.document.parts.push(part.name.clone());
        self.part = part.exact.then_some((self.document.parts.len() - 1, part.mark));
        self.zone = zone;
        self.fields.clear();
        self.new_page = false;
    }

    /// Reads the block children of a node.
    pub(super) fn blocks(&mut self, parent: Node<'_>, cell: Option<CellRef>) {
        for node in parent.children() {
            match node.name() {
                "p" => self.paragraph(node, cell),
                "tbl" => table::read(self, node, cell),
                "sdt" => {
                    let outer = self.prompt;
                    self.prompt |= shows_prompt(node);
                    if let Some(content) = child(node, "sdtContent") {
                        self.blocks(content, cell);
                    }
                    self.prompt = outer;
                }
                "ins" | "moveTo" => {
                    self.trace(TraceKind::Inserted, node, "");
                    self.blocks(node, cell);
                }
                "customXml" | "smartTag" | "sdtContent" => self.blocks(node, cell),
                "AlternateContent" => {
                    if let Some(branch) = branch(node) {
                        self.blocks(branch, cell);
                    }
                }
                "del" | "moveFrom" => self.deleted(node, node),
                "altChunk" => self.trace(TraceKind::Embedded, node, "另一份文档"),
                "sectPr" => self.end_section(node),
                _ => {}
            }
        }
    }

    /// Notes what stands here and is not printed; `node` says who left it.
    pub(super) fn trace(&mut self, kind: TraceKind, node: Node<'_>, text: &str) {
        let (at, who) = (self.text.len(), attr(node, "author").unwrap_or_default().to_owned());
        self.document.traces.push(Trace { kind, at, who, text: text.to_owned() });
    }

    fn paragraph(&mut self, node: Node<'_>, cell: Option<CellRef>) {
        let properties = child(node, "pPr");
        let boxes = if node.boxes().next().is_some() { boxes(node) } else { Vec::new() };
        let in_front = !boxes.is_empty() && !self.seen_text && self.zone == Zone::Body;
        if in_front && !self.joined {
            self.boxes(&boxes);
        }
        let paragraph = self.format(properties);
        if paragraph.page_break {
            self.new_page = true;
        }
        if !std::mem::take(&mut self.joined) || self.open.is_none() {
            self.end_line();
            self.start_line(cell, paragraph.format);
            self.number(paragraph.number);
        }
        self.inlines(node);
        if paragraph.tracked {
            self.tracked_mark(node, properties);
        }
        self.joined = paragraph.joins_next;
        if !self.joined {
            self.end_line();
        }
        if !in_front {
            self.boxes(&boxes);
        }
        if let Some(section) = properties.and_then(|p| child(p, "sectPr")) {
            self.end_section(section);
        }
    }

    /// A paragraph mark that was put in or taken out, unless text beside it says so already.
    fn tracked_mark(&mut self, node: Node<'_>, properties: Option<Node<'_>>) {
        let Some(mark) = properties.and_then(|p| child(p, "rPr")) else { return };
        let with_text = |name: &str| child(node, name).is_some();
        for change in mark.children() {
            match change.name() {
                "ins" | "moveTo" if !with_text("ins") && !with_text("moveTo") => {
                    self.trace(TraceKind::Inserted, change, "");
                }
                "del" | "moveFrom" if !with_text("del") && !with_text("moveFrom") => {
                    self.trace(TraceKind::Deleted, change, "");
                }
                _ => {}
            }
        }
    }

    /// Effective settings of a paragraph and the index of its format; sets the run settings it starts from.
    fn format(&mut self, properties: Option<Node<'_>>) -> Paragraph {
        let source = properties.map_or("", Node::source);
        let paragraph = match self.known_paragraphs.get(source) {
            Some(known) => *known,
            None => {
                let new = self.new_paragraph(properties);
                self.known_paragraphs.insert(source.to_owned(), new);
                new
            }
        };
        self.base = paragraph.base;
        paragraph
    }

    fn new_paragraph(&mut self, properties: Option<Node<'_>>) -> Paragraph {
        let style = properties.and_then(|p| val(p, "pStyle"));
        let (mut settings, base, name) = self.styles.paragraph(style);
        let direct = properties.map(paragraph_settings).unwrap_or_default();
        let from_style = settings.number.0;
        let number = (direct.number.0.or(settings.number.0), direct.number.1.or(settings.number.1));
        if let (Some(num), level) = number {
            let by_style = from_style
                .filter(|n| *n == num && direct.number.1.is_none())
                .and_then(|n| self.numbering.level_of_style(n, style));
            settings.number = (Some(num), by_style.or(level));
            if let Some(of_level) = self.numbering.paragraph(num, settings.number.1.unwrap_or(0)) {
                let kept = settings.number;
                settings.apply(of_level);
                settings.number = kept;
            }
        }
        let kept = settings.number;
        settings.apply(&direct);
        settings.number = kept;
        let base = self.bases.iter().position(|b| b.settings == base).unwrap_or_else(|| {
            self.bases.push(Base { settings: base, runs: HashMap::new() });
            self.bases.len() - 1
        });
        let page_break = settings.page_break == Some(true);
        let mark = properties.and_then(|p| child(p, "rPr"));
        let tracked = |names: &[&str]| mark.is_some_and(|m| m.children().any(|n| names.contains(&n.name())));
        Paragraph {
            format: self.paragraph_format(settings.format(name)),
            base,
            number: settings.number,
            page_break,
            joins_next: tracked(&["del", "moveFrom"]),
            tracked: tracked(&["ins", "moveTo", "del", "moveFrom"]),
        }
    }

    fn paragraph_format(&mut self, format: ParagraphFormat) -> usize {
        let all = &mut self.document.paragraph_formats;
        all.iter().rposition(|f| *f == format).unwrap_or_else(|| {
            all.push(format);
            all.len() - 1
        })
    }

    /// Index of the format of a run with these properties; none when it is hidden.
    pub(super) fn run_format(&mut self, properties: Option<Node<'_>>) -> Option<usize> {
        let source = properties.map_or("", Node::source);
        if let Some(known) = self.bases[self.base].runs.get(source) {
            return *known;
        }
        let mut settings = self.bases[self.base].settings.clone();
        if let Some(properties) = properties {
            if let Some(style) = val(properties, "rStyle") {
                settings.apply_style(&self.styles.character(style));
            }
            settings.apply(&self.styles.run_settings(properties));
        }
        let index = (!settings.hidden()).then(|| {
            let (format, all) = (settings.format(), &mut self.document.run_formats);
            all.iter().position(|f| *f == format).unwrap_or_else(|| {
                all.push(format);
                all.len() - 1
            })
        });
        self.bases[self.base].runs.insert(source.to_owned(), index);
        index
    }

    fn start_line(&mut self, cell: Option<CellRef>, format: usize) {
        let count = self.paragraphs.entry(self.zone).or_insert(0);
        *count += 1;
        let paragraph = *count;
        self.open_line(paragraph, cell, Some(format));
    }

    fn open_line(&mut self, paragraph: usize, cell: Option<CellRef>, format: Option<usize>) {
        let (at, run) = (self.text.len(), self.document.runs.len());
        self.open = Some(Line {
            range: at..at,
            zone: self.zone,
            paragraph,
            cell,
            format,
            runs: run..run,
            new_page: std::mem::take(&mut self.new_page),
            picture: false,
        });
    }

    /// Ends the line; a manual break opens another of the same paragraph.
    pub(super) fn break_line(&mut self) {
        if let Some(line) = self.end_line() {
            self.open_line(line.0, line.1, line.2);
        }
    }

    /// Closes the open line; returns its paragraph, cell and format.
    pub(super) fn end_line(&mut self) -> Option<(usize, Option<CellRef>, Option<usize>)> {
        let mut line = self.open.take()?;
        line.range.end = self.text.len();
        line.runs.end = self.document.runs.len();
        let blank = self.text[line.range.clone()].trim().is_empty();
        self.seen_text |= !blank && matches!(self.zone, Zone::Body | Zone::Table);
        let rest = (line.paragraph, line.cell, line.format);
        self.document.lines.push(line);
        self.text.push('\n');
        Some(rest)
    }

    /// The automatic number of a paragraph.
    fn number(&mut self, (num, level): (Option<i32>, Option<i32>)) {
        let Some(num) = num else { return };
        if num == 0 {
            return;
        }
        if let Some(number) = self.counters.next(self.numbering, num, level.unwrap_or(0)).filter(|n| !n.is_empty()) {
            let format = self.run_format(None).unwrap_or(0);
            self.push(&number, format, None, crate::document::RunKind::Number);
        }
    }

    fn boxes(&mut self, boxes: &[Node<'_>]) {
        if boxes.is_empty() {
            return;
        }
        let outer = (self.zone, self.open.take(), std::mem::take(&mut self.fields), self.base, self.new_page);
        self.zone = if matches!(outer.0, Zone::Header | Zone::Footer) { outer.0 } else { Zone::TextBox };
        for content in boxes {
            self.blocks(*content, None);
            self.end_line();
        }
        (self.zone, self.open, self.fields, self.base, self.new_page) = outer;
    }

    fn end_section(&mut self, node: Node<'_>) {
        self.end_line();
        let end = self.document.lines.len();
        self.document.sections.push(section(node, end));
        // The type stands on the section that follows; nearly all start a page.
        self.new_page = true;
    }

    /// A section that follows continuously starts no page: undo what the break before it announced.
    pub(super) fn close_section(&mut self, root: Node<'_>) {
        self.end_line();
        let types: Vec<bool> = root.sections().map(|n| val(n, "type") == Some("continuous")).collect();
        let ends: Vec<usize> = self.document.sections.iter().map(|s| s.end_line).collect();
        for (at, end) in ends.iter().enumerate() {
            if types.get(at + 1) == Some(&true)
                && let Some(line) = self.document.lines.get_mut(*end)
            {
                line.new_page = false;
            }
        }
        self.new_page = false;
    }

    /// Notes a comment at the current place, once.
    pub(super) fn comment(&mut self, id: &str) {
        if let Some(at) = self.comments.iter().position(|c| c.id == id) {
            let Comment { who, text, .. } = self.comments.remove(at);
            self.document.traces.push(Trace { kind: TraceKind::Comment, at: self.text.len(), who, text });
        }
    }

    pub(super) fn finish(mut self) -> Document {
        self.end_line();
        if self.text.ends_with('\n') {
            self.text.pop();
        }
        if self.document.sections.is_empty() {
            self.document.sections.push(Section { end_line: self.document.lines.len(), ..Section::default() });
        }
        self.document.text = Text::new(self.text);
        self.document
    }
}

/// The branch of an AlternateContent that is read: the first choice that is understood, else the fallback.
pub(super) fn branch<'a>(node: Node<'a>) -> Option<Node<'a>> {
    let named = |name: &'static str| node.children().filter(move |n| n.name() == name);
    let understood = |n: &Node<'_>| {
        attr(*n, "Requires")
            .is_none_or(|r| r.split_whitespace().all(|p| UNDERSTOOD.contains(&p) || p.starts_with("w16")))
    };
    named("Choice").find(understood).or_else(|| named("Fallback").next())
}

/// Text boxes anchored in a paragraph, in order; boxes in boxes belong to their own paragraph.
fn boxes<'a>(paragraph: Node<'a>) -> Vec<Node<'a>> {
    let mut found = Vec::new();
    let mut open: Vec<Node<'a>> = vec![paragraph];
    while let Some(node) = open.pop() {
        if is_w(node, "txbxContent") {
            found.push(node);
            continue;
        }
        if matches!(node.name(), "del" | "moveFrom" | "t" | "rPr" | "pPr") && node != paragraph {
            continue;
        }
        if node.name() == "AlternateContent" {
            open.extend(branch(node));
            continue;
        }
        let children: Vec<_> = node.children().collect();
        open.extend(children.into_iter().rev());
    }
    found
}

/// Whether a content control still shows its prompt.
pub(super) fn shows_prompt(sdt: Node<'_>) -> bool {
    child(sdt, "sdtPr").and_then(|p| child(p, "showingPlcHdr")).is_some_and(on)
}
