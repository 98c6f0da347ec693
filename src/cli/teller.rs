//! Telling packets as soon as they are checked, so that no run keeps the reports of all.

use std::io::{self, ErrorKind, Write};

use sanbu::finding::{PacketReport, Report, Stage, Totals};
use sanbu::render::{self, Format, Options};

use crate::stop::Stop;

/// Writes packets in their order; those of a format that needs all of them are handed back.
pub(super) struct Teller<'o> {
    format: Format,
    stage: Stage,
    options: Options,
    to: Box<dyn Write + 'o>,
    /// What is written to a file, which is replaced as a whole.
    kept: Option<Vec<u8>>,
    told: Totals,
    failed: Option<io::Error>,
}

impl<'o> Teller<'o> {
    pub(super) fn new(format: Format, stage: Stage, options: Options, to: Box<dyn Write + 'o>, keep: bool) -> Self {
        Self { format, stage, options, to, kept: keep.then(Vec::new), told: Totals::default(), failed: None }
    }

    /// Tells a packet, or hands it back for the report.
    pub(super) fn packet(&mut self, packet: PacketReport) -> Option<PacketReport> {
        if !self.format.streams() {
            return Some(packet);
        }
        self.told.add(&packet);
        let Self { format, stage, options, to, kept, .. } = self;
        let to: &mut dyn Write = kept.as_mut().map_or(&mut **to, |kept| kept);
        // The run goes on where nobody listens: its log is to be whole.
        if self.failed.is_none() {
            self.failed = render::packet(*format, *stage, &packet, options, to).err();
        }
        None
    }

    /// Writes the rest of the report, and counts in it what was told; gives the bytes that belong in a file.
    pub(super) fn close(mut self, report: &mut Report) -> Result<Vec<u8>, Stop> {
        report.told = self.told;
        let to: &mut dyn Write = self.kept.as_mut().map_or(&mut *self.to, |kept| kept);
        let rest = || render::rest(self.format, report, &self.options, to).and_then(|()| to.flush());
        match self.failed.map_or_else(rest, Err) {
            Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(e.into()),
            _ => Ok(self.kept.unwrap_or_default()),
        }
    }
}
