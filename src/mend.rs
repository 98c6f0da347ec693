//! Findings mended: changes are made, the files are read again and judged again, until nothing is left to change. What
//! brings a new finding, or leaves the old one, is taken back.

mod diff;
mod harm;
mod layout;
mod work;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::document::{Document, Format};
use crate::edit::{Edit, applied, compatible, followed};
use crate::element::{self, Elements};
use crate::error::Unreadable;
use crate::finding::{Finding, PacketReport, RuleInfo};
use crate::lang::Words;
use crate::log::sha256;
use crate::packet::{File, Packet};
use crate::read;
use crate::rule::RuleSet;
use crate::run;
use crate::sort;
use crate::write::{Editor, Stamp, Why};

pub use diff::diff;
pub use harm::Harm;
use harm::{counted, is_still_there};
use work::{Group, Key, Work, revised};

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
        sort::by_key(&mut groups, |g| (g.file, g.edits.iter().map(|edit| edit.start).min()));
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
