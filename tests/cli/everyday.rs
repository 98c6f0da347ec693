//! Every day at the desk: how the program is called, what it says of a slip, and how much it shows.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::support::cli::{Folder, err, out, sanbu};

fn paths(report: &Value) -> Vec<&str> {
    report["packets"].as_array().unwrap().iter().map(|packet| packet["path"].as_str().unwrap()).collect()
}

#[test]
fn without_arguments_it_says_what_can_be_asked() {
    let output = sanbu(&[] as &[&str]);
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(2), ""), "nothing was checked");
    assert!(out(&output).contains("sanbu check ") && out(&output).contains("sanbu --help"), "{}", out(&output));
}

#[test]
fn a_slip_is_told_what_was_probably_meant() {
    let cases: [(&[&str], &str); 15] = [
        (&["chek"], "不认识命令 chek；是不是想写 check？"),
        (&["check", "--stge", "draft"], "不认识参数 --stge；是不是想写 --stage？"),
        (
            &["check", "--stage", "起稿"],
            "--stage 不能是“起稿”，可以写：起草（draft）、审核（review）、印制（print）、核发（release）",
        ),
        (&["check", "--fail-on", "eror"], "是不是想写 error？"),
        (&["check", "--select", "FORM-nod-a", "fixtures/demo"], "是不是想写“FORM-node-a”？"),
        (&["check", "--stage", "起稿"], "用法见 sanbu check --help"),
        (&["rules", "lst"], "是不是想写 list？"),
        (&["new", "公函"], "是不是想写“函”？"),
        (&["check", "--STAGE", "draft"], "是不是想写 --stage？"),
        (&["check", "--format", "pdf"], "可以写：屏幕（pretty）、简表（short）、json、"),
        (&["rules"], "后面要写做什么：sanbu rules list、sanbu rules show、"),
        (&["log"], "后面要写做什么：sanbu log verify"),
        (&["explain", "form-nod-a"], "是不是想写“FORM-node-a”？"),
        (&["rules", "test", "FORM-nod-a"], "是不是想写“FORM-node-a”？"),
        (&["rules", "list", "--file", "layot"], "是不是想写“layout”？"),
    ];
    for (args, said) in cases {
        let output = sanbu(args);
        assert!(output.status.code() == Some(2) && err(&output).contains(said), "{args:?}: {}", err(&output));
    }
}

