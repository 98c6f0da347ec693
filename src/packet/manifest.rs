//! `packet.toml`: which file is what, and what a person has settled about the packet.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::date::{Date, Day};
use crate::finding::{Confirmed, GateVerdict};
use crate::json;
use crate::lang::Words;
use crate::limits;
use crate::packet::{File, FileRole, Packet};
use crate::problem::Problem;
use crate::text::Text;
use crate::words;

/// The name of a manifest in the folder it speaks of.
pub const MANIFEST: &str = "packet.toml";

/// What a `packet.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Which file is what; without it the files are recognised.
    pub parts: Option<Parts>,
    /// What was settled, in the order in which it was.
    pub confirms: Vec<Confirm>,
}

/// The files of a packet by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The main document.
    pub main: String,
    /// The approval form.
    pub form: Option<String>,
    /// The slip of the re-check (复核单).
    pub slip: Option<String>,
    /// The finished product (成品).
    pub finished: Option<String>,
    /// The attachments.
    pub attachments: Vec<String>,
    /// Files that are left alone.
    pub ignore: Vec<Spanned<String>>,
}

/// What a person has settled about a gate, for files as they were.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    /// Id of the gate.
    pub gate: String,
    /// Who.
    #[serde(deserialize_with = "somebody")]
    pub by: String,
    /// On which day.
    pub date: Day,
    /// What the person has said about it.
    pub note: Option<String>,
    /// Ids of the rules that could not decide, which is what was settled; when none is named, whatever they are.
    #[serde(default)]
    pub because: Vec<String>,
    /// SHA-256 of every file of the packet, by its name.
    pub files: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    main: Option<String>,
    form: Option<Spanned<String>>,
    slip: Option<Spanned<String>>,
    finished: Option<Spanned<String>>,
    attachments: Option<Spanned<Vec<String>>>,
    ignore: Option<Spanned<Vec<Spanned<String>>>>,
    #[serde(default)]
    confirm: Vec<Confirm>,
}

fn somebody<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let name = String::deserialize(deserializer)?;
    if name.trim().is_empty() { Err(serde::de::Error::custom("要写明是谁核对的")) } else { Ok(name) }
}

/// A packet has no more attachments.
const MOST: usize = 2_000;

impl Manifest {
    /// Reads a `packet.toml`. Without `main` it may hold nothing but what was settled.
    ///
    /// # Errors
    /// The first mistake, at its place.
    pub fn parse(text: &Text) -> Result<Self, Problem> {
        limits::toml(text.as_str())?;
        let keys: Keys = toml::from_str(text.as_str()).map_err(|e| Problem::of_toml(&e, text))?;
        let long = |list: &&Spanned<Vec<String>>| list.get_ref().len() > MOST;
        if let Some(list) = keys.attachments.iter().find(long) {
            let what = words!("写了{n}个附件，超过{most}个", n = list.get_ref().len(), most = MOST);
            return Err(Problem::new(list.span(), what).help("请分成几份"));
        }
        let lists = keys.attachments.iter().map(Spanned::span).chain(keys.ignore.iter().map(Spanned::span));
        let others = [&keys.form, &keys.slip, &keys.finished]
            .into_iter()
            .flatten()
            .map(Spanned::span)
            .chain(lists)
            .min_by_key(|s| s.start);
        let parts = match (keys.main, others) {
            (Some(main), _) => Some(Parts {
                main,
                form: keys.form.map(Spanned::into_inner),
                slip: keys.slip.map(Spanned::into_inner),
                finished: keys.finished.map(Spanned::into_inner),
                attachments: keys.attachments.map(Spanned::into_inner).unwrap_or_default(),
                ignore: keys.ignore.map(Spanned::into_inner).unwrap_or_default(),
            }),
            (None, Some(place)) => return Err(Problem::missing("main", place)),
            (None, None) if keys.confirm.is_empty() => return Err(Problem::missing("main", 0..0)),
            (None, None) => None,
        };
        Ok(Self { parts, confirms: keys.confirm })
    }
}

impl Parts {
    /// What it names, in words of its own, with what each is.
    pub(super) fn named(&self) -> impl Iterator<Item = (FileRole, &str)> {
        let others = [(FileRole::Form, &self.form), (FileRole::Slip, &self.slip), (FileRole::Finished, &self.finished)];
        let others = others.into_iter().filter_map(|(role, name)| Some((role, name.as_deref()?)));
        let attachments = self.attachments.iter().map(|name| (FileRole::Attachment, name.as_str()));
        std::iter::once((FileRole::Main, self.main.as_str())).chain(others).chain(attachments)
    }

