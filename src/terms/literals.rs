//! Which words a pattern cannot do without. The build script uses this file too, for the patterns of shipped rules.

use regex_syntax::hir::{Class, Hir, HirKind, Look};
use serde::{Deserialize, Serialize};

/// A class of more characters is unknown.
const FEW: usize = 24;
/// More words for one place are no filter.
const MANY: usize = 128;
/// More words are too many to look for in every text.
const INDEXED: usize = 48;
/// More words take longer to look for than the pattern itself.
const SLOW: usize = 12;
/// More lists tell nothing new.
const LISTS: usize = 4;
/// So many texts have a word of two characters.
const RARE: f64 = 0.003;

/// Some words in one string: there are many such lists, and most are only read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct List(Box<str>);

/// Stands between the words of a list; a word that has it is not certain.
const BETWEEN: char = '\u{7f}';

impl List {
    fn of(words: &[String]) -> Self {
        Self(words.join(&BETWEEN.to_string()).into())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words; none of an empty list.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split(BETWEEN).filter(|word| !word.is_empty())
    }
}

/// What stands in every text that a pattern matches: one word of each list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Needs {
    /// Anywhere, the rarest first.
    anywhere: Vec<List>,
    /// Branches of which one has to match, by the words that each of them needs; none where what is needed anywhere says more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    branches: Vec<Vec<List>>,
    /// At the very beginning.
    #[serde(default, skip_serializing_if = "is_plain")]
    start: Edge,
    /// At the very end.
    #[serde(default, skip_serializing_if = "is_plain")]
    end: Edge,
    /// Which list to look for in every text, if any is short enough.
    #[serde(default, skip_serializing_if = "is_plain")]
    rarest: usize,
    /// A search for the pattern itself is quicker than one for its words.
    #[serde(default, skip_serializing_if = "is_plain")]
    many: bool,
}

/// Words at one end; none when anything may stand there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edge {
    /// They are those of a list of what stands anywhere.
    #[serde(default, rename = "as", skip_serializing_if = "is_plain")]
    list: Option<usize>,
    /// They are others.
    #[serde(default, skip_serializing_if = "is_plain")]
    words: List,
}

impl Edge {
    fn of(words: &[String], anywhere: &[List]) -> Self {
        let words = List::of(words);
        match anywhere.iter().position(|list| !words.is_empty() && *list == words) {
            None => Self { list: None, words },
            list => Self { list, words: List::default() },
        }
    }

    fn list<'n>(&'n self, anywhere: &'n [List]) -> &'n List {
        self.list.and_then(|at| anywhere.get(at)).unwrap_or(&self.words)
    }
}

fn is_plain<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The bit of the character that a text begins with.
pub(super) fn bit(text: &str) -> u64 {
    text.chars().next().map_or(0, |c| 1 << (c as u32 % u64::BITS))
}

impl Needs {
    /// What a pattern needs; nothing when it can match without any word.
    pub(crate) fn of(pattern: &str) -> Self {
        let plain = [pattern.to_owned()];
        if certain(&plain) && !pattern.chars().any(regex_syntax::is_meta_character) {
            return Self { anywhere: vec![List::of(&plain)], ..Self::default() };
        }
        let Ok(hir) = regex_syntax::parse(pattern) else { return Self::default() };
        let Part { lists, first, last, .. } = Part::of(&hir);
        let mut lists: Vec<(f64, Vec<String>)> = lists.into_iter().map(|words| (share(&words), words)).collect();
        // Of lists that are rare enough the shortest does.
        lists.sort_by(|(a, one), (b, other)| a.max(RARE).total_cmp(&b.max(RARE)).then(one.len().cmp(&other.len())));
        let mut anywhere: Vec<Vec<String>> = Vec::new();
        for (share, words) in lists {
            // A list that says the same and more, and is not too long to take its place.
            let says = |list: &Vec<String>| {
                list.len() <= INDEXED && list.iter().all(|w| words.iter().any(|part| w.contains(part.as_str())))
            };
            if !anywhere.iter().any(says) {
                anywhere.push(words);
            }
            if share <= RARE || anywhere.len() == LISTS {
                break;
            }
        }
        let parts = match hir.kind() {
            HirKind::Concat(parts) => parts.as_slice(),
            _ => &[],
        };
        let is = |part: Option<&Hir>, look| part.is_some_and(|p| matches!(p.kind(), HirKind::Look(l) if *l == look));
        let lists: Vec<List> = anywhere.iter().map(|words| List::of(words)).collect();
        let edge = |words: Option<Vec<String>>| Edge::of(&words.filter(|w| certain(w)).unwrap_or_default(), &lists);
        Self {
            start: edge(first.filter(|_| is(parts.first(), Look::Start))),
            end: edge(last.filter(|_| is(parts.last(), Look::End))),
            rarest: anywhere.iter().position(|words| words.len() <= INDEXED).unwrap_or(0),
            many: anywhere.first().is_none_or(|words| words.len() > SLOW),
            branches: if anywhere.iter().any(|words| words.len() <= INDEXED) { Vec::new() } else { branches(&hir) },
            anywhere: lists,
        }
    }

