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

/// One more relation of the main part.
#[derive(Debug)]
pub(super) struct Relation {
    pub(super) id: String,
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

/// Says that a file beside the main part belongs to it, as what.
pub(super) fn relation(
    package: &mut Package<'_>,
    main: &Part,
    kind: &str,
    file: &str,
    strict: bool,
) -> Result<Relation, Unreadable> {
    let (folder, own) = main.name.rsplit_once('/').unwrap_or(("", &main.name));
    let rels = if folder.is_empty() { format!("_rels/{own}.rels") } else { format!("{folder}/_rels/{own}.rels") };
    let kind = format!("{}/{kind}", of_relations(strict));
    let one = |prefix: &str, id: &str| {
        format!("<{prefix}Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{file}\"/>")
    };
    let Some(part) = package.part(&rels)? else {
        let text = format!("{HEAD}<Relationships xmlns=\"{OF_PACKAGES}\">{}</Relationships>", one("", "rId1"));
        return Ok(Relation { id: "rId1".to_owned(), stored: Stored::New(rels, text) });
    };
    let outline = Outline::of(&part.xml)?;
    let used: HashSet<&str> = outline.all().filter_map(|at| outline.value(&part.xml, at, "Id")).collect();
    let mut ids = (1..=used.len() + 1).map(|n| format!("rIdSanbu{n}"));
    let id = ids.find(|id| !used.contains(id.as_str())).unwrap_or_default();
    let patch = appended(&part.xml, &outline, &one(outline.name(&part.xml, 0).0, &id));
    Ok(Relation { id, stored: Stored::Changed(part, patch) })
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
