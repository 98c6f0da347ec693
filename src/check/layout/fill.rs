//! How many lines stand on a page and how many characters in a line: calculated from page, margins, type and grid, where
//! the file states them all.

use serde::Deserialize;

use crate::check::layout::role::lines;
use crate::check::layout::stance::stated_em;
use crate::check::layout::{Judged, View};
use crate::document::{Document, Pitch, Section};
use crate::edit::Setting;
use crate::element::{ElementKind, Sure};

/// Lines of a page, or characters of a line.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fill {
    of: Of,
    /// How many there should be.
    want: u32,
    /// So much room may be lacking, pt.
    slack: f64,
    /// The same where no grid sets the distance of the characters: those of a whole number of points do not quite fit.
    #[serde(default)]
    free: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Of {
    /// 每面的行数.
    Lines,
    /// 每行的字数.
    Characters,
}

impl Fill {
    /// The body is judged by what most of it is set in.
    pub(super) fn judge(&self, view: &View<'_>) -> Judged {
        let Some(body) = view.elements.get(ElementKind::Body).filter(|e| e.sure > Sure::Guess) else {
            return Judged::Nothing;
        };
        let mut counts: Vec<(Option<u32>, usize, usize)> = Vec::new();
        for line in lines(view, &body.range) {
            let (count, n) = (self.count(view.document, line), view.document.line_text(line).chars().count());
            match counts.iter_mut().find(|(known, ..)| *known == count) {
                Some((_, sum, _)) => *sum += n,
                None => counts.push((count, n, line)),
            }
        }
        match counts.into_iter().max_by_key(|(_, n, _)| *n) {
            None => Judged::Nothing,
            Some((None, ..)) => Judged::Open,
            Some((Some(count), ..)) if count == self.want => Judged::Hits(Vec::new()),
            Some((Some(count), _, line)) => {
                let range = view.document.lines[line].range.clone();
                let hit = view.hit(range, ElementKind::Body.title(), count.to_string()).whole();
                Judged::Hits(vec![hit.of(ElementKind::Body.id()).with("want", self.want.to_string())])
            }
        }
    }

    /// The grid that gives so many, of each section with body text, or the pitch of the lines that have one of their own.
    pub(super) fn asks(&self, view: &View<'_>) -> Vec<Setting> {
        let mut asks: Vec<Setting> = Vec::new();
        let bodies = view.elements.get(ElementKind::Body).filter(|e| e.sure > Sure::Guess);
        for line in bodies.into_iter().flat_map(|body| lines(view, &body.range)) {
            let document = view.document;
            let number = document.sections.partition_point(|s| s.end_line <= line);
            let Some((width, height)) = document.sections.get(number).and_then(area) else { continue };
            if self.count(document, line).is_none_or(|count| count == self.want) {
                continue;
            }
            let want = f64::from(self.want.max(1));
            let ask = match (self.of, stated_em(document, line)) {
                (Of::Lines, _) => match document.paragraph_format(line).map(|format| format.pitch) {
                    Some(Pitch::Exact(_)) => Setting::Pitch(line, (height / want * 20.0) as i32),
                    _ => Setting::Grid(number, (height / want * 20.0) as i32),
                },
                (Of::Characters, Some(em)) => {
                    let added = width / want - em / 20.0;
                    if added.abs() > MOST {
                        continue;
                    }
                    Setting::Characters(number, (added * UNITS) as i32)
                }
                (Of::Characters, None) => continue,
            };
            if !asks.contains(&ask) {
                asks.push(ask);
            }
        }
        asks
    }

    /// How many there are by the settings of a line; none where the file leaves something to others.
    fn count(&self, document: &Document, line: usize) -> Option<u32> {
        let section = document.section(line)?;
        let (width, height) = area(section)?;
        let (room, pitch, slack) = match self.of {
            Of::Lines => (height, line_pitch(document, section, line)?, self.slack),
            Of::Characters => {
                let grid = section.grid_space.filter(|_| document.paragraph_format(line).is_some_and(|f| f.snap));
                let added = f64::from(grid.unwrap_or(0)) / UNITS;
                // The grid is made for the type of the default style; so far off, the body is set in another.
                if added.abs() > MOST {
                    return None;
                }
                let slack = if grid.is_some() { self.slack } else { self.free };
                (width, stated_em(document, line)? / 20.0 + added, slack)
            }
        };
        let fits = (room + slack) / pitch;
        // What lacks nothing is not rounded up by the slack.
        (pitch > 0.0 && fits.is_finite()).then(|| (fits as u32).min(self.want).max((room / pitch) as u32))
    }
}

/// Units of a point in which a grid states what it adds.
const UNITS: f64 = 4096.0;
/// More than this is never added to type of its own size, pt.
const MOST: f64 = 1.0;

/// Width and height of an upright page without its margins, pt.
fn area(section: &Section) -> Option<(f64, f64)> {
    let ((w, h), [top, right, bottom, left]) = (section.page?, section.margins?);
    let pt = |twips: i32| f64::from(twips) / 20.0;
    let wide = pt(w) - pt(left) - pt(right) - pt(section.gutter);
    let high = pt(h) - pt(top).abs() - pt(bottom).abs();
    (h > w && wide > 0.0 && high > 0.0).then_some((wide, high))
}

/// Points from line to line where they are stated: an exact distance, or the grid that single lines snap to.
fn line_pitch(document: &Document, section: &Section, line: usize) -> Option<f64> {
    let format = document.paragraph_format(line)?;
    match format.pitch {
        Pitch::Exact(twips) => Some(f64::from(twips) / 20.0),
        Pitch::Multiple(1.0) if format.snap => {
            let (grid, em) = (f64::from(section.grid_pitch?), stated_em(document, line)?);
            // Type that is higher takes two lines of the grid, and which is so depends on the face.
            const ROOM: f64 = 1.5;
            (grid >= ROOM * em).then_some(grid / 20.0)
        }
        _ => None,
    }
}
