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
use crate::finding::{Hit, Outcome, Signed, Step as SignedStep};
use crate::lang::Words;
use crate::sort;
use crate::terms::{Condition, Direction, Duty, Means, Node, Pattern, Phase, Role, Terms};
use crate::words;

pub(super) use people::{same_person, short_for};

/// What can be wrong in the signing chain.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Chain {
    /// A step has no name.
    Unsigned(Steps),
    /// A signature has no complete date.
    Undated(Weighed),
    /// A signature has no opinion.
    NoOpinion(Opinions),
    /// A later step is signed, this one is empty.
    Skipped(Steps),
    /// Dates go back along the chain.
    OutOfOrder(Steps),
    /// A date the calendar does not have, or that lies in the future.
    Impossible(Steps),
    /// A step that has no fixed place is dated before the draft.
    BeforeDraft(Steps),
    /// Too many days between the first step and the last.
    Slow(Slow),
    /// Roles that come after others are dated before them.
    TooEarly(TooEarly),
    /// The signing cell passes the document on.
    Redirected(Weighed),
    /// The approval waits for somebody who has not signed.
    Conditional(Weighed),
    /// A cell refuses or holds the document.
    Rejected(Weighed),
    /// The approval has strings attached: in principle, or after changes.
    Reserved(Steps),
    /// Words that may turn an approval, or that say nothing where it should be said.
    Unclear(Weighed),
    /// Nothing but a circle or 阅.
    Seen(Steps),
    /// Signed on behalf of somebody.
    Behalf(Steps),
    /// A picture stands where a name belongs.
    Picture(Steps),
    /// The name was on the blank form already.
    PrintedName(Steps),
    /// The re-check is not signed with name and date.
    NotRechecked(Steps),
    /// A field says that the procedure was stopped or sent back, or is not done.
    State(State),
    /// The re-check or what follows is dated too early.
    RecheckOrder(Weighed),
    /// The finished copies were not looked at, or not for everything.
    NoRecord(NoRecord),
    /// One person in two roles.
    SamePerson(SamePerson),
    /// Signed by somebody who is not on the list.
    NotAmong(NotAmong),
    /// An issuing organ has not countersigned.
    NotCountersigned(NotCountersigned),
    /// The text gives tasks to other departments, and nothing shows that they were asked.
    NotConsulted(NotConsulted),
}

/// Which steps are looked at.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Steps {
    /// Only these roles; all of the phase when empty.
    #[serde(default)]
    roles: Vec<String>,
    /// Not these roles.
    #[serde(default)]
    except: Vec<String>,
}

