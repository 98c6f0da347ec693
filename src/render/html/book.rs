//! A report of very many packets: an index, and pages beside it with a part of the packets each. What is on a page is
//! forgotten when it is written, so that memory does not grow with the packets.
//!
//! A page is named by what is in it and leads to nothing but its index. So a page never changes: as long as an index is
//! there its pages are what they were, whatever is written beside them.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::index::{Counts, Index, Standing, order};
use super::overview::{self, rules_of};
use super::packet::{self, Entry};
use super::safe::{Html, html};
use super::{END, begin, foot, head, is_long, put, sheet, whole};
use crate::finding::{PacketReport, Report, Stage};
use crate::lang::{Lang, Words};
use crate::render::Options;
use crate::words;

/// Packets that one page takes; beyond that it is opened and searched too slowly.
const MOST: usize = 1000;
/// Packets on a page beside an index.
const EACH: usize = 100;
/// Packets that the index lists; those that stand best are left to their pages.
const MOST_LINES: usize = 10_000;

/// A page beside the index.
#[derive(Debug)]
pub struct Page {
    /// Name of its file.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A report while its packets come.
#[derive(Debug)]
pub struct Book {
    stage: Stage,
    digest: String,
    options: Options,
    /// How the pages name the index, and the index the folder of the pages.
    links: [String; 2],
    /// Packets that are on no page yet.
    held: Vec<PacketReport>,
    /// Packets on pages, and what the index says of them.
    written: usize,
    counts: Counts,
    lines: Lines,
    pages: Vec<Listed>,
}

/// A packet in the index.
#[derive(Debug)]
struct Line {
    at: usize,
    /// Place of its page.
    page: usize,
    entry: Entry,
    shown: Html,
}

/// The packets in the index, by how they stand.
#[derive(Debug, Default)]
struct Lines {
    by_standing: [Vec<Line>; Standing::ALL.len()],
    listed: usize,
    /// How many are not listed.
    more: usize,
}

/// A page in the index.
#[derive(Debug)]
struct Listed {
    name: String,
    /// Paths of its first and its last packet.
    ends: [String; 2],
    says: Words,
}

impl Book {
    /// A report at a stage, by rules with this digest. The file of the index and the folder of its pages are named as the
    /// system has them.
    pub fn new((stage, digest): (Stage, &str), options: &Options, index: &[u8], folder: &[u8]) -> Self {
        Self {
            stage,
            digest: digest.to_owned(),
            options: *options,
            links: [up(index), quoted(folder)],
            held: Vec::new(),
            written: 0,
            counts: Counts::default(),
            lines: Lines::default(),
            pages: Vec::new(),
        }
    }

    /// Takes a packet; pages that are full are handed over.
    ///
    /// # Errors
    /// Only what `put` reports.
    pub fn take<E>(&mut self, packet: PacketReport, put: &mut dyn FnMut(Page) -> Result<(), E>) -> Result<(), E> {
        self.held.push(packet);
        if self.pages.is_empty() && self.held.len() <= MOST {
            return Ok(());
        }
        while self.held.len() > EACH {
            put(self.turn())?;
        }
        Ok(())
    }

    /// Writes the report itself when all packets are taken: the index, or all of it where one page holds it.
    ///
    /// # Errors
    /// Only what `put` and the writer report.
    pub fn close<E: From<io::Error>>(
        mut self,
        report: &Report,
        put: &mut dyn FnMut(Page) -> Result<(), E>,
        out: &mut dyn Write,
    ) -> Result<(), E> {
        if self.pages.is_empty() {
            return Ok(whole(report, &self.held, &self.options, out)?);
        }
        put(self.turn())?;
        Ok(self.index(report, out)?)
    }

    /// The next page, with the first of the packets held.
    fn turn(&mut self) -> Page {
        let packets: Vec<PacketReport> = self.held.drain(..EACH.min(self.held.len())).collect();
        let index = Index::of(&packets, &[]);
        let lang = self.options.lang;
        let text = self.page(&packets, &index).to(lang);
        let digest: String = Sha256::digest(&text).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let name = format!("{:03}-{digest}.html", self.pages.len() + 1);
        for (at, packet) in (self.written..).zip(&packets) {
            self.counts.add(packet);
            // As text: in pieces it is several times as long.
            let shown = Html::ours(packet::line(packet).to(lang));
            let entry = Entry::of(packet, &self.options);
            self.lines.add(Line { at, page: self.pages.len(), entry, shown });
        }
        let end = |packet: Option<&PacketReport>| packet.map(|packet| packet.path.clone()).unwrap_or_default();
        let ends = [end(packets.first()), end(packets.last())];
        self.pages.push(Listed { name: name.clone(), ends, says: standings(&index) });
        self.written += packets.len();
        Page { name, bytes: text.into_bytes() }
    }

    fn page(&self, packets: &[PacketReport], index: &Index) -> Html {
        let (order, short) = (order(packets), is_long(packets));
        let number = |at: usize| self.written + at;
        let lang = self.options.lang;
        let title = words!("{title}（{n}）", title = overview::title(self.stage), n = self.pages.len() + 1);
        let back = html("<a class=\"button\" href=\"{}\">返回总览</a>", &[&self.links[0].as_str()]);
        let (from, to) = (number(1), number(packets.len()));
        let says = words!("第{from}—{to}件：{says}", from, to, says = standings(index));
        let packet = |at: &usize| packet::packet(number(*at), &packets[*at], index, &self.options, short);
        let sheet = |at: &usize| sheet::sheet(number(*at), &packets[*at], &self.digest);
        [
            begin(lang),
            html(OF_INDEX, &[&self.links[0].as_str()]),
            head(&title, lang),
            overview::top(&title, &says, &back, index),
            order.iter().map(packet).collect(),
            overview::bottom(&rules_of(&self.digest)),
            order.iter().map(sheet).collect(),
            foot(lang),
            Html::ours(END),
        ]
        .into_iter()
        .collect()
    }

