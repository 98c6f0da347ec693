//! Face, size, colour and place of text by role. Han characters are counted, not runs: a character in another face weighs
//! as much wherever the runs are cut.

use std::ops::Range;

use serde::Deserialize;

use crate::check::idle;
use crate::check::layout::role::Role;
use crate::check::layout::stance::{self, Stance};
use crate::check::layout::{Judged, View, short};
use crate::document::RunFormat;
use crate::edit::{Look, Setting};
use crate::element::ElementKind;
use crate::finding::{Hit, Severity};
use crate::fold;
use crate::lang::Words;
use crate::shown::few;
use crate::sort;
use crate::terms::{Face, Terms};
use crate::words;

/// How the text of some roles looks. What is left out is not judged.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    of: Vec<Role>,
    /// Faces, by their names in `[[font]]`; any of them.
    #[serde(default)]
    font: Vec<String>,
    /// Faces that stand in for them: only advice.
    #[serde(default)]
    instead: Vec<String>,
    /// Sizes, by their names in `[[size]]`; any of them.
    #[serde(default)]
    size: Vec<String>,
    /// It is red.
    #[serde(default)]
    red: bool,
    /// Where its lines stand; any of these.
    #[serde(default)]
    stands: Vec<Stance>,
    /// A line at the right stands at least so many characters in.
    #[serde(default)]
    right: Option<f64>,
    /// Up to this share of the characters may look otherwise.
    #[serde(default)]
    share: f64,
}

/// Characters of one look.
struct Tally {
    look: Words,
    mild: bool,
    n: usize,
    roles: Vec<Role>,
    first: Range<usize>,
}

/// What a run is against the rule.
enum Verdict {
    Fits,
    /// The file does not say.
    Open,
    Off {
        look: Words,
        mild: bool,
    },
}

/// Judges the parts of a rule together: one look is one finding, whichever parts it is wrong for.
pub(super) fn judge(parts: &[Text], view: &View<'_>) -> Judged {
    let mut tallies = Vec::new();
    let mut all = Judged::Nothing;
    for part in parts {
        all = all.and(part.tally(view, &mut tallies));
    }
    match all {
        Judged::Hits(_) => Judged::Hits(tallies.into_iter().map(|t| t.hit(view)).collect()),
        open => open,
    }
}

