//! `sanbu fix`: what can be mended without a person is mended, in the files themselves.

use crate::disk::terminal::put;
use sanbu::lang::Words;
use sanbu::words;
use std::path::{Path, PathBuf};

use clap::Args;
use sanbu::config::Silences;
use sanbu::document::AUTHOR;
use sanbu::finding::{Finding, PacketReport, Totals, UnreadableFile};
use sanbu::mend::{self, Judge, Left, Mended, MendedFile, Wishes};
use sanbu::packet::Packet;
use sanbu::render::{self, conclusion_line};
use sanbu::say;
use sanbu::write::{Stamp, Why};

use super::office::{Asked, Office, offices, settings};
use super::options::{Failing, HELP, Help};
use super::rules::Rules;
use crate::disk::clock;
use crate::disk::input;
use crate::disk::output::{Kind, Outputs, Role};
use crate::disk::paths::{apart, real, show};
use crate::disk::signals;
use crate::disk::terminal::{print, print_lines, tell};
use crate::disk::walk::Walk;
use crate::stop::Stop;

/// What the name of a file ends with that holds what another one held before.
const BACKUP: &str = ".bak";

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
pub(super) struct FixArgs {
    /// 文件、文件夹
    #[arg(required = true, value_name = "路径")]
    paths: Vec<PathBuf>,
    /// 只列出要改什么，不改文件；退出码与改了一样
    #[arg(long)]
    diff: bool,
    /// 写成修订，由人接受或者拒绝
    #[arg(long)]
    tracked: bool,
    /// 没有把握的也改，改后请逐处看一遍
    #[arg(long = "unsafe")]
    all: bool,
    /// 也改版式：纸张、页边距、文档网格、行距、字体字号、红色、首行缩进、页码
    #[arg(long)]
    layout: bool,
    /// 改之前另存一份，文件名后加 .bak
    #[arg(long)]
    backup: bool,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    rules: Rules,
    #[command(flatten)]
    failing: Failing,
    #[command(flatten)]
    help: Help,
}

/// What has come of a run.
#[derive(Default)]
struct Sum {
    totals: Totals,
    /// Something could not be written.
    failed: bool,
}

impl FixArgs {
    pub(super) fn run(&self) -> Result<u8, Stop> {
        if self.paths.iter().any(|path| path.as_os_str() == "-") {
            return Err(Stop(Words::from("参数有误：标准输入不能改，请写文件或文件夹")));
        }
        let paths = apart(&self.paths);
        let configs = self.rules.configs(&paths)?;
        let offices = offices(&self.rules, &configs, self.asked.command_line())?;
        let mut outputs = Outputs::new(false);
        outputs.protect(Role::Paper, paths.iter().map(PathBuf::as_path));
        offices.iter().for_each(|(office, _)| self.rules.protect(office.config, &mut outputs));
        outputs.claim(Path::new("-"), Kind::Report(render::Format::Pretty))?;
        let mut sum = Sum::default();
        let mut unreadable = Vec::new();
        signals::watch();
        for (office, paths) in &offices {
            if signals::caught().is_some() {
                break;
            }
            unreadable.extend(self.part(office, (paths, settings(&configs)), &mut outputs, &mut sum)?);
        }
        unreadable
            .iter()
            .for_each(|file| tell(words!("无法读取：{path}：{message}", path = file.path, message = file.message)));
        Ok(signals::stopped().unwrap_or_else(|| self.code(&sum, !unreadable.is_empty())))
    }

    /// Mends the packets of the paths that share one configuration; `used` are those of the whole run.
    fn part<'l>(
        &self,
        office: &Office<'_>,
        (paths, used): (&[PathBuf], impl Iterator<Item = &'l Path>),
        outputs: &mut Outputs,
        sum: &mut Sum,
    ) -> Result<Vec<UnreadableFile>, Stop> {
        let stamp = self.tracked.then(|| Stamp { author: AUTHOR.to_owned(), date: clock::now() });
        let wishes = Wishes { all: self.all, stamp, layout: self.layout };
        let today = self.asked.today.or_else(|| Some(clock::today()));
        let work = |mut packet: Packet| {
            let in_force = office.of_packet(&mut packet);
            let hide = |report: &mut PacketReport| {
                let mut silences = Silences::new(&office.config.settings.config.silences, today);
                silences.packet(report, |path| office.inside(path), |rule| office.session.asks(&in_force, rule));
            };
            let judge = Judge { rules: &in_force.rules, options: &in_force.options, hide: &hide };
            mend::mend(packet, &load, &judge, &wishes)
        };
        let mut stopped = Ok(());
        let mut sink = |mended: Mended| {
            if stopped.is_ok() {
                stopped = self.take(&mended, outputs, sum);
            }
        };
        let base = office.base();
        let mut walk = Walk::new(&base.rules.terms, None, &work, &mut sink);
        walk.with_digests(true);
        walk.uses(used);
        paths.iter().for_each(|path| walk.add(path));
        let (unreadable, _) = walk.close(tell);
        stopped.map(|()| unreadable)
    }

