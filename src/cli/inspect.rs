//! `sanbu inspect`: what was recognised.

use sanbu::words;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use sanbu::inspect;
use sanbu::json;
use sanbu::packet::Packet;
use sanbu::read;
use sanbu::render::Format;
use sanbu::say;
use sanbu::session::CommandLine;

use super::office::Office;
use super::options::{HELP, Help, PRETTY_OR_JSON, one_of};
use super::rules::Rules;
use crate::disk::input;
use crate::disk::output::{Kind, Outputs, Role};
use crate::disk::paths::show;
use crate::disk::signals;
use crate::disk::terminal::{for_screen, lang, tell};
use crate::disk::walk::Walk;
use crate::stop::Stop;

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
pub(super) struct Inspect {
    /// 文件
    #[arg(required = true, value_name = "路径")]
    paths: Vec<PathBuf>,
    /// 输出形式
    #[arg(long, value_name = "形式", value_parser = one_of(&PRETTY_OR_JSON, Format::name, Format::title), default_value = Format::Pretty.name())]
    format: Format,
    /// 只列出读到的全部文字；版式文件（.ofd、.pdf）分页
    #[arg(long, conflicts_with = "format")]
    text: bool,
    #[command(flatten)]
    rules: Rules,
    #[command(flatten)]
    help: Help,
}

impl Inspect {
    pub(super) fn run(&self) -> Result<u8, Stop> {
        if self.text { self.all_text() } else { self.recognised() }
    }

    /// The text of files, whatever they are for.
    fn all_text(&self) -> Result<u8, Stop> {
        let mut outputs = Outputs::new(false);
        outputs.protect(Role::Paper, self.paths.iter().map(PathBuf::as_path));
        let output = outputs.claim(Path::new("-"), Kind::Report(Format::Pretty))?;
        let (mut out, mut code) = (Vec::new(), 0);
        for path in &self.paths {
            let name = show(path);
            if self.paths.len() > 1 {
                say!(out, "{name}")?;
            }
            match input::paper(path).and_then(|bytes| read::read(&name, &bytes)) {
                Ok(document) => inspect::as_read(&document, lang(), &mut out)?,
                Err(failure) => {
                    tell(words!("无法检查：{name}：{why}", name, why = failure.message));
                    code = 2;
                }
            }
        }
        output.write(&out)?;
        Ok(code)
    }

    fn recognised(&self) -> Result<u8, Stop> {
        let config = self.rules.config(&self.paths)?;
        let office = Office::open(&self.rules, &config, CommandLine::default())?;
        let in_force = office.base();
        let mut outputs = Outputs::new(false);
        outputs.protect(Role::Paper, self.paths.iter().map(PathBuf::as_path));
        let output = outputs.claim(Path::new("-"), Kind::Report(Format::Pretty))?;
        let mut out = Vec::new();
        let mut failed = Ok(());
        let work = |mut packet: Packet| {
            let in_force = office.of_packet(&mut packet);
            let mut out = Vec::new();
            let alone = packet.files.len() == 1 && self.paths.iter().any(|p| show(p) == packet.path);
            for file in &packet.files {
                let path = if alone || packet.path.ends_with(&file.name) {
                    packet.path.clone()
                } else {
                    format!("{}/{}", packet.path, file.name)
                };
                if self.format == Format::Json {
                    json::write(&mut out, &inspect::json(&path, file, &in_force.rules.terms, lang()))?;
                    out.push(b'\n');
                } else {
                    inspect::text(&path, file, &in_force.rules.terms, lang(), &mut out)?;
                }
            }
            Ok(out)
        };
        let mut sink = |part: io::Result<Vec<u8>>| match part {
            Ok(part) => out.extend(part),
            Err(e) => failed = Err(e),
        };
        signals::watch();
        let mut walk = Walk::new(&in_force.rules.terms, None, &work, &mut sink);
        walk.uses(config.path().into_iter());
        self.paths.iter().for_each(|path| walk.add(path));
        let (unreadable, _) = walk.close(tell);
        failed?;
        output.write(&if self.format == Format::Json { out } else { for_screen(out) })?;
        for failure in &unreadable {
            tell(words!("无法检查：{path}：{message}", path = failure.path, message = failure.message));
        }
        Ok(signals::stopped().unwrap_or(if unreadable.is_empty() { 0 } else { 2 }))
    }
}
