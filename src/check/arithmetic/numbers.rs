//! Ranges, sums and styles of numbers in running text.

use serde::Deserialize;

use crate::check::arithmetic::{Piece, pieces};
use crate::check::passage::Place;
use crate::check::text::sentence;
use crate::check::{Ctx, outcome};
use crate::finding::{Hit, Outcome};
use crate::terms::Pattern;

/// A range whose end is smaller than its start.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Descent {
    /// Each has the groups `a` and `b`.
    pub(super) patterns: Vec<Pattern>,
}

impl Descent {
    pub(super) fn hits(&self, piece: &Piece<'_>) -> Vec<Hit> {
        let hit = |found: regex::Captures<'_>| {
            let (a, b) = (found.name("a")?, found.name("b")?);
            let falls = Number::read(a.as_str())?.value > Number::read(b.as_str())?.value;
            falls.then(|| piece.hit(a.start()..found.get(0)?.end())).flatten()
        };
        let all = self.patterns.iter().filter_map(|p| p.on(piece.text)).flat_map(|r| r.captures_iter(piece.text));
        all.filter_map(hit).collect()
    }
}

/// A total and its parts.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// Groups `t` (the total), `u` (its unit) and `list` (the parts).
    pub(super) pattern: Pattern,
    /// One part: groups `label`, `n` and `u`; it matches all of it.
    part_pattern: Pattern,
    /// Splits the list.
    split: Vec<char>,
    /// Sets of labels that are all there is; without any, every list is taken for complete.
    #[serde(default)]
    complete: Vec<Vec<String>>,
    /// The list may name some of the parts only: parts that are more than the total are wrong, fewer are not.
    #[serde(default)]
    over: bool,
    /// Not in a sentence that matches this.
    #[serde(default)]
    not_in: Option<Pattern>,
}

impl Sum {
    pub(super) fn hits(&self, piece: &Piece<'_>) -> Vec<Hit> {
        let Some(regex) = self.pattern.on(piece.text) else { return Vec::new() };
        let hit = |found: regex::Captures<'_>| {
            let total = Number::read(found.name("t")?.as_str())?;
            let unit = found.name("u")?.as_str();
            let parts = self.parts(found.name("list")?.as_str(), unit)?;
            let numbers: Vec<Number> = parts.iter().map(|(_, n)| *n).collect();
            let labels: Vec<&str> = parts.iter().map(|(label, _)| *label).collect();
            let whole = found.get(0)?.range();
            let told = || self.not_in.as_ref().is_some_and(|p| p.is_match(&piece.text[sentence(piece.text, &whole)]));
            // What goes on behind parts that make the total divides it in another way.
            let again = || (2..numbers.len()).any(|n| total.differs_from(&numbers[..n]).is_none());
            let over = || total.is_below(&numbers) && !again();
            let wrong = parts.len() >= 2 && self.is_complete(&labels) && (!self.over || over());
            let sum = total.differs_from(&numbers).filter(|_| wrong && !told())?;
            let hit = piece.hit(whole)?;
            Some(hit.with("n", found.name("t")?.as_str()).with("sum", sum).with("other", unit))
        };
        regex.captures_iter(piece.text).filter_map(hit).collect()
    }

    /// Label and number of every part; none if one of them is anything else.
    fn parts<'t>(&self, list: &'t str, unit: &str) -> Option<Vec<(&'t str, Number)>> {
        let part = |text: &'t str| {
            let found = self.part_pattern.captures(text)?;
            let same = found.name("u").is_none_or(|u| u.as_str() == unit);
            let number = Number::read(found.name("n")?.as_str()).filter(|_| same)?;
            Some((found.name("label")?.as_str(), number))
        };
        list.split(self.split.as_slice()).map(str::trim).filter(|p| !p.is_empty()).map(part).collect()
    }

    fn is_complete(&self, labels: &[&str]) -> bool {
        let is = |set: &Vec<String>| set.len() == labels.len() && set.iter().all(|s| labels.contains(&s.as_str()));
        self.complete.is_empty() || self.complete.iter().any(is)
    }
}

/// One kind of number written in two ways in one document.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Styles {
    /// One way and the other; the rarer is reported.
    pub(super) patterns: [Pattern; 2],
}

