//! What tests are made of: documents, ways to write them as files, and the program to run on them.

#![allow(dead_code, unreachable_pub, reason = "each test binary takes what it needs")]

pub mod batch;
pub mod chains;
pub mod cli;
pub mod docx;
pub mod faults;
pub mod fixtures;
pub mod forms;
pub mod good;
pub mod kinds;
pub mod layout;
pub mod ooxml;
pub mod printed;
pub mod shapes;
pub mod structures;
pub mod variants;

use faults::{FAULTS, Fault};
use good::{Packet, good};

/// Name of the main document in a packet folder.
pub const MAIN: &str = "正文.txt";
/// Name of the approval form in a packet folder.
pub const FORM: &str = "发文稿纸.txt";

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
