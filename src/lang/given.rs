//! What people write where one of several words is asked for: in the characters and by the names that they are used to.

use super::{Lang, hant};

/// Whether somebody who writes one of the words means the other: they are the same in Traditional characters.
pub fn is_same(given: &str, word: &str) -> bool {
    given == word || hant::converted(given) == hant::converted(word)
}

/// Regions that write Traditional characters where a tag names no script.
const TRADITIONAL: [&str; 3] = ["tw", "hk", "mo"];

impl Lang {
    /// The language that is meant by its name, or by a tag of BCP 47 or of the system: `zh-TW`, `zh_CN.UTF-8`, `en-US`.
    pub fn meant(given: &str) -> Option<Self> {
        if let Some(lang) = Self::ALL.into_iter().find(|lang| is_same(given, lang.title())) {
            return Some(lang);
        }
        let tag = given.split('.').next()?.to_lowercase().replace('_', "-");
        let mut parts = tag.split('-');
        match parts.next()? {
            "en" | "english" => Some(Lang::En),
            "zh" => {
                let parts: Vec<&str> = parts.collect();
                let is_hant = parts.contains(&"hant");
                let by_region = !parts.contains(&"hans") && parts.iter().any(|part| TRADITIONAL.contains(part));
                Some(if is_hant || by_region { Lang::Hant } else { Lang::Hans })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_meant_in_either_characters() {
        for (given, word) in [("審核", "审核"), ("印製", "印制"), ("紀要", "纪要"), ("错误", "错误"), ("自動", "自动")]
        {
            assert!(is_same(given, word), "{given}");
        }
        assert!(!is_same("審批", "审核"));
    }

    #[test]
    fn a_language_is_meant_by_its_names_and_tags() {
        for (given, lang) in [
            ("zh-Hans", Lang::Hans),
            ("zh", Lang::Hans),
            ("zh-CN", Lang::Hans),
            ("zh_CN.UTF-8", Lang::Hans),
            ("zh-Hans-TW", Lang::Hans),
            ("簡體中文", Lang::Hans),
            ("zh-Hant", Lang::Hant),
            ("zh-TW", Lang::Hant),
            ("zh-HK", Lang::Hant),
            ("繁体中文", Lang::Hant),
            ("繁體中文", Lang::Hant),
            ("en", Lang::En),
            ("en-US", Lang::En),
            ("English", Lang::En),
        ] {
            assert_eq!(Lang::meant(given), Some(lang), "{given}");
        }
        for given in ["", "fr", "zhang", "中文字"] {
            assert_eq!(Lang::meant(given), None, "{given}");
        }
    }
}
