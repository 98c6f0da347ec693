//! What a signature says of the parts of its file: their digests at the time of sealing. That a part has the same digest
//! now says that it was not changed since; who has sealed it, only a signature that is verified could say.

use sm3::{Digest, Sm3};

use super::{child, children, inside};
use crate::document::Sealing;
use crate::read::package::Package;
use crate::read::xml::{Node, attr};

/// SM3, as programs name it: by its name or by its number. With a key it has another one.
const METHODS: [&str; 2] = ["SM3", "1.2.156.10197.1.401"];

/// Compares every part that a signature lists.
pub(super) fn compare(signature: Node<'_>, package: &mut Package<'_>, sealing: &mut Sealing) {
    let Some(list) = inside(signature, "SignedInfo", "References").next() else { return };
    let known = attr(list, "CheckMethod").is_none_or(|method| METHODS.contains(&method.trim()));
    for reference in children(list, "Reference") {
        let name = attr(reference, "FileRef").unwrap_or_default().trim();
        let stated = child(reference, "CheckValue").and_then(|value| decoded(&value.text()));
        let found = package.raw(name).ok().flatten().map(|bytes| Sm3::digest(&bytes).to_vec());
        let place = match (stated, found) {
            (Some(stated), Some(found)) if known && stated == found => &mut sealing.same,
            (Some(_), Some(_)) if known => &mut sealing.other,
            (Some(_), None) if known && package.stored_name(name).is_none() => &mut sealing.other,
            _ => &mut sealing.unknown,
        };
        place.push(name.to_owned());
    }
}

/// Bytes written in base 64.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let digit = |c: u8| match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'a'..=b'z' => Some(c - b'a' + 26),
        b'0'..=b'9' => Some(c - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let signs = text.bytes().filter(|c| !c.is_ascii_whitespace()).take_while(|c| *c != b'=');
    let digits = signs.map(digit).collect::<Option<Vec<u8>>>()?;
    let group = |group: &[u8]| {
        let all = (0..4).fold(0u32, |all, at| all << 6 | u32::from(group.get(at).copied().unwrap_or(0)));
        all.to_be_bytes()[1..group.len().max(1)].to_vec()
    };
    Some(digits.chunks(4).flat_map(group).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_is_read() {
        assert_eq!(decoded("6Z2S56a+").as_deref(), Some("青禾".as_bytes()));
        assert_eq!((decoded("QQ==").as_deref(), decoded("QUI=").as_deref()), (Some(&b"A"[..]), Some(&b"AB"[..])));
        assert_eq!(decoded("Q?"), None);
    }
}
