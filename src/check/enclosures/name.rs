//! What the name of a file says about the attachment it may be.

use std::collections::HashSet;
use std::ops::Range;

use crate::check::Ctx;
use crate::document::Document;
use crate::element::{ElementKind, Elements, ListItem, Number};
use crate::fold;
use crate::packet::{File, FileRole, title_key, without_tails};
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
    /// That other files are in it, which nobody has looked at.
    Closed,
    /// Nothing against it, but of what document it is, or whether it is a paper at all, it does not tell.
    Strange,
}

impl Said {
    /// The file may be the item, as far as its name goes; its number decides.
    pub(super) fn may_be(&self) -> bool {
        !self.is_sure() && *self != Said::Closed
    }

    /// It says what the file is, and that is not the item.
    pub(super) fn is_sure(&self) -> bool {
        matches!(self, Said::Number(_) | Said::Void(_) | Said::Unfinished)
    }

    /// The name is not quite the title, and only what is in the file could tell.
    pub(in crate::check) fn is_alike(&self) -> bool {
        matches!(self, Said::Note | Said::More | Said::Strange)
    }
}

/// A listed title, made ready to be compared with many names.
#[derive(Clone, Debug)]
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
        Self { key: file_key(terms, title), bare: file_key(terms, &without_notes(title)) }
    }

    fn is_in(&self, key: &str) -> bool {
        !self.bare.is_empty() && key.contains(&self.bare)
    }
}

/// A title that stands as text, with the words in it that say that it is something else than what is to be printed.
#[derive(Default)]
pub(super) struct Line {
    pub(super) key: String,
    void: Vec<String>,
}

impl Line {
    pub(super) fn of(terms: &Terms, text: &str) -> Self {
        Self { key: file_key(terms, text), void: void_words(terms, text) }
    }

    /// The word that makes something else of the listed title: 值班表（作废）.
    pub(super) fn void(&self, item: &Title) -> Option<Said> {
        let words = || self.void.iter().find(|w| !item.key.contains(w.as_str()));
        let begins = !item.bare.is_empty() && self.key.starts_with(&item.bare);
        words().filter(|_| begins).map(|w| Said::Void(w.clone()))
    }
}

/// The name of a file, taken apart once.
pub(super) struct FileName {
    /// The titles that its name may state, with all that stands in it first.
    titles: Vec<Title>,
    /// The same without the dates and units that offices write around them; none once a listed title was found whole.
    loose: Vec<Title>,
    /// The first lines of its text, alone and together.
    lines: Vec<Line>,
    /// It states a title behind its number, or is nothing but one.
    titled: bool,
    /// Another document's number, and its year and serial as titles that speak of it have them.
    number: Option<(String, String)>,
    /// Words that say that it is something else.
    void: Vec<String>,
    /// How names begin that say whose the attachment is: the organs and the title of the document.
    owner: String,
    /// Nobody has looked what is in it.
    archive: bool,
    /// Nobody can say whether a file of its format is an attachment at all.
    odd: bool,
    /// What stands before its number does not say that it goes with this document.
    stray: bool,
}

