//! `sanbu man` and `sanbu completions`: what shells and man want to know of the command line.

use clap::builder::PossibleValue;
use clap::{Arg, Args, Command};
use clap_complete::Shell;
use sanbu::lang::Lang;

use super::options::{HELP, Help, one_of};
use crate::disk::terminal::{lang, print};
use crate::stop::Stop;

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
pub(super) struct Completions {
    /// 哪一种命令行
    #[arg(value_name = "命令行", value_parser = one_of(&SHELLS, shell, shell))]
    shell: Shell,
    #[command(flatten)]
    help: Help,
}

const SHELLS: [Shell; 5] = [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell, Shell::Elvish];

fn shell(shell: Shell) -> &'static str {
    match shell {
        Shell::Bash => "bash",
        Shell::Zsh => "zsh",
        Shell::Fish => "fish",
        Shell::PowerShell => "powershell",
        _ => "elvish",
    }
}

impl Completions {
    pub(super) fn run(&self, command: Command) -> Result<u8, Stop> {
        let mut out = Vec::new();
        let mut command = values_said(command);
        clap_complete::generate(self.shell, &mut command, "sanbu", &mut out);
        print(&out).map(|()| 0)
    }
}

/// The command with its values described in the language of the run. It is only looked at: what values are read as is lost.
fn values_said(command: Command) -> Command {
    let said = |value: &PossibleValue| {
        let own = PossibleValue::new(value.get_name().to_owned());
        match value.get_help().map(ToString::to_string) {
            Some(help) => own.help(lang().of(&help).into_owned()),
            None => own,
        }
    };
    let argument = |arg: Arg| {
        let values: Vec<PossibleValue> = arg.get_possible_values().iter().map(said).collect();
        if values.is_empty() || !arg.get_action().takes_values() { arg } else { arg.value_parser(values) }
    };
    command.mut_args(argument).mut_subcommands(values_said)
}

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
pub(super) struct Man {
    #[command(flatten)]
    help: Help,
}

impl Man {
    /// One page for all commands.
    pub(super) fn run(&self, mut command: Command) -> Result<u8, Stop> {
        command.build();
        let mut page = Page(String::new());
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        page.raw(&format!(".TH SANBU 1 \"\" \"sanbu {}\" \"\"", env!("CARGO_PKG_VERSION")));
        page.section("名称");
        page.text(&format!("sanbu - {about}"));
        page.section("用法");
        page.text(&usage(&command));
        page.section("命令");
        page.commands(&command);
        if let Some(after) = command.get_after_help() {
            page.section("说明");
            page.text(&after.to_string());
        }
        print(page.0.as_bytes()).map(|()| 0)
    }
}

/// A page as roff.
struct Page(String);

impl Page {
    fn raw(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn section(&mut self, title: &str) {
        let title = lang().of(title);
        self.raw(&format!(".SH {}", if lang() == Lang::En { title.to_uppercase() } else { title.into_owned() }));
    }

    fn text(&mut self, text: &str) {
        text.lines().for_each(|line| self.raw(&escaped(line)));
    }

    /// Every command below one, with its arguments.
    fn commands(&mut self, command: &Command) {
        for sub in command.get_subcommands() {
            self.raw(&format!(".SS {}", escaped(&usage(sub))));
            self.text(&sub.get_about().map(ToString::to_string).unwrap_or_default());
            for arg in sub.get_arguments().filter(|arg| arg.get_id() != "help") {
                self.raw(".TP");
                let value = arg.get_value_names().filter(|_| arg.get_action().takes_values() || arg.is_positional());
                let value = value.and_then(|names| names.first()).map_or(String::new(), |name| escaped(name));
                let short = arg.get_short().map_or(String::new(), |short| format!("-{short}, "));
                let long = arg.get_long().map_or(String::new(), |long| format!("--{long}"));
                match format!("{short}{long}") {
                    option if option.is_empty() => self.raw(&value),
                    option => self.raw(format!("\\fB{}\\fR {value}", escaped(&option)).trim_end()),
                }
                self.text(&arg.get_help().map(ToString::to_string).unwrap_or_default());
            }
            if let Some(after) = sub.get_after_help() {
                self.raw(".PP");
                self.raw(".nf");
                self.text(&after.to_string());
                self.raw(".fi");
            }
            self.commands(sub);
        }
    }
}

fn usage(command: &Command) -> String {
    let usage = command.clone().render_usage().to_string();
    usage.split_once("sanbu").map_or(usage.clone(), |(_, behind)| format!("sanbu{behind}"))
}

/// Text in which roff finds no command.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}
