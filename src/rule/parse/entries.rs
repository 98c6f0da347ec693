//! What the tables of a rule file say, taken up one by one.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::words::{first_line, hollow, key_below, no_variable, unknown_placeholders, value_of};
use super::{Loader, Place};
use crate::element::ElementKind;
use crate::gate::{Gate, Maxim};
use crate::lang;
use crate::problem::{Problem, span_of};
use crate::register::Register;
use crate::rule::replaced::Replaced;
use crate::rule::word::Word;
use crate::rule::{LeftOut, Milder, Rule, Weight};
use crate::skeleton::{Sheet, Skeleton};
use crate::terms::{Chain, FieldEntry, Font, Foreign, Opinion, RoleEntry, Size};
use crate::text::Text;
use crate::words;

impl Loader {
    pub(super) fn rule(&mut self, item: Spanned<DeValue<'_>>, text: &Text) {
        let id = span_of(&item, "id").unwrap_or(item.span());
        let header = first_line(item.span(), text);
        let message = span_of(&item, "message").unwrap_or(header.clone());
        let check = value_of(&item, "check").cloned();
        let places = item.clone();
        let Some(rule) = self.take::<Rule>(item, text) else { return };
        self.idle(&rule, check.as_ref(), &header);
        for key in unknown_placeholders(&rule) {
            let known = rule.check.keys().iter().map(|k| format!("{{{k}}}")).collect::<Vec<_>>().join(" ");
            self.problems.push(
                Problem::new(message.clone(), words!("这项检查不提供 {{{key}}}", key))
                    .help(words!("可以用的有：{known}", known)),
            );
        }
        for (key, told) in hollow(&rule) {
            let place = span_of(&places, key).unwrap_or(header.clone());
            self.problems.push(Problem::new(place, told));
        }
        self.written(rule, id, header);
    }

    pub(super) fn word(&mut self, item: Spanned<DeValue<'_>>, text: &Text) {
        let id = span_of(&item, "id").unwrap_or(item.span());
        let header = first_line(item.span(), text);
        let given = item.clone();
        if let Some(word) = self.take::<Word>(item, text) {
            let rule = word.rule();
            self.idle(&rule, Some(&given), &header);
            self.written(rule, id, header);
        }
    }

    pub(super) fn replaced(&mut self, group: Replaced, range: Range<usize>) {
        group.rules().into_iter().for_each(|rule| self.written(rule, range.clone(), range.clone()));
    }

    /// Parameters that are given and that the check does not use, each where it stands.
    fn idle(&mut self, rule: &Rule, given: Option<&Spanned<DeValue<'_>>>, header: &Range<usize>) {
        for parameter in rule.check.idle() {
            let place = given.and_then(|given| key_below(given, parameter)).unwrap_or(header.clone());
            let told = Problem::new(place, words!("这项检查用不到“{parameter}”", parameter));
            self.problems.push(told.help("请删去，或者换一种用得到它的检查"));
        }
    }

    /// Takes up a rule that somebody has written; `id` and `header` are where it stands.
    fn written(&mut self, rule: Rule, id: Range<usize>, header: Range<usize>) {
        if (rule.fails.is_empty() || rule.passes.is_empty()) && !rule.check.needs_file() {
            self.problems
                .push(Problem::new(id.clone(), "每条规则至少要有一个不合格的例子 fails 和一个合格的例子 passes"));
        }
        self.add(rule, id, header);
    }

    pub(super) fn add(&mut self, rule: Rule, id: Range<usize>, header: Range<usize>) {
        if !self.ids.insert(rule.id.clone()) {
            self.problems.push(
                Problem::new(id, words!("编号“{rule}”已经有一条规则用了", rule = rule.id))
                    .help("编号不能重复，请换一个"),
            );
        }
        self.set.rules.push(rule);
        self.places.push(Place { file: None, header });
    }

    /// A gate of the same id takes the place of the one before, whose rules it is still held to.
    pub(super) fn gate(&mut self, mut gate: Gate, range: Range<usize>) {
        self.globs.push((
            words!("关口“{title}”", title = lang::Words::template(&gate.title)),
            gate.rules.clone(),
            range,
            None,
        ));
        if let Some(known) = self.set.gates.iter().find(|known| known.id == gate.id) {
            let rules = known.instead.iter().flat_map(|(rules, _)| rules).chain(&known.rules).cloned().collect();
            gate.instead = Some((rules, self.by.clone().unwrap_or_default()));
        }
        put(&mut self.set.gates, gate, |a, b| a.id == b.id);
    }

