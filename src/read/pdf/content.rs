//! What is drawn on a page: texts become characters with their places, pictures their boxes, paths are counted.

use std::collections::HashMap;
use std::rc::Rc;

use super::file::{File, too_large};
use super::font::{Drawn, Font};
use super::object::{Dict, Lexer, Object, Stream, is_blank};
use crate::document::Area;
use crate::error::{Reason, Unreadable};
use crate::read::printed::{Glyph, Matrix, Sheet, too_much};

/// Groups inside groups deeper than this are refused.
const DEEPEST: usize = 16;
/// States that are kept for later at a time.
const MOST_STATES: usize = 256;
/// Operands of one operator.
const MOST_OPERANDS: usize = 64;
/// Bytes of one text. A line has some hundred.
const LONGEST: usize = 1 << 20;
/// Operators and characters of all pages, those of groups counted each time they are drawn: maps take a million.
const MOST_STEPS: usize = 4_000_000;

/// Draws the pages of a file.
pub(super) struct Drawing<'b> {
    pub(super) file: File<'b>,
    /// Faces and groups that were read once, by the address of their dictionary, which the file keeps.
    fonts: HashMap<*const Dict, Rc<Font>>,
    groups: HashMap<*const Stream, Rc<Vec<u8>>>,
    /// Dictionaries and streams whose addresses are used.
    kept: Vec<Object>,
    steps: usize,
}

/// What holds for all that is drawn next.
#[derive(Clone)]
struct State {
    to_page: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    between: f64,
    between_words: f64,
    wide: f64,
    leading: f64,
    rise: f64,
    /// Texts are not painted.
    hidden: bool,
    /// Left, upper, right and lower edge of what is shown, mm.
    shown: [f64; 4],
}

/// Nothing is cut off.
const ALL: [f64; 4] = [f64::NEG_INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::INFINITY];

/// The path that is being made.
#[derive(Default)]
struct Path {
    /// The smallest and the largest coordinates, on the page.
    around: Option<[f64; 4]>,
    /// Where it has come to.
    last: [f64; 2],
    /// It has bends, as the outlines of characters do.
    bent: bool,
    /// It cuts off what is drawn next.
    cuts: bool,
}

impl Path {
    fn point(&mut self, [x, y]: [f64; 2]) {
        self.last = [x, y];
        let [left, top, right, bottom] = self.around.unwrap_or([x, y, x, y]);
        self.around = Some([left.min(x), top.min(y), right.max(x), bottom.max(y)]);
    }
}

impl State {
    fn blank(to_page: Matrix) -> Self {
        Self {
            to_page,
            font: None,
            size: 0.0,
            between: 0.0,
            between_words: 0.0,
            wide: 1.0,
            leading: 0.0,
            rise: 0.0,
            hidden: false,
            shown: ALL,
        }
    }
}

/// What a content stream draws with.
struct Brush<'r> {
    resources: &'r Dict,
    state: State,
    states: Vec<State>,
    /// From text to user space: at the place of the next character, and at the start of the line.
    text: Matrix,
    line: Matrix,
    path: Path,
    depth: usize,
}

impl<'b> Drawing<'b> {
    pub(super) fn new(file: File<'b>) -> Self {
        Self { file, fonts: HashMap::new(), groups: HashMap::new(), kept: Vec::new(), steps: 0 }
    }

    /// Draws a content stream.
    pub(super) fn run(
        &mut self,
        content: &[u8],
        resources: &Dict,
        to_page: Matrix,
        sheet: &mut Sheet,
    ) -> Result<(), Unreadable> {
        let state = State::blank(to_page);
        self.stream(content, resources, state, 0, sheet)
    }

    fn stream(
        &mut self,
        content: &[u8],
        resources: &Dict,
        state: State,
        depth: usize,
        sheet: &mut Sheet,
    ) -> Result<(), Unreadable> {
        if depth > DEEPEST {
            return Err(Unreadable::new(Reason::TooLarge, "PDF 文件里的图形嵌套过深，已拒绝读取；请重新生成"));
        }
        let (text, line) = (Matrix::SAME, Matrix::SAME);
        let mut brush = Brush { resources, state, states: Vec::new(), text, line, path: Path::default(), depth };
        let mut lexer = Lexer::content(content);
        let mut operands: Vec<Object> = Vec::new();
        loop {
            match lexer.object() {
                Some(Object::Word(word)) if &*word == b"ID" => {
                    skip_picture(content, &mut lexer);
                    sheet.pictures.push(brush.state.to_page.area(UNIT));
                    operands.clear();
                }
                Some(Object::Word(word)) => {
                    self.spend(1)?;
                    self.operator(&word, &operands, &mut brush, sheet)?;
                    operands.clear();
                }
                // Every byte of a text becomes a character with its place.
                Some(operand) if operand.text().is_some_and(|text| text.len() > LONGEST) => return Err(too_large()),
                Some(operand) if operands.len() < MOST_OPERANDS => operands.push(operand),
                Some(_) => operands.clear(),
                None if lexer.at >= content.len() => return Ok(()),
                None => lexer.at += 1,
            }
        }
    }

