//! The rule files shipped in the binary.

use crate::rule::RuleFile;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// What the build has made of a file, if it is as it was shipped: JSON, quicker to read, with what each
        /// pattern needs.
        pub(super) fn compact(file: &RuleFile) -> Option<&'static str> {
            let (shipped, compact) = match file.name.as_str() {
                $(concat!("rules/", $name) => (
                    include_str!(concat!("../../rules/", $name)),
                    include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json")),
                ),)*
                _ => return None,
            };
            (file.text == shipped).then_some(compact)
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
        assert!(quick.rules.iter().all(|r| r.fails.is_empty() && r.passes.is_empty()));
        whole.rules.iter_mut().for_each(|r| (r.fails, r.passes) = (Vec::new(), Vec::new()));
        assert!(quick.rules.iter().zip(&whole.rules).all(|(a, b)| format!("{a:?}") == format!("{b:?}")));
        assert!(format!("{quick:?}") == format!("{whole:?}"));
    }

    #[test]
    fn a_file_that_was_changed_is_read_as_it_is() {
        let mut files = builtin_files();
        assert!(files.iter().all(|f| compact(f).is_some()));
        files.iter_mut().for_each(|f| f.text.to_mut().push('\n'));
        assert!(files.iter().all(|f| compact(f).is_none()));
    }
}
