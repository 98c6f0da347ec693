//! The list of findings as a workbook.

use std::io::{self, Write};

use crate::finding::Report;
use crate::render::Options;
use crate::render::list::{self, TITLE, headings};
use crate::sheet::{self, Book};

/// What the file says that it is.
const OWN: &str = "sanbu 问题清单";

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut rows: Vec<Vec<String>> = report.packets.iter().flat_map(|packet| list::packet(packet, options)).collect();
    rows.extend(list::rest(report, options));
    let (name, headings) = (options.lang.of(TITLE), headings(options.lang));
    let book = Book { name: &name, title: Some(OWN), headings: &headings, rows: &rows, page: true };
    out.write_all(&book.write().map_err(io::Error::other)?)
}

/// One that nobody has saved again: then it may hold notes.
pub(super) fn wrote(bytes: &[u8]) -> bool {
    sheet::is_titled(bytes, OWN)
}
