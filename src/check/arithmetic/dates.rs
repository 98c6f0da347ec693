//! Dates against the calendar, against each other and against the day of the document.

use std::slice::from_ref;

use serde::Deserialize;

use crate::check::arithmetic::{Piece, group, pieces};
use crate::check::passage::Place;
use crate::check::text::sentence;
use crate::check::{Ctx, outcome};
use crate::date::{Date, Written};
use crate::element::ElementKind;
use crate::finding::{Hit, Outcome, Skip};
use crate::lang::Words;
use crate::terms::Pattern;

/// What people call the days of the week.
const WEEKDAYS: [&str; 7] = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];

/// A date with a day of the week behind it.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weekday {
    /// Finds both: groups `y` (may be missing), `m`, `d`, `w`, and `told` for what is quoted.
    pub(super) pattern: Pattern,
    /// The words for the days, Monday first; further characters beyond seven stand for Sunday too.
    days: String,
    /// Finds years that a date without one may mean, in the group `y`.
    year_pattern: Pattern,
    /// Only dates without a year that lie at most so many days from the day of the document, which then decides the year.
    #[serde(default)]
    near: Option<u32>,
}

impl Weekday {
    /// The day of the document decides.
    pub(super) fn needs_document(&self) -> bool {
        self.near.is_some()
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        const PLACES: [Place; 4] = [Place::Title, Place::Body, Place::Attachment, Place::Table];
        let issued = issued(ctx);
        let (mut hits, mut judged, mut open) = (Vec::new(), 0, 0);
        for piece in pieces(ctx, &PLACES, from_ref(&self.pattern)) {
            let Some(regex) = self.pattern.on(piece.text) else { continue };
            for found in regex.captures_iter(piece.text) {
                match self.days_of(&found, &piece, issued) {
                    Some(days) if days.is_empty() => open += 1,
                    Some(days) => {
                        judged += 1;
                        hits.extend(self.hit(&found, &piece, &days));
                    }
                    None => {}
                }
            }
        }
        match (judged, open) {
            (0, 1..) => Outcome::Skipped(Skip::NoYear),
            _ => outcome(hits),
        }
    }

    /// The days that the date may mean: one if it has its year, else those of the years around.
    fn days_of(&self, found: &regex::Captures<'_>, piece: &Piece<'_>, issued: Option<Date>) -> Option<Vec<Date>> {
        let (month, day) = (group(found, "m")?, group(found, "d")?);
        let stated = group(found, "y");
        if let Some(near) = self.near {
            return self.decided(piece, (month, day), issued?, near).filter(|_| stated.is_none()).map(|d| vec![d]);
        }
        if let Some(year) = stated {
            return Date::new(year, month, day).map(|d| vec![d]);
        }
        let mut near: Vec<u32> =
            self.years(piece).chain(issued.map(|d| d.year)).flat_map(|y| [y.saturating_sub(1), y, y + 1]).collect();
        near.sort_unstable();
        near.dedup();
        Some(near.into_iter().filter_map(|y| Date::new(y, month, day)).collect())
    }

    /// The day next to that of the document, where the paragraph names no other year. Where no year around fits the day
    /// of the week, this is a matter of dates without a year.
    fn decided(&self, piece: &Piece<'_>, (month, day): (u32, u32), issued: Date, near: u32) -> Option<Date> {
        let years = [issued.year.saturating_sub(1), issued.year, issued.year + 1];
        let days = years.into_iter().filter_map(|y| Date::new(y, month, day));
        let nearest = days.min_by_key(|d| (d.days() - issued.days()).abs())?;
        let is_near = (nearest.days() - issued.days()).abs() <= i64::from(near);
        (is_near && self.years(piece).all(|y| y == nearest.year)).then_some(nearest)
    }

