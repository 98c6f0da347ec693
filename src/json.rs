//! JSON as it is written: the data stay what they are, and whoever looks at the bytes meets nothing that steers a
//! terminal or a build server.
//!
//! The format itself names only the oldest control characters by number; here all others that cannot be seen are as well,
//! so that a report is safe to print and reads back the same.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Error;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use crate::shown::{commands, is_hidden};

/// On one line.
///
/// # Errors
/// What the writer reports.
pub fn write(out: &mut dyn Write, value: &impl Serialize) -> Result<(), Error> {
    value.serialize(&mut Serializer::with_formatter(out, Plain(CompactFormatter)))
}

/// On many lines.
///
/// # Errors
/// What the writer reports.
pub fn write_pretty(out: &mut dyn Write, value: &impl Serialize) -> Result<(), Error> {
    value.serialize(&mut Serializer::with_formatter(out, Plain(PrettyFormatter::new())))
}

/// As a text on one line.
///
/// # Errors
/// None in practice: what the program writes can be written.
pub fn to_string(value: &impl Serialize) -> Result<String, Error> {
    text(|out| write(out, value))
}

/// As a text on many lines.
///
/// # Errors
/// None in practice: what the program writes can be written.
pub fn to_string_pretty(value: &impl Serialize) -> Result<String, Error> {
    text(|out| write_pretty(out, value))
}

fn text(write: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>) -> Result<String, Error> {
    let mut bytes = Vec::new();
    write(&mut bytes)?;
    String::from_utf8(bytes).map_err(|e| Error::io(io::Error::other(e)))
}

/// Another formatter, with texts that cannot steer anything.
struct Plain<F>(F);

macro_rules! forward {
    ($($method:ident($($argument:ident: $type:ty),*)),* $(,)?) => {
        $(fn $method<W: ?Sized + Write>(&mut self, writer: &mut W $(, $argument: $type)*) -> io::Result<()> {
            self.0.$method(writer $(, $argument)*)
        })*
    };
}

impl<F: Formatter> Formatter for Plain<F> {
    forward!(
        begin_array(),
        end_array(),
        begin_array_value(first: bool),
        end_array_value(),
        begin_object(),
        end_object(),
        begin_object_key(first: bool),
        end_object_key(),
        begin_object_value(),
        end_object_value(),
    );

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        let mut named: Vec<usize> = text.char_indices().filter(|(_, c)| is_hidden(*c)).map(|(at, _)| at).collect();
        named.extend(commands(text));
        named.sort_unstable();
        let mut rest = 0;
        for at in named {
            let Some(c) = text[at..].chars().next() else { continue };
            writer.write_all(&text.as_bytes()[rest..at])?;
            write!(writer, "\\u{:04x}", u32::from(c))?;
            rest = at + c.len_utf8();
        }
        writer.write_all(&text.as_bytes()[rest..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_named_by_number_and_read_back_the_same() {
        let value = serde_json::json!({ "a\u{202e}": ["\u{9b}2J\u{7f}##[error]\"\n某", 1], "b": {} });
        for text in [to_string(&value).unwrap(), to_string_pretty(&value).unwrap()] {
            assert!(text.contains("a\\u202e") && text.contains("\\u009b2J\\u007f\\u0023#[error]\\\"\\n某"), "{text}");
            assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
        }
        assert_eq!(to_string_pretty(&value).unwrap().lines().count(), 7);
    }
}
