//! The command line: the commands, how they end, and what they share.

mod annotate;
mod baseline;
mod check;
mod config;
mod confirm;
mod dropped;
mod fix;
mod help;
mod init;
mod inspect;
mod library;
mod listing;
mod log;
mod man;
mod new;
mod office;
mod options;
mod papers;
mod part;
mod register;
mod rules;
mod screen;
mod table;
mod teller;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use sanbu::lang::Lang;

use self::dropped::Dropped;
use self::options::{HELP, Help, one_of};
use crate::disk::signals;
use crate::disk::terminal::{lang, speak, speak_here, tell};
use crate::stop::Stop;

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
    after_help = "退出码：0 没有达到 --fail-on 的问题，要印的都可以印；1 有这样的问题，或者有不得印制的；2 有东西无法检查（参数、规则文件或输入有误），或者无法判定能不能印。"
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    help: Help,
    /// 说话用的语言；公文里的文字、编号和 JSON 的名称不变。不写则看 sanbu.toml，没有设定就是 zh-Hans
    #[arg(long, global = true, value_name = "语言", value_parser = one_of(&Lang::ALL, Lang::id, Lang::title).or(Lang::meant))]
    lang: Option<Lang>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 检查文件、文件夹或标准输入（-），给出问题、三不印制和印制结论
    Check(check::Check),
    /// 人工核对：确认程序无法判定的关口，记在 packet.toml 里，文件一改就失效
    Confirm(confirm::ConfirmArgs),
    /// 改正能自动改的问题：改文件本身，或者只列出改什么（--diff）、写成修订（--tracked）
    Fix(fix::FixArgs),
    /// 显示识别出的要素、签批和附件
    Inspect(inspect::Inspect),
    /// 把查出的问题写成 Word 批注，另存一份；--strip 去掉批注
    Annotate(annotate::AnnotateArgs),
    /// 生成发文、收文登记簿，或与已有的登记簿核对
    Register(register::Register),
    /// 写一份空白公文：版式照 GB/T 9704，填好就能检查；--form 连同发文稿纸
    New(new::New),
    /// 规则：列出、说明、试例子
    Rules(library::Library),
    /// 说明一条规则：查什么、凭什么、怎样改
    Explain(library::Explain),
    /// 写一份带说明的 sanbu.toml
    Init(init::Init),
    /// 列出检查时用的设定，各来自哪里
    Config(config::Config),
    /// 核对检查留痕（check --log 记下的文件）
    Log(log::Log),
    /// 命令行的自动补全
    Completions(man::Completions),
    /// man 手册页
    Man(man::Man),
}

/// Runs the program: 0 clean, 1 findings or not to be printed, 2 could not check or decide.
pub(crate) fn run() -> ExitCode {
    let given = help::without_help(std::env::args_os());
    let dropped = Dropped::of(&given);
    let arguments = dropped.as_ref().map_or(given, Dropped::arguments);
    speak_as_asked(&arguments);
    let parsed = command().try_get_matches_from(&arguments).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return help::refuse(&error, &command(), &arguments),
    };
    let Some(asked) = cli.command else { return end(help::first_screen()) };
    let done = match asked {
        Command::Check(check) => check.run(),
        Command::Confirm(confirm) => confirm.run(),
        Command::Fix(fix) => fix.run(),
        Command::Inspect(inspect) => inspect.run(),
        Command::Annotate(annotate) => annotate.run(),
        Command::Register(register) => register.run(),
        Command::New(new) => new.run(),
        Command::Rules(library) => library.run(),
        Command::Explain(explain) => explain.run(),
        Command::Init(init) => init.run(),
        Command::Config(config) => config.run(),
        Command::Log(log) => log.run(),
        Command::Completions(completions) => completions.run(command()),
        Command::Man(man) => man.run(command()),
    };
    let code = end(done);
    dropped.iter().for_each(Dropped::end);
    code
}

/// The language that the arguments ask for, before they are parsed: what is wrong with them is said in it.
fn speak_as_asked(arguments: &[OsString]) {
    let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy().into_owned());
    let (mut asked, mut isolated) = (None, false);
    while let Some(argument) = arguments.next() {
        isolated |= argument == "--isolated" || argument.starts_with("--config");
        match argument.strip_prefix("--lang") {
            Some("") => asked = arguments.next(),
            Some(value) => asked = value.strip_prefix('=').map(str::to_owned).or(asked),
            None => {}
        }
    }
    let known = asked.and_then(|asked| Lang::meant(&asked));
    known.into_iter().for_each(speak);
    if known.is_none() && !isolated {
        rules::lang_here().into_iter().for_each(speak_here);
    }
}

/// The command line as people see it.
fn command() -> clap::Command {
    help::said(Cli::command(), lang())
}

fn end(done: Result<u8, Stop>) -> ExitCode {
    match done {
        Ok(code) => ExitCode::from(code),
        Err(Stop(message)) => {
            tell(message);
            ExitCode::from(signals::caught().unwrap_or(2))
        }
    }
}
