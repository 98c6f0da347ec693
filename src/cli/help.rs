//! Help in Chinese: usage lines, values and defaults, examples, the first screen, and what is said of wrong arguments.

use std::ffi::OsString;

use crate::disk::terminal::{lang, put};
use sanbu::lang::{Lang, Words, capital};
use sanbu::words;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};
use sanbu::say;

use super::options::HELP;
use super::options::told as named;
use super::table::columns;
use crate::disk::terminal::{print_help, print_lines, tell};
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
    (
        "inspect",
        &[
            ("sanbu inspect 正文.docx", "认出了哪些要素，在哪里"),
            ("sanbu inspect --text 成品.ofd", "读到的全部文字，一页一页"),
        ],
    ),
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
    ("rules page", &[("sanbu rules page layout > 版式.md", "")]),
    ("explain", &[("sanbu explain FORM-node-a", "")]),
    ("config", &[("sanbu config 发文/2026-011", "检查这份公文时用的设定，各来自哪里")]),
    ("init", &[("sanbu init --preset 高校", "")]),
    (
        "new",
        &[
            ("sanbu new 通知", "写到 通知.docx"),
            ("sanbu new 请示 --form --attachments 2", "文件夹“请示”：正文和发文稿纸，有两个附件"),
        ],
    ),
    ("rules schema", &[("sanbu rules schema > rules.schema.json", "编辑器照它提示和核对规则文件")]),
    ("log verify", &[("sanbu log verify 留痕.jsonl", "")]),
    ("completions", &[("sanbu completions bash > ~/.local/share/bash-completion/completions/sanbu", "")]),
    ("man", &[("sanbu man > sanbu.1", "")]),
];

/// What somebody meets who calls the program for the first time.
const FIRST: &[(&str, &str)] = &[
    ("sanbu check", "检查当前文件夹：有什么问题，能不能印"),
    ("sanbu check 发文/2026-011", "一份公文：正文、稿纸、附件在一个文件夹里"),
    ("sanbu check 正文.docx --stage 起草", "还在起草：只查文字"),
    ("sanbu fix 正文.docx --diff", "看看哪些可以自动改"),
    ("sanbu annotate 发文 -o 批注", "把问题写成 Word 批注，另存一份"),
    ("sanbu init", "写一份本单位的设定"),
];

/// The whole command with nothing in it that clap says of its own, in a language.
pub(super) fn said(command: Command, lang: Lang) -> Command {
    // Wrapped when it is printed: between Han characters too, which clap takes for one word.
    Told(lang).below(command, "", "sanbu").term_width(0)
}

/// Tells what a command is and how it is used, in a language.
struct Told(Lang);

impl Told {
    fn of(&self, text: &str) -> String {
        self.0.of(text).into_owned()
    }

    /// `path` is that of the command among its examples, `line` how it is called.
    fn below(&self, command: Command, path: &str, line: &str) -> Command {
        let usage = self.usage(&command, line);
        let about = command.get_about().map(|about| self.of(&about.to_string())).unwrap_or_default();
        let mut command = command.override_usage(usage).about(about).mut_args(|arg| self.argument(arg));
        command = command.help_template(self.of(HELP)).subcommand_help_heading(self.heading());
        let after = command.get_after_help().map(ToString::to_string);
        match (EXAMPLES.iter().find(|(of, _)| *of == path), after) {
            (Some((_, examples)), after) => {
                let after = after.map_or(String::new(), |after| format!("\n\n{}", self.of(&after)));
                command = command.after_help(format!("{}\n{}{after}", self.of("例："), self.table(examples)));
            }
            (None, Some(codes)) if path.is_empty() => {
                let (codes, table) = (self.of(&codes), self.table(FIRST));
                command = command.after_help(format!("{}\n{table}\n\n{codes}", self.of("例：")));
            }
            (None, Some(after)) => command = command.after_help(self.of(&after)),
            (None, None) => {}
        }
        command.mut_subcommands(|sub| {
            let name = sub.get_name().to_owned();
            let path = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
            self.below(sub, &path, &format!("{line} {name}"))
        })
    }

