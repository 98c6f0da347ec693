//! Which words a pattern cannot do without.

use regex_syntax::hir::{Class, Hir, HirKind};

/// A class of more characters is no filter.
const MANY: usize = 24;

/// Words of which at least one stands in every match; none when the pattern can match without any.
pub(super) fn required(pattern: &str) -> Option<Vec<String>> {
    let words = of(&regex_syntax::parse(pattern).ok()?)?;
    (!words.is_empty() && words.iter().all(|w| !w.is_empty())).then_some(words)
}

/// Words of which one stands in every match of a part.
fn of(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Repetition(repetition) if repetition.min > 0 => of(&repetition.sub),
        HirKind::Capture(capture) => of(&capture.sub),
        HirKind::Concat(parts) => best(parts),
        HirKind::Alternation(branches) => branches.iter().map(of).collect::<Option<Vec<_>>>().map(|all| all.concat()),
        _ => exact(hir),
    }
}

/// One piece of a sequence is enough: the one whose shortest word is longest, then the one with the fewest words.
fn best(parts: &[Hir]) -> Option<Vec<String>> {
    let mut pieces: Vec<Vec<String>> = parts.iter().filter_map(of).collect();
    let mut run: Option<Vec<String>> = None;
    for part in parts.iter().map(exact).chain(std::iter::once(None)) {
        run = match (run.take(), part) {
            (Some(before), Some(next)) if before.len() * next.len() <= MANY => {
                Some(before.iter().flat_map(|b| next.iter().map(move |n| format!("{b}{n}"))).collect())
            }
            (before, next) => {
                pieces.extend(before);
                next
            }
        };
    }
    pieces.into_iter().max_by_key(|words| {
        let shortest = words.iter().map(String::len).min().unwrap_or(0);
        (shortest, std::cmp::Reverse(words.len()))
    })
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
            (r"[0-9]+年0[1-9]月", Some("年01月 年02月 年03月 年04月 年05月 年06月 年07月 年08月 年09月")),
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