impl FileName {
    pub(super) fn of(ctx: &Ctx<'_>, file: &File) -> Self {
        let terms = ctx.terms;
        let of = |kind| ctx.main().and_then(|(_, _, e)| e.get(kind));
        let own = of(ElementKind::DocNumber).and_then(|e| e.number.as_ref());
        let owner = [ElementKind::Issuer, ElementKind::AgencyMark, ElementKind::Title];
        let owner: String = owner.into_iter().filter_map(of).map(|e| title_key(terms, &e.value)).collect();
        let folder = file.meant.rsplit_once('/').map_or("", |(folder, _)| folder);
        let [title, before, folder] = [&file.title, &file.before, folder].map(|t| without_numbers(terms, t, own));
        let rest = [&title.0, &before.0].map(|t| without_document(ctx, t));
        let texts = || rest.iter().zip([&file.title, &file.before]).filter(|(rest, _)| !rest.is_empty());
        let titles = texts().flat_map(|(rest, whole)| stated(terms, rest, whole)).collect();
        let bare = |(rest, _): (&String, _)| without_dates(terms, &owner, rest, own.and_then(|o| o.year));
        let loose = texts().map(bare).flat_map(|t| stated(terms, &t, &t)).collect();
        let lines = file.read().map_or_else(Vec::new, |(document, _)| first_lines(terms, document));
        let number = [title.1, before.1, folder.1].into_iter().flatten().next();
        let number = number.or_else(|| file.read().and_then(|(d, e)| number_above(terms, d, e, own)));
        let number = number.map(|number| {
            let whole = plain(&number);
            let core = whole.find(|c: char| c.is_ascii_digit()).map_or(whole.as_str(), |at| &whole[at..]).to_owned();
            (number, core)
        });
        let said = [folder.0.as_str(), &rest[1], &rest[0]].join("/");
        let mut void = void_words(terms, &said);
        if file.role == FileRole::Supporting {
            let papers = terms.words.supporting.iter().filter(|w| file.meant.contains(w.as_str()));
            void.extend(papers.cloned());
        }
        let odd = !is_known_format(terms, file);
        let stray = file.is_guessed() || !is_owners(terms, &owner, &rest[1], own);
        let titled = !title_key(terms, &rest[0]).is_empty();
        let archive = file.is_archive();
        Self { titles, loose, lines, titled, number, void, owner, archive, odd, stray }
    }

    /// Where it states one of the listed titles whole, nothing less is compared.
    pub(super) fn settle(&mut self, listed: &HashSet<&str>) {
        if self.titles.iter().any(|t| listed.contains(t.key.as_str())) {
            self.loose.clear();
        }
    }

    /// What it says against a listed title; `inside` is the title that stands in the file.
    pub(super) fn says(&self, item: &Title, inside: &Line) -> Said {
        if let Some(word) = self.void.iter().find(|w| !item.key.contains(w.as_str())) {
            return Said::Void(word.clone());
        }
        if let Some(void) = self.lines.iter().chain([inside]).find_map(|line| line.void(item)) {
            return void;
        }
        if let Some((number, _)) = self.number.as_ref().filter(|(_, core)| !item.key.contains(core)) {
            return Said::Number(number.clone());
        }
        if self.archive {
            return Said::Closed;
        }
        let same = |key: &str| key == item.key;
        let any = |fits: &dyn Fn(&Title) -> bool| self.titles.iter().any(fits);
        let named = || any(&|t| same(&t.key) || self.is_owned(&t.key, &item.key));
        let known = || same(&inside.key) || self.lines.iter().any(|l| same(&l.key)) || named();
        match () {
            () if known() || self.loose.iter().any(|t| same(&t.key)) => {
                if self.odd {
                    Said::Strange
                } else {
                    Said::Title
                }
            }
            () if any(&|t| !t.bare.is_empty() && t.bare == item.bare) => Said::Note,
            () if item.key.chars().count() > 2 && any(&|t| t.key.contains(&item.key)) => Said::More,
            () if !self.titled => {
                if self.odd || self.stray {
                    Said::Strange
                } else {
                    Said::Nothing
                }
            }
            () => Said::Another,
        }
    }

    /// Its name holds the listed title, whatever else it says.
    pub(super) fn is_of(&self, item: &Title) -> bool {
        self.titles.iter().any(|t| item.is_in(&t.key)) || self.lines.iter().any(|l| item.is_in(&l.key))
    }

    /// 青禾县值班表 is the 值班表 of a document of 青禾县人民政府.
    fn is_owned(&self, name: &str, item: &str) -> bool {
        name.strip_suffix(item).is_some_and(|front| front.chars().count() > 1 && self.owner.contains(front))
    }
}

/// The titles that a part of a name may state: as it is, with the document's number in it, behind a number of its own.
fn stated(terms: &Terms, rest: &str, whole: &str) -> Vec<Title> {
    let numbered = terms.patterns.numbered_file.as_ref().and_then(|p| p.captures(rest));
    let behind = numbered.as_ref().and_then(|c| c.name("title")).map(|m| m.as_str());
    let mut titles = Vec::new();
    for text in [Some(whole), Some(rest).filter(|r| *r != whole), behind].into_iter().flatten() {
        titles.push(Title::new(terms, text));
    }
    titles.retain(|t| !t.key.is_empty());
    titles
}

