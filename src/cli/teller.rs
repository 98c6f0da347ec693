//! Telling packets as soon as they are checked, to every output that can take them so: no run keeps the reports of all
//! but for a format that needs them.

use sanbu::lang::Words;
use sanbu::words;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use sanbu::finding::{PacketReport, Report, Stage, Totals};
use sanbu::render::{self, Book, Format, Options, Queue};

use super::options::named;
use crate::disk::output::{Kind, Output, Outputs, Pages};
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

    pub(super) fn parse(text: &str) -> Result<Self, Words> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        let format = named(&Format::ALL, Format::name, Format::title, name)?;
        match file {
            Some("") => Err(Words::from("等号后面要有文件名")),
            file => Ok(Self { format, file: file.filter(|file| *file != "-").map(PathBuf::from) }),
        }
    }
}

/// One output of a run.
struct Told {
    format: Format,
    options: Options,
    output: Output,
    to: To,
}

/// What of an output is told so far.
enum To {
    Text(Text),
    Book(Box<Leaves>),
}

/// An output that is one text: printed as packets come, or kept for a file that is replaced as a whole.
struct Text {
    printed: Box<dyn Write>,
    kept: Option<Vec<u8>>,
    begun: bool,
    queue: Queue,
    failed: Option<io::Error>,
}

/// An HTML report in a file, with pages beside it where packets are many.
struct Leaves {
    book: Book,
    pages: Pages,
    failed: Option<Stop>,
}

impl Text {
    /// Where it is written; what comes first is there already.
    fn out(&mut self, format: Format, options: &Options) -> io::Result<&mut dyn Write> {
        let to: &mut dyn Write = self.kept.as_mut().map_or(&mut *self.printed, |kept| kept);
        if !std::mem::replace(&mut self.begun, true) {
            render::begin(format, options, to)?;
        }
        Ok(to)
    }

    /// What a file is to hold, when it is told to its end.
    fn close(mut self, format: Format, options: &Options, report: &Report) -> Result<Option<Vec<u8>>, Stop> {
        let rest = |text: &mut Self| {
            let mut queue = std::mem::take(&mut text.queue);
            let to = text.out(format, options)?;
            queue.close(to)?;
            render::rest(format, report, options, to).and_then(|()| to.flush())
        };
        match self.failed.take().map_or_else(|| rest(&mut self), Err) {
            Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(e.into()),
            _ => Ok(self.kept),
        }
    }
}

impl Leaves {
    fn close(mut self, report: &Report) -> Result<(Vec<u8>, Pages), Stop> {
        self.failed.map_or(Ok(()), Err)?;
        let mut index = Vec::new();
        self.book.close(report, &mut |page| self.pages.write(&page), &mut index)?;
        Ok((index, self.pages))
    }
}

impl Told {
    /// It needs no packet again.
    fn lets_go(&self) -> bool {
        self.format.streams() || matches!(self.to, To::Book(_))
    }

    /// The run goes on where nobody listens: its log is to be whole, and so are the other outputs.
    fn packet(&mut self, stage: Stage, packet: &PacketReport) {
        let (format, options) = (self.format, self.options);
        match &mut self.to {
            To::Text(text) if text.failed.is_none() => {
                let mut queue = std::mem::take(&mut text.queue);
                let out = text.out(format, &options);
                text.failed = out.and_then(|to| queue.packet(format, stage, packet, &options, to)).err();
                text.queue = queue;
            }
            To::Book(leaves) if leaves.failed.is_none() => {
                let Leaves { book, pages, failed } = &mut **leaves;
                *failed = book.take(packet.clone(), &mut |page| pages.write(&page)).err();
            }
            _ => {}
        }
    }

    fn close(self, report: &Report) -> Result<(), Stop> {
        let (bytes, pages) = match self.to {
            To::Text(text) => (text.close(self.format, &self.options, report)?, None),
            To::Book(leaves) => leaves.close(report).map(|(index, pages)| (Some(index), Some(pages)))?,
        };
        let Some(bytes) = bytes else { return Ok(()) };
        if report.interrupted && self.output.is_there() {
            tell(words!("中途停止：{shown} 没有改动，仍是原来的", shown = self.output.shown()));
            return Ok(());
        }
        self.output.write(&bytes)?;
        if let Some(pages) = pages {
            pages.keep();
        }
        Ok(())
    }
}