    /// A name that leads out of the folder, or to a place of its own on the disk.
    pub(super) fn leads_out(name: &str) -> bool {
        let name = Self::file(name);
        let drive = name.split_once(':').is_some_and(|(drive, _)| drive.len() == 1);
        drive || name.starts_with('/') || name.split('/').any(|part| part == "..")
    }

    /// The file of the folder that a name means.
    pub(super) fn file(name: &str) -> String {
        name.replace('\\', "/").trim_start_matches("./").to_owned()
    }
}

/// The files that somebody has settled something about: the finished product is made afterwards, and no gate asks for it.
fn settled(packet: &Packet) -> impl Iterator<Item = &File> {
    packet.files.iter().filter(|f| f.role != FileRole::Finished)
}

impl Confirm {
    /// What is settled now about all files of a packet; none when the bytes of one are not known.
    pub fn of(packet: &Packet, gate: &GateVerdict, by: &str, date: Date, note: Option<&str>) -> Option<Self> {
        let digest = |f: &File| (!f.sha256.is_empty()).then(|| (f.name.clone(), f.sha256.clone()));
        Some(Self {
            gate: gate.id.clone(),
            by: by.to_owned(),
            date: Day(date),
            note: note.map(str::to_owned),
            because: gate.because.clone(),
            files: settled(packet).map(digest).collect::<Option<_>>()?,
        })
    }

    /// Who and when, for reports.
    pub fn told(&self) -> Confirmed {
        Confirmed { by: self.by.clone(), date: self.date.0, note: self.note.clone() }
    }

    /// It was made for this packet as it is: for each of its files, and no byte has changed.
    pub fn holds(&self, packet: &Packet) -> bool {
        settled(packet).count() == self.files.len() && self.changed(packet).is_none()
    }

    /// It settles all that is open about the gate now.
    pub fn covers(&self, gate: &GateVerdict) -> bool {
        self.because.is_empty() || gate.because.iter().all(|id| self.because.contains(id))
    }

    /// It was made for this packet, as it is or as it was: its main document, or without one its first file, is named.
    pub fn concerns(&self, packet: &Packet) -> bool {
        let first = packet.main.and_then(|m| packet.files.get(m)).or(packet.files.first());
        first.is_some_and(|f| self.files.contains_key(&f.name))
    }

    /// What is not as it was: `发文稿纸.docx 改过`.
    pub fn changed(&self, packet: &Packet) -> Option<Words> {
        let of = |name: &str| packet.files.iter().find(|f| f.name == name);
        let gone = self.files.iter().find_map(|(name, digest)| match of(name) {
            None => Some(words!("{name} 不在了", name)),
            Some(file) if file.sha256.is_empty() || file.sha256 != *digest => Some(words!("{name} 改过", name)),
            Some(_) => None,
        });
        let new = || settled(packet).find(|f| !self.files.contains_key(&f.name));
        gone.or_else(|| new().map(|f| words!("{f} 是后来放进来的", f = f.name)))
    }

    /// Its lines at the end of a `packet.toml`.
    pub fn to_toml(&self) -> String {
        // A text is written in TOML as in JSON.
        let text = |text: &str| json::to_string(&text).unwrap_or_default();
        let note = self.note.as_ref().map_or(String::new(), |note| format!("note = {}\n", text(note)));
        let files: String =
            self.files.iter().map(|(name, hash)| format!("{} = {}\n", text(name), text(hash))).collect();
        let because = self.because.iter().map(|id| text(id)).collect::<Vec<_>>().join(", ");
        let (gate, by, date) = (text(&self.gate), text(&self.by), self.date.0);
        let head = format!("[[confirm]]\ngate = {gate}\nby = {by}\ndate = \"{date}\"\n{note}");
        format!("{head}because = [{because}]\n[confirm.files]\n{files}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_settled_is_written_so_that_it_steers_nothing_and_read_as_it_was() {
        let hostile = "甲\"\\\n\u{7f}\u{9b}2J\u{202e}\u{2028}::error::z##[error]";
        let confirm = Confirm {
            gate: "signing".to_owned(),
            by: hostile.to_owned(),
            date: Day(Date::parse_iso("2026-03-06").unwrap()),
            note: Some(hostile.to_owned()),
            because: vec![hostile.to_owned()],
            files: BTreeMap::from([(hostile.to_owned(), "00".to_owned())]),
        };
        let text = confirm.to_toml();
        assert!(text.lines().all(|line| crate::shown::shown(line) == line), "{text}");
        assert_eq!(Manifest::parse(&Text::new(text)).unwrap().confirms, [confirm]);
    }
}
