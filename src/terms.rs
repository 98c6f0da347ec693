//! The vocabulary of an office: document kinds, signing roles, form fields, opinion words and patterns, all from rule files.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use regex::Regex;
use serde::Deserialize;

use crate::date::{self, Written};
use crate::fold::{self, Folded};

/// A regular expression that is compiled when first used.
#[derive(Debug)]
pub struct Pattern {
    source: String,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Keeps the source; whoever loads rule files has checked that it compiles.
    pub fn new(source: impl Into<String>) -> Self {
        Self { source: source.into(), regex: OnceLock::new() }
    }

    /// The compiled expression; none if the source is not one.
    pub fn get(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(&self.source).ok()).as_ref()
    }

    /// The expression as written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Whether the text matches.
    pub fn is_match(&self, text: &str) -> bool {
        self.get().is_some_and(|r| r.is_match(text))
    }

    /// The groups of the first match.
    pub fn captures<'t>(&self, text: &'t str) -> Option<regex::Captures<'t>> {
        self.get()?.captures(text)
    }
}

impl Clone for Pattern {
    fn clone(&self) -> Self {
        Self::new(self.source.clone())
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::new)
    }
}

/// Which way a document of a kind goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// To a superior organ.
    Up,
    /// To subordinate organs.
    Down,
    /// Between organs without chain of command.
    Level,
    /// To everybody.
    Public,
    /// Depends on the document.
    Any,
}

/// A document kind (文种).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocKind {
    /// Its name.
    pub name: String,
    /// What titles of this kind end in.
    pub ends: Vec<String>,
    /// Which way it goes.
    pub direction: Direction,
    /// Normally in letter format (信函格式).
    #[serde(default)]
    pub letter: bool,
    /// Has main recipients.
    pub to_whom: bool,
    /// A title of this kind alone makes an official document.
    #[serde(default)]
    pub alone: bool,
}

/// Whether a signing cell must be there and signed before printing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// Must be on the form and signed.
    Required,
    /// Must be signed if the form prints it.
    Printed,
    /// Signed while printing or later.
    Later,
}

/// The phase a signature belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Drafting, checking and signing (审核签发).
    Approval,
    /// Re-check before printing (复核).
    Recheck,
    /// Registration, printing, release.
    After,
}

/// A signing role of the approval form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// ASCII id, as reports name it.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Labels that forms print for it.
    pub labels: Vec<String>,
    /// Must it be signed.
    pub duty: Duty,
    /// Its phase.
    pub phase: Phase,
    /// Rank inside the phase; roles without one are not compared by date.
    pub order: Option<u32>,
    /// Labels of separate date cells.
    #[serde(default)]
    pub date_labels: Vec<String>,
    /// Several people may sign in one cell.
    #[serde(default)]
    pub several: bool,
    /// Its business is to pass the document on: 已核，请局长签发 is its approval.
    #[serde(default)]
    pub passes_on: bool,
}

/// What a signature must consist of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// A name.
    Name,
    /// A complete date.
    Date,
    /// An opinion.
    Opinion,
}

/// A property of a document that makes a step of a chain necessary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// It goes to a superior organ (上行文).
    Upward,
    /// Several organs issue it (联合行文).
    Joint,
    /// The form calls it a normative document (规范性文件).
    Normative,
    /// It bears a secrecy level.
    Classified,
}

/// A step of a signing chain.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// The role that signs here.
    pub role: String,
    /// Labels that mean this step in this chain, whatever they mean elsewhere.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Who may sign: a list of `[organisation.people]`, or the role whose person it must be again.
    #[serde(default)]
    pub who: Option<String>,
    /// What counts as signed.
    #[serde(default = "Node::name_and_date")]
    pub needs: Vec<Need>,
    /// May be missing or marked as not needed.
    #[serde(default)]
    pub optional: bool,
    /// Necessary only for documents with one of these properties; optional for others.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// At least so many people sign.
    #[serde(default = "Node::once")]
    pub least: usize,
}

