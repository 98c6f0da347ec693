//! The record of what was checked (留痕): one JSON line a packet, each sealed and tied to the one before.
//!
//! A line ends in `"prev"`, the seal of the line before, and `"seal"`, the SHA-256 of all that stands before it in the
//! line. A changed byte breaks the seal of its line; a removed, added or moved line breaks the tie of the next. What is
//! cut off at the end only the tip knows: a small file beside the log with the number and seal of its last line. Where the
//! tip is lost, the log says so from then on, until a person answers for it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::finding::{Conclusion, Confirmed, GateVerdict, PacketReport, Severity, Stage, Verdict};
use crate::json;
use crate::packet::{MANIFEST, Packet};

/// What a line says of a packet.
#[derive(Debug, Serialize)]
pub struct Entry<'e> {
    /// When, as `2026-03-05T09:30:00Z`.
    pub time: &'e str,
    /// Path of the packet.
    pub path: &'e str,
    /// Every file with its SHA-256.
    pub files: Vec<FileDigest<'e>>,
    /// Digest of the rules in force.
    pub rules: &'e str,
    /// What was set for it: `sanbu.toml`, rule files of an office, `packet.toml`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub config: Vec<FileDigest<'e>>,
    /// Stage of the run.
    pub stage: Stage,
    /// Number of errors.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// Number of hints.
    pub infos: usize,
    /// Number of findings that were known and not listed.
    #[serde(skip_serializing_if = "is_zero")]
    pub hidden: usize,
    /// The gates with their verdicts.
    pub gates: Vec<GateEntry<'e>>,
    /// The conclusion.
    pub conclusion: Conclusion,
}

/// How a gate was decided.
#[derive(Debug, Serialize)]
pub struct GateEntry<'e> {
    /// Id of the gate.
    pub id: &'e str,
    /// Its verdict.
    pub verdict: Verdict,
    /// Rules of it that were not selected.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub off: &'e [String],
    /// Rules of it that were made milder.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub lowered: &'e [String],
    /// Where that is set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set_by: Vec<&'e str>,
    /// Who has settled it, and when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<&'e Confirmed>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// A file and what its bytes add up to.
#[derive(Debug, Serialize)]
pub struct FileDigest<'e> {
    /// Name in the packet.
    pub name: &'e str,
    /// SHA-256 in hexadecimal.
    pub sha256: &'e str,
}

impl<'e> Entry<'e> {
    /// The entry of a packet: what was kept of it, and its report.
    pub fn of(kept: &'e Kept, report: &'e PacketReport, rules: &'e str, time: &'e str) -> Self {
        let digests = |files: &'e [(String, String)]| -> Vec<FileDigest<'e>> {
            files.iter().map(|(name, sha256)| FileDigest { name, sha256 }).collect()
        };
        let gate = |g: &'e GateVerdict| GateEntry {
            id: &g.id,
            verdict: g.verdict,
            off: &g.off,
            lowered: &g.lowered,
            set_by: g.set_by.iter().map(|by| by.as_str()).collect(),
            confirmed: g.confirmed.as_ref(),
        };
        Self {
            time,
            path: &report.path,
            files: digests(&kept.files),
            rules,
            config: digests(&kept.config),
            stage: report.stage,
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            infos: report.count(Severity::Info),
            hidden: report.hidden.total(),
            gates: report.gates.iter().map(gate).collect(),
            conclusion: report.conclusion,
        }
    }
}

/// What is kept of a packet for the log when the packet is dropped: names with SHA-256.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Its files.
    pub files: Vec<(String, String)>,
    /// What was set for it.
    pub config: Vec<(String, String)>,
}

impl Kept {
    /// Of a packet, for which nothing is set but by its own manifest.
    pub fn of(packet: &Packet) -> Self {
        let manifest = Some(&packet.manifest_sha256).filter(|sha| !sha.is_empty());
        let manifest = manifest.map(|sha| (MANIFEST.to_owned(), sha.clone()));
        Self {
            files: packet.files.iter().map(|f| (f.name.clone(), f.sha256.clone())).collect(),
            config: manifest.into_iter().collect(),
        }
    }
}

