//! How the bytes of a stream are packed.

use std::io::{ErrorKind, Read};

use flate2::read::ZlibDecoder;

use super::object::{Dict, Object, is_blank};

/// Why a stream cannot be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Damaged,
    TooLarge,
    /// A kind of packing that only pictures have, or nobody.
    Unknown,
}

/// A way of packing with its parameters, references resolved.
pub(super) struct Filter<'d> {
    pub(super) name: &'d [u8],
    pub(super) parameters: Option<&'d Dict>,
}

/// Undoes the filters in order; nothing on the way may be larger than `most`.
pub(super) fn unpack(bytes: &[u8], filters: &[Filter<'_>], most: usize) -> Result<Vec<u8>, Fault> {
    /// Nobody packs a thing more often than this.
    const MOST_FILTERS: usize = 8;
    if filters.len() > MOST_FILTERS {
        return Err(Fault::Unknown);
    }
    let mut bytes = bytes.to_vec();
    for filter in filters {
        bytes = match filter.name {
            b"FlateDecode" | b"Fl" => unpredict(inflate(&bytes, most)?, filter.parameters)?,
            b"LZWDecode" | b"LZW" => unpredict(lzw(&bytes, filter.parameters, most)?, filter.parameters)?,
            b"ASCIIHexDecode" | b"AHx" => hexadecimal(&bytes),
            b"ASCII85Decode" | b"A85" => base85(&bytes).ok_or(Fault::Damaged)?,
            b"RunLengthDecode" | b"RL" => runs(&bytes, most)?,
            b"Crypt" => bytes,
            _ => return Err(Fault::Unknown),
        };
    }
    if bytes.len() > most { Err(Fault::TooLarge) } else { Ok(bytes) }
}

fn inflate(bytes: &[u8], most: usize) -> Result<Vec<u8>, Fault> {
    /// Where a program has stopped on purpose, without the end: everything before it is there.
    const FLUSHED: &[u8] = &[0, 0, 0xff, 0xff];
    let mut out = Vec::new();
    let unpacked = ZlibDecoder::new(bytes).take(most as u64 + 1).read_to_end(&mut out);
    match unpacked {
        _ if out.len() > most => Err(Fault::TooLarge),
        Ok(_) => Ok(out),
        Err(end) if end.kind() == ErrorKind::UnexpectedEof && bytes.trim_ascii_end().ends_with(FLUSHED) => Ok(out),
        Err(_) => Err(Fault::Damaged),
    }
}

/// A number among parameters.
fn parameter(parameters: Option<&Dict>, name: &[u8], default: usize) -> usize {
    parameters.and_then(|p| p.get(name)).and_then(Object::index).unwrap_or(default)
}

/// Rows that were stored as differences from the one above or from what stands before.
fn unpredict(bytes: Vec<u8>, parameters: Option<&Dict>) -> Result<Vec<u8>, Fault> {
    let predictor = parameter(parameters, b"Predictor", 1);
    if predictor < 2 {
        return Ok(bytes);
    }
    let [colours, bits, columns] = [(&b"Colors"[..], 1), (b"BitsPerComponent", 8), (b"Columns", 1)]
        .map(|(name, default)| parameter(parameters, name, default).min(1 << 24));
    let width = (colours * bits).div_ceil(8).max(1);
    let row = colours.checked_mul(bits).and_then(|n| n.checked_mul(columns)).map_or(0, |n| n.div_ceil(8));
    if row == 0 || predictor < 10 {
        // Differences of samples are for pictures.
        return Err(Fault::Unknown);
    }
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    for line in bytes.chunks(row + 1) {
        let (&kind, line) = line.split_first().ok_or(Fault::Damaged)?;
        let start = out.len();
        for (at, &byte) in line.iter().enumerate() {
            let left = if at >= width { out[start + at - width] } else { 0 };
            let up = if start >= row { out[start + at - row] } else { 0 };
            let corner = if at >= width && start >= row { out[start + at - row - width] } else { 0 };
            let guess = match kind {
                0 => 0,
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => paeth(left, up, corner),
                _ => return Err(Fault::Damaged),
            };
            out.push(byte.wrapping_add(guess));
        }
    }
    Ok(out)
}

/// Whichever of three neighbours is nearest to left plus up less corner.
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, up, corner].map(i16::from);
    let distance = |n: i16| (a + b - c - n).abs();
    match () {
        () if distance(a) <= distance(b) && distance(a) <= distance(c) => left,
        () if distance(b) <= distance(c) => up,
        () => corner,
    }
}

