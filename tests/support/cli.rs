//! The program, run in a folder of its own.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

/// Folders made by this process, so that two tests never share one whatever they call it.
static MADE: AtomicUsize = AtomicUsize::new(0);

/// A temporary folder that is removed when the test ends, also when it fails.
pub struct Folder(pub PathBuf);

impl Folder {
    /// The name only helps to recognise the folder of a run that was killed.
    pub fn new(name: &str) -> Self {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("sanbu-{}-{number}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Writes a file, and the folders above it; its full path.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path.to_string_lossy().into_owned()
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap()
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.join(name).exists()
    }

    pub fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    /// Copies the files that lie directly in a folder of `fixtures/`, or in a folder by its full path, into one of this.
    pub fn copy(&self, fixture: impl AsRef<Path>, to: impl AsRef<Path>) -> PathBuf {
        let to = self.0.join(to);
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(root().join("fixtures").join(fixture)).unwrap().map(|e| e.unwrap()) {
            if entry.path().is_file() {
                fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            }
        }
        to
    }

    /// Changes the first place where `from` stands in a text; it must stand there.
    pub fn change(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{from} in {text}");
        self.put(name, text.replacen(from, to, 1));
    }

    /// The program, not yet started, with this folder as its working directory.
    pub fn command(&self, args: impl Arguments) -> Command {
        let mut command = program(args);
        command.current_dir(&self.0);
        command
    }

    /// The same for somebody who may not read everything: where the root of a machine runs the tests, for nobody. None
    /// where the machine cannot.
    #[cfg(unix)]
    pub fn as_nobody(&self, args: impl Arguments) -> Option<Command> {
        use std::os::unix::fs::MetadataExt;
        const SETPRIV: &str = "/usr/bin/setpriv";
        if fs::metadata(&self.0).unwrap().uid() > 0 {
            return Some(self.command(args));
        }
        let mut command = Command::new(Some(SETPRIV).filter(|path| Path::new(path).exists())?);
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", env!("CARGO_BIN_EXE_sanbu")]);
        command.args(args.list()).current_dir(&self.0);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Some(command)
    }

    pub fn sanbu(&self, args: impl Arguments) -> Output {
        self.command(args).output().unwrap()
    }

    /// What is printed, as JSON, and the exit code.
    pub fn json(&self, args: impl Arguments) -> (Value, i32) {
        json_of(&self.sanbu(args))
    }

    /// The JSON report of `sanbu check` with these arguments, and the exit code.
    pub fn report(&self, args: &[&str]) -> (Value, i32) {
        self.json(&[&["check", "--format", "json"], args].concat())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Arguments as a list, or as a line in which every blank separates two of them.
pub trait Arguments {
    fn list(&self) -> Vec<&OsStr>;
}

impl Arguments for &str {
    fn list(&self) -> Vec<&OsStr> {
        self.split(' ').map(OsStr::new).collect()
    }
}

impl Arguments for &String {
    fn list(&self) -> Vec<&OsStr> {
        self.split(' ').map(OsStr::new).collect()
    }
}

impl<S: AsRef<OsStr>> Arguments for &[S] {
    fn list(&self) -> Vec<&OsStr> {
        self.iter().map(AsRef::as_ref).collect()
    }
}

impl<S: AsRef<OsStr>, const N: usize> Arguments for &[S; N] {
    fn list(&self) -> Vec<&OsStr> {
        self.iter().map(AsRef::as_ref).collect()
    }
}

impl<S: AsRef<OsStr>> Arguments for &Vec<S> {
    fn list(&self) -> Vec<&OsStr> {
        self.iter().map(AsRef::as_ref).collect()
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// The program with no input and both outputs caught; nothing in the environment changes what it says.
pub fn program(args: impl Arguments) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanbu"));
    command.args(args.list()).env_remove("NO_COLOR");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the program at the root of the repository.
pub fn sanbu(args: impl Arguments) -> Output {
    program(args).current_dir(root()).output().unwrap()
}

/// What the program prints at the root of the repository, as JSON, and the exit code.
pub fn json(args: impl Arguments) -> (Value, i32) {
    json_of(&sanbu(args))
}

fn json_of(output: &Output) -> (Value, i32) {
    let value = serde_json::from_slice(&output.stdout);
    (value.unwrap_or_else(|e| panic!("{e}: {}", said(output))), output.status.code().unwrap())
}

/// Standard output.
pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Standard error.
pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Standard output, then standard error.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}
