//! Names that are not UTF-8, and names that a program has unpacked in the wrong encoding.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::support::cli::{Folder, program};
use super::support::fixtures::tree;
use super::{check, conclusions, ended};

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

fn jis(name: &str) -> Vec<u8> {
    encoding_rs::SHIFT_JIS.encode(name).0.into_owned()
}

/// With bytes before the extension that are part of no character.
fn with_bytes(name: Vec<u8>) -> Vec<u8> {
    let at = name.iter().rposition(|byte| *byte == b'.').unwrap_or(name.len());
    [&name[..at], b"\x80\xff", &name[at..]].concat()
}

fn gbk_with_bytes(name: &str) -> Vec<u8> {
    with_bytes(gbk(name))
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

type Way = (&'static str, fn(&str) -> Vec<u8>);

#[test]
fn packets_are_judged_alike_in_every_encoding_of_their_names() {
    let ways: [Way; 4] =
        [("GBK", gbk), ("unpacked", unpacked), ("Latin-1", latin), ("GBK with bytes too many", gbk_with_bytes)];
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
fn a_manifest_names_files_in_whatever_encoding_their_names_came() {
    let ways: [Way; 7] = [
        ("UTF-8", |name| name.as_bytes().to_vec()),
        ("UTF-8 with bytes too many", |name| with_bytes(name.as_bytes().to_vec())),
        ("GBK", gbk),
        ("GBK with bytes too many", gbk_with_bytes),
        ("unpacked", unpacked),
        ("Shift-JIS", jis),
        ("Shift-JIS with bytes too many", |name| with_bytes(jis(name))),
    ];
    // Names that Shift-JIS has, and that say nothing of what the files are.
    let titles = [("校园安全问题整改情况表", "安全整改情况表"), ("尚未完成整改问题清单", "未完成事項表")];
    let names = ["正文.txt", "公文稿.txt", "安全整改情况表.mp4", "下/未完成事項表.mp4", "旧稿.txt"];
    let folder = Folder::new("encodings");
    let text = |name: &str| {
        titles.iter().fold(folder.read(&format!("报告/{name}")), |text, (from, to)| text.replace(from, to))
    };
    folder.copy("good/报告", "报告");
    let (main, form) = (text("正文.txt"), text("发文稿纸.txt"));
    let contents: [&str; 5] = [&main, &form, "x", "x", "随便写几句。"];
    let mut expected = None;
    for (way, write) in ways {
        let packet = folder.0.join(way);
        fs::create_dir(&packet).unwrap();
        fs::create_dir(packet.join(OsStr::from_bytes(&write("下")))).unwrap();
        for (name, content) in names.iter().zip(contents) {
            let path = name.split('/').map(&write);
            let path = path.fold(packet.clone(), |path, part| path.join(OsStr::from_bytes(&part)));
            fs::write(path, content).unwrap();
        }
        let [main, form, first, second, old] = names;
        let manifest =
            format!("main = '{main}'\nform = '{form}'\nattachments = ['{first}', '{second}']\nignore = ['{old}']\n");
        fs::write(packet.join("packet.toml"), manifest).unwrap();
        let (report, code, said) = check(&packet);
        assert_eq!((code, report["packets"][0].get("left_out")), (0, None), "{way}: {report:#}{said}");
        let told = told(&report);
        assert_eq!(expected.get_or_insert_with(|| told.clone()), &told, "{way}");
    }
}

#[test]
fn an_exact_name_wins_over_one_that_only_reads_the_same() {
    for write in [gbk, unpacked, latin, gbk_with_bytes] {
        let folder = Folder::new("twin");
        let packet = folder.copy("good/函", "函");
        let signed = fs::read(packet.join("发文稿纸.txt")).unwrap();
        let twin = packet.join(OsStr::from_bytes(&write("发文稿纸.txt")));
        fs::write(&twin, &signed).unwrap();
        folder.change("函/发文稿纸.txt", "同意", "不同意，退回");
        folder.put("函/packet.toml", "main = '正文.txt'\nform = '发文稿纸.txt'\n");
        let (report, code, _) = check(&packet);
        assert_eq!((code, conclusions(&report)), (1, vec!["not-printable"]), "{report:#}");
        let left_out = report["packets"][0]["left_out"].as_array().unwrap();
        assert!(left_out.len() == 1 && left_out[0] != "发文稿纸.txt", "{left_out:?}");
        // Two that read the same, and neither is called so.
        fs::rename(
            packet.join("发文稿纸.txt"),
            packet.join(OsStr::from_bytes(b"\xB7\xA2\xCE\xC4\xB8\xE5\xD6\xBD\xFF.txt")),
        )
        .unwrap();
        let (report, code, _) = check(&packet);
        assert_eq!((code, conclusions(&report)), (2, vec!["undecided"]), "{report:#}");
        let message = report["packets"][0]["unreadable"][0]["message"].as_str().unwrap();
        assert!(message.contains("有2个文件都读作这样"), "{message}");
    }
}

#[test]
fn a_name_under_ignore_is_one_file() {
    let folder = Folder::new("one");
    let packet = folder.copy("good/函", "函");
    folder.put("函/packet.toml", "main = '正文.txt'\nform = '发文稿纸.txt'\nignore = ['旧稿.txt']\n");
    let put = |name: Vec<u8>| fs::write(packet.join(OsStr::from_bytes(&name)), "随便写几句。").unwrap();
    let left_out = || check(&packet).0["packets"][0]["left_out"].as_array().map_or(0, Vec::len);
    // The only one that reads so.
    put(gbk("旧稿.txt"));
    assert_eq!(left_out(), 0);
    // The one that is called so; the others are told.
    put("旧稿.txt".into());
    put(unpacked("旧稿.txt"));
    assert_eq!(left_out(), 2);
    // Neither of two is dropped.
    fs::remove_file(packet.join("旧稿.txt")).unwrap();
    let (report, code, _) = check(&packet);
    assert_eq!((code, conclusions(&report).len()), (2, 0), "{report:#}");
    let message = report["unreadable"][0]["message"].as_str().unwrap();
    assert!(message.contains("packet.toml 第3行第11列有误：ignore 里的“旧稿.txt”：有2个文件"), "{message}");
    // As reports show it, it is one again.
    let shown = sanbu::packet::shown(&gbk("旧稿.txt"));
    folder.put("函/packet.toml", format!("main = '正文.txt'\nform = '发文稿纸.txt'\nignore = ['{shown}']\n"));
    assert_eq!(left_out(), 1);
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
