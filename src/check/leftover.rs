//! What a draft leaves behind: revisions, comments, hidden words, prompts, fields that change by themselves, characters
//! nobody sees. Several of a kind in one file are one finding with a count.

mod characters;

use std::ops::Range;

use serde::Deserialize;

use crate::check::{Ctx, outcome, printed};
use crate::document::{Document, FieldKind, Line, RunKind, Trace, TraceKind, Zone};
use crate::edit::Edit;
use crate::element::{ElementKind, Elements};
use crate::finding::{Fix, Hit, Outcome, Severity, Skip};
use crate::fold::{self, Folded};
use crate::lang::Words;
use crate::packet::{File, FileRole};
use crate::shown::few;
use crate::sort;
use crate::terms::{Before, Behind, Pattern, Seen, Terms};
use crate::words;

/// What is looked for, in everything that will be printed.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leftover {
    what: Vec<What>,
    /// Only in these elements of the main document.
    #[serde(default)]
    elements: Vec<ElementKind>,
    /// Not in these elements of the main document, which other rules judge.
    #[serde(default)]
    except: Vec<ElementKind>,
    /// Not in attachments: what is blank there is often to be filled in by those who get it.
    #[serde(default)]
    main_only: bool,
    /// On the form, and not in what is printed.
    #[serde(default)]
    on_form: bool,
    /// What it finds may be meant so: the answer is "cannot judge".
    #[serde(default)]
    doubt: bool,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum What {
    /// Insertions, deletions and changed formats that nobody accepted.
    Revisions,
    /// Those of them that change what is printed.
    Changes,
    Comments,
    /// Comments that ask for something that is still to be decided.
    OpenComments,
    /// Hidden text, and white text outside tables.
    Hidden,
    /// White text outside tables alone: it is in the text, and nobody sees it.
    White,
    /// Whole lines that are struck out.
    Struck,
    /// Lines above the title, in page margins, boxes and watermarks, and the name of the main document's file, that say
    /// that it is no final text.
    DraftMarks,
    Highlight,
    Macros,
    /// Prompts of content controls nobody filled in, fields without a result, and what looks like one.
    Placeholders(Box<Placeholders>),
    /// Dates that the program computes anew each time the file is opened.
    ClockFields,
    /// A typed number behind an automatic one.
    DoubleNumbers,
    /// Characters that take no room, or that only one font knows.
    OddCharacters,
    /// Characters that are others than they seem.
    Characters(characters::Kind),
    /// A plain text that reads in two encodings.
    Encoding,
    /// Parts of the text that were not read: the answer is "cannot judge".
    Unread,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Placeholders {
    /// How they look in the text.
    #[serde(default)]
    pattern: Option<Pattern>,
    /// Not behind this: a pattern of names is told.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    not_after: Option<Behind>,
    /// Not before this.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    not_before: Option<Before>,
    /// One sign alone in the place of a word or a number.
    #[serde(default)]
    single: Option<Single>,
}

/// A sign that is a placeholder only in some places: × also multiplies, X is a letter.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Single {
    /// The sign with the words beside it.
    pattern: Pattern,
    /// It is something else behind this.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    not_after: Option<Behind>,
    /// It is something else where this stands in its place.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    unless: Option<Before>,
}

/// Places of one kind in one file.
struct Places {
    what: Words,
    ranges: Vec<Range<usize>>,
    who: Vec<String>,
    found: Words,
    /// What to write instead.
    fixes: Vec<Edit>,
    safe: bool,
    /// Nothing of it is sure.
    at_most: Option<Severity>,
}

