//! A regular expression of a rule file, compiled when first used; guards that look at what stands beside a match.

use std::sync::OnceLock;

use regex::Regex;
use serde::Deserialize;

use super::literals;

/// A regular expression that is compiled when first used.
#[derive(Debug)]
pub struct Pattern {
    source: String,
    regex: OnceLock<Option<Regex>>,
    words: OnceLock<Option<Vec<String>>>,
}

impl Pattern {
    /// Keeps the source; whoever loads rule files has checked that it compiles.
    pub fn new(source: impl Into<String>) -> Self {
        Self { source: source.into(), regex: OnceLock::new(), words: OnceLock::new() }
    }

    /// The compiled expression; none if the source is not one.
    pub fn get(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(&self.source).ok()).as_ref()
    }

    /// The expression as written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Words of which one stands in every match; none when it can match without any.
    pub fn words(&self) -> Option<&[String]> {
        self.words.get_or_init(|| literals::required(&self.source)).as_deref()
    }

    /// Cannot match the text. Most patterns look for what is rarely there: they are never compiled.
    fn is_out_of_question(&self, text: &str) -> bool {
        let rare = || self.words().is_some_and(|words| !words.iter().any(|word| text.contains(word.as_str())));
        self.regex.get().is_none() && rare()
    }

    /// The compiled expression, if it can match the text at all.
    pub fn on(&self, text: &str) -> Option<&Regex> {
        if self.is_out_of_question(text) { None } else { self.get() }
    }

    /// Whether the text matches.
    pub fn is_match(&self, text: &str) -> bool {
        self.on(text).is_some_and(|r| r.is_match(text))
    }

    /// The groups of the first match.
    pub fn captures<'t>(&self, text: &'t str) -> Option<regex::Captures<'t>> {
        self.on(text)?.captures(text)
    }
}

impl Clone for Pattern {
    fn clone(&self) -> Self {
        Self::new(self.source.clone())
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::new)
    }
}

/// A guard on the text right before a match: it must end there.
#[derive(Clone, Debug)]
pub struct Behind(Pattern);

/// A guard on the text right behind a match: it must begin there.
#[derive(Clone, Debug)]
pub struct Before(Pattern);

/// A guard looks at no more bytes than this.
const WINDOW: usize = 96;

impl Behind {
    /// Whether the text before a match ends so.
    pub fn is_match(&self, text: &str) -> bool {
        let mut from = text.len().saturating_sub(WINDOW);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        self.0.is_match(&text[from..])
    }
}

impl Before {
    /// Whether the text behind a match begins so.
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

impl<'de> Deserialize<'de> for Behind {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|source| Self(Pattern::new(format!("(?:{source})$"))))
    }
}

impl<'de> Deserialize<'de> for Before {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|source| Self(Pattern::new(format!("^(?:{source})"))))
    }
}
