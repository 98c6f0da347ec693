//! Help in Chinese: usage lines, values and defaults, examples, the first screen, and what is said of wrong arguments.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};
use sanbu::say;

use super::options::told as named;
use crate::disk::terminal::{print, tell};
use crate::stop::Stop;

/// A command, and how it is used: lines with what they do.
type Examples = (&'static str, &'static [(&'static str, &'static str)]);

const EXAMPLES: &[Examples] = &[
    (
        "check",
        &[
            ("sanbu check", "检查当前文件夹"),
            ("sanbu check 发文/2026-011", "检查一份公文：正文、发文稿纸和附件"),
            ("sanbu check 正文.docx --stage 起草", "还在起草的：只查文字，不问签批"),
            ("sanbu check 发文 --show 错误", "只列出错误"),
            ("sanbu check 发文 --exclude 草稿 --exclude '*.bak.docx'", "有的不查"),
            ("sanbu check 发文 --format json -o 结果.json", "给别的程序用"),
        ],
    ),
    ("confirm", &[("sanbu confirm 发文/2026-011 --gate 审核签发手续 --by 周宁 --note 已核对原件", "")]),
    ("fix", &[("sanbu fix 正文.docx --diff", "先看改什么"), ("sanbu fix 正文.docx --backup", "改，原文另存一份")]),
    ("inspect", &[("sanbu inspect 正文.docx", "认出了哪些要素，在哪里")]),
    ("annotate", &[("sanbu annotate 发文 -o 批注", "每处问题写成批注，另存在“批注”里")]),
    (
        "register",
        &[
            ("sanbu register 发文 -o 发文登记簿.xlsx", "生成"),
            ("sanbu register 发文 --against 发文登记簿.xlsx", "核对"),
        ],
    ),
    (
        "rules list",
        &[
            ("sanbu rules list 附件", "写着“附件”的规则"),
            ("sanbu rules list --file layout --level 错误", "版式里的错误"),
        ],
    ),
    ("rules test", &[("sanbu rules test 'WO-*' --rules 本单位.toml", "")]),
    ("explain", &[("sanbu explain FORM-node-a", "")]),
    ("config", &[("sanbu config 发文/2026-011", "检查这份公文时用的设定，各来自哪里")]),
    ("init", &[("sanbu init --preset 高校", "")]),
    ("log verify", &[("sanbu log verify 留痕.jsonl", "")]),
    ("completions", &[("sanbu completions bash > ~/.local/share/bash-completion/completions/sanbu", "")]),
    ("man", &[("sanbu man > sanbu.1", "")]),
];

/// What somebody meets who calls the program for the first time.
const FIRST: &[(&str, &str)] = &[
    ("sanbu check", "检查当前文件夹里的公文：有什么问题，能不能印"),
    ("sanbu check 发文/2026-011", "检查一份：正文、发文稿纸、附件放在一个文件夹里"),
    ("sanbu check 正文.docx --stage 起草", "还在起草：只查文字"),
    ("sanbu fix 正文.docx --diff", "看看哪些可以自动改"),
    ("sanbu annotate 发文 -o 批注", "把问题写成 Word 批注，另存一份"),
    ("sanbu init", "写一份本单位的设定"),
];

/// The whole command with nothing in it that clap says in English.
pub(super) fn in_chinese(command: Command) -> Command {
    below(command, "", "sanbu")
}

/// `path` is that of the command among its examples, `line` how it is called.
fn below(command: Command, path: &str, line: &str) -> Command {
    let usage = usage(&command, line);
    let mut command = command.override_usage(usage).mut_args(argument);
    if let Some((_, examples)) = EXAMPLES.iter().find(|(of, _)| *of == path) {
        command = command.after_help(format!("例：\n{}", table(examples)));
    }
    if let (true, Some(codes)) = (path.is_empty(), command.get_after_help().map(ToString::to_string)) {
        command = command.after_help(format!("例：\n{}\n\n{codes}", table(FIRST)));
    }
    command.mut_subcommands(|sub| {
        let name = sub.get_name().to_owned();
        let path = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        below(sub, &path, &format!("{line} {name}"))
    })
}

