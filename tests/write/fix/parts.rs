//! Packages taken apart: their entries as stored, and their revisions accepted or rejected as Word does it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::support::ooxml::{Habit, zip};

/// Every entry by its name, in its stored form.
pub(super) fn raw(bytes: &[u8]) -> BTreeMap<String, (u32, Vec<u8>)> {
    entries(bytes, |zip, at| {
        let mut entry = zip.by_index_raw(at).unwrap();
        let mut raw = Vec::new();
        entry.read_to_end(&mut raw).unwrap();
        (entry.name().to_owned(), (entry.crc32(), raw))
    })
}

/// Every entry by its name, inflated.
pub(super) fn plain(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    entries(bytes, |zip, at| {
        let mut entry = zip.by_index(at).unwrap();
        let mut plain = Vec::new();
        entry.read_to_end(&mut plain).unwrap();
        (entry.name().to_owned(), plain)
    })
}

fn entries<T>(
    bytes: &[u8],
    read: impl Fn(&mut ZipArchive<Cursor<&[u8]>>, usize) -> (String, T),
) -> BTreeMap<String, T> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len()).map(|at| read(&mut zip, at)).collect()
}

/// The text of a part.
pub(super) fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(plain(bytes).remove(name).unwrap()).unwrap()
}

/// The names of the entries whose stored bytes differ.
pub(super) fn changed(old: &[u8], new: &[u8]) -> Vec<String> {
    let (old, new) = (raw(old), raw(new));
    assert_eq!(old.keys().collect::<Vec<_>>(), new.keys().collect::<Vec<_>>());
    old.into_iter().filter(|(name, entry)| new[name] != *entry).map(|(name, _)| name).collect()
}

/// The package with the revisions of sanbu accepted, or rejected; those of others stay.
pub(super) fn decided(bytes: &[u8], accept: bool) -> Vec<u8> {
    let entries = plain(bytes).into_iter().map(|(name, bytes)| match String::from_utf8(bytes) {
        Ok(text) if name.to_lowercase().ends_with(".xml") => (name, decided_part(&text, accept).into_bytes()),
        Ok(text) => (name, text.into_bytes()),
        Err(other) => (name, other.into_bytes()),
    });
    zip(&entries.collect::<Vec<_>>(), Habit::Plain)
}

fn decided_part(xml: &str, accept: bool) -> String {
    // Not every program calls the namespace `w`.
    let uri = xml.find(r#"="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#);
    let prefix = uri.and_then(|at| xml[..at].rsplit_once("xmlns:")).map_or("w", |(_, prefix)| prefix);
    let tag = |name: &str| format!("{prefix}:{name}");
    let (ins, del) = (format!("<{} ", tag("ins")), format!("<{} ", tag("del")));
    let (mut out, mut rest) = (String::new(), xml);
    let is_own = |tag: &str| tag[..tag.find('>').unwrap()].contains(r#":author="sanbu""#);
    let next = |rest: &str| {
        let own = |tag: &str| rest.match_indices(tag).map(|(at, _)| at).find(|at| is_own(&rest[*at..]));
        own(&ins).into_iter().chain(own(&del)).min()
    };
    while let Some(at) = next(rest) {
        let inserted = rest[at..].starts_with(&ins);
        let start = at + rest[at..].find('>').unwrap() + 1;
        let close = format!("</{}>", tag(if inserted { "ins" } else { "del" }));
        let end = start + rest[start..].find(&close).unwrap();
        out.push_str(&rest[..at]);
        if inserted == accept {
            out.push_str(&rest[start..end].replace(&tag("delText"), &tag("t")));
        }
        rest = &rest[end + close.len()..];
    }
    out + rest
}
