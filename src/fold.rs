//! The two texts: as printed, and folded for matching (spaces, zero-width characters, full-width forms, radicals),
//! with the exact way back.

use std::borrow::Cow;
use std::ops::Range;

use crate::steps;

/// Whether a character takes no room on paper: joiners, marks of direction, variation selectors.
#[inline]
pub fn is_zero_width(c: char) -> bool {
    // Neither Latin nor Han: most characters are told by one comparison.
    !matches!(c, '\0'..='\u{ac}' | '\u{2070}'..='\u{fdff}')
        && matches!(c,
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a character has no meaning but in one font.
pub fn is_private_use(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// The characters of a text outside U+4000 to U+9FFF, each with its place: nearly all Han characters are passed over.
pub(crate) fn marks(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        // All from U+4000 to U+9FFF.
        while matches!(bytes.get(at), Some(0xe4..=0xe9)) {
            at += 3;
        }
        let c = text.get(at..)?.chars().next()?;
        at += c.len_utf8();
        Some((at - c.len_utf8(), c))
    })
}

/// The characters that the radicals from U+2F00 on look like, in order.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
/// Radicals of the supplement that stand for a character of their own, with that character.
const RADICALS: &str = "⺟母⺠民⻁虎⻄西⻅见⻋车⻓长⻔门⻘青⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻰龙⻳龟";

/// The character that a radical was meant for: text copied from a PDF is full of them.
pub fn of_radical(c: char) -> Option<char> {
    match c {
        '\u{2f00}'..='\u{2fd5}' => KANGXI.chars().nth(c as usize - 0x2f00),
        '\u{2e80}'..='\u{2ef3}' => {
            let mut pairs = RADICALS.chars();
            pairs.find(|r| *r == c).and_then(|_| pairs.next())
        }
        _ => None,
    }
}

/// One character folded: full-width ASCII to ASCII, every space to a plain one, radicals to characters, nothing for
/// zero width.
pub fn fold_char(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(if c.is_whitespace() { ' ' } else { c });
    }
    if matches!(c, '\u{4e00}'..='\u{9fff}') {
        return Some(c);
    }
    if is_zero_width(c) {
        return None;
    }
    Some(match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c if c.is_whitespace() => ' ',
        c => of_radical(c).unwrap_or(c),
    })
}

/// A text as it looks on paper: nothing of zero width, radicals as the characters they look like, no spaces between Han.
pub fn seen(text: &str) -> Cow<'_, str> {
    let odd = |c: char| !c.is_ascii() && (is_zero_width(c) || of_radical(c).is_some());
    let spread = |c: char| c.is_whitespace();
    if !text.contains(odd) && !text.contains(spread) {
        return Cow::Borrowed(text);
    }
    let mut seen = String::with_capacity(text.len());
    let mut gap = String::new();
    for c in text.chars().filter(|c| !is_zero_width(*c)) {
        if c.is_whitespace() {
            gap.push(c);
            continue;
        }
        let c = of_radical(c).unwrap_or(c);
        if !(seen.chars().next_back().is_some_and(is_han) && is_han(c)) {
            seen.push_str(&gap);
        }
        gap.clear();
        seen.push(c);
    }
    Cow::Owned(seen + &gap)
}

/// A piece of text folded for matching, with the way back to the printed bytes.
#[derive(Clone, Debug)]
pub struct Folded<'t> {
    text: Cow<'t, str>,
    base: usize,
    /// Per folded character its first byte and the printed bytes it stands for; empty when nothing changed.
    map: Vec<(usize, Range<usize>)>,
}

/// Bytes of a Han character, which most are.
const HAN_BYTES: usize = 3;

impl<'t> Folded<'t> {
    /// Folds a text whose first byte is `base` in the document: every character as [`fold_char`] does, a run of spaces
    /// to one, and none between two Han characters.
    pub fn new(text: &'t str, base: usize) -> Self {
        steps::add(text.len());
        let (mut first, mut second) = ('\0', '\0');
        let plain = |c: char| {
            let spread = second == ' ' && (c == ' ' || is_han(first) && is_han(c));
            (first, second) = (second, c);
            fold_char(c) == Some(c) && !spread
        };
        if text.chars().all(plain) {
            return Self { text: Cow::Borrowed(text), base, map: Vec::new() };
        }
        let mut folded = String::with_capacity(text.len());
        let mut map: Vec<(usize, Range<usize>)> = Vec::with_capacity(text.len() / HAN_BYTES + 1);
        let mut space: Option<Range<usize>> = None;
        for (at, c) in text.char_indices() {
            let printed = at..at + c.len_utf8();
            match fold_char(c) {
                None => {}
                Some(' ') => space = Some(space.map_or(printed.clone(), |s| s.start..printed.end)),
                Some(c) => {
                    let between = folded.chars().next_back().is_some_and(is_han) && is_han(c);
                    if let Some(space) = space.take().filter(|_| !between) {
                        map.push((folded.len(), space));
                        folded.push(' ');
                    }
                    map.push((folded.len(), printed));
                    folded.push(c);
                }
            }
        }
        if let Some(space) = space {
            map.push((folded.len(), space));
            folded.push(' ');
        }
        Self { text: Cow::Owned(folded), base, map }
    }

