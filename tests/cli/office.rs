//! What an office sets for itself: overrides, silences, baselines, its own words and names, presets.

use std::fs;
use std::process::Output;

use serde_json::Value;

use crate::support::cli::{Folder, err, root};
use crate::support::fixtures::tree;

/// Rules of the findings of a packet.
fn rules(packet: &Value) -> Vec<&str> {
    packet["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect()
}

fn together(report: &Value) -> Vec<&str> {
    report["collection"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect()
}

fn of_silences(report: &Value) -> Vec<&str> {
    together(report).into_iter().filter(|rule| rule.starts_with("CONF-")).collect()
}

fn words<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    value[key].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect()
}

const LETTERS: &str = "
[organisation]
chain = 'organ'
[[override]]
paths = ['信函/**']
organisation.chain = ['drafter', 'office_check', 'leader_review', 'sign']
[[override]]
paths = ['**/起草']
stage = 'draft'
severity = { 'FORM-node-a' = 'info' }
";

#[test]
fn paths_follow_their_own_chain_and_stage() {
    let folder = Folder::new("override");
    folder.copy("good/函", "发文/甲");
    folder.copy("good/函", "信函/甲");
    folder.copy("good/函", "信函/起草");
    folder.put("sanbu.toml", LETTERS);
    let (report, code) = folder.report(&["."]);
    let packets = report["packets"].as_array().unwrap();
    let of = |path: &str| packets.iter().find(|p| p["path"].as_str().unwrap().ends_with(path)).unwrap();
    assert_eq!((code, report["stage"].as_str()), (1, Some("print")));
    assert_eq!((rules(of("发文/甲")).len(), of("发文/甲")["conclusion"].as_str()), (0, Some("printable")));
    assert_eq!(rules(of("信函/甲")), ["FORM-node-a"]);
    assert_eq!(of("信函/甲")["findings"][0]["element"], "leader_review");
    assert_eq!((of("信函/甲").get("stage"), of("信函/起草")["stage"].as_str()), (None, Some("draft")));
    assert!(rules(of("信函/起草")).is_empty());

    // However the path is written, and wherever the program is started.
    let (report, _) = folder.report(&["信函/甲/../甲"]);
    assert_eq!(rules(&report["packets"][0]), ["FORM-node-a"]);
    let (report, _) = folder.report(&["信函/起草", "--stage", "print"]);
    assert_eq!(report["packets"][0]["findings"][0]["severity"], "info");
}

#[test]
fn a_label_means_what_it_means_in_the_chain_of_its_path() {
    let folder = Folder::new("labels");
    folder.copy("good/函", "企业/甲");
    let form = "企业/甲/发文稿纸.txt";
    for (from, to) in [
        ("拟稿单位负责人：", "审核："),
        ("核稿：", "复核："),
        ("签发：", "批准："),
        ("复核：复核无误。许诺言　2026年3月5日\n", ""),
    ] {
        folder.change(form, from, to);
    }
    let (report, _) = folder.report(&["."]);
    assert_ne!(report["packets"][0]["conclusion"], "printable");
    folder.put("sanbu.toml", "[[override]]\npaths = ['企业']\norganisation.chain = 'company'\n");
    let (report, code) = folder.report(&["."]);
    assert_eq!((code, rules(&report["packets"][0])), (0, vec![]), "{report:#}");
    let shown = folder.sanbu(&["inspect", form]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("复核（核稿）"), "{shown}");
}

#[test]
fn a_silence_hides_the_finding_and_opens_no_gate() {
    let folder = Folder::new("silence");
    folder.copy("demo/02-缺签发", "甲");
    folder.copy("demo/02-缺签发", "乙");
    let silence = "[[ignore]]\nrule = 'FORM-node-*'\npaths = ['甲']\nuntil = '2026-06-30'\nreason = '补签中'\n";
    folder.put("sanbu.toml", silence);
    let (report, code) = folder.report(&["甲", "--today", "2026-06-30"]);
    assert_eq!((code, rules(&report["packets"][0])), (1, vec![]), "what may not be printed is no 0");
    assert_eq!(report["packets"][0]["conclusion"], "not-printable");
    assert_eq!(folder.report(&["甲", "--today", "2026-06-30", "--fail-on", "never"]).1, 0);
    let gate = &report["packets"][0]["gates"][0];
    assert_eq!((gate["verdict"].as_str(), words(gate, "because")), (Some("fail"), vec!["FORM-node-a"]));
    assert_eq!(words(gate, "reasons"), ["签发未签（本单位设为不再提示：补签中）"]);
    assert_eq!(report["summary"]["hidden"], serde_json::json!({ "silenced": 1, "known": 0 }));
    let (report, code) = folder.report(&["乙", "--today", "2026-06-30"]);
    assert_eq!((code, rules(&report["packets"][0])), (1, vec!["FORM-node-a"]));

    // The day after its last it does nothing and says so.
    let (report, code) = folder.report(&["甲", "--today", "2026-07-01"]);
    assert_eq!((code, rules(&report["packets"][0])), (1, vec!["FORM-node-a"]));
    assert_eq!(together(&report), ["CONF-silence-a"]);
    let told = &report["collection"][0];
    assert_eq!(told["severity"], "info");
    assert!(told["message"].as_str().unwrap().contains("2026年6月30日"), "{told}");
    assert!(told["file"].as_str().unwrap().ends_with("sanbu.toml"), "{told}");
}

#[test]
fn a_gate_without_one_of_its_rules_is_undecided_and_says_so() {
    let folder = Folder::new("off");
    folder.copy("demo/02-缺签发", "甲");
    folder.copy("demo/04-未复核", "乙");
    let gate = |path: &str, at: usize| {
        let (report, code) = folder.report(&[path]);
        (report["packets"][0]["gates"][at].clone(), report["packets"][0]["conclusion"].clone(), code)
    };
    // Turned off or made milder, wherever that is written.
    for (settings, off, lowered, said) in [
        ("ignore = ['FORM-node-a', 'PRAC-*']\n", vec!["FORM-node-a"], vec![], "没有用的规则：FORM-node-a\n"),
        (
            "[severity]\n'FORM-node-*' = 'warning'\n",
            vec![],
            vec!["FORM-node-a", "FORM-node-b"],
            "降低了轻重的规则：FORM-node-a、FORM-node-b\n",
        ),
        (
            "[[override]]\npaths = ['甲']\nseverity = { 'FORM-node-a' = 'info' }\n",
            vec![],
            vec!["FORM-node-a"],
            "FORM-node-a\n",
        ),
    ] {
        folder.put("sanbu.toml", settings);
        let (found, conclusion, code) = gate("甲", 0);
        assert_eq!((words(&found, "off"), words(&found, "lowered")), (off, lowered), "{settings}");
        assert_eq!((found["verdict"].as_str(), conclusion.as_str(), code), (Some("undecided"), Some("undecided"), 2));
        let text = String::from_utf8(folder.sanbu(&["check", "甲"]).stdout).unwrap();
        assert!(text.contains(said) && text.contains("无法判定（审核签发手续：有"), "{text}");
        // Another gate knows nothing of it, and one that has failed has failed.
        assert_eq!((words(&gate("甲", 1).0, "off"), gate("甲", 1).0["verdict"].as_str()), (vec![], Some("pass")));
        assert_eq!(
            (gate("乙", 2).0["verdict"].as_str(), gate("乙", 2).1.as_str()),
            (Some("fail"), Some("not-printable"))
        );
    }
    // Advice closes no gate, and a rule made graver is none that was made milder.
    for settings in ["ignore = ['ATT-list-d']\n", "[severity]\n'ATT-list-*' = 'error'\n"] {
        folder.put("sanbu.toml", settings);
        let (found, _, _) = gate("乙", 1);
        assert_eq!((words(&found, "off").len(), words(&found, "lowered").len()), (0, 0), "{settings}");
        assert_eq!(found["verdict"], "pass");
    }
    // Schools weigh the layout rules less by what is shipped, not by what somebody has set.
    folder.put("sanbu.toml", "[organisation]\nkind = 'university'\n");
    assert!(words(&gate("乙", 2).0, "lowered").is_empty());
}

/// Every way in which a setting could open a gate leaves it open to be seen: which rules, and where that is set.
#[test]
fn no_setting_opens_a_gate_in_silence() {
    const GATE: &str =
        "[[gate]]\nid = 'signing'\ntitle = '签发'\nsource = '本局'\nshows = 'approval'\nrules = ['ATT-dir-a']\n";
    const MILDER: &str = "[[milder]]\norganisation = ['organ']\nrules = ['FORM-node-*']\n";
    // Settings, an own rule file, arguments, a rule that is named, off or lowered, where that is set.
    type Way = (&'static str, &'static str, &'static [&'static str], &'static str, &'static str, &'static str);
    let ways: [Way; 16] = [
        ("", "", &["--ignore", "FORM-node-a"], "FORM-node-a", "off", "--ignore"),
        ("", "", &["--ignore", "FORM-*"], "FORM-skip-a", "off", "--ignore"),
        ("", "", &["--select", "GBT9704-*"], "FORM-node-a", "off", "--select"),
        ("", "", &["--select", "FORM-exist-a", "--select", "ATT-*"], "FORM-node-a", "off", "--select"),
        ("", "", &["--severity", "FORM-*=warning"], "FORM-node-a", "lowered", "--severity"),
        ("", "", &["--severity", "*=error", "--severity", "FORM-node-a=info"], "FORM-node-a", "lowered", "--severity"),
        ("ignore = ['FORM-node-a']\n", "", &[], "FORM-node-a", "off", "甲/sanbu.toml（在送检的文件夹里）"),
        ("select = ['ATT-*']\n", "", &[], "FORM-node-a", "off", "甲/sanbu.toml（在送检的文件夹里）"),
        ("select = ['FORM-*']\n", "", &["--select", "ATT-*"], "FORM-node-a", "off", "--select"),
        ("[severity]\n'*-node-a' = 'info'\n", "", &[], "FORM-node-a", "lowered", "甲/sanbu.toml（在送检的文件夹里）"),
        (
            "[severity]\n'FORM-node-a' = 'error'\n",
            "",
            &["--severity", "FORM-node-a=info"],
            "FORM-node-a",
            "lowered",
            "--severity",
        ),
        (
            "[[override]]\npaths = ['**']\nignore = ['FORM-node-a']\n",
            "",
            &[],
            "FORM-node-a",
            "off",
            "甲/sanbu.toml（在送检的文件夹里）",
        ),
        ("rules = ['own.toml']\n", GATE, &[], "FORM-node-a", "off", "甲/own.toml"),
        ("", GATE, &["--rules", "甲/own.toml"], "FORM-node-a", "off", "甲/own.toml"),
        ("", GATE_ALONE, &["--no-default-rules", "--rules", "甲/own.toml"], "FORM-node-a", "off", "--no-default-rules"),
        ("rules = ['own.toml']\n", MILDER, &[], "FORM-node-a", "lowered", "甲/own.toml"),
    ];
    const GATE_ALONE: &str = "[[gate]]\nid = 'signing'\ntitle = '签发'\nsource = '本局'\nshows = 'approval'\nrules = ['OWN-1']\n\
        [[rule]]\nid = 'OWN-1'\ntitle = '有标题'\nsource = '本局'\nseverity = 'error'\nmessage = '没有标题'\nhelp = '补上'\n\
        check.required = { items = [{ element = '标题' }] }\nfails = ['']\npasses = ['']\n";
    let folder = Folder::new("ways");
    for (settings, rules, args, rule, how, by) in ways {
        let _ = fs::remove_dir_all(folder.0.join("甲"));
        folder.copy("good/函", "甲");
        if !settings.is_empty() {
            folder.put("甲/sanbu.toml", settings);
        }
        folder.put("甲/own.toml", rules);
        let args = [&["甲"], args].concat();
        let way = format!("{settings}{args:?}");
        let (report, code) = folder.report(&args);
        let gate = &report["packets"][0]["gates"].as_array().unwrap().iter().find(|g| g["id"] == "signing").unwrap();
        assert_eq!((code, gate["verdict"].as_str()), (2, Some("undecided")), "{way}: {gate:#}");
        assert!(words(gate, how).contains(&rule), "{way}: {gate:#}");
        let [told] = words(gate, "set_by")[..] else { panic!("{way}: {gate:#}") };
        assert!(told.ends_with(by), "{way}: {told}");
        let text = String::from_utf8(folder.sanbu(&[&["check"], &args[..]].concat()).stdout).unwrap();
        assert!(text.contains(&format!("      设在：{told}\n")), "{way}: {text}");
        let used = if settings.is_empty() { vec![] } else { vec!["甲/sanbu.toml"] };
        let own = if rules.is_empty() || !way.contains("own.toml") { vec![] } else { vec!["甲/own.toml"] };
        let files: Vec<&str> = report.get("config").map_or(vec![], |_| words(&report, "config"));
        let base =
            |path: &&str| path.rsplit('/').take(2).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("/");
        assert_eq!(files.iter().map(base).collect::<Vec<_>>(), [used, own].concat(), "{way}");
        assert_eq!(text.contains("用了本单位的设定："), !files.is_empty(), "{text}");
    }
    // Set back by the command line, nothing is lowered; what can neither close a gate nor leave it open is nobody's matter.
    folder.put("甲/own.toml", "");
    for (settings, args) in [
        ("[severity]\n'FORM-node-a' = 'info'\n", &["--severity", "FORM-node-a=error"][..]),
        ("", &["--ignore", "ATT-list-d"]),
        ("", &["--severity", "ATT-list-a=info"]),
    ] {
        folder.put("甲/sanbu.toml", settings);
        let (report, code) = folder.report(&[&["甲"], args].concat());
        assert_eq!((code, report["packets"][0]["conclusion"].as_str()), (0, Some("printable")), "{settings}{args:?}");
    }
    // A stage at which no gate is asked is told as well; outside of what was handed in a file is only named.
    folder.put("甲/sanbu.toml", "stage = 'draft'\n");
    let text = String::from_utf8(folder.sanbu(&["check", "甲"]).stdout).unwrap();
    assert!(text.contains("甲/sanbu.toml（在送检的文件夹里；其中设定的阶段是 draft，没有问关口）\n"), "{text}");
    fs::rename(folder.0.join("甲/sanbu.toml"), folder.0.join("sanbu.toml")).unwrap();
    let text = String::from_utf8(folder.sanbu(&["check", "甲", "--stage", "print"]).stdout).unwrap();
    assert!(text.lines().last().unwrap().ends_with("/sanbu.toml") && !text.contains("在送检"), "{text}");
}

/// A line of the record says how each gate was decided, what was set and by which files; lines of before still hold.
#[test]
fn the_record_keeps_what_was_set() {
    let folder = Folder::new("record");
    folder.copy("good/函", "甲");
    let sanbu = |args: &[&str]| folder.sanbu(&[&["check", "甲", "--log", "留痕.jsonl"], args].concat());
    sanbu(&[]);
    folder.put("甲/sanbu.toml", "rules = ['本局.toml']\nignore = ['FORM-skip-a']\n");
    folder.put("甲/本局.toml", "[words]\nurgency = ['火急']\n");
    sanbu(&["--severity", "FORM-node-a=info"]);
    let lines: Vec<Value> = folder.read("留痕.jsonl").lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let verdicts =
        |line: &Value| line["gates"].as_array().unwrap().iter().map(|g| g["verdict"].clone()).collect::<Vec<_>>();
    assert_eq!(verdicts(&lines[0]), ["pass", "pass", "pass"]);
    assert!(lines[0].get("config").is_none() && lines[0]["gates"][0].get("set_by").is_none(), "{}", lines[0]);
    let gate = &lines[1]["gates"][0];
    assert_eq!(
        (gate["verdict"].as_str(), words(gate, "off"), words(gate, "lowered")),
        (Some("undecided"), vec!["FORM-skip-a"], vec!["FORM-node-a"])
    );
    assert_eq!(words(gate, "set_by").len(), 2, "{gate}");
    let config: Vec<(&str, String)> = lines[1]["config"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (f["name"].as_str().unwrap(), f["sha256"].as_str().unwrap().to_owned()))
        .collect();
    let sha = |name: &str| sanbu::log::sha256(folder.read(name).as_bytes());
    assert_eq!(
        config.iter().map(|(_, sha)| sha.clone()).collect::<Vec<_>>(),
        [sha("甲/sanbu.toml"), sha("甲/本局.toml")]
    );
    assert!(config[0].0.ends_with("甲/sanbu.toml") && config[1].0.ends_with("本局.toml"), "{config:?}");
    // A line as the program wrote it before.
    let old = r#"{"schema":1,"n":1,"time":"2026-03-05T09:30:00Z","path":"甲","files":[],"rules":"sha256:0","stage":"print","errors":0,"warnings":0,"infos":0,"gates":[{"id":"signing","verdict":"undecided","off":["FORM-node-a"]}],"conclusion":"undecided","prev":"""#;
    let seal = sanbu::log::sha256(old.as_bytes());
    folder.put("旧.jsonl", format!("{old},\"seal\":\"{seal}\"}}\n"));
    folder.put("旧.jsonl.tip", format!("{{\"n\":1,\"seal\":\"{seal}\"}}\n"));
    folder.sanbu(&["check", "甲", "--log", "旧.jsonl"]);
    let told = folder.sanbu(&["log", "verify", "旧.jsonl"]);
    assert_eq!((told.status.code(), folder.read("旧.jsonl").lines().count()), (Some(0), 2), "{}", err(&told));
}

#[test]
fn a_silence_that_matches_nothing_is_told_when_that_is_certain() {
    let folder = Folder::new("unused");
    folder.copy("good/函", "发文/甲");
    folder.copy("good/函", "信函/甲");
    folder.change("信函/甲/正文.txt", "〕7号", "〕8号");
    folder.change("信函/甲/发文稿纸.txt", "〕7号", "〕8号");
    folder.put("sanbu.toml", "[[ignore]]\nrule = 'FORM-order-a'\npaths = ['信函/**']\nreason = '试'\n");
    assert_eq!(of_silences(&folder.report(&["."]).0), ["CONF-silence-b"]);
    assert_eq!(of_silences(&folder.report(&["信函"]).0), ["CONF-silence-b"]);
    // Part of its paths, other paths, a rule that is not asked at this stage or in this run: nobody knows.
    for args in [
        &["信函/甲"][..],
        &["发文"],
        &[".", "--stage", "draft"],
        &[".", "--select", "FORM-node-a"],
        &[".", "--ignore", "FORM-order-*"],
    ] {
        assert!(of_silences(&folder.report(args).0).is_empty(), "{args:?}");
    }
    folder.change("信函/甲/发文稿纸.txt", "温婉如　2026年3月4日", "温婉如　2026年3月6日");
    let (report, code) = folder.report(&["."]);
    assert_eq!((code, of_silences(&report)), (1, vec![]), "{report:#}");
}

#[test]
fn findings_about_several_documents_can_be_silenced_too() {
    let folder = Folder::new("together");
    folder.copy("good/函", "甲");
    folder.copy("good/函", "乙");
    assert_eq!(together(&folder.report(&["."]).0), ["GBT9704-7.2.5-i"]);
    let silence = "[[ignore]]\nrule = 'GBT9704-7.2.5-i'\npaths = ['甲']\nreason = '同一份，存两处'\n";
    folder.put("sanbu.toml", silence);
    let (report, code) = folder.report(&["."]);
    assert_eq!((code, together(&report)), (0, vec![]), "{report:#}");
    assert_eq!(report["summary"]["hidden"]["silenced"], 1);
    folder.sanbu(&["register", "甲", "-o", "登记簿.csv"]);
    let rows = folder.read("登记簿.csv");
    let twice = format!("{rows}{}\n", rows.lines().last().unwrap());
    folder.put("登记簿.csv", twice);
    folder.put("sanbu.toml", "");
    let said = |output: Output| (String::from_utf8(output.stdout).unwrap(), output.status.code());
    let (text, before) = said(folder.sanbu(&["register", "甲", "--against", "登记簿.csv"]));
    assert_eq!(before, Some(1), "{text}");
    folder.put("sanbu.toml", "[[ignore]]\nrule = '*'\nreason = '旧簿子'\n");
    let (text, after) = said(folder.sanbu(&["register", "甲", "--against", "登记簿.csv"]));
    assert!(after == Some(0) && text.contains("对不上的0处（另有"), "{text}");
}

#[test]
fn what_the_settings_name_must_be_there() {
    let folder = Folder::new("mistakes");
    folder.copy("good/函", "甲");
    folder.put(
        "sanbu.toml",
        "select = ['FORM-*']\nignore = ['FORM-nodde-a', { rule = 'FORM-oder-a', reason = '试' }]\n\
         [severity]\n'ATT-dir-bb' = 'info'\n[organisation.people]\nprinciples = ['周启明']\n\
         [[override]]\npaths = ['甲']\nignore = ['XX-*']\norganisation.chain = 'organs'\n",
    );
    let output = folder.sanbu(&["check", "."]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    let text = err(&output);
    assert!(text.contains("共6处错误"), "{text}");
    for near in ["sanbu.toml:2:11", "“FORM-node-a”", "“FORM-order-a”", "“ATT-dir-b”", "“principals”", "organs"]
    {
        assert!(text.contains(near), "{near} in {text}");
    }
    folder.put("sanbu.toml", "stage = 'print'\n");
    for flag in ["--ignore", "--select"] {
        let output = folder.sanbu(&["check", ".", flag, "FORM-node-aa"]);
        assert!(output.status.code() == Some(2) && err(&output).contains("FORM-node-a”"), "{}", err(&output));
    }
    assert_eq!(folder.sanbu(&["check", ".", "--severity", "NO-*=info"]).status.code(), Some(2));
    // Rules that are shipped are known even where they are not in force.
    let bare = ["check", ".", "--no-default-rules", "--ignore", "FORM-node-a", "--stage", "draft"];
    assert_eq!(folder.sanbu(&bare).status.code(), Some(0));
}

/// What is wrong in a table hides nothing else that is wrong in it, and one file hides no other.
#[test]
fn all_mistakes_of_all_settings_are_told_in_one_run() {
    let folder = Folder::new("all-mistakes");
    folder.copy("good/函", "甲");
    folder.copy("good/通知", "乙");
    folder.put(
        "甲/sanbu.toml",
        "[[override]]\npaths = ['**']\nstge = 'draft'\nignore = ['XX-1']\norganisation.chain = 'organs'\n\
         [[override]]\nselect = ['XX-2']\n[[override]]\npaths = 3\nseverity = { 'XX-3' = 'info', 'FORM-*' = 'bad' }\n\
         [[ignore]]\nrule = 'XX-4'\n[organisation]\nchian = 'organ'\npeople.principles = ['周启明']\n",
    );
    folder.put("乙/sanbu.toml", "ignore = ['XX-5']\n");
    let output = folder.sanbu(&["check", "甲", "乙"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    let text = err(&output);
    let all = [
        "XX-1",
        "XX-2",
        "XX-3",
        "XX-4",
        "XX-5",
        "“stge”",
        "“organs”",
        "“paths”",
        "整数",
        "“bad”",
        "“reason”",
        "“chian”",
    ];
    for told in all.into_iter().chain(["“principles”"]) {
        assert!(text.contains(told), "{told} in {text}");
    }
    assert!(text.contains("共12处错误") && text.contains("共1处错误"), "{text}");
    // Not even a mistake in a rule file does, as long as it says which rules there are.
    folder.put("规则.toml", "[[rule]]\nid = 'OWN-a'\ntitel = '甲'\n");
    folder.put("sanbu.toml", "rules = ['规则.toml']\nignore = ['OWN-a', 'XX-6']\nstge = 'draft'\n");
    let text = err(&folder.sanbu(&["check", "."]));
    assert!(["titel", "stge", "XX-6"].iter().all(|told| text.contains(told)), "{text}");
    assert!(!text.contains("没有规则叫“OWN-a”"), "{text}");
    folder.put("sanbu.toml", "rules = ['没有.toml']\nstge = 'draft'\n");
    let text = err(&folder.sanbu(&["check", "."]));
    assert!(text.contains("sanbu.toml:1:10") && text.contains("没有这个文件") && text.contains("stge"), "{text}");
}

#[test]
fn the_baseline_knows_findings_by_content_and_number() {
    let folder = Folder::new("baseline");
    let (faults, fault) = (tree(&["GBT9704-7.2.5-b/"]), "GBT9704-7.2.5-b/fail-di");
    folder.copy(faults.0.join(fault), "发文/甲");
    folder.copy("demo/02-缺签发", "发文/乙");
    let (before, code) = folder.report(&["发文"]);
    assert_eq!(code, 1);
    let output = folder.sanbu(&["check", "发文", "--write-baseline", "发文/基线.json", "--quiet"]);
    assert_eq!(output.status.code(), Some(1), "what may not be printed is no 0: {}", err(&output));
    let written = folder.read("发文/基线.json");
    let total = |report: &Value| report["packets"].as_array().unwrap().iter().map(|p| rules(p).len()).sum::<usize>();
    assert!(err(&output).contains(&format!("{}处", total(&before))), "{}", err(&output));

    // Known wherever it is started from, though a gate stays closed; the file itself is no paper of a packet.
    for (args, packets) in [(vec!["发文"], 2), (vec!["发文/乙", "发文/甲"], 2), (vec!["."], 2), (vec!["发文/乙"], 1)]
    {
        let (report, code) = folder.report(&[&args[..], &["--baseline", "发文/基线.json"]].concat());
        assert_eq!((code, total(&report)), (1, 0), "{args:?} {report:#}");
        assert_eq!(report["packets"].as_array().unwrap().len(), packets);
        assert_eq!(report["summary"]["hidden"]["silenced"], 0);
    }
    let (report, _) = folder.report(&["发文/乙", "--baseline", "发文/基线.json"]);
    assert_eq!(report["packets"][0]["conclusion"], "not-printable");
    assert_eq!(words(&report["packets"][0]["gates"][0], "reasons"), ["签发未签（基线里已有）"]);
    // Without it everything is as before, with the file lying there.
    assert_eq!(folder.report(&["发文"]).0["packets"], before["packets"]);

    // Moved by a line it is still known; in another document it is new.
    let main = folder.read("发文/甲/正文.txt");
    folder.put("发文/甲/正文.txt", format!("\n\n{main}"));
    assert_eq!(total(&folder.report(&["发文", "--baseline", "发文/基线.json"]).0), 0);
    assert_eq!(folder.report(&["发文/甲", "--baseline", "发文/基线.json"]).1, 0);
    folder.copy(faults.0.join(fault), "发文/丙");
    let (report, code) = folder.report(&["发文", "--baseline", "发文/基线.json"]);
    assert_eq!((code, total(&report)), (1, rules(&before["packets"][1]).len().min(total(&report))), "{report:#}");

    // What is gone is counted, and the same findings make the same file.
    fs::remove_dir_all(folder.0.join("发文/乙")).unwrap();
    fs::remove_dir_all(folder.0.join("发文/丙")).unwrap();
    let output = folder.sanbu(&["check", "发文", "--baseline", "发文/基线.json"]);
    assert!(err(&output).contains("基线里有1处这次没有出现"), "{}", err(&output));
    folder.copy("demo/02-缺签发", "发文/乙");
    folder.sanbu(&["check", "发文/乙", "发文/甲", "--baseline", "发文/基线.json", "--write-baseline", "另一份.json"]);
    assert_eq!(folder.read("另一份.json"), written);
}

#[test]
fn a_second_equal_finding_is_new() {
    let folder = Folder::new("second");
    folder.copy("good/函", "甲");
    folder.change("甲/正文.txt", "同一技术标准", "×××标准");
    let (before, _) = folder.report(&["甲"]);
    assert_eq!(rules(&before["packets"][0]).iter().filter(|r| **r == "DRAFT-place-a").count(), 1, "{before:#}");
    folder.sanbu(&["check", "甲", "--write-baseline", "基线.json"]);
    folder.change("甲/正文.txt", "巡查记录", "×××记录");
    let (report, _) = folder.report(&["甲", "--baseline", "基线.json"]);
    let placeholders = rules(&report["packets"][0]).iter().filter(|r| **r == "DRAFT-place-a").count();
    assert_eq!(placeholders, 1, "one finding tells of all places: {report:#}");
    folder.sanbu(&["check", "甲", "--write-baseline", "基线.json"]);
    folder.change("甲/正文.txt", "×××", "");
    assert!(rules(&folder.report(&["甲", "--baseline", "基线.json"]).0["packets"][0]).is_empty());
}

#[test]
fn a_baseline_that_cannot_be_read_stops_the_run() {
    let folder = Folder::new("no-baseline");
    folder.copy("good/函", "甲");
    for (name, text) in
        [("空.json", "{}"), ("新.json", "{\"kind\": \"sanbu-baseline\", \"schema\": 9, \"findings\": []}")]
    {
        folder.put(name, text);
        let output = folder.sanbu(&["check", "甲", "--baseline", name]);
        assert!(output.status.code() == Some(2) && err(&output).contains(name), "{}", err(&output));
    }
    assert_eq!(folder.sanbu(&["check", "甲", "--baseline", "没有.json"]).status.code(), Some(2));
    assert_eq!(folder.sanbu(&["check", "甲", "--write-baseline", "没有/基线.json"]).status.code(), Some(2));
}

const PACK: &str = "
[words]
placeholders = ['候补']
form_names = ['行文呈批笺']
urgency = ['十万火急']
[labels]
attachment = ['附页']
cc = ['分送']
[[kind]]
name = '提示函'
ends = ['提示函']
direction = 'level'
to_whom = true
[[role]]
id = 'sign'
labels = ['画押']
[[role]]
id = 'draft_head'
labels = ['审核']
[[role]]
id = 'translator'
title = '译校'
labels = ['译校']
duty = 'printed'
phase = 'approval'
order = 3
[[field]]
id = 'copies'
labels = ['拢共']
[[opinion]]
means = 'approved'
words = ['缓办']
[[opinion]]
means = 'rejected'
words = ['已核']
[[chain]]
id = 'ours'
title = '本局'
node = [{ role = 'drafter' }, { role = 'draft_head' }, { role = 'translator' }, { role = 'sign' }, { role = 'recheck', who = 'keepers' }]
[[gate]]
id = 'recheck'
title = '复核和份数'
source = '本局'
shows = 'recheck'
rules = ['FORM-recheck-a']
";

const LETTER: &str = "青禾文旅投

青文旅〔2026〕3号
十万火急

关于联合养护界河公路的提示函

白苇县交通运输局：
　　请贵局于三月底前完成界河公路养护的各项准备，明确责任人，落实经费和设备，并把联系人报给我们，值班安排见附页。

附页：值班表

　　　　　　　　青禾文旅投
　　　　　　　　2026年3月5日

分送：青禾县公安局。
";

const SHEET: &str = "青禾文旅投行文呈批笺

标题：关于联合养护界河公路的提示函
发文字号：青文旅〔2026〕3号
拟稿：姜禾生　2026年3月3日
审核：同意报审。陆川平　2026年3月3日
译校：已核。温婉如　2026年3月4日
画押：缓办。郑远航　2026年3月5日
复核：候补
拢共：6
";

#[test]
fn words_of_an_own_pack_mean_what_it_says() {
    let folder = Folder::new("pack");
    folder.put("甲/正文.txt", LETTER);
    folder.put("甲/呈批.txt", SHEET);
    folder.put("本局.toml", PACK);
    folder.put(
        "sanbu.toml",
        "rules = ['本局.toml']\n[organisation]\nnames = ['青禾文旅投']\ncodes = ['青文函']\nchain = 'ours'\n\
         [organisation.people]\nkeepers = ['许诺言']\n",
    );
    let inspect = |file: &str| -> Value {
        let output = folder.sanbu(&["inspect", file, "--format", "json"]);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", err(&output)))
    };
    let elements = &inspect("甲/正文.txt")["elements"];
    assert_eq!((&elements["kind"], &elements["urgency"]), (&"提示函".into(), &"十万火急".into()));
    assert_eq!(elements["cc"], serde_json::json!(["青禾县公安局"]));
    assert_eq!(elements["attachments_listed"][0]["name"], "值班表");
    // Told by the name of the office alone: no list of endings has 投.
    assert_eq!(
        (&elements["agency_mark"], words(elements, "issuer_signature")),
        (&"青禾文旅投".into(), vec!["青禾文旅投"])
    );
    let chain = inspect("甲/呈批.txt")["chain"].clone();
    let steps: Vec<(&str, &str)> = chain
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (s["role"].as_str().unwrap(), s["status"].as_str().unwrap()))
        .collect();
    let wanted = [
        ("drafter", "signed"),
        ("draft_head", "signed"),
        ("translator", "rejected"),
        ("sign", "signed"),
        ("recheck", "empty"),
    ];
    assert_eq!(steps, wanted);
    let (report, _) = folder.report(&["甲"]);
    let packet = &report["packets"][0];
    assert_eq!(packet["gates"].as_array().unwrap().len(), 3);
    assert_eq!(packet["gates"][2]["title"], "复核和份数");
    assert!(rules(packet).contains(&"FORM-reject-a"), "{packet:#}");
    assert_eq!(together(&report), ["GBT9704-7.2.5-i-code"]);

    folder.put("另一份.toml", "[[role]]\nid = 'reader'\nlabels = ['传阅']\n");
    let output = folder.sanbu(&["check", "甲", "--rules", "另一份.toml"]);
    assert!(output.status.code() == Some(2) && err(&output).contains("缺少“title”"), "{}", err(&output));
    folder.change("甲/呈批.txt", "复核：候补", "复核：无误。何静宜　2026年3月6日");
    let (report, _) = folder.report(&["甲"]);
    let asked: Vec<&Value> = report["packets"][0]["findings"].as_array().unwrap().iter().collect();
    assert!(asked.iter().any(|f| f["message"].as_str().unwrap().contains("何静宜")), "{report:#}");
    folder.change("sanbu.toml", "青禾文旅投", "青禾文化旅游投");
    folder.change("本局.toml", "[words]", "[words]\norgan_ends = ['投']");
    assert!(rules(&folder.report(&["甲"]).0["packets"][0]).contains(&"GBT9704-7.3.5-a-own"));
}

/// The examples in a preset, taken out of their comments.
fn uncommented(text: &str) -> String {
    let bare = |line: &str| {
        let example =
            line.strip_prefix('#').filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase() || c == '"' || c == '['));
        example.unwrap_or(line).to_owned()
    };
    text.lines().map(bare).collect::<Vec<_>>().join("\n")
}

#[test]
fn presets_are_right_as_they_are_and_with_their_examples() {
    for (preset, pack) in
        [("county", "本单位规则.toml"), ("university", "本校规则.toml"), ("company", "本企业规则.toml")]
    {
        let folder = Folder::new(preset);
        folder.copy("good/函", "发文/甲");
        folder.copy("good/函", "起草/甲");
        folder.change("起草/甲/正文.txt", "〕7号", "〕8号");
        let output = folder.sanbu(&["init", "--preset", preset]);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0), "{}", err(&output));
        let text = folder.read("sanbu.toml");
        let (report, code) = folder.report(&["."]);
        let asked: Vec<&str> = report["packets"][0]["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["element"].as_str().unwrap())
            .collect();
        // A county form lacks what that university asks for.
        let wanted = if preset == "university" { (1, vec!["office_head", "proof"]) } else { (0, vec![]) };
        assert_eq!((code, asked), wanted, "{preset} {report:#}");
        assert_eq!(report["packets"][1]["stage"], "draft");

        folder.put("sanbu.toml", uncommented(&text));
        folder.put(pack, "");
        let (report, _) = folder.report(&["."]);
        let told = together(&report);
        assert!(told.starts_with(&["GBT9704-7.2.5-i-code"; 2]) && told.ends_with(&["CONF-silence-b"]), "{told:?}");

        let again = folder.sanbu(&["init", "--preset", preset]);
        assert!(again.status.code() == Some(2) && err(&again).contains("已经有了"), "{}", err(&again));
        assert_eq!(folder.read("sanbu.toml"), uncommented(&text));
        assert_eq!(folder.sanbu(&["init", "-o", "另一份.toml", "--preset", preset]).status.code(), Some(0));
        assert_eq!(folder.read("另一份.toml"), text);
    }
}

#[test]
fn the_county_preset_is_the_default() {
    let folder = Folder::new("default");
    assert_eq!(folder.sanbu(&["init"]).status.code(), Some(0));
    assert_eq!(folder.read("sanbu.toml"), fs::read_to_string(root().join("presets/county.toml")).unwrap());
}
