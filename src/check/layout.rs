//! Page layout: page and margins, line pitch, faces and sizes, places of lines, colour, rules, page numbers.
//! Several places with one cause are one finding; what the file leaves open is not judged.

mod colour;
mod fill;
mod look;
mod number;
mod page;
mod paragraph;
mod pitch;
mod role;
mod rule;
mod stance;

use serde::Deserialize;

use crate::check::{Ctx, outcome};
use crate::document::{Document, Run, RunFormat};
use crate::edit::Setting;
use crate::element::{ElementKind, Elements};
use crate::finding::{Hit, Outcome, Skip};
use crate::lang::{Hole, Words};
use crate::terms::Terms;
use crate::words;

/// What of the layout is judged. Lengths on paper are millimetres, sizes and pitches points, indents characters.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Size of the paper.
    Page(page::Paper),
    /// One margin.
    Margin(page::Margin),
    /// The page without its margins.
    TypeArea(page::TypeArea),
    /// Distance of lines.
    Pitch(pitch::LinePitch),
    /// How many lines a page has, or how many characters a line.
    Fill(fill::Fill),
    /// Face, size, colour and place of what stands in some roles.
    Text(Vec<look::Text>),
    /// How far in a paragraph begins.
    FirstLine(paragraph::FirstLine),
    /// Where lines go on that are too long for one.
    Wrap(paragraph::Wrap),
    /// Text is black.
    Black(colour::Black),
    /// The rule under an element.
    RuleUnder(rule::RuleUnder),
    /// The rules of the imprint: first and last are thicker.
    ImprintRules,
    /// How page numbers are written.
    NumberForm(number::Form),
    /// Page numbers stand at the outer side.
    NumberSide,
    /// Page numbers go on through the attachments.
    NumberGoesOn,
    /// The first page shows no number.
    NumberNotOnFirst,
    /// On landscape pages numbers stand where they stand on the others.
    NumberOnLandscape,
}

/// The document that is judged.
struct View<'d> {
    file: usize,
    document: &'d Document,
    elements: &'d Elements,
    terms: &'d Terms,
}

/// What one part of a rule found.
enum Judged {
    /// There is nothing of the kind.
    Nothing,
    /// It is there, and the file does not say how it looks.
    Open,
    /// These are wrong.
    Hits(Vec<Hit>),
}

impl Layout {
    /// What its hits fill: how many places only where several are one hit.
    pub(super) fn keys(&self) -> &'static [&'static str] {
        const ALL: [&str; 3] = ["where", "found", "n"];
        match self {
            Layout::Page(_) | Layout::Margin(_) | Layout::TypeArea(_) | Layout::Pitch(_) => &ALL,
            Layout::Text(_) | Layout::FirstLine(_) | Layout::Black(_) => &ALL,
            Layout::Fill(_) => &["where", "found", "want"],
            _ => &ALL[..2],
        }
    }

    pub(super) fn idle(&self) -> Vec<&'static str> {
        match self {
            Layout::Text(parts) => parts.iter().flat_map(look::Text::idle).collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn eval(&self, ctx: &Ctx<'_>) -> Outcome {
        let (file, document, elements) = match ctx.judged_main() {
            Ok(main) => main,
            Err(outcome) => return outcome,
        };
        if !document.has_layout() {
            return Outcome::Skipped(Skip::NoLayout);
        }
        match self.judge(&View { file, document, elements, terms: ctx.terms }) {
            Judged::Nothing => Outcome::NotApplicable,
            Judged::Open => Outcome::Skipped(Skip::NotStated),
            Judged::Hits(hits) => outcome(hits),
        }
    }

    /// What is to be set so that the rule finds nothing; nothing where no setting tells.
    fn asks(&self, view: &View<'_>) -> Vec<Setting> {
        match self {
            Layout::Page(check) => check.asks(view),
            Layout::Margin(check) => check.asks(view),
            Layout::TypeArea(check) => check.asks(view),
            Layout::Pitch(check) => check.asks(view),
            Layout::Fill(check) => check.asks(view),
            Layout::Text(parts) => parts.iter().flat_map(|part| part.asks(view)).collect(),
            Layout::FirstLine(check) => check.asks(view),
            Layout::NumberForm(check) => check.asks(view),
            Layout::NumberSide => number::sides(view),
            _ => Vec::new(),
        }
    }

    /// The same of the main document; its index with it.
    pub(crate) fn asked(&self, ctx: &Ctx<'_>) -> Option<(usize, Vec<Setting>)> {
        let (file, document, elements) = ctx.judged_main().ok().filter(|(_, document, _)| document.has_layout())?;
        Some((file, self.asks(&View { file, document, elements, terms: ctx.terms })))
    }

    fn judge(&self, view: &View<'_>) -> Judged {
        match self {
            Layout::Page(check) => check.judge(view),
            Layout::Margin(check) => check.judge(view),
            Layout::TypeArea(check) => check.judge(view),
            Layout::Pitch(check) => check.judge(view),
            Layout::Fill(check) => check.judge(view),
            Layout::Text(parts) => look::judge(parts, view),
            Layout::FirstLine(check) => check.judge(view),
            Layout::Wrap(check) => check.judge(view),
            Layout::Black(check) => check.judge(view),
            Layout::RuleUnder(check) => check.judge(view),
            Layout::ImprintRules => rule::imprint(view),
            Layout::NumberForm(check) => check.judge(view),
            Layout::NumberSide => number::side(view),
            Layout::NumberGoesOn => number::goes_on(view),
            Layout::NumberNotOnFirst => number::not_on_first(view),
            Layout::NumberOnLandscape => number::on_landscape(view),
        }
    }

    /// Names of faces and sizes that the vocabulary does not have.
    pub(super) fn problems(&self, terms: &Terms) -> Vec<Words> {
        let (fonts, sizes): (Vec<&String>, Vec<&String>) = match self {
            Layout::Text(parts) => {
                (parts.iter().flat_map(|p| p.fonts()).collect(), parts.iter().flat_map(|p| p.sizes()).collect())
            }
            Layout::NumberForm(form) => (form.font.iter().collect(), form.size.iter().collect()),
            _ => return Vec::new(),
        };
        let no_font = fonts.into_iter().filter(|f| !terms.fonts.iter().any(|known| known.name == **f));
        let no_size = sizes.into_iter().filter(|s| terms.points(s).is_none());
        let fonts = no_font.map(|f| words!("没有叫“{f}”的字体，请在 [[font]] 里写明", f));
        fonts.chain(no_size.map(|s| words!("没有叫“{s}”的字号，请在 [[size]] 里写明", s))).collect()
    }
}

