//! A report of more packets than one page takes: an index, and pages in a folder beside it that always fit it.

use std::collections::BTreeMap;
use std::fs;

use crate::support::cli::{Folder, err, out};

const TEXT: &str = "青政发〔2026〕第8号\n\n关于做好防汛工作的通知\n\n各乡镇：\n　　请做好防汛工作。\n";
/// One rule is enough, and soon done.
const ASKED: &str = "--stage draft --select GBT9704-7.2.5-b --fail-on never";

impl Folder {
    fn letters(name: &str, number: usize) -> Self {
        let folder = Folder::new(name);
        (0..number).for_each(|n| drop(folder.put(&format!("批/{n:04}.txt"), TEXT.replace('8', &n.to_string()))));
        folder
    }

    fn checks(&self, more: &str) -> String {
        let output = self.sanbu(format!("check 批 {ASKED} {more}").as_str());
        assert_eq!(output.status.code(), Some(0), "{more}: {}", err(&output));
        out(&output)
    }

    /// The report and the files beside it.
    fn pages(&self) -> BTreeMap<String, Vec<u8>> {
        let beside = fs::read_dir(self.0.join("报告_files")).into_iter().flatten();
        let names = beside.map(|entry| format!("报告_files/{}", entry.unwrap().file_name().to_str().unwrap()));
        names.chain(["报告.html".to_owned()]).map(|name| (name.clone(), self.bytes(&name))).collect()
    }

    /// Every page that the index names is there.
    fn fits(&self) -> usize {
        let index = self.read("报告.html");
        let named = index.split("_files/").skip(1).map(|rest| rest.split(['#', '"']).next().unwrap());
        let mut named: Vec<&str> = named.collect();
        named.sort_unstable();
        named.dedup();
        assert!(named.iter().all(|name| self.has(&format!("报告_files/{name}"))), "{named:?}");
        named.len()
    }
}

#[test]
fn an_index_and_its_pages_are_the_same_for_any_number_of_threads_and_always_fit() {
    let folder = Folder::letters("pages", 1005);
    folder.checks("-o 报告.html --jobs 1");
    let one = folder.pages();
    assert_eq!((folder.fits(), one.len()), (11, 12));
    for jobs in ["2", "8"] {
        folder.checks(&format!("-o 报告.html --jobs {jobs}"));
        assert!(folder.pages() == one, "--jobs {jobs}");
    }
    // Beside other reports the same, which lose nothing.
    folder.checks("--format html=报告.html --format json=报告.json --format sarif=报告.sarif");
    assert!(folder.pages() == one);
    let json: serde_json::Value = serde_json::from_str(&folder.read("报告.json")).unwrap();
    assert_eq!(json["packets"].as_array().unwrap().len(), 1005);
    // What differs takes the place of what was there; nothing of that stays.
    folder.put("批/0500.txt", TEXT.replace('第', ""));
    folder.checks("-o 报告.html");
    let other = folder.pages();
    assert_eq!((folder.fits(), other.len()), (11, 12));
    let kept = other.keys().filter(|name| one.contains_key(*name)).count();
    assert_eq!(kept, 11, "the index, and all pages but one");

    // It lies in what is checked, and is no paper.
    let output = folder.sanbu(format!("check . {ASKED} -o 报告.html").as_str());
    assert_eq!((output.status.code(), folder.fits()), (Some(0), 11), "{}", err(&output));

    // Refused, it is what it was; and so are the pages.
    let before = folder.pages();
    fs::rename(folder.0.join("报告_files"), folder.0.join("别处")).unwrap();
    folder.put("报告_files", "我的文件\n");
    let output = folder.sanbu(format!("check 批 {ASKED} -o 报告.html").as_str());
    assert!(output.status.code() == Some(2) && err(&output).contains("写不了"), "{}", err(&output));
    assert_eq!(
        (folder.read("报告_files"), folder.bytes("报告.html")),
        ("我的文件\n".to_owned(), before["报告.html"].clone())
    );
    fs::remove_file(folder.0.join("报告_files")).unwrap();
    fs::rename(folder.0.join("别处"), folder.0.join("报告_files")).unwrap();

    // Few packets are one file again; what others have put beside it stays.
    folder.put("报告_files/001-00000000.html", "<p>我的网页</p>");
    folder.put("报告_files/笔记.txt", "笔记");
    (3..1005).for_each(|n| fs::remove_file(folder.0.join(format!("批/{n:04}.txt"))).unwrap());
    folder.checks("-o 报告.html");
    let names: Vec<String> = folder.pages().into_keys().collect();
    assert_eq!(names, ["报告.html", "报告_files/001-00000000.html", "报告_files/笔记.txt"]);
    assert_eq!(folder.fits(), 0);
    fs::remove_dir_all(folder.0.join("报告_files")).unwrap();
    folder.checks("-o 报告.html");
    assert!(!folder.has("报告_files"));
}

#[test]
fn printed_it_is_one_page() {
    let folder = Folder::letters("pages-printed", 1001);
    let page = folder.checks("--format html");
    assert_eq!(page.matches("<article").count(), 1001);
    assert!(!page.contains("_files/"));
}

/// As a mouse starts the program: nothing but full paths.
#[test]
fn what_is_dropped_on_the_program_is_checked_with_a_report_beside_it() {
    let folder = Folder::new("dropped");
    folder.copy("demo/02-缺签发", "发文/甲");
    folder.copy("demo/01-可以印制", "发文/乙");
    let full = |name: &str| folder.0.join(name);
    let output = folder.sanbu(&[full("发文/甲"), full("发文/乙")]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(out(&output).contains("不得印制") && err(&output).contains("网页报告："), "{}", err(&output));
    assert_eq!(folder.read("发文/甲-检查报告.html").matches("<article").count(), 2);
    let output = folder.sanbu(&[full("发文/乙/正文.docx")]);
    assert_eq!(output.status.code(), Some(1), "a document without its form: {}", err(&output));
    assert!(folder.has("发文/乙/正文-检查报告.html"));
    // The report is no paper of the packet.
    assert_eq!(folder.sanbu(&[full("发文/乙")]).status.code(), Some(0));
    // What is not there is a command that nobody knows.
    let output = folder.sanbu(&[full("没有")]);
    assert!(output.status.code() == Some(2) && !err(&output).contains("网页报告"), "{}", err(&output));
}