    /// Lists of words of which one stands in every match, the rarest first.
    pub(super) fn anywhere(&self) -> &[List] {
        &self.anywhere
    }

    /// Branches of which one has to match, by such lists; none where what is needed anywhere says more.
    pub(super) fn branches(&self) -> &[Vec<List>] {
        &self.branches
    }

    /// The rarest words of which one stands in every match.
    pub(super) fn rarest(&self) -> Option<&List> {
        self.anywhere.get(self.rarest)
    }

    /// Whether a search for the pattern itself is quicker than one for its words.
    pub(super) fn are_many(&self) -> bool {
        self.many
    }

    /// The characters that a match can begin with, one bit for all that are alike in their last bits.
    pub(super) fn first(&self) -> u64 {
        let start = self.start.list(&self.anywhere);
        if start.is_empty() { u64::MAX } else { start.words().fold(0, |bits, word| bits | bit(word)) }
    }

    /// Whether a text has all that is needed.
    pub(super) fn are_met(&self, text: &str) -> bool {
        let [start, end] = [&self.start, &self.end].map(|edge| edge.list(&self.anywhere));
        (start.is_empty() || start.words().any(|w| text.starts_with(w)))
            && (end.is_empty() || end.words().any(|w| text.ends_with(w)))
            && self.anywhere.iter().all(|list| list.words().any(|w| text.contains(w)))
    }
}