    fn usage(&self, command: &Command, line: &str) -> String {
        let mut words = vec![line.to_owned()];
        let options = command.get_arguments().filter(|arg| !arg.is_positional());
        let must =
            options.filter(|arg| arg.is_required_set()).map(|arg| format!("--{} {}", name(arg), self.value(arg)));
        words.extend(must);
        for positional in command.get_positionals() {
            let many = positional.get_num_args().is_some_and(|n| n.max_values() > 1);
            let many = many || matches!(positional.get_action(), clap::ArgAction::Append);
            let word = format!("{}{}", self.value(positional), if many { "…" } else { "" });
            words.push(if positional.is_required_set() { word } else { format!("[{word}]") });
        }
        if command.has_subcommands() {
            words.push(self.placeholder("命令"));
        }
        words.push(self.of("[选项]"));
        words.join(" ")
    }

    fn value(&self, arg: &Arg) -> String {
        let name = arg.get_value_names().and_then(|names| names.first());
        self.placeholder(&name.map_or("值".to_owned(), ToString::to_string))
    }

    /// What stands for a value; English has capitals for it.
    fn placeholder(&self, name: &str) -> String {
        match self.0 {
            Lang::En => self.of(name).to_uppercase(),
            _ => self.of(name),
        }
    }

    /// What stands above the commands.
    fn heading(&self) -> String {
        match self.0 {
            Lang::En => "Commands".to_owned(),
            _ => self.of("命令"),
        }
    }

    /// What is said of an argument, beginning as a sentence does.
    fn sentence(&self, text: &str) -> String {
        match self.0 {
            Lang::En => capital(&self.of(text)),
            _ => self.of(text),
        }
    }

    /// Values and default are part of what is said of an option.
    fn argument(&self, arg: Arg) -> Arg {
        let mut help = self.sentence(&arg.get_help().map(ToString::to_string).unwrap_or_default());
        let flag = !arg.get_action().takes_values();
        let values = arg.get_possible_values().iter().map(|value| self.possible(value)).collect::<Vec<_>>();
        if !values.is_empty() && !flag {
            help.push_str(&self.of("："));
            help.push_str(&values.join(&self.of("、")));
        }
        let default: Vec<String> =
            arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
        if !default.is_empty() && !flag {
            help.push_str(&words!(" [缺省：{default}]", default = default.join(" ")).to(self.0));
        }
        let heading = if arg.is_positional() { Some("参数") } else { arg.get_help_heading().map(|_| "选项") };
        let arg = match heading {
            Some(heading) => arg.help_heading(self.of(heading)),
            None => arg,
        };
        if flag {
            return arg.help(help);
        }
        let value = self.value(&arg);
        let named = arg.get_value_names().is_some_and(|names| names.len() == 1);
        let arg = if named { arg.value_name(value) } else { arg };
        arg.help(help).hide_possible_values(true).hide_default_value(true)
    }

    /// `draft 起草`.
    fn possible(&self, value: &clap::builder::PossibleValue) -> String {
        let help = value.get_help().map(|help| self.of(&help.to_string()));
        match help.filter(|help| !help.eq_ignore_ascii_case(value.get_name())) {
            Some(help) => format!("{} {help}", value.get_name()),
            None => value.get_name().to_owned(),
        }
    }

    /// Lines with what they do beside them.
    fn table(&self, lines: &[(&str, &str)]) -> String {
        let widest = lines.iter().map(|(line, _)| columns(line)).max().unwrap_or(0);
        let row = |(line, what): &(&str, &str)| {
            let gap = if what.is_empty() { 0 } else { widest - columns(line) + 2 };
            format!("  {line}{}{}", " ".repeat(gap), self.of(what))
        };
        lines.iter().map(row).collect::<Vec<_>>().join("\n")
    }
}

