//! The words of a signing cell, sorted into dates, names, organs and opinion.

use std::cell::OnceCell;
use std::ops::Range;

use super::opinion::Clause;
use super::{Signature, opinion, person};
use crate::date::Written;
use crate::element::Item;
use crate::fold;
use crate::terms::{CellWord, Means, Terms};

/// What stands between a word and the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    /// Blanks, or `、` between names.
    Joint,
    /// A mark, a line end, a date, or the start.
    Break,
}

/// A word of the cell.
struct Token {
    range: Range<usize>,
    gap: Gap,
    /// It stands in brackets.
    bracketed: bool,
}

/// Somebody whom the cell may name.
pub(super) struct Named {
    pub item: Item,
    pub unit: Option<Item>,
    pub behalf: bool,
    /// It has the form of a name; else it only stands where one would.
    pub sure: bool,
    /// It follows the name before with nothing but a joint between.
    joined: bool,
}

/// What the words of a cell say.
#[derive(Default)]
pub(super) struct Said {
    pub names: Vec<Named>,
    unit: Option<Item>,
    opinion: Option<Range<usize>>,
    pub means: Option<Means>,
    pub who: Option<String>,
    behalf: bool,
    placeholder: bool,
    pub unclear: bool,
    /// Words that nobody knows, which count where nothing else approves.
    strange: bool,
    passes: bool,
    approves: bool,
}

/// A piece of a cell.
pub(super) struct Words<'t> {
    pub terms: &'t Terms,
    pub text: &'t str,
    pub base: usize,
    /// Passing the document on is what this role is for.
    pub passes_on: bool,
    /// Several units sign in one cell.
    pub several: bool,
    /// Its dates, once they were looked for.
    pub dates: OnceCell<Vec<Written>>,
}

impl<'t> Words<'t> {
    pub(super) fn new(terms: &'t Terms, text: &'t str, base: usize, passes_on: bool) -> Self {
        Self { terms, text, base, passes_on, several: false, dates: OnceCell::new() }
    }

    pub(super) fn dates(&self) -> &[Written] {
        self.dates.get_or_init(|| dates(self.terms, self.text, self.base))
    }
}

const MARKS: &str = "。，；、：:,;.．!！?？（）()_“”\"【】[]「」|｜•・<>";
/// Marks that stand for \"not applicable\" when they are all there is.
const DASHES: &str = "—–－-―/／\\";

