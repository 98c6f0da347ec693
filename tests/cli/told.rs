//! What is told of a packet: with the words that its papers print, the figures that the report has, and no more than is
//! asked.

use crate::support::cli::{Folder, err, json, out, sanbu};

const MAIN: &str = "某水发〔2026〕3号\n\n某某县水利局关于做好防汛工作的通知\n\n各单位：\n　　请做好防汛工作，名单见附件。\n\n　　附件：值班表\n\n　　　　某某县水利局\n　　　　2026年3月6日\n";
const FORM: &str = "某某县水利局发文稿纸\n标题：某某县水利局关于做好防汛工作的通知\n拟稿：林远 2026年3月1日\n审核人：同意。周宁 2026年3月4日\n签发人：同意。江鸣 2026年3月3日\n复核：无误。何静 2026年3月5日\n";
const LIST: &str = "附件\n\n值班表\n\n　　三月值班的有：周宁。\n";

/// A packet whose form prints other words than the roles are called by, signed in the wrong order.
fn packet(name: &str) -> Folder {
    let folder = Folder::new(name);
    for (file, text) in [("正文.txt", MAIN), ("发文稿纸.txt", FORM), ("附件 值班表.txt", LIST)] {
        folder.put(&format!("件/{file}"), text);
    }
    folder
}

#[test]
fn a_step_is_called_as_the_form_prints_it() {
    let folder = packet("label");
    let told = out(&folder.sanbu("check 件"));
    assert!(told.contains("“签发人”的日期2026年3月3日早于前一环节“审核人”的日期2026年3月4日"), "{told}");
    let told = out(&folder.sanbu("check 件 --lang en"));
    assert!(told.contains("“签发人” is dated 2026-03-03, before the step ahead of it, “审核人”"), "{told}");
    assert!(told.contains("not complete: 签发人 before 审核人"), "{told}");
}

/// The role stands beside a label only where it says something else.
#[test]
fn a_step_is_named_once() {
    let told = out(&packet("step").sanbu("inspect 件/发文稿纸.txt"));
    assert!(told.contains("─ 拟稿：林远") && told.contains("─ 审核人（核稿）：周宁"), "{told}");
}

#[test]
fn lines_of_a_cell_do_not_run_into_each_other() {
    let folder = Folder::new("lines");
    folder.sanbu("new 通知 --form --attachments 2");
    let told = out(&folder.sanbu("inspect 通知/发文稿纸.docx"));
    assert!(told.contains("─ 附件：1.××××；2.××××"), "{told}");
}

#[test]
fn a_comment_has_the_figure_of_the_report() {
    let folder = packet("figure");
    let (report, _) = folder.report(&["件"]);
    let open = report["packets"][0]["not_checked"].as_array().unwrap().len();
    folder.sanbu("annotate 件 -o 批注");
    let told = out(&folder.sanbu("inspect --text 批注/批注清单.docx"));
    assert!(open > 0 && told.contains(&format!("没有查的规则{open}条")), "{open}: {told}");
}

#[test]
fn statistics_of_nothing_have_no_heading() {
    const HEADING: &str = "各条规则查出的处数";
    let counts = |demo: &str| out(&sanbu(&format!("check fixtures/demo/{demo} --statistics")));
    assert!(!counts("01-可以印制").contains(HEADING) && counts("02-缺签发").contains(HEADING));
}

/// Two of the same: which two, each by its file.
#[test]
fn a_twin_is_told_with_the_file_of_the_other() {
    let folder = packet("twin");
    folder.put("件/附件 值班表（新）.txt", LIST.replace("三月", "四月"));
    let told = out(&folder.sanbu("check 件"));
    assert!(told.contains("“附件 值班表（新）.txt”与附件 值班表.txt里的附件“值班表”重复，只能留一份"), "{told}");
    let told = out(&folder.sanbu("check 件 --lang en"));
    assert!(told.contains("the same as attachment “值班表” in 附件 值班表.txt"), "{told}");
}

/// An item of the list before sending out is proved by what it is about.
#[test]
fn a_tick_has_the_proof_of_its_own_field() {
    let (report, _) = json("check fixtures/demo/01-可以印制 --stage release --format json");
    let items = report["packets"][0]["maxims"][0]["items"].as_array().unwrap();
    let proof = |text: &str| {
        let item = items.iter().find(|item| item["text"] == text).unwrap_or_else(|| panic!("{items:#?}"));
        item["proof"].to_string()
    };
    let (title, day) = (proof("文字：标题与稿纸一致"), proof("文字：成文日期与稿纸一致"));
    assert!(title.contains("都是标题“") && !title.contains("成文日期"), "{title}");
    assert!(day.contains("都是成文日期“") && !day.contains("标题"), "{day}");
}