fn name(arg: &Arg) -> &str {
    arg.get_long().unwrap_or_default()
}

/// Nothing was asked: what can be asked. Nothing was checked either.
pub(super) fn first_screen() -> Result<u8, Stop> {
    let mut out = Vec::new();
    put!(out, "sanbu（三不）：一份公文，能不能印？")?;
    say!(out, "")?;
    Told(lang()).table(FIRST).lines().try_for_each(|line| say!(out, "{line}"))?;
    say!(out, "")?;
    put!(out, "全部命令：sanbu --help　一条命令怎样用：sanbu check --help")?;
    print_lines(out).map(|()| 2)
}

/// Help and version go to standard output; anything else is said in Chinese.
pub(super) fn refuse(error: &clap::Error, command: &Command, arguments: &[OsString]) -> ExitCode {
    if !error.use_stderr() {
        return match print_help(&headed(&error.render().to_string(), lang())) {
            Err(stop) => {
                tell(stop.0);
                ExitCode::from(2)
            }
            Ok(()) => ExitCode::SUCCESS,
        };
    }
    let (asked, line) = asked(command, arguments);
    tell(words!("参数有误：{wrong}{meant}", wrong = wrong(error, asked, &line), meant = meant(error, asked)));
    tell(words!("用法见 {line} --help", line));
    ExitCode::from(2)
}

