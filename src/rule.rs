//! Rules as data: what a rule file may say, and the set in force.

mod brief;
mod builtin;
mod examples;
mod keys;
mod links;
mod mend;
mod parse;
mod phrase;
mod replaced;
mod schema;
mod tables;
mod weight;
mod word;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::check::{Check, Ctx, Index};
use crate::config::{Organisation, OrganisationKind};
use crate::date::Date;
use crate::element::{ElementKind, Elements};
use crate::finding::{Finding, Outcome, RuleInfo, Severity, Skip, Stage};
use crate::gate::{Gate, Maxim, Missing, glob};
use crate::lang::Words;
use crate::problem::Problem;
use crate::register::Register;
use crate::skeleton::{Sheet, Skeleton};
use crate::terms::{Direction, Terms};

pub use crate::date::Day;
pub(crate) use brief::{Brief, Briefs};
pub use builtin::{Shipped, builtin_files, published_config_schema, published_schema};
pub use examples::{Example, ExampleResult};
pub(crate) use links::Links;
pub use mend::Mend;
pub(crate) use mend::fix;
pub use weight::Weight;

/// JSON Schema of rule files.
pub fn schema() -> serde_json::Value {
    schema::of_rules()
}

/// JSON Schema of `sanbu.toml`.
pub fn config_schema() -> serde_json::Value {
    schema::of_config()
}

/// A rule file: its name and text.
#[derive(Clone, Debug)]
pub struct RuleFile {
    /// Name shown in messages; the pack is called by its stem.
    pub name: String,
    /// What it says.
    pub text: RuleText,
}

/// The TOML of a rule file. What is shipped need not be read again: the build has done that.
#[derive(Clone, Debug)]
pub enum RuleText {
    /// A file of the program, as it was built in.
    Shipped(Shipped),
    /// A file that somebody has written, be it a copy of a shipped one: its mistakes have a place.
    Written(String),
}

impl std::ops::Deref for RuleText {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Shipped(shipped) => shipped.text(),
            Self::Written(text) => text,
        }
    }
}

impl From<String> for RuleText {
    fn from(text: String) -> Self {
        Self::Written(text)
    }
}

impl From<&str> for RuleText {
    fn from(text: &str) -> Self {
        Self::Written(text.to_owned())
    }
}

impl RuleFile {
    /// Whether it is one at all, by its name and by what is in it. Nothing of any other file is ever quoted.
    pub fn is_meant(&self) -> bool {
        self.name.ends_with(".toml") && parse::is_meant(&self.text)
    }
}

/// One severity, or one for each stage from a first one on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Severities([Option<Severity>; 4]);

impl Severities {
    /// The severity at a stage; none before the first named stage.
    pub fn at(self, stage: Stage) -> Option<Severity> {
        self.0.iter().take(stage as usize + 1).rev().find_map(|s| *s)
    }

    /// One severity at every stage.
    pub fn always(severity: Severity) -> Self {
        Self([Some(severity), None, None, None])
    }

    /// The same severity wherever the rule runs.
    #[must_use]
    pub fn set(self, severity: Severity) -> Self {
        Self(self.0.map(|s| s.map(|_| severity)))
    }
}

impl<'de> Deserialize<'de> for Severities {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Severities;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("`error`, `warning`, `info`, or a table of stages")
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Severities, E> {
                let severity = Severity::deserialize(serde::de::value::StrDeserializer::<E>::new(word))?;
                Ok(Severities::always(severity))
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Severities, A::Error> {
                let mut all = [None; 4];
                while let Some((stage, severity)) = map.next_entry::<Stage, Severity>()? {
                    all[stage as usize] = Some(severity);
                }
                Ok(Severities(all))
            }
        }
        from.deserialize_any(Visitor)
    }
}

/// When a rule applies at all.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Applies {
    /// Only documents of these kinds.
    pub kinds: Vec<String>,
    /// Not documents of these kinds.
    pub not_kinds: Vec<String>,
    /// Only documents of this other system of official writing, by its id; without it, only documents of none.
    pub system: Option<String>,
    /// Only in offices of these kinds.
    pub organisation: Vec<OrganisationKind>,
    /// Only documents that go this way.
    pub direction: Option<Direction>,
    /// Only documents in letter format, or only others.
    pub letter: Option<bool>,
    /// Only documents of several organs, or only of one.
    pub joint: Option<bool>,
    /// Only when these elements are there.
    pub with: Vec<ElementKind>,
    /// Only when these elements are not there.
    pub without: Vec<ElementKind>,
    /// Only documents dated on or after this day (`YYYY-MM-DD`): when the clause came into force. One without a date is
    /// taken for one of the day of the run, or of today.
    pub since: Option<Day>,
    /// Only documents dated before this day, and those without a date: when something else took its place.
    pub until: Option<Day>,
}

