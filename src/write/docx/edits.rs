//! Changes of the flat text as patches of the parts: plain, or as revisions that somebody accepts or rejects. Every run
//! keeps its format: new text goes to the run in which the old began.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use crate::document::{AUTHOR, Document, Run, RunKind};
use crate::edit::Edit;
use crate::error::{Reason, Unreadable};
use crate::read::package::{Package, Part};
use crate::sort;
use crate::write::outline::{Outline, escaped};
use crate::write::package::{Parts, rewritten};
use crate::write::patch::{Patch, patched};
use crate::write::{Stamp, Why};

/// A change does not span these: what stands in them would stay between its two halves.
const BARRIERS: [&str; 7] = ["del", "moveFrom", "ins", "moveTo", "fldChar", "instrText", "fldSimple"];

/// A document whose parts are known by their bytes.
#[derive(Debug)]
pub(crate) struct Editor<'f> {
    pub(super) bytes: &'f [u8],
    pub(super) document: &'f Document,
    /// In the order of the parts of the document; none that cannot be written.
    pub(super) parts: Vec<Option<Source>>,
    /// Why nothing in the file may be changed.
    pub(super) closed: Option<Why>,
}

/// A part as stored.
#[derive(Debug)]
pub(super) struct Source {
    stored: String,
    pub(super) part: Part,
    pub(super) outline: Outline,
}

/// What of some characters is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// The characters themselves.
    Text,
    /// How they look; those that the program has put in as a revision may look otherwise as well.
    Look,
}

/// Some characters of a text element, and what stands there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) part: usize,
    /// The text element.
    pub(super) element: usize,
    /// Bytes in the text of the part.
    pub(super) raw: Range<usize>,
    /// Not escaped.
    text: String,
}

impl<'f> Editor<'f> {
    pub(crate) fn open(bytes: &'f [u8], document: &'f Document) -> Result<Self, Unreadable> {
        let mut package = Package::open(bytes)?;
        let mut parts = Vec::with_capacity(document.parts.len());
        for name in &document.parts {
            let stored = package.stored_name(name).map(str::to_owned);
            let part = package.part(name)?.filter(|part| part.exact);
            parts.push(match (stored, part) {
                (Some(stored), Some(part)) => Some(Source { stored, outline: Outline::of(&part.xml)?, part }),
                _ => None,
            });
        }
        let closed = match () {
            () if package.is_signed() => Some(Why::Signed),
            () if is_protected(&mut package)? => Some(Why::Protected),
            () => None,
        };
        Ok(Self { bytes, document, parts, closed })
    }

    pub(crate) fn refuses(&self, edit: &Edit) -> Option<Why> {
        self.closed.or_else(|| self.cuts(edit).err())
    }

    pub(crate) fn written(&self, edits: &[&Edit], stamp: Option<&Stamp>) -> Result<Vec<u8>, Unreadable> {
        let mut cuts: Vec<Cut> = Vec::new();
        let mut branches = Branches::default();
        for edit in edits {
            for cut in self.cuts(edit).unwrap_or_default() {
                cuts.extend(self.mirrored(&cut, &mut branches, Of::Text));
                cuts.push(cut);
            }
        }
        let mut patches: BTreeMap<usize, Vec<Patch>> = BTreeMap::new();
        let mut pen = self.pen(stamp);
        for (number, source) in self.parts.iter().enumerate() {
            let Some(source) = source else { continue };
            let patches = patches.entry(number).or_default();
            for (element, cuts) in by_element(cuts.iter().filter(|cut| cut.part == number)) {
                match &mut pen {
                    Some(pen) => source.revise(element, &cuts, pen, patches),
                    None => source.replace(element, &cuts, patches),
                }
            }
        }
        self.packed(patches, Parts::new())
    }

    /// What revisions of this file are signed with.
    pub(super) fn pen<'s>(&'s self, stamp: Option<&'s Stamp>) -> Option<Pen<'s>> {
        stamp.map(|stamp| Pen::of(stamp, self.parts.iter().flatten()))
    }

    /// The main part, with its index.
    pub(super) fn main(&self) -> Option<(usize, &Source)> {
        let is_main = |source: &Source| source.outline.is_word(&source.part.xml, 0, "document");
        self.parts.iter().enumerate().find_map(|(at, part)| Some((at, part.as_ref().filter(|part| is_main(part))?)))
    }

