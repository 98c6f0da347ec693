//! The list of findings as CSV, for a spreadsheet.

use std::io::{self, Write};

use crate::finding::{PacketReport, Report};
use crate::lang::Lang;
use crate::render::Options;
use crate::render::list::{self, headings};
use crate::sheet;

/// The headings, before the first packet.
pub(super) fn begin(lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&sheet::csv(&headings(lang), &[]).map_err(io::Error::other)?)
}

/// A packet.
pub(super) fn one(packet: &PacketReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    rows(&list::packet(packet, options), out)
}

/// What comes behind the packets.
pub(super) fn rest(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    rows(&list::rest(report, options), out)
}

fn rows(rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&sheet::csv_rows(rows, true).map_err(io::Error::other)?)
}

/// The headings, with nothing before and nothing between them, and a whole last line. Who keeps notes in a column of
/// their own has made it another table.
pub(super) fn wrote(start: &str, end: &str) -> bool {
    let begins = |lang: Lang| {
        let headings = sheet::csv(&headings(lang), &[]).unwrap_or_default();
        !headings.is_empty() && start.as_bytes().starts_with(&headings)
    };
    Lang::ALL.into_iter().any(begins) && end.ends_with("\r\n")
}