fn usage(command: &Command, line: &str) -> String {
    let mut words = vec![line.to_owned()];
    let options = command.get_arguments().filter(|arg| !arg.is_positional());
    let must = options.filter(|arg| arg.is_required_set()).map(|arg| format!("--{} {}", name(arg), value(arg)));
    words.extend(must);
    for positional in command.get_positionals() {
        let many = positional.get_num_args().is_some_and(|n| n.max_values() > 1);
        let many = many || matches!(positional.get_action(), clap::ArgAction::Append);
        let word = format!("{}{}", value(positional), if many { "…" } else { "" });
        words.push(if positional.is_required_set() { word } else { format!("[{word}]") });
    }
    if command.has_subcommands() {
        words.push("命令".to_owned());
    }
    words.push("[选项]".to_owned());
    words.join(" ")
}

fn name(arg: &Arg) -> &str {
    arg.get_long().unwrap_or_default()
}

fn value(arg: &Arg) -> String {
    arg.get_value_names().and_then(|names| names.first()).map_or("值".to_owned(), ToString::to_string)
}

/// Values and default are part of what is said of an option.
fn argument(arg: Arg) -> Arg {
    let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let flag = !arg.get_action().takes_values();
    let values: Vec<String> = arg.get_possible_values().iter().map(told).collect();
    if !values.is_empty() && !flag {
        help.push_str(&format!("：{}", values.join("、")));
    }
    let default: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if !default.is_empty() && !flag {
        help.push_str(&format!(" [缺省：{}]", default.join(" ")));
    }
    let arg = if arg.is_positional() { arg.help_heading("参数") } else { arg };
    match flag {
        true => arg.help(help),
        false => arg.help(help).hide_possible_values(true).hide_default_value(true),
    }
}

/// `draft 起草`.
fn told(value: &clap::builder::PossibleValue) -> String {
    match value.get_help().map(ToString::to_string).filter(|help| !help.eq_ignore_ascii_case(value.get_name())) {
        Some(help) => format!("{} {help}", value.get_name()),
        None => value.get_name().to_owned(),
    }
}

/// Lines with what they do beside them.
fn table(lines: &[(&str, &str)]) -> String {
    let columns = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let widest = lines.iter().map(|(line, _)| columns(line)).max().unwrap_or(0);
    let row = |(line, what): &(&str, &str)| {
        let gap = if what.is_empty() { 0 } else { widest - columns(line) + 2 };
        format!("  {line}{}{what}", " ".repeat(gap))
    };
    lines.iter().map(row).collect::<Vec<_>>().join("\n")
}

/// Nothing was asked: what can be asked. Nothing was checked either.
pub(super) fn first_screen() -> Result<u8, Stop> {
    let mut out = Vec::new();
    say!(out, "sanbu（三不）：一份公文，能不能印？")?;
    say!(out, "")?;
    table(FIRST).lines().try_for_each(|line| say!(out, "{line}"))?;
    say!(out, "")?;
    say!(out, "全部命令：sanbu --help　一条命令怎样用：sanbu check --help")?;
    print(&out).map(|()| 2)
}

/// Help and version go to standard output; anything else is said in Chinese.
pub(super) fn refuse(error: &clap::Error, command: &Command, arguments: &[OsString]) -> ExitCode {
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
    let (asked, line) = asked(command, arguments);
    tell(format_args!("参数有误：{}{}", wrong(error, asked, &line), meant(error)));
    tell(format_args!("用法见 {line} --help"));
    ExitCode::from(2)
}

/// The command that was called, and how it is called: `sanbu rules list`.
fn asked<'c>(mut command: &'c Command, arguments: &[OsString]) -> (&'c Command, String) {
    let mut line = command.get_name().to_owned();
    for argument in arguments.iter().skip(1) {
        let Some(sub) = command.find_subcommand(argument) else { break };
        command = sub;
        line = format!("{line} {}", sub.get_name());
    }
    (command, line)
}

/// `sanbu help check` is `sanbu check --help`.
pub(super) fn without_help(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.collect();
    if arguments.get(1).is_some_and(|first| first == "help") {
        arguments.remove(1);
        arguments.push("--help".into());
    }
    arguments
}

