//! Names that are not UTF-8, and names that a program has unpacked in the wrong encoding.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::support::cli::{Folder, program};
use super::support::fixtures::tree;
use super::{check, ended};

/// The upper half of code page 437.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

fn gbk(name: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(name).0.into_owned()
}

fn unpacked(name: &str) -> Vec<u8> {
    let upper: Vec<char> = CP437.chars().collect();
    let letter = |byte: u8| if byte < 0x80 { char::from(byte) } else { upper[usize::from(byte) - 0x80] };
    gbk(name).into_iter().map(letter).collect::<String>().into_bytes()
}

fn latin(name: &str) -> Vec<u8> {
    gbk(name).into_iter().map(char::from).collect::<String>().into_bytes()
}

/// What was found and concluded, without the names of files.
fn told(report: &Value) -> Vec<String> {
    let finding = |f: &Value| format!("{} {} {:?}", f["rule"], f["severity"], f["at"]["line"]);
    let packet = |p: &Value| {
        let mut all: Vec<String> = p["findings"].as_array().unwrap().iter().map(finding).collect();
        all.sort();
        let gates = p["gates"].as_array().unwrap().iter().map(|g| g["verdict"].to_string());
        format!("{} {all:?} {:?}", p["conclusion"], gates.collect::<Vec<_>>())
    };
    report["packets"].as_array().unwrap().iter().map(packet).collect()
}

#[test]
fn packets_are_judged_alike_in_every_encoding_of_their_names() {
    type Way = (&'static str, fn(&str) -> Vec<u8>);
    let ways: [Way; 3] = [("GBK", gbk), ("unpacked", unpacked), ("Latin-1", latin)];
    let all = tree(&["ATT-dir", "FORM-exist", "FORM-match", "demo"]);
    let folders = |path: &Path| fs::read_dir(path).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir());
    let mut fixtures: Vec<PathBuf> = folders(&all.0).flat_map(|group| folders(&group)).collect();
    fixtures.sort();
    assert!(fixtures.len() > 15, "{fixtures:?}");
    for fixture in fixtures {
        let folder = Folder::new("names");
        let plain = folder.copy(&fixture, "公文");
        let expected = told(&check(&plain).0);
        for (way, write) in ways {
            let to = folder.0.join(OsStr::from_bytes(&[way.as_bytes(), &write("-公文")].concat()));
            fs::create_dir(&to).unwrap();
            for entry in fs::read_dir(&plain).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                fs::copy(plain.join(&name), to.join(OsStr::from_bytes(&write(&name)))).unwrap();
            }
            assert_eq!(told(&check(&to).0), expected, "{} in {way}", fixture.display());
        }
    }
}

#[test]
fn files_of_different_bytes_are_never_one() {
    let folder = Folder::new("apart");
    let text = "青禾县人民政府文件\n\n青政发〔2026〕第8号\n\n青禾县人民政府关于做好防汛工作的通知\n\n各乡镇人民政府：\n　　请做好防汛工作。\n\n　　　　　　青禾县人民政府\n　　　　　　2026年3月5日\n";
    let names: [&[u8]; 5] = [b"\xB8\xFF", b"\xB9\xFF", b"\\xB8\\xFF", b"\\\\xB8", "\u{fffd}\u{fffd}".as_bytes()];
    for name in names {
        let packet = folder.0.join(OsStr::from_bytes(name));
        fs::create_dir(&packet).unwrap();
        fs::write(packet.join(OsStr::from_bytes(&[name, b".txt"].concat())), text).unwrap();
    }
    let (report, ..) = check(&folder.0);
    let paths: BTreeSet<&str> =
        report["packets"].as_array().unwrap().iter().map(|p| p["path"].as_str().unwrap()).collect();
    assert_eq!(paths.len(), names.len(), "{paths:?}");
    let shown = paths.iter().any(|path| path.ends_with("\\xB8\\xFF"));
    assert!(shown, "{paths:?}");
    // A baseline tells them apart too.
    let baseline = folder.0.join("baseline.json");
    let run = |arguments: &[&str]| {
        ended(program(&["check", "--format", "json"]).args(arguments).arg(&baseline).arg(&folder.0));
        fs::read_to_string(&baseline).unwrap()
    };
    let written: Value = serde_json::from_str(&run(&["--write-baseline"])).unwrap();
    let files: BTreeSet<&str> =
        written["findings"].as_array().unwrap().iter().map(|f| f["file"].as_str().unwrap()).collect();
    assert_eq!(files.len(), names.len(), "{files:?}");
}
