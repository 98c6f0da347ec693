//! Every output form of one report, against golden files; carets stand right under Chinese text.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use calamine::{Reader, Xlsx};
use quick_xml::events::Event;
use sanbu::date::Date;
use sanbu::edit::{Edit, Span};
use sanbu::finding::{
    At, Block, Cell, Change, Conclusion, ConfigFile, Confirmed, Excluded, Finding, Fix, GateVerdict, Hidden,
    ItemVerdict, Line, Look, MaximVerdict, PacketReport, Paper, Papers, Rate, Related, Report, RuleInfo, Severity,
    Signed, Skip, Skipped, Snippet, Stage, Step, Tick, UnreadableFile, Verdict,
};
use sanbu::lang::Lang;
use sanbu::render::{self, Book, Format, Options, Page, is_page_name, is_page_of};
use serde_json::Value;

fn finding(id: &str, severity: Severity, snippet: Option<Snippet>, column: usize) -> Finding {
    let at = At {
        part: "body",
        paragraph: 4,
        line: 4,
        column,
        end_line: 4,
        end_column: column + 1,
        heading: Some("二、（一）".into()),
        page: Some(2),
        mm: None,
        place: "二、（一）下第2段".into(),
    };
    Finding {
        rule: rule(id),
        severity,
        message: "发文字号“某政发〔2026〕第1号”在顺序号前加了“第”字".into(),
        brief: "发文字号有误".into(),
        help: "删去“第”字".into(),
        element: Some("doc_number".into()),
        file: snippet.as_ref().map(|_| "正文.docx".into()),
        span: None,
        at: snippet.as_ref().map(|_| at.clone()),
        excerpt: "某政发〔2026〕第1号".into(),
        related: vec![Related {
            span: Span { file: 1, range: 0..0 },
            file: "发文稿纸.docx".into(),
            at: At { part: "form", ..at.clone() },
            excerpt: "某政发〔2026〕1号".into(),
        }],
        fix: Some(Fix { safe: true, open: true, edits: vec![Change { edit: Edit::new(0..3, ""), at: Some(at) }] }),
        snippet,
        more: 0,
        same: Vec::new(),
        unlisted: 0,
    }
}

fn rule(id: &str) -> Arc<RuleInfo> {
    Arc::new(RuleInfo {
        id: id.into(),
        title: "发文顺序号前不加“第”字".into(),
        title_en: "No 第 before the serial number".into(),
        source: "GB/T 9704-2012 7.2.5".into(),
    })
}

fn gate(id: &str, title: &'static str, verdict: Verdict, because: &[&str], reasons: &[&'static str]) -> GateVerdict {
    let evidence = ["核稿 苏敏 2026年3月2日", "签发 林远 2026年3月5日"].map(|step| step.to_owned().into()).into();
    let because = because.iter().map(|id| (*id).to_owned()).collect();
    let reasons = reasons.iter().map(|reason| (*reason).into()).collect();
    GateVerdict {
        id: id.into(),
        title: title.into(),
        verdict,
        because,
        reasons,
        evidence,
        off: vec![],
        lowered: vec![],
        set_by: vec![],
        doubted: false,
        confirmed: None,
        expired: None,
    }
}

fn packet(path: &str, verdicts: [Verdict; 3], conclusion: Conclusion, findings: Vec<Finding>) -> PacketReport {
    let [signing, enclosures, recheck] = verdicts;
    let why = |v: Verdict, fail: &'static str| match v {
        Verdict::Pass => vec![],
        Verdict::Fail => vec![fail],
        Verdict::Undecided => vec!["未提供发文稿纸"],
    };
    PacketReport {
        path: path.into(),
        stage: Stage::Print,
        main: Some("正文.docx".into()),
        form: None,
        attachments: vec!["附件1.xlsx".into()],
        finished: None,
        unreadable: vec![],
        left_out: vec![],
        excluded: vec![],
        unasked_by: None,
        findings,
        hidden: Hidden::default(),
        not_checked: vec![(rule("GBT9704-5.2.1-a"), Skip::NoLayout), (rule("FORM-node-a"), Skip::NoForm)],
        passed: 41,
        rate: Rate::default(),
        gates: vec![
            gate("signing", "审核签发手续", signing, &["FORM-node-b"], &why(signing, "核稿缺日期")),
            gate("enclosures", "正件附件", enclosures, &["ATT-dir-b"], &why(enclosures, "附件2未找到")),
            gate("recheck", "复核手续", recheck, &["FORM-recheck-a"], &why(recheck, "复核缺签名")),
        ],
        maxims: if conclusion == Conclusion::Printable { vec![maxim()] } else { vec![] },
        conclusion,
        papers: None,
    }
}

