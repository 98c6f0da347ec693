//! What checking says: a finding with its place and its fix; outcomes of rules and reports stand in files of their own.

mod hidden;
mod outcome;
mod paper;
mod rate;
mod report;
mod words;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use crate::edit::{Edit, Span};
use crate::lang::Words;

pub use hidden::{Hidden, Why};
pub use outcome::{Hit, Outcome, Skip};
pub use paper::{Block, Cell, Line, Look, Paper, Papers, Signed, Step, touch};
pub use rate::Rate;
pub use report::{
    Alike, Conclusion, ConfigFile, Confirmed, Excluded, GateVerdict, ItemVerdict, MaximVerdict, PacketReport, Product,
    Report, Skipped, Tick, Totals, UnreadableFile, Verdict,
};
pub use words::conclusion_line;
pub(crate) use words::{CONCLUSIONS, conclusion, reasons};

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Advice.
    #[serde(alias = "提示")]
    Info,
    /// Likely wrong, or normally required.
    #[serde(alias = "警告")]
    Warning,
    /// Breaks a plain must.
    #[serde(alias = "错误")]
    Error,
}

impl Severity {
    /// The name used in reports and options.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The word for people, everywhere the same.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Info => "提示",
            Severity::Warning => "警告",
            Severity::Error => "错误",
        }
    }

    /// The same in any language.
    pub fn title(self) -> Words {
        self.word().into()
    }

    /// With how many there are.
    pub fn counted(self, n: usize) -> Words {
        match self {
            Severity::Info => crate::words!("提示 {n}", n),
            Severity::Warning => crate::words!("警告 {n}", n),
            Severity::Error => crate::words!("错误 {n}", n),
        }
    }

    /// All of them, the gravest first.
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];
}

/// Where a document stands on its way; later stages ask for more.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Being written (起草).
    #[serde(alias = "起草")]
    Draft,
    /// On its way through the chain (审核).
    #[serde(alias = "审核")]
    Review,
    /// About to be printed (印制): the gates apply.
    #[default]
    #[serde(alias = "印制")]
    Print,
    /// Finished copies (核发).
    #[serde(alias = "核发")]
    Release,
}

impl Stage {
    /// Whether the gates are asked: what is still being written or signed cannot be printed yet.
    pub fn asks_gates(self) -> bool {
        self >= Stage::Print
    }

    /// All stages in order.
    pub const ALL: [Stage; 4] = [Stage::Draft, Stage::Review, Stage::Print, Stage::Release];

    /// The name used in reports and options.
    pub fn id(self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::Review => "review",
            Stage::Print => "print",
            Stage::Release => "release",
        }
    }

    /// The name that people use.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Draft => "起草",
            Stage::Review => "审核",
            Stage::Print => "印制",
            Stage::Release => "核发",
        }
    }

    /// The same in any language.
    pub fn title(self) -> Words {
        self.word().into()
    }
}

/// What a rule is, as far as a report needs it.
#[derive(Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// Id, citing the clause.
    pub id: String,
    /// One line for people.
    pub title: Words,
    /// The same in English.
    pub title_en: String,
    /// The clause it comes from.
    pub source: String,
}

impl RuleInfo {
    /// Its source, for people.
    pub fn basis(&self) -> Words {
        Words::template(&self.source)
    }
}

/// What to write instead: changes that belong together, all in the file of the place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Fix {
    /// May be applied without asking.
    pub safe: bool,
    /// As far as the text tells, the file lets it be applied: all of it is typed, in a file whose text is changed.
    #[serde(skip)]
    pub open: bool,
    /// The changes in order of their places.
    pub edits: Vec<Change>,
}

impl Fix {
    /// Changes of a text, each for the characters that really change; none where nothing does.
    pub fn new(text: &str, safe: bool, edits: impl IntoIterator<Item = Edit>) -> Option<Self> {
        let pieces = edits.into_iter().flat_map(|edit| edit.pieces(text));
        let edits: Vec<Change> = pieces.map(|edit| Change { edit, at: None }).collect();
        (!edits.is_empty()).then_some(Self { safe, open: true, edits })
    }

    /// The changes as such.
    pub fn changes(&self) -> Vec<Edit> {
        self.edits.iter().map(|change| change.edit.clone()).collect()
    }
}

