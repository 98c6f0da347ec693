//! The way back: what an annotated package keeps of the parts that were changed, in a part of its own that no program
//! reads. It holds only while these parts are as they were written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::Unreadable;
use crate::json;
use crate::log::sha256;
use crate::read::package::{Package, Part};
use crate::write::package::Parts;
use crate::write::patch::{Patch, patched};

/// The name of the part.
pub(super) const ORIGINAL: &str = "sanbu/original.json";
/// The kind of its content.
pub(super) const TYPE: &str = "application/json";

/// What is kept.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Original {
    parts: Vec<Kept>,
}

/// A part that was changed.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    name: String,
    /// Of the part as it was written.
    sha256: String,
    /// What has to be changed again: first byte, byte behind the last, what stood there. None for a part that was new.
    undo: Option<Vec<(usize, usize, String)>>,
}

/// The bytes of a part as it is stored; none where its text was decoded.
pub(super) fn stored(part: &Part) -> Option<Vec<u8>> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let mark = MARK.get(..part.mark).filter(|_| part.exact)?;
    Some([mark, part.xml.as_bytes()].concat())
}

impl Original {
    /// Notes a changed part and the way back.
    pub(super) fn changed(&mut self, name: &str, new: &[u8], back: Vec<Patch>) {
        let text =
            |patch: Patch| (patch.range.start, patch.range.end, String::from_utf8_lossy(&patch.text).into_owned());
        self.parts.push(Kept {
            name: name.to_owned(),
            sha256: sha256(new),
            undo: Some(back.into_iter().map(text).collect()),
        });
    }

    /// Notes a part that was not there.
    pub(super) fn made(&mut self, name: &str, new: &[u8]) {
        self.parts.push(Kept { name: name.to_owned(), sha256: sha256(new), undo: None });
    }

    /// As it is kept.
    pub(super) fn bytes(&self) -> Vec<u8> {
        json::to_string(self).unwrap_or_default().into_bytes()
    }

    /// Whether a package has this part and nothing in it, as only documents have that the program has made up.
    pub(super) fn is_empty(package: &mut Package<'_>) -> bool {
        let part = package.part(ORIGINAL).ok().flatten();
        part.and_then(|part| serde_json::from_str::<Self>(&part.xml).ok()).is_some_and(|own| own.parts.is_empty())
    }

    /// What the parts of a package were before; none if it keeps nothing, or if one has changed since.
    pub(super) fn of(package: &mut Package<'_>) -> Result<Option<Parts>, Unreadable> {
        let Some(part) = package.part(ORIGINAL)? else { return Ok(None) };
        let Ok(original) = serde_json::from_str::<Self>(&part.xml) else { return Ok(None) };
        let mut parts: Parts = BTreeMap::new();
        for Kept { name, sha256: seal, undo } in original.parts {
            let now = package.part(&name)?.as_ref().and_then(stored).filter(|bytes| sha256(bytes) == seal);
            let Some(now) = now else { return Ok(None) };
            let back = match undo {
                None => None,
                Some(undo) => {
                    let undo = undo.into_iter().map(|(start, end, text)| Patch::new(start..end.max(start), text));
                    let Some((before, _)) = patched(&now, undo.collect()) else { return Ok(None) };
                    Some(before)
                }
            };
            parts.insert(package.stored_name(&name).unwrap_or(&name).to_owned(), back);
        }
        let name = package.stored_name(ORIGINAL).unwrap_or(ORIGINAL).to_owned();
        parts.insert(name, None);
        Ok(Some(parts))
    }
}
