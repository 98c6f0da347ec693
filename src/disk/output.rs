//! What the program writes: where it may go, and whole or not at all. Every output of every command passes here.

use sanbu::lang::Words;
use sanbu::words;
use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, IsTerminal, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sanbu::baseline::is_baseline;
use sanbu::config::Config;
use sanbu::limits;
use sanbu::log::{self, Tip};
use sanbu::packet::{self, MANIFEST, Manifest};
use sanbu::register::{self, Register};
use sanbu::render::{self, ENDS};
use sanbu::text::Text;
use sanbu::write::docx::comments;

use super::input;
use super::paths::{SETTINGS, show};
use super::terminal;
use crate::stop::{Stop, io_words};

/// How the name of a file ends that is not written to its end yet.
const UNFINISHED: &str = ".sanbu-tmp";
/// Bytes of a name that all file systems take.
const LONGEST_NAME: usize = 255;
/// Links after which a path leads nowhere.
const MOST_LINKS: usize = 40;

/// What is written.
#[derive(Clone, Copy)]
pub(crate) enum Kind<'k> {
    Report(render::Format),
    Baseline,
    Register(register::Format, &'k Register),
    /// A register that is there, with more rows.
    Extended(register::Format, &'k Register),
    Settings,
    /// A blank document that people will fill in.
    Skeleton,
    Manifest,
    Log,
    Tip,
    /// A paper of the run with what was found in it mended.
    Mended,
    /// A paper as it was before.
    Backup,
    /// A copy of a paper with comments, or without them; or a list of what no comment says.
    Annotated,
}

/// What a run reads, so that it does not write there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Paper,
    Rules,
    Settings,
    Baseline,
    Register,
}

impl Role {
    fn words(self) -> &'static str {
        match self {
            Role::Paper => "它是要检查的文件",
            Role::Rules => "它是这次用的规则文件",
            Role::Settings => "它是这次用的配置文件",
            Role::Baseline => "它是这次要读的基线",
            Role::Register => "它是这次要核对的登记簿",
        }
    }
}

/// A file by its true path and, where the system has it, by device and number.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    path: PathBuf,
    id: Option<(u64, u64)>,
}

impl Place {
    fn of(path: PathBuf, meta: Option<&Metadata>) -> Self {
        Self { path, id: meta.and_then(id) }
    }

    fn is(&self, other: &Place) -> bool {
        self.path == other.path || self.id.is_some() && self.id == other.id
    }
}

/// The outputs of a run, and what they must leave as it is. All are claimed before a document is read.
pub(crate) struct Outputs {
    force: bool,
    kept: Vec<(Role, Place)>,
    folders: Vec<PathBuf>,
    taken: Vec<Place>,
    written: Vec<PathBuf>,
}

/// An output that may be written.
#[derive(Debug)]
pub(crate) struct Output {
    target: Target,
    shown: Words,
    /// A register that is there may only be found to say the same.
    unchanged: bool,
}

/// Where an output goes.
#[derive(Debug)]
enum Target {
    Stdout,
    Stderr,
    /// Written to as it is: a device, a pipe, an open file.
    Open(PathBuf),
    /// Replaced as a whole.
    File(PathBuf),
}

impl Outputs {
    /// With `force` a file that the program did not write may be replaced; nothing that the run reads ever is.
    pub(crate) fn new(force: bool) -> Self {
        Self { force, kept: Vec::new(), folders: Vec::new(), taken: Vec::new(), written: Vec::new() }
    }

