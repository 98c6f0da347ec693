//! English by its Chinese template, as the build has gathered it from `rules/lang/en/`.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::packed::{Packed, packed};

/// An object: the template and its English.
static PAIRS: Packed = packed!("en.json");

/// The English of a template.
pub(super) fn of(template: &str) -> Option<&'static str> {
    static TABLE: OnceLock<HashMap<String, String>> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(PAIRS.text()).unwrap_or_default()).get(template).map(String::as_str)
}
