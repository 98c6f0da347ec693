//! Layout set in the properties of sections, paragraphs and runs: what is there is changed, what is not is put in where
//! the schema has it. Styles stay as they are.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::{AUTHOR, Section};
use crate::edit::{Look, Setting, Side};
use crate::sort;
use crate::write::Stamp;
use crate::write::docx::edits::{Branches, Cut, Editor, Of, Pen, Source, by_element};
use crate::write::outline::escaped;
use crate::write::package::Parts;
use crate::write::patch::{Patch, patched};

/// The order of what stands in run properties, as far as it matters here.
const RUN: &[&str] = &[
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
];
/// The order of what stands in paragraph properties.
const PARAGRAPH: &[&str] = &[
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "numPr",
    "suppressLineNumbers",
    "pBdr",
    "shd",
    "tabs",
    "suppressAutoHyphens",
    "kinsoku",
    "wordWrap",
    "overflowPunct",
    "topLinePunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "bidi",
    "adjustRightInd",
    "snapToGrid",
    "spacing",
    "ind",
    "contextualSpacing",
    "mirrorIndents",
    "suppressOverlap",
    "jc",
];
/// The order of what stands in section properties.
const SECTION: &[&str] = &[
    "headerReference",
    "footerReference",
    "footnotePr",
    "endnotePr",
    "type",
    "pgSz",
    "pgMar",
    "paperSrc",
    "pgBorders",
    "lnNumType",
    "pgNumType",
    "cols",
    "formProt",
    "vAlign",
    "noEndnote",
    "titlePg",
    "textDirection",
    "bidi",
    "rtlGutter",
    "docGrid",
];

/// One property: attributes that are set, and those that would win over them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Property {
    name: &'static str,
    set: Vec<(&'static str, String)>,
    dropped: &'static [&'static str],
}

/// Properties by the element that they belong to.
type Wanted = BTreeMap<usize, Vec<Property>>;

