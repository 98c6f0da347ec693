//! How many mistakes there are in ten thousand characters of text, as publishers count them.

use crate::lang::Words;
use crate::words;
use serde::Serialize;

/// Mistakes as counted, and the characters that they stand in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(into = "Told")]
pub struct Rate {
    /// Mistakes, each by its weight.
    pub errors: f64,
    /// Characters of running text, blanks left out.
    pub characters: usize,
}

impl Rate {
    /// The standard that says how mistakes are counted.
    pub const BY: &'static str = "CY/T 266-2023";

    /// Mistakes in ten thousand characters; none without text.
    pub fn per_10000(self) -> Option<f64> {
        (self.characters > 0).then(|| self.errors * 10_000.0 / self.characters as f64)
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { errors: self.errors + other.errors, characters: self.characters + other.characters }
    }

    /// In words; none without mistakes, or of a text too short to have a rate.
    pub fn words(self) -> Option<Words> {
        const SHORTEST: usize = 1000;
        let rate = self.per_10000().filter(|_| self.errors > 0.0 && self.characters >= SHORTEST)?;
        let (by, errors, characters) = (Self::BY, self.errors, self.characters);
        Some(words!(
            "文字差错率（机器查出的，参照 {by} 计错）：每万字{rate}个（计{errors}个，共{characters}字）",
            by,
            rate = format!("{:.1}", rate),
            errors = format!("{:.1}", errors),
            characters
        ))
    }
}

/// The same as reports have it, rounded to hundredths.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "Rate")]
struct Told {
    by: &'static str,
    errors: f64,
    characters: usize,
    per_10000: Option<f64>,
}

impl From<Rate> for Told {
    fn from(rate: Rate) -> Self {
        let rounded = |value: f64| (value * 100.0).round() / 100.0;
        let (errors, per_10000) = (rounded(rate.errors), rate.per_10000().map(rounded));
        Self { by: Rate::BY, errors, characters: rate.characters, per_10000 }
    }
}
