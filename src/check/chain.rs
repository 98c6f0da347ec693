//! The signing chain: who signed, in which order, what it amounts to.

use serde::Deserialize;

use crate::check::{Ctx, outcome, printed};
use crate::date::{Date, Written};
use crate::document::Document;
use crate::element::{ElementKind, Form, Signature, Status};
use crate::finding::{Hit, Outcome, Severity, Skip};
use crate::terms::{Duty, Means, Phase, Role, Terms};

pub(super) const KEYS: &[&str] = &["label", "role", "found", "name", "who", "date", "other", "other_date", "lack"];

/// What can be wrong in the signing chain.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    fault: Fault,
    /// Only these roles; all of the phase when empty.
    #[serde(default)]
    roles: Vec<String>,
    /// For other roles the finding is at most a warning.
    #[serde(default)]
    firm: Vec<String>,
    /// Roles that one person should not hold together.
    #[serde(default)]
    apart: Vec<[String; 2]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Fault {
    /// A node has no name.
    Unsigned,
    /// A signature has no complete date.
    Undated,
    /// A signature has no opinion.
    NoOpinion,
    /// A later node is signed, this one is empty.
    Skipped,
    /// Dates go back along the chain.
    OutOfOrder,
    /// A date the calendar does not have, or that lies in the future.
    Impossible,
    /// The signing cell passes the document on.
    Redirected,
    /// A cell refuses or holds the document.
    Rejected,
    /// The re-check is not signed with name and date.
    NotRechecked,
    /// The re-check or what follows is dated too early.
    RecheckOrder,
    /// One person in two roles.
    SamePerson,
}

struct Judge<'c> {
    check: &'c Chain,
    ctx: &'c Ctx<'c>,
    file: usize,
    document: &'c Document,
    form: &'c Form,
}

impl Chain {
    pub(super) fn problems(&self, terms: &Terms) -> Vec<String> {
        let named = self.roles.iter().chain(&self.firm).chain(self.apart.iter().flatten());
        named.filter(|id| terms.role(id).is_none()).map(|id| format!("没有叫“{id}”的签批角色")).collect()
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let Some((file, document, form)) = ctx.form() else {
            return Outcome::Skipped(if ctx.packet.unreadable_form() { Skip::Unreadable } else { Skip::NoForm });
        };
        let judge = Judge { check: self, ctx, file, document, form };
        match self.fault {
            Fault::Unsigned => judge.unsigned(Phase::Approval),
            Fault::Undated => judge.undated(),
            Fault::NoOpinion => judge.no_opinion(),
            Fault::Skipped => judge.skipped(),
            Fault::OutOfOrder => judge.out_of_order(),
            Fault::Impossible => judge.impossible(),
            Fault::Redirected => judge.redirected(),
            Fault::Rejected => judge.rejected(),
            Fault::NotRechecked => judge.not_rechecked(),
            Fault::RecheckOrder => judge.recheck_order(),
            Fault::SamePerson => judge.same_person(),
        }
    }
}

