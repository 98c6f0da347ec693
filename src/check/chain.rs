//! The signing chain: who signed, in which order, what it amounts to.

mod dates;
mod opinions;
mod people;
mod steps;

use serde::Deserialize;

use crate::check::{Ctx, idle, printed};
use crate::date::{Date, Written};
use crate::document::Document;
use crate::edit::Span;
use crate::element::{ElementKind, Elements, Form, Signature, Status};
use crate::finding::{Hit, Outcome, Skip};
use crate::terms::{Condition, Direction, Duty, Node, Pattern, Phase, Role, Terms};

pub(super) use people::{same_person, short_for};

/// What can be wrong in the signing chain.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    fault: Fault,
    /// Only these roles; all of the phase when empty.
    #[serde(default)]
    roles: Vec<String>,
    /// Not these roles.
    #[serde(default)]
    except: Vec<String>,
    /// For other roles the finding is at most a warning.
    #[serde(default)]
    firm: Vec<String>,
    /// Roles that one person should not hold together.
    #[serde(default)]
    apart: Vec<[String; 2]>,
    /// The list of `[organisation.people]` that must hold the signer.
    #[serde(default)]
    people: Option<String>,
    /// The list is the one that `[organisation.signers]` gives the document's code or kind.
    #[serde(default)]
    signers: bool,
    /// Longest time that is not worth a word, in days.
    #[serde(default)]
    days: Option<i64>,
    /// How a text gives a task: the group `organ` names the department.
    #[serde(default)]
    pattern: Option<Pattern>,
    /// Fields that say how the procedure stands.
    #[serde(default)]
    fields: Vec<String>,
    /// Fields of remarks, in which only a refusal matters.
    #[serde(default)]
    remarks: Vec<String>,
    /// What a record must speak of, each in one of several words.
    #[serde(default)]
    each: Vec<Vec<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Fault {
    /// A step has no name.
    Unsigned,
    /// A signature has no complete date.
    Undated,
    /// A signature has no opinion.
    NoOpinion,
    /// A later step is signed, this one is empty.
    Skipped,
    /// Dates go back along the chain.
    OutOfOrder,
    /// A date the calendar does not have, or that lies in the future.
    Impossible,
    /// A step that has no fixed place is dated before the draft.
    BeforeDraft,
    /// Too many days between the first step and the last.
    Slow,
    /// A step that comes after signing is dated before it.
    TooEarly,
    /// The signing cell passes the document on.
    Redirected,
    /// The approval waits for somebody who has not signed.
    Conditional,
    /// A cell refuses or holds the document.
    Rejected,
    /// The approval has strings attached: in principle, or after changes.
    Reserved,
    /// Words that may turn an approval, or that say nothing where it should be said.
    Unclear,
    /// Nothing but a circle or 阅.
    Seen,
    /// Signed on behalf of somebody.
    Behalf,
    /// A picture stands where a name belongs.
    Picture,
    /// The name was on the blank form already.
    PrintedName,
    /// The re-check is not signed with name and date.
    NotRechecked,
    /// A field says that the procedure was stopped or sent back, or is not done.
    State,
    /// The re-check or what follows is dated too early.
    RecheckOrder,
    /// The finished copies were not looked at, or not for everything.
    NoRecord,
    /// One person in two roles.
    SamePerson,
    /// Signed by somebody who is not on the list.
    NotAmong,
    /// An issuing organ has not countersigned.
    NotCountersigned,
    /// The text gives tasks to other departments, and nothing shows that they were asked.
    NotConsulted,
}

/// A step of the chain as it applies to this packet.
#[derive(Clone, Copy)]
struct Step<'c> {
    role: &'c Role,
    /// The step of the office's chain; none when the form itself is the chain.
    node: Option<&'c Node>,
    /// Place in the chain; steps without one are not compared.
    rank: Option<u32>,
    /// Must be there and signed.
    must: bool,
    /// Where the form prints no cell for it, nobody knows.
    expected: bool,
    /// May be left blank.
    free: bool,
    phase: Phase,
}

struct Judge<'c> {
    check: &'c Chain,
    ctx: &'c Ctx<'c>,
    file: usize,
    document: &'c Document,
    form: &'c Form,
    steps: Vec<Step<'c>>,
}

