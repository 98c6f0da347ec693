//! The papers themselves, as far as a report shows them: text with its places, the signing chain, what stands in the head.
//! They are kept only for a format that shows them.

use std::ops::Range;

use crate::lang::Words;
use crate::sort;

/// The papers of a packet.
#[derive(Clone, Debug, Default)]
pub struct Papers {
    /// Title of the document.
    pub title: Option<String>,
    /// 发文字号.
    pub number: Option<String>,
    /// The unit that drafts it, else the organ that issues it.
    pub unit: Option<String>,
    /// What else stands in its head, by what it is called.
    pub facts: Vec<(Words, String)>,
    /// The signing chain in order, steps that the form does not print included.
    pub chain: Vec<Step>,
    /// The texts that were read.
    pub texts: Vec<Paper>,
}

/// A step of the signing chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Id of the role.
    pub role: String,
    /// The label as the form prints it, or the name of the role.
    pub label: Words,
    /// Who signed.
    pub name: Option<String>,
    /// When.
    pub date: Option<Words>,
    /// What was said.
    pub opinion: Option<String>,
    /// What it amounts to, in words; none where name and date say it.
    pub state: Option<Words>,
    /// The same for the eye.
    pub signed: Signed,
}

/// What a step amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// Signed, or marked as not needed.
    Done,
    /// Nothing, or not all of it.
    Open,
    /// Refused, sent back or passed on.
    Refused,
    /// Only a person can see.
    Unclear,
}

impl Step {
    /// `核稿 苏敏 2026年3月2日`.
    pub fn words(&self) -> Words {
        let name = self.name.as_ref().map(Words::from);
        let parts = [Some(self.label.clone()), name, self.date.clone(), self.state.clone()];
        Words::joined(parts.into_iter().flatten(), " ")
    }
}

/// A text of the packet.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Index of the file in its packet, as places name it.
    pub file: usize,
    /// Its name, relative to the packet.
    pub name: String,
    /// What it is in the packet.
    pub role: Words,
    /// The text in order.
    pub blocks: Vec<Block>,
}

/// A piece of a text.
#[derive(Clone, Debug)]
pub enum Block {
    /// A line that is not blank.
    Line(Line),
    /// A table, row by row.
    Table(Vec<Vec<Cell>>),
    /// So many lines that are not shown.
    Gap(usize),
}

/// A line of a text.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its first byte in the text of the document.
    pub start: usize,
    /// What stands there.
    pub text: String,
    /// How it stands on the page.
    pub look: Look,
}

/// A cell of a table; what is merged appears once.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Rows covered.
    pub rows: usize,
    /// Columns covered.
    pub columns: usize,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// How a line stands on the page, as far as one sees at a glance what it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// Running text, or text of a kind that is not known.
    #[default]
    Body,
    /// 发文机关标志.
    Mark,
    /// In the middle, like the number.
    Middle,
    /// 标题.
    Title,
    /// At the left edge, like 主送机关.
    Flush,
    /// At the right, like 署名 and 成文日期.
    Right,
    /// Small print: 版记, page headers and footers.
    Small,
}

impl Line {
    /// Its bytes in the text of the document.
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    fn touches(&self, places: &Places) -> bool {
        places.touch(&self.range())
    }
}

/// Two ranges have a byte in common, or one is an empty place in the other.
pub fn touch(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end || (a.is_empty() || b.is_empty()) && a.start <= b.end && b.start <= a.end
}

/// Places of a text, in order and without overlap, so that a line is not compared with all of them.
struct Places(Vec<Range<usize>>);

impl Places {
    fn new(places: &[Range<usize>]) -> Self {
        let mut sorted = places.to_vec();
        sort::by_key(&mut sorted, |place| (place.start, place.end));
        let mut apart: Vec<Range<usize>> = Vec::new();
        for place in sorted {
            match apart.last_mut().filter(|last| place.start < last.end) {
                Some(last) => last.end = last.end.max(place.end),
                None => apart.push(place),
            }
        }
        Self(apart)
    }