    pub(super) fn maxim(&mut self, maxim: Maxim, range: Range<usize>) {
        let rules = maxim.items.iter().flat_map(|i| i.rules.iter().chain(&i.each).cloned()).collect();
        self.compares.push((maxim.items.iter().flat_map(|i| i.compares.clone()).collect(), range.clone(), None));
        self.globs.push((words!("口诀“{title}”", title = lang::Words::template(&maxim.title)), rules, range, None));
        put(&mut self.set.maxims, maxim, |a, b| a.id == b.id);
    }

    pub(super) fn milder(&mut self, mut milder: Milder, range: Range<usize>) {
        milder.by = self.by.clone();
        let rules = milder.rules.iter().chain(&milder.except).cloned().collect();
        self.globs.push(("milder ".into(), rules, range, None));
        self.set.milder.push(milder);
    }

    pub(super) fn weight(&mut self, weight: Weight, range: Range<usize>) {
        self.globs.push(("weight ".into(), weight.rules.clone(), range, None));
        self.set.weights.push(weight);
    }

    pub(super) fn left_out(&mut self, row: LeftOut, range: Range<usize>) {
        self.globs.push((words!("“{row}”的 covered_by ", row = row.id), row.covered_by.clone(), range, None));
        self.set.left_out.push(row);
    }

    /// A register of the same id takes the place of the one before.
    pub(super) fn register(&mut self, register: Register) {
        self.set.registers.retain(|known| known.id != register.id);
        self.set.registers.push(register);
    }

    /// A skeleton of the same kind takes the place of the one before.
    pub(super) fn skeleton(&mut self, skeleton: Skeleton, range: Range<usize>) {
        self.problems.extend(skeleton.unknown().map(|name| no_variable(name, range)));
        put(&mut self.set.skeletons, skeleton, |a, b| a.kind == b.kind);
    }

    pub(super) fn sheet(&mut self, sheet: Sheet, range: Range<usize>) {
        self.problems.extend(sheet.unknown().map(|name| no_variable(name, range)));
        self.set.sheet = sheet;
    }

    pub(super) fn foreign(&mut self, foreign: Foreign, range: Range<usize>) {
        for element in foreign.labels.iter().filter_map(|l| l.element.as_deref()) {
            if ElementKind::named(element).is_none() {
                self.problems.push(Problem::new(range.clone(), words!("没有叫“{element}”的要素", element)));
            }
        }
        self.set.terms.foreign.push(foreign);
    }

    /// A chain of the same id takes the place of the one before.
    pub(super) fn chain(&mut self, chain: Chain, range: Range<usize>) {
        self.chains.push((chain.nodes.iter().map(|n| n.role.clone()).collect(), range, None));
        self.set.terms.chains.retain(|c| c.id != chain.id);
        self.set.terms.chains.push(chain);
    }

    /// A face of the same name takes the place of the one before.
    pub(super) fn font(&mut self, font: Font) {
        self.set.terms.fonts.retain(|known| known.name != font.name);
        self.set.terms.fonts.push(font);
    }

    /// So does a size.
    pub(super) fn size(&mut self, size: Size) {
        self.set.terms.sizes.retain(|known| known.name != size.name);
        self.set.terms.sizes.push(size);
    }

    pub(super) fn opinion(&mut self, opinion: Opinion) {
        if self.redefines {
            self.set.terms.free_opinions(&opinion.words);
        }
        self.set.terms.opinions.push(opinion);
    }

    /// A role of the same id adds labels and sets what it names; a new one is appended.
    pub(super) fn role(&mut self, role: RoleEntry, range: Range<usize>) {
        if self.redefines {
            self.set.terms.free_labels(&role.labels);
        }
        match self.set.terms.roles.iter_mut().find(|r| r.id == role.id) {
            Some(known) => role.onto(known),
            None => match role.role() {
                Ok(role) => self.set.terms.roles.push(role),
                Err(key) => self.problems.push(Problem::missing(key, range)),
            },
        }
    }

    pub(super) fn field(&mut self, field: FieldEntry, range: Range<usize>) {
        if self.redefines {
            self.set.terms.free_labels(&field.labels);
        }
        match self.set.terms.fields.iter_mut().find(|f| f.id == field.id) {
            Some(known) => field.onto(known),
            None => match field.field() {
                Ok(field) => self.set.terms.fields.push(field),
                Err(key) => self.problems.push(Problem::missing(key, range)),
            },
        }
    }
}

/// What is the same as something before takes its place.
fn put<T>(list: &mut Vec<T>, new: T, same: impl Fn(&T, &T) -> bool) {
    match list.iter_mut().find(|known| same(known, &new)) {
        Some(known) => *known = new,
        None => list.push(new),
    }
}
