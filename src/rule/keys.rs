//! The keys of rule files whose values are patterns; the build script reads this list too.

/// A string under such a key, in an array or alone, is a pattern.
pub(crate) const PATTERNS: [&str; 11] = [
    "part_pattern",
    "year_pattern",
    "not_pattern",
    "column_pattern",
    "not_issuer_pattern",
    "pattern",
    "patterns",
    "mild",
    "not_in",
    "paragraph",
    "not_in_paragraph",
];
