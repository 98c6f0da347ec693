//! The fields of the approval form: what must be filled in, and what one field asks of another.

use serde::Deserialize;

use crate::check::{Ctx, outcome, printed};
use crate::element::{Element, ElementKind, Form, FormField};
use crate::finding::{Hit, Outcome, Skip};
use crate::fold;
use crate::lang::Words;
use crate::packet::FileRole;
use crate::terms::Terms;
use crate::words;

/// What can be wrong with a field of the form.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sheet {
    /// Printed on the form and left blank.
    Blank(Blank),
    /// Not a number, or fewer than there are recipients.
    Copies(Copies),
    /// Kept from the public, and no reason given.
    NoReason(NoReason),
    /// Says yes, and what it asks for is not there: a signature, a field, or a paper of that name.
    Unmet(Unmet),
    /// The form may not be used for a classified document.
    OpenForm,
    /// Neither the form nor the document has it.
    Nowhere(Nowhere),
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Blank {
    /// The field, by id.
    field: String,
    /// What is filled in must hold a number above zero.
    #[serde(default)]
    number: bool,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Copies {
    /// The field, by id.
    field: String,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoReason {
    /// The field, by id.
    field: String,
    /// The field in which the reason may stand as well.
    #[serde(default)]
    other: Option<String>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unmet {
    /// The field, by id.
    field: String,
    /// The field or signing role that it asks for.
    other: String,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nowhere {
    /// The field, by id.
    field: String,
    /// Not for these document kinds.
    #[serde(default)]
    not_kinds: Vec<String>,
}

impl Sheet {
    /// What its hits fill.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        match self {
            Self::Blank(_) | Self::NoReason(_) => &["label", "found"],
            Self::Copies(_) | Self::Unmet(_) => &["label", "found", "other"],
            Self::OpenForm => &["found", "other"],
            Self::Nowhere(_) => &["label"],
        }
    }

    /// The field that it looks at, and the field or role that this one asks for.
    fn named(&self) -> (Option<&str>, Option<&str>) {
        match self {
            Self::Blank(Blank { field, .. }) | Self::Copies(Copies { field }) => (Some(field), None),
            Self::NoReason(NoReason { field, other }) => (Some(field), other.as_deref()),
            Self::Unmet(Unmet { field, other }) => (Some(field), Some(other)),
            Self::OpenForm => (None, None),
            Self::Nowhere(Nowhere { field, .. }) => (Some(field), None),
        }
    }

    pub(super) fn problems(&self, terms: &Terms) -> Vec<Words> {
        let known = |id: &str| terms.fields.iter().any(|f| f.id == *id);
        let (field, other) = self.named();
        let lost = field.filter(|id| !known(id));
        let other = other.filter(|id| !known(id) && terms.role(id).is_none());
        lost.into_iter().chain(other).map(|id| words!("没有叫“{id}”的稿纸栏目", id)).collect()
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let Some((file, document, form)) = ctx.form() else {
            return if ctx.packet.unreadable_form() {
                Outcome::Skipped(Skip::Unreadable)
            } else {
                Outcome::NotApplicable
            };
        };
        let (Some(id), other) = self.named() else { return open_form(ctx) };
        if let Self::Nowhere(check) = self {
            return check.eval(ctx, file, form);
        }
        let Some(field) = form.field(id) else { return Outcome::NotApplicable };
        let place = if field.range.is_empty() { field.label_range.clone() } else { field.range.clone() };
        let hit = Hit::at(file, place.clone()).of(field.id.clone());
        let hit = hit.with("label", field.label.clone()).with("found", printed(document, place));
        let blank = !field.value.chars().any(char::is_alphanumeric);
        let is_met = || other.is_some_and(|id| is_met(ctx, form, id));
        match self {
            Self::Blank(check) => {
                let wrong = blank || check.number && !has_number(&field.value);
                outcome(wrong.then_some(hit).into_iter().collect())
            }
            Self::Copies(_) if blank => Outcome::NotApplicable,
            Self::Copies(_) => copies(ctx, field, hit),
            Self::NoReason(_) => {
                let withheld = ctx.terms.words.withheld.iter().find_map(|w| field.value.strip_prefix(w.as_str()));
                let Some(rest) = withheld else { return Outcome::NotApplicable };
                let given = rest.chars().any(fold::is_han) || is_met();
                outcome((!given).then_some(hit).into_iter().collect())
            }
            _ if !ctx.terms.affirms(&field.value) => Outcome::NotApplicable,
            _ => outcome((!is_met()).then(|| hit.with("other", title(ctx, other))).into_iter().collect()),
        }
    }
}

impl Nowhere {
    /// The number is neither on the form nor in the document.
    fn eval(&self, ctx: &Ctx<'_>, file: usize, form: &Form) -> Outcome {
        let id = self.field.as_str();
        let (_, _, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        if elements.kind_name().is_some_and(|kind| self.not_kinds.iter().any(|k| k == kind)) {
            return Outcome::NotApplicable;
        }
        // A number that is open on both papers is on neither.
        let serial = |e: &Element| e.number.as_ref().is_some_and(|n| n.serial.is_some());
        let own = elements.all(ElementKind::DocNumber).any(serial);
        let filled = |f: &FormField| f.id == id && f.value.chars().any(|c| c.is_ascii_digit());
        if own || form.fields.iter().any(filled) {
            return Outcome::Pass;
        }
        let field = form.field(id);
        let place = field.map_or(form.heading.clone(), |f| f.label_range.clone());
        let title =
            || ctx.terms.fields.iter().find(|f| f.id == id).map_or_else(Words::default, |f| Words::template(&f.title));
        let label = field.map_or_else(title, |f| Words::from(&f.label));
        outcome(vec![Hit::at(file, place).of(id).with("label", label)])
    }
}

/// What a field asks for is there.
fn is_met(ctx: &Ctx<'_>, form: &Form, id: &str) -> bool {
    let filled = form.field(id).is_some_and(|f| f.value.chars().any(char::is_alphanumeric));
    let paper = |labels: &[String]| {
        let named = |name: &str| labels.iter().any(|l| name.contains(l.as_str()));
        ctx.packet.files.iter().any(|f| f.role != FileRole::Main && named(&f.meant))
    };
    let signed = form.role(id).any(|s| s.is_signed());
    filled || signed || ctx.terms.role(id).is_some_and(|r| paper(&r.labels))
}

/// What a signing role or a field is called.
fn title(ctx: &Ctx<'_>, id: Option<&str>) -> Words {
    let id = id.unwrap_or_default();
    let field = ctx.terms.fields.iter().find(|f| f.id == id).map(|f| &f.title);
    let title = ctx.terms.role(id).map(|r| &r.title).or(field);
    title.map_or_else(Words::default, |title| Words::template(title))
}

/// A number above zero, in digits of any kind.
fn has_number(value: &str) -> bool {
    let digits = |c: char| c.is_ascii_digit() || fold::number(&c.to_string()).is_some();
    let runs = value.split(|c: char| !digits(c)).filter(|r| !r.is_empty());
    let negative = value.trim_start().starts_with(['-', '－']);
    !negative && runs.filter_map(fold::number).any(|n| n > 0)
}

/// What is said of no copies.
const NONE: &str = "不够印";

/// A positive number, and one copy for each recipient and one to keep where recipients can be counted.
fn copies(ctx: &Ctx<'_>, field: &FormField, hit: Hit) -> Outcome {
    let digits: String =
        field.value.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let Ok(copies) = digits.parse::<usize>() else {
        let written = field.value.chars().any(|c| fold::number(&c.to_string()).is_some());
        return if written {
            Outcome::NotApplicable
        } else {
            outcome(vec![hit.with("other", words!("不是一个数"))])
        };
    };
    let Some((_, _, elements)) = ctx.main() else {
        return outcome((copies == 0).then(|| hit.with("other", Words::from(NONE))).into_iter().collect());
    };
    let kinds = [ElementKind::Recipients, ElementKind::Cc, ElementKind::ImprintTo];
    let all: Vec<&str> =
        kinds.iter().flat_map(|k| elements.all(*k)).flat_map(|e| &e.items).map(|i| i.text.as_str()).collect();
    let countable = !all.iter().any(|r| ctx.terms.words.collective.iter().any(|w| r.contains(w.as_str())));
    let least = if countable && !all.is_empty() { all.len() + 1 } else { 1 };
    if copies >= least {
        return Outcome::Pass;
    }
    let other = if copies == 0 {
        NONE.into()
    } else {
        words!("主送、抄送共{n}个单位，连同存档至少要{least}份", n = all.len(), least)
    };
    outcome(vec![hit.with("other", other)])
}

/// The form says that it is not for classified documents, and the document is one.
fn open_form(ctx: &Ctx<'_>) -> Outcome {
    let Some((file, document, form)) = ctx.form() else { return Outcome::NotApplicable };
    let marks = &ctx.terms.words.open_forms;
    let marked = (form.lines.start.saturating_sub(2)..form.lines.end.max(document.line_at(form.heading.start) + 1))
        .find(|&line| marks.iter().any(|m| fold::squash(document.line_text(line)).contains(m.as_str())));
    let Some(line) = marked else { return Outcome::NotApplicable };
    let Ok((_, text, elements)) = ctx.judged_main() else { return Outcome::NotApplicable };
    let Some(secrecy) = elements.get(ElementKind::Secrecy) else { return Outcome::Pass };
    let range = document.lines[line].range.clone();
    let hit = Hit::at(file, range.clone()).of("form").with("found", printed(document, range));
    outcome(vec![hit.with("other", printed(text, secrecy.range.clone()))])
}