    /// Keeps what a run reads: a file, all files of a folder, or what standard input comes from.
    pub(crate) fn protect<'p>(&mut self, role: Role, paths: impl IntoIterator<Item = &'p Path>) {
        for path in paths {
            let path = if path.as_os_str() == "-" { Path::new("/dev/stdin") } else { path };
            let (Ok(real), Ok(meta)) = (fs::canonicalize(path), fs::metadata(path)) else { continue };
            if meta.is_dir() {
                self.folders.push(real);
            } else if !is_endless(&meta) {
                self.kept.push((role, Place::of(real, Some(&meta))));
            }
        }
    }

    /// The files that are written, as named and as meant: none of them is a paper of the run.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.written.iter()
    }

    /// Decides whether an output may go there; nothing is written yet, and what stays of killed runs is cleared.
    pub(crate) fn claim(&mut self, path: &Path, kind: Kind<'_>) -> Result<Output, Stop> {
        let target = Target::of(path).map_err(|why| refused(&show(path).into(), &why))?;
        let shown = target.shown(path);
        let unchanged = self.decide(&target, kind).map_err(|why| refused(&shown, &why))?;
        if let Target::File(file) = &target {
            clear(file);
            if !matches!(kind, Kind::Log) {
                Temporary::beside(file, None).map_err(|e| refused(&shown, &reason(&e)))?;
            }
            self.written.extend([path.to_path_buf(), file.clone()]);
        }
        Ok(Output { target, shown, unchanged })
    }

    /// Whether only the same may be written, or why nothing may.
    fn decide(&mut self, target: &Target, kind: Kind<'_>) -> Result<bool, Words> {
        let (path, meta) = target.now();
        let file = meta.as_ref().filter(|meta| meta.is_file());
        if !matches!(target, Target::File(_)) && kind.is_read_again() {
            return Err(Words::from("它要能读回来，不能写到设备或标准输出；请写一个文件名"));
        }
        let place = Place::of(path.to_path_buf(), meta.as_ref().filter(|meta| !is_endless(meta)));
        if let Some((role, _)) = self.kept.iter().find(|(role, kept)| kept.is(&place) && !kind.renews(*role)) {
            return Err(Words::from(role.words()).and(elsewhere(target, file).into()));
        }
        // A device takes whatever it is given; but a terminal, a pipe or a file that is printed to shows one output.
        let shared = matches!(target, Target::Open(_)) && meta.as_ref().is_some_and(is_endless);
        if !shared && self.taken.iter().any(|taken| taken.is(&place)) {
            return Err(Words::from("这次已经有一项输出写到这里；请给它们不同的文件名"));
        }
        if kind.is_settings_of_others(&place.path) {
            return Err(words!(
                "{settings}、{manifest} 是配置文件；请换个文件名",
                settings = SETTINGS,
                manifest = MANIFEST
            ));
        }
        let unchanged = file.map_or(Ok(false), |meta| self.decide_on_file(target, &place, meta, kind))?;
        if !shared {
            self.taken.push(place);
        }
        Ok(unchanged)
    }

    /// What holds for a file that is there.
    fn decide_on_file(&self, target: &Target, place: &Place, meta: &Metadata, kind: Kind<'_>) -> Result<bool, Words> {
        let redirected = !matches!(target, Target::File(_));
        let ends = match Ends::of(&place.path) {
            Ok(ends) => ends,
            // What nobody may read, or what has no name any more, may still be printed to.
            Err(_) if redirected => return Ok(false),
            Err(e) => return Err(reason(&e)),
        };
        if ends.is_log() && !matches!(kind, Kind::Log) || ends.is_tip() && !matches!(kind, Kind::Tip) {
            return Err(Words::from("它是检查留痕或者留痕的末尾记号；请换个文件名"));
        }
        let ours = kind.wrote(&place.path, &ends);
        let empty = ends.start.is_empty();
        let is_paper = || kind.is_no_setting() && is_paper(&place.path, &ends);
        // Whatever the shell has opened in the folder may be a record of the night; only a text that is read is not.
        let spared = ours || redirected && (empty || !packet::is_text(&show(&place.path)));
        if !spared && is_paper() && self.folders.iter().any(|f| place.path.starts_with(f)) {
            return Err(words!(
                "它在要检查的文件夹里，不是本程序写的同一种结果{elsewhere}",
                elsewhere = elsewhere(target, Some(meta))
            ));
        }
        let may_be_linked = links(meta) > 1 || !ours && self.force;
        if let Some(paper) = if may_be_linked { self.link_to(place) } else { None } {
            return Err(words!(
                "它与要检查的 {path} 是同一个文件{elsewhere}",
                path = show(&paper),
                elsewhere = elsewhere(target, Some(meta))
            ));
        }
        if redirected {
            return Ok(false);
        }
        match kind {
            Kind::Log | Kind::Tip | Kind::Manifest if ours || empty => Ok(false),
            Kind::Log => Err(Words::from("不是检查留痕，没有往里写；请另用一个文件名")),
            Kind::Tip => Err(Words::from("内容不对，无法判断留痕的末尾有没有被删")),
            Kind::Manifest => Err(words!("里面不是 {manifest} 的写法；请先改正", manifest = MANIFEST)),
            Kind::Settings if !self.force => Err(Words::from("已经有了，没有改动；要另写一份，用 -o 换个文件名")),
            Kind::Settings if !ours => Err(Words::from("它不是 sanbu.toml，加了 --force 也不覆盖；请换个文件名")),
            Kind::Mended if meta.permissions().readonly() => Err(Words::from("它是只读的，没有改动")),
            Kind::Backup => Err(Words::from("已经有这个备份；请先移走")),
            Kind::Skeleton if !self.force && !empty => {
                Err(Words::from("已经有这个文件，没有改动；请换个文件名，确实要覆盖的加 --force"))
            }
            _ if meta.permissions().readonly() && !self.force => {
                Err(Words::from("它是只读的；请换个文件名，确实要覆盖的加 --force"))
            }
            Kind::Extended(register::Format::Xlsx, _) => Err(NO_WORKBOOK.into()),
            Kind::Extended(..) => Ok(false),
            _ if self.force || empty => Ok(false),
            Kind::Register(..) if ours => Ok(true),
            _ if ours => Ok(false),
            Kind::Register(..) => Err(THERE.into()),
            _ => Err(Words::from("已经有这个文件，不是本程序写的同一种结果；请换个文件名，确实要覆盖的加 --force")),
        }
    }

    /// A paper of the folders that is this file by another name. Only what the entries say is looked at.
    fn link_to(&self, place: &Place) -> Option<PathBuf> {
        let wanted = place.id?;
        let mut open = self.folders.clone();
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
                let path = entry.path();
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    open.push(path);
                } else if path != place.path && fs::metadata(&path).is_ok_and(|meta| id(&meta) == Some(wanted)) {
                    return Some(path);
                }
            }
        }
        None
    }
}

