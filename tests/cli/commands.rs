//! The program as a user meets it: commands, exit codes, JSON names, bad input.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::support::cli::{Folder, err, json, out, program, root, sanbu};
use crate::support::fixtures::tree;

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn set<'a>(words: &[&'a str]) -> BTreeSet<&'a str> {
    words.iter().copied().collect()
}

#[test]
fn the_demo_says_what_is_true() {
    let output = sanbu(&["check", "fixtures/demo"]);
    assert_eq!(output.status.code(), Some(1));
    let text = out(&output);
    let conclusions: Vec<&str> = text.lines().filter_map(|l| Some(l.strip_prefix("✗ ")?.split_once("  ")?.1)).collect();
    assert_eq!(
        conclusions,
        [
            "不得印制（审核签发手续不齐全：签发未签）",
            "不得印制（正件附件不齐全：附件2未找到）",
            "不得印制（复核手续不齐全：复核缺签名）",
            "不得印制（审核签发手续不齐全：签发早于核稿）",
            "不得印制（审核签发手续不齐全：签发转请宋致和，尚未签发）",
        ]
    );
    assert!(text.lines().any(|l| l == "✓ fixtures/demo/01-可以印制  可以印制"), "{text}");
    // The last lines tell it all.
    let last: Vec<&str> = text.lines().rev().take(8).collect();
    let listed = last.iter().filter(|l| l.starts_with("  ✗ fixtures/demo/")).count();
    assert!(listed == 5 && last.iter().any(|l| l.starts_with("共检查 6 件：可以印制 1，不得印制 5；")), "{last:#?}");
}

