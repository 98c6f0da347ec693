//! Effective formats: defaults, theme, style chains, direct settings.

use std::collections::HashMap;

use crate::document::{Align, Edge, ParagraphFormat, Pitch, Placed, RunFormat};
use crate::read::xml::{Node, Tree, attr, child, int, is_w, length, on, val};

/// Style chains are followed so far; longer ones are loops.
const LONGEST_CHAIN: usize = 32;

/// Run settings as one place states them; what is not stated is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RunSettings {
    east_asia: Option<String>,
    ascii: Option<String>,
    size: Option<u32>,
    color: Option<Option<String>>,
    bold: Option<bool>,
    italic: Option<bool>,
    underline: Option<bool>,
    strike: Option<bool>,
    caps: Option<bool>,
    small_caps: Option<bool>,
    highlight: Option<bool>,
    scale: Option<u32>,
    spacing: Option<i32>,
    vanish: Option<bool>,
}

/// Paragraph settings as one place states them.
#[derive(Clone, Debug, Default)]
pub(super) struct ParagraphSettings {
    align: Option<Align>,
    left: Option<i32>,
    right: Option<i32>,
    first_line: Option<i32>,
    left_chars: Option<i32>,
    right_chars: Option<i32>,
    first_line_chars: Option<i32>,
    pitch: Option<Pitch>,
    before: Option<i32>,
    after: Option<i32>,
    outline: Option<u8>,
    top: Option<Edge>,
    bottom: Option<Edge>,
    frame: Option<Placed>,
    snap: Option<bool>,
    pub(super) page_break: Option<bool>,
    /// Number id and level.
    pub(super) number: (Option<i32>, Option<i32>),
}

macro_rules! over {
    ($self:ident, $other:ident, $($field:ident),*) => { $( if $other.$field.is_some() { $self.$field = $other.$field.clone(); } )* };
}

impl RunSettings {
    /// Takes over what another place states.
    pub(super) fn apply(&mut self, other: &Self) {
        over!(
            self, other, east_asia, ascii, size, color, bold, italic, underline, strike, caps, small_caps, highlight,
            scale, spacing, vanish
        );
    }

    /// Takes over what a character style states over a paragraph style: switches that both set cancel each other.
    pub(super) fn apply_style(&mut self, style: &Self) {
        let before = self.clone();
        self.apply(style);
        let both =
            |a: Option<bool>, b: Option<bool>| if a == Some(true) && b == Some(true) { Some(false) } else { b.or(a) };
        self.bold = both(before.bold, style.bold);
        self.italic = both(before.italic, style.italic);
        self.strike = both(before.strike, style.strike);
        self.caps = both(before.caps, style.caps);
        self.small_caps = both(before.small_caps, style.small_caps);
        self.vanish = both(before.vanish, style.vanish);
    }

    /// Hidden text.
    pub(super) fn hidden(&self) -> bool {
        self.vanish.unwrap_or(false)
    }

    pub(super) fn format(&self) -> RunFormat {
        RunFormat {
            east_asia: self.east_asia.clone(),
            ascii: self.ascii.clone(),
            size: self.size,
            color: self.color.clone().flatten(),
            bold: self.bold.unwrap_or(false),
            italic: self.italic.unwrap_or(false),
            underline: self.underline.unwrap_or(false),
            strike: self.strike.unwrap_or(false),
            caps: self.caps == Some(true) || self.small_caps == Some(true),
            highlight: self.highlight.unwrap_or(false),
            scale: self.scale.unwrap_or(100),
            spacing: self.spacing.unwrap_or(0),
        }
    }
}

impl ParagraphSettings {
    /// Takes over what another place states.
    pub(super) fn apply(&mut self, other: &Self) {
        over!(
            self,
            other,
            align,
            left,
            right,
            first_line,
            left_chars,
            right_chars,
            first_line_chars,
            pitch,
            before,
            after,
            outline,
            top,
            bottom,
            frame,
            snap,
            page_break
        );
        self.number = (other.number.0.or(self.number.0), other.number.1.or(self.number.1));
    }

    pub(super) fn format(&self, style: Option<String>) -> ParagraphFormat {
        ParagraphFormat {
            style,
            align: self.align.unwrap_or_default(),
            left: self.left.unwrap_or(0),
            right: self.right.unwrap_or(0),
            first_line: self.first_line.unwrap_or(0),
            left_chars: self.left_chars,
            right_chars: self.right_chars,
            first_line_chars: self.first_line_chars,
            pitch: self.pitch.unwrap_or_default(),
            space: (self.before.unwrap_or(0), self.after.unwrap_or(0)),
            outline: self.outline,
            top: self.top.clone().filter(Edge::is_drawn),
            bottom: self.bottom.clone().filter(Edge::is_drawn),
            frame: self.frame,
            snap: self.snap.unwrap_or(true),
        }
    }
}

/// All styles of a document. A style is read when something uses it.
#[derive(Debug, Default)]
pub(super) struct Styles<'x> {
    styles: HashMap<&'x str, Node<'x>>,
    default_paragraph: Option<&'x str>,
    paragraph: ParagraphSettings,
    run: RunSettings,
    theme: Theme,
}

