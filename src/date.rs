//! Calendar dates as found in documents: recognised in any dress, judged later.

use crate::lang::Words;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;

use crate::fold::{self, Folded};

/// A day that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, four digits.
    pub year: u32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month.
    pub day: u32,
}

impl Date {
    /// The day, if the calendar has it.
    pub fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        ((1000..=9999).contains(&year) && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let mut parts = text.split('-').map(|p| p.parse::<u32>().ok());
        let date = Self::new(parts.next()??, parts.next()??, parts.next()??)?;
        parts.next().is_none().then_some(date)
    }

    /// The day of a time stamp such as `2026-03-05T09:30:00Z`.
    pub fn of_stamp(text: &str) -> Option<Self> {
        Self::parse_iso(text.get(..10)?)
    }

    /// The day as messages write it: `2026年3月5日`.
    pub fn words(self) -> Words {
        Words::beside(&format!("{}年{}月{}日", self.year, self.month, self.day), &self.to_string())
    }

    /// Days since 1970-01-01, for distances.
    pub fn days(self) -> i64 {
        let (y, m) = (i64::from(self.year) - i64::from(self.month <= 2), i64::from(self.month));
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let doy = (153 * ((m + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
    }

    /// The day a number of days after 1970-01-01.
    pub fn from_days(days: i64) -> Self {
        let z = days + 719_468;
        let (era, doe) = (z.div_euclid(146_097), z.rem_euclid(146_097));
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        Self {
            year: (yoe + era * 400 + i64::from(month <= 2)) as u32,
            month: month as u32,
            day: (doy - (153 * mp + 2) / 5 + 1) as u32,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A day in a rule or configuration file: `"2026-12-31"`, or the same without quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Day;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"2012-07-01\" 这样的日期")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Day, E> {
                let wrong = || E::custom("日期应写成 \"2012-07-01\" 这样的形式");
                Date::parse_iso(text).map(Day).ok_or_else(wrong)
            }

            /// A date of TOML comes as a map of one text.
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Day, A::Error> {
                let text = map.next_entry::<String, String>()?.map_or(String::new(), |(_, text)| text);
                self.visit_str(&text)
            }
        }
        from.deserialize_any(Visitor)
    }
}

/// A date as written: its place and what could be read of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Bytes in the text it was found in.
    pub range: Range<usize>,
    /// Year as written, if any; two digits stay two digits.
    pub year: Option<u32>,
    /// Month, if any.
    pub month: Option<u32>,
    /// Day, if any.
    pub day: Option<u32>,
    /// Clock time in minutes, if one follows.
    pub time: Option<u32>,
}

impl Written {
    /// The day meant, when year, month and day are there and the calendar has it.
    pub fn date(&self) -> Option<Date> {
        Date::new(self.year.filter(|y| *y >= 1000)?, self.month?, self.day?)
    }

    /// Year, month and day are all written, whether or not the day exists.
    pub fn is_complete(&self) -> bool {
        self.year.is_some_and(|y| y >= 1000) && self.month.is_some() && self.day.is_some()
    }
}

/// Takes a match in a folded text with the groups `y`, `m`, `d`, `t` (hours) and `u` (minutes), all optional, for a date.
pub fn from_captures(found: &regex::Captures<'_>, text: &Folded<'_>) -> Option<Written> {
    let whole = found.get(0)?;
    let part = |name: &str| found.name(name).and_then(|m| fold::number(m.as_str()));
    let time = part("t").map(|hours| hours * 60 + part("u").unwrap_or(0));
    Some(Written { range: text.printed(whole.range()), year: part("y"), month: part("m"), day: part("d"), time })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_is_kept() {
        assert!(Date::new(2024, 2, 29).is_some());
        assert!(Date::new(2023, 2, 29).is_none());
        assert!(Date::new(2024, 13, 1).is_none());
        assert_eq!(Date::parse_iso("2026-03-05").map(|d| d.to_string()).as_deref(), Some("2026-03-05"));
        assert_eq!(Date::parse_iso("2026-3-5x"), None);
    }

    #[test]
    fn days_go_there_and_back() {
        assert_eq!(Date::new(1970, 1, 1).unwrap().days(), 0);
        for days in [-1, 0, 59, 11_016, 20_000, 25_000] {
            assert_eq!(Date::from_days(days).days(), days);
        }
    }
}
