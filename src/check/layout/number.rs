//! Page numbers: fields in footers, as text, by side, through the sections.

use std::ops::Range;

use serde::Deserialize;

use crate::check::layout::stance;
use crate::check::layout::{Judged, View, look};
use crate::document::{FieldKind, Line, Placed, Run, RunKind, Section, Zone};
use crate::edit::Setting;
use crate::finding::{Hit, Severity};
use crate::lang::{Hole, Words};
use crate::terms::{Face, Pattern};
use crate::words;

/// How page numbers are written.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The line that holds the number, without blanks at its ends.
    pattern: Pattern,
    /// Faces of the digits, by their names in `[[font]]`.
    pub(super) font: Vec<String>,
    /// Sizes of the digits, by their names in `[[size]]`.
    pub(super) size: Vec<String>,
}

fn is_number(run: &Run) -> bool {
    run.kind == RunKind::Field(FieldKind::Page)
}

fn runs<'d>(view: &View<'d>, line: &Line) -> &'d [Run] {
    view.document.runs.get(line.runs.clone()).unwrap_or_default()
}

/// The lines of a footer that hold a page number.
fn lines(view: &View<'_>, footer: Option<&Range<usize>>) -> Vec<usize> {
    let holds = |l: &usize| view.document.lines.get(*l).is_some_and(|l| runs(view, l).iter().any(is_number));
    footer.map_or(Vec::new(), |f| f.clone().filter(holds).collect())
}

/// All lines of footers with page numbers, each once, with a section that shows it.
fn all<'d>(view: &View<'d>) -> Vec<(usize, &'d Section)> {
    let mut found: Vec<(usize, &Section)> = Vec::new();
    for section in &view.document.sections {
        for footer in [&section.footer, &section.first_footer, &section.even_footer] {
            for line in lines(view, footer.as_ref()) {
                if !found.iter().any(|(l, _)| *l == line) {
                    found.push((line, section));
                }
            }
        }
    }
    found
}

/// Some header or footer has a page number, or the file says nothing about its pages.
fn anywhere(view: &View<'_>) -> bool {
    let margins = |l: &&Line| matches!(l.zone, Zone::Header | Zone::Footer);
    let numbered = view.document.lines.iter().filter(margins).any(|l| runs(view, l).iter().any(is_number));
    numbered || view.document.sections.iter().all(|s| s.page.is_none())
}

fn at(view: &View<'_>, line: usize, found: impl Hole) -> Hit {
    let range = view.document.lines.get(line).map_or(0..0, |l| l.range.clone());
    view.hit(range, Words::from("页码"), found)
}

impl Form {
    pub(super) fn judge(&self, view: &View<'_>) -> Judged {
        let found = all(view);
        if found.is_empty() {
            return self.missing(view);
        }
        let hit = |(line, section): &(usize, &Section)| self.off(view, *line, section);
        Judged::Hits(found.iter().find_map(hit).into_iter().collect())
    }

    /// Face and size of the numbers that are written as they should be and look otherwise.
    pub(super) fn asks(&self, view: &View<'_>) -> Vec<Setting> {
        let look = look::first(view, &self.font, &self.size);
        let bare = |s: &Section| s.footer.is_none() && s.first_footer.is_none() && s.even_footer.is_none();
        let missing = || matches!(self.missing(view), Judged::Hits(_));
        if view.document.sections.iter().all(bare) && all(view).is_empty() && missing() {
            return vec![Setting::Numbers(look)];
        }
        let shaped = |(line, section): &(usize, &Section)| self.pattern.is_match(printed(view, *line, section).trim());
        let of_line = |(line, _): (usize, &Section)| view.document.lines.get(line).map(|line| runs(view, line));
        let numbers = all(view).into_iter().filter(shaped).filter_map(of_line).flatten().filter(|run| is_number(run));
        numbers.map(|run| Setting::Digits(run.range.clone(), look.clone())).collect()
    }

