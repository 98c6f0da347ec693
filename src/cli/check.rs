//! `sanbu check`: findings, gates and conclusion.

use sanbu::lang::Words;
use sanbu::words;
use std::io;
use std::mem::ManuallyDrop;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;
use sanbu::finding::{Report, Skipped, Stage, UnreadableFile};
use sanbu::log::sha256;
use sanbu::packet::Packet;
use sanbu::render::Format;

use super::baseline::Known;
use super::listing::{self, Listed};
use super::office::{Asked, Office, offices, settings};
use super::options::{Failing, Force, HELP, Help};
use super::papers::Papers;
use super::part::{Checked, Keep, Part, checked};
use super::rules::{Located, Rules};
use super::screen::Screen;
use super::teller::{Teller, Wanted};
use crate::disk::exclude::Exclude;
use crate::disk::input;
use crate::disk::journal::Journal;
use crate::disk::output::{Kind, Outputs, Role};
use crate::disk::progress::Progress;
use crate::disk::signals;
use crate::disk::terminal::{for_screen, tell};
use crate::disk::walk::Walk;
use crate::stop::Stop;

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
pub(super) struct Check {
    #[command(flatten)]
    papers: Papers,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    rules: Rules,
    #[command(flatten)]
    failing: Failing,
    /// 输出形式：pretty、short、json、jsonl、html、csv、xlsx、sarif、junit、github；写 形式=文件 的另外写到那个文件，可以写几次 [缺省：pretty]
    #[arg(long, value_name = "形式[=文件]", value_parser = Wanted::parse)]
    format: Vec<Wanted>,
    /// 写到文件，- 是标准输出；没有写 --format 的，看文件的扩展名
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// 检查留痕：每件记一行，接在文件后面
    #[arg(long, value_name = "文件")]
    log: Option<PathBuf>,
    /// 同时用几个线程 [缺省：处理器的个数]；结果与个数无关
    #[arg(long, value_name = "个数", value_parser = number_of_jobs)]
    jobs: Option<NonZeroUsize>,
    /// 基线：里面有的问题不再列出；关口的结论不变，不得印制的退出码仍然是1
    #[arg(long, value_name = "文件")]
    baseline: Option<PathBuf>,
    /// 把这次查出的问题写成基线，以后用 --baseline 略过
    #[arg(long, value_name = "文件")]
    write_baseline: Option<PathBuf>,
    /// 只列出会读哪些文件、各算哪一份公文的什么，不检查
    #[arg(long)]
    list_files: bool,
    #[command(flatten)]
    screen: Screen,
    #[command(flatten)]
    help: Help,
}

impl Check {
    pub(super) fn run(&self) -> Result<u8, Stop> {
        let paths = self.papers.paths()?;
        let configs = self.rules.configs(&paths)?;
        // The rules go with the process: to take them apart piece by piece would take as long as to judge a draft.
        let offices = ManuallyDrop::new(offices(&self.rules, &configs, self.asked.command_line())?);
        let exclude = Exclude::new(&self.papers.exclude);
        let mut outputs = self.outputs(&paths, offices.iter().map(|(office, _)| office.config));
        if self.list_files {
            return self.list(&offices, &exclude, &mut outputs);
        }
        let stage = offices.first().map_or_else(Stage::default, |(o, _)| o.base().options.stage);
        let progress = self.progress(&paths);
        let look = |output: &_| self.screen.options(output);
        let digest = offices.iter().map(|(o, _)| o.base().rules.digest().to_owned()).reduce(|a, b| both(&a, &b));
        let made = (stage, digest.as_deref().unwrap_or_default());
        let mut teller = Teller::open(made, &look, &self.format, self.output.as_deref(), &mut outputs, &progress)?;
        let written = self.write_baseline.as_deref().map(|path| outputs.claim(path, Kind::Baseline)).transpose()?;
        let mut known = Known::open(self.baseline.as_deref(), written)?;
        let journal = self.log.as_deref().map(|path| Journal::open(path, &mut outputs)).transpose()?;
        let mut report: Option<Report> = None;
        // Who waits for standard input is ended at once.
        if !paths.iter().any(|path| path.as_os_str() == "-") {
            signals::watch();
        }
        for (office, paths) in offices.iter() {
            if signals::caught().is_some() {
                break;
            }
            let used = settings(&configs);
            let told = (&mut known, &mut teller, &progress);
            let part = self.part(office, (paths, used, &exclude), told, &outputs, journal.as_ref())?;
            report = Some(match report {
                Some(before) => joined(before, part),
                None => part,
            });
        }
        let mut report = report.unwrap_or_default();
        report.interrupted = signals::caught().is_some();
        report.excluded = exclude.told();
        let idle = exclude.idle();
        if !idle.is_empty() && !report.interrupted {
            tell(words!("没有用上：--exclude {globs}：没有这样的文件和文件夹", globs = Words::list(idle)));
        }
        if !report.interrupted {
            known.close()?;
        }
        progress.end();
        teller.close(&mut report)?;
        let totals = report.totals();
        Ok(signals::caught().unwrap_or_else(|| self.failing.fail_on.of_run(&totals, !report.unreadable.is_empty())))
    }

