//! What a number in a text amounts to, however it is written: `1,200.5`, `3万`, `五`, `叁万伍仟元整`.

use crate::fold;

/// Digits of the words that sums of money are written with; each digit by its place.
const CAPITALS: &str = "零壹贰叁肆伍陆柒捌玖";

/// The value of a number in Arabic or Han digits, with 万 and 亿; of a sum in capitals with 元, 角 and 分.
pub(in crate::check) fn amount(text: &str) -> Option<f64> {
    let text = fold::squash(text);
    let text = text.trim_end_matches(['元', '圆']);
    let digits = text.trim_end_matches(|c| multiple(c).is_some());
    let plain: String = digits.chars().filter(|c| !matches!(c, ',' | '，')).collect();
    match plain.parse::<f64>() {
        Ok(value) => Some(text[digits.len()..].chars().filter_map(multiple).fold(value, |all, by| all * by)),
        Err(_) => fold::number(text).map(f64::from).or_else(|| of_words(text)),
    }
}

/// What a numeral multiplies the digit before it by.
fn multiple(c: char) -> Option<f64> {
    match c {
        '十' | '拾' => Some(10.0),
        '百' | '佰' => Some(100.0),
        '千' | '仟' => Some(1000.0),
        '万' => Some(1e4),
        '亿' => Some(1e8),
        _ => None,
    }
}

fn of_words(text: &str) -> Option<f64> {
    const LONGEST: usize = 40;
    if text.is_empty() || text.chars().count() > LONGEST {
        return None;
    }
    // Below the last 万 or 亿, and the digit that is not placed yet.
    let (mut total, mut below, mut digit) = (0.0, 0.0, None);
    for c in text.trim_end_matches(['整', '正']).chars() {
        let placed = digit.unwrap_or(0.0);
        match c {
            '万' | '亿' => {
                let by = multiple(c)?;
                // 三万亿: what was placed before is multiplied once more.
                total = if below + placed > 0.0 { total + (below + placed) * by } else { total * by };
                (below, digit) = (0.0, None);
            }
            '元' | '圆' => (total, below, digit) = (total + below + placed, 0.0, None),
            '角' => (total, digit) = (total + placed / 10.0, None),
            '分' => (total, digit) = (total + placed / 100.0, None),
            _ => match multiple(c) {
                Some(by) => (below, digit) = (below + digit.unwrap_or(1.0) * by, None),
                // Two digits side by side are no number in words, but for a zero between places.
                None if digit.is_some_and(|before| before > 0.0) => return None,
                None => digit = Some(self::digit(c)?),
            },
        }
    }
    Some(total + below + digit.unwrap_or(0.0))
}

fn digit(c: char) -> Option<f64> {
    let capital = || CAPITALS.chars().position(|k| k == c).and_then(|n| u32::try_from(n).ok());
    capital().or_else(|| fold::number(&c.to_string())).map(f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_any_dress() {
        for (text, value) in [
            ("1,200.5", 1200.5),
            ("3万", 3e4),
            ("1.2亿", 1.2e8),
            ("十五", 15.0),
            ("三百零五", 305.0),
            ("两", 2.0),
            ("三万亿", 3e12),
            ("叁万伍仟元整", 35_000.0),
            ("贰拾万元整", 200_000.0),
            ("3500万元", 3.5e7),
            ("壹仟零贰拾元叁角伍分", 1020.35),
        ] {
            assert!((amount(text).unwrap() - value).abs() < 1e-6, "{text}: {:?}", amount(text));
        }
        assert_eq!(amount("若干"), None);
        assert_eq!(amount(""), None);
    }
}
