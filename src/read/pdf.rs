//! .pdf: pages as they are printed. Read here and not by a crate: those that read PDF mend what is damaged and go on with
//! the rest, unpack without a limit, or cannot be built for wasm32. What a page of text needs is little.

mod cmap;
mod content;
mod file;
mod filter;
mod font;
mod object;

use std::collections::HashSet;
use std::rc::Rc;

use crate::document::{Document, Format};
use crate::error::{Reason, Unreadable};
use crate::read::printed::{MOST_PAGES, Matrix, Printed, Sheet, too_much};

use content::{Drawing, corners};
use file::{File, LARGEST, damaged, too_large};
use object::{Dict, Object};

/// Nodes of the tree of pages inside each other deeper than this are damage.
const DEEPEST: usize = 64;
/// A unit of a page, 1/72 inch, in mm.
const POINT: f64 = 25.4 / 72.0;
/// A4 in points, for a page that does not say.
const PAPER: [f64; 4] = [0.0, 0.0, 210.0 / POINT, 297.0 / POINT];

/// Reads a .pdf.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    if memchr::memmem::find(&bytes[..bytes.len().min(1 << 10)], b"%PDF").is_none() {
        let message = "名为 .pdf，实际不是 PDF 文件；请重新导出为 .pdf";
        return Err(Unreadable::new(Reason::NotADocx, message));
    }
    let mut drawing = Drawing::new(File::open(bytes)?);
    let mut tree = Tree::default();
    let root = drawing.file.get(&drawing.file.trailer, b"Root")?;
    let pages = root.dict().and_then(|root| root.get(&b"Pages"[..])).ok_or_else(|| damaged("里没有页面"))?;
    tree.node(&drawing.file, pages, &Inherited::default(), 0)?;
    let mut printed = Printed::default();
    for page in tree.pages {
        printed.add(page.sheet(&mut drawing)?)?;
    }
    printed.finish(Format::Pdf)
}

/// What pages take from the nodes above them.
#[derive(Clone, Default)]
struct Inherited {
    resources: Option<Rc<Dict>>,
    media: Option<[f64; 4]>,
    crop: Option<[f64; 4]>,
    turn: Option<f64>,
}

/// A page.
struct Page {
    dict: Rc<Dict>,
    inherited: Inherited,
}

/// The pages in order.
#[derive(Default)]
struct Tree {
    pages: Vec<Page>,
    seen: HashSet<u32>,
}

impl Tree {
    fn node(&mut self, file: &File<'_>, node: &Object, above: &Inherited, depth: usize) -> Result<(), Unreadable> {
        let broken = || damaged("的页面目录有错误");
        if let Object::Reference(number) = node
            && !self.seen.insert(*number)
        {
            return Err(broken());
        }
        if self.pages.len() >= MOST_PAGES {
            return Err(too_much());
        }
        let node = file.resolve(node)?;
        let dict = node.dict().filter(|_| depth < DEEPEST).ok_or_else(broken)?;
        let here = above.at(file, dict)?;
        match file.get(dict, b"Kids")? {
            Object::Array(kids) => kids.iter().try_for_each(|kid| self.node(file, kid, &here, depth + 1)),
            _ => {
                self.pages.push(Page { dict: Rc::clone(dict), inherited: here });
                Ok(())
            }
        }
    }
}

impl Inherited {
    /// What holds at a node below.
    fn at(&self, file: &File<'_>, dict: &Dict) -> Result<Self, Unreadable> {
        let rectangle = |name: &[u8]| -> Result<_, Unreadable> {
            let array = file.get(dict, name)?;
            let numbers = array.array().unwrap_or_default().iter().map(|one| file.resolve(one));
            Ok(corners(&numbers.collect::<Result<Vec<_>, _>>()?))
        };
        Ok(Self {
            resources: file.get(dict, b"Resources")?.dict().cloned().or_else(|| self.resources.clone()),
            media: rectangle(b"MediaBox")?.or(self.media),
            crop: rectangle(b"CropBox")?.or(self.crop),
            turn: file.get(dict, b"Rotate")?.number().or(self.turn),
        })
    }

    /// What is shown of the paper.
    fn shown(&self) -> [f64; 4] {
        let [left, low, right, high] = self.media.unwrap_or(PAPER);
        let [l, b, r, t] = self.crop.unwrap_or([left, low, right, high]);
        let cut = [left.max(l), low.max(b), right.min(r), high.min(t)];
        if cut[0] < cut[2] && cut[1] < cut[3] { cut } else { [left, low, right, high] }
    }
}