/// A line that says that the tip had been lost when the next check was noted: nobody knows any more whether lines had been
/// cut off before.
#[derive(Debug, Serialize)]
pub struct TipLost<'e> {
    /// When.
    pub time: &'e str,
    tip_lost: bool,
}

impl<'e> TipLost<'e> {
    /// Found so at this time.
    pub fn at(time: &'e str) -> Self {
        Self { time, tip_lost: true }
    }
}

/// A line in which a person answers for a log whose tip had been lost.
#[derive(Debug, Serialize)]
pub struct Acceptance<'e> {
    /// When.
    pub time: &'e str,
    /// Who.
    pub accepted_by: &'e str,
    /// What the person has said about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'e str>,
}

/// Number and seal of the last line of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tip {
    /// Number of the line, from 1.
    pub n: u64,
    /// Its seal.
    pub seal: String,
}

/// How a line ends; the seal stands between the two.
const SEAL: &str = ",\"seal\":\"";
const END: &str = "\"}";

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// The line behind `before`, line end included, and the new tip. `broken` says that a torn line stands in between.
///
/// # Errors
/// None in practice: whatever the entry holds can be written.
pub fn line(entry: &impl Serialize, before: Option<&Tip>, broken: bool) -> Result<(String, Tip), serde_json::Error> {
    let n = before.map_or(1, |t| t.n + 1);
    let prev = before.map_or("", |t| t.seal.as_str());
    let body = json::to_string(entry)?;
    let torn = if broken { ",\"after_torn_line\":true" } else { "" };
    let content = format!("{{\"schema\":1,\"n\":{n},{}{torn},\"prev\":\"{prev}\"", &body[1..body.len() - 1]);
    let seal = sha256(content.as_bytes());
    Ok((format!("{content}{SEAL}{seal}{END}\n"), Tip { n, seal }))
}

/// What the end of a log holds: its last whole line, and whether a torn one follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tail {
    /// The last line whose seal holds.
    pub tip: Option<Tip>,
    /// Bytes follow that are no whole line.
    pub torn: bool,
}

/// Reads the end of a log: `bytes` are its last ones, `whole` when they are all of it.
/// None when they do not reach back to a whole line.
pub fn tail(bytes: &[u8], whole: bool) -> Option<Tail> {
    let mut lines: Vec<&[u8]> = bytes.split(|b| *b == b'\n').collect();
    // A last line that lacks nothing but its end is whole.
    let rest = lines.pop().unwrap_or_default();
    let open = !rest.is_empty() && read_line(rest).is_err();
    lines.extend((!rest.is_empty() && !open).then_some(rest));
    if !whole && !lines.is_empty() {
        lines.remove(0);
    }
    let found = lines.iter().rposition(|l| read_line(l).is_ok());
    match found {
        Some(at) => {
            let tip = read_line(lines[at]).ok().map(|l| l.tip);
            Some(Tail { tip, torn: open || at + 1 < lines.len() })
        }
        None if whole => Some(Tail { tip: None, torn: open || !lines.is_empty() }),
        None => None,
    }
}

impl Tail {
    /// The line that the next one follows. What the tip knows and the log has lost stays lost to be seen: the next line
    /// follows the tip.
    pub fn follow(self, tip: Option<Tip>) -> Self {
        let last = self.tip.as_ref().map_or(0, |t| t.n);
        match tip {
            Some(tip) if tip.n > last || Some(&tip) != self.tip.as_ref() && tip.n == last => {
                Self { tip: Some(tip), torn: false }
            }
            _ => self,
        }
    }
}

/// How a tip stands to the lines of its log. The tip is there before the first line, is written behind each line, and led
/// up before the next one: a killed run leaves it one line behind, never more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It knows the last line, or more than there is.
    Right,
    /// It is one line behind, as a killed run leaves it.
    Behind,
    /// It is gone, or an older one: what it has not seen may have been cut off.
    Lost,
}