impl Applies {
    /// Whether a rule with these conditions applies to a document, on a day.
    pub fn to(&self, elements: &Elements, today: Option<Date>) -> bool {
        let kind = elements.kind.as_ref();
        let named = |list: &[String]| kind.is_some_and(|k| list.contains(&k.name));
        // A year before any official document of today's kind is a slip, and no way around a clause.
        let meant = |d: &Date| d.year >= 1949;
        let dated = || elements.get(ElementKind::Date).and_then(|e| e.date.as_ref()?.date()).filter(meant);
        let date = || dated().or(today);
        // Without a day the number may still tell the year.
        let year = || elements.get(ElementKind::DocNumber).and_then(|e| e.number.as_ref()?.year);
        let later = |day: &Day| match (dated(), year()) {
            (None, Some(year)) if year >= 1949 => year >= day.0.year,
            _ => date().is_none_or(|d| d >= day.0),
        };
        (self.kinds.is_empty() || named(&self.kinds))
            && !named(&self.not_kinds)
            && self.direction.is_none_or(|d| kind.is_some_and(|k| k.direction == d))
            && self.letter.is_none_or(|letter| elements.letter == Some(letter))
            && self.joint.is_none_or(|joint| elements.is_joint() == joint)
            && self.with.iter().all(|k| elements.get(*k).is_some())
            && self.without.iter().all(|k| elements.get(*k).is_none())
            && self.since.as_ref().is_none_or(later)
            && self.until.is_none_or(|day| date().is_none_or(|d| d < day.0))
    }

    /// The answer of a rule with these conditions that does not apply to a packet.
    pub(crate) fn unasked(&self, ctx: &Ctx<'_>) -> Option<Outcome> {
        let elements = ctx.main().map(|(_, _, elements)| elements);
        match (elements.and_then(|e| e.foreign.as_ref()), &self.system) {
            (Some(_), None) => return Some(Outcome::Skipped(Skip::Foreign)),
            (Some((id, _)), Some(system)) if id == system => {}
            (None, None) => {}
            (_, Some(_)) => return Some(Outcome::NotApplicable),
        }
        let applies = (self.organisation.is_empty() || self.organisation.contains(&ctx.organisation.kind))
            && elements.is_none_or(|elements| self.to(elements, ctx.today));
        (!applies).then_some(Outcome::NotApplicable)
    }
}

/// One rule, as its file says it.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Id, citing the clause; never reused.
    pub id: String,
    /// One line for people.
    pub title: String,
    /// The same in English; the title itself when an office writes none.
    #[serde(default)]
    pub title_en: String,
    /// The clause it comes from.
    pub source: String,
    /// How grave, by stage.
    pub severity: Severities,
    /// The last stage at which it is asked; every one from the first on when nothing is said.
    #[serde(default)]
    pub until: Option<Stage>,
    /// When it applies.
    #[serde(default)]
    pub applies: Applies,
    /// Rules that state the same cause better: if one of them has found something, this one is silent.
    #[serde(default)]
    pub yields: Vec<String>,
    /// What is checked.
    pub check: Arc<Check>,
    /// What to write instead, where the check itself does not say it: the first way that changes anything.
    #[serde(default)]
    pub mend: Vec<Mend>,
    /// What is wrong; `{…}` are filled by the check.
    pub message: String,
    /// A few words for the conclusion line.
    #[serde(default)]
    pub brief: String,
    /// What to do.
    pub help: String,
    /// Texts on which it must fire.
    #[serde(default)]
    pub fails: Vec<String>,
    /// Texts on which it must be judged and stay silent.
    #[serde(default)]
    pub passes: Vec<String>,
    /// The rule file that it stands in, by its name.
    #[serde(skip)]
    pub pack: Arc<str>,
}

impl Rule {
    /// The answer before anything is looked at: the document is of another system, or the rule does not apply to it.
    pub fn unasked(&self, ctx: &Ctx<'_>) -> Option<Outcome> {
        self.applies.unasked(ctx)
    }

