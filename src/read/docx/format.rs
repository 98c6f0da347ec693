//! Effective formats: defaults, theme, style chains, direct settings.

use std::collections::HashMap;

use roxmltree::Node;

use crate::document::{Align, ParagraphFormat, Pitch, RunFormat};
use crate::error::Unreadable;
use crate::read::docx::package::{Package, Part};
use crate::read::docx::xml::{attr, child, int, is_w, length, on, val};

/// Style chains are followed so far; longer ones are loops.
const LONGEST_CHAIN: usize = 32;

/// Run settings as one place states them; what is not stated is none.
#[derive(Clone, Debug, Default)]
pub(super) struct RunSettings {
    east_asia: Option<String>,
    ascii: Option<String>,
    size: Option<u32>,
    color: Option<Option<String>>,
    bold: Option<bool>,
    italic: Option<bool>,
    underline: Option<bool>,
    strike: Option<bool>,
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
    ruled: Option<bool>,
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
            self, other, east_asia, ascii, size, color, bold, italic, underline, strike, highlight, scale, spacing,
            vanish
        );
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
            ruled,
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
            ruled: self.ruled.unwrap_or(false),
            snap: self.snap.unwrap_or(true),
        }
    }
}

/// A style as defined.
#[derive(Clone, Debug, Default)]
struct Style {
    name: Option<String>,
    based_on: Option<String>,
    paragraph: ParagraphSettings,
    run: RunSettings,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    default_paragraph: Option<String>,
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

/// Reads styles and theme.
pub(super) fn read(package: &mut Package<'_>, main: &Part) -> Result<Styles, Unreadable> {
    let mut styles = Styles::default();
    if let Some(part) = package.related(main, "theme")? {
        styles.theme = theme(part.parse()?.root_element());
    }
    let Some(part) = package.related(main, "styles")? else { return Ok(styles) };
    let tree = part.parse()?;
    for node in tree.root_element().children() {
        if is_w(node, "docDefaults") {
            let inner = |outer: &str, name: &str| child(node, outer).and_then(|n| child(n, name));
            styles.run = inner("rPrDefault", "rPr").map(|n| styles.run_settings(n)).unwrap_or_default();
            styles.paragraph = inner("pPrDefault", "pPr").map(paragraph_settings).unwrap_or_default();
        } else if is_w(node, "style") {
            styles.add(node);
        }
    }
    Ok(styles)
}

impl Styles {
    fn add(&mut self, node: Node<'_, '_>) {
        let Some(id) = attr(node, "styleId") else { return };
        let is_default = matches!(attr(node, "default"), Some("1" | "true" | "on"));
        if is_default && attr(node, "type") == Some("paragraph") {
            self.default_paragraph = Some(id.to_owned());
        }
        let style = Style {
            name: val(node, "name").map(str::to_owned),
            based_on: val(node, "basedOn").map(str::to_owned),
            paragraph: child(node, "pPr").map(paragraph_settings).unwrap_or_default(),
            run: child(node, "rPr").map(|n| self.run_settings(n)).unwrap_or_default(),
        };
        self.styles.insert(id.to_owned(), style);
    }

    /// Styles from the first ancestor to the style itself.
    fn chain(&self, id: &str) -> Vec<&Style> {
        let mut chain = Vec::new();
        let mut next = self.styles.get(id);
        while let Some(style) = next {
            chain.push(style);
            next = style.based_on.as_deref().and_then(|b| self.styles.get(b)).filter(|_| chain.len() < LONGEST_CHAIN);
        }
        chain.reverse();
        chain
    }

    /// Settings of a paragraph style over the defaults, and the style's name.
    pub(super) fn paragraph(&self, id: Option<&str>) -> (ParagraphSettings, RunSettings, Option<String>) {
        let id = id.filter(|i| self.styles.contains_key(*i)).or(self.default_paragraph.as_deref());
        let (mut paragraph, mut run) = (self.paragraph.clone(), self.run.clone());
        for style in id.map(|i| self.chain(i)).unwrap_or_default() {
            paragraph.apply(&style.paragraph);
            run.apply(&style.run);
        }
        (paragraph, run, id.and_then(|i| self.styles.get(i)).and_then(|s| s.name.clone()))
    }

    /// Settings of a character style alone.
    pub(super) fn character(&self, id: &str) -> RunSettings {
        let mut run = RunSettings::default();
        self.chain(id).into_iter().for_each(|s| run.apply(&s.run));
        run
    }

