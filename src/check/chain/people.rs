//! Who signed: different people in different roles, those whom the office names, every issuing organ.

use super::{Judge, NotAmong, NotConsulted, NotCountersigned, SamePerson, Step};
use crate::check::outcome;
use crate::element::{ElementKind, Signature, Status};
use crate::finding::{Hit, Outcome, Skip};
use crate::fold;
use crate::lang::Words;
use crate::packet::FileRole;
use crate::shown::few;
use crate::terms::Terms;
use crate::words;

impl Judge<'_> {
    pub(super) fn same_person(&self, check: &SamePerson) -> Outcome {
        let form = self.form;
        let names = |id: &'_ str| form.signatures.iter().filter(move |s| s.role == *id && s.name.is_some()).collect();
        let title = |id: &str| self.ctx.terms.role(id).map_or_else(Words::default, |r| Words::template(&r.title));
        let mut hits = Vec::new();
        let mut compared = false;
        for [a, b] in &check.apart {
            let (first, second): (Vec<&Signature>, Vec<&Signature>) = (names(a), names(b));
            let Some(role) = self.ctx.terms.role(b) else { continue };
            compared |= !first.is_empty() && !second.is_empty();
            let twin = |s: &Signature| first.iter().find(|f| same(self.ctx.terms, f, s)).map(|f| f.range.clone());
            let both = second.into_iter().find_map(|s| Some((s, twin(s)?)));
            hits.extend(both.map(|(s, other)| {
                let who = s.name.as_ref().map_or("", |n| n.text.as_str());
                self.hit(role, s).beside(self.file, other).with("other", title(a)).with("who", who)
            }));
        }
        if compared { outcome(hits) } else { Outcome::NotApplicable }
    }

    /// The step's own list or role comes before the one that the rule names; without either nothing is asked.
    pub(super) fn not_among(&self, check: &NotAmong) -> Outcome {
        let mut asked = false;
        let mut hits = Vec::new();
        let named = check.roles.iter().filter_map(|id| self.ctx.terms.role(id)).map(|role| {
            let step = self.steps.iter().find(|s| s.role.id == role.id);
            (role, step.and_then(|s| s.node?.who.as_ref()).or(check.people.as_ref()))
        });
        let of_chain = self
            .named()
            .filter(|_| check.roles.is_empty())
            .map(|s: Step<'_>| (s.role, s.node.and_then(|n| n.who.as_ref())));
        for (role, list) in named.chain(of_chain) {
            let allowed = if check.signers { self.signers() } else { list.and_then(|list| self.people(list)) };
            let Some(allowed) = allowed else { continue };
            let signed = self.form.role(&role.id).filter_map(|s| Some((s, s.name.as_ref()?)));
            for (signature, name) in signed {
                asked = true;
                if !allowed.iter().any(|a| same_person(self.ctx.terms, a, &name.text)) {
                    hits.push(self.hit(role, signature).with("who", few(&allowed)));
                }
            }
        }
        if asked { outcome(hits) } else { Outcome::NotApplicable }
    }

    /// The names of a list, or those who signed a role.
    fn people(&self, list: &str) -> Option<Vec<String>> {
        if self.ctx.terms.role(list).is_some() {
            let names: Vec<String> = self.form.role(list).filter_map(|s| Some(s.name.as_ref()?.text.clone())).collect();
            return (!names.is_empty()).then_some(names);
        }
        self.ctx.organisation.list(list).filter(|names| !names.is_empty()).map(<[String]>::to_vec)
    }

    /// Those who may sign this document by its code or kind.
    fn signers(&self) -> Option<Vec<String>> {
        let (_, _, elements) = self.ctx.main()?;
        let number = elements.get(ElementKind::DocNumber).and_then(|e| e.number.as_ref());
        let names = self.ctx.organisation.signers_of(number.map(|n| n.code.as_str()), elements.kind_name())?;
        (!names.is_empty()).then(|| names.to_vec())
    }

    /// Every issuing organ but the first, which signs in the signing cell, has countersigned.
    pub(super) fn not_countersigned(&self, check: &NotCountersigned) -> Outcome {
        let Some((_, _, elements)) = self.ctx.main().filter(|(_, _, e)| e.is_joint()) else {
            return Outcome::NotApplicable;
        };
        let Some(issuer) = elements.get(ElementKind::Issuer) else { return Outcome::NotApplicable };
        let cells: Vec<&Signature> = check.roles.iter().flat_map(|id| self.form.role(id)).collect();
        let signed: Vec<&&Signature> = cells.iter().filter(|s| s.is_signed()).collect();
        if signed.iter().any(|s| s.name.is_none()) {
            return Outcome::Skipped(Skip::Picture);
        }
        let organ = |s: &Signature| s.unit.as_ref().map(|u| fold::squash(&u.text));
        let by = |name: &str| signed.iter().filter_map(|s| organ(s)).any(|unit| short_for(&unit, name));
        let missing: Vec<String> =
            issuer.items.iter().skip(1).map(|i| fold::squash(&i.text)).filter(|name| !by(name)).collect();
        let unnamed = signed.iter().filter(|s| s.unit.is_none()).count();
        if missing.len() <= unnamed {
            return Outcome::Pass;
        }
        let Some(role) = check.roles.first().and_then(|id| self.ctx.terms.role(id)) else {
            return Outcome::NotApplicable;
        };
        let hit = cells.first().map_or_else(|| self.on_form(role).with("found", ""), |s| self.hit(role, s));
        let who = if unnamed == 0 {
            few(&missing)
        } else {
            words!("{organs}中的{n}个", organs = few(&missing), n = missing.len() - unnamed)
        };
        let count = issuer.items.len() - 1;
        outcome(vec![hit.with("who", who).with("count", count.to_string())])
    }
}

