//! A regular expression of a rule file, compiled when first used; guards that look at what stands beside a match.

use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use regex::Regex;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Unexpected};

use super::literals::{self, List, Needs};
use super::seen::{Seen, Traces};
use crate::edit::Edit;
use crate::lang::Words;
use crate::steps;
use crate::words;

/// A regular expression that is compiled when first used.
pub struct Pattern {
    source: String,
    regex: OnceLock<Option<Regex>>,
    needs: OnceLock<Box<Needs>>,
    /// What a match can begin with.
    first: OnceLock<u64>,
    /// What tells quickly that a text lacks what a match needs.
    traces: OnceLock<Box<Traces>>,
    /// Bytes of text it was asked about, as long as it was not compiled.
    asked: AtomicUsize,
}

impl Pattern {
    /// Keeps the source; whoever loads rule files has checked that it compiles.
    pub fn new(source: impl Into<String>) -> Self {
        Self {
            source: source.into(),
            regex: OnceLock::new(),
            needs: OnceLock::new(),
            first: OnceLock::new(),
            traces: OnceLock::new(),
            asked: AtomicUsize::new(0),
        }
    }

    /// The compiled expression; none if the source is not one.
    fn get(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(&self.source).ok()).as_ref()
    }

    /// The expression as written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Whether it has a group of this name or number; one that can match nothing lacks none.
    pub(crate) fn has_group(&self, group: &str) -> bool {
        if [format!("(?P<{group}>"), format!("(?<{group}>")].iter().any(|named| self.source.contains(named.as_str())) {
            return true;
        }
        let Ok(parsed) = regex_syntax::parse(&self.source) else { return false };
        let known = parsed.properties();
        known.minimum_len().is_none() || group.parse().is_ok_and(|n: usize| n <= known.explicit_captures_len())
    }

    fn needs(&self) -> &Needs {
        self.needs.get_or_init(|| Box::new(Needs::of(&self.source)))
    }

    /// Words of which one stands in every match; none when it can match without any.
    pub fn words(&self) -> Option<impl Iterator<Item = &str>> {
        self.needs().rarest().map(List::words)
    }

    /// Whether the text has all the words that a match needs.
    pub(crate) fn may_match(&self, text: &str) -> bool {
        self.needs().are_met(text)
    }

    /// Whether it can match anywhere in a text of which this is known.
    pub(crate) fn may_stand(&self, seen: &Seen) -> bool {
        seen.may_meet(self.traces.get_or_init(|| Box::new(Traces::of(self.needs()))))
    }

    /// The compiled expression, if it can match the text at all. Most patterns look for what is rarely there: they are
    /// never compiled. One that is asked about much text, and has many words to look for, is: its own search is quicker.
    pub fn on(&self, text: &str) -> Option<&Regex> {
        const MUCH: usize = 32 << 10;
        steps::add(1 + text.len());
        // So cheap a test pays before any search.
        let first = *self.first.get_or_init(|| self.needs().first());
        if first != u64::MAX && first & literals::bit(text) == 0 {
            return None;
        }
        let often = || self.asked.fetch_add(text.len(), Ordering::Relaxed) > MUCH;
        let slow = || self.needs().are_many() && often();
        if self.regex.get().is_some() || slow() || self.may_match(text) { self.get() } else { None }
    }

    /// Whether the text matches.
    pub fn is_match(&self, text: &str) -> bool {
        self.on(text).is_some_and(|r| r.is_match(text))
    }

    /// Every match replaced, each as a change of its own; `$1` and `${name}` in `replace` stand for groups.
    pub(crate) fn edits(&self, text: &str, replace: &str) -> Vec<Edit> {
        let Some(regex) = self.on(text) else { return Vec::new() };
        let edit = |groups: regex::Captures<'_>| {
            let mut new = String::new();
            groups.expand(replace, &mut new);
            Some(Edit::new(groups.get(0)?.range(), new))
        };
        regex.captures_iter(text).filter_map(edit).collect()
    }

    /// The groups of the first match.
    pub fn captures<'t>(&self, text: &'t str) -> Option<regex::Captures<'t>> {
        self.on(text)?.captures(text)
    }
}

/// Groups that a replacement names and the pattern does not have, in words.
pub(crate) fn lost_groups(pattern: &Pattern, replace: &str) -> Vec<Words> {
    let name = |part: &str| -> String {
        match part.strip_prefix('{') {
            Some(braced) => braced.split('}').next().unwrap_or_default().to_owned(),
            None => part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect(),
        }
    };
    // `$$` is a sign and no group.
    let named = replace.replace("$$", "");
    let groups: Vec<String> = named.split('$').skip(1).map(name).filter(|group| !group.is_empty()).collect();
    let lost = groups.into_iter().filter(|group| !pattern.has_group(group));
    lost.map(|group| words!("replace 里的 ${group} 在正则表达式里没有对应的组", group)).collect()
}

impl Clone for Pattern {
    fn clone(&self) -> Self {
        let (regex, needs) = (self.regex.clone(), self.needs.clone());
        Self { regex, needs, ..Self::new(self.source.clone()) }
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.source).finish()
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        /// A shipped pattern, with what the build knows of it.
        #[derive(Deserialize)]
        struct Known {
            source: String,
            needs: Box<Needs>,
        }
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Pattern;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E: serde::de::Error>(self, source: &str) -> Result<Pattern, E> {
                Ok(Pattern::new(source))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Pattern, A::Error> {
                let known = Known::deserialize(MapAccessDeserializer::new(map));
                let known = known.map_err(|_| A::Error::invalid_type(Unexpected::Map, &self))?;
                Ok(Pattern { needs: OnceLock::from(known.needs), ..Pattern::new(known.source) })
            }
        }
        from.deserialize_any(Visitor)
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
    /// A guard from its pattern.
    pub(crate) fn new(source: &str) -> Self {
        Self(Pattern::new(format!("(?:{source})$")))
    }

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
    /// A guard from its pattern.
    pub(crate) fn new(source: &str) -> Self {
        Self(Pattern::new(format!("^(?:{source})")))
    }

    /// Whether the text behind a match begins so. What the pattern needs is not looked for in all of the text first: it is
    /// held to the beginning, and gives up there.
    pub fn is_match(&self, text: &str) -> bool {
        steps::add(1);
        self.0.get().is_some_and(|regex| regex.is_match(text))
    }
}

impl<'de> Deserialize<'de> for Behind {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|source| Self::new(&source))
    }
}

impl<'de> Deserialize<'de> for Before {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|source| Self::new(&source))
    }
}
