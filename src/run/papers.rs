//! What a report shows of the papers of a packet beside its findings.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Options;
use crate::check::{self, Ctx};
use crate::document::{CellRef, Document, Zone};
use crate::element::{ElementKind, Elements};
use crate::finding::{Block, Cell, Finding, Line, Look, Paper, Papers};
use crate::lang::Words;
use crate::packet::{File, FileRole, Packet};
use crate::rule::RuleSet;
use crate::terms::Terms;

/// Bytes of a text up to which all of it is kept; of a longer one what stands around the findings.
const WHOLE: usize = 48 << 10;
/// Bytes kept of a line.
const LONGEST: usize = 6 << 10;

/// The papers of a packet, with the text around what was found.
pub fn papers(packet: &Packet, rules: &RuleSet, options: &Options, findings: &[Finding]) -> Papers {
    let ctx = Ctx::new(packet, &rules.terms, &options.organisation, options.today);
    let head = Head { ctx: &ctx, terms: &rules.terms };
    Papers {
        title: head.value(ElementKind::Title, "title"),
        number: head.value(ElementKind::DocNumber, "doc_number"),
        unit: head.field("draft_unit").or_else(|| head.element(ElementKind::Issuer)),
        facts: head.facts(),
        chain: check::signing_chain(&ctx),
        texts: in_order(packet).filter_map(|at| text(packet, at, findings)).collect(),
    }
}

/// Main document, form, then the rest as they lie there.
fn in_order(packet: &Packet) -> impl Iterator<Item = usize> + '_ {
    let first = packet.main.into_iter().chain(packet.form.filter(|form| packet.main != Some(*form)));
    let rest = (0..packet.files.len()).filter(|at| ![packet.main, packet.form].contains(&Some(*at)));
    first.chain(rest)
}

fn text(packet: &Packet, at: usize, findings: &[Finding]) -> Option<Paper> {
    let file = packet.files.get(at)?;
    let (document, elements) = file.read()?;
    let own = findings.iter().filter_map(|f| f.span.as_ref());
    let others = findings.iter().flat_map(|f| f.others().iter().chain(&f.same)).map(|other| &other.span);
    let places: Vec<Range<usize>> = own.chain(others).filter(|s| s.file == at).map(|s| s.range.clone()).collect();
    let blocks = Blocks { document, looks: looks(document, elements) }.all();
    let mut paper = Paper { file: at, name: file.name.clone(), role: role(packet, at, file), blocks };
    if paper.bytes() > WHOLE {
        paper.shorten(&places);
    }
    Some(paper)
}

fn role(packet: &Packet, at: usize, file: &File) -> Words {
    Words::from(match file.role {
        _ if packet.main == Some(at) => "正件",
        _ if packet.form == Some(at) => "发文稿纸",
        FileRole::Main => "正件",
        FileRole::Form => "发文稿纸",
        FileRole::Attachment => "附件",
        FileRole::Slip => "复核单",
        FileRole::Supporting => "随附材料",
        FileRole::Finished => "成品",
        FileRole::Other => "其他",
    })
}

/// What stands in the head of the document, or in the field of the form that says the same.
struct Head<'c> {
    ctx: &'c Ctx<'c>,
    terms: &'c Terms,
}

impl Head<'_> {
    fn element(&self, kind: ElementKind) -> Option<String> {
        let element = self.ctx.main().and_then(|(_, _, elements)| elements.get(kind));
        element.map(|e| e.value.clone()).filter(|value| !value.is_empty())
    }

    fn field(&self, id: &str) -> Option<String> {
        let field = self.ctx.form().and_then(|(_, _, form)| form.field(id));
        field.map(|f| f.value.clone()).filter(|value| !value.is_empty())
    }

    fn value(&self, kind: ElementKind, field: &str) -> Option<String> {
        self.element(kind).or_else(|| self.field(field))
    }

    fn facts(&self) -> Vec<(Words, String)> {
        use ElementKind::{Cc, Recipients, Secrecy, Urgency};
        let named = [(Secrecy, "secrecy"), (Urgency, "urgency"), (Recipients, "to"), (Cc, "cc")];
        let named = named.map(|(kind, field)| (kind.title(), self.value(kind, field)));
        let copies = self.terms.fields.iter().find(|f| f.id == "copies");
        let copies = copies.map(|f| (Words::template(&f.title), self.field(&f.id)));
        named.into_iter().chain(copies).filter_map(|(label, value)| Some((label, value?))).collect()
    }
}

