//! The order of dates along the chain, and whether they can be.

use super::{Chosen, Judge, Slow, Step, TooEarly, day};
use crate::check::{outcome, printed};
use crate::date::{Date, Written};
use crate::edit::Span;
use crate::element::{ElementKind, Signature};
use crate::finding::{Hit, Outcome};
use crate::sort;
use crate::steps;
use crate::terms::{Phase, Role};

impl<'c> Judge<'c> {
    /// Later steps dated before earlier ones. When roles are named, only pairs with one of them count.
    pub(super) fn out_of_order(&self) -> Outcome {
        let Chosen { only, not, .. } = self.chosen;
        let mut dated: Vec<(u32, Step<'c>, &Signature, Date)> = self
            .approvals()
            .filter(|(step, _)| !not.contains(&step.role.id))
            .filter_map(|(step, s)| Some((step.rank?, step, s, day(s)?)))
            .collect();
        sort::by_key(&mut dated, |(rank, ..)| *rank);
        let counts =
            |a: &Step<'_>, b: &Step<'_>| only.is_empty() || only.contains(&a.role.id) || only.contains(&b.role.id);
        let sent_back = self.form.last_return();
        let mut compared = false;
        let mut hits = Vec::new();
        // The last of each step, of all rounds and of those before the document was sent back, in the order of the chain.
        let mut before: Vec<(u32, Step<'c>, [Option<Last<'_>>; 2])> = Vec::new();
        for &(rank, step, signature, date) in &dated {
            // What was signed since the document was sent back was no longer to come first.
            let round = usize::from(signature.when() <= sent_back);
            let earlier = || before.iter().filter(|(r, other, _)| *r < rank && counts(&step, other));
            compared |= earlier().next().is_some();
            let late = earlier().filter_map(|(.., last)| {
                let last = last[round]?;
                Some((last.behind(date, signature)?, last.date))
            });
            let late = late.max_by_key(|(.., d)| *d);
            if let Some((since, other_date)) = late {
                // On one day the clock decides, so that it must be said.
                let clock = |s: &Signature| s.date.as_ref().and_then(|d| d.time).filter(|_| other_date == date);
                let at = |s: &Signature| clock(s).map_or(String::new(), |t| format!("{:02}:{:02}", t / 60, t % 60));
                let mut hit = self.dated_hit(step.role, signature, date).beside(self.file, since.range.clone());
                hit.values.retain(|(key, _)| *key != "date");
                let hit = hit.with("date", date.words().and(at(signature).into()));
                let hit = hit.with("other", since.label.clone());
                hits.push(hit.with("other_date", other_date.words().and(at(since).into())));
            }
            if before.last().is_none_or(|(_, last, _)| last.role.id != step.role.id) {
                before.push((rank, step, [None, None]));
            }
            if let Some((.., last)) = before.last_mut() {
                Last::take(&mut last[0], signature, date);
                if signature.when() < sent_back {
                    Last::take(&mut last[1], signature, date);
                }
            }
        }
        if compared { outcome(hits) } else { Outcome::NotApplicable }
    }

    pub(super) fn impossible(&self) -> Outcome {
        let wrong =
            |w: &Written| w.is_complete() && w.date().is_none_or(|d| self.ctx.today.is_some_and(|today| d > today));
        let hits = self.named().flat_map(|step| self.form.role(&step.role.id).map(move |s| (step, s)));
        let hits = hits.filter_map(|(step, s)| {
            let written = s.date.as_ref().filter(|w| wrong(w))?;
            let mut hit = self.hit(step.role, s).with("date", printed(self.document, written.range.clone()));
            hit.at = Some(Span { file: self.file, range: written.range.clone() });
            Some(hit)
        });
        outcome(hits.collect())
    }