    /// Whether it knows what to write instead, and if so, whether that may be written without asking.
    pub fn mends(&self) -> Option<bool> {
        self.mend.iter().map(|mend| mend.safe).max().or_else(|| self.check.mends())
    }

    /// What a report needs of it.
    pub fn info(&self) -> RuleInfo {
        RuleInfo {
            id: self.id.clone(),
            title: Words::beside(&self.title, &self.title_en),
            title_en: if self.title_en.is_empty() { &self.title } else { &self.title_en }.clone(),
            source: self.source.clone(),
        }
    }
}

/// Rules that weigh one level less in offices which they do not bind.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Milder {
    /// The kinds of offices.
    organisation: Vec<OrganisationKind>,
    /// The rules, as globs.
    pub(super) rules: Vec<String>,
    /// Not these, as globs.
    #[serde(default)]
    pub(super) except: Vec<String>,
    /// The file of an office that says so; none where it is shipped.
    #[serde(skip)]
    by: Option<Words>,
}

impl Milder {
    fn covers(&self, kind: OrganisationKind, id: &str) -> bool {
        let named = |globs: &[String]| globs.iter().any(|g| glob(g, id));
        self.organisation.contains(&kind) && named(&self.rules) && !named(&self.except)
    }
}

fn lower(severity: Severity) -> Severity {
    match severity {
        Severity::Error => Severity::Warning,
        Severity::Warning | Severity::Info => Severity::Info,
    }
}

/// A rule that is not in force as it was written.
#[derive(Clone, Debug)]
struct Changed {
    id: String,
    /// The severity that it was written with.
    was: Severities,
    /// Where the change is set.
    by: Words,
}

/// A requirement that is not a rule of its own.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Its id in the digest of the standards.
    pub id: String,
    /// The rules that say it already.
    #[serde(default)]
    pub covered_by: Vec<String>,
    /// Why no rule says it, or how the others do.
    pub reason: String,
}

/// The rules in force, with gates and vocabulary. It cannot be wrong: whoever made it has seen every mistake.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// Rules in file order.
    pub rules: Vec<Rule>,
    /// Rules that a selection has taken out.
    off: Vec<Changed>,
    /// Rules in force that were given another severity, once each.
    set: Vec<Changed>,
    /// Gates in file order.
    pub gates: Vec<Gate>,
    /// Maxims and checklists in file order.
    pub maxims: Vec<Maxim>,
    /// Registers in file order.
    pub registers: Vec<Register>,
    /// Documents to begin with, in file order.
    pub skeletons: Vec<Skeleton>,
    /// The approval form to begin with.
    pub sheet: Sheet,
    /// Rules that weigh less in some offices.
    pub milder: Vec<Milder>,
    /// What findings count as mistakes of the text.
    pub weights: Vec<Weight>,
    /// Ids of all rows of the digest of the standards, whether they are rules or not.
    pub rows: Vec<String>,
    /// Rows of the digest that are no rules, with the reason.
    pub left_out: Vec<LeftOut>,
    /// The vocabulary.
    pub terms: Terms,
    /// Names of the packs.
    pub packs: Vec<String>,
    files: Vec<RuleFile>,
    derived: Derived,
}

/// What follows from the rules and their files, worked out when it is asked for; whoever changes them empties it.
#[derive(Clone, Debug, Default)]
struct Derived {
    digest: OnceLock<String>,
    infos: OnceLock<Vec<Arc<RuleInfo>>>,
    links: OnceLock<Links>,
    index: OnceLock<Index>,
    briefs: OnceLock<Briefs>,
}

impl RuleSet {
    /// Loads rule files; all of them are read before any mistake is reported.
    ///
    /// # Errors
    /// Every mistake in every file, each at its place.
    pub fn load(files: Vec<RuleFile>) -> Result<Self, Vec<Problem>> {
        parse::load(files, false)
    }

    /// The same, sooner and without what no check needs of the shipped files: examples, and the rows of the digest.
    ///
    /// # Errors
    /// Those of [`RuleSet::load`].
    pub fn for_checking(files: Vec<RuleFile>) -> Result<Self, Vec<Problem>> {
        parse::load(files, true)
    }

    /// The rules shipped with the program, for checking.
    ///
    /// # Errors
    /// Only if a shipped file is wrong, which the tests exclude.
    pub fn builtin() -> Result<Self, Vec<Problem>> {
        Self::for_checking(builtin_files())
    }

