//! What checking says: outcomes of rules, findings with their place, verdicts of gates, reports.

mod hidden;

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use crate::date::Date;
use crate::edit::{Edit, Span};

pub use hidden::{Hidden, Why};

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Advice.
    Info,
    /// Likely wrong, or normally required.
    Warning,
    /// Breaks a plain must.
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
}

/// Where a document stands on its way; later stages ask for more.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Being written (起草).
    Draft,
    /// On its way through the chain (审核).
    Review,
    /// About to be printed (印制): the gates apply.
    #[default]
    Print,
    /// Finished copies (核发).
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
    pub fn title(self) -> &'static str {
        match self {
            Stage::Draft => "起草",
            Stage::Review => "审核",
            Stage::Print => "印制",
            Stage::Release => "核发",
        }
    }
}

/// What a rule is, as far as a report needs it.
#[derive(Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// Id, citing the clause.
    pub id: String,
    /// One line for people.
    pub title: String,
    /// The same in English.
    pub title_en: String,
    /// The clause it comes from.
    pub source: String,
}

/// The answer of one rule about one packet.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Judged, nothing wrong.
    Pass,
    /// Judged, with what is wrong.
    Fail(Vec<Hit>),
    /// There is nothing here for this rule to judge.
    NotApplicable,
    /// It should have been judged and could not be.
    Skipped(Skip),
    /// The same, with what a person has to look at.
    Open(Skip, Vec<Hit>),
}

impl Outcome {
    /// Why it could not be judged.
    pub fn skip(&self) -> Option<Skip> {
        match self {
            Outcome::Skipped(skip) | Outcome::Open(skip, _) => Some(*skip),
            _ => None,
        }
    }

    /// What was found: what is wrong, or what a person has to look at.
    pub fn hits(&self) -> &[Hit] {
        match self {
            Outcome::Fail(hits) | Outcome::Open(_, hits) => hits,
            _ => &[],
        }
    }
}

/// Why a rule could not be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Skip {
    /// The rule begins at a later stage.
    Stage,
    /// The input has no layout (plain text).
    NoLayout,
    /// No approval form was handed in.
    NoForm,
    /// No main document was handed in.
    NoMain,
    /// The document is not recognised as an official document.
    NotOfficial,
    /// The document belongs to another system of official writing, to which the rule does not apply.
    Foreign,
    /// Part of the text is an embedded document that was not read.
    Embedded,
    /// A file that is needed could not be read.
    Unreadable,
    /// A picture stands where text is needed.
    Picture,
    /// The wording cannot be judged by a machine.
    Unclear,
    /// The form prints no cell for a step that is needed.
    NotPrinted,
    /// The form prints no cell for the re-check, and no record of it was handed in.
    NoRecheck,
    /// Something on the form was not understood.
    NotUnderstood,
    /// `--today` is needed and was not given.
    NoToday,
    /// A date has no year, and nothing near it tells which is meant.
    NoYear,
    /// Something was handed in that was not read, and what is looked for may be in it.
    NotRead,
    /// The name of a file is nearly the one that is listed, and what is in it was not read.
    NotAlike,
    /// The file leaves it to the program that opens it, or holds it as a drawing.
    NotStated,
}

