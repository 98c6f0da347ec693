//! `sanbu annotate`: copies of the documents, with what was found in them as comments.

use crate::disk::terminal::{lang, put};
use sanbu::lang::Words;
use sanbu::words;
use std::cell::LazyCell;
use std::path::{Component, Path, PathBuf};

use clap::Args;
use sanbu::annotate::{self, Annotated};
use sanbu::document::Format;
use sanbu::error::{Reason, Unreadable};
use sanbu::finding::{PacketReport, Report, Totals, UnreadableFile};
use sanbu::log::sha256;
use sanbu::packet::{File, Packet};
use sanbu::render::{self, conclusion_line};
use sanbu::write::docx::comments::{self, LIST};
use sanbu::write::table::Table;

use super::baseline::Known;
use super::office::{Asked, Office, offices, settings};
use super::options::{Failing, Force, HELP, Help};
use super::part::{Checked, Keep, Part, checked};
use super::rules::Rules;
use crate::disk::clock;
use crate::disk::input;
use crate::disk::io_message;
use crate::disk::output::{self, Kind, Outputs, Role};
use crate::disk::paths::{apart, real, resolved, show, true_path};
use crate::disk::signals;
use crate::disk::terminal::{print_lines, tell};
use crate::disk::walk::Walk;
use crate::stop::Stop;

/// Which list is about several packets together.
const TOGETHER: &str = "（各件之间）";

#[derive(Debug, Args)]
#[command(help_template = HELP, next_help_heading = "选项", disable_help_flag = true)]
pub(super) struct AnnotateArgs {
    /// 文件、文件夹
    #[arg(required = true, value_name = "路径")]
    paths: Vec<PathBuf>,
    /// 写到这个文件夹，里面的路径与原来一样；没有就新建
    #[arg(short, long, value_name = "文件夹")]
    output: PathBuf,
    /// 去掉本程序加的批注，还原成加之前的样子
    #[arg(long)]
    strip: bool,
    #[command(flatten)]
    force: Force,
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
    unreadable: Vec<UnreadableFile>,
    files: usize,
    comments: usize,
    listed: usize,
}

/// Writes below a folder what lies below the paths of the run.
struct Copies<'a> {
    folder: &'a Path,
    paths: &'a [PathBuf],
    outputs: Outputs,
    sum: Sum,
}

impl AnnotateArgs {
    pub(super) fn run(&self) -> Result<u8, Stop> {
        let paths = apart(&self.paths);
        self.folders_apart()?;
        let configs = self.rules.configs(&paths)?;
        let offices = offices(&self.rules, &configs, self.asked.command_line())?;
        let mut outputs = Outputs::new(self.force.force);
        outputs.protect(Role::Paper, paths.iter().map(PathBuf::as_path));
        offices.iter().for_each(|(office, _)| self.rules.protect(office.config, &mut outputs));
        outputs.claim(Path::new("-"), Kind::Report(render::Format::Pretty))?;
        let mut copies = Copies { folder: &self.output, paths: &paths, outputs, sum: Sum::default() };
        signals::watch();
        for (office, paths) in &offices {
            if signals::caught().is_some() {
                break;
            }
            self.part(office, (paths, settings(&configs)), &mut copies)?;
        }
        copies.close(self.strip)?;
        let Sum { totals, unreadable, .. } = copies.sum;
        unreadable
            .iter()
            .for_each(|file| tell(words!("无法读取：{path}：{message}", path = file.path, message = file.message)));
        Ok(signals::stopped().unwrap_or_else(|| match self.strip {
            true => {
                if unreadable.is_empty() {
                    0
                } else {
                    2
                }
            }
            false => self.failing.fail_on.of_run(&totals, !unreadable.is_empty()),
        }))
    }

    /// Copies do not lie where the documents are looked for.
    fn folders_apart(&self) -> Result<(), Stop> {
        let own = resolved(&self.output);
        let holds = |path: &&PathBuf| path.is_dir() && resolved(path).starts_with(&own);
        match self.paths.iter().find(holds) {
            Some(path) => Err(Stop(words!(
                "写不了 {path}：要检查的 {path2} 就是它，或者在它里面；请另写一个文件夹",
                path = show(&self.output),
                path2 = show(path)
            ))),
            None if self.paths.iter().any(|path| path.as_os_str() == "-") => {
                Err(Stop(Words::from("参数有误：标准输入不能加批注，请写文件或文件夹")))
            }
            None => Ok(()),
        }
    }

