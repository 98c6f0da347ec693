//! `sanbu config`: the settings in force for a path, and where each of them comes from.

use std::path::PathBuf;

use clap::Args;
use sanbu::config::{ChainChoice, Word};
use sanbu::json;
use sanbu::render::Format;
use sanbu::say;
use sanbu::session::{InForce, SettingsFile};
use serde::Serialize;

use super::office::{Asked, Office};
use super::options::{HELP, Help, PRETTY_OR_JSON, one_of};
use super::rules::Rules;
use crate::disk::io_message;
use crate::disk::paths::{show, show_folder};
use crate::disk::terminal::print;
use crate::stop::Stop;

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
pub(super) struct Config {
    /// 哪一份公文的文件或文件夹
    #[arg(value_name = "路径", default_value = ".")]
    path: PathBuf,
    /// 输出形式
    #[arg(long, value_name = "形式", value_parser = one_of(&PRETTY_OR_JSON, Format::name, Format::title), default_value = Format::Pretty.name())]
    format: Format,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    rules: Rules,
    #[command(flatten)]
    help: Help,
}

/// A setting, and where it comes from.
#[derive(Serialize)]
struct Setting {
    id: &'static str,
    title: &'static str,
    value: String,
    from: String,
}

/// Where nobody has set anything.
const UNSET: &str = "缺省";

impl Config {
    pub(super) fn run(&self) -> Result<u8, Stop> {
        if let Err(e) = self.path.metadata() {
            return Err(Stop(format!("读不了 {}：{}", show(&self.path), io_message(&e))));
        }
        let located = self.rules.config(std::slice::from_ref(&self.path))?;
        let office = Office::open(&self.rules, &located, self.asked.command_line())?;
        let inside = office.inside(&show(&self.path));
        let base = office.base();
        let settings = self.settings(&located.settings, &inside, &base);
        let mut out = Vec::new();
        if self.format == Format::Json {
            let value = serde_json::json!({ "path": show_folder(&self.path), "settings": settings });
            json::write_pretty(&mut out, &value).map_err(|e| Stop(format!("设定写不出来：{e}")))?;
            out.push(b'\n');
        } else {
            say!(out, "{} 用的设定", show_folder(&self.path))?;
            for Setting { title, value, from, .. } in &settings {
                let gap = "　".repeat(5_usize.saturating_sub(title.chars().count()));
                say!(out, "  {title}{gap}　{value}（{from}）")?;
            }
        }
        print(&out).map(|()| 0)
    }

    fn settings(&self, file: &SettingsFile, inside: &str, in_force: &InForce) -> Vec<Setting> {
        let mut all = Vec::new();
        let mut add = |id, title, value: String, from: String| all.push(Setting { id, title, value, from });
        let config = &file.config;
        let here = config.at(inside);
        let at = |keys: &[&str]| file.line(keys).map(|line| format!("{} 第{line}行", file.name));
        let of_word = |word: &Word| format!("{} 第{}行", file.name, file.line_at(word.span().start));
        // What an override says comes last and has its way.
        let overridden = |key: &[&str]| {
            let fitting = config.fitting(inside).into_iter().rev();
            fitting.filter_map(|number| file.line_in("override", number, key)).next()
        };
        let from = |keys: &[&str]| {
            let over = overridden(keys).map(|line| format!("{} 第{line}行（override）", file.name));
            over.or_else(|| at(keys)).unwrap_or_else(|| UNSET.to_owned())
        };
        match file.is_there() {
            true => add(
                "file",
                "配置文件",
                file.name.clone(),
                if file.handed_in {
                    "在送检的文件夹里".to_owned()
                } else {
                    "从这个路径向上找到".to_owned()
                },
            ),
            false => add("file", "配置文件", "没有".to_owned(), UNSET.to_owned()),
        }
        let line = self.asked.command_line();
        let stage = line.stage.or(here.stage).unwrap_or_default();
        let by = if line.stage.is_some() { "--stage".to_owned() } else { from(&["stage"]) };
        add("stage", "阶段", format!("{} {}", stage.id(), stage.title()), by);
        let shipped = if self.rules.shipped() { "随程序附带" } else { "不用随程序附带的" };
        let by = if self.rules.shipped() { UNSET } else { "--no-default-rules" };
        add("shipped-rules", "规则", shipped.to_owned(), by.to_owned());
        for word in &config.rules {
            add("rules", "规则文件", word.get_ref().clone(), of_word(word));
        }
        for path in self.rules.extra() {
            add("rules", "规则文件", show(path), "--rules".to_owned());
        }
        let select = here.select.iter().filter(|_| line.select.is_empty());
        select.for_each(|word| add("select", "只用", word.get_ref().clone(), of_word(word)));
        line.select.iter().for_each(|rule| add("select", "只用", rule.clone(), "--select".to_owned()));
        here.ignore.iter().for_each(|word| add("ignore", "不用", word.get_ref().clone(), of_word(word)));
        line.ignore.iter().for_each(|rule| add("ignore", "不用", rule.clone(), "--ignore".to_owned()));
        for (word, severity) in &here.severity {
            add("severity", "轻重", format!("{} {}", word.get_ref(), severity.title()), of_word(word));
        }
        for (rule, severity) in line.severity {
            add("severity", "轻重", format!("{rule} {}", severity.title()), "--severity".to_owned());
        }
        let chain = here.chain.as_ref().map(|choice| match choice.get_ref() {
            ChainChoice::Named(id) => {
                let known = in_force.rules.terms.chains.iter().find(|chain| chain.id == *id);
                format!("{id} {}", known.map_or("", |chain| chain.title.as_str()))
            }
            ChainChoice::Roles(roles) => roles.join(" → "),
        });
        let by = from(&["organisation", "chain"]);
        add("chain", "签批链", chain.unwrap_or_else(|| "以稿纸上印的栏目为准".to_owned()), by);
        let organisation = &config.organisation;
        let lists = [
            ("names", "名称", &organisation.names),
            ("short_names", "简称", &organisation.short_names),
            ("codes", "机关代字", &organisation.codes),
            ("delegates", "可以代签", &organisation.delegates),
        ];
        for (id, title, list) in lists.into_iter().filter(|(.., list)| !list.is_empty()) {
            add(id, title, list.join("、"), from(&["organisation", id]));
        }
        for (word, people) in &organisation.people {
            add("people", "名单", format!("{}：{}", word.get_ref(), people.join("、")), of_word(word));
        }
        for silence in &config.silences {
            let value = format!("{}：{}", silence.rule.get_ref(), silence.reason.get_ref());
            add("silence", "不再提示", value, of_word(&silence.rule));
        }
        let rules = &in_force.rules;
        add("digest", "在用的规则", format!("{}条", rules.rules.len()), rules.digest().to_owned());
        all
    }
}
