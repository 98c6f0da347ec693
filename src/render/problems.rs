//! Mistakes in rule and configuration files, each at its place.

use std::io::{self, Write};

use codespan_reporting::diagnostic::Severity as Level;

use crate::problem::{MOST_PROBLEMS, Problem};
use crate::render::pretty::{Place, Told};
use crate::render::window::window;
use crate::text::Text;

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
}

impl Problems<'_> {
    /// Writes every mistake.
    ///
    /// # Errors
    /// Only what the writer reports.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.problems.iter().try_for_each(|problem| {
            let notes = problem.help.iter().map(|help| format!("建议：{help}")).collect();
            let told = Told { level: Level::Error, code: None, message: &problem.message, notes };
            told.write(self.place(problem).as_ref(), self.color, out)
        })
    }

    /// How many there are; nobody counts beyond what is shown.
    pub fn count(&self) -> String {
        let most = if self.problems.len() < MOST_PROBLEMS { "共" } else { "至少" };
        format!("{most}{}处错误，没有检查任何公文。", self.problems.len())
    }

    /// The lines that a mistake stands in.
    fn place(&self, problem: &Problem) -> Option<Place> {
        let (name, text) = self.files.get(problem.file)?;
        let all = text.as_str();
        let inside = |at: usize| (0..=at.min(all.len())).rev().find(|at| all.is_char_boundary(*at)).unwrap_or(0);
        let (start, end) = (inside(problem.range.start), inside(problem.range.end.max(problem.range.start)));
        let at = text.position(start);
        let first = text.line(at.line);
        if first.len() > LONGEST {
            let shown = window(text.slice(first.clone()), start - first.start..end.min(first.end) - first.start);
            return Some(Place::new(name, &shown.text, shown.mark, at));
        }
        let lines = text.line(at.line).start..text.line(text.position(end).line).end;
        Some(Place::new(name, text.slice(lines.clone()), start - lines.start..end - lines.start, at))
    }
}
