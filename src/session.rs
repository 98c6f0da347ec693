//! From settings to the rules in force: those of a `sanbu.toml`, as its overrides and the command line change them for each
//! path. Files come as names and texts: whoever calls has found and read them.

use std::sync::{Arc, Mutex, PoisonError};

use toml::de::{DeTable, DeValue};

use crate::config::{Config, Known, Settings, Word};
use crate::date::Date;
use crate::finding::{ConfigFile, Severity, Stage};
use crate::gate::glob;
use crate::lang::Words;
use crate::log::sha256;
use crate::packet::Packet;
use crate::problem::Problem;
use crate::rule::{RuleFile, RuleSet, RuleText, builtin_files};
use crate::run;
use crate::sort;
use crate::text::Text;
use crate::words;

/// Why no rules come of settings and rule files.
#[derive(Debug)]
pub enum Refused {
    /// In one line.
    Told(Words),
    /// Mistakes at their places.
    Mistakes {
        /// Name and text of each file.
        files: Vec<(String, Text)>,
        /// Each names its file by index.
        problems: Vec<Problem>,
    },
}

/// A `sanbu.toml`, or the lack of one.
#[derive(Debug, Default)]
pub struct SettingsFile {
    /// Its name; empty where there is no such file.
    pub name: String,
    /// What it says.
    pub config: Config,
    /// It lies in what was handed in, so that whoever handed that in may have written it.
    pub handed_in: bool,
    text: Text,
    /// Mistakes in it that are told with those that only the rules in force can show.
    problems: Vec<Problem>,
}

impl SettingsFile {
    /// Reads a settings file. Its mistakes are told all together when the rules are loaded.
    ///
    /// # Errors
    /// It is no settings file.
    pub fn read(name: String, text: String) -> Result<Self, Refused> {
        let text = Text::new(text);
        if !name.ends_with(".toml") || !Config::is_meant(text.as_str()) {
            let keys = Words::list(Config::keys());
            // Where it stands helps whoever has written it, and tells nothing of what stands there.
            let place = text.position(Config::first_mistake(&text));
            return Err(Refused::Told(words!(
                "{name}:{line}:{column} 不是配置文件，从这里起读不下去：应当是 .toml 文件，可以写的有：{keys}",
                name,
                line = place.line,
                column = place.column,
                keys
            )));
        }
        let (config, problems) = Config::read(&text);
        Ok(Self { name, config, handed_in: false, text, problems })
    }

    /// Whether there is such a file at all.
    pub fn is_there(&self) -> bool {
        !self.name.is_empty()
    }

    /// What reports say of it.
    pub fn file(&self) -> ConfigFile {
        ConfigFile { path: self.name.clone(), inside: self.handed_in, early: None }
    }

    /// The line of a byte.
    pub fn line_at(&self, byte: usize) -> usize {
        self.text.position(byte).line
    }

    /// The line in which a key of it stands, by the keys of the tables that it is in.
    pub fn line(&self, keys: &[&str]) -> Option<usize> {
        let (table, _) = DeTable::parse_recoverable(self.text.as_str());
        line_of(table.get_ref(), keys).map(|byte| self.line_at(byte))
    }

    /// The same in one of several tables of a name.
    pub fn line_in(&self, name: &str, number: usize, keys: &[&str]) -> Option<usize> {
        let (table, _) = DeTable::parse_recoverable(self.text.as_str());
        let all = table.get_ref().iter().find(|(key, _)| key.get_ref() == name)?.1;
        let DeValue::Array(all) = all.get_ref() else { return None };
        let DeValue::Table(one) = all.get(number)?.get_ref() else { return None };
        line_of(one, keys).map(|byte| self.line_at(byte))
    }

    /// With more mistakes in it, if there are any.
    ///
    /// # Errors
    /// All its mistakes.
    pub fn without(&self, more: Vec<Problem>) -> Result<(), Refused> {
        let files = || vec![(self.name.clone(), self.text.clone())];
        let mut problems = self.problems.clone();
        problems.extend(more.into_iter().filter(|problem| !self.problems.contains(problem)));
        sort::by_key(&mut problems, |problem| problem.range.start);
        if problems.is_empty() { Ok(()) } else { Err(Refused::Mistakes { files: files(), problems }) }
    }
}

/// The byte at which a key begins.
fn line_of(table: &DeTable<'_>, keys: &[&str]) -> Option<usize> {
    let (first, rest) = keys.split_first()?;
    let (key, value) = table.iter().find(|(key, _)| key.get_ref() == first)?;
    match value.get_ref() {
        _ if rest.is_empty() => Some(key.span().start),
        DeValue::Table(inner) => line_of(inner, rest),
        _ => None,
    }
}

