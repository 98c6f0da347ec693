//! Setting the layout, rule by rule.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::harm::{Harm, found};
use super::{MOST_PASSES, Mender};
use crate::document::{Document, Zone};
use crate::edit::Setting;
use crate::finding::RuleInfo;
use crate::run;
use crate::write::Editor;

impl Mender<'_, '_> {
    /// Sets the layout, rule by rule, as far as that does good; whether any was set.
    pub(super) fn arrange(&mut self) -> bool {
        let found: BTreeMap<String, Arc<RuleInfo>> =
            self.report.findings.iter().map(|f| (f.rule.id.clone(), Arc::clone(&f.rule))).collect();
        let mut any = false;
        for rule in found.into_values() {
            match self.arrange_by(&rule) {
                Some(Ok(())) => {
                    any = true;
                    self.undone.remove(&rule.id);
                }
                Some(Err(harm)) => drop(self.undone.insert(rule.id.clone(), (rule, harm))),
                None => {}
            }
        }
        any
    }

    /// Sets what one rule asks, and what others ask because of that: larger type needs a wider indent. None where there is
    /// nothing to set.
    fn arrange_by(&mut self, rule: &Arc<RuleInfo>) -> Option<Result<(), Harm>> {
        let judge = self.judge;
        let (number, _) = run::settings(self.packet, judge.rules, judge.options, &rule.id)?;
        self.open(number);
        let work = self.works.get(&number)?.as_ref().ok()?;
        let (mut bytes, text) = (work.bytes.clone(), without_footers(self.packet.files.get(number)?.read()?.0));
        let before = self.report.clone();
        let (mut open, mut made) = (vec![rule.id.clone()], Vec::new());
        let (mut olds, mut harm) = (Vec::new(), None);
        for _ in 0..MOST_PASSES {
            let of = |id: &String| run::settings(self.packet, judge.rules, judge.options, id);
            let settings: Vec<Setting> = open.iter().filter_map(of).flat_map(|(_, settings)| settings).collect();
            let settings: Vec<Setting> = settings.into_iter().filter(|s| self.can_be_set(s)).collect();
            let arranged = self.packet.files[number]
                .read()
                .and_then(|(document, _)| Editor::open(&bytes, document).ok()?.arranged(&settings, None));
            let Some(new) = arranged else { break };
            let Some(content) = self.read(number, &new, |document| without_footers(document) == text) else { break };
            bytes = new;
            let replaced = self.swap(vec![(number, content)]);
            olds = if olds.is_empty() { replaced } else { olds };
            made.push(settings);
            let report = judge.report(self.packet);
            let fewer = found(&before, &rule.id).saturating_sub(found(&report, &rule.id));
            // Nothing may come to light either: what a setting uncovers another can mend as well.
            harm = self.harm(&before, &report, &HashSet::new(), &olds).or((fewer == 0).then_some(Harm::Stays));
            if harm.is_none() {
                self.mended.entry(rule.id.clone()).or_insert_with(|| (Arc::clone(rule), 0)).1 += fewer;
                self.note(number, &bytes);
                self.report = report;
                if let Some(Ok(work)) = self.works.get_mut(&number) {
                    work.bytes = bytes;
                    work.settings.extend(made);
                    work.arranged.push(Arc::clone(rule));
                }
                return Some(Ok(()));
            }
            let ids: BTreeSet<&String> = report.findings.iter().map(|f| &f.rule.id).collect();
            let more = ids.into_iter().filter(|id| found(&report, id) > found(&before, id));
            open = more.cloned().collect();
        }
        self.swap(olds);
        harm.map(Err)
    }

    /// A part that comes new cannot be rejected like a revision.
    fn can_be_set(&self, setting: &Setting) -> bool {
        self.wishes.stamp.is_none() || !matches!(setting, Setting::Numbers(_) | Setting::Sides(_))
    }
}

/// The text of a document but for its footers, which the layout may give page numbers.
fn without_footers(document: &Document) -> String {
    let lines = document.lines.iter().filter(|line| line.zone != Zone::Footer);
    lines.map(|line| format!("{}\n", document.text.slice(line.range.clone()))).collect()
}