#[test]
fn values_may_be_written_in_chinese() {
    let both = |chinese: &[&str], english: &[&str]| {
        let (chinese, english) = (sanbu(chinese), sanbu(english));
        assert_eq!((out(&chinese), chinese.status.code()), (out(&english), english.status.code()));
    };
    let check = |args: &[&'static str]| [&["check", "fixtures/demo"], args].concat();
    both(&check(&["--stage", "审核", "--format", "简表"]), &check(&["--stage", "review", "--format", "short"]));
    both(&check(&["--stage", "PRINT"]), &check(&["--stage", "print"]));
    both(&check(&["--fail-on", "从不"]), &check(&["--fail-on", "never"]));
    both(&check(&["--severity", "FORM-node-a=警告"]), &check(&["--severity", "FORM-node-a=warning"]));
    both(&check(&["--show", "错误", "--color", "总是"]), &check(&["--show", "error", "--color", "always"]));
    let confirm = |gate| ["confirm", "fixtures/demo/01-可以印制", "--gate", gate, "--by", "周宁"];
    both(&confirm("审核签发手续"), &confirm("signing"));
}

#[test]
fn a_path_counts_once_and_has_a_name() {
    let folder = Folder::new("once");
    let inner = folder.copy("demo/02-缺签发", "发文/02-缺签发");
    folder.copy("good/函", "发文/函");
    let (report, _) = folder.report(&["发文/函", "./发文/函", "发文/函/", "发文/../发文/函"]);
    assert_eq!(paths(&report), ["发文/函"]);
    let (report, _) = folder.report(&["发文", "发文/函", "发文/02-缺签发/正文.docx"]);
    assert_eq!(paths(&report), ["发文/02-缺签发", "发文/函"]);
    let (report, _) = folder.report(&["."]);
    assert_eq!(paths(&report), ["发文/02-缺签发", "发文/函"]);
    let here = |args: &[&str]| {
        let output = crate::support::cli::program(args).current_dir(&inner).output().unwrap();
        out(&output)
    };
    assert!(here(&["check", "-q"]).starts_with("✗ ../02-缺签发  不得印制"), "{}", here(&["check", "-q"]));
    assert!(here(&["fix", ".", "--diff"]).is_empty() && here(&["inspect", "."]).starts_with("../02-缺签发/"));
    let copies = folder.0.join("批注");
    let annotated = here(&["annotate", ".", ".", "-o", copies.to_str().unwrap()]);
    assert_eq!(annotated.matches("印制结论：").count(), 1, "{annotated}");
    assert!(copies.join("正文.docx").is_file(), "{annotated}");
}

#[test]
fn what_is_excluded_is_not_read_and_is_counted() {
    let folder = Folder::new("exclude");
    folder.copy("good/函", "发文/函");
    folder.copy("good/函", "发文/草稿/函");
    folder.put("发文/草稿.bak.txt", "草稿");
    let (report, code) = folder.report(&["发文", "--exclude", "草稿", "--exclude", "*.bak.*"]);
    assert_eq!((paths(&report), code), (vec!["发文/函"], 0));
    assert_eq!(report["summary"]["excluded"], 2);
    let (report, _) = folder.report(&["发文", "--exclude", "草稿/**", "--exclude", "*.bak.*"]);
    assert_eq!(paths(&report), ["发文/函"]);
    let said = out(&folder.sanbu("check 发文 --exclude 草稿 --exclude *.bak.*"));
    assert!(said.contains("；按 --exclude 没有检查 1 个文件夹、1 个文件（发文/草稿、发文/草稿.bak.txt）"), "{said}");
    let (report, _) = folder.report(&["发文/函"]);
    assert!(report["summary"]["excluded"].is_null());
}

#[test]
fn a_glob_is_one_of_paths_as_they_are_shown_and_of_something() {
    let folder = Folder::new("exclude-paths");
    folder.copy("good/函", "发文/001");
    folder.copy("good/函", "发文/002");
    let whole = folder.0.join("发文/002").to_string_lossy().into_owned();
    for glob in ["发文/002", "./发文/00[2]", "002", "*/002/**", "发文/?02", &whole] {
        let (report, code) = folder.report(&["发文", "--exclude", &glob.replace("[2]", "2")]);
        assert_eq!((paths(&report), code), (vec!["发文/001"], 0), "{glob}");
    }
    let idle = folder.sanbu("check 发文 --exclude 003 --exclude 002");
    assert!(err(&idle).contains("没有用上：--exclude 003：") && idle.status.code() == Some(0), "{}", err(&idle));
}

/// What nobody has looked at does not look like a pass.
#[test]
fn nothing_checked_is_no_pass() {
    let folder = Folder::new("nothing");
    folder.copy("good/函", "发文/函");
    folder.put("空/.DS_Store", "");
    for glob in ["*", "**", "发文/**", "发文"] {
        for more in [&[][..], &["--fail-on", "never"]] {
            let output = folder.sanbu(&[&["check", "发文", "--exclude", glob], more].concat());
            assert_eq!(output.status.code(), Some(2), "{glob} {}", out(&output));
        }
    }
    assert_eq!(folder.sanbu("check 空").status.code(), Some(2));
    for glob in ["", "/", " ", "./", "//"] {
        let output = folder.sanbu(&["check", "发文", "--exclude", glob]);
        assert_eq!((output.status.code(), out(&output)), (Some(2), String::new()), "{glob}");
        assert!(err(&output).contains("--exclude") && err(&output).contains("是空的"), "{}", err(&output));
    }
}

/// Every format says that something of a packet, or of the run, was not looked at.
#[test]
fn what_is_not_looked_at_is_told_in_every_format() {
    let folder = Folder::new("not-looked-at");
    folder.copy("good/函", "发文/函");
    folder.put("发文/函/附件材料.txt", "材料一\n");
    folder.put("发文/函/~$正文.txt", "");
    let args = ["check", "发文", "--exclude", "附件材料*"];
    let told = |format: &str| {
        let output = folder.sanbu(&[&args[..], &["--format", format]].concat());
        assert_eq!(output.status.code(), Some(0), "{format} {}", out(&output));
        out(&output)
    };
    for format in ["pretty", "short", "json", "jsonl", "html", "csv", "sarif", "junit", "github"] {
        assert!(told(format).contains("附件材料.txt"), "{format}: {}", told(format));
    }
    let screen = told("pretty");
    assert!(screen.starts_with("✓ 发文/函  可以印制（按 --exclude 没有检查附件材料.txt）"), "{screen}");
    for format in ["pretty", "html", "csv", "sarif", "github"] {
        assert!(told(format).contains("跳过 1 个文件（发文/函/~$正文.txt）"), "{format}: {}", told(format));
    }
    let listed = out(&folder.sanbu(&[&args[..], &["--list-files"]].concat()));
    assert!(listed.contains("跳过　发文/函/~$正文.txt\n按 --exclude 不查　发文/函/附件材料.txt\n"), "{listed}");
}

/// A page and a file for machines are no screen: they are whole, and list what --show lists.
#[test]
fn quiet_is_of_the_screen_and_show_of_every_format() {
    let folder = Folder::new("quiet-formats");
    folder.copy("good/函", "甲");
    folder.change("甲/正文.txt", "，", ",");
    folder.change("甲/正文.txt", "。", "，,。");
    let (report, _) = folder.report(&["甲"]);
    let levels = |report: &Value| -> std::collections::BTreeSet<String> {
        let found = report["packets"][0]["findings"].as_array().unwrap().iter();
        found.map(|f| f["severity"].as_str().unwrap().to_owned()).collect()
    };
    assert!(levels(&report).len() > 1, "{report:#}");
    let milder =
        report["packets"][0]["findings"].as_array().unwrap().iter().find(|f| f["severity"] != "error").unwrap();
    let message = milder["message"].as_str().unwrap();
    for format in ["json", "jsonl", "html", "csv", "sarif", "junit", "github"] {
        let of = |more: &[&str]| out(&folder.sanbu(&[&["check", "甲", "--format", format][..], more].concat()));
        assert_eq!(of(&["-q"]), of(&[]), "{format}");
        let page = of(&["--show", "错误"]);
        let listed = page.split("id=\"sheets\"").next().unwrap();
        assert!(of(&[]).contains(message) && !listed.contains(message), "{format} {message}");
    }
}

/// The settings take the words that the command line takes.
#[test]
fn settings_may_be_written_in_chinese() {
    let folder = Folder::new("chinese-settings");
    folder.copy("good/函", "函");
    folder.put("sanbu.toml", "stage = '起草'\n[severity]\n'FORM-node-a' = '警告'\n");
    let (report, code) = folder.report(&["函"]);
    assert_eq!((report["stage"].as_str(), code), (Some("draft"), 0), "{report:#}");
}

/// One run tells every mistake of the settings, also beside a rule file that is not there.
#[test]
fn every_mistake_of_the_settings_is_told_in_one_run() {
    let folder = Folder::new("all-mistakes");
    folder.copy("good/函", "函");
    folder.put(
        "sanbu.toml",
        "rules = ['没有.toml']\nstage = 'prnt'\nignore = ['FORM-nodea']\n[severity]\n'FORM-node-a' = 'eror'\n\
         'FORM-nodeb' = 'error'\n",
    );
    let told = err(&folder.sanbu("check 函"));
    for said in
        ["没有.toml”：没有这个文件", "prnt", "没有规则叫“FORM-nodea”", "eror", "没有规则叫“FORM-nodeb”", "共5处错误"]
    {
        assert!(told.contains(said), "{said} in {told}");
    }
}

/// What is about the file as a whole quotes no words that have nothing to do with it.
#[test]
fn what_is_about_the_whole_file_quotes_nothing() {
    let folder = Folder::new("whole-file");
    folder.copy("good/函", "函");
    std::fs::rename(folder.0.join("函/正文.txt"), folder.0.join("函/正文草稿.txt")).unwrap();
    let said = out(&folder.sanbu("check 函"));
    let after = said.split("文件名上写着“草稿”").nth(1).unwrap_or_else(|| panic!("{said}"));
    let entry = after.split("建议：").next().unwrap();
    assert!(entry.contains("整份文件") && !entry.contains('│'), "{said}");
}

#[test]
fn files_of_one_folder_that_are_named_one_by_one_are_told_of_their_folder() {
    let folder = Folder::new("one-by-one");
    folder.copy("good/函", "发文/函");
    let said = out(&folder.sanbu("check 发文/函/正文.txt 发文/函/发文稿纸.txt"));
    assert!(said.contains("一个文件算一件") && said.contains("sanbu check 发文/函\n"), "{said}");
    assert!(!out(&folder.sanbu("check 发文/函")).contains("一个文件算一件"));
}

#[test]
fn help_may_be_asked_for_as_a_command() {
    assert_eq!(out(&sanbu("help check")), out(&sanbu("check --help")));
    assert_eq!(out(&sanbu("help")), out(&sanbu("--help")));
}

#[test]
fn a_report_is_not_called_what_it_is_not() {
    let folder = Folder::new("report-names");
    folder.copy("good/函", "函");
    for name in ["报告.pdf", "报告.docx", "报告.DOC", "报告.xls"] {
        let output = folder.sanbu(&["check", "函", "-o", name]);
        assert!(output.status.code() == Some(2) && err(&output).contains("写不出来"), "{name} {}", err(&output));
        assert!(!folder.0.join(name).exists());
    }
    assert_eq!(folder.sanbu("check 函 -o 报告.htm").status.code(), Some(0));
    assert!(folder.read("报告.htm").starts_with("<!doctype html>"));
}

#[test]
fn paths_come_from_a_list() {
    let folder = Folder::new("list");
    folder.copy("good/函", "甲");
    folder.copy("good/通知", "乙 丙");
    folder.put("清单", "甲\r\n\n乙 丙\n甲\n");
    let (report, _) = folder.report(&["--files-from", "清单"]);
    assert_eq!(paths(&report), ["甲", "乙 丙"]);
    folder.put("零", "甲\0乙 丙\0");
    assert_eq!(paths(&folder.report(&["--files-from", "零"]).0), ["甲", "乙 丙"]);
    let mut child = folder.command("check --files-from - --format json").stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all("甲\n".as_bytes()).unwrap();
    let report: Value = serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(paths(&report), ["甲"]);
    // However an editor or a shell has written it.
    let text = "甲\r\n乙 丙 \r\n";
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    folder.put("宽", &wide);
    folder.put("宽而无标记", &wide[2..]);
    folder.put("带标记", format!("\u{feff}{text}"));
    for list in ["宽", "宽而无标记", "带标记"] {
        let (report, code) = folder.report(&["--files-from", list]);
        assert_eq!((paths(&report), code), (vec!["甲", "乙 丙"], 0), "{list}");
    }
    // An empty list is not the current folder.
    folder.put("空", "\n");
    let output = folder.sanbu("check --files-from 空");
    assert!(output.status.code() == Some(2) && err(&output).contains("没有写路径"), "{}", err(&output));
    assert_eq!(folder.sanbu("check - --files-from -").status.code(), Some(2));
    assert!(err(&folder.sanbu("check --files-from 没有")).contains("读不了清单 没有：没有这个文件"));
}

#[test]
fn files_are_listed_without_being_checked() {
    let output = sanbu("check fixtures/demo/02-缺签发 --list-files");
    assert_eq!(output.status.code(), Some(0));
    let wanted = "fixtures/demo/02-缺签发\n  正件　　　正文.docx\n  发文稿纸　发文稿纸.docx\n共 1 件\n";
    assert_eq!(out(&output), wanted);
    let json = out(&sanbu("check fixtures/demo --list-files --format json"));
    let listed: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 6);
    assert_eq!(listed[1]["files"][0], serde_json::json!({ "name": "正文.docx", "role": "main" }));
    assert_eq!(out(&sanbu("check fixtures/demo --list-files --format jsonl")).lines().count(), 6);
}

