//! Word documents written again, by patches of their parts.

pub(crate) mod edits;
pub(crate) mod layout;