/// What is said of a register that is there.
const THERE: &str = "已经有登记簿，没有改动；核对用 --against，把没有登记的接在后面用 --extend，重新生成用 --force";

/// What is said of a workbook that is there and is to be extended.
const NO_WORKBOOK: &str = "工作簿不能接着写；请用 --against 核对后在表格软件里登记，或者另存为 .csv 再用 --extend";

impl Kind<'_> {
    /// What is written is also read, by this run or the next.
    fn is_read_again(self) -> bool {
        matches!(self, Kind::Log | Kind::Tip | Kind::Manifest)
    }

    /// A baseline that is written anew is not read; a paper is mended in its place.
    fn renews(self, role: Role) -> bool {
        matches!((self, role), (Kind::Baseline, Role::Baseline) | (Kind::Mended, Role::Paper))
    }

    fn is_no_setting(self) -> bool {
        !matches!(self, Kind::Settings | Kind::Manifest | Kind::Tip)
    }

    /// Settings are told by their name: those of other folders are not known here.
    fn is_settings_of_others(self, path: &Path) -> bool {
        let named = |name: &str| path.file_name().is_some_and(|own| own == name);
        named(SETTINGS) && !matches!(self, Kind::Settings) || named(MANIFEST) && !matches!(self, Kind::Manifest)
    }

    /// Whether a file is one that the program wrote in this form.
    fn wrote(self, path: &Path, ends: &Ends) -> bool {
        match self {
            Kind::Report(format) if format.is_binary() => {
                input::bytes(path, limits::FILE).is_ok_and(|bytes| render::wrote(format, &bytes, &bytes))
            }
            Kind::Report(format) => render::wrote(format, &ends.start, &ends.end),
            Kind::Baseline => is_baseline(&ends.start),
            Kind::Register(format, register) | Kind::Extended(format, register) => {
                input::bytes(path, limits::REGISTER).is_ok_and(|bytes| register.wrote(format, &bytes))
            }
            Kind::Settings => {
                let parses = |text: String| Config::parse(&Text::new(text)).is_ok();
                path.file_name().is_some_and(|name| name == SETTINGS)
                    || input::text(path, limits::TOML).is_ok_and(parses)
            }
            Kind::Manifest => {
                input::text(path, limits::TOML).is_ok_and(|text| Manifest::parse(&Text::new(text)).is_ok())
            }
            Kind::Log => ends.is_log(),
            Kind::Tip => ends.is_tip(),
            Kind::Mended => true,
            Kind::Backup | Kind::Skeleton => false,
            Kind::Annotated => input::bytes(path, limits::FILE).is_ok_and(|bytes| comments::is_untouched(&bytes)),
        }
    }
}