    /// SHA-256 over the names and the SHA-256 of all rule files, `sha256:…`.
    pub fn digest(&self) -> &str {
        self.derived.digest.get_or_init(|| {
            let mut hash = Sha256::new();
            for file in &self.files {
                hash.update(file.name.as_bytes());
                hash.update([0]);
                match &file.text {
                    RuleText::Shipped(shipped) => hash.update(shipped.sha256()),
                    RuleText::Written(text) => hash.update(Sha256::digest(text.as_bytes())),
                }
            }
            let hex: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
            format!("sha256:{hex}")
        })
    }

    /// The mistakes of a text that findings count, by rule.
    pub(crate) fn mistakes<'f>(&self, findings: impl Iterator<Item = &'f [Finding]>) -> f64 {
        weight::counted(&self.weights, findings)
    }

    /// How grave a rule is at a stage in an office.
    pub(crate) fn severity(&self, rule: &Rule, stage: Stage, organisation: &Organisation) -> Option<Severity> {
        self.weigh(&rule.id, rule.severity, stage, organisation)
    }

    fn weigh(&self, id: &str, severity: Severities, stage: Stage, organisation: &Organisation) -> Option<Severity> {
        let milder =
            |severity| if self.milder_by(id, organisation, |_| true).is_some() { lower(severity) } else { severity };
        severity.at(stage).map(milder)
    }

    /// What makes a rule milder in an office, of what the office has written or of what is shipped.
    fn milder_by(&self, id: &str, organisation: &Organisation, of: impl Fn(&Milder) -> bool) -> Option<&Milder> {
        let bound = organisation.adopts_gbt9704;
        self.milder.iter().find(|m| !bound && of(m) && m.covers(organisation.kind, id))
    }

    /// The rules of a gate that are not in force as they were written: those that could close it and cannot, and those
    /// that are not asked although what they cannot judge would leave it open. Advice does neither.
    /// `named` are the places of its rules.
    pub(crate) fn missing(&self, gate: &Gate, named: &[usize], stage: Stage, organisation: &Organisation) -> Missing {
        let mut missing = Missing::default();
        let instead = gate.instead.as_ref();
        let before = |id: &str| instead.is_some_and(|(rules, _)| rules.iter().any(|g| glob(g, id)));
        // As it is written and shipped, before anything that the office has said of it.
        let shipped = |id: &str, was: Severities| {
            let milder = self.milder_by(id, organisation, |m| m.by.is_none()).is_some();
            was.at(stage).map(|severity| if milder { lower(severity) } else { severity })
        };
        let asked = |id: &str, was| shipped(id, was) >= Some(Severity::Warning);
        let mut places: Vec<&Words> = Vec::new();
        for off in self.off.iter().filter(|off| (gate.names(&off.id) || before(&off.id)) && asked(&off.id, off.was)) {
            places.push(&off.by);
            missing.off.push(off.id.clone());
        }
        for rule in named.iter().filter_map(|&at| self.rules.get(at)) {
            let set = self.set.iter().find(|set| set.id == rule.id);
            let closes = shipped(&rule.id, set.map_or(rule.severity, |set| set.was)) == Some(Severity::Error);
            if closes && self.severity(rule, stage, organisation) != Some(Severity::Error) {
                let milder = self.milder_by(&rule.id, organisation, |m| m.by.is_some()).and_then(|m| m.by.as_ref());
                set.map(|s| &s.by).or(milder).into_iter().for_each(|by| places.push(by));
                missing.lowered.push(rule.id.clone());
            }
        }
        let dropped = |rule: &&Rule| before(&rule.id) && !gate.names(&rule.id) && asked(&rule.id, rule.severity);
        for rule in self.rules.iter().filter(|_| instead.is_some()).filter(dropped) {
            places.extend(instead.map(|(_, by)| by));
            missing.off.push(rule.id.clone());
        }
        let mut known = HashSet::new();
        missing.set_by = places.into_iter().filter(|by| known.insert(by.as_str())).cloned().collect();
        missing
    }

    /// Whether a rule that is not asked is one of these globs.
    pub(crate) fn lacks(&self, globs: &[String]) -> bool {
        self.off.iter().any(|off| globs.iter().any(|g| glob(g, &off.id)))
    }

    /// Whether the finished product is compared at a stage.
    pub(crate) fn asks_of_product(&self, stage: Stage) -> bool {
        self.briefs().all.iter().any(|brief| brief.compares && brief.is_asked(stage))
    }

    /// Takes up what is shipped and was left out as a whole: gates that stand in the place of shipped ones lack it.
    pub fn leave_out(&mut self, shipped: &Self, by: impl Into<Words>) {
        let by: Words = by.into();
        let left = |rule: &Rule| Changed { id: rule.id.clone(), was: rule.severity, by: by.clone() };
        self.off.extend(shipped.rules.iter().map(left));
        for gate in &mut self.gates {
            let same = shipped.gates.iter().find(|known| known.id == gate.id);
            gate.instead = same.map(|known| (known.rules.clone(), by.clone())).or(gate.instead.take());
        }
    }

    /// What reports need of each rule, in rule order.
    pub(crate) fn infos(&self) -> &[Arc<RuleInfo>] {
        self.derived.infos.get_or_init(|| self.rules.iter().map(|r| Arc::new(r.info())).collect())
    }

    /// Which rules gates, checklists and other rules name.
    pub(crate) fn links(&self) -> &Links {
        self.derived.links.get_or_init(|| Links::of(self))
    }

    /// Which words of text rules stand for which rule, for one pass over a text.
    pub(crate) fn index(&self) -> &Index {
        self.derived.index.get_or_init(|| Index::new(self.rules.iter().map(|r| &*r.check)))
    }

    /// What decides whether each rule is asked, in rule order.
    pub(crate) fn briefs(&self) -> &Briefs {
        self.derived.briefs.get_or_init(|| Briefs::of(&self.rules))
    }

    /// The rule file that is called so.
    pub fn file(&self, pack: &str) -> Option<&RuleFile> {
        self.packs.iter().position(|known| known == pack).and_then(|at| self.files.get(at))
    }

    /// The rule files that are not shipped.
    pub fn own_files(&self) -> impl Iterator<Item = &RuleFile> {
        self.files.iter().filter(|f| !f.name.is_empty() && matches!(f.text, RuleText::Written(_)))
    }

    /// Counts an office's settings into the digest: they decide as rules do. Settings that are empty leave it alone.
    pub fn count_in(&mut self, settings: &str) {
        if !settings.is_empty() {
            self.files.push(RuleFile { name: String::new(), text: settings.to_owned().into() });
            self.derived = Derived::default();
        }
    }

    /// Keeps the rules that a selection names and that no exclusion names, with other severities; `by` says where that
    /// is set.
    pub fn adjust(
        &mut self,
        select: &[String],
        ignore: &[String],
        severity: &[(String, Severity)],
        by: impl Into<Words>,
    ) {
        let by: Words = by.into();
        let named = |globs: &[String], id: &str| globs.iter().any(|g| glob(g, id));
        let (kept, off): (Vec<Rule>, Vec<Rule>) = std::mem::take(&mut self.rules)
            .into_iter()
            .partition(|r| (select.is_empty() || named(select, &r.id)) && !named(ignore, &r.id));
        self.rules = kept;
        // What was changed before is told by the last change, with the severity that was written.
        let was = |set: &mut Vec<Changed>, rule: &Rule| {
            let before = set.iter().position(|s| s.id == rule.id).map(|at| set.remove(at).was);
            Changed { id: rule.id.clone(), was: before.unwrap_or(rule.severity), by: by.clone() }
        };
        for rule in &off {
            let changed = was(&mut self.set, rule);
            self.off.push(changed);
        }
        for rule in &mut self.rules {
            if let Some((_, level)) = severity.iter().rev().find(|(g, _)| glob(g, &rule.id)) {
                let changed = was(&mut self.set, rule);
                rule.severity = changed.was.set(*level);
                self.set.push(changed);
            }
        }
        self.derived = Derived::default();
    }

    /// Runs every rule's own examples.
    pub fn examples(&self) -> Vec<ExampleResult> {
        examples::run(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_left_out_inherits_the_one_before() {
        let by_stage = Severities([None, Some(Severity::Info), Some(Severity::Error), None]);
        assert_eq!(by_stage.at(Stage::Draft), None);
        assert_eq!(by_stage.at(Stage::Review), Some(Severity::Info));
        assert_eq!(by_stage.at(Stage::Release), Some(Severity::Error));
    }
}