impl Words<'_> {
    /// Adds the signatures of this piece, one for each person named together.
    pub(super) fn read(&self, blank: Signature, out: &mut Vec<Signature>) {
        let blank_date = |d: &Written| d.month.is_none() && d.day.is_none();
        let dates = self.dates();
        let mut said = self.says();
        let mut signature = Signature {
            placeholder: said.placeholder || dates.iter().any(blank_date),
            date: dates.iter().rev().find(|d| !blank_date(d)).cloned(),
            ..blank
        };
        let names = self.signers(&mut said);
        signature.opinion = said.opinion.map(|range| Item { text: self.slice(&range).trim().to_owned(), range });
        (signature.means, signature.who) = (said.means, said.who);
        if self.passes_on && said.approves && signature.means == Some(Means::Redirected)
            || self.passes_on && signature.means == Some(Means::HandedOn)
        {
            (signature.means, signature.who) = (Some(Means::Approved), None);
        }
        signature.unit = said.unit;
        signature.behalf = said.behalf;
        let handed = signature.means == Some(Means::HandedOn);
        let pending = signature.means == Some(Means::Pending);
        signature.unclear = said.unclear || pending || said.strange && !said.approves;
        signature.passes = said.passes || handed;
        // Words that mean nothing known are no approval, whoever has signed them.
        signature.unclear |= signature.opinion.is_some() && signature.means.is_none();
        if names.is_empty() {
            return out.push(signature);
        }
        for named in names {
            out.push(Signature {
                unit: named.unit.or(signature.unit.clone()),
                behalf: named.behalf || signature.behalf,
                unclear: signature.unclear || !named.sure,
                name: Some(named.item),
                ..signature.clone()
            });
        }
    }

    /// Who signed: the last group of names. What else looks like a name is part of the opinion.
    fn signers(&self, said: &mut Said) -> Vec<Named> {
        let names = std::mem::take(&mut said.names);
        let approves = !matches!(said.means, None | Some(Means::NotApplicable));
        let last = match names.iter().rposition(|n| n.sure) {
            Some(last) => last,
            None if approves && !names.is_empty() => names.len() - 1,
            None => usize::MAX,
        };
        let mut first = last;
        while first != usize::MAX && first > 0 && names[first].joined && names[first].sure && names[first - 1].sure {
            first -= 1;
        }
        let mut chosen = Vec::new();
        for (at, named) in names.into_iter().enumerate() {
            if (first..=last).contains(&at) && last != usize::MAX {
                chosen.push(named);
            } else {
                // 压一压, 另议: no name, and nothing that anybody knows.
                said.unclear |= !named.sure && !self.is_harmless(&named.item.text);
                said.add(named.item.range, None, None);
            }
        }
        chosen
    }

    /// Sorts the words outside the dates.
    pub(super) fn says(&self) -> Said {
        let mut said = Said::default();
        let mut joined = false;
        for token in self.tokens() {
            let before = said.names.len();
            self.token(&token, joined, &mut said);
            joined = said.names.len() > before;
        }
        said
    }

    fn token(&self, token: &Token, after_name: bool, said: &mut Said) {
        let range = token.range.clone();
        let word = fold::squash(self.slice(&range));
        // 签名：, 处理人：: it only says which part follows.
        let behind = self.text[range.end - self.base..].trim_start();
        let inner = || {
            let words = &self.terms.words;
            words.part_labels.contains(&word)
                || words.entry_labels.contains(&word)
                || words.part_ends.iter().any(|e| word.ends_with(e.as_str()))
        };
        if behind.starts_with(['：', ':']) && inner() {
            return;
        }
        if self.terms.words.no_names.iter().any(|n| n.eq_ignore_ascii_case(&word)) {
            said.placeholder = true;
            return;
        }
        if word.is_empty() || word.chars().all(|c| matches!(c, '_' | '年' | '月' | '日')) {
            said.placeholder |= !word.is_empty();
            return;
        }
        match self.terms.cell_word(&word) {
            Some(CellWord::Placeholder) => {
                said.placeholder = true;
                return;
            }
            Some(CellWord::Behalf) if token.bracketed || !said.names.is_empty() => {
                said.behalf = true;
                return;
            }
            Some(CellWord::Aside) => return,
            _ => {}
        }
        // （代周启明）, （秘书代签）
        let behalf = |b: &String| {
            word.ends_with(b.as_str())
                || word.strip_prefix(b.as_str()).is_some_and(|n| person::is_short_name(self.terms, n))
        };
        if token.bracketed && !said.names.is_empty() && self.terms.words.behalf.iter().any(behalf) {
            said.behalf = true;
            return;
        }
        if self.terms.patterns.placeholder.as_ref().is_some_and(|p| p.is_match(&word)) {
            said.placeholder = true;
            return;
        }
        let colon = behind.starts_with(['：', ':']);
        if colon && self.terms.form_label(&word).is_some() && !opinion::is_word(self.terms, &word) {
            return;
        }
        let asked = behind.starts_with(['？', '?']);
        said.unclear |= asked;
        if let Some(means) = self.terms.opinion_word(&word).filter(|_| !asked) {
            return said.add(range, Some(means), None);
        }
        if let Some((split, means, front)) = opinion::beside_name(self.terms, self.slice(&range)) {
            let at = range.start + split;
            let (opinion, name) =
                if front { (range.start..at, at..range.end) } else { (at..range.end, range.start..at) };
            said.add(opinion, Some(means), None);
            return said.name(self.item(name), None, false, true, false);
        }
        let opines = opinion::begins(self.terms, &word);
        if !opines && person::is_unit(self.terms, &word) && (colon || !person::is_told(self.terms, &word)) {
            said.unit = Some(Item { text: word, range });
            return;
        }
        if let Some(found) = person::find(self.terms, &word).filter(|_| !opines) {
            let joined = after_name && token.gap == Gap::Joint;
            let unit = found.unit.map(|text| Item { text, range: range.clone() });
            return said.name(Item { text: found.name, range }, unit, found.behalf, true, joined);
        }
        match opinion::clause(self.terms, &word) {
            // 同意报县长签发: whoever hands documents on has agreed, and says where it goes.
            Clause::Known(Means::Redirected, _) if self.passes_on && opinion::approves_first(self.terms, &word) => {
                said.add(range, Some(Means::Approved), None);
            }
            Clause::Known(means, who) => said.add(range, Some(means), who),
            // Where nobody follows it is for a person to see.
            Clause::PassesOn => {
                let agreed = opinion::approves_first(self.terms, &word);
                said.passes = true;
                said.add(range, agreed.then_some(Means::Approved), None);
            }
            // 王退: a name nobody would expect, or an order; a person must look.
            Clause::Unclear
                if !token.bracketed && person::may_be_name(&word) && person::has_surname(self.terms, &word) =>
            {
                said.unclear = true;
                said.name(Item { text: word, range }, None, false, false, false);
            }
            Clause::Unclear => {
                said.unclear = true;
                said.add(range, None, None);
            }
            Clause::Neutral if !token.bracketed && person::may_be_name(&word) => {
                said.name(Item { text: word, range }, None, false, false, false);
            }
            // Numbers and letters say nothing.
            Clause::Neutral if !word.chars().any(|c| fold::is_han(c) || CROSSES.contains(c)) => {}
            Clause::Neutral => {
                // 县长有话, said beside an approval, tells of something; 另定 may take it back.
                let long = word.chars().count() > 3;
                said.unclear |= !long && !self.is_harmless(&word);
                said.strange |= long && !self.is_harmless(&word);
                // 会签：… 2026年9月3日　　某某香堂　同意。: where another unit's entry would begin.
                said.unclear |= self.several && !self.is_harmless(&word) && self.begins_apart(&range);
                said.add(range, None, None);
            }
        }
    }

    /// It stands apart from what is before it.
    fn begins_apart(&self, range: &Range<usize>) -> bool {
        range.start > self.base && self.leading().iter().any(|(lead, apart)| *apart && lead == range)
    }

    /// It tells of a task, or of how things are.
    fn is_harmless(&self, word: &str) -> bool {
        self.terms.words.tasks.iter().any(|t| word.contains(t.as_str()))
    }

    fn item(&self, range: Range<usize>) -> Item {
        Item { text: fold::squash(self.slice(&range)), range }
    }

    pub(super) fn slice(&self, range: &Range<usize>) -> &str {
        &self.text[range.start - self.base..range.end - self.base]
    }

    /// Words that something may begin with, and whether they stand apart: at the start, behind a line end or a run of
    /// blanks, or behind a number.
    pub(super) fn leading(&self) -> Vec<(Range<usize>, bool)> {
        let lead = |t: &Token| {
            let before = &self.text[..t.range.start - self.base];
            let bare = before.trim_end_matches([' ', '\u{3000}', '\t', '\u{a0}']);
            let blanks = &before[bare.len()..];
            let wide: usize = blanks.chars().map(|c| if c == ' ' { 1 } else { 2 }).sum();
            let begins = bare.is_empty()
                || bare.ends_with(['\n', '；', ';', '/', '／', '|', '｜'])
                || self.dates().iter().any(|d| d.range.end == t.range.start);
            let numbered = bare.ends_with(['.', '．', '、', '）', ')'])
                || bare.chars().next_back().is_some_and(|c| ('①'..='⑳').contains(&c));
            let stands = begins || numbered || wide > 0 || bare.ends_with(['。', '，', ',']);
            stands.then_some((t.range.clone(), begins || numbered || wide >= 2))
        };
        self.tokens().iter().filter_map(lead).collect()
    }

    /// Words between marks, blanks and dates; single characters spread by blanks are one word.
    fn tokens(&self) -> Vec<Token> {
        let dates = self.dates();
        let end = self.base + self.text.len();
        let mut tokens = Vec::new();
        let mut from = self.base;
        for date in dates.iter().map(|d| d.range.clone()).chain(std::iter::once(end..end)) {
            if from <= date.start {
                self.between(from..date.start, &mut tokens);
            }
            from = date.end;
        }
        tokens
    }

    fn between(&self, range: Range<usize>, tokens: &mut Vec<Token>) {
        let text = self.slice(&range);
        let lettered = self.text.chars().any(fold::is_han);
        let is_mark = |c: char| MARKS.contains(c) || lettered && DASHES.contains(c);
        let (mut start, mut depth) = (None, 0usize);
        let (mut gap, mut spaced, mut open) = (Gap::Break, false, 0);
        let first = tokens.len();
        let mut whole = 0;
        for (at, c) in text.char_indices().chain(std::iter::once((text.len(), '。'))) {
            if at < whole {
                continue;
            }
            // 不具有排除、限制竞争效果 says one thing, whatever its words say.
            if start.is_none()
                && fold::is_han(c)
                && let Some(length) = self.phrase(&text[at..])
            {
                (start, open, whole) = (Some(at), depth, at + length);
                continue;
            }
            let blank = c.is_whitespace() || fold::is_zero_width(c);
            if !blank && !is_mark(c) || self.is_joint(text, at, c) {
                if start.is_none() {
                    (start, open) = (Some(at), depth);
                }
                continue;
            }
            if let Some(from) = start.take() {
                let word = range.start + from..range.start + at;
                self.push(Token { range: word, gap, bracketed: open > 0 }, spaced, first, tokens);
                (gap, spaced) = (Gap::Joint, true);
            }
            spaced &= blank && c != '\n';
            if !blank && c != '、' || c == '\n' {
                gap = Gap::Break;
            }
            match c {
                '（' | '(' => depth += 1,
                '）' | ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
    }

    /// The length of a clause with `、` in it that is a known opinion as a whole.
    fn phrase(&self, text: &str) -> Option<usize> {
        let clause = &text[..text.find(['。', '，', '；', ',', ';', '\n']).unwrap_or(text.len())];
        let clause = clause.trim_end();
        (clause.contains('、') && opinion::is_phrase(self.terms, &fold::squash(clause))).then_some(clause.len())
    }

    /// A dot inside a name of several parts: not between an opinion and a name.
    fn is_joint(&self, text: &str, at: usize, c: char) -> bool {
        if !matches!(c, '.' | '．' | '•' | '・') {
            return false;
        }
        let part = |t: &str, rev: bool| -> String {
            let han = |c: &char| fold::is_han(*c);
            if rev {
                t.chars().rev().take_while(han).collect::<Vec<_>>().into_iter().rev().collect()
            } else {
                t.chars().take_while(han).collect()
            }
        };
        let (before, behind) = (part(&text[..at], true), part(&text[at + c.len_utf8()..], false));
        let letters = |t: &str| t.chars().count() >= 2 && person::is_transliterated(self.terms, t);
        letters(&before) && letters(&behind)
    }

    /// Adds a word; a single character behind single characters belongs to them.
    fn push(&self, token: Token, spaced: bool, first: usize, tokens: &mut Vec<Token>) {
        let single = |r: &Range<usize>| {
            let text = self.slice(r);
            text.chars().count() == 1 && text.chars().all(fold::is_han) && self.terms.opinion_word(text).is_none()
        };
        let spread = |r: &Range<usize>| {
            let text = self.slice(r);
            let bare = fold::squash(text);
            bare.chars().count() <= 3
                && (single(r) || text.contains(char::is_whitespace))
                && self.terms.opinion_word(&bare).is_none()
        };
        let joins =
            tokens.len() > first && spaced && single(&token.range) && tokens.last().is_some_and(|l| spread(&l.range));
        match tokens.last_mut() {
            Some(last) if joins => last.range.end = token.range.end,
            _ => tokens.push(token),
        }
    }
}

impl Said {
    /// Adds words to the opinion; the graver meaning stands (means are listed gravest first).
    fn add(&mut self, range: Range<usize>, means: Option<Means>, who: Option<String>) {
        self.approves |= means == Some(Means::Approved);
        let whole = self.opinion.take().map_or(range.clone(), |o| o.start.min(range.start)..o.end.max(range.end));
        self.opinion = Some(whole);
        let graver = match (self.means, means) {
            (Some(a), Some(b)) => Some(if (b as u8) < (a as u8) { b } else { a }),
            (a, b) => a.or(b),
        };
        if graver != self.means && means == graver {
            self.who = who;
        }
        self.means = graver;
    }

    fn name(&mut self, item: Item, unit: Option<Item>, behalf: bool, sure: bool, joined: bool) {
        self.names.push(Named { item, unit, behalf, sure, joined });
    }
}

/// All dates of a signing cell, complete or not; eight digits are one here.
pub(in crate::element) fn dates(terms: &Terms, text: &str, base: usize) -> Vec<Written> {
    let mut found = terms.any_dates(text, base);
    let eight = || text.as_bytes().windows(8).any(|w| w.iter().all(u8::is_ascii_digit));
    let Some(pattern) = terms.patterns.compact_date.as_ref().filter(|_| found.is_empty() && eight()) else {
        return found;
    };
    let mut from = 0;
    while let Some(captures) = pattern.captures(&text[from..]) {
        let part = |name: &str| captures.name(name).and_then(|m| fold::number(m.as_str()));
        let Some(date) = captures.name("date") else { break };
        let range = base + from + date.start()..base + from + date.end();
        found.push(Written { range, year: part("y"), month: part("m"), day: part("d"), time: None });
        from += date.end();
    }
    found
}

const CROSSES: &str = "×✗✘╳";
const OPEN: &str = "□☐▢◻⬜";
const TICKED: &str = "☑☒■√✓✔▣◼✅";

/// A box with a tick in it, or a tick.
pub(crate) fn is_tick(c: char) -> bool {
    TICKED.contains(c)
}

const HOLLOW: &str = "○◯〇◇";
const FULL: &str = "●◉⊙⦿◆";

/// What marks an option: `□` open, `☑` chosen. Circles are marks only where a full one stands with an empty one, and
/// brackets (`[ ]`, `（√）`) only where something is chosen.
fn marks(text: &str) -> Vec<(Range<usize>, bool)> {
    // Most cells have none.
    if !text.contains(|c| matches!(c, '[' | '［' | '(' | '（' | '{' | '【' | '〇' | '\u{2200}'..='\u{2bff}')) {
        return Vec::new();
    }
    let round = text.contains(|c| FULL.contains(c)) && text.contains(|c| HOLLOW.contains(c));
    let empty =
        ["[ ]", "［ ］", "( )", "（ ）", "（　）", "[　]"].iter().map(|b| text.matches(b).count()).sum::<usize>();
    let chosen = empty > 1
        || text.contains(|c| TICKED.contains(c))
        || ["[x]", "[X]", "[v]", "[V]"].iter().any(|t| text.contains(t));
    let mut found: Vec<(Range<usize>, bool)> = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if found.last().is_some_and(|(r, _)| r.end > at) {
            continue;
        }
        match c {
            '[' | '［' | '(' | '（' | '{' | '【' if chosen => {
                let inside =
                    |c: char| c.is_whitespace() || OPEN.contains(c) || TICKED.contains(c) || "xXvV".contains(c);
                let rest = text[end..].trim_start_matches(inside);
                let close = rest.chars().next().filter(|c| matches!(c, ']' | '］' | ')' | '）' | '}' | '】'));
                let own = &text[end..text.len() - rest.len()];
                if let Some(close) = close.filter(|_| !own.is_empty() && own.chars().count() <= 4) {
                    let whole = at..text.len() - rest.len() + close.len_utf8();
                    found.push((whole, own.contains(|c| TICKED.contains(c) || "xXvV".contains(c))));
                }
            }
            c if OPEN.contains(c) => found.push((at..end, false)),
            c if TICKED.contains(c) => found.push((at..end, true)),
            c if round && HOLLOW.contains(c) => found.push((at..end, false)),
            c if round && FULL.contains(c) => found.push((at..end, true)),
            _ => {}
        }
    }
    found
}