impl Standing {
    /// Of a tip, when there is one, to the last line, when there is one.
    pub fn of(tip: Option<&Tip>, last: Option<&Tip>) -> Self {
        let Some(tip) = tip else { return if last.is_some() { Standing::Lost } else { Standing::Right } };
        match last.map_or(0, |t| t.n).saturating_sub(tip.n) {
            0 => Standing::Right,
            1 => Standing::Behind,
            _ => Standing::Lost,
        }
    }
}

/// Whether bytes begin as a log does.
pub fn is_log(bytes: &[u8]) -> bool {
    bytes.starts_with(b"{\"schema\":1,\"n\":")
}

/// A line whose seal holds.
struct Sealed {
    tip: Tip,
    prev: String,
    after_torn: bool,
    tip_lost: bool,
    accepted_by: Option<String>,
}

/// Why a line does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Broken {
    NotALine,
    Changed,
}

fn read_line(bytes: &[u8]) -> Result<Sealed, Broken> {
    #[derive(Deserialize)]
    struct Ties {
        n: u64,
        prev: String,
        #[serde(default)]
        after_torn_line: bool,
        #[serde(default)]
        tip_lost: bool,
        #[serde(default)]
        accepted_by: Option<String>,
    }
    const DIGITS: usize = 64;
    let ended = if bytes.ends_with(END.as_bytes()) { Broken::Changed } else { Broken::NotALine };
    let text = std::str::from_utf8(bytes).map_err(|_| ended)?;
    let (content, rest) = text.rsplit_once(SEAL).ok_or(Broken::NotALine)?;
    // Something behind a complete seal is no line that was torn.
    let more = rest.get(DIGITS..).is_some_and(|r| r.starts_with(END));
    let seal = rest.strip_suffix(END).ok_or(if more { Broken::Changed } else { Broken::NotALine })?;
    if sha256(content.as_bytes()) != seal {
        return Err(Broken::Changed);
    }
    let ties: Ties = serde_json::from_str(&format!("{content}}}")).map_err(|_| Broken::Changed)?;
    let Ties { n, prev, after_torn_line: after_torn, tip_lost, accepted_by } = ties;
    Ok(Sealed { tip: Tip { n, seal: seal.to_owned() }, prev, after_torn, tip_lost, accepted_by })
}

/// Something wrong in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Line of the file, from 1.
    pub line: usize,
    /// First byte of the line in the file.
    pub byte: usize,
    /// What is wrong.
    pub what: Wrong,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Its bytes are not those that were sealed.
    Changed,
    /// So many lines before it are gone.
    Removed(u64),
    /// It stands where it was not written.
    Moved,
    /// So many lines at the end are gone.
    CutOff(u64),
}

/// Damages that are kept; of more only the number.
const MOST_DAMAGES: usize = 1_000;

/// What verifying a log found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Lines that hold.
    pub lines: usize,
    /// The last of them.
    pub tip: Option<Tip>,
    /// What does not hold, in order: the first thousand.
    pub damages: Vec<Damage>,
    /// How many more do not hold.
    pub more: usize,
    /// Lines torn by an interrupted run, which the next line knows of, or at the end.
    pub torn: usize,
    /// Lines that say that the tip had been lost, and nobody has answered for it since.
    pub lost: Vec<usize>,
    /// Lines in which somebody has answered for a lost tip, with the name.
    pub accepted: Vec<(usize, String)>,
    /// Bytes of the log.
    pub bytes: usize,
}

impl Verified {
    fn note(&mut self, damage: Damage) {
        if self.damages.len() < MOST_DAMAGES { self.damages.push(damage) } else { self.more += 1 }
    }

