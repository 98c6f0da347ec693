//! The check sheet of a packet: one page A4 for the file, with blanks for what a person has to see and sign.

use super::findings::{Group, groups};
use super::index::Standing;
use super::overview::rules_of;
use super::packet::{name, proof, step_class, tick, verdict_class};
use super::safe::{Html, html};
use crate::finding::{GateVerdict, PacketReport, Papers, Stage, Step, Tick, Verdict, reasons};
use crate::lang::Words;
use crate::render::{conclusion_line, verdict_words};
use crate::shown::{few, few_between};
use crate::words;

/// So much fits on the page beside everything else.
const STEPS: usize = 12;
const PROBLEMS: usize = 6;
const TICKS: usize = 24;
/// Characters of a text that may be long.
const LONGEST: usize = 68;
const LONGEST_WHY: usize = 90;
/// The same in a narrow cell.
const SHORT: usize = 14;

/// The sheet of a packet.
pub(super) fn sheet(at: usize, packet: &PacketReport, digest: &str) -> Html {
    html(
        "<section class=\"sheet\" id=\"s{}\">\n<p class=\"tools\"><a class=\"button\" href=\"#p{}\">返回</a>\
         <button type=\"button\" class=\"print\">打印这一页</button></p>\n<div class=\"page{}\">\n\
         <h2>公文{}检查单</h2>\n{}{}{}{}{}{}</div>\n</section>\n",
        &[
            &at,
            &at,
            &size(packet),
            &packet.stage.title(),
            &facts(packet),
            &gates(packet),
            &chain(packet),
            &problems(packet),
            &by_hand(packet),
            &signatures(packet, digest),
        ],
    )
}

/// How small a sheet is set so that it stays on one page: the more stands on it the smaller.
fn size(packet: &PacketReport) -> &'static str {
    let steps = packet.papers.as_ref().map_or(0, |papers| papers.chain.len().min(STEPS));
    let items = || packet.maxims.iter().flat_map(|maxim| &maxim.items);
    let proofs = items().filter(|item| !item.proof.is_empty()).count();
    let other = packet.unreadable.len() + packet.left_out.len() + packet.excluded.len();
    let ticks = (items().count() + other).min(TICKS).div_ceil(2) + proofs.min(TICKS);
    match steps.div_ceil(2) + 2 * groups(&packet.findings).len().min(PROBLEMS) + ticks {
        0..=9 => "",
        10..=14 => " tight",
        _ => " tightest",
    }
}

fn facts(packet: &PacketReport) -> Html {
    let papers = packet.papers.as_deref();
    let fact = |label: &str| {
        let facts = papers.iter().flat_map(|papers| &papers.facts);
        facts.filter(|(own, _)| own.starts_with(label)).map(|(_, value)| Words::from(value)).next().unwrap_or_default()
    };
    let part = |part: Option<&String>| part.map(|text| Html::cut(text, LONGEST)).unwrap_or_default();
    let files = [packet.main.as_ref(), packet.form.as_ref().filter(|form| packet.main.as_ref() != Some(form))];
    let product = packet.finished.iter().map(|product| &product.file);
    let files: Vec<String> = files.into_iter().flatten().chain(&packet.attachments).chain(product).cloned().collect();
    let wide = |label: &'static str, value: Html| {
        html("<tr><th>{}</th><td colspan=\"5\">{}</td></tr>\n", &[&Words::from(label), &value])
    };
    let pair = |label: &'static str, value: Html, other: &'static str| {
        html(
            "<tr><th>{}</th><td colspan=\"3\">{}</td><th>{}</th><td>{}</td></tr>\n",
            &[&Words::from(label), &value, &Words::from(other), &Html::cut(fact(other), SHORT)],
        )
    };
    html(
        "<table class=\"facts\">\n{}{}{}{}{}<tr class=\"{}\"><th>结论</th><td colspan=\"5\"><strong>{}</strong></td></tr>\n\
         </table>\n",
        &[
            &wide("标题", Html::cut(name(packet).to_owned(), LONGEST)),
            &pair("发文字号", part(papers.and_then(|p| p.number.as_ref())), "份数"),
            &pair("单位", part(papers.and_then(|p| p.unit.as_ref())), "紧急程度"),
            &pair("主送", Html::cut(fact("主送机关"), LONGEST), "密级"),
            &wide(
                "送检文件",
                Html::cut(words!("{path}（{files}）", path = packet.path, files = few(&files)), 2 * LONGEST),
            ),
            &Standing::of(packet).class(),
            &Html::cut(conclusion_line(packet), 3 * LONGEST),
        ],
    )
}

/// The gates, each with a blank for who looks at it again.
fn gates(packet: &PacketReport) -> Html {
    let gate = |gate: &GateVerdict| {
        let why = few(&reasons(gate));
        let settled = gate.confirmed.as_ref().map(|c| words!("{by}核对", by = c.words()));
        let told = if why.is_empty() { few_between(&gate.evidence, "；", "个") } else { why };
        let told = Words::joined(settled.into_iter().chain((!told.is_empty()).then_some(told)), "：");
        html(
            "<tr><th>{}</th><td class=\"{}\">{}</td><td>{}</td><td class=\"blank\"></td></tr>\n",
            &[&gate.title, &verdict_class(gate.verdict), &verdict_words(gate), &Html::cut(told, LONGEST_WHY)],
        )
    };
    let rows: Html = packet.gates.iter().map(gate).collect();
    let table = html(
        "<h3>一、三不印制</h3>\n<table class=\"gated\">\n\
         <tr><th>关口</th><th>结论</th><th>依据</th><th>核对人签名</th></tr>\n{}</table>\n",
        &[&rows],
    );
    let unasked = html("<h3>一、三不印制</h3>\n<p>这一阶段不问三不印制。</p>\n", &[]);
    if packet.gates.is_empty() { unasked } else { table }
}

