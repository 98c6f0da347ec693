//! Rules and configuration of a run: the shipped ones, those of `sanbu.toml`, those of the command line.

use crate::disk::terminal::{lang, speak};
use sanbu::lang::{Lang, Words};
use sanbu::words;
use std::io::{self, IsTerminal};
use std::path::{Component, Path, PathBuf};

use clap::Args;
use sanbu::limits;
use sanbu::problem::Problem;
use sanbu::render::Problems;
use sanbu::rule::{RuleFile, RuleSet};
use sanbu::session::{self, Loaded, Refused, SettingsFile};

use crate::disk::input;
use crate::disk::io_message;
use crate::disk::output::{Outputs, Role};
use crate::disk::paths::{real, show, true_path};
use crate::disk::terminal;
use crate::stop::{Stop, io_words};

#[derive(Debug, Args)]
pub(super) struct Rules {
    /// 另加规则文件或文件夹（可写多次）
    #[arg(long = "rules", value_name = "文件|文件夹")]
    extra: Vec<PathBuf>,
    /// 不用随程序附带的规则
    #[arg(long)]
    no_default_rules: bool,
    /// 配置文件；不写则从被检查的路径向上找 sanbu.toml
    #[arg(long, value_name = "文件")]
    config: Option<PathBuf>,
    /// 不用 sanbu.toml
    #[arg(long, conflicts_with = "config")]
    isolated: bool,
}

/// Settings with the folder that their paths are named from.
#[derive(Default)]
pub(super) struct Located {
    pub(super) settings: SettingsFile,
    path: PathBuf,
    folder: PathBuf,
    /// The paths that it was found from and that hold it, in their one true spelling.
    handed: Vec<PathBuf>,
}

impl Located {
    fn read(path: &Path) -> Result<Self, Stop> {
        let text = input::text(path, limits::TOML)
            .map_err(|e| Stop(words!("读不了配置文件 {path}：{why}", path = show(path), why = io_message(&e))))?;
        let settings = SettingsFile::read(show(path), text).map_err(stop)?;
        settings.config.lang.into_iter().for_each(speak);
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(Self { settings, path: path.to_path_buf(), folder, handed: Vec::new() })
    }

    /// The file; none where the run has no settings.
    pub(super) fn path(&self) -> Option<&Path> {
        self.settings.is_there().then_some(self.path.as_path())
    }

    /// With the paths that it is found from: whoever handed them in may have written it.
    fn found_from(mut self, paths: &[PathBuf]) -> Self {
        let own = true_path(&self.true_folder());
        let is_there = self.settings.is_there();
        let folders = paths.iter().filter(|path| is_there && path.is_dir()).map(|path| true_path(path));
        self.handed = folders.filter(|path| own.starts_with(path)).collect();
        self.settings.handed_in = !self.handed.is_empty();
        self
    }

    /// It came with what was handed in, so that no packet may pass by it: not where the program was started, unless the
    /// packet itself holds it.
    pub(super) fn came_with(&self, packet: Option<&Path>) -> bool {
        if self.handed.is_empty() {
            return false;
        }
        let own = true_path(&self.true_folder());
        let here = std::env::current_dir().and_then(std::fs::canonicalize).is_ok_and(|here| here.starts_with(&own));
        !here || packet.is_some_and(|packet| true_path(packet) == own)
    }

    /// A file of settings lies in what was handed in.
    pub(super) fn holds(&self, path: &str) -> bool {
        !self.handed.is_empty() && self.handed.iter().any(|folder| true_path(&real(path)).starts_with(folder))
    }

