//! From TOML to rules: everything is read once, every mistake is kept with its place.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use regex_syntax::hir::{Class, Hir, HirKind};
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::check::Check;
use crate::counts::Judge;
use crate::element::ElementKind;
use crate::gate::{Gate, Maxim, glob};
use crate::lang;
use crate::limits;
use crate::problem::{self, MOST_PROBLEMS, Problem, items, span_of};
use crate::register::Register;
use crate::rule::keys::PATTERNS;
use crate::rule::replaced::Replaced;
use crate::rule::tables::Tables;
use crate::rule::word::Word;
use crate::rule::{LeftOut, Mend, Milder, Rule, RuleFile, RuleSet, RuleText};
use crate::skeleton::{Sheet, Skeleton, VARIABLES};
use crate::terms::{
    Chain, CharacterLists, FieldEntry, Font, Foreign, Labels, Likeness, Opinion, Patterns, Records, RoleEntry, Size,
    Wording, Words,
};
use crate::text::Text;
use crate::words;

/// The tables a rule file may hold.
const KEYS: [&str; 31] = [
    "rule",
    "weight",
    "word",
    "replaced",
    "gate",
    "maxim",
    "milder",
    "rows",
    "left_out",
    "register",
    "chain",
    "kind",
    "role",
    "field",
    "opinion",
    "foreign",
    "ordinal",
    "words",
    "labels",
    "patterns",
    "font",
    "size",
    "step",
    "wording",
    "records",
    "characters",
    "protected",
    "near",
    "doubt",
    "skeleton",
    "sheet",
];

/// Whether a text is meant as a rule file: it is empty, or something in it is known.
pub(super) fn is_meant(text: &str) -> bool {
    let (table, errors) = DeTable::parse_recoverable(text);
    let table = table.get_ref();
    let holds = |value: &DeValue<'_>| matches!(value, DeValue::Table(_) | DeValue::Array(_));
    let known = |(key, value): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        KEYS.contains(&key.get_ref().as_ref()) && holds(value.get_ref())
    };
    table.iter().any(known) || table.is_empty() && errors.is_empty()
}

/// Reads rule files. Shipped ones are taken in the form that the build has made of them, without their examples, where
/// `quick` allows it.
pub(super) fn load(files: Vec<RuleFile>, quick: bool) -> Result<RuleSet, Vec<Problem>> {
    let mut loader = Loader::default();
    let mut written = false;
    for (index, file) in files.iter().enumerate() {
        let (from, rules) = (loader.problems.len(), loader.set.rules.len());
        loader.by = matches!(file.text, RuleText::Written(_)).then(|| lang::Words::from(&file.name));
        match &file.text {
            RuleText::Shipped(shipped) if quick => loader.shipped(shipped.tables()),
            text => {
                written = true;
                loader.file(&Text::new(text.to_string()));
            }
        }
        let pack: Arc<str> = stem(&file.name).into();
        loader.set.rules[rules..].iter_mut().for_each(|rule| rule.pack = Arc::clone(&pack));
        loader.problems[from..].iter_mut().for_each(|p| p.file = index);
        loader.problems[from..].sort_by_key(|p| p.range.start);
        loader.places.iter_mut().for_each(|p| p.file = p.file.or(Some(index)));
        loader.chains.iter_mut().chain(&mut loader.compares).for_each(|c| c.2 = c.2.or(Some(index)));
        loader.globs.iter_mut().for_each(|g| g.3 = g.3.or(Some(index)));
    }
    if written {
        loader.cross_check();
    }
    if !loader.problems.is_empty() {
        return Err(loader.problems);
    }
    let mut set = loader.set;
    set.packs = files.iter().map(|f| stem(&f.name)).collect();
    set.files = files;
    Ok(set)
}

/// The name of a rule file as people say it.
fn stem(name: &str) -> String {
    name.rsplit('/').next().unwrap_or(name).trim_end_matches(".toml").to_owned()
}

/// Where a rule stands, for mistakes found when all files are read.
struct Place {
    file: Option<usize>,
    header: Range<usize>,
}

/// Rules that something names: what it is, the globs, where it stands.
type Globs = (lang::Words, Vec<String>, Range<usize>, Option<usize>);