    fn spend(&mut self, count: usize) -> Result<(), Unreadable> {
        self.steps += count;
        if self.steps > MOST_STEPS { Err(too_much()) } else { Ok(()) }
    }

    fn operator(
        &mut self,
        word: &[u8],
        operands: &[Object],
        brush: &mut Brush<'_>,
        sheet: &mut Sheet,
    ) -> Result<(), Unreadable> {
        let number = |at: usize| operands.get(at).and_then(Object::number).unwrap_or(0.0);
        match word {
            b"q" if brush.states.len() < MOST_STATES => brush.states.push(brush.state.clone()),
            b"Q" => brush.state = brush.states.pop().unwrap_or_else(|| brush.state.clone()),
            b"cm" => brush.state.to_page = matrix(operands).then(brush.state.to_page),
            b"BT" => brush.start(Matrix::SAME),
            b"Tc" => brush.state.between = number(0),
            b"Tw" => brush.state.between_words = number(0),
            b"Tz" => brush.state.wide = number(0) / 100.0,
            b"TL" => brush.state.leading = number(0),
            b"Ts" => brush.state.rise = number(0),
            b"Tr" => brush.state.hidden = matches!(number(0) as i64, 3 | 7),
            b"Tf" => {
                let name = operands.first().and_then(Object::name).unwrap_or_default();
                brush.state.font = self.font(brush.resources, name)?;
                brush.state.size = number(1);
            }
            b"Td" => brush.next_line(number(0), number(1)),
            b"TD" => {
                brush.state.leading = -number(1);
                brush.next_line(number(0), number(1));
            }
            b"Tm" => brush.start(matrix(operands)),
            b"T*" => brush.next_line(0.0, -brush.state.leading),
            b"Tj" => self.show(operands.first(), brush, sheet)?,
            b"'" => {
                brush.next_line(0.0, -brush.state.leading);
                self.show(operands.first(), brush, sheet)?;
            }
            b"\"" => {
                (brush.state.between_words, brush.state.between) = (number(0), number(1));
                brush.next_line(0.0, -brush.state.leading);
                self.show(operands.get(2), brush, sheet)?;
            }
            b"TJ" => {
                for one in operands.first().and_then(Object::array).unwrap_or_default() {
                    match one.number() {
                        Some(back) => brush.go(-back / 1000.0 * brush.state.size),
                        None => self.show(Some(one), brush, sheet)?,
                    }
                }
            }
            b"re" => {
                let ([x, y], [width, height]) = ([number(0), number(1)], [number(2), number(3)]);
                let corners = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]];
                corners.into_iter().for_each(|corner| brush.reach(corner));
            }
            b"m" => brush.reach([number(0), number(1)]),
            b"l" => {
                let from = brush.path.last;
                brush.reach([number(0), number(1)]);
                // What was drawn with curves may be told as many short lines.
                let steps = [0, 1].map(|axis| (brush.path.last[axis] - from[axis]).abs());
                brush.path.bent |= steps.iter().all(|step| *step > 1e-3);
            }
            b"c" | b"v" | b"y" => {
                brush.path.bent = true;
                operands.chunks_exact(2).for_each(|pair| {
                    brush.reach([pair[0].number().unwrap_or(0.0), pair[1].number().unwrap_or(0.0)]);
                });
            }
            b"W" | b"W*" => brush.path.cuts = true,
            b"n" => brush.end_path(),
            b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" => {
                // Rules and frames are straight.
                sheet.strokes += 1;
                sheet.outlines += usize::from(brush.path.bent);
                brush.end_path();
            }
            b"Do" => self.object(operands, brush, sheet)?,
            _ => {}
        }
        Ok(())
    }

    /// A face among the resources.
    fn font(&mut self, resources: &Dict, name: &[u8]) -> Result<Option<Rc<Font>>, Unreadable> {
        let fonts = self.file.get(resources, b"Font")?;
        let Some(fonts) = fonts.dict() else { return Ok(None) };
        let face = self.file.get(fonts, name)?;
        let Some(dict) = face.dict().map(Rc::clone) else { return Ok(None) };
        let address = Rc::as_ptr(&dict);
        if let Some(font) = self.fonts.get(&address) {
            return Ok(Some(Rc::clone(font)));
        }
        let font = Rc::new(Font::read(&self.file, &dict)?);
        self.kept.push(face);
        self.fonts.insert(address, Rc::clone(&font));
        Ok(Some(font))
    }

    /// A text at the place where the one before has ended.
    fn show(&mut self, operand: Option<&Object>, brush: &mut Brush<'_>, sheet: &mut Sheet) -> Result<(), Unreadable> {
        let (Some(text), Some(font)) = (operand.and_then(Object::text), brush.state.font.clone()) else {
            return Ok(());
        };
        for drawn in font.drawn(text) {
            self.spend(1)?;
            if !brush.state.hidden {
                brush.draw(&drawn, font.vertical, sheet);
            }
            let state = &brush.state;
            let spaces = state.between + if drawn.space { state.between_words } else { 0.0 };
            // Downwards every character takes its own height.
            if font.vertical {
                brush.text = Matrix::shift(0.0, spaces - state.size).then(brush.text);
            } else {
                brush.go(drawn.width * state.size + spaces);
            }
        }
        Ok(())
    }

    /// A picture, or a group of whatever can stand on a page.
    fn object(&mut self, operands: &[Object], brush: &Brush<'_>, sheet: &mut Sheet) -> Result<(), Unreadable> {
        let name = operands.first().and_then(Object::name).unwrap_or_default();
        let objects = self.file.get(brush.resources, b"XObject")?;
        let object = objects.dict().map_or(Ok(Object::Null), |objects| self.file.get(objects, name))?;
        let Object::Stream(stream) = object else { return Ok(()) };
        match self.file.get(&stream.dict, b"Subtype")?.name() {
            Some(b"Image") => sheet.pictures.push(brush.state.to_page.area(UNIT)),
            Some(b"Form") => self.group(&stream, brush.resources, brush.state.clone(), brush.depth + 1, sheet)?,
            _ => {}
        }
        Ok(())
    }

    fn group(
        &mut self,
        stream: &Rc<Stream>,
        around: &Dict,
        mut state: State,
        depth: usize,
        sheet: &mut Sheet,
    ) -> Result<(), Unreadable> {
        let address = Rc::as_ptr(stream);
        let content = match self.groups.get(&address) {
            Some(content) => Rc::clone(content),
            None => {
                let content = Rc::new(self.file.unpacked(stream)?);
                self.kept.push(Object::Stream(Rc::clone(stream)));
                self.groups.insert(address, Rc::clone(&content));
                content
            }
        };
        let own = self.file.get(&stream.dict, b"Matrix")?;
        state.to_page = own.array().map_or(Matrix::SAME, matrix).then(state.to_page);
        let resources = self.file.get(&stream.dict, b"Resources")?;
        let resources = resources.dict().map_or(around, Rc::as_ref);
        self.stream(&content, resources, state, depth, sheet)
    }

    /// What an annotation shows, moved to its place on the page.
    pub(super) fn appearance(
        &mut self,
        stream: &Rc<Stream>,
        place: [f64; 4],
        to_page: Matrix,
        sheet: &mut Sheet,
    ) -> Result<(), Unreadable> {
        let own = self.file.get(&stream.dict, b"Matrix")?;
        let own = own.array().map_or(Matrix::SAME, matrix);
        let bounds = self.file.get(&stream.dict, b"BBox")?;
        let [x0, y0, x1, y1] = bounds.array().and_then(corners).unwrap_or([0.0, 0.0, 1.0, 1.0]);
        let covered = own.area([x0, y0, x1 - x0, y1 - y0]);
        let [left, low, right, high] = place;
        let scale = |wanted: f64, has: f64| if has > 0.0 { wanted / has } else { 1.0 };
        let (x, y) = (scale(right - left, covered.width), scale(high - low, covered.height));
        let moved = Matrix([x, 0.0, 0.0, y, left - covered.left * x, low - covered.top * y]);
        let around = Dict::new();
        let start = State::blank(moved.then(to_page));
        self.group(stream, &around, start, 1, sheet)
    }
}

