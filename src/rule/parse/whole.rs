//! Mistakes that only show when all files are read.

use super::Loader;
use crate::element::ElementKind;
use crate::gate::glob;
use crate::lang;
use crate::problem::Problem;
use crate::rule::Mend;
use crate::words;

impl Loader {
    /// Mistakes that only show when everything is read.
    pub(super) fn cross_check(&mut self) {
        let mut problems = Vec::new();
        let known = |glob_: &str| self.set.rules.iter().any(|r| glob(glob_, &r.id));
        for (rule, place) in self.set.rules.iter().zip(&self.places) {
            let file = place.file.unwrap_or(0);
            let at = |message: lang::Words| Problem { file, ..Problem::new(place.header.clone(), message) };
            problems.extend(rule.check.problems(&self.set.terms).into_iter().map(at));
            problems.extend(rule.mend.iter().flat_map(Mend::problems).map(at));
            problems.extend(
                rule.yields.iter().filter(|y| !known(y)).map(|y| at(words!("yields 里的“{y}”不是任何规则的编号", y))),
            );
            let kinds = rule.applies.kinds.iter().chain(&rule.applies.not_kinds);
            let terms = &self.set.terms;
            let system = rule.applies.system.as_ref().map(|id| terms.foreign.iter().find(|f| f.id == *id));
            let known_kind = |k: &&String| match system {
                Some(system) => system.is_some_and(|s| s.kinds.contains(k)),
                None => terms.kinds.iter().any(|d| d.name == **k),
            };
            problems.extend(kinds.filter(|k| !known_kind(k)).map(|k| at(words!("没有叫“{k}”的文种", k))));
            if system.is_some_and(|s| s.is_none()) {
                let id = rule.applies.system.as_deref().unwrap_or_default();
                problems.push(at(words!("没有叫“{id}”的公文制度", id)));
            }
        }
        for (what, globs, range, file) in &self.globs {
            let lost = globs.iter().filter(|g| !known(g));
            problems.extend(lost.map(|g| Problem {
                file: file.unwrap_or(0),
                ..Problem::new(range.clone(), words!("{what}里的“{g}”没有对应的规则", what, g))
            }));
        }
        for (ids, range, file) in &self.compares {
            let known = |id: &&String| {
                self.set.terms.fields.iter().any(|f| f.id == **id) || ElementKind::ALL.iter().any(|k| k.id() == **id)
            };
            problems.extend(ids.iter().filter(|id| !known(id)).map(|id| Problem {
                file: file.unwrap_or(0),
                ..Problem::new(range.clone(), words!("compares 里的“{id}”不是稿纸栏目，也不是要素", id))
            }));
        }
        for (roles, range, file) in &self.chains {
            let lost = roles.iter().filter(|id| self.set.terms.role(id).is_none());
            problems.extend(lost.map(|id| Problem {
                file: file.unwrap_or(0),
                ..Problem::new(range.clone(), words!("链里没有叫“{id}”的签批角色", id))
            }));
        }
        if self.problems.is_empty() {
            self.problems = problems;
        }
    }
}
