//! What is changed: a file as it was and as it is, and the changes that mend one finding of it.

use std::sync::Arc;

use crate::edit::{Edit, Setting};
use crate::finding::{Finding, RuleInfo};
use crate::log::sha256;
use crate::packet::Packet;
use crate::read;
use crate::write::{Editor, Stamp, Why};

/// A file that may be changed, as it was and as it is.
pub(super) struct Work {
    pub(super) original: Vec<u8>,
    /// The text as it was.
    pub(super) before: String,
    pub(super) bytes: Vec<u8>,
    /// All changes so far, of the text as it was.
    pub(super) edits: Vec<Edit>,
    /// What of its layout was set, one after the other.
    pub(super) settings: Vec<Vec<Setting>>,
    /// Rules by which its layout was set.
    pub(super) arranged: Vec<Arc<RuleInfo>>,
}

impl Work {
    pub(super) fn of(
        packet: &Packet,
        number: usize,
        load: &dyn Fn(&str) -> Option<Vec<u8>>,
        path: &str,
    ) -> Result<Self, Why> {
        let file = packet.files.get(number).ok_or(Why::File)?;
        let (document, _) = file.read().ok_or(Why::File)?;
        if !packet.is_changed_by_edits(number) {
            return Err(Why::File);
        }
        let bytes = load(path).ok_or(Why::Changed)?;
        // What is changed is what was judged.
        if !file.sha256.is_empty() && sha256(&bytes) != file.sha256 {
            return Err(Why::Changed);
        }
        let before = document.text.as_str().to_owned();
        Ok(Self {
            original: bytes.clone(),
            before,
            bytes,
            edits: Vec::new(),
            settings: Vec::new(),
            arranged: Vec::new(),
        })
    }
}

/// The original with all changes as revisions: first of the text, then of how it is set.
pub(super) fn revised(name: &str, work: &Work, stamp: &Stamp) -> Option<Vec<u8>> {
    let document = read::read(name, &work.original).ok()?;
    let editor = Editor::open(&work.original, &document).ok()?;
    let edits: Vec<Edit> = work.edits.iter().map(|edit| edit.clone().trimmed(document.text.as_str())).collect();
    let mut bytes = editor.written(&edits, Some(stamp)).ok()?;
    for settings in &work.settings {
        let document = read::read(name, &bytes).ok()?;
        bytes = Editor::open(&bytes, &document).ok()?.arranged(settings, Some(stamp))?;
    }
    Some(bytes)
}

/// The changes that mend one finding.
pub(super) struct Group {
    pub(super) rule: Arc<RuleInfo>,
    pub(super) file: usize,
    pub(super) name: String,
    pub(super) line: usize,
    /// First byte of the finding.
    pub(super) start: usize,
    pub(super) edits: Vec<Edit>,
}

/// What tells a finding from others, whatever was changed before it in its line.
pub(super) type Key = (String, usize, usize, Vec<String>);

impl Group {
    pub(super) fn of(finding: &Finding) -> Option<Self> {
        let (span, at, fix) = (finding.span.as_ref()?, finding.at.as_ref()?, finding.fix.as_ref()?);
        Some(Self {
            rule: Arc::clone(&finding.rule),
            file: span.file,
            name: finding.file.clone()?,
            line: at.line,
            start: span.range.start,
            edits: fix.changes(),
        })
    }

    pub(super) fn key(&self) -> Key {
        let texts = self.edits.iter().map(|edit| edit.text.clone()).collect();
        (self.rule.id.clone(), self.file, self.line, texts)
    }

    /// Where the finding begins when these changes of its file are made.
    pub(super) fn moved(&self, edits: &[&Edit]) -> usize {
        let before = edits.iter().filter(|edit| edit.end <= self.start && edit.start < self.start);
        let by: isize = before.map(|edit| edit.text.len() as isize - edit.range().len() as isize).sum();
        self.start.saturating_add_signed(by)
    }
}
