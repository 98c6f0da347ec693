//! Numbers as a sheet prints them: days and times, and what common number formats add.

use std::collections::HashMap;

use crate::date::Date;
use crate::read::xlsx::inner;
use crate::read::xml::{Node, attr};

/// The styles of a workbook, as far as they say how numbers are printed and which cells have a border.
pub(super) struct Numbers<'a> {
    /// Format code and border of each style.
    styles: Vec<(&'a str, bool)>,
    /// Days are counted from 1904.
    old_epoch: bool,
}

impl<'a> Numbers<'a> {
    pub(super) fn new(styles: Option<Node<'a>>, old_epoch: bool) -> Self {
        let list = |name: &str| styles.and_then(|s| inner(s, name)).into_iter().flat_map(Node::children);
        let entry = |n: Node<'a>| Some((attr(n, "numFmtId")?, attr(n, "formatCode")?));
        let codes: HashMap<&str, &str> = list("numFmts").filter_map(entry).collect();
        let drawn = |border: Node<'a>| border.children().any(|s| attr(s, "style").is_some_and(|s| s != "none"));
        let borders: Vec<bool> = list("borders").map(drawn).collect();
        let style = |xf: Node<'a>| {
            let id = attr(xf, "numFmtId").unwrap_or("0");
            let border = attr(xf, "borderId").and_then(|b| borders.get(b.parse::<usize>().ok()?));
            (codes.get(id).copied().unwrap_or_else(|| builtin(id)), border.is_some_and(|b| *b))
        };
        Self { styles: list("cellXfs").filter(|n| n.name() == "xf").map(style).collect(), old_epoch }
    }

    fn style(&self, style: Option<&str>) -> Option<(&'a str, bool)> {
        self.styles.get(style.unwrap_or("0").parse::<usize>().ok()?).copied()
    }

    /// Whether cells of this style are framed.
    pub(super) fn is_bordered(&self, style: Option<&str>) -> bool {
        self.style(style).is_some_and(|(_, border)| border)
    }

    /// A number in this style.
    pub(super) fn print(&self, value: f64, style: Option<&str>) -> String {
        let code = self.style(style).map_or("", |(code, _)| code);
        let shape = Shape::of(code);
        match shape.kind {
            Kind::Day | Kind::Time | Kind::DayAndTime => {
                self.moment(value, shape.kind).unwrap_or_else(|| general(value))
            }
            Kind::Digits => shape.digits(value),
            Kind::General => general(value),
        }
    }

    /// The day, the time, or both, that a number of days stands for.
    fn moment(&self, value: f64, kind: Kind) -> Option<String> {
        const DAYS: f64 = 2_958_466.0;
        const FIRST: i64 = -25_569;
        const FIRST_1904: i64 = -24_107;
        if !(0.0..DAYS).contains(&value) {
            return None;
        }
        let minutes = (value * 1440.0).round() as i64;
        let (days, minutes) = (minutes / 1440, minutes % 1440);
        // The calendar of 1900 has a 29 February that never was.
        let first = if self.old_epoch { FIRST_1904 } else { FIRST + i64::from(days < 60) };
        let (day, time) = (Date::from_days(first + days), format!("{:02}:{:02}", minutes / 60, minutes % 60));
        Some(match kind {
            Kind::Time => time,
            Kind::DayAndTime => format!("{day} {time}"),
            _ => day.to_string(),
        })
    }
}

/// A time stamp as files may keep it: `2026-03-06T09:30:00`.
pub(super) fn stamp(text: &str) -> String {
    let time = text.get(11..16).filter(|t| *t != "00:00");
    match Date::of_stamp(text) {
        Some(day) => time.map_or_else(|| day.to_string(), |t| format!("{day} {t}")),
        None => text.to_owned(),
    }
}

/// Eleven digits, as a cell without a format shows them.
fn general(value: f64) -> String {
    let short: f64 = format!("{value:.10e}").parse().unwrap_or(value);
    short.to_string()
}

