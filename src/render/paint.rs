//! Lines for a terminal: colours that can be read on light and on dark, and where a line goes on that is too long.

use std::io::{self, Write};

use crate::lang::{Lang, Words};
use crate::render::window::width;
use crate::shown::shown;

/// What a piece of a line is painted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    /// A name, a heading.
    Strong,
    /// May be printed; nothing wrong.
    Good,
    /// May not be printed; an error.
    Bad,
    /// Cannot be decided; a warning.
    Open,
    /// Advice.
    Hint,
    /// What is only looked at when needed.
    Faint,
}

impl Ink {
    /// The code of a terminal. The colours are those of the 256 whose contrast to white is about that to black.
    fn code(self) -> &'static str {
        match self {
            Ink::Plain => "",
            Ink::Strong => "\u{1b}[1m",
            Ink::Good => "\u{1b}[1;38;5;28m",
            Ink::Bad => "\u{1b}[1;38;5;196m",
            Ink::Open => "\u{1b}[1;38;5;130m",
            Ink::Hint => "\u{1b}[1;38;5;26m",
            Ink::Faint => "\u{1b}[38;5;243m",
        }
    }
}

const RESET: &str = "\u{1b}[0m";

/// How lines are written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Paper {
    pub(super) color: bool,
    /// Columns; none where nobody knows, and no line is broken.
    pub(super) width: Option<usize>,
    pub(super) lang: Lang,
}

/// A line in pieces. Nothing of it is a command, whatever it quotes; colours are put around it.
#[derive(Debug)]
pub(super) struct Line {
    pieces: Vec<(Ink, Words)>,
    /// Pieces behind which it goes on below.
    hang: usize,
}

impl Line {
    /// A line that begins so many columns in, and goes on below as far in.
    pub(super) fn at(indent: usize) -> Self {
        Self { pieces: vec![(Ink::Plain, " ".repeat(indent).into())], hang: 1 }
    }

    pub(super) fn plain(self, text: impl Into<Words>) -> Self {
        self.ink(Ink::Plain, text)
    }

    pub(super) fn ink(mut self, ink: Ink, text: impl Into<Words>) -> Self {
        self.pieces.push((ink, text.into()));
        self
    }

    /// Goes on below where it stands now.
    pub(super) fn hang(mut self) -> Self {
        self.hang = self.pieces.len();
        self
    }

    pub(super) fn write(self, paper: Paper, out: &mut dyn Write) -> io::Result<()> {
        self.write_in(usize::MAX, paper, out)
    }

    /// Writes so many rows at most; what is cut ends in `…`.
    pub(super) fn write_in(self, most: usize, paper: Paper, out: &mut dyn Write) -> io::Result<()> {
        let (hang, all) = (self.hang_on(paper), characters(&self.pieces, paper.lang));
        let rows = rows(&all, hang, paper.width);
        let cut = (rows.len() > most).then_some(most);
        for (number, row) in rows.into_iter().take(most).enumerate() {
            let indent = if number > 0 { " ".repeat(hang) } else { String::new() };
            let (row, more) = match cut {
                Some(most) if number + 1 == most => {
                    (shortened(row, paper.width.unwrap_or(usize::MAX).saturating_sub(indent.len())), "…")
                }
                _ => (row, ""),
            };
            out.write_all(format!("{indent}{}{more}\n", painted(row, paper.color)).as_bytes())?;
        }
        Ok(())
    }

    /// Rows that it takes on a terminal.
    pub(super) fn height(&self, paper: Paper) -> usize {
        rows(&characters(&self.pieces, paper.lang), self.hang_on(paper), paper.width).len()
    }

    fn hang_on(&self, paper: Paper) -> usize {
        let hang = characters(&self.pieces[..self.hang], paper.lang).iter().map(|(c, _)| width(*c)).sum();
        paper.width.map_or(hang, |columns| bearable(hang, columns))
    }
}

/// How far in a line goes on below: a narrow terminal is no reason to write one character a line.
fn bearable(hang: usize, columns: usize) -> usize {
    /// Room for ten Han characters.
    const ROOM: usize = 20;
    if hang + ROOM <= columns { hang } else { hang.min(columns / 2) }
}

/// What pieces show in a language.
fn characters(pieces: &[(Ink, Words)], lang: Lang) -> Vec<(char, Ink)> {
    let shown = |(ink, text): &(Ink, Words)| shown(&text.to(lang)).chars().map(|c| (c, *ink)).collect::<Vec<_>>();
    pieces.iter().flat_map(shown).collect()
}

/// So much of a row that `…` fits behind it.
fn shortened(row: &[(char, Ink)], columns: usize) -> &[(char, Ink)] {
    let (mut end, mut used) = (row.len(), row.iter().map(|(c, _)| width(*c)).sum::<usize>());
    while used >= columns && end > 0 {
        end -= 1;
        used -= width(row[end].0);
    }
    &row[..end]
}

fn painted(row: &[(char, Ink)], color: bool) -> String {
    let end = row.iter().rposition(|(c, _)| *c != ' ').map_or(0, |at| at + 1);
    let mut text = String::new();
    for piece in row[..end].chunk_by(|a, b| a.1 == b.1) {
        let code = Some(piece[0].1.code()).filter(|code| color && !code.is_empty());
        text.push_str(code.unwrap_or_default());
        text.extend(piece.iter().map(|(c, _)| *c));
        text.push_str(code.map_or("", |_| RESET));
    }
    text
}