impl Skip {
    /// The name used in reports.
    pub fn id(self) -> &'static str {
        match self {
            Skip::Stage => "stage",
            Skip::NoLayout => "no-layout",
            Skip::NoForm => "no-form",
            Skip::NoMain => "no-main",
            Skip::NotOfficial => "not-official",
            Skip::Foreign => "foreign",
            Skip::Embedded => "embedded",
            Skip::Unreadable => "unreadable",
            Skip::Picture => "picture",
            Skip::Unclear => "unclear",
            Skip::NotPrinted => "not-printed",
            Skip::NoRecheck => "no-recheck",
            Skip::NotUnderstood => "not-understood",
            Skip::NoToday => "no-today",
            Skip::NoYear => "no-year",
            Skip::NotRead => "not-read",
            Skip::NotAlike => "not-alike",
            Skip::NotStated => "not-stated",
        }
    }

    /// The reason in words, for the conclusion and the summary.
    pub fn text(self) -> &'static str {
        match self {
            Skip::Stage => "当前阶段不检查",
            Skip::NoLayout => "纯文本没有版式",
            Skip::NoForm => "未提供发文稿纸",
            Skip::NoMain => "未提供正件",
            Skip::NotOfficial => "未识别为公文",
            Skip::Foreign => "属于另一种公文制度，这条规则不适用",
            Skip::Embedded => "正文里嵌入了另一份文档，没有读",
            Skip::Unreadable => "文件无法读取",
            Skip::Picture => "签名是图片，机器无法辨认",
            Skip::Unclear => "批示用语无法判断，请人工确认",
            Skip::NotPrinted => "稿纸没有印这一环节，请人工确认",
            Skip::NoRecheck => "没有复核的记录：可以在稿纸的复核栏签名、放进复核单，或用 sanbu confirm 确认",
            Skip::NotUnderstood => "稿纸上有没看懂的内容，请人工确认",
            Skip::NoToday => "未给出当天日期",
            Skip::NoYear => "日期没有写年份",
            Skip::NotRead => "送来的有没读的内容，请人工确认",
            Skip::NotAlike => "文件名与附件说明不完全一样，请人工确认",
            Skip::NotStated => "文件里没有写明，或者是画上去的",
        }
    }
}

/// One thing that is wrong, before it is put in words.
#[derive(Clone, Debug, Default)]
pub struct Hit {
    /// Where it is.
    pub at: Option<Span>,
    /// Bytes of the whole element the place lies in, which reports quote; the place itself where there is none.
    pub excerpt: Option<Range<usize>>,
    /// The other places that it is about: what the place contradicts or repeats.
    pub related: Vec<Span>,
    /// ASCII id of the element, field or role concerned.
    pub element: Option<String>,
    /// Values for the placeholders of the rule's message.
    pub values: Vec<(&'static str, String)>,
    /// The hit is milder than its rule.
    pub at_most: Option<Severity>,
    /// What to write instead.
    pub fix: Option<Fix>,
    /// So many more places are told by this hit.
    pub more: usize,
}

impl Hit {
    /// A hit at a place in a file.
    pub fn at(file: usize, range: Range<usize>) -> Self {
        Self { at: Some(Span { file, range }), ..Self::default() }
    }

    /// With a value for a placeholder.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.values.push((key, value.into()));
        self
    }

    /// With another place that it is about.
    #[must_use]
    pub fn beside(mut self, file: usize, range: Range<usize>) -> Self {
        self.related.push(Span { file, range });
        self
    }

    /// With the element concerned.
    #[must_use]
    pub fn of(mut self, element: impl Into<String>) -> Self {
        self.element = Some(element.into());
        self
    }
}

/// What to write instead: changes that belong together, all in the file of the place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// May be applied without asking.
    pub safe: bool,
    /// The changes in order of their places.
    pub edits: Vec<Change>,
}

impl Fix {
    /// Changes of a text, each for the characters that really change; none where nothing does.
    pub fn new(text: &str, safe: bool, edits: impl IntoIterator<Item = Edit>) -> Option<Self> {
        let pieces = edits.into_iter().flat_map(|edit| edit.pieces(text));
        let edits: Vec<Change> = pieces.map(|edit| Change { edit, at: None }).collect();
        (!edits.is_empty()).then_some(Self { safe, edits })
    }

    /// The changes as such.
    pub fn changes(&self) -> Vec<Edit> {
        self.edits.iter().map(|change| change.edit.clone()).collect()
    }
}

/// One change, and where that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The change.
    pub edit: Edit,
    /// The place of the bytes that go; told when the finding is put in words.
    pub at: Option<At>,
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct View<'a> {
            at: Option<&'a At>,
            text: &'a str,
        }
        View { at: self.at.as_ref(), text: &self.edit.text }.serialize(to)
    }
}

/// Another place that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    /// The place as a person would say it: `第12段`, `附件1`, `发文稿纸·签发`.
    #[serde(skip)]
    pub place: String,
}

/// The line of a finding, or as much of it as anybody could show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The text; one line. Of a very long one `…` stands for what was left out.
    pub text: String,
    /// Bytes in `text` that are underlined.
    pub mark: Range<usize>,
}

