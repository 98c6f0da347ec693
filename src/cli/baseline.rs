//! `--baseline` and `--write-baseline`: findings that are known already.

use sanbu::words;
use std::path::{Path, PathBuf};

use sanbu::baseline::Baseline;
use sanbu::finding::{Finding, PacketReport, Why};
use sanbu::limits;

use crate::disk::input;
use crate::disk::io_message;
use crate::disk::output::Output;
use crate::disk::paths::{real, show, true_path};
use crate::disk::terminal::tell;
use crate::stop::Stop;

/// The baseline of a run: read at its start, and, when one is written, filled by what is found.
pub(super) struct Known {
    read: Option<Baseline>,
    written: Option<(Output, Baseline)>,
    /// Findings that are written, counted as reports count them.
    findings: usize,
}

impl Known {
    pub(super) fn open(read: Option<&Path>, write: Option<Output>) -> Result<Self, Stop> {
        // What is written anew is known for the rest of the run, whatever was known before.
        let read = if write.is_some() { None } else { read };
        let written = write.map(|output| (output, Baseline::default()));
        Ok(Self { read: read.map(load).transpose()?, written, findings: 0 })
    }

    /// Takes the known findings off a report.
    pub(super) fn packet(&mut self, report: &mut PacketReport) {
        if self.written.is_none() && self.read.is_none() {
            return;
        }
        let folder = folder_name(&real(report.folder()));
        let main = report.main.clone().unwrap_or_default();
        report.hide(|f| {
            let file = format!("{folder}/{}", f.file.as_ref().unwrap_or(&main));
            self.is_known(&file, f).then_some(Why::Known)
        });
    }

    /// Takes the known findings off those about several documents; says how many.
    pub(super) fn together(&mut self, findings: &mut Vec<Finding>) -> usize {
        let before = findings.len();
        findings.retain(|f| {
            let path = real(f.file.as_deref().unwrap_or_default());
            let name = show(Path::new(path.file_name().unwrap_or_default()));
            !self.is_known(&format!("{}/{name}", folder_name(path.parent().unwrap_or(&path))), f)
        });
        before - findings.len()
    }

    fn is_known(&mut self, file: &str, finding: &Finding) -> bool {
        if let Some((_, written)) = &mut self.written {
            written.add(file, finding);
            self.findings += finding.number();
            return true;
        }
        self.read.as_mut().is_some_and(|known| known.meet(file, finding))
    }

    /// Writes what is to be written and says what has become of what was known.
    pub(super) fn close(&self) -> Result<(), Stop> {
        if let Some((output, written)) = &self.written {
            output.write(written.to_json().map_err(|e| Stop(e.to_string().into()))?.as_bytes())?;
            tell(words!("基线写在 {shown}：{total}处", shown = output.shown(), total = self.findings));
        }
        if let Some(left) = self.read.as_ref().map(Baseline::total).filter(|left| *left > 0) {
            tell(words!(
                "基线里有{left}处这次没有出现（已经改好，或者这次没有检查到）；都改好了的，用 --write-baseline 重写",
                left
            ));
        }
        Ok(())
    }
}

fn load(path: &Path) -> Result<Baseline, Stop> {
    let text = input::text(path, limits::BASELINE)
        .map_err(|e| Stop(words!("读不了基线 {path}：{why}", path = show(path), why = io_message(&e))))?;
    Baseline::parse(&text).map_err(|message| Stop(words!("读不了基线 {path}：{message}", path = show(path), message)))
}

/// The name of a folder, wherever it lies and however it was handed in.
fn folder_name(folder: &Path) -> String {
    let here = PathBuf::from(".");
    let full = true_path(if folder.as_os_str().is_empty() { &here } else { folder });
    show(Path::new(full.file_name().unwrap_or_default()))
}