#[derive(Default)]
struct Loader {
    set: RuleSet,
    problems: Vec<Problem>,
    /// The words of this file mean what they mean here, whatever a file before has said.
    redefines: bool,
    /// The file that is being read, when it is not a shipped one.
    by: Option<lang::Words>,
    places: Vec<Place>,
    /// Ids of the rules so far.
    ids: HashSet<String>,
    /// Rules that gates, maxims and left-out rows name.
    globs: Vec<Globs>,
    /// What maxims compare with the form, with their place.
    compares: Vec<(Vec<String>, Range<usize>, Option<usize>)>,
    /// Roles, place and file of every chain.
    chains: Vec<(Vec<String>, Range<usize>, Option<usize>)>,
}

impl Loader {
    /// A shipped file, from the form that the build has made of it. It has no mistakes, and so no places.
    fn shipped(&mut self, json: &str) {
        self.redefines = false;
        let tables: Tables = match serde_json::from_str(json) {
            Ok(tables) => tables,
            Err(e) => return self.problems.push(Problem::new(0..0, e.to_string())),
        };
        fn all<T>(list: Option<Vec<T>>) -> impl Iterator<Item = T> {
            list.into_iter().flatten()
        }
        let nowhere = || 0..0;
        all(tables.chain).for_each(|c| self.chain(c, nowhere()));
        all(tables.field).for_each(|f| self.field(f, nowhere()));
        all(tables.font).for_each(|f| self.font(f));
        all(tables.foreign).for_each(|f| self.foreign(f, nowhere()));
        all(tables.gate).for_each(|g| self.gate(g, nowhere()));
        all(tables.kind).for_each(|k| self.set.terms.kinds.push(k));
        tables.labels.into_iter().for_each(|l| self.set.terms.labels.extend(l));
        all(tables.left_out).for_each(|l| self.left_out(l, nowhere()));
        all(tables.maxim).for_each(|m| self.maxim(m, nowhere()));
        all(tables.milder).for_each(|m| self.milder(m, nowhere()));
        all(tables.weight).for_each(|w| self.set.weights.push(w));
        all(tables.opinion).for_each(|o| self.opinion(o));
        all(tables.ordinal).for_each(|o| self.set.terms.ordinals.push(o));
        tables.patterns.into_iter().for_each(|p| self.set.terms.patterns.extend(p));
        all(tables.register).for_each(|r| self.register(r));
        all(tables.skeleton).for_each(|s| self.skeleton(s, nowhere()));
        tables.sheet.into_iter().for_each(|s| self.sheet(s, nowhere()));
        all(tables.role).for_each(|r| self.role(r, nowhere()));
        self.set.rows.extend(all(tables.rows));
        all(tables.replaced).flat_map(Replaced::rules).for_each(|r| self.add(r, nowhere(), nowhere()));
        all(tables.rule).for_each(|r| self.add(r, nowhere(), nowhere()));
        all(tables.size).for_each(|s| self.size(s));
        all(tables.word).for_each(|w| self.add(w.rule(), nowhere(), nowhere()));
        all(tables.step).for_each(|s| self.set.terms.steps.push(s));
        tables.words.into_iter().for_each(|w| self.set.terms.words.extend(w));
        tables.wording.into_iter().for_each(|w| self.set.terms.wording.extend(w));
        tables.records.into_iter().for_each(|r| self.set.terms.records.extend(r));
        tables.characters.into_iter().for_each(|c| self.set.terms.lists.extend(c));
        self.set.terms.protected.extend(all(tables.protected));
        tables.near.into_iter().for_each(|n| self.set.terms.likeness.extend(n));
        tables.doubt.into_iter().for_each(|d| self.set.terms.judge.extend(d));
    }

