//! Labels of a form taken apart: who (unit, office, post, rank), what about, and what is done.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::lists::string_lists;

/// What is done in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Written (拟稿).
    Draft,
    /// Checked (核稿, 审核).
    Check,
    /// Countersigned (会签).
    Countersign,
    /// Signed for issue (签发).
    Sign,
    /// Approved in words that some forms use for signing and others for a step before (审批, 批示).
    Approve,
    /// Re-checked before printing (复核).
    Recheck,
    /// An opinion, or nothing but the person (意见).
    Opinion,
}

/// Who does it, in rising rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// A word that no list has.
    Unknown,
    /// Other units that are asked (相关部门).
    Others,
    /// A unit with a name of its own (宣传部).
    Named,
    /// The unit that writes (主办处室).
    Unit,
    /// Its head (处长).
    UnitHead,
    /// The office (办公室).
    Office,
    /// The head of the office (办公室主任).
    OfficeHead,
    /// A leader in charge, or a deputy (分管领导, 副局长).
    Deputy,
    /// A leader (局领导).
    Leader,
    /// The head of an office or of a whole body (主任).
    Chief,
    /// The head of the body (局长, 主要领导).
    Top,
    /// Nobody is named (签发).
    Alone,
}

/// A step by what is done and who does it.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What is done.
    pub act: Act,
    /// The role for each who; without an entry it is no signing cell.
    pub by: BTreeMap<Who, String>,
}

string_lists! {
    /// The words that labels are made of.
    Wording {
        /// 拟稿
        draft,
        /// 核稿, 审核
        check,
        /// 会签
        countersign,
        /// 签发
        sign,
        /// 审批, 批示
        approve,
        /// 复核
        recheck,
        /// 意见
        opinion,
        /// What says no more than that somebody does it: 人, 签字.
        tails,
        /// Units of any office: 处室, 科.
        units,
        /// What a unit is called that writes: 主办, 拟稿.
        own,
        /// What units are called that are asked: 相关, 会办.
        others,
        /// Posts of heads of units: 处长.
        unit_heads,
        /// Heads of whatever stands before: 负责人.
        heads,
        /// Leaders: 领导.
        leaders,
        /// What a leader in charge is called: 分管.
        deputies,
        /// What the first of several is called: 主要.
        firsts,
        /// What stands before the post of a deputy: 副.
        seconds,
        /// Posts that head an office or a whole body: 主任.
        chiefs,
        /// Posts that head a whole body: 局长.
        tops,
        /// Offices that check for the whole body: 办公室.
        offices,
        /// What a review of legality speaks of: 合法性, 法规.
        legal,
        /// What a review of fair competition speaks of.
        fair,
    }
}

/// A label taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// What is done.
    pub act: Act,
    /// Who does it.
    pub who: Who,
    /// What it is about, where that makes a step of its own.
    pub about: About,
    /// The label says what is done, and not only who.
    pub says_act: bool,
    /// It asks for a person only: 签发人.
    pub person: bool,
}

/// What a review is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The document.
    Document,
    /// Its legality.
    Legality,
    /// Fair competition.
    Competition,
}

/// The words of labels by their kind, ready to be looked up.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon {
    acts: HashMap<String, Act>,
    posts: HashMap<String, Post>,
    offices: Vec<String>,
    units: Vec<String>,
    own: Vec<String>,
    others: Vec<String>,
    deputies: Vec<String>,
    firsts: Vec<String>,
    seconds: Vec<String>,
    tails: Vec<String>,
    legal: Vec<String>,
    fair: Vec<String>,
    /// Characters of the longest act or post.
    longest: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Post {
    UnitHead,
    Head,
    Leader,
    Chief,
    Top,
}

/// Labels are not longer than this, in characters.
const LONGEST: usize = 16;