    /// The years that a paragraph names.
    fn years<'p>(&'p self, piece: &'p Piece<'_>) -> impl Iterator<Item = u32> + 'p {
        let regex = self.year_pattern.on(piece.text);
        regex.into_iter().flat_map(|r| r.captures_iter(piece.text)).filter_map(|c| group(&c, "y"))
    }

    fn hit(&self, found: &regex::Captures<'_>, piece: &Piece<'_>, days: &[Date]) -> Option<Hit> {
        const WEEK: usize = 7;
        let word = found.name("w")?;
        let stated = self.days.chars().position(|c| word.as_str().starts_with(c))?.min(WEEK - 1);
        // 1970-01-01 was a Thursday, the fourth day.
        let actual = |d: &Date| (d.days() + 3).rem_euclid(WEEK as i64) as usize;
        let date = days.get(days.len() / 2)?;
        let around = || [date.year - 1, date.year + 1].into_iter().filter_map(|y| Date::new(y, date.month, date.day));
        // Where no year fits at all, the rule that needs no day of the document says so.
        let said = || self.near.is_some() && !around().any(|d| actual(&d) == stated);
        if days.iter().any(|d| actual(d) == stated) || said() {
            return None;
        }
        let day = self.days.chars().nth(actual(date));
        let name = day.and_then(|day| WEEKDAYS.into_iter().find(|name| name.ends_with(day)));
        let want = name.map(Words::from).unwrap_or_default();
        let hit = piece.hit(found.name("told").or(found.get(0))?.range())?;
        Some(hit.with("other", date.words()).with("want", want))
    }
}

/// Dates that are not in the calendar.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Groups `y` (may be missing), `m`, `d`.
    pub(super) pattern: Pattern,
}

impl Calendar {
    pub(super) fn hits(&self, piece: &Piece<'_>) -> Vec<Hit> {
        const LEAP_YEAR: u32 = 2024;
        let Some(regex) = self.pattern.on(piece.text) else { return Vec::new() };
        let wrong = |place: regex::Match<'_>| {
            let found = regex.captures_at(piece.text, place.start())?;
            let (month, day) = (found.name("m")?, group(&found, "d")?);
            let year = group(&found, "y").unwrap_or(LEAP_YEAR);
            let start = found.name("y").unwrap_or(month).start();
            let lost = Date::new(year, group(&found, "m")?, day).is_none();
            lost.then(|| piece.hit(start..place.end())).flatten()
        };
        regex.find_iter(piece.text).filter(|place| !is_of_every_year(place.as_str())).filter_map(wrong).collect()
    }
}

/// Whether a date ends in a day that every year has: `3月5日`.
fn is_of_every_year(date: &str) -> bool {
    let Some((before, day)) = date.strip_suffix('日').and_then(|date| date.rsplit_once('月')) else { return false };
    let month = &before[before.trim_end_matches(|c: char| c.is_ascii_digit()).len()..];
    matches!(month.parse::<u32>(), Ok(1..=12)) && matches!(day.parse::<u32>(), Ok(1..=28))
}

/// A day by which something has to be done.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// A request with its time limit: groups `y` (may be missing), `m`, `d`.
    pub(super) pattern: Pattern,
    /// Not in a match that has this: it tells of the past.
    #[serde(default)]
    not_in: Option<Pattern>,
}

impl Deadline {
    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        /// A limit without a year that lies further back is one of the next year, days.
        const BACK: i64 = 120;
        let Some(issued) = issued(ctx) else { return Outcome::NotApplicable };
        let wrong = |piece: Piece<'_>| -> Vec<Hit> {
            let Some(regex) = self.pattern.on(piece.text) else { return Vec::new() };
            let hit = |found: regex::Captures<'_>| {
                let whole = found.get(0)?;
                let stated = group(&found, "y");
                let limit = Date::new(stated.unwrap_or(issued.year), group(&found, "m")?, group(&found, "d")?)?;
                let past = issued.days() - limit.days();
                let certain = past > 0 && (stated.is_some() || past <= BACK);
                let told = self.not_in.as_ref().is_some_and(|p| p.is_match(whole.as_str()));
                let hit = piece.hit(whole.range()).filter(|_| certain && !told)?;
                Some(hit.with("want", limit.words()).with("other", issued.words()))
            };
            regex.captures_iter(piece.text).filter_map(hit).collect()
        };
        outcome(pieces(ctx, &[Place::Body], from_ref(&self.pattern)).flat_map(wrong).collect())
    }
}