#[test]
fn settings_are_told_with_where_they_come_from() {
    let folder = Folder::new("settings");
    folder.copy("good/函", "信函/函");
    let text = "stage = 'review'\nignore = ['TL-9-a']\n\n[organisation]\nchain = 'organ'\ncodes = ['青政办函']\n\n\
                [[override]]\npaths = ['信函/**']\nstage = 'draft'\n";
    folder.put("sanbu.toml", text);
    let said = |line: &str| out(&folder.sanbu(line));
    let here = said("config");
    assert!(here.contains("review 审核（") && here.contains("sanbu.toml 第1行）"), "{here}");
    assert!(here.contains("TL-9-a（") && here.contains("第2行）") && here.contains("organ 机关"), "{here}");
    let letter = said("config 信函/函");
    assert!(letter.contains("draft 起草（") && letter.contains("sanbu.toml 第10行（override））"), "{letter}");
    assert!(letter.contains("青政办函（") && letter.contains("第6行）"), "{letter}");
    assert!(said("config --stage 核发").contains("release 核发（--stage）"));
    let isolated = said("config --isolated");
    assert!(isolated.contains("print 印制（缺省）") && isolated.contains("没有（缺省）"), "{isolated}");
    assert_eq!(folder.report(&["信函", "--isolated"]).0["stage"], "print");
    let json: Value = serde_json::from_str(&said("config --format json")).unwrap();
    assert!(json["settings"].as_array().unwrap().iter().any(|s| s["id"] == "stage" && s["title"] == "阶段"));
    assert_eq!(folder.sanbu("check . --isolated --config sanbu.toml").status.code(), Some(2));
}

