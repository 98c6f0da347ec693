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

/// Prints a result on standard output.
pub(crate) fn print(bytes: &[u8]) -> Result<(), Stop> {
    match io::stdout().write_all(bytes).and_then(|()| io::stdout().flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(e.into()),
        _ => Ok(()),
    }
}
