//! .ofd (GB/T 33190): pages as they are printed, from the parts of the package.
//!
//! `OFD.xml` names documents, each names its pages in order, and what stands on every page (templates), what was put on
//! one later (annotations) and where it was sealed (signatures).

mod content;
mod sealed;

use std::collections::HashMap;
use std::rc::Rc;

use crate::document::{Area, Document, Format, Sealing};
use crate::error::{Reason, Unreadable};
use crate::read::package::{Package, Part, resolve};
use crate::read::printed::{MOST_PAGES, Matrix, Printed, Sheet, too_much};
use crate::read::xml::{Node, attr};
use crate::words;

use content::{Drawing, numbers};

/// The part that names all others.
const ROOT: &str = "OFD.xml";
/// The part in which an encrypted package keeps how it was encrypted.
const ENCRYPTIONS: &str = "Encryptions.xml";

/// Reads an .ofd.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let mut file = File { package: Package::open(bytes)?, drawing: Drawing::default(), signatures: Vec::new() };
    let mut printed = Printed::default();
    file.documents(&mut printed).map_err(worded)?;
    let mut document = printed.finish(Format::Ofd)?;
    // Last of all: what is sealed may be large, and is not what the file says.
    document.sealing = file.sealing();
    Ok(document)
}

/// What is advised for .docx does not help here.
fn worded(reason: Unreadable) -> Unreadable {
    const ADVICE: [&str; 2] = ["请用 Word 或 WPS 打开后另存", "请用 Word 或 WPS 另存后再检查"];
    let message = ADVICE.iter().fold(reason.message, |all, advice| all.replace(advice, "请重新生成或重新传一份"));
    Unreadable { message, ..reason }
}

/// An opened file.
struct File<'b> {
    package: Package<'b>,
    drawing: Drawing,
    /// The parts that hold signatures.
    signatures: Vec<Part>,
}

/// A document of the file.
struct Book {
    /// Folder of the part that describes it.
    folder: String,
    paper: Option<[f64; 4]>,
    /// Pages with their ids and parts.
    pages: Vec<(String, String)>,
    /// Parts of templates, by id.
    templates: HashMap<String, String>,
    /// Templates that were drawn once.
    drawn: HashMap<String, Rc<Sheet>>,
    /// Seals by the id of their page.
    seals: HashMap<String, Vec<Area>>,
    /// Parts of annotations by the id of their page.
    annotations: HashMap<String, Vec<String>>,
}

