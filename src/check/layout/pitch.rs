//! Distance of the lines of the body, from their own pitch and the document grid.

use serde::Deserialize;

use crate::check::layout::role::lines;
use crate::check::layout::stance::stated_em;
use crate::check::layout::{Judged, View, short};
use crate::document::{Document, ParagraphFormat, Pitch};
use crate::edit::Setting;
use crate::element::{ElementKind, Sure};

/// Distance of lines in points.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinePitch {
    /// Least and largest, pt.
    pt: [f64; 2],
    /// Height of a single line against the size of type, as programs set it without a grid.
    single: f64,
    /// Distances that come from `single` are estimates: so much off is not enough, pt.
    slack: f64,
    /// Up to this share of the characters may stand otherwise.
    share: f64,
}

impl LinePitch {
    pub(super) fn judge(&self, view: &View<'_>) -> Judged {
        let Some(body) = view.elements.get(ElementKind::Body).filter(|e| e.sure > Sure::Guess) else {
            return Judged::Nothing;
        };
        let (mut all, mut off) = (0, 0);
        let mut first = None;
        for line in lines(view, &body.range) {
            let Some((pitch, slack)) = self.of(view.document, line) else { continue };
            let n = view.document.line_text(line).chars().count();
            all += n;
            if self.is_off(pitch, slack) {
                off += n;
                first.get_or_insert((line, pitch));
            }
        }
        match first.filter(|_| off as f64 > self.share * all as f64) {
            Some((line, pitch)) => {
                let range = view.document.lines[line].range.clone();
                let hit = view.hit(range, ElementKind::Body.title(), short(pitch)).with("n", off.to_string()).whole();
                Judged::Hits(vec![hit.of(ElementKind::Body.id())])
            }
            None if all == 0 => Judged::Open,
            None => Judged::Hits(Vec::new()),
        }
    }

    /// The middle of what is allowed, for the lines that stand otherwise.
    pub(super) fn asks(&self, view: &View<'_>) -> Vec<Setting> {
        let pitch = ((self.pt[0] + self.pt[1]) / 2.0 * 20.0).round() as i32;
        let bodies = view.elements.get(ElementKind::Body).filter(|e| e.sure > Sure::Guess);
        let all = bodies.into_iter().flat_map(|body| lines(view, &body.range));
        let off =
            all.filter(|&line| self.of(view.document, line).is_some_and(|(pitch, slack)| self.is_off(pitch, slack)));
        off.map(|line| Setting::Pitch(line, pitch)).collect()
    }

    fn is_off(&self, pitch: f64, slack: f64) -> bool {
        pitch < self.pt[0] - slack - 0.01 || pitch > self.pt[1] + slack + 0.01
    }

    /// Points from line to line and how sure that is; none where it depends on what else stands in the line.
    fn of(&self, document: &Document, line: usize) -> Option<(f64, f64)> {
        let format = document.paragraph_format(line)?;
        let pt = |twips: i32| f64::from(twips) / 20.0;
        match format.pitch {
            Pitch::Exact(twips) => Some((pt(twips), 0.0)),
            Pitch::AtLeast(twips) => Some((pt(twips), 0.0)).filter(|(p, _)| *p >= self.pt[0]),
            Pitch::Multiple(times) => {
                let single = stated_em(document, line)? / 20.0 * self.single;
                let grid = grid(document, line, format).map(pt).filter(|g| *g > 0.0);
                let height = grid.map_or(single, |g| (single / g).ceil() * g);
                Some((height * f64::from(times), self.slack))
            }
        }
    }
}

/// Pitch of the grid that a line snaps to, twips.
fn grid(document: &Document, line: usize, format: &ParagraphFormat) -> Option<i32> {
    let section = document.section(line)?;
    section.grid_pitch.filter(|_| format.snap)
}