/// Formats that need not be written down; those of the Chinese editions included.
fn builtin(id: &str) -> &'static str {
    match id.parse().unwrap_or(0) {
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 => "#,##0",
        4 | 39 | 40 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => "yyyy-mm-dd",
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => "hh:mm",
        22 => "yyyy-mm-dd hh:mm",
        _ => "",
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Kind {
    #[default]
    General,
    Digits,
    Day,
    Time,
    DayAndTime,
}

/// What a format code prints.
#[derive(Debug, Default)]
struct Shape {
    kind: Kind,
    before: String,
    after: String,
    /// Fewest digits before the point, fewest and most behind it.
    whole: usize,
    decimals: (usize, usize),
    thousands: bool,
    percent: bool,
}

impl Shape {
    fn of(code: &str) -> Self {
        let mut shape = Self::default();
        // The first of up to four: the others are for negative numbers, nothing, and text.
        let code = code.split(';').next().unwrap_or_default();
        // Scientific numbers and fractions are printed plainly.
        if code.starts_with("General") || code.contains(['@', '?']) || code.contains("E+") || code.starts_with("G/") {
            return shape;
        }
        let (mut digits, mut point, mut day, mut time, mut month) = (false, false, false, false, false);
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            let mut literal = String::new();
            match c {
                '"' => literal.extend(chars.by_ref().take_while(|c| *c != '"')),
                '\\' => literal.extend(chars.next()),
                '_' | '*' => drop(chars.next()),
                '[' => time |= chars.by_ref().take_while(|c| *c != ']').all(|c| "hmsHMS".contains(c)),
                '0' | '#' => {
                    digits = true;
                    match point {
                        true => shape.decimals = (shape.decimals.0 + usize::from(c == '0'), shape.decimals.1 + 1),
                        false => shape.whole += usize::from(c == '0'),
                    }
                }
                '.' => point = true,
                ',' => shape.thousands |= digits,
                'y' | 'Y' | 'd' | 'D' | 'e' => day = true,
                'h' | 'H' | 's' | 'S' => time = true,
                'm' | 'M' => month = true,
                c => {
                    shape.percent |= c == '%';
                    literal.push(c);
                }
            }
            if digits { &mut shape.after } else { &mut shape.before }.push_str(&literal);
        }
        shape.kind = match (day || month && !time, time) {
            (true, true) => Kind::DayAndTime,
            (true, false) => Kind::Day,
            (false, true) => Kind::Time,
            (false, false) if digits => Kind::Digits,
            (false, false) => Kind::General,
        };
        shape
    }

    fn digits(&self, value: f64) -> String {
        const MOST: usize = 30;
        let (fewest, most) = (self.decimals.0.min(MOST), self.decimals.1.min(MOST));
        let size = if self.percent { value.abs() * 100.0 } else { value.abs() };
        let printed = format!("{size:.most$}");
        let (whole, decimals) = printed.split_once('.').unwrap_or((&printed, ""));
        let kept = decimals.trim_end_matches('0').len().max(fewest);
        let mut number = format!("{whole:0>width$}", width = self.whole.min(MOST));
        if self.thousands {
            for at in (1..number.len()).rev().filter(|at| (number.len() - at) % 3 == 0).collect::<Vec<_>>() {
                number.insert(at, ',');
            }
        }
        if kept > 0 {
            number = format!("{number}.{}", &decimals[..kept]);
        }
        let sign = if value < 0.0 && number.contains(|c: char| ('1'..='9').contains(&c)) { "-" } else { "" };
        format!("{sign}{}{number}{}", self.before, self.after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_their_format_says() {
        let print = |value: f64, code: &'static str| {
            Numbers { styles: vec![(code, false)], old_epoch: false }.print(value, None)
        };
        for (value, code, printed) in [
            (12.0, "", "12"),
            (0.1 + 0.2, "General", "0.3"),
            (7.0, "000", "007"),
            (30.0, "0\"份\"", "30份"),
            (1234567.0, "#,##0.00", "1,234,567.00"),
            (-2.5, "¥0.0#", "-¥2.5"),
            (0.125, "0.0%", "12.5%"),
            (46087.0, "yyyy/m/d;@", "2026-03-06"),
            (46087.0, "yyyy\"年\"m\"月\"d\"日\";@", "2026-03-06"),
            (46087.0, "[$-804]yyyy\"年\"m\"月\"d\"日\"", "2026-03-06"),
            (46_087.395_833_333, "yyyy-mm-dd hh:mm", "2026-03-06 09:30"),
            (0.999_999, "h:mm", "00:00"),
            (0.5, "[h]:mm", "12:00"),
            (60.0, "yyyy-m-d", "1900-02-28"),
            (1.0, "yyyy-m-d", "1900-01-01"),
            (-1.0, "yyyy-m-d", "-1"),
            (1e300, "yyyy-m-d", &general(1e300)),
            (5.0, "# ?/?", "5"),
            (5.0, "m月", "1900-01-05"),
            (20260306.0, "0", "20260306"),
            (1.0, "\"\\", "1"),
        ] {
            assert_eq!(print(value, code), printed, "{value} as {code}");
        }
        let old = Numbers { styles: vec![("yyyy-m-d", false)], old_epoch: true };
        assert_eq!(old.print(44625.0, None), "2026-03-06");
    }

    #[test]
    fn stamps() {
        assert_eq!(stamp("2026-03-06T00:00:00"), "2026-03-06");
        assert_eq!(stamp("2026-03-06T09:30:00"), "2026-03-06 09:30");
        assert_eq!(stamp("无"), "无");
    }
}
