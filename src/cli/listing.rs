//! `sanbu check --list-files`: what would be read, as which part of which packet.

use crate::disk::terminal::{lang, put};
use sanbu::finding::{Excluded, Skipped};
use sanbu::json;
use sanbu::lang::Words;
use sanbu::packet::{FileRole, Packet};
use sanbu::render::Format;
use sanbu::say;
use sanbu::words;
use serde::{Serialize, Serializer};

use super::table::gap;
use crate::stop::Stop;

/// What files are taken for, in the order in which people ask for them.
const ROLES: [FileRole; 7] = [
    FileRole::Main,
    FileRole::Form,
    FileRole::Slip,
    FileRole::Attachment,
    FileRole::Finished,
    FileRole::Supporting,
    FileRole::Other,
];

/// A packet with what its files are taken for.
#[derive(Debug, Serialize)]
pub(super) struct Listed {
    path: String,
    files: Vec<Entry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Entry {
    name: String,
    role: &'static str,
    #[serde(skip)]
    title: Words,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "said")]
    unreadable: Option<Words>,
}

impl Listed {
    pub(super) fn of(packet: &Packet) -> Self {
        let entry = |(number, file): (usize, &sanbu::packet::File)| {
            let role = match () {
                () if packet.main == Some(number) => FileRole::Main,
                () if packet.form == Some(number) => FileRole::Form,
                () => file.role,
            };
            let unreadable = file.failure().map(|failure| failure.message.clone());
            Entry { name: file.name.clone(), role: role.id(), title: role.title(), unreadable }
        };
        let mut files: Vec<Entry> = packet.files.iter().enumerate().map(entry).collect();
        let place = |role: &str| ROLES.iter().position(|known| known.id() == role);
        files.sort_by_key(|file| place(file.role));
        Self { path: packet.path.clone(), files, left_out: packet.left_out.clone() }
    }
}

/// Why a file could not be read, in the language of the run.
fn said<S: Serializer>(why: &Option<Words>, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&why.clone().unwrap_or_default().to(lang()))
}

/// The list, for people or for programs.
/// What was not looked at is named for people only.
pub(super) fn write(
    listed: &[Listed],
    (skipped, excluded): (&Skipped, &Excluded),
    format: Format,
) -> Result<Vec<u8>, Stop> {
    let mut out = Vec::new();
    let failed = |e: serde_json::Error| Stop(words!("清单写不出来：{why}", why = e.to_string()));
    match format {
        Format::Json => {
            json::write_pretty(&mut out, &listed).map_err(failed)?;
            out.push(b'\n');
        }
        Format::Jsonl => {
            for packet in listed {
                json::write(&mut out, packet).map_err(failed)?;
                out.push(b'\n');
            }
        }
        _ => {
            for packet in listed {
                say!(out, "{}", packet.path)?;
                let titles: Vec<String> = ROLES.iter().map(|role| role.title().to(lang()).into_owned()).collect();
                let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
                for file in &packet.files {
                    let why =
                        file.unreadable.as_ref().map_or_else(Words::default, |why| words!("（读不了：{why}）", why));
                    let title = file.title.to(lang());
                    let gap = gap(&title, &titles);
                    put!(out, "  {title}{gap}{name}{why}", title = &*title, gap, name = file.name, why)?;
                }
                packet.left_out.iter().try_for_each(|name| put!(out, "  没有写在 packet.toml 里　{name}", name))?;
            }
            for (title, paths) in [(words!("跳过"), &skipped.first), (words!("按 --exclude 不查"), &excluded.first)]
            {
                let title = title.to(lang());
                paths.iter().try_for_each(|path| put!(out, "{title}　{path}", title = &*title, path))?;
            }
            let left = [skipped.words(), excluded.words()].into_iter().flatten();
            let left: Words = left.map(|told| words!("；{told}", told)).collect();
            put!(out, "共 {n} 件{left}", n = listed.len(), left)?;
        }
    }
    Ok(out)
}