impl Judged {
    /// Two parts together: what one of them could judge is judged.
    fn and(self, other: Judged) -> Judged {
        match (self, other) {
            (Judged::Hits(hits), _) | (_, Judged::Hits(hits)) => Judged::Hits(hits),
            (Judged::Open, _) | (_, Judged::Open) => Judged::Open,
            _ => Judged::Nothing,
        }
    }
}

impl View<'_> {
    /// Bytes from the first element to the first attachment page, or to the last element.
    fn main_part(&self) -> std::ops::Range<usize> {
        let start = self.elements.list.first().map_or(0, |e| e.range.start);
        let last = self.elements.list.iter().map(|e| e.range.end).max().unwrap_or(start);
        let end = self.elements.pages.first().map_or(last, |p| p.mark.start);
        start..end.max(start)
    }

    /// The line is part of the approval form.
    fn in_form(&self, line: usize) -> bool {
        self.elements.form.as_ref().is_some_and(|f| f.lines.contains(&line))
    }

    /// Where the head ends: at the title (behind it, where the title is the mark), or at the first element that can only
    /// stand below.
    fn head_end(&self) -> usize {
        let below = self.elements.list.iter().find(|e| e.kind >= ElementKind::Title);
        let in_head = |kind| kind == ElementKind::Title && self.titled_in_red();
        below.map_or(0, |e| if in_head(e.kind) { e.range.end } else { e.range.start })
    }

    /// The title is red: orders, announcements and minutes have their mark for one.
    fn titled_in_red(&self) -> bool {
        let Some(title) = self.elements.get(ElementKind::Title) else { return false };
        let format = |run: &Run| self.document.run_formats.get(run.format).is_some_and(RunFormat::is_red);
        self.document.runs_in(&title.range).next().is_some_and(format)
    }

    fn hit(&self, range: std::ops::Range<usize>, place: impl Hole, found: impl Hole) -> Hit {
        Hit::at(self.file, range).with("where", place).with("found", found)
    }
}

/// Millimetres of a length in twips.
fn mm(twips: i32) -> f64 {
    f64::from(twips) * 25.4 / 1440.0
}

/// Twips of a length in millimetres.
fn twips(mm: f64) -> i32 {
    (mm * 1440.0 / 25.4).round() as i32
}

/// A number with at most one decimal.
fn short(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
