//! Findings mended: changes are made, the files are read again and judged again, until nothing is left to change. What
//! brings a new finding, or leaves the old one, is taken back.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use crate::document::{Document, Format, Zone};
use crate::edit::{Edit, Setting, applied, compatible, followed};
use crate::element::{self, ElementKind, Elements};
use crate::error::Unreadable;
use crate::finding::{Finding, PacketReport, RuleInfo};
use crate::lang::Words;
use crate::log::sha256;
use crate::packet::{File, Packet};
use crate::read;
use crate::rule::RuleSet;
use crate::run;
use crate::shown::shown;
use crate::words;
use crate::write::{Editor, Stamp, Why};

/// Passes over a packet: what is changed may give another rule something to change.
const MOST_PASSES: usize = 5;
/// Trials in one pass to tell apart which changes may stay; those that are still unknown then are given up.
const MOST_TRIALS: usize = 200;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// Changes that somebody should look at are made as well.
    pub all: bool,
    /// Changes are written as revisions of this author.
    pub stamp: Option<Stamp>,
    /// The layout is set as its rules ask.
    pub layout: bool,
}

/// What findings are found by.
#[expect(missing_debug_implementations, reason = "it holds a function")]
pub struct Judge<'j> {
    /// The rules.
    pub rules: &'j RuleSet,
    /// What the run is told from outside.
    pub options: &'j run::Options,
    /// Takes off a report what the office does not want listed: that is not mended either.
    pub hide: &'j dyn Fn(&mut PacketReport),
}

impl Judge<'_> {
    fn report(&self, packet: &Packet) -> PacketReport {
        let mut report = run::check(packet, self.rules, self.options);
        (self.hide)(&mut report);
        report
    }
}

/// What has become of a packet.
#[derive(Debug)]
pub struct Mended {
    /// What is found in it now.
    pub report: PacketReport,
    /// The files that have changed.
    pub files: Vec<MendedFile>,
    /// Paths of files whose changes could not be written as revisions: they stay as they are.
    pub unrevised: Vec<String>,
    /// How many findings of which rule were mended.
    pub mended: Vec<(Arc<RuleInfo>, usize)>,
    /// Findings that could not be mended although the rule says how.
    pub left: Vec<Left>,
    /// Rules of the layout whose settings were taken back, with what they would have led to.
    pub undone: Vec<(Arc<RuleInfo>, Harm)>,
    /// Findings that were there before and not told, because a rule that has been mended said it better.
    pub uncovered: Vec<Finding>,
    /// How many findings about the layout are left that need a person.
    pub layout_left: usize,
}

/// A finding that stays.
#[derive(Clone, Debug)]
pub struct Left {
    /// The finding.
    pub finding: Finding,
    /// Why.
    pub why: Why,
    /// What mending it would have led to, where that was tried.
    pub harm: Option<Harm>,
}

impl Left {
    /// The reason in words.
    pub fn words(&self) -> Words {
        self.harm.as_ref().map_or_else(|| self.why.text().into(), Harm::words)
    }
}

/// Why changes were taken back.
#[derive(Clone, Debug)]
pub enum Harm {
    /// This would be found, and was not before.
    Brings(Box<Finding>),
    /// The finding would still be there.
    Stays,
    /// This rule could not be judged any more.
    Blinds(Arc<RuleInfo>),
    /// One element of this kind would not be recognised any more.
    Loses(ElementKind),
    /// The file would not read as it was meant to.
    Reads,
}

impl Harm {
    /// What would be, in words.
    pub fn words(&self) -> Words {
        let what = match self {
            Harm::Brings(finding) => {
                words!("会带来新的问题：{message}（{rule}）", message = finding.message, rule = finding.rule.id)
            }
            Harm::Stays => Words::from("还是同样的问题"),
            Harm::Blinds(rule) => words!("会有规则无法判断：{title}（{rule}）", title = rule.title, rule = rule.id),
            Harm::Loses(kind) => words!("会认不出{kind}", kind = kind.title()),
            Harm::Reads => Words::from("文件读出来与要写的不一样"),
        };
        words!("试过，改了以后{what}，已经退回", what)
    }
}

