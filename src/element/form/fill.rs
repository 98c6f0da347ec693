//! From labels and values to fields and signatures: which cell is which step is decided on the whole form.

use std::ops::Range;

use crate::document::RunKind;
use crate::element::form::label::Meaning;
use crate::element::form::pairs::{Pair, Value};
use crate::element::form::{Form, FormField, FormKind, Reader};
use crate::element::rows::fold_value;
use crate::element::signature::{self, Aside};
use crate::fold;
use crate::steps;
use crate::terms::{Act, Parts, Phase, Who};
use crate::text;

/// Ids of fields that no list has.
const OTHER: &str = "other";
const STEP_DATE: &str = "step_date";

impl Reader<'_> {
    pub(super) fn fill(&self, form: &mut Form, mut pairs: Vec<Pair>) {
        self.settle_roles(form.kind, &mut pairs);
        let mut before: Option<usize> = None;
        for at in 0..pairs.len() {
            let pair = &pairs[at];
            let cell = before.map(|b| &pairs[b]).filter(|b| self.stands_behind(b, pair));
            match pair.meaning {
                // 审批结果：不同意 behind 签发 is said there.
                Meaning::Field(field) if cell.is_some() && self.is_said(&self.terms.fields[field].id) => {
                    self.unknown(form, pair, cell);
                }
                Meaning::Field(field) => form.fields.push(self.field(&self.terms.fields[field].id, pair)),
                Meaning::Role(role) => self.sign(form, role, pair),
                Meaning::RoleDate(_) => form.fields.push(self.field(STEP_DATE, pair)),
                Meaning::Date => {}
                Meaning::Unknown => self.unknown(form, pair, cell),
            }
            let aside = pair.meaning == Meaning::Unknown || cell.is_some() && !pair.is_role();
            before = if aside { before } else { Some(at) };
        }
        self.free_lines(form, &pairs);
        if form.signatures.len() <= signature::MOST_ON_A_FORM {
            self.dates(form, &pairs);
        }
        signature::merge(self.terms, &mut form.signatures);
        signature::settle_rounds(&mut form.signatures);
    }

    /// A state or a remark: behind a signature it belongs to it.
    fn is_said(&self, id: &str) -> bool {
        matches!(id, "state" | "remark" | "proposal")
    }

    fn field(&self, id: &str, pair: &Pair) -> FormField {
        let value = self.filled_in(&pair.range());
        let label = if pair.label.is_empty() { String::new() } else { self.printed_label(&pair.label) };
        let mut text = fold_value(&signature::valid(self.document, &value));
        // 份 that the form prints is no number of copies.
        if self.terms.words.measures.contains(&text) {
            text.clear();
        }
        FormField { id: id.to_owned(), label, label_range: pair.label.clone(), value: text, range: value }
    }

    /// A label as printed, without blanks and colon.
    fn printed_label(&self, label: &Range<usize>) -> String {
        let text = fold::squash(self.slice(label));
        text.trim_matches(|c| matches!(c, ':' | '*' | '|')).to_owned()
    }

    /// The value, unless it is the prompt of a content control that nobody filled in.
    fn filled_in(&self, value: &Range<usize>) -> Range<usize> {
        let mut runs = self.document.runs_in(value).peekable();
        let prompt = runs.peek().is_some() && runs.all(|r| r.kind == RunKind::Placeholder);
        if prompt { value.start..value.start } else { value.clone() }
    }

    /// Reads a signing cell. A label may be merged over several pieces: a unit above, a person below.
    fn sign(&self, form: &mut Form, role: usize, pair: &Pair) {
        let picture = self.picture(&pair.range()).or_else(|| self.picture(&pair.label));
        let cell = |range: Range<usize>| signature::Cell {
            role: &self.terms.roles[role],
            label: self.printed_label(&pair.label),
            label_range: pair.label.clone(),
            range,
            picture: picture.clone(),
        };
        match &pair.value {
            Value::Text(ranges) => {
                let several = self.terms.roles[role].several;
                let mut found = Vec::new();
                for range in ranges {
                    signature::read(self.terms, self.document, cell(self.filled_in(range)), &mut found);
                }
                if ranges.len() > 1 {
                    signature::join_pieces(&mut found, several);
                }
                form.signatures.extend(found);
            }
            Value::Entry(entry) => {
                let parts = signature::Columns {
                    person: entry.person.clone(),
                    unit: entry.unit.clone(),
                    opinion: &entry.opinion,
                    status: &entry.status,
                    date: entry.finished.clone(),
                    pending: entry.pending,
                };
                let read = signature::read_columns(self.terms, self.document, cell(entry.range.clone()), parts);
                form.signatures.push(read);
            }
        }
    }

    /// Words of the picture in these lines, or alone on the lines around them in the same cell.
    fn picture(&self, range: &Range<usize>) -> Option<Vec<String>> {
        let lines = &self.document.lines;
        let (first, last) = (self.document.line_at(range.start), self.document.line_at(range.end));
        let cell = lines.get(last).and_then(|l| l.cell);
        let alone = |l: &usize| cell.is_some() && lines[*l].cell == cell && self.document.is_blank(*l);
        let behind = (last + 1..lines.len()).take_while(alone).count();
        let before = (0..first).rev().take_while(alone).count();
        let (from, to) = (first - before, last + 1 + behind);
        let any = lines.iter().take(to).skip(from).any(|l| l.picture);
        let words = self.document.pictures.iter().filter(|p| (from..to).contains(&p.line));
        any.then(|| words.flat_map(|p| p.words.iter().cloned()).collect())
    }

    /// An unknown label stands behind the value of a signing cell: in its cell or on its line.
    fn stands_behind(&self, before: &Pair, pair: &Pair) -> bool {
        let end = before.range();
        let line = |at: usize| self.document.line_at(at);
        let cell = |at: usize| self.document.lines.get(line(at)).and_then(|l| l.cell);
        let near = match cell(pair.label.start) {
            Some(own) => cell(end.end) == Some(own),
            None => line(end.end) == line(pair.label.start),
        };
        before.is_role() && !end.is_empty() && near
    }

    /// What stands under a label that no list has. Behind a signature it is part of what was said there; a refusal is
    /// heard wherever it stands; somebody's signature is not understood.
    fn unknown(&self, form: &mut Form, pair: &Pair, cell: Option<&Pair>) {
        let range = pair.range();
        let text = signature::valid(self.document, &range);
        let label = self.printed_label(&pair.label);
        let heard = signature::aside(self.terms, &label, &text, cell.is_some());
        let whole = if pair.label.is_empty() { range.clone() } else { pair.label.start..range.end.max(pair.label.end) };
        if !pair.label.is_empty() {
            form.fields.push(self.field(OTHER, pair));
        }
        // In a grid the name of a unit may be a value of what stands before it.
        let colon = self.slice(&pair.label).trim_end().ends_with(['：', ':']);
        let asks = || if colon { self.asks_for_decision(&label) } else { self.decides(&label) };
        if !pair.label.is_empty() && self.is_blank(&text) && asks() {
            form.blank.push(pair.label.clone());
        }
        let signed = cell.and_then(|c| form.signatures.iter_mut().rev().find(|s| s.label_range == c.label));
        match (heard, signed) {
            (Aside::Nothing, _) => {}
            (Aside::Means(means, who), Some(signature)) => signature.hear(means, who, whole),
            (Aside::Unclear, Some(signature)) => signature.unclear = true,
            _ => form.unread.push(whole),
        }
    }

    /// Nothing is filled in: blanks, rules, and the words of a date that has no figures.
    fn is_blank(&self, text: &str) -> bool {
        let printed = |c: char| !c.is_alphanumeric() || matches!(c, '年' | '月' | '日' | '_');
        text.chars().all(printed)
    }

    /// A label under which somebody decides: 专家论证, 局长办公会.
    pub(super) fn decides(&self, label: &str) -> bool {
        let label = self.terms.label(label);
        !self.is_part_label(&label) && self.terms.patterns.decision_label.as_ref().is_some_and(|p| p.is_match(&label))
    }

    /// The same, or the name of whoever is to sign: 机关党委.
    pub(super) fn asks_for_decision(&self, label: &str) -> bool {
        let word = self.terms.label(label);
        // 协审单位 asks which one it is.
        let which = || self.terms.words.recipient_ends.iter().any(|e| word.ends_with(e.as_str()));
        self.decides(label) || (self.terms.is_organ(&word) || self.terms.names_unit(&word)) && !which()
    }

    /// Somebody has written an opinion or a dated name there.
    pub(super) fn is_signed_text(&self, text: &str) -> bool {
        const LONGEST: usize = 300;
        text.len() <= LONGEST && matches!(signature::aside(self.terms, "", text, false), Aside::Signed)
    }

    /// A short text that refuses or holds the document: 此件暂不印发.
    pub(super) fn refuses(&self, text: &str) -> bool {
        const LONGEST: usize = 120;
        text.len() <= LONGEST && matches!(signature::aside(self.terms, "", text, false), Aside::Means(..))
    }

    /// Lines of the form, and right beside it, that are no label and no value: what refuses there is not passed over.
    fn free_lines(&self, form: &mut Form, pairs: &[Pair]) {
        /// So many lines above and below the form are looked at.
        const BESIDE: usize = 3;
        let document = self.document;
        let (from, to) = (form.lines.start.saturating_sub(BESIDE), (form.lines.end + BESIDE).min(document.lines.len()));
        let spans = spans(pairs);
        let known = |r: &Range<usize>| {
            let next = spans.partition_point(|span| {
                steps::add(1);
                span.end <= r.start
            });
            spans.get(next).is_some_and(|span| span.start < r.end)
        };
        for line in from..to {
            let range = self.trimmed(&document.lines[line].range);
            let free = document.lines[line].cell.is_none() && !range.is_empty() && !known(&range);
            let slip = form.kind == FormKind::Slip;
            if free && (self.refuses(self.slice(&range)) || slip && self.is_fault(self.slice(&range))) {
                form.unread.push(range);
            }
        }
        if form.kind != FormKind::Slip {
            return;
        }
        // On a record of the re-check every item counts: 附件：不齐全.
        for field in &form.fields {
            if self.is_fault(self.slice(&field.range)) && !form.unread.contains(&field.range) {
                form.unread.push(field.range.clone());
            }
        }
    }

    /// An item of a record that is not in order.
    fn is_fault(&self, text: &str) -> bool {
        let bare = fold::squash(text);
        let parts = bare.split(|c: char| c.is_whitespace() || "：:，。；、,;".contains(c));
        let open = text.contains(['□', '☐']) && signature::valid_text(text).trim().len() < text.trim().len();
        let fault = |part: &str| {
            let faults = &self.terms.words.faults;
            faults.iter().any(|f| {
                part == f || f.chars().count() > 1 && part.contains(f.as_str()) || part.ends_with(['×', '✗', '✘'])
            }) || signature::is_refusal(self.terms, part)
        };
        open || parts.filter(|p| !p.is_empty()).any(fault)
    }

    /// Dates with cells of their own belong to the cell before; a line above them all, or a cell above the name, to the next.
    fn dates(&self, form: &mut Form, pairs: &[Pair]) {
        let mut before = None;
        for (at, pair) in pairs.iter().enumerate() {
            match pair.meaning {
                Meaning::Role(role) => before = Some(role),
                Meaning::RoleDate(role) => self.add_date(form, role, pair),
                Meaning::Date => {
                    let next = || {
                        pairs[at + 1..].iter().find_map(|p| match p.meaning {
                            Meaning::Role(role) => Some(role),
                            _ => None,
                        })
                    };
                    before.or_else(next).into_iter().for_each(|role| self.add_date(form, role, pair));
                }
                Meaning::Field(_) | Meaning::Unknown => before = None,
            }
        }
    }

    fn add_date(&self, form: &mut Form, role: usize, pair: &Pair) {
        let range = pair.range();
        let written = signature::dates(self.terms, self.slice(&range), range.start).into_iter().next();
        let id = &self.terms.roles[role].id;
        steps::add(form.signatures.len());
        let mut open: Vec<_> = form.signatures.iter_mut().filter(|s| s.role == *id && s.date.is_none()).collect();
        // The date of the cell before it; a line above the table comes before them all.
        let before = open.iter().rposition(|s| s.label_range.start < pair.label.start);
        if let Some(signature) = open.get_mut(before.unwrap_or(0)) {
            signature.set_date(written);
        }
    }

    /// Which composed label means which step: of several that sign only the highest rank does, a review of the highest rank
    /// signs where nothing else does, and some labels count only where there is no better one.
    fn settle_roles(&self, kind: FormKind, pairs: &mut [Pair]) {
        for (at, role) in self.terms.roles.iter().enumerate() {
            // On a slip of the re-check 检查人 re-checks; on a form nobody knows.
            let here = if role.phase == Phase::Recheck { FormKind::Slip } else { FormKind::Outgoing };
            if !role.fallback_labels.is_empty() && kind == here && !pairs.iter().any(|p| p.meaning == Meaning::Role(at))
            {
                let own = |p: &&mut Pair| role.fallback_labels.contains(&self.terms.label(self.slice(&p.label)));
                pairs.iter_mut().filter(own).take(1).for_each(|p| p.meaning = Meaning::Role(at));
            }
            if kind != FormKind::Outgoing || self.terms.chain.is_some() {
                continue;
            }
            let Some(from) = role.raised_from.as_ref().and_then(|id| self.terms.roles.iter().position(|r| r.id == *id))
            else {
                continue;
            };
            let of = |p: &Pair| self.parts(self.slice(&p.label));
            let cells: Vec<usize> = (0..pairs.len()).filter(|&i| pairs[i].meaning == Meaning::Role(at)).collect();
            if cells.is_empty() {
                let rank = |p: &Pair| {
                    let parts = of(p).filter(|p| matches!(p.act, Act::Approve | Act::Opinion))?;
                    // 部长批示: the head of the body, where nobody stands higher.
                    if parts.who == Who::UnitHead && parts.act == Act::Approve && p.is_role() {
                        return Some(0);
                    }
                    (p.meaning == Meaning::Role(from)).then_some(())?;
                    match parts.who {
                        Who::Leader | Who::Alone => Some(1),
                        Who::Chief | Who::Top => Some(2),
                        _ => None,
                    }
                };
                let best = pairs.iter().filter_map(rank).max();
                let chosen = |p: &&mut Pair| best.is_some() && rank(p) == best;
                pairs.iter_mut().filter(chosen).for_each(|p| p.meaning = Meaning::Role(at));
                continue;
            }
            let highest =
                cells.iter().map(|&i| of(&pairs[i])).filter(|p| !p.is_some_and(asks_for_person)).map(rank).max();
            for &i in &cells {
                let parts = of(&pairs[i]);
                if parts.is_some_and(|p| !asks_for_person(p)) && Some(rank(parts)) < highest {
                    let lower = parts.and_then(|p| self.terms.role_of(Parts { act: Act::Approve, ..p }));
                    pairs[i].meaning = Meaning::Role(lower.unwrap_or(at));
                }
            }
        }
    }
}

/// Bytes of labels and values, in order; what overlaps is one.
fn spans(pairs: &[Pair]) -> Vec<Range<usize>> {
    let span = |pair: &Pair| pair.label.start..pair.range().end.max(pair.label.end);
    text::joined(pairs.iter().map(span).collect())
}

/// 签发人 beside another 签发 asks for the name of the same.
fn asks_for_person(parts: Parts) -> bool {
    parts.person && parts.who == Who::Alone
}

/// How high somebody stands who signs; where nobody is named, nobody stands higher.
fn rank(parts: Option<Parts>) -> u8 {
    match parts.map(|p| p.who) {
        Some(Who::Others | Who::Named | Who::Unit) => 1,
        Some(Who::UnitHead) => 2,
        Some(Who::Office | Who::OfficeHead) => 3,
        Some(Who::Deputy) => 4,
        Some(Who::Leader) => 5,
        Some(Who::Chief | Who::Top | Who::Alone | Who::Unknown) | None => 6,
    }
}
