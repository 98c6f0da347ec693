//! The rule files shipped in the binary.

use crate::rule::RuleFile;

/// What the build makes of a file.
pub(super) struct Made {
    /// JSON, quicker to read, with what each pattern needs.
    pub(super) tables: &'static str,
    /// SHA-256 of the file.
    pub(super) sha256: &'static [u8; 32],
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// What the build has made of a file, if it is as it was shipped.
        pub(super) fn made(file: &RuleFile) -> Option<Made> {
            let (shipped, made) = match file.name.as_str() {
                $(concat!("rules/", $name) => (
                    include_str!(concat!("../../rules/", $name)),
                    Made {
                        tables: include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json")),
                        sha256: include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".sha256")),
                    },
                ),)*
                _ => return None,
            };
            (file.text == shipped).then_some(made)
        }

        /// All files of `rules/`, in the order in which their rules run.
        pub fn builtin_files() -> Vec<RuleFile> {
            vec![$(RuleFile { name: concat!("rules/", $name).to_owned(), text: include_str!(concat!("../../rules/", $name)).into() }),*]
        }
    };
}

files![
    "terms.toml",
    "opinions.toml",
    "chains.toml",
    "registers.toml",
    "gbt9704.toml",
    "layout.toml",
    "regulations.toml",
    "secrecy.toml",
    "organisations.toml",
    "taiwan.toml",
    "approval.toml",
    "sheet.toml",
    "attachments.toml",
    "punctuation.toml",
    "numerals.toml",
    "headings.toml",
    "pairs.toml",
    "arithmetic.toml",
    "drafting.toml",
    "words.toml",
    "drafts.toml",
    "collection.toml",
    "desk.toml",
    "office.toml",
    "gates.toml",
    "left-out.toml",
    "digest.toml"
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::RuleSet;

    #[test]
    fn the_form_that_the_build_makes_says_what_the_files_say() {
        let quick = RuleSet::for_checking(builtin_files()).unwrap();
        let mut whole = RuleSet::load(builtin_files()).unwrap();
        (whole.rows, whole.left_out) = (Vec::new(), Vec::new());
        assert!(quick.rules.iter().all(|r| r.fails.is_empty() && r.passes.is_empty()));
        whole.rules.iter_mut().for_each(|r| (r.fails, r.passes) = (Vec::new(), Vec::new()));
        assert!(quick.rules.iter().zip(&whole.rules).all(|(a, b)| format!("{a:?}") == format!("{b:?}")));
        assert!(format!("{quick:?}") == format!("{whole:?}"));
    }

    #[test]
    fn a_file_that_was_changed_is_read_as_it_is() {
        let mut files = builtin_files();
        assert!(files.iter().all(|f| made(f).is_some()));
        files.iter_mut().for_each(|f| f.text.to_mut().push('\n'));
        assert!(files.iter().all(|f| made(f).is_none()));
    }

    /// The patterns of a file that the build has made.
    fn patterns(value: &serde_json::Value, found: &mut Vec<crate::terms::Pattern>) {
        match value {
            serde_json::Value::Object(table) if table.get("needs").is_some_and(|n| n.is_object()) => {
                found.push(serde_json::from_value(value.clone()).unwrap());
            }
            serde_json::Value::Object(table) => table.values().for_each(|v| patterns(v, found)),
            serde_json::Value::Array(items) => items.iter().for_each(|v| patterns(v, found)),
            _ => {}
        }
    }

    #[test]
    fn what_a_pattern_needs_stands_in_whatever_it_matches() {
        let mut all = Vec::new();
        for file in builtin_files() {
            patterns(&serde_json::from_str(made(&file).unwrap().tables).unwrap(), &mut all);
        }
        let whole = RuleSet::load(builtin_files()).unwrap();
        let texts: Vec<&str> =
            whole.rules.iter().flat_map(|r| r.fails.iter().chain(&r.passes)).flat_map(|t| t.lines()).collect();
        let mut matches = 0;
        for pattern in &all {
            let regex = regex::Regex::new(pattern.as_str()).unwrap();
            for found in texts.iter().filter_map(|text| regex.find(text)) {
                // Alone it may no longer match, for want of what stands beside it, but it still has the words.
                assert!(pattern.may_match(found.as_str()), "{pattern:?} {found:?}");
                matches += 1;
            }
        }
        assert!(all.len() > 300 && matches > 10_000, "{} {matches}", all.len());
    }
}
