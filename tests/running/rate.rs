//! The rate of mistakes: what was found in the text, weighed, against its characters.

use sanbu::finding::{Rate, Stage};
use sanbu::packet;
use sanbu::rule::RuleSet;
use sanbu::run::{self, Options};

fn rate(text: &str) -> Rate {
    let rules = RuleSet::builtin().unwrap();
    let packet = packet::single("正文.txt", packet::load("正文.txt", text.as_bytes(), &rules.terms));
    run::check(&packet, &rules, &Options { stage: Stage::Draft, ..Options::default() }).rate
}

#[test]
fn words_count_whole_and_marks_a_tenth() {
    assert_eq!(rate("　　各单位要做好工作安排。\n"), Rate { errors: 0.0, characters: 11 });
    assert_eq!(rate("　　各单位要做好工作按排.\n").errors, 1.1);
    // Sums that do not fit are more than a slip of the pen.
    assert_eq!(rate("　　每套3000元，购置20套，共计5万元。\n").errors, 2.0);
    // Advice is no mistake.
    assert_eq!(rate("　　各单位要加强加强值守。\n").errors, 0.0);
}

#[test]
fn one_mistake_made_over_and_over_is_counted_up_to_a_bound() {
    let text = "　　各单位要做好工作按排，落实责任。\n".repeat(30);
    let rate = rate(&text);
    assert_eq!((rate.errors, rate.characters), (4.0, 30 * 16));
    assert!(rate.words().is_none() && rate.per_10000().is_some_and(|n| (n - 83.33).abs() < 0.01));
    assert!(
        rate.and(Rate { errors: 0.0, characters: 1000 }).words().is_some_and(|told| told.contains("CY/T 266-2023"))
    );
}
