//! The verdict: what is said at the end, the exit code, what a person settles, and what counts as a packet's own.

use std::fs;

use serde_json::Value;

use crate::support::cli::{Folder, root, said, sanbu};
use crate::support::fixtures::tree;

impl Folder {
    /// A good packet, the opinion of its signer changed.
    fn signed(&self, to: &str, opinion: &str) {
        self.copy("good/函", to);
        self.change(&format!("{to}/发文稿纸.txt"), "签发：同意印发", &format!("签发：{opinion}"));
    }

    /// What a confirmation by 周宁 on 6 March says, and its exit code.
    fn confirm(&self, args: &[&str]) -> (String, i32) {
        let output = self.sanbu(&[&["confirm", "--by", "周宁", "--today", "2026-03-06"], args].concat());
        (said(&output), output.status.code().unwrap())
    }

    /// Conclusion of the only packet of a path, verdict of a gate of it, exit code.
    fn verdict(&self, path: &str, gate: &str) -> (String, String, i32) {
        let (report, code) = self.report(&[path]);
        let [packet] = report["packets"].as_array().unwrap().as_slice() else { panic!("{report:#}") };
        let word = |v: &Value| v.as_str().unwrap().to_owned();
        (word(&packet["conclusion"]), word(&gate_of(packet, gate)["verdict"]), code)
    }

    /// The line with the conclusion.
    fn line(&self, args: &[&str]) -> String {
        let output = self.sanbu(&[&["check", "--format", "short", "--quiet"], args].concat());
        said(&output).lines().next().unwrap().split_once(": ").unwrap().1.to_owned()
    }
}

fn gate_of<'v>(packet: &'v Value, id: &str) -> &'v Value {
    packet["gates"].as_array().unwrap().iter().find(|g| g["id"] == id).unwrap()
}

fn three(conclusion: &str, verdict: &str, code: i32) -> (String, String, i32) {
    (conclusion.to_owned(), verdict.to_owned(), code)
}

/// No machine can tell whether this is a yes.
const UNCLEAR: &str = "同意，附件再改一下";

