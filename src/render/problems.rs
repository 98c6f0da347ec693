//! Mistakes in rule and configuration files, each at its place.

use std::io::{self, Write};
use std::ops::Range;

use crate::finding::Severity;
use crate::lang::{Lang, Words};
use crate::problem::{MOST_PROBLEMS, Problem};
use crate::render::excerpt;
use crate::render::paint::{Ink, Line, Paper};
use crate::render::window::window;
use crate::text::{Position, Text};
use crate::words;

/// A longer line, in bytes, is shown around the mistake only: a file may be one line.
const LONGEST: usize = 400;

/// Mistakes with the files they are in.
#[derive(Debug)]
pub struct Problems<'a> {
    /// Name and text of each file.
    pub files: &'a [(String, Text)],
    /// The mistakes; each names its file by index.
    pub problems: &'a [Problem],
    /// With colours (ANSI).
    pub color: bool,
    /// Columns of the terminal, where there is one.
    pub width: Option<usize>,
    /// The language.
    pub lang: Lang,
}

impl Problems<'_> {
    /// Writes every mistake.
    ///
    /// # Errors
    /// Only what the writer reports.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let paper = Paper { color: self.color, width: self.width, lang: self.lang };
        for problem in self.problems {
            let level = Severity::Error.title();
            Line::at(0).ink(Ink::Bad, words!("{level}：", level)).hang().plain(&problem.message).write(paper, out)?;
            let place = self.place(problem);
            let margin = place.as_ref().map_or(0, |place| place.last.to_string().len());
            if let Some(place) = &place {
                let at = format!("┌─ {}:{}:{}", place.name, place.at.line, place.at.column);
                Line::at(margin + 1).ink(Ink::Faint, at).write(paper, out)?;
                excerpt::write(&place.text, place.mark.clone(), (margin, Some(place.at.line)), Ink::Bad, paper, out)?;
            }
            if let Some(help) = &problem.help {
                Line::at(margin + 1)
                    .ink(Ink::Faint, "= ")
                    .hang()
                    .plain(words!("建议：{help}", help))
                    .write(paper, out)?;
            }
            Line::at(0).write(paper, out)?;
        }
        Ok(())
    }

    /// How many there are; nobody counts beyond what is shown.
    pub fn count(&self) -> Words {
        let n = self.problems.len();
        match n < MOST_PROBLEMS {
            true => words!("共{n}处错误，要先改正，这次什么都没有做。", n),
            false => words!("至少{n}处错误，要先改正，这次什么都没有做。", n),
        }
    }

    /// The lines that a mistake stands in, or what of them is shown.
    fn place(&self, problem: &Problem) -> Option<Place<'_>> {
        let (name, text) = self.files.get(problem.file)?;
        let all = text.as_str();
        let inside = |at: usize| (0..=at.min(all.len())).rev().find(|at| all.is_char_boundary(*at)).unwrap_or(0);
        let (start, end) = (inside(problem.range.start), inside(problem.range.end.max(problem.range.start)));
        let (at, first) = (text.position(start), text.line(text.position(start).line));
        if first.len() > LONGEST {
            let shown = window(text.slice(first.clone()), start - first.start..end.min(first.end) - first.start);
            return Some(Place { name, text: shown.text, mark: shown.mark, last: at.line, at });
        }
        let last = text.position(end).line;
        let lines = first.start..text.line(last).end;
        let mark = start - lines.start..end - lines.start;
        Some(Place { name, text: text.slice(lines).to_owned(), mark, last, at })
    }
}

/// Where a mistake stands.
struct Place<'p> {
    name: &'p str,
    text: String,
    mark: Range<usize>,
    at: Position,
    /// The last line that is shown.
    last: usize,
}
