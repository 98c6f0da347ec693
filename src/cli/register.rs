//! `sanbu register`: the registers of what went out and came in, and whether they agree with the documents.

use crate::disk::terminal::put;
use sanbu::lang::Words;
use sanbu::words;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::Args;
use sanbu::check::Batch;
use sanbu::config::Silences;
use sanbu::date::Date;
use sanbu::error::Unreadable;
use sanbu::finding::{Hidden, Report, Stage};
use sanbu::limits;
use sanbu::packet::Packet;
use sanbu::record::Record;
use sanbu::register::{self, Format, Row, Table};
use sanbu::render;
use sanbu::run;
use sanbu::session::CommandLine;
use sanbu::shown::few;
use sanbu::terms::Terms;

use super::office::Office;
use super::options::{Failing, Force, HELP, Help, iso_date, one_of, told};
use super::rules::Rules;
use crate::disk::clock;
use crate::disk::input;
use crate::disk::io_message;
use crate::disk::output::{Kind, Output, Outputs, Role};
use crate::disk::paths::{once, show};
use crate::disk::signals;
use crate::disk::terminal::{self, tell};
use crate::disk::walk::Walk;
use crate::stop::Stop;

#[derive(Debug, Args)]
#[command(
    help_template = HELP,
    next_help_heading = "选项",
    disable_help_flag = true,
    after_help = "登记簿一年一年接着记，也由程序读取：列名在各种语言里都是中文。"
)]
pub(super) struct Register {
    /// 文件或文件夹
    #[arg(required = true, value_name = "路径")]
    paths: Vec<PathBuf>,
    /// 哪一种登记簿：dispatch 发文、receipt 收文，或规则文件里自定的
    #[arg(long, value_name = "登记簿", default_value = "dispatch")]
    kind: String,
    /// 写到文件，- 是标准输出；.csv、.xlsx、.jsonl 按扩展名决定形式。不写则输出 CSV
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 已有的登记簿不动，没有登记的接在后面（.csv、.jsonl），列的次序照原来的
    #[arg(long, requires = "output", conflicts_with_all = ["force", "against"])]
    extend: bool,
    #[command(flatten)]
    force: Force,
    /// 登记簿的形式，不写则看文件的扩展名
    #[arg(long, value_name = "形式", value_parser = one_of(&Format::ALL, Format::name, Format::name))]
    format: Option<Format>,
    /// 与已有的登记簿（.csv、.xlsx、.jsonl）核对：没登记的、没有公文的、对不上的
    #[arg(long, value_name = "登记簿文件")]
    against: Option<PathBuf>,
    /// 核对结果的输出形式
    #[arg(
        long,
        value_name = "形式",
        value_parser = one_of(&render::Format::ALL, render::Format::name, render::Format::title),
        default_value = render::Format::Pretty.name(),
    )]
    report: render::Format,
    #[command(flatten)]
    failing: Failing,
    /// 当天日期，用来判断收到时间是不是在将来
    #[arg(long, value_name = "年-月-日", value_parser = iso_date)]
    today: Option<Date>,
    #[command(flatten)]
    rules: Rules,
    #[command(flatten)]
    help: Help,
}

/// A register that is there and gets more rows.
struct Kept {
    bytes: Vec<u8>,
    format: Format,
    table: Table,
}

impl Kept {
    /// Makes sure that something can be put behind it before anything is read.
    fn open(bytes: Vec<u8>, format: Format, register: &register::Register, terms: &Terms) -> Result<Self, Stop> {
        let table = register::read_as(format, &bytes, register, terms);
        let table =
            table.and_then(|table| register::extend(format, &bytes, Vec::new(), register, terms).map(|_| table));
        Ok(Self { table: table.map_err(|e| no_room(&e))?, bytes, format })
    }

    /// With the rows of those documents that it does not have.
    fn with(
        &self,
        rows: Vec<Row>,
        records: &[Record],
        register: &register::Register,
        terms: &Terms,
    ) -> Result<Vec<u8>, Stop> {
        let batch = Batch { records, register: Some((register, &self.table)), silences: &[] };
        let new: HashSet<usize> = batch.unregistered(terms).into_iter().collect();
        let new = rows.into_iter().enumerate().filter(|(at, _)| new.contains(at)).map(|(_, row)| row).collect();
        let added = register::extend(self.format, &self.bytes, new, register, terms).map_err(|e| no_room(&e))?;
        Ok([&self.bytes[..], &added].concat())
    }
}

fn no_room(e: &Unreadable) -> Stop {
    Stop(words!("登记簿接不上：{message}", message = e.message))
}

