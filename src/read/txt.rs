//! Plain text: the encoding is decided or refused, never guessed in silence; lines become lines.

use std::borrow::Cow;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::document::{Document, Format, Line, Origin, Run, RunFormat, RunKind, Trace, TraceKind, Zone};
use crate::error::{Reason, Unreadable};
use crate::lang::Words;
use crate::limits;
use crate::text::Text;
use crate::words;

/// Reads plain text.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    if bytes.len() > limits::TEXT {
        return Err(limits::too_large("文字", limits::TEXT, "请确认是不是公文"));
    }
    let Decoded { text, encoding, mark, doubtful } = decode(bytes)?;
    let exact = (encoding == UTF_8).then_some(mark);
    // A text shorter than the limit of lines cannot exceed it: nothing to count.
    if text.len() >= limits::LINES && text.bytes().filter(|b| ends_line(*b)).count() >= limits::LINES {
        return Err(limits::too_many_lines());
    }
    if text.trim().is_empty() {
        return Err(Unreadable::new(Reason::Empty, "文件里没有文字，请确认是否保存成功"));
    }
    let strange = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{1a}' | '\u{1e}' | '\u{1f}')
    };
    if let Some(at) = may_hold_controls(&text).then(|| text.find(strange)).flatten() {
        return Err(Unreadable::new(
            Reason::Encoding,
            words!("第{at}字节处有文字里不该有的控制符，不是纯文本；请另存为 .docx 或 UTF-8 文本后再检查", at = at + 1),
        ));
    }
    let mut document = lines(&text, exact);
    if let Some(encoding) = doubtful {
        let text = encoding.name().to_ascii_uppercase();
        document.traces.push(Trace { kind: TraceKind::Encoding, text: text.into(), ..Trace::default() });
    }
    Ok(document)
}

/// The characters alone.
pub(super) fn text(bytes: &[u8]) -> Result<String, Unreadable> {
    decode(bytes).map(|d| d.text)
}

/// A text without its mark.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) encoding: &'static Encoding,
    /// Length of the mark before it.
    pub(crate) mark: usize,
    /// The encoding taken, when another reads as well.
    doubtful: Option<&'static Encoding>,
}

impl Decoded {
    fn of(text: impl Into<String>, encoding: &'static Encoding) -> Self {
        Self { text: text.into(), encoding, mark: 0, doubtful: None }
    }
}

/// The text of a file with its encoding, or why that cannot be told.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded, Unreadable> {
    let marked = |mark: usize, encoding, text: Option<String>| {
        let decoded = text.map(|text| Decoded { mark, ..Decoded::of(text, encoding) });
        decoded.ok_or_else(|| undecided(&bytes[mark..]))
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => marked(3, UTF_8, utf8(rest).map(Cow::into_owned)),
        [0xff, 0xfe, rest @ ..] => marked(2, UTF_16LE, strict(UTF_16LE, rest)),
        [0xfe, 0xff, rest @ ..] => marked(2, UTF_16BE, strict(UTF_16BE, rest)),
        _ => unmarked(bytes),
    }
}

fn unmarked(bytes: &[u8]) -> Result<Decoded, Unreadable> {
    if let Some((text, encoding)) = wide(bytes) {
        return Ok(Decoded::of(text, encoding));
    }
    if let Some(text) = utf8(bytes) {
        // Short GBK text can be valid UTF-8: then it reads as letters of other scripts, without a Han character.
        let foreign = !text.is_ascii() && !text.chars().any(|c| crate::fold::is_han(c) || is_cjk_mark(c));
        let chinese = foreign.then(|| strict(GB18030, bytes)).flatten().filter(|t| commonness(t) > 0.8);
        return Ok(match chinese {
            Some(text) => Decoded { doubtful: Some(GB18030), ..Decoded::of(text, GB18030) },
            None => Decoded::of(text, UTF_8),
        });
    }
    if begins_as_utf8(bytes) {
        return Err(undecided(bytes));
    }
    match (strict(GB18030, bytes), strict(BIG5, bytes)) {
        (Some(simplified), None) => Ok(Decoded::of(simplified, GB18030)),
        (Some(simplified), Some(traditional)) if commonness(&simplified) >= commonness(&traditional) => {
            Ok(Decoded::of(simplified, GB18030))
        }
        (_, Some(traditional)) => Ok(Decoded::of(traditional, BIG5)),
        (None, None) => Err(undecided(bytes)),
    }
}