/// What each branch of a pattern needs; nothing when one of them can do without any word.
fn branches(hir: &Hir) -> Vec<Vec<List>> {
    let of = |branch: &Hir| {
        let lists = Part::of(branch).lists;
        (!lists.is_empty()).then(|| lists.iter().map(|words| List::of(words)).collect())
    };
    match hir.kind() {
        HirKind::Capture(capture) => branches(&capture.sub),
        HirKind::Alternation(all) => all.iter().map(of).collect::<Option<_>>().unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// What is known of a part of a pattern. An empty word stands for nothing at all.
#[derive(Default)]
struct Part {
    /// All words that it matches.
    whole: Option<Vec<String>>,
    /// Words of which one begins every match.
    first: Option<Vec<String>>,
    /// Words of which one ends every match.
    last: Option<Vec<String>>,
    /// One word of each list stands in every match.
    lists: Vec<Vec<String>>,
}

impl Part {
    fn of(hir: &Hir) -> Self {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Self::whole(vec![String::new()]),
            HirKind::Literal(literal) => {
                String::from_utf8(literal.0.to_vec()).map_or(Self::default(), |w| Self::whole(vec![w]))
            }
            HirKind::Class(Class::Unicode(class)) => {
                let count: usize = class.ranges().iter().map(|r| r.end() as usize - r.start() as usize + 1).sum();
                let all = || class.ranges().iter().flat_map(|r| r.start()..=r.end()).map(String::from);
                if count <= FEW { Self::whole(all().collect()) } else { Self::default() }
            }
            HirKind::Class(Class::Bytes(_)) => Self::default(),
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Repetition(times) => Self::of(&times.sub).times(times.min, times.max),
            HirKind::Concat(parts) => Self::sequence(&parts.iter().map(Self::of).collect::<Vec<_>>()),
            HirKind::Alternation(branches) => Self::either(&branches.iter().map(Self::of).collect::<Vec<_>>()),
        }
    }

    fn whole(words: Vec<String>) -> Self {
        let lists = if certain(&words) { vec![words.clone()] } else { Vec::new() };
        Self { first: Some(words.clone()), last: Some(words.clone()), whole: Some(words), lists }
    }

    fn times(self, min: u32, max: Option<u32>) -> Self {
        const OFTEN: u32 = 4;
        let nothing = || vec![String::new()];
        let power = |words: &Vec<String>, n: u32| {
            (0..n).try_fold(nothing(), |before, _| joined(&before, words).filter(|all| all.len() <= FEW))
        };
        if max == Some(min)
            && min <= OFTEN
            && let Some(whole) = self.whole.as_ref().and_then(|words| power(words, min))
        {
            return Self::whole(whole);
        }
        let or_nothing = |words: Option<Vec<String>>| words.and_then(|words| union(&words, &nothing()));
        match (min, max) {
            (0, Some(1)) => match or_nothing(self.whole) {
                Some(whole) => Self::whole(whole),
                None => Self { first: or_nothing(self.first), last: or_nothing(self.last), ..Self::default() },
            },
            (0, _) => Self { first: or_nothing(self.first), last: or_nothing(self.last), ..Self::default() },
            // `。{2,}` has 。。 in it.
            _ => match self.whole.filter(|words| words.len() == 1) {
                Some(words) => Self { whole: None, ..Self::whole(vec![words[0].repeat(min.min(OFTEN) as usize)]) },
                None => Self { whole: None, ..self },
            },
        }
    }

    fn sequence(parts: &[Self]) -> Self {
        let mut lists: Vec<Vec<String>> = Vec::new();
        let last = edge(
            parts.iter(),
            |part| &part.last,
            joined,
            |words, part| {
                // What one part ends in and the next begins with stand side by side.
                let touching = part.and_then(|p| p.first.as_ref()).filter(|first| certain(first));
                lists.push(touching.and_then(|first| joined(words, first)).unwrap_or_else(|| words.clone()));
            },
        );
        let first = edge(parts.iter().rev(), |part| &part.first, |behind, next| joined(next, behind), |_, _| {});
        lists.extend(parts.iter().filter(|p| p.whole.is_none()).flat_map(|p| p.lists.iter().cloned()));
        lists.retain(|words| certain(words));
        let all = |before: Vec<String>, part: &Self| joined(&before, part.whole.as_ref()?).filter(|w| w.len() <= FEW);
        let whole = parts.iter().try_fold(vec![String::new()], all);
        Self { whole, first, last, lists }
    }

    fn either(branches: &[Self]) -> Self {
        let all = |of: fn(&Self) -> Option<&Vec<String>>| {
            branches.iter().try_fold(Vec::new(), |before: Vec<String>, branch| union(&before, of(branch)?))
        };
        // All branches together must not be too many words.
        let fits = |list: &&Vec<String>| list.len() <= (MANY / branches.len()).max(1);
        let rarest = |p: &Self| p.lists.iter().filter(fits).min_by(|a, b| share(a).total_cmp(&share(b))).cloned();
        let one = branches.iter().try_fold(Vec::new(), |before: Vec<String>, branch| union(&before, &rarest(branch)?));
        Self {
            whole: all(|p| p.whole.as_ref()).filter(|words| words.len() <= FEW),
            first: all(|p| p.first.as_ref()),
            last: all(|p| p.last.as_ref()),
            lists: one.into_iter().collect(),
        }
    }
}

/// The words of which one stands at the far end of a sequence, part after part; `left` is told those that are given up,
/// with the part that follows.
fn edge<'p>(
    parts: impl Iterator<Item = &'p Part>,
    of: fn(&Part) -> &Option<Vec<String>>,
    join: fn(&[String], &[String]) -> Option<Vec<String>>,
    mut left: impl FnMut(&Vec<String>, Option<&Part>),
) -> Option<Vec<String>> {
    let mut words = Some(vec![String::new()]);
    for part in parts {
        let known = words.take();
        let longer = known.as_ref().zip(part.whole.as_ref()).and_then(|(w, p)| join(w, p));
        // Fewer and shorter words may do as well.
        if longer.as_ref().is_some_and(|w| known.as_ref().is_some_and(|k| k.len() < w.len())) {
            known.iter().for_each(|words| left(words, None));
        }
        words = longer.or_else(|| {
            known.iter().for_each(|words| left(words, Some(part)));
            let own = of(part).as_ref()?;
            if certain(own) {
                return Some(own.clone());
            }
            // Nothing may stand here: then what stood before is still at the end.
            let own: Vec<String> = own.iter().filter(|w| !w.is_empty()).cloned().collect();
            union(&known?, &own)
        });
    }
    words.iter().for_each(|words| left(words, None));
    words
}

