//! The real program as a process, over an embedded database in a folder of its own.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long a start may take, also on a busy machine.
const STARTING_MAX: Duration = Duration::from_secs(60);

/// The program with these words, over a database.
pub fn program(words: &[&str], database: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tongxin"));
    command
        .args(words)
        .args(["--db", &format!("sqlite:{}", database.display())])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap())
        .stdin(Stdio::null());
    command
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
    /// Starts it over the fictional Harbour City and waits until it listens. What it logs goes into a file, where one is given.
    pub fn start(database: &Path, log: Option<File>) -> Server {
        Server::start_with(&["--city", "data/harbour"], database, log)
    }

    /// The same with words of the test's own, which name the city.
    pub fn start_with(own: &[&str], database: &Path, log: Option<File>) -> Server {
        let plain = ["serve", "--addr", "127.0.0.1:0", "--rate-limit", "0"];
        let words = [&plain, own].concat();
        let log = log.map_or_else(Stdio::inherit, Stdio::from);
        let mut command = program(&words, database);
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
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

    /// SIGKILL: nothing of the server runs after it.
    pub fn kill(self) {
        drop(self);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