impl Judge<'_> {
    /// Only where a department writes: a government gives tasks to its own departments.
    pub(super) fn not_consulted(&self, check: &NotConsulted) -> Outcome {
        let Some((file, document, elements)) = self.ctx.main() else { return Outcome::NotApplicable };
        let (Some(body), Some(issuer)) = (elements.get(ElementKind::Body), elements.get(ElementKind::Issuer)) else {
            return Outcome::NotApplicable;
        };
        let own = |name: &str| issuer.items.iter().any(|i| short_for(name, &fold::squash(&i.text)));
        let end = |name: &str| name.chars().next_back();
        let alike = |name: &str| issuer.items.iter().any(|i| end(&i.text) == end(name));
        let text = document.text.slice(body.range.clone());
        let found = check.pattern.on(text).into_iter().flat_map(|r| r.captures_iter(text));
        let other = found.filter_map(|c| c.name("organ")).find(|m| alike(m.as_str()) && !own(m.as_str()));
        let Some(other) = other else { return Outcome::NotApplicable };
        let decided = |s: &Signature| s.is_signed() || s.status == Status::NotApplicable;
        let asked = check.roles.iter().flat_map(|id| self.form.role(id)).any(decided);
        let paper = self.ctx.packet.files.iter().any(|f| f.role == FileRole::Supporting);
        if asked || paper {
            return Outcome::Pass;
        }
        let range = body.range.start + other.start()..body.range.start + other.end();
        outcome(vec![Hit::at(file, range).of("body").with("who", other.as_str()).with("found", other.as_str())])
    }
}

/// `县财政局` and `财政局` stand for `青禾县财政局`.
pub(in crate::check) fn short_for(unit: &str, name: &str) -> bool {
    let within = |short: &str, long: &str| {
        let mut rest = long.chars();
        short.chars().all(|c| rest.any(|r| r == c))
    };
    // 人社局 is in 人力资源和社会保障局, 发改委 in 发展和改革委员会.
    unit.chars().count() >= 2 && (within(unit, name) || name.chars().count() >= 2 && unit.ends_with(name))
}

fn same(terms: &Terms, a: &Signature, b: &Signature) -> bool {
    let name = |s: &Signature| s.name.as_ref().map(|n| n.text.clone()).unwrap_or_default();
    same_person(terms, &name(a), &name(b))
}

/// The same name, titles aside.
pub(in crate::check) fn same_person(terms: &Terms, a: &str, b: &str) -> bool {
    let (a, b) = (terms.bare_name(a), terms.bare_name(b));
    !a.is_empty() && a == b
}
