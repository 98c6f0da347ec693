//! `sanbu check`: findings, gates and conclusion.

use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use sanbu::finding::{Report, Stage, Totals, UnreadableFile};
use sanbu::log::sha256;
use sanbu::packet::Packet;
use sanbu::render::{self, Format};

use super::baseline::Known;
use super::office::{Asked, Office, offices};
use super::options::{FailOn, Force, HELP, Help, one_of};
use super::part::{Checked, Keep, Part, checked};
use super::rules::{Located, Rules};
use super::teller::Teller;
use crate::disk::input;
use crate::disk::journal::Journal;
use crate::disk::output::{Kind, Output, Outputs, Role};
use crate::disk::signals;
use crate::disk::terminal::tell;
use crate::disk::walk::Walk;
use crate::stop::Stop;

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
pub(super) struct Check {
    /// 文件、文件夹，或 - 表示标准输入；不写则检查当前文件夹
    paths: Vec<PathBuf>,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    rules: Rules,
    /// 有这样的问题时退出码为1
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// 输出形式
    #[arg(long, value_parser = one_of(&Format::ALL, Format::name), default_value = Format::Pretty.name())]
    format: Format,
    /// 写到文件，- 是标准输出
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
    /// 标准输入的文件名
    #[arg(long, value_name = "名称", default_value = "标准输入.txt")]
    stdin_filename: String,
    /// 颜色
    #[arg(long, value_enum, default_value_t = ColorArg::Auto)]
    color: ColorArg,
    /// 只输出结论
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    help: Help,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ColorArg {
    Auto,
    Always,
    Never,
}

impl Check {
    pub(super) fn run(&self) -> Result<u8, Stop> {
        let paths = if self.paths.is_empty() { vec![PathBuf::from(".")] } else { self.paths.clone() };
        let configs = self.rules.configs(&paths)?;
        let mut offices = offices(&self.rules, &configs, self.asked.command_line())?;
        let mut outputs = self.outputs(&paths, offices.iter().map(|(office, _)| office.config));
        let output = outputs.claim(self.output.as_deref().unwrap_or(Path::new("-")), Kind::Report(self.format))?;
        let written = self.write_baseline.as_deref().map(|path| outputs.claim(path, Kind::Baseline)).transpose()?;
        let mut known = Known::open(self.baseline.as_deref(), written)?;
        let journal = self.log.as_deref().map(|path| Journal::open(path, &mut outputs)).transpose()?;
        let mut report: Option<Report> = None;
        let stage = offices.first().map_or_else(Stage::default, |(o, _)| o.base().options.stage);
        let mut teller = self.teller(stage, &output);
        // Who waits for standard input is ended at once.
        if !paths.iter().any(|path| path.as_os_str() == "-") {
            signals::watch();
        }
        for (office, paths) in &mut offices {
            if signals::caught().is_some() {
                break;
            }
            let used = configs.iter().filter_map(|(config, _)| config.path());
            let part = self.part(office, (paths, used), (&mut known, &mut teller), &outputs, journal.as_ref())?;
            report = Some(match report {
                Some(before) => joined(before, part),
                None => part,
            });
        }
        let mut report = report.unwrap_or_default();
        report.interrupted = signals::caught().is_some();
        if !report.interrupted {
            known.close()?;
        }
        let totals = self.write(teller, &output, &mut report)?;
        let code = signals::caught().unwrap_or_else(|| self.fail_on.of_run(&totals, !report.unreadable.is_empty()));
        // The program ends here, and the system takes back the memory of many findings sooner than we could.
        std::mem::forget((report, offices));
        Ok(code)
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
        (paths, used): (&[PathBuf], impl Iterator<Item = &'l Path>),
        (known, teller): (&mut Known, &mut Teller<'_>),
        outputs: &Outputs,
        journal: Option<&Journal>,
    ) -> Result<Report, Stop> {
        let mut part = Part::open(office, known, journal, self.asked.today);
        let (base, with_digests) = (office.base(), journal.is_some());
        let keep = if self.format.shows_papers() { Keep::Papers } else { Keep::Nothing };
        let work = |packet: Packet| checked(packet, office, keep);
        let mut sink = |checked: Result<Checked, UnreadableFile>| part.take(checked, teller);
        let mut walk = Walk::new(&base.rules.terms, self.jobs, &work, &mut sink);
        walk.with_digests(with_digests);
        walk.leave_alone(outputs.paths().chain(&self.baseline));
        walk.uses(used);
        for path in paths {
            if path.as_os_str() == "-" {
                let read = input::document(&self.stdin_filename, None, io::stdin());
                walk.single(&self.stdin_filename, read.as_deref().map_err(Clone::clone));
            } else {
                walk.add(path);
            }
        }
        let (unreadable, skipped_files) = walk.close(tell);
        Ok(Report { skipped_files, ..part.close(paths, unreadable)? })
    }

    fn teller(&self, stage: Stage, output: &Output) -> Teller<'static> {
        let color = match self.color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => output.is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        };
        let to: Box<dyn Write> = Box::new(BufWriter::new(io::stdout().lock()));
        let options = render::Options { color, quiet: self.quiet };
        Teller::new(self.format, stage, options, to, !output.is_standard())
    }

    /// Ends what is told; gives what is counted.
    fn write(&self, teller: Teller<'_>, output: &Output, report: &mut Report) -> Result<Totals, Stop> {
        let bytes = teller.close(report)?;
        if report.interrupted && !output.is_standard() && output.is_there() {
            tell(format_args!("中途停止：{} 没有改动，仍是原来的", output.shown()));
        } else if !output.is_standard() {
            output.write(&bytes)?;
        }
        Ok(report.totals())
    }
}

/// Two parts of a run as one report; different rules have a digest of both.
fn joined(mut report: Report, part: Report) -> Report {
    if report.digest != part.digest {
        report.digest = format!("sha256:{}", sha256(format!("{}{}", report.digest, part.digest).as_bytes()));
        report.packs.extend(part.packs.into_iter().filter(|p| !report.packs.contains(p)).collect::<Vec<_>>());
    }
    report.config.extend(part.config.into_iter().filter(|f| !report.config.contains(f)).collect::<Vec<_>>());
    report.packets.extend(part.packets);
    report.collection.extend(part.collection);
    report.hidden = report.hidden.and(part.hidden);
    report.unreadable.extend(part.unreadable);
    report.skipped_files += part.skipped_files;
    report
}

fn number_of_jobs(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| "应写成1以上的整数".to_owned())
}
