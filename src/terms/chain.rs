//! Who signs: roles, chains of steps, and what an opinion can mean.

use serde::Deserialize;

use super::Pattern;

/// Whether a signing cell must be there and signed before printing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// Must be on the form and signed.
    Required,
    /// Must be signed if the form prints it, and cannot be judged where it does not.
    Expected,
    /// Must be signed if the form prints it.
    Printed,
    /// May be left blank; what is written there counts.
    Optional,
    /// Signed while printing or later.
    Later,
}

/// The phase a signature belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Drafting, checking and signing (审核签发).
    Approval,
    /// Re-check before printing (复核).
    Recheck,
    /// Registration, printing, release.
    After,
}

/// A signing role of the approval form.
#[derive(Clone, Debug)]
pub struct Role {
    /// ASCII id, as reports name it.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Labels that forms print for it.
    pub labels: Vec<String>,
    /// Must it be signed.
    pub duty: Duty,
    /// Its phase.
    pub phase: Phase,
    /// Rank inside the phase; roles without one are not compared by date.
    pub order: Option<u32>,
    /// What longer labels of it end in: 党组书记签发 is a 签发.
    pub label_ends: Vec<String>,
    /// Labels of separate date cells.
    pub date_labels: Vec<String>,
    /// Several people may sign in one cell.
    pub several: bool,
    /// Its business is to pass the document on: 已核，请局长签发 is its approval.
    pub passes_on: bool,
    /// What stands beside the name is no opinion: a telephone, a section.
    pub plain: bool,
    /// Roles whose cells do its work where a form prints none of its own.
    pub stand_ins: Vec<String>,
    /// The role whose cell of the highest rank is its own where a form prints none.
    pub raised_from: Option<String>,
    /// Labels that are its own only where a form prints none of its others.
    pub fallback_labels: Vec<String>,
}

/// What a signature must consist of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// A name.
    Name,
    /// A complete date.
    Date,
    /// An opinion.
    Opinion,
}

/// A property of a document that makes a step of a chain necessary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// It goes to a superior organ (上行文).
    Upward,
    /// Several organs issue it (联合行文).
    Joint,
    /// The form calls it a normative document (规范性文件).
    Normative,
    /// It bears a secrecy level.
    Classified,
}

/// A step of a signing chain.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// The role that signs here.
    pub role: String,
    /// Labels that mean this step in this chain, whatever they mean elsewhere.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Who may sign: a list of `[organisation.people]`, or the role whose person it must be again.
    #[serde(default)]
    pub who: Option<String>,
    /// What counts as signed.
    #[serde(default = "Node::name_and_date")]
    pub needs: Vec<Need>,
    /// May be missing or marked as not needed.
    #[serde(default)]
    pub optional: bool,
    /// Necessary only for documents with one of these properties; optional for others.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// Fewest people that sign.
    #[serde(default = "Node::once")]
    pub least: usize,
}

impl Node {
    /// A step that must be signed with name and date.
    pub fn of(role: &str) -> Self {
        Self {
            role: role.to_owned(),
            labels: Vec::new(),
            who: None,
            needs: Self::name_and_date(),
            optional: false,
            when: Vec::new(),
            least: Self::once(),
        }
    }

    fn name_and_date() -> Vec<Need> {
        vec![Need::Name, Need::Date]
    }

    fn once() -> usize {
        1
    }
}

/// A signing chain: its steps from draft to release, in order.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    /// ASCII id, as `sanbu.toml` names it.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
    /// The steps.
    #[serde(rename = "node")]
    pub nodes: Vec<Node>,
}

/// What an opinion amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// Refused, held or sent back.
    Rejected,
    /// Passed on to somebody else.
    Redirected,
    /// Approved once somebody else has signed.
    Conditional,
    /// Still being dealt with.
    Pending,
    /// Handed on to the next step, which approves nothing where there is none.
    HandedOn,
    /// Approved with changes.
    Changed,
    /// Approved in principle.
    Principle,
    /// Approved.
    Approved,
    /// Seen.
    Seen,
    /// This step does not apply.
    NotApplicable,
}

/// Opinion words and patterns of one meaning.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    /// The meaning.
    pub means: Means,
    /// Whole phrases.
    #[serde(default)]
    pub words: Vec<String>,
    /// Patterns; the group `who` names the person it is passed to.
    #[serde(default)]
    pub patterns: Vec<Pattern>,
}