impl Leftover {
    /// What its hits fill: people only where the files name them, a character only where it is one.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        let all = |is: fn(&What) -> bool| self.what.iter().all(is);
        match () {
            () if self.is_of_unread() => &["what", "n", "found"],
            () if all(|w| matches!(w, What::Revisions | What::Comments | What::OpenComments | What::Changes)) => {
                &["what", "n", "found", "element", "who"]
            }
            () if all(|w| matches!(w, What::OddCharacters)) => &["what", "n", "found", "element", "code"],
            () => &["what", "n", "found", "element"],
        }
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let mut hits = Vec::new();
        let (mut judged, mut layout) = (false, false);
        for (at, file) in ctx.packet.files.iter().enumerate() {
            let Some((document, elements)) = file.read() else { continue };
            let of_form = matches!(file.role, FileRole::Form | FileRole::Slip);
            if matches!(file.role, FileRole::Supporting | FileRole::Finished)
                || of_form != self.on_form
                || self.main_only && file.role != FileRole::Main
            {
                continue;
            }
            judged = true;
            layout |= document.has_layout();
            let zones = self.zones(document, elements, file.role == FileRole::Main);
            for what in self.what.iter().filter(|what| !matches!(what, What::Characters(_)) || ctx.is_odd(at)) {
                let mut places = what.places(document, elements, ctx, at);
                if matches!(what, What::DraftMarks) && file.role == FileRole::Main {
                    hits.extend(named_draft(ctx, at, file, elements).or_else(|| titled_draft(ctx, at, elements)));
                }
                // （征求意见稿） that the form has in the title as well is meant.
                if matches!(what, What::DraftMarks) {
                    let stated =
                        ctx.form().and_then(|f| f.2.field("title")).map_or(String::new(), |f| fold::squash(&f.value));
                    let bare = |r: &Range<usize>| {
                        let text = fold::squash(document.text.slice(r.clone()));
                        text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
                    };
                    places.iter_mut().for_each(|p| p.ranges.retain(|r| r.is_empty() || !stated.contains(&bare(r))));
                }
                if self.main_only {
                    let page = |r: &Range<usize>| elements.pages.iter().any(|p| p.range.contains(&r.start));
                    places.iter_mut().for_each(|p| p.ranges.retain(|r| !page(r)));
                }
                if file.role == FileRole::Main {
                    for p in &mut places {
                        p.ranges.retain(|r| !self.is_excepted(elements, r));
                        p.fixes.retain(|edit| !self.is_excepted(elements, &edit.range()));
                    }
                }
                hits.extend(places.into_iter().filter_map(|p| p.hit(at, document, elements, &zones)));
            }
        }
        match (judged, layout || self.what.iter().any(What::in_text)) {
            (false, _) if self.on_form => Outcome::NotApplicable,
            (false, _) => Outcome::Skipped(Skip::NoMain),
            // A plain text has no comments and nothing that is struck out.
            (_, false) if self.doubt => Outcome::NotApplicable,
            (_, false) => Outcome::Skipped(Skip::NoLayout),
            _ if self.doubt && !hits.is_empty() => Outcome::Open(Skip::NotFinal, hits),
            // What was not read is not judged, and not wrong by itself.
            _ if self.is_of_unread() && !hits.is_empty() => Outcome::Open(Skip::Embedded, hits),
            _ => outcome(hits),
        }
    }

    /// The ranges that are looked at; everything, unless elements are named.
    fn zones(&self, document: &Document, elements: &Elements, main: bool) -> Vec<Range<usize>> {
        match self.elements.as_slice() {
            [] => std::iter::once(0..document.text.as_str().len() + 1).collect(),
            _ if !main => Vec::new(),
            kinds => kinds.iter().flat_map(|k| elements.all(*k)).map(|e| e.range.clone()).collect(),
        }
    }

    fn is_excepted(&self, elements: &Elements, place: &Range<usize>) -> bool {
        self.except.iter().any(|kind| elements.all(*kind).any(|e| e.range.contains(&place.start)))
    }

    fn is_of_unread(&self) -> bool {
        self.what.iter().all(|w| matches!(w, What::Unread))
    }

    /// What it looks for cannot be written down as an example.
    pub(super) fn needs_file(&self) -> bool {
        let written = |w: &What| {
            let plain =
                matches!(w, What::OddCharacters | What::Characters(_) | What::Placeholders(_) | What::DraftMarks);
            plain && w.in_text()
        };
        !self.what.iter().any(written)
    }
}

impl Places {
    /// None yet.
    fn of(what: Words) -> Self {
        let (ranges, who, fixes, found) = (Vec::new(), Vec::new(), Vec::new(), Words::default());
        Self { what, ranges, who, found, fixes, safe: false, at_most: None }
    }

