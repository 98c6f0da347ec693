//! Simplified Chinese in Traditional characters, as they are written in Taiwan, word by word where one character has
//! become several. The tables are those of OpenCC as far as they are needed for that.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::packed::{Packed, packed};

/// Pairs of characters.
static CHARACTERS: Packed = packed!("characters.txt");
/// Words that the characters alone would get wrong: a line each.
static PHRASES: Packed = packed!("phrases.txt");
/// The same for the words of offices.
static OFFICE: Packed = packed!("office.txt");
/// Words that are no quotation although they stand in quotation marks.
static OWN: Packed = packed!("own.txt");

/// What begins and ends a quotation.
const QUOTES: [(char, char); 3] = [('“', '”'), ('「', '」'), ('《', '》')];

struct Tables {
    characters: HashMap<char, char>,
    phrases: HashMap<&'static str, &'static str>,
    own: HashSet<&'static str>,
    /// Bytes of the longest phrase.
    longest: usize,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let lines = |text: &'static Packed| text.text().lines().filter(|line| !line.starts_with('#'));
        let pair = |pair: &str| {
            let mut pair = pair.chars();
            Some((pair.next()?, pair.next()?))
        };
        let phrases = [&PHRASES, &OFFICE].into_iter().flat_map(lines);
        let phrases: HashMap<_, _> = phrases.filter_map(|line| line.split_once(' ')).collect();
        let longest = phrases.keys().map(|phrase| phrase.len()).max().unwrap_or(0);
        let characters = lines(&CHARACTERS).flat_map(str::split_whitespace).filter_map(pair).collect();
        Tables { characters, phrases, own: lines(&OWN).collect(), longest }
    })
}

/// A text in Traditional characters. What stands in quotation or title marks is what stands, or is to be written, in a
/// document: it is left alone unless it is a word of the program, and so are the names of holes, which are no Chinese.
pub(super) fn converted(text: &str) -> String {
    let tables = tables();
    let mut done = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let close = QUOTES.iter().find(|(open, _)| *open == first).and_then(|(_, close)| rest.find(*close));
        let quoted = close.filter(|end| !tables.own.contains(&rest[first.len_utf8()..*end]));
        if let Some(end) = quoted.or_else(|| number(rest)) {
            let end = end + rest[end..].chars().next().map_or(0, char::len_utf8);
            done.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        let most = tables.longest.min(rest.len());
        let phrase = (first.len_utf8() + 1..=most).rev().find_map(|end| {
            let phrase = rest.get(..end)?;
            Some((end, tables.phrases.get(phrase)?))
        });
        let taken = match phrase {
            Some((end, phrase)) => {
                done.push_str(phrase);
                end
            }
            None => {
                done.push(tables.characters.get(&first).copied().unwrap_or(first));
                first.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    done
}

/// Where the number of a document ends that stands in brackets at the beginning: `（中办发〔2012〕14号）`.
fn number(text: &str) -> Option<usize> {
    let end = text.strip_prefix('（').and_then(|_| text.find('）'))?;
    let inside = &text[..end];
    (inside.contains('〔') && inside.ends_with('号')).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::converted;

    #[test]
    fn a_character_is_converted_by_its_word() {
        assert_eq!(converted("发文字号没有，核对后再印制"), "發文字號沒有，核對後再印製");
        assert_eq!(converted("头发、干部、里程、公里"), "頭髮、幹部、里程、公里");
        assert_eq!(converted("未签、签批、标签；表格里只有只读的"), "未簽、簽批、標籤；表格裡只有唯讀的");
        assert_eq!(
            converted("《条例》（中办发〔2012〕14号）没有只有标题的"),
            "《条例》（中办发〔2012〕14号）沒有只有標題的"
        );
        assert_eq!(converted("改为“账号”，见《条例》{found}"), "改為“账号”，見《条例》{found}");
        assert_eq!(converted("“没有合上"), "“沒有合上");
        assert_eq!(converted("选“续前节”，不写“纪要”"), "選“續前節”，不寫“纪要”");
    }
}
