//! A tree of folders in memory comes to the same packets as the same tree on disk.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use sanbu::error::{Reason, Unreadable};
use sanbu::finding::UnreadableFile;
use sanbu::packet::{FileRole, Packet};
use sanbu::render::{self, Format};
use sanbu::rule::RuleSet;
use sanbu::run::{self, Options};
use sanbu::tree::{Found, Look, Memory, Search, Source};

use crate::support::cli::{Folder, out};
use crate::support::fixtures;

const LETTER: &str =
    "青禾县人民政府文件\n\n青政发〔2026〕8号\n\n关于做好防汛工作的通知\n\n各乡镇人民政府：\n　　请做好防汛工作。\n";

/// Files by their paths, as a page would hand them over.
type Files = Vec<(String, Result<Vec<u8>, Unreadable>)>;

fn tree(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(name, text)| ((*name).to_owned(), Ok(text.as_bytes().to_vec()))).collect()
}

/// Packets, what could not be read, and how many files were skipped.
fn found(root: &str, files: Files) -> (Vec<Packet>, Vec<UnreadableFile>, usize) {
    let terms = RuleSet::builtin().unwrap().terms;
    let (mut packets, mut unreadable, mut skipped) = (Vec::new(), Vec::new(), 0);
    for one in Memory::new(root, files).packets(&terms) {
        match one {
            Found::Packet(packet) => packets.push(packet),
            Found::Unreadable(file) => unreadable.push(file),
            Found::Skipped(_) => skipped += 1,
            Found::PassedBy(told) => panic!("{told}"),
        }
    }
    (packets, unreadable, skipped)
}

/// Every file below a folder, by its path from there.
fn on_disk(folder: &Path, open: &Path, files: &mut Files) {
    for entry in fs::read_dir(open).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            on_disk(folder, &path, files);
        } else {
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            files.push((name, Ok(fs::read(&path).unwrap())));
        }
    }
}

/// Every fixture below a folder `fixtures`, those that are not kept as files included.
fn every_fixture() -> Folder {
    let folder = Folder::new("tree");
    for (path, bytes) in fixtures::all() {
        folder.put(&format!("fixtures/{path}"), bytes);
    }
    folder
}

#[test]
fn all_fixtures_are_reported_from_memory_as_they_are_from_disk() {
    let folder = every_fixture();
    let told = out(&folder.sanbu(&["check", "fixtures", "--format", "jsonl"]));
    let root = folder.0.join("fixtures");
    let mut files = Files::new();
    on_disk(&root, &root, &mut files);
    let rules = RuleSet::builtin().unwrap();
    let options = Options::default();
    let mut lines = Vec::new();
    let (packets, unreadable, skipped) = found("fixtures", files);
    for packet in packets {
        let report = run::check(&packet, &rules, &options);
        render::packet(Format::Jsonl, options.stage, &report, &render::Options::default(), &mut lines).unwrap();
    }
    let lines = String::from_utf8(lines).unwrap();
    assert!(lines.lines().count() > 100);
    for (from_memory, from_disk) in lines.lines().zip(told.lines()) {
        assert_eq!(from_memory, from_disk);
    }
    let last: serde_json::Value = serde_json::from_str(told.lines().last().unwrap()).unwrap();
    assert_eq!(told.lines().count(), lines.lines().count() + 1, "{last}");
    assert_eq!(last["summary"]["skipped_files"], skipped, "{last}");
    let paths = |value: &serde_json::Value| value["path"].as_str().unwrap().to_owned();
    let from_disk: Vec<String> = last["unreadable"].as_array().unwrap().iter().map(paths).collect();
    assert_eq!(unreadable.into_iter().map(|file| file.path).collect::<Vec<_>>(), from_disk);
}

#[test]
fn folders_below_a_document_are_its_own_unless_one_stands_apart() {
    let files = [
        ("甲/正文.txt", LETTER),
        ("甲/附件/附件1.人员名单.txt", "张三\n"),
        ("甲/材料/说明.csv", "一,二\n"),
        ("甲/另件/正文.txt", LETTER),
        ("甲/~$正文.txt", ""),
    ];
    let (packets, unreadable, skipped) = found("送印", tree(&files));
    let paths: Vec<&str> = packets.iter().map(|packet| packet.path.as_str()).collect();
    assert_eq!(paths, ["送印/甲", "送印/甲/另件"]);
    let names: Vec<&str> = packets[0].files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["材料/说明.csv", "正文.txt", "附件/附件1.人员名单.txt"]);
    assert_eq!((unreadable.len(), skipped), (0, 1));
}

