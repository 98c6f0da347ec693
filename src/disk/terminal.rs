//! Standard output and standard error. A reader that has gone away, like the `head` of a pipe, is no mistake.

use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;

use sanbu::lang::{Lang, Words};
use sanbu::render::wrapped;
use sanbu::shown::Lines;

use crate::stop::Stop;

/// The language of the run; there is one terminal, and it speaks one language.
static LANG: OnceLock<Lang> = OnceLock::new();

/// Speaks a language from now on, if it speaks none yet.
pub(crate) fn speak(lang: Lang) {
    let _ = LANG.set(lang);
}

/// The language of the settings of the current folder, where nothing else has said one.
static HERE: OnceLock<Lang> = OnceLock::new();

/// Speaks a language as long as neither the arguments nor the settings of what is checked say another.
pub(crate) fn speak_here(lang: Lang) {
    let _ = HERE.set(lang);
}

/// The language that is spoken.
pub(crate) fn lang() -> Lang {
    LANG.get().or(HERE.get()).copied().unwrap_or_default()
}

/// Says something beside the findings, in one line of standard error.
pub(crate) fn tell(text: impl Into<Words>) {
    let mut line = Vec::new();
    let _ = line.line(format_args!("{}", text.into().to(lang())));
    // Where standard error is closed there is nobody left to be told that.
    let _ = io::stderr().write_all(&as_wide(line, io::stderr().is_terminal()));
}

/// A line of a result, written as for [`words!`](sanbu::words).
macro_rules! put {
    ($out:expr, $($words:tt)*) => {
        sanbu::say!($out, "{}", sanbu::words!($($words)*).to($crate::disk::terminal::lang()))
    };
}
pub(crate) use put;

/// Columns of the terminal that standard output is.
pub(crate) fn columns() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)).filter(|columns| *columns > 0)
}

/// Whether a terminal can show colours, and nobody minds them.
pub(crate) fn likes_color() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty()) && is_able()
}

/// Whether a terminal can do more than write one line behind the other.
pub(crate) fn is_able() -> bool {
    std::env::var_os("TERM").is_none_or(|name| name != "dumb")
}

/// Lines for people, no wider than the terminal where there is one.
fn as_wide(lines: Vec<u8>, is_terminal: bool) -> Vec<u8> {
    match (columns().filter(|_| is_terminal), std::str::from_utf8(&lines)) {
        (Some(columns), Ok(text)) => wrapped(text, columns).into_bytes(),
        _ => lines,
    }
}

/// What is said for people, as it goes to standard output.
pub(crate) fn for_screen(lines: Vec<u8>) -> Vec<u8> {
    as_wide(lines, io::stdout().is_terminal())
}

/// Prints lines for people.
pub(crate) fn print_lines(lines: Vec<u8>) -> Result<(), Stop> {
    print(&for_screen(lines))
}

/// Prints help; where no terminal says how wide it is, as wide as it is easily read.
pub(crate) fn print_help(text: &str) -> Result<(), Stop> {
    const COLUMNS: usize = 100;
    let columns = columns().filter(|_| io::stdout().is_terminal());
    print(wrapped(text, columns.unwrap_or(COLUMNS)).as_bytes())
}

/// Prints a result on standard output.
pub(crate) fn print(bytes: &[u8]) -> Result<(), Stop> {
    match io::stdout().write_all(bytes).and_then(|()| io::stdout().flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(e.into()),
        _ => Ok(()),
    }
}
