//! Rounds: what was signed before the document was sent back is history where the step was signed again.

use super::{Signature, Status};
use crate::terms::Means;

/// When something was signed: day, then minute, then place on the form.
type When = (i64, u32, usize);

/// Marks what later entries of the same step have replaced.
pub(in crate::element) fn settle_rounds(signatures: &mut [Signature]) {
    let when = |s: &Signature| -> Option<When> {
        let written = s.date.as_ref()?;
        Some((written.date()?.days(), written.time.unwrap_or(0), s.range.start))
    };
    let back = |s: &Signature| s.means == Some(Means::Rejected);
    let name = |s: &Signature| s.name.as_ref().map(|n| n.text.clone());
    let unit = |s: &Signature| s.unit.as_ref().map(|u| u.text.clone());
    let later = |a: &Signature, b: &Signature| match (when(a), when(b)) {
        (Some(a), Some(b)) => (a.0, a.1) > (b.0, b.1) || (a.0, a.1) == (b.0, b.1) && a.2 > b.2,
        _ => a.range.start > b.range.start,
    };
    // Sent back, and the same person has approved since.
    let lifted = |s: &Signature, all: &[Signature]| {
        let by = |o: &&Signature| o.role == s.role && name(o).is_some() && name(o) == name(s) && unit(o) == unit(s);
        let approves = |o: &&Signature| o.status == Status::Signed && later(o, s);
        back(s) && all.iter().filter(by).any(|o| approves(&o))
    };
    let returned: Vec<When> = signatures.iter().filter(|s| lifted(s, signatures)).filter_map(when).collect();
    let last = returned.into_iter().max();
    let past: Vec<bool> = signatures
        .iter()
        .map(|s| {
            let again = |o: &Signature| o.role == s.role && unit(o) == unit(s);
            let redone = |o: &&Signature| again(o) && o.status == Status::Signed && later(o, s);
            let before = match (last, when(s)) {
                (Some(last), Some(own)) => own <= last,
                _ => false,
            };
            lifted(s, signatures) || before && signatures.iter().any(|o| redone(&o) && when(o) > last)
        })
        .collect();
    signatures.iter_mut().zip(past).for_each(|(s, past)| s.past = past);
}