#[test]
fn json_has_the_names_of_the_contract() {
    let (report, code) = json(&["check", "fixtures/demo", "--format", "json"]);
    assert_eq!(code, 1);
    let root = ["schema", "tool", "rules", "stage", "packets", "collection", "unreadable", "summary"];
    assert_eq!(keys(&report), set(&root));
    assert_eq!(report["schema"], 2);
    assert!(report["rules"]["digest"].as_str().unwrap().starts_with("sha256:"));
    let summary = ["packets", "errors", "warnings", "infos", "not_checked", "unreadable", "skipped_files", "rate"];
    assert_eq!(keys(&report["summary"]), set(&summary));
    for packet in report["packets"].as_array().unwrap() {
        let names = [
            "path",
            "main",
            "form",
            "attachments",
            "findings",
            "not_checked",
            "gates",
            "unreadable",
            "rate",
            "conclusion",
        ];
        assert_eq!(keys(packet), set(&names));
        let gates = packet["gates"].as_array().unwrap();
        let ids: Vec<&str> = gates.iter().map(|g| g["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["signing", "enclosures", "recheck"]);
        let of_gate = ["id", "title", "verdict", "because", "reasons", "evidence", "off", "lowered", "confirmed"];
        assert!(gates.iter().all(|gate| keys(gate) == set(&of_gate)));
        for finding in packet["findings"].as_array().unwrap() {
            let names = [
                "rule", "title", "severity", "message", "source", "help", "element", "file", "at", "excerpt",
                "related", "fix",
            ];
            assert_eq!(keys(finding), set(&names));
            let at = ["part", "paragraph", "line", "column", "end_line", "end_column"];
            let found = keys(&finding["at"]);
            let more = set(&["heading", "page"]);
            assert!(
                set(&at).is_subset(&found) && found.difference(&set(&at)).all(|key| more.contains(key)),
                "{found:?}"
            );
        }
    }
    assert_eq!(report["packets"][0]["conclusion"], "printable");
    assert_eq!(report["packets"][1]["conclusion"], "not-printable");
    assert_eq!(report["packets"][1]["gates"][0]["because"], serde_json::json!(["FORM-node-a"]));
    let lines = out(&sanbu(&["check", "fixtures/demo", "--format", "jsonl"]));
    assert_eq!(lines.lines().count(), 7);
    assert!(lines.lines().all(|l| serde_json::from_str::<Value>(l).is_ok()));
}

#[test]
fn a_fix_names_the_characters_that_change() {
    let (report, _) = tree(&["GBT9704-7.2.5-b/"]).report(&["GBT9704-7.2.5-b"]);
    let findings = report["packets"][0]["findings"].as_array().unwrap();
    let finding = findings.iter().find(|f| f["rule"] == "GBT9704-7.2.5-b").unwrap();
    assert!(finding["excerpt"].as_str().unwrap().contains('第'));
    // The word itself goes, and nothing is written instead.
    assert_eq!(finding["fix"], serde_json::json!({ "safe": true, "edits": [{ "at": finding["at"], "text": "" }] }));
}

#[test]
fn exit_codes() {
    let code = |args: &[&str]| sanbu(args).status.code().unwrap();
    assert_eq!(code(&["check", "fixtures/good/通知"]), 0);
    assert_eq!(code(&["check", "fixtures/demo/02-缺签发"]), 1);
    assert_eq!(code(&["check", "fixtures/demo/02-缺签发", "--fail-on", "never"]), 0);
    let advice = tree(&["FORM-node-c/"]);
    assert_eq!(code(&["check", advice.path()]), 0);
    assert_eq!(code(&["check", advice.path(), "--fail-on", "info"]), 1);
    // What keeps a packet from being printed may be made milder or turned off; a pass it is not.
    for args in [["--ignore", "FORM-*"], ["--severity", "FORM-node-a=warning"], ["--select", "GBT9704-*"]] {
        assert_eq!(code(&["check", "fixtures/demo/02-缺签发", args[0], args[1]]), 2, "{args:?}");
        assert_eq!(code(&["check", "fixtures/demo/02-缺签发", args[0], args[1], "--fail-on", "never"]), 2, "{args:?}");
    }
    assert_eq!(code(&["check", "fixtures/demo/02-缺签发", "--no-default-rules"]), 2);
    assert_eq!(code(&["check", "fixtures/demo/02-缺签发", "--stage", "draft"]), 0);
    assert_eq!(code(&["check", "--no-such-flag"]), 2);
    assert_eq!(code(&["check", "fixtures/demo", "--today", "gestern"]), 2);
    assert_eq!(code(&["check", "没有这个文件"]), 2);
}

/// Bytes that look like an OLE container holding a stream of this name.
fn ole(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(512, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

#[test]
fn bad_input_is_named_and_the_rest_is_checked() {
    let folder = Folder::new("bad");
    let good = fs::read(root().join("fixtures/good-docx/函/正文.docx")).unwrap();
    let mut mixed = "各单位：关于防汛".as_bytes().to_vec();
    mixed.extend(b"\xb9\xd8\xd3\xda\xff");
    let mut broken = good.clone();
    broken.truncate(good.len() / 2);
    let mut flipped = good.clone();
    let at = flipped.windows(4).position(|w| w == "青禾".as_bytes().get(..4).unwrap()).unwrap();
    flipped[at] ^= 1;
    let cases = [
        ("空.docx", Vec::new(), "empty"),
        ("空白.txt", b" \n\n ".to_vec(), "empty"),
        ("旧.docx", ole("WordDocument"), "legacy-doc"),
        ("旧.doc", ole("WordDocument"), "legacy-doc"),
        ("密.docx", ole("EncryptedPackage"), "encrypted"),
        ("金山.wps", ole("WpsContent"), "wps"),
        ("版式.docx", b"%PDF-1.7 ...".to_vec(), "not-a-docx"),
        ("文本.docx", "各单位：".as_bytes().to_vec(), "not-a-docx"),
        ("半截.docx", broken, "corrupt"),
        ("坏.docx", flipped, "corrupt"),
        ("混.txt", mixed, "encoding"),
    ];
    let mut args = vec!["check".to_owned(), "--format".into(), "json".into(), "fixtures/good/通知".into()];
    args.extend(cases.iter().map(|(name, bytes, _)| folder.put(name, bytes)));
    args.push(format!("{}/没有", folder.path()));
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (report, code) = json(&args);
    assert_eq!(code, 2);
    assert_eq!(report["packets"][0]["conclusion"], "printable");
    let unreadable = report["unreadable"].as_array().unwrap();
    let wanted = cases.iter().map(|(name, _, reason)| (*name, *reason)).chain([("没有", "io")]);
    for ((name, reason), found) in wanted.zip(unreadable) {
        assert!(found["path"].as_str().unwrap().ends_with(name), "{found}");
        assert_eq!(found["reason"], reason, "{found}");
        assert!(found["message"].as_str().unwrap().chars().count() > 8, "{found}");
    }
    assert_eq!(unreadable.len(), cases.len() + 1);
}

#[test]
fn bad_xml_is_placed() {
    let folder = Folder::new("xml");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("_rels/.rels", options).unwrap();
    zip.write_all(
        br#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#,
    )
    .unwrap();
    zip.start_file("word/document.xml", options).unwrap();
    zip.write_all(b"<w:document>\n<w:body></w:document>").unwrap();
    let path = folder.put("a.docx", zip.finish().unwrap().into_inner());
    let output = sanbu(&["check", &path]);
    assert_eq!(output.status.code(), Some(2));
    assert!(out(&output).contains("word/document.xml"), "{}", out(&output));
}

#[test]
fn an_empty_folder_is_not_a_pass() {
    let folder = Folder::new("empty");
    assert_eq!(sanbu(&["check", folder.path()]).status.code(), Some(2));
    folder.put("~$正文.docx", b"lock");
    let (report, code) = json(&["check", folder.path(), "--format", "json"]);
    assert_eq!((code, &report["summary"]["skipped_files"]), (2, &Value::from(1)));
}

const FIVE: &str = r#"
[[rule]]
id = "MY-1"
title = "甲"
title_en = "a"
source = "本单位规定"
severity = "fatal"
mesage = "错了"
message = "错了"
help = "改"
check.forbid = { element = "标头", pattern = '〔[0-9]{4〕号(第' }
fails = ["的的"]
passes = ["的"]

[[rule]]
id = "MY-2"
title = 3
title_en = "b"
source = "本单位规定"
severity = "error"
message = "错了"
help = "改"
check.forbid = { element = "标题", pattern = '的的' }
fails = ["的的"]
passes = ["的"]
"#;

#[test]
fn five_mistakes_in_a_rule_file_are_five_diagnostics() {
    let folder = Folder::new("rules");
    let path = folder.put("本单位.toml", FIVE);
    let output = sanbu(&["check", "fixtures/demo", "--rules", &path]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(2), ""));
    let text = err(&output);
    assert_eq!(text.matches("错误：").count(), 5, "{text}");
    assert_eq!(text.matches("本单位.toml:").count(), 5, "{text}");
    let lines: Vec<&str> = text.lines().collect();
    let columns = |t: &str| t.chars().map(|c| if c.is_ascii() || c == '│' { 1 } else { 2 }).sum::<usize>();
    for word in ["\"fatal\"", "mesage", "\"标头\"", "3"] {
        let underlined = lines.windows(2).any(|pair| {
            pair[0].match_indices(word).any(|(at, _)| {
                let caret = pair[1].find('^').map(|c| columns(&pair[1][..c]));
                caret == Some(columns(&pair[0][..at])) && pair[1].matches('^').count() == columns(word)
            })
        });
        assert!(underlined, "{word} in\n{text}");
    }
}

#[test]
fn a_mistake_in_the_configuration_stops_the_run() {
    let folder = Folder::new("config");
    let file = folder.put("正文.txt", "某发〔2026〕3号\n关于防汛的通知\n各单位：\n　　请防汛。\n");
    folder.put("sanbu.toml", "stge = \"print\"\n");
    let output = sanbu(&["check", &file]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(2), ""));
    assert!(err(&output).contains("sanbu.toml:1:1") && err(&output).contains("stage"), "{}", err(&output));
    folder.put("sanbu.toml", "stage = \"draft\"\n");
    let (report, code) = json(&["check", &file, "--format", "json"]);
    assert_eq!((code, report["stage"].as_str()), (0, Some("draft")));
    folder.put("sanbu.toml", "[organisation]\nchain = [\"drafer\"]\n");
    assert_eq!(sanbu(&["check", &file]).status.code(), Some(2));
    assert_eq!(sanbu(&["check", &file, "--config", "没有.toml"]).status.code(), Some(2));
}

#[test]
fn an_office_chain_asks_for_every_level() {
    let folder = Folder::new("chain");
    folder.copy("good/函", "函");
    folder.put("sanbu.toml", "[organisation]\nchain = [\"drafter\", \"office_check\", \"leader_review\", \"sign\"]\n");
    let (report, code) = json(&["check", folder.path(), "--format", "json"]);
    assert_eq!(code, 1);
    assert_eq!(report["packets"][0]["gates"][0]["because"], serde_json::json!(["FORM-node-a"]));
    assert_eq!(report["packets"][0]["findings"][0]["element"], "leader_review");
}

#[test]
fn inspect_shows_what_was_recognised() {
    let object: Value =
        serde_json::from_str(&out(&sanbu(&["inspect", "fixtures/good-docx/请示/正文.docx", "--format", "json"])))
            .unwrap();
    let elements = &object["elements"];
    assert_eq!(elements["doc_number"], "青水发〔2026〕9号");
    assert_eq!(elements["signer"], serde_json::json!(["江一鸣"]));
    assert_eq!(elements["kind"], "请示");
    assert_eq!(elements["main_recipients"], serde_json::json!(["青禾县人民政府"]));
    assert_eq!(elements["date"], "2026-03-05");
    assert_eq!(elements["secrecy"], Value::Null);
    assert_eq!(elements["attachments_listed"], serde_json::json!([{ "n": null, "name": "石桥河水文监测站建设方案" }]));
    let form: Value =
        serde_json::from_str(&out(&sanbu(&["inspect", "fixtures/good-docx/请示/发文稿纸.docx", "--format", "json"])))
            .unwrap();
    let chain = form["chain"].as_array().unwrap();
    assert_eq!(keys(&chain[0]), set(&["role", "label", "name", "date", "opinion", "status"]));
    let sign = chain.iter().find(|s| s["role"] == "sign").unwrap();
    assert_eq!((sign["name"].as_str(), sign["status"].as_str()), (Some("江一鸣"), Some("signed")));
}

#[test]
fn folders_become_packets() {
    let folder = Folder::new("tree");
    folder.copy("good/函", "甲");
    folder.copy("good/通知", "乙");
    folder.put("乙/~$正文.docx", b"lock");
    let (report, code) = json(&["check", folder.path(), "--format", "json"]);
    assert_eq!((code, &report["summary"]["packets"]), (0, &Value::from(2)));

    let flat = Folder::new("flat");
    for kind in ["函", "通知", "请示"] {
        for name in ["正文", "发文稿纸"] {
            let bytes = fs::read(root().join(format!("fixtures/good/{kind}/{name}.txt"))).unwrap();
            let shown = if name == "正文" { format!("{kind}.txt") } else { format!("稿纸{kind}x.txt") };
            flat.put(&shown, bytes);
        }
    }
    let (report, code) = json(&["check", flat.path(), "--format", "json"]);
    assert_eq!((code, &report["summary"]["packets"]), (0, &Value::from(3)), "{report:#}");

    flat.put("稿纸-谁的.txt", "某某局发文稿纸\n标题：关于别的事的通知\n签发：同意。林远 2026年3月5日\n");
    let (report, code) = json(&["check", flat.path(), "--format", "json"]);
    assert_eq!((code, &report["summary"]["packets"]), (1, &Value::from(4)));
}

#[test]
fn a_manifest_says_which_file_is_what() {
    let folder = Folder::new("manifest");
    folder.copy("good/函", ".");
    folder.put("草稿.txt", "某发〔2026〕3号\n关于防汛的通知\n各单位：\n　　请防汛。\n");
    folder.put("packet.toml", "main = \"正文.txt\"\nform = \"发文稿纸.txt\"\nignore = [\"草稿.txt\"]\n");
    let (report, code) = json(&["check", folder.path(), "--format", "json"]);
    assert_eq!((code, report["packets"][0]["conclusion"].as_str()), (0, Some("printable")));
    folder.put("packet.toml", "main = \"没有.txt\"\n");
    assert_eq!(sanbu(&["check", folder.path()]).status.code(), Some(2));
}

#[test]
fn standard_input_and_output_file() {
    let folder = Folder::new("stdin");
    let target = folder.put("out.json", "");
    let args = ["check", "-", "--stdin-filename", "稿.txt", "--stage", "draft", "--format", "json", "-o", &target];
    let mut child = program(&args).stdin(Stdio::piped()).spawn().unwrap();
    let text = fs::read(root().join("fixtures/good/通知/正文.txt")).unwrap();
    child.stdin.take().unwrap().write_all(&text).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    let report: Value = serde_json::from_slice(&fs::read(&target).unwrap()).unwrap();
    assert_eq!(report["packets"][0]["main"], "稿.txt");
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1, "a temporary file is left");
}

#[test]
fn rules_are_listed_explained_and_tried() {
    let listed = out(&sanbu(&["rules", "list"]));
    let (json, _) = json(&["rules", "list", "--format", "json"]);
    let rules = json["rules"].as_array().unwrap();
    assert_eq!(listed.lines().count(), rules.len() + 2);
    assert!(listed.contains(&format!("共{}条规则", rules.len())));
    let explained = out(&sanbu(&["explain", "form-redirect-a"]));
    assert!(explained.contains("依据：") && explained.contains("不合格的例子："), "{explained}");
    assert!(out(&sanbu(&["rules", "show", "FORM-ink-a"])).contains("原因："));
    assert_eq!(sanbu(&["explain", "FORM-none"]).status.code(), Some(2));
    assert_eq!(sanbu(&["rules", "test"]).status.code(), Some(0));

    let folder = Folder::new("rules-test");
    let rule = "[[rule]]\nid = 'WO-a'\ntitle = '甲'\ntitle_en = 'a'\nsource = '本单位'\nseverity = 'info'\n\
        check.forbid = { element = '标题', pattern = '乙' }\nmessage = '{found}'\nhelp = '改'\n\
        fails = ['关于甲的通知']\npasses = ['关于丙的通知']\n";
    let path = folder.put("本单位.toml", rule);
    let tried = sanbu(&["rules", "test", "--rules", &path]);
    assert_eq!(tried.status.code(), Some(1));
    assert!(out(&tried).contains("WO-a：应当查出问题，没有查出"), "{}", out(&tried));
}
