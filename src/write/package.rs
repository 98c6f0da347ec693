//! A package with some parts changed: all other entries are copied as they are stored, in their order.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::error::{Reason, Unreadable};

/// What becomes of parts, by their names as stored: other bytes, or none where the part goes. Names that are not there
/// yet become parts behind the others, in order.
pub(crate) type Parts = BTreeMap<String, Option<Vec<u8>>>;

/// The package with these parts; entries that are not named keep every byte of their stored form.
///
/// # Errors
/// The bytes are no package, or it holds what cannot be copied.
pub(crate) fn rewritten(bytes: &[u8], parts: &Parts) -> Result<Vec<u8>, Unreadable> {
    let failed = |_| Unreadable::new(Reason::Corrupt, "压缩包不完整或已损坏，无法改写；请用 Word 或 WPS 打开后另存");
    let mut old = ZipArchive::new(Cursor::new(bytes)).map_err(failed)?;
    let mut new = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + (bytes.len() >> 3))));
    let mut known = Vec::with_capacity(old.len());
    for at in 0..old.len() {
        let entry = old.by_index_raw(at).map_err(failed)?;
        match parts.get(entry.name()) {
            None => new.raw_copy_file(entry).map_err(failed)?,
            Some(content) => {
                known.push(entry.name().to_owned());
                let options = SimpleFileOptions::default()
                    .compression_method(deflated(entry.compression()))
                    .last_modified_time(entry.last_modified().unwrap_or_default());
                if let Some(content) = content {
                    new.start_file(entry.name(), options).map_err(failed)?;
                    new.write_all(content).map_err(|e| failed(e.into()))?;
                }
            }
        }
    }
    for (name, content) in parts.iter().filter(|(name, _)| !known.contains(name)) {
        if let Some(content) = content {
            let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
            new.start_file(name, options.last_modified_time(zip::DateTime::default())).map_err(failed)?;
            new.write_all(content).map_err(|e| failed(e.into()))?;
        }
    }
    new.set_raw_comment(old.comment().into()).map_err(failed)?;
    Ok(new.finish().map_err(failed)?.into_inner())
}

/// What is written again is stored or deflated.
fn deflated(method: CompressionMethod) -> CompressionMethod {
    if method == CompressionMethod::Stored { method } else { CompressionMethod::Deflated }
}