impl Register {
    pub(super) fn run(&self) -> Result<u8, Stop> {
        let config = self.rules.config(&self.paths)?;
        let command_line = CommandLine { stage: Some(Stage::Release), today: self.today, ..CommandLine::default() };
        let office = Office::open(&self.rules, &config, command_line)?;
        let in_force = office.base();
        let rules = &in_force.rules;
        let Some(register) = rules.registers.iter().find(|r| r.is_called(&self.kind)) else {
            let known: Vec<String> = rules.registers.iter().map(|r| told(&r.id, &r.title)).collect();
            return Err(Stop(words!("没有叫“{kind}”的登记簿，可以写：{list}", kind = self.kind, list = few(&known))));
        };
        let against = self.against.as_ref().map(|path| {
            let bytes = input::bytes(path, limits::REGISTER)
                .map_err(|e| Stop(words!("读不了登记簿 {path}：{why}", path = show(path), why = io_message(&e))))?;
            register::read(&show(path), &bytes, register, &rules.terms)
                .map_err(|e| Stop(words!("读不了登记簿 {path}：{message}", path = show(path), message = e.message)))
        });
        let against: Option<Table> = against.transpose()?;
        let format = self.format();
        let mut outputs = Outputs::new(self.force.force);
        outputs.protect(Role::Paper, self.paths.iter().map(PathBuf::as_path));
        outputs.protect(Role::Register, self.against.as_deref());
        self.rules.protect(&config, &mut outputs);
        let printed = against.is_some().then(|| outputs.claim(Path::new("-"), Kind::Report(self.report)));
        let printed = printed.transpose()?;
        let kind = if self.extend { Kind::Extended(format, register) } else { Kind::Register(format, register) };
        let named = self.output.as_deref().or(against.is_none().then_some(Path::new("-")));
        let output = named.map(|path| outputs.claim(path, kind)).transpose()?;
        let kept = output.as_ref().filter(|_| self.extend).map_or(Ok(None), Output::read)?;
        let kept = kept.map(|bytes| Kept::open(bytes, format, register, &rules.terms)).transpose()?;

        let mut table = register.table();
        let mut rows = Vec::new();
        let mut records = Vec::new();
        let mut strangers = Vec::new();
        let work = |mut packet: Packet| {
            let in_force = office.of_packet(&mut packet);
            let record = (against.is_some() || kept.is_some()).then(|| Record::of(&packet, &in_force.rules.terms));
            let known = packet.main.is_some() || packet.form.is_some();
            if known { Ok((register.row(&packet, &rules.gates), record)) } else { Err(packet.path) }
        };
        let mut sink = |taken: Result<(register::Row, Option<Record>), String>| match taken {
            Ok((row, record)) => {
                rows.extend(kept.is_some().then(|| row.clone()));
                let row = row.numbered(table.rows.len() + 1);
                records.extend(record.map(|record| Record { row: row.clone(), ..record }));
                table.rows.push(row);
            }
            Err(stranger) => strangers.push(stranger),
        };
        crate::disk::signals::watch();
        let mut walk = Walk::new(&rules.terms, None, &work, &mut sink);
        walk.leave_alone(outputs.paths().chain(&self.against));
        walk.uses(config.path().into_iter());
        once(&self.paths).iter().for_each(|path| walk.add(path));
        let (unreadable, _) = walk.close(tell);
        stopped()?;

        if let Some(output) = &output {
            let bytes = match &kept {
                Some(kept) => kept.with(rows, &records, register, &rules.terms)?,
                None => table.write(format, &register.title).map_err(|e| Stop(words!("登记簿写不出来：{e}", e)))?,
            };
            output.write(&bytes)?;
        }
        for stranger in &strangers {
            tell(words!("没有登记：{stranger}：不是公文，也没有公文写明它", stranger));
        }
        for failure in &unreadable {
            tell(words!("无法登记：{path}：{message}", path = failure.path, message = failure.message));
        }
        let code = match (&against, &printed) {
            (Some(kept), Some(printed)) => {
                let batch = Batch { records: &records, register: Some((register, kept)), silences: &[] };
                let mut collection = run::check_together(&batch, rules, &in_force.options);
                let mut silences =
                    Silences::new(&config.settings.config.silences, self.today.or_else(|| Some(clock::today())));
                let silenced = silences.together(&mut collection, |path| office.inside(path));
                let report = Report {
                    digest: rules.digest().to_owned(),
                    packs: rules.packs.clone(),
                    stage: in_force.options.stage,
                    collection,
                    hidden: Hidden { silenced, known: 0 },
                    ..Report::default()
                };
                self.tell(&report, kept.rows.len(), records.len(), printed)?
            }
            _ => 0,
        };
        Ok(if unreadable.is_empty() { code } else { 2 })
    }

    fn format(&self) -> Format {
        let of_file = || self.output.as_deref().and_then(|path| Format::of_name(&show(path)));
        self.format.or_else(of_file).unwrap_or(Format::Csv)
    }

    fn tell(&self, report: &Report, rows: usize, documents: usize, output: &Output) -> Result<u8, Stop> {
        let color = output.is_terminal() && terminal::likes_color();
        let width = if output.is_terminal() { terminal::columns() } else { None };
        let mut out = Vec::new();
        render::together(
            self.report,
            report,
            &render::Options { color, width, lang: terminal::lang(), ..Default::default() },
            &mut out,
        )?;
        if matches!(self.report, render::Format::Pretty | render::Format::Short) {
            let hidden = match report.hidden.total() {
                0 => Words::default(),
                n => words!("（另有{n}处按本单位设定不再列出）", n),
            };
            put!(
                out,
                "登记簿{rows}条，公文{documents}份：对不上的{n}处{hidden}",
                rows,
                documents,
                n = report.collection.len(),
                hidden
            )?;
        }
        output.write(&out)?;
        Ok(self.failing.fail_on.code(&report.totals(), false))
    }
}

/// A list of all documents is not made of a part of them.
fn stopped() -> Result<(), Stop> {
    match signals::caught() {
        Some(_) => Err(Stop(Words::from("中途停止：没有写登记簿"))),
        None => Ok(()),
    }
}