impl Editor<'_> {
    /// The file with what can be set of this, as revisions where a stamp is given; none where nothing may be changed.
    pub(crate) fn arranged(&self, settings: &[Setting], stamp: Option<&Stamp>) -> Option<Vec<u8>> {
        if self.closed.is_some() {
            return None;
        }
        let mut pen = self.pen(stamp);
        let mut patches: BTreeMap<usize, Vec<Patch>> = BTreeMap::new();
        for (part, wanted) in [self.sections(settings), self.paragraphs(settings), self.digits(settings)].concat() {
            let Some(source) = self.source(part) else { continue };
            let patches = patches.entry(part).or_default();
            for (element, properties) in wanted {
                source.arrange(element, &properties, pen.as_mut(), patches);
            }
        }
        for (part, spans) in self.looks(settings) {
            let Some(source) = self.source(part) else { continue };
            source.dress(spans, pen.as_mut(), patches.entry(part).or_default());
        }
        let mut parts = Parts::new();
        for setting in settings {
            parts.extend(match setting {
                Setting::Numbers(look) => self.numbered(look, &mut patches).unwrap_or_default(),
                Setting::Sides(lines) => self.sided(lines, &mut patches).unwrap_or_default(),
                _ => Parts::new(),
            });
        }
        patches.retain(|_, patches| !patches.is_empty());
        if patches.is_empty() { None } else { self.packed(patches, parts).ok() }
    }

    pub(super) fn source(&self, part: usize) -> Option<&Source> {
        self.parts.get(part)?.as_ref()
    }

    fn sections(&self, settings: &[Setting]) -> Vec<(usize, Wanted)> {
        let Some((part, source)) = self.main() else { return Vec::new() };
        let (xml, outline) = (&source.part.xml, &source.outline);
        let is = |at: usize| outline.is_word(xml, at, "sectPr");
        // Those inside others are what a tracked change has replaced.
        let sections: Vec<usize> = outline.all().filter(|&at| is(at) && !outline.ancestors(at).any(is)).collect();
        if sections.len() != self.document.sections.len() {
            return Vec::new();
        }
        let mut wanted = Wanted::new();
        for setting in settings {
            let of = |n: usize| Some((*sections.get(n)?, self.document.sections.get(n)?));
            let (of, property) = match *setting {
                Setting::Page(n, w, h) => (of(n), page(w, h, of(n).map(|(_, section)| section))),
                Setting::Margin(n, side, width) => (of(n), margin(side, width)),
                Setting::Grid(n, pitch) => (of(n), grid(of(n).map(|(_, section)| section), pitch)),
                Setting::Characters(n, added) => (of(n).filter(|(_, s)| s.grid_pitch.is_some()), characters(added)),
                _ => continue,
            };
            if let Some((element, _)) = of {
                wanted.entry(element).or_default().push(property);
            }
        }
        vec![(part, wanted)]
    }

    fn paragraphs(&self, settings: &[Setting]) -> Vec<(usize, Wanted)> {
        let mut all: BTreeMap<usize, Wanted> = BTreeMap::new();
        for setting in settings {
            let (line, own) = match *setting {
                Setting::Pitch(line, twips) => (line, vec![pitch(twips)]),
                Setting::FirstLine(line, chars, twips) => (line, vec![first_line(chars, twips)]),
                Setting::Number(line, right) => (line, side(right).to_vec()),
                _ => continue,
            };
            let Some((part, paragraph)) = self.paragraph(line) else { continue };
            let properties = all.entry(part).or_default().entry(paragraph).or_default();
            for property in own {
                if !properties.contains(&property) {
                    properties.push(property);
                }
            }
        }
        all.into_iter().collect()
    }

    /// The paragraph that a line is part of.
    pub(super) fn paragraph(&self, line: usize) -> Option<(usize, usize)> {
        let runs = self.document.runs.get(self.document.lines.get(line)?.runs.clone())?;
        let origin = runs.iter().find_map(|run| run.origin.as_ref())?;
        let source = self.source(origin.part)?;
        let text = source.outline.around(origin.bytes.start - source.part.mark)?;
        let mut around = source.outline.ancestors(text);
        Some((origin.part, around.find(|&at| source.outline.is_word(&source.part.xml, at, "p"))?))
    }

    /// The runs of numbers: what a field prints looks like the result that is stored.
    fn digits(&self, settings: &[Setting]) -> Vec<(usize, Wanted)> {
        let mut all: BTreeMap<usize, Wanted> = BTreeMap::new();
        for setting in settings {
            let Setting::Digits(range, look) = setting else { continue };
            for origin in self.document.runs_in(range).filter_map(|run| run.origin.as_ref()) {
                let Some(source) = self.source(origin.part) else { continue };
                let text = source.outline.around(origin.bytes.start - source.part.mark);
                let run = text.and_then(|text| source.outline.get(text).parent);
                if let Some(run) = run.filter(|&run| source.outline.is_word(&source.part.xml, run, "r")) {
                    all.entry(origin.part).or_default().insert(run, properties(look, true));
                }
            }
        }
        all.into_iter().collect()
    }

    /// The bytes that are to look otherwise, by part; a text box that is stored twice looks alike in both.
    fn looks<'s>(&self, settings: &'s [Setting]) -> BTreeMap<usize, Vec<(Cut, &'s Look)>> {
        let mut all: BTreeMap<usize, Vec<(Cut, &Look)>> = BTreeMap::new();
        let mut branches = Branches::default();
        for setting in settings {
            let Setting::Look(range, look) = setting else { continue };
            for run in self.document.runs_in(range) {
                let taken = run.range.start.max(range.start)..run.range.end.min(range.end);
                let Ok(cut) = self.place(run, taken, Of::Look) else { continue };
                for cut in self.mirrored(&cut, &mut branches, Of::Look).into_iter().chain([cut]) {
                    all.entry(cut.part).or_default().push((cut, look));
                }
            }
        }
        all
    }
}