/// Takes a text as a rule file.
///
/// # Errors
/// It is none. Nothing of it is quoted then: it may be any file.
pub fn rule_file(name: String, text: String) -> Result<RuleFile, Refused> {
    let file = RuleFile { text: text.into(), name };
    let what = "规则文件以 .toml 结尾，里面有 [[rule]]、[[word]]、[[gate]] 之类的项";
    if file.is_meant() {
        Ok(file)
    } else {
        Err(Refused::Told(words!("{file} 不是规则文件：{what}", file = file.name, what = Words::from(what))))
    }
}

/// The rule files of a run.
#[derive(Debug)]
pub struct Rules {
    /// With the shipped rules, and not only with their vocabulary.
    pub shipped: bool,
    /// Those of the settings and of the command line, in order.
    pub own: Vec<RuleFile>,
}

/// Rules with the words and chains of an office, under no chain yet.
#[derive(Debug)]
pub struct Loaded {
    set: RuleSet,
    /// The shipped rules, where they are not in force: settings may name them all the same.
    left_out: Option<RuleSet>,
}

impl Rules {
    /// What checks need of the rules.
    ///
    /// # Errors
    /// Mistakes in the rule files, and what the settings name and nobody knows.
    pub fn for_checking(self, settings: &SettingsFile) -> Result<Loaded, Refused> {
        self.load(settings, RuleSet::for_checking)
    }

    /// The rules under the chain of the office, with their examples.
    ///
    /// # Errors
    /// Those of [`Rules::for_checking`].
    pub fn with_examples(self, settings: &SettingsFile) -> Result<RuleSet, Refused> {
        let mut set = self.load(settings, RuleSet::load)?.set;
        // A choice that is not known was refused when the rules were loaded.
        if let Ok(Some(chain)) = settings.config.organisation.chosen_chain(&set.terms) {
            set.terms.follow(chain);
        }
        Ok(set)
    }

    fn load(
        self,
        settings: &SettingsFile,
        load: fn(Vec<RuleFile>) -> Result<RuleSet, Vec<Problem>>,
    ) -> Result<Loaded, Refused> {
        let mut files = if self.shipped { builtin_files() } else { vocabulary() };
        files.extend(self.own);
        let mut set = load(files.clone()).map_err(|mut problems| {
            let lost = lost_names(settings, &files);
            let mut files: Vec<_> = files.into_iter().map(|f| (f.name, Text::new(f.text.to_string()))).collect();
            let own = settings.problems.iter().cloned().chain(lost);
            problems.extend(own.map(|problem| Problem { file: files.len(), ..problem }));
            files.push((settings.name.clone(), settings.text.clone()));
            Refused::Mistakes { files, problems }
        })?;
        let left_out = (!self.shipped).then(RuleSet::builtin).transpose();
        let left_out = left_out.map_err(|problems| Refused::Mistakes { files: Vec::new(), problems })?;
        left_out.iter().for_each(|shipped| set.leave_out(shipped, "--no-default-rules"));
        set.count_in(settings.text.as_str());
        let own = &settings.config.chain;
        set.terms.chains.retain(|known| own.iter().all(|c| c.id != known.id));
        set.terms.chains.extend(own.iter().cloned());
        settings.config.organisation.introduce(&mut set.terms);
        set.terms.words.known.extend(settings.config.words.known.iter().cloned());
        // Where its rule files cannot be told, nobody knows which rules there are.
        let all_rules = settings.line(&["rules"]).is_none() || !settings.config.rules.is_empty();
        let known = known(&set, left_out.as_ref());
        settings.without(if all_rules { settings.config.mistakes(&known) } else { Vec::new() })?;
        Ok(Loaded { set, left_out })
    }
}

/// Rules and chains that settings name and nobody knows, where rule files have mistakes of their own: as far as these can
/// be read they say which there are.
fn lost_names(settings: &SettingsFile, files: &[RuleFile]) -> Vec<Problem> {
    let mut ids: Vec<String> = Vec::new();
    for file in files.iter().filter(|file| matches!(file.text, RuleText::Written(_))) {
        let (table, errors) = DeTable::parse_recoverable(&file.text);
        if !errors.is_empty() {
            return Vec::new();
        }
        table.get_ref().values().for_each(|value| ids_in(value.get_ref(), &mut ids));
    }
    let Ok(shipped) = RuleSet::builtin() else { return Vec::new() };
    let rules = shipped.rules.iter().map(|rule| rule.id.as_str()).chain(ids.iter().map(String::as_str)).collect();
    settings.config.lost_names(&Known { rules, people: Vec::new(), terms: &shipped.terms, is_all: true })
}

