//! Standard output and standard error. A reader that has gone away, like the `head` of a pipe, is no mistake.

use std::fmt;
use std::io::{self, Write};

use sanbu::shown::Lines;

use crate::stop::Stop;

/// Says something beside the findings, in one line of standard error.
pub(crate) fn tell(text: fmt::Arguments<'_>) {
    // Where standard error is closed there is nobody left to be told that.
    let _ = io::stderr().line(text);
}

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

/// Prints a result on standard output.
pub(crate) fn print(bytes: &[u8]) -> Result<(), Stop> {
    match io::stdout().write_all(bytes).and_then(|()| io::stdout().flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(e.into()),
        _ => Ok(()),
    }
}
