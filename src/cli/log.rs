//! `sanbu log verify`: whether the record of checks is still what was written.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use sanbu::log::{self, Damage, Wrong};

use super::{HELP, Help, Stop, print};
use crate::discover::{io_message, show};
use crate::journal;

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
}

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
struct Verify {
    /// 留痕文件
    file: PathBuf,
    #[command(flatten)]
    help: Help,
}

impl Log {
    pub(super) fn run(&self) -> Result<u8, Stop> {
        let Command::Verify(verify) = &self.command;
        verify.run()
    }
}

impl Verify {
    /// 0 whole, 1 damaged, 2 unreadable.
    fn run(&self) -> Result<u8, Stop> {
        let name = show(&self.file);
        let bytes = std::fs::read(&self.file).map_err(|e| Stop(format!("读不了 {name}：{}", io_message(&e))))?;
        let tip = journal::read_tip(&self.file)?;
        let found = log::verify(&bytes, tip.as_ref());
        let mut out = Vec::new();
        for damage in &found.damages {
            writeln!(out, "{name} {}", words(damage))?;
        }
        if found.torn > 0 {
            writeln!(out, "{name} 有{}处写到一半中断的行（程序被中止时留下的），前后各行不受影响", found.torn)?;
        }
        if tip.is_none() && !bytes.is_empty() {
            let beside = show(&journal::tip_path(&self.file));
            writeln!(out, "{name} 旁边没有 {beside}：末尾有没有整行被删去，无法判断")?;
        }
        let last = found.tip.as_ref().map_or(String::new(), |t| format!("，最后一行的封记 {}", t.seal));
        match found.damages.as_slice() {
            [] => writeln!(out, "完好：共{}行{last}", found.lines)?,
            all => writeln!(out, "有{}处对不上：完好的有{}行{last}", all.len(), found.lines)?,
        }
        print(&out)?;
        let _ = io::stderr().flush();
        Ok(u8::from(!found.damages.is_empty()))
    }
}

fn words(damage: &Damage) -> String {
    let place = format!("第{}行（文件第{}字节起）", damage.line, damage.byte + 1);
    match damage.what {
        Wrong::Changed => format!("{place}：内容被改过，与封记不符"),
        Wrong::Removed(n) => format!("{place}之前：少了{n}行"),
        Wrong::Moved => format!("{place}：不在原来的位置，与前一行接不上"),
        Wrong::CutOff(n) => format!("末尾：少了{n}行"),
    }
}
