//! Fixtures: five good packets, single faults in them, the same as .docx, and the demo folders.

#![allow(dead_code, unreachable_pub, reason = "each test binary takes what it needs")]

pub mod batch;
pub mod chains;
pub mod docx;
pub mod faults;
pub mod forms;
pub mod good;
pub mod kinds;
pub mod layout;
pub mod ooxml;
pub mod shapes;
pub mod structures;
pub mod variants;

use faults::{FAULTS, Fault};
use good::{Packet, good};

/// Name of the main document in a packet folder.
pub const MAIN: &str = "正文.txt";
/// Name of the approval form in a packet folder.
pub const FORM: &str = "发文稿纸.txt";

/// The demo folders: the good 通知 on one matter, and five on others with one fault each.
const DEMO: [(&str, &str, &str, &str); 6] = [
    ("01-可以印制", "防汛准备", "", ""),
    ("02-缺签发", "防汛值班", "FORM-node-a", "sign-empty"),
    ("03-附件2缺失", "防汛物资", "ATT-dir-b", "page-removed"),
    ("04-未复核", "防汛排查", "FORM-recheck-a", "recheck-empty"),
    ("05-核稿签发次序颠倒", "防汛演练", "FORM-order-a", "check-after-sign"),
    ("06-签发转请他人", "防汛宣传", "FORM-redirect-a", "please-other-sign"),
];

/// The files of a packet folder: name and text.
pub fn folder(packet: &Packet) -> Vec<(String, String)> {
    let own = [(MAIN, packet.main), (FORM, packet.form)];
    let all = own.iter().chain(packet.files);
    all.map(|&(name, text)| (name.to_owned(), text.to_owned())).collect()
}

/// The good packet of a kind.
pub fn packet(kind: &str) -> Packet {
    let found = good().into_iter().find(|p| p.kind == kind);
    found.unwrap_or_else(|| panic!("no packet {kind}"))
}

/// The fault of a rule and name.
pub fn fault(rule: &str, name: &str) -> &'static Fault {
    let found = FAULTS.iter().find(|f| f.rule == rule && f.name == name);
    found.unwrap_or_else(|| panic!("no fault {rule}/{name}"))
}

/// The same files as .docx. An empty file stays empty.
pub fn as_docx(files: Vec<(String, String)>) -> Vec<(String, Vec<u8>)> {
    let convert = |(name, text): (String, String)| {
        let bytes = match name.as_str() {
            _ if text.is_empty() => Vec::new(),
            MAIN => docx::main_document(&text),
            FORM => docx::form(&text),
            _ => docx::attachment(&text),
        };
        (name.replace(".txt", ".docx"), bytes)
    };
    files.into_iter().map(convert).collect()
}

/// Six packets to try the program on: path under `fixtures/demo`, and bytes.
pub fn demo() -> Vec<(String, Vec<u8>)> {
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

/// Every fixture: path under `fixtures`, and bytes.
pub fn all() -> Vec<(String, Vec<u8>)> {
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

/// Structures, broken files, plain texts and forms as they are seen in offices.
fn wild() -> Vec<(String, Vec<u8>)> {
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

fn bytes(files: &[(String, String)]) -> Vec<(String, Vec<u8>)> {
    files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect()
}

fn under(path: &str, files: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    files.into_iter().map(|(name, data)| (format!("{path}/{name}"), data)).collect()
}