#[test]
fn a_manifest_says_which_file_is_what() {
    let manifest = "main = \"通知.txt\"\nattachments = [\"下/名单.txt\"]\nignore = [\"旧稿.txt\"]\n";
    let files = [("packet.toml", manifest), ("通知.txt", LETTER), ("下/名单.txt", "张三\n"), ("旧稿.txt", LETTER)];
    let (packets, unreadable, _) = found("函", tree(&files));
    let roles: Vec<(&str, FileRole)> = packets[0].files.iter().map(|f| (f.name.as_str(), f.role)).collect();
    assert_eq!(roles, [("下/名单.txt", FileRole::Attachment), ("通知.txt", FileRole::Main)]);
    assert!(packets.len() == 1 && unreadable.is_empty());

    // In the folder of another packet it says that here is one for itself, whatever its files are called.
    let part = ("下/附件1.名单.txt", LETTER);
    let described = ("下/packet.toml", "main = \"附件1.名单.txt\"\n");
    assert_eq!(found("函", tree(&[("正文.txt", LETTER), part])).0.len(), 1);
    assert_eq!(found("函", tree(&[("正文.txt", LETTER), part, described])).0.len(), 2);

    // A name that a zip tool has garbled is meant as well: GBK read as CP437.
    let garbled = tree(&[("packet.toml", "main = \"通知.txt\"\n"), ("═¿╓¬.txt", LETTER)]);
    let (packets, unreadable, _) = found("函", garbled);
    assert!(packets[0].main == Some(0) && unreadable.is_empty(), "{unreadable:?}");

    let (packets, unreadable, _) = found("函", tree(&[("packet.toml", "mian = 1\n"), ("通知.txt", LETTER)]));
    assert!(packets.is_empty() && unreadable[0].path == "函/packet.toml");
    assert!(unreadable[0].message.contains("第1行"), "{}", unreadable[0].message);
    let lost = "main = \"通知.txt\"\nignore = [\"下/没有.txt\"]\n";
    let (_, unreadable, _) = found("函", tree(&[("packet.toml", lost), ("通知.txt", LETTER)]));
    assert!(unreadable[0].message.contains("没有.txt"), "{}", unreadable[0].message);
}

#[test]
fn what_nobody_could_read_is_told_and_never_passed_over() {
    let mut files = tree(&[("正文.txt", LETTER)]);
    files.push(("附件1.名单.docx".to_owned(), Err(Unreadable::new(Reason::Io, "没有权限读取"))));
    let (packets, unreadable, _) = found("件", files);
    assert_eq!(packets[0].files.len(), 2);
    assert_eq!((unreadable[0].path.as_str(), unreadable[0].reason), ("件/附件1.名单.docx", "io"));
    let (packets, unreadable, _) = found("件", Files::new());
    assert!(packets.is_empty() && unreadable[0].reason == "empty");
}

/// A tree that somebody stops after so many files.
struct Stopping<'m> {
    memory: &'m Memory,
    left: AtomicUsize,
}

impl<'m> Source for Stopping<'m> {
    type Folder = <&'m Memory as Source>::Folder;
    type Identity = <&'m Memory as Source>::Identity;
    type Entry = <&'m Memory as Source>::Entry;
    type File = <&'m Memory as Source>::File;

    fn shown(&self, folder: &Self::Folder) -> String {
        self.memory.shown(folder)
    }

    fn entries(&self, folder: &Self::Folder, most: usize) -> Result<Vec<(String, Self::Entry)>, Unreadable> {
        assert!(!self.is_stopped(), "a folder is opened though somebody has stopped");
        self.memory.entries(folder, most)
    }

    fn look(&self, entry: Self::Entry) -> Result<Look<Self::Folder, Self::File>, Unreadable> {
        self.memory.look(entry)
    }

    fn bytes(&self, file: Self::File) -> Result<impl AsRef<[u8]>, Unreadable> {
        self.left.fetch_sub(1, Ordering::Relaxed);
        self.memory.bytes(file)
    }

    fn manifest(&self, folder: &Self::Folder) -> Option<Result<String, Unreadable>> {
        self.memory.manifest(folder)
    }

    fn has(&self, folder: &Self::Folder, name: &str) -> bool {
        self.memory.has(folder, name)
    }

    fn each<I: Send, R: Send>(&self, items: Vec<I>, work: impl Fn(I) -> R + Sync, sink: &mut dyn FnMut(R)) {
        items.into_iter().take_while(|_| !self.is_stopped()).for_each(|item| sink(work(item)));
    }

    fn is_stopped(&self) -> bool {
        self.left.load(Ordering::Relaxed) == 0
    }
}

#[test]
fn what_was_read_only_in_part_is_no_packet() {
    let terms = RuleSet::builtin().unwrap().terms;
    let packet = |n: usize| {
        let names = ["正文.txt", "0说明.csv", "附件/附件1.csv"];
        names.map(|name| (format!("{n}/{name}"), Ok(LETTER.as_bytes().to_vec())))
    };
    let memory = Memory::new("批", (0..4).flat_map(packet));
    for stop in 0..=12 {
        let source = Stopping { memory: &memory, left: AtomicUsize::new(stop) };
        let mut files = Vec::new();
        Search::new(source, &terms).folder(0, &|packet| packet.files.len(), &mut |found| match found {
            Found::Packet(read) => files.push(read),
            other => panic!("{other:?}"),
        });
        assert!(files.len() <= stop / 3 && files.iter().all(|read| *read == 3), "{stop}: {files:?}");
    }
}
