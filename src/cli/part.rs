//! The part of a run that has one configuration: packets are checked one by one, then all together.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use sanbu::check::Batch;
use sanbu::config::Silences;
use sanbu::date::Date;
use sanbu::error::Reason;
use sanbu::finding::{Finding, PacketReport, Report, UnreadableFile};
use sanbu::log::Kept;
use sanbu::packet::Packet;
use sanbu::record::Record;
use sanbu::run;
use sanbu::session::InForce;
use sanbu::tree::STUMBLED;

use super::baseline::Known;
use super::office::Office;
use super::teller::Teller;
use crate::disk::clock;
use crate::disk::journal::Journal;
use crate::disk::paths::{Places, real};
use crate::disk::signals;
use crate::stop::Stop;

/// What is kept of a packet.
pub(super) struct Checked {
    report: PacketReport,
    in_force: Arc<InForce>,
    record: Record,
    /// What the log says of its files.
    kept: Kept,
    /// The packet itself, where it is still needed.
    packet: Option<Packet>,
}

/// What is kept of a packet beside its report: memory grows with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    Nothing,
    /// What a format shows of its papers.
    Papers,
    /// All of it.
    Packet,
}

/// Checks a packet, on any thread; one that the program stumbles over is unreadable.
pub(super) fn checked(mut packet: Packet, office: &Office<'_>, keep: Keep) -> Result<Checked, UnreadableFile> {
    let path = packet.path.clone();
    unless_stumbled(path, || {
        let in_force = office.of_packet(&mut packet);
        let record = Record::of(&packet, &in_force.rules.terms);
        let mut report = run::check(&packet, &in_force.rules, &in_force.options);
        if keep == Keep::Papers {
            let papers = run::papers(&packet, &in_force.rules, &in_force.options, &report.findings);
            report.papers = Some(Box::new(papers));
        }
        let kept = Kept::of(&packet);
        Checked { report, in_force, record, kept, packet: (keep == Keep::Packet).then_some(packet) }
    })
}

/// What a fault of the program stops is one packet, not the run.
fn unless_stumbled<T>(path: String, work: impl FnOnce() -> T) -> Result<T, UnreadableFile> {
    let stumbled = |_| UnreadableFile { path, reason: Reason::Corrupt.id(), message: STUMBLED.into() };
    catch_unwind(AssertUnwindSafe(work)).map_err(stumbled)
}

/// What has been checked so far. A packet is dropped when its report, its record and its line of the log are made.
pub(super) struct Part<'p, 'c> {
    office: &'p Office<'c>,
    base: Arc<InForce>,
    known: &'p mut Known,
    silences: Silences<'c>,
    journal: Option<&'p Journal>,
    /// Names and SHA-256 of what the office has set, for the journal.
    config: Vec<(String, String)>,
    stopped: Option<Stop>,
    records: Vec<Record>,
    places: Places,
    report: Report,
}

impl<'p, 'c> Part<'p, 'c> {
    pub(super) fn open(
        office: &'p Office<'c>,
        known: &'p mut Known,
        journal: Option<&'p Journal>,
        today: Option<Date>,
    ) -> Self {
        let base = office.base();
        let report = Report {
            digest: base.rules.digest().to_owned(),
            packs: base.rules.packs.clone(),
            stage: base.options.stage,
            config: office.session.files().to_vec(),
            ..Report::default()
        };
        Self {
            silences: Silences::new(&office.config.settings.config.silences, today.or_else(|| Some(clock::today()))),
            journal,
            config: journal.map_or_else(Vec::new, |_| office.session.digests()),
            office,
            base,
            known,
            stopped: None,
            records: Vec::new(),
            places: Places::default(),
            report,
        }
    }

    /// Takes up a packet that was checked and tells it; packets come in the order of their paths.
    pub(super) fn take(&mut self, checked: Result<Checked, UnreadableFile>, teller: &mut Teller) {
        if let Some((report, _)) = self.settle(checked) {
            self.report.packets.extend(teller.packet(report));
        }
    }

    /// Takes up a packet that was checked; gives what is to be told of it.
    pub(super) fn settle(
        &mut self,
        checked: Result<Checked, UnreadableFile>,
    ) -> Option<(PacketReport, Option<Packet>)> {
        let Checked { mut report, in_force, record, mut kept, packet } = match checked {
            Ok(checked) => checked,
            Err(file) => {
                self.report.unreadable.push(file);
                return None;
            }
        };
        self.hide(&mut report, &in_force);
        if let (Some(journal), None) = (self.journal, &self.stopped) {
            kept.config.splice(..0, self.config.iter().cloned());
            self.stopped = journal.append(&kept, &report, self.base.rules.digest()).err();
        }
        // A document that two paths lead to is still one document.
        if self.places.insert(&real(&record.path)) {
            self.records.push(record);
        }
        Some((report, packet))
    }

    fn hide(&mut self, report: &mut PacketReport, in_force: &InForce) {
        let office = self.office;
        self.silences.packet(report, |path| office.inside(path), |rule| office.session.asks(in_force, rule));
        self.known.packet(report);
    }

    /// The report, when all packets of the paths are checked.
    pub(super) fn close(mut self, paths: &[PathBuf], unreadable: Vec<UnreadableFile>) -> Result<Report, Stop> {
        if let Some(stop) = self.stopped {
            return Err(stop);
        }
        self.journal.map_or(Ok(()), Journal::sync)?;
        self.report.unreadable.splice(..0, unreadable);
        if !self.report.unreadable.is_empty() {
            self.silences.doubt();
        }
        // Of a part of the documents nothing is said together: what seems to be missing may only not have been read.
        if signals::caught().is_none() {
            self.together(paths);
        }
        Ok(self.report)
    }

    /// What is found about the documents together, and what there is to say of the silences.
    fn together(&mut self, paths: &[PathBuf]) {
        let ask = |batch: Batch<'_>| run::check_together(&batch, &self.base.rules, &self.base.options);
        let mut found = ask(Batch { records: &self.records, ..Batch::default() });
        self.report.hidden.silenced = self.silences.together(&mut found, |path| self.office.inside(path));
        self.report.hidden.known = self.known.together(&mut found);
        let told = self.silences.told(&self.office.covered(paths));
        let told = ask(Batch { silences: &told, ..Batch::default() });
        found.extend(told.into_iter().map(|f| Finding { file: Some(self.office.config.settings.name.clone()), ..f }));
        self.report.collection = found;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_that_the_program_stumbles_over_is_unreadable() {
        let file = unless_stumbled("件".to_owned(), || panic!("a fault")).map(|(): ()| ()).unwrap_err();
        assert_eq!((file.path.as_str(), file.reason, file.message), ("件", "corrupt", STUMBLED.into()));
        assert_eq!(unless_stumbled("件".to_owned(), || 1), Ok(1));
    }
}