/// Faces that the theme names.
#[derive(Debug, Default)]
struct Theme {
    major: Faces,
    minor: Faces,
}

#[derive(Debug, Default)]
struct Faces {
    east_asia: Option<String>,
    latin: Option<String>,
}

impl<'x> Styles<'x> {
    /// Styles and theme from their parts, where there are any.
    pub(super) fn new(styles_part: Option<&'x Tree<'x>>, theme_part: Option<&Tree<'_>>) -> Self {
        let mut styles = Styles { theme: theme_part.map(|t| theme(t.root())).unwrap_or_default(), ..Styles::default() };
        for node in styles_part.into_iter().flat_map(|t| t.root().children()) {
            if is_w(node, "docDefaults") {
                let inner = |outer: &str, name: &str| child(node, outer).and_then(|n| child(n, name));
                styles.run = inner("rPrDefault", "rPr").map(|n| styles.run_settings(n)).unwrap_or_default();
                styles.paragraph = inner("pPrDefault", "pPr").map(paragraph_settings).unwrap_or_default();
            } else if is_w(node, "style")
                && let Some(id) = attr(node, "styleId")
            {
                let is_default = matches!(attr(node, "default"), Some("1" | "true" | "on"));
                if is_default && attr(node, "type") == Some("paragraph") {
                    styles.default_paragraph = Some(id);
                }
                styles.styles.insert(id, node);
            }
        }
        styles
    }

    /// Styles from the first ancestor to the style itself.
    fn chain(&self, id: &str) -> Vec<Node<'x>> {
        let mut chain = Vec::new();
        let mut next = self.styles.get(id);
        while let Some(style) = next {
            chain.push(*style);
            next = val(*style, "basedOn").and_then(|b| self.styles.get(b)).filter(|_| chain.len() < LONGEST_CHAIN);
        }
        chain.reverse();
        chain
    }

    /// Settings of a paragraph style over the defaults, and the style's name.
    pub(super) fn paragraph(&self, id: Option<&str>) -> (ParagraphSettings, RunSettings, Option<String>) {
        let id = id.filter(|i| self.styles.contains_key(*i)).or(self.default_paragraph);
        let (mut paragraph, mut run) = (self.paragraph.clone(), self.run.clone());
        for style in id.map(|i| self.chain(i)).unwrap_or_default() {
            paragraph.apply(&child(style, "pPr").map(paragraph_settings).unwrap_or_default());
            run.apply(&child(style, "rPr").map(|n| self.run_settings(n)).unwrap_or_default());
        }
        let name = id.and_then(|i| self.styles.get(i)).and_then(|s| val(*s, "name"));
        (paragraph, run, name.map(str::to_owned))
    }

    /// Settings of a character style alone.
    pub(super) fn character(&self, id: &str) -> RunSettings {
        let mut run = RunSettings::default();
        for properties in self.chain(id).into_iter().filter_map(|s| child(s, "rPr")) {
            run.apply(&self.run_settings(properties));
        }
        run
    }

    /// What a `w:rPr` states; theme faces win over names on the same element.
    pub(super) fn run_settings(&self, node: Node<'_>) -> RunSettings {
        let mut run = RunSettings::default();
        let mut shaded = None;
        for property in node.children().filter(|n| n.is_word()) {
            let value = || attr(property, "val");
            match property.name() {
                "rFonts" => self.faces(property, &mut run),
                "sz" => run.size = value().and_then(length_half_points),
                "color" => run.color = value().map(|c| (c != "auto").then(|| c.to_ascii_uppercase())),
                "b" => run.bold = Some(on(property)),
                "i" => run.italic = Some(on(property)),
                "u" => run.underline = value().map(|u| u != "none"),
                "strike" => run.strike = Some(on(property)),
                "dstrike" => run.strike = run.strike.or(Some(on(property))),
                "caps" => run.caps = Some(on(property)),
                "smallCaps" => run.small_caps = Some(on(property)),
                "highlight" => run.highlight = value().map(|h| h != "none"),
                "shd" => shaded = attr(property, "fill").map(|f| !matches!(f, "auto" | "FFFFFF" | "ffffff")),
                "w" => run.scale = value().and_then(|w| int(w.trim_end_matches('%'))).and_then(|w| w.try_into().ok()),
                "spacing" => run.spacing = value().and_then(length),
                "vanish" => run.vanish = Some(on(property)),
                _ => {}
            }
        }
        run.highlight = run.highlight.or(shaded);
        run
    }

    /// Faces by script; the theme wins over a name on the same element.
    fn faces(&self, fonts: Node<'_>, run: &mut RunSettings) {
        let theme = |name: &str| {
            let theme = attr(fonts, name)?;
            let faces = if theme.starts_with("major") { &self.theme.major } else { &self.theme.minor };
            // A slot may name the face of another script: `w:asciiTheme="minorEastAsia"`.
            if theme.ends_with("EastAsia") { faces.east_asia.clone() } else { faces.latin.clone() }
        };
        let named = |name: &str| attr(fonts, name).map(str::to_owned);
        run.east_asia = theme("eastAsiaTheme").or_else(|| named("eastAsia"));
        run.ascii = theme("asciiTheme").or_else(|| named("ascii"));
    }
}

