//! Telling packets as soon as they are checked, to every output that can take them so: no run keeps the reports of all
//! but for a format that needs them.

use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use sanbu::finding::{PacketReport, Report, Stage, Totals};
use sanbu::render::{self, Format, Options, Queue};

use super::options::named;
use crate::disk::output::{Kind, Output, Outputs};
use crate::disk::paths::show;
use crate::disk::progress::Progress;
use crate::disk::terminal::tell;
use crate::stop::Stop;

/// A report that was asked for: `FORMAT` for the one that `-o` places, `FORMAT=FILE` for one beside it.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    format: Format,
    file: Option<PathBuf>,
}

impl Wanted {
    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// It names a file of its own.
    pub(super) fn has_file(&self) -> bool {
        self.file.is_some()
    }

    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        let format = named(&Format::ALL, Format::name, Format::title, name)?;
        match file {
            Some("") => Err("等号后面要有文件名".to_owned()),
            file => Ok(Self { format, file: file.filter(|file| *file != "-").map(PathBuf::from) }),
        }
    }
}

/// One output of a run, and what of it is told so far.
struct Told {
    format: Format,
    options: Options,
    output: Output,
    to: Box<dyn Write>,
    /// What is written to a file, which is replaced as a whole.
    kept: Option<Vec<u8>>,
    begun: bool,
    queue: Queue,
    failed: Option<io::Error>,
}

impl Told {
    fn packet(&mut self, stage: Stage, packet: &PacketReport) {
        // The run goes on where nobody listens: its log is to be whole, and so are the other outputs.
        if self.failed.is_none() {
            let (format, options) = (self.format, self.options);
            let mut queue = std::mem::take(&mut self.queue);
            self.failed = self.out().and_then(|to| queue.packet(format, stage, packet, &options, to)).err();
            self.queue = queue;
        }
    }

    /// Where it is written; what comes first is there already.
    fn out(&mut self) -> io::Result<&mut dyn Write> {
        let to: &mut dyn Write = self.kept.as_mut().map_or(&mut *self.to, |kept| kept);
        if !std::mem::replace(&mut self.begun, true) {
            render::begin(self.format, to)?;
        }
        Ok(to)
    }

    fn close(mut self, report: &Report) -> Result<(), Stop> {
        let (format, options) = (self.format, self.options);
        let rest = |told: &mut Self| {
            let mut queue = std::mem::take(&mut told.queue);
            let to = told.out()?;
            queue.close(to)?;
            render::rest(format, report, &options, to).and_then(|()| to.flush())
        };
        match self.failed.take().map_or_else(|| rest(&mut self), Err) {
            Err(e) if e.kind() != ErrorKind::BrokenPipe => return Err(e.into()),
            _ => {}
        }
        match self.kept {
            None => Ok(()),
            Some(_) if report.interrupted && self.output.is_there() => {
                tell(format_args!("中途停止：{} 没有改动，仍是原来的", self.output.shown()));
                Ok(())
            }
            Some(bytes) => self.output.write(&bytes),
        }
    }
}

/// Writes packets in their order to every output; those that a format needs all at once are handed back.
pub(super) struct Teller {
    stage: Stage,
    told: Vec<Told>,
    counted: Totals,
}

impl Teller {
    /// Claims what was asked for: one report for people or for `output`, and those that name their own file.
    pub(super) fn open(
        (stage, look): (Stage, &dyn Fn(&Output) -> Options),
        wanted: &[Wanted],
        output: Option<&Path>,
        outputs: &mut Outputs,
        progress: &Progress,
    ) -> Result<Self, Stop> {
        let mut told = Vec::new();
        let place = output.unwrap_or(Path::new("-"));
        let unnamed = wanted.iter().filter(|one| one.file.is_none()).map(|one| one.format);
        let unnamed: Vec<Format> = unnamed.collect();
        let first = if unnamed.is_empty() { vec![by_name(place)?] } else { unnamed };
        let beside = wanted.iter().filter_map(|one| Some((one.format, one.file.as_deref()?)));
        for (format, path) in first.into_iter().map(|format| (format, place)).chain(beside) {
            let output = outputs.claim(path, Kind::Report(format))?;
            if format.is_binary() && output.is_terminal() {
                return Err(Stop(format!(
                    "参数有误：{0} 不能显示在屏幕上，请写到文件：--format {0}=文件",
                    format.name()
                )));
            }
            told.push(Told {
                format,
                options: look(&output),
                to: Box::new(BufWriter::new(progress.beside(io::stdout()))),
                kept: (!output.is_standard()).then(Vec::new),
                output,
                begun: false,
                queue: Queue::default(),
                failed: None,
            });
        }
        Ok(Self { stage, told, counted: Totals::default() })
    }

    /// Somebody is shown the papers themselves.
    pub(super) fn shows_papers(&self) -> bool {
        self.told.iter().any(|told| told.format.shows_papers())
    }

    /// Tells a packet, or hands it back for the report.
    pub(super) fn packet(&mut self, packet: PacketReport) -> Option<PacketReport> {
        self.told.iter_mut().for_each(|told| told.packet(self.stage, &packet));
        if !self.told.iter().all(|told| told.format.streams()) {
            return Some(packet);
        }
        self.counted.add(&packet);
        None
    }

    /// Writes the rest of the report everywhere, and counts in it what was told. One output that cannot be written
    /// is no reason to leave out the others.
    pub(super) fn close(self, report: &mut Report) -> Result<(), Stop> {
        report.told = self.counted;
        let done: Vec<Result<(), Stop>> = self.told.into_iter().map(|told| told.close(report)).collect();
        done.into_iter().collect()
    }
}

/// Ends of names of files that no report is.
const OTHERS: [&str; 12] = ["pdf", "doc", "docx", "wps", "rtf", "odt", "ofd", "xls", "et", "ods", "ppt", "pptx"];

/// The format of a report whose format nobody has named: that of its file's name, and it is said.
fn by_name(path: &Path) -> Result<Format, Stop> {
    let end = path.extension().map(|end| end.to_string_lossy().to_ascii_lowercase());
    if let Some(end) = end.filter(|end| OTHERS.contains(&end.as_str())) {
        return Err(Stop(format!(
            "参数有误：{} 写不出来：报告没有 .{end} 的；要打印、转交的写成 .html（浏览器里可以另存为 PDF），要排序、筛选的写成 .xlsx",
            show(path)
        )));
    }
    let of_name = Format::of_name(&show(path)).filter(|format| *format != Format::Pretty);
    if let Some(format) = of_name {
        tell(format_args!("{} 按文件名写成 {}；要别的形式，用 --format 写明", show(path), format.name()));
    }
    Ok(of_name.unwrap_or(Format::Pretty))
}