/// Which steps are looked at, and which of them decide.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weighed {
    /// Only these roles; all of the phase when empty.
    #[serde(default)]
    roles: Vec<String>,
    /// Not these roles.
    #[serde(default)]
    except: Vec<String>,
    /// For other roles the finding is at most a warning.
    #[serde(default)]
    firm: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Opinions {
    /// The roles that are asked where the office has no chain that says it.
    #[serde(default)]
    roles: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Slow {
    /// The roles of which the last one ends the time; all of the approval when empty.
    #[serde(default)]
    roles: Vec<String>,
    /// Not these roles.
    #[serde(default)]
    except: Vec<String>,
    /// Longest time that is not worth a word, in days.
    days: i64,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TooEarly {
    /// The roles that come later.
    roles: Vec<String>,
    /// The roles that they come after.
    after: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Fields that say how the procedure stands.
    #[serde(default)]
    fields: Vec<String>,
    /// Fields of remarks, in which only a refusal matters.
    #[serde(default)]
    remarks: Vec<String>,
    /// Roles that approve nothing, in whose cells a fault that nobody has mended matters: 校对.
    #[serde(default)]
    roles: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoRecord {
    /// The roles that sign the record.
    roles: Vec<String>,
    /// What a record must speak of, each in one of several words.
    #[serde(default)]
    each: Vec<Vec<String>>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SamePerson {
    /// Roles that one person should not hold together.
    apart: Vec<[String; 2]>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotAmong {
    /// Only these roles; all of the chain when empty.
    #[serde(default)]
    roles: Vec<String>,
    /// Not these roles.
    #[serde(default)]
    except: Vec<String>,
    /// The list of `[organisation.people]` that must hold the signer.
    #[serde(default)]
    people: Option<String>,
    /// The list is the one that `[organisation.signers]` gives the document's code or kind.
    #[serde(default)]
    signers: bool,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotCountersigned {
    /// The roles in which the organs sign.
    roles: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotConsulted {
    /// The roles in which those who were asked sign.
    roles: Vec<String>,
    /// How a text gives a task: the group `organ` names the department.
    pattern: Pattern,
}

/// The roles that a check names.
#[derive(Clone, Copy, Default)]
struct Chosen<'c> {
    /// Only these; all when empty.
    only: &'c [String],
    /// Not these.
    not: &'c [String],
    /// Those that decide.
    firm: &'c [String],
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
    chosen: Chosen<'c>,
    ctx: &'c Ctx<'c>,
    file: usize,
    document: &'c Document,
    form: &'c Form,
    steps: Vec<Step<'c>>,
}

impl Chain {
    /// What its hits fill; a cell that the form does not print shows nothing.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        match self {
            Self::Unsigned(_) | Self::NotRechecked(_) | Self::NoRecord(_) => &["label", "role", "lack"],
            Self::Picture(_) => &["label", "role", "found", "lack"],
            Self::Undated(_) | Self::NoOpinion(_) | Self::Rejected(_) => &["label", "role", "found"],
            Self::Reserved(_) | Self::Seen(_) | Self::Behalf(_) | Self::PrintedName(_) => {
                &["label", "role", "name", "found"]
            }
            Self::State(_) | Self::Unclear(_) => &["label", "found"],
            Self::Redirected(_) | Self::Conditional(_) => &["label", "role", "found", "who"],
            Self::Skipped(_) => &["label", "role", "found", "other"],
            Self::OutOfOrder(_) | Self::TooEarly(_) | Self::BeforeDraft(_) | Self::RecheckOrder(_) => {
                &["label", "role", "found", "date", "other", "other_date"]
            }
            Self::Impossible(_) => &["label", "role", "found", "date"],
            Self::Slow(_) => &["label", "role", "found", "date", "other", "other_date", "days"],
            Self::SamePerson(_) => &["label", "role", "name", "found", "other", "who"],
            Self::NotAmong(_) => &["label", "role", "name", "found", "who"],
            Self::NotCountersigned(_) => &["label", "role", "who", "count"],
            Self::NotConsulted(_) => &["who", "found"],
        }
    }

    /// A list of people is asked of roles that are named, and of those whom no other list is given for.
    pub(super) fn idle(&self) -> Vec<&'static str> {
        let Self::NotAmong(NotAmong { roles, people, signers, .. }) = self else { return Vec::new() };
        idle(&[("people", people.is_some(), !signers && !roles.is_empty())])
    }

    fn chosen(&self) -> Chosen<'_> {
        match self {
            Self::Unsigned(Steps { roles, except })
            | Self::Skipped(Steps { roles, except })
            | Self::OutOfOrder(Steps { roles, except })
            | Self::Impossible(Steps { roles, except })
            | Self::BeforeDraft(Steps { roles, except })
            | Self::Reserved(Steps { roles, except })
            | Self::Seen(Steps { roles, except })
            | Self::Behalf(Steps { roles, except })
            | Self::Picture(Steps { roles, except })
            | Self::PrintedName(Steps { roles, except })
            | Self::NotRechecked(Steps { roles, except })
            | Self::Slow(Slow { roles, except, .. })
            | Self::NotAmong(NotAmong { roles, except, .. }) => Chosen { only: roles, not: except, firm: &[] },
            Self::Undated(Weighed { roles, except, firm })
            | Self::Redirected(Weighed { roles, except, firm })
            | Self::Conditional(Weighed { roles, except, firm })
            | Self::Rejected(Weighed { roles, except, firm })
            | Self::Unclear(Weighed { roles, except, firm })
            | Self::RecheckOrder(Weighed { roles, except, firm }) => Chosen { only: roles, not: except, firm },
            Self::TooEarly(TooEarly { roles, after: firm }) => Chosen { only: roles, not: &[], firm },
            Self::NoOpinion(Opinions { roles })
            | Self::NoRecord(NoRecord { roles, .. })
            | Self::NotCountersigned(NotCountersigned { roles })
            | Self::NotConsulted(NotConsulted { roles, .. }) => Chosen { only: roles, not: &[], firm: &[] },
            Self::State(State { roles, .. }) => Chosen { only: roles, not: &[], firm: &[] },
            Self::SamePerson(_) => Chosen::default(),
        }
    }

    pub(super) fn problems(&self, terms: &Terms) -> Vec<Words> {
        let Chosen { only, not, firm } = self.chosen();
        let apart = if let Self::SamePerson(check) = self { check.apart.as_slice() } else { &[] };
        let named = only.iter().chain(not).chain(firm).chain(apart.iter().flatten());
        named.filter(|id| terms.role(id).is_none()).map(|id| words!("没有叫“{id}”的签批角色", id)).collect()
    }

    /// The list of people that it names.
    pub(super) fn people(&self) -> Option<&str> {
        match self {
            Self::NotAmong(check) => check.people.as_deref(),
            _ => None,
        }
    }

    /// A picture cannot be written down as an example.
    pub(super) fn needs_file(&self) -> bool {
        matches!(self, Self::Picture(_))
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let Some((file, document, form)) = ctx.form() else {
            return Outcome::Skipped(ctx.formless());
        };
        let judge = Judge { chosen: self.chosen(), ctx, file, document, form, steps: steps(ctx) };
        match self {
            Self::Unsigned(_) => judge.unsigned(Phase::Approval),
            Self::Undated(_) => judge.undated(),
            Self::NoOpinion(check) => judge.no_opinion(check),
            Self::Skipped(_) => judge.skipped(),
            Self::NotRechecked(_) => judge.not_rechecked(),
            Self::State(check) => judge.state(check),
            Self::NoRecord(check) => judge.no_record(check),
            Self::OutOfOrder(_) => judge.out_of_order(),
            Self::Impossible(_) => judge.impossible(),
            Self::BeforeDraft(_) => judge.before_draft(),
            Self::Slow(check) => judge.slow(check),
            Self::TooEarly(check) => judge.too_early(check),
            Self::RecheckOrder(_) => judge.recheck_order(),
            Self::Redirected(_) => judge.passed_on(Means::Redirected),
            Self::Conditional(_) => judge.passed_on(Means::Conditional),
            Self::Rejected(_) => judge.rejected(),
            Self::Reserved(_) => judge.reserved(),
            Self::Unclear(_) => judge.unclear(),
            Self::Seen(_) => judge.seen(),
            Self::Behalf(_) => judge.behalf(),
            Self::Picture(_) => judge.picture(),
            Self::PrintedName(_) => judge.printed_name(),
            Self::SamePerson(check) => judge.same_person(check),
            Self::NotAmong(check) => judge.not_among(check),
            Self::NotCountersigned(check) => judge.not_countersigned(check),
            Self::NotConsulted(check) => judge.not_consulted(check),
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

/// The steps of a phase in chain order, with who signed them; one that is needed and not printed has only its name.
pub(super) fn signed(ctx: &Ctx<'_>, phase: Phase) -> Vec<SignedStep> {
    let Some((_, _, form)) = ctx.form() else { return Vec::new() };
    let mut steps = steps(ctx);
    steps.retain(|s| s.phase == phase);
    // Without a chain of the office the roles stand in the order of the vocabulary.
    sort::by_key(&mut steps, |s| {
        (
            s.node.map_or(u32::MAX, |_| s.rank.unwrap_or(u32::MAX)),
            ctx.terms.roles.iter().position(|r| r.id == s.role.id),
        )
    });
    let slips: Vec<&Form> =
        if phase == Phase::Recheck { ctx.slips().map(|(_, _, form)| form).collect() } else { Vec::new() };
    let told = |step: &Step<'_>| {
        let forms = std::iter::once(form).chain(slips.iter().copied());
        let mut all: Vec<SignedStep> =
            forms.flat_map(|f| f.role(&step.role.id)).map(|s| signed_step(ctx, step.role, s)).collect();
        if all.is_empty() && (step.must || step.expected && !is_stood_in(form, step.role)) {
            all.push(not_printed(step));
        }
        all
    };
    steps.iter().flat_map(told).collect()
}

fn signed_step(ctx: &Ctx<'_>, role: &Role, signature: &Signature) -> SignedStep {
    let pictured = || signature.pictured.clone().filter(|_| signature.status == Status::Picture);
    let accepted = ctx.organisation.picture_signatures && !signature.other_picture;
    let (state, signed) = match signature.status {
        Status::Signed => (None, Signed::Done),
        Status::Picture if accepted => (Some(Words::from("图片签名")), Signed::Done),
        Status::Picture => (Some(Status::Picture.title()), Signed::Unclear),
        Status::NotApplicable => (Some(Status::NotApplicable.title()), Signed::Done),
        status @ (Status::Empty | Status::Incomplete) => (Some(status.title()), Signed::Open),
        status @ (Status::Redirected | Status::Rejected) => (Some(status.title()), Signed::Refused),
    };
    SignedStep {
        role: role.id.clone(),
        label: Words::from(&signature.label),
        name: signature.name.as_ref().map(|n| n.text.clone()).or_else(pictured),
        date: signature.date.as_ref().and_then(Written::date).map(Date::words),
        opinion: signature.opinion.as_ref().map(|o| o.text.clone()),
        state,
        signed,
    }
}

fn not_printed(step: &Step<'_>) -> SignedStep {
    SignedStep {
        role: step.role.id.clone(),
        label: Words::template(&step.role.title),
        name: None,
        date: None,
        opinion: None,
        state: Some(Words::from("没有这一栏")),
        signed: if step.must { Signed::Open } else { Signed::Unclear },
    }
}

impl<'c> Judge<'c> {
    /// Steps of a phase that this check speaks of.
    fn steps(&self, phase: Phase) -> impl Iterator<Item = Step<'c>> + '_ {
        self.named().filter(move |s| s.phase == phase)
    }

    /// Steps that this check speaks of.
    fn named(&self) -> impl Iterator<Item = Step<'c>> + '_ {
        let Chosen { only, not, .. } = self.chosen;
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
            chosen: self.chosen,
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
        self.chosen.firm.contains(&role.id)
    }

    fn hit(&self, role: &Role, signature: &Signature) -> Hit {
        let range = if signature.range.is_empty() { signature.label_range.clone() } else { signature.range.clone() };
        let hit = Hit::at(self.file, range.clone()).of(role.id.clone());
        let name = signature.name.as_ref().map_or("", |n| n.text.as_str());
        hit.with("label", signature.label.clone())
            .with("role", Words::template(&role.title))
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
            .with("label", Words::template(&role.title))
            .with("role", Words::template(&role.title))
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
