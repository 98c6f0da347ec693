//! JUnit's XML, for build servers that show test results: a packet is a suite; its conclusion, its gates, what was found
//! and what could not be judged are its cases. What cannot be decided is an error, never a pass.

use std::io::{self, Write};

use crate::finding::reasons;
use crate::finding::{Conclusion, Finding, GateVerdict, PacketReport, Report, Severity, Skip, Verdict};
use crate::lang::{Lang, Words};
use crate::render::{INTERRUPTED, Options, comment, conclusion_line, left_out, verdict_words};
use crate::shown::{few, few_between, shown};
use crate::words;

/// How a report begins and ends.
const BEGIN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"sanbu\"";
const END: &str = "</testsuites>\n";

/// Cases that belong together.
struct Suite {
    name: Words,
    cases: Vec<Case>,
}

/// One question and its answer.
struct Case {
    name: Words,
    answer: Answer,
    /// What is said in one line.
    message: Words,
    /// For failures and errors: the rule or the reason.
    kind: String,
    /// All that there is to say.
    lines: Vec<Words>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Pass,
    Failure,
    Error,
    Skipped,
}

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let suites: Vec<Suite> =
        report.packets.iter().map(|one| packet(one, options)).chain(rest(report, options)).collect();
    let all = |answer| suites.iter().map(|suite| suite.count(answer)).sum::<usize>();
    let tests: usize = suites.iter().map(|suite| suite.cases.len()).sum();
    let (failures, errors) = (all(Answer::Failure), all(Answer::Error));
    let mut xml = format!("{BEGIN} tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\">\n");
    suites.iter().for_each(|suite| suite.write(options.lang, &mut xml));
    out.write_all((xml + END).as_bytes())
}

/// The first tag is ours, and the last one is there.
pub(super) fn wrote(start: &str, end: &str) -> bool {
    start.starts_with(BEGIN) && end.ends_with(END)
}

fn packet(packet: &PacketReport, options: &Options) -> Suite {
    let mut cases = vec![conclusion(packet)];
    cases.extend(packet.gates.iter().map(gate));
    cases.extend(options.listed(&packet.findings).map(|f| finding(f, f.file.as_deref())));
    let open = packet.not_checked.iter().filter(|(_, skip)| *skip != Skip::Stage);
    cases.extend(open.map(|(rule, skip)| Case {
        name: words!("{rule} {title}", rule = rule.id, title = rule.title),
        answer: Answer::Skipped,
        message: skip.text(),
        kind: skip.id().to_owned(),
        lines: Vec::new(),
    }));
    Suite { name: Words::from(&packet.path), cases }
}

fn conclusion(packet: &PacketReport) -> Case {
    let answer = match packet.conclusion {
        Conclusion::NotPrintable => Answer::Failure,
        Conclusion::Undecided => Answer::Error,
        Conclusion::NotAsked if packet.unasked_by.is_some() => Answer::Error,
        Conclusion::Printable | Conclusion::NotAsked => Answer::Pass,
    };
    let line = conclusion_line(packet);
    let mut lines = vec![line.clone()];
    lines.extend(left_out(packet));
    Case { name: Words::from("结论"), answer, message: line, kind: "conclusion".to_owned(), lines }
}

fn gate(gate: &GateVerdict) -> Case {
    let answer = match gate.verdict {
        Verdict::Pass => Answer::Pass,
        Verdict::Fail => Answer::Failure,
        Verdict::Undecided => Answer::Error,
    };
    let why = few(&reasons(gate));
    let verdict = verdict_words(gate);
    let message = if why.is_empty() { verdict.to_owned() } else { words!("{verdict}：{why}", verdict, why) };
    let confirmed = gate.confirmed.iter().map(|by| words!("{by}核对", by = by.words()));
    let evidence = (!gate.evidence.is_empty()).then(|| few_between(&gate.evidence, " → ", "个"));
    let lines = std::iter::once(message.clone()).chain(evidence).chain(confirmed).chain(gate.expired.clone()).collect();
    Case { name: gate.title.clone(), answer, message, kind: gate.id.clone(), lines }
}

