//! `sanbu.toml`: what an office sets for its own documents.

mod mistakes;
mod organisation;
mod path;
mod read;
mod silence;

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::finding::{Severity, Stage};
use crate::lang::Lang;
use crate::problem::Problem;
use crate::terms::Chain;
use crate::text::Text;

pub use mistakes::Known;
pub use organisation::{ChainChoice, Organisation, OrganisationKind};
pub use path::path_glob;
pub use silence::{Silence, Silences, Told};

/// A word of the file that knows where it stands.
pub type Word = Spanned<String>;

/// The settings of one `sanbu.toml`.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The language for people.
    pub lang: Option<Lang>,
    /// Rule files, relative to this file.
    pub rules: Vec<Word>,
    /// What holds for every path.
    pub settings: Settings,
    /// What holds for some paths only, in order.
    pub overrides: Vec<Override>,
    /// Findings that are known and not listed.
    pub silences: Vec<Silence>,
    /// What the office says about itself.
    pub organisation: Organisation,
    /// Chains of the office's own.
    pub chain: Vec<Chain>,
    /// Words of the office's own.
    pub words: OwnWords,
}

/// Words of an office.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OwnWords {
    /// Words that are written so here and are not told as wrong.
    pub known: Vec<String>,
}

/// What may differ from path to path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Stage when the command line names none.
    pub stage: Option<Stage>,
    /// Rules to run, as globs; all when empty.
    pub select: Vec<Word>,
    /// Rules not to run, as globs.
    pub ignore: Vec<Word>,
    /// Severities by rule glob; the last that fits has its way.
    pub severity: Vec<(Word, Severity)>,
    /// The signing chain.
    pub chain: Option<Spanned<ChainChoice>>,
}

/// Settings for some paths; what is left out is inherited.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Globs of the paths, relative to this file.
    #[schemars(with = "Vec<String>")]
    pub paths: Vec<Word>,
    /// Another stage.
    #[serde(default)]
    pub stage: Option<Stage>,
    /// Other rules to run.
    #[serde(default)]
    #[schemars(with = "Option<Vec<String>>")]
    pub select: Option<Vec<Word>>,
    /// Other rules not to run.
    #[serde(default)]
    #[schemars(with = "Option<Vec<String>>")]
    pub ignore: Option<Vec<Word>>,
    /// Other severities.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Severity>")]
    pub severity: BTreeMap<Word, Severity>,
    /// Another signing chain.
    #[serde(default)]
    pub organisation: OtherChain,
}

/// The only thing about the office that differs from path to path.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OtherChain {
    /// The signing chain.
    #[schemars(with = "Option<ChainChoice>")]
    pub chain: Option<Spanned<ChainChoice>>,
}

impl Config {
    /// Reads a configuration file.
    ///
    /// # Errors
    /// Every mistake with its place.
    pub fn parse(text: &Text) -> Result<Self, Vec<Problem>> {
        let (config, problems) = Self::read(text);
        if problems.is_empty() { Ok(config) } else { Err(problems) }
    }

    /// As much of a configuration file as can be read, with every mistake in the rest.
    pub fn read(text: &Text) -> (Self, Vec<Problem>) {
        read::config(text)
    }

    /// Whether a text is meant as a configuration file: it is empty, or something in it is known. Nothing of any other
    /// text is ever quoted.
    pub fn is_meant(text: &str) -> bool {
        read::is_meant(text)
    }

    /// Where the first mistake in the writing of any text stands, in bytes; at the beginning where there is none.
    pub fn first_mistake(text: &Text) -> usize {
        read::first_mistake(text)
    }

