//! How far a run is, on a terminal: files looked at, and about how long it still takes.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use sanbu::lang::Words;
use sanbu::words;

use super::terminal::lang;

/// A run that is over sooner needs no bar.
const SOON: Duration = Duration::from_millis(700);
/// Files are counted up to here: who has more waits anyway.
const MOST: u64 = 1_000_000;

/// Shared by all threads; nothing is shown where nobody looks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress(Option<Arc<Shown>>);

#[derive(Debug)]
struct Shown {
    bar: ProgressBar,
    begun: Instant,
    drawn: AtomicBool,
}

impl Progress {
    /// Of all files below these paths.
    pub(crate) fn of<'p>(paths: impl Iterator<Item = &'p Path>) -> Self {
        let bar = ProgressBar::with_draw_target(Some(count(paths)), ProgressDrawTarget::hidden());
        let left = |state: &ProgressState, to: &mut dyn std::fmt::Write| {
            // Nobody is told in a language of its own when there is nowhere to write it.
            let _ = to.write_str(&words(state.eta()).to(lang()));
        };
        if let Ok(style) = ProgressStyle::with_template(&lang().of("{bar:24} {pos}/{len} 个文件{left}")) {
            bar.set_style(style.progress_chars("━━─").with_key("left", left));
        }
        Self(Some(Arc::new(Shown { bar, begun: Instant::now(), drawn: AtomicBool::new(false) })))
    }

    /// One more file was looked at.
    pub(crate) fn step(&self) {
        let Some(shown) = &self.0 else { return };
        if shown.begun.elapsed() > SOON && !shown.drawn.swap(true, Ordering::Relaxed) {
            shown.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
        }
        // What was counted may have grown since.
        if shown.bar.position() < shown.bar.length().unwrap_or(0) {
            shown.bar.inc(1);
        }
    }

    /// Takes the bar away while something else is written.
    pub(crate) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(shown) => shown.bar.suspend(write),
            None => write(),
        }
    }

    /// Takes the bar away for good.
    pub(crate) fn end(&self) {
        if let Some(shown) = &self.0 {
            shown.bar.finish_and_clear();
        }
    }

    /// A writer for the same terminal.
    pub(crate) fn beside<W: Write>(&self, writer: W) -> Beside<W> {
        Beside { progress: self.clone(), writer }
    }
}

/// Writes while the bar is away.
pub(crate) struct Beside<W> {
    progress: Progress,
    writer: W,
}

impl<W: Write> Write for Beside<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Self { progress, writer } = self;
        progress.aside(|| writer.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        let Self { progress, writer } = self;
        progress.aside(|| writer.flush())
    }
}

/// `，约剩3分钟`; nothing where it cannot be told yet.
fn words(left: Duration) -> Words {
    let seconds = left.as_secs();
    match seconds {
        0 => Words::default(),
        1..60 => words!("，约剩{seconds}秒", seconds),
        60..3600 => words!("，约剩{minutes}分钟", minutes = seconds.div_ceil(60)),
        _ => words!("，约剩{hours}小时{minutes}分钟", hours = seconds / 3600, minutes = seconds % 3600 / 60),
    }
}

/// Files below paths, as far as folders tell without being asked about each.
fn count<'p>(paths: impl Iterator<Item = &'p Path>) -> u64 {
    let mut open: Vec<_> = paths.map(Path::to_path_buf).collect();
    let mut files = 0;
    while let Some(path) = open.pop().filter(|_| files < MOST) {
        let Ok(entries) = std::fs::read_dir(&path) else {
            files += 1;
            continue;
        };
        for entry in entries.filter_map(Result::ok) {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                _ => files += 1,
            }
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::words;
    use std::time::Duration;

    #[test]
    fn time_is_told_in_words() {
        let told = [0, 5, 61, 7260].map(|seconds| words(Duration::from_secs(seconds)));
        assert_eq!(told, ["", "，约剩5秒", "，约剩2分钟", "，约剩2小时1分钟"]);
    }
}
