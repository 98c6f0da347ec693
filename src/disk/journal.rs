//! The log on disk: appended under a lock, one whole line at a time, with its tip beside it.

use sanbu::words;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sanbu::finding::PacketReport;
use sanbu::json;
use sanbu::limits;
use sanbu::log::{self, Acceptance, Entry, Kept, Standing, Tail, Tip, TipLost};
use serde::Serialize;

use super::clock;
use super::input;
use super::look::io_message;
use super::output::{Kind, Output, Outputs, is_at};
use super::paths::show;
use super::terminal::tell;
use crate::stop::{Stop, io_words};

/// A log that lines are appended to; several processes may do so at once.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    tip: Output,
    /// The log, when there was none before this run.
    made: Option<Output>,
}

impl Journal {
    /// Makes sure that the log can be written before anything is checked.
    pub(crate) fn open(path: &Path, outputs: &mut Outputs) -> Result<Self, Stop> {
        let log = outputs.claim(path, Kind::Log)?;
        let made = if log.is_there() { None } else { Some(log) };
        let journal = Self { path: path.to_path_buf(), tip: outputs.claim(&tip_path(path), Kind::Tip)?, made };
        journal.file()?;
        Ok(journal)
    }

    fn fail(&self, e: &std::io::Error) -> Stop {
        Stop(words!("写不了检查留痕 {path}：{why}", path = show(&self.path), why = io_words(e)))
    }

    fn file(&self) -> Result<File, Stop> {
        OpenOptions::new().read(true).append(true).create(true).open(&self.path).map_err(|e| self.fail(&e))
    }

    /// The log, for this run alone. One that took a log back may have had the lock before.
    fn locked(&self) -> Result<File, Stop> {
        loop {
            let file = self.file()?;
            file.lock().map_err(|e| self.fail(&e))?;
            if is_at(&file, &self.path) {
                return Ok(file);
            }
        }
    }

    /// Appends the line of a packet. The lock is held from reading the last line to writing the next.
    pub(crate) fn append(&self, kept: &Kept, report: &PacketReport, rules: &str) -> Result<(), Stop> {
        let mut file = self.locked()?;
        let added = self.append_to(&mut file, kept, report, rules);
        // A full disk takes an empty file and nothing more.
        if added.is_err() && file.metadata().is_ok_and(|meta| meta.len() == 0) {
            self.made.iter().for_each(Output::take_back);
        }
        added
    }

    fn append_to(&self, file: &mut File, kept: &Kept, report: &PacketReport, rules: &str) -> Result<(), Stop> {
        let time = clock::now();
        let entry = Entry::of(kept, report, rules, &time);
        let (mut tail, mut tip) = self.end(file)?;
        let empty = file.metadata().map_err(|e| self.fail(&e))?.len() == 0;
        if tip.is_none() && empty {
            // There before the first line, so that a log without one has lost it.
            tip = Some(Tip { n: 0, seal: String::new() });
            tip.iter().try_for_each(|tip| self.keep_tip(tip))?;
        }
        let standing = Standing::of(tip.as_ref(), tail.tip.as_ref());
        if let Some(lost) =
            tip.as_ref().map(|t| t.n.saturating_sub(tail.tip.as_ref().map_or(0, |l| l.n))).filter(|n| *n > 0)
        {
            tell(words!(
                "留痕 {path} 的末尾少了{lost}行；请用 sanbu log verify 核对，与备份比较",
                path = show(&self.path),
                lost
            ));
        }
        match if tip.is_none() { Standing::Lost } else { standing } {
            Standing::Right => tail = tail.follow(tip),
            // Led up first, so that it is never two lines behind.
            Standing::Behind => tail.tip.iter().try_for_each(|last| self.keep_tip(last))?,
            Standing::Lost => {
                tell(words!(
                    "{path} 不在了，或者是旧的：留痕的末尾有没有被删，无法判断；已记在留痕里，请用 sanbu log verify {path2} 核对",
                    path = show(&tip_path(&self.path)),
                    path2 = show(&self.path)
                ));
                tail = Tail { tip: Some(self.add(file, &tail, &TipLost::at(&time))?), torn: false };
            }
        }
        self.add(file, &tail, &entry).map(drop)
    }