/// Only an error is a failure: what is advised must not stop anything.
fn finding(finding: &Finding, file: Option<&str>) -> Case {
    let at = finding.at.as_ref().map_or(String::new(), |at| format!(":{}:{}", at.line, at.column));
    let place = file.map_or(String::new(), |file| format!(" {file}{at}"));
    Case {
        name: words!("{rule} {title}{place}", rule = finding.rule.id, title = finding.rule.title, place),
        answer: if finding.severity == Severity::Error { Answer::Failure } else { Answer::Pass },
        message: finding.message.clone(),
        kind: finding.rule.id.clone(),
        lines: comment::finding(finding, true),
    }
}

/// What is of no packet alone.
fn rest(report: &Report, options: &Options) -> Vec<Suite> {
    let error = |name: Words, kind: &str, message: Words| Case {
        name,
        answer: Answer::Error,
        message: message.clone(),
        kind: kind.to_owned(),
        lines: vec![message],
    };
    let together = options.listed(&report.collection).map(|f| finding(f, f.file.as_deref())).collect();
    let unreadable = report
        .unreadable
        .iter()
        .map(|file| error(Words::from(&file.path), file.reason, file.message.clone()))
        .collect();
    let stopped =
        report.interrupted.then(|| error("检查".into(), "interrupted", INTERRUPTED.into())).into_iter().collect();
    let all = [("各份公文之间", together), ("无法读取", unreadable), ("中途停止", stopped)];
    let suites = all.map(|(name, cases)| Suite { name: name.into(), cases });
    suites.into_iter().filter(|suite| !suite.cases.is_empty()).collect()
}

impl Suite {
    fn count(&self, answer: Answer) -> usize {
        self.cases.iter().filter(|case| case.answer == answer).count()
    }

    fn write(&self, lang: Lang, xml: &mut String) {
        let counts = [("failures", Answer::Failure), ("errors", Answer::Error), ("skipped", Answer::Skipped)];
        let counts = counts.map(|(word, answer)| format!(" {word}=\"{}\"", self.count(answer))).concat();
        let name = escaped(&self.name.to(lang));
        xml.push_str(&format!("  <testsuite name=\"{name}\" tests=\"{}\"{counts}>\n", self.cases.len()));
        self.cases.iter().for_each(|case| case.write(&name, lang, xml));
        xml.push_str("  </testsuite>\n");
    }
}

impl Case {
    fn write(&self, suite: &str, lang: Lang, xml: &mut String) {
        let lines: Vec<String> = self.lines.iter().map(|line| escaped(&line.to(lang))).collect();
        let text = lines.join("\n");
        let about = || format!("message=\"{}\" type=\"{}\"", escaped(&self.message.to(lang)), escaped(&self.kind));
        let answer = match self.answer {
            Answer::Pass => format!("<system-out>{text}</system-out>"),
            Answer::Failure => format!("<failure {}>{text}</failure>", about()),
            Answer::Error => format!("<error {}>{text}</error>", about()),
            Answer::Skipped => format!("<skipped {}/>", about()),
        };
        let name = escaped(&self.name.to(lang));
        xml.push_str(&format!("    <testcase classname=\"{suite}\" name=\"{name}\">{answer}</testcase>\n"));
    }
}

/// A text as XML has it, in an element or an attribute.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for c in shown(text).chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' => xml.push_str("&#9;"),
            // The two that are no characters of XML at all.
            '\u{fffe}' | '\u{ffff}' => xml.extend(c.escape_unicode()),
            c => xml.push(c),
        }
    }
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        let text = "<b a=\"1\">&\t\u{fffe}甲";
        assert_eq!(escaped(text), "&lt;b a=&quot;1&quot;&gt;&amp;&#9;\\u{fffe}甲");
    }
}
