//! The program's only doors to the machine: files, clock, threads, signals, standard output and standard error.

pub(crate) mod clock;
pub(crate) mod exclude;
pub(crate) mod input;
pub(crate) mod journal;
mod look;
pub(crate) mod output;
pub(crate) mod paths;
pub(crate) mod progress;
pub(crate) mod signals;
pub(crate) mod terminal;
mod threads;
pub(crate) mod walk;

pub(crate) use look::io_message;
