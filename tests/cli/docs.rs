//! What docs/ shows is what the program does.

use std::fs;

use crate::support::cli::{Folder, err, root};

fn page(name: &str) -> String {
    fs::read_to_string(root().join("docs").join(name)).unwrap()
}

/// The fenced blocks of a language, in order.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

/// The demo as the folder that the pages check.
fn desk(name: &str) -> Folder {
    let folder = Folder::new(name);
    for entry in fs::read_dir(root().join("fixtures/demo")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        folder.copy(format!("demo/{name}"), format!("发文/{name}"));
    }
    folder
}

/// Arguments as a shell takes them apart.
fn arguments(line: &str) -> Vec<&str> {
    line.split_whitespace().map(|word| word.trim_matches('\'')).collect()
}

/// Every command of every page, in the order of the page and in one folder with the demo in it.
#[test]
fn the_commands_shown_end_as_the_pages_say() {
    let mut commands = 0;
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(stem) = name.strip_suffix(".md") else { continue };
        let folder = desk(&format!("docs-{stem}"));
        let page = page(&name);
        blocks(&page, "toml").iter().for_each(|rule| drop(folder.put("本单位.toml", rule)));
        for line in blocks(&page, "sh").concat().lines() {
            let (command, code) = line.split_once("# 退出码 ").unwrap_or_else(|| panic!("{name}: {line}"));
            let command = command.trim().strip_prefix("sanbu ").unwrap_or_else(|| panic!("{name}: {line}"));
            let output = folder.sanbu(arguments(command).as_slice());
            assert_eq!(output.status.code(), Some(code.parse().unwrap()), "{name}: {line}: {}", err(&output));
            commands += 1;
        }
        let written: &[&str] = match stem {
            "ci" => &["sanbu.sarif", "sanbu.xml", "问题清单.xlsx", "问题清单.csv", "结果.sarif"],
            "秘书" => &["报告.html", "批注", "新通知", "发文/sanbu.toml"],
            _ => &[],
        };
        assert!(written.iter().all(|file| folder.has(file)), "{name}");
    }
    assert!(commands > 30, "{commands}");
}

/// Every page and every picture that a page leads to is there, and no picture lies there for nothing.
#[test]
fn pages_lead_somewhere() {
    let mut shown = Vec::new();
    let pages = ["README.md", "docs/秘书.md", "docs/规则.md", "docs/工程师.md", "docs/ci.md", "docs/release.md"];
    for name in pages {
        let text = fs::read_to_string(root().join(name)).unwrap();
        let folder = root().join(name).parent().unwrap().to_path_buf();
        for to in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !to.contains("://") {
                assert!(folder.join(to).exists(), "{name}: {to}");
                shown.push(to.rsplit('/').next().unwrap().to_owned());
            }
        }
    }
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if name.ends_with(".png") {
            assert!(shown.contains(&name), "nobody shows {name}");
            assert!(entry.metadata().unwrap().len() < 200 << 10, "{name} is large");
        }
    }
}

/// What the examples of pipelines run, and what they collect.
#[test]
fn the_jobs_shown_write_what_they_collect() {
    let folder = desk("jobs");
    let page = page("ci.md");
    let job = blocks(&page, "yaml").into_iter().find(|block| block.contains("reports:")).unwrap();
    let script = job.lines().find_map(|line| line.trim().strip_prefix("- sanbu ")).unwrap();
    assert_eq!(folder.sanbu(script).status.code(), Some(1));
    assert!(["sanbu.xml", "问题清单.xlsx"].iter().all(|file| job.contains(file) && folder.has(file)), "{job}");
    let hooks = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    let hook = |id: &str| hooks.split("- id: ").find(|hook| hook.starts_with(id)).unwrap().to_owned();
    for (id, paths, code) in [
        ("sanbu-draft", "发文/01-可以印制/正文.docx 发文/02-缺签发/正文.docx", 0),
        ("sanbu-print", "发文", 1),
        ("sanbu-print", ".", 1),
    ] {
        assert!(page.contains(&format!("- id: {id}\n")), "{id}");
        let hook = hook(id);
        let entry = hook.lines().find_map(|line| line.trim().strip_prefix("entry: sanbu ")).unwrap();
        let output = folder.sanbu(&format!("{entry} {paths}"));
        assert_eq!(output.status.code(), Some(code), "{id}: {}", err(&output));
    }
    let action = fs::read_to_string(root().join("action.yml")).unwrap();
    let inputs = action.split("\ninputs:\n").nth(1).unwrap().split("\noutputs:\n").next().unwrap();
    let inputs =
        inputs.lines().filter_map(|line| line.strip_prefix("  ")?.strip_suffix(':').filter(|l| !l.starts_with(' ')));
    assert_eq!(inputs.filter(|input| !page.contains(&format!("`{input}`"))).count(), 0);
}