    /// What may be written in it, for messages.
    pub fn keys() -> &'static [&'static str] {
        &read::KEYS
    }

    /// Whether it brings rules, words or chains of its own, and not only names what the program brings.
    pub fn redefines(&self) -> bool {
        let own = |chain: &Option<Spanned<ChainChoice>>| {
            chain.as_ref().is_some_and(|c| matches!(c.get_ref(), ChainChoice::Roles(_)))
        };
        let chains = own(&self.settings.chain) || self.overrides.iter().any(|o| own(&o.organisation.chain));
        chains || !self.rules.is_empty() || !self.chain.is_empty()
    }

    /// The overrides that fit a path relative to this file, by their numbers.
    pub fn fitting(&self, path: &str) -> Vec<usize> {
        let fits = |one: &Override| one.paths.iter().any(|glob| path_glob(glob.as_ref(), path));
        self.overrides.iter().enumerate().filter(|(_, one)| fits(one)).map(|(number, _)| number).collect()
    }

    /// The settings for a path relative to this file: the last override that fits and says something has its way.
    pub fn at(&self, path: &str) -> Settings {
        let mut settings = self.settings.clone();
        for one in self.fitting(path).into_iter().map(|number| &self.overrides[number]) {
            settings.stage = one.stage.or(settings.stage);
            settings.select = one.select.clone().unwrap_or(settings.select);
            settings.ignore = one.ignore.clone().unwrap_or(settings.ignore);
            settings.severity.extend(one.severity.clone());
            settings.chain = one.organisation.chain.clone().or(settings.chain);
        }
        settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> Config {
        Config::parse(&Text::new(text.to_owned())).unwrap_or_else(|p| panic!("{p:#?}"))
    }

    fn words(list: &[Word]) -> Vec<&str> {
        list.iter().map(|w| w.get_ref().as_str()).collect()
    }

    #[test]
    fn the_last_override_that_fits_has_its_way() {
        let config = config(
            "stage = 'print'\nignore = ['A-*']\n[severity]\n'B-1' = 'error'\n'B-2' = 'info'\n\
             [organisation]\nchain = 'organ'\n\
             [[override]]\npaths = ['信函/**', '便函']\nstage = 'review'\nignore = []\n\
             [[override]]\npaths = ['**/起草/**']\nstage = 'draft'\nseverity = { 'B-*' = 'info' }\n\
             organisation.chain = ['drafter', 'sign']\n",
        );
        let plain = config.at("发文/正文.docx");
        assert_eq!((plain.stage, words(&plain.ignore)), (Some(Stage::Print), vec!["A-*"]));
        let letter = config.at("信函/2026-011/正文.docx");
        assert_eq!((letter.stage, words(&letter.ignore)), (Some(Stage::Review), vec![]));
        assert_eq!(letter.chain, plain.chain);
        let both = config.at("便函/起草/正文.docx");
        assert_eq!((both.stage, words(&both.ignore)), (Some(Stage::Draft), vec![]));
        let severity: Vec<_> = both.severity.iter().map(|(rule, level)| (rule.get_ref().as_str(), *level)).collect();
        assert_eq!(severity, [("B-1", Severity::Error), ("B-2", Severity::Info), ("B-*", Severity::Info)]);
        assert_eq!(both.chain.unwrap().into_inner(), ChainChoice::Roles(vec!["drafter".into(), "sign".into()]));
    }

    #[test]
    fn a_day_is_written_with_or_without_quotes() {
        let config = config(
            "[[ignore]]\nrule = 'A'\nreason = '试'\nuntil = 2026-12-31\n\
             [[ignore]]\nrule = 'A'\nreason = '试'\nuntil = '2026-12-31'\n",
        );
        let days: Vec<String> = config.silences.iter().map(|s| s.until.unwrap().0.to_string()).collect();
        assert_eq!(days, ["2026-12-31", "2026-12-31"]);
    }

    #[test]
    fn every_mistake_has_its_place() {
        let text = Text::new(
            "stge = 'print'\nignore = ['A', 3, { rule = 'B' }, { rule = 'B', reason = ' ' }]\n\
             [[override]]\npaths = []\n[[override]]\npaths = ['/甲']\nstage = 'drft'\n\
             [[override]]\npaths = ['甲']\norganisation.codes = ['乙']\n"
                .to_owned(),
        );
        let problems = Config::parse(&text).unwrap_err();
        let said: Vec<(&str, &str)> =
            problems.iter().map(|p| (text.slice(p.range.clone()), p.message.as_str())).collect();
        let places: Vec<&str> = said.iter().map(|(place, _)| *place).collect();
        assert_eq!(places[0], "stge", "{said:#?}");
        assert_eq!(places.len(), 8, "{said:#?}");
        for place in ["3", "{ rule = 'B' }", "' '", "[]", "'/甲'", "'drft'", "codes"] {
            assert!(places.contains(&place), "{place} {said:#?}");
        }
    }

    #[test]
    fn a_bracket_that_is_not_closed_is_told_alone_and_at_its_place() {
        let told = |text: &str| -> Vec<(String, String)> {
            let text = Text::new(text.to_owned());
            let (_, problems) = Config::read(&text);
            problems.into_iter().map(|p| (text.slice(p.range.clone()).to_owned(), p.message.to_string())).collect()
        };
        let told_of = |text: &str| told(text).into_iter().map(|(_, message)| message).collect::<Vec<_>>();
        let rest = "\n[severity]\n'A' = 'info'\n[organisation]\nnames = ['甲']\n";
        for open in ["ignore = ['A', # ]", "ignore = ['A[', \"\\\"]\",\n  'B'", "select = ["] {
            let all = told_of(&format!("stge = 'print'\n{open}{rest}"));
            assert_eq!(all, ["没有叫“stge”的项", "方括号 [ 没有合上"], "{open}");
        }
        assert!(told_of("ignore = ['A' 'B']\nselect = []\n").iter().all(|message| !message.contains("合上")));
    }

    #[test]
    fn a_level_that_is_wrong_hides_no_rule() {
        let (config, problems) = Config::read(&Text::new("[severity]\n'A' = 'eror'\n'B' = 'info'\n".to_owned()));
        assert_eq!((config.settings.severity.len(), problems.len()), (2, 1));
    }
}
