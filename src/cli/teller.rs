//! Telling packets as soon as they are checked, to every output that can take them so: no run keeps the reports of all
//! but for a format that needs them.

use sanbu::lang::Words;
use sanbu::words;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use sanbu::finding::{PacketReport, Report, Stage, Totals};
use sanbu::render::{self, Format, Options};

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

    pub(super) fn parse(text: &str) -> Result<Self, Words> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        let format = named(&Format::ALL, Format::name, Format::title, name)?;
        match file {
            Some("") => Err(Words::from("等号后面要有文件名")),
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
    failed: Option<io::Error>,
}

impl Told {
    fn packet(&mut self, stage: Stage, packet: &PacketReport) {
        // The run goes on where nobody listens: its log is to be whole, and so are the other outputs.
        if self.failed.is_none() {
            let (format, options) = (self.format, self.options);
            self.failed = self.out().and_then(|to| render::packet(format, stage, packet, &options, to)).err();
        }
    }

    /// Where it is written; what comes first is there already.
    fn out(&mut self) -> io::Result<&mut dyn Write> {
        let to: &mut dyn Write = self.kept.as_mut().map_or(&mut *self.to, |kept| kept);
        if !std::mem::replace(&mut self.begun, true) {
            render::begin(self.format, &self.options, to)?;
        }
        Ok(to)
    }

    fn close(mut self, report: &Report) -> Result<(), Stop> {
        let (format, options) = (self.format, self.options);
        let rest = |told: &mut Self| {
            let to = told.out()?;
            render::rest(format, report, &options, to).and_then(|()| to.flush())
        };
        match self.failed.take().map_or_else(|| rest(&mut self), Err) {
            Err(e) if e.kind() != ErrorKind::BrokenPipe => return Err(e.into()),
            _ => {}
        }
        match self.kept {
            None => Ok(()),
            Some(_) if report.interrupted && self.output.is_there() => {
                tell(words!("中途停止：{shown} 没有改动，仍是原来的", shown = self.output.shown()));
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
        let first = if unnamed.is_empty() { vec![by_name(place)] } else { unnamed };
        let beside = wanted.iter().filter_map(|one| Some((one.format, one.file.as_deref()?)));
        for (format, path) in first.into_iter().map(|format| (format, place)).chain(beside) {
            let output = outputs.claim(path, Kind::Report(format))?;
            if format.is_binary() && output.is_terminal() {
                return Err(Stop(words!(
                    "参数有误：{format} 不能显示在屏幕上，请写到文件：--format {format}=文件",
                    format = format.name()
                )));
            }
            told.push(Told {
                format,
                options: look(&output),
                to: Box::new(BufWriter::new(progress.beside(io::stdout()))),
                kept: (!output.is_standard()).then(Vec::new),
                output,
                begun: false,
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

/// The format of a report whose format nobody has named: that of its file's name, and it is said.
fn by_name(path: &Path) -> Format {
    let of_name = Format::of_name(&show(path)).filter(|format| *format != Format::Pretty);
    if let Some(format) = of_name {
        tell(words!(
            "{path} 按文件名写成 {format}；要别的形式，用 --format 写明",
            path = show(path),
            format = format.name()
        ));
    }
    of_name.unwrap_or(Format::Pretty)
}