/// What a picture covers in its own space.
const UNIT: [f64; 4] = [0.0, 0.0, 1.0, 1.0];

impl Brush<'_> {
    fn start(&mut self, text: Matrix) {
        (self.text, self.line) = (text, text);
    }

    /// The path goes to a point.
    fn reach(&mut self, point: [f64; 2]) {
        let point = self.state.to_page.point(point);
        self.path.point(point);
    }

    /// A path is drawn, or cuts off what lies outside of it: of what is no rectangle, outside of the one around it.
    fn end_path(&mut self) {
        let path = std::mem::take(&mut self.path);
        if path.cuts {
            let [left, top, right, bottom] = self.state.shown;
            let [l, t, r, b] = path.around.unwrap_or(ALL);
            self.state.shown = [left.max(l), top.max(t), right.min(r), bottom.min(b)];
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.start(Matrix::shift(x, y).then(self.line));
    }

    /// Goes on along the line.
    fn go(&mut self, by: f64) {
        self.text = Matrix::shift(by * self.state.wide, 0.0).then(self.text);
    }

    fn draw(&self, drawn: &Drawn, vertical: bool, sheet: &mut Sheet) {
        let state = &self.state;
        let to_page = Matrix([state.size * state.wide, 0.0, 0.0, state.size, 0.0, state.rise])
            .then(self.text)
            .then(state.to_page);
        let length = |[x, y]: [f64; 2]| f64::hypot(x, y);
        let (right, up) = (to_page.way([1.0, 0.0]), to_page.way([0.0, 1.0]));
        let size = length(up);
        // Downwards the origin is in the middle above the character.
        let (origin, way, advance) = if vertical {
            ([-drawn.width / 2.0, -0.88], to_page.way([0.0, -1.0]), size)
        } else {
            ([0.0, 0.0], right, drawn.width * length(right))
        };
        let body = if vertical { [-0.5, -1.0, 1.0, 1.0] } else { [0.0, -0.2, drawn.width, 1.0] };
        if !is_seen(to_page.area(body), state.shown) {
            return;
        }
        let count = drawn.text.chars().count().max(1) as f64;
        for (at, sign) in drawn.text.chars().enumerate() {
            let on = at as f64 / count * if vertical { 0.0 } else { drawn.width };
            let point = to_page.point([origin[0] + on, origin[1]]);
            sheet.glyphs.push(Glyph::at(sign, point, way, advance / count, size));
        }
    }
}

