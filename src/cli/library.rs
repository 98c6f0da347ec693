//! `sanbu rules` and `sanbu explain`: the rules in force, and what one of them says.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use sanbu::finding::{Severity, Stage};
use sanbu::problem::Problem;
use sanbu::render::Format;
use sanbu::rule::{Rule, RuleSet, published_config_schema, published_schema};
use sanbu::shown::few;
use sanbu::words;
use sanbu::{catalogue, json};

use super::options::{HELP, Help, PRETTY_OR_JSON, one_of};
use super::rules::Rules as Flags;
use crate::disk::terminal::{for_screen, lang, print, print_lines};
use crate::stop::Stop;

#[derive(Debug, Args)]
#[command(help_template = HELP, subcommand_help_heading = "命令", next_help_heading = "选项", disable_help_flag = true)]
pub(super) struct Library {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    help: Help,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 列出在用的规则
    List(List),
    /// 说明一条规则（同 sanbu explain）
    Show(Explain),
    /// 运行每条规则自带的例子
    Test(Test),
    /// 一个规则文件里各条规则的说明，可以放到网页上（Markdown）；不写文件名，列出有哪些文件
    Page(Page),
    /// 规则文件的 JSON Schema，给编辑器用
    Schema(Schema),
}

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
struct List {
    /// 只列编号、题目、出处里有这些字的
    #[arg(value_name = "字样")]
    word: Option<String>,
    /// 只列这个规则文件里的，如 layout
    #[arg(long, value_name = "规则文件")]
    file: Option<String>,
    /// 只列这样轻重的
    #[arg(long, value_name = "轻重", value_parser = one_of(&Severity::ALL, Severity::id, Severity::word))]
    level: Option<Severity>,
    /// 在哪一个阶段的轻重
    #[arg(long, value_name = "阶段", value_parser = one_of(&Stage::ALL, Stage::id, Stage::word), default_value = "print")]
    stage: Stage,
    /// 输出形式
    #[arg(long, value_name = "形式", value_parser = one_of(&PRETTY_OR_JSON, Format::name, Format::title), default_value = Format::Pretty.name())]
    format: Format,
    #[command(flatten)]
    rules: Flags,
    #[command(flatten)]
    help: Help,
}

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
struct Test {
    /// 只试这些规则（编号，可用 *）；不写则全部
    #[arg(value_name = "规则")]
    only: Vec<String>,
    #[command(flatten)]
    rules: Flags,
    #[command(flatten)]
    help: Help,
}

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
struct Schema {
    /// 改为 sanbu.toml 的
    #[arg(long)]
    config: bool,
    #[command(flatten)]
    help: Help,
}

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
struct Page {
    /// 规则文件，如 layout
    #[arg(value_name = "规则文件")]
    file: Option<String>,
    #[command(flatten)]
    rules: Flags,
    #[command(flatten)]
    help: Help,
}

/// `sanbu explain 规则`.
#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
pub(super) struct Explain {
    /// 规则编号，如 FORM-node-a；可用 *
    #[arg(value_name = "规则")]
    id: String,
    #[command(flatten)]
    rules: Flags,
    #[command(flatten)]
    help: Help,
}

impl Library {
    pub(super) fn run(&self) -> Result<u8, Stop> {
        match &self.command {
            Command::List(list) => list.run(),
            Command::Show(show) => show.run(),
            Command::Test(test) => test.run(),
            Command::Page(page) => page.run(),
            Command::Schema(schema) => schema.run(),
        }
    }
}

fn lines_of(value: &serde_json::Value, out: &mut Vec<u8>) -> Result<(), Stop> {
    json::write_pretty(out, value).map_err(|e| Stop(e.to_string().into()))?;
    out.push(b'\n');
    Ok(())
}

/// Settings are looked for from the current folder up.
fn here() -> Vec<PathBuf> {
    vec![PathBuf::from(".")]
}

/// A file of a set that has rules, with or without its extension.
fn named<'f>(file: &'f str, set: &RuleSet) -> Result<&'f str, Stop> {
    let file = file.trim_end_matches(".toml");
    let mut packs: Vec<&str> = set.rules.iter().map(|rule| &*rule.pack).collect();
    packs.dedup();
    match packs.contains(&file) {
        true => Ok(file),
        false if set.packs.iter().any(|pack| pack == file) => Err(Stop(words!("{file} 里没有规则", file))),
        false => Err(Stop(Problem::unknown_word("规则文件", file, packs.into_iter()).in_one_line())),
    }
}

impl List {
    fn run(&self) -> Result<u8, Stop> {
        let set = self.rules.with_examples(&self.rules.config(&here())?)?;
        let file = self.file.as_deref().map(|file| named(file, &set)).transpose()?;
        let word = self.word.as_deref();
        let listed = |rule: &Rule| {
            file.is_none_or(|file| *rule.pack == *file)
                && self.level.is_none_or(|level| rule.severity.at(self.stage) == Some(level))
                && word.is_none_or(|word| catalogue::says(rule, word, lang()))
        };
        let all = file.is_none() && self.level.is_none() && word.is_none();
        let mut out = Vec::new();
        if self.format == Format::Json {
            lines_of(&catalogue::list_json(&set, &listed, lang()), &mut out)?;
        } else {
            catalogue::list(&set, &listed, all, lang(), &mut out)?;
            out = for_screen(out);
        }
        print(&out).map(|()| 0)
    }
}

/// A rule that nobody knows, and which was probably meant.
fn unknown<'r>(id: &str, known: impl Iterator<Item = &'r str>) -> Stop {
    Stop(Problem::unknown_rule(id, known).in_one_line())
}

impl Test {
    /// 0 all examples hold, 1 some do not.
    fn run(&self) -> Result<u8, Stop> {
        let mut set = self.rules.with_examples(&self.rules.config(&here())?)?;
        let known: Vec<String> = set.rules.iter().map(|rule| rule.id.clone()).collect();
        set.adjust(&self.only, &[], &[], "");
        if set.rules.is_empty() {
            return Err(unknown(&few(&self.only), known.iter().map(String::as_str)));
        }
        let results = set.examples();
        let mut out = Vec::new();
        catalogue::examples(&results, lang(), &mut out)?;
        print_lines(out)?;
        Ok(u8::from(results.iter().any(|r| !r.ok)))
    }
}

impl Page {
    fn run(&self) -> Result<u8, Stop> {
        let set = self.rules.with_examples(&self.rules.config(&here())?)?;
        let mut out = Vec::new();
        match self.file.as_deref().map(|file| named(file, &set)).transpose()? {
            None => catalogue::contents(&set, lang(), &mut out)?,
            Some(file) => {
                catalogue::page(&set, file, lang(), &mut out)?;
            }
        }
        print(&out).map(|()| 0)
    }
}

impl Schema {
    fn run(&self) -> Result<u8, Stop> {
        print(if self.config { published_config_schema() } else { published_schema() }.as_bytes()).map(|()| 0)
    }
}

impl Explain {
    pub(super) fn run(&self) -> Result<u8, Stop> {
        let set = self.rules.with_examples(&self.rules.config(&here())?)?;
        let mut out = Vec::new();
        if !catalogue::explain(&set, &self.id, lang(), &mut out)? {
            let left_out = set.left_out.iter().map(|row| row.id.as_str());
            return Err(unknown(&self.id, set.rules.iter().map(|rule| rule.id.as_str()).chain(left_out)));
        }
        print_lines(out).map(|()| 0)
    }
}
