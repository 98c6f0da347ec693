//! Which outputs a run may write: over nothing that it reads, over nothing that is not ours.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use sanbu::baseline::is_baseline;
use sanbu::config::Config;
use sanbu::lang::Words;
use sanbu::limits;
use sanbu::log::{self, Tip};
use sanbu::packet::{self, MANIFEST, Manifest};
use sanbu::register::{self, Register};
use sanbu::render::{self, ENDS};
use sanbu::text::Text;
use sanbu::words;
use sanbu::write::docx::comments;

use super::folders::Folders;
use super::noted::{Noted, Place};
use super::system::{id, is_endless, links};
use super::whole::{Temporary, clear};
use super::{Output, THERE, Target, input, meant, reason, refused};
use crate::disk::paths::{SETTINGS, show};
use crate::stop::Stop;

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

/// The outputs of a run, and what they must leave as it is. All are claimed before a document is read.
pub(crate) struct Outputs {
    force: bool,
    kept: Noted<Role>,
    folders: Vec<PathBuf>,
    taken: Noted<()>,
    written: Vec<PathBuf>,
    true_folders: Folders,
}

impl Outputs {
    /// With `force` a file that the program did not write may be replaced; nothing that the run reads ever is.
    pub(crate) fn new(force: bool) -> Self {
        Self {
            force,
            kept: Noted::default(),
            folders: Vec::new(),
            taken: Noted::default(),
            written: Vec::new(),
            true_folders: Folders::default(),
        }
    }

    /// Keeps what a run reads: a file, all files of a folder, or what standard input comes from.
    pub(crate) fn protect<'p>(&mut self, role: Role, paths: impl IntoIterator<Item = &'p Path>) {
        for path in paths {
            let path = if path.as_os_str() == "-" { Path::new("/dev/stdin") } else { path };
            let Ok(meta) = fs::metadata(path) else { continue };
            let real = if meta.is_file() { meant(path, &mut self.true_folders) } else { fs::canonicalize(path) };
            let Ok(real) = real else { continue };
            if meta.is_dir() {
                self.folders.push(real);
            } else if !is_endless(&meta) {
                self.kept.note(Place::of(real, Some(&meta)), role);
            }
        }
    }

    /// The files that are written, as named and as meant: none of them is a paper of the run.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.written.iter()
    }

    /// Decides whether an output may go there; nothing is written yet, and what stays of killed runs is cleared.
    pub(crate) fn claim(&mut self, path: &Path, kind: Kind<'_>) -> Result<Output, Stop> {
        let target = Target::of(path, &mut self.true_folders).map_err(|why| refused(&show(path).into(), &why))?;
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
        if let Some(role) = self.kept.of(&place).find(|role| !kind.renews(*role)) {
            return Err(Words::from(role.words()).and(elsewhere(target, file)));
        }
        // A device takes whatever it is given; but a terminal, a pipe or a file that is printed to shows one output.
        let shared = matches!(target, Target::Open(_)) && meta.as_ref().is_some_and(is_endless);
        if !shared && self.taken.of(&place).next().is_some() {
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
            self.taken.note(place, ());
        }
        Ok(unchanged)
    }

    /// What holds for a file that is there.
    fn decide_on_file(&self, target: &Target, place: &Place, meta: &Metadata, kind: Kind<'_>) -> Result<bool, Words> {
        if matches!(kind, Kind::Backup) {
            return Err(Words::from("已经有这个备份；请先移走"));
        }
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
            Kind::Settings if !self.force => Err(Words::from("已经有了，没有改动；要另写一份，用 -o 换个文件名")),
            Kind::Settings if !ours => Err(Words::from("它不是 sanbu.toml，加了 --force 也不覆盖；请换个文件名")),
            Kind::Mended if meta.permissions().readonly() => Err(Words::from("它是只读的，没有改动")),
            Kind::Skeleton if !self.force && !empty => {
                Err(Words::from("已经有这个文件，没有改动；请换个文件名，确实要覆盖的加 --force"))
            }
            _ if meta.permissions().readonly() && !self.force => {
                Err(Words::from("它是只读的；请换个文件名，确实要覆盖的加 --force"))
            }
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
fn elsewhere(target: &Target, file: Option<&Metadata>) -> Words {
    Words::from(match target {
        Target::Stdout if file.is_some_and(|meta| meta.len() == 0) => {
            "，重定向时已经被清空了；请恢复原来的文件，把结果写到别处"
        }
        Target::Stdout => "；请把结果重定向到别处",
        _ => "，不能覆盖；请换个文件名",
    })
}

/// Whether a file in a checked folder would be read as a paper.
fn is_paper(path: &Path, ends: &Ends) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let left_behind = is_baseline(&ends.start)
        || render::Format::ALL.into_iter().any(|format| render::wrote(format, &ends.start, &ends.end));
    !(packet::is_skipped(&name) || name.starts_with('.') || name.ends_with(".toml") || left_behind)
}

/// How a file begins and how it ends.
pub(super) struct Ends {
    pub(super) start: Vec<u8>,
    pub(super) end: Vec<u8>,
}

impl Ends {
    pub(super) fn of(path: &Path) -> io::Result<Self> {
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
