//! Time is linear: of each kind of text, check and field twice as much takes at most 2.4 times the work.
//!
//! Work is counted in steps, which the library notes in debug builds only: bytes that its central loops go over (folding,
//! searching, counting columns) and looks at something in a list. The clock of a busy machine says nothing.

#![cfg(debug_assertions)]
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::fmt::Write;

use sanbu::check::Batch;
use sanbu::config::{Config, Known, path_glob};
use sanbu::finding::Stage;
use sanbu::fold::han;
use sanbu::lang::Lang;
use sanbu::record::Record;
use sanbu::render::Problems;
use sanbu::rule::{RuleFile, RuleSet, builtin_files};
use sanbu::run::{self, Options};
use sanbu::text::Text;
use sanbu::{inspect, log, packet, register, render, steps};

mod support;

use support::ooxml::Docx;

thread_local! {
    static RULES: RuleSet = RuleSet::builtin().unwrap();
}

/// Work for twice as much, at most.
const MOST: f64 = 2.4;
/// Bytes, more or less, of the smaller input: more than the length from which on a document is called long, so that both
/// inputs are told so.
const SIZE: usize = 20_000;

const HEAD: &str =
    "青禾县人民政府文件\n\n青政发〔2026〕12号\n\n青禾县人民政府关于做好防汛工作的通知\n\n各乡镇人民政府：\n\n";
const LIST: &str = "　　附件：值班表\n\n";
const END: &str = "　　　　　　　　青禾县人民政府\n　　　　　　　　2026年3月5日\n\n抄送：县委办公室。\n青禾县人民政府办公室　　2026年3月6日印发\n";
const FORM: &str = "发文稿纸\n发文字号：青政发〔2026〕12号\n标题：青禾县人民政府关于做好防汛工作的通知\n拟稿人：张某 2026年3月1日\n核稿：李某 同意 2026年3月2日\n签发：王某 同意 2026年3月3日\n";

/// What is handed in: names and bytes.
type Files = Vec<(String, Vec<u8>)>;

fn steps_of(work: impl FnOnce()) -> u64 {
    let before = steps::taken().unwrap();
    work();
    steps::taken().unwrap() - before
}

/// Reads, recognises, checks and shows a folder.
fn check(files: &Files) {
    RULES.with(|rules| {
        let files = files.iter().map(|(name, bytes)| packet::load(name, bytes, &rules.terms)).collect();
        for packet in packet::group("件", files, &rules.terms) {
            for file in &packet.files {
                let _ = inspect::json(&file.name, file, &rules.terms, Lang::Hans);
            }
            let report = run::check(&packet, rules, &Options { stage: Stage::Print, ..Options::default() });
            let report = sanbu::finding::Report { packets: vec![report], ..Default::default() };
            let options = render::Options::default();
            render::write(render::Format::Json, &report, &options, &mut std::io::sink()).unwrap();
        }
    });
}

/// Inputs whose time grew faster than their size, and how much faster.
fn too_fast<T>(name: &str, make: impl Fn(usize) -> T, work: impl Fn(&T)) -> Option<String> {
    let of = |size: usize| {
        let input = make(size);
        steps_of(|| work(&input))
    };
    // What is made once, such as the compiled rules, is no part of it.
    of(SIZE / 8);
    let (one, two) = (of(SIZE), of(2 * SIZE));
    let times = two as f64 / one.max(1) as f64;
    (times > MOST).then(|| format!("{name}: {one} steps, {two} for twice as much: {times:.2} times"))
}

fn text(head: &str, body: &str, end: &str) -> Files {
    vec![("正文.txt".to_owned(), format!("{head}{body}{end}").into_bytes())]
}

/// A document whose body is this.
fn body(body: &str) -> Files {
    text(HEAD, &format!("{body}\n"), &format!("{LIST}{END}"))
}

fn form(lines: &str) -> Files {
    let mut files = body("　　请做好防汛工作。");
    files.push(("发文稿纸.txt".to_owned(), lines.as_bytes().to_vec()));
    files
}

/// A piece as often as it fits.
fn times(piece: &str, size: usize) -> String {
    piece.repeat(size / piece.len())
}

