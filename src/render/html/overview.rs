//! The first screen: the conclusion, the gates, small charts, what to filter by; and at the end what is of no packet alone.

use super::findings;
use super::index::{Gate, Index, Rule, Standing, Unit};
use super::safe::{Html, Put, html};
use crate::finding::{ConfigFile, PacketReport, Report, Severity, Stage, Verdict};
use crate::lang::Words;
use crate::render::{INTERRUPTED, Options, conclusion_line, not_looked_at};
use crate::shown::few;
use crate::words;

/// `公文印制检查报告`.
pub(super) fn title(stage: Stage) -> Words {
    words!("公文{stage}检查报告", stage = stage.title())
}

/// The head of the page, up to the packets; `packets` are those that are on it.
pub(super) fn overview(report: &Report, packets: &[PacketReport], index: &Index) -> Html {
    let charts = [rules(index), units(index)].into_iter().collect::<Html>();
    let several = !index.single;
    html(
        "<header>\n<h1>{}</h1>\n{}{}</header>\n<main>\n{}{}{}{}<section id=\"packets\">\n{}",
        &[
            &title(report.stage),
            &headline(report, packets, index),
            &tiles(index).when(several),
            &html("<p class=\"stopped\">{}</p>\n", &[&Words::from(INTERRUPTED)]).when(report.interrupted),
            &gates(index).when(several),
            &html("<section class=\"charts\">\n{}</section>\n", &[&charts]).when(several && !charts.is_empty()),
            &filter(index, several, if packets.is_empty() { IN_LINES } else { IN_TEXTS }),
            &html("<h2>各件</h2>\n", &[]).when(several && index.packets() > 0),
        ],
    )
}

/// The head of a page beside an index, up to the packets.
pub(super) fn top(title: &Words, says: &Words, back: &Html, index: &Index) -> Html {
    html(
        "<header>\n<h1>{}</h1>\n<div class=\"told\"><p class=\"says\" id=\"conclusion\">{}</p>{}</div>\n</header>\n\
         <main>\n{}<section id=\"packets\">\n<h2>各件</h2>\n",
        &[title, says, back, &filter(index, true, IN_TEXTS)],
    )
}

/// What stands behind the packets on it.
pub(super) fn bottom(rules: &str) -> Html {
    html(
        "</section>\n</main>\n<footer>\n<p>sanbu {}　规则 {}</p>\n</footer>\n{}<div id=\"sheets\">\n",
        &[&env!("CARGO_PKG_VERSION"), &rules, &help()],
    )
}

fn headline(report: &Report, packets: &[PacketReport], index: &Index) -> Html {
    let told = |class: &str, text: &Words| html("<p class=\"headline {}\" id=\"conclusion\">{}</p>\n", &[&class, text]);
    if let ([only], true) = (packets, index.single) {
        return told(Standing::of(only).class(), &conclusion_line(only));
    }
    let (all, unread) = (index.packets(), report.unreadable.len());
    let there: Vec<Standing> =
        Standing::ALL.into_iter().filter(|standing| index.standings[*standing as usize] > 0).collect();
    let number =
        |standing: &Standing| words!("{n}件{word}", n = index.standings[*standing as usize], word = standing.word());
    let bad = there.iter().filter(|standing| standing.class() != "good");
    let parts = bad.map(number).chain((unread > 0).then(|| words!("{unread}个文件无法检查", unread)));
    let parts = Words::joined(parts, "，");
    match there.as_slice() {
        [worst, ..] if worst.class() != "good" => told(worst.class(), &words!("共{all}件：{parts}", all, parts)),
        // What was not read, or not reached, is none of those that are fine.
        [..] if unread > 0 => told("open", &words!("共{all}件：{parts}", all, parts)),
        [] => told("", &"没有要检查的公文".into()),
        [all_alike] if !report.interrupted => {
            told("good", &words!("共{all}件：都{word}", all, word = all_alike.word()))
        }
        several => {
            let class = if report.interrupted { "open" } else { "good" };
            told(class, &words!("共{all}件：{parts}", all, parts = Words::joined(several.iter().map(number), "，")))
        }
    }
}

/// The page of what was found about several documents, without the documents.
pub(super) fn together(report: &Report, options: &Options) -> Html {
    let (class, told) = match report.collection.len() {
        0 => ("good", Words::from("没有发现问题")),
        n => ("open", words!("{n}处要核对", n)),
    };
    html(
        "<header>\n<h1>公文核对结果</h1>\n<p class=\"headline {}\" id=\"conclusion\">{}</p>\n</header>\n<main>\n{}</main>\n<div>",
        &[&class, &told, &findings::together(options.listed(&report.collection), &Index::of(&[], &report.collection))],
    )
}