    /// A file that somebody has written.
    fn file(&mut self, text: &Text) {
        self.redefines = !self.set.terms.roles.is_empty();
        if let Err(problem) = limits::toml(text.as_str()) {
            return self.problems.push(problem);
        }
        let (table, errors) = DeTable::parse_recoverable(text.as_str());
        self.problems.extend(errors.iter().take(MOST_PROBLEMS).map(|e| Problem::of_toml(e, text)));
        for (key, value) in table.into_inner() {
            self.patterns_in(key.get_ref(), &value, text);
            match key.get_ref().as_ref() {
                "rule" => items(value).into_iter().for_each(|item| self.rule(item, text)),
                "replaced" => self.each(value, text, |item| Some(first_line(item.span(), text)), Self::replaced),
                "word" => items(value).into_iter().for_each(|item| self.word(item, text)),
                "gate" => self.each(value, text, |item| span_of(item, "rules"), Self::gate),
                "maxim" => self.each(value, text, |item| span_of(item, "id"), Self::maxim),
                "rows" => self.take::<Vec<String>>(value, text).into_iter().for_each(|ids| self.set.rows.extend(ids)),
                "milder" => self.each(value, text, |item| Some(first_line(item.span(), text)), Self::milder),
                "weight" => self.each(value, text, |_| None, |loader, w, _| loader.set.weights.push(w)),
                "register" => self.each(value, text, |_| None, |loader, r, _| loader.register(r)),
                "skeleton" => self.each(value, text, |item| span_of(item, "kind"), Self::skeleton),
                "sheet" => {
                    let range = value.span();
                    self.take::<Sheet>(value, text).into_iter().for_each(|s| self.sheet(s, range.clone()))
                }
                "left_out" => self.each(value, text, |item| span_of(item, "id"), Self::left_out),
                "chain" => self.each(value, text, |item| Some(first_line(item.span(), text)), Self::chain),
                "kind" => self.each(value, text, |_| None, |loader, k, _| loader.set.terms.kinds.push(k)),
                "role" => self.each(value, text, |item| Some(first_line(item.span(), text)), Self::role),
                "field" => self.each(value, text, |item| Some(first_line(item.span(), text)), Self::field),
                "foreign" => self.each(value, text, |_| None, Self::foreign),
                "font" => self.each(value, text, |_| None, |loader, f, _| loader.font(f)),
                "size" => self.each(value, text, |_| None, |loader, s, _| loader.size(s)),
                "opinion" => self.each(value, text, |_| None, |loader, o, _| loader.opinion(o)),
                "ordinal" => self.each(value, text, |_| None, |loader, o, _| loader.set.terms.ordinals.push(o)),
                "words" => self.take::<Words>(value, text).into_iter().for_each(|w| self.set.terms.words.extend(w)),
                "step" => self.each(value, text, |_| None, |loader, s, _| loader.set.terms.steps.push(s)),
                "wording" => {
                    self.take::<Wording>(value, text).into_iter().for_each(|w| self.set.terms.wording.extend(w))
                }
                "records" => {
                    self.take::<Records>(value, text).into_iter().for_each(|r| self.set.terms.records.extend(r))
                }
                "characters" => {
                    self.take::<CharacterLists>(value, text).into_iter().for_each(|c| self.set.terms.lists.extend(c))
                }
                "protected" => self.each(value, text, |_| None, |loader, p, _| loader.set.terms.protected.push(p)),
                "near" => {
                    self.take::<Likeness>(value, text).into_iter().for_each(|n| self.set.terms.likeness.extend(n))
                }
                "doubt" => self.take::<Judge>(value, text).into_iter().for_each(|d| self.set.terms.judge.extend(d)),
                "labels" => self.take::<Labels>(value, text).into_iter().for_each(|l| self.set.terms.labels.extend(l)),
                "patterns" => {
                    self.take::<Patterns>(value, text).into_iter().for_each(|p| self.set.terms.patterns.extend(p))
                }
                other => self.problems.push(Problem { range: key.span(), ..Problem::unknown_key(other, &KEYS) }),
            }
        }
    }