/// Writes packets in their order to every output; those that a format needs all at once are handed back.
pub(super) struct Teller {
    stage: Stage,
    told: Vec<Told>,
    counted: Totals,
}

impl Teller {
    /// Claims what was asked for: one report for people or for `output`, and those that name their own file. What is made
    /// has a stage and the digest of its rules.
    pub(super) fn open(
        made: (Stage, &str),
        look: &dyn Fn(&Output) -> Options,
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
                return Err(Stop(words!(
                    "参数有误：{format} 不能显示在屏幕上，请写到文件：--format {format}=文件",
                    format = format.name()
                )));
            }
            let options = look(&output);
            let to = match Pages::of(&output).filter(|_| format == Format::Html) {
                Some(pages) => {
                    let [index, folder] = pages.names();
                    To::Book(Box::new(Leaves { book: Book::new(made, &options, index, folder), pages, failed: None }))
                }
                None => To::Text(Text {
                    printed: Box::new(BufWriter::new(progress.beside(io::stdout()))),
                    kept: (!output.is_standard()).then(Vec::new),
                    begun: false,
                    queue: Queue::default(),
                    failed: None,
                }),
            };
            told.push(Told { format, options, output, to });
        }
        Ok(Self { stage: made.0, told, counted: Totals::default() })
    }

    /// Somebody is shown the papers themselves.
    pub(super) fn shows_papers(&self) -> bool {
        self.told.iter().any(|told| told.format.shows_papers())
    }

    /// Tells a packet, or hands it back for the report; without its papers where nobody shows them later.
    pub(super) fn packet(&mut self, mut packet: PacketReport) -> Option<PacketReport> {
        self.told.iter_mut().for_each(|told| told.packet(self.stage, &packet));
        let mut later = self.told.iter().filter(|told| !told.lets_go()).peekable();
        if later.peek().is_none() {
            self.counted.add(&packet);
            return None;
        }
        if !later.any(|told| told.format.shows_papers()) {
            packet.papers = None;
        }
        Some(packet)
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
        return Err(Stop(words!(
            "参数有误：{path} 写不出来：报告没有 .{end} 的；要打印、转交的写成 .html（浏览器里可以另存为 PDF），要排序、筛选的写成 .xlsx",
            path = show(path),
            end
        )));
    }
    let of_name = Format::of_name(&show(path)).filter(|format| *format != Format::Pretty);
    if let Some(format) = of_name {
        tell(words!(
            "{path} 按文件名写成 {format}；要别的形式，用 --format 写明",
            path = show(path),
            format = format.name()
        ));
    }
    Ok(of_name.unwrap_or(Format::Pretty))
}

#[cfg(test)]
mod tests {
    use sanbu::rule::RuleSet;
    use sanbu::run;
    use sanbu::tree::{Found, Memory};

    use super::*;

    /// A disk that is full once, and then has room again.
    struct FullOnce(bool);

    impl Write for FullOnce {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if std::mem::replace(&mut self.0, false) { Err(ErrorKind::StorageFull.into()) } else { Ok(bytes.len()) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_has_a_gap_is_not_written_to_its_end() {
        let rules = RuleSet::builtin().unwrap();
        let memory = Memory::new("件", [("正文.txt".to_owned(), Ok("关于防汛的通知\n".into()))]);
        let Found::Packet(packet) = memory.packets(&rules.terms).remove(0) else { panic!("no packet") };
        let report = run::check(&packet, &rules, &run::Options::default());
        let printed = Box::new(FullOnce(true));
        let text = Text { printed, kept: None, begun: false, queue: Queue::default(), failed: None };
        let format = Format::Short;
        let output = Outputs::new(false).claim(Path::new("-"), Kind::Report(format)).unwrap();
        let mut told = Told { format, options: Options::default(), output, to: To::Text(text) };
        (0..2).for_each(|_| told.packet(report.stage, &report));
        assert!(told.close(&Report::default()).is_err());
    }
}