    /// Notes that a person answers for what the tip can no longer tell.
    pub(crate) fn accept(&self, by: &str, note: Option<&str>) -> Result<(), Stop> {
        let time = clock::now();
        let mut file = self.locked()?;
        let (tail, tip) = self.end(&mut file)?;
        self.add(&mut file, &tail.follow(tip), &Acceptance { time: &time, accepted_by: by, note })?;
        file.sync_all().map_err(|e| self.fail(&e))
    }

    /// The end of the log, and its tip.
    fn end(&self, file: &mut File) -> Result<(Tail, Option<Tip>), Stop> {
        Ok((last(file).map_err(|e| self.fail(&e))?, read_tip(&self.path)?))
    }

    /// Adds a line behind the last one, then leads the tip up to it.
    fn add(&self, file: &mut File, tail: &Tail, entry: &impl Serialize) -> Result<Tip, Stop> {
        let (line, tip) = log::line(entry, tail.tip.as_ref(), tail.torn).map_err(|e| Stop(e.to_string().into()))?;
        let line = if ends_line(file).map_err(|e| self.fail(&e))? { line } else { format!("\n{line}") };
        file.write_all(line.as_bytes()).map_err(|e| self.fail(&e))?;
        self.keep_tip(&tip)?;
        Ok(tip)
    }

    /// The tip never says more than the log: it is written after the line.
    fn keep_tip(&self, tip: &Tip) -> Result<(), Stop> {
        let text = json::to_string(tip).map_err(|e| Stop(e.to_string().into()))?;
        self.tip.write_often((text + "\n").as_bytes())
    }

    /// Makes what was appended survive a power cut.
    pub(crate) fn sync(&self) -> Result<(), Stop> {
        self.file()?.sync_all().map_err(|e| self.fail(&e))?;
        self.tip.sync()
    }
}

/// Keeps writers away from a log while it is read with its tip; where that cannot be had it is read all the same.
pub(crate) fn hold(log: &Path) -> Option<File> {
    let file = log.is_file().then(|| File::open(log).ok()).flatten()?;
    file.lock_shared().ok().map(|()| file)
}

/// The file beside a log that knows its last line.
pub(crate) fn tip_path(log: &Path) -> PathBuf {
    let mut name = log.as_os_str().to_owned();
    name.push(".tip");
    PathBuf::from(name)
}

/// The tip of a log, when there is one.
pub(crate) fn read_tip(log: &Path) -> Result<Option<Tip>, Stop> {
    let path = tip_path(log);
    match input::text(&path, limits::TIP) {
        Ok(text) => match serde_json::from_str(&text) {
            Ok(tip) => Ok(Some(tip)),
            Err(_) => Err(Stop(words!("{path} 的内容不对，无法判断末尾有没有被删", path = show(&path)))),
        },
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Stop(words!("读不了 {path}：{why}", path = show(&path), why = io_message(&e)))),
    }
}

/// What is said of a log that ends in what no run can have written.
const NO_LINE: &str = "末尾很长一段不是留痕，找不到上一行；请先用 sanbu log verify 核对";

/// The last whole line, read from the end on.
fn last(file: &mut File) -> std::io::Result<Tail> {
    let length = file.seek(SeekFrom::End(0))?;
    let mut reach: u64 = 64 << 10;
    loop {
        let from = length.saturating_sub(reach);
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        file.take(length - from).read_to_end(&mut bytes)?;
        match log::tail(&bytes, from == 0) {
            Some(tail) => return Ok(tail),
            None if reach >= 2 * limits::LOG_LINE as u64 => return Err(std::io::Error::other(NO_LINE)),
            None => reach *= 8,
        }
    }
}

fn ends_line(file: &mut File) -> std::io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut byte = [0];
    file.read_exact(&mut byte)?;
    Ok(byte[0] == b'\n')
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_log_that_was_taken_back_while_it_was_waited_for_is_begun_anew() {
        let folder = std::env::temp_dir().join(format!("sanbu-taken-back-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("留痕.jsonl");
        let Ok(journal) = Journal::open(&path, &mut Outputs::new(false)) else { panic!("no log") };
        let Ok(first) = journal.locked() else { panic!("no lock") };
        let is_there = thread::scope(|scope| {
            let second = scope.spawn(|| journal.locked().is_ok_and(|file| is_at(&file, &path)));
            // Long enough for the other to wait for the lock.
            thread::sleep(Duration::from_millis(200));
            journal.made.iter().for_each(Output::take_back);
            drop(first);
            second.join()
        });
        fs::remove_dir_all(&folder).unwrap();
        assert!(is_there.unwrap());
    }
}