fn chain(packet: &PacketReport) -> Html {
    let steps = packet.papers.as_deref().map_or(&[][..], |papers: &Papers| &papers.chain);
    let step = |step: &Step| {
        let name = step.name.as_ref().map(Words::from).unwrap_or_default();
        let when = step.date.clone().unwrap_or_default();
        let state = step.state.clone().unwrap_or_default();
        html(
            "<td><i>{}</i><b>{}</b>{} {} {}</td>",
            &[&step_class(packet, step).1, &step.label, &Html::cut(name, SHORT), &when, &state],
        )
    };
    let row = |two: &[Step]| {
        let last = html("<td></td>", &[]).when(two.len() < 2);
        html("<tr>{}{}</tr>\n", &[&two.iter().map(step).collect::<Html>(), &last])
    };
    let rows: Html = steps[..steps.len().min(STEPS)].chunks(2).map(row).collect();
    let more = steps.len().saturating_sub(STEPS);
    let more = html("<p>另有 {} 个环节，见稿纸。</p>\n", &[&more]).when(more > 0);
    let none = html("<p>没有读到稿纸上的签批。</p>\n", &[]).when(steps.is_empty());
    let table = html("<table class=\"steps\">\n{}</table>\n", &[&rows]).when(!steps.is_empty());
    html("<h3>二、审核签发的环节</h3>\n{}{}{}", &[&table, &more, &none])
}

fn problems(packet: &PacketReport) -> Html {
    let groups = groups(&packet.findings);
    let shown = if packet.maxims.is_empty() { PROBLEMS } else { PROBLEMS / 2 };
    let line = |group: &Group<'_>| {
        let Some((_, first)) = group.findings.first() else { return Html::default() };
        let place = first.at.as_ref().map(|at| at.place.clone()).unwrap_or_default();
        let more = group.number() - 1;
        let more = if more > 0 { words!("（同类另有{n}处）", n = more) } else { Words::default() };
        html(
            "<tr><td>{}</td><td>{}{}</td><td>{}</td><td class=\"blank\"></td></tr>\n",
            &[&group.severity.title(), &Html::cut(&first.message, LONGEST), &more, &Html::cut(place, SHORT)],
        )
    };
    let rows: Html = groups.iter().take(shown).map(line).collect();
    let rest: usize = groups.iter().skip(shown).map(Group::number).sum();
    let rest = html("<p>另有 {} 处，见检查报告。</p>\n", &[&rest]).when(rest > 0);
    let none = html("<p>没有发现问题。</p>\n", &[]).when(groups.is_empty());
    let table = html(
        "<table class=\"problems\">\n<tr><th>轻重</th><th>问题</th><th>位置</th><th>处理情况</th></tr>\n{}</table>\n",
        &[&rows],
    );
    html("<h3>三、要改的问题</h3>\n{}{}{}", &[&table.when(!groups.is_empty()), &rest, &none])
}

/// What is left to a person: open gates, files that nobody has read, items of a checklist.
fn by_hand(packet: &PacketReport) -> Html {
    let open = packet.gates.iter().filter(|gate| gate.verdict == Verdict::Undecided);
    let open = open.map(|gate| words!("{gate}：{why}", gate = gate.title, why = few(&reasons(gate))));
    let unread =
        packet.unreadable.iter().map(|file| words!("{path}：{message}", path = file.path, message = file.message));
    let left = packet.left_out.iter().chain(&packet.excluded).map(|file| words!("{file}：没有检查", file));
    let open = open.chain(unread).chain(left).map(|text| (Tick::Manual, text, Words::default()));
    let items = packet.maxims.iter().flat_map(|maxim| &maxim.items);
    let items = items.map(|item| (item.verdict, item.text.clone(), proof(item)));
    let all: Vec<(Tick, Words, Words)> = open.chain(items).collect();
    let line = |(verdict, text, proof): &(Tick, Words, Words)| {
        let (class, sign) = tick(*verdict);
        let proof = html("<small>{}</small>", &[&Html::cut(proof, LONGEST / 2)]).when(!proof.is_empty());
        html("<li class=\"{}\">{} {}{}</li>\n", &[&class, &sign, &Html::cut(text, LONGEST / 2), &proof])
    };
    let lines: Html = all.iter().take(TICKS).map(line).collect();
    let more = all.len().saturating_sub(TICKS);
    let more = html("<p>另有 {} 项，见检查报告。</p>\n", &[&more]).when(more > 0);
    html(
        "<h3>四、人工核对</h3>\n<ul class=\"ticks\">{}</ul>\n<p class=\"other\">☐ 其他：<u></u></p>\n<p class=\"other\"><u></u></p>\n{}",
        &[&lines, &more],
    )
}

fn signatures(packet: &PacketReport, digest: &str) -> Html {
    let by = if packet.stage == Stage::Release { ["检查人", "核发人"] } else { ["检查人", "负责人"] };
    let blank = |who: &&'static str| html("<td>{}<u></u></td><td>日期<u></u></td>", &[&Words::from(*who)]);
    html(
        "<table class=\"signed\"><tr>{}</tr></table>\n<p class=\"made\">sanbu {}　规则 {}</p>\n",
        &[&by.iter().map(blank).collect::<Html>(), &env!("CARGO_PKG_VERSION"), &rules_of(digest)],
    )
}
