//! What stands under a label that no list has: nothing that matters, a refusal, somebody's signature, or something unclear.

use super::opinion::{self, Clause};
use super::words::Words;
use crate::date::Written;
use crate::fold;
use crate::terms::{Means, Terms};

/// What an unknown field amounts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::element) enum Aside {
    /// Nothing that bears on an approval.
    Nothing,
    /// It refuses, holds or passes on; to whom.
    Means(Means, Option<String>),
    /// Somebody has signed there.
    Signed,
    /// It may turn an approval.
    Unclear,
}

/// A remark that is longer tells of the matter.
const LONGEST: usize = 24;

/// Judges what stands under a label; `behind` an approval every word counts.
pub(in crate::element) fn aside(terms: &Terms, label: &str, text: &str, behind: bool) -> Aside {
    let bare = fold::squash(text);
    let bare = bare.trim_matches(|c: char| !c.is_alphanumeric());
    let none = terms.words.none_values.iter().any(|v| v == bare) || terms.words.done_states.iter().any(|v| v == bare);
    let cross = behind && text.contains(['×', '✗', '✘', '╳']);
    if cross {
        return Aside::Unclear;
    }
    if none || !bare.chars().any(fold::is_han) {
        return Aside::Nothing;
    }
    let grave =
        |means: Means| matches!(means, Means::Rejected | Means::Redirected | Means::Conditional | Means::Pending);
    let long = bare.chars().count() > LONGEST && !behind;
    // 转交：丁岩
    if !long
        && let Clause::Known(means, who) = opinion::clause(terms, &format!("{label}{bare}"))
        && grave(means)
    {
        return Aside::Means(means, who);
    }
    let words = Words::new(terms, text, 0, true);
    let said = words.says();
    let dated = words.dates().iter().any(Written::is_complete);
    let named = said.names.iter().any(|n| n.sure);
    match said.means {
        Some(means) if grave(means) && !long => Aside::Means(means, said.who),
        means if named && (dated || means.is_some() && !text.contains(char::is_numeric)) => Aside::Signed,
        _ if behind && (said.unclear || named) => Aside::Unclear,
        _ => Aside::Nothing,
    }
}

/// What a state or remark amounts to, when its words are known.
pub(crate) fn heard(terms: &Terms, text: &str) -> Option<Means> {
    let said = Words::new(terms, text, 0, false).says();
    said.means.filter(|_| !said.unclear)
}

/// Whether some clause of a text refuses, holds or waits, whatever the others say.
pub(crate) fn objects(terms: &Terms, text: &str) -> bool {
    let grave = |clause: &str| {
        let means = opinion::meaning(terms, &fold::squash(clause));
        means.is_some_and(|m| matches!(m, Means::Rejected | Means::Pending | Means::Conditional))
    };
    text.split(['，', '。', '；', '：', ',', ';', ':', '\n', '　']).filter(|c| !c.trim().is_empty()).any(grave)
}