    /// Who signed the first dated step, and its day.
    fn drafted(&self) -> Option<(&Signature, Date)> {
        // The first draft, be it history since.
        let steps = self.steps.iter().copied().filter(|s| s.phase == Phase::Approval);
        let all = steps.flat_map(|step| {
            self.form.signatures.iter().filter(move |s| s.role == step.role.id).map(move |s| (step, s))
        });
        let ranked = all.filter_map(|(step, s)| Some((step.rank?, s, day(s)?)));
        let (rank, signature, date) = ranked.min_by_key(|(rank, _, date)| (*rank, *date))?;
        let first = self.steps.iter().filter(|s| s.must || s.expected).filter_map(|s| s.rank).min();
        (first == Some(rank)).then_some((signature, date))
    }

    pub(super) fn before_draft(&self) -> Outcome {
        let Some((first, drafted)) = self.drafted() else { return Outcome::NotApplicable };
        let unplaced: Vec<_> = self
            .signatures(Phase::Approval)
            .filter(|(step, _)| step.rank.is_none())
            .filter_map(|(step, s)| Some((step, s, day(s)?)))
            .collect();
        if unplaced.is_empty() {
            return Outcome::NotApplicable;
        }
        let early = unplaced.into_iter().filter(|(.., date)| *date < drafted);
        let hit = |(step, s, date): (Step<'_>, &Signature, Date)| {
            let hit = self.dated_hit(step.role, s, date);
            hit.with("other", first.label.clone()).with("other_date", drafted.words())
        };
        outcome(early.map(hit).collect())
    }

    /// From the first step to the last of the roles named.
    pub(super) fn slow(&self, check: &Slow) -> Outcome {
        let last =
            self.signatures(Phase::Approval).filter_map(|(step, s)| Some((step, s, day(s)?))).max_by_key(|x| x.2);
        let (Some((first, drafted)), Some((step, s, date))) = (self.drafted(), last) else {
            return Outcome::NotApplicable;
        };
        let days = date.days() - drafted.days();
        let hits = (days > check.days).then(|| {
            let hit = self.dated_hit(step.role, s, date).with("days", days.to_string());
            hit.with("other", first.label.clone()).with("other_date", drafted.words())
        });
        outcome(hits.into_iter().collect())
    }

    /// The roles named come after others, unless the office's chain puts them before.
    pub(super) fn too_early(&self, check: &TooEarly) -> Outcome {
        let rank = |role: &str| self.steps.iter().find(|s| s.role.id == role).and_then(|s| s.rank);
        let signed = check.after.iter().flat_map(|id| self.form.role(id).map(move |s| (id, s)));
        let signed = signed.filter_map(|(id, s)| Some((id, s, day(s)?))).max_by_key(|(.., date)| *date);
        let Some((first, other, signed)) = signed else { return Outcome::NotApplicable };
        let roles = check.roles.iter().filter_map(|id| self.ctx.terms.role(id));
        let after = roles.filter(|r| !matches!((rank(&r.id), rank(first)), (Some(a), Some(b)) if a < b));
        let dated: Vec<(&Role, &Signature, Date)> =
            after.flat_map(|r| self.form.role(&r.id).filter_map(move |s| Some((r, s, day(s)?)))).collect();
        if dated.is_empty() {
            return Outcome::NotApplicable;
        }
        let early = dated.into_iter().filter(|(.., date)| *date < signed);
        let hit = |(role, s, date): (&Role, &Signature, Date)| {
            self.dated_hit(role, s, date).with("other", other.label.clone()).with("other_date", signed.words())
        };
        outcome(early.map(hit).collect())
    }