/// A file that has changed.
#[derive(Debug)]
pub struct MendedFile {
    /// Its path as handed in.
    pub path: String,
    /// Its text before.
    pub before: String,
    /// Its text now, revisions accepted.
    pub after: String,
    /// Rules by which its layout was set.
    pub arranged: Vec<Arc<RuleInfo>>,
    /// What it held when it was judged.
    pub original: Vec<u8>,
    /// What it is to hold.
    pub bytes: Vec<u8>,
}

/// Mends what is found in a packet. `load` gives the bytes of a file by its path as handed in; what has none is not
/// changed.
pub fn mend(mut packet: Packet, load: &dyn Fn(&str) -> Option<Vec<u8>>, judge: &Judge<'_>, wishes: &Wishes) -> Mended {
    let report = judge.report(&packet);
    let mut mender = Mender {
        packet: &mut packet,
        load,
        works: BTreeMap::new(),
        judge,
        wishes,
        first: report.clone(),
        report,
        refused: HashMap::new(),
        undone: BTreeMap::new(),
        mended: BTreeMap::new(),
    };
    for _ in 0..MOST_PASSES {
        if !mender.pass() {
            break;
        }
    }
    for _ in 0..MOST_PASSES {
        if !wishes.layout || !mender.arrange() {
            break;
        }
    }
    mender.close()
}

/// A file that may be changed, as it was and as it is.
struct Work {
    original: Vec<u8>,
    /// The text as it was.
    before: String,
    bytes: Vec<u8>,
    /// All changes so far, of the text as it was.
    edits: Vec<Edit>,
    /// What of its layout was set, one after the other.
    settings: Vec<Vec<Setting>>,
    /// Rules by which its layout was set.
    arranged: Vec<Arc<RuleInfo>>,
}

impl Work {
    fn of(packet: &Packet, number: usize, load: &dyn Fn(&str) -> Option<Vec<u8>>, path: &str) -> Result<Self, Why> {
        let file = packet.files.get(number).ok_or(Why::File)?;
        let (document, _) = file.read().ok_or(Why::File)?;
        if !packet.is_changed_by_edits(number) {
            return Err(Why::File);
        }
        let bytes = load(path).ok_or(Why::Changed)?;
        // What is changed is what was judged.
        if !file.sha256.is_empty() && sha256(&bytes) != file.sha256 {
            return Err(Why::Changed);
        }
        let before = document.text.as_str().to_owned();
        Ok(Self {
            original: bytes.clone(),
            before,
            bytes,
            edits: Vec::new(),
            settings: Vec::new(),
            arranged: Vec::new(),
        })
    }
}

/// The changes that mend one finding.
struct Group {
    rule: Arc<RuleInfo>,
    file: usize,
    name: String,
    line: usize,
    /// First byte of the finding.
    start: usize,
    edits: Vec<Edit>,
}

/// What tells a finding from others, whatever was changed before it in its line.
type Key = (String, usize, usize, Vec<String>);

impl Group {
    fn of(finding: &Finding) -> Option<Self> {
        let (span, at, fix) = (finding.span.as_ref()?, finding.at.as_ref()?, finding.fix.as_ref()?);
        Some(Self {
            rule: Arc::clone(&finding.rule),
            file: span.file,
            name: finding.file.clone()?,
            line: at.line,
            start: span.range.start,
            edits: fix.changes(),
        })
    }

    fn key(&self) -> Key {
        let texts = self.edits.iter().map(|edit| edit.text.clone()).collect();
        (self.rule.id.clone(), self.file, self.line, texts)
    }

    /// Where the finding begins when these changes of its file are made.
    fn moved(&self, edits: &[&Edit]) -> usize {
        let before = edits.iter().filter(|edit| edit.end <= self.start && edit.start < self.start);
        let by: isize = before.map(|edit| edit.text.len() as isize - edit.range().len() as isize).sum();
        self.start.saturating_add_signed(by)
    }
}

/// A file as a pass finds it.
struct Base<'b> {
    document: &'b Document,
    editor: Editor<'b>,
}

/// What files are to hold, by their index.
type Written = BTreeMap<usize, Vec<u8>>;

/// The content of a file of a packet.
type Content = Result<Box<(Document, Elements)>, Unreadable>;