    /// One hit for all places in the zones, at the first of them.
    fn hit(self, file: usize, document: &Document, elements: &Elements, zones: &[Range<usize>]) -> Option<Hit> {
        let inside = |r: &&Range<usize>| zones.iter().any(|z| z.start <= r.start && r.start < z.end);
        let mut ranges = self.ranges.iter().filter(inside);
        let first = ranges.next()?.clone();
        let same: Vec<Range<usize>> = ranges.by_ref().take(PLACED).cloned().collect();
        let more = same.len() + ranges.count();
        let element = elements.list.iter().find(|e| e.kind != ElementKind::Body && e.range.contains(&first.start));
        let name = element.map_or(ElementKind::Body, |e| e.kind).title();
        let code = document.text.slice(first.clone()).chars().next().map_or(0, u32::from);
        let found = if self.found.is_empty() { Words::from(printed(document, first.clone())) } else { self.found };
        let mut hit = Hit::at(file, first).of(element.map_or("body", |e| e.kind.id()));
        (hit.more, hit.same) = (more, same);
        hit.at_most = self.at_most;
        // What the file does not place stands at its beginning.
        hit.whole = hit.at.as_ref().is_some_and(|at| at.range == (0..0));
        let inside = |edit: &Edit| zones.iter().any(|z| z.start <= edit.start && edit.start < z.end);
        hit.fix = Fix::new(document.text.as_str(), self.safe, self.fixes.into_iter().filter(inside));
        let hit = hit.with("what", self.what).with("n", more + 1).with("found", found).with("element", name);
        Some(hit.with("who", few(&self.who)).with("code", format!("U+{code:04X}")))
    }
}

impl Placeholders {
    fn places(&self, document: &Document, seen: &Seen) -> Vec<Range<usize>> {
        let text = document.text.as_str();
        let is_meant = |range: &Range<usize>| {
            self.not_after.as_ref().is_some_and(|guard| guard.is_match(&text[..range.start]))
                || self.not_before.as_ref().is_some_and(|guard| guard.is_match(&text[range.end..]))
        };
        let looks =
            self.pattern.iter().flat_map(|pattern| matches(document, seen, pattern)).filter(|range| !is_meant(range));
        looks.chain(self.single.iter().flat_map(|single| single.places(document, seen))).collect()
    }
}

impl Single {
    fn places(&self, document: &Document, seen: &Seen) -> Vec<Range<usize>> {
        let text = document.text.as_str();
        let is_other = |at: usize| {
            self.not_after.as_ref().is_some_and(|guard| guard.is_match(&text[..at]))
                || self.unless.as_ref().is_some_and(|guard| guard.is_match(&text[at..]))
        };
        let mut ranges = matches(document, seen, &self.pattern);
        ranges.retain(|range| !is_other(range.start));
        ranges
    }
}

impl What {
    /// A plain text can have it, or surely has not: it cannot embed anything.
    fn in_text(&self) -> bool {
        match self {
            What::OddCharacters | What::Characters(_) | What::Encoding | What::Unread | What::DraftMarks => true,
            What::Placeholders(look) => look.pattern.is_some() || look.single.is_some(),
            _ => false,
        }
    }

    fn places(&self, document: &Document, elements: &Elements, ctx: &Ctx<'_>, file: usize) -> Vec<Places> {
        let terms = ctx.terms;
        let runs = |kind: &dyn Fn(RunKind) -> bool| {
            document.runs.iter().filter(|r| kind(r.kind)).map(|r| r.range.clone()).collect::<Vec<_>>()
        };
        match self {
            What::Revisions => {
                let kinds = [TraceKind::Inserted, TraceKind::Deleted, TraceKind::Reformatted];
                traces(document, "修订", &kinds)
            }
            What::Changes => traces(document, "修订", &[TraceKind::Inserted, TraceKind::Deleted]),
            What::Comments => traces(document, "批注", &[TraceKind::Comment]),
            What::OpenComments => {
                let asks = |t: &&Trace| {
                    let said = fold::squash(&t.text);
                    t.kind == TraceKind::Comment
                        && terms.patterns.open_comment.as_ref().is_some_and(|p| p.is_match(&said))
                };
                traces_of("批注", document.traces.iter().filter(asks))
            }
            What::Macros => traces(document, "宏", &[TraceKind::Macros]),
            What::Hidden => {
                let mut all = traces(document, "隐藏文字", &[TraceKind::Hidden]);
                all.extend(list("白色文字", white(document)));
                all
            }
            What::White => list("白色文字", white(document)),
            What::Struck => list("删除线", struck_lines(document)),
            What::DraftMarks => draft_marks(document, elements, terms),
            What::Highlight => list("突出显示", formatted(document, |f| f.highlight)),
            What::Placeholders(look) => {
                let unfilled = |k| matches!(k, RunKind::Placeholder | RunKind::Field(FieldKind::Merge));
                let mut ranges = runs(&unfilled);
                ranges.extend(look.places(document, ctx.seen(file)));
                list("空着没有填", joined(ranges))
            }
            What::ClockFields => list("自动更新的日期", runs(&|k| k == RunKind::Field(FieldKind::Clock))),
            What::DoubleNumbers => list("重复的序号", double_numbers(document, terms)),
            What::OddCharacters => odd_characters(document, elements),
            What::Characters(kind) => characters::places(*kind, document, terms),
            What::Encoding => traces(document, "编码", &[TraceKind::Encoding]),
            What::Unread => traces(document, "嵌入的内容", &[TraceKind::Embedded]),
        }
    }
}