impl Source {
    /// Sets properties of a section, a paragraph or a run.
    pub(super) fn arrange(
        &self,
        element: usize,
        properties: &[Property],
        pen: Option<&mut Pen<'_>>,
        patches: &mut Vec<Patch>,
    ) {
        let (xml, outline) = (&self.part.xml, &self.outline);
        let (holder, order) = match outline.name(xml, element).1 {
            "p" => ("pPr", PARAGRAPH),
            "r" => ("rPr", RUN),
            _ => ("sectPr", SECTION),
        };
        let container = if holder == "sectPr" { Some(element) } else { outline.child(xml, element, holder) };
        let change = format!("{holder}Change");
        let open = container.and_then(|at| outline.child(xml, at, &change));
        // Who rejects another one's change would get back what was before that, and lose this one.
        if open.is_some_and(|open| outline.value(xml, open, "author") != Some(AUTHOR)) {
            return;
        }
        let before = pen.filter(|_| open.is_none()).map(|pen| self.before(element, holder, container, pen));
        let before = before.unwrap_or_default();
        let sorted = joined(properties, order);
        let (prefix, attribute) = self.prefixes(element);
        let built = |own: &[Property]| own.iter().map(|p| p.built(prefix, attribute)).collect::<String>();
        match container {
            None => {
                let all = format!("<{prefix}{holder}>{}{before}</{prefix}{holder}>", built(&sorted));
                patches.push(Patch::insert(outline.tag_end(element), all));
            }
            Some(container) if outline.get(container).inner.start == outline.get(container).range.end => {
                let (own, name) = (outline.get(container).range.clone(), outline.full_name(xml, container));
                let tag = xml[own.clone()].trim_end_matches('>').trim_end_matches('/').trim_end();
                patches.push(Patch::new(own, format!("{tag}>{}{before}</{name}>", built(&sorted))));
            }
            Some(container) => {
                for property in sorted {
                    self.set(container, order, &property, patches);
                }
                if !before.is_empty() {
                    patches.push(Patch::insert(outline.get(container).inner.end, before));
                }
            }
        }
    }

    /// What the properties of an element were before, as the revision of the program that keeps it.
    fn before(&self, element: usize, holder: &str, container: Option<usize>, pen: &mut Pen<'_>) -> String {
        /// Not among what is kept: marks of the paragraph end, sections and references have revisions of their own.
        const APART: [&str; 4] = ["rPr", "sectPr", "headerReference", "footerReference"];
        let (xml, outline) = (&self.part.xml, &self.outline);
        let (prefix, attribute) = self.prefixes(element);
        let children = container.into_iter().flat_map(|at| outline.children(at));
        let kept = children.filter(|&at| !APART.contains(&outline.name(xml, at).1));
        let kept: String = kept.map(|at| &xml[outline.get(at).range.clone()]).collect();
        let signed = pen.signed(attribute);
        format!("<{prefix}{holder}Change{signed}><{prefix}{holder}>{kept}</{prefix}{holder}></{prefix}{holder}Change>")
    }

    /// Sets one property among those that are there.
    fn set(&self, container: usize, order: &[&str], property: &Property, patches: &mut Vec<Patch>) {
        let (xml, outline) = (&self.part.xml, &self.outline);
        let (prefix, attribute) = self.prefixes(container);
        let Some(own) = outline.child(xml, container, property.name) else {
            let behind = |child: &usize| place(order, outline.name(xml, *child).1) > place(order, property.name);
            let next = outline.children(container).find(behind).map(|child| outline.get(child).range.start);
            let at = next.unwrap_or(outline.get(container).inner.end);
            patches.push(Patch::insert(at, property.built(prefix, attribute)));
            return;
        };
        for (name, value) in &property.set {
            match outline.attribute(xml, own, name) {
                Some(range) => patches.push(Patch::new(range, value.clone())),
                None => {
                    patches.push(Patch::insert(outline.behind_name(own), format!(" {attribute}{name}=\"{value}\"")));
                }
            }
        }
        for range in property.dropped.iter().filter_map(|name| outline.attribute(xml, own, name)) {
            let start = xml[..range.start].rfind(|c: char| c.is_ascii_whitespace()).unwrap_or(range.start);
            patches.push(Patch::new(start..range.end + 1, ""));
        }
    }

    /// Prefixes of elements and of attributes.
    pub(super) fn prefixes(&self, element: usize) -> (&str, &str) {
        let prefix = self.outline.name(&self.part.xml, element).0;
        (prefix, self.outline.prefix().unwrap_or(prefix))
    }

