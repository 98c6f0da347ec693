//! Mistakes in the settings that only the rules in force can show.

use super::{ChainChoice, Config, Settings, Word};
use crate::gate::glob;
use crate::problem::{MOST_PROBLEMS, Problem, nearest};
use crate::sort;
use crate::terms::Terms;
use crate::words;

/// What the settings may name.
#[derive(Debug)]
pub struct Known<'k> {
    /// Ids of rules.
    pub rules: Vec<&'k str>,
    /// Lists of people that rules name.
    pub people: Vec<&'k str>,
    /// The vocabulary, with the office's own chains.
    pub terms: &'k Terms,
    /// There are no more; otherwise a file that was to bring some could not be read.
    pub is_all: bool,
}

impl Known<'_> {
    /// What is wrong with a glob that no rule matches.
    pub fn rule(&self, wanted: &str) -> Option<Problem> {
        let lost = !self.rules.iter().any(|id| glob(wanted, id));
        // It may stand in what was not read, unless it is nearly one that is known.
        let lost = lost && (self.is_all || nearest(wanted, self.rules.iter().copied()).is_some());
        lost.then(|| Problem::unknown_rule(wanted, self.rules.iter().copied()))
    }
}

impl Config {
    /// Rules, chains and lists of people that are named and not known, each at its place.
    pub fn mistakes(&self, known: &Known<'_>) -> Vec<Problem> {
        let mut problems = self.lost_rules(known);
        problems.extend(self.lost_chains(known, |_| true));
        problems.extend(self.people(known));
        sort::by_key(&mut problems, |p| p.range.start);
        problems
    }

    /// Rules and chains that are named and not known, where a file that may bring some is not read as a whole.
    pub fn lost_names(&self, known: &Known<'_>) -> Vec<Problem> {
        let shipped = || known.terms.chains.iter().map(|chain| chain.id.as_str());
        let ids: Vec<&str> = shipped().chain(self.chain.iter().map(|c| c.id.as_str())).collect();
        // A chain is told from a rule by nothing where a file cannot be read as what it is.
        let named = |id: &str| ids.contains(&id) || known.rules.contains(&id);
        let mut problems = self.lost_rules(known);
        problems.extend(self.lost_chains(known, |choice| match choice {
            ChainChoice::Named(id) => !named(id) && (known.is_all || nearest(id, shipped()).is_some()),
            ChainChoice::Roles(_) => false,
        }));
        sort::by_key(&mut problems, |p| p.range.start);
        problems
    }

    fn lost_chains(&self, known: &Known<'_>, is_sure: impl Fn(&ChainChoice) -> bool) -> Vec<Problem> {
        let chains = self.overrides.iter().map(|o| &o.organisation.chain).chain([&self.settings.chain]).flatten();
        let lost = chains.filter(|choice| is_sure(choice.get_ref())).filter_map(|choice| {
            let wrong = choice.get_ref().chain(known.terms).err()?;
            Some(Problem::new(choice.span(), wrong))
        });
        lost.collect()
    }

    /// Rules that are named and not known.
    fn lost_rules(&self, known: &Known<'_>) -> Vec<Problem> {
        let Settings { select, ignore, severity, .. } = &self.settings;
        let leveled = severity.iter().map(|(word, _)| word);
        let mut words: Vec<Word> = select.iter().chain(ignore).chain(leveled).cloned().collect();
        for one in &self.overrides {
            words.extend(one.select.iter().chain(&one.ignore).flatten().chain(one.severity.keys()).cloned());
        }
        words.extend(self.silences.iter().map(|s| s.rule.clone()));
        // Each that is lost costs a look at all rules, to say which was meant.
        let lost = words.iter().filter_map(|w| Some(known.rule(w.get_ref())?.at_least(w.span())));
        lost.take(MOST_PROBLEMS).collect()
    }

    /// A list that neither a rule nor a chain names would never be looked at.
    fn people(&self, known: &Known<'_>) -> Vec<Problem> {
        let of_chains = known.terms.chains.iter().flat_map(|c| c.nodes.iter().filter_map(|n| n.who.as_deref()));
        let lists: Vec<&str> = known.people.iter().copied().chain(of_chains).collect();
        let mut named: Vec<&str> = lists.into_iter().filter(|l| known.terms.role(l).is_none()).collect();
        named.sort_unstable();
        named.dedup();
        let lost = self.organisation.people.keys().filter(|word| !named.contains(&word.get_ref().as_str()));
        let problem = |word: &Word| {
            let told = Problem::unknown_key(word.get_ref(), &named).at_least(word.span());
            Problem {
                message: words!("没有规则或签批链用到名单“{word}”", word = word.get_ref()), ..told
            }
        };
        lost.map(problem).collect()
    }
}