/// Cuts a line where it may go on below: between words, and between Han characters, but not before a mark that closes.
fn rows(all: &[(char, Ink)], hang: usize, columns: Option<usize>) -> Vec<&[(char, Ink)]> {
    let Some(columns) = columns else { return vec![all] };
    let mut rows = Vec::new();
    let (mut start, mut used, mut cut) = (0, 0, 0);
    for at in 0..all.len() {
        if at > start && may_break(all[at - 1].0, all[at].0) {
            cut = at;
        }
        used += width(all[at].0);
        if used > columns && at > start {
            let end = if cut > start { cut } else { at };
            rows.push(&all[start..end]);
            start = (end..at).find(|blank| all[*blank].0 != ' ').unwrap_or(at);
            used = hang + all[start..=at].iter().map(|(c, _)| width(*c)).sum::<usize>();
        }
    }
    rows.push(&all[start..]);
    rows
}

/// Lines of a text, none of which is wider than a terminal; one that goes on does so below where it says something, or
/// below its second column.
pub fn wrapped(text: &str, columns: usize) -> String {
    let mut told = String::new();
    for line in text.lines() {
        let line = line.replace('\t', "  ");
        let all: Vec<(char, Ink)> = line.chars().map(|c| (c, Ink::Plain)).collect();
        let hang = bearable(hang_of(&all), columns);
        for (number, row) in rows(&all, hang, Some(columns)).into_iter().enumerate() {
            let indent = if number > 0 { " ".repeat(hang) } else { String::new() };
            told.push_str(&format!("{indent}{}\n", painted(row, false)));
        }
    }
    told
}

/// The column at which a line begins to say something; of two columns, that of the second.
fn hang_of(line: &[(char, Ink)]) -> usize {
    let blank = |at: &usize| matches!(line[*at].0, ' ' | '　' | '│' | '├' | '└' | '─');
    let first = (0..line.len()).find(|at| !blank(at)).unwrap_or(0);
    let is_gap = |at: &usize| line[*at].0 == '　' || line[*at].0 == ' ' && line[at + 1].0 == ' ';
    let gap = (first..line.len().saturating_sub(2)).find(is_gap);
    let second = gap.and_then(|gap| (gap..line.len()).find(|at| !blank(at)));
    line[..second.unwrap_or(first)].iter().map(|(c, _)| width(*c)).sum()
}

fn may_break(before: char, c: char) -> bool {
    const CLOSES: &str = "，。、；：？！”’）》】〕〉」』…·,.;:?!)]}";
    const OPENS: &str = "“‘（《【〔〈「『([{";
    let word = |c: char| c.is_ascii_graphic();
    let together = c == ' ' || word(before) && word(c);
    !(together || CLOSES.contains(c) || OPENS.contains(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(line: Line, paper: Paper) -> String {
        let mut bytes = Vec::new();
        line.write(paper, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_long_line_goes_on_below() {
        let paper = |columns| Paper { color: false, width: Some(columns), lang: Lang::Hans };
        let line = || Line::at(2).ink(Ink::Bad, "错误").plain("  ").hang().plain("删去“第”字，见 GB/T 9704。");
        assert_eq!(written(line(), paper(20)), "  错误  删去“第”字，\n        见 GB/T\n        9704。\n");
        assert_eq!(written(line(), Paper::default()), "  错误  删去“第”字，见 GB/T 9704。\n");
        assert_eq!(line().height(paper(20)), 3);
        let mut cut = Vec::new();
        line().write_in(2, paper(20), &mut cut).unwrap();
        assert_eq!(String::from_utf8(cut).unwrap(), "  错误  删去“第”字，\n        见 GB/T…\n");
        let marked = |columns| wrapped("write it 「附件」", columns);
        assert_eq!((&*marked(11), &*marked(15)), ("write it\n「附件」\n", "write it 「附\n件」\n"));
        let told = wrapped("  --show  只列出这样的和更重的问题\n", 20);
        assert_eq!(told, "  --show  只列出这样\n          的和更重的\n          问题\n");
        assert_eq!(
            wrapped("sanbu check 发文  检查一份公文，有附件二", 38),
            "sanbu check 发文  检查一份公文，有附件\n                  二\n",
            "below the second column, although that is in the right half"
        );
        // Whatever the width, nothing is lost and it ends.
        for columns in 0..12 {
            let text = written(line(), paper(columns));
            assert!(text.split_whitespace().collect::<String>().contains("9704。"), "{columns} {text}");
        }
    }

    #[test]
    fn colours_are_put_around_what_is_shown() {
        let text =
            written(Line::at(0).ink(Ink::Good, "✓").plain(" a\u{1b}[2J"), Paper { color: true, ..Paper::default() });
        assert_eq!(text, "\u{1b}[1;38;5;28m✓\u{1b}[0m a\\u{1b}[2J\n");
    }

    /// Contrast by the formula of WCAG 2; 4.5 is what is asked of text, 3 of bold text.
    #[test]
    fn colours_are_legible_on_light_and_dark() {
        let level = |step: u32| if step == 0 { 0.0 } else { f64::from(55 + step * 40) / 255.0 };
        let light = |v: f64| if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) };
        for ink in [Ink::Good, Ink::Bad, Ink::Open, Ink::Hint, Ink::Faint] {
            let number: u32 = ink.code().trim_end_matches('m').rsplit(';').next().unwrap().parse().unwrap();
            let rgb = match number {
                232.. => [f64::from(8 + (number - 232) * 10) / 255.0; 3],
                _ => [(number - 16) / 36, (number - 16) / 6 % 6, (number - 16) % 6].map(level),
            };
            let luminance = 0.2126 * light(rgb[0]) + 0.7152 * light(rgb[1]) + 0.0722 * light(rgb[2]);
            let (white, black) = (1.05 / (luminance + 0.05), (luminance + 0.05) / 0.05);
            let least = if ink == Ink::Faint { 4.4 } else { 3.6 };
            assert!(white > least && black > least, "{ink:?}: {white:.1} on white, {black:.1} on black");
        }
    }
}