/// One change, and where that is.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The change.
    pub edit: Edit,
    /// The place of the bytes that go; told when the finding is put in words.
    pub at: Option<At>,
}

/// A change as reports have it.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "Change")]
struct ChangeView<'a> {
    /// The place of what goes.
    at: Option<&'a At>,
    /// What is written instead.
    text: &'a str,
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        ChangeView { at: self.at.as_ref(), text: &self.edit.text }.serialize(to)
    }
}

impl schemars::JsonSchema for Change {
    fn schema_name() -> Cow<'static, str> {
        ChangeView::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        ChangeView::json_schema(generator)
    }
}

/// Another place that a finding is about.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Related {
    /// Where it is.
    #[serde(skip)]
    pub span: Span,
    /// The file, relative to the packet.
    pub file: String,
    /// The place in it.
    pub at: At,
    /// The text there.
    pub excerpt: String,
}

/// The place of a finding; lines, columns and paragraphs from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct At {
    /// `body`, `header`, `footer`, `textbox`, `table`, `form` or `footnote`.
    pub part: &'static str,
    /// Paragraph in that part.
    pub paragraph: usize,
    /// Line in the flattened text.
    pub line: usize,
    /// Column of the first character.
    pub column: usize,
    /// Line of the end.
    pub end_line: usize,
    /// Column behind the last character.
    pub end_column: usize,
    /// Ordinals of the headings above, as printed: `二、（一）`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The page, where the file knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// Where on the page, in mm from the left and the upper edge of the paper, to the base line; only in finished products.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mm: Option<[f64; 2]>,
    /// The place as a person would say it: `二、（一）下第2段`, `附件1`, `发文稿纸·签发`.
    #[serde(skip)]
    pub place: Words,
}

/// The line of a finding, or as much of it as anybody could show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The text; one line. Of a very long one `…` stands for what was left out.
    pub text: String,
    /// Bytes in `text` that are underlined.
    pub mark: Range<usize>,
}

impl Snippet {
    /// The words to look for: what is marked, with a few characters around where that is too short to be found.
    pub fn words(&self) -> &str {
        const ENOUGH: usize = 4;
        const AROUND: usize = 3;
        let marked = self.text.get(self.mark.clone()).unwrap_or_default();
        if marked.chars().count() >= ENOUGH {
            return marked;
        }
        let before = self.text.get(..self.mark.start).unwrap_or_default().char_indices().rev().nth(AROUND - 1);
        let behind = self.text.get(self.mark.end..).unwrap_or_default();
        let to = self.mark.end + behind.char_indices().nth(AROUND).map_or(behind.len(), |(at, _)| at);
        self.text.get(before.map_or(0, |(at, _)| at)..to).unwrap_or_default()
    }
}

/// A finding in words, complete in itself.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: Arc<RuleInfo>,
    /// How grave, here and at this stage.
    pub severity: Severity,
    /// What is wrong, with the text found.
    pub message: Words,
    /// A few words for the conclusion line: `核稿缺日期`.
    pub brief: Words,
    /// What to do.
    pub help: Words,
    /// ASCII id of the element concerned.
    pub element: Option<String>,
    /// The file, relative to the packet.
    pub file: Option<String>,
    /// The place in the text of that file; none where the packet is no longer at hand.
    pub span: Option<Span>,
    /// The same for people.
    pub at: Option<At>,
    /// The text found.
    pub excerpt: String,
    /// The line around it.
    pub snippet: Option<Snippet>,
    /// Other places that it is about.
    pub related: Vec<Related>,
    /// What to write instead.
    pub fix: Option<Fix>,
    /// So many more places are told by this finding.
    pub more: usize,
    /// The first of them.
    pub same: Vec<Related>,
    /// So many findings of the same rule and severity are not listed; this one counts for them.
    pub unlisted: usize,
}

impl Finding {
    /// How many findings it counts for.
    pub fn number(&self) -> usize {
        1 + self.unlisted
    }

    /// How many places all of these tell.
    pub fn places(&self) -> usize {
        self.number() + self.more
    }

    /// All other places that are known.
    pub fn beside(&self) -> impl Iterator<Item = &Related> {
        self.related.iter().chain(&self.same)
    }

    /// The other places that people are shown; a list of all would hide the finding.
    pub fn others(&self) -> &[Related] {
        const MOST: usize = 3;
        &self.related[..self.related.len().min(MOST)]
    }
}
