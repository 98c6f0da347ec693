//! The program as its users meet it.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod batch;
mod commands;
mod contributing;
mod desk;
mod docs;
mod everyday;
mod new;
mod office;
#[cfg(unix)]
mod outputs;
mod pages;
mod readme;
mod session;
mod spoken;
#[path = "../support/mod.rs"]
mod support;
mod told;
mod tree;
mod verdict;
