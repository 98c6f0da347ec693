//! What a rule answers about a packet, before it is put in words.

use std::ops::Range;

use super::{Fix, Severity};
use crate::edit::Span;
use crate::lang::{Hole, Words};

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
    /// It looks as if the text were not final.
    NotFinal,
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
            Skip::NotFinal => "not-final",
            Skip::NotStated => "not-stated",
        }
    }

    /// The reason in words, for the conclusion and the summary.
    pub fn text(self) -> Words {
        Words::from(match self {
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
            Skip::NotFinal => "像是还没有定稿，请人工确认",
            Skip::NotStated => "文件里没有写明，或者是画上去的",
        })
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
    pub values: Vec<(&'static str, Words)>,
    /// The hit is milder than its rule.
    pub at_most: Option<Severity>,
    /// What to write instead.
    pub fix: Option<Fix>,
    /// So many more places are told by this hit.
    pub more: usize,
    /// The first of them, in the file of the place.
    pub same: Vec<Range<usize>>,
    /// The page, where the place alone does not tell it: nothing stands on a blank one.
    pub page: Option<usize>,
    /// It is about a page or the file as a whole: what stands at the place says nothing about it.
    pub whole: bool,
}

impl Hit {
    /// A hit at a place in a file.
    pub fn at(file: usize, range: Range<usize>) -> Self {
        Self { at: Some(Span { file, range }), ..Self::default() }
    }

    /// With a value for a placeholder.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Hole) -> Self {
        self.values.push((key, value.hole()));
        self
    }

    /// With another place that it is about.
    #[must_use]
    pub fn beside(mut self, file: usize, range: Range<usize>) -> Self {
        self.related.push(Span { file, range });
        self
    }

    /// As one on a page.
    #[must_use]
    pub fn on_page(mut self, page: usize) -> Self {
        self.page = Some(page);
        self
    }

    /// As one about a page or the file as a whole.
    #[must_use]
    pub fn whole(mut self) -> Self {
        self.whole = true;
        self
    }

    /// With the element concerned.
    #[must_use]
    pub fn of(mut self, element: impl Into<String>) -> Self {
        self.element = Some(element.into());
        self
    }
}
