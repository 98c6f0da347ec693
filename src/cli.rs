//! The command line: the commands, how they end, and what they share.

mod annotate;
mod baseline;
mod check;
mod confirm;
mod fix;
mod init;
mod inspect;
mod library;
mod log;
mod new;
mod office;
mod options;
mod part;
mod register;
mod rules;
mod teller;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::options::{HELP, Help};
use crate::disk::signals;
use crate::disk::terminal::tell;
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
    command: Command,
    #[command(flatten)]
    help: Help,
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
    /// 核对检查留痕（check --log 记下的文件）
    Log(log::Log),
}

/// Runs the program: 0 clean, 1 findings or not to be printed, 2 could not check or decide.
pub(crate) fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return bad_arguments(&error),
    };
    let done = match cli.command {
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
        Command::Log(log) => log.run(),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(Stop(message)) => {
            tell(format_args!("{}", message.trim_end()));
            ExitCode::from(signals::caught().unwrap_or(2))
        }
    }
}

/// Help and version go to standard output; anything else is said in Chinese.
fn bad_arguments(error: &clap::Error) -> ExitCode {
    use clap::error::{ContextKind, ErrorKind};
    if !error.use_stderr() {
        let said = error.print().and_then(|()| io::stdout().flush());
        return match said {
            Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
                tell(format_args!("{}", Stop::from(e).0));
                ExitCode::from(2)
            }
            _ => ExitCode::SUCCESS,
        };
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
        ErrorKind::ArgumentConflict => format!("{argument} 只能写一次，也不能和别的参数一起写"),
        _ => error.to_string().lines().next().unwrap_or_default().to_owned(),
    };
    tell(format_args!("参数有误：{what}"));
    tell(format_args!("用法见 sanbu --help"));
    ExitCode::from(2)
}
