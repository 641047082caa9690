//! An installation: its database, its keys, and what its operator does with them.

use crate::program::{Server, program};
use std::fs;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// A folder with everything of one installation.
#[derive(Debug)]
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn program(&self, words: &[&str]) -> Command {
        program(words, &self.file("city.db"))
    }

    /// Starts the server and waits until it listens.
    pub fn start(&self) -> Server {
        let log = fs::File::create(self.file("log")).unwrap();
        Server::start(&self.file("city.db"), Some(log))
    }

    fn rekeying(&self) -> Command {
        self.program(&["care", "rekey", "--lang", "en"])
    }

    /// Starts a rotation and kills it after a while; answers whether it was still at work.
    pub fn rekey_killed_after(&self, while_: Duration) -> bool {
        let mut child = self.rekeying().stdout(Stdio::null()).spawn().unwrap();
        thread::sleep(while_);
        let was_at_work = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        was_at_work
    }

    /// What a rotation says that runs to its end.
    pub fn rekey(&self) -> String {
        let output = self.rekeying().output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let wrong = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}{wrong}");
        said
    }

    fn shelf(&self) -> PathBuf {
        self.file("city.db.keys").join("care")
    }

    /// The names of the files that hold wrapping keys.
    pub fn wrapping_keys(&self) -> Vec<String> {
        let files = fs::read_dir(self.shelf()).unwrap();
        let mut names: Vec<String> = files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// Takes a wrapping key off the shelf.
    pub fn take_away(&self, key: &str) {
        fs::rename(self.shelf().join(key), self.file(&format!("taken-{key}"))).unwrap();
    }

    /// Makes a backup while the server runs.
    pub fn back_up(&self) {
        let copy = self.file("copy.db");
        let output = self
            .program(&["db", "backup", copy.to_str().unwrap()])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Puts the backup in the place of the database; the keys beside it stay as they are.
    pub fn put_back(&self) {
        for ending in ["-wal", "-shm"] {
            let beside = self.file(&format!("city.db{ending}"));
            if beside.exists() {
                fs::remove_file(beside).unwrap();
            }
        }
        fs::copy(self.file("copy.db"), self.file("city.db")).unwrap();
    }

    /// Whether the last start said that it erased something again.
    pub fn restored_said_so(&self) -> bool {
        let mut log = String::new();
        fs::File::open(self.file("log"))
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        log.contains("it was erased again")
    }
}
