//! Running text: what must not stand in it, and what it must say.

use std::collections::BTreeMap;
use std::ops::Range;
use std::slice::from_ref;

use regex::Regex;
use serde::Deserialize;

use crate::check::passage::{Ground, Passage, Place};
use crate::check::{Ctx, idle, index, outcome, printed};
use crate::document::Document;
use crate::edit::{Edit, exchanged};
use crate::finding::{Fix, Hit, Outcome, Severity, Skip};
use crate::fold;
use crate::lang::Words;
use crate::terms::{Before, Behind, Pattern, lost_groups};

/// A pattern looked for in the paragraphs of the running text; `^` and `$` are the ends of a paragraph.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// What must not stand there; with `must`, what has to.
    pattern: Pattern,
    /// Where to look; body and attachments when nothing is said.
    #[serde(default, rename = "in")]
    places: Vec<Place>,
    /// Look at the last paragraphs of the body only, where documents close.
    #[serde(default)]
    closing: bool,
    /// One place at least must match; without one the rule fails.
    #[serde(default)]
    must: bool,
    /// Not when the text right before matches this.
    #[serde(default)]
    not_after: Option<Behind>,
    /// Not when the text right behind matches this.
    #[serde(default)]
    not_before: Option<Before>,
    /// Not in a sentence that matches this.
    #[serde(default)]
    not_in: Option<Pattern>,
    /// Not in a sentence that names an earlier year: it tells of the past. In a document without a date a hit is advice.
    #[serde(default)]
    from_year: Option<u32>,
    /// Only in a paragraph that matches this.
    #[serde(default)]
    paragraph: Option<Pattern>,
    /// Not in a paragraph that matches this.
    #[serde(default)]
    not_in_paragraph: Option<Pattern>,
    /// Look into quoted titles, addresses, codes and Latin passages as well.
    #[serde(default)]
    quoted: bool,
    /// A hit whose text matches this is at most a warning.
    #[serde(default)]
    mild: Option<Pattern>,
    /// What to write instead; `$1` and `${name}` stand for groups.
    #[serde(default)]
    replace: Option<String>,
    /// What to write instead, piece by piece: each key inside a match becomes its value, longer keys first.
    #[serde(default)]
    swap: BTreeMap<String, String>,
    /// The replacement changes no meaning and may be applied without asking.
    #[serde(default)]
    safe: bool,
    /// What of a paragraph is put right together: where this matches the rule has to match as well, else nothing in the
    /// paragraph is put right. What the rule finds and this does not is no match.
    #[serde(default)]
    whole: Option<Pattern>,
    /// In a paragraph that matches this nobody can tell what to write: nothing in it is put right.
    #[serde(default)]
    unclear: Option<Pattern>,
    /// All places of a document are one finding, with their number.
    #[serde(default)]
    once: bool,
    /// More places than this in a document are the way its lines were broken, not mistakes: then nothing is said.
    #[serde(default)]
    most: Option<usize>,
    /// It looks for a wrong word, and is silent where the office knows the word.
    #[serde(skip)]
    of_word: bool,
}

/// A match, and what to write instead.
struct Match {
    file: usize,
    range: Range<usize>,
    fixed: Option<String>,
    /// The changes that put it right, with those that have to be made together with them.
    edits: Vec<Edit>,
}

impl Text {
    /// What a wrong word comes to: looked for in title, text and tables.
    pub fn of_word(pattern: Pattern) -> Self {
        Self {
            pattern,
            places: vec![Place::Title, Place::Body, Place::Attachment, Place::Table],
            closing: false,
            must: false,
            not_after: None,
            not_before: None,
            not_in: None,
            from_year: None,
            paragraph: None,
            not_in_paragraph: None,
            quoted: false,
            mild: None,
            replace: None,
            swap: BTreeMap::new(),
            safe: false,
            whole: None,
            unclear: None,
            once: false,
            most: None,
            of_word: true,
        }
    }

    /// What a name that is no longer in use comes to: looked for in the text, and told once.
    pub fn of_name(pattern: Pattern, quoted: bool) -> Self {
        Self { places: Place::OWN.to_vec(), quoted, once: true, ..Self::of_word(pattern) }
    }

    /// Not where a sentence tells of an earlier year.
    #[must_use]
    pub fn after(self, year: u32) -> Self {
        Self { from_year: Some(year), ..self }
    }

