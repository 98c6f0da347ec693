//! Parses arguments, calls the library, sets the exit code.

mod cli;
mod discover;
mod journal;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