impl Fault {
    /// What its hits fill; a cell that the form does not print shows nothing.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Fault::Unsigned | Fault::NotRechecked | Fault::NoRecord => &["label", "role", "lack"],
            Fault::Picture => &["label", "role", "found", "lack"],
            Fault::Undated | Fault::NoOpinion | Fault::Rejected => &["label", "role", "found"],
            Fault::Reserved | Fault::Seen | Fault::Behalf | Fault::PrintedName => &["label", "role", "name", "found"],
            Fault::State | Fault::Unclear => &["label", "found"],
            Fault::Redirected | Fault::Conditional => &["label", "role", "found", "who"],
            Fault::Skipped => &["label", "role", "found", "other"],
            Fault::OutOfOrder | Fault::TooEarly | Fault::BeforeDraft | Fault::RecheckOrder => {
                &["label", "role", "found", "date", "other", "other_date"]
            }
            Fault::Impossible => &["label", "role", "found", "date"],
            Fault::Slow => &["label", "role", "found", "date", "other", "other_date", "days"],
            Fault::SamePerson => &["label", "role", "name", "found", "other", "who"],
            Fault::NotAmong => &["label", "role", "name", "found", "who"],
            Fault::NotCountersigned => &["label", "role", "who", "count"],
            Fault::NotConsulted => &["who", "found"],
        }
    }

    /// It looks at steps, of which some may be chosen and some left out.
    fn walks(self) -> bool {
        !matches!(
            self,
            Fault::NoOpinion
                | Fault::State
                | Fault::NoRecord
                | Fault::TooEarly
                | Fault::SamePerson
                | Fault::NotCountersigned
                | Fault::NotConsulted
        )
    }

    /// It asks which roles decide.
    fn weighs(self) -> bool {
        matches!(
            self,
            Fault::Undated
                | Fault::TooEarly
                | Fault::RecheckOrder
                | Fault::Redirected
                | Fault::Conditional
                | Fault::Rejected
                | Fault::Unclear
        )
    }
}

impl Chain {
    pub(super) fn keys(&self) -> &'static [&'static str] {
        self.fault.keys()
    }

    pub(super) fn idle(&self) -> Vec<&'static str> {
        let (fault, is) = (self.fault, |fault: Fault| self.fault == fault);
        idle(&[
            ("roles", !self.roles.is_empty(), !is(Fault::State) && !is(Fault::SamePerson)),
            ("except", !self.except.is_empty(), fault.walks()),
            ("firm", !self.firm.is_empty(), fault.weighs()),
            ("apart", !self.apart.is_empty(), is(Fault::SamePerson)),
            ("people", self.people.is_some(), is(Fault::NotAmong) && !self.signers && !self.roles.is_empty()),
            ("signers", self.signers, is(Fault::NotAmong)),
            ("days", self.days.is_some(), is(Fault::Slow)),
            ("pattern", self.pattern.is_some(), is(Fault::NotConsulted)),
            ("fields", !self.fields.is_empty(), is(Fault::State)),
            ("remarks", !self.remarks.is_empty(), is(Fault::State)),
            ("each", !self.each.is_empty(), is(Fault::NoRecord)),
        ])
    }

    pub(super) fn problems(&self, terms: &Terms) -> Vec<String> {
        let named = self.roles.iter().chain(&self.except).chain(&self.firm).chain(self.apart.iter().flatten());
        named.filter(|id| terms.role(id).is_none()).map(|id| format!("没有叫“{id}”的签批角色")).collect()
    }

    /// The list of people that it names.
    pub(super) fn people(&self) -> Option<&str> {
        self.people.as_deref()
    }

    /// A picture cannot be written down as an example.
    pub(super) fn needs_file(&self) -> bool {
        self.fault == Fault::Picture
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let Some((file, document, form)) = ctx.form() else {
            return Outcome::Skipped(if ctx.packet.unreadable_form() { Skip::Unreadable } else { Skip::NoForm });
        };
        let judge = Judge { check: self, ctx, file, document, form, steps: steps(ctx) };
        match self.fault {
            Fault::Unsigned => judge.unsigned(Phase::Approval),
            Fault::Undated => judge.undated(),
            Fault::NoOpinion => judge.no_opinion(),
            Fault::Skipped => judge.skipped(),
            Fault::NotRechecked => judge.not_rechecked(),
            Fault::State => judge.state(),
            Fault::NoRecord => judge.no_record(),
            Fault::OutOfOrder => judge.out_of_order(),
            Fault::Impossible => judge.impossible(),
            Fault::BeforeDraft => judge.before_draft(),
            Fault::Slow => judge.slow(),
            Fault::TooEarly => judge.too_early(),
            Fault::RecheckOrder => judge.recheck_order(),
            Fault::Redirected => judge.passed_on(crate::terms::Means::Redirected),
            Fault::Conditional => judge.passed_on(crate::terms::Means::Conditional),
            Fault::Rejected => judge.rejected(),
            Fault::Reserved => judge.reserved(),
            Fault::Unclear => judge.unclear(),
            Fault::Seen => judge.seen(),
            Fault::Behalf => judge.behalf(),
            Fault::Picture => judge.picture(),
            Fault::PrintedName => judge.printed_name(),
            Fault::SamePerson => judge.same_person(),
            Fault::NotAmong => judge.not_among(),
            Fault::NotCountersigned => judge.not_countersigned(),
            Fault::NotConsulted => judge.not_consulted(),
        }
    }
}