impl Styles {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let places = [Place::Body, Place::Attachment];
        let pieces: Vec<Piece<'_>> = pieces(ctx, &places, &self.patterns).collect();
        let find = |pattern: &Pattern| -> Vec<Hit> {
            let all = pieces.iter().flat_map(|p| {
                let whole = pattern.on(p.text).into_iter().flat_map(|regex| regex.find_iter(p.text));
                whole.filter_map(|m| p.hit(m.range())).collect::<Vec<_>>()
            });
            all.collect()
        };
        let [one, other] = self.patterns.each_ref().map(find);
        let (rarer, usual) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        let quoted = usual.first().and_then(|h| h.values.iter().find(|(k, _)| *k == "found")).map(|(_, v)| v.clone());
        let hit = rarer.into_iter().next().zip(quoted).map(|(hit, other)| hit.with("other", other));
        outcome(hit.into_iter().collect())
    }
}

/// A number as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    /// In units of the last decimal that any number may have here.
    pub value: i128,
    /// Decimals written.
    decimals: u32,
    /// 万 or 亿 behind it.
    scale: Scale,
}

/// A word that multiplies the number before it.
type Scale = (&'static str, i128);

/// Longer ones first.
const SCALES: [Scale; 4] = [("万亿", 1_000_000_000_000), ("亿", 100_000_000), ("万", 10_000), ("", 1)];

/// Numbers are kept as whole numbers of this part.
const DECIMALS: u32 = 4;

impl Number {
    /// Reads digits with a point and commas between thousands, and 万 or 亿 behind them; none for anything else.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let scale = SCALES.into_iter().find(|(word, _)| text.ends_with(word))?;
        let digits = text.strip_suffix(scale.0)?;
        let plain: String = digits.chars().filter(|c| !matches!(c, ',' | '，')).collect();
        let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || whole.len() > 12
            || decimals.len() > DECIMALS as usize
            || !digits(whole)
            || !digits(decimals)
        {
            return None;
        }
        let padded = format!("{whole}{decimals:0<width$}", width = DECIMALS as usize);
        Some(Self { value: padded.parse::<i128>().ok()? * scale.1, decimals: decimals.len() as u32, scale })
    }

    /// The sum of the parts as written, if it is not this number; rounded parts may be off by what rounding does.
    pub(super) fn differs_from(self, parts: &[Number]) -> Option<String> {
        let sum: i128 = parts.iter().map(|p| p.value).sum();
        let all = || parts.iter().chain([&self]);
        let most = all().map(|p| p.decimals).max().unwrap_or(0);
        let coarsest = all().map(Self::step).max().unwrap_or(1);
        let mixed = all().any(|p| p.scale != self.scale);
        let slack = match (mixed, most) {
            (false, 0) => 0,
            (false, _) => parts.len() as i128 * coarsest,
            // Each is off by half of its last digit at most.
            (true, _) => all().map(Self::step).sum::<i128>() / 2,
        };
        let decimals = if mixed { DECIMALS } else { most };
        ((sum - self.value).abs() > slack).then(|| self.scaled(sum, decimals))
    }

    /// It is less than the sum of the parts.
    fn is_below(self, parts: &[Number]) -> bool {
        self.value < parts.iter().map(|p| p.value).sum()
    }

    /// A slip away from the sum of the parts, not another number.
    pub(super) fn is_near(self, parts: &[Number]) -> bool {
        const PART: i128 = 3;
        let sum: i128 = parts.iter().map(|p| p.value).sum();
        (sum - self.value).abs() * PART <= sum.max(self.value)
    }

    /// One of its last digit.
    fn step(&self) -> i128 {
        10_i128.pow(DECIMALS - self.decimals) * self.scale.1
    }

    /// A value with the 万 or 亿 of this number.
    fn scaled(self, value: i128, decimals: u32) -> String {
        let text = written(value / self.scale.1, decimals);
        let shown = if text.contains('.') && decimals == DECIMALS {
            text.trim_end_matches('0').trim_end_matches('.')
        } else {
            text.as_str()
        };
        format!("{shown}{}", self.scale.0)
    }
}

fn written(value: i128, decimals: u32) -> String {
    let one = 10_i128.pow(DECIMALS);
    let rest = format!("{:04}", value % one);
    match decimals {
        0 => (value / one).to_string(),
        n => format!("{}.{}", value / one, &rest[..n as usize]),
    }
}