fn maxim() -> MaximVerdict {
    let item = |text: &'static str, verdict, because: &[&str]| ItemVerdict {
        text: text.into(),
        verdict,
        because: because.iter().map(|b| (*b).to_owned()).collect(),
        proof: if verdict == Tick::Pass {
            vec!["成品.pdf（4页1830字）与正文.docx逐字比对".into()]
        } else {
            vec![]
        },
    };
    MaximVerdict {
        id: "release".into(),
        title: "核发检查".into(),
        source: "条例第二十五条（四）".into(),
        items: vec![
            item("手续齐全", Tick::Pass, &[]),
            item("格式正确", Tick::Fail, &["GBT9704-7.2.5-b"]),
            item("印刷清晰", Tick::Manual, &[]),
        ],
    }
}

/// What a format that shows papers is given of them: `words` stands wherever somebody else has written something.
fn papers(words: &str) -> Papers {
    let line = |start, text: &str, look| Line { start, text: text.to_owned(), look };
    let cell = |start, text: &str| Cell { rows: 1, columns: 2, lines: vec![line(start, text, Look::Body)] };
    let step = |label: &'static str, name: Option<&str>, signed| Step {
        role: "check".into(),
        label: label.into(),
        name: name.map(str::to_owned),
        date: name.map(|_| "2026年3月2日".into()),
        opinion: name.map(|_| words.to_owned()),
        state: (signed != Signed::Done).then(|| "空着".into()),
        signed,
    };
    let main = vec![
        Block::Line(line(0, "某政发〔2026〕第1号", Look::Middle)),
        Block::Line(line(28, &format!("关于{words}的通知"), Look::Title)),
        Block::Gap(3),
    ];
    let form = vec![Block::Table(vec![vec![cell(0, "标题"), cell(7, words)]])];
    Papers {
        title: Some(format!("关于{words}的通知")),
        number: Some("某政发〔2026〕第1号".into()),
        unit: Some(words.to_owned()),
        facts: vec![("密级和保密期限".into(), words.to_owned()), ("份数".into(), "30".into())],
        chain: vec![step("核稿", Some(words), Signed::Done), step("签发", None, Signed::Open)],
        texts: vec![
            Paper { file: 0, name: format!("{words}.docx"), role: "正件".into(), blocks: main },
            Paper { file: 1, name: "发文稿纸.docx".into(), role: "发文稿纸".into(), blocks: form },
        ],
    }
}

fn sample() -> Report {
    let line = format!("{}第{}", "各单位要认真落实，".repeat(40), "确保按时完成。".repeat(40));
    let at = line.find('第').unwrap();
    let column = line[..at].chars().count() + 1;
    let short = "某政发〔2026〕第1号";
    let in_short = short.find('第').unwrap();
    let findings = vec![
        finding(
            "GBT9704-7.2.5-b",
            Severity::Error,
            Some(Snippet { text: short.to_owned(), mark: in_short..in_short + 3 }),
            10,
        ),
        finding(
            "GBT9704-7.2.5-h",
            Severity::Warning,
            Some(Snippet { text: line.to_owned(), mark: at..at + 3 }),
            column,
        ),
        finding("ATT-list-d", Severity::Info, None, 1),
    ];
    use Verdict::{Fail, Pass, Undecided};
    let unreadable = UnreadableFile {
        path: "发文/2026-013/密.docx".into(),
        reason: "encrypted",
        message: "文件设有打开密码，请去掉密码后再检查".into(),
    };
    let warning = || finding("GBT9704-7.2.5-h", Severity::Warning, None, 1);
    let mut settled = packet("发文/2026-012", [Pass, Pass, Pass], Conclusion::Printable, vec![warning()]);
    let confirmed =
        Confirmed { by: "周宁".into(), date: Date::new(2026, 3, 6).unwrap(), note: Some("已核对原件".into()) };
    settled.gates[0] = GateVerdict {
        confirmed: Some(confirmed),
        ..gate("signing", "审核签发手续", Pass, &["FORM-node-b"], &["签名是图片，机器无法辨认"])
    };
    let mut open = packet("发文/2026-013", [Undecided, Pass, Undecided], Conclusion::Undecided, vec![]);
    open.unreadable = vec![unreadable.clone()];
    open.left_out = vec!["草稿.txt".into()];
    open.gates[0].expired = Some("周宁2026年3月6日的核对已失效：发文稿纸.docx 改过".into());
    (open.gates[2].off, open.gates[2].lowered) = (vec!["FORM-order-c".into()], vec!["TL-25.2-a".into()]);
    open.gates[2].set_by = vec!["--ignore".into(), "发文/sanbu.toml（在送检的文件夹里）".into()];
    let errors = vec![finding("ATT-list-d", Severity::Error, None, 1), warning()];
    let mut bad = packet("发文/2026-011", [Fail, Fail, Pass], Conclusion::NotPrintable, findings);
    bad.findings[0].span = Some(Span { file: 0, range: 20..23 });
    bad.papers = Some(Box::new(papers("防汛")));
    let draft = PacketReport {
        stage: Stage::Draft,
        gates: vec![],
        ..packet("发文/2026 014", [Pass; 3], Conclusion::NotAsked, errors)
    };
    Report {
        digest: "sha256:00".into(),
        packs: vec!["gbt9704".into()],
        packets: vec![bad, settled, open, draft],
        collection: vec![finding("REG-out-a", Severity::Warning, None, 1)],
        unreadable: vec![unreadable],
        skipped: Skipped { files: 2, first: vec!["发文/~$正文.docx".into(), "发文/.DS_Store".into()] },
        excluded: Excluded { files: 0, folders: 4, first: vec!["发文/草稿".into()] },
        interrupted: false,
        config: vec![ConfigFile { path: "发文/sanbu.toml".into(), inside: true, early: None }],
        ..Report::default()
    }
}