/// The steps that a packet must go through: those of the office's chain, or what the form prints.
fn steps<'c>(ctx: &Ctx<'c>) -> Vec<Step<'c>> {
    let roles = &ctx.terms.roles;
    let Some(chain) = &ctx.terms.chain else {
        let step = |role: &'c Role| Step {
            role,
            node: None,
            rank: role.order,
            must: role.duty == Duty::Required,
            expected: role.duty == Duty::Expected,
            free: role.duty == Duty::Optional,
            phase: role.phase,
        };
        return roles.iter().filter(|r| r.duty != Duty::Later).map(step).collect();
    };
    // What stands before the last approval is part of the approval, whatever it is elsewhere.
    let decides = |n: &Node| {
        ctx.terms
            .role(&n.role)
            .is_some_and(|r| r.phase == Phase::Approval && matches!(r.duty, Duty::Required | Duty::Expected))
    };
    let last = chain.nodes.iter().rposition(decides).unwrap_or(0);
    let step = |(at, node): (usize, &'c Node)| {
        let role = ctx.terms.role(&node.role)?;
        let must = !node.optional && (node.when.is_empty() || node.when.iter().any(|c| holds(*c, ctx)));
        let phase = if at < last { Phase::Approval } else { role.phase };
        Some(Step { role, node: Some(node), rank: Some(at as u32), must, expected: false, free: !must, phase })
    };
    let mut steps: Vec<Step<'c>> = chain.nodes.iter().enumerate().filter_map(step).collect();
    let printed = roles.iter().filter(|r| r.duty != Duty::Later && !chain.nodes.iter().any(|n| n.role == r.id));
    steps.extend(printed.map(|role| Step {
        role,
        node: None,
        rank: None,
        must: false,
        expected: false,
        free: role.duty == Duty::Optional,
        phase: role.phase,
    }));
    steps
}

/// Whether the packet has the property.
fn holds(condition: Condition, ctx: &Ctx<'_>) -> bool {
    let elements = ctx.main().map(|(_, _, elements)| elements);
    let field =
        |id: &str| ctx.form().and_then(|(_, _, form)| form.field(id)).is_some_and(|f| ctx.terms.affirms(&f.value));
    match condition {
        Condition::Upward => elements.and_then(|e| e.kind.as_ref()).is_some_and(|k| k.direction == Direction::Up),
        Condition::Joint => elements.is_some_and(Elements::is_joint),
        Condition::Normative => field("normative"),
        Condition::Classified => elements.is_some_and(|e| e.get(ElementKind::Secrecy).is_some()),
    }
}

