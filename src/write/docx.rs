//! Word documents written again, by patches of their parts.

pub(crate) mod edits;