    /// The files of its rules. What came with what was handed in names nothing outside its own folder.
    fn rule_files(&self) -> Result<Vec<RuleFile>, Stop> {
        let (mut files, mut lost) = (Vec::new(), Vec::new());
        for word in &self.settings.config.rules {
            match self.named(Path::new(word.get_ref())) {
                Ok(read) => files.extend(read),
                Err(problem) => lost.push(problem.at_least(word.span())),
            }
        }
        // What cannot be read is told at its place, with all that is wrong beside it.
        if !lost.is_empty() {
            lost.extend(session::misnamed(&self.settings));
            self.settings.without(lost).map_err(stop)?;
        }
        Ok(files)
    }

    fn named(&self, path: &Path) -> Result<Vec<RuleFile>, Problem> {
        if !self.handed.is_empty() && self.leads_out(path) {
            return Err(Problem::new(0..0, words!("rules 里的“{path}”在这个文件所在的文件夹之外", path = show(path))).help(
                "随送检文件夹来的 sanbu.toml 只能用自己文件夹里的规则；是本单位的，用 --config 指明它，或者放到上一级文件夹",
            ));
        }
        rule_files(&self.folder.join(path)).map_err(|stop| Problem::new(0..0, stop.0))
    }

    /// Whether a path, or a file of the folder that it is, lies outside the folder of the settings, links followed.
    fn leads_out(&self, path: &Path) -> bool {
        let mut depth = 0_i32;
        let climbs = path.components().any(|part| {
            depth += match part {
                Component::Normal(_) => 1,
                Component::ParentDir => -1,
                Component::CurDir => 0,
                Component::RootDir | Component::Prefix(_) => return true,
            };
            depth < 0
        });
        let own = self.true_folder();
        let outside = |path: &PathBuf| std::fs::canonicalize(path).is_ok_and(|path| !path.starts_with(&own));
        let full = self.folder.join(path);
        climbs || outside(&full) || rule_paths(&full).is_ok_and(|paths| paths.iter().any(outside))
    }

    /// Its folder in the one true spelling.
    pub(super) fn true_folder(&self) -> PathBuf {
        let folder = if self.folder.as_os_str().is_empty() { Path::new(".") } else { &self.folder };
        std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf())
    }
}

impl Rules {
    /// Whether the shipped rules are in force.
    pub(super) fn shipped(&self) -> bool {
        !self.no_default_rules
    }

    /// The rule files that the command line names.
    pub(super) fn extra(&self) -> &[PathBuf] {
        &self.extra
    }

    /// The configuration of a run with one set of rules: that of the first path that has one.
    pub(super) fn config(&self, paths: &[PathBuf]) -> Result<Located, Stop> {
        let found = self.config.clone().or_else(|| paths.iter().find_map(|path| self.found_by(path)));
        let located = found.map_or_else(|| Ok(Located::default()), |path| Located::read(&path))?;
        Ok(if self.config.is_none() { located.found_from(paths) } else { located })
    }

    /// The paths by the configuration that each finds upwards, in order of first appearance.
    pub(super) fn configs(&self, paths: &[PathBuf]) -> Result<Vec<(Located, Vec<PathBuf>)>, Stop> {
        let mut groups: Vec<(Option<PathBuf>, Vec<PathBuf>)> = Vec::new();
        for path in paths {
            let own = self.config.clone().or_else(|| self.found_by(path));
            match groups.iter_mut().find(|(config, _)| *config == own) {
                Some((_, group)) => group.push(path.clone()),
                None => groups.push((own, vec![path.clone()])),
            }
        }
        let located = |config: Option<PathBuf>| config.map_or_else(|| Ok(Located::default()), |p| Located::read(&p));
        // What the command line names is the office's own, wherever it lies.
        let found = |config: Located, group: &[PathBuf]| match self.config {
            Some(_) => config,
            None => config.found_from(group),
        };
        groups.into_iter().map(|(config, group)| Ok((found(located(config)?, &group), group))).collect()
    }

    /// The settings that a path finds upwards, unless it is to find none.
    fn found_by(&self, path: &Path) -> Option<PathBuf> {
        if self.isolated { None } else { upwards(path) }
    }