impl Lexicon {
    pub(super) fn of(words: &Wording) -> Self {
        let mut acts = HashMap::new();
        let lists = [
            (&words.draft, Act::Draft),
            (&words.check, Act::Check),
            (&words.countersign, Act::Countersign),
            (&words.sign, Act::Sign),
            (&words.approve, Act::Approve),
            (&words.recheck, Act::Recheck),
            (&words.opinion, Act::Opinion),
        ];
        for (list, act) in lists {
            acts.extend(list.iter().map(|w| (w.clone(), act)));
        }
        let mut posts = HashMap::new();
        let lists = [
            (&words.unit_heads, Post::UnitHead),
            (&words.heads, Post::Head),
            (&words.leaders, Post::Leader),
            (&words.chiefs, Post::Chief),
            (&words.tops, Post::Top),
        ];
        for (list, post) in lists {
            posts.extend(list.iter().map(|w| (w.clone(), post)));
        }
        let longest = acts.keys().chain(posts.keys()).map(|w| w.chars().count()).max().unwrap_or(0);
        Self {
            acts,
            posts,
            offices: words.offices.clone(),
            units: words.units.clone(),
            own: words.own.clone(),
            others: words.others.clone(),
            deputies: words.deputies.clone(),
            firsts: words.firsts.clone(),
            seconds: words.seconds.clone(),
            tails: words.tails.clone(),
            legal: words.legal.clone(),
            fair: words.fair.clone(),
            longest,
        }
    }

    /// Takes a label apart that [`super::Terms::label`] has made; none when nothing in it says what is done or who does it.
    pub(super) fn parts(&self, label: &str) -> Option<Parts> {
        let count = label.chars().count();
        if !(2..=LONGEST).contains(&count) || label.chars().any(|c| c.is_ascii_alphanumeric()) {
            return None;
        }
        let (bare, person) = self.without_tails(label);
        let parts = |(act, rest): (Act, &str)| {
            let (rest, about) = (self.without_acts(rest), self.about(rest));
            let who = self.who(rest);
            // An opinion of nobody known is no signing cell: 评审意见.
            let known = !(act == Act::Opinion && matches!(who, Who::Unknown | Who::Alone));
            (known || about != About::Document).then_some(Parts { act, who, about, says_act: true, person })
        };
        if let Some((act, rest)) = self.act(bare) {
            // 核稿意见 is a 核稿.
            let more = (act == Act::Opinion).then(|| self.act(rest)).flatten();
            return parts(more.unwrap_or((act, rest)));
        }
        // 审核领导, 签发领导: the act first.
        let front = |(at, _): (usize, char)| Some((self.acts.get(&bare[..at]).copied()?, &bare[at..]));
        let led = bare.char_indices().skip(2).filter_map(front).last();
        if let Some((act, rest)) = led.filter(|(act, rest)| *act != Act::Draft && self.post(rest).is_some()) {
            return parts((act, rest));
        }
        let who = self.who(bare);
        let alone = matches!(
            who,
            Who::UnitHead | Who::Office | Who::OfficeHead | Who::Deputy | Who::Leader | Who::Chief | Who::Top
        );
        alone.then_some(Parts { act: Act::Opinion, who, about: About::Document, says_act: false, person })
    }

    /// Whether a word is nothing but a unit, with or without what kind of unit it is: 主办处室.
    pub(super) fn is_unit(&self, word: &str) -> bool {
        let unit = || self.units.iter().any(|u| word.ends_with(u.as_str()));
        matches!(self.who(word), Who::Unit | Who::Named | Who::Others) && unit()
    }

