//! The texts of a skeleton, as far as the office and the command line know them.

use std::borrow::Cow;

use crate::config::Organisation;
use crate::date::Date;
use crate::lang::Words;
use crate::skeleton::{Format, Skeleton};
use crate::words;

/// What is not known yet.
const OPEN: &str = "××××";
const OPEN_YEAR: &str = "20××";
const OPEN_DATE: &str = "20××年×月×日";

/// What is known of the document.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The issuing organ, if not the first of the office's names.
    pub organ: Option<String>,
    /// The whole title.
    pub title: Option<String>,
    /// Main recipients.
    pub to: Option<String>,
    /// The whole document number.
    pub number: Option<String>,
    /// The date.
    pub date: Option<Date>,
    /// So many attachments.
    pub attachments: usize,
    /// As a letter.
    pub letter: bool,
}

/// A skeleton with all that is known filled in.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its texts hold no variables any more.
    pub(super) texts: Skeleton,
    pub(super) date: String,
    pub(super) attachments: Vec<String>,
    values: Values,
}

/// Names of variables and what stands for them.
type Values = Vec<(&'static str, String)>;

impl Skeleton {
    /// With what is known; `all` are the skeletons whose codes are not taken for this one.
    ///
    /// # Errors
    /// The kind is never laid out as a letter.
    pub fn draft(&self, all: &[Self], office: &Organisation, given: &Given) -> Result<Draft, Words> {
        let texts = if given.letter { self.as_letter(all)? } else { Cow::Borrowed(self) };
        let date = given.date.map_or(OPEN_DATE.to_owned(), |date| date.words().to_string());
        let attachments: Vec<String> = match given.attachments {
            1 => vec![OPEN.to_owned()],
            n => (1..=n).map(|n| format!("{n}.{OPEN}")).collect(),
        };
        let organ = given.organ.as_ref().or(office.names.first()).unwrap_or(&texts.organ);
        let mut values: Values = vec![
            ("organ", organ.clone()),
            ("code", texts.code_of(all, office).to_owned()),
            ("year", given.date.map_or(OPEN_YEAR.to_owned(), |date| date.year.to_string())),
            ("date", date.clone()),
            ("attachments", attachments.join("\n")),
            ("mentioned", mentioned(given.attachments)),
        ];
        let mut texts = texts.filled(&values);
        texts.number = given.number.clone().unwrap_or(texts.number);
        texts.to = given.to.as_ref().map_or(texts.to, |to| to.trim_end_matches(['：', ':']).to_owned());
        texts.title = given.title.as_ref().map_or(texts.title, |title| vec![title.clone()]);
        values.extend([("number", texts.number.clone()), ("title", texts.title.concat()), ("to", texts.to.clone())]);
        Ok(Draft { texts, date, attachments, values })
    }

    /// The same text under the head of a letter, which has no printing line.
    fn as_letter(&self, all: &[Self]) -> Result<Cow<'_, Self>, Words> {
        let letter = all.iter().find(|s| s.format == Format::Letter);
        match letter {
            _ if self.format == Format::Letter => Ok(Cow::Borrowed(self)),
            Some(letter) if self.letter => Ok(Cow::Owned(Self {
                format: Format::Letter,
                code: letter.code.clone(),
                mark: letter.mark.clone(),
                number: letter.number.clone(),
                printed: String::new(),
                ..self.clone()
            })),
            _ => Err(words!("{kind}不用信函格式；请去掉 --letter", kind = self.kind)),
        }
    }

    /// The office's code that ends as the code of this kind does, or one that is of no other kind.
    fn code_of<'c>(&'c self, all: &[Self], office: &'c Organisation) -> &'c str {
        let own = self.code.chars().next_back();
        let others = || all.iter().filter_map(|s| s.code.chars().next_back()).filter(|end| Some(*end) != own);
        let ends = office.codes.iter().find(|code| code.chars().next_back() == own);
        let free = || office.codes.iter().find(|code| !others().any(|end| code.ends_with(end)));
        let mine = if self.format == Format::Document { ends.or_else(free) } else { ends };
        mine.map_or(&self.code, String::as_str)
    }

    fn filled(&self, values: &Values) -> Self {
        let one = |text: &String| fill(text, values);
        let all = |texts: &[String]| texts.iter().map(one).collect();
        Self {
            organ: value(values, "organ").to_owned(),
            mark: one(&self.mark),
            number: one(&self.number),
            signer: one(&self.signer),
            title: all(&self.title),
            adopted: one(&self.adopted),
            to: one(&self.to),
            text: all(&self.text),
            people: all(&self.people),
            post: one(&self.post),
            note: one(&self.note),
            copies: one(&self.copies),
            printed: one(&self.printed),
            ..self.clone()
        }
    }
}

impl Draft {
    /// A text of the approval form with its variables filled in.
    pub(super) fn fill(&self, text: &str) -> String {
        fill(text, &self.values)
    }
}

/// Where the text comes to its attachments.
fn mentioned(attachments: usize) -> String {
    match attachments {
        0 => String::new(),
        1 => "（见附件）".to_owned(),
        n => format!("（{}）", (1..=n).map(|n| format!("附件{n}")).collect::<Vec<_>>().join("、")),
    }
}

fn value<'v>(values: &'v Values, name: &str) -> &'v str {
    values.iter().find(|(own, _)| *own == name).map_or("", |(_, value)| value)
}

/// A text with its variables filled in. What follows a variable is left out where its value ends so already: the office
/// of an office is the same office.
fn fill(text: &str, values: &Values) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let known = after.split_once('}').filter(|(name, _)| values.iter().any(|(own, _)| own == name));
        let Some((name, behind)) = known else {
            filled.push('{');
            rest = after;
            continue;
        };
        let value = value(values, name);
        filled.push_str(value);
        rest = if value.ends_with(behind) { "" } else { behind };
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in_once() {
        let values = vec![("organ", "甲县政府办公室".to_owned()), ("to", "{organ}".to_owned())];
        assert_eq!(fill("{organ}文件", &values), "甲县政府办公室文件");
        assert_eq!(fill("{organ}办公室", &values), "甲县政府办公室");
        assert_eq!(fill("{to}、{else}、{", &values), "{organ}、{else}、{");
    }

    #[test]
    fn a_code_is_taken_that_fits_the_kind() {
        let skeleton = |code: &str| Skeleton { code: code.to_owned(), ..Skeleton::default() };
        let all = [skeleton("××发"), skeleton("××函"), skeleton("××复")];
        let office = |codes: &[&str]| Organisation {
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            ..Organisation::default()
        };
        let both = office(&["甲政函", "甲政发"]);
        assert_eq!(all[0].code_of(&all, &both), "甲政发");
        assert_eq!(all[1].code_of(&all, &both), "甲政函");
        assert_eq!(all[2].code_of(&all, &office(&["甲政函", "甲政"])), "甲政");
        assert_eq!(all[0].code_of(&all, &office(&["甲政函"])), "××发");
    }
}