fn bytes(format: Format, report: &Report) -> Vec<u8> {
    let mut bytes = Vec::new();
    render::write(format, report, &Options::default(), &mut bytes).unwrap();
    bytes
}

fn written(format: Format, options: &Options) -> String {
    let mut bytes = Vec::new();
    render::write(format, &sample(), options, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn rendered(format: Format) -> String {
    written(format, &Options::default())
}

/// A page without its style, its script and their digests: whoever changes those looks at the page.
fn bare(text: &str) -> String {
    let without = |text: String, begin: &str, end: &str| match text.split_once(begin) {
        Some((before, rest)) => {
            let behind = rest.split_once(end).unwrap().1;
            format!("{before}{begin}{end}{behind}")
        }
        None => text,
    };
    let text = without(text.to_owned(), "<style>", "</style>");
    let text = without(text, "<script>", "</script>");
    without(text, "style-src ", "; base-uri")
}

fn is_as_written_down(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("{} is missing: run with UPDATE_GOLDEN=1, then read it", path.display()));
    assert!(expected == actual, "{} differs:\n{actual}", path.display());
}

#[test]
fn every_format_is_as_written_down() {
    for format in Format::ALL.into_iter().filter(|format| !format.is_binary()) {
        let actual = bare(&rendered(format)).replace(env!("CARGO_PKG_VERSION"), "VERSION");
        is_as_written_down(&format!("report.{}", format.name()), &actual);
    }
}

#[test]
fn the_report_is_said_in_other_languages() {
    for lang in [Lang::Hant, Lang::En] {
        let options = Options { lang, verbose: true, statistics: true, ..Options::default() };
        is_as_written_down(&format!("report.{}.pretty", lang.id()), &written(Format::Pretty, &options));
        for format in Format::ALL {
            let mut bytes = Vec::new();
            render::write(format, &sample(), &Options { lang, ..Options::default() }, &mut bytes).unwrap();
            let known: Vec<Format> =
                Format::ALL.into_iter().filter(|other| render::wrote(*other, &bytes, &bytes)).collect();
            assert_eq!(known, [format], "{lang:?}");
        }
    }
}

#[test]
fn carets_stand_under_the_word() {
    let text = rendered(Format::Pretty);
    let lines: Vec<&str> = text.lines().collect();
    let columns =
        |t: &str| t.chars().map(|c| if c.is_ascii() || matches!(c, '│' | '…') { 1 } else { 2 }).sum::<usize>();
    let pairs: Vec<_> = lines.windows(2).filter(|p| p[1].contains('^')).collect();
    assert_eq!(pairs.len(), 2);
    for pair in pairs {
        let (word, caret) = (pair[0].find('第').unwrap(), pair[1].find('^').unwrap());
        assert_eq!(columns(&pair[0][..word]), columns(&pair[1][..caret]), "{}\n{}", pair[0], pair[1]);
        assert!(columns(pair[0]) < 100, "one endless line");
    }
}

#[test]
fn colour_quiet_and_verbose() {
    assert!(written(Format::Pretty, &Options { color: true, ..Options::default() }).contains('\u{1b}'));
    let quiet = written(Format::Pretty, &Options { quiet: true, ..Options::default() });
    let first = "✗ 发文/2026-011  不得印制（审核签发手续不齐全：核稿缺日期；正件附件不齐全：附件2未找到）\n";
    assert!(quiet.starts_with(first) && !quiet.contains("GBT9704"), "{quiet}");
    assert!(quiet.contains("\n不得印制 1 件\n"), "the list at the end is a conclusion: {quiet}");
    let counts = "通过 41 · 错误 1 · 警告 1 · 提示 1 · 未检查 2（纯文本没有版式 1、未提供发文稿纸 1）";
    let verbose = written(Format::Pretty, &Options { verbose: true, ..Options::default() });
    assert!(verbose.contains(counts) && !rendered(Format::Pretty).contains("未检查"), "{verbose}");
}

#[test]
fn what_is_not_listed_counts_all_the_same() {
    let options = Options { show: Severity::Error, statistics: true, ..Options::default() };
    let text = written(Format::Pretty, &options);
    assert!(!text.contains("  警告  发文字号") && text.contains("警告 4，提示 1"), "{text}");
    assert!(
        text.contains("     4  警告  发文顺序号前不加“第”字（GBT9704-7.2.5-h）") || text.contains("警告  发文"),
        "{text}"
    );
    let json: serde_json::Value = serde_json::from_str(&written(Format::Json, &options)).unwrap();
    assert_eq!(json["packets"][0]["findings"].as_array().unwrap().len(), 1);
    assert_eq!((&json["summary"]["warnings"], &json["summary"]["not_listed"]), (&4.into(), &5.into()));
    assert_eq!(json["statistics"][0]["severity"], "warning");
    assert!(written(Format::Short, &options).contains("错误[ATT-list-d]"));
}

/// What the lines of a terminal hold is what is there without one.
#[test]
fn no_line_is_wider_than_the_terminal() {
    let columns =
        |t: &str| t.chars().map(|c| if c.is_ascii() || "│…→✓✗☑☒☐·“”".contains(c) { 1 } else { 2 }).sum::<usize>();
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    for width in [60, 80, 120] {
        let text = written(Format::Pretty, &Options { width: Some(width), ..Options::default() });
        assert_eq!(bare(&text), bare(&rendered(Format::Pretty)));
        let long: Vec<&str> = text.lines().filter(|line| columns(line) > width.max(78)).collect();
        assert!(long.is_empty(), "{width}: {long:#?}");
    }
}

/// A rule that finds the same in many places is told once.
#[test]
fn one_cause_is_told_once() {
    let place = |n: usize| At {
        line: n,
        place: format!("二、（一）下第{n}段").into(),
        ..finding("A", Severity::Info, None, 1).related[0].at.clone()
    };
    let same = |n: usize| Finding {
        at: Some(place(n)),
        file: Some("正文.docx".into()),
        related: vec![],
        snippet: Some(Snippet { text: format!("甲乙丙{n}，丁"), mark: 9..10 }),
        ..finding("GBT15834-x", Severity::Warning, None, 1)
    };
    let report = Report {
        packets: vec![packet("件", [Verdict::Pass; 3], Conclusion::Printable, (1..=12).map(same).collect())],
        ..Report::default()
    };
    let mut bytes = Vec::new();
    render::write(Format::Pretty, &report, &Options::default(), &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.matches("  警告  ").count(), 1, "{text}");
    assert!(text.contains("同样的还有11处：二、（一）下第2段“甲乙丙2，丁”、"), "{text}");
}

/// Many findings of a rule are one entry also where each says something else.
#[test]
fn a_rule_with_many_findings_is_one_entry() {
    let many = |n: usize| -> String {
        let one = |n: usize| Finding {
            message: format!("附件{n}没有找到").into(),
            brief: format!("附件{n}未找到").into(),
            help: format!("补上附件{n}").into(),
            ..finding("ATT-dir-b", Severity::Error, None, 1)
        };
        let findings = (1..=n).map(one).collect();
        let report = Report {
            packets: vec![packet(
                "件",
                [Verdict::Pass, Verdict::Fail, Verdict::Pass],
                Conclusion::NotPrintable,
                findings,
            )],
            ..Report::default()
        };
        String::from_utf8(bytes(Format::Pretty, &report)).unwrap()
    };
    assert_eq!(many(3).matches("  错误  ").count(), 3, "{}", many(3));
    assert_eq!(many(40).matches("  错误  ").count(), 1, "{}", many(40));
    assert!(
        many(40).contains("同样的还有39处：附件2未找到、附件3未找到、附件4未找到、附件5未找到等\n"),
        "{}",
        many(40)
    );
}

/// What somebody has to do stands above what may be printed, and the end of a screen names some of every conclusion.
#[test]
fn the_end_of_a_screen_names_some_of_every_conclusion() {
    use Verdict::{Fail, Pass, Undecided};
    let bad = |n: usize| {
        let mut bad = packet(&format!("坏{n}"), [Fail, Pass, Pass], Conclusion::NotPrintable, vec![]);
        bad.gates[0].reasons = vec![format!("核稿缺日期{n}").into()];
        bad
    };
    let open = |n: usize| packet(&format!("未定{n}"), [Undecided, Pass, Pass], Conclusion::Undecided, vec![]);
    let wrong = || packet("有错", [Pass; 3], Conclusion::Printable, vec![finding("A", Severity::Error, None, 1)]);
    let good = |n: usize| packet(&format!("好{n}"), [Pass; 3], Conclusion::Printable, vec![]);
    let packets = (0..30).map(good).chain((0..30).map(bad)).chain((0..5).map(open)).chain([wrong()]).collect();
    let report = Report { packets, ..Report::default() };
    let text = |width| {
        let mut bytes = Vec::new();
        render::write(Format::Pretty, &report, &Options { width, ..Options::default() }, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let screen = text(Some(80));
    let end = screen.rsplit_once("不得印制 30 件\n").unwrap().1;
    assert!(end.lines().count() <= 25, "{end}");
    for line in ["  ✗ 还有 ", "无法判定 5 件\n  ? 未定0、未定1、未定2等5件：", "手续齐全、还有错误 1 件\n  ! 有错："]
    {
        assert!(end.contains(line), "{line} in {end}");
    }
    assert!(end.contains("可以印制 31（其中有错误 1），不得印制 30，无法判定 5"), "{end}");
    assert!(screen.find("✗ 坏29").unwrap() < screen.find("✓ 好0").unwrap(), "{screen}");
    let file = text(None);
    let end = file.rsplit_once("不得印制 30 件\n").unwrap().1;
    assert!(end.contains("  ✗ 坏29：") && end.contains("? 未定0、未定1、未定2、未定3、未定4："), "{end}");
}

/// Advice is no error, and it is not nothing.
#[test]
fn a_draft_with_advice_says_so() {
    let advice = vec![finding("A", Severity::Info, None, 1), finding("B", Severity::Info, None, 1)];
    let draft = PacketReport {
        stage: Stage::Draft,
        gates: vec![],
        maxims: vec![],
        ..packet("正文.docx", [Verdict::Pass; 3], Conclusion::NotAsked, advice)
    };
    let report = Report { packets: vec![draft], ..Report::default() };
    for format in [Format::Pretty, Format::Short, Format::Html, Format::Csv, Format::Junit] {
        let text = String::from_utf8(bytes(format, &report)).unwrap();
        assert!(
            text.contains("起草检查：没有错误和警告，提示2") && !text.contains("没有发现问题"),
            "{format:?} {text}"
        );
    }
}

/// A clean packet alone has nothing more to say than its line.
#[test]
fn a_clean_draft_is_one_line() {
    let draft = PacketReport {
        stage: Stage::Draft,
        gates: vec![],
        maxims: vec![],
        ..packet("正文.docx", [Verdict::Pass; 3], Conclusion::NotAsked, vec![])
    };
    let report = Report { packets: vec![draft], ..Report::default() };
    let mut bytes = Vec::new();
    render::write(Format::Pretty, &report, &Options::default(), &mut bytes).unwrap();
    assert_eq!(String::from_utf8(bytes.clone()).unwrap(), "✓ 正文.docx  起草检查：没有发现问题\n");
    assert!(render::wrote(Format::Pretty, &bytes, &bytes));
}

/// Cells of the list, row by row.
fn table(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_list_has_every_packet_and_everything_found() {
    let report = sample();
    let rows = table(&bytes(Format::Csv, &report));
    let of_level = |level: &str| rows.iter().filter(|row| row[2] == level).count();
    let counts = ["结论", "错误", "警告", "提示", "无法读取"].map(of_level);
    assert_eq!(counts, [4, 2, 4, 1, 1]);
    assert!(rows.iter().any(|row| row[0] == "各份公文之间" && row[12] == "REG-out-a"));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes(Format::Xlsx, &report))).unwrap();
    let sheet = book.worksheet_range("问题清单").unwrap();
    let cells: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(cells, rows, "the workbook says what the table says");
}

#[test]
fn a_list_longer_than_a_cell_is_cut_and_not_refused() {
    let mut report = sample();
    report.packets[0].findings[0].excerpt = "\u{202e}=".repeat(9_000);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes(Format::Xlsx, &report))).unwrap();
    let sheet = book.worksheet_range("问题清单").unwrap();
    assert!(sheet.used_cells().any(|(_, _, cell)| cell.to_string().ends_with('…')));
}