/// A period between two days.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// Groups `y`, `m`, `d` of the first day and `y2`, `m2`, `d2` of the last; years and the last month may be missing.
    pub(super) pattern: Pattern,
}

impl Span {
    pub(super) fn hits(&self, piece: &Piece<'_>) -> Vec<Hit> {
        let Some(regex) = self.pattern.on(piece.text) else { return Vec::new() };
        let wrong = |found: regex::Captures<'_>| {
            let [y, m, d, y2, m2, d2] = ["y", "m", "d", "y2", "m2", "d2"].map(|name| group(&found, name));
            let backward = match (y, y2, m2) {
                (Some(y), Some(y2), Some(m2)) => (y2, m2, d2?) < (y, m?, d?),
                (_, None, None) => d2? < d?,
                // Nothing lasts from a day to the one before it a year later.
                (_, None, Some(m2)) if Some(m2) == m => d2? < d?,
                // Without its year the last day may be one of the next.
                _ => false,
            };
            backward.then(|| piece.hit(found.get(0)?.range())).flatten()
        };
        regex.captures_iter(piece.text).filter_map(wrong).collect()
    }
}

/// A period between two days, and how many days that is.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// Groups `y`, `m`, `d` of the first day and `y2`, `m2`, `d2` of the last, whose year and month may be missing; `n` is
    /// the number of days, and a group `work` says that they are working days.
    pub(super) patterns: Vec<Pattern>,
    /// Where no number of days is given: the period must have so many.
    #[serde(default)]
    least: Option<u32>,
    /// Not in a sentence that matches this.
    #[serde(default)]
    not_in: Option<Pattern>,
}

impl Days {
    pub(super) fn hits(&self, piece: &Piece<'_>) -> Vec<Hit> {
        let all = self.patterns.iter().filter_map(|p| p.on(piece.text)).flat_map(|r| r.captures_iter(piece.text));
        let hit = |found: regex::Captures<'_>| {
            let [y, m, d, y2, m2, d2, n] = ["y", "m", "d", "y2", "m2", "d2", "n"].map(|name| group(&found, name));
            let (first, stated) = (Date::new(y?, m?, d?)?, i64::from(n.or(self.least)?));
            let last = Date::new(y2.or(y)?, m2.or(m)?, d2?)?;
            // Both ends counted, or one of them.
            let days = last.days() - first.days() + 1;
            let wrong = match (n, found.name("work")) {
                (None, _) | (_, Some(_)) => stated > days,
                (Some(_), None) => stated != days && stated != days - 1,
            };
            let whole = found.get(0)?.range();
            let told = || self.not_in.as_ref().is_some_and(|p| p.is_match(&piece.text[sentence(piece.text, &whole)]));
            let hit = piece.hit(whole.clone()).filter(|_| wrong && days > 0 && !told())?;
            Some(hit.with("n", stated.to_string()).with("count", days.to_string()))
        };
        all.filter_map(hit).collect()
    }
}

/// The day of the document.
fn issued(ctx: &Ctx<'_>) -> Option<Date> {
    let (_, _, elements) = ctx.main()?;
    elements.get(ElementKind::Date)?.date.as_ref().and_then(Written::date)
}

#[cfg(test)]
mod tests {
    use super::is_of_every_year;

    #[test]
    fn a_day_up_to_the_28th_is_in_every_year() {
        assert!(["2026年3月5日", "于12月28日", "02月01日"].into_iter().all(is_of_every_year));
        let others = ["2026年2月29日", "13月1日", "0月5日", "3月0日", "十三月5日", "3月5", "3/5", "3月 5日"];
        assert!(!others.into_iter().any(is_of_every_year));
    }
}
