//! Text is black. Red is for heads.

use std::ops::Range;

use serde::Deserialize;

use crate::check::layout::{Judged, View};
use crate::document::{RunFormat, Zone, rgb};
use crate::lang::Words;

/// Text is black.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Black {
    /// A colour whose parts are all at most this (0–255) prints as black.
    darkest: u8,
}

impl Black {
    pub(super) fn judge(&self, view: &View<'_>) -> Judged {
        let head = view.head_end();
        let found: Vec<_> = printed(view).filter(|(range, format)| self.is_off(format, range.start < head)).collect();
        let Some((first, format)) = found.first() else { return Judged::Hits(Vec::new()) };
        let n: usize = found.iter().map(|(r, _)| seen(view.document.text.slice(r.clone()))).sum();
        let colour = format.color.as_deref().map_or_else(Words::default, name);
        let mark: String = view.document.text.slice(first.clone()).trim().chars().take(20).collect();
        let hit = view.hit(first.clone(), mark, colour);
        Judged::Hits(vec![hit.with("n", n.to_string())])
    }

    /// White text is hidden text, which another rule reports.
    fn is_off(&self, format: &RunFormat, in_head: bool) -> bool {
        let Some(hue) = format.color.as_deref().and_then(rgb) else { return false };
        let black = hue.iter().all(|part| *part <= self.darkest);
        !black && hue != [0xff; 3] && !(in_head && format.is_red())
    }
}

/// Runs in text, tables and boxes from the first element on that show something.
fn printed<'v>(view: &'v View<'_>) -> impl Iterator<Item = (Range<usize>, &'v RunFormat)> + 'v {
    let start = view.main_part().start;
    let zones = [Zone::Body, Zone::Table, Zone::TextBox];
    let lines = view.document.lines.iter().enumerate();
    let lines = lines.filter(move |(at, l)| zones.contains(&l.zone) && l.range.start >= start && !view.in_form(*at));
    let runs = lines.flat_map(|(_, l)| view.document.runs.get(l.runs.clone()).unwrap_or_default());
    let shown = runs.filter(|r| seen(view.document.text.slice(r.range.clone())) > 0);
    shown.filter_map(|r| Some((r.range.clone(), view.document.run_formats.get(r.format)?)))
}

fn seen(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// A colour in a word.
fn name(color: &str) -> Words {
    Words::from(match rgb(color) {
        Some(_) if crate::document::is_red(color) => "红色",
        Some([r, g, b]) if r.abs_diff(g).max(g.abs_diff(b)) < 0x18 => "灰色",
        Some([r, g, b]) if b > r && b >= g => "蓝色",
        Some([r, g, b]) if g > r && g > b => "绿色",
        Some([r, g, b]) if r > b && g > b => "黄色",
        _ => "彩色",
    })
}