/// What follows when an output would go into something that is read.
fn elsewhere(target: &Target, file: Option<&Metadata>) -> &'static str {
    match target {
        Target::Stdout if file.is_some_and(|meta| meta.len() == 0) => {
            "，重定向时已经被清空了；请恢复原来的文件，把结果写到别处"
        }
        Target::Stdout => "；请把结果重定向到别处",
        _ => "，不能覆盖；请换个文件名",
    }
}

/// Whether a file in a checked folder would be read as a paper.
fn is_paper(path: &Path, ends: &Ends) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let left_behind = is_baseline(&ends.start)
        || render::Format::ALL.into_iter().any(|format| render::wrote(format, &ends.start, &ends.end));
    !(packet::is_skipped(&name) || name.starts_with('.') || name.ends_with(".toml") || left_behind)
}

/// How a file begins and how it ends.
struct Ends {
    start: Vec<u8>,
    end: Vec<u8>,
}

impl Ends {
    fn of(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let (mut start, mut end) = (Vec::new(), Vec::new());
        Read::by_ref(&mut file).take(ENDS as u64).read_to_end(&mut start)?;
        let length = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(length.saturating_sub(ENDS as u64)))?;
        file.take(ENDS as u64).read_to_end(&mut end)?;
        Ok(Self { start, end })
    }

    fn is_log(&self) -> bool {
        log::is_log(&self.start)
    }

    fn is_tip(&self) -> bool {
        !self.is_log() && serde_json::from_slice::<Tip>(&self.start).is_ok()
    }
}

impl Target {
    fn of(path: &Path) -> Result<Self, Words> {
        match path.to_str() {
            Some("-" | "/dev/stdout" | "/dev/fd/1" | "/proc/self/fd/1") => return Ok(Target::Stdout),
            Some("/dev/stderr" | "/dev/fd/2" | "/proc/self/fd/2") => return Ok(Target::Stderr),
            _ if path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd") => {
                return Ok(Target::Open(path.to_path_buf()));
            }
            _ => {}
        }
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => Err(Words::from("这是文件夹；请写文件名")),
            Ok(meta) if meta.is_file() => fs::canonicalize(path).map(Target::File).map_err(|e| reason(&e)),
            Ok(_) => Ok(Target::Open(path.to_path_buf())),
            Err(e) if e.kind() == ErrorKind::NotFound => meant(path).map(Target::File).map_err(|e| reason(&e)),
            Err(e) => Err(reason(&e)),
        }
    }

    /// How messages name it; of what is printed, the file that it is led into.
    fn shown(&self, path: &Path) -> Words {
        match (self, self.now()) {
            (Target::Stdout, (led, Some(meta))) if meta.is_file() => words!("标准输出（{path}）", path = show(&led)),
            (Target::Stdout, _) => Words::from("标准输出"),
            _ => show(path).into(),
        }
    }

    /// The path, and what is there now.
    fn now(&self) -> (PathBuf, Option<Metadata>) {
        let named = match self {
            Target::Stdout => Path::new("/dev/stdout"),
            Target::Stderr => Path::new("/dev/stderr"),
            Target::Open(path) | Target::File(path) => path,
        };
        (fs::canonicalize(named).unwrap_or_else(|_| named.to_path_buf()), fs::metadata(named).ok())
    }
}

/// Where a file is made whose path leads to none yet: links are followed.
fn meant(path: &Path) -> io::Result<PathBuf> {
    let mut path = std::path::absolute(path)?;
    for _ in 0..MOST_LINKS {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { break };
        let here = fs::canonicalize(folder)?.join(name);
        match fs::read_link(&here) {
            Ok(to) => path = here.parent().unwrap_or(&here).join(to),
            Err(_) => return Ok(here),
        }
    }
    Err(ErrorKind::NotFound.into())
}

impl Output {
    /// It is standard output, to which packets go as soon as they are checked.
    pub(crate) fn is_standard(&self) -> bool {
        matches!(self.target, Target::Stdout)
    }

    /// It replaces a file.
    pub(crate) fn is_there(&self) -> bool {
        matches!(&self.target, Target::File(path) if path.exists())
    }

    /// Whether people look at it.
    pub(crate) fn is_terminal(&self) -> bool {
        matches!(self.target, Target::Stdout) && io::stdout().is_terminal()
    }

