//! Changes of the bytes of a part: in order, not overlapping, with the way back.

use std::ops::Range;

use crate::sort;

/// Bytes of a part and what stands there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Patch {
    /// Bytes as stored; empty where something is put in.
    pub(crate) range: Range<usize>,
    /// What is written instead.
    pub(crate) text: Vec<u8>,
}

impl Patch {
    pub(crate) fn new(range: Range<usize>, text: impl Into<Vec<u8>>) -> Self {
        Self { range, text: text.into() }
    }

    /// Something put in before a byte.
    pub(crate) fn insert(at: usize, text: impl Into<Vec<u8>>) -> Self {
        Self::new(at..at, text)
    }
}

/// The bytes with all patches made, and the patches that undo them. Patches at one place are made in the order given.
/// None if two overlap or one lies outside.
pub(crate) fn patched(bytes: &[u8], mut patches: Vec<Patch>) -> Option<(Vec<u8>, Vec<Patch>)> {
    sort::by_key(&mut patches, |p| (p.range.start, p.range.end));
    let mut out = Vec::with_capacity(bytes.len() + patches.iter().map(|p| p.text.len()).sum::<usize>());
    let mut back = Vec::with_capacity(patches.len());
    let mut at = 0;
    for Patch { range, text } in patches {
        out.extend_from_slice(bytes.get(at..range.start)?);
        back.push(Patch::new(out.len()..out.len() + text.len(), bytes.get(range.clone())?));
        out.extend(text);
        at = range.end;
    }
    out.extend_from_slice(bytes.get(at..)?);
    Some((out, back))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patches_are_made_and_undone() {
        let patches = vec![
            Patch::new(2..4, "XYZ"),
            Patch::insert(1, "a"),
            Patch::insert(1, "b"),
            Patch::new(5..6, ""),
            Patch::insert(6, "!"),
        ];
        let (new, back) = patched(b"012345", patches).unwrap();
        assert_eq!(new, b"0ab1XYZ4!");
        assert_eq!(patched(&new, back).unwrap().0, b"012345");
        assert!(patched(b"01", vec![Patch::new(0..2, ""), Patch::insert(1, "a")]).is_none());
        assert!(patched(b"01", vec![Patch::insert(3, "a")]).is_none());
    }
}