    /// Sets how text looks. A run of which only some characters are meant is split, if it holds nothing but that text.
    fn dress(&self, spans: Vec<(Cut, &Look)>, mut pen: Option<&mut Pen<'_>>, patches: &mut Vec<Patch>) {
        let (xml, outline) = (&self.part.xml, &self.outline);
        let mut runs: BTreeMap<usize, Vec<(Cut, &Look)>> = BTreeMap::new();
        for (cut, look) in spans {
            if let Some(run) = outline.get(cut.element).parent {
                runs.entry(run).or_default().push((cut, look));
            }
        }
        for (run, mut spans) in runs {
            sort::by_key(&mut spans, |(cut, _)| (cut.raw.start, cut.raw.end));
            spans.dedup();
            let first = spans[0].1;
            let texts: Vec<usize> = outline.children(run).filter(|&at| outline.is_word(xml, at, "t")).collect();
            let cuts = by_element(spans.iter().map(|(cut, _)| cut));
            let covered = |text: &usize| {
                let inner = &outline.get(*text).inner;
                inner.is_empty()
                    || cuts.get(text).is_some_and(|cuts| matches!(cuts.as_slice(), [cut] if cut.raw == *inner))
            };
            if spans.iter().all(|(_, look)| *look == first) && texts.iter().all(covered) {
                self.arrange(run, &properties(first, false), pen.as_deref_mut(), patches);
            } else if let [text] = texts.as_slice() {
                patches.extend(self.split(run, *text, &spans, pen.as_deref_mut()));
            }
        }
    }

    /// A run with nothing but its properties and one text, as several runs.
    fn split(&self, run: usize, text: usize, spans: &[(Cut, &Look)], mut pen: Option<&mut Pen<'_>>) -> Option<Patch> {
        let (xml, outline) = (&self.part.xml, &self.outline);
        let known = |at: usize| at == text || outline.is_word(xml, at, "rPr");
        if !outline.children(run).all(known) {
            return None;
        }
        let (prefix, _) = self.prefixes(run);
        let (whole, inner) = (outline.get(run), outline.get(text).inner.clone());
        let (open, close) = (&xml[whole.range.start..whole.inner.start], &xml[whole.inner.end..whole.range.end]);
        let mut out = String::new();
        let mut write = |raw: Range<usize>, look: Option<&Look>| {
            if !raw.is_empty() {
                let properties = self.run_properties(run, look, pen.as_deref_mut())?;
                let text = &xml[raw];
                out.push_str(&format!("{open}{properties}<{prefix}t xml:space=\"preserve\">{text}</{prefix}t>{close}"));
            }
            Some(())
        };
        let mut at = inner.start;
        for (cut, look) in spans {
            if cut.raw.start < at {
                return None;
            }
            write(at..cut.raw.start, None)?;
            write(cut.raw.clone(), Some(look))?;
            at = cut.raw.end;
        }
        write(at..inner.end, None)?;
        Some(Patch::new(whole.range.clone(), out))
    }

    /// The properties of a run, with another look.
    fn run_properties(&self, run: usize, look: Option<&Look>, pen: Option<&mut Pen<'_>>) -> Option<String> {
        let (xml, outline) = (&self.part.xml, &self.outline);
        let own = outline.child(xml, run, "rPr").map(|at| outline.get(at).range.clone());
        let start = own.as_ref().map_or(outline.tag_end(run), |range| range.start);
        let bytes = own.map_or("", |range| &xml[range]).as_bytes();
        let mut patches = Vec::new();
        if let Some(look) = look {
            self.arrange(run, &properties(look, false), pen, &mut patches);
        }
        patches.iter_mut().for_each(|p| p.range = p.range.start - start..p.range.end - start);
        String::from_utf8(patched(bytes, patches)?.0).ok()
    }
}

impl Property {
    pub(super) fn built(&self, prefix: &str, attribute: &str) -> String {
        let set = self.set.iter().map(|(name, value)| format!(" {attribute}{name}=\"{value}\""));
        format!("<{prefix}{}{}/>", self.name, set.collect::<String>())
    }
}

/// Properties in order, those of one name as one.
fn joined(properties: &[Property], order: &[&str]) -> Vec<Property> {
    let mut all: Vec<Property> = Vec::with_capacity(properties.len());
    for property in properties {
        match all.iter_mut().find(|known| known.name == property.name) {
            Some(known) => {
                known.set.retain(|(name, _)| !property.set.iter().any(|(new, _)| new == name));
                known.set.extend(property.set.iter().cloned());
            }
            None => all.push(property.clone()),
        }
    }
    sort::by_key(&mut all, |property| place(order, property.name));
    all
}