/// A finding in words, complete in itself.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: Arc<RuleInfo>,
    /// How grave, here and at this stage.
    pub severity: Severity,
    /// What is wrong, with the text found.
    pub message: String,
    /// A few words for the conclusion line: `核稿缺日期`.
    pub brief: String,
    /// What to do.
    pub help: String,
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
}

impl Finding {
    /// The other places that people are shown; a list of all would hide the finding.
    pub fn others(&self) -> &[Related] {
        const MOST: usize = 3;
        &self.related[..self.related.len().min(MOST)]
    }
}

/// Verdict of a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every rule it needs was judged and none found an error.
    Pass,
    /// A rule found an error.
    Fail,
    /// A rule it needs could not be judged, or is not in force as it was written.
    Undecided,
}

/// A person has settled what the program could not judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confirmed {
    /// Who.
    pub by: String,
    /// On which day.
    #[serde(serialize_with = "as_written")]
    pub date: Date,
    /// What the person has said about it.
    pub note: Option<String>,
}

impl Confirmed {
    /// `周宁2026年3月6日`.
    pub fn words(&self) -> String {
        format!("{}{}", self.by, self.date.words())
    }
}

fn as_written<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(date)
}

/// A gate with its verdict and the evidence.
#[derive(Clone, Debug)]
pub struct GateVerdict {
    /// Id of the gate.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Rules that decided it, each once, in order.
    pub because: Vec<String>,
    /// The same in a few words each.
    pub reasons: Vec<String>,
    /// What was found, in order: signatures along the chain, files of the packet.
    pub evidence: Vec<String>,
    /// Rules of the gate that were not selected: without them it cannot pass.
    pub off: Vec<String>,
    /// Rules of the gate that were made milder than an error: what they find closes it no more, so it cannot pass.
    pub lowered: Vec<String>,
    /// Where the two are set: options, configuration and rule files.
    pub set_by: Vec<String>,
    /// It was judged by settings that lie in what was handed in.
    pub doubted: bool,
    /// Who has settled it; `because` and `reasons` say what.
    pub confirmed: Option<Confirmed>,
    /// Why what a person has settled before no longer holds.
    pub expired: Option<String>,
}

impl GateVerdict {
    /// A person may settle what is open: not what a silenced rule would have found, nor what settings decide that lie in
    /// what was handed in.
    pub fn may_be_settled(&self) -> bool {
        self.off.is_empty() && self.lowered.is_empty() && !self.doubted
    }
}

/// Whether an item of a maxim holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tick {
    /// Every rule behind it was judged and found nothing.
    Pass,
    /// A rule behind it found something.
    Fail,
    /// A person decides.
    Manual,
}

/// An item of a maxim with its answer.
#[derive(Clone, Debug, Serialize)]
pub struct ItemVerdict {
    /// What it asks.
    pub text: String,
    /// The answer.
    pub verdict: Tick,
    /// The rules that found something.
    pub because: Vec<String>,
}

/// A maxim or checklist with its answers.
#[derive(Clone, Debug, Serialize)]
pub struct MaximVerdict {
    /// Id of the maxim.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Where it comes from.
    pub source: String,
    /// Its items in order.
    pub items: Vec<ItemVerdict>,
}

/// May it be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Conclusion {
    /// All gates passed.
    Printable,
    /// A gate failed.
    NotPrintable,
    /// No gate failed, and not all could be decided, or a file of the packet could not be read.
    Undecided,
    /// At this stage nobody asks.
    NotAsked,
}

/// The report on one packet.
#[derive(Clone, Debug)]
pub struct PacketReport {
    /// Path of the packet as handed in.
    pub path: String,
    /// Stage of its documents.
    pub stage: Stage,
    /// Name of the main document.
    pub main: Option<String>,
    /// Name of the approval form; the main document's name when the form is inside it.
    pub form: Option<String>,
    /// Names of the attachment files.
    pub attachments: Vec<String>,
    /// The file in what was handed in that sets a stage at which the gates are not asked.
    pub unasked_by: Option<String>,
    /// Its files that could not be read.
    pub unreadable: Vec<UnreadableFile>,
    /// Files of its folder that its manifest does not name.
    pub left_out: Vec<String>,
    /// Findings by place, then rule order.
    pub findings: Vec<Finding>,
    /// Findings that are known and not among them.
    pub hidden: Hidden,
    /// Rules that could not be judged, with the reason.
    pub not_checked: Vec<(Arc<RuleInfo>, Skip)>,
    /// Number of rules judged without a finding.
    pub passed: usize,
    /// The gates in order; none at a stage that does not ask them.
    pub gates: Vec<GateVerdict>,
    /// Checklists and maxims of this stage.
    pub maxims: Vec<MaximVerdict>,
    /// The conclusion.
    pub conclusion: Conclusion,
}