    /// The rules under the chain of the office, with the examples of all.
    pub(super) fn with_examples(&self, config: &Located) -> Result<RuleSet, Stop> {
        self.read(config)?.with_examples(&config.settings).map_err(stop)
    }

    /// The rules for checking and the words of the office, under no chain yet.
    pub(super) fn for_checking(&self, config: &Located) -> Result<Loaded, Stop> {
        self.read(config)?.for_checking(&config.settings).map_err(stop)
    }

    /// Rule files and folders that the configuration and the command line name.
    fn named(&self, config: &Located) -> impl Iterator<Item = PathBuf> {
        let from_config = config.settings.config.rules.iter().map(|r| config.folder.join(r.get_ref()));
        from_config.chain(self.extra.iter().cloned())
    }

    /// No output goes into what sets the run.
    pub(super) fn protect(&self, config: &Located, outputs: &mut Outputs) {
        outputs.protect(Role::Settings, config.settings.is_there().then_some(config.path.as_path()));
        for path in self.named(config) {
            rule_paths(&path).into_iter().flatten().for_each(|file| outputs.protect(Role::Rules, [file.as_path()]));
        }
    }

    /// Reads all rule files; whatever the configuration names is there.
    fn read(&self, config: &Located) -> Result<session::Rules, Stop> {
        let mut own = config.rule_files()?;
        for path in &self.extra {
            own.extend(rule_files(path)?);
        }
        Ok(session::Rules { shipped: !self.no_default_rules, own })
    }
}

/// A rule file, or all of a folder.
fn rule_files(path: &Path) -> Result<Vec<RuleFile>, Stop> {
    let fail = |e: io::Error| {
        Stop(words!(
            "读不了规则文件“{path}”：{kind}",
            path = show(path),
            kind = if e.kind() == io::ErrorKind::NotFound {
                Words::from("没有这个文件，请核对路径")
            } else {
                io_message(&e)
            }
        ))
    };
    let mut room = limits::RULES;
    let read = |p: PathBuf| {
        let text = input::text(&p, limits::TOML.min(room)).map_err(fail)?;
        room -= text.len();
        session::rule_file(show(&p), text).map_err(stop)
    };
    rule_paths(path).map_err(fail)?.into_iter().map(read).collect()
}

/// A file, or the rule files of a folder in order.
fn rule_paths(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let entries = std::fs::read_dir(path)?.filter_map(Result::ok).map(|e| e.path());
    let mut paths: Vec<PathBuf> = entries.filter(|p| p.extension().is_some_and(|e| e == "toml")).collect();
    paths.sort();
    Ok(paths)
}

/// Says all mistakes at their places; what is left to say is how many there are.
fn stop(refused: Refused) -> Stop {
    let (files, problems) = match refused {
        Refused::Told(told) => return Stop(told),
        Refused::Mistakes { files, problems } => (files, problems),
    };
    let mut stderr = io::stderr();
    let color = stderr.is_terminal() && terminal::likes_color();
    let width = if stderr.is_terminal() { terminal::columns() } else { None };
    let problems = Problems { files: &files, problems: &problems, color, width, lang: lang() };
    problems.write(&mut stderr).map_or_else(|e| Stop(io_words(&e)), |()| Stop(problems.count()))
}

/// The language that the settings of the current folder name, whatever else is wrong with them.
pub(super) fn lang_here() -> Option<Lang> {
    let path = upwards(Path::new("."))?;
    let text = input::text(&path, limits::TOML).ok()?;
    SettingsFile::read(show(&path), text).ok()?.config.lang
}

/// `sanbu.toml` in the folder of a path or above it.
fn upwards(path: &Path) -> Option<PathBuf> {
    let full = std::path::absolute(path).ok()?;
    // Whatever bears the name: settings that cannot be read are not as good as none.
    full.ancestors().map(|a| a.join("sanbu.toml")).find(|c| c.symlink_metadata().is_ok())
}