struct Mender<'m, 'j> {
    packet: &'m mut Packet,
    load: &'m dyn Fn(&str) -> Option<Vec<u8>>,
    /// Files with something to mend, or why they are not changed.
    works: BTreeMap<usize, Result<Work, Why>>,
    judge: &'m Judge<'j>,
    wishes: &'m Wishes,
    /// What was found before anything was changed.
    first: PacketReport,
    report: PacketReport,
    refused: HashMap<Key, (Why, Option<Harm>)>,
    undone: BTreeMap<String, (Arc<RuleInfo>, Harm)>,
    mended: BTreeMap<String, (Arc<RuleInfo>, usize)>,
}

impl Mender<'_, '_> {
    /// Makes what changes can be made together; whether any was.
    fn pass(&mut self) -> bool {
        let groups = self.groups();
        let mut files: BTreeMap<usize, (Document, Vec<u8>)> = BTreeMap::new();
        for group in groups.chunk_by(|a, b| a.file == b.file).filter_map(<[Group]>::first) {
            self.open(group.file);
            let content = self.packet.files.get(group.file).and_then(File::read);
            if let (Some((document, _)), Some(Ok(work))) = (content, self.works.get(&group.file)) {
                files.insert(group.file, (document.clone(), work.bytes.clone()));
            }
        }
        let mut bases = BTreeMap::new();
        for (file, (document, bytes)) in &files {
            if let Ok(editor) = Editor::open(bytes, document) {
                bases.insert(*file, Base { document, editor });
            }
        }
        let chosen = self.chosen(groups, &bases);
        let Some((made, bytes)) = self.good(&chosen, &bases) else { return false };
        for (file, bytes) in bytes {
            let Some(Ok(work)) = self.works.get_mut(&file) else { continue };
            let mut edits: Vec<Edit> =
                made.iter().filter(|g| g.file == file).flat_map(|g| g.edits.iter().cloned()).collect();
            edits.sort();
            edits.dedup();
            work.edits = followed(&work.edits, &edits, bases[&file].document.text.as_str());
            work.bytes = bytes;
        }
        for group in made {
            self.mended.entry(group.rule.id.clone()).or_insert_with(|| (Arc::clone(&group.rule), 0)).1 += 1;
        }
        true
    }

    /// Loads a file that is to be changed, once.
    fn open(&mut self, number: usize) {
        let Some(file) = self.packet.files.get(number) else { return };
        let path = self.report.path_of(Some(&file.name));
        self.works.entry(number).or_insert_with(|| Work::of(self.packet, number, self.load, &path));
    }

    /// What the rules say is to be written, in the order of the places.
    fn groups(&self) -> Vec<Group> {
        let wished = |f: &&Finding| f.fix.as_ref().is_some_and(|fix| fix.safe || self.wishes.all);
        let groups = self.report.findings.iter().filter(wished).filter_map(Group::of);
        let mut groups: Vec<Group> = groups.filter(|g| !self.refused.contains_key(&g.key())).collect();
        groups.sort_by_key(|g| (g.file, g.edits.iter().map(|edit| edit.start).min()));
        groups
    }

    /// The groups that can be written and do not meet an earlier one.
    fn chosen(&mut self, groups: Vec<Group>, bases: &BTreeMap<usize, Base<'_>>) -> Vec<Group> {
        let mut writable = Vec::with_capacity(groups.len());
        for group in groups {
            let why = match bases.get(&group.file) {
                None => Some(self.works.get(&group.file).and_then(|w| w.as_ref().err().copied()).unwrap_or(Why::File)),
                Some(base) if self.wishes.stamp.is_some() && base.document.format == Format::Text => {
                    Some(Why::NoRevisions)
                }
                Some(base) => group.edits.iter().find_map(|edit| base.editor.refuses(edit)),
            };
            match why {
                None => writable.push(group),
                Some(why) => {
                    self.refused.insert(group.key(), (why, None));
                }
            }
        }
        let mut fits = Vec::with_capacity(writable.len());
        for of_file in writable.chunk_by(|a, b| a.file == b.file) {
            fits.extend(compatible(&of_file.iter().map(|g| g.edits.as_slice()).collect::<Vec<_>>()));
        }
        let mut fits = fits.into_iter();
        writable.retain(|_| fits.next() == Some(true));
        writable
    }

