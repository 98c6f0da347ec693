//! What a label of a form means: known as it stands, or composed of who, what about and what is done.

use crate::element::form::Reader;
use crate::element::signature;
use crate::fold;
use crate::terms::{FormLabel, Parts, Who};

/// What a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A signing cell of a role.
    Role(usize),
    /// The date of a role.
    RoleDate(usize),
    /// A field.
    Field(usize),
    /// A date of the cell before it.
    Date,
    /// A label that no list has.
    Unknown,
}

impl From<FormLabel> for Meaning {
    fn from(label: FormLabel) -> Self {
        match label {
            FormLabel::Role(i) => Meaning::Role(i),
            FormLabel::RoleDate(i) => Meaning::RoleDate(i),
            FormLabel::Field(i) => Meaning::Field(i),
        }
    }
}

/// A label that means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub meaning: Meaning,
    /// It only names somebody (办公室, 分管领导): where a value is expected it is one.
    pub weak: bool,
    /// It says what is done, by somebody whom no list has (没批准): where a value is expected it is one.
    pub doubtful: bool,
    /// It is nothing but the name of a unit (法务部): a label only where it is all there is in a cell.
    pub named: bool,
}

impl Found {
    fn sure(meaning: Meaning) -> Self {
        Self { meaning, weak: false, doubtful: false, named: false }
    }
}

