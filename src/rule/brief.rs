//! What decides whether a rule is asked, in a few bytes: most rules have nothing to say of a packet, and of those no more
//! than this is looked at.

use crate::check::Check;
use crate::finding::Stage;
use crate::rule::{Applies, Rule};

/// The head of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Brief {
    /// The stage from which it is asked.
    from: Option<Stage>,
    /// The last stage at which it is asked.
    until: Option<Stage>,
    /// It sets no conditions, as most do not: what holds for one such rule holds for all.
    pub(crate) always: bool,
    /// It compares the finished product.
    pub(super) compares: bool,
}

impl Brief {
    pub(crate) fn of(rule: &Rule) -> Self {
        let from = Stage::ALL.into_iter().find(|stage| rule.severity.at(*stage).is_some());
        let compares = matches!(*rule.check, Check::Finished(_));
        Self { from, until: rule.until, always: rule.applies == Applies::default(), compares }
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