/// The same where a file that was to bring some cannot be read: only what is nearly a shipped name is surely wrong.
pub fn misnamed(settings: &SettingsFile) -> Vec<Problem> {
    let Ok(shipped) = RuleSet::builtin() else { return Vec::new() };
    let rules = shipped.rules.iter().map(|rule| rule.id.as_str()).collect();
    settings.config.lost_names(&Known { rules, people: Vec::new(), terms: &shipped.terms, is_all: false })
}

/// Whatever bears an id.
fn ids_in(value: &DeValue<'_>, ids: &mut Vec<String>) {
    match value {
        DeValue::Array(items) => items.iter().for_each(|item| ids_in(item.get_ref(), ids)),
        DeValue::Table(table) => {
            let own = table.get("id").and_then(|id| id.get_ref().as_str());
            ids.extend(own.map(str::to_owned));
            table.values().for_each(|value| ids_in(value.get_ref(), ids));
        }
        _ => {}
    }
}

/// What settings may name: rules that are shipped are known, whether or not they are in force.
fn known<'s>(set: &'s RuleSet, left_out: Option<&'s RuleSet>) -> Known<'s> {
    let rules = || set.rules.iter().chain(left_out.into_iter().flat_map(|shipped| &shipped.rules));
    Known {
        rules: rules().map(|r| r.id.as_str()).collect(),
        people: rules().filter_map(|r| r.check.people()).collect(),
        terms: &set.terms,
        is_all: true,
    }
}

/// Without the shipped rules their vocabulary still says what a document consists of.
fn vocabulary() -> Vec<RuleFile> {
    const FILES: [&str; 5] = ["terms.toml", "opinions.toml", "chains.toml", "registers.toml", "skeletons.toml"];
    builtin_files().into_iter().filter(|f| FILES.iter().any(|name| f.name.ends_with(name))).collect()
}

/// What the command line says beside the settings.
#[derive(Clone, Copy, Debug, Default)]
pub struct CommandLine<'a> {
    /// The stage, whatever the settings say.
    pub stage: Option<Stage>,
    /// Rules to run, instead of those that the settings select.
    pub select: &'a [String],
    /// Rules not to run either.
    pub ignore: &'a [String],
    /// Severities that have the last word.
    pub severity: &'a [(String, Severity)],
    /// The day taken for today.
    pub today: Option<Date>,
}

/// What one packet is checked by.
#[derive(Debug)]
pub struct InForce {
    /// The rules.
    pub rules: Arc<RuleSet>,
    /// The rest.
    pub options: run::Options,
}

/// The settings that differ between paths, and whether they came with what was handed in.
type Key = (Settings, bool);

/// Settings at work.
#[derive(Debug)]
pub struct Session<'s> {
    /// The settings.
    pub settings: &'s SettingsFile,
    command_line: CommandLine<'s>,
    plain: Arc<RuleSet>,
    left_out: Option<RuleSet>,
    files: Vec<ConfigFile>,
    /// What was worked out so far; threads share it.
    known: Mutex<Vec<(Key, Arc<InForce>)>>,
}

impl<'s> Session<'s> {
    /// Settings with their rules. `is_handed_in` tells whether a rule file lies in what was handed in.
    pub fn new(
        settings: &'s SettingsFile,
        loaded: Loaded,
        command_line: CommandLine<'s>,
        is_handed_in: impl Fn(&str) -> bool,
    ) -> Self {
        let Loaded { set, left_out } = loaded;
        let plain = Arc::new(set);
        let stage = settings.config.settings.stage;
        let early = stage.filter(|stage| command_line.stage.is_none() && !stage.asks_gates());
        let own = settings.is_there().then(|| ConfigFile { early, ..settings.file() });
        let named = |name: &str| settings.config.rules.iter().any(|rule| name.ends_with(rule.get_ref().as_str()));
        let inside = |name: &str| named(name) && is_handed_in(name);
        let rules =
            plain.own_files().map(|f| ConfigFile { path: f.name.clone(), inside: inside(&f.name), early: None });
        let files = own.into_iter().chain(rules).collect();
        Self { settings, command_line, plain, left_out, files, known: Mutex::default() }
    }

