//! What the README shows is what the program does.

use std::fs;
use std::path::Path;

use sanbu::rule::{RuleFile, RuleSet, builtin_files};

use crate::support::cli::{self, Folder, out};

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// The fenced blocks of a language, in order.
fn blocks(language: &str) -> Vec<String> {
    let text = readme();
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

/// What the program prints, and that the README shows it word for word.
fn shown(arguments: &str) -> String {
    let output = out(&cli::sanbu(arguments));
    let mark = format!("<!-- 输出：{arguments} -->\n```text\n");
    let text = readme();
    let shown = text.split(&mark).nth(1).unwrap().split("```").next().unwrap();
    assert!(output.contains(shown), "README shows\n{shown}\nbut the program prints\n{output}");
    output
}

#[test]
fn the_output_shown_is_real() {
    shown("inspect fixtures/good/函/正文.txt");
    let output = shown("check fixtures/demo");
    let printable = output.matches("  可以印制\n").count();
    let not_printable = output.matches("  不得印制（").count();
    assert_eq!((printable, not_printable), (1, 5), "README: one of six may be printed");
}

#[test]
fn the_register_shown_is_real() {
    let folder = Folder::new("readme");
    let file = folder.0.join("发文登记簿.xlsx");
    let sanbu = |arguments: &[&str]| {
        let output = cli::program(arguments).arg(&file).current_dir(cli::root()).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        out(&output)
    };
    assert_eq!(sanbu(&["register", "fixtures/good", "-o"]), "");
    let said = sanbu(&["register", "fixtures/good", "--against"]);
    assert!(readme().contains(&format!("--against 发文登记簿.xlsx\n{said}")), "{said}");
}

#[test]
fn the_rule_shown_loads_and_holds() {
    let rule = blocks("toml").into_iter().find(|b| b.contains("[[rule]]")).unwrap();
    let mut files = builtin_files();
    files.push(RuleFile { name: "本单位.toml".into(), text: rule.into() });
    let set = RuleSet::load(files).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let wrong: Vec<_> = set.examples().into_iter().filter(|e| !e.ok).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");

    let words = blocks("toml").into_iter().find(|b| b.contains("[[opinion]]")).unwrap();
    let mut files = builtin_files();
    files.push(RuleFile { name: "本单位.toml".into(), text: words.into() });
    let set = RuleSet::load(files).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert!(set.terms.role("sign").unwrap().labels.contains(&"画押".to_owned()));
    assert_eq!(set.terms.opinion_word("照办"), Some(sanbu::terms::Means::Approved));
}

#[test]
fn the_configuration_and_manifest_shown_are_read() {
    let office = blocks("toml").into_iter().find(|b| b.contains("[[override]]")).unwrap();
    let office = sanbu::config::Config::parse(&sanbu::text::Text::new(office)).unwrap_or_else(|p| panic!("{p:#?}"));
    assert_eq!((office.overrides.len(), office.silences.len()), (2, 1));
    let config = blocks("toml").into_iter().find(|b| b.contains("[organisation.people]")).unwrap();
    let config = sanbu::config::Config::parse(&sanbu::text::Text::new(config)).unwrap();
    let terms = RuleSet::builtin().unwrap().terms;
    let chosen = config.organisation.chosen_chain(&terms).unwrap().unwrap();
    assert_eq!(chosen.id, "organ");
    assert_eq!(terms.chains.len(), 8);
    assert!(terms.chains.iter().all(|c| readme().contains(&format!("`{}`", c.id))));
    let manifest = blocks("toml").into_iter().find(|b| b.starts_with("main")).unwrap();
    let manifest = sanbu::packet::Manifest::parse(&sanbu::text::Text::new(manifest)).unwrap();
    assert_eq!(manifest.parts.unwrap().main, "正文.docx");
}

#[test]
fn every_file_with_rules_is_named() {
    for file in builtin_files().iter().filter(|f| f.text.contains("\n[[rule]]") || f.text.contains("\n[[word]]")) {
        let name = file.name.rsplit('/').next().unwrap();
        assert!(readme().contains(&format!("`{name}`")), "README does not name {name}");
    }
}

/// The guide to rule files: what it shows loads and holds, and every kind of check has its example.
#[test]
fn the_guide_to_rule_files_is_true() {
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/README.md")).unwrap();
    let blocks: Vec<&str> = guide.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    for block in &blocks {
        let mut files = builtin_files();
        files.push(RuleFile { name: "本单位.toml".into(), text: (*block).to_owned().into() });
        let mut set = RuleSet::load(files).unwrap_or_else(|problems| panic!("{block}\n{problems:#?}"));
        set.adjust(&["WO-*".to_owned()], &[], &[], "");
        let own = set.examples();
        assert!(
            own.iter().all(|e| e.ok)
                && (own.len() > 1
                    || block.contains("check.changed")
                    || block.contains("check.layout")
                    || block.contains("check.measured")),
            "{own:#?}"
        );
    }
    let schema = sanbu::rule::schema();
    let kinds = schema["definitions"]["Check"]["oneOf"].as_array().unwrap().iter();
    for kind in kinds.map(|k| k["required"][0].as_str().unwrap()) {
        let shown = |b: &&str| b.contains(&format!("check.{kind} = ")) || b.contains(&format!("check.{kind}."));
        assert!(blocks.iter().any(shown), "rules/README.md lacks check.{kind}");
    }
    assert!(!RuleSet::builtin().unwrap().rules.iter().any(|r| r.title_en.is_empty()));
}

/// The first five minutes, word for word.
#[test]
fn the_first_rule_of_the_guide_works_as_it_says() {
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/README.md")).unwrap();
    let between = |from: &str| guide.split(from).nth(1).unwrap().split("```").next().unwrap();
    let folder = Folder::new("guide");
    folder.put("本单位.toml", between("```toml\n"));
    folder.put("正文.txt", "关于开会的通知\n各单位：\n　　会议在第一会议厅召开。\n　　某某局\n　　2026年3月5日\n");
    let sanbu = |line: &str| {
        let arguments = line.trim().strip_prefix("sanbu ").unwrap().replace("正文.docx", "正文.txt");
        let arguments: Vec<&str> = arguments.split(' ').map(|a| a.trim_matches('\'')).collect();
        out(&folder.sanbu(&arguments))
    };
    let lines: Vec<&str> = guide.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert_eq!(sanbu(lines[0]), between("```text\n"));
    assert!(sanbu(lines[1]).contains("不是会议室的正式名称"));
    folder.put("sanbu.toml", "rules = [\"本单位.toml\"]\n");
    assert!(sanbu("sanbu check 正文.txt --stage draft").contains("改为“第一会议室”"));
}
