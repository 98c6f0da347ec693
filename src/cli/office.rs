//! Settings at work where they lie on disk: which paths they speak of, and whether they came with what was handed in.

use sanbu::lang::Words;
use sanbu::words;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use sanbu::date::Date;
use sanbu::finding::{Severity, Stage};
use sanbu::packet::Packet;
use sanbu::session::{CommandLine, InForce, Session};

use super::options::{iso_date, named, one_of};
use super::rules::{Located, Rules};
use crate::disk::paths::{real, show, true_path};
use crate::stop::Stop;

/// By what is judged, as far as the command line says.
#[derive(Debug, Args)]
pub(super) struct Asked {
    /// 公文所处的阶段；不写则看 sanbu.toml，没有设定就是 print
    #[arg(long, value_name = "阶段", value_parser = one_of(&Stage::ALL, Stage::id, Stage::word))]
    stage: Option<Stage>,
    /// 只用这些规则（编号，可用 *）
    #[arg(long, value_name = "规则")]
    select: Vec<String>,
    /// 不用这些规则（编号，可用 *）
    #[arg(long, value_name = "规则")]
    ignore: Vec<String>,
    /// 改变规则的轻重，如 FORM-node-a=警告（error 错误、warning 警告、info 提示）
    #[arg(long, value_name = "规则=轻重", value_parser = severity_pair)]
    severity: Vec<(String, Severity)>,
    /// 当天日期，用来判断日期是不是在将来
    #[arg(long, value_name = "年-月-日", value_parser = iso_date)]
    pub(super) today: Option<Date>,
}

impl Asked {
    pub(super) fn command_line(&self) -> CommandLine<'_> {
        let Self { stage, select, ignore, severity, today } = self;
        CommandLine { stage: *stage, select, ignore, severity, today: *today }
    }
}

fn severity_pair(text: &str) -> Result<(String, Severity), Words> {
    let (rule, level) = text.split_once('=').ok_or("应写成 规则=轻重")?;
    let severity = named(&Severity::ALL, Severity::id, Severity::word, level)?;
    Ok((rule.to_owned(), severity))
}

/// The settings and rules of paths that share a `sanbu.toml`.
pub(super) struct Office<'c> {
    pub(super) config: &'c Located,
    pub(super) session: Session<'c>,
    /// The folder that paths in the settings are named from.
    folder: PathBuf,
}

impl<'c> Office<'c> {
    pub(super) fn open(flags: &Rules, config: &'c Located, command_line: CommandLine<'c>) -> Result<Self, Stop> {
        let loaded = flags.for_checking(config)?;
        let session = Session::new(&config.settings, loaded, command_line, |name| config.holds(name));
        Ok(Self { config, session, folder: config.true_folder() })
    }

    /// What holds where no override fits.
    pub(super) fn base(&self) -> Arc<InForce> {
        self.session.base(self.config.came_with(None))
    }

    /// What holds for a packet; its files are recognised again where that changes what they say.
    pub(super) fn of_packet(&self, packet: &mut Packet) -> Arc<InForce> {
        let handed_in = self.config.came_with(Some(&real(&packet.path)));
        self.session.of_packet(packet, |path| self.inside(path), handed_in)
    }

    /// A path as the globs of the settings see it.
    pub(super) fn inside(&self, path: &str) -> String {
        let full = true_path(&real(path));
        full.strip_prefix(&self.folder).map_or_else(|_| path.to_owned(), show)
    }

    /// What of the settings' folder the paths of a run cover: an empty one is all of it.
    pub(super) fn covered(&self, paths: &[PathBuf]) -> Vec<String> {
        let of = |path: &PathBuf| {
            let full = true_path(path);
            let above = self.folder.starts_with(&full);
            if above { Some(String::new()) } else { full.strip_prefix(&self.folder).ok().map(show) }
        };
        paths.iter().filter_map(of).collect()
    }
}

/// The settings of all groups: where one is searched, those of another are used too.
pub(super) fn settings(configs: &[(Located, Vec<PathBuf>)]) -> impl Iterator<Item = &Path> {
    configs.iter().filter_map(|(config, _)| config.path())
}

/// An office for each group of paths that share a `sanbu.toml`, with these paths.
pub(super) fn offices<'c>(
    flags: &Rules,
    configs: &'c [(Located, Vec<PathBuf>)],
    command_line: CommandLine<'c>,
) -> Result<Vec<(Office<'c>, &'c [PathBuf])>, Stop> {
    let open = |(config, paths): &'c (Located, Vec<PathBuf>)| {
        Office::open(flags, config, command_line).map(|office| (office, paths.as_slice()))
    };
    // All are opened, so that the mistakes of all are told.
    let (offices, stops): (Vec<_>, Vec<_>) = configs.iter().map(open).partition(Result::is_ok);
    let stops: Vec<Words> = stops.into_iter().filter_map(Result::err).map(|stop| stop.0).collect();
    if !stops.is_empty() {
        return Err(Stop(Words::joined(stops, "　")));
    }
    let offices: Vec<_> = offices.into_iter().filter_map(Result::ok).collect();
    all_rules_known(command_line, offices.iter().map(|(office, _)| office))?;
    Ok(offices)
}

/// A rule that the command line names and no settings know is a mistake.
fn all_rules_known<'o, 'c: 'o>(
    command_line: CommandLine<'_>,
    offices: impl Iterator<Item = &'o Office<'c>> + Clone,
) -> Result<(), Stop> {
    let CommandLine { select, ignore, severity, .. } = command_line;
    let named = severity.iter().map(|(rule, _)| ("--severity", rule));
    let named = named.chain(select.iter().map(|rule| ("--select", rule)));
    for (flag, rule) in named.chain(ignore.iter().map(|rule| ("--ignore", rule))) {
        let told: Option<Vec<_>> = offices.clone().map(|office| office.session.unknown(rule)).collect();
        if let Some(problem) = told.and_then(|told| told.into_iter().next_back()) {
            return Err(Stop(words!(
                "参数有误：{flag} {rule}：{in_one_line}",
                flag,
                rule,
                in_one_line = problem.in_one_line()
            )));
        }
    }
    Ok(())
}
