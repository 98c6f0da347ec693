//! The command line: clap structs, and what each command does with the library.

use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use sanbu::config::Config;
use sanbu::date::Date;
use sanbu::finding::{Report, Severity, Stage};
use sanbu::render::{self, Format, Problems};
use sanbu::rule::{RuleFile, RuleSet, builtin_files};
use sanbu::text::Text;
use sanbu::{inspect, run};

use crate::discover::{Found, show};

/// The help page, in Chinese.
const HELP: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// 公文合规检查：一份公文，能不能印。
#[derive(Debug, Parser)]
#[command(
    name = "sanbu",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    help_template = HELP,
    subcommand_help_heading = "命令",
    next_help_heading = "选项",
    after_help = "退出码：0 没有达到 --fail-on 的问题；1 有；2 有东西无法检查（参数、规则文件或输入有误）。"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    help: Help,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

/// `--help`, with its line in Chinese.
#[derive(Debug, Args)]
struct Help {
    /// 显示用法
    #[arg(short, long, action = clap::ArgAction::Help)]
    help: Option<bool>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 检查文件、文件夹或标准输入（-），给出问题、三不印制和印制结论
    Check(Check),
    /// 显示识别出的要素、签批和附件
    Inspect(Inspect),
}

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
struct Check {
    /// 文件、文件夹，或 - 表示标准输入；不写则检查当前文件夹
    paths: Vec<PathBuf>,
    /// 公文所处阶段：draft 起草、review 审核、print 印制、release 核发 [缺省：print]
    #[arg(long, value_enum)]
    stage: Option<StageArg>,
    #[command(flatten)]
    rules: Rules,
    /// 只用这些规则（编号，可用 *）
    #[arg(long, value_name = "规则")]
    select: Vec<String>,
    /// 不用这些规则（编号，可用 *）
    #[arg(long, value_name = "规则")]
    ignore: Vec<String>,
    /// 改变规则的轻重：规则=error|warning|info
    #[arg(long, value_name = "规则=轻重", value_parser = severity_pair)]
    severity: Vec<(String, Severity)>,
    /// 有这样的问题时退出码为1
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// 输出形式
    #[arg(long, value_enum, default_value_t = FormatArg::Pretty)]
    format: FormatArg,
    /// 写到文件
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 当天日期，用来判断日期是不是在将来
    #[arg(long, value_name = "年-月-日", value_parser = iso_date)]
    today: Option<Date>,
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

#[derive(Debug, Args)]
struct Rules {
    /// 另加规则文件或文件夹（可写多次）
    #[arg(long = "rules", value_name = "文件|文件夹")]
    extra: Vec<PathBuf>,
    /// 不用随程序附带的规则
    #[arg(long)]
    no_default_rules: bool,
    /// 配置文件；不写则从被检查的路径向上找 sanbu.toml
    #[arg(long, value_name = "文件")]
    config: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
struct Inspect {
    /// 文件
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// 输出形式
    #[arg(long, value_enum, default_value_t = InspectFormat::Pretty)]
    format: InspectFormat,
    #[command(flatten)]
    rules: Rules,
    #[command(flatten)]
    help: Help,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum StageArg {
    Draft,
    Review,
    Print,
    Release,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatArg {
    Pretty,
    Short,
    Json,
    Jsonl,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum InspectFormat {
    Pretty,
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ColorArg {
    Auto,
    Always,
    Never,
}

/// Something stopped the run; its message is already complete.
struct Stop(String);

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self(format!("写出结果失败：{error}"))
    }
}

/// Runs the program: 0 clean, 1 findings, 2 could not check.
pub(crate) fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return bad_arguments(&error),
    };
    let done = match cli.command {
        Command::Check(check) => check.run(),
        Command::Inspect(inspect) => inspect.run(),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(Stop(message)) => {
            let _ = writeln!(io::stderr(), "{}", message.trim_end());
            ExitCode::from(2)
        }
    }
}

/// Help and version go to standard output; anything else is said in Chinese.
fn bad_arguments(error: &clap::Error) -> ExitCode {
    use clap::error::{ContextKind, ErrorKind};
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let of = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (argument, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("不认识参数 {argument}"),
        ErrorKind::InvalidSubcommand => format!("不认识命令 {}", of(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面要有值"),
        ErrorKind::InvalidValue => format!("{argument} 不能是“{value}”，可以写：{}", of(ContextKind::ValidValue)),
        ErrorKind::ValueValidation => format!(
            "{argument} 的值“{value}”不对：{}",
            std::error::Error::source(error).map(ToString::to_string).unwrap_or_default()
        ),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "请写明命令，如 sanbu check 文件夹".to_owned()
        }
        _ => error.to_string(),
    };
    let _ = writeln!(io::stderr(), "参数有误：{what}\n用法见 sanbu --help");
    ExitCode::from(2)
}

impl Check {
    fn run(&self) -> Result<u8, Stop> {
        let paths = if self.paths.is_empty() { vec![PathBuf::from(".")] } else { self.paths.clone() };
        let config = self.rules.config(&paths)?;
        let mut rules = self.rules.load(&config)?;
        let mut severity: Vec<(String, Severity)> = config.settings.severity.clone().into_iter().collect();
        severity.extend(self.severity.iter().cloned());
        let select = if self.select.is_empty() { &config.settings.select } else { &self.select };
        let ignore: Vec<String> = config.settings.ignore.iter().chain(&self.ignore).cloned().collect();
        rules.adjust(select, &ignore, &severity);
        let stage = self.stage.map(Stage::from).or(config.settings.stage).unwrap_or_default();
        let options = run::Options { stage, today: self.today, organisation: config.settings.organisation };
        let report = self.report(&paths, &rules, &options)?;
        self.write(&report)?;
        Ok(self.code(&report))
    }

    fn report(&self, paths: &[PathBuf], rules: &RuleSet, options: &run::Options) -> Result<Report, Stop> {
        let mut found = Found::default();
        for path in paths {
            if path.as_os_str() == "-" {
                let mut bytes = Vec::new();
                io::stdin().read_to_end(&mut bytes).map_err(|e| Stop(format!("读取标准输入失败：{e}")))?;
                found.single(&self.stdin_filename, &bytes, &rules.terms);
            } else {
                found.add(path, &rules.terms);
            }
        }
        Ok(Report {
            digest: rules.digest().to_owned(),
            packs: rules.packs.clone(),
            stage: options.stage,
            packets: found.packets.iter().map(|p| run::check(p, rules, options)).collect(),
            collection: Vec::new(),
            unreadable: found.unreadable,
            skipped_files: found.skipped_files,
        })
    }

    fn write(&self, report: &Report) -> Result<(), Stop> {
        let color = match self.color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => {
                self.output.is_none() && io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
            }
        };
        let mut bytes = Vec::new();
        render::write(self.format.into(), report, &render::Options { color, quiet: self.quiet }, &mut bytes)?;
        match &self.output {
            Some(path) => write_file(path, &bytes),
            None => print(&bytes),
        }
    }

    fn code(&self, report: &Report) -> u8 {
        let threshold = match self.fail_on {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Info => Some(Severity::Info),
            FailOn::Never => None,
        };
        if !report.unreadable.is_empty() {
            2
        } else if threshold.is_some_and(|t| report.findings().any(|f| f.severity >= t)) {
            1
        } else {
            0
        }
    }
}

impl Inspect {
    fn run(&self) -> Result<u8, Stop> {
        let config = self.rules.config(&self.paths)?;
        let rules = self.rules.load(&config)?;
        let mut found = Found::default();
        for path in &self.paths {
            found.add(path, &rules.terms);
        }
        let mut out = Vec::new();
        let mut objects = Vec::new();
        for packet in &found.packets {
            let alone = packet.files.len() == 1 && self.paths.iter().any(|p| show(p) == packet.path);
            for file in &packet.files {
                let path = if alone || packet.path.ends_with(&file.name) {
                    packet.path.clone()
                } else {
                    format!("{}/{}", packet.path, file.name)
                };
                match self.format {
                    InspectFormat::Pretty => inspect::text(&path, file, &mut out)?,
                    InspectFormat::Json => objects.push(inspect::json(&path, file)),
                }
            }
        }
        for object in objects {
            writeln!(out, "{object}")?;
        }
        print(&out)?;
        for failure in &found.unreadable {
            let _ = writeln!(io::stderr(), "无法检查：{}：{}", failure.path, failure.message);
        }
        Ok(if found.unreadable.is_empty() { 0 } else { 2 })
    }
}

/// A configuration with the folder that its rule files are named from.
#[derive(Default)]
struct Located {
    settings: Config,
    folder: PathBuf,
}

impl Rules {
    fn config(&self, paths: &[PathBuf]) -> Result<Located, Stop> {
        let found = match &self.config {
            Some(path) => Some(path.clone()),
            None => paths.iter().find_map(|p| upwards(p)),
        };
        let Some(path) = found else { return Ok(Located::default()) };
        let content =
            std::fs::read_to_string(&path).map_err(|e| Stop(format!("读不了配置文件 {}：{e}", show(&path))))?;
        let text = Text::new(content);
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        match Config::parse(&text) {
            Ok(settings) => Ok(Located { settings, folder }),
            Err(problems) => Err(stop(&[(show(&path), text)], &problems)),
        }
    }

