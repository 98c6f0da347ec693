//! Texts that the program carries, packed by the build: those that few runs ask for to a fifth, and the first who asks
//! unpacks them; those that every start reads to a half, which takes a third of a millisecond for all.

use std::borrow::Cow;
use std::io::Read;
use std::sync::OnceLock;

use encoding_rs::UTF_8;
use flate2::Decompress;
use flate2::read::ZlibDecoder;
use lz4_flex::block::decompress_size_prepended;

/// A text that few runs ask for.
pub(crate) struct Packed {
    bytes: &'static [u8],
    text: OnceLock<String>,
}

impl Packed {
    pub(crate) const fn new(bytes: &'static [u8]) -> Self {
        Self { bytes, text: OnceLock::new() }
    }

    /// The text; a test reads all of them.
    pub(crate) fn text(&'static self) -> &'static str {
        self.text.get_or_init(|| self.unpacked("").unwrap_or_default())
    }

    /// The same of a text that was packed without what `known` says.
    pub(crate) fn beside(&'static self, known: &Quick) -> &'static str {
        self.text.get_or_init(|| known.lend(|known| self.unpacked(known)).unwrap_or_default())
    }

    fn unpacked(&self, known: &str) -> Option<String> {
        let (mut text, mut unpacking) = (String::new(), Decompress::new(false));
        unpacking.set_dictionary(known.as_bytes()).ok()?;
        ZlibDecoder::new_with_decompress(self.bytes, unpacking).read_to_string(&mut text).ok()?;
        Some(text)
    }
}

/// A text that every start reads, once.
pub(crate) struct Quick(&'static [u8]);

impl Quick {
    pub(crate) const fn new(bytes: &'static [u8]) -> Self {
        Self(bytes)
    }

    /// Lends the text; a test reads all of them.
    pub(crate) fn lend<T>(&self, read: impl FnOnce(&str) -> T) -> T {
        let bytes = decompress_size_prepended(self.0).unwrap_or_default();
        // Ten times as fast as the standard library is with Chinese.
        let text = UTF_8.decode_without_bom_handling_and_without_replacement(&bytes);
        read(&text.unwrap_or(Cow::Borrowed("")))
    }
}

/// A text of `rules/`, by the name of its file.
macro_rules! packed {
    ($name:expr) => {
        $crate::packed::Packed::new(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".deflate")))
    };
}

pub(crate) use packed;
