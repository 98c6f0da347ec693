//! Paper, margins, type area. Lengths in a file are twips; rules state millimetres.

use serde::Deserialize;

use crate::check::layout::{Judged, View, mm, short, twips};
use crate::document::Section;
use crate::edit::{self, Setting};
use crate::finding::Severity;
use crate::lang::Words;
use crate::words;

/// Size of the paper.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Width and height of a portrait page, mm.
    mm: [f64; 2],
    /// Deviation allowed, mm.
    within: f64,
}

/// One margin of portrait pages.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Margin {
    side: Side,
    /// Width, mm; any of these.
    mm: f64,
    /// Deviation allowed, mm.
    within: f64,
    /// Width in letter format, mm, where that has its own.
    #[serde(default)]
    letter: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Side {
    /// 天头.
    Top,
    /// 订口: left on odd pages, the gutter counted.
    Binding,
}

/// The page without its margins.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypeArea {
    /// Width and height of a portrait page, mm; landscape pages have them the other way round.
    mm: [f64; 2],
    /// Deviation allowed, mm.
    within: f64,
}

/// A section with its lines.
struct Part<'d> {
    section: &'d Section,
    /// Bytes of its first line with text.
    first: std::ops::Range<usize>,
    /// Some of the main part stands in it.
    main: bool,
    /// Number from 1.
    n: usize,
}

/// The sections that hold something of the document.
fn parts<'d>(view: &View<'d>) -> Vec<Part<'d>> {
    let (document, main) = (view.document, view.main_part());
    let starts = std::iter::once(0).chain(document.sections.iter().map(|s| s.end_line));
    let part = |(n, (section, start)): (usize, (&'d Section, usize))| {
        let lines = start..section.end_line.min(document.lines.len());
        let first = lines.clone().find(|&l| !document.is_blank(l) && document.lines[l].range.end > main.start)?;
        let first = document.lines[first].range.clone();
        Some(Part { section, main: first.start < main.end, first, n: n + 1 })
    };
    document.sections.iter().zip(starts).enumerate().filter_map(part).collect()
}

/// The sections that are wrong become one hit at the first of them.
fn fold<'d>(view: &View<'d>, parts: Vec<Part<'d>>, wrong: impl Fn(&Section) -> Option<Option<Words>>) -> Judged {
    let several = view.document.sections.len() > 1;
    let answers: Vec<_> = parts.into_iter().filter_map(|p| Some((wrong(p.section)?, p))).collect();
    if answers.is_empty() {
        return Judged::Open;
    }
    let off: Vec<_> = answers.iter().filter_map(|(found, part)| Some((found.clone()?, part))).collect();
    let Some((found, part)) = off.first() else { return Judged::Hits(Vec::new()) };
    let place = if several { words!("（第{n}节）", n = part.n) } else { Words::default() };
    let mut hit = view.hit(part.first.clone(), place, found.clone()).with("n", off.len().to_string()).whole();
    hit.at_most = (!off.iter().any(|(_, p)| p.main)).then_some(Severity::Info);
    Judged::Hits(vec![hit])
}

fn near(a: f64, b: f64, within: f64) -> bool {
    (a - b).abs() <= within
}

/// Width and height as if upright, and whether the page lies on its side.
fn upright(section: &Section) -> Option<(i32, i32, bool)> {
    let (w, h) = section.page.filter(|(w, h)| *w > 0 && *h > 0)?;
    Some((w.min(h), w.max(h), w > h))
}

/// What is asked of the sections that are wrong, by their indices.
fn asked<'d>(
    parts: impl Iterator<Item = Part<'d>>,
    wrong: impl Fn(&Section) -> Option<Option<Words>>,
    ask: impl Fn(usize, &Section) -> Vec<Setting>,
) -> Vec<Setting> {
    let off = parts.filter(|part| matches!(wrong(part.section), Some(Some(_))));
    off.flat_map(|part| ask(part.n - 1, part.section)).collect()
}