    /// What is done by the end of a word, and what stands before it.
    fn act<'l>(&self, word: &'l str) -> Option<(Act, &'l str)> {
        suffix(word, self.longest, |w| self.acts.get(w).copied())
    }

    /// 签发人签字 is 签发; whether a person alone is asked for.
    fn without_tails<'l>(&self, label: &'l str) -> (&'l str, bool) {
        let (mut bare, mut person) = (label, false);
        loop {
            if self.acts.contains_key(bare) || self.post(bare).is_some_and(|(_, before)| before.is_empty()) {
                return (bare, person);
            }
            let tail = self.tails.iter().filter(|t| bare.ends_with(t.as_str()) && bare.len() > t.len());
            let Some(tail) = tail.max_by_key(|t| t.len()) else { return (bare, person) };
            // 负责人 is a post, not a 负责 done by somebody.
            if self.post(bare).is_some_and(|(post, _)| post == Post::Head) {
                return (bare, person);
            }
            bare = &bare[..bare.len() - tail.len()];
            person = true;
        }
    }

    /// 领导审核 before 签发 is 领导.
    fn without_acts<'l>(&self, rest: &'l str) -> &'l str {
        let known = |w: &str| self.acts.get(w).copied().filter(|act| !matches!(act, Act::Draft | Act::Countersign));
        suffix(rest, self.longest, known).map_or(rest, |(_, before)| before)
    }

    fn about(&self, rest: &str) -> About {
        let has = |list: &[String]| list.iter().any(|w| rest.contains(w.as_str()));
        match () {
            () if has(&self.fair) => About::Competition,
            () if has(&self.legal) => About::Legality,
            () => About::Document,
        }
    }

    /// The post that a word ends in, and what stands before it.
    fn post<'l>(&self, word: &'l str) -> Option<(Post, &'l str)> {
        suffix(word, self.longest, |w| self.posts.get(w).copied())
    }

    fn who(&self, rest: &str) -> Who {
        let starts = |list: &[String]| list.iter().any(|w| rest.starts_with(w.as_str()));
        let ends = |list: &[String], text: &str| list.iter().any(|w| text.ends_with(w.as_str()));
        if rest.is_empty() {
            return Who::Alone;
        }
        if starts(&self.others) {
            return Who::Others;
        }
        let office = |text: &str| ends(&self.offices, text);
        // 办公室主任 heads the office; only without one is 室主任 the head of a 室.
        let of_office = |w: &String| {
            let behind = rest.rfind(w.as_str()).map(|at| &rest[at + w.len()..]).filter(|b| !b.is_empty());
            behind.is_some_and(|b| {
                let bare = self.seconds.iter().find_map(|s| b.strip_prefix(s.as_str())).unwrap_or(b);
                self.posts.contains_key(bare)
            })
        };
        if self.offices.iter().any(of_office) {
            return Who::OfficeHead;
        }
        if let Some((post, before)) = self.post(rest) {
            let unit = |text: &str| ends(&self.units, text) || ends(&self.own, text);
            let second = self.seconds.iter().find_map(|w| before.strip_suffix(w.as_str()));
            let named = second.unwrap_or(before);
            return match post {
                _ if self.firsts.iter().any(|w| before.ends_with(w.as_str())) => {
                    let whose = self.firsts.iter().find_map(|w| before.strip_suffix(w.as_str())).unwrap_or(before);
                    if unit(whose) { Who::UnitHead } else { Who::Top }
                }
                _ if self.deputies.iter().any(|w| before.contains(w.as_str())) => Who::Deputy,
                _ if office(named) => Who::OfficeHead,
                Post::UnitHead => Who::UnitHead,
                _ if unit(named) => Who::UnitHead,
                _ if second.is_some() => Who::Deputy,
                Post::Head => Who::UnitHead,
                Post::Leader => Who::Leader,
                Post::Chief => Who::Chief,
                Post::Top => Who::Top,
            };
        }
        if self.deputies.iter().any(|w| rest.starts_with(w.as_str())) {
            return Who::Deputy;
        }
        if office(rest) {
            return Who::Office;
        }
        if self.own.iter().any(|w| rest == w) {
            return Who::Unit;
        }
        match self.units.iter().filter(|w| rest.ends_with(w.as_str())).max_by_key(|w| w.len()) {
            Some(unit) => {
                let before = &rest[..rest.len() - unit.len()];
                let plain = before.is_empty() || self.own.iter().any(|w| before == w) || self.units.contains(&rest.to_owned());
                if plain { Who::Unit } else { Who::Named }
            }
            None => Who::Unknown,
        }
    }
}

/// The longest end of a word that is known, and what stands before it.
fn suffix<T>(word: &str, longest: usize, known: impl Fn(&str) -> Option<T>) -> Option<(T, &str)> {
    let count = word.chars().count();
    let ends = word.char_indices().skip(count.saturating_sub(longest));
    ends.map(|(at, _)| at).find_map(|at| Some((known(&word[at..])?, &word[..at])))
}
