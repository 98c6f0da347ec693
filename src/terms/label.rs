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
        /// Units inside an office: 处室, 科.
        inner_units,
        /// Heads of whatever stands before: 负责人.
        heads,
        /// Posts that stand below the head of a body: 总监, 政委.
        seniors,
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
    acts: Endings<Act>,
    posts: Endings<Post>,
    offices: Endings<()>,
    units: Endings<()>,
    inner: Endings<()>,
    own: Endings<()>,
    tails: Endings<()>,
    firsts: Endings<()>,
    seconds: Endings<()>,
    others: Vec<String>,
    deputies: Vec<String>,
    legal: Vec<String>,
    fair: Vec<String>,
}

/// Words that a text may end in.
#[derive(Clone, Debug)]
pub(super) struct Endings<T> {
    words: HashMap<String, T>,
    /// Characters of the longest.
    longest: usize,
}

impl<T> Default for Endings<T> {
    fn default() -> Self {
        Self { words: HashMap::new(), longest: 0 }
    }
}

impl<T: Copy> Endings<T> {
    pub(super) fn of<'w>(words: impl IntoIterator<Item = (&'w String, T)>) -> Self {
        let words: HashMap<String, T> = words.into_iter().map(|(w, kind)| (w.clone(), kind)).collect();
        let longest = words.keys().map(|w| w.chars().count()).max().unwrap_or(0);
        Self { words, longest }
    }

    fn get(&self, word: &str) -> Option<T> {
        self.words.get(word).copied()
    }

    /// What a text may be cut into: what stands before a word, and what the word is; the longest word first.
    pub(super) fn all<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (T, &'t str)> {
        // From the end, so that only as many characters are looked at as words are long.
        let starts = text.char_indices().rev().take(self.longest).map(|(at, _)| at);
        let starts: Vec<usize> = starts.collect();
        starts.into_iter().rev().filter_map(|at| Some((self.get(&text[at..])?, &text[..at])))
    }

    /// The longest word that ends a text, and what stands before it.
    pub(super) fn longest<'t>(&self, text: &'t str) -> Option<(T, &'t str)> {
        let starts = text.char_indices().rev().take(self.longest).map(|(at, _)| at);
        starts.filter_map(|at| Some((self.get(&text[at..])?, &text[..at]))).last()
    }

    fn ends(&self, text: &str) -> bool {
        text.char_indices().rev().take(self.longest).any(|(at, _)| self.words.contains_key(&text[at..]))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Post {
    UnitHead,
    Head,
    Leader,
    Senior,
    Chief,
    Top,
}

/// Labels are not longer than this, in characters.
const LONGEST: usize = 16;

impl Lexicon {
    pub(super) fn of(words: &Wording) -> Self {
        fn plain(words: &[String]) -> Endings<()> {
            Endings::of(words.iter().map(|w| (w, ())))
        }
        fn kinds<T: Copy>(lists: &[(&Vec<String>, T)]) -> Endings<T> {
            Endings::of(lists.iter().flat_map(|(words, kind)| words.iter().map(move |w| (w, *kind))))
        }
        Self {
            acts: kinds(&[
                (&words.draft, Act::Draft),
                (&words.check, Act::Check),
                (&words.countersign, Act::Countersign),
                (&words.sign, Act::Sign),
                (&words.approve, Act::Approve),
                (&words.recheck, Act::Recheck),
                (&words.opinion, Act::Opinion),
            ]),
            posts: kinds(&[
                (&words.unit_heads, Post::UnitHead),
                (&words.heads, Post::Head),
                (&words.leaders, Post::Leader),
                (&words.seniors, Post::Senior),
                (&words.chiefs, Post::Chief),
                (&words.tops, Post::Top),
            ]),
            offices: plain(&words.offices),
            units: Endings::of(words.units.iter().chain(&words.inner_units).map(|w| (w, ()))),
            inner: plain(&words.inner_units),
            own: plain(&words.own),
            tails: plain(&words.tails),
            firsts: plain(&words.firsts),
            seconds: plain(&words.seconds),
            others: words.others.clone(),
            deputies: words.deputies.clone(),
            legal: words.legal.clone(),
            fair: words.fair.clone(),
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
        let front = |(_, act): (Post, &'_ str)| self.acts.get(act);
        // 会签处室: those who countersign.
        let countersigns = |(_, act): ((), &'_ str)| self.acts.get(act) == Some(Act::Countersign);
        if self.units.all(bare).any(countersigns) {
            let (act, who, about) = (Act::Countersign, Who::Others, About::Document);
            return Some(Parts { act, who, about, says_act: true, person });
        }
        let led = self.posts.all(bare).find_map(|found| Some((front(found)?, &bare[found.1.len()..])));
        if let Some((act, rest)) = led.filter(|(act, _)| *act != Act::Draft) {
            return parts((act, rest));
        }
        let who = self.who(bare);
        // 科室负责人签字 asks for a signature; 科室负责人, 法务部 only name somebody.
        let about = self.about(bare);
        let alone = match who {
            Who::Unknown => about != About::Document,
            Who::Others | Who::Unit | Who::Alone => false,
            // 法务部 may be a cell; 县财政局 is somebody who is named.
            Who::Named => self.inner.ends(bare) && bare.chars().count() <= 6,
            _ => true,
        };
        alone.then_some(Parts { act: Act::Opinion, who, about, says_act: person && who != Who::Named, person })
    }

    /// Whether a word is a post as it stands, or a post behind a unit: no name of a person, whatever it begins with.
    pub(super) fn is_known(&self, word: &str) -> bool {
        let unit = |(_, before): (Post, &'_ str)| self.units.ends(before) || self.own.ends(before);
        self.posts.get(word).is_some() || self.posts.all(word).any(unit)
    }

    /// Whether a word is nothing but a unit, with or without what kind of unit it is: 主办处室.
    pub(super) fn is_unit(&self, word: &str) -> bool {
        self.units.ends(word) && matches!(self.who(word), Who::Unit | Who::Named | Who::Others)
    }

    /// What is done by the end of a word, and what stands before it.
    fn act<'l>(&self, word: &'l str) -> Option<(Act, &'l str)> {
        self.acts.longest(word)
    }

    /// 签发人签字 is 签发; whether a person alone is asked for.
    fn without_tails<'l>(&self, label: &'l str) -> (&'l str, bool) {
        let (mut bare, mut person) = (label, false);
        loop {
            // 负责人 is a post, not a 负责 done by somebody.
            let post =
                || self.posts.longest(bare).is_some_and(|(post, before)| before.is_empty() || post == Post::Head);
            if self.acts.get(bare).is_some() || post() {
                return (bare, person);
            }
            match self.tails.longest(bare) {
                Some(((), rest)) if !rest.is_empty() => (bare, person) = (rest, true),
                _ => return (bare, person),
            }
        }
    }

    /// 领导审核 before 签发 is 领导.
    fn without_acts<'l>(&self, rest: &'l str) -> &'l str {
        let known = self.act(rest).filter(|(act, _)| !matches!(act, Act::Draft | Act::Countersign));
        known.map_or(rest, |(_, before)| before)
    }

    fn about(&self, rest: &str) -> About {
        let has = |list: &[String]| list.iter().any(|w| rest.contains(w.as_str()));
        match () {
            () if has(&self.fair) => About::Competition,
            () if has(&self.legal) => About::Legality,
            () => About::Document,
        }
    }

    fn who(&self, rest: &str) -> Who {
        if rest.is_empty() {
            return Who::Alone;
        }
        if self.others.iter().any(|w| rest.starts_with(w.as_str())) {
            return Who::Others;
        }
        // 副主任 is the deputy of a 主任.
        let second = |before: &str| self.seconds.longest(before).map(|(_, named)| named.len());
        // 办公室主任 heads the office; only without one is 室主任 the head of a 室.
        let of_office = |(_, before): (Post, &str)| {
            let named = &before[..second(before).unwrap_or(before.len())];
            self.offices.ends(named) && !self.deputies.iter().any(|w| before.contains(w.as_str()))
        };
        if self.posts.all(rest).any(of_office) {
            return Who::OfficeHead;
        }
        if let Some((post, before)) = self.posts.longest(rest) {
            // 主办单位负责人 heads the unit that writes.
            let of_own = |text: &str| self.units.longest(text).is_some_and(|(_, b)| self.own.get(b).is_some());
            let unit = |text: &str| self.inner.ends(text) || self.own.ends(text) || of_own(text);
            let second = second(before);
            let named = &before[..second.unwrap_or(before.len())];
            return match post {
                _ if self.firsts.ends(before) => match self.firsts.longest(before) {
                    Some((_, whose)) if unit(whose) => Who::UnitHead,
                    _ => Who::Top,
                },
                _ if self.deputies.iter().any(|w| before.contains(w.as_str())) => Who::Deputy,
                Post::UnitHead => Who::UnitHead,
                Post::Senior => Who::Deputy,
                _ if unit(named) => Who::UnitHead,
                _ if second.is_some() => Who::Deputy,
                Post::Head if named.is_empty() => Who::UnitHead,
                Post::Head => Who::Named,
                Post::Leader => Who::Leader,
                Post::Chief => Who::Chief,
                Post::Top => Who::Top,
            };
        }
        if self.deputies.iter().any(|w| rest.starts_with(w.as_str())) {
            return Who::Deputy;
        }
        if self.offices.ends(rest) {
            return Who::Office;
        }
        if self.own.get(rest).is_some() {
            return Who::Unit;
        }
        match self.units.longest(rest) {
            Some((_, before))
                if self.own.get(before).is_some() || before.is_empty() && self.inner.get(rest).is_some() =>
            {
                Who::Unit
            }
            Some(_) => Who::Named,
            None => Who::Unknown,
        }
    }
}
