//! The marks of comments in the text: gathered by place, so that several at one place need one cut.

use std::collections::{BTreeMap, BTreeSet};

use crate::write::docx::anchor::{Anchors, Cut};
use crate::write::patch::Patch;

/// All marks of a part, by place.
#[derive(Debug)]
pub(super) struct Marks<'m> {
    /// The namespace that is declared where no prefix is.
    space: &'m str,
    places: BTreeMap<usize, Place>,
}

/// What stands at a place: comments end before others begin.
#[derive(Debug)]
struct Place {
    cut: Cut,
    ends: String,
    points: String,
    starts: String,
}

impl<'m> Marks<'m> {
    pub(super) fn new(space: &'m str) -> Self {
        Self { space, places: BTreeMap::new() }
    }

    /// The marks of a comment around what stands between two places.
    pub(super) fn add(&mut self, id: &str, [first, last]: [Cut; 2]) {
        let names = |cut: &Cut| Names::of(&cut.prefix, self.space);
        let (start, end) = (names(&first).start(id), names(&last).end(id));
        if first.range == last.range {
            self.place(first).points.push_str(&(start + &end));
        } else {
            self.place(first).starts.push_str(&start);
            self.place(last).ends.push_str(&end);
        }
    }

    fn place(&mut self, cut: Cut) -> &mut Place {
        let empty = String::new;
        self.places.entry(cut.range.start).or_insert_with(|| Place {
            cut,
            ends: empty(),
            points: empty(),
            starts: empty(),
        })
    }

    /// The changes that make the marks.
    pub(super) fn patches(self, anchors: &Anchors<'_>) -> Vec<Patch> {
        let cut: BTreeSet<usize> = self.places.values().filter_map(|place| place.cut.text).collect();
        let keeping = cut.into_iter().filter_map(|text| anchors.keeping(text));
        let keeping = keeping.map(|(at, keep)| Patch::insert(at, keep)).collect::<Vec<_>>();
        let marks = self.places.into_values().map(|Place { cut, ends, points, starts }| {
            Patch::new(cut.range, [cut.before, ends, points, starts, cut.after].concat())
        });
        marks.chain(keeping).collect()
    }
}

/// How elements and attributes of the main namespace are called at a place.
#[derive(Debug)]
pub(super) struct Names {
    /// Before names, with its colon.
    pub(super) prefix: String,
    /// What an element has to declare for it.
    pub(super) declared: String,
}

impl Names {
    /// Attributes need a prefix: where elements have none one is declared.
    pub(super) fn of(prefix: &str, space: &str) -> Self {
        match prefix {
            "" => Self { prefix: "w:".to_owned(), declared: format!(" xmlns:w=\"{space}\"") },
            prefix => Self { prefix: prefix.to_owned(), declared: String::new() },
        }
    }

    fn start(&self, id: &str) -> String {
        let Self { prefix, declared } = self;
        format!("<{prefix}commentRangeStart{declared} {prefix}id=\"{id}\"/>")
    }

    fn end(&self, id: &str) -> String {
        let Self { prefix, declared } = self;
        format!(
            "<{prefix}commentRangeEnd{declared} {prefix}id=\"{id}\"/>\
             <{prefix}r{declared}><{prefix}commentReference {prefix}id=\"{id}\"/></{prefix}r>"
        )
    }
}