#[test]
fn sarif_names_its_rules_and_keeps_its_fingerprints() {
    let read = |report: &Report| serde_json::from_slice::<Value>(&bytes(Format::Sarif, report)).unwrap();
    let (mut report, sarif) = (sample(), read(&sample()));
    let run = &sarif["runs"][0];
    let rules: Vec<&str> =
        list(&run["tool"]["driver"]["rules"]).iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    let results = list(&run["results"]);
    assert!(results.iter().all(|result| rules.contains(&result["ruleId"].as_str().unwrap())), "{rules:?}");
    // Six of packets, two conclusions, one of several documents, one file that could not be read.
    assert_eq!((results.len(), rules.len()), (10, 6));
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let prints = |sarif: &Value| {
        let results = list(&sarif["runs"][0]["results"]).clone();
        results
            .iter()
            .filter_map(|r| Some(r["partialFingerprints"].as_object()?["sanbu/v1"].to_string()))
            .collect::<Vec<_>>()
    };
    let before = prints(&sarif);
    let mut each = before.clone();
    each.sort();
    each.dedup();
    assert_eq!((before.len(), each.len()), (10, 10), "each has its own");
    let findings = report.packets.iter_mut().flat_map(|packet| &mut packet.findings);
    findings
        .filter_map(|finding| finding.at.as_mut())
        .for_each(|at| (at.line, at.end_line) = (at.line + 9, at.end_line + 9));
    assert_eq!(prints(&read(&report)), before, "a moved line is the same finding");
    // What is written instead is told where that is the file itself.
    assert!(!results.iter().any(|result| result.get("fixes").is_some()), "a .docx is no text");
    report.packets[0].findings[0].file = Some("正文.txt".into());
    let sarif = read(&report);
    let replaced = &sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(
        (&replaced["insertedContent"]["text"], &replaced["deletedRegion"]["startColumn"]),
        (&"".into(), &10.into())
    );
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

#[test]
fn junit_counts_what_it_holds() {
    let xml = rendered(Format::Junit);
    let mut reader = quick_xml::Reader::from_str(&xml);
    let (mut open, mut counted) = (Vec::new(), [0; 4]);
    let mut suites = Vec::new();
    loop {
        let tag = match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::End(_) => {
                if open.pop() == Some("testsuite".to_owned()) {
                    suites.push(std::mem::take(&mut counted));
                }
                continue;
            }
            Event::Start(tag) => {
                open.push(String::from_utf8(tag.name().as_ref().to_vec()).unwrap());
                tag
            }
            Event::Empty(tag) => tag,
            _ => continue,
        };
        let kinds = ["testcase", "failure", "error", "skipped"];
        if let Some(kind) = kinds.iter().position(|kind| tag.name().as_ref() == kind.as_bytes()) {
            counted[kind] += 1;
        }
    }
    let told = |suite: &str, counts: &[usize; 4]| {
        let [tests, failures, errors, skipped] = counts;
        format!(
            "<testsuite name=\"{suite}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">"
        )
    };
    let names = ["发文/2026-011", "发文/2026-012", "发文/2026-013", "发文/2026 014", "各份公文之间", "无法读取"];
    assert_eq!(suites.len(), names.len());
    assert!(names.iter().zip(&suites).all(|(name, counts)| xml.contains(&told(name, counts))), "{suites:?}{xml}");
    let all = |n: usize| suites.iter().map(|counts| counts[n]).sum::<usize>();
    let head = format!("tests=\"{}\" failures=\"{}\" errors=\"{}\">", all(0), all(1), all(2));
    assert!(xml.contains(&format!("<testsuites name=\"sanbu\" {head}")), "{head}");
}