    /// Annotates the packets of the paths that share one configuration; `used` are those of the whole run.
    fn part<'l>(
        &self,
        office: &Office<'_>,
        (paths, used): (&[PathBuf], impl Iterator<Item = &'l Path>),
        copies: &mut Copies<'_>,
    ) -> Result<(), Stop> {
        let mut known = Known::open(None, None)?;
        let mut part = Part::open(office, &mut known, None, self.asked.today);
        let base = office.base();
        let work = |packet: Packet| checked(packet, office, Keep::Packet);
        let mut stopped = Ok(());
        let mut sink = |checked: Result<Checked, UnreadableFile>| {
            if let (Some((report, Some(packet))), Ok(())) = (part.settle(checked), &stopped) {
                stopped =
                    if self.strip { copies.strip(&packet, &report) } else { self.packet(&packet, &report, copies) };
            }
        };
        let mut walk = Walk::new(&base.rules.terms, None, &work, &mut sink);
        walk.with_digests(true);
        walk.without_comments(!self.strip);
        walk.leave_alone([&self.output].into_iter());
        walk.uses(used);
        paths.iter().for_each(|path| walk.add(path));
        let (unreadable, _) = walk.close(tell);
        stopped?;
        let report = part.close(paths, unreadable)?;
        if !self.strip {
            copies.together(&report)?;
        }
        copies.sum.totals.count_in(&report.collection);
        copies.sum.unreadable.extend(report.unreadable);
        Ok(())
    }

    /// Writes the documents of a packet and the list beside them, and says so.
    fn packet(&self, packet: &Packet, report: &PacketReport, copies: &mut Copies<'_>) -> Result<(), Stop> {
        let when = self.asked.today.unwrap_or_else(clock::today).to_string();
        let Annotated { copies: written, failed, list } = annotate::annotate(packet, report, &load, &when, lang());
        let mut out = Vec::new();
        for copy in &written {
            let to = copies.write(&copy.path, &copy.bytes)?;
            let signed = Words::from(if copy.signed {
                "；原件有电子签名，这一份里签名失效，原件没有动"
            } else {
                ""
            });
            put!(out, "{to}：{comments}条批注{signed}", to, comments = copy.comments, signed)?;
            copies.sum.comments += copy.comments;
        }
        for (path, why) in &failed {
            put!(out, "没有加批注：{path}：{message}", path, message = why.message)?;
        }
        // Several packets may lie in one folder, each a file of its own: its list is named after it.
        let alone = packet.files.iter().find(|file| annotate::is_alone(report, &file.name));
        let list_name = alone.map_or(LIST.to_owned(), |file| format!("{LIST}（{}）", file.name));
        let name = |n: usize| if n == 0 { format!("{list_name}.docx") } else { format!("{list_name}-{n}.docx") };
        let taken = |name: &String| packet.files.iter().any(|file| file.name == *name);
        let name = (0..).map(name).find(|name| !taken(name)).unwrap_or_default();
        let path = match report.path.rsplit_once('/').filter(|_| alone.is_some()) {
            Some((folder, _)) => format!("{folder}/{name}"),
            None => report.path_of(Some(&name)),
        };
        // Without a document of its own nobody would see the conclusion; and a list of an earlier run would be believed.
        let needed = !list.rows.is_empty() || !failed.is_empty() || written.is_empty();
        if needed || copies.is_there(&path) {
            let listed = list.rows.len();
            let to = copies.list(&path, &list)?;
            match listed {
                0 => put!(out, "{to}：结论", to)?,
                _ => put!(out, "{to}：{listed}处不能写成批注", to, listed)?,
            }
        }
        put!(out, "{path}：{conclusion}", path = report.path, conclusion = conclusion_line(report))?;
        copies.sum.totals.add(report);
        print_lines(out)
    }
}

