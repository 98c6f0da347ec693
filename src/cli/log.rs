//! `sanbu log`: whether the record of checks is still what was written, and who answers for it where nobody can tell.

use crate::disk::terminal::put;
use sanbu::lang::Words;
use sanbu::words;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use sanbu::limits;
use sanbu::log::{Damage, Standing, Tip, Verified, Verifier, Wrong};

use super::options::{HELP, Help, not_blank};
use crate::disk::input;
use crate::disk::io_message;
use crate::disk::journal::{self, Journal};
use crate::disk::output::Outputs;
use crate::disk::paths::show;
use crate::disk::terminal::{print_lines, tell};
use crate::stop::Stop;

#[derive(Debug, Args)]
#[command(help_template = HELP, subcommand_help_heading = "命令", next_help_heading = "选项", disable_help_flag = true)]
pub(super) struct Log {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    help: Help,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 逐行核对：有没有改过、删过、挪动过
    Verify(Verify),
    /// 留痕旁边的 .tip 丢了：由人核对后确认，记在留痕里
    Accept(Accept),
}

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
struct Verify {
    /// 留痕文件
    #[arg(value_name = "文件")]
    file: PathBuf,
    #[command(flatten)]
    help: Help,
}

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
struct Accept {
    /// 留痕文件
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 谁核对的
    #[arg(long, value_name = "姓名", value_parser = not_blank)]
    by: String,
    /// 怎样核对的，如：与上月备份一致
    #[arg(long, value_name = "说明", value_parser = not_blank)]
    note: Option<String>,
    #[command(flatten)]
    help: Help,
}

impl Log {
    pub(super) fn run(&self) -> Result<u8, Stop> {
        match &self.command {
            Command::Verify(verify) => read(&verify.file)?.tell(&verify.file),
            Command::Accept(accept) => accept.run(),
        }
    }
}

impl Accept {
    /// Those of verifying, with what is accepted.
    fn run(&self) -> Result<u8, Stop> {
        let log = read(&self.file)?;
        if !log.found.is_open(log.tip.as_ref()) {
            tell(words!("{path} 的末尾没有需要确认的；没有记下", path = show(&self.file)));
            return log.tell(&self.file);
        }
        Journal::open(&self.file, &mut Outputs::new(false))?.accept(&self.by, self.note.as_deref())?;
        read(&self.file)?.tell(&self.file)
    }
}

/// A log as it is found.
struct Found {
    found: Verified,
    tip: Option<Tip>,
}

/// What a sealed line has.
const SEAL: &[u8] = b"\"seal\":\"";
const NO_LOG: &str = "这不是检查留痕，请核对文件名";

/// A log is read line by line: it may be of any length.
fn read(path: &Path) -> Result<Found, Stop> {
    let name = show(path);
    let fail = |e: io::Error| Stop(words!("读不了 {name}：{why}", name, why = io_message(&e)));
    let file = input::open(path).map_err(fail)?;
    let held = journal::hold(path);
    let mut file = BufReader::new(file);
    let tip = journal::read_tip(path)?;
    let mut verifier = Verifier::new(tip.as_ref());
    let mut line = Vec::new();
    let (mut lines, mut sealed) = (false, false);
    loop {
        line.clear();
        file.by_ref().take(limits::LOG_LINE as u64 + 1).read_until(b'\n', &mut line).map_err(fail)?;
        if line.len() > limits::LOG_LINE {
            let told = limits::too_large("有一行", limits::LOG_LINE, NO_LOG);
            return Err(Stop(words!("读不了 {name}：{message}", name, message = told.message)));
        }
        if line.is_empty() {
            break;
        }
        lines = true;
        sealed |= line.windows(SEAL.len()).any(|at| at == SEAL);
        verifier.line(&line);
    }
    drop(held);
    let found = verifier.end();
    // Not one line was ever sealed, and no tip says that they were.
    if lines && !sealed && tip.is_none() && found.torn == 0 {
        return Err(Stop(words!("读不了 {name}：{message}", name, message = Words::from(NO_LOG))));
    }
    Ok(Found { found, tip })
}