fn list(what: impl Into<Words>, ranges: Vec<Range<usize>>) -> Vec<Places> {
    if ranges.is_empty() { Vec::new() } else { vec![Places { ranges, ..Places::of(what.into()) }] }
}

/// So many places beside the first are marked at most.
const PLACED: usize = 50;
/// So many people are named at most.
const NAMED: usize = 3;

fn traces(document: &Document, what: impl Into<Words>, kinds: &[TraceKind]) -> Vec<Places> {
    traces_of(what, document.traces.iter().filter(|t| kinds.contains(&t.kind)))
}

fn traces_of<'d>(what: impl Into<Words>, traces: impl Iterator<Item = &'d Trace>) -> Vec<Places> {
    let mut places = Places::of(what.into());
    for trace in traces {
        places.ranges.push(trace.at..trace.at);
        if !trace.who.is_empty() && places.who.len() < NAMED && !places.who.contains(&trace.who) {
            places.who.push(trace.who.clone());
        }
        if places.found.is_empty() {
            places.found = beginning(&trace.text);
        }
    }
    if places.ranges.is_empty() { Vec::new() } else { vec![places] }
}

/// Places of text outside tables and page margins whose format has a mark.
fn formatted(document: &Document, marked: impl Fn(&crate::document::RunFormat) -> bool) -> Vec<Range<usize>> {
    let of = |format: usize| document.run_formats.get(format).is_some_and(&marked);
    if !(0..document.run_formats.len()).any(of) {
        return Vec::new();
    }
    let lines = document.lines.iter().filter(|l| matches!(l.zone, Zone::Body | Zone::TextBox));
    let runs = lines.flat_map(|l| &document.runs[l.runs.clone()]);
    let seen = runs.filter(|r| of(r.format) && !document.text.slice(r.range.clone()).trim().is_empty());
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for run in seen {
        // Runs side by side are one place.
        match ranges.last_mut().filter(|last| last.end == run.range.start) {
            Some(last) => last.end = run.range.end,
            None => ranges.push(run.range.clone()),
        }
    }
    ranges
}

fn matches(document: &Document, seen: &Seen, pattern: &Pattern) -> Vec<Range<usize>> {
    let text = document.text.as_str();
    let regex = if pattern.may_stand(seen) { pattern.on(text) } else { None };
    regex.map(|r| r.find_iter(text).map(|m| m.range()).collect()).unwrap_or_default()
}

/// In order, those that overlap as one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    sort::by_key(&mut ranges, |r| r.start);
    ranges.dedup_by(|next, last| {
        let is_part = next.start < last.end;
        last.end = last.end.max(if is_part { next.end } else { 0 });
        is_part
    });
    ranges
}

fn white(document: &Document) -> Vec<Range<usize>> {
    formatted(document, |f| f.color.as_deref() == Some("FFFFFF"))
}

/// Lines of the running text of which every letter is struck out.
fn struck_lines(document: &Document) -> Vec<Range<usize>> {
    let struck = |format: usize| document.run_formats.get(format).is_some_and(|f| f.strike);
    if !(0..document.run_formats.len()).any(struck) {
        return Vec::new();
    }
    let said = |range: &Range<usize>| document.text.slice(range.clone()).contains(char::is_alphanumeric);
    let whole = |l: &&Line| {
        let mut runs = document.runs[l.runs.clone()].iter().filter(|r| said(&r.range)).peekable();
        l.zone == Zone::Body && runs.peek().is_some() && runs.all(|r| struck(r.format))
    };
    document.lines.iter().filter(whole).map(|l| l.range.clone()).collect()
}