/// How many packets stand how; with a script each filters by it.
fn tiles(index: &Index) -> Html {
    let tile = |standing: Standing| {
        let n = index.standings[standing as usize];
        let tile = html(
            "<li class=\"{}\"><button type=\"button\" data-set=\"says\" data-to=\"{}\"><b>{}</b>{}</button></li>\n",
            &[&standing.class(), &(standing as usize), &n, &standing.word()],
        );
        tile.when(n > 0)
    };
    let levels = [Severity::Error, Severity::Warning, Severity::Info];
    let levels = levels.map(|severity| severity.counted(index.levels[severity as usize]));
    html(
        "<ul class=\"tiles\">\n{}<li class=\"sum\">{}</li>\n</ul>\n",
        &[&Standing::ALL.into_iter().map(tile).collect::<Html>(), &Words::joined(levels, "　")],
    )
}

fn gates(index: &Index) -> Html {
    let gate = |gate: &Gate| {
        let of = |verdict: Verdict| gate.verdicts[verdict as usize];
        let (pass, fail, open) = (of(Verdict::Pass), of(Verdict::Fail), of(Verdict::Undecided));
        let words = [(pass, "齐全"), (fail, "不齐全"), (open, "无法判定")];
        let words =
            words.iter().filter(|(n, _)| *n > 0).map(|(n, word)| words!("{word} {n}", word = Words::from(*word), n));
        let why = gate.reasons.iter().take(3).map(|(why, n)| html("<li>{}<b>{}</b></li>", &[why, n]));
        html(
            "<li class=\"{}\"><h3>{}</h3>{}<p>{}</p><ul>{}</ul></li>\n",
            &[
                &if fail > 0 {
                    "bad"
                } else if open > 0 {
                    "open"
                } else {
                    "good"
                },
                &gate.title,
                &bar(&[(fail, "bad"), (open, "open"), (pass, "good")], pass + fail + open),
                &Words::joined(words, "　"),
                &why.collect::<Html>(),
            ],
        )
    };
    let gates: Html = index.gates.iter().map(gate).collect();
    html("<section>\n<h2>三不印制</h2>\n<ul class=\"gates\">\n{}</ul>\n</section>\n", &[&gates])
        .when(!index.gates.is_empty())
}

