//! Tables in which every row is a step or a signature: 环节|办理人|意见|时间, or 姓名|日期|意见 under one label.

use std::ops::Range;

use crate::element::form::Reader;
use crate::element::form::label::Meaning;
use crate::element::form::pairs::{Pair, Value};
use crate::element::signature;
use crate::terms::RecordHead;

/// A row of such a table, by its columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// Bytes from the first cell to the last.
    pub range: Range<usize>,
    pub person: Option<Range<usize>>,
    pub unit: Option<Range<usize>>,
    pub opinion: Vec<Range<usize>>,
    pub status: Vec<Range<usize>>,
    pub finished: Option<Range<usize>>,
    /// The table has a column for when it was done, and the row says nothing there.
    pub pending: bool,
}

/// A row of cells: the column where each begins, and its bytes.
pub(super) type Cells = Vec<(usize, Range<usize>)>;

/// The head of such a table.
pub(super) struct Head {
    columns: Vec<(usize, RecordHead)>,
}

impl Head {
    fn has(&self, kind: RecordHead) -> bool {
        self.columns.iter().any(|(_, k)| *k == kind)
    }

    pub(super) fn has_steps(&self) -> bool {
        self.has(RecordHead::Step)
    }

    /// The head of a table whose rows all belong to one step: what it says of steps is a remark.
    pub(super) fn without_steps(mut self) -> Self {
        let steps = self.columns.iter_mut().filter(|(_, kind)| *kind == RecordHead::Step);
        steps.for_each(|(_, kind)| *kind = RecordHead::Other);
        self
    }

    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// A label in this column is no value of it.
    pub(super) fn wants_value(&self, column: usize) -> bool {
        !matches!(self.kind(column), Some(RecordHead::Step | RecordHead::Other))
    }

    /// The kind of the column that holds a place.
    fn kind(&self, column: usize) -> Option<RecordHead> {
        self.columns.iter().rev().find(|(from, _)| *from <= column).map(|(_, kind)| *kind)
    }
}

impl Reader<'_> {
    /// The head that a row of cells is; a label before it belongs to what is signed in the rows below.
    pub(super) fn record_head(&self, cells: &Cells) -> Option<(Option<usize>, Head)> {
        const LONGEST: usize = 60;
        let mut columns = Vec::new();
        let mut leading = None;
        for (at, (column, range)) in cells.iter().enumerate() {
            let text = self.slice(range);
            if text.len() > LONGEST {
                return None;
            }
            match self.terms.record_head(&self.terms.label(text)) {
                Some(kind) => columns.push((*column, kind)),
                None if at == 0 && self.lookup(text).is_some_and(|f| matches!(f.meaning, Meaning::Role(_))) => {
                    leading = Some(at);
                }
                None if at == 0 && text.trim().is_empty() => {}
                None => return None,
            }
        }
        let head = Head { columns };
        let told = [RecordHead::Opinion, RecordHead::Finished, RecordHead::Arrived, RecordHead::Status];
        let told = told.iter().filter(|k| head.has(**k)).count();
        let good = told > 0 && (head.has(RecordHead::Person) || head.has_steps());
        (good && head.columns.len() >= 2).then_some((leading, head))
    }

    /// The signature in a row below the head, under the label of its step or of the whole table; none when the row is
    /// blank or is no row of the table.
    pub(super) fn record_row(
        &self,
        head: &Head,
        cells: &Cells,
        heading: Option<(Meaning, Range<usize>)>,
    ) -> Option<Pair> {
        let mut entry = Entry::default();
        let mut step = None;
        let mut any = false;
        for (column, range) in cells {
            let own = self.trimmed(range);
            if own.is_empty() {
                continue;
            }
            match head.kind(*column)? {
                RecordHead::Step => step = Some(own),
                RecordHead::Other => {}
                kind => {
                    any = true;
                    match kind {
                        RecordHead::Person => entry.person = Some(own),
                        RecordHead::Unit => entry.unit = Some(own),
                        RecordHead::Opinion => entry.opinion.push(own),
                        RecordHead::Status => entry.status.push(own),
                        RecordHead::Finished => entry.finished = Some(own),
                        _ => {}
                    }
                }
            }
        }
        let (first, last) = (cells.first()?.1.clone(), cells.last()?.1.clone());
        entry.range = self.trimmed(&(first.start..last.end.max(first.start)));
        let timed = head.has(RecordHead::Finished) || head.has(RecordHead::Arrived);
        let dated = |r: &Range<usize>| !signature::dates(self.terms, self.slice(r), r.start).is_empty();
        entry.pending = timed && !entry.finished.as_ref().is_some_and(dated);
        let (meaning, label) = match step {
            // 局长签发（未办理）: the state stands behind the step.
            Some(step) => (self.lookup(self.slice(&step)).map_or(Meaning::Unknown, |f| f.meaning), step),
            // Another person of the step above.
            None if head.has_steps() && !any => return None,
            None => heading?,
        };
        (any || head.has_steps()).then_some(Pair { meaning, label, value: Value::Entry(entry) })
    }
}
