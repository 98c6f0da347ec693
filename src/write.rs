//! Documents written again: only the bytes that have to change do.

pub(crate) mod package;
pub(crate) mod patch;