fn lzw(bytes: &[u8], parameters: Option<&Dict>, most: usize) -> Result<Vec<u8>, Fault> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let early = parameter(parameters, b"EarlyChange", 1).min(1);
    let mut out: Vec<u8> = Vec::new();
    // Where in the output each code was first written, from 258 on.
    let mut codes: Vec<(usize, usize)> = Vec::new();
    let (mut bits, mut held, mut width) = (0u32, 0u32, 9u32);
    let mut before: Option<(usize, usize)> = None;
    for &byte in bytes {
        (bits, held) = (bits << 8 | u32::from(byte), held + 8);
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held) as usize & ((1 << width) - 1);
        let start = out.len();
        match code {
            CLEAR => {
                codes.clear();
                (width, before) = (9, None);
                continue;
            }
            END => return Ok(out),
            0..CLEAR => out.push(code as u8),
            code => {
                let (from, length) = match (codes.get(code - END - 1), before) {
                    (Some(&known), _) => known,
                    // The code that is just being made: the one before and its first byte again.
                    (None, Some((from, length))) if code - END - 1 == codes.len() => (from, length + 1),
                    _ => return Err(Fault::Damaged),
                };
                for at in from..from + length {
                    out.push(*out.get(at).ok_or(Fault::Damaged)?);
                }
            }
        }
        if out.len() > most {
            return Err(Fault::TooLarge);
        }
        if let Some((from, length)) = before.filter(|_| codes.len() < (1 << 12) - END - 1) {
            codes.push((from, length + 1));
        }
        before = Some((start, out.len() - start));
        width = match codes.len() + END + 1 + early {
            0..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
    }
    Ok(out)
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    let digits = bytes.iter().take_while(|b| **b != b'>').filter_map(|b| char::from(*b).to_digit(16));
    let digits: Vec<u8> = digits.map(|d| d as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect()
}

fn base85(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut group: Vec<u8> = Vec::with_capacity(5);
    for &byte in bytes.iter().filter(|b| !is_blank(**b)) {
        match byte {
            b'~' => break,
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            _ => return None,
        }
        if group.len() == 5 {
            out.extend(quad(&group)?);
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        out.extend(&quad(&group)?[..kept]);
    }
    Some(out)
}

fn quad(group: &[u8]) -> Option<[u8; 4]> {
    let all = group.iter().try_fold(0u32, |all, &digit| all.checked_mul(85)?.checked_add(u32::from(digit)))?;
    Some(all.to_be_bytes())
}

fn runs(bytes: &[u8], most: usize) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let [length, behind @ ..] = rest {
        match usize::from(*length) {
            128 => break,
            length @ 0..128 => {
                out.extend_from_slice(behind.get(..=length).ok_or(Fault::Damaged)?);
                rest = &behind[length + 1..];
            }
            length => {
                let (&byte, behind) = behind.split_first().ok_or(Fault::Damaged)?;
                out.resize(out.len() + 257 - length, byte);
                rest = behind;
            }
        }
        if out.len() > most {
            return Err(Fault::TooLarge);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 1 << 20;

    fn by(name: &[u8], bytes: &[u8]) -> Result<Vec<u8>, Fault> {
        unpack(bytes, &[Filter { name, parameters: None }], MOST)
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        assert_eq!(by(b"AHx", b"41 42 4>").as_deref(), Ok(&b"AB@"[..]));
        assert_eq!(by(b"A85", b"87cURD]i,\"Ebo80~>").as_deref(), Ok(&b"Hello World!"[..]));
        assert_eq!(by(b"RL", &[2, b'a', b'b', b'c', 254, b'd', 128]).as_deref(), Ok(&b"abcddd"[..]));
        // The example of the standard.
        let packed = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        assert_eq!(by(b"LZW", &packed).as_deref(), Ok(&[45, 45, 45, 45, 45, 65, 45, 45, 45, 66][..]));
        assert_eq!(by(b"Fl", b"x").as_deref(), Err(&Fault::Damaged));
        assert_eq!(by(b"DCTDecode", b"x").as_deref(), Err(&Fault::Unknown));
    }

    #[test]
    fn rows_are_summed_up() {
        let parameters: Dict =
            [("Predictor", 12.0), ("Columns", 2.0)].map(|(name, n)| (name.as_bytes().into(), Object::Number(n))).into();
        assert_eq!(unpredict(vec![2, 1, 2, 2, 1, 1], Some(&parameters)).as_deref(), Ok(&[1, 2, 2, 3][..]));
        assert_eq!(unpredict(vec![9, 1, 2], Some(&parameters)), Err(Fault::Damaged));
    }

    #[test]
    fn what_was_flushed_is_whole_and_what_was_cut_is_not() {
        let flushed = b"x\x9cbd\xe0;\xfe\x94\x81\x81\x91\x81o\xcd\x070\xb5N\x1aL\x1d\xca\x80P\xb7\xc1\xd4\xd1Z0u,\x01L\x1dO\x85P\xab\xc0\xd4I\x06\x06\x06\x00\x00\x00\x00\xff\xff";
        assert!(by(b"Fl", flushed).is_ok());
        assert_eq!(by(b"Fl", &flushed[..30]).as_deref(), Err(&Fault::Damaged));
    }

    #[test]
    fn what_would_grow_without_end_is_refused() {
        assert_eq!(by(b"RL", &[129, b'a'].repeat(MOST)).as_deref(), Err(&Fault::TooLarge));
    }
}
