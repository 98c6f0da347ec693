//! Mistakes in rule and configuration files, each at its place.

use std::io::{self, Write};

use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::SimpleFiles;
use codespan_reporting::term::{self, Config};

use crate::problem::Problem;
use crate::render::pretty::emit;
use crate::text::Text;

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
    /// Writes every mistake and how many there are.
    ///
    /// # Errors
    /// Only what the writer reports.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut files = SimpleFiles::new();
        for (name, text) in self.files {
            files.add(name.as_str(), text.as_str());
        }
        for problem in self.problems {
            let text = self.files.get(problem.file).map_or("", |(_, t)| t.as_str());
            let inside = |at: usize| (0..=at.min(text.len())).rev().find(|a| text.is_char_boundary(*a)).unwrap_or(0);
            let range = inside(problem.range.start)..inside(problem.range.end);
            let mut diagnostic = Diagnostic::error()
                .with_message(&problem.message)
                .with_labels(vec![Label::primary(problem.file, range)]);
            diagnostic.notes.extend(problem.help.iter().map(|h| format!("建议：{h}")));
            emit(out, self.color, |writer| term::emit_to_write_style(writer, &Config::default(), &files, &diagnostic))?;
        }
        writeln!(out, "共{}处错误，没有检查任何公文。", self.problems.len())
    }
}
