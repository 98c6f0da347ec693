//! What is doubtful by the counts and is yet not told: what is meant does not fit, or what stands there is as it should be.

use super::{BEFORE, Doubt, Kind, Pair, Reading, is_han};
use crate::counts::folded;

impl Reading<'_> {
    /// Whether a doubtful place is told.
    pub(super) fn is_told(&self, at: usize, doubt: &Doubt) -> bool {
        let fits = match doubt.kind {
            Kind::Character => true,
            Kind::Swapped => self.joins(at, &doubt.right) && !self.is_of_both(at),
            Kind::Word => self.joins(at, &doubt.right),
        };
        fits && !self.is_quoted(at, doubt.right.chars().count())
    }

    /// Whether a pair in this place stands beside what it is known beside: what is meant fits on both sides.
    fn joins(&self, at: usize, right: &str) -> bool {
        let [before, behind] = [0, 3].map(|n| self.codes[at + BEFORE - 1 + n]);
        let known = |pair: Pair| !pair.into_iter().all(is_han) || self.counts.level(&pair).is_some();
        let right: Vec<u16> = right.chars().map(folded).collect();
        let [first, second] = right[..] else { return true };
        known([before, first]) && known([second, behind])
    }

    /// 量质双增, 量质齐升: two things of which the same is said, in whatever order.
    fn is_of_both(&self, at: usize) -> bool {
        at + 2 < self.len() && "双齐并兼俱".contains(self.char(at + 2))
    }

    /// In a few characters between quotation marks: a name or a slogan, made as it is meant.
    fn is_quoted(&self, at: usize, n: usize) -> bool {
        /// Around the place.
        const FEW: usize = 7;
        const MARKS: [u16; 2] = ['“' as u16, '”' as u16];
        let is_mark = |code: &u16| MARKS.contains(code);
        let place = at + BEFORE;
        let before = self.codes[..place].iter().rev().take(FEW + 1).position(is_mark);
        let behind = self.codes[place + n..].iter().take(FEW + 1).position(is_mark);
        let (Some(before), Some(behind)) = (before, behind) else { return false };
        let marks = [self.codes[place - 1 - before], self.codes[place + n + behind]];
        marks == MARKS && before + behind <= FEW
    }
}

#[cfg(all(test, feature = "counts"))]
mod tests {
    use crate::counts::Counts;
    use crate::counts::doubt::{Judge, Kind, Reading};
    use crate::letters::Letters;

    fn found(text: &str) -> Vec<(Kind, String)> {
        let counts = Counts::shipped().expect("the table");
        let doubts = Judge::default().doubts(counts, std::iter::once((text, &Letters::of(text))));
        doubts.into_iter().map(|(_, doubt)| (doubt.kind, doubt.right)).collect()
    }

    #[test]
    fn what_is_said_of_two_things_has_no_order() {
        let swapped = (Kind::Swapped, "质量".to_owned());
        assert!(found("进一步提升服务量质水平。").contains(&swapped));
        assert!(!found("推动产业实现量质齐升。").contains(&swapped));
    }

    #[test]
    fn a_name_between_quotation_marks_is_as_it_is_meant() {
        assert!(!found("严格执行财务管礼制度。").is_empty());
        assert!(found("开展“财务管礼制度”活动。").is_empty());
        assert!(!found("会议指出，“要严格执行财务管礼制度，规范各项支出”。").is_empty());
    }

    #[test]
    fn a_pair_that_is_meant_fits_on_both_sides() {
        let (text, judge) = ("会议研究了继续推进油管工作的意见。", Judge::default());
        let letters = Letters::of(text);
        let reading = Reading::of(Counts::shipped().unwrap(), &judge, text, &letters);
        let at = text.chars().position(|c| c == '油').unwrap();
        assert!(reading.joins(at, "有关") && !reading.joins(at, "禾府"));
    }
}