    /// The file with patches of its parts, by their index, and with other parts that come or change.
    pub(super) fn packed(
        &self,
        patches: BTreeMap<usize, Vec<Patch>>,
        mut changes: Parts,
    ) -> Result<Vec<u8>, Unreadable> {
        for (part, mut patches) in patches {
            let Some(source) = self.parts.get(part).and_then(Option::as_ref).filter(|_| !patches.is_empty()) else {
                continue;
            };
            let mark = source.part.mark;
            patches.iter_mut().for_each(|p| p.range = p.range.start + mark..p.range.end + mark);
            let (new, _) = patched(&stored_bytes(&source.part), patches).ok_or_else(overlapping)?;
            changes.insert(source.stored.clone(), Some(new));
        }
        rewritten(self.bytes, &changes)
    }

    /// The characters that a change removes, by text element; its new text stands at the first of them.
    fn cuts(&self, edit: &Edit) -> Result<Vec<Cut>, Why> {
        let line = self.document.line_at(edit.start);
        let within =
            self.document.lines.get(line).is_some_and(|l| edit.start >= l.range.start && edit.end <= l.range.end);
        if !within {
            return Err(Why::Blank);
        }
        if edit.range().is_empty() {
            return self.insertion(edit).map(|cut| vec![cut]);
        }
        let mut cuts: Vec<Cut> = Vec::new();
        let mut at = edit.start;
        for run in self.document.runs_in(&edit.range()) {
            if run.range.start > at {
                return Err(Why::Structure);
            }
            let text = if cuts.is_empty() { edit.text.as_str() } else { "" };
            let taken = run.range.start.max(edit.start)..run.range.end.min(edit.end);
            at = taken.end;
            cuts.push(self.cut(run, taken, text)?);
        }
        if at < edit.end {
            return Err(Why::Structure);
        }
        match (cuts.first(), cuts.last()) {
            (Some(first), Some(last)) if self.is_open_between(first, last) => Ok(cuts),
            _ => Err(Why::Tracked),
        }
    }

    /// Text put in joins the run right before it, else the one right behind it.
    fn insertion(&self, edit: &Edit) -> Result<Cut, Why> {
        let line = self.document.line_at(edit.start);
        let of_line = self.document.lines.get(line).map_or(0..0, |l| l.runs.clone());
        let runs = self.document.runs.get(of_line).unwrap_or_default();
        let before = runs.iter().rev().find(|run| run.range.start < edit.start && run.range.end >= edit.start);
        let behind = runs.iter().find(|run| run.range.start == edit.start);
        let here = |run: &Run| self.cut(run, edit.range(), &edit.text);
        match (before.map(here), behind.map(here)) {
            (Some(Ok(cut)), _) | (_, Some(Ok(cut))) => Ok(cut),
            (Some(Err(why)), _) | (_, Some(Err(why))) => Err(why),
            (None, None) => Err(Why::NoText),
        }
    }

    /// The bytes of some characters of a run, and what is to stand there.
    fn cut(&self, run: &Run, taken: Range<usize>, text: &str) -> Result<Cut, Why> {
        Ok(Cut { text: text.to_owned(), ..self.place(run, taken, Of::Text)? })
    }

    /// The bytes of some characters of a run, if they may be changed.
    pub(super) fn place(&self, run: &Run, taken: Range<usize>, of: Of) -> Result<Cut, Why> {
        match run.kind {
            RunKind::Text => {}
            RunKind::Tab => return Err(Why::Blank),
            RunKind::Symbol => return Err(Why::Symbol),
            RunKind::Number => return Err(Why::Number),
            RunKind::Field(_) => return Err(Why::Field),
            RunKind::Placeholder => return Err(Why::Placeholder),
        }
        let origin = run.origin.as_ref().ok_or(Why::Encoding)?;
        let source = self.parts.get(origin.part).and_then(Option::as_ref).ok_or(Why::Encoding)?;
        let stored = origin.bytes.start - source.part.mark..origin.bytes.end - source.part.mark;
        // What is written as a reference is longer than what it stands for.
        let raw = match stored.len() == run.range.len() {
            true => stored.start + taken.start - run.range.start..stored.start + taken.end - run.range.start,
            false if taken == run.range => stored,
            false if taken.is_empty() && taken.start == run.range.start => stored.start..stored.start,
            false if taken.is_empty() && taken.start == run.range.end => stored.end..stored.end,
            false => return Err(Why::Structure),
        };
        let element = source.outline.around(raw.start).ok_or(Why::Structure)?;
        source.may_change(element, of)?;
        Ok(Cut { part: origin.part, element, raw, text: String::new() })
    }

