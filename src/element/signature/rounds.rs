//! Rounds: what was signed before the document was sent back is history where the step was signed again.

use std::collections::HashMap;

use super::{Signature, Status};
use crate::steps;
use crate::terms::Means;

/// When something was signed: day, then minute, then place on the form.
type When = (i64, u32, usize);

fn when(signature: &Signature) -> Option<When> {
    let (day, minute) = signature.when()?;
    Some((day, minute, signature.range.start))
}

/// A step, and the unit that signs in it.
fn step(s: &Signature) -> (&str, Option<&str>) {
    (&s.role, s.unit.as_ref().map(|u| u.text.as_str()))
}

/// Somebody who signs in a step.
fn person(s: &Signature) -> Option<(&str, Option<&str>, &str)> {
    let (role, unit) = step(s);
    Some((role, unit, s.name.as_ref()?.text.as_str()))
}

/// The last of some signatures, by the date where one is written, else by the place on the form.
#[derive(Clone, Copy, Debug, Default)]
struct Last {
    dated: Option<When>,
    undated: Option<usize>,
    place: usize,
}

impl Last {
    fn take(&mut self, signature: &Signature) {
        let place = signature.range.start;
        match when(signature) {
            Some(when) => self.dated = self.dated.max(Some(when)),
            None => self.undated = self.undated.max(Some(place)),
        }
        self.place = self.place.max(place);
    }

    /// One of them was given after a signature.
    fn is_behind(&self, signature: &Signature) -> bool {
        let place = signature.range.start;
        match when(signature) {
            Some(when) => self.dated > Some(when) || self.undated > Some(place),
            None => self.place > place,
        }
    }
}

/// Marks what later entries of the same step have replaced.
pub(in crate::element) fn settle_rounds(signatures: &mut [Signature]) {
    // The last of a step, and the last of a person in it.
    let mut of_step: HashMap<(&str, Option<&str>), Last> = HashMap::new();
    let mut of_person: HashMap<(&str, Option<&str>, &str), Last> = HashMap::new();
    for signature in signatures.iter().filter(|s| s.status == Status::Signed) {
        steps::add(1);
        of_step.entry(step(signature)).or_default().take(signature);
        person(signature).into_iter().for_each(|p| of_person.entry(p).or_default().take(signature));
    }
    // Sent back, and the same person has approved since.
    let lifted = |s: &Signature| {
        let again = || person(s).and_then(|p| of_person.get(&p)).is_some_and(|last| last.is_behind(s));
        s.means == Some(Means::Rejected) && again()
    };
    let returned = signatures.iter().filter(|s| lifted(s)).filter_map(when).max();
    let replaced = |s: &Signature| {
        let before = returned.is_some() && when(s).is_some() && when(s) <= returned;
        before && of_step.get(&step(s)).is_some_and(|last| last.dated > returned)
    };
    let past: Vec<bool> = signatures.iter().map(|s| lifted(s) || replaced(s)).collect();
    signatures.iter_mut().zip(past).for_each(|(s, past)| s.past = past);
}
