//! Documents that issue or forward a text: the text must be there, and is not an attachment.

use std::ops::Range;

use serde::Deserialize;

use crate::check::enclosures::{Content, Found, of_range, title_key};
use crate::check::{Ctx, outcome};
use crate::document::Document;
use crate::edit::Span;
use crate::element::{ElementKind, Elements, Forwarded, ListItem};
use crate::finding::{Hit, Outcome, Severity, Skip};
use crate::fold;
use crate::lang::Words;
use crate::packet::{File, FileRole};
use crate::terms::Terms;
use crate::words;

/// What can be wrong with an enclosed text.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Forward {
    /// It is neither behind the main part nor beside the document.
    Missing,
    /// It is listed as an attachment.
    Listed,
    /// The verb is for texts of others, and the text is the office's own.
    Verb(ForOthers),
}

/// What is said of texts of others.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForOthers {
    verb: String,
}

impl Forward {
    /// What its hits fill.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        match self {
            Self::Missing => &["name", "verb", "state", "brief"],
            Self::Listed => &["name", "verb"],
            Self::Verb(_) => &["name", "verb", "found"],
        }
    }

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
            hit.with("name", text.title.clone()).with("verb", Words::term(&text.verb))
        };
        if matches!(self, Self::Missing) {
            let unlisted = elements.forwarded.iter().filter(|text| listed(text).is_none());
            let told: Vec<(Presence, Hit)> =
                unlisted.map(|text| (presence(ctx, document, elements, text), hit(text))).collect();
            return missing(ctx, told);
        }
        let hits = elements.forwarded.iter().filter_map(|text| match self {
            Self::Missing => None,
            Self::Listed => {
                let item = listed(text)?;
                let mut hit = hit(text);
                hit = hit.beside(file, text.range.clone());
                hit.at = Some(Span { file, range: item.range.clone() });
                Some(hit)
            }
            Self::Verb(others) => {
                let issuer = elements.get(ElementKind::Issuer)?.items.first()?;
                (text.verb == others.verb && text.title.starts_with(&issuer.text))
                    .then(|| hit(text).with("found", issuer.text.clone()))
            }
        });
        outcome(hits.collect())
    }
}