/// A file that is read, or of a format in which papers are handed on.
fn is_known_format(terms: &Terms, file: &File) -> bool {
    let name = file.meant.rsplit('/').next().unwrap_or_default();
    let Some((_, extension)) = name.rsplit_once('.') else { return true };
    let extension = extension.to_ascii_lowercase();
    file.read().is_some() || terms.words.name_tails.iter().any(|t| t.strip_prefix('.') == Some(extension.as_str()))
}

/// What stands before the number of an attachment says nothing, or whose it is: a unit, a date, a version, or the
/// document's title in short. A code with other digits behind it than the document's number says whose it is not.
fn is_owners(terms: &Terms, owner: &str, before: &str, own: Option<&Number>) -> bool {
    let squashed = fold::squash(before);
    let coded = own.filter(|o| !o.code.is_empty()).and_then(|o| Some((o, squashed.strip_prefix(o.code.as_str())?)));
    let digits =
        |text: &str| text.split(|c: char| !c.is_ascii_digit()).filter_map(|g| g.parse().ok()).map(Some).collect();
    let coded = coded.map(|(own, behind)| (own, digits(behind))).filter(|(_, digits): &(_, Vec<_>)| !digits.is_empty());
    if let Some((own, digits)) = coded {
        return digits == [own.year, own.serial];
    }
    let key = plain(&without_dates(terms, owner, before, own.and_then(|o| o.year)));
    let year = key.strip_suffix(|c: char| !c.is_ascii_digit()).unwrap_or(&key);
    let other_year = year.len() == 4 && year.starts_with("20") && own.is_some_and(|o| fold::number(year) != o.year);
    let mut left = owner.chars();
    let mut in_short = || key.chars().all(|c| left.any(|o| o == c));
    let is_note = |w: &String| *w == key;
    let unit = || terms.words.organ_ends.iter().any(|e| key.ends_with(e.as_str()));
    !other_year
        && (key.chars().all(|c| c.is_ascii_digit())
            || title_key(terms, before).is_empty()
            || terms.words.name_notes.iter().any(is_note)
            || unit()
            || in_short())
}

/// Words that say that a file is not the one to be printed: anywhere, or by themselves between marks.
fn void_words(terms: &Terms, text: &str) -> Vec<String> {
    let text = fold::squash(text);
    let alone = |word: &str| terms.words.void_alone.iter().any(|w| w == word);
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| alone(part)).map(str::to_owned);
    terms.words.void_names.iter().filter(|w| text.contains(w.as_str())).cloned().chain(parts).collect()
}

/// A text without the dates of this year, the units and the versions that offices write around a title.
fn without_dates(terms: &Terms, owner: &str, text: &str, year: Option<u32>) -> String {
    const ROUNDS: usize = 4;
    let mut text = fold::squash(text);
    for _ in 0..ROUNDS {
        let before = text.len();
        text = without_date(terms, &text, year);
        if let Some(range) = unit_around(terms, owner, &text, year) {
            text.replace_range(range, "");
        }
        if text.len() == before {
            break;
        }
    }
    text
}

/// Without a version and a date at its ends.
fn without_date(terms: &Terms, text: &str, year: Option<u32>) -> String {
    let mut text = without_tails(terms, text);
    let said = |c: &regex::Captures<'_>| c.name("year").and_then(|y| fold::number(y.as_str()));
    for pattern in [&terms.patterns.file_date_front, &terms.patterns.file_date_tail].into_iter().flatten() {
        let this_year = |c: &regex::Captures<'_>| year.is_none() || said(c).is_none_or(|y| Some(y) == year);
        let found = pattern.captures(&text).filter(this_year).and_then(|c| Some(c.get(0)?.range()));
        found.into_iter().for_each(|range| text.replace_range(range, ""));
    }
    text
}

