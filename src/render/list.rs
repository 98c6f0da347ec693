//! The list of findings as rows of a table: a row for each packet with its conclusion, and below it what was found.

use crate::finding::{At, Conclusion, Finding, PacketReport, Report};
use crate::lang::{Lang, Words};
use crate::render::comment::other_place;
use crate::render::{INTERRUPTED, Options, conclusion_line, left_out, not_looked_at};
use crate::sheet::fitting;

/// What the list is called.
pub(super) const TITLE: &str = "问题清单";

/// The headings of its columns.
const HEADINGS: [&str; 15] = [
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

/// The headings in a language.
pub(super) fn headings(lang: Lang) -> Vec<std::borrow::Cow<'static, str>> {
    HEADINGS.iter().map(|heading| lang.of(heading)).collect()
}

/// What stands in place of a packet where several documents are meant together.
const TOGETHER: &str = "各份公文之间";

/// A row; what it does not say is left empty.
#[derive(Default)]
struct Row {
    packet: Words,
    conclusion: Words,
    level: Words,
    message: Words,
    file: String,
}

impl Row {
    fn cells(self, finding: Option<&Finding>, lang: Lang) -> Vec<String> {
        let of = |tell: &dyn Fn(&Finding) -> Words| finding.map_or_else(Words::default, tell);
        let at = |tell: &dyn Fn(&At) -> Words| of(&|f| f.at.as_ref().map_or_else(Words::default, tell));
        let cells = [
            self.packet,
            self.conclusion,
            self.level,
            self.message,
            of(&|f| f.help.clone()),
            self.file.into(),
            at(&|at| at.place.clone()),
            at(&|at| at.line.to_string().into()),
            at(&|at| at.column.to_string().into()),
            of(&|f| Words::from(f.excerpt.replace(['\n', '\u{b}'], " "))),
            of(&|f| Words::joined(f.others().iter().map(other_place), "；")),
            of(&|f| {
                f.fix.as_ref().map_or_else(Words::default, |fix| if fix.safe { "可以" } else { "看过再改" }.into())
            }),
            of(&|f| Words::from(&f.rule.id)),
            of(&|f| f.rule.title.clone()),
            of(&|f| f.rule.basis()),
        ];
        cells.iter().map(|cell| fitting(&cell.to(lang))).collect()
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
    let row = |level: Words, message: Words| Row {
        packet: Words::from(&packet.path),
        conclusion: conclusion.into(),
        level,
        message,
        file: String::new(),
    };
    let lang = options.lang;
    let mut rows = vec![row("结论".into(), conclusion_line(packet)).cells(None, lang)];
    rows.extend(left_out(packet).map(|left_out| row("说明".into(), left_out).cells(None, lang)));
    rows.extend(options.listed(&packet.findings).map(|finding| {
        let file = finding.file.clone().or(packet.main.clone()).unwrap_or_default();
        Row { file, ..row(finding.severity.title(), finding.message.clone()) }.cells(Some(finding), lang)
    }));
    rows
}

/// The rows behind those of the packets.
pub(super) fn rest(report: &Report, options: &Options) -> Vec<Vec<String>> {
    let lang = options.lang;
    let across = |finding: &Finding| {
        let file = finding.file.clone().unwrap_or_default();
        let row = Row {
            packet: TOGETHER.into(),
            level: finding.severity.title(),
            message: finding.message.clone(),
            file,
            ..Row::default()
        };
        row.cells(Some(finding), lang)
    };
    let mut rows: Vec<Vec<String>> = options.listed(&report.collection).map(across).collect();
    rows.extend(report.unreadable.iter().map(|file| {
        let (level, message) = ("无法读取".into(), file.message.clone());
        Row { level, message, file: file.path.clone(), ..Row::default() }.cells(None, lang)
    }));
    let told = |message: Words| Row { level: "说明".into(), message, ..Row::default() }.cells(None, lang);
    rows.extend(not_looked_at(report).into_iter().map(told));
    rows.extend(report.interrupted.then(|| told(INTERRUPTED.into())));
    rows
}
