//! Objects of a page: texts become characters with their places, pictures their boxes, paths are counted.

use crate::error::{Reason, Unreadable};
use crate::read::package::Part;
use crate::read::printed::{Glyph, MOST_GLYPHS, Matrix, Sheet, is_wide, too_much};
use crate::read::xml::{Node, attr};

/// Groups inside groups deeper than this are refused.
const DEEPEST: usize = 32;
/// Objects and characters of all pages, those of groups and templates counted each time they are drawn.
const MOST_OBJECTS: usize = 2 * MOST_GLYPHS;
/// A coordinate beyond this is none, mm.
const FARTHEST: f64 = 1e5;

/// Draws objects, and knows how much was drawn.
#[derive(Default)]
pub(super) struct Drawing {
    /// Resources that hold groups of objects.
    pub(super) units: Vec<Part>,
    spent: usize,
    depth: usize,
}

impl Drawing {
    /// Counts what was drawn.
    pub(super) fn spend(&mut self, count: usize) -> Result<(), Unreadable> {
        self.spent += count;
        if self.spent > MOST_OBJECTS { Err(too_much()) } else { Ok(()) }
    }

    /// Draws what stands in an element, in order.
    pub(super) fn objects(&mut self, node: Node<'_>, to: Matrix, sheet: &mut Sheet) -> Result<(), Unreadable> {
        if self.depth >= DEEPEST {
            return Err(Unreadable::new(Reason::TooLarge, "图形嵌套过深，已拒绝读取；请重新生成"));
        }
        self.depth += 1;
        let drawn = self.each(node, to, sheet);
        self.depth -= 1;
        drawn
    }

    fn each(&mut self, node: Node<'_>, to: Matrix, sheet: &mut Sheet) -> Result<(), Unreadable> {
        for object in node.children().filter(|n| attr(*n, "Visible") != Some("false")) {
            self.spend(1)?;
            match object.name() {
                "Layer" | "PageBlock" => self.objects(object, to, sheet)?,
                "TextObject" => self.text(object, to, sheet)?,
                "ImageObject" => sheet.pictures.extend(boundary(object).map(|place| to.area(place))),
                // Rules and frames are straight.
                "PathObject" => {
                    sheet.strokes += 1;
                    sheet.outlines += usize::from(is_bent(object));
                }
                "CompositeObject" => self.composite(object, to, sheet)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// A group of objects that stands among the resources.
    fn composite(&mut self, object: Node<'_>, to: Matrix, sheet: &mut Sheet) -> Result<(), Unreadable> {
        let Some(wanted) = attr(object, "ResourceID") else { return Ok(()) };
        let to = placed(object).then(to);
        let units = std::mem::take(&mut self.units);
        let drawn = units.iter().try_for_each(|part| {
            self.spend(part.xml.len() / 10)?;
            let tree = part.parse()?;
            let all = tree.root().descendants().filter(|n| n.name() == "CompositeGraphicUnit");
            let mut found = all.filter(|unit| attr(*unit, "ID") == Some(wanted));
            let content = found.next().and_then(|unit| unit.children().find(|n| n.name() == "Content"));
            content.map_or(Ok(()), |content| self.objects(content, to, sheet))
        });
        self.units = units;
        drawn
    }

    fn text(&mut self, object: Node<'_>, to: Matrix, sheet: &mut Sheet) -> Result<(), Unreadable> {
        let to = placed(object).then(to);
        let size = number(object, "Size").unwrap_or_default();
        let pen = Pen { to, size, wide: number(object, "HScale").unwrap_or(1.0), down: is_down(object) };
        let mut at = [0.0; 2];
        for code in object.children().filter(|n| n.name() == "TextCode") {
            let text = code.text();
            self.spend(text.len() / 3 + 1)?;
            // A place that is not told is that of the one before.
            at = [number(code, "X").unwrap_or(at[0]), number(code, "Y").unwrap_or(at[1])];
            pen.write(&text, at, code, &mut sheet.glyphs);
        }
        Ok(())
    }
}

/// How the characters of a text object are set.
struct Pen {
    to: Matrix,
    size: f64,
    /// Width of characters against their own.
    wide: f64,
    /// Downwards when nothing else says where the next character stands.
    down: bool,
}

impl Pen {
    fn write(&self, text: &str, start: [f64; 2], code: Node<'_>, glyphs: &mut Vec<Glyph>) {
        let mut steps =
            [attr(code, "DeltaX"), attr(code, "DeltaY")].map(|deltas| Deltas::new(deltas.unwrap_or_default()));
        let stepped = ["DeltaX", "DeltaY"].map(|name| attr(code, name).is_some());
        let down = if stepped == [false, false] { self.down } else { stepped[1] && !stepped[0] };
        let way = self.to.way(if down { [0.0, 1.0] } else { [1.0, 0.0] });
        let [across, upright] = [[1.0, 0.0], [0.0, 1.0]].map(|unit| length(self.to.way(unit)));
        let mut at = start;
        for sign in text.chars() {
            let own = natural(sign) * self.size * if down { 1.0 } else { self.wide };
            let [x, y] = [steps[0].next(), steps[1].next()];
            let step = match (x, y) {
                (None, None) if down => [0.0, own],
                (None, None) => [own, 0.0],
                (x, y) => [x.unwrap_or_default(), y.unwrap_or_default()],
            };
            // What is set wide leaves a gap, what is set narrow is narrow.
            let told = if down { step[1] } else { step[0] };
            let advance = if told > 0.0 { told.min(own) } else { own };
            let advance = advance * if down { upright } else { across };
            glyphs.push(Glyph::at(sign, self.to.point(at), way, advance, self.size * upright));
            at = [at[0] + step[0], at[1] + step[1]];
        }
    }
}

fn length([x, y]: [f64; 2]) -> f64 {
    x.hypot(y)
}

/// How wide a character is, in sizes: the file does not say it of the last one.
fn natural(sign: char) -> f64 {
    if is_wide(sign) { 1.0 } else { 0.5 }
}

/// Steps from character to character: `g 3 10 5` is `10 10 10 5`.
struct Deltas<'a> {
    rest: std::str::SplitAsciiWhitespace<'a>,
    repeated: (u32, f64),
}

impl<'a> Deltas<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text.split_ascii_whitespace(), repeated: (0, 0.0) }
    }