    /// No revision and no mark of a field stands between the ends of a change.
    fn is_open_between(&self, first: &Cut, last: &Cut) -> bool {
        if first.element == last.element {
            return true;
        }
        let Some(source) = self.parts.get(first.part).and_then(Option::as_ref) else { return false };
        let between = first.element..last.element;
        let closed = |at: usize| {
            let (_, name) = source.outline.name(&source.part.xml, at);
            BARRIERS.contains(&name)
        };
        // What both stand in is around them, not between them.
        first.part == last.part && first.element < last.element && !between.skip(1).any(closed)
    }

    /// The same cut in the other branches of a text box that is stored twice, where these say the same.
    pub(super) fn mirrored(&self, cut: &Cut, branches: &mut Branches, of: Of) -> Vec<Cut> {
        let Some(source) = self.parts.get(cut.part).and_then(Option::as_ref) else { return Vec::new() };
        let (xml, outline) = (&source.part.xml, &source.outline);
        let mut found = Vec::new();
        let mut inner = cut.element;
        for around in outline.ancestors(cut.element) {
            if outline.name(xml, around).1 == "AlternateContent" {
                let own = branches.get(source, cut.part, inner);
                for other in outline.children(around).filter(|other| *other != inner) {
                    let twin = branches.get(source, cut.part, other);
                    let same = twin.text == own.text;
                    found.extend(same.then(|| own.place(cut)).flatten().map_or(Vec::new(), |place| {
                        twin.cuts(place, cut).into_iter().filter(|c| source.may_change(c.element, of).is_ok()).collect()
                    }));
                }
            }
            inner = around;
        }
        found
    }
}

impl Source {
    /// Whether the text of an element, or how it looks, may be changed.
    fn may_change(&self, element: usize, of: Of) -> Result<(), Why> {
        let (xml, outline) = (&self.part.xml, &self.outline);
        let is = |at: usize, name: &str| outline.is_word(xml, at, name);
        for around in outline.ancestors(element) {
            match outline.name(xml, around).1 {
                "oMath" | "oMathPara" => return Err(Why::Formula),
                "ins" if of == Of::Look && outline.value(xml, around, "author") == Some(AUTHOR) => {}
                "ins" | "moveTo" | "del" | "moveFrom" if is(around, outline.name(xml, around).1) => {
                    return Err(Why::Tracked);
                }
                "fldSimple" => return Err(Why::Field),
                "sdt" => self.control(around)?,
                _ => {}
            }
        }
        let in_run = outline.get(element).parent.is_some_and(|parent| is(parent, "r"));
        let plain = !xml[outline.get(element).inner.clone()].contains('<');
        let writable = is(element, "t") && in_run && plain && outline.prefix().is_some();
        if writable { Ok(()) } else { Err(Why::Structure) }
    }

    fn control(&self, control: usize) -> Result<(), Why> {
        let (xml, outline) = (&self.part.xml, &self.outline);
        let Some(properties) = outline.child(xml, control, "sdtPr") else { return Ok(()) };
        let lock = outline.child(xml, properties, "lock").and_then(|lock| outline.value(xml, lock, "val"));
        if matches!(lock, Some("contentLocked" | "sdtContentLocked")) {
            return Err(Why::Locked);
        }
        let has = |name: &str| outline.children(properties).any(|p| outline.name(xml, p).1 == name);
        match () {
            () if has("dataBinding") => Err(Why::Bound),
            () if has("dropDownList") => Err(Why::Choice),
            () => Ok(()),
        }
    }