    pub(super) fn recheck_order(&self) -> Outcome {
        let latest = |x: &(Step<'_>, &Signature, Date)| x.2;
        let dated = |(step, s): (Step<'c>, &'c Signature)| Some((step, s, day(s)?));
        let signed = self.approvals().filter(|(step, _)| self.is_firm(step.role)).filter_map(dated).max_by_key(latest);
        let sources = self.recheck_sources();
        let recheck = sources.iter().flat_map(|judge| judge.signatures(Phase::Recheck).map(move |s| (judge, s)));
        let recheck = recheck.filter_map(|(judge, s)| Some((judge, dated(s)?))).max_by_key(|(_, s)| latest(s));
        let Some((source, (step, recheck, rechecked))) = recheck else { return Outcome::NotApplicable };
        let mut hits = Vec::new();
        if let Some((_, sign, day)) = signed
            && is_before(rechecked, recheck, day, sign)
        {
            hits.push(
                source
                    .dated_hit(step.role, recheck, rechecked)
                    .beside(self.file, sign.range.clone())
                    .with("other", sign.label.clone())
                    .with("other_date", day.words()),
            );
        }
        hits.extend(self.after_recheck(step.role, recheck, rechecked));
        outcome(hits)
    }

    /// Printing (on the form and in the imprint) and release may not come before the re-check, nor release before printing.
    fn after_recheck(&self, role: &'c Role, recheck: &Signature, rechecked: Date) -> Vec<Hit> {
        let mut hits = Vec::new();
        let (mut other, mut bound) = (recheck, rechecked);
        for role in self.later(role) {
            let dated: Vec<(&Signature, Date)> = self.form.role(&role.id).filter_map(|s| Some((s, day(s)?))).collect();
            for (signature, date) in dated.iter().filter(|(_, d)| *d < bound) {
                let hit = self.dated_hit(role, signature, *date);
                hits.push(hit.with("other", other.label.clone()).with("other_date", bound.words()));
            }
            if let Some(last) = dated.iter().copied().max_by_key(|(_, d)| *d).filter(|(_, d)| *d > bound) {
                (other, bound) = last;
            }
        }
        hits.extend(self.printed_before(recheck, rechecked));
        hits
    }

    /// What comes after the re-check: as the office's chain has it, else printing and release.
    fn later(&self, recheck: &Role) -> Vec<&'c Role> {
        let at = self.steps.iter().find(|s| s.role.id == recheck.id && s.node.is_some()).and_then(|s| s.rank);
        if let Some(at) = at {
            return self.steps.iter().filter(|s| s.rank > Some(at)).map(|s| s.role).collect();
        }
        let mut later: Vec<&Role> =
            self.ctx.terms.roles.iter().filter(|r| r.phase == Phase::After && r.order.is_some()).collect();
        sort::by_key(&mut later, |r| r.order);
        later
    }

    fn printed_before(&self, recheck: &Signature, rechecked: Date) -> Option<Hit> {
        let (file, document, elements) = self.ctx.main()?;
        let printing = elements.get(ElementKind::PrintingDate)?;
        let date = printing.date.as_ref().and_then(Written::date).filter(|d| *d < rechecked)?;
        let title = ElementKind::PrintingDate.title();
        let hit = Hit::at(file, printing.range.clone()).of(ElementKind::PrintingDate.id());
        let hit = hit.with("label", &title).with("role", &title).with("date", date.words());
        let hit = hit.with("found", printed(document, printing.range.clone()));
        Some(hit.with("other", recheck.label.clone()).with("other_date", rechecked.words()))
    }
}

/// The last signatures of a step: by day, and of that day by the clock.
#[derive(Clone, Copy)]
struct Last<'s> {
    date: Date,
    by_day: &'s Signature,
    by_clock: Option<&'s Signature>,
}

impl<'s> Last<'s> {
    /// Takes in the next one in the order of the form.
    fn take(last: &mut Option<Self>, signature: &'s Signature, date: Date) {
        steps::add(1);
        let time = |s: &Signature| s.date.as_ref().and_then(|d| d.time);
        let timed = Some(signature).filter(|s| time(s).is_some());
        match last {
            Some(last) if last.date > date => {}
            Some(last) if last.date == date => {
                last.by_day = signature;
                last.by_clock = last.by_clock.into_iter().chain(timed).max_by_key(|s| time(s));
            }
            _ => *last = Some(Self { date, by_day: signature, by_clock: timed }),
        }
    }

    /// One of them that was given after a signature.
    fn behind(&self, date: Date, signature: &Signature) -> Option<&'s Signature> {
        let late = |s: &&Signature| is_before(date, signature, self.date, s);
        std::iter::once(self.by_day).chain(self.by_clock).find(late)
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
