//! Documents that issue or forward a text: the text must be there, and is not an attachment.

use serde::Deserialize;

use crate::check::enclosures::title_key;
use crate::check::{Ctx, outcome};
use crate::document::Document;
use crate::element::{ElementKind, Elements, Forwarded};
use crate::finding::{Hit, Outcome, Severity};
use crate::packet::{File, FileRole};
use crate::terms::Terms;

pub(super) const KEYS: &[&str] = &["name", "verb", "found", "want"];

/// What can be wrong with an enclosed text.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forward {
    fault: Fault,
    /// For `verb`: the verb that is for texts of others.
    #[serde(default)]
    verb: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Fault {
    /// It is neither behind the main part nor beside the document.
    Missing,
    /// It is listed as an attachment.
    Listed,
    /// The verb is for texts of others, and the text is the office's own.
    Verb,
}

impl Forward {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(skipped) => return skipped,
        };
        if elements.forwarded.is_empty() {
            return Outcome::NotApplicable;
        }
        let listed = |text: &Forwarded| {
            let key = title_key(ctx.terms, &text.title);
            ctx.enclosures().listed.iter().find(|i| like(ctx.terms, &key, &title_key(ctx.terms, &i.name)))
        };
        let hit = |text: &Forwarded| {
            let hit = Hit::at(file, text.range.clone()).of(ElementKind::Title.id());
            hit.with("name", text.title.clone()).with("verb", text.verb.clone())
        };
        let hits = elements.forwarded.iter().filter_map(|text| match self.fault {
            Fault::Missing if listed(text).is_some() => None,
            Fault::Missing => {
                let presence = presence(ctx, document, elements, text);
                let mut hit = hit(text);
                hit.at_most = (presence == Presence::Unsure).then_some(Severity::Warning);
                (presence != Presence::Sure).then_some(hit)
            }
            Fault::Listed => {
                let item = listed(text)?;
                let mut hit = hit(text);
                hit.at = Some((file, item.range.clone()));
                Some(hit)
            }
            Fault::Verb => {
                let issuer = elements.get(ElementKind::Issuer)?.items.first()?;
                (text.verb == self.verb && text.title.starts_with(&issuer.text))
                    .then(|| hit(text).with("found", issuer.text.clone()))
            }
        });
        outcome(hits.collect())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    /// Its title was found.
    Sure,
    /// There is more text than this document accounts for.
    Unsure,
    /// Nothing can be it.
    No,
}

/// So many letters beside its title make a text.
const LITTLE: usize = 10;

fn presence(ctx: &Ctx<'_>, document: &Document, elements: &Elements, text: &Forwarded) -> Presence {
    let key = title_key(ctx.terms, &text.title);
    let end = elements.get(ElementKind::Date).or(elements.get(ElementKind::Body)).map_or(0, |e| e.range.end);
    if has_title(ctx.terms, document, document.line_at(end) + 1, &key) {
        return Presence::Sure;
    }
    // An empty or broken file is no text.
    let whole = |f: &File| match f.read() {
        Some((d, _)) => d.text.as_str().chars().filter(|c| c.is_alphanumeric()).count() > key.chars().count() + LITTLE,
        None => f.failure().is_none() && f.size > 0,
    };
    let role = |f: &File| matches!(f.role, FileRole::Attachment | FileRole::Other | FileRole::Supporting);
    let files: Vec<&File> = ctx.packet.files.iter().filter(|f| role(f) && whole(f)).collect();
    let named = |f: &&&File| {
        like(ctx.terms, &key, &title_key(ctx.terms, &f.title))
            || f.read().is_some_and(|(d, _)| has_title(ctx.terms, d, 0, &key))
    };
    if files.iter().any(|f| named(&f)) {
        return Presence::Sure;
    }
    let behind = document.text.slice(end..document.text.as_str().len());
    let imprint =
        elements.get(ElementKind::Cc).or(elements.get(ElementKind::PrintingDate)).map_or(usize::MAX, |e| e.range.start);
    const SOME: usize = 100;
    let more = behind.char_indices().filter(|(at, c)| end + at < imprint && c.is_alphanumeric()).count() > SOME;
    if more || !files.is_empty() { Presence::Unsure } else { Presence::No }
}

/// A line, or up to three lines together, that bear the title.
fn has_title(terms: &Terms, document: &Document, from: usize, key: &str) -> bool {
    const LINES: usize = 3;
    let lines: Vec<String> = (from..document.lines.len())
        .map(|l| title_key(terms, document.line_text(l)))
        .filter(|l| !l.is_empty())
        .collect();
    let longest = 2 * key.len() + 60;
    (0..lines.len()).any(|at| {
        let mut joined = String::new();
        lines[at..].iter().take(LINES).any(|line| {
            joined.push_str(line);
            // 关于转发…工作的通知 forwards a 通知 whose kind its title does not repeat.
            let kindless =
                terms.kind_of_title(&joined).and_then(|k| k.ends.iter().find_map(|e| joined.strip_suffix(e.as_str())));
            joined.len() <= longest
                && (like(terms, key, &joined) || kindless.is_some_and(|line| like(terms, key, line)))
        })
    })
}

/// The same title: organ names before 关于 and particles aside, one may have more in front.
pub(super) fn like(terms: &Terms, a: &str, b: &str) -> bool {
    let (a, b) = (core(terms, a), core(terms, b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let Some(more) = long.strip_suffix(short.as_str()).filter(|_| !short.is_empty()) else { return false };
    short.len() * 5 >= long.len() * 3 || terms.is_organ(more)
}

/// What tells one title from another: from 关于 on, without 的.
fn core(terms: &Terms, key: &str) -> String {
    let about = terms.words.forward_leads.first().map_or("", String::as_str);
    let from = key.find(about).filter(|_| !about.is_empty()).unwrap_or(0);
    key[from..].chars().filter(|c| !terms.words.particles.iter().any(|p| p.chars().eq([*c]))).collect()
}