impl Text {
    pub(super) fn idle(&self) -> Vec<&'static str> {
        idle(&[
            ("instead", !self.instead.is_empty(), !self.font.is_empty()),
            ("share", self.share > 0.0, self.has_look()),
        ])
    }

    pub(super) fn fonts(&self) -> impl Iterator<Item = &String> {
        self.font.iter().chain(&self.instead)
    }

    pub(super) fn sizes(&self) -> impl Iterator<Item = &String> {
        self.size.iter()
    }

    /// Adds what is off to the tallies; answers like a rule would that had only this part.
    fn tally(&self, view: &View<'_>, tallies: &mut Vec<Tally>) -> Judged {
        let ranges: Vec<(Role, Vec<Range<usize>>)> = self.of.iter().map(|role| (*role, role.ranges(view))).collect();
        if ranges.iter().all(|(_, r)| r.is_empty()) {
            return Judged::Nothing;
        }
        let mut judged = false;
        for (role, ranges) in &ranges {
            judged |= ranges.iter().any(|r| self.stands_clear(view, r));
            tallies.extend(ranges.iter().find_map(|r| self.misplaced(view, *role, r)));
            if self.has_look() {
                judged |= self.count(view, *role, ranges, tallies);
            }
        }
        if judged { Judged::Hits(Vec::new()) } else { Judged::Open }
    }

    fn has_look(&self) -> bool {
        !self.font.is_empty() || !self.size.is_empty() || self.red
    }

    /// Counts the characters of a role by look; those that are off join the tallies. False when most are open.
    fn count(&self, view: &View<'_>, role: Role, ranges: &[Range<usize>], tallies: &mut Vec<Tally>) -> bool {
        let (mut fits, mut open) = (0_usize, 0_usize);
        let mut own: Vec<Tally> = Vec::new();
        for (run, format) in ranges.iter().flat_map(|r| runs(view, r)) {
            // The face of Han characters says nothing of digits and Latin letters.
            let counts = |c: &char| if self.font.is_empty() { !c.is_whitespace() } else { fold::is_han(*c) };
            let n = view.document.text.slice(run.clone()).chars().filter(counts).count();
            if n == 0 {
                continue;
            }
            match self.verdict(view.terms, format) {
                Verdict::Fits => fits += n,
                Verdict::Open => open += n,
                Verdict::Off { look, mild } => match own.iter_mut().find(|t| t.look == look) {
                    Some(tally) => tally.n += n,
                    None => own.push(Tally { look, mild, n, roles: vec![role], first: run }),
                },
            }
        }
        let off: usize = own.iter().map(|t| t.n).sum();
        let most = self.share * (fits + off) as f64;
        if fits + off > open && off as f64 > most {
            // Of several looks those count that weigh enough alone, or else the one that weighs most.
            sort::by_key(&mut own, |t| std::cmp::Reverse(t.n));
            let heavy = own.iter().filter(|t| t.n as f64 > most).count().max(1);
            own.into_iter().take(heavy).for_each(|t| join(tallies, t));
        }
        fits + off > open
    }

    /// The first face and size of the rule, and its colour, for the characters that look otherwise, in the roles of which too many do.
    pub(super) fn asks(&self, view: &View<'_>) -> Vec<Setting> {
        let look = Look { red: self.red, ..first(view, &self.font, &self.size) };
        let mut asks = Vec::new();
        for role in self.of.iter().filter(|_| self.has_look()) {
            let ranges = role.ranges(view);
            let mut tallies = Vec::new();
            self.count(view, *role, &ranges, &mut tallies);
            if tallies.is_empty() {
                continue;
            }
            for (run, format) in ranges.iter().flat_map(|range| runs(view, range)) {
                if matches!(self.verdict(view.terms, format), Verdict::Off { .. }) {
                    asks.push(Setting::Look(run, look.clone()));
                }
            }
        }
        asks
    }

    fn verdict(&self, terms: &Terms, format: &RunFormat) -> Verdict {
        let face = format.east_asia.as_deref().map_or(Face::Unclear, |f| terms.face(f));
        let named = |list: &[String]| matches!(face, Face::Known(name) if list.iter().any(|f| f == name));
        let open = !self.font.is_empty() && face == Face::Unclear || !self.size.is_empty() && format.size.is_none();
        let (font_fits, instead) = (self.font.is_empty() || named(&self.font), named(&self.instead));
        let size_fits = self.size.is_empty()
            || format.size.is_some_and(|s| {
                self.size.iter().filter_map(|n| terms.points(n)).any(|pt| (pt * 2.0 - f64::from(s)).abs() < 0.5)
            });
        let red_fits = !self.red || format.is_red();
        let wrong = !font_fits && face != Face::Unclear || !size_fits && format.size.is_some() || !red_fits;
        match (wrong, open) {
            (true, _) => {
                Verdict::Off { look: self.described(terms, format, red_fits), mild: instead && size_fits && red_fits }
            }
            (false, true) => Verdict::Open,
            (false, false) => Verdict::Fits,
        }
    }

    /// `宋体五号`, as far as the rule asks and the file says.
    fn described(&self, terms: &Terms, format: &RunFormat, red_fits: bool) -> Words {
        let face = format.east_asia.as_deref().filter(|_| !self.font.is_empty()).unwrap_or_default();
        let face = face.split(';').next().unwrap_or_default();
        let face = match terms.face(face) {
            // What people call it is said in their language, what else the file names is quoted.
            Face::Known(name) if face.is_ascii() || face == name => Words::template(name),
            Face::Unclear => Words::default(),
            _ => Words::from(face.to_owned()),
        };
        let size = format.size.filter(|_| !self.size.is_empty()).map(|s| terms.size_name(s)).unwrap_or_default();
        match (set_in(face, size), red_fits) {
            (look, true) => look,
            (look, false) if look.is_empty() => "不是红色".into(),
            (look, false) => words!("{look}，不是红色", look),
        }
    }

    /// Some line of the range stands where its format tells.
    fn stands_clear(&self, view: &View<'_>, range: &Range<usize>) -> bool {
        !self.stands.is_empty() && lines(view, range).any(|l| stance::of(view.document, l).is_some())
    }

    /// The first line of the range that stands elsewhere.
    fn misplaced(&self, view: &View<'_>, role: Role, range: &Range<usize>) -> Option<Tally> {
        let off = |line: usize| {
            let stance = stance::of(view.document, line)?;
            let inset = stance::right_offset(view.document, line)?;
            let look = match self.right {
                _ if !self.stands.is_empty() && !self.stands.contains(&stance) => stance.title(),
                Some(least) if stance == Stance::Right && inset < least => {
                    words!("离右边{n}个字", n = short(inset))
                }
                _ => return None,
            };
            let first = view.document.lines[line].range.clone();
            Some(Tally { look, mild: false, n: 0, roles: vec![role], first })
        };
        lines(view, range).find_map(off)
    }
}