    /// No footer has a page number. A letter of one page needs none, and a typed number may be meant.
    fn missing(&self, view: &View<'_>) -> Judged {
        let typed = (0..view.document.lines.len())
            .filter(|&l| matches!(view.document.lines[l].zone, Zone::Header | Zone::Footer))
            .any(|l| view.document.line_text(l).chars().any(|c| c.is_ascii_digit()));
        if anywhere(view) || typed || view.elements.letter != Some(false) {
            return Judged::Open;
        }
        let start = view.main_part().start;
        Judged::Hits(vec![view.hit(start..start, Words::from("页码"), Words::from("没有设置")).whole()])
    }

    fn off(&self, view: &View<'_>, line: usize, section: &Section) -> Option<Hit> {
        let shown = printed(view, line, section);
        if !self.pattern.is_match(shown.trim()) {
            return Some(at(view, line, words!("写作“{shown}”", shown = shown.trim())));
        }
        let run = runs(view, view.document.lines.get(line)?).iter().find(|r| is_number(r))?;
        let format = view.document.run_formats.get(run.format)?;
        let face = format.ascii.as_deref().filter(|f| {
            let known = matches!(view.terms.face(f), Face::Known(name) if self.font.iter().any(|own| own == name));
            !known
        });
        let points = |size: &String| view.terms.points(size).map(|pt| (pt * 2.0) as u32);
        let size = format.size.filter(|s| !self.size.iter().filter_map(points).any(|own| own == *s));
        let size = size.map(|s| view.terms.size_name(s)).unwrap_or_default();
        let face = face.map(|face| Words::from(face.to_owned())).unwrap_or_default();
        let look = look::set_in(face, size);
        (!look.is_empty()).then(|| at(view, line, words!("用的是{look}", look)))
    }
}

/// A line as printed: a section may put its numbers between hyphens.
fn printed(view: &View<'_>, line: usize, section: &Section) -> String {
    let Some(line) = view.document.lines.get(line) else { return String::new() };
    let dashed = section.number_format.as_deref() == Some("numberInDash");
    let text = |run: &Run| {
        let text = view.document.text.slice(run.range.clone());
        match dashed && is_number(run) && !text.contains('-') {
            true => format!("- {text} -"),
            false => text.to_owned(),
        }
    };
    runs(view, line).iter().map(text).collect()
}

/// Left, middle or right, and whether that changes from page to page.
fn place(view: &View<'_>, line: usize) -> Option<Placed> {
    let here = view.document.lines.get(line)?;
    let aligned = match view.document.paragraph_format(line)?.align {
        crate::document::Align::Center => Placed::Center,
        crate::document::Align::Right => Placed::Right,
        _ => Placed::Left,
    };
    let text = view.document.line_text(line);
    let bare = stance::blanks(text)? < 2.0
        && stance::first_offset(view.document, line)? < 3.0
        && !text.contains('\t')
        && here.cell.is_none();
    match here.placed {
        Some(Placed::Elsewhere) => None,
        Some(placed) => Some(placed),
        None => bare.then_some(aligned),
    }
}

/// Odd pages at the right, even pages at the left.
pub(super) fn side(view: &View<'_>) -> Judged {
    let Some(section) = view.document.sections.iter().find(|s| !lines(view, s.footer.as_ref()).is_empty()) else {
        return Judged::Nothing;
    };
    let odd = lines(view, section.footer.as_ref());
    let even = lines(view, section.even_footer.as_ref());
    let Some((line, odd_place)) = odd.first().and_then(|&l| Some((l, place(view, l)?))) else { return Judged::Open };
    let even_place = even.first().and_then(|&l| place(view, l));
    let found = match (odd_place, even_place) {
        (Placed::Outside, _) => return Judged::Hits(Vec::new()),
        (Placed::Center, _) => "居中",
        (Placed::Left | Placed::Inside, _) => "在单页上居左",
        (_, Some(Placed::Left | Placed::Outside)) => return Judged::Hits(Vec::new()),
        (_, Some(_)) => "在双页上没有居左",
        (_, None) if view.document.even_odd => return Judged::Open,
        (_, None) => "在单页和双页上都居右",
    };
    let mut hit = at(view, line, Words::from(found));
    // A document of one page has no even one.
    hit.at_most = (odd_place == Placed::Right && even_place.is_none()).then_some(Severity::Info);
    Judged::Hits(vec![hit])
}

