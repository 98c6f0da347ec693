//! Footers with page numbers: odd ones at the right, even ones at the left, where a document has no even ones yet.

use std::collections::BTreeMap;

use crate::edit::Look;
use crate::read::package::Package;
use crate::read::xml::main_space;
use crate::write::docx::edits::{Editor, Source};
use crate::write::docx::layout::{Property, properties, side};
use crate::write::docx::original::stored;
use crate::write::docx::parts::{HEAD, Stored, of_relations, related, typed};
use crate::write::outline::Outline;
use crate::write::package::Parts;
use crate::write::patch::{Patch, patched};

const FOOTER: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml";
/// What stands in the settings before the element that tells even pages from odd ones.
const BEFORE: &[&str] = &[
    "writeProtection",
    "view",
    "zoom",
    "removePersonalInformation",
    "removeDateAndTime",
    "doNotDisplayPageBoundaries",
    "displayBackgroundShape",
    "printPostScriptOverText",
    "printFractionalCharacterWidth",
    "printFormsData",
    "embedTrueTypeFonts",
    "embedSystemFonts",
    "saveSubsetFonts",
    "saveFormsData",
    "mirrorMargins",
    "alignBordersAndEdges",
    "bordersDoNotSurroundHeader",
    "bordersDoNotSurroundFooter",
    "gutterAtTop",
    "hideSpellingErrors",
    "hideGrammaticalErrors",
    "activeWritingStyle",
    "proofState",
    "formsDesign",
    "attachedTemplate",
    "linkStyles",
    "stylePaneFormatFilter",
    "stylePaneSortMethod",
    "documentType",
    "mailMerge",
    "revisionView",
    "trackRevisions",
    "doNotTrackMoves",
    "doNotTrackFormatting",
    "documentProtection",
    "autoFormatOverride",
    "styleLockTheme",
    "styleLockQFSet",
    "defaultTabStop",
    "autoHyphenation",
    "consecutiveHyphenLimit",
    "hyphenationZone",
    "doNotHyphenateCaps",
    "showEnvelope",
    "summaryLength",
    "clickAndTypeStyle",
    "defaultTableStyle",
];

/// Patches of parts by their index.
type Patches = BTreeMap<usize, Vec<Patch>>;

/// A footer that comes new, and of which pages it is.
struct New {
    kind: &'static str,
    text: String,
}