impl Found {
    /// 0 whole, 1 damaged, or its end unknown and nobody has answered for it.
    fn tell(&self, path: &Path) -> Result<u8, Stop> {
        let (name, found) = (show(path), &self.found);
        let mut out = Vec::new();
        for damage in &found.damages {
            put!(out, "{name} {damage}", name, damage = words(damage))?;
        }
        if found.torn > 0 {
            put!(
                out,
                "{name} 有{torn}处写到一半中断的行（程序被中止时留下的），前后各行不受影响",
                name,
                torn = found.torn
            )?;
        }
        if found.more > 0 {
            put!(out, "{name} 后面还有{more}处，不再列出", name, more = found.more)?;
        }
        self.tell_end(path, &mut out)?;
        let last = found.tip.as_ref().map_or_else(Words::default, |t| words!("，最后一行的封记 {seal}", seal = t.seal));
        let open = found.is_open(self.tip.as_ref());
        if found.lines == 0 && found.damages.is_empty() {
            put!(out, "{name} 里一行记录也没有；留痕时磁盘满了、程序被中止的，会留下空文件，请再检查一次", name)?;
            return print_lines(out).map(|()| 1);
        }
        match found.damages.as_slice() {
            [] if open => {
                put!(out, "各行没有改动，但末尾有没有被删，无法判断：共{lines}行{last}", lines = found.lines, last)?
            }
            [] => put!(out, "完好：共{lines}行{last}", lines = found.lines, last)?,
            all => put!(
                out,
                "有{all}处对不上：完好的有{lines}行{last}",
                all = all.len() + found.more,
                lines = found.lines,
                last
            )?,
        }
        print_lines(out)?;
        Ok(u8::from(open || !found.damages.is_empty()))
    }

    /// What the tip tells of the end, and what people have said of it.
    fn tell_end(&self, path: &Path, out: &mut Vec<u8>) -> Result<(), Stop> {
        let (name, beside, found) = (show(path), show(&journal::tip_path(path)), &self.found);
        match (Standing::of(self.tip.as_ref(), found.tip.as_ref()), &self.tip) {
            (Standing::Right, _) => {}
            (Standing::Behind, _) => {
                put!(out, "{beside} 比留痕少一行（程序在记最后一行时被中止），下次留痕时补上", beside)?;
            }
            (Standing::Lost, None) => {
                put!(out, "{name} 旁边没有 {beside}：末尾有没有整行被删去，无法判断", name, beside)?
            }
            (Standing::Lost, Some(tip)) => {
                put!(out, "{beside} 是旧的，只到第{n}行：后面有没有整行被删去，无法判断", beside, n = tip.n)?;
            }
        }
        for (line, by) in &found.accepted {
            put!(out, "{name} 第{line}行：{by}确认了在它之前末尾的情况", name, line, by)?;
        }
        for line in &found.lost {
            put!(out, "{name} 第{line}行之前：.tip 丢失过，那时末尾有没有整行被删去，无法判断", name, line)?;
        }
        if found.is_open(self.tip.as_ref()) {
            put!(out, "请与备份核对；核对过的，用 sanbu log accept {name} --by 姓名 记下", name)?;
        }
        Ok(())
    }
}

fn words(damage: &Damage) -> Words {
    let place = words!("第{line}行（文件第{byte}字节起）", line = damage.line, byte = damage.byte + 1);
    match damage.what {
        Wrong::Changed => words!("{place}：内容被改过，与封记不符", place),
        Wrong::Removed(n) => words!("{place}之前：少了{n}行", place, n),
        Wrong::Moved => words!("{place}：不在原来的位置，与前一行接不上", place),
        Wrong::CutOff(n) => words!("末尾：少了{n}行", n),
    }
}
