//! EQ fields: the words that their instructions print. Old programs drew circled numbers, phonetic guides and the two
//! lines of a joint mark with them, and stored no result.

use std::iter::Peekable;
use std::str::Chars;

/// Deeper brackets than this nobody writes.
const DEEPEST: usize = 16;

/// What an instruction prints, the arguments of `EQ`.
pub(super) fn words(arguments: &str) -> String {
    // Phonetic guides say how high their letters stand.
    let guide = arguments.contains("hps");
    let mut reader = Reader { rest: arguments.chars().peekable(), guide };
    reader.arguments(0).join(",").trim().to_owned()
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    guide: bool,
}

impl Reader<'_> {
    /// The arguments up to the bracket that closes them.
    fn arguments(&mut self, depth: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut names = String::new();
        while let Some(c) = self.rest.next() {
            let Some(last) = all.last_mut() else { break };
            match c {
                ')' if depth > 0 => break,
                ',' | ';' if depth > 0 => all.push(String::new()),
                '(' if depth < DEEPEST => {
                    let inner = self.arguments(depth + 1);
                    last.push_str(&self.printed(&std::mem::take(&mut names), &inner));
                }
                '\\' => match self.rest.next_if(|c| !c.is_ascii_alphanumeric()) {
                    Some('*') => self.format_switch(),
                    Some(escaped) => last.push(escaped),
                    None => self.switch(&mut names),
                },
                ' ' if !names.is_empty() => {}
                c => last.push(c),
            }
        }
        all
    }

    /// `\* jc2`, `\* "Font:宋体"`: nothing that is printed.
    fn format_switch(&mut self) {
        while self.rest.next_if(|c| c.is_whitespace()).is_some() {}
        let quoted = self.rest.next_if_eq(&'"').is_some();
        while self.rest.next_if(|&c| if quoted { c != '"' } else { !c.is_whitespace() && c != '\\' }).is_some() {}
        self.rest.next_if_eq(&'"');
    }

    /// `\o`, `\ad`, `\up 9`: a name, and how far.
    fn switch(&mut self, names: &mut String) {
        while let Some(c) = self.rest.next_if(char::is_ascii_alphabetic) {
            names.push(c.to_ascii_lowercase());
        }
        while self.rest.next_if(|c| c.is_ascii_digit() || *c == ' ').is_some() {}
    }

    /// What a function prints; the first letter of its switches is its name.
    fn printed(&self, names: &str, arguments: &[String]) -> String {
        match (names.chars().next(), arguments) {
            (Some('f'), [above, below]) => format!("{above}/{below}"),
            (Some('r'), [.., under]) => format!("√{under}"),
            (Some('o'), [frame, inside]) if is_frame(frame) => enclosed(frame, inside),
            (Some('o'), [.., under]) if self.guide => under.clone(),
            (Some('l'), _) => arguments.join(","),
            (None, _) => format!("({})", arguments.join(",")),
            _ => arguments.concat(),
        }
    }
}

fn is_frame(text: &str) -> bool {
    matches!(text.trim(), "○" | "◯" | "〇" | "□" | "△" | "◇")
}

/// A number in a circle is one character; any other frame is left out.
fn enclosed(frame: &str, inside: &str) -> String {
    let circled = |n: u32| char::from_u32('①' as u32 + n - 1).filter(|_| (1..=20).contains(&n));
    let circle = !matches!(frame.trim(), "□" | "△" | "◇");
    let number = inside.trim().parse().ok().filter(|_| circle).and_then(circled);
    number.map_or_else(|| inside.to_owned(), String::from)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn instructions_print_words() {
        for (instruction, printed) in [
            (r"\o\ac(○,1)", "①"),
            (r"\o \ac (○, 21)", " 21"),
            (r"\o\ac(□,密)", "密"),
            (r"\o\ad(\s\up9(青禾县水利局),\s\do9(青禾县应急局))", "青禾县水利局青禾县应急局"),
            (r#"\* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(xiāng),乡)"#, "乡"),
            (r"x=\f(1,2)", "x=1/2"),
            (r"\r(3,x)", "√x"),
            (r"m\s\up4(2)", "m2"),
            (r"f(a,b)\,c", "f(a,b),c"),
            (r"\o((((", "((()))"),
        ] {
            assert_eq!(words(instruction), printed.trim(), "{instruction}");
        }
        assert!(words(&"(".repeat(100_000)).len() < 200_000);
    }
}
