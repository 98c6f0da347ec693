//! What the name of a file says about the attachment it may be.

use crate::check::Ctx;
use crate::document::Document;
use crate::element::{ElementKind, ListItem, Number};
use crate::fold;
use crate::packet::File;
use crate::terms::Terms;

/// What a name says, against one item of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The title of the item, and nothing that speaks against it.
    Title,
    /// No title: a number, or the name of the document it goes with.
    Nothing,
    /// The title but for a note in brackets that one of them has.
    Note,
    /// The title with more around it.
    More,
    /// Another title.
    Another,
    /// The number of another document.
    Number(String),
    /// That it is something else than the attachment to be printed: 作废, 填写说明.
    Void(String),
    /// That it has not been written to its end.
    Unfinished,
}

impl Said {
    /// The file may be the item, as far as its name goes; its number decides.
    pub(super) fn may_be(&self) -> bool {
        !matches!(self, Said::Number(_) | Said::Void(_) | Said::Unfinished)
    }

    /// The name is not quite the title, and only what is in the file could tell.
    pub(in crate::check) fn is_alike(&self) -> bool {
        matches!(self, Said::Note | Said::More)
    }
}

/// A listed title, made ready to be compared with many names.
pub(super) struct Title {
    pub(super) key: String,
    /// Without notes in brackets.
    bare: String,
}

impl Title {
    pub(super) fn of(terms: &Terms, item: &ListItem) -> Self {
        Self::new(terms, &item.name)
    }

    fn new(terms: &Terms, title: &str) -> Self {
        Self { key: title_key(terms, title), bare: title_key(terms, &without_notes(title)) }
    }
}

/// The name of a file, taken apart once.
pub(super) struct FileName {
    /// The titles that name and first lines may state.
    titles: Vec<Title>,
    /// Another document's number.
    number: Option<String>,
    /// Words that say that it is something else.
    void: Vec<String>,
    /// How names begin that say whose the attachment is: the organs and the title of the document.
    owner: String,
}

impl FileName {
    pub(super) fn of(ctx: &Ctx<'_>, file: &File) -> Self {
        let terms = ctx.terms;
        let of = |kind| ctx.main().and_then(|(_, _, e)| e.get(kind));
        let own = of(ElementKind::DocNumber).and_then(|e| e.number.as_ref());
        let mut number = None;
        let mut titles = Vec::new();
        for text in [&file.title, &file.before].into_iter().filter(|t| !t.is_empty()) {
            let (bare, other) = without_numbers(terms, text, own);
            number = number.or(other);
            let bare = without_document(ctx, &bare);
            // 2-值班表 states a title behind a number of its own.
            let numbered = terms.patterns.numbered_file.as_ref().and_then(|p| p.captures(&bare));
            let behind = numbered.and_then(|c| Some(c.name("title")?.as_str().to_owned()));
            titles.extend(behind.into_iter().chain([bare]).map(|t| Title::new(terms, &t)));
        }
        titles.extend(file.read().into_iter().flat_map(|(document, _)| first_lines(terms, document)));
        let all = fold::squash(&[file.before.as_str(), file.title.as_str()].concat());
        let void = terms.words.void_names.iter().filter(|w| all.contains(w.as_str())).cloned().collect();
        let owner = [ElementKind::Issuer, ElementKind::AgencyMark, ElementKind::Title];
        let owner = owner.into_iter().filter_map(of).map(|e| title_key(terms, &e.value)).collect();
        Self { titles, number, void, owner }
    }

    /// What it says against a listed title; `inside` is the title that stands in the file.
    pub(super) fn says(&self, item: &Title, inside: &str) -> Said {
        if let Some(word) = self.void.iter().find(|w| !item.key.contains(w.as_str())) {
            return Said::Void(word.clone());
        }
        if let Some(number) = self.number.as_ref().filter(|n| !item.key.contains(n.as_str())) {
            return Said::Number(number.clone());
        }
        let named: Vec<&Title> = self.titles.iter().filter(|t| !t.key.is_empty()).collect();
        let any = |fits: &dyn Fn(&Title) -> bool| named.iter().any(|t| fits(t));
        match () {
            () if inside == item.key || any(&|t| t.key == item.key || self.is_owned(&t.key, &item.key)) => Said::Title,
            () if any(&|t| !t.bare.is_empty() && t.bare == item.bare) => Said::Note,
            () if item.key.chars().count() > 2 && any(&|t| t.key.contains(&item.key)) => Said::More,
            () if named.is_empty() => Said::Nothing,
            () => Said::Another,
        }
    }

    /// Its name holds the listed title, whatever else it says.
    pub(super) fn is_of(&self, item: &Title) -> bool {
        !item.bare.is_empty() && self.titles.iter().any(|t| t.key.contains(&item.bare))
    }