    /// Its path as messages name it.
    pub(crate) fn shown(&self) -> &Words {
        &self.shown
    }

    /// The file that is replaced and what it holds, when there is one.
    pub(crate) fn read(&self) -> Result<Option<Vec<u8>>, Stop> {
        match &self.target {
            Target::File(path) => match input::bytes(path, limits::REGISTER) {
                Ok(bytes) => Ok(Some(bytes).filter(|bytes| !bytes.is_empty())),
                Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
                Err(e) => Err(refused(&self.shown, &reason(&e))),
            },
            _ => Ok(None),
        }
    }

    /// How many names besides this one the file has that is replaced: they keep what it holds now.
    pub(crate) fn other_names(&self) -> u64 {
        match &self.target {
            Target::File(path) => fs::metadata(path).map_or(0, |meta| links(&meta).saturating_sub(1)),
            _ => 0,
        }
    }

    /// Whether the file that is replaced still holds this.
    pub(crate) fn holds(&self, bytes: &[u8]) -> bool {
        matches!(&self.target, Target::File(path) if fs::read(path).is_ok_and(|now| now == bytes))
    }

    /// Writes it as a whole, so that neither a kill nor a power cut leaves half of it.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Stop> {
        if let Some(kept) = if self.unchanged { self.read()? } else { None } {
            return if kept == bytes { Ok(()) } else { Err(refused(&self.shown, &Words::from(THERE))) };
        }
        match &self.target {
            Target::Stdout => return terminal::print(bytes),
            Target::Stderr => io::stderr().write_all(bytes),
            Target::Open(path) => OpenOptions::new().append(true).open(path).and_then(|mut f| f.write_all(bytes)),
            Target::File(path) => replace(path, bytes, true),
        }
        .or_else(|e| if e.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(refused(&self.shown, &reason(&e))) })
    }

    /// The same for what is written again and again: a kill leaves it whole, `sync` makes it outlast a power cut.
    pub(crate) fn write_often(&self, bytes: &[u8]) -> Result<(), Stop> {
        let Target::File(path) = &self.target else { return self.write(bytes) };
        replace(path, bytes, false).map_err(|e| refused(&self.shown, &reason(&e)))
    }

    /// Makes what was written outlast a power cut.
    pub(crate) fn sync(&self) -> Result<(), Stop> {
        match &self.target {
            Target::File(path) if path.exists() => {
                let kept = File::open(path).and_then(|file| file.sync_all());
                kept.map(|()| sync_folder(path)).map_err(|e| refused(&self.shown, &reason(&e)))
            }
            _ => Ok(()),
        }
    }
}

/// The folder of an output, with those above it.
pub(crate) fn make_folder(path: &Path) -> Result<(), Stop> {
    fs::create_dir_all(path).map_err(|e| match e.kind() {
        ErrorKind::AlreadyExists => refused(&show(path).into(), &"这是文件，不是文件夹；请换个名字".into()),
        _ => refused(&show(path).into(), &reason(&e)),
    })
}

/// A temporary file that has the place of the old one taken; rights and, where that is allowed, owner stay.
fn replace(path: &Path, bytes: &[u8], lasting: bool) -> io::Result<()> {
    let old = fs::metadata(path).ok();
    let mut temporary = Temporary::beside(path, old.as_ref())?;
    temporary.file.write_all(bytes)?;
    if let Some(old) = &old {
        keep_owner(&temporary.file, old);
        temporary.file.set_permissions(old.permissions())?;
    }
    if lasting {
        temporary.file.sync_all()?;
    }
    fs::rename(&temporary.path, path)?;
    temporary.path.clear();
    if lasting {
        sync_folder(path);
    }
    Ok(())
}

/// The name of a file in its folder. Not every file system can be told to keep it now.
fn sync_folder(path: &Path) {
    let _ = path.parent().map(|folder| File::open(folder).and_then(|folder| folder.sync_all()));
}

/// A file beside another, locked while it is written and gone when it comes to nothing.
struct Temporary {
    path: PathBuf,
    file: File,
}