/// Clap ends a heading with a half-width colon in any language.
fn headed(help: &str, lang: Lang) -> String {
    let heading = |line: &str| line.strip_suffix(':').filter(|title| !title.contains(' ')).map(str::to_owned);
    let colon = lang.of("：");
    let line = |line: &str| heading(line).map_or_else(|| line.to_owned(), |title| title + colon.trim_end());
    help.lines().map(line).collect::<Vec<_>>().join("\n")
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
fn wrong(error: &clap::Error, asked: &Command, line: &str) -> Words {
    let of = |kind| error.get(kind).map(|value| listed(value).to(lang()).into_owned()).unwrap_or_default();
    let (argument, value) = (bare(&of(ContextKind::InvalidArg)), of(ContextKind::InvalidValue));
    let why = std::error::Error::source(error);
    let why = why.map(|why| why.downcast_ref().cloned().unwrap_or_else(|| Words::from(why.to_string())));
    match error.kind() {
        ErrorKind::UnknownArgument => words!("不认识参数 {argument}", argument),
        ErrorKind::InvalidSubcommand => words!("不认识命令 {command}", command = of(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => words!("{argument} 后面要有值", argument),
        ErrorKind::InvalidValue => {
            let known = valid(asked, error.get(ContextKind::ValidValue));
            words!("{argument} 不能是“{value}”，可以写：{known}", argument, value, known)
        }
        ErrorKind::ValueValidation => words!("{argument} 的值“{value}”不对：{why}", argument, value, why = why),
        ErrorKind::MissingRequiredArgument => words!("缺少 {argument}", argument),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let subs: Vec<String> = asked.get_subcommands().map(|sub| format!("{line} {}", sub.get_name())).collect();
            words!("后面要写做什么：{commands}", commands = Words::list(subs))
        }
        ErrorKind::ArgumentConflict => match bare(&of(ContextKind::PriorArg)) {
            prior if prior.is_empty() || prior == argument => words!("{argument} 只能写一次", argument),
            prior => words!("{argument} 不能和 {prior} 一起写", argument, prior),
        },
        ErrorKind::TooManyValues => words!("{argument} 后面不能有值“{value}”", argument, value),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => words!("{argument} 后面的值个数不对", argument),
        ErrorKind::NoEquals => words!("{argument} 和值之间要写 =", argument),
        ErrorKind::InvalidUtf8 => Words::from("有的参数不是 UTF-8 文字"),
        _ => Words::from("不是这样写的"),
    }
}

/// The values that an argument takes, with the words for people.
fn valid(asked: &Command, value: Option<&ContextValue>) -> Words {
    let values = |arg: &Arg| arg.get_possible_values();
    let names: Vec<String> = match value {
        Some(ContextValue::Strings(all)) => all.clone(),
        other => other.map(ToString::to_string).into_iter().collect(),
    };
    let own = |arg: &Arg| values(arg).iter().map(|value| value.get_name()).eq(names.iter());
    let told = |value: &clap::builder::PossibleValue| {
        named(value.get_name(), &value.get_help().map_or(String::new(), ToString::to_string))
    };
    let argument = asked.get_arguments().find(|arg| own(arg));
    argument.map_or_else(|| Words::list(&names), |arg| Words::list(values(arg).iter().map(told)))
}

/// An argument by its name, without its value and what clap writes around it.
fn bare(argument: &str) -> String {
    let argument = argument.replace(['<', '>', '[', ']'], "").replace("...", "");
    let name = argument.split(' ').next().filter(|name| name.starts_with('-'));
    name.map_or(argument.clone(), str::to_owned)
}

/// What was probably meant: the most likely, which comes last, or an option in other letters.
fn meant(error: &clap::Error, asked: &Command) -> Words {
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let likely = |value: &ContextValue| match value {
        ContextValue::Strings(all) => all.last().cloned(),
        other => Some(other.to_string()),
    };
    let given = error.get(ContextKind::InvalidArg).map(ToString::to_string).unwrap_or_default();
    let given = given.strip_prefix("--").filter(|_| error.kind() == ErrorKind::UnknownArgument);
    let mut options = asked.get_arguments().filter_map(Arg::get_long);
    let same = given.and_then(|given| options.find(|long| long.eq_ignore_ascii_case(given)));
    let near = kinds.into_iter().find_map(|kind| error.get(kind)).and_then(likely);
    let near = same.map(|long| format!("--{long}")).or(near).filter(|near| !near.is_empty());
    near.map_or_else(Words::default, |near| words!("；是不是想写 {near}？", near))
}

fn listed(value: &ContextValue) -> Words {
    match value {
        ContextValue::Strings(all) => Words::list(all),
        other => other.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use sanbu::lang::{english, is_chinese};

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
            let parsed = said(Cli::command(), Lang::Hans).try_get_matches_from(words(line));
            assert!(parsed.is_ok(), "{line}: {:?}", parsed.err());
        }
        for (path, _) in EXAMPLES {
            let mut command = &said(Cli::command(), Lang::Hans);
            for name in path.split(' ') {
                command = command.find_subcommand(name).unwrap_or_else(|| panic!("{path}"));
            }
        }
    }

    #[test]
    fn help_is_said_in_english() {
        let mut missing: Vec<String> = Vec::new();
        let mut ask = |text: String| {
            // A language has its name in that language.
            let named = Lang::ALL.iter().any(|lang| text == lang.title());
            if is_chinese(&text) && !named && english(&text).is_none() {
                missing.push(text);
            }
        };
        let examples = EXAMPLES.iter().flat_map(|(_, examples)| *examples).chain(FIRST);
        examples.for_each(|(_, what)| ask((*what).to_owned()));
        let mut open = vec![Cli::command()];
        while let Some(command) = open.pop() {
            let said = [command.get_about(), command.get_after_help()];
            said.into_iter().flatten().for_each(|text| ask(text.to_string()));
            for arg in command.get_arguments() {
                ask(arg.get_help().map(ToString::to_string).unwrap_or_default());
                arg.get_value_names().unwrap_or_default().iter().for_each(|name| ask(name.to_string()));
                arg.get_possible_values().iter().filter_map(|v| v.get_help()).for_each(|text| ask(text.to_string()));
            }
            open.extend(command.get_subcommands().cloned());
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }

    /// Names of options and values are what they are; around them nothing is English.
    #[test]
    fn help_is_in_chinese() {
        let mut open = vec![said(Cli::command(), Lang::Hans)];
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
