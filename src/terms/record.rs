//! Column heads of tables in which every row is a step or a signature.

use std::collections::HashMap;

use super::lists::Records;
use crate::fold;

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordHead {
    /// Which step it is.
    Step,
    /// Who.
    Person,
    /// What was said.
    Opinion,
    /// How it stands.
    Status,
    /// When it was done.
    Finished,
    /// When it came.
    Arrived,
    /// Where the person belongs.
    Unit,
    /// Nothing about signing.
    Other,
}

pub(super) fn heads(records: &Records) -> HashMap<String, RecordHead> {
    let lists = [
        (&records.step, RecordHead::Step),
        (&records.person, RecordHead::Person),
        (&records.opinion, RecordHead::Opinion),
        (&records.status, RecordHead::Status),
        (&records.finished, RecordHead::Finished),
        (&records.arrived, RecordHead::Arrived),
        (&records.unit, RecordHead::Unit),
        (&records.other, RecordHead::Other),
    ];
    lists.into_iter().flat_map(|(words, kind)| words.iter().map(move |w| (fold::squash(w), kind))).collect()
}