/// Texts that are not there; those that may be in what was not read leave it open.
fn missing(ctx: &Ctx<'_>, told: Vec<(Presence, Hit)>) -> Outcome {
    let no = told.iter().any(|(p, _)| matches!(p, Presence::No | Presence::Other(_)));
    let unread = told.iter().any(|(p, _)| matches!(p, Presence::Unread | Presence::Draft(_)));
    let hits = told.into_iter().filter(|(p, _)| *p != Presence::Sure).map(|(presence, mut hit)| {
        let unsure = matches!(presence, Presence::Unsure | Presence::Unread | Presence::Draft(_));
        hit.at_most = unsure.then_some(Severity::Warning);
        let unread = ctx.enclosures().unread_names(ctx);
        let (state, brief) = match &presence {
            Presence::Unread if !unread.is_empty() => {
                (words!("不能确定它的正文在不在：送来的{unread}没有读，可能在里面", unread), words!("待确认"))
            }
            Presence::Unread => (Words::from("后面的像是还没有内容，请人工核对"), words!("待确认")),
            Presence::Draft(word) => (words!("后面的却写着“{word}”，不像是定稿", word), words!("不是定稿：")),
            Presence::Other(title) => (words!("后面却是“{title}”", title), words!("缺少")),
            _ => (Words::from("后面没有找到它的正文，送印的文件里也没有"), words!("缺少")),
        };
        hit.with("state", state).with("brief", brief)
    });
    if unread && !no { Outcome::Open(Skip::NotRead, hits.collect()) } else { outcome(hits.collect()) }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Presence {
    /// Its title was found.
    Sure,
    /// There is more text than this document accounts for.
    Unsure,
    /// What was handed in and not read may be it.
    Unread,
    /// It is there, and calls itself a draft.
    Draft(String),
    /// Another text stands in its place.
    Other(String),
    /// Nothing can be it.
    No,
}

/// So many letters beside its title make a text.
const LITTLE: usize = 10;

fn presence(ctx: &Ctx<'_>, document: &Document, elements: &Elements, text: &Forwarded) -> Presence {
    let key = title_key(ctx.terms, &text.title);
    let end = main_end(elements);
    match behind(ctx, document, elements, &key) {
        Some((_, Content::Nothing | Content::Promised(_))) => return Presence::No,
        Some((_, Content::Unread | Content::Doubtful(_))) => return Presence::Unread,
        Some((title, _)) => return draft(ctx, document.text.slice(title), text).unwrap_or(Presence::Sure),
        None => {}
    }
    // An empty or broken file is no text.
    let whole = |f: &File| match f.read() {
        Some((d, _)) => d.text.as_str().chars().filter(|c| c.is_alphanumeric()).count() > key.chars().count() + LITTLE,
        None => f.failure().is_none() && f.size > 0 && !f.unfinished,
    };
    let role = |f: &File| matches!(f.role, FileRole::Attachment | FileRole::Other | FileRole::Supporting);
    let files: Vec<&File> = ctx.packet.files.iter().filter(|f| role(f) && whole(f)).collect();
    let named = |f: &&&File| {
        like(ctx.terms, &key, &title_key(ctx.terms, &f.title))
            || f.read().is_some_and(|(d, _)| titled_lines(ctx.terms, d, 0, &key).is_some())
    };
    if let Some(file) = files.iter().find(|f| named(f)) {
        let titled = file.read().and_then(|(d, _)| {
            let lines = titled_lines(ctx.terms, d, 0, &key)?;
            Some(lines.map(|l| d.line_text(l)).collect::<String>())
        });
        return titled.and_then(|title| draft(ctx, &title, text)).unwrap_or(Presence::Sure);
    }
    if let Some(other) = other_text(ctx, document, elements, text, &key) {
        return other;
    }
    // What is there for a listed attachment is that attachment.
    let found = || ctx.enclosures().found.iter().filter(|f| f.item.is_some());
    let files: Vec<&File> = files.into_iter().filter(|f| !found().any(|e| e.separate && is_file(ctx, e, f))).collect();
    let pages = found().filter(|f| !f.separate).filter_map(|f| elements.pages.get(f.page?));
    let pages: Vec<&Range<usize>> = pages.map(|page| &page.range).collect();
    let behind = document.text.slice(end..document.text.as_str().len());
    let imprint = imprint(elements).unwrap_or(usize::MAX);
    const SOME: usize = 100;
    let free = |at: usize| at < imprint && !pages.iter().any(|page| page.contains(&at));
    let more = behind.char_indices().filter(|(at, c)| c.is_alphanumeric() && free(end + at)).count() > SOME;
    match more || files.iter().any(|f| f.read().is_some()) {
        true => Presence::Unsure,
        false if !files.is_empty() || !ctx.enclosures().unread.is_empty() => Presence::Unread,
        false => Presence::No,
    }
}

/// The title of the text says that it is a draft, and what is announced is none.
fn draft(ctx: &Ctx<'_>, title: &str, text: &Forwarded) -> Option<Presence> {
    let marks = ctx.terms.words.draft_marks.iter();
    let word = marks
        .filter(|mark| title.contains(mark.as_str()) && !text.title.contains(mark.as_str()))
        .max_by_key(|m| m.len());
    word.map(|word| Presence::Draft(word.clone()))
}

/// What stands first behind the main part, where that is another text, or this one with a note that it is a draft.
fn other_text(
    ctx: &Ctx<'_>,
    document: &Document,
    elements: &Elements,
    text: &Forwarded,
    key: &str,
) -> Option<Presence> {
    const LONGEST: usize = 40;
    let terms = ctx.terms;
    let notes = elements.all(ElementKind::Annotation).map(|e| e.range.end).max().unwrap_or(0);
    let first = document.line_at(main_end(elements).max(notes)) + 1;
    let line = (first..document.lines.len()).find(|&l| !document.is_blank(l))?;
    let place = document.lines.get(line)?.range.start;
    let enclosed = elements.pages.iter().any(|p| p.range.start <= place && place < p.range.end);
    if enclosed || imprint(elements).is_some_and(|at| at <= place) {
        return None;
    }
    let title = fold::squash(document.line_text(line));
    let bare = title.split_once('(').filter(|_| title.ends_with(')')).map_or(title.as_str(), |(bare, _)| bare);
    if like(terms, key, &title_key(terms, bare)) {
        return draft(ctx, &title, text);
    }
    let is_title = bare.chars().count() <= LONGEST
        && !bare.contains(['。', '，', '；', '：', ':', ','])
        && terms.words.text_ends.iter().any(|e| bare.ends_with(e.as_str()));
    let of_another = |o: &Forwarded| like(terms, &title_key(terms, &o.title), &title_key(terms, bare));
    (is_title && !elements.forwarded.iter().any(of_another)).then(|| Presence::Other(title.clone()))
}

fn is_file(ctx: &Ctx<'_>, found: &Found, file: &File) -> bool {
    ctx.packet.files.get(found.file).is_some_and(|own| std::ptr::eq(own, file))
}

/// Where the main part ends.
fn main_end(elements: &Elements) -> usize {
    elements.get(ElementKind::Date).or(elements.get(ElementKind::Body)).map_or(0, |e| e.range.end)
}

fn imprint(elements: &Elements) -> Option<usize> {
    elements.get(ElementKind::Cc).or(elements.get(ElementKind::PrintingDate)).map(|e| e.range.start)
}

/// The lines behind the main part that bear a title, and what stands under them.
fn behind(ctx: &Ctx<'_>, document: &Document, elements: &Elements, key: &str) -> Option<(Range<usize>, Content)> {
    let first = document.line_at(main_end(elements)) + 1;
    let lines = titled_lines(ctx.terms, document, first, key)?;
    let title = document.lines.get(lines.start)?.range.start..document.lines.get(lines.end - 1)?.range.end;
    // It goes on to the next text, the next attachment or the imprint.
    let others = elements.forwarded.iter().map(|o| title_key(ctx.terms, &o.title)).filter(|o| o != key);
    let others = others.filter_map(|o| titled_lines(ctx.terms, document, lines.end, &o));
    let others = others.filter_map(|l| document.lines.get(l.start)).map(|l| l.range.start);
    let pages = elements.pages.iter().map(|p| p.mark.start);
    let end = others.chain(pages).chain(imprint(elements)).filter(|&at| at >= title.end).min();
    let under = title.end..end.unwrap_or(document.text.as_str().len());
    Some((title, of_range(ctx.terms, document, under, key)))
}

/// Listed attachments that stand behind the main part as the text that the title announces, without a heading.
pub(super) fn enclosed(
    ctx: &Ctx<'_>,
    main: usize,
    document: &Document,
    elements: &Elements,
    listed: &[ListItem],
) -> Vec<Found> {
    let found = elements.forwarded.iter().filter_map(|text| {
        let key = title_key(ctx.terms, &text.title);
        let item = listed.iter().find(|i| like(ctx.terms, &key, &title_key(ctx.terms, &i.name)))?;
        let (title, content) = behind(ctx, document, elements, &key)?;
        let headed = elements.pages.iter().any(|p| p.title_range.start <= title.start && title.start < p.range.end);
        (!headed).then(|| Found { title: item.name.clone(), content, ..Found::at(main, title) })
    });
    found.collect()
}

/// The first line, or up to three lines together, that bear the title.
fn titled_lines(terms: &Terms, document: &Document, from: usize, key: &str) -> Option<Range<usize>> {
    const LINES: usize = 3;
    let lines: Vec<(usize, String)> = (from..document.lines.len())
        .map(|l| (l, title_key(terms, document.line_text(l))))
        .filter(|(_, l)| !l.is_empty())
        .collect();
    let longest = 2 * key.len() + 60;
    (0..lines.len()).find_map(|at| {
        let mut joined = String::new();
        lines[at..].iter().take(LINES).find_map(|(line, text)| {
            joined.push_str(text);
            // 关于转发…工作的通知 forwards a 通知 whose kind its title does not repeat.
            let kindless =
                terms.kind_of_title(&joined).and_then(|k| k.ends.iter().find_map(|e| joined.strip_suffix(e.as_str())));
            let same = joined.len() <= longest
                && (like(terms, key, &joined) || kindless.is_some_and(|line| like(terms, key, line)));
            same.then(|| lines[at].0..line + 1)
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