    /// The files that set something.
    pub fn files(&self) -> &[ConfigFile] {
        &self.files
    }

    /// The same with the SHA-256 of each, for the log.
    pub fn digests(&self) -> Vec<(String, String)> {
        let settings = self.settings;
        let own = settings.is_there().then(|| (settings.name.clone(), sha256(settings.text.as_str().as_bytes())));
        let rules = self.plain.own_files().map(|f| (f.name.clone(), sha256(f.text.as_bytes())));
        own.into_iter().chain(rules).collect()
    }

    /// What is wrong with a glob of rules that nobody knows.
    pub fn unknown(&self, rule: &str) -> Option<Problem> {
        known(&self.plain, self.left_out.as_ref()).rule(rule)
    }

    /// Whether every rule of a glob is asked.
    pub fn asks(&self, by: &InForce, rule: &str) -> bool {
        let mut named = self.plain.rules.iter().filter(|r| glob(rule, &r.id));
        named.all(|r| by.rules.rules.iter().any(|kept| kept.id == r.id))
    }

    /// What holds where no override fits. `handed_in`: the settings came with what was handed in, so that no gate passes
    /// by them.
    pub fn base(&self, handed_in: bool) -> Arc<InForce> {
        self.by((self.settings.config.settings.clone(), handed_in))
    }

    /// What holds for a packet, by the path of its main document; `place` makes that relative to the settings. Its files
    /// are recognised again when its chain gives the labels of its form another meaning.
    pub fn of_packet(&self, packet: &mut Packet, place: impl FnOnce(&str) -> String, handed_in: bool) -> Arc<InForce> {
        let config = &self.settings.config;
        if config.overrides.is_empty() {
            return self.base(handed_in);
        }
        let settings = config.at(&place(&main_path(packet)));
        let other_chain = settings.chain != config.settings.chain;
        let by = self.by((settings, handed_in));
        if other_chain {
            packet.recognise(&by.rules.terms);
        }
        by
    }

    fn by(&self, key: Key) -> Arc<InForce> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, by)) = known.iter().find(|(same, _)| *same == key) {
            return Arc::clone(by);
        }
        let by = Arc::new(self.work_out(&key.0, key.1));
        known.push((key, Arc::clone(&by)));
        by
    }

    fn work_out(&self, settings: &Settings, handed_in: bool) -> InForce {
        let words = |list: &[Word]| -> Vec<String> { list.iter().map(|w| w.get_ref().clone()).collect() };
        let mut rules = Arc::clone(&self.plain);
        let mut adjust = |select: &[String], ignore: &[String], severity: &[(String, Severity)], by: Words| {
            if !(select.is_empty() && ignore.is_empty() && severity.is_empty()) {
                Arc::make_mut(&mut rules).adjust(select, ignore, severity, by);
            }
        };
        // What the command line selects takes the place of what the file selects; the rest comes on top of it.
        let line = &self.command_line;
        let selected = if line.select.is_empty() { words(&settings.select) } else { Vec::new() };
        let severity = settings.severity.iter().map(|(rule, level)| (rule.get_ref().clone(), *level));
        let by_file = self.settings.file().words();
        adjust(&selected, &words(&settings.ignore), &severity.collect::<Vec<_>>(), by_file);
        adjust(line.select, &[], &[], "--select".into());
        adjust(&[], line.ignore, &[], "--ignore".into());
        adjust(&[], &[], line.severity, "--severity".into());
        // A choice that is not known was refused when the rules were loaded.
        if let Some(chain) = settings.chain.as_ref().and_then(|choice| choice.get_ref().chain(&rules.terms).ok()) {
            Arc::make_mut(&mut rules).terms.follow(chain);
        }
        let config = &self.settings.config;
        let redefined = handed_in && config.redefines();
        let inside = self.files.iter().filter(|file| redefined && file.inside).map(|file| file.path.clone());
        let options = run::Options {
            stage: line.stage.or(settings.stage).unwrap_or_default(),
            today: line.today,
            organisation: config.organisation.clone(),
            inside: inside.collect(),
            stage_by: (handed_in && line.stage.is_none()).then(|| self.settings.name.clone()),
        };
        InForce { rules, options }
    }
}

/// The path of a packet's main document, as handed in.
fn main_path(packet: &Packet) -> String {
    match packet.main.and_then(|m| packet.files.get(m)) {
        Some(main) if !packet.path.ends_with(&main.name) => format!("{}/{}", packet.path, main.name),
        _ => packet.path.clone(),
    }
}
