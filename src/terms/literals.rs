//! Which words a pattern cannot do without. The build script uses this file too, for the patterns of shipped rules.

use regex_syntax::hir::{Class, Hir, HirKind, Look};
use serde::{Deserialize, Serialize};

/// More words for one place are no filter.
const MANY: usize = 24;
/// A word repeated more often than this counts as repeated so often.
const TIMES: u32 = 4;
/// What more texts than this have is no filter.
const COMMON: f64 = 0.5;

/// What stands in every text that a pattern matches: one word of each list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Needs {
    /// Anywhere, the rarest first.
    anywhere: Vec<Vec<String>>,
    /// At the very beginning; no words when anything may.
    start: Vec<String>,
    /// At the very end.
    end: Vec<String>,
}

impl Needs {
    /// What a pattern needs; nothing when it can match without any word.
    pub(crate) fn of(pattern: &str) -> Self {
        if !pattern.is_empty() && !pattern.chars().any(regex_syntax::is_meta_character) {
            return Self { anywhere: vec![vec![pattern.to_owned()]], ..Self::default() };
        }
        let Ok(hir) = regex_syntax::parse(pattern) else { return Self::default() };
        let mut anywhere = pieces(&hir);
        anywhere.retain(|words| !words.is_empty() && words.iter().all(|w| !w.is_empty()));
        let mut shares: Vec<(f64, Vec<String>)> = anywhere.into_iter().map(|words| (share(&words), words)).collect();
        shares.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        // One list is better than none, however common its words.
        let anywhere = shares.into_iter().enumerate().filter(|(n, (share, _))| *n == 0 || *share < COMMON);
        let parts = match hir.kind() {
            HirKind::Concat(parts) => parts.as_slice(),
            _ => &[],
        };
        let is =
            |part: Option<&Hir>, look| part.is_some_and(|part| matches!(part.kind(), HirKind::Look(l) if *l == look));
        let edge = |words: Option<Vec<String>>| words.filter(|w| w.iter().all(|w| !w.is_empty())).unwrap_or_default();
        Self {
            anywhere: anywhere.map(|(_, (_, words))| words).collect(),
            start: edge(parts.get(1).filter(|_| is(parts.first(), Look::Start)).and_then(first)),
            end: edge(parts.iter().nth_back(1).filter(|_| is(parts.last(), Look::End)).and_then(last)),
        }
    }

    /// The rarest words of which one stands in every match.
    pub(super) fn rarest(&self) -> Option<&[String]> {
        self.anywhere.first().map(Vec::as_slice)
    }

    /// Whether a text has all that is needed.
    pub(super) fn are_met(&self, text: &str) -> bool {
        let free = |words: &[String]| words.is_empty();
        (free(&self.start) || self.start.iter().any(|w| text.starts_with(w.as_str())))
            && (free(&self.end) || self.end.iter().any(|w| text.ends_with(w.as_str())))
            && self.anywhere.iter().all(|words| words.iter().any(|w| text.contains(w.as_str())))
    }
}

/// Lists of words; one word of each stands in every match of a part.
fn pieces(hir: &Hir) -> Vec<Vec<String>> {
    match hir.kind() {
        HirKind::Repetition(repetition) if repetition.min > 0 => {
            // `。{2,}` has 。。 in it.
            let single = exact(&repetition.sub).is_some_and(|w| w.len() == 1);
            let times = if single { repetition.min.min(TIMES) } else { 1 };
            let again = |word: String| word.repeat(times as usize);
            pieces(&repetition.sub).into_iter().map(|words| words.into_iter().map(again).collect()).collect()
        }
        HirKind::Capture(capture) => pieces(&capture.sub),
        HirKind::Concat(parts) => sequence(parts),
        HirKind::Alternation(branches) => {
            let rarest = |branch| pieces(branch).into_iter().min_by(|a, b| share(a).total_cmp(&share(b)));
            branches.iter().map(rarest).collect::<Option<Vec<_>>>().map(|all| all.concat()).into_iter().collect()
        }
        _ => exact(hir).into_iter().collect(),
    }
}

/// Parts one after the other: what is certain is joined as far as it stays few words.
fn sequence(parts: &[Hir]) -> Vec<Vec<String>> {
    let mut pieces: Vec<Vec<String>> = parts.iter().filter(|p| exact(p).is_none()).flat_map(self::pieces).collect();
    let mut run: Option<Vec<String>> = None;
    for part in parts.iter().map(Some).chain(std::iter::once(None)) {
        run = match (run.take(), part.and_then(exact)) {
            (Some(before), Some(next)) if before.len() * next.len() <= MANY => Some(joined(&before, &next)),
            (before, next) => {
                // What is repeated begins right behind what stands before, and ends right before what follows.
                let repeated = part.and_then(repeated);
                let touching = before.iter().zip(&repeated).filter(|(b, r)| b.len() * r.len() <= MANY);
                pieces.extend(touching.map(|(b, r)| joined(b, r)));
                pieces.extend(before);
                next.or(repeated)
            }
        };
    }
    pieces
}