impl Paper {
    pub(super) fn judge(&self, view: &View<'_>) -> Judged {
        fold(view, parts(view), |section| self.off(section))
    }

    pub(super) fn asks(&self, view: &View<'_>) -> Vec<Setting> {
        let size = |n, _: &Section| vec![Setting::Page(n, twips(self.mm[0]), twips(self.mm[1]))];
        asked(parts(view).into_iter(), |section| self.off(section), size)
    }

    fn off(&self, section: &Section) -> Option<Option<Words>> {
        let (w, h, _) = upright(section)?;
        let fits = near(mm(w), self.mm[0], self.within) && near(mm(h), self.mm[1], self.within);
        Some((!fits).then(|| words!("{width}×{height}毫米", width = mm(w).round(), height = mm(h).round())))
    }
}

impl Margin {
    pub(super) fn judge(&self, view: &View<'_>) -> Judged {
        let main = parts(view).into_iter().filter(|p| p.main).collect();
        fold(view, main, |section| self.off(view, section))
    }

    pub(super) fn asks(&self, view: &View<'_>) -> Vec<Setting> {
        let main = parts(view).into_iter().filter(|p| p.main);
        let side = match self.side {
            Side::Top => edit::Side::Top,
            Side::Binding => edit::Side::Left,
        };
        asked(main, |section| self.off(view, section), |n, _| vec![Setting::Margin(n, side, twips(self.mm))])
    }

    fn off(&self, view: &View<'_>, section: &Section) -> Option<Option<Words>> {
        let letter = self.letter.filter(|_| view.elements.letter != Some(false));
        let [top, _, _, left] = section.margins.filter(|_| upright(section).is_some_and(|(_, _, side)| !side))?;
        let width = mm(match self.side {
            Side::Top => top.abs(),
            Side::Binding => left.saturating_add(section.gutter),
        });
        let fits = near(width, self.mm, self.within) || letter.is_some_and(|l| near(width, l, self.within));
        Some((!fits).then(|| words!("{n}毫米", n = short(width))))
    }
}

impl TypeArea {
    pub(super) fn judge(&self, view: &View<'_>) -> Judged {
        let main = parts(view).into_iter().filter(|p| p.main).collect();
        fold(view, main, |section| self.off(view, section))
    }

    /// Head and binding margin stay: the rest follows from the page.
    pub(super) fn asks(&self, view: &View<'_>) -> Vec<Setting> {
        let main = parts(view).into_iter().filter(|p| p.main);
        let margins = |n, section: &Section| {
            let (Some([top, _, _, left]), Some((w, h))) = (section.margins, section.page) else { return Vec::new() };
            let (wide, high) = if w > h { (self.mm[1], self.mm[0]) } else { (self.mm[0], self.mm[1]) };
            let right = w - left - section.gutter - twips(wide);
            let bottom = h - top.abs() - twips(high);
            let sides = [(edit::Side::Right, right), (edit::Side::Bottom, bottom)];
            let room = sides.into_iter().filter(|(_, width)| *width > 0);
            room.map(|(side, width)| Setting::Margin(n, side, width)).collect()
        };
        asked(main, |section| self.off(view, section), margins)
    }

    fn off(&self, view: &View<'_>, section: &Section) -> Option<Option<Words>> {
        let all_letter = view.elements.letter != Some(false);
        let ([top, right, bottom, left], (w, h)) = (section.margins?, section.page?);
        let area = (mm(w) - mm(left) - mm(right) - mm(section.gutter), mm(h) - mm(top).abs() - mm(bottom).abs());
        let (wide, high) = if w > h { (area.1, area.0) } else { area };
        // The head of a letter stands higher, and with it the type area of its first page.
        let fits = near(wide, self.mm[0], self.within) && (all_letter || near(high, self.mm[1], self.within));
        Some((!fits).then(|| words!("宽{width}毫米、高{height}毫米", width = short(wide), height = short(high))))
    }
}