#[test]
fn a_rule_file_that_is_not_there_hides_no_other_mistake() {
    let folder = Folder::new("settings-mistakes");
    folder.put("正文.txt", "关于防汛的通知\n各单位：\n　　请防汛。\n");
    folder.put(
        "sanbu.toml",
        "stge = 'print'\nselect = ['FORM-nodd-a', 3]\nignore = ['A', {}]\n[organisation]\nkind = 'scool'\nname = '甲'\n\
         [severity]\n'TL-*' = 'fatal'\n[[override]]\npaths = ['甲']\nstage = 'drft'\n",
    );
    let output = folder.sanbu("check 正文.txt");
    let text = err(&output);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(2), ""));
    for place in ["1:1", "2:11", "2:26", "3:11", "3:16", "5:8", "6:1", "8:10", "11:9"] {
        assert!(text.contains(&format!("sanbu.toml:{place}\n")), "{place} in\n{text}");
    }
}

/// What the reader of TOML says in English nobody is shown.
#[test]
fn mistakes_in_toml_are_told_in_chinese() {
    let folder = Folder::new("toml");
    folder.put("正文.txt", "关于防汛的通知\n各单位：\n　　请防汛。\n");
    let wrong = [
        "stage",
        "stage =",
        "stage = print",
        "stage = 'print",
        "[organisation",
        "[[override]",
        "rules = ['a' 'b']",
        "rules = ['a'",
        "stage = 1",
        "stage = 'print' 'x'",
        "select = {}",
        "ignore = 1.5",
        "= 1",
        "stage = \"\\q\"",
        "stage = \"\\u00\"",
        "stage = 01",
        "stage = 1__0",
        "a b = 1",
        "stage = 'print'\nstage = 'print'",
        "stage = +-1",
        "[organisation]\nadopts_gbt9704 = 'x'\nnames = '甲'\npeople = []\nsigners = 3",
        "stage = true",
        "rules = 2026-01-01",
        "organisation = { names = ['甲'],, }",
        "severity = { a = 1 }",
        "[[chain]]\nid = 3\nnodes = [{}]",
        "stage = {",
        "\"\"\"a\"\"\" = 1",
        "stage = nan",
        "stage = 0b2",
        "stage = 99999999999999999999",
        "[[override]]\npaths = 'a'",
    ];
    for text in wrong {
        folder.put("sanbu.toml", text);
        let said = err(&folder.sanbu("check 正文.txt"));
        let told: Vec<&str> =
            said.lines().filter(|line| line.starts_with("错误：") || line.contains("建议：")).collect();
        assert!(!told.is_empty() || said.contains("不是配置文件"), "{text}: {said}");
        // Names that may be written are quoted or listed; nothing else is a word of English.
        let known = ["sanbu.toml", "TOML", "stage", "paths", "print", "adopts", "organisation"];
        for line in told.iter().filter(|line| line.starts_with("错误：")) {
            let quoted = line.split(['“', '”', '`', '"']).step_by(2).collect::<String>();
            let english =
                quoted.split(|c: char| !c.is_ascii_alphabetic()).find(|word| word.len() > 3 && !known.contains(word));
            assert!(english.is_none(), "{text}: {line}");
        }
    }
}

