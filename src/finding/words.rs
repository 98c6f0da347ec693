//! The conclusion in words.

use super::{Conclusion, GateVerdict, PacketReport, Severity, Skip, Verdict};
use crate::shown::few;

/// How the lines begin that [`conclusion_line`] makes.
pub(crate) const CONCLUSIONS: [&str; 3] = ["印制结论：", "起草检查：", "审核检查："];

/// `印制结论：…`, the line a secretary looks for; at a stage that does not ask it, what was found.
pub fn conclusion_line(packet: &PacketReport) -> String {
    match packet.conclusion {
        Conclusion::NotAsked => conclusion(packet),
        _ => format!("{}{}", CONCLUSIONS[0], conclusion(packet)),
    }
}

/// The same without what every such line begins with.
pub(crate) fn conclusion(packet: &PacketReport) -> String {
    match (packet.conclusion, why(packet)) {
        (Conclusion::Printable, why) => format!("可以印制{}", in_brackets(&why)),
        (Conclusion::NotPrintable, why) => format!("不得印制{}", in_brackets(&why)),
        (Conclusion::Undecided, why) => format!("无法判定{}", in_brackets(&why)),
        (Conclusion::NotAsked, why) => why,
    }
}

fn in_brackets(what: &str) -> String {
    if what.is_empty() { String::new() } else { format!("（{what}）") }
}

/// What is said beside the conclusion; at a stage that does not ask it, all that is said.
pub(crate) fn why(packet: &PacketReport) -> String {
    let gates = |verdict: Verdict, word: &str| {
        let of = packet.gates.iter().filter(|g| g.verdict == verdict);
        let told = of.map(|g| (g, reasons(g))).filter(|(_, reasons)| !reasons.is_empty());
        told.map(|(g, reasons)| format!("{}{word}：{}", g.title, few(&reasons))).collect::<Vec<_>>()
    };
    let (unreadable, only_text) = (unreadable(packet), only_text(packet));
    match packet.conclusion {
        Conclusion::Printable => printable_but(packet).join("；"),
        Conclusion::NotPrintable => {
            let why: Vec<String> = gates(Verdict::Fail, "不齐全").into_iter().chain(only_text).collect();
            why.join("；")
        }
        Conclusion::Undecided => {
            let none = packet.gates.is_empty().then(|| "没有用到关口".to_owned());
            let open = gates(Verdict::Undecided, "").into_iter().chain(none).chain(unreadable);
            let why: Vec<String> = only_text.into_iter().chain(open).collect();
            why.join("；")
        }
        Conclusion::NotAsked => {
            let found = match counted(packet, "") {
                found if found.is_empty() && packet.count(Severity::Info) > 0 => {
                    vec![format!("没有错误和警告，{}{}", Severity::Info.title(), packet.count(Severity::Info))]
                }
                found => found,
            };
            let found = Some(found).filter(|f| !f.is_empty() || unreadable.is_some());
            let told = found.map_or("没有发现问题".to_owned(), |f| {
                f.into_iter().chain(unreadable).collect::<Vec<_>>().join("、")
            });
            let unasked = packet.unasked_by.as_ref();
            let unasked = unasked.map(|by| format!("没有问关口：阶段是送检的文件夹里的 {by} 设定的"));
            let beside: Vec<String> = only_text.into_iter().chain(unasked).collect();
            format!("{}检查：{told}{}", packet.stage.title(), in_brackets(&beside.join("；")))
        }
    }
}

/// What was judged of a paper that is no official document; said once, for all rules and gates.
fn only_text(packet: &PacketReport) -> Option<String> {
    let skipped = packet.not_checked.iter().any(|(_, skip)| *skip == Skip::NotOfficial);
    skipped.then(|| format!("{}，只检查了文字", Skip::NotOfficial.text()))
}

/// The reasons of a gate that are its own.
pub(crate) fn reasons(gate: &GateVerdict) -> Vec<&str> {
    gate.reasons.iter().map(String::as_str).filter(|reason| *reason != Skip::NotOfficial.text()).collect()
}

/// Errors and warnings, with their numbers.
pub(super) fn counted(packet: &PacketReport, unit: &str) -> Vec<String> {
    let words = [Severity::Error, Severity::Warning];
    let numbers = words.map(|severity| (packet.count(severity), severity.title()));
    let told = numbers.iter().filter(|(n, _)| *n > 0);
    told.map(|(n, word)| if unit.is_empty() { format!("{word}{n}") } else { format!("{n}{unit}{word}") }).collect()
}

/// What is said beside 可以印制: who has settled what, and what is left.
fn printable_but(packet: &PacketReport) -> Vec<String> {
    let settled = packet.gates.iter().filter_map(|g| Some((g, g.confirmed.as_ref()?)));
    let mut what: Vec<String> = settled.map(|(g, c)| format!("{}经{}核对", g.title, c.words())).collect();
    let left = counted(packet, "处").join("、");
    match packet.count(Severity::Error) {
        0 if left.is_empty() => {}
        0 => what.push(format!("另有{left}")),
        _ => what.push(format!("手续齐全；另有{left}，请改正后再印")),
    }
    if !packet.left_out.is_empty() {
        what.push(format!("packet.toml 里没有写的{}个文件没有检查", packet.left_out.len()));
    }
    if !packet.excluded.is_empty() {
        what.push(format!("按 --exclude 没有检查{}", few(&packet.excluded)));
    }
    what
}

/// The names of what could not be read, the first few of them.
fn unreadable(packet: &PacketReport) -> Option<String> {
    const SHOWN: usize = 3;
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let names: Vec<String> = packet.unreadable.iter().take(SHOWN).map(|f| name(&f.path)).collect();
    let more = packet.unreadable.len();
    let more = if more > SHOWN { format!("等{more}个文件") } else { String::new() };
    (!names.is_empty()).then(|| format!("{}{more}无法读取", names.join("、")))
}