impl Editor<'_> {
    /// Two footers with the page number, for a document in which no section has any.
    pub(super) fn numbered(&self, look: &Look, patches: &mut Patches) -> Option<Parts> {
        let (_, source) = self.main()?;
        let strict = is_strict(source);
        if source.any("footerReference") {
            return None;
        }
        let first = source.outline.all().find(|&at| source.is(at, "sectPr"))?;
        // An element without an end tag has no room.
        let open = source.outline.get(first).inner.start < source.outline.get(first).range.end;
        let new = |kind, right| New { kind, text: footer(look, right, strict) };
        let footers = [new("default", true), new("even", false)];
        if open { self.with_footers(&footers, source.outline.tag_end(first), patches) } else { None }
    }

    /// A copy of the only footer for the even pages; of both the paragraphs that lines are part of go to their side.
    pub(super) fn sided(&self, lines: &[usize], patches: &mut Patches) -> Option<Parts> {
        let (_, source) = self.main()?;
        let (xml, outline) = (&source.part.xml, &source.outline);
        let is_of =
            |at: usize, kind: &str| source.is(at, "footerReference") && outline.value(xml, at, "type") == Some(kind);
        let mut own = outline.all().filter(|&at| is_of(at, "default"));
        let (reference, paragraphs) = (own.next()?, lines.iter().map(|&line| self.paragraph(line)));
        let paragraphs: Vec<(usize, usize)> = paragraphs.collect::<Option<_>>()?;
        let (part, _) = *paragraphs.first()?;
        let shared = own.next().is_some() || outline.all().any(|at| is_of(at, "even"));
        if shared || paragraphs.iter().any(|(other, _)| *other != part) {
            return None;
        }
        let footer = self.source(part)?;
        let mut sides = [true, false].map(|right| {
            let mut patches = Vec::new();
            for (_, paragraph) in &paragraphs {
                footer.arrange(*paragraph, &side(right), None, &mut patches);
            }
            patches
        });
        let (folder, file) = footer.part.name.rsplit_once('/').unwrap_or(("", &footer.part.name));
        let relations = format!("{folder}/_rels/{file}.rels");
        if Package::open(self.bytes).ok()?.part(&relations).ok()?.is_some_and(|part| part.xml.contains("Target")) {
            return None;
        }
        let (even, _) = patched(footer.part.xml.as_bytes(), std::mem::take(&mut sides[1]))?;
        let even = New { kind: "even", text: String::from_utf8(even).ok()? };
        let parts = self.with_footers(&[even], outline.get(reference).range.end, patches)?;
        patches.entry(part).or_default().append(&mut sides[0]);
        Some(parts)
    }

    /// The parts that come or change with new footers, to which the main part refers at a place. Sections that follow take
    /// them over.
    fn with_footers(&self, new: &[New], place: usize, patches: &mut Patches) -> Option<Parts> {
        let (number, source) = self.main()?;
        // What stands in the headers would be missing on even pages.
        if source.any("headerReference") {
            return None;
        }
        let mut package = Package::open(self.bytes).ok()?;
        let settings = package.relations(&source.part.name).ok()?.kind("settings").map(str::to_owned);
        let settings = package.part(&settings?).ok()??;
        let types = package.part("[Content_Types].xml").ok()??;
        let folder = source.part.name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let files: Vec<String> = new.iter().map(|footer| format!("footerSanbu-{}.xml", footer.kind)).collect();
        let names: Vec<String> = files.iter().map(|file| format!("{folder}{file}")).collect();
        if names.iter().any(|name| package.stored_name(name).is_some()) {
            return None;
        }
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let related = related(&mut package, &source.part, "footer", &files, is_strict(source)).ok()?;
        let typed = typed(&types.xml, &names.iter().map(|name| (name.clone(), FOOTER)).collect::<Vec<_>>()).ok()?;
        let mut parts: Parts = names.into_iter().zip(new.iter().map(|f| Some(f.text.clone().into_bytes()))).collect();
        let told = told_apart(&settings.xml)?;
        let mut changed = vec![(types, typed), (settings, told)];
        match related.stored {
            Stored::New(name, text) => drop(parts.insert(name, Some(text.into_bytes()))),
            Stored::Changed(part, patch) => changed.push((part, vec![patch])),
        }
        for (part, patches) in changed.into_iter().filter(|(_, patches)| !patches.is_empty()) {
            let moved = |p: Patch| Patch::new(p.range.start + part.mark..p.range.end + part.mark, p.text);
            let (new, _) = patched(&stored(&part)?, patches.into_iter().map(moved).collect())?;
            parts.insert(package.stored_name(&part.name).unwrap_or(&part.name).to_owned(), Some(new));
        }
        let (prefix, attribute) = source.prefixes(0);
        let space = of_relations(is_strict(source));
        let reference = |(footer, id): (&New, &String)| {
            let kind = footer.kind;
            format!("<{prefix}footerReference xmlns:r=\"{space}\" {attribute}type=\"{kind}\" r:id=\"{id}\"/>")
        };
        let references: String = new.iter().zip(&related.ids).map(reference).collect();
        patches.entry(number).or_default().push(Patch::insert(place, references));
        Some(parts)
    }
}

impl Source {
    fn is(&self, at: usize, name: &str) -> bool {
        self.outline.is_word(&self.part.xml, at, name)
    }

    fn any(&self, name: &str) -> bool {
        self.outline.all().any(|at| self.is(at, name))
    }
}

fn is_strict(main: &Source) -> bool {
    main.part.xml[main.outline.get(0).range.start..main.outline.tag_end(0)].contains(main_space(true))
}

/// Settings by which even pages have footers of their own.
fn told_apart(xml: &str) -> Option<Vec<Patch>> {
    let outline = Outline::of(xml).ok()?;
    let root = outline.get(0);
    if let Some(told) = outline.child(xml, 0, "evenAndOddHeaders") {
        let off = matches!(outline.value(xml, told, "val"), Some("0" | "false" | "off"));
        return (!off).then(Vec::new);
    }
    if root.inner.start == root.range.end {
        return None;
    }
    let before = outline.children(0).filter(|&at| BEFORE.contains(&outline.name(xml, at).1)).last();
    let place = before.map_or(outline.tag_end(0), |at| outline.get(at).range.end);
    Some(vec![Patch::insert(place, format!("<{}evenAndOddHeaders/>", outline.name(xml, 0).0))])
}

/// `— 1 —` at the right or at the left.
fn footer(look: &Look, right: bool, strict: bool) -> String {
    let built = |all: &[Property]| all.iter().map(|p| p.built("w:", "w:")).collect::<String>();
    let (place, look) = (built(&side(right)), built(&properties(look, true)));
    let run = |content: &str| format!("<w:r><w:rPr>{look}</w:rPr>{content}</w:r>");
    let text = |text: &str| run(&format!("<w:t xml:space=\"preserve\">{text}</w:t>"));
    let mark = |kind: &str| run(&format!("<w:fldChar w:fldCharType=\"{kind}\"/>"));
    let field = run("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>");
    let field = [mark("begin"), field, mark("separate"), text("1"), mark("end")].concat();
    let runs = [text("— "), field, text(" —")].concat();
    let space = main_space(strict);
    format!("{HEAD}<w:ftr xmlns:w=\"{space}\"><w:p><w:pPr>{place}</w:pPr>{runs}</w:p></w:ftr>")
}
