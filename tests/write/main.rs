//! Documents written again: comments put in and taken out, mistakes mended.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod annotate;
#[path = "../support/mod.rs"]
mod support;
