//! The rules and settings for each path: those of its `sanbu.toml`, as its overrides and the command line change them.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use sanbu::config::{Settings, Word};
use sanbu::date::Date;
use sanbu::finding::{ConfigFile, Severity, Stage};
use sanbu::gate::glob;
use sanbu::log::sha256;
use sanbu::packet::Packet;
use sanbu::rule::RuleSet;
use sanbu::run;

use super::rules::{Located, Rules};
use crate::disk::paths::{real, show, true_path};
use crate::stop::Stop;

/// What the command line changes.
#[derive(Clone, Copy, Default)]
pub(super) struct Wishes<'w> {
    pub(super) stage: Option<Stage>,
    pub(super) select: &'w [String],
    pub(super) ignore: &'w [String],
    pub(super) severity: &'w [(String, Severity)],
    pub(super) today: Option<Date>,
}

/// A configuration at work.
pub(super) struct Office<'c> {
    pub(super) config: &'c Located,
    wishes: Wishes<'c>,
    plain: Arc<RuleSet>,
    /// The files that set something.
    pub(super) files: Vec<ConfigFile>,
    folder: PathBuf,
    /// What was furnished so far; threads share it.
    desks: Mutex<Vec<Furnished>>,
}

/// A desk, the settings it was made by, and whether those came with what was handed in.
type Furnished = ((Settings, bool), Arc<Desk>);

/// What one document is checked by.
pub(super) struct Desk {
    pub(super) rules: Arc<RuleSet>,
    pub(super) options: run::Options,
}

impl<'c> Office<'c> {
    pub(super) fn open(flags: &Rules, config: &'c Located, wishes: Wishes<'c>) -> Result<Self, Stop> {
        let plain = Arc::new(flags.plain(config)?);
        let early = config.settings.settings.stage.filter(|stage| wishes.stage.is_none() && !stage.asks_gates());
        let own = config.is_there().then(|| ConfigFile { early, ..config.file() });
        let inside = |name: &str| {
            config.settings.rules.iter().any(|r| name.ends_with(r.get_ref().as_str())) && config.holds(name)
        };
        let rules =
            plain.own_files().map(|f| ConfigFile { path: f.name.clone(), inside: inside(&f.name), early: None });
        let files = own.into_iter().chain(rules).collect();
        Ok(Self { config, wishes, plain, files, folder: config.true_folder(), desks: Mutex::new(Vec::new()) })
    }

    /// The same with the SHA-256 of each, for the journal.
    pub(super) fn digests(&self) -> Vec<(String, String)> {
        let rules = self.plain.own_files().map(|f| (f.name.clone(), sha256(f.text.as_bytes())));
        self.config.digest().into_iter().chain(rules).collect()
    }

    /// What holds where no override fits.
    pub(super) fn base(&self) -> Arc<Desk> {
        self.desk(self.config.settings.settings.clone(), self.config.came_with(None))
    }

    /// What holds for a packet, by the path of its main document. Its files are recognised again when its chain gives
    /// the labels of its form another meaning.
    pub(super) fn take_in(&self, packet: &mut Packet) -> Arc<Desk> {
        let handed = self.config.came_with(Some(&real(&packet.path)));
        if self.config.settings.overrides.is_empty() {
            return self.desk(self.config.settings.settings.clone(), handed);
        }
        let settings = self.config.settings.at(&self.inside(&main_path(packet)));
        let other_chain = settings.chain != self.config.settings.settings.chain;
        let desk = self.desk(settings, handed);
        if other_chain {
            packet.recognise(&desk.rules.terms);
        }
        desk
    }