/// Where in the order an element stands; what is not named stands behind.
fn place(order: &[&str], name: &str) -> usize {
    order.iter().position(|known| *known == name).unwrap_or(order.len())
}

fn property(name: &'static str, set: &[(&'static str, i32)], dropped: &'static [&'static str]) -> Property {
    Property { name, set: set.iter().map(|(name, value)| (*name, value.to_string())).collect(), dropped }
}

/// Pages that lie on their side stay so.
fn page(width: i32, height: i32, section: Option<&Section>) -> Property {
    let side = section.and_then(|section| section.page).is_some_and(|(w, h)| w > h);
    let (w, h) = if side { (height, width) } else { (width, height) };
    property("pgSz", &[("w", w), ("h", h)], &["code"])
}

fn margin(side: Side, width: i32) -> Property {
    match side {
        Side::Top => property("pgMar", &[("top", width)], &[]),
        Side::Right => property("pgMar", &[("right", width)], &[]),
        Side::Bottom => property("pgMar", &[("bottom", width)], &[]),
        Side::Left => property("pgMar", &[("left", width), ("gutter", 0)], &[]),
    }
}

fn grid(section: Option<&Section>, pitch: i32) -> Property {
    let kind = if section.is_some_and(|s| s.grid_space.is_some()) { "linesAndChars" } else { "lines" };
    let set = vec![("type", kind.to_owned()), ("linePitch", pitch.to_string())];
    Property { name: "docGrid", set, dropped: &[] }
}

fn characters(added: i32) -> Property {
    let set = vec![("type", "linesAndChars".to_owned()), ("charSpace", added.to_string())];
    Property { name: "docGrid", set, dropped: &[] }
}

fn pitch(twips: i32) -> Property {
    let set = vec![("line", twips.to_string()), ("lineRule", "exact".to_owned())];
    Property { name: "spacing", set, dropped: &[] }
}

/// All lines but the first begin at the border.
fn first_line(chars: i32, twips: i32) -> Property {
    let set = [("leftChars", 0), ("left", 0), ("firstLineChars", chars), ("firstLine", twips)];
    property("ind", &set, &["hanging", "hangingChars", "start", "startChars"])
}

/// Where page numbers stand: at one side, one character of 四号 in.
pub(super) fn side(right: bool) -> [Property; 2] {
    let (side, free) = if right { ("right", [0, 0, 100, 280]) } else { ("left", [100, 280, 0, 0]) };
    let free = [("leftChars", free[0]), ("left", free[1]), ("rightChars", free[2]), ("right", free[3])];
    let rest = &["firstLine", "firstLineChars", "hanging", "hangingChars", "start", "startChars", "end", "endChars"];
    let place = Property { name: "jc", set: vec![("val", side.to_owned())], dropped: &[] };
    [property("ind", &free, rest), place]
}

/// The red of heads, as programs call it in their lists of colours.
const RED: &str = "FF0000";

/// A face or colour of the theme would win over a named one.
pub(super) fn properties(look: &Look, digits: bool) -> Vec<Property> {
    let face = look.face.as_deref().map(escaped).map(|face| match digits {
        true => Property {
            name: "rFonts",
            set: vec![("ascii", face.clone()), ("hAnsi", face)],
            dropped: &["asciiTheme", "hAnsiTheme"],
        },
        false => Property { name: "rFonts", set: vec![("eastAsia", face)], dropped: &["eastAsiaTheme"] },
    });
    let size = |name| move |size: u32| Property { name, set: vec![("val", size.to_string())], dropped: &[] };
    let red = || Property {
        name: "color",
        set: vec![("val", RED.to_owned())],
        dropped: &["themeColor", "themeTint", "themeShade"],
    };
    let colour = look.red.then(red);
    face.into_iter().chain(colour).chain(look.size.map(size("sz"))).chain(look.size.map(size("szCs"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_come_where_the_schema_has_them() {
        let name = |p: &Property| place(RUN, p.name);
        let all = properties(&Look { face: Some("黑体".to_owned()), size: Some(32), red: true }, false);
        assert!(all.is_sorted_by_key(name));
        assert_eq!(all[0].built("w:", "w:"), "<w:rFonts w:eastAsia=\"黑体\"/>");
        assert!(place(SECTION, "docGrid") > place(SECTION, "titlePg") && place(RUN, "lang") > place(RUN, "szCs"));
    }
}
