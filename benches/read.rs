//! What reading costs: time against a floor (inflate, and tokenise the same parts), and peak memory.
//!
//! `cargo bench --bench read [-- FOLDER…]`; without a folder the fixtures are read.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::hint::black_box;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use quick_xml::events::Event;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn main() {
    let folders: Vec<PathBuf> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).map(PathBuf::from).collect();
    let folders =
        if folders.is_empty() { vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")] } else { folders };
    let mut files = Vec::new();
    folders.iter().for_each(|f| collect(f, &mut files));
    files.sort();
    let all: Vec<(String, Vec<u8>, Vec<String>)> = files
        .iter()
        .map(|p| (p.display().to_string(), std::fs::read(p).unwrap()))
        .filter_map(|(name, bytes)| {
            let document = sanbu::read::read(&name, &bytes).ok()?;
            Some((name, bytes, document.parts))
        })
        .collect();
    let size: usize = all.iter().map(|(_, b, _)| b.len()).sum();
    println!("{} 个 .docx，共 {} KB", all.len(), size / 1024);

    let (mut floor, mut ours) = (Vec::new(), Vec::new());
    let mut ratios = Vec::new();
    let rounds = 15;
    for round in 0..rounds {
        let one = |ours_first: bool| {
            let a = || time(|| all.iter().for_each(|(_, b, _)| floor_of(b)));
            let b = || time(|| all.iter().for_each(|(n, b, _)| drop(black_box(sanbu::read::read(n, b)))));
            if ours_first {
                let y = b();
                (a(), y)
            } else {
                let x = a();
                (x, b())
            }
        };
        let (f, o) = one(round % 2 == 0);
        floor.push(f);
        ours.push(o);
        ratios.push(o.as_secs_f64() / f.as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    println!(
        "基线（解压并切分同样的部件） {:?}，读取 {:?}，比值中位数 {:.2}（最小 {:.2}，最大 {:.2}）",
        median(&mut floor),
        median(&mut ours),
        ratios[rounds / 2],
        ratios[0],
        ratios[rounds - 1]
    );

    let mut worst = (0, String::new());
    for (name, bytes, _) in &all {
        MEMORY.reset_peak_usage();
        let before = MEMORY.current_usage();
        drop(black_box(sanbu::read::read(name, bytes)));
        let peak = MEMORY.peak_usage() - before;
        if peak > worst.0 {
            worst = (peak, name.clone());
        }
    }
    println!("峰值内存最大 {:.1} MB：{}", worst.0 as f64 / 1e6, worst.1);
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), files);
        }
    } else if path.extension().is_some_and(|e| e == "docx" || e == "dotx") {
        files.push(path.to_owned());
    }
}

/// Inflates and tokenises the XML parts that a reader needs.
fn floor_of(bytes: &[u8]) {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for i in 0..zip.len() {
        let name = zip.name_for_index(i).unwrap_or_default().to_owned();
        if !needed(&name) {
            continue;
        }
        let Ok(mut file) = zip.by_index(i) else { continue };
        let mut xml = Vec::with_capacity(file.size() as usize + 1);
        if file.read_to_end(&mut xml).is_err() {
            continue;
        }
        let mut reader = quick_xml::Reader::from_reader(xml.as_slice());
        loop {
            match reader.read_event() {
                Ok(Event::Eof) | Err(_) => break,
                Ok(event) => {
                    black_box(event);
                }
            }
        }
    }
}

fn needed(name: &str) -> bool {
    const PARTS: [&str; 10] = [
        "document",
        "styles",
        "theme/",
        "numbering",
        "settings",
        "comments.",
        "header",
        "footer",
        "footnotes",
        "endnotes",
    ];
    let name = name.to_ascii_lowercase();
    let part = name.strip_prefix("word/").filter(|_| name.ends_with(".xml"));
    name.ends_with("_rels/.rels")
        || name.ends_with("document.xml.rels")
        || part.is_some_and(|part| PARTS.iter().any(|p| part.starts_with(p)))
}
