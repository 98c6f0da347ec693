//! Files that nobody can open, of formats that are only counted.

use std::fs;

use super::support::cli::Folder;
use super::{check, conclusions};

#[test]
fn an_attachment_whose_bytes_are_not_what_its_name_says_is_unreadable() {
    let folder = Folder::new("garbage");
    let packet = folder.copy("good/报告", "报告");
    fs::remove_file(packet.join("附件1.校园安全问题整改情况表.txt")).unwrap();
    for (extension, good) in [
        ("ofd", &b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"[..]),
        ("rtf", b"{\\rtf1\\ansi cut off"),
        ("pdf", b"%PDF-1.7\n"),
    ] {
        let name = format!("报告/附件1.校园安全问题整改情况表.{extension}");
        folder.put(&name, "垃圾");
        let (report, code, _) = check(&packet);
        assert_eq!((code, conclusions(&report)), (2, vec!["not-printable"]), "{extension}: {report:#}");
        assert_eq!(report["packets"][0]["unreadable"][0]["reason"], "corrupt", "{report:#}");
        folder.put(&name, good);
        let (report, code, _) = check(&packet);
        assert_eq!((code, conclusions(&report)), (0, vec!["printable"]), "{extension}: {report:#}");
        fs::remove_file(folder.0.join(name)).unwrap();
    }
}

/// A page on which a picture stands and no text.
const SCAN: &str = "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\n\
    endobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n";

#[test]
fn a_finished_product_that_nobody_can_open_is_no_silent_pass() {
    let folder = Folder::new("product");
    let packet = folder.copy("good/函", "函");
    for (name, bytes) in
        [("成品.pdf", ""), ("成品.pdf", "垃圾"), ("成品.ofd", "PK\x03\x04 cut off"), ("成品.docx", "PK")]
    {
        let name = format!("函/{name}");
        folder.put(&name, bytes);
        let (report, code, _) = check(&packet);
        assert_eq!((code, conclusions(&report)), (2, vec!["undecided"]), "{name}: {report:#}");
        assert!(report["packets"][0]["unreadable"][0]["path"].as_str().unwrap().ends_with(&name), "{report:#}");
        // Nobody asks for it while the document is written.
        assert_eq!(folder.json("check 函 --stage draft --format json").1, 0, "{name}");
        fs::remove_file(folder.0.join(name)).unwrap();
    }
    // What can be opened is counted, and compared at the release.
    folder.put("函/成品.pdf", SCAN);
    assert_eq!(check(&packet).1, 0);
    assert_eq!(folder.json("check 函 --stage release --format json").1, 2);
    fs::remove_file(packet.join("成品.pdf")).unwrap();
    // One that is only named may still be made.
    folder.put("函/packet.toml", "main = '正文.txt'\nform = '发文稿纸.txt'\nfinished = '成品.pdf'\n");
    assert_eq!(check(&packet).1, 0);
    assert_eq!(folder.json("check 函 --stage release --format json").1, 2);
}

#[test]
fn findings_that_are_not_listed_are_counted_and_told() {
    let folder = Folder::new("many");
    let packet = folder.copy("good/函", "函");
    (1..=450).for_each(|n| drop(folder.put(&format!("函/附件{n}.mp4"), "x")));
    let (report, _, _) = check(&packet);
    let findings = report["packets"][0]["findings"].as_array().unwrap();
    let warnings = findings.iter().filter(|f| f["severity"] == "warning");
    let counted: u64 = warnings.map(|f| 1 + f["unlisted"].as_u64().unwrap_or(0)).sum();
    assert_eq!((findings.len(), counted, report["summary"]["warnings"].as_u64()), (200, 450, Some(450)));
    let said = |format: &str| String::from_utf8(folder.sanbu(&["check", "函", "--format", format]).stdout).unwrap();
    let pretty = said("pretty");
    assert!(pretty.contains("可以印制（另有450处警告）") && pretty.contains("同样的还有449处"), "{pretty}");
    assert!(pretty.contains("警告 450"), "{pretty}");
    for format in ["short", "json", "jsonl", "sarif", "junit", "github", "html", "csv"] {
        assert!(said(format).contains("同样的问题另有250处，没有一一列出"), "{format}");
    }
    // Known as a whole, or not at all.
    folder.sanbu("check 函 --write-baseline 基线.json");
    let known = || folder.json("check 函 --baseline 基线.json --format json").0["summary"].clone();
    assert_eq!(
        (known()["warnings"].as_u64(), known()["hidden"]["known"].as_u64()),
        (Some(0), Some(450)),
        "{}",
        known()
    );
    folder.put("函/附件451.mp4", "x");
    assert_ne!(known()["warnings"].as_u64(), Some(0));
}