/// A file or path that could not be checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnreadableFile {
    /// Path as handed in.
    pub path: String,
    /// Reason as reports name it.
    pub reason: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

/// A file of an office that has changed what is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFile {
    /// Path as found.
    pub path: String,
    /// It lies in what was handed in.
    pub inside: bool,
    /// It sets a stage at which the gates are not asked.
    pub early: Option<Stage>,
}

impl ConfigFile {
    /// The path, and what nobody expects of it.
    pub fn words(&self) -> String {
        let inside = self.inside.then(|| "在送检的文件夹里".to_owned());
        let early = self.early.map(|stage| format!("其中设定的阶段是 {}，没有问关口", stage.id()));
        let notes: Vec<String> = inside.into_iter().chain(early).collect();
        if notes.is_empty() { self.path.clone() } else { format!("{}（{}）", self.path, notes.join("；")) }
    }
}

/// The report on everything handed in.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// SHA-256 of the rules in force, `sha256:…`.
    pub digest: String,
    /// Names of the rule packs in force.
    pub packs: Vec<String>,
    /// Stage of the run.
    pub stage: Stage,
    /// Configuration and rule files of an office that were used.
    pub config: Vec<ConfigFile>,
    /// One report for each packet.
    pub packets: Vec<PacketReport>,
    /// Findings about several packets together.
    pub collection: Vec<Finding>,
    /// Findings about several packets that are known and not among them.
    pub hidden: Hidden,
    /// What could not be read.
    pub unreadable: Vec<UnreadableFile>,
    /// Files skipped by name (lock files and the like).
    pub skipped_files: usize,
    /// Somebody stopped the run: it tells only what was finished.
    pub interrupted: bool,
    /// Packets that were told already, and are none of `packets`.
    pub told: Totals,
}

/// What is counted of packets.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// Packets.
    pub packets: usize,
    /// Findings by severity: infos, warnings, errors.
    pub findings: [usize; 3],
    /// Findings that can be put right without asking.
    pub mendable: usize,
    /// Findings that are known and not listed.
    pub hidden: Hidden,
    /// Rules that could not be judged, over all packets.
    pub not_checked: usize,
    /// By conclusion, in the order of its variants.
    concluded: [usize; 4],
    /// Packets whose gates were not asked because of settings handed in with them.
    pub unasked: usize,
}

impl Totals {
    /// Counts a packet.
    pub fn add(&mut self, packet: &PacketReport) {
        self.packets += 1;
        self.count_in(&packet.findings);
        self.mendable += packet.findings.iter().filter(|f| f.fix.as_ref().is_some_and(|fix| fix.safe)).count();
        self.hidden = self.hidden.and(packet.hidden);
        self.not_checked += packet.not_checked.len();
        self.concluded[packet.conclusion as usize] += 1;
        self.unasked += usize::from(packet.unasked_by.is_some());
    }

    /// Counts findings that are of no packet alone.
    pub fn count_in(&mut self, findings: &[Finding]) {
        findings.iter().for_each(|f| self.findings[f.severity as usize] += 1);
    }

    /// Number of packets with a conclusion.
    pub fn concluded(&self, conclusion: Conclusion) -> usize {
        self.concluded[conclusion as usize]
    }

    /// Number of findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings[severity as usize]
    }
}

impl Report {
    /// What is counted of all packets and of what was found about them together.
    pub fn totals(&self) -> Totals {
        let mut totals = self.told.clone();
        self.packets.iter().for_each(|packet| totals.add(packet));
        totals.count_in(&self.collection);
        totals.hidden = totals.hidden.and(self.hidden);
        totals
    }
}