/// Whether enough of a character is left to be seen.
fn is_seen(area: Area, [left, top, right, bottom]: [f64; 4]) -> bool {
    const SEEN: f64 = 0.1;
    let part = |low: f64, high: f64, from: f64, to: f64| {
        if high > low { (high.min(to) - low.max(from)) / (high - low) } else { f64::from(from <= low && low <= to) }
    };
    let (across, down) = (part(area.left, area.right(), left, right), part(area.top, area.bottom(), top, bottom));
    across > 0.0 && down > 0.0 && across * down >= SEEN || across.is_nan() || down.is_nan()
}

/// Behind a picture that stands in the content itself: its end is a word of its own.
fn skip_picture(content: &[u8], lexer: &mut Lexer<'_>) {
    let mut at = lexer.at;
    loop {
        let rest = content.get(at..).unwrap_or_default();
        let Some(found) = memchr::memmem::find(rest, b"EI") else {
            lexer.at = content.len();
            return;
        };
        let (before, behind) = (rest[..found].last(), rest.get(found + 2));
        at += found + 2;
        if before.is_none_or(|b| is_blank(*b)) && behind.is_none_or(|b| is_blank(*b)) {
            lexer.at = at;
            return;
        }
    }
}

/// Six numbers.
fn matrix(operands: &[Object]) -> Matrix {
    let mut numbers = [0.0; 6];
    for (number, operand) in numbers.iter_mut().zip(operands) {
        *number = operand.number().unwrap_or(0.0);
    }
    Matrix(numbers)
}

/// A rectangle: the lower left and the upper right corner, in whatever order they are told.
pub(super) fn corners(array: &[Object]) -> Option<[f64; 4]> {
    let [a, b, c, d] = array else { return None };
    let (a, b, c, d) = (a.number()?, b.number()?, c.number()?, d.number()?);
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}