    /// With what to write instead: a whole replacement, or pieces.
    #[must_use]
    pub fn written(self, replace: Option<String>, swap: BTreeMap<String, String>) -> Self {
        Self { replace, swap, ..self }
    }

    /// With whether it may be put right without asking.
    #[must_use]
    pub fn safe(self, safe: bool) -> Self {
        Self { safe, ..self }
    }

    /// What it can put right: nothing, or with asking, or without.
    pub(super) fn mends(&self) -> Option<bool> {
        (self.knows_better() && !self.must).then_some(self.safe)
    }

    /// With what must not stand right before a match, right behind it, or in its sentence.
    #[must_use]
    pub fn guarded(self, not_after: Option<Behind>, not_before: Option<Before>, not_in: Option<Pattern>) -> Self {
        Self { not_after, not_before, not_in, ..self }
    }

    /// What its hits fill; what to write instead only where the rule knows it.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        const ALL: [&str; 4] = ["found", "sentence", "n", "fixed"];
        match () {
            () if self.must => &ALL[..1],
            () if self.knows_better() => &ALL,
            () => &ALL[..3],
        }
    }

    pub(super) fn idle(&self) -> Vec<&'static str> {
        idle(&[
            ("safe", self.safe, self.knows_better() && !self.must),
            ("replace", self.replace.is_some(), !self.must),
            ("swap", !self.swap.is_empty(), !self.must && self.replace.is_none()),
            ("whole", self.whole.is_some(), self.knows_better() && !self.must),
            ("unclear", self.unclear.is_some(), self.knows_better() && !self.must),
            ("mild", self.mild.is_some(), !self.must),
            ("once", self.once, !self.must),
            ("most", self.most.is_some(), !self.must),
        ])
    }

    /// A replacement that names a group which the pattern does not have.
    pub(super) fn problems(&self) -> Vec<Words> {
        lost_groups(&self.pattern, self.replace.as_deref().unwrap_or_default())
    }

    fn knows_better(&self) -> bool {
        self.replace.is_some() || !self.swap.is_empty()
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        if let Some(answer) = ctx.without_text(self.ground()) {
            return answer;
        }
        // What a paper has to say, only the kinds of official documents tell.
        if let (true, Err(skipped)) = (self.must, ctx.judged_main()) {
            return skipped;
        }
        let places = self.places();
        let looks = |p: &&Passage| places.contains(&p.place) && (!self.closing || p.closing);
        let mut found = Vec::new();
        ctx.concerned_by(from_ref(&self.pattern)).filter(looks).for_each(|p| self.search(ctx, p, &mut found));
        if self.must {
            return self.required(ctx, found.is_empty());
        }
        // A paper without a date that names no year as late as that is older.
        if self.from_year.is_some_and(|year| !found.is_empty() && is_older(ctx, year)) {
            return Outcome::Pass;
        }
        let n = found.len();
        if self.most.is_some_and(|most| n > most) {
            return Outcome::NotApplicable;
        }
        if !self.once {
            return outcome(found.iter().filter_map(|m| self.hit(ctx, std::slice::from_ref(m), n)).collect());
        }
        outcome(self.hit(ctx, &found, n).into_iter().collect())
    }

    fn search(&self, ctx: &Ctx<'_>, passage: &Passage, found: &mut Vec<Match>) {
        let Some((document, _)) = ctx.packet.files.get(passage.file).and_then(|f| f.read()) else { return };
        let text = passage.text(document);
        let Some(regex) = self.pattern.on(text) else { return };
        let mut matches = regex.find_iter(text).peekable();
        if matches.peek().is_none() || !self.concerns(text) {
            return;
        }
        let mut own = Vec::new();
        for m in matches {
            let range = passage.range.start + m.start()..passage.range.start + m.end();
            if self.is_guarded(text, m.range())
                || !self.quoted && passage.is_foreign(document, &range)
                || self.of_word && ctx.is_known(passage, &range)
            {
                continue;
            }
            let fixed = self.fixed(regex, text, m.range());
            let edits = fixed.iter().map(|fixed| Edit::new(range.clone(), fixed.clone())).collect();
            own.push(Match { file: passage.file, range, fixed, edits });
        }
        if let Some(whole) = &self.whole {
            together(whole, text, passage.range.start, &mut own);
        }
        if self.unclear.as_ref().is_some_and(|unclear| unclear.is_match(text)) {
            own.iter_mut().for_each(|m| m.edits.clear());
        }
        found.extend(own);
    }

    /// Whether the paragraph is one that the rule looks at.
    fn concerns(&self, paragraph: &str) -> bool {
        self.paragraph.as_ref().is_none_or(|p| p.is_match(paragraph))
            && !self.not_in_paragraph.as_ref().is_some_and(|p| p.is_match(paragraph))
    }

    /// What to write instead of a match; none when the rule does not know.
    fn fixed(&self, regex: &Regex, text: &str, m: Range<usize>) -> Option<String> {
        if let Some(replace) = &self.replace {
            let mut fixed = String::new();
            regex.captures_at(text, m.start)?.expand(replace, &mut fixed);
            return Some(fixed);
        }
        let part = &text[m];
        let fixed = exchanged(part, &self.swap);
        (fixed != part).then_some(fixed)
    }

    fn is_guarded(&self, text: &str, m: Range<usize>) -> bool {
        self.not_after.as_ref().is_some_and(|g| g.is_match(&text[..m.start]))
            || self.not_before.as_ref().is_some_and(|g| g.is_match(&text[m.end..]))
            || self.not_in.as_ref().is_some_and(|g| g.is_match(&text[sentence(text, &m)]))
            || self.from_year.is_some_and(|year| years(&text[sentence(text, &m)]).any(|y| y < year))
    }

    /// The finding of matches that are told together, at the first; all of its file are put right together.
    fn hit(&self, ctx: &Ctx<'_>, all: &[Match], n: usize) -> Option<Hit> {
        let found = all.first()?;
        let (document, elements) = ctx.packet.files.get(found.file)?.read()?;
        let part = document.text.slice(found.range.clone());
        // What stands before the name of an office is a mark or a part of the name.
        let named = if self.from_year.is_some() { part.trim_start_matches(BESIDE) } else { part };
        let element = elements.list.iter().find(|e| e.range.contains(&found.range.start));
        let mut hit = Hit::at(found.file, found.range.clone()).with("found", named.trim()).with("n", n.to_string());
        hit.element = element.map(|e| e.kind.id().to_owned());
        hit = hit.with("sentence", around(document, &found.range));
        hit.at_most = self.mild.as_ref().is_some_and(|m| m.is_match(part)).then_some(Severity::Warning);
        if self.from_year.is_some() && ctx.written_on().is_none() {
            hit.at_most = Some(Severity::Info);
        }
        // A match in which the table exchanges nothing is right as far as the table knows.
        hit = hit.with("fixed", found.fixed.as_deref().unwrap_or(part).trim());
        let same_file = all.iter().filter(|m| m.file == found.file);
        hit.fix = Fix::new(document.text.as_str(), self.safe, same_file.flat_map(|m| m.edits.iter().cloned()));
        Some(hit)
    }

    /// Something has to be said, and is or is not; the place is the last paragraph.
    fn required(&self, ctx: &Ctx<'_>, missing: bool) -> Outcome {
        if !missing {
            return Outcome::Pass;
        }
        let last = ctx.passages().iter().rev().find(|p| p.place == Place::Body);
        let Some((passage, document)) = last.and_then(|p| Some((p, ctx.packet.files.get(p.file)?.read()?.0))) else {
            return Outcome::Skipped(Skip::NoMain);
        };
        let hit = Hit::at(passage.file, passage.range.clone()).of("body");
        outcome(vec![hit.with("found", printed(document, passage.range.clone()))])
    }

    /// Words of which one must occur for it to match; none when it can match without any.
    pub(super) fn words(&self) -> Option<Vec<&str>> {
        index::words([&self.pattern])
    }

    fn places(&self) -> &[Place] {
        if self.places.is_empty() { &Place::OWN } else { &self.places }
    }

    fn ground(&self) -> Ground {
        Ground::at(self.places().iter().copied(), self.closing)
    }

    /// Where it looks when it has nothing to say of a text in which nothing matches.
    pub(super) fn answers_by_words(&self) -> Option<Ground> {
        (!self.must).then(|| self.ground())
    }

    /// It looks for a wrong word.
    pub(super) fn is_of_words(&self) -> bool {
        self.of_word
    }

    /// An example is a paragraph of this place.
    pub(super) fn is_of_title(&self) -> bool {
        self.places == [Place::Title]
    }
}

