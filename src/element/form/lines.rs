//! Forms without a table: labelled lines one after the other.

use std::ops::Range;

use crate::element::Number;
use crate::element::form::Reader;
use crate::element::form::label::Meaning;
use crate::element::form::pairs::{BARS, Pair};
use crate::element::form::record::Cells;
use crate::element::signature::{is_name, is_opinion, is_unit, opens_entry};
use crate::fold;

/// `某某意见：…`: a short word before a colon at the start of a line, whether or not the label is known.
fn has_label_shape(text: &str) -> bool {
    const LONGEST: usize = 12;
    fold::begins_with_label(text, LONGEST)
}

/// Most lines between a label and its signature.
const BELOW: usize = 3;

/// Signing roles that make a form of a text without a form's name.
const ROLES: usize = 3;

/// No line of a form is longer, in bytes.
const LONGEST_LINE: usize = 600;

/// So many blank lines may stand between the parts of a signature.
const BETWEEN: usize = 2;

impl Reader<'_> {
    /// Lines and pairs of a form of labelled lines.
    pub(super) fn line_form(&self, heading: Option<usize>) -> Option<(Range<usize>, Vec<Pair>)> {
        let start = match heading {
            Some(heading) => heading,
            // Behind the first attachment stand the papers of others: application forms and the like.
            None => self.block_of_roles().filter(|start| *start < self.first_enclosed_line())?,
        };
        let mut pairs: Vec<Pair> = Vec::new();
        let mut end = start + usize::from(heading.is_some());
        let mut above = None;
        if heading.is_some() && start > 0 {
            above = (start.saturating_sub(2)..start)
                .find(|&l| !self.document.is_blank(l) && !self.line_pairs(self.lines_range(l..l + 1)).is_empty());
        }
        if let Some(line) = above {
            pairs.extend(self.line_pairs(self.lines_range(line..line + 1)));
        }
        let below = end;
        let mut next = below;
        while next < self.document.lines.len() {
            let line = next;
            next += 1;
            let range = self.document.lines[line].range.clone();
            if self.is_head(&range, &pairs) {
                break;
            }
            if let Some((after, rows)) = self.record_lines(line) {
                pairs.extend(rows);
                (next, end) = (after, after);
                continue;
            }
            let mut found = self.line_pairs(range.clone());
            // 　　主任：同意。… below the line of a role: an entry of its cell, not one of its own.
            let text = self.slice(&range);
            let weak = found.first().is_some_and(|p| self.lookup(self.slice(&p.label)).is_some_and(|f| f.weak));
            if weak && line == end && text.starts_with(char::is_whitespace) && pairs.last().is_some_and(Pair::is_role) {
                found.clear();
            }
            // A label nobody has listed begins a cell of its own, whatever is still missing above.
            let unknown = self.unknown_line(&range).filter(|_| found.is_empty());
            let more = found.is_empty()
                && unknown.is_none()
                && line <= end + BETWEEN
                && self.runs_on(pairs.last(), &range, line == end);
            if !found.is_empty() {
                pairs.extend(found);
            } else if more {
                if let Some(last) = pairs.last_mut() {
                    let (own, more) = (last.range(), self.trimmed(&range));
                    last.set(if own.is_empty() { more } else { own.start..more.end });
                }
            } else if let Some(unknown) = unknown {
                pairs.push(unknown);
            } else if is_ruled(self.slice(&range)) {
                // A rule of a table drawn with characters, or a row of it without a label.
                continue;
            } else if !self.document.is_blank(line) && !has_label_shape(self.slice(&range)) {
                break;
            } else {
                continue;
            }
            end = line + 1;
        }
        // 审批意见： above 【拟稿】 and 【签发】 heads them and is no cell of its own.
        let bracketed = |p: &Pair| self.slice(&p.label).starts_with('【');
        let heads: Vec<bool> = (0..pairs.len())
            .map(|i| {
                let next = pairs.get(i + 1).is_some_and(bracketed);
                next && !bracketed(&pairs[i])
                    && pairs[i].range().is_empty()
                    && !matches!(pairs[i].meaning, Meaning::Field(_))
            })
            .collect();
        let mut heads = heads.into_iter();
        pairs.retain(|_| !heads.next().unwrap_or(false));
        let roles = pairs.iter().filter(|p| p.is_role()).count();
        (roles >= 1 || heading.is_some() && end > start + 1).then_some((above.unwrap_or(start)..end, pairs))
    }

    /// A line without label below a signing line belongs to it when it holds a date or a name, or what it is about is
    /// still missing; blank lines may stand between.
    fn runs_on(&self, last: Option<&Pair>, range: &Range<usize>, adjacent: bool) -> bool {
        let text = self.slice(range);
        let bare = fold::squash(text);
        if adjacent && last.is_some() && text.starts_with(char::is_whitespace) && self.is_list_item(text) {
            return true;
        }
        if adjacent && last.is_some_and(|p| self.lists_on(p, text.trim())) {
            return true;
        }
        let is_role = last.is_some_and(|p| matches!(p.meaning, Meaning::Role(_) | Meaning::Unknown));
        if adjacent && is_role && self.is_entry(text.trim_start()) {
            return true;
        }
        let short = bare.chars().count() <= 8 && !self.terms.is_organ(&bare);
        let dated = bare.chars().count() <= 30 && !self.terms.any_dates(text, range.start).is_empty();
        let said = bare.trim_end_matches('。');
        let part = is_name(self.terms, &bare) || bare.chars().count() <= 24 && is_opinion(self.terms, said);
        let indented = text.starts_with(char::is_whitespace);
        let lacking = short && last.is_some_and(|p| p.range().is_empty());
        is_role
            && !bare.is_empty()
            && (adjacent && (dated || lacking || part) || indented && (part || dated && bare.chars().count() <= 20))
    }

    /// The list of attachments goes on: with an item, or with a line that may be a name or the rest of one.
    fn lists_on(&self, field: &Pair, text: &str) -> bool {
        const LONGEST: usize = 40;
        let is_list = matches!(field.meaning, Meaning::Field(at) if self.terms.fields[at].id == "attachments");
        let words = &self.terms.words;
        let name = || {
            let stated = fold::squash(self.slice(&field.range()));
            let none = words.none_values.contains(&stated) || words.unattached_values.contains(&stated);
            let counted = self.terms.patterns.count_only.as_ref().is_some_and(|p| p.is_match(&stated));
            let masthead = self.terms.is_organ(text) || words.mark_ends.iter().any(|e| text.ends_with(e.as_str()));
            let sentence = text.contains(['。', '：', ':']) || Number::parse(self.terms, text).is_some();
            !(none || counted || masthead || sentence)
        };
        is_list
            && !text.is_empty()
            && text.chars().count() <= LONGEST
            && (self.is_list_item(text) || name() && self.terms.any_dates(text, 0).is_empty())
    }

    /// A line that begins with a number, a unit, a post or a person as entries do: `法规科：`, `2.县公安局：`.
    fn is_entry(&self, text: &str) -> bool {
        const LONGEST: usize = 60;
        let Some(colon) = text.find(['：', ':']).filter(|at| *at <= LONGEST) else { return false };
        let word = fold::squash(&text[..colon]);
        let word = word.trim_start_matches(|c: char| !fold::is_han(c));
        is_name(self.terms, word)
            || is_unit(self.terms, word)
            || self.terms.names_unit(word)
            || opens_entry(self.terms, word)
    }

    /// `某政发〔2026〕3号　　签发人：…` below the signatures: the document begins.
    fn is_head(&self, range: &Range<usize>, pairs: &[Pair]) -> bool {
        let text = self.slice(range);
        let signed = || pairs.iter().filter(|p| p.is_role()).nth(1).is_some();
        let first = || fold::segments(text, 0).into_iter().next().map(|r| text[r].to_owned());
        let numbered = || first().is_some_and(|number| Number::parse(self.terms, &number).is_some());
        text.contains('号') && numbered() && signed()
    }

    /// A line under a label nobody has listed, with something behind it.
    fn unknown_line(&self, range: &Range<usize>) -> Option<Pair> {
        let text = self.slice(range);
        let colon = text.find(['：', ':'])?;
        let after = colon + text[colon..].chars().next()?.len_utf8();
        let value = fold::trim(&text[after..], range.start + after);
        let unknown = self.is_unknown_label(&text[..colon]) && !value.is_empty()
            || self.decides(&text[..colon]) && !self.slice(&value).contains(char::is_alphanumeric);
        unknown.then(|| Pair::new(Meaning::Unknown, range.start..range.start + after, value))
    }

    /// The labels and values of a line; a label may be all that there is, with its value on the lines below.
    fn line_pairs(&self, range: Range<usize>) -> Vec<Pair> {
        let found = self.pairs(range.clone(), true);
        let text = self.slice(&range);
        let tail = text.rfind(BARS).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        let last = range.start + tail..range.end;
        let alone = found.is_empty() || tail > 0 && found.last().is_some_and(|p| p.label.end < last.start);
        let label = self.lookup(self.slice(&last)).filter(|f| alone && !f.weak);
        let Some(label) = label else { return found };
        let own = self.trimmed(&last);
        let mut found = found;
        if let Some(before) = found.last_mut() {
            let value = before.range();
            before.set(self.trimmed(&(value.start..value.end.min(last.start).max(value.start))));
        }
        found.push(Pair::new(label.meaning, own.clone(), own.end..own.end));
        found
    }

    /// A table of steps or signatures that is set with tabs, bars or runs of blanks: the line behind it and its rows.
    fn record_lines(&self, line: usize) -> Option<(usize, Vec<Pair>)> {
        let cells = |line: usize| -> Cells {
            let range = self.lines_range(line..line + 1);
            let text = self.slice(&range);
            if text.contains(BARS) {
                let mut at = range.start;
                let piece = |piece: &str| {
                    let own = fold::trim(piece, at);
                    at += piece.len()
                        + text[(at + piece.len() - range.start).min(text.len())..]
                            .chars()
                            .next()
                            .map_or(0, char::len_utf8);
                    own
                };
                return text.split(BARS).map(piece).enumerate().collect();
            }
            fold::segments(text, range.start).into_iter().enumerate().collect()
        };
        let own = cells(line);
        if own.len() < 3 {
            return None;
        }
        let (leading, head) = self.record_head(&own)?;
        let mut heading = leading.and_then(|i| Some((self.lookup(self.slice(&own[i].1))?.meaning, own[i].1.clone())));
        if !head.has_steps() && heading.is_none() {
            return None;
        }
        let mut rows = Vec::new();
        let mut next = line + 1;
        while next < self.document.lines.len() {
            let row = cells(next);
            if row.len() < 2 || row.len() > own.len() {
                break;
            }
            let Some(pair) = self.record_row(&head, &row, heading.clone()) else { break };
            if head.has_steps() {
                heading = Some((pair.meaning, pair.label.clone()));
            }
            rows.push(pair);
            next += 1;
        }
        (!rows.is_empty()).then_some((next, rows))
    }

    /// An indented line with a list number goes on with the list in the field above.
    fn is_list_item(&self, text: &str) -> bool {
        self.terms.patterns.list_item.as_ref().is_some_and(|p| p.is_match(text.trim()))
    }

    /// The first line of a run of lines that name at least three roles.
    fn block_of_roles(&self) -> Option<usize> {
        let lines = self.document.lines.len();
        let (mut run, mut marks, mut without) = (None::<Range<usize>>, 0, 0);
        for line in 0..=lines {
            let own = if line == lines || self.document.is_blank(line) { 0 } else { self.count_marks(line) };
            if own > 0 {
                run = Some(run.map_or(line, |r| r.start)..line + 1);
                (marks, without) = (marks + own, 0);
            } else if line == lines || !self.document.is_blank(line) {
                without += 1;
                if line < lines && without <= BELOW {
                    continue;
                }
                // Where fewer labels end than there must be roles, nothing needs to be looked up.
                if let Some(found) = run.take().filter(|_| marks >= ROLES).and_then(|run| self.roles_in(run)) {
                    return Some(found);
                }
                marks = 0;
            }
        }
        None
    }

    fn count_marks(&self, line: usize) -> usize {
        let range = self.document.lines[line].range.clone();
        if range.len() > LONGEST_LINE { 0 } else { self.label_ends(range) }
    }

    /// The same among these lines.
    fn roles_in(&self, lines: Range<usize>) -> Option<usize> {
        let mut start = None;
        let mut without = 0;
        let mut roles: Vec<usize> = Vec::new();
        for line in lines {
            if self.document.is_blank(line) {
                continue;
            }
            let range = self.document.lines[line].range.clone();
            let found = if range.len() > LONGEST_LINE { Vec::new() } else { self.pairs(range, true) };
            if found.is_empty() {
                without += 1;
                if without > BELOW || roles.is_empty() {
                    (start, roles) = (None, Vec::new());
                }
                continue;
            }
            without = 0;
            start = start.or(Some(line));
            for pair in found {
                if let Meaning::Role(role) = pair.meaning
                    && !roles.contains(&role)
                {
                    roles.push(role);
                }
            }
            if roles.len() >= ROLES {
                return start;
            }
        }
        None
    }
}

/// A line of a table that is drawn with characters: nothing but a rule, or what begins with a bar.
fn is_ruled(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && (text.starts_with(&BARS[1..]) || !text.contains(char::is_alphanumeric))
}