    /// Folds a text and drops every space in it.
    pub fn tight(text: &'t str, base: usize) -> Self {
        steps::add(text.len());
        let mut folded = String::with_capacity(text.len());
        let mut map = Vec::with_capacity(text.len() / HAN_BYTES + 1);
        for (at, c) in text.char_indices() {
            if let Some(f) = fold_char(c).filter(|f| *f != ' ') {
                map.push((folded.len(), at..at + c.len_utf8()));
                folded.push(f);
            }
        }
        Self { text: Cow::Owned(folded), base, map }
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The printed bytes, in the document, that a range of the folded text stands for.
    pub fn printed(&self, range: Range<usize>) -> Range<usize> {
        let (first, last) = match self.map.as_slice() {
            [] => return self.base + range.start..self.base + range.end,
            [(_, first), ..] => (first.start, self.map.last().map_or(0, |(_, l)| l.end)),
        };
        let at = |folded: usize| self.map.partition_point(|(start, _)| *start < folded);
        let start = self.map.get(at(range.start)).map_or(last, |(_, p)| p.start);
        let end = at(range.end).checked_sub(1).and_then(|i| self.map.get(i)).map_or(first, |(_, p)| p.end);
        self.base + start..self.base + end.max(start)
    }
}

/// A text without any spaces, folded: what labels and names are compared by.
pub fn squash(text: &str) -> String {
    steps::add(text.len());
    let mut squashed = String::with_capacity(text.len());
    // Most characters stay what they are: they are copied together.
    let mut kept = 0;
    for (at, c) in text.char_indices() {
        let folded = fold_char(c).filter(|&f| f != ' ');
        if folded != Some(c) {
            squashed.push_str(&text[kept..at]);
            squashed.extend(folded);
            kept = at + c.len_utf8();
        }
    }
    squashed.push_str(&text[kept..]);
    squashed
}

/// The part of `text` (which starts at `base`) without blanks at its ends.
pub fn trim(text: &str, base: usize) -> Range<usize> {
    let blank = |c: char| c.is_whitespace() || is_zero_width(c);
    let rest = text.trim_start_matches(blank);
    let start = base + text.len() - rest.len();
    let kept = rest.trim_end_matches(blank).len();
    steps::add(1 + text.len() - kept);
    start..start + kept
}

/// Whether any byte of a text is so, seen with the second one behind it: over all bytes at once, a cheap test before the
/// characters are looked at one by one.
#[inline]
pub(crate) fn any_byte(text: &str, is: impl Fn(u8, u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let (_, behind) = bytes.split_at(bytes.len().min(2));
    let paired = bytes.iter().zip(behind).fold(false, |any, (byte, third)| any | is(*byte, *third));
    paired || bytes[behind.len()..].iter().any(|byte| is(*byte, 0))
}

/// Splits a printed line where it is spread: at two or more spaces, a tab, or two half-width worth of blank.
/// The ranges are bytes in the text that `text` is the part of from `base`.
pub fn segments(text: &str, base: usize) -> Vec<Range<usize>> {
    steps::add(text.len());
    let whole = trim(text, base);
    // The bytes that blanks begin with; of those of U+3000 full stops and commas have the first two.
    let blank = |byte: u8, third: u8| {
        (byte <= b' ') | (byte == 0xc2) | (byte == 0xe1) | (byte == 0xe2) | ((byte == 0xe3) & (third == 0x80))
    };
    if !whole.is_empty() && !any_byte(&text[whole.start - base..whole.end - base], blank) {
        return vec![whole];
    }
    let mut parts = Vec::new();
    let mut part = |range: Range<usize>| {
        let trimmed = trim(&text[range.clone()], base + range.start);
        if !trimmed.is_empty() {
            parts.push(trimmed);
        }
    };
    let mut start = 0;
    let mut gap: Option<(usize, usize)> = None;
    for (at, c) in text.char_indices() {
        let width = match c {
            // No blank stands so far behind: most characters are told by one comparison.
            '\u{3001}'.. => 0,
            '\t' => 2,
            '\u{3000}' | '\u{2003}' => 2,
            c if c.is_whitespace() => 1,
            _ => 0,
        };
        match (&mut gap, width) {
            (_, 0) => {
                if let Some((from, wide)) = gap.take()
                    && wide >= 2
                {
                    part(start..from);
                    start = at;
                }
            }
            (Some((_, wide)), w) => *wide += w,
            (None, w) => gap = Some((at, w)),
        }
    }
    part(start..text.len());
    parts
}

/// Whether a text begins with a short word and a colon, as fields do; `most` is the longest word in characters.
pub fn begins_with_label(text: &str, longest: usize) -> bool {
    let label = text.split_once(['：', ':']).map(|(label, _)| squash(label).chars().count());
    label.is_some_and(|n| (1..=longest).contains(&n))
}

/// Whether a character is a Han character (with the zero of Han dates).
#[inline]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇' | '\u{20000}'..='\u{3ffff}')
}

/// Value of a number written in Arabic (also full-width) or Han digits, the plain form or with 十.
pub fn number(text: &str) -> Option<u32> {
    let plain = |text: &str| !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    if plain(text) {
        return text.parse().ok();
    }
    let text = squash(text);
    if plain(&text) {
        return text.parse().ok();
    }
    let digits: Vec<char> = text.chars().collect();
    if digits.is_empty() || digits.len() > 6 {
        return None;
    }
    if digits.len() > 1 && digits.iter().all(|&c| han_digit(c).is_some()) {
        return Some(digits.iter().fold(0, |n, &c| n * 10 + han_digit(c).unwrap_or(0)));
    }
    let (mut total, mut last) = (0, None);
    for c in digits {
        match (c, han_digit(c)) {
            (_, Some(d)) if last.is_none() || d == 0 => last = Some(d),
            ('十', _) => total += last.take().unwrap_or(1) * 10,
            ('廿', _) if last.is_none() => total += 20,
            ('百', _) => total += last.take()? * 100,
            _ if last == Some(0) => last = han_digit(c),
            _ => return None,
        }
    }
    Some(total + last.unwrap_or(0))
}

/// A number from 1 to 999 in Han digits as ordinals write it: `三`, `十二`, `一百零三`; others in Arabic digits.
pub fn han(n: u32) -> String {
    let digit = |d: u32| "零一二三四五六七八九".chars().nth(d as usize).map_or(String::new(), String::from);
    match n {
        1..=9 => digit(n),
        10..=19 => format!("十{}", if n == 10 { String::new() } else { digit(n - 10) }),
        20..=99 => format!("{}十{}", digit(n / 10), if n.is_multiple_of(10) { String::new() } else { digit(n % 10) }),
        100..=999 => {
            let rest = match n % 100 {
                0 => String::new(),
                r @ 1..=9 => format!("零{}", digit(r)),
                r @ 10..=19 => format!("一{}", han(r)),
                r => han(r),
            };
            format!("{}百{rest}", digit(n / 100))
        }
        _ => n.to_string(),
    }
}

fn han_digit(c: char) -> Option<u32> {
    const DIGITS: [&[char]; 10] = [
        &['〇', '零', '○', 'O', 'o', '0', '◯'],
        &['一', '1', '元'],
        &['二', '2', '两'],
        &['三', '3'],
        &['四', '4'],
        &['五', '5'],
        &['六', '6'],
        &['七', '7'],
        &['八', '8'],
        &['九', '9'],
    ];
    DIGITS.iter().position(|forms| forms.contains(&c)).map(|n| n as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_every_dress() {
        for (text, value) in [
            ("12", 12),
            ("１２", 12),
            ("十二", 12),
            ("二十", 20),
            ("二十一", 21),
            ("二〇二四", 2024),
            ("一百零三", 103),
            ("廿五", 25),
            ("十", 10),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
        for n in [1, 10, 11, 20, 21, 99, 100, 103, 110, 321] {
            assert_eq!(number(&han(n)), Some(n), "{}", han(n));
        }
        assert_eq!(number("甲"), None);
        assert_eq!(number(""), None);
    }

    #[test]
    fn what_is_found_in_the_folded_text_leads_back_to_the_printed_one() {
        let printed = "某\u{200b}政发〔２０２６〕 12\u{a0}号，二 〇 二 六年３⽉ 5 日";
        let folded = Folded::new(printed, 0);
        assert_eq!(folded.as_str(), "某政发〔2026〕 12 号,二〇二六年3月 5 日");
        for (part, whole) in [
            ("某政发", "某\u{200b}政发"),
            ("2026", "２０２６"),
            ("12 号", "12\u{a0}号"),
            ("二〇二六年", "二 〇 二 六年"),
            ("3月", "３⽉"),
        ] {
            let at = folded.as_str().find(part).unwrap();
            assert_eq!(&printed[folded.printed(at..at + part.len())], whole);
        }
        let all = folded.printed(0..folded.as_str().len());
        assert_eq!(&printed[all], printed);
        assert!(matches!(Folded::new("某政发〔2026〕12号", 0).text, Cow::Borrowed(_)));
    }

    #[test]
    fn lines_split_where_they_are_spread() {
        let text = "某政发〔2026〕3号    签发人：王某";
        let parts: Vec<&str> = segments(text, 0).into_iter().map(|r| &text[r]).collect();
        assert_eq!(parts, ["某政发〔2026〕3号", "签发人：王某"]);
        assert_eq!(segments("张 三", 0).len(), 1);
        assert_eq!(squash("拟 稿　人："), "拟稿人:");
        for blank in ('\0'..=char::MAX).filter(|c| c.is_whitespace()) {
            assert_eq!(
                segments(&format!("　甲{blank}{blank}乙{blank}"), 7),
                [10..13, 13 + 2 * blank.len_utf8()..16 + 2 * blank.len_utf8()]
            );
        }
    }
}
