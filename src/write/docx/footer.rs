//! A footer with the page number, for a document in which no section has a footer.

use std::collections::BTreeMap;

use crate::edit::Look;
use crate::read::package::Package;
use crate::read::xml::main_space;
use crate::write::docx::edits::Editor;
use crate::write::docx::layout::{outside, properties};
use crate::write::docx::original::stored;
use crate::write::docx::parts::{HEAD, Stored, of_relations, relation, typed};
use crate::write::package::Parts;
use crate::write::patch::{Patch, patched};

const FOOTER: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml";
/// The name of the part, beside the main one.
const FILE: &str = "footerSanbu.xml";

impl Editor<'_> {
    /// The parts that come or change; the main one gets a patch. All sections behind the first take over its footer.
    pub(super) fn numbered(&self, look: &Look, patches: &mut BTreeMap<usize, Vec<Patch>>) -> Option<Parts> {
        let (number, source) = self.main()?;
        let (xml, outline) = (&source.part.xml, &source.outline);
        let is = |at: usize, name: &str| outline.is_word(xml, at, name);
        let mut sections = outline.all().filter(|&at| is(at, "sectPr"));
        let first = sections.next()?;
        let open = outline.get(first).inner.start < outline.get(first).range.end;
        if !open || outline.all().any(|at| is(at, "footerReference")) {
            return None;
        }
        let strict = xml[outline.get(0).range.start..outline.tag_end(0)].contains(main_space(true));
        let mut package = Package::open(self.bytes).ok()?;
        let folder = source.part.name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let name = format!("{folder}{FILE}");
        let types = package.part("[Content_Types].xml").ok()??;
        if package.part(&name).ok()?.is_some() {
            return None;
        }
        let relation = relation(&mut package, &source.part, "footer", FILE, strict).ok()?;
        let mut parts = Parts::from([(name.clone(), Some(footer(look, strict).into_bytes()))]);
        let new_types = typed(&types.xml, &[(name, FOOTER)]).ok()?;
        let mut changed = vec![(types, new_types)];
        match relation.stored {
            Stored::New(name, text) => drop(parts.insert(name, Some(text.into_bytes()))),
            Stored::Changed(part, patch) => changed.push((part, vec![patch])),
        }
        for (part, patches) in changed {
            let moved = |p: Patch| Patch::new(p.range.start + part.mark..p.range.end + part.mark, p.text);
            let (new, _) = patched(&stored(&part)?, patches.into_iter().map(moved).collect())?;
            parts.insert(package.stored_name(&part.name).unwrap_or(&part.name).to_owned(), Some(new));
        }
        let (prefix, attribute) = source.prefixes(first);
        let (space, id) = (of_relations(strict), relation.id);
        let reference =
            format!("<{prefix}footerReference xmlns:r=\"{space}\" {attribute}type=\"default\" r:id=\"{id}\"/>");
        patches.entry(number).or_default().push(Patch::insert(outline.tag_end(first), reference));
        Some(parts)
    }
}

/// `— 1 —` at the outer side of the page.
fn footer(look: &Look, strict: bool) -> String {
    let built = |all: Vec<_>| all.iter().map(|p: &super::layout::Property| p.built("w:", "w:")).collect::<String>();
    let place = built(outside().to_vec());
    let look = built(properties(look, true));
    let run = |content: &str| format!("<w:r><w:rPr>{look}</w:rPr>{content}</w:r>");
    let text = |text: &str| run(&format!("<w:t xml:space=\"preserve\">{text}</w:t>"));
    let mark = |kind: &str| run(&format!("<w:fldChar w:fldCharType=\"{kind}\"/>"));
    let field = run("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>");
    let field = [mark("begin"), field, mark("separate"), text("1"), mark("end")].concat();
    let runs = [text("— "), field, text(" —")].concat();
    let space = main_space(strict);
    format!("{HEAD}<w:ftr xmlns:w=\"{space}\"><w:p><w:pPr>{place}</w:pPr>{runs}</w:p></w:ftr>")
}
