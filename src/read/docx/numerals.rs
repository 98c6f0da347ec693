//! Numbers as automatic numbering prints them.

/// A number in one of the formats of `w:numFmt`.
pub(super) fn render(n: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{n:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => n.to_string().chars().map(full_width).collect(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => counting(n),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => digits(n, "〇一二三四五六七八九"),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => legal(n),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(n, '①', 20),
        "decimalEnclosedParen" => enclosed(n, '⑴', 20),
        "decimalEnclosedFullstop" => enclosed(n, '⒈', 20),
        "ideographEnclosedCircle" => enclosed(n, '㊀', 10),
        "ideographTraditional" => cycle(n, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => cycle(n, "子丑寅卯辰巳午未申酉戌亥"),
        "upperRoman" => roman(n),
        "lowerRoman" => roman(n).to_lowercase(),
        "upperLetter" => letters(n, 'A'),
        "lowerLetter" => letters(n, 'a'),
        _ => n.to_string(),
    }
}

fn full_width(c: char) -> char {
    char::from_u32(c as u32 + 0xfee0).unwrap_or(c)
}

fn digits(n: u32, table: &str) -> String {
    let table: Vec<char> = table.chars().collect();
    n.to_string().bytes().filter_map(|b| table.get(usize::from(b - b'0')).copied()).collect()
}

fn counting(n: u32) -> String {
    let text = grouped(n, "零一二三四五六七八九", ["", "十", "百", "千"]);
    match text.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None => text,
    }
}

fn legal(n: u32) -> String {
    grouped(n, "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"])
}

/// Up to 9999 by place value; larger numbers digit by digit.
fn grouped(n: u32, table: &str, places: [&str; 4]) -> String {
    if n == 0 || n > 9999 {
        return digits(n, table);
    }
    let table: Vec<char> = table.chars().collect();
    let mut text = String::new();
    let mut gap = false;
    for place in (0..4u32).rev() {
        let digit = (n / 10u32.pow(place)) % 10;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push(table[0]);
        }
        gap = false;
        text.push(table[digit as usize]);
        text.push_str(places[place as usize]);
    }
    text
}

fn enclosed(n: u32, first: char, last: u32) -> String {
    match n {
        1.. if n <= last => char::from_u32(first as u32 + n - 1).map_or(n.to_string(), String::from),
        _ => n.to_string(),
    }
}

fn cycle(n: u32, table: &str) -> String {
    let table: Vec<char> = table.chars().collect();
    table.get((n as usize).wrapping_sub(1) % table.len()).map_or(n.to_string(), |c| c.to_string())
}

fn roman(mut n: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if n > 3999 {
        return n.to_string();
    }
    let mut text = String::new();
    for (value, sign) in STEPS {
        while n >= value {
            text.push_str(sign);
            n -= value;
        }
    }
    text
}

/// A … Z, AA, BB …, as word processors do.
fn letters(n: u32, first: char) -> String {
    if n == 0 || n > 780 {
        return n.to_string();
    }
    let letter = char::from_u32(first as u32 + (n - 1) % 26).unwrap_or(first);
    std::iter::repeat_n(letter, ((n - 1) / 26 + 1) as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn chinese_numbers_read_as_printed() {
        for (n, text) in [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (105, "一百零五"), (110, "一百一十")]
        {
            assert_eq!(render(n, "chineseCountingThousand"), text);
        }
        assert_eq!(render(12, "ideographDigital"), "一二");
        assert_eq!(render(3, "decimalEnclosedCircle"), "③");
        assert_eq!(render(4, "upperRoman"), "IV");
        assert_eq!(render(28, "lowerLetter"), "bb");
        assert_eq!(render(2, "chineseLegalSimplified"), "贰");
    }
}
