//! The real program as a process that can be killed.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long a start may take, also on a busy machine.
const STARTING_MAX: Duration = Duration::from_secs(60);

/// Where the program finds its database and its city.
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

    fn database(&self) -> String {
        format!("sqlite:{}", self.folder.path().join("crash.db").display())
    }

    fn program(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tongxin"));
        command
            .args(words)
            .args(["--db", &self.database()])
            .current_dir(repository())
            .stdin(Stdio::null());
        command
    }

    /// Starts the server and waits until it listens.
    pub fn start(&self) -> Server {
        let mut command = self.program(&[
            "serve",
            "--addr",
            "127.0.0.1:0",
            "--city",
            "data/harbour",
            "--rate-limit",
            "0",
        ]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (said, hear) = mpsc::channel();
        // Reads to the end: a server that can't print may stop.
        thread::spawn(move || {
            output
                .lines()
                .map_while(Result::ok)
                .for_each(|line| drop(said.send(line)))
        });
        let mut server = Server {
            child,
            base: String::new(),
            first_link: None,
        };
        while server.base.is_empty() {
            let line = hear
                .recv_timeout(STARTING_MAX)
                .expect("the server should say where it listens");
            let address = line.split_whitespace().find(|word| word.starts_with("http://"));
            match address.map(|address| address.trim_end_matches('/').to_owned()) {
                Some(address) if line.starts_with("listening on") => server.base = address,
                Some(address) => server.first_link = Some(address),
                None => {}
            }
        }
        server
    }

    /// What `tongxin ledger verify` says, when it finds the ledger whole.
    pub fn verify(&self) -> String {
        let output = self.program(&["ledger", "verify"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "{said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        said
    }
}

/// A running server; it dies with this value, without warning.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Its address, without a slash at its end.
    pub base: String,
    /// The first administrator's link, when this start printed one.
    pub first_link: Option<String>,
}

impl Server {
    /// SIGKILL: nothing of the server runs after it.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}