    /// The groups that do good, together with what the files then hold: all at once, else by halves. The packet holds
    /// the result.
    fn good<'g>(
        &mut self,
        chosen: &'g [Group],
        bases: &BTreeMap<usize, Base<'_>>,
    ) -> Option<(Vec<&'g Group>, Written)> {
        let before = self.report.clone();
        let mut good: Vec<&Group> = Vec::new();
        let mut best = None;
        let mut open = vec![chosen];
        let mut trials = 0;
        while let Some(part) = open.pop() {
            trials += 1;
            let trial: Vec<&Group> = good.iter().copied().chain(part).collect();
            let enough = part.is_empty() || trials > MOST_TRIALS;
            let tried = if enough { Err(None) } else { self.tried(&trial, bases, &before).map_err(Some) };
            match tried {
                Ok((report, bytes)) => {
                    good = trial;
                    self.report = report;
                    best = Some(bytes);
                }
                Err(Some(_)) if part.len() > 1 => {
                    let (first, second) = part.split_at(part.len() / 2);
                    open.extend([second, first]);
                }
                Err(harm) => self.refused.extend(part.iter().map(|group| (group.key(), (Why::NoGood, harm.clone())))),
            }
        }
        Some((good, best?))
    }

    /// Makes the groups and judges; the packet is as before when they do no good.
    fn tried(
        &mut self,
        trial: &[&Group],
        bases: &BTreeMap<usize, Base<'_>>,
        before: &PacketReport,
    ) -> Result<(PacketReport, Written), Harm> {
        let mut edits: BTreeMap<usize, Vec<&Edit>> = BTreeMap::new();
        for group in trial {
            edits.entry(group.file).or_default().extend(&group.edits);
        }
        let mut written = BTreeMap::new();
        let mut contents: Vec<(usize, Content)> = Vec::new();
        for (file, edits) in &mut edits {
            edits.sort();
            edits.dedup();
            let base = bases.get(file).ok_or(Harm::Reads)?;
            let edits: Vec<Edit> = edits.iter().map(|edit| (*edit).clone()).collect();
            let bytes = base.editor.written(&edits, None).map_err(|_| Harm::Reads)?;
            let text = applied(base.document.text.as_str(), &edits);
            let content = self.read(*file, &bytes, |document| document.text.as_str() == text);
            let content = content.ok_or(Harm::Reads)?;
            contents.push((*file, content));
            written.insert(*file, bytes);
        }
        let rules: HashSet<&str> = trial.iter().map(|group| group.rule.id.as_str()).collect();
        let olds = self.swap(contents);
        let report = self.judge.report(self.packet);
        let stays = || is_still_there(before, &report, trial, &edits).then_some(Harm::Stays);
        if let Some(harm) = self.harm(before, &report, &rules, &olds).or_else(stays) {
            self.swap(olds);
            return Err(harm);
        }
        written.iter().for_each(|(file, bytes)| self.note(*file, bytes));
        Ok((report, written))
    }

    /// Notes what a file holds now.
    fn note(&mut self, file: usize, bytes: &[u8]) {
        let file = &mut self.packet.files[file];
        file.size = bytes.len();
        if !file.sha256.is_empty() {
            file.sha256 = sha256(bytes);
        }
    }

    /// Sets the layout, rule by rule, as far as that does good; whether any was set.
    fn arrange(&mut self) -> bool {
        let found: BTreeMap<String, Arc<RuleInfo>> =
            self.report.findings.iter().map(|f| (f.rule.id.clone(), Arc::clone(&f.rule))).collect();
        let mut any = false;
        for rule in found.into_values() {
            match self.arrange_by(&rule) {
                Some(Ok(())) => {
                    any = true;
                    self.undone.remove(&rule.id);
                }
                Some(Err(harm)) => drop(self.undone.insert(rule.id.clone(), (rule, harm))),
                None => {}
            }
        }
        any
    }

    /// Sets what one rule asks, and what others ask because of that: larger type needs a wider indent. None where there is
    /// nothing to set.
    fn arrange_by(&mut self, rule: &Arc<RuleInfo>) -> Option<Result<(), Harm>> {
        let judge = self.judge;
        let (number, _) = run::settings(self.packet, judge.rules, judge.options, &rule.id)?;
        self.open(number);
        let work = self.works.get(&number)?.as_ref().ok()?;
        let (mut bytes, text) = (work.bytes.clone(), without_footers(self.packet.files.get(number)?.read()?.0));
        let before = self.report.clone();
        let (mut open, mut made) = (vec![rule.id.clone()], Vec::new());
        let (mut olds, mut harm) = (Vec::new(), None);
        for _ in 0..MOST_PASSES {
            let of = |id: &String| run::settings(self.packet, judge.rules, judge.options, id);
            let settings: Vec<Setting> = open.iter().filter_map(of).flat_map(|(_, settings)| settings).collect();
            let settings: Vec<Setting> = settings.into_iter().filter(|s| self.can_be_set(s)).collect();
            let arranged = self.packet.files[number]
                .read()
                .and_then(|(document, _)| Editor::open(&bytes, document).ok()?.arranged(&settings, None));
            let Some(new) = arranged else { break };
            let Some(content) = self.read(number, &new, |document| without_footers(document) == text) else { break };
            bytes = new;
            let replaced = self.swap(vec![(number, content)]);
            olds = if olds.is_empty() { replaced } else { olds };
            made.push(settings);
            let report = judge.report(self.packet);
            let fewer = found(&before, &rule.id).saturating_sub(found(&report, &rule.id));
            // Nothing may come to light either: what a setting uncovers another can mend as well.
            harm = self.harm(&before, &report, &HashSet::new(), &olds).or((fewer == 0).then_some(Harm::Stays));
            if harm.is_none() {
                self.mended.entry(rule.id.clone()).or_insert_with(|| (Arc::clone(rule), 0)).1 += fewer;
                self.note(number, &bytes);
                self.report = report;
                if let Some(Ok(work)) = self.works.get_mut(&number) {
                    work.bytes = bytes;
                    work.settings.extend(made);
                    work.arranged.push(Arc::clone(rule));
                }
                return Some(Ok(()));
            }
            let ids: BTreeSet<&String> = report.findings.iter().map(|f| &f.rule.id).collect();
            let more = ids.into_iter().filter(|id| found(&report, id) > found(&before, id));
            open = more.cloned().collect();
        }
        self.swap(olds);
        harm.map(Err)
    }

    /// A part that comes new cannot be rejected like a revision.
    fn can_be_set(&self, setting: &Setting) -> bool {
        self.wishes.stamp.is_none() || !matches!(setting, Setting::Numbers(_) | Setting::Sides(_))
    }

    /// A changed file as it is read again, if it says what it should say.
    fn read(&self, file: usize, bytes: &[u8], says: impl Fn(&Document) -> bool) -> Option<Content> {
        let document = read::read(&self.packet.files[file].name, bytes).ok().filter(says)?;
        let elements = element::recognise(&document, &self.judge.rules.terms);
        Some(Ok(Box::new((document, elements))))
    }

    /// Puts contents in; gives those that were there.
    fn swap(&mut self, contents: Vec<(usize, Content)>) -> Vec<(usize, Content)> {
        let files = &mut self.packet.files;
        contents.into_iter().map(|(file, new)| (file, std::mem::replace(&mut files[file].content, new))).collect()
    }

    /// What is worse than before: a finding is new, something is less judged, an element is recognised no more. What only
    /// was not heard beside the rules that have been mended is not new.
    fn harm(
        &self,
        before: &PacketReport,
        after: &PacketReport,
        mended: &HashSet<&str>,
        olds: &[(usize, Content)],
    ) -> Option<Harm> {
        let (old, new) = (counted(before), counted(after));
        let known = |of: &(&str, Option<&str>)| old.get(of).copied().unwrap_or(0);
        let is_new = |finding: &&Finding| {
            let of = (finding.rule.id.as_str(), finding.file.as_deref());
            let hidden = || known(&of) == 0 && self.was_hidden_by(of.0, mended);
            new.get(&of).copied().unwrap_or(0) > known(&of) && !hidden()
        };
        let brings = after.findings.iter().find(is_new).map(|finding| Harm::Brings(Box::new(finding.clone())));
        let blinds = || {
            let unasked: HashSet<&str> = before.not_checked.iter().map(|(rule, _)| rule.id.as_str()).collect();
            let mut now = after.not_checked.iter().map(|(rule, _)| rule);
            now.find(|rule| !unasked.contains(rule.id.as_str())).map(|rule| Harm::Blinds(Arc::clone(rule)))
        };
        brings.or_else(blinds).or_else(|| self.lost(olds).map(Harm::Loses))
    }

    /// A rule that yields to one that has been mended was only not heard before.
    fn was_hidden_by(&self, rule: &str, mended: &HashSet<&str>) -> bool {
        let rules = &self.judge.rules.rules;
        let Some(at) = rules.iter().position(|r| r.id == rule) else { return false };
        let better = self.judge.rules.links().yields.get(at);
        better.into_iter().flatten().any(|&to| rules.get(to).is_some_and(|to| mended.contains(to.id.as_str())))
    }

    /// A kind of element of which fewer are recognised.
    fn lost(&self, olds: &[(usize, Content)]) -> Option<ElementKind> {
        let kinds = |content: &Content| {
            let mut kinds: HashMap<ElementKind, usize> = HashMap::new();
            let list = content.as_ref().map(|read| read.1.list.as_slice()).unwrap_or_default();
            list.iter().for_each(|element| *kinds.entry(element.kind).or_default() += 1);
            kinds
        };
        olds.iter().find_map(|(file, old)| {
            let new = kinds(&self.packet.files[*file].content);
            let fewer = |(kind, n): (ElementKind, usize)| (new.get(&kind).copied().unwrap_or(0) < n).then_some(kind);
            kinds(old).into_iter().filter_map(fewer).min()
        })
    }

    /// What has become of it; with a stamp the changes are written once more, as revisions of the original files.
    fn close(mut self) -> Mended {
        let (judge, wishes) = (self.judge, self.wishes);
        let wished = |f: &&Finding| f.fix.as_ref().is_some_and(|fix| fix.safe || wishes.all);
        let left = self.report.findings.iter().filter(wished).filter_map(|finding| {
            let known = self.refused.get(&Group::of(finding)?.key()).cloned();
            let (why, harm) = known.unwrap_or((Why::Meets, None));
            Some(Left { finding: finding.clone(), why, harm })
        });
        let left = left.collect();
        let before = counted(&self.first);
        let uncovered = |f: &&Finding| !before.contains_key(&(f.rule.id.as_str(), f.file.as_deref()));
        let uncovered = self.report.findings.iter().filter(uncovered).cloned().collect();
        let (mut files, mut unrevised) = (Vec::new(), Vec::new());
        for (number, work) in std::mem::take(&mut self.works) {
            let Some(mut work) = work.ok().filter(|work| work.bytes != work.original) else { continue };
            let file = &self.packet.files[number];
            let after = file.read().map_or(String::new(), |(document, _)| document.text.as_str().to_owned());
            let path = self.report.path_of(Some(&file.name));
            if let Some(stamp) = &wishes.stamp {
                // Accepted, it says the same; if ever not, the file stays as it was.
                let bytes = revised(&file.name, &work, stamp);
                let says = |document: &Document| document.text.as_str() == after;
                let Some((bytes, content)) = bytes.and_then(|b| self.read(number, &b, says).map(|c| (b, c))) else {
                    unrevised.push(path);
                    continue;
                };
                self.swap(vec![(number, content)]);
                work.bytes = bytes;
            }
            let Work { original, before, bytes, arranged, .. } = work;
            files.push(MendedFile { path, before, after, arranged, original, bytes });
        }
        let report = if wishes.stamp.is_some() { judge.report(self.packet) } else { self.report };
        let of_layout = |f: &&Finding| run::is_layout(judge.rules, &f.rule.id);
        let layout_left = report.findings.iter().filter(of_layout).count();
        let (mended, undone) = (self.mended.into_values().collect(), self.undone.into_values().collect());
        Mended { report, files, unrevised, mended, left, undone, uncovered, layout_left }
    }
}