/// What j and k step through, and the figures beside it.
#[test]
fn what_stands_between_documents_is_a_card_of_the_page() {
    let folder = packet("cards");
    for (file, text) in [("正文.txt", MAIN), ("发文稿纸.txt", FORM), ("附件 值班表.txt", LIST)] {
        folder.put(&format!("又一件/{file}"), text);
    }
    let page = |args: &str| out(&folder.sanbu(&*format!("check 件 又一件 --format html{args}")));
    let told = page("");
    let together = told.split("<section id=\"together\">").nth(1).unwrap();
    assert!(together.contains("<li class=\"card error\" data-level=\"error\"") && told.contains("#together .card"));
    assert!(told.contains("按规则<small>处数</small>"));
    let told = page(" --lang en");
    assert!(told.contains("`packets: ${shown}`") && !told.contains("1 packets"));
}

#[test]
fn values_may_be_written_in_traditional_characters() {
    let both = |one: &[&str], other: &[&str]| {
        let (one, other) = (sanbu(one), sanbu(other));
        assert_eq!((out(&one), one.status.code()), (out(&other), other.status.code()), "{}", err(&one));
    };
    let check = |args: &[&'static str]| [&["check", "fixtures/demo"], args].concat();
    both(&check(&["--stage", "審核", "--format", "簡表"]), &check(&["--stage", "review", "--format", "short"]));
    both(&check(&["--severity", "FORM-node-a=錯誤"]), &check(&["--severity", "FORM-node-a=error"]));
    both(&check(&["--show", "錯誤", "--color", "總是"]), &check(&["--show", "error", "--color", "always"]));
    both(&check(&["--lang", "繁体中文"]), &check(&["--lang", "zh-Hant"]));
    both(&check(&["--lang", "zh-TW"]), &check(&["--lang", "zh-Hant"]));
    both(&check(&["--lang", "zh"]), &check(&["--lang", "zh-Hans"]));
    both(&check(&["--lang", "en-US"]), &check(&["--lang", "en"]));
    both(&["rules", "list", "--level", "錯誤"], &["rules", "list", "--level", "error"]);
    let made = |args: &[&str]| sanbu(args).stdout;
    assert_eq!(made(&["new", "紀要", "-o", "-"]), made(&["new", "纪要", "-o", "-"]));
    assert_eq!(made(&["init", "--preset", "機關", "-o", "-"]), made(&["init", "-o", "-"]));
    both(&["register", "fixtures/demo", "--kind", "發文"], &["register", "fixtures/demo", "--kind", "dispatch"]);
    let confirm = |gate| ["confirm", "fixtures/demo/01-可以印制", "--gate", gate, "--by", "周宁"];
    both(&confirm("審核簽發手續"), &confirm("signing"));
    let wrong = sanbu("register fixtures/demo --kind 来文");
    assert!(err(&wrong).contains("可以写：发文登记簿（dispatch）、收文登记簿（receipt）"), "{}", err(&wrong));
}

/// Names stay, what people read follows the language: in JSON too.
#[test]
fn reasons_and_sources_follow_the_language() {
    let (rules, _) = json("rules list --format json --lang en");
    let all = |key: &str, field: &str| -> Vec<String> {
        rules[key].as_array().unwrap().iter().map(|one| one[field].as_str().unwrap().to_owned()).collect()
    };
    let chinese = |text: &String| text.contains(['，', '。', '（', '；']);
    let wrong: Vec<String> = [all("rules", "source"), all("left_out", "reason")].concat();
    let wrong: Vec<String> = wrong.into_iter().filter(chinese).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let (report, _) = json("check fixtures/demo/02-缺签发 --format json --lang en");
    assert_eq!(report["packets"][0]["findings"][0]["source"], "Regulations, articles 20, 22");
}

/// The letters of a hole are for those who write rules; its place is for all.
#[test]
fn pages_of_rules_have_no_holes_and_say_what_they_hold() {
    let page = |args: &[&str]| out(&sanbu(&[&["rules", "page"], args].concat()));
    let told = page(&["layout"]);
    assert!(told.contains("- 说法：纸张…是…，不是A4") && !told.contains('{'), "{told}");
    let told = page(&["layout", "--lang", "en"]);
    assert!(told.contains("\nClauses of GB/T 9704-2012 for which the layout has to be looked at.\n"), "{told}");
    let told = page(&["--lang", "en"]);
    assert!(told.contains("| File | Rules | What it holds |\n"), "{told}");
}

/// One finding of many places names the first others, marks them on the page and gives them to programs.
#[test]
fn places_left_blank_are_named() {
    let folder = Folder::new("blanks");
    folder.sanbu("new 通知 -o n.docx");
    let told = out(&folder.sanbu("check n.docx --stage 起草"));
    assert!(told.contains("同样的还有") && told.contains("标题“"), "{told}");
    let (report, _) = folder.report(&["n.docx", "--stage", "draft"]);
    let finding = report["packets"][0]["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "DRAFT-place-a");
    let related = finding.unwrap()["related"].as_array().unwrap().len();
    let page = out(&folder.sanbu("check n.docx --stage 起草 --format html"));
    assert!(related > 10 && page.matches("<mark class=\"also\">").count() >= related, "{related}");
}

/// What is not there is not quoted.
#[test]
fn nothing_is_not_quoted() {
    let folder = packet("nothing");
    folder.put("件/发文稿纸.txt", FORM.replace("拟稿：", "密级：\n紧急程度：\n拟稿："));
    let told = out(&folder.sanbu("check 件 --stage release"));
    assert!(told.contains("☑ 文字：密级、紧急程度与稿纸一致") && !told.contains("“”"), "{told}");
}

/// The list at the end says all that its packets lack.
#[test]
fn what_cannot_be_read_stands_in_the_list() {
    let folder = packet("unread");
    folder.put("又一件/正文.docx", "no document");
    folder.put("又一件/发文稿纸.txt", FORM);
    let told = out(&folder.sanbu("check 件 又一件"));
    let row = told.lines().rev().find(|line| line.contains("又一件")).unwrap();
    assert!(row.contains("正文.docx无法读取"), "{told}");
}

/// A baseline counts as the report does.
#[test]
fn a_baseline_has_the_number_of_its_findings() {
    let folder = Folder::new("counted");
    folder.sanbu("new 通知 -o n.docx");
    let (report, _) = folder.report(&["n.docx"]);
    let findings = report["packets"][0]["findings"].as_array().unwrap().len();
    let told = err(&folder.sanbu("check n.docx --write-baseline b.json"));
    assert!(told.contains(&format!("：{findings}处")), "{findings}: {told}");
}

/// Papers that no list names and that have no place are told by their names, also where there are many.
#[test]
fn papers_that_no_list_names_are_each_named() {
    let folder = packet("extra");
    for name in ["甲表", "乙表", "丙表", "丁表"] {
        folder.put(&format!("件/{name}.txt"), LIST.replace("值班表", name).replace("附件\n\n", ""));
    }
    let told = out(&folder.sanbu("check 件"));
    let unnamed: Vec<_> = ["甲表", "乙表", "丙表", "丁表"].into_iter().filter(|n| !told.contains(*n)).collect();
    assert!(told.contains("多出“") && unnamed.is_empty(), "{unnamed:?} {told}");
}

#[test]
fn a_clean_draft_has_one_line_and_the_settings_theirs() {
    let folder = Folder::new("one-line");
    folder.put("通知.txt", MAIN.replace("，名单见附件", "").replace("　　附件：值班表\n\n", ""));
    let lines = |folder: &Folder| -> Vec<String> {
        let told = out(&folder.sanbu("check 通知.txt --stage 起草"));
        told.lines().map(str::to_owned).collect()
    };
    assert_eq!(lines(&folder), ["✓ 通知.txt  起草检查：没有发现问题"]);
    folder.put("sanbu.toml", "stage = 'print'\n");
    let told = lines(&folder);
    assert!(told.len() == 2 && told[1].starts_with("用了本单位的设定："), "{told:?}");
}

/// A rule file that is faulty or missing does not hide that a chain is called by a wrong name.
#[test]
fn mistakes_of_settings_are_told_at_once() {
    let folder = packet("mistakes");
    folder.put("坏.toml", "[[rule]]\nid = 'x'\nwrong = 1\n");
    for rules in ["坏.toml", "没有.toml"] {
        folder.put(
            "sanbu.toml",
            format!("rules = ['{rules}']\nignore = ['ATT-dir-zz']\n[organisation]\nchain = 'bureu'\n"),
        );
        let told = err(&folder.sanbu("check 件"));
        for mistake in [rules, "没有规则叫“ATT-dir-zz”", "没有叫“bureu”的签批链"] {
            assert!(told.contains(mistake), "{mistake}: {told}");
        }
    }
}