/// Starts with several Han characters in UTF-8 and then breaks: cut short, or two encodings in one file.
fn begins_as_utf8(bytes: &[u8]) -> bool {
    const SEVERAL: usize = 4;
    let valid = std::str::from_utf8(bytes).err().map_or(0, |e| e.valid_up_to());
    let start = std::str::from_utf8(&bytes[..valid]).unwrap_or_default();
    let han = start.chars().filter(|c| crate::fold::is_han(*c)).take(SEVERAL).count();
    han == SEVERAL || han > 0 && bytes.len() - valid <= 3
}

fn utf8(bytes: &[u8]) -> Option<Cow<'_, str>> {
    // Quicker with Han characters than the standard library.
    UTF_8.decode_without_bom_handling_and_without_replacement(bytes).filter(|t| !t.contains('\0'))
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let private = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}');
    (!text.contains(private) && !text.contains('\0')).then(|| text.into_owned())
}

/// UTF-16 without a mark: nearly all units are Chinese or ASCII in one byte order.
fn wide(bytes: &[u8]) -> Option<(String, &'static Encoding)> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = bytes.iter().take(512).filter(|b| **b == 0).count();
    let read = |encoding| Some((strict(encoding, bytes)?, encoding));
    [UTF_16LE, UTF_16BE].into_iter().filter(|_| zeros > 0).filter_map(read).find(|(t, _)| {
        let good = t.chars().filter(|c| c.is_ascii() || crate::fold::is_han(*c) || is_cjk_mark(*c)).count();
        good * 10 >= t.chars().count() * 9
    })
}

fn is_cjk_mark(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '“' | '”' | '—' | '…' | '·')
}

/// Share of characters that are frequent in Chinese text: level 1 of GB 2312 or frequent rows of Big5.
fn commonness(text: &str) -> f64 {
    let wide: Vec<char> = text.chars().filter(|c| !c.is_ascii()).collect();
    if wide.is_empty() {
        return 1.0;
    }
    let common = |c: &&char| {
        let mut buffer = [0u8; 4];
        let utf8 = c.encode_utf8(&mut buffer);
        let (gb, _, bad) = GB18030.encode(utf8);
        let level_one = !bad && gb.len() == 2 && (0xb0..=0xd7).contains(&gb[0]) && gb[1] >= 0xa1;
        let (big5, _, bad5) = BIG5.encode(utf8);
        let frequent = !bad5 && big5.len() == 2 && (0xa4..=0xc6).contains(&big5[0]);
        level_one || frequent || is_cjk_mark(**c)
    };
    wide.iter().filter(common).count() as f64 / wide.len() as f64
}

/// Says where decoding stops.
fn undecided(bytes: &[u8]) -> Unreadable {
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let message = words!(
            "第{at}字节处有空字符（0），不是纯文本，或者文件损坏了；请用记事本打开核对，另存为 UTF-8 后再检查",
            at = at + 1
        );
        return Unreadable::new(Reason::Encoding, message);
    }
    let utf8 = std::str::from_utf8(bytes).err();
    let at = utf8.map_or(0, |e| e.valid_up_to());
    let cut = utf8.is_some_and(|e| e.error_len().is_none());
    let gb_cut = !bytes.is_empty() && strict(GB18030, &bytes[..bytes.len() - 1]).is_some();
    let message = if cut || gb_cut {
        Words::from("文件末尾少了半个汉字，可能没有传完；请重新传一份")
    } else {
        words!(
            "第{at}字节处无法按 UTF-8 或 GB18030 辨认，可能混用了两种编码；请用记事本另存为 UTF-8 后再检查",
            at = at + 1
        )
    };
    Unreadable::new(Reason::Encoding, message)
}