/// How each line stands on the page.
fn looks(document: &Document, elements: &Elements) -> Vec<Look> {
    let mut looks: Vec<Look> = document.lines.iter().map(|line| zone_look(line.zone)).collect();
    for element in &elements.list {
        let look = match element.kind {
            ElementKind::AgencyMark => Look::Mark,
            ElementKind::DocNumber => Look::Middle,
            ElementKind::Title => Look::Title,
            ElementKind::Recipients | ElementKind::CopyNumber | ElementKind::Secrecy | ElementKind::Urgency => {
                Look::Flush
            }
            ElementKind::Issuer | ElementKind::Date => Look::Right,
            ElementKind::Keywords | ElementKind::ImprintTo | ElementKind::Cc => Look::Small,
            ElementKind::PrintingOffice | ElementKind::PrintingDate => Look::Small,
            _ => continue,
        };
        let (first, last) = (document.line_at(element.range.start), document.line_at(element.range.end));
        looks.get_mut(first..=last).into_iter().flatten().for_each(|own| *own = look);
    }
    let named =
        elements.form.as_ref().filter(|form| form.name.is_some()).map(|form| document.line_at(form.heading.start));
    if let Some(own) = named.and_then(|line| looks.get_mut(line)) {
        *own = Look::Title;
    }
    looks
}

fn zone_look(zone: Zone) -> Look {
    match zone {
        Zone::Body | Zone::Table | Zone::TextBox => Look::Body,
        Zone::Header | Zone::Footer | Zone::Footnote => Look::Small,
    }
}

struct Blocks<'d> {
    document: &'d Document,
    looks: Vec<Look>,
}

impl Blocks<'_> {
    fn all(&self) -> Vec<Block> {
        let (mut blocks, mut shown, mut at) = (Vec::new(), BTreeSet::new(), 0);
        while let Some(line) = self.document.lines.get(at) {
            let table = line.cell.map(|cell| self.outermost(cell));
            match table.filter(|table| shown.insert(*table)) {
                Some(table) => {
                    blocks.push(Block::Table(self.rows(table)));
                    let same = |line: &crate::document::Line| line.cell.map(|cell| self.outermost(cell)) == Some(table);
                    at += self.document.lines[at..].iter().take_while(|line| same(line)).count();
                }
                None => {
                    blocks.extend(self.line(at).map(Block::Line));
                    at += 1;
                }
            }
        }
        blocks
    }

    /// The table that holds a cell, not that in which it is nested.
    fn outermost(&self, cell: CellRef) -> usize {
        let mut table = cell.table;
        // Nested ones stand behind the one that holds them.
        while let Some(outer) = self.document.tables.get(table).and_then(|t| t.inside).filter(|o| o.table < table) {
            table = outer.table;
        }
        table
    }

    fn rows(&self, table: usize) -> Vec<Vec<Cell>> {
        let Some(table) = self.document.tables.get(table) else { return Vec::new() };
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let mut last = None;
        for cell in &table.cells {
            if last.replace(cell.row) != Some(cell.row) {
                rows.push(Vec::new());
            }
            let lines = cell.lines.clone().filter_map(|at| self.line(at)).collect();
            let cell = Cell { rows: cell.row_span.max(1), columns: cell.column_span.max(1), lines };
            if let Some(row) = rows.last_mut() {
                row.push(cell);
            }
        }
        rows
    }

    /// A line that is not blank.
    fn line(&self, at: usize) -> Option<Line> {
        let (line, text) = (self.document.lines.get(at)?, self.document.line_text(at));
        let mut end = text.len().min(LONGEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = text.get(..end)?;
        (!self.document.is_blank(at)).then(|| Line {
            start: line.range.start,
            text: text.to_owned(),
            look: self.looks.get(at).copied().unwrap_or_default(),
        })
    }
}
