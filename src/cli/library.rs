//! `sanbu rules` and `sanbu explain`: the rules in force, and what one of them says.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use sanbu::render::Format;
use sanbu::shown::few;
use sanbu::{catalogue, json, rule};

use super::options::{HELP, Help, PRETTY_OR_JSON, one_of};
use super::rules::Rules as Flags;
use crate::disk::terminal::print;
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
    /// 规则文件的 JSON Schema，给编辑器用
    Schema(Schema),
}

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
struct List {
    /// 输出形式
    #[arg(long, value_parser = one_of(&PRETTY_OR_JSON, Format::name, Format::title), default_value = Format::Pretty.name())]
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

/// `sanbu explain 规则`.
#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
pub(super) struct Explain {
    /// 规则编号，如 FORM-node-a
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
            Command::Schema(schema) => schema.run(),
        }
    }
}

fn lines_of(value: &serde_json::Value, out: &mut Vec<u8>) -> Result<(), Stop> {
    json::write_pretty(out, value).map_err(|e| Stop(e.to_string()))?;
    out.push(b'\n');
    Ok(())
}

/// Settings are looked for from the current folder up.
fn here() -> Vec<PathBuf> {
    vec![PathBuf::from(".")]
}

impl List {
    fn run(&self) -> Result<u8, Stop> {
        let set = self.rules.with_examples(&self.rules.config(&here())?)?;
        let mut out = Vec::new();
        if self.format == Format::Json {
            lines_of(&catalogue::list_json(&set), &mut out)?;
        } else {
            catalogue::list(&set, &mut out)?;
        }
        print(&out).map(|()| 0)
    }
}

impl Test {
    /// 0 all examples hold, 1 some do not.
    fn run(&self) -> Result<u8, Stop> {
        let mut set = self.rules.with_examples(&self.rules.config(&here())?)?;
        set.adjust(&self.only, &[], &[], "");
        if set.rules.is_empty() {
            return Err(Stop(format!("没有编号是“{}”的规则；全部规则见 sanbu rules list", few(&self.only))));
        }
        let results = set.examples();
        let mut out = Vec::new();
        catalogue::examples(&results, &mut out)?;
        print(&out)?;
        Ok(u8::from(results.iter().any(|r| !r.ok)))
    }
}

impl Schema {
    fn run(&self) -> Result<u8, Stop> {
        let schema = if self.config { rule::config_schema() } else { rule::schema() };
        let mut out = Vec::new();
        lines_of(&schema, &mut out)?;
        print(&out).map(|()| 0)
    }
}

impl Explain {
    pub(super) fn run(&self) -> Result<u8, Stop> {
        let set = self.rules.with_examples(&self.rules.config(&here())?)?;
        let mut out = Vec::new();
        if !catalogue::explain(&set, &self.id, &mut out)? {
            return Err(Stop(format!("没有叫“{}”的规则；全部规则见 sanbu rules list", self.id)));
        }
        print(&out).map(|()| 0)
    }
}
