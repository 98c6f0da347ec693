//! Relations between numbers, as rule files write them: `total = price * n`.

use crate::words;
use std::fmt;

use serde::Deserialize;

/// Two expressions and how they must stand to each other. Names are groups of a pattern.
#[derive(Clone)]
pub(super) struct Relation {
    source: String,
    left: Expression,
    sign: Sign,
    right: Expression,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Equal,
    Less,
    AtMost,
    More,
    AtLeast,
}

#[derive(Clone)]
enum Expression {
    Number(f64),
    Name(String),
    /// Without its sign: `|a - b|`.
    Absolute(Box<Expression>),
    Both(Box<Expression>, char, Box<Expression>),
}

/// Whether a relation holds, with the values of both sides.
pub(super) struct Held {
    pub holds: bool,
    pub left: f64,
    pub right: f64,
}

impl Relation {
    /// Judges values; none where one that is named has none. `slack` tells how far sides may be apart that are equal.
    pub(super) fn judge(&self, value: &dyn Fn(&str) -> Option<f64>, slack: impl Fn(f64) -> f64) -> Option<Held> {
        let (left, right) = (self.left.value(value)?, self.right.value(value)?);
        let slack = slack(right);
        let holds = match self.sign {
            Sign::Equal => (left - right).abs() <= slack,
            Sign::Less => left < right,
            Sign::AtMost => left <= right + slack,
            Sign::More => left > right,
            Sign::AtLeast => left >= right - slack,
        };
        Some(Held { holds, left, right })
    }

    /// The group that stands alone on the left.
    pub(super) fn stated(&self) -> Option<&str> {
        match &self.left {
            Expression::Name(name) => Some(name),
            _ => None,
        }
    }

    /// All groups that it names.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.left.names(&mut names);
        self.right.names(&mut names);
        names
    }

    fn parse(source: &str) -> Option<Self> {
        const SIGNS: [(&str, Sign); 5] =
            [("<=", Sign::AtMost), (">=", Sign::AtLeast), ("<", Sign::Less), (">", Sign::More), ("=", Sign::Equal)];
        let (left, sign, right) = SIGNS.iter().find_map(|(mark, sign)| {
            let (left, right) = source.split_once(mark)?;
            Some((left, *sign, right))
        })?;
        let (left, right) = (Expression::parse(left)?, Expression::parse(right)?);
        Some(Self { source: source.to_owned(), left, sign, right })
    }
}

impl Expression {
    fn parse(source: &str) -> Option<Self> {
        let mut reader = Reader { rest: source.trim(), depth: 0 };
        let whole = reader.sum()?;
        reader.rest.is_empty().then_some(whole)
    }

    fn value(&self, of: &dyn Fn(&str) -> Option<f64>) -> Option<f64> {
        match self {
            Self::Number(n) => Some(*n),
            Self::Name(name) => of(name),
            Self::Absolute(inner) => inner.value(of).map(f64::abs),
            Self::Both(left, sign, right) => {
                let (left, right) = (left.value(of)?, right.value(of)?);
                let value = match sign {
                    '+' => left + right,
                    '-' => left - right,
                    '*' => left * right,
                    _ => left / right,
                };
                value.is_finite().then_some(value)
            }
        }
    }

    fn names<'e>(&'e self, all: &mut Vec<&'e str>) {
        match self {
            Self::Number(_) => {}
            Self::Name(name) => all.push(name),
            Self::Absolute(inner) => inner.names(all),
            Self::Both(left, _, right) => {
                left.names(all);
                right.names(all);
            }
        }
    }
}

/// What is left of an expression to read.
struct Reader<'s> {
    rest: &'s str,
    depth: usize,
}

impl Reader<'_> {
    fn take(&mut self, marks: &[char]) -> Option<char> {
        let mark = self.rest.chars().next().filter(|c| marks.contains(c))?;
        self.rest = self.rest[mark.len_utf8()..].trim_start();
        Some(mark)
    }

    fn sum(&mut self) -> Option<Expression> {
        let mut all = self.product()?;
        while let Some(sign) = self.take(&['+', '-']) {
            all = Expression::Both(Box::new(all), sign, Box::new(self.product()?));
        }
        Some(all)
    }

    fn product(&mut self) -> Option<Expression> {
        let mut all = self.atom()?;
        while let Some(sign) = self.take(&['*', '/']) {
            all = Expression::Both(Box::new(all), sign, Box::new(self.atom()?));
        }
        Some(all)
    }

    fn atom(&mut self) -> Option<Expression> {
        const DEEPEST: usize = 8;
        if let Some(open) = self.take(&['(', '|']) {
            self.depth += 1;
            let inner = if self.depth > DEEPEST { None } else { self.sum() }?;
            self.depth -= 1;
            self.take(&[if open == '(' { ')' } else { '|' }])?;
            return Some(if open == '(' { inner } else { Expression::Absolute(Box::new(inner)) });
        }
        let end = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_')));
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest.trim_start();
        match word.parse() {
            Ok(number) => Some(Expression::Number(number)),
            Err(_) if word.starts_with(|c: char| c.is_ascii_lowercase()) => Some(Expression::Name(word.to_owned())),
            Err(_) => None,
        }
    }
}

impl fmt::Debug for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Relation").field(&self.source).finish()
    }
}

impl<'de> Deserialize<'de> for Relation {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let source = String::deserialize(from)?;
        let wrong =
            || serde::de::Error::custom(words!("看不懂算式“{source}”，应写成 \"t = a * n\" 这样的形式", source));
        Self::parse(&source).ok_or_else(wrong)
    }
}

impl schemars::JsonSchema for Relation {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Relation".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(source: &str) -> Option<bool> {
        let value = |name: &str| match name {
            "a" => Some(3.0),
            "b" => Some(-4.0),
            "zero" => Some(0.0),
            _ => None,
        };
        Some(Relation::parse(source)?.judge(&value, |_| 1e-9)?.holds)
    }

    #[test]
    fn relations_are_read_and_judged() {
        for source in ["a = 3", "a + 2 * b = -5 + 0", "|b| = a + 1", "(a + b) * 2 <= 0 - 2", "a / 2 < 1.6", "a > b"] {
            let source = source.replace("-5 + 0", "0 - 5");
            assert_eq!(holds(&source), Some(true), "{source}");
        }
        assert_eq!(holds("a * b >= 0"), Some(false));
        assert_eq!(holds("a / zero = 1"), None);
        assert_eq!(holds("a = c"), None);
        for source in [
            "",
            "a",
            "a = ",
            "a = (b",
            "a = b)",
            "a == b",
            "a = b b",
            "a = A",
            &format!("a = {}b{}", "(".repeat(99), ")".repeat(99)),
        ] {
            assert!(Relation::parse(source).is_none(), "{source}");
        }
    }
}
