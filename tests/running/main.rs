//! Rules over running text: words, punctuation and numbers, tables, other systems and other offices.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod arithmetic;
mod finished;
mod joint;
mod outline;
mod rate;
mod since;
#[path = "../support/mod.rs"]
mod support;
mod systems;
mod text;
mod unofficial;
