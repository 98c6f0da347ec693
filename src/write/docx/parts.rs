//! New parts of a package: what says of what kind they are, and that they belong to the text.

use std::collections::HashSet;

use crate::error::Unreadable;
use crate::read::package::{Package, Part};
use crate::write::outline::Outline;
use crate::write::patch::Patch;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STRICT_RELATIONS: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";
/// The namespace of relations.
pub(crate) const OF_PACKAGES: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
/// What parts made by the program begin with.
pub(crate) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The namespace of the ids of relations in a text.
pub(super) fn of_relations(strict: bool) -> &'static str {
    if strict { STRICT_RELATIONS } else { RELATIONS }
}

/// More relations of the main part.
#[derive(Debug)]
pub(super) struct Related {
    /// In the order of the files.
    pub(super) ids: Vec<String>,
    pub(super) stored: Stored,
}

/// Where relations are kept.
#[derive(Debug)]
pub(super) enum Stored {
    /// In a part that is there and changes.
    Changed(Part, Patch),
    /// In a new part: its name and its text.
    New(String, String),
}

/// Says that files beside the main part belong to it, as what.
pub(super) fn related(
    package: &mut Package<'_>,
    main: &Part,
    kind: &str,
    files: &[&str],
    strict: bool,
) -> Result<Related, Unreadable> {
    let (folder, own) = main.name.rsplit_once('/').unwrap_or(("", &main.name));
    let rels = if folder.is_empty() { format!("_rels/{own}.rels") } else { format!("{folder}/_rels/{own}.rels") };
    let kind = format!("{}/{kind}", of_relations(strict));
    let all = |prefix: &str, ids: &[String]| {
        let one = |(id, file): (&String, &&str)| {
            format!("<{prefix}Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{file}\"/>")
        };
        ids.iter().zip(files).map(one).collect::<String>()
    };
    let Some(part) = package.part(&rels)? else {
        let ids: Vec<String> = (1..=files.len()).map(|n| format!("rId{n}")).collect();
        let text = format!("{HEAD}<Relationships xmlns=\"{OF_PACKAGES}\">{}</Relationships>", all("", &ids));
        return Ok(Related { ids, stored: Stored::New(rels, text) });
    };
    let outline = Outline::of(&part.xml)?;
    let used: HashSet<&str> = outline.all().filter_map(|at| outline.value(&part.xml, at, "Id")).collect();
    let free = (1..=used.len() + files.len()).map(|n| format!("rIdSanbu{n}")).filter(|id| !used.contains(id.as_str()));
    let ids: Vec<String> = free.take(files.len()).collect();
    let patch = appended(&part.xml, &outline, &all(outline.name(&part.xml, 0).0, &ids));
    Ok(Related { ids, stored: Stored::Changed(part, patch) })
}

/// Says of what kind new parts are.
pub(super) fn typed(xml: &str, parts: &[(String, &'static str)]) -> Result<Vec<Patch>, Unreadable> {
    let outline = Outline::of(xml)?;
    let known = |name: &str| {
        let mut names = outline.all().filter_map(|at| outline.value(xml, at, "PartName"));
        names.any(|own| own.trim_start_matches('/').eq_ignore_ascii_case(name))
    };
    let prefix = outline.name(xml, 0).0;
    let new = parts.iter().filter(|(name, _)| !known(name));
    let new = new.map(|(name, kind)| format!("<{prefix}Override PartName=\"/{name}\" ContentType=\"{kind}\"/>"));
    Ok(vec![appended(xml, &outline, &new.collect::<String>())])
}

/// Something more at the end of the outermost element.
pub(super) fn appended(xml: &str, outline: &Outline, text: &str) -> Patch {
    let root = outline.get(0);
    match root.inner.end == root.range.end {
        true => {
            let end = root.range.end;
            Patch::new(end - "/>".len()..end, format!(">{text}</{}>", outline.full_name(xml, 0)))
        }
        false => Patch::insert(root.inner.end, text),
    }
}