    fn next(&mut self) -> Option<f64> {
        while self.repeated.0 == 0 {
            let word = self.rest.next()?;
            self.repeated = match word {
                "g" => (self.rest.next()?.parse().ok()?, real(self.rest.next()?)?),
                word => (1, real(word)?),
            };
        }
        self.repeated.0 -= 1;
        Some(self.repeated.1)
    }
}

/// From the object's own coordinates to those of what holds it.
fn placed(object: Node<'_>) -> Matrix {
    let own = attr(object, "CTM").and_then(numbers).map_or(Matrix::SAME, Matrix);
    let [x, y, ..] = boundary(object).unwrap_or_default();
    own.then(Matrix::shift(x, y))
}

fn boundary(object: Node<'_>) -> Option<[f64; 4]> {
    attr(object, "Boundary").and_then(numbers)
}

/// A path has bends, as the outlines of characters do.
fn is_bent(path: Node<'_>) -> bool {
    let data =
        path.children().find(|n| n.name() == "AbbreviatedData").map(|data| data.text().contains(['B', 'Q', 'A']));
    data == Some(true)
}

/// The text runs downwards.
fn is_down(object: Node<'_>) -> bool {
    matches!(attr(object, "ReadDirection"), Some("90" | "270"))
}

fn number(node: Node<'_>, name: &str) -> Option<f64> {
    attr(node, name).and_then(real)
}

/// So many numbers, apart by blanks.
pub(super) fn numbers<const N: usize>(text: &str) -> Option<[f64; N]> {
    let mut words = text.split_ascii_whitespace().map(real);
    let mut all = [0.0; N];
    for number in &mut all {
        *number = words.next()??;
    }
    Some(all)
}

fn real(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.abs() < FARTHEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deltas_are_repeated() {
        let mut deltas = Deltas::new("g 2 10 5 g 1 3");
        let all: Vec<f64> = std::iter::from_fn(|| deltas.next()).collect();
        assert_eq!(all, [10.0, 10.0, 5.0, 3.0]);
        assert_eq!(Deltas::new("g 4000000000 1e300").next(), None);
    }

    #[test]
    fn numbers_are_finite() {
        assert_eq!(numbers("1 2.5 -3 .5"), Some([1.0, 2.5, -3.0, 0.5]));
        assert_eq!(numbers::<2>("1 NaN"), None);
        assert_eq!(numbers::<2>("1"), None);
    }
}
