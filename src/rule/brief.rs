//! What decides whether a rule is asked, in a few bytes: most rules have nothing to say of a packet, and of those no more
//! than this is looked at.

use crate::check::Check;
use crate::finding::Stage;
use crate::rule::Rule;

/// The heads of all rules, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Briefs {
    /// One for each rule.
    pub(crate) all: Vec<Brief>,
    /// Of the rules that set the same conditions one: what holds for it holds for the others. Most set none.
    pub(crate) conditions: Vec<usize>,
}

impl Briefs {
    pub(super) fn of(rules: &[Rule]) -> Self {
        let mut briefs = Self::default();
        for (at, rule) in rules.iter().enumerate() {
            let same = briefs.conditions.iter().position(|other| rules[*other].applies == rule.applies);
            let conditions = same.unwrap_or_else(|| {
                briefs.conditions.push(at);
                briefs.conditions.len() - 1
            });
            briefs.all.push(Brief { conditions, ..Brief::of(rule) });
        }
        briefs
    }
}

/// The head of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Brief {
    /// The stage from which it is asked.
    from: Option<Stage>,
    /// The last stage at which it is asked.
    until: Option<Stage>,
    /// Which of the conditions it sets.
    pub(crate) conditions: usize,
    /// It compares the finished product.
    pub(super) compares: bool,
}

impl Brief {
    pub(crate) fn of(rule: &Rule) -> Self {
        let from = Stage::ALL.into_iter().find(|stage| rule.severity.at(*stage).is_some());
        let compares = matches!(*rule.check, Check::Finished(_));
        Self { from, until: rule.until, conditions: 0, compares }
    }

    /// Whether it is asked at earlier stages alone.
    pub(crate) fn is_over(self, stage: Stage) -> bool {
        self.until.is_some_and(|until| until < stage)
    }

    /// Whether it is asked at a stage.
    pub(crate) fn is_asked(self, stage: Stage) -> bool {
        self.from.is_some_and(|from| from <= stage) && self.until.is_none_or(|until| stage <= until)
    }
}
