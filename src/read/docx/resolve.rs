//! What the properties of paragraphs and runs come to: each source text is worked out once, most repeat one of a few.

use std::collections::HashMap;

use crate::document::Document;
use crate::read::docx::format::{RunSettings, Styles, paragraph_settings};
use crate::read::docx::numbering::Numbering;
use crate::read::xml::{Node, child, on, val};

/// What the properties of a paragraph come to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paragraph {
    /// Index of its format.
    pub(super) format: usize,
    base: usize,
    /// Number id and level.
    pub(super) number: (Option<i32>, Option<i32>),
    /// It starts a page.
    pub(super) page_break: bool,
    /// Its mark is deleted: the next paragraph goes on in the same line.
    pub(super) joins_next: bool,
    /// Its mark is hidden, and so is its number.
    pub(super) hidden: bool,
    /// Its mark is put in or taken out and nobody has accepted that.
    pub(super) tracked: bool,
}

/// Run settings that a paragraph style gives, and what run properties come to over them, by their source.
#[derive(Debug)]
struct Base {
    settings: RunSettings,
    runs: HashMap<String, Option<usize>>,
}

/// The formats of a document while it is read.
#[derive(Debug)]
pub(super) struct Formats<'s> {
    styles: &'s Styles<'s>,
    numbering: &'s Numbering,
    /// By the source of the properties.
    paragraphs: HashMap<String, Paragraph>,
    /// What runs start from in paragraphs of a style.
    bases: Vec<Base>,
    /// Index of the base of the paragraph being read.
    pub(super) base: usize,
}

impl<'s> Formats<'s> {
    pub(super) fn new(styles: &'s Styles<'s>, numbering: &'s Numbering) -> Self {
        let bases = vec![Base { settings: RunSettings::default(), runs: HashMap::new() }];
        Self { styles, numbering, paragraphs: HashMap::new(), bases, base: 0 }
    }

    /// What the properties of a paragraph come to; its runs start from there.
    pub(super) fn paragraph(&mut self, properties: Option<Node<'_>>, document: &mut Document) -> Paragraph {
        let source = properties.map_or("", Node::source);
        let paragraph = match self.paragraphs.get(source) {
            Some(known) => *known,
            None => {
                let new = self.new_paragraph(properties, document);
                self.paragraphs.insert(source.to_owned(), new);
                new
            }
        };
        self.base = paragraph.base;
        paragraph
    }

    fn new_paragraph(&mut self, properties: Option<Node<'_>>, document: &mut Document) -> Paragraph {
        let style = properties.and_then(|p| val(p, "pStyle"));
        let (mut settings, base, name) = self.styles.paragraph(style);
        let direct = properties.map(paragraph_settings).unwrap_or_default();
        let from_style = settings.number.0;
        let number = (direct.number.0.or(settings.number.0), direct.number.1.or(settings.number.1));
        if let (Some(num), level) = number {
            let by_style = from_style
                .filter(|n| *n == num && direct.number.1.is_none())
                .and_then(|n| self.numbering.level_of_style(n, style));
            settings.number = (Some(num), by_style.or(level));
            if let Some(of_level) = self.numbering.paragraph(num, settings.number.1.unwrap_or(0)) {
                let kept = settings.number;
                settings.apply(of_level);
                settings.number = kept;
            }
        }
        let kept = settings.number;
        settings.apply(&direct);
        settings.number = kept;
        let base = recent(&self.bases, |b| b.settings == base).unwrap_or_else(|| {
            self.bases.push(Base { settings: base, runs: HashMap::new() });
            self.bases.len() - 1
        });
        let page_break = settings.page_break == Some(true);
        let mark = properties.and_then(|p| child(p, "rPr"));
        let tracked = |names: &[&str]| mark.is_some_and(|m| m.children().any(|n| names.contains(&n.name())));
        Paragraph {
            format: index(&mut document.paragraph_formats, settings.format(name)),
            base,
            number: settings.number,
            page_break,
            hidden: mark.and_then(|m| child(m, "vanish")).is_some_and(on),
            joins_next: tracked(&["del", "moveFrom"]),
            tracked: tracked(&["ins", "moveTo", "del", "moveFrom"]),
        }
    }

    /// Index of the format of a run with these properties; none when it is hidden.
    pub(super) fn run(&mut self, properties: Option<Node<'_>>, document: &mut Document) -> Option<usize> {
        let source = properties.map_or("", Node::source);
        if let Some(known) = self.bases[self.base].runs.get(source) {
            return *known;
        }
        let mut settings = self.bases[self.base].settings.clone();
        if let Some(properties) = properties {
            if let Some(style) = val(properties, "rStyle") {
                settings.apply_style(&self.styles.character(style));
            }
            settings.apply(&self.styles.run_settings(properties));
        }
        let index = (!settings.hidden()).then(|| index(&mut document.run_formats, settings.format()));
        self.bases[self.base].runs.insert(source.to_owned(), index);
        index
    }
}

/// Formats that came so long ago are not looked for: a document with that many has them on purpose, and time stays linear.
const RECENT: usize = 64;

/// Index of a format in a list, added when it is new.
fn index<T: PartialEq>(all: &mut Vec<T>, format: T) -> usize {
    recent(all, |f| *f == format).unwrap_or_else(|| {
        all.push(format);
        all.len() - 1
    })
}

fn recent<T>(all: &[T], wanted: impl Fn(&T) -> bool) -> Option<usize> {
    let from = all.len().saturating_sub(RECENT);
    all[from..].iter().position(wanted).map(|at| from + at)
}
