//! The rule files shipped in the binary, and the schemas of what others write.

use std::fmt;

use crate::packed::{Packed, Quick, packed};
use crate::rule::{RuleFile, RuleText};

/// A shipped file and what the build has made of it.
#[derive(Clone, Copy)]
pub struct Shipped(&'static BuiltIn);

struct BuiltIn {
    name: &'static str,
    text: Packed,
    tables: Quick,
    sha256: &'static [u8; 32],
}

impl Shipped {
    pub(super) fn text(self) -> &'static str {
        self.0.text.beside(&self.0.tables)
    }

    /// Lends it as JSON, quicker to read, with what each pattern needs.
    pub(super) fn tables<T>(self, read: impl FnOnce(&str) -> T) -> T {
        self.0.tables.lend(read)
    }

    /// SHA-256 of the file.
    pub(super) fn sha256(self) -> &'static [u8; 32] {
        self.0.sha256
    }
}

impl fmt::Debug for Shipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

/// All files of `rules/`, in the order in which their rules run.
pub fn builtin_files() -> Vec<RuleFile> {
    let file = |built_in: &'static BuiltIn| RuleFile {
        text: RuleText::Shipped(Shipped(built_in)),
        name: built_in.name.to_owned(),
    };
    FILES.iter().map(file).collect()
}

/// JSON Schema of rule files as text, as it is published in `rules/`; who only prints it need not make it.
pub fn published_schema() -> &'static str {
    static TEXT: Packed = packed!("rules.schema.json");
    TEXT.text()
}

/// The same of `sanbu.toml`.
pub fn published_config_schema() -> &'static str {
    static TEXT: Packed = packed!("sanbu.schema.json");
    TEXT.text()
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        static FILES: [BuiltIn; [$($name),*].len()] = [$(BuiltIn {
            name: concat!("rules/", $name),
            text: packed!($name),
            tables: Quick::new(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".json.lz4"))),
            sha256: include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".sha256")),
        }),*];
    };
}

files![
    "terms.toml",
    "characters.toml",
    "labels.toml",
    "opinions.toml",
    "chains.toml",
    "registers.toml",
    "skeletons.toml",
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
    "within.toml",
    "since2012.toml",
    "replaced.toml",
    "rate.toml",
    "drafting.toml",
    "severe.toml",
    "words.toml",
    "contexts.toml",
    "lexicon.toml",
    "doubt.toml",
    "drafts.toml",
    "finished.toml",
    "finished-layout.toml",
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
    fn what_is_packed_is_what_its_file_says() {
        let whole = |name: &str| std::fs::read_to_string(name).unwrap();
        for file in builtin_files() {
            assert!(*file.text == *whole(&file.name), "{}", file.name);
        }
        assert!(published_schema() == whole("rules/rules.schema.json"));
        assert!(published_config_schema() == whole("rules/sanbu.schema.json"));
    }

    #[test]
    fn a_copy_is_read_as_it_is() {
        let mut files = builtin_files();
        let digest = RuleSet::builtin().unwrap().digest().to_owned();
        files.iter_mut().for_each(|f| f.text = f.text.to_string().into());
        assert_eq!(RuleSet::for_checking(files.clone()).unwrap().digest(), digest);
        // A rule that is there twice is told where the copy says it.
        let twice = RuleSet::for_checking(builtin_files().into_iter().chain(files).collect()).unwrap_err();
        assert!(twice.iter().any(|p| p.range.start > 0) && twice.iter().all(|p| p.file >= FILES.len()));
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
            let RuleText::Shipped(shipped) = file.text else { panic!("{}", file.name) };
            shipped.tables(|json| patterns(&serde_json::from_str(json).unwrap(), &mut all));
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