/// The word of each option with its mark, and whether it was chosen: `同意☑ 不同意□`, `☑同意 □不同意`.
fn options(text: &str) -> Vec<(Range<usize>, Range<usize>, bool)> {
    let marks = marks(text);
    let Some((first, _)) = marks.first() else { return Vec::new() };
    let front = text[..first.start].trim_end();
    let is_word = |c: char| fold::is_han(c) || c.is_ascii_alphanumeric();
    // ☑同意 or 同意☑: the words stand on the side where they touch the marks.
    let touching = |before: bool| {
        let touches = |r: &Range<usize>| match before {
            true => text[r.end..].starts_with(is_word),
            false => text[..r.start].ends_with(is_word),
        };
        marks.iter().filter(|(r, _)| touches(r)).count()
    };
    let before = match touching(true).cmp(&touching(false)) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => {
            front.is_empty()
                || front.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '：' | ':' | '。' | '，' | '；'))
        }
    };
    let option = |(mark, chosen): (Range<usize>, bool)| {
        let word = if before {
            let word = text[mark.end..].trim_start();
            let from = text.len() - word.len();
            from..from + word.find(|c| !is_word(c)).unwrap_or(word.len())
        } else {
            let word = text[..mark.start].trim_end();
            word.rfind(|c| !is_word(c)).map_or(0, |p| p + word[p..].chars().next().map_or(0, char::len_utf8))
                ..word.len()
        };
        (mark, word, chosen)
    };
    marks.into_iter().map(option).collect()
}

