//! Files written again: what changes, what stays byte for byte, and what comes of it when it is read.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod annotate;
mod fix;
#[path = "../support/mod.rs"]
mod support;