/// The original with all changes as revisions: first of the text, then of how it is set.
fn revised(name: &str, work: &Work, stamp: &Stamp) -> Option<Vec<u8>> {
    let document = read::read(name, &work.original).ok()?;
    let editor = Editor::open(&work.original, &document).ok()?;
    let edits: Vec<Edit> = work.edits.iter().map(|edit| edit.clone().trimmed(document.text.as_str())).collect();
    let mut bytes = editor.written(&edits, Some(stamp)).ok()?;
    for settings in &work.settings {
        let document = read::read(name, &bytes).ok()?;
        bytes = Editor::open(&bytes, &document).ok()?.arranged(settings, Some(stamp))?;
    }
    Some(bytes)
}

/// Some finding that was to be mended is found again, at its place.
fn is_still_there(
    before: &PacketReport,
    after: &PacketReport,
    trial: &[&Group],
    edits: &BTreeMap<usize, Vec<&Edit>>,
) -> bool {
    let spans = after.findings.iter().filter_map(|f| Some((f.rule.id.as_str(), f.span.as_ref()?)));
    let starts: HashSet<(&str, usize, usize)> = spans.map(|(rule, span)| (rule, span.file, span.range.start)).collect();
    let (old, new) = (by_line(before), by_line(after));
    trial.iter().any(|group| {
        let of = (group.rule.id.as_str(), group.name.as_str(), group.line);
        let fewer = new.get(&of).copied().unwrap_or(0) < old.get(&of).copied().unwrap_or(0);
        let start = group.moved(edits.get(&group.file).map_or(&[], Vec::as_slice));
        !fewer && starts.contains(&(group.rule.id.as_str(), group.file, start))
    })
}