    fn index(self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let mut counts = self.counts;
        counts.found(&report.collection);
        let index = Index::from(counts);
        let lang = self.options.lang;
        let mut put = |piece: &Html| put(piece, lang, out);
        put(&begin(lang))?;
        put(&head(&overview::title(report.stage), lang))?;
        put(&overview::overview(report, &[], &index))?;
        let to = |page: usize| {
            let name = self.pages.get(page).map_or("", |page| page.name.as_str());
            format!("{}/{name}", self.links[1])
        };
        for line in self.lines.by_standing.iter().flatten() {
            let shown = html("<a class=\"line\" href=\"{}#p{}\">{}</a>", &[&to(line.page), &line.at, &line.shown]);
            put(&line.entry.html(line.at, &index, &shown))?;
        }
        let more = self.lines.more;
        put(&html("<p class=\"more\">另有 {} 件没有在这里列出，见各页</p>\n", &[&more]).when(more > 0))?;
        let listed = |(at, page): (usize, &Listed)| {
            html(
                "<li><a href=\"{}\">第{}页</a> {} — {}<b>{}</b></li>\n",
                &[&to(at), &(at + 1), &page.ends[0], &page.ends[1], &page.says],
            )
        };
        let pages: Html = self.pages.iter().enumerate().map(listed).collect();
        put(&html("<h2>各页</h2>\n<ol class=\"pages\">\n{}</ol>\n", &[&pages]))?;
        put(&overview::rest(report, &index, &self.options))?;
        put(&foot(lang))?;
        put(&Html::ours(END))
    }
}

impl Lines {
    /// Lists a packet; where there are too many, one that stands best is left out.
    fn add(&mut self, line: Line) {
        self.by_standing[line.entry.standing as usize].push(line);
        self.listed += 1;
        if self.listed > MOST_LINES {
            self.by_standing.iter_mut().rev().find(|lines| !lines.is_empty()).map(Vec::pop);
            self.listed -= 1;
            self.more += 1;
        }
    }
}

/// `不得印制 3　可以印制 97`.
fn standings(index: &Index) -> Words {
    let number = |standing: &Standing| (index.standings[*standing as usize], standing.word());
    let there = Standing::ALL.iter().map(number).filter(|(n, _)| *n > 0);
    Words::joined(there.map(|(n, word)| words!("{word} {n}", word, n)), "　")
}

/// Says first of all on a page which index it belongs to.
const OF_INDEX: &str = "<meta name=\"sanbu-index\" content=\"{}\">\n";

/// Whether a file that begins and ends like this is a page beside this index.
pub fn is_page_of(start: &[u8], end: &[u8], index: &[u8]) -> bool {
    let own = html(OF_INDEX, &[&up(index)]);
    let begins =
        |lang: &Lang| start.starts_with([begin(*lang), own.clone()].into_iter().collect::<Html>().to(*lang).as_bytes());
    Lang::ALL.iter().any(begins) && end.ends_with(END.as_bytes())
}

/// Whether a file is named like a page beside an index.
pub fn is_page_name(name: &str) -> bool {
    let parts = name.strip_suffix(".html").and_then(|stem| stem.split_once('-'));
    parts.is_some_and(|(number, digest)| {
        number.len() >= 3
            && number.bytes().all(|b| b.is_ascii_digit())
            && digest.len() == 8
            && digest.bytes().all(|b| b.is_ascii_hexdigit())
    })
}

/// The link from a page to its index.
fn up(index: &[u8]) -> String {
    format!("../{}", quoted(index))
}

/// A name as links have it.
fn quoted(name: &[u8]) -> String {
    let byte = |b: &u8| match b {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(*b).to_string(),
        b => format!("%{b:02X}"),
    };
    name.iter().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_pages_are_told_from_others() {
        assert!(is_page_name("001-00ff12ab.html") && is_page_name("1234-00ff12ab.html"));
        for other in ["01-00ff12ab.html", "001-00ff12a.html", "001-00ff12ag.html", "001.html", "附件-00ff12ab.html"] {
            assert!(!is_page_name(other), "{other}");
        }
        assert_eq!(quoted("报 #1.html".as_bytes()), "%E6%8A%A5%20%231.html");
    }

    #[test]
    fn those_that_stand_best_are_left_out_first() {
        let mut lines = Lines::default();
        let line = |at: usize, standing| {
            let entry = Entry { standing, unit: String::new(), found: Vec::new() };
            Line { at, page: 0, entry, shown: Html::default() }
        };
        (0..MOST_LINES).for_each(|at| lines.add(line(at, Standing::Printable)));
        lines.add(line(MOST_LINES, Standing::NotPrintable));
        assert_eq!((lines.listed, lines.more), (MOST_LINES, 1));
        assert!(lines.by_standing[Standing::NotPrintable as usize].len() == 1);
        assert_eq!(lines.by_standing[Standing::Printable as usize].last().unwrap().at, MOST_LINES - 2);
    }
}