    /// The text of an element with the cuts made.
    fn replace(&self, element: usize, cuts: &[Cut], patches: &mut Vec<Patch>) {
        let (xml, inner) = (&self.part.xml, self.outline.get(element).inner.clone());
        let mut text = String::new();
        let mut at = inner.start;
        for cut in cuts {
            text.push_str(&xml[at..cut.raw.start]);
            text.push_str(&escaped(&cut.text));
            at = cut.raw.end;
            patches.push(Patch::new(cut.raw.clone(), escaped(&cut.text)));
        }
        text.push_str(&xml[at..inner.end]);
        self.keep_blanks(element, &text, patches);
    }

    /// Blanks at the ends of a text are only kept where the element says so.
    fn keep_blanks(&self, element: usize, text: &str, patches: &mut Vec<Patch>) {
        let blank = |c: char| c.is_ascii_whitespace();
        let said = self.outline.attribute(&self.part.xml, element, "space").is_some();
        if !said && (text.starts_with(blank) || text.ends_with(blank)) {
            patches.push(Patch::insert(self.outline.behind_name(element), r#" xml:space="preserve""#));
        }
    }

    /// The cuts of an element as deletions and insertions, the run split around them. A run keeps its element where only
    /// its beginning or its end goes.
    fn revise(&self, element: usize, cuts: &[Cut], pen: &mut Pen<'_>, patches: &mut Vec<Patch>) {
        let (xml, outline) = (&self.part.xml, &self.outline);
        let Some(run) = outline.get(element).parent else { return };
        let frame = Frame::of(self, run, element);
        let (whole, text, own) =
            (outline.get(run).range.clone(), outline.get(element).range.clone(), frame.inner.clone());
        let kept = pieces(&own, cuts);
        for cut in cuts {
            let revision = frame.revision(&xml[cut.raw.clone()], &cut.text, pen);
            let (leads, ends) = (cut.raw.start == own.start, cut.raw.end == own.end);
            match (leads && frame.first, ends && frame.last) {
                (true, true) if cuts.len() == 1 => {
                    patches.push(Patch::new(whole.clone(), revision));
                    return;
                }
                (true, _) => {
                    patches.push(Patch::insert(whole.start, revision));
                    patches.push(Patch::new(cut.raw.clone(), ""));
                }
                (false, true) => {
                    patches.push(Patch::new(cut.raw.clone(), ""));
                    patches.push(Patch::insert(whole.end, revision));
                }
                (false, false) => {
                    let (start, before) = match leads {
                        true => (text.start, frame.close_run.clone()),
                        false => (cut.raw.start, format!("{}{}", frame.close_text, frame.close_run)),
                    };
                    let (end, behind) = match ends {
                        true => (text.end, frame.open_run.clone()),
                        false => (cut.raw.end, format!("{}{}", frame.open_run, frame.open_text)),
                    };
                    patches.push(Patch::new(start..end, format!("{before}{revision}{behind}")));
                }
            }
        }
        // The element itself keeps the first piece, unless its start tag went with what stood before that.
        let stays = cuts.first().is_some_and(|cut| cut.raw.start > own.start || frame.first);
        if let Some(first) = kept.first().filter(|_| stays) {
            self.keep_blanks(element, &xml[first.clone()], patches);
        }
    }
}

/// The tags around a text element, to open and close its run again.
struct Frame {
    open_run: String,
    close_run: String,
    open_text: String,
    close_text: String,
    open_deleted: String,
    close_deleted: String,
    /// Prefix of elements and of attributes.
    prefix: String,
    attribute: String,
    /// The text stands first in its run, behind the properties.
    first: bool,
    /// It stands last.
    last: bool,
    inner: Range<usize>,
}

impl Frame {
    fn of(source: &Source, run: usize, element: usize) -> Self {
        let (xml, outline) = (&source.part.xml, &source.outline);
        let (prefix, _) = outline.name(xml, element);
        let properties = outline.child(xml, run, "rPr").map(|at| outline.get(at).range.clone());
        let begin = properties.as_ref().map_or(outline.tag_end(run), |range| range.end);
        let (run, text) = (outline.get(run), outline.get(element));
        let properties = properties.map_or("", |range| &xml[range]);
        let nothing = |range: Range<usize>| xml[range].trim().is_empty();
        Self {
            open_run: format!("{}{properties}", &xml[run.range.start..run.inner.start]),
            close_run: xml[run.inner.end..run.range.end].to_owned(),
            open_text: format!(r#"<{prefix}t xml:space="preserve">"#),
            close_text: xml[text.inner.end..text.range.end].to_owned(),
            open_deleted: format!(r#"<{prefix}delText xml:space="preserve">"#),
            close_deleted: format!("</{prefix}delText>"),
            prefix: prefix.to_owned(),
            attribute: outline.prefix().unwrap_or(prefix).to_owned(),
            first: nothing(begin.min(text.range.start)..text.range.start),
            last: nothing(text.range.end..run.inner.end),
            inner: text.inner.clone(),
        }
    }

    /// What goes as a deletion, what comes as an insertion behind it.
    fn revision(&self, old: &str, new: &str, pen: &mut Pen<'_>) -> String {
        let mut out = String::new();
        if !old.is_empty() {
            let content = format!("{}{old}{}", self.open_deleted, self.close_deleted);
            out.push_str(&self.marked("del", &content, pen));
        }
        if !new.is_empty() {
            let content = format!("{}{}{}", self.open_text, escaped(new), self.close_text);
            out.push_str(&self.marked("ins", &content, pen));
        }
        out
    }

    fn marked(&self, name: &str, content: &str, pen: &mut Pen<'_>) -> String {
        let Self { prefix, attribute, open_run, close_run, .. } = self;
        let signed = pen.signed(attribute);
        format!("<{prefix}{name}{signed}>{open_run}{content}{close_run}</{prefix}{name}>")
    }
}

/// What revisions are signed with.
pub(super) struct Pen<'s> {
    stamp: &'s Stamp,
    ids: Ids,
}

impl<'s> Pen<'s> {
    fn of(stamp: &'s Stamp, sources: impl Iterator<Item = &'s Source>) -> Self {
        Self { stamp, ids: Ids::of(sources) }
    }

    /// The attributes of one more revision.
    pub(super) fn signed(&mut self, prefix: &str) -> String {
        let (id, author, date) = (self.ids.next(), quoted(&self.stamp.author), quoted(&self.stamp.date));
        format!(r#" {prefix}id="{id}" {prefix}author="{author}" {prefix}date="{date}""#)
    }
}

/// Numbers of revisions that nothing in the file has yet.
struct Ids {
    used: HashSet<u32>,
    last: u32,
}

impl Ids {
    fn of<'s>(sources: impl Iterator<Item = &'s Source>) -> Self {
        let mut used = HashSet::new();
        for source in sources {
            let xml = &source.part.xml;
            let ids = source.outline.all().filter_map(|at| source.outline.value(xml, at, "id"));
            used.extend(ids.filter_map(|id| id.parse::<u32>().ok()));
        }
        Self { used, last: 0 }
    }

    fn next(&mut self) -> u32 {
        self.last += 1;
        while self.used.contains(&self.last) {
            self.last += 1;
        }
        self.last
    }
}

/// The text of one branch, piece by piece.
#[derive(Debug, Default)]
pub(super) struct Branch {
    part: usize,
    text: String,
    /// Bytes in `text`, the element, and its bytes in the part.
    pieces: Vec<(Range<usize>, usize, Range<usize>)>,
}

/// Branches that were looked at, by part and element.
#[derive(Default)]
pub(super) struct Branches(HashMap<(usize, usize), Rc<Branch>>);

impl Branches {
    fn get(&mut self, source: &Source, part: usize, branch: usize) -> Rc<Branch> {
        let new = || Rc::new(Branch::of(source, part, branch));
        Rc::clone(self.0.entry((part, branch)).or_insert_with(new))
    }
}

impl Branch {
    /// The typed text of the boxes in a branch. Of a box in it that is itself stored twice the first branch counts.
    fn of(source: &Source, part: usize, branch: usize) -> Self {
        let (xml, outline) = (&source.part.xml, &source.outline);
        let mut found = Self { part, ..Self::default() };
        let inside = outline.inside(branch);
        let mut at = inside.start;
        while at < inside.end {
            if outline.name(xml, at).1 == "Fallback" {
                at = outline.inside(at).end;
                continue;
            }
            if outline.is_word(xml, at, "p") {
                found.text.push('\n');
            }
            if outline.is_word(xml, at, "t") {
                let inner = outline.get(at).inner.clone();
                let start = found.text.len();
                found.text.push_str(&xml[inner.clone()]);
                found.pieces.push((start..found.text.len(), at, inner));
            }
            at += 1;
        }
        found
    }

    /// Where in the text a cut is.
    fn place(&self, cut: &Cut) -> Option<Range<usize>> {
        let at = self.pieces.binary_search_by_key(&cut.element, |(_, element, _)| *element).ok()?;
        let (range, _, raw) = &self.pieces[at];
        Some(range.start + cut.raw.start - raw.start..range.start + cut.raw.end - raw.start)
    }

    /// The cuts that make here what one has made at this place of the same text elsewhere.
    fn cuts(&self, place: Range<usize>, cut: &Cut) -> Vec<Cut> {
        let meets = |range: &Range<usize>| match place.is_empty() {
            true => range.start < place.start && place.start <= range.end || range.start == place.start,
            false => range.start < place.end && place.start < range.end,
        };
        let mut found: Vec<Cut> = Vec::new();
        for (range, element, raw) in self.pieces.iter().filter(|(range, ..)| meets(range)) {
            if place.is_empty() && !found.is_empty() {
                break;
            }
            let (start, end) = (place.start.max(range.start), place.end.min(range.end));
            let raw = raw.start + start - range.start..raw.start + end.max(start) - range.start;
            let text = if found.is_empty() { cut.text.clone() } else { String::new() };
            found.push(Cut { part: self.part, element: *element, raw, text });
        }
        found
    }
}

/// The cuts of each text element in order; those that touch are one.
pub(super) fn by_element<'c>(cuts: impl Iterator<Item = &'c Cut>) -> BTreeMap<usize, Vec<Cut>> {
    let mut all: BTreeMap<usize, Vec<Cut>> = BTreeMap::new();
    cuts.for_each(|cut| all.entry(cut.element).or_default().push(cut.clone()));
    for cuts in all.values_mut() {
        sort::by_key(cuts, |cut| (cut.raw.start, cut.raw.end));
        cuts.dedup();
        let mut joined: Vec<Cut> = Vec::with_capacity(cuts.len());
        for cut in cuts.drain(..) {
            match joined.last_mut().filter(|last| last.raw.end == cut.raw.start) {
                Some(last) => {
                    last.raw.end = cut.raw.end;
                    last.text.push_str(&cut.text);
                }
                None => joined.push(cut),
            }
        }
        *cuts = joined;
    }
    all
}

/// What is left of a text between its cuts.
fn pieces(inner: &Range<usize>, cuts: &[Cut]) -> Vec<Range<usize>> {
    let starts = std::iter::once(inner.start).chain(cuts.iter().map(|cut| cut.raw.end));
    let ends = cuts.iter().map(|cut| cut.raw.start).chain(std::iter::once(inner.end));
    starts.zip(ends).map(|(start, end)| start..end).filter(|piece| !piece.is_empty()).collect()
}

/// A part with the mark that it begins with.
fn stored_bytes(part: &Part) -> Vec<u8> {
    const MARK: &str = "\u{feff}";
    let mark = if part.mark > 0 { MARK } else { "" };
    [mark.as_bytes(), part.xml.as_bytes()].concat()
}

/// As the value of an attribute.
fn quoted(text: &str) -> String {
    escaped(text).replace('"', "&quot;")
}

fn overlapping() -> Unreadable {
    Unreadable::new(Reason::Corrupt, "几处修改互相重叠，没有写出")
}

/// People may not change the text: the settings say so, with or without a password.
fn is_protected(package: &mut Package<'_>) -> Result<bool, Unreadable> {
    let Some(main) = package.main()? else { return Ok(false) };
    let Some(name) = package.relations(&main.name)?.kind("settings").map(str::to_owned) else { return Ok(false) };
    let Some(settings) = package.part(&name)? else { return Ok(false) };
    let outline = Outline::of(&settings.xml)?;
    let xml = &settings.xml;
    let enforced = |at: usize| matches!(outline.value(xml, at, "enforcement"), Some("1" | "true" | "on"));
    let of_text = |at: usize| matches!(outline.value(xml, at, "edit"), Some("readOnly" | "comments" | "forms"));
    Ok(outline.all().any(|at| outline.is_word(xml, at, "documentProtection") && enforced(at) && of_text(at)))
}