impl Node {
    /// A step that must be signed with name and date.
    pub fn of(role: &str) -> Self {
        Self {
            role: role.to_owned(),
            labels: Vec::new(),
            who: None,
            needs: Self::name_and_date(),
            optional: false,
            when: Vec::new(),
            least: Self::once(),
        }
    }

    fn name_and_date() -> Vec<Need> {
        vec![Need::Name, Need::Date]
    }

    fn once() -> usize {
        1
    }
}

/// A signing chain: its steps from draft to release, in order.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    /// ASCII id, as `sanbu.toml` names it.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
    /// The steps.
    #[serde(rename = "node")]
    pub nodes: Vec<Node>,
}

/// A field of the approval form that is filled in, not signed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// ASCII id.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Labels that forms print for it.
    pub labels: Vec<String>,
}

/// What an opinion amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// Refused, held or sent back.
    Rejected,
    /// Passed on to somebody else.
    Redirected,
    /// Approved once somebody else has signed.
    Conditional,
    /// Approved with changes.
    Changed,
    /// Approved in principle.
    Principle,
    /// Approved.
    Approved,
    /// Seen.
    Seen,
    /// This step does not apply.
    NotApplicable,
}

/// Opinion words and patterns of one meaning.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    /// The meaning.
    pub means: Means,
    /// Whole phrases.
    #[serde(default)]
    pub words: Vec<String>,
    /// Patterns; the group `who` names the person it is passed to.
    #[serde(default)]
    pub patterns: Vec<Pattern>,
}

/// Another system of official writing, told by its labels.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Foreign {
    /// ASCII id, as reports name it.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// So many different labels make a document of this system.
    pub least: usize,
    /// Kinds that the head ends in.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// What is added to a year below 1000.
    #[serde(default)]
    pub era: u32,
    /// Labels and what they name.
    pub labels: Vec<ForeignLabel>,
}

/// A label of another system.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForeignLabel {
    /// The word of the element that comes nearest.
    pub element: String,
    /// The label as printed, without spaces.
    pub words: Vec<String>,
}

