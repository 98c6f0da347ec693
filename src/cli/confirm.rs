//! `sanbu confirm`: a person settles what the program could not judge, for the files as they are.

use crate::disk::terminal::{lang, put};
use sanbu::lang::{Words, is_same};
use sanbu::words;
use std::path::{Path, PathBuf};

use clap::Args;
use sanbu::date::Date;
use sanbu::finding::{GateVerdict, PacketReport, Stage, UnreadableFile, Verdict};
use sanbu::gate::Gate;
use sanbu::packet::{Confirm, MANIFEST, Manifest, Packet, no_paper};
use sanbu::render::conclusion_line;
use sanbu::run;
use sanbu::say;
use sanbu::session::CommandLine;
use sanbu::shown::{few, few_of};
use sanbu::text::Text;

use super::office::Office;
use super::options::{HELP, Help, iso_date, not_blank};
use super::rules::Rules;
use crate::disk::clock;
use crate::disk::output::{Kind, Outputs, Role};
use crate::disk::paths::{real, show, true_path};
use crate::disk::terminal::{print_lines, tell};
use crate::disk::walk::Walk;
use crate::stop::Stop;

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
pub(super) struct ConfirmArgs {
    /// 公文所在的文件夹，或其中的一个文件
    #[arg(value_name = "路径")]
    path: PathBuf,
    /// 哪一个关口：signing 审核签发手续、enclosures 正件附件、recheck 复核手续
    #[arg(long, value_name = "关口")]
    gate: String,
    /// 谁核对的
    #[arg(long, value_name = "姓名", value_parser = not_blank)]
    by: String,
    /// 核对了什么，如：已核对原件
    #[arg(long, value_name = "说明", value_parser = not_blank)]
    note: Option<String>,
    /// 核对的日期 [缺省：当天]
    #[arg(long, value_name = "年-月-日", value_parser = iso_date)]
    today: Option<Date>,
    #[command(flatten)]
    rules: Rules,
    #[command(flatten)]
    help: Help,
}

impl ConfirmArgs {
    /// 0 written, or nothing to settle; 1 the gate has failed.
    pub(super) fn run(&self) -> Result<u8, Stop> {
        let config = self.rules.config(std::slice::from_ref(&self.path))?;
        let command_line = CommandLine { stage: Some(Stage::Print), today: self.today, ..CommandLine::default() };
        let office = Office::open(&self.rules, &config, command_line)?;
        let known = &office.base().rules.gates;
        let named = |g: &&Gate| g.id == self.gate || is_same(&self.gate, &g.title);
        let Some(gate) = known.iter().find(named) else {
            let known: Vec<Words> =
                known.iter().map(|g| words!("{id}（{title}）", id = g.id, title = Words::template(&g.title))).collect();
            return Err(Stop(words!("没有叫“{gate}”的关口，可以写：{list}", gate = self.gate, list = few(&known))));
        };
        let wanted = gate.id.clone();
        let mut packet = self.packet(&office, config.path())?;
        let check = |packet: &mut Packet| {
            let in_force = office.of_packet(packet);
            run::check(packet, &in_force.rules, &in_force.options)
        };
        let report = check(&mut packet);
        let gate = gate_of(&report, &wanted)?;
        let (title, why) = (&gate.title, why(gate));
        let mut out = Vec::new();
        if gate.verdict == Verdict::Fail {
            put!(out, "{title}不齐全：{why}", title, why)?;
            put!(out, "核对只能确认无法判定的，不能代替没有办的手续；没有记下")?;
            return print_lines(out).map(|()| 1);
        }
        if gate.verdict == Verdict::Pass && gate.confirmed.is_none() {
            put!(out, "{title}已经齐全，没有需要核对的；没有记下", title)?;
            return print_lines(out).map(|()| 0);
        }
        // What a silenced rule would have found nobody can settle.
        if !gate.may_be_settled() {
            put!(out, "{title}：{why}", title, why)?;
            put!(out, "有规则按设定没有用，或降低了轻重，或者设定在送检的文件夹里，先恢复再核对；没有记下")?;
            return print_lines(out).map(|()| 1);
        }
        let day = self.today.unwrap_or_else(clock::today);
        let confirm = Confirm::of(&packet, gate, &self.by, day, self.note.as_deref());
        let confirm =
            confirm.ok_or_else(|| Stop(words!("没有记下：{failures}", failures = failures(&report.unreadable))))?;
        let manifest = folder_of(&packet).join(MANIFEST);
        append(&manifest, &confirm, packet.files.iter().map(|f| folder_of(&packet).join(real(&f.name))))?;
        say!(out, "{}", report.path)?;
        put!(out, "  {title}：{why}", title, why)?;
        put!(out, "  由{confirm}核对，记在 {path}：", confirm = confirm.told().words(), path = show(&manifest))?;
        confirm.files.iter().try_for_each(|(name, digest)| say!(out, "    {name}  SHA-256 {digest}"))?;
        put!(out, "  以上文件改过、增减过，核对就失效")?;
        packet.confirms.push(confirm);
        put!(out, "{conclusion}", conclusion = conclusion_line(&check(&mut packet)))?;
        print_lines(out).map(|()| 0)
    }