impl Copies<'_> {
    /// Writes a document as it was before the comments.
    fn strip(&mut self, packet: &Packet, report: &PacketReport) -> Result<(), Stop> {
        let mut out = Vec::new();
        let is_docx = |file: &&File| file.read().is_some_and(|(document, _)| document.format == Format::Docx);
        for file in packet.files.iter().filter(is_docx) {
            let path = annotate::path_of(report, &file.name);
            let stripped = load(&path, &file.sha256).and_then(|bytes| comments::strip(&bytes));
            match stripped {
                Ok(None) => {}
                Ok(Some(stripped)) => {
                    let to = self.write(&path, &stripped.bytes)?;
                    match stripped.exact {
                        true => put!(out, "{to}：与加批注之前一样", to)?,
                        false => put!(out, "{to}：加批注后又保存过，只去掉了本程序的批注和标记，其余没有动", to)?,
                    }
                }
                Err(why) => {
                    self.sum.unreadable.push(UnreadableFile { path, reason: why.reason.id(), message: why.message })
                }
            }
        }
        print_lines(out)
    }

    /// What was found about several packets together.
    fn together(&mut self, report: &Report) -> Result<(), Stop> {
        if report.collection.is_empty() {
            return Ok(());
        }
        let title = format!("{LIST}{TOGETHER}");
        let to = self.folder.join(format!("{title}.docx"));
        let heading = words!("{list}{of}", list = Words::from(LIST), of = Words::from(TOGETHER));
        let list = Table { title: heading.to(lang()).into_owned(), ..annotate::rows(report.collection.iter(), lang()) };
        let mut out = Vec::new();
        let listed = list.rows.len();
        let to = self.list_at(&to, &list)?;
        put!(out, "{to}：{listed}处", to, listed)?;
        print_lines(out)
    }

    /// Where the copy of a file goes: as it lies below its path, and that path by its name where there are several.
    fn target(&self, path: &str) -> Result<PathBuf, Stop> {
        let file = real(path);
        let below = |root: &PathBuf| {
            let whole = LazyCell::new(|| true_path(&file));
            let inner = file.strip_prefix(root).ok().or_else(|| whole.strip_prefix(true_path(root)).ok())?;
            let folder = (self.paths.len() > 1 && root.is_dir()).then(|| true_path(root));
            let name = folder.as_ref().and_then(|folder| folder.file_name()).map(PathBuf::from);
            let inner = if inner.as_os_str().is_empty() { Path::new(file.file_name()?) } else { inner };
            Some(name.unwrap_or_default().join(inner))
        };
        let found = self.paths.iter().find_map(below);
        // A list lies beside the file that was handed in.
        let found = found.or_else(|| {
            let beside = self.paths.iter().any(|root| !root.is_dir() && root.parent() == file.parent());
            file.file_name().filter(|_| beside).map(PathBuf::from)
        });
        let plain = |inner: &PathBuf| inner.components().all(|part| matches!(part, Component::Normal(_)));
        let found =
            found.filter(plain).ok_or_else(|| Stop(words!("写不了 {path} 的批注：不知道它在哪个文件夹里", path)))?;
        Ok(self.folder.join(found))
    }

    fn is_there(&self, path: &str) -> bool {
        self.target(path).is_ok_and(|target| target.exists())
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<String, Stop> {
        self.outputs.protect(Role::Paper, [real(path).as_path()]);
        let target = self.target(path)?;
        self.write_at(&target, bytes)
    }

    fn list(&mut self, path: &str, list: &Table) -> Result<String, Stop> {
        let target = self.target(path)?;
        self.list_at(&target, list)
    }

    fn list_at(&mut self, target: &Path, list: &Table) -> Result<String, Stop> {
        self.sum.listed += list.rows.len();
        let bytes = list
            .docx()
            .map_err(|e| Stop(words!("写不了 {path}：{message}", path = show(target), message = e.message)))?;
        self.write_at(target, &bytes)
    }

    fn write_at(&mut self, target: &Path, bytes: &[u8]) -> Result<String, Stop> {
        output::make_folder(target.parent().unwrap_or(self.folder))?;
        let output = self.outputs.claim(target, Kind::Annotated)?;
        output.write(bytes)?;
        self.sum.files += 1;
        Ok(show(target))
    }

    /// Says what was done.
    fn close(&self, stripped: bool) -> Result<(), Stop> {
        let Sum { files, comments, listed, .. } = self.sum;
        let mut out = Vec::new();
        match stripped {
            true if files == 0 => put!(out, "没有本程序加的批注，没有要去掉的，没有写出文件")?,
            true => put!(out, "共写出{files}个文件", files)?,
            false => {
                put!(out, "共写出{files}个文件：批注{comments}条，列在清单里的{listed}处", files, comments, listed)?
            }
        }
        print_lines(out)
    }
}

/// What a file holds, if it still holds what was checked.
fn load(path: &str, digest: &str) -> Result<Vec<u8>, Unreadable> {
    let path = real(path);
    let file = input::open(&path).map_err(|e| Unreadable::new(Reason::Io, io_message(&e)))?;
    let size = file.metadata().ok().map(|meta| meta.len());
    let bytes = input::document(&show(&path), size, file)?;
    if sha256(&bytes) != digest {
        return Err(Unreadable::new(Reason::Io, "文件在检查之后变了，请再运行一次"));
    }
    Ok(bytes)
}
