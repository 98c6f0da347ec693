//! The vocabulary of an office: document kinds, signing roles, form fields, opinion words and patterns, all from rule files.

mod chain;
mod characters;
mod dates;
mod ends;
mod entry;
mod kinds;
mod label;
mod layout;
mod lists;
mod literals;
mod marks;
mod near;
mod opinion;
mod ordinal;
mod pattern;
mod record;
mod seen;
mod slots;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use crate::counts::Judge;
use crate::fold::{self};

pub use chain::{Chain, Condition, Duty, Means, Need, Node, Opinion, Phase, Role};
pub use characters::CharacterLists;
pub(crate) use characters::{Characters, UNSEEN};
use ends::Ends;
pub use entry::{FieldEntry, RoleEntry};
pub use kinds::{Direction, DocKind, Field, Foreign, ForeignLabel};
pub use label::{About, Act, Parts, Step, Who, Wording};
pub use layout::{Face, Font, Size};
pub use lists::{Labels, Patterns, Records, Words};
pub use near::{Likeness, OWN, Protected};
pub(crate) use near::{Near, NearMiss, is_long};
pub use ordinal::Ordinal;
pub(crate) use pattern::lost_groups;
pub use pattern::{Before, Behind, Pattern};
pub use record::RecordHead;
pub(crate) use seen::Seen;

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

/// What a label of a form stands for, as an index into the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormLabel {
    /// A signing cell of a role.
    Role(usize),
    /// The date of a role.
    RoleDate(usize),
    /// A field.
    Field(usize),
}

/// What names are written with.
#[derive(Clone, Debug)]
struct NameCharacters {
    /// Surnames of one character.
    single: HashSet<char>,
    /// Surnames of two.
    compound: HashSet<(char, char)>,
    /// Letters of foreign names.
    letters: HashSet<char>,
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
    /// Ordinals of headings and items.
    pub ordinals: Vec<Ordinal>,
    /// Faces of type.
    pub fonts: Vec<Font>,
    /// Sizes of type.
    pub sizes: Vec<Size>,
    /// Word lists.
    pub words: Words,
    /// The words that labels of a form are made of.
    pub wording: Wording,
    /// Which role a composed label means.
    pub steps: Vec<Step>,
    /// The column heads of tables of steps.
    pub records: Records,
    /// Labels in documents.
    pub labels: Labels,
    /// Recognisers.
    pub patterns: Patterns,
    /// Characters that are others than they seem.
    pub lists: CharacterLists,
    /// Phrases in which no character may be wrong.
    pub protected: Vec<Protected>,
    /// Which characters people take for which.
    pub likeness: Likeness,
    /// How doubtful places are judged.
    pub judge: Judge,
    /// The character lists, ready to be asked.
    characters: OnceLock<Characters>,
    /// The phrases, ready to be looked for.
    near: OnceLock<Near>,
    /// Simplified characters by their Traditional ones, from the word list when first needed.
    simplified: OnceLock<Vec<(char, char)>>,
    /// Opinion words without spaces; the graver meaning of a word that stands in two lists.
    opinion_words: OnceLock<HashMap<String, Means>>,
    /// Words of signing cells, without spaces.
    cell_words: OnceLock<HashMap<String, CellWord>>,
    /// Single surnames, and letters of foreign names.
    name_characters: OnceLock<NameCharacters>,
    /// How names of organs end.
    organ_ends: OnceLock<Ends>,
    /// Words that no name of an organ has.
    never_in_organs: OnceLock<Ends>,
    /// Words in the names of files that hold a form.
    form_files: OnceLock<Ends>,
    /// Words in the names of files that only support a document.
    supporting: OnceLock<Ends>,
    /// How titles of each kind end.
    kind_ends: OnceLock<label::Endings<usize>>,
    /// How titles end that have a kind in name only.
    kinds_in_name: OnceLock<Ends>,
    /// How words end that only look like organs.
    never_organs: OnceLock<Ends>,
    /// How names of units end.
    unit_ends: OnceLock<Ends>,
    /// All labels of signing cells and fields.
    form_labels: OnceLock<HashMap<String, FormLabel>>,
    /// The words of composed labels by their kind.
    lexicon: OnceLock<label::Lexicon>,
    /// Characters that names of forms end in, in brackets or not.
    form_name_ends: OnceLock<Vec<char>>,
    /// What composed labels of fields end in.
    field_ends: OnceLock<label::Endings<usize>>,
    /// The patterns of opinions by the characters that their words begin with.
    opinion_index: OnceLock<opinion::Index>,
    /// Column heads of tables of steps.
    record_heads: OnceLock<HashMap<String, RecordHead>>,
}

