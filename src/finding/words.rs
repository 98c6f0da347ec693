//! The conclusion in words.

use super::{Conclusion, GateVerdict, PacketReport, Severity, Skip, Verdict};
use crate::lang::Words;
use crate::shown::few;
use crate::words;

/// How the lines begin that [`conclusion_line`] makes.
pub(crate) const CONCLUSIONS: [&str; 3] = ["印制结论：", "起草检查：", "审核检查："];

/// `印制结论：…`, the line a secretary looks for; at a stage that does not ask it, what was found.
pub fn conclusion_line(packet: &PacketReport) -> Words {
    match packet.conclusion {
        Conclusion::NotAsked => conclusion(packet),
        _ => Words::from(CONCLUSIONS[0]).and(conclusion(packet)),
    }
}

/// The same without what every such line begins with.
pub(crate) fn conclusion(packet: &PacketReport) -> Words {
    match (packet.conclusion, why(packet)) {
        (Conclusion::Printable, why) => words!("可以印制{but}", but = in_brackets(&why)),
        (Conclusion::NotPrintable, why) => words!("不得印制{why}", why = in_brackets(&why)),
        (Conclusion::Undecided, why) => words!("无法判定{why}", why = in_brackets(&why)),
        (Conclusion::NotAsked, why) => why,
    }
}

fn in_brackets(what: &Words) -> Words {
    if what.is_empty() { Words::default() } else { words!("（{what}）", what) }
}

/// What is said beside the conclusion; at a stage that does not ask it, all that is said.
pub(crate) fn why(packet: &PacketReport) -> Words {
    let gates = |verdict: Verdict, word: &'static str| {
        let of = packet.gates.iter().filter(|g| g.verdict == verdict);
        let told = of.map(|g| (g, reasons(g))).filter(|(_, reasons)| !reasons.is_empty());
        told.map(|(g, reasons)| {
            let (gate, why) = (&g.title, few(&reasons));
            match word {
                "" => words!("{gate}：{why}", gate, why),
                word => words!("{gate}{word}：{why}", gate, word = Words::from(word), why),
            }
        })
        .collect::<Vec<_>>()
    };
    let (unreadable, only_text) = (unreadable(packet), only_text(packet));
    match packet.conclusion {
        Conclusion::Printable => Words::joined(printable_but(packet), "；"),
        Conclusion::NotPrintable => {
            let gates = gates(Verdict::Fail, "不齐全");
            Words::joined(unreadable.into_iter().chain(gates).chain(only_text), "；")
        }
        Conclusion::Undecided => {
            let none = packet.gates.is_empty().then(|| Words::from("没有用到关口"));
            let open = gates(Verdict::Undecided, "").into_iter().chain(none).chain(unreadable);
            Words::joined(only_text.into_iter().chain(open), "；")
        }
        Conclusion::NotAsked => {
            let found = match counted(packet, "") {
                found if found.is_empty() && packet.count(Severity::Info) > 0 => {
                    let (level, n) = (Severity::Info.title(), packet.count(Severity::Info));
                    vec![words!("没有错误和警告，{level}{n}", level, n)]
                }
                found => found,
            };
            let found = Some(found).filter(|f| !f.is_empty() || unreadable.is_some());
            let told = found
                .map_or(Words::from("没有发现问题"), |f| Words::joined(f.into_iter().chain(unreadable), "、"));
            let unasked = packet.unasked_by.as_ref();
            let unasked = unasked.map(|by| words!("没有问关口：阶段是送检的文件夹里的 {by} 设定的", by));
            let beside = Words::joined(only_text.into_iter().chain(unasked), "；");
            words!("{stage}检查：{told}{beside}", stage = packet.stage.title(), told, beside = in_brackets(&beside))
        }
    }
}

/// What was judged of a paper that is no official document; said once, for all rules and gates.
fn only_text(packet: &PacketReport) -> Option<Words> {
    let skipped = packet.not_checked.iter().any(|(_, skip)| *skip == Skip::NotOfficial);
    skipped.then(|| words!("{text}，只检查了文字", text = Skip::NotOfficial.text()))
}

/// The reasons of a gate that are its own.
pub(crate) fn reasons(gate: &GateVerdict) -> Vec<&Words> {
    gate.reasons.iter().filter(|reason| **reason != Skip::NotOfficial.text()).collect()
}

/// Errors and warnings, with their numbers.
pub(super) fn counted(packet: &PacketReport, unit: &'static str) -> Vec<Words> {
    let words = [Severity::Error, Severity::Warning];
    let numbers = words.map(|severity| (packet.count(severity), severity.title()));
    let told = numbers.iter().filter(|(n, _)| *n > 0);
    let counted = |n: &usize, word: &Words| match unit {
        "" => words!("{word}{n}", word, n),
        _ => words!("{n}处{word}", n, word),
    };
    told.map(|(n, word)| counted(n, word)).collect()
}

/// What is said beside 可以印制: who has settled what, and what is left.
fn printable_but(packet: &PacketReport) -> Vec<Words> {
    let settled = packet.gates.iter().filter_map(|g| Some((g, g.confirmed.as_ref()?)));
    let mut what: Vec<Words> =
        settled.map(|(g, c)| words!("{gate}经{who}核对", gate = g.title, who = c.words())).collect();
    let left = Words::joined(counted(packet, "处"), "、");
    match packet.count(Severity::Error) {
        0 if left.is_empty() => {}
        0 => what.push(words!("另有{left}", left)),
        _ => what.push(words!("手续齐全；另有{left}，请改正后再印", left)),
    }
    if !packet.left_out.is_empty() {
        what.push(words!("packet.toml 里没有写的{n}个文件没有检查", n = packet.left_out.len()));
    }
    if !packet.excluded.is_empty() {
        what.push(words!("按 --exclude 没有检查{list}", list = few(&packet.excluded)));
    }
    what
}

/// The names of what could not be read, the first few of them.
fn unreadable(packet: &PacketReport) -> Option<Words> {
    const SHOWN: usize = 3;
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let names: Vec<String> = packet.unreadable.iter().take(SHOWN).map(|f| name(&f.path)).collect();
    let more = packet.unreadable.len();
    let more = if more > SHOWN { words!("等{n}个文件", n = more) } else { Words::default() };
    (!names.is_empty())
        .then(|| words!("{names}{more}无法读取", names = Words::joined(names.into_iter().map(Words::from), "、"), more))
}
