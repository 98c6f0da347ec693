//! Words and clauses that are typed twice: `为进一步进一步规范`, `抓好落实，抓好落实`.

use std::ops::Range;

use serde::Deserialize;

use crate::check::passage::{Passage, Place};
use crate::check::{Ctx, outcome};
use crate::counts::is_word;
use crate::document::Document;
use crate::edit::Edit;
use crate::finding::{Fix, Hit, Outcome};
use crate::fold;
use crate::letters::Letters;
use crate::steps;
use crate::terms::{Before, Pattern};

pub(super) const KEYS: &[&str] = &["found", "part"];

/// What stands twice, one right behind the other.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Doubled {
    /// A word of two to four characters.
    Word(Word),
    /// A clause, with a mark between.
    Clause(Clause),
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// Words that may stand twice.
    not_pattern: Pattern,
    /// Not when the text right behind matches this.
    not_before: Before,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Shorter ones may stand twice, characters.
    least: usize,
    /// Clauses that may stand twice.
    not_pattern: Pattern,
}

/// Where it stands for the second time; what stands between goes with it.
struct Twice {
    first: Range<usize>,
    again: Range<usize>,
}

impl Doubled {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        if let Err(skipped) = ctx.any_main() {
            return skipped;
        }
        const PLACES: [Place; 3] = [Place::Title, Place::Body, Place::Attachment];
        let own = |p: &&Passage| p.prose && PLACES.contains(&p.place);
        let hits = ctx.passages().iter().filter(own).flat_map(|passage| {
            let document = ctx.packet.files.get(passage.file).and_then(|f| f.read()).map(|(document, _)| document);
            document.map_or_else(Vec::new, |document| self.hits(document, passage))
        });
        outcome(hits.collect())
    }

    fn hits(&self, document: &Document, passage: &Passage) -> Vec<Hit> {
        let text = passage.text(document);
        let twice = match self {
            Self::Word(word) => word.find(text, passage.letters(document)),
            Self::Clause(clause) => clause.find(text),
        };
        let hit = |twice: Twice| {
            let at = |place: usize| passage.range.start + place;
            let whole = at(twice.first.start)..at(twice.again.end);
            let second = at(twice.first.end)..at(twice.again.end);
            let hit = Hit::at(passage.file, whole.clone()).with("found", document.text.slice(whole.clone()));
            let mut hit = hit.with("part", &text[twice.first]);
            hit.fix = Fix::new(document.text.as_str(), false, [Edit::new(second, String::new())]);
            (!passage.is_foreign(document, &whole)).then_some(hit)
        };
        twice.into_iter().filter_map(hit).collect()
    }
}

/// Bytes of a Han character.
const HAN: usize = 3;

impl Word {
    fn find(&self, text: &str, letters: &Letters) -> Vec<Twice> {
        const LENGTHS: [usize; 3] = [4, 3, 2];
        let chars = &letters.chars[..];
        steps::add(chars.len());
        let mut found: Vec<Twice> = Vec::new();
        for (at, first) in chars.iter().enumerate() {
            // Nearly everywhere the first character tells.
            if !LENGTHS.iter().any(|length| chars.get(at + length) == Some(first)) {
                continue;
            }
            let Some(at) = letters.place(at) else { break };
            if let Some(length) = LENGTHS.into_iter().find(|length| self.stands_twice(text, at, *length)) {
                let (middle, end) = (at + HAN * length, at + 2 * HAN * length);
                if found.last().is_some_and(|twice: &Twice| at < twice.again.end) {
                    continue;
                }
                found.push(Twice { first: at..middle, again: middle..end });
            }
        }
        found
    }

    /// The characters from a place on, so many and so many again, are one word typed twice.
    fn stands_twice(&self, text: &str, at: usize, length: usize) -> bool {
        let (bytes, middle, end) = (text.as_bytes(), at + HAN * length, at + 2 * HAN * length);
        if end > bytes.len() || bytes[at..middle] != bytes[middle..end] {
            return false;
        }
        let Some(word) = text.get(at..middle).filter(|word| word.chars().all(fold::is_han)) else { return false };
        let letters: Vec<char> = word.chars().collect();
        let (first, last) = (letters[0], letters[letters.len() - 1]);
        let runs = letters.windows(2).any(|pair| pair[0] == pair[1]);
        // Longer runs of the same characters are parts of other words.
        let goes_on = text[..at].ends_with(last) || text[end..].starts_with(first);
        !runs
            && !goes_on
            && !self.not_pattern.is_match(word)
            && !self.not_before.is_match(&text[end..])
            && !is_said_twice(&text[..at], &text[end..])
            && !is_of_others(&text[..at], &letters, &text[end..])
    }
}

/// A clause of nothing but a word said twice is meant so: `咣当咣当，车开动了`.
fn is_said_twice(before: &str, behind: &str) -> bool {
    let is_mark = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    is_mark(before.chars().next_back()) && is_mark(behind.chars().next())
}

/// What stands twice are pieces of other words: `深化|文化|文艺`, `未来产业|产业链`.
fn is_of_others(before: &str, word: &[char], behind: &str) -> bool {
    const LONGEST: usize = 4;
    let goes_on = |n: usize| {
        let longer: Vec<char> = word.iter().copied().chain(behind.chars().take(n)).collect();
        longer.len() == word.len() + n && is_word(&longer)
    };
    let crossed = || match (before.chars().next_back(), word, behind.chars().next()) {
        (Some(left), [a, b], Some(right)) => [[left, *a], [*b, *a], [*b, right]].iter().all(|pair| is_word(pair)),
        _ => false,
    };
    crossed() || (1..=LONGEST.saturating_sub(word.len())).any(goes_on)
}

impl Clause {
    fn find(&self, text: &str) -> Vec<Twice> {
        let is_mark = |c: char| {
            matches!(c, '，' | '；' | ',' | ';' | '、' | '。' | '：' | '！' | '？' | '\n' | '（' | '）' | '“' | '”')
        };
        let mut found = Vec::new();
        // The clause before, and the mark between.
        let mut last: Option<(Range<usize>, char)> = None;
        let mut start = 0;
        for (at, mark) in fold::marks(text).filter(|(_, c)| is_mark(*c)).chain([(text.len(), '。')]) {
            let here = start..at;
            start = (at + mark.len_utf8()).min(text.len());
            let clause = &text[here.clone()];
            let twice = last.take().filter(|(last, between)| {
                let whole = text[last.clone()] == *clause && matches!(between, '，' | '；' | ',' | ';');
                // What ends a sentence may be said twice behind what it is said of: 要抓好落实，抓好落实。
                let tail = || {
                    text[last.clone()].ends_with(clause)
                        && matches!((between, mark), ('，' | ',', '。' | '！' | '，' | '；'))
                };
                (whole || tail()) && self.is_whole(clause)
            });
            if let Some((first, _)) = twice {
                found.push(Twice { first: first.end - clause.len()..first.end, again: here.clone() });
            }
            last = Some((here, mark));
        }
        found
    }

    /// Long enough, of Han characters of which three at least differ, and none that may stand twice.
    fn is_whole(&self, clause: &str) -> bool {
        const DIFFERENT: usize = 3;
        let mut letters: Vec<char> = clause.chars().collect();
        let long = letters.len() >= self.least && letters.iter().all(|c| fold::is_han(*c));
        letters.sort_unstable();
        letters.dedup();
        long && letters.len() >= DIFFERENT && !self.not_pattern.is_match(clause)
    }
}