impl File<'_> {
    fn documents(&mut self, printed: &mut Printed) -> Result<(), Unreadable> {
        if self.has(ENCRYPTIONS) {
            return Err(Unreadable::new(Reason::Encrypted, "版式文件设有密码或已加密，请解密后再检查"));
        }
        if !self.has(ROOT) {
            return Err(Unreadable::new(Reason::NotADocx, "名为 .ofd，实际不是版式文件；请重新导出为 .ofd"));
        }
        let root = self.needed("", ROOT)?;
        let tree = root.parse()?;
        for body in children(tree.root(), "DocBody") {
            let Some(location) = child_text(body, "DocRoot") else { continue };
            let mut book = self.book(&location)?;
            if let Some(signatures) = child_text(body, "Signatures") {
                self.signatures(&signatures, &mut book)?;
            }
            self.pages(book, printed)?;
        }
        Ok(())
    }

    fn has(&self, name: &str) -> bool {
        self.package.stored_name(name).is_some()
    }

    /// A part that must be there.
    fn needed(&mut self, folder: &str, location: &str) -> Result<Part, Unreadable> {
        let missing = || {
            let message = words!("缺少部件 {part}，文件不完整；请重新生成或重新传一份", part = location);
            Unreadable::new(Reason::Corrupt, message)
        };
        self.part(folder, location)?.ok_or_else(missing)
    }

    /// A part by its place from a folder; some programs mean the root without saying so.
    fn part(&mut self, folder: &str, location: &str) -> Result<Option<Part>, Unreadable> {
        let inside = resolve(folder, location);
        let name = if self.has(&inside) { inside } else { resolve("", location) };
        self.package.part(&name)
    }

    fn book(&mut self, location: &str) -> Result<Book, Unreadable> {
        let part = self.needed("", location)?;
        let tree = part.parse()?;
        let folder = folder(&part.name);
        let data = child(tree.root(), "CommonData");
        let templates = data.into_iter().flat_map(|d| children(d, "TemplatePage")).filter_map(located).collect();
        let pages: Vec<_> = inside(tree.root(), "Pages", "Page").filter_map(located).collect();
        if pages.len() > MOST_PAGES {
            return Err(too_much());
        }
        let mut annotations = HashMap::new();
        if let Some(location) = child_text(tree.root(), "Annotations") {
            let part = self.needed(&folder, &location)?;
            let tree = part.parse()?;
            let beside = self::folder(&part.name);
            for page in children(tree.root(), "Page") {
                let files: &mut Vec<String> = annotations.entry(id(page, "PageID")).or_default();
                files.extend(children(page, "FileLoc").map(|file| resolve(&beside, file.text().trim())));
            }
        }
        for location in data.into_iter().flat_map(Node::children).filter(|n| n.name().ends_with("Res")) {
            self.resources(&folder, location.text().trim())?;
        }
        let (drawn, seals) = (HashMap::new(), HashMap::new());
        Ok(Book { paper: data.and_then(paper), folder, pages, templates, drawn, seals, annotations })
    }

    /// Groups of objects that pages use by their id. Faces and pictures are of no interest.
    fn resources(&mut self, folder: &str, location: &str) -> Result<(), Unreadable> {
        let Some(part) = self.part(folder, location)? else { return Ok(()) };
        if part.xml.contains("CompositeGraphicUnit") {
            self.drawing.units.push(part);
        }
        Ok(())
    }

    /// Where pages were sealed.
    fn signatures(&mut self, location: &str, book: &mut Book) -> Result<(), Unreadable> {
        let part = self.needed(&book.folder, location)?;
        let tree = part.parse()?;
        let beside = folder(&part.name);
        for signature in children(tree.root(), "Signature") {
            let Some(location) = attr(signature, "BaseLoc") else { continue };
            let part = self.needed(&beside, location)?;
            let tree = part.parse()?;
            for stamp in inside(tree.root(), "SignedInfo", "StampAnnot") {
                let Some(place) = attr(stamp, "Boundary").and_then(numbers) else { continue };
                book.seals.entry(id(stamp, "PageRef")).or_default().push(clipped(place, stamp));
            }
            self.signatures.push(part);
        }
        Ok(())
    }

    /// What became of the parts that were sealed.
    fn sealing(&mut self) -> Option<Sealing> {
        let mut sealing = Sealing::default();
        for part in std::mem::take(&mut self.signatures) {
            if let Ok(tree) = part.parse() {
                sealed::compare(tree.root(), &mut self.package, &mut sealing);
            }
        }
        (sealing != Sealing::default()).then_some(sealing)
    }

    fn pages(&mut self, mut book: Book, printed: &mut Printed) -> Result<(), Unreadable> {
        for (id, location) in std::mem::take(&mut book.pages) {
            let (mut sheet, paper) = self.page(&mut book, &location)?;
            for location in book.annotations.remove(&id).unwrap_or_default() {
                self.annotations(&location, &mut sheet)?;
            }
            sheet.seals.extend(book.seals.remove(&id).unwrap_or_default());
            printed.add(sheet.on(paper.or(book.paper).unwrap_or_default()))?;
        }
        Ok(())
    }

    /// A page with the templates that lie under and over it, and its paper where that is its own.
    fn page(&mut self, book: &mut Book, location: &str) -> Result<(Sheet, Option<[f64; 4]>), Unreadable> {
        let part = self.needed(&book.folder, location)?;
        let tree = part.parse()?;
        let root = tree.root();
        for location in children(root, "PageRes") {
            self.resources(&folder(&part.name), location.text().trim())?;
        }
        let mut sheet = Sheet::default();
        let templates: Vec<Node<'_>> = children(root, "Template").collect();
        let over = |template: &&Node<'_>| attr(**template, "ZOrder") == Some("Foreground");
        for template in templates.iter().filter(|t| !over(t)) {
            self.template(book, &id(*template, "TemplateID"), &mut sheet)?;
        }
        if let Some(content) = child(root, "Content") {
            self.drawing.objects(content, Matrix::SAME, &mut sheet)?;
        }
        for template in templates.iter().filter(over) {
            self.template(book, &id(*template, "TemplateID"), &mut sheet)?;
        }
        Ok((sheet, paper(root)))
    }

    fn template(&mut self, book: &mut Book, id: &str, sheet: &mut Sheet) -> Result<(), Unreadable> {
        let drawn = match book.drawn.get(id) {
            Some(drawn) => Rc::clone(drawn),
            None => {
                // A page that names a template which the document does not have is shown without it.
                let Some(location) = book.templates.get(id) else { return Ok(()) };
                let part = self.needed(&book.folder, location)?;
                let tree = part.parse()?;
                let mut drawn = Sheet::default();
                if let Some(content) = child(tree.root(), "Content") {
                    self.drawing.objects(content, Matrix::SAME, &mut drawn)?;
                }
                let drawn = Rc::new(drawn);
                book.drawn.insert(id.to_owned(), Rc::clone(&drawn));
                drawn
            }
        };
        self.drawing.spend(drawn.glyphs.len() + drawn.pictures.len() + 1)?;
        sheet.take(&drawn);
        Ok(())
    }

    /// What was put on a page later: stamps without text are seals, all else is drawn as the page is.
    fn annotations(&mut self, location: &str, sheet: &mut Sheet) -> Result<(), Unreadable> {
        let part = self.needed("", location)?;
        let tree = part.parse()?;
        for annotation in tree.root().descendants().filter(|n| n.name() == "Annot") {
            if attr(annotation, "Visible") == Some("false") {
                continue;
            }
            for appearance in children(annotation, "Appearance") {
                let Some(place) = attr(appearance, "Boundary").and_then(numbers) else { continue };
                let mut drawn = Sheet::default();
                self.drawing.objects(appearance, Matrix::shift(place[0], place[1]), &mut drawn)?;
                // What has neither text nor picture is a field that waits for its stamp.
                let stamp = attr(annotation, "Type") == Some("Stamp") && drawn.glyphs.is_empty();
                if stamp && drawn.strokes + drawn.pictures.len() > 0 {
                    drawn = Sheet { seals: vec![Matrix::SAME.area(place)], ..Sheet::default() };
                }
                if attr(annotation, "Type") == Some("Watermark") {
                    sheet.watermarks.append(&mut drawn.glyphs);
                }
                sheet.take(&drawn);
            }
        }
        Ok(())
    }
}