/// Parts of a whole, side by side.
fn bar(parts: &[(usize, &'static str)], whole: usize) -> Html {
    let scale = |n: usize| n * 1000 / whole.max(1);
    let (mut at, mut pieces) = (0, Html::default());
    for (n, class) in parts.iter().filter(|(n, _)| *n > 0) {
        let width = scale(*n).max(4);
        pieces.push(html("<rect class=\"{}\" x=\"{}\" width=\"{}\" height=\"8\"/>", &[class, &at, &width]));
        at += width;
    }
    html(
        "<svg class=\"bar\" viewBox=\"0 0 1000 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{}</svg>",
        &[&pieces],
    )
}

/// A number below this is no full bar.
const FEW: usize = 5;
/// Lines of a chart; what comes after them is only counted.
const LINES: usize = 8;

fn chart(title: &'static str, note: &'static str, lines: Vec<Html>) -> Html {
    let (title, note) = (Words::from(title), Words::from(note));
    let more = lines.len().saturating_sub(LINES);
    let shown: Html = lines.into_iter().take(LINES).collect();
    let rest = html("<p class=\"more\">另有 {} 项，见下面的筛选</p>", &[&more]).when(more > 0);
    let chart = html(
        "<figure><figcaption>{}<small>{}</small></figcaption>\n<ol class=\"chart\">\n{}</ol>{}</figure>\n",
        &[&title, &note, &shown, &rest],
    );
    chart.when(!shown.is_empty())
}

fn line(set: &'static str, to: usize, label: &dyn Put, title: &dyn Put, bar: Html, n: usize) -> Html {
    html(
        "<li><button type=\"button\" data-set=\"{}\" data-to=\"{}\" title=\"{}\"><span>{}</span>{}<b>{}</b></button></li>\n",
        &[&set, &to, title, label, &bar, &n],
    )
}

fn rules(index: &Index) -> Html {
    let most = index.rules.iter().map(|rule| rule.findings).max().unwrap_or(0).max(FEW);
    let one = |(at, rule): (usize, &Rule)| {
        let bar = bar(&Severity::ALL.map(|severity| (rule.levels[severity as usize], severity.id())), most);
        line("rule", at, &rule.info.title, &rule.info.id, bar, rule.findings)
    };
    chart("按规则", "处数", index.rules.iter().enumerate().map(one).collect())
}

fn units(index: &Index) -> Html {
    if index.units.len() < 2 {
        return Html::default();
    }
    let sum = |unit: &Unit| unit.standings.iter().sum::<usize>();
    let most = index.units.iter().map(sum).max().unwrap_or(0).max(FEW);
    let one = |(at, unit): (usize, &Unit)| {
        let parts = Standing::ALL.map(|standing| (unit.standings[standing as usize], standing.class()));
        line("unit", at, &unit.name(), &unit.name(), bar(&parts, most), sum(unit))
    };
    chart("按单位", "件数", index.units.iter().enumerate().map(one).collect())
}

/// Where words are looked for.
const IN_TEXTS: &str = "找：文件名、文号、正文里的字";
const IN_LINES: &str = "找：标题、文件名、文号、原因";

/// What the packets can be filtered by; without a script nobody sees it.
fn filter(index: &Index, several: bool, looks_in: &'static str) -> Html {
    let options = |all: Vec<(String, Words)>| {
        all.iter().map(|(value, word)| html("<option value=\"{}\">{}</option>", &[value, word])).collect::<Html>()
    };
    let there = Standing::ALL.into_iter().filter(|standing| index.standings[*standing as usize] > 0);
    let standings = there.map(|standing| ((standing as usize).to_string(), standing.word()));
    // One packet is not looked for among others.
    let hidden = html(" hidden", &[]).when(!several);
    let levels = [Severity::Error, Severity::Warning, Severity::Info];
    let levels = levels.map(|severity| (severity.id().to_owned(), severity.title()));
    let rules = index.rules.iter().enumerate();
    let rules =
        rules.map(|(at, rule)| (at.to_string(), words!("{title}（{n}）", title = rule.info.title, n = rule.findings)));
    let units = index.units.iter().enumerate().map(|(at, unit)| (at.to_string(), unit.name()));
    html(
        "<form id=\"filter\" role=\"search\" autocomplete=\"off\">\n\
         <input type=\"search\" name=\"words\" placeholder=\"{}\" aria-label=\"要找的字\">\n\
         <select name=\"says\"{} aria-label=\"结论\"><option value=\"\">全部结论</option>{}</select>\n\
         <select name=\"level\" aria-label=\"轻重\"><option value=\"\">全部轻重</option>{}</select>\n\
         <select name=\"rule\" aria-label=\"规则\"><option value=\"\">全部规则</option>{}</select>\n\
         <select name=\"unit\"{} aria-label=\"单位\"><option value=\"\">全部单位</option>{}</select>\n\
         <button type=\"reset\">清除</button>\n<output name=\"count\"></output>\n\
         <button type=\"button\" id=\"keys\" title=\"键盘操作\">?</button>\n</form>\n",
        &[
            &Words::from(looks_in),
            &hidden,
            &options(standings.collect()),
            &options(levels.to_vec()),
            &options(rules.collect()),
            &hidden,
            &options(units.collect()),
        ],
    )
}

/// What stands behind the packets.
pub(super) fn rest(report: &Report, index: &Index, options: &Options) -> Html {
    let unread = report.unreadable.iter().map(|f| html("<li><b>{}</b>　{}</li>\n", &[&f.path, &f.message]));
    let unread: Html = unread.collect();
    let unread = html("<section>\n<h2>无法检查的文件</h2>\n<ul class=\"unread\">{}</ul>\n</section>\n", &[&unread])
        .when(!report.unreadable.is_empty());
    html(
        "</section>\n{}{}</main>\n<footer>\n{}<p>sanbu {}　规则 {}</p>\n</footer>\n{}<div id=\"sheets\"{}>\n",
        &[
            &findings::together(options.listed(&report.collection), index),
            &unread,
            &settings(report),
            &env!("CARGO_PKG_VERSION"),
            &rules_of(&report.digest),
            &help(),
            &html(" class=\"alone\"", &[]).when(index.single),
        ],
    )
}

fn settings(report: &Report) -> Html {
    let files: Vec<Words> = report.config.iter().map(ConfigFile::words).collect();
    let hidden = report.totals().hidden;
    let lines = [
        (!files.is_empty()).then(|| words!("用了本单位的设定：{files}", files = few(&files))),
        (hidden.total() > 0).then(|| {
            words!(
                "不再列出：按本单位设定 {silenced}，基线里已有 {known}",
                silenced = hidden.silenced,
                known = hidden.known
            )
        }),
        report.totals().rate.words(),
    ];
    lines.into_iter().flatten().chain(not_looked_at(report)).map(|line| html("<p>{}</p>\n", &[&line])).collect()
}

/// Which rules a report was made by, short enough for a foot line.
pub(super) fn rules_of(digest: &str) -> String {
    const SIGNS: usize = 12;
    digest.strip_prefix("sha256:").unwrap_or(digest).chars().take(SIGNS).collect()
}

fn help() -> Html {
    let keys = [("j　k", "下一处、上一处问题"), ("/", "找"), ("Esc", "关闭，或者清除筛选"), ("?", "这张表")];
    let keys =
        keys.iter().map(|(key, does)| html("<dt>{}</dt><dd>{}</dd>", &[&Words::from(*key), &Words::from(*does)]));
    html(
        "<dialog id=\"help\"><h2>键盘操作</h2><dl>{}</dl><form method=\"dialog\"><button>知道了</button></form></dialog>\n",
        &[&keys.collect::<Html>()],
    )
}
