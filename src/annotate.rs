//! The documents of a packet with what was found in them as comments, and a list of what no comment can say.

use std::collections::BTreeMap;

use crate::document::{Document, Format, Zone};
use crate::edit::Span;
use crate::error::Unreadable;
use crate::finding::{Finding, PacketReport};
use crate::lang::{Lang, Words};
use crate::packet::Packet;
use crate::render::comment;
use crate::words;
use crate::write::docx::comments::{self, Remark};
use crate::write::table::Table;

/// What a packet comes to.
#[derive(Clone, Debug, Default)]
pub struct Annotated {
    /// Its documents with comments, in the order of its files.
    pub copies: Vec<Copy>,
    /// Documents that cannot carry comments, by their paths as handed in, and why.
    pub failed: Vec<(String, Unreadable)>,
    /// What no comment says.
    pub list: Table,
}

/// A document with comments.
#[derive(Clone, Debug)]
pub struct Copy {
    /// Its path as handed in.
    pub path: String,
    /// The package.
    pub bytes: Vec<u8>,
    /// How many comments of ours are in it.
    pub comments: usize,
    /// The document is signed electronically: of this copy the signature does not hold.
    pub signed: bool,
}

/// What is said in a file, and the finding that it says; none for the conclusion.
type Said = (Remark, Option<usize>);

/// The bytes of a file by its path as handed in, if they still have this SHA-256; or why there are none.
pub type Load<'l> = dyn Fn(&str, &str) -> Result<Vec<u8>, Unreadable> + 'l;

/// Annotates the documents of a packet; `when` is the day as `2026-03-05`, `lang` the language of the comments.
pub fn annotate(packet: &Packet, report: &PacketReport, load: &Load<'_>, when: &str, lang: Lang) -> Annotated {
    let document = |file: usize| {
        let (document, _) = packet.files.get(file)?.read()?;
        (document.format == Format::Docx).then_some(document)
    };
    let mut said = said(packet, report, &document, lang);
    let mut annotated = Annotated::default();
    // Which findings a comment tells: one comment is enough for a finding with several places.
    let mut told = vec![false; report.findings.len()];
    for (number, file) in packet.files.iter().enumerate() {
        let Some(document) = document(number) else { continue };
        let path = path_of(report, &file.name);
        let (remarks, of): (Vec<Remark>, Vec<Option<usize>>) =
            said.remove(&number).unwrap_or_default().into_iter().unzip();
        let done = load(&path, &file.sha256).and_then(|bytes| comments::annotate(&bytes, document, &remarks, when));
        match done {
            Ok(comments::Annotated { bytes, not_placed, signed }) => {
                let placed = of.iter().enumerate().filter(|(n, _)| !not_placed.contains(n));
                placed.filter_map(|(_, finding)| *finding).for_each(|finding| told[finding] = true);
                let comments = remarks.len() - not_placed.len();
                let bytes = if comments == 0 { comments::marked(bytes) } else { bytes };
                annotated.copies.push(Copy { path, bytes, comments, signed });
            }
            Err(why) => annotated.failed.push((path, why)),
        }
    }
    let left = report.findings.iter().zip(&told).filter(|(_, told)| !**told).map(|(finding, _)| finding);
    annotated.list = list(report, left, lang);
    for (path, why) in &annotated.failed {
        let line = words!("没有加批注：{path}：{message}", path, message = why.message);
        annotated.list.lines.push(line.to(lang).into_owned());
    }
    annotated
}

/// Whether a file is a packet by itself, and not one of a folder.
pub fn is_alone(report: &PacketReport, name: &str) -> bool {
    report.path.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

/// The path of a file as handed in; a file that is a packet by itself may be neither main document nor form.
pub fn path_of(report: &PacketReport, name: &str) -> String {
    if is_alone(report, name) { report.path.clone() } else { report.path_of(Some(name)) }
}

/// What is to be said in which file: first the conclusion, in the main document; then every finding at its places.
fn said<'d>(
    packet: &Packet,
    report: &PacketReport,
    document: &dyn Fn(usize) -> Option<&'d Document>,
    lang: Lang,
) -> BTreeMap<usize, Vec<Said>> {
    let mut said: BTreeMap<usize, Vec<Said>> = BTreeMap::new();
    if let Some(main) = packet.main {
        said.entry(main).or_default().push((Remark { at: None, lines: told(comment::conclusion(report), lang) }, None));
    }
    for (number, finding) in report.findings.iter().enumerate() {
        let mut say = |span: &Span, lines: Vec<String>| {
            let remark = Remark { at: Some(span.range.clone()), lines };
            said.entry(span.file).or_default().push((remark, Some(number)));
        };
        if let Some(span) = &finding.span {
            let elsewhere = document(span.file).is_some_and(|d| stands_apart(d, span));
            say(span, told(comment::finding(finding, elsewhere), lang));
        }
        for related in finding.others() {
            say(&related.span, told(comment::related(finding), lang));
        }
    }
    said
}

/// Lines in a language.
fn told(lines: Vec<Words>, lang: Lang) -> Vec<String> {
    lines.iter().map(|line| line.to(lang).into_owned()).collect()
}

/// It stands where there can be no comments.
fn stands_apart(document: &Document, span: &Span) -> bool {
    let zone = document.lines.get(document.line_at(span.range.start)).map(|line| line.zone);
    matches!(zone, Some(Zone::TextBox | Zone::Header | Zone::Footer | Zone::Footnote))
}

/// The list of what no comment says, with the conclusion above it.
pub fn list<'f>(report: &PacketReport, findings: impl Iterator<Item = &'f Finding>, lang: Lang) -> Table {
    Table {
        title: words!("{title}：{path}", title = Words::from(comments::LIST), path = report.path).to(lang).into_owned(),
        lines: told(comment::conclusion(report), lang),
        ..rows(findings, lang)
    }
}

/// A list of findings.
pub fn rows<'f>(findings: impl Iterator<Item = &'f Finding>, lang: Lang) -> Table {
    let columns = [("文件", 2000), ("位置", 1600), ("轻重", 800), ("问题", 4700), ("建议", 3000), ("依据", 2400)];
    let row = |f: &Finding| {
        let place = f.at.as_ref().map(|at| at.place.clone()).unwrap_or_default();
        let file = f.file.clone().unwrap_or_default().into();
        let source = words!("{source}（{rule}）", source = f.rule.basis(), rule = f.rule.id);
        told(vec![file, place, f.severity.title(), f.message.clone(), f.help.clone(), source], lang)
    };
    let columns = columns.map(|(name, width)| (lang.of(name).into_owned(), width)).to_vec();
    Table { columns, rows: findings.map(row).collect(), ..Table::default() }
}