impl Terms {
    /// A label as it is compared: no spaces, half width, Simplified, no colon at the end, no bracketed tail.
    pub fn label(&self, text: &str) -> String {
        let mut squashed = String::with_capacity(text.len());
        squashed.extend(text.chars().filter_map(fold::fold_char).filter(|&c| c != ' ').map(|c| self.simplify(c)));
        let bare = squashed.trim_end_matches(':');
        match bare.split_once('(') {
            Some((before, rest)) if rest.ends_with(')') && !before.is_empty() => {
                before.trim_end_matches(':').to_owned()
            }
            _ => {
                squashed.truncate(bare.len());
                squashed
            }
        }
    }

    /// Characters that are others than they seem.
    pub(crate) fn characters(&self) -> &Characters {
        self.characters.get_or_init(|| Characters::of(&self.lists))
    }

    /// The phrases in which no character may be wrong.
    pub(crate) fn near(&self) -> &Near {
        self.near.get_or_init(|| Near::of(&self.protected, &self.likeness))
    }

    /// Adds phrases of the office.
    pub(crate) fn protect<'p>(&mut self, phrases: impl Iterator<Item = &'p str>) {
        self.protected.push(Protected::own(phrases));
        self.near = OnceLock::new();
    }

    fn simplify(&self, c: char) -> char {
        if c.is_ascii() {
            return c;
        }
        let pairs = self.simplified.get_or_init(|| {
            let pair = |p: &String| Some((p.chars().next()?, p.chars().nth(1)?));
            // Of two pairs for one character the later counts.
            let pairs: BTreeMap<_, _> = self.words.traditional.iter().filter_map(pair).collect();
            pairs.into_iter().collect()
        });
        pairs.binary_search_by_key(&c, |(from, _)| *from).map_or(c, |at| pairs[at].1)
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

    /// Takes labels from whatever role or field has them: they are to mean something else.
    pub fn free_labels(&mut self, labels: &[String]) {
        let roles = self.roles.iter_mut().map(|r| &mut r.labels);
        roles.chain(self.fields.iter_mut().map(|f| &mut f.labels)).for_each(|list| without(list, labels));
    }

    /// Takes words from whatever opinion has them: they are to mean something else.
    pub fn free_opinions(&mut self, words: &[String]) {
        self.opinions.iter_mut().for_each(|o| without(&mut o.words, words));
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

    /// Whether a line that ends in this character may be the name of a form.
    pub fn may_end_form_name(&self, c: char) -> bool {
        let ends = self.form_name_ends.get_or_init(|| {
            let words = &self.words;
            let names = words.incoming_form_names.iter().chain(&words.slip_names).chain(&words.form_names);
            names.filter_map(|n| n.chars().next_back()).chain([')', '）']).collect()
        });
        ends.contains(&c) || ends.contains(&self.simplify(c))
    }

    /// The patterns of opinions that may match a text, the gravest meaning first.
    pub fn opinion_patterns(&self, text: &str) -> impl Iterator<Item = (Means, &Pattern)> {
        let index = self.opinion_index.get_or_init(|| opinion::Index::of(&self.opinions));
        index.candidates(text).into_iter().filter_map(|(at, pattern)| {
            let opinion = self.opinions.get(at)?;
            Some((opinion.means, opinion.patterns.get(pattern)?))
        })
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
        self.name_characters().single.contains(&c)
    }

    /// A character that names from other languages are written with.
    pub fn is_name_letter(&self, c: char) -> bool {
        self.name_characters().letters.contains(&c)
    }

    /// Begins with a surname of two characters.
    pub fn has_compound_surname(&self, word: &str) -> bool {
        let mut chars = word.chars();
        let pair = chars.next().zip(chars.next());
        pair.is_some_and(|pair| self.name_characters().compound.contains(&pair))
    }

    fn name_characters(&self) -> &NameCharacters {
        self.name_characters.get_or_init(|| {
            // Compound surnames are strings of two; a string of another length lists single ones.
            let pair = |s: &String| match s.chars().collect::<Vec<_>>()[..] {
                [a, b] => Some((a, b)),
                _ => None,
            };
            let surnames = &self.words.surnames;
            NameCharacters {
                single: surnames.iter().filter(|s| pair(s).is_none()).flat_map(|s| s.chars()).collect(),
                compound: surnames.iter().filter_map(pair).collect(),
                letters: self.words.name_letters.iter().flat_map(|s| s.chars()).collect(),
            }
        })
    }

    /// What a label, as [`Terms::label`] makes it, stands for on a form.
    pub fn form_label(&self, label: &str) -> Option<FormLabel> {
        self.form_labels.get_or_init(|| self.all_form_labels()).get(label).copied()
    }

    fn all_form_labels(&self) -> HashMap<String, FormLabel> {
        let mut all = HashMap::new();
        for (i, field) in self.fields.iter().enumerate() {
            all.extend(field.labels.iter().map(|l| (self.label(l), FormLabel::Field(i))));
        }
        for (i, role) in self.roles.iter().enumerate() {
            all.extend(role.labels.iter().map(|l| (self.label(l), FormLabel::Role(i))));
            all.extend(role.date_labels.iter().map(|l| (self.label(l), FormLabel::RoleDate(i))));
        }
        all
    }

    /// A label taken apart, as [`Terms::label`] makes it.
    pub fn label_parts(&self, label: &str) -> Option<Parts> {
        self.lexicon().parts(label)
    }

    fn lexicon(&self) -> &label::Lexicon {
        self.lexicon.get_or_init(|| label::Lexicon::of(&self.wording))
    }

    /// What a column head of a table of steps stands for, as [`Terms::label`] makes it.
    pub fn record_head(&self, label: &str) -> Option<RecordHead> {
        self.record_heads.get_or_init(|| record::heads(&self.records)).get(label).copied()
    }

    /// Whether a word ends as units do.
    pub fn is_unit_name(&self, word: &str) -> bool {
        self.lexicon().is_unit(word)
    }

    /// Whether a word is a post, and no name of a person, whatever it begins with: 董事长, 党委书记.
    pub fn is_post(&self, word: &str) -> bool {
        self.lexicon().is_known(word)
    }

    /// Whether a word before a colon names a unit or a post, as entries of a signing cell begin.
    pub fn names_unit(&self, word: &str) -> bool {
        self.lexicon().is_unit(word) || self.label_parts(word).is_some_and(|p| !p.says_act)
    }

    /// The role of a composed label.
    pub fn role_of(&self, parts: Parts) -> Option<usize> {
        let id = match parts.about {
            About::Legality if matches!(parts.act, Act::Check | Act::Approve | Act::Opinion) => "legal",
            About::Competition => "fair_review",
            _ => self.steps.iter().rev().filter(|s| s.act == parts.act).find_map(|s| s.by.get(&parts.who))?,
        };
        self.roles.iter().position(|r| r.id == id)
    }

    /// The field of a composed label: 发文 + 字号.
    pub fn composed_field(&self, label: &str) -> Option<usize> {
        let ends = self.field_ends.get_or_init(|| {
            let all = self.fields.iter().enumerate().flat_map(|(i, f)| f.ends.iter().map(move |e| (e, i)));
            label::Endings::of(all)
        });
        ends.all(label).find(|(_, front)| self.is_front(front)).map(|(field, _)| field)
    }

    /// Nothing but words that stand before what a field is about: 发文, 文件.
    fn is_front(&self, mut text: &str) -> bool {
        while !text.is_empty() {
            let Some(rest) = self.words.field_fronts.iter().find_map(|f| text.strip_prefix(f.as_str())) else {
                return false;
            };
            text = rest;
        }
        true
    }

    /// A label without the end that does not tell one cell from another: 签发人, 签发意见 are 签发.
    pub fn label_base<'l>(&self, label: &'l str) -> &'l str {
        let tail = self.words.label_tails.iter().filter(|t| label.ends_with(t.as_str())).max_by_key(|t| t.len());
        let base = tail.map_or(label, |t| &label[..label.len() - t.len()]);
        if base.chars().count() >= 2 { base } else { label }
    }

    /// What a face is that a file names for Han characters.
    pub fn face(&self, named: &str) -> Face<'_> {
        layout::face(&self.fonts, named)
    }

    /// A size in words.
    pub fn size_name(&self, half_points: u32) -> crate::lang::Words {
        layout::size_name(&self.sizes, half_points)
    }

    /// What is written into a file that is to have a face, by its name in rules.
    pub fn typeface(&self, font: &str) -> Option<&str> {
        self.fonts.iter().find(|f| f.name == font).map(|f| f.typeface.as_ref().unwrap_or(&f.name).as_str())
    }

    /// Points of a size by its name.
    pub fn points(&self, size: &str) -> Option<f64> {
        self.sizes.iter().find(|s| s.name == size).map(|s| s.pt)
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
        let ends = self.kind_ends.get_or_init(|| {
            let all = self.kinds.iter().enumerate();
            label::Endings::of(all.flat_map(|(i, k)| k.ends.iter().map(move |e| (e, i))))
        });
        let (kind, _) = ends.longest(bare)?;
        self.kinds.get(kind).filter(|_| !self.is_in_name_only(bare))
    }

    /// Whether a title ends in what is a kind in name only: 承诺函.
    pub fn is_kind_in_name(&self, title: &str) -> bool {
        self.is_in_name_only(&fold::squash(title))
    }

    fn is_in_name_only(&self, squashed: &str) -> bool {
        self.kinds_in_name.get_or_init(|| Ends::of(self.kinds.iter().flat_map(|k| &k.not_ends))).end(squashed)
    }

    /// Whether a text ends like the name of an organ.
    pub fn is_organ(&self, text: &str) -> bool {
        let squashed = fold::squash(text);
        let bare = self.without_seal(&squashed);
        bare.chars().nth(1).is_some()
            && self.organ_ends.get_or_init(|| Ends::of(&self.words.organ_ends)).end(bare)
            && !self.never_organs.get_or_init(|| Ends::of(&self.words.never_organs)).end(bare)
    }

    /// Whether a text ends in a word that only looks like an organ: 格局.
    pub fn is_never_organ(&self, text: &str) -> bool {
        self.never_organs.get_or_init(|| Ends::of(&self.words.never_organs)).end(&fold::squash(text))
    }

    /// Whether a text has a word that no name of an organ has.
    pub(crate) fn is_said(&self, text: &str) -> bool {
        self.never_in_organs.get_or_init(|| Ends::of(&self.words.never_in_organs)).within(text)
    }

    /// Whether the name of a file has a word for a form.
    pub(crate) fn names_form(&self, name: &str) -> bool {
        let words = || self.words.form_files.iter().chain(&self.words.form_names);
        self.form_files.get_or_init(|| Ends::of(words())).within(name)
    }

    /// Whether the name of a file has a word for what only supports a document.
    pub(crate) fn names_supporting(&self, name: &str) -> bool {
        self.supporting.get_or_init(|| Ends::of(&self.words.supporting)).within(name)
    }

    /// A name without spaces, and without the mark for the seal behind it: `(代章)`, `(某某局代章)`.
    pub fn without_seal<'n>(&self, squashed: &'n str) -> &'n str {
        let Some((name, note)) = squashed.strip_suffix(')').and_then(|t| t.rsplit_once('(')) else { return squashed };
        let mark = |m: &String| note.ends_with(m.trim_matches(['(', ')']));
        if self.words.seal_marks.iter().any(mark) { name } else { squashed }
    }

    /// Whether a text is a hole of a template that one of the labels names: `[此处输入主送机关]`, `（主送机关）`.
    pub fn is_hole_for(&self, text: &str, labels: &[String]) -> bool {
        // A cheap test before any pattern: most lines begin with a word.
        if !text.trim_start().starts_with(['[', '【', '［', '{', '«', '(', '（']) {
            return false;
        }
        let squashed = fold::squash(text);
        let hole = squashed.trim_end_matches(':');
        let bare = hole.strip_prefix('(').and_then(|h| h.strip_suffix(')'));
        labels.iter().any(|l| bare == Some(l) || hole.contains(l.as_str()) && self.is_hole(hole))
    }

    /// Whether a text without spaces is a hole of a template: `{{签发人}}`.
    pub fn is_hole(&self, squashed: &str) -> bool {
        self.patterns.placeholder.as_ref().is_some_and(|p| p.is_match(squashed))
    }

    /// Whether a name was left to be filled in: `×××`, `[此处输入主送机关]`.
    pub fn is_unfilled(&self, squashed: &str) -> bool {
        self.is_hole(squashed) || self.patterns.filler.as_ref().is_some_and(|p| p.is_match(squashed))
    }

    /// Whether a word ends as units do that sign.
    pub fn ends_as_unit(&self, word: &str) -> bool {
        self.unit_ends.get_or_init(|| Ends::of(&self.words.unit_ends)).end(word)
    }

    /// Whether a text ends as short names of offices and other recipients do.
    pub fn is_office(&self, text: &str) -> bool {
        self.words.recipient_ends.iter().any(|end| text.ends_with(end.as_str()))
    }

    /// Whether a person of this full name can be meant: the name itself, a surname with a title, or a title alone.
    pub fn may_be_called(&self, name: &str, called: &str) -> bool {
        let (name, called) = (self.bare_name(name), fold::squash(called));
        if self.words.anyone.contains(&called) {
            return true;
        }
        let title = self.words.honorifics.iter().filter(|t| called.ends_with(t.as_str())).max_by_key(|t| t.len());
        match title {
            Some(title) => {
                // 正平同志: by the given name.
                let bare = &called[..called.len() - title.len()];
                name.starts_with(bare) || bare.chars().count() >= 2 && name.ends_with(bare)
            }
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
        let bare = fold::squash(name);
        let tails = self.words.honorifics.iter().chain(&self.words.behalf);
        let rest = tails.filter_map(|t| bare.strip_suffix(t.as_str())).filter(|r| r.chars().count() >= 2);
        rest.min_by_key(|r| r.len()).map_or(bare.clone(), str::to_owned)
    }
}

/// Takes words out of a list, however they are spaced.
fn without(list: &mut Vec<String>, words: &[String]) {
    let words: Vec<String> = words.iter().map(|w| fold::squash(w)).collect();
    list.retain(|l| !words.contains(&fold::squash(l)));
}