fn joined(before: &[String], next: &[String]) -> Vec<String> {
    before.iter().flat_map(|b| next.iter().map(move |n| format!("{b}{n}"))).collect()
}

/// The words that a repetition repeats at least once, if they are few.
fn repeated(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Repetition(repetition) if repetition.min > 0 => exact(&repetition.sub),
        HirKind::Capture(capture) => repeated(&capture.sub),
        _ => None,
    }
}

/// The words of which one begins every match of a part.
fn first(hir: &Hir) -> Option<Vec<String>> {
    edge(hir, &|parts| parts.first())
}

/// The words of which one ends every match of a part.
fn last(hir: &Hir) -> Option<Vec<String>> {
    edge(hir, &|parts| parts.last())
}

fn edge(hir: &Hir, outer: &dyn Fn(&[Hir]) -> Option<&Hir>) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Capture(capture) => edge(&capture.sub, outer),
        HirKind::Repetition(repetition) if repetition.min > 0 => edge(&repetition.sub, outer),
        HirKind::Concat(parts) => edge(outer(parts)?, outer),
        HirKind::Alternation(branches) => {
            branches.iter().map(|b| edge(b, outer)).collect::<Option<Vec<_>>>().map(|all| all.concat())
        }
        _ => exact(hir),
    }
}

/// How many texts have one of the words, roughly.
fn share(words: &[String]) -> f64 {
    let point = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let of = |(before, c): (char, char)| match c {
        _ if point(before) && point(c) => 0.01,
        '，' | '。' | '、' => 0.9,
        ' ' | '\u{3000}' => 0.5,
        '；' | '：' | '的' | '一' | '年' | '月' | '日' | '人' | '和' | '在' => 0.3,
        '0'..='9' => 0.05,
        '\u{4e00}'..='\u{9fff}' => 0.05,
        _ => 0.02,
    };
    let word = |w: &String| std::iter::once('甲').chain(w.chars()).zip(w.chars()).map(of).product::<f64>();
    words.iter().map(word).sum()
}

/// All words that a part matches, if they are few.
fn exact(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Class(Class::Unicode(class)) => {
            let few = class.ranges().iter().map(|r| r.end() as usize - r.start() as usize + 1).sum::<usize>() <= MANY;
            few.then(|| class.ranges().iter().flat_map(|r| r.start()..=r.end()).map(String::from).collect())
        }
        HirKind::Capture(capture) => exact(&capture.sub),
        HirKind::Repetition(repetition) if repetition.max == Some(repetition.min) && repetition.min <= TIMES => {
            let once = exact(&repetition.sub).filter(|words| words.len() == 1)?;
            Some(vec![once[0].repeat(repetition.min as usize)])
        }
        HirKind::Alternation(branches) => {
            let all: Vec<String> = branches.iter().map(exact).collect::<Option<Vec<_>>>()?.concat();
            (all.len() <= MANY).then_some(all)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Needs;

    #[test]
    fn the_rarest_part_stands_for_the_whole() {
        for (pattern, words) in [
            ("布署", Some("布署")),
            ("(工作|战略)部属", Some("工作部属 战略部属")),
            ("[给赋授]于", Some("授于 给于 赋于")),
            ("部份|成份", Some("成份 部份")),
            (r"\p{Han}[,;]", Some(", ;")),
            (r"[0-9]+年0[1-9]月", Some("0年0 1年0 2年0 3年0 4年0 5年0 6年0 7年0 8年0 9年0")),
            (r"[，；、]+([。；])", Some("、。 、； ，。 ，； ；。 ；；")),
            (r"。{2,}", Some("。。")),
            (r"\p{Han}+[～~](?:人|名)\p{Han}", Some("~人 ~名 ～人 ～名")),
            (r"\p{Han}+", None),
            ("甲?", None),
        ] {
            let found = Needs::of(pattern).rarest().map(|words| {
                let mut words = words.to_vec();
                words.sort();
                words.join(" ")
            });
            assert_eq!(found.as_deref(), words, "{pattern}");
        }
    }

    #[test]
    fn a_text_without_one_of_the_words_cannot_match() {
        for (pattern, met, not_met) in [
            ("[0-9]月[0-9]号", &["5月6号"][..], &["5月6日，第6号", "6号"][..]),
            ("^(?:第|其)[一二]", &["第一"], &["甲第一", "第"]),
            ("(?:局|厅)$", &["水利局"], &["水利局长", "厅里"]),
            ("^(?P<n>[0-9]{1,2})[.、]", &["3.甲"], &["甲3.", "3甲"]),
            (r"^甲?乙", &["甲乙", "乙"], &["丙"]),
            (r"乙\s*$", &["乙 "], &["丙"]),
            ("(?m)^甲", &["乙\n甲"], &["乙"]),
        ] {
            let needs = Needs::of(pattern);
            let regex = regex::Regex::new(pattern).unwrap();
            assert!(met.iter().all(|text| regex.is_match(text) && needs.are_met(text)), "{pattern} {needs:?}");
            assert!(!not_met.iter().any(|text| regex.is_match(text)), "{pattern}");
            assert!(!not_met.iter().all(|text| needs.are_met(text)), "{pattern} {needs:?}");
        }
    }
}