/// Where a unit stands before a dash, or a unit or a version in brackets at the end: 安全管理科-值班表, 值班表（安全管理科）.
fn unit_around(terms: &Terms, owner: &str, text: &str, year: Option<u32>) -> Option<Range<usize>> {
    const LONGEST: usize = 36;
    let is_unit = |name: &str| {
        let ends = || terms.words.organ_ends.iter().any(|e| name.ends_with(e.as_str()));
        (4..=LONGEST).contains(&name.len()) && (ends() || owner.contains(name))
    };
    let is_note = |name: &str| {
        name.len() <= LONGEST && {
            let left = without_date(terms, name, year);
            plain(&left).is_empty() || terms.words.name_notes.contains(&left)
        }
    };
    let front = text.find(['-', '_', '—']).filter(|&at| is_unit(&text[..at])).map(|at| 0..at);
    front.or_else(|| {
        let inner = text.strip_suffix([')', '】', ']'])?;
        let open = inner.rfind(['(', '【', '['])?;
        let name = inner[open..].trim_start_matches(['(', '【', '[']);
        (is_unit(name) || is_note(name)).then_some(open..text.len())
    })
}

/// The number of another document that stands above the title, alone or before 附件.
fn number_above(terms: &Terms, document: &Document, elements: &Elements, own: Option<&Number>) -> Option<String> {
    const LINES: usize = 3;
    const LONGEST: usize = 120;
    // What stands above the recipients of a whole document is that document's own.
    let whole = elements.get(ElementKind::Recipients).is_some();
    let lines = (0..document.lines.len()).filter(|&l| !document.is_blank(l)).take(LINES);
    lines.map(|l| document.line_text(l)).filter(|text| text.len() <= LONGEST).find_map(|text| {
        let (rest, other) = without_numbers(terms, text, own);
        let other = other.filter(|number| fold::squash(text).starts_with(number.as_str()))?;
        let heading = terms.labels.attachment.iter().any(|l| rest.starts_with(l.as_str()));
        (heading || rest.is_empty() && !whole).then_some(other)
    })
}

/// The first lines of a file, alone and together, as titles.
fn first_lines(terms: &Terms, document: &Document) -> Vec<Line> {
    const LINES: usize = 3;
    const LONGEST: usize = 300;
    let mut joined = String::new();
    let lines = (0..document.lines.len()).filter(|&l| !document.is_blank(l)).take(LINES);
    let mut titles = Vec::new();
    for line in lines.map(|l| document.line_text(l)).take_while(|text| text.len() <= LONGEST) {
        joined.push_str(line.trim());
        titles.push(Line::of(terms, &joined));
    }
    titles
}

/// A text without document numbers, and the first of them that is not the document's own.
pub(in crate::check) fn without_numbers(terms: &Terms, text: &str, own: Option<&Number>) -> (String, Option<String>) {
    let squashed = fold::squash(text);
    let pattern = terms.patterns.number_in_name.as_ref();
    let Some(regex) = pattern.and_then(|p| p.on(&squashed)) else { return (text.to_owned(), None) };
    let mut other = None;
    let mut rest = String::new();
    let mut at = 0;
    for c in regex.captures_iter(&squashed) {
        let Some(whole) = c.get(0) else { continue };
        let value = |groups: &[&str]| groups.iter().find_map(|g| c.name(g)).and_then(|m| fold::number(m.as_str()));
        let year = value(&["year", "year2", "year3"]).map(|y| if y < 100 { y + 2000 } else { y });
        let code = c.name("code").map_or("", |m| m.as_str());
        // 3号楼 is no number; 青教3号 is one of 青教, and 3号文 says that it is one.
        let whose = || own.is_some_and(|own| !own.code.is_empty() && code.ends_with(&own.code));
        if year.is_none() && c.name("paper").is_none() && !whose() {
            continue;
        }
        let same = |own: &Number| {
            (year.is_none() || own.year.is_none() || year == own.year)
                && value(&["serial", "serial2", "serial3", "serial4"]) == own.serial
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
    let file = ctx.packet.files[main].meant.rsplit('/').next().unwrap_or_default();
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

/// The title that a file name states, as it is compared: large and small letters alike.
fn file_key(terms: &Terms, title: &str) -> String {
    title_key(terms, &title.to_lowercase())
}

/// Letters and digits only.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