impl Page {
    fn sheet(&self, drawing: &mut Drawing<'_>) -> Result<Sheet, Unreadable> {
        let [left, low, right, high] = self.inherited.shown();
        let unit = drawing.file.get(&self.dict, b"UserUnit")?.number().filter(|u| *u > 0.0).unwrap_or(1.0) * POINT;
        let (width, height) = ((right - left) * unit, (high - low) * unit);
        // From the lower left corner upwards to the upper left corner downwards, turned clockwise.
        let turn = self.inherited.turn.unwrap_or(0.0).rem_euclid(360.0) as u32;
        let (to_page, width, height) = match turn {
            90 => (Matrix([0.0, unit, unit, 0.0, -low * unit, -left * unit]), height, width),
            180 => (Matrix([-unit, 0.0, 0.0, unit, right * unit, -low * unit]), width, height),
            270 => (Matrix([0.0, -unit, -unit, 0.0, high * unit, right * unit]), height, width),
            _ => (Matrix([unit, 0.0, 0.0, -unit, -left * unit, high * unit]), width, height),
        };
        let mut sheet = Sheet { width, height, ..Sheet::default() };
        let content = self.content(&drawing.file)?;
        let none = Rc::default();
        let resources = self.inherited.resources.as_ref().unwrap_or(&none);
        drawing.run(&content, resources, to_page, &mut sheet)?;
        self.annotations(drawing, to_page, &mut sheet)?;
        Ok(sheet)
    }

    /// The content, in whatever pieces it is stored.
    fn content(&self, file: &File<'_>) -> Result<Vec<u8>, Unreadable> {
        let pieces = match file.get(&self.dict, b"Contents")? {
            Object::Array(pieces) => pieces.iter().map(|piece| file.resolve(piece)).collect::<Result<Vec<_>, _>>()?,
            Object::Null if !self.dict.contains_key(&b"Contents"[..]) => Vec::new(),
            one => vec![one],
        };
        let mut all = Vec::new();
        for piece in pieces {
            let Object::Stream(stream) = piece else { return Err(damaged("缺少一页的内容")) };
            let part = file.unpacked(&stream)?;
            if all.len() + part.len() > LARGEST {
                return Err(too_large());
            }
            all.extend(part);
            all.push(b'\n');
        }
        Ok(all)
    }

    /// What was put on the page later and is printed: stamps and signatures without text are seals.
    fn annotations(&self, drawing: &mut Drawing<'_>, to_page: Matrix, sheet: &mut Sheet) -> Result<(), Unreadable> {
        const HIDDEN: usize = 2;
        const PRINTED: usize = 4;
        let all = drawing.file.get(&self.dict, b"Annots")?;
        for annotation in all.array().unwrap_or_default() {
            let annotation = drawing.file.resolve(annotation)?;
            let Some(dict) = annotation.dict() else { continue };
            let flags = drawing.file.get(dict, b"F")?.index().unwrap_or(0);
            if flags & (HIDDEN | PRINTED) != PRINTED {
                continue;
            }
            let place = drawing.file.get(dict, b"Rect")?;
            let (Some(place), Some(shown)) = (place.array().and_then(corners), appearance(&drawing.file, dict)?) else {
                continue;
            };
            let mut drawn = Sheet::default();
            drawing.appearance(&shown, place, to_page, &mut drawn)?;
            if drawn.glyphs.is_empty() && drawn.strokes + drawn.pictures.len() > 0 && is_seal(&drawing.file, dict)? {
                let [left, low, right, high] = place;
                drawn = Sheet { seals: vec![to_page.area([left, low, right - left, high - low])], ..Sheet::default() };
            }
            sheet.take(&drawn);
        }
        Ok(())
    }
}

/// What an annotation shows as it is now.
fn appearance(file: &File<'_>, dict: &Dict) -> Result<Option<Rc<object::Stream>>, Unreadable> {
    let all = file.get(dict, b"AP")?;
    let mut shown = all.dict().map_or(Ok(Object::Null), |all| file.get(all, b"N"))?;
    if let Object::Dict(states) = &shown {
        let state = file.get(dict, b"AS")?;
        shown = state.name().map_or(Ok(Object::Null), |state| file.get(states, state))?;
    }
    Ok(if let Object::Stream(stream) = shown { Some(stream) } else { None })
}

/// A stamp, or the field of a signature.
fn is_seal(file: &File<'_>, dict: &Dict) -> Result<bool, Unreadable> {
    let (kind, field) = (file.get(dict, b"Subtype")?, file.get(dict, b"FT")?);
    let above = file.get(dict, b"Parent")?;
    let field = match above.dict().filter(|_| field == Object::Null) {
        Some(above) => file.get(above, b"FT")?,
        None => field,
    };
    Ok(kind.name() == Some(b"Stamp") || field.name() == Some(b"Sig"))
}