impl Temporary {
    /// Nobody may read it who may not read the old one.
    fn beside(target: &Path, old: Option<&Metadata>) -> io::Result<Self> {
        const MOST_TRIES: usize = 100;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        restrict(&mut options, old);
        let start = Self::start(target);
        for attempt in 0..MOST_TRIES {
            let again = if attempt == 0 { String::new() } else { format!("-{attempt}") };
            let mut name = start.clone();
            name.push(format!("{}{again}{UNFINISHED}", std::process::id()));
            let path = target.with_file_name(name);
            let made = match options.open(&path) {
                Err(e) if e.kind() == ErrorKind::AlreadyExists => continue,
                other => Self { path, file: other? },
            };
            // Where nothing can be locked nothing is cleared either. A run that was clearing may just have taken it.
            let _ = made.file.lock();
            if fs::metadata(&made.path).is_ok_and(|now| made.file.metadata().is_ok_and(|own| id(&own) == id(&now))) {
                return Ok(made);
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// How the names of the temporary files of a target begin: like its own, as far as there is room.
    fn start(target: &Path) -> OsString {
        /// Room for two numbers and what stands around them.
        const ROOM: usize = 32;
        let name = target.file_name().unwrap_or_default();
        let mut start = name.to_owned();
        if name.len() > LONGEST_NAME - ROOM {
            let text = name.to_string_lossy();
            let ends = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST_NAME - ROOM);
            start = text[..ends.last().unwrap_or(0)].into();
        }
        start.push(".");
        start
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Removes what killed runs have left of a target: temporary files that nobody holds.
fn clear(target: &Path) {
    let start = Temporary::start(target);
    let start = start.as_encoded_bytes();
    let is_left = |name: &OsString| {
        let number = name.as_encoded_bytes().strip_prefix(start).and_then(|n| n.strip_suffix(UNFINISHED.as_bytes()));
        number.is_some_and(|n| !n.is_empty() && n.iter().all(|b| b.is_ascii_digit() || *b == b'-'))
    };
    let entries = target.parent().and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten();
    for entry in entries.filter_map(Result::ok).filter(|e| is_left(&e.file_name())) {
        if !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        match File::open(entry.path()).map(|file| (file.try_lock(), file)) {
            Ok((Ok(()), _held)) => drop(fs::remove_file(entry.path())),
            Ok((Err(TryLockError::WouldBlock | TryLockError::Error(_)), _)) | Err(_) => {}
        }
    }
}

fn refused(path: &Words, why: &Words) -> Stop {
    Stop(words!("写不了 {path}：{why}", path, why))
}

/// Why the system does not let a file be written, and what to do.
fn reason(error: &io::Error) -> Words {
    match error.kind() {
        ErrorKind::NotFound => Words::from("没有这个文件夹；请先建好"),
        ErrorKind::PermissionDenied => Words::from("没有权限写；请换个文件夹，或者请管理员开通"),
        ErrorKind::ReadOnlyFilesystem => Words::from("这里只能读，不能写；请换个文件夹"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Words::from("磁盘满了，原来的文件没有改动；请腾出空间"),
        ErrorKind::IsADirectory | ErrorKind::NotADirectory => Words::from("路径不对；请核对文件夹和文件名"),
        ErrorKind::InvalidFilename => Words::from("文件名太长或不能用；请换个文件名"),
        _ => io_words(error),
    }
}

/// A device that takes or gives anything and is nobody's file.
#[cfg(unix)]
fn is_endless(meta: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    meta.file_type().is_char_device()
}

#[cfg(not(unix))]
fn is_endless(_: &Metadata) -> bool {
    false
}

/// What a file is by, whatever its names: its device and its number there.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
fn id(meta: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn id(_: &Metadata) -> Option<(u64, u64)> {
    None
}

/// How many names a file has.
#[cfg(unix)]
fn links(meta: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(meta)
}

#[cfg(not(unix))]
fn links(_: &Metadata) -> u64 {
    1
}

#[cfg(unix)]
fn restrict(options: &mut OpenOptions, old: Option<&Metadata>) {
    use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
    if let Some(old) = old {
        options.mode(old.mode() & 0o600);
    }
}

#[cfg(not(unix))]
fn restrict(_: &mut OpenOptions, _: Option<&Metadata>) {}

/// Only some may give a file away; who may not owns it then.
#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    if file.metadata().is_ok_and(|own| (own.uid(), own.gid()) != (old.uid(), old.gid())) {
        let _ = fchown(file, Some(old.uid()), Some(old.gid())).or_else(|_| fchown(file, None, Some(old.gid())));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}