/// The children of this name.
fn children<'a>(node: Node<'a>, name: &'static str) -> impl Iterator<Item = Node<'a>> {
    node.children().filter(move |n| n.name() == name)
}

fn child<'a>(node: Node<'a>, name: &'static str) -> Option<Node<'a>> {
    children(node, name).next()
}

/// The elements of this name in the first child of that one.
fn inside<'a>(node: Node<'a>, outer: &'static str, inner: &'static str) -> impl Iterator<Item = Node<'a>> {
    child(node, outer).into_iter().flat_map(move |outer| children(outer, inner))
}

fn child_text(node: Node<'_>, name: &'static str) -> Option<String> {
    child(node, name).map(|n| n.text().trim().to_owned()).filter(|text| !text.is_empty())
}

fn id(node: Node<'_>, name: &str) -> String {
    attr(node, name).unwrap_or_default().trim().to_owned()
}

/// Id and part of a page or template.
fn located(node: Node<'_>) -> Option<(String, String)> {
    Some((id(node, "ID"), attr(node, "BaseLoc")?.trim().to_owned()))
}

/// The paper of a page or of all pages: the physical box.
fn paper(node: Node<'_>) -> Option<[f64; 4]> {
    // Of all pages it stands in PageArea, of one in Area.
    let area = child(node, "Area").or_else(|| child(node, "PageArea"))?;
    child(area, "PhysicalBox").and_then(|physical| numbers(&physical.text()))
}

/// The folder of a part.
fn folder(part: &str) -> String {
    let part = part.replace('\\', "/");
    part.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned())
}

/// What is left of a stamp of which each page has a part (骑缝章).
fn clipped(place: [f64; 4], stamp: Node<'_>) -> Area {
    let [x, y, ..] = place;
    match attr(stamp, "Clip").and_then(numbers) {
        Some([left, top, width, height]) => Matrix::SAME.area([x + left, y + top, width, height]),
        None => Matrix::SAME.area(place),
    }
}
