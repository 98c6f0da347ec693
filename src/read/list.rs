//! A list of paths, as shells and editors write one.

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::txt::{self, Decoded};
use crate::error::{Reason, Unreadable};
use crate::limits;
use crate::words;

/// The lines of a list, one path each; what stands between zero bytes where it has some and is no text in wide characters.
///
/// # Errors
/// More than is taken of a list.
pub fn lines(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Unreadable> {
    let is_text = |read: &Decoded| {
        let wide = [UTF_16LE, UTF_16BE].contains(&read.encoding) && read.text.contains('\n');
        read.mark > 0 || wide
    };
    let decoded = txt::decode(bytes).ok().filter(is_text).map(|read| read.text);
    let bytes = decoded.as_ref().map_or(bytes, |text| text.as_bytes());
    let end = if bytes.contains(&0) { 0 } else { b'\n' };
    let lines = bytes.split(|byte| *byte == end).map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let (mut paths, mut kept) = (0, Vec::new());
    for line in lines {
        if line.len() > limits::LIST_LINE {
            return Err(limits::too_large("有一行", limits::LIST_LINE, "这不是路径的清单，请核对文件名"));
        }
        paths += usize::from(!line.trim_ascii().is_empty());
        if paths > limits::LIST_PATHS {
            let message =
                words!("超过{n}万个路径，没有读取；请分成几份，或者写文件夹", n = limits::LIST_PATHS / 10_000);
            return Err(Unreadable::new(Reason::TooLarge, message));
        }
        kept.push(line.to_vec());
    }
    Ok(kept)
}

/// A line in characters, whatever encoding it has.
pub fn words(line: &[u8]) -> String {
    txt::text(line).unwrap_or_else(|_| String::from_utf8_lossy(line).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<String> {
        lines(bytes).unwrap().iter().map(|line| words(line)).collect()
    }

    #[test]
    fn a_list_has_an_end() {
        let long = |n: usize| lines(&[b"a\n".as_slice(), &vec![b'x'; n], b"\nb"].concat()).map(|lines| lines.len());
        assert_eq!(long(limits::LIST_LINE).unwrap(), 3);
        assert!(long(limits::LIST_LINE + 1).unwrap_err().message.contains("128千字节"));
        let many = |n: usize| lines("甲\n\n".repeat(n).as_bytes()).map(|lines| lines.len());
        assert_eq!(many(limits::LIST_PATHS).unwrap(), 2 * limits::LIST_PATHS + 1);
        assert!(many(limits::LIST_PATHS + 1).unwrap_err().message.contains("10万个路径"));
    }

    #[test]
    fn a_list_is_read_however_it_was_written() {
        let text = "发文/2026-001\r\nb c\r\n";
        let wide = |mark: [u8; 2], unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
            mark.into_iter().chain(text.encode_utf16().flat_map(unit)).collect()
        };
        let wanted = ["发文/2026-001", "b c", ""];
        assert_eq!(read(&wide([0xff, 0xfe], u16::to_le_bytes)), wanted);
        assert_eq!(read(&wide([0xfe, 0xff], u16::to_be_bytes)), wanted);
        assert_eq!(read(&wide([0xff, 0xfe], u16::to_le_bytes)[2..]), wanted);
        assert_eq!(read(format!("\u{feff}{text}").as_bytes()), wanted);
        assert_eq!(read(&encoding_rs::GB18030.encode(text).0), wanted);
        assert_eq!(read(b"a\nb\0c"), ["a\nb", "c"]);
    }
}