    /// The outputs of the run, with all that it reads kept from them.
    fn outputs<'l>(&self, paths: &[PathBuf], configs: impl Iterator<Item = &'l Located>) -> Outputs {
        let mut outputs = Outputs::new(self.force.force);
        outputs.protect(Role::Paper, paths.iter().map(PathBuf::as_path));
        outputs.protect(Role::Baseline, self.baseline.as_deref());
        configs.for_each(|config| self.rules.protect(config, &mut outputs));
        outputs
    }

    /// Checks the paths that share one configuration; `used` are those of the whole run.
    fn part<'l>(
        &self,
        office: &Office<'_>,
        (paths, used, exclude): (&[PathBuf], impl Iterator<Item = &'l Path>, &Exclude),
        (known, teller, progress): (&mut Known, &mut Teller, &Progress),
        outputs: &Outputs,
        journal: Option<&Journal>,
    ) -> Result<Report, Stop> {
        let mut part = Part::open(office, known, journal, self.asked.today);
        let (base, with_digests) = (office.base(), journal.is_some());
        let keep = if teller.shows_papers() { Keep::Papers } else { Keep::Nothing };
        let work = |packet: Packet| checked(packet, office, keep);
        let mut sink = |checked: Result<Checked, UnreadableFile>| part.take(checked, teller);
        let mut walk = Walk::new(&base.rules.terms, self.jobs, &work, &mut sink);
        walk.with_digests(with_digests);
        walk.leave_alone(outputs.paths().chain(&self.baseline));
        walk.uses(used);
        walk.watched(progress);
        self.walk(&mut walk, paths, exclude);
        let (unreadable, skipped) = walk.close(|text| progress.aside(|| tell(text)));
        Ok(Report { skipped, ..part.close(paths, unreadable)? })
    }

    /// Walks over paths, and takes what standard input holds.
    fn walk(&self, walk: &mut Walk<'_>, paths: &[PathBuf], exclude: &Exclude) {
        walk.exclude(exclude);
        for path in paths {
            if path.as_os_str() == "-" {
                let name = &self.papers.stdin_filename;
                let read = input::document(name, None, io::stdin());
                walk.single(name, read.as_deref().map_err(Clone::clone));
            } else {
                walk.add(path);
            }
        }
    }

    /// Only says what would be read.
    fn list(&self, offices: &[(Office<'_>, &[PathBuf])], exclude: &Exclude, outputs: &mut Outputs) -> Result<u8, Stop> {
        let format = self.format.first().map_or(Format::Pretty, Wanted::format);
        let is_known = [Format::Pretty, Format::Json, Format::Jsonl].contains(&format);
        if !is_known || self.format.iter().any(Wanted::has_file) {
            return Err(Stop(words!("参数有误：--list-files 写成 pretty、json 或 jsonl，写到文件用 -o")));
        }
        let output = outputs.claim(self.output.as_deref().unwrap_or(Path::new("-")), Kind::Report(format))?;
        let (mut listed, mut unreadable, mut skipped) = (Vec::new(), Vec::new(), Skipped::default());
        for (office, paths) in offices {
            let work = |packet: Packet| Listed::of(&packet);
            let mut sink = |packet| listed.push(packet);
            let base = office.base();
            let mut walk = Walk::new(&base.rules.terms, self.jobs, &work, &mut sink);
            walk.uses(offices.iter().filter_map(|(office, _)| office.config.path()));
            self.walk(&mut walk, paths, exclude);
            let (unread, passed_over) = walk.close(tell);
            unreadable.extend(unread);
            skipped.and(passed_over);
        }
        let list = listing::write(&listed, (&skipped, &exclude.told()), format)?;
        output.write(&if output.is_terminal() && format == Format::Pretty { for_screen(list) } else { list })?;
        unreadable
            .iter()
            .for_each(|file| tell(words!("无法读取：{path}：{message}", path = file.path, message = file.message)));
        Ok(if unreadable.is_empty() { 0 } else { 2 })
    }

    fn progress(&self, paths: &[PathBuf]) -> Progress {
        match self.screen.shows_progress() {
            true => Progress::of(paths.iter().map(PathBuf::as_path)),
            false => Progress::default(),
        }
    }
}

/// Two parts of a run as one report; different rules have a digest of both.
fn joined(mut report: Report, part: Report) -> Report {
    report.digest = both(&report.digest, &part.digest);
    report.packs.extend(part.packs.into_iter().filter(|p| !report.packs.contains(p)).collect::<Vec<_>>());
    report.config.extend(part.config.into_iter().filter(|f| !report.config.contains(f)).collect::<Vec<_>>());
    report.packets.extend(part.packets);
    report.collection.extend(part.collection);
    report.hidden = report.hidden.and(part.hidden);
    report.unreadable.extend(part.unreadable);
    report.skipped.and(part.skipped);
    report
}

/// The digest of two sets of rules.
fn both(one: &str, other: &str) -> String {
    match one == other {
        true => one.to_owned(),
        false => format!("sha256:{}", sha256(format!("{one}{other}").as_bytes())),
    }
}

fn number_of_jobs(text: &str) -> Result<NonZeroUsize, Words> {
    text.parse().map_err(|_| Words::from("应写成1以上的整数"))
}