    /// What a `w:rPr` states; theme faces win over names on the same element.
    pub(super) fn run_settings(&self, node: Node<'_, '_>) -> RunSettings {
        let fonts = child(node, "rFonts");
        let font = |name: &str| fonts.and_then(|f| attr(f, name));
        let theme =
            |name: &str| font(name).map(|t| if t.starts_with("major") { &self.theme.major } else { &self.theme.minor });
        let switch = |name: &str| child(node, name).map(on);
        let shaded =
            child(node, "shd").and_then(|s| attr(s, "fill")).map(|f| !matches!(f, "auto" | "FFFFFF" | "ffffff"));
        RunSettings {
            east_asia: theme("eastAsiaTheme")
                .and_then(|t| t.east_asia.clone())
                .or_else(|| font("eastAsia").map(str::to_owned)),
            ascii: theme("asciiTheme").and_then(|t| t.latin.clone()).or_else(|| font("ascii").map(str::to_owned)),
            size: val(node, "sz").and_then(length_half_points),
            color: val(node, "color").map(|c| (c != "auto").then(|| c.to_ascii_uppercase())),
            bold: switch("b"),
            italic: switch("i"),
            underline: val(node, "u").map(|u| u != "none"),
            strike: switch("strike").or(switch("dstrike")),
            highlight: val(node, "highlight").map(|h| h != "none").or(shaded),
            scale: val(node, "w").and_then(|w| int(w.trim_end_matches('%'))).and_then(|w| u32::try_from(w).ok()),
            spacing: val(node, "spacing").and_then(length),
            vanish: switch("vanish"),
        }
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
pub(super) fn paragraph_settings(node: Node<'_, '_>) -> ParagraphSettings {
    let of = |element: &str, name: &str| child(node, element).and_then(|n| attr(n, name));
    let ind = |name: &str| of("ind", name).and_then(length);
    let chars = |name: &str| of("ind", name).and_then(int);
    let hanging = ind("hanging").map(|h| -h);
    let hanging_chars = chars("hangingChars").filter(|h| *h != 0).map(|h| -h);
    let line = of("spacing", "line").and_then(length);
    let pitch = line.map(|line| match of("spacing", "lineRule") {
        Some("exact") => Pitch::Exact(line),
        Some("atLeast") => Pitch::AtLeast(line),
        _ => Pitch::Multiple(line as f32 / 240.0),
    });
    ParagraphSettings {
        align: val(node, "jc").map(|jc| match jc {
            "center" => Align::Center,
            "right" | "end" => Align::Right,
            "both" | "distribute" | "thaiDistribute" => Align::Justify,
            _ => Align::Left,
        }),
        left: ind("left").or(ind("start")),
        right: ind("right").or(ind("end")),
        first_line: hanging.or(ind("firstLine")),
        left_chars: chars("leftChars").or(chars("startChars")),
        right_chars: chars("rightChars").or(chars("endChars")),
        first_line_chars: hanging_chars.or(chars("firstLineChars")),
        pitch,
        before: of("spacing", "before").and_then(length),
        after: of("spacing", "after").and_then(length),
        outline: val(node, "outlineLvl").and_then(|v| v.parse().ok()).filter(|l| *l < 9),
        ruled: child(node, "pBdr")
            .map(|b| ["top", "bottom"].iter().any(|s| val(b, s).is_some_and(|v| !matches!(v, "nil" | "none")))),
        snap: child(node, "snapToGrid").map(on),
        page_break: child(node, "pageBreakBefore").map(on),
        number: (
            child(node, "numPr").and_then(|n| val(n, "numId")).and_then(int),
            child(node, "numPr").and_then(|n| val(n, "ilvl")).and_then(int),
        ),
    }
}

/// East Asian and Latin faces; a face for the script Hans stands in for an empty East Asian one.
fn theme(root: Node<'_, '_>) -> Theme {
    let faces = |name: &str| {
        let Some(node) = root.descendants().find(|n| n.tag_name().name() == name) else { return Faces::default() };
        let face = |tag: &str| {
            node.children()
                .find(|n| n.tag_name().name() == tag)
                .and_then(|n| attr(n, "typeface"))
                .filter(|f| !f.is_empty())
        };
        let hans = node
            .children()
            .find(|n| n.tag_name().name() == "font" && attr(*n, "script") == Some("Hans"))
            .and_then(|n| attr(n, "typeface"));
        Faces { east_asia: face("ea").or(hans).map(str::to_owned), latin: face("latin").map(str::to_owned) }
    };
    Theme { major: faces("majorFont"), minor: faces("minorFont") }
}
