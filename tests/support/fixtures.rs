//! Every document that tests and tools are tried on. People open some of them, so those are files in `fixtures/`; the rest
//! is made where it is used, and `tests/golden/fixtures.txt` keeps its hashes so that no generator changes unseen.

use std::collections::BTreeSet;

use super::cli::Folder;
use super::faults::FAULTS;
use super::good::good;
use super::{as_docx, fault, folder, forms, kinds, layout, packet, structures};

/// The demo folders: the good 通知 on one matter, and five on others with one fault each.
const DEMO: [(&str, &str, &str, &str); 6] = [
    ("01-可以印制", "防汛准备", "", ""),
    ("02-缺签发", "防汛值班", "FORM-node-a", "sign-empty"),
    ("03-附件2缺失", "防汛物资", "ATT-dir-b", "page-removed"),
    ("04-未复核", "防汛排查", "FORM-recheck-a", "recheck-empty"),
    ("05-核稿签发次序颠倒", "防汛演练", "FORM-order-a", "check-after-sign"),
    ("06-签发转请他人", "防汛宣传", "FORM-redirect-a", "please-other-sign"),
];

/// A path below `fixtures`, and the bytes.
pub type Fixture = (String, Vec<u8>);

/// Six packets to try the program on.
fn demo() -> Vec<Fixture> {
    let notice = packet("通知");
    let mut all = Vec::new();
    for (number, (name, matter, rule, slug)) in (12..).zip(DEMO) {
        let files = match rule {
            "" => folder(&notice),
            _ => fault(rule, slug).folder(&notice),
        };
        let own =
            |text: String| text.replace("〔2026〕12号", &format!("〔2026〕{number}号")).replace("防汛准备", matter);
        let files = files.into_iter().map(|(file, text)| (file, own(text))).collect();
        all.extend(under(name, as_docx(files)));
    }
    all
}

/// Every fixture, whether it is kept as a file or not.
pub fn all() -> Vec<Fixture> {
    let mut all = under("demo", demo());
    for packet in good() {
        let files = folder(&packet);
        all.extend(under(&format!("good/{}", packet.kind), bytes(&files)));
        all.extend(under(&format!("good-docx/{}", packet.kind), as_docx(files)));
    }
    let kinds = kinds::KINDS.iter().map(|&(name, text)| (format!("{name}.txt"), text.as_bytes().to_vec()));
    all.extend(under("kinds", kinds.collect()));
    all.extend(under("structures", wild()));
    for slip in layout::SLIPS {
        let path = format!("{}/fail-{}", slip.rule, slip.name);
        all.extend(under(&path, vec![("正文.docx".to_owned(), slip.bytes())]));
    }
    for fault in FAULTS {
        let path = format!("{}/fail-{}", fault.rule, fault.name);
        all.extend(under(&path, bytes(&fault.folder(&packet(fault.base)))));
    }
    all
}

/// Those that are files in the repository, and those that are only generated: kept are the demo, the good documents, one
/// document of each kind and the first of each structure. Bytes that are kept already are not kept under a second name.
pub fn kept_and_generated() -> (Vec<Fixture>, Vec<Fixture>) {
    let (mut structures, mut contents) = (BTreeSet::new(), BTreeSet::new());
    all().into_iter().partition(|(path, bytes)| {
        let wanted = match path.split_once('/') {
            Some(("structures", file)) => structures.insert(structure(file)),
            group => matches!(group, Some(("demo" | "good" | "good-docx" | "kinds", _))),
        };
        wanted && contents.insert(bytes.clone())
    })
}

/// What a file shows: the number in front of its name, with the letter of a form. The files of a folder belong together.
fn structure(file: &str) -> String {
    match file {
        _ if file.contains('/') => file.to_owned(),
        _ => file.split('-').take(if file.starts_with("8-form-") { 3 } else { 1 }).collect::<Vec<_>>().join("-"),
    }
}

/// All fixtures below one of these beginnings of a path, written to a temporary folder.
pub fn tree(beginnings: &[&str]) -> Folder {
    let folder = Folder::new("fixtures");
    for (path, bytes) in all().iter().filter(|(path, _)| beginnings.iter().any(|b| path.starts_with(b))) {
        folder.put(path, bytes);
    }
    folder
}

/// Structures, broken files, plain texts and forms as they are seen in offices.
fn wild() -> Vec<Fixture> {
    let (texts, cut) = structures::texts();
    let read = structures::structures().into_iter().chain(texts).map(|s| (s.name, s.extension, s.bytes));
    let refused = structures::refused().into_iter().chain(cut).map(|r| (r.name, r.extension, r.bytes));
    let forms = forms::layouts().into_iter().chain(forms::examples()).chain([forms::boxed()]);
    let named = |(name, extension, bytes): (&str, &str, Vec<u8>)| (format!("{name}.{extension}"), bytes);
    let mut all: Vec<_> = read.chain(refused).map(named).collect();
    all.extend(forms.map(|f| named((&format!("8-form-{}", f.name.trim_start_matches("8.")), f.extension, f.bytes))));
    all.extend(structures::formats().into_iter().map(|(name, bytes)| (format!("{name}.docx"), bytes)));
    all.extend(
        structures::separate_files().into_iter().map(|(name, bytes)| (format!("2.5-separate-files/{name}"), bytes)),
    );
    all.push(("6.4-lock-file/~$正文.docx".to_owned(), vec![4; 162]));
    all.push(("7.3-short-gbk.txt".to_owned(), vec![0xd0, 0xa3, 0xd4, 0xb0]));
    all.push(("0-plain.docx".to_owned(), structures::plain()));
    all.push(("3.1-every-number-format.docx".to_owned(), structures::number_formats().0));
    all
}

fn bytes(files: &[(String, String)]) -> Vec<Fixture> {
    files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect()
}

fn under(path: &str, files: Vec<Fixture>) -> Vec<Fixture> {
    files.into_iter().map(|(name, data)| (format!("{path}/{name}"), data)).collect()
}