/// A folder that is named brings its settings along: no command says that they were not used.
#[test]
fn settings_that_are_used_are_not_told_as_unused() {
    let folder = Folder::new("used");
    folder.put("发文/sanbu.toml", "stage = '起草'\n");
    folder.copy("demo/01-可以印制", "发文/2026-001");
    for line in ["check 发文", "check 发文 --list-files", "fix 发文 --diff", "annotate 发文 -o 批注", "inspect 发文"]
    {
        let said = err(&folder.sanbu(line));
        assert!(!said.contains("没有使用"), "{line}: {said}");
    }
}

#[test]
fn rules_are_listed_by_file_level_and_word() {
    let list = |line: &str| out(&sanbu(line));
    let all = list("rules list").lines().count();
    let layout = list("rules list --file layout");
    assert!(layout.lines().count() > 10 && layout.lines().count() < all / 2);
    assert_eq!(layout, list("rules list --file layout.toml"));
    let errors = list("rules list --level 错误 附件");
    assert!(errors.lines().rev().skip(1).all(|line| line.contains("错误") && line.contains("附件")), "{errors}");
    assert!(
        list("rules list --level 错误 --stage 起草").lines().count() < list("rules list --level 错误").lines().count()
    );
    assert_eq!(list("rules list 没有这样的字"), "共0条规则\n");
    let counts = |line: &str| list(line).lines().count();
    assert!(counts("rules list margin --lang en") > 2 && counts("rules list 附件 --lang en") > 2);
    assert!(counts("rules list 簽發 --lang zh-Hant") > 20);
}