    /// The one packet that the path means.
    fn packet(&self, office: &Office<'_>, settings: Option<&Path>) -> Result<Packet, Stop> {
        let alone = self.path.is_file();
        let folder = match self.path.parent().filter(|_| alone) {
            Some(here) if here.as_os_str().is_empty() => Path::new("."),
            Some(folder) => folder,
            None => &self.path,
        };
        if let Some(told) = no_paper(&show(&self.path)).filter(|_| alone) {
            return Err(Stop(words!("{path}：{message}", path = show(&self.path), message = told.message)));
        }
        let (base, work) = (office.base(), |packet: Packet| packet);
        let mut packets = Vec::new();
        let mut sink = |packet| packets.push(packet);
        let mut walk = Walk::new(&base.rules.terms, None, &work, &mut sink);
        walk.with_digests(true);
        walk.uses(settings.into_iter());
        walk.add(folder);
        let (unreadable, _) = walk.close(tell);
        if alone {
            let wanted = true_path(&self.path);
            packets.retain(|p: &Packet| p.files.iter().any(|f| true_path(&folder_of(p).join(real(&f.name))) == wanted));
        }
        match packets.len() {
            1 => Ok(packets.remove(0)),
            0 => Err(Stop(nothing(&show(&self.path), &unreadable))),
            _ => {
                let paths: Vec<&str> = packets.iter().map(|p| p.path.as_str()).collect();
                tell(words!("{path}里不止一份公文，请写明是哪一份：", path = show(&self.path)));
                Err(choice(&paths))
            }
        }
    }
}

fn gate_of<'r>(report: &'r PacketReport, id: &str) -> Result<&'r GateVerdict, Stop> {
    let found = report.gates.iter().find(|g| g.id == id);
    found.ok_or_else(|| Stop(words!("{path}：没有用到关口“{id}”", path = report.path, id)))
}

/// The folder that a packet's files are named from: its path, or that without the name of its document.
fn folder_of(packet: &Packet) -> PathBuf {
    let path = real(&packet.path);
    if path.is_dir() { path } else { path.parent().map_or_else(PathBuf::new, Path::to_path_buf) }
}

/// Says the first few, each in its line, and leaves the last line to be said.
fn choice(paths: &[&str]) -> Stop {
    const SHOWN: usize = 10;
    let shown = &paths[..paths.len().min(SHOWN)];
    match shown.split_last() {
        Some((last, before)) if shown.len() == paths.len() => {
            before.iter().for_each(|path| tell(format!("  {path}")));
            Stop(format!("  {last}").into())
        }
        _ => {
            shown.iter().for_each(|path| tell(format!("  {path}")));
            Stop(words!("  等{n}份", n = paths.len()))
        }
    }
}

/// What the gate gives as its reasons.
fn why(gate: &GateVerdict) -> Words {
    let because = if gate.because.is_empty() {
        Words::default()
    } else {
        words!("（{list}）", list = few_of(&gate.because, "条"))
    };
    few(&gate.reasons).and(because)
}

fn nothing(path: &str, unreadable: &[UnreadableFile]) -> Words {
    let told =
        if unreadable.is_empty() { Words::default() } else { words!("；{failures}", failures = failures(unreadable)) };
    words!("{path} 里没有可以核对的公文，请写公文所在的文件夹{told}", path, told)
}

fn failures(unreadable: &[UnreadableFile]) -> Words {
    few(&unreadable
        .iter()
        .map(|f| words!("{path}（{message}）", path = f.path, message = f.message))
        .collect::<Vec<_>>())
}

/// Appends to the manifest, or makes one; what it says already stays as it is.
fn append(path: &Path, confirm: &Confirm, papers: impl Iterator<Item = PathBuf>) -> Result<(), Stop> {
    let fail = |what: &'static str| Stop(words!("写不了 {path}：{what}", path = show(path), what = Words::from(what)));
    let mut outputs = Outputs::new(false);
    papers.for_each(|paper| outputs.protect(Role::Paper, [paper.as_path()]));
    let output = outputs.claim(path, Kind::Manifest)?;
    let mut text = match output.read()?.map(String::from_utf8) {
        Some(Ok(text)) => text,
        Some(Err(_)) => return Err(fail("里面不是 UTF-8 文本，请先改正")),
        None => Words::from("# 人工核对：里面的文件改过、增减过，核对就失效\n").to(lang()).into_owned(),
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&confirm.to_toml());
    let written = Manifest::parse(&Text::new(text.clone()));
    match written.map(|m| m.confirms.last() == Some(confirm)) {
        Ok(true) => output.write(text.as_bytes()),
        _ => Err(fail("里面的 confirm 要写成 [[confirm]] 才能接着往下记")),
    }
}
