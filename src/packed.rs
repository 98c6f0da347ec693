//! Texts that the program carries and few runs ask for: the build has packed them, to a fifth, and the first who asks unpacks
//! them.

use std::io::Read;
use std::sync::OnceLock;

use flate2::read::DeflateDecoder;

/// A text as the build has packed it.
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
        self.text.get_or_init(|| {
            let mut text = String::new();
            let read = DeflateDecoder::new(self.bytes).read_to_string(&mut text);
            read.map(|_| text).unwrap_or_default()
        })
    }
}

/// A text of `rules/`, by the name of its file.
macro_rules! packed {
    ($name:expr) => {
        $crate::packed::Packed::new(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".deflate")))
    };
}

pub(crate) use packed;
