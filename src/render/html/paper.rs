//! The text of a paper with its places marked and numbered, as near to the page as helps to find them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::findings::Group;
use super::safe::{Html, html};
use crate::finding::{Block, Cell, Line, Look, Paper, Severity, touch};
use crate::sort;

/// A place in a text.
struct Mark {
    range: Range<usize>,
    number: usize,
    severity: Severity,
    /// It is the place of the finding, not one that the finding is also about.
    own: bool,
}

/// The texts of a packet; of long ones, when `short`, only what stands around the marks.
pub(super) fn papers(packet: usize, papers: &[Paper], groups: &[Group<'_>], short: bool) -> Html {
    let mut marks = marks(groups);
    let one = |paper: &Paper| {
        let mut marks = marks.remove(&paper.file).unwrap_or_default();
        sort::by_key(&mut marks, |mark| (mark.range.start, mark.number));
        let writer = Writer { packet, marks };
        if short {
            let mut paper = paper.clone();
            paper.shorten(&writer.marks.iter().map(|mark| mark.range.clone()).collect::<Vec<_>>());
            return writer.paper(&paper);
        }
        writer.paper(paper)
    };
    papers.iter().map(one).collect()
}

/// The marks of each file.
fn marks(groups: &[Group<'_>]) -> BTreeMap<usize, Vec<Mark>> {
    let mut all: BTreeMap<usize, Vec<Mark>> = BTreeMap::new();
    for group in groups {
        for (number, finding) in &group.findings {
            let own = finding.span.iter().map(|span| (span, true));
            let others = finding.others().iter().chain(&finding.same).map(|other| (&other.span, false));
            for (span, own) in own.chain(others) {
                let mark = Mark { range: span.range.clone(), number: *number, severity: group.severity, own };
                all.entry(span.file).or_default().push(mark);
            }
        }
    }
    all
}

struct Writer {
    packet: usize,
    /// In order of the text.
    marks: Vec<Mark>,
}

impl Writer {
    fn paper(&self, paper: &Paper) -> Html {
        let blocks: Html = paper.blocks.iter().map(|block| self.block(block)).collect();
        html(
            "<section class=\"paper\">\n<h4><em>{}</em>{}</h4>\n<div class=\"sheetlike\">\n{}</div>\n</section>\n",
            &[&paper.role, &paper.name, &blocks],
        )
    }

    fn block(&self, block: &Block) -> Html {
        match block {
            Block::Line(line) => self.line(line),
            Block::Gap(lines) => html("<p class=\"gap\">…… 略去 {} 行 ……</p>\n", &[lines]),
            Block::Table(rows) => {
                let row = |row: &Vec<Cell>| {
                    html("<tr>{}</tr>\n", &[&row.iter().map(|cell| self.cell(cell)).collect::<Html>()])
                };
                html("<table>\n{}</table>\n", &[&rows.iter().map(row).collect::<Html>()])
            }
        }
    }

    fn cell(&self, cell: &Cell) -> Html {
        /// What browsers take.
        const MOST: usize = 999;
        let lines: Html = cell.lines.iter().map(|line| html("<p>{}</p>", &[&self.marked(line)])).collect();
        let span = |name: &'static str, n: usize| html(" {}=\"{}\"", &[&name, &n.min(MOST)]).when(n > 1);
        html("<td{}{}>{}</td>", &[&span("rowspan", cell.rows), &span("colspan", cell.columns), &lines])
    }

    fn line(&self, line: &Line) -> Html {
        let class = match line.look {
            // The text brings its indent with it.
            Look::Body if line.text.starts_with(char::is_whitespace) => "flush",
            Look::Body => "body",
            Look::Mark => "mark",
            Look::Middle => "middle",
            Look::Title => "title",
            Look::Flush => "flush",
            Look::Right => "right",
            Look::Small => "small",
        };
        html("<p class=\"{}\">{}</p>\n", &[&class, &self.marked(line)])
    }

    /// The text of a line, cut where marks begin and end. Blanks at its ends are only kept when they are what is marked.
    fn marked(&self, line: &Line) -> Html {
        let near: Vec<&Mark> = self.marks.iter().filter(|mark| touch(&mark.range, &line.range())).collect();
        let inside = |at: usize| {
            let at = at.clamp(line.start, line.start + line.text.len()) - line.start;
            (0..=at).rev().find(|at| line.text.is_char_boundary(*at)).unwrap_or(0)
        };
        // A mark over several lines has its number in the first.
        let begins = |mark: &Mark| mark.range.start >= line.start;
        let place = |mark: &Mark| inside(mark.range.start)..inside(mark.range.end);
        let (start, end) = (line.text.len() - line.text.trim_start().len(), line.text.trim_end().len());
        let mut cuts: Vec<usize> = near.iter().flat_map(|mark| [place(mark).start, place(mark).end]).collect();
        cuts.extend([0, start, end, line.text.len()]);
        cuts.sort_unstable();
        cuts.dedup();
        let mut all = Html::default();
        for (from, to) in cuts.iter().zip(cuts.iter().skip(1).map(Some).chain([None])) {
            near.iter().filter(|mark| place(mark).is_empty() && place(mark).start == *from).for_each(|mark| {
                all.push(self.pin(mark));
            });
            let Some(piece) = to.and_then(|to| line.text.get(*from..*to)) else { continue };
            let to = from + piece.len();
            let covering = || near.iter().filter(|mark| place(mark).start < to && *from < place(mark).end);
            let blank = from < &start || *from >= end;
            all.push(match covering().map(|mark| (mark.own, mark.severity)).max() {
                None if blank && !(line.look == Look::Body && *from < start) => Html::default(),
                None => html("{}", &[&piece]),
                Some((true, severity)) => html("<mark class=\"{}\">{}</mark>", &[&severity.id(), &piece]),
                Some((false, _)) => html("<mark class=\"also\">{}</mark>", &[&piece]),
            });
            covering().filter(|mark| begins(mark) && place(mark).end == to).for_each(|mark| all.push(self.pin(mark)));
        }
        all
    }

    /// The number of a mark, which leads to its finding.
    fn pin(&self, mark: &Mark) -> Html {
        let (packet, number) = (&self.packet, &mark.number);
        let severity = &mark.severity.id();
        if mark.own {
            return html(
                "<a class=\"pin {}\" id=\"m{}-{}\" href=\"#f{}-{}\">{}</a>",
                &[severity, packet, number, packet, number, number],
            );
        }
        html("<a class=\"pin also\" href=\"#f{}-{}\">{}</a>", &[packet, number, number])
    }
}