/// Lines of the head, in page margins and boxes, and watermarks, that say that the text is not final.
fn draft_marks(document: &Document, elements: &Elements, terms: &Terms) -> Vec<Places> {
    const LONGEST: usize = 120;
    let says = |text: &str| {
        let text = fold::squash(text);
        text.len() <= LONGEST && terms.patterns.draft_line.as_ref().is_some_and(|p| p.is_match(&text))
    };
    let below = [ElementKind::Recipients, ElementKind::Body].into_iter().filter_map(|kind| elements.get(kind));
    let head = below.map(|e| e.range.start).min().filter(|_| elements.get(ElementKind::Title).is_some()).unwrap_or(0);
    let beside = |l: &Line| matches!(l.zone, Zone::Header | Zone::Footer | Zone::TextBox);
    let above = |l: &Line| l.zone == Zone::Body && l.range.end <= head;
    let marked = |l: &&Line| (beside(l) || above(l)) && says(document.text.slice(l.range.clone()));
    let mut all = list("稿次标记", document.lines.iter().filter(marked).map(|l| l.range.clone()).collect());
    let drawn = document.traces.iter().filter(|t| t.kind == TraceKind::WordArt && says(&t.text));
    all.extend(traces_of("水印", drawn));
    all
}

/// The file of the main document is called a draft, and its title is not.
fn named_draft(ctx: &Ctx<'_>, at: usize, file: &File, elements: &Elements) -> Option<Hit> {
    let title = elements.get(ElementKind::Title);
    let name = file.meant.rsplit('/').next().unwrap_or_default();
    let in_title = |word: &str| title.is_some_and(|t| t.value.contains(word));
    let word = ctx.terms.words.not_final_names.iter().find(|w| name.contains(w.as_str()) && !in_title(w))?;
    let hit = Hit::at(at, title.map_or(0..0, |t| t.range.clone())).of(ElementKind::Title.id()).whole();
    let hit =
        hit.with("what", words!("文件名")).with("n", "1").with("found", word.clone()).with("element", words!("文件名"));
    Some(hit.with("who", "").with("code", ""))
}

/// The title ends in a mark of a draft, and the title on the form does not.
fn titled_draft(ctx: &Ctx<'_>, at: usize, elements: &Elements) -> Option<Hit> {
    let title = elements.get(ElementKind::Title)?;
    let printed = fold::squash(&title.value);
    let note = printed.strip_suffix(')').and_then(|t| t.rsplit_once('(')).map(|(_, note)| note)?;
    let stated = ctx.form()?.2.field("title").map(|f| fold::squash(&f.value)).filter(|t| !t.is_empty())?;
    let word = ctx.terms.words.draft_marks.iter().find(|w| *w == note && !stated.contains(w.as_str()))?;
    let hit = Hit::at(at, title.range.clone()).of(ElementKind::Title.id());
    let hit =
        hit.with("what", words!("标题")).with("n", "1").with("found", word.clone()).with("element", words!("标题"));
    Some(hit.with("who", "").with("code", ""))
}

/// Lines with an automatic number whose text begins with a typed one.
fn double_numbers(document: &Document, terms: &Terms) -> Vec<Range<usize>> {
    let number = |l: &&crate::document::Line| {
        document.runs.get(l.runs.start).is_some_and(|r| !l.runs.is_empty() && r.kind == RunKind::Number)
    };
    let doubled = document.lines.iter().filter(number).filter(|l| {
        let behind = document.runs[l.runs.start].range.end..l.range.end;
        let typed = Folded::new(document.text.slice(behind).trim_start(), 0).as_str().to_owned();
        terms.patterns.list_item.as_ref().is_some_and(|p| p.is_match(&typed))
    });
    doubled.map(|l| l.range.clone()).collect()
}

/// Characters in elements that nobody sees or that only one font knows.
fn odd_characters(document: &Document, elements: &Elements) -> Vec<Places> {
    let mut ranges = Vec::new();
    for element in elements.list.iter().filter(|e| e.kind != ElementKind::Body) {
        let text = document.text.slice(element.range.clone());
        let odd = |c: char| fold::is_zero_width(c) || fold::is_private_use(c);
        let at = |i: usize, c: char| element.range.start + i..element.range.start + i + c.len_utf8();
        ranges.extend(text.char_indices().filter(|(_, c)| !c.is_ascii() && odd(*c)).map(|(i, c)| at(i, c)));
    }
    list("字符", ranges)
}

/// What a trace says, as far as a message has room for it.
fn beginning(text: &Words) -> Words {
    const LONGEST: usize = 30;
    let all = text.trim();
    match all.chars().nth(LONGEST).is_none() && all.len() == text.len() {
        true => text.clone(),
        false => all.chars().take(LONGEST).collect::<String>().into(),
    }
}