    fn load(&self, config: &Located) -> Result<RuleSet, Stop> {
        let mut files = if self.no_default_rules { terms_only() } else { builtin_files() };
        let from_config = config.settings.rules.iter().map(|r| config.folder.join(r));
        for path in from_config.chain(self.extra.iter().cloned()) {
            files.extend(rule_files(&path)?);
        }
        let texts: Vec<(String, Text)> = files.iter().map(|f| (f.name.clone(), Text::new(f.text.clone()))).collect();
        let mut set = RuleSet::load(files).map_err(|problems| stop(&texts, &problems))?;
        set.terms.chains.extend(config.settings.chain.iter().cloned());
        let chain = config.settings.organisation.chosen_chain(&set.terms);
        if let Some(chain) = chain.map_err(|message| Stop(format!("sanbu.toml 有误：{message}")))? {
            set.terms.follow(chain);
        }
        Ok(set)
    }
}

/// Without the shipped rules the vocabulary still says what a document consists of.
fn terms_only() -> Vec<RuleFile> {
    builtin_files().into_iter().filter(|f| f.name.ends_with("terms.toml")).collect()
}

/// A rule file, or all of a folder.
fn rule_files(path: &Path) -> Result<Vec<RuleFile>, Stop> {
    let fail = |e: io::Error| {
        Stop(format!(
            "读不了规则文件 {}：{}",
            show(path),
            if e.kind() == io::ErrorKind::NotFound {
                "没有这个文件，请核对路径".to_owned()
            } else {
                e.to_string()
            }
        ))
    };
    let mut paths = vec![path.to_path_buf()];
    if path.is_dir() {
        paths = std::fs::read_dir(path)
            .map_err(fail)?
            .filter_map(Result::ok)
            .map(|e| e.path())
            .filter(|p| p.extension().is_some_and(|e| e == "toml"))
            .collect();
        paths.sort();
    }
    let read = |p: PathBuf| Ok(RuleFile { text: std::fs::read_to_string(&p).map_err(fail)?, name: show(&p) });
    paths.into_iter().map(read).collect()
}

/// All problems at their places, as one message.
fn stop(files: &[(String, Text)], problems: &[sanbu::problem::Problem]) -> Stop {
    let mut bytes = Vec::new();
    let color = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    match (Problems { files, problems, color }).write(&mut bytes) {
        Ok(()) => Stop(String::from_utf8_lossy(&bytes).into_owned()),
        Err(e) => Stop(e.to_string()),
    }
}

/// `sanbu.toml` in the folder of a path or above it.
fn upwards(path: &Path) -> Option<PathBuf> {
    let full = std::path::absolute(path).ok()?;
    full.ancestors().map(|a| a.join("sanbu.toml")).find(|c| c.is_file())
}

fn print(bytes: &[u8]) -> Result<(), Stop> {
    match io::stdout().write_all(bytes).and_then(|()| io::stdout().flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(e.into()),
        _ => Ok(()),
    }
}

/// Writes a file whole or not at all: a temporary file beside it, then a rename.
fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(format!(".{}.tmp", std::process::id()));
    let temporary = PathBuf::from(temporary);
    let written = std::fs::File::create(&temporary)
        .and_then(|mut f| f.write_all(bytes).and_then(|()| f.sync_all()))
        .and_then(|()| std::fs::rename(&temporary, path));
    written.map_err(|e| {
        let _ = std::fs::remove_file(&temporary);
        Stop(format!("写不了 {}：{e}", show(path)))
    })
}

fn severity_pair(text: &str) -> Result<(String, Severity), String> {
    let (rule, level) = text.split_once('=').ok_or("应写成 规则=error|warning|info")?;
    let known = [Severity::Error, Severity::Warning, Severity::Info];
    let severity = known.into_iter().find(|s| s.id() == level).ok_or("轻重只有 error、warning、info")?;
    Ok((rule.to_owned(), severity))
}

fn iso_date(text: &str) -> Result<Date, String> {
    Date::parse_iso(text).ok_or_else(|| "日期应写成 2026-03-05 的形式".to_owned())
}

impl From<StageArg> for Stage {
    fn from(stage: StageArg) -> Self {
        match stage {
            StageArg::Draft => Stage::Draft,
            StageArg::Review => Stage::Review,
            StageArg::Print => Stage::Print,
            StageArg::Release => Stage::Release,
        }
    }
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Pretty => Format::Pretty,
            FormatArg::Short => Format::Short,
            FormatArg::Json => Format::Json,
            FormatArg::Jsonl => Format::Jsonl,
        }
    }
}
