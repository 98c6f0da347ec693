//! `sanbu new`: a blank document of a kind, and the approval form beside it.

use crate::disk::terminal::put;
use sanbu::lang::Words;
use sanbu::words;
use std::path::{Path, PathBuf};

use clap::Args;
use sanbu::date::Date;
use sanbu::rule::RuleSet;
use sanbu::say;
use sanbu::session::CommandLine;
use sanbu::skeleton::{Given, Skeleton, named};

use super::office::Office;
use super::options::{Force, HELP, Help, iso_date, not_blank};
use super::rules::Rules;
use crate::disk::output::{Kind, Output, Outputs, make_folder};
use crate::disk::paths::show;
use crate::disk::terminal::{print_lines, tell};
use crate::stop::Stop;

/// Names of the two files in the folder of a packet.
const MAIN: &str = "正文.docx";
const FORM: &str = "发文稿纸.docx";
/// More would not be a skeleton any more.
const MOST_ATTACHMENTS: usize = 99;

#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    next_help_heading = "选项",
    disable_help_flag = true,
    after_help = "版记排在末页的下端；信函格式以外，末页是双页。填写以后正文增减了几页的：正文止于单页，版记前要有“偶数页”分节符；止于双页，不要分节符。"
)]
pub(super) struct New {
    /// 文种，如 通知、函、纪要；不写则列出全部文种
    #[arg(value_name = "文种")]
    kind: Option<String>,
    /// 写到 .docx 文件，或者文件夹（里面是正文.docx）；- 是标准输出。不写则写到 文种.docx，加 --form 的写到文件夹 文种
    #[arg(short, long, value_name = "文件|文件夹")]
    output: Option<PathBuf>,
    /// 连同发文稿纸，签批栏照 sanbu.toml 选的签批链
    #[arg(long)]
    form: bool,
    /// 带几个附件：附件说明，和每个附件一页
    #[arg(long, value_name = "个数", default_value_t = 0, value_parser = few)]
    attachments: usize,
    /// 用信函格式（函总是用信函格式）
    #[arg(long)]
    letter: bool,
    /// 发文机关；不写则用 sanbu.toml 里 names 的第一个
    #[arg(long, value_name = "名称", value_parser = not_blank)]
    organ: Option<String>,
    /// 标题
    #[arg(long, value_name = "标题", value_parser = not_blank)]
    title: Option<String>,
    /// 主送机关
    #[arg(long, value_name = "名称", value_parser = not_blank)]
    to: Option<String>,
    /// 发文字号；不写则用 sanbu.toml 里的机关代字
    #[arg(long, value_name = "字号", value_parser = not_blank)]
    number: Option<String>,
    /// 成文日期
    #[arg(long, value_name = "年-月-日", value_parser = iso_date)]
    date: Option<Date>,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    rules: Rules,
    #[command(flatten)]
    help: Help,
}

impl New {
    /// A file that is there is left as it is.
    pub(super) fn run(&self) -> Result<u8, Stop> {
        let config = self.rules.config(&[self.place()])?;
        let office = Office::open(&self.rules, &config, CommandLine::default())?;
        let in_force = office.base();
        let rules = &in_force.rules;
        let Some(kind) = &self.kind else { return list(rules) };
        let skeleton = named(&rules.skeletons, kind).map_err(Stop)?;
        let settings = &config.settings.config;
        let draft = skeleton.draft(&rules.skeletons, &settings.organisation, &self.given()).map_err(Stop)?;

        let main = self.main(skeleton)?;
        let mut outputs = Outputs::new(self.force.force);
        self.rules.protect(&config, &mut outputs);
        let document = outputs.claim(&main, Kind::Skeleton)?;
        let form = self.form.then(|| outputs.claim(&beside(&main), Kind::Skeleton)).transpose()?;
        document.write(&draft.document(&rules.terms)?)?;
        if let Some(form) = &form {
            let chain = settings.at(&office.inside(&show(&main))).chain;
            let chain = chain.map(|chain| chain.get_ref().chain(&rules.terms)).transpose().map_err(Stop)?;
            form.write(&rules.sheet.document(&draft, chain.as_ref(), &rules.terms)?)?;
        }
        told(&document, form.as_ref());
        Ok(0)
    }

    /// A file in the folder whose settings hold.
    fn place(&self) -> PathBuf {
        match &self.output {
            Some(path) if !path.is_dir() => path.clone(),
            folder => folder.clone().unwrap_or_default().join(MAIN),
        }
    }

    fn given(&self) -> Given {
        Given {
            organ: self.organ.clone(),
            title: self.title.clone(),
            to: self.to.clone(),
            number: self.number.clone(),
            date: self.date,
            attachments: self.attachments,
            letter: self.letter,
        }
    }

    /// Where the document goes. With a form it is a packet, and that is a folder.
    fn main(&self, skeleton: &Skeleton) -> Result<PathBuf, Stop> {
        let own = Path::new(&skeleton.kind).file_name().map_or_else(|| PathBuf::from("公文"), PathBuf::from);
        let path = match &self.output {
            None if self.form => own,
            None => return Ok(PathBuf::from(format!("{}.docx", own.display()))),
            Some(path) if path.as_os_str() == "-" && self.form => {
                return Err(Stop(Words::from("--form 要写两个文件，不能写到标准输出；请写文件夹")));
            }
            Some(path) => path.clone(),
        };
        match path.extension().and_then(|e| e.to_str()) {
            _ if path.is_dir() => Ok(path.join(MAIN)),
            Some("docx") => Ok(path),
            _ if path.exists() || path.as_os_str() == "-" => Ok(path),
            Some(_) => Err(Stop(words!("写不了 {path}：请写 .docx 的文件名，或者文件夹", path = show(&path)))),
            None => make_folder(&path).map(|()| path.join(MAIN)),
        }
    }
}

fn few(text: &str) -> Result<usize, Words> {
    let number = text.parse().ok().filter(|number| *number <= MOST_ATTACHMENTS);
    number.ok_or_else(|| words!("应当是0到{most_attachments}的数", most_attachments = MOST_ATTACHMENTS))
}

/// The form lies beside its document, and bears its name.
fn beside(main: &Path) -> PathBuf {
    let stem = main.file_stem().unwrap_or_default();
    let own = if main.ends_with(MAIN) { FORM.to_owned() } else { format!("{} {FORM}", stem.to_string_lossy()) };
    main.with_file_name(own)
}

fn list(rules: &RuleSet) -> Result<u8, Stop> {
    let mut out = Vec::new();
    for Skeleton { kind, used_for, .. } in &rules.skeletons {
        put!(out, "{kind}　{used_for}", kind, used_for = Words::template(used_for))?;
    }
    say!(out, "")?;
    put!(out, "写一份：sanbu new 通知；连同发文稿纸：sanbu new 通知 --form")?;
    print_lines(out).map(|()| 0)
}

fn told(document: &Output, form: Option<&Output>) {
    let what = match form {
        Some(form) => words!("{document}、{form}", document = document.shown(), form = form.shown()),
        None => document.shown().clone(),
    };
    tell(words!("写好了 {what}。要填的地方写着“×”，填好后用 sanbu check 检查", what));
}