macro_rules! string_lists {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name { $($(#[$field_doc])* pub $field: Vec<String>),* }

        impl $name {
            /// Appends the lists of another rule file.
            pub fn extend(&mut self, other: Self) {
                $(self.$field.extend(other.$field);)*
            }
        }
    };
}

string_lists! {
    /// Word lists that recognition and checks use.
    Words {
        /// Pairs of a Traditional and a Simplified character, for labels only.
        traditional,
        /// Names of outgoing approval forms.
        form_names,
        /// Names of incoming forms.
        incoming_form_names,
        /// What organ names end in.
        organ_ends,
        /// What recipients end in beside organ names.
        recipient_ends,
        /// What a person written to is called by.
        person_ends,
        /// What recipients start with.
        recipient_starts,
        /// Starts of a salutation in a speech.
        salutations,
        /// Ends of a phrase before a colon that is not a list of recipients.
        lead_ins,
        /// What follows the organ in a title.
        title_verbs,
        /// Verbs of titles that announce an enclosed text.
        forward_verbs,
        /// What such a verb follows.
        forward_leads,
        /// Starts or ends of title lines that join the next.
        title_joins,
        /// Ends of the issuing organ's mark.
        mark_ends,
        /// Urgency grades.
        urgency,
        /// Words used as urgency grades that are none.
        urgency_like,
        /// Secrecy levels.
        secrecy,
        /// Words on a form that mean "none".
        none_values,
        /// Starts of a note under the date.
        annotations,
        /// How far a draft has come, above its title.
        draft_marks,
        /// Marks for a seal behind an organ's name, without spaces and in half width.
        seal_marks,
        /// How sentences begin that lead in the body and name no recipient.
        lead_in_starts,
        /// Placeholders.
        placeholders,
        /// Marks behind a name for "on behalf of".
        behalf,
        /// Titles behind a name.
        honorifics,
        /// Words on a form that mean yes.
        yes,
        /// Words on a form that keep a document from the public.
        withheld,
        /// Marks of forms that classified documents may not use.
        open_forms,
        /// What makes recipients uncountable: 各, 有关.
        collective,
        /// Ends of short organ names that no person's name has.
        unit_ends,
        /// What may turn an approval into something else.
        turns,
        /// What sends a document on its way.
        passes,
        /// Surnames, single and compound; one string may hold many single ones.
        surnames,
        /// Characters that names from other languages are written with.
        name_letters,
        /// Characters that no name has.
        never_in_names,
        /// How clauses begin that only look like names.
        never_starts_names,
        /// What people are called who are not named: 领导.
        anyone,
        /// Marks of signing glued to a name: 签, 阅.
        sign_marks,
        /// Words in a signing cell that are neither opinion nor name: 签字, 上午, 手机端.
        asides,
        /// Ends of labels that do not tell one cell from another: 人, 意见.
        label_tails,
        /// Labels of a date that belongs to the cell before.
        date_tails,
        /// What rows of a register begin with that only add up.
        totals,
        /// Headings of a table of steps: step, person, opinion, time.
        step_headings,
        /// File names of papers that go with a packet and are no attachments.
        supporting,
        /// Tails of file names that are not part of the title.
        name_tails,
        /// File names of main documents.
        main_names,
        /// File names of approval forms.
        form_files,
    }
}

string_lists! {
    /// Labels printed in documents; `…_like` are wrong or unusual ones that are still recognised.
    Labels {
        /// Before the signer's name in the head.
        signer,
        /// Wrong labels for the signer.
        signer_like,
        /// Before the attachment list and on attachment pages.
        attachment,
        /// Unusual labels for attachments.
        attachment_like,
        /// Before the copy recipients.
        cc,
        /// Wrong labels for copy recipients.
        cc_like,
        /// Before recipients in the imprint.
        to,
        /// Before the date under the text.
        date,
        /// Before subject words.
        keywords,
        /// Before the document number.
        number,
        /// Before the copy number.
        copies,
        /// Behind the printing date.
        printed,
        /// Wrong words behind the printing date.
        printed_like,
    }
}

macro_rules! patterns {
    ($($(#[$doc:meta])* $field:ident),* $(,)?) => {
        /// Recognisers: they find a thing in any form; rules judge the form.
        #[derive(Clone, Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Patterns {
            $($(#[$doc])* pub $field: Option<Pattern>,)*
            /// Complete dates, groups `y` `m` `d` and `t` `u` for the time.
            pub dates: Vec<Pattern>,
            /// Dates with something missing.
            pub partial_dates: Vec<Pattern>,
        }

        impl Patterns {
            /// Takes over what another rule file sets.
            pub fn extend(&mut self, other: Self) {
                $(if other.$field.is_some() { self.$field = other.$field; })*
                self.dates.extend(other.dates);
                self.partial_dates.extend(other.partial_dates);
            }

            /// Every pattern with its key.
            pub fn all(&self) -> Vec<(&'static str, &Pattern)> {
                let mut all = Vec::new();
                $(all.extend(self.$field.iter().map(|p| (stringify!($field), p)));)*
                all.extend(self.dates.iter().map(|p| ("dates", p)));
                all.extend(self.partial_dates.iter().map(|p| ("partial_dates", p)));
                all
            }
        }
    };
}

patterns! {
    /// Document number: groups `code` `open` `year` `close` `di` `serial` `hao`.
    doc_number,
    /// Document number without brackets.
    doc_number_plain,
    /// Number of an order.
    order_number,
    /// Copy number.
    copy_number,
    /// Secrecy mark: groups `level` `mark` `period`.
    secrecy,
    /// Attachment heading on a line of its own.
    attachment_mark,
    /// Attachment heading with the title on the same line.
    attachment_mark_title,
    /// Number before a list item: group `n`, `h` (Han), `p` (in brackets) or `c` (circled).
    list_item,
    /// Attachment number and title in a file name.
    attachment_file,
    /// A number and a title in a file name.
    numbered_file,
    /// Tails of file names that are not part of the title.
    file_tail,
    /// Attachments named in the body by number.
    attachment_reference,
    /// Attachments named in the body without a number.
    attachment_bare,
    /// Another document quoted in the body: groups `title` and `number`.
    citation,
    /// A count instead of names: group `n`.
    count_only,
    /// Headings of chapters.
    chapter,
    /// The line of a news agency above a published text.
    dateline,
    /// Placeholders of templates.
    placeholder,
    /// Personal names.
    name,
}

/// What a word in a signing cell is, beside opinions and names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellWord {
    /// Stands where something is still to be written.
    Placeholder,
    /// On behalf of somebody.
    Behalf,
    /// Neither opinion nor name.
    Aside,
}

/// The whole vocabulary.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Document kinds.
    pub kinds: Vec<DocKind>,
    /// Signing roles in chain order.
    pub roles: Vec<Role>,
    /// Form fields.
    pub fields: Vec<Field>,
    /// Opinions.
    pub opinions: Vec<Opinion>,
    /// Known signing chains.
    pub chains: Vec<Chain>,
    /// The chain of the office; without one the form's own cells are the chain.
    pub chain: Option<Chain>,
    /// Other systems of official writing.
    pub foreign: Vec<Foreign>,
    /// Word lists.
    pub words: Words,
    /// Labels in documents.
    pub labels: Labels,
    /// Recognisers.
    pub patterns: Patterns,
    /// Simplified characters by their Traditional ones, from the word list when first needed.
    simplified: OnceLock<HashMap<char, char>>,
    /// Opinion words without spaces; the graver meaning of a word that stands in two lists.
    opinion_words: OnceLock<HashMap<String, Means>>,
    /// Words of signing cells, without spaces.
    cell_words: OnceLock<HashMap<String, CellWord>>,
    /// Single surnames, and letters of foreign names.
    name_characters: OnceLock<(HashSet<char>, HashSet<char>)>,
    /// All labels of signing cells and fields.
    form_labels: OnceLock<HashSet<String>>,
}

impl Terms {
    /// A label as it is compared: no spaces, half width, Simplified, no colon at the end, no bracketed tail.
    pub fn label(&self, text: &str) -> String {
        let squashed: String = fold::squash(text).chars().map(|c| self.simplify(c)).collect();
        let bare = squashed.trim_end_matches(':');
        match bare.split_once('(') {
            Some((before, rest)) if rest.ends_with(')') && !before.is_empty() => {
                before.trim_end_matches(':').to_owned()
            }
            _ => bare.to_owned(),
        }
    }

    fn simplify(&self, c: char) -> char {
        if c.is_ascii() {
            return c;
        }
        let pairs = self.simplified.get_or_init(|| {
            let pair = |p: &String| Some((p.chars().next()?, p.chars().nth(1)?));
            self.words.traditional.iter().filter_map(pair).collect()
        });
        pairs.get(&c).copied().unwrap_or(c)
    }

    /// Whether a label of a list is this one, which [`Terms::label`] has made.
    pub fn is_label(&self, listed: &str, label: &str) -> bool {
        listed.chars().filter_map(fold::fold_char).filter(|c| *c != ' ').map(|c| self.simplify(c)).eq(label.chars())
    }

    /// Takes a chain for the office's own: its labels mean what they mean there.
    pub fn follow(&mut self, chain: Chain) {
        for node in chain.nodes.iter().filter(|n| !n.labels.is_empty()) {
            let own: Vec<String> = node.labels.iter().map(|l| self.label(l)).collect();
            for at in 0..self.roles.len() {
                let kept = |l: &String| self.roles[at].id == node.role || !own.contains(&self.label(l));
                let labels: Vec<String> = self.roles[at].labels.iter().filter(|l| kept(l)).cloned().collect();
                self.roles[at].labels = labels;
            }
            if let Some(role) = self.roles.iter_mut().find(|r| r.id == node.role) {
                role.labels.extend(node.labels.iter().cloned());
            }
        }
        self.chain = Some(chain);
        self.form_labels = OnceLock::new();
    }

    /// The meaning of an opinion that is a known word, whole.
    pub fn opinion_word(&self, word: &str) -> Option<Means> {
        let words = self.opinion_words.get_or_init(|| {
            let mut all = HashMap::new();
            for opinion in &self.opinions {
                for word in &opinion.words {
                    all.entry(fold::squash(word)).or_insert(opinion.means);
                }
            }
            all
        });
        words.get(word).copied()
    }

    /// What a word in a signing cell is, beside opinions and names.
    pub fn cell_word(&self, word: &str) -> Option<CellWord> {
        let words = self.cell_words.get_or_init(|| {
            let lists = [
                (&self.words.placeholders, CellWord::Placeholder),
                (&self.words.behalf, CellWord::Behalf),
                (&self.words.asides, CellWord::Aside),
                (&self.words.honorifics, CellWord::Aside),
            ];
            let mut all = HashMap::new();
            for (list, kind) in lists {
                for word in list {
                    all.entry(fold::squash(word)).or_insert(kind);
                }
            }
            all
        });
        words.get(word).copied()
    }

    /// A single surname.
    pub fn is_surname(&self, c: char) -> bool {
        self.name_characters().0.contains(&c)
    }

    /// A character that names from other languages are written with.
    pub fn is_name_letter(&self, c: char) -> bool {
        self.name_characters().1.contains(&c)
    }

    fn name_characters(&self) -> &(HashSet<char>, HashSet<char>) {
        self.name_characters.get_or_init(|| {
            // Compound surnames are strings of two; a string of another length lists single ones.
            let single =
                self.words.surnames.iter().filter(|s| s.chars().count() != 2).flat_map(|s| s.chars()).collect();
            (single, self.words.name_letters.iter().flat_map(|s| s.chars()).collect())
        })
    }

    /// A label of some signing cell or field of a form.
    pub fn is_form_label(&self, word: &str) -> bool {
        let labels = self.form_labels.get_or_init(|| {
            let roles = self.roles.iter().flat_map(|r| r.labels.iter().chain(&r.date_labels));
            roles.chain(self.fields.iter().flat_map(|f| &f.labels)).map(|l| self.label(l)).collect()
        });
        labels.contains(word)
    }

    /// A label without the end that does not tell one cell from another: 签发人, 签发意见 are 签发.
    pub fn label_base<'l>(&self, label: &'l str) -> &'l str {
        let tail = self.words.label_tails.iter().filter(|t| label.ends_with(t.as_str())).max_by_key(|t| t.len());
        let base = tail.map_or(label, |t| &label[..label.len() - t.len()]);
        if base.chars().count() >= 2 { base } else { label }
    }

    /// The role with this id.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|r| r.id == id)
    }

    /// The kind that a title ends in, the longest ending first.
    pub fn kind_of_title(&self, title: &str) -> Option<&DocKind> {
        let squashed = fold::squash(title);
        // `…的通知（征求意见稿）`
        let noted = squashed.strip_suffix(')').and_then(|t| Some(t.rsplit_once('(')?.0)).filter(|t| !t.is_empty());
        let bare = noted.unwrap_or(&squashed);
        let bare = bare.trim_end_matches(['》', '。', '”', '>', '〉', ')']);
        let ending = |kind: &DocKind| kind.ends.iter().filter(|e| bare.ends_with(e.as_str())).map(String::len).max();
        self.kinds.iter().filter_map(|k| ending(k).map(|n| (n, k))).max_by_key(|(n, _)| *n).map(|(_, k)| k)
    }

    /// Whether a text ends like the name of an organ.
    pub fn is_organ(&self, text: &str) -> bool {
        let squashed = fold::squash(text);
        let bare = self.words.seal_marks.iter().find_map(|m| squashed.strip_suffix(m.as_str())).unwrap_or(&squashed);
        bare.chars().count() >= 2 && self.words.organ_ends.iter().any(|end| bare.ends_with(end.as_str()))
    }

    /// Whether a text ends as short names of offices and other recipients do.
    pub fn is_office(&self, text: &str) -> bool {
        self.words.recipient_ends.iter().any(|end| text.ends_with(end.as_str()))
    }

    /// All complete dates in a text that starts at `base`, in order.
    pub fn dates(&self, text: &str, base: usize) -> Vec<Written> {
        self.find_dates(&self.patterns.dates, text, base)
    }

    /// All dates in a text, complete or not, in order, without overlap.
    pub fn any_dates(&self, text: &str, base: usize) -> Vec<Written> {
        let mut found = self.dates(text, base);
        self.find_more(&self.patterns.partial_dates, text, base, &mut found);
        found
    }

    fn find_dates(&self, patterns: &[Pattern], text: &str, base: usize) -> Vec<Written> {
        let mut found = Vec::new();
        self.find_more(patterns, text, base, &mut found);
        found
    }

    /// Adds what the patterns find beside what is there already; an earlier pattern wins.
    fn find_more(&self, patterns: &[Pattern], text: &str, base: usize, found: &mut Vec<Written>) {
        if !text.contains(['年', '月', '.', '-', '/', '．', '／', '－', '·', '—', '–']) {
            return;
        }
        let folded = Folded::new(text, base);
        for regex in patterns.iter().filter_map(Pattern::get) {
            let free = |w: &Written| {
                let next = found.partition_point(|f| f.range.end <= w.range.start);
                found.get(next).is_none_or(|f| f.range.start >= w.range.end)
            };
            let matches = regex.captures_iter(folded.as_str()).filter_map(|c| date::from_captures(&c, &folded));
            let new: Vec<Written> = matches.filter(free).collect();
            if !new.is_empty() {
                found.extend(new);
                found.sort_by_key(|f| f.range.start);
            }
        }
    }

    /// The date, if the text is nothing but a date (of any form, possibly incomplete or a blank to fill in).
    pub fn date_only(&self, text: &str, base: usize) -> Option<Written> {
        const LONGEST: usize = 40;
        let mut trimmed = fold::trim(text, base);
        let label = text.split_once(['：', ':']).filter(|(l, _)| self.labels.date.contains(&self.label(l)));
        if let Some((_, value)) = label {
            trimmed = fold::trim(value, base + text.len() - value.len());
        }
        let bare = text[trimmed.start - base..trimmed.end - base].trim_end_matches('。');
        let sealed = bare.rfind(['（', '(']).filter(|at| self.words.seal_marks.contains(&fold::squash(&bare[*at..])));
        let bare = sealed.map_or(bare, |at| bare[..at].trim_end());
        if bare.is_empty() || bare.chars().count() > LONGEST || !bare.contains(['年', '.', '-', '/', '．', '／']) {
            return None;
        }
        // Nothing but a date: no space in it means anything.
        let tight = Folded::tight(bare, trimmed.start);
        if tight.as_str().chars().count() > 24 {
            return None;
        }
        let whole = |pattern: &Pattern| {
            let captures = pattern
                .captures(tight.as_str())
                .filter(|c| c.get(0).is_some_and(|m| m.range() == (0..tight.as_str().len())))?;
            date::from_captures(&captures, &tight)
        };
        self.patterns.dates.iter().chain(&self.patterns.partial_dates).find_map(whole)
    }

    /// Whether a person of this full name can be meant: the name itself, a surname with a title, or a title alone.
    pub fn may_be_called(&self, name: &str, called: &str) -> bool {
        let (name, called) = (self.bare_name(name), fold::squash(called));
        if self.words.anyone.contains(&called) {
            return true;
        }
        let title = self.words.honorifics.iter().filter(|t| called.ends_with(t.as_str())).max_by_key(|t| t.len());
        match title {
            Some(title) => name.starts_with(&called[..called.len() - title.len()]),
            None => called.is_empty() || name == called || name.ends_with(&called) && called.chars().count() >= 2,
        }
    }

    /// Whether a field of a form says yes.
    pub fn affirms(&self, value: &str) -> bool {
        let value = fold::squash(value);
        self.words.yes.contains(&value)
    }

    /// A name without titles and marks behind it.
    pub fn bare_name(&self, name: &str) -> String {
        let mut bare = fold::squash(name);
        for tail in self.words.honorifics.iter().chain(&self.words.behalf) {
            if let Some(rest) = bare.strip_suffix(tail.as_str())
                && rest.chars().count() >= 2
            {
                bare = rest.to_owned();
            }
        }
        bare
    }
}
