//! Parses arguments, calls the library, sets the exit code.

mod cli;
mod disk;
mod stop;

use sanbu::words;
use std::process::ExitCode;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // A mistake in the program is told in one line; the batch goes on with the next file.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or(String::new(), ToString::to_string);
        disk::terminal::tell(words!("程序出错（{place}）", place));
    }));
    cli::run()
}
