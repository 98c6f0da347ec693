//! The rule files shipped in the binary.

use crate::rule::RuleFile;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
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
    "approval.toml",
    "sheet.toml",
    "attachments.toml",
    "drafts.toml",
    "collection.toml",
    "desk.toml",
    "gates.toml",
    "left-out.toml"
];
