//! Which words a pattern cannot do without.

use regex_syntax::hir::{Class, Hir, HirKind};

/// A class of more characters is no filter.
const MANY: usize = 24;
/// A word repeated more often than this counts as repeated so often.
const TIMES: u32 = 4;

/// Words of which at least one stands in every match; none when the pattern can match without any.
pub(super) fn required(pattern: &str) -> Option<Vec<String>> {
    if !pattern.is_empty() && !pattern.chars().any(regex_syntax::is_meta_character) {
        return Some(vec![pattern.to_owned()]);
    }
    let words = of(&regex_syntax::parse(pattern).ok()?)?;
    (!words.is_empty() && words.iter().all(|w| !w.is_empty())).then_some(words)
}

/// Words of which one stands in every match of a part.
fn of(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Repetition(repetition) if repetition.min > 0 => {
            let once = of(&repetition.sub)?;
            // `。{2,}` has 。。 in it.
            let times =
                if exact(&repetition.sub).is_some_and(|w| w.len() == 1) { repetition.min.min(TIMES) } else { 1 };
            Some(once.into_iter().map(|word| word.repeat(times as usize)).collect())
        }
        HirKind::Capture(capture) => of(&capture.sub),
        HirKind::Concat(parts) => best(parts),
        HirKind::Alternation(branches) => branches.iter().map(of).collect::<Option<Vec<_>>>().map(|all| all.concat()),
        _ => exact(hir),
    }
}

/// One piece of a sequence is enough: the rarest.
fn best(parts: &[Hir]) -> Option<Vec<String>> {
    let mut pieces: Vec<Vec<String>> = parts.iter().filter_map(of).collect();
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
    pieces.into_iter().min_by(|a, b| share(a).total_cmp(&share(b)))
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

/// How often one of the words is to be expected, roughly: what every sentence has is no filter.
fn share(words: &[String]) -> f64 {
    let point = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let of = |(before, c): (char, char)| match c {
        _ if point(before) && point(c) => 0.01,
        '，' | '。' | '、' => 0.9,
        '0'..='9' | ' ' | '\u{3000}' => 0.5,
        '；' | '：' | '的' | '一' | '年' | '月' | '日' | '人' | '和' | '在' => 0.3,
        c if crate::fold::is_han(c) => 0.05,
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
    use super::required;

    #[test]
    fn the_rarest_part_stands_for_the_whole() {
        for (pattern, words) in [
            ("布署", Some("布署")),
            ("(工作|战略)部属", Some("工作部属 战略部属")),
            ("[给赋授]于", Some("授于 给于 赋于")),
            ("部份|成份", Some("成份 部份")),
            (r"\p{Han}[,;]", Some(", ;")),
            (r"[0-9]+年0[1-9]月", Some("年0")),
            (r"[，；、]+([。；])", Some("、。 、； ，。 ，； ；。 ；；")),
            (r"。{2,}", Some("。。")),
            (r"[0-9]+[～~][0-9]+(?:人|名)", Some("~ ～")),
            (r"\p{Han}+", None),
            ("甲?", None),
        ] {
            let found = required(pattern).map(|mut w| {
                w.sort();
                w.join(" ")
            });
            assert_eq!(found.as_deref(), words, "{pattern}");
        }
    }
}