/// `宋体五号`, or the one of both that there is.
pub(super) fn set_in(face: Words, size: Words) -> Words {
    match (face.is_empty(), size.is_empty()) {
        (false, false) => words!("{face}{size}", face, size),
        _ => face.and(size),
    }
}

/// The first of the faces and of the sizes that a rule names.
pub(super) fn first(view: &View<'_>, faces: &[String], sizes: &[String]) -> Look {
    let face = faces.first().and_then(|name| view.terms.typeface(name)).map(str::to_owned);
    let size = sizes.first().and_then(|name| view.terms.points(name)).map(|pt| (pt * 2.0) as u32);
    Look { face, size, red: false }
}

/// The lines of a range that are not blank.
fn lines<'v>(view: &'v View<'_>, range: &Range<usize>) -> impl Iterator<Item = usize> + 'v {
    let (document, end) = (view.document, range.end);
    let all =
        (document.line_at(range.start)..document.lines.len()).take_while(move |&l| document.lines[l].range.start < end);
    all.filter(|&l| !document.is_blank(l))
}

/// The runs of a range, cut to it, with their formats.
fn runs<'d>(view: &View<'d>, range: &Range<usize>) -> Vec<(Range<usize>, &'d RunFormat)> {
    let cut = |run: &Range<usize>| run.start.max(range.start)..run.end.min(range.end);
    let format = |index: usize| view.document.run_formats.get(index);
    view.document.runs_in(range).filter_map(|run| Some((cut(&run.range), format(run.format)?))).collect()
}

/// Roles that look alike in the same wrong way are one finding.
fn join(tallies: &mut Vec<Tally>, tally: Tally) {
    match tallies.iter_mut().find(|t| t.look == tally.look && t.n > 0) {
        Some(same) => {
            same.n += tally.n;
            same.roles.extend(tally.roles);
        }
        None => tallies.push(tally),
    }
}

impl Tally {
    fn hit(self, view: &View<'_>) -> Hit {
        let names: Vec<Words> = self.roles.iter().map(|r| r.title()).collect();
        let found = if self.n > 0 { words!("{look}（{n}字）", look = self.look, n = self.n) } else { self.look };
        let mut hit = view.hit(self.first, few(&names), found).with("n", self.n.to_string());
        hit.element = self.roles.first().map(|role| {
            match role {
                Role::Element(kind) => kind.id(),
                Role::SignerLabel | Role::SignerName => ElementKind::Signer.id(),
                Role::Heading(_) => ElementKind::Body.id(),
                Role::PageMark | Role::PageTitle | Role::PageText => ElementKind::AttachmentPage.id(),
            }
            .to_owned()
        });
        hit.at_most = self.mild.then_some(Severity::Info);
        hit
    }
}