/// Half-points; strict files write `16pt`.
fn length_half_points(text: &str) -> Option<u32> {
    let size = match text.strip_suffix("pt") {
        Some(points) => int(points).map(|p| p * 2),
        None => int(text),
    };
    size.and_then(|s| u32::try_from(s).ok())
}

/// What a `w:pPr` states.
pub(super) fn paragraph_settings(node: Node<'_>) -> ParagraphSettings {
    let mut paragraph = ParagraphSettings::default();
    for property in node.children().filter(|n| n.is_word()) {
        let value = || attr(property, "val");
        match property.name() {
            "jc" => paragraph.align = value().map(align),
            "ind" => indents(property, &mut paragraph),
            "spacing" => spaces(property, &mut paragraph),
            "outlineLvl" => paragraph.outline = value().and_then(|v| v.parse().ok()).filter(|l| *l < 9),
            "pBdr" => {
                paragraph.top = edge(property, "top");
                paragraph.bottom = edge(property, "bottom");
            }
            "framePr" => paragraph.frame = Some(placed(attr(property, "xAlign"))),
            "snapToGrid" => paragraph.snap = Some(on(property)),
            "pageBreakBefore" => paragraph.page_break = Some(on(property)),
            "numPr" => {
                paragraph.number = (val(property, "numId").and_then(int), val(property, "ilvl").and_then(int));
            }
            _ => {}
        }
    }
    paragraph
}

/// The rule that a border element states for a side.
pub(super) fn edge(borders: Node<'_>, side: &str) -> Option<Edge> {
    let node = child(borders, side)?;
    let color = attr(node, "color").filter(|c| *c != "auto").map(str::to_ascii_uppercase);
    let size = attr(node, "sz").and_then(int).and_then(|s| s.try_into().ok()).unwrap_or(0);
    Some(Edge { kind: attr(node, "val").unwrap_or_default().to_owned(), size, color })
}

/// The place that a word for a horizontal alignment names.
pub(super) fn placed(align: Option<&str>) -> Placed {
    match align.map(str::trim) {
        Some("left") => Placed::Left,
        Some("center") => Placed::Center,
        Some("right") => Placed::Right,
        Some("inside" | "inner") => Placed::Inside,
        Some("outside" | "outer") => Placed::Outside,
        _ => Placed::Elsewhere,
    }
}

fn align(jc: &str) -> Align {
    match jc {
        "center" => Align::Center,
        "right" | "end" => Align::Right,
        "both" => Align::Justify,
        "distribute" | "thaiDistribute" => Align::Distribute,
        _ => Align::Left,
    }
}

/// `w:ind`: a hanging line wins over a first-line indent.
fn indents(node: Node<'_>, paragraph: &mut ParagraphSettings) {
    let twips = |name: &str| attr(node, name).and_then(length);
    let chars = |name: &str| attr(node, name).and_then(int);
    paragraph.left = twips("left").or_else(|| twips("start"));
    paragraph.right = twips("right").or_else(|| twips("end"));
    paragraph.first_line = twips("hanging").map(|h| -h).or_else(|| twips("firstLine"));
    paragraph.left_chars = chars("leftChars").or_else(|| chars("startChars"));
    paragraph.right_chars = chars("rightChars").or_else(|| chars("endChars"));
    let hanging = chars("hangingChars").filter(|h| *h != 0).map(|h| -h);
    paragraph.first_line_chars = hanging.or_else(|| chars("firstLineChars"));
}

/// `w:spacing` of a paragraph: pitch, and space around it.
fn spaces(node: Node<'_>, paragraph: &mut ParagraphSettings) {
    let twips = |name: &str| attr(node, name).and_then(length);
    paragraph.pitch = twips("line").map(|line| match attr(node, "lineRule") {
        Some("exact") => Pitch::Exact(line),
        Some("atLeast") => Pitch::AtLeast(line),
        _ => Pitch::Multiple(line as f32 / 240.0),
    });
    paragraph.before = twips("before");
    paragraph.after = twips("after");
}

/// East Asian and Latin faces; a face for the script Hans stands in for an empty East Asian one.
fn theme(root: Node<'_>) -> Theme {
    let faces = |name: &str| {
        let Some(node) = root.descendants().find(|n| n.name() == name) else { return Faces::default() };
        let face = |tag: &str| {
            node.children().find(|n| n.name() == tag).and_then(|n| attr(n, "typeface")).filter(|f| !f.is_empty())
        };
        let hans = node
            .children()
            .find(|n| n.name() == "font" && attr(*n, "script") == Some("Hans"))
            .and_then(|n| attr(n, "typeface"));
        Faces { east_asia: face("ea").or(hans).map(str::to_owned), latin: face("latin").map(str::to_owned) }
    };
    Theme { major: faces("majorFont"), minor: faces("minorFont") }
}
