//! Any bytes, read, recognised, checked and shown: no panic, no hang, no text range off a character border.
//!
//! XML is put into a container as the main part, or as styles and numbers beside a main part; a container and plain
//! text are taken as they are.
#![no_main]

use std::cell::OnceCell;
use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use sanbu::finding::Stage;
use sanbu::packet;
use sanbu::rule::RuleSet;
use sanbu::run::{self, Options};

thread_local! {
    static RULES: OnceCell<RuleSet> = const { OnceCell::new() };
}

const RELATIONS: &str = r#"<Relationships><Relationship Id="1" Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#;
const PARTS: &str = r#"<Relationships><Relationship Id="1" Type="x/styles" Target="s.xml"/><Relationship Id="2" Type="x/numbering" Target="s.xml"/><Relationship Id="3" Type="x/header" Target="document.xml"/></Relationships>"#;
const MAIN: &[u8] = include_bytes!("../main.xml");

fn container(main: &[u8], side: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let files: [(&str, &[u8]); 4] = [
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/_rels/document.xml.rels", PARTS.as_bytes()),
        ("word/document.xml", main),
        ("word/s.xml", side),
    ];
    for (name, bytes) in files {
        zip.start_file(name, options).expect("in memory");
        zip.write_all(bytes).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

fuzz_target!(|data: &[u8]| {
    let (name, bytes) = match data {
        [b'<', ..] if data.len() % 4 == 0 => ("正文.docx", container(MAIN, data)),
        [b'<', ..] => ("正文.docx", container(data, b"<w:x/>")),
        [b'P', b'K', ..] => ("正文.docx", data.to_vec()),
        _ => ("正文.txt", data.to_vec()),
    };
    RULES.with(|rules| {
        let rules = rules.get_or_init(|| RuleSet::builtin().expect("shipped rules"));
        let file = packet::load(name, &bytes, &rules.terms);
        if let Some((document, elements)) = file.read() {
            for line in &document.lines {
                assert!(document.text.as_str().get(line.range.clone()).is_some(), "a line off the text");
            }
            for element in &elements.list {
                assert!(document.text.as_str().get(element.range.clone()).is_some(), "an element off the text");
            }
        }
        let _ = sanbu::inspect::json(name, &file, &rules.terms);
        let _ = sanbu::inspect::text(name, &file, &rules.terms, &mut std::io::sink());
        let packet = packet::single(name, file);
        let _ = run::check(&packet, rules, &Options { stage: Stage::Print, ..Options::default() });
    });
});