    fn desk(&self, settings: Settings, handed: bool) -> Arc<Desk> {
        let mut desks = self.desks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, desk)) = desks.iter().find(|((known, same), _)| *known == settings && *same == handed) {
            return Arc::clone(desk);
        }
        let desk = Arc::new(self.furnish(&settings, handed));
        desks.push(((settings, handed), Arc::clone(&desk)));
        desk
    }

    /// `handed`: the settings came with what was handed in, so that nothing passes by them.
    fn furnish(&self, settings: &Settings, handed: bool) -> Desk {
        let words = |list: &[Word]| -> Vec<String> { list.iter().map(|w| w.get_ref().clone()).collect() };
        let mut rules = Arc::clone(&self.plain);
        let mut adjust = |select: &[String], ignore: &[String], severity: &[(String, Severity)], by: &str| {
            if !(select.is_empty() && ignore.is_empty() && severity.is_empty()) {
                Arc::make_mut(&mut rules).adjust(select, ignore, severity, by);
            }
        };
        // What the command line selects takes the place of what the file selects; the rest comes on top of it.
        let wishes = &self.wishes;
        let selected = if wishes.select.is_empty() { words(&settings.select) } else { Vec::new() };
        let severity = settings.severity.iter().map(|(rule, level)| (rule.get_ref().clone(), *level));
        adjust(&selected, &words(&settings.ignore), &severity.collect::<Vec<_>>(), &self.config.file().words());
        adjust(wishes.select, &[], &[], "--select");
        adjust(&[], wishes.ignore, &[], "--ignore");
        adjust(&[], &[], wishes.severity, "--severity");
        // A choice that is not known has stopped the run before.
        if let Some(chain) = settings.chain.as_ref().and_then(|choice| choice.get_ref().chain(&rules.terms).ok()) {
            Arc::make_mut(&mut rules).terms.follow(chain);
        }
        let stage = self.wishes.stage.or(settings.stage).unwrap_or_default();
        let stage_by = (handed && self.wishes.stage.is_none()).then(|| self.config.name.clone());
        let doubted = handed && self.config.settings.redefines();
        let inside = self.files.iter().filter(|file| doubted && file.inside).map(|file| file.path.clone()).collect();
        let organisation = self.config.settings.organisation.clone();
        Desk { rules, options: run::Options { stage, today: self.wishes.today, organisation, inside, stage_by } }
    }

    /// Whether every rule of a glob is asked at a desk.
    pub(super) fn asks(&self, desk: &Desk, rule: &str) -> bool {
        let mut named = self.plain.rules.iter().filter(|r| glob(rule, &r.id));
        named.all(|r| desk.rules.rules.iter().any(|kept| kept.id == r.id))
    }

    /// A path as the globs of the configuration see it.
    pub(super) fn inside(&self, path: &str) -> String {
        let full = true_path(&real(path));
        full.strip_prefix(&self.folder).map_or_else(|_| path.to_owned(), show)
    }

    /// What of the configuration's folder the paths of a run cover: an empty one is all of it.
    pub(super) fn covered(&self, paths: &[PathBuf]) -> Vec<String> {
        let of = |path: &PathBuf| {
            let full = true_path(path);
            let above = self.folder.starts_with(&full);
            if above { Some(String::new()) } else { full.strip_prefix(&self.folder).ok().map(show) }
        };
        paths.iter().filter_map(of).collect()
    }
}

/// A rule that the command line names and no office knows is a mistake.
pub(super) fn known_wishes<'o, 'c: 'o>(
    flags: &Rules,
    wishes: Wishes<'_>,
    offices: impl Iterator<Item = &'o Office<'c>> + Clone,
) -> Result<(), Stop> {
    let named = wishes.severity.iter().map(|(rule, _)| ("--severity", rule));
    let named = named.chain(wishes.select.iter().map(|rule| ("--select", rule)));
    for (flag, rule) in named.chain(wishes.ignore.iter().map(|rule| ("--ignore", rule))) {
        let mut told = None;
        for office in offices.clone() {
            told = flags.known(&office.plain)?.get().rule(rule);
            if told.is_none() {
                break;
            }
        }
        if let Some(problem) = told {
            let help = problem.help.map_or(String::new(), |h| format!("；{h}"));
            return Err(Stop(format!("参数有误：{flag} {rule}：{}{help}", problem.message)));
        }
    }
    Ok(())
}

/// The path of a packet's main document, as handed in.
fn main_path(packet: &Packet) -> String {
    match packet.main.and_then(|m| packet.files.get(m)) {
        Some(main) if !packet.path.ends_with(&main.name) => format!("{}/{}", packet.path, main.name),
        _ => packet.path.clone(),
    }
}