impl<'c> Judge<'c> {
    /// Roles of a phase that this check speaks of, as the office's chain or the form has them.
    fn roles(&self, phase: Phase) -> impl Iterator<Item = &'c Role> {
        let named = &self.check.roles;
        self.ctx
            .terms
            .roles
            .iter()
            .filter(move |r| r.phase == phase && r.duty != Duty::Later && (named.is_empty() || named.contains(&r.id)))
    }

    fn must(&self, role: &Role) -> bool {
        let chain = &self.ctx.organisation.chain;
        if chain.is_empty() { role.duty == Duty::Required } else { chain.contains(&role.id) }
    }

    fn rank(&self, role: &Role) -> Option<u32> {
        let chain = &self.ctx.organisation.chain;
        match chain.iter().position(|id| *id == role.id) {
            Some(at) => Some(at as u32),
            None if chain.is_empty() => role.order,
            None => None,
        }
    }

    fn signatures(&self, phase: Phase) -> impl Iterator<Item = (&'c Role, &'c Signature)> {
        self.roles(phase).flat_map(|role| self.form.role(&role.id).map(move |s| (role, s)))
    }

    fn hit(&self, role: &Role, signature: &Signature) -> Hit {
        let range = if signature.range.is_empty() { signature.label_range.clone() } else { signature.range.clone() };
        let hit = Hit::at(self.file, range.clone()).of(role.id.clone());
        let name = signature.name.as_ref().map_or("", |n| n.text.as_str());
        hit.with("label", signature.label.clone())
            .with("role", role.title.clone())
            .with("name", name)
            .with("found", printed(self.document, range))
    }

    fn on_form(&self, role: &Role) -> Hit {
        Hit::at(self.file, self.form.heading.clone())
            .of(role.id.clone())
            .with("label", role.title.clone())
            .with("role", role.title.clone())
    }

    fn unsigned(&self, phase: Phase) -> Outcome {
        let mut hits = Vec::new();
        let mut picture = false;
        for role in self.roles(phase) {
            let mut cells = self.form.role(&role.id).peekable();
            if cells.peek().is_none() && self.must(role) {
                hits.push(self.on_form(role).with("found", "").with("lack", "这一栏"));
            }
            for signature in cells {
                picture |= signature.status == Status::Picture;
                let open = matches!(signature.status, Status::Empty | Status::Incomplete) && signature.name.is_none();
                if open {
                    hits.push(self.hit(role, signature).with("lack", "签名"));
                }
            }
        }
        if hits.is_empty() && picture { Outcome::Skipped(Skip::Picture) } else { outcome(hits) }
    }

    fn undated(&self) -> Outcome {
        let mut hits = Vec::new();
        for (role, signature) in self.signatures(Phase::Approval) {
            let counts = matches!(signature.status, Status::Signed | Status::Incomplete);
            if counts && signature.name.is_some() && !signature.date.as_ref().is_some_and(Written::is_complete) {
                let written =
                    signature.date.as_ref().map_or(String::new(), |d| printed(self.document, d.range.clone()));
                let mut hit = self.hit(role, signature).with("date", written);
                hit.at_most = (!self.check.firm.contains(&role.id)).then_some(Severity::Warning);
                hits.push(hit);
            }
        }
        outcome(hits)
    }

    fn no_opinion(&self) -> Outcome {
        let bare = self.signatures(Phase::Approval).filter(|(_, s)| s.status == Status::Signed && s.opinion.is_none());
        outcome(bare.map(|(role, s)| self.hit(role, s)).collect())
    }

    /// Empty cells below a signed later one; roles without a rank are left out.
    fn skipped(&self) -> Outcome {
        let ranked: Vec<_> =
            self.signatures(Phase::Approval).filter_map(|(role, s)| Some((self.rank(role)?, role, s))).collect();
        let last = ranked
            .iter()
            .filter(|(_, _, s)| s.is_signed() || s.status == Status::Redirected)
            .max_by_key(|(rank, ..)| *rank);
        let Some((last, later, by)) = last else { return Outcome::NotApplicable };
        let empty = |s: &Signature| s.name.is_none() && matches!(s.status, Status::Empty | Status::Incomplete);
        let hits = ranked.iter().filter(|(rank, _, s)| rank < last && empty(s)).map(|(_, role, s)| {
            let name = by.name.as_ref().map_or("", |n| n.text.as_str());
            self.hit(role, s).with("other", later.title.clone()).with("who", name)
        });
        outcome(hits.collect())
    }

    fn out_of_order(&self) -> Outcome {
        let mut dated: Vec<(u32, &Role, &Signature, Date)> = Vec::new();
        for (role, signature) in self.signatures(Phase::Approval) {
            if let (Some(rank), Some(date)) = (self.rank(role), signature.date.as_ref().and_then(Written::date)) {
                dated.push((rank, role, signature, date));
            }
        }
        dated.sort_by_key(|(rank, ..)| *rank);
        let mut hits = Vec::new();
        for (at, &(rank, role, signature, date)) in dated.iter().enumerate() {
            let before = dated[..at].iter().filter(|(r, ..)| *r < rank);
            let late = before.filter(|(_, _, s, d)| is_before(date, signature, *d, s)).max_by_key(|(.., d)| *d);
            if let Some((_, other, _, other_date)) = late {
                hits.push(
                    self.dated_hit(role, signature, date)
                        .with("other", other.title.clone())
                        .with("other_date", other_date.words()),
                );
            }
        }
        if dated.len() < 2 { Outcome::NotApplicable } else { outcome(hits) }
    }

    fn dated_hit(&self, role: &Role, signature: &Signature, date: Date) -> Hit {
        let mut hit = self.hit(role, signature).with("date", date.words());
        if let Some(written) = &signature.date {
            hit.at = Some((self.file, written.range.clone()));
        }
        hit
    }

    fn impossible(&self) -> Outcome {
        let wrong =
            |w: &Written| w.is_complete() && w.date().is_none_or(|d| self.ctx.today.is_some_and(|today| d > today));
        let all = [Phase::Approval, Phase::Recheck].into_iter().flat_map(|p| self.signatures(p));
        let hits = all.filter_map(|(role, s)| {
            let written = s.date.as_ref().filter(|w| wrong(w))?;
            let mut hit = self.hit(role, s).with("date", printed(self.document, written.range.clone()));
            hit.at = Some((self.file, written.range.clone()));
            Some(hit)
        });
        outcome(hits.collect())
    }

    fn redirected(&self) -> Outcome {
        let all: Vec<_> = self.signatures(Phase::Approval).collect();
        let hits = all
            .iter()
            .filter(|(_, s)| s.status == Status::Redirected && !self.cured(s, &all))
            .map(|(role, s)| self.hit(role, s).with("who", s.who.clone().unwrap_or_default()));
        outcome(hits.collect())
    }

    /// The person it was passed to has approved later.
    fn cured(&self, redirected: &Signature, all: &[(&Role, &Signature)]) -> bool {
        let who = redirected.who.as_deref().unwrap_or_default();
        let named = |s: &Signature| s.name.as_ref().is_some_and(|n| same_person(self.ctx.terms, &n.text, who));
        let later = |s: &Signature| match (
            s.date.as_ref().and_then(Written::date),
            redirected.date.as_ref().and_then(Written::date),
        ) {
            (Some(cure), Some(passed)) => cure >= passed,
            _ => false,
        };
        let approvals = self
            .form
            .signatures
            .iter()
            .filter(|s| s.role == redirected.role || all.iter().any(|(r, _)| r.id == s.role));
        approvals.into_iter().any(|s| s.status == Status::Signed && named(s) && later(s))
    }

    fn rejected(&self) -> Outcome {
        let all: Vec<_> = self.signatures(Phase::Approval).collect();
        let hits: Vec<Hit> =
            all.iter().filter(|(_, s)| s.status == Status::Rejected).map(|(role, s)| self.hit(role, s)).collect();
        let decides = |s: &Signature| s.opinion.is_some() && s.means.is_none() && s.name.is_some();
        let unclear = all.iter().any(|(role, s)| self.check.firm.contains(&role.id) && decides(s));
        if hits.is_empty() && unclear { Outcome::Skipped(Skip::Unclear) } else { outcome(hits) }
    }

    fn not_rechecked(&self) -> Outcome {
        match self.unsigned(Phase::Recheck) {
            Outcome::Pass => {}
            other => return other,
        }
        let mut hits = Vec::new();
        for (role, signature) in self.signatures(Phase::Recheck) {
            let complete = signature.date.as_ref().is_some_and(Written::is_complete);
            let lack = match signature.status {
                Status::Rejected | Status::Redirected => Some("通过的意见"),
                Status::NotApplicable => Some("签名"),
                _ if !complete && signature.means != Some(Means::NotApplicable) => Some("日期"),
                _ => None,
            };
            hits.extend(lack.map(|lack| self.hit(role, signature).with("lack", lack)));
        }
        outcome(hits)
    }

    fn recheck_order(&self) -> Outcome {
        let date = |s: &Signature| s.date.as_ref().and_then(Written::date);
        let signed = self
            .signatures(Phase::Approval)
            .filter_map(|(role, s)| Some((role, s, date(s)?)))
            .filter(|(role, ..)| self.check.firm.contains(&role.id))
            .max_by_key(|(.., d)| *d);
        let recheck =
            self.signatures(Phase::Recheck).filter_map(|(role, s)| Some((role, s, date(s)?))).max_by_key(|(.., d)| *d);
        let Some((role, recheck, rechecked)) = recheck else { return Outcome::NotApplicable };
        let mut hits = Vec::new();
        if let Some((other, sign, day)) = signed
            && is_before(rechecked, recheck, day, sign)
        {
            hits.push(
                self.dated_hit(role, recheck, rechecked)
                    .with("other", other.title.clone())
                    .with("other_date", day.words()),
            );
        }
        hits.extend(self.after_recheck(role, rechecked));
        outcome(hits)
    }

    /// Printing (on the form and in the imprint) may not come before the re-check.
    fn after_recheck(&self, role: &Role, rechecked: Date) -> Vec<Hit> {
        let mut hits = Vec::new();
        for later in self.ctx.terms.roles.iter().filter(|r| r.phase == Phase::After && r.order.is_some()) {
            for signature in self.form.role(&later.id) {
                if let Some(date) = signature.date.as_ref().and_then(Written::date).filter(|d| *d < rechecked) {
                    hits.push(
                        self.dated_hit(later, signature, date)
                            .with("other", role.title.clone())
                            .with("other_date", rechecked.words()),
                    );
                }
            }
        }
        if let Some((file, document, elements)) = self.ctx.main()
            && let Some(printing) = elements.get(ElementKind::PrintingDate)
            && let Some(date) = printing.date.as_ref().and_then(Written::date).filter(|d| *d < rechecked)
        {
            let hit = Hit::at(file, printing.range.clone()).of(ElementKind::PrintingDate.id());
            let hit = hit
                .with("label", ElementKind::PrintingDate.title())
                .with("role", ElementKind::PrintingDate.title())
                .with("date", date.words());
            hits.push(
                hit.with("found", printed(document, printing.range.clone()))
                    .with("other", role.title.clone())
                    .with("other_date", rechecked.words()),
            );
        }
        hits
    }

    fn same_person(&self) -> Outcome {
        let form = self.form;
        let name = |id: &'c str| form.role(id).find_map(|s| Some((s, s.name.as_ref()?)));
        let title = |id: &str| self.ctx.terms.role(id).map_or(String::new(), |r| r.title.clone());
        let hits = self.check.apart.iter().filter_map(|[a, b]| {
            let ((_, first), (signature, second)) = (name(a)?, name(b)?);
            let role = self.ctx.terms.role(b)?;
            same_person(self.ctx.terms, &first.text, &second.text)
                .then(|| self.hit(role, signature).with("other", title(a)).with("who", second.text.clone()))
        });
        outcome(hits.collect())
    }
}

/// `date` is earlier than `other`; on the same day clock times decide when both are written.
fn is_before(date: Date, signature: &Signature, other: Date, other_signature: &Signature) -> bool {
    let time = |s: &Signature| s.date.as_ref().and_then(|d| d.time);
    match (time(signature), time(other_signature)) {
        (Some(a), Some(b)) if date == other => a < b,
        _ => date < other,
    }
}

/// The same name, titles aside; a surname with a title matches a full name that begins with it.
pub(super) fn same_person(terms: &Terms, a: &str, b: &str) -> bool {
    let (a, b) = (terms.bare_name(a), terms.bare_name(b));
    !a.is_empty() && a == b
}