/// A workflow command as the runner reads it: its word, its properties, its message.
fn command(line: &str) -> (String, BTreeMap<String, String>, String) {
    let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (word, rest) = head.split_once(' ').unwrap();
    let plain = |text: &str| {
        let pairs = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
        pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let pair = |pair: &str| pair.split_once('=').map(|(key, value)| (key.to_owned(), plain(value))).unwrap();
    (word.to_owned(), rest.split(',').map(pair).collect(), plain(message))
}

#[test]
fn github_lines_read_back_as_what_was_found() {
    let mut report = sample();
    report.packets[0].path = "发文, 100%: 11".into();
    report.packets[0].findings[0].message = "甲%0A::error::x,y: z\n::stop-commands::t".into();
    let text = String::from_utf8(bytes(Format::Github, &report)).unwrap();
    let commands: Vec<_> = text.lines().map(command).collect();
    let (word, properties, message) = &commands[0];
    let of = |key: &str| properties[key].as_str();
    assert_eq!((word.as_str(), of("file"), of("line"), of("col")), ("error", "发文, 100%: 11/正文.docx", "4", "10"));
    assert_eq!(of("title"), "发文顺序号前不加“第”字（GBT9704-7.2.5-b）");
    assert!(message.starts_with("甲%0A::error::x,y: z\\u{a}::stop-commands::t\n建议：删去“第”字\n依据："), "{message}");
    let words = |word: &str| commands.iter().filter(|command| command.0 == word).count();
    // Two errors, what may not be printed, what could not be read; four warnings, what cannot be decided; a hint, what
    // was left out, the run.
    assert_eq!((words("error"), words("warning"), words("notice")), (4, 5, 3));
    assert_eq!(commands.last().unwrap().1["title"], "sanbu");
}

#[test]
fn every_report_is_known_as_one_of_its_format_and_no_other() {
    for format in Format::ALL {
        for report in [sample(), Report::default()] {
            let whole = bytes(format, &report);
            if whole.is_empty() {
                continue;
            }
            let known: Vec<Format> =
                Format::ALL.into_iter().filter(|other| render::wrote(*other, &whole, &whole)).collect();
            assert_eq!(known, [format]);
            assert!(render::is_report(&whole));
            assert!(!render::is_report(&whole[..whole.len() / 2 - 1]) || format.streams(), "{}: torn", format.name());
        }
    }
}

/// The elements of a page, in order, by their names and those of their attributes.
fn tags(page: &str) -> Vec<String> {
    let tag = regex::Regex::new("<(/?[a-z0-9!-]+)((?:[^>\"]|\"[^\"]*\")*)>").unwrap();
    let name = regex::Regex::new("([a-z-]+)(?:=\"[^\"]*\")?").unwrap();
    let names = |rest: &str| name.captures_iter(rest).map(|n| n[1].to_owned()).collect::<Vec<_>>().join(" ");
    tag.captures_iter(page).map(|tag| format!("{} {}", &tag[1], names(&tag[2]))).collect()
}

#[test]
fn markup_in_any_field_stays_text() {
    /// Every text of the report that somebody else has written becomes this one.
    fn spoilt(words: &str) -> Report {
        let own = || words.to_owned();
        let mut report = sample();
        let spoil = |finding: &mut Finding| {
            finding.rule = Arc::new(RuleInfo { id: own(), title: own().into(), title_en: own(), source: own() });
            finding.message = own().into();
            finding.brief = own().into();
            finding.help = own().into();
            finding.excerpt = own();
            finding.file = finding.file.as_ref().map(|_| own());
            finding.snippet = finding.snippet.as_ref().map(|_| Snippet { text: own(), mark: 0..words.len() });
            finding.related.iter_mut().for_each(|other| (other.file, other.excerpt) = (own(), own()));
            finding
                .at
                .iter_mut()
                .chain(finding.related.iter_mut().map(|o| &mut o.at))
                .for_each(|at| at.place = own().into());
        };
        for packet in &mut report.packets {
            packet.path = own();
            packet.main = Some(own());
            packet.attachments = vec![own()];
            packet.left_out = vec![own()];
            packet.unreadable.iter_mut().for_each(|file| (file.path, file.message) = (own(), own().into()));
            packet.findings.iter_mut().for_each(spoil);
            packet.papers = packet.papers.as_ref().map(|_| Box::new(papers(words)));
            for gate in &mut packet.gates {
                (gate.title, gate.id) = (own().into(), own());
                (gate.because, gate.reasons, gate.evidence) = (vec![own()], vec![own().into()], vec![own().into()]);
                (gate.off, gate.lowered, gate.set_by) = (vec![own()], vec![own()], vec![own().into()]);
                gate.expired = Some(own().into());
                gate.confirmed.iter_mut().for_each(|c| (c.by, c.note) = (own(), Some(own())));
            }
            for maxim in &mut packet.maxims {
                (maxim.title, maxim.source) = (own().into(), own());
                maxim.items.iter_mut().for_each(|item| item.text = own().into());
            }
        }
        report.collection.iter_mut().for_each(spoil);
        report.unreadable.iter_mut().for_each(|file| (file.path, file.message) = (own(), own().into()));
        report.config.iter_mut().for_each(|file| file.path = own());
        report.digest = own();
        report
    }
    let page = |words: &str| {
        let mut bytes = Vec::new();
        render::write(Format::Html, &spoilt(words), &Options::default(), &mut bytes).unwrap();
        bare(&String::from_utf8(bytes).unwrap())
    };
    // As long as the harmless one, so that the same pieces are shown.
    let bad = "</p><script>alert('x')</script>\" onload=\"x'&";
    let (harmless, bad) = (page(&"防".repeat(bad.chars().count())), page(bad));
    assert_eq!(tags(&harmless), tags(&bad));
    assert!(bad.contains("&lt;script&gt;alert(&#39;x&#39;)") && bad.matches("<script").count() == 1);
}

#[test]
fn a_page_asks_for_nothing_and_its_places_lead_somewhere() {
    let page = rendered(Format::Html);
    assert!(page.contains("default-src &#39;none&#39;") && !page.contains("unsafe"));
    for outside in ["http:", "https:", "src=", "url(", "@import", "<link", "<iframe", " style="] {
        assert!(!page.contains(outside), "{outside}");
    }
    let ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "an id stands twice");
    for to in page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(ids.contains(&to), "#{to}");
    }
}