    fn touch(&self, range: &Range<usize>) -> bool {
        let first = self.0.partition_point(|place| place.end < range.start);
        self.0[first..].iter().take_while(|place| place.start <= range.end).any(|place| touch(range, place))
    }
}

impl Block {
    fn lines(&self) -> usize {
        match self {
            Block::Line(_) => 1,
            Block::Table(rows) => rows.iter().flatten().map(|cell| cell.lines.len()).sum(),
            Block::Gap(lines) => *lines,
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Block::Line(line) => line.text.len(),
            Block::Table(rows) => rows.iter().flatten().flat_map(|cell| &cell.lines).map(|line| line.text.len()).sum(),
            Block::Gap(_) => 0,
        }
    }

    fn touches(&self, places: &Places) -> bool {
        match self {
            Block::Line(line) => line.touches(places),
            Block::Table(rows) => rows.iter().any(|row| row_touches(row, places)),
            Block::Gap(_) => false,
        }
    }

    /// Of a table the rows with a place and the one above them all.
    fn near(self, places: &Places) -> Self {
        let Block::Table(rows) = self else { return self };
        let near = |(at, row): &(usize, Vec<Cell>)| *at == 0 || row_touches(row, places);
        Block::Table(rows.into_iter().enumerate().filter(near).map(|(_, row)| row).collect())
    }
}

fn row_touches(row: &[Cell], places: &Places) -> bool {
    row.iter().flat_map(|cell| &cell.lines).any(|line| line.touches(places))
}

/// Blocks at the head of a text that are always shown.
const HEAD: usize = 6;
/// Blocks shown before and behind one with a place.
const AROUND: usize = 2;

impl Paper {
    /// How much text it is, in bytes.
    pub fn bytes(&self) -> usize {
        self.blocks.iter().map(Block::bytes).sum()
    }

    /// Keeps its head and what stands around places.
    pub fn shorten(&mut self, places: &[Range<usize>]) {
        let places = Places::new(places);
        let hit: Vec<usize> = (0..self.blocks.len()).filter(|&at| self.blocks[at].touches(&places)).collect();
        let near = |at: usize| {
            let next = hit.partition_point(|hit| hit + AROUND < at);
            at < HEAD || hit.get(next).is_some_and(|hit| *hit <= at + AROUND)
        };
        let mut kept: Vec<Block> = Vec::new();
        for (at, block) in std::mem::take(&mut self.blocks).into_iter().enumerate() {
            match kept.last_mut() {
                _ if near(at) => {
                    let before = block.lines();
                    let block = block.near(&places);
                    let gone = before - block.lines();
                    kept.push(block);
                    kept.extend((gone > 0).then_some(Block::Gap(gone)));
                }
                Some(Block::Gap(lines)) => *lines += block.lines(),
                _ => kept.push(Block::Gap(block.lines())),
            }
        }
        self.blocks = kept;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(start: usize) -> Block {
        Block::Line(Line { start, text: "各单位要认真落实。".into(), look: Look::Body })
    }

    #[test]
    fn of_a_long_text_the_head_and_what_stands_around_places_is_kept() {
        let mut paper = Paper {
            file: 0,
            name: "正文.txt".into(),
            role: "正件".into(),
            blocks: (0..100).map(|n| line(n * 28)).collect(),
        };
        paper.shorten(&[50 * 28..50 * 28 + 3, 52 * 28..52 * 28]);
        let told: Vec<usize> = paper
            .blocks
            .iter()
            .map(|block| match block {
                Block::Line(line) => line.start / 28,
                other => 1000 + other.lines(),
            })
            .collect();
        let shown: Vec<usize> = (0..6).chain([1042]).chain(48..55).chain([1045]).collect();
        assert_eq!(told, shown);
    }
}
