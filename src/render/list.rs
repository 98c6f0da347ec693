//! The list of findings as rows of a table: a row for each packet with its conclusion, and below it what was found.

use crate::finding::{Conclusion, Finding, PacketReport, Report};
use crate::render::comment::other;
use crate::render::{INTERRUPTED, Options, conclusion_line, left_out, not_looked_at};
use crate::sheet::fitting;

/// What the list is called.
pub(super) const TITLE: &str = "问题清单";

/// The headings of its columns.
pub(super) const HEADINGS: [&str; 15] = [
    "件",
    "印制结论",
    "级别",
    "问题",
    "建议",
    "文件",
    "位置",
    "行",
    "列",
    "原文",
    "对照",
    "自动改",
    "规则",
    "规则名称",
    "依据",
];

/// What stands in place of a packet where several documents are meant together.
const TOGETHER: &str = "各份公文之间";

/// A row; what it does not say is left empty.
#[derive(Default)]
struct Row<'r> {
    packet: &'r str,
    conclusion: &'r str,
    level: &'r str,
    message: &'r str,
    file: String,
}

impl Row<'_> {
    fn cells(self, finding: Option<&Finding>) -> Vec<String> {
        let of = |tell: &dyn Fn(&Finding) -> String| finding.map_or(String::new(), tell);
        let at = |number: &dyn Fn(&crate::finding::At) -> String| of(&|f| f.at.as_ref().map_or(String::new(), number));
        let cells = [
            self.packet.to_owned(),
            self.conclusion.to_owned(),
            self.level.to_owned(),
            self.message.to_owned(),
            of(&|f| f.help.clone()),
            self.file,
            at(&|at| at.place.clone()),
            at(&|at| at.line.to_string()),
            at(&|at| at.column.to_string()),
            of(&|f| f.excerpt.replace(['\n', '\u{b}'], " ")),
            of(&|f| f.others().iter().map(|o| other(o).replacen("对照：", "", 1)).collect::<Vec<_>>().join("；")),
            of(&|f| f.fix.as_ref().map_or("", |fix| if fix.safe { "可以" } else { "看过再改" }).to_owned()),
            of(&|f| f.rule.id.clone()),
            of(&|f| f.rule.title.clone()),
            of(&|f| f.rule.source.clone()),
        ];
        cells.iter().map(|cell| fitting(cell)).collect()
    }
}

/// The rows of a packet.
pub(super) fn packet(packet: &PacketReport, options: &Options) -> Vec<Vec<String>> {
    let conclusion = match packet.conclusion {
        Conclusion::Printable => "可以印制",
        Conclusion::NotPrintable => "不得印制",
        Conclusion::Undecided => "无法判定",
        Conclusion::NotAsked => "未到印制",
    };
    let row = |level, message| Row { packet: &packet.path, conclusion, level, message, file: String::new() };
    let (line, left_out) = (conclusion_line(packet), left_out(packet));
    let mut rows = vec![row("结论", &line).cells(None)];
    rows.extend(left_out.iter().map(|left_out| row("说明", left_out).cells(None)));
    rows.extend(options.listed(&packet.findings).map(|finding| {
        let file = finding.file.clone().or(packet.main.clone()).unwrap_or_default();
        Row { file, ..row(finding.severity.title(), &finding.message) }.cells(Some(finding))
    }));
    rows
}

/// The rows behind those of the packets.
pub(super) fn rest(report: &Report, options: &Options) -> Vec<Vec<String>> {
    let across = |finding: &Finding| {
        let file = finding.file.clone().unwrap_or_default();
        let row = Row {
            packet: TOGETHER,
            level: finding.severity.title(),
            message: &finding.message,
            file,
            ..Row::default()
        };
        row.cells(Some(finding))
    };
    let mut rows: Vec<Vec<String>> = options.listed(&report.collection).map(across).collect();
    rows.extend(report.unreadable.iter().map(|file| {
        Row { level: "无法读取", message: &file.message, file: file.path.clone(), ..Row::default() }.cells(None)
    }));
    let not_looked_at = not_looked_at(report);
    let told = |text: &String| Row { level: "说明", message: text, ..Row::default() }.cells(None);
    rows.extend(not_looked_at.iter().map(told));
    rows.extend(report.interrupted.then(|| Row { level: "说明", message: INTERRUPTED, ..Row::default() }.cells(None)));
    rows
}
