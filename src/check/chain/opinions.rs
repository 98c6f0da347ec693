//! What the opinions amount to: passed on, conditional, refused, with strings attached, or hardly one.

use super::people::short_for;
use super::{Judge, State, Step, day};
use crate::check::{outcome, printed};
use crate::element::{self, Signature, Status};
use crate::finding::{Hit, Outcome, Severity, Skip};
use crate::lang::Words;
use crate::terms::{Means, Phase};
use crate::words;

impl<'c> Judge<'c> {
    /// Passed on, or approved on condition, and the person named has not signed since.
    pub(super) fn passed_on(&self, means: Means) -> Outcome {
        let passed = self.signatures(Phase::Approval).filter(|(_, s)| s.means == Some(means));
        let open = passed.filter(|(step, s)| !self.cured(*step, s));
        let hits = open.map(|(step, s)| {
            let mut hit = self.hit(step.role, s).with("who", s.who.clone().unwrap_or_default());
            hit.at_most = (!self.is_firm(step.role)).then_some(Severity::Warning);
            hit
        });
        outcome(hits.collect())
    }

    /// The person named has approved, not earlier, in the same step or a later one; for a condition, in any step.
    fn cured(&self, step: Step<'c>, passed: &Signature) -> bool {
        // 请郭局长、霍局长审示: each of them.
        let who = passed.who.as_deref().unwrap_or_default();
        who.split(['、', '，']).all(|who| self.cured_by(who, step, passed))
    }