impl Reader<'_> {
    /// What a text means that is nothing but a label.
    pub(super) fn lookup(&self, text: &str) -> Option<Found> {
        const LONGEST: usize = 120;
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        let label = self.terms.label(bare(text));
        if let Some(found) = self.labels.borrow().get(&label) {
            return *found;
        }
        let found = self.look(&label);
        self.labels.borrow_mut().insert(label, found);
        found
    }

    fn look(&self, label: &str) -> Option<Found> {
        const LONGEST: usize = 20;
        if label.is_empty() || label.chars().count() > LONGEST {
            return None;
        }
        let terms = self.terms;
        let known = |label: &str| terms.form_label(label).map(Meaning::from);
        // 领导意见1, 领导意见2: forms number what they print more than once.
        let plain = || known(label).or_else(|| known(label.trim_end_matches(|c: char| c.is_ascii_digit())));
        // 核稿人签字 is 核稿人, 核稿时间 the time of 核稿; 日期 alone belongs to the cell before.
        let based = |label: &str| known(terms.label_base(label)).filter(|m| matches!(m, Meaning::Role(_)));
        let dated = || {
            let rest = terms.words.date_tails.iter().find_map(|t| label.strip_suffix(t.as_str()))?;
            let composed = || self.composed(rest).map(|f| f.meaning);
            match known(rest).or_else(|| based(rest)).or_else(composed) {
                Some(Meaning::Role(role)) => Some(Meaning::RoleDate(role)),
                _ => rest.is_empty().then_some(Meaning::Date),
            }
        };
        let field = || terms.composed_field(label).map(Meaning::Field);
        let ended = || {
            let base = terms.label_base(label);
            let ends = |role: &crate::terms::Role| {
                let end =
                    |text: &str| role.label_ends.iter().any(|e| text.ends_with(e.as_str()) && text.len() > e.len());
                end(label) || end(base)
            };
            terms.roles.iter().position(ends).map(Meaning::Role).filter(|_| self.names_a_step(label))
        };
        let sure = plain().or_else(|| based(label)).or_else(dated).or_else(field).map(Found::sure);
        sure.or_else(|| self.composed(label)).or_else(|| ended().map(Found::sure))
    }

    /// A label that is composed of known words.
    fn composed(&self, label: &str) -> Option<Found> {
        /// Longer names of units and posts are nobody and nothing that anybody says.
        const SHORT: usize = 8;
        let parts = self.terms.label_parts(label)?;
        let role = self.terms.role_of(parts)?;
        let short = label.chars().nth(SHORT).is_none();
        // 王局长 is somebody, not a post.
        let person = || parts.who != Who::Deputy && !self.terms.is_post(label) && signature::is_name(self.terms, label);
        let told = || !self.terms.is_post(label) && signature::is_phrase(self.terms, label);
        if !self.may_name_a_step(label) || (parts.says_act || short) && told() || !parts.says_act && short && person() {
            return None;
        }
        Some(Found {
            meaning: Meaning::Role(role),
            weak: !parts.says_act,
            doubtful: parts.who == Who::Unknown,
            named: parts.who == Who::Named && !parts.says_act,
        })
    }

    /// How a label is put together, when it can be told.
    pub(super) fn parts(&self, label: &str) -> Option<Parts> {
        self.terms.label_parts(&self.terms.label(bare(label)))
    }

    /// A longer label is a few Han characters, and no opinion such as 不需要会签.
    fn names_a_step(&self, label: &str) -> bool {
        self.may_name_a_step(label) && (self.terms.is_post(label) || !signature::is_phrase(self.terms, label))
    }

    fn may_name_a_step(&self, label: &str) -> bool {
        const LONGEST: usize = 16;
        let never = |w: &String| label.contains(w.as_str());
        label.chars().count() <= LONGEST
            && label.chars().all(|c| fold::is_han(c) || matches!(c, '/' | '、' | '(' | ')'))
            && !self.terms.words.never_in_labels.iter().any(never)
    }

    /// A short word before a colon that is no organ, no person and no part of a signature: a label nobody has listed.
    pub(super) fn is_unknown_label(&self, word: &str) -> bool {
        const LONGEST: usize = 8;
        let word = fold::squash(bare(word)).trim_end_matches(':').to_owned();
        (2..=LONGEST).contains(&word.chars().count())
            && word.chars().all(fold::is_han)
            && !signature::opens_entry(self.terms, &word)
            && !self.is_part_label(&word)
            && !self.terms.is_organ(&word)
            && !signature::is_unit(self.terms, &word)
            && !self.terms.names_unit(&word)
            && !signature::is_name(self.terms, &word)
            && self.terms.opinion_word(&word).is_none()
    }

    /// A word that only says which part of a signature follows: 签名, 时间.
    pub(super) fn is_part_label(&self, word: &str) -> bool {
        let words = &self.terms.words;
        words.part_labels.iter().chain(&words.asides).any(|w| w == word)
    }

    /// A label inside a cell that only says what follows, or opens an entry: 审批意见, 处理结果, 一审.
    pub(super) fn is_inner_label(&self, label: &str) -> bool {
        let words = &self.terms.words;
        let label = self.terms.label(bare(label));
        let alone = self.terms.label_parts(&label).is_none_or(|p| p.who == Who::Alone);
        words.entry_labels.contains(&label)
            || words.part_labels.contains(&label)
            || alone && words.part_ends.iter().any(|e| label.ends_with(e.as_str()))
    }

    /// One of several people or rounds in a cell begins with it: 二审, 第一次.
    pub(super) fn opens_entry(&self, label: &str) -> bool {
        let label = self.terms.label(bare(label));
        self.terms.words.entry_labels.contains(&label) || signature::opens_entry(self.terms, &label)
    }

    /// A cell whose text could be a label by its looks: a few Han characters that are nothing else.
    pub(super) fn looks_like_label(&self, text: &str) -> bool {
        const LONGEST: usize = 16;
        if text.len() > 4 * LONGEST * 3 {
            return false;
        }
        if let Some(known) = self.looks.borrow().get(text) {
            return *known;
        }
        let looks = self.looks_so(text, LONGEST);
        self.looks.borrow_mut().insert(text.to_owned(), looks);
        looks
    }

    fn looks_so(&self, text: &str, longest: usize) -> bool {
        let word = fold::squash(bare(text));
        let colon = word.ends_with(':');
        let word = word.trim_end_matches(':');
        let letters = |c: char| fold::is_han(c) || matches!(c, '/' | '、' | '(' | ')' | '%');
        if !(2..=longest).contains(&word.chars().count()) || !word.chars().all(letters) {
            return false;
        }
        // 同意发布　宋怀瑾: what is said, and by whom.
        let never = |w: &String| word.contains(w.as_str());
        let signs = |part: &str| signature::is_phrase(self.terms, part) || self.may_be_person(part);
        let parts: Vec<&str> = text.split_whitespace().filter(|p| p.chars().count() > 1).collect();
        let field = || self.terms.words.field_fronts.iter().any(|f| word.starts_with(f.as_str()));
        if self.terms.words.never_in_labels.iter().any(never) && !field()
            || parts.len() > 1 && parts.into_iter().any(signs)
        {
            return false;
        }
        colon
            || !self.terms.words.none_values.iter().any(|v| v == word)
                && !self.may_be_person(word)
                && !self.terms.is_organ(word)
                && !signature::is_phrase(self.terms, word)
    }

    /// Two or three characters that could be a name: four are a name too rarely to be no label.
    fn may_be_person(&self, word: &str) -> bool {
        (word.chars().count() <= 3 || word.contains('·')) && signature::is_name(self.terms, word)
    }

    /// A text that begins with a label nobody has listed, and where that ends: `送签：…`.
    pub(super) fn begins_unknown(&self, text: &str) -> Option<usize> {
        const LONGEST: usize = 40;
        let colon = text.find(['：', ':']).filter(|at| *at <= LONGEST)?;
        let length = text[colon..].chars().next().map_or(0, char::len_utf8);
        let word = &text[..colon];
        // 机关党委： with nothing behind it is a cell that somebody has to sign.
        let blank = || !text[colon + length..].contains(char::is_alphanumeric);
        let asks = || blank() && self.asks_for_decision(word);
        (!word.contains('\n') && (self.is_unknown_label(word) || asks())).then_some(colon + length)
    }
}

/// A label without the marks that forms print around it: `* 标题`, `【签发】`.
fn bare(text: &str) -> &str {
    let mark = |c: char| c.is_whitespace() || "*＊★☆※●◆■【】[]［］「」".contains(c);
    text.trim_matches(mark)
}