/// What is wrong with the arguments of a command.
fn wrong(error: &clap::Error, asked: &Command, line: &str) -> String {
    let of = |kind| error.get(kind).map(listed).unwrap_or_default();
    let (argument, value) = (bare(&of(ContextKind::InvalidArg)), of(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::UnknownArgument => format!("不认识参数 {argument}"),
        ErrorKind::InvalidSubcommand => format!("不认识命令 {}", of(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面要有值"),
        ErrorKind::InvalidValue => {
            format!("{argument} 不能是“{value}”，可以写：{}", valid(asked, &of(ContextKind::ValidValue)))
        }
        ErrorKind::ValueValidation => format!(
            "{argument} 的值“{value}”不对：{}",
            std::error::Error::source(error).map(ToString::to_string).unwrap_or_default()
        ),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let subs: Vec<String> = asked.get_subcommands().map(|sub| format!("{line} {}", sub.get_name())).collect();
            format!("后面要写做什么：{}", subs.join("、"))
        }
        ErrorKind::ArgumentConflict => match bare(&of(ContextKind::PriorArg)) {
            prior if prior.is_empty() || prior == argument => format!("{argument} 只能写一次"),
            prior => format!("{argument} 不能和 {prior} 一起写"),
        },
        ErrorKind::TooManyValues => format!("{argument} 后面不能有值“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{argument} 后面的值个数不对"),
        ErrorKind::NoEquals => format!("{argument} 和值之间要写 ="),
        ErrorKind::InvalidUtf8 => "有的参数不是 UTF-8 文字".to_owned(),
        _ => "不是这样写的".to_owned(),
    }
}

/// The values that an argument takes, with the words for people.
fn valid(asked: &Command, names: &str) -> String {
    let values = |arg: &Arg| arg.get_possible_values();
    let own = |arg: &Arg| values(arg).iter().map(|value| value.get_name()).collect::<Vec<_>>().join("、") == names;
    let told = |value: &clap::builder::PossibleValue| {
        named(value.get_name(), &value.get_help().map_or(String::new(), ToString::to_string))
    };
    let argument = asked.get_arguments().find(|arg| own(arg));
    argument.map_or(names.to_owned(), |arg| values(arg).iter().map(told).collect::<Vec<_>>().join("、"))
}

/// An argument by its name, without its value and what clap writes around it.
fn bare(argument: &str) -> String {
    let argument = argument.replace(['<', '>', '[', ']'], "").replace("...", "");
    let name = argument.split(' ').next().filter(|name| name.starts_with('-'));
    name.map_or(argument.clone(), str::to_owned)
}

/// What was probably meant.
fn meant(error: &clap::Error) -> String {
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let near = kinds.into_iter().find_map(|kind| error.get(kind)).map(listed).filter(|near| !near.is_empty());
    near.map_or(String::new(), |near| format!("；是不是想写 {near}？"))
}

fn listed(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(all) => all.join("、"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    /// The words of a line as a shell takes them apart.
    fn words(line: &str) -> Vec<String> {
        let line = line.split(" > ").next().unwrap_or_default();
        line.split(' ').map(|word| word.trim_matches('\'').to_owned()).collect()
    }

    #[test]
    fn every_example_is_a_command_line() {
        let all = EXAMPLES.iter().flat_map(|(_, examples)| *examples).chain(FIRST);
        for (line, _) in all {
            let parsed = in_chinese(Cli::command()).try_get_matches_from(words(line));
            assert!(parsed.is_ok(), "{line}: {:?}", parsed.err());
        }
        for (path, _) in EXAMPLES {
            let mut command = &in_chinese(Cli::command());
            for name in path.split(' ') {
                command = command.find_subcommand(name).unwrap_or_else(|| panic!("{path}"));
            }
        }
    }

    /// Names of options and values are what they are; around them nothing is English.
    #[test]
    fn help_is_in_chinese() {
        let mut open = vec![in_chinese(Cli::command())];
        while let Some(mut command) = open.pop() {
            let help = command.render_long_help().to_string();
            for english in
                ["[OPTIONS]", "Usage", "Options", "Arguments", "Commands", "[default", "[possible", "[aliases"]
            {
                assert!(!help.contains(english), "{english} in\n{help}");
            }
            assert!(help.contains("用法："), "{help}");
            open.extend(command.get_subcommands().cloned());
        }
    }
}