/// None of the words is empty, and all can stand in a list.
fn certain(words: &[String]) -> bool {
    !words.is_empty() && words.iter().all(|w| !w.is_empty() && !w.contains(BETWEEN))
}

fn joined(before: &[String], next: &[String]) -> Option<Vec<String>> {
    let all = || before.iter().flat_map(|b| next.iter().map(move |n| format!("{b}{n}")));
    (before.len() * next.len() <= MANY).then(|| all().collect())
}

fn union(one: &[String], other: &[String]) -> Option<Vec<String>> {
    let new = other.iter().filter(|w| !one.contains(w));
    let all: Vec<String> = one.iter().chain(new).cloned().collect();
    (all.len() <= MANY).then_some(all)
}

/// How many texts have one of the words, roughly.
fn share(words: &[String]) -> f64 {
    let point = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let of = |(before, c): (char, char)| match c {
        _ if point(before) && point(c) => 0.01,
        '，' | '。' | '、' | '〔' | '〕' => 0.9,
        '（' | '）' | '《' | '》' | '“' | '”' => 0.5,
        ' ' | '\u{3000}' => 0.5,
        '；' | '：' | '的' | '一' | '年' | '月' | '日' | '人' | '和' | '在' => 0.3,
        '0'..='9' if before.is_ascii_digit() => 0.1,
        '0'..='2' => 0.3,
        '0'..='9' => 0.1,
        '\u{4e00}'..='\u{9fff}' => 0.05,
        _ => 0.02,
    };
    let word = |w: &String| std::iter::once('甲').chain(w.chars()).zip(w.chars()).map(of).product::<f64>();
    words.iter().map(word).sum()
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
            (
                "(19|20)([0-9]{2})、甲",
                Some("190 191 192 193 194 195 196 197 198 199 200 201 202 203 204 205 206 207 208 209"),
            ),
            ("(17|18|19|20)([0-9]{2})、甲", Some("0、甲 1、甲 2、甲 3、甲 4、甲 5、甲 6、甲 7、甲 8、甲 9、甲")),
            ("甲乙(?:丙|丁)戊", Some("甲乙")),
            (r"甲+乙?丙", Some("甲丙 甲乙丙")),
            (r"\p{Han}+", None),
            ("甲?", None),
        ] {
            let found = Needs::of(pattern).rarest().map(|list| {
                let mut words: Vec<&str> = list.words().collect();
                words.sort_unstable();
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
            (r"[0-9]{3,}(?:\.[0-9]+)?(?:元|万元)", &["100元", "1000.5万元"], &["100.0亿元", "第100号，元"]),
            (r"^(?:[（(]?第|[〔\[])[0-9]+号", &["第1号", "（第2号", "〔3号"], &["青政发第1号"]),
        ] {
            let needs = Needs::of(pattern);
            let regex = regex::Regex::new(pattern).unwrap();
            assert!(met.iter().all(|text| regex.is_match(text) && needs.are_met(text)), "{pattern} {needs:?}");
            assert!(!not_met.iter().any(|text| regex.is_match(text)), "{pattern}");
            assert!(!not_met.iter().all(|text| needs.are_met(text)), "{pattern} {needs:?}");
        }
    }

    #[test]
    fn the_character_between_the_words_is_found_too() {
        for (pattern, text) in [("[甲\u{7f}]乙", "\u{7f}乙"), ("\u{7f}", "\u{7f}"), ("^\u{7f}甲?", "\u{7f}")] {
            assert!(Needs::of(pattern).are_met(text), "{pattern:?}");
        }
    }
}