/// An approval and its refusal are printed and neither was chosen, or an opinion beside an empty box.
pub(super) fn is_unanswered(terms: &Terms, text: &str) -> bool {
    let options = options(text);
    let opinion = |r: &Range<usize>| opinion::is_phrase(terms, &fold::squash(&text[r.clone()]));
    !options.is_empty()
        && options.iter().all(|(.., chosen)| !chosen)
        && options.iter().any(|(_, word, _)| opinion(word))
}

/// Options that were not chosen, with their words, and the marks of those that were.
pub(super) fn unticked(text: &str) -> Vec<Range<usize>> {
    let options = options(text);
    if options.iter().all(|(.., chosen)| *chosen) {
        return Vec::new();
    }
    options.into_iter().flat_map(|(mark, word, chosen)| if chosen { vec![mark] } else { vec![mark, word] }).collect()
}

/// Makes blank what was ticked and is no opinion: ☑附件 says that the attachments were looked at.
pub(super) fn without_ticked(terms: &Terms, text: &mut String, printed: &str) {
    for (mark, word, chosen) in options(printed) {
        let touches = mark.end == word.start || word.end == mark.start;
        if !(chosen && touches) || word.is_empty() {
            continue;
        }
        text.replace_range(mark.clone(), &" ".repeat(mark.len()));
        if !opinion::is_phrase(terms, &fold::squash(&printed[word.clone()])) {
            text.replace_range(word.clone(), &" ".repeat(word.len()));
        }
    }
}

/// Items left open among ticked ones, where the items are no choice of one.
pub(super) fn left_open(terms: &Terms, text: &str, base: usize) -> Vec<Item> {
    let options = options(text);
    let ticked = options.iter().filter(|(.., chosen)| *chosen).count();
    let words = options.iter().filter(|(_, word, _)| !word.is_empty()).count();
    // 同意 and 不同意: one word is the other with a word before it.
    let word = |r: &Range<usize>| fold::squash(&text[r.clone()]);
    let choice = options.iter().any(|(_, a, _)| {
        options
            .iter()
            .any(|(_, b, _)| a != b && word(a) != word(b) && !word(a).is_empty() && word(b).ends_with(&word(a)))
    });
    // 退回 beside 通过 is the other answer, not one more thing to look at.
    let refuses = |r: &Range<usize>| opinion::refuses(terms, &word(r));
    if ticked == 0 && words < 2 || choice || options.iter().any(|(_, r, _)| refuses(r)) {
        return Vec::new();
    }
    let open = options.into_iter().filter(|(_, word, chosen)| !chosen && !word.is_empty());
    open.map(|(_, r, _)| Item { text: word(&r), range: base + r.start..base + r.end }).collect()
}