/// Numbers that stand by themselves in the running text of a footer go to their sides. On a page that lies on its side they
/// would still stand at the wrong edge: then a person has to look.
pub(super) fn sides(view: &View<'_>) -> Vec<Setting> {
    let document = view.document;
    let found = matches!(side(view), Judged::Hits(hits) if !hits.is_empty());
    if !found || document.sections.iter().any(|s| s.page.is_some_and(|(w, h)| w > h)) {
        return Vec::new();
    }
    let plain = |line: &usize| {
        let here = &document.lines[*line];
        here.placed.is_none() && here.cell.is_none() && runs(view, here).iter().all(|run| run.kind != RunKind::Tab)
    };
    let all = |of: fn(&Section) -> Option<&Range<usize>>| {
        let mut found: Vec<usize> = document.sections.iter().flat_map(|s| lines(view, of(s))).filter(plain).collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let (odd, even) = (all(|s| s.footer.as_ref()), all(|s| s.even_footer.as_ref()));
    let mut asks: Vec<Setting> = match () {
        () if document.even_odd => odd.into_iter().map(|line| Setting::Number(line, true)).collect(),
        () => vec![Setting::Sides(odd)],
    };
    asks.extend(all(|s| s.first_footer.as_ref()).into_iter().map(|line| Setting::Number(line, true)));
    asks.extend(even.into_iter().map(|line| Setting::Number(line, false)));
    asks
}

/// A section that begins in an attachment does not start again at 1.
pub(super) fn goes_on(view: &View<'_>) -> Judged {
    let Some(first) = view.elements.pages.first() else { return Judged::Nothing };
    let document = view.document;
    let starts = document.sections.iter().map(|s| s.end_line);
    let again = document.sections.iter().skip(1).zip(starts).find_map(|(section, start)| {
        let line = (start..section.end_line).find(|&l| !document.is_blank(l))?;
        let range = document.lines.get(line)?.range.clone();
        let n = section.restart.filter(|n| *n <= 1)?;
        let shown = !lines(view, section.footer.as_ref()).is_empty();
        (shown && range.start >= first.mark.start).then_some((range, n))
    });
    Judged::Hits(again.map_or(Vec::new(), |(range, n)| vec![view.hit(range, Words::from("附件"), n.to_string())]))
}

/// The first page of a letter shows no number.
pub(super) fn not_on_first(view: &View<'_>) -> Judged {
    let start = view.document.line_at(view.main_part().start);
    let Some(section) = view.document.section(start) else { return Judged::Open };
    let footer = if section.title_page { &section.first_footer } else { &section.footer };
    let shown = lines(view, footer.as_ref()).into_iter().next();
    Judged::Hits(shown.map(|line| at(view, line, "")).into_iter().collect())
}

/// Landscape pages whose number stands in the running text of the footer: at the long side, not where others have it.
pub(super) fn on_landscape(view: &View<'_>) -> Judged {
    let lying = |s: &&Section| s.page.is_some_and(|(w, h)| w > h);
    let mut sections = view.document.sections.iter().filter(lying).peekable();
    if sections.peek().is_none() {
        return Judged::Nothing;
    }
    let line = sections.find_map(|s| {
        let numbers = lines(view, s.footer.as_ref());
        numbers.into_iter().find(|&l| view.document.lines[l].placed.is_none() && view.document.lines[l].cell.is_none())
    });
    Judged::Hits(line.map(|l| at(view, l, "")).into_iter().collect())
}
