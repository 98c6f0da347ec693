//! Texts that differ by a slip of one character.

use crate::lang::Words;
use crate::words;

/// How two texts differ: one character is another, or stands in one of them only.
pub(super) struct Apart {
    /// What stands before, the same in both.
    pub before: String,
    one: Option<char>,
    other: Option<char>,
    behind: String,
}

impl Apart {
    /// One of the texts lacks the character.
    pub(super) fn is_left_out(&self) -> bool {
        self.one.is_none() || self.other.is_none()
    }

    /// The characters of which one stands for the other.
    pub(super) fn exchanged(&self) -> Option<(char, char)> {
        self.one.zip(self.other)
    }

    /// The difference with the characters around: `防汛物〈资/质〉管理`.
    pub(super) fn shown(&self) -> Words {
        let part = |c: Option<char>| c.map_or(String::new(), String::from);
        words!(
            "{before}〈{part}/{part2}〉{behind}",
            before = self.before,
            part = part(self.one),
            part2 = part(self.other),
            behind = self.behind
        )
    }
}

/// The difference of two texts that are one character apart.
pub(super) fn apart(one: &str, other: &str) -> Option<Apart> {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if a.len().abs_diff(b.len()) > 1 {
        return None;
    }
    let before = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (rest, others) = (&a[before..], &b[before..]);
    let (from, to) = match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Equal => (rest.get(1..)?, others.get(1..)?),
        std::cmp::Ordering::Greater => (rest.get(1..)?, others),
        std::cmp::Ordering::Less => (rest, others.get(1..)?),
    };
    (from == to).then(|| Apart {
        before: a[..before].iter().collect(),
        one: rest.first().filter(|_| a.len() >= b.len()).copied(),
        other: others.first().filter(|_| b.len() >= a.len()).copied(),
        behind: from.iter().collect(),
    })
}

/// Whether two neighbouring characters have changed places.
pub(super) fn swapped(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let at = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    a.len() == b.len() && at + 1 < a.len() && (a[at], a[at + 1]) == (b[at + 1], b[at]) && a[at + 2..] == b[at + 2..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_one_character_or_two_in_the_wrong_order() {
        let shown = |a, b| apart(a, b).map(|apart| apart.shown());
        assert_eq!(shown("防汛物资管理", "防汛物质管理").as_deref(), Some("防汛物〈资/质〉管理"));
        assert_eq!(shown("上海市", "海市").as_deref(), Some("〈上/〉海市"));
        assert_eq!(shown("海市", "海市局").as_deref(), Some("海市〈/局〉"));
        assert_eq!(shown("甲乙", "甲乙"), None);
        assert_eq!(shown("甲乙丙", "丙乙甲"), None);
        assert!(swapped("3101234", "3102134") && !swapped("3101234", "3101234") && !swapped("3101234", "3101235"));
    }
}
