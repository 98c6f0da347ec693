//! Registers (登记簿): one row a document, columns as data, in formats that spreadsheets open.

mod extend;
mod read;
mod write;

use serde::Deserialize;

use crate::date::Written;
use crate::element::{ElementKind, Elements, Form};
use crate::gate::Gate;
use crate::lang::{Words, is_same};
use crate::packet::{FileRole, Packet};
use crate::words;

pub use extend::extend;
pub use read::{read, read_as};

/// A register as its rule file says it.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// ASCII id, as the command line names it.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Shorter words for it.
    #[serde(default)]
    names: Vec<String>,
    /// Where its columns come from.
    pub source: String,
    /// It lists the office's own documents, so that its numbers run.
    #[serde(default)]
    pub own: bool,
    /// The columns in order.
    #[serde(rename = "column")]
    pub columns: Vec<Column>,
}

/// A column of a register.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// ASCII id, the key in JSON Lines.
    pub id: String,
    /// The heading.
    pub title: String,
    /// Headings that other registers use for it.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Where its cells come from: the first that has something. A column without is filled in by hand.
    #[serde(default)]
    pub from: Vec<Source>,
    /// No cell may be empty.
    #[serde(default)]
    pub required: bool,
    /// What it says must agree with the document.
    #[serde(default)]
    pub compare: bool,
    /// What the rules need to know of it.
    #[serde(default)]
    pub is: Option<Meaning>,
}

/// What rules ask of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// The document number.
    Number,
    /// The title.
    Title,
    /// The date of the document.
    Dated,
    /// The day of receipt.
    Received,
    /// Secrecy or urgency, with "none" in any wording.
    Grade,
    /// People or organs, in any order.
    Names,
    /// How many.
    Amount,
    /// The listed attachments, or how many there are.
    Attachments,
}

/// Where a cell comes from.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The number of the row.
    Serial,
    /// Names of the attachments.
    Attachments,
    /// Path of the packet.
    Path,
    /// An element of the main document, by its word.
    Element(ElementKind),
    /// A field of the form, by id.
    Field(String),
    /// Who signed, by role.
    Role(String),
    /// The day of a signature, by role.
    DayOf(String),
    /// Who has settled a gate for the packet as it is, and when.
    Confirmed,
    /// Always the same.
    Text(String),
}

/// A register with its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Ids and headings.
    pub columns: Vec<(String, String)>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<String>>,
}

/// Formats of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated, UTF-8 with a byte-order mark, as Excel and WPS open it.
    Csv,
    /// A workbook with one sheet.
    Xlsx,
    /// One JSON object a row.
    Jsonl,
}

impl Format {
    /// The format that a file name asks for.
    pub fn of_name(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "ndjson" => Some(Format::Jsonl),
            end => Self::ALL.into_iter().find(|format| format.name() == end),
        }
    }

    /// All formats.
    pub const ALL: [Format; 3] = [Format::Csv, Format::Xlsx, Format::Jsonl];

    /// The name used in options, and the usual end of its files' names.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Jsonl => "jsonl",
        }
    }
}

impl Register {
    /// Whether somebody who writes a word means this one.
    pub fn is_called(&self, word: &str) -> bool {
        self.id == word || self.names.iter().chain([&self.title]).any(|name| is_same(word, name))
    }

    /// The register without rows.
    pub fn table(&self) -> Table {
        Table { columns: self.columns.iter().map(|c| (c.id.clone(), c.title.clone())).collect(), rows: Vec::new() }
    }

