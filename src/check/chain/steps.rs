//! Whether every step is there and signed: name, date, opinion, nobody passed over.

use super::{Judge, NoRecord, Opinions, Step, day, is_stood_in};
use crate::check::{outcome, printed};
use crate::date::Written;
use crate::element::{FormKind, Signature, Status};
use crate::finding::{Hit, Outcome, Severity, Skip};
use crate::fold;
use crate::lang::Words;
use crate::shown::few;
use crate::terms::{Means, Need, Phase};
use crate::words;

impl Judge<'_> {
    pub(super) fn unsigned(&self, phase: Phase) -> Outcome {
        let (mut hits, mut open) = (Vec::new(), Vec::new());
        let (mut picture, mut unprinted) = (false, false);
        for step in self.due(phase) {
            // A stamp may be all that a step asks for.
            if step.node.is_some_and(|n| !n.needs.contains(&Need::Name)) {
                continue;
            }
            let cells: Vec<&Signature> = self.form.role(&step.role.id).collect();
            // What was not understood may be this very cell.
            if cells.is_empty() && step.must && step.node.is_none() && !self.form.unread.is_empty() {
                continue;
            }
            if cells.is_empty() && step.must {
                hits.push(self.on_form(step.role).with("found", "").with("lack", words!("这一栏")));
                continue;
            }
            unprinted |= cells.is_empty() && step.expected && !is_stood_in(self.form, step.role);
            let before = hits.len();
            let elsewhere = |s: &&&Signature| {
                let pattern = self.ctx.terms.patterns.signed_elsewhere.as_ref();
                let said = s.opinion.as_ref().map(|o| fold::squash(&o.text));
                s.name.is_none() && said.is_some_and(|said| pattern.is_some_and(|p| p.is_match(&said)))
            };
            open.extend(
                cells
                    .iter()
                    .filter(elsewhere)
                    .map(|s| self.hit(step.role, s).with("lack", words!("签名，写的是签在别处"))),
            );
            for signature in cells.iter().filter(|s| !elsewhere(s)) {
                picture |= signature.status == Status::Picture && !self.is_accepted(signature);
                let lack = match signature.status {
                    Status::Empty | Status::Incomplete if signature.name.is_none() && !step.free => words!("签名"),
                    // Something was written and nobody stands behind it.
                    Status::Incomplete if signature.name.is_none() => words!("签名"),
                    Status::NotApplicable if step.must || step.expected => words!("签名，这一环节不能省"),
                    _ => continue,
                };
                hits.push(self.hit(step.role, signature).with("lack", lack));
            }
            let least = step.node.map_or(1, |n| n.least);
            let signed = cells.iter().filter(|s| s.is_signed()).count();
            if hits.len() == before && step.must && signed < least && least > 1 {
                hits.extend(cells.first().map(|s| {
                    self.hit(step.role, s)
                        .with("lack", words!("足够的签名（应有{least}人，现有{signed}人）", least, signed))
                }));
            }
        }
        let blank = self.form.blank.iter().map(|label| {
            let hit = Hit::at(self.file, label.clone()).of("form").with("found", "").with("role", "");
            let text = crate::fold::squash(self.document.text.slice(label.clone()).trim_end_matches(['：', ':']));
            hit.with("label", text).with("lack", words!("签署（稿纸印了这一栏；不需要的，写“无需”）"))
        });
        open.extend(blank.filter(|_| phase == Phase::Approval));
        match () {
            () if !hits.is_empty() => outcome(hits),
            () if picture => Outcome::Skipped(Skip::Picture),
            // Somebody has signed under a label that no list has: nobody knows what it means.
            () if phase == Phase::Approval && !self.form.unread.is_empty() => Outcome::Skipped(Skip::NotUnderstood),
            // A printed cell must be signed, whoever signs there; that nobody knows who is for a person.
            () if !open.is_empty() => Outcome::Open(Skip::NotUnderstood, open),
            () if unprinted => Outcome::Skipped(Skip::NotPrinted),
            () => Outcome::Pass,
        }
    }

    /// The steps of a phase; with the approval also what the office's chain puts between signing and printing.
    fn due(&self, phase: Phase) -> Vec<Step<'_>> {
        let printing = self
            .steps
            .iter()
            .filter(|s| s.phase == Phase::After && s.role.order.is_some())
            .filter_map(|s| s.rank)
            .min();
        let before = |s: &Step<'_>| s.must && s.phase == Phase::After && s.rank < printing.or(Some(u32::MAX));
        self.named().filter(|s| s.phase == phase || phase == Phase::Approval && before(s)).collect()
    }

    pub(super) fn undated(&self) -> Outcome {
        let mut hits = Vec::new();
        for (step, signature) in self.signatures(Phase::Approval) {
            let counts = matches!(signature.status, Status::Signed | Status::Incomplete | Status::Redirected);
            let asked = step.node.is_none_or(|n| n.needs.contains(&Need::Date));
            let complete = signature.date.as_ref().is_some_and(Written::is_complete);
            let named = signature.name.is_some() || self.is_accepted(signature);
            let counts = counts || self.is_accepted(signature);
            if asked && counts && named && !complete {
                let written =
                    signature.date.as_ref().map_or(String::new(), |d| printed(self.document, d.range.clone()));
                let mut hit = self.hit(step.role, signature).with("date", written);
                // One of several entries is complete or none at all.
                let firm = self.is_firm(step.role) || signature.listed;
                hit.at_most = (!firm).then_some(Severity::Warning);
                hits.push(hit);
            }
        }
        outcome(hits)
    }

    /// Asked of the roles named, or of the steps whose chain wants an opinion.
    pub(super) fn no_opinion(&self, check: &Opinions) -> Outcome {
        let all = self.steps.iter().flat_map(|step| self.form.role(&step.role.id).map(move |s| (*step, s)));
        let bare = all.filter(|(step, s)| {
            let asked = match step.node {
                Some(node) => node.needs.contains(&Need::Opinion),
                None => check.roles.contains(&step.role.id),
            };
            asked && s.status == Status::Signed && s.opinion.is_none()
        });
        outcome(bare.map(|(step, s)| self.hit(step.role, s)).collect())
    }

    /// Empty cells below a signed later one; steps without a place in the chain are left out.
    pub(super) fn skipped(&self) -> Outcome {
        let ranked: Vec<_> =
            self.signatures(Phase::Approval).filter_map(|(step, s)| Some((step.rank?, step, s))).collect();
        let last = ranked
            .iter()
            .filter(|(_, _, s)| s.is_signed() || s.status == Status::Redirected)
            .max_by_key(|(rank, ..)| *rank);
        let Some((last, _, by)) = last else { return Outcome::NotApplicable };
        let empty = |s: &Signature| s.name.is_none() && matches!(s.status, Status::Empty | Status::Incomplete);
        let skipped = ranked.iter().filter(|(rank, step, s)| rank < last && !step.free && empty(s));
        let hits = skipped.map(|(_, step, s)| {
            let name = by.name.as_ref().map_or("", |n| n.text.as_str());
            self.hit(step.role, s).with("other", by.label.clone()).with("who", name)
        });
        outcome(hits.collect())
    }

    /// An office whose chain has no re-check has said so; what its form or a slip prints must be signed all the same.
    pub(super) fn not_rechecked(&self) -> Outcome {
        let chained = self.ctx.terms.chain.is_none() || self.steps(Phase::Recheck).any(|s| s.node.is_some());
        let forms = || std::iter::once(self.form).chain(self.ctx.slips().map(|(_, _, form)| form));
        let printed = |step: Step<'_>| forms().any(|form| form.role(&step.role.id).next().is_some());
        if !chained && !self.steps(Phase::Recheck).any(printed) {
            return Outcome::Pass;
        }
        let sources = self.recheck_sources();
        let last = |judge: &Judge<'_>| judge.signatures(Phase::Recheck).filter_map(|(_, s)| day(s)).max();
        let asked: Vec<_> = sources.iter().map(|judge| (last(judge), judge.rechecked())).collect();
        let cleared = asked.iter().filter(|(_, o)| matches!(o, Outcome::Pass)).filter_map(|(day, _)| *day).max();
        // What one record finds wrong another does not hide, unless it was made later.
        let stands = |day: &Option<_>| day.is_none() || *day >= cleared;
        let mut hits = Vec::new();
        let mut open = None;
        for (_, outcome) in asked.into_iter().filter(|(day, o)| matches!(o, Outcome::Pass) || stands(day)) {
            match outcome {
                Outcome::Fail(found) => hits.extend(found),
                Outcome::Skipped(skip) => open = open.or(Some(skip)),
                _ => {}
            }
        }
        match open {
            _ if sources.is_empty() => Outcome::Skipped(Skip::NoRecheck),
            Some(skip) if hits.is_empty() => Outcome::Skipped(skip),
            _ => outcome(hits),
        }
    }

    /// The re-check is signed here, with a day and without reserve.
    fn rechecked(&self) -> Outcome {
        let open = self.form.kind == FormKind::Slip && !self.form.unread.is_empty();
        match self.unsigned(Phase::Recheck) {
            Outcome::Pass => {}
            Outcome::Skipped(Skip::NotPrinted) => return Outcome::Skipped(Skip::NoRecheck),
            other => return other,
        }
        let unclear = self.signatures(Phase::Recheck).any(|(_, s)| s.unclear || s.passes);
        let mut hits = Vec::new();
        for (step, signature) in self.signatures(Phase::Recheck) {
            let dated = step.node.is_none_or(|n| n.needs.contains(&Need::Date));
            let complete = !dated || signature.date.as_ref().is_some_and(Written::is_complete);
            let unreal = complete && day(signature).is_none() && signature.date.is_some();
            let open: Vec<&str> = signature.unticked.iter().map(|i| i.text.as_str()).collect();
            let lack = match signature.status {
                Status::Rejected | Status::Redirected => Words::from("通过的意见"),
                Status::NotApplicable | Status::Empty if step.free => continue,
                Status::NotApplicable => Words::from("签名"),
                _ if !complete && signature.means != Some(Means::NotApplicable) => Words::from("日期"),
                _ if unreal => Words::from("日历上有的日期"),
                _ if !open.is_empty() => words!("对“{what}”的确认（没有打勾）", what = few(&open)),
                _ => continue,
            };
            hits.push(self.hit(step.role, signature).with("lack", lack));
        }
        match () {
            () if !hits.is_empty() => outcome(hits),
            () if unclear => Outcome::Skipped(Skip::Unclear),
            // 附件：不齐全, on a slip that somebody has signed.
            () if open => Outcome::Skipped(Skip::NotUnderstood),
            () => Outcome::Pass,
        }
    }

    /// Somebody has signed that the finished copies were looked at, for each of the things named.
    pub(super) fn no_record(&self, check: &NoRecord) -> Outcome {
        let mut cells = check.roles.iter().flat_map(|id| self.form.role(id)).peekable();
        let Some(role) = check.roles.first().and_then(|id| self.ctx.terms.role(id)) else {
            return Outcome::NotApplicable;
        };
        if cells.peek().is_none() {
            // The record may be kept elsewhere, unless the office's chain wants it here.
            if !self.steps.iter().any(|s| s.role.id == role.id && s.must) {
                return Outcome::NotApplicable;
            }
            return outcome(vec![self.on_form(role).with("found", "").with("lack", words!("核发检查的记录"))]);
        }
        let hits = cells.filter_map(|s| {
            let text = fold::squash(self.document.text.slice(s.range.clone()));
            let silent = check.each.iter().filter(|words| !words.iter().any(|w| text.contains(w.as_str())));
            let missing: Vec<&str> = silent.filter_map(|words| words.first().map(String::as_str)).collect();
            let lack = match () {
                () if s.name.is_none() => Words::from("姓名"),
                () if day(s).is_none() => Words::from("日期"),
                () if !missing.is_empty() => words!("对{what}的检查结果", what = few(&missing)),
                () => return None,
            };
            Some(self.hit(role, s).with("lack", lack))
        });
        outcome(hits.collect())
    }
}
