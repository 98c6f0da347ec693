//! The rule files shipped in the binary.

use crate::rule::RuleFile;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// A file as it was shipped: the tests have seen to its patterns.
        pub(super) fn is_shipped(file: &RuleFile) -> bool {
            match file.name.as_str() {
                $(concat!("rules/", $name) => file.text == include_str!(concat!("../../rules/", $name)),)*
                _ => false,
            }
        }

        /// All files of `rules/`, in the order in which their rules run.
        pub fn builtin_files() -> Vec<RuleFile> {
            vec![$(RuleFile { name: concat!("rules/", $name).to_owned(), text: include_str!(concat!("../../rules/", $name)).to_owned() }),*]
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
    fn patterns_of_shipped_files_are_known_to_compile() {
        let mut files = builtin_files();
        assert!(files.iter().all(is_shipped));
        files.iter_mut().for_each(|f| f.name.insert_str(0, "another/"));
        assert!(!files.iter().any(is_shipped));
        assert!(RuleSet::load(files).is_ok());
    }
}
