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

#[test]
fn the_commands_for_pipelines_end_as_the_page_says() {
    let folder = desk("docs");
    let shown = blocks(&page("ci.md"), "sh").concat();
    let commands: Vec<&str> = shown.lines().collect();
    assert!(commands.len() > 2, "{shown}");
    for line in commands {
        let (command, code) = line.split_once("# 退出码 ").unwrap();
        let output = folder.sanbu(command.trim().strip_prefix("sanbu ").unwrap());
        assert_eq!(output.status.code(), Some(code.parse().unwrap()), "{line}: {}", err(&output));
    }
    for file in ["sanbu.sarif", "sanbu.xml", "问题清单.xlsx", "问题清单.csv", "结果.sarif"] {
        assert!(folder.has(file), "{file}");
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