/// The text of a document but for its footers, which the layout may give page numbers.
fn without_footers(document: &Document) -> String {
    let lines = document.lines.iter().filter(|line| line.zone != Zone::Footer);
    lines.map(|line| format!("{}\n", document.text.slice(line.range.clone()))).collect()
}

/// Findings by rule and file.
fn counted(report: &PacketReport) -> HashMap<(&str, Option<&str>), usize> {
    let mut counts = HashMap::new();
    for finding in &report.findings {
        *counts.entry((finding.rule.id.as_str(), finding.file.as_deref())).or_default() += 1 + finding.more;
    }
    counts
}

/// How many findings of a rule there are.
fn found(report: &PacketReport, rule: &str) -> usize {
    report.findings.iter().filter(|f| f.rule.id == rule).map(|f| 1 + f.more).sum()
}

/// Findings by rule, file and line.
fn by_line(report: &PacketReport) -> HashMap<(&str, &str, usize), usize> {
    let mut counts = HashMap::new();
    for finding in &report.findings {
        if let (Some(file), Some(at)) = (&finding.file, &finding.at) {
            *counts.entry((finding.rule.id.as_str(), file.as_str(), at.line)).or_default() += 1;
        }
    }
    counts
}

/// The lines that differ between two texts of as many lines, with lines around, as programs that patch read them.
pub fn diff(path: &str, before: &str, after: &str) -> String {
    const AROUND: usize = 3;
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split('\n').collect(), after.split('\n').collect());
    let changed: Vec<usize> = (0..old.len().min(new.len())).filter(|&line| old[line] != new[line]).collect();
    let path = shown(path);
    let mut out = if changed.is_empty() { String::new() } else { format!("--- {path}\n+++ {path}\n") };
    let near = |a: &usize, b: &usize| b - a <= 2 * AROUND;
    let say = |sign: char, line: &str, out: &mut String| {
        out.push_str(&shown(&format!("{sign}{line}")));
        out.push('\n');
    };
    for hunk in changed.chunk_by(near) {
        let (first, last) = (hunk[0], hunk[hunk.len() - 1]);
        let around: Range<usize> = first.saturating_sub(AROUND)..(last + AROUND + 1).min(old.len());
        out.push_str(&format!("@@ -{0},{1} +{0},{1} @@\n", around.start + 1, around.len()));
        // Lines that change one after the other are shown together, old before new.
        let mut line = around.start;
        while line < around.end {
            let same = (line..around.end).take_while(|&l| old[l] == new[l]).count();
            (line..line + same).for_each(|l| say(' ', old[l], &mut out));
            line += same;
            let other = (line..around.end).take_while(|&l| old[l] != new[l]).count();
            (line..line + other).for_each(|l| say('-', old[l], &mut out));
            (line..line + other).for_each(|l| say('+', new[l], &mut out));
            line += other;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_shows_what_changes_with_what_stands_around() {
        let before = "一\n二\n三\n四\n五\n六\n七\n八\n九\n十";
        let after = before.replace("二", "贰").replace("三", "叁");
        assert_eq!(
            diff("甲.txt", before, &after),
            "--- 甲.txt\n+++ 甲.txt\n@@ -1,6 +1,6 @@\n 一\n-二\n-三\n+贰\n+叁\n 四\n 五\n 六\n"
        );
        assert_eq!(diff("甲.txt", before, before), "");
    }
}
