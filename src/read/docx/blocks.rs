//! The flattened text: blocks in reading order, one printed line a line.

use std::collections::{HashMap, HashSet};

use crate::date::Date;
use crate::document::{CellRef, Document, Line, Origin, Picture, Placed, Section, Trace, TraceKind, Zone};
use crate::error::Unreadable;
use crate::lang::Words;
use crate::read::docx::fields::Field;
use crate::read::docx::format::Styles;
use crate::read::docx::numbering::{Counters, Numbering};
use crate::read::docx::resolve::Formats;
use crate::read::docx::wrappers::{Control, Transparent, branch};
use crate::read::docx::{Comment, boxes, pages, table};
use crate::read::package::{Part, Relations};
use crate::read::xml::{Node, attr, child, val};
use crate::text::Text;

/// What in a paragraph can show text.
const SHOWN: [&str; 11] = [
    "r",
    "ins",
    "moveTo",
    "hyperlink",
    "sdt",
    "smartTag",
    "customXml",
    "fldSimple",
    "AlternateContent",
    "bdo",
    "oMath",
];

/// The document while it is read.
pub(super) struct Flat<'s> {
    pub(super) document: Document,
    pub(super) text: String,
    /// What properties come to.
    pub(super) formats: Formats<'s>,
    numbering: &'s Numbering,
    counters: Counters,
    /// Wrappers of other vendors whose content counts (`mc:ProcessContent`).
    pub(super) transparent: Transparent,
    /// Comments by id that no anchor has claimed yet.
    pub(super) comments: HashMap<String, Comment>,
    pub(super) zone: Zone,
    pub(super) part: Option<(usize, usize)>,
    pub(super) fields: Vec<Field>,
    paragraphs: HashMap<Zone, usize>,
    /// The content control around.
    pub(super) control: Control,
    /// What the part relates to, where that is asked for.
    pub(super) relations: Option<&'s Relations>,
    /// The pictures of the open line.
    pub(super) pictures: Vec<Picture>,
    /// The next line starts a page.
    pub(super) new_page: bool,
    /// Somewhere in the part formats were changed as revisions.
    pub(super) reformatted: bool,
    /// The paragraph mark was deleted: the next paragraph goes on in the same line.
    joined: bool,
    /// Text has been seen in the body.
    seen_text: bool,
    /// Where the box stands that is being read.
    boxed: Option<Placed>,
    /// The line being filled.
    pub(super) open: Option<Line>,
}

impl<'s> Flat<'s> {
    pub(super) fn new(styles: &'s Styles<'s>, numbering: &'s Numbering, comments: HashMap<String, Comment>) -> Self {
        Self {
            document: Document::default(),
            text: String::new(),
            formats: Formats::new(styles, numbering),
            numbering,
            counters: Counters::default(),
            transparent: Transparent::default(),
            comments,
            zone: Zone::Body,
            part: None,
            fields: Vec::new(),
            paragraphs: HashMap::new(),
            control: Control::default(),
            relations: None,
            pictures: Vec::new(),
            new_page: false,
            reformatted: false,
            joined: false,
            seen_text: false,
            boxed: None,
            open: None,
        }
    }

    /// Reads a whole part into a zone.
    pub(super) fn part(&mut self, part: &Part, zone: Zone) -> Result<(), Unreadable> {
        self.enter(part, zone);
        let tree = part.parse()?;
        self.blocks(tree.root(), None);
        self.end_line();
        Ok(())
    }