    /// The row of a packet, still without its running number; `gates` are what a person may have settled.
    pub fn row(&self, packet: &Packet, gates: &[Gate]) -> Row {
        let main = packet.main();
        // The slip of an incoming document says when it came and what became of it.
        let others = (0..packet.files.len()).filter(|f| packet.files[*f].role != FileRole::Finished);
        let forms = packet.form.into_iter().chain(others);
        let form = forms.filter_map(|f| packet.files.get(f)?.read()?.1.form.as_ref()).next();
        let text = |source: &Source| match source {
            Source::Serial => None,
            Source::Path => Some(packet.path.clone()),
            Source::Text(text) => Some(text.clone()),
            Source::Confirmed => Some(confirmed(packet, gates).to_string()),
            Source::Attachments => main.map(attachments),
            Source::Element(kind) => main.and_then(|e| element(e, *kind)),
            Source::Field(id) => form.and_then(|f| f.field(id)).map(|f| f.value.clone()),
            Source::Role(id) => form.map(|f| signers(f, id)),
            Source::DayOf(id) => {
                form.and_then(|f| f.role(id).filter_map(|s| s.date.as_ref()?.date()).max()).map(|d| d.to_string())
            }
        };
        let cell = |source: &Source| match source {
            Source::Serial => Some(Cell::Serial),
            other => text(other).filter(|t| !t.is_empty()).map(Cell::Text),
        };
        let filled = |c: &Column| c.from.iter().find_map(cell).unwrap_or(Cell::Text(String::new()));
        Row(self.columns.iter().map(filled).collect())
    }

    /// Whether bytes are a register that was written in a format with these columns.
    pub fn wrote(&self, format: Format, bytes: &[u8]) -> bool {
        match format {
            Format::Csv => write::csv(&self.table()).is_ok_and(|headings| bytes.starts_with(&headings)),
            Format::Xlsx => {
                read::headings_of(bytes).is_some_and(|own| own.iter().eq(self.columns.iter().map(|c| &c.title)))
            }
            Format::Jsonl => {
                let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
                let keys = read::keys(&String::from_utf8_lossy(line));
                keys.is_some_and(|keys| keys.iter().eq(self.columns.iter().map(|c| &c.id)))
            }
        }
    }

    /// The column with this meaning.
    pub fn column(&self, meaning: Meaning) -> Option<usize> {
        self.columns.iter().position(|c| c.is == Some(meaning))
    }
}

/// A row whose running number is not known yet.
#[derive(Clone, Debug)]
pub struct Row(Vec<Cell>);

#[derive(Clone, Debug)]
enum Cell {
    Text(String),
    Serial,
}

impl Row {
    /// The row with its number, which counts from 1.
    pub fn numbered(self, serial: usize) -> Vec<String> {
        let fill = |cell| match cell {
            Cell::Text(text) => text,
            Cell::Serial => serial.to_string(),
        };
        self.0.into_iter().map(fill).collect()
    }
}

impl Table {
    /// The register in a format.
    ///
    /// # Errors
    /// What the writer of the format reports; texts longer than a cell may be, for a workbook.
    pub fn write(&self, format: Format, title: &str) -> Result<Vec<u8>, String> {
        match format {
            Format::Csv => write::csv(self),
            Format::Xlsx => write::xlsx(self, title),
            Format::Jsonl => write::jsonl(self),
        }
    }
}

/// An element as a register writes it: dates as `2026-03-05`, lists joined.
fn element(elements: &Elements, kind: ElementKind) -> Option<String> {
    let found = elements.get(kind)?;
    if found.number.as_ref().is_some_and(|n| n.serial.is_none()) {
        return None;
    }
    let date = matches!(kind, ElementKind::Date | ElementKind::PrintingDate);
    match found.date.as_ref().and_then(Written::date).filter(|_| date) {
        Some(date) => Some(date.to_string()),
        None if found.items.len() > 1 => {
            Some(found.items.iter().map(|i| i.text.as_str()).collect::<Vec<_>>().join("、"))
        }
        None => Some(found.value.clone()),
    }
}

fn attachments(elements: &Elements) -> String {
    let listed = elements.listed.iter().filter(|i| i.main && i.list == 0);
    listed.map(|i| i.name.as_str()).collect::<Vec<_>>().join("；")
}

/// The last word on each gate: `审核签发手续经周宁2026年3月6日核对`.
fn confirmed(packet: &Packet, gates: &[Gate]) -> Words {
    let of = |gate: &Gate| {
        let last = packet.confirms.iter().rfind(|c| c.gate == gate.id && c.holds(packet))?;
        Some(words!("{gate}经{last}核对", gate = gate.title, last = last.told().words()))
    };
    Words::joined(gates.iter().filter_map(of), "；")
}

fn signers(form: &Form, id: &str) -> String {
    let names: Vec<&str> = form.role(id).filter_map(|s| s.name.as_ref()).map(|n| n.text.as_str()).collect();
    names.join("、")
}
