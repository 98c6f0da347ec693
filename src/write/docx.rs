//! Word documents written again, by patches of their parts.

mod anchor;
pub mod comments;
pub(crate) mod edits;
mod footer;
pub(crate) mod layout;
mod marks;
mod original;
pub(super) mod parts;
mod strip;
