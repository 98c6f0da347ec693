//! Automatic numbers: what Word prints before a paragraph and does not store.

use std::collections::{HashMap, HashSet};

use crate::read::docx::format::{ParagraphSettings, paragraph_settings};
use crate::read::docx::numerals;
use crate::read::xml::{Node, attr, child, int, is_w, on, val};

const LEVELS: usize = 9;

/// One level of a list.
#[derive(Clone, Debug, Default)]
struct Level {
    start: Option<i32>,
    format: String,
    text: String,
    suffix: String,
    restart: Option<i32>,
    legal: bool,
    style: Option<String>,
    paragraph: ParagraphSettings,
}

#[derive(Clone, Debug, Default)]
struct Abstract {
    levels: Vec<Level>,
    style_link: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Num {
    definition: i32,
    starts: HashMap<usize, i32>,
    levels: HashMap<usize, Level>,
}

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<i32, Abstract>,
    /// The definition that a list style stands for.
    by_style: HashMap<String, i32>,
    nums: HashMap<i32, Num>,
}

impl Numbering {
    /// What numbering.xml defines.
    pub(super) fn new(root: Node<'_>) -> Self {
        let mut numbering = Numbering::default();
        for node in root.children() {
            if is_w(node, "abstractNum")
                && let Some(id) = attr(node, "abstractNumId").and_then(int)
            {
                let mut levels = vec![Level::default(); LEVELS];
                for lvl in node.children().filter(|n| is_w(*n, "lvl")) {
                    if let Some(slot) = index(lvl).and_then(|i| levels.get_mut(i)) {
                        *slot = level(lvl);
                    }
                }
                let link = |name: &str| val(node, name).map(str::to_owned);
                if let Some(style) = link("styleLink") {
                    numbering.by_style.entry(style).or_insert(id);
                }
                numbering.definitions.insert(id, Abstract { levels, style_link: link("numStyleLink") });
            } else if is_w(node, "num")
                && let Some(id) = attr(node, "numId").and_then(int)
            {
                numbering.nums.insert(id, num(node));
            }
        }
        numbering
    }
}

fn index(node: Node<'_>) -> Option<usize> {
    attr(node, "ilvl").and_then(|i| i.trim().parse().ok())
}

fn level(node: Node<'_>) -> Level {
    Level {
        start: val(node, "start").and_then(int),
        format: format(node),
        text: val(node, "lvlText").unwrap_or_default().to_owned(),
        suffix: val(node, "suff").unwrap_or("tab").to_owned(),
        restart: val(node, "lvlRestart").and_then(int),
        legal: child(node, "isLgl").is_some_and(on),
        style: val(node, "pStyle").map(str::to_owned),
        paragraph: child(node, "pPr").map(paragraph_settings).unwrap_or_default(),
    }
}

/// The number format, also when it sits in one branch of an AlternateContent.
fn format(node: Node<'_>) -> String {
    let direct = val(node, "numFmt");
    let nested =
        || node.descendants().filter(|n| is_w(*n, "numFmt")).filter_map(|n| attr(n, "val")).find(|v| *v != "custom");
    direct.filter(|v| *v != "custom").or_else(nested).unwrap_or("decimal").to_owned()
}

fn num(node: Node<'_>) -> Num {
    let mut num = Num { definition: val(node, "abstractNumId").and_then(int).unwrap_or(-1), ..Num::default() };
    for over in node.children().filter(|n| is_w(*n, "lvlOverride")) {
        let Some(at) = index(over) else { continue };
        if let Some(start) = val(over, "startOverride").and_then(int) {
            num.starts.insert(at, start);
        }
        if let Some(lvl) = child(over, "lvl") {
            num.levels.insert(at, level(lvl));
        }
    }
    num
}

impl Numbering {
    fn level<'n>(&'n self, num: &'n Num, at: usize) -> Option<&'n Level> {
        num.levels.get(&at).or_else(|| self.definition(num.definition)?.levels.get(at))
    }

    /// A definition, or the one its style link leads to.
    fn definition(&self, id: i32) -> Option<&Abstract> {
        let found = self.definitions.get(&id)?;
        match &found.style_link {
            Some(link) => self.by_style.get(link).and_then(|id| self.definitions.get(id)).or(Some(found)),
            None => Some(found),
        }
    }

    /// The level that a paragraph style stands for in a list.
    pub(super) fn level_of_style(&self, num: i32, style: Option<&str>) -> Option<i32> {
        let definition = self.definition(self.nums.get(&num)?.definition)?;
        definition.levels.iter().position(|l| l.style.is_some() && l.style.as_deref() == style).map(|i| i as i32)
    }

    /// Paragraph settings of a level.
    pub(super) fn paragraph(&self, num: i32, level: i32) -> Option<&ParagraphSettings> {
        Some(&self.level(self.nums.get(&num)?, usize::try_from(level).ok()?)?.paragraph)
    }
}

/// The counters while the text is read.
#[derive(Debug, Default)]
pub(super) struct Counters {
    counts: HashMap<i32, [Option<i32>; LEVELS]>,
    started: HashSet<(i32, usize)>,
}

impl Counters {
    /// Counts a paragraph and returns what is printed before it.
    pub(super) fn next(&mut self, numbering: &Numbering, num_id: i32, level: i32) -> Option<String> {
        let num = numbering.nums.get(&num_id)?;
        let at = usize::try_from(level).ok().filter(|l| *l < LEVELS)?;
        let this = numbering.level(num, at)?.clone();
        let start =
            |l: usize| num.starts.get(&l).copied().or(numbering.level(num, l).and_then(|l| l.start)).unwrap_or(0);
        let counts = self.counts.entry(num.definition).or_default();
        let first = self.started.insert((num_id, at)) && num.starts.contains_key(&at);
        counts[at] = Some(match counts[at] {
            Some(n) if !first => n.saturating_add(1),
            _ => start(at),
        });
        for (deeper, count) in counts.iter_mut().enumerate().skip(at + 1) {
            let restart = numbering.level(num, deeper).and_then(|l| l.restart);
            if restart != Some(0) && restart.is_none_or(|r| (at as i32) < r) {
                *count = None;
            }
        }
        for (above, count) in counts.iter_mut().enumerate().take(at) {
            count.get_or_insert_with(|| start(above));
        }
        let counts = *counts;
        let value = |l: usize| counts.get(l).copied().flatten().unwrap_or_else(|| start(l));
        Some(print(&this, |l| {
            let format =
                if this.legal { "decimal" } else { numbering.level(num, l).map_or("decimal", |l| l.format.as_str()) };
            numerals::render(value(l).max(0) as u32, format)
        }))
    }
}

/// Fills `%1` … `%9` and adds what separates the number from the text.
fn print(level: &Level, number: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    let mut chars = level.text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek().and_then(|d| d.to_digit(10))) {
            ('%', Some(digit @ 1..=9)) => {
                chars.next();
                text.push_str(&number(digit as usize - 1));
            }
            ('\u{f000}'..='\u{f0ff}', _) => text.push('•'),
            _ => text.push(c),
        }
    }
    let closed = text.ends_with(['、', '.', '．', ')', '）', '：', '。', '〕', '】']);
    match level.suffix.as_str() {
        "nothing" => {}
        _ if text.is_empty() || closed => {}
        _ => text.push(' '),
    }
    text
}
