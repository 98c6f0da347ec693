//! Word documents written again, by patches of their parts.

mod anchor;
pub mod comments;
pub(crate) mod edits;
mod marks;
mod original;
mod strip;
