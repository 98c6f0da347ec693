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

/// The names of the entries whose stored bytes differ; none has gone or come, but a footer of ours.
pub(super) fn changed(old: &[u8], new: &[u8]) -> Vec<String> {
    let (old, mut new) = (raw(old), raw(new));
    new.retain(|name, _| old.contains_key(name) || !name.contains("footerSanbu"));
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
    settled(&(out + rest), &tag, accept)
}

/// The changed properties of sanbu accepted, or what was before them.
fn settled(xml: &str, tag: &dyn Fn(&str) -> String, accept: bool) -> String {
    let mut xml = xml.to_owned();
    for holder in ["rPr", "sectPr", "pPr"].map(tag) {
        let (open, close) = (format!("<{holder}Change "), format!("</{holder}Change>"));
        let is_own = |rest: &str| rest[..rest.find('>').unwrap()].contains(r#":author="sanbu""#);
        let mut from = 0;
        while let Some(at) = xml[from..].find(&open).map(|at| from + at) {
            from = at + open.len();
            if !is_own(&xml[at..]) {
                continue;
            }
            let end = at + xml[at..].find(&close).unwrap();
            if !accept {
                let start = at + xml[at..].find('>').unwrap() + 1;
                let old = &xml[start..end];
                let old = &old[old.find('>').unwrap() + 1..old.rfind('<').unwrap()];
                let around = ["", " "]
                    .map(|gap| xml[..at].rfind(&format!("<{holder}{}", if gap.is_empty() { ">" } else { gap })));
                let around = around.into_iter().flatten().max().unwrap();
                let inner = around + xml[around..].find('>').unwrap() + 1;
                let apart = apart(&xml[inner..at], tag);
                let new = if holder.ends_with("sectPr") { apart + old } else { old.to_owned() + &apart };
                xml.replace_range(inner..end + close.len(), &new);
                from = inner;
            } else {
                xml.replace_range(at..end + close.len(), "");
                from = at;
            }
        }
    }
    xml
}

/// What of some properties is no part of their change: references, marks of paragraph ends, sections.
fn apart(inner: &str, tag: &dyn Fn(&str) -> String) -> String {
    let mut found = String::new();
    for name in ["headerReference", "footerReference"].map(tag) {
        for (at, _) in inner.match_indices(&format!("<{name} ")) {
            found.push_str(&inner[at..at + inner[at..].find('>').unwrap() + 1]);
        }
    }
    for name in ["rPr", "sectPr"].map(tag) {
        let start = [format!("<{name}>"), format!("<{name} ")].iter().filter_map(|open| inner.find(open)).min();
        let end = format!("</{name}>");
        if let Some((start, end)) = start.and_then(|start| Some((start, inner.rfind(&end)? + end.len()))) {
            found.push_str(&inner[start..end]);
        }
    }
    found
}

/// How a document is set: sections, paragraphs, and its characters, wherever its runs are cut.
pub(super) fn looks(name: &str, bytes: &[u8]) -> String {
    let Ok(document) = sanbu::read::read(name, bytes) else { return String::new() };
    let mut all = format!("{:?}", document.sections);
    for (at, line) in document.lines.iter().enumerate() {
        all.push_str(&format!("\n{:?}", document.paragraph_format(at)));
        let mut last = String::new();
        for run in &document.runs[line.runs.clone()] {
            let format = format!("{:?}", document.run_formats.get(run.format));
            if format != last && !run.range.is_empty() {
                all.push_str(&format);
                last = format;
            }
            all.push_str(document.text.slice(run.range.clone()));
        }
    }
    all
}