/// Pieces by their number, as many as fit.
fn each(size: usize, piece: impl Fn(usize) -> String) -> String {
    let mut all = String::new();
    for n in 1.. {
        if all.len() >= size {
            break;
        }
        all += &piece(n);
    }
    all
}

fn paragraphs(text: &str) -> String {
    text.lines().map(|line| format!("<w:p><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>")).collect()
}

fn docx(inner: &str, behind: &str) -> Files {
    let all = format!("{}{inner}{}{behind}", paragraphs(HEAD), paragraphs(&format!("{LIST}{END}")));
    vec![("正文.docx".to_owned(), Docx::new(&all).bytes())]
}

fn table(rows: impl Iterator<Item = Vec<String>>) -> String {
    let cell = |text: &String| format!("<w:tc>{}</w:tc>", paragraphs(text));
    let row = |cells: Vec<String>| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.map(row).collect::<String>())
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|c| (*c).to_owned()).collect()
}

#[test]
fn text_of_any_kind() {
    // What stands in the body, as often as it fits.
    const INLINE: [(&str, &str); 48] = [
        ("blanks", " "),
        ("wide blanks", "　"),
        ("tabs", "\t"),
        ("blanks and words", "防 汛 "),
        ("nothing visible", "\u{200b}"),
        ("blank lines", "\n"),
        ("lines of blanks", "　　\n"),
        ("lines", "　　请各单位做好防汛工作，落实责任。\n"),
        ("one long line", "请各单位做好防汛工作，落实责任"),
        ("sentences", "请各单位做好防汛工作，落实责任。"),
        ("firsts", "第一，加强；第二，落实；"),
        ("references", "见附件1、附件2和附件3。"),
        ("opening brackets", "（甲"),
        ("closing brackets", "甲）"),
        ("opening quotes", "“甲"),
        ("closing quotes", "甲”"),
        ("quotes", "“甲”"),
        ("opening titles", "《甲"),
        ("crossed marks", "（《）》"),
        ("open and another closing", "（”"),
        ("apostrophes", "’"),
        ("hyphens", "-"),
        ("citations", "《青禾县人民政府关于做好防汛工作的通知》（青政发〔2026〕3号）"),
        ("dates", "2026年3月5日，"),
        ("days that are none", "2026年13月35日，"),
        ("parts of dates", "3月5日、"),
        ("digits", "1234567890"),
        ("sums", "共计100万元，其中50万元、30万元、20万元；"),
        ("numbers", "青政发〔2026〕3号、"),
        ("commas", "甲，"),
        ("points", "甲、"),
        ("colons", "甲："),
        ("ellipses", "…"),
        ("full stops", "。"),
        ("holes", "×"),
        ("letters", "a"),
        ("words", "abc "),
        ("addresses", "http://a.b/c?d=e "),
        ("Latin between Han", "甲a乙《b》"),
        ("marks of another width", "甲,乙;"),
        ("wrong words", "安装帐户布署"),
        ("doubled words", "的的"),
        ("days named", "昨天"),
        ("weekdays", "星期1"),
        ("cc lines", "抄送：县委办公室。\n"),
        ("head lines", "份号：000001\n密级：机密\n紧急程度：特急\n签发人：王某\n"),
        ("notes", "　　（此件公开发布）\n"),
        ("labels", "　　签发：王某\n　　核稿：李某\n"),
    ];
    let slow: Vec<String> = INLINE
        .iter()
        .filter_map(|(name, piece)| {
            too_fast(name, |n| body(&format!("　　请做好{}防汛工作。", times(piece, n))), check)
        })
        .collect();
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn marks_in_marks() {
    let nested =
        |open: &str, close: &str, n: usize| body(&format!("　　{}{}", times(open, n / 2), times(close, n / 2)));
    let slow: Vec<String> = ["《》", "“”", "（）"]
        .iter()
        .filter_map(|pair| {
            let (open, close) = pair.split_at("《".len());
            too_fast(pair, |n| nested(open, close, n), check)
        })
        .collect();
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn elements_of_any_kind() {
    type Make = fn(usize) -> Files;
    const SHAPES: [(&str, Make); 40] = [
        ("headings", |n| body(&each(n, |i| format!("　　{}、加强领导\n", han(i as u32 % 99 + 1))))),
        ("levels", |n| {
            body(&each(n, |i| format!("　　（{}）加强\n　　1．落实\n　　（1）责任\n", han(i as u32 % 99 + 1))))
        }),
        ("ordinals in a line", |n| {
            body(&format!("　　{}", each(n, |i| format!("{}是加强领导；", han(i as u32 % 99 + 1)))))
        }),
        ("blanks in the title", |n| text(&HEAD.replace("关于做好", &format!("关于{}做好", " ".repeat(n))), LIST, END)),
        ("blanks in the number", |n| text(&HEAD.replace("〔2026〕", &format!("〔2026〕{}", " ".repeat(n))), LIST, END)),
        ("blanks in the recipients", |n| text(&HEAD.replace("各乡镇", &format!("各乡镇{}", " ".repeat(n))), LIST, END)),
        ("blanks in the date", |n| {
            text(HEAD, LIST, &END.replace("2026年3月5", &format!("2026年{}3月5", " ".repeat(n))))
        }),
        ("blanks in the imprint", |n| text(HEAD, LIST, &END.replace("抄送：", &format!("抄送：{}", " ".repeat(n))))),
        ("blanks in the list", |n| text(HEAD, &LIST.replace('：', &format!("：{}", " ".repeat(n))), END)),
        ("marks", |n| text(&(times("青禾县人民政府文件\n\n", n) + HEAD), LIST, END)),
        ("document numbers", |n| text(&(times("青政发〔2026〕12号\n", n) + HEAD), LIST, END)),
        ("numbers below the title", |n| {
            text(&HEAD.replace("通知\n", &format!("通知\n\n{}", times("青政发〔2026〕12号\n", n))), LIST, END)
        }),
        ("titles", |n| text(&HEAD.replace("通知\n", &times("通知\n青禾县人民政府关于防汛的通知\n", n)), LIST, END)),
        ("a long title", |n| text(&HEAD.replace("防汛", &times("防汛", n)), LIST, END)),
        ("forwarded texts", |n| {
            text(
                &HEAD.replace("关于做好防汛工作的通知", &format!("关于转发{}的通知", times("《甲办法》", n))),
                LIST,
                END,
            )
        }),
        ("forwarded in forwarded", |n| {
            text(&HEAD.replace("关于做好防汛工作的通知", &format!("{}的通知", times("关于转发《通知》", n))), LIST, END)
        }),
        ("recipients", |n| text(&HEAD.replace("各乡镇人民政府", &times("甲乡人民政府、", n)), LIST, END)),
        ("lines of recipients", |n| {
            text(&HEAD.replace("各乡镇人民政府：", &times("各乡镇人民政府：\n", n)), LIST, END)
        }),
        ("signers", |n| text(&HEAD.replace("12号", &format!("12号　　签发人：{}", times("王某　", n))), LIST, END)),
        ("lines of signers", |n| {
            text(&HEAD.replace("12号", &format!("12号　　签发人：王某\n{}", times("　　李某\n", n))), LIST, END)
        }),
        ("issuers", |n| text(HEAD, LIST, &(times("　　　　　　　　青禾县人民政府\n", n) + END))),
        ("closing dates", |n| text(HEAD, LIST, &(times("　　　　　　　　2026年3月5日\n", n) + END))),
        ("copies to", |n| text(HEAD, LIST, &END.replace("县委办公室", &times("县委办公室，", n)))),
        ("imprints", |n| text(HEAD, LIST, &(END.to_owned() + &times("青禾县人民政府办公室　　2026年3月6日印发\n", n)))),
        ("names", |n| body(&each(n, |i| format!("　　按照《第{i}项工作的办法》办理。\n")))),
        ("listed attachments", |n| {
            text(HEAD, &format!("　　附件：{}\n", each(n, |i| format!("{i}．值班表{i}\n　　　　　"))), END)
        }),
        ("attachment pages", |n| {
            let list = format!("　　附件：{}\n", each(n / 3, |i| format!("{i}．值班表{i}\n　　　　　")));
            text(HEAD, &list, &(END.to_owned() + &each(n, |i| format!("\n附件{i}\n\n值班表{i}\n\n张某值班。\n"))))
        }),
        ("fields", |n| form(&(FORM.to_owned() + &times("主送：各乡镇人民政府\n缓急程度：特急\n印数：60份\n", n)))),
        ("signatures", |n| {
            form(&(FORM.to_owned() + &times("核稿：李某 同意 2026年3月2日\n会签：赵某 同意 2026年3月2日\n", n)))
        }),
        ("one step signed again", |n| form(&(FORM.to_owned() + &times("签发：王某 同意 2026年3月3日\n", n)))),
        ("days of a step", |n| form(&(FORM.to_owned() + &times("签发：王某\n签发日期：2026年3月3日\n", n)))),
        ("refusals", |n| form(&(FORM.to_owned() + &times("签发：王某 不同意 2026年3月3日\n", n)))),
        ("steps one after the other", |n| {
            form(
                &(FORM.to_owned()
                    + &times("核稿：李某 同意 2026年3月4日\n", n / 2)
                    + &times("签发：王某 同意 2026年3月3日\n", n / 2)),
            )
        }),
        ("opinions", |n| form(&FORM.replace("王某 同意", &format!("王某 {}", times("同意。", n))))),
        ("blanks in a form", |n| form(&FORM.replace("王某 同意", &format!("王某{}同意", " ".repeat(n))))),
        ("unknown fields", |n| form(&(FORM.to_owned() + &each(n, |i| format!("栏目{i}：内容\n"))))),
        ("lines below a label", |n| form(&FORM.replace("签发：", &format!("签发：\n{}", times("请王某阅\n", n))))),
        ("numbers in a form", |n| form(&(FORM.to_owned() + &times("备注：3号\n", n)))),
        ("steps", |n| {
            form(&("流转记录\n环节\t处理人\t意见\t时间\n".to_owned() + &times("核稿\t李某\t同意\t2026年3月2日\n", n)))
        }),
        ("rounds", |n| {
            form(&(FORM.to_owned() + &times("核稿：李某 退回修改 2026年3月2日\n核稿：李某 同意 2026年3月2日\n", n)))
        }),
    ];
    let slow: Vec<String> = SHAPES.iter().filter_map(|(name, make)| too_fast(name, make, check)).collect();
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn files_of_word() {
    type Make = fn(usize) -> Files;
    let rows = |n: usize| 1..n / 12;
    let number = |i: usize| vec![i.to_string(), "张某".to_owned(), "100".to_owned()];
    let head = || std::iter::once(row(&["序号", "姓名", "金额"]));
    let sum = || std::iter::once(row(&["合计", "", "100"]));
    let mut slow: Vec<String> = Vec::new();
    slow.extend(too_fast("rows", |n| docx(&table(head().chain(rows(n).map(number)).chain(sum())), ""), check));
    let step = |_| row(&["核稿", "李某 同意 2026年3月2日"]);
    let form =
        || [row(&["发文稿纸", ""]), row(&["发文字号", "青政发〔2026〕12号"]), row(&["签发", "王某 2026年3月3日"])];
    slow.extend(too_fast("rows of a form", |n| docx("", &table(form().into_iter().chain(rows(n).map(step)))), check));
    const SHAPES: [(&str, Make); 11] = [
        ("columns", |n| docx(&table(std::iter::repeat_n(vec!["甲".to_owned(); n / 12], 2)), "")),
        ("tables", |n| docx(&table([row(&["姓名", "金额"]), row(&["张某", "100"])].into_iter()).repeat(n / 60), "")),
        ("lines of a cell", |n| docx(&table(std::iter::once(vec!["签发：王某\n".repeat(n / 12)])), "")),
        ("runs", |n| docx(&format!("<w:p>{}</w:p>", "<w:r><w:t>甲</w:t></w:r>".repeat(n / 12)), "")),
        ("formats", |n| {
            let run = |i| {
                format!(
                    "<w:p><w:pPr><w:ind w:left=\"{i}\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"{i}\"/></w:rPr><w:t>甲乙</w:t></w:r></w:p>"
                )
            };
            docx(&(1..n / 12).map(run).collect::<String>(), "")
        }),
        ("sections", |n| {
            docx(
                &"<w:p><w:pPr><w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:pPr></w:p>".repeat(n / 12),
                "",
            )
        }),
        ("insertions", |n| {
            docx(
                &format!("<w:p>{}</w:p>", "<w:ins w:author=\"甲\"><w:r><w:t>乙</w:t></w:r></w:ins>".repeat(n / 12)),
                "",
            )
        }),
        ("open fields", |n| {
            docx(&format!("<w:p>{}</w:p>", "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>".repeat(n / 12)), "")
        }),
        ("line ends", |n| docx(&format!("<w:p><w:r>{}</w:r></w:p>", "<w:t>甲</w:t><w:br/>".repeat(n / 12)), "")),
        ("text boxes", |n| {
            docx(
                &format!("<w:p><w:r><w:txbxContent>{}</w:txbxContent></w:r></w:p>", paragraphs("甲")).repeat(n / 12),
                "",
            )
        }),
        ("blanks", |n| docx(&paragraphs(&format!("　　请做好{}工作。", " ".repeat(n))), "")),
    ];
    slow.extend(SHAPES.iter().filter_map(|(name, make)| too_fast(name, make, check)));
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn registers_settings_and_logs() {
    let mut slow: Vec<String> = Vec::new();
    // A register with as many documents: its rows each of their own, all the same, or of two days.
    type Rows = fn(usize) -> String;
    const REGISTERS: [(&str, Rows); 3] = [
        ("rows of a register", |i| format!("青政发〔2026〕{i}号,关于第{i}项工作的通知,2026-03-05\n")),
        ("the same row again", |_| "青政发〔2026〕1号,关于防汛的通知,2026-03-05\n".to_owned()),
        ("rows without a number", |i| format!(",关于第{i}项工作的通知,2026-03-05\n")),
    ];
    let compare = |(csv, count): &(String, usize)| {
        RULES.with(|rules| {
            let kept = rules.registers.iter().find(|r| r.id == "dispatch").unwrap();
            let table = register::read("登记簿.csv", csv.as_bytes(), kept, &rules.terms).unwrap();
            let document = |i: usize| {
                let number = format!("〔2026〕{i}号");
                let main = HEAD.replace("〔2026〕12号", &number) + END;
                let packet = packet::single("正文.txt", packet::load("正文.txt", main.as_bytes(), &rules.terms));
                let row = kept.row(&packet, &rules.gates).numbered(i);
                Record { row, ..Record::of(&packet, &rules.terms) }
            };
            let records: Vec<Record> = (1..=count / 8).map(document).collect();
            let batch = Batch { records: &records, register: Some((kept, &table)), silences: &[] };
            let _ = run::check_together(&batch, rules, &Options { stage: Stage::Release, ..Options::default() });
        });
    };
    for (name, line) in REGISTERS {
        let csv = |n: usize| (format!("发文字号,标题,成文日期\n{}", each(n, line)), n / 60);
        slow.extend(too_fast(name, csv, compare));
    }
    // Documents of one number that all quote it, each under a title of its own or under one.
    for (name, titled) in [("one citation", false), ("one number for all", true)] {
        let records = |n: usize| {
            let document = |i: usize| {
                let title = if titled { format!("第{i}项工作") } else { "防汛工作".to_owned() };
                let main =
                    HEAD.replace("防汛工作", &title) + "　　按照《关于防汛的通知》（青政发〔2026〕12号）。\n" + END;
                RULES.with(|rules| {
                    let file = packet::load("正文.txt", main.as_bytes(), &rules.terms);
                    Record { path: format!("{i}"), ..Record::of(&packet::single("正文.txt", file), &rules.terms) }
                })
            };
            (0..n / 100).map(document).collect::<Vec<Record>>()
        };
        slow.extend(too_fast(name, records, |records| {
            RULES.with(|rules| {
                let batch = Batch { records, ..Batch::default() };
                let _ = run::check_together(&batch, rules, &Options { stage: Stage::Release, ..Options::default() });
            });
        }));
    }
    // One document that quotes others, by as many citations.
    let quoting = |n: usize| {
        let quoted = each(n, |i| format!("　　按照《第{i}项工作的通知》（青政发〔2026〕12号）。\n"));
        [HEAD.to_owned() + END, HEAD.replace("12号", "13号") + &quoted + END]
    };
    slow.extend(too_fast("citations", quoting, |texts| {
        RULES.with(|rules| {
            let document = |text: &String| {
                let file = packet::load("正文.txt", text.as_bytes(), &rules.terms);
                Record { path: text.len().to_string(), ..Record::of(&packet::single("正文.txt", file), &rules.terms) }
            };
            let records: Vec<Record> = texts.iter().map(document).collect();
            let batch = Batch { records: &records, ..Batch::default() };
            let _ = run::check_together(&batch, rules, &Options { stage: Stage::Release, ..Options::default() });
        });
    }));
    let keys = |n: usize| {
        let mut line = String::from("{\"发文字号\":\"青政发〔2026〕1号\",\"标题\":\"通知\"}\n{");
        (0..200).for_each(|i| write!(line, "\"栏{i}\":\"{}\",", n * i).unwrap());
        line + "\"备注\":\"\"}\n" + &"{\"标题\":\"通知\"}\n".repeat(n / 24)
    };
    slow.extend(too_fast("rows of JSON", keys, |text| {
        RULES.with(|rules| {
            let kept = &rules.registers[0];
            let _ = register::read("登记簿.jsonl", text.as_bytes(), kept, &rules.terms).unwrap();
        });
    }));
    let glob = |n: usize| ("**/甲/".repeat(n / 100) + "乙.docx", "甲/".repeat(60));
    slow.extend(too_fast("globs", glob, |(glob, path)| assert!(!path_glob(glob, path))));
    let overrides = |n: usize| each(n, |_| "[[override]]\npaths = ['**/甲/**/*.docx']\nstage = 'draft'\n".to_owned());
    slow.extend(too_fast("overrides", overrides, |text| {
        let config = Config::parse(&Text::new(text.clone())).unwrap();
        let _ = config.at("甲/乙/丙/丁/正文.docx");
    }));
    let unknown = |n: usize| format!("ignore = [{}]", each(n, |i| format!("'NO-{i}-*',")));
    slow.extend(too_fast("rules that do not exist", unknown, |text| {
        let config = Config::parse(&Text::new(text.clone())).unwrap();
        RULES.with(|rules| {
            let known = rules.rules.iter().map(|r| r.id.as_str()).collect();
            let mistakes =
                config.mistakes(&Known { rules: known, people: Vec::new(), terms: &rules.terms, is_all: true });
            assert_eq!(mistakes.len(), 50, "so many are said");
            let files = [("sanbu.toml".to_owned(), Text::new(text.clone()))];
            let mut said = Vec::new();
            Problems { files: &files, problems: &mistakes, color: false, width: None, lang: Lang::Hans }
                .write(&mut said)
                .unwrap();
            assert!(said.len() < 50_000, "{} bytes said of one line", said.len());
        });
    }));
    // However many places of one line are told, and not only so many of a rule.
    slow.extend(too_fast(
        "columns of a long line",
        |n| times("请做好防汛工作", n),
        |line: &String| {
            let text = Text::new(line.clone());
            (0..line.len()).step_by(21).for_each(|at| assert_eq!(text.position(at).column, at / 3 + 1));
        },
    ));
    let rule = |n: usize| {
        let words = each(n, |i| format!("甲{i}乙|"));
        let pattern = words.trim_end_matches('|');
        format!(
            "[[rule]]\nid = 'X'\ntitle = '例'\nsource = '本局'\nseverity = 'info'\nmessage = '例'\nhelp = '例'\n\
             fails = ['甲1乙']\npasses = ['丙']\ncheck.text = {{ pattern = '{pattern}' }}\n"
        )
    };
    slow.extend(too_fast("alternatives", rule, |text| {
        let own = RuleFile { name: "own.toml".to_owned(), text: text.clone().into() };
        let set = RuleSet::load(builtin_files().into_iter().chain([own]).collect()).unwrap();
        let packet = packet::single("正文.txt", packet::load("正文.txt", HEAD.as_bytes(), &set.terms));
        let _ = run::check(&packet, &set, &Options::default());
    }));
    slow.extend(too_fast(
        "lines of a log",
        |n| "{\"schema\":1,\"n\":1}\n".repeat(n / 18),
        |text: &String| {
            let _ = log::verify(text.as_bytes(), None);
        },
    ));
    assert!(slow.is_empty(), "{slow:#?}");
}