    /// 青禾县值班表 is the 值班表 of a document of 青禾县人民政府.
    fn is_owned(&self, name: &str, item: &str) -> bool {
        name.strip_suffix(item).is_some_and(|front| front.chars().count() > 1 && self.owner.contains(front))
    }
}

/// The first lines of a file, alone and together, as titles.
fn first_lines(terms: &Terms, document: &Document) -> Vec<Title> {
    const LINES: usize = 3;
    const LONGEST: usize = 300;
    let mut joined = String::new();
    let lines = (0..document.lines.len()).filter(|&l| !document.is_blank(l)).take(LINES);
    let mut titles = Vec::new();
    for line in lines.map(|l| document.line_text(l)).take_while(|text| text.len() <= LONGEST) {
        joined.push_str(line.trim());
        titles.push(Title { key: title_key(terms, &joined), bare: String::new() });
    }
    titles
}

/// A text without document numbers, and the first of them that is not the document's own.
pub(super) fn without_numbers(terms: &Terms, text: &str, own: Option<&Number>) -> (String, Option<String>) {
    let squashed = fold::squash(text);
    let pattern = terms.patterns.number_in_name.as_ref();
    let Some(regex) = pattern.and_then(|p| p.on(&squashed)) else { return (text.to_owned(), None) };
    let mut other = None;
    let mut rest = String::new();
    let mut at = 0;
    for c in regex.captures_iter(&squashed) {
        let Some(whole) = c.get(0) else { continue };
        let value = |group: &str| c.name(group).and_then(|m| fold::number(m.as_str()));
        let code = c.name("code").map_or("", |m| m.as_str());
        let same = |own: &Number| {
            (value("year").is_none() || own.year.is_none() || value("year") == own.year)
                && value("serial").or(value("serial2")) == own.serial
                && (code.is_empty() || own.code.ends_with(code) || code.ends_with(&own.code))
        };
        if own.is_some_and(|own| own.serial.is_some() && !same(own)) && other.is_none() {
            other = Some(whole.as_str().to_owned());
        }
        rest.push_str(&squashed[at..whole.start()]);
        at = whole.end();
    }
    rest.push_str(&squashed[at..]);
    (rest, other)
}

/// A name without the title and the file name of the document it goes with.
fn without_document(ctx: &Ctx<'_>, text: &str) -> String {
    const SHORTEST: usize = 4;
    let Some((main, _, elements)) = ctx.main() else { return text.to_owned() };
    let squashed = fold::squash(text);
    let title = elements.get(ElementKind::Title).map_or(String::new(), |e| fold::squash(&e.value));
    let file = ctx.packet.files[main].name.rsplit('/').next().unwrap_or_default();
    let stem = fold::squash(file.rsplit_once('.').map_or(file, |(stem, _)| stem));
    let bare = |stem: &str| {
        let names = ctx.terms.words.main_names.iter();
        let end = names.filter_map(|n| stem.strip_suffix(n.as_str())).next().unwrap_or(stem);
        end.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned()
    };
    let known = [title, bare(&stem), stem];
    let long = |k: &&String| k.chars().count() >= SHORTEST;
    let mut text = squashed;
    for known in known.iter().filter(long) {
        if text.contains(known.as_str()) {
            text = text.replacen(known.as_str(), "", 1);
        }
    }
    match ctx.terms.words.main_names.iter().find(|n| text.starts_with(n.as_str())) {
        Some(name) => text[name.len()..].to_owned(),
        None => text,
    }
}

/// A title without what stands in brackets.
fn without_notes(title: &str) -> String {
    let mut depth = 0usize;
    let mut bare = String::new();
    for c in title.chars() {
        match c {
            '(' | '（' | '[' | '【' | '〔' => depth += 1,
            ')' | '）' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// Titles as they are compared: letters and digits only, without the tails of file names.
pub(in crate::check) fn title_key(terms: &Terms, title: &str) -> String {
    let mut bare = fold::squash(title);
    let pattern = terms.patterns.file_tail.as_ref();
    loop {
        let matched = pattern.and_then(|p| p.on(&bare)).and_then(|r| r.find(&bare));
        let by_pattern = matched.filter(|m| tail_of_name(terms, m.as_str())).map(|m| m.start());
        let by_word = || terms.words.name_tails.iter().find_map(|t| bare.strip_suffix(t.as_str())).map(str::len);
        match by_pattern.or_else(by_word) {
            Some(end) if end < bare.len() => bare.truncate(end),
            _ => break,
        }
    }
    bare.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A bracketed tail only counts when it says which version this is.
fn tail_of_name(terms: &Terms, tail: &str) -> bool {
    let word = tail.trim_matches(|c: char| !c.is_alphanumeric());
    !tail.starts_with(['(', '（'])
        || terms.words.name_tails.iter().any(|t| t == word)
        || word.chars().all(|c| c.is_ascii_digit())
}