    /// Reads the notes of a part that the text refers to: no program shows the others.
    pub(super) fn notes(&mut self, part: &Part, referred: &HashSet<&str>) -> Result<(), Unreadable> {
        self.enter(part, Zone::Footnote);
        let tree = part.parse()?;
        let is_note = |note: &Node<'_>| attr(*note, "type").is_none_or(|t| t == "normal");
        let is_shown = |note: &Node<'_>| attr(*note, "id").is_some_and(|id| referred.contains(id));
        for note in tree.root().children().filter(|note| is_note(note) && is_shown(note)) {
            self.blocks(note, None);
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
        self.relations = None;
        self.new_page = false;
    }

    /// Reads the block children of a node.
    pub(super) fn blocks(&mut self, parent: Node<'_>, cell: Option<CellRef>) {
        for node in parent.children() {
            match node.name() {
                "p" => self.paragraph(node, cell),
                "tbl" => table::read(self, node, cell),
                "sdt" => {
                    let outer = self.control;
                    self.control = outer.enter(node);
                    if let Some(content) = child(node, "sdtContent") {
                        self.blocks(content, cell);
                    }
                    self.control = outer;
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
                "altChunk" | "subDoc" => self.trace(TraceKind::Embedded, node, "另一份文档"),
                "sectPr" => self.end_section(node),
                name if self.transparent.covers(name, node.is_word()) => self.blocks(node, cell),
                _ => {}
            }
        }
    }

    /// Notes what stands here and is not printed; `node` says who left it.
    pub(super) fn trace(&mut self, kind: TraceKind, node: Node<'_>, text: impl Into<Words>) {
        let (at, who) = (self.text.len(), attr(node, "author").unwrap_or_default().to_owned());
        let day = attr(node, "date").and_then(Date::of_stamp);
        self.document.traces.push(Trace { kind, at, who, day, text: text.into() });
    }

    fn paragraph(&mut self, node: Node<'_>, cell: Option<CellRef>) {
        let properties = child(node, "pPr");
        let boxes = if node.boxes().next().is_some() { boxes::of(node) } else { Vec::new() };
        let in_front = !boxes.is_empty() && !self.seen_text && self.zone == Zone::Body;
        if in_front && !self.joined {
            self.boxes(&boxes);
        }
        let paragraph = self.formats.paragraph(properties, &mut self.document);
        if paragraph.page_break {
            self.new_page = true;
        }
        let goes_on = std::mem::take(&mut self.joined) && self.open.is_some();
        let begun = self.open.as_ref().is_some_and(|l| l.range.start < self.text.len());
        if !goes_on {
            self.end_line();
            self.start_line(cell, paragraph.format, node);
        } else if let Some(line) = self.open.as_mut().filter(|_| !begun) {
            // Nothing is left of the paragraph whose mark was deleted: the line is this one's.
            line.format = Some(paragraph.format);
        }
        let gone = paragraph.joins_next && !node.children().any(|n| SHOWN.contains(&n.name()));
        if !(goes_on && begun || gone || paragraph.hidden) {
            self.number(paragraph.number);
        }
        self.reformatted(properties, "pPrChange");
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

    /// Notes that the format of a paragraph or run was changed as a revision; once a line for each who did it.
    pub(super) fn reformatted(&mut self, properties: Option<Node<'_>>, name: &str) {
        let change = properties.filter(|_| self.reformatted).and_then(|p| child(p, name));
        let (Some(change), Some(line)) = (change, &self.open) else { return };
        let (start, who) = (line.range.start, attr(change, "author").unwrap_or_default());
        let same = |t: &&Trace| t.kind == TraceKind::Reformatted && t.at >= start && t.who == who;
        if !self.document.traces.iter().rev().take_while(|t| t.at >= start).any(|t| same(&t)) {
            self.trace(TraceKind::Reformatted, change, "");
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

    fn start_line(&mut self, cell: Option<CellRef>, format: usize, node: Node<'_>) {
        let count = self.paragraphs.entry(self.zone).or_insert(0);
        *count += 1;
        let paragraph = *count;
        let origin = self.part.map(|(part, mark)| {
            let bytes = node.range();
            Origin { part, bytes: bytes.start + mark..bytes.end + mark }
        });
        self.open_line(Line { paragraph, cell, format: Some(format), origin, ..Line::default() });
    }

    /// Opens a line of a paragraph: what is known of that is given.
    fn open_line(&mut self, of: Line) {
        let (at, run) = (self.text.len(), self.document.runs.len());
        let framed = of.format.and_then(|f| self.document.paragraph_formats.get(f)?.frame);
        self.open = Some(Line {
            range: at..at,
            zone: self.zone,
            runs: run..run,
            new_page: std::mem::take(&mut self.new_page),
            placed: self.boxed.or(framed),
            ..of
        });
    }

    /// Ends the line; a manual break opens another of the same paragraph.
    pub(super) fn break_line(&mut self) {
        if let Some(rest) = self.end_line() {
            self.open_line(rest);
        }
    }

    /// Closes the open line; returns what another line of its paragraph begins with.
    pub(super) fn end_line(&mut self) -> Option<Line> {
        let mut line = self.open.take()?;
        line.range.end = self.text.len();
        line.runs.end = self.document.runs.len();
        let blank = self.text[line.range.clone()].trim().is_empty();
        self.seen_text |= !blank && matches!(self.zone, Zone::Body | Zone::Table);
        let (paragraph, cell, format, origin) = (line.paragraph, line.cell, line.format, line.origin.clone());
        let rest = Line { paragraph, cell, format, origin, ..Line::default() };
        let number = self.document.lines.len();
        self.document.pictures.extend(self.pictures.drain(..).map(|p| Picture { line: number, ..p }));
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
            let format = self.formats.run(None, &mut self.document).unwrap_or(0);
            self.push(&number, format, None, crate::document::RunKind::Number);
        }
    }

    fn boxes(&mut self, boxes: &[(Node<'_>, Placed)]) {
        if boxes.is_empty() {
            return;
        }
        let outer = (self.zone, self.open.take(), std::mem::take(&mut self.fields), self.formats.base, self.new_page);
        let (outer_box, outer_pictures) = (self.boxed, std::mem::take(&mut self.pictures));
        self.zone = if matches!(outer.0, Zone::Header | Zone::Footer) { outer.0 } else { Zone::TextBox };
        for (content, placed) in boxes {
            self.boxed = Some(*placed);
            self.blocks(*content, None);
            self.end_line();
        }
        (self.boxed, self.pictures) = (outer_box, outer_pictures);
        (self.zone, self.open, self.fields, self.formats.base, self.new_page) = outer;
    }

    fn end_section(&mut self, node: Node<'_>) {
        self.end_line();
        let end = self.document.lines.len();
        self.document.sections.push(pages::section(node, end));
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
        if let Some(Comment { who, day, text }) = self.comments.remove(id) {
            self.document.traces.push(Trace {
                kind: TraceKind::Comment,
                at: self.text.len(),
                who,
                day,
                text: text.into(),
            });
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