/// Keeps the matches of a paragraph that hold one of the pieces; all of them are put right together, or none where a piece
/// stands in no match.
fn together(whole: &Pattern, text: &str, start: usize, found: &mut Vec<Match>) {
    /// In a paragraph of more nobody would see what was done.
    const MOST: usize = 60;
    let pieces = whole.on(text).map(|regex| regex.find_iter(text).map(|m| start + m.start()..start + m.end()));
    let pieces: Vec<Range<usize>> = pieces.into_iter().flatten().collect();
    let holds = |m: &Match, piece: &Range<usize>| m.range.start <= piece.start && piece.end == m.range.end;
    let of = |m: &Match| pieces.get(pieces.partition_point(|piece| piece.end < m.range.end));
    found.retain(|m| of(m).is_some_and(|piece| holds(m, piece)));
    let all = found.len() == pieces.len() && found.len() <= MOST;
    let edits: Vec<Edit> = found.iter().filter(|_| all).flat_map(|m| m.edits.iter().cloned()).collect();
    found.iter_mut().for_each(|m| m.edits.clone_from(&edits));
}

/// The sentence around a range; no sentence goes on longer than a page to either side.
pub(super) fn sentence(text: &str, m: &Range<usize>) -> Range<usize> {
    const ENDS: [char; 5] = ['。', '！', '？', '；', '\n'];
    const PAGE: usize = 2 << 10;
    let first = (m.start.saturating_sub(PAGE)..=m.start).find(|at| text.is_char_boundary(*at)).unwrap_or(m.start);
    let last = (m.end..=(m.end + PAGE).min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(m.end);
    let end_of = |at: usize| at + text[at..].chars().next().map_or(0, char::len_utf8);
    let start = text[first..m.start].rfind(ENDS).map_or(first, |at| end_of(first + at));
    let end = text[m.end..last].find(ENDS).map_or(last, |at| m.end + at);
    start..end
}

/// Marks that may stand right before a name.
const BESIDE: [char; 10] = ['、', '，', '。', '；', '：', '（', '“', '—', ' ', '\u{3000}'];

/// The years that a text names, as dates and numbers of documents do.
fn years(text: &str) -> impl Iterator<Item = u32> {
    const BEHIND: [char; 4] = ['年', '〕', '—', '－'];
    const DIGITS: usize = 4;
    let ends = text.match_indices(BEHIND).map(|(at, _)| &text[..at]);
    ends.filter_map(|before| {
        let digit = |c: char| fold::fold_char(c).unwrap_or(c).to_digit(10);
        let digits: Vec<u32> = before.chars().rev().take(DIGITS + 1).map_while(digit).collect();
        let year = digits.iter().rev().fold(0, |year, digit| year * 10 + digit);
        (digits.len() == DIGITS && (1900..2100).contains(&year)).then_some(year)
    })
}

/// Whether a document without a date names years, and all of them earlier ones.
fn is_older(ctx: &Ctx<'_>, year: u32) -> bool {
    let named = ctx.passages().iter().filter_map(|passage| {
        let (document, _) = ctx.packet.files.get(passage.file)?.read()?;
        years(passage.text(document)).max()
    });
    ctx.written_on().is_none() && named.max().is_some_and(|latest| latest < year)
}

/// Whether a document is older than a year, or tells of older days at a place of a text.
pub(super) fn is_of_old(ctx: &Ctx<'_>, text: &str, at: &Range<usize>, year: u32) -> bool {
    ctx.written_on().is_some_and(|day| day.year < year)
        || is_older(ctx, year)
        || years(&text[sentence(text, at)]).any(|named| named < year)
}

/// The words around a place, for messages; what is cut off is shown as `…`.
pub(super) fn around(document: &Document, range: &Range<usize>) -> String {
    const WORDS: usize = 10;
    let line = document.lines.get(document.line_at(range.start)).map_or(range.clone(), |l| l.range.clone());
    let before = document.text.slice(line.start..range.start.max(line.start)).trim_start();
    let behind = document.text.slice(range.end.min(line.end)..line.end).trim_end();
    let from = before.char_indices().rev().take(WORDS).last().map_or(before.len(), |(at, _)| at);
    let to = behind.char_indices().nth(WORDS).map_or(behind.len(), |(at, _)| at);
    let cut = |part: &str, whole: &str| if part.len() < whole.len() { "…" } else { "" };
    let (left, right) = (&before[from..], &behind[..to]);
    format!("{}{left}{}{right}{}", cut(left, before), document.text.slice(range.clone()), cut(right, behind))
}
