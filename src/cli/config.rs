//! `sanbu config`: the settings in force for a path, and where each of them comes from.

use crate::disk::terminal::{lang, put};
use sanbu::lang::{Lang, Words};
use sanbu::words;
use std::path::PathBuf;

use clap::Args;
use sanbu::config::{ChainChoice, Word};
use sanbu::json;
use sanbu::render::Format;
use sanbu::session::{InForce, SettingsFile};
use serde::Serialize;

use super::office::{Asked, Office};
use super::options::{HELP, Help, PRETTY_OR_JSON, one_of};
use super::rules::Rules;
use super::table::gap;
use crate::disk::io_message;
use crate::disk::paths::{show, show_folder};
use crate::disk::terminal::{for_screen, print};
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
    title: String,
    value: String,
    from: String,
}

/// Where nobody has set anything.
const UNSET: &str = "缺省";

impl Config {
    pub(super) fn run(&self) -> Result<u8, Stop> {
        if let Err(e) = self.path.metadata() {
            return Err(Stop(words!("读不了 {path}：{why}", path = show(&self.path), why = io_message(&e))));
        }
        let located = self.rules.config(std::slice::from_ref(&self.path))?;
        let office = Office::open(&self.rules, &located, self.asked.command_line())?;
        let inside = office.inside(&show(&self.path));
        let base = office.base();
        let settings = self.settings(&located.settings, &inside, &base);
        let mut out = Vec::new();
        if self.format == Format::Json {
            let value = serde_json::json!({ "path": show_folder(&self.path), "settings": settings });
            json::write_pretty(&mut out, &value)
                .map_err(|e| Stop(words!("设定写不出来：{why}", why = e.to_string())))?;
            out.push(b'\n');
        } else {
            put!(out, "{path} 用的设定", path = show_folder(&self.path))?;
            let titles: Vec<&str> = settings.iter().map(|setting| setting.title.as_str()).collect();
            for Setting { title, value, from, .. } in &settings {
                put!(out, "  {title}{gap}{value}（{from}）", title, gap = gap(title, &titles), value, from)?;
            }
            out = for_screen(out);
        }
        print(&out).map(|()| 0)
    }

    fn settings(&self, file: &SettingsFile, inside: &str, in_force: &InForce) -> Vec<Setting> {
        let mut all = Vec::new();
        let mut add = |id, title: &'static str, value: Words, from: Words| {
            let said = |words: &Words| words.to(lang()).into_owned();
            all.push(Setting { id, title: lang().of(title).into_owned(), value: said(&value), from: said(&from) });
        };
        let config = &file.config;
        let here = config.at(inside);
        let at = |keys: &[&str]| file.line(keys).map(|line| words!("{file} 第{line}行", file = file.name, line));
        let of_word =
            |word: &Word| words!("{file} 第{line}行", file = file.name, line = file.line_at(word.span().start));
        // What an override says comes last and has its way.
        let overridden = |key: &[&str]| {
            let fitting = config.fitting(inside).into_iter().rev();
            fitting.filter_map(|number| file.line_in("override", number, key)).next()
        };
        let from = |keys: &[&str]| {
            let over = overridden(keys).map(|line| words!("{file} 第{line}行（override）", file = file.name, line));
            over.or_else(|| at(keys)).unwrap_or_else(|| UNSET.into())
        };
        match file.is_there() {
            true => add(
                "file",
                "配置文件",
                Words::from(&file.name),
                if file.handed_in {
                    Words::from("在送检的文件夹里")
                } else {
                    Words::from("从这个路径向上找到")
                },
            ),
            false => add("file", "配置文件", Words::from("没有"), UNSET.into()),
        }
        let line = self.asked.command_line();
        let stage = line.stage.or(here.stage).unwrap_or_default();
        let by = if line.stage.is_some() { "--stage".into() } else { from(&["stage"]) };
        add("stage", "阶段", named(stage.id(), stage.word()), by);
        if let Some(own) = config.lang {
            add("lang", "语言", named(own.id(), own.title()), from(&["lang"]));
        }
        let shipped = if self.rules.shipped() { "随程序附带" } else { "不用随程序附带的" };
        let by = if self.rules.shipped() { UNSET } else { "--no-default-rules" };
        add("shipped-rules", "规则文件", shipped.into(), by.into());
        for word in &config.rules {
            add("rules", "规则文件", Words::from(word.get_ref()), of_word(word));
        }
        for path in self.rules.extra() {
            add("rules", "规则文件", show(path).into(), "--rules".into());
        }
        let select = here.select.iter().filter(|_| line.select.is_empty());
        select.for_each(|word| add("select", "只用", Words::from(word.get_ref()), of_word(word)));
        line.select.iter().for_each(|rule| add("select", "只用", Words::from(rule), "--select".into()));
        here.ignore.iter().for_each(|word| add("ignore", "不用", Words::from(word.get_ref()), of_word(word)));
        line.ignore.iter().for_each(|rule| add("ignore", "不用", Words::from(rule), "--ignore".into()));
        for (word, severity) in &here.severity {
            add(
                "severity",
                "轻重",
                words!("{rule} {level}", rule = word.get_ref(), level = severity.title()),
                of_word(word),
            );
        }
        for (rule, severity) in line.severity {
            add("severity", "轻重", words!("{rule} {level}", rule, level = severity.title()), "--severity".into());
        }
        let chain = here.chain.as_ref().map(|choice| match choice.get_ref() {
            ChainChoice::Named(id) => {
                let known = in_force.rules.terms.chains.iter().find(|chain| chain.id == *id);
                let title = known.map(|chain| Words::template(&chain.title));
                words!("{id} {title}", id, title)
            }
            ChainChoice::Roles(roles) => roles.join(" → ").into(),
        });
        let by = from(&["organisation", "chain"]);
        add("chain", "签批链", chain.unwrap_or_else(|| Words::from("以稿纸上印的栏目为准")), by);
        let organisation = &config.organisation;
        let lists = [
            ("names", "全称", &organisation.names),
            ("short_names", "简称", &organisation.short_names),
            ("codes", "机关代字", &organisation.codes),
            ("delegates", "可以代签", &organisation.delegates),
        ];
        for (id, title, list) in lists.into_iter().filter(|(.., list)| !list.is_empty()) {
            add(id, title, Words::list(list), from(&["organisation", id]));
        }
        for (word, people) in &organisation.people {
            add(
                "people",
                "名单",
                words!("{word}：{people}", word = word.get_ref(), people = Words::list(people)),
                of_word(word),
            );
        }
        for silence in &config.silences {
            let value = words!("{rule}：{reason}", rule = silence.rule.get_ref(), reason = silence.reason.get_ref());
            add("silence", "不再提示", value, of_word(&silence.rule));
        }
        let rules = &in_force.rules;
        add("digest", "在用的规则", words!("{n}条", n = rules.rules.len()), rules.digest().to_owned().into());
        all
    }
}

/// A value by its name and the word for people; in English they are one.
fn named(id: &'static str, title: &'static str) -> Words {
    match lang() {
        Lang::En => id.into(),
        _ => words!("{id} {title}", id, title = Words::from(title)),
    }
}