    /// Reads every table of a key and takes it up with its place: what `place` finds of it, or all of it.
    fn each<T: for<'de> Deserialize<'de>>(
        &mut self,
        value: Spanned<DeValue<'_>>,
        text: &Text,
        place: impl Fn(&Spanned<DeValue<'_>>) -> Option<Range<usize>>,
        take_up: impl Fn(&mut Self, T, Range<usize>),
    ) {
        for item in items(value) {
            let range = place(&item).unwrap_or(item.span());
            if let Some(taken) = self.take::<T>(item, text) {
                take_up(self, taken, range);
            }
        }
    }

    /// Reads one table, and keeps every mistake in it.
    fn take<T: for<'de> Deserialize<'de>>(&mut self, value: Spanned<DeValue<'_>>, text: &Text) -> Option<T> {
        problem::take(value, text, &mut self.problems, |value, key, error, problem| {
            let of_check = key.is_none_or(|key| key == "check");
            narrow(of_check.then(|| sub_kind(value, error)).flatten().unwrap_or(problem), text)
        })
    }

    fn rule(&mut self, item: Spanned<DeValue<'_>>, text: &Text) {
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

    fn word(&mut self, item: Spanned<DeValue<'_>>, text: &Text) {
        let id = span_of(&item, "id").unwrap_or(item.span());
        let header = first_line(item.span(), text);
        let given = item.clone();
        if let Some(word) = self.take::<Word>(item, text) {
            let rule = word.rule();
            self.idle(&rule, Some(&given), &header);
            self.written(rule, id, header);
        }
    }

    fn replaced(&mut self, group: Replaced, range: Range<usize>) {
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

    fn add(&mut self, rule: Rule, id: Range<usize>, header: Range<usize>) {
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
    fn gate(&mut self, mut gate: Gate, range: Range<usize>) {
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

    fn maxim(&mut self, maxim: Maxim, range: Range<usize>) {
        let rules = maxim.items.iter().flat_map(|i| i.rules.iter().chain(&i.each).cloned()).collect();
        self.compares.push((maxim.items.iter().flat_map(|i| i.compares.clone()).collect(), range.clone(), None));
        self.globs.push((words!("口诀“{title}”", title = lang::Words::template(&maxim.title)), rules, range, None));
        put(&mut self.set.maxims, maxim, |a, b| a.id == b.id);
    }

    fn milder(&mut self, mut milder: Milder, range: Range<usize>) {
        milder.by = self.by.clone();
        let rules = milder.rules.iter().chain(&milder.except).cloned().collect();
        self.globs.push(("milder ".into(), rules, range, None));
        self.set.milder.push(milder);
    }

    fn left_out(&mut self, row: LeftOut, range: Range<usize>) {
        self.globs.push((words!("“{row}”的 covered_by ", row = row.id), row.covered_by.clone(), range, None));
        self.set.left_out.push(row);
    }

    /// A register of the same id takes the place of the one before.
    fn register(&mut self, register: Register) {
        self.set.registers.retain(|known| known.id != register.id);
        self.set.registers.push(register);
    }

    /// A skeleton of the same kind takes the place of the one before.
    fn skeleton(&mut self, skeleton: Skeleton, range: Range<usize>) {
        self.problems.extend(skeleton.unknown().map(|name| no_variable(name, range)));
        put(&mut self.set.skeletons, skeleton, |a, b| a.kind == b.kind);
    }

    fn sheet(&mut self, sheet: Sheet, range: Range<usize>) {
        self.problems.extend(sheet.unknown().map(|name| no_variable(name, range)));
        self.set.sheet = sheet;
    }

    fn foreign(&mut self, foreign: Foreign, range: Range<usize>) {
        for element in foreign.labels.iter().filter_map(|l| l.element.as_deref()) {
            if ElementKind::named(element).is_none() {
                self.problems.push(Problem::new(range.clone(), words!("没有叫“{element}”的要素", element)));
            }
        }
        self.set.terms.foreign.push(foreign);
    }

    /// A chain of the same id takes the place of the one before.
    fn chain(&mut self, chain: Chain, range: Range<usize>) {
        self.chains.push((chain.nodes.iter().map(|n| n.role.clone()).collect(), range, None));
        self.set.terms.chains.retain(|c| c.id != chain.id);
        self.set.terms.chains.push(chain);
    }

    /// A face of the same name takes the place of the one before.
    fn font(&mut self, font: Font) {
        self.set.terms.fonts.retain(|known| known.name != font.name);
        self.set.terms.fonts.push(font);
    }

    /// So does a size.
    fn size(&mut self, size: Size) {
        self.set.terms.sizes.retain(|known| known.name != size.name);
        self.set.terms.sizes.push(size);
    }

    fn opinion(&mut self, opinion: Opinion) {
        if self.redefines {
            self.set.terms.free_opinions(&opinion.words);
        }
        self.set.terms.opinions.push(opinion);
    }

    /// A role of the same id adds labels and sets what it names; a new one is appended.
    fn role(&mut self, role: RoleEntry, range: Range<usize>) {
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

    fn field(&mut self, field: FieldEntry, range: Range<usize>) {
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

    /// Every pattern must compile: found by key, wherever it stands.
    fn patterns_in(&mut self, key: &str, value: &Spanned<DeValue<'_>>, text: &Text) {
        const GUARDS: [&str; 2] = ["not_before", "not_after"];
        let mut open = vec![(key.to_owned(), key == "patterns", value)];
        while let Some((key, inside, value)) = open.pop() {
            let is_pattern = inside || PATTERNS.contains(&key.as_str()) || GUARDS.contains(&key.as_str());
            match value.get_ref() {
                DeValue::String(source) if is_pattern => {
                    let problem = match pattern(source, value.span(), text) {
                        Err(problem) => Some(problem),
                        // Shipped patterns are compiled by the tests, and when somebody's text asks for them.
                        Ok(parsed) if self.by.is_some() && room(&parsed) > AMPLE => {
                            too_large(&key, source, value.span())
                        }
                        Ok(_) => None,
                    };
                    self.problems.extend(problem);
                }
                DeValue::Array(items) => open.extend(items.iter().map(|v| (key.clone(), is_pattern, v))),
                DeValue::Table(table) => open.extend(table.iter().map(|(k, v)| (k.get_ref().to_string(), inside, v))),
                _ => {}
            }
        }
    }

    /// Mistakes that only show when everything is read.
    fn cross_check(&mut self) {
        let mut problems = Vec::new();
        let known = |glob_: &str| self.set.rules.iter().any(|r| glob(glob_, &r.id));
        for (rule, place) in self.set.rules.iter().zip(&self.places) {
            let file = place.file.unwrap_or(0);
            let at = |message: lang::Words| Problem { file, ..Problem::new(place.header.clone(), message) };
            problems.extend(rule.check.problems(&self.set.terms).into_iter().map(at));
            problems.extend(rule.mend.iter().flat_map(Mend::problems).map(at));
            problems.extend(
                rule.yields.iter().filter(|y| !known(y)).map(|y| at(words!("yields 里的“{y}”不是任何规则的编号", y))),
            );
            let kinds = rule.applies.kinds.iter().chain(&rule.applies.not_kinds);
            let terms = &self.set.terms;
            let system = rule.applies.system.as_ref().map(|id| terms.foreign.iter().find(|f| f.id == *id));
            let known_kind = |k: &&String| match system {
                Some(system) => system.is_some_and(|s| s.kinds.contains(k)),
                None => terms.kinds.iter().any(|d| d.name == **k),
            };
            problems.extend(kinds.filter(|k| !known_kind(k)).map(|k| at(words!("没有叫“{k}”的文种", k))));
            if system.is_some_and(|s| s.is_none()) {
                let id = rule.applies.system.as_deref().unwrap_or_default();
                problems.push(at(words!("没有叫“{id}”的公文制度", id)));
            }
        }
        for (what, globs, range, file) in &self.globs {
            let lost = globs.iter().filter(|g| !known(g));
            problems.extend(lost.map(|g| Problem {
                file: file.unwrap_or(0),
                ..Problem::new(range.clone(), words!("{what}里的“{g}”没有对应的规则", what, g))
            }));
        }
        for (ids, range, file) in &self.compares {
            let known = |id: &&String| {
                self.set.terms.fields.iter().any(|f| f.id == **id) || ElementKind::ALL.iter().any(|k| k.id() == **id)
            };
            problems.extend(ids.iter().filter(|id| !known(id)).map(|id| Problem {
                file: file.unwrap_or(0),
                ..Problem::new(range.clone(), words!("compares 里的“{id}”不是稿纸栏目，也不是要素", id))
            }));
        }
        for (roles, range, file) in &self.chains {
            let lost = roles.iter().filter(|id| self.set.terms.role(id).is_none());
            problems.extend(lost.map(|id| Problem {
                file: file.unwrap_or(0),
                ..Problem::new(range.clone(), words!("链里没有叫“{id}”的签批角色", id))
            }));
        }
        if self.problems.is_empty() {
            self.problems = problems;
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

/// The header line of a table.
fn first_line(range: Range<usize>, text: &Text) -> Range<usize> {
    let all = text.slice(range.clone());
    range.start..range.start + all.find('\n').unwrap_or(all.len())
}

/// A mistake that spans several lines points at the first.
fn narrow(problem: Problem, text: &Text) -> Problem {
    Problem { range: first_line(problem.range.clone(), text), ..problem }
}

/// A pattern as parsed, or what is wrong with it, at the very characters when the string is a literal one.
fn pattern(source: &str, span: Range<usize>, text: &Text) -> Result<Hir, Problem> {
    use regex_syntax::Error;
    if source.is_empty() {
        return Err(Problem::new(span, "正则表达式是空的，处处都符合").help("请写上要找的字样，或者删去这一项"));
    }
    let error = match regex_syntax::Parser::new().parse(source) {
        Ok(parsed) => return Ok(parsed),
        Err(error) => error,
    };
    let (range, message) = match &error {
        Error::Parse(e) => (e.span().start.offset..e.span().end.offset, e.kind().to_string()),
        Error::Translate(e) => (e.span().start.offset..e.span().end.offset, e.kind().to_string()),
        _ => (0..source.len(), error.to_string()),
    };
    // With escapes in it the string is longer than what it stands for, and places in the two differ.
    let quote = span.len().saturating_sub(source.len()) / 2;
    let is_as_written = text.slice(span.start + quote..(span.end - quote).max(span.start + quote)) == source;
    let at = if is_as_written {
        let first = source.get(range.start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        let start = span.start + quote + range.start;
        // What is missing at the end is told at the last character.
        start..(start + (range.len()).max(first)).min(span.end)
    } else {
        span
    };
    Err(Problem::new(at, words!("正则表达式有误：{what}", what = lang::Words::from(in_chinese(&message)))))
}

/// A pattern of fewer states is never too large to compile: a state takes some tens of bytes, and there is room for
/// millions of them.
const AMPLE: usize = 20_000;

/// How many states a pattern has when it is compiled, at most: what is repeated stands there so many times.
fn room(pattern: &Hir) -> usize {
    /// States of one range of characters, at most: it becomes a few sequences of bytes.
    const STATES: usize = 16;
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => STATES * class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        HirKind::Capture(capture) => 2 + room(&capture.sub),
        HirKind::Repetition(times) => {
            room(&times.sub).saturating_mul(1 + times.max.unwrap_or(times.min).max(times.min) as usize)
        }
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(room).fold(2, usize::saturating_add),
    }
}

/// A pattern that the engine refuses although it is written well: compiled, it takes too much room. Guards are compiled
/// with the end that they are held to.
fn too_large(key: &str, source: &str, span: Range<usize>) -> Option<Problem> {
    let whole = match key {
        "not_before" => format!("^(?:{source})"),
        "not_after" => format!("(?:{source})$"),
        _ => source.to_owned(),
    };
    let message = match regex::Regex::new(&whole).err()? {
        regex::Error::CompiledTooBig(most) => words!("正则表达式太大，展开后超过{most}兆字节", most = most >> 20),
        other => words!("正则表达式有误：{what}", what = lang::Words::from(in_chinese(&other.to_string()))),
    };
    Some(Problem::new(span, message).help("请减少重复的次数，或者拆成几条规则"))
}

/// The value of a key.
fn value_of<'i, 's>(item: &'i Spanned<DeValue<'s>>, key: &str) -> Option<&'i Spanned<DeValue<'s>>> {
    let DeValue::Table(table) = item.get_ref() else { return None };
    table.iter().find(|(k, _)| k.get_ref() == key).map(|(_, v)| v)
}

/// What is wrong with the sub-kind of a rule's check where serde only sees the table that it stands in: it is written as
/// rule files wrote it before it became a key, or it has no fields and some are given.
fn sub_kind(rule: &Spanned<DeValue<'_>>, error: &toml::de::Error) -> Option<Problem> {
    let DeValue::Table(check) = value_of(rule, "check")?.get_ref() else { return None };
    let (kind, value) = check.iter().next()?;
    let (kind, DeValue::Table(table)) = (kind.get_ref(), value.get_ref()) else { return None };
    let before = |(key, value): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)| match value.get_ref() {
        DeValue::String(name) if matches!(key.get_ref().as_ref(), "fault" | "what") => {
            Some((key.span().start..value.span().end, name.to_string()))
        }
        _ => None,
    };
    if let Some((place, name)) = table.iter().find_map(before) {
        let bare = serde_json::json!({ kind.as_ref(): name });
        let key = match serde_json::from_value::<Check>(bare) {
            Ok(_) => format!("{kind} = \"{name}\""),
            Err(_) if table.len() > 1 => format!("{kind}.{name} = {{ … }}"),
            Err(_) => format!("{kind}.{name} = {{}}"),
        };
        let told = Problem::new(place, words!("查哪一种，现在直接写成键“{name}”", name));
        return Some(told.help(words!("请写成 check.{key}", key)));
    }
    let (name, DeValue::Table(fields)) = table.iter().next().map(|(name, v)| (name.get_ref(), v.get_ref()))? else {
        return None;
    };
    let first = fields.keys().min_by_key(|key| key.span().start)?;
    (error.message() == "expected empty table").then(|| {
        let told = Problem::new(first.span(), words!("没有叫“{first}”的项", first = first.get_ref()));
        told.help(words!("这一种没有自己的项，请写成 check.{kind} = \"{name}\"", kind, name))
    })
}

/// The place of a key in a table or in what stands in it.
fn key_below(value: &Spanned<DeValue<'_>>, key: &str) -> Option<Range<usize>> {
    match value.get_ref() {
        DeValue::Table(table) => {
            let own = table.iter().find(|(k, _)| k.get_ref() == key).map(|(k, _)| k.span());
            own.or_else(|| table.iter().find_map(|(_, v)| key_below(v, key)))
        }
        DeValue::Array(items) => items.iter().find_map(|v| key_below(v, key)),
        _ => None,
    }
}

/// What the reader of expressions says, in Chinese. The first that fits: what is said more exactly stands above.
fn in_chinese(message: &str) -> &'static str {
    const KNOWN: [(&str, &str); 18] = [
        ("nest", "括号套得太深"),
        ("unclosed counted repetition", "花括号没有合上"),
        ("unclosed group", "圆括号没有合上"),
        ("unclosed character class", "方括号没有合上"),
        ("unopened group", "多了一个右圆括号"),
        ("repetition operator missing expression", "重复符号前面没有内容"),
        ("repetition quantifier", "花括号里的重复次数不对"),
        ("decimal literal", "花括号里要写次数"),
        ("unrecognized escape sequence", "不认识的反斜杠写法"),
        ("escape sequence", "反斜杠后面的写法不完整"),
        ("hexadecimal", "字符编号写得不对"),
        ("character class range", "方括号里的起止颠倒了"),
        ("range", "方括号里的起止颠倒了"),
        ("capture group name", "组的名称不对，或者重复了"),
        ("flag", "圆括号开头的 ?… 写得不对"),
        ("backreferences", "不支持反向引用（\\1 之类）"),
        ("look-around", "不支持前后断言，请用 not_before、not_after"),
        ("property", "没有这样的字符类别"),
    ];
    KNOWN.iter().find(|(en, _)| message.contains(en)).map_or("不是正则表达式的写法", |(_, zh)| zh)
}

/// What of a rule says nothing: a source left empty, a placeholder that is not closed.
fn hollow(rule: &Rule) -> Vec<(&'static str, &'static str)> {
    let texts = [("message", &rule.message), ("brief", &rule.brief), ("help", &rule.help)];
    let open = |text: &str| text.split('{').skip(1).any(|part| !part.contains('}'));
    let open = texts.into_iter().filter(|(_, text)| open(text)).map(|(key, _)| (key, "花括号 { 没有合上"));
    let blank = rule.source.trim().is_empty().then_some(("source", "没有写出处"));
    open.chain(blank).collect()
}

/// What a text of a blank document names between braces and nobody fills in.
fn no_variable(name: &str, range: Range<usize>) -> Problem {
    Problem::new(range, words!("没有叫“{{{name}}}”的变量", name))
        .help(words!("可以写的有：{{{join}}}", join = VARIABLES.join("}、{")))
}

fn unknown_placeholders(rule: &Rule) -> Vec<String> {
    let texts = [&rule.message, &rule.brief, &rule.help];
    let names = texts
        .into_iter()
        .flat_map(|t| t.split('{').skip(1).filter_map(|p| p.split_once('}').map(|(name, _)| name.to_owned())));
    names.filter(|n| !rule.check.keys().contains(&n.as_str())).collect()
}