/// What a gate shows of the steps of a phase, in chain order: `拟稿 林远 2026年3月2日`.
pub(super) fn evidence(ctx: &Ctx<'_>, phase: Phase) -> Vec<String> {
    let Some((_, _, form)) = ctx.form() else { return Vec::new() };
    let mut steps = steps(ctx);
    steps.retain(|s| s.phase == phase);
    // Without a chain of the office the roles stand in the order of the vocabulary.
    steps.sort_by_key(|s| {
        (
            s.node.map_or(u32::MAX, |_| s.rank.unwrap_or(u32::MAX)),
            ctx.terms.roles.iter().position(|r| r.id == s.role.id),
        )
    });
    let slips: Vec<&Form> =
        if phase == Phase::Recheck { ctx.slips().map(|(_, _, form)| form).collect() } else { Vec::new() };
    let signature = |s: &Signature| {
        let pictured = || s.pictured.clone().filter(|_| s.status == Status::Picture);
        let name = s.name.as_ref().map(|n| n.text.clone()).or_else(pictured);
        let date = s.date.as_ref().and_then(Written::date).map(Date::words);
        let state = match s.status {
            Status::Signed => None,
            Status::Picture if ctx.organisation.picture_signatures && !s.other_picture => Some("图片签名".to_owned()),
            status => Some(status.title().to_owned()),
        };
        let parts = [Some(s.label.clone()), name, date, state];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    steps
        .iter()
        .flat_map(|step| {
            let forms = std::iter::once(form).chain(slips.iter().copied());
            let mut all: Vec<String> = forms.flat_map(|f| f.role(&step.role.id)).map(signature).collect();
            if all.is_empty() && (step.must || step.expected && !is_stood_in(form, step.role)) {
                all.push(format!("{} 没有这一栏", step.role.title));
            }
            all
        })
        .collect()
}

impl<'c> Judge<'c> {
    /// Steps of a phase that this check speaks of.
    fn steps(&self, phase: Phase) -> impl Iterator<Item = Step<'c>> + '_ {
        self.named().filter(move |s| s.phase == phase)
    }

    /// Steps that this check speaks of.
    fn named(&self) -> impl Iterator<Item = Step<'c>> + '_ {
        let (only, not) = (&self.check.roles, &self.check.except);
        self.steps
            .iter()
            .copied()
            .filter(|s| (only.is_empty() || only.contains(&s.role.id)) && !not.contains(&s.role.id))
    }

    /// Where the re-check stands: on the slips that lie beside the form, and in its cell where something is written there
    /// or no slip is.
    fn recheck_sources(&self) -> Vec<Judge<'c>> {
        let own = |form: &Form| {
            let roles = self.steps.iter().filter(|s| s.phase == Phase::Recheck);
            roles.flat_map(|s| form.role(&s.role.id)).any(|s| s.status != Status::Empty)
        };
        let with = |(file, document, form): (usize, &'c Document, &'c Form)| Judge {
            check: self.check,
            ctx: self.ctx,
            file,
            document,
            form,
            steps: self.steps.clone(),
        };
        let mut sources: Vec<Judge<'c>> = self.ctx.slips().map(with).collect();
        if sources.is_empty() || own(self.form) {
            sources.insert(0, with((self.file, self.document, self.form)));
        }
        sources
    }

    fn signatures(&self, phase: Phase) -> impl Iterator<Item = (Step<'c>, &'c Signature)> + '_ {
        let form = self.form;
        self.steps(phase).flat_map(move |step| form.role(&step.role.id).map(move |s| (step, s)))
    }

    /// The signatures of the whole approval, whatever this check is about.
    fn approvals(&self) -> impl Iterator<Item = (Step<'c>, &'c Signature)> + '_ {
        let form = self.form;
        let steps = self.steps.iter().copied().filter(|s| s.phase == Phase::Approval);
        steps.flat_map(move |step| form.role(&step.role.id).map(move |s| (step, s)))
    }

    /// A picture that the office takes for a signature.
    fn is_accepted(&self, signature: &Signature) -> bool {
        let organisation = &self.ctx.organisation;
        let printed = signature.pictured.as_ref().is_some_and(|n| organisation.printed_names.contains(n));
        signature.status == Status::Picture && organisation.picture_signatures && !signature.other_picture && !printed
    }

    fn is_firm(&self, role: &Role) -> bool {
        self.check.firm.contains(&role.id)
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

    /// A hit at the date of a signature.
    fn dated_hit(&self, role: &Role, signature: &Signature, date: Date) -> Hit {
        let mut hit = self.hit(role, signature).with("date", date.words());
        if let Some(written) = &signature.date {
            hit.at = Some(Span { file: self.file, range: written.range.clone() });
        }
        hit
    }

    fn on_form(&self, role: &Role) -> Hit {
        Hit::at(self.file, self.form.heading.clone())
            .of(role.id.clone())
            .with("label", role.title.clone())
            .with("role", role.title.clone())
    }
}

/// Another role does its work on this form: the unit head checks where the form has no other check.
fn is_stood_in(form: &Form, role: &Role) -> bool {
    role.stand_ins.iter().any(|id| form.role(id).next().is_some())
}

/// The day of a signature, when it is complete and real.
fn day(signature: &Signature) -> Option<Date> {
    signature.date.as_ref().and_then(Written::date)
}
