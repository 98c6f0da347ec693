//! Word documents written again, by patches of their parts.

mod anchor;
pub mod comments;
pub(crate) mod edits;
pub(crate) mod layout;
mod marks;
mod original;
mod strip;
