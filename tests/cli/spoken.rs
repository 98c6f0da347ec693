//! What people are shown is in the language that they asked for, but for what stands in the documents.

use std::fs;
use std::path::Path;

use regex::Regex;
use sanbu::lang::Lang;

use crate::support::cli::{Folder, err, out, sanbu};

/// Commands whose results are looked at. They are run in the folder of the test, beside a copy of `fixtures/demo`.
const COMMANDS: &[&str] = &[
    "",
    "--help",
    "check --help",
    "check demo",
    "check demo --verbose --statistics",
    "check demo --stage draft",
    "check demo --stage release",
    "check demo --format short",
    "check demo --format github",
    "check demo --format html",
    "check demo --list-files",
    "check demo --format foo",
    "check demo --severity FORM-node-a",
    "check demo --severity FORM-node-a=bad",
    "check demo -o demo/01-可以印制/正文.docx --format json",
    "check demo --gate",
    "check nowhere",
    "config demo",
    "confirm --help",
    "confirm demo/01-可以印制 --gate foo --by a",
    "confirm demo/04-未复核 --gate signing --by a",
    "explain FORM-node-a",
    "explain DRAFT-week-a",
    "fix demo --diff",
    "fix --help",
    "init --help",
    "inspect demo",
    "log",
    "log verify t.jsonl",
    "man",
    "completions fish",
    "new",
    "new --help",
    "new 通告通",
    "register --help",
    "rules",
    "rules list layout",
    "rules page",
    "rules page drafts",
];

/// The Chinese that may stand in them in any language: that of the documents, of names of files and of what is typed.
fn theirs(folder: &Folder) -> String {
    let mut all = String::from(
        "三不 简体中文 繁體中文 通知 函 纪要 通告通 通告 张 姓名 标准输入 发文 收文 正文 决议 决定 命令 公报 公告 意见 通报 报告 请示 批复 议案 中办发 号",
    );
    let mut open = vec![Path::new(folder.path()).join("demo")];
    while let Some(path) = open.pop() {
        all.push_str(&path.file_name().unwrap().to_string_lossy());
        all.push('\n');
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            all.push_str(&out(&sanbu(&["inspect", "--text", path.to_str().unwrap()])));
        }
    }
    // Labels of a form are spaced.
    all.split_whitespace().collect()
}

/// A run of Chinese without what of it stands in the documents.
fn ours(run: &str, theirs: &str) -> String {
    let all: Vec<char> = run.chars().collect();
    let (mut at, mut left) = (0, String::new());
    while at < all.len() {
        let known = (at + 2..=all.len()).rev().find(|end| theirs.contains(&all[at..*end].iter().collect::<String>()));
        if known.is_none() {
            left.push(all[at]);
        }
        at = known.unwrap_or(at + 1);
    }
    left
}

/// A result without what is quoted: marks around it, examples of command lines, examples of rules.
fn without_quotations(text: &str) -> String {
    let marks =
        Regex::new(r"“[^”\n]*”|「[^」\n]*」|《[^》\n]*》|'[^'\n]*'|[(（][\p{Han}、 ]+[)）]|(?s)```.*?```|<style>.*?</style>|<script>.*?</script>").unwrap();
    let text = marks.replace_all(text, "“”");
    let example = |line: &&str| !line.trim_start().starts_with("sanbu ") && !line.starts_with("  ");
    let keeps = text.lines().filter(|line| example(line) || !is_example(line));
    keeps.collect::<Vec<_>>().join("\n")
}

fn is_example(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("sanbu ") || line.starts_with("complete ") && !line.contains(" -d ")
}

