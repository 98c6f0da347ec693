//! How long a document is.

use serde::Deserialize;

use crate::check::{Ctx, outcome};
use crate::element::ElementKind;
use crate::finding::{Hit, Outcome};
use crate::fold;
use crate::terms::Pattern;

pub(super) const KEYS: &[&str] = &["n", "want"];

/// The length of the body, attachments left out. It is counted as word processors do: Han characters and marks each as
/// one, what stands in Latin letters or digits as one a word.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Length {
    /// The most.
    most: usize,
    /// Not documents whose organ matches this.
    #[serde(default)]
    not_issuer_pattern: Option<Pattern>,
    /// Documents that issue or forward a text are judged too.
    #[serde(default)]
    forwarding: bool,
}

impl Length {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        let organs = [ElementKind::Issuer, ElementKind::AgencyMark, ElementKind::Title];
        let exempt = |kind| elements.get(kind).is_some_and(|e| self.exempts(document.text.slice(e.range.clone())));
        let forwards = !self.forwarding && !elements.forwarded.is_empty();
        let Some(body) = elements.get(ElementKind::Body) else { return Outcome::NotApplicable };
        if forwards || organs.into_iter().any(exempt) {
            return Outcome::NotApplicable;
        }
        let bodies = || elements.all(ElementKind::Body).map(|body| document.text.slice(body.range.clone()));
        // No word is shorter than a character, and characters are counted sooner.
        if bodies().map(|body| body.chars().count()).sum::<usize>() <= self.most {
            return Outcome::Pass;
        }
        let n: usize = bodies().map(words).sum();
        let first = document.lines.get(document.line_at(body.range.start)).map_or(0, |line| line.range.end);
        let at = body.range.start..first.clamp(body.range.start, body.range.end);
        let hit = || Hit::at(file, at.clone()).with("n", n.to_string()).with("want", self.most.to_string()).whole();
        outcome((n > self.most).then(hit).into_iter().collect())
    }

    fn exempts(&self, organ: &str) -> bool {
        self.not_issuer_pattern.as_ref().is_some_and(|p| p.is_match(&fold::squash(organ)))
    }
}

/// Words as word processors count them.
fn words(text: &str) -> usize {
    let mut inside = false;
    let counts = |c: char| {
        let part = c.is_ascii_graphic();
        let begins = part && !inside;
        inside = part;
        begins || !part && !c.is_whitespace()
    };
    text.chars().map(counts).filter(|counted| *counted).count()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn han_characters_marks_and_words_are_counted() {
        assert_eq!(words("请于2026年3月5日前，报送 PM2.5 数据。"), 16);
        assert_eq!(words(" \n　"), 0);
    }
}
