//! Documents that were changed after somebody had signed them, as far as the files tell.

use serde::Deserialize;

use crate::check::{Ctx, outcome, printed};
use crate::date::{Date, Written};
use crate::document::{Document, Trace, TraceKind};
use crate::finding::{Hit, Outcome, Skip};
use crate::lang::Words;
use crate::packet::FileRole;
use crate::terms::{Role, Terms};
use crate::words;

/// Changes behind a signature.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Changed {
    /// Tracked changes and comments with a later date.
    Traces(Signed),
    /// The file was saved later.
    Saved(Signed),
}

/// The signature that changes are measured from.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// The roles whose last signature counts; the first of them that the form dates.
    after: Vec<String>,
}

impl Changed {
    /// What its hits fill. Who made a change is not always in the file.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        match self {
            Self::Traces(_) => &["what", "who", "found", "date", "n", "other", "other_date"],
            Self::Saved(_) => &["found", "date", "other", "other_date"],
        }
    }

    fn after(&self) -> &[String] {
        let (Self::Traces(signed) | Self::Saved(signed)) = self;
        &signed.after
    }

    pub(super) fn problems(&self, terms: &Terms) -> Vec<Words> {
        let lost = self.after().iter().filter(|id| terms.role(id).is_none());
        lost.map(|id| words!("没有叫“{id}”的签批角色", id)).collect()
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let Some((role, signed)) = self.signed(ctx) else { return Outcome::NotApplicable };
        let printed_files = ctx.packet.files.iter().enumerate().filter_map(|(at, file)| {
            let (document, _) = file.read().filter(|(d, _)| d.has_layout())?;
            matches!(file.role, FileRole::Main | FileRole::Attachment).then_some((at, document))
        });
        let files: Vec<(usize, &Document)> = printed_files.collect();
        if files.is_empty() {
            return Outcome::Skipped(Skip::NoLayout);
        }
        let hits = files.into_iter().filter_map(|(at, document)| match self {
            Self::Traces(_) => traces(at, document, signed),
            Self::Saved(_) => saved(document, signed),
        });
        outcome(
            hits.map(|hit| hit.with("other", Words::template(&role.title)).with("other_date", signed.words()))
                .collect(),
        )
    }

    /// The role and day of the signature that the changes are measured from.
    fn signed<'c>(&self, ctx: &Ctx<'c>) -> Option<(&'c Role, Date)> {
        let (_, _, form) = ctx.form()?;
        self.after().iter().find_map(|id| {
            let last = form.role(id).filter_map(|s| s.date.as_ref().and_then(Written::date)).max()?;
            Some((ctx.terms.role(id)?, last))
        })
    }
}

/// All later changes of a file as one hit, at the first.
fn traces(file: usize, document: &Document, signed: Date) -> Option<Hit> {
    let tracked = |t: &&Trace| matches!(t.kind, TraceKind::Inserted | TraceKind::Deleted | TraceKind::Comment);
    let later: Vec<&Trace> = document.traces.iter().filter(tracked).filter(|t| t.day > Some(signed)).collect();
    let first = later.first()?;
    let at = first.at.min(document.text.as_str().len());
    let found = if first.text.is_empty() {
        printed(document, document.text.line(document.text.position(at).line)).into()
    } else {
        first.text.clone()
    };
    let mut hit = Hit::at(file, at..at).with("what", first.kind.title()).with("who", first.who.clone());
    hit.more = later.len() - 1;
    let date = first.day.map_or_else(Words::default, Date::words);
    Some(hit.with("found", found).with("date", date).with("n", later.len().to_string()))
}

fn saved(document: &Document, signed: Date) -> Option<Hit> {
    let day = document.saved.filter(|day| *day > signed)?;
    Some(Hit::default().of("body").with("found", document.name.clone()).with("date", day.words()))
}
