//! Joint documents: mark, title and signatures name the same organs.

use serde::Deserialize;

use crate::check::chain::short_for;
use crate::check::{Ctx, name_of, outcome, printed};
use crate::element::{Element, ElementKind};
use crate::finding::{Hit, Outcome};
use crate::fold;
use crate::lang::Words;
use crate::shown::few;
use crate::terms::{Pattern, Terms};
use crate::words;

pub(super) const KEYS: &[&str] = &["element", "found", "other", "lack"];

/// An element that names organs, against the signatures below the document.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Joint {
    /// The element.
    element: ElementKind,
    /// The lead organ may stand for all.
    #[serde(default)]
    lead: bool,
    /// How the element counts organs that it does not name; the group `n` is the number of all.
    #[serde(default)]
    others: Option<Pattern>,
}

/// The organs that an element names.
struct Named {
    /// Each by itself where blanks or commas part them, several in one where nothing does.
    organs: Vec<String>,
    /// It says that there are more.
    more: bool,
    /// How many there are, where it says so.
    count: Option<usize>,
}

impl Joint {
    /// A document of one organ is not asked.
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        let (Some(element), Some(issuer)) = (elements.get(self.element), elements.get(ElementKind::Issuer)) else {
            return Outcome::NotApplicable;
        };
        // The lines of a title are joined as they are read; a mark is read as it stands, for its blanks part the organs.
        let text = match self.element {
            ElementKind::Title => &element.value,
            _ => document.text.slice(element.range.clone()),
        };
        let named = self.named(ctx.terms, text);
        let signed: Vec<String> =
            issuer.items.iter().filter(|i| ctx.terms.is_organ(&i.text)).map(|i| unsealed(ctx.terms, &i.text)).collect();
        if named.organs.is_empty() || signed.is_empty() || named.organs.len() + signed.len() < 3 && !named.more {
            return Outcome::NotApplicable;
        }
        // `lacking` lacks an organ that `having` has.
        let hit = |lacking: &Element, having: &Element, lack: Words| {
            let hit = Hit::at(file, lacking.range.clone()).of(lacking.kind.id());
            let hit = hit.with("element", name_of(document, lacking)).with("other", name_of(document, having));
            let items: Vec<&str> = lacking.items.iter().map(|item| item.text.as_str()).collect();
            let found = if items.is_empty() { printed(document, lacking.range.clone()).into() } else { few(&items) };
            hit.with("found", found).with("lack", lack)
        };
        let mut hits = Vec::new();
        if let Some(lack) = self.unnamed(&named, &signed) {
            hits.push(hit(element, issuer, lack));
        }
        let unsigned = without(&named.organs, &signed);
        if let Some(count) = named.count.filter(|count| *count != signed.len()) {
            hits.push(hit(issuer, element, words!("{count}个机关", count)));
        } else if !unsigned.is_empty() {
            hits.push(hit(issuer, element, few(&unsigned)));
        }
        outcome(hits)
    }

    /// The organs that sign and are not named.
    fn unnamed(&self, named: &Named, signed: &[String]) -> Option<Words> {
        let missing = without(signed, &named.organs);
        // Where none of them is named, it is another organ's: another rule says so.
        let alone = named.organs.len() == 1 && signed.len() - missing.len() <= 1;
        let fine = missing.is_empty() || missing.len() == signed.len() || named.more || self.lead && alone;
        (!fine).then(|| few(&missing))
    }

    fn named(&self, terms: &Terms, text: &str) -> Named {
        let verbs = terms.words.title_verbs.iter().filter(|_| self.element == ElementKind::Title);
        let head = &text[..verbs.filter_map(|verb| text.find(verb.as_str())).min().unwrap_or(text.len())];
        let found = self.others.as_ref().and_then(|p| p.on(head)?.captures(head));
        let count = found.as_ref().and_then(|c| Some(fold::number(c.name("n")?.as_str())? as usize));
        let head = found.as_ref().and_then(|c| c.get(0)).map_or(head, |m| &head[..m.start()]);
        let bare = |part: &str| {
            let text = unsealed(terms, part);
            let end = terms.words.mark_ends.iter().find_map(|end| text.strip_suffix(end.as_str()));
            end.map_or(text.clone(), str::to_owned)
        };
        let parts = head.split(|c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',')).map(bare);
        Named { organs: parts.filter(|part| terms.is_organ(part)).collect(), more: found.is_some(), count }
    }
}

/// The names of `all` that are none of `others`, short forms and names without a mark between them minded.
fn without(all: &[String], others: &[String]) -> Vec<String> {
    let known = |name: &str| others.iter().any(|other| short_for(name, other) || short_for(other, name));
    all.iter().filter(|name| !known(name)).cloned().collect()
}

fn unsealed(terms: &Terms, text: &str) -> String {
    let text = fold::squash(text);
    let sealed = terms.words.seal_marks.iter().find_map(|mark| text.strip_suffix(mark.as_str()));
    sealed.map_or(text.clone(), str::to_owned)
}
