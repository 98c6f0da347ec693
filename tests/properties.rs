//! What holds for every input, not only for the fixtures.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod support;

use proptest::prelude::*;
use sanbu::document::Document;
use sanbu::fold::{self, Folded};
use sanbu::packet::{self, File};
use sanbu::read::read;
use sanbu::rule::RuleSet;
use sanbu::terms::Terms;
use support::ooxml::{Docx, escape};

thread_local! {
    static TERMS: Terms = RuleSet::builtin().unwrap().terms;
}

fn load(name: &str, bytes: &[u8]) -> File {
    TERMS.with(|terms| packet::load(name, bytes, terms))
}

/// Words that documents are made of, and characters that trouble readers.
fn pieces() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "青禾县水利局",
        "关于",
        "的通知",
        "各单位：",
        "附件",
        "1",
        "2",
        "．",
        "：",
        "〔2026〕",
        "号",
        "青水发",
        "[2026]",
        "2026年3月5日",
        "二〇二六年",
        "签发人",
        "抄送：",
        "印发",
        "　　",
        " ",
        "\t",
        "\n",
        "\n\n",
        "。",
        "，",
        "、",
        "（",
        "）",
        "\u{200b}",
        "\u{a0}",
        "⽉",
        "\u{e863}",
        "é",
        "𠮷",
        "Ａ",
        "主送",
        "同意",
        "核稿：",
        "签发：",
        "王某",
        "《",
        "》",
        "第5号",
        "密级",
        "特急",
        "秘密★1年",
    ]);
    prop::collection::vec(words, 0..60).prop_map(|w| w.concat())
}

/// All ranges lie in the text, on character borders, in the order they claim.
fn sound(document: &Document) {
    let text = document.text.as_str();
    let mut end = 0;
    for line in &document.lines {
        assert!(text.get(line.range.clone()).is_some() && line.range.start >= end);
        end = line.range.end;
        let runs: String = document.runs[line.runs.clone()].iter().map(|r| &text[r.range.clone()]).collect();
        assert_eq!(runs, text[line.range.clone()]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn folding_leads_back_to_what_is_printed(text in pieces(), base in 0usize..9) {
        let folded = Folded::new(&text, base);
        let all = folded.as_str().to_owned();
        for (at, c) in all.char_indices() {
            let printed = folded.printed(at..at + c.len_utf8());
            let printed = &text[printed.start - base..printed.end - base];
            prop_assert!(printed.chars().filter_map(fold::fold_char).any(|p| p == c), "{c:?} from {printed:?}");
        }
        let whole = folded.printed(0..all.len());
        prop_assert_eq!(fold::squash(&text[whole.start - base..whole.end - base]), fold::squash(&text));
    }

    #[test]
    fn recognition_stays_inside_the_text(text in pieces()) {
        let file = load("正文.txt", text.as_bytes());
        if let Some((document, elements)) = file.read() {
            sound(document);
            let mut starts = 0;
            for element in &elements.list {
                prop_assert!(document.text.as_str().get(element.range.clone()).is_some());
                prop_assert!(element.range.start >= starts);
                starts = element.range.start;
                for item in &element.items {
                    prop_assert!(element.range.start <= item.range.start && item.range.end <= element.range.end);
                }
            }
        }
    }

    #[test]
    fn every_encoding_gives_the_same_text(text in pieces()) {
        // The encodings of the mainland know neither private use nor every letter.
        let text: String = text.chars().filter(|c| !fold::is_private_use(*c)).collect();
        prop_assume!(text.contains("通知") && text.contains('\n'));
        let of = |bytes: &[u8]| read("a.txt", bytes).unwrap().text.as_str().to_owned();
        let plain = of(text.as_bytes());
        let (gb, _, bad) = encoding_rs::GB18030.encode(&text);
        let wide: Vec<u8> = std::iter::once('\u{feff}').chain(text.chars()).collect::<String>().encode_utf16().flat_map(u16::to_be_bytes).collect();
        prop_assert!(!bad);
        prop_assert_eq!(of(&gb), plain.as_str());
        prop_assert_eq!(of(&wide), plain.as_str());
    }

    #[test]
    fn how_runs_are_cut_does_not_matter(cuts in prop::collection::vec(1usize..7, 1..40)) {
        let notice = support::packet("通知").main;
        let mut cut = cuts.iter().cycle();
        let run = |t: &str| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(t));
        let (mut whole, mut shattered) = (String::new(), String::new());
        for line in notice.lines() {
            whole += &format!("<w:p>{}</w:p>", run(line));
            let chars: Vec<char> = line.chars().collect();
            let mut rest = chars.as_slice();
            shattered += "<w:p>";
            while !rest.is_empty() {
                let (piece, more) = rest.split_at((*cut.next().unwrap()).min(rest.len()));
                shattered += &run(&piece.iter().collect::<String>());
                shattered += "<w:proofErr w:type=\"spellEnd\"/>";
                rest = more;
            }
            shattered += "</w:p>";
        }
        let of = |body: &str| TERMS.with(|t| sanbu::inspect::json("a", &load("a.docx", &Docx::new(body).bytes()), t, sanbu::lang::Lang::Hans));
        prop_assert_eq!(of(&whole), of(&shattered));
    }

    #[test]
    fn broken_xml_is_refused_or_read_never_worse(text in pieces(), at in 0usize..4000, byte in any::<u8>()) {
        let mut docx = Docx::new(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", escape(&text)));
        let mut bytes = docx.document.clone().into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        docx.raw = Some(bytes);
        if let Ok(document) = read("a.docx", &docx.bytes()) {
            sound(&document);
        }
    }
}