#[test]
fn the_head_of_a_page_says_no_more_than_what_holds() {
    let head = |report: &Report| {
        let mut bytes = Vec::new();
        render::write(Format::Html, report, &Options::default(), &mut bytes).unwrap();
        let page = String::from_utf8(bytes).unwrap();
        let line = page.lines().find(|line| line.contains("id=\"conclusion\"")).unwrap();
        line.split(['"', '>', '<']).filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    use Verdict::Pass;
    let good = || packet("发文/1", [Pass; 3], Conclusion::Printable, vec![]);
    let draft = || PacketReport {
        stage: Stage::Draft,
        gates: vec![],
        ..packet("发文/2", [Pass; 3], Conclusion::NotAsked, vec![])
    };
    let unread = UnreadableFile { path: "坏.docx".into(), reason: "corrupt", message: "打不开".into() };
    let of = |packets: Vec<PacketReport>| Report { packets, ..Report::default() };
    let told = |report: &Report| {
        let head = head(report);
        (head.contains(&"headline good".to_owned()), head[head.len() - 2].clone())
    };
    assert_eq!(told(&of(vec![good()])), (true, "印制结论：可以印制".into()));
    assert_eq!(told(&of(vec![good(), good()])), (true, "共2件：都可以印制".into()));
    assert_eq!(told(&of(vec![good(), draft()])), (true, "共2件：1件没有错误和警告，1件可以印制".into()));
    let torn = Report { unreadable: vec![unread.clone()], ..of(vec![good()]) };
    assert_eq!(told(&torn), (false, "共1件：1个文件无法检查".into()));
    let stopped = Report { interrupted: true, ..of(vec![good()]) };
    assert_eq!(told(&stopped), (false, "共1件：1件可以印制".into()));
    let mut half = draft();
    half.unreadable = vec![unread];
    assert_eq!(told(&of(vec![half, draft()])), (false, "共2件：1件没有读全".into()));
    assert_eq!(told(&of(vec![])), (false, "没有要检查的公文".into()));
}

/// A report with so many packets, as it is written to a file: the pages beside it, and the file.
fn book(packets: usize) -> (Vec<Page>, String) {
    let (sample, options) = (sample(), Options::default());
    let (mut pages, mut out) = (Vec::new(), Vec::new());
    let mut put = |page| -> std::io::Result<()> {
        pages.push(page);
        Ok(())
    };
    let mut book = Book::new((Stage::Print, "sha256:00"), &options, "报告.html".as_bytes(), "报告_files".as_bytes());
    for at in 0..packets {
        let path = format!("发文/{at}");
        book.take(PacketReport { path, ..sample.packets[at % sample.packets.len()].clone() }, &mut put).unwrap();
    }
    book.close(&Report { packets: vec![], ..sample }, &mut put, &mut out).unwrap();
    (pages, String::from_utf8(out).unwrap())
}

#[test]
fn as_many_packets_as_one_page_takes_stand_on_one() {
    let sample = sample();
    let packets = (0..1000).map(|at| PacketReport { path: format!("发文/{at}"), ..sample.packets[at % 4].clone() });
    let report = Report { packets: packets.collect(), ..sample.clone() };
    let (pages, page) = book(1000);
    assert!(pages.is_empty() && page == String::from_utf8(bytes(Format::Html, &report)).unwrap());
}

#[test]
fn more_packets_stand_on_pages_that_their_index_leads_to() {
    let (pages, index) = book(1234);
    assert_eq!(pages.len(), 13);
    let head = index.lines().find(|line| line.contains("id=\"conclusion\"")).unwrap();
    assert!(head.contains("共1234件：309件不得印制，308件无法判定，308件有错误"), "{head}");
    assert_eq!(index.matches("<article").count(), 1234);
    assert!(index.len() < 1 << 20, "{} bytes", index.len());
    let lead: Vec<(&str, &str)> = index
        .split("href=\"%E6%8A%A5%E5%91%8A_files/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next()?.split_once('#'))
        .collect();
    assert_eq!(lead.len(), 1234);
    for page in &pages {
        let text = std::str::from_utf8(&page.bytes).unwrap();
        assert!(is_page_name(&page.name) && text.contains("href=\"../%E6%8A%A5%E5%91%8A.html\">返回总览"));
        assert!(is_page_of(&page.bytes, &page.bytes, "报告.html".as_bytes()));
        assert!(!is_page_of(&page.bytes, &page.bytes, "别的.html".as_bytes()));
        assert!(render::wrote(Format::Html, &page.bytes, &page.bytes) && render::is_report(&page.bytes));
        let own = lead.iter().filter(|(name, _)| *name == page.name);
        assert!(own.clone().all(|(_, at)| text.contains(&format!(" id=\"{at}\""))));
        assert_eq!(own.count(), text.matches("<article").count());
        assert_eq!(text.matches("class=\"page").count(), text.matches("<article").count(), "check sheets");
    }
    let mut names: Vec<&str> = pages.iter().map(|page| page.name.as_str()).collect();
    names.dedup();
    assert_eq!(names.len(), 13);
    // What is on a page is what its name says.
    assert!(book(1234).0.iter().zip(&pages).all(|(a, b)| a.name == b.name && a.bytes == b.bytes));
}