    /// Nothing is wrong with a line, and nobody knows whether some were cut off: a person has to answer for it.
    pub fn is_open(&self, tip: Option<&Tip>) -> bool {
        let gone = tip.is_none() && self.bytes > 0;
        gone || !self.lost.is_empty() || Standing::of(tip, self.tip.as_ref()) == Standing::Lost
    }
}

/// Verifies a log against itself and, when there is one, its tip.
pub fn verify(bytes: &[u8], tip: Option<&Tip>) -> Verified {
    let mut verifier = Verifier::new(tip);
    bytes.split_inclusive(|b| *b == b'\n').for_each(|line| verifier.line(line));
    verifier.end()
}

/// A log as it is verified, line by line: of a log of any length no more than a line is held.
#[derive(Debug)]
pub struct Verifier<'t> {
    tip: Option<&'t Tip>,
    found: Verified,
    /// Lines that do not hold: forgiven when they are the torn end of the file, or when the next line knows of them.
    open: Vec<Damage>,
    /// How many there are.
    unsettled: usize,
    /// Lines so far.
    count: usize,
}

impl<'t> Verifier<'t> {
    /// Nothing read yet; the tip beside the log, when there is one.
    pub fn new(tip: Option<&'t Tip>) -> Self {
        Self { tip, found: Verified::default(), open: Vec::new(), unsettled: 0, count: 0 }
    }

    /// The next line, with its end; only the last one may have none.
    pub fn line(&mut self, line: &[u8]) {
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        self.count += 1;
        match read_line(text) {
            Ok(sealed) => self.sealed(sealed),
            Err(Broken::NotALine) if text.len() == line.len() => self.found.torn += 1,
            Err(_) => {
                self.unsettled += 1;
                let damage = self.damage(Wrong::Changed);
                self.open.extend((self.open.len() < MOST_DAMAGES).then_some(damage));
            }
        }
        self.found.bytes += line.len();
    }

    fn damage(&self, what: Wrong) -> Damage {
        Damage { line: self.count, byte: self.found.bytes, what }
    }

    fn sealed(&mut self, line: Sealed) {
        let (n, seal) = self.found.tip.as_ref().map_or((0, String::new()), |t| (t.n, t.seal.clone()));
        if line.after_torn && self.unsettled > 0 {
            self.found.torn += self.unsettled;
            self.unsettled = 0;
            self.open.clear();
        }
        // Changed lines took numbers, and the tie to their seals cannot be checked; inserted ones did not.
        let between = self.unsettled as u64;
        self.settle();
        let tied = line.tip.n == n + 1 && line.prev == seal;
        if line.tip.n > n + 1 + between {
            self.found.note(self.damage(Wrong::Removed(line.tip.n - n - 1 - between)));
        } else if !tied && (between == 0 || line.tip.n != n + 1 + between) {
            self.found.note(self.damage(Wrong::Moved));
        }
        // Sealed anew: the tip knows the true seal.
        if self.tip.is_some_and(|t| t.n == line.tip.n && t.seal != line.tip.seal) {
            self.found.note(self.damage(Wrong::Changed));
        }
        if line.tip_lost {
            self.found.lost.push(self.count);
        }
        if let Some(by) = line.accepted_by {
            self.found.lost.clear();
            self.found.accepted.push((self.count, by));
        }
        self.found.lines += 1;
        self.found.tip = Some(line.tip);
    }

    /// What was open is damaged.
    fn settle(&mut self) {
        self.found.more += self.unsettled - self.open.len();
        self.unsettled = 0;
        std::mem::take(&mut self.open).into_iter().for_each(|damage| self.found.note(damage));
    }

    /// What was found in all.
    pub fn end(mut self) -> Verified {
        let last = self.found.tip.as_ref().map_or(0, |t| t.n).saturating_add(self.unsettled as u64);
        self.settle();
        self.count += 1;
        if let Some(lost) = self.tip.map(|t| t.n.saturating_sub(last)).filter(|n| *n > 0) {
            self.found.note(self.damage(Wrong::CutOff(lost)));
        }
        self.found
    }
}