fn ends_line(byte: u8) -> bool {
    matches!(byte, b'\n'..=b'\r')
}

/// A cheap test over all bytes at once: whether one is a control character beside tab and line ends, or begins one.
fn may_hold_controls(text: &str) -> bool {
    const BEGINS_CONTROL: u8 = 0xc2;
    let may = |b: u8| b < b'\t' || (b > b'\r' && b < b' ') || b == 0x7f || b == BEGINS_CONTROL;
    text.bytes().fold(false, |any, b| any | may(b))
}

fn lines(text: &str, exact: Option<usize>) -> Document {
    let mut document = Document {
        format: Format::Text,
        parts: vec![String::new()],
        run_formats: vec![RunFormat::default()],
        ..Document::default()
    };
    let mut flat = String::with_capacity(text.len());
    let mut new_page = false;
    let mut rest = text;
    loop {
        let end = rest.as_bytes().iter().position(|b| ends_line(*b)).unwrap_or(rest.len());
        let start = text.len() - rest.len();
        let (at, run) = (flat.len(), document.runs.len());
        flat.push_str(&rest[..end]);
        if end > 0 {
            let origin = exact.map(|mark| Origin { part: 0, bytes: start + mark..start + end + mark });
            document.runs.push(Run { range: at..flat.len(), format: 0, origin, kind: RunKind::Text });
        }
        let paragraph = document.lines.len() + 1;
        document.lines.push(Line {
            range: at..flat.len(),
            zone: Zone::Body,
            paragraph,
            runs: run..document.runs.len(),
            new_page,
            ..Line::default()
        });
        let mark = &rest[end..];
        if mark.is_empty() {
            break;
        }
        new_page = mark.starts_with('\u{c}');
        if new_page {
            document.page_starts.push(flat.len() + 1);
        }
        rest = mark.strip_prefix("\r\n").unwrap_or(&mark[1..]);
        flat.push('\n');
    }
    document.text = Text::new(flat);
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        read(bytes).unwrap().text.as_str().to_owned()
    }

    #[test]
    fn encodings_are_decided() {
        let notice = "关于做好防汛工作的通知\r\n各单位：\r\n";
        let (gb, _, _) = GB18030.encode(notice);
        assert_eq!(text(&gb), "关于做好防汛工作的通知\n各单位：\n");
        let wide: Vec<u8> = notice.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&wide), "关于做好防汛工作的通知\n各单位：\n");
        assert_eq!(text("\u{feff}各单位".as_bytes()), "各单位");
        assert_eq!(text(&[0xd0, 0xa3, 0xd4, 0xb0]), "校园");
    }

    #[test]
    fn what_cannot_be_decided_is_refused_with_its_place() {
        let mut mixed = "各单位：".as_bytes().to_vec();
        mixed.extend(GB18030.encode("关于防汛").0.iter().chain(&[0xff, 0xff]));
        assert_eq!(read(&mixed).unwrap_err().reason, Reason::Encoding);
        let cut = &"各单位".as_bytes()[..8];
        assert!(read(cut).unwrap_err().message.contains("半个汉字"));
        assert_eq!(read(b" \n ").unwrap_err().reason, Reason::Empty);
    }

    #[test]
    fn every_byte_has_its_origin() {
        let document = read("\u{feff}甲\r\n乙丙".as_bytes()).unwrap();
        let bytes = "\u{feff}甲\r\n乙丙".as_bytes();
        for run in &document.runs {
            let origin = run.origin.clone().unwrap();
            assert_eq!(&bytes[origin.bytes], document.text.slice(run.range.clone()).as_bytes());
        }
        assert_eq!(document.lines.len(), 2);
    }
}