#[test]
fn shells_and_man_are_served() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = sanbu(&["completions", shell]);
        assert!(output.status.success() && out(&output).contains("files-from"), "{shell}");
    }
    let man = out(&sanbu("man"));
    assert!(man.starts_with(".TH SANBU 1") && man.contains(".SH 命令") && man.contains("\\-\\-files\\-from"), "{man}");
    assert!(!man.lines().any(|line| line.starts_with('\'')), "no line is a command of roff by accident");
}

/// Every message of the system is in words.
#[cfg(unix)]
#[test]
fn what_the_system_says_is_told_in_chinese() {
    let folder = Folder::new("system");
    folder.put("正文.txt", "关于防汛的通知\n各单位：\n　　请防汛。\n");
    let long = "名".repeat(100);
    let commands = [
        format!("check {long}"),
        "check 正文.txt/里".to_owned(),
        format!("check 正文.txt --rules {long}"),
        format!("check 正文.txt --config {long}"),
        "check 正文.txt --baseline .".to_owned(),
        "check 正文.txt --files-from .".to_owned(),
        "log verify 正文.txt/里".to_owned(),
        "register 正文.txt --against .".to_owned(),
        "check 正文.txt -o 没有/里/果.txt".to_owned(),
    ];
    for command in commands {
        let output = folder.sanbu(&command);
        let said = err(&output) + &out(&output);
        assert!(
            output.status.code() == Some(2) && !said.contains("os error") && !said.contains("directory"),
            "{command}: {said}"
        );
    }
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
}

#[test]
fn a_glob_explains_each_rule_that_it_names() {
    let told = out(&sanbu(&["explain", "form-node-*"]));
    assert!(told.contains("FORM-node-a　") && told.contains("\n\nFORM-node-"), "{told}");
    assert_eq!(sanbu(&["explain", "NOPE-*"]).status.code(), Some(2));
}