fn run(folder: &Folder, command: &str, lang: &str) -> String {
    let mut arguments: Vec<&str> = command.split(' ').filter(|word| !word.is_empty()).collect();
    arguments.extend(["--lang", lang]);
    let output = folder.sanbu(&arguments);
    let said = out(&output) + &err(&output);
    // Examples of rules are documents.
    let is_ours = |line: &&str| !(command.starts_with("explain") && line.starts_with("  "));
    said.lines().filter(is_ours).collect::<Vec<_>>().join("\n")
}

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    for packet in ["01-可以印制", "02-缺签发", "03-附件2缺失", "04-未复核", "05-核稿签发次序颠倒", "06-签发转请他人"]
    {
        folder.copy(format!("demo/{packet}"), format!("demo/{packet}"));
    }
    let line = folder.sanbu(&["check", "demo", "--log", "t.jsonl"]);
    assert!(line.status.code().is_some());
    let log = folder.read("t.jsonl");
    folder.put("t.jsonl", log.replacen("2026", "2025", 1));
    folder
}

#[test]
fn in_english_only_what_is_quoted_is_chinese() {
    let folder = folder("spoken-en");
    let theirs = theirs(&folder);
    let chinese = Regex::new(r"\p{Han}+").unwrap();
    let marks = Regex::new(r"[、，；：。（）]").unwrap();
    let many = Regex::new(r"\b1 (?:[a-z]+[^s\W]s)\b").unwrap();
    let mut wrong = Vec::new();
    for command in COMMANDS {
        let said = run(&folder, command, "en");
        for line in without_quotations(&said).lines() {
            let own: Vec<String> = chinese.find_iter(line).map(|run| ours(run.as_str(), &theirs)).collect();
            let own: Vec<&String> = own.iter().filter(|own| own.chars().count() > 1).collect();
            let ours = if chinese.is_match(line) { None } else { marks.find(line) };
            let plural = many.find(line).filter(|found| !matches!(&found.as_str()[2..], "is" | "was" | "has" | "does"));
            // Two blanks stand between columns, nowhere in a sentence.
            let gap = line.trim_start().contains(",  ") || line.contains(", ,") || line.contains(" :");
            if !own.is_empty() || ours.is_some() || plural.is_some() || gap {
                wrong.push(format!("{command}: {own:?} {line}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn in_traditional_chinese_nothing_of_ours_is_simplified() {
    let folder = folder("spoken-hant");
    let theirs = theirs(&folder);
    let chinese = Regex::new(r"\p{Han}+").unwrap();
    let mut wrong = Vec::new();
    for command in COMMANDS {
        for line in without_quotations(&run(&folder, command, "zh-Hant")).lines() {
            // One character alone is a word of a document, such as 号 behind its number.
            let simple = |run: &String| run.chars().count() > 1 && Lang::Hant.of(run) != *run;
            let own = chinese.find_iter(line).map(|run| ours(run.as_str(), &theirs)).filter(simple);
            wrong.extend(own.map(|own| format!("{command}: {own} in {line}")));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn settings_of_the_current_folder_name_the_language_of_all_that_is_said() {
    let folder = Folder::new("spoken-here");
    folder.put("sanbu.toml", "lang = \"en\"\n");
    for command in [&[][..], &["--help"], &["init", "--help"], &["check", "--stge"]] {
        let output = folder.sanbu(command);
        let said = out(&output) + &err(&output);
        let english = ["Usage", "one document: body", "wrong arguments"];
        assert!(english.iter().any(|part| said.contains(part)), "{command:?}: {said}");
    }
}

#[test]
fn a_mistake_in_the_writing_of_settings_has_its_place() {
    let folder = Folder::new("spoken-toml");
    folder.copy("demo/01-可以印制", "demo");
    for (text, place) in [("[a\n", ":1:"), ("stage = \"print\"\n\nx = [1,,2]\n", ":3:8"), ("x = [1,,2]", ":1:8")] {
        folder.put("sanbu.toml", text);
        let output = folder.sanbu(&["check", "demo"]);
        let said = err(&output);
        assert!(output.status.code() == Some(2) && said.contains(place), "{text}: {said}");
    }
}

#[test]
fn a_list_of_files_knows_which_settings_are_used() {
    let folder = Folder::new("spoken-list");
    folder.copy("demo/01-可以印制", "demo");
    folder.put("demo/sanbu.toml", "stage = \"print\"\n");
    assert_eq!(err(&folder.sanbu(&["check", "demo", "--list-files"])), "");
}