    /// Writes the files of a packet, or shows what would change, and says what was done.
    fn take(&self, mended: &Mended, outputs: &mut Outputs, sum: &mut Sum) -> Result<(), Stop> {
        sum.totals.add(&mended.report);
        let mut out = Vec::new();
        let mut failed = false;
        say!(out, "{}", mended.report.path)?;
        for file in &mended.files {
            if self.diff {
                print(mend::diff(&file.path, &file.before, &file.after).as_bytes())?;
                let how = Words::from(if file.before == file.after { "（只改版式）" } else { "" });
                put!(out, "  要改 {path}{how}", path = file.path, how)?;
            } else {
                match self.write(file, outputs) {
                    Ok(0) => put!(out, "  改了 {path}", path = file.path)?,
                    Ok(names) => put!(
                        out,
                        "  改了 {path}（它另有{names}个硬链接，那些名字下的仍是原来的内容）",
                        path = file.path,
                        names
                    )?,
                    Err(Stop(why)) => {
                        failed = true;
                        tell(why);
                    }
                }
            }
        }
        sum.failed |= failed;
        if failed {
            // What was found in the mended files is not true of those that are there.
            put!(out, "  没有都写成：写不了的文件仍是原来的，结论请再用 sanbu check 查")?;
            return print_lines(out);
        }
        for path in &mended.unrevised {
            put!(out, "  没有改 {path}：写成修订没有把握，请不加 --tracked 再改", path)?;
        }
        for (rule, n) in &mended.mended {
            put!(out, "  {n}处  {title}（{rule}）", n, title = rule.title, rule = rule.id)?;
        }
        for finding in &mended.uncovered {
            put!(
                out,
                "  改好以后才列出  {place}：{message}（{rule}）",
                place = place(finding),
                message = finding.message,
                rule = finding.rule.id
            )?;
        }
        if self.layout && mended.layout_left > 0 {
            put!(out, "  版式还有{layout_left}处要人改，见 sanbu check", layout_left = mended.layout_left)?;
        }
        if mended.files.is_empty() {
            put!(out, "  没有可以改的")?;
        }
        for left in &mended.left {
            let Left { finding, .. } = left;
            let (place, rule) = (place(finding), &finding.rule);
            put!(
                out,
                "  没有改  {place}：{title}（{rule}）：{why}",
                place,
                title = rule.title,
                rule = rule.id,
                why = left.words()
            )?;
        }
        for (rule, harm) in &mended.undone {
            put!(
                out,
                "  没有改  版式：{title}（{rule}）：{why}",
                title = rule.title,
                rule = rule.id,
                why = harm.words()
            )?;
        }
        let unsure = mended.report.findings.iter().filter(|f| f.fix.as_ref().is_some_and(|fix| !fix.safe)).count();
        if unsure > 0 && !self.all {
            put!(out, "  另有{unsure}处知道怎样改，要人看过：加 --unsafe 改后逐处看一遍", unsure)?;
        }
        put!(out, "{conclusion}", conclusion = conclusion_line(&mended.report))?;
        if self.diff {
            String::from_utf8_lossy(&out).lines().for_each(|line| tell(line.to_owned()));
            return Ok(());
        }
        print_lines(out)
    }

    /// Replaces a file, unless it has changed since it was judged; how many other names of it keep the old one.
    fn write(&self, file: &MendedFile, outputs: &mut Outputs) -> Result<u64, Stop> {
        let path = real(&file.path);
        let output = outputs.claim(&path, Kind::Mended)?;
        if !output.holds(&file.original) {
            return Err(Stop(words!("没有改 {path}：{why}", path = file.path, why = Words::from(Why::Changed.text()))));
        }
        if self.backup {
            let mut name = path.file_name().unwrap_or_default().to_owned();
            name.push(BACKUP);
            outputs.claim(&path.with_file_name(name), Kind::Backup)?.write(&file.original)?;
        }
        let names = output.other_names();
        output.write(&file.bytes)?;
        Ok(names)
    }

    /// As of a check of what the files hold now, or would hold.
    fn code(&self, sum: &Sum, unreadable: bool) -> u8 {
        if sum.failed || unreadable {
            return 2;
        }
        self.failing.fail_on.of_run(&sum.totals, false)
    }
}

/// What a file holds.
fn load(path: &str) -> Option<Vec<u8>> {
    let path = real(path);
    let file = input::open(&path).ok()?;
    let size = file.metadata().ok().map(|meta| meta.len());
    input::document(&show(&path), size, file).ok()
}

/// File and place of a finding.
fn place(finding: &Finding) -> Words {
    let place = finding.at.as_ref().map(|at| at.place.clone()).unwrap_or_default();
    match &finding.file {
        Some(file) => words!("{file} {place}", file, place),
        None => place,
    }
}