/// A file that Word of long ago has written.
fn old_doc() -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(512, 0);
    bytes.extend("WordDocument".encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

// ── confirming ──

#[test]
fn a_person_settles_what_the_program_cannot_judge_until_a_byte_changes() {
    let folder = Folder::new("settles");
    folder.signed("甲", UNCLEAR);
    assert_eq!(folder.verdict("甲", "signing"), three("undecided", "undecided", 2));
    let text = said(&folder.sanbu(&["check", "甲"]));
    assert_eq!(text.matches("  请人工核对后确认：sanbu confirm 甲 --gate signing --by 姓名\n").count(), 1, "{text}");

    let (told, code) = folder.confirm(&["甲", "--gate", "signing", "--note", "已核对“原件”"]);
    assert_eq!(code, 0, "{told}");
    for word in ["批示用语无法判断", "由周宁2026年3月6日核对", "甲/packet.toml", "正文.txt", "印制结论：可以印制（"]
    {
        assert!(told.contains(word), "{word} in {told}");
    }
    assert_eq!(folder.verdict("甲", "signing"), three("printable", "pass", 0));
    let (report, _) = folder.report(&["甲"]);
    let gate = gate_of(&report["packets"][0], "signing").clone();
    let by = serde_json::json!({ "by": "周宁", "date": "2026-03-06", "note": "已核对“原件”" });
    assert_eq!(gate["confirmed"], by);
    assert_eq!(
        (&gate["because"][0], gate_of(&report["packets"][0], "recheck")["confirmed"].is_null()),
        (&"FORM-reject-a".into(), true)
    );
    assert_eq!(folder.line(&["甲"]), "印制结论：可以印制（审核签发手续经周宁2026年3月6日核对；另有1处警告）");
    let text = said(&folder.sanbu(&["check", "甲"]));
    assert!(
        text.contains("✓ 审核签发手续  经核对：批示用语无法判断")
            && text.contains("周宁2026年3月6日核对：已核对“原件”\n"),
        "{text}"
    );

    // One byte, one file more, one file less.
    let form = folder.read("甲/发文稿纸.txt");
    let ended = |how: &str| {
        assert_eq!(folder.verdict("甲", "signing"), three("undecided", "undecided", 2), "{how}");
        let text = said(&folder.sanbu(&["check", "甲"]));
        assert!(text.contains(&format!("周宁2026年3月6日的核对已失效：{how}\n")), "{how}: {text}");
    };
    folder.put("甲/发文稿纸.txt", format!("{form}\n"));
    ended("发文稿纸.txt 改过");
    folder.put("甲/发文稿纸.txt", &form);
    assert_eq!(folder.verdict("甲", "signing"), three("printable", "pass", 0));
    folder.put("甲/来文.txt", "来文：请示一件。\n");
    let (report, _) = folder.report(&["甲"]);
    let expired = gate_of(&report["packets"][0], "signing")["expired"].as_str().unwrap().to_owned();
    assert_eq!(expired, "周宁2026年3月6日的核对已失效：来文.txt 是后来放进来的");
    fs::remove_file(folder.0.join("甲/来文.txt")).unwrap();
    folder.change("甲/packet.toml", "\"正文.txt\"", "\"正文1.txt\" = \"00\"\n\"正文.txt\"");
    ended("正文1.txt 不在了");

    // Who settles it again is told, and nothing of what was there is lost.
    let before = folder.read("甲/packet.toml");
    assert_eq!(folder.confirm(&["甲", "--gate", "signing"]).1, 0);
    assert!(folder.read("甲/packet.toml").starts_with(&before));
    let again = folder.sanbu(&["confirm", "甲", "--gate", "signing", "--by", "林远", "--today", "2026-03-07"]);
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    assert_eq!(folder.read("甲/packet.toml").matches("[[confirm]]").count(), 3);
    assert_eq!(folder.line(&["甲"]), "印制结论：可以印制（审核签发手续经林远2026年3月7日核对；另有1处警告）");
}

#[test]
fn what_has_failed_stays_failed() {
    let folder = Folder::new("failed");
    folder.signed("甲", "不同意印发");
    let (told, code) = folder.confirm(&["甲", "--gate", "signing"]);
    assert!(code == 1 && told.contains("审核签发手续不齐全") && told.contains("没有记下"), "{told}");
    assert!(!folder.has("甲/packet.toml"));
    // Nor does a record that was made when it was still open.
    folder.signed("甲", UNCLEAR);
    assert_eq!(folder.confirm(&["甲", "--gate", "signing"]).1, 0);
    folder.put("sanbu.toml", "[organisation]\nchain = ['drafter', 'office_check', 'leader_review', 'sign']\n");
    assert_eq!(folder.verdict("甲", "signing"), three("not-printable", "fail", 1));
    assert_eq!(folder.report(&["甲"]).0["packets"][0]["gates"][0]["confirmed"], Value::Null);
    fs::remove_file(folder.0.join("sanbu.toml")).unwrap();
    folder.change("甲/发文稿纸.txt", UNCLEAR, "退回修改");
    assert_eq!(folder.verdict("甲", "signing"), three("not-printable", "fail", 1));
}

/// A form that prints no cell for the re-check: whoever re-checks signs by confirming.
#[test]
fn the_clerk_who_rechecks_signs_by_confirming() {
    let folder = Folder::new("recheck");
    folder.copy("good/函", "甲");
    folder.change("甲/发文稿纸.txt", "复核：复核无误。许诺言　2026年3月5日\n", "");
    assert_eq!(folder.verdict("甲", "recheck"), three("undecided", "undecided", 2));
    assert_eq!(folder.confirm(&["甲", "--gate", "recheck"]).1, 0);
    assert_eq!(folder.line(&["甲"]), "印制结论：可以印制（复核手续经周宁2026年3月6日核对）");
    assert_eq!(folder.line(&["甲", "--stage", "release"]), "印制结论：可以印制（复核手续经周宁2026年3月6日核对）");
}

#[test]
fn trace_and_register_keep_who_and_when() {
    let folder = Folder::new("trace");
    folder.signed("甲", UNCLEAR);
    folder.confirm(&["甲", "--gate", "signing", "--note", "见原件"]);
    assert_eq!(folder.sanbu(&["check", "甲", "--log", "留痕.jsonl"]).status.code(), Some(0));
    let line: Value = serde_json::from_str(folder.read("留痕.jsonl").lines().next().unwrap()).unwrap();
    assert_eq!(
        line["gates"][0]["confirmed"],
        serde_json::json!({ "by": "周宁", "date": "2026-03-06", "note": "见原件" })
    );
    assert_eq!((line["gates"][1].get("confirmed"), &line["conclusion"]), (None, &"printable".into()));
    let config: Vec<&str> = line["config"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
    assert_eq!(config, ["packet.toml"]);
    assert_eq!(line["config"][0]["sha256"], sanbu::log::sha256(folder.read("甲/packet.toml").as_bytes()));
    folder.put("sanbu.toml", "stage = 'print'\n");
    folder.sanbu(&["check", "甲", "--log", "留痕.jsonl"]);
    let line: Value = serde_json::from_str(folder.read("留痕.jsonl").lines().nth(1).unwrap()).unwrap();
    assert!(line["config"][0]["name"].as_str().unwrap().ends_with("sanbu.toml") && line["config"][1].is_object());
    let output = folder.sanbu(&["log", "verify", "留痕.jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    folder.put("说明.txt", "第一行\n第二行\n");
    let output = folder.sanbu(&["log", "verify", "说明.txt"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && told.contains("这不是检查留痕"), "{told}");

    let rows = said(&folder.sanbu(&["register", "甲", "--format", "jsonl"]));
    let row: Value = serde_json::from_str(rows.lines().next().unwrap()).unwrap();
    assert_eq!(row["remark"], "审核签发手续经周宁2026年3月6日核对");
    folder.change("甲/发文稿纸.txt", "6", "8");
    assert!(said(&folder.sanbu(&["register", "甲", "--format", "jsonl"])).contains("\"remark\":\"\""));
}

#[test]
fn a_manifest_stays_as_it_is_and_the_record_follows() {
    let folder = Folder::new("manifest");
    folder.signed("甲", UNCLEAR);
    folder.put("甲/草稿.txt", "某发〔2026〕3号\n关于防汛的通知\n各单位：\n　　请防汛。\n");
    let manifest = "# 送印的\r\nmain = '正文.txt'\r\nform = './发文稿纸.txt'\r\nignore = ['草稿.txt']";
    folder.put("甲/packet.toml", manifest);
    assert_eq!(folder.confirm(&["甲", "--gate", "signing"]).1, 0);
    let written = folder.read("甲/packet.toml");
    let (kept, added) = written.split_at(manifest.len());
    assert_eq!(kept, manifest);
    assert!(
        added.starts_with(
            "\n\n[[confirm]]\ngate = \"signing\"\nby = \"周宁\"\ndate = \"2026-03-06\"\nbecause = [\"FORM-reject-a\"]\n[confirm.files]\n"
        ),
        "{added}"
    );
    assert!(!added.contains("草稿"), "{added}");
    assert_eq!(folder.verdict("甲", "signing"), three("printable", "pass", 0));
    // What is not its own concern may change.
    folder.put("甲/草稿.txt", "改了");
    assert_eq!(folder.verdict("甲", "signing"), three("printable", "pass", 0));

    folder.put("甲/packet.toml", "confirm = []\nmain = '正文.txt'\nform = '发文稿纸.txt'\n");
    let (told, code) = folder.confirm(&["甲", "--gate", "signing"]);
    assert!(code == 2 && told.contains("[[confirm]]"), "{told}");
    assert!(folder.read("甲/packet.toml").starts_with("confirm = []\n"));
}

#[test]
fn each_packet_of_a_flat_folder_has_its_own_record() {
    let folder = Folder::new("flat");
    for kind in ["函", "通知"] {
        let of = |name: &str| fs::read_to_string(root().join(format!("fixtures/good/{kind}/{name}.txt"))).unwrap();
        folder.put(&format!("发文/{kind}.txt"), of("正文"));
        let form = of("发文稿纸");
        let sign = form.lines().find(|l| l.starts_with("签发：")).unwrap();
        let name = &sign[sign.rfind('。').unwrap()..];
        folder.put(&format!("发文/{kind}发文稿纸.txt"), form.replace(sign, &format!("签发：{UNCLEAR}{name}")));
    }
    let conclusions = || -> Vec<String> {
        let (report, _) = folder.report(&["发文"]);
        report["packets"].as_array().unwrap().iter().map(|p| p["conclusion"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(conclusions(), ["undecided"; 2]);
    let (told, code) = folder.confirm(&["发文", "--gate", "signing"]);
    assert!(code == 2 && told.contains("  发文/函.txt\n  发文/通知.txt"), "{told}");
    assert_eq!(folder.confirm(&["发文/函发文稿纸.txt", "--gate", "signing"]).1, 0, "any of its files names a packet");
    assert_eq!(conclusions(), ["printable", "undecided"]);
    assert_eq!(folder.confirm(&["发文/通知.txt", "--gate", "signing"]).1, 0);
    assert_eq!(conclusions(), ["printable"; 2]);
    folder.change("发文/通知.txt", "各", "各　");
    assert_eq!(conclusions(), ["printable", "undecided"]);
    let text = said(&folder.sanbu(&["check", "发文"]));
    assert!(text.contains("通知.txt 改过") && !text.contains("函.txt 改过"), "{text}");
}

#[test]
fn a_single_file_has_a_record_of_its_own() {
    let folder = Folder::new("single");
    let of = |name: &str| fs::read_to_string(root().join(format!("fixtures/good/函/{name}.txt"))).unwrap();
    let form = of("发文稿纸").replace("签发：同意印发", &format!("签发：{UNCLEAR}"));
    folder.put("甲/函.txt", format!("{form}\n\n{}", of("正文")));
    assert_eq!(folder.verdict("甲/函.txt", "signing"), three("undecided", "undecided", 2));
    assert_eq!(folder.confirm(&["甲/函.txt", "--gate", "signing"]).1, 0);
    for path in ["甲/函.txt", "甲"] {
        assert_eq!(folder.verdict(path, "signing"), three("printable", "pass", 0), "{path}");
    }
    folder.change("甲/函.txt", "6", "8");
    assert_eq!(folder.verdict("甲/函.txt", "signing"), three("undecided", "undecided", 2));
    // It is not put behind what is no manifest.
    folder.put("甲/packet.toml", "随便写的\n");
    let (told, code) = folder.confirm(&["甲/函.txt", "--gate", "signing"]);
    assert!(code == 2 && told.contains("packet.toml 第1行"), "{told}");
    assert_eq!(folder.read("甲/packet.toml"), "随便写的\n");

    // What was settled about a folder says nothing of one of its files.
    folder.signed("乙", UNCLEAR);
    assert_eq!(folder.confirm(&["乙", "--gate", "signing"]).1, 0);
    let (report, _) = folder.report(&["乙/发文稿纸.txt"]);
    let gate = gate_of(&report["packets"][0], "signing");
    assert_eq!((&gate["confirmed"], gate.get("expired")), (&Value::Null, None));
}

#[test]
fn what_cannot_be_confirmed_is_said() {
    let folder = Folder::new("refused");
    folder.copy("good/函", "甲");
    let (told, code) = folder.confirm(&["甲", "--gate", "sign"]);
    assert!(code == 2 && ["signing", "enclosures", "recheck"].iter().all(|g| told.contains(g)), "{told}");
    for gate in ["signing", "recheck"] {
        let (told, code) = folder.confirm(&["甲", "--gate", gate]);
        assert!(code == 0 && told.contains("没有需要核对的"), "{told}");
    }
    assert!(!folder.has("甲/packet.toml"));
    assert_eq!(folder.sanbu(&["confirm", "甲", "--gate", "signing", "--by", " "]).status.code(), Some(2));
    assert_eq!(folder.confirm(&["没有", "--gate", "signing"]).1, 2);
    // It is asked as before printing, whatever the stage of the folder.
    folder.signed("乙", UNCLEAR);
    folder.put("乙/sanbu.toml", "stage = 'draft'\n");
    assert_eq!(folder.confirm(&["乙", "--gate", "signing"]).1, 0);
}

#[test]
fn a_file_that_nobody_has_read_keeps_the_packet_undecided() {
    let folder = Folder::new("unreadable");
    folder.copy("good/函", "甲");
    folder.put("甲/旧稿.doc", old_doc());
    let (report, code) = folder.report(&["甲"]);
    let packet = &report["packets"][0];
    assert_eq!((code, packet["conclusion"].as_str()), (2, Some("undecided")), "{packet:#}");
    assert_eq!(
        (&packet["unreadable"], &packet["unreadable"][0]["path"]),
        (&report["unreadable"], &"甲/旧稿.doc".into())
    );
    assert!(folder.line(&["甲"]).contains("旧稿.doc无法读取"), "{}", folder.line(&["甲"]));
    assert_eq!(folder.line(&["甲", "--stage", "draft"]), "起草检查：旧稿.doc无法读取");

    // A person settles a gate; the file is still not read.
    folder.signed("乙", UNCLEAR);
    folder.put("乙/旧稿.doc", old_doc());
    assert_eq!(folder.confirm(&["乙", "--gate", "signing"]).1, 0);
    assert_eq!(folder.verdict("乙", "signing"), three("undecided", "pass", 2));
    // A gate that has failed has failed.
    folder.change("乙/发文稿纸.txt", UNCLEAR, "不同意");
    assert_eq!(folder.verdict("乙", "signing"), three("not-printable", "fail", 2));
}

// ── conclusion and exit code ──

#[test]
fn the_line_says_what_is_left() {
    let folder = Folder::new("line");
    folder.copy("good/函", "甲");
    assert_eq!(folder.line(&["甲"]), "印制结论：可以印制");
    assert_eq!(folder.line(&["甲", "--stage", "draft"]), "起草检查：没有发现问题");
    assert_eq!(folder.line(&["甲", "--stage", "review"]), "审核检查：没有发现问题");
    folder.change("甲/发文稿纸.txt", "〔2026〕7号", "〔2026〕8号");
    let (report, code) = folder.report(&["甲", "--stage", "draft"]);
    assert_eq!((code, report["packets"][0]["conclusion"].as_str()), (0, Some("not-asked")), "{report:#}");
    let line = folder.line(&["甲"]);
    assert!(line.starts_with("印制结论：可以印制（手续齐全；另有1处错误"), "{line}");
    let found = |rules: &str| folder.line(&["甲", "--severity", rules]);
    assert_eq!(found("FORM-match-b=warning"), "印制结论：可以印制（另有1处警告）");
    assert_eq!(found("FORM-match-b=info"), "印制结论：可以印制");
    folder.change("甲/正文.txt", "32.6千米", "32.6千米×××");
    assert!(folder.line(&["甲"]).starts_with("印制结论：不得印制（正件附件"));
    let draft = folder.line(&["甲", "--stage", "draft", "--severity", "DRAFT-place-a=error"]);
    assert_eq!(draft, "起草检查：错误1");
    // Nothing is asked of a draft, and its signatures are not missing.
    folder.copy("demo/02-缺签发", "乙");
    for stage in ["draft", "review"] {
        let (report, code) = folder.report(&["乙", "--stage", stage]);
        let packet = &report["packets"][0];
        assert_eq!((code, packet["conclusion"].as_str()), (0, Some("not-asked")), "{stage}: {packet:#}");
        assert_eq!(packet["gates"], serde_json::json!([]));
        let text = said(&folder.sanbu(&["check", "乙", "--stage", stage]));
        assert!(text.contains("检查：") && !text.contains("印制\n") && !text.contains("手续  "), "{text}");
    }
}

/// `sanbu check F && print F` prints only what may be printed.
#[test]
fn only_what_may_be_printed_ends_in_0() {
    let mut folders = Vec::new();
    let fixtures = tree(&[""]);
    let mut open = vec![fixtures.0.clone()];
    while let Some(folder) = open.pop() {
        open.extend(fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()));
        folders.push(folder);
    }
    let mut zeros = 0;
    for folder in &folders {
        for stage in ["print", "release"] {
            let arguments = ["check", folder.to_str().unwrap(), "--format", "json", "--stage", stage];
            let output = sanbu(&arguments);
            let report: Value = serde_json::from_slice(&output.stdout).unwrap();
            let packets = report["packets"].as_array().unwrap();
            let is = |word: &str| packets.iter().filter(|p| p["conclusion"] == word).count();
            let read = report["unreadable"].as_array().unwrap().is_empty();
            let may =
                !packets.is_empty() && is("printable") == packets.len() && read && report["summary"]["errors"] == 0;
            let wanted = if !read || is("undecided") > 0 { 2 } else { i32::from(!may) };
            assert_eq!(output.status.code(), Some(wanted), "{} at {stage}", folder.display());
            zeros += usize::from(wanted == 0);
        }
    }
    assert!(zeros > 20 && folders.len() * 2 > zeros, "{zeros} of {}", folders.len());
}

// ── what belongs to a packet ──

const SLIP: &str = "青禾县交通运输局复核记录单

标题：青禾县交通运输局关于联合养护界河公路的函
发文字号：青交函〔2026〕7号
复核：复核无误。许诺言　2026年3月5日
";

#[test]
fn a_slip_is_neither_attachment_nor_document() {
    let folder = Folder::new("slip");
    folder.copy("good/函", "甲");
    let (before, _) = folder.report(&["甲"]);
    for (name, text) in [("记录.txt", SLIP), ("复核单.txt", "已逐项核对。许诺言\n"), ("印前检查表.txt", SLIP)]
    {
        folder.put(&format!("甲/{name}"), text);
        let (report, code) = folder.report(&["甲"]);
        let packet = &report["packets"][0];
        assert_eq!((code, packet["attachments"].as_array().unwrap().len()), (0, 0), "{name}: {packet:#}");
        assert_eq!(
            (&packet["main"], &packet["findings"]),
            (&"正文.txt".into(), &before["packets"][0]["findings"]),
            "{name}"
        );
        let (alone, _) = folder.report(&[&format!("甲/{name}")]);
        assert_eq!(alone["packets"][0]["main"], Value::Null, "{name}");
        fs::remove_file(folder.0.join(format!("甲/{name}"))).unwrap();
    }
    // A workbook is read where it is a slip.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in
        [["复核记录单", ""], ["发文字号", "青交函〔2026〕7号"], ["复核", "复核无误。许诺言　2026年3月5日"]]
            .iter()
            .enumerate()
    {
        sheet.write(row as u32, 0, cells[0]).unwrap();
        sheet.write(row as u32, 1, cells[1]).unwrap();
    }
    folder.put("甲/复核记录单.xlsx", book.save_to_buffer().unwrap());
    let (report, code) = folder.report(&["甲"]);
    assert_eq!((code, report["packets"][0]["attachments"].as_array().unwrap().len()), (0, 0), "{report:#}");
    assert_eq!(report["packets"][0]["main"], "正文.txt");
    fs::remove_file(folder.0.join("甲/复核记录单.xlsx")).unwrap();
    // A listed attachment is printed whatever it is called, and a document about slips is a document.
    folder.put("甲/附件1 复核记录表.txt", "附件1\n\n复核记录表\n\n序号　内容\n");
    assert_eq!(folder.report(&["甲"]).0["packets"][0]["attachments"][0], "附件1 复核记录表.txt");
    let notice = folder.read("甲/正文.txt");
    folder.put("乙/关于启用复核单的通知.txt", notice);
    assert_eq!(folder.report(&["乙"]).0["packets"][0]["main"], "关于启用复核单的通知.txt");

    // One that cannot be read is a file of the packet that cannot be read.
    fs::remove_file(folder.0.join("甲/附件1 复核记录表.txt")).unwrap();
    for name in ["复核单.pdf", "复核单.xlsx"] {
        folder.put(&format!("甲/{name}"), b"PK\x03\x04 no slip");
        let (report, code) = folder.report(&["甲"]);
        let packet = &report["packets"][0];
        assert_eq!((code, packet["conclusion"].as_str()), (2, Some("undecided")), "{name}: {packet:#}");
        assert!(packet["unreadable"][0]["path"].as_str().unwrap().ends_with(name), "{packet:#}");
        fs::remove_file(folder.0.join(format!("甲/{name}"))).unwrap();
    }
    // A manifest may name it.
    folder.put("甲/核对.txt", "已逐项核对。许诺言\n");
    folder.put("甲/packet.toml", "main = '正文.txt'\nform = '发文稿纸.txt'\nslip = '核对.txt'\n");
    let (report, code) = folder.report(&["甲"]);
    assert_eq!((code, report["packets"][0].get("left_out")), (0, None), "{report:#}");
}

#[test]
fn a_manifest_is_held_to_its_word_and_says_what_it_leaves_out() {
    let folder = Folder::new("parts");
    folder.copy("good/函", "甲");
    folder.put("甲/草稿.txt", "某发〔2026〕3号\n关于防汛的通知\n各单位：\n　　请防汛。\n");
    folder.put("甲/packet.toml", "main = '正文.txt'\nform = '发文稿纸.txt'\n");
    let (report, code) = folder.report(&["甲"]);
    assert_eq!((code, &report["packets"][0]["left_out"]), (0, &serde_json::json!(["草稿.txt"])));
    let text = said(&folder.sanbu(&["check", "甲"]));
    assert!(text.contains("packet.toml 里没有写、没有检查的文件：草稿.txt\n"), "{text}");
    folder.put("甲/packet.toml", "main = '正文.txt'\nform = '发文稿纸.txt'\nignore = ['草稿.txt']\n");
    assert_eq!(folder.report(&["甲"]).0["packets"][0].get("left_out"), None);

    folder.put("甲/packet.toml", "main = '正文.txt'\nform = '发文稿纸.txt'\nattachments = ['附件.xlsx']\n");
    let (report, code) = folder.report(&["甲"]);
    assert_eq!((code, &report["packets"][0]["unreadable"][0]["path"]), (2, &"甲/附件.xlsx".into()));
    assert_ne!(report["packets"][0]["conclusion"], "printable");

    let wrong = [
        ("\nform = '发文稿纸.txt'\n", "第2行第8列有误：缺少“main”"),
        ("attachments = []\n", "第1行第15列有误：缺少“main”"),
        ("main = '正文.txt'\nfrom = '发文稿纸.txt'\n", "第2行第1列有误：没有叫“from”的项"),
        ("[[confirm]]\ngate = 'signing'\nby = '周宁'\ndate = '三月六日'\n[confirm.files]\n", "第4行第8列有误：日期"),
    ];
    for (text, wanted) in wrong {
        folder.put("甲/packet.toml", text);
        let (report, code) = folder.report(&["甲"]);
        let told = report["unreadable"][0]["message"].as_str().unwrap();
        assert!(code == 2 && told.contains(wanted), "{text}: {told}");
    }
}

#[test]
fn a_folder_of_pictures_is_counted() {
    let folder = Folder::new("pictures");
    folder.copy("good/函", "发文/甲");
    folder.put("发文/扫描/1.jpg", "图");
    folder.put("发文/扫描/2.jpg", "图");
    let (report, code) = folder.report(&["发文"]);
    assert_eq!((code, &report["summary"]["skipped_files"]), (0, &Value::from(2)), "{report:#}");
}

// ── what cannot be read is part of the packet ──

/// A container of Office with its end and nothing else.
const EMPTY_ZIP: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// A document of Office that asks for a password.
fn locked() -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(512, 0);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

/// A good packet whose text lists one attachment, which is not there yet.
fn listing(folder: &Folder, to: &str) {
    folder.copy("good/函", to);
    folder.change(&format!("{to}/正文.txt"), "请予函复。\n", "请予函复。\n\n　　附件：值班表\n");
    folder.change(&format!("{to}/发文稿纸.txt"), "附件：无", "附件：值班表");
}

#[test]
fn a_file_that_nobody_can_open_is_part_of_its_packet() {
    type Case = (&'static str, Vec<u8>, &'static str, &'static str);
    let whole = EMPTY_ZIP.to_vec();
    let torn = b"PK\x03\x04\x14\0\0\0 half of a workbook".to_vec();
    // The file, its bytes, the verdict on the enclosures, and why it is named as one that nobody has read.
    let cases: [Case; 20] = [
        ("值班表.xlsx", whole.clone(), "pass", ""),
        ("附件 值班表.pdf", b"%PDF-1.7\n".to_vec(), "pass", ""),
        ("值班表.xls", b"<html><table>".to_vec(), "pass", ""),
        ("值班表.jpg", b"\x89PNG\r\n".to_vec(), "pass", ""),
        ("值班表.dwg", b"anything".to_vec(), "pass", ""),
        ("值班表.xlsx", b"a table".to_vec(), "fail", "corrupt"),
        ("值班表.xlsx", torn, "fail", "corrupt"),
        ("值班表.xlsx", locked(), "fail", "encrypted"),
        ("附件 值班表.pdf", b"<html>".to_vec(), "fail", "corrupt"),
        ("值班表.png", b"no picture".to_vec(), "fail", "corrupt"),
        ("值班表.doc", old_doc(), "pass", ""),
        ("附件 值班表.doc", b"no document".to_vec(), "fail", "corrupt"),
        ("附件 值班表.docx", locked(), "fail", "encrypted"),
        ("附件 值班表.docx", b"%PDF-1.7\n".to_vec(), "fail", "not-a-docx"),
        ("值班表.docx", locked(), "undecided", "encrypted"),
        ("值班表.docx", b"PK\x03\x04 torn".to_vec(), "undecided", "corrupt"),
        ("另一件.docx", locked(), "undecided", "encrypted"),
        ("值班表.txt", vec![0xff; 41], "undecided", "encoding"),
        ("附件/值班表.docx", locked(), "fail", "encrypted"),
        ("值班表.lnk", b"L\0\0\0".to_vec(), "undecided", "not-a-docx"),
    ];
    for (at, (name, bytes, verdict, reason)) in cases.into_iter().enumerate() {
        let folder = Folder::new(&format!("torn-{at}"));
        listing(&folder, "甲");
        folder.put(&format!("甲/{name}"), bytes);
        let (report, code) = folder.report(&["甲"]);
        let packet = &report["packets"][0];
        assert_eq!(gate_of(packet, "enclosures")["verdict"], verdict, "{at} {name}: {packet:#}");
        let unread: Vec<&Value> = packet["unreadable"].as_array().unwrap().iter().collect();
        if reason.is_empty() {
            assert_eq!(
                (code, packet["conclusion"].as_str(), unread.len()),
                (0, Some("printable"), 0),
                "{at} {packet:#}"
            );
            continue;
        }
        assert_eq!((code, unread.len()), (2, 1), "{at} {name}: {packet:#}");
        assert_eq!((&unread[0]["path"], &unread[0]["reason"]), (&format!("甲/{name}").into(), &reason.into()));
        let said = said(&folder.sanbu(&["check", "甲"]));
        assert!(
            packet["conclusion"] != "printable" && !said.contains("没有找到：正文后面没有") && !said.contains("未找到"),
            "{said}"
        );
    }
}

#[cfg(unix)]
#[test]
fn what_the_system_refuses_or_the_limit_is_part_of_its_packet() {
    let names = ["值班表.pdf", "附件 值班表.xlsx", "另一件.docx", "附件"];
    for (name, reason) in names.iter().flat_map(|name| [(name, "io"), (name, "too-large")]) {
        let folder = Folder::new("refused");
        listing(&folder, "甲");
        let path = folder.0.join(format!("甲/{name}"));
        match reason {
            "io" => std::os::unix::fs::symlink("nowhere", path).unwrap(),
            // A file with nothing in it that takes no room.
            _ => fs::File::create(path).unwrap().set_len((256 << 20) + 1).unwrap(),
        }
        let (report, code) = folder.report(&["甲"]);
        let packet = &report["packets"][0];
        assert_eq!((code, &packet["unreadable"][0]["reason"]), (2, &reason.into()), "{name}: {packet:#}");
        assert_ne!(packet["conclusion"], "printable");
        let missing = |f: &Value| f["rule"] == "ATT-dir-b" && f["severity"] == "error";
        assert!(
            !packet["findings"].as_array().unwrap().iter().any(missing) && !packet.to_string().contains("未找到"),
            "{name}: {packet:#}"
        );
    }
}

#[test]
fn an_attachment_that_nobody_can_open_counts_for_every_document_that_lists_some() {
    let folder = Folder::new("whose");
    listing(&folder, "件");
    fs::rename(folder.0.join("件/正文.txt"), folder.0.join("件/甲函.txt")).unwrap();
    fs::rename(folder.0.join("件/发文稿纸.txt"), folder.0.join("件/甲函发文稿纸.txt")).unwrap();
    folder.copy("good/通知", "别");
    let others: Vec<_> = fs::read_dir(folder.0.join("别")).unwrap().map(|e| e.unwrap().path()).collect();
    for path in others {
        folder.put(&format!("件/乙{}", path.file_name().unwrap().to_string_lossy()), fs::read(&path).unwrap());
    }
    folder.put("件/附件1.docx", locked());
    let (report, code) = folder.report(&["件"]);
    let first = report["packets"].as_array().unwrap().iter().find(|p| p["path"] == "件/甲函.txt").unwrap();
    assert_eq!((code, first["unreadable"].as_array().unwrap().len()), (2, 1), "{first:#}");
    assert_eq!(report["unreadable"].as_array().unwrap().len(), 1, "{report:#}");
    assert!(!first["findings"].to_string().contains("ATT-dir-b"), "{first:#}");
}

#[test]
fn a_main_document_in_another_format_is_named() {
    let xml = "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><pkg:package/>";
    let cases: [(&str, &[u8]); 9] = [
        ("正文.pdf", b"%PDF-1.7\n"),
        ("正文.html", b"<html><body>x</body></html>"),
        ("正文.mht", b"MIME-Version: 1.0\n"),
        ("正文.jpg", b"\xff\xd8\xff\xe0"),
        ("正文.zip", EMPTY_ZIP),
        ("正文.xml", xml.as_bytes()),
        ("正文.odt", EMPTY_ZIP),
        ("关于催办的函.pdf", b"%PDF-1.7\n"),
        ("扫描0001.tif", b"II*\0"),
    ];
    for (name, bytes) in cases {
        let folder = Folder::new("formats");
        folder.copy("good/函", "甲");
        fs::remove_file(folder.0.join("甲/正文.txt")).unwrap();
        for path in [format!("甲/{name}"), format!("单/{name}")] {
            folder.put(&path, bytes);
        }
        for handed in ["甲".to_owned(), format!("单/{name}")] {
            let (report, code) = folder.report(&[&handed]);
            let [file] = report["unreadable"].as_array().unwrap().as_slice() else { panic!("{handed}: {report:#}") };
            assert_eq!((code, file["reason"].as_str()), (2, Some("unsupported")), "{handed}: {file}");
            assert!(file["path"].as_str().unwrap().ends_with(name));
            let message = file["message"].as_str().unwrap();
            assert!(message.contains(".docx") || message.contains("解压"), "{message}");
            if let [packet] = report["packets"].as_array().unwrap().as_slice() {
                assert_eq!((&packet["unreadable"][0], &packet["conclusion"]), (file, &"undecided".into()));
            }
        }
        // So it is when nothing else lies in the folder: pages may be a document, pictures are counted.
        let (report, code) = folder.report(&["单"]);
        assert!(code == 2 && !report["unreadable"].as_array().unwrap().is_empty(), "{name}: {report:#}");
        // What was not written by hand stays one packet: a folder of attachments below belongs to it.
        folder.put("甲/附件/值班表.txt", "值班表\n甲　乙\n");
        let packets = folder.report(&["甲"]).0["packets"].as_array().unwrap().len();
        assert!(!name.starts_with("正文") || packets == 1, "{name}: {packets}");
    }
    // A copy beside the document that is read says nothing new; another text does.
    let folder = Folder::new("copies");
    folder.copy("good/函", "甲");
    for (name, code) in [("正文.pdf", 0), ("发文稿纸.jpg", 0), ("正文（盖章）.pdf", 2), ("发文稿纸2.jpg", 2)]
    {
        folder.put(&format!("甲/{name}"), if name.ends_with("pdf") { &b"%PDF-1.7\n"[..] } else { b"\xff\xd8\xff" });
        assert_eq!(folder.report(&["甲"]).1, code, "{name}");
    }
    folder.put("甲/packet.toml", "main = '正文（盖章）.pdf'\nform = '发文稿纸.txt'\n");
    let (report, code) = folder.report(&["甲"]);
    assert_eq!((code, &report["packets"][0]["unreadable"][0]["reason"]), (2, &"unsupported".into()), "{report:#}");
}

/// Whoever hands in a packet may have written what lies in it: nothing passes by that, and it is named.
#[test]
fn settings_in_the_packet_let_nothing_pass() {
    const CHAIN: &str = "[organisation]\nchain = ['drafter', 'sign']\n";
    let folder = Folder::new("handed");
    folder.copy("good/通知", "甲");
    assert_eq!(folder.verdict("甲", "signing"), three("printable", "pass", 0));
    for (settings, words) in [
        (CHAIN, ""),
        ("rules = ['own.toml']\n", "[[opinion]]\nmeans = 'approved'\nwords = ['退回重拟']\n"),
        ("[[override]]\npaths = ['**']\norganisation.chain = ['drafter', 'sign']\n", ""),
    ] {
        folder.put("甲/sanbu.toml", settings);
        folder.put("甲/own.toml", words);
        assert_eq!(folder.verdict("甲", "signing"), three("undecided", "undecided", 2), "{settings}");
        let line = folder.line(&["甲"]);
        assert!(line.contains("在送检的文件夹里") && line.contains("甲/sanbu.toml"), "{line}");
        assert_eq!(line.contains("甲/own.toml"), !words.is_empty(), "{line}");
        let (told, code) = folder.confirm(&["甲", "--gate", "signing"]);
        assert!(code == 1 && told.contains("没有记下"), "{told}");
    }
    for settings in ["stage = 'draft'\n", "[[override]]\npaths = ['**']\nstage = 'review'\n"] {
        folder.put("甲/sanbu.toml", settings);
        let line = folder.line(&["甲"]);
        assert!(line.contains("没有问关口") && line.contains("甲/sanbu.toml"), "{line}");
        assert_eq!(folder.sanbu(&["check", "甲"]).status.code(), Some(2), "{settings}");
        assert_eq!(folder.sanbu(&["check", "甲", "--stage", "print"]).status.code(), Some(0), "{settings}");
    }
    // They came with it as well where they lie in a folder above the packet that was handed in.
    folder.copy("good/通知", "收/甲");
    folder.put("收/sanbu.toml", CHAIN);
    assert_eq!(folder.verdict("收", "signing"), three("undecided", "undecided", 2));
    // The office's own, above the packet or named on the command line, is what it is.
    fs::rename(folder.0.join("甲/sanbu.toml"), folder.0.join("sanbu.toml")).unwrap();
    folder.put("sanbu.toml", CHAIN);
    assert_eq!(folder.verdict("甲", "signing"), three("printable", "pass", 0));
}

/// A form that prints the re-check must have it signed, whatever chain the office has chosen.
#[test]
fn a_printed_recheck_is_signed_whatever_the_chain() {
    let folder = Folder::new("printed");
    folder.copy("good/通知", "甲");
    folder.put("sanbu.toml", "[organisation]\nchain = ['drafter', 'sign']\n");
    assert_eq!(folder.verdict("甲", "recheck"), three("printable", "pass", 0));
    folder.change("甲/发文稿纸.txt", "复核：复核无误。何静宜　2026年3月6日", "复核：");
    assert_eq!(folder.verdict("甲", "recheck"), three("not-printable", "fail", 1));
}

/// The notice's own attachments are not the text that it issues.
#[test]
fn an_issued_text_is_missing_whatever_attachments_are_there() {
    let folder = Folder::new("issued");
    folder.copy("good/通知", "甲");
    folder.change("甲/正文.txt", "关于做好2026年防汛准备工作的通知", "关于印发《青禾县防汛工作方案》的通知");
    assert_eq!(folder.verdict("甲", "enclosures"), three("not-printable", "fail", 1));
}