    fn cured_by(&self, who: &str, step: Step<'c>, passed: &Signature) -> bool {
        let own = passed.name.as_ref().map_or("", |n| n.text.as_str());
        let person = |s: &Signature| {
            s.name.as_ref().is_some_and(|n| n.text != own && self.ctx.terms.may_be_called(&n.text, who))
        };
        let organ = |s: &Signature| s.unit.as_ref().is_some_and(|u| short_for(&u.text, who));
        let named = |s: &Signature| person(s) || organ(s);
        let late = |s: &Signature| matches!((day(s), day(passed)), (Some(cure), Some(day)) if cure >= day);
        let placed = |other: &Step<'_>| {
            passed.means == Some(Means::Conditional)
                || other.role.id == step.role.id
                || matches!((other.rank, step.rank), (Some(a), Some(b)) if a >= b)
        };
        self.approvals().any(|(other, s)| s.status == Status::Signed && placed(&other) && named(s) && late(s))
    }

    pub(super) fn rejected(&self) -> Outcome {
        let all: Vec<_> = self.signatures(Phase::Approval).collect();
        let hits: Vec<Hit> =
            all.iter().filter(|(_, s)| s.status == Status::Rejected).map(|(step, s)| self.hit(step.role, s)).collect();
        let decides = |s: &Signature| s.opinion.is_some() && s.means.is_none() && s.name.is_some();
        let unclear = all.iter().any(|(step, s)| s.unclear || self.is_firm(step.role) && (s.passes || decides(s)));
        if hits.is_empty() && unclear { Outcome::Skipped(Skip::Unclear) } else { outcome(hits) }
    }

    /// What fields say of the procedure as a whole: 流程状态：已驳回. A remark that refuses is for a person to read.
    pub(super) fn state(&self, check: &State) -> Outcome {
        let terms = self.ctx.terms;
        let (mut hits, mut open, mut any) = (Vec::new(), Vec::new(), false);
        for field in self.form.fields.iter().filter(|f| f.value.chars().any(char::is_alphanumeric)) {
            let of = |ids: &[String]| ids.contains(&field.id);
            let (state, remark) = (of(&check.fields), of(&check.remarks));
            if !(state || remark) || terms.words.done_states.contains(&field.value) {
                any |= state;
                continue;
            }
            any = true;
            let hit = || {
                let hit = Hit::at(self.file, field.range.clone()).of(field.id.clone());
                hit.with("label", field.label.clone()).with("found", field.value.clone())
            };
            match element::heard(terms, &field.value) {
                Some(Means::Rejected) if state => hits.push(hit()),
                // 拟请王局长签发: what is proposed to whom is told by who has signed.
                Some(Means::Redirected) if !state => {}
                Some(Means::Rejected | Means::Pending | Means::Redirected | Means::Conditional) => open.push(hit()),
                None if state || element::objects(terms, &field.value) => open.push(hit()),
                _ => {}
            }
        }
        for (role, cell) in check.roles.iter().flat_map(|id| self.form.role(id).map(move |s| (id, s))) {
            any = true;
            let text = printed(self.document, cell.range.clone());
            if element::objects(terms, &text) && !terms.words.mended.iter().any(|w| text.contains(w.as_str())) {
                let hit = Hit::at(self.file, cell.range.clone()).of(role.clone());
                open.push(hit.with("label", cell.label.clone()).with("found", text));
            }
        }
        match () {
            () if !hits.is_empty() => outcome(hits),
            () if !open.is_empty() => Outcome::Open(Skip::Unclear, open),
            () if any => Outcome::Pass,
            () => Outcome::NotApplicable,
        }
    }

    /// The cells that leave a gate open, and what somebody signed under an unknown label.
    pub(super) fn unclear(&self) -> Outcome {
        let open = |step: &Step<'_>, s: &Signature| {
            let silent = s.opinion.is_some() && s.means.is_none();
            let ends = self.is_firm(step.role) || step.phase == Phase::Recheck;
            s.name.is_some() && (s.unclear || ends && s.passes || self.is_firm(step.role) && silent)
        };
        let all = self.named().flat_map(|step| self.form.role(&step.role.id).map(move |s| (step, s)));
        let mut hits: Vec<Hit> =
            all.filter(|(step, s)| open(step, s)).map(|(step, s)| self.hit(step.role, s)).collect();
        hits.extend(self.form.unread.iter().map(|range| {
            const LONGEST: usize = 12;
            let text = self.document.text.slice(range.clone());
            let label = text.split(['：', ':', '\n', '\t']).next().map(crate::fold::squash).unwrap_or_default();
            let named = (2..=LONGEST).contains(&label.chars().count()) && label.len() < text.len();
            let label = if named { Words::from(label) } else { Words::from("没有认出的") };
            let hit = Hit::at(self.file, range.clone()).of("form").with("label", label);
            hit.with("found", printed(self.document, range.clone()))
        }));
        outcome(hits)
    }

    pub(super) fn reserved(&self) -> Outcome {
        self.meaning(|s| matches!(s.means, Some(Means::Changed | Means::Principle)))
    }

    pub(super) fn seen(&self) -> Outcome {
        self.meaning(|s| s.means == Some(Means::Seen))
    }

    pub(super) fn behalf(&self) -> Outcome {
        let allowed = &self.ctx.organisation.delegates;
        let may = |s: &Signature| s.name.as_ref().is_some_and(|n| allowed.contains(&n.text));
        self.meaning(|s| s.behalf && !may(s))
    }

    pub(super) fn picture(&self) -> Outcome {
        if self.ctx.organisation.picture_signatures {
            return Outcome::NotApplicable;
        }
        let pictures = self.named().flat_map(|step| self.form.role(&step.role.id).map(move |s| (step, s)));
        let hits = pictures.filter(|(_, s)| s.status == Status::Picture).map(|(step, s)| {
            let lack = if day(s).is_none() { words!("，也没有用文字写的日期") } else { Words::default() };
            self.hit(step.role, s).with("lack", lack)
        });
        outcome(hits.collect())
    }

    /// A typed name that the blank form carries already; a clock time beside it says that somebody acted.
    pub(super) fn printed_name(&self) -> Outcome {
        let printed = &self.ctx.organisation.printed_names;
        if printed.is_empty() {
            return Outcome::NotApplicable;
        }
        let timed = |s: &Signature| s.date.as_ref().is_some_and(|d| d.time.is_some());
        self.meaning(|s| s.name.as_ref().is_some_and(|n| printed.contains(&n.text)) && !timed(s))
    }

    /// Signed cells for which something holds.
    fn meaning(&self, wrong: impl Fn(&Signature) -> bool) -> Outcome {
        let all = self.named().flat_map(|step| self.form.role(&step.role.id).map(move |s| (step, s)));
        outcome(all.filter(|(_, s)| s.name.is_some() && wrong(s)).map(|(step, s)| self.hit(step.role, s)).collect())
    }
}
